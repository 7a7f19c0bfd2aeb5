package sequence

import "github.com/gocap-project/gocap/wire"

// sctpHalf is one direction of an association.
//
// A position is a transmission sequence number (TSN) that was unwrapped. A unit is a chunk with user data that waits,
// named so that the next fragment of a message is the next unit: of DATA its position, of I-DATA the message's serial
// number and the fragment's.
type sctpHalf struct {
	out     Sink
	frags   queue // chunks that wait, by unit: see pieceKey
	msgs    queue // messages that wait for others before them, or of I-DATA for fragments, by messageKey
	wake    queue // what is to be looked at when base has passed a position
	streams queue // of which something is known, by number

	origin  uint64 // position of the first chunk
	base    uint64 // of the next: all before came or were given up
	high    uint64 // beyond the last that came
	acked   uint64 // up to which the other side acknowledged, if seenACK
	ackTime int64  // when acked first was beyond base
	born    int64  // when the first chunk came
	last    Source // the last packet
	mem     int    // bytes of the arena
	seen    ref    // bits of the positions from base on that came; a ring
	ahead   int    // how many of them are set

	stray      uint32 // TSN of the last chunk that was beyond all bounds
	strays     uint8  // how many came one after the other
	serial     uint32 // of the last message of I-DATA that waited
	outStreams uint32 // how many streams there are, or 0 if that is not known

	resetTSN  uint64 // position of the last chunk before the reset that was asked for
	resetSeq  uint32 // number of the request
	asked     sctpAsked
	requested bool // a request was seen: resetSeq is right

	anchored  bool // INIT seen: origin is right
	begun     bool // origin and base mean something
	settling  bool // met midway: earlier chunks may have been overtaken
	paired    bool // the other direction is seen too
	kind      wire.SCTPChunkType
	kindKnown bool
	closed    EndReason
}

// sctpChunk is a chunk with user data.
type sctpChunk struct {
	raw    []byte // the chunk
	data   []byte // the user data
	at     uint64 // position
	number uint32 // stream sequence number or message identifier
	fsn    uint32 // of I-DATA
	ppid   uint32
	stream uint16
	flags  uint8
	inter  bool // I-DATA
}

func (c *sctpChunk) begins() bool    { return c.flags&wire.SCTPBegin != 0 }
func (c *sctpChunk) ends() bool      { return c.flags&wire.SCTPEnd != 0 }
func (c *sctpChunk) unordered() bool { return c.flags&wire.SCTPUnordered != 0 }
func (c *sctpChunk) whole() bool     { return c.begins() && c.ends() }

// read sets c to a chunk of user data, or its beginning, and reports whether it is one.
func (c *sctpChunk) read(x wire.SCTPChunk) (tsn uint32, ok bool) {
	if d, ok := x.Data(); ok {
		*c = sctpChunk{raw: x, data: d.Payload(), number: uint32(d.StreamSeq()), ppid: uint32(d.PPID()), stream: d.Stream(), flags: d.Flags()}
		return d.TSN(), true
	}
	d, ok := x.IData()
	if !ok {
		return 0, false
	}
	ppid, _ := d.PPID()
	*c = sctpChunk{raw: x, data: d.Payload(), number: d.MID(), fsn: d.FSN(), ppid: uint32(ppid), stream: d.Stream(), flags: d.Flags(), inter: true}
	return d.TSN(), true
}

// release frees what the direction has in the arena.
func (h *sctpHalf) release(e *sctpEnv) {
	for _, q := range []*queue{&h.frags, &h.msgs, &h.wake, &h.streams} {
		q.clear(e.arena)
	}
	h.forgetSeen(e)
	h.mem = 0
}

// position unwraps a TSN, to the position nearest the next.
func (h *sctpHalf) position(tsn uint32) uint64 {
	return h.base + uint64(int64(int32(tsn-uint32(h.base))))
}

// begin anchors the direction: its next chunk has the TSN.
func (h *sctpHalf) begin(tsn uint32) {
	h.begun = true
	h.base = firstEpoch | uint64(tsn)
	h.origin, h.high = h.base, h.base
}

// anchor takes what the sender said of itself in INIT or INIT ACK: RFC 9260 §3.3.2. It reports false if that cannot be of
// this association.
func (h *sctpHalf) anchor(e *sctpEnv, init wire.SCTPInit, from Source) bool {
	tsn := init.InitialTSN()
	switch {
	case !h.begun:
		h.begin(tsn)
	case uint32(h.origin) == tsn:
	case h.mayBegin(tsn):
		h.settle(e, h.position(tsn), from)
	default:
		return false
	}
	if !h.anchored {
		h.anchored = true
		h.tighten(e, from)
	}
	h.outStreams = uint32(init.OutStreams())
	return true
}

// mayBegin reports whether a direction that was met midway can have begun with a TSN: its first chunks overtook INIT.
func (h *sctpHalf) mayBegin(tsn uint32) bool {
	at := h.position(tsn)
	return h.settling && at >= h.base && at <= h.origin
}

// put takes a packet's chunks.
func (h *sctpHalf) put(e *sctpEnv, p wire.SCTP, from Source) {
	e.stats.Packets++
	h.last = from
	h.settleLate(e, from)
	for x := range p.Chunks().All() {
		h.chunk(e, x, from)
	}
	if rest := p.Chunks().Rest(); len(rest) >= 4 && (rest[0]|rest[1]|rest[2]|rest[3]) != 0 {
		h.cut(e, rest, from)
	}
	h.skipLost(e, from)
	if h.asked == askedGranted && h.closed == Open {
		h.reset(e, from)
	}
}

// chunk takes one chunk.
func (h *sctpHalf) chunk(e *sctpEnv, x wire.SCTPChunk, from Source) {
	switch x.Type() {
	case wire.SCTPTypeData, wire.SCTPTypeIData:
		var c sctpChunk
		tsn, ok := c.read(x)
		if !ok {
			h.fault(e, &sctpChunk{data: x}, ErrChunk, from)
			return
		}
		e.stats.Chunks++
		h.data(e, &c, tsn, from)
	case wire.SCTPTypeInit, wire.SCTPTypeInitAck:
		if init, ok := x.Init(); !ok || !h.anchor(e, init, from) {
			h.fault(e, &sctpChunk{}, ErrInit, from)
		}
	case wire.SCTPTypeForwardTSN, wire.SCTPTypeIForwardTSN:
		if f, ok := x.ForwardTSN(); ok {
			h.forward(e, f, from)
		}
	case wire.SCTPTypeReConfig:
		h.reconfig(e, wire.SCTPParams(x.Value()), from)
	case wire.SCTPTypeAbort:
		h.finish(e, Reset, from)
	case wire.SCTPTypeShutdownComplete:
		h.finish(e, Finished, from)
	}
}

// cut tells of a chunk that is not all there. Of user data, the chunk is counted as one that came, and is lost.
func (h *sctpHalf) cut(e *sctpEnv, b []byte, from Source) {
	var c sctpChunk
	tsn, ok := c.read(wire.SCTPChunk(b))
	if !ok {
		h.fault(e, &sctpChunk{data: b}, ErrChunk, from)
		return
	}
	if h.open(e, tsn, &c, from) {
		h.mark(e, c.at, from)
		h.lose(e, &c, ErrChunk, from)
		h.advance(e, from)
	}
}

// data takes a chunk of user data: RFC 9260 §6.2.
func (h *sctpHalf) data(e *sctpEnv, c *sctpChunk, tsn uint32, from Source) {
	if !h.open(e, tsn, c, from) {
		return
	}
	if h.asked == askedGranted {
		h.reset(e, from)
	}
	h.mark(e, c.at, from)
	if why := h.illegal(c); why != nil {
		h.lose(e, c, why, from)
	} else {
		h.place(e, c, from)
	}
	h.advance(e, from)
}

// illegal returns what is wrong with a chunk, or nil.
func (h *sctpHalf) illegal(c *sctpChunk) error {
	kind := wire.SCTPChunkType(c.raw[0])
	switch {
	case len(c.data) == 0:
		return ErrNoData
	case h.outStreams != 0 && uint32(c.stream) >= h.outStreams:
		return ErrStream
	case !h.kindKnown:
		h.kind, h.kindKnown = kind, true
	case h.kind != kind:
		return ErrMixed
	}
	return nil
}

// open finds a chunk's position. It reports false if the chunk is not a new one.
func (h *sctpHalf) open(e *sctpEnv, tsn uint32, c *sctpChunk, from Source) bool {
	if h.closed != Open {
		h.fault(e, c, ErrAfterEnd, from)
		return false
	}
	if !h.begun {
		if e.cfg.OnlyWhole {
			h.fault(e, c, ErrNotWhole, from)
			return false
		}
		h.pickUp(e, tsn, from)
	}
	c.at = h.position(tsn)
	switch {
	case c.at < h.base || h.came(e, c.at):
		h.again(e, c, from)
		return false
	case c.at >= h.high+e.window:
		return h.astray(e, c, tsn, from)
	case c.at-h.base >= e.window:
		h.settle(e, h.origin, from)
		if c.at-h.base >= e.window {
			h.jump(e, c.at-e.window+1, from)
		}
	}
	return true
}

// pickUp begins a direction that is met midway: what came before the first chunk may come after it.
func (h *sctpHalf) pickUp(e *sctpEnv, tsn uint32, from Source) {
	h.begin(tsn)
	h.born = from.Time
	if n := uint64(max(e.cfg.Settle, 0)); n > 0 {
		h.base -= n
		h.settling = true
	}
}

// astray judges a chunk that is too far from the others. When three come in a row, what is between was lost.
func (h *sctpHalf) astray(e *sctpEnv, c *sctpChunk, tsn uint32, from Source) bool {
	if h.strays > 0 && tsn == h.stray+1 {
		h.strays++
	} else {
		h.strays = 1
	}
	h.stray = tsn
	if h.strays < 3 {
		h.fault(e, c, ErrWindow, from)
		return false
	}
	h.strays = 0
	h.settle(e, h.origin, from)
	h.jump(e, c.at, from)
	return true
}

// again looks at a chunk that came before.
func (h *sctpHalf) again(e *sctpEnv, c *sctpChunk, from Source) {
	e.stats.Again++
	n := h.unit(e, h.unitOf(e, c))
	if n == 0 {
		e.stats.Unchecked++
		return
	}
	h.compare(e, c, n, from)
}

// compare tells whether a chunk is the same as a unit that waits.
func (h *sctpHalf) compare(e *sctpEnv, c *sctpChunk, n ref, from Source) {
	old := e.arena.data(n)
	if head := c.raw[:min(len(old), len(c.raw))]; len(head) < len(old) || string(head[4:]) != string(old[4:]) || head[1]&7 != old[1]&7 {
		e.stats.Conflicts++
		was := old[len(c.raw)-len(c.data):]
		h.say(e, Event{Kind: Conflict, Stream: uint32(c.stream), Proto: c.ppid, Offset: uint64(c.number), Len: uint64(len(c.data)),
			Bytes: c.data, Old: was, From: from})
	}
}

// say hands out an event.
func (h *sctpHalf) say(e *sctpEnv, event Event) {
	if h.out == nil {
		return
	}
	e.event = event
	h.out.Take(&e.event)
	e.event = Event{} // holds on to nothing
}

// fault tells of a chunk that is left out.
func (h *sctpHalf) fault(e *sctpEnv, c *sctpChunk, why error, from Source) {
	e.stats.Faults++
	e.stats.Dropped += uint64(len(c.data))
	h.say(e, Event{Kind: Fault, Stream: uint32(c.stream), Proto: c.ppid, Offset: uint64(c.number), Len: uint64(len(c.data)), Err: why, From: from})
}
