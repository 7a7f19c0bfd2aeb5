package sequence

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

// model is a queue as a sorted slice.
type model []modelPiece

type modelPiece struct {
	start uint64
	b     []byte
	frame uint64
}

func (m model) find(start uint64) (int, bool) {
	return slices.BinarySearchFunc(m, start, func(p modelPiece, s uint64) int {
		switch {
		case p.start < s:
			return -1
		case p.start > s:
			return 1
		}
		return 0
	})
}

// free reports whether [start, end) touches no piece.
func (m model) free(start, end uint64) bool {
	for _, p := range m {
		if start < p.start+uint64(len(p.b)) && p.start < end {
			return false
		}
	}
	return true
}

func checkQueue(t *testing.T, a *arena, q *queue, m model) {
	t.Helper()
	if q.count != len(m) {
		t.Fatalf("%d pieces, want %d", q.count, len(m))
	}
	if mem := 0; q.root != 0 {
		if mem = checkTree(t, a, q.root, q.level, 0, ^uint64(0)); mem != a.used {
			t.Fatalf("%d bytes in the tree, %d in use", mem, a.used)
		}
	}
	var total uint64
	n := q.first(a)
	for _, want := range m {
		if n == 0 {
			t.Fatalf("no piece at %d", want.start)
		}
		p := a.piece(n)
		if p.Start != want.start || !bytes.Equal(a.data(n), want.b) || p.From.Frame != want.frame {
			t.Fatalf("piece %+v %x, want %+v", p, a.data(n), want)
		}
		last := p.end() - 1
		if q.over(a, p.Start) != n || q.over(a, last) != n || q.floor(a, last) != n || q.ceiling(a, p.Start) != n {
			t.Fatalf("the piece %+v is not found by its bytes", p)
		}
		total += uint64(p.Len)
		if n = q.over(a, last+1); n != q.ceiling(a, p.Start+1) {
			t.Fatalf("not the same after %+v", p)
		}
	}
	if n != 0 || q.bytes != total {
		t.Fatalf("piece left over, or %d bytes, want %d", q.bytes, total)
	}
}

func testQueue(t *testing.T, a *arena, seed uint64, steps int) {
	var q queue
	var m model
	r := rand.New(rand.NewPCG(seed, 1))
	const span = 4000
	for step := range steps {
		switch k := r.IntN(10); {
		case k < 6:
			start := uint64(r.IntN(span))
			b := make([]byte, 1+r.IntN(min(120, a.maxPiece())))
			for i := range b {
				b[i] = byte(r.Uint32())
			}
			if !m.free(start, start+uint64(len(b))) {
				continue
			}
			p := piece{Start: start, From: Source{Frame: uint64(step)}}
			if !q.insert(a, p, b) {
				continue // no memory
			}
			i, _ := m.find(start)
			m = slices.Insert(m, i, modelPiece{start, b, uint64(step)})
		case k < 8 && len(m) > 0:
			i := r.IntN(len(m))
			q.remove(a, m[i].start)
			m = slices.Delete(m, i, i+1)
		case k == 8 && len(m) > 0:
			i := r.IntN(len(m))
			n := q.floor(a, m[i].start)
			if by := r.IntN(len(m[i].b)); by > 0 && r.IntN(2) == 0 {
				q.cutFront(a, n, uint32(by))
				m[i].start, m[i].b = m[i].start+uint64(by), m[i].b[by:]
			} else if by > 0 {
				q.cutBack(a, n, uint32(by))
				m[i].b = m[i].b[:len(m[i].b)-by]
			}
		case k == 9 && r.IntN(200) == 0:
			q.clear(a)
			m = nil
		}
		if step%16 == 0 {
			checkQueue(t, a, &q, m)
		}
	}
	checkQueue(t, a, &q, m)
	q.clear(a)
	if a.used != 0 {
		t.Errorf("%d bytes are still in use", a.used)
	}
}

func TestQueue(t *testing.T) {
	for seed := range uint64(20) {
		testQueue(t, newArena(1<<20), seed, 3000)
		testQueue(t, arenaOver(make([]byte, 20000)), seed, 3000) // runs out of memory
		testQueue(t, arenaOver(make([]byte, 1024)), seed, 500)
	}
}

// checkTree checks what must be true of a node and what is below it: entries in order, nodes that begin where it is said
// that they do, none empty, none with more than its chunk has room for. It returns how much memory they take.
func checkTree(t *testing.T, a *arena, n ref, level uint8, from, to uint64) (mem int) {
	t.Helper()
	m := a.at(n)
	count := entries(m)
	if count == 0 || count > a.room(n) || count > nodeMax {
		t.Fatalf("%d entries in a node with room for %d", count, a.room(n))
	}
	mem = a.size(n)
	for i := range count {
		end := to
		if i+1 < count {
			end = startOf(m, i+1)
		}
		start := from
		if i > 0 || level == 0 {
			if start = startOf(m, i); start < from || start >= end || level == 0 && i == 0 && from > 0 && start != from {
				t.Fatalf("entry %d of level %d is at %d, not between %d and %d", i, level, start, from, end)
			}
		}
		if level > 0 {
			mem += checkTree(t, a, child(m, i), level-1, start, end)
		} else {
			mem += a.size(child(m, i))
		}
	}
	return mem
}

// gapped are orders in which n pieces of one byte come.
var gapped = map[string]func(i, n int) int{
	"ascending":  func(i, n int) int { return i },
	"descending": func(i, n int) int { return n - 1 - i },
	"out":        func(i, n int) int { return n/2 + (i+1)/2*(1-2*(i%2)) },
	"in":         func(i, n int) int { return min(i/2, n) + i%2*(n-1-i) },
	"random":     func(i, n int) int { return int(uint32(i) * 2654435761 % uint32(n)) },
	"in two":     func(i, n int) int { return i%2*(n/2) + i/2 },
	"halves":     func(i, n int) int { return int(reverse16(uint16(i))) % n },
}

func reverse16(x uint16) (r uint16) {
	for range 16 {
		r, x = r<<1|x&1, x>>1
	}
	return r
}

// A piece of one byte costs 64 bytes beside itself at most, from the first on, whatever the order.
func TestQueueCost(t *testing.T) {
	const n = 1 << 16
	for name, order := range gapped {
		a := newArena(16 << 20)
		var q queue
		worst := 0.0
		for i := range n {
			at := uint64(order(i, n)) * 2
			if f := q.floor(a, at); f != 0 && a.start(f) == at {
				continue
			}
			before, most := a.used, q.most(a, 1)
			if !q.insert(a, piece{Start: at}, []byte{1}) {
				t.Fatal("no memory")
			}
			if a.used-before > most {
				t.Fatalf("%s: the piece took %d bytes, at most %d were expected", name, a.used-before, most)
			}
			worst = max(worst, float64(a.used)/float64(q.count))
		}
		if mem := checkTree(t, a, q.root, q.level, 0, ^uint64(0)); mem != a.used {
			t.Errorf("%s: %d bytes in the tree, %d in use", name, mem, a.used)
		}
		t.Logf("%s: %d pieces, %d levels, %.1f bytes a piece, never more than %.1f", name, q.count, q.level+1, float64(a.used)/float64(q.count), worst)
		if worst > 65 {
			t.Errorf("%s: %.1f bytes a piece", name, worst)
		}
		q.clear(a)
		if a.used != 0 {
			t.Errorf("%s: %d bytes are left", name, a.used)
		}
	}
}

// All memory comes back: after chunks of one size there is as much for those of another.
func TestArenaCost(t *testing.T) {
	a := newArena(1 << 20)
	var q queue
	n := 0
	for ; q.insert(a, piece{Start: uint64(2 * n)}, []byte{1}); n++ {
	}
	if n < 1<<20/65 {
		t.Errorf("%d pieces in a mebibyte", n)
	}
	q.clear(a)
	big := make([]byte, a.maxPiece())
	for n = 0; q.insert(a, piece{Start: uint64(n) << 20}, big); n++ {
	}
	if n < a.max-3 { // two or three have the places
		t.Errorf("%d large pieces after that, of %d", n, a.max)
	}
}

func TestFlows(t *testing.T) {
	for _, table := range []*flows[int]{newFlows[int](700), fixedFlows[int](700)} {
		r := rand.New(rand.NewPCG(3, 4))
		want := map[Key]int{}
		var order []Key // by age
		for step := range 50000 {
			k := Key{Number: uint32(r.IntN(1500)), Version: 4}
			number, hash, ok := table.find(&k)
			if v, there := want[k]; there != ok || ok && table.at(number).value != v {
				t.Fatalf("step %d: %v, want %v", step, ok, there)
			}
			switch {
			case ok && r.IntN(3) == 0:
				table.remove(number)
				delete(want, k)
				order = slices.DeleteFunc(order, func(o Key) bool { return o == k })
			case ok:
				table.touch(number, int64(step))
				order = append(slices.DeleteFunc(order, func(o Key) bool { return o == k }), k)
			default:
				if table.full() {
					old, _ := table.oldest()
					if table.at(old).key != order[0] {
						t.Fatalf("step %d: oldest is %v, want %v", step, table.at(old).key, order[0])
					}
					delete(want, order[0])
					order = order[1:]
					table.remove(old)
				}
				number = table.add(&k, hash, table.groupOf(uint64(k.Number)), 100, int64(step))
				table.at(number).value = step
				want[k] = step
				order = append(order, k)
			}
			if table.n != len(want) {
				t.Fatalf("step %d: %d flows, want %d", step, table.n, len(want))
			}
		}
	}
}

// One source with many flows loses its own, not those of others.
func TestVictim(t *testing.T) {
	table := newFlows[int](1000)
	honest := Key{Number: 1 << 20}
	_, hash, _ := table.find(&honest)
	table.add(&honest, hash, table.groupOf(1), 100, 0)
	for i := range uint32(100000) {
		k := Key{Number: i}
		_, hash, _ := table.find(&k)
		if table.full() {
			v, ok := table.victim()
			if !ok || table.at(v).key == honest {
				t.Fatal("the wrong flow makes room")
			}
			table.remove(v)
		}
		table.add(&k, hash, table.groupOf(2), 100, int64(i))
	}
	if _, _, ok := table.find(&honest); !ok {
		t.Error("the honest flow is gone")
	}
}

func TestFlowsAllocateNothing(t *testing.T) {
	table := fixedFlows[[4]uint64](1000)
	i := uint32(0)
	if n := testing.AllocsPerRun(5000, func() {
		i++
		k := Key{Number: i}
		_, hash, _ := table.find(&k)
		if table.full() {
			v, _ := table.victim()
			table.remove(v)
		}
		table.touch(table.add(&k, hash, i%groupCount, uint64(i%7), int64(i)), int64(i))
	}); n != 0 {
		t.Errorf("%v allocations a flow", n)
	}
}

// BenchmarkQueue shows what a piece costs by how many there are and the order in which they come.
func BenchmarkQueue(b *testing.B) {
	for _, name := range slices.Sorted(maps.Keys(gapped)) {
		for _, n := range []int{2000, 32000} {
			b.Run(name+"/"+strconv.Itoa(n), func(b *testing.B) {
				a := newArena(64 << 20)
				var q queue
				b.ReportAllocs()
				for b.Loop() {
					q.clear(a)
					for i := range n {
						q.insert(a, piece{Start: uint64(gapped[name](i, n)) * 2}, []byte{1})
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/piece")
			})
		}
	}
}

func BenchmarkFlows(b *testing.B) {
	table := newFlows[[8]uint64](1 << 20)
	i := uint32(0)
	b.ReportAllocs()
	for b.Loop() {
		i++
		k := Key{Number: i * 2654435761}
		_, hash, ok := table.find(&k)
		if ok {
			continue
		}
		if table.full() {
			v, _ := table.victim()
			table.remove(v)
		}
		table.add(&k, hash, i%groupCount, 300, int64(i))
	}
}
