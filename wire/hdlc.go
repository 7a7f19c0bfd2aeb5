package wire

import "net/netip"

// Values of the first bytes of HDLC-like framing.
const (
	HDLCAllStations = 0xff // address of all stations, RFC 1662 §3.1
	HDLCUI          = 0x03 // unnumbered information
	CHDLCUnicast    = 0x0f // address in Cisco's framing
	CHDLCMulticast  = 0x8f
)

// Types in Cisco's framing that are not EtherTypes.
const (
	CHDLCSLARP EtherType = 0x8035
	CHDLCCDP   EtherType = 0x2000
	CHDLCOSI   EtherType = 0xfefe
)

// HeaderLen returns the length in bytes of the header with the byte that some systems have
// between it and an OSI protocol.
func (v CiscoHDLC) HeaderLen() int {
	if v.Type() != CHDLCOSI || len(v) < CiscoHDLCLen+2 || isOSI(v[CiscoHDLCLen]) || !isOSI(v[CiscoHDLCLen+1]) {
		return CiscoHDLCLen
	}
	return CiscoHDLCLen + 1
}

// isOSI reports whether a network layer protocol identifier is CLNP's, ES-IS's or IS-IS's.
func isOSI(id byte) bool { return id >= 0x81 && id <= 0x83 }

// SLARPCode is what a packet of Cisco's serial line address resolution protocol is.
type SLARPCode uint32

// Codes.
const (
	SLARPRequest   SLARPCode = 0
	SLARPReply     SLARPCode = 1
	SLARPKeepalive SLARPCode = 2
)

func (x SLARPCode) String() string {
	switch x {
	case SLARPRequest:
		return "request"
	case SLARPReply:
		return "reply"
	case SLARPKeepalive:
		return "keepalive"
	}
	return string(appendUint64(nil, uint64(x)))
}

// SLARPFullLen is the length in bytes of a packet without a time.
const SLARPFullLen = 14

// Address returns the sender's address in a request or reply, or the invalid address
// if the packet is cut.
func (v SLARP) Address() netip.Addr { return addr4At(v, 4) }

// Mask returns the network mask in a request or reply.
func (v SLARP) Mask() netip.Addr { return addr4At(v, 8) }

// MySeq returns the sequence number of a keepalive.
func (v SLARP) MySeq() uint32 { return word(v, 4) }

// YourSeq returns the sequence number that a keepalive acknowledges.
func (v SLARP) YourSeq() uint32 { return word(v, 8) }

// addr4At returns the IPv4 address at b[i:i+4], or the invalid address.
func addr4At(b []byte, i int) netip.Addr {
	if i+4 > len(b) {
		return netip.Addr{}
	}
	return netip.AddrFrom4([4]byte(b[i : i+4]))
}
