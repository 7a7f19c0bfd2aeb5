package main

import (
	"fmt"
	"testing"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// talk is a TCP connection of which one side sends 1,000 bytes and the other acknowledges them, again and again.
type talk struct {
	data, ack wire.TCP
	turn      bool
}

func newTalk() *talk {
	k := &talk{stamped(wire.ACK|wire.PSH, 101, 201), stamped(wire.ACK, 201, 1101), false}
	k.data = append(k.data, make([]byte, 1000)...)
	return k
}

// stamped is a segment with time stamps, as most are.
func stamped(flags wire.TCPFlags, seq, ack uint32) wire.TCP {
	v := make(wire.TCP, wire.TCPLen)
	v.SetFlags(flags)
	v.SetSeq(seq)
	v.SetAck(ack)
	v.SetWindow(0xffff)
	v = append(v, wire.TCPOptions{}.Add(wire.NOP).Add(wire.NOP).AddTimestamps(1, 1)...)
	v.SetDataOffset(8)
	return v
}

// open has a Session take the handshake.
func open(check func(session.Side, wire.TCP)) {
	check(session.Client, stamped(wire.SYN, 100, 0))
	check(session.Server, stamped(wire.SYN|wire.ACK, 200, 101))
	check(session.Client, stamped(wire.ACK, 101, 201))
}

// next returns the next segment.
func (k *talk) next() (session.Side, wire.TCP) {
	if k.turn = !k.turn; k.turn {
		return session.Client, k.data
	}
	return session.Server, k.ack
}

// advance moves on after an acknowledgement.
func (k *talk) advance() {
	if !k.turn {
		k.data.SetSeq(k.data.Seq() + 1000)
		k.ack.SetAck(k.ack.Ack() + 1000)
	}
}

func sessionGroups() []group {
	return []group{{"TCP sessions, a segment", []entry{
		{"gocap session.TCP, as the ends see it", 0, judge(func() func(session.Side, wire.TCP) session.Verdict {
			s := session.NewTCP(session.TCPConfig{})
			return func(side session.Side, v wire.TCP) session.Verdict { return s.Check(side, v, 0) }
		})},
		{"gocap session.Conntrack, as Linux does", 0, judge(func() func(session.Side, wire.TCP) session.Verdict {
			s := session.NewConntrack(session.ConntrackConfig{})
			return func(side session.Side, v wire.TCP) session.Verdict { return s.Check(side, v, 0) }
		})},
	}}}
}

func judge(make func() func(session.Side, wire.TCP) session.Verdict) func(b *testing.B) {
	return func(b *testing.B) {
		check, k := make(), newTalk()
		open(func(side session.Side, v wire.TCP) { check(side, v) })
		b.ReportAllocs()
		b.ResetTimer()
		for range b.N {
			side, v := k.next()
			if r := check(side, v); !r.OK() {
				b.Fatal(r)
			}
			k.advance()
		}
	}
}

// tcpSessions judges the handshakes of so many connections, each of which it keeps.
func tcpSessions(n int) (grown int, said string) {
	before := heap()
	t := sequence.NewTable(sequence.TableConfig[session.TCP]{Flows: n, Timeout: -1})
	syn, answer, ack := stamped(wire.SYN, 100, 0), stamped(wire.SYN|wire.ACK, 200, 101), stamped(wire.ACK, 101, 201)
	bad := 0
	for i := range n {
		var k sequence.Key
		wire.PutUint32(k.A[:], 0, uint32(i))
		s, _ := t.Get(&k, src, int64(i))
		if !s.Check(session.Client, syn, 0).OK() || !s.Check(session.Server, answer, 0).OK() || !s.Check(session.Client, ack, 0).OK() {
			bad++
		}
	}
	grown = heap() - before
	return grown, fmt.Sprintf("%d sessions, %d of them wrong", t.Stats().Current, bad)
}
