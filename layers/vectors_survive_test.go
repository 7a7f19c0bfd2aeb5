package layers_test

import (
	"encoding/hex"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
)

// Every vector, in every truncation and damaged, goes through the trial that bytes of any
// kind must survive.
func TestVectorsSurvive(t *testing.T) {
	seeds := map[*packet.Proto][][]byte{}
	vectors := readVectors(t)
	for _, v := range vectors {
		for _, s := range append(v.Hexes, v.Hex) {
			b, err := hex.DecodeString(s)
			if err != nil {
				t.Fatal(err)
			}
			pr := IPv4Proto
			switch {
			case len(b) == 0:
				continue
			case len(v.Layers) > 0:
				pr = v.first()
			case classes[v.First].proto != nil:
				pr = classes[v.First].proto
			}
			if pr == nil {
				t.Errorf("%s: no protocol for %s", v.ID, v.First)
				continue
			}
			seeds[pr] = append(seeds[pr], b)
		}
	}
	n := 100
	if testing.Short() {
		n = 10
	}
	for pr, s := range seeds {
		t.Run(pr.Name, func(t *testing.T) {
			t.Parallel()
			packettest.Survive(t, pr, n, s...)
		})
	}
	t.Logf("%d vectors", len(vectors))
}
