package bgp

import (
	"encoding/hex"
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// TunnelType is the technology of a tunnel for multicast. RFC 6514 §5.
type TunnelType uint8

// The types of tunnels for multicast.
const (
	TunnelNone        TunnelType = 0
	TunnelRSVP        TunnelType = 1
	TunnelMLDPP2MP    TunnelType = 2
	TunnelPIMSSM      TunnelType = 3
	TunnelPIMSM       TunnelType = 4
	TunnelBIDIRPIM    TunnelType = 5
	TunnelReplication TunnelType = 6
	TunnelMLDPMP2MP   TunnelType = 7
)

func (t TunnelType) String() string {
	names := [...]string{"none", "RSVP-TE P2MP", "mLDP P2MP", "PIM-SSM", "PIM-SM", "BIDIR-PIM", "ingress replication", "mLDP MP2MP"}
	if int(t) < len(names) {
		return names[t]
	}
	return "tunnel " + num(uint32(t))
}

// PMSITunnel is a tunnel for multicast. RFC 6514 §5.
type PMSITunnel struct {
	Flags  uint8 // 1: leaves are to say that they are there
	Tunnel TunnelType
	Label  Label  // or 24 bits of VNI, RFC 8365 §9
	ID     []byte // depends on Tunnel; see [PMSITunnel.Addrs]
}

// Type implements [Value].
func (v *PMSITunnel) Type() wire.BGPAttributeType { return wire.BGPPMSITunnel }

// Fields implements [coder.Coded].
func (v *PMSITunnel) Fields(c *coder.Coder) {
	v.Flags = uint8(c.Number("", uint64(v.Flags), 1))
	if v.Flags&1 != 0 {
		c.Word("leaf info")
	}
	v.Tunnel = TunnelType(c.Number("", uint64(v.Tunnel), 1))
	c.Word(v.Tunnel.String())
	v.Label.fields(c)
	if a := v.Addrs(); c.Printing() && a != nil {
		for _, x := range a {
			c.Word(x.String())
		}
		return
	}
	c.Hex("", &v.ID)
}

// Addrs returns the addresses that ID consists of: the sender and the group of a PIM tree,
// the endpoint of ingress replication.
func (v *PMSITunnel) Addrs() (out []netip.Addr) {
	n := len(v.ID)
	switch v.Tunnel {
	case TunnelPIMSSM, TunnelPIMSM, TunnelBIDIRPIM:
		n /= 2
	case TunnelReplication:
	default:
		return nil
	}
	if n != 4 && n != 16 {
		return nil
	}
	for b := v.ID; len(b) >= n; b = b[n:] {
		a, _ := netip.AddrFromSlice(b[:n])
		out = append(out, a)
	}
	return out
}

func (v *PMSITunnel) String() string { return trimmed(v) }

// TunnelEncap is tunnels by which the next hop can be reached. RFC 9012 §2.
type TunnelEncap struct{ Tunnels []Tunnel }

// A Tunnel is an element of a [TunnelEncap].
type Tunnel struct {
	Type    uint16 // 1 L2TPv3, 2 GRE, 7 IP in IP, 8 VXLAN, 9 NVGRE, 15 SR policy, ...
	SubTLVs []SubTLV
}

// A SubTLV is a property of a tunnel. Its length has 2 bytes if the type is 128 or more.
type SubTLV struct {
	Type  uint8 // 1 encapsulation, 2 protocol, 4 color, 6 egress endpoint, 7 DS, 8 UDP port, 9 label, 10 prefix-SID, ...
	Value []byte
}

var tunnelNames = [...]string{1: "L2TPv3", 2: "GRE", 3: "transmit endpoint", 4: "IPsec", 5: "IP with IPsec", 6: "MPLS with IPsec", 7: "IP in IP",
	8: "VXLAN", 9: "NVGRE", 10: "MPLS", 11: "MPLS in GRE", 12: "VXLAN GPE", 13: "MPLS in UDP", 14: "IPv6", 15: "SR policy", 16: "bare", 17: "SR",
	18: "Cisco", 19: "Geneve"}

// Type implements [Value].
func (v *TunnelEncap) Type() wire.BGPAttributeType { return wire.BGPTunnelEncap }

// Fields implements [coder.Coded].
func (v *TunnelEncap) Fields(c *coder.Coder) {
	coder.List(c, &v.Tunnels, func(t *Tunnel) {
		t.Type = uint16(c.Number("", uint64(t.Type), 2))
		if c.Printing() {
			if t.Type > 0 && int(t.Type) < len(tunnelNames) {
				c.Word(tunnelNames[t.Type])
			} else {
				c.Word("tunnel " + num(uint32(t.Type)))
			}
		}
		if c.Reading() {
			c.Within(int(c.Number("", 0, 2)), t.fields)
			return
		}
		if c.Writing() {
			c.Number("", uint64(len(coder.AppendFunc(nil, t.fields))), 2)
		}
		t.fields(c)
	})
}

func (t *Tunnel) fields(c *coder.Coder) {
	coder.List(c, &t.SubTLVs, func(s *SubTLV) {
		s.Type = uint8(c.Number("", uint64(s.Type), 1))
		size := 1
		if s.Type >= 128 {
			size = 2
		}
		n := int(c.Number("", uint64(len(s.Value)), size))
		if c.Printing() {
			c.Word(s.text())
			return
		}
		c.Bytes("", &s.Value, n)
	})
}

func (s SubTLV) text() string {
	v := s.Value
	switch {
	case s.Type == 4 && len(v) == 8:
		return "color " + num(wire.Uint32(v, 4))
	case s.Type == 6 && len(v) == 10:
		return "endpoint " + netip.AddrFrom4([4]byte(v[6:])).String()
	case s.Type == 6 && len(v) == 22:
		return "endpoint " + netip.AddrFrom16([16]byte(v[6:])).String()
	case s.Type == 8 && len(v) == 2:
		return "UDP port " + num(uint32(wire.Uint16(v, 0)))
	case s.Type == 12 && len(v) == 6:
		return "preference " + num(wire.Uint32(v, 2))
	}
	return num(uint32(s.Type)) + " " + hex.EncodeToString(v)
}

func (v *TunnelEncap) String() string { return trimmed(v) }

// AIGP is the metric that the route has had so far. RFC 7311 §3.
type AIGP struct{ TLVs []AIGPTLV }

// An AIGPTLV is an element of an [AIGP]: type 1 is the metric, of 8 bytes.
type AIGPTLV struct {
	Type  uint8
	Value []byte
}

// Metric returns the metric of the first element that has one.
func (v *AIGP) Metric() (m uint64, ok bool) {
	for _, t := range v.TLVs {
		if t.Type == 1 && len(t.Value) == 8 {
			return wire.Uint64(t.Value, 0), true
		}
	}
	return 0, false
}

// Type implements [Value].
func (v *AIGP) Type() wire.BGPAttributeType { return wire.BGPAIGP }

// Fields implements [coder.Coded].
func (v *AIGP) Fields(c *coder.Coder) {
	coder.List(c, &v.TLVs, func(t *AIGPTLV) {
		t.Type = uint8(c.Number("", uint64(t.Type), 1))
		n := int(c.Number("", uint64(3+len(t.Value)), 2)) - 3
		if c.Printing() && t.Type == 1 && len(t.Value) == 8 {
			c.Number("metric", wire.Uint64(t.Value, 0), 8)
			return
		}
		c.Bytes(num(uint32(t.Type)), &t.Value, n)
	})
}

func (v *AIGP) String() string { return trimmed(v) }

// PEDistinguisher is labels that stand for edge routers. RFC 6514 §8.
type PEDistinguisher struct {
	Routers []LabeledRouter
}

// A LabeledRouter is an element of a [PEDistinguisher].
type LabeledRouter struct {
	Addr  netip.Addr
	Label Label
}

// Type implements [Value].
func (v *PEDistinguisher) Type() wire.BGPAttributeType { return wire.BGPPEDistinguisher }

// Fields implements [coder.Coded].
func (v *PEDistinguisher) Fields(c *coder.Coder) {
	six := c.Reading() && c.Left()%7 != 0 || len(v.Routers) > 0 && v.Routers[0].Addr.Is6()
	coder.List(c, &v.Routers, func(r *LabeledRouter) {
		c.Addr(&r.Addr, six)
		r.Label.fields(c)
	})
}

func (v *PEDistinguisher) String() string { return trimmed(v) }

// PrefixSID is segment identifiers of a prefix, of MPLS or of SRv6. RFC 8669 §3, RFC 9252
// §2.
type PrefixSID struct{ TLVs []SIDTLV }

// A SIDTLV is an element of a [PrefixSID]: 1 label index, 3 originator SRGB, 5 SRv6 layer
// 3 service, 6 SRv6 layer 2 service.
type SIDTLV struct {
	Type  uint8
	Value []byte
}

// Label returns the label index of a TLV of type 1. RFC 8669 §3.1.
func (t SIDTLV) Label() (index uint32, ok bool) {
	if t.Type != 1 || len(t.Value) != 7 {
		return 0, false
	}
	return wire.Uint32(t.Value, 3), true
}

// SIDs returns the SRv6 segment identifiers of a TLV of type 5 or 6.
func (t SIDTLV) SIDs() (out []SRv6SID) {
	var s service
	if (t.Type == 5 || t.Type == 6) && coder.Read(&s, t.Value) {
		for _, x := range s.list {
			var i SRv6SID
			if x.Type == 1 && coder.Read(&i, x.Value) {
				out = append(out, i)
			}
		}
	}
	return out
}

// service is a reserved byte and elements with a length of 2 bytes. RFC 9252 §2.
type service struct{ list []SIDTLV }

// Fields implements [coder.Coded].
func (s *service) Fields(c *coder.Coder) {
	c.Number("", 0, 1)
	sidTLVs(c, &s.list)
}

// SRv6SID is an SRv6 SID information sub-TLV. RFC 9252 §3.1.
type SRv6SID struct {
	Reserved  uint8
	SID       netip.Addr
	Flags     uint8
	Behavior  uint16 // what the endpoint does, RFC 8986 §10.2
	Reserved2 uint8
	SubTLVs   []SIDTLV // 1 is the structure: lengths of block, node, function, argument, transposition, its offset
}

// Fields implements [coder.Coded].
func (v *SRv6SID) Fields(c *coder.Coder) {
	v.Reserved = uint8(c.Number("", uint64(v.Reserved), 1))
	c.Word("SID")
	c.Addr(&v.SID, true)
	v.Flags = uint8(c.Number("", uint64(v.Flags), 1))
	c.U16("behavior", &v.Behavior)
	v.Reserved2 = uint8(c.Number("", uint64(v.Reserved2), 1))
	sidTLVs(c, &v.SubTLVs)
}

func (v *SRv6SID) String() string { return trimmed(v) }

func sidTLVs(c *coder.Coder, list *[]SIDTLV) {
	coder.List(c, list, func(t *SIDTLV) {
		t.Type = uint8(c.Number("", uint64(t.Type), 1))
		n := int(c.Number("", uint64(len(t.Value)), 2))
		if c.Printing() {
			c.Word(t.text())
			return
		}
		c.Bytes("", &t.Value, n)
	})
}

func (t SIDTLV) text() string {
	if x, ok := t.Label(); ok {
		return "label index " + num(x)
	}
	s := ""
	for _, i := range t.SIDs() {
		if s != "" {
			s += " "
		}
		s += i.String()
	}
	if s != "" {
		return "SRv6 " + s
	}
	return num(uint32(t.Type)) + " " + hex.EncodeToString(t.Value)
}

// Type implements [Value].
func (v *PrefixSID) Type() wire.BGPAttributeType { return wire.BGPPrefixSID }

// Fields implements [coder.Coded].
func (v *PrefixSID) Fields(c *coder.Coder) { sidTLVs(c, &v.TLVs) }

func (v *PrefixSID) String() string { return trimmed(v) }

// BFDDiscriminator is a session that says whether a multicast tunnel works. RFC 9026
// §3.1.6.
type BFDDiscriminator struct {
	Mode          uint8
	Discriminator uint32
	TLVs          []byte
}

// Type implements [Value].
func (v *BFDDiscriminator) Type() wire.BGPAttributeType { return wire.BGPBFDDiscriminator }

// Fields implements [coder.Coded].
func (v *BFDDiscriminator) Fields(c *coder.Coder) {
	c.U8("mode", &v.Mode)
	c.U32("discriminator", &v.Discriminator)
	c.Hex("", &v.TLVs)
}

func (v *BFDDiscriminator) String() string { return trimmed(v) }

// SecurePath is a path with signatures. RFC 8205 §3.
type SecurePath struct {
	Segments []SecureSegment
	Blocks   []SignatureBlock // 1 or 2, by algorithm
}

// A SecureSegment is an AS of a [SecurePath]. RFC 8205 §3.1.
type SecureSegment struct {
	PCount uint8 // how many times the AS counts
	Flags  uint8 // 0x80: of a confederation
	AS     uint32
}

// A SignatureBlock has a signature for each segment. RFC 8205 §3.2.
type SignatureBlock struct {
	Algorithm  uint8
	Signatures []Signature
}

// A Signature is one AS's. RFC 8205 §3.2.
type Signature struct {
	Key   [20]byte // subject key identifier
	Value []byte
}

// Type implements [Value].
func (v *SecurePath) Type() wire.BGPAttributeType { return wire.BGPsecPath }

// Fields implements [coder.Coded].
func (v *SecurePath) Fields(c *coder.Coder) {
	n := int(c.Number("", uint64(2+6*len(v.Segments)), 2))
	if c.Reading() {
		c.Within(n-2, v.segments)
	} else {
		v.segments(c)
	}
	coder.List(c, &v.Blocks, func(b *SignatureBlock) {
		if c.Reading() {
			c.Within(int(c.Number("", 0, 2))-2, b.fields)
			return
		}
		if c.Writing() {
			c.Number("", uint64(2+len(coder.AppendFunc(nil, b.fields))), 2)
		}
		b.fields(c)
	})
}

func (v *SecurePath) segments(c *coder.Coder) {
	coder.List(c, &v.Segments, func(s *SecureSegment) {
		s.PCount = uint8(c.Number("", uint64(s.PCount), 1))
		s.Flags = uint8(c.Number("", uint64(s.Flags), 1))
		c.U32("AS", &s.AS)
		if s.PCount != 1 {
			c.Word("x " + num(uint32(s.PCount)))
		}
	})
}

func (b *SignatureBlock) fields(c *coder.Coder) {
	c.U8("algorithm", &b.Algorithm)
	coder.List(c, &b.Signatures, func(s *Signature) {
		fixed(c, s.Key[:])
		n := int(c.Number("", uint64(len(s.Value)), 2))
		if c.Printing() {
			c.Word("key " + hex.EncodeToString(s.Key[:]))
			return
		}
		c.Bytes("", &s.Value, n)
	})
}

func (v *SecurePath) String() string { return trimmed(v) }

// DPath is the domains that a route of an Ethernet VPN came through.
// draft-ietf-bess-evpn-ipvpn-interworking §4.
type DPath struct{ Segments []DPathSegment }

// A DPathSegment is domains and the kind of route there, by its SAFI.
type DPathSegment struct{ Domains []Domain }

// A Domain is an element of a [DPathSegment].
type Domain struct {
	Global uint32
	Local  uint16
	SAFI   wire.BGPSAFI
}

// Type implements [Value].
func (v *DPath) Type() wire.BGPAttributeType { return wire.BGPDPath }

// Fields implements [coder.Coded].
func (v *DPath) Fields(c *coder.Coder) {
	coder.List(c, &v.Segments, func(s *DPathSegment) {
		n := int(c.Number("", uint64(len(s.Domains)), 1))
		counted(c, &s.Domains, n, func(d *Domain) {
			d.Global = uint32(c.Number("", uint64(d.Global), 4))
			d.Local = uint16(c.Number("", uint64(d.Local), 2))
			d.SAFI = wire.BGPSAFI(c.Number("", uint64(d.SAFI), 1))
			if c.Printing() {
				c.Word(num(d.Global) + ":" + num(uint32(d.Local)) + " " + d.SAFI.String())
			}
		})
	})
}

func (v *DPath) String() string { return trimmed(v) }
