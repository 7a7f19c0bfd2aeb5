package capture

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// soakTime is how long TestLiveSoak goes on: two seconds, or GOCAP_SOAK.
func soakTime(t *testing.T) time.Duration {
	text := os.Getenv("GOCAP_SOAK")
	if text == "" {
		return 2 * time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatalf("GOCAP_SOAK: %v", err)
	}
	return d
}

// soaked counts what a reader got.
type soaked struct {
	h         *Handle
	delivered atomic.Uint64
	last      uint32
}

// read reads until the context is done, sometimes slowly.
func (s *soaked) read(t *testing.T, ctx context.Context, batch bool) {
	take := func(p *Packet) {
		n := number(p.Data)
		if s.delivered.Load() > 0 && n <= s.last {
			t.Errorf("packet %d after %d", n, s.last)
		}
		s.last = n
		if s.delivered.Add(1)%5000 == 0 {
			time.Sleep(5 * time.Millisecond)
		}
	}
	many := make([]Packet, 32)
	for {
		n, err := 0, error(nil)
		if batch {
			n, err = s.h.ReadBatch(ctx, many)
			for i := range many[:n] {
				take(&many[i])
			}
		} else {
			var p *Packet
			if p, err = s.h.Next(ctx); err == nil {
				take(p)
			}
		}
		switch {
		case errors.Is(err, ErrInactive):
			time.Sleep(time.Millisecond)
		case err != nil:
			return
		}
	}
}

// TestLiveSoak has packets of all lengths captured by handles whose filters are
// changed, that are stopped and started and asked for statistics, all at once. No
// packet may be unaccounted for.
func TestLiveSoak(t *testing.T) {
	a, b := labtest.Pair(t)
	tx := openIn(t, b, "eth0")
	// Two programs that accept the same, and differ.
	filters := []bpf.Program{onlyTest(1), append(bpf.Program{{Op: bpf.LdImm, K: 1}}, onlyTest(1)...)}
	var handles []*soaked
	for i, opts := range [][]Option{{Buffer(1 << 20)}, {Immediate(), Buffer(1 << 20)}, {PlainSocket()}, {}} {
		s := &soaked{h: openIn(t, a, "eth0", opts...)}
		activate(t, s.h, filters[i%2])
		handles = append(handles, s)
	}
	toggled := handles[3] // this one is stopped and started; the others see everything
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var readers, others sync.WaitGroup
	for i, s := range handles {
		readers.Go(func() { s.read(t, ctx, i%2 == 0) })
	}
	stop := make(chan struct{})
	until := func(f func()) {
		others.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					f()
				}
			}
		})
	}
	for i, s := range handles[:3] {
		until(func() {
			if err := s.h.SetFilter(filters[rand.IntN(2)]); err != nil {
				t.Errorf("handle %d: %v", i, err)
			}
			time.Sleep(time.Duration(rand.IntN(100)) * time.Millisecond)
		})
	}
	until(func() {
		if err := errors.Join(toggled.h.Deactivate(), toggled.h.Activate(filters[0])); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Duration(rand.IntN(50)) * time.Millisecond)
	})
	until(func() {
		for _, s := range handles {
			if _, err := s.h.Stats(); err != nil {
				t.Error(err)
			}
		}
		time.Sleep(3 * time.Millisecond)
	})
	var sent uint64
	for end := time.Now().Add(soakTime(t)); time.Now().Before(end); {
		var batch [][]byte
		for range 1 + rand.IntN(64) {
			batch = append(batch, frame(60+rand.IntN(1440), 1, uint32(sent)+uint32(len(batch))))
		}
		n, err := tx.SendBatch(batch)
		if sent += uint64(n); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
	}
	close(stop)
	others.Wait()
	for i, s := range handles {
		var st Stats
		// What is queued is still on its way.
		for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
			st, _ = s.h.Stats()
			if st.Received == s.delivered.Load()+st.Discarded {
				break
			}
		}
		if st.Received != s.delivered.Load()+st.Discarded {
			t.Errorf("handle %d: %d delivered, %+v", i, s.delivered.Load(), st)
		}
		if s != toggled && st.Received+st.Dropped != sent {
			t.Errorf("handle %d: %d sent, %+v", i, sent, st)
		}
		t.Logf("handle %d: %d sent, %d delivered, %+v", i, sent, s.delivered.Load(), st)
	}
	cancel()
	readers.Wait()
}
