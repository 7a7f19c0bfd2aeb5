package netlab

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"

	"github.com/gocap-project/gocap/internal/netlink"
	"golang.org/x/sys/unix"
)

func family(a netip.Addr) byte {
	if a.Is4() {
		return unix.AF_INET
	}
	return unix.AF_INET6
}

func (h *Host) addAddr(link string, p netip.Prefix) error {
	return h.address(unix.RTM_NEWADDR, create, link, p.Addr(), p)
}

func (h *Host) addPeer(link string, own netip.Addr, peer netip.Prefix) error {
	return h.address(unix.RTM_NEWADDR, create, link, own, peer)
}

func (h *Host) deleteAddr(link string, p netip.Prefix) error {
	return h.address(unix.RTM_DELADDR, 0, link, p.Addr(), p)
}

// address sends an RTM_NEWADDR or RTM_DELADDR: own is the host's address, p the other end of the link, or own again.
func (h *Host) address(typ, flags uint16, link string, own netip.Addr, p netip.Prefix) error {
	if !own.IsValid() || !p.IsValid() || own.Is4() != p.Addr().Is4() {
		return fmt.Errorf("netlab: %s: %v with %v is not an address", link, own, p)
	}
	index, err := h.index(link)
	if err != nil {
		return err
	}
	scope := byte(unix.RT_SCOPE_UNIVERSE)
	if own.IsLinkLocalUnicast() {
		scope = unix.RT_SCOPE_LINK
	}
	r := netlink.NewRequest(typ, flags)
	r.Raw(family(own), byte(p.Bits()), 0, scope).Raw(binary.NativeEndian.AppendUint32(nil, uint32(index))...)
	r.Bytes(unix.IFA_LOCAL, own.AsSlice()).Bytes(unix.IFA_ADDRESS, p.Addr().AsSlice())
	if own.Is4() {
		if b, ok := broadcast(p); ok && own == p.Addr() {
			r.Bytes(unix.IFA_BROADCAST, b.AsSlice())
		}
	} else {
		r.Uint32(unix.IFA_FLAGS, unix.IFA_F_NODAD)
	}
	return h.ask(fmt.Sprintf("%s: address %v", link, p), r, nil)
}

// broadcast is the last address of an IPv4 prefix that has room for one (RFC 3021: /31 and /32 do not).
func broadcast(p netip.Prefix) (netip.Addr, bool) {
	if !p.Addr().Is4() || p.Bits() > 30 {
		return netip.Addr{}, false
	}
	a := p.Addr().As4()
	v := binary.BigEndian.Uint32(a[:]) | (1<<(32-p.Bits()) - 1)
	binary.BigEndian.PutUint32(a[:], v)
	return netip.AddrFrom4(a), true
}

func (h *Host) addRoute(t Route) error {
	if !t.Dst.IsValid() {
		return fmt.Errorf("netlab: %s: the route has no destination", h.name)
	}
	typ, scope := byte(t.Type), byte(unix.RT_SCOPE_UNIVERSE)
	if t.Type == Unicast {
		typ = unix.RTN_UNICAST
		if !t.Via.IsValid() && t.Dst.Addr().Is4() {
			scope = unix.RT_SCOPE_LINK
		}
	}
	r := netlink.NewRequest(unix.RTM_NEWROUTE, create)
	r.Raw(family(t.Dst.Addr()), byte(t.Dst.Bits()), 0, 0, unix.RT_TABLE_MAIN, unix.RTPROT_STATIC, scope, typ).Raw(0, 0, 0, 0)
	if t.Dst.Bits() > 0 {
		r.Bytes(unix.RTA_DST, t.Dst.Masked().Addr().AsSlice())
	}
	if t.Via.IsValid() {
		r.Bytes(unix.RTA_GATEWAY, t.Via.WithZone("").AsSlice())
	}
	if t.Src.IsValid() {
		r.Bytes(unix.RTA_PREFSRC, t.Src.AsSlice())
	}
	if t.Link != "" {
		index, err := h.index(t.Link)
		if err != nil {
			return err
		}
		r.Uint32(unix.RTA_OIF, uint32(index))
	}
	if t.Metric != 0 {
		r.Uint32(unix.RTA_PRIORITY, uint32(t.Metric))
	}
	if t.MTU != 0 {
		r.Nest(unix.RTA_METRICS, func(r *netlink.Request) { r.Uint32(unix.RTAX_MTU, uint32(t.MTU)) })
	}
	return h.ask(fmt.Sprintf("route to %v", t.Dst), r, nil)
}

func (h *Host) addNeigh(link string, addr netip.Addr, mac net.HardwareAddr) error {
	if !addr.IsValid() {
		return fmt.Errorf("netlab: %s: the neighbour has no address", link)
	}
	index, err := h.index(link)
	if err != nil {
		return err
	}
	r := netlink.NewRequest(unix.RTM_NEWNEIGH, netlink.FlagCreate|netlink.FlagReplace)
	r.Raw(family(addr), 0, 0, 0).Raw(binary.NativeEndian.AppendUint32(nil, uint32(index))...)
	r.Raw(binary.NativeEndian.AppendUint16(nil, unix.NUD_PERMANENT)...)
	r.Bytes(unix.NDA_DST, addr.WithZone("").AsSlice()).Bytes(unix.NDA_LLADDR, mac)
	return h.ask(fmt.Sprintf("%s: neighbour %v", link, addr), r, nil)
}
