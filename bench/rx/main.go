// Rx measures what receiving costs, ours and the peers' ways, on a veth pair in a
// private network: the reader's CPU time a packet, and the whole machine's, which is
// the reader's and that of the sender, in whose time the kernel receives.
//
//	go run ./rx                              all that needs no cgo
//	CGO_ENABLED=1 go run -tags cgopeers ./rx gopacket too
//	go run ./rx -latency                     how long a packet takes on lo
//	go run ./rx -immediate                   whether immediate delivery at 300,000 packets/s loses any
//	go run ./rx -close                       how long a blocked reader takes to return from Close
//	go run ./rx -size 1514 -rounds 7 -count 500000 -run 'C ring|Next'
//
// The peers in C are built with gcc: a minimal TPACKET_V3 loop, and libpcap's
// pcap_loop where libpcap-dev is there. Rounds are interleaved; figures are medians.
// With -check it fails if a promise is not kept; -run takes the readers that it needs.
package main

import (
	"bufio"
	"cmp"
	"embed"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/gocap-project/gocap/capture/afpacket"
	"github.com/gocap-project/gocap/internal/netlab"
	"golang.org/x/sys/unix"
)

//go:embed peers
var sources embed.FS

var (
	rounds    = flag.Int("rounds", 5, "interleaved `rounds`")
	count     = flag.Int("count", 1000000, "`packets` in each round")
	size      = flag.Int("size", 0, "`bytes` of a frame; 0: 60 and then 1514")
	rate      = flag.Int("rate", 0, "packets a second; 0: as fast as can be sent")
	only      = flag.String("run", "", "readers whose name matches this `regexp`")
	immediate = flag.Bool("immediate", false, "readers that get each packet at once, at 300,000 packets a second unless -rate says otherwise")
	check     = flag.Bool("check", false, "fail if a promise is not kept")
)

// A peer reads -count packets from an interface. It is a program of its own, or a
// reader in this one.
type peer struct {
	name string
	c    string   // file in peers, without .c
	args []string // further ones of that
	libs []string
	run  func(iface string, count int) (outcome, error)
}

// outcome is what a reader tells.
type outcome struct {
	cpu, packets, drops, sum int64
	sender                   int64 // CPU time of sending and receiving in the kernel
}

func main() {
	flag.Parse()
	if err := start(); err != nil {
		fmt.Fprintln(os.Stderr, "rx:", err)
		os.Exit(1)
	}
}

func start() error {
	switch os.Getenv("RX_ROLE") {
	case "reader":
		return read(flag.Arg(0), flag.Arg(1))
	case "sender":
		return send(flag.Arg(0))
	}
	code, reexeced, err := netlab.Reexec()
	if reexeced {
		os.Exit(code)
	}
	if err != nil {
		return err
	}
	switch {
	case *latency:
		return verdict(delays())
	case *closing:
		return verdict(closes())
	}
	dir, err := os.MkdirTemp("", "rx")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	readers, sizes := peers, []int{*size}
	if *immediate {
		readers, sizes[0] = urgent, cmp.Or(*size, 60)
		*rate, *size = cmp.Or(*rate, 300000), sizes[0]
	}
	all := build(dir, readers)
	if *size == 0 {
		sizes = []int{60, 1514}
	}
	kept := true
	for _, n := range sizes {
		ok, err := measure(dir, all, n)
		if err != nil {
			return err
		}
		kept = kept && ok
	}
	return verdict(kept, nil)
}

// verdict is an error if a promise is not kept, with -check.
func verdict(kept bool, err error) error {
	if err == nil && *check && !kept {
		err = errors.New("a promise is not kept")
	}
	return err
}

// build makes the peers in C and returns the readers that there are.
func build(dir string, all []peer) (out []peer) {
	match := regexp.MustCompile(*only)
	for _, name := range []string{"report.h", "ring.c", "loop.c"} {
		b, _ := sources.ReadFile("peers/" + name)
		_ = os.WriteFile(filepath.Join(dir, name), b, 0o600)
	}
	for _, p := range all {
		if !match.MatchString(p.name) {
			continue
		}
		if p.c != "" {
			args := append([]string{"-O2", "-o", filepath.Join(dir, p.c), filepath.Join(dir, p.c+".c")}, p.libs...)
			if msg, err := exec.Command("gcc", args...).CombinedOutput(); err != nil {
				fmt.Fprintf(os.Stderr, "rx: leaving out %s: gcc: %v\n%s", p.name, err, msg)
				continue
			}
		}
		out = append(out, p)
	}
	return out
}

func measure(dir string, all []peer, size int) (kept bool, err error) {
	results := make([][]outcome, len(all))
	for range *rounds {
		for i, p := range all {
			r, err := round(dir, p, size)
			if err != nil {
				return false, fmt.Errorf("%s: %w", p.name, err)
			}
			results[i] = append(results[i], r)
		}
	}
	return table(all, results, size), nil
}

// round has one reader read what is sent.
func round(dir string, p peer, size int) (r outcome, err error) {
	a, err := netlab.NewHost("sender")
	if err != nil {
		return r, err
	}
	defer a.Close()
	b, err := netlab.NewHost("reader")
	if err != nil {
		return r, err
	}
	defer b.Close()
	if err := netlab.Veth(a, netlab.LinkConfig{Name: "eth0", NoOffload: true}, b, netlab.LinkConfig{Name: "eth0", NoOffload: true}); err != nil {
		return r, err
	}
	var reader *exec.Cmd
	if p.c != "" {
		reader = exec.Command(filepath.Join(dir, p.c), append([]string{"eth0", strconv.Itoa(*count)}, p.args...)...)
	} else {
		reader = exec.Command("/proc/self/exe", "-count", strconv.Itoa(*count), p.name, "eth0")
		reader.Env = append(os.Environ(), "RX_ROLE=reader", "GOMAXPROCS=2")
	}
	reader.Stderr = os.Stderr
	pipe, err := reader.StdoutPipe()
	if err != nil {
		return r, err
	}
	if err := onCore(b, -1, reader.Start); err != nil {
		return r, err
	}
	defer func() {
		if err != nil {
			_ = reader.Process.Kill()
		}
		_ = reader.Wait()
	}()
	lines := bufio.NewScanner(pipe)
	if !lines.Scan() || lines.Text() != "ready" {
		return r, fmt.Errorf("the reader says %q", lines.Text())
	}
	tx := exec.Command("/proc/self/exe", "-count", strconv.Itoa(*count), "-size", strconv.Itoa(size), "-rate", strconv.Itoa(*rate), "eth0")
	tx.Env = append(os.Environ(), "RX_ROLE=sender", "GOMAXPROCS=1")
	tx.Stderr = os.Stderr
	if err := onCore(a, 0, tx.Start); err != nil {
		return r, err
	}
	if err := tx.Wait(); err != nil {
		return r, err
	}
	r.sender = int64(tx.ProcessState.UserTime() + tx.ProcessState.SystemTime())
	if !lines.Scan() {
		return r, errors.New("the reader says nothing")
	}
	_, err = fmt.Sscan(lines.Text(), &r.cpu, &r.packets, &r.drops, &r.sum)
	return r, err
}

// onCore starts a process in a host, on a core or, if that is -1, on all but the
// first.
func onCore(h *netlab.Host, core int, start func() error) error {
	return h.Do(func() error {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		var was, set unix.CPUSet
		if err := unix.SchedGetaffinity(0, &was); err != nil {
			return err
		}
		if set = was; core < 0 {
			if set.Clear(0); set.Count() == 0 {
				set = was
			}
		} else {
			set.Zero()
			set.Set(core)
		}
		if err := unix.SchedSetaffinity(0, &set); err != nil {
			return err
		}
		defer unix.SchedSetaffinity(0, &was)
		return start()
	})
}

// send sends -count frames of -size bytes.
func send(iface string) error {
	c, err := afpacket.Open(afpacket.Config{Plain: true})
	if err != nil {
		return err
	}
	it, err := c.Interface(iface)
	if err != nil {
		return err
	}
	frame := make([]byte, *size)
	copy(frame, "\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x88\xb5")
	batch := make([][]byte, 64)
	for i := range batch {
		batch[i] = frame
	}
	time.Sleep(20 * time.Millisecond) // the reader is about to wait
	begin := time.Now()
	for sent := 0; sent < *count; {
		if *rate > 0 {
			if ahead := time.Duration(sent)*time.Second/time.Duration(*rate) - time.Since(begin); ahead > 0 {
				time.Sleep(ahead)
			}
		}
		n, err := c.SendBatch(it.Index, batch[:min(len(batch), *count-sent)])
		if sent += n; err != nil && !afpacket.Busy(err) {
			return err
		}
	}
	return c.Close(false)
}

// table prints the medians, beside the first reader's, which is the least that
// there can be.
func table(all []peer, results [][]outcome, size int) (kept bool) {
	fmt.Printf("\nreceiving %d frames of %d bytes\n", *count, size)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\treader ns\tmin\tmax\tratio\tmachine ns\tratio\tlost\t")
	var base, whole float64
	medians := make(map[string]figures)
	for i, p := range all {
		var cpu, both, lost []float64
		for _, r := range results[i] {
			n := float64(max(r.packets, 1))
			cpu, both = append(cpu, float64(r.cpu)/n), append(both, float64(r.cpu+r.sender)/n)
			lost = append(lost, float64(max(r.drops, int64(*count)-r.packets)))
		}
		c, b := median(cpu), median(both)
		if i == 0 {
			base, whole = c, b
		}
		fmt.Fprintf(w, "%s\t%.1f\t%.1f\t%.1f\t%.2f\t%.0f\t%.2f\t%.0f\t\n", p.name, c, slices.Min(cpu), slices.Max(cpu), c/base, b, b/whole, median(lost))
		medians[p.name] = figures{c, b, median(lost)}
	}
	w.Flush()
	return judge(medians, size)
}

func median(x []float64) float64 {
	s := sortedCopy(x)
	return s[len(s)/2]
}

func sortedCopy(x []float64) []float64 {
	return slices.SortedFunc(slices.Values(x), cmp.Compare[float64])
}

func cpu() int64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return r.Utime.Nano() + r.Stime.Nano()
}
