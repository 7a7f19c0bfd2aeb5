package tcpdump

// What RSVP calls its numbers. RFC 2205, RFC 2210, RFC 3209, RFC 3473, RFC 4090, RFC 4124.
var (
	rsvpMessages = names{
		1: "Path", 2: "Resv", 3: "PathErr", 4: "ResvErr", 5: "PathTear", 6: "ResvTear", 7: "ResvConf", 12: "Bundle",
		13: "Acknowledgement", 14: "Hello (Old)", 15: "Refresh", 20: "Hello",
	}
	rsvpHeaderFlags = []bit{{1, "Refresh reduction capable"}}
	rsvpClasses     = names{
		1: "Session", 3: "RSVP Hop", 4: "Integrity", 5: "Time Values", 6: "Error Spec", 7: "Scope", 8: "Style", 9: "Flowspec",
		10: "FilterSpec", 11: "Sender Template", 12: "Sender TSpec", 13: "Adspec", 14: "Policy Data", 15: "Confirm", 16: "Label",
		19: "Label Request", 20: "ERO", 21: "RRO", 22: "Hello", 23: "Message ID", 24: "Message ID Ack", 25: "Message ID List",
		34: "Recovery Label", 35: "Upstream Label", 36: "Label Set", 37: "Protection", 50: "Sub-LSP to LSP", 63: "Detour",
		66: "Class Type", 125: "Class Type (old)", 129: "Suggested Label", 130: "Acceptable Label Set", 131: "Restart Capability",
		134: "Capability", 195: "Notify Request", 196: "Administrative Status", 204: "Properties", 205: "Fast Re-Route",
		207: "Session Attribute", 229: "Generalized UNI", 230: "Call-ID", 236: "Call Capability",
	}
	rsvpUnknown = [...]string{"reject", "reject", "ignore silently", "ignore and forward"} // by the upper bits of the class

	// The forms of a class, by the class times 256.
	rsvpForms = names{
		0x0101: "IPv4", 0x0102: "IPv6", 0x0107: "Tunnel IPv4", 0x010b: "UNI IPv4", 0x010d: "IPv4 P2MP LSP Tunnel",
		0x010e: "IPv6 P2MP LSP Tunnel",
		0x0301: "IPv4", 0x0302: "IPv6", 0x0303: "IPv4 plus opt. TLVs", 0x0304: "IPv6 plus opt. TLVs",
		0x0501: "1",
		0x0601: "IPv4", 0x0602: "IPv6", 0x0603: "IPv4 plus opt. TLVs", 0x0604: "IPv6 plus opt. TLVs",
		0x0801: "1",
		0x0901: "obsolete", 0x0902: "IntServ",
		0x0a01: "IPv4", 0x0a02: "IPv6", 0x0a03: "IPv6 Flow-label", 0x0a07: "Tunnel IPv4", 0x0a0c: "IPv4 P2MP LSP Tunnel",
		0x0a0d: "IPv6 P2MP LSP Tunnel",
		0x0b01: "IPv4", 0x0b02: "IPv6", 0x0b07: "Tunnel IPv4", 0x0b0c: "IPv4 P2MP LSP Tunnel", 0x0b0d: "IPv6 P2MP LSP Tunnel",
		0x0c02: "IntServ", 0x0d02: "IntServ",
		0x0f01: "IPv4", 0x0f02: "IPv6",
		0x1001: "Label", 0x1002: "Generalized Label", 0x1003: "Waveband Switching",
		0x1301: "without label range", 0x1302: "with ATM label range", 0x1303: "with FR label range", 0x1304: "Generalized Label",
		0x1401: "IPv4", 0x1501: "IPv4",
		0x1601: "Hello Request", 0x1602: "Hello Ack",
		0x1701: "1", 0x1801: "Message id ack", 0x1802: "Message id nack", 0x1901: "1",
		0x2201: "Label", 0x2202: "Generalized Label", 0x2203: "Waveband Switching",
		0x2301: "Label", 0x2302: "Generalized Label", 0x2303: "Waveband Switching",
		0x2401: "1",
		0x3201: "IPv4 sub-LSP", 0x3202: "IPv6 sub-LSP",
		0x3f07: "Tunnel IPv4",
		0x4201: "1", 0x7d01: "1",
		0x8101: "Label", 0x8102: "Generalized Label", 0x8103: "Waveband Switching",
		0x8301: "IPv4", 0x8601: "1",
		0xc301: "IPv4", 0xc302: "IPv6", 0xc401: "1", 0xcc01: "1",
		0xcd01: "1", 0xcd07: "Tunnel IPv4", 0xcf07: "Tunnel IPv4", 0xe501: "1",
	}
	rsvpStyles  = names{10: "Fixed Filter", 17: "Wildcard Filter", 18: "Shared Explicit"}
	rsvpErrors  = names{24: "Routing Problem", 25: "Notify Error", 28: "Diffserv TE Error", 125: "Diffserv TE Error (Old)"}
	rsvpRouting = names{
		1: "Bad EXPLICIT_ROUTE object", 2: "Bad strict node", 3: "Bad loose node", 4: "Bad initial subobject",
		5: "No route available toward destination", 6: "Unacceptable label value", 7: "RRO indicated routing loops",
		8: "non-RSVP-capable router in the path", 9: "MPLS label allocation failure", 10: "Unsupported L3PID",
	}
	rsvpDiffserv = names{
		1: "Unexpected CT object", 2: "Unsupported CT", 3: "Invalid CT value", 4: "CT/setup priority do not form a configured TE-Class",
		5: "CT/holding priority do not form a configured TE-Class",
		6: "CT/setup priority and CT/holding priority do not form a configured TE-Class",
		7: "Inconsistency between signaled PSC and signaled CT", 8: "Inconsistency between signaled PHBs and signaled CT",
	}
	rsvpHops = names{
		0: "Reserved", 1: "IPv4 prefix", 2: "IPv6 prefix", 3: "Label", 32: "Autonomous system number",
		64: "MPLS label switched path termination",
	}
	rsvpHopFlags = []bit{
		{1, "Local protection available"}, {2, "Local protection in use"}, {4, "Bandwidth protection"}, {8, "Node protection"},
	}
	rsvpHopLabelFlags = []bit{{1, "Global"}}
	rsvpServices      = names{1: "Default/Global Information", 2: "Guaranteed Service", 5: "Controlled Load"}
	rsvpParameters    = names{
		4: "IS hop cnt", 6: "Path b/w estimate", 8: "Minimum path latency", 10: "Composed MTU", 127: "Token Bucket TSpec",
		130: "Guaranteed Service RSpec", 133: "End-to-end composed value for C", 134: "End-to-end composed value for D",
		135: "Since-last-reshaping point composed C", 136: "Since-last-reshaping point composed D",
	}
	rsvpAttributes = []bit{
		{1, "Local Protection"}, {2, "Label Recording"}, {4, "SE Style"}, {8, "Bandwidth protection"}, {16, "Node protection"},
	}
	rsvpCapabilities = []bit{
		{4, "RecoveryPath Transmit Enabled"}, {2, "RecoveryPath Desired"}, {1, "RecoveryPath Srefresh Capable"},
	}
	rsvpAdminStatus = []bit{{0x80000000, "Reflect"}, {4, "Testing"}, {2, "Admin-down"}, {1, "Delete-in-progress"}}
	rsvpProperties  = names{1: "Cos", 2: "Metric 1", 4: "Metric 2", 8: "CCC Status", 16: "Path Type"}
	rsvpLabelSets   = names{0: "Inclusive list", 1: "Exclusive list", 2: "Inclusive range", 3: "Exclusive range"}
	rsvpUNI         = names{1: "Source TNA address", 2: "Destination TNA address", 3: "Diversity", 4: "Egress label", 5: "Service level"}
	rsvpFamilies    = names{
		0: "Reserved", 1: "IPv4", 2: "IPv6", 3: "NSAP", 4: "HDLC", 5: "BBN 1822", 6: "802", 7: "E.163", 8: "E.164", 9: "F.69",
		10: "X.121", 11: "Novell IPX", 12: "Appletalk", 13: "Decnet IV", 14: "Banyan Vines", 15: "E.164 with NSAP subaddress",
		25: "VPLS", 196: "Layer-2 VPN",
	}
	gmplsPayloads = names{
		1: "Reserved", 2: "Reserved", 3: "Reserved", 4: "Reserved", 5: "Asynchronous mapping of E4", 6: "Asynchronous mapping of DS3/T3",
		7: "Asynchronous mapping of E3", 8: "Bit synchronous mapping of E3", 9: "Byte synchronous mapping of E3",
		10: "Asynchronous mapping of DS2/T2", 11: "Bit synchronous mapping of DS2/T2", 12: "Reserved", 13: "Asynchronous mapping of E1",
		14: "Byte synchronous mapping of E1", 15: "Byte synchronous mapping of 31 * DS0", 16: "Asynchronous mapping of DS1/T1",
		17: "Bit synchronous mapping of DS1/T1", 18: "Byte synchronous mapping of DS1/T1", 19: "VC-11 in VC-12", 20: "Reserved",
		21: "Reserved", 22: "DS1 SF Asynchronous", 23: "DS1 ESF Asynchronous", 24: "DS3 M23 Asynchronous",
		25: "DS3 C-Bit Parity Asynchronous", 26: "VT/LOVC", 27: "STS SPE/HOVC", 28: "POS - No Scrambling, 16 bit CRC",
		29: "POS - No Scrambling, 32 bit CRC", 30: "POS - Scrambling, 16 bit CRC", 31: "POS - Scrambling, 32 bit CRC", 32: "ATM mapping",
		33: "Ethernet PHY", 34: "SONET/SDH", 35: "Reserved (SONET deprecated)", 36: "Digital Wrapper", 37: "Lambda",
		38: "ANSI/ETSI PDH", 39: "Reserved", 40: "Link Access Protocol SDH (X.85 and X.86)", 41: "FDDI", 42: "DQDB (ETSI ETS 300 216)",
		43: "FiberChannel-3 (Services)", 44: "HDLC", 45: "Ethernet V2/DIX (only)", 46: "Ethernet 802.3 (only)", 47: "G.709 ODUj",
		48: "G.709 OTUk(v)", 49: "CBR/CBRa", 50: "CBRb", 51: "BSOT", 52: "BSNT", 53: "IP/PPP (GFP)", 54: "Ethernet MAC (framed GFP)",
		55: "Ethernet PHY (transparent GFP)", 56: "ESCON", 57: "FICON", 58: "Fiber Channel",
	}
)
