package wire

// DHCPOptionCode is the code of a DHCP option. RFC 2132, and IANA's registry of
// BOOTP vendor extensions and DHCP options.
type DHCPOptionCode uint8

// The codes. Those without a document are in RFC 2132 (below 77) or in IANA's
// registry only.
const (
	DHCPOptPad                    DHCPOptionCode = 0
	DHCPOptSubnetMask             DHCPOptionCode = 1 // RFC 2132 §3.3
	DHCPOptTimeOffset             DHCPOptionCode = 2 // RFC 2132 §3.4
	DHCPOptRouter                 DHCPOptionCode = 3
	DHCPOptTimeServer             DHCPOptionCode = 4
	DHCPOptNameServer             DHCPOptionCode = 5
	DHCPOptDNS                    DHCPOptionCode = 6
	DHCPOptLogServer              DHCPOptionCode = 7
	DHCPOptCookieServer           DHCPOptionCode = 8
	DHCPOptLPRServer              DHCPOptionCode = 9
	DHCPOptImpressServer          DHCPOptionCode = 10
	DHCPOptResourceLocationServer DHCPOptionCode = 11
	DHCPOptHostName               DHCPOptionCode = 12
	DHCPOptBootFileSize           DHCPOptionCode = 13
	DHCPOptMeritDumpFile          DHCPOptionCode = 14
	DHCPOptDomainName             DHCPOptionCode = 15
	DHCPOptSwapServer             DHCPOptionCode = 16
	DHCPOptRootPath               DHCPOptionCode = 17
	DHCPOptExtensionsPath         DHCPOptionCode = 18
	DHCPOptIPForwarding           DHCPOptionCode = 19
	DHCPOptNonLocalSourceRouting  DHCPOptionCode = 20
	DHCPOptPolicyFilter           DHCPOptionCode = 21
	DHCPOptMaxReassembly          DHCPOptionCode = 22
	DHCPOptDefaultTTL             DHCPOptionCode = 23
	DHCPOptPathMTUTimeout         DHCPOptionCode = 24
	DHCPOptPathMTUPlateau         DHCPOptionCode = 25
	DHCPOptInterfaceMTU           DHCPOptionCode = 26
	DHCPOptAllSubnetsLocal        DHCPOptionCode = 27
	DHCPOptBroadcast              DHCPOptionCode = 28
	DHCPOptMaskDiscovery          DHCPOptionCode = 29
	DHCPOptMaskSupplier           DHCPOptionCode = 30
	DHCPOptRouterDiscovery        DHCPOptionCode = 31
	DHCPOptRouterSolicitation     DHCPOptionCode = 32
	DHCPOptStaticRoute            DHCPOptionCode = 33
	DHCPOptTrailerEncapsulation   DHCPOptionCode = 34
	DHCPOptARPTimeout             DHCPOptionCode = 35
	DHCPOptEthernetEncapsulation  DHCPOptionCode = 36
	DHCPOptTCPDefaultTTL          DHCPOptionCode = 37
	DHCPOptTCPKeepaliveInterval   DHCPOptionCode = 38
	DHCPOptTCPKeepaliveGarbage    DHCPOptionCode = 39
	DHCPOptNISDomain              DHCPOptionCode = 40
	DHCPOptNISServer              DHCPOptionCode = 41
	DHCPOptNTPServer              DHCPOptionCode = 42
	DHCPOptVendorSpecific         DHCPOptionCode = 43
	DHCPOptNetBIOSNameServer      DHCPOptionCode = 44
	DHCPOptNetBIOSDatagramServer  DHCPOptionCode = 45
	DHCPOptNetBIOSNodeType        DHCPOptionCode = 46
	DHCPOptNetBIOSScope           DHCPOptionCode = 47
	DHCPOptXFontServer            DHCPOptionCode = 48
	DHCPOptXDisplayManager        DHCPOptionCode = 49
	DHCPOptRequestedIP            DHCPOptionCode = 50
	DHCPOptLeaseTime              DHCPOptionCode = 51
	DHCPOptOverload               DHCPOptionCode = 52 // RFC 2132 §9.3
	DHCPOptMessageType            DHCPOptionCode = 53 // RFC 2132 §9.6
	DHCPOptServerID               DHCPOptionCode = 54
	DHCPOptParameterList          DHCPOptionCode = 55
	DHCPOptMessage                DHCPOptionCode = 56
	DHCPOptMaxMessageSize         DHCPOptionCode = 57
	DHCPOptRenewalTime            DHCPOptionCode = 58
	DHCPOptRebindingTime          DHCPOptionCode = 59
	DHCPOptVendorClass            DHCPOptionCode = 60
	DHCPOptClientID               DHCPOptionCode = 61
	DHCPOptNetWareDomain          DHCPOptionCode = 62
	DHCPOptNetWareOptions         DHCPOptionCode = 63
	DHCPOptNISPlusDomain          DHCPOptionCode = 64
	DHCPOptNISPlusServer          DHCPOptionCode = 65
	DHCPOptTFTPServerName         DHCPOptionCode = 66
	DHCPOptBootFileName           DHCPOptionCode = 67
	DHCPOptHomeAgent              DHCPOptionCode = 68
	DHCPOptSMTPServer             DHCPOptionCode = 69
	DHCPOptPOP3Server             DHCPOptionCode = 70
	DHCPOptNNTPServer             DHCPOptionCode = 71
	DHCPOptWWWServer              DHCPOptionCode = 72
	DHCPOptFingerServer           DHCPOptionCode = 73
	DHCPOptIRCServer              DHCPOptionCode = 74
	DHCPOptStreetTalkServer       DHCPOptionCode = 75
	DHCPOptSTDAServer             DHCPOptionCode = 76
	DHCPOptUserClass              DHCPOptionCode = 77 // RFC 3004
	DHCPOptDirectoryAgent         DHCPOptionCode = 78
	DHCPOptServiceScope           DHCPOptionCode = 79
	DHCPOptRapidCommit            DHCPOptionCode = 80 // RFC 4039
	DHCPOptClientFQDN             DHCPOptionCode = 81 // RFC 4702
	DHCPOptRelayAgent             DHCPOptionCode = 82 // RFC 3046
	DHCPOptISNS                   DHCPOptionCode = 83 // RFC 4174
	DHCPOptNDSServers             DHCPOptionCode = 85
	DHCPOptNDSTree                DHCPOptionCode = 86
	DHCPOptNDSContext             DHCPOptionCode = 87
	DHCPOptBCMCSDomains           DHCPOptionCode = 88
	DHCPOptBCMCSAddrs             DHCPOptionCode = 89
	DHCPOptAuthentication         DHCPOptionCode = 90 // RFC 3118
	DHCPOptLastTransaction        DHCPOptionCode = 91 // RFC 4388
	DHCPOptAssociatedIP           DHCPOptionCode = 92 // RFC 4388
	DHCPOptClientArch             DHCPOptionCode = 93 // RFC 4578
	DHCPOptClientNDI              DHCPOptionCode = 94 // RFC 4578
	DHCPOptLDAP                   DHCPOptionCode = 95
	DHCPOptClientUUID             DHCPOptionCode = 97 // RFC 4578
	DHCPOptUserAuth               DHCPOptionCode = 98
	DHCPOptGeoCivic               DHCPOptionCode = 99  // RFC 4776
	DHCPOptPosixTZ                DHCPOptionCode = 100 // RFC 4833
	DHCPOptTZName                 DHCPOptionCode = 101 // RFC 4833
	DHCPOptIPv6OnlyPreferred      DHCPOptionCode = 108 // RFC 8925
	DHCPOptSourceAddr             DHCPOptionCode = 109 // RFC 8539
	DHCPOptNetInfoAddr            DHCPOptionCode = 112
	DHCPOptNetInfoTag             DHCPOptionCode = 113
	DHCPOptCaptivePortal          DHCPOptionCode = 114 // RFC 8910
	DHCPOptAutoConfig             DHCPOptionCode = 116 // RFC 2563
	DHCPOptNameServiceSearch      DHCPOptionCode = 117 // RFC 2937
	DHCPOptSubnetSelection        DHCPOptionCode = 118 // RFC 3011
	DHCPOptDomainSearch           DHCPOptionCode = 119 // RFC 3397
	DHCPOptSIPServers             DHCPOptionCode = 120 // RFC 3361
	DHCPOptClasslessRoute         DHCPOptionCode = 121 // RFC 3442
	DHCPOptCCC                    DHCPOptionCode = 122 // RFC 3495
	DHCPOptGeoConf                DHCPOptionCode = 123 // RFC 6225
	DHCPOptVIVendorClass          DHCPOptionCode = 124 // RFC 3925
	DHCPOptVIVendorInfo           DHCPOptionCode = 125 // RFC 3925
	DHCPOptPXE128                 DHCPOptionCode = 128
	DHCPOptPXE129                 DHCPOptionCode = 129
	DHCPOptPXE130                 DHCPOptionCode = 130
	DHCPOptPXE131                 DHCPOptionCode = 131
	DHCPOptPXE132                 DHCPOptionCode = 132
	DHCPOptPXE133                 DHCPOptionCode = 133
	DHCPOptPXE134                 DHCPOptionCode = 134
	DHCPOptPXE135                 DHCPOptionCode = 135
	DHCPOptPANAAgent              DHCPOptionCode = 136 // RFC 5192
	DHCPOptLoSTServer             DHCPOptionCode = 137 // RFC 5223
	DHCPOptCAPWAPController       DHCPOptionCode = 138 // RFC 5417
	DHCPOptMoSAddrs               DHCPOptionCode = 139
	DHCPOptMoSDomains             DHCPOptionCode = 140
	DHCPOptSIPUADomains           DHCPOptionCode = 141
	DHCPOptANDSFAddrs             DHCPOptionCode = 142
	DHCPOptSZTPRedirect           DHCPOptionCode = 143 // RFC 8572
	DHCPOptGeoLoc                 DHCPOptionCode = 144 // RFC 6225
	DHCPOptForceRenewNonce        DHCPOptionCode = 145 // RFC 6704
	DHCPOptRDNSSSelection         DHCPOptionCode = 146 // RFC 6731
	DHCPOptDOTSName               DHCPOptionCode = 147 // RFC 8973
	DHCPOptDOTSAddrs              DHCPOptionCode = 148 // RFC 8973
	DHCPOptTFTPServerAddr         DHCPOptionCode = 150 // RFC 5859
	DHCPOptStatusCode             DHCPOptionCode = 151 // RFC 6926
	DHCPOptBaseTime               DHCPOptionCode = 152
	DHCPOptStartTimeOfState       DHCPOptionCode = 153
	DHCPOptQueryStartTime         DHCPOptionCode = 154
	DHCPOptQueryEndTime           DHCPOptionCode = 155
	DHCPOptState                  DHCPOptionCode = 156
	DHCPOptDataSource             DHCPOptionCode = 157
	DHCPOptPCPServer              DHCPOptionCode = 158 // RFC 7291
	DHCPOptPortParams             DHCPOptionCode = 159 // RFC 7618
	DHCPOptMUDURL                 DHCPOptionCode = 161 // RFC 8520
	DHCPOptDNR                    DHCPOptionCode = 162 // RFC 9463
	DHCPOptEtherboot              DHCPOptionCode = 175
	DHCPOptIPTelephone            DHCPOptionCode = 176
	DHCPOptPXELinuxMagic          DHCPOptionCode = 208
	DHCPOptConfigFile             DHCPOptionCode = 209
	DHCPOptPathPrefix             DHCPOptionCode = 210
	DHCPOptRebootTime             DHCPOptionCode = 211
	DHCPOptSixRD                  DHCPOptionCode = 212 // RFC 5969
	DHCPOptAccessDomain           DHCPOptionCode = 213
	DHCPOptSubnetAllocation       DHCPOptionCode = 220 // RFC 6656
	DHCPOptVirtualSubnet          DHCPOptionCode = 221 // RFC 6607
	DHCPOptMSClasslessRoute       DHCPOptionCode = 249 // not assigned, in use
	DHCPOptWPAD                   DHCPOptionCode = 252 // not assigned, in use
	DHCPOptEnd                    DHCPOptionCode = 255
)

var dhcpOptionNames = [256]string{
	DHCPOptPad:                    "Pad",
	DHCPOptSubnetMask:             "Subnet Mask",
	DHCPOptTimeOffset:             "Time Offset",
	DHCPOptRouter:                 "Router",
	DHCPOptTimeServer:             "Time Server",
	DHCPOptNameServer:             "Name Server",
	DHCPOptDNS:                    "Domain Name Server",
	DHCPOptLogServer:              "Log Server",
	DHCPOptCookieServer:           "Cookie Server",
	DHCPOptLPRServer:              "LPR Server",
	DHCPOptImpressServer:          "Impress Server",
	DHCPOptResourceLocationServer: "Resource Location Server",
	DHCPOptHostName:               "Host Name",
	DHCPOptBootFileSize:           "Boot File Size",
	DHCPOptMeritDumpFile:          "Merit Dump File",
	DHCPOptDomainName:             "Domain Name",
	DHCPOptSwapServer:             "Swap Server",
	DHCPOptRootPath:               "Root Path",
	DHCPOptExtensionsPath:         "Extensions Path",
	DHCPOptIPForwarding:           "IP Forwarding",
	DHCPOptNonLocalSourceRouting:  "Non-Local Source Routing",
	DHCPOptPolicyFilter:           "Policy Filter",
	DHCPOptMaxReassembly:          "Maximum Datagram Reassembly Size",
	DHCPOptDefaultTTL:             "Default IP Time-to-live",
	DHCPOptPathMTUTimeout:         "Path MTU Aging Timeout",
	DHCPOptPathMTUPlateau:         "Path MTU Plateau Table",
	DHCPOptInterfaceMTU:           "Interface MTU",
	DHCPOptAllSubnetsLocal:        "All Subnets Are Local",
	DHCPOptBroadcast:              "Broadcast Address",
	DHCPOptMaskDiscovery:          "Perform Mask Discovery",
	DHCPOptMaskSupplier:           "Mask Supplier",
	DHCPOptRouterDiscovery:        "Perform Router Discovery",
	DHCPOptRouterSolicitation:     "Router Solicitation Address",
	DHCPOptStaticRoute:            "Static Route",
	DHCPOptTrailerEncapsulation:   "Trailer Encapsulation",
	DHCPOptARPTimeout:             "ARP Cache Timeout",
	DHCPOptEthernetEncapsulation:  "Ethernet Encapsulation",
	DHCPOptTCPDefaultTTL:          "TCP Default TTL",
	DHCPOptTCPKeepaliveInterval:   "TCP Keepalive Interval",
	DHCPOptTCPKeepaliveGarbage:    "TCP Keepalive Garbage",
	DHCPOptNISDomain:              "NIS Domain",
	DHCPOptNISServer:              "NIS Server",
	DHCPOptNTPServer:              "NTP Server",
	DHCPOptVendorSpecific:         "Vendor-Specific Information",
	DHCPOptNetBIOSNameServer:      "NetBIOS Name Server",
	DHCPOptNetBIOSDatagramServer:  "NetBIOS Datagram Distribution Server",
	DHCPOptNetBIOSNodeType:        "NetBIOS Node Type",
	DHCPOptNetBIOSScope:           "NetBIOS Scope",
	DHCPOptXFontServer:            "X Window Font Server",
	DHCPOptXDisplayManager:        "X Window Display Manager",
	DHCPOptRequestedIP:            "Requested IP Address",
	DHCPOptLeaseTime:              "IP Address Lease Time",
	DHCPOptOverload:               "Option Overload",
	DHCPOptMessageType:            "Message Type",
	DHCPOptServerID:               "Server Identifier",
	DHCPOptParameterList:          "Parameter Request List",
	DHCPOptMessage:                "Message",
	DHCPOptMaxMessageSize:         "Maximum Message Size",
	DHCPOptRenewalTime:            "Renewal Time",
	DHCPOptRebindingTime:          "Rebinding Time",
	DHCPOptVendorClass:            "Vendor Class Identifier",
	DHCPOptClientID:               "Client Identifier",
	DHCPOptNetWareDomain:          "NetWare/IP Domain",
	DHCPOptNetWareOptions:         "NetWare/IP Options",
	DHCPOptNISPlusDomain:          "NIS+ Domain",
	DHCPOptNISPlusServer:          "NIS+ Server",
	DHCPOptTFTPServerName:         "TFTP Server Name",
	DHCPOptBootFileName:           "Bootfile Name",
	DHCPOptHomeAgent:              "Mobile IP Home Agent",
	DHCPOptSMTPServer:             "SMTP Server",
	DHCPOptPOP3Server:             "POP3 Server",
	DHCPOptNNTPServer:             "NNTP Server",
	DHCPOptWWWServer:              "WWW Server",
	DHCPOptFingerServer:           "Finger Server",
	DHCPOptIRCServer:              "IRC Server",
	DHCPOptStreetTalkServer:       "StreetTalk Server",
	DHCPOptSTDAServer:             "StreetTalk Directory Assistance Server",
	DHCPOptUserClass:              "User Class",
	DHCPOptDirectoryAgent:         "SLP Directory Agent",
	DHCPOptServiceScope:           "SLP Service Scope",
	DHCPOptRapidCommit:            "Rapid Commit",
	DHCPOptClientFQDN:             "Client FQDN",
	DHCPOptRelayAgent:             "Relay Agent Information",
	DHCPOptISNS:                   "iSNS",
	DHCPOptNDSServers:             "NDS Servers",
	DHCPOptNDSTree:                "NDS Tree Name",
	DHCPOptNDSContext:             "NDS Context",
	DHCPOptBCMCSDomains:           "BCMCS Controller Domain Names",
	DHCPOptBCMCSAddrs:             "BCMCS Controller Addresses",
	DHCPOptAuthentication:         "Authentication",
	DHCPOptLastTransaction:        "Client Last Transaction Time",
	DHCPOptAssociatedIP:           "Associated IP",
	DHCPOptClientArch:             "Client System Architecture",
	DHCPOptClientNDI:              "Client Network Device Interface",
	DHCPOptLDAP:                   "LDAP",
	DHCPOptClientUUID:             "Client Machine Identifier",
	DHCPOptUserAuth:               "Open Group User Authentication",
	DHCPOptGeoCivic:               "Civic Location",
	DHCPOptPosixTZ:                "POSIX Timezone",
	DHCPOptTZName:                 "Timezone Name",
	DHCPOptIPv6OnlyPreferred:      "IPv6-Only Preferred",
	DHCPOptSourceAddr:             "DHCP4o6 Source Address",
	DHCPOptNetInfoAddr:            "NetInfo Address",
	DHCPOptNetInfoTag:             "NetInfo Tag",
	DHCPOptCaptivePortal:          "Captive Portal",
	DHCPOptAutoConfig:             "Auto-Configuration",
	DHCPOptNameServiceSearch:      "Name Service Search",
	DHCPOptSubnetSelection:        "Subnet Selection",
	DHCPOptDomainSearch:           "Domain Search",
	DHCPOptSIPServers:             "SIP Servers",
	DHCPOptClasslessRoute:         "Classless Static Route",
	DHCPOptCCC:                    "CableLabs Client Configuration",
	DHCPOptGeoConf:                "GeoConf",
	DHCPOptVIVendorClass:          "Vendor-Identifying Vendor Class",
	DHCPOptVIVendorInfo:           "Vendor-Identifying Vendor Information",
	DHCPOptPXE128:                 "PXE 128",
	DHCPOptPXE129:                 "PXE 129",
	DHCPOptPXE130:                 "PXE 130",
	DHCPOptPXE131:                 "PXE 131",
	DHCPOptPXE132:                 "PXE 132",
	DHCPOptPXE133:                 "PXE 133",
	DHCPOptPXE134:                 "PXE 134",
	DHCPOptPXE135:                 "PXE 135",
	DHCPOptPANAAgent:              "PANA Agent",
	DHCPOptLoSTServer:             "LoST Server",
	DHCPOptCAPWAPController:       "CAPWAP Access Controller",
	DHCPOptMoSAddrs:               "IPv4 MoS Address",
	DHCPOptMoSDomains:             "IPv4 MoS FQDN",
	DHCPOptSIPUADomains:           "SIP UA Configuration Domains",
	DHCPOptANDSFAddrs:             "ANDSF Address",
	DHCPOptSZTPRedirect:           "SZTP Redirect",
	DHCPOptGeoLoc:                 "Geospatial Location",
	DHCPOptForceRenewNonce:        "FORCERENEW Nonce Capable",
	DHCPOptRDNSSSelection:         "RDNSS Selection",
	DHCPOptDOTSName:               "DOTS Agent Name",
	DHCPOptDOTSAddrs:              "DOTS Agent Address",
	DHCPOptTFTPServerAddr:         "TFTP Server Address",
	DHCPOptStatusCode:             "Status Code",
	DHCPOptBaseTime:               "Base Time",
	DHCPOptStartTimeOfState:       "Start Time of State",
	DHCPOptQueryStartTime:         "Query Start Time",
	DHCPOptQueryEndTime:           "Query End Time",
	DHCPOptState:                  "State",
	DHCPOptDataSource:             "Data Source",
	DHCPOptPCPServer:              "PCP Server",
	DHCPOptPortParams:             "Port Parameters",
	DHCPOptMUDURL:                 "MUD URL",
	DHCPOptDNR:                    "Encrypted DNS Server",
	DHCPOptEtherboot:              "Etherboot",
	DHCPOptIPTelephone:            "IP Telephone",
	DHCPOptPXELinuxMagic:          "PXELINUX Magic",
	DHCPOptConfigFile:             "Configuration File",
	DHCPOptPathPrefix:             "Path Prefix",
	DHCPOptRebootTime:             "Reboot Time",
	DHCPOptSixRD:                  "6RD",
	DHCPOptAccessDomain:           "Access Network Domain",
	DHCPOptSubnetAllocation:       "Subnet Allocation",
	DHCPOptVirtualSubnet:          "Virtual Subnet Selection",
	DHCPOptMSClasslessRoute:       "Classless Static Route (Microsoft)",
	DHCPOptWPAD:                   "Web Proxy Auto-Discovery",
	DHCPOptEnd:                    "End",
}

// String returns the option's name, or "option 224".
func (c DHCPOptionCode) String() string {
	if s := dhcpOptionNames[c]; s != "" {
		return s
	}
	return "option " + itoa(int(c))
}

// DHCPOp is the direction of a BOOTP message. RFC 951 §3.
type DHCPOp uint8

// The directions.
const (
	DHCPOpRequest DHCPOp = 1
	DHCPOpReply   DHCPOp = 2
)

func (x DHCPOp) String() string {
	switch x {
	case DHCPOpRequest:
		return "request"
	case DHCPOpReply:
		return "reply"
	}
	return itoa(int(x))
}

// DHCPMessageType is what a DHCP message asks or says. RFC 2132 §9.6, RFC 3203 §4,
// RFC 4388 §6.1, RFC 6926 §6.2.1, RFC 7724 §5.2.1.
type DHCPMessageType uint8

// The message types.
const (
	DHCPDiscover         DHCPMessageType = 1
	DHCPOffer            DHCPMessageType = 2
	DHCPRequest          DHCPMessageType = 3
	DHCPDecline          DHCPMessageType = 4
	DHCPAck              DHCPMessageType = 5
	DHCPNak              DHCPMessageType = 6
	DHCPRelease          DHCPMessageType = 7
	DHCPInform           DHCPMessageType = 8
	DHCPForceRenew       DHCPMessageType = 9
	DHCPLeaseQuery       DHCPMessageType = 10
	DHCPLeaseUnassigned  DHCPMessageType = 11
	DHCPLeaseUnknown     DHCPMessageType = 12
	DHCPLeaseActive      DHCPMessageType = 13
	DHCPBulkLeaseQuery   DHCPMessageType = 14
	DHCPLeaseQueryDone   DHCPMessageType = 15
	DHCPActiveLeaseQuery DHCPMessageType = 16
	DHCPLeaseQueryStatus DHCPMessageType = 17
	DHCPTLS              DHCPMessageType = 18
)

func (x DHCPMessageType) String() string {
	switch x {
	case DHCPDiscover:
		return "DISCOVER"
	case DHCPOffer:
		return "OFFER"
	case DHCPRequest:
		return "REQUEST"
	case DHCPDecline:
		return "DECLINE"
	case DHCPAck:
		return "ACK"
	case DHCPNak:
		return "NAK"
	case DHCPRelease:
		return "RELEASE"
	case DHCPInform:
		return "INFORM"
	case DHCPForceRenew:
		return "FORCERENEW"
	case DHCPLeaseQuery:
		return "LEASEQUERY"
	case DHCPLeaseUnassigned:
		return "LEASEUNASSIGNED"
	case DHCPLeaseUnknown:
		return "LEASEUNKNOWN"
	case DHCPLeaseActive:
		return "LEASEACTIVE"
	case DHCPBulkLeaseQuery:
		return "BULKLEASEQUERY"
	case DHCPLeaseQueryDone:
		return "LEASEQUERYDONE"
	case DHCPActiveLeaseQuery:
		return "ACTIVELEASEQUERY"
	case DHCPLeaseQueryStatus:
		return "LEASEQUERYSTATUS"
	case DHCPTLS:
		return "TLS"
	}
	return itoa(int(x))
}
