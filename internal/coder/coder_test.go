package coder

import (
	"net/netip"
	"reflect"
	"testing"
)

// sample has every kind of field.
type sample struct {
	A    uint8
	B    uint16
	C    uint32
	Addr netip.Addr
	N    uint8
	X    []byte
	L    []uint16
}

func (s *sample) Fields(c *Coder) {
	c.U8("a", &s.A)
	c.Zero(1)
	c.U16("b", &s.B)
	c.Word("word")
	c.U32("", &s.C)
	c.Addr(&s.Addr, false)
	c.U8("", &s.N)
	c.Bytes("x", &s.X, int(s.N))
	List(c, &s.L, func(x *uint16) { c.U16("l", x) })
}

var wired = []byte{1, 0, 0, 2, 0, 0, 0, 3, 192, 0, 2, 1, 2, 0xaa, 0xbb, 0, 4, 0, 5}

func TestCoder(t *testing.T) {
	want := sample{1, 2, 3, netip.MustParseAddr("192.0.2.1"), 2, []byte{0xaa, 0xbb}, []uint16{4, 5}}
	var got sample
	if !Read(&got, wired) || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if b := Append(nil, &want); string(b) != string(wired) {
		t.Errorf("%x", b)
	}
	if s := Text("sample", &want); s != "sample a 1 b 2 word 192.0.2.1 x aabb l 4 l 5" {
		t.Error(s)
	}
}

// What is cut, too long or not zero where it must be is refused.
func TestMalformed(t *testing.T) {
	for n := range wired {
		if Read(new(sample), wired[:n]) && n != 15 && n != 17 {
			t.Errorf("%d bytes are enough", n)
		}
	}
	b := append([]byte(nil), wired...)
	b[1] = 1
	if Read(new(sample), b) {
		t.Error("a reserved byte that is not zero")
	}
	within := func(n int) bool {
		var x uint8
		c := Coder{b: []byte{1, 2}}
		c.Within(n, func(c *Coder) { c.U8("", &x) })
		return !c.Failed()
	}
	if !within(1) || within(0) || within(2) || within(3) || within(-1) {
		t.Error("Within")
	}
}
