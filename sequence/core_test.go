package sequence

import (
	"bytes"
	"math/rand/v2"
	"slices"
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
		total += uint64(p.Len)
		n = q.ceiling(a, p.Start+1)
	}
	if n != 0 || q.bytes != total {
		t.Fatalf("piece left over, or %d bytes, want %d", q.bytes, total)
	}
}

func testQueue(t *testing.T, a *arena, seed uint64, steps int) {
	var q queue
	var m model
	r := rand.New(rand.NewPCG(seed, 1))
	shape := random(seed)
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
			if !q.insert(a, p, b, shape.next()) {
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

// A piece of one byte costs 64 bytes, and all memory comes back.
func TestArenaCost(t *testing.T) {
	a := newArena(1 << 20)
	var q queue
	shape := random(1)
	n := 0
	for ; q.insert(a, piece{Start: uint64(2 * n)}, []byte{1}, shape.next()); n++ {
	}
	if n != 1<<20/64 {
		t.Errorf("%d pieces in a mebibyte, want %d", n, 1<<20/64)
	}
	q.clear(a)
	big := make([]byte, a.maxPiece())
	for n = 0; q.insert(a, piece{Start: uint64(n) << 20}, big, shape.next()); n++ {
	}
	if n != a.max {
		t.Errorf("%d large pieces after that, want %d", n, a.max)
	}
}

// The tree stays shallow whatever the order.
func TestQueueDepth(t *testing.T) {
	const n = 1 << 15
	for name, order := range map[string]func(i int) int{
		"ascending":  func(i int) int { return i },
		"descending": func(i int) int { return n - i },
		"in and out": func(i int) int { return n + i*(1-2*(i%2)) },
	} {
		a := newArena(16 << 20)
		var q queue
		shape := random(7)
		for i := range n {
			q.insert(a, piece{Start: uint64(order(i)) * 2}, []byte{1}, shape.next())
		}
		var depth func(n ref) int
		depth = func(n ref) int {
			if n == 0 {
				return 0
			}
			return 1 + max(depth(a.left(n)), depth(a.right(n)))
		}
		if d := depth(q.root); q.count != n || d > 60 {
			t.Errorf("%s: %d pieces, %d deep", name, q.count, d)
		}
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

func BenchmarkQueue(b *testing.B) {
	for _, n := range []int{2000, 32000} {
		for name, order := range map[string]func(i int) int{
			"ascending": func(i int) int { return i },
			"reverse":   func(i int) int { return n - i },
			"random":    func(i int) int { return i * 40503 % (1 << 16) },
		} {
			b.Run(name+"/"+map[int]string{2000: "2000", 32000: "32000"}[n], func(b *testing.B) {
				a := newArena(64 << 20)
				var q queue
				shape := random(1)
				seg := make([]byte, 1)
				b.ReportAllocs()
				for b.Loop() {
					q.clear(a)
					for i := range n {
						q.insert(a, piece{Start: uint64(order(i)) * 2}, seg, shape.next())
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
