package wire

import "math/bits"

// Sum adds b to a partial Internet checksum, RFC 1071. b is taken to begin at an
// even offset. Start with 0; pass the result on for the next part; finish with
// [Fold].
func Sum(partial uint16, b []byte) uint16 {
	s, c := uint64(bits.ReverseBytes16(partial)), uint64(0)
	for len(b) >= 32 {
		s, c = bits.Add64(s, le64(b, 0), c)
		s, c = bits.Add64(s, le64(b, 8), c)
		s, c = bits.Add64(s, le64(b, 16), c)
		s, c = bits.Add64(s, le64(b, 24), c)
		b = b[32:]
	}
	for len(b) >= 8 {
		s, c = bits.Add64(s, le64(b, 0), c)
		b = b[8:]
	}
	var last uint64
	if len(b) >= 4 {
		last = uint64(bits.ReverseBytes32(Uint32(b, 0)))
		b = b[4:]
	}
	if len(b) >= 2 {
		last += uint64(bits.ReverseBytes16(Uint16(b, 0)))
		b = b[2:]
	}
	if len(b) == 1 {
		last += uint64(b[0])
	}
	s, c = bits.Add64(s, last, c)
	s += c // cannot overflow: a carry leaves s below its maximum
	s = s>>32 + s&0xffffffff
	s = s>>32 + s&0xffffffff
	s = s>>16 + s&0xffff
	s = s>>16 + s&0xffff
	s = s>>16 + s&0xffff
	return bits.ReverseBytes16(uint16(s))
}

// Sum16 adds one 16-bit number to a partial checksum.
func Sum16(partial, x uint16) uint16 {
	s := uint32(partial) + uint32(x)
	return uint16(s>>16 + s)
}

// Fold turns a partial sum into the number that goes on the wire.
func Fold(partial uint16) uint16 { return ^partial }

// SumAround sums b without the two bytes at off, as if they were zero.
func SumAround(partial uint16, b []byte, off int) uint16 {
	return Sum(Sum(partial, b[:off]), b[off+2:])
}

// Update returns checksum sum after a 16-bit word it covers went from old to
// new, RFC 1624 §3 equation 3.
func Update(sum, old, new uint16) uint16 { return ^Sum16(Sum16(^sum, ^old), new) }
