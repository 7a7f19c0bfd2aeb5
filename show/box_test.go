package show_test

import (
	"encoding/binary"
	"net/netip"
	"strconv"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Box is a protocol with fields of every sort, of which only the first four bytes
// are on the wire.
type Box struct {
	Len   packet.Auto[uint16]
	Sum   packet.Auto[uint16]
	Kind  kind
	Name  string
	Addr  netip.Addr
	None  netip.Addr
	MAC   wire.MAC
	Items []item
	Any   any
	Point *item
	Inner []packet.Layer
	Real  float64
	Key   [4]byte
	Opts  opts
	List  []uint16
	Loop  *loop
	Wide  uint64

	Trailer []byte
	packet.Summed
}

type kind uint16

func (k kind) String() string {
	if k == 7 {
		return "seven"
	}
	return strconv.Itoa(int(k))
}

type opts []byte

func (o opts) String() string { return strconv.Itoa(len(o)) + " options" }

type item struct {
	Name  string
	Value uint16
	Data  []byte
	More  []item
}

type loop struct{ Next *loop }

var BoxProto = &packet.Proto{
	Name: "Box", Title: "a box of fields", Ref: "this test", Aliases: []string{"crate"},
	New: func() packet.Layer { return new(Box) },
	At:  atBox,
	Fields: []packet.Field{
		{Name: "Len", Type: "uint16", Off: 0, Bits: 16, Kind: packet.Length, Doc: "of the whole"},
		{Name: "Sum", Type: "uint16", Off: 16, Bits: 16, Kind: packet.Checksum},
		{Name: "Kind", Type: "kind", Off: 32, Bits: 3},
		{Name: "Name", Type: "string", Off: 35, Bits: 13},
		{Name: "Addr", Type: "netip.Addr", Off: -1},
		{Name: "None", Type: "netip.Addr", Off: -1},
		{Name: "MAC", Type: "wire.MAC", Off: 64, Bits: 48},
		{Name: "Items", Type: "[]item", Off: -1, Kind: packet.Body},
		{Name: "Any", Type: "any", Off: -1},
		{Name: "Point", Type: "*item", Off: -1},
		{Name: "Inner", Type: "[]packet.Layer", Off: -1},
		{Name: "Real", Type: "float64", Off: -1},
		{Name: "Key", Type: "[4]byte", Off: 128, Bits: 512},
		{Name: "Opts", Type: "opts", Off: 640, Kind: packet.Body},
		{Name: "List", Type: "[]uint16", Off: -1},
		{Name: "Loop", Type: "*loop", Off: -1},
		{Name: "Wide", Type: "uint64", Off: -1},
		{Name: "Trailer", Type: "[]byte", Off: -1, Kind: packet.Trailing},
	},
}

func init() { packet.Register(BoxProto) }

func atBox(l packet.Layer, i int) any {
	x := l.(*Box)
	all := [...]any{&x.Len, &x.Sum, &x.Kind, &x.Name, &x.Addr, &x.None, &x.MAC, &x.Items, &x.Any, &x.Point,
		&x.Inner, &x.Real, &x.Key, &x.Opts, &x.List, &x.Loop, &x.Wide, &x.Trailer}
	if i < len(all) {
		return all[i]
	}
	return nil
}

func (l *Box) Proto() *packet.Proto { return BoxProto }

func (l *Box) Parse(b []byte) (packet.Extent, error) {
	if len(b) < 4 {
		return packet.Extent{}, wire.ErrShort
	}
	n := max(4, min(int(b[0])<<8|int(b[1]), len(b)))
	*l = Box{Trailer: b[n:]}
	l.Len.Parse(binary.BigEndian.Uint16(b))
	l.Sum.Parse(binary.BigEndian.Uint16(b[2:]))
	return packet.Extent{Header: 4, End: n}, nil
}

func (l *Box) Append(b []byte) ([]byte, error) {
	b = binary.BigEndian.AppendUint16(b, l.Len.Get())
	return binary.BigEndian.AppendUint16(b, l.Sum.Get()), nil
}

func (l *Box) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

func (l *Box) Finish(c *packet.Context) {
	if n := uint16(len(c.Data)); l.Len.Settle(n) {
		binary.BigEndian.PutUint16(c.Data, n)
	}
	var sum uint16
	for _, x := range c.Data[4:] {
		sum += uint16(x)
	}
	if l.Judge(&l.Sum, sum, true) {
		binary.BigEndian.PutUint16(c.Data[2:], sum)
	}
}

// box returns a Box full of what is hard to show.
func box() *Box {
	ring := new(loop)
	ring.Next = ring
	return &Box{
		Kind:  7,
		Name:  "a\x1b[31m\"\xff\\<\u2028é",
		Addr:  netip.MustParseAddr("2001:db8::1"),
		MAC:   wire.MAC{2, 0, 0, 0, 0, 1},
		Items: []item{{Name: "one", Value: 1, Data: []byte{1, 2}}, {Name: "two", More: []item{{Name: "deep"}}}},
		Any:   item{Name: "held"},
		Inner: []packet.Layer{packet.Payload([]byte("quoted")), nil},
		Real:  1.5,
		Key:   [4]byte{0xde, 0xad, 0xbe, 0xef},
		Opts:  opts{1, 2, 3},
		List:  []uint16{1, 2, 3},
		Loop:  ring,
		Wide:  1<<64 - 1,
	}
}

// Choice is a protocol whose second field is there only if the first is not zero.
type Choice struct{ Kind, Extra uint8 }

var ChoiceProto = &packet.Proto{
	Name: "Choice", Title: "a choice", Ref: "this test",
	New: func() packet.Layer { return new(Choice) },
	At: func(l packet.Layer, i int) any {
		x := l.(*Choice)
		if i == 0 {
			return &x.Kind
		}
		return &x.Extra
	},
	Fields: []packet.Field{
		{Name: "Kind", Type: "uint8", Off: 0, Bits: 8},
		{Name: "Extra", Type: "uint8", Off: 8, Bits: 8},
	},
}

func init() { packet.Register(ChoiceProto) }

func (l *Choice) Proto() *packet.Proto { return ChoiceProto }
func (l *Choice) Has(i int) bool       { return i == 0 || l.Kind != 0 }
func (l *Choice) Parse(b []byte) (packet.Extent, error) {
	if len(b) == 0 || b[0] != 0 && len(b) < 2 {
		return packet.Extent{}, wire.ErrShort
	}
	*l = Choice{Kind: b[0]}
	if l.Kind == 0 {
		return packet.Extent{Header: 1, End: len(b)}, nil
	}
	l.Extra = b[1]
	return packet.Extent{Header: 2, End: len(b)}, nil
}
func (l *Choice) Append(b []byte) ([]byte, error) {
	if l.Kind == 0 {
		return append(b, 0), nil
	}
	return append(b, l.Kind, l.Extra), nil
}
func (l *Choice) Finish(*packet.Context) {}
