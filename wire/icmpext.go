package wire

import (
	"iter"
	"net/netip"
)

// ICMPExtensions are the objects of an ICMP extension structure, of ICMPv4 or
// ICMPv6, without its header: what is on the wire, no more and no less. The Add
// methods append to it. RFC 4884 §8.
type ICMPExtensions []byte

// An ICMPObject is one object of an ICMP extension structure. RFC 4884 §8.
type ICMPObject struct {
	Class ICMPClass
	CType uint8  // as Class says
	Data  []byte // without length, class and C-type
}

// ICMPClass says what an ICMPObject is about.
type ICMPClass uint8

// The classes.
const (
	ICMPClassMPLS      ICMPClass = 1 // label stack, RFC 4950
	ICMPClassInterface ICMPClass = 2 // information about an interface, RFC 5837
	ICMPClassIdentify  ICMPClass = 3 // identification of an interface, RFC 8335
)

func (c ICMPClass) String() string {
	switch c {
	case ICMPClassMPLS:
		return "MPLS label stack"
	case ICMPClassInterface:
		return "interface information"
	case ICMPClassIdentify:
		return "interface identification"
	}
	return itoa(int(c))
}

// All yields the objects up to the first malformed one.
func (x ICMPExtensions) All() iter.Seq[ICMPObject] {
	return func(yield func(ICMPObject) bool) {
		for b := x; ; {
			o, n := b.first()
			if n == 0 || !yield(o) {
				return
			}
			b = b[n:]
		}
	}
}

// first returns the first object and its length, or 0 if there is none.
func (x ICMPExtensions) first() (ICMPObject, int) {
	if len(x) < 4 {
		return ICMPObject{}, 0
	}
	n := int(Uint16(x, 0))
	if n < 4 || n > len(x) {
		return ICMPObject{}, 0
	}
	return ICMPObject{ICMPClass(x[2]), x[3], x[4:n]}, n
}

// Malformed returns the offset of the first object whose length is impossible, or -1.
func (x ICMPExtensions) Malformed() int {
	for off := 0; off < len(x); {
		_, n := x[off:].first()
		if n == 0 {
			return off
		}
		off += n
	}
	return -1
}

// Find returns the first object of class c.
func (x ICMPExtensions) Find(c ICMPClass) (ICMPObject, bool) {
	for o := range x.All() {
		if o.Class == c {
			return o, true
		}
	}
	return ICMPObject{}, false
}

// Add appends an object.
func (x ICMPExtensions) Add(c ICMPClass, ctype uint8, data ...byte) ICMPExtensions {
	n := 4 + len(data)
	return append(append(x, byte(n>>8), byte(n), byte(c), ctype), data...)
}

// A LabelStackEntry is one entry of an MPLS label stack. RFC 3032 §2.1.
type LabelStackEntry struct {
	Label  uint32 // 20 bits
	TC     uint8  // traffic class, 3 bits
	Bottom bool   // last of the stack
	TTL    uint8
}

// Labels yields the label stack of an MPLS object as the packet arrived with it,
// and nothing if the object is another. RFC 4950 §7.
func (o ICMPObject) Labels() iter.Seq[LabelStackEntry] {
	return func(yield func(LabelStackEntry) bool) {
		if o.Class != ICMPClassMPLS {
			return
		}
		for b := o.Data; len(b) >= 4; b = b[4:] {
			x := Uint32(b, 0)
			if !yield(LabelStackEntry{x >> 12, uint8(x >> 9 & 7), x>>8&1 != 0, uint8(x)}) {
				return
			}
		}
	}
}

// AddLabels appends an MPLS object with the given stack.
func (x ICMPExtensions) AddLabels(stack ...LabelStackEntry) ICMPExtensions {
	x = x.Add(ICMPClassMPLS, 1)
	n := 4 + 4*len(stack)
	PutUint16(x, len(x)-4, uint16(n))
	for _, e := range stack {
		w := e.Label<<12 | uint32(e.TC&7)<<9 | uint32(Bit(e.Bottom))<<8 | uint32(e.TTL)
		x = append(x, byte(w>>24), byte(w>>16), byte(w>>8), byte(w))
	}
	return x
}

// An ICMPInterface is what an interface information object says. What its HasX
// fields do not claim, or what is zero, is absent. RFC 5837 §4.
type ICMPInterface struct {
	Role     ICMPRole
	HasIndex bool
	Index    uint32     // ifIndex
	Addr     netip.Addr // or zero
	Name     string     // of at most 63 bytes; or empty
	MTU      uint32     // in bytes; or 0
}

// ICMPRole says which of a packet's interfaces an interface information object
// is about.
type ICMPRole uint8

// The roles. RFC 5837 §4.1.
const (
	ICMPIncoming    ICMPRole = iota // the packet arrived here
	ICMPSubIncoming                 // a component of the interface that it arrived at
	ICMPOutgoing                    // the packet would have left here
	ICMPNextHop                     // where it would have gone
)

func (r ICMPRole) String() string {
	return [...]string{"incoming", "incoming component", "outgoing", "next hop"}[r&3]
}

// Interface returns the object's data if it is well-formed interface information.
func (o ICMPObject) Interface() (i ICMPInterface, ok bool) {
	if o.Class != ICMPClassInterface {
		return i, false
	}
	i.Role = ICMPRole(o.CType >> 6)
	b := o.Data
	if o.CType&8 != 0 {
		if len(b) < 4 {
			return i, false
		}
		i.HasIndex, i.Index, b = true, Uint32(b, 0), b[4:]
	}
	if o.CType&4 != 0 {
		n := 0
		if i.Addr, n = afiAddr(b); n == 0 {
			return i, false
		}
		b = b[n:]
	}
	if o.CType&2 != 0 {
		if len(b) == 0 || b[0] == 0 || int(b[0]) > len(b) {
			return i, false
		}
		i.Name = string(trimZeros(b[1:b[0]]))
		b = b[b[0]:]
	}
	if o.CType&1 != 0 {
		if len(b) < 4 {
			return i, false
		}
		i.MTU = Uint32(b, 0)
	}
	return i, true
}

// afiAddr reads an address family number, two reserved bytes and an address.
func afiAddr(b []byte) (a netip.Addr, n int) {
	switch {
	case len(b) >= 8 && Uint16(b, 0) == 1:
		return netip.AddrFrom4([4]byte(b[4:8])), 8
	case len(b) >= 20 && Uint16(b, 0) == 2:
		return netip.AddrFrom16([16]byte(b[4:20])), 20
	}
	return a, 0
}

func appendAFI(b []byte, a netip.Addr) []byte {
	if a.Is4() {
		return IPv4Addrs(append(b, 0, 1, 0, 0)).Add(a)
	}
	return IPv6Addrs(append(b, 0, 2, 0, 0)).Add(a)
}

func trimZeros(b []byte) []byte {
	for len(b) > 0 && b[len(b)-1] == 0 {
		b = b[:len(b)-1]
	}
	return b
}

// AddInterface appends interface information.
func (x ICMPExtensions) AddInterface(i ICMPInterface) ICMPExtensions {
	ctype := uint8(i.Role) << 6
	var d []byte
	if i.HasIndex {
		ctype |= 8
		d = append(d, byte(i.Index>>24), byte(i.Index>>16), byte(i.Index>>8), byte(i.Index))
	}
	if i.Addr.IsValid() {
		ctype |= 4
		d = appendAFI(d, i.Addr)
	}
	if i.Name != "" {
		ctype |= 2
		name := i.Name[:min(len(i.Name), 63)]
		n := (1 + len(name) + 3) &^ 3
		d = append(append(d, byte(n)), name...)
		for k := 1 + len(name); k < n; k++ {
			d = append(d, 0)
		}
	}
	if i.MTU != 0 {
		ctype |= 1
		d = append(d, byte(i.MTU>>24), byte(i.MTU>>16), byte(i.MTU>>8), byte(i.MTU))
	}
	return x.Add(ICMPClassInterface, ctype, d...)
}

// Identify returns what an interface identification object names the interface
// by: its name, its index, or an address. RFC 8335 §2.1.
func (o ICMPObject) Identify() (name string, index uint32, addr netip.Addr, ok bool) {
	if o.Class != ICMPClassIdentify {
		return
	}
	switch d := o.Data; o.CType {
	case 1:
		return string(trimZeros(d)), 0, addr, true
	case 2:
		if len(d) == 4 {
			return "", Uint32(d, 0), addr, true
		}
	case 3:
		if len(d) >= 8 && Uint16(d, 0) == 1 && d[2] == 4 {
			return "", 0, netip.AddrFrom4([4]byte(d[4:8])), true
		}
		if len(d) >= 20 && Uint16(d, 0) == 2 && d[2] == 16 {
			return "", 0, netip.AddrFrom16([16]byte(d[4:20])), true
		}
	}
	return
}

// AddIdentifyName appends an identification of an interface by its name.
func (x ICMPExtensions) AddIdentifyName(name string) ICMPExtensions {
	d := []byte(name)
	for len(d)%4 != 0 {
		d = append(d, 0)
	}
	return x.Add(ICMPClassIdentify, 1, d...)
}

// AddIdentifyIndex appends an identification of an interface by its ifIndex.
func (x ICMPExtensions) AddIdentifyIndex(i uint32) ICMPExtensions {
	return x.Add(ICMPClassIdentify, 2, byte(i>>24), byte(i>>16), byte(i>>8), byte(i))
}

// AddIdentifyAddr appends an identification of an interface by an address.
func (x ICMPExtensions) AddIdentifyAddr(a netip.Addr) ICMPExtensions {
	d := appendAFI(nil, a)
	d[2] = byte(len(d) - 4)
	return x.Add(ICMPClassIdentify, 3, d...)
}

// String returns all objects, as in "MPLS label stack 16004 TC 0 TTL 1 bottom".
func (x ICMPExtensions) String() string {
	var b []byte
	for off := 0; off < len(x); {
		if off > 0 {
			b = append(b, ", "...)
		}
		o, n := x[off:].first()
		if n == 0 {
			return string(appendHex(append(b, "malformed "...), x[off:], 0))
		}
		b = o.append(b)
		off += n
	}
	return string(b)
}

// String returns the object in words.
func (o ICMPObject) String() string { return string(o.append(nil)) }

func (o ICMPObject) append(b []byte) []byte {
	b = append(b, o.Class.String()...)
	if o.Class == ICMPClassMPLS && len(o.Data)%4 == 0 {
		for e := range o.Labels() {
			b = appendUint(append(b, ' '), e.Label)
			b = appendInt(append(b, " TC "...), int(e.TC))
			b = appendInt(append(b, " TTL "...), int(e.TTL))
			if e.Bottom {
				b = append(b, " bottom"...)
			}
		}
		return b
	}
	if i, ok := o.Interface(); ok {
		return i.append(append(b, ' '))
	}
	if name, index, addr, ok := o.Identify(); ok {
		switch b = append(b, ' '); {
		case name != "":
			return append(b, name...)
		case addr.IsValid():
			return addr.AppendTo(b)
		}
		return appendUint(append(b, "index "...), index)
	}
	b = appendInt(append(b, " C-type "...), int(o.CType))
	return appendHex(append(b, ' '), o.Data, 0)
}

func (i ICMPInterface) append(b []byte) []byte {
	b = append(b, i.Role.String()...)
	if i.HasIndex {
		b = appendUint(append(b, " index "...), i.Index)
	}
	if i.Addr.IsValid() {
		b = i.Addr.AppendTo(append(b, ' '))
	}
	if i.Name != "" {
		b = append(append(b, ' '), i.Name...)
	}
	if i.MTU != 0 {
		b = appendUint(append(b, " MTU "...), i.MTU)
	}
	return b
}

// appendUint is appendInt for numbers that an int may not hold.
func appendUint(b []byte, x uint32) []byte {
	if x >= 10 {
		b = appendUint(b, x/10)
	}
	return append(b, byte('0'+x%10))
}
