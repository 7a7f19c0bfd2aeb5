// Package show presents packets: as a tree of fields, a hexdump, JSON, columns,
// and as the difference of two; and protocols, as tables and diagrams.
//
//	show.Text(os.Stdout, p, show.Hex)
//
// It works from the field tables of [packet.Proto] alone, so that a protocol
// written elsewhere is shown as well as gocap's own. Everything here is total:
// there is no packet, however damaged, that cannot be shown. What goes to a
// terminal has no control characters from the packet in it.
package show

import (
	"io"
	"time"

	"github.com/gocap-project/gocap/packet"
)

// A Frame is a packet with what is known of its capture. Only Packet, Spans and
// Data are needed; [Of] makes a Frame of a packet that was not captured.
type Frame struct {
	Number int       // in its capture, from 1; 0 if it has none
	Time   time.Time // of capture; zero if not known
	Len    int       // bytes on the wire; 0 means that all were captured
	Link   string    // name of the link type, such as EN10MB
	Data   []byte    // the bytes captured
	Packet packet.Packet
	Spans  []packet.Span // where the layers are in Data
	Err    error         // of parsing; an *packet.Error has a place in all presentations
}

// Options choose among ways to show. They are combined with |.
type Options uint8

// The options.
const (
	Colour  Options = 1 << iota // use a terminal's colours, one a layer (text)
	Hex                         // add a hexdump (text)
	Numbers                     // numbers without their names, options and lists of numbers as bytes
	Marks                       // add what is known of checksums and wrong fields (JSON)
)

// Of builds p and returns it as a Frame. If it cannot be built the frame has no
// Data, and Err says why.
func Of(p packet.Packet) *Frame {
	b, at, err := p.AppendSpans(nil, nil)
	return &Frame{Data: b, Packet: p, Spans: at, Err: err}
}

// Text builds p and writes it as a tree of layers and fields, as
// [Frame.AppendText] describes. If p cannot be built the error is part of the text;
// the error returned is that of w.
func Text(w io.Writer, p packet.Packet, o Options) error {
	_, err := w.Write(Of(p).AppendText(nil, o))
	return err
}

// JSON builds p and writes it as one JSON object and a newline, as
// [Frame.AppendJSON] describes. The error is that of w.
func JSON(w io.Writer, p packet.Packet, o Options) error {
	_, err := w.Write(append(Of(p).AppendJSON(nil, o), '\n'))
	return err
}

// wireLen returns the packet's length on the wire.
func (f *Frame) wireLen() int { return max(f.Len, len(f.Data)) }

// span returns where layer i is, cut to what there is.
func (f *Frame) span(i int) packet.Span {
	n := len(f.Data)
	if i >= len(f.Spans) {
		return packet.Span{Off: n, Payload: n, End: n}
	}
	s := f.Spans[i]
	s.Off = min(max(s.Off, 0), n)
	s.Payload = min(max(s.Payload, s.Off), n)
	s.End = min(max(s.End, s.Payload), n)
	return s
}

// outerEnd returns where the payload of the layer around layer i ends.
func (f *Frame) outerEnd(i int) int {
	if i == 0 {
		return len(f.Data)
	}
	return max(f.span(i-1).End, f.span(i).End)
}
