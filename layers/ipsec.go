package layers

import (
	"github.com/gocap-project/gocap/packet"
)

// AH is an authentication header. RFC 4302 §2.
//
// Over IPv6 the header is a multiple of 8 bytes long: choose ICV so.
//
//wire:header bind=IPProtos:wire.IPProtoAH
type AH struct {
	NextHeader Auto[IPProto] `next:"IPProtos,wire.IPProtoNone"`
	PayloadLen Auto[uint8]   `len:"4,8"` // of this header, in units of 4 bytes, less 2
	Reserved   uint16
	SPI        uint32 // security parameters index
	Seq        uint32 // rises by one with each packet of the SPI
	ICV        []byte // integrity check value, with padding
}

// Validate implements [packet.Validator].
func (l *AH) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "not zero")
	}
	if overIPv6(c.Outer()) && c.Header%8 != 0 {
		report("PayloadLen", packet.BadSize, "over IPv6 the header must be a multiple of 8 bytes long")
	}
	if l.SPI < 256 {
		report("SPI", packet.Unusual, "reserved") // RFC 4302 §2.4
	}
}

// ESP is an encapsulating security payload header. Its payload, encrypted, has the
// trailer and integrity check value in it. RFC 4303 §2.
//
//wire:header bind=IPProtos:wire.IPProtoESP
type ESP struct {
	SPI uint32 // security parameters index
	Seq uint32
}

// Validate implements [packet.Validator].
func (l *ESP) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.SPI < 256 {
		report("SPI", packet.Unusual, "reserved") // RFC 4303 §2.1
	}
}

// IPComp is an IP payload compression header. Its payload is compressed.
// RFC 3173 §3.
//
//wire:header bind=IPProtos:wire.IPProtoIPComp
type IPComp struct {
	NextHeader IPProto // of the payload when decompressed
	Flags      uint8   // reserved
	CPI        uint16  // compression parameter index: 2 is DEFLATE, 3 LZS, 4 LZJH
}

// Validate implements [packet.Validator].
func (l *IPComp) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Flags != 0 {
		report("Flags", packet.Unusual, "not zero")
	}
}
