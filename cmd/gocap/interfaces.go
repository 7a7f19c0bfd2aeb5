package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/netif"
)

func interfacesCmd() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "interfaces [NAME...]",
		Aliases: []string{"ifs"},
		Short:   "List network interfaces with addresses, relations, drivers and counters",
		Example: "  gocap interfaces\n  gocap interfaces eth0 --json",
		RunE: func(c *cobra.Command, args []string) error {
			list, err := chosenInterfaces(args)
			if err != nil {
				return err
			}
			e := json.NewEncoder(c.OutOrStdout())
			for _, i := range list {
				if asJSON {
					err = outputError(e.Encode(interfaceJSON(i)))
				} else {
					err = describeInterface(c.OutOrStdout(), i)
				}
				if err != nil {
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
	fmt.Fprintf(&b, "%d: %s: <%v> mtu %d", i.Index, i.Name, i.Flags, i.MTU)
	if i.TypeKnown {
		fmt.Fprintf(&b, " link-type %v", i.Type)
	}
	if d := i.Description(); d != "" {
		fmt.Fprintf(&b, " (%s)", d)
	}
	b.WriteByte('\n')
	line := func(words ...string) {
		words = slices.DeleteFunc(words, func(s string) bool { return s == "" })
		if len(words) > 0 {
			fmt.Fprintf(&b, "    %s\n", strings.Join(words, " "))
		}
	}
	if len(i.AltNames) > 0 {
		line("also", strings.Join(i.AltNames, ", "))
	}
	if len(i.MAC) > 0 {
		permanent := ""
		if len(i.PermanentMAC) > 0 && !bytes.Equal(i.PermanentMAC, i.MAC) {
			permanent = fmt.Sprintf("(permanently %v)", i.PermanentMAC)
		}
		line("address", i.MAC.String(), permanent)
	}
	for _, a := range i.Addrs {
		line(addressWords(a)...)
	}
	line(relationWords(i)...)
	if i.Driver != "" {
		line("driver", i.Driver, i.Bus, speedWords(i))
	}
	s := i.Stats
	line(fmt.Sprintf("received %d packets, %d bytes, %d errors, %d dropped", s.RxPackets, s.RxBytes, s.RxErrors, s.RxDropped))
	line(fmt.Sprintf("sent %d packets, %d bytes, %d errors, %d dropped", s.TxPackets, s.TxBytes, s.TxErrors, s.TxDropped))
	_, err := io.WriteString(w, b.String())
	return outputError(err)
}

func addressWords(a netif.Addr) []string {
	words := []string{"inet6", a.Prefix.String()}
	if a.Prefix.Addr().Is4() {
		words[0] = "inet"
	}
	if a.Peer.IsValid() {
		words = append(words, "peer", a.Peer.String())
	}
	if a.Broadcast.IsValid() {
		words = append(words, "broadcast", a.Broadcast.String())
	}
	if a.Scope != netif.ScopeGlobal {
		words = append(words, "scope", a.Scope.String())
	}
	return words
}

// relationWords say what an interface has to do with others.
func relationWords(i netif.Interface) (words []string) {
	if i.VLAN != (netif.VLAN{}) {
		words = append(words, fmt.Sprintf("vlan %d (%#04x)", i.VLAN.ID, i.VLAN.Proto))
	}
	switch {
	case i.ParentElsewhere:
		words = append(words, fmt.Sprintf("joined to interface %d of another namespace", i.Parent))
	case i.ParentName != "":
		words = append(words, "joined to "+i.ParentName)
	}
	if i.Master != 0 {
		words = append(words, fmt.Sprintf("port of interface %d", i.Master))
	}
	return words
}

func speedWords(i netif.Interface) string {
	switch {
	case i.Speed == 0:
		return ""
	case i.Duplex == netif.DuplexUnknown:
		return fmt.Sprintf("%d Mb/s", i.Speed/1_000_000)
	}
	return fmt.Sprintf("%d Mb/s %v duplex", i.Speed/1_000_000, i.Duplex)
}

// An interfaceObject is what --json shows of an interface.
type interfaceObject struct {
	Index    int             `json:"index"`
	Name     string          `json:"name"`
	AltNames []string        `json:"alternative_names,omitempty"`
	Flags    []string        `json:"flags"`
	MTU      int             `json:"mtu"`
	Link     string          `json:"link,omitempty"`
	MAC      string          `json:"mac,omitempty"`
	Addrs    []string        `json:"addresses"`
	Kind     string          `json:"kind,omitempty"`
	Driver   string          `json:"driver,omitempty"`
	Speed    uint64          `json:"bits_per_second,omitempty"`
	About    string          `json:"description,omitempty"`
	Received interfaceCounts `json:"received"`
	Sent     interfaceCounts `json:"sent"`
}

type interfaceCounts struct {
	Packets uint64 `json:"packets"`
	Bytes   uint64 `json:"bytes"`
	Errors  uint64 `json:"errors"`
	Dropped uint64 `json:"dropped"`
}

func interfaceJSON(i netif.Interface) interfaceObject {
	addrs := []string{}
	for _, a := range i.Addrs {
		addrs = append(addrs, a.Prefix.String())
	}
	link := ""
	if i.TypeKnown {
		link = i.Type.String()
	}
	s := i.Stats
	return interfaceObject{
		Index: i.Index, Name: i.Name, AltNames: i.AltNames, Flags: strings.Split(i.Flags.String(), ","), MTU: i.MTU, Link: link,
		MAC: i.MAC.String(), Addrs: addrs, Kind: i.Kind, Driver: i.Driver, Speed: i.Speed, About: i.Description(),
		Received: interfaceCounts{s.RxPackets, s.RxBytes, s.RxErrors, s.RxDropped},
		Sent:     interfaceCounts{s.TxPackets, s.TxBytes, s.TxErrors, s.TxDropped},
	}
}
