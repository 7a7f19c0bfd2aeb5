package quic

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/wire"
)

// Frames are the frames of a packet, decrypted. RFC 9000 §12.4.
type Frames []byte

// A Frame is one frame. Fields that its type does not have are zero. RFC 9000 §19.
type Frame struct {
	Type   wire.QUICFrameType
	Raw    []byte // the whole frame; of PADDING, all in a row
	Stream uint64 // ID of a stream
	Offset uint64 // of Data in the stream
	Value  uint64 // error code, limit, sequence number, largest packet acknowledged
	Data   []byte // content, token, ID, reason
}

// All yields the frames up to the first that is malformed or of unknown type.
func (f Frames) All() iter.Seq[Frame] {
	return func(yield func(Frame) bool) {
		for b := []byte(f); len(b) > 0; {
			x, n := readFrame(b)
			if n == 0 || !yield(x) {
				return
			}
			b = b[n:]
		}
	}
}

// Malformed reports whether not all bytes are frames.
func (f Frames) Malformed() bool {
	n := 0
	for x := range f.All() {
		n += len(x.Raw)
	}
	return n < len(f)
}

// A frameReader reads numbers and bytes; n is 0 when they were not there.
type frameReader struct {
	b   []byte
	bad bool
}

func (r *frameReader) int() uint64 {
	x, n := wire.QUICInt(r.b)
	if n == 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return x
}

func (r *frameReader) take(n uint64) []byte {
	if r.bad || n > uint64(len(r.b)) {
		r.bad = true
		return nil
	}
	x := r.b[:n:n]
	r.b = r.b[n:]
	return x
}

// readFrame reads the frame that b begins with, and its length, or 0.
func readFrame(b []byte) (x Frame, n int) {
	r := frameReader{b: b}
	x.Type = wire.QUICFrameType(r.int())
	switch t := x.Type; t {
	case wire.QUICPadding:
		for len(r.b) > 0 && r.b[0] == 0 {
			r.b = r.b[1:]
		}
	case wire.QUICPing, wire.QUICHandshakeDone:
	case wire.QUICAck, wire.QUICAckECN:
		x.Value = r.int()
		r.ack(t)
	case wire.QUICResetStream:
		x.Stream, x.Value, x.Offset = r.int(), r.int(), r.int()
	case wire.QUICStopSending, wire.QUICMaxStreamData, wire.QUICStreamBlocked:
		x.Stream, x.Value = r.int(), r.int()
	case wire.QUICCrypto:
		x.Offset = r.int()
		x.Data = r.take(r.int())
	case wire.QUICNewToken, wire.QUICDatagramLen:
		x.Data = r.take(r.int())
	case wire.QUICMaxData, wire.QUICMaxStreams, wire.QUICMaxStreamsUni, wire.QUICDataBlocked, wire.QUICStreamsBlocked,
		wire.QUICUniBlocked, wire.QUICRetireID:
		x.Value = r.int()
	case wire.QUICNewConnectionID:
		x.Value, _ = r.int(), r.int()
		if id := r.take(1); !r.bad {
			x.Data = r.take(uint64(id[0]))
		}
		r.take(16) // stateless reset token
	case wire.QUICPathChallenge, wire.QUICPathResponse:
		x.Data = r.take(8)
	case wire.QUICClose:
		x.Value, _ = r.int(), r.int() // and the type of the frame to blame
		x.Data = r.take(r.int())
	case wire.QUICCloseApp:
		x.Value = r.int()
		x.Data = r.take(r.int())
	case wire.QUICDatagram:
		x.Data = r.take(uint64(len(r.b)))
	default:
		if t&^7 != wire.QUICStream {
			return x, 0
		}
		r.stream(&x)
	}
	if r.bad {
		return x, 0
	}
	n = len(b) - len(r.b)
	x.Raw = b[:n:n]
	return x, n
}

// stream reads a STREAM frame, whose type says which fields it has. RFC 9000 §19.8.
func (r *frameReader) stream(x *Frame) {
	x.Stream = r.int()
	if x.Type&4 != 0 {
		x.Offset = r.int()
	}
	n := uint64(len(r.b))
	if x.Type&2 != 0 {
		n = r.int()
	}
	x.Data = r.take(n)
}

// ack reads what follows the largest number of an ACK frame. RFC 9000 §19.3.
func (r *frameReader) ack(t wire.QUICFrameType) {
	r.int() // delay
	n := r.int()
	for r.int(); n > 0 && !r.bad; n-- {
		r.int()
		r.int()
	}
	if t == wire.QUICAckECN {
		for range 3 {
			r.int()
		}
	}
}

// A Range is a range of packet numbers, both ends included.
type Range struct{ First, Last uint64 }

// Acked returns the packets that an ACK frame acknowledges, the newest first, and the
// delay as it is written. RFC 9000 §19.3.1.
func (x Frame) Acked() (ranges []Range, delay uint64) {
	if x.Type&^1 != wire.QUICAck {
		return nil, 0
	}
	r := frameReader{b: x.Raw}
	r.int()
	last := r.int()
	delay = r.int()
	n, length := r.int(), r.int()
	for !r.bad && length <= last {
		ranges = append(ranges, Range{last - length, last})
		if n == 0 {
			break
		}
		n--
		gap := r.int()
		if last-length < gap+2 {
			break
		}
		last -= length + gap + 2
		length = r.int()
	}
	return ranges, delay
}

// String returns the frame as text.
func (x Frame) String() string {
	s := x.Type.String()
	num := func(title string, n uint64) { s += " " + title + strconv.FormatUint(n, 10) }
	switch t := x.Type; {
	case t == wire.QUICPadding:
		num("", uint64(len(x.Raw)))
	case t == wire.QUICPing, t == wire.QUICHandshakeDone:
	case t == wire.QUICAck, t == wire.QUICAckECN:
		ranges, _ := x.Acked()
		for _, r := range ranges {
			num("", r.First)
			s += "-" + strconv.FormatUint(r.Last, 10)
		}
	case t == wire.QUICCrypto:
		num("offset ", x.Offset)
		num("length ", uint64(len(x.Data)))
	case t&^7 == wire.QUICStream:
		num("", x.Stream)
		num("offset ", x.Offset)
		num("length ", uint64(len(x.Data)))
	case t == wire.QUICClose, t == wire.QUICCloseApp:
		num("code ", x.Value)
		s += " " + strconv.QuoteToASCII(string(x.Data))
	case t == wire.QUICResetStream, t == wire.QUICStopSending, t == wire.QUICMaxStreamData, t == wire.QUICStreamBlocked:
		num("", x.Stream)
		num("", x.Value)
	case x.Data != nil:
		s += " " + wire.Hex(x.Data)
	default:
		num("", x.Value)
	}
	return s
}

// String returns all frames as text.
func (f Frames) String() string {
	var s []string
	for x := range f.All() {
		s = append(s, x.String())
	}
	if f.Malformed() {
		s = append(s, "…")
	}
	return strings.Join(s, ", ")
}

// AddCrypto returns f with a CRYPTO frame after the others. RFC 9000 §19.6.
func (f Frames) AddCrypto(offset uint64, data []byte) Frames {
	f = wire.AppendQUICInt(append(f, byte(wire.QUICCrypto)), offset, 0)
	return append(wire.AppendQUICInt(f, uint64(len(data)), 0), data...)
}

// Crypto returns the beginning of the stream that the CRYPTO frames are of, as far as
// these frames have it without a gap; see [Crypto].
func (f Frames) Crypto() []byte { return Crypto(f) }

// Crypto returns the beginning of the stream that the CRYPTO frames of several packets
// are of, as far as they have it without a gap: handshake messages of TLS. Where frames
// overlap, the first in order of offset counts.
func Crypto(packets ...Frames) []byte {
	var parts []Frame
	for _, f := range packets {
		for x := range f.All() {
			if x.Type == wire.QUICCrypto && len(x.Data) > 0 {
				parts = append(parts, x)
			}
		}
	}
	slices.SortStableFunc(parts, func(a, b Frame) int { return cmp.Compare(a.Offset, b.Offset) })
	var out []byte
	for _, x := range parts {
		n := uint64(len(out))
		if x.Offset > n {
			break
		}
		if end := x.Offset + uint64(len(x.Data)); end > n {
			out = append(out, x.Data[n-x.Offset:]...)
		}
	}
	return out
}
