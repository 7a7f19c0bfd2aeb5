package sequence

import (
	"hash/maphash"
	"math/bits"
)

// A Key says which packets belong together: the same addresses, the same numbers that the protocol goes by, seen in the
// same network.
type Key struct {
	A, B    [16]byte // addresses; IPv4 addresses in the first four bytes
	Context uint64   // the network: see [Context]
	Number  uint32   // ports, fragment identification, verification tag
	Proto   uint8    // IP protocol number
	Version uint8    // 4 or 6
	Kind    uint8    // what the key is for, so that kinds can share a table
}

// flows is a table of flows by their key: open addressing with a seeded hash and a comparison of the whole key, so that
// nobody can choose keys that collide. Flows form one queue by age and one for each group of sources; when the table is
// full, or the memory behind it, the oldest flow of the heaviest group makes room. V is what a flow holds.
//
// A flow is named by its number, which stays the same as long as the flow lives.
type flows[V any] struct {
	seeds  [8]uint64
	index  []uint64 // hash in the upper half, flow's number+1 in the lower; 0 is empty
	chunks [][]flow[V]
	max    int    // flows at most
	n      int    // flows
	made   uint32 // flows that were ever used: the numbers below
	unused uint32 // first of the flows that are not in use any more, linked by older: number+1
	age    [ageQueues]ends
	groups groups
}

// flow is one entry of the table.
type flow[V any] struct {
	key          Key
	hash         uint32
	group        uint16
	queue        uint8  // by age
	older, newer uint32 // by age: number+1
	prev, next   uint32 // in the group: number+1, likewise by age
	weight       uint64 // what it counts for in its group
	time         int64  // of the last touch, in nanoseconds
	value        V
}

// ends of a queue of flows: number+1.
type ends struct{ oldest, newest uint32 }

const (
	flowChunk  = 512 // flows allocated at once
	groupCount = 1024
)

// Queues by age, for the two times that flows may be silent; where there is one time, all are in the first.
const (
	queueClosing = iota // of those that have ended, or of which one side was seen
	queueOpen
	ageQueues
)

// groups keeps the weights of the groups of sources, and which is the heaviest: a tournament, of which each change
// replays one path.
type groups struct {
	weight [groupCount]uint64
	queue  [groupCount]ends
	winner [groupCount]uint16 // winner[1] is the heaviest; node i has the children 2i and 2i+1, leaves follow the nodes
}

func (g *groups) add(group uint32, by uint64) {
	g.weight[group] += by // by may be negative in two's complement
	for i := (group + groupCount) / 2; i > 0; i /= 2 {
		a, b := g.contender(2*i), g.contender(2*i+1)
		if g.weight[b] > g.weight[a] {
			a = b
		}
		g.winner[i] = a
	}
}

func (g *groups) contender(i uint32) uint16 {
	if i >= groupCount {
		return uint16(i - groupCount)
	}
	return g.winner[i]
}

// heaviest returns the group that weighs most.
func (g *groups) heaviest() uint32 { return uint32(g.winner[1]) }

// newFlows returns a table of up to max flows that grows as needed.
func newFlows[V any](max int) *flows[V] {
	t := &flows[V]{max: max}
	seed := maphash.MakeSeed()
	for i := range t.seeds {
		t.seeds[i] = maphash.Comparable(seed, i)
	}
	t.index = make([]uint64, 64)
	return t
}

// fixedFlows returns a table that has all its memory from the start.
func fixedFlows[V any](max int) *flows[V] {
	t := newFlows[V](max)
	t.index = make([]uint64, indexSize(max))
	t.chunks = make([][]flow[V], 0, (max+flowChunk-1)/flowChunk)
	for range cap(t.chunks) {
		t.chunks = append(t.chunks, make([]flow[V], flowChunk))
	}
	return t
}

// indexSize returns a power of two with a quarter of room to spare.
func indexSize(flows int) int {
	size := 64
	for size*3/4 < flows {
		size *= 2
	}
	return size
}

func (t *flows[V]) at(number uint32) *flow[V] {
	return &t.chunks[number/flowChunk][number%flowChunk]
}

// hash returns the hash of a key: a sum of products, each of two words with a secret number added to each, so that
// whoever does not know them finds no keys that collide (NH: RFC 4418 §5.2). This takes a quarter of maphash's time.
func (t *flows[V]) hash(k *Key) uint32 {
	s := &t.seeds
	hi, lo := bits.Mul64(get64(k.A[:8])+s[0], get64(k.B[:8])+s[1])
	h2, l2 := bits.Mul64(get64(k.A[8:])+s[2], get64(k.B[8:])+s[3])
	lo, carry := bits.Add64(lo, l2, 0)
	hi += h2 + carry
	h2, l2 = bits.Mul64(k.Context+s[4], uint64(k.Kind)<<48+uint64(k.Version)<<40+uint64(k.Proto)<<32+uint64(k.Number)+s[5])
	lo, carry = bits.Add64(lo, l2, 0)
	return uint32(foldedProduct(lo+s[6], hi+h2+carry+s[7]))
}

// foldedProduct returns both halves of a product in one.
func foldedProduct(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// find returns the flow of a key, and the key's hash for [flows.add].
func (t *flows[V]) find(k *Key) (number uint32, hash uint32, ok bool) {
	hash = t.hash(k)
	mask := uint32(len(t.index) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		e := t.index[i]
		if e == 0 {
			return 0, hash, false
		}
		if uint32(e>>32) == hash {
			if number = uint32(e) - 1; t.at(number).key == *k {
				return number, hash, true
			}
		}
	}
}

// full reports whether a flow must be dropped before one can be added.
func (t *flows[V]) full() bool { return t.n == t.max }

// add makes a flow for a key that is not in the table, which must not be full. group is a number that the flow shares
// with others of its source; see [flows.groupOf].
//
// The flow enters the first queue by age.
func (t *flows[V]) add(k *Key, hash, group uint32, weight uint64, now int64) (number uint32) {
	if (t.n+1)*4 > len(t.index)*3 {
		t.grow()
	}
	if t.unused != 0 {
		number = t.unused - 1
		t.unused = t.at(number).older
	} else {
		number = t.made
		t.made++
		if int(number/flowChunk) == len(t.chunks) {
			t.chunks = append(t.chunks, make([]flow[V], flowChunk))
		}
	}
	t.n++
	f := t.at(number)
	*f = flow[V]{key: *k, hash: hash, group: uint16(group), weight: weight, time: now}
	t.enter(number, f)
	t.groups.add(group, weight)
	t.place(hash, number)
	return number
}

func (t *flows[V]) place(hash, number uint32) {
	mask := uint32(len(t.index) - 1)
	i := hash & mask
	for t.index[i] != 0 {
		i = (i + 1) & mask
	}
	t.index[i] = uint64(hash)<<32 | uint64(number+1)
}

func (t *flows[V]) grow() {
	old := t.index
	t.index = make([]uint64, 2*len(old))
	for _, e := range old {
		if e != 0 {
			t.place(uint32(e>>32), uint32(e)-1)
		}
	}
}

// groupOf returns the group of flows whose addresses begin with the same bytes, of the source or of a network.
func (t *flows[V]) groupOf(prefix uint64) uint32 {
	return uint32(foldedProduct(prefix+t.seeds[0], t.seeds[1])) % groupCount
}

// remove takes a flow out of the table.
func (t *flows[V]) remove(number uint32) {
	f := t.at(number)
	t.leave(f)
	t.groups.add(uint32(f.group), -f.weight)
	t.vacate(f.hash, number)
	var none flow[V]
	*f = none
	f.older, t.unused = t.unused, number+1
	t.n--
}

// vacate takes a flow out of the index and moves up what it stood in the way of.
func (t *flows[V]) vacate(hash, number uint32) {
	mask := uint32(len(t.index) - 1)
	hole := hash & mask
	for uint32(t.index[hole]) != number+1 {
		hole = (hole + 1) & mask
	}
	for i := hole; ; {
		i = (i + 1) & mask
		e := t.index[i]
		if e == 0 {
			break
		}
		if home := uint32(e>>32) & mask; (i-home)&mask >= (i-hole)&mask {
			t.index[hole] = e
			hole = i
		}
	}
	t.index[hole] = 0
}

// weigh changes what a flow counts for in its group.
func (t *flows[V]) weigh(number uint32, weight uint64) {
	f := t.at(number)
	if f.weight != weight {
		t.groups.add(uint32(f.group), weight-f.weight)
		f.weight = weight
	}
}

// touch makes a flow the newest of its queues.
func (t *flows[V]) touch(number uint32, now int64) {
	f := t.at(number)
	f.time = max(f.time, now)
	if t.age[f.queue].newest == number+1 && t.groups.queue[f.group].newest == number+1 {
		return
	}
	t.leave(f)
	t.enter(number, f)
}

// move puts a flow in another queue by age, and makes it the newest.
func (t *flows[V]) move(number uint32, queue uint8, now int64) {
	f := t.at(number)
	if f.queue == queue {
		t.touch(number, now)
		return
	}
	f.time = max(f.time, now)
	t.leave(f)
	f.queue = queue
	t.enter(number, f)
}

// oldestOf returns the flow of a queue that was not touched for longest, or false if there is none.
func (t *flows[V]) oldestOf(queue uint8) (number uint32, ok bool) {
	return t.age[queue].oldest - 1, t.age[queue].oldest != 0
}

// silent returns the oldest flow of a queue, or false if it was not silent for so long; limit less than 0 is for ever.
func (t *flows[V]) silent(queue uint8, now, limit int64) (number uint32, ok bool) {
	number, ok = t.oldestOf(queue)
	return number, ok && limit >= 0 && now-t.at(number).time >= limit
}

// oldest returns the flow that was not touched for longest, or false if there is none.
func (t *flows[V]) oldest() (number uint32, ok bool) {
	number, ok = t.oldestOf(0)
	if other, is := t.oldestOf(1); is && (!ok || t.at(other).time < t.at(number).time) {
		return other, true
	}
	return number, ok
}

// victim returns the flow that makes room best: the oldest of the heaviest group, or false if there is none.
func (t *flows[V]) victim() (number uint32, ok bool) {
	q := t.groups.queue[t.groups.heaviest()]
	if q.oldest == 0 {
		return t.oldest()
	}
	return q.oldest - 1, true
}

// enter puts a flow at the new end of its queues.
func (t *flows[V]) enter(number uint32, f *flow[V]) {
	q, age := &t.groups.queue[f.group], &t.age[f.queue]
	f.older, f.newer, f.prev, f.next = age.newest, 0, q.newest, 0
	if f.older != 0 {
		t.at(f.older - 1).newer = number + 1
	} else {
		age.oldest = number + 1
	}
	age.newest = number + 1
	if f.prev != 0 {
		t.at(f.prev - 1).next = number + 1
	} else {
		q.oldest = number + 1
	}
	q.newest = number + 1
}

// leave takes a flow out of its queues.
func (t *flows[V]) leave(f *flow[V]) {
	q, age := &t.groups.queue[f.group], &t.age[f.queue]
	if f.older != 0 {
		t.at(f.older - 1).newer = f.newer
	} else {
		age.oldest = f.newer
	}
	if f.newer != 0 {
		t.at(f.newer - 1).older = f.older
	} else {
		age.newest = f.older
	}
	if f.prev != 0 {
		t.at(f.prev - 1).next = f.next
	} else {
		q.oldest = f.next
	}
	if f.next != 0 {
		t.at(f.next - 1).prev = f.prev
	} else {
		q.newest = f.prev
	}
}
