package sequence

import (
	"testing"

	"github.com/gocap-project/gocap/wire"
)

func TestContext(t *testing.T) {
	ip := []byte(fragment4(1, 0, false, []byte("x")))
	back := []byte(fragment4(1, 0, false, []byte("x")))
	copy(back[12:], ip[16:20])
	copy(back[16:], ip[12:16])
	ether := func(tags ...byte) []byte {
		b := make([]byte, 12)
		for _, tag := range tags {
			b = append(b, 0x81, 0, 0, tag)
		}
		return append(b, 8, 0)
	}
	around := func(outer, inner []byte) []byte {
		b := append([]byte(nil), outer[:20]...)
		wire.IPv4(b).SetProtocol(wire.IPProtoIPv4)
		wire.IPv4(b).SetLength(uint16(20 + len(inner)))
		return append(b, inner...)
	}
	context := func(frame []byte) uint64 {
		var f wire.Frame
		_ = f.Parse(frame)
		i := f.Len() - 1
		if k, _ := f.Header(i); k != wire.KindIPv4 {
			t.Fatal(k)
		}
		return Context(&f, i)
	}
	plain := context(append(ether(), ip...))
	if plain != 0 {
		t.Errorf("%x", plain)
	}
	seen := map[uint64]bool{plain: true}
	for i, frame := range [][]byte{
		append(ether(1), ip...), append(ether(2), ip...), append(ether(1, 2), ip...), append(ether(2, 1), ip...),
		append(ether(1, 1), ip...), append(ether(), around(ip, ip)...), append(ether(1), around(ip, ip)...),
	} {
		c := context(frame)
		if seen[c] {
			t.Errorf("frame %d: %x is another's", i, c)
		}
		seen[c] = true
	}
	if context(append(ether(), around(ip, ip)...)) != context(append(ether(), around(back, back)...)) {
		t.Error("directions differ")
	}
}
