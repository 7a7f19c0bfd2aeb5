// Package dhcp has messages of the Dynamic Host Configuration Protocol for IPv4, and
// of BOOTP. Importing it binds them to UDP ports 67, 68 and 4011.
//
//	m := &dhcp.Message{Op: wire.DHCPOpRequest, XID: 0x1234, CHAddr: wire.HardwareOf(mac)}
//	m.Options = dhcp.Options{}.
//		AddType(wire.DHCPDiscover).
//		Add(wire.DHCPOptHostName, dhcp.Text("host"))
//	lease, ok := m.Value(wire.DHCPOptLeaseTime)
//
// Options are kept as they are on the wire, with padding and end, so that nothing is
// lost; their values are made when they are asked for.
package dhcp

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"iter"
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Message is a Dynamic Host Configuration Protocol or BOOTP message. RFC 2131 §2.
//
//wire:header view=DHCP name=DHCP bind=layers.UDPPorts:67 bind=layers.UDPPorts:68 bind=layers.UDPPorts:4011
type Message struct {
	Op     wire.DHCPOp         // direction
	HType  packet.Auto[uint8]  `auto:"1"` // kind of hardware, as in ARP; 1 is Ethernet
	HLen   packet.Auto[uint8]  `auto:"6"` // bytes of CHAddr
	Hops   uint8               // relay agents passed
	XID    uint32              // transaction
	Secs   uint16              // seconds since the client began
	Flags  Flags               // top bit: answer by broadcast
	CIAddr netip.Addr          `bits:"32"` // client's address, if it has one
	YIAddr netip.Addr          `bits:"32"` // "your" address, which the client shall have
	SIAddr netip.Addr          `bits:"32"` // server to boot from next
	GIAddr netip.Addr          `bits:"32"` // relay agent's address
	CHAddr wire.DHCPHardware   // client's hardware address
	SName  wire.DHCPServerName // server's name; or options, see option 52
	File   wire.DHCPFile       // boot file; or options, see option 52

	Options Options // after the cookie
	Vendor  []byte  // in plain BOOTP, in place of cookie and options

	bare bool // parsed without cookie, options and vendor field
}

// Flags are a message's flags. RFC 2131 §2.
type Flags = wire.DHCPFlags

// Broadcast asks for answers by broadcast.
const Broadcast = wire.DHCPBroadcast

func (l *Message) extent(v wire.DHCP) packet.Extent {
	l.Options, l.Vendor, l.bare = Options(v.Options()), nil, len(v) == wire.DHCPLen
	if !v.HasCookie() {
		l.Vendor = v[wire.DHCPLen:]
	}
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *Message) appendBody(b []byte, _ int) ([]byte, error) {
	switch {
	case len(l.Options) > 0 && len(l.Vendor) > 0:
		return b, packet.FieldError("DHCP.Vendor: there are options too")
	case len(l.Options) > 0 || len(l.Vendor) == 0 && !l.bare:
		b = append(b, byte(wire.DHCPCookie>>24), byte(wire.DHCPCookie>>16&0xff), byte(wire.DHCPCookie>>8&0xff), byte(wire.DHCPCookie&0xff))
	}
	return append(append(b, l.Options...), l.Vendor...), nil
}

// overload returns what the overload option says: 1 if there are options in File,
// 2 if in SName, 3 if in both. RFC 2132 §9.3.
func (l *Message) overload() byte {
	d, _ := l.Options.get(wire.DHCPOptOverload)
	if len(d) != 1 {
		return 0
	}
	return d[0]
}

// All yields the options in order: those in Options, in File and in SName, as far as
// an overload option says that these have options. Parts of split options are
// yielded one by one.
func (l *Message) All() iter.Seq[wire.DHCPOption] {
	return func(yield func(wire.DHCPOption) bool) {
		parts := [...][]byte{l.Options, l.File[:], l.SName[:]}
		over := l.overload()
		for i, part := range parts {
			if i > 0 && over>>(i-1)&1 == 0 {
				continue
			}
			for o := range wire.DHCPOptions(part).All() {
				if !yield(o) {
					return
				}
			}
		}
	}
}

// Get returns the data of the option with code c, put together from its parts if it
// is split. RFC 3396 §7.
func (l *Message) Get(c wire.DHCPOptionCode) (data []byte, ok bool) { return join(l.All(), c) }

// Value returns the value of the option with code c; see [Options.Value].
func (l *Message) Value(c wire.DHCPOptionCode) (v Value, ok bool) {
	d, ok := l.Get(c)
	if !ok {
		return nil, false
	}
	return ValueOf(c, d), true
}

// Type returns the message type, or 0 if there is none, as in BOOTP.
func (l *Message) Type() wire.DHCPMessageType {
	d, _ := l.Options.get(wire.DHCPOptMessageType)
	if len(d) != 1 {
		return 0
	}
	return wire.DHCPMessageType(d[0])
}

// Hardware returns the client's hardware address, of HLen bytes.
func (l *Message) Hardware() []byte { return l.CHAddr[:min(int(l.HLen.Get()), len(l.CHAddr))] }

// join returns the data of all options with code c, one after another. It copies
// only if there are several.
func join(all iter.Seq[wire.DHCPOption], c wire.DHCPOptionCode) (data []byte, ok bool) {
	parts := 0
	for o := range all {
		if o.Code != c {
			continue
		}
		if parts++; parts == 1 {
			data = o.Data[:len(o.Data):len(o.Data)] // so that append copies
			continue
		}
		data = append(data, o.Data...)
	}
	return data, parts > 0
}

// Validate implements [packet.Validator].
func (l *Message) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Op != wire.DHCPOpRequest && l.Op != wire.DHCPOpReply {
		report("Op", packet.BadValue, "is neither request nor reply")
	}
	if l.HLen.Get() > 16 {
		report("HLen", packet.BadValue, "is more than 16")
	}
	if l.Flags&^Broadcast != 0 {
		report("Flags", packet.Unusual, "reserved bits are set")
	}
	if l.Vendor != nil || l.bare {
		return
	}
	n, ended, whole := wire.DHCPOptions(l.Options).Len()
	switch {
	case !whole:
		report("Options", packet.BadSize, "malformed after "+itoa(n)+" bytes")
	case !ended:
		report("Options", packet.BadValue, "no end option")
	default:
		for _, x := range l.Options[n:] {
			if x != 0 {
				report("Options", packet.Excess, "bytes after the end option")
				break
			}
		}
	}
	l.validateOptions(report)
}

func (l *Message) validateOptions(report func(field string, class packet.Class, reason string)) {
	if _, ok := l.Options.get(wire.DHCPOptMessageType); !ok {
		report("Options", packet.Unusual, "no message type")
	}
	var seen [256]bool
	for o := range l.All() {
		if seen[o.Code] {
			continue
		}
		seen[o.Code] = true
		if v, _ := l.Value(o.Code); malformed(o.Code, v) {
			report("Options", packet.BadValue, o.Code.String()+": malformed value")
		}
	}
}
