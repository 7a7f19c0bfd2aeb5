package main

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// orders are the ways in which n segments come, none of which is the first of the stream.
var orders = []struct {
	name    string
	overlap bool // each with half of the one before, and half of the one after
	at      func(i, n uint32) uint32
}{
	{"in reverse", false, func(i, n uint32) uint32 { return n - 1 - i }},
	{"at random", false, func(i, n uint32) uint32 { return uint32(uint64(i) * 2654435761 % uint64(n)) }},
	{"from both ends", false, func(i, n uint32) uint32 { return i%2*(n-1-i) + i/2 }},
	{"at random, all overlapping", true, func(i, n uint32) uint32 { return uint32(uint64(i) * 2654435761 % uint64(n)) }},
}

const few, many = 2000, 32000

// orderGroups compare what a segment costs when many wait, and when few do: no more than twice as much.
func orderGroups() (out []group) {
	for _, o := range orders {
		out = append(out, group{"TCP segments that wait, " + o.name, []entry{
			{fmt.Sprint(many, " segments"), 0, waiting(many, o.overlap, o.at)},
			{fmt.Sprint(few, " segments"), 0.5, waiting(few, o.overlap, o.at)},
		}})
	}
	return out
}

func waiting(n uint32, overlap bool, at func(i, n uint32) uint32) func(*testing.B) {
	step := uint32(20)
	if overlap {
		step = 5
	}
	return func(b *testing.B) {
		s := sequence.NewTCP(nil, sequence.TCPConfig{})
		syn := make(wire.TCP, wire.TCPLen)
		syn.SetDataOffset(5)
		syn.SetFlags(wire.SYN)
		v := make(wire.TCP, wire.TCPLen+10)
		v.SetDataOffset(5)
		v.SetFlags(wire.ACK)
		b.ReportAllocs()
		for i, k := 0, n; i < b.N; i++ {
			if k++; k >= n {
				k = 0
				s.Reset()
				s.Put(syn, -1, sequence.Source{})
			}
			v.SetSeq(2 + step*at(k, n))
			s.Put(v, -1, sequence.Source{})
		}
		if waits := uint64(b.N) * 5; s.Waiting() > 20*uint64(n) || b.N < int(n) && s.Waiting() < waits {
			b.Fatalf("%d bytes wait after %d segments", s.Waiting(), b.N)
		}
	}
}

// A tuple is the ends of a connection.
type tuple struct {
	src, dst netip.AddrPort
}

const tuples = 1 << 16

// randomTuples are connections of many clients.
func randomTuples() (out []tuple) {
	for i := range uint32(tuples) {
		x := i*2654435761 ^ 0x5bd1e995
		out = append(out, tupleOf(x, 0xc6336402, uint16(x*40503>>16), uint16(i)))
	}
	return out
}

func tupleOf(src, dst uint32, sport, dport uint16) tuple {
	addr := func(x uint32) netip.Addr {
		return netip.AddrFrom4([4]byte{byte(x >> 24), byte(x >> 16), byte(x >> 8), byte(x)})
	}
	return tuple{netip.AddrPortFrom(addr(src), sport), netip.AddrPortFrom(addr(dst), dport)}
}

// xorTuples are connections whose addresses and ports are 0 if they are combined by exclusive or.
func xorTuples() (out []tuple) {
	for i := range uint32(tuples) {
		out = append(out, tupleOf(0xc0000201^i, 0xc0000201, uint16(i), 0))
	}
	return out
}

// fnvTuples are connections whose addresses and ports all have the same 16 low bits of FNV-1a, which every table of up to
// 65536 places takes for the same. To each address the port that leads there is found by going back from the end.
func fnvTuples() (out []tuple) {
	const prime = 0x0193 // of 16777619, what bears on the low bits
	inverse := uint16(1)
	for range 4 {
		inverse *= 2 - inverse*prime
	}
	port := make(map[uint16]uint16, 1<<16) // by the hash of all before
	for p := range 1 << 16 {
		h := 0x4a7 * inverse
		h = (h ^ uint16(p&0xff)) * inverse
		port[h^uint16(p>>8)] = uint16(p)
	}
	for i := uint32(0); len(out) < tuples; i++ {
		src, sport := 0x0a000000+i, uint16(1024)
		h := uint16(0x9dc5)
		for _, c := range []byte{byte(src >> 24), byte(src >> 16), byte(src >> 8), byte(src), 192, 0, 2, 1, byte(sport >> 8), byte(sport & 0xff)} {
			h = (h ^ uint16(c)) * prime
		}
		if p, ok := port[h]; ok {
			out = append(out, tupleOf(src, 0xc0000201, sport, p))
		}
	}
	return out
}

// collisionGroups compare connections that were chosen to collide with others.
func collisionGroups() []group {
	return []group{
		{"TCP connections chosen to collide under exclusive or, a segment", []entry{
			{"chosen", 0, connections(xorTuples())}, {"random", 0.5, connections(randomTuples())},
		}},
		{"TCP connections chosen to collide under FNV-1a, a segment", []entry{
			{"chosen", 0, connections(fnvTuples())}, {"random", 0.5, connections(randomTuples())},
		}},
	}
}

func connections(all []tuple) func(*testing.B) {
	return func(b *testing.B) {
		s := sequence.NewStreams(nil, sequence.StreamsConfig{TCP: sequence.TCPConfig{History: -1}})
		v := make(wire.TCP, wire.TCPLen+10)
		v.SetDataOffset(5)
		put := func(t tuple, seq uint32, flags wire.TCPFlags, n int) {
			v.SetSrcPort(t.src.Port())
			v.SetDstPort(t.dst.Port())
			v.SetSeq(seq)
			v.SetFlags(flags)
			s.Put(t.src.Addr(), t.dst.Addr(), 0, v[:wire.TCPLen+n], -1, sequence.Source{})
		}
		for _, t := range all {
			put(t, 0, wire.SYN, 0)
		}
		b.ReportAllocs()
		begin(b)
		for i := range b.N {
			put(all[i%len(all)], 1+uint32(i/len(all))*10, wire.ACK, 10)
		}
		b.StopTimer()
		if st := s.Stats(); st.Connections != uint64(len(all)) || st.Evicted != 0 {
			b.Fatalf("%d connections, %d evicted", st.Connections, st.Evicted)
		}
	}
}
