package wire

import "net/netip"

// The four bytes after Checksum mean different things in different messages, and
// a view does not look at Type: each accessor reads what messages that have its
// field would have there. They read as zero, and cannot be set, in a view of less
// than 8 bytes.

func half(v []byte, i int) uint16 {
	if len(v) < i+2 {
		return 0
	}
	return Uint16(v, i)
}

func setHalf(v []byte, i int, x uint16) {
	if len(v) >= i+2 {
		PutUint16(v, i, x)
	}
}

func octet(v []byte, i int) uint8 {
	if len(v) <= i {
		return 0
	}
	return v[i]
}

func setOctet(v []byte, i int, x uint8) {
	if len(v) > i {
		v[i] = x
	}
}

// Rest returns the four bytes after Checksum.
func (v ICMPv4) Rest() uint32 {
	if len(v) < 8 {
		return 0
	}
	return Uint32(v, 4)
}

// SetRest sets what Rest returns.
func (v ICMPv4) SetRest(x uint32) {
	if len(v) >= 8 {
		PutUint32(v, 4, x)
	}
}

// ID returns the identifier of an echo, timestamp, information, mask or traceroute message.
func (v ICMPv4) ID() uint16 { return half(v, 4) }

// SetID sets what ID returns.
func (v ICMPv4) SetID(x uint16) { setHalf(v, 4, x) }

// Seq returns the sequence number of an echo, timestamp, information or mask message.
func (v ICMPv4) Seq() uint16 { return half(v, 6) }

// SetSeq sets what Seq returns.
func (v ICMPv4) SetSeq(x uint16) { setHalf(v, 6, x) }

// MTU returns the next hop's MTU in bytes, in "fragmentation needed". RFC 1191 §4.
func (v ICMPv4) MTU() uint16 { return half(v, 6) }

// SetMTU sets what MTU returns.
func (v ICMPv4) SetMTU(x uint16) { setHalf(v, 6, x) }

// Pointer returns the offset of the bad byte, in a parameter problem.
func (v ICMPv4) Pointer() uint8 { return octet(v, 4) }

// SetPointer sets what Pointer returns.
func (v ICMPv4) SetPointer(x uint8) { setOctet(v, 4, x) }

// Length returns the length of the quoted datagram in words of 4 bytes, or 0 if
// no extensions follow it. RFC 4884 §4.
func (v ICMPv4) Length() uint8 { return octet(v, 5) }

// SetLength sets what Length returns.
func (v ICMPv4) SetLength(x uint8) { setOctet(v, 5, x) }

// Gateway returns the better first hop, in a redirect.
func (v ICMPv4) Gateway() netip.Addr {
	var a [4]byte
	if len(v) >= 8 {
		a = [4]byte(v[4:8])
	}
	return netip.AddrFrom4(a)
}

// SetGateway sets what Gateway returns.
func (v ICMPv4) SetGateway(x netip.Addr) {
	if len(v) >= 8 {
		PutAddr4(v[4:8], x)
	}
}

// Payload returns what follows the first 8 bytes.
func (v ICMPv4) Payload() []byte { return v[min(8, len(v)):] }

// Sum returns Checksum as it should be. RFC 792.
func (v ICMPv4) Sum() uint16 { return Fold(SumAround(0, v, 2)) }

// Rest returns the four bytes after Checksum.
func (v ICMPv6) Rest() uint32 {
	if len(v) < 8 {
		return 0
	}
	return Uint32(v, 4)
}

// SetRest sets what Rest returns.
func (v ICMPv6) SetRest(x uint32) {
	if len(v) >= 8 {
		PutUint32(v, 4, x)
	}
}

// ID returns the identifier of an echo message.
func (v ICMPv6) ID() uint16 { return half(v, 4) }

// SetID sets what ID returns.
func (v ICMPv6) SetID(x uint16) { setHalf(v, 4, x) }

// Seq returns the sequence number of an echo message.
func (v ICMPv6) Seq() uint16 { return half(v, 6) }

// SetSeq sets what Seq returns.
func (v ICMPv6) SetSeq(x uint16) { setHalf(v, 6, x) }

// MTU returns the next link's MTU in bytes, in "packet too big".
func (v ICMPv6) MTU() uint32 { return v.Rest() }

// SetMTU sets what MTU returns.
func (v ICMPv6) SetMTU(x uint32) { v.SetRest(x) }

// Pointer returns the offset of the bad byte, in a parameter problem.
func (v ICMPv6) Pointer() uint32 { return v.Rest() }

// SetPointer sets what Pointer returns.
func (v ICMPv6) SetPointer(x uint32) { v.SetRest(x) }

// Length returns the length of the quoted packet in words of 8 bytes, or 0 if no
// extensions follow it. RFC 4884 §4.
func (v ICMPv6) Length() uint8 { return octet(v, 4) }

// SetLength sets what Length returns.
func (v ICMPv6) SetLength(x uint8) { setOctet(v, 4, x) }

// Body returns what follows Checksum.
func (v ICMPv6) Body() []byte { return v[ICMPv6Len:] }

// Sum returns Checksum as it should be, given the pseudo-header's partial sum.
// RFC 4443 §2.3.
func (v ICMPv6) Sum(pseudo uint16) uint16 { return Fold(SumAround(pseudo, v, 2)) }

// ExtendedEchoInfo is the last byte of the header of an extended echo. In a
// request it has the flag L, in a reply a state and the flags A, 4 and 6. RFC 8335 §2, §3.
type ExtendedEchoInfo uint8

// The flags.
const (
	ExtendedEchoLocal  ExtendedEchoInfo = 1 // request: the interface is the proxy's own
	ExtendedEchoIPv6   ExtendedEchoInfo = 1 // reply: IPv6 runs on the interface
	ExtendedEchoIPv4   ExtendedEchoInfo = 2 // reply: IPv4 runs on the interface
	ExtendedEchoActive ExtendedEchoInfo = 4 // reply: the interface is active
)

// State returns the state of a neighbour cache entry, in a reply: 0 is reserved, 1
// incomplete, 2 reachable, 3 stale, 4 delay, 5 probe, 6 failed.
func (x ExtendedEchoInfo) State() uint8 { return uint8(x) >> 5 }

func (x ExtendedEchoInfo) String() string {
	return string(appendHex([]byte("0x"), []byte{byte(x)}, 0))
}
