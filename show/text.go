package show

import (
	"bytes"
	"errors"
	"reflect"
	"strconv"

	"github.com/gocap-project/gocap/packet"
)

// The colours of layers, in turn, and of what is wrong.
var palette = [...]string{"\x1b[36m", "\x1b[32m", "\x1b[33m", "\x1b[35m", "\x1b[34m"}

const (
	red   = "\x1b[31m"
	bold  = "\x1b[1m"
	reset = "\x1b[0m"
)

// maxData is how many bytes of a field text shows; the hexdump has all of them.
const maxData = 32

// AppendText appends the frame as lines of text: one about the frame, then for each
// layer its name, document, place and checksum, and its fields: their place in the
// frame, in bytes from 0 or, if they do not fill bytes, as byte.bit; name; value; and
// a mark:
//
//	automatic   the packet decides the value, and it is right
//	fixed       the value was given by the program
//	wrong       the value was parsed and is not right; what would be is said if known
//	unverified  the value was parsed and there is no telling
//
// Lists and structs follow on lines of their own. The last line is the error, if
// there is one.
func (f *Frame) AppendText(b []byte, o Options) []byte {
	t := &text{b: b, f: f, o: o}
	t.head()
	for i := range f.Packet {
		t.layer(i)
	}
	t.err()
	if o&Hex != 0 && len(f.Data) > 0 {
		t.b = f.AppendHex(t.b, o)
	}
	return t.b
}

// A text is a text being written.
type text struct {
	b        []byte
	f        *Frame
	o        Options
	want     packet.Packet // the packet with wrong fields released; made when needed
	wantMade bool
}

func (t *text) s(parts ...string) {
	for _, p := range parts {
		t.b = append(t.b, p...)
	}
}

func (t *text) n(x int) { t.b = strconv.AppendInt(t.b, int64(x), 10) }

func (t *text) colour(c string) {
	if t.o&Colour != 0 {
		t.s(c)
	}
}

func (t *text) head() {
	f := t.f
	t.colour(bold)
	t.s("frame")
	if f.Number > 0 {
		t.s(" ")
		t.n(f.Number)
	}
	t.colour(reset)
	if !f.Time.IsZero() {
		t.b = f.Time.UTC().AppendFormat(append(t.b, "  "...), timeFormat)
	}
	t.s("  ")
	t.n(len(f.Data))
	if n := f.wireLen(); n != len(f.Data) {
		t.s(" of ")
		t.n(n)
	}
	t.s(" bytes")
	if f.Link != "" {
		t.s("  ")
		t.b = appendSafe(t.b, []byte(f.Link))
	}
	t.s("\n")
}

func (t *text) layer(i int) {
	l := t.f.Packet[i]
	pr, s := l.Proto(), t.f.span(i)
	t.colour(palette[i%len(palette)])
	t.colour(bold)
	t.s(pr.Name)
	t.colour(reset)
	if pr.Ref != "" {
		t.s(" (", pr.Ref, ")")
	}
	t.s("  ")
	t.b = appendRange(t.b, s.Off, s.Payload)
	t.checksum(l)
	t.s("\n")
	width := 0
	for k := range pr.Fields {
		if pr.Has(l, k) {
			width = max(width, len(pr.Fields[k].Name))
		}
	}
	for k := range pr.Fields {
		if pr.Has(l, k) {
			t.field(i, k, min(width, 20))
		}
	}
}

// appendRange appends the bytes from off to before end: "bytes 14–33".
func appendRange(b []byte, off, end int) []byte {
	if end <= off {
		return strconv.AppendInt(append(b, "empty, at byte "...), int64(off), 10)
	}
	if end == off+1 {
		return strconv.AppendInt(append(b, "byte "...), int64(off), 10)
	}
	b = strconv.AppendInt(append(b, "bytes "...), int64(off), 10)
	return strconv.AppendInt(append(b, '-'), int64(end-1), 10)
}

func (t *text) checksum(l packet.Layer) {
	c, ok := l.(packet.Checksummer)
	if !ok || c.ChecksumState() == packet.ChecksumNone {
		return
	}
	t.s("  checksum ")
	if c.ChecksumState() == packet.ChecksumBad {
		t.colour(red)
	}
	t.s(c.ChecksumState().String())
	t.colour(reset)
}

func (t *text) field(i, k, width int) {
	l := t.f.Packet[i]
	pr := l.Proto()
	fd := &pr.Fields[k]
	p := pr.At(l, k)
	if fd.Kind == packet.Trailing && isEmpty(p) {
		return
	}
	t.s("  ")
	t.pad(t.place(i, fd), 12)
	t.colour(palette[i%len(palette)])
	t.pad(fd.Name, width)
	t.colour(reset)
	t.s("  ")
	if items, ok := packet.Items(l, k); ok && t.o&Numbers == 0 {
		t.items(items)
		t.mark(i, k, p)
		t.s("\n")
		t.itemLines(items, 14+4)
		return
	}
	if !t.value(p, fd) {
		t.mark(i, k, p)
		t.s("\n")
		t.nested(reflect.ValueOf(target(p)).Elem(), 14+4, 0)
		return
	}
	t.mark(i, k, p)
	t.s("\n")
}

func isEmpty(p any) bool {
	if x, ok := p.(*[]byte); ok {
		return len(*x) == 0
	}
	v := reflect.ValueOf(target(p)).Elem()
	return v.Kind() == reflect.Slice && v.Len() == 0
}

// pad writes s and spaces up to n bytes.
func (t *text) pad(s string, n int) {
	t.s(s)
	t.spaces(n - len(s))
}

func (t *text) spaces(n int) {
	const blanks = "                                                                "
	for ; n > 0; n -= len(blanks) {
		t.s(blanks[:min(n, len(blanks))])
	}
}

// place returns where a field is in the frame: "12-13", or "14.4-14.7" if it does
// not fill bytes.
func (t *text) place(i int, fd *packet.Field) string {
	s := t.f.span(i)
	if fd.Kind == packet.Trailing {
		return byteRange(s.End, t.f.outerEnd(i))
	}
	if fd.Off < 0 {
		return ""
	}
	from := s.Off + fd.Off/8
	if fd.Bits == 0 {
		return byteRange(from, s.Payload)
	}
	if fd.Off%8 == 0 && fd.Bits%8 == 0 {
		return byteRange(from, from+fd.Bits/8)
	}
	end := fd.Off + fd.Bits - 1
	out := strconv.Itoa(from) + "." + strconv.Itoa(fd.Off%8)
	if fd.Bits == 1 {
		return out
	}
	out += "-"
	if end/8 != fd.Off/8 {
		out += strconv.Itoa(s.Off+end/8) + "."
	}
	return out + strconv.Itoa(end%8)
}

func byteRange(from, end int) string {
	switch {
	case end <= from:
		return ""
	case end == from+1:
		return strconv.Itoa(from)
	}
	return strconv.Itoa(from) + "-" + strconv.Itoa(end-1)
}

// mark writes how the value came to be.
func (t *text) mark(i, k int, p any) {
	a, ok := p.(packet.AnyAuto)
	if !ok {
		return
	}
	switch {
	case a.Wrong():
		t.colour(red)
		t.s("  wrong")
		if want := t.expected(i, k); want != "" {
			t.s(", should be ", want)
		}
		t.colour(reset)
	case a.Fixed():
		t.s("  fixed")
	case a.Held():
		t.s("  unverified")
	default:
		t.s("  automatic")
	}
}

// expected returns what the packet would give field k of layer i, which is wrong.
// It builds another packet from the same bytes, with that field released.
func (t *text) expected(i, k int) string {
	f := t.f
	if len(f.Packet) == 0 || len(f.Spans) < len(f.Packet) {
		return ""
	}
	if !t.wantMade {
		t.wantMade = true
		t.want, _ = packet.Parse(bytes.Clone(f.Data), f.Packet[0].Proto())
		for _, l := range t.want {
			release(l)
		}
		if _, err := t.want.Bytes(); err != nil {
			t.want = nil
		}
	}
	if i >= len(t.want) || t.want[i].Proto() != f.Packet[i].Proto() {
		return ""
	}
	pr := t.want[i].Proto()
	w := &text{o: t.o &^ Colour, f: f}
	w.value(pr.At(t.want[i], k), &pr.Fields[k])
	return string(w.b)
}

// release makes l's wrong fields automatic, except checksums that are not there.
func release(l packet.Layer) {
	pr := l.Proto()
	for k := range pr.Fields {
		if a, ok := pr.At(l, k).(packet.AnyAuto); ok && a.Wrong() {
			a.Release()
		}
	}
}

func (t *text) err() {
	if t.f.Err == nil {
		return
	}
	t.colour(red)
	t.s("error")
	t.colour(reset)
	t.s("  ")
	if e, ok := errors.AsType[*packet.Error](t.f.Err); ok {
		t.b = appendSafe(t.b, []byte(e.Error()))
	} else {
		t.b = appendSafe(t.b, []byte(t.f.Err.Error()))
	}
	t.s("\n")
}
