package filter

import (
	"strconv"
	"strings"
)

// String returns an expression that means the same.
func (e *And) String() string { return join(e.Xs, " and ") }

// String returns an expression that means the same.
func (e *Or) String() string { return join(e.Xs, " or ") }

// join writes operands with an operator between them. "and" and "or" bind equally
// and from the left, so the first operand needs no brackets; people do.
func join(xs []Expr, sep string) string {
	var b strings.Builder
	for i, x := range xs {
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(bracket(x))
	}
	return b.String()
}

// bracket puts brackets around what is more than one term.
func bracket(x Expr) string {
	switch x.(type) {
	case *And, *Or:
		return "(" + x.String() + ")"
	}
	return x.String()
}

// String returns an expression that means the same.
func (e *Not) String() string { return "not " + bracket(e.X) }

// String returns an expression that means the same.
func (e *Decap) String() string { return "decap (" + e.X.String() + ")" }

// String returns an expression that means the same.
func (e *Match) String() string {
	s := ""
	for _, q := range []string{string(e.Proto), string(e.Dir), string(e.Type)} {
		if q != "" {
			s += q + " "
		}
	}
	return s + e.ID.String()
}

// String returns the identifier as it may be written. A name that is a keyword
// gets a backslash.
func (id ID) String() string {
	s := id.Text
	switch {
	case id.Kind == IDNumber:
		s = strconv.FormatUint(uint64(id.Num), 10)
	case id.Kind == IDName:
		s = escape(s)
	}
	if id.HasBits {
		s += "/" + strconv.FormatUint(uint64(id.Bits), 10)
	}
	if id.Mask != "" {
		s += " mask " + id.Mask
	}
	return s
}

// escape puts a backslash before a name that would be read as something else.
func escape(name string) string {
	l := lexer{src: name}
	plain := func() (ok bool) {
		defer func() { ok = recover() == nil && ok }()
		x := l.next()
		return x.kind == tName && x.text == name
	}()
	if plain {
		return name
	}
	return "\\" + name
}

// String returns an expression that means the same.
func (e *Has) String() string { return string(e.Proto) }

// String returns an expression that means the same.
func (e *Cast) String() string {
	s := "broadcast"
	if e.Multi {
		s = "multicast"
	}
	if e.Proto != "" {
		s = string(e.Proto) + " " + s
	}
	return s
}

// String returns an expression that means the same.
func (e *Relation) String() string { return e.X.String() + " " + e.Op + " " + e.Y.String() }

// String returns an expression that means the same.
func (e *Primitive) String() string {
	s := e.Word
	if anyOfWords[e.Word] {
		if len(e.Args) > 0 {
			s += " " + set(e.Args)
		}
		if len(e.Ports) > 0 {
			s += " port " + set(e.Ports)
		}
		return s
	}
	for i, a := range e.Args {
		if e.Word == "type" && i == 1 {
			s += " subtype"
		}
		s += " " + a.String()
	}
	return s
}

// set writes arguments of which one must fit.
func set(args []Arg) string {
	if len(args) == 1 {
		return args[0].String()
	}
	s := "{"
	for i, a := range args {
		if i > 0 {
			s += ", "
		}
		s += a.String()
	}
	return s + "}"
}

// String returns the argument as it may be written.
func (a Arg) String() string {
	if a.IsNum {
		return strconv.FormatUint(uint64(a.Num), 10)
	}
	return a.Name
}

// String returns an expression that means the same.
func (e *Field) String() string {
	if len(e.Values) == 1 {
		op := e.Op + " "
		return e.Word + " " + op + strconv.FormatUint(uint64(e.Values[0]), 10)
	}
	s := e.Word + " ("
	for i, v := range e.Values {
		if i > 0 {
			s += " or "
		}
		s += strconv.FormatUint(uint64(v), 10)
	}
	return s + ")"
}

// String returns the value as it may be written.
func (v *Const) String() string { return strconv.FormatUint(uint64(v.N), 10) }

// String returns the value as it may be written.
func (v *Length) String() string { return "len" }

// String returns the value as it may be written.
func (v *Index) String() string {
	s := string(v.Proto) + "[" + v.Offset.String()
	if v.Size != 1 {
		s += ":" + strconv.FormatUint(uint64(v.Size), 10)
	}
	return s + "]"
}

// String returns the value as it may be written.
func (v *Binary) String() string { return operand(v.X) + " " + v.Op + " " + operand(v.Y) }

// String returns the value as it may be written.
func (v *Neg) String() string { return "-" + operand(v.X) }

// operand puts brackets around what is more than one atom.
func operand(v Value) string {
	switch v.(type) {
	case *Binary, *Neg:
		return "(" + v.String() + ")"
	}
	return v.String()
}
