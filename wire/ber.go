package wire

import "iter"

// BER is elements of ASN.1 in the basic encoding rules, one after another. ITU-T X.690
// §8.1.
//
// Reading is total: it stops at what is malformed, looks no deeper than it is asked to,
// and takes lengths and numbers that are longer than they need be. Lengths of the
// indefinite form are not known.
type BER []byte

// A BERTag says what an element is: two bits of class (0 universal, 1 application, 2
// context-specific, 3 private), a bit that is set if it is made of elements, and a
// number of five bits, as in the first byte of most elements.
type BERTag uint8

// The universal tags that SNMP and others use. ITU-T X.680 §8.6.
const (
	BERBoolean     BERTag = 1
	BERInteger     BERTag = 2
	BERBitString   BERTag = 3
	BEROctetString BERTag = 4
	BERNull        BERTag = 5
	BEROID         BERTag = 6
	BEREnumerated  BERTag = 10
	BERUTF8String  BERTag = 12
	BERSequence    BERTag = 0x30
	BERSet         BERTag = 0x31
)

// Next returns the tag and content of the first element, and what follows it. ok is
// false if there is none or it is malformed: cut, of indefinite length, or with a number
// of more than five bits.
func (b BER) Next() (tag BERTag, content []byte, rest BER, ok bool) {
	if len(b) < 2 || b[0]&0x1f == 0x1f {
		return 0, nil, b, false
	}
	n, start := int(b[1]), 2
	if n >= 0x80 {
		octets := n & 0x7f
		if octets == 0 || octets > len(b)-2 {
			return 0, nil, b, false
		}
		n = 0
		for _, c := range b[2 : 2+octets] {
			if n > 1<<23-1 {
				return 0, nil, b, false
			}
			n = n<<8 | int(c)
		}
		start += octets
	}
	if n > len(b)-start {
		return 0, nil, b, false
	}
	return BERTag(b[0]), b[start : start+n : start+n], b[start+n:], true
}

// Take is Next for an element that must have the given tag.
func (b BER) Take(want BERTag) (content []byte, rest BER, ok bool) {
	tag, content, rest, ok := b.Next()
	if !ok || tag != want {
		return nil, b, false
	}
	return content, rest, true
}

// TakeInt is Take for an integer that fits 32 bits.
func (b BER) TakeInt() (x int32, rest BER, ok bool) {
	c, rest, ok := b.Take(BERInteger)
	n, fits := BERInt(c)
	if !ok || !fits || n != int64(int32(n)) {
		return 0, b, false
	}
	return int32(n), rest, true
}

// All yields tags and contents, up to the first malformed element.
func (b BER) All() iter.Seq2[BERTag, []byte] {
	return func(yield func(BERTag, []byte) bool) {
		for len(b) > 0 {
			tag, content, rest, ok := b.Next()
			if !ok || !yield(tag, content) {
				return
			}
			b = rest
		}
	}
}

// BERInt returns the integer that the content of an element is. ok is false if it has
// no bytes or does not fit 64 bits.
func BERInt(content []byte) (x int64, ok bool) {
	if len(content) == 0 {
		return 0, false
	}
	if content[0]&0x80 != 0 {
		x = -1
	}
	for _, c := range content {
		if x>>55 != 0 && x>>55 != -1 {
			return 0, false
		}
		x = x<<8 | int64(c)
	}
	return x, true
}

// BERUint is BERInt for numbers that are not negative: what has the top bit set without
// a zero before it is taken for what its sender meant.
func BERUint(content []byte) (x uint64, ok bool) {
	for _, c := range content {
		if x>>56 != 0 {
			return 0, false
		}
		x = x<<8 | uint64(c)
	}
	return x, len(content) > 0
}

// OpenBER appends the tag of an element whose content is to be appended next. CloseBER,
// with the length that b had before, completes it.
func OpenBER(b []byte, tag BERTag) []byte { return append(b, byte(tag), 0) }

// CloseBER writes the length of the element that begins at b[start].
func CloseBER(b []byte, start int) []byte {
	n := len(b) - start - 2
	if n < 0x80 {
		b[start+1] = byte(n)
		return b
	}
	octets := 0
	for x := n; x > 0; x >>= 8 {
		octets++
	}
	b = append(b, make([]byte, octets)...)
	copy(b[start+2+octets:], b[start+2:start+2+n])
	b[start+1] = 0x80 | byte(octets)
	for i := octets; i > 0; i-- {
		b[start+1+i] = byte(n)
		n >>= 8
	}
	return b
}

// AppendBER appends an element.
func AppendBER(b []byte, tag BERTag, content []byte) []byte {
	start := len(b)
	return CloseBER(append(OpenBER(b, tag), content...), start)
}

// AppendBERInt appends an integer in as few bytes as it takes.
func AppendBERInt(b []byte, tag BERTag, x int64) []byte {
	n := 1
	for y := x; y > 127 || y < -128; y >>= 8 {
		n++
	}
	b = append(b, byte(tag), byte(n))
	for i := n - 1; i >= 0; i-- {
		b = append(b, byte(x>>(8*i)))
	}
	return b
}

// AppendBERUint appends a number that is not negative in as few bytes as it takes.
func AppendBERUint(b []byte, tag BERTag, x uint64) []byte {
	if x < 1<<63 {
		return AppendBERInt(b, tag, int64(x))
	}
	b = append(b, byte(tag), 9, 0)
	for i := 7; i >= 0; i-- {
		b = append(b, byte(x>>(8*i)))
	}
	return b
}

// An OID is the content of an object identifier. ITU-T X.690 §8.19.
type OID []byte

// OIDOf returns the identifier that is written as "1.3.6.1.2.1.1.1.0", with or without
// a dot before it. ok is false if that is none.
func OIDOf(s string) (o OID, ok bool) {
	if len(s) > 0 && s[0] == '.' {
		s = s[1:]
	}
	first, arcs := uint64(0), 0
	for rest := Text(s); ; arcs++ {
		word, after, more := rest.Cut('.')
		x, ok := arc(word)
		switch {
		case !ok || arcs == 0 && x > 2 || arcs == 1 && first < 2 && x > 39:
			return nil, false
		case arcs == 0:
			first = x
		case arcs == 1:
			o = appendBase128(o, first*40+x)
		default:
			o = appendBase128(o, x)
		}
		if !more {
			return o, arcs > 0
		}
		rest = after
	}
}

// arc returns the number of at most 32 bits that t is.
func arc(t Text) (x uint64, ok bool) {
	for _, c := range t {
		if c < '0' || c > '9' || len(t) > 10 {
			return 0, false
		}
		x = x*10 + uint64(c-'0')
	}
	return x, len(t) > 0 && x < 1<<32
}

// appendBase128 appends x in groups of seven bits.
func appendBase128(b []byte, x uint64) []byte {
	n := 1
	for y := x >> 7; y > 0; y >>= 7 {
		n++
	}
	for i := n - 1; i >= 0; i-- {
		c := byte(x>>(7*i)) & 0x7f
		if i > 0 {
			c |= 0x80
		}
		b = append(b, c)
	}
	return b
}

// Arcs yields the numbers; the first byte's worth is two of them. One that does not fit
// 64 bits, or does not end, ends it.
func (o OID) Arcs() iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		x, first := uint64(0), true
		for _, c := range o {
			if x>>57 != 0 {
				return
			}
			if x = x<<7 | uint64(c&0x7f); c&0x80 != 0 {
				continue
			}
			if first {
				top := min(x/40, 2)
				if first = false; !yield(top) {
					return
				}
				x -= 40 * top
			}
			if !yield(x) {
				return
			}
			x = 0
		}
	}
}

// String returns the identifier as "1.3.6.1.2.1.1.1.0".
func (o OID) String() string {
	var b []byte
	for x := range o.Arcs() {
		if len(b) > 0 {
			b = append(b, '.')
		}
		b = appendUint64(b, x)
	}
	return string(b)
}
