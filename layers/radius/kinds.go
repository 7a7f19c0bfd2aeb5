package radius

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// A kind is the form of an attribute's value.
type kind func(d []byte) Value // nil if malformed

// kinds has the form of each attribute's value; of others it is bytes. To add an
// attribute: its line here.
var kinds = [256]kind{
	wire.RADIUSUserName: text, wire.RADIUSFilterId: text, wire.RADIUSReplyMessage: text, wire.RADIUSCallbackNumber: text,
	wire.RADIUSCallbackId: text, wire.RADIUSFramedRoute: text, wire.RADIUSCalledStationId: text,
	wire.RADIUSCallingStationId: text, wire.RADIUSNASIdentifier: text, wire.RADIUSLoginLATService: text,
	wire.RADIUSLoginLATNode: text, wire.RADIUSFramedAppleTalkZone: text, wire.RADIUSAcctSessionId: text,
	wire.RADIUSAcctMultiSessionId: text, wire.RADIUSLoginLATPort: text, wire.RADIUSAcctTunnelConnection: text,
	wire.RADIUSConnectInfo: text, wire.RADIUSConfigurationToken: text, wire.RADIUSNASPortId: text, wire.RADIUSFramedPool: text,
	wire.RADIUSChargeableUserIdentity: text, wire.RADIUSNASFilterRule: text, wire.RADIUSFramedIPv6Route: text,
	wire.RADIUSFramedIPv6Pool: text, wire.RADIUSDigestResponse: text, wire.RADIUSDigestRealm: text, wire.RADIUSDigestNonce: text,
	wire.RADIUSDigestResponseAuth: text, wire.RADIUSDigestNextnonce: text, wire.RADIUSDigestMethod: text,
	wire.RADIUSDigestURI: text, wire.RADIUSDigestQop: text, wire.RADIUSDigestAlgorithm: text,
	wire.RADIUSDigestEntityBodyHash: text, wire.RADIUSDigestCNonce: text, wire.RADIUSDigestNonceCount: text,
	wire.RADIUSDigestUsername: text, wire.RADIUSDigestOpaque: text, wire.RADIUSDigestAuthParam: text,
	wire.RADIUSDigestAKAAuts: text, wire.RADIUSDigestDomain: text, wire.RADIUSDigestStale: text, wire.RADIUSDigestHA1: text,
	wire.RADIUSSIPAOR: text,

	wire.RADIUSNASPort: number, wire.RADIUSFramedMTU: number, wire.RADIUSLoginTCPPort: number,
	wire.RADIUSFramedIPXNetwork: number, wire.RADIUSSessionTimeout: number, wire.RADIUSIdleTimeout: number,
	wire.RADIUSFramedAppleTalkLink: number, wire.RADIUSFramedAppleTalkNetwork: number, wire.RADIUSAcctDelayTime: number,
	wire.RADIUSAcctInputOctets: number, wire.RADIUSAcctOutputOctets: number, wire.RADIUSAcctSessionTime: number,
	wire.RADIUSAcctInputPackets: number, wire.RADIUSAcctOutputPackets: number, wire.RADIUSAcctLinkCount: number,
	wire.RADIUSAcctInputGigawords: number, wire.RADIUSAcctOutputGigawords: number, wire.RADIUSPortLimit: number,
	wire.RADIUSPasswordRetry: number, wire.RADIUSAcctInterimInterval: number, wire.RADIUSAcctTunnelPacketsLost: number,

	wire.RADIUSNASIPAddress: addr4, wire.RADIUSFramedIPAddress: addr4, wire.RADIUSFramedIPNetmask: addr4,
	wire.RADIUSLoginIPHost: addr4,

	wire.RADIUSNASIPv6Address: addr6, wire.RADIUSLoginIPv6Host: addr6,

	wire.RADIUSFramedIPv6Prefix: prefix, wire.RADIUSDelegatedIPv6Prefix: prefix,

	wire.RADIUSTunnelClientEndpoint: tagged(text), wire.RADIUSTunnelServerEndpoint: tagged(text),
	wire.RADIUSTunnelPrivateGroupID: tagged(text), wire.RADIUSTunnelAssignmentID: tagged(text),
	wire.RADIUSTunnelClientAuthID: tagged(text), wire.RADIUSTunnelServerAuthID: tagged(text),

	wire.RADIUSTunnelPreference: tagged(number),

	wire.RADIUSServiceType:        enum(names6),
	wire.RADIUSFramedProtocol:     enum(names7),
	wire.RADIUSFramedRouting:      enum(names10),
	wire.RADIUSFramedCompression:  enum(names13),
	wire.RADIUSLoginService:       enum(names15),
	wire.RADIUSTerminationAction:  enum(names29),
	wire.RADIUSAcctStatusType:     enum(names40),
	wire.RADIUSAcctAuthentic:      enum(names45),
	wire.RADIUSAcctTerminateCause: enum(names49),
	wire.RADIUSIngressFilters:     enum(names57),
	wire.RADIUSNASPortType:        enum(names61),
	wire.RADIUSTunnelType:         tagged(enum(names64)),
	wire.RADIUSTunnelMediumType:   tagged(enum(names65)),
	wire.RADIUSARAPZoneAccess:     enum(names72),
	wire.RADIUSPrompt:             enum(names76),
	wire.RADIUSErrorCause:         enum(names101),

	wire.RADIUSVendorSpecific: vendor, wire.RADIUSEventTimestamp: when, wire.RADIUSEgressVLANID: vlan,
	wire.RADIUSMIP6FeatureVector: long, wire.RADIUSFramedIPv6Address: addr6, wire.RADIUSDNSServerIPv6Address: addr6,
	241: extended, 242: extended, 243: extended, 244: extended, 245: longExtended, 246: longExtended,
}

// What the numbers of attributes stand for, by the attributes' types.
var (
	names6 = []string{
		1: "Login", 2: "Framed", 3: "Callback Login", 4: "Callback Framed", 5: "Outbound", 6: "Administrative",
		7: "NAS Prompt", 8: "Authenticate Only", 9: "Callback NAS Prompt", 10: "Call Check",
		11: "Callback Administrative", 12: "Voice", 13: "Fax", 14: "Modem Relay", 15: "IAPP-Register",
		16: "IAPP-AP-Check", 17: "Authorize Only", 18: "Framed-Management", 19: "Additional-Authorization",
	}
	names7 = []string{
		1: "PPP", 2: "SLIP", 3: "ARAP", 4: "Gandalf proprietary", 5: "Xylogics IPX/SLIP", 6: "X.75 Synchronous",
		7: "GPRS PDP Context",
	}
	names10 = []string{
		0: "None", 1: "Send", 2: "Listen", 3: "Send&Listen",
	}
	names13 = []string{
		0: "None", 1: "VJ TCP/IP", 2: "IPX", 3: "Stac-LZS",
	}
	names15 = []string{
		0: "Telnet", 1: "Rlogin", 2: "TCP Clear", 3: "PortMaster(proprietary)", 4: "LAT", 5: "X.25-PAD", 6: "X.25-T3POS",
		7: "Unassigned", 8: "TCP Clear Quiet",
	}
	names29 = []string{
		0: "Default", 1: "RADIUS-Request",
	}
	names40 = []string{
		1: "Start", 2: "Stop", 3: "Interim-Update", 4: "Unassigned", 5: "Unassigned", 6: "Unassigned",
		7: "Accounting-On", 8: "Accounting-Off", 9: "Tunnel-Start", 10: "Tunnel-Stop", 11: "Tunnel-Reject",
		12: "Tunnel-Link-Start", 13: "Tunnel-Link-Stop", 14: "Tunnel-Link-Reject", 15: "Failed",
	}
	names45 = []string{
		1: "RADIUS", 2: "Local", 3: "Remote", 4: "Diameter",
	}
	names49 = []string{
		1: "User Request", 2: "Lost Carrier", 3: "Lost Service", 4: "Idle Timeout", 5: "Session Timeout",
		6: "Admin Reset", 7: "Admin Reboot", 8: "Port Error", 9: "NAS Error", 10: "NAS Request", 11: "NAS Reboot",
		12: "Port Unneeded", 13: "Port Preempted", 14: "Port Suspended", 15: "Service Unavailable", 16: "Callback",
		17: "User Error", 18: "Host Request", 19: "Supplicant Restart", 20: "Reauthentication Failure",
		21: "Port Reinitialized", 22: "Port Administratively Disabled", 23: "Lost Power",
	}
	names57 = []string{
		1: "Enabled", 2: "Disabled",
	}
	names61 = []string{
		0: "Async", 1: "Sync", 2: "ISDN Sync", 3: "ISDN Async V.120", 4: "ISDN Async V.110", 5: "Virtual", 6: "PIAFS",
		7: "HDLC Clear Channel", 8: "X.25", 9: "X.75", 10: "G.3 Fax", 11: "SDSL", 12: "ADSL-CAP", 13: "ADSL-DMT",
		14: "ISDN-DSL", 15: "Ethernet", 16: "xDSL", 17: "Cable", 18: "Wireless - Other", 19: "Wireless - IEEE 802.11",
		20: "Token-Ring", 21: "FDDI", 22: "Wireless - CDMA200", 23: "Wireless - UMTS", 24: "Wireless - 1X-EV",
		25: "IAPP", 26: "FTTP", 27: "Wireless - IEEE 802.16", 28: "Wireless - IEEE 802.20", 29: "Wireless - IEEE 802.22",
		30: "PPPoA", 31: "PPPoEoA", 32: "PPPoEoE", 33: "PPPoEoVLAN", 34: "PPPoEoQinQ", 35: "xPON", 36: "Wireless - XGP",
		37: "WiMAX Pre-Release 8 IWK Function", 38: "WIMAX-WIFI-IWK", 39: "WIMAX-SFF", 40: "WIMAX-HA-LMA",
		41: "WIMAX-DHCP", 42: "WIMAX-LBS", 43: "WIMAX-WVS",
	}
	names64 = []string{
		1: "PPTP", 2: "L2F", 3: "L2TP", 4: "ATMP", 5: "VTP", 6: "AH", 7: "IP-IP", 8: "MIN-IP-IP", 9: "ESP", 10: "GRE",
		11: "DVS", 12: "IP-in-IP Tunneling", 13: "VLAN",
	}
	names65 = []string{
		1: "IPv4", 2: "IPv6", 3: "NSAP", 4: "HDLC", 5: "BBN 1822", 6: "802", 7: "E.163", 8: "E.164", 9: "F.69",
		10: "X.121", 11: "IPX", 12: "Appletalk", 13: "Decnet IV", 14: "Banyan Vines", 15: "E.164 with NSAP subaddress",
	}
	names72 = []string{
		1: "Only access to dfl zone", 2: "Use zone filter inc.", 3: "Not used", 4: "Use zone filter exc.",
	}
	names76 = []string{
		0: "No Echo", 1: "Echo",
	}
	names101 = []string{
		201: "Residual Session Context Removed", 202: "Invalid EAP Packet (Ignored)", 401: "Unsupported Attribute",
		402: "Missing Attribute", 403: "NAS Identification Mismatch", 404: "Invalid Request", 405: "Unsupported Service",
		406: "Unsupported Extension", 407: "Invalid Attribute Value", 501: "Administratively Prohibited",
		502: "Request Not Routable (Proxy)", 503: "Session Context Not Found", 504: "Session Context Not Removable",
		505: "Other Proxy Processing Error", 506: "Resources Unavailable", 507: "Request Initiated",
		508: "Multiple Session Selection Unsupported", 509: "Location Info Required",
	}
)

// ValueOf returns the value of an attribute of type t with data d: of the type that is
// the attribute's, or [Bytes] if it is malformed or its form is not known. Its bytes are
// d.
func ValueOf(t wire.RADIUSAttributeType, d []byte) Value {
	if k := kinds[t]; k != nil {
		if v := k(d); v != nil {
			return v
		}
	}
	return Bytes(d)
}

func text(d []byte) Value { return Text(d) }

func number(d []byte) Value {
	if len(d) != 4 {
		return nil
	}
	return Uint32(wire.Uint32(d, 0))
}

func long(d []byte) Value {
	if len(d) != 8 {
		return nil
	}
	return Uint64(wire.Uint64(d, 0))
}

func when(d []byte) Value {
	if len(d) != 4 {
		return nil
	}
	return Time(wire.Uint32(d, 0))
}

func addr4(d []byte) Value {
	if len(d) != 4 {
		return nil
	}
	return Addr{netip.AddrFrom4([4]byte(d))}
}

func addr6(d []byte) Value {
	if len(d) != 16 {
		return nil
	}
	return Addr{netip.AddrFrom16([16]byte(d))}
}

func prefix(d []byte) Value {
	if len(d) < 2 || len(d) > 18 || d[1] > 128 {
		return nil
	}
	return Prefix{d[0], d[1], d[2:]}
}

// enum returns the kind of numbers that stand for something.
func enum(names []string) kind {
	return func(d []byte) Value {
		if len(d) != 4 {
			return nil
		}
		return Enum{wire.Uint32(d, 0), names}
	}
}

// tagged returns the kind of values that have a tag before one of kind k.
func tagged(k kind) kind {
	return func(d []byte) Value {
		if len(d) < 1 || d[0] > 0x1f { // the tag may be left out of texts: RFC 2868 §3.3
			if len(d) > 0 {
				return Text(d)
			}
			return nil
		}
		return Tagged{d[0], d[1:], k}
	}
}

func vlan(d []byte) Value {
	if len(d) != 4 {
		return nil
	}
	return VLAN{d[0], wire.Uint32(d, 0) & 0xffffff}
}

func vendor(d []byte) Value {
	if len(d) < 4 {
		return nil
	}
	return Vendor{wire.Uint32(d, 0), d[4:]}
}

func extended(d []byte) Value {
	if len(d) < 1 {
		return nil
	}
	return Extended{Type: d[0], Value: d[1:]}
}

func longExtended(d []byte) Value {
	if len(d) < 2 {
		return nil
	}
	return Extended{Type: d[0], Flags: d[1], Long: true, Value: d[2:]}
}
