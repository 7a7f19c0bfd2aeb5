package dhcp

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/wire"
)

// URIs is the value of option 143: where to bootstrap from. RFC 8572 §8.1.
type URIs []string

// AppendWire implements [Value].
func (v URIs) AppendWire(b []byte) []byte {
	for _, s := range v {
		b = append(b, byte(len(s)>>8), byte(len(s)))
		b = append(b, s...)
	}
	return b
}

func (v URIs) String() string { return list(v, strconv.QuoteToASCII) }

func uris(d []byte) Value {
	var v URIs
	for len(d) >= 2 {
		n := 2 + int(wire.Uint16(d, 0))
		if n > len(d) {
			return nil
		}
		v, d = append(v, string(d[2:n])), d[n:]
	}
	if len(d) > 0 || v == nil {
		return nil
	}
	return v
}

// PCPServers is the value of option 158: the addresses of each server of the Port
// Control Protocol. RFC 7291 §4.
type PCPServers []Addrs

// AppendWire implements [Value].
func (v PCPServers) AppendWire(b []byte) []byte {
	for _, a := range v {
		b = a.AppendWire(append(b, byte(4*len(a))))
	}
	return b
}

func (v PCPServers) String() string {
	return list(v, func(a Addrs) string { return "{" + a.String() + "}" })
}

func pcpServers(d []byte) Value {
	var v PCPServers
	for len(d) > 0 {
		n := 1 + int(d[0])
		if n > len(d) {
			return nil
		}
		a, ok := addrs(d[1:n]).(Addrs)
		if !ok {
			return nil
		}
		v, d = append(v, a), d[n:]
	}
	if v == nil {
		return nil
	}
	return v
}

// RDNSS is the value of option 146: which resolvers know which domains.
// RFC 6731 §4.3.
type RDNSS struct {
	Preference uint8 // lower two bits: 1 high, 0 medium, 3 low
	Primary    netip.Addr
	Secondary  netip.Addr
	Domains    Domains
}

// AppendWire implements [Value].
func (v RDNSS) AppendWire(b []byte) []byte {
	b = append4(append4(append(b, v.Preference), v.Primary), v.Secondary)
	return v.Domains.AppendWire(b)
}

func (v RDNSS) String() string {
	return v.Primary.String() + ", " + v.Secondary.String() + " preference " + itoa(int(v.Preference)) + " for " + v.Domains.String()
}

func rdnss(d []byte) Value {
	if len(d) < 9 {
		return nil
	}
	names, ok := domains(d[9:]).(Domains)
	if !ok {
		return nil
	}
	return RDNSS{d[0], netip.AddrFrom4([4]byte(d[1:])), netip.AddrFrom4([4]byte(d[5:])), names}
}

// DirectoryAgents is the value of option 78. RFC 2610 §3.
type DirectoryAgents struct {
	Mandatory bool // the client must not look for others
	Addrs     Addrs
}

// AppendWire implements [Value].
func (v DirectoryAgents) AppendWire(b []byte) []byte {
	return v.Addrs.AppendWire(append(b, wire.Bit(v.Mandatory)))
}

func (v DirectoryAgents) String() string {
	return strings.TrimPrefix(mandatory(v.Mandatory)+" "+v.Addrs.String(), " ")
}

// ServiceScope is the value of option 79. RFC 2610 §4.
type ServiceScope struct {
	Mandatory bool   // the client must not use other scopes
	Scopes    string // with commas between them
}

// AppendWire implements [Value].
func (v ServiceScope) AppendWire(b []byte) []byte {
	return append(append(b, wire.Bit(v.Mandatory)), v.Scopes...)
}

func (v ServiceScope) String() string {
	return strings.TrimPrefix(mandatory(v.Mandatory)+" "+strconv.QuoteToASCII(v.Scopes), " ")
}

func mandatory(x bool) string {
	if x {
		return "mandatory"
	}
	return ""
}

func directoryAgents(d []byte) Value {
	if len(d) < 5 || d[0] > 1 {
		return nil
	}
	a, ok := addrs(d[1:]).(Addrs)
	if !ok {
		return nil
	}
	return DirectoryAgents{d[0] == 1, a}
}

func serviceScope(d []byte) Value {
	if len(d) < 1 || d[0] > 1 {
		return nil
	}
	return ServiceScope{d[0] == 1, string(d[1:])}
}
