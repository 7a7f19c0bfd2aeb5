package netif

import "github.com/gocap-project/gocap/internal/netlink"

const (
	msgNewLink = 16 // RTM_NEWLINK
	msgDelLink = 17
	msgNewAddr = 20
	msgDelAddr = 21
)

// parseEvent reads a notification. One that is not about a link or an address has Kind 0. If a part of it is broken,
// Kind and what was good are there with the error.
func parseEvent(m netlink.Message) (e Event, err error) {
	switch m.Type {
	case msgNewLink, msgDelLink:
		if len(m.Body) > 0 && m.Body[0] != familyUnspec {
			return e, nil // a bridge speaks of its port, IPv6 of its settings
		}
		e.Kind = LinkChanged
		if m.Type == msgDelLink {
			e.Kind = LinkRemoved
		}
		e.Interface, err = parseLink(m.Body)
		e.Index = e.Interface.Index
	case msgNewAddr, msgDelAddr:
		e.Kind = AddrChanged
		if m.Type == msgDelAddr {
			e.Kind = AddrRemoved
		}
		e.Index, e.Addr, err = parseAddr(m.Body)
	}
	return e, err
}
