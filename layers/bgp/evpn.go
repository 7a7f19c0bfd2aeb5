package bgp

import (
	"encoding/hex"
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// EVPNType is the type of an EVPN route. IANA EVPN Route Types.
type EVPNType uint8

// The types of EVPN routes.
const (
	EVPNAutoDiscovery EVPNType = 1  // RFC 7432 §7.1
	EVPNMAC           EVPNType = 2  // RFC 7432 §7.2
	EVPNMulticast     EVPNType = 3  // RFC 7432 §7.3
	EVPNSegment       EVPNType = 4  // RFC 7432 §7.4
	EVPNPrefix        EVPNType = 5  // RFC 9136 §3
	EVPNSMET          EVPNType = 6  // RFC 9251 §9.1
	EVPNJoinSync      EVPNType = 7  // RFC 9251 §9.2
	EVPNLeaveSync     EVPNType = 8  // RFC 9251 §9.3
	EVPNPMSI          EVPNType = 9  // per-region I-PMSI, RFC 9572
	EVPNSPMSI         EVPNType = 10 // RFC 9572
	EVPNLeaf          EVPNType = 11 // RFC 9572
)

func (t EVPNType) String() string {
	names := [...]string{1: "auto-discovery", 2: "MAC/IP", 3: "multicast", 4: "segment", 5: "prefix", 6: "SMET", 7: "join sync", 8: "leave sync",
		9: "I-PMSI", 10: "S-PMSI", 11: "leaf"}
	if int(t) < len(names) && t > 0 {
		return names[t]
	}
	return "type " + num(uint32(t))
}

// An ESI names an Ethernet segment. RFC 7432 §5.
type ESI [10]byte

func (e ESI) String() string { return hex.EncodeToString(e[:]) }

// EVPN is a route of an Ethernet VPN. Which fields it has depends on Kind. RFC 7432 §7.
type EVPN struct {
	Path    PathID
	Kind    EVPNType
	RD      RD
	ESI     ESI        // types 1, 2, 4, 5
	Tag     uint32     // Ethernet tag; types 1, 2, 3, 5
	MACBits uint8      // 48; type 2
	MAC     wire.MAC   // type 2
	Bits    uint8      // of the prefix; type 5
	IP      netip.Addr // types 2 (may be missing), 3, 4, 5
	Gateway netip.Addr // type 5
	Labels  []Label    // types 1, 2, 5
	Rest    []byte     // the others
}

// Fields implements [coder.Coded].
func (v *EVPN) Fields(c *coder.Coder) {
	v.Path.fields(c)
	v.Kind = EVPNType(c.Number("", uint64(v.Kind), 1))
	c.Word(v.Kind.String())
	if c.Reading() {
		c.Within(int(c.Number("", 0, 1)), v.body)
		return
	}
	if c.Writing() {
		c.Number("", uint64(len(coder.AppendFunc(nil, v.body))), 1)
	}
	v.body(c)
}

func (v *EVPN) body(c *coder.Coder) {
	if v.Kind < EVPNAutoDiscovery || v.Kind > EVPNPrefix {
		c.Hex("", &v.Rest)
		return
	}
	v.RD.fields(c)
	if v.Kind != EVPNMulticast {
		fixed(c, v.ESI[:])
		c.Word("ESI " + v.ESI.String())
	}
	if v.Kind != EVPNSegment {
		c.U32("tag", &v.Tag)
	}
	switch v.Kind {
	case EVPNAutoDiscovery:
		v.labels(c)
	case EVPNMAC:
		c.U8("", &v.MACBits)
		if v.MACBits != 48 && c.Reading() {
			c.Fail()
			return
		}
		fixed(c, v.MAC[:])
		c.Word(v.MAC.String())
		sized(c, &v.IP)
		v.labels(c)
	case EVPNMulticast, EVPNSegment:
		sized(c, &v.IP)
	case EVPNPrefix:
		c.U8("", &v.Bits)
		six := v.IP.Is6() || c.Reading() && c.Left() > 11
		c.Addr(&v.IP, six)
		c.Word("/" + num(uint32(v.Bits)) + " via")
		c.Addr(&v.Gateway, six)
		v.labels(c)
	}
}

func (v *EVPN) labels(c *coder.Coder) {
	coder.List(c, &v.Labels, func(l *Label) { l.fields(c) })
}

// sized handles an address that its length in bits is before.
func sized(c *coder.Coder, a *netip.Addr) {
	switch n := c.Number("", uint64(a.BitLen()), 1); {
	case !c.Reading() && a.BitLen() == 0 || n == 0:
		*a = netip.Addr{}
	case !c.Reading() || n == 32 || n == 128:
		c.Addr(a, a.Is6() || c.Reading() && n == 128)
	default:
		c.Fail()
	}
}

func (v *EVPN) String() string { return trimmed(v) }

// MVPNType is the type of a route of a multicast VPN. RFC 6514 §4.
type MVPNType uint8

// The types of multicast VPN routes.
const (
	MVPNIntraAS    MVPNType = 1 // I-PMSI A-D of an AS
	MVPNInterAS    MVPNType = 2 // I-PMSI A-D between ASes
	MVPNSPMSI      MVPNType = 3 // S-PMSI A-D
	MVPNLeaf       MVPNType = 4
	MVPNSource     MVPNType = 5 // active source
	MVPNSharedJoin MVPNType = 6 // shared tree join
	MVPNSourceJoin MVPNType = 7 // source tree join
)

func (t MVPNType) String() string {
	names := [...]string{1: "intra-AS I-PMSI", 2: "inter-AS I-PMSI", 3: "S-PMSI", 4: "leaf", 5: "source active", 6: "shared tree join",
		7: "source tree join"}
	if int(t) < len(names) && t > 0 {
		return names[t]
	}
	return "type " + num(uint32(t))
}

// MVPN is a route of a multicast VPN. Which fields it has depends on Kind. RFC 6514 §4.
type MVPN struct {
	Path       PathID
	Kind       MVPNType
	RD         RD         // not of leaves
	SourceAS   uint32     // types 2, 6, 7
	Source     netip.Addr // types 3, 5, 6, 7; missing is any
	Group      netip.Addr // types 3, 5, 6, 7; missing is any
	Originator netip.Addr // types 1, 3, 4
	Key        []byte     // of a leaf: the route it answers; of unknown types all
}

// Fields implements [coder.Coded].
func (v *MVPN) Fields(c *coder.Coder) {
	v.Path.fields(c)
	v.Kind = MVPNType(c.Number("", uint64(v.Kind), 1))
	c.Word(v.Kind.String())
	if c.Reading() {
		c.Within(int(c.Number("", 0, 1)), v.body)
		return
	}
	if c.Writing() {
		c.Number("", uint64(len(coder.AppendFunc(nil, v.body))), 1)
	}
	v.body(c)
}

func (v *MVPN) body(c *coder.Coder) {
	switch v.Kind {
	case MVPNIntraAS:
		v.RD.fields(c)
		rest(c, &v.Originator)
	case MVPNInterAS:
		v.RD.fields(c)
		c.U32("AS", &v.SourceAS)
	case MVPNSPMSI, MVPNSource:
		v.RD.fields(c)
		v.tree(c)
		if v.Kind == MVPNSPMSI {
			rest(c, &v.Originator)
		}
	case MVPNSharedJoin, MVPNSourceJoin:
		v.RD.fields(c)
		c.U32("AS", &v.SourceAS)
		v.tree(c)
	case MVPNLeaf:
		v.leaf(c)
	default:
		c.Hex("", &v.Key)
	}
}

func (v *MVPN) tree(c *coder.Coder) {
	c.Word("source")
	sized(c, &v.Source)
	c.Word("group")
	sized(c, &v.Group)
}

// leaf handles a route key, which begins with its type and length, and an address.
func (v *MVPN) leaf(c *coder.Coder) {
	if !c.Reading() {
		c.Hex("key", &v.Key)
		c.Addr(&v.Originator, v.Originator.Is6())
		return
	}
	in := c.Take(c.Left())
	if len(in) < 2 {
		c.Fail()
		return
	}
	// The key says its own length, which tells what kind of address is behind it.
	k := 2 + int(in[1])
	if k != len(in)-4 && k != len(in)-16 {
		c.Fail()
		return
	}
	v.Key = in[:k]
	v.Originator, _ = netip.AddrFromSlice(in[k:])
}

// rest handles an address that is all that is left.
func rest(c *coder.Coder, a *netip.Addr) { c.Addr(a, a.Is6() || c.Reading() && c.Left() == 16) }

func (v *MVPN) String() string { return trimmed(v) }
