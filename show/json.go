package show

import (
	"errors"
	"math"
	"reflect"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/gocap-project/gocap/packet"
)

// AppendJSON appends the frame as one JSON object, without newline:
//
//	{"frame":1,"time":"2026-01-02T03:04:05.000000006Z","caplen":60,"len":60,"link":"EN10MB",
//	 "layers":[{"proto":"Ethernet","offset":0,"length":14,"fields":{"Dst":"02:00:5e:10:00:01",…}},…],
//	 "error":{"layer":"TCP","offset":34,"reason":"…"}}
//
// Fields that a [packet.Sparse] layer lacks and empty trailers are left out. Time is RFC 3339 in UTC with nanoseconds, or null if not known; length is that of
// the layer's header; error is there only if there is one. The order of members is
// that of the field tables.
//
// Numbers whose type has names are strings with the name ("TCP", "SYN|ACK"), or
// numbers with option [Numbers]. Addresses are strings. Bytes are strings of
// hexadecimal digits, unless their type says how it is written, as lists of options
// do. Structs are objects and lists arrays. Text that is not UTF-8 has its bad bytes
// written as \xNN, with one backslash after decoding.
//
// With option [Marks] a layer with a checksum has a member "checksum", a
// [packet.ChecksumState], and one with wrong fields a member "wrong", a list of names.
func (f *Frame) AppendJSON(b []byte, o Options) []byte {
	b = append(b, `{"frame":`...)
	b = strconv.AppendInt(b, int64(f.Number), 10)
	b = append(b, `,"time":`...)
	b = appendTime(b, f.Time)
	b = append(b, `,"caplen":`...)
	b = strconv.AppendInt(b, int64(len(f.Data)), 10)
	b = append(b, `,"len":`...)
	b = strconv.AppendInt(b, int64(f.wireLen()), 10)
	b = append(b, `,"link":`...)
	b = appendString(b, f.Link)
	b = append(b, `,"layers":[`...)
	for i, l := range f.Packet {
		if i > 0 {
			b = append(b, ',')
		}
		s := f.span(i)
		b = appendLayer(b, l, s.Off, s.Payload-s.Off, o)
	}
	b = append(b, ']')
	if f.Err != nil {
		b = appendError(append(b, `,"error":`...), f.Err)
	}
	return append(b, '}')
}

const timeFormat = "2006-01-02T15:04:05.000000000Z"

func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(b, "null"...)
	}
	b = t.UTC().AppendFormat(append(b, '"'), timeFormat)
	return append(b, '"')
}

func appendLayer(b []byte, l packet.Layer, off, n int, o Options) []byte {
	pr := l.Proto()
	b = append(b, `{"proto":`...)
	b = appendString(b, pr.Name)
	b = append(b, `,"offset":`...)
	b = strconv.AppendInt(b, int64(off), 10)
	b = append(b, `,"length":`...)
	b = strconv.AppendInt(b, int64(n), 10)
	if o&Marks != 0 {
		b = appendMarks(b, l)
	}
	b = append(b, `,"fields":`...)
	b = appendFields(b, l, o, 0)
	return append(b, '}')
}

func appendFields(b []byte, l packet.Layer, o Options, depth int) []byte {
	pr := l.Proto()
	b = append(b, '{')
	first := true
	for i := range pr.Fields {
		ptr := pr.At(l, i)
		if !pr.Has(l, i) || pr.Fields[i].Kind == packet.Trailing && isEmpty(ptr) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendString(b, pr.Fields[i].Name), ':')
		if items, ok := packet.Items(l, i); ok && o&Numbers == 0 {
			b = appendItems(b, items, o, depth)
			continue
		}
		b = appendJSON(b, ptr, o, depth)
	}
	return append(b, '}')
}

// appendItems appends the parts of a list in wire form.
func appendItems(b []byte, items []any, o Options, depth int) []byte {
	if depth >= maxDepth {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i, x := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendInnerOf(b, addressed(x), o, depth+1)
	}
	return append(b, ']')
}

func appendMarks(b []byte, l packet.Layer) []byte {
	if c, ok := l.(packet.Checksummer); ok && c.ChecksumState() != packet.ChecksumNone {
		b = append(b, `,"checksum":`...)
		b = appendString(b, c.ChecksumState().String())
	}
	pr, open := l.Proto(), false
	for i := range pr.Fields {
		if a, ok := pr.At(l, i).(packet.AnyAuto); !ok || !a.Wrong() || !pr.Has(l, i) {
			continue
		}
		if open {
			b = append(b, ',')
		} else {
			b, open = append(b, `,"wrong":[`...), true
		}
		b = appendString(b, pr.Fields[i].Name)
	}
	if open {
		b = append(b, ']')
	}
	return b
}

func appendError(b []byte, err error) []byte {
	e, ok := errors.AsType[*packet.Error](err)
	if !ok {
		e = &packet.Error{Err: err}
	}
	b = append(b, `{"layer":`...)
	b = appendString(b, e.Layer)
	b = append(b, `,"offset":`...)
	b = strconv.AppendInt(b, int64(e.Off), 10)
	b = append(b, `,"reason":`...)
	b = appendString(b, e.Reason())
	return append(b, '}')
}

// appendJSON appends *p.
func appendJSON(b []byte, p any, o Options, depth int) []byte {
	p = target(p)
	if out, ok := plain(b, p); ok {
		return out
	}
	switch x := p.(type) {
	case *[]byte:
		return appendHexString(b, *x)
	case *string:
		return appendString(b, *x)
	case nil:
		return append(b, "null"...)
	case packet.Itemized:
		if _, ok := bytesOf(reflect.ValueOf(p).Elem()); ok && o&Numbers == 0 && depth < maxDepth {
			return appendItems(b, x.Items(), o, depth)
		}
	}
	if o&Numbers == 0 {
		return appendNamed(b, p, o, depth)
	}
	v := reflect.ValueOf(p).Elem()
	if _, ok := bytesOf(v); isNumber(v.Kind()) || ok && !textual(p) {
		return appendValue(b, v, o, depth)
	}
	return appendNamed(b, p, o, depth)
}

// appendNamed appends *p as its type's methods write it, unless its structure
// says more.
func appendNamed(b []byte, p any, o Options, depth int) []byte {
	if !textual(p) {
		v := reflect.ValueOf(p).Elem()
		if _, ok := bytesOf(v); !ok {
			switch v.Kind() {
			case reflect.Struct:
				if hasFields(v, p) {
					return appendValue(b, v, o, depth)
				}
			case reflect.Slice, reflect.Array, reflect.Pointer, reflect.Interface, reflect.Map:
				return appendValue(b, v, o, depth)
			}
		}
	}
	n := len(b)
	out, ok := words(append(b, '"'), p)
	if !ok {
		return appendValue(b[:n], reflect.ValueOf(p).Elem(), o, depth)
	}
	return quote(out, n)
}

func appendValue(b []byte, v reflect.Value, o Options, depth int) []byte {
	if data, ok := bytesOf(v); ok {
		return appendHexString(b, data)
	}
	if depth >= maxDepth {
		return append(b, "null"...)
	}
	switch k := v.Kind(); {
	case isNumber(k):
		return appendNumber(b, v)
	case k == reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case k == reflect.String:
		return appendString(b, v.String())
	case k == reflect.Float32, k == reflect.Float64:
		return appendFloat(b, v.Float())
	case k == reflect.Slice, k == reflect.Array:
		return appendList(b, v, o, depth)
	case k == reflect.Struct:
		return appendStruct(b, v, o, depth)
	case k == reflect.Pointer, k == reflect.Interface:
		if v.IsNil() {
			return append(b, "null"...)
		}
		return appendInner(b, v, o, depth)
	}
	return append(b, "null"...)
}

// appendInner appends what a pointer or interface holds. A layer is its fields,
// with its protocol's name before them; other structs in an interface tell their
// type the same way.
func appendInner(b []byte, v reflect.Value, o Options, depth int) []byte {
	if v.Kind() == reflect.Pointer {
		return appendJSON(b, v.Interface(), o, depth+1)
	}
	return appendInnerOf(b, inner(v), o, depth)
}

// appendInnerOf is appendInner for a pointer.
func appendInnerOf(b []byte, p any, o Options, depth int) []byte {
	name := ""
	if l, ok := p.(packet.Layer); ok {
		b = append(b, `{"proto":`...)
		b = appendString(b, l.Proto().Name)
		b = append(b, `,"fields":`...)
		return append(appendFields(b, l, o, depth+1), '}')
	}
	if hasFields(reflect.ValueOf(p).Elem(), p) {
		name = typeName(p)
	}
	if name == "" {
		return appendJSON(b, p, o, depth+1)
	}
	b = append(b, `{"type":`...)
	b = appendString(b, name)
	b = append(b, `,"fields":`...)
	return append(appendValue(b, reflect.ValueOf(p).Elem(), o, depth+1), '}')
}

func appendList(b []byte, v reflect.Value, o Options, depth int) []byte {
	b = append(b, '[')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSON(b, pointer(v.Index(i)), o, depth+1)
	}
	return append(b, ']')
}

func appendStruct(b []byte, v reflect.Value, o Options, depth int) []byte {
	first := true
	b = append(b, '{')
	fieldsOf(v, func(name string, f reflect.Value) {
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendString(b, name), ':')
		b = appendJSON(b, pointer(f), o, depth+1)
	})
	if l, ok := pointer(v).(packet.Itemized); ok && o&Numbers == 0 {
		if !first {
			b = append(b, ',')
		}
		b = appendItems(append(b, `"Items":`...), l.Items(), o, depth)
	}
	return append(b, '}')
}

// appendFloat appends x; JSON has no NaN and no infinities.
func appendFloat(b []byte, x float64) []byte {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return append(b, "null"...)
	}
	return strconv.AppendFloat(b, x, 'g', -1, 64)
}

func appendHexString(b, x []byte) []byte {
	b = appendHex(append(b, '"'), x)
	return append(b, '"')
}

// clean reports whether c may stand in a JSON string as it is, without looking at
// what is around it.
func clean(c byte) bool { return c >= ' ' && c < 0x7f && c != '"' && c != '\\' }

// appendString appends s as a JSON string.
func appendString(b []byte, s string) []byte {
	n := len(b)
	return quote(append(append(b, '"'), s...), n)
}

// quote closes the JSON string that begins with a quotation mark at b[n], after
// escaping what needs it.
func quote(b []byte, n int) []byte {
	for i := n + 1; i < len(b); i++ {
		if !clean(b[i]) {
			return escape(b[:i:i], b[i:])
		}
	}
	return append(b, '"')
}

// escape appends s and a quotation mark to b.
func escape(b, s []byte) []byte {
	for len(s) > 0 {
		c := s[0]
		if c < utf8.RuneSelf {
			b = escapeByte(b, c)
			s = s[1:]
			continue
		}
		r, n := utf8.DecodeRune(s)
		if r == utf8.RuneError && n == 1 {
			b = append(b, '\\', '\\', 'x', hexDigits[c>>4], hexDigits[c&15])
		} else if r == 0x2028 || r == 0x2029 { // line ends to JavaScript
			b = append(b, '\\', 'u', '2', '0', '2', hexDigits[r&15])
		} else {
			b = append(b, s[:n]...)
		}
		s = s[n:]
	}
	return append(b, '"')
}

func escapeByte(b []byte, c byte) []byte {
	switch {
	case clean(c):
		return append(b, c)
	case c == '"' || c == '\\':
		return append(b, '\\', c)
	case c == '\n':
		return append(b, '\\', 'n')
	case c == '\r':
		return append(b, '\\', 'r')
	case c == '\t':
		return append(b, '\\', 't')
	}
	return append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}
