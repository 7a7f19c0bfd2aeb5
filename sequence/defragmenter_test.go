package sequence

import (
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"
	"unsafe"

	"github.com/gocap-project/gocap/wire"
)

func TestFragmentSizes(t *testing.T) {
	// Of the index there are at most 8/3 entries of 8 bytes for each flow.
	if n := reflect.TypeFor[flow[datagram]]().Size() + 8*8/3; n > flowBytes {
		t.Errorf("a flow takes %d bytes, not %d", n, flowBytes)
	}
	if n := unsafe.Sizeof(Part{}); n != partLen {
		t.Errorf("a part takes %d bytes", n)
	}
}

// Nothing is allocated, with memory of the caller's from the start, without once there is enough.
func TestFragmentsAllocateNothing(t *testing.T) {
	cfg := FragmentConfig{Memory: 1 << 20, Datagrams: 500, Out: SinkFunc(func(*Event) {})}
	data := make([]byte, 1480)
	for name, d := range map[string]*Defragmenter{
		"heap":   NewDefragmenter(nil, cfg),
		"memory": NewDefragmenter(make([]byte, DefragmenterSize(cfg)), cfg),
	} {
		packets := [][]byte{
			fragment4(0, 0, true, data), fragment4(0, 1480, true, data), fragment4(0, 2960, false, data),
			fragment6(0, 0, true, data), fragment6(0, 1480, true, data), fragment6(0, 2960, false, data),
			fragment4(0, 0, false, data), fragment4(9, 8, true, data[:8]), fragment6(0, 0, false, data),
		}
		id := uint16(0)
		round := func() {
			id++
			for i, b := range packets {
				if i == 7 || i < 3 {
					wire.IPv4(b).SetID(id)
				}
				d.Put(b, 0, Source{Frame: uint64(id)})
			}
		}
		if name == "heap" {
			for range 5000 {
				round()
			}
		}
		if n := testing.AllocsPerRun(2000, round); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
		if s := d.Stats(); s.Datagrams < 4000 || s.Faults != 0 || s.Evicted == 0 {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// The order of fragments and copies of them change nothing.
func TestFragmentsInvariant(t *testing.T) {
	both(t, func(t *testing.T, version int) {
		r := rand.New(rand.NewPCG(1, uint64(version)))
		var out records
		memory := make([]byte, DefragmenterSize(FragmentConfig{Memory: 1 << 20}))
		d := NewDefragmenter(memory, FragmentConfig{Memory: 1 << 20, Out: &out})
		for id := range uint32(rounds(t, 3000)) {
			want := make([]byte, 1+r.IntN(2000))
			for i := range want {
				want[i] = byte(r.Uint32())
			}
			var packets [][]byte
			for off := 0; off < len(want); {
				n := min(8*(1+r.IntN(1+len(want)/16)), len(want)-off)
				last := off+n == len(want)
				if off == 0 && last && version == 6 {
					n = len(want)
				}
				packets = append(packets, fragmentOf(version, id, off, !last, want[off:off+n]))
				off += n
			}
			k := len(packets)
			for range r.IntN(3 * k) { // copies, which are of no consequence before the datagram is complete
				packets = append(packets, packets[r.IntN(k)])
			}
			r.Shuffle(len(packets), func(i, j int) { packets[i], packets[j] = packets[j], packets[i] })
			out = out[:0]
			for _, b := range packets {
				d.Put(b, 0, Source{Frame: uint64(id)})
			}
			d.Flush(Flushed)
			got := out.payloads()
			if k == 1 && version == 4 {
				got = got[:1]
			}
			if len(got) == 0 || slices.ContainsFunc(got, func(s string) bool { return s != string(want) }) {
				t.Fatalf("id %d: %d fragments, %d packets: %d messages", id, k, len(packets), len(got))
			}
		}
		checkStats(t, d.Stats(), 0)
	})
}

// A datagram of 8192 fragments of 8 bytes, in the worst of orders.
func TestManyFragments(t *testing.T) {
	both(t, func(t *testing.T, version int) {
		for name, at := range map[string]func(i int) int{
			"forward": func(i int) int { return i },
			"reverse": func(i int) int { return 8188 - i },
			"random":  func(i int) int { return i * 5 % 8189 },
		} {
			var out records
			d := NewDefragmenter(nil, FragmentConfig{Out: &out})
			for i := range 8189 { // 65,512 bytes: there is a header too
				off := at(i)
				d.Put(fragmentOf(version, 1, 8*off, off != 8188, []byte{byte(off), byte(off >> 8), 0, 0, 0, 0, 0, 0}), 0, Source{Frame: uint64(i)})
			}
			got := out.payloads()
			if len(got) != 1 || len(got[0]) != 8*8189 || got[0][8*700] != 700&255 || len(out[0].Parts) != 8189 {
				t.Errorf("%s: %d datagrams: %+v", name, len(got), d.Stats())
			}
		}
	})
}

// Datagrams within datagrams.
func TestNestedFragments(t *testing.T) {
	for _, levels := range []int{2, 4, 5} {
		var whole []byte
		var d *Defragmenter
		var faults int
		d = NewDefragmenter(nil, FragmentConfig{Out: SinkFunc(func(e *Event) {
			switch {
			case e.Kind == Fault:
				faults++
				d.Put(e.Bytes, 0, e.From) // which must not be
			case e.Kind == Message && e.Proto == uint32(wire.IPProtoIPv4):
				inner := slices.Clone(payload(e.Bytes))
				at := 0
				for at < len(inner) {
					n := int(wire.IPv4(inner[at:]).Length())
					d.Put(inner[at:at+n], 0, e.From)
					at += n
				}
			case e.Kind == Message:
				whole = slices.Clone(payload(e.Bytes))
			}
		})})
		b := []byte("the innermost of all")
		proto := wire.IPProto(unassigned)
		for range levels { // both fragments of a level are the payload of the next
			var pair []byte
			for _, f := range []wire.IPv4{fragment4(1, 0, true, b[:16]), fragment4(1, 16, false, b[16:])} {
				f.SetProtocol(proto)
				pair = append(pair, f...)
			}
			b, proto = pair, wire.IPProtoIPv4
		}
		outer := fragment4(2, 0, false, b)
		outer.SetProtocol(proto)
		d.Put(outer, 0, Source{})
		if ok := string(whole) == "the innermost of all"; ok != (levels <= 4) || ok != (faults == 0) {
			t.Errorf("%d levels: %q, %+v", levels, whole, d.Stats())
		}
	}
}

// flood4 returns a function that puts in a first fragment of its own identification with each call, and after every
// hundred of them one of an honest datagram of 45 fragments, from elsewhere.
// The flood is of one source, or of as many as there can be.
func flood4(d *Defragmenter, spoofed bool) func() {
	attack := fragment4(0, 0, true, make([]byte, 8))
	honest := fragment4(0, 0, true, make([]byte, 1480))
	copy(honest[12:], []byte{192, 0, 2, 1})
	n, part := uint32(0), 0
	return func() {
		n++
		attack.SetID(uint16(n))
		wire.PutUint32(attack, 16, n>>16) // the destination
		if spoofed {
			wire.PutUint32(attack, 12, n*2654435761)
		}
		d.PutIPv4(attack, 0, Source{Time: int64(n) * 1000})
		if n%100 == 0 {
			honest.SetID(uint16(n / 4500))
			honest.SetFragOff(uint16(part * 185))
			honest.SetFlags(wire.MoreFragments)
			if part == 43 {
				honest.SetFlags(0)
			}
			d.PutIPv4(honest, 0, Source{Time: int64(n) * 1000})
			part = (part + 1) % 44
			if part == 0 {
				honest.SetID(honest.ID() + 1)
			}
		}
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestFragmentFlood(t *testing.T) {
	const memory = 4 << 20
	for _, spoofed := range []bool{false, true} {
		before := heap()
		d := NewDefragmenter(nil, FragmentConfig{Memory: memory})
		put := flood4(d, spoofed)
		for range 300000 {
			put()
		}
		after := heap()
		s := d.Stats()
		if int64(after-before) > memory*11/10 {
			t.Errorf("spoofed %v: %d bytes, cap is %d", spoofed, after-before, memory)
		}
		if s.Datagrams < 50 || s.Evicted < 200000 {
			t.Errorf("spoofed %v: %+v", spoofed, s)
		}
		runtime.KeepAlive(d)
	}
}

// With too little memory, fragments are lost, and counted.
func TestFragmentsInLittleMemory(t *testing.T) {
	for size := 0; size < 200000; size = size*3/2 + 1 {
		var out records
		d := NewDefragmenter(make([]byte, size), FragmentConfig{Datagrams: 2, Nesting: 1, Out: &out})
		for id := range uint32(20) {
			for off := 0; off <= 14800; off += 1480 {
				d.Put(fragmentOf(4+int(id&1)*2, id, off, off < 14800, make([]byte, 1480)), 0, Source{})
			}
		}
		d.Flush(Flushed)
		s := d.Stats()
		checkStats(t, s, 0)
		if _, used := d.Waiting(); used != 0 || size > 100000 && s.Datagrams != 20 || s.Datagrams != uint64(out.count(Message)) {
			t.Errorf("%d bytes: %+v", size, s)
		}
	}
}

// BenchmarkFragmentFlood is what a first fragment costs that nothing follows, and how much memory that takes in the end.
// Run it with -benchtime 10000000x.
func BenchmarkFragmentFlood(b *testing.B) {
	for name, spoofed := range map[string]bool{"source": false, "spoofed": true} {
		b.Run(name, func(b *testing.B) {
			before := heap()
			d := NewDefragmenter(nil, FragmentConfig{})
			put := flood4(d, spoofed)
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				put()
				n++
			}
			b.ReportMetric(float64(heap()-before)/defaultMemory, "of-cap")
			b.ReportMetric(float64(d.Stats().Datagrams)/float64(n/100/44+1), "of-honest")
			runtime.KeepAlive(d)
		})
	}
}

func BenchmarkDefragment(b *testing.B) {
	data := make([]byte, 1480)
	for name, order := range map[string][]int{"ordered": {0, 1, 2, 3, 4, 5}, "reverse": {5, 4, 3, 2, 1, 0}} {
		b.Run(name, func(b *testing.B) {
			d := NewDefragmenter(nil, FragmentConfig{Out: SinkFunc(func(*Event) {})})
			var packets []wire.IPv4
			for _, i := range order {
				packets = append(packets, fragment4(0, 1480*i, i != 5, data))
			}
			b.SetBytes(6 * 1500)
			b.ReportAllocs()
			id := uint16(0)
			for b.Loop() {
				id++
				for _, p := range packets {
					p.SetID(id)
					d.PutIPv4(p, 0, Source{})
				}
			}
		})
	}
}
