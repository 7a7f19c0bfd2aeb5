package wire

import (
	"iter"
	"net/netip"
)

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
	RSVPSession          RSVPClass = 1
	RSVPHop              RSVPClass = 3
	RSVPIntegrity        RSVPClass = 4
	RSVPTimeValues       RSVPClass = 5
	RSVPErrorSpec        RSVPClass = 6
	RSVPScope            RSVPClass = 7
	RSVPStyle            RSVPClass = 8
	RSVPFlowspec         RSVPClass = 9
	RSVPFilterSpec       RSVPClass = 10
	RSVPSenderTemplate   RSVPClass = 11
	RSVPSenderTspec      RSVPClass = 12
	RSVPAdspec           RSVPClass = 13
	RSVPPolicyData       RSVPClass = 14
	RSVPConfirm          RSVPClass = 15
	RSVPLabel            RSVPClass = 16
	RSVPLabelRequest     RSVPClass = 19
	RSVPExplicitRoute    RSVPClass = 20
	RSVPRecordRoute      RSVPClass = 21
	RSVPHelloObject      RSVPClass = 22
	RSVPMessageID        RSVPClass = 23
	RSVPMessageIDAck     RSVPClass = 24
	RSVPMessageIDList    RSVPClass = 25
	RSVPDetour           RSVPClass = 63
	RSVPCapability       RSVPClass = 134
	RSVPRestart          RSVPClass = 131
	RSVPFastReroute      RSVPClass = 205
	RSVPSessionAttribute RSVPClass = 207
)

func (c RSVPClass) String() string {
	switch c {
	case RSVPDetour:
		return "DETOUR"
	case RSVPCapability:
		return "CAPABILITY"
	case RSVPRestart:
		return "RESTART_CAP"
	case RSVPFastReroute:
		return "FAST_REROUTE"
	case RSVPSessionAttribute:
		return "SESSION_ATTRIBUTE"
	}
	return listed([]string{"NULL", "SESSION", 3: "RSVP_HOP", 4: "INTEGRITY", 5: "TIME_VALUES", 6: "ERROR_SPEC", 7: "SCOPE", 8: "STYLE", 9: "FLOWSPEC",
		10: "FILTER_SPEC", 11: "SENDER_TEMPLATE", 12: "SENDER_TSPEC", 13: "ADSPEC", 14: "POLICY_DATA", 15: "RESV_CONFIRM", 16: "LABEL",
		19: "LABEL_REQUEST", 20: "EXPLICIT_ROUTE", 21: "RECORD_ROUTE", 22: "HELLO", 23: "MESSAGE_ID", 24: "MESSAGE_ID_ACK",
		25: "MESSAGE_ID_LIST"}, int(c))
}

// An RSVPObject is an object of an RSVP message. RFC 2205 §3.1.2.
type RSVPObject struct {
	Class RSVPClass
	CType uint8  // what form the class has here: often 1 is IPv4, 2 IPv6, 7 a tunnel
	Data  []byte // a multiple of 4 bytes
}

// Addr returns the address that begins the data of a session, a hop, an error, a filter, a
// sender or a confirmation.
func (o RSVPObject) Addr() (a netip.Addr, ok bool) {
	n := 4
	switch o.CType {
	case 2, 3, 8:
		n = 16
	}
	switch o.Class {
	case RSVPSession, RSVPHop, RSVPErrorSpec, RSVPFilterSpec, RSVPSenderTemplate, RSVPConfirm:
		if len(o.Data) >= n {
			return netip.AddrFromSlice(o.Data[:n])
		}
	}
	return a, false
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
