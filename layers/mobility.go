package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// MobilityTypes says which message follows a mobility header.
var MobilityTypes = packet.Table[wire.MobilityType]{Name: "mobility header type"}

// Mobility is a mobility header of IPv6. RFC 6275 §6.1.1.
//
// Its message follows as a layer that [MobilityTypes] knows. A message's layer pads its
// options so that the whole is a multiple of 8 bytes.
//
//	&layers.IPv6{Dst: agent}, &layers.Mobility{}, &layers.BindingUpdate{Seq: 7, Ack: true, Lifetime: 75}
//
//wire:header bind=IPProtos:wire.IPProtoMobility
type Mobility struct {
	NextHeader Auto[IPProto]           `auto:"wire.IPProtoNone"` // nothing follows
	HdrLen     Auto[uint8]             // of header and message in units of 8 bytes, beyond the first
	Type       Auto[wire.MobilityType] `next:"MobilityTypes"` // what the message is
	Reserved   uint8
	Checksum   Auto[uint16] // of header, message and pseudo-header
	Trailer    []byte       // after the message

	packet.Summed
}

func (l *Mobility) parseBody(v wire.Mobility) (packet.Extent, error) {
	n := min(v.Size(), len(v))
	l.Trailer = v[n:]
	return packet.Extent{Header: wire.MobilityLen, End: n, Next: MobilityTypes.Next(l.Type.Get())}, nil
}

func (l *Mobility) appendBody(b []byte, _ int) ([]byte, error) { return b, nil }

// AppendTrailer implements [packet.Trailer].
func (l *Mobility) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

func (l *Mobility) finish(v wire.Mobility, c *packet.Context) {
	if words := (len(v) + 7) / 8; words <= 256 {
		l.settleHdrLen(v, uint8(max(words, 1)-1))
	} else {
		l.HdrLen.Hold()
	}
	pseudo, whole, ok := pseudoSum(c, wire.IPProtoMobility)
	if !ok {
		l.Checksum.Hold()
		l.Note(packet.ChecksumUnverified)
		return
	}
	if sum := wire.Fold(wire.SumAround(pseudo, v, 4)); l.Judge(&l.Checksum, sum, whole) {
		v.SetChecksum(sum)
	}
}

// Validate implements [packet.Validator].
func (l *Mobility) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.NextHeader.Get() != wire.IPProtoNone {
		report("NextHeader", packet.Unusual, "a mobility header is the last") // RFC 6275 §6.1.1
	}
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "not zero")
	}
	if len(c.Data)%8 != 0 {
		report("", packet.BadSize, "not a multiple of 8 bytes")
	}
}

// validateMobility reports what is wrong with options. RFC 6275 §6.2.
func validateMobility(o wire.MobilityOptions, report func(field string, class packet.Class, reason string)) {
	if o.Malformed() >= 0 {
		report("Options", packet.BadSize, "an option runs out of the message")
	}
	for t, d := range o.All() {
		if n := t.Size(); n >= 0 && len(d) != n {
			report("Options", packet.BadSize, "the length of the option "+t.String()+" is wrong")
		}
	}
}

// oddMobility reports whether message b and the header before it are not a multiple of 8 bytes.
func oddMobility(b []byte) bool { return (len(b)+wire.MobilityLen)%8 != 0 }

// appendMobility appends options, and the padding by which the message at b[start:] and the
// header before it are a multiple of 8 bytes,
// unless it was parsed as an odd one.
func appendMobility(b []byte, start int, o wire.MobilityOptions, odd bool) ([]byte, error) {
	b = append(b, o...)
	if !odd {
		b = wire.MobilityOptions(b).AddPad(-(len(b) - start + wire.MobilityLen) & 7)
	}
	if len(b)-start+wire.MobilityLen > 8*256 {
		return b, packet.FieldError("Options: too long for a mobility header")
	}
	return b, nil
}

// BindingRefresh is a binding refresh request of Mobile IPv6. RFC 6275 §6.1.2.
//
//wire:header bind=MobilityTypes:wire.MobilityBindingRefresh
type BindingRefresh struct {
	Reserved uint16
	Options  wire.MobilityOptions // with padding; building adds what is needed at the end

	odd bool // it was parsed without the padding it should have
}

func (l *BindingRefresh) parseBody(v wire.BindingRefresh) (packet.Extent, error) {
	l.Options, l.odd = v.Options(), oddMobility(v)
	return whole(v), nil
}

func (l *BindingRefresh) appendBody(b []byte, start int) ([]byte, error) {
	return appendMobility(b, start, l.Options, l.odd)
}

// Validate implements [packet.Validator].
func (l *BindingRefresh) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateMobility(l.Options, report)
}

// MobilityTestInit is a home test init or care-of test init message of Mobile IPv6. RFC 6275 §6.1.3.
//
//wire:header bind=MobilityTypes:wire.MobilityHomeTestInit bind=MobilityTypes:wire.MobilityCareOfTestInit
type MobilityTestInit struct {
	Reserved uint16
	Cookie   uint64               // comes back in the answer
	Options  wire.MobilityOptions // with padding; building adds what is needed at the end

	odd bool // it was parsed without the padding it should have
}

func (l *MobilityTestInit) parseBody(v wire.MobilityTestInit) (packet.Extent, error) {
	l.Options, l.odd = v.Options(), oddMobility(v)
	return whole(v), nil
}

func (l *MobilityTestInit) appendBody(b []byte, start int) ([]byte, error) {
	return appendMobility(b, start, l.Options, l.odd)
}

// Validate implements [packet.Validator].
func (l *MobilityTestInit) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateMobility(l.Options, report)
}

// MobilityTest is a home test or care-of test message of Mobile IPv6. RFC 6275 §6.1.5.
//
//wire:header bind=MobilityTypes:wire.MobilityHomeTest bind=MobilityTypes:wire.MobilityCareOfTest
type MobilityTest struct {
	NonceIndex uint16               // of the nonce that made the token
	Cookie     uint64               // of the request
	Token      uint64               // keygen token: half of what the binding's key is made of
	Options    wire.MobilityOptions // with padding; building adds what is needed at the end

	odd bool // it was parsed without the padding it should have
}

func (l *MobilityTest) parseBody(v wire.MobilityTest) (packet.Extent, error) {
	l.Options, l.odd = v.Options(), oddMobility(v)
	return whole(v), nil
}

func (l *MobilityTest) appendBody(b []byte, start int) ([]byte, error) {
	return appendMobility(b, start, l.Options, l.odd)
}

// Validate implements [packet.Validator].
func (l *MobilityTest) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateMobility(l.Options, report)
}

// BindingUpdate is a binding update of Mobile IPv6, or a fast one. RFC 6275 §6.1.7.
//
//wire:header bind=MobilityTypes:wire.MobilityBindingUpdate bind=MobilityTypes:wire.MobilityFastBindingUpdate
type BindingUpdate struct {
	Seq       uint16
	Ack       bool                 `bits:"1"` // A: asks for an acknowledgement
	Home      bool                 `bits:"1"` // H: home registration
	LinkLocal bool                 `bits:"1"` // L: the link-local address has the home address's interface identifier
	Key       bool                 `bits:"1"` // K: the key management can follow the node
	MAP       bool                 `bits:"1"` // M: registration with a mobility anchor point, RFC 5380 §4.1
	Router    bool                 `bits:"1"` // R: from a mobile router, RFC 3963 §4.1
	Proxy     bool                 `bits:"1"` // P: proxy registration, RFC 5213 §8.1
	Force     bool                 `bits:"1"` // F: UDP encapsulation is forced, RFC 5555 §3.1.3
	TLV       bool                 `bits:"1"` // T: TLV-header format of tunnels, RFC 5845 §3
	Bulk      bool                 `bits:"1"` // B: registration of a group, RFC 6602 §5.1
	Reserved  uint8                `bits:"6"`
	Lifetime  uint16               // in units of 4 seconds
	Options   wire.MobilityOptions // with padding; building adds what is needed at the end

	odd bool // it was parsed without the padding it should have
}

func (l *BindingUpdate) parseBody(v wire.BindingUpdate) (packet.Extent, error) {
	l.Options, l.odd = v.Options(), oddMobility(v)
	return whole(v), nil
}

func (l *BindingUpdate) appendBody(b []byte, start int) ([]byte, error) {
	return appendMobility(b, start, l.Options, l.odd)
}

// Validate implements [packet.Validator].
func (l *BindingUpdate) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateMobility(l.Options, report)
}

// BindingAck is a binding acknowledgement of Mobile IPv6, or a fast one. RFC 6275 §6.1.8.
//
//wire:header bind=MobilityTypes:wire.MobilityBindingAck bind=MobilityTypes:wire.MobilityFastBindingAck
type BindingAck struct {
	Status   wire.MobilityStatus
	Key      bool                 `bits:"1"` // K: the key management can follow the node
	Router   bool                 `bits:"1"` // R: RFC 3963 §4.2
	Proxy    bool                 `bits:"1"` // P: RFC 5213 §8.2
	TLV      bool                 `bits:"1"` // T: RFC 5845 §3
	Bulk     bool                 `bits:"1"` // B: RFC 6602 §5.2
	Reserved uint8                `bits:"3"`
	Seq      uint16               // of the update
	Lifetime uint16               // granted, in units of 4 seconds
	Options  wire.MobilityOptions // with padding; building adds what is needed at the end

	odd bool // it was parsed without the padding it should have
}

func (l *BindingAck) parseBody(v wire.BindingAck) (packet.Extent, error) {
	l.Options, l.odd = v.Options(), oddMobility(v)
	return whole(v), nil
}

func (l *BindingAck) appendBody(b []byte, start int) ([]byte, error) {
	return appendMobility(b, start, l.Options, l.odd)
}

// Validate implements [packet.Validator].
func (l *BindingAck) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateMobility(l.Options, report)
}

// BindingError is a binding error message of Mobile IPv6. RFC 6275 §6.1.9.
//
//wire:header bind=MobilityTypes:wire.MobilityBindingError
type BindingError struct {
	Status   uint8 // 1: no binding for the home address option; 2: unknown mobility header type
	Reserved uint8
	Home     netip.Addr           `bits:"128"` // home address of the packet that was wrong
	Options  wire.MobilityOptions // with padding; building adds what is needed at the end

	odd bool // it was parsed without the padding it should have
}

func (l *BindingError) parseBody(v wire.BindingError) (packet.Extent, error) {
	l.Options, l.odd = v.Options(), oddMobility(v)
	return whole(v), nil
}

func (l *BindingError) appendBody(b []byte, start int) ([]byte, error) {
	return appendMobility(b, start, l.Options, l.odd)
}

// Validate implements [packet.Validator].
func (l *BindingError) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateMobility(l.Options, report)
}

// MobilityHeartbeat is a heartbeat of Proxy Mobile IPv6. RFC 5847 §3.3.
//
//wire:header bind=MobilityTypes:wire.MobilityTypeHeartbeat
type MobilityHeartbeat struct {
	Reserved    uint16 `bits:"14"`
	Unsolicited bool   `bits:"1"` // U
	Response    bool   `bits:"1"` // R
	Seq         uint32
	Options     wire.MobilityOptions // with padding; building adds what is needed at the end

	odd bool // it was parsed without the padding it should have
}

func (l *MobilityHeartbeat) parseBody(v wire.MobilityHeartbeat) (packet.Extent, error) {
	l.Options, l.odd = v.Options(), oddMobility(v)
	return whole(v), nil
}

func (l *MobilityHeartbeat) appendBody(b []byte, start int) ([]byte, error) {
	return appendMobility(b, start, l.Options, l.odd)
}

// Validate implements [packet.Validator].
func (l *MobilityHeartbeat) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateMobility(l.Options, report)
}

// HandoverInitiate is a handover initiate message of Fast Handovers for Mobile IPv6. RFC 5568 §6.2.1.1.
//
//wire:header bind=MobilityTypes:wire.MobilityHandoverInitiate
type HandoverInitiate struct {
	Seq      uint16
	Assign   bool                 `bits:"1"` // S: asks for a new care-of address
	Buffer   bool                 `bits:"1"` // U: asks for packets to be buffered
	Proxy    bool                 `bits:"1"` // P: RFC 5949 §6.1.1
	Forward  bool                 `bits:"1"` // F: RFC 5949 §6.1.1
	Reserved uint8                `bits:"4"`
	Code     uint8                // what addresses the message is sent with
	Options  wire.MobilityOptions // with padding; building adds what is needed at the end

	odd bool // it was parsed without the padding it should have
}

func (l *HandoverInitiate) parseBody(v wire.HandoverInitiate) (packet.Extent, error) {
	l.Options, l.odd = v.Options(), oddMobility(v)
	return whole(v), nil
}

func (l *HandoverInitiate) appendBody(b []byte, start int) ([]byte, error) {
	return appendMobility(b, start, l.Options, l.odd)
}

// Validate implements [packet.Validator].
func (l *HandoverInitiate) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateMobility(l.Options, report)
}

// HandoverAck is a handover acknowledge message of Fast Handovers for Mobile IPv6. RFC 5568 §6.2.1.2.
//
//wire:header bind=MobilityTypes:wire.MobilityHandoverAck
type HandoverAck struct {
	Seq      uint16               // of the message it answers
	Buffer   bool                 `bits:"1"` // U: RFC 5949 §6.1.2
	Proxy    bool                 `bits:"1"` // P: RFC 5949 §6.1.2
	Forward  bool                 `bits:"1"` // F: RFC 5949 §6.1.2
	Reserved uint8                `bits:"5"`
	Code     uint8                // below 128 accepted
	Options  wire.MobilityOptions // with padding; building adds what is needed at the end

	odd bool // it was parsed without the padding it should have
}

func (l *HandoverAck) parseBody(v wire.HandoverAck) (packet.Extent, error) {
	l.Options, l.odd = v.Options(), oddMobility(v)
	return whole(v), nil
}

func (l *HandoverAck) appendBody(b []byte, start int) ([]byte, error) {
	return appendMobility(b, start, l.Options, l.odd)
}

// Validate implements [packet.Validator].
func (l *HandoverAck) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateMobility(l.Options, report)
}

// BindingRevocation is a binding revocation indication or acknowledgement. RFC 5846 §5.
//
//wire:header bind=MobilityTypes:wire.MobilityBindingRevocation
type BindingRevocation struct {
	Kind     uint8                // 1 indication, 2 acknowledgement
	Status   uint8                // of an acknowledgement; the reason of an indication
	Seq      uint16               // an acknowledgement has that of the indication
	Proxy    bool                 `bits:"1"` // P
	IPv4Only bool                 `bits:"1"` // V: only the IPv4 home address
	Global   bool                 `bits:"1"` // G: all bindings
	Reserved uint16               `bits:"13"`
	Options  wire.MobilityOptions // with padding; building adds what is needed at the end

	odd bool // it was parsed without the padding it should have
}

func (l *BindingRevocation) parseBody(v wire.BindingRevocation) (packet.Extent, error) {
	l.Options, l.odd = v.Options(), oddMobility(v)
	return whole(v), nil
}

func (l *BindingRevocation) appendBody(b []byte, start int) ([]byte, error) {
	return appendMobility(b, start, l.Options, l.odd)
}

// Validate implements [packet.Validator].
func (l *BindingRevocation) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateMobility(l.Options, report)
}
