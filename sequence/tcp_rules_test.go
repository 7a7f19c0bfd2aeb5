package sequence

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/gocap-project/gocap/wire"
)

// said runs segments through one direction and returns what it says.
func said(cfg TCPConfig, segments ...wire.TCP) (r transcript) {
	cfg.Out = &r
	s := NewTCP(nil, cfg)
	for i, v := range segments {
		s.Put(v, -1, Source{Frame: uint64(i + 1)})
	}
	s.Flush(Flushed)
	return r
}

// sign gives a segment without data an MD5 signature.
func sign(v wire.TCP) wire.TCP {
	v = append(v, wire.TCPOptions(nil).AddMD5([16]byte{})...)
	v = append(v, 0, 0)
	v.SetDataOffset(uint8(len(v) / 4))
	return v
}

func TestTCPRules(t *testing.T) {
	urgent := func(v wire.TCP, pointer uint16) wire.TCP {
		v.SetFlags(v.Flags() | wire.URG)
		v.SetUrgent(pointer)
		return v
	}
	isn := uint32(0xfffffffe)
	syn := segment(isn, 0, wire.SYN, "")
	for _, c := range []struct {
		name     string
		cfg      TCPConfig
		segments []wire.TCP
		stream   string
		said     string
	}{
		{"RFC 7413: data in the SYN", TCPConfig{},
			[]wire.TCP{segment(isn, 0, wire.SYN, "ab"), segment(isn+3, 0, wire.ACK, "c")}, "abc", "end 3 eof"},
		{"SYN again, data only in the second", TCPConfig{},
			[]wire.TCP{syn, segment(isn, 0, wire.SYN, "ab")}, "ab", "end 2 eof"},
		{"RFC 5961 §4: another SYN", TCPConfig{},
			[]wire.TCP{syn, segment(isn+1, 0, wire.ACK, "a"), segment(5, 0, wire.SYN, "")}, "a",
			"fault 7+0 sequence: SYN of another connection\nend 1 eof"},
		{"met midway", TCPConfig{}, []wire.TCP{segment(3, 0, wire.ACK, "b"), segment(2, 0, wire.ACK, "a")}, "ab", "end 2 eof"},
		{"met midway, the SYN overtaken", TCPConfig{},
			[]wire.TCP{segment(isn+2, 0, wire.ACK, "b"), syn, segment(isn+1, 0, wire.ACK, "a")}, "ab", "end 2 eof"},
		{"met midway, before what the SYN says", TCPConfig{},
			[]wire.TCP{segment(isn, 0, wire.ACK, "xab"), syn}, "ab", "fault 0+1 sequence: bytes before the start of the stream\nend 2 eof"},
		{"met midway, nothing waits", TCPConfig{Settle: -1},
			[]wire.TCP{segment(3, 0, wire.ACK, "b"), segment(2, 0, wire.ACK, "a")}, "b",
			"end 1 eof"},
		{"only whole", TCPConfig{OnlyWhole: true}, []wire.TCP{segment(3, 0, wire.ACK, "b")}, "",
			"fault 0+1 sequence: stream whose SYN was not seen\nend 0 eof"},
		{"a hole", TCPConfig{}, []wire.TCP{syn, segment(isn+3, 0, wire.ACK, "c")}, "??c", "gap 0+2\nend 3 eof"},
		{"FIN before its data", TCPConfig{},
			[]wire.TCP{syn, segment(isn+2, 0, wire.FIN, "b"), segment(isn+1, 0, wire.ACK, "a")}, "ab", "end 2 fin"},
		{"after the FIN", TCPConfig{},
			[]wire.TCP{syn, segment(isn+1, 0, wire.FIN, "a"), segment(isn+2, 0, wire.ACK, "bc")}, "a",
			"end 1 fin\nfault 1+2 sequence: bytes after the end of the stream"},
		{"waits after the FIN", TCPConfig{},
			[]wire.TCP{syn, segment(isn+4, 0, wire.ACK, "bc"), segment(isn+1, 0, wire.FIN, "a")}, "a",
			"fault 3+2 sequence: bytes after the end of the stream\nend 1 fin"},
		{"FIN within what was there", TCPConfig{},
			[]wire.TCP{syn, segment(isn+1, 0, wire.ACK, "abc"), segment(isn+2, 0, wire.FIN, "")}, "abc",
			"fault 1+0 sequence: FIN where there were bytes already\nend 3 eof"},
		{"RFC 5961 §3: RST at the next byte", TCPConfig{},
			[]wire.TCP{syn, segment(isn+1, 0, wire.ACK, "a"), segment(isn+2, 0, wire.RST, "")}, "a", "end 1 rst"},
		{"RST elsewhere", TCPConfig{},
			[]wire.TCP{syn, segment(isn+1, 0, wire.ACK, "a"), segment(isn+3, 0, wire.RST, ""), segment(isn+2, 0, wire.ACK, "b")}, "ab",
			"fault 2+0 sequence: RST that is not at the next byte\nend 2 eof"},
		{"RFC 2385 §2: signed RST of a connection that does not sign", TCPConfig{},
			[]wire.TCP{syn, sign(segment(isn+1, 0, wire.RST, "")), segment(isn+1, 0, wire.ACK, "a")}, "a",
			"fault 0+0 sequence: signed segment of a connection that does not sign\nend 1 eof"},
		{"words in a RST", TCPConfig{}, []wire.TCP{syn, segment(isn+1, 0, wire.RST, "no")}, "",
			"fault 0+2 sequence: bytes in a RST\nend 0 rst"},
		{"after the RST", TCPConfig{}, []wire.TCP{syn, segment(isn+1, 0, wire.RST, ""), segment(isn+1, 0, wire.ACK, "a")}, "",
			"end 0 rst\nfault 0+1 sequence: bytes after the end of the stream"},
		{"keep-alive with garbage", TCPConfig{},
			[]wire.TCP{syn, segment(isn+1, 0, wire.ACK, "ab"), segment(isn+2, 0, wire.ACK, "\x00"), segment(isn+3, 0, wire.ACK, "c")}, "abc", "end 3 eof"},
		{"window probe", TCPConfig{},
			[]wire.TCP{syn, segment(isn+1, 0, wire.ACK, "ab"), segment(isn+3, 0, wire.ACK, "c"), segment(isn+3, 0, wire.ACK, "cd")}, "abcd", "end 4 eof"},
		{"other bytes again", TCPConfig{},
			[]wire.TCP{syn, segment(isn+1, 0, wire.ACK, "abcd"), segment(isn+2, 0, wire.ACK, "bX")}, "abcd",
			"conflict 1 \"bc\" \"bX\"\nend 4 eof"},
		{"other bytes, waiting", TCPConfig{},
			[]wire.TCP{syn, segment(isn+2, 0, wire.ACK, "bc"), segment(isn+2, 0, wire.ACK, "xy"), segment(isn+1, 0, wire.ACK, "a")}, "abc",
			"conflict 1 \"bc\" \"xy\"\nend 3 eof"},
		{"before the start", TCPConfig{},
			[]wire.TCP{syn, segment(isn+1, 0, wire.ACK, "a"), segment(isn-3, 0, wire.ACK, "zzzza")}, "a",
			"fault 0+4 sequence: bytes before the start of the stream\nend 1 eof"},
		{"beyond any window", TCPConfig{Window: 100},
			[]wire.TCP{syn, segment(isn+200, 0, wire.ACK, "z")}, "",
			"fault 199+1 sequence: bytes beyond any window\nend 0 eof"},
		{"RFC 6093 §5: urgent inline", TCPConfig{},
			[]wire.TCP{syn, urgent(segment(isn+1, 0, wire.ACK, "abc"), 2)}, "abc", "urgent 1 \"\"\nend 3 eof"},
		{"urgent out of band", TCPConfig{OutOfBand: true},
			[]wire.TCP{syn, urgent(segment(isn+1, 0, wire.ACK, "abc"), 3)}, "abc", "urgent 2 \"c\"\nend 3 eof"},
		{"urgent in a later segment", TCPConfig{OutOfBand: true},
			[]wire.TCP{syn, urgent(segment(isn+1, 0, wire.ACK, "ab"), 4), segment(isn+3, 0, wire.ACK, "cde")}, "abcde", "urgent 3 \"d\"\nend 5 eof"},
		{"urgent that waits", TCPConfig{OutOfBand: true},
			[]wire.TCP{syn, urgent(segment(isn+2, 0, wire.ACK, "bc"), 1), segment(isn+1, 0, wire.ACK, "a")}, "abc", "urgent 1 \"b\"\nend 3 eof"},
	} {
		r := said(c.cfg, c.segments...)
		if got := strings.Join(r.said, "\n"); r.broken != "" || string(r.stream) != c.stream {
			t.Errorf("%s: %q, want %q; %s\n%s", c.name, r.stream, c.stream, r.broken, got)
		} else if c.name == "met midway, nothing waits" {
			if !strings.Contains(got, "before the start") {
				t.Errorf("%s: %s", c.name, got)
			}
		} else if c.name == "RFC 5961 §4: another SYN" {
			if !strings.Contains(got, "another connection") {
				t.Errorf("%s: %s", c.name, got)
			}
		} else if got != c.said {
			t.Errorf("%s: said\n%s\nwant\n%s", c.name, got, c.said)
		}
	}
}

// randomSegments returns segments that have all of a stream and a FIN, some of it several times.
func randomSegments(r *rand.Rand, isn uint32, stream []byte) (out []wire.TCP) {
	for at := 0; at < len(stream); {
		n := min(1+r.IntN(40), len(stream)-at)
		out = append(out, segment(isn+uint32(at), 0, wire.ACK, string(stream[at:at+n])))
		at += n
	}
	for range r.IntN(6) {
		at := r.IntN(len(stream))
		out = append(out, segment(isn+uint32(at), 0, wire.ACK, string(stream[at:at+1+r.IntN(len(stream)-at)])))
	}
	return append(out, segment(isn+uint32(len(stream)), 0, wire.FIN, ""))
}

// TestTCPSmallMemory: whatever happens, each byte comes out once, or is told of.
func TestTCPSmallMemory(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for round := range 500 {
		mem := make([]byte, 2048+r.IntN(20000))
		var out transcript
		s := NewTCP(mem, TCPConfig{Out: &out, History: 64 << r.IntN(6)})
		s.Put(segment(0, 0, wire.SYN, ""), -1, Source{})
		stream := make([]byte, 60000)
		for i := range stream {
			stream[i] = byte(r.Uint32())
		}
		for range 300 {
			at, n := r.IntN(len(stream)-4000), 1+r.IntN(4000)
			s.Put(segment(uint32(1+at), 0, wire.ACK, string(stream[at:at+n])), -1, Source{})
		}
		s.Flush(Flushed)
		if out.broken != "" || !equalButGaps(string(out.stream), string(stream[:len(out.stream)])) {
			t.Fatalf("round %d: %s %v", round, out.broken, out.said)
		}
		if s.env.stats.Conflicts != 0 || s.env.arena.taken() > len(mem) {
			t.Fatalf("round %d: %+v", round, s.env.stats)
		}
	}
}

func TestTCPGapped(t *testing.T) {
	s := NewTCP(nil, TCPConfig{})
	s.Put(segment(0, 0, wire.SYN, ""), -1, Source{})
	const n = 10000
	for i := range uint32(n) {
		s.Put(segment(2+2*i, 0, wire.ACK, "x"), -1, Source{})
	}
	if got := s.env.arena.used; got > 64*n {
		t.Errorf("%d bytes for %d of one byte each", got, n)
	}
}

func TestNoAllocsTCP(t *testing.T) {
	var count int
	out := SinkFunc(func(e *Event) { count += len(e.Bytes) })
	for _, mem := range [][]byte{nil, make([]byte, 1<<20)} {
		s := NewTCP(mem, TCPConfig{Out: out})
		v := segment(0, 0, wire.ACK, strings.Repeat("x", 1000))
		seq := uint32(1)
		s.Put(segment(0, 0, wire.SYN, ""), -1, Source{})
		step := func() {
			for _, k := range []uint32{0, 2, 4, 3, 1, 1} { // in order, too early, again
				v.SetSeq(seq + 1000*k)
				s.Put(v, -1, Source{})
			}
			seq += 5000
		}
		step()
		if n := testing.AllocsPerRun(100, step); n != 0 {
			t.Errorf("%v allocations", n)
		}
	}
	if count == 0 {
		t.Error("nothing came out")
	}
}

var (
	addrA = netip.MustParseAddr("192.0.2.1")
	addrB = netip.MustParseAddr("192.0.2.2")
)

// talk is Streams with a transcript of each connection.
type talk struct {
	*Streams
	both []*[2]transcript
	conn []*Connection
	now  Source
}

func newTalk(cfg StreamsConfig) *talk {
	k := &talk{}
	cfg.Accept = func(c *Connection) (Sink, Sink) {
		var r [2]transcript
		k.both, k.conn = append(k.both, &r), append(k.conn, c)
		return &r[0], &r[1]
	}
	k.Streams = NewStreams(nil, cfg)
	return k
}

func (k *talk) say(a bool, seq, ack uint32, flags wire.TCPFlags, data string) {
	v := segment(seq, ack, flags, data)
	src, dst := addrA, addrB
	v.SetSrcPort(1024)
	v.SetDstPort(80)
	if !a {
		src, dst = dst, src
		v.SetSrcPort(80)
		v.SetDstPort(1024)
	}
	k.now.Frame++
	k.now.Time += 1e6
	k.Put(src, dst, 0, v, -1, k.now)
}

func (k *talk) result() (out []string) {
	for _, r := range k.both {
		out = append(out, fmt.Sprintf("%s/%v %s/%v", r[0].stream, r[0].end, r[1].stream, r[1].end))
	}
	return out
}

func TestStreamsTalks(t *testing.T) {
	const S, A, F, R = wire.SYN, wire.ACK, wire.FIN, wire.RST
	greet := func(k *talk) {
		k.say(true, 100, 0, S, "")
		k.say(false, 500, 101, S|A, "")
		k.say(true, 101, 501, A, "")
	}
	for _, c := range []struct {
		name string
		cfg  TCPConfig
		run  func(k *talk)
		want []string
	}{
		{"request and answer", TCPConfig{}, func(k *talk) {
			greet(k)
			k.say(true, 101, 501, A, "ask")
			k.say(false, 501, 104, A, "answer")
			k.say(false, 507, 104, F|A, "")
			k.say(true, 104, 508, F|A, "")
			k.say(false, 508, 105, A, "")
		}, []string{"ask/fin answer/fin"}},
		{"reset ends both", TCPConfig{}, func(k *talk) {
			greet(k)
			k.say(true, 101, 501, A, "ask")
			k.say(false, 501, 104, R|A, "")
			k.say(true, 104, 501, A, "late")
		}, []string{"ask/rst /rst"}},
		{"refused", TCPConfig{}, func(k *talk) {
			k.say(true, 100, 0, S, "")
			k.say(false, 0, 101, R|A, "")
		}, []string{"/rst /rst"}},
		{"refused by another", TCPConfig{}, func(k *talk) {
			k.say(true, 100, 0, S, "")
			k.say(false, 0, 77, R|A, "")
			k.say(false, 500, 101, S|A, "")
			k.say(true, 101, 501, A, "ask")
		}, []string{"ask/eof /eof"}},
		{"blind reset", TCPConfig{}, func(k *talk) {
			greet(k)
			k.say(true, 150, 501, R, "")
			k.say(true, 101, 501, A, "ask")
		}, []string{"ask/eof /eof"}},
		{"port used again after the end", TCPConfig{}, func(k *talk) {
			greet(k)
			k.say(true, 101, 501, F|A, "a")
			k.say(false, 501, 103, F|A, "b")
			k.say(true, 9000, 0, S, "")
			k.say(false, 7000, 9001, S|A, "")
			k.say(true, 9001, 7001, A, "c")
		}, []string{"a/fin b/fin", "c/eof /eof"}},
		{"port used again, the end not seen", TCPConfig{}, func(k *talk) {
			greet(k)
			k.say(true, 101, 501, A, "a")
			k.say(true, 9000, 0, S, "")
			k.say(false, 7000, 9001, S|A, "")
			k.say(true, 9001, 7001, A, "c")
		}, []string{"a/rst /rst", "c/eof /eof"}},
		{"SYN that is not answered", TCPConfig{}, func(k *talk) {
			greet(k)
			k.say(true, 101, 501, A, "a")
			k.say(true, 9000, 0, S, "")
			k.say(false, 501, 102, A, "") // the challenge
			k.say(true, 102, 501, A, "b")
		}, []string{"ab/eof /eof"}},
		{"two SYN, the first answered", TCPConfig{}, func(k *talk) {
			k.say(true, 100, 0, S, "")
			k.say(true, 9000, 0, S, "")
			k.say(false, 500, 101, S|A, "")
			k.say(true, 101, 501, A, "a")
		}, []string{"a/eof /eof"}},
		{"two SYN, the second answered", TCPConfig{}, func(k *talk) {
			k.say(true, 100, 0, S, "")
			k.say(true, 9000, 0, S, "")
			k.say(false, 500, 9001, S|A, "")
			k.say(true, 9001, 501, A, "a")
		}, []string{"/rst /rst", "a/eof /eof"}},
		{"two SYN, the other side not seen", TCPConfig{}, func(k *talk) {
			k.say(true, 100, 0, S, "")
			k.say(true, 9000, 0, S, "")
			k.say(true, 9001, 501, A, "a")
		}, []string{"/rst /rst", "a/eof /eof"}},
		{"split handshake", TCPConfig{}, func(k *talk) {
			k.say(true, 100, 0, S, "")
			k.say(false, 500, 0, S, "")
			k.say(true, 100, 501, S|A, "")
			k.say(false, 501, 101, A, "b")
			k.say(true, 101, 502, A, "a")
		}, []string{"a/eof b/eof"}},
		{"the answer first", TCPConfig{}, func(k *talk) {
			k.say(false, 500, 101, S|A, "")
			k.say(true, 104, 501, A, "d")
			k.say(true, 101, 501, A, "abc")
		}, []string{"abcd/eof /eof"}},
		{"on acknowledgement", TCPConfig{OnAcknowledgement: true}, func(k *talk) {
			greet(k)
			k.say(true, 101, 501, A, "evil")
			k.say(true, 101, 501, A, "goodness")
			k.say(false, 501, 109, A, "")
		}, []string{"goodness/eof /eof"}},
		{"acknowledged and not seen", TCPConfig{}, func(k *talk) {
			greet(k)
			k.say(true, 104, 501, A, "d")
			k.say(false, 501, 105, A, "x")
			k.now.Time += 2e9
			k.say(false, 502, 105, A, "y")
			if got := string(k.both[0][0].stream); got != "???d" {
				k.both[0][0].stream = []byte("early: " + got)
			}
		}, []string{"???d/eof xy/eof"}},
		{"midway, client unknown", TCPConfig{}, func(k *talk) {
			k.say(false, 500, 101, A, "hello")
			k.say(true, 101, 505, A, "hi")
		}, []string{"hello/eof hi/eof"}},
	} {
		k := newTalk(StreamsConfig{TCP: c.cfg})
		c.run(k)
		k.Flush(Flushed)
		if got := k.result(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q\n%v", c.name, got, c.want, k.both[0])
		}
		if k.env.arena.used != 0 || k.table.n != 0 {
			t.Errorf("%s: %d bytes and %d connections are left", c.name, k.env.arena.used, k.table.n)
		}
	}
}

func TestFlowSize(t *testing.T) {
	if got := unsafe.Sizeof(flow[Connection]{}) + 2*16; got > flowSize {
		t.Errorf("a flow takes %d bytes, not %d", got, flowSize)
	}
}
