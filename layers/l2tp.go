package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// L2TPSessions says what the packets of an L2TPv3 session are, by its ID: the packets
// do not say, nor how long a cookie they begin with. Nothing is bound.
var L2TPSessions = packet.Table[uint32]{Name: "L2TPv3 session"}

func init() {
	UDPPorts.Bind(wire.PortL2TP, L2TPProto)
	L2TPProto.Pick = func(b []byte) *packet.Proto {
		if len(b) > 1 && b[1]&15 == 3 {
			return L2TPv3Proto
		}
		return L2TPProto
	}
}

// L2TP is a header of the layer two tunneling protocol, version 2: of a control message,
// whose pairs are AVPs, or of a PPP frame. RFC 2661 §3.1.
//
//wire:header
type L2TP struct {
	Control       bool        `bits:"1"`                                    // T: a control message
	LengthPresent Auto[bool]  `bits:"1" auto:"l.Control"`                   // L
	Reserved      uint8       `bits:"2"`                                    //
	SeqPresent    Auto[bool]  `bits:"1" auto:"l.Control || l.Ns|l.Nr != 0"` // S: Ns and Nr are there
	Reserved2     bool        `bits:"1"`                                    //
	OffsetPresent Auto[bool]  `bits:"1" auto:"len(l.Pad) > 0"`              // O: the length of Pad is there
	Priority      bool        `bits:"1"`                                    // P
	Reserved3     uint8       `bits:"4"`
	Version       Auto[uint8] `bits:"4" const:"2"`

	Length  Auto[uint16] `bits:"0"` // of the message, with this header
	Tunnel  uint16       `bits:"0"` // tunnel ID, the receiver's
	Session uint16       `bits:"0"` // session ID, the receiver's
	Ns      uint16       `bits:"0"` // sequence number of this message
	Nr      uint16       `bits:"0"` // that of the message expected next
	Pad     []byte       // before the payload, as the offset field says
	AVPs    wire.L2TPAVPs
	Trailer []byte // behind Length
}

func (l *L2TP) parseBody(v wire.L2TP) (packet.Extent, error) {
	if v.Version() != 2 {
		return packet.Extent{}, wire.ErrFormat
	}
	n := wire.L2TPLen + 4
	if v.LengthPresent() {
		n += 2
	}
	if v.SeqPresent() {
		n += 4
	}
	if v.OffsetPresent() {
		n += 2
	}
	if n > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	}
	at, end := wire.L2TPLen, len(v)
	l.Length = Auto[uint16]{}
	if v.LengthPresent() {
		size := wire.Uint16(v, at)
		l.Length.Parse(size)
		end = min(end, int(size))
		at += 2
	}
	l.Tunnel, l.Session = wire.Uint16(v, at), wire.Uint16(v, at+2)
	at += 4
	l.Ns, l.Nr, l.Pad, l.AVPs = 0, 0, nil, nil
	if v.SeqPresent() {
		l.Ns, l.Nr = wire.Uint16(v, at), wire.Uint16(v, at+2)
	}
	if v.OffsetPresent() {
		pad := int(wire.Uint16(v, n-2))
		if n+pad > len(v) {
			return packet.Extent{}, packet.Need(wire.ErrShort, n+pad)
		}
		l.Pad = v[n : n+pad : n+pad]
		n += pad
	}
	if end < n {
		return packet.Extent{}, wire.ErrLength
	}
	l.Trailer = v[end:]
	if v.Control() {
		l.AVPs = wire.L2TPAVPs(v[n:end])
		return packet.Extent{Header: end, End: end}, nil
	}
	return packet.Extent{Header: n, End: end, Next: EtherTypes.Next(wire.EtherTypePPP)}, nil
}

func (l *L2TP) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Pad) > 0xffff {
		return b, packet.FieldError("L2TP.Pad: more than 65535 bytes")
	}
	if has(l.LengthPresent, l.Control) {
		b = append16(b, l.Length.Get())
	}
	b = append16(append16(b, l.Tunnel), l.Session)
	if has(l.SeqPresent, l.Control || l.Ns|l.Nr != 0) {
		b = append16(append16(b, l.Ns), l.Nr)
	}
	if has(l.OffsetPresent, len(l.Pad) > 0) {
		b = append(append16(b, uint16(len(l.Pad))), l.Pad...)
	}
	return append(b, l.AVPs...), nil
}

func (l *L2TP) finish(v wire.L2TP, _ *packet.Context) {
	if n := uint16(len(v)); v.LengthPresent() && l.Length.Settle(n) {
		wire.PutUint16(v, wire.L2TPLen, n)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *L2TP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *L2TP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Control && !(l.LengthPresent.Get() && l.SeqPresent.Get()) {
		report("LengthPresent", packet.BadValue, "or SeqPresent is not set, in a control message")
	}
	if l.Control && (l.OffsetPresent.Get() || l.Priority) {
		report("OffsetPresent", packet.BadValue, "or Priority is set, in a control message")
	}
	if l.Reserved != 0 || l.Reserved2 || l.Reserved3 != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
	validateAVPs(l.AVPs, report)
}

func validateAVPs(a wire.L2TPAVPs, report func(string, packet.Class, string)) {
	if a.Malformed() >= 0 {
		report("AVPs", packet.BadSize, "has a pair that is too short or runs out of the message")
		return
	}
	if _, ok := a.MessageType(); !ok && len(a) > 0 {
		report("AVPs", packet.BadValue, "does not begin with the message's type")
	}
}

// L2TPv3 is a header of the layer two tunneling protocol, version 3, over UDP: of a
// control message, whose pairs are AVPs, or of a session's packet. RFC 3931 §3.2.1,
// §4.1.2.
//
// Over IP control messages follow an [L2TPv3IP] whose Session is 0.
//
//wire:header
type L2TPv3 struct {
	Control       bool        `bits:"1"`                  // T: a control message
	LengthPresent Auto[bool]  `bits:"1" auto:"l.Control"` // L: must be set in a control message
	Reserved      uint8       `bits:"2"`                  //
	SeqPresent    Auto[bool]  `bits:"1" auto:"l.Control"` // S: must be set in a control message
	Reserved2     uint8       `bits:"7"`
	Version       Auto[uint8] `bits:"4" const:"3"`

	Length  Auto[uint16] `bits:"0"` // of a control message; of others 0
	ID      uint32       `bits:"0"` // control connection ID, or session ID
	Ns      uint16       `bits:"0"` // of a control message: its sequence number
	Nr      uint16       `bits:"0"` // of a control message: that of the message expected next
	AVPs    wire.L2TPAVPs
	Trailer []byte // behind Length
}

func (l *L2TPv3) parseBody(v wire.L2TPv3) (packet.Extent, error) {
	if v.Version() != 3 {
		return packet.Extent{}, wire.ErrFormat
	}
	n := wire.L2TPv3Len + 6
	if v.Control() {
		n += 4
	}
	if n > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	}
	l.Length.Parse(wire.Uint16(v, 2))
	l.ID, l.Ns, l.Nr, l.AVPs, l.Trailer = wire.Uint32(v, 4), 0, 0, nil, nil
	if !v.Control() {
		return packet.Extent{Header: n, End: len(v), Next: L2TPSessions.Next(l.ID)}, nil
	}
	end := min(int(l.Length.Get()), len(v))
	if end < n {
		return packet.Extent{}, wire.ErrLength
	}
	l.Ns, l.Nr, l.AVPs, l.Trailer = wire.Uint16(v, 8), wire.Uint16(v, 10), wire.L2TPAVPs(v[n:end]), v[end:]
	return packet.Extent{Header: end, End: end}, nil
}

func (l *L2TPv3) appendBody(b []byte, _ int) ([]byte, error) {
	b = append32(append16(b, l.Length.Get()), l.ID)
	if l.Control {
		b = append16(append16(b, l.Ns), l.Nr)
	}
	return append(b, l.AVPs...), nil
}

func (l *L2TPv3) finish(v wire.L2TPv3, _ *packet.Context) {
	n := uint16(0)
	if l.Control {
		n = uint16(len(v))
	}
	if l.Length.Settle(n) {
		wire.PutUint16(v, 2, n)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *L2TPv3) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *L2TPv3) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Control && !(l.LengthPresent.Get() && l.SeqPresent.Get()) {
		report("LengthPresent", packet.BadValue, "or SeqPresent is not set, in a control message")
	}
	validateAVPs(l.AVPs, report)
}

// L2TPv3IP is the header that L2TPv3 has over IP. RFC 3931 §4.1.1.
//
//wire:header bind=IPProtos:wire.IPProtoL2TP
type L2TPv3IP struct {
	Session uint32 // the receiver's ID of the session, or 0 before a control message
}

func (l *L2TPv3IP) extent(v wire.L2TPv3IP) packet.Extent {
	x := packet.Extent{Header: wire.L2TPv3IPLen, End: len(v), Next: L2TPSessions.Next(v.Session())}
	if v.Session() == 0 {
		x.Next = packet.Is(L2TPv3Proto)
	}
	return x
}
