package main

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/mutate"
	"github.com/gocap-project/gocap/packet"
)

// A sample is a packet to check.
type sample struct {
	link link.Type
	data []byte
}

// A verdict is what was found of a sample.
type verdict struct {
	reason     string // why it differs; empty if it does not
	parseError bool
	invalid    bool
}

func (v verdict) different() bool { return v.reason != "" }

// A checker checks packets one after another. It is not safe for concurrent use.
type checker struct {
	parser packet.Parser
	keep   []byte // a copy of the input
	out    []byte
}

func newChecker() *checker { return &checker{parser: packet.Parser{Reuse: true}} }

// check parses s, builds it again and compares, also that parsing left the input
// alone. A panic is a difference, too.
func (c *checker) check(s sample) (v verdict) {
	var p packet.Packet
	defer func() {
		if x := recover(); x != nil {
			v.reason = fmt.Sprintf("panic: %v\n%s", x, frames(debug.Stack()))
			*c = *newChecker()
		}
	}()
	c.keep = append(c.keep[:0], s.data...)
	p, perr := c.parser.ParseNext(s.data, layers.LinkTypes.Next(s.link))
	v.parseError = perr != nil
	_, worst := c.parser.Validate(s.data, p, perr)
	v.invalid = worst >= packet.BadChecksum
	out, err := p.Append(c.out[:0])
	c.out = out
	switch {
	case !bytes.Equal(s.data, c.keep):
		v.reason = stack(p) + ": parsing changed the packet"
		copy(s.data, c.keep)
	case err != nil:
		v.reason = fmt.Sprintf("%s: cannot be built: %v", stack(p), err)
	case !bytes.Equal(out, s.data):
		v.reason = fmt.Sprintf("%s: %s", stack(p), difference(s.data, out))
	}
	return v
}

// stack returns the names of p's layers.
func stack(p packet.Packet) string {
	var names []string
	for _, l := range p {
		names = append(names, l.Proto().Name)
	}
	return strings.Join(names, "/")
}

// difference says where the packet that was built differs from the one read.
func difference(want, got []byte) string {
	i := 0
	for i < min(len(want), len(got)) && want[i] == got[i] {
		i++
	}
	return fmt.Sprintf("differs from byte %d: read %d bytes, …%x…, built %d, …%x…", i,
		len(want), want[i:min(i+8, len(want))], len(got), got[i:min(i+8, len(got))])
}

// frames returns the functions of a stack after the panic, in short.
func frames(stack []byte) string {
	lines := strings.Split(string(stack), "\n")
	if i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "panic(") }); i >= 0 {
		lines = lines[min(i+2, len(lines)):]
	}
	return strings.Join(lines[:min(len(lines), 12)], "\n")
}

// Limits of what is kept to make mutated packets from.
const (
	keptPackets = 24       // of a file
	keptBytes   = 64 << 10 // of a file, unless one packet has more
	keptInAll   = 64 << 20 // bytes
)

// A picker keeps some of a file's packets, each with the same likelihood.
type picker struct {
	r    *rand.Rand
	seen int
	kept []sample
}

func newPicker(seed uint64, name string) *picker {
	h := fnv.New64a()
	h.Write([]byte(name))
	return &picker{r: rand.New(rand.NewPCG(seed, h.Sum64()))}
}

// offer may keep a copy of s.
func (p *picker) offer(s sample) {
	if len(s.data) == 0 || len(s.data) > keptBytes/4 {
		return
	}
	p.seen++
	i := len(p.kept)
	if i == keptPackets {
		if i = p.r.IntN(p.seen); i >= keptPackets {
			return
		}
	} else {
		p.kept = append(p.kept, s)
	}
	p.kept[i] = sample{s.link, bytes.Clone(s.data)}
	size := 0
	for i, k := range p.kept {
		if size += len(k.data); size > keptBytes {
			p.kept = p.kept[:i]
			break
		}
	}
}

// keep adds a file's packets to those to mutate, until there are enough.
func (k *checking) keep(kept []sample) {
	for _, s := range kept {
		if k.poolSize += len(s.data); k.poolSize > keptInAll {
			return
		}
		k.pool = append(k.pool, s)
	}
}

// chunk is how many mutated packets a worker makes at a time. Each chunk has a random
// source of its own, so that the packets do not depend on how the work is divided.
const chunk = 1024

// mutations checks mutated packets, in parallel.
func (k *checking) mutations() *tally {
	total := &tally{File: "(mutated)", Mutated: true, Seed: k.seed}
	if len(k.pool) == 0 {
		total.Error = "no packets to make others from"
		return total
	}
	var (
		mu      sync.Mutex
		next    int64
		workers sync.WaitGroup
	)
	for range k.jobs {
		workers.Go(func() {
			ch := newChecker()
			for k.ctx.Err() == nil {
				mu.Lock()
				from := next
				next += chunk
				mu.Unlock()
				if from >= k.mutate {
					return
				}
				t := k.mutateChunk(ch, from, min(from+chunk, k.mutate))
				mu.Lock()
				total.merge(t)
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	return total
}

func (t *tally) merge(u *tally) {
	t.Packets += u.Packets
	t.Bytes += u.Bytes
	t.Identical += u.Identical
	t.Different += u.Different
	t.ParseErrors += u.ParseErrors
	t.Invalid += u.Invalid
}

// mutateChunk checks the mutated packets with the given numbers.
func (k *checking) mutateChunk(ch *checker, from, to int64) *tally {
	t := new(tally)
	r := rand.New(rand.NewPCG(k.seed, uint64(from)))
	for n := from; n < to; n++ {
		s := k.pool[n%int64(len(k.pool))]
		m, changes, reason := mutated(r, s)
		v := verdict{reason: reason}
		if reason == "" {
			v = ch.check(m)
		}
		t.add(v, len(m.data))
		if v.different() {
			k.explain(m, v, "mutated packet %d: %v", n, changes)
		}
		k.tick()
	}
	return t
}

// mutated returns a changed version of s. Building it is the layers' work, so that a
// panic is a finding.
func mutated(r *rand.Rand, s sample) (m sample, changes []mutate.Change, reason string) {
	defer func() {
		if x := recover(); x != nil {
			m, reason = s, fmt.Sprintf("panic in building: %v\n%s", x, frames(debug.Stack()))
		}
	}()
	data, changes := mutate.Frame(r, s.data, layers.LinkTypes.Proto(s.link), nil)
	return sample{s.link, data}, changes, ""
}
