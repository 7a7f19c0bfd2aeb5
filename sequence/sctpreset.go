package sequence

import (
	"iter"

	"github.com/gocap-project/gocap/wire"
)

// A sctpAsked says where a reset of streams stands.
type sctpAsked uint8

const (
	askedNothing sctpAsked = iota
	askedStreams           // and not answered yet
	askedTSN               // to reset streams and TSNs, and not answered yet
	askedGranted           // streams are reset when all chunks before it came
)

// forward gives up what the sender gave up: RFC 3758 §3.6, RFC 8260 §2.3.
func (h *sctpHalf) forward(e *sctpEnv, f wire.SCTPForwardTSN, from Source) {
	if h.closed != Open {
		return
	}
	if !h.begun {
		h.pickUp(e, f.CumTSN()+1, from)
	}
	h.settle(e, h.origin, from)
	to := h.position(f.CumTSN()) + 1
	switch {
	case to <= h.base:
		return // an old one
	case to > h.high+e.window:
		h.fault(e, &sctpChunk{}, ErrWindow, from)
		return
	}
	for s := range f.Streams() {
		if s.Unordered {
			h.forwardUnordered(e, s, from)
		} else {
			h.forwardStream(e, s, f.Interleaving(), from)
		}
	}
	h.jump(e, to, from)
}

// forwardStream gives up the messages of a stream up to one that do not wait.
func (h *sctpHalf) forwardStream(e *sctpEnv, s wire.SCTPSkipped, inter bool, from Source) {
	c := sctpChunk{stream: s.Stream, number: s.Message, inter: inter}
	n := h.stream(e, &c)
	if n == 0 || h.outStreams != 0 && uint32(s.Stream) >= h.outStreams {
		return // nothing of it can wait
	}
	b := e.arena.data(n)
	to := unwrap(&c, get64(b))
	if b[streamFlags]&streamReset != 0 && h.asked == askedGranted {
		return
	}
	h.firm(e, s.Stream)
	h.skipTo(e, s.Stream, to, ErrAbandoned, from)
}

// forwardUnordered gives up the unordered messages of a stream up to one that are not complete.
func (h *sctpHalf) forwardUnordered(e *sctpEnv, s wire.SCTPSkipped, from Source) {
	low := s.Message - 1<<31 + 1
	if low > s.Message { // the numbers before it wrap
		h.dropBetween(e, s.Stream, low, ^uint32(0), from)
		low = 0
	}
	h.dropBetween(e, s.Stream, low, s.Message, from)
}

func (h *sctpHalf) dropBetween(e *sctpEnv, stream uint16, low, high uint32, from Source) {
	for {
		n := h.msgs.ceiling(e.arena, messageKey(stream, true, uint64(low)))
		if n == 0 || e.arena.start(n) > messageKey(stream, true, uint64(high)) {
			return
		}
		key := e.arena.start(n)
		m, _ := h.waiting(e, key)
		h.dropMessage(e, key, &m, ErrAbandoned)
		_, _, number := keyParts(key)
		e.stats.Gaps++
		e.stats.Skipped++
		h.say(e, Event{Kind: Gap, Flags: Unordered, Stream: uint32(stream), Offset: number, Len: 1, From: from})
	}
}

// reconfig takes a RE-CONFIG chunk of this direction: RFC 6525 §4.
func (h *sctpHalf) reconfig(e *sctpEnv, params wire.SCTPParams, from Source) {
	if h.closed != Open {
		return
	}
	for t, v := range params.All() {
		switch {
		case t == wire.SCTPParamOutgoingReset && len(v) >= 12:
			h.ask(e, wire.Uint32(v, 0), wire.Uint32(v, 8), v[12:], from)
		case t == wire.SCTPParamTSNReset && len(v) >= 4:
			h.asked, h.resetSeq, h.requested = askedTSN, wire.Uint32(v, 0), true
		case t == wire.SCTPParamAddOutgoing && len(v) >= 6 && h.outStreams != 0 && !(h.requested && wire.Uint32(v, 0) == h.resetSeq):
			h.resetSeq, h.requested = wire.Uint32(v, 0), true
			h.outStreams = min(h.outStreams+uint32(wire.Uint16(v, 4)), 1<<16)
		case t == wire.SCTPParamReConfigResponse && len(v) >= 16 && wire.Uint32(v, 4) == 1:
			h.restart(e, wire.Uint32(v, 8), from) // the sender's next TSN
		}
	}
}

// ask notes that the sender wants to begin streams anew: RFC 6525 §5.1.2. No streams are all.
func (h *sctpHalf) ask(e *sctpEnv, seq, last uint32, streams []byte, from Source) {
	if !h.begun || h.requested && h.resetSeq == seq {
		return
	}
	h.asked, h.resetSeq, h.resetTSN, h.requested = askedStreams, seq, h.position(last), true
	if len(streams) < 2 {
		for n := range h.allStreams(e) {
			b := e.arena.data(n)
			if next := get64(b); h.msgs.count == 0 && b[streamFlags]&streamLoose == 0 && next == nextEpoch(h.kind == wireIData, next) {
				continue // nothing was sent since the last: nobody has to pay for a flood of resets
			}
			b[streamFlags] |= streamReset
		}
	}
	for ; len(streams) >= 2; streams = streams[2:] {
		if n := exactly(e, &h.streams, uint64(wire.Uint16(streams, 0))); n != 0 {
			e.arena.data(n)[streamFlags] |= streamReset
		}
	}
	if !h.paired {
		h.asked = askedGranted
	}
	h.reset(e, from)
}

// allStreams yields what is known of each stream. Streams may be changed meanwhile.
func (h *sctpHalf) allStreams(e *sctpEnv) iter.Seq[ref] {
	return func(yield func(ref) bool) {
		for n := h.streams.first(e.arena); n != 0; {
			stream := e.arena.start(n)
			if !yield(n) {
				return
			}
			n = h.streams.ceiling(e.arena, stream+1)
		}
	}
}

// restarts reports whether a message is the first, or one of the first, after its stream was reset, as far as that can
// be known if the answer was not seen.
func (h *sctpHalf) restarts(c *sctpChunk, next uint64) bool {
	if c.at <= h.resetTSN {
		return false
	}
	ahead := unwrap(c, next) - next
	return h.asked == askedGranted || h.asked == askedStreams && (c.number == 0 || ahead > 1024)
}

// nextEpoch returns the number 0 that follows next.
func nextEpoch(inter bool, next uint64) uint64 {
	low := uint64(0xffff)
	if inter {
		low = 0xffffffff
	}
	return (next + low) &^ low
}

// reset begins streams anew, if that was agreed on and all chunks before came: RFC 6525 §5.2.2.
func (h *sctpHalf) reset(e *sctpEnv, from Source) {
	if h.asked != askedGranted || h.base <= h.resetTSN {
		return
	}
	h.asked = askedNothing
	for n := range h.allStreams(e) {
		if e.arena.data(n)[streamFlags]&streamReset != 0 {
			h.resetStream(e, uint16(e.arena.start(n)), from)
		}
	}
}

// resetStream begins a stream anew.
func (h *sctpHalf) resetStream(e *sctpEnv, stream uint16, from Source) {
	h.firm(e, stream)
	epoch := nextEpoch(h.kind == wireIData, h.next(e, stream))
	for {
		key := h.nextWaiting(e, stream, h.next(e, stream))
		_, _, number := keyParts(key)
		if key == 0 || number >= epoch {
			break
		}
		h.skipTo(e, stream, number, ErrNoEnd, from)
	}
	h.setNext(e, stream, epoch)
	e.arena.data(exactly(e, &h.streams, uint64(stream)))[streamFlags] &^= streamReset
	e.stats.Resets++
	h.say(e, Event{Kind: Notice, Stream: uint32(stream), Offset: epoch - firstEpoch, From: from, Err: ErrStreamReset})
	h.drain(e, stream, from)
}

// restart begins all streams and the TSNs anew: RFC 6525 §5.2.4.
func (h *sctpHalf) restart(e *sctpEnv, tsn uint32, from Source) {
	if !h.begun || h.closed != Open || uint32(h.base) == tsn || uint32(h.origin) == tsn {
		return // sent again
	}
	h.settle(e, h.origin, from)
	h.jump(e, h.high, from)
	h.asked = askedNothing
	for n := range h.allStreams(e) {
		h.resetStream(e, uint16(e.arena.start(n)), from)
	}
	for n := h.frags.first(e.arena); n != 0; n = h.frags.first(e.arena) {
		h.dropUnit(e, e.arena.start(n)>>pieceBits, ErrNoEnd)
	}
	h.base = (h.base>>32+1)<<32 | uint64(tsn)
	h.origin, h.high, h.acked = h.base, h.base, 0
}

// answer takes what a packet of the other direction says of this one.
func (h *sctpHalf) answer(e *sctpEnv, p wire.SCTP, from Source) {
	h.paired = true
	for x := range p.Chunks().All() {
		switch t := x.Type(); {
		case (t == wire.SCTPTypeSACK || t == wire.SCTPTypeNRSACK) && len(x) >= 16, t == wire.SCTPTypeShutdown && len(x) >= 8:
			h.acknowledge(e, wire.Uint32(x, 4), from)
		case t == wire.SCTPTypeReConfig:
			h.answered(e, wire.SCTPParams(x.Value()), from)
		case t == wire.SCTPTypeAbort:
			h.finish(e, Reset, from)
		case t == wire.SCTPTypeShutdownComplete:
			h.finish(e, Finished, from)
		}
	}
	h.skipLost(e, from)
}

// answered takes what the other side says to a reset: RFC 6525 §4.4.
func (h *sctpHalf) answered(e *sctpEnv, params wire.SCTPParams, from Source) {
	for t, v := range params.All() {
		if t != wire.SCTPParamReConfigResponse || len(v) < 8 || wire.Uint32(v, 0) != h.resetSeq {
			continue
		}
		result := wire.Uint32(v, 4)
		switch {
		case result > 1 && result < 6: // denied, or an error
			h.asked = askedNothing
		case result > 1 || h.asked == askedNothing:
		case h.asked == askedTSN && len(v) >= 16:
			h.restart(e, wire.Uint32(v, 12), from) // the receiver's next TSN
		case h.asked == askedStreams:
			h.asked = askedGranted
			h.reset(e, from)
		}
	}
}
