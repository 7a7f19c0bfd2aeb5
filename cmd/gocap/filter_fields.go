package main

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"net/netip"
	"reflect"
	"strings"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/show"
)

// A fieldNamer names what stands where in a packet. The nil one knows nothing.
type fieldNamer struct {
	packet packet.Packet
	spans  []packet.Span
	err    error // of taking it apart
}

func newFieldNamer(data []byte, t link.Type) *fieldNamer {
	parser := packet.Parser{MaxLayers: max(packet.DefaultMaxLayers, len(data))}
	n := new(fieldNamer)
	n.packet, n.err = parser.ParseNext(data, layers.LinkTypes.Next(t))
	n.spans = parser.Spans()
	return n
}

// maxListed is how many layers are listed.
const maxListed = 16

// layers lists the packet's layers.
func (n *fieldNamer) layers() string {
	if len(n.packet) == 0 {
		return "none"
	}
	var names []string
	for _, l := range n.packet[:min(len(n.packet), maxListed)] {
		names = append(names, l.Proto().Name)
	}
	list := strings.Join(names, ", ")
	if more := len(n.packet) - maxListed; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}

// A loaded value is one that was loaded from the packet and perhaps masked.
type loaded struct {
	at, n uint32 // its bytes; none if n is 0
	mask  uint32 // the bits of them that are looked at
}

// place is where the bytes are.
func (l loaded) place() string {
	if l.n == 1 {
		return fmt.Sprintf("byte %d", l.at)
	}
	return fmt.Sprintf("bytes %d-%d", l.at, uint64(l.at)+uint64(l.n)-1)
}

// span is which bits of the packet are looked at, the first and the one after the last.
func (l loaded) span() (from, end int) {
	at := int(l.at) * 8
	width := int(l.n) * 8
	return at + width - bits.Len32(l.mask), at + width - bits.TrailingZeros32(l.mask)
}

// A named is what a loaded value is part of.
type named struct {
	loaded
	layer  packet.Layer
	index  int // of the field in the layer, or -1
	name   string
	exact  bool // the value is that of the field, all its bits, and nothing else
	within int  // which byte of a greater field the value begins with, or -1

	field bitRange
}

// name finds out what a loaded value is.
func (n *fieldNamer) name(l loaded) named {
	x := named{loaded: l, index: -1, within: -1}
	if n == nil || l.mask == 0 {
		return x
	}
	from, end := l.span()
	i := n.layer(from / 8)
	if i < 0 {
		return x
	}
	x.layer = n.packet[i]
	pr := x.layer.Proto()
	if pr == packet.RawProto {
		x.name = n.payload(i, l)
		return x
	}
	var fields []string
	for k, f := range n.places(i) {
		if f.from >= end || f.end <= from || n.looksPast(l, f.from, f.end) {
			continue
		}
		fields = append(fields, pr.Fields[k].Name)
		x.index, x.field = k, f
		x.exact = f == bitRange{from, end} && pr.Fields[k].Kind != packet.Body
		if f.from <= from && f.end >= end && !x.exact && f.from%8 == 0 {
			x.within = (from - f.from) / 8
		}
	}
	if len(fields) != 1 {
		x.index, x.exact, x.within = -1, false, -1
	}
	if len(fields) == 0 {
		fields = []string{"header"}
	}
	x.name = pr.Name + " " + strings.Join(fields, " and ")
	return x
}

// A bitRange is where a field is in the packet, in bits.
type bitRange struct{ from, end int }

// places is where the fields of layer i are; of those that are nowhere, an empty range.
func (n *fieldNamer) places(i int) []bitRange {
	l, span := n.packet[i], n.spans[i]
	fields := l.Proto().Fields
	at := make([]bitRange, len(fields))
	end := span.Off * 8 // of what has a fixed place
	for k, f := range fields {
		switch {
		case f.Off < 0 || f.Kind == packet.Trailing || !l.Proto().Has(l, k):
		case f.Bits > 0:
			at[k] = bitRange{span.Off*8 + f.Off, span.Off*8 + f.Off + f.Bits}
			end = max(end, at[k].end)
		case f.Kind == packet.Body:
			at[k] = bitRange{span.Off*8 + f.Off, span.Payload * 8}
			end = at[k].end
		}
	}
	if end == span.Payload*8 {
		return at
	}
	// Fields without a fixed place, such as the addresses of ARP, stand one behind the
	// other if together they are just as long as the rest of the header.
	for k, f := range fields {
		if f.Off < 0 && f.Kind != packet.Trailing {
			at[k] = bitRange{end, end + size(l, k)*8}
			end = at[k].end
		}
	}
	if end != span.Payload*8 {
		for k, f := range fields {
			if f.Off < 0 {
				at[k] = bitRange{}
			}
		}
	}
	return at
}

// size is how many bytes an address, or a field of bytes, has.
func size(l packet.Layer, i int) int {
	switch x := l.Proto().Value(l, i).(type) {
	case netip.Addr:
		return x.BitLen() / 8
	default:
		if v := reflect.ValueOf(x); (v.Kind() == reflect.Slice || v.Kind() == reflect.Array) && v.Type().Elem().Kind() == reflect.Uint8 {
			return v.Len()
		}
	}
	return 0
}

// looksPast reports whether no bit between start and stop is looked at, although some
// before and after are.
func (n *fieldNamer) looksPast(l loaded, start, stop int) bool {
	at := int(l.at) * 8
	for b := max(start, at); b < stop && b < at+int(l.n)*8; b++ {
		if l.mask>>(int(l.n)*8-1-(b-at))&1 != 0 {
			return false
		}
	}
	return true
}

// layer returns the layer in whose header a byte is, or -1.
func (n *fieldNamer) layer(at int) int {
	for i, s := range n.spans {
		if i < len(n.packet) && s.Off <= at && at < s.Payload {
			return i
		}
	}
	return -1
}

// payload names bytes of what no layer is known for.
func (n *fieldNamer) payload(i int, l loaded) string {
	if i == 0 {
		return ""
	}
	l.at -= uint32(n.spans[i].Off)
	return n.packet[i-1].Proto().Name + " payload " + l.place()
}

// String is the name and place, and the mask if the field is wider.
func (x named) String() string {
	s := x.place()
	if x.name != "" {
		s = x.name + " (" + s + ")"
	}
	if x.exact || x.mask == full(x.n) {
		return s
	}
	return s + " & " + x.value(x.mask)
}

// full is the mask of all bits of n bytes.
func full(n uint32) uint32 { return ^uint32(0) >> (32 - 8*n) }

// value writes a value that the field has or might have: a part of an address as the
// bytes are written in it, flags with their names.
func (x named) value(v uint32) string {
	if x.n == 0 {
		return fmt.Sprint(v)
	}
	if x.index < 0 {
		return number(v)
	}
	fd := &x.layer.Proto().Fields[x.index]
	p := x.layer.Proto().At(x.layer, x.index)
	if x.field.end-x.field.from > 32 && x.within >= 0 {
		if _, ok := p.(*netip.Addr); ok {
			return joinBytes(v, int(x.n), 2)
		}
		if reflect.TypeOf(p).Elem().Kind() == reflect.Array {
			return joinBytes(v, int(x.n), 1)
		}
	}
	if v, ok := x.align(v); ok {
		if p := valueOf(x.layer, x.index, v); p != nil {
			return show.Value(p, fd)
		}
	}
	return number(v)
}

// align moves bits from where they are among those loaded to where they are in the
// field, which has no more than 32.
func (x named) align(v uint32) (uint32, bool) {
	end := x.field.end - (int(x.at)+int(x.n))*8
	switch {
	case end <= 0 && end > -32 && v&(1<<-end-1) == 0:
		return v >> -end, true
	case end > 0 && end < 32 && bits.Len32(v)+end <= 32:
		return v << end, true
	}
	return v, false
}

// joinBytes writes the last n bytes of v in groups with colons between.
func joinBytes(v uint32, n, group int) string {
	b := binary.BigEndian.AppendUint32(nil, v)[4-n:]
	var parts []string
	for ; len(b) > 0; b = b[min(group, len(b)):] {
		parts = append(parts, fmt.Sprintf("%x", b[:min(group, len(b))]))
	}
	return strings.Join(parts, ":")
}

func addr4(v uint32) netip.Addr {
	return netip.AddrFrom4([4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)})
}

// valueOf returns a pointer to a value of the field's type, or nil if a number is none.
func valueOf(l packet.Layer, i int, v uint32) any {
	p := l.Proto().At(l, i)
	if a, ok := p.(packet.AnyAuto); ok {
		p = a.Ptr()
	}
	t := reflect.TypeOf(p).Elem()
	x := reflect.New(t)
	switch e := x.Elem(); {
	case t == reflect.TypeFor[netip.Addr]():
		e.Set(reflect.ValueOf(addr4(v)))
	case e.CanUint() && !e.OverflowUint(uint64(v)):
		e.SetUint(uint64(v))
	case e.CanInt() && !e.OverflowInt(int64(v)):
		e.SetInt(int64(v))
	case t.Kind() == reflect.Bool:
		e.SetBool(v != 0)
	default:
		return nil
	}
	return x.Interface()
}
