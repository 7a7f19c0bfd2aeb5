package sequence

import (
	"encoding/binary"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// probes returns how many places of the index are looked at on average to find the flows that are there, and at most.
func probes(t *flows[int]) (average float64, most int) {
	mask := uint32(len(t.index) - 1)
	sum := 0
	for at, e := range t.index {
		if e == 0 {
			continue
		}
		n := int((uint32(at)-uint32(e>>32))&mask) + 1
		sum += n
		most = max(most, n)
	}
	return float64(sum) / float64(t.n), most
}

// fnv16 returns the low 16 bits of FNV-1a of a 5-tuple, which depend on nothing but the low bits before.
func fnv16(b []byte) (h uint16) {
	h = 0x9dc5
	for _, c := range b {
		h = (h ^ uint16(c)) * 0x193
	}
	return h
}

// tupleBytes is a key's 5-tuple as hashes of other programs take it.
func tupleBytes(k *Key) []byte {
	b := append(append([]byte{k.Proto}, k.A[:4]...), k.B[:4]...)
	return binary.BigEndian.AppendUint32(b, k.Number)
}

// colliding are sets of keys that someone has chosen: all those of a set look the same to a hash without a seed.
var colliding = map[string]func(n int) []Key{
	"exclusive or": func(n int) (out []Key) {
		for i := range uint32(n) {
			k := Key{Version: 4, Proto: uint8(wire.IPProtoTCP), Number: i<<16 | i&0xffff}
			wire.PutUint32(k.A[:], 0, 0x0a000000^i)
			wire.PutUint32(k.B[:], 0, 0x0a000000^i)
			out = append(out, k)
		}
		return out
	},
	"FNV-1a": func(n int) (out []Key) {
		for i := uint32(0); len(out) < n; i++ {
			k := Key{Version: 4, Proto: uint8(wire.IPProtoTCP), Number: i * 2654435761}
			wire.PutUint32(k.A[:], 0, 0x0a000000|i>>10)
			if fnv16(tupleBytes(&k))&0xfff == 0x123 { // as many as a table of 4096 places looks at
				out = append(out, k)
			}
		}
		return out
	},
	"counted": func(n int) (out []Key) {
		for i := range uint32(n) {
			out = append(out, Key{Version: 4, Proto: 6, Number: i << 16})
		}
		return out
	},
}

// TestCollisions: keys that collide under exclusive or, or FNV, are no nearer to each other than others. With three
// quarters of the index in use, that is 2.5 places looked at to find one, give or take 0.2; if all collided, 1500.
func TestCollisions(t *testing.T) {
	const n = 3 << 10 // three quarters of 4096
	for name, keys := range colliding {
		table := newFlows[int](n)
		for _, k := range keys(n) {
			_, hash, ok := table.find(&k)
			if ok {
				t.Fatalf("%s: the same key twice", name)
			}
			table.add(&k, hash, 0, 1, 0)
		}
		average, most := probes(table)
		t.Logf("%s: %d keys, %d places, %.2f looked at, %d at most", name, table.n, len(table.index), average, most)
		if len(table.index) != 4096 || average > 5 {
			t.Errorf("%s: %.2f of %d places are looked at for a flow", name, average, len(table.index))
		}
	}
}
