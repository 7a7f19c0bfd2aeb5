package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/pcap"
)

// A tally is what gocap check says of a file.
type tally struct {
	File        string `json:"file"`
	Packets     int64  `json:"packets"`
	Bytes       int64  `json:"bytes"`
	Identical   int64  `json:"identical"`
	Different   int64  `json:"different"`
	ParseErrors int64  `json:"parse_errors"`
	Invalid     int64  `json:"invalid"`
	Prefixes    int64  `json:"prefixes,omitempty"` // of packets, also tried; differences count as Different
	Mutated     bool   `json:"mutated,omitempty"`
	Seed        uint64 `json:"seed,omitempty"`
	Error       string `json:"error,omitempty"`

	err    error   // why the file could not be opened
	picked *picker // has packets for mutations
}

func (t *tally) add(v verdict, n int) {
	t.Packets++
	t.Bytes += int64(n)
	if v.different() {
		t.Different++
	} else {
		t.Identical++
	}
	if v.parseError {
		t.ParseErrors++
	}
	if v.invalid {
		t.Invalid++
	}
}

// A checking is a gocap check being run.
type checking struct {
	prefixes bool
	every    int
	mutate   int64
	seed     uint64
	verbose  bool
	jobs     int
	lenient  bool

	ctx      context.Context
	stdin    io.Reader
	progress *progress
	packets  atomic.Int64

	mu     sync.Mutex // for detail
	detail io.Writer

	pool     []sample // of all files in order, for mutations
	poolSize int      // in bytes
}

func checkCmd() *cobra.Command {
	k := &checking{}
	c := &cobra.Command{
		Use:   "check [flags] FILE...",
		Short: "Parse and rebuild every packet and compare",
		Long: `Check parses every packet of the files, builds it again from its fields, and compares: the
bytes must be the same, whatever they are. It prints one JSON object a file:

  packets       read from the file
  bytes         in them
  identical     packets that were built again exactly
  different     those that were not, or on which gocap failed
  parse_errors  packets in which some layer could not be understood; the rest of such a
                packet is kept as bytes
  invalid       packets with a defect: a wrong checksum or length, a forbidden value, a
                parse error
  error         why reading ended early, if it did; what was read until then is counted

Directories are searched for files, whatever their names. With --prefixes each packet is
also tried cut at every length, and with --mutate that many packets are made from those of
the files, by changing fields, options and the order of layers and by damage, and tried.
They are reported as one more object; the same seed makes the same packets.

The exit status is 1 if anything differs, and else 2 if a file named could not be opened or
is no capture.`,
		Example: `  gocap check trace.pcap
  gocap check -v traces/ | jq -c 'select(.different > 0)'
  gocap check --prefixes --every 10 trace.pcap
  gocap check --mutate 1000000 --seed 7 traces/`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, names []string) error { return k.run(c, names) },
	}
	f := c.Flags()
	f.BoolVar(&k.prefixes, "prefixes", false, "also try every prefix of each packet")
	f.IntVar(&k.every, "every", 1, "with --prefixes, only of every `N`-th packet")
	f.Int64Var(&k.mutate, "mutate", 0, "also try `N` mutated packets")
	f.Uint64Var(&k.seed, "seed", 1, "make mutated packets from this `SEED`")
	f.BoolVarP(&k.verbose, "verbose", "v", false, "describe each difference on standard error")
	f.IntVarP(&k.jobs, "jobs", "j", 0, "work on `N` files at once (default: processors)")
	f.BoolVar(&k.lenient, "lenient", false, "pass over damage in files and go on after it")
	return c
}

func (k *checking) run(c *cobra.Command, names []string) error {
	if k.mutate < 0 || k.every < 1 || k.jobs < 0 {
		return usage("--mutate and --jobs are not negative, and --every at least 1")
	}
	if k.jobs == 0 {
		k.jobs = runtime.GOMAXPROCS(0)
	}
	k.ctx, k.stdin = c.Context(), c.InOrStdin()
	k.detail = c.ErrOrStderr()
	k.progress = newProgress(c.ErrOrStderr())
	defer k.progress.Clear()
	out := bufio.NewWriter(c.OutOrStdout())
	code := exitOK
	report := func(t *tally) error {
		if t.Different > 0 {
			code = exitFound
		}
		if t.err != nil && code == exitOK {
			code = exitUsage
		}
		if t.picked != nil {
			k.keep(t.picked.kept)
		}
		return writeTally(out, t)
	}
	if err := k.files(names, report); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	if k.mutate > 0 && k.ctx.Err() == nil {
		if err := report(k.mutations()); err != nil {
			return fmt.Errorf("writing: %w", err)
		}
	}
	if k.ctx.Err() != nil {
		return &exitError{exitFound, errors.New("interrupted")}
	}
	if code != exitOK {
		return quiet(code)
	}
	return nil
}

func writeTally(out *bufio.Writer, t *tally) error {
	b, err := json.Marshal(t)
	if err != nil {
		return err
	}
	out.Write(append(b, '\n'))
	return out.Flush()
}

// A job is a file to check. Its tally is sent when it is done.
type job struct {
	name  string
	found bool // in a directory
	done  chan *tally
}

// files checks the files, several at once, and reports them in order.
func (k *checking) files(names []string, report func(*tally) error) (err error) {
	ctx, cancel := context.WithCancel(k.ctx)
	defer cancel()
	todo, order := make(chan *job), make(chan *job, 4*k.jobs)
	var workers sync.WaitGroup
	for range k.jobs {
		workers.Go(func() {
			ch := newChecker()
			for j := range todo {
				j.done <- k.file(ctx, ch, j)
			}
		})
	}
	go func() {
		defer close(order)
		defer close(todo)
		for _, name := range names {
			walk(name, func(path string, found bool, err error) bool {
				return (&job{path, found, make(chan *tally, 1)}).send(ctx, order, todo, err)
			})
		}
	}()
	for j := range order {
		t := <-j.done
		if t == nil || err != nil {
			continue
		}
		k.progress.Clear()
		if err = report(t); err != nil {
			cancel()
		}
	}
	workers.Wait()
	return err
}

// send puts j in the order of reporting and, unless there is an error already, gives
// it to a worker. It reports whether to go on.
func (j *job) send(ctx context.Context, order, todo chan<- *job, err error) bool {
	select {
	case order <- j:
	case <-ctx.Done():
		return false
	}
	if err != nil {
		j.done <- &tally{File: j.name, Error: err.Error(), err: err}
		return true
	}
	select {
	case todo <- j:
		return true
	case <-ctx.Done():
		j.done <- nil
		return false
	}
}

// walk calls do for name, or for the regular files below it if it is a directory,
// until do returns false.
func walk(name string, do func(path string, found bool, err error) bool) {
	if st, err := os.Stat(name); err != nil || !st.IsDir() {
		if name == "-" {
			err = nil
		}
		do(name, false, err)
		return
	}
	filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.Type().IsRegular() {
			return nil
		}
		if !do(path, true, err) {
			return fs.SkipAll
		}
		return nil
	})
}

// file checks one file.
func (k *checking) file(ctx context.Context, ch *checker, j *job) *tally {
	t := &tally{File: j.name}
	r, err := openCapture(j.name, k.stdin, pcap.ReadOptions{Lenient: k.lenient})
	if err != nil {
		t.Error = err.Error()
		if _, content := errors.AsType[*pcap.FormatError](err); !content || !j.found {
			t.err = err // but a file that was come upon may be something else
		}
		return t
	}
	defer r.Close()
	t.picked = newPicker(k.seed, j.name)
	for p, err := range r.Packets() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			t.Error = err.Error()
			break
		}
		k.packet(ch, t, p)
	}
	return t
}

// packet checks one packet of a file.
func (k *checking) packet(ch *checker, t *tally, p *pcap.Packet) {
	k.tick()
	s := sample{link: p.LinkType(), data: p.Data}
	v := ch.check(s)
	t.add(v, len(p.Data))
	if v.different() {
		k.explain(s, v, "%s packet %d", t.File, p.Number)
	}
	if k.prefixes && (p.Number-1)%int64(k.every) == 0 {
		k.cut(ch, t, s, p.Number)
	}
	if k.mutate > 0 {
		t.picked.offer(s)
	}
}

// cut tries every prefix of a packet. Each that differs counts as a packet that does.
func (k *checking) cut(ch *checker, t *tally, s sample, number int64) {
	for n := range s.data {
		t.Prefixes++
		c := sample{link: s.link, data: s.data[:n:n]}
		if v := ch.check(c); v.different() {
			t.Different++
			k.explain(c, v, "%s packet %d cut to %d bytes", t.File, number, n)
		}
	}
	k.tick()
}

// tick counts a packet and shows progress now and then.
func (k *checking) tick() {
	if n := k.packets.Add(1); n%512 == 0 {
		k.progress.Show(func() string { return fmt.Sprintf("%d packets checked", n) })
	}
}

// explain describes a difference.
func (k *checking) explain(s sample, v verdict, format string, args ...any) {
	if !k.verbose {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.progress.Clear()
	fmt.Fprintf(k.detail, "%s (%v): %s\n  %x\n", fmt.Sprintf(format, args...), s.link, v.reason, s.data[:min(len(s.data), 2048)])
}
