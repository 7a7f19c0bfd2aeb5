package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() { UDPPorts.Bind(wire.PortGTPU, GTPUProto) }

// GTPU is a header of the GPRS tunnelling protocol's user plane, version 1.
// 3GPP TS 29.281 §5.1.
//
// Seq, NPDU and FirstExtension are there together, if any of the three flags says so. A
// Seq or NPDU that is not zero sets its flag; fix the flag to have one that is zero.
//
//wire:header
type GTPU struct {
	Version       Auto[uint8]           `bits:"3" auto:"1"`
	ProtocolType  Auto[bool]            `bits:"1" auto:"true"` // GTP, not GTP'
	Reserved      bool                  `bits:"1"`
	ExtensionFlag Auto[bool]            `bits:"1" auto:"len(l.Extensions) > 0"` // FirstExtension is in use
	SeqFlag       Auto[bool]            `bits:"1" auto:"l.Seq != 0"`            // Seq is in use
	NPDUFlag      Auto[bool]            `bits:"1" auto:"l.NPDU != 0"`           // NPDU is in use
	Type          Auto[wire.GTPMessage] `auto:"wire.GTPPDU"`
	Length        Auto[uint16]          // of everything behind the first 8 bytes
	TEID          uint32                // tunnel endpoint identifier

	Seq            uint16            `bits:"0"`
	NPDU           uint8             `bits:"0"`
	FirstExtension wire.GTPExtension `bits:"0"` // type of the first of Extensions
	Extensions     wire.GTPExtensions
	IEs            wire.GTPIEs // information elements, of messages that are no G-PDU
	Trailer        []byte      // behind Length
}

func (l *GTPU) parseBody(v wire.GTPU) (packet.Extent, error) {
	if v.Version() != 1 || !v.ProtocolType() {
		return packet.Extent{}, wire.ErrFormat
	}
	n := v.HeaderLen()
	if n < 0 {
		return packet.Extent{}, wire.ErrFormat
	}
	if n > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	}
	end := wire.GTPULen + int(v.Length())
	if end < n {
		return packet.Extent{}, wire.ErrLength
	}
	end = min(end, len(v))
	l.Seq, l.NPDU, l.FirstExtension, l.Extensions, l.IEs = v.Seq(), v.NPDU(), v.FirstExtension(), nil, nil
	if n > wire.GTPULen+4 {
		l.Extensions = wire.GTPExtensions(v[wire.GTPULen+4 : n])
	}
	l.Trailer = v[end:]
	x := packet.Extent{Header: n, End: end, Next: packet.Is(IPProto46)}
	if v.Type() != wire.GTPPDU {
		l.IEs, x.Header = wire.GTPIEs(v[n:end]), end
	}
	return x, nil
}

func (l *GTPU) appendBody(b []byte, _ int) ([]byte, error) {
	ext := has(l.ExtensionFlag, len(l.Extensions) > 0)
	if ext || has(l.SeqFlag, l.Seq != 0) || has(l.NPDUFlag, l.NPDU != 0) {
		b = append(append16(b, l.Seq), l.NPDU, byte(l.FirstExtension))
	}
	if ext {
		b = append(b, l.Extensions...)
	}
	return append(b, l.IEs...), nil
}

func (l *GTPU) finish(v wire.GTPU, _ *packet.Context) {
	l.settleLength(v, uint16(len(v)-wire.GTPULen))
}

// AddExtension appends an extension header. Its content is padded with zeros so that
// the header is a multiple of 4 bytes long.
func (l *GTPU) AddExtension(t wire.GTPExtension, content ...byte) {
	if n := len(l.Extensions); n == 0 {
		l.FirstExtension = t
	} else {
		l.Extensions[n-1] = byte(t)
	}
	words := (len(content) + 2 + 3) / 4
	l.Extensions = append(append(l.Extensions, byte(words)), content...)
	l.Extensions = append(l.Extensions, make([]byte, words*4-1-len(content))...)
}

// AppendTrailer implements [packet.Trailer].
func (l *GTPU) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *GTPU) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Reserved {
		report("Reserved", packet.Unusual, "is set")
	}
	if l.IEs.Malformed() >= 0 {
		report("IEs", packet.BadSize, "has an element that cannot be read")
	}
	switch l.Type.Get() {
	case wire.GTPEchoRequest, wire.GTPEchoResponse, wire.GTPErrorIndication, wire.GTPSupportedExtensions:
		if l.TEID != 0 {
			report("TEID", packet.BadValue, "must be 0 in this message")
		}
		if !l.SeqFlag.Get() {
			report("SeqFlag", packet.BadValue, "must be set in this message")
		}
	}
}
