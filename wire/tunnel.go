package wire

// UDP ports of tunnels.
const (
	PortVXLANGPE = 4790 // draft-ietf-nvo3-vxlan-gpe §3
	PortLISP     = 4341 // RFC 9300 §5
	PortTeredo   = 3544 // RFC 4380 §8
	PortL2TP     = 1701 // RFC 2661 §8.1
)

// PWChannel is the type of an associated channel. IANA MPLS Generalized Associated
// Channel Types.
type PWChannel uint16

// Types of associated channels.
const (
	PWChannelMCC        PWChannel = 0x0001 // management communication
	PWChannelSCC        PWChannel = 0x0002 // signalling communication
	PWChannelBFD        PWChannel = 0x0007 // BFD without IP headers, RFC 5885
	PWChannelLossDirect PWChannel = 0x000a // direct loss measurement, RFC 6374
	PWChannelDelay      PWChannel = 0x000c // delay measurement, RFC 6374
	PWChannelIPv4       PWChannel = 0x0021
	PWChannelCC         PWChannel = 0x0022 // continuity check, RFC 6428
	PWChannelCV         PWChannel = 0x0023 // connectivity verification, RFC 6428
	PWChannelPSC        PWChannel = 0x0024 // protection state coordination, RFC 6378
	PWChannelOnDemand   PWChannel = 0x0025 // on-demand connectivity verification, RFC 6426
	PWChannelStatus     PWChannel = 0x0027 // pseudowire OAM message, RFC 6478
	PWChannelIPv6       PWChannel = 0x0057
	PWChannelFault      PWChannel = 0x0058 // fault management, RFC 6427
	PWChannelY1731      PWChannel = 0x8902 // ITU-T Y.1731
)

func (x PWChannel) String() string {
	switch x {
	case PWChannelMCC:
		return "MCC"
	case PWChannelSCC:
		return "SCC"
	case PWChannelBFD:
		return "BFD"
	case PWChannelLossDirect:
		return "direct loss measurement"
	case PWChannelDelay:
		return "delay measurement"
	case PWChannelIPv4:
		return "IPv4"
	case PWChannelCC:
		return "continuity check"
	case PWChannelCV:
		return "connectivity verification"
	case PWChannelPSC:
		return "protection state coordination"
	case PWChannelOnDemand:
		return "on-demand CV"
	case PWChannelStatus:
		return "pseudowire status"
	case PWChannelIPv6:
		return "IPv6"
	case PWChannelFault:
		return "fault management"
	case PWChannelY1731:
		return "Y.1731"
	}
	return hex16(uint16(x))
}
