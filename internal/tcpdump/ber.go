package tcpdump

import "github.com/gocap-project/gocap/wire"

// A berKind is what a value of the basic encoding rules is printed as.
type berKind int

const (
	berOctets berKind = iota
	berNull
	berInt
	berOID
	berString
	berUnsigned
	berUnsigned64
	berAddr
	berSeq
	berPDU
	berNote // an exception, such as noSuchObject
)

// A berElem is an element: what it is and its content.
type berElem struct {
	kind berKind
	id   uint32
	data []byte
}

// A berClass has the names of a class's tags.
type berClass struct {
	letter string
	names  []string
}

var berClasses = [4]berClass{
	{"U", []string{
		"U-0", "Boolean", "Integer", "Bitstring", "String", "Null", "ObjID", "ObjectDes", "U-8", "U-9", "U-10", "U-11", "U-12",
		"U-13", "U-14", "U-15", "Sequence", "Set",
	}},
	{"A", []string{"IpAddress", "Counter", "Gauge", "TimeTicks", "Opaque", "C-5", "Counter64"}},
	{"x", []string{
		"GetRequest", "GetNextRequest", "GetResponse", "SetRequest", "Trap", "GetBulk", "Inform", "V2Trap", "Report",
	}},
	{"x", []string{"P-0"}},
}

// berHeader reads the tag and the length of an element in n bytes. It returns how
// long they are, or 0 if there is none and it has said so.
func (p *Printer) berHeader(b []byte, n int) (tag, id uint32, length, hdr int) {
	if n < 1 {
		p.s("[nothing to parse]")
		return
	}
	at := func(i int) uint32 {
		if i >= len(b) || i >= n {
			return 0
		}
		return uint32(b[i])
	}
	tag, i := at(0), 1
	if id = tag & 0x1f; id == 0x1f {
		for id = 0; at(i)&0x80 != 0; i++ {
			id = id<<7 | at(i)&0x7f
		}
		id, i = (id<<7|at(i))&0xff, i+1
		if i > n || i > len(b) {
			p.trunc()
			return
		}
	}
	if i >= n {
		p.s("[no asnlen]")
		return
	}
	size, i := at(i), i+1
	length = int(size)
	if size&0x80 != 0 {
		octets := int(size & 0x7f)
		if n-i < octets {
			p.f("[asnlen? %d<%d]", uint32(n-i), uint32(octets))
			return
		}
		x := uint32(0)
		for range octets {
			x, i = x<<8|at(i), i+1
		}
		length = int(x)
	}
	if i > len(b) {
		p.trunc()
		return
	}
	if n-i < length {
		p.f("[len%d<asnlen%u]", uint32(n-i), uint32(length))
		return
	}
	return tag, id, length, i
}

// berNext reads the element in n bytes, and returns how many it takes, or 0 if
// there is none and it has said so.
func (p *Printer) berNext(b []byte, n int) (e berElem, size int) {
	tag, id, length, hdr := p.berHeader(b, n)
	if hdr == 0 {
		return e, 0
	}
	class, constructed := berClasses[tag>>6], tag&0x20 != 0
	if id >= uint32(len(class.names)) {
		p.s("[id?")
		p.s([...]string{"P", "C"}[wire.Bit(constructed)])
		p.f("/x/%u]", id)
		return e, 0
	}
	if len(b)-hdr < length {
		p.trunc()
		return e, 0
	}
	e = berElem{berKindOf(tag>>6, id, constructed), id, b[hdr : hdr+length]}
	if e.kind == berInt && length == 0 {
		p.s("[asnlen=0]")
		return e, 0
	}
	if e.kind == berOctets {
		switch {
		case !constructed:
			p.s("[P/" + class.letter + "/" + class.names[id] + "]")
		case tag>>6 == 0:
			p.s("C/U/" + class.names[id])
		default:
			p.s("C/x/" + class.names[id])
		}
	}
	return e, hdr + length
}

func berKindOf(class, id uint32, constructed bool) berKind {
	switch {
	case constructed && class == 2:
		return berPDU
	case constructed && class == 0 && id == 16:
		return berSeq
	case constructed:
		return berOctets
	case class == 2:
		return berNote
	case class == 1 && id < 7:
		return [...]berKind{berAddr, berUnsigned, berUnsigned, berUnsigned, berOctets, berOctets, berUnsigned64}[id]
	case class == 0 && id >= 2 && id <= 6:
		return [...]berKind{berInt, berOctets, berString, berNull, berOID}[id-2]
	}
	return berOctets
}

// int returns the value of an integer, as far as 32 bits have it.
func (e berElem) int() int32 {
	x := int32(0)
	if len(e.data) > 0 && e.data[0]&0x80 != 0 {
		x = -1
	}
	for _, c := range e.data {
		x = x<<8 | int32(c)
	}
	return x
}

// ber prints an element.
func (p *Printer) ber(e berElem) {
	switch e.kind {
	case berOctets:
		for _, c := range e.data {
			p.f("_%02x", uint32(c))
		}
	case berInt:
		p.d(int(e.int()))
	case berUnsigned, berUnsigned64:
		x := uint64(0)
		for _, c := range e.data {
			x = x<<8 | uint64(c)
		}
		if e.kind == berUnsigned {
			x &= 0xffffffff
		}
		p.dec64(x)
	case berOID:
		p.berOID(e.data)
	case berString:
		p.berString(e.data)
	case berAddr:
		if len(e.data) != 4 {
			p.s("[inetaddr len!=4]")
		}
		for i, c := range e.data {
			if i > 0 {
				p.s(".")
			}
			p.u(uint32(c))
		}
	case berSeq:
		p.f("Seq(%u)", uint32(len(e.data)))
	case berPDU:
		p.s(berClasses[2].names[e.id])
		p.f("(%u)", uint32(len(e.data)))
	case berNote:
		p.name(names{0: "[noSuchObject]", 1: "[noSuchInstance]", 2: "[endOfMibView]"}, e.id, "[BE_ANY!?]")
	}
}

func (p *Printer) berOID(b []byte) {
	x, first := int32(0), true
	for _, c := range b {
		x = x<<7 + int32(c&0x7f)
		if c&0x80 != 0 {
			continue
		}
		if first {
			first = false
			top := min(x/40, 2)
			p.s(".")
			p.u(uint32(top))
			x -= top * 40
		}
		p.s(".")
		p.u(uint32(x))
		x = 0
	}
}

func (p *Printer) berString(b []byte) {
	for _, c := range b {
		if c < ' ' || c > '~' {
			p.hexBytes(b, "_")
			return
		}
	}
	p.s("\"")
	p.text(b, 0, len(b))
	p.s("\"")
}
