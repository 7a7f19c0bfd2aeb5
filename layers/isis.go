package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// OSIProtocols says what begins with a network layer protocol identifier that is part of
// its header.
var OSIProtocols = packet.Table[wire.NLPID]{Name: "OSI protocol"}

func init() {
	for _, p := range []*packet.Proto{ISISProto, ESISProto, CLNPProto} {
		SAPs.Bind(wire.SAPOSI, p) // for building; what is parsed, OSIProtocols tells
	}
}

// ISIS is a PDU of the Intermediate System to Intermediate System protocol: the header
// that all have, with the rest as it is. ISO/IEC 10589 §9; RFC 1195 §5.
//
//wire:header bind=OSIProtocols:wire.NLPIDISIS
type ISIS struct {
	NLPID        Auto[uint8]   `const:"0x83"`
	HeaderLength Auto[uint8]   // in bytes, with Fixed
	Version      Auto[uint8]   `const:"1"`
	IDLength     uint8         // of a system's identifier; 0 means 6
	Reserved     uint8         `bits:"3"`
	Type         wire.ISISType `bits:"5"`
	PDUVersion   Auto[uint8]   `const:"1"`
	Reserved2    uint8
	MaxAreas     uint8 // area addresses; 0 means 3

	Fixed   []byte        `bits:"0"` // the rest of the header, of Type's form
	TLVs    wire.ISISTLVs `bits:"0"`
	Trailer []byte        `bits:"0"` // behind the PDU
}

var errISIS = &wire.Error{Layer: "ISIS", Err: wire.ErrFormat}

func (l *ISIS) parseBody(v wire.ISIS) (packet.Extent, error) {
	hl := int(v.HeaderLength())
	if v.NLPID() != uint8(wire.NLPIDISIS) || hl < wire.ISISLen {
		return packet.Extent{}, errISIS
	}
	if hl > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, hl)
	}
	end := len(v)
	if at := v.Type().PDULengthOffset(); at > 0 && at+2 <= hl {
		if n := int(wire.Uint16(v, at)); n >= hl {
			end = min(end, n)
		}
	}
	l.Fixed, l.TLVs, l.Trailer = v[wire.ISISLen:hl:hl], wire.ISISTLVs(v[hl:end:end]), v[end:]
	return packet.Extent{Header: end, End: end}, nil
}

func (l *ISIS) appendBody(b []byte, _ int) ([]byte, error) {
	return append(append(b, l.Fixed...), l.TLVs...), nil
}

func (l *ISIS) finish(v wire.ISIS, c *packet.Context) {
	l.settleHeaderLength(v, uint8(wire.ISISLen+len(l.Fixed)))
}

// AppendTrailer implements [packet.Trailer].
func (l *ISIS) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// at returns n bytes of the header from offset on, as the standard counts them, or nil.
func (l *ISIS) at(off, n int) []byte {
	if off -= wire.ISISLen; off < 0 || off+n > len(l.Fixed) {
		return nil
	}
	return l.Fixed[off : off+n]
}

// PDULength returns the length of the PDU in bytes, or 0 if the header has none.
func (l *ISIS) PDULength() int {
	if b := l.at(l.Type.PDULengthOffset(), 2); b != nil {
		return int(wire.Uint16(b, 0))
	}
	return 0
}

// Source returns the identifier of the system or node that sent a hello or a sequence
// numbers PDU, or nil.
func (l *ISIS) Source() []byte {
	switch l.Type {
	case wire.ISISL1Hello, wire.ISISL2Hello, wire.ISISP2PHello:
		return l.at(9, 6)
	case wire.ISISL1CSNP, wire.ISISL2CSNP, wire.ISISL1PSNP, wire.ISISL2PSNP:
		return l.at(10, 7)
	}
	return nil
}

// LSP returns what a link state PDU says of itself: its identifier, sequence number, and
// the rest of its lifetime in seconds. The identifier is nil if this is no such PDU.
func (l *ISIS) LSP() (id []byte, sequence uint32, lifetime uint16) {
	b := l.at(8, 19)
	if b == nil || l.Type != wire.ISISL1LSP && l.Type != wire.ISISL2LSP {
		return nil, 0, 0
	}
	return b[4:12], wire.Uint32(b, 12), wire.Uint16(b, 2)
}

// Validate implements [packet.Validator].
func (l *ISIS) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if n := l.PDULength(); n != 0 && n != wire.ISISLen+len(l.Fixed)+len(l.TLVs) {
		report("Fixed", packet.BadSize, "has another length of the PDU")
	}
	if l.TLVs.Malformed() >= 0 {
		report("TLVs", packet.BadSize, "has one that runs out of the PDU")
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
