package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// SlowProtos says which slow protocol a frame is of, by its first byte.
var SlowProtos = packet.Table[wire.SlowSubtype]{Name: "slow protocol"}

// SlowProto is the protocol to begin with where any of the slow protocols may be. It has
// no header of its own: each begins with a byte that [SlowProtos] knows. IEEE 802.3 §57A.4.
var SlowProto = &packet.Proto{
	Name: "Slow", Title: "slow protocol", Ref: "IEEE 802.3 §57A.4",
	New: packet.RawProto.New, At: packet.RawProto.At, Fields: packet.RawProto.Fields,
	Aliases: []string{"slow"},
}

func init() {
	SlowProto.Pick = func(b []byte) *packet.Proto {
		if len(b) == 0 {
			return nil
		}
		return SlowProtos.Proto(wire.SlowSubtype(b[0]))
	}
	for _, p := range [...]*packet.Proto{LACPProto, MarkerProto, OAMProto, OSSPProto, SlowProto} {
		EtherTypes.Bind(wire.EtherTypeSlow, p)
	}
}

// LACP is a frame of the Link Aggregation Control Protocol. IEEE 802.1AX §6.4.2.3.
//
//wire:header bind=SlowProtos:wire.SlowLACP
type LACP struct {
	Subtype               Auto[wire.SlowSubtype] `const:"wire.SlowLACP"`
	Version               Auto[uint8]            `auto:"1"`
	ActorType             Auto[wire.LACPTLV]     `const:"wire.LACPActor"`
	ActorLength           Auto[uint8]            `const:"20"` // in bytes
	ActorSystemPriority   uint16
	ActorSystem           MAC
	ActorKey              uint16
	ActorPortPriority     uint16
	ActorPort             uint16
	ActorState            wire.LACPState
	ActorReserved         uint32             `bits:"24"`
	PartnerType           Auto[wire.LACPTLV] `const:"wire.LACPPartner"`
	PartnerLength         Auto[uint8]        `const:"20"` // in bytes
	PartnerSystemPriority uint16
	PartnerSystem         MAC
	PartnerKey            uint16
	PartnerPortPriority   uint16
	PartnerPort           uint16
	PartnerState          wire.LACPState
	PartnerReserved       uint32             `bits:"24"`
	CollectorType         Auto[wire.LACPTLV] `const:"wire.LACPCollector"`
	CollectorLength       Auto[uint8]        `const:"16"` // in bytes
	CollectorMaxDelay     uint16             // in tens of microseconds
	CollectorReserved     [12]byte

	TLVs wire.LACPTLVs // elements of version 2, the terminator, zeros
}

func (l *LACP) extent(v wire.LACP) packet.Extent {
	l.TLVs = wire.LACPTLVs(v[wire.LACPLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *LACP) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.TLVs...), nil }

// Validate implements [packet.Validator].
func (l *LACP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.ActorReserved != 0 || l.PartnerReserved != 0 || l.CollectorReserved != [12]byte{} {
		report("ActorReserved", packet.Unusual, "reserved bytes are not zero")
	}
	if wire.LACPLen+len(l.TLVs) != 110 {
		report("TLVs", packet.Unusual, "do not make a frame of 110 bytes")
	}
}

// Marker is a frame of the marker protocol of link aggregation. IEEE 802.1AX §6.5.3.2.
//
//wire:header bind=SlowProtos:wire.SlowMarker
type Marker struct {
	Subtype       Auto[wire.SlowSubtype] `const:"wire.SlowMarker"`
	Version       Auto[uint8]            `auto:"1"`
	Type          wire.MarkerType
	Length        Auto[uint8] `const:"16"` // of the marker, in bytes
	RequesterPort uint16
	Requester     MAC    // the system
	Transaction   uint32 // of the requester
	Pad           uint16

	TLVs wire.LACPTLVs // the terminator, zeros
}

func (l *Marker) extent(v wire.Marker) packet.Extent {
	l.TLVs = wire.LACPTLVs(v[wire.MarkerLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *Marker) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.TLVs...), nil }

// Validate implements [packet.Validator].
func (l *Marker) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Type != wire.MarkerInformation && l.Type != wire.MarkerResponse {
		report("Type", packet.BadValue, "is neither information nor response")
	}
}

// OAM is a frame of Ethernet's operations, administration and maintenance. IEEE 802.3 §57.4.
//
//wire:header bind=SlowProtos:wire.SlowOAM
type OAM struct {
	Subtype Auto[wire.SlowSubtype] `const:"wire.SlowOAM"`
	Flags   wire.OAMFlags
	Code    wire.OAMCode

	Sequence uint16       `bits:"0"` // of an event notification
	TLVs     wire.OAMTLVs // of information and events
	Data     []byte       // of other frames
}

// events reports whether the frame is an event notification.
func (l *OAM) events() bool { return l.Code == wire.OAMEventNotification }

// Has implements [packet.Sparse].
func (l *OAM) Has(i int) bool {
	switch i {
	case 3:
		return l.events()
	case 4:
		return l.Code == wire.OAMInformation || l.events()
	case 5:
		return l.Code != wire.OAMInformation && !l.events()
	}
	return true
}

func (l *OAM) parseBody(v wire.OAM) (packet.Extent, error) {
	b := v[wire.OAMLen:]
	l.Sequence, l.TLVs, l.Data = 0, nil, nil
	switch {
	case l.events() && len(b) < 2:
		return packet.Extent{}, packet.Need(wire.ErrShort, wire.OAMLen+2)
	case l.events():
		l.Sequence, l.TLVs = wire.Uint16(b, 0), wire.OAMTLVs(b[2:])
	case l.Code == wire.OAMInformation:
		l.TLVs = wire.OAMTLVs(b)
	default:
		l.Data = b
	}
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *OAM) appendBody(b []byte, _ int) ([]byte, error) {
	if l.events() {
		b = append16(b, l.Sequence)
	}
	return append(append(b, l.TLVs...), l.Data...), nil
}

// Validate implements [packet.Validator].
func (l *OAM) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Flags>>7 != 0 {
		report("Flags", packet.Unusual, "has reserved bits set")
	}
}

// OSSP is the header of an organization-specific slow protocol. IEEE 802.3 §57B.
//
//wire:header bind=SlowProtos:wire.SlowOSSP
type OSSP struct {
	Subtype Auto[wire.SlowSubtype] `const:"wire.SlowOSSP"`
	OUI     uint32                 `bits:"24"` // organization
}
