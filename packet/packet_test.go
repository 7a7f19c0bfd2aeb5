package packet_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

// cells is Cell / Tag / Cell / Raw.
func cells() packet.Packet {
	return packet.Packet{&Cell{}, &Tag{}, &Cell{Life: packet.U8(3)}, packet.Payload([]byte("hello"))}
}

func must(t testing.TB, p packet.Packet) []byte {
	t.Helper()
	b, err := p.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parse(t testing.TB, b []byte) packet.Packet {
	t.Helper()
	p, err := packet.Parse(b, CellProto)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func names(p packet.Packet) string {
	var s []string
	for _, l := range p {
		s = append(s, l.Proto().Name)
	}
	return strings.Join(s, "/")
}

func TestBuildParse(t *testing.T) {
	b := must(t, cells())
	want := []byte{2, 18, 1 + 11 + 2 + 20 + 3 + 206, 0, 9, 0xce, 1, 0, 11, 2, 20, 3, 0xce, 'h', 'e', 'l', 'l', 'o'}
	sum := uint16(1+0+11+0x02+0x14+3+0xce) + 'h' + 'e' + 'l' + 'l' + 'o'
	want[2], want[3] = byte(sum>>8), byte(sum)
	if !bytes.Equal(b, want) {
		t.Errorf("got  %x\nwant %x", b, want)
	}
	p := parse(t, b)
	if names(p) != "Cell/Tag/Cell/Raw" || string(p.Payload()) != "hello" {
		t.Errorf("%s, payload %q", names(p), p.Payload())
	}
	if w := packettest.Wrong(p); w != nil {
		t.Errorf("wrong: %v", w)
	}
	if !packet.Get[Cell](p).Kind.Held() && packet.Last[Cell](p).Kind.Held() != true {
		t.Error("the kind of bytes is not held")
	}
}

func TestProtocols(t *testing.T) {
	packettest.Trial(t, CellProto, must(t, cells()), must(t, packet.Packet{&Cell{Trailer: []byte{1, 2}}}))
	packettest.Trial(t, TagProto, must(t, cells())[6:])
	packettest.Trial(t, ListProto, []byte{2, 1, 'a', 202, 'b', 'c'}, []byte{0})
}

func TestAccess(t *testing.T) {
	p := cells()
	first, second := p[0].(*Cell), p[2].(*Cell)
	if packet.Get[Cell](p) != first || packet.Last[Cell](p) != second || packet.Nth[Cell](p, 1) != second || packet.Nth[Cell](p, 2) != nil {
		t.Error("Get, Last, Nth")
	}
	if packet.Get[List](p) != nil || packet.Last[List](p) != nil {
		t.Error("a layer that is not there")
	}
	var at []int
	for i := range packet.All[Cell](p) {
		at = append(at, i)
	}
	if !slices.Equal(at, []int{0, 2}) {
		t.Error(at)
	}
	for range packet.All[Cell](p) {
		break
	}
	if p.Index(TagProto) != 1 || p.Index(ListProto) != -1 {
		t.Error("Index")
	}
	q := slices.Clone(p).Insert(1, &Tag{}, &List{})
	if names(q) != "Cell/Tag/List/Tag/Cell/Raw" {
		t.Error(names(q))
	}
	if q = q.Remove(2); names(q) != "Cell/Tag/Tag/Cell/Raw" {
		t.Error(names(q))
	}
	if q = q.Replace(0, &Quote{}, &Cell{}); names(q) != "Quote/Cell/Tag/Tag/Cell/Raw" {
		t.Error(names(q))
	}
	if (packet.Packet{&Tag{}}).Payload() != nil || (packet.Packet)(nil).Payload() != nil {
		t.Error("a payload where there is none")
	}
}

// TestEdit edits a valid packet, which stays valid, and an invalid one, which stays as
// invalid as it was.
func TestEdit(t *testing.T) {
	p := parse(t, must(t, cells()))
	p = p.Insert(1, &Tag{})
	*p[4].(*packet.Raw) = []byte("more than hello")
	q := parse(t, must(t, p))
	if w := packettest.Wrong(q); w != nil || names(q) != "Cell/Tag/Tag/Cell/Raw" {
		t.Errorf("%s, wrong: %v", names(q), w)
	}
	b := must(t, cells())
	b[2] ^= 0x55 // checksum of the first
	b[8] = 3     // length of the second, less than its header
	p, _ = packet.Parse(b, CellProto)
	if w := packettest.Wrong(p); !slices.Equal(w, []string{"Cell.Sum", "Cell.Len", "Cell.Sum"}) {
		t.Errorf("wrong: %v", w)
	}
	if got := must(t, p); !bytes.Equal(got, b) {
		t.Errorf("got  %x\nwant %x", got, b)
	}
	packet.Last[Cell](p).Life.Fix(7)
	got := must(t, p)
	if got[2] != b[2] || got[8] != 3 || got[11] != 7 {
		t.Errorf("an edit repaired what it should not: %x", got)
	}
	p.Release()
	if w := packettest.Wrong(p); w != nil {
		t.Errorf("wrong after Release: %v", w)
	}
	got = must(t, p)
	if q, _ := packet.Parse(got, CellProto); packettest.Wrong(q) != nil {
		t.Errorf("released, but wrong: %v", packettest.Wrong(q))
	}
}

func TestFreeze(t *testing.T) {
	p := parse(t, must(t, cells()))
	before := must(t, p)
	p.Freeze()
	*p[3].(*packet.Raw) = []byte("HELLO, WORLD")
	got := must(t, p)
	if !bytes.Equal(got[:6], before[:6]) || len(got) != len(before)+7 {
		t.Errorf("a frozen packet changed: %x", got)
	}
}

func TestAppendError(t *testing.T) {
	p := packet.Packet{&Tag{}, &List{Items: []string{strings.Repeat("x", 200)}}}
	b, err := p.Append([]byte("before"))
	var e *packet.Error
	if !errors.As(err, &e) || e.Layer != "List" || e.Index != 1 || e.Off != 1 || string(b) != "before" {
		t.Errorf("%q, %+v", b, err)
	}
	var f packet.FieldError
	if !errors.As(err, &f) || f != "List.Items: too long" || err.Error() != "layer 1 (List) at byte 1: List.Items: too long" {
		t.Errorf("%v", err)
	}
}

func TestAppendSpans(t *testing.T) {
	p := packet.Packet{&Cell{Trailer: []byte{7, 7}}, &Tag{}, packet.Payload([]byte("x"))}
	b, at, err := p.AppendSpans([]byte("before"), []packet.Span{{Off: 9}})
	want := []packet.Span{{Off: 9}, {Off: 0, Payload: 6, End: 8}, {Off: 6, Payload: 7, End: 8}, {Off: 7, Payload: 8, End: 8}}
	if err != nil || !slices.Equal(at, want) || string(b[:6]) != "before" || len(b) != 16 {
		t.Errorf("%x %v %v", b, at, err)
	}
	var c packet.Parser
	if _, err := c.Parse(b[6:], CellProto); err != nil || !slices.Equal(c.Spans(), want[1:]) {
		t.Errorf("%v %v", c.Spans(), err)
	}
}

func TestErrors(t *testing.T) {
	whole := must(t, cells())
	for _, c := range []struct {
		b    []byte
		want packet.Error
		text string
	}{
		{whole[:3], packet.Error{Layer: "Cell", Need: 6, Have: 3, Err: wire.ErrShort}, "layer 0 (Cell) at byte 0: truncated header: needs 6 bytes, 3 left"},
		{whole[:9], packet.Error{Layer: "Cell", Index: 2, Off: 7, Need: 6, Have: 2, Err: wire.ErrShort}, "layer 2 (Cell) at byte 7: truncated header: needs 6 bytes, 2 left"},
		{[]byte{1, 8, 0, 0, 9, 0xce, 1, 2, 3, 4}, packet.Error{Layer: "Cell", Index: 1, Off: 6, Need: 6, Have: 2, Limit: "Cell.Len", Err: wire.ErrShort}, "layer 1 (Cell) at byte 6: truncated header: needs 6 bytes, 2 left (Cell.Len)"},
		{[]byte{3, 0, 0, 0, 9, 0xce}, packet.Error{}, ""},
		{[]byte{3, 9, 0, 0, 9, 0xce, 1, 50, 3}, packet.Error{Layer: "List", Index: 1, Off: 6, Need: 52, Have: 3, Err: wire.ErrLength}, ""},
	} {
		p, err := packet.Parse(c.b, CellProto)
		if got := must(t, p); !bytes.Equal(got, c.b) {
			t.Errorf("%x: got %x", c.b, got)
		}
		if c.want.Err == nil {
			if err != nil {
				t.Errorf("%x: %v", c.b, err)
			}
			continue
		}
		var e *packet.Error
		if !errors.As(err, &e) || !errors.Is(err, c.want.Err) {
			t.Errorf("%x: %v, want %v", c.b, err, c.want.Err)
			continue
		}
		got := *e
		got.Err = c.want.Err
		if got != c.want {
			t.Errorf("%x: %+v, want %+v", c.b, got, c.want)
		}
		if c.text != "" && err.Error() != c.text {
			t.Errorf("got %q, want %q", err, c.text)
		}
		if r, ok := p[len(p)-1].(*packet.Raw); !ok || len(*r) != e.Have {
			t.Errorf("%x: what could not be parsed is not kept: %s", c.b, names(p))
		}
		if strings.Contains(e.Reason(), "layer") || e.Reason() == "" {
			t.Errorf("reason %q", e.Reason())
		}
	}
}

// TestExtents gives the engine extents that would lose bytes or leave the packet.
func TestExtents(t *testing.T) {
	for _, x := range []packet.Extent{{Header: -1, End: 3}, {Header: 2, End: 1}, {Header: 1, End: 9}, {Header: 9, End: 9}, {Header: 1, End: 2}, {Header: 1, End: -1}} {
		liarProto.New = func() packet.Layer { return &Liar{x} }
		in := []byte{1, 2, 3}
		p, err := packet.Parse(in, liarProto)
		if !errors.Is(err, packet.ErrExtent) || !bytes.Equal(must(t, p), in) {
			t.Errorf("%+v: %v, %s", x, err, names(p))
		}
	}
	liarProto.New = func() packet.Layer { return &Liar{packet.Extent{End: 3, Next: packet.Is(liarProto)}} }
	p, err := packet.Parse([]byte{1, 2, 3}, liarProto) // makes no headway
	if !errors.Is(err, packet.ErrDepth) || len(p) != packet.DefaultMaxLayers+1 {
		t.Errorf("%d layers, %v", len(p), err)
	}
}

func TestDepth(t *testing.T) {
	b := bytes.Repeat([]byte{2}, 100)
	p, err := packet.Parse(b, TagProto)
	if !errors.Is(err, packet.ErrDepth) || len(p) != packet.DefaultMaxLayers+1 || !bytes.Equal(must(t, p), b) {
		t.Errorf("%d layers, %v", len(p), err)
	}
	c := packet.Parser{MaxLayers: 3}
	if p, err = c.Parse(b, TagProto); !errors.Is(err, packet.ErrDepth) || names(p) != "Tag/Tag/Tag/Raw" {
		t.Errorf("%s, %v", names(p), err)
	}
	c.MaxLayers = 1000
	if p, err = c.Parse(b, TagProto); err != nil || len(p) != 100 || !bytes.Equal(must(t, p), b) {
		t.Errorf("%d layers, %v", len(p), err)
	}
}

func TestEmpty(t *testing.T) {
	for _, first := range []*packet.Proto{nil, CellProto, packet.RawProto} {
		if p, err := packet.Parse(nil, first); len(p) != 0 || err != nil {
			t.Errorf("%v, %v", p, err)
		}
	}
	if b, err := (packet.Packet)(nil).Bytes(); len(b) != 0 || err != nil {
		t.Errorf("%x, %v", b, err)
	}
	if p, err := packet.Parse([]byte{1}, nil); names(p) != "Raw" || err != nil {
		t.Errorf("%s, %v", names(p), err)
	}
}

// TestQuote parses a cell that was quoted and cut: no error, since that is usual.
func TestQuote(t *testing.T) {
	for n := range 7 {
		b := append([]byte{4, 0, 0, 0, 9, 0xce, 7}, must(t, cells())[:n]...)
		b[1] = byte(len(b))
		p, err := packet.Parse(b, CellProto)
		want := "Cell/Quote/Raw"
		if n == 0 {
			want = "Cell/Quote"
		} else if n == 6 {
			want = "Cell/Quote/Cell"
		}
		if err != nil || names(p) != want || !bytes.Equal(must(t, p), b) {
			t.Errorf("%d bytes quoted: %s, %v", n, names(p), err)
		}
	}
}

func TestPick(t *testing.T) {
	for first, want := range map[byte]string{0: "Raw", 64: "Cell/Raw", 200: "Tag/Raw"} {
		b := []byte{first, 99, 0, 0, 9, 0xce, 0, 0}
		p, err := packet.Parse(b, EitherProto)
		if err != nil || names(p) != want || !bytes.Equal(must(t, p), b) {
			t.Errorf("%d: %s, %v", first, names(p), err)
		}
	}
}

func TestReuse(t *testing.T) {
	b := must(t, cells())
	c := packet.Parser{Reuse: true}
	p, _ := c.Parse(b, CellProto)
	first := p[0]
	if q, _ := c.Parse(b, CellProto); q[0] != first || q[0] == q[2] {
		t.Error("layers are not reused, or twice in one packet")
	}
	if n := testing.AllocsPerRun(100, func() { c.Parse(b, CellProto) }); n != 0 {
		t.Errorf("a reusing parser makes %v allocations", n)
	}
	buf := make([]byte, 0, 100)
	if n := testing.AllocsPerRun(100, func() { p.Append(buf) }); n != 0 {
		t.Errorf("building makes %v allocations", n)
	}
	var fresh packet.Parser
	p, _ = fresh.Parse(b, CellProto)
	if q, _ := fresh.Parse(b, CellProto); p[0] == q[0] {
		t.Error("a parser without Reuse used a layer twice")
	}
}

func TestTable(t *testing.T) {
	var table packet.Table[uint16]
	table.Name = "test number"
	if _, ok := table.Key(&Tag{}); ok || table.Proto(1) != nil || table.All() != nil {
		t.Error("an empty table has something")
	}
	table.Bind(700, TagProto)
	table.Bind(5, TagProto)
	table.Bind(300, CellProto)
	if k, ok := table.Key(&Tag{}); k != 700 || !ok {
		t.Errorf("the first number bound is not the one that building uses: %d", k)
	}
	if _, ok := table.Key(nil); ok {
		t.Error("a number for nothing")
	}
	var got []uint16
	for _, b := range table.All() {
		got = append(got, b.Key)
	}
	if !slices.Equal(got, []uint16{5, 300, 700}) || table.Proto(5) != TagProto || table.Proto(300) != CellProto {
		t.Error(got)
	}
	table.Bind(5, nil)
	if table.Proto(5) != nil {
		t.Error("a number cannot be taken away")
	}
	if b := TagProto.Bound(); !slices.Contains(b, packet.Binding{Table: "test number", Number: 700}) || b[0].String() != "cell kind 2" {
		t.Errorf("%v", b)
	}
}

func TestRegistry(t *testing.T) {
	packet.Register(liarProto)
	packet.Register(liarProto)
	all := packet.Protos()
	for _, p := range []*packet.Proto{CellProto, TagProto, liarProto, packet.RawProto} {
		if n := len(slices.DeleteFunc(slices.Clone(all), func(q *packet.Proto) bool { return q != p })); n != 1 {
			t.Errorf("%s is in the list %d times", p.Name, n)
		}
	}
	if !slices.IsSortedFunc(all, func(a, b *packet.Proto) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	}) {
		t.Error("not sorted")
	}
}

func TestOverride(t *testing.T) {
	b := []byte{50, 11, 0, 0, 9, 0xce, 2, 1, 'a', 1, 'b'}
	var o packet.Bindings
	packet.Override(&o, &kinds, 50, ListProto)
	c := packet.Parser{Bindings: &o}
	p, err := c.Parse(b, CellProto)
	if names(p) != "Cell/List" || err != nil || !bytes.Equal(must(t, p), b) {
		t.Errorf("%s, %v", names(p), err)
	}
	if p := parse(t, b); names(p) != "Cell/Raw" {
		t.Errorf("others see the override: %s", names(p))
	}
	packet.Override(&o, &kinds, 2, nil)
	if p, _ := c.Parse(must(t, cells()), CellProto); names(p) != "Cell/Raw" {
		t.Errorf("nothing known should follow: %s", names(p))
	}
	if p, err := c.ParseNext([]byte{1, 'a'}, kinds.Next(50)); names(p) != "List" && err == nil {
		t.Errorf("%s, %v", names(p), err)
	}
	// The second number of Either.
	packet.Override(&o, &kinds, 7, ListProto)
	if p, _ := c.Parse([]byte{0x87, 0}, TagProto); names(p) != "Tag/List" {
		t.Errorf("%s", names(p))
	}
	if p, _ := packet.Parse([]byte{0x83, 0}, TagProto); names(p) != "Tag/List" {
		t.Errorf("%s", names(p))
	}
}

// TestConcurrent binds, overrides and parses at once; it is of use under -race.
func TestConcurrent(t *testing.T) {
	var wg sync.WaitGroup
	b := must(t, cells())
	var o packet.Bindings
	packet.Override(&o, &kinds, 2, ListProto)
	for i := range 4 {
		wg.Go(func() {
			for range 200 {
				c := packet.Parser{Bindings: &o}
				if i%2 == 0 {
					c.Bindings = nil
				}
				c.Parse(b, CellProto)
				kinds.Bind(uint8(100+i), ListProto)
				packet.Protos()
				ListProto.Bound()
			}
		})
	}
	wg.Wait()
}

func TestMemo(t *testing.T) {
	b := []byte{2, 201, 'a', 1, 'b'}
	p, err := packet.Parse(b, ListProto)
	if err != nil || !bytes.Equal(must(t, p), b) {
		t.Fatalf("%v: %x", err, must(t, p))
	}
	l := p[0].(*List)
	l.Items[1] = "c"
	if got := must(t, p); !bytes.Equal(got, []byte{2, 1, 'a', 1, 'c'}) {
		t.Errorf("edited: %x", got)
	}
	l.Items[1] = "b"
	if got := must(t, p); !bytes.Equal(got, b) {
		t.Errorf("edited back: %x", got)
	}
	l.Forget()
	if got := must(t, p); !bytes.Equal(got, []byte{2, 1, 'a', 1, 'b'}) {
		t.Errorf("forgotten: %x", got)
	}
}

func TestValidate(t *testing.T) {
	b := must(t, cells())
	if d, worst := packet.Validate(b, CellProto); d != nil || worst != packet.Fine {
		t.Errorf("%v %v", d, worst)
	}
	bad := bytes.Clone(b)
	bad[2], bad[1], bad[5] = 0xff, 17, 0
	bad[11] = 0
	d, worst := packet.Validate(bad, CellProto)
	var got []string
	for _, x := range d {
		got = append(got, x.String())
	}
	want := []string{
		"layer 0 (Cell) at byte 2: Sum: is not the checksum of what it covers [checksum]",
		"layer 0 (Cell) at byte 5: Magic: is not the value it must have [value]",
		"layer 0 (Cell) at byte 0: has a trailer [excess]",
		"layer 2 (Cell) at byte 8: Len: is not the length of what it measures [size]",
		"layer 2 (Cell) at byte 9: Sum: is not the checksum of what it covers [checksum]",
		"layer 2 (Cell) at byte 11: Life: is over [value]",
	}
	if !slices.Equal(got, want) || worst != packet.BadSize {
		t.Errorf("%v, worst %v; want\n%v", strings.Join(got, "\n"), worst, strings.Join(want, "\n"))
	}
	d, worst = packet.Validate(b[:9], CellProto)
	if worst != packet.BadSize || d[len(d)-1].Reason != "truncated header" || d[len(d)-1].Off != 7 {
		t.Errorf("%v", d)
	}
}

func TestChecksums(t *testing.T) {
	b := must(t, cells())
	if s := packet.Checksums(parse(t, b)); !slices.Equal(s, []packet.ChecksumState{packet.ChecksumGood, packet.ChecksumNone, packet.ChecksumGood, packet.ChecksumNone}) {
		t.Errorf("%v", s)
	}
	b[2]++
	b[9], b[10] = 0, 0
	if s := packet.Checksums(parse(t, b)); s[0] != packet.ChecksumBad || s[2] != packet.ChecksumAbsent {
		t.Errorf("%v", s)
	}
	long := packet.Packet{&Cell{}, &Cell{}, packet.Payload(make([]byte, 220))}
	if s := packet.Checksums(parse(t, must(t, long))); s[1] != packet.ChecksumUnverified {
		t.Errorf("%v", s)
	}
}

func TestStrings(t *testing.T) {
	for got, want := range map[string]string{
		packet.ChecksumOffloaded.String(): "offloaded", packet.BadSize.String(): "size",
		packet.Trailing.String(): "trailing", packet.Plain.String(): "plain",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(must(f, cells()))
	f.Add([]byte{2, 2, 2, 2, 3, 1, 1, 'a'})
	f.Add([]byte{4, 20, 0, 0, 9, 0xce, 1, 5, 64, 9})
	reuse := packet.Parser{Reuse: true}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, first := range []*packet.Proto{CellProto, TagProto, ListProto, EitherProto} {
			p := packettest.RoundTrip(t, first, b)
			if len(p) > packet.DefaultMaxLayers+1 {
				t.Fatalf("%d layers", len(p))
			}
			q, err := reuse.Parse(b, first)
			if names(p) != names(q) {
				t.Fatalf("a new parser sees %s, a reused one %s", names(p), names(q))
			}
			reuse.Validate(b, q, err)
			at := reuse.Spans()
			for i, s := range at {
				if s.Off > s.Payload || s.Payload > s.End || s.End > len(b) || i > 0 && (s.Off != at[i-1].Payload || s.End > at[i-1].End) {
					t.Fatalf("spans %v", at)
				}
			}
			p.Release()
			if _, err := p.Bytes(); err != nil {
				t.Fatalf("released: %v", err)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	in := must(b, cells())
	c := packet.Parser{Reuse: true}
	b.ReportAllocs()
	for b.Loop() {
		c.Parse(in, CellProto)
	}
}

// A packet with a hole in it is an error, not a panic.
func TestNilLayer(t *testing.T) {
	b, err := packet.Packet{packet.Payload([]byte("x")), nil}.Bytes()
	var e *packet.Error
	if !errors.Is(err, packet.ErrNil) || !errors.As(err, &e) || e.Index != 1 || len(b) != 0 {
		t.Errorf("%x, %v", b, err)
	}
}
