package wire

import "iter"

// Ports of DHCPv6. RFC 8415 §7.2.
const (
	PortDHCPv6Client = 546
	PortDHCPv6Server = 547 // and relay agents
)

// DHCPv6MessageType is the kind of a message. RFC 8415 §7.3 and its registry.
type DHCPv6MessageType uint8

// The kinds.
const (
	DHCPv6Solicit            DHCPv6MessageType = 1
	DHCPv6Advertise          DHCPv6MessageType = 2
	DHCPv6Request            DHCPv6MessageType = 3
	DHCPv6Confirm            DHCPv6MessageType = 4
	DHCPv6Renew              DHCPv6MessageType = 5
	DHCPv6Rebind             DHCPv6MessageType = 6
	DHCPv6Reply              DHCPv6MessageType = 7
	DHCPv6Release            DHCPv6MessageType = 8
	DHCPv6Decline            DHCPv6MessageType = 9
	DHCPv6Reconfigure        DHCPv6MessageType = 10
	DHCPv6InformationRequest DHCPv6MessageType = 11
	DHCPv6RelayForw          DHCPv6MessageType = 12
	DHCPv6RelayRepl          DHCPv6MessageType = 13
	DHCPv6Leasequery         DHCPv6MessageType = 14 // RFC 5007
	DHCPv6LeasequeryReply    DHCPv6MessageType = 15
	DHCPv6LeasequeryDone     DHCPv6MessageType = 16 // RFC 5460
	DHCPv6LeasequeryData     DHCPv6MessageType = 17
	DHCPv6ReconfigureRequest DHCPv6MessageType = 18 // RFC 6977
	DHCPv6ReconfigureReply   DHCPv6MessageType = 19
	DHCPv6DHCPv4Query        DHCPv6MessageType = 20 // RFC 7341
	DHCPv6DHCPv4Response     DHCPv6MessageType = 21
	DHCPv6ActiveLeasequery   DHCPv6MessageType = 22 // RFC 7653
	DHCPv6StartTLS           DHCPv6MessageType = 23
	DHCPv6AddrRegInform      DHCPv6MessageType = 36 // RFC 9686
	DHCPv6AddrRegReply       DHCPv6MessageType = 37
)

func (t DHCPv6MessageType) String() string {
	return listed([]string{
		1: "SOLICIT", 2: "ADVERTISE", 3: "REQUEST", 4: "CONFIRM", 5: "RENEW", 6: "REBIND", 7: "REPLY", 8: "RELEASE", 9: "DECLINE",
		10: "RECONFIGURE", 11: "INFORMATION-REQUEST", 12: "RELAY-FORW", 13: "RELAY-REPL", 14: "LEASEQUERY", 15: "LEASEQUERY-REPLY",
		16: "LEASEQUERY-DONE", 17: "LEASEQUERY-DATA", 18: "RECONFIGURE-REQUEST", 19: "RECONFIGURE-REPLY", 20: "DHCPV4-QUERY",
		21: "DHCPV4-RESPONSE", 22: "ACTIVELEASEQUERY", 23: "STARTTLS", 24: "BNDUPD", 25: "BNDREPLY", 26: "POOLREQ", 27: "POOLRESP",
		28: "UPDREQ", 29: "UPDREQALL", 30: "UPDDONE", 31: "CONNECT", 32: "CONNECTREPLY", 33: "DISCONNECT", 34: "STATE", 35: "CONTACT",
		36: "ADDR-REG-INFORM", 37: "ADDR-REG-REPLY",
	}, int(t))
}

// IsRelay reports whether messages of the kind have a relay agent's header.
func (t DHCPv6MessageType) IsRelay() bool { return t == DHCPv6RelayForw || t == DHCPv6RelayRepl }

// DHCPv6OptionCode is the code of an option. IANA's registry of DHCPv6 options.
type DHCPv6OptionCode uint16

// The codes. Those without a document are of RFC 8415 §21.
const (
	DHCPv6OptClientID          DHCPv6OptionCode = 1
	DHCPv6OptServerID          DHCPv6OptionCode = 2
	DHCPv6OptIANA              DHCPv6OptionCode = 3
	DHCPv6OptIATA              DHCPv6OptionCode = 4
	DHCPv6OptIAAddr            DHCPv6OptionCode = 5
	DHCPv6OptORO               DHCPv6OptionCode = 6
	DHCPv6OptPreference        DHCPv6OptionCode = 7
	DHCPv6OptElapsedTime       DHCPv6OptionCode = 8
	DHCPv6OptRelayMessage      DHCPv6OptionCode = 9
	DHCPv6OptAuth              DHCPv6OptionCode = 11
	DHCPv6OptUnicast           DHCPv6OptionCode = 12
	DHCPv6OptStatusCode        DHCPv6OptionCode = 13
	DHCPv6OptRapidCommit       DHCPv6OptionCode = 14
	DHCPv6OptUserClass         DHCPv6OptionCode = 15
	DHCPv6OptVendorClass       DHCPv6OptionCode = 16
	DHCPv6OptVendorOpts        DHCPv6OptionCode = 17
	DHCPv6OptInterfaceID       DHCPv6OptionCode = 18
	DHCPv6OptReconfMsg         DHCPv6OptionCode = 19
	DHCPv6OptReconfAccept      DHCPv6OptionCode = 20
	DHCPv6OptSIPDomains        DHCPv6OptionCode = 21 // RFC 3319
	DHCPv6OptSIPServers        DHCPv6OptionCode = 22
	DHCPv6OptDNSServers        DHCPv6OptionCode = 23 // RFC 3646
	DHCPv6OptDomainList        DHCPv6OptionCode = 24
	DHCPv6OptIAPD              DHCPv6OptionCode = 25
	DHCPv6OptIAPrefix          DHCPv6OptionCode = 26
	DHCPv6OptNISServers        DHCPv6OptionCode = 27 // RFC 3898
	DHCPv6OptNISPServers       DHCPv6OptionCode = 28
	DHCPv6OptNISDomain         DHCPv6OptionCode = 29
	DHCPv6OptNISPDomain        DHCPv6OptionCode = 30
	DHCPv6OptSNTPServers       DHCPv6OptionCode = 31 // RFC 4075
	DHCPv6OptInfoRefreshTime   DHCPv6OptionCode = 32
	DHCPv6OptBCMCSDomains      DHCPv6OptionCode = 33 // RFC 4280
	DHCPv6OptBCMCSServers      DHCPv6OptionCode = 34
	DHCPv6OptGeoconfCivic      DHCPv6OptionCode = 36 // RFC 4776
	DHCPv6OptRemoteID          DHCPv6OptionCode = 37 // RFC 4649
	DHCPv6OptSubscriberID      DHCPv6OptionCode = 38 // RFC 4580
	DHCPv6OptClientFQDN        DHCPv6OptionCode = 39 // RFC 4704
	DHCPv6OptPANAAgents        DHCPv6OptionCode = 40 // RFC 5192
	DHCPv6OptPosixTZ           DHCPv6OptionCode = 41 // RFC 4833
	DHCPv6OptTZName            DHCPv6OptionCode = 42
	DHCPv6OptERO               DHCPv6OptionCode = 43 // RFC 4994
	DHCPv6OptLQQuery           DHCPv6OptionCode = 44 // RFC 5007
	DHCPv6OptClientData        DHCPv6OptionCode = 45
	DHCPv6OptCLTTime           DHCPv6OptionCode = 46
	DHCPv6OptLQRelayData       DHCPv6OptionCode = 47
	DHCPv6OptLQClientLink      DHCPv6OptionCode = 48
	DHCPv6OptMIP6HNIDF         DHCPv6OptionCode = 49 // RFC 6610
	DHCPv6OptCAPWAPControllers DHCPv6OptionCode = 52 // RFC 5417
	DHCPv6OptNTPServer         DHCPv6OptionCode = 56 // RFC 5908
	DHCPv6OptBootfileURL       DHCPv6OptionCode = 59 // RFC 5970
	DHCPv6OptBootfileParams    DHCPv6OptionCode = 60
	DHCPv6OptClientArch        DHCPv6OptionCode = 61
	DHCPv6OptNII               DHCPv6OptionCode = 62
	DHCPv6OptAFTRName          DHCPv6OptionCode = 64 // RFC 6334
	DHCPv6OptERPDomain         DHCPv6OptionCode = 65 // RFC 6440
	DHCPv6OptRSOO              DHCPv6OptionCode = 66 // RFC 6422
	DHCPv6OptPDExclude         DHCPv6OptionCode = 67 // RFC 6603
	DHCPv6OptVSS               DHCPv6OptionCode = 68 // RFC 6607
	DHCPv6OptRDNSSSelection    DHCPv6OptionCode = 74 // RFC 6731
	DHCPv6OptClientLinkAddr    DHCPv6OptionCode = 79 // RFC 6939
	DHCPv6OptLinkAddress       DHCPv6OptionCode = 80 // RFC 6977
	DHCPv6OptRadius            DHCPv6OptionCode = 81 // RFC 7037
	DHCPv6OptSolMaxRT          DHCPv6OptionCode = 82
	DHCPv6OptInfMaxRT          DHCPv6OptionCode = 83
	DHCPv6OptAddrSel           DHCPv6OptionCode = 84 // RFC 7078
	DHCPv6OptPCPServers        DHCPv6OptionCode = 86 // RFC 7291
	DHCPv6OptDHCPv4Message     DHCPv6OptionCode = 87 // RFC 7341
	DHCPv6Opt4o6Servers        DHCPv6OptionCode = 88
	DHCPv6OptS46Rule           DHCPv6OptionCode = 89 // RFC 7598
	DHCPv6OptS46BR             DHCPv6OptionCode = 90
	DHCPv6OptS46DMR            DHCPv6OptionCode = 91
	DHCPv6OptS46V4V6Bind       DHCPv6OptionCode = 92
	DHCPv6OptS46PortParams     DHCPv6OptionCode = 93
	DHCPv6OptS46ContMAPE       DHCPv6OptionCode = 94
	DHCPv6OptS46ContMAPT       DHCPv6OptionCode = 95
	DHCPv6OptS46ContLW         DHCPv6OptionCode = 96
	DHCPv6OptLQBaseTime        DHCPv6OptionCode = 100 // RFC 7653
	DHCPv6OptLQStartTime       DHCPv6OptionCode = 101
	DHCPv6OptLQEndTime         DHCPv6OptionCode = 102
	DHCPv6OptCaptivePortal     DHCPv6OptionCode = 103 // RFC 8910
	DHCPv6OptMPLParameters     DHCPv6OptionCode = 104 // RFC 7774
	DHCPv6OptMUDURL            DHCPv6OptionCode = 112 // RFC 8520
	DHCPv6OptV6Prefix64        DHCPv6OptionCode = 113 // RFC 8115
	DHCPv6OptRelayPort         DHCPv6OptionCode = 135 // RFC 8357
	DHCPv6OptSZTPRedirect      DHCPv6OptionCode = 136 // RFC 8572
	DHCPv6OptIPv6AddressANDSF  DHCPv6OptionCode = 143 // RFC 6153
	DHCPv6OptV6DNR             DHCPv6OptionCode = 144 // RFC 9463
	DHCPv6OptRegisteredDomain  DHCPv6OptionCode = 145 // RFC 9527
	DHCPv6OptAddrRegEnable     DHCPv6OptionCode = 148 // RFC 9686
)

var dhcpv6OptionNames = []string{
	1: "Client Identifier", 2: "Server Identifier", 3: "IA_NA", 4: "IA_TA", 5: "IA Address", 6: "Option Request", 7: "Preference",
	8: "Elapsed Time", 9: "Relay Message", 11: "Authentication", 12: "Server Unicast", 13: "Status Code", 14: "Rapid Commit",
	15: "User Class", 16: "Vendor Class", 17: "Vendor-specific Information", 18: "Interface-Id", 19: "Reconfigure Message",
	20: "Reconfigure Accept", 21: "SIP Server Domains", 22: "SIP Servers", 23: "DNS Servers", 24: "Domain Search List", 25: "IA_PD",
	26: "IA Prefix", 27: "NIS Servers", 28: "NIS+ Servers", 29: "NIS Domain", 30: "NIS+ Domain", 31: "SNTP Servers",
	32: "Information Refresh Time", 33: "BCMCS Domains", 34: "BCMCS Servers", 36: "Civic Location", 37: "Remote-ID",
	38: "Subscriber-ID", 39: "Client FQDN", 40: "PANA Agents", 41: "POSIX Time Zone", 42: "Time Zone Name", 43: "Echo Request",
	44: "Query", 45: "Client Data", 46: "Client Last Transaction Time", 47: "Relay Data", 48: "Client Link", 49: "Home Network ID",
	50: "Visited Home Network Information", 51: "LoST Server", 52: "CAPWAP Controllers", 53: "Relay ID", 54: "MoS Addresses",
	55: "MoS Domains", 56: "NTP Server", 57: "Access Network Domain", 58: "SIP UA Configuration Domains", 59: "Bootfile URL",
	60: "Bootfile Parameters", 61: "Client Architecture", 62: "Network Interface Identifier", 63: "Geolocation", 64: "AFTR Name",
	65: "ERP Local Domain", 66: "Relay-Supplied Options", 67: "PD Exclude", 68: "Virtual Subnet Selection",
	69: "Identified Home Network", 70: "Unrestricted Home Network", 71: "Home Network Prefix", 72: "Home Agent Address",
	73: "Home Agent FQDN", 74: "RDNSS Selection", 75: "Kerberos Principal", 76: "Kerberos Realm", 77: "Kerberos Default Realm",
	78: "Kerberos KDC", 79: "Client Link-Layer Address", 80: "Link Address", 81: "RADIUS Attributes", 82: "SOL_MAX_RT",
	83: "INF_MAX_RT", 84: "Address Selection", 85: "Address Selection Table", 86: "PCP Servers", 87: "DHCPv4 Message",
	88: "DHCP 4o6 Servers", 89: "S46 Rule", 90: "S46 BR", 91: "S46 DMR", 92: "S46 IPv4/IPv6 Binding", 93: "S46 Port Parameters",
	94: "S46 MAP-E Container", 95: "S46 MAP-T Container", 96: "S46 Lightweight Container", 97: "4RD", 98: "4RD Map Rule",
	99: "4RD Non-map Rule", 100: "Leasequery Base Time", 101: "Leasequery Start Time", 102: "Leasequery End Time",
	103: "Captive Portal", 104: "MPL Parameters", 105: "Access Technology", 106: "Access Network Name", 107: "Access Point Name",
	108: "Access Point BSSID", 109: "Operator ID", 110: "Operator Realm", 111: "S46 Priority", 112: "MUD URL", 113: "Prefix64",
	114: "Binding Status", 115: "Connect Flags", 116: "DNS Removal Information", 117: "DNS Host Name", 118: "DNS Zone Name",
	119: "DNS Flags", 120: "Expiration Time", 121: "Max Unacked BNDUPD", 122: "MCLT", 123: "Partner Lifetime",
	124: "Partner Lifetime Sent", 125: "Partner Down Time", 126: "Partner Raw CLT Time", 127: "Protocol Version",
	128: "Keepalive Time", 129: "Reconfigure Data", 130: "Relationship Name", 131: "Server Flags", 132: "Server State",
	133: "State Start Time", 134: "State Expiration Time", 135: "Relay Source Port", 136: "SZTP Redirect",
	137: "S46 Bind IPv6 Prefix", 138: "IA_LL", 139: "Link-Layer Addresses", 140: "SLAP Quadrant", 141: "DOTS Reference Identifier",
	142: "DOTS Addresses", 143: "ANDSF Addresses", 144: "Encrypted DNS", 145: "Registered Domain", 146: "Forward Distribution Manager",
	147: "Reverse Distribution Manager", 148: "Address Registration", 149: "DTN Nodes", 150: "DNS Resolver Information",
}

// String returns the option's name, or "option 200".
func (c DHCPv6OptionCode) String() string {
	if int(c) < len(dhcpv6OptionNames) && dhcpv6OptionNames[c] != "" {
		return dhcpv6OptionNames[c]
	}
	return "option " + itoa(int(c))
}

// DHCPv6StatusCode is the code in a status option. RFC 8415 §21.13, RFC 5007 §4.1.3.
type DHCPv6StatusCode uint16

func (c DHCPv6StatusCode) String() string {
	return listed([]string{
		"Success", "UnspecFail", "NoAddrsAvail", "NoBinding", "NotOnLink", "UseMulticast", "NoPrefixAvail", "UnknownQueryType",
		"MalformedQuery", "NotConfigured", "NotAllowed", "QueryTerminated", "DataMissing", "CatchUpComplete", "NotSupported",
		"TLSConnectionRefused", "AddressInUse", "ConfigurationConflict", "MissingBindingInformation", "OutdatedBindingInformation",
		"ServerShuttingDown", "DNSUpdateNotSupported", "ExcessiveTimeSkew",
	}, int(c))
}

// DHCPv6Options is options in wire form. RFC 8415 §21.1.
type DHCPv6Options []byte

var dhcpv6Form = tlvForm{typ: 2, size: 2}

// All yields the options' codes and data, up to the first malformed one.
func (o DHCPv6Options) All() iter.Seq2[DHCPv6OptionCode, []byte] {
	return func(yield func(DHCPv6OptionCode, []byte) bool) {
		for c, data := range dhcpv6Form.all(o) {
			if !yield(DHCPv6OptionCode(c), data) {
				return
			}
		}
	}
}

// Get returns the data of the first option with code c.
func (o DHCPv6Options) Get(c DHCPv6OptionCode) (data []byte, ok bool) {
	return dhcpv6Form.get(o, uint16(c))
}

// Rest returns what is malformed at the end of o.
func (o DHCPv6Options) Rest() []byte { return dhcpv6Form.rest(o) }

// Add returns o and one more option. Data beyond 65535 bytes is cut.
func (o DHCPv6Options) Add(c DHCPv6OptionCode, data ...byte) DHCPv6Options {
	return dhcpv6Form.add(o, uint16(c), data)
}

// Options returns the options.
func (v DHCPv6) Options() DHCPv6Options { return DHCPv6Options(v[DHCPv6Len:]) }

// Options returns the options.
func (v DHCPv6Relay) Options() DHCPv6Options { return DHCPv6Options(v[DHCPv6RelayLen:]) }
