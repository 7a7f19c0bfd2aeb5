package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
	"sync"
)

// PIM is a Protocol Independent Multicast version 2 message. RFC 7761 §4.9.
//
// Which of the fields after Checksum a message has depends on Type; the others are
// zero after parsing and are not written. The packet in a register message follows
// as a layer; what is in messages of newer types, as [packet.Raw].
//
// The checksum of a register message covers its first 8 bytes only; the sum of all of
// it is right too.
//
//wire:header bind=IPProtos:wire.IPProtoPIM
type PIM struct {
	Version  Auto[uint8]  `bits:"4" const:"2"`
	Type     wire.PIMType `bits:"4"`
	Flags    uint8        // reserved, N in bootstrap messages, or the subtype of newer types; RFC 9436
	Checksum Auto[uint16] // of the message, over IPv6 with its pseudo-header

	Options wire.PIMOptions // hello, RFC 7761 §4.9.2

	Border   bool   `bits:"0"` // register: B
	Null     bool   `bits:"0"` // register: N, there is no data in the packet
	Reserved uint32 `bits:"0"` // register, 30 bits; join/prune and the like, 8 bits

	Group  wire.PIMGroup   // register-stop, assert, state refresh
	Source wire.PIMUnicast // register-stop, assert, state refresh

	Upstream  wire.PIMUnicast // join/prune, graft, graft-ack: the neighbour it is for
	NumGroups Auto[uint8]     `bits:"0"` // join/prune, graft, graft-ack: number of Groups
	Holdtime  uint16          `bits:"0"` // join/prune, graft, graft-ack, candidate RP: in seconds
	Groups    []PIMJoinPrune  // join/prune, graft, graft-ack

	FragTag     uint16          `bits:"0"` // bootstrap: the same in all fragments of a message
	HashMaskLen uint8           `bits:"0"` // bootstrap
	BSRPriority uint8           `bits:"0"` // bootstrap: higher is better
	BSR         wire.PIMUnicast // bootstrap
	RPSets      []PIMRPSet      // bootstrap

	PrefixCount Auto[uint8]     `bits:"0"` // candidate RP: number of Prefixes
	Priority    uint8           `bits:"0"` // candidate RP: lower is better
	RP          wire.PIMUnicast // candidate RP, DF election
	Prefixes    []wire.PIMGroup // candidate RP

	Originator wire.PIMUnicast // state refresh, flooding
	RPTree     bool            `bits:"0"` // assert, state refresh, DF election: R
	Preference uint32          `bits:"0"` // the same: of the unicast route, 31 bits
	Metric     uint32          `bits:"0"` // the same
	MaskLen    uint8           `bits:"0"` // state refresh: of the unicast route
	TTL        uint8           `bits:"0"` // state refresh
	Refresh    uint8           `bits:"0"` // state refresh: flags P (0x80), N (0x40), O (0x20)
	Interval   uint8           `bits:"0"` // state refresh: in seconds

	packet.Summed
}

// A PIMJoinPrune is what a join/prune message says of one group. RFC 7761 §4.9.5.
type PIMJoinPrune struct {
	Group  wire.PIMGroup
	Joined []wire.PIMSource
	Pruned []wire.PIMSource
}

// A PIMRPSet is what a bootstrap message says of one range of groups. RFC 7761
// (5059) §4.1.
type PIMRPSet struct {
	Group    wire.PIMGroup
	RPCount  uint8  // of the group, in all fragments of the message
	Reserved uint16 // after the count of RPs
	RPs      []PIMRP
}

// A PIMRP is a rendezvous point. RFC 5059 §4.1.
type PIMRP struct {
	Addr     wire.PIMUnicast
	Holdtime uint16 // seconds
	Priority uint8  // lower is better
	Reserved uint8
}

type pimSet uint16

const (
	pimHello pimSet = 1 << iota
	pimRegister
	pimStop
	pimJoin
	pimBootstrap
	pimAssert
	pimCandidate
	pimRefresh
	pimElection
	pimFlood
)

var pimSets = [16]pimSet{pimHello, pimRegister, pimStop, pimJoin, pimBootstrap, pimAssert, pimJoin, pimJoin, pimCandidate,
	pimRefresh, pimElection, 0, pimFlood}

var pimNames = sync.OnceValue(func() map[string]pimSet {
	return map[string]pimSet{
		"Options": pimHello, "Border": pimRegister, "Null": pimRegister, "Reserved": pimRegister | pimJoin,
		"Group": pimStop | pimAssert | pimRefresh, "Source": pimStop | pimAssert | pimRefresh,
		"Upstream": pimJoin, "NumGroups": pimJoin, "Holdtime": pimJoin | pimCandidate, "Groups": pimJoin,
		"FragTag": pimBootstrap, "HashMaskLen": pimBootstrap, "BSRPriority": pimBootstrap, "BSR": pimBootstrap, "RPSets": pimBootstrap,
		"PrefixCount": pimCandidate, "Priority": pimCandidate, "RP": pimCandidate | pimElection, "Prefixes": pimCandidate,
		"Originator": pimRefresh | pimFlood, "RPTree": pimAssert | pimRefresh | pimElection,
		"Preference": pimAssert | pimRefresh | pimElection, "Metric": pimAssert | pimRefresh | pimElection,
		"MaskLen": pimRefresh, "TTL": pimRefresh, "Refresh": pimRefresh, "Interval": pimRefresh,
	}
})

// Has implements [packet.Sparse].
func (l *PIM) Has(i int) bool {
	s, ok := pimNames()[PIMProto.Fields[i].Name]
	return !ok || s&pimSets[l.Type&15] != 0
}

// A cursor reads fields one after another; after the first that is not there, bad is
// set and all are zero.
type cursor struct {
	b   []byte
	off int
	bad bool
}

func (c *cursor) take(n int) []byte {
	if c.bad || n > len(c.b)-c.off {
		c.bad = true
		return nil
	}
	c.off += n
	return c.b[c.off-n : c.off : c.off]
}

func (c *cursor) u8() uint8 {
	if b := c.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (c *cursor) u16() uint16 {
	if b := c.take(2); b != nil {
		return wire.Uint16(b, 0)
	}
	return 0
}

func (c *cursor) u32() uint32 {
	if b := c.take(4); b != nil {
		return wire.Uint32(b, 0)
	}
	return 0
}

// cut reads what f reads from the rest.
func cut[T any](c *cursor, f func([]byte) (T, int)) (x T) {
	if c.bad {
		return x
	}
	x, n := f(c.b[c.off:])
	c.off += n
	c.bad = n == 0
	return x
}

func (l *PIM) parseBody(v wire.PIM) (packet.Extent, error) {
	*l = PIM{Version: l.Version, Type: l.Type, Flags: l.Flags, Checksum: l.Checksum, Summed: l.Summed,
		Groups: l.Groups[:0], RPSets: l.RPSets[:0], Prefixes: l.Prefixes[:0]}
	c := &cursor{b: v, off: wire.PIMLen}
	var next packet.Next
	switch pimSets[l.Type] {
	case pimHello:
		l.Options = wire.PIMOptions(c.take(len(v) - c.off))
	case pimRegister:
		x := c.u32()
		l.Border, l.Null, l.Reserved = x>>31 != 0, x>>30&1 != 0, x&0x3fffffff
		next = packet.Is(IPProto46).Quoted()
	case pimStop:
		l.Group, l.Source = cut(c, wire.CutPIMGroup), cut(c, wire.CutPIMUnicast)
	case pimJoin:
		l.parseJoin(c)
	case pimBootstrap:
		l.FragTag, l.HashMaskLen, l.BSRPriority, l.BSR = c.u16(), c.u8(), c.u8(), cut(c, wire.CutPIMUnicast)
		l.parseRPSets(c)
	case pimAssert:
		l.Group, l.Source = cut(c, wire.CutPIMGroup), cut(c, wire.CutPIMUnicast)
		l.parseMetric(c)
	case pimCandidate:
		l.parseCandidate(c)
	case pimRefresh:
		l.Group, l.Source, l.Originator = cut(c, wire.CutPIMGroup), cut(c, wire.CutPIMUnicast), cut(c, wire.CutPIMUnicast)
		l.parseMetric(c)
		l.MaskLen, l.TTL, l.Refresh, l.Interval = c.u8(), c.u8(), c.u8(), c.u8()
	case pimElection:
		l.RP = cut(c, wire.CutPIMUnicast)
		l.parseMetric(c)
	case pimFlood:
		l.Originator = cut(c, wire.CutPIMUnicast)
	}
	if c.bad {
		return packet.Extent{}, packet.Need(wire.ErrShort, len(v)+1)
	}
	return packet.Extent{Header: c.off, End: len(v), Next: next}, nil
}

func (l *PIM) parseMetric(c *cursor) {
	x := c.u32()
	l.RPTree, l.Preference, l.Metric = x>>31 != 0, x&0x7fffffff, c.u32()
}

// parseJoin reads a join/prune message. Groups that are not all there are left as
// payload.
func (l *PIM) parseJoin(c *cursor) {
	l.Upstream = cut(c, wire.CutPIMUnicast)
	l.Reserved = uint32(c.u8())
	l.NumGroups.Parse(c.u8())
	l.Holdtime = c.u16()
	for i := 0; i < int(l.NumGroups.Get()) && !c.bad; i++ {
		at := *c
		g := PIMJoinPrune{Group: cut(c, wire.CutPIMGroup)}
		joined, pruned := int(c.u16()), int(c.u16())
		g.Joined, g.Pruned = pimSources(c, joined), pimSources(c, pruned)
		if c.bad {
			*c = at
			return
		}
		l.Groups = append(l.Groups, g)
	}
}

func pimSources(c *cursor, n int) (out []wire.PIMSource) {
	for i := 0; i < n && !c.bad; i++ {
		out = append(out, cut(c, wire.CutPIMSource))
	}
	return out
}

func (l *PIM) parseRPSets(c *cursor) {
	for !c.bad && c.off < len(c.b) {
		at := *c
		s := PIMRPSet{Group: cut(c, wire.CutPIMGroup), RPCount: c.u8()}
		n := int(c.u8())
		s.Reserved = c.u16()
		for i := 0; i < n && !c.bad; i++ {
			s.RPs = append(s.RPs, PIMRP{cut(c, wire.CutPIMUnicast), c.u16(), c.u8(), c.u8()})
		}
		if c.bad {
			*c = at
			return
		}
		l.RPSets = append(l.RPSets, s)
	}
}

func (l *PIM) parseCandidate(c *cursor) {
	l.PrefixCount.Parse(c.u8())
	l.Priority, l.Holdtime, l.RP = c.u8(), c.u16(), cut(c, wire.CutPIMUnicast)
	for i := 0; i < int(l.PrefixCount.Get()) && !c.bad; i++ {
		at := *c
		g := cut(c, wire.CutPIMGroup)
		if c.bad {
			*c = at
			return
		}
		l.Prefixes = append(l.Prefixes, g)
	}
}

func (l *PIM) appendBody(b []byte, _ int) ([]byte, error) {
	switch pimSets[l.Type&15] {
	case pimHello:
		return append(b, l.Options...), nil
	case pimRegister:
		return append32(b, uint32(wire.Bit(l.Border))<<31|uint32(wire.Bit(l.Null))<<30|l.Reserved&0x3fffffff), nil
	case pimStop:
		return l.Source.Append(l.Group.Append(b)), nil
	case pimJoin:
		return l.appendJoin(b)
	case pimBootstrap:
		b = l.BSR.Append(append(append16(b, l.FragTag), l.HashMaskLen, l.BSRPriority))
		return l.appendRPSets(b)
	case pimAssert:
		return l.appendMetric(l.Source.Append(l.Group.Append(b))), nil
	case pimCandidate:
		if len(l.Prefixes) > 255 {
			return b, packet.FieldError("PIM.Prefixes: too many")
		}
		b = l.RP.Append(append16(append(b, l.PrefixCount.Get(), l.Priority), l.Holdtime))
		for _, g := range l.Prefixes {
			b = g.Append(b)
		}
	case pimRefresh:
		b = l.appendMetric(l.Originator.Append(l.Source.Append(l.Group.Append(b))))
		return append(b, l.MaskLen, l.TTL, l.Refresh, l.Interval), nil
	case pimElection:
		return l.appendMetric(l.RP.Append(b)), nil
	case pimFlood:
		return l.Originator.Append(b), nil
	}
	return b, nil
}

func (l *PIM) appendMetric(b []byte) []byte {
	return append32(append32(b, uint32(wire.Bit(l.RPTree))<<31|l.Preference&0x7fffffff), l.Metric)
}

func (l *PIM) appendJoin(b []byte) ([]byte, error) {
	if len(l.Groups) > 255 {
		return b, packet.FieldError("PIM.Groups: too many")
	}
	b = append16(append(l.Upstream.Append(b), byte(l.Reserved), l.NumGroups.Get()), l.Holdtime)
	for _, g := range l.Groups {
		if len(g.Joined) > 0xffff || len(g.Pruned) > 0xffff {
			return b, packet.FieldError("PIM.Groups: too many sources")
		}
		b = append16(append16(g.Group.Append(b), uint16(len(g.Joined))), uint16(len(g.Pruned)))
		for _, s := range g.Joined {
			b = s.Append(b)
		}
		for _, s := range g.Pruned {
			b = s.Append(b)
		}
	}
	return b, nil
}

func (l *PIM) appendRPSets(b []byte) ([]byte, error) {
	for _, s := range l.RPSets {
		if len(s.RPs) > 255 {
			return b, packet.FieldError("PIM.RPSets: too many rendezvous points")
		}
		b = append16(append(s.Group.Append(b), s.RPCount, byte(len(s.RPs))), s.Reserved)
		for _, r := range s.RPs {
			b = append(append16(r.Addr.Append(b), r.Holdtime), r.Priority, r.Reserved)
		}
	}
	return b, nil
}

// finish settles the counts, which follow the address of the upstream neighbour or
// the header, and the checksum.
func (l *PIM) finish(v wire.PIM, c *packet.Context) {
	switch pimSets[l.Type&15] {
	case pimJoin:
		at := wire.PIMLen + len(l.Upstream.Append(nil)) + 1
		if l.NumGroups.Settle(uint8(len(l.Groups))) && at < len(v) {
			v[at] = l.NumGroups.Get()
		}
	case pimCandidate:
		if l.PrefixCount.Settle(uint8(len(l.Prefixes))) && wire.PIMLen < len(v) {
			v[wire.PIMLen] = l.PrefixCount.Get()
		}
	}
	pseudo, whole, ok := pseudoSum(c, wire.IPProtoPIM)
	if !overIPv6(c.Outer()) {
		pseudo = 0
	}
	whole = whole || !ok
	sum := wire.Fold(wire.SumAround(pseudo, v, 2))
	if l.Type == wire.PIMTypeRegister && len(v) >= 8 {
		if !l.Checksum.Automatic() && whole && l.Checksum.Get() == sum {
			l.Checksum.Hold()
			l.Note(packet.ChecksumGood)
			return
		}
		if pseudo != 0 { // of a message of 8 bytes
			n := len(c.Data)
			pseudo = wire.Sum16(wire.Sum16(wire.Sum16(pseudo, ^uint16(n)), ^uint16(n>>16)), 8)
		}
		sum, whole = wire.Fold(wire.SumAround(pseudo, v[:8], 2)), true
	}
	if l.Judge(&l.Checksum, sum, whole) {
		v.SetChecksum(sum)
	}
}

// Validate implements [packet.Validator].
func (l *PIM) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	switch {
	case l.Type > wire.PIMTypePackedNull:
		report("Type", packet.Unusual, "not assigned")
	case l.Flags != 0 && l.Type < wire.PIMTypeDFElection && l.Type != wire.PIMTypeBootstrap:
		report("Flags", packet.Unusual, "not zero")
	}
	if len(l.Options.Rest()) > 0 {
		report("Options", packet.BadSize, "an option does not fit")
	}
	for t, data := range l.Options.All() {
		if want, ok := pimOptionLen()[t]; ok && len(data) != want {
			report("Options", packet.BadValue, "option "+t.String()+" has a wrong length")
		}
	}
	if ip := packet.Last[IPv4](c.Outer()); ip != nil && ip.Dst.IsMulticast() && ip.TTL.Get() != 1 {
		report("", packet.Unusual, "to a multicast group with a time to live other than 1") // RFC 7761 §4.3.1
	}
}

var pimOptionLen = sync.OnceValue(func() map[wire.PIMOption]int {
	return map[wire.PIMOption]int{
		wire.PIMOptHoldtime: 2, wire.PIMOptLANPruneDelay: 4, wire.PIMOptDRPriority: 4, wire.PIMOptGenerationID: 4,
		wire.PIMOptStateRefresh: 4, wire.PIMOptBidirectional: 0, wire.PIMOptInterfaceID: 8,
	}
})
