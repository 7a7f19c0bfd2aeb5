package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// The protocols that share IP protocol 112 are told apart by their version and, as
// CARP calls itself version 2 of VRRP, by CARP's size, if VRRP's number of addresses
// would not give the same.
func init() {
	VRRPv2Proto.Pick = func(b []byte) *packet.Proto {
		switch {
		case len(b) == 0:
			return nil
		case b[0]>>4 == 3:
			return VRRPv3Proto
		case len(b) == wire.CARPLen && int(b[3]) != (wire.CARPLen-wire.VRRPv2Len-vrrpAuthLen)/4:
			// Seven addresses and no authentication data, which is CARP's length of
			// authentication, are not VRRP either: version 2 always has the data.
			return CARPProto
		}
		return VRRPv2Proto
	}
}

// VRRPv3 is a Virtual Router Redundancy Protocol version 3 advertisement.
// RFC 9568 §5.1.
//
// RFC 5798 and most routers have a pseudo-header in the checksum over IPv4, too;
// RFC 9568 §5.2.8 does not. Built advertisements have it, and of parsed ones both
// are right.
//
//wire:header bind=IPProtos:wire.IPProtoVRRP
type VRRPv3 struct {
	Version     Auto[uint8]  `bits:"4" const:"3"`
	Type        Auto[uint8]  `bits:"4" auto:"1"` // 1, advertisement, is the only one
	VRID        uint8        // virtual router, 1 to 255
	Priority    Auto[uint8]  `auto:"100"` // 255 owns the addresses, 0 gives up
	NumAddrs    Auto[uint8]  // number of Addrs
	Reserved    uint8        `bits:"4"`
	MaxAdverInt Auto[uint16] `bits:"12" auto:"100"` // between advertisements, in hundredths of a second
	Checksum    Auto[uint16] // of the message and a pseudo-header
	Addrs       []netip.Addr // of the virtual router: all IPv4 or all IPv6

	packet.Summed
}

// parseBody takes the addresses for IPv6 if they have the room for that: what is
// around the message is not known here.
func (l *VRRPv3) parseBody(v wire.VRRPv3) (packet.Extent, error) {
	l.Addrs = l.Addrs[:0]
	n, b := int(v.NumAddrs()), v[wire.VRRPv3Len:]
	if n > 0 && len(b) == 16*n {
		l.Addrs = appendAddrs(l.Addrs, wire.IPv6Addrs(b))
		return packet.Extent{Header: len(v), End: len(v)}, nil
	}
	n = min(n, len(b)/4)
	l.Addrs = appendAddrs4(l.Addrs, wire.IPv4Addrs(b[:4*n]))
	return packet.Extent{Header: wire.VRRPv3Len + 4*n, End: len(v)}, nil
}

func (l *VRRPv3) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Addrs) > 255 {
		return b, packet.FieldError("VRRPv3.Addrs: too many")
	}
	if len(l.Addrs) > 0 && l.Addrs[0].Is6() {
		return addAddrs(b, l.Addrs, "VRRPv3.Addrs: of both families")
	}
	return addAddrs4(b, l.Addrs, "VRRPv3.Addrs: of both families")
}

func (l *VRRPv3) finish(v wire.VRRPv3, c *packet.Context) {
	l.settleNumAddrs(v, uint8(len(l.Addrs)))
	pseudo, whole, ok := pseudoSum(c, wire.IPProtoVRRP)
	if !ok {
		l.Checksum.Hold()
		l.Note(packet.ChecksumUnverified)
		return
	}
	sum := wire.Fold(wire.SumAround(pseudo, v, 6))
	if !overIPv6(c.Outer()) && !l.Checksum.Automatic() {
		if bare := wire.Fold(wire.SumAround(0, v, 6)); l.Checksum.Get() == bare && bare != sum {
			l.Checksum.Hold()
			l.Note(packet.ChecksumGood)
			return
		}
	}
	if l.Judge(&l.Checksum, sum, whole) {
		v.SetChecksum(sum)
	}
}

// Validate implements [packet.Validator].
func (l *VRRPv3) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "not zero")
	}
	validateVRRP(c, l.Type.Get(), l.VRID, report)
}

func validateVRRP(c *packet.Context, typ, vrid uint8, report func(field string, class packet.Class, reason string)) {
	if typ != 1 {
		report("Type", packet.BadValue, "not an advertisement")
	}
	if vrid == 0 {
		report("VRID", packet.BadValue, "is zero")
	}
	for _, o := range c.Outer() {
		switch ip := o.(type) {
		case *IPv4:
			if ip.TTL.Get() != 255 {
				report("", packet.BadValue, "a time to live other than 255") // RFC 9568 §5.1.1.3
			}
		case *IPv6:
			if ip.HopLimit.Get() != 255 {
				report("", packet.BadValue, "a hop limit other than 255") // RFC 9568 §5.1.2.3
			}
		}
	}
}

// vrrpAuthLen is the length of the authentication data of VRRP version 2 in bytes.
const vrrpAuthLen = 8

// carpAuthLen is the length of CARP's counter and hash in words.
const carpAuthLen = 7

// CARP is a Common Address Redundancy Protocol advertisement. OpenBSD's ip_carp.h.
//
// It has VRRP's protocol number, version and type.
//
//wire:header bind=IPProtos:wire.IPProtoVRRP
type CARP struct {
	Version  Auto[uint8]  `bits:"4" const:"2"`
	Type     Auto[uint8]  `bits:"4" auto:"1"` // 1, advertisement, is the only one
	VHID     uint8        // virtual host
	AdvSkew  uint8        // added to AdvBase, in 256ths of a second; lower is better
	AuthLen  Auto[uint8]  `const:"7"` // of Counter and HMAC in words
	Demotion uint8        // how bad the host says that it is
	AdvBase  Auto[uint8]  `auto:"1"` // between advertisements, in seconds
	Checksum Auto[uint16] // of the message
	Counter  uint64       // rises with each advertisement
	HMAC     [20]byte     // of the counter, the VHID and its addresses

	packet.Summed
}

func (l *CARP) finish(v wire.CARP, c *packet.Context) {
	_, whole, ok := pseudoSum(c, wire.IPProtoVRRP)
	sum := wire.Fold(wire.SumAround(0, v, 6))
	if l.Judge(&l.Checksum, sum, whole || !ok) {
		v.SetChecksum(sum)
	}
}

// Validate implements [packet.Validator].
func (l *CARP) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.AuthLen.Get() != carpAuthLen {
		report("AuthLen", packet.BadValue, "is not 7")
	}
	if l.Type.Get() != 1 {
		report("Type", packet.BadValue, "not an advertisement")
	}
}

// VRRPv2 is a Virtual Router Redundancy Protocol version 2 advertisement.
// RFC 3768 §5.1.
//
//wire:header bind=IPProtos:wire.IPProtoVRRP
type VRRPv2 struct {
	Version  Auto[uint8]   `bits:"4" auto:"2"`
	Type     Auto[uint8]   `bits:"4" auto:"1"` // 1, advertisement, is the only one
	VRID     uint8         // virtual router, 1 to 255
	Priority Auto[uint8]   `auto:"100"` // 255 owns the addresses, 0 gives up
	NumAddrs Auto[uint8]   // number of Addrs
	AuthType wire.VRRPAuth // only no authentication is left in RFC 3768
	AdverInt Auto[uint8]   `auto:"1"` // between advertisements, in seconds
	Checksum Auto[uint16]  // of the message
	Addrs    []netip.Addr  // of the virtual router
	AuthData []byte        // 8 bytes: zeros, or a password; RFC 2338 §5.3.6

	packet.Summed
}

func (l *VRRPv2) parseBody(v wire.VRRPv2) (packet.Extent, error) {
	b := v[wire.VRRPv2Len:]
	n := min(int(v.NumAddrs()), len(b)/4)
	l.Addrs = appendAddrs4(l.Addrs[:0], wire.IPv4Addrs(b[:4*n]))
	l.AuthData = b[4*n : min(4*n+8, len(b))]
	return packet.Extent{Header: wire.VRRPv2Len + 4*n + len(l.AuthData), End: len(v)}, nil
}

func (l *VRRPv2) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Addrs) > 255 {
		return b, packet.FieldError("VRRPv2.Addrs: too many")
	}
	b, err := addAddrs4(b, l.Addrs, "VRRPv2.Addrs: not an IPv4 address")
	return append(b, l.AuthData...), err
}

func (l *VRRPv2) finish(v wire.VRRPv2, c *packet.Context) {
	l.settleNumAddrs(v, uint8(len(l.Addrs)))
	_, whole, ok := pseudoSum(c, wire.IPProtoVRRP)
	sum := wire.Fold(wire.SumAround(0, v, 6))
	if l.Judge(&l.Checksum, sum, whole || !ok) {
		v.SetChecksum(sum)
	}
}

// Validate implements [packet.Validator].
func (l *VRRPv2) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Version.Get() != 2 {
		report("Version", packet.BadValue, "is neither 2 nor 3")
	}
	if l.AuthType > wire.VRRPAuthHeader {
		report("AuthType", packet.BadValue, "not assigned")
	}
	validateVRRP(c, l.Type.Get(), l.VRID, report)
}
