package mutate_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/mutate"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func seed(t testing.TB) []byte {
	b, err := packet.Packet{
		&layers.Ethernet{Src: layers.MAC{2, 0, 0, 0, 0, 1}},
		&layers.VLAN{ID: 42},
		&layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.TCP{SrcPort: 1, DstPort: 2, Flags: wire.SYN, Options: wire.TCPOptions{}.AddMSS(1460)},
		packet.Payload([]byte("hello")),
	}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func seed6(t testing.TB) []byte {
	b, err := packet.Packet{
		&layers.Ethernet{},
		&layers.IPv6{Src: netip.MustParseAddr("2001:db8::1"), Dst: netip.MustParseAddr("2001:db8::2")},
		&layers.IPv6Fragment{ID: 1, More: true},
		&layers.UDP{SrcPort: 1, DstPort: 2},
		packet.Payload(make([]byte, 32)),
	}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestRoundTrip makes many packets and expects of each what is promised of all.
func TestRoundTrip(t *testing.T) {
	var ops [mutate.Truncate + 1]int
	for _, s := range [][]byte{seed(t), seed6(t), nil, {1}} {
		in := bytes.Clone(s)
		n, same := 0, 0
		for b, changes := range mutate.All(7, s, layers.EthernetProto, nil) {
			if len(changes) == 0 || len(b) > 65535 {
				t.Fatalf("%d bytes, changes %v", len(b), changes)
			}
			for _, c := range changes {
				ops[c.Op]++
				if c.String() == "" {
					t.Fatal("a change without words")
				}
			}
			same += bit(bytes.Equal(b, s))
			p, _ := packet.Parse(b, layers.EthernetProto)
			if got, err := p.Bytes(); err != nil || !bytes.Equal(got, b) {
				t.Fatalf("%v: not the same bytes (%v)\n%x\n%x", changes, err, b, got)
			}
			if n++; n == 5000 {
				break
			}
		}
		if !bytes.Equal(s, in) {
			t.Fatal("the seed was changed")
		}
		if same > n/10 {
			t.Errorf("%d of %d packets are the same as before", same, n)
		}
	}
	for op, n := range ops {
		if n == 0 && mutate.Op(op) != mutate.Free {
			t.Errorf("%v was never done", mutate.Op(op))
		}
	}
}

func bit(x bool) int {
	if x {
		return 1
	}
	return 0
}

func TestReproducible(t *testing.T) {
	run := func() (out []byte, all string) {
		n := 0
		for b, c := range mutate.All(42, seed(t), layers.EthernetProto, nil) {
			out, all = append(out, b...), all+fmt.Sprint(c)
			if n++; n == 500 {
				break
			}
		}
		return out, all
	}
	a, x := run()
	b, y := run()
	if !bytes.Equal(a, b) || x != y {
		t.Error("the same seed gave other packets")
	}
}

// TestOriginal checks that the packet that was given is left alone.
func TestOriginal(t *testing.T) {
	p, err := packet.Parse(seed(t), layers.EthernetProto)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		q, _ := mutate.Packet(r, p, nil)
		q.Bytes()
	}
	if b, err := p.Bytes(); err != nil || !bytes.Equal(b, seed(t)) {
		t.Errorf("the packet was changed: %v\n%x", err, b)
	}
}

// nested has values of every kind that a layer's field may have.
type nested struct {
	List  []part
	Any   any
	Ptr   *part
	Many  []any
	Map   map[string]int
	Real  float32
	Text  string
	Bytes [3]byte
	Nums  [2]int16
	Auto  packet.Auto[uint16]
	Addr  netip.Addr
	Yes   bool
}

type part struct {
	Len  packet.Auto[uint8]
	Name string
	Sub  []part
	hid  []byte
}

var nestedProto = &packet.Proto{
	Name: "nested", Title: "t", Ref: "r",
	New: func() packet.Layer { return new(nested) },
	At:  atNested,
}

func init() {
	for i := range 12 {
		nestedProto.Fields = append(nestedProto.Fields, packet.Field{Name: fmt.Sprint(i), Off: -1, Kind: packet.Kind(i % 2 * int(packet.Body))})
	}
}

func atNested(l packet.Layer, i int) any {
	x := l.(*nested)
	return [...]any{&x.List, &x.Any, &x.Ptr, &x.Many, &x.Map, &x.Real, &x.Text, &x.Bytes, &x.Nums, &x.Auto, &x.Addr, &x.Yes, nil}[i]
}

func (*nested) Proto() *packet.Proto                  { return nestedProto }
func (*nested) Parse(b []byte) (packet.Extent, error) { return packet.Extent{End: len(b)}, nil }
func (*nested) Append(b []byte) ([]byte, error)       { return b, nil }
func (*nested) Finish(*packet.Context)                {}
func (n *nested) snapshot() string                    { return fmt.Sprintf("%v %v %v %v", n.List, n.Any, *n.Ptr, n.Many) }

func TestNested(t *testing.T) {
	first := &nested{
		List: []part{{Name: "a", Sub: []part{{Name: "b", hid: []byte{1}}}}, {Name: "c"}},
		Any:  &part{Name: "any"}, Ptr: &part{Name: "p"}, Many: []any{1, "two", part{Name: "three"}, nil},
		Map: map[string]int{"a": 1},
	}
	before := first.snapshot()
	r := rand.New(rand.NewPCG(3, 4))
	changed := map[string]bool{}
	p := packet.Packet{first}
	for range 5000 {
		q, c := mutate.Packet(r, p, &mutate.Options{Most: 20, Protos: []*packet.Proto{nestedProto}})
		for _, c := range c {
			changed[c.Field] = true
		}
		if len(q) > packet.DefaultMaxLayers {
			t.Fatalf("%d layers", len(q))
		}
		if first.snapshot() != before {
			t.Fatalf("%v changed the original: %s", c, first.snapshot())
		}
	}
	for i := range 12 {
		if i != 4 && !changed[fmt.Sprint(i)] {
			t.Errorf("field %d was never changed", i)
		}
	}
}

// TestBounded changes a packet again and again: it must not grow without end.
func TestBounded(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	b := seed(t)
	for range 20000 {
		b, _ = mutate.Frame(r, b, layers.EthernetProto, &mutate.Options{MaxLen: 3000})
		if len(b) > 3000 {
			t.Fatalf("%d bytes", len(b))
		}
		if len(b) < 20 {
			b = seed(t)
		}
	}
}

func TestBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for range 20000 {
		in := make([]byte, r.IntN(40))
		keep := bytes.Clone(in)
		out, c := mutate.Bytes(r, in)
		if !bytes.Equal(in, keep) {
			t.Fatal("the input was changed")
		}
		if len(out) > 2*len(in)+64*len(c) || len(c) == 0 || len(c) > 4 {
			t.Fatalf("%d bytes of %d: %v", len(out), len(in), c)
		}
	}
}

func FuzzFrame(f *testing.F) {
	f.Add(uint64(1), seed(f))
	f.Add(uint64(2), seed6(f))
	f.Fuzz(func(t *testing.T, s uint64, b []byte) {
		r := rand.New(rand.NewPCG(s, 0))
		for range 10 {
			m, c := mutate.Frame(r, b, layers.EthernetProto, nil)
			p, _ := packet.Parse(m, layers.EthernetProto)
			if got, err := p.Bytes(); err != nil || !bytes.Equal(got, m) {
				t.Fatalf("%v: not the same bytes (%v)\n%x\n%x", c, err, m, got)
			}
		}
	})
}

func BenchmarkFrame(b *testing.B) {
	s := seed(b)
	r := rand.New(rand.NewPCG(1, 0))
	b.ReportAllocs()
	for b.Loop() {
		mutate.Frame(r, s, layers.EthernetProto, nil)
	}
}

func Example() {
	p := packet.Packet{
		&layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.UDP{SrcPort: 1024, DstPort: 53},
	}
	q, changes := mutate.Packet(rand.New(rand.NewPCG(3, 0)), p, &mutate.Options{Most: 1})
	fmt.Println(len(changes), "change;", len(p), "layers before,", len(q), "after")
	b, err := q.Bytes()
	fmt.Println(len(b) > 0, err)
	// Output:
	// 1 change; 2 layers before, 2 after
	// true <nil>
}
