package sequence

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// fuzzCheck takes a direction's events and holds them against what must be true of every stream: offsets never jump
// but over a gap, nothing follows the end but faults.
type fuzzCheck struct {
	t     *testing.T
	next  uint64
	bytes []byte
	ended bool
}

func (c *fuzzCheck) Take(e *Event) {
	switch e.Kind {
	case Data, Urgent, Gap, End:
		if e.Offset != c.next || c.ended {
			c.t.Fatalf("%v at %d, want %d; ended %v", e.Kind, e.Offset, c.next, c.ended)
		}
	}
	switch e.Kind {
	case Data:
		if len(e.Bytes) == 0 {
			c.t.Fatal("no bytes")
		}
		c.next += uint64(len(e.Bytes))
		c.bytes = append(c.bytes, e.Bytes...)
	case Urgent:
		c.next += uint64(len(e.Bytes))
		c.bytes = append(c.bytes, e.Bytes...)
	case Gap:
		if e.Len == 0 {
			c.t.Fatal("gap of nothing")
		}
		c.next += e.Len
	case Conflict:
		if len(e.Bytes) != len(e.Old) || bytes.Equal(e.Bytes, e.Old) {
			c.t.Fatalf("conflict of %q and %q", e.Old, e.Bytes)
		}
	case Fault:
		if e.Err == nil {
			c.t.Fatal("fault without an error")
		}
	case End:
		c.ended = true
	}
}

// FuzzStreams reads segments of two hosts from bytes, four or more each: side and flags, sequence and acknowledgement
// numbers near those before, length.
func FuzzStreams(f *testing.F) {
	f.Add([]byte{0}, uint16(0))
	f.Add([]byte{0x02, 0, 0, 0, 0x92, 0, 1, 0, 0x10, 1, 1, 5, 0x90, 1, 6, 5, 0x11, 6, 6, 0, 0x91, 6, 7, 0}, uint16(1))
	f.Add([]byte{0x10, 5, 1, 5, 0x10, 1, 1, 9, 0x30, 2, 0, 3, 0x04, 9, 0, 0, 0x02, 200, 0, 1, 0x92, 1, 201, 0}, uint16(0x1234))
	f.Fuzz(func(t *testing.T, script []byte, config uint16) {
		cfg := StreamsConfig{
			TCP: TCPConfig{
				Policy: TCPPolicy(config % 6), OnAcknowledgement: config&8 != 0, OutOfBand: config&16 != 0,
				OnlyWhole: config&32 != 0, Memory: 1 << (14 + config>>6&7), History: 64,
			},
			Flows: 2, Timeout: 50, Closing: 20,
		}
		if config&512 != 0 {
			cfg.TCP.Settle = -1
		}
		var all []*fuzzCheck
		cfg.Accept = func(*Connection) (Sink, Sink) {
			a, b := &fuzzCheck{t: t}, &fuzzCheck{t: t}
			all = append(all, a, b)
			return a, b
		}
		var mem []byte
		if config&1024 != 0 {
			mem = make([]byte, 1<<15)
		}
		s := NewStreams(mem, cfg)
		var data [256]byte
		now := int64(0)
		for ; len(script) >= 4; script = script[4:] {
			now++
			op, at, ack, n := script[0], uint32(script[1]), uint32(script[2]), script[3]
			for i := range data {
				data[i] = byte(uint32(i)+at) ^ (n & 0x80) // the same place has two contents
			}
			v := segment(at-128, ack-128, wire.TCPFlags(op&0x3f), string(data[:n&0x7f]))
			v.SetUrgent(uint16(n & 7))
			src, dst := addrA, addrB
			v.SetSrcPort(1 + uint16(op>>6&1))
			v.SetDstPort(9)
			if op&0x80 != 0 {
				src, dst = dst, src
				v.SetSrcPort(9)
				v.SetDstPort(1 + uint16(op>>6&1))
			}
			if n == 0x7f {
				now += 30
			}
			s.Put(src, dst, 0, v, -1, Source{Time: now})
			if used, limit := s.env.arena.taken(), s.env.arena.cap(); used > limit {
				t.Fatalf("%d of %d bytes", used, limit)
			}
		}
		s.Flush(Flushed)
		var out uint64
		for _, c := range all {
			out += uint64(len(c.bytes))
			if !c.ended {
				t.Fatal("no end")
			}
		}
		if st := s.Stats(); st.Bytes != out || s.env.arena.used != 0 || s.table.n != 0 {
			t.Fatalf("%+v, %d bytes came out, %d used", st, out, s.env.arena.used)
		}
	})
}

// FuzzTCPModel compares a direction with a slow model: an array of which byte came first or last.
func FuzzTCPModel(f *testing.F) {
	f.Add([]byte{3, 4, 'b', 0, 5, 'a'}, true, uint32(0))
	f.Add([]byte{9, 4, 'b', 3, 9, 'c', 5, 2, 'd', 0, 5, 'a'}, false, uint32(0xfffffffa))
	f.Fuzz(func(t *testing.T, script []byte, last bool, isn uint32) {
		var model [600]byte
		var sent [600]bool
		var out transcript
		cfg := TCPConfig{Out: &out, Policy: TCPFirst}
		if last {
			cfg.Policy = TCPLast
		}
		s := NewTCP(nil, cfg)
		s.Put(segment(isn-1, 0, wire.SYN, ""), -1, Source{})
		next := 0 // bytes that came out stay
		for ; len(script) >= 3; script = script[3:] {
			at, n, c := int(script[0]), int(script[1]), script[2]
			s.Put(segment(isn+uint32(at), 0, wire.ACK, string(bytes.Repeat([]byte{c}, n))), -1, Source{})
			for i := at; i < at+n; i++ {
				if i >= next && (last || !sent[i]) {
					model[i] = c
				}
				sent[i] = true
			}
			for sent[next] {
				next++
			}
		}
		want := ""
		for i := range sent {
			if sent[i] {
				want += string([]byte{model[i]})
			}
		}
		s.Flush(Flushed)
		if string(out.data) != want || out.broken != "" {
			t.Fatalf("%q, want %q; %v %s", out.data, want, out.said, out.broken)
		}
		for i, b := range out.stream {
			if !sent[i] && b != '?' {
				t.Fatal(fmt.Sprint("byte ", i, " was not sent"))
			}
		}
	})
}
