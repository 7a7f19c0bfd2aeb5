package wire

import (
	"errors"
	"math/rand/v2"
	"os/exec"
	"reflect"
	"strings"
	"testing"
)

// views has the Parse function of every view. The generated tests fill it.
var views = map[string]func([]byte) (any, error){}

// slow lists methods of views that need not be inlinable: those that do more
// than read or write a field, and say so.
var slow = map[string]bool{}

func notInlined(names ...string) {
	for _, n := range names {
		slow[n] = true
	}
}

func init() {
	notInlined("IPv4.Sum", "IPv4.PseudoSum", "IPv6.PseudoSum", "IPv4.UpdateTTL")
}

// Every accessor of every view must stay inlinable: that is what makes a view
// cost a bounds check and no more. The idea is net/netip's.
func TestInlining(t *testing.T) {
	out, err := exec.Command("go", "build", "-gcflags=-m", ".").CombinedOutput()
	if err != nil {
		t.Fatal(err, string(out))
	}
	can := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		if _, name, ok := strings.Cut(line, "can inline "); ok {
			can[strings.TrimSpace(name)] = true
		}
	}
	for name, parse := range views {
		v, _ := parse(nil)
		typ := reflect.TypeOf(v)
		if !can["Parse"+name] {
			t.Errorf("Parse%s is not inlinable", name)
		}
		for i := range typ.NumMethod() {
			if m := name + "." + typ.Method(i).Name; !slow[m] && !can[m] {
				t.Errorf("%s is not inlinable", m)
			}
		}
	}
}

// A view that is too short is refused with a static error that says how much it needs.
func TestShort(t *testing.T) {
	for name, parse := range views {
		_, err := parse(nil)
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, ErrShort) || e.Need == 0 || e.Layer == "" {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := parse(make([]byte, e.Need-1)); !errors.Is(err, ErrShort) {
			t.Errorf("%s: %d bytes: %v", name, e.Need-1, err)
		}
	}
}

// After Parse no method panics, whatever is written into the view. Iterators are
// walked to their end.
func TestTotal(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for name, parse := range views {
		for range 3000 {
			b := make([]byte, r.IntN(120))
			for i := range b {
				b[i] = byte(r.Uint32()) >> r.IntN(8)
			}
			if v, err := parse(b); err == nil {
				callAll(t, name, r, b, v)
			}
		}
	}
}

func callAll(t *testing.T, name string, r *rand.Rand, b []byte, v any) {
	t.Helper()
	rv := reflect.ValueOf(v)
	for i := range rv.NumMethod() {
		for range r.IntN(3) {
			b[r.IntN(len(b))] = byte(r.Uint32())
		}
		m := rv.Method(i)
		var in []reflect.Value
		for j := range m.Type().NumIn() {
			x := reflect.New(m.Type().In(j)).Elem()
			if x.CanUint() {
				x.SetUint(r.Uint64())
			}
			if x.CanInt() {
				x.SetInt(int64(r.IntN(64)))
			}
			in = append(in, x)
		}
		for _, out := range m.Call(in) {
			walk(out)
		}
	}
}

// walk runs iterators, and the All method of what has one.
func walk(v reflect.Value) {
	if v.Kind() == reflect.Func && v.Type().NumOut() == 0 && v.Type().NumIn() == 1 && !v.IsNil() {
		if v.Type().CanSeq2() {
			for range v.Seq2() {
			}
		} else if v.Type().CanSeq() {
			for range v.Seq() {
			}
		}
		return
	}
	if v.Kind() == reflect.Interface || !v.IsValid() {
		return
	}
	if m := v.MethodByName("All"); m.IsValid() && m.Type().NumIn() == 0 {
		for _, out := range m.Call(nil) {
			walk(out)
		}
	}
}

// The sum agrees with the plainest way to write it.
func TestSum(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 20000 {
		b := make([]byte, r.IntN(200))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		start := uint16(r.Uint32())
		want := uint32(start)
		for i, c := range b {
			if i%2 == 0 {
				want += uint32(c) << 8
			} else {
				want += uint32(c)
			}
		}
		for want > 0xffff {
			want = want>>16 + want&0xffff
		}
		if got := Sum(start, b); got != uint16(want) && !(got%0xffff == 0 && want%0xffff == 0) {
			t.Fatalf("Sum(%#x, %x) = %#x, want %#x", start, b, got, want)
		}
	}
}

// SumAround is the sum with the two bytes set to zero, to the last bit.
func TestSumAround(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 20000 {
		b := make([]byte, 2+r.IntN(80))
		if r.IntN(4) > 0 {
			for i := range b {
				b[i] = byte(r.Uint32())
			}
		}
		off := r.IntN(len(b)/2) * 2
		PutUint16(b, off, uint16(r.Uint32()))
		got := SumAround(0, b, off)
		PutUint16(b, off, 0)
		if want := Sum(0, b); got != want {
			t.Fatalf("%x without %d: %#x, want %#x", b, off, got, want)
		}
	}
}

func TestMAC(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want MAC
		ok   bool
	}{
		{"02:00:5e:10:00:01", MAC{2, 0, 0x5e, 0x10, 0, 1}, true},
		{"02-00-5E-10-00-01", MAC{2, 0, 0x5e, 0x10, 0, 1}, true},
		{"2:0:5e:10:0:1", MAC{2, 0, 0x5e, 0x10, 0, 1}, true},
		{"02:00:5e:10:00", MAC{}, false},
		{"02:00:5e:10:00:01:02", MAC{}, false},
		{"02:00:5e:10:00:0g", MAC{}, false},
		{"", MAC{}, false},
	} {
		got, err := ParseMAC(tt.in)
		if got != tt.want || (err == nil) != tt.ok {
			t.Errorf("ParseMAC(%q) = %v, %v", tt.in, got, err)
		}
		if tt.ok {
			if again, err := ParseMAC(got.String()); again != got || err != nil {
				t.Errorf("%v does not survive", got)
			}
		}
	}
}

func BenchmarkSum1400(b *testing.B) {
	buf := make([]byte, 1400)
	b.SetBytes(1400)
	for b.Loop() {
		Sum(0, buf)
	}
}
