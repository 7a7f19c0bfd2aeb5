package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A pkg is the package that has the structs.
type pkg struct {
	name    string
	files   []*file
	kinds   map[string]string // what a named type is: "wire.TCPFlags" -> "uint16"
	aliases map[string]string // "MAC" -> "wire.MAC"
	methods map[string]map[string]bool
	inWire  bool // views are in package wire
}

type file struct {
	name    string
	imports []string // of the source, as written
	headers []*header
}

type header struct {
	name, view string // Go types
	proto      string // name of the protocol
	doc        string
	title, ref string
	binds      []string
	viewOnly   bool
	fields     []*field
	extra      []*field // after the row
	rest       *field   // takes the rest of the header, or nil
	size       int      // of the row, in bits
	len        *field
	has        map[string]bool
}

type field struct {
	name, typ, doc string // typ is qualified as in the owned package
	under          string // "uint8" … "uint64", "bool", "addr32", "addr128", "bytes"
	auto           bool
	bits, off      int
	def, next, alt string
	constant       bool // def is the only right value
	beside         bool // not of the row, by bits:"0"
	little         bool // little-endian, by order:"le"
	scale, bias    int
}

func load(dir, wireDir string) *pkg {
	p := &pkg{kinds: map[string]string{}, aliases: map[string]string{}, methods: map[string]map[string]bool{}, inWire: wireDir != ""}
	if wireDir != "" {
		for _, f := range parse(wireDir) {
			p.types(f.ast, "wire.")
		}
	}
	files := parse(dir)
	for _, f := range files {
		p.name = f.ast.Name.Name
		p.types(f.ast, "")
		p.collectMethods(f.ast)
	}
	for _, f := range files {
		p.files = append(p.files, p.file(f))
	}
	return p
}

type source struct {
	name string
	ast  *ast.File
}

// parse returns the hand-written files of a directory.
func parse(dir string) (files []source) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		log.Fatal(err)
	}
	for _, n := range names {
		if b := filepath.Base(n); b[0] != 'z' && !strings.HasSuffix(b, "_test.go") {
			f, err := parser.ParseFile(token.NewFileSet(), n, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				log.Fatal(err)
			}
			files = append(files, source{n, f})
		}
	}
	return files
}

// types notes what the named types of a file are.
func (p *pkg) types(f *ast.File, prefix string) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range g.Specs {
			t, ok := s.(*ast.TypeSpec)
			if !ok {
				continue
			}
			name, _ := typeName(t.Type)
			if t.Assign.IsValid() {
				p.aliases[prefix+t.Name.Name] = name
			} else if strings.HasPrefix(name, "[") || basic[name] > 0 {
				p.kinds[prefix+t.Name.Name] = name
			}
		}
	}
}

func (p *pkg) collectMethods(f *ast.File) {
	for _, d := range f.Decls {
		fd, ok := d.(*ast.FuncDecl)
		if !ok || fd.Recv == nil {
			continue
		}
		if st, ok := fd.Recv.List[0].Type.(*ast.StarExpr); ok {
			if id, ok := st.X.(*ast.Ident); ok {
				if p.methods[id.Name] == nil {
					p.methods[id.Name] = map[string]bool{}
				}
				p.methods[id.Name][fd.Name.Name] = true
			}
		}
	}
}

func (p *pkg) file(s source) *file {
	out := &file{name: s.name}
	for _, i := range s.ast.Imports {
		out.imports = append(out.imports, i.Path.Value)
	}
	for _, d := range s.ast.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Doc == nil {
			continue
		}
		words, ok := directive(g.Doc)
		if !ok {
			continue
		}
		t := g.Specs[0].(*ast.TypeSpec)
		st, ok := t.Type.(*ast.StructType)
		if !ok {
			log.Fatalf("%s: //wire:header is for structs", t.Name.Name)
		}
		out.headers = append(out.headers, p.header(t.Name.Name, g.Doc.Text(), words, st))
	}
	return out
}

func directive(g *ast.CommentGroup) (words string, ok bool) {
	for _, c := range g.List {
		if words, ok = strings.CutPrefix(c.Text, "//wire:header"); ok {
			return words, true
		}
	}
	return "", false
}

func (p *pkg) header(name, doc, words string, st *ast.StructType) *header {
	h := &header{name: name, view: name, proto: name, doc: strings.TrimSpace(doc), has: p.methods[name]}
	if !p.inWire {
		h.view = name + "View"
	}
	for _, w := range strings.Fields(words) {
		switch k, v, _ := strings.Cut(w, "="); {
		case w == "view":
			h.viewOnly = true
		case k == "view":
			h.view = v
		case k == "name":
			h.proto = v
		case k == "bind":
			h.binds = append(h.binds, v)
		default:
			log.Fatalf("%s: unknown word %q in //wire:header", name, w)
		}
	}
	h.title, h.ref = split(h.doc, name)
	p.row(h, st)
	return h
}

var reference = regexp.MustCompile(`(RFC \d+|LINKTYPE_\w+|IEEE [\w.-]+|ISO(/IEC)? [\w./:-]+|draft-[\w-]+)( §[\w.]+)?`)

// split takes "IPv4 is an X. RFC 1 §2." apart into "X" and "RFC 1 §2". A document that
// is of none of the known kinds is what follows the first sentence.
func split(doc, name string) (title, ref string) {
	para, _, _ := strings.Cut(doc, "\n\n")
	para = strings.Join(strings.Fields(para), " ")
	title, ref, _ = strings.Cut(strings.TrimPrefix(para, name+" is "), ". ")
	title = strings.TrimSuffix(title, ".")
	for _, article := range []string{"a ", "an ", "the "} {
		title = strings.TrimPrefix(title, article)
	}
	if all := reference.FindAllString(para, -1); len(all) > 0 {
		ref = all[len(all)-1]
	}
	return title, strings.TrimSuffix(ref, ".")
}

var basic = map[string]int{"uint8": 8, "byte": 8, "uint16": 16, "uint32": 32, "uint64": 64, "bool": 1}

// row reads the struct's fields: those of the row, and those after it.
func (p *pkg) row(h *header, st *ast.StructType) {
	done := false
	for _, a := range st.Fields.List {
		if len(a.Names) == 0 || !a.Names[0].IsExported() {
			continue
		}
		if len(a.Names) > 1 {
			log.Fatalf("%s.%s: one field a line, please", h.name, a.Names[0].Name)
		}
		f := p.field(a)
		f.off = h.size
		if f.bits == 0 || done {
			if done = true; h.rest == nil && len(h.extra) == 0 && f.typ == "[]byte" || p.isSlice(f.typ) && len(h.extra) == 0 {
				h.rest = f
			}
			h.extra = append(h.extra, f)
			continue
		}
		h.size += f.bits
		h.fields = append(h.fields, f)
		if f.scale > 0 {
			h.len = f
		}
	}
	if h.size%8 != 0 {
		log.Fatalf("%s: %d bits is not a number of bytes", h.name, h.size)
	}
	if h.rest != nil && (h.len == nil || h.rest.name == "Trailer") {
		h.rest = nil
	}
}

func (p *pkg) isSlice(typ string) bool { return strings.HasPrefix(p.kinds[typ], "[]") }

func (p *pkg) field(a *ast.Field) *field {
	var tag reflect.StructTag
	if a.Tag != nil {
		s, _ := strconv.Unquote(a.Tag.Value)
		tag = reflect.StructTag(s)
	}
	typ, auto := typeName(a.Type)
	if t := p.aliases[typ]; t != "" {
		typ = t
	}
	f := &field{name: a.Names[0].Name, typ: typ, auto: auto, def: tag.Get("auto")}
	if a.Comment != nil {
		f.doc = strings.Join(strings.Fields(a.Comment.Text()), " ")
	}
	if c := tag.Get("const"); c != "" {
		f.def, f.constant = c, true
	}
	f.next, f.alt, _ = strings.Cut(tag.Get("next"), ",")
	if s := tag.Get("len"); s != "" {
		if _, err := fmt.Sscanf(s, "%d,%d", &f.scale, &f.bias); err != nil {
			log.Fatalf("%s: bad len tag %q", f.name, s)
		}
	}
	f.little = tag.Get("order") == "le"
	bits, _ := strconv.Atoi(tag.Get("bits"))
	if f.beside = tag.Get("bits") == "0"; !f.beside {
		f.measure(p.kinds[typ], bits)
	}
	return f
}

// measure sets bits and under. A field without bits is not of the row.
func (f *field) measure(kind string, bits int) {
	if kind == "" {
		kind = f.typ
	}
	var n int
	switch {
	case kind == "netip.Addr" && bits > 0:
		f.under, f.bits = fmt.Sprint("addr", bits), bits
	case basic[kind] > 0:
		if kind == "byte" {
			kind = "uint8"
		}
		if f.under, f.bits = kind, basic[kind]; bits > 0 {
			f.bits = bits
		}
	case strings.HasPrefix(kind, "[") && strings.HasSuffix(kind, "]byte"):
		if _, err := fmt.Sscanf(kind, "[%d]byte", &n); err == nil {
			f.under, f.bits = "bytes", 8*n
		}
	}
}

func typeName(e ast.Expr) (name string, auto bool) {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name, false
	case *ast.SelectorExpr:
		return e.X.(*ast.Ident).Name + "." + e.Sel.Name, false
	case *ast.IndexExpr:
		name, _ = typeName(e.Index)
		if g, _ := typeName(e.X); g != "Auto" && g != "packet.Auto" {
			return g + "[" + name + "]", false
		}
		return name, true
	case *ast.StarExpr:
		name, _ = typeName(e.X)
		return "*" + name, false
	case *ast.ArrayType:
		n, _ := typeName(e.Elt)
		if l, ok := e.Len.(*ast.BasicLit); ok {
			return "[" + l.Value + "]" + n, false
		}
		return "[]" + n, false
	}
	return "?", false
}

var literals = regexp.MustCompile(`"[^"\n]*"|//.*`)

// usedImports returns an import declaration of those of paths whose package src
// mentions.
func usedImports(src string, paths []string) string {
	src = literals.ReplaceAllString(src, "")
	var out []string
	for _, p := range paths {
		base := strings.Trim(p, `"`)
		base = base[strings.LastIndex(base, "/")+1:]
		if regexp.MustCompile(`\b`+base+`\.`).MatchString(src) && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		if x, y := strings.Contains(a, "."), strings.Contains(b, "."); x != y {
			return map[bool]int{true: 1, false: -1}[x]
		}
		return strings.Compare(a, b)
	})
	var b strings.Builder
	b.WriteString("import (\n")
	std := true
	for _, p := range out {
		if std && strings.Contains(p, ".") {
			std = false
			b.WriteString("\n")
		}
		b.WriteString(p + "\n")
	}
	b.WriteString(")\n\n")
	if len(out) == 0 {
		return ""
	}
	return b.String()
}
