package pcap

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/gocap-project/gocap/link"
)

// rec is one packet as a test expects it.
type rec struct {
	time int64
	len  int
	data string
}

func readAll(t testing.TB, r *Reader) ([]rec, error) {
	t.Helper()
	var rs []rec
	for p, err := range r.Packets() {
		if err != nil {
			return rs, err
		}
		rs = append(rs, rec{p.Time, p.Len, string(p.Data)})
	}
	return rs, nil
}

func equal(a, b []rec) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

// raw builds a pcap file by hand.
type raw struct {
	order binary.AppendByteOrder
	b     []byte
}

func (w *raw) u32(vs ...uint32) *raw {
	for _, v := range vs {
		w.b = w.order.AppendUint32(w.b, v)
	}
	return w
}

func (w *raw) header(magic uint32, major, minor uint16, linkField uint32) *raw {
	w.u32(magic)
	w.b = w.order.AppendUint16(w.b, major)
	w.b = w.order.AppendUint16(w.b, minor)
	return w.u32(0, 0, 65535, linkField)
}

func TestVariants(t *testing.T) {
	want := []rec{{1_000_000_000 + 5000, 60, "abcd"}}
	wantNano := []rec{{1_000_000_005, 60, "abcd"}}
	for _, o := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, c := range []struct {
			name         string
			magic        uint32
			major, minor uint16
			headerExtra  bool
			swapped      bool
			recordExtra  int
			want         []rec
		}{
			{"micro", magicMicro, 2, 4, false, false, 0, want},
			{"nano", magicNano, 2, 4, false, false, 0, wantNano},
			{"2.2", magicMicro, 2, 2, false, true, 0, want},
			{"2.3", magicMicro, 2, 3, false, false, 0, want},
			{"2.3 written the other way", magicMicro, 2, 3, false, true, 0, want},
			{"DG/UX", magicMicro, 543, 0, false, true, 0, want},
			{"Kuznetzov", magicKuznetzov, 2, 4, false, false, 8, want},
			{"Ixia hardware", magicIxiaHW, 2, 4, true, false, 0, wantNano},
			{"Ixia software", magicIxiaSW, 2, 4, true, false, 0, want},
		} {
			w := (&raw{order: o}).header(c.magic, c.major, c.minor, 1|linkHasFCS|2<<28)
			if c.headerExtra {
				w.u32(20)
			}
			w.u32(1, 5)
			if c.swapped {
				w.u32(60, 4)
			} else {
				w.u32(4, 60)
			}
			if c.recordExtra > 0 {
				w.u32(7)
				w.b = w.order.AppendUint16(w.b, 0x800)
				w.b = append(w.b, 4, 0)
			}
			w.b = append(w.b, "abcd"...)
			r, err := NewReader(plain(w.b))
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			if got, err := readAll(t, r); err != nil || !equal(got, c.want) {
				t.Errorf("%s, %v: %v, %v; want %v", c.name, o, got, err, c.want)
			}
			if i := r.Interfaces()[0]; i.LinkType != link.Ethernet || i.FCSLen != 4 || i.Snaplen != 65535 {
				t.Errorf("%s: interface %+v", c.name, i)
			}
			if k, ok := r.pkt.KernelInfo(); ok != (c.magic == magicKuznetzov) || ok && (k != KernelInfo{7, 0x800, 4} || r.pkt.Direction() != Outbound) {
				t.Errorf("%s: kernel info %v, %v", c.name, k, ok)
			}
		}
	}
}

func TestHeaderErrors(t *testing.T) {
	le := binary.LittleEndian
	gz := func(b []byte) []byte {
		var buf bytes.Buffer
		w := gzip.NewWriter(&buf)
		w.Write(b)
		w.Close()
		return buf.Bytes()
	}
	for _, c := range []struct {
		name string
		in   []byte
		want error
		text string
	}{
		{"empty", nil, ErrTruncated, "empty"},
		{"three bytes", []byte{0xd4, 0xc3, 0xb2}, ErrNotCapture, "d4 c3 b2"},
		{"header cut", (&raw{order: le}).header(magicMicro, 2, 4, 1).b[:20], ErrTruncated, "24 bytes long, of which only 20"},
		{"version 1", (&raw{order: le}).header(magicMicro, 1, 4, 1).b, ErrUnsupportedVersion, "version 1.4"},
		{"version 2.5", (&raw{order: le}).header(magicMicro, 2, 5, 1).b, ErrUnsupportedVersion, "version 2.5"},
		{"reserved bits", (&raw{order: le}).header(magicMicro, 2, 4, 0x300001).b, ErrCorrupt, "0x300000"},
		{"Navtel", (&raw{order: le}).header(0xa12b3c4d, 2, 4, 1).b, ErrNotCapture, "Navtel"},
		{"PNG", []byte("\x89PNG\r\n\x1a\n"), ErrNotCapture, "PNG"},
		{"snoop", []byte("snoop\x00\x00\x00\x00\x00\x00\x02"), ErrNotCapture, "snoop"},
		{"text", []byte("hello, world\n"), ErrNotCapture, "text"},
		{"zstd", []byte("\x28\xb5\x2f\xfdxxxxxxxxxxxxxxxx"), ErrNotCapture, "zstd"},
		{"text in gzip", gz([]byte("hello, world\n")), ErrNotCapture, "text"},
		{"gzip cut", gz([]byte("hello"))[:12], ErrTruncated, ""},
		{"pcapng magic", append([]byte("\n\r\r\n\x1c\x00\x00\x00abcd"), make([]byte, 16)...), ErrCorrupt, "byte-order magic"},
	} {
		for _, lenient := range []bool{false, true} {
			if lenient && c.name == "reserved bits" {
				continue
			}
			_, err := ReadOptions{Lenient: lenient}.NewReader(plain(c.in))
			var fe *FormatError
			if !errors.Is(err, c.want) || !errors.As(err, &fe) || !strings.Contains(err.Error(), c.text) {
				t.Errorf("%s: %v, want %v with %q", c.name, err, c.want, c.text)
			}
		}
	}
}

// However a source hands out its bytes, the packets are the same.
func TestSources(t *testing.T) {
	for _, ng := range []bool{false, true} {
		data := sample(t, ng, 300, 999)
		r, err := NewReader(plain(data))
		if err != nil {
			t.Fatal(err)
		}
		want, err := readAll(t, r)
		if err != nil || len(want) != 300 {
			t.Fatal(len(want), err)
		}
		for name, src := range map[string]io.Reader{
			"one byte":  iotest.OneByteReader(bytes.NewReader(data)),
			"half":      iotest.HalfReader(bytes.NewReader(data)),
			"with EOF":  iotest.DataErrReader(bytes.NewReader(data)),
			"empty too": &stutter{r: bytes.NewReader(data)},
		} {
			r, err := ReadOptions{Window: 4096}.NewReader(src)
			if err != nil {
				t.Fatal(name, err)
			}
			if got, err := readAll(t, r); err != nil || !equal(got, want) {
				t.Errorf("%s, pcapng %v: %d packets, %v", name, ng, len(got), err)
			}
		}
		path := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		m, err := OpenMapped(path)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := readAll(t, m); err != nil || !equal(got, want) {
			t.Errorf("mapped: %d packets, %v", len(got), err)
		}
		if err := m.Close(); err != nil {
			t.Error(err)
		}
		if _, err := m.Next(); err == nil {
			t.Error("a closed reader still reads")
		}
	}
}

// stutter returns nothing every other time.
type stutter struct {
	r io.Reader
	n int
}

func (s *stutter) Read(p []byte) (int, error) {
	if s.n++; s.n%2 == 0 {
		return 0, nil
	}
	return s.r.Read(p[:min(len(p), 100)])
}

func TestSourceErrors(t *testing.T) {
	data := sample(t, false, 10, 100)
	broken := errors.New("broken disk")
	for _, at := range []int{24, 30, 140, 200} {
		r, err := NewReader(io.MultiReader(bytes.NewReader(data[:at]), iotest.ErrReader(broken)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := readAll(t, r)
		if !errors.Is(err, broken) || errors.Is(err, ErrCorrupt) || errors.Is(err, ErrTruncated) || len(got) != (at-24)/116 {
			t.Errorf("source failing at %d: %d packets, %v", at, len(got), err)
		}
	}
	r, err := NewReader(&stuck{bytes.NewReader(data)})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := readAll(t, r); !errors.Is(err, io.ErrNoProgress) || len(got) != 10 {
		t.Errorf("source without progress: %d packets, %v", len(got), err)
	}
}

type stuck struct{ r io.Reader }

func (s *stuck) Read(p []byte) (int, error) {
	n, _ := s.r.Read(p)
	return n, nil
}

// Every cut of a capture gives the packets that are whole, and an error that says
// where the rest is missing; a lenient reader gives the same packets.
func TestTruncations(t *testing.T) {
	for _, data := range [][]byte{sample(t, false, 5, 33), sample(t, true, 5, 33), everything(t, binary.BigEndian)} {
		r, err := NewReader(plain(data))
		if err != nil {
			t.Fatal(err)
		}
		var ends []int64 // where records end
		if r.Format() == Pcap {
			ends = append(ends, r.Offset())
			for range r.Packets() {
				ends = append(ends, r.Offset())
			}
		} else {
			for {
				if _, err := r.NextBlock(); err != nil {
					break
				}
				ends = append(ends, r.Offset())
			}
		}
		for n := 4; n < len(data); n++ {
			strict, serr := cutRead(t, data[:n], false)
			lenient, lerr := cutRead(t, data[:n], true)
			whole := false
			last := int64(0)
			for _, e := range ends {
				whole = whole || e == int64(n)
				if e <= int64(n) {
					last = e
				}
			}
			var fe *FormatError
			switch {
			case whole && serr != nil:
				t.Errorf("cut at %d, between records: %v", n, serr)
			case !whole && (!errors.As(serr, &fe) || fe.Kind != ErrTruncated || fe.Offset != last || fe.Packets != int64(len(strict))):
				t.Errorf("cut at %d, after %d: %v", n, last, serr)
			case last > 0 && (lerr != nil || !equal(strict, lenient)):
				t.Errorf("cut at %d: lenient %d packets, %v; strict %d", n, len(lenient), lerr, len(strict))
			}
		}
	}
}

func cutRead(t *testing.T, b []byte, lenient bool) ([]rec, error) {
	r, err := ReadOptions{Lenient: lenient}.NewReader(plain(b))
	if err != nil {
		return nil, err
	}
	return readAll(t, r)
}

// A length that the file claims costs no memory until that many bytes have come.
func TestNoAllocationByClaim(t *testing.T) {
	w := (&raw{order: binary.LittleEndian}).header(magicMicro, 2, 4, uint32(link.DBus))
	w.u32(1, 1, 120<<20, 120<<20)
	w.b = append(w.b, make([]byte, 1000)...)
	r, err := NewReader(plain(w.b))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Next(); !errors.Is(err, ErrTruncated) {
		t.Error(err)
	}
	if len(r.win.buf) > 1<<20 {
		t.Errorf("window grew to %d bytes", len(r.win.buf))
	}
}

func TestLargeRecord(t *testing.T) {
	var buf bytes.Buffer
	w, err := NewWriter(&buf, Options{LinkType: link.DBus})
	if err != nil {
		t.Fatal(err)
	}
	big := bytes.Repeat([]byte("0123456789abcdef"), 1<<17) // 2 MiB
	for _, d := range [][]byte{big, []byte("small"), big} {
		if err := w.Write(&Packet{Data: d}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Write(&Packet{Data: make([]byte, 128<<20+1)}); !errors.Is(err, ErrTooLong) {
		t.Error(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(iotest.HalfReader(&buf))
	if err != nil {
		t.Fatal(err)
	}
	got, err := readAll(t, r)
	if err != nil || len(got) != 3 || got[0].data != string(big) || got[1].data != "small" || got[2].data != string(big) {
		t.Errorf("%d packets, %v", len(got), err)
	}
}

func TestLenientPcap(t *testing.T) {
	const size, n = 100, 20
	clean := sample(t, false, n, size)
	const step = recordLen + size
	at := func(i int) int { return headerLen + i*step }
	for _, c := range []struct {
		name   string
		damage func([]byte) []byte
		lost   []int
	}{
		{"length too large", func(b []byte) []byte { b[at(3)+11] = 0xff; return b }, []int{3}},
		{"length wrong but possible", func(b []byte) []byte { b[at(3)+8], b[at(3)+9] = 0x10, 1; return b }, []int{3}},
		{"bytes lost", func(b []byte) []byte { return append(b[:at(5)+50], b[at(5)+57:]...) }, []int{5}},
		{"bytes added", func(b []byte) []byte {
			return append(append(append([]byte(nil), b[:at(5)+10]...), "rubbish"...), b[at(5)+10:]...)
		}, []int{5}},
		{"overwritten", func(b []byte) []byte { copy(b[at(7)+4:], bytes.Repeat([]byte{0xff}, 250)); return b }, []int{7, 8, 9}},
		{"cut", func(b []byte) []byte { return b[:at(19)+20] }, []int{19}},
		{"last length", func(b []byte) []byte { b[at(19)+8] = 101; return b }, []int{19}},
	} {
		var skipped []Skipped
		r, err := ReadOptions{Lenient: true, OnSkip: func(s Skipped) { skipped = append(skipped, s) }}.
			NewReader(bytes.NewReader(c.damage(bytes.Clone(clean))))
		if err != nil {
			t.Fatal(err)
		}
		seen := map[byte]bool{}
		for p, err := range r.Packets() {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
				break
			}
			if len(p.Data) == size {
				seen[p.Data[0]] = true
			}
		}
		for _, l := range c.lost {
			delete(seen, byte(l))
		}
		if len(seen) != n-len(c.lost) || len(skipped) == 0 {
			t.Errorf("%s: %d packets, want %d; skipped %v", c.name, len(seen), n-len(c.lost), skipped)
		}
		if stretches, b := r.Damage(); int(stretches) != len(skipped) || b == 0 {
			t.Errorf("%s: damage %d, %d", c.name, stretches, b)
		}
		for _, s := range skipped {
			if s.Reason == nil || s.Offset < headerLen || s.Bytes <= 0 {
				t.Errorf("%s: %+v", c.name, s)
			}
		}
	}
}

func TestLenientPcapng(t *testing.T) {
	const size, n = 100, 20
	clean := sample(t, true, n, size)
	const step = 32 + size
	at := func(i int) int { return len(clean) - (n-i)*step }
	for _, c := range []struct {
		name   string
		damage func([]byte) []byte
		lost   []int
	}{
		{"length", func(b []byte) []byte { b[at(3)+4] = 0xfc; return b }, []int{3}},
		{"trailer", func(b []byte) []byte { b[at(3)+step-1] = 1; return b }, []int{3}},
		{"captured length", func(b []byte) []byte { b[at(4)+20] = 101; return b }, []int{4}},
		{"interface", func(b []byte) []byte { b[at(4)+8] = 9; return b }, []int{4}},
		{"bytes lost", func(b []byte) []byte { return append(b[:at(5)+50], b[at(5)+57:]...) }, []int{5}},
		{"overwritten", func(b []byte) []byte { copy(b[at(7)+4:], bytes.Repeat([]byte{0xff}, 300)); return b }, []int{7, 8, 9}},
		{"cut", func(b []byte) []byte { return b[:at(19)+20] }, []int{19}},
	} {
		skips := 0
		r, err := ReadOptions{Lenient: true, OnSkip: func(Skipped) { skips++ }}.NewReader(bytes.NewReader(c.damage(bytes.Clone(clean))))
		if err != nil {
			t.Fatal(err)
		}
		got, err := readAll(t, r)
		if err != nil || len(got) != n-len(c.lost) || skips != 1 {
			t.Errorf("%s: %d packets, %v; %d skips", c.name, len(got), err, skips)
		}
		if r, err := NewReader(bytes.NewReader(c.damage(bytes.Clone(clean)))); err != nil {
			t.Error(err)
		} else if got, err := readAll(t, r); err == nil || len(got) != c.lost[0] {
			t.Errorf("%s: strict: %d packets, %v", c.name, len(got), err)
		}
	}
}

func TestDecompression(t *testing.T) {
	data := sample(t, true, 1000, 500)
	var gz, twice bytes.Buffer
	w := gzip.NewWriter(&gz)
	w.Write(data)
	w.Close()
	w = gzip.NewWriter(&twice)
	w.Write(gz.Bytes())
	w.Close()
	for _, c := range []struct {
		in     []byte
		layers int
	}{{gz.Bytes(), 1}, {twice.Bytes(), 2}} {
		for _, src := range []io.Reader{bytes.NewReader(c.in), iotest.OneByteReader(bytes.NewReader(c.in))} {
			r, err := NewReader(src)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := readAll(t, r); err != nil || len(got) != 1000 || len(r.Compressions()) != c.layers {
				t.Errorf("%d packets, %v, %v", len(got), err, r.Compressions())
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	// A compressed file that is cut still gives what can be had of it.
	r, err := NewReader(bytes.NewReader(gz.Bytes()[:gz.Len()/2]))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := readAll(t, r); !errors.Is(err, ErrTruncated) || len(got) == 0 {
		t.Errorf("cut gzip: %d packets, %v", len(got), err)
	}
	RegisterDecompressor("rot1", "\xab\xcd\xefrot1", func(r io.Reader) (io.ReadCloser, error) {
		if _, err := io.ReadFull(r, make([]byte, 7)); err != nil {
			return nil, err
		}
		return io.NopCloser(minusOne{r}), nil
	})
	in := []byte("\xab\xcd\xefrot1")
	for _, c := range data {
		in = append(in, c+1)
	}
	r, err = ReadOptions{}.NewBytesReader(in)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := readAll(t, r); err != nil || len(got) != 1000 || fmt.Sprint(r.Compressions()) != "[rot1]" {
		t.Errorf("%d packets, %v, %v", len(got), err, r.Compressions())
	}
}

type minusOne struct{ r io.Reader }

func (m minusOne) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	for i := range p[:n] {
		p[i]--
	}
	return n, err
}

func TestBzip2(t *testing.T) {
	const capture = "425a6839314159265359e45d87bb000013491ef60000040244a0001000080004000000a000314c0000d353d20c9a68b0127cda601cb37481062457aee6be2ee48a70a121c8bb0f76"
	b, err := hex.DecodeString(capture)
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(plain(b))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := readAll(t, r); err != nil || !equal(got, []rec{{second + 2000, 60, "hello"}}) || fmt.Sprint(r.Compressions()) != "[bzip2]" {
		t.Error(got, err, r.Compressions())
	}
	if _, err := NewReader(bytes.NewReader(b[:20])); !errors.Is(err, ErrTruncated) {
		t.Error(err)
	}
}

// A bytes.Reader is read in place from where it stands: packets are parts of its
// bytes, and it is at its end.
func TestBytesReaderInPlace(t *testing.T) {
	var file bytes.Buffer
	w, err := NewWriter(&file, Options{LinkType: link.Ethernet})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(&Packet{Data: []byte("packet")}), w.Close()); err != nil {
		t.Fatal(err)
	}
	src := append([]byte("skipped"), file.Bytes()...)
	br := bytes.NewReader(src)
	if _, err := br.Seek(7, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(br)
	if err != nil {
		t.Fatal(err)
	}
	p, err := r.Next()
	if err != nil || string(p.Data) != "packet" || &p.Data[0] != &src[7+24+16] || br.Len() != 0 {
		t.Errorf("%v, %v, %d bytes left", p, err, br.Len())
	}
}

// plain returns a reader of b that is read through a window, as a file is.
func plain(b []byte) io.Reader { return struct{ io.Reader }{bytes.NewReader(b)} }
