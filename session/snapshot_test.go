package session

import (
	"errors"
	"testing"
)

type fields struct {
	a uint8
	b uint16
	c uint32
	d uint64
	e int64
	f bool
	g [3]byte
}

func (f *fields) visit(s *snapshot) {
	s.below(&f.a, 5)
	s.u16(&f.b)
	s.u32(&f.c)
	s.u64(&f.d)
	s.i64(&f.e)
	s.bool(&f.f)
	s.fixed(f.g[:])
}

func TestSnapshot(t *testing.T) {
	in := fields{4, 0x102, 0x1020304, 1 << 63, -2, true, [3]byte{1, 2, 3}}
	b := saved(nil, 'x', in.visit)
	var out fields
	if err := restored(b, 'x', out.visit); err != nil || out != in {
		t.Fatalf("%+v, %v from %x", out, err, b)
	}
	flip := func(i int, v byte) []byte { c := append([]byte(nil), b...); c[i] = v; return c }
	for _, bad := range [][]byte{nil, flip(0, 'y'), b[:len(b)-1], append(b[:len(b):len(b)], 0), flip(1, 5), flip(24, 2)} {
		if err := restored(bad, 'x', new(fields).visit); !errors.Is(err, ErrSnapshot) {
			t.Errorf("%x: %v", bad, err)
		}
	}
}

func TestVerdictString(t *testing.T) {
	r := &Rule{"x-y", "RFC 5961 §3.2", "reset outside of the window"}
	for _, tt := range []struct {
		v    Verdict
		want string
	}{
		{Verdict{}, "valid"},
		{Verdict{Outcome: Invalid, Rule: r, Field: "Seq", Before: "ESTABLISHED"}, "invalid: RFC 5961 §3.2: reset outside of the window (Seq, ESTABLISHED)"},
		{Verdict{Outcome: Tolerated, Rule: r, Field: "Seq"}, "tolerated: RFC 5961 §3.2: reset outside of the window (Seq)"},
		{Verdict{Outcome: Tolerated, Rule: r}, "tolerated: RFC 5961 §3.2: reset outside of the window"},
	} {
		if got := tt.v.String(); got != tt.want {
			t.Errorf("%q, not %q", got, tt.want)
		}
	}
}
