package wire

// EtherType names the protocol in an Ethernet payload, or, below 0x600, the
// length of an IEEE 802.3 frame.
type EtherType uint16

// EtherTypes that gocap knows.
const (
	EtherTypeIPv4          EtherType = 0x0800
	EtherTypeARP           EtherType = 0x0806
	EtherTypeTEB           EtherType = 0x6558 // transparent Ethernet bridging
	EtherTypeRARP          EtherType = 0x8035
	EtherTypeVLAN          EtherType = 0x8100
	EtherTypeIPv6          EtherType = 0x86dd
	EtherTypePPP           EtherType = 0x880b
	EtherTypeMPLS          EtherType = 0x8847
	EtherTypeMPLSMulticast EtherType = 0x8848
	EtherTypeQinQ          EtherType = 0x88a8
	EtherTypeQinQOld       EtherType = 0x9100
)

// IsLength reports whether t is the length of an IEEE 802.3 frame.
func (t EtherType) IsLength() bool { return t < 0x600 }

func (t EtherType) String() string {
	switch t {
	case EtherTypeIPv4:
		return "IPv4"
	case EtherTypeARP:
		return "ARP"
	case EtherTypeTEB:
		return "TEB"
	case EtherTypeRARP:
		return "RARP"
	case EtherTypeVLAN:
		return "802.1Q"
	case EtherTypeIPv6:
		return "IPv6"
	case EtherTypePPP:
		return "PPP"
	case EtherTypeMPLS:
		return "MPLS"
	case EtherTypeMPLSMulticast:
		return "MPLS multicast"
	case EtherTypeQinQ:
		return "802.1ad"
	case EtherTypeQinQOld:
		return "802.1Q-9100"
	}
	return string(appendHex([]byte("0x"), []byte{byte(t >> 8), byte(t)}, 0))
}

// IPProto names the protocol in an IP payload.
type IPProto uint8

// IP protocol numbers that gocap knows.
const (
	IPProtoHopByHop IPProto = 0
	IPProtoICMP     IPProto = 1
	IPProtoIGMP     IPProto = 2
	IPProtoIPv4     IPProto = 4
	IPProtoTCP      IPProto = 6
	IPProtoUDP      IPProto = 17
	IPProtoIPv6     IPProto = 41
	IPProtoRouting  IPProto = 43
	IPProtoFragment IPProto = 44
	IPProtoGRE      IPProto = 47
	IPProtoESP      IPProto = 50
	IPProtoAH       IPProto = 51
	IPProtoICMPv6   IPProto = 58
	IPProtoNone     IPProto = 59
	IPProtoDestOpts IPProto = 60
	IPProtoOSPF     IPProto = 89
	IPProtoPIM      IPProto = 103
	IPProtoVRRP     IPProto = 112
	IPProtoSCTP     IPProto = 132
	IPProtoMobility IPProto = 135
	IPProtoUDPLite  IPProto = 136
	IPProtoMPLS     IPProto = 137
	IPProtoEthernet IPProto = 143
)

func (p IPProto) String() string {
	switch p {
	case IPProtoHopByHop:
		return "hop-by-hop"
	case IPProtoICMP:
		return "ICMP"
	case IPProtoIGMP:
		return "IGMP"
	case IPProtoIPv4:
		return "IPv4"
	case IPProtoTCP:
		return "TCP"
	case IPProtoUDP:
		return "UDP"
	case IPProtoIPv6:
		return "IPv6"
	case IPProtoRouting:
		return "routing"
	case IPProtoFragment:
		return "fragment"
	case IPProtoGRE:
		return "GRE"
	case IPProtoESP:
		return "ESP"
	case IPProtoAH:
		return "AH"
	case IPProtoICMPv6:
		return "ICMPv6"
	case IPProtoNone:
		return "none"
	case IPProtoDestOpts:
		return "destination options"
	case IPProtoOSPF:
		return "OSPF"
	case IPProtoPIM:
		return "PIM"
	case IPProtoVRRP:
		return "VRRP"
	case IPProtoSCTP:
		return "SCTP"
	case IPProtoMobility:
		return "mobility"
	case IPProtoUDPLite:
		return "UDP-Lite"
	case IPProtoMPLS:
		return "MPLS"
	case IPProtoEthernet:
		return "Ethernet"
	}
	return itoa(int(p))
}

// itoa is strconv.Itoa for small numbers that are not negative.
func itoa(x int) string { return string(appendInt(nil, x)) }

func appendInt(b []byte, x int) []byte {
	if x >= 10 {
		b = appendInt(b, x/10)
	}
	return append(b, byte('0'+x%10))
}

// flagNames returns the names of the bits set in x, lowest first, joined by "|";
// a bit without a name is its number in hexadecimal.
func flagNames(x uint, names ...string) string {
	var b []byte
	for i := 0; x>>i != 0; i++ {
		if x>>i&1 == 0 {
			continue
		}
		if len(b) > 0 {
			b = append(b, '|')
		}
		if i < len(names) && names[i] != "" {
			b = append(b, names[i]...)
		} else {
			b = appendInt(append(b, "bit"...), i)
		}
	}
	if len(b) == 0 {
		return "0"
	}
	return string(b)
}

// IPv4Flags are the three flag bits of an IPv4 header.
type IPv4Flags uint8

// The flags. RFC 791 §3.1; Evil is the reserved bit, RFC 3514.
const (
	MoreFragments IPv4Flags = 1 << iota
	DontFragment
	Evil
)

func (f IPv4Flags) String() string { return flagNames(uint(f), "MF", "DF", "evil") }

// TCPFlags are the nine flag bits of a TCP header.
type TCPFlags uint16

// The flags. RFC 9293 §3.1; AE is RFC 9768.
const (
	FIN TCPFlags = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
	ECE
	CWR
	AE
)

func (f TCPFlags) String() string {
	return flagNames(uint(f), "FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE")
}
