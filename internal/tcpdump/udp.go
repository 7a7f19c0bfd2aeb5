package tcpdump

import "github.com/gocap-project/gocap/wire"

func (p *Printer) udp(h *ipHeader, b []byte, n int) {
	if len(b) < 4 {
		p.hosts(h.src, h.dst)
		p.truncated("udp")
		return
	}
	sport, dport := wire.Uint16(b, 0), wire.Uint16(b, 2)
	p.endpoints(h, "udp", sport, dport)
	if len(b) < wire.UDPLen {
		p.truncated("udp")
		return
	}
	v := wire.UDP(b)
	length := int(v.Length())
	if n < wire.UDPLen {
		p.s("truncated-udplength ")
		p.d(n)
		return
	}
	if length < wire.UDPLen {
		p.s("truncated-udplength ")
		p.d(length)
		return
	}
	data := min(length, n) - wire.UDPLen
	if p.Quiet {
		p.s("UDP, length ")
		p.d(data)
		if data < length-wire.UDPLen {
			p.s(" (invalid: > ")
			p.d(data)
			p.s(")")
		}
		return
	}
	if p.Verbose > 0 && !p.NoChecksum && !h.fragment {
		p.udpChecksum(v, h, length, n)
	}
	p.udpPayload(v, h, sport, dport, snap(b[wire.UDPLen:], data), data)
}

func (p *Printer) udpChecksum(v wire.UDP, h *ipHeader, length, n int) {
	sum := v.Checksum()
	if sum == 0 {
		if h.v == 4 {
			p.s("[no cksum] ")
		} else {
			p.s("[udp sum ok] ")
		}
		return
	}
	if len(v) < length || length > n {
		return
	}
	v = v[:length]
	want := v.Sum(h.pseudo(wire.IPProtoUDP, length))
	if want == sum {
		p.s("[udp sum ok] ")
		return
	}
	p.s("[bad udp cksum ")
	p.x(uint64(sum), 4)
	p.s(" -> ")
	p.x(uint64(want), 4)
	p.s("!] ")
}
