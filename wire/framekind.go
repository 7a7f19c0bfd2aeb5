package wire

// A Kind is a header that a [Frame] can find.
type Kind uint8

// The kinds of headers. Their names are those of package layers.
const (
	KindNone Kind = iota
	KindEthernet
	KindVLAN
	KindLLC
	KindSNAP
	KindMPLS
	KindSLL
	KindSLL2
	KindNull
	KindLoop
	KindPPPoE
	KindHDLC
	KindPPP
	KindCiscoHDLC
	KindARP
	KindIPv4
	KindIPv6
	KindIPv6HopByHop
	KindIPv6DestOpts
	KindIPv6Routing
	KindIPv6Fragment
	KindAH
	KindESP
	KindTCP
	KindUDP
	KindUDPLite
	KindSCTP
	KindICMPv4
	KindICMPv6
	KindGRE
	KindEnhancedGRE
	KindVXLAN
	KindGENEVE
	KindGTPU
	KindERSPAN
	KindERSPAN3
	KindPWControlWord
	KindNSH
	KindVXLANGPE
	KindTeredoAuth
	KindTeredoOrigin
	KindRadioTap
	KindPPI
	KindPrism
	KindAVS
	KindDot11
	KindMSDU
	KindMesh
	KindNFLOG
	KindPKTAP
	KindITag
	KindEtherIP
	KindL2TP
	kindPPPFrame       // PPP, HDLC or CiscoHDLC, by its first bytes
	kindDot11FCS       // Dot11, with an FCS
	kindDot11Padded    // Dot11, padded
	kindDot11PaddedFCS // Dot11, padded and with an FCS
	numKinds
)

// kinds has each kind's name and the least length in bytes of its header.
var kinds = [numKinds]struct {
	name string
	min  int
}{
	KindNone:          {"none", 0},
	KindEthernet:      {"Ethernet", EthernetLen},
	KindVLAN:          {"VLAN", VLANLen},
	KindLLC:           {"LLC", LLCLen},
	KindSNAP:          {"SNAP", SNAPLen},
	KindMPLS:          {"MPLS", MPLSLen},
	KindSLL:           {"SLL", SLLLen},
	KindSLL2:          {"SLL2", SLL2Len},
	KindNull:          {"Null", NullLen},
	KindLoop:          {"Loop", LoopLen},
	KindPPPoE:         {"PPPoE", 6},
	KindHDLC:          {"HDLC", HDLCLen},
	KindPPP:           {"PPP", PPPLen},
	KindCiscoHDLC:     {"CiscoHDLC", CiscoHDLCLen},
	KindARP:           {"ARP", ARPLen},
	KindIPv4:          {"IPv4", IPv4Len},
	KindIPv6:          {"IPv6", IPv6Len},
	KindIPv6HopByHop:  {"IPv6HopByHop", IPv6HopByHopLen},
	KindIPv6DestOpts:  {"IPv6DestOpts", IPv6DestOptsLen},
	KindIPv6Routing:   {"IPv6Routing", IPv6RoutingLen},
	KindIPv6Fragment:  {"IPv6Fragment", IPv6FragmentLen},
	KindAH:            {"AH", ahLen},
	KindESP:           {"ESP", 8},
	KindTCP:           {"TCP", TCPLen},
	KindUDP:           {"UDP", UDPLen},
	KindUDPLite:       {"UDPLite", 8},
	KindSCTP:          {"SCTP", 12},
	KindICMPv4:        {"ICMPv4", 8},
	KindICMPv6:        {"ICMPv6", 4},
	KindGRE:           {"GRE", GRELen},
	KindEnhancedGRE:   {"EnhancedGRE", EnhancedGRELen},
	KindVXLAN:         {"VXLAN", VXLANLen},
	KindGENEVE:        {"GENEVE", 8},
	KindGTPU:          {"GTPU", 8},
	KindERSPAN:        {"ERSPAN", ERSPANLen},
	KindERSPAN3:       {"ERSPAN3", ERSPAN3Len},
	KindPWControlWord: {"PWControlWord", PWControlWordLen},
	KindNSH:           {"NSH", NSHLen},
	KindTeredoAuth:    {"TeredoAuth", TeredoAuthLen},
	KindTeredoOrigin:  {"TeredoOrigin", TeredoOriginLen},
	KindVXLANGPE:      {"VXLANGPE", VXLANGPELen},
	KindRadioTap:      {"RadioTap", RadioTapLen},
	KindPPI:           {"PPI", PPILen},
	KindPrism:         {"Prism", PrismLen},
	KindAVS:           {"AVS", AVSLen},
	KindDot11:         {"Dot11", Dot11Len},
	KindMSDU:          {"MSDU", MSDULen},
	KindMesh:          {"Mesh", MeshLen},
	KindNFLOG:         {"NFLOG", NFLOGLen},
	KindPKTAP:         {"PKTAP", PKTAPLen},
	KindITag:          {"ITag", ITagLen},
	KindEtherIP:       {"EtherIP", EtherIPLen},
	KindL2TP:          {"L2TP", L2TPLen},
	kindPPPFrame:      {"PPP", PPPLen},

	kindDot11FCS: {"Dot11", Dot11Len}, kindDot11Padded: {"Dot11", Dot11Len}, kindDot11PaddedFCS: {"Dot11", Dot11Len},
}

const ahLen = 12

func (k Kind) String() string {
	if k < numKinds {
		return kinds[k].name
	}
	return itoa(int(k))
}

// What Frame.Parse returns, made once.
var (
	shortHeader [numKinds]Error
	badLength   [numKinds]Error
)

func init() {
	for k, x := range kinds {
		shortHeader[k] = Error{Layer: x.name, Need: x.min, Err: ErrShort}
		badLength[k] = Error{Layer: x.name, Need: x.min, Err: ErrLength}
	}
}

// extMin returns the least length of IPv6 extension header k.
func extMin(k Kind) int {
	if k == KindIPv6Routing {
		return IPv6RoutingLen
	}
	return IPv6ExtLen
}

// ipKinds says what follows an IP header.
var ipKinds = [256]Kind{
	IPProtoHopByHop: KindIPv6HopByHop,
	IPProtoICMP:     KindICMPv4,
	IPProtoIPv4:     KindIPv4,
	IPProtoTCP:      KindTCP,
	IPProtoUDP:      KindUDP,
	IPProtoIPv6:     KindIPv6,
	IPProtoRouting:  KindIPv6Routing,
	IPProtoFragment: KindIPv6Fragment,
	IPProtoGRE:      KindGRE,
	IPProtoESP:      KindESP,
	IPProtoAH:       KindAH,
	IPProtoICMPv6:   KindICMPv6,
	IPProtoDestOpts: KindIPv6DestOpts,
	IPProtoSCTP:     KindSCTP,
	IPProtoUDPLite:  KindUDPLite,
	IPProtoMPLS:     KindMPLS,
	IPProtoEthernet: KindEthernet,
	IPProtoEtherIP:  KindEtherIP,
}

// etherKind says what an EtherType stands for.
func etherKind(t EtherType) Kind {
	switch t {
	case EtherTypeIPv4:
		return KindIPv4
	case EtherTypeIPv6:
		return KindIPv6
	case EtherTypeARP, EtherTypeRARP:
		return KindARP
	case EtherTypeVLAN, EtherTypeQinQ, EtherTypeQinQOld, EtherTypeQinQOld2:
		return KindVLAN
	case EtherTypeMPLS, EtherTypeMPLSMulticast:
		return KindMPLS
	case EtherTypePPPoE:
		return KindPPPoE
	case EtherTypePPP:
		return kindPPPFrame
	case EtherTypeTEB:
		return KindEthernet
	case EtherTypeERSPAN:
		return KindERSPAN
	case EtherTypeERSPAN3:
		return KindERSPAN3
	case EtherTypeNSH:
		return KindNSH
	case EtherTypeLLC:
		return KindLLC
	case EtherTypePBB:
		return KindITag
	}
	if t >= 0x8200 && t <= 0x83f0 && t&15 == 0 {
		return KindDot11 // Aruba's, in GRE
	}
	return KindNone
}

// lengthKind says what the payload b of an IEEE 802.3 frame is.
func lengthKind(b []byte) Kind {
	if IsNetWare(b) {
		return KindNone
	}
	return KindLLC
}

// greKind tells the versions of GRE apart.
func greKind(b []byte) Kind {
	if len(b) > 1 && b[1]&7 == 1 {
		return KindEnhancedGRE
	}
	return KindGRE
}

// portKind says what a UDP port stands for.
func portKind(port uint16) Kind {
	switch port {
	case PortVXLAN, PortVXLANLinux:
		return KindVXLAN
	case PortVXLANGPE:
		return KindVXLANGPE
	case PortTeredo:
		return KindTeredoOrigin // or what teredoKind says
	case PortMPLS:
		return KindMPLS
	case PortGENEVE:
		return KindGENEVE
	case PortGTPU:
		return KindGTPU
	case PortL2TP:
		return KindL2TP
	}
	return KindNone
}

// teredoKind says what a datagram of the Teredo port begins with.
func teredoKind(b []byte) Kind {
	switch {
	case len(b) >= TeredoAuthLen && b[0] == 0 && b[1] == 1:
		return KindTeredoAuth
	case len(b) >= TeredoOriginLen && b[0] == 0 && b[1] == 0:
		return KindTeredoOrigin
	case IPVersion(b) == 6:
		return KindIPv6
	}
	return KindNone
}

// ipKind tells the versions of IP apart.
func ipKind(b []byte) Kind {
	switch IPVersion(b) {
	case 4:
		return KindIPv4
	case 6:
		return KindIPv6
	}
	return KindNone
}

// linkKind says what a frame of the given link type begins with.
func linkKind(linkType uint16, b []byte) Kind {
	switch linkType {
	case 0: // NULL
		return KindNull
	case 1: // EN10MB
		return KindEthernet
	case 12, 14, 101: // RAW
		return ipKind(b)
	case 51: // PPP_ETHER
		return KindPPPoE
	case 9, 50: // PPP, PPP_SERIAL
		return kindPPPFrame
	case 166: // PPP_PPPD, with a direction in place of the address
		return KindHDLC
	case 104: // C_HDLC
		return KindCiscoHDLC
	case 108: // LOOP
		return KindLoop
	case 113: // LINUX_SLL
		return KindSLL
	case 219: // MPLS
		return KindMPLS
	case 228: // IPV4
		return KindIPv4
	case 229: // IPV6
		return KindIPv6
	case 276: // LINUX_SLL2
		return KindSLL2
	case 105: // IEEE802_11
		return KindDot11
	case 119: // PRISM_HEADER
		return prismKind(b)
	case 127: // IEEE802_11_RADIOTAP
		return KindRadioTap
	case 163: // IEEE802_11_AVS
		return KindAVS
	case 192: // PPI
		return KindPPI
	case 239: // NFLOG
		return KindNFLOG
	case 258: // PKTAP
		return KindPKTAP
	}
	return KindNone
}

// An extent is what a header says of itself: its length, the length of header and
// payload, and what the payload is.
type extent struct {
	header, end int
	next        Kind
}

// look reads the header of kind k that p begins with, one of those that are seldom
// met.
func look(k Kind, p []byte) (extent, *Error) {
	if len(p) < kinds[k].min {
		return extent{}, &shortHeader[k]
	}
	x := extent{header: kinds[k].min, end: len(p)}
	ok := true
	switch k {
	case KindLLC:
		ok = x.llc(p)
	case KindSNAP:
		if oui := SNAP(p).OUI(); oui == OUIEther || oui == OUIBridge {
			x.next = etherKind(SNAP(p).Type())
		}
	case KindSLL:
		x.next = sllKind(SLL(p).ARPHRD(), SLL(p).Protocol())
	case KindSLL2:
		x.next = sllKind(SLL2(p).ARPHRD(), SLL2(p).Protocol())
	case KindNull:
		f, _ := Null(p).HostFamily()
		x.next = familyKind(f)
	case KindLoop:
		x.next = familyKind(Loop(p).Family())
	case KindPPPoE:
		x.end, x.next = 6+int(Uint16(p, 4)), kindPPPFrame
		if p[1] != 0 {
			x.next = KindNone // discovery
		}
	case KindHDLC:
		x.next = KindPPP
	case KindPPP:
		ok = x.ppp(p)
	case KindUDPLite:
		if x.next = portKind(Uint16(p, 2)); x.next == KindNone {
			x.next = portKind(Uint16(p, 0))
		}
	case KindCiscoHDLC:
		if t := CiscoHDLC(p).Type(); t != CHDLCSLARP {
			x.next = etherKind(t)
		}
		x.header = CiscoHDLC(p).HeaderLen()
	case KindARP:
		x.header = ARP(p).HeaderLen()
		x.end = x.header
	case KindICMPv6:
		if icmp6Long(p[0]) {
			x.header = 8
		}
	case KindAH:
		if x.header = int(p[1])*4 + 8; x.header < ahLen {
			return extent{}, &badLength[k]
		}
		x.next = ipKinds[p[0]]
	case KindGRE:
		ok = x.gre(p)
	case KindEnhancedGRE:
		x.header = EnhancedGRE(p).HeaderLen()
		x.end, x.next = x.header+int(EnhancedGRE(p).Length()), etherKind(EnhancedGRE(p).Protocol())
	case KindGENEVE:
		x.header = 8 + int(p[0]&0x3f)*4
		if p[0]>>6 == 0 {
			x.next = etherKind(EtherType(Uint16(p, 2)))
		}
	case KindGTPU:
		ok = x.gtpu(p)
	case KindERSPAN, KindPWControlWord:
		if x.next = KindEthernet; k == KindPWControlWord && p[1]&0xc0 != 0 {
			x.next = KindNone // a fragment
		}
	case KindERSPAN3:
		x.erspan3(p)
	case KindTeredoAuth:
		if x.header += int(p[2]) + int(p[3]) + 9; x.header <= len(p) {
			x.next = teredoKind(p[x.header:])
		}
	case KindTeredoOrigin:
		x.next = KindIPv6
	case KindNSH:
		if x.header = NSH(p).HeaderLen(); x.header < NSHLen {
			return extent{}, &badLength[k]
		}
		if p[0]>>6 == 0 {
			x.next = nshKind(NSHProtocol(p[3]))
		}
	case KindRadioTap, KindPPI, KindPrism, KindAVS, KindMSDU, KindMesh, KindDot11, kindDot11FCS, kindDot11Padded, kindDot11PaddedFCS:
		ok = x.wifi(k, p)
	case KindNFLOG:
		x.nflog(p)
	case KindPKTAP:
		ok = x.pktap(p)
	case KindITag:
		x.next = KindEthernet
	case KindEtherIP:
		if EtherIP(p).Version() == 3 {
			x.next = KindEthernet
		}
	case KindL2TP:
		ok = x.l2tp(p)
	case KindVXLANGPE:
		if x.next = KindEthernet; VXLANGPE(p).Flags()&VXLANNextProtocol != 0 {
			x.next = nshKind(NSHProtocol(p[3]))
		}
	}
	if !ok || x.header > len(p) {
		return extent{}, &badLength[k]
	}
	x.end = max(x.end, x.header)
	return x, nil
}

func (x *extent) llc(p []byte) bool {
	x.header = LLC(p).HeaderLen()
	if LLC(p).Control().IsUI() {
		switch LLC(p).DSAP() {
		case SAPSNAP:
			x.next = KindSNAP
		case SAPIP:
			x.next = KindIPv4
		}
	}
	return true
}

func sllKind(h Hardware, t EtherType) Kind {
	switch {
	case !h.HasEtherTypes():
		return KindNone
	case t == SLL8022:
		return KindLLC
	}
	return etherKind(t)
}

func familyKind(f Family) Kind {
	switch f {
	case FamilyIPv4:
		return KindIPv4
	case FamilyIPv6Linux, FamilyIPv6BSD, FamilyIPv6FreeBSD, FamilyIPv6Darwin:
		return KindIPv6
	}
	return KindNone
}

// pppKind tells what a PPP frame begins with. RFC 1662 §3.1.
func pppKind(b []byte) Kind {
	switch {
	case len(b) > 1 && b[0] == HDLCAllStations && b[1] == HDLCUI:
		return KindHDLC
	case len(b) > 3 && (b[0] == CHDLCUnicast || b[0] == CHDLCMulticast) && b[1] == 0:
		return KindCiscoHDLC
	}
	return KindPPP
}

// ppp reads a PPP header.
func (x *extent) ppp(p []byte) bool {
	v, err := ParsePPP(p)
	if err != nil {
		return false
	}
	x.header = v.HeaderLen()
	switch v.Protocol() {
	case PPPProtoIPv4:
		x.next = KindIPv4
	case PPPProtoIPv6:
		x.next = KindIPv6
	case PPPProtoMPLS, PPPProtoMPLSMulticast:
		x.next = KindMPLS
	}
	return true
}

// icmp6Long reports whether ICMPv6 messages of type t have four bytes more before
// what they carry: errors, echo and extended echo. The bodies of others begin there.
func icmp6Long(t uint8) bool { return t >= 1 && t <= 4 || t == 128 || t == 129 || t == 160 || t == 161 }

func (x *extent) gre(p []byte) bool {
	x.header = GRE(p).HeaderLen()
	x.next = GRE(p).kind()
	return x.header >= 0
}

// kind says what follows the header.
func (v GRE) kind() Kind {
	k := etherKind(v.Protocol())
	if k == KindERSPAN && !v.SeqPresent() {
		return KindEthernet // type I, which has no header
	}
	return k
}

func (x *extent) erspan3(p []byte) {
	v := ERSPAN3(p)
	if v.HasPlatform() {
		x.header += 8
	}
	switch {
	case v.FrameType() == 0:
		x.next = KindEthernet
	case v.FrameType() == 2 && x.header <= len(p):
		x.next = ipKind(p[x.header:])
	}
}

// nshKind says what a next protocol stands for.
func nshKind(t NSHProtocol) Kind {
	switch t {
	case NSHIPv4:
		return KindIPv4
	case NSHIPv6:
		return KindIPv6
	case NSHEthernet:
		return KindEthernet
	case NSHNSH:
		return KindNSH
	case NSHMPLS:
		return KindMPLS
	}
	return KindNone
}

// mplsKind tells what follows an MPLS label stack.
func mplsKind(b []byte) Kind {
	if len(b) > 0 && b[0]>>4 == 0 && HasControlWord(b) {
		return KindPWControlWord
	}
	return ipKind(b)
}

// HasControlWord reports whether b, which follows an MPLS label stack and begins with four
// zero bits, looks like a pseudowire's control word and an Ethernet frame: one with a
// type that is common in frames, or with a length that it has room for.
func HasControlWord(b []byte) bool {
	if len(b) < PWControlWordLen+EthernetLen {
		return false
	}
	t := Ethernet(b[PWControlWordLen:]).Type()
	if t.IsLength() {
		return t >= LLCLen && int(t) <= len(b)-PWControlWordLen-EthernetLen
	}
	switch t {
	case EtherTypeLLDP, EtherTypeEAPOL, EtherTypeSlow, EtherTypePPPoEDiscovery, EtherTypeCFM, EtherTypePTP, EtherTypeLoopback:
		return true
	}
	return etherKind(t) != KindNone
}

// gtpu reads a GTP-U header. 3GPP TS 29.281 §5.1 and §5.2.
func (x *extent) gtpu(p []byte) bool {
	x.end = 8 + int(Uint16(p, 2))
	if p[0]>>4 != 3 { // version 1, GTP
		return false
	}
	if p[0]&7 != 0 {
		x.header = 12
		if len(p) < 12 {
			return false
		}
		for more := p[0]&4 != 0 && p[11] != 0; more; {
			if x.header >= len(p) || p[x.header] == 0 {
				return false
			}
			if x.header += int(p[x.header]) * 4; x.header > len(p) {
				return false
			}
			more = p[x.header-1] != 0
		}
	}
	if x.end < x.header {
		return false
	}
	if GTPMessage(p[1]) == GTPPDU {
		x.next = ipKind(p[x.header:])
	} else {
		x.header = min(x.end, len(p)) // the information elements are of the header
	}
	return true
}
