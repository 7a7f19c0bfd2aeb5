package sequence

import (
	"encoding/binary"
	"net/netip"
	"runtime"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// numbered returns an address by number.
func numbered(i uint32) netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], i)
	return netip.AddrFrom4(b)
}

// TestStreamsFlood sends SYNs of many sources and ports: memory stays within the limit, and a connection that is alive
// goes on.
func TestStreamsFlood(t *testing.T) {
	const limit = 8 << 20
	n := uint32(200_000)
	if testing.Short() {
		n = 50_000
	}
	before := heapInUse()
	var got strings.Builder
	s := NewStreams(nil, StreamsConfig{TCP: TCPConfig{Memory: limit}, Accept: func(c *Connection) (Sink, Sink) {
		if c.Client().Addr() != addrA {
			return nil, nil
		}
		return SinkFunc(func(e *Event) { got.Write(e.Bytes) }), nil
	}})
	honest := func(seq uint32, flags wire.TCPFlags, data string, now int64) {
		v := segment(seq, 0, flags, data)
		v.SetSrcPort(1000)
		v.SetDstPort(80)
		s.Put(addrA, addrB, 0, v, -1, Source{Time: now})
	}
	honest(0, wire.SYN, "", 0)
	syn := segment(77, 0, wire.SYN, "")
	for i := range n {
		syn.SetSrcPort(uint16(i))
		s.Put(numbered(i/64), addrB, 0, syn, -1, Source{Time: int64(i)})
		if i%1000 == 0 {
			honest(1+i/1000, wire.ACK, "x", int64(i))
		}
	}
	if grown := heapInUse() - before; grown > limit+limit/10 {
		t.Errorf("%d bytes of heap, with a limit of %d", grown, limit)
	}
	if st := s.Stats(); st.Evicted == 0 || st.Connections < uint64(n) || st.Memory > limit {
		t.Errorf("%+v", st)
	}
	s.Flush(Flushed) // met midway again if it was forgotten, some bytes may wait for earlier ones
	if got.Len() != int(n/1000) {
		t.Errorf("%d bytes of the honest connection, want %d", got.Len(), n/1000)
	}
	runtime.KeepAlive(s)
}

// TestStreamsHoles fills the memory with bytes that wait.
func TestStreamsHoles(t *testing.T) {
	const limit = 4 << 20
	before := heapInUse()
	s := NewStreams(nil, StreamsConfig{TCP: TCPConfig{Memory: limit}})
	v := segment(0, 0, wire.SYN, "")
	for port := range uint16(300) {
		v.SetSrcPort(port)
		v.SetFlags(wire.SYN)
		v.SetSeq(0)
		s.Put(addrA, addrB, 0, v, -1, Source{})
		b := segment(0, 0, wire.ACK, strings.Repeat("x", 100))
		b.SetSrcPort(port)
		for i := range uint32(200) {
			b.SetSeq(2 + 200*i)
			s.Put(addrA, addrB, 0, b, -1, Source{})
		}
	}
	if grown := heapInUse() - before; grown > limit+limit/10 {
		t.Errorf("%d bytes of heap, with a limit of %d", grown, limit)
	}
	if st := s.Stats(); st.Evicted == 0 || st.Memory > limit {
		t.Errorf("%+v", st)
	}
	s.Flush(Flushed)
	if st := s.Stats(); st.Bytes != 300*200*100 {
		t.Errorf("%d bytes came out: %+v", st.Bytes, st)
	}
}

// heapInUse returns how many bytes of the heap are in use.
func heapInUse() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

func TestStreamsExpire(t *testing.T) {
	k := newTalk(StreamsConfig{Timeout: 100e9, Closing: 10e9})
	k.say(true, 0, 0, wire.SYN, "")
	k.now.Time += 20e9
	k.say(true, 50, 0, wire.ACK, "new")
	if st := k.Stats(); st.TimedOut != 1 || k.both[0][0].end != TimedOut {
		t.Errorf("%+v, %v", st, k.both[0][0].said)
	}
}

// TestStreamsClosing: connections that have ended, or of which one side was seen, are forgotten when it is time, although an
// older one is open and silent.
func TestStreamsClosing(t *testing.T) {
	s := NewStreams(nil, StreamsConfig{Timeout: 1000e9, Closing: 10e9})
	now := Source{Time: 1}
	put := func(port uint16, answer bool, flags wire.TCPFlags) {
		src, dst := addrA, addrB
		v := segment(0, 1, flags, "")
		v.SetSrcPort(port)
		if answer {
			src, dst = dst, src
			v.SetSrcPort(80)
			v.SetDstPort(port)
		} else {
			v.SetDstPort(80)
		}
		if flags&wire.SYN == 0 {
			v.SetSeq(1)
		}
		s.Put(src, dst, 0, v, -1, now)
	}
	for port := range uint16(3) {
		put(port, false, wire.SYN)
		if port != 1 {
			put(port, true, wire.SYN|wire.ACK)
		}
	}
	put(2, false, wire.RST|wire.ACK)
	for _, c := range []struct{ after, current, timedOut uint64 }{{5, 4, 0}, {11, 3, 2}, {900, 2, 4}, {1002, 1, 6}} {
		now.Time = int64(c.after * 1e9)
		put(uint16(100+c.after), false, wire.SYN)
		now.Time++
		put(uint16(100+c.after), false, wire.ACK)
		if st := s.Stats(); st.Current != c.current || st.TimedOut != c.timedOut {
			t.Errorf("after %d s: %d connections and %d timed out, want %d and %d", c.after, st.Current, st.TimedOut, c.current, c.timedOut)
		}
	}
}

// TestStreamsBusy opens many connections that say nothing more, beside one in which packets come: that one stays.
func TestStreamsBusy(t *testing.T) {
	s := NewStreams(nil, StreamsConfig{Flows: 64})
	v := segment(0, 0, wire.SYN, "")
	w := segment(0, 0, wire.SYN, "x")
	w.SetSrcPort(9999)
	for i := range uint32(10000) {
		v.SetSrcPort(uint16(i % 9000))
		v.SetSeq(i)
		s.Put(addrA, addrB, 0, v, -1, Source{Time: 1})
		if i%8 == 0 {
			s.Put(addrA, addrB, 0, w, -1, Source{Time: 1})
			w.SetFlags(wire.ACK)
			w.SetSeq(2 + i/8)
		}
	}
	if st := s.Stats(); st.Connections != 10001 || st.Evicted != 10001-64 || st.Bytes != 1250 {
		t.Errorf("%+v", st)
	}
}

func TestStreamsChecksums(t *testing.T) {
	s := NewStreams(nil, StreamsConfig{Checksums: true})
	v := segment(1, 0, wire.ACK, "odd")
	v.SetChecksum(v.Sum(pseudoTCP(addrA, addrB, len(v))))
	s.Put(addrA, addrB, 0, v, -1, Source{})
	v[len(v)-1]++
	s.Put(addrA, addrB, 0, v, -1, Source{})
	if st := s.Stats(); st.Segments != 1 || st.BadChecksums != 1 {
		t.Errorf("%+v", st)
	}
	ip := make(wire.IPv4, 20)
	a, b := addrA.As4(), addrB.As4()
	ip.SetIHL(5)
	copy(ip[12:], a[:])
	copy(ip[16:], b[:])
	if got, want := pseudoTCP(addrA, addrB, 99), ip.PseudoSum(wire.IPProtoTCP, 99); got != want {
		t.Errorf("pseudo-header %#x, want %#x", got, want)
	}
}

func TestNoAllocsStreams(t *testing.T) {
	for _, mem := range [][]byte{nil, make([]byte, 1<<20)} {
		s := NewStreams(mem, StreamsConfig{TCP: TCPConfig{Memory: 1 << 20}, Flows: 64})
		v := segment(0, 0, wire.SYN, "")
		b := segment(0, 0, wire.ACK, strings.Repeat("x", 1000))
		var port uint16
		step := func() {
			port++
			v.SetSrcPort(port)
			b.SetSrcPort(port)
			s.Put(addrA, addrB, 0, v, -1, Source{})
			for _, k := range []uint32{0, 2, 3, 1} {
				b.SetSeq(1 + 1000*k)
				s.Put(addrA, addrB, 0, b, -1, Source{})
			}
		}
		for range 200 {
			step()
		}
		if n := testing.AllocsPerRun(100, step); n != 0 {
			t.Errorf("%v allocations", n)
		}
	}
}

func BenchmarkTCP(b *testing.B) {
	payload := strings.Repeat("x", 1460)
	run := func(name string, order []uint32) {
		b.Run(name, func(b *testing.B) {
			s := NewTCP(nil, TCPConfig{})
			s.Put(segment(0, 0, wire.SYN, ""), -1, Source{})
			v := segment(0, 0, wire.ACK, payload)
			b.ReportAllocs()
			b.SetBytes(int64(len(payload)))
			base := uint32(1)
			for i := 0; b.Loop(); i++ {
				k := i % len(order)
				v.SetSeq(base + 1460*order[k])
				s.Put(v, -1, Source{})
				if k == len(order)-1 {
					base += 1460 * uint32(len(order))
				}
			}
		})
	}
	run("in order", []uint32{0})
	run("out of order", []uint32{0, 3, 1, 2, 7, 6, 5, 4})
}

// BenchmarkTCPQueued shows what a segment costs when so many wait, by the order in which they come.
func BenchmarkTCPQueued(b *testing.B) {
	for _, n := range []uint32{2000, 32000} {
		for name, at := range map[string]func(i uint32) uint32{
			"reverse": func(i uint32) uint32 { return n - i },
			"random":  func(i uint32) uint32 { return i * 2654435761 % n },
			"alternating": func(i uint32) uint32 {
				if i%2 == 0 {
					return i / 2
				}
				return n - i/2
			},
		} {
			b.Run(name+"/"+map[bool]string{true: "2000", false: "32000"}[n == 2000], func(b *testing.B) {
				s := NewTCP(nil, TCPConfig{})
				v := segment(0, 0, wire.ACK, "0123456789")
				b.ReportAllocs()
				i := n
				for b.Loop() {
					if i++; i >= n {
						i = 0
						s.Reset()
						s.Put(segment(0, 0, wire.SYN, ""), -1, Source{})
					}
					v.SetSeq(2 + 20*at(i))
					s.Put(v, -1, Source{})
				}
			})
		}
	}
}

func BenchmarkStreams(b *testing.B) {
	s := NewStreams(nil, StreamsConfig{})
	v := segment(0, 0, wire.ACK, strings.Repeat("x", 1460))
	b.ReportAllocs()
	b.SetBytes(1460)
	for i := uint32(0); b.Loop(); i++ {
		v.SetSrcPort(uint16(i % 1024))
		v.SetSeq(1460 * (i / 1024))
		s.Put(addrA, addrB, 0, v, -1, Source{})
	}
}

func BenchmarkStreamsFlood(b *testing.B) {
	s := NewStreams(nil, StreamsConfig{TCP: TCPConfig{Memory: 32 << 20}})
	v := segment(0, 0, wire.SYN, "")
	b.ReportAllocs()
	for i := uint32(0); b.Loop(); i++ {
		v.SetSrcPort(uint16(i))
		s.Put(numbered(i/64), addrB, 0, v, -1, Source{})
	}
}
