package mutate

import (
	"math/rand/v2"
	"reflect"

	"github.com/gocap-project/gocap/packet"
)

// Packet returns a changed copy of p and what was done. It leaves p and its layers
// alone; the copy shares memory with them and must not be parsed into. Building it may
// fail where a value is too large for its field, and only then.
func Packet(r *rand.Rand, p packet.Packet, o *Options) (packet.Packet, []Change) {
	m := &mutation{r: r, o: o, p: make(packet.Packet, len(p), len(p)+4)}
	for i, l := range p {
		m.p[i] = clone(l)
	}
	for range 1 + r.IntN(o.most()) {
		for range 8 { // what was drawn may not be possible
			if m.change() {
				break
			}
		}
	}
	return m.p, m.done
}

// clone returns a copy of l; what it refers to is shared and must be replaced, not
// changed.
func clone(l packet.Layer) packet.Layer {
	c := reflect.New(reflect.TypeOf(l).Elem())
	c.Elem().Set(reflect.ValueOf(l).Elem())
	return c.Interface().(packet.Layer)
}

// A mutation is a packet being changed.
type mutation struct {
	r    *rand.Rand
	o    *Options
	p    packet.Packet
	done []Change
}

// odds are the operations on packets, each as often as it is likely.
var odds = [...]Op{
	Set, Set, Set, Set, Set, Set, Lie, Lie, Lie, Lie, Lie, Free, Body, Body, Body,
	Duplicate, Remove, Swap, Insert,
}

// change makes one change and reports whether that was possible.
func (m *mutation) change() bool {
	op := odds[m.r.IntN(len(odds))]
	switch op {
	case Duplicate, Remove, Swap, Insert:
		return m.restack(op)
	}
	if len(m.p) == 0 {
		return false
	}
	i := m.r.IntN(len(m.p))
	l := m.p[i]
	pr := l.Proto()
	if len(pr.Fields) == 0 {
		return false
	}
	k := m.r.IntN(len(pr.Fields))
	f := &pr.Fields[k]
	ptr := pr.At(l, k)
	_, auto := ptr.(packet.AnyAuto)
	body := !auto && (f.Kind == packet.Body || f.Kind == packet.Trailing)
	if ptr == nil || !pr.Has(l, k) || auto != (op == Lie || op == Free) || body != (op == Body) {
		return false
	}
	c := Change{Op: op, Layer: i, Proto: pr.Name, Field: f.Name}
	if !m.assign(&c, ptr, f.Bits) {
		return false
	}
	m.done = append(m.done, c)
	return true
}

// assign gives the field at ptr another value, or frees it, as c.Op says.
func (m *mutation) assign(c *Change, ptr any, bits int) bool {
	a, auto := ptr.(packet.AnyAuto)
	if c.Op == Free {
		if !a.Fixed() {
			return false
		}
		c.From = a.Any()
		a.Release()
		return true
	}
	at := reflect.ValueOf(ptr).Elem()
	if auto {
		at = reflect.ValueOf(a.Ptr()).Elem()
	}
	c.From = at.Interface()
	v := m.value(at, bits, 0)
	if !v.IsValid() {
		return false
	}
	if c.To = v.Interface(); auto {
		return a.SetAny(c.To)
	}
	at.Set(v)
	return true
}

// restack changes the order of layers.
func (m *mutation) restack(op Op) bool {
	n := len(m.p)
	if n == 0 && op != Insert || n < 2 && op == Swap || n >= maxLayers && (op == Duplicate || op == Insert) {
		return false
	}
	i := m.r.IntN(n + bit(op == Insert))
	c := Change{Op: op, Layer: i}
	switch op {
	case Duplicate:
		c.Proto = m.p[i].Proto().Name
		m.p = m.p.Insert(i, clone(m.p[i]))
	case Remove:
		c.Proto = m.p[i].Proto().Name
		m.p = m.p.Remove(i)
	case Swap:
		j := m.r.IntN(n - 1)
		j += bit(j >= i)
		c.Proto, c.From, c.To = m.p[i].Proto().Name, i, j
		m.p[i], m.p[j] = m.p[j], m.p[i]
	case Insert:
		l := m.fresh()
		if l == nil {
			return false
		}
		c.Proto = l.Proto().Name
		m.p = m.p.Insert(i, l)
	}
	m.done = append(m.done, c)
	return true
}

// fresh returns a new layer, most often one of a protocol that p has.
func (m *mutation) fresh() packet.Layer {
	if len(m.p) > 0 && m.r.IntN(2) == 0 {
		return m.p[m.r.IntN(len(m.p))].Proto().New()
	}
	all := m.o.protos()
	if len(all) == 0 {
		return nil
	}
	pr := all[m.r.IntN(len(all))]
	if pr.New == nil { // it only picks another
		return nil
	}
	return pr.New()
}

func bit(x bool) int {
	if x {
		return 1
	}
	return 0
}
