package sequence

import (
	"math/rand/v2"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// TestTCPHistory holds the history against the whole stream, and conflicts against what it has.
func TestTCPHistory(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for round := range rounds(t, 300) {
		size := 64 << r.IntN(5)
		longest := 1 + r.IntN(3*size)
		var out transcript
		s := NewTCP(nil, TCPConfig{Out: &out, History: size, Settle: -1})
		seq := r.Uint32()
		s.Put(segment(seq-1, 0, wire.SYN, ""), -1, Source{})
		var stream []byte
		for range 60 {
			b := make([]byte, 1+r.IntN(longest))
			for i := range b {
				b[i] = byte(r.Uint32())
			}
			s.Put(segment(seq+uint32(len(stream)), 0, wire.ACK, string(b)), -1, Source{})
			stream = append(stream, b...)
			checkHistory(t, s, stream, min(len(b), size))

			at := r.IntN(len(stream))
			again := append([]byte(nil), stream[at:at+1+r.IntN(len(stream)-at)]...)
			wrong := r.IntN(len(again))
			again[wrong] ^= 1
			if at+1 == len(stream) {
				continue // a keep-alive
			}
			before := s.env.stats
			s.Put(segment(seq+uint32(at), 0, wire.ACK, string(again)), -1, Source{})
			known := int(s.h.known() - s.h.origin)
			if got, want := s.env.stats.Conflicts-before.Conflicts, at+wrong >= known; (got == 1) != want || got > 1 {
				t.Fatalf("round %d: %d conflicts at %d, the history begins at %d of %d", round, got, at+wrong, known, len(stream))
			}
			if got, want := s.env.stats.Unchecked-before.Unchecked, min(max(known-at, 0), len(again)); got != uint64(want) {
				t.Fatalf("round %d: %d bytes unchecked, want %d", round, got, want)
			}
		}
		if string(out.data) != string(stream) {
			t.Fatalf("round %d: another stream", round)
		}
	}
}

// checkHistory compares all that a history has with the stream: at least so many of its last bytes.
func checkHistory(t *testing.T, s *TCP, stream []byte, least int) {
	t.Helper()
	known := s.h.known()
	if n := int(s.h.next - known); n < least || n > s.env.history {
		t.Fatalf("the history has %d bytes, want %d to %d", n, least, s.env.history)
	}
	for at := known; at < s.h.next; {
		b := s.h.remembered(s.env, at)
		if off := at - s.h.origin; len(b) == 0 || string(b) != string(stream[off:off+uint64(len(b))]) {
			t.Fatalf("wrong bytes at %d of %d", off, len(stream))
		}
		at += uint64(len(b))
	}
}

// TestHistoryShares: what all have together stays within bounds, until each has as little as may be; and what goes, others
// get.
func TestHistoryShares(t *testing.T) {
	s := NewStreams(nil, StreamsConfig{})
	put := func(port uint16, seq uint32, flags wire.TCPFlags, data string) {
		v := segment(seq, 0, flags, data)
		v.SetSrcPort(port)
		s.Put(addrA, addrB, 0, v, -1, Source{})
	}
	for port := range uint16(3000) {
		put(port, 0, wire.SYN, "")
		put(port, 1, wire.ACK, "some bytes")
		want := map[uint16]int{0: 2048, 127: 2048, 128: 1024, 255: 1024, 256: 512, 511: 512, 512: 256, 2999: 256}[port]
		if number, _ := s.table.oldest(); want != 0 {
			h := &s.table.at(number + uint32(port)).value.halves[FromClient]
			if got := 1 << h.keeps; got != want || h.next-h.known() != 10 {
				t.Errorf("direction %d has a history of %d bytes, want %d; it has %d", port, got, want, h.next-h.known())
			}
		}
	}
	if used := s.env.arena.used; used > 2*sharedHistory+3000*leastHistory || s.env.histories != 3000 {
		t.Errorf("%d histories take %d bytes", s.env.histories, used)
	}
	put(2999, 1, wire.ACK, "other bytes")
	if st := s.Stats(); st.Conflicts != 1 {
		t.Errorf("%d conflicts", st.Conflicts)
	}
	s.Flush(Flushed)
	if s.env.histories != 0 || s.env.historyNow() != DefaultTCPHistory {
		t.Errorf("%d histories are left", s.env.histories)
	}
}
