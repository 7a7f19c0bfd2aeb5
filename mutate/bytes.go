package mutate

import (
	"bytes"
	"math/rand/v2"
)

// Bytes returns a damaged copy of b and what was done: one to four damages, none of
// which knows what the bytes mean. The copy is at most 64 bytes longer a damage, and
// twice as long.
func Bytes(r *rand.Rand, b []byte) ([]byte, []Change) {
	return damage(r, bytes.Clone(b), 1+r.IntN(4))
}

// damage damages b, which it may change, n times.
func damage(r *rand.Rand, b []byte, n int) ([]byte, []Change) {
	var done []Change
	for range n {
		op := Flip + Op(r.IntN(int(Truncate-Flip)+1))
		if len(b) == 0 {
			op = Add
		}
		off := 0
		if len(b) > 0 {
			off = r.IntN(len(b))
		}
		b = damageAt(r, b, op, off)
		done = append(done, Change{Op: op, Layer: -1, Off: off})
	}
	return b, done
}

func damageAt(r *rand.Rand, b []byte, op Op, off int) []byte {
	end := min(len(b), off+1+r.IntN(16))
	switch op {
	case Flip:
		b[off] ^= 1 << r.IntN(8)
	case Overwrite:
		overwrite(r, b[off:min(len(b), off+1<<r.IntN(4))])
	case Delete:
		b = append(b[:off], b[end:]...)
	case Repeat:
		b = splice(b, end, bytes.Clone(b[off:end]))
	case Add:
		x := make([]byte, 1+r.IntN(64))
		for i := range x {
			x[i] = byte(r.Uint32())
		}
		b = splice(b, off, x)
	case Truncate:
		b = b[:off]
	}
	return b
}

// overwrite gives b, read as a number, another value.
func overwrite(r *rand.Rand, b []byte) {
	x := uint64(0)
	for _, c := range b {
		x = x<<8 | uint64(c)
	}
	x = number(r, x, 8*len(b))
	for i := range b {
		b[i] = byte(x >> (8 * (len(b) - 1 - i)))
	}
}

// splice returns b with x before off.
func splice(b []byte, off int, x []byte) []byte {
	return append(b[:off:off], append(x, b[off:]...)...)
}
