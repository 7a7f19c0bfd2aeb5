package capture

import (
	"context"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// benchmarkLive reads packets that are queued in the kernel already: what is
// measured is the reader alone.
func benchmarkLive(b *testing.B, queued int, read func(context.Context, *Handle) (int, error), opts ...Option) {
	x, y := labtest.Pair(b)
	rx, tx := openIn(b, x, "eth0", append(opts, Buffer(64<<20))...), openIn(b, y, "eth0")
	activate(b, rx, testFilter)
	batch := make([][]byte, queued)
	for i := range batch {
		batch[i] = frame(60, 1, uint32(i))
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	b.ReportAllocs()
	left := 0
	for n := 0; n < b.N; {
		if left <= 0 {
			b.StopTimer()
			sendAll(b, tx, batch...)
			left = queued
			b.StartTimer()
		}
		k, err := read(ctx, rx)
		if err != nil {
			b.Fatal(err)
		}
		n, left = n+k, left-k
	}
}

func next(ctx context.Context, h *Handle) (int, error) { _, err := h.Next(ctx); return 1, err }

func BenchmarkLiveNext(b *testing.B) { benchmarkLive(b, 20000, next) }

func BenchmarkLivePackets(b *testing.B) {
	benchmarkLive(b, 20000, func(ctx context.Context, h *Handle) (int, error) {
		n := 0
		for p, err := range h.Packets(ctx) {
			if err != nil {
				return n, err
			}
			sum += p.Len + int(p.Data[0]) + int(p.Time.Unix())
			if n++; n == 20000 {
				break
			}
		}
		return n, nil
	})
}

var sum int // of what the reader of BenchmarkLivePackets looks at

func BenchmarkLivePlain(b *testing.B) { benchmarkLive(b, 100, next, PlainSocket()) }

func BenchmarkLiveBatch(b *testing.B) {
	batch := make([]Packet, 64)
	benchmarkLive(b, 20000, func(ctx context.Context, h *Handle) (int, error) { return h.ReadBatch(ctx, batch) })
}
