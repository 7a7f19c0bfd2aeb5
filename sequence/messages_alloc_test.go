package sequence

import (
	"math/rand/v2"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// TestMessagesNoAllocs: nothing is allocated, in memory of the caller's from the start and otherwise once there was
// something that had to wait.
func TestMessagesNoAllocs(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	n := 0
	out := SinkFunc(func(e *Event) { n += len(e.Bytes) })
	var hello []byte
	for range 3 {
		hello = append(hello, tlsRecord(wire.TLSHandshake, handshakeMessage(wire.TLSClientHello, 300)...)...)
	}
	hello = append(hello, tlsRecord(wire.TLSChangeCipherSpec, 1)...)
	hello = append(hello, tlsRecord(wire.TLSApplicationData, make([]byte, 9000)...)...)
	bgp := framingStreams[5].message(r, 1000)
	for _, x := range []struct {
		name   string
		c      cutterUnderTest
		stream []byte
	}{
		{"TLS", NewTLS(nil, TLSConfig{Out: out}), hello},
		{"TLS in memory", NewTLS(make([]byte, TLSSize(TLSConfig{})), TLSConfig{Out: out}), hello},
		{"Framed", NewFramed(nil, FramedConfig{Out: out, Framing: &FramingBGP}), bgp},
		{"Framed in memory", NewFramed(make([]byte, 10000), FramedConfig{Out: out, Framing: &FramingBGP}), bgp},
		{"Lines", NewLines(nil, LinesConfig{Out: out}), []byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")},
		{"Lines in memory", NewLines(make([]byte, 10000), LinesConfig{Out: out}), []byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")},
	} {
		t.Run(x.name, func(t *testing.T) {
			for _, size := range []int{len(x.stream), 7, 1460} {
				if got := testing.AllocsPerRun(20, func() {
					x.c.Reset()
					for at := 0; at < len(x.stream); at += size {
						x.c.Put(x.stream[at:min(at+size, len(x.stream))], Source{Frame: uint64(at)})
					}
				}); got != 0 {
					t.Errorf("%v allocations in packets of %d", got, size)
				}
			}
		})
	}
	if n == 0 {
		t.Error("nothing came out")
	}
}

// TestMessagesMemory: however long a message says it is, no more memory is taken than for what came, and never more
// than the limit says.
func TestMessagesMemory(t *testing.T) {
	c := NewFramed(nil, FramedConfig{Framing: &FramingNetBIOS, Limit: 1 << 20})
	c.Put([]byte{0, 0x0f, 0xff, 0}, Source{})
	c.Put(make([]byte, 100), Source{})
	if c.c.room.taken > 1024 {
		t.Errorf("%d bytes taken for 104", c.c.room.taken)
	}
	for i := range 3000 {
		c.Put(make([]byte, 1000), Source{Frame: uint64(i)})
		if most := 3 * blockFor(1<<20); c.c.room.taken > most {
			t.Fatalf("%d bytes taken, at most %d", c.c.room.taken, most)
		}
	}
	h := NewTLS(nil, TLSConfig{})
	for i := range 20000 { // a message of 16 MB: it comes out as it comes in
		h.Put(tlsRecord(wire.TLSHandshake, append([]byte{11, 0xff, 0xff, 0xff}, make([]byte, 900)...)...), Source{Frame: uint64(i)})
	}
	if s := h.Stats(); h.c.room.taken > 16384 || s.Oversized == 0 || s.Pieces < 18e6 {
		t.Errorf("%d bytes taken, %+v", h.c.room.taken, s)
	}
	small := NewTLS(make([]byte, 512), TLSConfig{}) // too little: told, nothing lost
	small.Put(tlsRecord(wire.TLSHandshake, handshakeMessage(wire.TLSCertificate, 4000)...)[:3000], Source{})
	if s := small.Stats(); s.NoMemory != 1 || s.Pieces != 3000-5 {
		t.Errorf("%+v", s)
	}
}

func benchmarkCutter(b *testing.B, c cutterUnderTest, stream []byte) {
	b.SetBytes(int64(len(stream)))
	b.ReportAllocs()
	for b.Loop() {
		for at := 0; at < len(stream); at += 1460 {
			c.Put(stream[at:min(at+1460, len(stream))], Source{Frame: 1})
		}
	}
}

func BenchmarkTLS(b *testing.B) {
	out := SinkFunc(func(*Event) {})
	b.Run("application", func(b *testing.B) {
		stream := tlsRecord(wire.TLSApplicationData, make([]byte, 16000)...)
		benchmarkCutter(b, NewTLS(nil, TLSConfig{Out: out}), stream)
	})
	b.Run("handshake", func(b *testing.B) {
		stream := tlsRecord(wire.TLSHandshake, handshakeMessage(wire.TLSCertificate, 4000)...)
		benchmarkCutter(b, NewTLS(nil, TLSConfig{Out: out}), stream)
	})
}

func BenchmarkFramed(b *testing.B) {
	var stream []byte
	for range 100 {
		stream = append(stream, framingStreams[0].message(nil, 120)...)
	}
	benchmarkCutter(b, NewFramed(nil, FramedConfig{Out: SinkFunc(func(*Event) {})}), stream)
}

func BenchmarkLines(b *testing.B) {
	var stream []byte
	for range 100 {
		stream = append(stream, "Content-Type: text/plain; charset=utf-8\r\n"...)
	}
	benchmarkCutter(b, NewLines(nil, LinesConfig{Out: SinkFunc(func(*Event) {})}), stream)
}
