package rsvp

import (
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// A Route is a route that a path is to take, took, or must not take: its class is
// [wire.RSVPExplicitRoute], [wire.RSVPRecordRoute], [wire.RSVPExcludeRoute] or one of
// those of parts of a path. RFC 3209 §4.3, §4.4; RFC 4873 §4; RFC 4874 §2; RFC 4875 §4.5.
type Route struct {
	Class wire.RSVPClass // 0 is [wire.RSVPExplicitRoute]
	Form  uint8          // 0 is 1; of a part of a path to many, 2
	Hops  []RouteHop
}

// A RouteHop is a step of a route. Which of its fields count depends on Type.
type RouteHop struct {
	Loose bool // others may be between it and the one before; in a route that must not be taken: if possible
	Type  wire.RSVPHopType
	Addr  netip.Addr // of a prefix or a router
	Bits  uint8      // length of the prefix
	Flags uint8      // of a route that was taken: [wire.RSVPHopFlags]; of a label: 1 is of all interfaces, 0x80 upstream
	CType uint8      // of a label
	ID    uint32     // a label, an interface, an AS number or a shared risk group
	Data  []byte     // of other types, and longer labels
}

// Fields implements [coder.Coded].
func (v *Route) Fields(c *coder.Coder) {
	coder.List(c, &v.Hops, func(h *RouteHop) { h.fields(c) })
}

func (v *Route) String() string { return coder.Text("route", v) }
func (v *Route) form() (wire.RSVPClass, uint8) {
	return role{v.Class}.or(wire.RSVPExplicitRoute), max(v.Form, 1)
}

func (h *RouteHop) fields(c *coder.Coder) {
	switch {
	case c.Reading():
		x := uint8(c.Number("", 0, 1))
		h.Loose, h.Type = x&0x80 != 0, wire.RSVPHopType(x&0x7f)
		c.Within(int(c.Number("", 0, 1))-2, h.content)
	case c.Writing():
		x := uint64(h.Type & 0x7f)
		if h.Loose {
			x |= 0x80
		}
		body := coder.AppendFunc(nil, h.content)
		c.Number("", x, 1)
		c.Number("", uint64(2+len(body)), 1)
		c.Write(body...)
	default:
		if h.Loose {
			c.Word("loose")
		}
		c.Word(h.Type.String())
		h.content(c)
	}
}

// content handles what follows the length.
func (h *RouteHop) content(c *coder.Coder) {
	switch h.Type {
	case wire.RSVPHopIPv4, wire.RSVPHopIPv6:
		c.Addr(&h.Addr, h.Type == wire.RSVPHopIPv6)
		c.U8("/", &h.Bits)
		v := c.Number("", uint64(h.Flags), 1)
		h.Flags = uint8(v)
		if c.Printing() {
			c.Word(wire.RSVPHopFlags(h.Flags).String())
		}
	case wire.RSVPHopLabel:
		c.U8("flags", &h.Flags)
		c.U8("form", &h.CType)
		c.U32("label", &h.ID)
		c.Hex("", &h.Data)
	case wire.RSVPHopUnnumbered:
		h.Flags = uint8(c.Number("", uint64(h.Flags), 1))
		skip(c, 1)
		c.Addr(&h.Addr, false)
		c.U32("interface", &h.ID)
	case wire.RSVPHopAS:
		h.ID = uint32(c.Number("", uint64(h.ID), 2))
		if c.Printing() {
			c.Number("number", uint64(h.ID), 2)
		}
	case wire.RSVPHopSRLG:
		c.U32("group", &h.ID)
		skip(c, 1)
		h.Flags = uint8(c.Number("", uint64(h.Flags), 1))
	default:
		c.Hex("", &h.Data)
	}
}
