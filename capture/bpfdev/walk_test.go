package bpfdev

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"
)

// write appends a packet as the kernel of a layout does, for a link layer with headers
// of 14 bytes.
func (l Layout) write(buf []byte, sec, frac int64, data []byte, length int) []byte {
	for len(buf)%l.Align != 0 {
		buf = append(buf, 0xee)
	}
	var o binary.ByteOrder = binary.LittleEndian
	if l.Big {
		o = binary.BigEndian
	}
	size := (14+l.extension()+l.Align-1)/l.Align*l.Align - 14
	h := make([]byte, size)
	if l.secSize == 8 {
		o.PutUint64(h, uint64(sec))
	} else {
		o.PutUint32(h, uint32(sec))
	}
	if l.fracSize == 8 {
		o.PutUint64(h[8:], uint64(frac))
	} else {
		o.PutUint32(h[l.secSize:], uint32(frac))
	}
	o.PutUint32(h[l.lengths:], uint32(len(data)))
	o.PutUint32(h[l.lengths+4:], uint32(length))
	o.PutUint16(h[l.lengths+8:], uint16(size))
	if l.Extended {
		o.PutUint16(h[l.lengths+10:], 7)
		o.PutUint16(h[l.lengths+12:], 0x1234)
		h[l.lengths+14], h[l.lengths+15] = byte(FlagOut|FlagFlow|3), 9
	}
	return append(append(buf, h...), data...)
}

// layouts are all that there are, with names.
func layouts() map[string]Layout {
	big := wide(8) // no system's as yet
	big.Big = true
	m := map[string]Layout{"big-endian": big}
	for _, s := range Systems() {
		m[s.Name] = s.Header
		if s.Fine.Align != 0 {
			m[s.Name+" fine"] = s.Fine
		}
	}
	return m
}

func TestWalk(t *testing.T) {
	for name, l := range layouts() {
		t.Run(strings.ReplaceAll(name, "/", "-"), func(t *testing.T) {
			var buf []byte
			packets := []string{"", "a", "abcdefg", strings.Repeat("x", 1500), "last"}
			for i, p := range packets {
				buf = l.write(buf, 1_700_000_000+int64(i), 123456, []byte(p), len(p)+i)
			}
			whole := string(buf)
			var w Walker
			var r Record
			w.Reset(l, buf)
			for i, p := range packets {
				if !w.Next(&r) {
					t.Fatalf("packet %d: %v", i, w.Err())
				}
				if string(r.Data) != p || r.Len != len(p)+i || r.Sec != 1_700_000_000+int64(i) || r.Nsec != 123456*int64(l.Unit) || cap(r.Data) != len(p) {
					t.Errorf("packet %d: %+v", i, r)
				}
				if l.Extended != (r.Interface == 7 && r.Flow == 0x1234 && r.Flags == FlagOut|FlagFlow|3 && r.Drops == 9) {
					t.Errorf("extension: %+v", r)
				}
			}
			if w.Next(&r) || w.Err() != nil || string(buf) != whole {
				t.Errorf("at the end: %v", w.Err())
			}
			// However short the buffer is cut, what is whole is kept and the rest is damage.
			for n := range len(buf) {
				w.Reset(l, buf[:n])
				good, end := 0, 0
				for w.Next(&r) {
					if string(r.Data) != packets[good] {
						t.Fatalf("cut to %d: packet %d is %q", n, good, r.Data)
					}
					good, end = good+1, w.at
				}
				var e *DamageError
				if w.Err() == nil != (end >= n) || w.Err() != nil && !errors.As(w.Err(), &e) {
					t.Fatalf("cut to %d, walked to %d: %v", n, end, w.Err())
				}
				if w.Next(&r) {
					t.Fatal("goes on after damage")
				}
			}
		})
	}
}

// TestWalkMeasured walks headers as long as those that kernels were seen to make for
// Ethernet.
func TestWalkMeasured(t *testing.T) {
	for name, header := range map[string]int{"netbsd/amd64": 34, "dragonfly/amd64": 34, "freebsd/amd64": 26, "openbsd/amd64": 30, "darwin/arm64": 18, "illumos/amd64": 18} {
		l := Lookup(name).Header
		buf := make([]byte, header+60)
		binary.LittleEndian.PutUint32(buf[l.lengths:], 60)
		binary.LittleEndian.PutUint32(buf[l.lengths+4:], 1500)
		binary.LittleEndian.PutUint16(buf[l.lengths+8:], uint16(header))
		var w Walker
		var r Record
		if w.Reset(l, buf); !w.Next(&r) || len(r.Data) != 60 || r.Len != 1500 {
			t.Errorf("%s: %+v, %v", name, r, w.Err())
		}
	}
}

func TestWalkTimes(t *testing.T) {
	for _, tt := range []struct {
		system    string
		sec, frac int64
		want      time.Time
	}{
		{"darwin/arm64", -1, 5, time.Unix(-1, 5000)},
		{"openbsd/amd64", 0xffffffff, 5, time.Unix(0xffffffff, 5000)},
		{"freebsd/amd64", 1 << 33, 999999, time.Unix(1<<33, 999999000)},
		{"freebsd/arm", 1 << 33, 999999, time.Unix(1<<33, 999999000)},
		{"aix/ppc64", 5, 7, time.Unix(5, 7)},
	} {
		l := Lookup(tt.system).Header
		var w Walker
		var r Record
		w.Reset(l, l.write(nil, tt.sec, tt.frac, nil, 0))
		if w.Next(&r); !time.Unix(r.Sec, r.Nsec).Equal(tt.want) {
			t.Errorf("%s: %+v", tt.system, r)
		}
	}
}

func TestWalkDamage(t *testing.T) {
	l := Lookup("freebsd/amd64").Header
	good := l.write(nil, 1, 1, []byte("abcd"), 4)
	for reason, change := range map[string]func(b []byte){
		"header is too short":               func(b []byte) { b[l.lengths+8] = 25 },
		"packet ends after the buffer":      func(b []byte) { b[l.lengths], b[l.lengths+4] = 5, 5 },
		"more was captured than there was":  func(b []byte) { b[l.lengths+4] = 3 },
		"packet ends after the buffer ":     func(b []byte) { b[l.lengths+3], b[l.lengths+7] = 0xff, 0xff },
		"packet ends after the buffer, far": func(b []byte) { b[l.lengths+9] = 0xff },
	} {
		first := len(good) + (-len(good) & 7)
		buf := l.write(append([]byte(nil), good...), 1, 1, []byte("abcd"), 4)
		change(buf[first:])
		var w Walker
		var r Record
		w.Reset(l, buf)
		var e *DamageError
		if !w.Next(&r) || w.Next(&r) || !errors.As(w.Err(), &e) || e.Offset != first || !strings.HasPrefix(reason, e.Reason) {
			t.Errorf("%s: %v", reason, w.Err())
		}
	}
	// Kernels older than OpenBSD 6.7 have shorter headers.
	o := Lookup("openbsd/amd64").Header
	b := append(make([]byte, 20), "hello"...)
	b[8], b[12], b[16], b[18] = 5, 5, 20, 99
	var w Walker
	var r Record
	if w.Reset(o, b); !w.Next(&r) || string(r.Data) != "hello" || r.Interface != 0 {
		t.Errorf("%+v, %v", r, w.Err())
	}
}

// survive walks a buffer and panics if what it finds cannot be.
func survive(l Layout, buf []byte) (n int) {
	var w Walker
	var r Record
	w.Reset(l, buf)
	at := 0
	for w.Next(&r) {
		if w.at <= at || len(r.Data) > r.Len || len(r.Data) > len(buf) || cap(r.Data) != len(r.Data) {
			panic("impossible packet")
		}
		at = w.at
		n++
	}
	if n > len(buf)/l.minimum() {
		panic("more packets than there is room for")
	}
	return n
}

func FuzzWalk(f *testing.F) {
	all := Systems()
	for i, s := range all {
		f.Add(uint8(i), s.Header.write(s.Header.write(nil, 1, 2, []byte("abc"), 3), 3, 4, []byte("defgh"), 50))
	}
	f.Fuzz(func(t *testing.T, system uint8, buf []byte) {
		s := all[int(system)%len(all)]
		survive(s.Header, buf)
		if s.Fine.Align != 0 {
			survive(s.Fine, buf)
		}
		if p, err := ParsePKTAP(buf); err == nil && (p.Length < pktapMinimum || p.Length > len(buf)) {
			t.Error(p)
		}
	})
}

func TestWalkAllocs(t *testing.T) {
	l := Lookup("openbsd/amd64").Header
	buf := l.write(l.write(nil, 1, 2, []byte("abc"), 3), 1, 2, []byte("abc"), 3)
	var w Walker
	var r Record
	if n := testing.AllocsPerRun(100, func() {
		w.Reset(l, buf)
		for w.Next(&r) {
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkWalk is for each packet of a buffer of 512 KiB; 10 ns are promised.
func BenchmarkWalk(b *testing.B) {
	for _, name := range []string{"freebsd/amd64", "openbsd/amd64", "darwin/arm64", "freebsd/arm", "aix/ppc64"} {
		b.Run(strings.ReplaceAll(name, "/", "-"), func(b *testing.B) {
			l := Lookup(name).Header
			var buf []byte
			data := make([]byte, 60)
			for len(buf) < 512<<10 {
				buf = l.write(buf, 1, 2, data, 60)
			}
			var w Walker
			var r Record
			w.Reset(l, buf)
			b.ReportAllocs()
			for b.Loop() {
				if !w.Next(&r) {
					w.Reset(l, buf)
				}
			}
		})
	}
}

func TestPKTAP(t *testing.T) {
	b := make([]byte, 156, 170)
	le := binary.LittleEndian
	le.PutUint32(b, 156)
	le.PutUint32(b[4:], 1)
	le.PutUint32(b[8:], 1)
	copy(b[12:], "en0")
	le.PutUint32(b[36:], 2)
	le.PutUint32(b[52:], 0xffffffff)
	copy(b[56:], "a-name-that-fills-it-")
	le.PutUint32(b[84:], 501)
	copy(b[88:], "sh\x00x")
	b = append(b, "packet"...)
	p, err := ParsePKTAP(b)
	want := PKTAP{Length: 156, DLT: 1, Interface: "en0", Out: true, PID: -1, Command: "a-name-that-fills-it", EffectivePID: 501, EffectiveCommand: "sh"}
	if err != nil || p != want || string(b[p.Length:]) != "packet" {
		t.Errorf("%+v, %v", p, err)
	}
	for n := range 108 {
		if _, err := ParsePKTAP(b[:n]); err == nil {
			t.Fatalf("%d bytes are enough", n)
		}
	}
	for at, v := range map[int]uint32{0: 107, 4: 2} {
		c := append([]byte(nil), b...)
		le.PutUint32(c[at:], v)
		if _, err := ParsePKTAP(c); err == nil {
			t.Errorf("%d at %d", v, at)
		}
	}
	le.PutUint32(b, 163)
	if _, err := ParsePKTAP(b); err == nil {
		t.Error("longer than the packet")
	}
}
