package main

import (
	"fmt"
	"path/filepath"
	"strings"
)

// owned returns the layers' part of f, and the views if they go there too.
func (p *pkg) owned(f *file, withViews bool) string {
	var b strings.Builder
	for _, h := range f.headers {
		if withViews {
			p.view(&b, h)
		}
		if h.viewOnly {
			continue
		}
		g := &gen{b: &b, h: h, view: h.view}
		if !withViews {
			g.view = "wire." + h.view
			g.q = "wire."
		}
		g.all()
	}
	body := b.String()
	paths := append([]string{`"net/netip"`}, f.imports...)
	for _, known := range [...]string{"packet", "wire", "link", "layers"} {
		paths = append(paths, `"github.com/gocap-project/gocap/`+known+`"`)
	}
	return fmt.Sprintf(generated, filepath.Base(f.name), p.name) + usedImports(body, paths) + body
}

// A gen writes the methods of one layer.
type gen struct {
	b    *strings.Builder
	h    *header
	view string // qualified
	q    string // qualifier of what is beside the view
}

func (g *gen) p(f string, a ...any) { fmt.Fprintf(g.b, f, a...) }

func (g *gen) all() {
	g.proto()
	g.at()
	g.parse()
	g.append()
	g.finish()
	for _, f := range g.h.fields {
		if f.auto && f.def == "" {
			g.p("func (l *%s) settle%s(v %s, x %s) {\nif l.%s.Settle(x) {\nv.Set%s(x)\n}\n}\n\n", g.h.name, f.name, g.view, f.typ, f.name, f.name)
		}
	}
}

func (g *gen) proto() {
	n := g.h.name
	g.p("// %sProto describes [%s].\nvar %sProto = &packet.Proto{\nName: %q, Title: %q, Ref: %q,\n", n, n, n, g.h.proto, g.h.title, g.h.ref)
	g.p("New: func() packet.Layer { return new(%s) },\nSlab: packet.Slab[%s],\nAt: at%s,\nFields: []packet.Field{\n", n, n, n)
	for _, f := range g.h.fields {
		g.p("{Name: %q, %sType: %q, Off: %d, Bits: %d%s},\n", f.name, f.docField(), f.typ, f.off, f.bits, f.kind())
	}
	for i, f := range g.h.extra {
		off, kind := -1, "Body"
		if i == 0 && g.h.rest == f {
			off = g.h.size
		}
		if f.name == "Trailer" {
			kind = "Trailing"
		}
		if f.beside {
			g.p("{Name: %q, %sType: %q, Off: -1%s},\n", f.name, f.docField(), f.typ, f.kind())
			continue
		}
		g.p("{Name: %q, %sType: %q, Off: %d, Kind: packet.%s},\n", f.name, f.docField(), f.typ, off, kind)
	}
	g.p("},\n}\n\n")
	g.p("func init() {\n")
	for _, b := range g.h.binds {
		t, k, _ := strings.Cut(b, ":")
		g.p("%s.Bind(%s, %sProto)\n", t, k, n)
	}
	if len(g.h.binds) == 0 {
		g.p("packet.Register(%sProto)\n", n)
	}
	g.p("}\n\n")
	if !g.h.has["Proto"] {
		g.p("// Proto implements [packet.Layer].\nfunc (l *%s) Proto() *packet.Proto { return %sProto }\n\n", n, n)
	}
}

func (f *field) docField() string {
	if f.doc == "" {
		return ""
	}
	return fmt.Sprintf("Doc: %q, ", f.doc)
}

// kind returns the field's packet.Kind as source.
func (f *field) kind() string {
	k := ""
	switch {
	case !f.auto:
		return ""
	case f.constant:
		k = "Constant"
	case f.def != "":
		k = "Default"
	case f.next != "":
		k = "NextType"
	case strings.Contains(f.name, "Checksum"), strings.Contains(f.name, "CRC"), f.name == "FCS":
		k = "Checksum"
	case strings.HasSuffix(f.name, "Count"), strings.HasPrefix(f.name, "Num"):
		k = "Count"
	default:
		k = "Length"
	}
	return ", Kind: packet." + k
}

func (g *gen) at() {
	g.p("func at%s(l packet.Layer, i int) any {\nx := l.(*%s)\nswitch i {\n", g.h.name, g.h.name)
	i := 0
	for _, fs := range [...][]*field{g.h.fields, g.h.extra} {
		for _, f := range fs {
			g.p("case %d:\nreturn &x.%s\n", i, f.name)
			i++
		}
	}
	g.p("}\nreturn nil\n}\n\n")
}

func (g *gen) parse() {
	h := g.h
	g.p("// Parse implements [packet.Layer].\nfunc (l *%s) Parse(b []byte) (packet.Extent, error) {\n", h.name)
	g.p("v, err := %sParse%s(b)\nif err != nil {\n", g.q, h.view)
	if h.len != nil {
		g.p("if len(b) >= %s%sLen {\nerr = packet.Need(err, %s(b).HeaderLen())\n}\n", g.q, h.view, g.view)
	}
	g.p("return packet.Extent{}, err\n}\n")
	for _, f := range h.fields {
		if f.auto {
			g.p("l.%s.Parse(v.%s())\n", f.name, f.name)
		} else {
			g.p("l.%s = v.%s()\n", f.name, f.name)
		}
	}
	end := fmt.Sprintf("%s%sLen", g.q, h.view)
	if h.len != nil {
		end = "v.HeaderLen()"
	}
	if h.rest != nil {
		g.p("l.%s = %s(v[%s%sLen:%s])\n", h.rest.name, h.rest.typ, g.q, h.view, end)
	}
	switch {
	case h.has["parseBody"]:
		g.p("return l.parseBody(v)\n")
	case h.has["extent"]:
		g.p("return l.extent(v), nil\n")
	default:
		next := ""
		for _, f := range h.fields {
			if f.next != "" && f.next != "-" {
				next = fmt.Sprintf(", Next: %s.Next(v.%s())", f.next, f.name)
			}
		}
		g.p("return packet.Extent{Header: %s, End: len(v)%s}, nil\n", end, next)
	}
	g.p("}\n\n")
}

func (g *gen) append() {
	h, n := g.h, g.h.name
	g.p("// Append implements [packet.Layer].\nfunc (l *%s) Append(b []byte) ([]byte, error) {\n", n)
	for _, f := range h.fields {
		g.checkRange(f)
	}
	g.p("n := len(b)\nb = append(b, make([]byte, %s%sLen)...)\nv := %s(b[n:])\n", g.q, h.view, g.view)
	for fs := h.fields; len(fs) > 0; {
		n, src := g.word(fs)
		if n == 0 {
			n, src = 1, fmt.Sprintf("v.Set%s(%s)\n", fs[0].name, fs[0].value())
		}
		g.p("%s", src)
		fs = fs[n:]
	}
	switch {
	case h.has["appendBody"]:
		g.p("return l.appendBody(b, n)\n")
	case h.rest != nil:
		g.p("b = append(b, l.%s...)\n", h.rest.name)
		g.p("for (len(b)-n-%d)%%%d != 0 {\nb = append(b, 0)\n}\n", h.len.bias, h.len.scale)
		g.p("if x := (len(b)-n-%d)/%d; x >= 1<<%d {\nreturn b, packet.FieldError(%q)\n}\n", h.len.bias, h.len.scale, h.len.bits, h.proto+"."+h.rest.name+": too long")
		g.p("return b, nil\n")
	default:
		g.p("return b, nil\n")
	}
	g.p("}\n\n")
}

// value returns the field's value in layer l.
func (f *field) value() string {
	if f.auto {
		return "l." + f.name + ".Get()"
	}
	return "l." + f.name
}

// word writes as many of the fields as make up a whole 8, 16, 32 or 64 bits of
// numbers, as one store. Their values have been checked. It returns how many
// fields that is, or 0.
func (g *gen) word(fs []*field) (n int, src string) {
	start, bits := fs[0].off, 0
	if start%8 != 0 {
		return 0, ""
	}
	for i, f := range fs {
		if basic[f.under] == 0 || f.little || bits+f.bits > 64 {
			return 0, ""
		}
		switch bits += f.bits; bits {
		case 8, 16, 32, 64:
			return i + 1, g.store(fs[:i+1], start, bits)
		}
	}
	return 0, ""
}

func (g *gen) store(fs []*field, start, bits int) string {
	t := fmt.Sprint("uint", bits)
	var terms []string
	for _, f := range fs {
		x := f.value()
		if f.under == "bool" {
			x = "wire.Bit(" + x + ")"
		}
		if f.typ != t {
			x = t + "(" + x + ")"
		}
		if sh := start + bits - f.off - f.bits; sh > 0 {
			x += fmt.Sprintf("<<%d", sh)
		}
		terms = append(terms, x)
	}
	x := strings.Join(terms, " | ")
	if bits == 8 {
		return fmt.Sprintf("v[%d] = %s\n", start/8, x)
	}
	return fmt.Sprintf("wire.PutUint%d(v, %d, %s)\n", bits, start/8, x)
}

// checkRange refuses values that the field cannot hold.
func (g *gen) checkRange(f *field) {
	x, name := "l."+f.name, g.h.proto+"."+f.name
	if f.auto {
		x += ".Get()"
	}
	switch {
	case f.under == "addr32":
		g.p("if x := %s; x.IsValid() && !x.Is4() {\nreturn b, packet.FieldError(%q)\n}\n", x, name+": not an IPv4 address")
	case f.under == "addr128":
		g.p("if x := %s; x.IsValid() && !x.Is6() {\nreturn b, packet.FieldError(%q)\n}\n", x, name+": not an IPv6 address")
	case f.under != "bool" && f.under != "bytes" && f.bits < basic[f.under]:
		g.p("if %s >= 1<<%d {\nreturn b, packet.FieldError(%q)\n}\n", x, f.bits, name+": too large")
	}
}

func (g *gen) finish() {
	h := g.h
	var body strings.Builder
	outer := g.b
	g.b = &body
	for _, f := range h.fields {
		switch {
		case f.def != "" && !f.constant:
			g.p("if l.%s.Default(%s) {\nv.Set%s(%s)\n}\n", f.name, f.def, f.name, f.def)
		case f.def != "":
			g.p("if l.%s.Settle(%s) {\nv.Set%s(%s)\n}\n", f.name, f.def, f.name, f.def)
		case f.scale > 0:
			g.p("l.settle%s(v, %s((c.Header-%d)/%d))\n", f.name, f.typ, f.bias, f.scale)
		case f.next == "-":
		case f.next != "":
			g.p("if x, ok := %s.KeyFor(c.Next(), l.%s.Get()); ok {\nl.settle%s(v, x)\n}", f.next, f.name, f.name)
			if f.alt != "" {
				// What a parsed field promises may have been cut off.
				g.p(" else if len(c.Inner()) == 0 {\nif l.%s.Suggest(%s) {\nv.Set%s(%s)\n}\n}", f.name, f.alt, f.name, f.alt)
			}
			g.p(" else {\nl.%s.Hold()\n}\n", f.name)
		}
	}
	if h.has["finish"] {
		g.p("l.finish(v, c)\n")
	}
	g.b = outer
	g.p("// Finish implements [packet.Layer].\n")
	if body.Len() == 0 {
		g.p("func (l *%s) Finish(*packet.Context) {}\n\n", h.name)
		return
	}
	g.p("func (l *%s) Finish(c *packet.Context) {\nv := %s(c.Data)\n%s}\n\n", h.name, g.view, body.String())
}
