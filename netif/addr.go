package netif

import (
	"math"
	"net/netip"
	"time"
)

// Addr is an IP address of an interface.
type Addr struct {
	Prefix    netip.Prefix  // the interface's own address, and how many bits name its network
	Peer      netip.Prefix  // the other end of a point-to-point link; invalid if there is none
	Broadcast netip.Addr    // IPv4; invalid if there is none
	Label     string        // IPv4 on Linux, such as eth0:1
	Scope     Scope         // how far the address means anything
	Flags     AddrFlags     // Linux
	Valid     time.Duration // how much longer it may be used; [Forever] if it was not leased
	Preferred time.Duration // how much longer it should be chosen for new connections
}

// Forever is the lifetime of an address that does not end.
const Forever = time.Duration(math.MaxInt64)

// Scope is the reach of an address or route, with Linux's numbers.
type Scope uint8

// The scopes.
const (
	ScopeGlobal  Scope = 0
	ScopeSite    Scope = 200
	ScopeLink    Scope = 253
	ScopeHost    Scope = 254
	ScopeNowhere Scope = 255
)

// String is global, site, link, host, nowhere or a number.
func (s Scope) String() string {
	switch s {
	case ScopeGlobal:
		return "global"
	case ScopeSite:
		return "site"
	case ScopeLink:
		return "link"
	case ScopeHost:
		return "host"
	case ScopeNowhere:
		return "nowhere"
	}
	return name(nil, uint(s))
}

// AddrFlags are properties of an address, with Linux's numbers (IFA_F_).
type AddrFlags uint32

// The address flags.
const (
	Temporary   AddrFlags = 0x01 // IPv6: made up for privacy, RFC 8981; IPv4: secondary
	NoDAD       AddrFlags = 0x02 // no duplicate address detection
	Optimistic  AddrFlags = 0x04 // usable before detection is done, RFC 4429
	DADFailed   AddrFlags = 0x08 // another node has it
	HomeAddress AddrFlags = 0x10 // RFC 6275
	Deprecated  AddrFlags = 0x20 // not for new connections, RFC 4862
	Tentative   AddrFlags = 0x40 // not yet usable, RFC 4862
	Permanent   AddrFlags = 0x80 // not leased
)

var addrFlagNames = [...]string{
	"temporary", "no-dad", "optimistic", "dad-failed", "home", "deprecated", "tentative", "permanent",
}

// Has reports whether all of the flags are set.
func (f AddrFlags) Has(flags AddrFlags) bool { return f&flags == flags }

// String lists the flags, separated by commas.
func (f AddrFlags) String() string {
	s := ""
	for i, name := range addrFlagNames {
		if f&(1<<i) != 0 {
			s += "," + name
		}
	}
	if s == "" {
		return ""
	}
	return s[1:]
}
