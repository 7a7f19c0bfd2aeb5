package wire

// ICMPv4Type says what an ICMP message means.
type ICMPv4Type uint8

// The message types in IANA's registry.
const (
	ICMPv4EchoReply            ICMPv4Type = 0
	ICMPv4Unreachable          ICMPv4Type = 3 // destination unreachable
	ICMPv4SourceQuench         ICMPv4Type = 4
	ICMPv4Redirect             ICMPv4Type = 5
	ICMPv4AlternateHost        ICMPv4Type = 6
	ICMPv4EchoRequest          ICMPv4Type = 8
	ICMPv4RouterAdvertisement  ICMPv4Type = 9  // RFC 1256
	ICMPv4RouterSolicitation   ICMPv4Type = 10 // RFC 1256
	ICMPv4TimeExceeded         ICMPv4Type = 11
	ICMPv4ParameterProblem     ICMPv4Type = 12
	ICMPv4Timestamp            ICMPv4Type = 13
	ICMPv4TimestampReply       ICMPv4Type = 14
	ICMPv4Information          ICMPv4Type = 15
	ICMPv4InformationReply     ICMPv4Type = 16
	ICMPv4Mask                 ICMPv4Type = 17 // RFC 950
	ICMPv4MaskReply            ICMPv4Type = 18 // RFC 950
	ICMPv4TypeTraceroute       ICMPv4Type = 30 // RFC 1393
	ICMPv4ConversionError      ICMPv4Type = 31 // RFC 1475
	ICMPv4MobileRedirect       ICMPv4Type = 32
	ICMPv4WhereAreYou          ICMPv4Type = 33
	ICMPv4IAmHere              ICMPv4Type = 34
	ICMPv4MobileRegistration   ICMPv4Type = 35
	ICMPv4MobileRegistrationOK ICMPv4Type = 36
	ICMPv4DomainName           ICMPv4Type = 37 // RFC 1788
	ICMPv4DomainNameReply      ICMPv4Type = 38 // RFC 1788
	ICMPv4SKIP                 ICMPv4Type = 39
	ICMPv4Photuris             ICMPv4Type = 40 // RFC 2521
	ICMPv4Seamoby              ICMPv4Type = 41 // RFC 4065
	ICMPv4ExtendedEcho         ICMPv4Type = 42 // RFC 8335
	ICMPv4ExtendedEchoReply    ICMPv4Type = 43 // RFC 8335
	ICMPv4Experiment1          ICMPv4Type = 253
	ICMPv4Experiment2          ICMPv4Type = 254
)

// IsError reports whether messages of the type quote the packet they are about.
func (t ICMPv4Type) IsError() bool {
	switch t {
	case ICMPv4Unreachable, ICMPv4SourceQuench, ICMPv4Redirect, ICMPv4TimeExceeded, ICMPv4ParameterProblem,
		ICMPv4ConversionError, ICMPv4Photuris:
		return true
	}
	return false
}

func (t ICMPv4Type) String() string {
	switch t {
	case ICMPv4EchoReply:
		return "echo reply"
	case ICMPv4Unreachable:
		return "destination unreachable"
	case ICMPv4SourceQuench:
		return "source quench"
	case ICMPv4Redirect:
		return "redirect"
	case ICMPv4AlternateHost:
		return "alternate host address"
	case ICMPv4EchoRequest:
		return "echo request"
	case ICMPv4RouterAdvertisement:
		return "router advertisement"
	case ICMPv4RouterSolicitation:
		return "router solicitation"
	case ICMPv4TimeExceeded:
		return "time exceeded"
	case ICMPv4ParameterProblem:
		return "parameter problem"
	case ICMPv4Timestamp:
		return "timestamp"
	case ICMPv4TimestampReply:
		return "timestamp reply"
	case ICMPv4Information:
		return "information request"
	case ICMPv4InformationReply:
		return "information reply"
	case ICMPv4Mask:
		return "address mask request"
	case ICMPv4MaskReply:
		return "address mask reply"
	case ICMPv4TypeTraceroute:
		return "traceroute"
	case ICMPv4ConversionError:
		return "conversion error"
	case ICMPv4MobileRedirect:
		return "mobile host redirect"
	case ICMPv4WhereAreYou:
		return "where are you"
	case ICMPv4IAmHere:
		return "I am here"
	case ICMPv4MobileRegistration:
		return "mobile registration request"
	case ICMPv4MobileRegistrationOK:
		return "mobile registration reply"
	case ICMPv4DomainName:
		return "domain name request"
	case ICMPv4DomainNameReply:
		return "domain name reply"
	case ICMPv4SKIP:
		return "SKIP"
	case ICMPv4Photuris:
		return "Photuris"
	case ICMPv4Seamoby:
		return "Seamoby"
	case ICMPv4ExtendedEcho:
		return "extended echo request"
	case ICMPv4ExtendedEchoReply:
		return "extended echo reply"
	case ICMPv4Experiment1, ICMPv4Experiment2:
		return "experiment " + itoa(int(t))
	}
	return itoa(int(t))
}

// Codes of ICMPv4 messages.
const (
	// Of ICMPv4Unreachable. RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1.
	ICMPv4NetUnreachable       = 0
	ICMPv4HostUnreachable      = 1
	ICMPv4ProtocolUnreachable  = 2
	ICMPv4PortUnreachable      = 3
	ICMPv4FragmentationNeeded  = 4
	ICMPv4SourceRouteFailed    = 5
	ICMPv4NetUnknown           = 6
	ICMPv4HostUnknown          = 7
	ICMPv4SourceIsolated       = 8
	ICMPv4NetProhibited        = 9
	ICMPv4HostProhibited       = 10
	ICMPv4NetUnreachableTOS    = 11
	ICMPv4HostUnreachableTOS   = 12
	ICMPv4Prohibited           = 13 // administratively
	ICMPv4PrecedenceViolation  = 14
	ICMPv4PrecedenceCutoff     = 15
	ICMPv4RedirectNet          = 0 // of ICMPv4Redirect
	ICMPv4RedirectHost         = 1
	ICMPv4RedirectTOSNet       = 2
	ICMPv4RedirectTOSHost      = 3
	ICMPv4TTLExceeded          = 0 // of ICMPv4TimeExceeded
	ICMPv4ReassemblyExceeded   = 1
	ICMPv4PointerError         = 0 // of ICMPv4ParameterProblem
	ICMPv4RequiredOptionAbsent = 1
	ICMPv4BadLength            = 2
)

var (
	icmp4Unreachable = [...]string{"net unreachable", "host unreachable", "protocol unreachable", "port unreachable",
		"fragmentation needed", "source route failed", "destination net unknown", "destination host unknown",
		"source host isolated", "net prohibited", "host prohibited", "net unreachable for TOS", "host unreachable for TOS",
		"communication prohibited", "host precedence violation", "precedence cutoff"}
	icmp4Redirect  = [...]string{"for net", "for host", "for TOS and net", "for TOS and host"}
	icmpExceeded   = [...]string{"in transit", "in reassembly"}
	icmp4Parameter = [...]string{"pointer indicates error", "required option missing", "bad length"}
	icmp4Photuris  = [...]string{"bad SPI", "authentication failed", "decompression failed", "decryption failed", "need authentication", "need authorization"}
	icmpExtended   = [...]string{"no error", "malformed query", "no such interface", "no such table entry", "multiple interfaces satisfy query"}
)

func nameOf(names []string, code uint8) string {
	if int(code) < len(names) {
		return names[code]
	}
	return ""
}

// CodeName returns what a code means with type t, or "" if it has no meaning or
// none beyond the type's.
func (t ICMPv4Type) CodeName(code uint8) string {
	switch t {
	case ICMPv4Unreachable:
		return nameOf(icmp4Unreachable[:], code)
	case ICMPv4Redirect:
		return nameOf(icmp4Redirect[:], code)
	case ICMPv4TimeExceeded:
		return nameOf(icmpExceeded[:], code)
	case ICMPv4ParameterProblem:
		return nameOf(icmp4Parameter[:], code)
	case ICMPv4Photuris:
		return nameOf(icmp4Photuris[:], code)
	case ICMPv4ExtendedEchoReply:
		return nameOf(icmpExtended[:], code)
	case ICMPv4RouterAdvertisement:
		if code == 16 {
			return "does not route common traffic" // RFC 5944 §2.1
		}
	}
	return ""
}

// MaxCode returns the highest code that a document defines for type t, and
// whether gocap knows it.
func (t ICMPv4Type) MaxCode() (code uint8, ok bool) {
	switch t {
	case ICMPv4Unreachable:
		return 15, true
	case ICMPv4Redirect:
		return 3, true
	case ICMPv4TimeExceeded, ICMPv4TypeTraceroute:
		return 1, true
	case ICMPv4ParameterProblem:
		return 2, true
	case ICMPv4Photuris:
		return 5, true
	case ICMPv4ExtendedEchoReply:
		return 4, true
	case ICMPv4RouterAdvertisement:
		return 16, true
	case ICMPv4EchoReply, ICMPv4SourceQuench, ICMPv4EchoRequest, ICMPv4RouterSolicitation, ICMPv4Timestamp,
		ICMPv4TimestampReply, ICMPv4Information, ICMPv4InformationReply, ICMPv4Mask, ICMPv4MaskReply, ICMPv4ExtendedEcho:
		return 0, true
	}
	return 0, false
}

// ICMPv6Type says what an ICMPv6 message means. Types below 128 are errors.
type ICMPv6Type uint8

// The message types in IANA's registry.
const (
	ICMPv6Unreachable                  ICMPv6Type = 1 // destination unreachable
	ICMPv6PacketTooBig                 ICMPv6Type = 2
	ICMPv6TimeExceeded                 ICMPv6Type = 3
	ICMPv6ParameterProblem             ICMPv6Type = 4
	ICMPv6EchoRequest                  ICMPv6Type = 128
	ICMPv6EchoReply                    ICMPv6Type = 129
	ICMPv6MulticastQuery               ICMPv6Type = 130 // RFC 2710, RFC 3810
	ICMPv6MulticastReport              ICMPv6Type = 131 // RFC 2710
	ICMPv6MulticastDone                ICMPv6Type = 132 // RFC 2710
	ICMPv6RouterSolicitation           ICMPv6Type = 133 // RFC 4861
	ICMPv6RouterAdvertisement          ICMPv6Type = 134 // RFC 4861
	ICMPv6NeighborSolicitation         ICMPv6Type = 135 // RFC 4861
	ICMPv6NeighborAdvertisement        ICMPv6Type = 136 // RFC 4861
	ICMPv6Redirect                     ICMPv6Type = 137 // RFC 4861
	ICMPv6RouterRenumbering            ICMPv6Type = 138 // RFC 2894
	ICMPv6NodeInfoQuery                ICMPv6Type = 139 // RFC 4620
	ICMPv6NodeInfoReply                ICMPv6Type = 140 // RFC 4620
	ICMPv6InverseSolicitation          ICMPv6Type = 141 // RFC 3122
	ICMPv6InverseAdvertisement         ICMPv6Type = 142 // RFC 3122
	ICMPv6MulticastReportV2            ICMPv6Type = 143 // RFC 3810
	ICMPv6HomeAgentRequest             ICMPv6Type = 144 // RFC 6275
	ICMPv6HomeAgentReply               ICMPv6Type = 145 // RFC 6275
	ICMPv6MobilePrefixSolicitation     ICMPv6Type = 146 // RFC 6275
	ICMPv6MobilePrefixAdvertisement    ICMPv6Type = 147 // RFC 6275
	ICMPv6CertPathSolicitation         ICMPv6Type = 148 // RFC 3971
	ICMPv6CertPathAdvertisement        ICMPv6Type = 149 // RFC 3971
	ICMPv6Seamoby                      ICMPv6Type = 150 // RFC 4065
	ICMPv6MulticastRouterAdvertisement ICMPv6Type = 151 // RFC 4286
	ICMPv6MulticastRouterSolicitation  ICMPv6Type = 152 // RFC 4286
	ICMPv6MulticastRouterTermination   ICMPv6Type = 153 // RFC 4286
	ICMPv6FastHandover                 ICMPv6Type = 154 // RFC 5568
	ICMPv6RPL                          ICMPv6Type = 155 // RFC 6550
	ICMPv6ILNPLocator                  ICMPv6Type = 156 // RFC 6743
	ICMPv6DuplicateAddressRequest      ICMPv6Type = 157 // RFC 6775
	ICMPv6DuplicateAddressConfirmation ICMPv6Type = 158 // RFC 6775
	ICMPv6MPL                          ICMPv6Type = 159 // RFC 7731
	ICMPv6ExtendedEcho                 ICMPv6Type = 160 // RFC 8335
	ICMPv6ExtendedEchoReply            ICMPv6Type = 161 // RFC 8335
)

// IsError reports whether t is an error message, which quotes the packet that it
// is about. RFC 4443 §2.1.
func (t ICMPv6Type) IsError() bool { return t < 128 }

func (t ICMPv6Type) String() string {
	switch t {
	case ICMPv6Unreachable:
		return "destination unreachable"
	case ICMPv6PacketTooBig:
		return "packet too big"
	case ICMPv6TimeExceeded:
		return "time exceeded"
	case ICMPv6ParameterProblem:
		return "parameter problem"
	case ICMPv6EchoRequest:
		return "echo request"
	case ICMPv6EchoReply:
		return "echo reply"
	case ICMPv6MulticastQuery:
		return "multicast listener query"
	case ICMPv6MulticastReport:
		return "multicast listener report"
	case ICMPv6MulticastDone:
		return "multicast listener done"
	case ICMPv6RouterSolicitation:
		return "router solicitation"
	case ICMPv6RouterAdvertisement:
		return "router advertisement"
	case ICMPv6NeighborSolicitation:
		return "neighbor solicitation"
	case ICMPv6NeighborAdvertisement:
		return "neighbor advertisement"
	case ICMPv6Redirect:
		return "redirect"
	case ICMPv6RouterRenumbering:
		return "router renumbering"
	case ICMPv6NodeInfoQuery:
		return "node information query"
	case ICMPv6NodeInfoReply:
		return "node information reply"
	case ICMPv6InverseSolicitation:
		return "inverse neighbor solicitation"
	case ICMPv6InverseAdvertisement:
		return "inverse neighbor advertisement"
	case ICMPv6MulticastReportV2:
		return "multicast listener report v2"
	case ICMPv6HomeAgentRequest:
		return "home agent address request"
	case ICMPv6HomeAgentReply:
		return "home agent address reply"
	case ICMPv6MobilePrefixSolicitation:
		return "mobile prefix solicitation"
	case ICMPv6MobilePrefixAdvertisement:
		return "mobile prefix advertisement"
	case ICMPv6CertPathSolicitation:
		return "certification path solicitation"
	case ICMPv6CertPathAdvertisement:
		return "certification path advertisement"
	case ICMPv6Seamoby:
		return "Seamoby"
	case ICMPv6MulticastRouterAdvertisement:
		return "multicast router advertisement"
	case ICMPv6MulticastRouterSolicitation:
		return "multicast router solicitation"
	case ICMPv6MulticastRouterTermination:
		return "multicast router termination"
	case ICMPv6FastHandover:
		return "fast handover"
	case ICMPv6RPL:
		return "RPL control"
	case ICMPv6ILNPLocator:
		return "ILNPv6 locator update"
	case ICMPv6DuplicateAddressRequest:
		return "duplicate address request"
	case ICMPv6DuplicateAddressConfirmation:
		return "duplicate address confirmation"
	case ICMPv6MPL:
		return "MPL control"
	case ICMPv6ExtendedEcho:
		return "extended echo request"
	case ICMPv6ExtendedEchoReply:
		return "extended echo reply"
	}
	return itoa(int(t))
}

// Codes of ICMPv6 messages.
const (
	// Of ICMPv6Unreachable. RFC 4443 §3.1 and its registry.
	ICMPv6NoRoute            = 0
	ICMPv6Prohibited         = 1
	ICMPv6BeyondScope        = 2
	ICMPv6AddressUnreachable = 3
	ICMPv6PortUnreachable    = 4
	ICMPv6PolicyFailed       = 5
	ICMPv6RejectRoute        = 6
	ICMPv6SourceRouteError   = 7
	ICMPv6HeadersTooLong     = 8
	ICMPv6HopLimitExceeded   = 0 // of ICMPv6TimeExceeded
	ICMPv6ReassemblyExceeded = 1
	ICMPv6ErroneousHeader    = 0 // of ICMPv6ParameterProblem
	ICMPv6UnknownNextHeader  = 1
	ICMPv6UnknownOption      = 2
	ICMPv6IncompleteChain    = 3
	ICMPv6SRUpperLayerError  = 4
	ICMPv6NextHeaderByNode   = 5
	ICMPv6ExtensionTooBig    = 6
	ICMPv6ChainTooLong       = 7
	ICMPv6TooManyExtensions  = 8
	ICMPv6TooManyOptions     = 9
	ICMPv6OptionTooBig       = 10
)

var (
	icmp6Unreachable = [...]string{"no route", "prohibited", "beyond scope of source address", "address unreachable",
		"port unreachable", "source address failed policy", "route rejected", "error in source routing header", "headers too long"}
	icmp6Parameter = [...]string{"erroneous header field", "unknown next header", "unknown option", "incomplete header chain",
		"SR upper-layer header error", "unknown next header at intermediate node", "extension header too big",
		"extension header chain too long", "too many extension headers", "too many options in extension header", "option too big"}
)

// CodeName returns what a code means with type t, or "" if it has no meaning or
// none beyond the type's.
func (t ICMPv6Type) CodeName(code uint8) string {
	switch t {
	case ICMPv6Unreachable:
		return nameOf(icmp6Unreachable[:], code)
	case ICMPv6TimeExceeded:
		return nameOf(icmpExceeded[:], code)
	case ICMPv6ParameterProblem:
		return nameOf(icmp6Parameter[:], code)
	case ICMPv6ExtendedEchoReply:
		return nameOf(icmpExtended[:], code)
	}
	return ""
}
