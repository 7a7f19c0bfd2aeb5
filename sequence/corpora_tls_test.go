package sequence

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// tlsDirection keeps a direction's bytes, if none are missing, and what a TLS makes of them.
type tlsDirection struct {
	tls    *TLS
	heard  listener
	stream []byte
	broken bool
	isTLS  bool
}

func (d *tlsDirection) Take(e *Event) {
	switch e.Kind {
	case Data:
		if len(d.stream) == 0 {
			d.isTLS = len(e.Bytes) >= 6 && e.Bytes[0] == 22 && e.Bytes[1] == 3 && e.Bytes[5] < 3 || len(e.Bytes) > 5 && ssl2(e.Bytes)
		}
		d.stream = append(d.stream, e.Bytes...)
	case Gap:
		d.broken = true
	case Fault, Notice, Conflict, Urgent:
		return // of the stream
	}
	if d.isTLS {
		d.tls.Take(e)
	}
}

// TestCorporaTLS holds what TLS makes of the captures' connections against the slow model, where no bytes are missing,
// and against what there must be where they are.
func TestCorporaTLS(t *testing.T) {
	files, _ := filepath.Glob(corpora + "pcap/*")
	if len(files) == 0 {
		t.Skip("no captures in ../shared/corpora")
	}
	if testing.Short() {
		t.Skip("reads all captures")
	}
	types := map[wire.TLSHandshakeType]int{}
	var compared, gapped, faulted, messages int
	for _, name := range files {
		var all []*tlsDirection
		s := NewStreams(nil, StreamsConfig{Accept: func(*Connection) (a, b Sink) {
			for range 2 {
				d := &tlsDirection{}
				d.heard.t = t
				d.tls = NewTLS(nil, TLSConfig{Out: &d.heard, Limit: 1 << 20}) // one capture has certificates of 340 kB
				all = append(all, d)
			}
			return all[len(all)-2], all[len(all)-1]
		}})
		if !putCapture(name, func(f *wire.Frame, src Source) { s.PutFrame(f, Context(f, f.Len()), src) }) {
			continue
		}
		s.Flush(Flushed)
		for _, d := range all {
			if !d.isTLS {
				continue
			}
			st := d.tls.Stats()
			accounted(t, st.MessageStats, int(st.Bytes))
			if d.broken {
				gapped++
				continue
			}
			if st.Headers+st.Overlong > 0 {
				faulted++
				continue
			}
			var got []byte
			for _, m := range d.heard.said {
				if m.Kind == Message && m.Proto == uint32(wire.TLSHandshake) {
					got = fmt.Appendf(got, "%d %x\n", m.Len, m.Bytes)
					types[wire.TLSHandshakeType(m.Bytes[0])]++
					messages++
				}
			}
			if want := slowRealTLS(d.stream); !bytes.Equal(got, want) {
				t.Errorf("%s: got\n%.600s\nwant\n%.600s", filepath.Base(name), got, want)
			}
			compared++
		}
	}
	for _, typ := range slices.Sorted(maps.Keys(types)) {
		t.Logf("%6d %v", types[typ], typ)
	}
	t.Logf("%d directions compared, %d messages; %d with gaps, %d with records that are none", compared, messages, gapped, faulted)
	if compared < 450 || types[wire.TLSClientHello] < 250 || types[wire.TLSCertificate] < 150 {
		t.Error("too few")
	}
}

// putCapture reads a capture's frames. It reports false if it cannot be read.
func putCapture(name string, put func(f *wire.Frame, src Source)) bool {
	r, err := pcap.Open(name)
	if err != nil {
		return false
	}
	defer r.Close()
	var f wire.Frame
	n := uint64(0)
	for p, err := range r.Packets() {
		if err != nil {
			break
		}
		n++
		_ = f.ParseLink(uint16(p.LinkType()), p.Data)
		put(&f, Source{Frame: n, Time: p.Time})
	}
	return true
}

// slowRealTLS is slowTLS for what is met in practice: a hello that follows ChangeCipherSpec, a stream that ends midway.
func slowRealTLS(stream []byte) (messages []byte) {
	var handshake []byte
	if ssl2(stream) {
		stream = stream[min(2+int(stream[0]&0x7f)<<8+int(stream[1]), len(stream)):]
	}
	encrypted := false
	for len(stream) >= 5 {
		n := min(int(stream[3])<<8|int(stream[4]), len(stream)-5)
		content := stream[5 : 5+n]
		switch stream[0] {
		case 22:
			hello := n > 37 && content[0] < 3 && content[0] > 0 && content[1] == 0 && content[4] == 3 && content[5] <= 4
			if !encrypted || hello {
				handshake = append(handshake, content...)
			}
		case 20, 23:
			encrypted = true
		}
		stream = stream[5+n:]
	}
	for len(handshake) >= 4 && wire.TLSHandshakeType(handshake[0]).Known() {
		n := 4 + int(handshake[1])<<16 + int(handshake[2])<<8 + int(handshake[3])
		if n > len(handshake) {
			break
		}
		messages = fmt.Appendf(messages, "%d %x\n", n, handshake[:n])
		handshake = handshake[n:]
	}
	return messages
}
