package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/bluetooth"
	"github.com/gocap-project/gocap/layers/dns"
	"github.com/gocap-project/gocap/layers/quic"
	"github.com/gocap-project/gocap/layers/tls"
	"github.com/gocap-project/gocap/layers/wifi"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A rule names a class of disagreements. docs/differences.md explains each.
type rule struct {
	name string
	is   func(d *disagreement) bool
}

// rules are tried in order.
var rules = []rule{
	{"fragment: tshark leaves the first fragment's payload as data", func(d *disagreement) bool {
		return inFragment(d) && len(d.our) > len(d.their)
	}},
	{"fragment: tshark shows the reassembled datagram in its last fragment", func(d *disagreement) bool {
		return inFragment(d)
	}},
	{"fragment: tshark shows an L2CAP message in the packet that completes it", func(d *disagreement) bool {
		return d.category == chain && packet.Get[bluetooth.Data](d.p) != nil && len(d.our) != len(d.their)
	}},
	{"fragment: tshark looks for LLC in the later fragments of an 802.11 frame", func(d *disagreement) bool {
		f := packet.Get[wifi.Frame](d.p)
		return d.category == chain && f != nil && f.Fragment > 0 && len(d.their) > len(d.our)
	}},
	{"connection: tshark knows that TLS is in a tunnel of HTTP", func(d *disagreement) bool {
		n := common(d.our, d.their)
		return d.category == chain && len(d.their) > n && len(d.our) > n && d.their[n] == "http" && d.our[n] == "tls"
	}},
	{"empty: tshark names a protocol of which there is not one byte", func(d *disagreement) bool {
		return d.category == chain && len(d.their) == len(d.our)+1 && d.err == nil && len(d.p.Payload()) == 0
	}},
	{"malformed: tshark shows fields of a header that is not all there", func(d *disagreement) bool {
		return d.category != chain && d.err != nil
	}},
	{"depth: gocap stops at 64 layers", func(d *disagreement) bool {
		return errors.Is(d.err, packet.ErrDepth)
	}},
	{"length 0: tshark stops, gocap takes all there is", func(d *disagreement) bool {
		return lengthZero(d.p)
	}},
	{"cut: tshark calls a checksum bad that covers bytes that are not there", func(d *disagreement) bool {
		return d.category == checksums && strings.Contains(d.got, "2") && cutByLength(d.p)
	}},
	{"quoted: a checksum in a packet that an ICMP error quotes", func(d *disagreement) bool {
		return d.category == checksums && quotes(d.p)
	}},
	{"redirect: the redirected packet is in an option", func(d *disagreement) bool {
		return d.category == chain && packet.Get[layers.NDRedirect](d.p) != nil
	}},
	{"AH length: tshark goes on after a header that is too short", func(d *disagreement) bool {
		e, ok := errors.AsType[*packet.Error](d.err)
		return ok && e.Layer == "AH"
	}},
	{"source route: tshark's destination is the route's last address", func(d *disagreement) bool {
		ip := packet.Get[layers.IPv4](d.p)
		return d.category == addresses && ip != nil && len(ip.Options) > 0
	}},
	{"IPv4 length: tshark stops at a total length below the header's", func(d *disagreement) bool {
		ip := packet.Get[layers.IPv4](d.p)
		return ip != nil && ip.Length.Wrong() && int(ip.Length.Get()) < 4*int(ip.IHL.Get())
	}},
	{"IPv4 options: tshark stops at a malformed option", func(d *disagreement) bool {
		ip := packet.Get[layers.IPv4](d.p)
		return d.category == chain && ip != nil && len(ip.Options) > 0 && d.their[len(d.their)-1] == "ip" && d.their2 == ""
	}},
	{"plain: tshark leaves an IP datagram as data", func(d *disagreement) bool {
		return d.category == chain && len(d.their) == 1 && d.their2 == "data" && len(d.our) > 1
	}},
	{"link type: RFC 1483", func(d *disagreement) bool {
		return d.category == chain && d.their[0] == "llc" && len(d.our) == 0
	}},
	{"IP version: the header's version is not what the type before it says", wrongVersion},
	{"LLC: tshark reads a BPDU whatever its control field and type say", func(d *disagreement) bool {
		l := packet.Get[layers.LLC](d.p)
		return d.category == chain && l != nil && l.DSAP.Get() == wire.SAPSTP && len(d.their) == len(d.our)+1
	}},
	{"mobility: tshark knows the mobility header by the number of its drafts, too", func(d *disagreement) bool {
		return d.category == chain && len(d.their) == len(d.our)+1 && d.their[len(d.our)] == "mipv6"
	}},
	{"Frame Relay: tshark goes on behind a control field that is not of unnumbered information", func(d *disagreement) bool {
		f := packet.Get[layers.FrameRelay](d.p)
		return d.category == chain && f != nil && f.Control.Get() != wire.HDLCUI && len(d.their) > len(d.our)
	}},
	{"wake-on-LAN: gocap wants a whole magic packet", func(d *disagreement) bool {
		return d.category == chain && len(d.their) == len(d.our)+1 && d.their[len(d.our)] == "wol"
	}},
	{"ISL: tshark knows Cisco's encapsulation by its address", func(d *disagreement) bool {
		e := packet.Get[layers.Ethernet](d.p)
		return e != nil && [5]byte(e.Dst[:5]) == [5]byte{1, 0, 0x0c, 0, 0}
	}},
	{"segment: tshark shows a message in the segment that completes it", func(d *disagreement) bool {
		return d.category == streams && (len(d.our) < len(d.their) || goesOn(d.p))
	}},
	{"stream: tshark does not look for the protocol in a segment on its own", func(d *disagreement) bool {
		return d.category == streams && len(d.our) > len(d.their)
	}},
	{"NetFlow: versions that gocap does not have", func(d *disagreement) bool {
		return d.category == chain && len(d.their) == len(d.our)+1 && d.their[len(d.our)] == "cflow"
	}},
	{"connection: tshark knows QUIC's short headers by the connection, gocap by the port", func(d *disagreement) bool {
		return d.category == chain && packet.Get[layers.UDP](d.p) != nil && (packet.Get[quic.Short](d.p) != nil && len(d.our) == len(d.their)+1 ||
			len(d.their) == len(d.our)+1 && d.their[len(d.our)] == "quic")
	}},
	{"connection: tshark follows a TFTP transfer to the ports that the hosts choose", func(d *disagreement) bool {
		return d.category == chain && packet.Get[layers.UDP](d.p) != nil && len(d.their) == len(d.our)+1 && d.their[len(d.our)] == "tftp"
	}},
	{"connection: tshark knows that a connection went through SOCKS", func(d *disagreement) bool {
		return d.category == chain && packet.Get[layers.TCP](d.p) != nil && (slices.Contains(d.their, "socks") || slices.Contains(d.our, "socks"))
	}},
	{"connection: tshark knows RTP by the signalling before it", func(d *disagreement) bool {
		return d.category == chain && packet.Get[layers.UDP](d.p) != nil && len(d.their) == len(d.our)+1 && d.their[len(d.our)] == "rtp"
	}},
	{"two protocols: tshark and gocap take a payload for different ones", func(d *disagreement) bool {
		n := common(d.our, d.their)
		return d.category == chain && n > 0 && (d.our[n-1] == "tcp" || d.our[n-1] == "udp") && len(d.our) > n && len(d.their) > n
	}},
	{"form: tshark leaves as data what is malformed for its port", func(d *disagreement) bool {
		n := len(d.their)
		return d.category == chain && len(d.our) == n+1 && n > 0 && d.our[n-1] == "udp" &&
			slices.Contains([]string{"snmp", "radius", "syslog", "isakmp"}, d.our[n])
	}},
	{"SMB: tshark goes on with the next block or packet of a segment", func(d *disagreement) bool {
		return d.category == chain && (packet.Get[layers.SMB](d.p) != nil || packet.Get[layers.SMB2](d.p) != nil)
	}},
	{"heuristics: tshark guesses a protocol that the port does not tell", func(d *disagreement) bool {
		u := packet.Get[layers.UDP](d.p)
		return d.category == chain && u != nil && len(d.their) == len(d.our)+1 && (d.their[len(d.our)] == "dns" || d.their[len(d.our)] == "wg") &&
			len(d.p.Payload()) > 0
	}},
	{"ports: tshark knows another protocol by the port", func(d *disagreement) bool {
		u := packet.Get[layers.UDP](d.p)
		return d.category == chain && u != nil && !slices.Equal(d.our, d.their) && (slices.Contains(morePorts, u.DstPort) || slices.Contains(morePorts, u.SrcPort))
	}},
}

// morePorts are ports that only one of the two binds: VXLAN's in Linux before it
// had one assigned, VXLAN-GPE, MPLS in UDP; that of DNS over DTLS, which is QUIC's too.
var morePorts = []uint16{8472, 4790, 6635, 853, wire.PortBabelOld}

// goesOn reports whether p ends in a message that is not whole.
func goesOn(p packet.Packet) bool {
	r := packet.Last[tls.Record](p)
	return r != nil && r.Length.Held() || packet.Get[dns.Stream](p) != nil
}

// lengthZero reports whether a length in p is 0 though there is more.
func lengthZero(p packet.Packet) bool {
	for _, l := range p {
		switch l := l.(type) {
		case *layers.IPv6:
			if l.Length.Get() == 0 && l.NextHeader.Get() != wire.IPProtoNone {
				return true
			}
		case *layers.UDP:
			if l.Length.Get() == 0 {
				return true
			}
		}
	}
	return false
}

// wrongVersion reports whether an IP header has another version than its name.
func wrongVersion(d *disagreement) bool {
	for _, l := range d.p {
		switch l := l.(type) {
		case *layers.IPv4:
			if l.Version.Wrong() {
				return true
			}
		case *layers.IPv6:
			if l.Version.Wrong() {
				return true
			}
		}
	}
	e, ok := errors.AsType[*packet.Error](d.err)
	return ok && (e.Layer == "IPv4" && wire.IPVersion(d.data[e.Off:]) != 4 || e.Layer == "IPv6" && wire.IPVersion(d.data[e.Off:]) != 6)
}

// inFragment reports whether d is about what is in a fragment, whether or not all before
// it agrees.
func inFragment(d *disagreement) bool {
	return d.category == fragments || d.category == chain && fragmentAt(d.p) >= 0
}

// quotes reports whether p has an ICMP error with a quoted packet.
func quotes(p packet.Packet) bool {
	for i, l := range p {
		switch l.(type) {
		case *layers.ICMPv4, *layers.ICMPv6:
			return i+1 < len(p) && p[i+1].Proto() != packet.RawProto
		}
	}
	return false
}

// cutByLength reports whether an IP header of p claims more bytes than there are.
func cutByLength(p packet.Packet) bool {
	for _, l := range p {
		switch l := l.(type) {
		case *layers.IPv4:
			if l.Length.Wrong() {
				return true
			}
		case *layers.IPv6:
			if l.Length.Wrong() {
				return true
			}
		case *layers.UDP:
			if l.Length.Wrong() {
				return true
			}
		}
	}
	return false
}

// classify names the reason of a disagreement. What has no rule is named by what
// is seen.
func classify(d *disagreement) string {
	for _, r := range rules {
		if r.is(d) {
			return r.name
		}
	}
	if d.category == chain {
		return unexplained + describeChain(d)
	}
	return unexplained + categoryNames[d.category] + ": tshark " + d.want + ", gocap " + d.got
}

// unexplained begins the names of classes that have no rule.
const unexplained = "? "

func describeChain(d *disagreement) string {
	i := 0
	for i < len(d.our) && i < len(d.their) && d.our[i] == d.their[i] {
		i++
	}
	at := func(c []string) string {
		if i < len(c) {
			return c[i]
		}
		return "nothing"
	}
	after := "start"
	if i > 0 {
		after = d.our[i-1]
	}
	s := "after " + after + ": tshark " + at(d.their) + ", gocap " + at(d.our)
	if d.err != nil {
		_, reason, _ := strings.Cut(d.err.Error(), "byte ")
		_, reason, _ = strings.Cut(reason, ": ")
		if j := strings.Index(reason, ": needs"); j >= 0 {
			reason = reason[:j]
		}
		s += " (" + reason + ")"
	}
	return s
}
