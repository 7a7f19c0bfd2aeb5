package rsvp

import (
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// Labels is a label, or several: its class is [wire.RSVPLabel],
// [wire.RSVPRecoveryLabel], [wire.RSVPUpstreamLabel] or [wire.RSVPSuggestedLabel].
// RFC 3209 §4.1, RFC 3473 §3.
type Labels struct {
	Class       wire.RSVPClass // 0 is [wire.RSVPLabel]
	Labels      []uint32
	Generalized bool // the form of GMPLS, of which one label may have many words
}

// Fields implements [coder.Coded].
func (v *Labels) Fields(c *coder.Coder) { labels(c, &v.Labels) }

func (v *Labels) String() string { return coder.Text("label", v) }
func (v *Labels) form() (wire.RSVPClass, uint8) {
	form := uint8(1)
	if v.Generalized {
		form = 2
	}
	return role{v.Class}.or(wire.RSVPLabel), form
}

// A Waveband is a label that is a range of wavelengths. RFC 3471 §3.3.
type Waveband struct {
	Class       wire.RSVPClass // 0 is [wire.RSVPLabel]
	ID          uint32
	Start, Stop uint32
}

// Fields implements [coder.Coded].
func (v *Waveband) Fields(c *coder.Coder) {
	c.U32("waveband", &v.ID)
	c.U32("from", &v.Start)
	c.U32("to", &v.Stop)
}

func (v *Waveband) String() string                { return coder.Text("label", v) }
func (v *Waveband) form() (wire.RSVPClass, uint8) { return role{v.Class}.or(wire.RSVPLabel), 3 }

// A LabelRequest asks for a label, of a range if it is for a network of ATM or Frame
// Relay. RFC 3209 §4.2.
type LabelRequest struct {
	L3PID wire.EtherType // of what will use the path
	Form  uint8          // 0 or 1: any label; 2: ATM; 3: Frame Relay
	Min   uint32         // ATM: merge capability, VPI and VCI; Frame Relay: length and DLCI
	Max   uint32
}

// Fields implements [coder.Coded].
func (v *LabelRequest) Fields(c *coder.Coder) {
	skip(c, 2)
	enum(c, &v.L3PID, 2, wire.EtherType.String)
	if v.Form > 1 {
		c.U32("min", &v.Min)
		c.U32("max", &v.Max)
	}
}

func (v *LabelRequest) String() string                { return coder.Text("label request", v) }
func (v *LabelRequest) form() (wire.RSVPClass, uint8) { return wire.RSVPLabelRequest, max(v.Form, 1) }

// A GeneralizedRequest asks for a label of any kind of network. RFC 3471 §3.1.
type GeneralizedRequest struct {
	Encoding  wire.GMPLSEncoding
	Switching wire.GMPLSSwitching
	GPID      uint16 // what the path will carry, RFC 3471 §3.1.1
}

// Fields implements [coder.Coded].
func (v *GeneralizedRequest) Fields(c *coder.Coder) {
	enum(c, &v.Encoding, 1, wire.GMPLSEncoding.String)
	enum(c, &v.Switching, 1, wire.GMPLSSwitching.String)
	c.U16("G-PID", &v.GPID)
}

func (v *GeneralizedRequest) String() string                { return coder.Text("label request", v) }
func (v *GeneralizedRequest) form() (wire.RSVPClass, uint8) { return wire.RSVPLabelRequest, 4 }

// A LabelSet is the labels that may be taken: its class is [wire.RSVPLabelSet] or
// [wire.RSVPAcceptableLabelSet]. RFC 3473 §2.6.
type LabelSet struct {
	Class  wire.RSVPClass // 0 is [wire.RSVPLabelSet]
	Action wire.RSVPLabelAction
	Type   uint16 // the form of labels, 14 bits
	Labels []uint32
}

// Fields implements [coder.Coded].
func (v *LabelSet) Fields(c *coder.Coder) {
	enum(c, &v.Action, 1, wire.RSVPLabelAction.String)
	skip(c, 1)
	c.U16("type", &v.Type)
	labels(c, &v.Labels)
}

func (v *LabelSet) String() string                { return coder.Text("label set", v) }
func (v *LabelSet) form() (wire.RSVPClass, uint8) { return role{v.Class}.or(wire.RSVPLabelSet), 1 }

// Protection is how a path is protected. RFC 3473 §7, RFC 4872 §14.
type Protection struct {
	Flags    uint8 // 0x80 secondary, 0x40 protecting, 0x20 notify, 0x10 operational
	LSPFlags wire.RSVPProtectionType
	Link     uint8  // how links must be protected
	Segment  []byte // of segment recovery, 4 bytes, or nothing in the older form
}

// Fields implements [coder.Coded].
func (v *Protection) Fields(c *coder.Coder) {
	c.U8("flags", &v.Flags)
	enum(c, &v.LSPFlags, 1, wire.RSVPProtectionType.String)
	skip(c, 1)
	c.U8("link", &v.Link)
	c.Hex("segment", &v.Segment)
}

func (v *Protection) String() string { return coder.Text("protection", v) }
func (v *Protection) form() (wire.RSVPClass, uint8) {
	if len(v.Segment) > 0 {
		return wire.RSVPProtection, 2
	}
	return wire.RSVPProtection, 1
}

// An Association ties paths together. RFC 4872 §16, RFC 6780 §3.
type Association struct {
	Type   wire.RSVPAssociationType
	ID     uint16
	Source netip.Addr
	Global []byte // of the extended form: a global source and an extended ID
}

// Fields implements [coder.Coded].
func (v *Association) Fields(c *coder.Coder) {
	enum(c, &v.Type, 2, wire.RSVPAssociationType.String)
	c.U16("ID", &v.ID)
	addr(c, &v.Source)
	c.Hex("global", &v.Global)
}

func (v *Association) String() string { return coder.Text("association", v) }
func (v *Association) form() (wire.RSVPClass, uint8) {
	if len(v.Global) > 0 {
		return wire.RSVPAssociation, 2 + ip(v.Source)
	}
	return wire.RSVPAssociation, ip(v.Source)
}
