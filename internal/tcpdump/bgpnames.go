package tcpdump

var (
	bgpMessages   = names{1: "Open", 2: "Update", 3: "Notification", 4: "Keepalive", 5: "Route Refresh"}
	bgpParams     = names{1: "Authentication Information", 2: "Capabilities Advertisement"}
	bgpCapability = names{
		1: "Multiprotocol Extensions", 2: "Route Refresh", 3: "Cooperative Route Filtering", 4: "Multiple Routes to a Destination",
		5: "Extended Next Hop Encoding", 6: "BGP Extended Message", 7: "BGPsec", 8: "Multiple Labels", 9: "Role Capability",
		64: "Graceful Restart", 65: "32-Bit AS Number", 67: "Dynamic Capability", 68: "Multisession BGP", 69: "Multiple Paths",
		70: "Enhanced Route Refresh", 71: "Long-lived Graceful Restart", 128: "Route Refresh (Cisco)",
	}
	bgpRoles  = names{0: "Provider", 1: "RS", 2: "RS-Client", 3: "Customer", 4: "Peer"}
	bgpErrors = names{
		1: "Message Header Error", 2: "OPEN Message Error", 3: "UPDATE Message Error", 4: "Hold Timer Expired", 5: "Finite State Machine Error",
		6: "Cease", 7: "ROUTE-REFRESH Message Error",
	}
	bgpSubcodes = map[uint32]names{
		1: {1: "Connection Not Synchronized", 2: "Bad Message Length", 3: "Bad Message Type"},
		2: {
			1: "Unsupported Version Number", 2: "Bad Peer AS", 3: "Bad BGP Identifier", 4: "Unsupported Optional Parameter",
			5: "Authentication Failure", 6: "Unacceptable Hold Time", 7: "Capability Message Error", 11: "Role Mismatch",
		},
		3: {
			1: "Malformed Attribute List", 2: "Unrecognized Well-known Attribute", 3: "Missing Well-known Attribute", 4: "Attribute Flags Error",
			5: "Attribute Length Error", 6: "Invalid ORIGIN Attribute", 7: "AS Routing Loop", 8: "Invalid NEXT_HOP Attribute",
			9: "Optional Attribute Error", 10: "Invalid Network Field", 11: "Malformed AS_PATH",
		},
		5: {0: "Unspecified Error", 1: "In OpenSent State", 2: "In OpenConfirm State", 3: "In Established State"},
		6: {
			1: "Maximum Number of Prefixes Reached", 2: "Administrative Shutdown", 3: "Peer Unconfigured", 4: "Administrative Reset",
			5: "Connection Rejected", 6: "Other Configuration Change", 7: "Connection Collision Resolution", 8: "Out of Resources",
			9: "Hard Reset", 10: "BFD Down",
		},
		7: {1: "Invalid Message Length"},
	}
	bgpAttributes = names{
		1: "Origin", 2: "AS Path", 3: "Next Hop", 4: "Multi Exit Discriminator", 5: "Local Preference", 6: "Atomic Aggregate", 7: "Aggregator",
		8: "Community", 9: "Originator ID", 10: "Cluster List", 11: "DPA", 12: "Advertisers", 13: "RCID Path / Cluster ID",
		14: "Multi-Protocol Reach NLRI", 15: "Multi-Protocol Unreach NLRI", 16: "Extended Community", 17: "AS4 Path", 18: "Aggregator4",
		22: "PMSI Tunnel", 23: "Tunnel Encapsulation", 24: "Traffic Engineering", 25: "IPv6 Extended Community", 26: "Accumulated IGP Metric",
		27: "PE Distinguisher Label", 28: "Entropy Label", 32: "Large Community", 33: "BGPsec Path", 35: "Only to Customer (OTC)",
		128: "Attribute Set", 255: "Reserved for development",
	}
	bgpOrigins     = names{0: "IGP", 1: "EGP", 2: "Incomplete"}
	bgpSegmentOpen = names{1: "{ ", 2: "", 3: "( ", 4: "({ "}
	bgpSegmentEnd  = names{1: "}", 2: "", 3: ")", 4: "})"}
	bgpSAFIs       = names{
		0: "Reserved", 1: "Unicast", 2: "Multicast", 3: "Unicast+Multicast", 4: "labeled Unicast", 5: "Multicast VPN", 64: "Tunnel", 65: "VPLS", 66: "MDT", 70: "EVPN",
		128: "labeled VPN Unicast", 129: "labeled VPN Multicast", 130: "labeled VPN Unicast+Multicast",
		132: "Route Target Routing Information",
	}
	bgpAFIs = names{
		0: "Reserved", 1: "IPv4", 2: "IPv6", 3: "NSAP", 4: "HDLC", 5: "BBN 1822", 6: "802", 7: "E.163", 8: "E.164", 9: "F.69", 10: "X.121",
		11: "Novell IPX", 12: "Appletalk", 13: "Decnet IV", 14: "Banyan Vines", 15: "E.164 with NSAP subaddress", 16: "DNS",
		17: "Distinguished name", 18: "AS Number", 19: "XTP over IP4", 20: "XTP over IP6", 21: "XTP", 22: "Fibre Channel World-Wide Port Name",
		23: "Fibre Channel World-Wide Node Name", 24: "GWID", 25: "VPLS", 196: "Layer-2 VPN",
	}
	bgpExtended = names{
		0x0002: "target", 0x0003: "origin", 0x0005: "ospf-domain", 0x0009: "source-AS", 0x000a: "l2vpn-id", 0x0102: "target", 0x0103: "origin",
		0x0105: "ospf-domain", 0x0107: "ospf-router-id", 0x010b: "vrf-route-import", 0x0202: "target", 0x0203: "origin", 0x0205: "ospf-domain",
		0x0306: "ospf-route-type", 0x030c: "encapsulation", 0x4004: "link-BW", 0x4300: "origin-validation-state",
		0x8000: "ospf-route-type", 0x8001: "ospf-router-id", 0x8005: "ospf-domain", 0x800a: "layer2-info",
		0x8800: "eigrp-general-route (flag, tag)", 0x8801: "eigrp-route-metric (AS, delay)",
		0x8802: "eigrp-route-metric (reliability, nexthop, bandwidth)", 0x8803: "eigrp-route-metric (load, MTU)",
		0x8804: "eigrp-external-route (remote-AS, remote-ID)", 0x8805: "eigrp-external-route (remote-proto, remote-metric)",
		0xf10a: "l2vpn-id",
	}
	bgpExtendedFlags = []bit{{0x8000, "vendor-specific"}, {0x4000, "non-transitive"}}
	bgpOSPFRoutes    = names{1: "Router", 2: "Network", 3: "Summary", 5: "External", 7: "NSSA External", 129: "MPLS-VPN Sham"}
	bgpEncaps        = names{
		0: "Reserved", 1: "Frame Relay", 2: "ATM AAL5 SDU VCC transport", 3: "ATM transparent cell transport", 4: "Ethernet (VLAN) Tagged Mode",
		5: "Ethernet Raw Mode", 6: "Cisco HDLC", 7: "PPP", 8: "SONET/SDH Circuit Emulation Service over MPLS",
		9: "ATM n-to-one VCC cell transport", 10: "ATM n-to-one VPC cell transport", 11: "IP layer 2 transport", 15: "Frame Relay Port mode",
		17: "Structure-agnostic E1 over packet", 18: "Structure-agnostic T1 (DS1) over packet", 19: "VPLS",
		20: "Structure-agnostic T3 (DS3) over packet", 21: "Nx64kbit/s Basic Service using Structure-aware",
	}
	bgpTunnels = names{
		1: "L2TPv3 over IP", 2: "GRE", 3: "Transmit Tunnel", 4: "IPsec", 5: "IP in IP with IPsec", 6: "MPLS in IP with IPsec", 7: "IP in IP",
		8: "VXLAN", 9: "NVGRE", 10: "MPLS", 11: "MPLS in GRE", 12: "VXLAN GPE", 13: "MPLS in UDP", 14: "IPv6", 15: "SR TE", 16: "Bare", 17: "SR",
	}
	bgpValidation = names{0: "valid", 1: "not found", 2: "invalid"}
	bgpPMSI       = names{
		1: "RSVP-TE P2MP LSP", 2: "LDP P2MP LSP", 3: "PIM-SSM Tree", 4: "PIM-SM Tree", 5: "PIM-Bidir Tree", 6: "Ingress Replication",
		7: "LDP MP2MP LSP",
	}
	bgpMVPN = names{
		1: "Intra-AS I-PMSI", 2: "Inter-AS I-PMSI", 3: "S-PMSI", 4: "Intra-AS Segment-Leaf", 5: "Source-Active", 6: "Shared Tree Join",
		7: "Source Tree Join",
	}
	bgpRefreshes = names{
		0: "Normal route refresh request", 1: "Demarcation of the beginning of a route refresh",
		2: "Demarcation of the ending of a route refresh",
	}
	bgpORFs = names{2: "Communities ORF", 3: "Extended Communities ORF", 64: "Address Prefix ORF", 128: "Address Prefix ORF (Cisco)"}
)
