package ike

import (
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// An Attribute is a number or bytes under a type. RFC 7296 §3.3.5, RFC 2408 §3.3.
type Attribute struct {
	Type  uint16 // 15 bits; of transforms of version 2, 14 is the key length in bits
	Short bool   // Value is two bytes without a length
	Value []byte
}

func (a *Attribute) fields(c *coder.Coder) {
	t := a.Type & 0x7fff
	if a.Short {
		t |= 0x8000
	}
	if c.Printing() {
		c.U16("attribute", &a.Type)
		c.Hex("", &a.Value)
		return
	}
	c.U16("", &t)
	a.Type, a.Short = t&0x7fff, t>>15 != 0
	size := uint16(2)
	if !a.Short {
		size = uint16(len(a.Value))
		c.U16("", &size)
	}
	c.Bytes("", &a.Value, int(size))
}

func attributes(c *coder.Coder, x *[]Attribute) {
	coder.List(c, x, func(a *Attribute) { a.fields(c) })
}

// A Transform is an algorithm of a proposal. RFC 7296 §3.3.2, RFC 2408 §3.6.
type Transform struct {
	Number     uint8  // version 1: of the transform in its proposal
	Kind       uint8  // version 2: 1 encryption, 2 pseudo-random function, 3 integrity, 4 key exchange, 5 sequence numbers
	ID         uint16 // the algorithm; 8 bits in version 1
	Attributes []Attribute
}

func (t *Transform) fields(c *coder.Coder, old bool, protocol uint8) {
	if c.Printing() {
		t.print(c, old, protocol)
		return
	}
	if old {
		id := uint8(t.ID)
		c.U8("transform", &t.Number)
		c.U8("ID", &id)
		t.ID = uint16(id)
		c.Zero(2)
	} else {
		c.U8("transform", &t.Kind)
		c.Zero(1)
		c.U16("ID", &t.ID)
	}
	attributes(c, &t.Attributes)
}

// A Proposal is a set of algorithms. RFC 7296 §3.3.1, RFC 2408 §3.5.
type Proposal struct {
	Number     uint8
	Protocol   uint8 // 1 IKE, 2 AH, 3 ESP
	SPI        []byte
	Transforms []Transform
}

func (p *Proposal) fields(c *coder.Coder, old bool) {
	c.U8("proposal", &p.Number)
	if c.Printing() {
		c.Word(protocolName(p.Protocol))
	} else {
		c.U8("", &p.Protocol)
	}
	size, n := uint8(len(p.SPI)), uint8(len(p.Transforms))
	c.U8("", &size)
	c.U8("", &n)
	c.Bytes("SPI", &p.SPI, int(size))
	chained(c, 3, &p.Transforms, func(c *coder.Coder, t *Transform) { t.fields(c, old, p.Protocol) })
	if c.Reading() && int(n) != len(p.Transforms) {
		c.Fail()
	}
}

// chained handles a list to the end of which each element says, in a header of four
// bytes, whether another follows, and how long it is.
func chained[T any](c *coder.Coder, more uint8, x *[]T, do func(*coder.Coder, *T)) {
	if c.Reading() {
		*x = nil
		for c.Left() > 0 && !c.Failed() {
			var next uint8
			var size uint16
			c.U8("", &next)
			c.Zero(1)
			c.U16("", &size)
			var v T
			c.Within(int(size)-4, func(c *coder.Coder) { do(c, &v) })
			if next != 0 && next != more || (next == more) != (c.Left() > 0) {
				c.Fail()
			}
			*x = append(*x, v)
		}
		return
	}
	for i := range *x {
		if c.Printing() {
			do(c, &(*x)[i])
			continue
		}
		next := more
		if i == len(*x)-1 {
			next = 0
		}
		b := coder.AppendFunc(nil, func(c *coder.Coder) { do(c, &(*x)[i]) })
		c.Write(next, 0, byte((len(b)+4)>>8), byte(len(b)+4))
		c.Write(b...)
	}
}

// SA is the security associations that are proposed, or the one that is chosen, in
// version 2. RFC 7296 §3.3.
type SA struct{ Proposals []Proposal }

// Type implements [Payload].
func (x *SA) Type() wire.IKEPayloadType { return wire.IKESA }

// String implements [Payload].
func (x *SA) String() string { return coder.Text("SA", x) }

// Fields implements [coder.Coded].
func (x *SA) Fields(c *coder.Coder) {
	chained(c, 2, &x.Proposals, func(c *coder.Coder, p *Proposal) { p.fields(c, false) })
}

// SAV1 is the security associations that are proposed, or the one that is chosen, in
// version 1. RFC 2408 §3.4, RFC 2407 §4.6.1.
type SAV1 struct {
	DOI       uint32 // domain of interpretation: 1 is IPsec
	Situation uint32 // 1: only the identity counts
	Proposals []Proposal
}

// Type implements [Payload].
func (x *SAV1) Type() wire.IKEPayloadType { return wire.IKESAV1 }

// String implements [Payload].
func (x *SAV1) String() string { return coder.Text("SA", x) }

// Fields implements [coder.Coded].
func (x *SAV1) Fields(c *coder.Coder) {
	c.U32("DOI", &x.DOI)
	c.U32("situation", &x.Situation)
	chained(c, 2, &x.Proposals, func(c *coder.Coder, p *Proposal) { p.fields(c, true) })
}

// A Selector is a range of addresses, ports and a protocol. RFC 7296 §3.13.1.
type Selector struct {
	Protocol           uint8 // or 0 for any
	StartPort, EndPort uint16
	Start, End         netip.Addr // both IPv4 or both IPv6
}

const (
	selector4 = 7
	selector6 = 8
)

// TS says what traffic an association is for. RFC 7296 §3.13.
type TS struct {
	Responder bool
	Selectors []Selector
}

// Type implements [Payload].
func (x *TS) Type() wire.IKEPayloadType {
	if x.Responder {
		return wire.IKETSr
	}
	return wire.IKETSi
}

// String implements [Payload].
func (x *TS) String() string { return coder.Text(x.Type().String(), x) }

// Fields implements [coder.Coded].
func (x *TS) Fields(c *coder.Coder) {
	n := uint8(len(x.Selectors))
	c.U8("", &n)
	c.Zero(3)
	coder.List(c, &x.Selectors, func(s *Selector) { s.fields(c) })
	if c.Reading() && int(n) != len(x.Selectors) {
		c.Fail()
	}
}

func (s *Selector) fields(c *coder.Coder) {
	kind, size := uint8(selector4), uint16(16)
	if s.Start.Is6() {
		kind, size = selector6, 40
	}
	c.U8("", &kind)
	c.U8("protocol", &s.Protocol)
	c.U16("", &size)
	if c.Reading() && (kind != selector4 && kind != selector6 || (kind == selector6) != (size == 40) || (kind == selector4) != (size == 16)) {
		c.Fail()
		return
	}
	c.U16("ports", &s.StartPort)
	c.U16("to", &s.EndPort)
	c.Addr(&s.Start, kind == selector6)
	c.Word("to")
	c.Addr(&s.End, kind == selector6)
}

// CP gives or asks for configuration, in version 2. RFC 7296 §3.15.
type CP struct {
	Kind       uint8 // 1 request, 2 reply, 3 set, 4 acknowledgement
	Attributes []Attribute
}

// Type implements [Payload].
func (x *CP) Type() wire.IKEPayloadType { return wire.IKECP }

// String implements [Payload].
func (x *CP) String() string { return coder.Text("CP", x) }

// Fields implements [coder.Coded].
func (x *CP) Fields(c *coder.Coder) {
	c.U8("type", &x.Kind)
	c.Zero(3)
	attributes(c, &x.Attributes)
}

// ConfigV1 gives or asks for configuration, in version 1.
// draft-dukes-ike-mode-cfg §3.2.
type ConfigV1 struct {
	Kind       uint8 // as of CP
	ID         uint16
	Attributes []Attribute
}

// Type implements [Payload].
func (x *ConfigV1) Type() wire.IKEPayloadType { return wire.IKEConfigV1 }

// String implements [Payload].
func (x *ConfigV1) String() string { return coder.Text("attributes", x) }

// Fields implements [coder.Coded].
func (x *ConfigV1) Fields(c *coder.Coder) {
	c.U8("type", &x.Kind)
	c.Zero(1)
	c.U16("ID", &x.ID)
	attributes(c, &x.Attributes)
}
