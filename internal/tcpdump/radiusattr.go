package tcpdump

// radiusNames are RADIUS's attributes. The first letter says how a value is printed:
// a address, e one of radiusValues, f address or who chooses it, n number, p prefix,
// s text, t seconds, 6 address of IPv6; E, G, g and P have a tag before them; capital
// letters have code of their own; - is not printed.
var radiusNames = names{
	1: "sUser-Name", 2: "-User-Password", 3: "-CHAP-Password", 4: "aNAS-IP-Address", 5: "nNAS-Port", 6: "eService-Type",
	7: "eFramed-Protocol", 8: "fFramed-IP-Address", 9: "fFramed-IP-Netmask", 10: "eFramed-Routing", 11: "sFilter-Id",
	12: "nFramed-MTU", 13: "eFramed-Compression", 14: "fLogin-IP-Host", 15: "eLogin-Service", 16: "nLogin-TCP-Port",
	17: "-Unassigned", 18: "sReply-Message", 19: "sCallback-Number", 20: "sCallback-Id", 21: "-Unassigned",
	22: "sFramed-Route", 23: "nFramed-IPX-Network", 24: "sState", 25: "sClass", 26: "VVendor-Specific",
	27: "tSession-Timeout", 28: "tIdle-Timeout", 29: "eTermination-Action", 30: "sCalled-Station-Id",
	31: "sCalling-Station-Id", 32: "sNAS-Identifier", 33: "sProxy-State", 34: "sLogin-LAT-Service",
	35: "sLogin-LAT-Node", 36: "sLogin-LAT-Group", 37: "nFramed-AppleTalk-Link", 38: "nFramed-AppleTalk-Network",
	39: "sFramed-AppleTalk-Zone", 40: "eAcct-Status-Type", 41: "tAcct-Delay-Time", 42: "nAcct-Input-Octets",
	43: "nAcct-Output-Octets", 44: "sAcct-Session-Id", 45: "eAcct-Authentic", 46: "tAcct-Session-Time",
	47: "nAcct-Input-Packets", 48: "nAcct-Output-Packets", 49: "eAcct-Terminate-Cause", 50: "sAcct-Multi-Session-Id",
	51: "nAcct-Link-Count", 52: "nAcct-Input-Gigawords", 53: "nAcct-Output-Gigawords", 54: "-Unassigned",
	55: "TEvent-Timestamp", 56: "LEgress-VLANID", 57: "eIngress-Filters", 58: "lEgress-VLAN-Name",
	59: "-User-Priority-Table", 60: "sCHAP-Challenge", 61: "eNAS-Port-Type", 62: "nPort-Limit", 63: "sLogin-LAT-Port",
	64: "ETunnel-Type", 65: "ETunnel-Medium-Type", 66: "gTunnel-Client-Endpoint", 67: "gTunnel-Server-Endpoint",
	68: "sAcct-Tunnel-Connection", 69: "PTunnel-Password", 70: "rARAP-Password", 71: "RARAP-Features",
	72: "eARAP-Zone-Access", 73: "sARAP-Security", 74: "sARAP-Security-Data", 75: "nPassword-Retry", 76: "ePrompt",
	77: "sConnect-Info", 78: "sConfiguration-Token", 79: "MEAP-Message", 80: "sMessage-Authenticator",
	81: "gTunnel-Private-Group-ID", 82: "gTunnel-Assignment-ID", 83: "GTunnel-Preference",
	84: "hARAP-Challenge-Response", 85: "tAcct-Interim-Interval", 86: "nAcct-Tunnel-Packets-Lost", 87: "sNAS-Port-Id",
	88: "sFramed-Pool", 89: "sCUI", 90: "gTunnel-Client-Auth-ID", 91: "gTunnel-Server-Auth-ID", 92: "sNAS-Filter-Rule",
	93: "-Unassigned", 94: "-Originating-Line-Info", 95: "6NAS-IPv6-Address", 96: "-Framed-Interface-ID",
	97: "pFramed-IPv6-Prefix", 98: "6Login-IPv6-Host", 99: "sFramed-IPv6-Route", 100: "sFramed-IPv6-Pool",
	101: "CError-Cause", 102: "-EAP-Key-Name", 103: "sDigest-Response", 104: "sDigest-Realm", 105: "sDigest-Nonce",
	106: "sDigest-Response-Auth", 107: "sDigest-Nextnonce", 108: "sDigest-Method", 109: "sDigest-URI",
	110: "sDigest-Qop", 111: "sDigest-Algorithm", 112: "sDigest-Entity-Body-Hash", 113: "sDigest-CNonce",
	114: "sDigest-Nonce-Count", 115: "sDigest-Username", 116: "sDigest-Opaque", 117: "sDigest-Auth-Param",
	118: "sDigest-AKA-Auts", 119: "sDigest-Domain", 120: "sDigest-Stale", 121: "sDigest-HA1", 122: "sSIP-AOR",
	123: "pDelegated-IPv6-Prefix", 124: "FMIP6-Feature-Vector", 125: "HMIP6-Home-Link-Prefix", 126: "OOperator-Name",
	127: "ILocation-Information", 128: "DLocation-Data", 129: "BBasic-Location-Policy-Rules",
}

var radiusCodes = names{
	1: "Access-Request", 2: "Access-Accept", 3: "Access-Reject", 4: "Accounting-Request", 5: "Accounting-Response",
	11: "Access-Challenge", 12: "Status-Server", 13: "Status-Client", 40: "Disconnect-Request", 41: "Disconnect-ACK",
	42: "Disconnect-NAK", 43: "CoA-Request", 44: "CoA-ACK", 45: "CoA-NAK",
}

// radiusValues are what the numbers of an attribute are called.
var radiusValues = map[uint32]names{
	6: {
		1: "Login", 2: "Framed", 3: "Callback Login", 4: "Callback Framed", 5: "Outbound", 6: "Administrative",
		7: "NAS Prompt", 8: "Authenticate Only", 9: "Callback NAS Prompt", 10: "Call Check",
		11: "Callback Administrative", 12: "Voice", 13: "Fax", 14: "Modem Relay", 15: "IAPP-Register",
		16: "IAPP-AP-Check", 17: "Authorize Only", 18: "Framed-Management", 19: "Additional-Authorization",
	},
	7: {
		1: "PPP", 2: "SLIP", 3: "ARAP", 4: "Gandalf proprietary", 5: "Xylogics IPX/SLIP", 6: "X.75 Synchronous",
		7: "GPRS PDP Context",
	},
	10: {
		0: "None", 1: "Send", 2: "Listen", 3: "Send&Listen",
	},
	13: {
		0: "None", 1: "VJ TCP/IP", 2: "IPX", 3: "Stac-LZS",
	},
	15: {
		0: "Telnet", 1: "Rlogin", 2: "TCP Clear", 3: "PortMaster(proprietary)", 4: "LAT", 5: "X.25-PAD",
		6: "X.25-T3POS", 7: "Unassigned", 8: "TCP Clear Quiet",
	},
	29: {
		0: "Default", 1: "RADIUS-Request",
	},
	40: {
		1: "Start", 2: "Stop", 3: "Interim-Update", 4: "Unassigned", 5: "Unassigned", 6: "Unassigned",
		7: "Accounting-On", 8: "Accounting-Off", 9: "Tunnel-Start", 10: "Tunnel-Stop", 11: "Tunnel-Reject",
		12: "Tunnel-Link-Start", 13: "Tunnel-Link-Stop", 14: "Tunnel-Link-Reject", 15: "Failed",
	},
	45: {
		1: "RADIUS", 2: "Local", 3: "Remote", 4: "Diameter",
	},
	49: {
		1: "User Request", 2: "Lost Carrier", 3: "Lost Service", 4: "Idle Timeout", 5: "Session Timeout",
		6: "Admin Reset", 7: "Admin Reboot", 8: "Port Error", 9: "NAS Error", 10: "NAS Request", 11: "NAS Reboot",
		12: "Port Unneeded", 13: "Port Preempted", 14: "Port Suspended", 15: "Service Unavailable", 16: "Callback",
		17: "User Error", 18: "Host Request", 19: "Supplicant Restart", 20: "Reauthentication Failure",
		21: "Port Reinitialized", 22: "Port Administratively Disabled", 23: "Lost Power",
	},
	57: {
		1: "Enabled", 2: "Disabled",
	},
	61: {
		0: "Async", 1: "Sync", 2: "ISDN Sync", 3: "ISDN Async V.120", 4: "ISDN Async V.110", 5: "Virtual",
		6: "PIAFS", 7: "HDLC Clear Channel", 8: "X.25", 9: "X.75", 10: "G.3 Fax", 11: "SDSL", 12: "ADSL-CAP",
		13: "ADSL-DMT", 14: "ISDN-DSL", 15: "Ethernet", 16: "xDSL", 17: "Cable", 18: "Wireless - Other",
		19: "Wireless - IEEE 802.11", 20: "Token-Ring", 21: "FDDI", 22: "Wireless - CDMA200", 23: "Wireless - UMTS",
		24: "Wireless - 1X-EV", 25: "IAPP", 26: "FTTP", 27: "Wireless - IEEE 802.16", 28: "Wireless - IEEE 802.20",
		29: "Wireless - IEEE 802.22", 30: "PPPoA", 31: "PPPoEoA", 32: "PPPoEoE", 33: "PPPoEoVLAN", 34: "PPPoEoQinQ",
		35: "xPON", 36: "Wireless - XGP", 37: "WiMAX Pre-Release 8 IWK Function", 38: "WIMAX-WIFI-IWK",
		39: "WIMAX-SFF", 40: "WIMAX-HA-LMA", 41: "WIMAX-DHCP", 42: "WIMAX-LBS", 43: "WIMAX-WVS",
	},
	64: {
		1: "PPTP", 2: "L2F", 3: "L2TP", 4: "ATMP", 5: "VTP", 6: "AH", 7: "IP-IP", 8: "MIN-IP-IP", 9: "ESP",
		10: "GRE", 11: "DVS", 12: "IP-in-IP Tunneling", 13: "VLAN",
	},
	65: {
		1: "IPv4", 2: "IPv6", 3: "NSAP", 4: "HDLC", 5: "BBN 1822", 6: "802", 7: "E.163", 8: "E.164", 9: "F.69",
		10: "X.121", 11: "IPX", 12: "Appletalk", 13: "Decnet IV", 14: "Banyan Vines",
		15: "E.164 with NSAP subaddress",
	},
	72: {
		1: "Only access to dfl zone", 2: "Use zone filter inc.", 3: "Not used", 4: "Use zone filter exc.",
	},
	76: {
		0: "No Echo", 1: "Echo",
	},
}

var radiusCauses = names{
	201: "Residual Session Context Removed", 202: "Invalid EAP Packet (Ignored)", 401: "Unsupported Attribute",
	402: "Missing Attribute", 403: "NAS Identification Mismatch", 404: "Invalid Request",
	405: "Unsupported Service", 406: "Unsupported Extension", 407: "Invalid Attribute Value",
	501: "Administratively Prohibited", 502: "Request Not Routable (Proxy)", 503: "Session Context Not Found",
	504: "Session Context Not Removable", 505: "Other Proxy Processing Error", 506: "Resources Unavailable",
	507: "Request Initiated", 508: "Multiple Session Selection Unsupported", 509: "Location Info Required",
}

var radiusVendors = names{
	0: "IETF (reserved)", 5: "ACC", 9: "Cisco", 11: "Hewlett Packard", 42: "Sun Microsystems", 61: "Merit",
	74: "AT&T", 161: "Motorola", 166: "Shiva", 193: "Ericsson AB", 255: "Cisco VPN 5000", 307: "Livingston",
	311: "Microsoft", 429: "3Com", 529: "Ascend", 1584: "Bay Networks", 1991: "Foundry", 2180: "Versanet",
	2352: "Redback", 2636: "Juniper Networks", 2637: "Aptis", 2937: "Deutsche Telekom AG",
	3054: "Ixia Communications", 3076: "Cisco VPN 3000", 3085: "CoSine Communications", 3199: "Shasta",
	3224: "Netscreen", 3309: "Nomadix", 3414: "T-Mobile", 3561: "The Broadband Forum", 3902: "ZTE",
	4329: "Siemens", 4491: "CableLabs", 4874: "Unisphere Networks", 5263: "Cisco BBSM",
	5535: "3rd Generation Partnership Project 2 (3GPP2)", 5806: "SK Telecom", 5925: "ipUnplugged",
	5948: "Issanni Communications", 5951: "Netscaler", 6490: "T-Mobile", 6618: "Quintum", 6728: "Interlink",
	7951: "CNCTC", 8164: "Starent Networks", 8744: "Colubris", 10415: "3GPP", 10529: "Gemtek-Systems",
	10704: "Barracuda Networks", 10923: "Ericsson AB - Packet Core Networks", 11665: "dacom",
	11862: "Columbia University", 12356: "Fortinet", 12951: "Verizon Wireless", 13745: "Plixer",
	14122: "Wi-Fi Alliance", 16787: "T-Systems Nova", 20942: "China Telecom - Guangzhou Research Institute",
	26866: "Gigamon Systems", 32622: "CACE Technologies", 35632: "ntop",
}

var radiusMobility = []string64{
	{1 << 0, "MIP6_INTEGRATED"}, {1 << 1, "LOCAL_HOME_AGENT_ASSIGNMENT"}, {1 << 40, "PMIP6_SUPPORTED"},
	{1 << 41, "IP4_HOA_SUPPORTED"}, {1 << 42, "LOCAL_MAG_ROUTING_SUPPORTED"}, {1 << 43, "ASSIGN_LOCAL_IP"},
	{1 << 44, "MIP4_SUPPORTED"}, {1 << 45, "OPTIMIZED_IDLE_MODE_MOBILITY"}, {1 << 46, "GTPv2_SUPPORTED"},
	{1 << 47, "IP4_TRANSPORT_SUPPORTED"}, {1 << 48, "IP4_HOA_ONLY_SUPPORTED"},
	{1 << 49, "INTER_MAG_ROUTING_SUPPORTED"},
}

var radiusPolicyFlags = []bit{
	{0x0001, "MBZ-15"}, {0x0002, "MBZ-14"}, {0x0004, "MBZ-13"}, {0x0008, "MBZ-12"}, {0x0010, "MBZ-11"},
	{0x0020, "MBZ-10"}, {0x0040, "MBZ-9"}, {0x0080, "MBZ-8"}, {0x0100, "MBZ-7"}, {0x0200, "MBZ-6"},
	{0x0400, "MBZ-5"}, {0x0800, "MBZ-4"}, {0x1000, "MBZ-3"}, {0x2000, "MBZ-2"}, {0x4000, "MBZ-1"},
	{0x8000, "Retransmission Allowed"},
}
