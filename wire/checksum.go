package wire

import "math/bits"

// Sum adds b to a partial Internet checksum, RFC 1071. b is taken to begin at an
// even offset. Start with 0; pass the result on for the next part; finish with
// [Fold].
func Sum(partial uint16, b []byte) uint16 {
	s := uint64(bits.ReverseBytes16(partial))
	for len(b) >= 64 {
		s = sum64(s, (*[64]byte)(b))
		b = b[64:]
	}
	var c uint64
	for len(b) >= 8 {
		s, c = bits.Add64(s, Uint64LE(b, 0), 0)
		s += c // cannot overflow: a carry leaves s below its maximum
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
	s, c = bits.Add64(s, last, 0)
	return bits.ReverseBytes16(Fold64(s + c))
}

// Fold64 folds a sum of 16-bit numbers, or of larger ones made of these, to 16
// bits with end-around carry. The result is 0 only if s is.
func Fold64(s uint64) uint16 {
	x, c := bits.Add32(uint32(s>>32), uint32(s), 0)
	x += c // cannot overflow: a carry leaves x below its maximum
	x = x>>16 + x&0xffff
	return uint16(x>>16 + x)
}

// sum64 adds 64 bytes to s. The carries of one block are added at its end, so that
// the compiler makes one chain of add-with-carry of it.
func sum64(s uint64, b *[64]byte) uint64 {
	var c uint64
	s, c = bits.Add64(s, Uint64LE(b[:], 0), 0)
	s, c = bits.Add64(s, Uint64LE(b[:], 8), c)
	s, c = bits.Add64(s, Uint64LE(b[:], 16), c)
	s, c = bits.Add64(s, Uint64LE(b[:], 24), c)
	s, c = bits.Add64(s, Uint64LE(b[:], 32), c)
	s, c = bits.Add64(s, Uint64LE(b[:], 40), c)
	s, c = bits.Add64(s, Uint64LE(b[:], 48), c)
	s, c = bits.Add64(s, Uint64LE(b[:], 56), c)
	return s + c
}

// Sum16 adds one 16-bit number to a partial checksum.
func Sum16(partial, x uint16) uint16 {
	s := uint32(partial) + uint32(x)
	return uint16(s>>16 + s)
}

// Fold turns a partial sum into the number that goes on the wire.
func Fold(partial uint16) uint16 { return ^partial }

// SumAround sums b without the two bytes at off, which is even, as if they were zero.
func SumAround(partial uint16, b []byte, off int) uint16 {
	s := Sum16(Sum(partial, b), ^Uint16(b, off))
	if s == 0xffff {
		// Zero has two forms; only the plain sum tells which it is.
		return Sum(Sum(partial, b[:off]), b[off+2:])
	}
	return s
}

// Update returns checksum sum after a 16-bit word it covers went from old to
// new, RFC 1624 §3 equation 3.
func Update(sum, old, new uint16) uint16 { return ^Sum16(Sum16(^sum, ^old), new) }
