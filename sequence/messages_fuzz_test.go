package sequence

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// FuzzMessages cuts bytes into messages, in packets and with losses as other bytes say: whatever they are, all bytes are
// accounted for, and it does not matter into which packets they were cut.
func FuzzMessages(f *testing.F) {
	r := rand.New(rand.NewPCG(9, 10))
	// Seeds are short: the fuzzer tries to make what it finds shorter, byte by byte, which takes it a minute with two thousand.
	for i := range 6 {
		stream, _ := randomTLS(r)
		f.Add(stream[:min(len(stream), 200)], []byte{9, 200, 0, 31, 3}, uint8(i))
	}
	for i, x := range framingStreams {
		stream := append(x.message(r, 30), x.message(r, 0)...)
		f.Add(append(stream, x.message(r, 99)...), []byte{1, 2, 3, 4, 5, 128, 9}, uint8(2+i))
	}
	f.Add([]byte("one\r\ntwo\nthree\r\r\n\n"), []byte{1}, uint8(1))
	f.Add([]byte{0x80, 46, 1, 3, 1, 0, 3, 0, 0, 0, 32, 0, 0, 5}, []byte{3}, uint8(0))
	f.Add([]byte{22, 3, 3, 0, 1, 1, 20, 3, 3, 0, 1, 1, 22, 3, 3, 0, 7, 1, 0, 0, 3, 3, 3, 3, 21, 3, 3, 0, 1, 1}, []byte{3}, uint8(0))
	f.Fuzz(func(t *testing.T, stream, cuts []byte, which uint8) {
		var got [2]listener
		var lost [][2]int // from, to
		for i, at := 0, 0; i < len(cuts) && at < len(stream); i++ {
			n := min(int(cuts[i]&0x7f), len(stream)-at)
			if cuts[i]&0x80 != 0 && n > 0 {
				lost = append(lost, [2]int{at, at + n})
			}
			at += n
		}
		for k := range got {
			got[k].t = t
			c, stats := cutterFor(&got[k], which)
			at := 0
			put := func(to int) {
				for i := 0; at < to; i++ {
					n := to - at
					if k == 1 && len(cuts) > 0 {
						n = min(n, int(cuts[(at+i)%len(cuts)]&0x1f)+1)
					}
					c.Put(stream[at:at+n:at+n], Source{Frame: uint64(at + n)})
					at += n
				}
			}
			for _, g := range lost {
				put(g[0])
				c.Miss(uint64(g[1]-g[0]), Source{})
				at = g[1]
			}
			put(len(stream))
			c.Flush(Finished)
			accounted(t, stats(), len(stream))
		}
		if !slices.Equal(got[0].said, got[1].said) {
			t.Fatalf("whole  %+v\npieces %+v", got[0].said, got[1].said)
		}
	})
}

// cutterFor returns one of those that cut messages, with limits that are low.
func cutterFor(l *listener, which uint8) (cutterUnderTest, func() MessageStats) {
	switch {
	case which == 0:
		c := NewTLS(nil, TLSConfig{Out: l, Limit: 5000})
		return c, func() MessageStats { return c.c.stats }
	case which == 1:
		c := NewLines(nil, LinesConfig{Out: l, Limit: 100})
		return c, c.Stats
	}
	framing := framingStreams[int(which)%len(framingStreams)].framing
	c := NewFramed(nil, FramedConfig{Out: l, Framing: framing, Limit: 1000, Join: true})
	return c, c.Stats
}
