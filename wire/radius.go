package wire

import "iter"

// Ports of RADIUS. RFC 2865 §3, RFC 2866 §3, RFC 5176 §2.
const (
	PortRADIUS           = 1812
	PortRADIUSAccounting = 1813
	PortRADIUSDynamic    = 3799
)

// RADIUSCode is the kind of a RADIUS packet. RFC 2865 §3 and its registry.
type RADIUSCode uint8

// The kinds.
const (
	RADIUSAccessRequest      RADIUSCode = 1
	RADIUSAccessAccept       RADIUSCode = 2
	RADIUSAccessReject       RADIUSCode = 3
	RADIUSAccountingRequest  RADIUSCode = 4
	RADIUSAccountingResponse RADIUSCode = 5
	RADIUSAccessChallenge    RADIUSCode = 11
	RADIUSStatusServer       RADIUSCode = 12 // RFC 5997
	RADIUSStatusClient       RADIUSCode = 13
	RADIUSDisconnectRequest  RADIUSCode = 40 // RFC 5176
	RADIUSDisconnectACK      RADIUSCode = 41
	RADIUSDisconnectNAK      RADIUSCode = 42
	RADIUSCoARequest         RADIUSCode = 43
	RADIUSCoAACK             RADIUSCode = 44
	RADIUSCoANAK             RADIUSCode = 45
	RADIUSProtocolError      RADIUSCode = 52 // RFC 7930
)

func (c RADIUSCode) String() string {
	return listed([]string{
		1: "Access-Request", 2: "Access-Accept", 3: "Access-Reject", 4: "Accounting-Request", 5: "Accounting-Response",
		11: "Access-Challenge", 12: "Status-Server", 13: "Status-Client", 40: "Disconnect-Request", 41: "Disconnect-ACK",
		42: "Disconnect-NAK", 43: "CoA-Request", 44: "CoA-ACK", 45: "CoA-NAK", 52: "Protocol-Error",
	}, int(c))
}

// Known reports whether the kind is one of those above.
func (c RADIUSCode) Known() bool {
	return c >= 1 && c <= 5 || c >= 11 && c <= 13 || c >= 21 && c <= 34 || c >= 40 && c <= 45 || c >= 50 && c <= 52
}

// RADIUSAttributeType is the type of an attribute. IANA's registry of RADIUS types.
type RADIUSAttributeType uint8

// The types that are used most.
const (
	RADIUSUserName                 RADIUSAttributeType = 1
	RADIUSUserPassword             RADIUSAttributeType = 2
	RADIUSCHAPPassword             RADIUSAttributeType = 3
	RADIUSNASIPAddress             RADIUSAttributeType = 4
	RADIUSNASPort                  RADIUSAttributeType = 5
	RADIUSServiceType              RADIUSAttributeType = 6
	RADIUSFramedProtocol           RADIUSAttributeType = 7
	RADIUSFramedIPAddress          RADIUSAttributeType = 8
	RADIUSFramedIPNetmask          RADIUSAttributeType = 9
	RADIUSFramedRouting            RADIUSAttributeType = 10
	RADIUSFilterId                 RADIUSAttributeType = 11
	RADIUSFramedMTU                RADIUSAttributeType = 12
	RADIUSFramedCompression        RADIUSAttributeType = 13
	RADIUSLoginIPHost              RADIUSAttributeType = 14
	RADIUSLoginService             RADIUSAttributeType = 15
	RADIUSLoginTCPPort             RADIUSAttributeType = 16
	RADIUSReplyMessage             RADIUSAttributeType = 18
	RADIUSCallbackNumber           RADIUSAttributeType = 19
	RADIUSCallbackId               RADIUSAttributeType = 20
	RADIUSFramedRoute              RADIUSAttributeType = 22
	RADIUSFramedIPXNetwork         RADIUSAttributeType = 23
	RADIUSState                    RADIUSAttributeType = 24
	RADIUSClass                    RADIUSAttributeType = 25
	RADIUSVendorSpecific           RADIUSAttributeType = 26
	RADIUSSessionTimeout           RADIUSAttributeType = 27
	RADIUSIdleTimeout              RADIUSAttributeType = 28
	RADIUSTerminationAction        RADIUSAttributeType = 29
	RADIUSCalledStationId          RADIUSAttributeType = 30
	RADIUSCallingStationId         RADIUSAttributeType = 31
	RADIUSNASIdentifier            RADIUSAttributeType = 32
	RADIUSProxyState               RADIUSAttributeType = 33
	RADIUSLoginLATService          RADIUSAttributeType = 34
	RADIUSLoginLATNode             RADIUSAttributeType = 35
	RADIUSLoginLATGroup            RADIUSAttributeType = 36
	RADIUSFramedAppleTalkLink      RADIUSAttributeType = 37
	RADIUSFramedAppleTalkNetwork   RADIUSAttributeType = 38
	RADIUSFramedAppleTalkZone      RADIUSAttributeType = 39
	RADIUSAcctStatusType           RADIUSAttributeType = 40
	RADIUSAcctDelayTime            RADIUSAttributeType = 41
	RADIUSAcctInputOctets          RADIUSAttributeType = 42
	RADIUSAcctOutputOctets         RADIUSAttributeType = 43
	RADIUSAcctSessionId            RADIUSAttributeType = 44
	RADIUSAcctAuthentic            RADIUSAttributeType = 45
	RADIUSAcctSessionTime          RADIUSAttributeType = 46
	RADIUSAcctInputPackets         RADIUSAttributeType = 47
	RADIUSAcctOutputPackets        RADIUSAttributeType = 48
	RADIUSAcctTerminateCause       RADIUSAttributeType = 49
	RADIUSAcctMultiSessionId       RADIUSAttributeType = 50
	RADIUSAcctLinkCount            RADIUSAttributeType = 51
	RADIUSAcctInputGigawords       RADIUSAttributeType = 52
	RADIUSAcctOutputGigawords      RADIUSAttributeType = 53
	RADIUSEventTimestamp           RADIUSAttributeType = 55
	RADIUSEgressVLANID             RADIUSAttributeType = 56
	RADIUSIngressFilters           RADIUSAttributeType = 57
	RADIUSEgressVLANName           RADIUSAttributeType = 58
	RADIUSUserPriorityTable        RADIUSAttributeType = 59
	RADIUSCHAPChallenge            RADIUSAttributeType = 60
	RADIUSNASPortType              RADIUSAttributeType = 61
	RADIUSPortLimit                RADIUSAttributeType = 62
	RADIUSLoginLATPort             RADIUSAttributeType = 63
	RADIUSTunnelType               RADIUSAttributeType = 64
	RADIUSTunnelMediumType         RADIUSAttributeType = 65
	RADIUSTunnelClientEndpoint     RADIUSAttributeType = 66
	RADIUSTunnelServerEndpoint     RADIUSAttributeType = 67
	RADIUSAcctTunnelConnection     RADIUSAttributeType = 68
	RADIUSTunnelPassword           RADIUSAttributeType = 69
	RADIUSARAPPassword             RADIUSAttributeType = 70
	RADIUSARAPFeatures             RADIUSAttributeType = 71
	RADIUSARAPZoneAccess           RADIUSAttributeType = 72
	RADIUSARAPSecurity             RADIUSAttributeType = 73
	RADIUSARAPSecurityData         RADIUSAttributeType = 74
	RADIUSPasswordRetry            RADIUSAttributeType = 75
	RADIUSPrompt                   RADIUSAttributeType = 76
	RADIUSConnectInfo              RADIUSAttributeType = 77
	RADIUSConfigurationToken       RADIUSAttributeType = 78
	RADIUSEAPMessage               RADIUSAttributeType = 79
	RADIUSMessageAuthenticator     RADIUSAttributeType = 80
	RADIUSTunnelPrivateGroupID     RADIUSAttributeType = 81
	RADIUSTunnelAssignmentID       RADIUSAttributeType = 82
	RADIUSTunnelPreference         RADIUSAttributeType = 83
	RADIUSARAPChallengeResponse    RADIUSAttributeType = 84
	RADIUSAcctInterimInterval      RADIUSAttributeType = 85
	RADIUSAcctTunnelPacketsLost    RADIUSAttributeType = 86
	RADIUSNASPortId                RADIUSAttributeType = 87
	RADIUSFramedPool               RADIUSAttributeType = 88
	RADIUSChargeableUserIdentity   RADIUSAttributeType = 89
	RADIUSTunnelClientAuthID       RADIUSAttributeType = 90
	RADIUSTunnelServerAuthID       RADIUSAttributeType = 91
	RADIUSNASFilterRule            RADIUSAttributeType = 92
	RADIUSOriginatingLineInfo      RADIUSAttributeType = 94
	RADIUSNASIPv6Address           RADIUSAttributeType = 95
	RADIUSFramedInterfaceID        RADIUSAttributeType = 96
	RADIUSFramedIPv6Prefix         RADIUSAttributeType = 97
	RADIUSLoginIPv6Host            RADIUSAttributeType = 98
	RADIUSFramedIPv6Route          RADIUSAttributeType = 99
	RADIUSFramedIPv6Pool           RADIUSAttributeType = 100
	RADIUSErrorCause               RADIUSAttributeType = 101
	RADIUSEAPKeyName               RADIUSAttributeType = 102
	RADIUSDigestResponse           RADIUSAttributeType = 103
	RADIUSDigestRealm              RADIUSAttributeType = 104
	RADIUSDigestNonce              RADIUSAttributeType = 105
	RADIUSDigestResponseAuth       RADIUSAttributeType = 106
	RADIUSDigestNextnonce          RADIUSAttributeType = 107
	RADIUSDigestMethod             RADIUSAttributeType = 108
	RADIUSDigestURI                RADIUSAttributeType = 109
	RADIUSDigestQop                RADIUSAttributeType = 110
	RADIUSDigestAlgorithm          RADIUSAttributeType = 111
	RADIUSDigestEntityBodyHash     RADIUSAttributeType = 112
	RADIUSDigestCNonce             RADIUSAttributeType = 113
	RADIUSDigestNonceCount         RADIUSAttributeType = 114
	RADIUSDigestUsername           RADIUSAttributeType = 115
	RADIUSDigestOpaque             RADIUSAttributeType = 116
	RADIUSDigestAuthParam          RADIUSAttributeType = 117
	RADIUSDigestAKAAuts            RADIUSAttributeType = 118
	RADIUSDigestDomain             RADIUSAttributeType = 119
	RADIUSDigestStale              RADIUSAttributeType = 120
	RADIUSDigestHA1                RADIUSAttributeType = 121
	RADIUSSIPAOR                   RADIUSAttributeType = 122
	RADIUSDelegatedIPv6Prefix      RADIUSAttributeType = 123
	RADIUSMIP6FeatureVector        RADIUSAttributeType = 124
	RADIUSMIP6HomeLinkPrefix       RADIUSAttributeType = 125
	RADIUSOperatorName             RADIUSAttributeType = 126
	RADIUSLocationInformation      RADIUSAttributeType = 127
	RADIUSLocationData             RADIUSAttributeType = 128
	RADIUSBasicLocationPolicyRules RADIUSAttributeType = 129
	RADIUSFramedIPv6Address        RADIUSAttributeType = 168
	RADIUSDNSServerIPv6Address     RADIUSAttributeType = 169
	RADIUSRouteIPv6Information     RADIUSAttributeType = 170
	RADIUSDelegatedIPv6PrefixPool  RADIUSAttributeType = 171
	RADIUSStatefulIPv6AddressPool  RADIUSAttributeType = 172
	RADIUSExtended1                RADIUSAttributeType = 241 // RFC 6929 §2.1
	RADIUSExtended6                RADIUSAttributeType = 246 // RFC 6929 §2.2
)

var radiusNames = []string{
	1: "User-Name", 2: "User-Password", 3: "CHAP-Password", 4: "NAS-IP-Address", 5: "NAS-Port", 6: "Service-Type",
	7: "Framed-Protocol", 8: "Framed-IP-Address", 9: "Framed-IP-Netmask", 10: "Framed-Routing", 11: "Filter-Id",
	12: "Framed-MTU", 13: "Framed-Compression", 14: "Login-IP-Host", 15: "Login-Service", 16: "Login-TCP-Port",
	18: "Reply-Message", 19: "Callback-Number", 20: "Callback-Id", 22: "Framed-Route", 23: "Framed-IPX-Network", 24: "State",
	25: "Class", 26: "Vendor-Specific", 27: "Session-Timeout", 28: "Idle-Timeout", 29: "Termination-Action",
	30: "Called-Station-Id", 31: "Calling-Station-Id", 32: "NAS-Identifier", 33: "Proxy-State", 34: "Login-LAT-Service",
	35: "Login-LAT-Node", 36: "Login-LAT-Group", 37: "Framed-AppleTalk-Link", 38: "Framed-AppleTalk-Network",
	39: "Framed-AppleTalk-Zone", 40: "Acct-Status-Type", 41: "Acct-Delay-Time", 42: "Acct-Input-Octets",
	43: "Acct-Output-Octets", 44: "Acct-Session-Id", 45: "Acct-Authentic", 46: "Acct-Session-Time", 47: "Acct-Input-Packets",
	48: "Acct-Output-Packets", 49: "Acct-Terminate-Cause", 50: "Acct-Multi-Session-Id", 51: "Acct-Link-Count",
	52: "Acct-Input-Gigawords", 53: "Acct-Output-Gigawords", 55: "Event-Timestamp", 56: "Egress-VLANID",
	57: "Ingress-Filters", 58: "Egress-VLAN-Name", 59: "User-Priority-Table", 60: "CHAP-Challenge", 61: "NAS-Port-Type",
	62: "Port-Limit", 63: "Login-LAT-Port", 64: "Tunnel-Type", 65: "Tunnel-Medium-Type", 66: "Tunnel-Client-Endpoint",
	67: "Tunnel-Server-Endpoint", 68: "Acct-Tunnel-Connection", 69: "Tunnel-Password", 70: "ARAP-Password",
	71: "ARAP-Features", 72: "ARAP-Zone-Access", 73: "ARAP-Security", 74: "ARAP-Security-Data", 75: "Password-Retry",
	76: "Prompt", 77: "Connect-Info", 78: "Configuration-Token", 79: "EAP-Message", 80: "Message-Authenticator",
	81: "Tunnel-Private-Group-ID", 82: "Tunnel-Assignment-ID", 83: "Tunnel-Preference", 84: "ARAP-Challenge-Response",
	85: "Acct-Interim-Interval", 86: "Acct-Tunnel-Packets-Lost", 87: "NAS-Port-Id", 88: "Framed-Pool",
	89: "Chargeable-User-Identity", 90: "Tunnel-Client-Auth-ID", 91: "Tunnel-Server-Auth-ID", 92: "NAS-Filter-Rule",
	94: "Originating-Line-Info", 95: "NAS-IPv6-Address", 96: "Framed-Interface-ID", 97: "Framed-IPv6-Prefix",
	98: "Login-IPv6-Host", 99: "Framed-IPv6-Route", 100: "Framed-IPv6-Pool", 101: "Error-Cause", 102: "EAP-Key-Name",
	103: "Digest-Response", 104: "Digest-Realm", 105: "Digest-Nonce", 106: "Digest-Response-Auth", 107: "Digest-Nextnonce",
	108: "Digest-Method", 109: "Digest-URI", 110: "Digest-Qop", 111: "Digest-Algorithm", 112: "Digest-Entity-Body-Hash",
	113: "Digest-CNonce", 114: "Digest-Nonce-Count", 115: "Digest-Username", 116: "Digest-Opaque", 117: "Digest-Auth-Param",
	118: "Digest-AKA-Auts", 119: "Digest-Domain", 120: "Digest-Stale", 121: "Digest-HA1", 122: "SIP-AOR",
	123: "Delegated-IPv6-Prefix", 124: "MIP6-Feature-Vector", 125: "MIP6-Home-Link-Prefix", 126: "Operator-Name",
	127: "Location-Information", 128: "Location-Data", 129: "Basic-Location-Policy-Rules",
	130: "Extended-Location-Policy-Rules", 131: "Location-Capable", 132: "Requested-Location-Info",
	133: "Framed-Management-Protocol", 134: "Management-Transport-Protection", 135: "Management-Policy-Id",
	136: "Management-Privilege-Level", 137: "PKM-SS-Cert", 138: "PKM-CA-Cert", 139: "PKM-Config-Settings",
	140: "PKM-Cryptosuite-List", 141: "PKM-SAID", 142: "PKM-SA-Descriptor", 143: "PKM-Auth-Key", 144: "DS-Lite-Tunnel-Name",
	145: "Mobile-Node-Identifier", 146: "Service-Selection", 147: "PMIP6-Home-LMA-IPv6-Address",
	148: "PMIP6-Visited-LMA-IPv6-Address", 149: "PMIP6-Home-LMA-IPv4-Address", 150: "PMIP6-Visited-LMA-IPv4-Address",
	151: "PMIP6-Home-HN-Prefix", 152: "PMIP6-Visited-HN-Prefix", 153: "PMIP6-Home-Interface-ID",
	154: "PMIP6-Visited-Interface-ID", 155: "PMIP6-Home-IPv4-HoA", 156: "PMIP6-Visited-IPv4-HoA",
	157: "PMIP6-Home-DHCP4-Server-Address", 158: "PMIP6-Visited-DHCP4-Server-Address", 159: "PMIP6-Home-DHCP6-Server-Address",
	160: "PMIP6-Visited-DHCP6-Server-Address", 161: "PMIP6-Home-IPv4-Gateway", 162: "PMIP6-Visited-IPv4-Gateway",
	163: "EAP-Lower-Layer", 164: "GSS-Acceptor-Service-Name", 165: "GSS-Acceptor-Host-Name",
	166: "GSS-Acceptor-Service-Specifics", 167: "GSS-Acceptor-Realm-Name", 168: "Framed-IPv6-Address",
	169: "DNS-Server-IPv6-Address", 170: "Route-IPv6-Information", 171: "Delegated-IPv6-Prefix-Pool",
	172: "Stateful-IPv6-Address-Pool", 173: "IPv6-6rd-Configuration", 174: "Allowed-Called-Station-Id", 175: "EAP-Peer-Id",
	176: "EAP-Server-Id", 177: "Mobility-Domain-Id", 178: "Preauth-Timeout", 179: "Network-Id-Name",
	180: "EAPoL-Announcement", 181: "WLAN-HESSID", 182: "WLAN-Venue-Info", 183: "WLAN-Venue-Language", 184: "WLAN-Venue-Name",
	185: "WLAN-Reason-Code", 186: "WLAN-Pairwise-Cipher", 187: "WLAN-Group-Cipher", 188: "WLAN-AKM-Suite",
	189: "WLAN-Group-Mgmt-Cipher", 190: "WLAN-RF-Band", 241: "Extended-Attribute-1", 242: "Extended-Attribute-2",
	243: "Extended-Attribute-3", 244: "Extended-Attribute-4", 245: "Extended-Attribute-5", 246: "Extended-Attribute-6",
}

// String returns the type's name, or its number.
func (t RADIUSAttributeType) String() string { return listed(radiusNames, int(t)) }

// IsExtended reports whether values of the type begin with another type; IsLong,
// whether flags follow that. RFC 6929 §2.1, §2.2.
func (t RADIUSAttributeType) IsExtended() bool { return t >= RADIUSExtended1 && t <= RADIUSExtended6 }

// IsLong reports whether the value of an extended type can go on in the next attribute.
func (t RADIUSAttributeType) IsLong() bool { return t == RADIUSExtended6 || t == RADIUSExtended6-1 }

// RADIUSAttributes is attributes in wire form, or sub-attributes of one: type, length
// of all, value. RFC 2865 §5.
type RADIUSAttributes []byte

var radiusForm = tlvForm{typ: 1, size: 1, whole: true}

// All yields the attributes' types and values, up to the first malformed one.
func (o RADIUSAttributes) All() iter.Seq2[RADIUSAttributeType, []byte] {
	return func(yield func(RADIUSAttributeType, []byte) bool) {
		for t, data := range radiusForm.all(o) {
			if !yield(RADIUSAttributeType(t), data) {
				return
			}
		}
	}
}

// Get returns the value of the first attribute of type t.
func (o RADIUSAttributes) Get(t RADIUSAttributeType) (data []byte, ok bool) {
	return radiusForm.get(o, uint16(t))
}

// Rest returns what is malformed at the end of o.
func (o RADIUSAttributes) Rest() []byte { return radiusForm.rest(o) }

// Add returns o and one more attribute. A value of more than 253 bytes is cut.
func (o RADIUSAttributes) Add(t RADIUSAttributeType, value ...byte) RADIUSAttributes {
	return radiusForm.add(o, uint16(t), value)
}
