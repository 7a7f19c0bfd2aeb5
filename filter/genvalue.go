package filter

import "github.com/gocap-project/gocap/bpf"

var aluOps = map[string]uint16{
	"+": bpf.AddX, "-": bpf.SubX, "*": bpf.MulX, "/": bpf.DivX, "%": bpf.ModX, "&": bpf.AndX, "|": bpf.OrX,
	"^": bpf.XorX, "<<": bpf.LshX, ">>": bpf.RshX,
}

// value generates a value: what must hold before it may be loaded, and itself.
func (g *generator) value(v Value) (*cond, *value) {
	switch v := v.(type) {
	case *Const:
		return nil, g.constant(v.N)
	case *Length:
		return nil, g.length()
	case *Index:
		return g.index(v)
	case *Neg:
		check, x := g.value(v.X)
		return check, g.alu(bpf.Neg, x, nil)
	case *Binary:
		return g.binary(v)
	}
	g.fail(Syntax, "unknown kind of value %T", v)
	return nil, nil
}

// binary combines two values. As in libpcap, what must hold before the right one
// may be loaded is not asked: "1 + tcp[0]" is looked at in every packet; unless
// meaning is not libpcap's.
func (g *generator) binary(v *Binary) (*cond, *value) {
	check, x := g.value(v.X)
	right, y := g.value(v.Y)
	if g.reaches() {
		check = and(check, right)
	}
	if n, ok := v.Y.(*Const); ok {
		g.at = v.span()
		switch {
		case v.Op == "/" && n.N == 0:
			g.fail(Arithmetic, "division by zero")
		case v.Op == "%" && n.N == 0:
			g.fail(Arithmetic, "modulus by zero")
		case (v.Op == "<<" || v.Op == ">>") && n.N > 31:
			g.fail(Arithmetic, "shift by more than 31 bits")
		}
	}
	return check, g.alu(aluOps[v.Op], x, y)
}

// relation generates a comparison of two values.
func (g *generator) relation(e *Relation) *cond {
	c1, x := g.value(e.X)
	c2, y := g.value(e.Y)
	return g.and(c1, c2, relate(e.Op, x, y))
}

// relate compares with one of the six relations.
func relate(op string, x, y *value) *cond {
	switch op {
	case "=":
		return compare(bpf.JeqX, x, y)
	case "!=":
		return not(compare(bpf.JeqX, x, y))
	case ">":
		return compare(bpf.JgtX, x, y)
	case "<=":
		return not(compare(bpf.JgtX, x, y))
	case ">=":
		return compare(bpf.JgeX, x, y)
	}
	return not(compare(bpf.JgeX, x, y))
}
