package wire

import "iter"

// PPPProtocol is the protocol in a PPP frame. Those below 0x100 may be written as one byte.
type PPPProtocol uint16

// PPP protocols. https://www.iana.org/assignments/ppp-numbers
const (
	PPPProtoPadding        PPPProtocol = 0x0001
	PPPProtoIPv4           PPPProtocol = 0x0021
	PPPProtoOSI            PPPProtocol = 0x0023
	PPPProtoAppleTalk      PPPProtocol = 0x0029
	PPPProtoIPX            PPPProtocol = 0x002b
	PPPProtoVJCompressed   PPPProtocol = 0x002d // RFC 1144
	PPPProtoVJUncompressed PPPProtocol = 0x002f // RFC 1144
	PPPProtoBridging       PPPProtocol = 0x0031 // RFC 3518
	PPPProtoMultilink      PPPProtocol = 0x003d // RFC 1990
	PPPProtoNetBIOS        PPPProtocol = 0x003f
	PPPProtoEncrypted      PPPProtocol = 0x0053 // RFC 1968
	PPPProtoLinkEncrypted  PPPProtocol = 0x0055
	PPPProtoIPv6           PPPProtocol = 0x0057 // RFC 5072
	PPPProtoMux            PPPProtocol = 0x0059 // RFC 3153
	PPPProtoCompressedLink PPPProtocol = 0x00fb
	PPPProtoCompressed     PPPProtocol = 0x00fd // RFC 1962
	PPPProtoHelloPackets   PPPProtocol = 0x0201
	PPPProtoCDP            PPPProtocol = 0x0207
	PPPProtoMPLS           PPPProtocol = 0x0281 // RFC 3032
	PPPProtoMPLSMulticast  PPPProtocol = 0x0283
	PPPProtoIPCP           PPPProtocol = 0x8021 // RFC 1332
	PPPProtoOSINLCP        PPPProtocol = 0x8023
	PPPProtoATCP           PPPProtocol = 0x8029
	PPPProtoIPXCP          PPPProtocol = 0x802b
	PPPProtoBCP            PPPProtocol = 0x8031
	PPPProtoECP            PPPProtocol = 0x8053 // RFC 1968
	PPPProtoIPV6CP         PPPProtocol = 0x8057 // RFC 5072
	PPPProtoCCP            PPPProtocol = 0x80fd // RFC 1962
	PPPProtoCDPCP          PPPProtocol = 0x8207
	PPPProtoMPLSCP         PPPProtocol = 0x8281 // RFC 3032
	PPPProtoLCP            PPPProtocol = 0xc021 // RFC 1661
	PPPProtoPAP            PPPProtocol = 0xc023 // RFC 1334
	PPPProtoLQR            PPPProtocol = 0xc025 // RFC 1989
	PPPProtoSPAP           PPPProtocol = 0xc027
	PPPProtoCBCP           PPPProtocol = 0xc029
	PPPProtoBACP           PPPProtocol = 0xc02b // RFC 2125
	PPPProtoBAP            PPPProtocol = 0xc02d // RFC 2125
	PPPProtoCHAP           PPPProtocol = 0xc223 // RFC 1994
	PPPProtoEAP            PPPProtocol = 0xc227 // RFC 3748
)

func (x PPPProtocol) String() string {
	switch x {
	case PPPProtoPadding:
		return "padding"
	case PPPProtoIPv4:
		return "IPv4"
	case PPPProtoOSI:
		return "OSI"
	case PPPProtoAppleTalk:
		return "AppleTalk"
	case PPPProtoIPX:
		return "IPX"
	case PPPProtoVJCompressed:
		return "VJ compressed TCP"
	case PPPProtoVJUncompressed:
		return "VJ uncompressed TCP"
	case PPPProtoBridging:
		return "bridging"
	case PPPProtoMultilink:
		return "multilink"
	case PPPProtoNetBIOS:
		return "NetBIOS"
	case PPPProtoEncrypted:
		return "encrypted"
	case PPPProtoLinkEncrypted:
		return "link encrypted"
	case PPPProtoIPv6:
		return "IPv6"
	case PPPProtoMux:
		return "multiplexed"
	case PPPProtoCompressedLink:
		return "compressed, one link"
	case PPPProtoCompressed:
		return "compressed"
	case PPPProtoHelloPackets:
		return "802.1D hello"
	case PPPProtoCDP:
		return "CDP"
	case PPPProtoMPLS:
		return "MPLS"
	case PPPProtoMPLSMulticast:
		return "MPLS multicast"
	case PPPProtoIPCP:
		return "IPCP"
	case PPPProtoOSINLCP:
		return "OSINLCP"
	case PPPProtoATCP:
		return "AppleTalk CP"
	case PPPProtoIPXCP:
		return "IPXCP"
	case PPPProtoBCP:
		return "BCP"
	case PPPProtoECP:
		return "ECP"
	case PPPProtoIPV6CP:
		return "IPV6CP"
	case PPPProtoCCP:
		return "CCP"
	case PPPProtoCDPCP:
		return "CDPCP"
	case PPPProtoMPLSCP:
		return "MPLSCP"
	case PPPProtoLCP:
		return "LCP"
	case PPPProtoPAP:
		return "PAP"
	case PPPProtoLQR:
		return "LQR"
	case PPPProtoSPAP:
		return "SPAP"
	case PPPProtoCBCP:
		return "CBCP"
	case PPPProtoBACP:
		return "BACP"
	case PPPProtoBAP:
		return "BAP"
	case PPPProtoCHAP:
		return "CHAP"
	case PPPProtoEAP:
		return "EAP"
	}
	return hex16(uint16(x))
}

// PPPCode is what a control packet of PPP is.
type PPPCode uint8

// Codes of LCP and of the protocols that are built like it. RFC 1661 §5.
const (
	PPPVendorExtension  PPPCode = 0 // RFC 2153
	PPPConfigureRequest PPPCode = 1
	PPPConfigureAck     PPPCode = 2
	PPPConfigureNak     PPPCode = 3
	PPPConfigureReject  PPPCode = 4
	PPPTerminateRequest PPPCode = 5
	PPPTerminateAck     PPPCode = 6
	PPPCodeReject       PPPCode = 7
	PPPProtocolReject   PPPCode = 8
	PPPEchoRequest      PPPCode = 9
	PPPEchoReply        PPPCode = 10
	PPPDiscardRequest   PPPCode = 11
	PPPIdentification   PPPCode = 12 // RFC 1570
	PPPTimeRemaining    PPPCode = 13 // RFC 1570
	PPPResetRequest     PPPCode = 14 // RFC 1962
	PPPResetAck         PPPCode = 15 // RFC 1962
)

func (x PPPCode) String() string {
	switch x {
	case PPPVendorExtension:
		return "vendor extension"
	case PPPConfigureRequest:
		return "configure-request"
	case PPPConfigureAck:
		return "configure-ack"
	case PPPConfigureNak:
		return "configure-nak"
	case PPPConfigureReject:
		return "configure-reject"
	case PPPTerminateRequest:
		return "terminate-request"
	case PPPTerminateAck:
		return "terminate-ack"
	case PPPCodeReject:
		return "code-reject"
	case PPPProtocolReject:
		return "protocol-reject"
	case PPPEchoRequest:
		return "echo-request"
	case PPPEchoReply:
		return "echo-reply"
	case PPPDiscardRequest:
		return "discard-request"
	case PPPIdentification:
		return "identification"
	case PPPTimeRemaining:
		return "time-remaining"
	case PPPResetRequest:
		return "reset-request"
	case PPPResetAck:
		return "reset-ack"
	}
	return itoa(int(x))
}

// HasOptions reports whether packets with code x carry a list of options.
func (x PPPCode) HasOptions() bool { return x >= PPPConfigureRequest && x <= PPPConfigureReject }

// HasMagic reports whether LCP packets with code x carry a magic number.
func (x PPPCode) HasMagic() bool {
	return x >= PPPEchoRequest && x <= PPPTimeRemaining || x == PPPVendorExtension
}

var pppShape = tlvShape{tlvForm: tlvForm{typ: 1, size: 1, whole: true}, end: -1}

// LCPOption is a type of option of LCP.
type LCPOption uint8

// Options of LCP. https://www.iana.org/assignments/ppp-numbers
const (
	LCPVendorSpecific        LCPOption = 0
	LCPMRU                   LCPOption = 1
	LCPACCM                  LCPOption = 2 // characters to escape, RFC 1662 §7.1
	LCPAuthentication        LCPOption = 3
	LCPQuality               LCPOption = 4
	LCPMagicNumber           LCPOption = 5
	LCPProtocolCompression   LCPOption = 7
	LCPAddressCompression    LCPOption = 8
	LCPFCSAlternatives       LCPOption = 9  // RFC 1570
	LCPSelfDescribingPadding LCPOption = 10 // RFC 1570
	LCPNumberedMode          LCPOption = 11 // RFC 1663
	LCPCallback              LCPOption = 13 // RFC 1570
	LCPCompoundFrames        LCPOption = 15 // RFC 1570
	LCPMRRU                  LCPOption = 17 // RFC 1990
	LCPShortSequence         LCPOption = 18 // RFC 1990
	LCPEndpoint              LCPOption = 19 // RFC 1990
	LCPDCEIdentifier         LCPOption = 21 // RFC 1976
	LCPMultilinkPlus         LCPOption = 22 // RFC 1934
	LCPLinkDiscriminator     LCPOption = 23 // RFC 2125
	LCPAuthenticationHeader  LCPOption = 24
	LCPCOBS                  LCPOption = 25
	LCPPrefixElision         LCPOption = 26 // RFC 2686
	LCPMultilinkHeader       LCPOption = 27 // RFC 2686
	LCPInternationalization  LCPOption = 28 // RFC 2484
	LCPSimpleDataLink        LCPOption = 29 // RFC 2823
	LCPMuxSuite              LCPOption = 30 // RFC 3153
)

func (x LCPOption) String() string {
	switch x {
	case LCPVendorSpecific:
		return "vendor"
	case LCPMRU:
		return "MRU"
	case LCPACCM:
		return "ACCM"
	case LCPAuthentication:
		return "authentication"
	case LCPQuality:
		return "quality"
	case LCPMagicNumber:
		return "magic number"
	case LCPProtocolCompression:
		return "protocol compression"
	case LCPAddressCompression:
		return "address compression"
	case LCPFCSAlternatives:
		return "FCS alternatives"
	case LCPSelfDescribingPadding:
		return "self-describing padding"
	case LCPNumberedMode:
		return "numbered mode"
	case LCPCallback:
		return "callback"
	case LCPCompoundFrames:
		return "compound frames"
	case LCPMRRU:
		return "MRRU"
	case LCPShortSequence:
		return "short sequence numbers"
	case LCPEndpoint:
		return "endpoint"
	case LCPDCEIdentifier:
		return "DCE identifier"
	case LCPMultilinkPlus:
		return "multilink plus"
	case LCPLinkDiscriminator:
		return "link discriminator"
	case LCPAuthenticationHeader:
		return "LCP authentication"
	case LCPCOBS:
		return "COBS"
	case LCPPrefixElision:
		return "prefix elision"
	case LCPMultilinkHeader:
		return "multilink header format"
	case LCPInternationalization:
		return "internationalization"
	case LCPSimpleDataLink:
		return "simple data link"
	case LCPMuxSuite:
		return "multiplexing"
	}
	return itoa(int(x))
}

// LCPOptions is the options of LCP, as they are on the wire. Each is a type, a length that
// counts both, and data. RFC 1661 §6.
type LCPOptions []byte

// All yields the options up to a malformed one.
func (o LCPOptions) All() iter.Seq[TLV[LCPOption]] { return tlvs[LCPOption](o, &pppShape) }

// Get returns the data of the first option of type t.
func (o LCPOptions) Get(t LCPOption) (data []byte, ok bool) { return findTLV(o, &pppShape, t) }

// Add returns o with one more option, whose data is 253 bytes at most.
func (o LCPOptions) Add(t LCPOption, data ...byte) LCPOptions {
	return pppShape.append(o, uint16(t), data)
}

// WellFormed reports whether all of o is options.
func (o LCPOptions) WellFormed() bool { return pppShape.whollyFormed(o) }

// String returns the options as "MRU 1492; Magic-Number 0x01020304".
func (o LCPOptions) String() string { return tlvString(o, &pppShape, lcpOptionText) }

func lcpOptionText(b []byte, t LCPOption, d []byte) []byte {
	switch t {
	case LCPMRU, LCPMRRU, LCPLinkDiscriminator:
		return textNumber(b, d)
	case LCPAuthentication, LCPQuality:
		if len(d) < 2 {
			break
		}
		b = append(b, PPPProtocol(Uint16(d, 0)).String()...)
		if len(d) == 3 && PPPProtocol(Uint16(d, 0)) == PPPProtoCHAP {
			return append(append(b, ", "...), CHAPAlgorithm(d[2]).String()...)
		}
		if len(d) > 2 {
			b = textHex(append(b, ", "...), d[2:])
		}
		return b
	case LCPEndpoint:
		if len(d) < 1 {
			break
		}
		b = append(append(b, endpointClass(d[0])...), ' ')
		if d[0] == 1 || d[0] == 5 {
			return textOrHex(b, d[1:])
		}
		return textAddr(b, d[1:])
	}
	return textHex(b, d)
}

// endpointClass names the class of an endpoint discriminator. RFC 1990 §5.1.3.
func endpointClass(c byte) string {
	if names := [...]string{"null", "local", "IP", "MAC", "magic", "telephone"}; int(c) < len(names) {
		return names[c]
	}
	return itoa(int(c))
}

// CHAPAlgorithm is how a CHAP response is made.
type CHAPAlgorithm uint8

// Algorithms. https://www.iana.org/assignments/ppp-numbers
const (
	CHAPMD5     CHAPAlgorithm = 5
	CHAPSHA1    CHAPAlgorithm = 6
	CHAPSHA256  CHAPAlgorithm = 7
	CHAPSHA3    CHAPAlgorithm = 8
	CHAPMSCHAP  CHAPAlgorithm = 128 // RFC 2433
	CHAPMSCHAP2 CHAPAlgorithm = 129 // RFC 2759
)

func (x CHAPAlgorithm) String() string {
	switch x {
	case CHAPMD5:
		return "MD5"
	case CHAPSHA1:
		return "SHA-1"
	case CHAPSHA256:
		return "SHA-256"
	case CHAPSHA3:
		return "SHA3-256"
	case CHAPMSCHAP:
		return "MS-CHAP"
	case CHAPMSCHAP2:
		return "MS-CHAPv2"
	}
	return itoa(int(x))
}

// IPCPOption is a type of option of IPCP.
type IPCPOption uint8

// Options of IPCP. https://www.iana.org/assignments/ppp-numbers
const (
	IPCPAddresses     IPCPOption = 1 // deprecated
	IPCPCompression   IPCPOption = 2
	IPCPAddress       IPCPOption = 3
	IPCPMobileAddress IPCPOption = 4   // RFC 2290
	IPCPDNS1          IPCPOption = 129 // RFC 1877
	IPCPNBNS1         IPCPOption = 130 // RFC 1877
	IPCPDNS2          IPCPOption = 131 // RFC 1877
	IPCPNBNS2         IPCPOption = 132 // RFC 1877
)

func (x IPCPOption) String() string {
	switch x {
	case IPCPAddresses:
		return "addresses"
	case IPCPCompression:
		return "compression"
	case IPCPAddress:
		return "address"
	case IPCPMobileAddress:
		return "mobile address"
	case IPCPDNS1:
		return "DNS"
	case IPCPNBNS1:
		return "NBNS"
	case IPCPDNS2:
		return "secondary DNS"
	case IPCPNBNS2:
		return "secondary NBNS"
	}
	return itoa(int(x))
}

// IPCPOptions is the options of IPCP, as they are on the wire. Each is a type, a length that
// counts both, and data. RFC 1661 §6.
type IPCPOptions []byte

// All yields the options up to a malformed one.
func (o IPCPOptions) All() iter.Seq[TLV[IPCPOption]] { return tlvs[IPCPOption](o, &pppShape) }

// Get returns the data of the first option of type t.
func (o IPCPOptions) Get(t IPCPOption) (data []byte, ok bool) { return findTLV(o, &pppShape, t) }

// Add returns o with one more option, whose data is 253 bytes at most.
func (o IPCPOptions) Add(t IPCPOption, data ...byte) IPCPOptions {
	return pppShape.append(o, uint16(t), data)
}

// WellFormed reports whether all of o is options.
func (o IPCPOptions) WellFormed() bool { return pppShape.whollyFormed(o) }

// String returns the options as "MRU 1492; Magic-Number 0x01020304".
func (o IPCPOptions) String() string { return tlvString(o, &pppShape, ipcpOptionText) }

func ipcpOptionText(b []byte, t IPCPOption, d []byte) []byte {
	switch t {
	case IPCPAddress, IPCPMobileAddress, IPCPDNS1, IPCPDNS2, IPCPNBNS1, IPCPNBNS2:
		return textAddr(b, d)
	case IPCPAddresses:
		if len(d) == 8 {
			return textAddr(append(textAddr(b, d[:4]), " > "...), d[4:])
		}
	case IPCPCompression:
		if len(d) >= 2 {
			b = append(b, compressionName(Uint16(d, 0))...)
			if len(d) > 2 {
				b = textHex(append(b, ' '), d[2:])
			}
			return b
		}
	}
	return textHex(b, d)
}

// compressionName names an IP compression protocol.
func compressionName(x uint16) string {
	switch x {
	case 0x2d:
		return "Van Jacobson" // RFC 1144
	case 0x61:
		return "IP header compression" // RFC 3544
	case 3:
		return "ROHC" // RFC 3241
	}
	return hex16(x)
}

// IPV6CPOption is a type of option of IPV6CP.
type IPV6CPOption uint8

// Options of IPV6CP. RFC 5072 §4 and RFC 5172.
const (
	IPV6CPInterfaceID IPV6CPOption = 1
	IPV6CPCompression IPV6CPOption = 2
)

func (x IPV6CPOption) String() string {
	switch x {
	case IPV6CPInterfaceID:
		return "interface identifier"
	case IPV6CPCompression:
		return "compression"
	}
	return itoa(int(x))
}

// IPV6CPOptions is the options of IPV6CP, as they are on the wire. Each is a type, a length that
// counts both, and data. RFC 1661 §6.
type IPV6CPOptions []byte

// All yields the options up to a malformed one.
func (o IPV6CPOptions) All() iter.Seq[TLV[IPV6CPOption]] { return tlvs[IPV6CPOption](o, &pppShape) }

// Get returns the data of the first option of type t.
func (o IPV6CPOptions) Get(t IPV6CPOption) (data []byte, ok bool) { return findTLV(o, &pppShape, t) }

// Add returns o with one more option, whose data is 253 bytes at most.
func (o IPV6CPOptions) Add(t IPV6CPOption, data ...byte) IPV6CPOptions {
	return pppShape.append(o, uint16(t), data)
}

// WellFormed reports whether all of o is options.
func (o IPV6CPOptions) WellFormed() bool { return pppShape.whollyFormed(o) }

// String returns the options as "MRU 1492; Magic-Number 0x01020304".
func (o IPV6CPOptions) String() string { return tlvString(o, &pppShape, ipv6cpOptionText) }

func ipv6cpOptionText(b []byte, t IPV6CPOption, d []byte) []byte {
	if t == IPV6CPInterfaceID && len(d) == 8 {
		for i := 0; i < 8; i += 2 {
			if i > 0 {
				b = append(b, ':')
			}
			b = appendHex(b, d[i:i+2], 0)
		}
		return b
	}
	return textHex(b, d)
}

// CCPOption is a type of option of CCP.
type CCPOption uint8

// Options of CCP. https://www.iana.org/assignments/ppp-numbers
const (
	CCPOUI          CCPOption = 0
	CCPPredictor1   CCPOption = 1 // RFC 1978
	CCPPredictor2   CCPOption = 2
	CCPPuddleJumper CCPOption = 3
	CCPHPPPC        CCPOption = 16
	CCPStacLZS      CCPOption = 17 // RFC 1974
	CCPMPPC         CCPOption = 18 // RFC 2118; MPPE, RFC 3078
	CCPGandalfFZA   CCPOption = 19
	CCPV42bis       CCPOption = 20
	CCPBSD          CCPOption = 21 // RFC 1977
	CCPLZSDCP       CCPOption = 23 // RFC 1967
	CCPMVRCA        CCPOption = 24
	CCPDCE          CCPOption = 25
	CCPDeflate      CCPOption = 26 // RFC 1979
	CCPV44          CCPOption = 27 // RFC 3051
)

func (x CCPOption) String() string {
	switch x {
	case CCPOUI:
		return "OUI"
	case CCPPredictor1:
		return "predictor 1"
	case CCPPredictor2:
		return "predictor 2"
	case CCPPuddleJumper:
		return "Puddle Jumper"
	case CCPHPPPC:
		return "HP PPC"
	case CCPStacLZS:
		return "Stac LZS"
	case CCPMPPC:
		return "MPPC"
	case CCPGandalfFZA:
		return "Gandalf FZA"
	case CCPV42bis:
		return "V.42bis"
	case CCPBSD:
		return "BSD"
	case CCPLZSDCP:
		return "LZS-DCP"
	case CCPMVRCA:
		return "MVRCA"
	case CCPDCE:
		return "DCE"
	case CCPDeflate:
		return "deflate"
	case CCPV44:
		return "V.44"
	}
	return itoa(int(x))
}

// CCPOptions is the options of CCP, as they are on the wire. Each is a type, a length that
// counts both, and data. RFC 1661 §6.
type CCPOptions []byte

// All yields the options up to a malformed one.
func (o CCPOptions) All() iter.Seq[TLV[CCPOption]] { return tlvs[CCPOption](o, &pppShape) }

// Get returns the data of the first option of type t.
func (o CCPOptions) Get(t CCPOption) (data []byte, ok bool) { return findTLV(o, &pppShape, t) }

// Add returns o with one more option, whose data is 253 bytes at most.
func (o CCPOptions) Add(t CCPOption, data ...byte) CCPOptions {
	return pppShape.append(o, uint16(t), data)
}

// WellFormed reports whether all of o is options.
func (o CCPOptions) WellFormed() bool { return pppShape.whollyFormed(o) }

// String returns the options as "MRU 1492; Magic-Number 0x01020304".
func (o CCPOptions) String() string { return tlvString(o, &pppShape, ccpOptionText) }

func ccpOptionText(b []byte, t CCPOption, d []byte) []byte {
	if t == CCPMPPC && len(d) == 4 {
		return textFlags(b, uint(Uint32(d, 0)), "MPPC", "", "", "", "obsolete", "40 bits", "128 bits", "56 bits",
			"", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "stateless")
	}
	return textHex(b, d)
}

// ECPOption is a type of option of ECP.
type ECPOption uint8

// Options of ECP. RFC 1968 §4.
const (
	ECPOUI        ECPOption = 0
	ECPDESE       ECPOption = 1
	ECPTripleDESE ECPOption = 2 // RFC 2420
	ECPDESEbis    ECPOption = 3 // RFC 2419
)

func (x ECPOption) String() string {
	switch x {
	case ECPOUI:
		return "OUI"
	case ECPDESE:
		return "DESE"
	case ECPTripleDESE:
		return "3DESE"
	case ECPDESEbis:
		return "DESE-bis"
	}
	return itoa(int(x))
}

// ECPOptions is the options of ECP, as they are on the wire. Each is a type, a length that
// counts both, and data. RFC 1661 §6.
type ECPOptions []byte

// All yields the options up to a malformed one.
func (o ECPOptions) All() iter.Seq[TLV[ECPOption]] { return tlvs[ECPOption](o, &pppShape) }

// Get returns the data of the first option of type t.
func (o ECPOptions) Get(t ECPOption) (data []byte, ok bool) { return findTLV(o, &pppShape, t) }

// Add returns o with one more option, whose data is 253 bytes at most.
func (o ECPOptions) Add(t ECPOption, data ...byte) ECPOptions {
	return pppShape.append(o, uint16(t), data)
}

// WellFormed reports whether all of o is options.
func (o ECPOptions) WellFormed() bool { return pppShape.whollyFormed(o) }

// String returns the options as "MRU 1492; Magic-Number 0x01020304".
func (o ECPOptions) String() string {
	return tlvString(o, &pppShape, func(b []byte, _ ECPOption, d []byte) []byte { return textHex(b, d) })
}

// NCPOption is a type of option of a control protocol whose options gocap does not know.
type NCPOption uint8

func (x NCPOption) String() string { return itoa(int(x)) }

// NCPOptions is the options of any control protocol, as they are on the wire. Each is a type, a length that
// counts both, and data. RFC 1661 §6.
type NCPOptions []byte

// All yields the options up to a malformed one.
func (o NCPOptions) All() iter.Seq[TLV[NCPOption]] { return tlvs[NCPOption](o, &pppShape) }

// Get returns the data of the first option of type t.
func (o NCPOptions) Get(t NCPOption) (data []byte, ok bool) { return findTLV(o, &pppShape, t) }

// Add returns o with one more option, whose data is 253 bytes at most.
func (o NCPOptions) Add(t NCPOption, data ...byte) NCPOptions {
	return pppShape.append(o, uint16(t), data)
}

// WellFormed reports whether all of o is options.
func (o NCPOptions) WellFormed() bool { return pppShape.whollyFormed(o) }

// String returns the options as "MRU 1492; Magic-Number 0x01020304".
func (o NCPOptions) String() string {
	return tlvString(o, &pppShape, func(b []byte, _ NCPOption, d []byte) []byte { return textHex(b, d) })
}
