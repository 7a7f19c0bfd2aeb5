package sequence

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// An Association is both directions of an SCTP association. Each takes from the other what it acknowledges, the answers to
// what it asked for, and whether the association ended. Packets with a verification tag that is not the association's are
// left out: RFC 9260 §8.5.
type Association struct {
	env    *sctpEnv
	halves [2]sctpHalf
	tags   [2]uint32    // that packets of the side have
	known  [2]bool      // tags
	offers [2]sctpOffer // what INIT and INIT ACK said
	others [2]sctpOffer // and those of another association, which may take this one's place

	ends   [2]netip.AddrPort
	paths  [2]sctpPaths
	first  Source
	number uint64
	names  uint32 // first of the names in the table: number+1
	bound  [2]bool
	whole  bool
}

// A sctpOffer is what a side said of itself in INIT or INIT ACK.
type sctpOffer struct {
	tag     uint32 // that packets to the side have
	tsn     uint32
	streams uint16
	seen    bool
}

// NewAssociation returns an Association whose directions hand their events to the two Sinks. cfg.Out is not looked at.
// Memory is as with [NewSCTP]; both directions share it.
func NewAssociation(mem []byte, cfg SCTPConfig, fromClient, fromServer Sink) *Association {
	a := &Association{env: newSCTPEnv(mem, cfg)}
	a.halves[FromClient].out, a.halves[FromServer].out = fromClient, fromServer
	return a
}

// Put takes the next packet, without what pads the frame behind it. side is [FromClient] or [FromServer].
func (a *Association) Put(side int, p wire.SCTP, from Source) {
	side &= 1
	h, other := &a.halves[side], &a.halves[1-side]
	if len(p) < wire.SCTPLen || a.env.cfg.Checksums && p.Sum() != p.Checksum() {
		h.fault(a.env, &sctpChunk{data: p}, ErrChunk, from)
		return
	}
	x := firstChunk(p)
	if !a.tagged(side, p, x) {
		a.env.stats.BadTags++
		h.fault(a.env, &sctpChunk{}, ErrTag, from)
		return
	}
	if init, ok := initOf(x); ok && !a.handshake(side, init, p.VTag(), x.Type() == wire.SCTPTypeInitAck) {
		h.fault(a.env, &sctpChunk{}, ErrInit, from)
		return
	}
	other.answer(a.env, p, from)
	h.put(a.env, p, from)
}

// firstChunk returns a packet's first chunk, or nil.
func firstChunk(p wire.SCTP) wire.SCTPChunk {
	for x := range p.Chunks().All() {
		return x
	}
	return nil
}

// initOf returns a packet's first chunk, if it is INIT or INIT ACK.
func initOf(x wire.SCTPChunk) (init wire.SCTPInit, ok bool) {
	if len(x) == 0 {
		return nil, false
	}
	return x.Init()
}

// tagged judges a packet's verification tag: RFC 9260 §8.5. The tag of a direction of which none is known is learnt.
func (a *Association) tagged(side int, p wire.SCTP, x wire.SCTPChunk) bool {
	tag := p.VTag()
	switch {
	case a.env.cfg.AnyTag:
		return true
	case len(x) == 0:
		return tag == a.tags[side] && a.known[side]
	case x.Type() == wire.SCTPTypeInit: // §8.5.1 A
		return tag == 0
	case x.Type() == wire.SCTPTypeInitAck && a.others[1-side].seen && a.others[1-side].tag == tag:
		return true
	case reflects(x): // §8.5.1 B, C
		return a.known[1-side] && tag == a.tags[1-side]
	case a.known[side]:
		return tag == a.tags[side]
	case x.Type() == wire.SCTPTypeAbort || tag == 0:
		return false
	}
	a.tags[side], a.known[side] = tag, true
	return true
}

// reflects reports whether a chunk is one whose packet has the other direction's tag, as the sender knows no other: the T
// bit of ABORT and SHUTDOWN COMPLETE.
func reflects(x wire.SCTPChunk) bool {
	return (x.Type() == wire.SCTPTypeAbort || x.Type() == wire.SCTPTypeShutdownComplete) && x.Flags()&1 != 0
}

// handshake takes what INIT and INIT ACK say. It reports false if that is not of this association, but of one that may
// follow it.
func (a *Association) handshake(side int, init wire.SCTPInit, tag uint32, ack bool) bool {
	offer := sctpOffer{init.InitiateTag(), init.InitialTSN(), init.OutStreams(), true}
	h := &a.halves[side]
	if a.env.cfg.AnyTag {
		a.whole = true
		return !h.anchored || uint32(h.origin) == offer.tsn
	}
	if offer.tag == 0 { // RFC 9260 §3.3.2
		return false
	}
	met := !a.whole && (h.begun || a.halves[1-side].begun) && !h.mayBegin(offer.tsn)
	if met || a.known[1-side] && a.tags[1-side] != offer.tag || h.anchored && uint32(h.origin) != offer.tsn {
		a.others[side] = offer
		switch o := &a.others[1-side]; {
		case !ack:
			*o = sctpOffer{} // this one is not answered yet
		case a.offers[1-side].tag == tag:
			*o = a.offers[1-side] // what it answers
		}
		return false
	}
	a.offers[side] = offer
	a.tags[1-side], a.known[1-side] = offer.tag, true
	a.whole = true
	return true
}

// succeeds reports whether a packet shows that another association between the same ends took this one's place: INIT and
// INIT ACK said so, and the tags are theirs (RFC 9260 §5.2.4).
func (a *Association) succeeds(side int, p wire.SCTP, x wire.SCTPChunk) bool {
	if len(x) == 0 {
		return false
	}
	if x.Type() == wire.SCTPTypeInit {
		return a.over()
	}
	mine, yours := &a.others[side], &a.others[1-side]
	return mine.seen && yours.seen && x.Type() != wire.SCTPTypeInitAck && !reflects(x) && p.VTag() == yours.tag
}

// begin anchors an association that took another's place by what that saw.
func (a *Association) begin(offers [2]sctpOffer) {
	a.offers = offers
	for side := range offers {
		o := &offers[side]
		if !o.seen {
			continue
		}
		h := &a.halves[side]
		h.begin(o.tsn)
		h.anchored, h.outStreams = true, uint32(o.streams)
		a.tags[1-side], a.known[1-side] = o.tag, true
		a.whole = true
	}
}

// over reports whether both directions ended.
func (a *Association) over() bool {
	return a.halves[0].closed != Open && a.halves[1].closed != Open
}

// Flush puts out what waits in both directions and ends them for a reason.
func (a *Association) Flush(reason EndReason) {
	for i := range a.halves {
		h := &a.halves[i]
		h.finish(a.env, reason, h.last)
	}
}

// Reset makes a as new, for another association. What waited is lost.
func (a *Association) Reset() {
	out := [2]Sink{a.halves[0].out, a.halves[1].out}
	for i := range a.halves {
		a.halves[i].release(a.env)
	}
	*a = Association{env: a.env}
	a.halves[0].out, a.halves[1].out = out[0], out[1]
}

// memory returns how many bytes of the arena the association has.
func (a *Association) memory() int { return a.halves[0].mem + a.halves[1].mem }

// Number returns the association's number, in the order in which [Associations] saw them, from 0.
func (a *Association) Number() uint64 { return a.number }

// Client returns the first address and the port of the side that opened the association: who sent INIT or, if none was
// seen, the first packet.
func (a *Association) Client() netip.AddrPort { return a.ends[FromClient] }

// Server returns the first address and the port of the other side.
func (a *Association) Server() netip.AddrPort { return a.ends[FromServer] }

// Addresses returns the addresses that a side is known to have, the first of them first.
func (a *Association) Addresses(side int) []netip.Addr {
	p := &a.paths[side&1]
	return append([]netip.Addr(nil), p.list[:p.n]...)
}

// First returns the association's first packet.
func (a *Association) First() Source { return a.first }

// Whole reports whether the association was seen from its INIT on.
func (a *Association) Whole() bool { return a.whole }

// Closed returns why a direction ended, or [Open].
func (a *Association) Closed(side int) EndReason { return a.halves[side&1].closed }

// Stats returns what was counted since the Association was made, or of all associations of its [Associations].
func (a *Association) Stats() SCTPStats { return a.env.stats }

// sctpPaths are the addresses of a side: those of its packets and those that it told of (RFC 9260 §3.3.2.1, RFC 5061).
type sctpPaths struct {
	list [6]netip.Addr
	n    uint8
	more bool // than there is room for
}

// has reports whether an address is one of the side's, or may be.
func (p *sctpPaths) has(a netip.Addr) bool {
	for i := range p.list[:p.n] {
		if p.list[i] == a {
			return true
		}
	}
	return p.more
}

func (p *sctpPaths) add(a netip.Addr) {
	switch {
	case !a.IsValid() || a.IsUnspecified() || p.has(a):
	case int(p.n) == len(p.list):
		p.more = true
	default:
		p.list[p.n] = a
		p.n++
	}
}

// learn adds the addresses in parameters.
func (p *sctpPaths) learn(params wire.SCTPParams) {
	for t, v := range params.All() {
		switch {
		case t == wire.SCTPParamIPv4Address && len(v) == 4, t == wire.SCTPParamIPv6Address && len(v) == 16:
			a, _ := netip.AddrFromSlice(v)
			p.add(a)
		case t == wire.SCTPParamAddAddress && len(v) > 4: // a number to know it by, then the address
			p.learn(wire.SCTPParams(v[4:]))
		}
	}
}
