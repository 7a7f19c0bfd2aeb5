package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// UDP is a User Datagram Protocol header. RFC 768.
//
// A Length of 0 stands for all there is: a jumbogram (RFC 2675 §4) or a datagram
// that the network card was to split. One of 1 to 7 is an error.
//
// Ports say what the payload is, the destination's first, unless the source's is the lower
// one and below 1024: that is the server then. They are the program's to choose: building a packet with
// a DNS message does not set DstPort to 53.
//
//wire:header bind=IPProtos:wire.IPProtoUDP
type UDP struct {
	SrcPort  uint16
	DstPort  uint16
	Length   Auto[uint16] // of header and payload
	Checksum Auto[uint16] // 0 if it was not computed

	Trailer []byte // surplus area, RFC 9868 §4

	packet.Summed
	cut bool // Length says that more was sent than was captured
}

var errLengthUDP = &wire.Error{Layer: "UDP", Need: wire.UDPLen, Err: wire.ErrLength}

func (l *UDP) parseBody(v wire.UDP) (packet.Extent, error) {
	n := int(v.Length())
	if n == 0 {
		n = len(v)
	}
	if n < wire.UDPLen {
		return packet.Extent{}, errLengthUDP
	}
	end := min(n, len(v))
	l.Trailer, l.cut = v[end:], n > len(v)
	return packet.Extent{Header: wire.UDPLen, End: end, Next: UDPPorts.Either(byPort(l.DstPort, l.SrcPort))}, nil
}

// byPort returns two ports in the order in which they tell what a payload is: if both are
// bound, that of a service comes before one that a host chose.
func byPort(dst, src uint16) (first, second uint16) {
	if src < dst && src < 1024 {
		return src, dst
	}
	return dst, src
}

// Cut reports whether Length says that the datagram goes on behind what was there to
// parse: it is a fragment, quoted, or cut.
func (l *UDP) Cut() bool { return l.cut }

func (l *UDP) finish(v wire.UDP, c *packet.Context) {
	n := uint16(len(v))
	if len(v) > 0xffff {
		n = 0
	}
	pseudo, whole, ok := pseudoSum(c, wire.IPProtoUDP)
	if l.cut && ok && !whole {
		l.Length.Suggest(n) // a fragment, or quoted, or cut: the network layer says so
	} else {
		l.settleLength(v, n)
	}
	if !ok {
		l.Checksum.Hold()
		l.Note(packet.ChecksumUnverified)
		return
	}
	sum := v.Sum(pseudo)
	if l.Judge(&l.Checksum, sum, whole && (!l.cut || l.Length.Automatic())) {
		v.SetChecksum(sum)
	}
	switch {
	case v.Checksum() == 0:
		l.Note(packet.ChecksumAbsent)
	case l.ChecksumState() == packet.ChecksumBad && v.Checksum() == pseudo:
		l.Note(packet.ChecksumOffloaded)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *UDP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *UDP) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.DstPort == 0 { // a source port of 0 means that no answer is wanted
		report("DstPort", packet.Unusual, "port 0 is reserved")
	}
	if l.ChecksumState() == packet.ChecksumAbsent && overIPv6(c.Outer()) && !mayOmitChecksum(l.DstPort) {
		report("Checksum", packet.BadChecksum, "no checksum over IPv6") // RFC 8200 §8.1
	}
	if len(l.Trailer) > 0 {
		report("Trailer", packet.Unusual, "surplus area after the datagram") // RFC 9868
	}
}

// overIPv6 reports whether the nearest network layer is IPv6.
func overIPv6(outer packet.Packet) bool {
	for i := len(outer) - 1; i >= 0; i-- {
		if _, ok := outer[i].(network); ok {
			_, ok := outer[i].(*IPv6)
			return ok
		}
	}
	return false
}

// mayOmitChecksum reports whether a tunnel protocol that runs over port is
// allowed to leave the checksum zero over IPv6. RFC 6935 §5, RFC 6936 §5.
func mayOmitChecksum(port uint16) bool {
	switch port {
	case 2152, // GTP-U, 3GPP TS 29.281 §4.4
		2268,       // AMT, RFC 7450
		4341,       // LISP, RFC 9300 §5.3
		4754,       // GRE in UDP, RFC 8086 §6
		4789, 4790, // VXLAN, RFC 7348 §5; VXLAN-GPE
		6081, // Geneve, RFC 8926 §3.3
		6635: // MPLS in UDP, RFC 7510 §3.1
		return true
	}
	return false
}
