package dhcp

import (
	"github.com/gocap-project/gocap/packet"
	"iter"
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// Options is options in wire form, with padding and end: what is on the wire, no more
// and no less. The zero value has none; the Add methods return it with one more and
// an end option.
type Options []byte

func itoa(n int) string { return strconv.Itoa(n) }

// All yields the options in order, without padding, up to the end option or the
// first malformed one. Parts of split options are yielded one by one.
func (o Options) All() iter.Seq[wire.DHCPOption] { return wire.DHCPOptions(o).All() }

// Get returns the data of the option with code c, put together from its parts if it
// is split. RFC 3396 §7.
func (o Options) Get(c wire.DHCPOptionCode) (data []byte, ok bool) { return join(o.All(), c) }

// get is Get for short options.
func (o Options) get(c wire.DHCPOptionCode) (data []byte, ok bool) {
	return wire.DHCPOptions(o).Get(c)
}

// Value returns the value of the option with code c, of the type that [ValueOf] has
// for it.
func (o Options) Value(c wire.DHCPOptionCode) (v Value, ok bool) {
	d, ok := o.Get(c)
	if !ok {
		return nil, false
	}
	return ValueOf(c, d), true
}

// Add appends an option, in parts if it is longer than 255 bytes (RFC 3396 §4), and
// an end option if there was none; what was after the end stays behind it.
func (o Options) Add(c wire.DHCPOptionCode, v Value) Options {
	n, ended, _ := wire.DHCPOptions(o).Len()
	if ended {
		n--
	}
	out := append(make(Options, 0, len(o)+64), o[:n]...)
	tail := o[n:]
	if !ended {
		out, tail = append(out, tail...), Options{byte(wire.DHCPOptEnd)}
	}
	return append(out.put(c, v), tail...)
}

// put appends an option.
func (o Options) put(c wire.DHCPOptionCode, v Value) Options {
	if c == wire.DHCPOptPad || c == wire.DHCPOptEnd {
		return append(o, byte(c))
	}
	n := len(o)
	o = v.AppendWire(append(o, byte(c), 0))
	if size := len(o) - n - 2; size <= 255 {
		o[n+1] = byte(size)
		return o
	}
	data := append([]byte(nil), o[n+2:]...)
	for o = o[:n]; len(data) > 0; {
		k := min(len(data), 255)
		o = append(append(o, byte(c), byte(k)), data[:k]...)
		data = data[k:]
	}
	return o
}

// AddType appends a message type.
func (o Options) AddType(t wire.DHCPMessageType) Options {
	return o.Add(wire.DHCPOptMessageType, Type(t))
}

// Delete returns o without the options with code c.
func (o Options) Delete(c wire.DHCPOptionCode) Options {
	var out Options
	b := o
	for len(b) > 0 && b[0] != byte(wire.DHCPOptEnd) {
		n := 1
		if b[0] != byte(wire.DHCPOptPad) {
			if len(b) < 2 || len(b) < 2+int(b[1]) {
				break
			}
			n = 2 + int(b[1])
		}
		if b[0] != byte(c) {
			out = append(out, b[:n]...)
		}
		b = b[n:]
	}
	return append(out, b...)
}

// Pad returns o with zeros behind it, so that it has n bytes at least: 60 give a
// message the 300 bytes that old BOOTP relay agents want. RFC 1542 §2.1.
func (o Options) Pad(n int) Options {
	for len(o) < n {
		o = append(o, byte(wire.DHCPOptPad))
	}
	return o
}

// An Option is an option with its code, put together if it was split.
type Option struct {
	Code  wire.DHCPOptionCode
	Value Value // nil if there are no data
}

func (o Option) String() string {
	if o.Value == nil {
		return o.Code.String()
	}
	return o.Code.String() + ": " + o.Value.String()
}

// Items implements [packet.Itemized].
func (o Options) Items() (out []any) {
	var seen [256]bool
	for x := range o.All() {
		if seen[x.Code] {
			continue
		}
		seen[x.Code] = true
		p := Option{Code: x.Code}
		if len(x.Data) > 0 {
			p.Value, _ = o.Value(x.Code)
		}
		out = append(out, p)
	}
	if n, _, whole := wire.DHCPOptions(o).Len(); !whole {
		out = append(out, packet.Malformed(o[n:]))
	}
	return out
}

// String returns the options as "Message Type: DISCOVER; Host Name: "host"".
func (o Options) String() string {
	var b []byte
	var seen [256]bool
	for x := range o.All() {
		if seen[x.Code] {
			continue
		}
		seen[x.Code] = true
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(b, x.Code.String()...)
		if v, _ := o.Value(x.Code); len(x.Data) > 0 {
			b = append(append(b, ": "...), v.String()...)
		}
	}
	n, _, whole := wire.DHCPOptions(o).Len()
	if !whole {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(append(b, "malformed: "...), Bytes(o[n:]).String()...)
	}
	return string(b)
}
