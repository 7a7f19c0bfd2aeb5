// Package ppp has the control protocols of the Point-to-Point Protocol: link control,
// network control and authentication. Importing it binds them to their numbers in
// [layers.PPPProtos].
//
//	p := packet.Packet{
//		&layers.PPPoE{SessionID: 1}, &layers.PPP{},
//		&ppp.LCP{Code: wire.PPPConfigureRequest, ID: 1, Options: wire.LCPOptions{}.Add(wire.LCPMRU, 5, 0xd4)},
//	}
package ppp

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// headerLen is the length in bytes of code, identifier and length.
const headerLen = 4

// split returns what follows the first four bytes of v, as far as length goes, and what
// is behind that.
func split(v []byte, length uint16) (body, trailer []byte, err error) {
	if length < headerLen {
		return nil, nil, wire.ErrLength
	}
	n := min(int(length), len(v))
	return v[headerLen:n:n], v[n:], nil
}

// parts tells the options of a configuration packet from the data of another.
func parts(c wire.PPPCode, body []byte) (options, data []byte) {
	if c.HasOptions() {
		return body, nil
	}
	return nil, body
}

// extent is the extent of a packet without payload.
func extent(v, trailer []byte) packet.Extent {
	n := len(v) - len(trailer)
	return packet.Extent{Header: n, End: n}
}

// hasPart is the Has of packets with options, field 3, or data, field 4.
func hasPart(i int, c wire.PPPCode) bool {
	switch i {
	case 3:
		return c.HasOptions()
	case 4:
		return !c.HasOptions()
	}
	return true
}

func validate(c wire.PPPCode, wellFormed bool, report func(string, packet.Class, string)) {
	if c > wire.PPPResetAck {
		report("Code", packet.BadValue, "is unknown")
	}
	if !wellFormed {
		report("Options", packet.BadSize, "are malformed")
	}
}

// LCP is a packet of the Link Control Protocol. RFC 1661 §5.
//
//wire:header bind=layers.PPPProtos:wire.PPPProtoLCP
type LCP struct {
	Code   wire.PPPCode
	ID     uint8               // an answer has that of its request
	Length packet.Auto[uint16] // of header, options and data, in bytes

	Options  wire.LCPOptions  // of configuration packets
	Rejected wire.PPPProtocol `bits:"0"` // the protocol that a protocol-reject refuses
	Magic    uint32           `bits:"0"` // the sender's magic number, in echoes and the like
	Data     []byte           // of others than configuration packets
	Trailer  []byte           // padding
}

// Has implements [packet.Sparse].
func (l *LCP) Has(i int) bool {
	switch i {
	case 3:
		return l.Code.HasOptions()
	case 4:
		return l.Code == wire.PPPProtocolReject
	case 5:
		return l.Code.HasMagic()
	case 6:
		return !l.Code.HasOptions()
	}
	return true
}

func (l *LCP) parseBody(v wire.LCP) (packet.Extent, error) {
	body, trailer, err := split(v, v.Length())
	if err != nil {
		return packet.Extent{}, err
	}
	options, data := parts(l.Code, body)
	l.Options, l.Trailer, l.Rejected, l.Magic = options, trailer, 0, 0
	switch n := l.fixed(); {
	case len(data) < n:
		return packet.Extent{}, packet.Need(wire.ErrShort, headerLen+n)
	case n == 2:
		l.Rejected = wire.PPPProtocol(wire.Uint16(data, 0))
		data = data[2:]
	case n == 4:
		l.Magic = wire.Uint32(data, 0)
		data = data[4:]
	}
	l.Data = data
	return extent(v, trailer), nil
}

// fixed returns how many bytes there are before Data.
func (l *LCP) fixed() int {
	switch {
	case l.Code == wire.PPPProtocolReject:
		return 2
	case l.Code.HasMagic():
		return 4
	}
	return 0
}

func (l *LCP) appendBody(b []byte, _ int) ([]byte, error) {
	b = append(b, l.Options...)
	switch l.fixed() {
	case 2:
		b = append(b, byte(l.Rejected>>8), byte(l.Rejected))
	case 4:
		b = append(b, byte(l.Magic>>24), byte(l.Magic>>16), byte(l.Magic>>8), byte(l.Magic))
	}
	return append(b, l.Data...), nil
}

func (l *LCP) finish(v wire.LCP, _ *packet.Context) { l.settleLength(v, uint16(len(v))) }

// AppendTrailer implements [packet.Trailer].
func (l *LCP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *LCP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	validate(l.Code, l.Options.WellFormed(), report)
	if mru, ok := l.Options.Get(wire.LCPMRU); ok && len(mru) != 2 {
		report("Options", packet.BadValue, "MRU: is not 2 bytes")
	}
	if m, ok := l.Options.Get(wire.LCPMagicNumber); ok && (len(m) != 4 || string(m) == "\x00\x00\x00\x00") {
		report("Options", packet.BadValue, "magic number: is not 4 bytes or is zero")
	}
}
