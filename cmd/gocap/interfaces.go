package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/netif"
)

func interfacesCmd() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "interfaces [NAME...]",
		Aliases: []string{"ifs"},
		Short:   "List network interfaces with addresses, state, driver and counters",
		Example: "  gocap interfaces\n  gocap interfaces eth0 --json",
		RunE: func(c *cobra.Command, args []string) error {
			list, err := chosenInterfaces(args)
			if err != nil {
				return err
			}
			if asJSON {
				e := json.NewEncoder(c.OutOrStdout())
				for _, i := range list {
					if err := e.Encode(interfaceJSON(i)); err != nil {
						return err
					}
				}
				return nil
			}
			for _, i := range list {
				if err := describeInterface(c.OutOrStdout(), i); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print an object for each interface, one a line")
	return c
}

func chosenInterfaces(names []string) ([]netif.Interface, error) {
	if len(names) == 0 {
		list, err := netif.Interfaces()
		netif.Order(list)
		return list, err
	}
	var out []netif.Interface
	for _, n := range names {
		i, err := netif.ByName(n)
		if err != nil {
			return nil, err
		}
		out = append(out, i)
	}
	return out, nil
}

// describeInterface prints an interface for people.
func describeInterface(w io.Writer, i netif.Interface) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: <%v> mtu %d", i.Name, i.Flags, i.MTU)
	if i.TypeKnown {
		fmt.Fprintf(&b, " link-type %v", i.Type)
	}
	if d := i.Description(); d != "" {
		fmt.Fprintf(&b, "  (%s)", d)
	}
	b.WriteByte('\n')
	if len(i.MAC) > 0 {
		fmt.Fprintf(&b, "    address %v", i.MAC)
		if len(i.PermanentMAC) > 0 && i.PermanentMAC.String() != i.MAC.String() {
			fmt.Fprintf(&b, " (permanently %v)", i.PermanentMAC)
		}
		b.WriteByte('\n')
	}
	for _, a := range i.Addrs {
		family := "inet6"
		if a.Prefix.Addr().Is4() {
			family = "inet"
		}
		fmt.Fprintf(&b, "    %s %v", family, a.Prefix)
		if a.Peer.IsValid() {
			fmt.Fprintf(&b, " peer %v", a.Peer)
		}
		if a.Broadcast.IsValid() {
			fmt.Fprintf(&b, " broadcast %v", a.Broadcast)
		}
		b.WriteByte('\n')
	}
	if i.Driver != "" {
		fmt.Fprintf(&b, "    driver %s %s\n", i.Driver, i.Bus)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// interfaceJSON returns what --json shows of an interface.
func interfaceJSON(i netif.Interface) any {
	addrs := []string{}
	for _, a := range i.Addrs {
		addrs = append(addrs, a.Prefix.String())
	}
	return struct {
		Index  int      `json:"index"`
		Name   string   `json:"name"`
		Flags  string   `json:"flags"`
		MTU    int      `json:"mtu"`
		Link   string   `json:"link,omitempty"`
		MAC    string   `json:"mac,omitempty"`
		Addrs  []string `json:"addresses"`
		Kind   string   `json:"kind,omitempty"`
		Driver string   `json:"driver,omitempty"`
		About  string   `json:"description,omitempty"`
	}{i.Index, i.Name, i.Flags.String(), i.MTU, linkName(i), i.MAC.String(), addrs, i.Kind, i.Driver, i.Description()}
}

func linkName(i netif.Interface) string {
	if !i.TypeKnown {
		return ""
	}
	return i.Type.String()
}
