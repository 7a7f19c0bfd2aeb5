package sequence

// A queue holds pieces of a stream or datagram that must wait, by their offset. Pieces do not overlap. It is a B+tree in
// an arena, with nodes that are as large as what is in them and no larger than eight cache lines: every operation costs
// O(log n) whatever a sender does, and few cache misses; what the tree takes is less than a piece's own chunk. The zero
// queue is empty.
//
// A piece of one byte costs 64 bytes, and so does the only one of a queue: 32 for its chunk, 32 at most for its place.
//
// A piece is named by the ref of its place, which is valid until the next insert or remove.
type queue struct {
	root  ref    // a node, or 0
	level uint8  // how many levels are below the root
	count int    // pieces
	bytes uint64 // their lengths
}

// A piece is some bytes that wait, with where they came from.
type piece struct {
	Start uint64 // offset of the first byte
	Len   uint32 // at least 1
	Mark  uint32 // for the queue's owner
	From  Source
}

func (p *piece) end() uint64 { return p.Start + uint64(p.Len) }

// Layout of a piece's chunk: little-endian numbers, then the bytes.
const (
	pieceMark  = 0
	pieceFrame = 4
	pieceTime  = 12
	pieceData  = 20
)

// Layout of a node: the number of its entries, then the entries. As they are as long as a ref's unit, the ref of entry
// i is that of the node, plus i.
const (
	nodeHead   = 8 // of which the first two bytes are used
	entryLen   = 1 << refUnit
	nodeMax    = 31 // entries: a node is at most 512 bytes
	nodeFew    = 7  // entries: a node that has no more is merged with another,
	nodeMerged = 23 // if both together have no more than this
	maxLevels  = 16 // there are at least four entries in a node on average
)

// Layout of an entry, of a piece or of a node further down. A node's start is that of its first piece, except that
// nobody looks at those of nodes that come first: everything before the second node is in the first.
const (
	entryStart = 0
	entryRef   = 8  // the piece's chunk, or the node
	entrySize  = 12 // length of the piece
	entrySkip  = 14 // where in the chunk its bytes begin, counted from pieceData: what was cut off in front
)

// maxPiece is the length of the longest piece that the arena has room for in one chunk.
func (a *arena) maxPiece() int { return a.largest() - pieceData }

// place returns the entry that a ref is of.
func (a *arena) place(n ref) []byte { return a.at(n)[nodeHead : nodeHead+entryLen] }

func (a *arena) start(n ref) uint64 { return get64(a.place(n)) }

// piece returns what a queue says of a piece.
func (a *arena) piece(n ref) piece {
	e := a.place(n)
	m := a.at(ref(get32(e[entryRef:])))[:pieceData]
	return piece{
		Start: get64(e),
		Len:   uint32(get16(e[entrySize:])),
		Mark:  get32(m[pieceMark:]),
		From: Source{
			Frame: get64(m[pieceFrame:]),
			Time:  int64(get64(m[pieceTime:])),
		},
	}
}

// data returns the bytes of a piece. They stay where they are until the piece is removed.
func (a *arena) data(n ref) []byte {
	e := a.place(n)
	m := a.at(ref(get32(e[entryRef:])))
	from, size := pieceData+int(get16(e[entrySkip:])), int(get16(e[entrySize:]))
	return m[from : from+size : from+size]
}

// setMark changes a piece's mark.
func (a *arena) setMark(n ref, mark uint32) {
	put32(a.at(ref(get32(a.place(n)[entryRef:])))[pieceMark:], mark)
}

// most returns how many bytes of the arena an insert of n bytes takes at most.
func (q *queue) most(a *arena, n int) int {
	class, ok := a.classOf(pieceData + n)
	if !ok {
		return a.cap() + 1
	}
	// Each level may be split; a queue with few pieces has only one small node.
	return sizes[class] + min(32+32*q.count, 512*(int(q.level)+1)+64)
}

// insert adds a piece with a copy of b, which must not be empty, must not overlap a piece of the queue and must not be
// longer than [arena.maxPiece]. It reports false, with the same pieces in the queue as before, if there is no memory.
// It may take memory for places all the same.
func (q *queue) insert(a *arena, p piece, b []byte) bool {
	n := a.alloc(pieceData + len(b))
	if n == 0 {
		return false
	}
	leaf := q.leafFor(a, p.Start)
	if leaf == 0 {
		a.free(n)
		return false
	}
	m := a.at(n)
	put32(m[pieceMark:], p.Mark)
	put64(m[pieceFrame:], p.From.Frame)
	put64(m[pieceTime:], uint64(p.From.Time))
	copy(m[pieceData:], b)
	q.count++
	q.bytes += uint64(len(b))
	node := a.at(leaf)
	i := find(node, p.Start)
	if i < entries(node) && startOf(node, i) < p.Start {
		i++
	}
	widen(node, i)
	e := node[nodeHead+i*entryLen:]
	put64(e[entryStart:], p.Start)
	put32(e[entryRef:], uint32(n))
	put16(e[entrySize:], uint16(len(b)))
	put16(e[entrySkip:], 0)
	return true
}

// remove takes the piece that starts at start out and frees it. There must be one.
func (q *queue) remove(a *arena, start uint64) {
	var w way
	q.descend(a, start, &w)
	e := a.place(w[0].node + ref(w[0].at))
	q.count--
	q.bytes -= uint64(get16(e[entrySize:]))
	a.free(ref(get32(e[entryRef:])))
	q.take(a, &w)
}

// first returns the piece with the lowest offset, or 0.
func (q *queue) first(a *arena) (n ref) {
	if n = q.root; n == 0 {
		return 0
	}
	return a.firstOf(n, q.level)
}

// floor returns the last piece that starts at or before offset, or 0.
func (q *queue) floor(a *arena, offset uint64) (n ref) {
	if n = q.root; n == 0 {
		return 0
	}
	for range q.level {
		m := a.at(n)
		n = child(m, find(m, offset))
	}
	m := a.at(n)
	i := find(m, offset)
	if startOf(m, i) > offset {
		return 0
	}
	return n + ref(i)
}

// ceiling returns the first piece that starts at or after offset, or 0.
func (q *queue) ceiling(a *arena, offset uint64) ref {
	var s spot
	if !q.seek(a, offset, &s) {
		return 0
	}
	if startOf(s.m, s.i) >= offset {
		return s.node + ref(s.i)
	}
	return s.following(a)
}

// over returns the first piece that ends after offset, or 0.
func (q *queue) over(a *arena, offset uint64) ref {
	var s spot
	if !q.seek(a, offset, &s) {
		return 0
	}
	if startOf(s.m, s.i)+uint64(sizeOf(s.m, s.i)) > offset {
		return s.node + ref(s.i)
	}
	return s.following(a)
}

// cutFront takes bytes off the front of a piece, fewer than it has. Since pieces do not overlap, it stays between its
// neighbours.
func (q *queue) cutFront(a *arena, n ref, by uint32) {
	e := a.place(n)
	start := get64(e)
	if q.level > 0 {
		var w way
		q.descend(a, start, &w)
		if w[0].at == 0 {
			q.renew(a, &w, 0, start+uint64(by))
		}
	}
	put64(e, start+uint64(by))
	put16(e[entrySkip:], get16(e[entrySkip:])+uint16(by))
	put16(e[entrySize:], get16(e[entrySize:])-uint16(by))
	q.bytes -= uint64(by)
}

// cutBack takes bytes off the end of a piece, fewer than it has.
func (q *queue) cutBack(a *arena, n ref, by uint32) {
	e := a.place(n)
	put16(e[entrySize:], get16(e[entrySize:])-uint16(by))
	q.bytes -= uint64(by)
}

// clear frees all pieces.
func (q *queue) clear(a *arena) {
	if q.root != 0 {
		a.freeAll(q.root, q.level)
	}
	*q = queue{}
}

// freeAll frees a node and all that is below it.
func (a *arena) freeAll(n ref, level uint8) {
	m := a.at(n)
	for i := range entries(m) {
		if below := child(m, i); level > 0 {
			a.freeAll(below, level-1)
		} else {
			a.free(below)
		}
	}
	a.free(n)
}
