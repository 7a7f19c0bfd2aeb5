package wire

import "iter"

// RSVPError is the code of an error. RFC 2205 §B, IANA.
type RSVPError uint8

// The codes.
const (
	RSVPErrorConfirmation RSVPError = 0
	RSVPErrorAdmission    RSVPError = 1
	RSVPErrorPolicy       RSVPError = 2
	RSVPErrorNoPath       RSVPError = 3
	RSVPErrorNoSender     RSVPError = 4
	RSVPErrorPreempted    RSVPError = 12
	RSVPErrorClass        RSVPError = 13
	RSVPErrorCType        RSVPError = 14
	RSVPErrorRouting      RSVPError = 24 // RFC 3209
	RSVPErrorNotify       RSVPError = 25
	RSVPErrorDiffserv     RSVPError = 28 // RFC 4124
)

func (e RSVPError) String() string {
	return listed([]string{
		0: "confirmation", 1: "admission control failure", 2: "policy control failure", 3: "no path information",
		4: "no sender information", 5: "conflicting reservation style", 6: "unknown reservation style",
		7: "conflicting destination ports", 8: "conflicting sender ports", 12: "service preempted", 13: "unknown object class",
		14: "unknown object C-Type", 20: "API error", 21: "traffic control error", 22: "traffic control system error",
		23: "RSVP system error", 24: "routing problem", 25: "notify", 28: "Diffserv-aware TE error",
		29: "unknown attributes TLV", 30: "unknown attributes bit", 31: "alarms", 32: "call management",
	}, int(e))
}

// Value returns what the value of an error of code e means, or "".
func (e RSVPError) Value(x uint16) string {
	var names []string
	switch e {
	case RSVPErrorRouting:
		names = []string{
			1: "bad EXPLICIT_ROUTE", 2: "bad strict node", 3: "bad loose node", 4: "bad initial subobject",
			5: "no route available toward destination", 6: "unacceptable label value", 7: "RRO indicated routing loops",
			8: "non-RSVP-capable router in the path", 9: "MPLS label allocation failure", 10: "unsupported L3PID",
			11: "label set", 12: "switching type", 14: "unsupported encoding", 15: "unsupported link protection",
			16: "unknown interface index",
		}
	case RSVPErrorNotify:
		names = []string{
			1: "RRO too large for MTU", 2: "RRO notification", 3: "tunnel locally repaired", 4: "control channel active state",
			5: "control channel degraded state", 6: "preferable path exists",
		}
	case RSVPErrorDiffserv:
		names = []string{
			1: "unexpected CLASSTYPE", 2: "unsupported class type", 3: "invalid class type value",
			4: "class type and setup priority do not form a TE class", 5: "class type and holding priority do not form a TE class",
			6: "class type and both priorities do not form TE classes", 7: "PSC and class type inconsistent",
			8: "PHBs and class type inconsistent",
		}
	}
	if int(x) < len(names) {
		return names[x]
	}
	return ""
}

// RSVPStyleOption is a style of reservation. RFC 2205 §A.7.
type RSVPStyleOption uint32

// The styles.
const (
	RSVPWildcardFilter RSVPStyleOption = 0x11
	RSVPFixedFilter    RSVPStyleOption = 0x0a
	RSVPSharedExplicit RSVPStyleOption = 0x12
)

func (o RSVPStyleOption) String() string {
	return listed([]string{0x0a: "fixed filter", 0x11: "wildcard filter", 0x12: "shared explicit"}, int(o))
}

// RSVPService is a service of integrated services. RFC 2210 §3.
type RSVPService uint8

// The services.
const (
	RSVPServiceDefault    RSVPService = 1 // what is of none in particular
	RSVPServiceGuaranteed RSVPService = 2 // RFC 2212
	RSVPServiceControlled RSVPService = 5 // RFC 2211
)

func (s RSVPService) String() string {
	return listed([]string{1: "default", 2: "guaranteed", 5: "controlled load"}, int(s))
}

// RSVPParam is a parameter of a service. RFC 2215, RFC 2212.
type RSVPParam uint8

// The parameters.
const (
	RSVPParamHops        RSVPParam = 4   // number of hops that know integrated services
	RSVPParamBandwidth   RSVPParam = 6   // of the path, in bytes a second
	RSVPParamLatency     RSVPParam = 8   // least, in microseconds
	RSVPParamMTU         RSVPParam = 10  // of the path, in bytes
	RSVPParamTokenBucket RSVPParam = 127 // TSpec
	RSVPParamRSpec       RSVPParam = 130 // rate and slack of guaranteed service
	RSVPParamCTotal      RSVPParam = 133 // rate-dependent deviation, of the path
	RSVPParamDTotal      RSVPParam = 134 // rate-independent deviation, of the path
	RSVPParamCSum        RSVPParam = 135 // the same since the last shaping
	RSVPParamDSum        RSVPParam = 136
)

func (p RSVPParam) String() string {
	switch {
	case p == RSVPParamTokenBucket:
		return "TSpec"
	case p >= 130:
		return listed([]string{0: "RSpec", 3: "Ctot", 4: "Dtot", 5: "Csum", 6: "Dsum"}, int(p)-130)
	}
	return listed([]string{4: "hops", 6: "bandwidth", 8: "latency", 10: "MTU"}, int(p))
}

// GMPLSEncoding is an encoding of label switched paths. RFC 3471 §3.1.1.
type GMPLSEncoding uint8

func (e GMPLSEncoding) String() string {
	return listed([]string{
		1: "packet", 2: "Ethernet", 3: "PDH", 5: "SDH/SONET", 7: "digital wrapper", 8: "lambda", 9: "fiber", 11: "fiber channel",
		12: "ODUk", 13: "optical channel", 14: "line",
	}, int(e))
}

// GMPLSSwitching is how a link switches. RFC 3471 §3.1.1, RFC 7074.
type GMPLSSwitching uint8

func (s GMPLSSwitching) String() string {
	switch s {
	case 1, 2, 3, 4:
		return "PSC-" + itoa(int(s))
	case 30:
		return "EVPL"
	case 51:
		return "L2SC"
	case 100:
		return "TDM"
	case 110:
		return "OTN-TDM"
	case 125:
		return "DCSC"
	case 150:
		return "LSC"
	case 200:
		return "FSC"
	}
	return itoa(int(s))
}

// RSVPLabelAction says what labels a set has. RFC 3471 §3.5.
type RSVPLabelAction uint8

func (a RSVPLabelAction) String() string {
	return listed([]string{"inclusive list", "exclusive list", "inclusive range", "exclusive range"}, int(a))
}

// RSVPProtectionType is how a path is protected end to end. RFC 4872 §14.1.
type RSVPProtectionType uint8

func (t RSVPProtectionType) String() string {
	return listed([]string{
		0: "unprotected", 1: "full rerouting", 2: "rerouting without extra traffic", 4: "1:N with extra traffic",
		8: "1+1 unidirectional", 16: "1+1 bidirectional",
	}, int(t))
}

// RSVPAssociationType is why paths belong together. RFC 4872 §16.1, IANA.
type RSVPAssociationType uint16

func (t RSVPAssociationType) String() string {
	return listed([]string{1: "recovery", 2: "resource sharing", 3: "double-sided LSP", 4: "single-sided LSP"}, int(t))
}

// RSVPHopType is the type of a step of a route. RFC 3209 §4.3.3, IANA.
type RSVPHopType uint8

// The types of steps.
const (
	RSVPHopIPv4       RSVPHopType = 1
	RSVPHopIPv6       RSVPHopType = 2
	RSVPHopLabel      RSVPHopType = 3  // RFC 3473
	RSVPHopUnnumbered RSVPHopType = 4  // RFC 3477
	RSVPHopAS         RSVPHopType = 32 // RFC 3209
	RSVPHopExclude    RSVPHopType = 33 // RFC 4874
	RSVPHopSRLG       RSVPHopType = 34
	RSVPHopPathKey    RSVPHopType = 64 // RFC 5520
)

func (t RSVPHopType) String() string {
	return listed([]string{
		1: "IPv4", 2: "IPv6", 3: "label", 4: "unnumbered", 32: "AS", 33: "exclude", 34: "SRLG", 35: "attributes", 37: "protection",
		64: "path key",
	}, int(t))
}

// RSVPHopFlags say how a step of a route that was taken is protected. RFC 3209 §4.4.1.1,
// RFC 4090 §4.4.
type RSVPHopFlags uint8

func (f RSVPHopFlags) String() string {
	return flagNames(uint(f), "protection available", "protection in use", "bandwidth", "node")
}

// RSVPCapabilityFlags are what a node can do. RFC 5063 §4.2.
type RSVPCapabilityFlags uint32

func (f RSVPCapabilityFlags) String() string {
	return flagNames(uint(f), "RecoveryPath Srefresh", "RecoveryPath desired", "RecoveryPath transmit")
}

// RSVPAdminFlags are what is done with a path. RFC 3473 §7.1, RFC 4974 §6.1.
type RSVPAdminFlags uint32

// The flags.
const (
	RSVPReflect  RSVPAdminFlags = 0x80000000
	RSVPCall     RSVPAdminFlags = 8
	RSVPTesting  RSVPAdminFlags = 4
	RSVPDown     RSVPAdminFlags = 2
	RSVPDeletion RSVPAdminFlags = 1
)

func (f RSVPAdminFlags) String() string {
	s := flagNames(uint(f&^RSVPReflect), "deletion", "down", "testing", "call")
	switch {
	case f&RSVPReflect == 0:
		return s
	case f == RSVPReflect:
		return "reflect"
	}
	return "reflect|" + s
}

// RSVPSessionFlags say how a path is to be. RFC 3209 §4.7.1, RFC 4090 §4.3.
type RSVPSessionFlags uint8

func (f RSVPSessionFlags) String() string {
	return flagNames(uint(f), "local protection", "label recording", "SE style", "bandwidth protection", "node protection")
}

var (
	rsvpLinkForm      = tlvForm{typ: 2, size: 2, whole: true, align: 4}
	rsvpAttributeForm = tlvForm{typ: 2, size: 2, align: 4}
)

// RSVPLinkTLVs is elements about a link in wire form: types and lengths of 16 bits, values
// padded to four bytes. RFC 3471 §9.1.1.
type RSVPLinkTLVs []byte

// All yields the elements' types and values, up to the first malformed one.
func (o RSVPLinkTLVs) All() iter.Seq2[uint16, []byte] { return rsvpLinkForm.all(o) }

// Rest returns what is malformed at the end of o.
func (o RSVPLinkTLVs) Rest() []byte { return rsvpLinkForm.rest(o) }

// Add returns o and one more element.
func (o RSVPLinkTLVs) Add(t uint16, value ...byte) RSVPLinkTLVs { return rsvpLinkForm.add(o, t, value) }

// String returns the elements as "3: 0a00000100000002".
func (o RSVPLinkTLVs) String() string { return rsvpLinkForm.text(o) }

// RSVPAttributeTLVs is attributes of a path in wire form: types and lengths of 16 bits,
// values padded to four bytes. RFC 5420 §3.
type RSVPAttributeTLVs []byte

// All yields the elements' types and values, up to the first malformed one.
func (o RSVPAttributeTLVs) All() iter.Seq2[uint16, []byte] { return rsvpAttributeForm.all(o) }

// Rest returns what is malformed at the end of o.
func (o RSVPAttributeTLVs) Rest() []byte { return rsvpAttributeForm.rest(o) }

// Add returns o and one more element.
func (o RSVPAttributeTLVs) Add(t uint16, value ...byte) RSVPAttributeTLVs {
	return rsvpAttributeForm.add(o, t, value)
}

// String returns the elements as "1: 80000000".
func (o RSVPAttributeTLVs) String() string { return rsvpAttributeForm.text(o) }
