package sequence

import "github.com/gocap-project/gocap/wire"

// Names of what waits. A chunk that is longer than the arena's largest piece is several pieces, one after the other.
const (
	interUnit   = 1 << 54 // a unit of I-DATA: the message's serial number and 24 bits of the fragment's
	fsnBits     = 24
	pieceBits   = 8
	numberBits  = 47
	unorderedID = 1 << numberBits // in a message's key
)

func pieceKey(unit uint64) uint64 { return unit << pieceBits }

// messageKey names a message, in the order of streams and, in a stream, of numbers; first the ordered ones.
func messageKey(stream uint16, unordered bool, number uint64) uint64 {
	k := uint64(stream)<<(numberBits+1) | number&(unorderedID-1)
	if unordered {
		k |= unorderedID
	}
	return k
}

// keyParts returns what a key is made of.
func keyParts(key uint64) (stream uint16, unordered bool, number uint64) {
	return uint16(key >> (numberBits + 1)), key&unorderedID != 0, key & (unorderedID - 1)
}

// A waitingMessage is what is known of a message that waits, in 16 bytes.
type waitingMessage struct {
	first uint64 // unit; of I-DATA that of fragment 0, whether it came or not
	count uint32 // units, or 0 if the end is not known
	done  bool   // all came
}

func (m *waitingMessage) bytes() (b [16]byte) {
	put64(b[:], m.first)
	put32(b[8:], m.count)
	if m.done {
		b[12] = 1
	}
	return b
}

func readMessage(b []byte) waitingMessage {
	return waitingMessage{get64(b), get32(b[8:]), b[12] != 0}
}

// waiting returns the message of a key.
func (h *sctpHalf) waiting(e *sctpEnv, key uint64) (m waitingMessage, ok bool) {
	n := exactly(e, &h.msgs, key)
	if n == 0 {
		return m, false
	}
	return readMessage(e.arena.data(n)), true
}

// exactly returns the piece that starts at start, or 0.
func exactly(e *sctpEnv, q *queue, start uint64) ref {
	if q.count == 0 {
		return 0
	}
	if n := q.floor(e.arena, start); n != 0 && e.arena.start(n) == start {
		return n
	}
	return 0
}

// insert adds a piece. It reports false if there is no memory for it.
func (h *sctpHalf) insert(e *sctpEnv, q *queue, p piece, b []byte) bool {
	for h.mem+q.most(e.arena, len(b)) <= e.limit {
		before := e.arena.used
		ok := q.insert(e.arena, p, b)
		h.mem += e.arena.used - before
		if ok {
			return true
		}
		if e.makeRoom == nil || !e.makeRoom() {
			return false
		}
	}
	return false
}

// remove takes a piece out.
func (h *sctpHalf) remove(e *sctpEnv, q *queue, start uint64) {
	before := e.arena.used
	q.remove(e.arena, start)
	h.mem -= before - e.arena.used
}

// unit returns the first piece of a unit, or 0.
func (h *sctpHalf) unit(e *sctpEnv, u uint64) ref {
	if u == 0 {
		return 0
	}
	return exactly(e, &h.frags, pieceKey(u))
}

// unitOf returns the unit that a chunk is if it waits, or 0 if its message does not.
func (h *sctpHalf) unitOf(e *sctpEnv, c *sctpChunk) uint64 {
	if !c.inter {
		return c.at
	}
	key, ok := h.knownKey(e, c)
	m, found := h.waiting(e, key)
	if !ok || !found || c.fsn >= 1<<fsnBits {
		return 0
	}
	return m.first + uint64(c.fsn)
}

// load reads the beginning of a unit.
func (h *sctpHalf) load(e *sctpEnv, n ref, c *sctpChunk) {
	tsn, _ := c.read(wire.SCTPChunk(e.arena.data(n)))
	c.at = h.position(tsn)
}

// store keeps a chunk.
func (h *sctpHalf) store(e *sctpEnv, u uint64, c *sctpChunk, from Source) bool {
	key := pieceKey(u)
	for b := c.raw; len(b) > 0; key++ {
		n := min(len(b), e.arena.maxPiece())
		if !h.insert(e, &h.frags, piece{Start: key, Len: uint32(n), From: from}, b[:n]) {
			h.discard(e, u)
			return false
		}
		b = b[n:]
	}
	e.stats.Waited += uint64(len(c.data))
	return true
}

// discard frees a unit.
func (h *sctpHalf) discard(e *sctpEnv, u uint64) {
	for {
		n := h.frags.ceiling(e.arena, pieceKey(u))
		if n == 0 || e.arena.start(n) >= pieceKey(u+1) {
			return
		}
		h.remove(e, &h.frags, e.arena.start(n))
	}
}

// joins reports whether chunk b, whose unit follows a's, goes on with a's message.
func (a *sctpChunk) joins(b *sctpChunk) bool {
	if a.ends() || b.begins() {
		return false
	}
	return a.inter || a.stream == b.stream && a.unordered() == b.unordered() && (a.number == b.number || a.unordered())
}

// link returns the run of fragments without a gap that a chunk makes with those that wait, and whether it is a message.
// The first and the last of a run have in their mark how far the other is.
func (h *sctpHalf) link(e *sctpEnv, u uint64, c *sctpChunk) (start, end uint64, complete bool) {
	start, end = u, u
	var x sctpChunk
	begins, ends := c.begins(), c.ends()
	if n := h.unit(e, u-1); n != 0 && !begins {
		if h.load(e, n, &x); x.joins(c) {
			start -= 1 + uint64(e.arena.piece(n).Mark)
			h.load(e, h.unit(e, start), &x)
			begins = x.begins()
		}
	}
	if n := h.unit(e, u+1); n != 0 && !ends {
		if h.load(e, n, &x); c.joins(&x) {
			end += 1 + uint64(e.arena.piece(n).Mark)
			h.load(e, h.unit(e, end), &x)
			ends = x.ends()
		}
	}
	return start, end, begins && ends
}

// followed reports whether the chunk after one waits and goes on with its message.
func (h *sctpHalf) followed(e *sctpEnv, c *sctpChunk) bool {
	var x sctpChunk
	n := h.unit(e, c.at+1)
	if n == 0 {
		return false
	}
	h.load(e, n, &x)
	return c.joins(&x)
}

// tie writes the marks of a run.
func (h *sctpHalf) tie(e *sctpEnv, start, end uint64) {
	e.arena.setMark(h.unit(e, start), uint32(end-start))
	e.arena.setMark(h.unit(e, end), uint32(end-start))
}

// place puts out a chunk that came, or keeps it.
func (h *sctpHalf) place(e *sctpEnv, c *sctpChunk, from Source) {
	if !c.inter && h.frags.count > 0 {
		h.separate(e, c)
	}
	if !c.inter && !c.ends() && h.came(e, c.at+1) && !h.followed(e, c) {
		h.lose(e, c, ErrNoEnd, from)
		return
	}
	for {
		var done bool
		switch {
		case c.whole() && (!c.inter || c.fsn == 0):
			done = h.message(e, c, from)
		case c.inter:
			done = h.interleaved(e, c, from)
		default:
			done = h.fragment(e, c, from)
		}
		if done {
			return
		}
		if !h.relieve(e, from) {
			h.lose(e, c, ErrNoMemory, from)
			return
		}
	}
}

// message takes a chunk that is a whole message. It reports false if there is no memory for it.
func (h *sctpHalf) message(e *sctpEnv, c *sctpChunk, from Source) bool {
	if c.unordered() {
		h.emitChunk(e, c, unorderedNumber(c), from)
		return true
	}
	turn, at, ok := h.turn(e, c, from)
	switch {
	case !ok:
		return false
	case turn == past:
		h.fault(e, c, ErrOldMessage, from)
		return true
	case turn == present:
		h.emitChunk(e, c, at, from)
		h.took(e, c.stream, at, from)
		return true
	}
	return h.hold(e, c, messageKey(c.stream, false, at), from)
}

// hold keeps a whole message until it is its turn.
func (h *sctpHalf) hold(e *sctpEnv, c *sctpChunk, key uint64, from Source) bool {
	if m, ok := h.waiting(e, key); ok {
		h.twin(e, c, &m, from)
		return true
	}
	m := waitingMessage{first: c.at, count: 1, done: true}
	if c.inter {
		m.first = h.newSerial(e)
	}
	if !h.wakeAt(e, c.at, key, true) {
		return false
	}
	if !h.note(e, key, &m) {
		h.remove(e, &h.wake, c.at)
		return false
	}
	if !h.store(e, m.first, c, from) {
		h.remove(e, &h.msgs, key)
		h.remove(e, &h.wake, c.at)
		return false
	}
	return true
}

// twin tells of a message with the number of another that waits.
func (h *sctpHalf) twin(e *sctpEnv, c *sctpChunk, m *waitingMessage, from Source) {
	if n := h.unit(e, m.first); n != 0 && m.count == 1 {
		var x sctpChunk
		if h.load(e, n, &x); string(x.data) != string(c.data[:min(len(c.data), len(x.data))]) {
			e.stats.Conflicts++
			h.say(e, Event{Kind: Conflict, Stream: uint32(c.stream), Proto: c.ppid, Offset: uint64(c.number), Len: uint64(len(c.data)),
				Bytes: c.data, Old: x.data, From: from})
		}
	}
	h.fault(e, c, ErrSameMessage, from)
}

// newSerial returns the first unit of a new message of I-DATA.
func (h *sctpHalf) newSerial(e *sctpEnv) uint64 {
	for {
		h.serial = (h.serial + 1) & (1<<30 - 1)
		u := interUnit | uint64(h.serial)<<fsnBits
		if n := h.frags.ceiling(e.arena, pieceKey(u)); n == 0 || e.arena.start(n) >= pieceKey(u+1<<fsnBits) {
			return u
		}
	}
}

// note keeps what is known of a message.
func (h *sctpHalf) note(e *sctpEnv, key uint64, m *waitingMessage) bool {
	b := m.bytes()
	return h.insert(e, &h.msgs, piece{Start: key, Len: 16}, b[:])
}

// wakeAt has something looked at when base has passed a position: a unit, or a message by its key.
func (h *sctpHalf) wakeAt(e *sctpEnv, at, what uint64, isMessage bool) bool {
	var b [16]byte
	put64(b[:], what)
	if isMessage {
		b[8] = 1
	}
	return h.insert(e, &h.wake, piece{Start: at, Len: 16}, b[:])
}

// fragment takes a fragment in a DATA chunk: RFC 9260 §6.9. It reports false if there is no memory for it.
func (h *sctpHalf) fragment(e *sctpEnv, c *sctpChunk, from Source) bool {
	start, end, complete := h.link(e, c.at, c)
	waits := false
	var key, at uint64
	if complete && !c.unordered() {
		turn, number, ok := h.turn(e, c, from)
		if !ok {
			return false
		}
		at, key, waits = number, messageKey(c.stream, false, number), turn == future
		if turn == past {
			h.lose(e, c, ErrOldMessage, from)
			return true
		}
		if m, twin := h.waiting(e, key); twin && waits {
			h.twin(e, c, &m, from)
			h.loseRun(e, c, ErrSameMessage)
			return true
		}
	}
	alone := !c.begins() && start == c.at
	if (waits || alone) && !h.wakeAt(e, c.at, h.wakeFor(c.at, key, waits), waits) {
		return false
	}
	m := waitingMessage{first: start, count: uint32(end - start + 1), done: true}
	if waits && !h.note(e, key, &m) {
		h.remove(e, &h.wake, c.at)
		return false
	}
	if !h.store(e, c.at, c, from) {
		if waits {
			h.remove(e, &h.msgs, key)
		}
		if waits || alone {
			h.remove(e, &h.wake, c.at)
		}
		return false
	}
	h.tie(e, start, end)
	if complete && !waits {
		h.emitRun(e, start, end, c, at, from)
	}
	return true
}

func (h *sctpHalf) wakeFor(u, key uint64, isMessage bool) uint64 {
	if isMessage {
		return key
	}
	return u
}

// interleaved takes a fragment in an I-DATA chunk: RFC 8260 §2.1. It reports false if there is no memory for it.
func (h *sctpHalf) interleaved(e *sctpEnv, c *sctpChunk, from Source) bool {
	if c.fsn >= 1<<fsnBits-1 {
		h.lose(e, c, ErrLong, from)
		return true
	}
	turn, at, ok := present, uint64(c.number), true
	if !c.unordered() {
		if turn, at, ok = h.turn(e, c, from); !ok {
			return false
		}
	}
	key := messageKey(c.stream, c.unordered(), at)
	m, known := h.waiting(e, key)
	if turn == past {
		h.fault(e, c, ErrOldMessage, from)
		return true
	}
	if known && !h.fits(e, c, &m, from) {
		return true
	}
	if !known {
		m = waitingMessage{first: h.newSerial(e)}
	}
	u := m.first + uint64(c.fsn)
	start, end, complete := h.link(e, u, c)
	alone := !c.begins() && start == u
	waits := complete && turn == future
	if (waits || alone) && !h.wakeAt(e, c.at, h.wakeFor(u, key, waits), waits) {
		return false
	}
	if (known || h.note(e, key, &m)) && h.store(e, u, c, from) {
		h.tie(e, start, end)
		if c.ends() {
			m.count = c.fsn + 1
		}
		m.done = complete
		b := m.bytes()
		copy(e.arena.data(exactly(e, &h.msgs, key)), b[:])
		if complete && !waits {
			h.remove(e, &h.msgs, key)
			h.emitRun(e, start, end, c, h.numberOf(c, at), from)
		}
		return true
	}
	if waits || alone {
		h.remove(e, &h.wake, c.at)
	}
	if !known && exactly(e, &h.msgs, key) != 0 {
		h.remove(e, &h.msgs, key)
	}
	return false
}

// fits reports whether a fragment can be of a message of which others wait.
func (h *sctpHalf) fits(e *sctpEnv, c *sctpChunk, m *waitingMessage, from Source) bool {
	u := m.first + uint64(c.fsn)
	if n := h.unit(e, u); n != 0 {
		h.compare(e, c, n, from)
		h.fault(e, c, ErrSameMessage, from)
		return false
	}
	bad := m.done || m.count != 0 && (c.ends() || c.fsn >= m.count)
	if c.ends() && !bad {
		n := h.frags.ceiling(e.arena, pieceKey(u+1))
		bad = n != 0 && e.arena.start(n) < pieceKey(m.first+1<<fsnBits)
	}
	if bad {
		h.fault(e, c, ErrFragment, from)
	}
	return !bad
}

// numberOf returns what events have as a message's number.
func (h *sctpHalf) numberOf(c *sctpChunk, at uint64) uint64 {
	if c.unordered() {
		return unorderedNumber(c)
	}
	return at
}

// unorderedNumber returns the number of an unordered message: that of I-DATA, or 0.
func unorderedNumber(c *sctpChunk) uint64 {
	if c.inter {
		return firstEpoch | uint64(c.number)
	}
	return firstEpoch
}
