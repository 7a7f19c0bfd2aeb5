package bgp

import (
	"bytes"
	"encoding/hex"
	"strconv"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// A CapabilityValue is a capability with its value: one of *[Multiprotocol], *[Plain],
// *[ExtendedNextHop], *[Role], *[GracefulRestart], *[AS4], *[AddPath], *[LLGR], *[FQDN],
// *[ORFCapability], *[Labels], or *[OpaqueCapability].
type CapabilityValue interface {
	coder.Coded
	Capability() wire.BGPCapability
	AppendWire(b []byte) []byte
	String() string
}

// CapabilityOf returns the value of a capability.
func CapabilityOf(c wire.BGPCapability, b []byte) CapabilityValue {
	if v := emptyCapability(c); v != nil && coder.Read(v, b) && bytes.Equal(coder.Append(nil, v), b) {
		return v
	}
	return &OpaqueCapability{c, b}
}

func emptyCapability(c wire.BGPCapability) CapabilityValue {
	switch c {
	case wire.BGPCapMultiprotocol:
		return new(Multiprotocol)
	case wire.BGPCapRouteRefresh, wire.BGPCapExtendedMessage, wire.BGPCapEnhancedRefresh, wire.BGPCapPrestandardRefresh, wire.BGPCapBFDStrict:
		return &Plain{c}
	case wire.BGPCapORF, wire.BGPCapPrestandardORF:
		return &ORFCapability{Code: c}
	case wire.BGPCapExtendedNextHop:
		return new(ExtendedNextHop)
	case wire.BGPCapBGPsec:
		return new(SecureCapability)
	case wire.BGPCapMultipleLabels:
		return new(Labels)
	case wire.BGPCapRole:
		return new(Role)
	case wire.BGPCapGracefulRestart:
		return new(GracefulRestart)
	case wire.BGPCapAS4:
		return new(AS4)
	case wire.BGPCapAddPath:
		return new(AddPath)
	case wire.BGPCapLLGR:
		return new(LLGR)
	case wire.BGPCapFQDN:
		return new(FQDN)
	case wire.BGPCapSoftwareVersion:
		return new(SoftwareVersion)
	case wire.BGPCapPathsLimit:
		return new(PathsLimit)
	}
	return nil
}

// OpaqueCapability is a capability that is not understood.
type OpaqueCapability struct {
	Code wire.BGPCapability
	Data []byte
}

// Plain is a capability without a value: route refresh, extended message, ...
type Plain struct{ Code wire.BGPCapability }

// Multiprotocol offers a family of routes. RFC 4760 §8.
type Multiprotocol struct {
	Family   Family
	Reserved uint8
}

// ExtendedNextHop offers next hops of another family than the routes'. RFC 8950 §4.
type ExtendedNextHop struct{ Families []NextHopFamily }

// A NextHopFamily is an element of an [ExtendedNextHop].
type NextHopFamily struct {
	AFI, SAFI uint16
	NextHop   wire.BGPAFI
}

// SecureCapability offers signed paths. RFC 8205 §2.1.
type SecureCapability struct {
	Flags uint8 // 4 bits of version, 0x08: sends
	AFI   wire.BGPAFI
}

// Labels offers several labels. RFC 8277 §2.1.
type Labels struct{ Families []FamilyNumber }

// A FamilyNumber is a family and a number of 8 bits.
type FamilyNumber struct {
	Family
	Number uint8
}

// Role is what the speaker is to its peer: 0 provider, 1 route server, 2 its client, 3
// customer, 4 peer. RFC 9234 §4.1.
type Role struct{ Role uint8 }

// GracefulRestart offers to keep routes while the other speaker restarts. RFC 4724 §3.
type GracefulRestart struct {
	Flags    uint8  // 8 restarted, 4 also for notifications, RFC 8538
	Time     uint16 // 12 bits: seconds until it is back
	Families []FamilyNumber
}

// AS4 is the speaker's AS number. RFC 6793 §3.
type AS4 struct{ AS uint32 }

// Direction says whether path identifiers are received, sent or both. RFC 7911 §4.
type Direction uint8

// The directions.
const (
	Receive Direction = 1
	Send    Direction = 2
)

func (d Direction) String() string {
	if d >= 1 && d <= 3 {
		return [...]string{1: "receive", 2: "send", 3: "both"}[d]
	}
	return num(uint32(d))
}

// AddPath offers path identifiers. RFC 7911 §4.
type AddPath struct{ Families []FamilyPaths }

// FamilyPaths is an element of an [AddPath].
type FamilyPaths struct {
	Family
	Direction Direction
}

// LLGR offers to keep routes for long. RFC 9494 §3.1.
type LLGR struct{ Families []FamilyTime }

// FamilyTime is an element of an [LLGR].
type FamilyTime struct {
	Family
	Flags uint8
	Time  uint32 // 24 bits, in seconds
}

// FQDN is the speaker's name. draft-walton-bgp-hostname-capability.
type FQDN struct{ Host, Domain []byte }

// SoftwareVersion is the speaker's program. draft-abraitis-bgp-version-capability.
type SoftwareVersion struct{ Version []byte }

// PathsLimit is how many paths are wanted. draft-abraitis-idr-addpath-paths-limit.
type PathsLimit struct{ Families []FamilyLimit }

// FamilyLimit is an element of a [PathsLimit].
type FamilyLimit struct {
	Family
	Limit uint16
}

// ORFCapability offers filters. RFC 5291 §5.
type ORFCapability struct {
	Code     wire.BGPCapability
	Families []ORFFamily
}

// An ORFFamily is an element of an [ORFCapability].
type ORFFamily struct {
	Family
	Reserved uint8
	Types    []ORFType
}

// An ORFType is a type of filter, and what is done with it.
type ORFType struct {
	Type      uint8
	Direction Direction
}

// Capability implements [CapabilityValue].
func (v *OpaqueCapability) Capability() wire.BGPCapability { return v.Code }

// Capability implements [CapabilityValue].
func (v *Plain) Capability() wire.BGPCapability { return v.Code }

// Capability implements [CapabilityValue].
func (v *Multiprotocol) Capability() wire.BGPCapability { return wire.BGPCapMultiprotocol }

// Capability implements [CapabilityValue].
func (v *ExtendedNextHop) Capability() wire.BGPCapability { return wire.BGPCapExtendedNextHop }

// Capability implements [CapabilityValue].
func (v *SecureCapability) Capability() wire.BGPCapability { return wire.BGPCapBGPsec }

// Capability implements [CapabilityValue].
func (v *Labels) Capability() wire.BGPCapability { return wire.BGPCapMultipleLabels }

// Capability implements [CapabilityValue].
func (v *Role) Capability() wire.BGPCapability { return wire.BGPCapRole }

// Capability implements [CapabilityValue].
func (v *GracefulRestart) Capability() wire.BGPCapability { return wire.BGPCapGracefulRestart }

// Capability implements [CapabilityValue].
func (v *AS4) Capability() wire.BGPCapability { return wire.BGPCapAS4 }

// Capability implements [CapabilityValue].
func (v *AddPath) Capability() wire.BGPCapability { return wire.BGPCapAddPath }

// Capability implements [CapabilityValue].
func (v *LLGR) Capability() wire.BGPCapability { return wire.BGPCapLLGR }

// Capability implements [CapabilityValue].
func (v *FQDN) Capability() wire.BGPCapability { return wire.BGPCapFQDN }

// Capability implements [CapabilityValue].
func (v *SoftwareVersion) Capability() wire.BGPCapability { return wire.BGPCapSoftwareVersion }

// Capability implements [CapabilityValue].
func (v *PathsLimit) Capability() wire.BGPCapability { return wire.BGPCapPathsLimit }

// Capability implements [CapabilityValue].
func (v *ORFCapability) Capability() wire.BGPCapability { return v.Code }

// Fields implements [coder.Coded].
func (v *OpaqueCapability) Fields(c *coder.Coder) { c.Hex("", &v.Data) }

// Fields implements [coder.Coded].
func (v *Plain) Fields(*coder.Coder) {}

// Fields implements [coder.Coded].
func (v *Multiprotocol) Fields(c *coder.Coder) {
	v.Family.AFI = wire.BGPAFI(c.Number("", uint64(v.Family.AFI), 2))
	v.Reserved = uint8(c.Number("", uint64(v.Reserved), 1))
	v.Family.SAFI = wire.BGPSAFI(c.Number("", uint64(v.Family.SAFI), 1))
	c.Word(v.Family.String())
}

// Fields implements [coder.Coded].
func (v *ExtendedNextHop) Fields(c *coder.Coder) {
	coder.List(c, &v.Families, func(f *NextHopFamily) {
		f.AFI = uint16(c.Number("", uint64(f.AFI), 2))
		f.SAFI = uint16(c.Number("", uint64(f.SAFI), 2))
		f.NextHop = wire.BGPAFI(c.Number("", uint64(f.NextHop), 2))
		c.Word(Family{wire.BGPAFI(f.AFI), wire.BGPSAFI(f.SAFI)}.String() + " via " + f.NextHop.String())
	})
}

// Fields implements [coder.Coded].
func (v *SecureCapability) Fields(c *coder.Coder) {
	c.U8("flags", &v.Flags)
	v.AFI = wire.BGPAFI(c.Number("", uint64(v.AFI), 2))
	c.Word(v.AFI.String())
}

// Fields implements [coder.Coded].
func (v *Labels) Fields(c *coder.Coder) { familyNumbers(c, &v.Families, "labels") }

func familyNumbers(c *coder.Coder, list *[]FamilyNumber, name string) {
	coder.List(c, list, func(f *FamilyNumber) {
		f.Family.fields(c)
		c.U8(name, &f.Number)
	})
}

// Fields implements [coder.Coded].
func (v *Role) Fields(c *coder.Coder) {
	v.Role = uint8(c.Number("", uint64(v.Role), 1))
	if names := [...]string{"provider", "route server", "route server client", "customer", "peer"}; int(v.Role) < len(names) {
		c.Word(names[v.Role])
	} else {
		c.Word(num(uint32(v.Role)))
	}
}

// Fields implements [coder.Coded].
func (v *GracefulRestart) Fields(c *coder.Coder) {
	x := c.Number("", uint64(v.Flags)<<12|uint64(v.Time&0xfff), 2)
	v.Flags, v.Time = uint8(x>>12), uint16(x&0xfff)
	c.Word("flags " + num(uint32(v.Flags)) + " time " + num(uint32(v.Time)))
	familyNumbers(c, &v.Families, "flags")
}

// Fields implements [coder.Coded].
func (v *AS4) Fields(c *coder.Coder) { c.U32("AS", &v.AS) }

// Fields implements [coder.Coded].
func (v *AddPath) Fields(c *coder.Coder) {
	coder.List(c, &v.Families, func(f *FamilyPaths) {
		f.Family.fields(c)
		f.Direction = Direction(c.Number("", uint64(f.Direction), 1))
		c.Word(f.Direction.String())
	})
}

// Fields implements [coder.Coded].
func (v *LLGR) Fields(c *coder.Coder) {
	coder.List(c, &v.Families, func(f *FamilyTime) {
		f.Family.fields(c)
		c.U8("flags", &f.Flags)
		f.Time = uint32(c.Number("time", uint64(f.Time), 3))
	})
}

// Fields implements [coder.Coded].
func (v *FQDN) Fields(c *coder.Coder) {
	for _, s := range [...]*[]byte{&v.Host, &v.Domain} {
		text(c, s)
	}
}

// text handles a text with its length.
func text(c *coder.Coder, s *[]byte) {
	n := int(c.Number("", uint64(len(*s)), 1))
	if c.Printing() {
		c.Word(strconv.QuoteToASCII(string(*s)))
		return
	}
	c.Bytes("", s, n)
}

// Fields implements [coder.Coded].
func (v *SoftwareVersion) Fields(c *coder.Coder) { text(c, &v.Version) }

// Fields implements [coder.Coded].
func (v *PathsLimit) Fields(c *coder.Coder) {
	coder.List(c, &v.Families, func(f *FamilyLimit) {
		f.Family.fields(c)
		c.U16("limit", &f.Limit)
	})
}

// Fields implements [coder.Coded].
func (v *ORFCapability) Fields(c *coder.Coder) {
	coder.List(c, &v.Families, func(f *ORFFamily) {
		f.AFI = wire.BGPAFI(c.Number("", uint64(f.AFI), 2))
		f.Reserved = uint8(c.Number("", uint64(f.Reserved), 1))
		f.SAFI = wire.BGPSAFI(c.Number("", uint64(f.SAFI), 1))
		c.Word(f.Family.String())
		n := int(c.Number("", uint64(len(f.Types)), 1))
		counted(c, &f.Types, n, func(t *ORFType) {
			c.U8("type", &t.Type)
			t.Direction = Direction(c.Number("", uint64(t.Direction), 1))
			c.Word(t.Direction.String())
		})
	})
}

// AppendWire implements [CapabilityValue].
func (v *OpaqueCapability) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *OpaqueCapability) String() string             { return hex.EncodeToString(v.Data) }

// AppendWire implements [CapabilityValue].
func (v *Plain) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *Plain) String() string             { return trimmed(v) }

// AppendWire implements [CapabilityValue].
func (v *Multiprotocol) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *Multiprotocol) String() string             { return trimmed(v) }

// AppendWire implements [CapabilityValue].
func (v *ExtendedNextHop) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *ExtendedNextHop) String() string             { return trimmed(v) }

// AppendWire implements [CapabilityValue].
func (v *SecureCapability) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *SecureCapability) String() string             { return trimmed(v) }

// AppendWire implements [CapabilityValue].
func (v *Labels) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *Labels) String() string             { return trimmed(v) }

// AppendWire implements [CapabilityValue].
func (v *Role) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *Role) String() string             { return trimmed(v) }

// AppendWire implements [CapabilityValue].
func (v *GracefulRestart) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *GracefulRestart) String() string             { return trimmed(v) }

// AppendWire implements [CapabilityValue].
func (v *AS4) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *AS4) String() string             { return trimmed(v) }

// AppendWire implements [CapabilityValue].
func (v *AddPath) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *AddPath) String() string             { return trimmed(v) }

// AppendWire implements [CapabilityValue].
func (v *LLGR) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *LLGR) String() string             { return trimmed(v) }

// AppendWire implements [CapabilityValue].
func (v *FQDN) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *FQDN) String() string             { return trimmed(v) }

// AppendWire implements [CapabilityValue].
func (v *SoftwareVersion) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *SoftwareVersion) String() string             { return trimmed(v) }

// AppendWire implements [CapabilityValue].
func (v *PathsLimit) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *PathsLimit) String() string             { return trimmed(v) }

// AppendWire implements [CapabilityValue].
func (v *ORFCapability) AppendWire(b []byte) []byte { return coder.Append(b, v) }
func (v *ORFCapability) String() string             { return trimmed(v) }
