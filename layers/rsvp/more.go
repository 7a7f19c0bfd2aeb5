package rsvp

import (
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// A Hello says that the sender lives. RFC 3209 §5.2.
type Hello struct {
	Ack      bool   // an answer, not a request
	Src, Dst uint32 // instances, which change when a node starts anew; 0 is not known
}

// Fields implements [coder.Coded].
func (v *Hello) Fields(c *coder.Coder) {
	if v.Ack {
		c.Word("ack")
	}
	c.U32("source", &v.Src)
	c.U32("destination", &v.Dst)
}

func (v *Hello) String() string { return coder.Text("hello", v) }
func (v *Hello) form() (wire.RSVPClass, uint8) {
	if v.Ack {
		return wire.RSVPHelloObject, 2
	}
	return wire.RSVPHelloObject, 1
}

// A MessageID numbers the message. RFC 2961 §4.1.
type MessageID struct {
	Flags uint8  // 1: an acknowledgement is wanted
	Epoch uint32 // 24 bits
	ID    uint32
}

// Fields implements [coder.Coded].
func (v *MessageID) Fields(c *coder.Coder) {
	v.Flags = uint8(c.Number("flags", uint64(v.Flags), 1))
	u24(c, "epoch", &v.Epoch)
	c.U32("ID", &v.ID)
}

func (v *MessageID) String() string                { return coder.Text("message", v) }
func (v *MessageID) form() (wire.RSVPClass, uint8) { return wire.RSVPMessageID, 1 }

// A MessageIDAck says that a message arrived, or that it is not known. RFC 2961 §4.2.
type MessageIDAck struct {
	Nack  bool
	Flags uint8
	Epoch uint32 // 24 bits
	ID    uint32
}

// Fields implements [coder.Coded].
func (v *MessageIDAck) Fields(c *coder.Coder) {
	v.Flags = uint8(c.Number("", uint64(v.Flags), 1))
	u24(c, "epoch", &v.Epoch)
	c.U32("ID", &v.ID)
}

func (v *MessageIDAck) String() string { return coder.Text("ack", v) }
func (v *MessageIDAck) form() (wire.RSVPClass, uint8) {
	if v.Nack {
		return wire.RSVPMessageIDAck, 2
	}
	return wire.RSVPMessageIDAck, 1
}

// A MessageIDList refreshes the state of messages. RFC 2961 §5.1.
type MessageIDList struct {
	Flags uint8
	Epoch uint32 // 24 bits
	IDs   []uint32
}

// Fields implements [coder.Coded].
func (v *MessageIDList) Fields(c *coder.Coder) {
	v.Flags = uint8(c.Number("", uint64(v.Flags), 1))
	u24(c, "epoch", &v.Epoch)
	coder.List(c, &v.IDs, func(x *uint32) { c.U32("ID", x) })
}

func (v *MessageIDList) String() string                { return coder.Text("messages", v) }
func (v *MessageIDList) form() (wire.RSVPClass, uint8) { return wire.RSVPMessageIDList, 1 }

// A Detour is the ways around what may fail. RFC 4090 §4.2.
type Detour struct {
	Pairs []DetourPair // of one family
	six   bool
}

// A DetourPair is a way around a node.
type DetourPair struct {
	PLR   netip.Addr // the point of local repair
	Avoid netip.Addr // the node that is avoided
}

// Fields implements [coder.Coded].
func (v *Detour) Fields(c *coder.Coder) {
	_, form := v.form()
	coder.List(c, &v.Pairs, func(p *DetourPair) {
		c.Addr(&p.PLR, form == 8)
		c.Word("avoids")
		c.Addr(&p.Avoid, form == 8)
	})
}

func (v *Detour) String() string { return coder.Text("detour", v) }
func (v *Detour) form() (wire.RSVPClass, uint8) {
	if v.six || len(v.Pairs) > 0 && v.Pairs[0].PLR.Is6() {
		return wire.RSVPDetour, 8
	}
	return wire.RSVPDetour, 7
}

// A ClassType is the class of traffic of a path. RFC 4124 §6.2.
type ClassType struct{ CT uint32 }

// Fields implements [coder.Coded].
func (v *ClassType) Fields(c *coder.Coder) { c.U32("CT", &v.CT) }

func (v *ClassType) String() string                { return coder.Text("class", v) }
func (v *ClassType) form() (wire.RSVPClass, uint8) { return wire.RSVPClassType, 1 }

// A Restart says how a node starts anew. RFC 3473 §9.1.
type Restart struct {
	Restart  uint32 // how long the sender needs, in milliseconds
	Recovery uint32 // how long it keeps state, in milliseconds
}

// Fields implements [coder.Coded].
func (v *Restart) Fields(c *coder.Coder) {
	c.U32("restart", &v.Restart)
	c.U32("recovery", &v.Recovery)
}

func (v *Restart) String() string                { return coder.Text("restart", v) }
func (v *Restart) form() (wire.RSVPClass, uint8) { return wire.RSVPRestart, 1 }

// A Capability is what the sender can do. RFC 5063 §4.2.
type Capability struct{ Flags wire.RSVPCapabilityFlags }

// Fields implements [coder.Coded].
func (v *Capability) Fields(c *coder.Coder) { enum(c, &v.Flags, 4, wire.RSVPCapabilityFlags.String) }

func (v *Capability) String() string                { return coder.Text("capability", v) }
func (v *Capability) form() (wire.RSVPClass, uint8) { return wire.RSVPCapability, 1 }

// AdminStatus is what is done with a path. RFC 3473 §7.1.
type AdminStatus struct{ Flags wire.RSVPAdminFlags }

// Fields implements [coder.Coded].
func (v *AdminStatus) Fields(c *coder.Coder) { enum(c, &v.Flags, 4, wire.RSVPAdminFlags.String) }

func (v *AdminStatus) String() string                { return coder.Text("status", v) }
func (v *AdminStatus) form() (wire.RSVPClass, uint8) { return wire.RSVPAdminStatus, 1 }

// Attributes are attributes of a path: its class is [wire.RSVPAttributes] or
// [wire.RSVPRequiredAttributes]. RFC 5420 §4.
type Attributes struct {
	Class wire.RSVPClass // 0 is [wire.RSVPAttributes]
	TLVs  wire.RSVPAttributeTLVs
}

// Fields implements [coder.Coded].
func (v *Attributes) Fields(c *coder.Coder) {
	if c.Printing() {
		c.Word(v.TLVs.String())
		return
	}
	c.Hex("", (*[]byte)(&v.TLVs))
}

func (v *Attributes) String() string { return coder.Text("attributes", v) }
func (v *Attributes) form() (wire.RSVPClass, uint8) {
	return role{v.Class}.or(wire.RSVPAttributes), 1
}

// FastReroute asks for protection of a path. RFC 4090 §4.1.
type FastReroute struct {
	Setup, Hold uint8 // priorities, 0 is the highest
	HopLimit    uint8
	Flags       uint8   // 1: by a backup of its own; 2: by one of many
	Bandwidth   float32 // in bytes a second
	IncludeAny  uint32  // groups of links
	ExcludeAny  uint32
	IncludeAll  uint32
	Old         bool // the form without IncludeAll
}

// Fields implements [coder.Coded].
func (v *FastReroute) Fields(c *coder.Coder) {
	c.U8("setup", &v.Setup)
	c.U8("hold", &v.Hold)
	c.U8("hops", &v.HopLimit)
	c.U8("flags", &v.Flags)
	float(c, "bandwidth", &v.Bandwidth)
	c.U32("include-any", &v.IncludeAny)
	c.U32("exclude-any", &v.ExcludeAny)
	if !v.Old {
		c.U32("include-all", &v.IncludeAll)
	}
}

func (v *FastReroute) String() string { return coder.Text("fast reroute", v) }
func (v *FastReroute) form() (wire.RSVPClass, uint8) {
	if v.Old {
		return wire.RSVPFastReroute, 7
	}
	return wire.RSVPFastReroute, 1
}

// A SessionAttribute is how a path is to be. RFC 3209 §4.7.
type SessionAttribute struct {
	Affinities *[3]uint32 // of links: exclude any, include any, include all; or none
	Setup      uint8      // priority of taking resources, 0 is the highest
	Hold       uint8      // priority of keeping them
	Flags      wire.RSVPSessionFlags
	Name       []byte
	pad        []byte
}

// Fields implements [coder.Coded].
func (v *SessionAttribute) Fields(c *coder.Coder) {
	if v.Affinities != nil {
		c.U32("exclude-any", &v.Affinities[0])
		c.U32("include-any", &v.Affinities[1])
		c.U32("include-all", &v.Affinities[2])
	}
	c.U8("setup", &v.Setup)
	c.U8("hold", &v.Hold)
	enum(c, &v.Flags, 1, wire.RSVPSessionFlags.String)
	n := int(c.Number("", uint64(len(v.Name)), 1))
	if c.Printing() {
		c.Quote(v.Name)
		return
	}
	c.Bytes("", &v.Name, n)
	c.Hex("", &v.pad)
}

func (v *SessionAttribute) String() string { return coder.Text("attribute", v) }
func (v *SessionAttribute) form() (wire.RSVPClass, uint8) {
	if v.Affinities != nil {
		return wire.RSVPSessionAttribute, 1
	}
	return wire.RSVPSessionAttribute, 7
}

// A Challenge asks for the sequence numbers of a node, or answers. RFC 2747 §4.3.
type Challenge struct{ Cookie uint64 }

// Fields implements [coder.Coded].
func (v *Challenge) Fields(c *coder.Coder) {
	skip(c, 2)
	v.Cookie = c.Number("cookie", v.Cookie, 6)
}

func (v *Challenge) String() string                { return coder.Text("challenge", v) }
func (v *Challenge) form() (wire.RSVPClass, uint8) { return wire.RSVPChallenge, 1 }
