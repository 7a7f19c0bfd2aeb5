package wire

import (
	"bytes"
	"errors"
	"testing"
)

func init() { notInlined("IPv4.AppendFragment", "IPv6.AppendFragment") }

// datagram4 returns a datagram with options, of which one is to be copied, and n bytes of data.
func datagram4(n int, flags IPv4Flags) IPv4 {
	v := IPv4(make([]byte, 32+n))
	copy(v[20:], "\x07\x04\x04\x00\x94\x04\x00\x00\x01\x00\x00\x00") // record route, router alert, NOP, end
	v[0] = 0x40
	v.SetIHL(8)
	v.SetLength(uint16(len(v)))
	v.SetFlags(flags)
	for i := range v[32:] {
		v[32+i] = byte(i)
	}
	v.SetChecksum(v.Sum())
	return v
}

func TestFragmentIPv4(t *testing.T) {
	v := datagram4(100, 0)
	var data []byte
	var sizes []int
	for b, err := range v.Fragments(76) {
		if err != nil {
			t.Fatal(err)
		}
		f := IPv4(b)
		if int(f.FragOff())*8 != len(data) || int(f.Length()) != len(f) || f.Sum() != f.Checksum() || len(f) > 76 {
			t.Errorf("%x", b)
		}
		if first := len(data) == 0; first != (f.IHL() == 8) || !first && string(f.Options()) != "\x94\x04\x00\x00" {
			t.Errorf("options %v", f.Options())
		}
		data, sizes = append(data, f.Payload()...), append(sizes, len(f))
		if more := f.Flags()&MoreFragments != 0; more != (len(data) < 100) {
			t.Errorf("more fragments: %v", more)
		}
	}
	if !bytes.Equal(data, v.Payload()) || len(sizes) != 3 {
		t.Errorf("%v %x", sizes, data)
	}
	// The fragments of a fragment keep its place, and more follow its last.
	w := datagram4(64, MoreFragments)
	w.SetFragOff(5)
	var last IPv4
	for b := range w.Fragments(64) {
		last = b
	}
	if last.FragOff() != 5+4 || last.Flags()&MoreFragments == 0 {
		t.Errorf("%d %v", last.FragOff(), last.Flags())
	}
}

func TestFragmentErrors(t *testing.T) {
	short := datagram4(20, 0)
	for b, err := range short.Fragments(1500) {
		if !bytes.Equal(b, short) || err != nil {
			t.Errorf("%x %v", b, err)
		}
	}
	far := datagram4(100, 0)
	far.SetFragOff(0x1fff)
	bad := datagram4(100, 0)
	bad.SetIHL(3)
	for want, v := range map[error]IPv4{ErrDontFragment: datagram4(100, DontFragment), ErrLength: far, ErrFormat: nil} {
		if v == nil {
			continue
		}
		var got error
		for _, err := range v.Fragments(60) {
			got = err
		}
		if !errors.Is(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	}
	if b, _, err := bad.AppendFragment([]byte{1}, 0, 60); !errors.Is(err, ErrLength) || len(b) != 1 {
		t.Error(b, err)
	}
	v := datagram4(100, 0)
	for off, want := range map[int]error{-8: ErrLength, 4: ErrLength, 104: ErrLength, 8: ErrMTU} {
		if b, _, err := v.AppendFragment([]byte{1}, off, 31); !errors.Is(err, want) || len(b) != 1 {
			t.Errorf("%d: %x %v, want %v", off, b, err, want)
		}
	}
}

// packet6 returns a packet with hop-by-hop options, n bytes of destination options and data.
func packet6(n int) IPv6 {
	v := IPv6(make([]byte, 40+8+8+n))
	v[0], v[6] = 0x60, byte(IPProtoHopByHop)
	copy(v[40:], "\x3c\x00\x01\x04\x00\x00\x00\x00")
	copy(v[48:], "\xfd\x00\x01\x04\x00\x00\x00\x00")
	v.SetLength(uint16(len(v) - 40))
	for i := range v[56:] {
		v[56+i] = byte(i)
	}
	return v
}

func TestFragmentIPv6(t *testing.T) {
	v := packet6(200)
	var data []byte
	n := 0
	for b, err := range v.Fragments(120, 7) {
		if err != nil {
			t.Fatal(err)
		}
		f := IPv6Fragment(b[48:])
		if b[6] != byte(IPProtoHopByHop) || b[40] != byte(IPProtoFragment) || f.NextHeader() != IPProtoDestOpts || f.ID() != 7 ||
			int(f.Offset())*8 != len(data) || int(IPv6(b).Length()) != len(b)-40 || len(b) > 120 {
			t.Errorf("%x", b)
		}
		data = append(data, b[56:]...)
		if f.More() != (len(data) < 208) {
			t.Errorf("more: %v after %d", f.More(), len(data))
		}
		n++
	}
	if !bytes.Equal(data, v[48:]) || n != 4 {
		t.Errorf("%d: %x", n, data)
	}
	// A fragment header that is there is changed.
	var first []byte
	for b := range v.Fragments(120, 7) {
		first = b
		break
	}
	n = 0
	for b, err := range IPv6(first).Fragments(80, 9) {
		if f := IPv6Fragment(b[48:]); err != nil || f.ID() != 7 || !f.More() || int(f.Offset()) != 3*n {
			t.Errorf("%v %x", err, b)
		}
		n++
	}
	if n != 3 {
		t.Error(n)
	}
	if _, _, err := v.AppendFragment(nil, 0, 60, 1); !errors.Is(err, ErrMTU) {
		t.Error(err)
	}
}

func TestFragmentAllocs(t *testing.T) {
	v, w := datagram4(4000, 0), packet6(4000)
	buf := make([]byte, 0, 1500)
	if n := testing.AllocsPerRun(100, func() {
		for off := 0; off >= 0; {
			_, off, _ = v.AppendFragment(buf, off, 1500)
		}
		for off := 0; off >= 0; {
			_, off, _ = w.AppendFragment(buf, off, 1500, 1)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzFragment(f *testing.F) {
	f.Add([]byte(datagram4(100, 0)), 60)
	f.Add([]byte(packet6(100)), 100)
	f.Fuzz(func(t *testing.T, b []byte, mtu int) {
		if v, err := ParseIPv4(b); err == nil {
			total := 0
			for x, err := range v.Fragments(mtu) {
				if total += len(x); err == nil && len(x) > mtu {
					t.Fatalf("%d bytes, not %d", len(x), mtu)
				}
			}
		}
		if v, err := ParseIPv6(b); err == nil {
			for x, err := range v.Fragments(mtu, 1) {
				if err == nil && len(x) > mtu {
					t.Fatalf("%d bytes, not %d", len(x), mtu)
				}
			}
		}
	})
}

func BenchmarkFragmentIPv4(b *testing.B) {
	v, buf := datagram4(60000, 0), make([]byte, 0, 1500)
	b.SetBytes(60000)
	b.ReportAllocs()
	for b.Loop() {
		for off := 0; off >= 0; {
			_, off, _ = v.AppendFragment(buf, off, 1500)
		}
	}
}
