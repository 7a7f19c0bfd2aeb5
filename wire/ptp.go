package wire

import "iter"

// UDP ports of the Precision Time Protocol. IEEE 1588 annex C.
const (
	PortPTPEvent   = 319
	PortPTPGeneral = 320
)

// PTPType is a message type of the Precision Time Protocol. IEEE 1588 §13.3.2.3.
type PTPType uint8

// The message types.
const (
	PTPSync               PTPType = 0
	PTPDelayReq           PTPType = 1
	PTPPdelayReq          PTPType = 2
	PTPPdelayResp         PTPType = 3
	PTPFollowUp           PTPType = 8
	PTPDelayResp          PTPType = 9
	PTPPdelayRespFollowUp PTPType = 10
	PTPAnnounce           PTPType = 11
	PTPSignaling          PTPType = 12
	PTPManagement         PTPType = 13
)

var ptpTypes = []coded{
	{0, "Sync"}, {1, "Delay_Req"}, {2, "Pdelay_Req"}, {3, "Pdelay_Resp"}, {8, "Follow_Up"}, {9, "Delay_Resp"},
	{10, "Pdelay_Resp_Follow_Up"}, {11, "Announce"}, {12, "Signaling"}, {13, "Management"},
}

func (x PTPType) String() string { return codedName(ptpTypes, uint32(x)) }

// PTPFlags are the flags of a message. IEEE 1588 §13.3.2.8.
type PTPFlags uint16

// The flags.
const (
	PTPLeap61             PTPFlags = 1 << 0
	PTPLeap59             PTPFlags = 1 << 1
	PTPUTCOffsetValid     PTPFlags = 1 << 2
	PTPTimescale          PTPFlags = 1 << 3
	PTPTimeTraceable      PTPFlags = 1 << 4
	PTPFrequencyTraceable PTPFlags = 1 << 5
	PTPUncertain          PTPFlags = 1 << 6
	PTPAlternateMaster    PTPFlags = 1 << 8
	PTPTwoStep            PTPFlags = 1 << 9
	PTPUnicast            PTPFlags = 1 << 10
)

func (f PTPFlags) String() string {
	return flagNames(uint(f), "leap61", "leap59", "UTC offset valid", "PTP timescale", "time traceable", "frequency traceable",
		"uncertain", "", "alternate master", "two-step", "unicast", "", "", "profile 1", "profile 2", "")
}

// PTPClock identifies a clock: an EUI-64, or a MAC with FF FE in the middle.
// IEEE 1588 §7.5.2.
type PTPClock [8]byte

func (c PTPClock) String() string { return string(appendHex(nil, c[:], ':')) }

// PTPTime is a time: 48 bits of seconds since 1970 in TAI, and 32 of nanoseconds.
// IEEE 1588 §5.3.3.
type PTPTime [10]byte

// PTPTimeOf returns the time of so many seconds and nanoseconds.
func PTPTimeOf(seconds uint64, nanoseconds uint32) (t PTPTime) {
	PutUint16(t[:], 0, uint16(seconds>>32))
	PutUint32(t[:], 2, uint32(seconds))
	PutUint32(t[:], 6, nanoseconds)
	return t
}

// Seconds returns the seconds.
func (t PTPTime) Seconds() uint64 { return uint64(Uint16(t[:], 0))<<32 | uint64(Uint32(t[:], 2)) }

// Nanoseconds returns the nanoseconds, which should be less than a second.
func (t PTPTime) Nanoseconds() uint32 { return Uint32(t[:], 6) }

// String returns the time as "1516736649.248292005".
func (t PTPTime) String() string {
	b := appendInt(nil, int(t.Seconds()))
	ns := appendInt(nil, int(t.Nanoseconds()))
	b = append(b, '.')
	for n := len(ns); n < 9; n++ {
		b = append(b, '0')
	}
	return string(append(b, ns...))
}

// PTPTLVs are the elements at the end of a message. IEEE 1588 §14.
type PTPTLVs []byte

// PTPTLVType says what an element is.
type PTPTLVType uint16

var ptpTLVs = []coded{
	{1, "MANAGEMENT"}, {2, "MANAGEMENT_ERROR_STATUS"}, {3, "ORGANIZATION_EXTENSION"}, {4, "REQUEST_UNICAST_TRANSMISSION"},
	{5, "GRANT_UNICAST_TRANSMISSION"}, {6, "CANCEL_UNICAST_TRANSMISSION"}, {7, "ACKNOWLEDGE_CANCEL_UNICAST_TRANSMISSION"},
	{8, "PATH_TRACE"}, {9, "ALTERNATE_TIME_OFFSET_INDICATOR"}, {0x2000, "AUTHENTICATION (2008)"}, {0x2001, "AUTHENTICATION_CHALLENGE"},
	{0x2002, "SECURITY_ASSOCIATION_UPDATE"}, {0x2003, "CUM_FREQ_SCALE_FACTOR_OFFSET"}, {0x4000, "ORGANIZATION_EXTENSION_PROPAGATE"},
	{0x4001, "ENHANCED_ACCURACY_METRICS"}, {0x8000, "ORGANIZATION_EXTENSION_DO_NOT_PROPAGATE"}, {0x8001, "L1_SYNC"},
	{0x8002, "PORT_COMMUNICATION_AVAILABILITY"}, {0x8003, "PROTOCOL_ADDRESS"}, {0x8004, "SLAVE_RX_SYNC_TIMING_DATA"},
	{0x8005, "SLAVE_RX_SYNC_COMPUTED_DATA"}, {0x8006, "SLAVE_TX_EVENT_TIMESTAMPS"}, {0x8007, "CUMULATIVE_RATE_RATIO"}, {0x8008, "PAD"},
	{0x8009, "AUTHENTICATION"},
}

func (x PTPTLVType) String() string { return codedName(ptpTLVs, uint32(x)) }

var ptpForm = tlvForm{typ: 2, size: 2}

// All yields the elements, up to one that does not fit.
func (t PTPTLVs) All() iter.Seq2[PTPTLVType, []byte] {
	return func(yield func(PTPTLVType, []byte) bool) {
		for typ, v := range ptpForm.all(t) {
			if !yield(PTPTLVType(typ), v) {
				return
			}
		}
	}
}

// Get returns the value of the first element of the type.
func (t PTPTLVs) Get(typ PTPTLVType) (value []byte, ok bool) { return ptpForm.get(t, uint16(typ)) }

// Add returns t with an element after the others.
func (t PTPTLVs) Add(typ PTPTLVType, value []byte) PTPTLVs { return ptpForm.add(t, uint16(typ), value) }

// Malformed reports whether not all bytes are elements.
func (t PTPTLVs) Malformed() bool { return len(ptpForm.rest(t)) > 0 }

// String returns the elements as text.
func (t PTPTLVs) String() string {
	var b []byte
	for typ, v := range t.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(b, typ.String()...)
		b = append(b, ' ')
		b = appendHex(b, v, 0)
	}
	if t.Malformed() {
		b = append(b, " …"...)
	}
	return string(b)
}
