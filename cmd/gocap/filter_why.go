package main

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
)

// explainPacket says why packet f.why of the file does or does not match.
func (f *filterer) explainPacket(expr string) error {
	name := f.read[0]
	r, err := openCapture(name, f.cmd.InOrStdin(), f.readOptions(name))
	if err != nil {
		return err
	}
	defer r.Close()
	packets := int64(0)
	for p, err := range r.Packets() {
		if err != nil {
			return nameError(name, err)
		}
		if packets = p.Number; packets < f.why {
			if packets&0xfff == 0 && f.cmd.Context().Err() != nil {
				return quiet(exitFound)
			}
			continue
		}
		w := &reasons{f: f, pkt: withinSnaplen(r, p), wire: p.Len, link: p.LinkType()}
		if err := w.explain(expr, p); err != nil {
			return err
		}
		_, err := io.WriteString(f.out, w.text.String())
		return outputError(err)
	}
	return fmt.Errorf("%s: there is no packet %d: the last is %d", name, f.why, packets)
}

// Reasons finds out which parts of an expression a packet matches. A part means what
// it means where it stands: after "vlan" offsets are others. So what comes before it
// is compiled along with it, and is what decides nothing: true of "and", false of "or".
type reasons struct {
	f     *filterer
	pkt   []byte
	wire  int
	link  link.Type
	names *fieldNamer
	text  strings.Builder
	err   error
}

// A context puts a part of an expression, or nothing, where it stands.
type exprContext func(filter.Expr) filter.Expr

func (w *reasons) explain(expr string, p *pcap.Packet) error {
	o := w.f.options
	o.NoOptimize = true
	if _, err := filter.CompileContext(w.f.cmd.Context(), expr, w.link, o); err != nil {
		return pointed(err)
	}
	e, err := o.Dialect.Parse(expr)
	if err != nil {
		return pointed(err)
	}
	w.names = newFieldNamer(w.pkt, w.link)
	root := func(e filter.Expr) filter.Expr { return e }
	yes, _ := w.try(e)
	verb := "matches"
	if !yes {
		verb = "does not match"
	}
	fmt.Fprintf(&w.text, "packet %d, %d of %d bytes, %v: %s\n", p.Number, len(w.pkt), w.wire, w.link, verb)
	fmt.Fprintf(&w.text, "layers: %s\n", w.names.layers())
	if w.names.err != nil {
		fmt.Fprintf(&w.text, "damaged: %v\n", w.names.err)
	}
	if e != nil {
		w.part(e, root, 0)
	}
	return w.err
}

// try runs an expression on the packet, unoptimized; nil matches.
func (w *reasons) try(e filter.Expr) (bool, []tested) {
	if e == nil {
		return true, nil
	}
	o := w.f.options
	o.NoOptimize, o.MaxInsns, o.Target = true, filter.DefaultMaxInsns, filter.File
	p, err := filter.CompileContext(w.f.cmd.Context(), e.String(), w.link, o)
	if err != nil {
		if w.err == nil {
			w.err = fmt.Errorf("part of the expression, %s: %w", e, err)
		}
		return false, nil
	}
	verdict, tests := trace(p.Insns, w.pkt, w.wire, w.names)
	return verdict != 0, tests
}

// maxParts is how many alternatives that all fail are explained.
const maxParts = 16

// part explains a part.
func (w *reasons) part(e filter.Expr, ctx exprContext, depth int) {
	switch x := e.(type) {
	case *filter.And:
		w.and(x, ctx, depth)
	case *filter.Or:
		w.or(x, ctx, depth)
	case *filter.Not:
		yes, _ := w.holds(x, ctx)
		w.line(depth, yes, "not:")
		w.part(x.X, func(e filter.Expr) filter.Expr {
			if e == nil {
				return ctx(nil)
			}
			return ctx(&filter.Not{X: e})
		}, depth+1)
	default:
		w.leaf(e, ctx, depth)
	}
}

// holds reports whether a part is true of the packet where it stands.
func (w *reasons) holds(e filter.Expr, ctx exprContext) (bool, []tested) {
	yes, tests := w.try(ctx(e))
	return !ended(tests) && yes != w.inverted(ctx), tests
}

// ended reports whether the program ended, and rejected the packet, because it looked
// for what is not there.
func ended(tests []tested) bool { return len(tests) > 0 && tests[len(tests)-1].end != "" }

// inverted reports whether the context turns true to false: a part that is always true
// tells.
func (w *reasons) inverted(ctx exprContext) bool {
	n, e := 0, ctx(&filter.Primitive{Word: "hole"})
	for {
		switch x := e.(type) {
		case *filter.Not:
			n, e = n+1, x.X
		case *filter.And:
			e = x.Xs[len(x.Xs)-1]
		case *filter.Or:
			e = x.Xs[len(x.Xs)-1]
		default:
			return n%2 == 1
		}
	}
}

// and explains the parts up to the first that is not true.
func (w *reasons) and(x *filter.And, ctx exprContext, depth int) {
	first := func(n int) filter.Expr { return all(x.Xs[:n]) }
	n := sort.Search(len(x.Xs), func(i int) bool { yes, _ := w.holds(first(i+1), ctx); return !yes })
	w.line(depth, n == len(x.Xs), "all of:")
	for i := range x.Xs[:min(n+1, len(x.Xs))] {
		if n >= maxParts && i < n && i > maxParts/2 {
			continue
		}
		w.part(x.Xs[i], func(e filter.Expr) filter.Expr { return ctx(join(x.Xs[:i], e, all)) }, depth+1)
	}
	w.rest(depth+1, len(x.Xs)-n-1)
}

// or explains the parts up to the first that is true.
func (w *reasons) or(x *filter.Or, ctx exprContext, depth int) {
	first := func(n int) filter.Expr { return some(x.Xs[:n]) }
	n := sort.Search(len(x.Xs), func(i int) bool { yes, _ := w.holds(first(i+1), ctx); return yes })
	w.line(depth, n < len(x.Xs), "one of:")
	for i := range x.Xs[:min(n+1, len(x.Xs))] {
		if i != n && i >= maxParts {
			if i == maxParts {
				w.indent(depth+1, fmt.Sprintf("     %d more, none true", n-maxParts))
			}
			continue
		}
		w.part(x.Xs[i], func(e filter.Expr) filter.Expr { return ctx(join(x.Xs[:i], e, some)) }, depth+1)
	}
	w.rest(depth+1, len(x.Xs)-n-1)
}

func (w *reasons) rest(depth, n int) {
	if n > 0 {
		w.indent(depth, fmt.Sprintf("-    %d more, not tried", n))
	}
}

// leaf says what was tested for a primitive or a relation.
func (w *reasons) leaf(e filter.Expr, ctx exprContext, depth int) {
	_, before := w.try(ctx(nil))
	if ended(before) {
		w.indent(depth, "-    "+e.String()+" (not tried)")
		return
	}
	yes, tests := w.holds(e, ctx)
	w.line(depth, yes, e.String())
	for len(before) > 0 && len(tests) > 0 && before[0] == tests[0] {
		before, tests = before[1:], tests[1:]
	}
	w.tests(depth+1, tests)
}

// maxTests is how many lines of tests of one part are shown.
const maxTests = 24

// tests says what was looked at, in a line for each run of tests of the same.
func (w *reasons) tests(depth int, tests []tested) {
	var lines []string
	for len(tests) > 0 {
		n := 1
		for n < len(tests) && tests[n].same(tests[0]) {
			n++
		}
		lines = append(lines, describe(tests[:n], w.names))
		tests = tests[n:]
	}
	for i, line := range lines {
		switch half := maxTests / 2; {
		case len(lines) <= maxTests || i < half || i >= len(lines)-half:
			w.indent(depth, "     "+line)
		case i == half:
			w.indent(depth, fmt.Sprintf("     ... %d more", len(lines)-maxTests))
		}
	}
}

func (w *reasons) line(depth int, yes bool, text string) {
	w.indent(depth, fmt.Sprintf("%-4s %s", yesNo(yes), text))
}

func (w *reasons) indent(depth int, text string) {
	fmt.Fprintf(&w.text, "%s%s\n", strings.Repeat("  ", depth), text)
}

// join is xs with e, which may be nil, behind them.
func join(xs []filter.Expr, e filter.Expr, op func([]filter.Expr) filter.Expr) filter.Expr {
	if e != nil {
		xs = append(xs[:len(xs):len(xs)], e)
	}
	return op(xs)
}

func all(xs []filter.Expr) filter.Expr {
	switch len(xs) {
	case 0:
		return nil
	case 1:
		return xs[0]
	}
	return &filter.And{Xs: xs}
}

func some(xs []filter.Expr) filter.Expr {
	switch len(xs) {
	case 0:
		return nil
	case 1:
		return xs[0]
	}
	return &filter.Or{Xs: xs}
}
