package wire

import "iter"

// OSPFType says what an OSPF packet is. RFC 2328 §A.3.1, RFC 5340 §A.3.1.
type OSPFType uint8

// The types of packets.
const (
	OSPFHello     OSPFType = 1
	OSPFDatabase  OSPFType = 2 // database description
	OSPFLSRequest OSPFType = 3
	OSPFLSUpdate  OSPFType = 4
	OSPFLSAck     OSPFType = 5
)

func (t OSPFType) String() string {
	return listed([]string{1: "Hello", "Database Description", "LS Request", "LS Update", "LS Ack"}, int(t))
}

// OSPFAuthType says how an OSPFv2 packet is authenticated. RFC 2328 §D.
type OSPFAuthType uint16

// The types of authentication.
const (
	OSPFAuthNone   OSPFAuthType = 0
	OSPFAuthSimple OSPFAuthType = 1 // a password in clear text
	OSPFAuthCrypto OSPFAuthType = 2 // a digest behind the packet; RFC 5709, RFC 7474
)

func (t OSPFAuthType) String() string {
	return listed([]string{"null", "simple password", "cryptographic"}, int(t))
}

// OSPFOptions are a router's capabilities in OSPFv2. RFC 2328 §A.2.
type OSPFOptions uint8

// The options.
const (
	OSPFOptionMT OSPFOptions = 0x01 // multi-topology, RFC 4915; was T
	OSPFOptionE  OSPFOptions = 0x02 // external routes
	OSPFOptionMC OSPFOptions = 0x04 // multicast
	OSPFOptionN  OSPFOptions = 0x08 // NSSA; P in LSAs; RFC 3101
	OSPFOptionL  OSPFOptions = 0x10 // link-local signaling, RFC 5613
	OSPFOptionDC OSPFOptions = 0x20 // demand circuits, RFC 1793
	OSPFOptionO  OSPFOptions = 0x40 // opaque LSAs, RFC 5250
	OSPFOptionDN OSPFOptions = 0x80 // down, RFC 4576
)

func (o OSPFOptions) String() string {
	return flagNames(uint(o), "MT", "E", "MC", "N", "L", "DC", "O", "DN")
}

// OSPFv3Options are a router's capabilities in OSPFv3: 24 bits. RFC 5340 §A.2.
type OSPFv3Options uint32

// The options.
const (
	OSPFv3OptionV6 OSPFv3Options = 0x000001 // takes part in IPv6 routing
	OSPFv3OptionE  OSPFv3Options = 0x000002 // external routes
	OSPFv3OptionN  OSPFv3Options = 0x000008 // NSSA
	OSPFv3OptionR  OSPFv3Options = 0x000010 // is a router
	OSPFv3OptionDC OSPFv3Options = 0x000020 // demand circuits
	OSPFv3OptionAF OSPFv3Options = 0x000100 // address families, RFC 5838
	OSPFv3OptionL  OSPFv3Options = 0x000200 // link-local signaling, RFC 5613
	OSPFv3OptionAT OSPFv3Options = 0x000400 // authentication trailer, RFC 7166
)

func (o OSPFv3Options) String() string {
	return flagNames(uint(o), "V6", "E", "x", "N", "R", "DC", "0x40", "0x80", "AF", "L", "AT")
}

// OSPFDDFlags are the flags of a database description. RFC 2328 §A.3.3.
type OSPFDDFlags uint8

// The flags.
const (
	OSPFMaster OSPFDDFlags = 1
	OSPFMore   OSPFDDFlags = 2
	OSPFInit   OSPFDDFlags = 4
	OSPFResync OSPFDDFlags = 8 // out of band, RFC 4811
)

func (f OSPFDDFlags) String() string { return flagNames(uint(f), "MS", "M", "I", "R") }

// OSPFLSAType is a type of link state advertisement of OSPFv2. RFC 2328 §A.4.1.
type OSPFLSAType uint8

// The types of OSPFv2's LSAs.
const (
	OSPFRouterLSA      OSPFLSAType = 1
	OSPFNetworkLSA     OSPFLSAType = 2
	OSPFSummaryLSA     OSPFLSAType = 3 // of a network
	OSPFASBRSummaryLSA OSPFLSAType = 4 // of an AS boundary router
	OSPFExternalLSA    OSPFLSAType = 5
	OSPFGroupLSA       OSPFLSAType = 6 // group membership, RFC 1584
	OSPFNSSALSA        OSPFLSAType = 7 // RFC 3101
	OSPFOpaqueLink     OSPFLSAType = 9 // RFC 5250
	OSPFOpaqueArea     OSPFLSAType = 10
	OSPFOpaqueAS       OSPFLSAType = 11
)

func (t OSPFLSAType) String() string {
	return listed([]string{1: "Router", "Network", "Summary", "ASBR Summary", "External", "Group", "NSSA", "External Attributes", "Opaque Link",
		"Opaque Area", "Opaque AS"}, int(t))
}

// Opaque reports whether the LSA is opaque: the upper 8 bits of its ID are its type.
func (t OSPFLSAType) Opaque() bool { return t >= OSPFOpaqueLink && t <= OSPFOpaqueAS }

// OSPFv3LSAType is a type of link state advertisement of OSPFv3: how a router floods
// one that it does not know, its scope, and a function code. RFC 5340 §A.4.2.1.
type OSPFv3LSAType uint16

// The types of OSPFv3's LSAs.
const (
	OSPFv3RouterLSA          OSPFv3LSAType = 0x2001
	OSPFv3NetworkLSA         OSPFv3LSAType = 0x2002
	OSPFv3InterAreaPrefixLSA OSPFv3LSAType = 0x2003
	OSPFv3InterAreaRouterLSA OSPFv3LSAType = 0x2004
	OSPFv3ExternalLSA        OSPFv3LSAType = 0x4005
	OSPFv3NSSALSA            OSPFv3LSAType = 0x2007
	OSPFv3LinkLSA            OSPFv3LSAType = 0x0008
	OSPFv3IntraAreaPrefixLSA OSPFv3LSAType = 0x2009
	OSPFv3IntraAreaTELSA     OSPFv3LSAType = 0xa00a // RFC 5329
	OSPFv3GraceLSA           OSPFv3LSAType = 0x000b // RFC 5187
	OSPFv3RILSA              OSPFv3LSAType = 0x800c // link scope; 0xa00c and 0xc00c have wider ones; RFC 7770
)

// Function returns the function code, 13 bits.
func (t OSPFv3LSAType) Function() uint16 { return uint16(t) & 0x1fff }

// Scope returns the flooding scope: 0 the link, 1 the area, 2 the AS.
func (t OSPFv3LSAType) Scope() uint8 { return uint8(t >> 13 & 3) }

// Unknown reports whether a router that does not know the type floods it as if it did.
func (t OSPFv3LSAType) Unknown() bool { return t>>15 != 0 }

func (t OSPFv3LSAType) String() string {
	return listed([]string{1: "Router", "Network", "Inter-Area Prefix", "Inter-Area Router", "External", "Group", "NSSA", "Link",
		"Intra-Area Prefix", "Intra-Area TE", "Grace", "Router Information", "Inter-AS TE"}, int(t.Function()))
}

// OSPFTLVType is the type of an element of an opaque LSA or a signaling block; what it
// means depends on where it is.
type OSPFTLVType uint16

func (t OSPFTLVType) String() string { return itoa(int(t)) }

// OSPFTLVs is elements in wire form: types and lengths of 16 bits, values padded to
// four bytes. RFC 3630 §2.3.2, RFC 5613 §2.3.
type OSPFTLVs []byte

var ospfForm = tlvForm{typ: 2, size: 2, align: 4}

// All yields the elements' types and values, up to the first malformed one.
func (o OSPFTLVs) All() iter.Seq2[OSPFTLVType, []byte] {
	return func(yield func(OSPFTLVType, []byte) bool) {
		for t, data := range ospfForm.all(o) {
			if !yield(OSPFTLVType(t), data) {
				return
			}
		}
	}
}

// Get returns the value of the first element of type t.
func (o OSPFTLVs) Get(t OSPFTLVType) (data []byte, ok bool) { return ospfForm.get(o, uint16(t)) }

// Rest returns what is malformed at the end of o.
func (o OSPFTLVs) Rest() []byte { return ospfForm.rest(o) }

// Add returns o and one more element.
func (o OSPFTLVs) Add(t OSPFTLVType, value ...byte) OSPFTLVs {
	return ospfForm.add(o, uint16(t), value)
}

// String returns the elements as "2: 0001, 5: 00000000".
func (o OSPFTLVs) String() string {
	var b []byte
	for t, data := range o.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = appendHex(append(append(b, t.String()...), ": "...), data, 0)
	}
	return string(appendRest(b, o.Rest()))
}
