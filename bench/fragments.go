package main

import (
	"testing"

	gl "github.com/gopacket/gopacket/layers"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/ip4defrag"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// fragmentsOf returns the fragments of a datagram of n bytes, in an order: the last first if reverse is set.
func fragmentsOf(n int, reverse bool) (out []wire.IPv4) {
	v := wire.IPv4(make([]byte, n))
	v[0], v[9] = 0x45, 17
	v.SetLength(uint16(n))
	for b, err := range v.Fragments(1500) {
		if err != nil {
			panic(err)
		}
		if reverse {
			out = append([]wire.IPv4{b}, out...)
		} else {
			out = append(out, b)
		}
	}
	return out
}

func defragGroup(name string, n int, reverse bool) group {
	return group{name, []entry{
		{"gocap sequence.Defragmenter", 0, defragment(fragmentsOf(n, reverse))},
		{"gopacket ip4defrag", 2.5, ip4Defrag(fragmentsOf(n, reverse))},
	}}
}

func defragment(fragments []wire.IPv4) func(*testing.B) {
	return func(b *testing.B) {
		n := 0
		d := sequence.NewDefragmenter(nil, sequence.FragmentConfig{Out: sequence.SinkFunc(func(e *sequence.Event) {
			if e.Kind == sequence.Message {
				n++
			}
		})})
		for id := uint16(0); b.Loop(); id++ {
			for _, f := range fragments {
				f.SetID(id)
				d.PutIPv4(f, 0, sequence.Source{})
			}
		}
		if n != b.N {
			b.Fatalf("%d datagrams, want %d", n, b.N)
		}
	}
}

// ip4Defrag gives each fragment a layer and bytes of its own, since the peer keeps both.
func ip4Defrag(fragments []wire.IPv4) func(*testing.B) {
	return func(b *testing.B) {
		n := 0
		d := ip4defrag.NewIPv4Defragmenter()
		for id := uint16(0); b.Loop(); id++ {
			for _, f := range fragments {
				f.SetID(id)
				v := new(gl.IPv4)
				if err := v.DecodeFromBytes(append([]byte(nil), f...), gopacket.NilDecodeFeedback); err != nil {
					b.Fatal(err)
				}
				if whole, err := d.DefragIPv4(v); err != nil {
					b.Fatal(err)
				} else if whole != nil {
					n++
				}
			}
		}
		if n != b.N {
			b.Fatalf("%d datagrams, want %d", n, b.N)
		}
	}
}
