package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// IPv4 is an Internet Protocol version 4 header. RFC 791 §3.1.
//
// A Length of 0 stands for all there is: the network card was to split a large
// segment, or more than 65535 bytes were. Building gives it to packets that are
// too long for the field.
//
//wire:header bind=EtherTypes:wire.EtherTypeIPv4 bind=IPProtos:wire.IPProtoIPv4 bind=LinkTypes:link.IPv4
type IPv4 struct {
	Version  Auto[uint8]    `bits:"4" const:"4"`
	IHL      Auto[uint8]    `bits:"4" len:"4,0"` // header length in words
	DSCP     uint8          `bits:"6"`           // RFC 2474
	ECN      uint8          `bits:"2"`           // RFC 3168
	Length   Auto[uint16]   // of header and payload, in bytes
	ID       uint16         // the same in all fragments of a datagram
	Flags    wire.IPv4Flags `bits:"3"`
	FragOff  uint16         `bits:"13"` // in units of 8 bytes
	TTL      Auto[uint8]    `auto:"64"` // in hops
	Protocol Auto[IPProto]  `next:"IPProtos"`
	Checksum Auto[uint16]   // of the header
	Src      netip.Addr     `bits:"32"`
	Dst      netip.Addr     `bits:"32"` // of a source-routed datagram, the next stop
	Options  wire.IPv4Options

	Trailer []byte // after the datagram, such as Ethernet padding

	packet.Summed
	cut bool // Length says that more was sent than was captured
}

func (l *IPv4) extent(v wire.IPv4) packet.Extent {
	n := v.HeaderLen()
	end := max(n, min(int(v.Length()), len(v)))
	if v.Length() == 0 {
		end = len(v)
	}
	l.Trailer, l.cut = v[end:], int(v.Length()) > len(v)
	x := packet.Extent{Header: n, End: end}
	if v.FragOff() == 0 { // a later fragment has no headers
		x.Next = IPProtos.Next(v.Protocol())
	}
	return x
}

func (l *IPv4) finish(v wire.IPv4, c *packet.Context) {
	n := uint16(len(v))
	if len(v) > 0xffff {
		n = 0
	}
	if l.cut && quoted(c) {
		l.Length.Suggest(n) // the rest of the packet is not quoted
	} else {
		l.settleLength(v, n)
	}
	sum := wire.Fold(wire.SumAround(0, v[:c.Header], 10))
	if l.Judge(&l.Checksum, sum, true) {
		v.SetChecksum(sum)
	}
}

// PseudoSum returns the partial checksum of the pseudo-header for n bytes of
// proto, and whether they are all there. The destination is the final one of a
// source route. RFC 9293 §3.1.
func (l *IPv4) PseudoSum(proto IPProto, n int, _ packet.Packet) (sum uint16, whole bool) {
	src, dst := as4(l.Src), as4(l.Dst)
	if len(l.Options) > 0 {
		dst = l.Options.FinalDst(dst)
	}
	whole = !(l.cut && !l.Length.Automatic()) && l.FragOff == 0 && l.Flags&wire.MoreFragments == 0
	s := uint64(wire.Uint32(src[:], 0)) + uint64(wire.Uint32(dst[:], 0)) + uint64(proto) + uint64(uint16(n))
	return wire.Fold64(s), whole
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

// Validate implements [packet.Validator].
func (l *IPv4) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Flags&wire.Evil != 0 {
		report("Flags", packet.Unusual, "the reserved bit is set") // RFC 3514
	}
	n := len(c.Data) - c.Header
	switch more := l.Flags&wire.MoreFragments != 0; {
	case l.FragOff != 0 && int(l.FragOff)*8+n > 0xffff-c.Header:
		report("FragOff", packet.BadValue, "the fragment ends beyond the longest datagram")
	case more && n%8 != 0 && !l.cut:
		report("Length", packet.BadSize, "a fragment before the last is not a multiple of 8 bytes long")
	case (more || l.FragOff != 0) && l.Flags&wire.DontFragment != 0:
		report("Flags", packet.Unusual, "a fragment that must not be fragmented")
	}
	if l.TTL.Get() == 0 {
		report("TTL", packet.Unusual, "no hops left") // RFC 1122 §3.2.1.7
	}
	if l.Src.IsMulticast() || as4(l.Src) == [4]byte{255, 255, 255, 255} {
		report("Src", packet.BadValue, "not the address of a host") // RFC 1122 §3.2.1.3
	}
	if len(l.Trailer) > 0 && len(c.Outer()) == 0 {
		report("Trailer", packet.Excess, "bytes after the datagram")
	}
	if len(l.Options) > 0 {
		l.validateOptions(report)
	}
}

// validateOptions reports what RFC 791 §3.1 and the options' own documents forbid.
func (l *IPv4) validateOptions(report func(field string, class packet.Class, reason string)) {
	bad := func(reason string) { report("Options", packet.BadValue, reason) }
	if l.Options.Malformed() >= 0 {
		report("Options", packet.BadSize, "an option's length is impossible")
	}
	for _, x := range l.Options.Padding() {
		if x != 0 {
			report("Options", packet.Unusual, "bytes that are not zero after the end of the options")
			break
		}
	}
	routes := 0
	for o := range l.Options.All() {
		if reason := badIPv4Option(o); reason != "" {
			bad(reason)
		}
		if o.Kind == wire.IPv4OptLooseRoute || o.Kind == wire.IPv4OptStrictRoute {
			routes++
		}
	}
	if routes > 1 {
		bad("more than one source route") // RFC 1122 §3.2.1.8
	}
}

// badIPv4Option says what is wrong with the data of o.
func badIPv4Option(o wire.IPv4Option) string {
	n := len(o.Data)
	switch o.Kind {
	case wire.IPv4OptRecordRoute, wire.IPv4OptLooseRoute, wire.IPv4OptStrictRoute:
		if n < 1 || (n-1)%4 != 0 {
			return "a route's length is not that of addresses"
		}
		if o.Data[0] < 4 || o.Data[0]%4 != 0 {
			return "a route's pointer does not point to an address"
		}
	case wire.IPv4OptTimestamp:
		t, ok := o.Timestamps()
		if !ok || n%4 != 2 {
			return "a timestamp option's length is wrong"
		}
		if t.Flag > 3 || t.Flag == 2 {
			return "a timestamp option's flag is unknown"
		}
		if t.Pointer < 5 || t.Pointer%4 != 1 {
			return "a timestamp option's pointer does not point to a slot"
		}
	case wire.IPv4OptRouterAlert, wire.IPv4OptStreamID, wire.IPv4OptMTUProbe, wire.IPv4OptMTUReply:
		if n != 2 {
			return "the option's length is not 4"
		}
	case wire.IPv4OptTraceroute:
		if n != 10 {
			return "a traceroute option's length is not 12"
		}
	case wire.IPv4OptQuickStart:
		if n != 6 {
			return "a quick-start option's length is not 8"
		}
	case wire.IPv4OptCIPSO:
		if n < 4 {
			return "a CIPSO option is too short"
		}
	case wire.IPv4OptSecurity:
		if n < 1 {
			return "a security option is too short"
		}
	}
	return ""
}
