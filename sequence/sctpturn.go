package sequence

// What is known of a stream, in 16 bytes: the number of its next message, unwrapped, and flags.
const (
	streamFlags = 8
	streamLoose = 1 // met midway: the next is only known when what was overtaken has come
	streamReset = 2 // a reset was asked for
)

// A sctpTurn says when a message is due.
type sctpTurn uint8

const (
	present sctpTurn = iota // it is next
	past                    // its turn is over
	future                  // it waits
)

// stream returns what is known of a stream: the number is that of a chunk, in case nothing is. It returns 0 if there is
// no memory.
func (h *sctpHalf) stream(e *sctpEnv, c *sctpChunk) ref {
	if n := exactly(e, &h.streams, uint64(c.stream)); n != 0 {
		return n
	}
	var b [16]byte
	put64(b[:], firstEpoch)
	if !h.anchored {
		put64(b[:], firstEpoch|uint64(c.number))
		b[streamFlags] = streamLoose
	}
	if !h.insert(e, &h.streams, piece{Start: uint64(c.stream), Len: 16}, b[:]) {
		return 0
	}
	return exactly(e, &h.streams, uint64(c.stream))
}

// unwrap returns a number without wrap: the nearest to next.
func unwrap(c *sctpChunk, next uint64) uint64 {
	if c.inter {
		return next + uint64(int64(int32(c.number-uint32(next))))
	}
	return next + uint64(int64(int16(uint16(c.number)-uint16(next))))
}

// knownKey returns the key of a chunk's message, or false if its stream is not known.
func (h *sctpHalf) knownKey(e *sctpEnv, c *sctpChunk) (key uint64, ok bool) {
	if c.unordered() {
		return messageKey(c.stream, true, uint64(c.number)), true
	}
	n := exactly(e, &h.streams, uint64(c.stream))
	if n == 0 {
		return 0, false
	}
	return messageKey(c.stream, false, unwrap(c, get64(e.arena.data(n)))), true
}

// turn says when an ordered message is due, and its number without wrap. It reports false if there is no memory for its
// stream.
func (h *sctpHalf) turn(e *sctpEnv, c *sctpChunk, from Source) (t sctpTurn, number uint64, ok bool) {
	n := h.stream(e, c)
	if n == 0 {
		return future, 0, false
	}
	b := e.arena.data(n)
	next := get64(b)
	number = unwrap(c, next)
	if b[streamFlags]&streamReset != 0 && h.restarts(c, next) {
		h.asked = askedGranted
		number = nextEpoch(c.inter, next) + uint64(c.number)
	}
	if number < firstEpoch {
		return past, number, true // nobody knows where it belongs: the stream was met midway, right after a wrap
	}
	if b[streamFlags]&streamLoose != 0 {
		if c.at >= h.base {
			return future, number, true
		}
		next = number
		if m := h.nextWaiting(e, c.stream, 0); m != 0 {
			_, _, first := keyParts(m)
			next = min(next, first)
		}
		b[streamFlags] &^= streamLoose
		put64(b, next)
	}
	switch {
	case number == next:
		return present, number, true
	case number < next:
		return past, number, true
	}
	return future, number, true
}

// nextWaiting returns the key of the first ordered message of a stream that waits, from a number on, or 0.
func (h *sctpHalf) nextWaiting(e *sctpEnv, stream uint16, number uint64) (key uint64) {
	if h.msgs.count == 0 {
		return 0
	}
	n := h.msgs.ceiling(e.arena, messageKey(stream, false, number))
	if n == 0 || e.arena.start(n) >= messageKey(stream, true, 0) {
		return 0
	}
	return e.arena.start(n)
}

// next returns the number of a stream's next message.
func (h *sctpHalf) next(e *sctpEnv, stream uint16) uint64 {
	return get64(e.arena.data(exactly(e, &h.streams, uint64(stream))))
}

func (h *sctpHalf) setNext(e *sctpEnv, stream uint16, next uint64) {
	b := e.arena.data(exactly(e, &h.streams, uint64(stream)))
	put64(b, next)
	b[streamFlags] &^= streamLoose
}

// took goes on to the message after one, and puts out those that wait for it.
func (h *sctpHalf) took(e *sctpEnv, stream uint16, number uint64, from Source) {
	h.setNext(e, stream, number+1)
	if h.msgs.count > 0 {
		h.drain(e, stream, from)
	}
}

// drain puts out the messages of a stream that are next.
func (h *sctpHalf) drain(e *sctpEnv, stream uint16, from Source) {
	next := h.next(e, stream)
	for {
		key := messageKey(stream, false, next)
		m, ok := h.waiting(e, key)
		if !ok || !m.done {
			return
		}
		h.emitWaiting(e, key, &m)
		next++
		h.setNext(e, stream, next)
	}
}

// skipTo puts out the messages of a stream up to a number, as far as they came, and gives up the others. Fragments of
// messages that are not complete are left out for the reason why or, if that is nil, stop it.
func (h *sctpHalf) skipTo(e *sctpEnv, stream uint16, to uint64, why error, from Source) {
	next := h.next(e, stream)
	for next <= to {
		until := to + 1
		key := h.nextWaiting(e, stream, next)
		if key != 0 {
			_, _, number := keyParts(key)
			until = min(until, number)
		}
		h.skip(e, stream, next, until, from)
		next = until
		if h.setNext(e, stream, next); next > to {
			break
		}
		if m, _ := h.waiting(e, key); m.done {
			h.emitWaiting(e, key, &m)
		} else if why == nil {
			return
		} else {
			h.dropMessage(e, key, &m, why)
			h.skip(e, stream, next, next+1, from)
		}
		next++
		h.setNext(e, stream, next)
	}
	h.drain(e, stream, from)
}

// skip tells that messages will not come.
func (h *sctpHalf) skip(e *sctpEnv, stream uint16, at, until uint64, from Source) {
	if at >= until {
		return
	}
	e.stats.Gaps++
	e.stats.Skipped += until - at
	h.say(e, Event{Kind: Gap, Stream: uint32(stream), Offset: at - min(at, firstEpoch), Len: until - at, From: from})
}

// passedMessage looks at a message that waits, when all chunks before it came or were given up: so were the messages
// before it. A sender gives chunks their numbers as it does messages (RFC 9260 §6.6).
func (h *sctpHalf) passedMessage(e *sctpEnv, key uint64, from Source) {
	m, ok := h.waiting(e, key)
	if !ok || !m.done {
		return
	}
	stream, _, number := keyParts(key)
	h.firm(e, stream)
	h.skipTo(e, stream, number, nil, from)
}

// firm lets a stream that was met midway begin with the first message that waits.
func (h *sctpHalf) firm(e *sctpEnv, stream uint16) {
	b := e.arena.data(exactly(e, &h.streams, uint64(stream)))
	if b[streamFlags]&streamLoose == 0 {
		return
	}
	b[streamFlags] &^= streamLoose
	if key := h.nextWaiting(e, stream, 0); key != 0 {
		_, _, number := keyParts(key)
		put64(b, number)
	}
}

// passedFragment looks at a fragment that was without the one before it, when all chunks before came or were given up.
func (h *sctpHalf) passedFragment(e *sctpEnv, u uint64, from Source) {
	n := h.unit(e, u)
	if n == 0 {
		return
	}
	var c, x sctpChunk
	if h.load(e, n, &c); c.begins() {
		return
	}
	if before := h.unit(e, u-1); before != 0 {
		if h.load(e, before, &x); x.joins(&c) {
			return
		}
	}
	if c.inter {
		h.loseMessage(e, &c, ErrNoBegin, from)
		return
	}
	h.dropRun(e, u, u+uint64(e.arena.piece(n).Mark), ErrNoBegin)
}

// tighten sets the streams of a direction whose INIT came late to where they begin.
func (h *sctpHalf) tighten(e *sctpEnv, from Source) {
	for n := h.streams.first(e.arena); n != 0; {
		stream := uint16(e.arena.start(n))
		b := e.arena.data(n)
		if b[streamFlags]&streamLoose != 0 {
			low := uint64(0xffff)
			if h.kind == wireIData {
				low = 0xffffffff
			}
			h.setNext(e, stream, get64(b)&^low)
			h.drain(e, stream, from)
		}
		n = h.streams.ceiling(e.arena, uint64(stream)+1)
	}
}
