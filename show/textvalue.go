package show

import (
	"bytes"
	"reflect"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/numbers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// value writes *p if it fits on the line, and reports whether it does; if not it
// writes what it is. The field is nil for parts of values.
func (t *text) value(p any, fd *packet.Field) (whole bool) {
	p = target(p)
	if p == nil {
		return true
	}
	if fd != nil && fd.Kind == packet.Checksum {
		if v := reflect.ValueOf(p).Elem(); v.CanUint() {
			t.b = appendHexNumber(t.b, v.Uint(), fd.Bits)
			return true
		}
	}
	if out, ok := plain(t.b, p); ok {
		t.b = out
		return true
	}
	v := reflect.ValueOf(p).Elem()
	if data, ok := bytesOf(v); ok {
		t.data(data, p)
		return true
	}
	switch k := v.Kind(); {
	case isNumber(k):
		t.number(v, p, fd)
	case k == reflect.String:
		t.quoted(v.String(), p)
	case textual(p):
		if n := len(t.b); t.words(p) && len(t.b) == n {
			t.s("none")
		}
	default:
		return t.compound(v, p)
	}
	return true
}

// compound writes what a value with parts is, and reports whether that is all.
func (t *text) compound(v reflect.Value, p any) (whole bool) {
	switch k := v.Kind(); {
	case k == reflect.Slice, k == reflect.Array:
		t.n(v.Len())
		return v.Len() == 0
	case k == reflect.Struct && hasFields(v, p):
		t.words(p) // the heading of what is nested
		return false
	case (k == reflect.Pointer || k == reflect.Interface) && v.IsNil():
		t.s("none")
		return true
	case k == reflect.Pointer:
		return t.value(v.Interface(), nil)
	case k == reflect.Interface:
		return t.value(inner(v), nil)
	}
	if !t.words(p) {
		t.b = appendSafe(t.b, appendFlat(nil, p, t.o, 0))
	}
	return true
}

// words writes *p as its type's methods do.
func (t *text) words(p any) bool {
	out, ok := words(nil, p)
	t.b = appendSafe(t.b, out)
	if mac, is := p.(*wire.MAC); is {
		t.organization(*mac)
	}
	return ok
}

// organization writes whose address a MAC address is, if that is known.
func (t *text) organization(mac wire.MAC) {
	if name, bits := numbers.Organization(mac); bits != 0 && mac != (wire.MAC{}) {
		t.s(" (")
		t.b = appendSafe(t.b, []byte(name))
		t.s(")")
	}
}

// number writes a number with its name; wide ones in hexadecimal then.
func (t *text) number(v reflect.Value, p any, fd *packet.Field) {
	num := appendNumber(nil, v)
	name, ok := words(nil, p)
	if !ok || t.o&Numbers != 0 || bytes.Equal(name, num) {
		t.s(string(num))
		return
	}
	if v.CanUint() && fd != nil && fd.Bits > 8 {
		num = appendHexNumber(nil, v.Uint(), fd.Bits)
	}
	t.b = appendSafe(t.b, name)
	if !bytes.Equal(name, num) {
		t.s(" (", string(num), ")")
	}
}

// appendHexNumber appends x as "0x0800", with the digits that its width needs.
func appendHexNumber(b []byte, x uint64, bits int) []byte {
	digits := strconv.AppendUint(nil, x, 16)
	b = append(b, '0', 'x')
	for n := (min(bits, 64) + 3) / 4; n > len(digits); n-- {
		b = append(b, '0')
	}
	return append(b, digits...)
}

// quoted writes a string, in quotes unless it has methods to write it.
func (t *text) quoted(s string, p any) {
	if !t.words(p) {
		t.b = strconv.AppendQuote(t.b, s)
	}
}

// data writes bytes: as their type does or in hexadecimal with their text.
func (t *text) data(x []byte, p any) {
	if t.o&Numbers == 0 || textual(p) {
		if n := len(t.b); t.words(p) {
			if n == len(t.b) {
				t.s("none")
			}
			return
		}
	}
	if len(x) == 0 {
		t.s("none")
		return
	}
	t.b = appendHex(t.b, x[:min(len(x), maxData)])
	if len(x) > maxData {
		t.s("… ")
		t.n(len(x))
		t.s(" bytes")
	}
	if printable(x[:min(len(x), maxData)]) {
		t.b = strconv.AppendQuoteToASCII(append(t.b, ' '), string(x[:min(len(x), maxData)]))
	}
}

// printable reports whether x looks like text.
func printable(x []byte) bool {
	for _, c := range x {
		if (c < ' ' || c > '~') && c != '\r' && c != '\n' && c != '\t' {
			return false
		}
	}
	return len(x) > 2
}

// nested writes the parts of a list or struct, each on its line.
func (t *text) nested(v reflect.Value, indent, depth int) {
	if depth >= maxDepth {
		return
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			t.part("["+strconv.Itoa(i)+"]", v.Index(i), indent, depth)
		}
	case reflect.Struct:
		width := 0
		fieldsOf(v, func(name string, _ reflect.Value) { width = max(width, len(name)) })
		fieldsOf(v, func(name string, f reflect.Value) {
			t.part(name+strings.Repeat(" ", width-len(name)), f, indent, depth)
		})
	case reflect.Pointer:
		if !v.IsNil() {
			t.nested(v.Elem(), indent, depth+1)
		}
	case reflect.Interface:
		if !v.IsNil() {
			t.nestedInner(inner(v), indent, depth+1)
		}
	}
}

// nestedInner writes what an interface holds: the fields of a layer by its table.
func (t *text) nestedInner(p any, indent, depth int) {
	l, ok := p.(packet.Layer)
	if !ok {
		t.nested(reflect.ValueOf(p).Elem(), indent, depth)
		return
	}
	pr := l.Proto()
	for k := range pr.Fields {
		if x := reflect.ValueOf(target(pr.At(l, k))); x.IsValid() && pr.Has(l, k) {
			t.part(pr.Fields[k].Name, x.Elem(), indent, depth)
		}
	}
}

func (t *text) part(name string, v reflect.Value, indent, depth int) {
	t.spaces(indent)
	t.s(name, "  ")
	p := pointer(v)
	if v.Kind() == reflect.Interface && !v.IsNil() {
		if l, ok := inner(v).(packet.Layer); ok {
			t.s(l.Proto().Name, "\n")
			t.nestedInner(l, indent+4, depth+1)
			return
		}
	}
	if a, ok := p.(packet.AnyAuto); ok {
		p = a.Ptr()
		v = reflect.ValueOf(p).Elem()
	}
	n := len(t.b)
	whole := t.value(p, nil)
	said := len(t.b) > n && v.Kind() != reflect.Slice && v.Kind() != reflect.Array
	t.b = bytes.TrimRight(t.b, " ")
	t.s("\n")
	if !whole && !(said && depth > 0) { // once a part of an element says it all, that will do
		t.nested(v, indent+4, depth+1)
	}
}

// items writes how many parts a list has.
func (t *text) items(items []any) {
	if len(items) == 0 {
		t.s("none")
		return
	}
	t.n(len(items))
}

// itemLines writes each part of a list on its line.
func (t *text) itemLines(items []any, indent int) {
	width := len(strconv.Itoa(len(items) - 1))
	for i, x := range items {
		t.spaces(indent)
		n := strconv.Itoa(i)
		t.s("[", n, "]  ")
		t.spaces(width - len(n))
		t.b = appendSafe(t.b, appendFlat(nil, addressed(x), t.o, 0))
		t.s("\n")
	}
}
