package wire_test

import (
	"testing"

	"github.com/gocap-project/gocap/wire"
)

func TestFletcher(t *testing.T) {
	// Whatever the bytes and wherever the check bytes are, they make the whole good.
	b := make([]byte, 5000)
	for n := 2; n < len(b); n += 1 + n/3 {
		for i := range n {
			b[i] = byte(i*i*7 + n)
		}
		for _, off := range []int{0, n / 3, n - 2} {
			x := wire.Fletcher(b[:n], off)
			b[off], b[off+1] = byte(x>>8), byte(x)
			if !wire.FletcherGood(b[:n]) {
				t.Fatalf("%d bytes, check bytes %#x at %d: not good", n, x, off)
			}
			if y := wire.Fletcher(b[:n], off); y != x {
				t.Fatalf("%d bytes, at %d: %#x, then %#x", n, off, x, y)
			}
			b[n-1] ^= 0x10
			if wire.FletcherGood(b[:n]) {
				t.Fatalf("%d bytes, at %d: good though changed", n, off)
			}
		}
	}
}
