package wire

// IPv4OptionKind says what an IPv4Option means: a copied flag, a class of two
// bits, and a number.
type IPv4OptionKind uint8

// The kinds of options in IANA's registry that were ever specified.
const (
	IPv4OptEnd                   IPv4OptionKind = 0   // end of option list
	IPv4OptNOP                   IPv4OptionKind = 1   // no operation
	IPv4OptRecordRoute           IPv4OptionKind = 7   // RFC 791
	IPv4OptExperimentalMeasure   IPv4OptionKind = 10  // ZSU
	IPv4OptMTUProbe              IPv4OptionKind = 11  // RFC 1063
	IPv4OptMTUReply              IPv4OptionKind = 12  // RFC 1063
	IPv4OptEncode                IPv4OptionKind = 15  // ENCODE
	IPv4OptQuickStart            IPv4OptionKind = 25  // RFC 4782
	IPv4OptExperiment0           IPv4OptionKind = 30  // RFC 4727
	IPv4OptTimestamp             IPv4OptionKind = 68  // RFC 791
	IPv4OptTraceroute            IPv4OptionKind = 82  // RFC 1393
	IPv4OptExperiment2           IPv4OptionKind = 94  // RFC 4727
	IPv4OptSecurity              IPv4OptionKind = 130 // RFC 1108
	IPv4OptLooseRoute            IPv4OptionKind = 131 // RFC 791
	IPv4OptExtendedSecurity      IPv4OptionKind = 133 // RFC 1108
	IPv4OptCIPSO                 IPv4OptionKind = 134 // FIPS 188
	IPv4OptStreamID              IPv4OptionKind = 136 // RFC 791
	IPv4OptStrictRoute           IPv4OptionKind = 137 // RFC 791
	IPv4OptExperimentalAccess    IPv4OptionKind = 142 // VISA
	IPv4OptIMITD                 IPv4OptionKind = 144 // IMITD
	IPv4OptExtended              IPv4OptionKind = 145 // RFC 1385
	IPv4OptAddressExtension      IPv4OptionKind = 147 // RFC 1475
	IPv4OptRouterAlert           IPv4OptionKind = 148 // RFC 2113
	IPv4OptDirectedBroadcast     IPv4OptionKind = 149 // selective directed broadcast
	IPv4OptDynamicPacketState    IPv4OptionKind = 151
	IPv4OptUpstreamMulticast     IPv4OptionKind = 152
	IPv4OptExperimentCopied0     IPv4OptionKind = 158 // RFC 4727
	IPv4OptExperimentalFlow      IPv4OptionKind = 205 // FINN
	IPv4OptExperimentCopied2     IPv4OptionKind = 222 // RFC 4727
	ipv4OptPointerFirst                         = 4   // the pointer of an untouched route
	ipv4OptTimestampPointerFirst                = 5
)

// Copied reports whether fragments of the datagram have the option too.
func (k IPv4OptionKind) Copied() bool { return k&0x80 != 0 }

// Class returns the option class: 0 is control, 2 is debugging and measurement.
func (k IPv4OptionKind) Class() uint8 { return uint8(k) >> 5 & 3 }

func (k IPv4OptionKind) String() string {
	switch k {
	case IPv4OptEnd:
		return "EOL"
	case IPv4OptNOP:
		return "NOP"
	case IPv4OptRecordRoute:
		return "record route"
	case IPv4OptExperimentalMeasure:
		return "experimental measurement"
	case IPv4OptMTUProbe:
		return "MTU probe"
	case IPv4OptMTUReply:
		return "MTU reply"
	case IPv4OptEncode:
		return "encode"
	case IPv4OptQuickStart:
		return "quick-start"
	case IPv4OptTimestamp:
		return "timestamp"
	case IPv4OptTraceroute:
		return "traceroute"
	case IPv4OptSecurity:
		return "security"
	case IPv4OptLooseRoute:
		return "loose source route"
	case IPv4OptExtendedSecurity:
		return "extended security"
	case IPv4OptCIPSO:
		return "CIPSO"
	case IPv4OptStreamID:
		return "stream ID"
	case IPv4OptStrictRoute:
		return "strict source route"
	case IPv4OptExperimentalAccess:
		return "experimental access control"
	case IPv4OptIMITD:
		return "IMI traffic descriptor"
	case IPv4OptExtended:
		return "extended IP"
	case IPv4OptAddressExtension:
		return "address extension"
	case IPv4OptRouterAlert:
		return "router alert"
	case IPv4OptDirectedBroadcast:
		return "selective directed broadcast"
	case IPv4OptDynamicPacketState:
		return "dynamic packet state"
	case IPv4OptUpstreamMulticast:
		return "upstream multicast"
	case IPv4OptExperimentalFlow:
		return "experimental flow control"
	case IPv4OptExperiment0, IPv4OptExperiment2, IPv4OptExperimentCopied0, IPv4OptExperimentCopied2:
		return "experiment " + itoa(int(k))
	}
	return itoa(int(k))
}
