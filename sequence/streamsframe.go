package sequence

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// PutFrame takes the TCP segment that is a frame's last header, and reports whether there is one. A frame with an IP
// fragment has none: see [FragmentIn].
func (s *Streams) PutFrame(f *wire.Frame, context uint64, from Source) bool {
	n := f.Len() - 1
	if n < 1 {
		return false
	}
	kind, seg := f.Header(n)
	if kind != wire.KindTCP {
		return false
	}
	ip := innerIP(f, n)
	if ip < 0 {
		return false
	}
	switch kind, b := f.Header(ip); kind {
	case wire.KindIPv4:
		v := wire.IPv4(b)
		s.Put(v.Src(), v.Dst(), context, seg, dataLength(f, ip, int(v.Length())), from)
	case wire.KindIPv6:
		v := wire.IPv6(b)
		s.Put(v.Src(), v.Dst(), context, seg, dataLength(f, ip, wire.IPv6Len+int(v.Length())), from)
	}
	return true
}

// innerIP returns the index of the last IP header before header n, or -1 if there is none or one is of a fragment.
func innerIP(f *wire.Frame, n int) (ip int) {
	ip = -1
	for i := range n {
		switch k, b := f.Header(i); k {
		case wire.KindIPv4:
			if fragmented(b) {
				return -1
			}
			ip = i
		case wire.KindIPv6:
			ip = i
		case wire.KindIPv6Fragment:
			if ip >= 0 {
				return -1
			}
		}
	}
	return ip
}

// fragmented reports whether an IPv4 header is of a fragment: RFC 791 §3.1.
func fragmented(v wire.IPv4) bool { return v.FragOff() != 0 || v.Flags()&wire.MoreFragments != 0 }

// FragmentIn returns the index of the outermost IP header of a frame that is a fragment's. What the frame has behind it
// should be put together first, by a [Defragmenter] that is given this header and what follows it.
func FragmentIn(f *wire.Frame) (i int, ok bool) {
	ip := -1
	for i := range f.Len() {
		switch k, b := f.Header(i); k {
		case wire.KindIPv4:
			ip = i
			if fragmented(b) {
				return i, true
			}
		case wire.KindIPv6:
			ip = i
		case wire.KindIPv6Fragment:
			return ip, ip >= 0
		}
	}
	return 0, false
}

// dataLength returns the length of the data of a frame's segment by header i, the IP header, which gives its length with
// all that follows; -1 if the frame has it all, or the header does not say: it is 0 where the interface cuts segments
// (TSO), and in jumbograms.
func dataLength(f *wire.Frame, i, length int) int {
	n := f.Len() - 1
	_, ip := f.Header(i)
	_, seg := f.Header(n)
	if length == len(ip) {
		return -1
	}
	at, _, _ := f.Span(i)
	off, _, _ := f.Span(n)
	return max(at+length-off-wire.TCP(seg).HeaderLen(), -1)
}

// sound reports whether a segment's checksum is right, if it can be verified: not that of one that was cut.
func sound(src, dst netip.Addr, seg wire.TCP, length int) bool {
	end := len(seg)
	if length >= 0 {
		end = seg.HeaderLen() + length
	}
	return end > len(seg) || seg[:end].Sum(pseudoTCP(src, dst, end)) == seg.Checksum()
}

// pseudoTCP returns the partial sum of the pseudo-header: RFC 9293 §3.1.
func pseudoTCP(src, dst netip.Addr, length int) uint16 {
	var b [40]byte
	a, d := src.As16(), dst.As16()
	put32(b[32:], 0)
	n := copy(b[:], a[:])
	copy(b[n:], d[:])
	if src.Is4() || src.Is4In6() {
		clear(b[:12]) // only the addresses count; zeros add nothing
		clear(b[16:28])
	}
	b[34], b[35] = byte(length>>8), byte(length)
	b[33] = byte(length >> 16)
	b[39] = byte(wire.IPProtoTCP)
	return wire.Sum(0, b[:])
}
