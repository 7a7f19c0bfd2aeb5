package wire

import (
	"iter"
	"net/netip"
)

// PIMv1Code says what a PIM version 1 message is.
type PIMv1Code uint8

// The codes.
const (
	PIMv1Query        PIMv1Code = 0
	PIMv1Register     PIMv1Code = 1
	PIMv1RegisterStop PIMv1Code = 2
	PIMv1JoinPrune    PIMv1Code = 3
	PIMv1Reachability PIMv1Code = 4
	PIMv1Assert       PIMv1Code = 5
	PIMv1Graft        PIMv1Code = 6
	PIMv1GraftAck     PIMv1Code = 7
)

func (c PIMv1Code) String() string {
	return listed([]string{"query", "register", "register-stop", "join/prune", "RP-reachability", "assert", "graft", "graft-ack"}, int(c))
}

// PIMType is the type of a PIM message.
type PIMType uint8

// The types in IANA's registry; from 12 there is a subtype, RFC 9436.
const (
	PIMTypeHello        PIMType = 0
	PIMTypeRegister     PIMType = 1
	PIMTypeRegisterStop PIMType = 2
	PIMTypeJoinPrune    PIMType = 3
	PIMTypeBootstrap    PIMType = 4
	PIMTypeAssert       PIMType = 5
	PIMTypeGraft        PIMType = 6
	PIMTypeGraftAck     PIMType = 7
	PIMTypeCandidateRP  PIMType = 8
	PIMTypeStateRefresh PIMType = 9  // RFC 3973
	PIMTypeDFElection   PIMType = 10 // RFC 5015
	PIMTypeECMPRedirect PIMType = 11 // RFC 6754
	PIMTypePFM          PIMType = 12 // flooding, RFC 8364
	PIMTypePackedNull   PIMType = 13 // packed null-register, RFC 9465
)

func (t PIMType) String() string {
	return listed([]string{"hello", "register", "register-stop", "join/prune", "bootstrap", "assert", "graft", "graft-ack",
		"candidate RP advertisement", "state refresh", "DF election", "ECMP redirect", "PIM flooding mechanism", "packed null-register"}, int(t))
}

// PIMOption is the type of an option of a PIM hello message.
type PIMOption uint16

// The options in IANA's registry that have a document.
const (
	PIMOptHoldtime      PIMOption = 1  // seconds; 65535 forever
	PIMOptLANPruneDelay PIMOption = 2  // T bit, propagation delay and override interval in milliseconds
	PIMOptDRPriority    PIMOption = 19 // higher is better
	PIMOptGenerationID  PIMOption = 20 // new at each start
	PIMOptStateRefresh  PIMOption = 21 // RFC 3973
	PIMOptBidirectional PIMOption = 22 // RFC 5015
	PIMOptAddressList   PIMOption = 24 // secondary addresses
	PIMOptInterfaceID   PIMOption = 31 // RFC 6395
	PIMOptECMPRedirect  PIMOption = 32 // RFC 6754
	PIMOptVPCPeerID     PIMOption = 33
	PIMOptDRLoad        PIMOption = 34 // load balancing capability, RFC 8775
	PIMOptJoinAttribute PIMOption = 26 // RFC 5384
	PIMOptOverTCP       PIMOption = 27 // RFC 6559
	PIMOptOverSCTP      PIMOption = 28 // RFC 6559
	PIMOptRPFVector     PIMOption = 25 // RFC 5496
	PIMOptMTID          PIMOption = 30 // multi-topology, RFC 6420
	PIMOptDRAddress     PIMOption = 37 // RFC 9186
	PIMOptBDRAddress    PIMOption = 38 // RFC 9186
)

func (o PIMOption) String() string {
	return listed([]string{1: "holdtime", 2: "LAN prune delay", 19: "DR priority", 20: "generation ID", 21: "state refresh",
		22: "bidirectional", 24: "address list", 25: "RPF vector", 26: "join attribute", 27: "PIM over TCP", 28: "PIM over SCTP",
		30: "topology ID", 31: "interface ID", 32: "ECMP redirect", 33: "VPC peer ID", 34: "DR load balancing", 37: "DR address",
		38: "BDR address"}, int(o))
}

// PIMOptions is the options of a PIM hello message in wire form. RFC 7761 §4.9.2.
type PIMOptions []byte

var pimForm = tlvForm{typ: 2, size: 2}

// All yields the options' types and values, up to the first malformed one.
func (o PIMOptions) All() iter.Seq2[PIMOption, []byte] {
	return func(yield func(PIMOption, []byte) bool) {
		for t, data := range pimForm.all(o) {
			if !yield(PIMOption(t), data) {
				return
			}
		}
	}
}

// Get returns the value of the first option of type t.
func (o PIMOptions) Get(t PIMOption) (data []byte, ok bool) { return pimForm.get(o, uint16(t)) }

// Rest returns what is malformed at the end of o.
func (o PIMOptions) Rest() []byte { return pimForm.rest(o) }

// Add returns o and one more option.
func (o PIMOptions) Add(t PIMOption, value ...byte) PIMOptions {
	return pimForm.add(o, uint16(t), value)
}

// AddHoldtime, AddDRPriority and AddGenerationID return o and an option that is one number.
func (o PIMOptions) AddHoldtime(seconds uint16) PIMOptions {
	return o.Add(PIMOptHoldtime, byte(seconds>>8), byte(seconds))
}

// AddDRPriority is as AddHoldtime.
func (o PIMOptions) AddDRPriority(x uint32) PIMOptions {
	return o.Add(PIMOptDRPriority, appendBE32(nil, x)...)
}

// AddGenerationID is as AddHoldtime.
func (o PIMOptions) AddGenerationID(x uint32) PIMOptions {
	return o.Add(PIMOptGenerationID, appendBE32(nil, x)...)
}

// String returns all options, as in "holdtime 105, DR priority 1".
func (o PIMOptions) String() string {
	var b []byte
	for t, data := range o.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(b, t.String()...)
		switch {
		case len(data) == 0:
		case t == PIMOptAddressList || t == PIMOptDRAddress || t == PIMOptBDRAddress:
			b = appendPIMUnicasts(b, data)
		case t == PIMOptLANPruneDelay && len(data) == 4:
			b = appendInt(append(b, " T="...), int(data[0]>>7))
			b = appendInt(append(b, " delay "...), int(Uint16(data, 0)&0x7fff))
			b = append(appendInt(append(b, " ms override "...), int(Uint16(data, 2))), " ms"...)
		case len(data) == 2:
			b = appendInt(append(b, ' '), int(Uint16(data, 0)))
		case len(data) == 4 && t != PIMOptStateRefresh:
			b = appendUint(append(b, ' '), Uint32(data, 0))
		default:
			b = appendHex(append(b, ' '), data, 0)
		}
	}
	return string(appendRest(b, o.Rest()))
}

func appendPIMUnicasts(b, data []byte) []byte {
	for len(data) > 0 {
		u, n := CutPIMUnicast(data)
		if n == 0 {
			return appendHex(append(b, ' '), data, 0)
		}
		b = u.Addr.AppendTo(append(b, ' '))
		data = data[n:]
	}
	return b
}

// Options returns the options of a hello message, or none of others.
func (v PIM) Options() PIMOptions {
	if v.Type() != PIMTypeHello {
		return nil
	}
	return PIMOptions(v[PIMLen:])
}

// A PIMUnicast is an encoded unicast address. RFC 7761 §4.9.1.
type PIMUnicast struct {
	Encoding uint8 // 0; the address's length is the family's
	Addr     netip.Addr
}

// A PIMGroup is an encoded group address. RFC 7761 §4.9.1.
type PIMGroup struct {
	Encoding uint8
	Flags    uint8 // B (0x80): bidirectional; Z (0x01): zone
	Bits     uint8 // length of the mask
	Addr     netip.Addr
}

// The flags of a [PIMGroup].
const (
	PIMGroupBidir uint8 = 0x80
	PIMGroupZone  uint8 = 0x01
)

// A PIMSource is an encoded source address. RFC 7761 §4.9.1.
type PIMSource struct {
	Encoding uint8 // 1 if there are Attrs, RFC 5384
	Flags    uint8 // S, W, R
	Bits     uint8 // length of the mask
	Addr     netip.Addr
	Attrs    []byte // join attributes in wire form, RFC 5384 §3.1
}

// The flags of a [PIMSource].
const (
	PIMSparse   uint8 = 4 // S
	PIMWildcard uint8 = 2 // W
	PIMRPTree   uint8 = 1 // R
)

// pimAddr returns the address at the beginning of b, of an address family, or a
// length of 0.
func pimAddr(family uint8, b []byte) (a netip.Addr, n int) {
	switch {
	case family == 1 && len(b) >= 4:
		return netip.AddrFrom4([4]byte(b)), 4
	case family == 2 && len(b) >= 16:
		return netip.AddrFrom16([16]byte(b)), 16
	}
	return a, 0
}

// CutPIMUnicast reads an address from the beginning of b, and returns its length
// or 0.
func CutPIMUnicast(b []byte) (u PIMUnicast, n int) {
	if len(b) < 2 {
		return u, 0
	}
	a, n := pimAddr(b[0], b[2:])
	if n == 0 {
		return u, 0
	}
	return PIMUnicast{b[1], a}, n + 2
}

// CutPIMGroup is as [CutPIMUnicast].
func CutPIMGroup(b []byte) (g PIMGroup, n int) {
	if len(b) < 4 {
		return g, 0
	}
	a, n := pimAddr(b[0], b[4:])
	if n == 0 {
		return g, 0
	}
	return PIMGroup{b[1], b[2], b[3], a}, n + 4
}

// CutPIMSource is as [CutPIMUnicast].
func CutPIMSource(b []byte) (s PIMSource, n int) {
	if len(b) < 4 {
		return s, 0
	}
	a, n := pimAddr(b[0], b[4:])
	if n == 0 {
		return s, 0
	}
	n += 4
	s = PIMSource{Encoding: b[1], Flags: b[2], Bits: b[3], Addr: a}
	if s.Encoding == 1 {
		m := n
		for more := true; more; {
			if len(b) < m+2 || len(b) < m+2+int(b[m+1]) {
				return PIMSource{}, 0
			}
			more = b[m]&0x40 == 0 // E: the last one
			m += 2 + int(b[m+1])
		}
		s.Attrs, n = b[n:m:m], m
	}
	return s, n
}

func pimFamily(a netip.Addr) uint8 {
	if a.Is6() && !a.Is4In6() {
		return 2
	}
	return 1
}

func appendPIMAddr(b []byte, a netip.Addr) []byte {
	switch {
	case !a.IsValid():
		return append(b, 0, 0, 0, 0)
	case pimFamily(a) == 2:
		x := a.As16()
		return append(b, x[:]...)
	}
	x := a.As4()
	return append(b, x[:]...)
}

// Append appends the address in wire form. One that is not set is 0.0.0.0.
func (u PIMUnicast) Append(b []byte) []byte {
	return appendPIMAddr(append(b, pimFamily(u.Addr), u.Encoding), u.Addr)
}

// Append appends the address in wire form.
func (g PIMGroup) Append(b []byte) []byte {
	return appendPIMAddr(append(b, pimFamily(g.Addr), g.Encoding, g.Flags, g.Bits), g.Addr)
}

// Append appends the address and its attributes in wire form.
func (s PIMSource) Append(b []byte) []byte {
	b = appendPIMAddr(append(b, pimFamily(s.Addr), s.Encoding, s.Flags, s.Bits), s.Addr)
	return append(b, s.Attrs...)
}

// String returns the address.
func (u PIMUnicast) String() string { return u.Addr.String() }

// String returns the group with its mask and flags, as in "224.0.0.0/4 bidirectional".
func (g PIMGroup) String() string {
	b := appendInt(append(g.Addr.AppendTo(nil), '/'), int(g.Bits))
	if g.Flags&PIMGroupBidir != 0 {
		b = append(b, " bidirectional"...)
	}
	if g.Flags&PIMGroupZone != 0 {
		b = append(b, " zone"...)
	}
	return string(b)
}

// String returns the source with its mask and flags, as in "192.0.2.1/32 SWR".
func (s PIMSource) String() string {
	b := appendInt(append(s.Addr.AppendTo(nil), '/'), int(s.Bits))
	if s.Flags&7 != 0 {
		b = append(b, ' ')
	}
	for i, c := range []byte("SWR") {
		if s.Flags&(4>>i) != 0 {
			b = append(b, c)
		}
	}
	if len(s.Attrs) > 0 {
		b = appendHex(append(b, " attributes "...), s.Attrs, 0)
	}
	return string(b)
}
