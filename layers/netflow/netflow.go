// Package netflow has flow records of NetFlow versions 5 and 9 and of IPFIX. Importing it
// binds them to UDP ports 2055, 9995, 9996 and 4739.
//
// Records of version 9 and IPFIX have a form that templates say, which are in the same
// packet or in earlier ones: [Templates] remembers them.
//
//	t := netflow.Templates{}
//	for r := range m.Sets.Records(t, m.SourceID) {
//		for _, v := range r.Values { fmt.Println(v.Field, v) }
//	}
package netflow

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"net/netip"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// V5 is a NetFlow version 5 packet. Cisco NetFlow export datagram format, version 5
//
//wire:header view=NetFlow5 name=NetFlow5
type V5 struct {
	Version     packet.Auto[uint16] `const:"5"`
	Count       packet.Auto[uint16] // of records
	Uptime      uint32              // of the exporter, in ms
	Seconds     uint32              // since 1970
	Nanoseconds uint32
	Sequence    uint32 // flows seen in all
	EngineType  uint8
	EngineID    uint8
	Sampling    uint16 // mode in the upper two bits, and interval

	Records []V5Record
	Trailer []byte // behind the last whole record
}

// V5Record is one flow.
type V5Record struct {
	Src, Dst, NextHop netip.Addr
	Input, Output     uint16 // interfaces
	Packets, Octets   uint32
	First, Last       uint32 // when, in ms of uptime
	SrcPort, DstPort  uint16
	Pad1              uint8
	Flags             wire.TCPFlags // all that were seen
	Protocol          wire.IPProto
	TOS               uint8
	SrcAS, DstAS      uint16
	SrcMask, DstMask  uint8 // bits of prefixes
	Pad2              uint16
}

// v5Record is the length of a record in bytes.
const v5Record = 48

// V9 is a NetFlow version 9 packet. RFC 3954 §5.
//
//wire:header view=NetFlow9 name=NetFlow9
type V9 struct {
	Version  packet.Auto[uint16] `const:"9"`
	Count    uint16              // of records in all sets, templates included
	Uptime   uint32              // of the exporter, in ms
	Seconds  uint32              // since 1970
	Sequence uint32              // of packets
	SourceID uint32              // with the exporter's address, what template numbers belong to

	Sets Sets
}

// IPFIX is an IP Flow Information Export message. RFC 7011 §3.1.
//
//wire:header view=IPFIX name=IPFIX
type IPFIX struct {
	Version  packet.Auto[uint16] `const:"10"`
	Length   packet.Auto[uint16] // of the message, in bytes
	Seconds  uint32              // since 1970
	Sequence uint32              // data records sent before
	DomainID uint32              // what template numbers belong to

	Sets    Sets
	Trailer []byte // behind Length

	part bool
}

// Proto is NetFlow or IPFIX by its version.
var Proto = &packet.Proto{
	Name: "NetFlow", Title: "flow records of any version", Ref: "RFC 3954 §5",
	New: packet.RawProto.New, At: packet.RawProto.At, Fields: packet.RawProto.Fields,
}

func init() {
	Proto.Pick = pick
	for _, port := range [...]uint16{wire.PortNetFlow, 9995, 9996, wire.PortIPFIX} {
		layers.UDPPorts.Bind(port, Proto)
	}
	layers.UDPPorts.Guess(Proto, func(b []byte) packet.Confidence {
		if pick(b) != nil {
			return packet.Possible
		}
		return packet.Impossible
	})
	layers.TCPPorts.Bind(wire.PortIPFIX, Proto)
	layers.TCPPorts.Guess(Proto, func(b []byte) packet.Confidence {
		if pick(b) == IPFIXProto {
			return packet.Possible
		}
		return packet.Impossible
	})
}

func pick(b []byte) *packet.Proto {
	if len(b) < wire.IPFIXLen {
		return nil
	}
	switch version := wire.Uint16(b, 0); {
	case version == 5 && len(b) >= wire.NetFlow5Len && int(wire.Uint16(b, 2)) <= 30:
		return V5Proto
	case version == 9 && len(b) >= wire.NetFlow9Len:
		return V9Proto
	case version == 10 && wire.Uint16(b, 2) >= wire.IPFIXLen:
		return IPFIXProto
	}
	return nil
}

var (
	errV5    = &wire.Error{Layer: "NetFlow5", Need: wire.NetFlow5Len, Err: wire.ErrFormat}
	errV9    = &wire.Error{Layer: "NetFlow9", Need: wire.NetFlow9Len, Err: wire.ErrFormat}
	errIPFIX = &wire.Error{Layer: "IPFIX", Need: wire.IPFIXLen, Err: wire.ErrFormat}
)

func (l *V5) parseBody(v wire.NetFlow5) (packet.Extent, error) {
	if v.Version() != 5 {
		return packet.Extent{}, errV5
	}
	b := v[wire.NetFlow5Len:]
	l.Records = l.Records[:0]
	for n := min(int(v.Count()), len(b)/v5Record); n > 0; n-- {
		l.Records = append(l.Records, readV5(b))
		b = b[v5Record:]
	}
	l.Trailer = b
	n := len(v) - len(b)
	return packet.Extent{Header: n, End: n}, nil
}

func addr4(b []byte) netip.Addr { return netip.AddrFrom4([4]byte(b[:4])) }

func readV5(b []byte) V5Record {
	u16 := func(i int) uint16 { return wire.Uint16(b, i) }
	u32 := func(i int) uint32 { return wire.Uint32(b, i) }
	return V5Record{
		Src: addr4(b), Dst: addr4(b[4:]), NextHop: addr4(b[8:]), Input: u16(12), Output: u16(14), Packets: u32(16), Octets: u32(20),
		First: u32(24), Last: u32(28), SrcPort: u16(32), DstPort: u16(34), Pad1: b[36], Flags: wire.TCPFlags(b[37]),
		Protocol: wire.IPProto(b[38]), TOS: b[39], SrcAS: u16(40), DstAS: u16(42), SrcMask: b[44], DstMask: b[45], Pad2: u16(46),
	}
}

func (l *V5) appendBody(b []byte, _ int) ([]byte, error) {
	for i := range l.Records {
		r := &l.Records[i]
		n := len(b)
		b = append(b, make([]byte, v5Record)...)
		x := b[n:]
		wire.PutAddr4(x, r.Src)
		wire.PutAddr4(x[4:], r.Dst)
		wire.PutAddr4(x[8:], r.NextHop)
		wire.PutUint32(x, 12, uint32(r.Input)<<16|uint32(r.Output))
		wire.PutUint32(x, 16, r.Packets)
		wire.PutUint32(x, 20, r.Octets)
		wire.PutUint32(x, 24, r.First)
		wire.PutUint32(x, 28, r.Last)
		wire.PutUint32(x, 32, uint32(r.SrcPort)<<16|uint32(r.DstPort))
		x[36], x[37], x[38], x[39] = r.Pad1, byte(r.Flags), byte(r.Protocol), r.TOS
		wire.PutUint32(x, 40, uint32(r.SrcAS)<<16|uint32(r.DstAS))
		x[44], x[45] = r.SrcMask, r.DstMask
		wire.PutUint16(x, 46, r.Pad2)
	}
	return b, nil
}

func (l *V5) finish(v wire.NetFlow5, _ *packet.Context) { l.settleCount(v, uint16(len(l.Records))) }

// AppendTrailer implements [packet.Trailer].
func (l *V5) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

func (l *V9) parseBody(v wire.NetFlow9) (packet.Extent, error) {
	if v.Version() != 9 {
		return packet.Extent{}, errV9
	}
	l.Sets = Sets(v[wire.NetFlow9Len:])
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *V9) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Sets...), nil }

// Validate implements [packet.Validator].
func (l *V9) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Sets.Malformed() {
		report("Sets", packet.BadSize, "do not fit")
	}
}

func (l *IPFIX) parseBody(v wire.IPFIX) (packet.Extent, error) {
	n := int(v.Length())
	if v.Version() != 10 || n < wire.IPFIXLen {
		return packet.Extent{}, errIPFIX
	}
	l.part = n > len(v)
	n = min(n, len(v))
	l.Sets, l.Trailer = Sets(v[wire.IPFIXLen:n]), v[n:]
	return packet.Extent{Header: n, End: n}, nil
}

func (l *IPFIX) appendBody(b []byte, start int) ([]byte, error) {
	b = append(b, l.Sets...)
	if len(b)-start > 0xffff {
		return b, packet.FieldError("IPFIX.Sets: too long")
	}
	return b, nil
}

func (l *IPFIX) finish(v wire.IPFIX, c *packet.Context) {
	n := uint16(c.Header)
	if !l.part {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *IPFIX) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *IPFIX) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Sets.Malformed() {
		report("Sets", packet.BadSize, "do not fit")
	}
}
