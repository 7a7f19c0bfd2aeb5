package filter

// Warning is something about an expression that may not mean what was intended.
type Warning struct {
	Column int // where it begins: bytes from the start, from 1
	Length int
	Msg    string
}

// maxWarnings bounds how many warnings an expression gets.
const maxWarnings = 20

// Warnings looks for known traps of the language with libpcap's semantics.
func Warnings(e Expr) []Warning { return Libpcap.Warnings(e) }

// Warnings looks for known traps of the language:
//
//   - "a or b and c" is "(a or b) and c", for both operators bind equally;
//   - what has no ports, such as a later fragment, matches "not port 80";
//   - "decap (not X)" is true if any packet is not X, however many are.
//
// and, where libpcap's semantics have them:
//
//   - vlan, mpls, pppoes, geneve and vxlan move the offsets of all that is on
//     their right, also of another branch of "or", and after "not";
//   - "tcp[13]" and the like look at IPv4 only;
//   - on the right of an operator, "ip[0]" is loaded from whatever the packet is.
func (s Semantics) Warnings(e Expr) []Warning {
	w := &warner{semantics: s}
	if e != nil {
		w.expr(e, false)
	}
	return w.out
}

type warner struct {
	semantics Semantics
	out       []Warning
	decap     bool // within decap
}

func (w *warner) add(s span, msg string) {
	if len(w.out) < maxWarnings {
		w.out = append(w.out, Warning{s.at + 1, s.end - s.at, msg})
	}
}

// expr looks at an expression; more says that something follows it that is looked
// at where it is not true.
func (w *warner) expr(e Expr, more bool) {
	switch e := e.(type) {
	case *And:
		// Where a deep expression is costs a walk down.
		if o, ok := e.Xs[0].(*Or); ok && !o.closed && len(w.out) < maxWarnings {
			w.add(e.span(), "'and' and 'or' bind equally, from the left: this is read as (... or ...) and ...; use brackets")
		}
		for _, x := range e.Xs {
			w.expr(x, more)
		}
	case *Or:
		for i, x := range e.Xs {
			w.expr(x, more || i < len(e.Xs)-1)
		}
	case *Not:
		w.not(e)
	case *Decap:
		w.within(e)
	case *Relation:
		w.value(e.X, false)
		w.value(e.Y, false)
	case *Primitive:
		switch e.Word {
		case "vlan", "mpls", "pppoes", "geneve", "vxlan":
			if more && w.semantics != Scoped && !w.decap {
				w.add(e.at, "what is on the right of '"+e.Word+"' is looked for behind that header even in packets that have none")
			}
		}
	}
}

// not looks at what is negated.
func (w *warner) not(e *Not) {
	if w.decap {
		w.add(e.at, "within decap this is true if any of the packets in one another is so: 'not decap (...)' is true if none is")
	}
	if m, ok := e.X.(*Match); ok && (m.Type == Port || m.Type == PortRange) {
		w.add(e.at, "packets without ports match this too, and so do all fragments but the first")
	}
	w.expr(e.X, true)
}

// within looks at what decap is about.
func (w *warner) within(e *Decap) {
	before := w.decap
	w.decap = true
	w.expr(e.X, false)
	w.decap = before
}

// value looks at a value; right says that it is the right operand of an operator.
func (w *warner) value(v Value, right bool) {
	switch v := v.(type) {
	case *Index:
		if w.semantics != Scoped && !w.decap {
			w.index(v, right)
		}
		w.value(v.Offset, false)
	case *Binary:
		w.value(v.X, right)
		w.value(v.Y, true)
	case *Neg:
		w.value(v.X, right)
	}
}

// index looks at an access with libpcap's semantics.
func (w *warner) index(v *Index, right bool) {
	switch {
	case right && v.Proto != Link && v.Proto != Radio:
		w.add(v.at, "on the right of an operator it is not checked that the packet has '"+string(v.Proto)+"'")
	case ipProtoOf[v.Proto].v4 && ipProtoOf[v.Proto].v6 && !v.both:
		w.add(v.at, "'"+string(v.Proto)+"[...]' looks at IPv4 packets only")
	}
}
