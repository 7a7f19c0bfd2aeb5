package sequence

// A queue holds pieces of a stream or datagram that must wait, by their offset. Pieces do not overlap. It is a treap in
// an arena: its shape depends on random numbers and not on the order of arrival, so that every operation costs O(log n)
// whatever a sender does. The zero queue is empty.
//
// A piece's bytes are in its chunk, so that a piece of one byte costs 64 bytes.
type queue struct {
	root  ref
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

// Layout of a chunk: little-endian numbers, then the bytes.
const (
	nodeLeft  = 0
	nodeRight = 4
	nodeRank  = 8 // random: a node's is not below its children's
	nodeLen   = 12
	nodeStart = 16
	nodeFrame = 24
	nodeTime  = 32
	nodeMark  = 40
	nodeSkip  = 44 // where the bytes begin, counted from nodeData: what was cut off in front
	nodeData  = 48
)

// maxPiece is the length of the longest piece that the arena has room for in one chunk.
func (a *arena) maxPiece() int { return a.largest() - nodeData }

func (a *arena) left(n ref) ref     { return ref(get32(a.at(n)[nodeLeft:])) }
func (a *arena) right(n ref) ref    { return ref(get32(a.at(n)[nodeRight:])) }
func (a *arena) rank(n ref) uint32  { return get32(a.at(n)[nodeRank:]) }
func (a *arena) start(n ref) uint64 { return get64(a.at(n)[nodeStart:]) }
func (a *arena) setLeft(n, to ref)  { put32(a.at(n)[nodeLeft:], uint32(to)) }
func (a *arena) setRight(n, to ref) { put32(a.at(n)[nodeRight:], uint32(to)) }

// piece returns what a node says of its piece.
func (a *arena) piece(n ref) piece {
	m := a.at(n)[:nodeData]
	return piece{
		Start: get64(m[nodeStart:]),
		Len:   get32(m[nodeLen:]),
		Mark:  get32(m[nodeMark:]),
		From: Source{
			Frame: get64(m[nodeFrame:]),
			Time:  int64(get64(m[nodeTime:])),
		},
	}
}

// data returns the bytes of a node's piece.
func (a *arena) data(n ref) []byte {
	m := a.at(n)
	skip, length := get32(m[nodeSkip:]), get32(m[nodeLen:])
	from := nodeData + int(skip)
	return m[from : from+int(length) : from+int(length)]
}

// setMark changes a piece's mark.
func (a *arena) setMark(n ref, mark uint32) { put32(a.at(n)[nodeMark:], mark) }

// insert adds a piece with a copy of b, which must not be empty, must not overlap a piece of the queue and must not be
// longer than [arena.maxPiece]. It reports false, having changed nothing, if there is no memory. rank is a random number.
func (q *queue) insert(a *arena, p piece, b []byte, rank uint32) bool {
	n := a.alloc(nodeData + len(b))
	if n == 0 {
		return false
	}
	m := a.at(n)
	clear(m[:nodeData])
	put32(m[nodeRank:], rank)
	put32(m[nodeLen:], uint32(len(b)))
	put64(m[nodeStart:], p.Start)
	put64(m[nodeFrame:], p.From.Frame)
	put64(m[nodeTime:], uint64(p.From.Time))
	put32(m[nodeMark:], p.Mark)
	copy(m[nodeData:], b)
	q.count++
	q.bytes += uint64(len(b))

	// Down to where the node's rank puts it, then the subtree there is split around it.
	var parent ref
	right := false
	at := q.root
	for at != 0 && a.rank(at) >= rank {
		parent = at
		if right = p.Start > a.start(at); right {
			at = a.right(at)
		} else {
			at = a.left(at)
		}
	}
	q.hang(a, parent, right, n)
	a.split(at, n, p.Start)
	return true
}

// hang makes n the child of parent, or the root.
func (q *queue) hang(a *arena, parent ref, right bool, n ref) {
	switch {
	case parent == 0:
		q.root = n
	case right:
		a.setRight(parent, n)
	default:
		a.setLeft(parent, n)
	}
}

// split hangs the tree at below n: what starts before start to the left, the rest to the right.
func (a *arena) split(at, n ref, start uint64) {
	low, high := n, n // where the next smaller and the next larger subtree go
	lowLeft, highRight := true, true
	for at != 0 {
		if a.start(at) < start {
			if lowLeft {
				a.setLeft(low, at)
			} else {
				a.setRight(low, at)
			}
			low, lowLeft = at, false
			at = a.right(at)
		} else {
			if highRight {
				a.setRight(high, at)
			} else {
				a.setLeft(high, at)
			}
			high, highRight = at, false
			at = a.left(at)
		}
	}
	if lowLeft {
		a.setLeft(low, 0)
	} else {
		a.setRight(low, 0)
	}
	if highRight {
		a.setRight(high, 0)
	} else {
		a.setLeft(high, 0)
	}
}

// remove takes the piece that starts at start out and frees it. There must be one.
func (q *queue) remove(a *arena, start uint64) {
	var parent ref
	right := false
	at := q.root
	for {
		s := a.start(at)
		if s == start {
			break
		}
		parent = at
		if right = start > s; right {
			at = a.right(at)
		} else {
			at = a.left(at)
		}
	}
	q.count--
	q.bytes -= uint64(get32(a.at(at)[nodeLen:]))

	// The children are merged where the node was.
	low, high := a.left(at), a.right(at)
	for low != 0 && high != 0 {
		if a.rank(low) >= a.rank(high) {
			q.hang(a, parent, right, low)
			parent, right = low, true
			low = a.right(low)
		} else {
			q.hang(a, parent, right, high)
			parent, right = high, false
			high = a.left(high)
		}
	}
	q.hang(a, parent, right, low|high)
	a.free(at)
}

// first returns the piece with the lowest offset, or 0.
func (q *queue) first(a *arena) (n ref) {
	for at := q.root; at != 0; at = a.left(at) {
		n = at
	}
	return n
}

// floor returns the last piece that starts at or before offset, or 0.
func (q *queue) floor(a *arena, offset uint64) (n ref) {
	for at := q.root; at != 0; {
		if a.start(at) <= offset {
			n = at
			at = a.right(at)
		} else {
			at = a.left(at)
		}
	}
	return n
}

// ceiling returns the first piece that starts at or after offset, or 0.
func (q *queue) ceiling(a *arena, offset uint64) (n ref) {
	for at := q.root; at != 0; {
		if a.start(at) >= offset {
			n = at
			at = a.left(at)
		} else {
			at = a.right(at)
		}
	}
	return n
}

// cutFront takes bytes off the front of a piece, fewer than it has. Its place in the tree stays the same, since pieces
// do not overlap.
func (q *queue) cutFront(a *arena, n ref, by uint32) {
	m := a.at(n)
	put64(m[nodeStart:], get64(m[nodeStart:])+uint64(by))
	put32(m[nodeSkip:], get32(m[nodeSkip:])+by)
	put32(m[nodeLen:], get32(m[nodeLen:])-by)
	q.bytes -= uint64(by)
}

// cutBack takes bytes off the end of a piece, fewer than it has.
func (q *queue) cutBack(a *arena, n ref, by uint32) {
	m := a.at(n)
	put32(m[nodeLen:], get32(m[nodeLen:])-by)
	q.bytes -= uint64(by)
}

// clear frees all pieces.
func (q *queue) clear(a *arena) {
	// The tree is turned into a list as it is freed, so that no stack is needed.
	for q.root != 0 {
		n := q.root
		if l := a.left(n); l != 0 { // rotate right
			a.setLeft(n, a.right(l))
			a.setRight(l, n)
			q.root = l
			continue
		}
		q.root = a.right(n)
		a.free(n)
	}
	*q = queue{}
}
