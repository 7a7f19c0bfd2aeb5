package tcpdump

import (
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// rtp prints a packet of the Real-time Transport Protocol, version 2 or 1.
func (p *Printer) rtp(b []byte, n int) {
	p.proto = "rtp"
	if n < 8 {
		p.f("udp/rtp, length %u < 8", uint32(n))
		return
	}
	first, stamp := p.u32(b, 0), p.u32(b, 4)
	name, kind, marker, size := "rtp", first>>16&0x7f, first&0x800000 != 0, n-12
	options, extension := false, first&0x10000000 != 0
	switch {
	case p.done():
		return
	case first>>30 == 1:
		name, kind, marker, size = "rtpv1", first>>16&0x3f, first&0x400000 != 0, n-8
		options, extension = first&0x800000 != 0, false
	case size < 0:
		p.f("udp/rtp, length %u < 12", uint32(n))
		return
	}
	p.s("udp/" + name)
	p.f(" %u c%u ", uint32(size), kind)
	if options || extension {
		p.s("+")
	}
	if marker {
		p.s("*")
	}
	p.f(" %u %u", first&0xffff, stamp)
	if p.Verbose == 0 {
		return
	}
	p.f(" %u", p.u32(b, 8))
	switch {
	case options:
		p.rtpOptions(skip(b, 8), size)
	case extension:
		csrc := 4 * int(first>>24&0xf)
		if x := p.u32(b, 12+csrc); !p.done() && int(x&0xffff)+1 > size {
			p.s(" !ext")
		}
	}
}

// rtpOptions looks at the options of version 1, each with its length in words.
func (p *Printer) rtpOptions(b []byte, size int) {
	for i := 0; !p.done(); {
		x := p.u32(b, i)
		words := int(x >> 16 & 0xff)
		if p.done() || int32(x) < 0 && words > 0 && words <= size {
			return
		}
		if words == 0 || words > size {
			p.s(" !opt")
			return
		}
		size -= words
		i += 4 * words
	}
}

// rtcp prints the packets of the RTP Control Protocol in a datagram.
func (p *Printer) rtcp(b []byte, n int) {
	p.proto = "rtcp"
	for i := 0; i < n && !p.done(); {
		if n-i < 8 {
			p.trunc()
			return
		}
		c := skip(b, i)
		if !p.need(c, 8) {
			return
		}
		i += p.rtcpPacket(c)
	}
}

// rtcpPacket prints the packet that b begins with, and returns its length.
func (p *Printer) rtcpPacket(b []byte) int {
	const block = 24
	size := 4 * (int(wire.Uint16(b, 2)) + 1)
	count, head := int(b[0]&0x1f), 8
	switch b[1] {
	case 200:
		p.s(" sr")
		head = 28
	case 201:
		p.s(" rr")
	case 202:
		p.f(" sdes %u", uint32(size))
	case 203:
		p.f(" bye %u", uint32(size))
	default:
		p.f(" type-0x%x %u", uint32(b[1]), uint32(size))
		return size
	}
	if b[1] > 201 {
		count = 0
	} else if size != head+count*block {
		p.f(" [%u]", uint32(size))
	}
	if p.Verbose > 0 {
		p.f(" %u", wire.Uint32(b, 4))
	}
	if head == 28 {
		p.s(" @")
		p.rtcpTime(p.u32(b, 8), p.u32(b, 12), 1<<32)
		p.f(" %u %up %ub", p.u32(b, 16), p.u32(b, 20), p.u32(b, 24))
	}
	if count > 1 {
		p.f(" c%u", uint32(count))
	}
	for ; count > 0 && !p.done(); count-- {
		p.rtcpBlock(skip(b, head))
		head += block
	}
	return size
}

func (p *Printer) rtcpBlock(b []byte) {
	if !p.need(b, 24) {
		return
	}
	if p.Verbose > 0 {
		p.f(" %u", p.u32(b, 0))
	}
	p.f(" %ul %us %uj @", p.u32(b, 4)&0xffffff, p.u32(b, 8), p.u32(b, 12))
	p.rtcpTime(0, p.u32(b, 16), 1<<16)
	p.s("+")
	p.rtcpTime(0, p.u32(b, 20), 1<<16)
}

// rtcpTime prints seconds and a fraction with two decimals.
func (p *Printer) rtcpTime(seconds, fraction uint32, unit float64) {
	p.b = strconv.AppendFloat(p.b, float64(seconds)+float64(fraction)/unit, 'f', 2, 64)
}
