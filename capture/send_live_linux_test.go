package capture

import (
	"context"
	"testing"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// TestLiveSendPaced: every frame arrives, in order, and past the queue too.
func TestLiveSendPaced(t *testing.T) {
	for _, opts := range [][]Option{nil, {BypassQueue()}} {
		a, b := labtest.Pair(t)
		rx, tx := openIn(t, a, "eth0"), openIn(t, b, "eth0", opts...)
		activate(t, rx, testFilter)
		var frames [][]byte
		for i := range 100 {
			frames = append(frames, frame(60+i, 1, uint32(i)))
		}
		p := NewPacer(Rate{Packets: 20000})
		if n, err := tx.SendPaced(context.Background(), p, frames); n != len(frames) || err != nil {
			t.Fatal(n, err)
		}
		if n, err := tx.SendBatchTo(tx.Interfaces()[0].Index, frames[:3]); n != 3 || err != nil {
			t.Fatal(n, err)
		}
		for i := range 103 {
			if got := number(read(t, rx).Data); got != uint32(i%100) {
				t.Fatalf("frame %d has number %d", i, got)
			}
		}
		if n := testing.AllocsPerRun(10, func() {
			if n, err := tx.SendPaced(context.Background(), p, frames); n != len(frames) || err != nil {
				t.Fatal(n, err)
			}
		}); n != 0 {
			t.Errorf("%v allocations for 100 frames", n)
		}
	}
}
