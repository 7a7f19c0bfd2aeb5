// Package ospf has packets of Open Shortest Path First, version 2 and version 3, with
// the link state advertisements of both. Importing it binds them to IP protocol 89.
//
//	p := packet.Packet{
//		&layers.IPv4{Dst: ospf.AllRouters4, TTL: packet.U8(1)},
//		&ospf.V2{Type: wire.OSPFLSUpdate, RouterID: id, LSAs: []ospf.LSA{
//			ospf.LSA{ID: id, Router: id, Seq: ospf.InitialSeq}.With(&ospf.RouterLSA{Links: links}),
//		}},
//	}
//
// Lengths, counts and checksums, those of the advertisements too, are automatic. The
// content of an advertisement is kept as it is on the wire; its value is made when it
// is asked for, see [LSA.Value].
package ospf

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"net/netip"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Where hellos go. RFC 2328 §A.1, RFC 5340 §A.1.
var (
	AllRouters4   = netip.AddrFrom4([4]byte{224, 0, 0, 5})
	AllDRouters4  = netip.AddrFrom4([4]byte{224, 0, 0, 6})
	AllRouters6   = netip.MustParseAddr("ff02::5")
	AllDRouters6  = netip.MustParseAddr("ff02::6")
	errLength     = &wire.Error{Layer: "OSPF", Need: wire.OSPFv2Len, Err: wire.ErrLength}
	errVersion    = &wire.Error{Layer: "OSPF", Err: wire.ErrFormat}
	errTooLong    = packet.FieldError("OSPF.Length: too long")
	errLSATooLong = packet.FieldError("OSPF.LSAs: an LSA is too long")
)

// InitialSeq is the first sequence number of an LSA. RFC 2328 §12.1.6.
const InitialSeq = 0x80000001

// Auto is [packet.Auto].
type Auto[T comparable] = packet.Auto[T]

// Proto is OSPF of the version that the first byte says.
var Proto = &packet.Proto{
	Name: "OSPF", Title: "Open Shortest Path First packet of either version", Ref: "RFC 2328 §A.3.1",
	New:  V2Proto.New,
	At:   V2Proto.At,
	Pick: pick,
}

func pick(b []byte) *packet.Proto {
	if len(b) > 0 {
		switch b[0] {
		case 2:
			return V2Proto
		case 3:
			return V3Proto
		}
	}
	return nil
}

func init() {
	// The last one is what the number means; the others are what building finds it by.
	for _, p := range [...]*packet.Proto{V2Proto, V3Proto, Proto} {
		layers.IPProtos.Bind(wire.IPProtoOSPF, p)
	}
}

// V2 is an Open Shortest Path First version 2 packet. RFC 2328 §A.3.
//
// Which of the fields after Auth a packet has depends on Type; the others are zero
// after parsing and are not written.
//
//wire:header view=OSPFv2 name=OSPFv2
type V2 struct {
	Version  Auto[uint8] `const:"2"`
	Type     wire.OSPFType
	Length   Auto[uint16] // of the packet, without what is behind it
	RouterID netip.Addr   `bits:"32"`
	AreaID   netip.Addr   `bits:"32"` // 0.0.0.0 is the backbone
	Checksum Auto[uint16] // of the packet without Auth; zero if the authentication is cryptographic
	AuthType wire.OSPFAuthType
	Auth     [8]byte // a password, or what [V2.Crypto] reads

	Mask     netip.Addr       `bits:"0"` // hello: of the network
	Hello    uint16           `bits:"0"` // hello: interval, in seconds
	Options  wire.OSPFOptions `bits:"0"` // hello, database description
	Priority uint8            `bits:"0"` // hello: to become designated router; 0 never
	Dead     uint32           `bits:"0"` // hello: after so many seconds of silence a router is down
	DR       netip.Addr       `bits:"0"` // hello: designated router, by its address, or 0.0.0.0
	BDR      netip.Addr       `bits:"0"` // hello: its backup, or 0.0.0.0

	Neighbors []netip.Addr // hello: router IDs heard of lately

	MTU     uint16           `bits:"0"` // database description: of the interface, in bytes
	Flags   wire.OSPFDDFlags `bits:"0"` // database description
	Seq     uint32           `bits:"0"` // database description
	Headers []LSAHeader      // database description, acknowledgement

	Requests []Request // request

	NumLSAs Auto[uint32] `bits:"0"` // update: number of LSAs
	LSAs    []LSA        // update

	Rest    []byte // what is in the packet and is not understood
	Trailer []byte // behind the packet: the digest, then link-local signaling; see [V2.Digest], [V2.LLS]

	packet.Summed
	cut bool // Length says that there is more
}

type set uint8

const (
	hello set = 1 << iota
	database
	request
	update
	ack
)

// setOf returns the set of fields of a type of packet.
func setOf(t wire.OSPFType) set {
	if t < 1 || t > 5 {
		return 0
	}
	return 1 << (t - 1)
}

var names = map[string]set{
	"Mask": hello, "Hello": hello, "Options": hello | database, "Priority": hello, "Dead": hello, "DR": hello, "BDR": hello, "Neighbors": hello,
	"InterfaceID": hello, "MTU": database, "Flags": database, "Seq": database, "Headers": database | ack, "Requests": request,
	"NumLSAs": update, "LSAs": update,
}

// Has implements [packet.Sparse].
func (l *V2) Has(i int) bool {
	s, ok := names[V2Proto.Fields[i].Name]
	return !ok || s&setOf(l.Type) != 0
}

func (l *V2) parseBody(v wire.OSPFv2) (packet.Extent, error) {
	n := int(v.Length())
	switch {
	case v.Version() != 2:
		return packet.Extent{}, errVersion
	case n < wire.OSPFv2Len:
		return packet.Extent{}, errLength
	}
	end := min(n, len(v))
	*l = V2{Version: l.Version, Type: l.Type, Length: l.Length, RouterID: l.RouterID, AreaID: l.AreaID, Checksum: l.Checksum, AuthType: l.AuthType,
		Auth: l.Auth, Neighbors: l.Neighbors[:0], Headers: l.Headers[:0], Requests: l.Requests[:0], LSAs: l.LSAs[:0],
		Trailer: v[end:], cut: n > len(v)}
	b := v[wire.OSPFv2Len:end:end]
	switch setOf(l.Type) {
	case hello:
		b = l.parseHello(b)
	case database:
		if len(b) >= 8 {
			l.MTU, l.Options, l.Flags, l.Seq = wire.Uint16(b, 0), wire.OSPFOptions(b[2]), wire.OSPFDDFlags(b[3]), wire.Uint32(b, 4)
			l.Headers, b = parseHeaders(l.Headers, b[8:])
		} else {
			return packet.Extent{}, packet.Need(wire.ErrShort, wire.OSPFv2Len+8)
		}
	case request:
		l.Requests, b = parseRequests(l.Requests, b)
	case update:
		if len(b) < 4 {
			return packet.Extent{}, packet.Need(wire.ErrShort, wire.OSPFv2Len+4)
		}
		l.NumLSAs.Parse(wire.Uint32(b, 0))
		l.LSAs, b = parseLSAs(l.LSAs, b[4:])
	case ack:
		l.Headers, b = parseHeaders(l.Headers, b)
	}
	if setOf(l.Type) == hello && l.Mask == (netip.Addr{}) {
		return packet.Extent{}, packet.Need(wire.ErrShort, wire.OSPFv2Len+20)
	}
	if len(b) > 0 {
		l.Rest = b
	}
	return packet.Extent{Header: end, End: end}, nil
}

func (l *V2) parseHello(b []byte) []byte {
	if len(b) < 20 {
		return b
	}
	l.Mask, l.Hello, l.Options, l.Priority, l.Dead = addr4(b), wire.Uint16(b, 4), wire.OSPFOptions(b[6]), b[7], wire.Uint32(b, 8)
	l.DR, l.BDR = addr4(b[12:]), addr4(b[16:])
	l.Neighbors, b = parseAddrs(l.Neighbors, b[20:])
	return b
}

func addr4(b []byte) netip.Addr { return netip.AddrFrom4([4]byte(b)) }

// parseAddrs appends the addresses of b, and returns what is left.
func parseAddrs(to []netip.Addr, b []byte) ([]netip.Addr, []byte) {
	for ; len(b) >= 4; b = b[4:] {
		to = append(to, addr4(b))
	}
	return to, b
}

func appendAddr4(b []byte, a netip.Addr) []byte {
	b = append(b, 0, 0, 0, 0)
	wire.PutAddr4(b[len(b)-4:], a)
	return b
}

func be16(b []byte, x uint16) []byte { return append(b, byte(x>>8), byte(x)) }

func be32(b []byte, x uint32) []byte { return append(b, byte(x>>24), byte(x>>16), byte(x>>8), byte(x)) }

func (l *V2) appendBody(b []byte, start int) ([]byte, error) {
	var err error
	switch setOf(l.Type) {
	case hello:
		b = be16(appendAddr4(b, l.Mask), l.Hello)
		b = be32(append(b, byte(l.Options), l.Priority), l.Dead)
		b = appendAddr4(appendAddr4(b, l.DR), l.BDR)
		for _, a := range l.Neighbors {
			b = appendAddr4(b, a)
		}
	case database:
		b = be32(append(be16(b, l.MTU), byte(l.Options), byte(l.Flags)), l.Seq)
		b = appendHeaders(b, l.Headers)
	case request:
		for _, r := range l.Requests {
			b = r.append(b)
		}
	case update:
		b, err = appendLSAs(be32(b, l.NumLSAs.Get()), l.LSAs)
	case ack:
		b = appendHeaders(b, l.Headers)
	}
	b = append(b, l.Rest...)
	if err == nil && len(b)-start > 0xffff {
		err = errTooLong
	}
	return b, err
}

// AppendTrailer implements [packet.Trailer].
func (l *V2) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

func (l *V2) finish(v wire.OSPFv2, _ *packet.Context) {
	settleLength(&l.Length, v, l.cut)
	if setOf(l.Type) == update {
		settleCount(&l.NumLSAs, v[wire.OSPFv2Len:], len(l.LSAs), l.cut || len(l.Rest) > 0)
	}
	if l.AuthType == wire.OSPFAuthCrypto {
		if l.Judge(&l.Checksum, 0, true) {
			v.SetChecksum(0)
		}
		l.Note(packet.ChecksumNone)
		return
	}
	sum := wire.Fold(wire.Sum(wire.SumAround(0, v[:16], 12), v[wire.OSPFv2Len:]))
	if l.Judge(&l.Checksum, sum, !l.cut) {
		v.SetChecksum(sum)
	}
}

// settleLength settles the length of packet v, of which the capture has a part only if cut.
func settleLength(a *Auto[uint16], v []byte, cut bool) {
	n := uint16(len(v))
	if cut {
		if a.Suggest(n) {
			wire.PutUint16(v, 2, n)
		}
	} else if a.Settle(n) {
		wire.PutUint16(v, 2, n)
	}
}

// settleCount settles the number of LSAs, at the front of b. If unsure, there are more.
func settleCount(a *Auto[uint32], b []byte, n int, unsure bool) {
	write := false
	if unsure {
		write = a.Suggest(uint32(n))
	} else {
		write = a.Settle(uint32(n))
	}
	if write {
		wire.PutUint32(b, 0, uint32(n))
	}
}

// A Crypto is what Auth says if AuthType is [wire.OSPFAuthCrypto]. RFC 2328 §D.3.
type Crypto struct {
	Reserved  uint16
	KeyID     uint8
	DigestLen uint8  // bytes
	Seq       uint32 // never decreases
}

// Crypto returns what Auth says of cryptographic authentication.
func (l *V2) Crypto() Crypto {
	return Crypto{wire.Uint16(l.Auth[:], 0), l.Auth[2], l.Auth[3], wire.Uint32(l.Auth[:], 4)}
}

// SetCrypto makes the authentication cryptographic.
func (l *V2) SetCrypto(c Crypto) {
	l.AuthType = wire.OSPFAuthCrypto
	b := append(be16(nil, c.Reserved), c.KeyID, c.DigestLen)
	l.Auth = [8]byte(be32(b, c.Seq))
}

// Digest returns the digest behind the packet, or nil. RFC 2328 §D.4.3.
func (l *V2) Digest() []byte {
	n := int(l.Auth[3])
	if l.AuthType != wire.OSPFAuthCrypto || n > len(l.Trailer) {
		return nil
	}
	return l.Trailer[:n:n]
}

// LLS returns the elements of the link-local signaling block behind the packet. ok is
// false if there is none, or its length makes no sense. RFC 5613 §2.
func (l *V2) LLS() (t wire.OSPFTLVs, ok bool) {
	if l.Options&wire.OSPFOptionL == 0 {
		return nil, false
	}
	return lls(l.Trailer[len(l.Digest()):])
}

// lls returns the elements of a link-local signaling block.
func lls(b []byte) (t wire.OSPFTLVs, ok bool) {
	if len(b) < 4 {
		return nil, false
	}
	n := 4 * int(wire.Uint16(b, 2))
	if n < 4 || n > len(b) {
		return nil, false
	}
	return wire.OSPFTLVs(b[4:n:n]), true
}

// AppendLLS appends a link-local signaling block. A digest of its own replaces its
// checksum where the packet has one: sum is false then. RFC 5613 §2.2.
func AppendLLS(b []byte, t wire.OSPFTLVs, sum bool) []byte {
	n := len(b)
	b = append(be16(append(b, 0, 0), uint16((len(t)+4)/4)), t...)
	if sum {
		wire.PutUint16(b[n:], 0, wire.Fold(wire.Sum(0, b[n:])))
	}
	return b
}

// Validate implements [packet.Validator].
func (l *V2) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if setOf(l.Type) == 0 {
		report("Type", packet.BadValue, "not assigned")
	}
	if l.AuthType > wire.OSPFAuthCrypto {
		report("AuthType", packet.BadValue, "not assigned")
	}
	if l.AuthType == wire.OSPFAuthCrypto && l.Digest() == nil {
		report("Trailer", packet.BadSize, "is shorter than the digest")
	}
	if !l.RouterID.Is4() || l.RouterID.IsUnspecified() {
		report("RouterID", packet.BadValue, "is zero")
	}
	common{l.cut, l.Rest, l.Flags, l.Dead, uint32(l.Hello)}.validate(setOf(l.Type), report)
	for i := range l.LSAs {
		l.LSAs[i].validate(report)
	}
}

// common is what both versions validate.
type common struct {
	cut         bool
	rest        []byte
	flags       wire.OSPFDDFlags
	dead, hello uint32
}

func (c common) validate(s set, report func(field string, class packet.Class, reason string)) {
	if c.cut {
		report("Length", packet.BadSize, "is more than there is")
	} else if len(c.rest) > 0 {
		report("Rest", packet.BadSize, "bytes that are part of nothing")
	}
	if s == hello && (c.dead <= c.hello || c.hello == 0) {
		report("Dead", packet.Unusual, "is not more than Hello")
	}
	if s == database && c.flags&wire.OSPFInit != 0 && c.flags&^wire.OSPFResync != wire.OSPFInit|wire.OSPFMore|wire.OSPFMaster {
		report("Flags", packet.BadValue, "I without M and MS") // RFC 2328 §10.8
	}
}
