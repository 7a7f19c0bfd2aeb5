package sequence

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

// A slowDatagram is a datagram put together in the most obvious way: each byte knows its fragment.
type slowDatagram struct {
	owner map[int]int // of a byte: index in came
	came  []slowFragment
	end   int // -1 while it is not known
	first int64
	dead  bool
}

type slowFragment struct {
	off, end int
	data     []byte
}

// put takes a fragment and returns the payload if it is whole. gone is set if the datagram is at its end.
func (d *slowDatagram) put(p FragmentPolicy, f slowFragment, more bool) (whole []byte, gone bool) {
	if d.dead {
		return nil, false
	}
	top := 0
	for at := range d.owner {
		top = max(top, at+1)
	}
	if more && d.end >= 0 && f.end > d.end || !more && (f.end < top || d.end >= 0 && d.end != f.end) {
		return nil, p == FragmentsLinux
	}
	if !more {
		d.end = f.end
	}
	if p == FragmentsLinux || p == FragmentsRFC5722 {
		if discard := d.putOnce(p, f); discard {
			d.dead = p == FragmentsRFC5722
			return nil, !d.dead
		}
	} else {
		d.putOver(p, f)
	}
	if len(d.owner) != d.end {
		return nil, false
	}
	for at := range d.end {
		o := d.came[d.owner[at]]
		whole = append(whole, o.data[at-o.off])
	}
	return whole, true
}

// putOnce adds a fragment that overlaps none, and reports whether the datagram is to be discarded.
func (d *slowDatagram) putOnce(p FragmentPolicy, f slowFragment) (discard bool) {
	had, exact := 0, true
	for at := f.off; at < f.end; at++ {
		if i, ok := d.owner[at]; ok {
			had++
			o := d.came[i]
			exact = exact && o.off == f.off && o.end == f.end && o.data[at-o.off] == f.data[at-f.off]
		}
	}
	switch {
	case had == 0:
		d.add(f, func(int) bool { return true })
	case had < f.end-f.off, p == FragmentsRFC5722 && !exact:
		return true
	}
	return false
}

// putOver adds a fragment as the policy's table says.
func (d *slowDatagram) putOver(p FragmentPolicy, f slowFragment) {
	d.add(f, func(at int) bool {
		i, ok := d.owner[at]
		return !ok || p.newWins(uint64(f.off), uint64(f.end), uint64(d.came[i].off), uint64(d.came[i].end))
	})
}

func (d *slowDatagram) add(f slowFragment, wins func(at int) bool) {
	d.came = append(d.came, f)
	for at := f.off; at < f.end; at++ {
		if wins(at) {
			d.owner[at] = len(d.came) - 1
		}
	}
}

// slowDefragmenter keeps datagrams by version and identification.
type slowDefragmenter struct {
	policy FragmentPolicy
	waits  map[[2]int]*slowDatagram
	out    []string
}

func (s *slowDefragmenter) put(version, id, off int, more bool, data []byte, now int64) {
	key := [2]int{version, id}
	d := s.waits[key]
	if d == nil || max(now-d.first, d.first-now) >= defaultTimeout {
		d = &slowDatagram{owner: map[int]int{}, end: -1, first: now}
		s.waits[key] = d
	}
	whole, gone := d.put(s.policy, slowFragment{off, off + len(data), data}, more)
	if whole != nil {
		s.out = append(s.out, string(whole))
	}
	if gone {
		delete(s.waits, key)
	}
}

// runFragments plays a script of fragments, five bytes each, and compares with the slow way.
func runFragments(t *testing.T, script []byte) {
	if len(script) == 0 {
		return
	}
	policy := FragmentPolicy(script[0] % byte(len(policyNames)))
	slow := slowDefragmenter{policy: policy, waits: map[[2]int]*slowDatagram{}}
	var out records
	d := NewDefragmenter(make([]byte, 1<<19), FragmentConfig{Policy: policy, Out: &out, Nesting: 1, Datagrams: 64})
	now := int64(0)
	for frame, b := range slices.Collect(slices.Chunk(script[1:], 5)) {
		if len(b) < 5 {
			break
		}
		version, id, more, off := 4+int(b[0]&1)*2, int(b[0]>>1&3), b[0]&8 != 0, int(b[1]&15)*8
		n := 1 + int(b[2]&63)
		if more {
			n = (n + 7) &^ 7
		}
		if b[0]&16 != 0 {
			now += int64(b[4]) * 1e9 / 4
		}
		if off == 0 && !more {
			continue // whole, or atomic
		}
		data := bytes.Repeat([]byte{b[3]}, n)
		for i := range data {
			data[i] += byte(i) * (b[3] & 1)
		}
		slow.put(version, id, off, more, data, now)
		d.Put(fragmentOf(version, uint32(id), off, more, data), 0, Source{Frame: uint64(frame), Time: now})
	}
	if got := out.payloads(); !slices.Equal(got, slow.out) {
		t.Fatalf("%v: %d datagrams, want %d\n%q\n%q", policy, len(got), len(slow.out), got, slow.out)
	}
	waiting := uint64(0)
	for _, c := range d.table.chunks {
		for i := range c {
			waiting += uint64(c[i].value.count)
		}
	}
	checkStats(t, d.Stats(), waiting)
	for _, e := range out {
		checkParts(t, &e.Event)
	}
	d.Flush(Flushed)
	if n, used := d.Waiting(); n != 0 || used != 0 {
		t.Fatalf("%d datagrams, %d bytes are left", n, used)
	}
}

// checkParts checks that the parts of a message are all of it, in order.
func checkParts(t *testing.T, e *Event) {
	if e.Kind != Message || len(e.Parts) == 0 {
		return
	}
	at := uint32(0)
	for _, p := range e.Parts {
		if p.Offset != at || p.Len == 0 {
			t.Fatalf("parts %+v", e.Parts)
		}
		at += p.Len
	}
	if uint64(at) != e.Len {
		t.Fatalf("parts %+v of %d bytes", e.Parts, e.Len)
	}
}

// FuzzFragments plays scripts.
func FuzzFragments(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	for p := range byte(len(policyNames)) {
		script := []byte{p}
		for range 12 {
			script = append(script, byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32()))
		}
		f.Add(script)
	}
	f.Fuzz(runFragments)
}

// The same with many random scripts.
func TestFragmentsLikeTheSlowWay(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 500 {
		script := []byte{byte(n)}
		for range r.IntN(300) {
			script = append(script, byte(r.Uint32())&^16|byte(r.IntN(8)/7*16), byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32())&3, byte(r.Uint32()))
		}
		runFragments(t, script)
		if t.Failed() {
			return
		}
	}
}

// FuzzFragmentBytes puts in packets of any bytes.
func FuzzFragmentBytes(f *testing.F) {
	f.Add([]byte(fragment4(1, 0, true, []byte("12345678"))), []byte(fragment4(1, 8, false, []byte("x"))))
	f.Add([]byte(fragment6(1, 0, true, []byte("12345678"))), []byte(fragment6(1, 8, false, []byte("x"))))
	f.Add([]byte(fragment6(1, 0, false, []byte("12345678"))), []byte(fragment6(1, 8, false, []byte("x"))))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		var out records
		d := NewDefragmenter(nil, FragmentConfig{Policy: FragmentsLast, Out: &out, Checksums: len(a)%2 == 0})
		for _, p := range [][]byte{a, b, a, b} {
			d.Put(p, 0, Source{})
		}
		d.Flush(Flushed)
		checkStats(t, d.Stats(), 0)
		for _, e := range out {
			checkParts(t, &e.Event)
		}
	})
}
