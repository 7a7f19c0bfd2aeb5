// Package captures gives tests the packets of capture files in the forms that Sequences and Sessions take: frames whose
// fragments were put together, UDP datagrams, and both directions of TCP connections.
package captures

import (
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// Files returns the capture files of ../shared/corpora, which is beside the repository, seen from the package that is
// tested. It skips the test where they are absent.
func Files(t testing.TB) []string {
	t.Helper()
	for _, up := range []string{"../../", "../../../", "../"} {
		if files, _ := filepath.Glob(up + "shared/corpora/pcap/*"); len(files) > 0 {
			return files
		}
	}
	t.Skip("no captures in ../shared/corpora")
	return nil
}

// ID returns the 12 digits by which the oracles know a file of the corpora.
func ID(file string) string {
	name := filepath.Base(file)
	return name[:min(12, len(name))]
}

// A Datagram is what a UDP datagram carried. It is valid during the call only.
type Datagram struct {
	Src, Dst netip.AddrPort
	Context  uint64 // the network, see [sequence.Context]
	Payload  []byte
	Whole    bool // not cut when it was captured
	From     sequence.Source
}

// Uses are what Read does with packets; those that are nil are left out.
type Uses struct {
	// Frame takes every frame. A datagram that came in fragments is one, which begins with its IP header.
	Frame func(f *wire.Frame, context uint64, from sequence.Source)

	// Datagram takes the UDP datagrams, the innermost where they are in one another.
	Datagram func(d *Datagram)

	// Accept is called for each TCP connection, as that of [sequence.StreamsConfig].
	Accept func(c *sequence.Connection) (fromClient, fromServer sequence.Sink)

	// TCP says how streams are put together; Accept counts, not its Out.
	TCP sequence.TCPConfig
}

// Read reads a capture file. It returns why it ended, if not because it was read; what was read has been used.
func Read(file string, u Uses) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := pcap.NewReader(f)
	if err != nil {
		return err
	}
	w := newReader(u)
	var frame wire.Frame
	var end error
	for p, err := range r.Packets() {
		if err != nil {
			end = err
			break
		}
		_ = frame.ParseLink(uint16(p.LinkType()), p.Data) // the headers before a bad one count
		w.put(&frame, 0, sequence.Source{Frame: uint64(p.Number), Time: p.Time})
	}
	w.defrag.Flush(sequence.Flushed)
	if w.streams != nil {
		w.streams.Flush(sequence.Flushed)
	}
	return end
}

type reader struct {
	Uses
	defrag  *sequence.Defragmenter
	streams *sequence.Streams
	context uint64 // of the fragment that is put in
}

func newReader(u Uses) *reader {
	w := &reader{Uses: u}
	w.defrag = sequence.NewDefragmenter(nil, sequence.FragmentConfig{Out: sequence.SinkFunc(w.whole)})
	if u.Accept != nil {
		w.streams = sequence.NewStreams(nil, sequence.StreamsConfig{TCP: u.TCP, Timeout: -1, Closing: -1, Accept: u.Accept})
	}
	return w
}

// whole takes a datagram that was put together.
func (w *reader) whole(e *sequence.Event) {
	if e.Kind != sequence.Message {
		return
	}
	kind := wire.KindIPv4
	if e.Bytes[0]>>4 == 6 {
		kind = wire.KindIPv6
	}
	var f wire.Frame
	_ = f.ParseAs(kind, e.Bytes)
	w.put(&f, w.context, e.From)
}

func (w *reader) put(f *wire.Frame, context uint64, from sequence.Source) {
	if i, ok := sequence.FragmentIn(f); ok {
		_, b := f.Header(i)
		outer := w.context
		w.context = context + sequence.Context(f, i)
		w.defrag.Put(b, w.context, from)
		w.context = outer
		return
	}
	context += sequence.Context(f, lastIP(f))
	if w.Frame != nil {
		w.Frame(f, context, from)
	}
	if w.streams != nil {
		w.streams.PutFrame(f, context, from)
	}
	if w.Datagram != nil {
		w.datagram(f, context, from)
	}
}

// lastIP returns the index of the innermost IP header, or 0.
func lastIP(f *wire.Frame) int {
	for i := f.Len() - 1; i > 0; i-- {
		if kind, _ := f.Header(i); kind == wire.KindIPv4 || kind == wire.KindIPv6 {
			return i
		}
	}
	return 0
}

func (w *reader) datagram(f *wire.Frame, context uint64, from sequence.Source) {
	for i := f.Len() - 1; i > 0; i-- {
		kind, b := f.Header(i)
		if kind != wire.KindUDP {
			continue
		}
		u := wire.UDP(b)
		d := Datagram{Context: context, From: from, Payload: b[wire.UDPLen:]}
		n := int(u.Length()) - wire.UDPLen
		if d.Whole = n >= 0 && n <= len(d.Payload); d.Whole {
			d.Payload = d.Payload[:n:n]
		}
		src, dst, ok := addrs(f, i)
		if !ok {
			return
		}
		d.Src, d.Dst = netip.AddrPortFrom(src, u.SrcPort()), netip.AddrPortFrom(dst, u.DstPort())
		w.Uses.Datagram(&d)
		return
	}
}

// addrs returns the addresses of the IP header before header i.
func addrs(f *wire.Frame, i int) (src, dst netip.Addr, ok bool) {
	for i--; i >= 0; i-- {
		switch kind, b := f.Header(i); kind {
		case wire.KindIPv4:
			return wire.IPv4(b).Src(), wire.IPv4(b).Dst(), true
		case wire.KindIPv6:
			return wire.IPv6(b).Src(), wire.IPv6(b).Dst(), true
		}
	}
	return src, dst, false
}
