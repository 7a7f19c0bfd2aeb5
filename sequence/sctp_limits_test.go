package sequence

import (
	"fmt"
	"net/netip"
	"testing"
	"unsafe"

	"github.com/gocap-project/gocap/wire"
)

// TestSCTPNoAllocs runs what is frequent, and what has to wait, in the caller's memory.
func TestSCTPNoAllocs(t *testing.T) {
	cfg := SCTPConfig{Memory: 1 << 18, Message: 1 << 16, Out: SinkFunc(func(*Event) {})}
	s := NewSCTP(make([]byte, SCTPSize(cfg)), cfg)
	s.Put(sctpBytes(7, sctpInitBytes(wire.SCTPTypeInit, 1, 0)), Source{})
	tsn, ssn := uint32(0), uint16(0)
	// set changes a packet with one DATA chunk.
	set := func(p wire.SCTP, tsn uint32, ssn uint16) wire.SCTP {
		wire.PutUint32(p, 16, tsn)
		wire.PutUint16(p, 22, ssn)
		return p
	}
	whole := sctpBytes(7, sctpDataBytes(0, 1, 0, fW, "whole"))
	first := sctpBytes(7, sctpDataBytes(0, 1, 0, fB, "first"))
	last := sctpBytes(7, sctpDataBytes(0, 1, 0, fE, "last"))
	for name, f := range map[string]func(){
		"in order": func() {
			s.Put(set(whole, tsn, ssn), Source{})
			tsn, ssn = tsn+1, ssn+1
		},
		"out of order": func() {
			s.Put(set(whole, tsn+1, ssn+1), Source{})
			s.Put(set(whole, tsn, ssn), Source{})
			tsn, ssn = tsn+2, ssn+2
		},
		"fragments": func() {
			s.Put(set(last, tsn+1, ssn), Source{})
			s.Put(set(first, tsn, ssn), Source{})
			tsn, ssn = tsn+2, ssn+1
		},
	} {
		f()
		before := s.Stats().Messages
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
		if s.Stats().Messages == before {
			t.Errorf("%s: nothing came out", name)
		}
	}
	a := NewAssociations(make([]byte, AssociationsSize(AssociationsConfig{})), AssociationsConfig{})
	src, dst := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
	var time int64
	if n := testing.AllocsPerRun(100, func() {
		time++
		a.Put(src, dst, 0, set(whole, tsn, ssn), -1, Source{Time: time})
		tsn, ssn = tsn+1, ssn+1
	}); n != 0 {
		t.Errorf("associations: %v allocations", n)
	}
}

// TestAssociationSize holds what an association is counted for against what it takes.
func TestAssociationSize(t *testing.T) {
	const index = 8 * 8 / 3 // for a flow, at worst
	one := int(unsafe.Sizeof(flow[Association]{})) + index
	name := int(unsafe.Sizeof(flow[sctpName]{})) + index
	if n := one + namesEach*name; n > associationSize {
		t.Errorf("an association takes %d bytes, is counted for %d", n, associationSize)
	}
}

// TestSCTPFloods sends what makes a receiver keep things. It never has more than it may, and an honest message still
// comes out.
func TestSCTPFloods(t *testing.T) {
	const limit = 1 << 20
	n := uint32(rounds(t, 50000))
	for _, c := range []struct {
		name  string
		chunk func(i uint32) []byte
	}{
		{"holes in the TSNs", func(i uint32) []byte { return sctpDataBytes(102+2*i, 1, uint16(5+i), fW, "x") }},
		{"holes with fragments", func(i uint32) []byte { return sctpDataBytes(102+2*i, 1, uint16(i), 0, "x") }},
		{"beginnings", func(i uint32) []byte { return sctpDataBytes(102+i, uint16(i%100), uint16(i), fB, "x") }},
		{"one endless message", func(i uint32) []byte {
			f := uint8(0)
			if i == 0 {
				f = fB
			}
			return sctpDataBytes(102+i, 1, 0, f, fmt.Sprintf("%01000d", i))
		}},
		{"endless messages of I-DATA", func(i uint32) []byte { return sctpIDataBytes(102+i, uint16(i%99), 7, i/99, fU, "x") }},
		{"beginnings of I-DATA", func(i uint32) []byte { return sctpIDataBytes(102+i, 1, i, 0, fB, "x") }},
		{"messages of I-DATA that are not the next", func(i uint32) []byte { return sctpIDataBytes(103+i, 1, 1+i, 0, fW, "x") }},
		{"streams", func(i uint32) []byte { return sctpDataBytes(102+i, uint16(i%100), 0, fW, "x") }},
		{"streams given up", func(i uint32) []byte { return sctpForward(102+i, uint16(i%100), 9, uint16(i/100%100), 3) }},
		{"resets", func(i uint32) []byte {
			return sctpReConfig(sctpParam(wire.SCTPParamOutgoingReset, be32(be32(be32(nil, i), 0), 200+i)))
		}},
	} {
		for _, fixed := range []bool{false, true} {
			cfg := SCTPConfig{Memory: limit, Message: 1 << 16}
			var mem []byte
			if fixed {
				mem = make([]byte, SCTPSize(cfg))
			}
			honest, events := 0, uint64(0)
			cfg.Out = SinkFunc(func(e *Event) {
				events++
				if e.Kind == Message && string(e.Bytes) == "honest" {
					honest++
				}
			})
			s := NewSCTP(mem, cfg)
			s.Put(sctpBytes(7, sctpInitBytes(wire.SCTPTypeInit, 1, 100)), Source{})
			for i := range n {
				s.Put(sctpBytes(7, c.chunk(i)), Source{Frame: uint64(i)})
			}
			if taken := s.env.arena.taken(); taken > limit || s.h.mem > limit || s.env.arena.used != s.h.mem {
				t.Errorf("%s: %d bytes taken, %d in use, %d by the direction", c.name, taken, s.env.arena.used, s.h.mem)
			}
			inter := s.h.kind == wireIData
			tsn := uint32(s.h.high) + 1
			for range 2 {
				if x := sctpDataBytes(tsn, 50, 0, fW|fU, "honest"); inter {
					s.Put(sctpBytes(7, sctpIDataBytes(tsn, 50, 0, 0, fW|fU, "honest")), Source{})
				} else {
					s.Put(sctpBytes(7, x), Source{})
				}
			}
			s.Flush(Flushed)
			if honest != 1 {
				t.Errorf("%s: the honest message came %d times", c.name, honest)
			}
			if s.env.arena.used != 0 {
				t.Errorf("%s: %d bytes lost", c.name, s.env.arena.used)
			}
			if events > 4*uint64(n)+100 {
				t.Errorf("%s: %d events of %d chunks", c.name, events, n)
			}
		}
	}
}

// TestAssociationsFlood sends more INITs than there is room for.
func TestAssociationsFlood(t *testing.T) {
	const limit = 1 << 20
	got := ""
	s := NewAssociations(nil, AssociationsConfig{SCTP: SCTPConfig{Memory: limit}, Accept: func(*Association) (Sink, Sink) {
		take := SinkFunc(func(e *Event) {
			if e.Kind == Message {
				got += string(e.Bytes)
			}
		})
		return take, take
	}})
	put := func(src, dst netip.Addr, tag uint32, chunk []byte) {
		s.Put(src, dst, 0, sctpBytes(tag, chunk), -1, Source{})
	}
	host, peer := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	put(host, peer, 0, sctpInitBytes(wire.SCTPTypeInit, 7, 100))
	put(peer, host, 7, sctpInitBytes(wire.SCTPTypeInitAck, 8, 500))
	put(host, peer, 8, sctpDataBytes(101, 1, 0, fE, "st"))
	for i := range uint32(rounds(t, 20000)) {
		put(netip.AddrFrom4([4]byte{198, 51, 100, 1}), netip.AddrFrom4([4]byte{203, byte(i >> 16), byte(i >> 8), byte(i)}), 0, sctpInitBytes(wire.SCTPTypeInit, i+1, i))
	}
	if st := s.Stats(); st.Memory > limit*11/10 || st.Evicted == 0 {
		t.Errorf("%d bytes, %d evicted of %d", st.Memory, st.Evicted, st.Associations)
	}
	put(host, peer, 8, sctpDataBytes(100, 1, 0, fB, "hone"))
	if got != "honest" {
		t.Errorf("honest message: %q", got)
	}
	s.Flush(Flushed)
}

func BenchmarkSCTP(b *testing.B) {
	for _, c := range []struct {
		name string
		n    int
	}{{"in order", 1}, {"two fragments", 2}, {"swapped", 2}} {
		b.Run(c.name, func(b *testing.B) {
			s := NewSCTP(nil, SCTPConfig{Out: SinkFunc(func(*Event) {})})
			s.Put(sctpBytes(7, sctpInitBytes(wire.SCTPTypeInit, 1, 0)), Source{})
			data := string(make([]byte, 1000))
			whole, first, last := sctpBytes(7, sctpDataBytes(0, 1, 0, fW, data)), sctpBytes(7, sctpDataBytes(0, 1, 0, fB, data)), sctpBytes(7, sctpDataBytes(0, 1, 0, fE, data))
			tsn, ssn := uint32(0), uint16(0)
			put := func(p wire.SCTP, tsn uint32, ssn uint16) {
				wire.PutUint32(p, 16, tsn)
				wire.PutUint16(p, 22, ssn)
				s.Put(p, Source{})
			}
			b.ReportAllocs()
			b.SetBytes(1000)
			for i := 0; i < b.N; i += c.n {
				switch c.name {
				case "in order":
					put(whole, tsn, ssn)
					ssn++
				case "two fragments":
					put(first, tsn, ssn)
					put(last, tsn+1, ssn)
					ssn++
				case "swapped":
					put(whole, tsn+1, ssn+1)
					put(whole, tsn, ssn)
					ssn += 2
				}
				tsn += uint32(c.n)
			}
			if st := s.Stats(); st.Faults > 0 || st.Gaps > 0 || st.Messages == 0 {
				b.Fatalf("%+v", st)
			}
		})
	}
}

func BenchmarkAssociations(b *testing.B) {
	s := NewAssociations(nil, AssociationsConfig{})
	src, dst := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	p := sctpBytes(7, sctpDataBytes(0, 1, 0, fW, string(make([]byte, 1000))))
	b.ReportAllocs()
	b.SetBytes(1000)
	for i := range b.N {
		wire.PutUint32(p, 16, uint32(i))
		wire.PutUint16(p, 22, uint16(i))
		s.Put(src, dst, 0, p, -1, Source{})
	}
}
