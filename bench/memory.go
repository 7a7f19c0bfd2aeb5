package main

import (
	"fmt"
	"os"
	"runtime"
	"text/tabwriter"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// A memoryRun does something n times and is to keep within limit bytes of the heap and a tenth, or within so many bytes
// each. It returns how many bytes the heap has grown by, and what else there is to say.
type memoryRun struct {
	name  string
	n     int
	limit int
	each  int
	run   func(n int) (grown int, said string)
}

const million = 1_000_000

// memoryRuns are what packages sequence and session promise about memory.
var memoryRuns = []memoryRun{
	{"first fragments of one source", 10 * million, 16 << 20, 0, func(n int) (int, string) { return fragmentFlood(n, false) }},
	{"first fragments of all sources", 10 * million, 16 << 20, 0, func(n int) (int, string) { return fragmentFlood(n, true) }},
	{"SYNs of all sources", 10 * million, 256 << 20, 0, synFlood},
	{"datagrams waiting at once", million, 512 << 20, 0, datagrams},
	{"TCP connections at once", million, 1 << 30, 0, flows},
	{"TCP sessions, each judged from its SYN", million, 450 << 20, 0, tcpSessions},
	{"one-byte segments in order, a gap between", million, 0, 65, func(n int) (int, string) { return gapped(n, 1) }},
	{"one-byte segments at random, a gap between", million, 0, 65, func(n int) (int, string) { return gapped(n, 618_033) }},
}

// reportMemory prints what memory and time the runs take. It reports whether all kept within their limits.
func reportMemory(quick bool) (kept bool) {
	kept = true
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Printf("\nmemory of packages sequence and session\n")
	fmt.Fprintln(w, "\ttimes\theap MiB\tlimit MiB\tbytes each\tCPU ns each\tpromise\t\t")
	for _, m := range memoryRuns {
		n := m.n
		if quick {
			n /= 10
		}
		t := cpuTime()
		grown, said := m.run(n)
		each := float64(cpuTime()-t) / float64(n)
		promise, limit, most := "kept", m.limit, m.limit+m.limit/10
		if m.each > 0 {
			limit = m.each * n
			most = limit
		}
		if grown > most {
			kept, promise = false, "NOT KEPT"
		}
		fmt.Fprintf(w, "%s\t%d\t%.1f\t%.1f\t%.1f\t%.0f\t%s\t%s\t\n", m.name, n, float64(grown)/(1<<20), float64(limit)/(1<<20),
			float64(grown)/float64(n), each, promise, said)
	}
	w.Flush()
	return kept
}

func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

func bareFragment(off int, more bool, n int) wire.IPv4 {
	v := make(wire.IPv4, wire.IPv4Len+n)
	v[0], v[8], v[9] = 0x45, 64, 253
	v.SetLength(uint16(len(v)))
	v.SetFragOff(uint16(off / 8))
	if more {
		v.SetFlags(wire.MoreFragments)
	}
	wire.PutUint32(v, 12, 0x0a000001)
	wire.PutUint32(v, 16, 0x0a000002)
	return v
}

// fragmentFlood puts in n first fragments of different datagrams. After every hundred of them comes one fragment of an
// honest datagram, of three; all of these should be put together.
func fragmentFlood(n int, spoofed bool) (int, string) {
	before := heap()
	whole, honest := 0, 0
	d := sequence.NewDefragmenter(nil, sequence.FragmentConfig{Out: sequence.SinkFunc(func(e *sequence.Event) {
		if e.Kind == sequence.Message {
			whole++
		}
	})})
	attack := bareFragment(0, true, 8)
	parts := []wire.IPv4{bareFragment(0, true, 1480), bareFragment(1480, true, 1480), bareFragment(2960, false, 100)}
	for _, p := range parts {
		wire.PutUint32(p, 12, 0xc0000201)
	}
	for i := range n {
		now := sequence.Source{Time: int64(i) * 1000}
		attack.SetID(uint16(i))
		wire.PutUint32(attack, 16, uint32(i>>16)) // the destination
		if spoofed {
			wire.PutUint32(attack, 12, uint32(i)*2654435761)
		}
		d.PutIPv4(attack, 0, now)
		if i%100 == 99 {
			p := parts[i/100%3]
			p.SetID(uint16(i / 300))
			d.PutIPv4(p, 0, now)
			if i/100%3 == 2 {
				honest++
			}
		}
	}
	grown := heap() - before
	s := d.Stats()
	return grown, fmt.Sprintf("%d of %d honest datagrams, %d evicted", whole, honest, s.Evicted)
}

func bareSegment(flags wire.TCPFlags, n int) wire.TCP {
	v := make(wire.TCP, wire.TCPLen+n)
	v.SetDataOffset(5)
	v.SetFlags(flags)
	v.SetDstPort(80)
	return v
}

func synFlood(n int) (int, string) {
	before := heap()
	s := sequence.NewStreams(nil, sequence.StreamsConfig{})
	syn := bareSegment(wire.SYN, 0)
	for i := range n {
		syn.SetSrcPort(uint16(i * 40503))
		s.Put(tupleOf(uint32(i)*2654435761, 0, 0, 0).src.Addr(), dst, 0, syn, -1, sequence.Source{Time: int64(i) * 1000})
	}
	grown := heap() - before
	st := s.Stats()
	return grown, fmt.Sprintf("%d at once, %d evicted", st.Current, st.Evicted)
}

// datagrams begins n datagrams and then brings the rest of each.
func datagrams(n int) (int, string) {
	before := heap()
	whole := 0
	d := sequence.NewDefragmenter(nil, sequence.FragmentConfig{Memory: 512 << 20, Datagrams: million,
		Out: sequence.SinkFunc(func(e *sequence.Event) {
			if e.Kind == sequence.Message {
				whole++
			}
		})})
	grown := 0
	for _, p := range []wire.IPv4{bareFragment(0, true, 64), bareFragment(64, false, 36)} {
		for i := range n {
			wire.PutUint32(p, 12, uint32(i))
			d.PutIPv4(p, 0, sequence.Source{})
		}
		grown = max(grown, heap()-before)
	}
	return grown, fmt.Sprintf("%d put together, %d evicted", whole, d.Stats().Evicted)
}

// flows opens n connections, each of which brings ten bytes in order.
func flows(n int) (int, string) {
	before := heap()
	var bytes uint64
	out := sequence.SinkFunc(func(e *sequence.Event) { bytes += uint64(len(e.Bytes)) })
	s := sequence.NewStreams(nil, sequence.StreamsConfig{Flows: million, TCP: sequence.TCPConfig{Memory: 1 << 30},
		Accept: func(*sequence.Connection) (a, b sequence.Sink) { return out, out }})
	for _, v := range []wire.TCP{bareSegment(wire.SYN, 0), bareSegment(wire.ACK, 10)} {
		if v.Flags() == wire.ACK {
			v.SetSeq(1)
		}
		for i := range n {
			v.SetSrcPort(uint16(i))
			s.Put(tupleOf(uint32(i>>16)+0x0a000000, 0, 0, 0).src.Addr(), dst, 0, v, -1, sequence.Source{})
		}
	}
	grown := heap() - before
	st := s.Stats()
	return grown, fmt.Sprintf("%d at once, %d bytes in order, %d evicted", st.Current, bytes, st.Evicted)
}

// gapped has n segments of one byte wait, each of which is as far from the one before as step says.
func gapped(n, step int) (int, string) {
	before := heap()
	s := sequence.NewTCP(nil, sequence.TCPConfig{Memory: 128 * million, History: -1})
	s.Put(bareSegment(wire.SYN, 0), -1, sequence.Source{})
	v := bareSegment(wire.ACK, 1)
	for i := range n {
		v.SetSeq(3 + 2*uint32(i*step%n))
		s.Put(v, -1, sequence.Source{})
	}
	grown := heap() - before
	return grown, fmt.Sprintf("%d wait", s.Waiting())
}
