package wire

// EtherType names the protocol in an Ethernet payload, or, up to 1500, is the
// length of an IEEE 802.3 frame.
type EtherType uint16

// MaxEtherLength is the longest payload whose length an EtherType field can say.
const MaxEtherLength = 1500

// EtherTypes that gocap knows, whether or not it has their protocols.
// https://www.iana.org/assignments/ieee-802-numbers
const (
	EtherTypeIPv4           EtherType = 0x0800
	EtherTypeARP            EtherType = 0x0806
	EtherTypeWakeOnLAN      EtherType = 0x0842
	EtherTypeMSRP           EtherType = 0x22ea // multiple stream registration, IEEE 802.1Q §35
	EtherTypeERSPAN3        EtherType = 0x22eb
	EtherTypeAVTP           EtherType = 0x22f0 // audio and video transport, IEEE 1722
	EtherTypeTRILL          EtherType = 0x22f3
	EtherTypeDECnet         EtherType = 0x6003
	EtherTypeTEB            EtherType = 0x6558 // transparent Ethernet bridging
	EtherTypeFrameRelay     EtherType = 0x6559
	EtherTypeRARP           EtherType = 0x8035
	EtherTypeAppleTalk      EtherType = 0x809b
	EtherTypeAARP           EtherType = 0x80f3 // AppleTalk's ARP
	EtherTypeVLAN           EtherType = 0x8100
	EtherTypeIPX            EtherType = 0x8137
	EtherTypeIPv6           EtherType = 0x86dd
	EtherTypeWLCCP          EtherType = 0x872d
	EtherTypeFlowControl    EtherType = 0x8808 // IEEE 802.3 §31
	EtherTypeSlow           EtherType = 0x8809 // LACP and others, IEEE 802.3 §57
	EtherTypePPP            EtherType = 0x880b
	EtherTypeMPLS           EtherType = 0x8847
	EtherTypeMPLSMulticast  EtherType = 0x8848
	EtherTypePPPoEDiscovery EtherType = 0x8863
	EtherTypePPPoE          EtherType = 0x8864
	EtherTypeLLC            EtherType = 0x8870 // before frames longer than a length can say
	EtherTypeHomePlug       EtherType = 0x887b
	EtherTypeEAPOL          EtherType = 0x888e // IEEE 802.1X
	EtherTypePROFINET       EtherType = 0x8892
	EtherTypeRRCP           EtherType = 0x8899
	EtherTypeHyperSCSI      EtherType = 0x889a
	EtherTypeAoE            EtherType = 0x88a2
	EtherTypeEtherCAT       EtherType = 0x88a4
	EtherTypeQinQ           EtherType = 0x88a8
	EtherTypePowerLink      EtherType = 0x88ab
	EtherTypeGOOSE          EtherType = 0x88b8 // IEC 61850-8-1
	EtherTypeGSE            EtherType = 0x88b9 // IEC 61850-8-1
	EtherTypeSV             EtherType = 0x88ba // IEC 61850-9-2
	EtherTypeERSPAN         EtherType = 0x88be // types I and II
	EtherTypeLLDP           EtherType = 0x88cc // IEEE 802.1AB
	EtherTypeSERCOS         EtherType = 0x88cd
	EtherTypeHomePlugAV     EtherType = 0x88e1
	EtherTypeMRP            EtherType = 0x88e3 // media redundancy, IEC 62439-2
	EtherTypeMACsec         EtherType = 0x88e5 // IEEE 802.1AE
	EtherTypePBB            EtherType = 0x88e7 // provider backbone bridging
	EtherTypeMVRP           EtherType = 0x88f5
	EtherTypeMMRP           EtherType = 0x88f6
	EtherTypePTP            EtherType = 0x88f7 // IEEE 1588
	EtherTypeNCSI           EtherType = 0x88f8
	EtherTypePRP            EtherType = 0x88fb // parallel redundancy, IEC 62439-3
	EtherTypeCFM            EtherType = 0x8902 // IEEE 802.1ag
	EtherTypeFCoE           EtherType = 0x8906
	EtherTypeFIP            EtherType = 0x8914
	EtherTypeRoCE           EtherType = 0x8915
	EtherTypeHSR            EtherType = 0x892f // high-availability redundancy, IEC 62439-3
	EtherTypeNSH            EtherType = 0x894f // network service header, RFC 8300
	EtherTypeLoopback       EtherType = 0x9000
	EtherTypeQinQOld        EtherType = 0x9100 // service tags before 802.1ad
	EtherTypeQinQOld2       EtherType = 0x9200
	EtherTypeRTag           EtherType = 0xf1c1 // IEEE 802.1CB
)

// IsLength reports whether t is the length of an IEEE 802.3 frame. Numbers from
// 1501 to 0x5ff are neither lengths nor types.
func (t EtherType) IsLength() bool { return t <= MaxEtherLength }

func (t EtherType) String() string {
	switch t {
	case EtherTypeIPv4:
		return "IPv4"
	case EtherTypeARP:
		return "ARP"
	case EtherTypeWakeOnLAN:
		return "wake-on-LAN"
	case EtherTypeMSRP:
		return "MSRP"
	case EtherTypeERSPAN3:
		return "ERSPAN type III"
	case EtherTypeAVTP:
		return "AVTP"
	case EtherTypeTRILL:
		return "TRILL"
	case EtherTypeDECnet:
		return "DECnet"
	case EtherTypeTEB:
		return "TEB"
	case EtherTypeFrameRelay:
		return "frame relay"
	case EtherTypeRARP:
		return "RARP"
	case EtherTypeAppleTalk:
		return "AppleTalk"
	case EtherTypeAARP:
		return "AARP"
	case EtherTypeVLAN:
		return "802.1Q"
	case EtherTypeIPX:
		return "IPX"
	case EtherTypeIPv6:
		return "IPv6"
	case EtherTypeWLCCP:
		return "WLCCP"
	case EtherTypeFlowControl:
		return "MAC control"
	case EtherTypeSlow:
		return "slow protocols"
	case EtherTypePPP:
		return "PPP"
	case EtherTypeMPLS:
		return "MPLS"
	case EtherTypeMPLSMulticast:
		return "MPLS multicast"
	case EtherTypePPPoEDiscovery:
		return "PPPoE discovery"
	case EtherTypePPPoE:
		return "PPPoE session"
	case EtherTypeLLC:
		return "LLC"
	case EtherTypeHomePlug:
		return "HomePlug"
	case EtherTypeEAPOL:
		return "EAPOL"
	case EtherTypePROFINET:
		return "PROFINET"
	case EtherTypeRRCP:
		return "RRCP"
	case EtherTypeHyperSCSI:
		return "HyperSCSI"
	case EtherTypeAoE:
		return "ATA over Ethernet"
	case EtherTypeEtherCAT:
		return "EtherCAT"
	case EtherTypeQinQ:
		return "802.1ad"
	case EtherTypePowerLink:
		return "Ethernet Powerlink"
	case EtherTypeGOOSE:
		return "GOOSE"
	case EtherTypeGSE:
		return "GSE management"
	case EtherTypeSV:
		return "sampled values"
	case EtherTypeERSPAN:
		return "ERSPAN"
	case EtherTypeLLDP:
		return "LLDP"
	case EtherTypeSERCOS:
		return "SERCOS III"
	case EtherTypeHomePlugAV:
		return "HomePlug AV"
	case EtherTypeMRP:
		return "MRP"
	case EtherTypeMACsec:
		return "MACsec"
	case EtherTypePBB:
		return "802.1ah"
	case EtherTypeMVRP:
		return "MVRP"
	case EtherTypeMMRP:
		return "MMRP"
	case EtherTypePTP:
		return "PTP"
	case EtherTypeNCSI:
		return "NC-SI"
	case EtherTypePRP:
		return "PRP"
	case EtherTypeCFM:
		return "CFM"
	case EtherTypeFCoE:
		return "FCoE"
	case EtherTypeFIP:
		return "FCoE initialization"
	case EtherTypeRoCE:
		return "RoCE"
	case EtherTypeHSR:
		return "HSR"
	case EtherTypeNSH:
		return "NSH"
	case EtherTypeLoopback:
		return "loopback"
	case EtherTypeQinQOld:
		return "802.1Q-9100"
	case EtherTypeQinQOld2:
		return "802.1Q-9200"
	case EtherTypeRTag:
		return "redundancy tag"
	}
	return hex16(uint16(t))
}

// hex16 returns x as in "0x88cc".
func hex16(x uint16) string {
	return string(appendHex([]byte("0x"), []byte{byte(x >> 8), byte(x)}, 0))
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
	IPProtoDCCP     IPProto = 33
	IPProtoIPv6     IPProto = 41
	IPProtoRouting  IPProto = 43
	IPProtoFragment IPProto = 44
	IPProtoGRE      IPProto = 47
	IPProtoRSVP     IPProto = 46
	IPProtoESP      IPProto = 50
	IPProtoAH       IPProto = 51
	IPProtoICMPv6   IPProto = 58
	IPProtoNone     IPProto = 59
	IPProtoDestOpts IPProto = 60
	IPProtoEIGRP    IPProto = 88
	IPProtoOSPF     IPProto = 89
	IPProtoEtherIP  IPProto = 97
	IPProtoPIM      IPProto = 103
	IPProtoVRRP     IPProto = 112
	IPProtoL2TP     IPProto = 115 // version 3, RFC 3931
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
	case IPProtoDCCP:
		return "DCCP"
	case IPProtoIPv6:
		return "IPv6"
	case IPProtoRouting:
		return "routing"
	case IPProtoFragment:
		return "fragment"
	case IPProtoGRE:
		return "GRE"
	case IPProtoRSVP:
		return "RSVP"
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
	case IPProtoEIGRP:
		return "EIGRP"
	case IPProtoOSPF:
		return "OSPF"
	case IPProtoEtherIP:
		return "EtherIP"
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
	return p.keyword()
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
