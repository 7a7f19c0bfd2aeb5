package tcpdump

import "github.com/gocap-project/gocap/wire"

// udp prints a UDP datagram.
func (p *Printer) udp(h *ipHeader, b []byte, n int) {
	p.proto = "udp"
	if len(b) < 4 {
		if h.next == 17 {
			p.hosts(h)
		}
		p.want(b, 4)
		return
	}
	sport, dport := uint32(wire.Uint16(b, 0)), uint32(wire.Uint16(b, 2))
	p.ports(h, 17, "udp", sport, dport)
	if n < 8 {
		p.f("truncated-udp %u", uint32(n))
		return
	}
	if !p.want(b, 6) {
		return
	}
	length := int(wire.Uint16(b, 4))
	if length == 0 && n > 65535 {
		length = n // a jumbogram, RFC 2675
	}
	if length < 8 {
		p.f("truncated-udplength %u", uint32(length))
		return
	}
	length, n = length-8, n-8
	n = min(n, length)
	if !p.want(b, 8) {
		return
	}
	if p.Verbose > 0 && !p.NoChecksum && !h.fragment {
		p.udpChecksum(h, b, n)
	}
	if p.Quiet || !p.udpPayload(h, sport, dport, b[8:], n) {
		if length > n && !h.fragment {
			p.f("UDP, bad length %u > %u", uint32(length), uint32(n))
		} else {
			p.f("UDP, length %u", uint32(length))
		}
	}
}

func (p *Printer) udpChecksum(h *ipHeader, b []byte, n int) {
	if h.v == 4 {
		if p.Verbose < 2 {
			return
		}
		if wire.Uint16(b, 6) == 0 {
			p.s("[no cksum] ")
			return
		}
	}
	if len(b) < n+8 {
		return
	}
	have, want, ok := checksum(wire.Sum(h.sum(17, n+8), b[:n+8]), b, 6)
	if ok {
		p.s("[udp sum ok] ")
	} else {
		p.f("[bad udp cksum 0x%04x -> 0x%04x!] ", have, want)
	}
}

// udpPayload prints a payload that is known by one of the ports, and reports
// whether it did.
func (p *Printer) udpPayload(h *ipHeader, sport, dport uint32, b []byte, n int) bool {
	sport, dport = p.portAs(false, sport), p.portAs(false, dport)
	is := func(port uint32) bool { return sport == port || dport == port }
	switch {
	case is(53):
		p.dns(b, n, false, false)
	case is(67), is(68):
		p.bootp(b, n)
	case is(69):
		p.tftp(b, n)
	case is(514):
		p.syslog(b, n)
	case is(123):
		p.ntp(b, n)
	case is(161), is(162):
		p.snmp(b, n)
	case is(500), is(7500), is(8500):
		p.isakmp(h, b, n)
	case is(4500):
		p.natt(h, b, n)
	case is(520):
		p.rip(b, n)
	case is(521):
		p.ripng(b, n)
	case is(1985):
		p.hsrp(b, n)
	case dport == 3784, dport == 3785, dport == 4784, dport == 6784, is(7784):
		p.bfd(b, n, bfdPort(sport, dport))
	case is(typeRTP):
		p.rtp(b, n)
	case is(typeRTCP):
		p.rtcp(b, n)
	case is(319), is(320):
		p.ptp(b, n)
	case is(443):
		p.quic(b, n)
	case is(546), is(547):
		p.dhcp6(b, n)
	case is(646):
		p.ldpPDUs(b, n)
	case is(3503):
		p.lspPing(b, n)
	case is(1812), is(1813), is(1645), is(1646), is(3799), is(1700):
		p.radius(b, n)
	case is(5353):
		p.dns(b, n, false, true)
	case is(5060):
		p.textProtocol(b, n, "sip", "SIP")
	case is(6343):
		p.sflow(b, n)
	case is(4789), is(8472):
		p.vxlan(b, n)
	case is(4790):
		p.vxlanGPE(b, n)
	case is(6081):
		p.geneve(b, n)
	case is(1701):
		p.l2tp(b, n)
	case is(4342):
		p.lisp(b, n)
	case is(6696), is(6697):
		p.babel(b, n)
	case is(49152):
		p.bcmLI(b, n)
	case is(6635):
		p.mpls(b, n)
	case sport >= 7000 && sport <= 7009, dport >= 7000 && dport <= 7009:
		p.rx(h, sport, dport, b, n)
	case is(5359):
		p.ahcp(b, n)
	case is(88), is(750):
		p.kerberos(b)
	case is(701):
		p.lmp(b, n)
	default:
		return false
	}
	return true
}

// vxlan prints a VXLAN header, RFC 7348, and the frame behind it.
func (p *Printer) vxlan(b []byte, n int) {
	p.proto = "vxlan"
	if n < 8 {
		p.trunc()
		return
	}
	if !p.want(b, 8) {
		return
	}
	flags := uint32(b[0])
	p.s("VXLAN, flags [")
	if flags&8 != 0 {
		p.s("I")
	} else {
		p.s(".")
	}
	p.f("] (0x%02x), vni %u\n", flags, p.u24(b, 4))
	p.ether(b[8:], n-8)
}
