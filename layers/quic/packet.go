// Package quic has packets of QUIC versions 1 and 2 and of RFC 9000's drafts, and
// decrypts Initial packets, whose keys everybody can derive. Importing it binds them to
// UDP ports 443, 853, 4433 and 8853, and lets packets on other ports be recognized.
//
// Packets that share a datagram are layers one after another. Decryption is on demand:
//
//	for _, l := range packet.All[quic.Long](p) {
//		if x, err := l.Decrypt(); err == nil {
//			hello := tls.Messages(x.Frames.Crypto()) // as far as this packet has it
//		}
//	}
package quic

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Long is a QUIC packet with a long header: initial, 0-RTT or handshake. RFC 9000 §17.2.
//
//wire:header view=QUICLong name=QUIC
type Long struct {
	Form    packet.Auto[uint8] `bits:"1" const:"1"`
	Fixed   packet.Auto[uint8] `bits:"1" auto:"1"`
	Type    uint8              `bits:"2"` // a number whose meaning depends on the version, see PacketType
	Low     uint8              `bits:"4"` // reserved bits and length of the packet number, protected
	Version wire.QUICVersion

	DstID  wire.QUICID
	SrcID  wire.QUICID
	Token  []byte              // of initial packets
	Length packet.Auto[uint64] `bits:"0"` // of Data, in bytes
	Data   []byte              // packet number and frames, protected

	tokenSize, lengthSize int // of these numbers, in bytes
	part                  bool
}

// VersionNegotiation is a QUIC version negotiation packet. RFC 9000 §17.2.1.
//
//wire:header view=QUICVersionNegotiation name=QUICVersionNegotiation
type VersionNegotiation struct {
	Form    packet.Auto[uint8]            `bits:"1" const:"1"`
	Unused  uint8                         `bits:"7"`
	Version packet.Auto[wire.QUICVersion] `const:"0"`

	DstID    wire.QUICID
	SrcID    wire.QUICID
	Versions []wire.QUICVersion // that the server supports
	Rest     []byte             // bytes that are no version
}

// Retry is a QUIC retry packet. RFC 9000 §17.2.5.
//
//wire:header view=QUICRetry name=QUICRetry
type Retry struct {
	Form    packet.Auto[uint8] `bits:"1" const:"1"`
	Fixed   packet.Auto[uint8] `bits:"1" auto:"1"`
	Type    uint8              `bits:"2"` // 3 in version 1, 0 in version 2
	Unused  uint8              `bits:"4"`
	Version wire.QUICVersion

	DstID wire.QUICID
	SrcID wire.QUICID
	Token []byte
	Tag   []byte // integrity tag of 16 bytes; see Authentic
}

// Short is a QUIC packet with a short header. RFC 9000 §17.3.
//
//wire:header view=QUICShort name=QUICShort
type Short struct {
	Form  packet.Auto[uint8] `bits:"1" const:"0"`
	Fixed packet.Auto[uint8] `bits:"1" auto:"1"`
	Spin  bool               `bits:"1"` // latency spin bit, RFC 9000 §17.4
	Low   uint8              `bits:"5"` // reserved bits, key phase and length of the packet number, protected

	Data []byte // destination connection ID, whose length only both ends know, packet number and frames, protected
}

// Proto is QUIC by its first bytes: one of the packets of this package.
var Proto = &packet.Proto{
	Name: "QUIC-any", Title: "QUIC packet of any form", Ref: "RFC 9000 §17",
	New: packet.RawProto.New, At: packet.RawProto.At, Fields: packet.RawProto.Fields,
}

func init() {
	Proto.Pick = pick
	layers.UDPPorts.Bind(443, Proto)
	layers.UDPPorts.Bind(853, Proto)  // DNS over QUIC, RFC 9250 §4.1.1
	layers.UDPPorts.Bind(8853, Proto) // the port that its drafts had
	layers.UDPPorts.Bind(4433, Proto) // what examples and tests use
	layers.UDPPorts.Guess(Proto, judge)
}

// minShort is the length of the shortest packet with a short header: the first byte, a
// packet number and what header protection samples. RFC 9001 §5.4.2.
const minShort = 1 + 4 + 16

func pick(b []byte) *packet.Proto {
	if len(b) == 0 || b[0]&0x80 == 0 {
		if len(b) >= minShort && b[0]&0x40 != 0 {
			return ShortProto
		}
		return nil
	}
	h, ok := readHead(b)
	switch {
	case !ok || len(h.dst) > maxID || len(h.src) > maxID:
		return nil
	case h.version == wire.QUICNegotiation:
		if len(h.rest) >= 4 && len(h.rest)%4 == 0 {
			return VersionNegotiationProto
		}
		return nil
	case !h.version.Known() || b[0]&0x40 == 0:
		return nil
	case h.version.Type(b[0]>>4) == wire.QUICTypeRetry:
		if len(h.rest) < tagLen {
			return nil
		}
		return RetryProto
	}
	return LongProto
}

// judge takes long headers of known versions for QUIC everywhere, others where a port
// says so.
func judge(b []byte) packet.Confidence {
	switch p := pick(b); {
	case p == nil:
		return packet.Impossible
	case p == LongProto || p == RetryProto:
		return packet.Certain
	}
	return packet.Possible
}

const (
	maxID  = 20 // longest connection ID, RFC 9000 §17.2
	tagLen = 16
)

// A head is what long headers of all versions have. RFC 8999 §5.1.
type head struct {
	version  wire.QUICVersion
	dst, src wire.QUICID
	rest     []byte
}

func readHead(b []byte) (h head, ok bool) {
	if len(b) < wire.QUICLongLen+2 {
		return h, false
	}
	h.version = wire.QUICVersion(wire.Uint32(b, 1))
	b = b[wire.QUICLongLen:]
	if h.dst, b, ok = readID(b); ok {
		h.src, h.rest, ok = readID(b)
	}
	return h, ok
}

func readID(b []byte) (id wire.QUICID, rest []byte, ok bool) {
	if len(b) == 0 || 1+int(b[0]) > len(b) {
		return nil, nil, false
	}
	n := 1 + int(b[0])
	return wire.QUICID(b[1:n:n]), b[n:], true
}

var errID = packet.FieldError("QUIC.DstID: a connection ID is longer than 255 bytes")

func appendIDs(b []byte, dst, src wire.QUICID) ([]byte, error) {
	if max(len(dst), len(src)) > 255 {
		return b, errID
	}
	b = append(append(b, byte(len(dst))), dst...)
	return append(append(b, byte(len(src))), src...), nil
}

var (
	errShort  = &wire.Error{Layer: "QUIC", Need: wire.QUICLongLen + 2, Err: wire.ErrShort}
	errFormat = &wire.Error{Layer: "QUIC", Need: wire.QUICLongLen + 2, Err: wire.ErrFormat}
)

// PacketType returns the packet's type.
func (l *Long) PacketType() wire.QUICType { return l.Version.Type(l.Type) }

func (l *Long) parseBody(v wire.QUICLong) (packet.Extent, error) {
	h, ok := readHead(v)
	if !ok {
		return packet.Extent{}, errShort
	}
	l.DstID, l.SrcID, l.Token, l.tokenSize, l.part = h.dst, h.src, nil, 0, false
	t := l.PacketType()
	if v.Form() != 1 || h.version == wire.QUICNegotiation || t == wire.QUICTypeRetry {
		return packet.Extent{}, errFormat
	}
	b := h.rest
	if t == wire.QUICTypeInitial {
		n, size := wire.QUICInt(b)
		if size == 0 || n > uint64(len(b)-size) {
			return packet.Extent{}, errShort
		}
		l.Token, l.tokenSize, b = b[size:size+int(n)], size, b[size+int(n):]
	}
	n, size := wire.QUICInt(b)
	if size == 0 {
		return packet.Extent{}, errShort
	}
	b = b[size:]
	l.Length.Parse(n)
	l.lengthSize, l.part = size, n > uint64(len(b))
	l.Data = b[:min(n, uint64(len(b)))]
	x := packet.Extent{Header: len(v) - len(b) + len(l.Data), End: len(v)}
	if pick(v[x.Header:]) != nil {
		x.Next = packet.Is(Proto)
	}
	return x, nil
}

func (l *Long) appendBody(b []byte, _ int) ([]byte, error) {
	b, err := appendIDs(b, l.DstID, l.SrcID)
	if err != nil {
		return b, err
	}
	if l.PacketType() == wire.QUICTypeInitial {
		b = append(wire.AppendQUICInt(b, uint64(len(l.Token)), l.tokenSize), l.Token...)
	}
	n := l.Length.Get()
	if !l.Length.Fixed() && !l.part {
		n = uint64(len(l.Data))
	}
	if n >= 1<<62 {
		return b, packet.FieldError("QUIC.Length: too large")
	}
	size := l.lengthSize
	if size == 0 {
		size = 2 // as most do, to leave room for more
	}
	return append(wire.AppendQUICInt(b, n, size), l.Data...), nil
}

func (l *Long) finish(_ wire.QUICLong, _ *packet.Context) {
	if l.part {
		l.Length.Hold()
		return
	}
	l.Length.Settle(uint64(len(l.Data))) // appendBody wrote it
}

// Validate implements [packet.Validator].
func (l *Long) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Fixed.Get() == 0 {
		report("Fixed", packet.Unusual, "is zero, which only peers that agreed on it may send") // RFC 9287
	}
	if l.Version == wire.QUICv1 || l.Version == wire.QUICv2 {
		for _, id := range [...]struct {
			name string
			id   wire.QUICID
		}{{"DstID", l.DstID}, {"SrcID", l.SrcID}} {
			if len(id.id) > maxID {
				report(id.name, packet.BadValue, "is longer than 20 bytes")
			}
		}
	}
	if len(l.Data) < 4+16 && !l.part {
		report("Data", packet.BadSize, "is too short for a packet number and header protection") // RFC 9001 §5.4.2
	}
}

func (l *VersionNegotiation) parseBody(v wire.QUICVersionNegotiation) (packet.Extent, error) {
	h, ok := readHead(v)
	if !ok {
		return packet.Extent{}, errShort
	}
	if h.version != wire.QUICNegotiation {
		return packet.Extent{}, errFormat
	}
	l.DstID, l.SrcID, l.Versions = h.dst, h.src, l.Versions[:0]
	for ; len(h.rest) >= 4; h.rest = h.rest[4:] {
		l.Versions = append(l.Versions, wire.QUICVersion(wire.Uint32(h.rest, 0)))
	}
	l.Rest = h.rest
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *VersionNegotiation) appendBody(b []byte, _ int) ([]byte, error) {
	b, err := appendIDs(b, l.DstID, l.SrcID)
	for _, v := range l.Versions {
		b = append(b, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
	}
	return append(b, l.Rest...), err
}

func (l *Retry) parseBody(v wire.QUICRetry) (packet.Extent, error) {
	h, ok := readHead(v)
	if !ok || len(h.rest) < tagLen {
		return packet.Extent{}, errShort
	}
	if v.Form() != 1 || h.version == wire.QUICNegotiation || h.version.Type(l.Type) != wire.QUICTypeRetry {
		return packet.Extent{}, errFormat
	}
	n := len(h.rest) - tagLen
	l.DstID, l.SrcID, l.Token, l.Tag = h.dst, h.src, h.rest[:n:n], h.rest[n:]
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *Retry) appendBody(b []byte, _ int) ([]byte, error) {
	b, err := appendIDs(b, l.DstID, l.SrcID)
	return append(append(b, l.Token...), l.Tag...), err
}

func (l *Short) extent(v wire.QUICShort) packet.Extent {
	l.Data = v[wire.QUICShortLen:]
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *Short) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Data...), nil }
