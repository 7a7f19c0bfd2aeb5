package bgp

import (
	"encoding/hex"
	"iter"
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// ORFs is when filters take effect, and the filters, in wire form. RFC 5291 §4. Empty is
// a route refresh without filters.
type ORFs []byte

// ORFsOf returns an empty list that takes effect now (1) or with the next one (2).
func ORFsOf(when uint8) ORFs { return ORFs{when} }

// When returns when filters take effect: 1 now, 2 with the next message.
func (o ORFs) When() uint8 {
	if len(o) == 0 {
		return 0
	}
	return o[0]
}

// All yields the types of filters and their entries, up to the first that does not fit.
func (o ORFs) All() iter.Seq2[uint8, []byte] {
	return func(yield func(uint8, []byte) bool) {
		for b := o[min(1, len(o)):]; len(b) >= 3; {
			n := 3 + int(wire.Uint16(b, 1))
			if n > len(b) || !yield(b[0], b[3:n:n]) {
				return
			}
			b = b[n:]
		}
	}
}

// Rest returns what is malformed at the end of o.
func (o ORFs) Rest() []byte {
	n := min(1, len(o))
	for _, e := range o.All() {
		n += 3 + len(e)
	}
	return o[n:]
}

// Add returns o and entries of one type.
func (o ORFs) Add(t uint8, entries []byte) ORFs {
	entries = entries[:min(len(entries), 0xffff)]
	return append(append(o[:len(o):len(o)], t, byte(len(entries)>>8), byte(len(entries))), entries...)
}

// PrefixORF is the type of filters of prefixes. RFC 5292 §3.
const PrefixORF = 64

// An ORFEntry is an entry of a filter of prefixes. RFC 5292 §3.
type ORFEntry struct {
	Action   uint8  // 0 add, 1 remove, 2 remove all
	Deny     bool   // or permit
	Sequence uint32 // the lowest that matches decides
	Min, Max uint8  // lengths that match, 0 is no limit
	Bits     uint8
	Addr     netip.Addr
}

// ORFEntries returns the entries of a filter of prefixes, and what is malformed.
func ORFEntries(afi wire.BGPAFI, b []byte) (out []ORFEntry, rest []byte) {
	for len(b) > 0 {
		e := ORFEntry{Action: b[0] >> 6, Deny: b[0]&0x20 != 0}
		if e.Action == 2 {
			out, b = append(out, e), b[1:]
			continue
		}
		if len(b) < 8 {
			return out, b
		}
		e.Sequence, e.Min, e.Max, e.Bits = wire.Uint32(b, 1), b[5], b[6], b[7]
		size, n := 4, (int(b[7])+7)/8
		if afi == wire.BGPIPv6 {
			size = 16
		}
		if n > size || 8+n > len(b) {
			return out, b
		}
		var a [16]byte
		copy(a[:], b[8:8+n])
		e.Addr, _ = netip.AddrFromSlice(a[:size])
		out, b = append(out, e), b[8+n:]
	}
	return out, nil
}

// Append appends the entry in wire form.
func (e ORFEntry) Append(b []byte) []byte {
	head := e.Action << 6
	if e.Deny {
		head |= 0x20
	}
	b = append(b, head)
	if e.Action == 2 {
		return b
	}
	b = append(b, byte(e.Sequence>>24), byte(e.Sequence>>16), byte(e.Sequence>>8), byte(e.Sequence), e.Min, e.Max, e.Bits)
	return coder.AppendFunc(b, func(c *coder.Coder) { prefix(c, &e.Addr, e.Bits, familyOf(e.Addr)) })
}

// String returns the filters as "now 64 0020...".
func (o ORFs) String() string {
	if len(o) == 0 {
		return ""
	}
	b := []byte([...]string{0: "0", 1: "now", 2: "deferred", 3: "unknown"}[min(o.When(), 3)])
	for t, e := range o.All() {
		b = append(append(append(b, ", type "...), num(uint32(t))...), ' ')
		b = hex.AppendEncode(b, e)
	}
	return string(coder.AppendRest(b, o.Rest()))
}
