package session_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// sctpTemplates are the packets that fuzzed conversations are made of: each has a number that can be moved.
var sctpTemplates = []func(side session.Side, n int) sctpStep{
	func(side session.Side, _ int) sctpStep { return sInit(side) },
	func(side session.Side, _ int) sctpStep { return sInitAck(side) },
	func(side session.Side, _ int) sctpStep { return sEcho(side) },
	func(side session.Side, _ int) sctpStep { return sCookieAck(side) },
	sData, sShutdown, sASCONF, sASCONFAck,
	func(side session.Side, n int) sctpStep { return sSACK(side, n) },
	func(side session.Side, n int) sctpStep { return sSACK(side, n, byte(n), byte(n+1)) },
	func(side session.Side, n int) sctpStep { return sDataIn(side, n, uint32(n), byte(n)&7) },
	sIData,
	func(side session.Side, _ int) sctpStep { return sShutdownAck(side) },
	func(side session.Side, _ int) sctpStep { return sComplete(side) },
	func(side session.Side, n int) sctpStep { return sctpChunk(side, wire.SCTPTypeAbort, byte(n)&1) },
	func(side session.Side, n int) sctpStep { return sNext(side, uint32(n), 7).init(side) },
	func(side session.Side, n int) sctpStep { return sNext(side, uint32(n), 7).ack(side) },
	func(side session.Side, n int) sctpStep { return sForward(side, wire.SCTPTypeForwardTSN, n) },
	func(side session.Side, n int) sctpStep { return sReConfig(side, sReset(side, n)) },
	func(side session.Side, n int) sctpStep { return sReConfig(side, sAnswer(side, n)) },
	func(side session.Side, n int) sctpStep { return sAuth(side, byte(n), 20) },
	func(side session.Side, _ int) sctpStep { return sBeat(side, 4, "x") },
	func(side session.Side, _ int) sctpStep { return sBeat(side, 5, "x") },
}

// sctpNames has the types of chunks by their names.
var sctpNames = func() map[string]wire.SCTPChunkType {
	m := map[string]wire.SCTPChunkType{}
	for t := range wire.SCTPChunkType(0xff) {
		m[t.String()] = t
	}
	return m
}()

// sctpPart is what a program makes of a move.
func sctpPart(name string) session.SCTPPart {
	p := session.SCTPPart{Chunk: sctpNames[name]}
	switch p.Chunk {
	case wire.SCTPTypeInit, wire.SCTPTypeInitAck:
		p.Tag, p.TSN, p.Data = 0x5555, 9, []byte(sctpCookie)
	case wire.SCTPTypeCookieEcho:
		p.Data = []byte(sctpCookie)
	case wire.SCTPTypeHeartbeat:
		p.Data = wire.SCTPParams{}.Add(wire.SCTPParamHeartbeatInfo, 1)
	case wire.SCTPTypeData, wire.SCTPTypeIData:
		p.Data = []byte("x")
	}
	return p
}

// FuzzSCTP has conversations of packets whose numbers are near the right ones, and packets of any bytes.
func FuzzSCTP(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x81\x01\x00\x02\x00\x02\x83\x03\x00\x04\x04\x00\x88\x08\x01"), uint8(0))
	f.Add([]byte("\x04\x04\x07\x88\x08\x08\x05\x05\x00\x8c\x0c\x00\x0d\x0d\x00"), uint8(1))
	f.Add([]byte("\x7f\x00\x0c\x03\x03\x00\x10aaaaaaaaaaaa"), uint8(1))
	f.Fuzz(func(t *testing.T, b []byte, cfg uint8) {
		s := session.NewSCTP(session.SCTPConfig{Midway: cfg&1 != 0})
		var out []byte
		for at := int64(0); len(b) >= 3; at += 1e6 {
			side, kind, n := session.Side(b[0]>>7), int(b[1]), int(int8(b[2]))
			raw := b[0]&0x7f == 0x7f
			b = b[3:]
			k := sctpTemplates[kind%len(sctpTemplates)](side, n)
			if raw {
				n = min(len(b), n&63)
				k.chunks, b = append(k.chunks[:len(k.chunks):len(k.chunks)], b[:n]...), b[n:]
			}
			if kind >= 250 {
				s.Lost(side)
			}
			before, _ := s.AppendBinary(nil)
			v := s.Check(side, k.packet(), at)
			after, _ := s.AppendBinary(nil)
			if v.Outcome == session.Invalid && !bytes.Equal(before, after) || v.OK() != (v.Rule == nil) {
				t.Fatalf("%+v: %x, then %x", v, before, after)
			}
			var c session.SCTP
			if err := c.UnmarshalBinary(after); err != nil {
				t.Fatal(err)
			}
			if again, _ := c.AppendBinary(nil); !bytes.Equal(after, again) {
				t.Fatalf("%x, restored %x", after, again)
			}
			for _, m := range s.Next(side, nil) {
				_ = c.UnmarshalBinary(after)
				var err error
				if out, err = c.Build(side, out[:0], at, sctpPart(m.Name)); err != nil {
					if still, _ := c.AppendBinary(nil); !bytes.Equal(still, after) {
						t.Fatalf("%s: not built, but followed", m.Name)
					}
					// A cookie or tag may be another's, and data may have to continue a message that is half sent.
					if cfg&1 == 0 && m.Name != "COOKIE ECHO" && m.Name != "INIT ACK" && m.Name != "DATA" && m.Name != "I-DATA" {
						t.Fatalf("%s in %s: %v", m.Name, s.State(side), err)
					}
					continue
				}
				var d session.SCTP
				_ = d.UnmarshalBinary(after)
				p := wire.SCTP(out)
				p.SetSrcPort(1)
				p.SetDstPort(1)
				if v := d.Check(side, p, at); !v.OK() {
					t.Fatalf("%s: %v", m.Name, v)
				}
			}
		}
	})
}

// TestSCTPEndpoints has two programs speak by Build alone over a network that loses, repeats and delays packets; a Session that
// sees what the network carries must find nothing Invalid.
func TestSCTPEndpoints(t *testing.T) {
	total, tolerated := 0, map[string]int{}
	for seed := range uint64(300) {
		n := &sctpNetwork{t: t, r: rand.New(rand.NewPCG(seed, 1)), path: session.NewSCTP(session.SCTPConfig{Checksums: true}), tolerated: tolerated}
		for i := range n.ends {
			n.ends[i] = session.NewSCTP(session.SCTPConfig{})
		}
		n.run()
		total += n.total
		if got := n.path.State(cl) + " " + n.path.State(sv); got != "CLOSED CLOSED" {
			t.Errorf("%d: ends %s", seed, got)
		}
	}
	t.Logf("%d packets, tolerated %v", total, tolerated)
}

// sctpNetwork is two ends, each with a Session of its own that knows what it sent and received, and a path between them.
type sctpNetwork struct {
	t         *testing.T
	r         *rand.Rand
	ends      [2]*session.SCTP
	path      *session.SCTP
	queue     [2][]wire.SCTP // to each side
	sent      [2]int
	total     int
	at        int64
	tolerated map[string]int
}

// send has a side send what it can, and the path see it.
func (n *sctpNetwork) send(side session.Side, parts ...session.SCTPPart) bool {
	b, err := n.ends[side].Build(side, nil, n.at, parts...)
	if err != nil {
		return false
	}
	p := wire.SCTP(b)
	p.SetSrcPort(1 + uint16(side))
	p.SetDstPort(2 - uint16(side))
	p.SetChecksum(p.Sum())
	n.total++
	v := n.path.Check(side, p, n.at)
	if v.Outcome == session.Invalid {
		n.t.Fatalf("%v %v: %v", side, wire.SCTPChunk(p[wire.SCTPLen:]).Type(), v)
	}
	if !v.OK() {
		n.tolerated[v.Rule.Name]++
	}
	for range 1 + n.r.IntN(8)/7 - n.r.IntN(8)/7 { // twice or not at all
		n.queue[side.Peer()] = append(n.queue[side.Peer()], p)
	}
	return true
}

// deliver gives a side one of the packets that wait for it.
func (n *sctpNetwork) deliver(side session.Side) {
	q := n.queue[side]
	if len(q) == 0 {
		return
	}
	i := n.r.IntN(min(len(q), 2))
	n.ends[side].Check(side.Peer(), q[i], n.at)
	n.queue[side] = append(q[:i:i], q[i+1:]...)
}

func (n *sctpNetwork) run() {
	ending := [2]bool{}
	for step := 0; step < 4000; step++ {
		n.at += 1e6
		side := session.Side(n.r.IntN(2))
		if n.r.IntN(3) > 0 {
			n.deliver(side)
			continue
		}
		s := n.ends[side]
		moves := s.Next(side, nil)
		if len(moves) == 0 {
			continue
		}
		m := moves[n.r.IntN(len(moves))]
		p := sctpPart(m.Name)
		p.Tag, p.TSN = 100+uint32(side), sctpTSNs[side]
		switch m.Name {
		case "INIT":
			if step > 500 || ending[side] {
				return
			}
		case "ABORT":
			continue
		case "DATA":
			if n.sent[side] >= 50 {
				continue
			}
			p.Again = s.Unacknowledged(side) > 0 && n.r.IntN(2) == 0
			if p.TSN = sctpTSNs[side] + uint32(n.sent[side]) - 1; !p.Again {
				n.sent[side]++
			}
		case "SHUTDOWN":
			ending[side] = true
		case "HEARTBEAT":
			continue
		case "SHUTDOWN COMPLETE":
			if n.send(side, p) {
				n.send(side.Peer(), session.SCTPPart{Chunk: wire.SCTPTypeAbort})
				return
			}
		}
		n.send(side, p)
	}
	n.send(cl, session.SCTPPart{Chunk: wire.SCTPTypeAbort})
}

func BenchmarkSCTP(b *testing.B) {
	s := session.NewSCTP(session.SCTPConfig{})
	for _, k := range sOpened() {
		s.Check(k.side, k.packet(), 0)
	}
	d, a := sData(cl, 0).packet(), sSACK(sv, 1).packet()
	b.ReportAllocs()
	for i := range b.N {
		if i&1 == 0 {
			s.Check(cl, d, int64(i))
			wire.PutUint32(d, 16, wire.Uint32(d, 16)+1)
		} else {
			s.Check(sv, a, int64(i))
			wire.PutUint32(a, 16, wire.Uint32(a, 16)+1)
		}
	}
}
