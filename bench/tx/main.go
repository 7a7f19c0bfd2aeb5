// Tx measures what sending a packet costs by gocap and by its peers, in one run: each
// is a process of its own that sends frames over a pair of virtual interfaces in a
// private network, where the kernel throws them away. The figure is the processor
// time of the process, kernel included, for a packet; rounds are interleaved and
// medians are taken.
//
//	go run ./tx             five rounds (needs gcc; the peers that are installed)
//	go run ./tx -rounds 11 -size 1514
//	go run ./tx -rates      how well rates are kept
//
// Peers: a loop over sendmmsg in C, trafgen of netsniff-ng, tcpreplay, scapy's sendp.
// With -check the exit status is 1 if a promise is not kept.
package main

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/capture/afpacket"
	"github.com/gocap-project/gocap/capture/afxdp"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
	"golang.org/x/sys/unix"
)

//go:embed peers/send.c
var sendC []byte

var (
	rounds = flag.Int("rounds", 5, "interleaved `rounds`")
	frames = flag.Int("frames", 200000, "frames that each sends in a round")
	size   = flag.Int("size", 60, "bytes of a frame, 14 to 1514")
	check  = flag.Bool("check", false, "fail if a promise is not kept")
	rates  = flag.Bool("rates", false, "measure how well rates are kept, 5 seconds each")
	child  = flag.String("child", "", "send in the `way` and end (used by this program itself)")
)

// A sender is a way of sending, as a process.
type sender struct {
	name    string
	command func(n int) []string // that sends n frames on eth0
	scale   int                  // it sends so many times less: it is slow
	// promise is how many times cheaper or dearer than base it must be at least: the
	// cost of base times promise is at most its cost.
	base    string
	promise float64
	ns      []float64
	err     error
}

func main() {
	flag.Parse()
	if *child != "" {
		fail(send(*child, *frames))
		return
	}
	code, elsewhere, err := netlab.Reexec()
	fail(err)
	if elsewhere {
		os.Exit(code)
	}
	near, far := host("near"), host("far")
	fail(netlab.Veth(near, netlab.LinkConfig{Name: "eth0", MAC: macs[0], NoOffload: true}, far, netlab.LinkConfig{Name: "eth0", MAC: macs[1], NoOffload: true}))
	if *rates {
		fail(measureRates(near))
		return
	}
	dir, err := os.MkdirTemp("", "gocap-tx")
	fail(err)
	all, err := senders(dir)
	if err == nil {
		err = measure(near, all)
	}
	os.RemoveAll(dir)
	fail(err)
	if !report(all) && *check {
		fail(errors.New("a promise is not kept"))
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "tx:", err)
		os.Exit(1)
	}
}

var macs = [2]net.HardwareAddr{{2, 0, 0, 0, 0, 1}, {2, 0, 0, 0, 0, 2}}

func host(name string) *netlab.Host {
	h, err := netlab.NewHost(name)
	fail(err)
	return h
}

func frame(n int) []byte {
	f := make([]byte, n)
	copy(f, macs[1])
	copy(f[6:], macs[0])
	f[12], f[13] = 0x88, 0xb5 // IEEE 802 local experimental: no kernel takes it
	return f
}

// senders prepares all ways of sending, with files in dir.
func senders(dir string) (all []*sender, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	own := func(way string) func(int) []string {
		return func(n int) []string {
			return []string{self, "-child", way, "-frames", strconv.Itoa(n), "-size", strconv.Itoa(*size)}
		}
	}
	c, file, cfg, gocap := filepath.Join(dir, "send"), filepath.Join(dir, "in.pcap"), filepath.Join(dir, "trafgen.cfg"), filepath.Join(dir, "gocap")
	if err := writeInputs(file, cfg); err != nil {
		return nil, err
	}
	cErr := compile(dir, c)
	gErr := exec.Command("go", "build", "-C", "..", "-o", gocap, "./cmd/gocap").Run()
	loop := func(n int) string { return strconv.Itoa(max(n/fileFrames, 1)) }
	all = []*sender{
		{name: "C, sendmmsg", err: cErr, base: best, promise: 1 / 1.1, command: func(n int) []string {
			return []string{c, "eth0", strconv.Itoa(n), strconv.Itoa(*size)}
		}},
		{name: "gocap sendmmsg", command: own("sendmmsg")},
		{name: "gocap capture.Handle", command: own("handle")},
		{name: "gocap capture.Handle, TX ring", command: own("handle-ring")},
		{name: "gocap TX ring V2", command: own("v2")},
		{name: "gocap TX ring V3", command: own("v3")},
		{name: "gocap sendmmsg, past the queue", command: own("bypass")},
		{name: "gocap AF_XDP", command: own("xdp")},
		{name: replay, err: gErr, command: func(n int) []string {
			return []string{gocap, "replay", "-i", "eth0", "-r", file, "--topspeed", "--loop", loop(n)}
		}},
		{name: "trafgen", base: best, promise: 1, command: func(n int) []string {
			return []string{"trafgen", "-q", "-P", "1", "-n", strconv.Itoa(n), "--in", cfg, "--out", "eth0"}
		}},
		{name: "tcpreplay --topspeed", base: replay, promise: 1.4, command: func(n int) []string {
			return []string{"tcpreplay", "-q", "--topspeed", "-i", "eth0", "--loop", loop(n), file}
		}},
		{name: "tcpreplay --topspeed -K", base: replay, promise: 1.4, command: func(n int) []string {
			return []string{"tcpreplay", "-q", "-K", "--topspeed", "-i", "eth0", "--loop", loop(n), file}
		}},
		{name: "scapy sendp", scale: 40, base: replay, promise: 150, command: func(n int) []string {
			return []string{python(), "-c", fmt.Sprintf("from scapy.all import *\nsendp(Ether(dst='02:00:00:00:00:02',src='02:00:00:00:00:01',type=0x88b5)/Raw(bytes(%d)),iface='eth0',count=%d,verbose=0)", *size-14, n)}
		}},
	}
	xdp := slices.IndexFunc(all, func(s *sender) bool { return s.name == "gocap sendmmsg" })
	all[xdp].base, all[xdp].promise = "gocap AF_XDP", 1.2
	return all, nil
}

const replay = "gocap replay --topspeed"

// best is the cheaper of sendmmsg and the rings.
const best = "the best of sendmmsg and rings"

// python is the Python that has scapy.
func python() string {
	for _, p := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(p, "-c", "import scapy").Run() == nil {
			return p
		}
	}
	return "python3"
}

// fileFrames is how many frames the capture file has.
const fileFrames = 1000

// writeInputs writes the capture file and trafgen's description of the frame.
func writeInputs(file, cfg string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := pcap.NewWriter(f, pcap.Options{LinkType: link.Ethernet})
	if err != nil {
		return err
	}
	for i := range fileFrames {
		if err := w.Write(&pcap.Packet{Data: frame(*size), Time: 1e18 + int64(i)*1000}); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	var text strings.Builder
	text.WriteString("{ ")
	for _, b := range frame(14) {
		fmt.Fprintf(&text, "%#02x, ", b)
	}
	fmt.Fprintf(&text, "fill(0, %d) }\n", *size-14)
	return os.WriteFile(cfg, []byte(text.String()), 0o644)
}

func compile(dir, to string) error {
	src := filepath.Join(dir, "send.c")
	if err := os.WriteFile(src, sendC, 0o644); err != nil {
		return err
	}
	out, err := exec.Command("gcc", "-O2", "-Wall", "-o", to, src).CombinedOutput()
	if err != nil {
		return fmt.Errorf("gcc: %w: %s", err, out)
	}
	return nil
}

// measure runs the rounds.
func measure(near *netlab.Host, all []*sender) error {
	for round := range *rounds {
		for _, s := range all {
			if s.err != nil {
				continue
			}
			n := *frames / max(s.scale, 1)
			start, err := cost(near, s.command(1)) // what starting costs
			if err == nil {
				var t time.Duration
				if t, err = cost(near, s.command(n)); err == nil {
					sent := n - 1
					if strings.Contains(s.name, "replay") {
						sent = max(n/fileFrames, 1)*fileFrames - fileFrames // at least the file
					}
					s.ns = append(s.ns, float64(t-start)/float64(sent))
				}
			}
			s.err = err
		}
		fmt.Fprintf(os.Stderr, "round %d of %d\n", round+1, *rounds)
	}
	return nil
}

// cost runs a command in a host and returns the processor time that it took.
func cost(h *netlab.Host, args []string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := h.Do(func() error { return onFirstCore(cmd.Start) }); err != nil { // the process is in the thread's namespace
		return 0, err
	}
	if err := cmd.Wait(); err != nil {
		return 0, fmt.Errorf("%s: %w: %.200s", args[0], err, out.String())
	}
	u := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}

// onFirstCore calls start with the thread, and so what it starts, on the first core:
// trafgen puts itself there.
func onFirstCore(start func() error) error {
	var all, first unix.CPUSet
	if err := unix.SchedGetaffinity(0, &all); err != nil {
		return err
	}
	first.Set(0)
	if err := unix.SchedSetaffinity(0, &first); err != nil {
		return err
	}
	defer unix.SchedSetaffinity(0, &all)
	return start()
}

// report writes the table and reports whether all promises are kept.
func report(all []*sender) (kept bool) {
	kept = true
	median := map[string]float64{}
	for _, s := range all {
		if len(s.ns) > 0 && s.err == nil {
			median[s.name] = slices.SortedFunc(slices.Values(s.ns), cmp.Compare[float64])[len(s.ns)/2]
		}
	}
	for _, name := range []string{"gocap sendmmsg", "gocap TX ring V2", "gocap TX ring V3"} {
		if m, ok := median[name]; ok && (median[best] == 0 || m < median[best]) {
			median[best] = m
		}
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Printf("sending frames of %d bytes over veth, medians of %d rounds of %d frames\n", *size, *rounds, *frames)
	fmt.Fprintln(w, "\tCPU ns/packet\tmin\tmax\tto gocap sendmmsg\tpromise\t")
	for _, s := range all {
		m, ok := median[s.name]
		if !ok {
			fmt.Fprintf(w, "%s\tnot measured: %.60v\t\t\t\t\t\n", s.name, s.err)
			continue
		}
		promise := ""
		if b, ok := median[s.base]; ok && s.promise > 0 {
			word := "kept"
			if m < b*s.promise {
				kept, word = false, "NOT KEPT"
			}
			promise = fmt.Sprintf("%.2fx of %s or more: %.2f, %s", s.promise, s.base, m/b, word)
		}
		fmt.Fprintf(w, "%s\t%.0f\t%.0f\t%.0f\t%.2f\t%s\t\n", s.name, m, slices.Min(s.ns), slices.Max(s.ns), m/median["gocap sendmmsg"], promise)
	}
	w.Flush()
	return kept
}

// send is what a child does: it sends n frames on eth0.
func send(way string, n int) error {
	it, err := net.InterfaceByName("eth0")
	if err != nil {
		return err
	}
	batch := make([][]byte, 64)
	for i := range batch {
		batch[i] = frame(*size)
	}
	configs := map[string]afpacket.SendConfig{
		"sendmmsg": {}, "v2": {Ring: afpacket.V2}, "v3": {Ring: afpacket.V3}, "bypass": {BypassQdisc: true},
	}
	if cfg, ok := configs[way]; ok {
		cfg.Interface = it.Index
		s, err := afpacket.OpenSender(cfg)
		if err != nil {
			return err
		}
		defer s.Close()
		return loop(batch, n, s.SendBatch, afpacket.Busy)
	}
	switch way {
	case "handle", "handle-ring":
		by := capture.SendCalls
		if way == "handle-ring" {
			by = capture.SendRing
		}
		h, err := capture.Open("eth0", capture.SendBy(by))
		if err != nil {
			return err
		}
		defer h.Close()
		return loop(batch, n, h.SendBatch, func(error) bool { return false })
	case "xdp":
		x, err := afxdp.Open(it.Index, afxdp.Config{Queues: []int{0}, Receive: -1})
		if err != nil {
			return err
		}
		defer x.Close()
		return loop(batch, n, x.SendBatch, func(err error) bool { return errors.Is(err, afxdp.ErrBusy) })
	}
	return fmt.Errorf("no way %q", way)
}

// loop sends n frames, a batch at a time.
func loop(batch [][]byte, n int, send func([][]byte) (int, error), busy func(error) bool) error {
	for n > 0 {
		k, err := send(batch[:min(len(batch), n)])
		if n -= k; err != nil && !busy(err) {
			return err
		}
	}
	return nil
}

// measureRates sends at rates for five seconds each.
func measureRates(near *netlab.Host) error {
	var h *capture.Handle
	if err := near.Do(func() (err error) { h, err = capture.Open("eth0"); return err }); err != nil {
		return err
	}
	defer h.Close()
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "rate\tmeasured\toff by\tpromise\t")
	kept := true
	for _, r := range []struct {
		name string
		rate capture.Rate
		size int
	}{{"1 kpps", capture.Rate{Packets: 1000}, 60}, {"100 kpps", capture.Rate{Packets: 1e5}, 60}, {"1 Gbit/s", capture.Rate{Bits: 1e9}, 1514}} {
		batch, sent := make([][]byte, 64), 0
		for i := range batch {
			batch[i] = frame(r.size)
		}
		p, began := capture.NewPacer(r.rate), time.Now()
		for time.Since(began) < 5*time.Second {
			n, err := p.Next(context.Background(), batch)
			if err != nil {
				return err
			}
			if n, err = h.SendBatch(batch[:n]); err != nil {
				return err
			}
			sent += n
		}
		got, want := float64(sent)/time.Since(began).Seconds(), r.rate.Packets
		if want == 0 {
			got, want = got*8*float64(r.size), r.rate.Bits
		}
		word := "1 % kept"
		if off := got/want - 1; off > 0.01 || off < -0.01 {
			kept, word = false, "1 % NOT KEPT"
		}
		fmt.Fprintf(w, "%s\t%.0f\t%+.3f %%\t%s\t\n", r.name, got, 100*(got/want-1), word)
	}
	w.Flush()
	if !kept && *check {
		return errors.New("a promise is not kept")
	}
	return nil
}
