package mutate

import (
	"math"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"

	"github.com/gocap-project/gocap/packet"
)

// maxDepth is how deep values are changed.
const maxDepth = 8

var addrType = reflect.TypeFor[netip.Addr]()

// value returns another value of v's type for a field of the given width, or the zero
// Value if there is none. It does not change v or what v refers to. Width 0 means that
// of the type.
func (m *mutation) value(v reflect.Value, bits, depth int) reflect.Value {
	if depth > maxDepth {
		return reflect.Value{}
	}
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch k := v.Kind(); {
	case v.Type() == addrType:
		out.Set(reflect.ValueOf(m.addr(v.Interface().(netip.Addr), bits)))
	case v.CanUint():
		out.SetUint(number(m.r, v.Uint(), width(bits, v.Type().Bits())))
	case v.CanInt():
		n := v.Type().Bits()
		x := number(m.r, uint64(v.Int()), width(bits, n))
		out.SetInt(int64(x<<(64-n)) >> (64 - n))
	case k == reflect.Bool:
		out.SetBool(!v.Bool())
	case v.CanFloat():
		out.SetFloat(pick(m.r, 0, 1, -1, math.MaxFloat64, math.Inf(1), math.NaN(), m.r.NormFloat64()))
	case k == reflect.String:
		out.SetString(string(m.body([]byte(v.String()))))
	case k == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
		out.SetBytes(m.body(v.Bytes()))
	case k == reflect.Array && v.Type().Elem().Kind() == reflect.Uint8:
		m.array(out.Slice(0, out.Len()).Bytes())
	case k == reflect.Slice:
		return m.list(v, depth)
	case k == reflect.Array && v.Len() > 0:
		i := m.r.IntN(v.Len())
		return m.replace(out.Index(i), out, depth)
	case k == reflect.Struct:
		return m.part(out, depth)
	case (k == reflect.Pointer || k == reflect.Interface) && !v.IsNil():
		return m.inner(v, out, depth)
	default:
		return reflect.Value{}
	}
	return out
}

func width(bits, typ int) int {
	if bits <= 0 || bits > typ {
		return typ
	}
	return bits
}

func pick[T any](r *rand.Rand, x ...T) T { return x[r.IntN(len(x))] }

// number returns another number of the given width, one at some boundary more often
// than not.
func number(r *rand.Rand, old uint64, bits int) uint64 {
	largest := ^uint64(0) >> (64 - bits)
	x := r.Uint64()
	switch r.IntN(10) {
	case 0:
		x = 0
	case 1:
		x = 1
	case 2:
		x = largest
	case 3:
		x = largest / 2 // the largest that is positive, were it signed
	case 4:
		x = largest/2 + 1
	case 5:
		x = 1 << r.IntN(bits)
	case 6:
		x = old + 1
	case 7:
		x = old - 1
	case 8:
		x = old ^ 1<<r.IntN(bits)
	}
	if x &= largest; x == old {
		x = (x + 1) & largest
	}
	return x
}

// addr returns another address of old's family, or of the field's width.
func (m *mutation) addr(old netip.Addr, bits int) netip.Addr {
	if bits == 128 || bits == 0 && old.Is6() {
		x := [16]byte{15: 1}
		switch m.r.IntN(4) {
		case 0:
			x = [16]byte{}
		case 1:
			x[0], x[1] = 0xff, 2
		case 2:
			m.fill(x[:])
		}
		return netip.AddrFrom16(x)
	}
	x := [4]byte{127, 0, 0, 1}
	switch m.r.IntN(5) {
	case 0:
		x = [4]byte{}
	case 1:
		x = [4]byte{255, 255, 255, 255}
	case 2:
		x = [4]byte{224, 0, 0, 1}
	case 3:
		m.fill(x[:])
	}
	return netip.AddrFrom4(x)
}

func (m *mutation) fill(b []byte) {
	for i := range b {
		b[i] = byte(m.r.Uint32())
	}
}

// array changes the bytes of a field of fixed size.
func (m *mutation) array(b []byte) {
	if len(b) == 0 {
		return
	}
	switch m.r.IntN(4) {
	case 0:
		clear(b)
	case 1:
		for i := range b {
			b[i] = 0xff
		}
	case 2:
		b[m.r.IntN(len(b))] ^= 1 << m.r.IntN(8)
	default:
		m.fill(b)
	}
}

// body returns changed bytes for options and other data.
func (m *mutation) body(b []byte) []byte {
	switch m.r.IntN(12) {
	case 0:
		return nil
	case 1:
		out := make([]byte, m.r.IntN(64))
		m.fill(out)
		return out
	case 2: // longer than most fields can say
		out := make([]byte, min(maxBody, m.r.IntN(300)+m.r.IntN(2)*m.r.IntN(maxBody)))
		m.fill(out[:min(len(out), 16)])
		return out
	}
	out, _ := damage(m.r, slices.Clone(b), 1+m.r.IntN(3))
	return out[:min(len(out), max(maxBody, len(b)))]
}

// list returns another list: longer, shorter, in another order, or with another
// element.
func (m *mutation) list(v reflect.Value, depth int) reflect.Value {
	n := v.Len()
	out := reflect.MakeSlice(v.Type(), n, n+1)
	reflect.Copy(out, v)
	if n == 0 {
		if k := v.Type().Elem().Kind(); k == reflect.Interface || k == reflect.Pointer {
			return reflect.Value{} // there is no telling what may be in it
		}
		return reflect.Append(out, reflect.Zero(v.Type().Elem()))
	}
	i, j := m.r.IntN(n), m.r.IntN(n)
	switch m.r.IntN(8) {
	case 0:
		return reflect.AppendSlice(out.Slice(0, i), out.Slice(i+1, n))
	case 1:
		return out.Slice(0, i)
	case 2:
		reflect.Swapper(out.Interface())(i, j)
		return out
	case 3:
		if n < maxList {
			return reflect.Append(out, v.Index(i))
		}
	}
	return m.replace(out.Index(i), out, depth)
}

// replace gives part of whole another value and returns whole.
func (m *mutation) replace(part, whole reflect.Value, depth int) reflect.Value {
	x := m.value(part, 0, depth+1)
	if !x.IsValid() {
		return x
	}
	part.Set(x)
	return whole
}

// part changes one exported field of a struct.
func (m *mutation) part(v reflect.Value, depth int) reflect.Value {
	if a, ok := v.Addr().Interface().(packet.AnyAuto); ok {
		x := m.value(reflect.ValueOf(a.Ptr()).Elem(), 0, depth+1)
		if !x.IsValid() || !a.SetAny(x.Interface()) {
			return reflect.Value{}
		}
		return v
	}
	var fields []int
	for i := range v.NumField() {
		if v.Type().Field(i).IsExported() {
			fields = append(fields, i)
		}
	}
	if len(fields) == 0 {
		return reflect.Value{}
	}
	return m.replace(v.Field(pick(m.r, fields...)), v, depth)
}

// inner changes what a pointer or interface holds, in a copy of it.
func (m *mutation) inner(v, out reflect.Value, depth int) reflect.Value {
	if v.Kind() == reflect.Pointer {
		x := m.value(v.Elem(), 0, depth+1)
		if !x.IsValid() {
			return x
		}
		c := reflect.New(v.Type().Elem())
		c.Elem().Set(x)
		out.Set(c)
		return out
	}
	x := m.value(v.Elem(), 0, depth+1)
	if !x.IsValid() {
		return x
	}
	out.Set(x)
	return out
}
