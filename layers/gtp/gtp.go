// Package gtp has messages of the GPRS Tunnelling Protocol's control plane, versions 0, 1
// and 2, and of GTP', which carries charging data. Importing it binds them to UDP ports
// 2123 and 3386. The user plane is [layers.GTPU].
//
//	m := &gtp.V2{Type: wire.GTPv2CreateSessionRequest, Seq: 7}
//	m.IEs = m.IEs.Add(wire.GTPv2IEIMSI, 0, gtp.Digits("001010000000001")).
//		Add(wire.GTPv2IEAPN, 0, gtp.Name("internet")).
//		Add(wire.GTPv2IEFTEID, 0, &gtp.FTEID{Interface: 10, TEID: 1, IPv4: addr})
//	v, ok := m.IEs.Value(wire.GTPv2IEFTEID, 0)
//
// Information elements are kept as they are on the wire, so that nothing is lost; their
// values are made when they are asked for.
package gtp

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Auto is [packet.Auto].
type Auto[T comparable] = packet.Auto[T]

// Proto is a message of the control plane by its version.
var Proto = &packet.Proto{
	Name: "GTPC", Title: "message of the GPRS tunnelling protocol's control plane, of any version", Ref: "3GPP TS 29.060 §6",
	New: packet.RawProto.New, At: packet.RawProto.At, Fields: packet.RawProto.Fields,
}

func init() {
	Proto.Pick = pick
	layers.UDPPorts.Bind(wire.PortGTPC, Proto)
	layers.UDPPorts.Bind(wire.PortGTPPrime, Proto)
	layers.TCPPorts.Bind(wire.PortGTPPrime, PrimeProto)
}

// pick chooses by version and protocol type.
func pick(b []byte) *packet.Proto {
	if len(b) == 0 {
		return nil
	}
	switch version, gtp := b[0]>>5, b[0]&0x10 != 0; {
	case version == 2 && b[0]&0x1e != 0x0e: // GTP' has all spare bits set
		return V2Proto
	case version < 3 && !gtp:
		return PrimeProto
	case version == 0:
		return V0Proto
	case version == 1:
		return V1Proto
	}
	return nil
}

// V1 is a message of the GPRS Tunnelling Protocol's control plane, version 1. 3GPP TS
// 29.060 §6.
//
// Seq, NPDU and FirstExtension are there together, if any of the three flags says so;
// messages of the control plane always have Seq.
//
//wire:header view=GTPv1 name=GTPv1
type V1 struct {
	Version       Auto[uint8]     `bits:"3" auto:"1"`
	ProtocolType  Auto[bool]      `bits:"1" auto:"true"` // GTP, not GTP'
	Reserved      bool            `bits:"1"`
	ExtensionFlag Auto[bool]      `bits:"1" auto:"len(l.Extensions) > 0"` // FirstExtension is in use
	SeqFlag       Auto[bool]      `bits:"1" auto:"true"`                  // Seq is in use
	NPDUFlag      Auto[bool]      `bits:"1" auto:"l.NPDU != 0"`           // NPDU is in use
	Type          wire.GTPMessage // what the message is
	Length        Auto[uint16]    // of everything behind the first 8 bytes
	TEID          uint32          // the receiver's tunnel endpoint identifier; 0 before it is known

	Seq            uint16             `bits:"0"` // responses have that of their request
	NPDU           uint8              `bits:"0"`
	FirstExtension wire.GTPExtension  `bits:"0"` // type of the first of Extensions
	Extensions     wire.GTPExtensions // in wire form
	IEs            IEs                // information elements, in wire form
	Trailer        []byte             // behind Length

	cut bool // Length says that there is more
}

var (
	errV1     = &wire.Error{Layer: "GTPv1", Need: wire.GTPv1Len, Err: wire.ErrFormat}
	errLength = &wire.Error{Layer: "GTPv1", Need: wire.GTPv1Len, Err: wire.ErrLength}
)

func (l *V1) parseBody(v wire.GTPv1) (packet.Extent, error) {
	n := v.HeaderLen()
	if v.Version() != 1 || n < 0 {
		return packet.Extent{}, errV1
	}
	if n > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	}
	end := wire.GTPv1Len + int(v.Length())
	if end < n {
		return packet.Extent{}, errLength
	}
	l.cut = end > len(v)
	end = min(end, len(v))
	l.Seq, l.NPDU, l.FirstExtension, l.Extensions = v.Seq(), v.NPDU(), v.FirstExtension(), nil
	if n > wire.GTPv1Len+4 {
		l.Extensions = wire.GTPExtensions(v[wire.GTPv1Len+4 : n : n])
	}
	l.IEs, l.Trailer = IEs(v[n:end:end]), v[end:]
	return packet.Extent{Header: end, End: end}, nil
}

// has returns the value of a flag: fixed, or what it is to be.
func has(f Auto[bool], auto bool) bool {
	if f.Automatic() {
		return auto
	}
	return f.Get()
}

func (l *V1) appendBody(b []byte, _ int) ([]byte, error) {
	ext := has(l.ExtensionFlag, len(l.Extensions) > 0)
	if ext || has(l.SeqFlag, true) || has(l.NPDUFlag, l.NPDU != 0) {
		b = append(b, byte(l.Seq>>8), byte(l.Seq), l.NPDU, byte(l.FirstExtension))
	}
	if ext {
		b = append(b, l.Extensions...)
	}
	return append(b, l.IEs...), tooLong(len(l.IEs) + len(l.Extensions) + 4)
}

func tooLong(n int) error {
	if n > 0xffff {
		return packet.FieldError("IEs: too long")
	}
	return nil
}

func (l *V1) finish(v wire.GTPv1, _ *packet.Context) {
	n := uint16(len(v) - wire.GTPv1Len)
	if !l.cut {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *V1) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *V1) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Reserved {
		report("Reserved", packet.Unusual, "is set")
	}
	if !l.SeqFlag.Get() && l.Type != wire.GTPErrorIndication {
		report("SeqFlag", packet.BadValue, "must be set in the control plane") // TS 29.060 §6
	}
	if l.Type == wire.GTPPDU || l.Type == wire.GTPEndMarker {
		report("Type", packet.BadValue, "is of the user plane")
	}
	l.IEs.validate(l.cut, report)
}

// V0 is a message of the GPRS Tunnelling Protocol, version 0. 3GPP TS 09.60 §6.
//
//wire:header view=GTPv0 name=GTPv0
type V0 struct {
	Version      Auto[uint8]     `bits:"3" const:"0"`
	ProtocolType Auto[bool]      `bits:"1" auto:"true"` // GTP, not GTP'
	Spare        Auto[uint8]     `bits:"3" auto:"7"`
	NPDUFlag     Auto[bool]      `bits:"1" auto:"l.NPDU != 0xff"` // NPDU is in use
	Type         wire.GTPMessage // what the message is
	Length       Auto[uint16]    // of everything behind the first 20 bytes
	Seq          uint16          // responses have that of their request
	FlowLabel    uint16          // of the receiver's tunnel
	NPDU         uint8           // SNDCP N-PDU LLC number
	Spare2       Auto[uint8]     `auto:"0xff"`
	Spare3       Auto[uint8]     `auto:"0xff"`
	Spare4       Auto[uint8]     `auto:"0xff"`
	TID          [8]byte         // tunnel identifier: the subscriber's digits and an NSAPI

	IEs     IEs    // information elements in wire form, of messages that are no user's packet
	Trailer []byte // behind Length

	cut bool
}

var errV0 = &wire.Error{Layer: "GTPv0", Need: wire.GTPv0Len, Err: wire.ErrFormat}

func (l *V0) parseBody(v wire.GTPv0) (packet.Extent, error) {
	if v.Version() != 0 {
		return packet.Extent{}, errV0
	}
	end := wire.GTPv0Len + int(v.Length())
	l.cut = end > len(v)
	end = min(end, len(v))
	l.IEs, l.Trailer = nil, v[end:]
	if v.Type() == wire.GTPPDU {
		return packet.Extent{Header: wire.GTPv0Len, End: end, Next: packet.Is(layers.IPProto46)}, nil
	}
	l.IEs = IEs(v[wire.GTPv0Len:end:end])
	return packet.Extent{Header: end, End: end}, nil
}

func (l *V0) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.IEs...), tooLong(len(l.IEs))
}

func (l *V0) finish(v wire.GTPv0, _ *packet.Context) {
	n := uint16(len(v) - wire.GTPv0Len)
	if !l.cut {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *V0) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *V0) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	l.IEs.validate(l.cut, report)
}

// Prime is a message of GTP', which carries charging data. 3GPP TS 32.295 §6.1.
//
// The header has 6 bytes, or with Tail 20, which version 0 has unless Short is set.
//
//wire:header view=GTPPrime name=GTPPrime
type Prime struct {
	Version      Auto[uint8]     `bits:"3" auto:"2"`
	ProtocolType bool            `bits:"1"` // not set: GTP'
	Spare        Auto[uint8]     `bits:"3" auto:"7"`
	Short        Auto[bool]      `bits:"1" auto:"len(l.Tail) == 0 && l.version() == 0"` // the header of version 0 has 6 bytes
	Type         wire.GTPMessage // what the message is
	Length       Auto[uint16]    // of what follows the header
	Seq          uint16          // responses have that of their request

	Tail    []byte // the other 14 bytes of the header of GTP version 0
	IEs     IEs    // information elements in wire form
	Trailer []byte // behind Length

	cut bool
}

var errShortPrime = &wire.Error{Layer: "GTPPrime", Need: 20, Err: wire.ErrShort}

func (l *Prime) parseBody(v wire.GTPPrime) (packet.Extent, error) {
	n := v.HeaderLen()
	if n > len(v) {
		return packet.Extent{}, errShortPrime
	}
	end := n + int(v.Length())
	l.cut = end > len(v)
	end = min(end, len(v))
	l.Tail, l.IEs, l.Trailer = v[wire.GTPPrimeLen:n:n], IEs(v[n:end:end]), v[end:]
	return packet.Extent{Header: end, End: end}, nil
}

// version returns the version that will be written.
func (l *Prime) version() uint8 {
	if l.Version.Automatic() && l.Version.Get() == 0 {
		return 2 // not settled yet
	}
	return l.Version.Get()
}

func (l *Prime) appendBody(b []byte, _ int) ([]byte, error) {
	n := 0
	if l.version() == 0 && !has(l.Short, len(l.Tail) == 0) {
		n = 14
	}
	if n != len(l.Tail) {
		return b, packet.FieldError("GTPPrime.Tail: must have 14 bytes in version 0 if Short is not set, else none")
	}
	return append(append(b, l.Tail...), l.IEs...), tooLong(len(l.IEs))
}

func (l *Prime) finish(v wire.GTPPrime, _ *packet.Context) {
	n := uint16(len(v) - v.HeaderLen())
	if !l.cut {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *Prime) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *Prime) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.ProtocolType {
		report("ProtocolType", packet.BadValue, "is that of GTP")
	}
	l.IEs.validate(l.cut, report)
}

// V2 is a message of the GPRS Tunnelling Protocol's control plane, version 2. 3GPP TS
// 29.274 §5.
//
// A message that is carried together with this one is the next layer.
//
//wire:header view=GTPv2 name=GTPv2
type V2 struct {
	Version     Auto[uint8]       `bits:"3" const:"2"`
	Piggyback   Auto[bool]        `bits:"1"`                         // another message follows
	HasTEID     Auto[bool]        `bits:"1" auto:"l.Type.HasTEID()"` // TEID is there
	HasPriority bool              `bits:"1"`                         // the upper half of Priority is in use
	Spare       uint8             `bits:"2"`
	Type        wire.GTPv2Message // what the message is
	Length      Auto[uint16]      // of everything behind the first 4 bytes

	TEID     uint32 `bits:"0"` // the receiver's tunnel endpoint identifier; 0 before it is known
	Seq      uint32 `bits:"0"` // 24 bits; responses have that of their request
	Priority uint8  `bits:"0"` // of the message, in the upper four bits, the highest is 0; the lower four are spare
	IEs      IEs2   // information elements in wire form
	Trailer  []byte // behind Length, if no message follows

	cut bool
}

var (
	errV2       = &wire.Error{Layer: "GTPv2", Need: 8, Err: wire.ErrFormat}
	errLengthV2 = &wire.Error{Layer: "GTPv2", Need: 8, Err: wire.ErrLength}
)

func (l *V2) parseBody(v wire.GTPv2) (packet.Extent, error) {
	n, end := v.HeaderLen(), 4+int(v.Length())
	switch {
	case v.Version() != 2:
		return packet.Extent{}, errV2
	case n > len(v):
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	case end < n:
		return packet.Extent{}, errLengthV2
	}
	l.cut = end > len(v)
	end = min(end, len(v))
	l.TEID, l.Seq, l.Priority = v.TEID(), v.Seq(), v.Priority()
	l.IEs, l.Trailer = IEs2(v[n:end:end]), nil
	if v.Piggyback() && end < len(v) {
		return packet.Extent{Header: end, End: len(v), Next: packet.Is(V2Proto)}, nil
	}
	l.Trailer = v[end:]
	return packet.Extent{Header: end, End: end}, nil
}

func (l *V2) appendBody(b []byte, _ int) ([]byte, error) {
	if l.Seq > 0xffffff {
		return b, packet.FieldError("GTPv2.Seq: has 24 bits")
	}
	if has(l.HasTEID, l.Type.HasTEID()) {
		b = append(b, byte(l.TEID>>24), byte(l.TEID>>16), byte(l.TEID>>8), byte(l.TEID))
	}
	b = append(b, byte(l.Seq>>16), byte(l.Seq>>8), byte(l.Seq), l.Priority)
	return append(b, l.IEs...), tooLong(len(l.IEs) + 8)
}

func (l *V2) finish(v wire.GTPv2, c *packet.Context) {
	_, more := c.Next().(*V2)
	if l.Piggyback.Default(more) {
		v.SetPiggyback(more)
	}
	n := uint16(c.Header - 4)
	if !l.cut {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *V2) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *V2) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Spare != 0 {
		report("Spare", packet.Unusual, "is not zero")
	}
	if l.HasTEID.Get() != l.Type.HasTEID() {
		report("HasTEID", packet.BadValue, "is not what the message needs") // TS 29.274 §5.5
	}
	if l.cut {
		report("Length", packet.BadSize, "is more than there is")
	} else if len(wire.GTPv2IEs(l.IEs).Rest()) > 0 {
		report("IEs", packet.BadSize, "an element does not fit")
	}
	for e, v := range l.IEs.Values() {
		if _, is := v.(Bytes); is && known2(e.Type) {
			report("IEs", packet.BadValue, e.Type.String()+": malformed value")
		}
	}
}
