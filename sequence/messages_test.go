package sequence

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// cutterUnderTest is one of those that cut streams into messages.
type cutterUnderTest interface {
	Sink
	Put(b []byte, from Source)
	Miss(n uint64, from Source)
	Flush(reason EndReason)
	Reset()
}

// toldItem is what a Sequence said, in a form that does not depend on how the stream was cut into packets: pieces and gaps
// that touch are one.
type toldItem struct {
	Kind  EventKind
	Proto uint32
	At    uint64
	Len   uint64
	Bytes string
	Err   string
}

// listener collects what is said.
type listener struct {
	t     testing.TB
	said  []toldItem
	parts bool // hold parts against what packets brought
	whole []byte
	piece []byte // bytes that the last item has more
	ended bool
}

func (l *listener) Take(e *Event) {
	if l.ended {
		l.t.Fatalf("%v after the end", e.Kind)
	}
	s := toldItem{Kind: e.Kind, Proto: e.Proto, At: e.Offset, Len: e.Len, Bytes: string(e.Bytes)}
	switch e.Kind {
	case Message:
		if e.Len != uint64(len(e.Bytes)) {
			l.t.Fatalf("message of %d has length %d", len(e.Bytes), e.Len)
		}
		l.check(e)
	case Data:
		s.Len = uint64(len(e.Bytes))
	case Fault, Notice:
		var m *MessageError
		if !errors.As(e.Err, &m) || m.Offset != e.Offset || m.Error() == "" {
			l.t.Fatalf("error %v at %d", e.Err, e.Offset)
		}
		s.Err = m.Error()
	case End:
		l.ended = true
	}
	if n := len(l.said); n > 0 && (e.Kind == Data || e.Kind == Gap) {
		if p := &l.said[n-1]; p.Kind == e.Kind && p.Proto == s.Proto && p.At+p.Len == s.At {
			p.Len += s.Len
			l.piece = append(l.piece, s.Bytes...)
			return
		}
	}
	if n := len(l.said); n > 0 && len(l.piece) > 0 {
		l.said[n-1].Bytes += string(l.piece)
		l.piece = l.piece[:0]
	}
	l.said = append(l.said, s)
}

// check holds a message's parts against each other and, if it has the whole stream, its bytes against where they are
// from: packet n brought the bytes up to n.
func (l *listener) check(e *Event) {
	at := uint32(0)
	for i, p := range e.Parts {
		if p.Offset != at || i > 0 && p.Len == 0 {
			l.t.Fatalf("part %d: %v, after %d", i, p, at)
		}
		at += p.Len
		if l.parts && l.whole != nil && i+1 < maxMarks {
			if from, to := e.Offset+uint64(p.Offset), e.Offset+uint64(at); from < to && (to > p.From.Frame || i > 0 && from < uint64(p.From.Time)) {
				l.t.Fatalf("part %d of %v, at %d to %d", i, p, from, to)
			}
		}
	}
	if at != uint32(e.Len) {
		l.t.Fatalf("parts have %d of %d bytes", at, e.Len)
	}
}

// feedCut feeds a stream in packets that end at random places. What is lost, from and to by turns, is missed.
func feedCut(r *rand.Rand, c cutterUnderTest, stream []byte, lost [][2]int) {
	largest := 1 + r.IntN(3000)
	if r.IntN(4) == 0 {
		largest = 1 + r.IntN(4)
	}
	for at := 0; at < len(stream); {
		end := len(stream)
		if len(lost) > 0 {
			if at == lost[0][0] {
				n := lost[0][1] - at
				for n > 0 {
					k := 1 + r.IntN(n)
					c.Miss(uint64(k), Source{Frame: uint64(at + k)})
					n -= k
					at += k
				}
				lost = lost[1:]
				continue
			}
			end = lost[0][0]
		}
		n := min(1+r.IntN(largest), end-at)
		c.Put(bytes.Clone(stream[at:at+n]), Source{Frame: uint64(at + n), Time: int64(at)})
		at += n
	}
	c.Flush(Finished)
}

// tlsRecord returns a TLS record.
func tlsRecord(typ wire.TLSContentType, content ...byte) []byte {
	return append([]byte{byte(typ), 3, 3, byte(len(content) >> 8), byte(len(content))}, content...)
}

// handshakeMessage returns one of n bytes of body.
func handshakeMessage(typ wire.TLSHandshakeType, n int) []byte {
	b := append(make([]byte, 0, 4+n), byte(typ), byte(n>>16), byte(n>>8), byte(n))
	for i := range n {
		b = append(b, byte(i*7+n))
	}
	if n >= 35 { // version of a hello, no session
		b[4], b[5], b[38] = 3, 3, 0
	}
	return b
}

// randomTLS returns a direction of a connection, with records cut at random.
func randomTLS(r *rand.Rand) (stream, opaque []byte) {
	var flight []byte
	types := []wire.TLSHandshakeType{wire.TLSClientHello, wire.TLSServerHello, wire.TLSCertificate, wire.TLSServerHelloDone, wire.TLSCertificateVerify}
	for range r.IntN(6) {
		n := r.IntN(300)
		if r.IntN(10) == 0 {
			n = r.IntN(20000)
		}
		flight = append(flight, handshakeMessage(types[r.IntN(len(types))], n)...)
	}
	for len(flight) > 0 {
		n := 1 + r.IntN(min(len(flight), 1<<14))
		if r.IntN(3) == 0 {
			n = 1 + r.IntN(min(len(flight), 40))
		}
		stream = append(stream, tlsRecord(wire.TLSHandshake, flight[:n]...)...)
		flight = flight[n:]
		if r.IntN(40) == 0 {
			stream = append(stream, tlsRecord(wire.TLSAlertRecord, 1, 90)...)
		}
	}
	stream = append(stream, tlsRecord(wire.TLSChangeCipherSpec, 1)...)
	for range r.IntN(4) {
		b := make([]byte, r.IntN(1<<r.IntN(14)))
		for i := range b {
			b[i] = byte(r.Uint32()) | 0x80 // never a hello
		}
		typ := []wire.TLSContentType{wire.TLSApplicationData, wire.TLSHandshake, wire.TLSAlertRecord}[r.IntN(3)]
		if typ != wire.TLSApplicationData {
			b = append(b, make([]byte, 40)...)
			b[0] = 0x80
		}
		stream = append(stream, tlsRecord(typ, b...)...)
		opaque = append(opaque, b...)
	}
	return stream, opaque
}

// slowTLS is the obvious model: all records, all handshake content up to ChangeCipherSpec joined and cut.
func slowTLS(stream []byte) (messages, opaque []byte) {
	var handshake []byte
	encrypted := false
	for len(stream) >= 5 {
		typ, n := wire.TLSContentType(stream[0]), int(stream[3])<<8|int(stream[4])
		content := stream[5 : 5+n]
		stream = stream[5+n:]
		switch {
		case typ == wire.TLSHandshake && !encrypted:
			handshake = append(handshake, content...)
		case typ == wire.TLSChangeCipherSpec:
			encrypted = true
		case encrypted:
			opaque = append(opaque, content...)
		}
	}
	for len(handshake) > 0 {
		n := 4 + int(handshake[1])<<16 + int(handshake[2])<<8 + int(handshake[3])
		messages = fmt.Appendf(messages, "%d %x\n", n, handshake[:n])
		handshake = handshake[n:]
	}
	return messages, opaque
}

// TestTLSModel holds a TLS against the slow model, whatever the records and packets.
func TestTLSModel(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	mem := make([]byte, TLSSize(TLSConfig{}))
	for i := range rounds(t, 300) {
		stream, _ := randomTLS(r)
		l := &listener{t: t}
		c := NewTLS(nil, TLSConfig{Out: l})
		if i%2 == 1 {
			c = NewTLS(mem, TLSConfig{Out: l})
		}
		feedCut(r, c, stream, nil)
		var messages, opaque []byte
		for _, s := range l.said {
			switch {
			case s.Kind == Message && s.Proto == uint32(wire.TLSHandshake):
				messages = fmt.Appendf(messages, "%d %x\n", s.Len, s.Bytes)
			case s.Kind == Data:
				opaque = append(opaque, s.Bytes...)
			case s.Kind == Fault, s.Kind == Notice && s.Err == "", s.Kind == Gap:
				t.Fatalf("round %d: %+v", i, s)
			}
		}
		wantMessages, wantOpaque := slowTLS(stream)
		if !bytes.Equal(messages, wantMessages) || !bytes.Equal(opaque, wantOpaque) {
			t.Fatalf("round %d: got %d and %d bytes, want %d and %d\n%+v", i, len(messages), len(opaque), len(wantMessages), len(wantOpaque), l.said)
		}
		accounted(t, c.c.stats, len(stream))
	}
}

// accounted fails if bytes are not accounted for.
func accounted(t testing.TB, s MessageStats, n int) {
	t.Helper()
	if s.Bytes != uint64(n) || s.Framing+s.Whole+s.Pieces+s.Lost != s.Bytes {
		t.Fatalf("%d bytes: %+v", n, s)
	}
}

// framingStreams makes streams of random messages of each framing.
var framingStreams = []struct {
	framing *Framing
	message func(r *rand.Rand, n int) []byte
}{
	{&Framing16, func(_ *rand.Rand, n int) []byte { return append([]byte{byte(n >> 8), byte(n)}, filler(n)...) }},
	{&FramingDiameter, func(_ *rand.Rand, n int) []byte {
		n = n&^3 + 20
		b := filler(n)
		copy(b, []byte{1, byte(n >> 16), byte(n >> 8), byte(n), 0x80, 0, 1, 1})
		return b
	}},
	{&FramingPostgresClient, func(_ *rand.Rand, n int) []byte {
		return append([]byte{'Q', 0, 0, byte((n + 4) >> 8), byte(n + 4)}, filler(n)...)
	}},
	{&FramingPostgresServer, func(_ *rand.Rand, n int) []byte {
		return append([]byte{'D', 0, 0, byte((n + 4) >> 8), byte(n + 4)}, filler(n)...)
	}},
	{&FramingMySQL, func(_ *rand.Rand, n int) []byte { return append([]byte{byte(n), byte(n >> 8), 0, 0}, filler(n)...) }},
	{&FramingBGP, func(_ *rand.Rand, n int) []byte {
		b := append(bytes.Repeat([]byte{0xff}, 16), byte((n+19)>>8), byte(n+19), 2)
		return append(b, filler(n)...)
	}},
	{&FramingGTPPrime, func(_ *rand.Rand, n int) []byte {
		return append([]byte{0x4e, 240, byte(n >> 8), byte(n), 0, 1}, filler(n)...)
	}},
	{&FramingTPKT, func(_ *rand.Rand, n int) []byte {
		return append([]byte{3, 0, byte((n + 7) >> 8), byte(n + 7), 2, 0xf0, 0x80}, filler(n)...)
	}},
	{&FramingLDP, func(_ *rand.Rand, n int) []byte {
		return append([]byte{0, 1, byte((n + 6) >> 8), byte(n + 6), 1, 1, 1, 1, 0, 0}, filler(n)...)
	}},
	{&FramingNetBIOS, func(_ *rand.Rand, n int) []byte { return append([]byte{0, 0, byte(n >> 8), byte(n)}, filler(n)...) }},
	{&FramingModbus, func(_ *rand.Rand, n int) []byte {
		return append([]byte{0, 1, 0, 0, byte(n >> 8), byte(n)}, filler(n)...)
	}},
	{&FramingOpenFlow, func(_ *rand.Rand, n int) []byte {
		return append([]byte{4, 0, byte((n + 8) >> 8), byte(n + 8), 0, 0, 0, 1}, filler(n)...)
	}},
	{&FramingPCEP, func(_ *rand.Rand, n int) []byte {
		return append([]byte{0x20, 2, byte((n + 4) >> 8), byte(n + 4)}, filler(n)...)
	}},
	{&FramingRPC, func(_ *rand.Rand, n int) []byte { return append([]byte{0x80, 0, byte(n >> 8), byte(n)}, filler(n)...) }},
}

func filler(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

// TestFramedModel holds a Framed against the list of messages that the stream was made of.
func TestFramedModel(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, x := range framingStreams {
		t.Run(x.framing.Name, func(t *testing.T) {
			for i := range rounds(t, 300) {
				var stream []byte
				var want []toldItem
				for range r.IntN(10) {
					n := r.IntN(50)
					if r.IntN(4) == 0 {
						n = r.IntN(3000)
					}
					b := x.message(r, n)
					want = append(want, toldItem{Kind: Message, At: uint64(len(stream)), Len: uint64(len(b)), Bytes: string(b)})
					stream = append(stream, b...)
				}
				want = append(want, toldItem{Kind: End, At: uint64(len(stream))})
				l := &listener{t: t, parts: true, whole: stream}
				c := NewFramed(nil, FramedConfig{Out: l, Framing: x.framing})
				feedCut(r, c, stream, nil)
				if !slices.Equal(l.said, want) {
					t.Fatalf("round %d:\ngot  %.2000s\nwant %.2000s", i, fmt.Sprint(l.said), fmt.Sprint(want))
				}
				accounted(t, c.Stats(), len(stream))
			}
		})
	}
}

// TestLinesModel holds a Lines against what bytes.Split finds.
func TestLinesModel(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for i := range rounds(t, 5000) {
		var stream []byte
		for range r.IntN(200) {
			stream = append(stream, []byte("ab\r\n\n\rcd")[r.IntN(8)])
		}
		const limit = 64
		var want []toldItem
		at := uint64(0)
		for rest := stream; len(rest) > 0; {
			line, after, _ := bytes.Cut(rest, []byte("\n"))
			ended := len(line) < len(rest)
			n := uint64(len(rest) - len(after))
			text := line
			if ended {
				text = bytes.TrimSuffix(line, []byte("\r"))
			}
			if len(text) > limit && !(len(text) == limit+1 && text[limit] == '\r') {
				e := MessageError{Offset: at, Limit: limit, Err: ErrMessageSize}
				want = append(want, toldItem{Kind: Notice, At: at, Err: e.Error()}, toldItem{Kind: Data, At: at, Len: uint64(len(text)), Bytes: string(text)})
			} else {
				want = append(want, toldItem{Kind: Message, At: at, Len: uint64(len(text)), Bytes: string(text)})
			}
			at += n
			rest = after
		}
		want = append(want, toldItem{Kind: End, At: at})
		l := &listener{t: t, parts: true, whole: stream}
		c := NewLines(nil, LinesConfig{Out: l, Limit: limit})
		feedCut(r, c, stream, nil)
		if !slices.Equal(l.said, want) {
			t.Fatalf("round %d: %q\ngot  %+v\nwant %+v", i, stream, l.said, want)
		}
		accounted(t, c.Stats(), len(stream))
	}
}

// TestCutInvariance feeds streams, damaged and with bytes missing, whole and in pieces: what comes out is the same.
func TestCutInvariance(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for i := range rounds(t, 2000) {
		which, x := uint8(r.IntN(2+len(framingStreams))), framingStreams[r.IntN(len(framingStreams))]
		var stream []byte
		switch which {
		case 0:
			stream, _ = randomTLS(r)
		case 1:
			for range r.IntN(500) {
				stream = append(stream, []byte("abcdefgh\r\n\nx")[r.IntN(12)])
			}
		default:
			x = framingStreams[int(which)%len(framingStreams)]
			for range 1 + r.IntN(8) {
				stream = append(stream, x.message(r, r.IntN(200)*r.IntN(10))...)
			}
		}
		for range r.IntN(4) * r.IntN(2) {
			if len(stream) > 0 {
				stream[r.IntN(len(stream))] = byte(r.Uint32())
			}
		}
		var lost [][2]int
		for at := 0; r.IntN(2) == 0 && len(stream) > 0; {
			from := at + r.IntN(len(stream)-at)
			to := from + r.IntN(min(len(stream)-from, 1+r.IntN(3000))+1)
			if from < to {
				lost = append(lost, [2]int{from, to})
			}
			if at = to + 1; at >= len(stream) {
				break
			}
		}
		var got [2]listener
		for k := range got {
			got[k].t = t
			c, stats := cutterFor(&got[k], which)
			if k == 0 {
				at := 0
				for _, g := range append(lost, [2]int{len(stream), len(stream)}) {
					c.Put(stream[at:g[0]], Source{})
					c.Miss(uint64(g[1]-g[0]), Source{})
					at = g[1]
				}
				c.Flush(Finished)
			} else {
				feedCut(r, c, stream, lost)
			}
			accounted(t, stats(), len(stream))
		}
		if !slices.Equal(got[0].said, got[1].said) {
			k := 0
			for k < min(len(got[0].said), len(got[1].said)) && got[0].said[k] == got[1].said[k] {
				k++
			}
			got[0].said, got[1].said = got[0].said[k:], got[1].said[k:]
			t.Fatalf("round %d, %d, %s: lost %v\nwhole  %.3000s\npieces %.3000s", i, which, x.framing.Name, lost, fmt.Sprintf("%+q", fmt.Sprint(got[0].said)), fmt.Sprintf("%+q", fmt.Sprint(got[1].said)))
		}
	}
}

// The byte that answers PostgreSQL's request for encryption is a message at once: the client waits for it.
func TestFramedShort(t *testing.T) {
	var got []string
	f := NewFramed(nil, FramedConfig{Framing: &FramingPostgresServer, Out: SinkFunc(func(e *Event) { got = append(got, fmt.Sprintf("%v %q", e.Kind, e.Bytes)) })})
	for i, want := range [][]string{{`message "N"`}, {`message "N"`}, {}, {}, {`message "Z\x00\x00\x00\x05I"`}} {
		got = got[:0]
		f.Put([]byte([]string{"N", "N", "Z", "\x00\x00\x00\x05", "I"}[i]), Source{})
		if !slices.Equal(got, want) {
			t.Errorf("%d: %q, not %q", i, got, want)
		}
	}
}
