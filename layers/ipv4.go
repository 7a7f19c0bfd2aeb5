package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// IPv4 is an Internet Protocol version 4 header. RFC 791 §3.1.
//
//wire:header bind=EtherTypes:wire.EtherTypeIPv4 bind=IPProtos:wire.IPProtoIPv4 bind=LinkTypes:link.IPv4
type IPv4 struct {
	Version  Auto[uint8] `bits:"4" const:"4"`
	IHL      Auto[uint8] `bits:"4" len:"4,0"` // header length in words
	DSCP     uint8       `bits:"6"`           // RFC 2474
	ECN      uint8       `bits:"2"`           // RFC 3168
	Length   Auto[uint16]
	ID       uint16
	Flags    wire.IPv4Flags `bits:"3"`
	FragOff  uint16         `bits:"13"` // in units of 8 bytes
	TTL      Auto[uint8]    `auto:"64"`
	Protocol Auto[IPProto]  `next:"IPProtos"`
	Checksum Auto[uint16]
	Src      netip.Addr `bits:"32"`
	Dst      netip.Addr `bits:"32"`
	Options  wire.IPv4Options

	Trailer []byte // after the datagram, such as Ethernet padding

	packet.Summed
	cut bool // Length says that more was sent than was captured
}

func (l *IPv4) extent(v wire.IPv4) packet.Extent {
	n := v.HeaderLen()
	end := max(n, min(int(v.Length()), len(v)))
	if v.Length() == 0 {
		end = len(v) // left to the network card, which splits large segments
	}
	l.Trailer, l.cut = v[end:], int(v.Length()) > len(v)
	x := packet.Extent{Header: n, End: end}
	if v.FragOff() == 0 { // a later fragment has no headers
		x.Next = IPProtos.Next(v.Protocol())
	}
	return x
}

func (l *IPv4) finish(v wire.IPv4, c packet.Context) {
	l.settleLength(v, uint16(len(v)))
	sum := wire.Fold(wire.SumAround(0, v[:c.Header], 10))
	if l.Judge(&l.Checksum, sum, true) {
		v.SetChecksum(sum)
	}
}

// PseudoSum returns the partial checksum of the pseudo-header for n bytes of
// proto, and whether they are all there. RFC 9293 §3.1.
func (l *IPv4) PseudoSum(proto IPProto, n int, _ packet.Packet) (sum uint16, whole bool) {
	s := wire.Sum16(wire.Sum16(0, uint16(proto)), uint16(n))
	src, dst := as4(l.Src), as4(l.Dst)
	whole = !(l.cut && !l.Length.Automatic()) && l.FragOff == 0 && l.Flags&wire.MoreFragments == 0
	return wire.Sum(wire.Sum(s, src[:]), dst[:]), whole
}

// as4 returns a, or zero if it is not set.
func as4(a netip.Addr) (b [4]byte) {
	if a.Is4() {
		b = a.As4()
	}
	return b
}

// AppendTrailer implements [packet.Trailer].
func (l *IPv4) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }
