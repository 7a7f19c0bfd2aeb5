package afpacket

import (
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// TestLiveSendRingLends: what is sent through a ring arrives as it was, however late
// the receiver reads it, though every slot has been written again.
func TestLiveSendRingLends(t *testing.T) {
	for _, plain := range []bool{false, true} {
		a, b := labtest.Host(t, "a"), labtest.Host(t, "b") // with scatter and gather, or the kernel copies
		if err := netlab.Veth(a, netlab.LinkConfig{Name: "eth0", MAC: labtest.MACA}, b, netlab.LinkConfig{Name: "eth0", MAC: labtest.MACB}); err != nil {
			t.Fatal(err)
		}
		rx := listenIn(t, b, Config{Plain: plain, Batch: 64})
		tx := senderIn(t, a, SendConfig{Ring: V3, Longest: 1514, Buffer: 16 << 10}) // 8 slots
		const n = 100
		for i := range n {
			sendAll(t, tx, [][]byte{numberedFrame(200, uint32(i))})
		}
		time.Sleep(20 * time.Millisecond)
		got, changed := collect(t, rx, n), 0
		for i, f := range got {
			if string(f.Data) != string(numberedFrame(200, uint32(i))) {
				changed++
			}
		}
		if len(got) != n || changed > 0 {
			t.Errorf("plain %v: %d of %d frames arrived, %d changed", plain, len(got), n, changed)
		}
	}
}
