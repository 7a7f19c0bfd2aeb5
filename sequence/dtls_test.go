package sequence

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// dtlsRecord returns a record.
func dtlsRecord(typ wire.TLSContentType, epoch uint16, content ...byte) []byte {
	return append([]byte{byte(typ), 0xfe, 0xfd, byte(epoch >> 8), byte(epoch), 0, 0, 0, 0, 0, 1, byte(len(content) >> 8), byte(len(content))}, content...)
}

// dtlsFragment returns a fragment of a message.
func dtlsFragment(typ wire.TLSHandshakeType, number uint16, body []byte, from, to int) []byte {
	be24 := func(n int) []byte { return []byte{byte(n >> 16), byte(n >> 8), byte(n)} }
	return slices.Concat([]byte{byte(typ)}, be24(len(body)), []byte{byte(number >> 8), byte(number)}, be24(from), be24(to-from), body[from:to])
}

// dtlsHeard collects a DTLS's events.
type dtlsHeard struct {
	t    testing.TB
	said []string
	gaps int
}

func (h *dtlsHeard) Take(e *Event) {
	switch e.Kind {
	case Message:
		n := uint32(0)
		for _, p := range e.Parts {
			if p.Offset != n || p.Len == 0 {
				h.t.Fatalf("parts %v", e.Parts)
			}
			n += p.Len
		}
		if int(n) != len(e.Bytes) || e.Len != uint64(n) {
			h.t.Fatalf("%d bytes, parts have %d", len(e.Bytes), n)
		}
		h.said = append(h.said, fmt.Sprintf("%d %d %x", e.Proto, e.Offset, e.Bytes))
	case Gap:
		h.gaps++
	case Fault:
		if e.Err == nil {
			h.t.Fatal("fault without an error")
		}
		h.said = append(h.said, e.Err.Error())
	}
}

// TestDTLSModel sends messages in fragments that overlap, come again and overtake each other: they come out once each, in
// order.
func TestDTLSModel(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	mem := make([]byte, DTLSSize(DTLSConfig{}))
	for i := range rounds(t, 1000) {
		var want []string
		var datagrams [][]byte
		for number := range uint16(1 + r.IntN(7)) {
			body := filler(r.IntN(1 + 3000*r.IntN(2)))
			want = append(want, fmt.Sprintf("22 %d %x", number, dtlsFragment(wire.TLSCertificate, number, body, 0, len(body))))
			for at := 0; ; {
				to := min(at+r.IntN(1200)+1, len(body))
				from := max(0, at-r.IntN(200)*r.IntN(2))
				for range 1 + r.IntN(5)/4 {
					datagrams = append(datagrams, dtlsRecord(wire.TLSHandshake, 0, dtlsFragment(wire.TLSCertificate, number, body, from, to)...))
				}
				if at = to; at >= len(body) {
					break
				}
			}
		}
		tail := datagrams
		if d := datagrams[0]; d[17] == 0 && d[18] == 0 {
			tail = datagrams[1:]
		}
		r.Shuffle(len(tail), func(i, j int) { tail[i], tail[j] = tail[j], tail[i] })
		h := &dtlsHeard{t: t}
		d := NewDTLS(nil, DTLSConfig{Out: h})
		if i%4 == 0 {
			d = NewDTLS(mem, DTLSConfig{Out: h})
		}
		for k := 0; k < len(datagrams); k++ {
			b := datagrams[k]
			for ; r.IntN(3) == 0 && k+1 < len(datagrams); k++ { // several records in a datagram
				b = slices.Concat(b, datagrams[k+1])
			}
			d.Put(b, Source{Frame: uint64(k)})
		}
		d.Flush(Finished)
		if !slices.Equal(h.said, want) || h.gaps != 0 {
			t.Fatalf("round %d: %d gaps, %+v\ngot  %.300s\nwant %.300s", i, h.gaps, d.Stats(), h.said, want)
		}
		if d.arena.used != 0 {
			t.Fatalf("round %d: %d bytes still in use", i, d.arena.used)
		}
	}
}

// TestDTLS has what is not a matter of order.
func TestDTLS(t *testing.T) {
	h := &dtlsHeard{t: t}
	d := NewDTLS(nil, DTLSConfig{Out: h, Limit: 1000})
	body := filler(100)
	d.Put(dtlsRecord(wire.TLSHandshake, 0, dtlsFragment(wire.TLSClientHello, 0, body, 0, 100)...), Source{})
	d.Put(dtlsRecord(wire.TLSHandshake, 0, dtlsFragment(wire.TLSClientKeyExchange, 2, body, 0, 100)...), Source{}) // 1 is missing
	d.Put(slices.Concat(dtlsRecord(wire.TLSAlertRecord, 0, 1, 0), dtlsRecord(wire.TLSChangeCipherSpec, 0, 1), dtlsRecord(wire.TLSHandshake, 1, body...)), Source{})
	d.Put(dtlsRecord(wire.TLSHandshake, 0, dtlsFragment(wire.TLSCertificate, 3, filler(2000), 0, 500)...), Source{})
	changed := bytes.Repeat([]byte{9}, 100)
	d.Put(dtlsRecord(wire.TLSHandshake, 0, dtlsFragment(wire.TLSCertificate, 4, body, 0, 50)...), Source{})
	d.Put(dtlsRecord(wire.TLSHandshake, 0, dtlsFragment(wire.TLSCertificate, 4, changed, 20, 60)...), Source{})
	d.Put(dtlsRecord(wire.TLSHandshake, 0, dtlsFragment(wire.TLSCertificate, 4, body[:90], 60, 90)...), Source{}) // another length
	d.Put([]byte{0x2f, 1, 2, 3}, Source{})
	d.Put([]byte("hello"), Source{})
	d.Put(dtlsRecord(wire.TLSHandshake, 0, body...)[:50], Source{})
	d.Flush(Finished)
	want := DTLSStats{Datagrams: 10, Records: 10, Messages: 4, Fragments: 3, Conflicts: 1, Opaque: 104, Headers: 1, Cut: 1, Misfits: 1, Oversized: 1, Skipped: 3}
	if d.Stats() != want {
		t.Errorf("got  %+v\nwant %+v\n%q", d.Stats(), want, h.said)
	}
}

// TestDTLSNoAllocs: nothing is allocated in memory of the caller's.
func TestDTLSNoAllocs(t *testing.T) {
	n := 0
	d := NewDTLS(make([]byte, DTLSSize(DTLSConfig{})), DTLSConfig{Out: SinkFunc(func(e *Event) { n += len(e.Bytes) })})
	body := filler(3000)
	var datagrams [][]byte
	for at := 0; at < 3000; at += 500 {
		datagrams = append(datagrams, dtlsRecord(wire.TLSHandshake, 0, dtlsFragment(wire.TLSCertificate, 0, body, at, at+500)...))
	}
	datagrams = append(datagrams, dtlsRecord(wire.TLSHandshake, 0, dtlsFragment(wire.TLSServerHelloDone, 1, nil, 0, 0)...))
	if got := testing.AllocsPerRun(20, func() {
		d.Reset()
		for _, b := range datagrams {
			d.Put(b, Source{})
		}
	}); got != 0 || d.Stats().Messages != 42 {
		t.Errorf("%v allocations, %+v", got, d.Stats())
	}
}

// FuzzDTLS takes datagrams with lengths before them.
func FuzzDTLS(f *testing.F) {
	body := filler(60)
	a := dtlsRecord(wire.TLSHandshake, 0, dtlsFragment(wire.TLSCertificate, 0, body, 0, 30)...)
	b := dtlsRecord(wire.TLSHandshake, 0, dtlsFragment(wire.TLSCertificate, 0, body, 20, 60)...)
	f.Add(slices.Concat([]byte{byte(len(b))}, b, []byte{byte(len(a))}, a, []byte{3, 0x2f, 1, 2}))
	f.Add(slices.Concat([]byte{15}, dtlsRecord(wire.TLSAlertRecord, 0, 1, 2), []byte{14}, dtlsRecord(wire.TLSChangeCipherSpec, 1, 1)))
	f.Fuzz(func(t *testing.T, b []byte) {
		h := &dtlsHeard{t: t}
		d := NewDTLS(nil, DTLSConfig{Out: h, Limit: 4000, Memory: 20000})
		for len(b) > 0 {
			n := min(int(b[0]), len(b)-1)
			d.Put(b[1:1+n], Source{})
			b = b[1+n:]
			if d.arena.taken() > 20000 {
				t.Fatalf("%d bytes taken", d.arena.taken())
			}
		}
		d.Flush(Finished)
		if d.arena.used != 0 {
			t.Fatalf("%d bytes in use", d.arena.used)
		}
	})
}
