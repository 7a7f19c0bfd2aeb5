package sequence

// The tree of a queue: its nodes, and how they grow, split and merge.

// A way leads from the root to an entry: for each level a node, and one of its entries.
type way [maxLevels]struct {
	node ref
	at   int
}

func entries(m []byte) int               { return int(get16(m)) }
func startOf(m []byte, i int) uint64     { return get64(m[nodeHead+i*entryLen+entryStart:]) }
func setStart(m []byte, i int, v uint64) { put64(m[nodeHead+i*entryLen+entryStart:], v) }
func sizeOf(m []byte, i int) uint16      { return get16(m[nodeHead+i*entryLen+entrySize:]) }
func child(m []byte, i int) ref          { return ref(get32(m[nodeHead+i*entryLen+entryRef:])) }
func setChild(m []byte, i int, n ref)    { put32(m[nodeHead+i*entryLen+entryRef:], uint32(n)) }
func nodeSize(count int) int             { return nodeHead + count*entryLen }

// find returns the last of a node's entries that starts at or before offset, or the first.
func find(m []byte, offset uint64) (i int) {
	// There is no branch in the loop that cannot be foreseen.
	for n := entries(m); n > 1; {
		half := n / 2
		if j := i + half; startOf(m, j) <= offset {
			i = j
		}
		n -= half
	}
	return i
}

// widen makes room for entry i.
func widen(m []byte, i int) {
	count := entries(m)
	copy(m[nodeSize(i+1):nodeSize(count+1)], m[nodeSize(i):nodeSize(count)])
	put16(m, uint16(count+1))
}

// narrow takes entry i out.
func narrow(m []byte, i int) {
	count := entries(m)
	copy(m[nodeSize(i):], m[nodeSize(i+1):nodeSize(count)])
	put16(m, uint16(count-1))
}

// newNode returns a node without entries that has room for some, or 0.
func (a *arena) newNode(room int) ref {
	n := a.alloc(nodeSize(room))
	if n != 0 {
		put16(a.at(n), 0)
	}
	return n
}

// resize moves a node to a chunk with room for so many entries. It returns 0 if there is no memory.
func (a *arena) resize(n ref, room int) ref {
	to := a.newNode(room)
	if to != 0 {
		m := a.at(n)
		copy(a.at(to), m[:nodeSize(entries(m))])
		a.free(n)
	}
	return to
}

// room returns how many entries a node has room for.
func (a *arena) room(n ref) int { return (a.size(n) - nodeHead) / entryLen }

// firstOf returns the first piece below a node.
func (a *arena) firstOf(n ref, level uint8) ref {
	for ; level > 0; level-- {
		n = child(a.at(n), 0)
	}
	return n
}

// descend finds the way to the last piece that starts at or before start, or to the first.
func (q *queue) descend(a *arena, start uint64, w *way) {
	n := q.root
	for level := int(q.level); ; level-- {
		m := a.at(n)
		i := find(m, start)
		w[level].node, w[level].at = n, i
		if level == 0 {
			return
		}
		n = child(m, i)
	}
}

// A spot is an entry of a leaf, and what is next to the leaf.
type spot struct {
	node  ref
	m     []byte // of the node
	i     int
	next  ref   // a node that has the piece after the last of this one, or 0
	level uint8 // of next
}

// seek finds the last piece that starts at or before offset, or the first. It reports false if there is none.
func (q *queue) seek(a *arena, offset uint64, s *spot) bool {
	if q.root == 0 {
		return false
	}
	s.node = q.root
	for level := q.level; ; level-- {
		s.m = a.at(s.node)
		s.i = find(s.m, offset)
		if level == 0 {
			return true
		}
		if s.i+1 < entries(s.m) {
			s.next, s.level = child(s.m, s.i+1), level-1
		}
		s.node = child(s.m, s.i)
	}
}

// following returns the piece after a spot, or 0.
func (s *spot) following(a *arena) ref {
	switch {
	case s.i+1 < entries(s.m):
		return s.node + ref(s.i+1)
	case s.next == 0:
		return 0
	}
	return a.firstOf(s.next, s.level)
}

// point makes the entry that leads to a node lead to another: entry i of above, or the root if that is 0.
func (q *queue) point(a *arena, above ref, i int, n ref) {
	if above == 0 {
		q.root = n
	} else {
		setChild(a.at(above), i, n)
	}
}

// leafFor returns the leaf where a piece belongs, and sees that there is room in it. On the way down it makes room in
// every node for one more, so that what is below can be split. It returns 0 if there is no memory; what it has done
// until then does no harm.
func (q *queue) leafFor(a *arena, start uint64) ref {
	if q.root == 0 {
		q.root = a.newNode(1)
		return q.root
	}
	if entries(a.at(q.root)) == nodeMax && !q.raise(a) {
		return 0
	}
	var above ref
	i := 0
	leftmost, rightmost := true, true // no node of the level is further left, or right
	n := q.root
	for level := q.level; ; level-- {
		switch count := entries(a.at(n)); {
		case count == nodeMax:
			if n = a.split(above, i, start, leftmost, rightmost); n == 0 {
				return 0
			}
		case count == a.room(n):
			if n = a.resize(n, count+1); n == 0 {
				return 0
			}
			q.point(a, above, i, n)
		}
		if level == 0 {
			return n
		}
		m := a.at(n)
		above, i = n, find(m, start)
		leftmost = leftmost && i == 0
		rightmost = rightmost && i == entries(m)-1
		n = child(m, i)
	}
}

// raise puts a root above the root.
func (q *queue) raise(a *arena) bool {
	n := a.newNode(2)
	if n == 0 || q.level == maxLevels-1 {
		if n != 0 {
			a.free(n)
		}
		return false
	}
	m := a.at(n)
	put16(m, 1)
	setStart(m, 0, 0)
	setChild(m, 0, q.root)
	q.root = n
	q.level++
	return true
}

// split divides node i of above, which is full, and returns the part where start belongs, or 0 if there is no memory.
// At both ends of the queue, all entries but one stay together, so that nodes are full where pieces come in order.
func (a *arena) split(above ref, i int, start uint64, leftmost, rightmost bool) ref {
	n := child(a.at(above), i)
	m := a.at(n)
	at := find(m, start)
	mid := nodeMax / 2
	switch {
	case rightmost && at == nodeMax-1:
		mid = nodeMax - 1
	case leftmost && at == 0:
		mid = 1
	}
	right := a.newNode(min(nodeMax-mid+1, nodeMax))
	if right == 0 {
		return 0
	}
	r, up := a.at(right), a.at(above)
	put16(r, uint16(nodeMax-mid))
	copy(r[nodeHead:], m[nodeSize(mid):nodeSize(nodeMax)])
	put16(m, uint16(mid))
	widen(up, i+1)
	setStart(up, i+1, startOf(r, 0))
	setChild(up, i+1, right)
	if mid < nodeMax-1 {
		if to := a.resize(n, mid+1); to != 0 { // else the left one has more room than it needs
			n = to
			setChild(up, i, n)
		}
	}
	if start >= startOf(r, 0) {
		return right
	}
	return n
}

// take takes out the entry that a way leads to, and then nodes that are not needed any more.
func (q *queue) take(a *arena, w *way) {
	for level := 0; ; level++ {
		n, i := w[level].node, w[level].at
		m := a.at(n)
		narrow(m, i)
		if entries(m) == 0 {
			a.free(n)
			if level == int(q.level) {
				*q = queue{}
				return
			}
			continue
		}
		if i == 0 {
			q.renew(a, w, level, startOf(m, 0))
		}
		if level == int(q.level) {
			q.lower(a)
			q.shrink(a, q.root, 0, 0)
			return
		}
		if entries(m) > nodeFew || !a.merge(w, level) {
			q.shrink(a, n, w[level+1].node, w[level+1].at)
			return
		}
	}
}

// renew says where the node at a level of the way begins, to whom it concerns: the first above for whom it is not the
// first.
func (q *queue) renew(a *arena, w *way, level int, start uint64) {
	for level++; level <= int(q.level); level++ {
		if i := w[level].at; i > 0 {
			setStart(a.at(w[level].node), i, start)
			return
		}
	}
}

// lower takes roots away that have one node below.
func (q *queue) lower(a *arena) {
	for q.level > 0 && entries(a.at(q.root)) == 1 {
		n := q.root
		q.root = child(a.at(n), 0)
		q.level--
		a.free(n)
	}
}

// shrink moves a node to a smaller chunk, if it is in one twice as large as needed and there is memory.
func (q *queue) shrink(a *arena, n, above ref, i int) {
	if count := entries(a.at(n)); a.size(n) > 2*nodeSize(count+1) {
		if n = a.resize(n, count+1); n != 0 {
			q.point(a, above, i, n)
		}
	}
}

// merge joins the node at a level of the way with one beside it, and has the way lead to the entry above that is to be
// taken out after that. It reports false if it cannot.
func (a *arena) merge(w *way, level int) bool {
	up := a.at(w[level+1].node)
	i := w[level+1].at
	if i+1 < entries(up) && a.join(up, i) {
		w[level+1].at = i + 1
		return true
	}
	return i > 0 && a.join(up, i-1)
}

// join moves the entries of node i+1 to node i and frees it, if they are few enough and there is memory.
func (a *arena) join(up []byte, i int) bool {
	left, right := child(up, i), child(up, i+1)
	l, r := a.at(left), a.at(right)
	count, more := entries(l), entries(r)
	if count+more > nodeMerged {
		return false
	}
	if a.room(left) < count+more {
		if left = a.resize(left, count+more); left == 0 {
			return false
		}
		setChild(up, i, left)
		l = a.at(left)
	}
	copy(l[nodeSize(count):], r[nodeHead:nodeSize(more)])
	setStart(l, count, startOf(up, i+1)) // a first entry may not say it
	put16(l, uint16(count+more))
	a.free(right)
	return true
}
