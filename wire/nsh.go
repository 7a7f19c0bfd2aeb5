package wire

import "iter"

// NSHProtocol says what follows a network service header, or one of VXLAN-GPE. RFC 8300 §2.2.
type NSHProtocol uint8

// The protocols that follow.
const (
	NSHIPv4     NSHProtocol = 1
	NSHIPv6     NSHProtocol = 2
	NSHEthernet NSHProtocol = 3
	NSHNSH      NSHProtocol = 4
	NSHMPLS     NSHProtocol = 5
)

func (x NSHProtocol) String() string {
	switch x {
	case NSHIPv4:
		return "IPv4"
	case NSHIPv6:
		return "IPv6"
	case NSHEthernet:
		return "Ethernet"
	case NSHNSH:
		return "NSH"
	case NSHMPLS:
		return "MPLS"
	}
	return itoa(int(x))
}

// NSHMetadata are the context headers of metadata type 2: what is on the wire, no more
// and no less. Add appends to it. RFC 8300 §2.5.1.
type NSHMetadata []byte

// An NSHContext is one context header of variable length.
type NSHContext struct {
	Class uint16 // whose Type is
	Type  uint8
	Data  []byte // without the padding to a multiple of 4 bytes
}

// All yields the context headers, and stops before one that runs out of the area.
func (m NSHMetadata) All() iter.Seq[NSHContext] {
	return func(yield func(NSHContext) bool) {
		for b := m; len(b) > 0; {
			x, n := b.first()
			if n == 0 || !yield(x) {
				return
			}
			b = b[n:]
		}
	}
}

func (m NSHMetadata) first() (NSHContext, int) {
	if len(m) < 4 {
		return NSHContext{}, 0
	}
	size := int(m[3] & 0x7f)
	n := 4 + (size+3)&^3
	if n > len(m) {
		return NSHContext{}, 0
	}
	return NSHContext{Uint16(m, 0), m[2], m[4 : 4+size : 4+size]}, n
}

// Malformed returns the offset of the first context header that runs out of the area, or -1.
func (m NSHMetadata) Malformed() int {
	for off := 0; off < len(m); {
		_, n := m[off:].first()
		if n == 0 {
			return off
		}
		off += n
	}
	return -1
}

// Add appends a context header and its padding. It takes 127 bytes at most; more are
// left out.
func (m NSHMetadata) Add(class uint16, t uint8, data ...byte) NSHMetadata {
	data = data[:min(len(data), 127)]
	m = append(m, byte(class>>8), byte(class), t, byte(len(data)))
	m = append(m, data...)
	return append(m, make([]byte, -len(data)&3)...)
}

// String returns the bytes: whether they are of type 1 or 2 the header says.
func (m NSHMetadata) String() string { return string(appendHex(nil, m, 0)) }
