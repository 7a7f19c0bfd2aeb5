// Package radius has packets of the Remote Authentication Dial In User Service.
// Importing it binds them to UDP ports 1812, 1813, 3799 and the older 1645, 1646, 1700.
//
//	p := &radius.Packet{Code: wire.RADIUSAccessRequest, Identifier: 7, Authenticator: random}
//	p.Attributes = radius.Attributes{}.
//		Add(wire.RADIUSUserName, radius.Text("bob")).
//		Add(wire.RADIUSUserPassword, radius.HidePassword("secret", random, []byte("shared")))
//	name, ok := p.Attributes.Value(wire.RADIUSUserName)
//
// Attributes are kept as they are on the wire, so that nothing is lost; their values
// are made when they are asked for.
package radius

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"iter"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	for _, port := range [...]uint16{wire.PortRADIUS, wire.PortRADIUSAccounting, wire.PortRADIUSDynamic, 1645, 1646, 1700} {
		layers.UDPPorts.Bind(port, PacketProto)
	}
	layers.UDPPorts.Guess(PacketProto, judge)
}

// judge turns away what has no length that a packet can have. RFC 2865 §3.
func judge(b []byte) packet.Confidence {
	if v, err := wire.ParseRADIUS(b); err != nil || v.Length() < wire.RADIUSLen || !v.Code().Known() && int(v.Length()) > len(b) {
		return packet.Impossible
	}
	return packet.Possible
}

// Packet is a Remote Authentication Dial In User Service packet. RFC 2865 §3.
//
//wire:header view=RADIUS name=RADIUS
type Packet struct {
	Code          wire.RADIUSCode
	Identifier    uint8        // answers have that of their request
	Length        Auto[uint16] // of the packet
	Authenticator [16]byte     // random in a request for access, else a digest: see [Authenticator]
	Attributes    Attributes   // in wire form
	Trailer       []byte       // after the packet

	cut bool // Length says that there is more
}

// Auto is [packet.Auto].
type Auto[T comparable] = packet.Auto[T]

var errLengthRADIUS = &wire.Error{Layer: "RADIUS", Need: wire.RADIUSLen, Err: wire.ErrLength}

func (l *Packet) parseBody(v wire.RADIUS) (packet.Extent, error) {
	n := int(v.Length())
	if n < wire.RADIUSLen {
		return packet.Extent{}, errLengthRADIUS
	}
	end := min(n, len(v))
	l.Attributes, l.Trailer, l.cut = Attributes(v[wire.RADIUSLen:end]), v[end:], n > len(v)
	return packet.Extent{Header: end, End: end}, nil
}

func (l *Packet) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Attributes) > 0xffff-wire.RADIUSLen {
		return b, packet.FieldError("RADIUS.Attributes: too long")
	}
	return append(b, l.Attributes...), nil
}

func (l *Packet) finish(v wire.RADIUS, _ *packet.Context) {
	n := uint16(len(v))
	if !l.cut {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *Packet) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *Packet) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if !l.Code.Known() {
		report("Code", packet.BadValue, "not assigned")
	}
	if l.Length.Get() > 4096 {
		report("Length", packet.BadSize, "is above the limit of 4096") // RFC 2865 §3
	}
	if l.cut {
		report("Length", packet.BadSize, "is more than there is")
	}
	if len(l.Trailer) > 0 {
		report("Trailer", packet.Excess, "bytes after the packet") // padding, RFC 2865 §3
	}
	if len(wire.RADIUSAttributes(l.Attributes).Rest()) > 0 {
		report("Attributes", packet.BadSize, "an attribute does not fit")
	}
	for t, v := range l.Attributes.Values() {
		if _, is := v.(Bytes); is && kinds[t] != nil {
			report("Attributes", packet.BadValue, t.String()+": malformed value")
		}
	}
}

// Attributes is attributes in wire form. The zero value has none.
type Attributes []byte

// All yields the attributes in order, up to the first malformed one.
func (o Attributes) All() iter.Seq2[wire.RADIUSAttributeType, []byte] {
	return wire.RADIUSAttributes(o).All()
}

// Get returns the data of the first attribute of type t.
func (o Attributes) Get(t wire.RADIUSAttributeType) (data []byte, ok bool) {
	return wire.RADIUSAttributes(o).Get(t)
}

// Join returns the data of all attributes of type t, one after another, as an EAP
// message that was split is put together. RFC 3579 §3.1.
func (o Attributes) Join(t wire.RADIUSAttributeType) (data []byte) {
	for x, d := range o.All() {
		if x == t {
			data = append(data, d...)
		}
	}
	return data
}

// Value returns the value of the first attribute of type t, of the type that [ValueOf]
// has for it.
func (o Attributes) Value(t wire.RADIUSAttributeType) (v Value, ok bool) {
	d, ok := o.Get(t)
	if !ok {
		return nil, false
	}
	return ValueOf(t, d), true
}

// Values yields the values of all attributes, up to the first malformed one.
func (o Attributes) Values() iter.Seq2[wire.RADIUSAttributeType, Value] {
	return func(yield func(wire.RADIUSAttributeType, Value) bool) {
		for t, d := range o.All() {
			if !yield(t, ValueOf(t, d)) {
				return
			}
		}
	}
}

// An Attribute is an attribute with its type.
type Attribute struct {
	Type  wire.RADIUSAttributeType
	Value Value
}

func (a Attribute) String() string { return a.Type.String() + ": " + a.Value.String() }

// Items implements [packet.Itemized].
func (o Attributes) Items() (out []any) {
	for t, v := range o.Values() {
		out = append(out, Attribute{t, v})
	}
	if rest := wire.RADIUSAttributes(o).Rest(); len(rest) > 0 {
		out = append(out, packet.Malformed(rest))
	}
	return out
}

// Add returns o and one more attribute, or several if an EAP message is longer than
// 253 bytes; other values are cut there.
func (o Attributes) Add(t wire.RADIUSAttributeType, v Value) Attributes {
	const most = 253
	d := v.AppendWire(nil)
	for t == wire.RADIUSEAPMessage && len(d) > most {
		o, d = Attributes(wire.RADIUSAttributes(o).Add(t, d[:most]...)), d[most:]
	}
	return Attributes(wire.RADIUSAttributes(o).Add(t, d...))
}

// Delete returns o without the attributes of type t.
func (o Attributes) Delete(t wire.RADIUSAttributeType) (out Attributes) {
	for x, d := range o.All() {
		if x != t {
			out = Attributes(wire.RADIUSAttributes(out).Add(x, d...))
		}
	}
	return append(out, wire.RADIUSAttributes(o).Rest()...)
}

// String returns the attributes as `User-Name: "bob"; NAS-Port: 5`.
func (o Attributes) String() string {
	var b []byte
	for t, v := range o.Values() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(append(append(b, t.String()...), ": "...), v.String()...)
	}
	if rest := wire.RADIUSAttributes(o).Rest(); len(rest) > 0 {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(append(b, "malformed: "...), Bytes(rest).String()...)
	}
	return string(b)
}
