package ospf

import (
	"net/netip"
	"strconv"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

const lsaHeaderLen = 20

// MaxAge is the age of an LSA that is being withdrawn, in seconds. RFC 2328 §B.
const MaxAge = 3600

// An LSAHeader is the header of a link state advertisement of OSPFv2 without it, as in
// a database description. RFC 2328 §A.4.1.
type LSAHeader struct {
	Age      uint16 // seconds since it was made; the highest bit is DoNotAge, RFC 1793
	Options  wire.OSPFOptions
	Type     wire.OSPFLSAType
	ID       netip.Addr // what it is about; of an opaque one, its type and 24 bits of an ID
	Router   netip.Addr // that made it, by its ID
	Seq      uint32     // signed: the highest is the newest
	Checksum uint16     // of the LSA without Age
	Length   uint16     // of the LSA with its header
}

func parseHeader(b []byte) LSAHeader {
	return LSAHeader{wire.Uint16(b, 0), wire.OSPFOptions(b[2]), wire.OSPFLSAType(b[3]), addr4(b[4:]), addr4(b[8:]), wire.Uint32(b, 12),
		wire.Uint16(b, 16), wire.Uint16(b, 18)}
}

func parseHeaders(to []LSAHeader, b []byte) ([]LSAHeader, []byte) {
	for ; len(b) >= lsaHeaderLen; b = b[lsaHeaderLen:] {
		to = append(to, parseHeader(b))
	}
	return to, b
}

func (h LSAHeader) append(b []byte) []byte {
	b = append(be16(b, h.Age), byte(h.Options), byte(h.Type))
	b = be32(appendAddr4(appendAddr4(b, h.ID), h.Router), h.Seq)
	return be16(be16(b, h.Checksum), h.Length)
}

func appendHeaders(b []byte, hs []LSAHeader) []byte {
	for _, h := range hs {
		b = h.append(b)
	}
	return b
}

// String returns the header as "Router 10.0.0.1 by 10.0.0.1 seq 0x80000001 age 3".
func (h LSAHeader) String() string { return describe(h.Type.String(), h.ID, h.Router, h.Seq, h.Age) }

func describe(kind string, id, router netip.Addr, seq uint32, age uint16) string {
	return kind + " " + id.String() + " by " + router.String() + " seq 0x" + strconv.FormatUint(uint64(seq), 16) + " age " +
		strconv.Itoa(int(age))
}

// A Request asks for a link state advertisement. RFC 2328 §A.3.4.
type Request struct {
	Type   uint32 // of 16 bits in OSPFv3, behind 16 that are reserved
	ID     netip.Addr
	Router netip.Addr
}

func parseRequests(to []Request, b []byte) ([]Request, []byte) {
	for ; len(b) >= 12; b = b[12:] {
		to = append(to, Request{wire.Uint32(b, 0), addr4(b[4:]), addr4(b[8:])})
	}
	return to, b
}

func (r Request) append(b []byte) []byte {
	return appendAddr4(appendAddr4(be32(b, r.Type), r.ID), r.Router)
}

// A sealed LSA has the length and the checksum of one, and what is in it.
type sealed struct {
	Checksum Auto[uint16] // Fletcher's, of the LSA without Age
	Length   Auto[uint16] // of the LSA with its header
	Body     []byte       // in wire form
}

// settle settles the length and the checksum of b, which is an LSA, and writes them.
func (l *sealed) settle(b []byte) {
	n := uint16(len(b))
	if l.Length.Settle(n) {
		wire.PutUint16(b, 18, n)
	}
	sum := wire.Fletcher(b[2:], 14)
	if l.Checksum.Settle(sum) {
		wire.PutUint16(b, 16, sum)
	}
}

// parse takes length, checksum and body from the LSA b.
func (l *sealed) parse(b []byte) {
	l.Checksum.Parse(wire.Uint16(b, 16))
	l.Length.Parse(wire.Uint16(b, 18))
	l.Body = b[lsaHeaderLen:]
	// A good one, the usual case, need not be summed again to be compared.
	if wire.FletcherGood(b[2:]) && wire.Uint16(b, 16) != 0 {
		l.Length.Settle(uint16(len(b)))
		l.Checksum.Settle(wire.Uint16(b, 16))
		return
	}
	l.Length.Settle(uint16(len(b)))
	l.Checksum.Settle(wire.Fletcher(b[2:], 14))
}

// next returns the LSA at the front of b, or nil if there is none that fits.
func next(b []byte) []byte {
	if len(b) < lsaHeaderLen {
		return nil
	}
	if n := int(wire.Uint16(b, 18)); n >= lsaHeaderLen && n <= len(b) {
		return b[:n:n]
	}
	return nil
}

// An LSA is a link state advertisement of OSPFv2. RFC 2328 §A.4.
type LSA struct {
	Age     uint16 // seconds since it was made; the highest bit is DoNotAge, RFC 1793
	Options wire.OSPFOptions
	Type    wire.OSPFLSAType
	ID      netip.Addr // what it is about; of an opaque one, its type and 24 bits of an ID
	Router  netip.Addr // that made it, by its ID
	Seq     uint32     // signed: the highest is the newest
	sealed
}

func parseLSAs(to []LSA, b []byte) ([]LSA, []byte) {
	for x := next(b); x != nil; x = next(b) {
		h := parseHeader(x)
		l := LSA{Age: h.Age, Options: h.Options, Type: h.Type, ID: h.ID, Router: h.Router, Seq: h.Seq}
		l.parse(x)
		to, b = append(to, l), b[len(x):]
	}
	return to, b
}

// Append appends the LSA in wire form, settling its length and checksum.
func (l *LSA) Append(b []byte) ([]byte, error) {
	if len(l.Body) > 0xffff-lsaHeaderLen {
		return b, errLSATooLong
	}
	n := len(b)
	b = LSAHeader{l.Age, l.Options, l.Type, l.ID, l.Router, l.Seq, l.Checksum.Get(), l.Length.Get()}.append(b)
	b = append(b, l.Body...)
	l.settle(b[n:])
	return b, nil
}

func appendLSAs(b []byte, ls []LSA) ([]byte, error) {
	var err error
	for i := range ls {
		if b, err = ls[i].Append(b); err != nil {
			return b, err
		}
	}
	return b, nil
}

// Header returns the LSA's header, as after parsing or the last Append.
func (l *LSA) Header() LSAHeader {
	return LSAHeader{l.Age, l.Options, l.Type, l.ID, l.Router, l.Seq, l.Checksum.Get(), l.Length.Get()}
}

// String returns the LSA in words.
func (l LSA) String() string {
	s := describe(l.Type.String(), l.ID, l.Router, l.Seq, l.Age)
	v := l.Value()
	if o, ok := v.(*OpaqueLSA); ok {
		t, _ := l.OpaqueType()
		return s + " opaque " + o.text(t)
	}
	if v != nil {
		s += " " + v.String()
	}
	return s
}

// Items implements [packet.Itemized]: what the LSA says, besides its header.
func (l LSA) Items() []any {
	switch v := l.Value().(type) {
	case nil:
		return nil
	case *OpaqueLSA:
		t, _ := l.OpaqueType()
		return []any{v.text(t)}
	default:
		return []any{v}
	}
}

// A Value is the content of a link state advertisement.
type Value interface {
	coder.Coded
	String() string
}

// Bytes is content that is not understood.
type Bytes []byte

// Fields implements [coder.Coded].
func (v *Bytes) Fields(c *coder.Coder) { c.Hex("", (*[]byte)(v)) }

func (v *Bytes) String() string { return coder.Text("", v) }

// Value returns what the LSA says: a [*RouterLSA], [*NetworkLSA], [*SummaryLSA],
// [*ExternalLSA], [*GroupLSA] or [*OpaqueLSA], or [*Bytes] if it is of another type or
// malformed.
func (l LSA) Value() Value {
	var v Value
	switch l.Type {
	case wire.OSPFRouterLSA:
		v = new(RouterLSA)
	case wire.OSPFNetworkLSA:
		v = new(NetworkLSA)
	case wire.OSPFSummaryLSA, wire.OSPFASBRSummaryLSA:
		v = new(SummaryLSA)
	case wire.OSPFExternalLSA, wire.OSPFNSSALSA:
		v = new(ExternalLSA)
	case wire.OSPFGroupLSA:
		v = new(GroupLSA)
	case wire.OSPFOpaqueLink, wire.OSPFOpaqueArea, wire.OSPFOpaqueAS:
		v = new(OpaqueLSA)
	}
	if v == nil || !coder.Read(v, l.Body) {
		b := Bytes(l.Body)
		return &b
	}
	return v
}

// With returns the LSA with the content v, and the type that belongs to v if that is
// certain and it has none.
func (l LSA) With(v Value) LSA {
	l.Body = coder.Append(nil, v)
	if l.Type == 0 {
		switch v.(type) {
		case *RouterLSA:
			l.Type = wire.OSPFRouterLSA
		case *NetworkLSA:
			l.Type = wire.OSPFNetworkLSA
		case *SummaryLSA:
			l.Type = wire.OSPFSummaryLSA
		case *ExternalLSA:
			l.Type = wire.OSPFExternalLSA
		case *GroupLSA:
			l.Type = wire.OSPFGroupLSA
		case *OpaqueLSA:
			l.Type = wire.OSPFOpaqueArea
		}
	}
	return l
}

// OpaqueType returns the type of an opaque LSA: the upper 8 bits of its ID. RFC 5250 §A.2.
func (l LSA) OpaqueType() (t OpaqueType, ok bool) {
	if !l.Type.Opaque() || !l.ID.Is4() {
		return 0, false
	}
	return OpaqueType(l.ID.As4()[0]), true
}

func (l *LSA) validate(report func(field string, class packet.Class, reason string)) {
	l.check(report)
	if v, is := l.Value().(*Bytes); is && len(*v) > 0 && l.Type >= 1 && l.Type <= 11 && l.Type != 8 {
		report("LSAs", packet.BadValue, l.Type.String()+" LSA: malformed")
	}
	if l.Type == 0 || l.Type > 11 {
		report("LSAs", packet.BadValue, "an LSA of a type that is not assigned")
	}
	if l.Age&0x7fff > MaxAge {
		report("LSAs", packet.BadValue, l.Type.String()+" LSA: Age is more than 3600")
	}
}

// check reports a wrong checksum.
func (l *sealed) check(report func(field string, class packet.Class, reason string)) {
	if l.Checksum.Wrong() {
		report("LSAs", packet.BadChecksum, "the checksum of an LSA is not that of what it covers")
	}
}
