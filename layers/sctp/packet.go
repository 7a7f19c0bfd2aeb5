// Package sctp has packets of the Stream Control Transmission Protocol. Importing it
// binds them to IP protocol 132.
//
//	p := &sctp.Packet{SrcPort: 5000, DstPort: 5001, VTag: tag}
//	p.Chunks = sctp.Chunks{}.Add(&sctp.Data{Flags: wire.SCTPBegin | wire.SCTPEnd, TSN: 1, Payload: []byte("hello")})
//	for _, c := range p.Chunks.Values() {
//		switch c := c.(type) {
//		case *sctp.Init: …
//
// Chunks are kept as they are on the wire, so that nothing is lost; their values are
// made when they are asked for. Views without allocation are in package wire:
// [wire.SCTPChunks] and what it yields.
package sctp

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"hash/crc32"
	"iter"
	"math/bits"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Packet is a Stream Control Transmission Protocol packet. RFC 9260 §3.
//
// A Checksum of zero is [packet.ChecksumAbsent] if that is not the packet's sum:
// hosts may agree on it, RFC 9653.
//
//wire:header view=SCTP name=SCTP bind=layers.IPProtos:wire.IPProtoSCTP
type Packet struct {
	SrcPort  uint16
	DstPort  uint16
	VTag     uint32              // verification tag; 0 in a packet with an INIT
	Checksum packet.Auto[uint32] // CRC32c of the packet, its low byte first

	Chunks Chunks

	packet.Summed
}

func (l *Packet) extent(v wire.SCTP) packet.Extent {
	l.Chunks = Chunks(v.Chunks())
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *Packet) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Chunks...), nil }

// castagnoli is the table by which package crc32 uses the processor's instruction.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var zeros [4]byte

// sum is [wire.SCTP.Sum], quicker.
func sum(v wire.SCTP) uint32 {
	crc := crc32.Update(crc32.Update(0, castagnoli, v[:8]), castagnoli, zeros[:])
	return bits.ReverseBytes32(crc32.Update(crc, castagnoli, v[wire.SCTPLen:]))
}

// A network layer can say whether a segment is all there.
type network interface {
	PseudoSum(proto wire.IPProto, n int, inner packet.Packet) (sum uint16, whole bool)
}

// whole reports whether the packet that c is about was neither cut nor a fragment.
func whole(c *packet.Context) bool {
	outer := c.Outer()
	for i := len(outer) - 1; i >= 0; i-- {
		if n, ok := outer[i].(network); ok {
			_, whole := n.PseudoSum(wire.IPProtoSCTP, len(c.Data), outer[i+1:])
			return whole
		}
	}
	return true
}

func (l *Packet) finish(v wire.SCTP, c *packet.Context) {
	want := sum(v)
	if !whole(c) {
		if l.Checksum.Suggest(want) {
			v.SetChecksum(want)
		}
		l.Note(packet.ChecksumUnverified)
		return
	}
	l.settleChecksum(v, want)
	switch l.Checksum.Get() {
	case want:
		l.Note(packet.ChecksumGood)
	case 0:
		l.Note(packet.ChecksumAbsent) // RFC 9653 §5.3
	default:
		l.Note(packet.ChecksumBad)
	}
}

// Messages yields the users' messages that are in the packet from beginning to end, as
// [layers.SCTPPayloads] says what they are by their payload protocols, or as
// [packet.Raw].
func (l *Packet) Messages() iter.Seq2[wire.SCTPPayload, packet.Packet] {
	return func(yield func(wire.SCTPPayload, packet.Packet) bool) {
		const whole = wire.SCTPBegin | wire.SCTPEnd
		for _, c := range l.Chunks.Values() {
			var flags uint8
			var id wire.SCTPPayload
			var b []byte
			switch c := c.(type) {
			case *Data:
				flags, id, b = c.Flags, c.PPID, c.Payload
			case *IData:
				flags, id, b = c.Flags, c.PPID, c.Payload
			}
			if flags&whole != whole || len(b) == 0 {
				continue
			}
			p, _ := new(packet.Parser).ParseNext(b, layers.SCTPPayloads.Next(id))
			if !yield(id, p) {
				return
			}
		}
	}
}

// Validate implements [packet.Validator].
func (l *Packet) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.SrcPort == 0 || l.DstPort == 0 {
		report("SrcPort", packet.BadValue, "port 0 is not allowed") // RFC 9260 §3.1
	}
	if len(l.Chunks.Rest()) > 0 {
		report("Chunks", packet.BadSize, "a chunk does not fit")
	}
	n, single := 0, false
	for c := range wire.SCTPChunks(l.Chunks).All() {
		n++
		t := c.Type()
		switch t {
		case wire.SCTPTypeInit:
			if single = true; l.VTag != 0 {
				report("VTag", packet.BadValue, "not zero with INIT") // RFC 9260 §8.5.1
			}
		case wire.SCTPTypeInitAck, wire.SCTPTypeShutdownComplete:
			single = true
		}
		l.validateChunk(c, report)
	}
	if n == 0 {
		report("Chunks", packet.Unusual, "none")
	}
	if single && n > 1 { // RFC 9260 §6.10
		report("Chunks", packet.BadValue, "INIT, INIT ACK and SHUTDOWN COMPLETE are alone in their packets")
	}
}

func (l *Packet) validateChunk(c wire.SCTPChunk, report func(field string, class packet.Class, reason string)) {
	v := ValueOf(c)
	if u, ok := v.(*Unknown); ok {
		if known(u.Type) {
			report("Chunks", packet.BadValue, "a malformed "+u.Type.String())
		} else {
			report("Chunks", packet.Unusual, "a chunk of unknown type "+u.Type.String())
		}
		return
	}
	switch v := v.(type) {
	case *Data:
		if len(v.Payload) == 0 {
			report("Chunks", packet.BadValue, "DATA without user data") // RFC 9260 §3.3.1
		}
	case *IData:
		if len(v.Payload) == 0 {
			report("Chunks", packet.BadValue, "I-DATA without user data")
		}
	case *Init:
		if v.InitiateTag == 0 || v.OutStreams == 0 || v.InStreams == 0 {
			report("Chunks", packet.BadValue, "INIT with a zero tag or number of streams") // RFC 9260 §3.3.2
		}
	}
}
