package wire

import "iter"

// RSVPType is the type of an RSVP message. RFC 2205 §3.1.1, RFC 3209, RFC 2961.
type RSVPType uint8

// The types of messages.
const (
	RSVPPath     RSVPType = 1
	RSVPResv     RSVPType = 2
	RSVPPathErr  RSVPType = 3
	RSVPResvErr  RSVPType = 4
	RSVPPathTear RSVPType = 5
	RSVPResvTear RSVPType = 6
	RSVPResvConf RSVPType = 7
	RSVPBundle   RSVPType = 12
	RSVPAck      RSVPType = 13
	RSVPSrefresh RSVPType = 15
	RSVPHello    RSVPType = 20
	RSVPNotify   RSVPType = 21 // RFC 3473
)

func (t RSVPType) String() string {
	return listed([]string{1: "Path", "Resv", "PathErr", "ResvErr", "PathTear", "ResvTear", "ResvConf", 12: "Bundle", 13: "Ack", 15: "Srefresh",
		20: "Hello", 21: "Notify"}, int(t))
}

// RSVPClass is the class of an RSVP object: its upper two bits say what is done with one
// that is not known. RFC 2205 §3.10, IANA.
type RSVPClass uint8

// The classes of objects.
const (
	RSVPSession            RSVPClass = 1
	RSVPHop                RSVPClass = 3
	RSVPIntegrity          RSVPClass = 4 // RFC 2747
	RSVPTimeValues         RSVPClass = 5
	RSVPErrorSpec          RSVPClass = 6
	RSVPScope              RSVPClass = 7
	RSVPStyle              RSVPClass = 8
	RSVPFlowspec           RSVPClass = 9
	RSVPFilterSpec         RSVPClass = 10
	RSVPSenderTemplate     RSVPClass = 11
	RSVPSenderTspec        RSVPClass = 12
	RSVPAdspec             RSVPClass = 13
	RSVPPolicyData         RSVPClass = 14
	RSVPConfirm            RSVPClass = 15
	RSVPLabel              RSVPClass = 16 // RFC 3209
	RSVPLabelRequest       RSVPClass = 19
	RSVPExplicitRoute      RSVPClass = 20
	RSVPRecordRoute        RSVPClass = 21
	RSVPHelloObject        RSVPClass = 22
	RSVPMessageID          RSVPClass = 23 // RFC 2961
	RSVPMessageIDAck       RSVPClass = 24
	RSVPMessageIDList      RSVPClass = 25
	RSVPRecoveryLabel      RSVPClass = 34 // RFC 3473
	RSVPUpstreamLabel      RSVPClass = 35
	RSVPLabelSet           RSVPClass = 36
	RSVPProtection         RSVPClass = 37
	RSVPSubLSP             RSVPClass = 50  // RFC 4875
	RSVPDetour             RSVPClass = 63  // RFC 4090
	RSVPChallenge          RSVPClass = 64  // RFC 2747
	RSVPClassType          RSVPClass = 66  // RFC 4124
	RSVPRequiredAttributes RSVPClass = 67  // RFC 5420
	RSVPSuggestedLabel     RSVPClass = 129 // RFC 3473
	RSVPAcceptableLabelSet RSVPClass = 130
	RSVPRestart            RSVPClass = 131
	RSVPCapability         RSVPClass = 134 // RFC 5063
	RSVPNotifyRequest      RSVPClass = 195 // RFC 3473
	RSVPAdminStatus        RSVPClass = 196
	RSVPAttributes         RSVPClass = 197 // RFC 5420
	RSVPAlarmSpec          RSVPClass = 198 // RFC 4783
	RSVPAssociation        RSVPClass = 199 // RFC 4872
	RSVPSecondaryExplicit  RSVPClass = 200 // RFC 4873
	RSVPSecondaryRecord    RSVPClass = 201
	RSVPFastReroute        RSVPClass = 205 // RFC 4090
	RSVPSessionAttribute   RSVPClass = 207 // RFC 3209
	RSVPGeneralizedUNI     RSVPClass = 229
	RSVPCallID             RSVPClass = 230 // RFC 3474
	RSVPExcludeRoute       RSVPClass = 232 // RFC 4874
)

func (c RSVPClass) String() string {
	switch {
	case c >= RSVPSuggestedLabel:
		return c.high()
	case c >= RSVPRecoveryLabel:
		return c.middle()
	}
	return listed([]string{"NULL", "SESSION", 3: "RSVP_HOP", 4: "INTEGRITY", 5: "TIME_VALUES", 6: "ERROR_SPEC", 7: "SCOPE", 8: "STYLE", 9: "FLOWSPEC",
		10: "FILTER_SPEC", 11: "SENDER_TEMPLATE", 12: "SENDER_TSPEC", 13: "ADSPEC", 14: "POLICY_DATA", 15: "RESV_CONFIRM", 16: "LABEL",
		19: "LABEL_REQUEST", 20: "EXPLICIT_ROUTE", 21: "RECORD_ROUTE", 22: "HELLO", 23: "MESSAGE_ID", 24: "MESSAGE_ID_ACK",
		25: "MESSAGE_ID_LIST"}, int(c))
}

func (c RSVPClass) middle() string {
	switch c {
	case RSVPRecoveryLabel:
		return "RECOVERY_LABEL"
	case RSVPUpstreamLabel:
		return "UPSTREAM_LABEL"
	case RSVPLabelSet:
		return "LABEL_SET"
	case RSVPProtection:
		return "PROTECTION"
	case RSVPSubLSP:
		return "S2L_SUB_LSP"
	case RSVPDetour:
		return "DETOUR"
	case RSVPChallenge:
		return "CHALLENGE"
	case RSVPClassType:
		return "CLASSTYPE"
	case RSVPRequiredAttributes:
		return "LSP_REQUIRED_ATTRIBUTES"
	}
	return itoa(int(c))
}

func (c RSVPClass) high() string {
	switch c {
	case RSVPSuggestedLabel:
		return "SUGGESTED_LABEL"
	case RSVPAcceptableLabelSet:
		return "ACCEPTABLE_LABEL_SET"
	case RSVPRestart:
		return "RESTART_CAP"
	case RSVPCapability:
		return "CAPABILITY"
	case RSVPFastReroute:
		return "FAST_REROUTE"
	case RSVPSessionAttribute:
		return "SESSION_ATTRIBUTE"
	case RSVPGeneralizedUNI:
		return "GENERALIZED_UNI"
	case RSVPCallID:
		return "CALL_ID"
	case RSVPExcludeRoute:
		return "EXCLUDE_ROUTE"
	}
	if c < RSVPNotifyRequest {
		return itoa(int(c))
	}
	return listed([]string{"NOTIFY_REQUEST", "ADMIN_STATUS", "LSP_ATTRIBUTES", "ALARM_SPEC", "ASSOCIATION", "SECONDARY_EXPLICIT_ROUTE",
		"SECONDARY_RECORD_ROUTE"}, int(c)-int(RSVPNotifyRequest))
}

// An RSVPObject is an object of an RSVP message. RFC 2205 §3.1.2.
type RSVPObject struct {
	Class RSVPClass
	CType uint8  // what form the class has here: often 1 is IPv4, 2 IPv6, 7 a tunnel
	Data  []byte // a multiple of 4 bytes
}

// RSVPObjects is the objects of an RSVP message in wire form. RFC 2205 §3.1.2.
type RSVPObjects []byte

// All yields the objects, up to the first malformed one.
func (o RSVPObjects) All() iter.Seq[RSVPObject] {
	return func(yield func(RSVPObject) bool) {
		for b := []byte(o); ; {
			n := rsvpFirst(b)
			if n == 0 || !yield(RSVPObject{RSVPClass(b[2]), b[3], b[4:n:n]}) {
				return
			}
			b = b[n:]
		}
	}
}

// rsvpFirst returns the length of the object at the front of b, or 0 if none fits.
func rsvpFirst(b []byte) int {
	if len(b) < 4 {
		return 0
	}
	if n := int(Uint16(b, 0)); n >= 4 && n%4 == 0 && n <= len(b) {
		return n
	}
	return 0
}

// Rest returns what is malformed at the end of o.
func (o RSVPObjects) Rest() []byte {
	b := []byte(o)
	for n := rsvpFirst(b); n > 0; n = rsvpFirst(b) {
		b = b[n:]
	}
	if len(b) == 0 {
		return nil
	}
	return b
}

// Get returns the first object of class c.
func (o RSVPObjects) Get(c RSVPClass) (x RSVPObject, ok bool) {
	for x := range o.All() {
		if x.Class == c {
			return x, true
		}
	}
	return x, false
}

// Add returns o and one more object. Data is padded with zeros to four bytes.
func (o RSVPObjects) Add(x RSVPObject) RSVPObjects {
	data := x.Data[:min(len(x.Data), 0xfff8)]
	n := 4 + (len(data)+3)/4*4
	out := append(appendBE16(o[:len(o):len(o)], uint16(n)), byte(x.Class), x.CType)
	out = append(out, data...)
	return append(out, make([]byte, n-4-len(data))...)
}

// String returns the objects as "SESSION/7 0a0000010000000a0a000002, LABEL/1 00000010".
func (o RSVPObjects) String() string {
	var b []byte
	for x := range o.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = appendInt(append(append(b, x.Class.String()...), '/'), int(x.CType))
		if len(x.Data) > 0 {
			b = appendHex(append(b, ' '), x.Data, 0)
		}
	}
	return string(appendRest(b, o.Rest()))
}

// Objects returns the objects that are in v: the message may be cut.
func (v RSVP) Objects() RSVPObjects {
	return RSVPObjects(v[RSVPLen:max(RSVPLen, min(int(v.Length()), len(v)))])
}
