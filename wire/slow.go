package wire

import "iter"

// SlowSubtype is a protocol among the slow protocols.
type SlowSubtype uint8

// Slow protocols. IEEE 802.3 §57A.4.
const (
	SlowLACP   SlowSubtype = 1
	SlowMarker SlowSubtype = 2
	SlowOAM    SlowSubtype = 3
	SlowOSSP   SlowSubtype = 10 // organization-specific
)

func (x SlowSubtype) String() string {
	switch x {
	case SlowLACP:
		return "LACP"
	case SlowMarker:
		return "marker"
	case SlowOAM:
		return "OAM"
	case SlowOSSP:
		return "OSSP"
	}
	return itoa(int(x))
}

// LACPState is the state of a port. IEEE 802.1AX §6.4.2.3.
type LACPState uint8

// The bits of a state.
const (
	LACPActivity LACPState = 1 << iota // active, not passive
	LACPTimeout                        // short, not long
	LACPAggregation
	LACPSynchronization
	LACPCollecting
	LACPDistributing
	LACPDefaulted
	LACPExpired
)

func (s LACPState) String() string {
	return flagNames(uint(s), "active", "short timeout", "aggregatable", "in sync", "collecting", "distributing", "defaulted", "expired")
}

// LACPTLV is a type of element of a LACP or marker frame.
type LACPTLV uint8

// Types of elements. IEEE 802.1AX §6.4.2.3 and §6.5.3.2.
const (
	LACPTerminator                 LACPTLV = 0
	LACPActor                      LACPTLV = 1
	LACPPartner                    LACPTLV = 2
	LACPCollector                  LACPTLV = 3
	LACPPortAlgorithm              LACPTLV = 4
	LACPConversationIDDigest       LACPTLV = 5
	LACPConversationMask1          LACPTLV = 6
	LACPConversationServiceMapping LACPTLV = 10
)

func (x LACPTLV) String() string {
	switch x {
	case LACPTerminator:
		return "terminator"
	case LACPActor:
		return "actor"
	case LACPPartner:
		return "partner"
	case LACPCollector:
		return "collector"
	case LACPPortAlgorithm:
		return "port algorithm"
	case LACPConversationIDDigest:
		return "conversation ID digest"
	case LACPConversationMask1:
		return "conversation mask 1"
	case LACPConversationServiceMapping:
		return "conversation service mapping"
	}
	return itoa(int(x))
}

// LACPTLVs is the elements of a LACP frame after those it always has, as they are on the
// wire: a type, a length that counts both, and a value. A terminator ends them.
type LACPTLVs []byte

var lacpShape = tlvShape{tlvForm: tlvForm{typ: 1, size: 1, whole: true}, end: int(LACPTerminator)}

// All yields the elements up to the terminator or a malformed one.
func (o LACPTLVs) All() iter.Seq[TLV[LACPTLV]] { return tlvs[LACPTLV](o, &lacpShape) }

// Get returns the value of the first element of type t.
func (o LACPTLVs) Get(t LACPTLV) (value []byte, ok bool) { return findTLV(o, &lacpShape, t) }

// Add returns o with one more element.
func (o LACPTLVs) Add(t LACPTLV, value ...byte) LACPTLVs {
	return lacpShape.append(o, uint16(t), value)
}

// String returns the elements.
func (o LACPTLVs) String() string {
	if zeros(o) {
		return ""
	}
	return tlvString(o, &lacpShape, func(b []byte, _ LACPTLV, v []byte) []byte { return textHex(b, v) })
}

// MarkerType is whether a marker asks or answers.
type MarkerType uint8

// Markers. IEEE 802.1AX §6.5.3.2.
const (
	MarkerInformation MarkerType = 1
	MarkerResponse    MarkerType = 2
)

func (x MarkerType) String() string {
	switch x {
	case MarkerInformation:
		return "information"
	case MarkerResponse:
		return "response"
	}
	return itoa(int(x))
}

// OAMCode is what a frame of Ethernet OAM is.
type OAMCode uint8

// Codes. IEEE 802.3 §57.4.3.
const (
	OAMInformation       OAMCode = 0x0
	OAMEventNotification OAMCode = 0x1
	OAMVariableRequest   OAMCode = 0x2
	OAMVariableResponse  OAMCode = 0x3
	OAMLoopbackControl   OAMCode = 0x4
	OAMOrganization      OAMCode = 0xfe
)

func (x OAMCode) String() string {
	switch x {
	case OAMInformation:
		return "information"
	case OAMEventNotification:
		return "event notification"
	case OAMVariableRequest:
		return "variable request"
	case OAMVariableResponse:
		return "variable response"
	case OAMLoopbackControl:
		return "loopback control"
	case OAMOrganization:
		return "organization-specific"
	}
	return string(textHex(nil, []byte{byte(x)}))
}

// OAMFlags are the flags of Ethernet OAM. IEEE 802.3 §57.4.2.1.
type OAMFlags uint16

// The flags.
const (
	OAMLinkFault OAMFlags = 1 << iota
	OAMDyingGasp
	OAMCriticalEvent
	OAMLocalEvaluating
	OAMLocalStable
	OAMRemoteEvaluating
	OAMRemoteStable
)

func (f OAMFlags) String() string {
	return flagNames(uint(f), "link fault", "dying gasp", "critical event", "local evaluating", "local stable", "remote evaluating", "remote stable")
}

// OAMTLV is a type of element of an information frame of Ethernet OAM.
type OAMTLV uint8

// Types. IEEE 802.3 §57.5.2.
const (
	OAMEnd              OAMTLV = 0
	OAMLocal            OAMTLV = 1
	OAMRemote           OAMTLV = 2
	OAMOrganizationInfo OAMTLV = 254
)

func (x OAMTLV) String() string {
	switch x {
	case OAMEnd:
		return "end"
	case OAMLocal:
		return "local"
	case OAMRemote:
		return "remote"
	case OAMOrganizationInfo:
		return "organization"
	}
	return itoa(int(x))
}

// OAMTLVs is the elements of an information or event frame of Ethernet OAM as they are on the
// wire: a type, a length that counts both, and a value. A zero ends them. An event frame
// begins with a sequence number, which is not one of them.
type OAMTLVs []byte

var oamShape = tlvShape{tlvForm: tlvForm{typ: 1, size: 1, whole: true}, end: int(OAMEnd), bare: true}

// All yields the elements up to the end or a malformed one.
func (o OAMTLVs) All() iter.Seq[TLV[OAMTLV]] { return tlvs[OAMTLV](o, &oamShape) }

// Get returns the value of the first element of type t.
func (o OAMTLVs) Get(t OAMTLV) (value []byte, ok bool) { return findTLV(o, &oamShape, t) }

// Add returns o with one more element.
func (o OAMTLVs) Add(t OAMTLV, value ...byte) OAMTLVs {
	return oamShape.append(o, uint16(t), value)
}

// String returns the elements.
func (o OAMTLVs) String() string {
	if zeros(o) {
		return ""
	}
	return tlvString(o, &oamShape, oamText)
}

// oamText appends the information of a local or remote entity. IEEE 802.3 §57.5.2.1.
func oamText(b []byte, t OAMTLV, v []byte) []byte {
	if len(v) != 14 || t != OAMLocal && t != OAMRemote {
		return textHex(b, v)
	}
	b = appendInt(append(b, "version "...), int(v[0]))
	b = appendInt(append(b, ", revision "...), int(Uint16(v, 1)))
	b = textHex(append(b, ", state "...), v[3:4])
	b = append(append(b, ", "...), flagNames(uint(v[4]), "active", "unidirectional", "loopback", "events", "variables")...)
	b = appendInt(append(b, ", PDUs of "...), int(Uint16(v, 5)&0x7ff))
	b = appendHex(append(b, ", OUI "...), v[7:10], ':')
	return textHex(append(b, ", vendor "...), v[10:14])
}

// MACControlOpcode is what a MAC control frame asks for.
type MACControlOpcode uint16

// Opcodes. IEEE 802.3 annex 31A.
const (
	MACControlPause       MACControlOpcode = 0x0001
	MACControlGate        MACControlOpcode = 0x0002
	MACControlReport      MACControlOpcode = 0x0003
	MACControlRegisterReq MACControlOpcode = 0x0004
	MACControlRegister    MACControlOpcode = 0x0005
	MACControlRegisterAck MACControlOpcode = 0x0006
	MACControlPFC         MACControlOpcode = 0x0101 // IEEE 802.1Qbb
	MACControlExtension   MACControlOpcode = 0xfffe
)

func (x MACControlOpcode) String() string {
	switch x {
	case MACControlPause:
		return "pause"
	case MACControlGate:
		return "gate"
	case MACControlReport:
		return "report"
	case MACControlRegisterReq:
		return "register request"
	case MACControlRegister:
		return "register"
	case MACControlRegisterAck:
		return "register ack"
	case MACControlPFC:
		return "priority flow control"
	case MACControlExtension:
		return "extension"
	}
	return hex16(uint16(x))
}

// Quanta returns the pause time of a pause frame, in times of 512 bits, or 0.
func (v MACControl) Quanta() uint16 { return half(v, 2) }

// Classes returns which priorities a PFC frame has times for: bit n is priority n.
func (v MACControl) Classes() uint16 { return half(v, 2) }

// Timestamp returns the time of an MPCP frame, in times of 16 bits at 1 Gbit/s.
func (v MACControl) Timestamp() uint32 { return word(v, 2) }

// PFCTimes is the pause times of the eight priorities, each two bytes, in times of 512 bits.
type PFCTimes [16]byte

// Of returns the time of a priority.
func (t *PFCTimes) Of(priority uint8) uint16 { return Uint16(t[:], int(priority&7)*2) }

// Set sets the time of a priority.
func (t *PFCTimes) Set(priority uint8, quanta uint16) {
	PutUint16(t[:], int(priority&7)*2, quanta)
}

// String returns the times, lowest priority first, as "0 0 0 65535 0 0 0 0".
func (t PFCTimes) String() string {
	var b []byte
	for i := range uint8(8) {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendInt(b, int(t.Of(i)))
	}
	return string(b)
}

// MACPause is the group address that pause frames are sent to.
var MACPause = MAC{0x01, 0x80, 0xc2, 0, 0, 0x01}
