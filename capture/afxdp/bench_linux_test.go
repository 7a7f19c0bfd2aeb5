package afxdp

import (
	"errors"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/gocap-project/gocap/capture/afpacket"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// spent is the processor time of the process, in nanoseconds.
func spent() float64 {
	var ts unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &ts)
	return float64(ts.Nano())
}

// BenchmarkSend compares the processor time of a frame sent by AF_XDP with that of
// one sent by sendmmsg, in rounds that take turns. "gain" is how many times cheaper
// AF_XDP is.
func BenchmarkSend(b *testing.B) {
	for _, size := range []int{60, 1514} {
		name := map[int]string{60: "60", 1514: "1514"}[size]
		b.Run(name, func(b *testing.B) { benchmarkSend(b, size) })
	}
}

const (
	benchRounds = 5
	benchFrames = 100_000
)

func benchmarkSend(b *testing.B, size int) {
	x, _ := labtest.Pair(b)
	var plain *afpacket.Conn
	must(b, x.Do(func() (err error) { plain, err = afpacket.Open(afpacket.Config{Plain: true}); return err }))
	defer plain.Close(false)
	index, err := x.Index("eth0")
	must(b, err)
	xdp := openOn(b, x, Config{Receive: -1, Queues: []int{0}})
	frames := make([][]byte, 64)
	for i := range frames {
		frames[i] = numbered(uint32(i), size)
	}
	ways := []func() (int, error){
		func() (int, error) { return plain.SendBatch(index, frames) },
		func() (int, error) { return xdp.SendBatch(frames) },
	}
	var costs [2][]float64
	for b.Loop() {
		for range benchRounds {
			for i, send := range ways {
				before, n := spent(), 0
				for n < benchFrames {
					k, err := send()
					if n += k; err != nil && !afpacket.Busy(err) && !errors.Is(err, ErrBusy) {
						b.Fatal(err)
					}
				}
				must(b, xdp.Flush(time.Second))
				costs[i] = append(costs[i], (spent()-before)/float64(n))
			}
		}
	}
	s, err := xdp.Stats()
	must(b, err)
	if s.SendDropped > 0 || s.Invalid > 0 {
		b.Errorf("%+v", s)
	}
	for i := range costs {
		slices.Sort(costs[i])
	}
	mid := func(v []float64) float64 { return v[len(v)/2] }
	b.ReportMetric(mid(costs[0]), "sendmmsg-ns")
	b.ReportMetric(mid(costs[1]), "afxdp-ns")
	b.ReportMetric(mid(costs[0])/mid(costs[1]), "gain")
	b.ReportMetric(0, "ns/op")
}
