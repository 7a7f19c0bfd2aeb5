package bpfdev

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"unsafe"
)

// TestDamaged walks damaged buffers of every kind: each system's headers, zero-copy
// buffers with lengths of any size, PKTAP headers. GOCAP_DAMAGED is how many.
func TestDamaged(t *testing.T) {
	total, _ := strconv.Atoi(os.Getenv("GOCAP_DAMAGED"))
	total = max(total, 50_000)
	rnd := rand.New(rand.NewPCG(1, 2))
	var kinds []Layout
	for _, l := range layouts() {
		kinds = append(kinds, l)
	}
	packets, damaged := 0, 0
	zero := zeroBuffer(4096)
	for i := range total {
		l := kinds[i%len(kinds)]
		var buf []byte
		for range 1 + rnd.IntN(4) {
			data := make([]byte, rnd.IntN(40))
			buf = l.write(buf, rnd.Int64(), rnd.Int64(), data, len(data)+rnd.IntN(3))
		}
		for range 1 + rnd.IntN(4) {
			switch at := rnd.IntN(len(buf)); rnd.IntN(4) {
			case 0:
				buf[at] = byte(rnd.Uint32())
			case 1:
				buf[at] ^= 1 << rnd.IntN(8)
			case 2:
				buf = buf[:at+1]
			default:
				copy(buf[at:], []byte{0xff, 0xff, 0xff, 0xff}[:1+rnd.IntN(4)])
			}
		}
		copy(zero[zeroHeader:], buf)
		generation(zero, zeroKernelGen).Add(1)
		length := rnd.Uint32()
		if i%2 == 0 {
			length %= 5000
		}
		generation(zero, zeroKernelLen).Store(length)
		data := handedOver(zero)
		if len(data) > len(zero)-zeroHeader || length <= 4000 && len(data) != int(length) {
			t.Fatalf("zero-copy buffer of %d bytes gives %d", length, len(data))
		}
		survive(l, data)
		giveBack(zero)
		if handedOver(zero) != nil {
			t.Fatal("a buffer that was given back is still ours")
		}
		n := survive(l, buf)
		if packets += n; n == 0 {
			damaged++
		}
		if p, err := ParsePKTAP(buf); err == nil && p.Length > len(buf) {
			t.Fatal(p)
		}
	}
	if packets == 0 || damaged == 0 {
		t.Errorf("%d packets, %d buffers without any", packets, damaged)
	}
	t.Logf("%d damaged buffers, each twice: %d packets in them, none in %d", total, packets, damaged)
}

// zeroBuffer is aligned as the pages of a mapping are.
func zeroBuffer(n int) []byte {
	words := make([]uint64, n/8)
	return unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), n)
}
