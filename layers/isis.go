package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// OSIProtocols says what begins with a network layer protocol identifier that is part of
// its header.
var OSIProtocols = packet.Table[wire.NLPID]{Name: "OSI protocol"}

// OSIProto is a protocol of the OSI network layer: that which the first byte says.
var OSIProto = &packet.Proto{Name: "OSI", Title: "protocol of the OSI network layer", Ref: "ISO/IEC TR 9577"}

func init() {
	OSIProto.New, OSIProto.At = CLNPProto.New, CLNPProto.At
	OSIProto.Pick = func(b []byte) *packet.Proto {
		if len(b) == 0 {
			return nil
		}
		return OSIProtocols.Proto(wire.NLPID(b[0]))
	}
	// The last one is what the number means; the others are what building finds it by.
	for _, p := range []*packet.Proto{ISISProto, ESISProto, CLNPProto, OSIProto} {
		EtherTypes.Bind(wire.CHDLCOSI, p)
		PPPProtos.Bind(wire.PPPProtoOSI, p)
	}
	for _, p := range []*packet.Proto{ISISProto, ESISProto, CLNPProto} {
		SAPs.Bind(wire.SAPOSI, p) // for building; what is parsed, OSIProtocols tells
	}
}

// ISIS is a PDU of the Intermediate System to Intermediate System protocol. ISO/IEC 10589
// §9; RFC 1195 §5.
//
// Which of the fields after MaxAreas a PDU has depends on Type; the others are zero after
// parsing and are not written.
//
//wire:header bind=OSIProtocols:wire.NLPIDISIS
type ISIS struct {
	NLPID        Auto[uint8]   `const:"0x83"`
	HeaderLength Auto[uint8]   // in bytes, without TLVs
	Version      Auto[uint8]   `const:"1"`
	IDLength     uint8         // of a system's identifier; 0 means 6, 255 means none
	Reserved     uint8         `bits:"3"`
	Type         wire.ISISType `bits:"5"`
	PDUVersion   Auto[uint8]   `const:"1"`
	Reserved2    uint8
	MaxAreas     uint8 // area addresses; 0 means 3

	Circuit      wire.ISISCircuit  `bits:"0"` // hello: the levels of the circuit
	Source       wire.ISISID       `bits:"0"` // hello: the system; sequence numbers: system and circuit
	HoldingTime  uint16            `bits:"0"` // hello: in seconds
	PDULength    Auto[uint16]      `bits:"0"` // of the PDU with its header, in bytes
	Lifetime     uint16            `bits:"0"` // link state: seconds that remain; 0 withdraws
	Priority     uint8             `bits:"0"` // LAN hello: to become designated system, 7 bits
	LANID        wire.ISISID       `bits:"0"` // LAN hello: the designated system and its circuit
	LocalCircuit uint8             `bits:"0"` // point-to-point hello
	LSPID        wire.ISISID       `bits:"0"` // link state: system, circuit and fragment
	Sequence     uint32            `bits:"0"` // link state
	Checksum     Auto[uint16]      `bits:"0"` // link state: Fletcher's, from LSPID on; 0 is none
	Flags        wire.ISISLSPFlags `bits:"0"` // link state
	Start        wire.ISISID       `bits:"0"` // complete sequence numbers: the first link state identifier
	End          wire.ISISID       `bits:"0"` // complete sequence numbers: the last

	Fixed   []byte        `bits:"0"` // what else the header has: all of it if it is too short for Type
	TLVs    wire.ISISTLVs `bits:"0"`
	Trailer []byte        `bits:"0"` // behind the PDU

	packet.Summed
	cut bool // PDULength says that there is more
	raw bool // Fixed is all of the header's rest
}

var errISIS = &wire.Error{Layer: "ISIS", Err: wire.ErrFormat}

// fields reads or writes the fields of the header that are of l.Type's form.
func (l *ISIS) fields(f isisCoder) {
	switch l.Type {
	case wire.ISISL1Hello, wire.ISISL2Hello, wire.ISISP2PHello:
		circuit := uint8(l.Circuit)
		f.u8(&circuit)
		l.Circuit = wire.ISISCircuit(circuit)
		f.id(&l.Source, 0)
		f.u16(&l.HoldingTime)
		f.auto(&l.PDULength)
		if l.Type == wire.ISISP2PHello {
			f.u8(&l.LocalCircuit)
			return
		}
		f.u8(&l.Priority)
		f.id(&l.LANID, 1)
	case wire.ISISL1LSP, wire.ISISL2LSP:
		f.auto(&l.PDULength)
		f.u16(&l.Lifetime)
		f.id(&l.LSPID, 2)
		f.u32(&l.Sequence)
		f.auto(&l.Checksum)
		flags := uint8(l.Flags)
		f.u8(&flags)
		l.Flags = wire.ISISLSPFlags(flags)
	case wire.ISISL1CSNP, wire.ISISL2CSNP, wire.ISISL1PSNP, wire.ISISL2PSNP:
		f.auto(&l.PDULength)
		f.id(&l.Source, 1)
		if l.Type == wire.ISISL1CSNP || l.Type == wire.ISISL2CSNP {
			f.id(&l.Start, 2)
			f.id(&l.End, 2)
		}
	}
}

// An isisCoder reads or writes fields one after another.
type isisCoder struct {
	b    *[]byte // what is left to read, or what is written
	id6  int     // length of a system's identifier
	read bool
}

func (c isisCoder) take(n int) []byte {
	x := (*c.b)[:n:n]
	*c.b = (*c.b)[n:]
	return x
}

func (c isisCoder) u8(x *uint8) {
	if c.read {
		*x = c.take(1)[0]
		return
	}
	*c.b = append(*c.b, *x)
}

func (c isisCoder) u16(x *uint16) {
	if c.read {
		*x = wire.Uint16(c.take(2), 0)
		return
	}
	*c.b = append16(*c.b, *x)
}

func (c isisCoder) u32(x *uint32) {
	if c.read {
		*x = wire.Uint32(c.take(4), 0)
		return
	}
	*c.b = append16(append16(*c.b, uint16(*x>>16)), uint16(*x))
}

func (c isisCoder) auto(x *Auto[uint16]) {
	if c.read {
		x.Parse(wire.Uint16(c.take(2), 0))
		return
	}
	*c.b = append16(*c.b, x.Get())
}

// id handles an identifier of a system with extra bytes.
func (c isisCoder) id(x *wire.ISISID, extra int) {
	n := c.id6 + extra
	if c.read {
		*x = wire.ISISID(c.take(n))
		return
	}
	id := (*x)[:min(len(*x), n)]
	*c.b = append(*c.b, id...)
	for i := len(id); i < n; i++ {
		*c.b = append(*c.b, 0)
	}
}

// idLength returns how many bytes a system's identifier has.
func (l *ISIS) idLength() int {
	switch l.IDLength {
	case 0:
		return 6
	case 255:
		return 0
	}
	return int(l.IDLength)
}

func (l *ISIS) clear() {
	*l = ISIS{NLPID: l.NLPID, HeaderLength: l.HeaderLength, Version: l.Version, IDLength: l.IDLength, Reserved: l.Reserved, Type: l.Type,
		PDUVersion: l.PDUVersion, Reserved2: l.Reserved2, MaxAreas: l.MaxAreas}
}

func (l *ISIS) parseBody(v wire.ISIS) (packet.Extent, error) {
	hl := int(v.HeaderLength())
	if v.NLPID() != uint8(wire.NLPIDISIS) || hl < wire.ISISLen {
		return packet.Extent{}, errISIS
	}
	if hl > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, hl)
	}
	l.clear()
	rest := v[wire.ISISLen:hl:hl]
	least := l.Type.HeaderLength(l.idLength()) - wire.ISISLen
	if l.raw = len(rest) < least; l.raw || least < 0 {
		l.Fixed = rest
	} else {
		b := []byte(rest)
		l.fields(isisCoder{&b, l.idLength(), true})
		l.Fixed = b
	}
	end := len(v)
	if n := int(l.PDULength.Get()); n >= hl {
		l.cut = n > end
		end = min(end, n)
	}
	l.TLVs, l.Trailer = wire.ISISTLVs(v[hl:end:end]), v[end:]
	return packet.Extent{Header: end, End: end}, nil
}

func (l *ISIS) appendBody(b []byte, _ int) ([]byte, error) {
	if !l.raw {
		for _, id := range [...]wire.ISISID{l.Source, l.LANID, l.LSPID, l.Start, l.End} {
			if len(id) > l.idLength()+2 {
				return b, packet.FieldError("ISIS: an identifier is longer than IDLength says")
			}
		}
		l.fields(isisCoder{&b, l.idLength(), false})
	}
	return append(append(b, l.Fixed...), l.TLVs...), nil
}

func (l *ISIS) finish(v wire.ISIS, _ *packet.Context) {
	least, n := l.Type.HeaderLength(l.idLength()), len(l.Fixed)+wire.ISISLen
	if !l.raw {
		n = max(least, wire.ISISLen) + len(l.Fixed)
	}
	l.settleHeaderLength(v, uint8(n))
	if l.raw || least == 0 {
		return
	}
	at := l.Type.PDULengthOffset()
	if at > wire.ISISLen {
		at += l.idLength() - 6
	}
	switch {
	case l.cut:
		l.PDULength.Hold()
	case l.PDULength.Settle(uint16(len(v))):
		wire.PutUint16(v, at, uint16(len(v)))
	}
	if l.Type == wire.ISISL1LSP || l.Type == wire.ISISL2LSP {
		l.finishSum(v)
	}
}

// finishSum settles the checksum of a link state PDU.
func (l *ISIS) finishSum(v wire.ISIS) {
	b := v[12:] // from LSPID on
	at := l.idLength() + 2 + 4
	sum := wire.Fletcher(b, at)
	if x := wire.Uint16(b, at); x != 0 && wire.FletcherGood(b) {
		sum = x
	}
	if l.Judge(&l.Checksum, sum, !l.cut) {
		wire.PutUint16(b, at, sum)
	}
	if l.Checksum.Get() == 0 {
		l.Note(packet.ChecksumAbsent)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *ISIS) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *ISIS) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.raw {
		report("HeaderLength", packet.BadSize, "is less than a PDU of the type has")
	}
	if l.cut {
		report("PDULength", packet.BadSize, "is more than there is")
	}
	if l.TLVs.Malformed() >= 0 {
		report("TLVs", packet.BadSize, "has one that runs out of the PDU")
	}
	if l.Type.HeaderLength(6) == 0 {
		report("Type", packet.BadValue, "is not assigned")
	}
	if l.Priority > 127 {
		report("Priority", packet.Unusual, "is more than 7 bits")
	}
	if l.Lifetime == 0 && len(l.LSPID) > 0 && len(l.TLVs) > 0 && l.Checksum.Get() != 0 {
		report("TLVs", packet.Unusual, "are of a PDU that is withdrawn")
	}
}

// ESIS is a PDU of the End System to Intermediate System protocol. ISO 9542 §7.
//
//wire:header bind=OSIProtocols:wire.NLPIDESIS
type ESIS struct {
	NLPID        Auto[uint8] `const:"0x82"`
	HeaderLength Auto[uint8] // in bytes, with Body
	Version      Auto[uint8] `const:"1"`
	Reserved     uint8
	Reserved2    uint8         `bits:"3"`
	Type         wire.ESISType `bits:"5"`
	HoldingTime  uint16        // in seconds
	Checksum     uint16        // Fletcher's, of the header; 0 means none

	Body    []byte `bits:"0"` // addresses and options, of Type's form
	Trailer []byte `bits:"0"` // behind the PDU
}

var errESIS = &wire.Error{Layer: "ESIS", Err: wire.ErrFormat}

func (l *ESIS) parseBody(v wire.ESIS) (packet.Extent, error) {
	hl := int(v.HeaderLength())
	if v.NLPID() != uint8(wire.NLPIDESIS) || hl < wire.ESISLen {
		return packet.Extent{}, errESIS
	}
	if hl > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, hl)
	}
	l.Body, l.Trailer = v[wire.ESISLen:hl:hl], v[hl:]
	return packet.Extent{Header: hl, End: hl}, nil
}

func (l *ESIS) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Body...), nil }

func (l *ESIS) finish(v wire.ESIS, c *packet.Context) {
	l.settleHeaderLength(v, uint8(wire.ESISLen+len(l.Body)))
}

// AppendTrailer implements [packet.Trailer].
func (l *ESIS) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// CLNP is a header of the Connectionless-mode Network Protocol. ISO/IEC 8473-1 §7.
//
//wire:header bind=OSIProtocols:wire.NLPIDCLNP
type CLNP struct {
	NLPID         Auto[uint8]   `const:"0x81"`
	HeaderLength  Auto[uint8]   // in bytes, with Body
	Version       Auto[uint8]   `const:"1"`
	Lifetime      uint8         // in half seconds
	Segmentation  bool          // is permitted
	More          bool          // segments follow
	ErrorReport   bool          // is wanted
	Type          wire.CLNPType `bits:"5"`
	SegmentLength uint16        // of header and data, in bytes
	Checksum      uint16        // Fletcher's, of the header; 0 means none

	Body []byte `bits:"0"` // addresses with their lengths, segmentation part, options
}

var errCLNP = &wire.Error{Layer: "CLNP", Err: wire.ErrFormat}

func (l *CLNP) parseBody(v wire.CLNP) (packet.Extent, error) {
	hl := int(v.HeaderLength())
	if v.NLPID() != uint8(wire.NLPIDCLNP) || hl < wire.CLNPLen {
		return packet.Extent{}, errCLNP
	}
	if hl > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, hl)
	}
	l.Body = v[wire.CLNPLen:hl:hl]
	return packet.Extent{Header: hl, End: len(v)}, nil
}

func (l *CLNP) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Body...), nil }

func (l *CLNP) finish(v wire.CLNP, c *packet.Context) {
	l.settleHeaderLength(v, uint8(wire.CLNPLen+len(l.Body)))
}

// Addresses returns the addresses, or nil for what does not fit in the header.
func (l *CLNP) Addresses() (dst, src wire.NSAP) {
	dst, rest := address(l.Body)
	src, _ = address(rest)
	return dst, src
}

// address returns the address that b begins with, after its length, and what follows.
func address(b []byte) (wire.NSAP, []byte) {
	if len(b) == 0 || 1+int(b[0]) > len(b) {
		return nil, nil
	}
	n := 1 + int(b[0])
	return wire.NSAP(b[1:n]), b[n:]
}
