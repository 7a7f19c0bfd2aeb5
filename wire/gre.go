package wire

import "iter"

// word returns the 32-bit number at b[i:], or 0 if it is not all there.
func word(b []byte, i int) uint32 {
	if i+4 > len(b) {
		return 0
	}
	return Uint32(b, i)
}

// Offsets of GRE's optional fields, by the four highest bits of the header:
// checksum, routing, key, sequence number.
var (
	greKey     = [16]int8{0, 0, 4, 4, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8}
	greRouting = [16]int8{4, 8, 8, 12, 8, 12, 12, 16, 8, 12, 12, 16, 8, 12, 12, 16}
)

// HasChecksum reports whether the header has room for a checksum, whether or not
// it is in use: a header with routing has too.
func (v GRE) HasChecksum() bool { return v[0]&0xc0 != 0 }

// Checksum returns the checksum of header and payload, or 0 if there is none.
func (v GRE) Checksum() uint16 {
	if !v.HasChecksum() {
		return 0
	}
	return uint16(word(v, 4) >> 16)
}

// Key returns the key, or 0 if there is none.
func (v GRE) Key() uint32 {
	if !v.KeyPresent() {
		return 0
	}
	return word(v, int(greKey[v[0]>>4]))
}

// Seq returns the sequence number, or 0 if there is none.
func (v GRE) Seq() uint32 {
	if !v.SeqPresent() {
		return 0
	}
	return word(v, int(greRouting[v[0]>>4])-4)
}

// HeaderLen returns the length in bytes of the header with its optional fields,
// which may be more than there are, or -1 if the routing is malformed or cut.
func (v GRE) HeaderLen() int {
	n := int(greRouting[v[0]>>4])
	if v.RoutingPresent() {
		m := -1
		if n < len(v) {
			m = GRERouting(v[n:]).len()
		}
		if m < 0 {
			return -1
		}
		n += m
	}
	return n
}

// Routing returns the routing entries, with the null entry that ends them, or nil
// if there are none or they are malformed.
func (v GRE) Routing() GRERouting {
	n, i := v.HeaderLen(), int(greRouting[v[0]>>4])
	if !v.RoutingPresent() || n < i || n > len(v) {
		return nil
	}
	return GRERouting(v[i:n:n])
}

// Payload returns what follows the header.
func (v GRE) Payload() []byte {
	n := v.HeaderLen()
	if n < 0 {
		return nil
	}
	return v[min(n, len(v)):]
}

// GRERouting is the routing field of a GRE header: source route entries, and a
// null entry to end them. RFC 1701, "Routing".
type GRERouting []byte

// A GRERoute is a source route entry.
type GRERoute struct {
	Family uint16 // of the addresses, or 0 for the null entry
	Offset uint8  // in bytes, of the active address in Data
	Data   []byte // addresses
}

// All yields the entries up to the null entry or the first malformed one.
func (r GRERouting) All() iter.Seq[GRERoute] {
	return func(yield func(GRERoute) bool) {
		for b := r; len(b) >= 4; {
			n := 4 + int(b[3])
			if n == 4 && Uint16(b, 0) == 0 || n > len(b) {
				return
			}
			if !yield(GRERoute{Uint16(b, 0), b[2], b[4:n]}) {
				return
			}
			b = b[n:]
		}
	}
}

// Add appends an entry. A routing field must end with the null entry, Add(0, 0).
func (r GRERouting) Add(family uint16, offset uint8, data ...byte) GRERouting {
	return append(append(r, byte(family>>8), byte(family), offset, byte(len(data))), data...)
}

// String returns the entries as in "2@4:c0000201c0000202".
func (r GRERouting) String() string {
	var out []byte
	for e := range r.All() {
		if len(out) > 0 {
			out = append(out, ' ')
		}
		out = append(appendInt(out, int(e.Family)), '@')
		out = append(appendInt(out, int(e.Offset)), ':')
		out = appendHex(out, e.Data, 0)
	}
	return string(out)
}

// len returns the length up to and with the null entry, or -1 if there is none.
func (r GRERouting) len() int {
	for n := 0; n+4 <= len(r); {
		m := 4 + int(r[n+3])
		if m == 4 && Uint16(r, n) == 0 {
			return n + 4
		}
		n += m
	}
	return -1
}

// HeaderLen returns the length in bytes of the header with its optional fields,
// which may be more than there are.
func (v EnhancedGRE) HeaderLen() int {
	return EnhancedGRELen + 4*int(v[0]>>4&1) + 4*int(v[1]>>7)
}

// Seq returns the sequence number, or 0 if there is none.
func (v EnhancedGRE) Seq() uint32 {
	if !v.SeqPresent() {
		return 0
	}
	return word(v, EnhancedGRELen)
}

// Ack returns the highest sequence number received, or 0 if there is none.
func (v EnhancedGRE) Ack() uint32 {
	if !v.AckPresent() {
		return 0
	}
	return word(v, v.HeaderLen()-4)
}
