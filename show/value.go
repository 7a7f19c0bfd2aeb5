package show

import (
	"encoding"
	"encoding/hex"
	"fmt"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gocap-project/gocap/packet"
)

// maxDepth is how deep values are followed: lists of structs of lists and so on.
const maxDepth = 12

type appender interface{ AppendTo([]byte) []byte }

// target returns the pointer that p stands for: into the value if the field is
// automatic.
func target(p any) any {
	if a, ok := p.(packet.AnyAuto); ok {
		return a.Ptr()
	}
	return p
}

// plain returns b with *p if it is of one of the commonest types, in the form
// that text has: numbers in decimal, bytes in hexadecimal.
func plain(b []byte, p any) (_ []byte, ok bool) {
	switch x := p.(type) {
	case *uint8:
		return strconv.AppendUint(b, uint64(*x), 10), true
	case *uint16:
		return strconv.AppendUint(b, uint64(*x), 10), true
	case *uint32:
		return strconv.AppendUint(b, uint64(*x), 10), true
	case *uint64:
		return strconv.AppendUint(b, *x, 10), true
	case *int32:
		return strconv.AppendInt(b, int64(*x), 10), true
	case *bool:
		return strconv.AppendBool(b, *x), true
	}
	return b, false
}

// words appends *p as its type's own methods write it, if it has any. The bytes
// may need escaping.
func words(b []byte, p any) (_ []byte, ok bool) {
	switch x := p.(type) {
	case *netip.Addr:
		if !x.IsValid() {
			return b, true
		}
		return x.AppendTo(b), true
	case appender:
		return x.AppendTo(b), true
	case encoding.TextAppender:
		if out, err := x.AppendText(b); err == nil {
			return out, true
		}
	case encoding.TextMarshaler:
		if out, err := x.MarshalText(); err == nil {
			return append(b, out...), true
		}
	}
	if x, ok := p.(fmt.Stringer); ok {
		return append(b, x.String()...), true
	}
	return b, false
}

// textual reports whether p's type says itself how it is written as text, other
// than by String, which types also have for other reasons.
func textual(p any) bool {
	switch p.(type) {
	case *netip.Addr, appender, encoding.TextAppender, encoding.TextMarshaler:
		return true
	}
	return false
}

// pointer returns a pointer to v, or to a copy if it has no address.
func pointer(v reflect.Value) any {
	if v.CanAddr() {
		return v.Addr().Interface()
	}
	c := reflect.New(v.Type())
	c.Elem().Set(v)
	return c.Interface()
}

// addressed returns x as a pointer, to a copy if it is none.
func addressed(x any) any {
	v := reflect.ValueOf(x)
	if v.Kind() == reflect.Pointer {
		return x
	}
	c := reflect.New(v.Type())
	c.Elem().Set(v)
	return c.Interface()
}

// bytesOf returns the bytes of a slice or array of them.
func bytesOf(v reflect.Value) ([]byte, bool) {
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return v.Bytes(), true
		}
	}
	return nil, false
}

func isNumber(k reflect.Kind) bool { return k >= reflect.Int && k <= reflect.Uint64 }

// appendNumber appends an integer value in decimal.
func appendNumber(b []byte, v reflect.Value) []byte {
	if v.CanInt() {
		return strconv.AppendInt(b, v.Int(), 10)
	}
	return strconv.AppendUint(b, v.Uint(), 10)
}

func appendHex(b, x []byte) []byte { return hex.AppendEncode(b, x) }

// fieldsOf calls do for each exported field of struct v, those of embedded
// structs included.
func fieldsOf(v reflect.Value, do func(name string, f reflect.Value)) {
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		switch {
		case !f.IsExported():
		case f.Anonymous && f.Type.Kind() == reflect.Struct && !textual(pointer(v.Field(i))):
			fieldsOf(v.Field(i), do)
		default:
			do(f.Name, v.Field(i))
		}
	}
}

// hasFields reports whether v is a struct with exported fields that is better
// shown as such than by its own methods.
func hasFields(v reflect.Value, p any) (yes bool) {
	if v.Kind() != reflect.Struct || textual(p) {
		return false
	}
	fieldsOf(v, func(string, reflect.Value) { yes = true })
	return yes
}

// appendSafe appends s for a terminal: what is not printable is escaped as in Go.
func appendSafe(b []byte, s []byte) []byte {
	for len(s) > 0 {
		r, n := utf8.DecodeRune(s)
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(b, '\\', 'x', hexDigits[s[0]>>4], hexDigits[s[0]&15])
		case strconv.IsPrint(r):
			b = append(b, s[:n]...)
		default:
			q := strconv.QuoteRune(r)
			b = append(b, q[1:len(q)-1]...)
		}
		s = s[n:]
	}
	return b
}

const hexDigits = "0123456789abcdef"

// appendFlat appends *p on one line, without escapes for terminals: names of
// numbers alone unless there are none or numbers are asked for. It is what
// columns and differences show.
func appendFlat(b []byte, p any, o Options, depth int) []byte {
	p = target(p)
	if out, ok := plain(b, p); ok {
		return out
	}
	if x, ok := p.(*string); ok {
		return append(b, *x...)
	}
	v := reflect.ValueOf(p).Elem()
	if data, ok := bytesOf(v); ok && (o&Numbers != 0 && !textual(p)) {
		return appendHex(b, data)
	}
	if o&Numbers == 0 || !isNumber(v.Kind()) {
		if l, ok := p.(packet.Layer); ok {
			return append(b, l.Proto().Name...)
		}
		if out, ok := words(b, p); ok {
			return out
		}
	}
	return appendFlatValue(b, v, o, depth)
}

func appendFlatValue(b []byte, v reflect.Value, o Options, depth int) []byte {
	if data, ok := bytesOf(v); ok {
		return appendHex(b, data)
	}
	if depth >= maxDepth {
		return append(b, "…"...)
	}
	switch k := v.Kind(); {
	case isNumber(k):
		return appendNumber(b, v)
	case k == reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case k == reflect.String:
		return append(b, v.String()...)
	case k == reflect.Float32, k == reflect.Float64:
		return strconv.AppendFloat(b, v.Float(), 'g', -1, 64)
	case k == reflect.Slice, k == reflect.Array:
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ' ')
			}
			b = appendFlat(b, pointer(v.Index(i)), o, depth+1)
		}
		return b
	case k == reflect.Struct:
		return appendFlatStruct(b, v, o, depth)
	case (k == reflect.Pointer || k == reflect.Interface) && v.IsNil():
		return b
	case k == reflect.Pointer:
		return appendFlat(b, v.Interface(), o, depth+1)
	case k == reflect.Interface:
		return appendFlat(b, inner(v), o, depth+1)
	}
	return append(b, v.Type().String()...)
}

func appendFlatStruct(b []byte, v reflect.Value, o Options, depth int) []byte {
	first := true
	b = append(b, '{')
	fieldsOf(v, func(name string, f reflect.Value) {
		if !first {
			b = append(b, ' ')
		}
		first = false
		b = append(append(b, name...), '=')
		b = appendFlat(b, pointer(f), o, depth+1)
	})
	return append(b, '}')
}

// inner returns a pointer to what interface v holds, or the pointer it holds.
func inner(v reflect.Value) any {
	if e := v.Elem(); e.Kind() != reflect.Pointer {
		return pointer(e)
	} else if e.IsNil() {
		return new(string)
	} else {
		return e.Interface()
	}
}

// typeName returns the name of what p points to, without its package.
func typeName(p any) string {
	t := reflect.TypeOf(p).Elem().String()
	return t[strings.LastIndexByte(t, '.')+1:]
}
