package wire

import (
	"iter"
	"net/netip"
)

// A TLV is an element of a list: a type and, after its length, a value. T is the
// kind of number that the types of the list are.
type TLV[T tlvType] struct {
	Type  T
	Value []byte
}

type tlvType interface {
	~uint8 | ~uint16
	String() string
}

// A tlvShape is the form of a list that may have an end, or types of 7 bits.
type tlvShape struct {
	tlvForm      // not if seven
	seven   bool // 7 bits of type, 9 of length
	end     int  // type that ends the list, or -1
	bare    bool // the end has no length
}

// next takes the first element off b: n is how many bytes it has, or 0 if it is
// malformed or there is none.
func (s *tlvShape) next(b []byte) (t uint16, v []byte, n int) {
	if s.bare && len(b) > 0 && int(b[0]) == s.end {
		return uint16(b[0]), nil, 1
	}
	if !s.seven {
		return s.first(b)
	}
	if len(b) < 2 {
		return 0, nil, 0
	}
	if n = 2 + int(Uint16(b, 0)&0x1ff); n > len(b) {
		return uint16(b[0] >> 1), nil, 0
	}
	return uint16(b[0] >> 1), b[2:n:n], n
}

// append appends an element to a copy of b. A value longer than the length can say is cut.
func (s *tlvShape) append(b []byte, t uint16, v []byte) []byte {
	switch {
	case s.bare && int(t) == s.end:
		return append(b[:len(b):len(b)], byte(t))
	case s.seven:
		v = v[:min(len(v), 0x1ff)]
		return append(appendBE16(b[:len(b):len(b)], t<<9|uint16(len(v))), v...)
	}
	return s.add(b, t, v)
}

// wellFormed returns how many bytes of b are elements up to the end of the list,
// and whether that is all of it or an element ends it.
func (s *tlvShape) wellFormed(b []byte) (n int, ok bool) {
	for n < len(b) {
		t, _, k := s.next(b[n:])
		if k == 0 {
			return n, false
		}
		if n += k; int(t) == s.end {
			return n, true
		}
	}
	return n, true
}

// tlvs yields the elements of b up to one that ends the list or is malformed. The
// element that ends it is not yielded.
func tlvs[T tlvType](b []byte, s *tlvShape) iter.Seq[TLV[T]] {
	return func(yield func(TLV[T]) bool) {
		for len(b) > 0 {
			t, v, n := s.next(b)
			if n == 0 || int(t) == s.end || !yield(TLV[T]{T(t), v}) {
				return
			}
			b = b[n:]
		}
	}
}

// findTLV returns the value of the first element of type t.
func findTLV[T tlvType](b []byte, s *tlvShape, t T) (v []byte, ok bool) {
	for len(b) > 0 {
		u, v, n := s.next(b)
		if n == 0 || int(u) == s.end {
			break
		}
		if T(u) == t {
			return v, true
		}
		b = b[n:]
	}
	return nil, false
}

// tlvString returns the elements as "Type value; Type value". text appends a value.
func tlvString[T tlvType](b []byte, s *tlvShape, text func(dst []byte, t T, v []byte) []byte) string {
	var out []byte
	for e := range tlvs[T](b, s) {
		if len(out) > 0 {
			out = append(out, "; "...)
		}
		out = append(out, e.Type.String()...)
		if len(e.Value) > 0 {
			out = text(append(out, ' '), e.Type, e.Value)
		}
	}
	n, ok := s.wellFormed(b)
	if rest := b[n:]; !ok || !zeros(rest) {
		if len(out) > 0 {
			out = append(out, "; "...)
		}
		if !ok {
			out = append(out, "malformed: "...)
		} else {
			out = append(out, "then "...)
		}
		out = appendHex(append(out, "0x"...), rest, 0)
	}
	return string(out)
}

// The following append values that are not checked to be of the right length: a value
// that is not is appended in hexadecimal.

func textHex(b, v []byte) []byte { return appendHex(append(b, "0x"...), v, 0) }

// textOrHex appends what is printable as a quoted text.
func textOrHex(b, v []byte) []byte {
	for _, c := range v {
		if c < ' ' || c > '~' {
			return textHex(b, v)
		}
	}
	return appendQuoted(b, v)
}

func textNumber(b, v []byte) []byte {
	var x uint64
	if len(v) > 8 || len(v) == 0 {
		return textHex(b, v)
	}
	for _, c := range v {
		x = x<<8 | uint64(c)
	}
	return appendUint64(b, x)
}

// textAddr appends an IPv4, IPv6 or MAC address, by its length.
func textAddr(b, v []byte) []byte {
	if a, ok := netip.AddrFromSlice(v); ok {
		return a.AppendTo(b)
	}
	if len(v) == 6 {
		return appendHex(b, v, ':')
	}
	return textHex(b, v)
}

// textFlags appends the names of the bits set in x, lowest first.
func textFlags(b []byte, x uint, names ...string) []byte {
	return append(b, flagNames(x, names...)...)
}

// whollyFormed reports whether b is elements and no more.
func (s *tlvShape) whollyFormed(b []byte) bool {
	n, ok := s.wellFormed(b)
	return ok && n == len(b)
}
