package wire

import "iter"

// PortGENEVE is the UDP port of GENEVE. RFC 8926 §3.3.
const PortGENEVE = 6081

// GENEVEOptions are the options of a GENEVE header: what is on the wire, no more and
// no less. Add appends to it. RFC 8926 §3.5.
type GENEVEOptions []byte

// A GENEVEOption is one option. Its length on the wire is a multiple of 4 bytes.
type GENEVEOption struct {
	Class    uint16 // whose Type is: below 0x100 IETF's, up to 0xfeff assigned
	Type     uint8  // the highest bit, Critical, included
	Reserved uint8  // 3 bits
	Data     []byte
}

// Critical reports whether an endpoint that does not know the option must drop the packet.
func (o GENEVEOption) Critical() bool { return o.Type&0x80 != 0 }

// All yields the options, and stops before one that runs out of the area.
func (o GENEVEOptions) All() iter.Seq[GENEVEOption] {
	return func(yield func(GENEVEOption) bool) {
		for b := o; len(b) > 0; {
			x, n := b.first()
			if n == 0 || !yield(x) {
				return
			}
			b = b[n:]
		}
	}
}

// first returns the first option and its length, or 0 if it is not all there.
func (o GENEVEOptions) first() (GENEVEOption, int) {
	if len(o) < 4 {
		return GENEVEOption{}, 0
	}
	n := 4 + int(o[3]&0x1f)*4
	if n > len(o) {
		return GENEVEOption{}, 0
	}
	return GENEVEOption{Uint16(o, 0), o[2], o[3] >> 5, o[4:n:n]}, n
}

// Malformed returns the offset of the first option that runs out of the area, or -1.
func (o GENEVEOptions) Malformed() int {
	for off := 0; off < len(o); {
		_, n := o[off:].first()
		if n == 0 {
			return off
		}
		off += n
	}
	return -1
}

// Critical reports whether any option is critical.
func (o GENEVEOptions) Critical() bool {
	for x := range o.All() {
		if x.Critical() {
			return true
		}
	}
	return false
}

// Add appends an option, whose data is padded with zeros to a multiple of 4 bytes. It
// takes 124 bytes at most; more are left out.
func (o GENEVEOptions) Add(class uint16, t uint8, data ...byte) GENEVEOptions {
	data = data[:min(len(data), 124)]
	words := (len(data) + 3) / 4
	o = append(o, byte(class>>8), byte(class), t, byte(words))
	o = append(o, data...)
	return append(o, make([]byte, words*4-len(data))...)
}

// String returns all options, as in "0102:80 00000001, 0103:1".
func (o GENEVEOptions) String() string {
	var b []byte
	for off := 0; off < len(o); {
		if off > 0 {
			b = append(b, ", "...)
		}
		x, n := o[off:].first()
		if n == 0 {
			return string(appendHex(append(b, "malformed "...), o[off:], 0))
		}
		b = appendHex(b, []byte{byte(x.Class >> 8), byte(x.Class)}, 0)
		b = appendHex(append(b, ':'), []byte{x.Type}, 0)
		if len(x.Data) > 0 {
			b = appendHex(append(b, ' '), x.Data, 0)
		}
		off += n
	}
	return string(b)
}
