package capture

import (
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/link"
)

// The kinds of frames that TestLiveCompiled sends.
const (
	inPlain = iota + 1
	in5     // with VLAN tag 5
	in6
	in5and7 // with tag 7 in tag 5
	outPlain
	out5
)

// TestLiveCompiled compiles filters on what the kernel knows beside the packet, and
// activates them fifty times while frames of all kinds come and go as fast as they
// can: every frame read must be of a kind that the filter in force accepts, from the
// first on, and each kind must come.
func TestLiveCompiled(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		rx := openIn(t, a, "eth0", append(opts, Buffer(1<<20))...)
		here, there := openIn(t, a, "eth0"), openIn(t, b, "eth0")
		index := rx.sources[0].it.Index
		cases := []struct {
			expr  string
			kinds []byte
		}{
			{"vlan 5", []byte{in5, in5and7, out5}},
			{"ether proto 0x88b5 and inbound and not vlan", []byte{inPlain}},
			{"inbound and vlan 5", []byte{in5, in5and7}},
			{"outbound and vlan", []byte{out5}},
			{"outbound and ether proto 0x88b5", []byte{outPlain}},
			{fmt.Sprintf("ifindex %d and vlan 6", index), []byte{in6}},
			{fmt.Sprintf("ifindex %d or vlan 6", index+1), []byte{in6}},
			{"vlan 5 and vlan 7", []byte{in5and7}},
			{"vlan and ether[14] = 2", []byte{in5}}, // the kind, where it is without the tag
			{"vlan 6 or (vlan and vlan 7)", []byte{in6}},
		}
		stop := make(chan struct{})
		done := make(chan error, 2)
		go func() {
			f := func(kind byte) []byte { return frame(60, kind, 0) }
			done <- floodUntil(stop, there, f(inPlain), tagged(f(in5), 0x8100, 5), tagged(f(in6), 0x8100, 6), tagged(f(in5and7), 0x88a8, 5, 0x8100, 7))
		}()
		go func() { done <- floodUntil(stop, here, frame(60, outPlain, 0), tagged(frame(60, out5, 0), 0x8100, 5)) }()
		defer func() {
			close(stop)
			for range 2 {
				if err := <-done; err != nil {
					t.Error(err)
				}
			}
		}()
		for i := range 50 {
			c := cases[i%len(cases)]
			p, err := filter.Compile(c.expr, link.Ethernet, filter.Options{Target: filter.Linux})
			if err != nil {
				t.Fatal(err)
			}
			activate(t, rx, p.Insns)
			missing := slices.Clone(c.kinds)
			ctx := soon(t)
			for n := 0; n < 20 || len(missing) > 0; n++ {
				p, err := rx.Next(ctx)
				if err != nil {
					t.Fatalf("%s: %v are missing: %v", c.expr, missing, err)
				}
				kind := kindOf(p.Data)
				if !slices.Contains(c.kinds, kind) {
					t.Fatalf("activation %d, %s: frame %d, % x, is of kind %d", i, c.expr, n, p.Data[:24], kind)
				}
				missing = slices.DeleteFunc(missing, func(k byte) bool { return k == kind })
			}
			if err := rx.Deactivate(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// floodUntil sends frames in turn, for half a minute at most.
func floodUntil(stop <-chan struct{}, h *Handle, frames ...[]byte) error {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		select {
		case <-stop:
			return nil
		default:
		}
		if _, err := h.SendBatch(frames); err != nil {
			return err
		}
	}
	return nil
}

// kindOf is the kind of one of our frames, behind its tags; 0 of another.
func kindOf(f []byte) byte {
	for at := 12; at+3 <= len(f); at += 4 {
		switch binary.BigEndian.Uint16(f[at:]) {
		case 0x8100, 0x88a8:
		case testType:
			return f[at+2]
		default:
			return 0
		}
	}
	return 0
}
