package sequence

import "math/bits"

// A room hands out the memory in which messages wait for the rest of themselves: blocks, each for one message, since a
// message has to come out in one piece. From the heap a block is a power of two and grows with what has come; in memory
// of the caller's all are of one size.
type room struct {
	limit int        // bytes that may be taken
	taken int        // bytes that are
	block int        // size of the caller's blocks; 0 if memory is from the heap
	free  [][]byte   // the caller's blocks that are not in use
	spare [24]stack8 // blocks from the heap that were given back, by log2 of their size

	oldest, newest *cutter // of those that share the room, who have a block
}

// stack8 keeps a few blocks for the next who needs one.
type stack8 struct {
	n int
	b [8][]byte
}

const leastBlock = 8 // log2 of the smallest block from the heap

// newRoom returns a room that takes up to limit bytes from the heap.
func newRoom(limit int) *room { return &room{limit: limit} }

// roomOver returns a room of blocks of one size in mem.
func roomOver(mem []byte, block int) *room {
	r := &room{limit: len(mem), block: max(block, 1)}
	r.free = make([][]byte, 0, len(mem)/r.block)
	for ; len(mem) >= r.block; mem = mem[r.block:] {
		r.free = append(r.free, mem[:r.block:r.block])
	}
	return r
}

// take returns a block of at least n bytes, or nil.
func (r *room) take(n int) []byte {
	if r.block != 0 {
		k := len(r.free)
		if n > r.block || k == 0 {
			return nil
		}
		b := r.free[k-1]
		r.free = r.free[:k-1]
		r.taken += r.block
		return b
	}
	class := max(bits.Len(uint(n-1)), leastBlock)
	if class >= len(r.spare) {
		return nil
	}
	if s := &r.spare[class]; s.n > 0 {
		s.n--
		b := s.b[s.n]
		s.b[s.n] = nil
		return b
	}
	if r.taken+1<<class > r.limit {
		r.dropSpare()
	}
	if r.taken+1<<class > r.limit {
		return nil
	}
	r.taken += 1 << class
	return make([]byte, 1<<class)
}

// give takes a block back.
func (r *room) give(b []byte) {
	if r.block != 0 {
		r.free = append(r.free, b)
		r.taken -= r.block
		return
	}
	if s := &r.spare[bits.Len(uint(len(b)-1))]; s.n < len(s.b) {
		s.b[s.n] = b
		s.n++
		return
	}
	r.taken -= len(b)
}

// relieve has the message that waits longest make room for one of c's. It reports false if there is none.
func (r *room) relieve(c *cutter) bool {
	x := r.oldest
	if x == c {
		x = c.newer
	}
	if x == nil {
		return false
	}
	if !x.owner.yield() { // it has a few bytes only
		r.leave(x)
		r.enter(x)
	}
	return true
}

// enter puts c at the new end of the queue.
func (r *room) enter(c *cutter) {
	c.older, c.newer, c.queued = r.newest, nil, true
	if r.newest != nil {
		r.newest.newer = c
	} else {
		r.oldest = c
	}
	r.newest = c
}

// leave takes c out of the queue.
func (r *room) leave(c *cutter) {
	if c.older != nil {
		c.older.newer = c.newer
	} else {
		r.oldest = c.newer
	}
	if c.newer != nil {
		c.newer.older = c.older
	} else {
		r.newest = c.older
	}
	c.older, c.newer, c.queued = nil, nil, false
}

// dropSpare gives the blocks that nobody uses back to the heap.
func (r *room) dropSpare() {
	for class := range r.spare {
		r.taken -= r.spare[class].n << class
		r.spare[class] = stack8{}
	}
}

// A hold keeps the beginning of a message until the rest of it has come: its bytes from the front of a block, and from
// the back which packets they are from.
type hold struct {
	block []byte
	n     int    // bytes
	marks int    // packets
	start uint64 // offset of the first byte in the stream
	inner bool   // the block is not of the room
}

const (
	markLen  = 20  // bytes of a mark: where it ends in the message, frame number, time
	maxMarks = 256 // packets of one message that are told apart
)

// bytes returns what has come of the message.
func (h *hold) bytes() []byte { return h.block[:h.n:h.n] }

// add appends bytes from a packet. It reports false if there is no room, and then nothing has changed.
func (h *hold) add(r *room, b []byte, from Source) bool {
	mark := h.mark(h.marks - 1)
	same := h.marks == maxMarks || h.marks > 0 && get64(mark[4:]) == from.Frame && int64(get64(mark[12:])) == from.Time
	if need := h.n + len(b) + (h.marks+1)*markLen; need > len(h.block) && !h.grow(r, need) {
		if h.marks == 0 || need-markLen > len(h.block) {
			return false
		}
		same = true // rather less exact than lost
	}
	if !same {
		h.marks++
	}
	mark = h.mark(h.marks - 1)
	h.n += copy(h.block[h.n:], b)
	put32(mark, uint32(h.n))
	put64(mark[4:], from.Frame)
	put64(mark[12:], uint64(from.Time))
	return true
}

// mark returns the i-th mark, or nil if i is less than 0.
func (h *hold) mark(i int) []byte {
	if i < 0 {
		return nil
	}
	at := len(h.block) - (i+1)*markLen
	return h.block[at : at+markLen]
}

// grow moves the message to a larger block.
func (h *hold) grow(r *room, need int) bool {
	b := r.take(need)
	if b == nil {
		return false
	}
	copy(b, h.block[:h.n])
	copy(b[len(b)-h.marks*markLen:], h.block[len(h.block)-h.marks*markLen:])
	h.leave(r)
	h.block, h.inner = b, false
	return true
}

// parts writes which packets the bytes are from to p, as far as it has room. What it has no room for is the last's.
func (h *hold) parts(p []Part) []Part {
	at := uint32(0)
	for i := 0; i < min(h.marks, cap(p)) && at < uint32(h.n); i++ {
		m := h.mark(i)
		end := get32(m)
		p = append(p, Part{Offset: at, Len: end - at, From: Source{get64(m[4:]), int64(get64(m[12:]))}})
		at = end
	}
	if n := len(p); n > 0 {
		p[n-1].Len = uint32(h.n) - p[n-1].Offset
	}
	return p
}

// leave gives the block back.
func (h *hold) leave(r *room) {
	if h.block != nil && !h.inner {
		r.give(h.block)
	}
}

// drop forgets the message.
func (h *hold) drop(r *room) {
	h.leave(r)
	*h = hold{}
}
