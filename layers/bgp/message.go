// Package bgp has messages of the Border Gateway Protocol. Importing it binds them to
// TCP port 179.
//
//	m := &bgp.Message{Type: wire.BGPUpdate,
//		NLRI: bgp.Prefixes{}.Add(bgp.PrefixOf(netip.MustParsePrefix("192.0.2.0/24")))}
//	m.Attributes = bgp.Attributes{}.
//		Add(&bgp.Origin{}).
//		Add(&bgp.ASPath{AS4: true, Segments: []bgp.Segment{{Type: bgp.ASSequence, ASNs: []uint32{64500}}}}).
//		Add(&bgp.Address{Attr: wire.BGPNextHop, Addr: netip.MustParseAddr("192.0.2.1")})
//
// Lists are kept as they are on the wire, so that nothing is lost; the values in them are
// made when they are asked for. How some of them are written was agreed on when the
// session was opened and is not said in the message: [Options] say it, see [Negotiate];
// without that it is guessed.
//
// Messages that follow in the segment are the next layers. A segment that goes on with
// a message of the one before is not understood: reassemble the stream first.
package bgp

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"iter"
	"net/netip"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() { layers.TCPPorts.Bind(wire.PortBGP, MessageProto) }

// Message is a message of the Border Gateway Protocol, version 4. RFC 4271 §4.
//
// Which of the fields after Type a message has depends on Type; the others are zero
// after parsing and are not written.
//
//wire:header view=BGP name=BGP
type Message struct {
	Marker [16]byte     // all ones, also if it is left zero
	Length Auto[uint16] // of the message, in bytes
	Type   wire.BGPType

	Version   Auto[uint8]  `bits:"0" const:"4"`   // open
	AS        uint16       `bits:"0"`             // open: of the sender; [ASTrans] if it needs 4 bytes
	HoldTime  uint16       `bits:"0"`             // open: in seconds; 0 is no limit
	ID        netip.Addr   `bits:"0"`             // open: of the sender
	ParamsLen Auto[uint16] `bits:"0"`             // open: of Params, in bytes; one byte on the wire unless Extended
	Extended  bool         `bits:"0"`             // open: lengths of parameters have 2 bytes, RFC 9072
	ShortLen  Auto[uint8]  `bits:"0" const:"255"` // open, extended: what is where the length was, 255
	Params    Params       // open: optional parameters; see [Message.Capabilities]

	WithdrawnLen  Auto[uint16] `bits:"0"` // update: of Withdrawn, in bytes
	Withdrawn     Prefixes     // update: IPv4 routes that are no more
	AttributesLen Auto[uint16] `bits:"0"` // update: of Attributes, in bytes
	Attributes    Attributes   // update: path attributes
	NLRI          Prefixes     // update: IPv4 routes that have the attributes

	Code    wire.BGPErrorCode `bits:"0"` // notification
	Subcode uint8             `bits:"0"` // notification
	Data    []byte            // notification: depends on Code and Subcode; see [Message.Text]

	AFI     wire.BGPAFI  `bits:"0"` // route refresh
	Refresh uint8        `bits:"0"` // route refresh: 0 asks, 1 begins, 2 ends; RFC 7313 §3.2
	SAFI    wire.BGPSAFI `bits:"0"` // route refresh
	ORF     ORFs         // route refresh: filters, RFC 5291 §4

	Rest []byte // what is in the message and is not understood

	more int // bytes that the segment does not have
}

// ASTrans is in the place of AS numbers that need 4 bytes. RFC 6793 §9.
const ASTrans = 23456

// Auto is [packet.Auto].
type Auto[T comparable] = packet.Auto[T]

var (
	errMarker = &wire.Error{Layer: "BGP", Err: wire.ErrFormat}
	errLength = &wire.Error{Layer: "BGP", Need: wire.BGPLen, Err: wire.ErrLength}
	errShort  = &wire.Error{Layer: "BGP", Err: wire.ErrShort}
	allOnes   = [16]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255}
)

var fieldsOf = map[string]wire.BGPType{
	"Version": wire.BGPOpen, "AS": wire.BGPOpen, "HoldTime": wire.BGPOpen, "ID": wire.BGPOpen, "ParamsLen": wire.BGPOpen, "Extended": wire.BGPOpen,
	"ShortLen": wire.BGPOpen, "Params": wire.BGPOpen, "WithdrawnLen": wire.BGPUpdate, "Withdrawn": wire.BGPUpdate, "AttributesLen": wire.BGPUpdate,
	"Attributes": wire.BGPUpdate, "NLRI": wire.BGPUpdate, "Code": wire.BGPNotification, "Subcode": wire.BGPNotification,
	"Data": wire.BGPNotification, "AFI": wire.BGPRouteRefresh, "Refresh": wire.BGPRouteRefresh, "SAFI": wire.BGPRouteRefresh,
	"ORF": wire.BGPRouteRefresh,
}

// Has implements [packet.Sparse].
func (l *Message) Has(i int) bool {
	name := MessageProto.Fields[i].Name
	if t, ok := fieldsOf[name]; ok && (t != l.Type || name == "ShortLen" && !l.Extended) {
		return false
	}
	return true
}

func (l *Message) parseBody(v wire.BGP) (packet.Extent, error) {
	n := int(v.Length())
	if !v.Marked() {
		return packet.Extent{}, errMarker
	}
	if n < wire.BGPLen {
		return packet.Extent{}, errLength
	}
	end := min(n, len(v))
	*l = Message{Marker: l.Marker, Length: l.Length, Type: l.Type, more: n - end}
	if !l.parseType(v[wire.BGPLen:end:end]) {
		if n > len(v) {
			return packet.Extent{}, packet.Need(errShort, n)
		}
		return packet.Extent{}, errShort
	}
	return packet.Extent{Header: end, End: len(v), Next: packet.Is(MessageProto)}, nil
}

// parseType sets the fields that the type has, and reports whether they are there.
func (l *Message) parseType(b []byte) bool {
	switch l.Type {
	case wire.BGPOpen:
		return l.parseOpen(b)
	case wire.BGPUpdate:
		return l.parseUpdate(b)
	case wire.BGPNotification:
		if len(b) < 2 {
			return false
		}
		l.Code, l.Subcode, l.Data = wire.BGPErrorCode(b[0]), b[1], b[2:]
	case wire.BGPRouteRefresh:
		if len(b) < 4 {
			return false
		}
		l.AFI, l.Refresh, l.SAFI, l.ORF = wire.BGPAFI(wire.Uint16(b, 0)), b[2], wire.BGPSAFI(b[3]), ORFs(b[4:])
	default:
		l.Rest = b
	}
	return true
}

func (l *Message) parseOpen(b []byte) bool {
	if len(b) < 10 {
		return false
	}
	l.Version.Parse(b[0])
	l.AS, l.HoldTime, l.ID = wire.Uint16(b, 1), wire.Uint16(b, 3), netip.AddrFrom4([4]byte(b[5:]))
	n := int(b[9])
	if len(b) >= 13 && n != 0 && wire.BGPParamType(b[10]) == wire.BGPParamExtended {
		l.Extended = true
		l.ShortLen.Parse(b[9])
		n, b = int(wire.Uint16(b, 11)), b[13:]
	} else {
		b = b[10:]
	}
	l.ParamsLen.Parse(uint16(n))
	n = min(n, len(b))
	l.Params, l.Rest = Params(b[:n:n]), b[n:]
	return true
}

func (l *Message) parseUpdate(b []byte) bool {
	if len(b) < 4 {
		return false
	}
	n := int(wire.Uint16(b, 0))
	l.WithdrawnLen.Parse(uint16(n))
	if len(b) < 4+n {
		return false
	}
	l.Withdrawn = Prefixes(b[2 : 2+n : 2+n])
	b = b[2+n:]
	n = int(wire.Uint16(b, 0))
	l.AttributesLen.Parse(uint16(n))
	b = b[2:]
	n = min(n, len(b))
	l.Attributes, l.NLRI = Attributes(b[:n:n]), Prefixes(b[n:])
	return true
}

func (l *Message) appendBody(b []byte, start int) ([]byte, error) {
	if l.Marker == [16]byte{} {
		copy(b[start:], allOnes[:])
	}
	switch l.Type {
	case wire.BGPOpen:
		b = l.appendOpen(b)
	case wire.BGPUpdate:
		b = append(be16(b, l.WithdrawnLen.Get()), l.Withdrawn...)
		b = append(be16(b, l.AttributesLen.Get()), l.Attributes...)
		b = append(b, l.NLRI...)
	case wire.BGPNotification:
		b = append(append(b, byte(l.Code), l.Subcode), l.Data...)
	case wire.BGPRouteRefresh:
		b = append(append(be16(b, uint16(l.AFI)), l.Refresh, byte(l.SAFI)), l.ORF...)
	}
	b = append(b, l.Rest...)
	if len(b)-start > 0xffff {
		return b, packet.FieldError("BGP.Length: too long")
	}
	if l.Type == wire.BGPOpen && !l.Extended && len(l.Params) > 0xff {
		return b, packet.FieldError("BGP.Params: more than 255 bytes need Extended")
	}
	return b, nil
}

func (l *Message) appendOpen(b []byte) []byte {
	b = be16(be16(append(b, l.Version.Get()), l.AS), l.HoldTime)
	b = append(b, 0, 0, 0, 0)
	wire.PutAddr4(b[len(b)-4:], l.ID)
	if l.Extended {
		b = be16(append(b, l.ShortLen.Get(), byte(wire.BGPParamExtended)), l.ParamsLen.Get())
	} else {
		b = append(b, byte(l.ParamsLen.Get()))
	}
	return append(b, l.Params...)
}

func be16(b []byte, x uint16) []byte { return append(b, byte(x>>8), byte(x)) }

func (l *Message) finish(v wire.BGP, c *packet.Context) {
	l.Marker = v.Marker()
	l.settleLength(v, uint16(c.Header+l.more))
	b := c.Data[wire.BGPLen:c.Header]
	switch l.Type {
	case wire.BGPOpen:
		l.finishOpen(b)
	case wire.BGPUpdate:
		if n := uint16(len(l.Withdrawn)); l.WithdrawnLen.Settle(n) {
			wire.PutUint16(b, 0, n)
		}
		l.count(&l.AttributesLen, uint16(len(l.Attributes)), b[2+len(l.Withdrawn):])
	}
}

func (l *Message) finishOpen(b []byte) {
	if l.Version.Settle(4) {
		b[0] = 4
	}
	n := uint16(len(l.Params))
	if !l.Extended {
		var x [2]byte
		if l.count(&l.ParamsLen, n, x[:]) {
			b[9] = x[1]
		}
		return
	}
	if l.ShortLen.Settle(255) {
		b[9] = 255
	}
	l.count(&l.ParamsLen, n, b[11:])
}

// count settles a length that should be n, unless the message was cut, and writes it to
// b if it is to be.
func (l *Message) count(a *Auto[uint16], n uint16, b []byte) (write bool) {
	if l.more > 0 && a.Get() > n {
		write = a.Suggest(n)
	} else {
		write = a.Settle(n)
	}
	if write {
		wire.PutUint16(b, 0, n)
	}
	return write
}

// Capabilities yields the capabilities of all parameters of an open message.
func (l *Message) Capabilities() iter.Seq2[wire.BGPCapability, []byte] {
	return func(yield func(wire.BGPCapability, []byte) bool) {
		for t, v := range wire.BGPParams(l.Params).All(l.Extended) {
			if t != wire.BGPParamCapabilities {
				continue
			}
			for c, d := range wire.BGPCapabilities(v).All() {
				if !yield(c, d) {
					return
				}
			}
		}
	}
}

// AddCapability adds a capability to an open message, in a parameter of its own.
func (l *Message) AddCapability(v CapabilityValue) {
	c := wire.BGPCapabilities{}.Add(v.Capability(), v.AppendWire(nil)...)
	l.Params = Params(wire.BGPParams(l.Params).Add(l.Extended, wire.BGPParamCapabilities, c...))
}

// Text returns what a cease says for people. ok is false if it says nothing, or what it
// says does not fit. RFC 9003 §2.
func (l *Message) Text() (s string, ok bool) {
	d := l.Data
	if l.Code == wire.BGPCease && l.Subcode == wire.BGPCeaseHardReset && len(d) > 2 && wire.BGPErrorCode(d[0]) == wire.BGPCease {
		return (&Message{Code: wire.BGPCease, Subcode: d[1], Data: d[2:]}).Text()
	}
	if l.Code != wire.BGPCease || l.Subcode != wire.BGPCeaseShutdown && l.Subcode != wire.BGPCeaseReset {
		return "", false
	}
	if len(d) == 0 || int(d[0]) > len(d)-1 {
		return "", false
	}
	return string(d[1 : 1+int(d[0])]), true
}
