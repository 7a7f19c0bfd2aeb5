package netflow

import (
	"iter"
	"net/netip"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/wire"
)

// Sets are the sets of a packet as they are on the wire: templates, templates of options,
// data. RFC 3954 §5.1, RFC 7011 §3.3.
type Sets []byte

// A Set is one set.
type Set struct {
	ID   uint16 // 0 and 1: templates of version 9; 2 and 3: of IPFIX; from 256: the data's template
	Data []byte // records and padding
}

// Numbers of sets.
const (
	SetTemplates9       = 0
	SetOptions9         = 1
	SetTemplates        = 2
	SetOptions          = 3
	firstTemplate       = 256
	setHeader           = 4
	variable            = 0xffff // a length that stands before each value, RFC 7011 §7
	maxTemplates        = 1 << 14
	enterpriseBit       = 0x8000
	maxFieldsOfTemplate = 1 << 12
	maxEmptyFields      = 8  // of a template: more would make much of little
	maxTexts            = 64 // records that are printed
)

// All yields the sets, up to one that does not fit.
func (s Sets) All() iter.Seq[Set] {
	return func(yield func(Set) bool) {
		for b := []byte(s); len(b) >= setHeader; {
			n := int(wire.Uint16(b, 2))
			if n < setHeader || n > len(b) || !yield(Set{wire.Uint16(b, 0), b[setHeader:n:n]}) {
				return
			}
			b = b[n:]
		}
	}
}

// Malformed reports whether not all bytes are sets.
func (s Sets) Malformed() bool {
	n := 0
	for x := range s.All() {
		n += setHeader + len(x.Data)
	}
	return n < len(s)
}

// Add returns s with a set after the others, padded to a multiple of four bytes.
func (s Sets) Add(id uint16, data []byte) Sets {
	data = data[:min(len(data), 0xffff-setHeader-3)]
	n := (setHeader + len(data) + 3) &^ 3
	s = append(s[:len(s):len(s)], byte(id>>8), byte(id), byte(n>>8), byte(n))
	s = append(s, data...)
	for i := setHeader + len(data); i < n; i++ {
		s = append(s, 0)
	}
	return s
}

// AddTemplate returns s with a set of one template after the others; ipfix says in which
// form.
func (s Sets) AddTemplate(t Template, ipfix bool) Sets {
	b := []byte{byte(t.ID >> 8), byte(t.ID), byte(len(t.Fields) >> 8), byte(len(t.Fields))}
	for _, f := range t.Fields {
		id := uint16(f.Field)
		if ipfix && f.Enterprise != 0 {
			id |= enterpriseBit
		}
		b = append(b, byte(id>>8), byte(id), byte(f.Length>>8), byte(f.Length))
		if e := f.Enterprise; ipfix && e != 0 {
			b = append(b, byte(e>>24), byte(e>>16), byte(e>>8), byte(e))
		}
	}
	if ipfix {
		return s.Add(SetTemplates, b)
	}
	return s.Add(SetTemplates9, b)
}

// A Template says which fields the records of sets with its number have.
type Template struct {
	ID     uint16
	Scopes int // how many fields say what the others are about; 0 if it is not one of options
	Fields []TemplateField
}

// A TemplateField is a field of a template.
type TemplateField struct {
	Field      wire.FlowField
	Length     uint16 // of values, in bytes; 0xffff if it stands before each
	Enterprise uint32 // whose field it is; 0 is IANA's
}

// Templates yields the templates of the sets.
func (s Sets) Templates() iter.Seq[Template] {
	return func(yield func(Template) bool) {
		for x := range s.All() {
			if !x.templates(yield) {
				return
			}
		}
	}
}

func (x Set) templates(yield func(Template) bool) bool {
	if x.ID > SetOptions {
		return true
	}
	for b := x.Data; len(b) >= 4; {
		t, n := x.template(b)
		if n == 0 {
			return true
		}
		if !yield(t) {
			return false
		}
		b = b[n:]
	}
	return true
}

// template reads the template that b begins with, and its length, or 0.
func (x Set) template(b []byte) (t Template, n int) {
	t.ID = wire.Uint16(b, 0)
	count := int(wire.Uint16(b, 2))
	if t.ID < firstTemplate {
		return t, 0 // padding
	}
	n = 4
	switch {
	case x.ID == SetOptions9 && len(b) >= 6: // lengths of both parts, in bytes
		t.Scopes, count, n = count/4, count/4+int(wire.Uint16(b, 4))/4, 6
	case x.ID == SetOptions && len(b) >= 6:
		t.Scopes, n = int(wire.Uint16(b, 4)), 6
	case x.ID == SetOptions9 || x.ID == SetOptions:
		return t, 0
	}
	if count > maxFieldsOfTemplate {
		return t, 0
	}
	empty := 0
	for range count {
		if n+4 > len(b) || empty > maxEmptyFields {
			return t, 0
		}
		f := TemplateField{Field: wire.FlowField(wire.Uint16(b, n)), Length: wire.Uint16(b, n+2)}
		n += 4
		if x.ID >= SetTemplates && f.Field&enterpriseBit != 0 {
			if n+4 > len(b) {
				return t, 0
			}
			f.Field, f.Enterprise = f.Field&^enterpriseBit, wire.Uint32(b, n)
			n += 4
		}
		if f.Length == 0 {
			empty++
		}
		t.Fields = append(t.Fields, f)
	}
	return t, n
}

// A TemplateKey is what a template is known by: its number, and the source or domain that
// the number belongs to. Programs with several exporters keep a table for each.
type TemplateKey struct {
	Domain uint32
	ID     uint16
}

// Templates are the templates seen of one exporter. They are limited in number: those
// beyond are not remembered.
type Templates map[TemplateKey]Template

// Learn remembers the templates of s. One without fields is withdrawn, RFC 7011 §8.1.
func (t Templates) Learn(s Sets, domain uint32) {
	for x := range s.Templates() {
		k := TemplateKey{domain, x.ID}
		if len(x.Fields) == 0 {
			delete(t, k)
		} else if _, ok := t[k]; ok || len(t) < maxTemplates {
			t[k] = x
		}
	}
}

// A Record is one data record.
type Record struct {
	Template uint16
	Scopes   int // how many values say what the others are about
	Values   []Value
}

// A Value is the value of a field.
type Value struct {
	TemplateField
	Data []byte
}

// Records learns the templates of s and yields the records whose templates are in t. With
// a nil t it uses the templates of s alone.
func (s Sets) Records(t Templates, domain uint32) iter.Seq[Record] {
	if t == nil {
		t = Templates{}
	}
	return func(yield func(Record) bool) {
		for x := range s.All() {
			if x.ID <= SetOptions {
				t.Learn(s.one(x), domain)
				continue
			}
			if tmpl, ok := t[TemplateKey{domain, x.ID}]; ok && !x.records(tmpl, yield) {
				return
			}
		}
	}
}

// one returns x as a list of sets.
func (s Sets) one(x Set) Sets { return Sets{}.raw(x) }

func (s Sets) raw(x Set) Sets {
	n := setHeader + len(x.Data)
	return append(append(s, byte(x.ID>>8), byte(x.ID), byte(n>>8), byte(n)), x.Data...)
}

func (x Set) records(t Template, yield func(Record) bool) bool {
	for b := x.Data; len(b) > 0; {
		r, n := t.record(b)
		if n == 0 {
			return true
		}
		if !yield(r) {
			return false
		}
		b = b[n:]
	}
	return true
}

// record reads the record that b begins with, and its length, or 0.
func (t Template) record(b []byte) (r Record, n int) {
	r = Record{Template: t.ID, Scopes: t.Scopes, Values: make([]Value, 0, len(t.Fields))}
	for _, f := range t.Fields {
		size := int(f.Length)
		if f.Length == variable {
			var head int
			if size, head = variableLength(b[n:]); head == 0 {
				return r, 0
			}
			n += head
		}
		if n+size > len(b) {
			return r, 0
		}
		r.Values = append(r.Values, Value{f, b[n : n+size : n+size]})
		n += size
	}
	return r, n
}

// variableLength reads a length of one or three bytes. RFC 7011 §7.
func variableLength(b []byte) (size, head int) {
	switch {
	case len(b) > 0 && b[0] < 255:
		return int(b[0]), 1
	case len(b) > 2:
		return int(wire.Uint16(b, 1)), 3
	}
	return 0, 0
}

// Uint returns the value as a number, if it has one to eight bytes.
func (v Value) Uint() (x uint64, ok bool) {
	if len(v.Data) == 0 || len(v.Data) > 8 {
		return 0, false
	}
	for _, c := range v.Data {
		x = x<<8 | uint64(c)
	}
	return x, true
}

// Addr returns the value as an address, if the field has one.
func (v Value) Addr() (a netip.Addr, ok bool) {
	if s := v.Field.String(); v.Enterprise != 0 || !strings.HasSuffix(s, "Address") {
		return a, false
	}
	return netip.AddrFromSlice(v.Data)
}

// String returns the value as text.
func (v Value) String() string {
	if a, ok := v.Addr(); ok {
		return a.String()
	}
	if s := v.Field.String(); v.Enterprise == 0 && (strings.HasSuffix(s, "Name") || strings.HasSuffix(s, "Description") || s == "wlanSSID") {
		return strconv.QuoteToASCII(string(v.Data))
	}
	if strings.HasSuffix(v.Field.String(), "MacAddress") && len(v.Data) == 6 {
		return wire.MAC(v.Data).String()
	}
	if x, ok := v.Uint(); ok {
		return strconv.FormatUint(x, 10)
	}
	return wire.Hex(v.Data)
}

// String returns the record as text.
func (r Record) String() string {
	var b strings.Builder
	for i, v := range r.Values {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(v.Field.String() + "=" + v.String())
	}
	return b.String()
}

// String returns templates, and records whose templates are among the sets, as text.
func (s Sets) String() string {
	var out []string
	for t := range s.Templates() {
		out = append(out, "template "+strconv.Itoa(int(t.ID))+" of "+strconv.Itoa(len(t.Fields))+" fields")
	}
	for r := range s.Records(nil, 0) {
		if out = append(out, r.String()); len(out) > maxTexts {
			return strings.Join(append(out, "…"), "; ")
		}
	}
	known := map[uint16]bool{}
	for t := range s.Templates() {
		known[t.ID] = true
	}
	for x := range s.All() {
		if x.ID > SetOptions && !known[x.ID] {
			out = append(out, "data of template "+strconv.Itoa(int(x.ID))+", "+strconv.Itoa(len(x.Data))+" bytes")
		}
	}
	return strings.Join(out, "; ")
}
