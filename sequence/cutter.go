package sequence

import "errors"

// The causes of faults and notices of those that cut streams into messages: [TLS], [Framed] and [Lines].
var (
	ErrMessageHeader = errors.New("sequence: what should be a message's header is none")
	ErrMessageLength = errors.New("sequence: message longer than its protocol allows")
	ErrMessageSize   = errors.New("sequence: message longer than the program allows")
	ErrMessageMemory = errors.New("sequence: no memory for a message that must wait")
	ErrMessagePart   = errors.New("sequence: message of which a part is missing")
	ErrUnframed      = errors.New("sequence: place in the stream where no message begins")
)

// A MessageError says what was wrong with a message of a stream. It is the error of the Fault and Notice events of
// [TLS], [Framed] and [Lines], and valid as long as they are.
type MessageError struct {
	Offset uint64 // where the message or record begins in the stream
	Len    uint64 // how long it says it is; 0 if it does not say
	Limit  uint64 // how long it may be; 0 if that is not the matter
	Err    error  // ErrMessageHeader and so on
}

// Error returns the cause and the offset.
func (e *MessageError) Error() string {
	s := e.Err.Error() + ", at offset " + digits(e.Offset)
	if e.Len != 0 {
		s += ", length " + digits(e.Len)
	}
	if e.Limit != 0 {
		s += ", limit " + digits(e.Limit)
	}
	return s
}

// Unwrap returns the cause.
func (e *MessageError) Unwrap() error { return e.Err }

func digits(n uint64) string {
	var b [20]byte
	i := len(b)
	for {
		i--
		b[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return string(b[i:])
		}
	}
}

// MessageStats counts what [TLS], [Framed] and [Lines] took in and put out. Each byte of the stream is counted once in
// Framing, Whole, Pieces or Lost, or waits.
type MessageStats struct {
	Bytes     uint64 // of the stream, lost ones included
	Messages  uint64 // that came out whole
	Framing   uint64 // bytes that frame messages and do not come out, such as TLS record headers and line ends
	Whole     uint64 // bytes of Messages
	Pieces    uint64 // bytes that came out as Data
	Lost      uint64 // bytes of Gap events
	Waited    uint64 // bytes that were copied, as they had to wait
	Headers   uint64 // that were none, ErrMessageHeader
	Overlong  uint64 // for the protocol, ErrMessageLength
	Oversized uint64 // for the program, ErrMessageSize
	NoMemory  uint64 // ErrMessageMemory
	Partial   uint64 // ErrMessagePart
	Unframed  uint64 // ErrUnframed
	Found     uint64 // times that messages were found again
}

// windowLen is how many bytes it takes at most to see that a message may begin.
const windowLen = 32

// innerLen is how much memory a cutter has of its own.
const innerLen = windowLen + 2*markLen

// A cutter is what those that cut a stream into messages have in common: what waits, what is searched, what comes out.
type cutter struct {
	out   Sink
	room  *room
	hold  hold
	inner [innerLen]byte // for messages that are as short, or headers where memory is
	limit int            // longest message to be put together
	next  uint64         // offset of the next byte of the stream
	stats MessageStats

	lost     bool   // messages are looked for
	lostAt   uint64 // from where on
	window   [windowLen]byte
	inWindow int // the last bytes that were looked at, of which one may be a message's first
	windowBy Source

	layer  Layer
	stream uint32
	flow   *Key
	last   Source
	list   *[maxMarks]Part

	// Those that share a room are in a queue while they have a block of it.
	owner        reader
	older, newer *cutter
	queued       bool

	event Event
	err   MessageError
}

// newCutter returns a cutter with memory from the heap, or in mem.
func newCutter(mem []byte, out Sink, limit, defaultLimit int) cutter {
	if limit <= 0 {
		limit = defaultLimit
	}
	limit = max(limit, 2*windowLen)
	c := cutter{out: out, limit: limit, list: new([maxMarks]Part)}
	if mem == nil {
		c.room = newRoom(3 * blockFor(limit))
	} else {
		c.room = roomOver(mem, len(mem))
	}
	return c
}

// blockFor returns how much memory a message takes.
func blockFor(limit int) int {
	n := limit + (maxMarks+1)*markLen
	block := 1 << leastBlock
	for block < n {
		block *= 2
	}
	return block
}

// say puts out an event.
func (c *cutter) say(e Event) {
	if c.out == nil {
		return
	}
	e.Stream, e.Flow = c.stream, c.flow
	if e.Layer == LayerNone {
		e.Layer = c.layer
	}
	c.event = e
	c.out.Take(&c.event)
	c.event = Event{} // holds on to nothing
}

// message puts out a message that is where it came from.
func (c *cutter) message(proto uint32, at uint64, b []byte, from Source) {
	c.stats.Messages++
	c.stats.Whole += uint64(len(b))
	c.list[0] = Part{Len: uint32(len(b)), From: from}
	c.say(Event{Kind: Message, Proto: proto, Offset: at, Len: uint64(len(b)), Bytes: b, Parts: c.list[:1], From: from})
}

// held puts out the first n bytes that wait, which are a message and what ends it.
func (c *cutter) held(proto uint32, n int, from Source) {
	h := c.let()
	h.n = n
	c.stats.Messages++
	c.stats.Whole += uint64(n)
	c.say(Event{Kind: Message, Proto: proto, Offset: h.start, Len: uint64(n), Bytes: h.block[:n:n], Parts: h.parts(c.list[:0]), From: from})
	h.drop(c.room)
}

// piece puts out bytes of something that does not come out whole.
func (c *cutter) piece(proto uint32, at uint64, b []byte, from Source) {
	if len(b) == 0 {
		return
	}
	c.stats.Pieces += uint64(len(b))
	c.say(Event{Kind: Data, Proto: proto, Offset: at, Bytes: b, From: from})
}

// gap tells of bytes that are missing or passed over.
func (c *cutter) gap(at, n uint64, from Source) {
	if n == 0 {
		return
	}
	c.stats.Lost += n
	c.say(Event{Kind: Gap, Offset: at, Len: n, From: from})
}

// tell puts out a Fault or a Notice, and counts it.
func (c *cutter) tell(kind EventKind, proto uint32, counter *uint64, e MessageError, from Source) {
	*counter++
	c.err = e
	c.say(Event{Kind: kind, Proto: proto, Offset: e.Offset, Len: e.Len, From: from, Err: &c.err})
}

// wait keeps bytes of a message that begins at an offset. It reports false if there is no memory.
func (c *cutter) wait(at uint64, b []byte, from Source) bool {
	if c.hold.n == 0 {
		c.hold = hold{block: c.inner[:], inner: true, start: at}
	}
	for n := 0; !c.hold.add(c.room, b, from); n++ {
		if n == maxYields || !c.room.relieve(c) {
			return false
		}
	}
	if c.owner != nil && !c.queued && !c.hold.inner {
		c.room.enter(c)
	}
	c.stats.Waited += uint64(len(b))
	return true
}

// let takes what waits out of c.
func (c *cutter) let() hold {
	h := c.hold
	c.hold = hold{}
	if c.queued {
		c.room.leave(c)
	}
	return h
}

// maxYields is how many messages may have to make room for one.
const maxYields = 64

// spill puts out what waits as it is, since the message cannot be put together, and why.
func (c *cutter) spill(proto uint32, counter *uint64, e MessageError, from Source) {
	c.tell(Notice, proto, counter, e, from)
	c.unhold(proto)
}

// unhold puts out what waits as it is.
func (c *cutter) unhold(proto uint32) {
	h := c.let()
	at := h.start
	for i := range h.marks {
		m := h.mark(i)
		end := min(uint64(get32(m)), uint64(h.n))
		c.piece(proto, at, h.block[at-h.start:end:end], Source{get64(m[4:]), int64(get64(m[12:]))})
		at = h.start + end
	}
	h.drop(c.room)
}

// lose begins to look for messages, from an offset on.
func (c *cutter) lose(at uint64) { c.lost, c.lostAt, c.inWindow = true, at, 0 }

// search looks in b, which begins at c.next, for the first place where may(b) holds of width bytes. It returns what is
// left of b, with c.next moved on: if c.lost does not hold any more, head bytes of the window come before it.
func (c *cutter) search(b []byte, width int, may func([]byte) bool, from Source) (rest []byte) {
	for c.inWindow > 0 {
		k := copy(c.window[c.inWindow:width], b)
		if c.inWindow+k < width {
			c.inWindow += k
			c.next += uint64(k)
			return nil
		}
		if may(c.window[:width]) {
			c.found(c.next-uint64(c.inWindow), from)
			return b
		}
		copy(c.window[:], c.window[1:c.inWindow])
		c.inWindow--
	}
	for i := 0; i+width <= len(b); i++ {
		if may(b[i : i+width]) {
			c.next += uint64(i)
			c.found(c.next, from)
			return b[i:]
		}
	}
	c.inWindow = copy(c.window[:], b[max(0, len(b)-width+1):])
	c.windowBy = from
	c.next += uint64(len(b))
	return nil
}

// found tells what was passed over, up to an offset where a message begins.
func (c *cutter) found(at uint64, from Source) {
	c.gap(c.lostAt, at-c.lostAt, from)
	c.lost = false
	c.stats.Found++
}

// giveUp tells what was passed over when nothing more will come, or nothing is looked for.
func (c *cutter) giveUp(from Source) {
	if c.lost {
		c.gap(c.lostAt, c.next-c.lostAt, from)
	}
	c.lost, c.inWindow = false, 0
}

// reset makes c as new.
func (c *cutter) reset() {
	h := c.let()
	h.drop(c.room)
	*c = cutter{owner: c.owner, out: c.out, room: c.room, limit: c.limit, list: c.list, stats: c.stats, layer: c.layer}
}

// A reader takes a stream from another Sequence.
type reader interface {
	put(b []byte, from Source)
	miss(n uint64, from Source)
	finish(from Source)
	// yield puts out what waits in pieces, for the sake of others. It reports false if the length of the message is not
	// known yet.
	yield() bool
}

// take hands an event of the stream below to who reads it, and passes on the others.
func (c *cutter) take(r reader, e *Event) {
	c.stream, c.flow, c.last = e.Stream, e.Flow, e.From
	switch e.Kind {
	case Data:
		b := e.Bytes
		if at := c.next; e.Offset > at {
			r.miss(e.Offset-at, e.From)
		} else if again := at - e.Offset; again > 0 {
			b = b[min(again, uint64(len(b))):]
		}
		r.put(b, e.From)
	case Gap:
		if end := e.Offset + e.Len; end > c.next {
			r.miss(end-c.next, e.From)
		}
	case Message:
		r.put(e.Bytes, e.From)
	case Urgent:
		if n := uint64(len(e.Bytes)); n > 0 && e.Offset == c.next { // it was taken out of the stream
			c.next += n
			c.stats.Bytes += n
			c.stats.Framing += n
		}
		c.say(*e)
	case End:
		r.finish(e.From)
		c.say(Event{Kind: End, Reason: e.Reason, Offset: c.next, From: e.From})
	default:
		c.say(*e)
	}
}
