package sequence

import (
	"bytes"
	"slices"
	"testing"
)

// FuzzQueue holds a queue against a sorted slice: three bytes an operation, in memory that may run out.
func FuzzQueue(f *testing.F) {
	f.Add([]byte{0, 1, 2, 0, 9, 1, 64, 1, 0}, uint16(4096))
	var many, back []byte
	for i := range 200 {
		many = append(many, byte(i>>7), byte(i<<1), 0)
		back = append(back, byte(i>>7), byte(^i<<1), 0)
	}
	f.Add(append(many, bytes.Repeat([]byte{0x40, 0, 0}, 200)...), uint16(60000))
	f.Add(append(back, bytes.Repeat([]byte{0x40, 7, 0}, 200)...), uint16(20000))
	f.Fuzz(func(t *testing.T, script []byte, size uint16) {
		a := arenaOver(make([]byte, size))
		if len(script) > 6000 || a.max == 0 {
			return
		}
		var q queue
		var m model
		for step := uint64(0); len(script) >= 3; script, step = script[3:], step+1 {
			op, at, n := script[0]>>6, uint64(script[0]&0x3f)<<8|uint64(script[1]), int(script[2])
			i, _ := m.find(at)
			if op != 0 && i == len(m) {
				continue
			}
			switch op {
			case 0:
				b := bytes.Repeat([]byte{byte(step)}, 1+n)
				if m.free(at, at+uint64(len(b))) && q.insert(a, piece{Start: at, From: Source{Frame: step}}, b) {
					m = slices.Insert(m, i, modelPiece{at, b, step})
				}
			case 1:
				q.remove(a, m[i].start)
				m = slices.Delete(m, i, i+1)
			case 2:
				if n %= len(m[i].b); n > 0 {
					q.cutFront(a, q.ceiling(a, at), uint32(n))
					m[i].start, m[i].b = m[i].start+uint64(n), m[i].b[n:]
				}
			case 3:
				if n %= len(m[i].b); n > 0 {
					q.cutBack(a, q.floor(a, m[i].start), uint32(n))
					m[i].b = m[i].b[:len(m[i].b)-n]
				}
			}
			if step%8 == 0 {
				checkQueue(t, a, &q, m)
			}
		}
		checkQueue(t, a, &q, m)
		if q.clear(a); a.used != 0 {
			t.Fatalf("%d bytes are still in use", a.used)
		}
	})
}
