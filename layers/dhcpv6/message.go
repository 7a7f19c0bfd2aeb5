// Package dhcpv6 has messages of the Dynamic Host Configuration Protocol for IPv6.
// Importing it binds them to UDP ports 546 and 547.
//
//	m := &dhcpv6.Message{Type: wire.DHCPv6Solicit, XID: 0x123456}
//	m.Options = dhcpv6.Options{}.
//		Add(wire.DHCPv6OptClientID, dhcpv6.DUIDLL(1, mac[:])).
//		Add(wire.DHCPv6OptIANA, dhcpv6.IA{IAID: 1})
//	dns, ok := m.Options.Value(wire.DHCPv6OptDNSServers)
//
// Options are kept as they are on the wire, so that nothing is lost; their values are
// made when they are asked for.
package dhcpv6

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"iter"
	"net/netip"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	for _, port := range [...]uint16{wire.PortDHCPv6Client, wire.PortDHCPv6Server} {
		layers.UDPPorts.Bind(port, MessageProto)
	}
	MessageProto.Pick = func(b []byte) *packet.Proto {
		if len(b) > 0 && wire.DHCPv6MessageType(b[0]).IsRelay() {
			return RelayProto
		}
		return MessageProto
	}
}

// Message is a Dynamic Host Configuration Protocol for IPv6 message between client and
// server. RFC 8415 §8.
//
//wire:header view=DHCPv6 name=DHCPv6
type Message struct {
	Type    wire.DHCPv6MessageType
	XID     uint32  `bits:"24"` // transaction; in DHCPV4-QUERY and its response flags, RFC 7341 §8
	Options Options // in wire form
}

func (l *Message) extent(v wire.DHCPv6) packet.Extent {
	l.Options = Options(v.Options())
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *Message) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Options...), nil }

// Validate implements [packet.Validator].
func (l *Message) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Type == 0 || l.Type.IsRelay() {
		report("Type", packet.BadValue, "is not of a message between client and server")
	}
	l.Options.validate(report)
}

// Relay is a Dynamic Host Configuration Protocol for IPv6 relay agent's message, with
// another message in its relay message option. RFC 8415 §9.
//
//wire:header view=DHCPv6Relay name=DHCPv6Relay
type Relay struct {
	Type     wire.DHCPv6MessageType
	HopCount uint8      // relay agents passed before this one
	LinkAddr netip.Addr `bits:"128"` // says on which link the client is
	PeerAddr netip.Addr `bits:"128"` // of the client or relay agent that the message came from or is to go to
	Options  Options    // in wire form
}

func (l *Relay) extent(v wire.DHCPv6Relay) packet.Extent {
	l.Options = Options(v.Options())
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *Relay) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Options...), nil }

// Relayed returns the relayed message, a [Message] or another [Relay], or nil if there
// is none.
func (l *Relay) Relayed() packet.Layer {
	d, ok := l.Options.Get(wire.DHCPv6OptRelayMessage)
	if !ok {
		return nil
	}
	var in packet.Layer = new(Message)
	if len(d) > 0 && wire.DHCPv6MessageType(d[0]).IsRelay() {
		in = new(Relay)
	}
	if _, err := in.Parse(d); err != nil {
		return nil
	}
	return in
}

// maxRelays bounds the relay agents followed. RFC 8415 §7.6 allows 8.
const maxRelays = 32

// Innermost returns the message between client and server that is relayed, through all
// relay agents, or nil.
func (l *Relay) Innermost() *Message {
	for range maxRelays {
		switch in := l.Relayed().(type) {
		case *Message:
			return in
		case *Relay:
			l = in
		default:
			return nil
		}
	}
	return nil
}

// Validate implements [packet.Validator].
func (l *Relay) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if !l.Type.IsRelay() {
		report("Type", packet.BadValue, "is not of a relay agent's message")
	}
	if l.HopCount > 8 { // RFC 8415 §7.6
		report("HopCount", packet.BadValue, "is above the limit of 8")
	}
	if _, ok := l.Options.Get(wire.DHCPv6OptRelayMessage); !ok {
		report("Options", packet.BadValue, "no relay message")
	}
	l.Options.validate(report)
}

// Options is options in wire form. The zero value has none.
type Options []byte

// All yields the options in order, up to the first malformed one.
func (o Options) All() iter.Seq2[wire.DHCPv6OptionCode, []byte] {
	return wire.DHCPv6Options(o).All()
}

// Get returns the data of the first option with code c.
func (o Options) Get(c wire.DHCPv6OptionCode) (data []byte, ok bool) {
	return wire.DHCPv6Options(o).Get(c)
}

// Value returns the value of the first option with code c, of the type that [ValueOf]
// has for it.
func (o Options) Value(c wire.DHCPv6OptionCode) (v Value, ok bool) {
	d, ok := o.Get(c)
	if !ok {
		return nil, false
	}
	return ValueOf(c, d), true
}

// Values yields the values of all options, up to the first malformed one.
func (o Options) Values() iter.Seq2[wire.DHCPv6OptionCode, Value] {
	return func(yield func(wire.DHCPv6OptionCode, Value) bool) {
		for c, d := range o.All() {
			if !yield(c, ValueOf(c, d)) {
				return
			}
		}
	}
}

// An Option is an option with its code.
type Option struct {
	Code  wire.DHCPv6OptionCode
	Value Value
}

func (o Option) String() string {
	if s := o.Value.String(); s != "" {
		return o.Code.String() + ": " + s
	}
	return o.Code.String()
}

// Items implements [packet.Itemized].
func (o Options) Items() (out []any) {
	for c, v := range o.Values() {
		out = append(out, Option{c, v})
	}
	if rest := wire.DHCPv6Options(o).Rest(); len(rest) > 0 {
		out = append(out, packet.Malformed(rest))
	}
	return out
}

// Add returns o and one more option. A value of more than 65535 bytes is cut.
func (o Options) Add(c wire.DHCPv6OptionCode, v Value) Options {
	return Options(wire.DHCPv6Options(o).Add(c, v.AppendWire(nil)...))
}

// Delete returns o without the options with code c.
func (o Options) Delete(c wire.DHCPv6OptionCode) (out Options) {
	for x, d := range o.All() {
		if x != c {
			out = Options(wire.DHCPv6Options(out).Add(x, d...))
		}
	}
	return append(out, wire.DHCPv6Options(o).Rest()...)
}

// String returns the options as "Elapsed Time: 0 s; DNS Servers: 2001:db8::1".
func (o Options) String() string {
	var b []byte
	for c, v := range o.Values() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(b, c.String()...)
		if s := v.String(); s != "" {
			b = append(append(b, ": "...), s...)
		}
	}
	if rest := wire.DHCPv6Options(o).Rest(); len(rest) > 0 {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(append(b, "malformed: "...), Bytes(rest).String()...)
	}
	return string(b)
}

func (o Options) validate(report func(field string, class packet.Class, reason string)) {
	if len(wire.DHCPv6Options(o).Rest()) > 0 {
		report("Options", packet.BadSize, "an option does not fit")
	}
	for c, v := range o.Values() {
		if _, is := v.(Bytes); is && kinds[c] != nil {
			report("Options", packet.BadValue, c.String()+": malformed value")
		}
	}
}
