package wire

import "iter"

// Options returns the options, which are empty if IHL is 5.
func (v IPv4) Options() IPv4Options {
	return IPv4Options(v[IPv4Len:clamp(v.HeaderLen(), IPv4Len, len(v))])
}

// Payload returns what the datagram carries: from the end of the header to
// Length, or to the end of the view if that comes first.
func (v IPv4) Payload() []byte {
	n := clamp(v.HeaderLen(), IPv4Len, len(v))
	return v[n:clamp(int(v.Length()), n, len(v))]
}

// Sum returns the header checksum as it should be. RFC 791 §3.1.
func (v IPv4) Sum() uint16 {
	return Fold(SumAround(0, v[:clamp(v.HeaderLen(), IPv4Len, len(v))], 10))
}

// UpdateTTL sets TTL and adjusts Checksum, right or wrong, by the difference.
func (v IPv4) UpdateTTL(x uint8) {
	old := Uint16(v, 8)
	v.SetTTL(x)
	v.SetChecksum(Update(v.Checksum(), old, Uint16(v, 8)))
}

// PseudoSum returns the partial checksum of the pseudo-header for n bytes of
// proto. RFC 9293 §3.1.
func (v IPv4) PseudoSum(proto IPProto, n int) uint16 {
	return Sum16(Sum16(Sum(0, v[12:20]), uint16(proto)), uint16(n))
}

// IPv4Options is the option area of an IPv4 header.
type IPv4Options []byte

// Payload returns what follows the fixed header, up to Length.
func (v IPv6) Payload() []byte {
	return v[IPv6Len:clamp(IPv6Len+int(v.Length()), IPv6Len, len(v))]
}

// PseudoSum is as for IPv4. RFC 8200 §8.1.
func (v IPv6) PseudoSum(proto IPProto, n int) uint16 {
	s := Sum16(Sum(0, v[8:40]), uint16(proto))
	return Sum16(Sum16(s, uint16(n)), uint16(n>>16))
}

// IPv6Options is the option area of a hop-by-hop or destination options header:
// type-length-value triples, of which Pad1 is a lone zero. RFC 8200 §4.2.
type IPv6Options []byte

// All yields the options in order and stops before the first malformed one.
func (o IPv6Options) All() iter.Seq2[uint8, []byte] {
	return func(yield func(uint8, []byte) bool) {
		for b := o; len(b) > 0; {
			n := 1
			var data []byte
			if b[0] != 0 {
				if len(b) < 2 || len(b) < 2+int(b[1]) {
					return
				}
				n = 2 + int(b[1])
				data = b[2:n]
			}
			if !yield(b[0], data) {
				return
			}
			b = b[n:]
		}
	}
}

// Options returns the option area.
func (v IPv6Ext) Options() IPv6Options {
	return IPv6Options(v[IPv6ExtLen:clamp(v.HeaderLen(), IPv6ExtLen, len(v))])
}
