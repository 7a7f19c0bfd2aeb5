package pcap

import (
	"math"
	"time"

	"github.com/gocap-project/gocap/link"
)

// A Packet is one captured packet with what the file says about it.
//
// A Packet that a [Reader] returns, its Data and its Options are valid until the
// next call of the reader.
type Packet struct {
	// Data is the captured part of the packet, from the link-layer header on.
	Data []byte

	// Time is when the packet was captured, in nanoseconds since 1970-01-01 UTC.
	// It is 0 if the file has no time for it (a pcapng Simple Packet Block). Times
	// outside 1678 to 2262 are clipped.
	Time int64

	// Len is the packet's length on the wire, in bytes. It is usually at least
	// len(Data), but files exist in which it is less. For writing, 0 means
	// len(Data).
	Len int

	// Number counts packets from 1, in reading.
	Number int64

	// Offset is where the packet's record starts, in bytes from the start of the
	// capture after decompression. Writers ignore it.
	Offset int64

	// Interface says where the packet was captured. A reader always sets it. For
	// writing, nil means the file's only or first interface.
	Interface *Interface

	// Options are the packet's pcapng options; see [Packet.Flags] and others for
	// the meaning of those that are known.
	Options OptionList

	extra extra
}

// extra is what only rare formats have.
type extra struct {
	drops  uint16 // obsolete Packet Block
	kernel KernelInfo
	has    uint8
}

const (
	hasDrops = 1 << iota
	hasKernel
)

// KernelInfo is what Kuznetzov's variant of pcap adds to each packet.
type KernelInfo struct {
	Ifindex  uint32 // interface index on the capturing host
	Protocol uint16 // Ethernet type, host byte order
	Type     uint8  // Linux packet type: 0 to us, 1 broadcast, 2 multicast, 3 to others, 4 outgoing
}

// Timestamp returns p.Time as a UTC time.
func (p *Packet) Timestamp() time.Time { return time.Unix(0, p.Time).UTC() }

// CapLen returns the number of bytes captured.
func (p *Packet) CapLen() int { return len(p.Data) }

// LinkType returns the link type of p.Data: that of p.Interface. Without an
// interface it is [link.Null], the zero Type.
func (p *Packet) LinkType() link.Type {
	if p.Interface == nil {
		return link.Null
	}
	return p.Interface.LinkType
}

// wireLen is the length to write for the packet.
func (p *Packet) wireLen() int {
	if p.Len == 0 {
		return len(p.Data)
	}
	return p.Len
}

// Clone returns a copy of p that stays valid; the Interface is shared.
func (p *Packet) Clone() *Packet {
	q := *p
	q.Data = append([]byte(nil), p.Data...)
	q.Options = p.Options.Clone()
	return &q
}

// KernelInfo returns what a file in Kuznetzov's format says of the packet.
func (p *Packet) KernelInfo() (KernelInfo, bool) {
	return p.extra.kernel, p.extra.has&hasKernel != 0
}

// Comments returns the packet's comments.
func (p *Packet) Comments() []string { return p.Options.Strings(OptComment) }

// Flags returns epb_flags: direction, kind of reception, link-layer errors.
func (p *Packet) Flags() (Flags, bool) {
	v, ok := p.Options.Uint32(OptPacketFlags)
	return Flags(v), ok
}

// Direction returns whether the packet came in or went out, if the file says so.
func (p *Packet) Direction() Direction {
	if f, ok := p.Flags(); ok {
		return f.Direction()
	}
	if k, ok := p.KernelInfo(); ok {
		if k.Type == 4 { // PACKET_OUTGOING
			return Outbound
		}
		return Inbound
	}
	return Unknown
}

// Hashes returns the packet's hashes. The values alias p.Options.
func (p *Packet) Hashes() []Hash {
	var hs []Hash
	for _, v := range p.Options.values(OptPacketHash) {
		if len(v) > 0 {
			hs = append(hs, Hash{HashAlgorithm(v[0]), v[1:]})
		}
	}
	return hs
}

// DropCount returns how many packets were lost between this packet and the one
// before it on the same interface.
func (p *Packet) DropCount() (uint64, bool) {
	if p.extra.has&hasDrops != 0 {
		return uint64(p.extra.drops), true
	}
	return p.Options.Uint64(OptPacketDropCount)
}

// ID returns epb_packetid, the same for copies of one packet seen in several
// places of one host.
func (p *Packet) ID() (uint64, bool) { return p.Options.Uint64(OptPacketID) }

// Queue returns epb_queue, the interface's queue that the packet arrived on.
func (p *Packet) Queue() (uint32, bool) { return p.Options.Uint32(OptPacketQueue) }

// ProcessThread returns the ids of the process and thread that the packet belongs to.
func (p *Packet) ProcessThread() (pid, tid uint32, ok bool) {
	v, ok := p.Options.Value(OptPacketProcessThread)
	if !ok || len(v) != 8 {
		return 0, 0, false
	}
	return p.Options.order.u32(v), p.Options.order.u32(v[4:]), true
}

// Verdicts returns what packet filters decided about the packet. The values alias
// p.Options.
func (p *Packet) Verdicts() []Verdict {
	var vs []Verdict
	for _, v := range p.Options.values(OptPacketVerdict) {
		if len(v) > 0 {
			vs = append(vs, Verdict{VerdictKind(v[0]), v[1:]})
		}
	}
	return vs
}

// Direction is the way a packet went, as seen by the capturing host.
type Direction uint8

// Directions.
const (
	Unknown Direction = iota
	Inbound
	Outbound
)

// String returns "unknown", "in" or "out".
func (d Direction) String() string {
	switch d {
	case Inbound:
		return "in"
	case Outbound:
		return "out"
	}
	return "unknown"
}

// Flags is the word of epb_flags (pcapng, section 4.3.1).
type Flags uint32

// Link-layer errors in Flags.
const (
	FlagCRCError       Flags = 1 << 24
	FlagTooLong        Flags = 1 << 25
	FlagTooShort       Flags = 1 << 26
	FlagInterFrameGap  Flags = 1 << 27
	FlagUnaligned      Flags = 1 << 28
	FlagStartDelimiter Flags = 1 << 29
	FlagPreamble       Flags = 1 << 30
	FlagSymbol         Flags = 1 << 31
	flagErrors         Flags = 0xff << 24
)

// Offload state in Flags.
const (
	FlagChecksumNotReady Flags = 1 << 9  // checksums are to be filled in by hardware
	FlagChecksumValid    Flags = 1 << 10 // checksums were verified by hardware
	FlagTCPSegmentation  Flags = 1 << 11 // to be segmented by hardware
)

// Direction returns bits 0-1.
func (f Flags) Direction() Direction {
	if d := f & 3; d < 3 {
		return Direction(d)
	}
	return Unknown
}

// WithDirection returns f with bits 0-1 set to d.
func (f Flags) WithDirection(d Direction) Flags { return f&^3 | Flags(d&3) }

// Reception returns bits 2-4, how the packet was addressed.
func (f Flags) Reception() Reception { return Reception(f >> 2 & 7) }

// FCSLen returns bits 5-8, the length of the FCS at the end of the packet in
// bytes, 0 if not stated.
func (f Flags) FCSLen() int { return int(f >> 5 & 15) }

// Errors returns the link-layer error bits.
func (f Flags) Errors() Flags { return f & flagErrors }

// Reception is how a packet was addressed, in Flags.
type Reception uint8

// Receptions.
const (
	ReceptionUnknown Reception = iota
	Unicast
	Multicast
	Broadcast
	Promiscuous
)

// A HashAlgorithm says how a packet's hash was made (pcapng, section 4.3).
type HashAlgorithm uint8

// Hash algorithms.
const (
	HashTwosComplement HashAlgorithm = iota
	HashXOR
	HashCRC32
	HashMD5
	HashSHA1
	HashToeplitz
)

// A Hash is a value of epb_hash.
type Hash struct {
	Algorithm HashAlgorithm
	Sum       []byte
}

// A VerdictKind says whose verdict it is (pcapng, section 4.3).
type VerdictKind uint8

// Verdict kinds.
const (
	VerdictHardware VerdictKind = iota
	VerdictTC                   // Linux eBPF TC: 8 bytes, a TC_ACT_ value
	VerdictXDP                  // Linux eBPF XDP: 8 bytes, an XDP_ value
)

// A Verdict is a value of epb_verdict.
type Verdict struct {
	Kind VerdictKind
	Data []byte
}

// UnixNano converts t for Packet.Time. Times outside the range of int64
// nanoseconds are clipped.
func UnixNano(t time.Time) int64 {
	switch {
	case t.Before(time.Unix(0, math.MinInt64)):
		return math.MinInt64
	case t.After(time.Unix(0, math.MaxInt64)):
		return math.MaxInt64
	}
	return t.UnixNano()
}
