package show

import (
	"io"
	"reflect"

	"github.com/gocap-project/gocap/packet"
)

// A Difference is one thing in which two packets differ.
type Difference struct {
	Layer string // name of the protocol
	A, B  int    // index of the layer in either packet, -1 where it is not
	Field string // empty if the whole layer is in one packet only
	From  string // value in the first packet
	To    string // value in the second
}

func (d Difference) String() string {
	switch {
	case d.A < 0:
		return "+ " + d.Layer
	case d.B < 0:
		return "- " + d.Layer
	}
	return "  " + d.Layer + "." + d.Field + ": " + d.From + " -> " + d.To
}

// maxAlign limits the work of aligning two packets; those with more layers than
// anybody sends are compared position by position.
const maxAlign = 1 << 16

// Diff returns in what p and q differ, field by field, in order. Layers are matched
// so that as few as possible are in one packet only.
func Diff(p, q packet.Packet) []Difference {
	var out []Difference
	i, j := 0, 0
	for _, m := range match(p, q) {
		out = onlyIn(out, p, q, i, m[0], j, m[1])
		out = diffLayers(out, p, q, m[0], m[1])
		i, j = m[0]+1, m[1]+1
	}
	return onlyIn(out, p, q, i, len(p), j, len(q))
}

// WriteDiff writes what p and q differ in, a line each.
func WriteDiff(w io.Writer, p, q packet.Packet) error {
	var b []byte
	for _, d := range Diff(p, q) {
		b = append(appendSafe(b, []byte(d.String())), '\n')
	}
	_, err := w.Write(b)
	return err
}

// onlyIn appends the layers p[i:iEnd] and q[j:jEnd], which have no match.
func onlyIn(out []Difference, p, q packet.Packet, i, iEnd, j, jEnd int) []Difference {
	for ; i < iEnd; i++ {
		out = append(out, Difference{Layer: p[i].Proto().Name, A: i, B: -1})
	}
	for ; j < jEnd; j++ {
		out = append(out, Difference{Layer: q[j].Proto().Name, A: -1, B: j})
	}
	return out
}

func diffLayers(out []Difference, p, q packet.Packet, i, j int) []Difference {
	pr := p[i].Proto()
	for k := range pr.Fields {
		x, y := target(pr.At(p[i], k)), target(pr.At(q[j], k))
		if same(x, y) || !pr.Has(p[i], k) && !pr.Has(q[j], k) {
			continue
		}
		from, to := string(appendFlat(nil, x, 0, 0)), string(appendFlat(nil, y, 0, 0))
		if from == to { // names hide the difference
			from, to = string(appendFlat(nil, x, Numbers, 0)), string(appendFlat(nil, y, Numbers, 0))
		}
		if !pr.Has(p[i], k) {
			from = "nothing"
		} else if !pr.Has(q[j], k) {
			to = "nothing"
		}
		out = append(out, Difference{Layer: pr.Name, A: i, B: j, Field: pr.Fields[k].Name, From: from, To: to})
	}
	return out
}

// same reports whether two fields have the same value; nil and empty lists are.
func same(x, y any) bool {
	return reflect.DeepEqual(x, y) || sameValue(reflect.ValueOf(x), reflect.ValueOf(y))
}

// sameValue is same for values, and for what is in them.
func sameValue(a, b reflect.Value) bool {
	if !a.IsValid() || !b.IsValid() || a.Type() != b.Type() {
		return a.IsValid() == b.IsValid() && !a.IsValid()
	}
	switch {
	case a.Comparable() && b.Comparable() && a.Equal(b):
		return true
	case a.Kind() == reflect.Pointer, a.Kind() == reflect.Interface:
		return !a.IsNil() && !b.IsNil() && sameValue(a.Elem(), b.Elem())
	case a.Kind() == reflect.Slice:
		return a.Len() == b.Len() && every(a.Len(), func(i int) bool { return sameValue(a.Index(i), b.Index(i)) })
	case a.Kind() == reflect.Struct:
		return every(a.NumField(), func(i int) bool { return sameValue(a.Field(i), b.Field(i)) })
	}
	return false
}

func every(n int, ok func(int) bool) bool {
	for i := range n {
		if !ok(i) {
			return false
		}
	}
	return true
}

// match returns pairs of indexes of layers of the same protocol, ascending, as many
// as there can be.
func match(p, q packet.Packet) (out [][2]int) {
	if len(p)*len(q) > maxAlign {
		return positions(p, q)
	}
	w := len(q) + 1
	best := make([]int, (len(p)+1)*w) // of p[i:] and q[j:]
	for i := len(p) - 1; i >= 0; i-- {
		for j := len(q) - 1; j >= 0; j-- {
			if p[i].Proto() == q[j].Proto() {
				best[i*w+j] = best[(i+1)*w+j+1] + 1
			} else {
				best[i*w+j] = max(best[(i+1)*w+j], best[i*w+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(p) && j < len(q); {
		switch {
		case p[i].Proto() == q[j].Proto():
			out = append(out, [2]int{i, j})
			i, j = i+1, j+1
		case best[(i+1)*w+j] >= best[i*w+j+1]:
			i++
		default:
			j++
		}
	}
	return out
}

func positions(p, q packet.Packet) (out [][2]int) {
	for i := range min(len(p), len(q)) {
		if p[i].Proto() == q[i].Proto() {
			out = append(out, [2]int{i, i})
		}
	}
	return out
}
