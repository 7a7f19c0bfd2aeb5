package main

import (
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gocap-project/gocap/filter"
)

// languageFlags choose the language of filters and what it means.
type languageFlags struct {
	dialect   string
	semantics string
	ports     []string
}

var (
	dialectNames   = []string{"libpcap", "extended"}
	semanticsNames = []string{"libpcap", "scoped"}
	tunnelNames    = []string{"vxlan", "geneve", "gtpu"}
)

func (l *languageFlags) define(s *pflag.FlagSet) {
	s.StringVar(&l.dialect, "dialect", "libpcap", "`language` of the filter: libpcap, or extended, which has sets, lists and decap")
	s.StringVar(&l.semantics, "semantics", "libpcap", "what the filter `means`: as to libpcap, or scoped, where vlan and such hold for what is joined with and, and extension headers of IPv6 are looked past")
	s.StringArrayVar(&l.ports, "tunnel-port", nil, "`port` of a tunnel, such as vxlan=8472; geneve or gtpu; repeat for several")
}

// complete has the shell complete the values.
func (l *languageFlags) complete(c *cobra.Command) {
	for flag, names := range map[string][]string{
		"dialect": dialectNames, "semantics": semanticsNames, "tunnel-port": {"vxlan=", "geneve=", "gtpu="},
	} {
		c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
	}
}

// apply sets options. Lists are files: of the command line they may be opened.
func (l *languageFlags) apply(o *filter.Options) error {
	if !setDialect(o, l.dialect) {
		return usage("--dialect %s: it is %s", l.dialect, strings.Join(dialectNames, " or "))
	}
	if o.Dialect.Extended {
		o.Dialect.Open = func(name string) (io.ReadCloser, error) { return os.Open(name) }
	}
	if !setSemantics(o, l.semantics) {
		return usage("--semantics %s: it is %s", l.semantics, strings.Join(semanticsNames, " or "))
	}
	for _, p := range l.ports {
		name, text, _ := strings.Cut(p, "=")
		n, err := strconv.ParseUint(text, 10, 16)
		if list := portList(&o.Ports, name); list != nil && err == nil && n > 0 {
			*list = append(*list, uint16(n))
			continue
		}
		return usage("--tunnel-port %s: it is %s, = and a port", p, strings.Join(tunnelNames, ", "))
	}
	return nil
}

// setDialect reports whether there is such a dialect.
func setDialect(o *filter.Options, name string) bool {
	o.Dialect.Extended = name == "extended"
	return slices.Contains(dialectNames, name)
}

// setSemantics reports whether there are such semantics.
func setSemantics(o *filter.Options, name string) bool {
	o.Semantics = filter.Libpcap
	if name == "scoped" {
		o.Semantics = filter.Scoped
	}
	return slices.Contains(semanticsNames, name)
}

// portList returns the ports of a tunnel, or nil if there is no such tunnel.
func portList(p *filter.TunnelPorts, name string) *[]uint16 {
	switch name {
	case "vxlan":
		return &p.VXLAN
	case "geneve":
		return &p.Geneve
	case "gtpu":
		return &p.GTPU
	}
	return nil
}
