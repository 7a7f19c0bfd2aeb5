package pcap

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/link"
)

func TestWriterRoundTrip(t *testing.T) {
	for _, o := range []Options{
		{LinkType: link.Ethernet},
		{LinkType: link.Raw, Nano: true, Order: binary.BigEndian, Snaplen: 96, FCSLen: 4},
		{LinkType: link.LinuxSLL2, Order: binary.LittleEndian},
	} {
		var buf bytes.Buffer
		w, err := NewWriter(&buf, o)
		if err != nil {
			t.Fatal(err)
		}
		var want []rec
		for i, d := range []string{"", "a", strings.Repeat("xyz", 100), strings.Repeat("long", 60_000)} {
			p := &Packet{Data: []byte(d), Len: len(d) + i, Time: int64(i) * 1_111_111_111}
			if err := w.Write(p); err != nil {
				t.Fatal(err)
			}
			if !o.Nano {
				p.Time -= p.Time % 1000
			}
			want = append(want, rec{p.Time, p.Len, d})
		}
		if err := w.Close(); err != nil || w.Size() != int64(buf.Len()) {
			t.Fatal(err, w.Size(), buf.Len())
		}
		r, err := NewReader(&buf)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := readAll(t, r); err != nil || !equal(got, want) {
			t.Errorf("%+v: %v", o, err)
		}
		h := r.Header()
		i := r.Interfaces()[0]
		if i.LinkType != o.LinkType || h.Nano != o.Nano || h.BigEndian != (o.Order == binary.BigEndian) || int(i.FCSLen) != o.FCSLen ||
			o.Snaplen != 0 && int(h.Snaplen) != o.Snaplen || h.Major != 2 || h.Minor != 4 {
			t.Errorf("%+v: header %+v", o, h)
		}
	}
}

func TestWriterRefuses(t *testing.T) {
	w, err := NewWriter(io.Discard, Options{LinkType: link.Ethernet})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		p    Packet
		want error
	}{
		{Packet{Interface: &Interface{LinkType: link.Raw}}, ErrLinkType},
		{Packet{Time: -1}, ErrTime},
		{Packet{Time: 1 << 32 * second}, ErrTime},
		{Packet{Data: make([]byte, 262145)}, ErrTooLong},
		{Packet{Len: -1}, ErrTooLong},
		{Packet{Data: make([]byte, 262144), Len: 5}, nil},
	} {
		if err := w.Write(&c.p); !errors.Is(err, c.want) {
			t.Errorf("%v, want %v", err, c.want)
		}
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if err := w.Write(&Packet{}); err != ErrClosed {
		t.Error(err)
	}
	for _, o := range []Options{{FCSLen: 3}, {FCSLen: 32}, {Snaplen: -1}} {
		if _, err := NewWriter(io.Discard, o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
}

// full is a disk with room for n bytes.
type full struct{ n int }

var errFull = errors.New("no space left")

func (f *full) Write(b []byte) (int, error) {
	n := min(len(b), f.n)
	f.n -= n
	if n < len(b) {
		return n, errFull
	}
	return n, nil
}

// lazy writes less than it is given and says nothing.
type lazy struct{}

func (lazy) Write(b []byte) (int, error) { return len(b) / 2, nil }

func TestWriteErrorsStick(t *testing.T) {
	for _, dst := range []struct {
		w    func() io.Writer
		want error
	}{{func() io.Writer { return &full{100_000} }, errFull}, {func() io.Writer { return lazy{} }, io.ErrShortWrite}} {
		w, _ := NewWriter(dst.w(), Options{})
		g, _ := NewNgWriter(dst.w(), NgOptions{})
		r, err := NewRotator(Rotation{Name: "x", Create: func(string) (io.WriteCloser, error) { return noClose{dst.w()}, nil },
			New: func(w io.Writer) (PacketWriter, error) { return NewWriter(w, Options{}) }})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range []PacketWriter{w, g, r} {
			p := &Packet{Data: make([]byte, 1000)}
			failed := false
			for range 1000 {
				if err := w.Write(p); err != nil {
					failed = errors.Is(err, dst.want)
					break
				}
			}
			if !failed {
				t.Errorf("%T: no error from a full disk", w)
			}
			for _, err := range []error{w.Write(p), w.Flush(), w.Close()} {
				if !errors.Is(err, dst.want) {
					t.Errorf("%T: afterwards %v", w, err)
				}
			}
		}
	}
	// Small captures reach the disk at Flush or Close only.
	w, _ := NewWriter(&full{10}, Options{})
	if err := w.Flush(); err != errFull {
		t.Error(err)
	}
	g, _ := NewNgWriter(&full{10}, NgOptions{})
	if err := g.Close(); err != errFull {
		t.Error(err)
	}
}

func TestNgWriterConverts(t *testing.T) {
	var buf bytes.Buffer
	w, err := NewNgWriter(&buf, NgOptions{LinkType: link.Ethernet, Resolution: Nano})
	if err != nil {
		t.Fatal(err)
	}
	// Packets from two captures of different link types keep them.
	var a, b bytes.Buffer
	for buf, lt := range map[*bytes.Buffer]link.Type{&a: link.Raw, &b: link.LinuxSLL} {
		w, _ := NewWriter(buf, Options{LinkType: lt})
		w.Write(&Packet{Data: []byte(lt.String()), Time: int64(lt)})
		w.Write(&Packet{Data: []byte(lt.String()), Time: 1000 + int64(lt)})
		w.Close()
	}
	ra, _ := NewReader(&a)
	rb, _ := NewReader(&b)
	m, err := Merge(ra, rb)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(&Packet{Data: []byte("EN10MB"), Time: 3}); err != nil {
		t.Fatal(err)
	}
	for p, err := range m.Packets() {
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(&buf)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for p, err := range r.Packets() {
		if err != nil || p.LinkType().String() != string(p.Data) {
			t.Errorf("%v: %s as %v", err, p.Data, p.LinkType())
		}
		n++
	}
	if n != 5 || len(r.Interfaces()) != 3 {
		t.Errorf("%d packets, %d interfaces", n, len(r.Interfaces()))
	}
	if err := w.WriteStatistics(Statistics{}); err != ErrClosed {
		t.Error(err)
	}
}

func TestNgWriterRefuses(t *testing.T) {
	w, _ := NewNgWriter(io.Discard, NgOptions{LinkType: link.Ethernet})
	for want, err := range map[error]error{
		ErrTime:    w.Write(&Packet{Time: -1}),
		ErrTooLong: w.Write(&Packet{Data: make([]byte, 262145)}),
	} {
		if !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
	for i, err := range []error{
		w.WriteStatistics(Statistics{Interface: 1}), w.WriteStatistics(Statistics{Interface: -1}),
		w.WriteNames(Names{Records: []NameRecord{{Kind: NameIPv4, Addr: []byte{1}}}}),
		w.WriteNames(Names{Records: []NameRecord{{Kind: NameIPv4, Addr: make([]byte, 4), Names: []string{strings.Repeat("x", 70000)}}}}),
	} {
		if err == nil {
			t.Errorf("case %d was written", i)
		}
	}
	if err := w.Write(&Packet{}); err != nil {
		t.Error("after refusals:", err)
	}
}

func TestAppend(t *testing.T) {
	dir := t.TempDir()
	for _, ng := range []bool{false, true} {
		open := func(path string, o binary.ByteOrder, cut bool) (PacketWriter, error) {
			if ng {
				return AppendNg(path, NgOptions{LinkType: link.Ethernet, Order: o}, AppendOptions{Cut: cut})
			}
			return Append(path, Options{LinkType: link.Ethernet, Order: o}, AppendOptions{Cut: cut})
		}
		path := filepath.Join(dir, fmt.Sprint(ng))
		add := func(o binary.ByteOrder, cut bool) error {
			w, err := open(path, o, cut)
			if err != nil {
				return err
			}
			return errors.Join(w.Write(&Packet{Data: []byte("abcdef"), Time: 1000}), w.Close())
		}
		for range 3 {
			if err := add(nil, false); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := countPackets(ReadOptions{}, path); n != 3 || err != nil {
			t.Errorf("pcapng %v: %d packets, %v", ng, n, err)
		}
		whole, _ := os.ReadFile(path)
		if err := os.Truncate(path, int64(len(whole)-3)); err != nil {
			t.Fatal(err)
		}
		var fe *FormatError
		if err := add(nil, false); !errors.As(err, &fe) || fe.Kind != ErrTruncated || fe.Packets != 2 || !strings.Contains(err.Error(), path) {
			t.Errorf("pcapng %v: cut tail: %v", ng, err)
		}
		if b, _ := os.ReadFile(path); len(b) != len(whole)-3 {
			t.Error("a file that cannot be appended to was changed")
		}
		if err := add(nil, true); err != nil {
			t.Error(err)
		}
		if b, _ := os.ReadFile(path); !bytes.Equal(b, whole) {
			t.Error("cutting and adding the packet again does not give the same file")
		}
		err := add(binary.BigEndian, false)
		if ng {
			if n, rerr := countPackets(ReadOptions{}, path); err != nil || n != 4 || rerr != nil { // in a new section
				t.Errorf("%v; %d packets, %v", err, n, rerr)
			}
		} else if err == nil {
			t.Error("records of two byte orders in one pcap file")
		}
	}
	// In pcapng, packets of another link type go to an interface of their own.
	w, err := AppendNg(filepath.Join(dir, "true"), NgOptions{LinkType: link.Raw, Order: binary.BigEndian}, AppendOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(&Packet{}), w.Close()); err != nil || len(w.Section().Interfaces()) != 2 {
		t.Error(err, len(w.Section().Interfaces()))
	}
	for i, o := range []Options{{LinkType: link.Raw}, {LinkType: link.Ethernet, Nano: true}, {LinkType: link.Ethernet, FCSLen: 4}} {
		if _, err := Append(filepath.Join(dir, "false"), o, AppendOptions{Cut: true}); err == nil {
			t.Errorf("case %d was appended to", i)
		} else if i == 0 && !errors.Is(err, ErrLinkType) {
			t.Error(err)
		}
	}
	if _, err := Append(filepath.Join(dir, "true"), Options{}, AppendOptions{}); err == nil {
		t.Error("pcap records in a pcapng file")
	}
	if _, err := AppendNg(filepath.Join(dir, "false"), NgOptions{}, AppendOptions{}); !errors.Is(err, ErrNotNg) {
		t.Error(err)
	}
	if _, err := Append(dir, Options{}, AppendOptions{}); err == nil {
		t.Error("appended to a directory")
	}
}

func TestRotator(t *testing.T) {
	clock := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	step := 10 * time.Second
	for _, c := range []struct {
		name string
		r    Rotation
		n    int      // packets, 116 bytes each, one every 10 s
		want []string // name of the file and packets in it, in order of creation
		err  error
	}{
		{"no limit", Rotation{Name: "a"}, 3, []string{"a:3"}, nil},
		{"-C", Rotation{Name: "a", MaxBytes: 250}, 7, []string{"a:2", "a1:2", "a2:2", "a3:1"}, nil},
		{"-C -W", Rotation{Name: "a", MaxBytes: 250, Files: 3}, 9, []string{"a0:2", "a1:2", "a2:2", "a0:2", "a1:1"}, nil},
		{"-C -W 11", Rotation{Name: "a", MaxBytes: 1, Files: 11}, 3, []string{"a00:1", "a01:1", "a02:1"}, nil},
		{"packets", Rotation{Name: "a", MaxPackets: 3}, 7, []string{"a:3", "a1:3", "a2:1"}, nil},
		{"-G", Rotation{Name: "a%H%M%S", Every: 25 * time.Second}, 7, []string{"a050607:3", "a050637:3", "a050707:1"}, nil},
		{"-G -W", Rotation{Name: "a%S", Every: 25 * time.Second, Files: 2}, 7, []string{"a07:3", "a37:3"}, ErrRotationDone},
		{"-G -C", Rotation{Name: "a%S", Every: 35 * time.Second, MaxBytes: 250}, 6, []string{"a07:2", "a071:2", "a47:2"}, nil},
	} {
		now := clock
		var closed, created []string
		bufs := map[string]*bytes.Buffer{}
		c.r.New = func(w io.Writer) (PacketWriter, error) { return NewWriter(w, Options{LinkType: link.Ethernet}) }
		c.r.Clock = func(time.Time) time.Time { return now }
		c.r.Create = func(name string) (io.WriteCloser, error) {
			created = append(created, name)
			bufs[name] = new(bytes.Buffer)
			return noClose{bufs[name]}, nil
		}
		c.r.Closed = func(name string) error {
			r, err := NewReader(bufs[name])
			if err != nil {
				return err
			}
			got, err := readAll(t, r)
			closed = append(closed, fmt.Sprintf("%s:%d", name, len(got)))
			return err
		}
		w, err := NewRotator(c.r)
		if err != nil {
			t.Fatal(err)
		}
		for i := range c.n {
			now = clock.Add(time.Duration(i) * step)
			if err = w.Write(&Packet{Data: make([]byte, 100), Time: now.UnixNano()}); err != nil {
				break
			}
		}
		if !errors.Is(err, c.err) || c.err == nil && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if err := w.Close(); err != nil {
			t.Errorf("%s: close: %v", c.name, err)
		}
		if !slices.Equal(closed, c.want) {
			t.Errorf("%s: %v, want %v", c.name, closed, c.want)
		}
	}
}

// A hook's error reaches the caller, and the packet is written all the same.
func TestRotatorHookError(t *testing.T) {
	hook := errors.New("gzip is missing")
	dir := t.TempDir()
	w, err := NewRotator(Rotation{Name: filepath.Join(dir, "x"), MaxPackets: 1, Closed: func(string) error { return hook },
		New: func(w io.Writer) (PacketWriter, error) { return NewNgWriter(w, NgOptions{LinkType: link.Ethernet}) }})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(&Packet{}); err != nil {
		t.Error(err)
	}
	if err := w.Write(&Packet{}); !errors.Is(err, hook) {
		t.Error(err)
	}
	if err := w.Close(); !errors.Is(err, hook) {
		t.Error(err)
	}
	for _, name := range []string{"x", "x1"} {
		if n, err := countPackets(ReadOptions{}, filepath.Join(dir, name)); n != 1 || err != nil {
			t.Errorf("%s: %d packets, %v", name, n, err)
		}
	}
}

func TestStrftime(t *testing.T) {
	at := time.Date(2026, 1, 4, 15, 6, 7, 0, time.FixedZone("CET", 3600))
	for format, want := range map[string]string{
		"%Y-%m-%d_%H:%M:%S": "2026-01-04_15:06:07", "%y%j %p %I": "26004 PM 03", "%s": "1767535567", "100%%": "100%",
		"%a %A %b %B %h %e": "Sun Sunday Jan January Jan  4", "%F %T %R %D": "2026-01-04 15:06:07 15:06 01/04/26",
		"%Q": "%Q", "%": "%", "%u %w %U %W %V %G %g %C": "7 0 01 00 01 2026 26 20", "%z %Z%n%t": "+0100 CET\n\t", "é%ÿ": "é%ÿ",
	} {
		if got := strftime(format, at); got != want {
			t.Errorf("%q: %q, want %q", format, got, want)
		}
	}
}

func TestIndexed(t *testing.T) {
	for _, ng := range []bool{false, true} {
		data := sample(t, ng, 1000, 60)
		for _, every := range []int64{1, 7} {
			x, err := indexEvery(data, every)
			if err != nil || x.Len() != 1000 {
				t.Fatal(err)
			}
			for _, n := range []int64{1, 1000, 500, 501, 502, 500, 999, 2, 1000, 1} {
				p, err := x.Packet(n)
				if err != nil || p.Number != n || p.Data[0] != byte(n-1) {
					t.Fatalf("packet %d: %+v, %v", n, p, err)
				}
			}
			for _, n := range []int64{0, -1, 1001} {
				if _, err := x.Packet(n); err == nil {
					t.Errorf("packet %d of 1000", n)
				}
			}
			base := time.Unix(1_700_000_000, 0)
			for ms, want := range map[int]int64{-5: 1, 0: 1, 1: 2, 500: 501, 999: 1000, 1000: 1001} {
				if n, err := x.Search(base.Add(time.Duration(ms) * time.Millisecond)); n != want || err != nil {
					t.Errorf("search %d ms: %d, %v; want %d", ms, n, err, want)
				}
			}
			if err := x.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	// Several sections of different byte order.
	data := everything(t, binary.BigEndian)
	x, err := ReadOptions{}.NewIndexed(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int64{5, 1, 5, 3, 1} {
		p, err := x.Packet(n)
		if err != nil {
			t.Fatal(err)
		}
		if n == 1 || n == 5 {
			checkFull(t, p)
		}
	}
}

// Of a damaged capture, what is before the damage is indexed; a compressed one is not.
func TestIndexedDamaged(t *testing.T) {
	data := sample(t, true, 10, 60)
	x, err := ReadOptions{}.NewIndexed(bytes.NewReader(data), int64(len(data)-1))
	if !errors.Is(err, ErrTruncated) || x == nil || x.Len() != 9 {
		t.Fatal(err)
	}
	if p, err := x.Packet(9); err != nil || p.Data[0] != 8 {
		t.Error(err)
	}
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	w.Write(data)
	w.Close()
	if _, err := (ReadOptions{}).NewIndexed(bytes.NewReader(gz.Bytes()), int64(gz.Len())); !errors.Is(err, errors.ErrUnsupported) {
		t.Error(err)
	}
}

func indexEvery(data []byte, every int64) (*Indexed, error) {
	r, err := NewReader(plain(data))
	if err != nil {
		return nil, err
	}
	x := &Indexed{r: r, src: bytes.NewReader(data), size: int64(len(data)), every: every}
	return x, x.build()
}

func TestIndexIsBounded(t *testing.T) {
	const n = 3*maxMarks + 5
	data := sample(t, false, n, 2)
	x, err := ReadOptions{}.NewIndexed(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(x.marks) > maxMarks || x.every != 4 {
		t.Fatal(err, len(x.marks), x.every)
	}
	for _, i := range []int64{n, 1, maxMarks, maxMarks + 1, 2*maxMarks + 3} {
		if p, err := x.Packet(i); err != nil || p.Data[0] != byte(i-1) || p.Number != i {
			t.Errorf("packet %d: %v", i, err)
		}
	}
	if i, err := x.Search(time.Unix(1_700_000_000, 150_001*1e6)); err != nil || i != 150_002 {
		t.Error(i, err)
	}
}

func TestMergeFiles(t *testing.T) {
	dir := t.TempDir()
	const files, each = 9, 40
	var paths []string
	for i := range files {
		path := filepath.Join(dir, fmt.Sprint(i))
		var w PacketWriter
		var err error
		if i%2 == 0 {
			w, err = Create(path, Options{LinkType: link.Type(i), Nano: true})
		} else {
			w, err = CreateNg(path, NgOptions{LinkType: link.Type(i), Resolution: Nano})
		}
		if err != nil {
			t.Fatal(err)
		}
		for j := range each {
			if err := w.Write(&Packet{Data: []byte{byte(i), byte(j)}, Time: int64(j*files + (i*5)%files)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	for _, open := range []int{0, 1, 3} {
		m, err := MergeFiles(paths, MergeOptions{MaxOpen: open})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for p, err := range m.Packets() {
			if err != nil {
				t.Fatal(err)
			}
			if p.Time != int64(n) || p.Number != int64(n+1) || p.LinkType() != link.Type(p.Data[0]) {
				t.Fatalf("%d open: packet %d: %+v of %v", open, n, p, p.LinkType())
			}
			if n++; open > 0 && m.open > open+1 {
				t.Fatalf("%d files open, limit %d", m.open, open)
			}
		}
		if n != files*each {
			t.Errorf("%d packets", n)
		}
		if err := m.Close(); err != nil || m.open != 0 {
			t.Error(err, m.open)
		}
	}
	if _, err := MergeFiles(append(paths, filepath.Join(dir, "none")), MergeOptions{}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if err := os.Truncate(paths[4], 100); err != nil {
		t.Fatal(err)
	}
	m, err := MergeFiles(paths, MergeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var last error
	for _, err := range m.Packets() {
		last = err
	}
	if !errors.Is(last, ErrTruncated) || !strings.Contains(last.Error(), paths[4]) {
		t.Error(last)
	}
	if err := m.Close(); err != nil {
		t.Error(err)
	}
}
