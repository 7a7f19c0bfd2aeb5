package main

import (
	"math/bits"

	"github.com/gocap-project/gocap/wire"
)

// A sum is an Internet checksum in a packet: where it is, and what it covers. All
// places are offsets in the packet.
type sum struct {
	at       int
	from, to int
	src, dst span // of the pseudo-header
	proto    wire.IPProto
	udp      bool // 0 is none, and 0xffff stands for 0
	whole    bool // all that it covers is there
	quoted   bool // it is part of a quotation: nobody computes it
}

type span struct{ from, to int }

func (s span) has(at int) bool { return s.from <= at && at < s.to }

// A change is a 16-bit word that was written over.
type change struct {
	at       int
	old, new uint16
}

// mostSums bounds what is kept of one packet; there are as many headers with a
// checksum in it at most.
const mostSums = 64

// sums are the checksums of a packet, outermost first, and what was changed in it.
type sums struct {
	b       []byte
	list    []sum
	changes []change
	deep    bool // there were more
}

func (s *sums) reset(b []byte) {
	s.b, s.list, s.changes, s.deep = b, s.list[:0], s.changes[:0], false
}

func (s *sums) add(x sum) {
	if len(s.list) == mostSums {
		s.deep = true
		return
	}
	if x.at+2 <= len(s.b) {
		s.list = append(s.list, x)
	}
}

// put writes a word. Checksums follow with settle.
func (s *sums) put(at int, v uint16) {
	old := wire.Uint16(s.b, at)
	if old != v {
		wire.PutUint16(s.b, at, v)
		s.changes = append(s.changes, change{at, old, v})
	}
}

// write writes words.
func (s *sums) write(at int, b []byte) {
	for i := 0; i+1 < len(b); i += 2 {
		s.put(at+i, wire.Uint16(b, i))
	}
}

// settle makes every checksum as right or wrong as it was before the changes, RFC
// 1624, from the inside out: an outer one covers inner ones too.
func (s *sums) settle() {
	for i := len(s.list) - 1; i >= 0; i-- {
		x := &s.list[i]
		sum := wire.Uint16(s.b, x.at)
		if x.udp && sum == 0 {
			continue
		}
		was := sum
		for _, c := range s.changes {
			sum = x.adjust(sum, c)
		}
		if x.udp && sum == 0 {
			sum = 0xffff
		}
		if sum != was {
			s.put(x.at, sum)
		}
	}
	s.changes = s.changes[:0]
}

// adjust updates a checksum for a change, if it covers that.
func (x *sum) adjust(sum uint16, c change) uint16 {
	if c.at == x.at {
		return sum
	}
	for _, r := range [...]span{{x.from, x.to}, x.src, x.dst} {
		if !r.has(c.at) {
			continue
		}
		if (c.at-r.from)&1 != 0 {
			return wire.Update(sum, bits.ReverseBytes16(c.old), bits.ReverseBytes16(c.new))
		}
		return wire.Update(sum, c.old, c.new)
	}
	return sum
}

// fix computes every checksum whose data are all there, and returns how many were
// wrong and how many could not be computed.
func (s *sums) fix() (fixed, left int) {
	for i := len(s.list) - 1; i >= 0; i-- {
		x := &s.list[i]
		was := wire.Uint16(s.b, x.at)
		switch {
		case x.udp && was == 0, x.quoted:
			continue
		case !x.whole:
			left++
			continue
		}
		wire.PutUint16(s.b, x.at, 0)
		now := wire.Fold(wire.Sum(x.pseudo(s.b), s.b[x.from:x.to]))
		if x.udp && now == 0 {
			now = 0xffff
		}
		wire.PutUint16(s.b, x.at, now)
		if now != was {
			fixed++
		}
	}
	return fixed, left
}

// pseudo is the sum of the pseudo-header.
func (x *sum) pseudo(b []byte) uint16 {
	if x.src.to == 0 {
		return 0
	}
	n := x.to - x.from
	s := wire.Sum(wire.Sum(0, b[x.src.from:x.src.to]), b[x.dst.from:x.dst.to])
	return wire.Sum16(wire.Sum16(wire.Sum16(s, uint16(x.proto)), uint16(n)), uint16(n>>16))
}
