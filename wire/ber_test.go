package wire

import (
	"bytes"
	"testing"
)

func TestBER(t *testing.T) {
	for _, x := range []int64{0, 1, -1, 127, 128, -128, -129, 1 << 31, -1 << 63, 1<<63 - 1} {
		c, rest, ok := BER(AppendBERInt(nil, BERInteger, x)).Take(BERInteger)
		if got, fits := BERInt(c); !ok || len(rest) != 0 || !fits || got != x {
			t.Errorf("%d: %x is %d", x, c, got)
		}
	}
	for _, x := range []uint64{0, 255, 1 << 32, 1<<64 - 1} {
		c, _, _ := BER(AppendBERUint(nil, 0x46, x)).Take(0x46)
		if got, ok := BERUint(c[:]); x < 1<<63 && (!ok || got != x) || x >= 1<<63 && len(c) != 9 {
			t.Errorf("%d: %x is %d", x, c, got)
		}
	}
	for _, n := range []int{0, 127, 128, 255, 256, 70000} {
		c, rest, ok := BER(append(AppendBER(nil, BEROctetString, make([]byte, n)), 5, 0)).Take(BEROctetString)
		if !ok || len(c) != n || len(rest) != 2 {
			t.Errorf("%d bytes: %d, %v", n, len(c), ok)
		}
	}
	for _, bad := range []string{"", "\x02", "\x02\x01", "\x30\x80\x00\x00", "\x1f\x05\x01a", "\x04\x84\xff\xff\xff\xff", "\x04\x85\x00\x00\x00\x00"} {
		if _, _, _, ok := BER(bad).Next(); ok {
			t.Errorf("%q is an element", bad)
		}
	}
	if _, c, _, ok := BER("\x04\x83\x00\x00\x01a").Next(); !ok || string(c) != "a" {
		t.Error("a length that is longer than it need be")
	}
	if x, _, ok := BER("\x02\x05\x00\x00\x00\x00\x07").TakeInt(); !ok || x != 7 {
		t.Error("a number that is longer than it need be")
	}
}

func TestOID(t *testing.T) {
	for _, s := range []string{"1.3.6.1.2.1.1.1.0", "2.100.3", "0.0", "1.3.6.1.4.1.4294967295", "2.999"} {
		o, ok := OIDOf(s)
		if !ok || o.String() != s {
			t.Errorf("%s: %x is %v", s, []byte(o), o)
		}
	}
	if o, _ := OIDOf(".1.3.6.1"); !bytes.Equal(o, []byte{0x2b, 6, 1}) {
		t.Errorf("%x", []byte(o))
	}
	for _, s := range []string{"", ".", "1", "3.1", "1.40", "1.3.", "1..3", "1.3.a", "1.3.4294967296"} {
		if o, ok := OIDOf(s); ok {
			t.Errorf("%q is %v", s, o)
		}
	}
	if s := (OID{0x2b, 0x86, 0x86}).String(); s != "1.3" {
		t.Error(s)
	}
}

func FuzzBER(f *testing.F) {
	f.Add([]byte("\x30\x05\x02\x01\x05\x05\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		n := 0
		for tag, c := range BER(b).All() {
			n += 2 + len(c)
			if x, ok := BERInt(c); ok && tag == BERInteger {
				if y, ok := BERInt(AppendBERInt(nil, tag, x)[2:]); !ok || y != x {
					t.Errorf("%d became %d", x, y)
				}
			}
			_ = OID(c).String()
		}
		if n > len(b) {
			t.Errorf("%d of %d bytes", n, len(b))
		}
	})
}
