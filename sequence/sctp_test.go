package sequence

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// sctpChunkBytes returns a chunk with its value, padded.
func sctpChunkBytes(t wire.SCTPChunkType, flags uint8, value []byte) []byte {
	b := append([]byte{byte(t), flags, byte((len(value) + 4) >> 8), byte(len(value) + 4)}, value...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

func be16(b []byte, v uint16) []byte { return append(b, byte(v>>8), byte(v)) }
func be32(b []byte, v uint32) []byte { return be16(be16(b, uint16(v>>16)), uint16(v)) }

// sctpDataBytes returns a DATA chunk.
func sctpDataBytes(tsn uint32, stream, ssn uint16, flags uint8, data string) []byte {
	return sctpChunkBytes(wire.SCTPTypeData, flags, append(be32(be16(be16(be32(nil, tsn), stream), ssn), 46), data...))
}

// sctpIDataBytes returns an I-DATA chunk.
func sctpIDataBytes(tsn uint32, stream uint16, mid, fsn uint32, flags uint8, data string) []byte {
	if flags&wire.SCTPBegin != 0 {
		fsn = 46
	}
	v := be32(be32(be16(be16(be32(nil, tsn), stream), 0), mid), fsn)
	return sctpChunkBytes(wire.SCTPTypeIData, flags, append(v, data...))
}

// sctpInitBytes returns INIT or INIT ACK.
func sctpInitBytes(t wire.SCTPChunkType, tag, tsn uint32, params ...byte) []byte {
	v := be32(be16(be16(be32(be32(nil, tag), 65536), 100), 100), tsn)
	return sctpChunkBytes(t, 0, append(v, params...))
}

// sctpSACKBytes returns a SACK.
func sctpSACKBytes(cum uint32) []byte {
	return sctpChunkBytes(wire.SCTPTypeSACK, 0, be32(be32(be32(nil, cum), 65536), 0))
}

// sctpBytes returns a packet.
func sctpBytes(tag uint32, chunks ...[]byte) wire.SCTP {
	p := append(be32(be16(be16(nil, 1024), 2048), tag), 0, 0, 0, 0)
	for _, c := range chunks {
		p = append(p, c...)
	}
	v := wire.SCTP(p)
	v.SetChecksum(v.Sum())
	return v
}

const (
	fB = wire.SCTPBegin
	fE = wire.SCTPEnd
	fU = wire.SCTPUnordered
	fW = fB | fE
)

// sctpLog writes events down, in a line each.
type sctpLog struct{ lines []string }

func (l *sctpLog) Take(e *Event) {
	var s string
	u := ""
	if e.Flags&Unordered != 0 {
		u = "u"
	}
	switch e.Kind {
	case Message:
		s = fmt.Sprintf("%d/%s%d %s", e.Stream, u, e.Offset, e.Bytes)
	case Gap:
		if e.Flags&Chunks != 0 {
			s = fmt.Sprintf("lost %d+%d", e.Offset, e.Len)
		} else {
			s = fmt.Sprintf("%d/%s%d+%d gone", e.Stream, u, e.Offset, e.Len)
		}
	case Conflict:
		s = fmt.Sprintf("conflict %q %q", e.Old, e.Bytes)
	case Fault, Notice:
		s = fmt.Sprintf("%v %d: %v", e.Kind, e.Len, e.Err)
	case End:
		s = "end " + e.Reason.String()
	}
	l.lines = append(l.lines, s)
}

// A sentMessage is a message of a model.
type sentMessage struct {
	stream    uint16
	unordered bool
	number    uint64 // in its stream, of its kind
	data      string
}

// sctpSender is a model of a sender: it cuts messages into chunks.
type sctpSender struct {
	r       *rand.Rand
	inter   bool
	tsn     uint32
	ordered map[uint16]uint32
	others  map[uint16]uint32
	sent    []sentMessage
	chunks  [][]byte
}

// send sends a few messages; of I-DATA, those of different streams and kinds interleaved.
func (s *sctpSender) send(streams, longest int) {
	type job struct {
		m   sentMessage
		fsn uint32
		at  int
	}
	var jobs []*job
	busy := map[[2]uint16]bool{}
	for range 1 + s.r.IntN(3) {
		m := sentMessage{stream: uint16(s.r.IntN(streams)), unordered: s.r.IntN(4) == 0}
		k := [2]uint16{m.stream, 0}
		numbers := s.ordered
		if m.unordered {
			k[1], numbers = 1, s.others
		}
		if busy[k] {
			continue // one message of a stream at a time
		}
		busy[k] = true
		m.number = uint64(numbers[m.stream])
		numbers[m.stream]++
		m.data = fmt.Sprintf("%d.%v.%d.", m.stream, m.unordered, m.number)
		for range s.r.IntN(longest) {
			m.data += string(rune('a' + s.r.IntN(26)))
		}
		s.sent = append(s.sent, m)
		jobs = append(jobs, &job{m: m})
	}
	for len(jobs) > 0 {
		i := 0
		if s.inter {
			i = s.r.IntN(len(jobs))
		}
		j := jobs[i]
		n := 1 + s.r.IntN(len(j.m.data)-j.at)
		flags := uint8(0)
		if j.at == 0 {
			flags |= fB
		}
		if j.at+n == len(j.m.data) {
			flags |= fE
			jobs = slices.Delete(jobs, i, i+1)
		}
		if j.m.unordered {
			flags |= fU
		}
		data := j.m.data[j.at : j.at+n]
		if s.inter {
			s.chunks = append(s.chunks, sctpIDataBytes(s.tsn, j.m.stream, uint32(j.m.number), j.fsn, flags, data))
		} else {
			s.chunks = append(s.chunks, sctpDataBytes(s.tsn, j.m.stream, uint16(j.m.number), flags, data))
		}
		s.tsn++
		j.at += n
		j.fsn++
	}
}

// sctpGot takes what comes out.
type sctpGot struct {
	t    *testing.T
	got  []sentMessage
	bad  []string
	ends int
}

func (g *sctpGot) Take(e *Event) {
	switch e.Kind {
	case Message:
		n := uint32(0)
		for _, p := range e.Parts {
			if p.Offset != n {
				g.t.Fatalf("part at %d, want %d", p.Offset, n)
			}
			n += p.Len
		}
		if uint64(n) != e.Len || len(e.Bytes) != int(e.Len) {
			g.t.Fatalf("parts of %d bytes, %d in all, %d long", n, len(e.Bytes), e.Len)
		}
		g.got = append(g.got, sentMessage{uint16(e.Stream), e.Flags&Unordered != 0, e.Offset, string(e.Bytes)})
	case End:
		g.ends++
	default:
		l := sctpLog{}
		l.Take(e)
		g.bad = append(g.bad, l.lines...)
	}
}

// modelNumber takes the number from messages that have none.
func modelNumber(m sentMessage, inter bool) sentMessage {
	if m.unordered && !inter {
		m.number = 0
	}
	return m
}

// TestSCTPInvariance sends messages cut at random, bundled at random, in random order, some chunks twice, with TSNs that
// wrap anywhere. What comes out is always what was sent. GOCAP_ROUNDS says how often.
func TestSCTPInvariance(t *testing.T) {
	n := rounds(t, 20000)
	mem := make([]byte, SCTPSize(SCTPConfig{Memory: 1 << 20, Message: 1 << 16}))
	var g sctpGot
	x := NewSCTP(mem, SCTPConfig{Message: 1 << 16, Out: &g})
	for seed := range n {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		s := &sctpSender{r: r, inter: seed%2 == 0, tsn: -uint32(r.IntN(40)), ordered: map[uint16]uint32{}, others: map[uint16]uint32{}}
		first := s.tsn
		for range 1 + r.IntN(8) {
			s.send(3, 40)
		}
		g = sctpGot{t: t}
		x.Reset()
		x.Put(sctpBytes(0, sctpInitBytes(wire.SCTPTypeInit, 1, first)), Source{})
		order := r.Perm(len(s.chunks))
		for range r.IntN(4) {
			i := r.IntN(len(order) + 1)
			order = slices.Insert(order, i, r.IntN(len(s.chunks)))
		}
		frame := uint64(0)
		for len(order) > 0 {
			k := 1 + r.IntN(min(len(order), 4))
			var chunks [][]byte
			for _, i := range order[:k] {
				chunks = append(chunks, s.chunks[i])
			}
			frame++
			x.Put(sctpBytes(7, chunks...), Source{Frame: frame})
			order = order[k:]
		}
		if x.h.frags.count+x.h.msgs.count+x.h.wake.count+x.h.ahead != 0 || x.h.mem != x.env.arena.used {
			t.Fatalf("seed %d: %d of %d bytes are in use", seed, x.h.mem, x.env.arena.used)
		}
		x.Flush(Flushed)
		if len(g.bad) > 0 || g.ends != 1 {
			t.Fatalf("seed %d: %q, %d ends", seed, g.bad, g.ends)
		}
		compareSent(t, seed, s, g.got)
		if x.env.arena.used != 0 {
			t.Fatalf("seed %d: %d bytes of the arena are lost", seed, x.env.arena.used)
		}
	}
}

// compareSent holds messages that came out against those sent: each once, the ordered ones of a stream in order.
func compareSent(t *testing.T, seed int, s *sctpSender, got []sentMessage) {
	t.Helper()
	next := map[uint16]uint64{}
	count := map[sentMessage]int{}
	for _, m := range got {
		if !m.unordered {
			if m.number != next[m.stream] {
				t.Fatalf("seed %d: stream %d: message %d, want %d", seed, m.stream, m.number, next[m.stream])
			}
			next[m.stream]++
		}
		count[m]++
	}
	for _, m := range s.sent {
		m = modelNumber(m, s.inter)
		if count[m]--; count[m] < 0 {
			t.Fatalf("seed %d: %v did not come out; %v", seed, m, got)
		}
	}
	if len(got) != len(s.sent) {
		t.Fatalf("seed %d: %d messages, want %d", seed, len(got), len(s.sent))
	}
}

// TestSCTPModel loses chunks, and compares what comes out with what a model makes of those that came: of DATA, every run
// from a beginning to an end.
func TestSCTPModel(t *testing.T) {
	for seed := range rounds(t, 10000) {
		r := rand.New(rand.NewPCG(uint64(seed), 2))
		s := &sctpSender{r: r, inter: seed%3 == 0, tsn: -uint32(r.IntN(40)), ordered: map[uint16]uint32{}, others: map[uint16]uint32{}}
		first := s.tsn
		for range 1 + r.IntN(8) {
			s.send(3, 40)
		}
		g := sctpGot{t: t}
		x := NewSCTP(nil, SCTPConfig{Out: &g})
		x.Put(sctpBytes(0, sctpInitBytes(wire.SCTPTypeInit, 1, first)), Source{})
		came := map[uint32][]byte{}
		window := 1 + r.IntN(10)
		order := r.Perm(len(s.chunks))
		slices.SortStableFunc(order, func(a, b int) int { return a/window - b/window })
		for _, i := range order {
			if r.IntN(6) != 0 {
				came[first+uint32(i)] = s.chunks[i]
				x.Put(sctpBytes(7, s.chunks[i]), Source{Frame: uint64(i)})
			}
		}
		x.Flush(Flushed)
		want := modelMessages(came)
		slices.SortFunc(want, compareMessages)
		got := slices.Clone(g.got)
		next := map[uint16]uint64{}
		for _, m := range got {
			if !m.unordered {
				if m.number < next[m.stream] {
					t.Fatalf("seed %d: out of order: %v", seed, got)
				}
				next[m.stream] = m.number + 1
			}
		}
		slices.SortFunc(got, compareMessages)
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d:\n%v, want\n%v\n%q", seed, got, want, g.bad)
		}
		if st := x.Stats(); st.Missing > uint64(len(s.chunks)-len(came)) || x.env.arena.used != 0 {
			t.Fatalf("seed %d: %d missing of %d, %d bytes lost", seed, st.Missing, len(s.chunks)-len(came), x.env.arena.used)
		}
	}
}

func compareMessages(a, b sentMessage) int { return bytes.Compare([]byte(a.data), []byte(b.data)) }

// modelMessages returns the messages that chunks make, in no order.
func modelMessages(came map[uint32][]byte) (list []sentMessage) {
	type fragment struct {
		c   sctpChunk
		tsn uint32
	}
	find := func(c sctpChunk, tsn, fsn uint32) (f fragment, ok bool) {
		if !c.inter {
			b, ok := came[tsn]
			if ok {
				f.tsn, _ = f.c.read(wire.SCTPChunk(b[:wire.Uint16(b, 2)]))
			}
			return f, ok
		}
		for _, b := range came {
			f.tsn, _ = f.c.read(wire.SCTPChunk(b[:wire.Uint16(b, 2)]))
			if f.c.stream == c.stream && f.c.number == c.number && f.c.unordered() == c.unordered() && f.c.fsn == fsn {
				return f, true
			}
		}
		return f, false
	}
	for _, b := range came {
		var f fragment
		f.tsn, _ = f.c.read(wire.SCTPChunk(b[:wire.Uint16(b, 2)]))
		if !f.c.begins() {
			continue
		}
		m := sentMessage{f.c.stream, f.c.unordered(), uint64(f.c.number), string(f.c.data)}
		ok := true
		for fsn := uint32(1); ok && !f.c.ends(); fsn++ {
			if f, ok = find(f.c, f.tsn+1, fsn); ok {
				m.data += string(f.c.data)
			}
		}
		if ok {
			list = append(list, modelNumber(m, f.c.inter))
		}
	}
	return list
}
