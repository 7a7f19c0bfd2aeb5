package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/internal/netlab"
)

// captureBench is what gocap bench capture is asked to do.
type captureBench struct {
	sizes  []int
	count  int // frames each time
	rate   int // frames a second
	rounds int
	only   string
	json   bool
	out    io.Writer
}

// captureCost is what capturing by one backend costs.
type captureCost struct {
	Backend string  `json:"backend"`
	Size    int     `json:"frame_bytes"`
	Reader  float64 `json:"reader_ns"`
	Machine float64 `json:"machine_ns"`
	Lost    float64 `json:"lost_percent"`
	Frames  int     `json:"frames"`
	Error   string  `json:"error,omitempty"`
}

// The most that is done: at the slowest, each measurement ends on time.
const (
	mostBenchFrames = 10_000_000
	mostBenchRounds = 100
	longestFrame    = 9014
)

func benchCaptureCmd() *cobra.Command {
	var b captureBench
	var sizes string
	c := &cobra.Command{
		Use:   "capture",
		Short: "Measure what capturing costs, by every way of capturing",
		Long: `Capture sends frames over a private link and captures them by every way that this
system has, one after another, round after round, and prints the medians:

reader    processor time of the reading thread for a frame, in nanoseconds
machine   that of all: the sender, the kernel and the reader. Without a capture it
          is that of the first row, so that the difference is what capturing adds
lost      frames that were sent and not captured, in percent

AF_XDP needs root. The frames are taken off the stack there, which saves what the
stack would do with them.`,
		Example: "  gocap bench capture\n  gocap bench capture --sizes 60 --rate 1000000 --backends TPACKET,AF_XDP --json",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) (err error) {
			if b.sizes, err = frameSizes(sizes, longestFrame); err != nil {
				return err
			}
			if b.count < 1 || b.count > mostBenchFrames || b.rounds < 1 || b.rounds > mostBenchRounds || b.rate < 1000 {
				return usage("--frames is 1 to %d, --rounds 1 to %d, --rate at least 1000", mostBenchFrames, mostBenchRounds)
			}
			code, elsewhere, err := netlab.ReexecPrivileged()
			if err != nil {
				return fmt.Errorf("the measurement needs a private network: %w", err)
			}
			if elsewhere {
				if code != 0 {
					return quiet(code)
				}
				return nil
			}
			b.out = c.OutOrStdout()
			costs, err := b.run(c.Context(), newProgress(c.ErrOrStderr()))
			if err != nil {
				return err
			}
			return b.print(costs)
		},
	}
	c.Flags().StringVar(&sizes, "sizes", "60,1514", "sizes of frames in `bytes`")
	c.Flags().IntVarP(&b.count, "frames", "c", 200_000, "`frames` for each measurement")
	c.Flags().IntVar(&b.rate, "rate", 400_000, "`frames` a second, as far as the sender can")
	c.Flags().IntVar(&b.rounds, "rounds", 3, "measure so often and take the medians")
	c.Flags().StringVar(&b.only, "backends", "", "only those whose names have one of these `words` in them")
	c.Flags().BoolVar(&b.json, "json", false, "print an object for each measurement, one a line")
	return c
}

// wants reports whether a backend was asked for.
func (b *captureBench) wants(name string) bool {
	return b.only == "" || slices.ContainsFunc(strings.Split(b.only, ","), func(w string) bool {
		return strings.Contains(strings.ToLower(name), strings.ToLower(w))
	})
}

// limit is how long one measurement may take.
func (b *captureBench) limit() time.Duration {
	return 2*time.Duration(b.count)*time.Second/time.Duration(b.rate) + 2*time.Second
}

func (b *captureBench) print(costs []captureCost) error {
	if b.json {
		e := json.NewEncoder(b.out)
		for _, c := range costs {
			if err := e.Encode(c); err != nil {
				return outputError(err)
			}
		}
		return nil
	}
	var rows [][]string
	var failures []string
	for _, c := range costs {
		if c.Error != "" {
			if f := c.Backend + ": " + c.Error; !slices.Contains(failures, f) {
				failures = append(failures, f)
			}
			continue
		}
		rows = append(rows, []string{c.Backend, strconv.Itoa(c.Size), fmt.Sprintf("%.0f", c.Reader), fmt.Sprintf("%.0f", c.Machine), fmt.Sprintf("%.2f", c.Lost)})
	}
	if err := benchTable(b.out, []string{"backend", "bytes", "reader ns", "machine ns", "lost %"}, rows); err != nil {
		return err
	}
	for _, f := range failures {
		if _, err := fmt.Fprintln(b.out, f); err != nil {
			return outputError(err)
		}
	}
	return nil
}
