package sequence

import (
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// sctpCheck holds a direction's events against what must be true of them all.
type sctpCheck struct {
	t     *testing.T
	next  map[uint32]uint64 // of each stream, the number after the last
	ended bool
	bytes uint64
}

func (c *sctpCheck) Take(e *Event) {
	if c.ended && e.Kind != Fault {
		c.t.Fatalf("%v after the end", e.Kind)
	}
	switch e.Kind {
	case Message:
		n := uint32(0)
		for _, p := range e.Parts {
			if p.Offset != n {
				c.t.Fatalf("part at %d, want %d", p.Offset, n)
			}
			n += p.Len
		}
		if len(e.Bytes) == 0 || uint64(n) != e.Len || int(n) != len(e.Bytes) {
			c.t.Fatalf("%d bytes, parts of %d, %d long", len(e.Bytes), n, e.Len)
		}
		c.bytes += e.Len
		if e.Flags&Unordered == 0 {
			c.order(e, 1)
		}
	case Gap:
		if e.Len == 0 {
			c.t.Fatal("gap of nothing")
		}
		if e.Flags == 0 {
			c.order(e, e.Len)
		}
	case Fault, Notice:
		if e.Err == nil {
			c.t.Fatal("fault without an error")
		}
		if e.Err == ErrStreamReset {
			c.next[e.Stream] = e.Offset
		}
	case End:
		c.ended = true
	}
}

// order checks that a stream goes on where it was, or begins.
func (c *sctpCheck) order(e *Event, n uint64) {
	if next, ok := c.next[e.Stream]; ok && e.Offset != next {
		c.t.Fatalf("%v: stream %d at %d, want %d", e.Kind, e.Stream, e.Offset, next)
	}
	c.next[e.Stream] = e.Offset + n
}

// FuzzAssociations reads packets of two hosts from bytes, six or more each: which host, what chunk, and numbers near
// those before. What comes out is in order, and no memory is lost.
func FuzzAssociations(f *testing.F) {
	f.Add([]byte{0, 1, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0x30, 0, 0, 3, 4, 0, 0x30, 1, 0, 3, 9, 1, 4, 2, 0, 0, 0}, uint8(0))
	f.Add([]byte{0, 0x10, 5, 0, 1, 4, 0, 0x20, 4, 0, 1, 4, 0, 5, 9, 0, 2, 0, 0, 6, 4, 1, 0, 0, 1, 7, 4, 1, 1, 0}, uint8(1))
	f.Add([]byte{0, 0x18, 1, 0, 1, 4, 0, 0x28, 2, 0, 1, 4, 0, 0x08, 3, 1, 1, 4, 0, 8, 9, 0, 2, 0, 0, 6, 4, 1, 0, 0, 1, 3, 4, 1, 1, 0}, uint8(2))
	f.Fuzz(func(t *testing.T, b []byte, how uint8) {
		cfg := AssociationsConfig{SCTP: SCTPConfig{Memory: 1 << 16, Message: 1 << 12}, Flows: 16, PerDirection: 1 << 14}
		if how&1 != 0 {
			cfg.SCTP.Settle = -1
		}
		cfg.SCTP.AnyTag = how&2 != 0
		ends := 0
		cfg.Accept = func(*Association) (Sink, Sink) {
			var out [2]Sink
			for i := range out {
				c := &sctpCheck{t: t, next: map[uint32]uint64{}}
				out[i] = SinkFunc(func(e *Event) {
					if c.Take(e); e.Kind == End {
						ends++
					}
				})
			}
			return out[0], out[1]
		}
		var mem []byte
		if how&4 != 0 {
			mem = make([]byte, AssociationsSize(cfg))
		}
		s := NewAssociations(mem, cfg)
		var time int64
		for frame := uint64(0); len(b) >= 6; frame++ {
			n := 6
			p, src, dst := fuzzSCTP(b)
			time += int64(b[5]>>5) * 1e8
			s.Put(src, dst, 0, p, len(p)-int(b[0]>>6), Source{Frame: frame, Time: time})
			b = b[n:]
		}
		used := 0
		for n := range s.table.made {
			used += s.table.at(n).value.memory()
		}
		if used != s.env.arena.used || s.env.arena.taken() > 1<<16 {
			t.Fatalf("%d bytes in use, %d by associations; %d taken", s.env.arena.used, used, s.env.arena.taken())
		}
		s.Flush(Flushed)
		if st := s.Stats(); s.env.arena.used != 0 || s.names.n != 0 || uint64(ends) != 2*st.Associations {
			t.Fatalf("%d bytes, %d names left; %d ends of %d associations", s.env.arena.used, s.names.n, ends, st.Associations)
		}
	})
}

// fuzzSCTP makes a packet of six bytes.
func fuzzSCTP(b []byte) (p wire.SCTP, src, dst netip.Addr) {
	host := b[0] & 1
	tsn := uint32(int8(b[2]))
	stream, number := uint16(b[3]&3), uint16(b[3]>>2)
	data := string(make([]byte, int(b[4])*int(b[4])/8))
	flags := b[1] >> 4 & 7
	tag := uint32(8 - host) // client's packets have 8
	var x []byte
	switch b[1] & 15 {
	case 1:
		x, tag = sctpInitBytes(wire.SCTPTypeInit, 7+uint32(host), tsn), 0
	case 2:
		x = sctpInitBytes(wire.SCTPTypeInitAck, 7+uint32(host), tsn)
	case 3:
		x = sctpChunkBytes(wire.SCTPTypeAbort, flags&1, nil)
	case 4:
		x = sctpSACKBytes(tsn)
	case 5:
		x = sctpForward(tsn, stream, number)
	case 6:
		x = sctpReConfig(sctpParam(wire.SCTPParamOutgoingReset, be16(be32(be32(be32(nil, uint32(number)), 0), tsn), stream)))
	case 7:
		x = sctpReConfig(sctpParam(wire.SCTPParamReConfigResponse, be32(be32(nil, uint32(number)), uint32(flags))))
	case 8:
		x = sctpIForward(tsn, stream, uint16(flags&1), uint32(number))
	case 9:
		x = sctpChunkBytes(wire.SCTPTypeShutdownComplete, flags&1, nil)
	case 10:
		x = sctpReConfig(sctpParam(wire.SCTPParamTSNReset, be32(nil, uint32(number))),
			sctpParam(wire.SCTPParamReConfigResponse, be32(be32(be32(be32(nil, uint32(number)), 1), tsn), tsn+7)))
	case 11:
		x = sctpInitBytes(wire.SCTPTypeInit, 70+uint32(host), tsn)
	case 12:
		x, tag = sctpChunkBytes(wire.SCTPTypeCookieEcho, 0, nil), uint32(number)
	case 13, 14:
		x = sctpIDataBytes(tsn, stream, uint32(number&7), uint32(number>>3), flags, data)
	default:
		x = sctpDataBytes(tsn, stream, number, flags, data)
	}
	if b[0]&2 != 0 { // bundled with its like
		x = append(x, sctpDataBytes(tsn+1, stream, number+1, flags^3, "more")...)
	}
	p = sctpBytes(tag+uint32(b[0]>>4&3), x)
	src, dst = netip.AddrFrom4([4]byte{192, 0, 2, 1 + b[0]>>2&3}), netip.AddrFrom4([4]byte{192, 0, 2, 101})
	if host == 1 {
		p.SetSrcPort(2048)
		p.SetDstPort(1024)
		src, dst = dst, src
	}
	return p, src, dst
}

// FuzzSCTP takes packets whose chunks are any bytes.
func FuzzSCTP(f *testing.F) {
	f.Add([]byte(sctpBytes(7, sctpInitBytes(wire.SCTPTypeInit, 1, 1), sctpDataBytes(1, 1, 0, fB, "one"), sctpDataBytes(2, 1, 0, fE, "two"))), uint16(20))
	f.Add([]byte(sctpBytes(7, sctpIDataBytes(1, 1, 0, 0, fB, "one"), sctpIForward(9, 1, 0, 4))), uint16(60))
	f.Add([]byte(sctpBytes(7, sctpDataBytes(1, 1, 0, fW, "one"), sctpDataBytes(101, 1, 0x8000, fW, "far"))), uint16(60))
	f.Fuzz(func(t *testing.T, b []byte, cut uint16) {
		c := &sctpCheck{t: t, next: map[uint32]uint64{}}
		s := NewSCTP(nil, SCTPConfig{Memory: 1 << 14, Message: 1 << 10, Out: c})
		n := min(int(cut), len(b))
		s.Put(wire.SCTP(b[:n]), Source{})
		s.Acknowledge(wire.SCTP(b[n:]), Source{Time: 1})
		s.Put(wire.SCTP(b[n:]), Source{Time: 2e9})
		s.Flush(Flushed)
		if s.env.arena.used != 0 || !c.ended {
			t.Fatalf("%d bytes lost", s.env.arena.used)
		}
	})
}
