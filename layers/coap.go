package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// CoAP is a Constrained Application Protocol message over UDP. RFC 7252 §3.
//
//	&layers.CoAP{Code: wire.CoAPGet, MessageID: 1, Options: wire.CoAPOptions{}.AddText(wire.CoAPURIPath, "sensors")}
//
//wire:header bind=UDPPorts:wire.PortCoAP
type CoAP struct {
	Version     Auto[uint8]      `bits:"2" auto:"1"`
	Type        wire.CoAPType    `bits:"2"`
	TokenLength Auto[uint8]      `bits:"4"` // of Token, at most 8
	Code        wire.CoAPCode    // method or response
	MessageID   uint16           // acknowledgements have that of their message
	Token       []byte           // responses have that of their request
	Options     wire.CoAPOptions // in wire form
	Payload     []byte           // behind the payload marker

	bare bool // a marker with nothing behind it
}

var errFormatCoAP = &wire.Error{Layer: "CoAP", Err: wire.ErrFormat}

func (l *CoAP) parseBody(v wire.CoAP) (packet.Extent, error) {
	n := wire.CoAPLen + int(v.TokenLength())
	if v.Version() != 1 || v.TokenLength() > 8 {
		return packet.Extent{}, errFormatCoAP
	}
	if n > len(v) {
		return packet.Extent{}, packet.Need(errFormatCoAP, n)
	}
	l.Token, l.Payload, l.bare = v[wire.CoAPLen:n:n], nil, false
	l.Options = wire.CoAPOptions(v[n:])
	if end := n + l.Options.Len(); end < len(v) && v[end] == 0xff {
		l.Options, l.Payload, l.bare = l.Options[:end-n:end-n], v[end+1:], end+1 == len(v)
	}
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *CoAP) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Token) > 15 {
		return b, packet.FieldError("CoAP.Token: too long")
	}
	b = append(append(b, l.Token...), l.Options...)
	if len(l.Payload) > 0 || l.bare {
		b = append(b, 0xff)
	}
	return append(b, l.Payload...), nil
}

func (l *CoAP) finish(v wire.CoAP, _ *packet.Context) { l.settleTokenLength(v, uint8(len(l.Token))) }

// Validate implements [packet.Validator].
func (l *CoAP) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Options.Len() < len(l.Options) {
		report("Options", packet.BadSize, "an option is malformed")
	}
	if l.bare {
		report("Payload", packet.BadSize, "a marker and no payload")
	}
	if l.Code == wire.CoAPEmpty && len(l.Token)+len(l.Options)+len(l.Payload) > 0 {
		report("Code", packet.BadValue, "an empty message has more than a header") // RFC 7252 §4.1
	}
	if class := l.Code >> 5; class == 1 || class == 6 || class == 7 {
		report("Code", packet.BadValue, "of a reserved class") // RFC 7252 §12.1
	}
}
