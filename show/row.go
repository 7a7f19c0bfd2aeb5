package show

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// A row collects the values of one column.
type row struct {
	b     []byte
	sep   string
	count int
	nth   int
}

func (r *row) add(value func([]byte) []byte) {
	r.count++
	if r.nth > 0 && r.nth != r.count {
		return
	}
	if r.nth == 0 && r.count > 1 {
		r.b = append(r.b, r.sep...)
	}
	r.b = value(r.b)
}

// appendColumn appends the values of column i.
func (c *Columns) appendColumn(b []byte, i int, f *Frame) []byte {
	col := &c.cols[i]
	if col.frame != nil {
		return col.frame(b, f)
	}
	r := row{b: b, sep: c.Sep, nth: col.nth}
	for k, l := range f.Packet {
		for j := range col.from {
			if s := &col.from[j]; s.proto == l.Proto() {
				c.source(&r, s, f, k)
			}
		}
	}
	return r.b
}

func (c *Columns) source(r *row, s *source, f *Frame, k int) {
	switch s.field {
	case whole:
		r.add(func(b []byte) []byte { return append(b, s.proto.Name...) })
	case payload:
		r.add(func(b []byte) []byte {
			sp := f.span(k)
			return strconv.AppendInt(b, int64(sp.End-sp.Payload), 10)
		})
	default:
		if p := target(s.proto.At(f.Packet[k], s.field)); p != nil && s.proto.Has(f.Packet[k], s.field) {
			c.parts(r, s, p, s.path, 0)
		}
	}
}

// parts adds the values that path names within *p; the elements of a list one by
// one.
func (c *Columns) parts(r *row, s *source, p any, path []string, depth int) {
	p = target(p)
	v := reflect.ValueOf(p).Elem()
	if depth > maxDepth {
		return
	}
	_, isBytes := bytesOf(v)
	switch k := v.Kind(); {
	case (k == reflect.Slice || k == reflect.Array) && !isBytes && !textual(p):
		for i := range v.Len() {
			c.parts(r, s, pointer(v.Index(i)), path, depth+1)
		}
	case k == reflect.Pointer || k == reflect.Interface:
		if v.IsNil() {
			return
		}
		x := any(nil)
		if k == reflect.Pointer {
			x = v.Interface()
		} else {
			x = inner(v)
		}
		c.parts(r, s, x, path, depth+1)
	case len(path) == 0:
		r.add(func(b []byte) []byte { return s.append(b, p, v, c.Options) })
	case k == reflect.Struct:
		fieldsOf(v, func(name string, f reflect.Value) {
			if strings.EqualFold(name, path[0]) {
				c.parts(r, s, pointer(f), path[1:], depth+1)
			}
		})
	}
}

// append appends one value.
func (s *source) append(b []byte, p any, v reflect.Value, o Options) []byte {
	if isNumber(v.Kind()) && v.CanUint() && (s.hex && o&Numbers != 0 || s.mul != 0 || s.mask != 0) {
		x := v.Uint()
		switch {
		case s.mask != 0:
			return strconv.AppendUint(b, uint64(bit(x&s.mask != 0)), 10)
		case s.mul != 0:
			return strconv.AppendUint(b, x*s.mul, 10)
		}
		return fmt.Appendf(b, "0x%0*x", (s.proto.Fields[s.field].Bits+7)/8*2, x)
	}
	return appendFlat(b, p, o, 0)
}

func bit(x bool) int {
	if x {
		return 1
	}
	return 0
}

// AppendHeader appends the names as a row, in the form of AppendCSV, or of AppendTSV
// if tabs is set.
func (c *Columns) AppendHeader(b []byte, tabs bool) []byte {
	return c.row(b, tabs, func(b []byte, i int) []byte { return append(b, c.Names[i]...) })
}

// AppendCSV appends the frame as a row and a newline. RFC 4180: values with commas,
// quotation marks or line ends are quoted.
func (c *Columns) AppendCSV(b []byte, f *Frame) []byte {
	return c.row(b, false, func(b []byte, i int) []byte { return c.appendColumn(b, i, f) })
}

// AppendTSV appends the frame as a row of tab-separated values and a newline. Tabs,
// line ends and backslashes in values are written \t, \n, \r and \\.
func (c *Columns) AppendTSV(b []byte, f *Frame) []byte {
	return c.row(b, true, func(b []byte, i int) []byte { return c.appendColumn(b, i, f) })
}

func (c *Columns) row(b []byte, tabs bool, value func([]byte, int) []byte) []byte {
	for i := range c.Names {
		if i > 0 && tabs {
			b = append(b, '\t')
		} else if i > 0 {
			b = append(b, ',')
		}
		n := len(b)
		b = value(b, i)
		if tabs {
			b = escapeTSV(b, n)
		} else {
			b = quoteCSV(b, n)
		}
	}
	return append(b, '\n')
}

// quoteCSV quotes b[n:] if it must be.
func quoteCSV(b []byte, n int) []byte {
	if !bytes.ContainsAny(b[n:], ",\"\r\n") {
		return b
	}
	s := string(b[n:])
	b = append(b[:n], '"')
	b = append(b, strings.ReplaceAll(s, `"`, `""`)...)
	return append(b, '"')
}

var tsv = strings.NewReplacer("\t", `\t`, "\n", `\n`, "\r", `\r`, `\`, `\\`)

// escapeTSV escapes b[n:] if it must be.
func escapeTSV(b []byte, n int) []byte {
	if !bytes.ContainsAny(b[n:], "\t\n\r\\") {
		return b
	}
	return append(b[:n], tsv.Replace(string(b[n:]))...)
}
