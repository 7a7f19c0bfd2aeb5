package wire

// IPv6OptionType says what an IPv6Option means, what a node does that does not
// know it (two bits), and whether its data may change on the way (one bit).
type IPv6OptionType uint8

// The option types in IANA's registry.
const (
	IPv6OptPad1           IPv6OptionType = 0x00 // RFC 8200 §4.2
	IPv6OptPadN           IPv6OptionType = 0x01 // RFC 8200 §4.2
	IPv6OptTunnelLimit    IPv6OptionType = 0x04 // RFC 2473 §4.1.1
	IPv6OptRouterAlert    IPv6OptionType = 0x05 // RFC 2711
	IPv6OptCALIPSO        IPv6OptionType = 0x07 // RFC 5570
	IPv6OptSMFDPD         IPv6OptionType = 0x08 // RFC 6621
	IPv6OptPDM            IPv6OptionType = 0x0f // RFC 8250
	IPv6OptAltMark        IPv6OptionType = 0x12 // RFC 9343
	IPv6OptRPL            IPv6OptionType = 0x23 // RFC 9008
	IPv6OptQuickStart     IPv6OptionType = 0x26 // RFC 4782
	IPv6OptPathMTU        IPv6OptionType = 0x30 // RFC 9268
	IPv6OptIOAM           IPv6OptionType = 0x11 // RFC 9486
	IPv6OptIOAMChangeable IPv6OptionType = 0x31 // RFC 9486
	IPv6OptRPLOld         IPv6OptionType = 0x63 // RFC 6553
	IPv6OptMPL            IPv6OptionType = 0x6d // RFC 7731
	IPv6OptILNPNonce      IPv6OptionType = 0x8b // RFC 6744
	IPv6OptLineID         IPv6OptionType = 0x8c // RFC 6788
	IPv6OptVPN            IPv6OptionType = 0x9a // RFC 9837
	IPv6OptJumbo          IPv6OptionType = 0xc2 // RFC 2675
	IPv6OptHomeAddress    IPv6OptionType = 0xc9 // RFC 6275 §6.3
	IPv6OptDFF            IPv6OptionType = 0xee // RFC 6971
)

// Unknown says what a node does with a packet if it does not know the option.
func (t IPv6OptionType) Unknown() IPv6OptionAction { return IPv6OptionAction(t >> 6) }

// Changeable reports whether the option's data may change on the way.
func (t IPv6OptionType) Changeable() bool { return t&0x20 != 0 }

// IPv6OptionAction is what to do about an option that is not known.
type IPv6OptionAction uint8

// The actions. RFC 8200 §4.2.
const (
	SkipOption           IPv6OptionAction = iota
	DiscardPacket                         // silently
	DiscardReport                         // and send an ICMPv6 parameter problem
	DiscardReportUnicast                  // the same, unless the packet was for a multicast address
)

func (t IPv6OptionType) String() string {
	switch t {
	case IPv6OptPad1:
		return "Pad1"
	case IPv6OptPadN:
		return "PadN"
	case IPv6OptTunnelLimit:
		return "tunnel encapsulation limit"
	case IPv6OptRouterAlert:
		return "router alert"
	case IPv6OptCALIPSO:
		return "CALIPSO"
	case IPv6OptSMFDPD:
		return "SMF-DPD"
	case IPv6OptPDM:
		return "PDM"
	case IPv6OptAltMark:
		return "AltMark"
	case IPv6OptRPL, IPv6OptRPLOld:
		return "RPL"
	case IPv6OptQuickStart:
		return "quick-start"
	case IPv6OptPathMTU:
		return "minimum path MTU"
	case IPv6OptIOAM, IPv6OptIOAMChangeable:
		return "IOAM"
	case IPv6OptMPL:
		return "MPL"
	case IPv6OptILNPNonce:
		return "ILNP nonce"
	case IPv6OptLineID:
		return "line ID"
	case IPv6OptVPN:
		return "VPN"
	case IPv6OptJumbo:
		return "jumbo payload"
	case IPv6OptHomeAddress:
		return "home address"
	case IPv6OptDFF:
		return "DFF"
	}
	return string(appendHex([]byte("0x"), []byte{byte(t)}, 0))
}
