package wire

import "iter"

// UDP ports of Babel.
const (
	PortBabel    = 6696 // RFC 8966 §4
	PortBabelOld = 6697 // before RFC 6126
)

// BabelTLV is the type of a TLV. RFC 8966 §4.6.
type BabelTLV uint8

// babelTLVs are the names of types, by number.
var babelTLVs = [...]string{"Pad1", "PadN", "ack request", "ack", "hello", "IHU", "router ID", "next hop", "update", "route request",
	"seqno request", "TS/PC", "HMAC", "", "", "", "MAC", "PC", "challenge request", "challenge reply"}

func (x BabelTLV) String() string {
	if int(x) < len(babelTLVs) && babelTLVs[x] != "" {
		return babelTLVs[x]
	}
	return itoa(int(x))
}

// BabelTLVs are the TLVs of a Babel packet: what is on the wire, no more and no less. Add
// appends to it.
type BabelTLVs []byte

// All yields the TLVs, and stops before one that runs out of the packet.
func (t BabelTLVs) All() iter.Seq2[BabelTLV, []byte] {
	return func(yield func(BabelTLV, []byte) bool) {
		for b := t; len(b) > 0; {
			n := b.first()
			if n == 0 || !yield(BabelTLV(b[0]), b[min(2, n):n:n]) {
				return
			}
			b = b[n:]
		}
	}
}

// first returns the length of the first TLV, or 0 if it is not all there.
func (t BabelTLVs) first() int {
	if t[0] == 0 {
		return 1
	}
	if len(t) < 2 || 2+int(t[1]) > len(t) {
		return 0
	}
	return 2 + int(t[1])
}

// Malformed returns the offset of the first TLV that runs out of the packet, or -1.
func (t BabelTLVs) Malformed() int {
	for off := 0; off < len(t); {
		n := t[off:].first()
		if n == 0 {
			return off
		}
		off += n
	}
	return -1
}

// Add appends a TLV. It takes 255 bytes at most; more are left out.
func (t BabelTLVs) Add(x BabelTLV, value ...byte) BabelTLVs {
	if x == 0 {
		return append(t, 0)
	}
	value = value[:min(len(value), 255)]
	return append(append(t, byte(x), byte(len(value))), value...)
}

// String returns all TLVs, as in "hello 000000010190, Pad1".
func (t BabelTLVs) String() string {
	var b []byte
	for off := 0; off < len(t); {
		if off > 0 {
			b = append(b, ", "...)
		}
		n := t[off:].first()
		if n == 0 {
			return string(appendHex(append(b, "malformed "...), t[off:], 0))
		}
		b = append(b, BabelTLV(t[off]).String()...)
		if n > 2 {
			b = appendHex(append(b, ' '), t[off+2:off+n], 0)
		}
		off += n
	}
	return string(b)
}
