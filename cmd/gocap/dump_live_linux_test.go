package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
)

// A running is a gocap dump that captures in a host of a private network.
type running struct {
	t         testing.TB
	out, errs slowBuffer
	stop      context.CancelFunc
	done      chan int
}

// dumpIn starts gocap dump in a host and waits until it captures.
func dumpIn(t testing.TB, h *netlab.Host, args ...string) *running {
	t.Helper()
	r := &running{t: t, done: make(chan int, 1)}
	var ctx context.Context
	ctx, r.stop = context.WithCancel(t.Context())
	t.Cleanup(r.stop)
	go func() {
		code := -1
		if err := h.Do(func() error {
			code = execute(ctx, append([]string{"dump"}, args...), strings.NewReader(""), &r.out, &r.errs)
			return nil
		}); err != nil {
			t.Error(err)
		}
		r.done <- code
	}()
	r.errs.waitFor(t, "listening on")
	return r
}

// end waits for the end and returns the exit code.
func (r *running) end() int {
	r.t.Helper()
	select {
	case code := <-r.done:
		return code
	case <-time.After(20 * time.Second):
		r.t.Fatalf("gocap dump goes on: %s%s", &r.out, &r.errs)
	}
	return -1
}

// quietPair is labtest.Pair without IPv6, whose kernel says nothing of its own accord.
func quietPair(t testing.TB) (a, b *netlab.Host) {
	t.Helper()
	a, b = labtest.Host(t, "a"), labtest.Host(t, "b")
	end := func(mac net.HardwareAddr, addr netip.Addr) netlab.LinkConfig {
		return netlab.LinkConfig{Name: "eth0", MAC: mac, NoOffload: true, Addrs: []netip.Prefix{netip.PrefixFrom(addr, 24)}}
	}
	if err := netlab.Veth(a, end(labtest.MACA, labtest.AddrA), b, end(labtest.MACB, labtest.AddrB)); err != nil {
		t.Fatal(err)
	}
	for _, h := range []struct {
		*netlab.Host
		peer netip.Addr
		mac  net.HardwareAddr
	}{{a, labtest.AddrB, labtest.MACB}, {b, labtest.AddrA, labtest.MACA}} {
		if err := h.AddNeigh("eth0", h.peer, h.mac); err != nil {
			t.Fatal(err)
		}
	}
	return a, b
}

// datagrams sends UDP datagrams from a host.
func datagrams(t testing.TB, h *netlab.Host, to netip.Addr, texts ...string) {
	t.Helper()
	if err := h.Do(func() error {
		c, err := net.Dial("udp", netip.AddrPortFrom(to, 9).String())
		if err != nil {
			return err
		}
		defer c.Close()
		for _, s := range texts {
			if _, err := c.Write([]byte(s)); err != nil { // the answer to the one before: the port is closed
				_, _ = c.Write([]byte(s))
			}
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

func TestLiveDump(t *testing.T) {
	a, b := quietPair(t)
	r := dumpIn(t, b, "-n", "-i", "eth0", "-Q", "in", "-c", "3")
	datagrams(t, a, labtest.AddrB, "one", "three", "fifteen", "no more", "no more")
	if code := r.end(); code != 0 {
		t.Errorf("exit %d", code)
	}
	got := lines(r.out.String())
	if len(got) != 3 || !strings.Contains(got[0], " IP 10.9.0.1.") || !strings.HasSuffix(got[0], " > 10.9.0.2.9: UDP, length 3") || !strings.HasSuffix(got[1], "length 5") || !strings.HasSuffix(got[2], "length 7") {
		t.Errorf("%q", got)
	}
	e := lines(r.errs.String())
	want := []string{
		"gocap: verbose output suppressed, use -v[v]... for full protocol decode",
		"listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes",
		"3 packets captured", "", "0 packets dropped by kernel",
	}
	if len(e) != len(want) {
		t.Fatalf("%q", e)
	}
	for i, w := range want {
		if w != "" && e[i] != w {
			t.Errorf("line %d of stderr is %q, want %q", i, e[i], w)
		}
	}
	if !strings.HasSuffix(e[3], " received by filter") {
		t.Errorf("%q", e[3])
	}
}

// TestLiveDumpStops checks that an interruption ends a capture with its summary, and
// that text is there before.
func TestLiveDumpStops(t *testing.T) {
	a, b := labtest.Pair(t)
	r := dumpIn(t, b, "-nv", "-p", "-i", "eth0")
	datagrams(t, a, labtest.AddrB, "hello")
	r.out.waitFor(t, "UDP, length 5")
	r.stop()
	if code := r.end(); code != 0 {
		t.Errorf("exit %d", code)
	}
	if s := r.errs.String(); !strings.HasPrefix(s, "gocap: listening on eth0, ") || !strings.Contains(s, " captured\n") || !strings.Contains(s, "\n0 packets dropped by kernel\n") {
		t.Errorf("%q", s)
	}
}

// TestLiveDumpPcapng checks what a pcapng file says besides the packets.
func TestLiveDumpPcapng(t *testing.T) {
	a, b := labtest.Pair(t)
	file := filepath.Join(t.TempDir(), "out.pcapng")
	r := dumpIn(t, a, "-nv", "-i", "eth0", "-w", file, "-s", "50", "-B", "256")
	datagrams(t, a, labtest.AddrB, "a datagram that is longer than what is captured of it")
	datagrams(t, b, labtest.AddrA, "back")
	r.errs.waitFor(t, "Got ")
	r.stop()
	if code := r.end(); code != 0 || r.out.String() != "" || !strings.HasPrefix(r.errs.String(), "gocap: listening on eth0") {
		t.Errorf("exit %d, %q, %q", code, &r.out, &r.errs)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var in, out, cut int
	var stats []pcap.Statistics
	rd, err := pcap.ReadOptions{OnBlock: func(k *pcap.Block) error {
		if k.Type == pcap.BlockStatistics {
			s, err := k.Statistics()
			stats = append(stats, s)
			return err
		}
		return nil
	}}.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	packets, nanos := 0, false
	for p, err := range rd.Packets() {
		if err != nil {
			t.Fatal(err)
		}
		packets++
		if d := time.Since(p.Timestamp()); d < 0 || d > time.Minute {
			t.Errorf("captured at %v", p.Timestamp())
		}
		nanos = nanos || p.Time%1000 != 0
		switch p.Direction() {
		case pcap.Inbound:
			in++
		case pcap.Outbound:
			out++
		}
		if len(p.Data) < p.Len && len(p.Data) == 50 {
			cut++
		}
		if i := p.Interface; i.Name != "eth0" || i.Resolution != pcap.Nano || i.Snaplen != 50 || i.LinkType != link.Ethernet {
			t.Errorf("interface %+v", i)
		}
	}
	if in == 0 || out == 0 || in+out != packets || cut == 0 || !nanos {
		t.Errorf("%d packets: %d in, %d out, %d cut, nanoseconds %v", packets, in, out, cut, nanos)
	}
	if len(stats) != 1 || stats[0].Delivered.Value != uint64(packets) || stats[0].Accepted.Value < uint64(packets) || !stats[0].OSDropped.Valid || !stats[0].Start.Valid {
		t.Errorf("statistics %+v of %d packets", stats, packets)
	}
	if !strings.HasPrefix(rd.Section().Application, "gocap") {
		t.Errorf("%+v", rd.Section())
	}
}

// TestLiveDumpPcap checks the two kinds of pcap files.
func TestLiveDumpPcap(t *testing.T) {
	a, b := quietPair(t)
	for _, flag := range []string{"--nano", "--micro", "-U"} {
		file := filepath.Join(t.TempDir(), "out.pcap")
		r := dumpIn(t, b, "-i", "eth0", "-w", file, flag, "-Q", "in", "-c", "2", "--print", "-tt", "-n")
		datagrams(t, a, labtest.AddrB, "one", "two")
		if code := r.end(); code != 0 {
			t.Errorf("exit %d, %s", code, &r.errs)
		}
		got := readAll(t, file)
		digits := strings.IndexByte(r.out.String(), ' ') - len("1700000000.")
		if len(got) != 2 || (got[0].Interface.Resolution == pcap.Nano) != (flag == "--nano") || (digits == 9) != (flag == "--nano") {
			t.Errorf("%s: %d packets, %+v, %q", flag, len(got), got[0].Interface, &r.out)
		}
	}
}

// TestLiveDumpAny checks the device any: names and directions, and cooked packets in
// the file.
func TestLiveDumpAny(t *testing.T) {
	a, b := labtest.Pair(t)
	file := filepath.Join(t.TempDir(), "out.pcapng")
	r := dumpIn(t, b, "-n", "-i", "any", "--print", "-w", file)
	datagrams(t, a, labtest.AddrB, "in")
	datagrams(t, b, labtest.AddrA, "out!")
	datagrams(t, b, netip.MustParseAddr("127.0.0.1"), "itself")
	r.out.waitFor(t, "UDP, length 6")
	r.stop()
	if code := r.end(); code != 0 {
		t.Errorf("exit %d", code)
	}
	for _, want := range []string{" eth0  In  IP 10.9.0.1.", " eth0  Out IP 10.9.0.2.", " lo    In  IP 127.0.0.1."} {
		if !strings.Contains(r.out.String(), want) {
			t.Errorf("%q is not in %q", want, &r.out)
		}
	}
	if s := r.errs.String(); !strings.HasPrefix(s, "gocap: data link type LINUX_SLL2\ngocap: listening on any, link-type LINUX_SLL2 (Linux cooked v2), snapshot length 262144 bytes\n") {
		t.Errorf("%q", s)
	}
	for _, p := range readAll(t, file) {
		if p.LinkType() != link.LinuxSLL2 || p.Interface.Name != "any" {
			t.Errorf("%v on %s", p.LinkType(), p.Interface.Name)
		}
	}
	r = dumpIn(t, b, "-n", "-i", "any", "-y", "LINUX_SLL", "-c", "1")
	datagrams(t, a, labtest.AddrB, "in")
	if code := r.end(); code != 0 || !strings.Contains(r.errs.String(), "link-type LINUX_SLL (Linux cooked v1)") || !strings.Contains(r.out.String(), " IP 10.9.0.1.") {
		t.Errorf("exit %d, %q, %q", code, &r.out, &r.errs)
	}
}

// TestLiveDumpSeveral checks a capture on two interfaces.
func TestLiveDumpSeveral(t *testing.T) {
	a, b := labtest.Pair(t)
	prefix := func(s string) []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix(s)} }
	if err := netlab.Veth(a, netlab.LinkConfig{Name: "eth1", Addrs: prefix("10.8.0.1/24"), NoOffload: true},
		b, netlab.LinkConfig{Name: "eth1", Addrs: prefix("10.8.0.2/24"), NoOffload: true}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "out.pcapng")
	r := dumpIn(t, b, "-n", "-i", "eth0", "-i", "eth1", "--print", "-w", file)
	datagrams(t, a, labtest.AddrB, "one")
	datagrams(t, a, netip.MustParseAddr("10.8.0.2"), "eight ch")
	r.out.waitFor(t, "UDP, length 3")
	r.out.waitFor(t, "UDP, length 8")
	if err := b.Delete("eth1"); err != nil {
		t.Fatal(err)
	}
	r.errs.waitFor(t, "gocap: interface eth1: interface was removed; going on without it\n")
	datagrams(t, a, labtest.AddrB, "on")
	r.out.waitFor(t, "UDP, length 2")
	r.stop()
	if code := r.end(); code != 0 || strings.Count(r.errs.String(), "listening on eth") != 2 {
		t.Errorf("exit %d, %s", code, &r.errs)
	}
	for _, want := range []string{" eth0  In  IP 10.9.0.1.", " eth1  In  IP 10.8.0.1."} {
		if !strings.Contains(r.out.String(), want) {
			t.Errorf("%q is not in %q", want, &r.out)
		}
	}
	from := map[string]bool{}
	for _, p := range readAll(t, file) {
		from[p.Interface.Name] = true
	}
	if len(from) != 2 || !from["eth0"] || !from["eth1"] {
		t.Errorf("packets from %v", from)
	}
	if want := fmt.Sprintf("\n%d packets captured\n", len(readAll(t, file))); !strings.Contains(r.errs.String(), want) {
		t.Errorf("%q is not in %q", want, &r.errs)
	}
}

// in runs a command that ends by itself in a host.
func in(t testing.TB, h *netlab.Host, args ...string) (r result) {
	t.Helper()
	if err := h.Do(func() error { r = gocap(t, "", args...); return nil }); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestLiveLists(t *testing.T) {
	a, _ := labtest.Pair(t)
	if r := in(t, a, "dump", "-D"); r.code != 0 || r.out != "1.eth0 [Up, Running, Connected]\n2.any (Pseudo-device that captures on all interfaces) [Up, Running]\n3.lo [Up, Running, Loopback]\n" {
		t.Errorf("%+v", r)
	}
	if r := in(t, a, "dump", "-L", "-i", "eth0"); r.code != 0 || !strings.HasPrefix(r.out, "Data link types for eth0 (use option -y to set):\n  EN10MB (Ethernet)\n") {
		t.Errorf("%+v", r)
	}
	if r := in(t, a, "dump", "-L", "-i", "any"); r.code != 0 || r.out != "Data link types for any (use option -y to set):\n  LINUX_SLL (Linux cooked v1)\n  LINUX_SLL2 (Linux cooked v2)\n" {
		t.Errorf("%+v", r)
	}
	if r := in(t, a, "dump", "-J", "-i", "1"); r.code != 0 || !strings.HasPrefix(r.out, "Time stamp types for eth0 (use option -j to set):\n  host (Host)\n") {
		t.Errorf("%+v", r)
	}
	for _, c := range []struct{ args, want string }{
		{"dump -i nope0", "nope0: no such interface; there are lo, eth0, any"},
		{"dump -i eth0 -i nope0", "nope0: no such interface; there are lo, eth0, any"},
		{"dump -L -i nope0", "nope0: no such interface; there are lo, eth0, any"},
		{"dump -i 4", "-i 4: -D lists interfaces 1 to 3"},
		{"dump -i 0", "-i 0: -D lists interfaces 1 to 3"},
		{"dump -i eth0 -y RAW", "eth0: RAW is not one of the link types"},
		{"interfaces nope0", "nope0"},
		{"dump -L -r x", "-L and -J are about interfaces"},
	} {
		if r := in(t, a, strings.Fields(c.args)...); r.code == 0 || r.out != "" || !strings.Contains(r.err, c.want) {
			t.Errorf("gocap %s: %+v; want %q", c.args, r, c.want)
		}
	}
	// Without -i: the first of the list.
	r := dumpIn(t, a, "-n")
	r.stop()
	if r.end(); !strings.Contains(r.errs.String(), "listening on eth0,") {
		t.Errorf("%q", &r.errs)
	}
}

func TestLiveInterfaces(t *testing.T) {
	a, _ := labtest.Pair(t)
	r := in(t, a, "interfaces")
	for _, want := range []string{": eth0: <up,running,", "mtu 1500 link-type EN10MB", "address 02:00:00:00:09:01", "inet 10.9.0.1/24", "inet6 fd09::1/64", ": lo: <", "sent 0 packets, 0 bytes, 0 errors, 0 dropped"} {
		if r.code != 0 || !strings.Contains(r.out, want) {
			t.Errorf("%q is not in %q", want, r.out)
		}
	}
	r = in(t, a, "interfaces", "--json", "eth0")
	for _, want := range []string{`"name":"eth0"`, `"mtu":1500`, `"link":"EN10MB"`, `"mac":"02:00:00:00:09:01"`, `"10.9.0.1/24"`, `"kind":"veth"`, `"flags":["up","running"`, `"received":{"packets":`} {
		if r.code != 0 || strings.Count(r.out, "\n") != 1 || !strings.Contains(r.out, want) {
			t.Errorf("%q is not in %q", want, r.out)
		}
	}
}

// TestLiveDumpRing checks that a capture that is split over files loses nothing, and
// that the command of -z is run for the files.
func TestLiveDumpRing(t *testing.T) {
	a, b := labtest.Pair(t)
	dir := t.TempDir()
	const packets = 500
	r := dumpIn(t, b, "-i", "eth0", "-Q", "in", "-p", "-w", filepath.Join(dir, "x"), "-C", "10k", "-z", "gzip", "-c", fmt.Sprint(packets))
	text := strings.Repeat("x", 100)
	for range packets / 50 {
		datagrams(t, a, labtest.AddrB, slices.Repeat([]string{text}, 60)...)
	}
	if code := r.end(); code != 0 {
		t.Errorf("exit %d, %s", code, &r.errs)
	}
	time.Sleep(300 * time.Millisecond) // gzip is not waited for
	entries, _ := os.ReadDir(dir)
	total, packed := 0, 0
	for _, e := range entries {
		total += len(readAll(t, filepath.Join(dir, e.Name())))
		if strings.HasSuffix(e.Name(), ".gz") {
			packed++
		}
	}
	if total != packets || len(entries) < 4 {
		t.Errorf("%d packets of %d in %d files", total, packets, len(entries))
	}
	if _, err := exec.LookPath("gzip"); err == nil && packed < 3 {
		t.Errorf("%d files of %d were compressed", packed, len(entries))
	}
}

// TestLiveDumpDown checks that a capture goes on after its interface was down, and
// ends with an error and a summary when the interface is gone.
func TestLiveDumpDown(t *testing.T) {
	a, b := quietPair(t)
	r := dumpIn(t, b, "-n", "-i", "eth0", "-Q", "in")
	datagrams(t, a, labtest.AddrB, "one")
	r.out.waitFor(t, "UDP, length 3")
	if err := b.SetDown("eth0"); err != nil {
		t.Fatal(err)
	}
	r.errs.waitFor(t, "gocap: interface eth0: interface is down; waiting for it\n")
	if err := errors.Join(b.SetUp("eth0"), b.WaitUp("eth0"), a.WaitUp("eth0")); err != nil {
		t.Fatal(err)
	}
	datagrams(t, a, labtest.AddrB, "again")
	r.out.waitFor(t, "UDP, length 5")
	if err := b.Delete("eth0"); err != nil {
		t.Fatal(err)
	}
	if code := r.end(); code != exitFound || !strings.Contains(r.errs.String(), "gocap: interface eth0: interface was removed") || !strings.Contains(r.errs.String(), " packets captured\n") {
		t.Errorf("exit %d, %q", code, &r.errs)
	}
}

// TestLiveDumpByTime checks -G: names with the time, and the end after -W files.
func TestLiveDumpByTime(t *testing.T) {
	a, b := quietPair(t)
	dir := t.TempDir()
	r := dumpIn(t, b, "-i", "eth0", "-Q", "in", "-w", filepath.Join(dir, "x-%Y.pcapng"), "-G", "1", "-W", "1")
	datagrams(t, a, labtest.AddrB, "one")
	time.Sleep(1100 * time.Millisecond)
	datagrams(t, a, labtest.AddrB, "too late")
	if code := r.end(); code != 0 || !strings.Contains(r.errs.String(), "Maximum file limit reached: 1\n") {
		t.Errorf("exit %d, %q", code, &r.errs)
	}
	if got := readAll(t, filepath.Join(dir, time.Now().Format("x-2006.pcapng"))); len(got) != 1 {
		t.Errorf("%d packets", len(got))
	}
}
