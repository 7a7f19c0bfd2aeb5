package wire

import (
	"errors"
	"iter"
)

// Why a datagram is not fragmented.
var (
	// ErrDontFragment says that a datagram with the flag DontFragment is longer than the MTU.
	ErrDontFragment = errors.New("must not be fragmented")
	// ErrMTU says that the MTU has no room for 8 bytes of data behind the headers.
	ErrMTU = errors.New("no room for data in a fragment")
)

// Fragments yields the fragments of datagram v that are at most mtu bytes long, header
// included: v itself if that is short enough. Each has memory of its own. A fragment may be
// fragmented again. An error comes last. RFC 791 §3.2.
//
// Only the first fragment has the options that are not to be copied.
func (v IPv4) Fragments(mtu int) iter.Seq2[[]byte, error] {
	return fragments(func(off int) ([]byte, int, error) { return v.AppendFragment(nil, off, mtu) })
}

// fragments yields what fragment returns, from offset 0 to where there is no next.
func fragments(fragment func(off int) (b []byte, next int, err error)) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for off := 0; off >= 0; {
			b, next, err := fragment(off)
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(b, nil) {
				return
			}
			off = next
		}
	}
}

// AppendFragment appends to dst the fragment of v whose data begins off bytes into v's payload.
// next is where the data of the fragment after it begins, or -1 if it is the last. It allocates
// nothing if dst has room, and is what Fragments calls, first with off 0. Errors are
// [ErrDontFragment], [ErrMTU] and, if off or the header cannot be, [ErrLength].
func (v IPv4) AppendFragment(dst []byte, off, mtu int) (b []byte, next int, err error) {
	hlen := v.HeaderLen()
	if hlen < IPv4Len || hlen > len(v) {
		return dst, -1, ErrLength
	}
	payload := v[hlen:]
	if v.Length() != 0 {
		payload = v.Payload()
	}
	if off == 0 && hlen+len(payload) <= mtu {
		return append(dst, v[:hlen+len(payload)]...), -1, nil
	}
	if v.Flags()&DontFragment != 0 {
		return dst, -1, ErrDontFragment
	}
	start := len(dst)
	dst = append(dst, v[:hlen]...)
	h := IPv4(dst[start:])
	if off != 0 {
		h = h[:IPv4Len+copiedOptions(h[IPv4Len:])]
		dst = dst[:start+len(h)]
	}
	n, err := fragmentSize(len(payload), off, mtu-len(h))
	at := int(v.FragOff()) + off/8
	if err == nil && at > 0x1fff {
		err = ErrLength
	}
	if err != nil {
		return dst[:start], -1, err
	}
	h.SetIHL(uint8(len(h) / 4))
	h.SetLength(uint16(len(h) + n))
	h.SetFragOff(uint16(at))
	if next = off + n; next < len(payload) {
		h.SetFlags(v.Flags() | MoreFragments)
	} else {
		next = -1
	}
	h.SetChecksum(h.Sum())
	return append(dst, payload[off:off+n]...), next, nil
}

// fragmentSize returns how much of n bytes of payload goes from off into a fragment with room
// for so many.
func fragmentSize(n, off, room int) (size int, err error) {
	switch {
	case off < 0 || off%8 != 0 || off >= n:
		return 0, ErrLength
	case room < 8:
		return 0, ErrMTU
	case n-off <= room:
		return n - off, nil
	}
	return room &^ 7, nil
}

// copiedOptions moves the options that all fragments have to the front of o, pads them, and
// returns their length.
func copiedOptions(o []byte) (n int) {
	for b := IPv4Options(o); len(b) > 0; {
		opt, k := b.first()
		if k == 0 || opt.Kind == IPv4OptEnd {
			break
		}
		if opt.Kind.Copied() {
			n += copy(o[n:], b[:k])
		}
		b = b[k:]
	}
	for ; n%4 != 0; n++ {
		o[n] = 0
	}
	return n
}

// Fragments yields the fragments of packet v that are at most mtu bytes long, all headers included:
// v itself if that is short enough. Each has memory of its own. The fragments have the
// identification id, unless v has a fragment header already, which is then changed. An error comes
// last. RFC 8200 §4.5.
func (v IPv6) Fragments(mtu int, id uint32) iter.Seq2[[]byte, error] {
	return fragments(func(off int) ([]byte, int, error) { return v.AppendFragment(nil, off, mtu, id) })
}

// AppendFragment appends to dst the fragment of v whose data begins off bytes into the part of v
// that is fragmented. It is otherwise as for IPv4. A jumbogram cannot be fragmented: [ErrLength].
func (v IPv6) AppendFragment(dst []byte, off, mtu int, id uint32) (b []byte, next int, err error) {
	end := len(v)
	if n := IPv6Len + int(v.Length()); v.Length() != 0 {
		end = min(n, end)
	} else if _, jumbo := v.Jumbo(); jumbo {
		return dst, -1, ErrLength
	}
	if off == 0 && end <= mtu {
		return append(dst, v[:end]...), -1, nil
	}
	per, nh := v.perFragment(end)
	var old IPv6Fragment
	data := v[per:end]
	if IPProto(v[nh]) == IPProtoFragment && len(data) >= IPv6FragmentLen {
		old, data = IPv6Fragment(data[:IPv6FragmentLen]), data[IPv6FragmentLen:]
	}
	n, err := fragmentSize(len(data), off, mtu-per-IPv6FragmentLen)
	if err != nil {
		return dst, -1, err
	}
	start := len(dst)
	dst = append(dst, v[:per]...)
	dst = append(dst, v[nh], 0, 0, 0, byte(id>>24), byte(id>>16), byte(id>>8), byte(id))
	f := IPv6Fragment(dst[start+per:])
	if old != nil {
		copy(f, old)
	}
	at := int(f.Offset()) + off/8
	if at > 0x1fff {
		return dst[:start], -1, ErrLength
	}
	f.SetOffset(uint16(at))
	if next = off + n; next < len(data) {
		f.SetMore(true)
	} else {
		next = -1
	}
	dst[start+nh] = byte(IPProtoFragment)
	IPv6(dst[start:]).SetLength(uint16(per - IPv6Len + IPv6FragmentLen + n))
	return append(dst, data[off:off+n]...), next, nil
}

// perFragment returns the length of the headers that every fragment has, up to the routing header
// or the hop-by-hop options, and where the last of them says what follows.
func (v IPv6) perFragment(end int) (n, nextHeader int) {
	n, nextHeader = IPv6Len, 6
	for at, nh := n, nextHeader; ; {
		kind := IPProto(v[nh])
		if kind != IPProtoHopByHop && kind != IPProtoRouting && kind != IPProtoDestOpts || end-at < 8 {
			return n, nextHeader
		}
		nh, at = at, at+8+8*int(v[at+1])
		if at > end {
			return n, nextHeader
		}
		if kind != IPProtoDestOpts {
			n, nextHeader = at, nh
		}
	}
}
