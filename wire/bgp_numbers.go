package wire

// BGPParamType is the type of an optional parameter. RFC 4271 §4.2, RFC 5492 §4.
type BGPParamType uint8

// The types of parameters.
const (
	BGPParamAuthentication BGPParamType = 1 // not used any more
	BGPParamCapabilities   BGPParamType = 2
	BGPParamExtended       BGPParamType = 255 // in the first one's place: RFC 9072 §2
)

func (x BGPParamType) String() string {
	switch x {
	case BGPParamAuthentication:
		return "authentication"
	case BGPParamCapabilities:
		return "capabilities"
	}
	return itoa(int(x))
}

// BGPCapability is the code of a capability. IANA BGP Capability Codes.
type BGPCapability uint8

// The capabilities.
const (
	BGPCapMultiprotocol      BGPCapability = 1   // RFC 4760 §8
	BGPCapRouteRefresh       BGPCapability = 2   // RFC 2918 §2
	BGPCapORF                BGPCapability = 3   // RFC 5291 §5
	BGPCapMultipleRoutes     BGPCapability = 4   // RFC 8277, before it was abolished
	BGPCapExtendedNextHop    BGPCapability = 5   // RFC 8950 §4
	BGPCapExtendedMessage    BGPCapability = 6   // RFC 8654 §3
	BGPCapBGPsec             BGPCapability = 7   // RFC 8205 §2.1
	BGPCapMultipleLabels     BGPCapability = 8   // RFC 8277 §2.1
	BGPCapRole               BGPCapability = 9   // RFC 9234 §4.1
	BGPCapGracefulRestart    BGPCapability = 64  // RFC 4724 §3
	BGPCapAS4                BGPCapability = 65  // RFC 6793 §3
	BGPCapDynamic            BGPCapability = 67  // draft-ietf-idr-dynamic-cap
	BGPCapMultisession       BGPCapability = 68  // draft-ietf-idr-bgp-multisession
	BGPCapAddPath            BGPCapability = 69  // RFC 7911 §4
	BGPCapEnhancedRefresh    BGPCapability = 70  // RFC 7313 §3.1
	BGPCapLLGR               BGPCapability = 71  // RFC 9494 §3.1
	BGPCapRoutingPolicy      BGPCapability = 72  // draft-ietf-idr-rpd
	BGPCapFQDN               BGPCapability = 73  // draft-walton-bgp-hostname-capability
	BGPCapBFDStrict          BGPCapability = 74  // draft-ietf-idr-bgp-bfd-strict-mode
	BGPCapSoftwareVersion    BGPCapability = 75  // draft-abraitis-bgp-version-capability
	BGPCapPathsLimit         BGPCapability = 76  // draft-abraitis-idr-addpath-paths-limit
	BGPCapPrestandardRefresh BGPCapability = 128 // RFC 8810
	BGPCapPrestandardORF     BGPCapability = 130 // RFC 8810
)

var bgpCapabilities = []string{1: "multiprotocol", 2: "route refresh", 3: "outbound route filtering", 4: "multiple routes", 5: "extended next hop",
	6: "extended message", 7: "BGPsec", 8: "multiple labels", 9: "role", 64: "graceful restart", 65: "4-octet AS", 67: "dynamic capability",
	68: "multisession", 69: "ADD-PATH", 70: "enhanced route refresh", 71: "long-lived graceful restart", 72: "routing policy distribution",
	73: "FQDN", 74: "BFD strict mode", 75: "software version", 76: "paths limit", 128: "route refresh (prestandard)",
	129: "outbound route filtering (prestandard)", 130: "outbound route filtering (prestandard)", 131: "multisession (prestandard)"}

func (x BGPCapability) String() string { return listed(bgpCapabilities, int(x)) }

// BGPAttributeType is the type code of a path attribute. IANA BGP Path Attributes.
type BGPAttributeType uint8

// The types of path attributes.
const (
	BGPOrigin             BGPAttributeType = 1   // RFC 4271 §5.1.1
	BGPASPath             BGPAttributeType = 2   // RFC 4271 §5.1.2
	BGPNextHop            BGPAttributeType = 3   // RFC 4271 §5.1.3
	BGPMED                BGPAttributeType = 4   // RFC 4271 §5.1.4
	BGPLocalPref          BGPAttributeType = 5   // RFC 4271 §5.1.5
	BGPAtomicAggregate    BGPAttributeType = 6   // RFC 4271 §5.1.6
	BGPAggregator         BGPAttributeType = 7   // RFC 4271 §5.1.7
	BGPCommunity          BGPAttributeType = 8   // RFC 1997
	BGPOriginatorID       BGPAttributeType = 9   // RFC 4456 §8
	BGPClusterList        BGPAttributeType = 10  // RFC 4456 §8
	BGPMPReach            BGPAttributeType = 14  // RFC 4760 §3
	BGPMPUnreach          BGPAttributeType = 15  // RFC 4760 §4
	BGPExtendedCommunity  BGPAttributeType = 16  // RFC 4360 §2
	BGPAS4Path            BGPAttributeType = 17  // RFC 6793 §3
	BGPAS4Aggregator      BGPAttributeType = 18  // RFC 6793 §3
	BGPPMSITunnel         BGPAttributeType = 22  // RFC 6514 §5
	BGPTunnelEncap        BGPAttributeType = 23  // RFC 9012 §2
	BGPTrafficEngineering BGPAttributeType = 24  // RFC 5543 §3
	BGPIPv6Community      BGPAttributeType = 25  // RFC 5701 §2
	BGPAIGP               BGPAttributeType = 26  // RFC 7311 §3
	BGPPEDistinguisher    BGPAttributeType = 27  // RFC 6514 §8
	BGPLinkState          BGPAttributeType = 29  // RFC 9552 §5.3
	BGPLargeCommunity     BGPAttributeType = 32  // RFC 8092 §3
	BGPsecPath            BGPAttributeType = 33  // RFC 8205 §3
	BGPOTC                BGPAttributeType = 35  // RFC 9234 §5
	BGPDPath              BGPAttributeType = 36  // draft-ietf-bess-evpn-ipvpn-interworking
	BGPSFP                BGPAttributeType = 37  // RFC 9015 §3.2
	BGPBFDDiscriminator   BGPAttributeType = 38  // RFC 9026 §3.1.6
	BGPPrefixSID          BGPAttributeType = 40  // RFC 8669 §3, RFC 9252 §2
	BGPAttrSet            BGPAttributeType = 128 // RFC 6368 §5
)

var bgpAttributes = []string{1: "ORIGIN", 2: "AS_PATH", 3: "NEXT_HOP", 4: "MULTI_EXIT_DISC", 5: "LOCAL_PREF", 6: "ATOMIC_AGGREGATE",
	7: "AGGREGATOR", 8: "COMMUNITY", 9: "ORIGINATOR_ID", 10: "CLUSTER_LIST", 11: "DPA", 12: "ADVERTISER", 13: "CLUSTER_ID",
	14: "MP_REACH_NLRI", 15: "MP_UNREACH_NLRI", 16: "EXTENDED COMMUNITIES", 17: "AS4_PATH", 18: "AS4_AGGREGATOR", 19: "SSA",
	20: "Connector", 21: "AS_PATHLIMIT", 22: "PMSI_TUNNEL", 23: "Tunnel Encapsulation", 24: "Traffic Engineering",
	25: "IPv6 Extended Communities", 26: "AIGP", 27: "PE Distinguisher Labels", 28: "Entropy Label Capability", 29: "BGP-LS",
	32: "LARGE_COMMUNITY", 33: "BGPsec_Path", 34: "Community Container", 35: "OTC", 36: "D-PATH", 37: "SFP", 38: "BFD Discriminator",
	39: "Router Capabilities", 40: "Prefix-SID", 128: "ATTR_SET"}

func (x BGPAttributeType) String() string { return listed(bgpAttributes, int(x)) }

// BGPAFI is the identifier of an address family. IANA Address Family Numbers.
type BGPAFI uint16

// The address families.
const (
	BGPIPv4  BGPAFI = 1
	BGPIPv6  BGPAFI = 2
	BGPL2VPN BGPAFI = 25
	BGPAFILS BGPAFI = 16388 // RFC 9552
)

func (x BGPAFI) String() string {
	switch x {
	case BGPIPv4:
		return "IPv4"
	case BGPIPv6:
		return "IPv6"
	case BGPL2VPN:
		return "L2VPN"
	case BGPAFILS:
		return "BGP-LS"
	}
	return itoa(int(x))
}

// BGPSAFI is what of an address family is meant. IANA Subsequent Address Family
// Identifiers.
type BGPSAFI uint8

// The subsequent address families.
const (
	BGPUnicast      BGPSAFI = 1   // RFC 4760 §6
	BGPMulticast    BGPSAFI = 2   // RFC 4760 §6
	BGPLabeled      BGPSAFI = 4   // RFC 8277 §2
	BGPMVPN         BGPSAFI = 5   // RFC 6514 §4
	BGPEncap        BGPSAFI = 7   // RFC 5512
	BGPVPLS         BGPSAFI = 65  // RFC 4761 §3.2.2
	BGPMDT          BGPSAFI = 66  // RFC 6037 §9
	BGPEVPN         BGPSAFI = 70  // RFC 7432 §7
	BGPLS           BGPSAFI = 71  // RFC 9552 §5.2
	BGPLSVPN        BGPSAFI = 72  // RFC 9552 §5.2
	BGPSRPolicy     BGPSAFI = 73  // RFC 9830 §2.1
	BGPVPN          BGPSAFI = 128 // RFC 4364 §4.3.4
	BGPVPNMulticast BGPSAFI = 129 // RFC 6514 §6
	BGPRTConstraint BGPSAFI = 132 // RFC 4684 §4
	BGPFlowSpec     BGPSAFI = 133 // RFC 8955 §4
	BGPFlowSpecVPN  BGPSAFI = 134 // RFC 8955 §8
)

var bgpSAFIs = []string{1: "unicast", 2: "multicast", 3: "unicast and multicast", 4: "labeled unicast", 5: "MVPN", 6: "MS-PW", 7: "encapsulation",
	8: "MVPLS", 65: "VPLS", 66: "MDT", 67: "4over6", 68: "6over4", 70: "EVPN", 71: "BGP-LS", 72: "BGP-LS VPN", 73: "SR policy", 74: "SD-WAN",
	75: "RPD", 83: "CT", 84: "tunneled flow specification", 85: "MCAST-TREE", 128: "VPN", 129: "VPN multicast", 132: "route target",
	133: "flow specification", 134: "VPN flow specification", 140: "VPN auto-discovery"}

func (x BGPSAFI) String() string { return listed(bgpSAFIs, int(x)) }

// BGPErrorCode is what a notification is about. RFC 4271 §4.5.
type BGPErrorCode uint8

// The codes of notifications.
const (
	BGPHeaderError       BGPErrorCode = 1
	BGPOpenError         BGPErrorCode = 2
	BGPUpdateError       BGPErrorCode = 3
	BGPHoldTimerExpired  BGPErrorCode = 4
	BGPStateMachineError BGPErrorCode = 5
	BGPCease             BGPErrorCode = 6
	BGPRouteRefreshError BGPErrorCode = 7 // RFC 7313 §5
	BGPSendHoldTimer     BGPErrorCode = 8 // RFC 9687
)

var bgpErrors = []string{1: "message header error", 2: "open message error", 3: "update message error", 4: "hold timer expired",
	5: "finite state machine error", 6: "cease", 7: "route refresh message error", 8: "send hold timer expired"}

func (x BGPErrorCode) String() string { return listed(bgpErrors, int(x)) }

// The subcodes of a cease. RFC 4486 §3, RFC 8538 §3, RFC 9384.
const (
	BGPCeaseMaxPrefixes  = 1
	BGPCeaseShutdown     = 2 // with a text, RFC 9003
	BGPCeaseDeconfigured = 3
	BGPCeaseReset        = 4 // with a text
	BGPCeaseRejected     = 5
	BGPCeaseConfigChange = 6
	BGPCeaseCollision    = 7
	BGPCeaseResources    = 8
	BGPCeaseHardReset    = 9 // in its data is the code proper
	BGPCeaseBFDDown      = 10
)

var bgpSubcodes = [...][]string{
	1: {1: "connection not synchronized", 2: "bad message length", 3: "bad message type"},
	2: {1: "unsupported version number", 2: "bad peer AS", 3: "bad BGP identifier", 4: "unsupported optional parameter",
		5: "authentication failure", 6: "unacceptable hold time", 7: "unsupported capability", 11: "role mismatch"},
	3: {1: "malformed attribute list", 2: "unrecognized well-known attribute", 3: "missing well-known attribute", 4: "attribute flags error",
		5: "attribute length error", 6: "invalid ORIGIN attribute", 7: "AS routing loop", 8: "invalid NEXT_HOP attribute",
		9: "optional attribute error", 10: "invalid network field", 11: "malformed AS_PATH"},
	5: {1: "unexpected message in OpenSent", 2: "unexpected message in OpenConfirm", 3: "unexpected message in Established"},
	6: {1: "maximum number of prefixes reached", 2: "administrative shutdown", 3: "peer de-configured", 4: "administrative reset",
		5: "connection rejected", 6: "other configuration change", 7: "connection collision resolution", 8: "out of resources", 9: "hard reset",
		10: "BFD down"},
	7: {1: "invalid message length"},
}

// Subcode returns what a subcode of x means, or the number.
func (x BGPErrorCode) Subcode(sub uint8) string {
	if int(x) < len(bgpSubcodes) {
		return listed(bgpSubcodes[x], int(sub))
	}
	return itoa(int(sub))
}
