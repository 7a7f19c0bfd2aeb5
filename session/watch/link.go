package watch

import (
	"net/netip"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// links are the Sessions of one network.
type links struct {
	arp  *session.ARP
	nd   *session.ND
	icmp *session.ICMP
}

// linksAtOnce is how many networks are told apart at once: each takes some 60 kB.
const linksAtOnce = 256

// link returns the Sessions of a network, which is told by its number.
func (w *Watcher) link(context uint64) *links {
	k := sequence.Key{Context: context}
	l, fresh := w.links.Get(&k, netip.IPv4Unspecified(), w.from.Time)
	if fresh {
		midway := w.midway()
		l.arp, l.nd, l.icmp = session.NewARP(midway), session.NewND(midway), session.NewICMP(true)
	}
	return l
}

// arp judges a message of ARP, the last header of a frame.
func (w *Watcher) arp(f *wire.Frame, b []byte, context uint64) {
	m := session.ARPMessage{ARP: b}
	if k, h := f.Header(0); k == wire.KindEthernet {
		m.Station = wire.Ethernet(h).Src()
	}
	l := w.link(context)
	if w.midway() {
		l.arp.Lost(session.Client)
	}
	if v := l.arp.Check(session.Client, m, w.from.Time); !v.OK() {
		w.judged("arp", netip.AddrPortFrom(m.ARP.SenderIP(), 0), netip.AddrPortFrom(m.ARP.TargetIP(), 0), v)
	}
}

// icmp judges ICMP and neighbour discovery, and has ICMP know of all packets.
func (w *Watcher) icmp(d session.Datagram, context uint64) {
	l := w.link(context)
	src, dst := netip.AddrPortFrom(d.Src, 0), netip.AddrPortFrom(d.Dst, 0)
	switch d.Proto {
	case wire.IPProtoICMP:
		w.judged("icmp", src, dst, l.icmp.Check(session.Client, d, w.from.Time))
	case wire.IPProtoICMPv6:
		w.judged("nd", src, dst, l.nd.Check(session.Client, d, w.from.Time))
		w.judged("icmpv6", src, dst, l.icmp.Check(session.Client, d, w.from.Time))
	}
	l.icmp.Saw(d)
}
