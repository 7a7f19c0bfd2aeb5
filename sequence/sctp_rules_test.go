package sequence

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

func sctpForward(cum uint32, skipped ...uint16) []byte {
	v := be32(nil, cum)
	for _, s := range skipped {
		v = be16(v, s)
	}
	return sctpChunkBytes(wire.SCTPTypeForwardTSN, 0, v)
}

func sctpIForward(cum uint32, stream uint16, unordered uint16, mid uint32) []byte {
	return sctpChunkBytes(wire.SCTPTypeIForwardTSN, 0, be32(be16(be16(be32(nil, cum), stream), unordered), mid))
}

// sctpParam returns a parameter, padded.
func sctpParam(t wire.SCTPParamType, v []byte) []byte {
	return wire.SCTPParams(nil).Add(t, v...)
}

func sctpReConfig(params ...[]byte) []byte {
	return sctpChunkBytes(wire.SCTPTypeReConfig, 0, slices.Concat(params...))
}

// TestSCTPRules has what comes of sequences of chunks in one direction, each in a packet of its own, a second of a tenth
// apart. The first TSN is 100 where INIT is first.
func TestSCTPRules(t *testing.T) {
	init := sctpInitBytes(wire.SCTPTypeInit, 1, 100)
	d, i := sctpDataBytes, sctpIDataBytes
	outReset := func(seq, last uint32, streams ...uint16) []byte {
		v := be32(be32(be32(nil, seq), 0), last)
		for _, s := range streams {
			v = be16(v, s)
		}
		return sctpReConfig(sctpParam(wire.SCTPParamOutgoingReset, v))
	}
	for _, c := range []struct {
		name   string
		chunks [][]byte
		want   string
	}{
		{"RFC 9260 §6.6: ordered", [][]byte{init, d(101, 1, 1, fW, "b"), d(100, 1, 0, fW, "a")}, "1/0 a, 1/1 b"},
		{"RFC 9260 §6.6: streams do not wait for each other", [][]byte{init, d(101, 2, 0, fW, "b"), d(100, 1, 0, fW, "a")}, "2/0 b, 1/0 a"},
		{"RFC 9260 §6.6: unordered", [][]byte{init, d(101, 1, 9, fW|fU, "b"), d(100, 1, 0, fW, "a")}, "1/u0 b, 1/0 a"},
		{"RFC 9260 §6.9: fragments", [][]byte{init, d(102, 1, 0, fE, "c"), d(100, 1, 0, fB, "a"), d(101, 1, 0, 0, "b")}, "1/0 abc"},
		{"RFC 9260 §6.2: sent again", [][]byte{init, d(100, 1, 0, fW, "a"), d(100, 1, 0, fW, "A")}, "1/0 a"},
		{"RFC 9260 §6.2: sent again while it waits", [][]byte{init, d(101, 1, 1, fW, "b"), d(101, 1, 1, fW, "B"), d(100, 1, 0, fW, "a")},
			`conflict "b" "B", 1/0 a, 1/1 b`},
		{"RFC 9260 §6.5: stream that there is not", [][]byte{init, d(100, 100, 0, fW, "a"), d(101, 1, 0, fW, "b")},
			"fault 1: " + ErrStream.Error() + ", 1/0 b"},
		{"RFC 9260 §3.3.1: no data", [][]byte{init, d(100, 1, 0, fW, ""), d(101, 1, 0, fW, "b")}, "fault 0: " + ErrNoData.Error() + ", 1/0 b"},
		{"RFC 8260 §2.1: interleaved", [][]byte{init, i(100, 1, 0, 0, fB, "a"), i(101, 2, 0, 0, fB, "x"), i(102, 1, 0, 1, fE, "b"),
			i(103, 2, 0, 1, fE, "y")}, "1/0 ab, 2/0 xy"},
		{"RFC 8260 §2.1: ordered and unordered have numbers of their own", [][]byte{init, i(100, 1, 0, 0, fB, "a"), i(101, 1, 0, 0, fB|fU, "x"),
			i(102, 1, 0, 1, fE|fU, "y"), i(103, 1, 0, 1, fE, "b")}, "1/u0 xy, 1/0 ab"},
		{"RFC 8260 §2.2.1: DATA and I-DATA", [][]byte{init, d(100, 1, 0, fW, "a"), i(101, 1, 1, 0, fW, "b"), d(102, 1, 1, fW, "c")},
			"1/0 a, fault 1: " + ErrMixed.Error() + ", 1/1 c"},
		{"RFC 3758 §3.6: what waits is delivered", [][]byte{init, d(101, 1, 1, fW, "b"), d(103, 1, 3, fW, "d"), sctpForward(102, 1, 2)},
			"1/0+1 gone, 1/1 b, 1/2+1 gone, 1/3 d, lost 0+1, lost 2+1"},
		{"RFC 3758 §3.6: fragments of what is given up", [][]byte{init, d(100, 1, 0, fB, "a"), sctpForward(101, 1, 0), d(102, 1, 1, fW, "b")},
			"1/0+1 gone, lost 1+1, fault 1: " + ErrNoEnd.Error() + ", 1/1 b"},
		{"RFC 3758 §3.6: an old one", [][]byte{init, d(100, 1, 0, fW, "a"), sctpForward(99, 1, 7), d(101, 1, 1, fW, "b")}, "1/0 a, 1/1 b"},
		{"RFC 3758 §3.6: one far away", [][]byte{init, sctpForward(100+1<<30, 1, 7), d(100, 1, 0, fW, "a")}, "fault 0: " + ErrWindow.Error() + ", 1/0 a"},
		{"RFC 8260 §2.3.1", [][]byte{init, i(100, 1, 0, 0, fB, "a"), i(102, 1, 0, 0, fB|fU, "x"), sctpIForward(102, 1, 0, 0), sctpIForward(103, 1, 1, 0),
			i(104, 1, 1, 0, fW, "b")}, "fault 1: " + ErrAbandoned.Error() + ", 1/0+1 gone, lost 1+1, fault 1: " + ErrAbandoned.Error() +
			", 1/u0+1 gone, lost 3+1, 1/1 b"},
		{"RFC 6525 §5.2.2: a stream", [][]byte{init, d(100, 1, 0, fW, "a"), d(101, 2, 0, fW, "x"), outReset(1, 101, 1), outReset(1, 101, 1),
			d(102, 1, 0, fW, "b"), d(103, 2, 1, fW, "y")}, "1/0 a, 2/0 x, notice 0: " + ErrStreamReset.Error() + ", 1/65536 b, 2/1 y"},
		{"RFC 6525 §5.2.2: all, when all chunks before came", [][]byte{init, d(100, 1, 0, fW, "a"), outReset(1, 101), d(102, 1, 0, fW, "c"),
			d(101, 1, 1, fW, "b")}, "1/0 a, 1/1 b, notice 0: " + ErrStreamReset.Error() + ", 1/65536 c"},
		{"RFC 6525 §4.1: numbers do not matter to streams that are not in the list", [][]byte{init, d(100, 1, 0, fW, "a"), outReset(1, 100, 2),
			d(101, 1, 0, fW, "b")}, "1/0 a, fault 1: " + ErrOldMessage.Error()},
		{"end: ABORT", [][]byte{init, d(101, 1, 1, fW, "b"), sctpChunkBytes(wire.SCTPTypeAbort, 0, nil), d(100, 1, 0, fW, "a")},
			"lost 0+1, 1/0+1 gone, 1/1 b, end rst, fault 1: " + ErrAfterEnd.Error()},
		{"end: SHUTDOWN COMPLETE", [][]byte{init, sctpChunkBytes(wire.SCTPTypeShutdownComplete, 0, nil)}, "end fin"},
		{"TSN beyond all bounds, thrice in a row", [][]byte{init, d(100, 1, 0, fW, "a"), d(1<<30, 1, 1, fW, "b"), d(1<<30+1, 1, 2, fW, "c"), d(101, 1, 1, fW, "B"),
			d(1<<30, 1, 1, fW, "b"), d(1<<30+1, 1, 3, fW, "c"), d(1<<30+2, 1, 4, fW, "d")}, "1/0 a, " + strings.Repeat("fault 1: "+ErrWindow.Error()+", ", 2) +
			"1/1 B, " + strings.Repeat("fault 1: "+ErrWindow.Error()+", ", 2) + "lost 2+1073741724, 1/2+2 gone, 1/4 d"},
		{"another beginning where the message goes on", [][]byte{init, d(100, 1, 0, fB, "a"), d(101, 1, 1, fW, "b"), d(102, 1, 2, fW, "c")},
			"fault 1: " + ErrNoEnd.Error() + ", 1/0+1 gone, 1/1 b, 1/2 c"},
		{"another beginning, early", [][]byte{init, d(102, 1, 0, fE, "c"), d(101, 1, 0, fB, "b"), d(100, 1, 0, fB, "a")}, "1/0 bc, fault 1: " + ErrNoEnd.Error()},
		{"fragments of two streams", [][]byte{init, d(100, 1, 0, fB, "a"), d(101, 2, 0, fE, "b")}, "fault 1: " + ErrNoEnd.Error() + ", fault 1: " + ErrNoBegin.Error()},
		{"fragment with another order", [][]byte{init, d(101, 1, 0, fE|fU, "b"), d(100, 1, 0, fB, "a")},
			"fault 1: " + ErrNoBegin.Error() + ", fault 1: " + ErrNoEnd.Error()},
		{"fragment without a beginning", [][]byte{init, d(100, 1, 0, 0, "a"), d(101, 1, 0, fE, "b"), d(102, 1, 0, fW, "c")},
			"fault 1: " + ErrNoBegin.Error() + ", fault 1: " + ErrNoBegin.Error() + ", 1/0 c"},
		{"I-DATA: two ends", [][]byte{init, i(100, 1, 0, 0, fB, "a"), i(102, 1, 0, 2, fE, "c"), i(103, 1, 0, 3, fE, "d"), i(104, 1, 0, 4, 0, "e"),
			i(101, 1, 0, 1, 0, "b")}, strings.Repeat("fault 1: "+ErrFragment.Error()+", ", 2) + "1/0 abc"},
		{"I-DATA: an end before others", [][]byte{init, i(100, 1, 0, 0, fB, "a"), i(102, 1, 0, 2, 0, "c"), i(103, 1, 0, 1, fE, "d"), i(101, 1, 0, 1, 0, "b"),
			i(104, 1, 0, 3, fE, "d")}, "fault 1: " + ErrFragment.Error() + ", 1/0 abcd"},
		{"I-DATA: a fragment twice", [][]byte{init, i(100, 1, 0, 0, fB, "a"), i(101, 1, 0, 0, fB, "A"), i(102, 1, 0, 1, fE, "b")},
			"conflict \"a\" \"A\", fault 1: " + ErrSameMessage.Error() + ", 1/0 ab"},
		{"I-DATA: a message twice", [][]byte{init, i(101, 1, 1, 0, fW, "b"), i(102, 1, 1, 0, fW, "B"), i(100, 1, 0, 0, fW, "a")},
			"conflict \"b\" \"B\", fault 1: " + ErrSameMessage.Error() + ", 1/0 a, 1/1 b"},
		{"I-DATA: fragment number beyond reason", [][]byte{init, i(100, 1, 0, 1<<31, 0, "a"), i(101, 1, 0, 0, fW, "b")},
			"fault 1: " + ErrLong.Error() + ", 1/0 b"},
		{"number that was skipped", [][]byte{init, d(100, 1, 1, fW, "b"), d(101, 1, 0, fW, "a")}, "1/0+1 gone, 1/1 b, fault 1: " + ErrOldMessage.Error()},
		{"number twice", [][]byte{init, d(101, 1, 1, fW, "b"), d(102, 1, 1, fW, "c"), d(100, 1, 0, fW, "a")},
			"conflict \"b\" \"c\", fault 1: " + ErrSameMessage.Error() + ", 1/0 a, 1/1 b"},
		{"another INIT", [][]byte{init, sctpInitBytes(wire.SCTPTypeInit, 1, 500), d(100, 1, 0, fW, "a")}, "fault 0: " + ErrInit.Error() + ", 1/0 a"},
		{"INIT overtaken", [][]byte{d(101, 1, 1, fW, "b"), init, d(100, 1, 0, fW, "a")}, "1/0 a, 1/1 b"},
		{"met midway, in order", [][]byte{d(100, 1, 7, fW, "a"), d(101, 1, 8, fW, "b")}, ""},
		{"met midway, overtaken", [][]byte{d(101, 1, 8, fW, "b"), d(100, 1, 7, fW, "a"), sctpSACKBytes(0)}, ""},
		{"a cut chunk", [][]byte{init, d(100, 1, 0, fW, "abcdefgh")[:18], d(101, 1, 1, fW, "b")}, "fault 2: " + ErrChunk.Error() + ", 1/0+1 gone, 1/1 b"},
	} {
		var l sctpLog
		s := NewSCTP(nil, SCTPConfig{Out: &l})
		for i, x := range c.chunks {
			s.Put(sctpBytes(7, x), Source{Frame: uint64(i), Time: int64(i) * 1e7})
		}
		if got := strings.Join(l.lines, ", "); got != c.want {
			t.Errorf("%s:\n %s, want\n %s", c.name, got, c.want)
		}
		s.Flush(Flushed)
		if s.env.arena.used != 0 || s.h.mem != 0 {
			t.Errorf("%s: %d bytes lost, %d", c.name, s.env.arena.used, s.h.mem)
		}
	}
}

// TestSCTPMidway meets associations midway.
func TestSCTPMidway(t *testing.T) {
	d := sctpDataBytes
	for _, c := range []struct {
		name string
		put  func(s *SCTP)
		want string
	}{
		{"what waits comes with the end", func(s *SCTP) {
			s.Put(sctpBytes(7, d(101, 1, 8, fW, "b"), d(100, 1, 7, fW, "a")), Source{})
		}, "1/7 a, 1/8 b, end eof"},
		{"or when time has passed", func(s *SCTP) {
			s.Put(sctpBytes(7, d(101, 1, 8, fW, "b"), d(100, 1, 7, fW, "a")), Source{})
			s.Put(sctpBytes(7, d(102, 1, 9, fW, "c")), Source{Time: SettleTime})
			s.Put(sctpBytes(7, d(99, 1, 6, fW, "z")), Source{Time: SettleTime}) // now taken for one that came before
		}, "1/7 a, 1/8 b, 1/9 c, end eof"},
		{"or when the other side has it", func(s *SCTP) {
			s.Put(sctpBytes(7, d(101, 1, 8, fW, "b"), d(100, 1, 7, fW, "a")), Source{})
			s.Acknowledge(sctpBytes(8, sctpSACKBytes(101)), Source{})
			s.Put(sctpBytes(7, d(102, 2, 3, fW, "c")), Source{})
		}, "1/7 a, 1/8 b, 2/3 c, end eof"},
		{"without a beginning", func(s *SCTP) {
			s.Put(sctpBytes(7, d(100, 1, 7, fE, "a"), d(101, 1, 8, fW, "b")), Source{})
		}, "fault 1: " + ErrNoBegin.Error() + ", 1/8 b, end eof"},
		{"lost, and acknowledged", func(s *SCTP) {
			s.Put(sctpBytes(7, sctpInitBytes(wire.SCTPTypeInit, 1, 100)), Source{})
			s.Put(sctpBytes(7, d(101, 1, 1, fW, "b")), Source{})
			s.Acknowledge(sctpBytes(8, sctpSACKBytes(101)), Source{})
			s.Acknowledge(sctpBytes(8, sctpSACKBytes(102)), Source{Time: 2 * ackGrace})
		}, "lost 0+1, 1/0+1 gone, 1/1 b, lost 2+1, end eof"},
		{"reset of streams, denied", func(s *SCTP) {
			s.Acknowledge(sctpBytes(8, sctpSACKBytes(99)), Source{})
			s.Put(sctpBytes(7, sctpInitBytes(wire.SCTPTypeInit, 1, 100), d(100, 1, 0, fW, "a")), Source{})
			s.Put(sctpBytes(7, sctpReConfig(sctpParam(wire.SCTPParamOutgoingReset, be32(be32(be32(nil, 5), 0), 100)))), Source{})
			s.Acknowledge(sctpBytes(8, sctpReConfig(sctpParam(wire.SCTPParamReConfigResponse, be32(be32(nil, 5), 2)))), Source{})
			s.Put(sctpBytes(7, d(101, 1, 1, fW, "b")), Source{})
		}, "1/0 a, 1/1 b, end eof"},
		{"reset of streams and TSNs", func(s *SCTP) {
			s.Put(sctpBytes(7, sctpInitBytes(wire.SCTPTypeInit, 1, 100), d(100, 1, 0, fW, "a")), Source{})
			s.Put(sctpBytes(7, sctpReConfig(sctpParam(wire.SCTPParamTSNReset, be32(nil, 5)))), Source{})
			s.Acknowledge(sctpBytes(8, sctpReConfig(sctpParam(wire.SCTPParamReConfigResponse, be32(be32(be32(be32(nil, 5), 1), 7000), 9000)))), Source{})
			s.Put(sctpBytes(7, d(9001, 1, 1, fW, "c"), d(9000, 1, 0, fW, "b")), Source{})
		}, "1/0 a, notice 0: " + ErrStreamReset.Error() + ", 1/65536 b, 1/65537 c, end eof"},
	} {
		var l sctpLog
		s := NewSCTP(nil, SCTPConfig{Out: &l})
		c.put(s)
		s.Flush(Flushed)
		if got := strings.Join(l.lines, ", "); got != c.want {
			t.Errorf("%s:\n %s, want\n %s", c.name, got, c.want)
		}
	}
	var l sctpLog
	s := NewSCTP(nil, SCTPConfig{Out: &l, OnlyWhole: true})
	s.Put(sctpBytes(7, d(101, 1, 8, fW, "b")), Source{})
	if !slices.Equal(l.lines, []string{"fault 1: " + ErrNotWhole.Error()}) {
		t.Errorf("only whole ones: %q", l.lines)
	}
}

// TestSCTPWrap lets the numbers of messages wrap.
func TestSCTPWrap(t *testing.T) {
	for _, inter := range []bool{false, true} {
		next := uint64(0xfffe)
		if inter {
			next = 0xfffffffe
		}
		var got []string
		s := NewSCTP(nil, SCTPConfig{Settle: -1, Out: SinkFunc(func(e *Event) {
			if e.Kind == Message {
				got = append(got, fmt.Sprintf("%d %s", e.Offset-next, e.Bytes))
			}
		})})
		for i, k := range []uint64{0, 2, 1, 3} {
			x := sctpDataBytes(100+uint32(k), 1, uint16(next+k), fW, "x")
			if inter {
				x = sctpIDataBytes(100+uint32(k), 1, uint32(next+k), 0, fW, "x")
			}
			s.Put(sctpBytes(7, x), Source{Frame: uint64(i)})
		}
		if want := []string{"0 x", "1 x", "2 x", "3 x"}; !slices.Equal(got, want) {
			t.Errorf("interleaved %v: %q", inter, got)
		}
	}
}

// An associationsTest feeds packets between hosts with several addresses.
type associationsTest struct {
	s     *Associations
	logs  []*[2]sctpLog
	frame uint64
	time  int64
}

func newAssociationsTest(cfg AssociationsConfig) *associationsTest {
	x := &associationsTest{}
	cfg.Accept = func(*Association) (Sink, Sink) {
		l := &[2]sctpLog{}
		x.logs = append(x.logs, l)
		return &l[0], &l[1]
	}
	x.s = NewAssociations(nil, cfg)
	return x
}

// put sends a packet from one address to another, each given by its last number: of clients from 1 on, of servers from
// 100 on.
func (x *associationsTest) put(src, dst byte, tag uint32, chunks ...[]byte) {
	p := sctpBytes(tag, chunks...)
	if src >= 100 {
		p.SetSrcPort(2048)
		p.SetDstPort(1024)
		p.SetChecksum(p.Sum())
	}
	x.frame++
	x.s.Put(netip.AddrFrom4([4]byte{192, 0, 2, src}), netip.AddrFrom4([4]byte{192, 0, 2, dst}), 0, p, -1, Source{Frame: x.frame, Time: x.time})
}

func (x *associationsTest) open(clientTag, serverTag uint32, params ...byte) {
	x.put(1, 100, 0, sctpInitBytes(wire.SCTPTypeInit, clientTag, 100, params...))
	x.put(100, 1, clientTag, sctpInitBytes(wire.SCTPTypeInitAck, serverTag, 500, params...))
}

// TestAssociations has which packets belong together.
func TestAssociations(t *testing.T) {
	d := sctpDataBytes
	abort := func(flags uint8) []byte { return sctpChunkBytes(wire.SCTPTypeAbort, flags, nil) }
	echo := sctpChunkBytes(wire.SCTPTypeCookieEcho, 0, []byte("cook"))
	addresses := slices.Concat(sctpParam(wire.SCTPParamIPv4Address, []byte{192, 0, 2, 2}), sctpParam(wire.SCTPParamIPv4Address, []byte{192, 0, 2, 101}))
	for _, c := range []struct {
		name string
		put  func(x *associationsTest)
		want string
	}{
		{"both directions", func(x *associationsTest) {
			x.open(7, 8)
			x.put(1, 100, 8, d(100, 1, 0, fW, "a"))
			x.put(100, 1, 7, d(500, 1, 0, fW, "b"))
		}, "1/0 a, end eof < 1/0 b, end eof"},
		{"§8.5: another tag", func(x *associationsTest) {
			x.open(7, 8)
			x.put(1, 100, 9, d(100, 1, 0, fW, "evil"))
			x.put(1, 100, 8, d(100, 1, 0, fW, "a"))
		}, "fault 0: " + ErrTag.Error() + ", 1/0 a, end eof < end eof"},
		{"§8.5.1: INIT has none", func(x *associationsTest) {
			x.open(7, 8)
			x.put(1, 100, 8, sctpInitBytes(wire.SCTPTypeInit, 9, 100))
		}, "fault 0: " + ErrTag.Error() + ", end eof < end eof"},
		{"§8.5.1: ABORT with the sender's tag", func(x *associationsTest) {
			x.open(7, 8)
			x.put(1, 100, 8, abort(1))
			x.put(1, 100, 7, abort(0))
			x.put(1, 100, 7, abort(1))
		}, "fault 0: " + ErrTag.Error() + ", fault 0: " + ErrTag.Error() + ", end rst < end rst"},
		{"ABORT of the other side", func(x *associationsTest) {
			x.open(7, 8)
			x.put(100, 1, 7, abort(0))
		}, "end rst < end rst"},
		{"several addresses", func(x *associationsTest) {
			x.open(7, 8, addresses...)
			x.put(2, 101, 8, d(101, 1, 1, fW, "b"))
			x.put(1, 100, 8, d(100, 1, 0, fW, "a"))
			x.put(101, 2, 7, d(500, 1, 0, fW, "c"))
		}, "1/0 a, 1/1 b, end eof < 1/0 c, end eof"},
		{"an address that was not told of", func(x *associationsTest) {
			x.open(7, 8)
			x.put(3, 103, 8, d(100, 1, 0, fW, "evil"))
			x.put(1, 100, 8, d(100, 1, 0, fW, "a"))
		}, "1/0 a, end eof < end eof | 1/0 evil, end eof < end eof"},
		{"an address that was added", func(x *associationsTest) {
			x.open(7, 8)
			x.put(1, 100, 8, sctpChunkBytes(wire.SCTPTypeASCONF, 0, slices.Concat(be32(nil, 1), sctpParam(wire.SCTPParamIPv4Address, []byte{192, 0, 2, 1}),
				sctpParam(wire.SCTPParamAddAddress, slices.Concat(be32(nil, 1), sctpParam(wire.SCTPParamIPv4Address, []byte{192, 0, 2, 3}))))))
			x.put(3, 100, 8, d(100, 1, 0, fW, "a"))
		}, "1/0 a, end eof < end eof"},
		{"met midway, on two paths", func(x *associationsTest) {
			x.put(1, 100, 8, d(100, 1, 0, fW, "a"))
			x.put(2, 101, 8, d(101, 1, 1, fW, "b"))
			x.put(101, 2, 7, d(500, 1, 0, fW, "c"))
			x.put(100, 1, 7, d(501, 1, 1, fW, "d"))
		}, "1/0 a, 1/1 b, end eof < 1/0 c, 1/1 d, end eof"},
		{"§5.2.1: both send INIT", func(x *associationsTest) {
			x.put(1, 100, 0, sctpInitBytes(wire.SCTPTypeInit, 7, 100))
			x.put(100, 1, 0, sctpInitBytes(wire.SCTPTypeInit, 8, 500))
			x.put(100, 1, 7, sctpInitBytes(wire.SCTPTypeInitAck, 8, 500))
			x.put(1, 100, 8, d(100, 1, 0, fW, "a"))
		}, "1/0 a, end eof < end eof"},
		{"§5.2.2: INIT alone changes nothing", func(x *associationsTest) {
			x.open(7, 8)
			x.put(1, 100, 0, sctpInitBytes(wire.SCTPTypeInit, 17, 1000))
			x.put(1, 100, 8, d(100, 1, 0, fW, "a"))
		}, "fault 0: " + ErrInit.Error() + ", 1/0 a, end eof < end eof"},
		{"INIT that the server did not send", func(x *associationsTest) {
			x.put(1, 100, 0, sctpInitBytes(wire.SCTPTypeInit, 7, 100))
			x.put(100, 1, 0, sctpInitBytes(wire.SCTPTypeInit, 66, 6666))
			x.put(100, 1, 7, sctpInitBytes(wire.SCTPTypeInitAck, 8, 500))
			x.put(1, 100, 8, echo, d(100, 1, 0, fW, "a"))
			x.put(100, 1, 7, d(500, 1, 0, fW, "b"))
		}, "end rst < fault 0: " + ErrInit.Error() + ", end rst | 1/0 a, end eof < 1/0 b, end eof"},
		{"INIT that the client did not send, in the midst", func(x *associationsTest) {
			x.put(1, 100, 8, d(100, 1, 0, fW, "a"))
			x.put(1, 100, 0, sctpInitBytes(wire.SCTPTypeInit, 66, 6666))
			x.put(100, 1, 7, d(500, 1, 0, fW, "b"))
		}, "fault 0: " + ErrInit.Error() + ", 1/0 a, end eof < 1/0 b, end eof"},
		{"§5.2.4: restart", func(x *associationsTest) {
			x.open(7, 8)
			x.put(1, 100, 8, d(100, 1, 0, fW, "a"))
			x.put(1, 100, 0, sctpInitBytes(wire.SCTPTypeInit, 17, 1000))
			x.put(100, 1, 17, sctpInitBytes(wire.SCTPTypeInitAck, 18, 5000))
			x.put(100, 1, 7, d(500, 1, 0, fW, "b"))
			x.put(1, 100, 18, echo, d(1001, 1, 1, fW, "d"))
			x.put(1, 100, 18, d(1000, 1, 0, fW, "c"))
			x.put(100, 1, 17, d(5000, 1, 0, fW, "e"))
			x.put(1, 100, 8, d(101, 1, 1, fW, "old"))
		}, "1/0 a, fault 0: " + ErrInit.Error() + ", end rst < fault 0: " + ErrInit.Error() + ", 1/0 b, end rst" +
			" | 1/0 c, 1/1 d, fault 0: " + ErrTag.Error() + ", end eof < 1/0 e, end eof"},
		{"one after another", func(x *associationsTest) {
			x.open(7, 8)
			x.put(1, 100, 8, sctpChunkBytes(wire.SCTPTypeShutdownComplete, 0, nil))
			x.open(17, 18)
			x.put(1, 100, 18, d(100, 1, 0, fW, "a"))
		}, "end fin < end fin | 1/0 a, end eof < end eof"},
		{"silent for long", func(x *associationsTest) {
			x.open(7, 8)
			x.put(1, 100, 8, d(100, 1, 0, fW, "a"))
			x.time += 2 * DefaultAssociationTimeout
			x.put(5, 105, 8, d(1, 1, 0, fW, "b"))
		}, "1/0 a, end timeout < end timeout | 1/0 b, end eof < end eof"},
		{"last words of nobody", func(x *associationsTest) {
			x.put(1, 100, 8, abort(1))
			x.put(1, 100, 8, sctpChunkBytes(wire.SCTPTypeShutdownComplete, 1, nil))
			x.put(1, 100, 8)
		}, ""},
	} {
		x := newAssociationsTest(AssociationsConfig{SCTP: SCTPConfig{Checksums: true}})
		c.put(x)
		x.s.Flush(Flushed)
		var got []string
		for _, l := range x.logs {
			got = append(got, strings.Join(l[0].lines, ", ")+" < "+strings.Join(l[1].lines, ", "))
		}
		if s := strings.Join(got, " | "); s != c.want {
			t.Errorf("%s:\n %s, want\n %s", c.name, s, c.want)
		}
		if x.s.env.arena.used != 0 || x.s.names.n != 0 || x.s.table.n != 0 {
			t.Errorf("%s: %d bytes, %d names, %d associations left", c.name, x.s.env.arena.used, x.s.names.n, x.s.table.n)
		}
	}
}
