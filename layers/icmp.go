package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
	"sync"
)

// The tables of ICMP messages that have more than their header: what follows
// it is a layer of its own. Error messages need no entry.
var (
	ICMPv4Types = packet.Table[wire.ICMPv4Type]{Name: "ICMPv4 type"}
	ICMPv6Types = packet.Table[wire.ICMPv6Type]{Name: "ICMPv6 type"}
)

// A restField is one of the fields that some ICMP messages have in the four bytes
// after Checksum, or behind the packet that they quote.
type restField uint16

const (
	restID restField = 1 << iota
	restSeq
	restGateway
	restPointer
	restMTU
	restLength
	restRouters
	restExtended
	restExtensions
	restUnused
)

var restNames = sync.OnceValue(func() map[string]restField {
	return map[string]restField{
		"ID": restID, "Seq": restSeq | restExtended, "Gateway": restGateway, "Pointer": restPointer, "MTU": restMTU,
		"Length": restLength, "NumAddrs": restRouters, "EntrySize": restRouters, "Lifetime": restRouters, "Addrs": restRouters,
		"Info": restExtended, "Unused": restUnused,
		"ExtVersion": restExtensions, "ExtReserved": restExtensions, "ExtChecksum": restExtensions, "Extensions": restExtensions,
	}
})

// has reports whether a message with the fields in layout has field i of p.
func (layout restField) has(p *packet.Proto, i int) bool {
	f, ok := restNames()[p.Fields[i].Name]
	return !ok || f&layout != 0
}

// A quoter is a layer that may quote the beginning of a packet.
type quoter interface{ quotes() bool }

// quoted reports whether the layer that c is about is in a packet that an ICMP
// error quotes, of which there is no need to be all.
func quoted(c *packet.Context) bool {
	for _, l := range c.Outer() {
		if q, ok := l.(quoter); ok && q.quotes() {
			return true
		}
	}
	return false
}

// An extension is the ICMP extension structure of a message. RFC 4884 §8.
type extension struct {
	version  *Auto[uint8]
	reserved *uint16
	sum      *Auto[uint16]
	objects  *wire.ICMPExtensions
}

// reset makes e absent.
func (e extension) reset() {
	*e.version, *e.reserved, *e.sum, *e.objects = Auto[uint8]{}, 0, Auto[uint16]{}, nil
}

// parse reads the structure that is b, and reports whether it is one.
func (e extension) parse(b []byte) bool {
	if len(b) < 8 || b[0]>>4 != 2 {
		return false
	}
	e.version.Parse(2)
	*e.reserved = wire.Uint16(b, 0) & 0xfff
	e.sum.Parse(wire.Uint16(b, 2))
	*e.objects = b[4:]
	return true
}

// parseOne reads a structure of one object from the beginning of b, and returns its
// length: that of an extended echo, which data may follow, RFC 8335 §2.
func (e extension) parseOne(b []byte) int {
	if len(b) < 8 {
		return 0
	}
	n := 4 + int(wire.Uint16(b, 4))
	if n < 8 || n > len(b) || !e.parse(b[:n]) {
		return 0
	}
	return n
}

// size returns the structure's length.
func (e extension) size() int {
	if len(*e.objects) == 0 {
		return 0
	}
	return 4 + len(*e.objects)
}

func (e extension) append(b []byte) []byte {
	if len(*e.objects) == 0 {
		return b
	}
	x := uint16(e.version.Get())<<12 | *e.reserved&0xfff
	b = append(b, byte(x>>8), byte(x), byte(e.sum.Get()>>8), byte(e.sum.Get()))
	return append(b, *e.objects...)
}

// finish settles the structure that is at the beginning of b.
func (e extension) finish(b []byte, whole bool) {
	n := e.size()
	if n == 0 || n > len(b) {
		return
	}
	if e.version.Settle(2) {
		b[0] = b[0]&15 | 2<<4
	}
	want := wire.Fold(wire.SumAround(0, b[:n], 2))
	settle := (*Auto[uint16]).Settle
	switch {
	case !whole:
		settle = (*Auto[uint16]).Suggest
	case e.sum.Get() == 0:
		settle = (*Auto[uint16]).Default // zero says that it was not computed
	}
	if settle(e.sum, want) {
		wire.PutUint16(b, 2, want)
	}
}

// quotedEnd returns how much of b, which follows the header of an error message,
// is the quoted packet, of which words of unit bytes says the length. If it is 0
// there may still be an extension structure after 128 bytes, as senders have it
// that are older than RFC 4884, see its §5.5.
func (e extension) quotedEnd(b []byte, words uint8, unit int) int {
	e.reset()
	if n := int(words) * unit; n > 0 && n < len(b) {
		e.parse(b[n:])
		return n
	}
	const old = 128
	if words == 0 && len(b) >= old+8 && b[old]>>4 == 2 && wire.Uint16(b, old+2) != 0 && wire.Fold(wire.Sum(0, b[old:])) == 0 {
		e.parse(b[old:])
		return old
	}
	return len(b)
}

// padding returns the zeros to add to a quoted packet of n bytes before an
// extension structure.
func (e extension) padding(n int, words *Auto[uint8], unit int) int {
	if e.size() == 0 {
		return 0
	}
	want := e.words(n, unit) * unit
	if words.Fixed() {
		if want = int(words.Get()) * unit; want == 0 {
			want = 128
		}
	}
	return max(0, want-n)
}

// words returns the length of a quoted packet of n bytes with its padding.
func (e extension) words(n, unit int) int {
	return (max(n, 128) + unit - 1) / unit
}

// settleWords settles the length of the quoted packet, which is n bytes with its padding.
func (e extension) settleWords(words *Auto[uint8], n, unit int) (x uint8, write bool) {
	if e.size() == 0 {
		return 0, words.Suggest(0)
	}
	x = uint8(min(e.words(n, unit), 255))
	if words.Get() == 0 {
		return x, words.Default(x) // an old sender, see quotedEnd
	}
	return x, words.Settle(x)
}

// validate reports what is wrong with the structure.
func (e extension) validate(report func(field string, class packet.Class, reason string)) {
	if *e.reserved != 0 {
		report("ExtReserved", packet.Unusual, "not zero")
	}
	if e.objects.Malformed() >= 0 {
		report("Extensions", packet.BadSize, "an object's length is impossible")
	}
}

var (
	errShortICMPv4 = &wire.Error{Layer: "ICMPv4", Need: 8, Err: wire.ErrShort}
	errShortICMPv6 = &wire.Error{Layer: "ICMPv6", Need: 8, Err: wire.ErrShort}
)
