package sequence

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// randomStream returns random bytes, and a number for the first that has the sequence wrap anywhere in them or around.
func randomStream(r *rand.Rand, most int) (stream []byte, first uint32) {
	stream = make([]byte, 1+r.IntN(most))
	for i := range stream {
		stream[i] = byte(r.Uint32())
	}
	if r.IntN(4) == 0 {
		return stream, r.Uint32()
	}
	return stream, -uint32(r.IntN(len(stream) + 2))
}

// wrapped counts at which offsets streams had their sequence numbers wrap.
type wrapped [512]bool

func (w *wrapped) note(stream []byte, first uint32) {
	if at := -first; at <= uint32(len(stream)) {
		w[at] = true
	}
}

func (w *wrapped) check(t *testing.T, most int) {
	t.Helper()
	for at := range most {
		if !w[at] {
			t.Errorf("no stream had its sequence numbers wrap at %d", at)
		}
	}
}

// TestTCPInvariance: however a stream is cut, shuffled, repeated and numbered, what comes out is the same.
func TestTCPInvariance(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	var wraps wrapped
	n := rounds(t, 20000)
	for round := range n {
		stream, first := randomStream(r, 300)
		wraps.note(stream, first)
		segments := randomSegments(r, first, stream)
		cfg := TCPConfig{OnAcknowledgement: r.IntN(4) == 0, Policy: TCPPolicy(r.IntN(6)), OutOfBand: true}
		if r.IntN(2) == 0 {
			segments = append(segments, segment(first-1, 0, wire.SYN, ""))
		}
		r.Shuffle(len(segments), func(i, j int) { segments[i], segments[j] = segments[j], segments[i] })
		var out transcript
		cfg.Out = &out
		s := NewTCP(nil, cfg)
		for _, v := range segments {
			s.Put(v, -1, Source{})
			if cfg.OnAcknowledgement && r.IntN(3) == 0 && s.Offset() > 0 {
				s.Acknowledge(first+uint32(s.Offset()), Source{})
			}
		}
		s.Flush(Flushed)
		if !bytes.Equal(out.data, stream) || out.end != Finished || out.broken != "" || len(out.said) != 1 {
			t.Fatalf("round %d: %x, want %x; %v %s", round, out.data, stream, out.said, out.broken)
		}
		if s.env.stats.Bytes != uint64(len(stream)) || int(s.h.mem) != s.env.arena.used {
			t.Fatalf("round %d: %+v, %d bytes held, %d used", round, s.env.stats, s.h.mem, s.env.arena.used)
		}
	}
	if n >= 200000 {
		wraps.check(t, 300)
	}
}

// TestStreamsInvariance is TestTCPInvariance for both directions at once, through Streams, with acknowledgements of what
// came out, some segments in order and some not.
func TestStreamsInvariance(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 7))
	var wraps wrapped
	var out [2]transcript
	var c *Connection
	var client, connections int // the side that the connection takes for the client
	s := NewStreams(nil, StreamsConfig{Accept: func(of *Connection) (Sink, Sink) {
		c, client = of, 0
		if of.Client().Addr() != addrA {
			client = 1
		}
		connections++
		return &out[client], &out[1-client]
	}})
	n := rounds(t, 10000)
	for round := range n {
		out, c = [2]transcript{}, nil
		var streams [2][]byte
		var first [2]uint32
		var segments [2][]wire.TCP
		for side := range streams {
			streams[side], first[side] = randomStream(r, 200)
			wraps.note(streams[side], first[side])
			segments[side] = randomSegments(r, first[side], streams[side])
			shuffle(r, segments[side])
		}
		port := uint16(r.Uint32())
		put := func(side int, v wire.TCP) {
			src, dst := addrA, addrB
			v.SetSrcPort(port)
			v.SetDstPort(port ^ 1)
			if side == FromServer {
				src, dst = dst, src
				v.SetSrcPort(port ^ 1)
				v.SetDstPort(port)
			}
			s.Put(src, dst, 0, v, -1, Source{})
		}
		if r.IntN(2) == 0 {
			put(FromClient, segment(first[FromClient]-1, 0, wire.SYN, ""))
			put(FromServer, segment(first[FromServer]-1, first[FromClient], wire.SYN|wire.ACK, ""))
		}
		for len(segments[0])+len(segments[1]) > 0 {
			side := r.IntN(2)
			if len(segments[side]) == 0 {
				side ^= 1
			}
			v := segments[side][0]
			segments[side] = segments[side][1:]
			v.SetFlags(v.Flags() &^ wire.ACK)
			if c != nil {
				other := &c.halves[1-side^client]
				if other.begun && !other.waits() && r.IntN(4) > 0 {
					v.SetFlags(v.Flags() | wire.ACK)
					v.SetAck(uint32(other.next))
				}
			}
			put(side, v)
		}
		s.Flush(Flushed)
		if connections != round+1 {
			t.Fatalf("round %d: %d connections", round, connections)
		}
		for side := range out {
			o := &out[side]
			if !bytes.Equal(o.data, streams[side]) || o.end != Finished || o.broken != "" || len(o.said) != 1 {
				t.Fatalf("round %d, side %d: %x, want %x; %v %s", round, side, o.data, streams[side], o.said, o.broken)
			}
		}
	}
	if n >= 200000 {
		wraps.check(t, 200)
	}
}

// shuffle moves none, some or all of the segments.
func shuffle(r *rand.Rand, segments []wire.TCP) {
	switch r.IntN(3) {
	case 0:
		r.Shuffle(len(segments), func(i, j int) { segments[i], segments[j] = segments[j], segments[i] })
	case 1:
		i := r.IntN(len(segments))
		j := min(i+1, len(segments)-1)
		segments[i], segments[j] = segments[j], segments[i]
	}
}
