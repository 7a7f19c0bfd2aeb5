package pcap

import (
	"bytes"
	"io"
	"testing"

	"github.com/gocap-project/gocap/link"
)

// sample makes a capture of n packets of the given size.
func sample(tb testing.TB, ng bool, n, size int) []byte {
	tb.Helper()
	var buf bytes.Buffer
	var w PacketWriter
	var err error
	if ng {
		w, err = NewNgWriter(&buf, NgOptions{LinkType: link.Ethernet})
	} else {
		w, err = NewWriter(&buf, Options{LinkType: link.Ethernet})
	}
	if err != nil {
		tb.Fatal(err)
	}
	p := Packet{Data: bytes.Repeat([]byte{0xa5}, size)}
	for i := range n {
		p.Time = 1_700_000_000*second + int64(i)*1_000_000
		p.Data[0] = byte(i)
		if err := w.Write(&p); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return buf.Bytes()
}

// loop is an endless source: a header, then the records again and again.
type loop struct {
	b    []byte
	head int
	pos  int
}

func (l *loop) Read(p []byte) (int, error) {
	if l.pos == len(l.b) {
		l.pos = l.head
	}
	n := copy(p, l.b[l.pos:])
	l.pos += n
	return n, nil
}

func benchmarkRead(b *testing.B, ng bool, size int) {
	data := sample(b, ng, 1000, size)
	head := headerLen
	if ng {
		head = len(sample(b, ng, 1, size)) - 32 - pad4(size)
	}
	r, err := NewReader(&loop{b: data, head: head})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	sum := 0
	for b.Loop() {
		p, err := r.Next()
		if err != nil {
			b.Fatal(err)
		}
		sum += len(p.Data)
	}
}

func BenchmarkReadPcap(b *testing.B)      { benchmarkRead(b, false, 645) }
func BenchmarkReadPcapng(b *testing.B)    { benchmarkRead(b, true, 645) }
func BenchmarkReadPcap60(b *testing.B)    { benchmarkRead(b, false, 60) }
func BenchmarkReadPcapng60(b *testing.B)  { benchmarkRead(b, true, 60) }
func BenchmarkReadMemPcap(b *testing.B)   { benchmarkMemory(b, false) }
func BenchmarkReadMemPcapng(b *testing.B) { benchmarkMemory(b, true) }

// benchmarkMemory is reading without any copy, from the cache.
func benchmarkMemory(b *testing.B, ng bool) {
	data := sample(b, ng, 1000, 60)
	r, err := ReadOptions{}.NewBytesReader(data)
	if err != nil {
		b.Fatal(err)
	}
	start := r.win.pos
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Next(); err == io.EOF {
			r.err, r.win.pos = nil, start
		} else if err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkWrite(b *testing.B, w PacketWriter) {
	p := Packet{Data: make([]byte, 645), Time: 1_700_000_000 * second}
	b.SetBytes(645)
	b.ReportAllocs()
	for b.Loop() {
		if err := w.Write(&p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWritePcap(b *testing.B) {
	w, _ := NewWriter(io.Discard, Options{LinkType: link.Ethernet})
	benchmarkWrite(b, w)
}

func BenchmarkWritePcapng(b *testing.B) {
	w, _ := NewNgWriter(io.Discard, NgOptions{LinkType: link.Ethernet})
	benchmarkWrite(b, w)
}

func BenchmarkIterate(b *testing.B) {
	r, err := NewReader(&loop{b: sample(b, false, 1000, 60), head: headerLen})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	n := 0
	for _, err := range r.Packets() {
		if n++; err != nil || n > b.N {
			break
		}
	}
}

func TestNoAllocs(t *testing.T) {
	for _, ng := range []bool{false, true} {
		for _, lenient := range []bool{false, true} {
			data := sample(t, ng, 5000, 700)
			r, err := ReadOptions{Lenient: lenient}.NewReader(plain(data))
			if err != nil {
				t.Fatal(err)
			}
			next := func() {
				if _, err := r.Next(); err != nil {
					t.Fatal(err)
				}
			}
			next()
			next()
			if n := testing.AllocsPerRun(4000, next); n != 0 {
				t.Errorf("reading (pcapng %v, lenient %v): %v allocations a packet", ng, lenient, n)
			}
		}
	}
	w, _ := NewWriter(io.Discard, Options{LinkType: link.Ethernet})
	g, _ := NewNgWriter(io.Discard, NgOptions{LinkType: link.Ethernet})
	data := make([]byte, 700)
	for _, w := range []PacketWriter{w, g} {
		if n := testing.AllocsPerRun(1000, func() {
			if err := w.Write(&Packet{Data: data, Time: 1}); err != nil {
				t.Fatal(err)
			}
		}); n > 1 { // the literal escapes through the interface
			t.Errorf("writing with %T: %v allocations a packet", w, n)
		}
	}
	if n := testing.AllocsPerRun(1000, func() { _ = w.Write(&Packet{Data: data, Time: 1}) }); n != 0 {
		t.Errorf("writing pcap: %v allocations a packet", n)
	}
	if n := testing.AllocsPerRun(1000, func() { _ = g.Write(&Packet{Data: data, Time: 1}) }); n != 0 {
		t.Errorf("writing pcapng: %v allocations a packet", n)
	}
}
