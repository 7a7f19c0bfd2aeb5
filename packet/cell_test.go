package packet_test

import (
	"encoding/binary"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A family of small protocols that has all that protocols can have. Table kinds says
// what is in a Cell or behind a Tag.
var kinds = packet.Table[uint8]{Name: "cell kind"}

func init() {
	kinds.Bind(1, CellProto)
	kinds.Bind(2, TagProto)
	kinds.Bind(3, ListProto)
	kinds.Bind(4, QuoteProto)
	kinds.Bind(5, EitherProto)
}

// Cell is a header with kind, length and checksum, and a trailer after its payload.
type Cell struct {
	Kind    packet.Auto[uint8]  // of the payload
	Len     packet.Auto[uint8]  // of header and payload
	Sum     packet.Auto[uint16] // of the bytes of the payload
	Life    packet.Auto[uint8]  // 9 unless something else is wanted
	Magic   packet.Auto[uint8]  // must be 0xce
	Trailer []byte

	packet.Summed
}

const cellLen = 6

var CellProto = &packet.Proto{
	Name: "Cell", Title: "cell of the tests", Ref: "cell_test.go",
	New: func() packet.Layer { return new(Cell) },
	At: func(l packet.Layer, i int) any {
		x := l.(*Cell)
		switch i {
		case 0:
			return &x.Kind
		case 1:
			return &x.Len
		case 2:
			return &x.Sum
		case 3:
			return &x.Life
		case 4:
			return &x.Magic
		case 5:
			return &x.Trailer
		}
		return nil
	},
	Fields: []packet.Field{
		{Name: "Kind", Type: "uint8", Off: 0, Bits: 8, Kind: packet.NextType},
		{Name: "Len", Type: "uint8", Off: 8, Bits: 8, Kind: packet.Length},
		{Name: "Sum", Type: "uint16", Off: 16, Bits: 16, Kind: packet.Checksum},
		{Name: "Life", Type: "uint8", Off: 32, Bits: 8, Kind: packet.Default},
		{Name: "Magic", Type: "uint8", Off: 40, Bits: 8, Kind: packet.Constant},
		{Name: "Trailer", Type: "[]byte", Off: -1, Kind: packet.Trailing},
	},
}

func (l *Cell) Proto() *packet.Proto { return CellProto }

func (l *Cell) Parse(b []byte) (packet.Extent, error) {
	if len(b) < cellLen {
		return packet.Extent{}, &wire.Error{Layer: "Cell", Need: cellLen, Err: wire.ErrShort}
	}
	l.Kind.Parse(b[0])
	l.Len.Parse(b[1])
	l.Sum.Parse(binary.BigEndian.Uint16(b[2:]))
	l.Life.Parse(b[4])
	l.Magic.Parse(b[5])
	end := max(cellLen, min(int(b[1]), len(b)))
	l.Trailer = b[end:]
	return packet.Extent{Header: cellLen, End: end, Next: kinds.Next(b[0])}, nil
}

func (l *Cell) Append(b []byte) ([]byte, error) {
	b = append(b, l.Kind.Get(), l.Len.Get())
	b = binary.BigEndian.AppendUint16(b, l.Sum.Get())
	return append(b, l.Life.Get(), l.Magic.Get()), nil
}

func (l *Cell) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

func (l *Cell) Finish(c *packet.Context) {
	b := c.Data
	if k, ok := kinds.Key(c.Next()); !ok {
		l.Kind.Hold()
	} else if l.Kind.Settle(k) {
		b[0] = k
	}
	if l.Len.Settle(uint8(len(b))) {
		b[1] = uint8(len(b))
	}
	sum := cellSum(b)
	if l.Judge(&l.Sum, sum, len(c.Outer()) == 0 || len(b) < 200) {
		binary.BigEndian.PutUint16(b[2:], sum)
	}
	if l.Life.Default(9) {
		b[4] = 9
	}
	if l.Magic.Settle(0xce) {
		b[5] = 0xce
	}
	if l.Sum.Get() == 0 && sum != 0 {
		l.Note(packet.ChecksumAbsent)
	}
}

func cellSum(b []byte) (sum uint16) {
	for _, x := range b[cellLen:] {
		sum += uint16(x)
	}
	return sum
}

func (l *Cell) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Life.Get() == 0 {
		report("Life", packet.BadValue, "is over")
	}
	if len(c.Tail()) > 0 {
		report("", packet.Excess, "has a trailer")
	}
}

// Tag is one byte: what follows.
type Tag struct{ Kind packet.Auto[uint8] }

var TagProto = &packet.Proto{
	Name: "Tag", Title: "tag of the tests", Ref: "cell_test.go",
	New: func() packet.Layer { return new(Tag) },
	At: func(l packet.Layer, i int) any {
		if i == 0 {
			return &l.(*Tag).Kind
		}
		return nil
	},
	Fields: []packet.Field{{Name: "Kind", Type: "uint8", Off: 0, Bits: 8, Kind: packet.NextType}},
}

func (l *Tag) Proto() *packet.Proto { return TagProto }
func (l *Tag) Parse(b []byte) (packet.Extent, error) {
	if len(b) < 1 {
		return packet.Extent{}, wire.ErrShort
	}
	l.Kind.Parse(b[0])
	return packet.Extent{Header: 1, End: len(b), Next: kinds.Either(b[0], b[0]&0x7f)}, nil
}
func (l *Tag) Append(b []byte) ([]byte, error) { return append(b, l.Kind.Get()), nil }
func (l *Tag) Finish(c *packet.Context) {
	if k, ok := kinds.Key(c.Next()); !ok {
		l.Kind.Hold()
	} else if l.Kind.Settle(k) {
		c.Data[0] = k
	}
}

// List is a count and strings, each with its length, which may be written in two ways:
// a length of 200 and more means 200 less. The fields do not say which; the Memo does.
type List struct {
	Count packet.Auto[uint8]
	Items []string

	packet.Memo
}

var ListProto = &packet.Proto{
	Name: "List", Title: "list of the tests", Ref: "cell_test.go",
	New: func() packet.Layer { return new(List) },
	At: func(l packet.Layer, i int) any {
		switch x := l.(*List); i {
		case 0:
			return &x.Count
		case 1:
			return &x.Items
		}
		return nil
	},
	Fields: []packet.Field{
		{Name: "Count", Type: "uint8", Off: 0, Bits: 8, Kind: packet.Count},
		{Name: "Items", Type: "[]string", Off: 8, Kind: packet.Body},
	},
}

func (l *List) Proto() *packet.Proto { return ListProto }

func (l *List) Parse(b []byte) (packet.Extent, error) {
	if len(b) < 1 {
		return packet.Extent{}, wire.ErrShort
	}
	l.Count.Parse(b[0])
	l.Items = nil
	at := 1
	for at < len(b) {
		n := int(b[at])
		if n >= 200 {
			n -= 200
		}
		if at+1+n > len(b) {
			return packet.Extent{}, packet.Need(wire.ErrLength, at+1+n)
		}
		l.Items = append(l.Items, string(b[at+1:at+1+n]))
		at += 1 + n
	}
	l.Remember(b[1:], l.appendItems(nil))
	return packet.Extent{Header: len(b), End: len(b)}, nil
}

func (l *List) appendItems(b []byte) []byte {
	for _, s := range l.Items {
		b = append(append(b, byte(len(s))), s...)
	}
	return b
}

func (l *List) Append(b []byte) ([]byte, error) {
	for _, s := range l.Items {
		if len(s) >= 200 {
			return b, packet.FieldError("List.Items: too long")
		}
	}
	b = append(b, l.Count.Get())
	start := len(b)
	return l.Recall(l.appendItems(b), start), nil
}

func (l *List) Finish(c *packet.Context) {
	if n := uint8(len(l.Items)); l.Count.Settle(n) {
		c.Data[0] = n
	}
}

// Quote is a byte and the beginning of another Cell.
type Quote struct{ Why uint8 }

var QuoteProto = &packet.Proto{
	Name: "Quote", Title: "quotation of the tests", Ref: "cell_test.go",
	New: func() packet.Layer { return new(Quote) },
	At: func(l packet.Layer, i int) any {
		if i == 0 {
			return &l.(*Quote).Why
		}
		return nil
	},
	Fields: []packet.Field{{Name: "Why", Type: "uint8", Off: 0, Bits: 8}},
}

func (l *Quote) Proto() *packet.Proto { return QuoteProto }
func (l *Quote) Parse(b []byte) (packet.Extent, error) {
	if len(b) < 1 {
		return packet.Extent{}, wire.ErrShort
	}
	l.Why = b[0]
	return packet.Extent{Header: 1, End: len(b), Next: packet.Is(CellProto).Quoted()}, nil
}
func (l *Quote) Append(b []byte) ([]byte, error) { return append(b, l.Why), nil }
func (l *Quote) Finish(*packet.Context)          {}

// EitherProto is a Cell or a Tag, as the first byte says.
var EitherProto = &packet.Proto{
	Name: "Either", Title: "cell or tag", Ref: "cell_test.go",
	Pick: func(b []byte) *packet.Proto {
		switch {
		case b[0] >= 128:
			return TagProto
		case b[0] >= 64:
			return CellProto
		}
		return nil
	},
}

// Liar claims extents that cannot be.
type Liar struct{ extent packet.Extent }

var liarProto = &packet.Proto{Name: "Liar", At: func(packet.Layer, int) any { return nil }}

func (l *Liar) Proto() *packet.Proto                { return liarProto }
func (l *Liar) Parse([]byte) (packet.Extent, error) { return l.extent, nil }
func (l *Liar) Append(b []byte) ([]byte, error)     { return b, nil }
func (l *Liar) Finish(*packet.Context)              {}
