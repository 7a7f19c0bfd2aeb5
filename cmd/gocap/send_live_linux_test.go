package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// runIn runs a command line in a host.
func runIn(t testing.TB, ctx context.Context, h *netlab.Host, stdin string, args ...string) (r result) {
	t.Helper()
	var out, errs bytes.Buffer
	if err := h.Do(func() error {
		r.code = execute(ctx, args, strings.NewReader(stdin), &out, &errs)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	r.out, r.err = out.String(), errs.String()
	return r
}

// tap captures what comes in to an interface of a host.
func tap(t testing.TB, h *netlab.Host, iface string) *capture.Handle {
	t.Helper()
	var c *capture.Handle
	if err := h.Do(func() (err error) {
		c, err = capture.Open(iface, capture.From(capture.In), capture.Promiscuous())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.Activate(nil); err != nil {
		t.Fatal(err)
	}
	return c
}

// arrived stops a tap and returns what came.
func arrived(t testing.TB, c *capture.Handle) (out []capture.Packet) {
	t.Helper()
	if err := c.Deactivate(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for {
		p, err := c.Read(ctx)
		if err == capture.ErrInactive {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
}

// wantFrames compares what arrived with what was to.
func wantFrames(t testing.TB, got []capture.Packet, want ...[]byte) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d frames arrived, want %d", len(got), len(want))
	}
	for i := range want {
		if !bytes.Equal(got[i].Data, want[i]) {
			t.Fatalf("frame %d:\n% x, want\n% x", i, got[i].Data, want[i])
		}
	}
}

// testFrame is a frame of an EtherType that kernels leave alone.
func testFrame(n int, number byte) []byte {
	f := make([]byte, n)
	copy(f, labtest.MACB)
	copy(f[6:], labtest.MACA)
	f[12], f[13], f[14] = 0x88, 0xb5, number
	return f
}

// captureOf writes frames to a file, so far apart.
func captureOf(t testing.TB, typ link.Type, apart time.Duration, frames ...[]byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "in.pcap")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w, err := pcap.NewWriter(f, pcap.Options{LinkType: typ})
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range frames {
		if err := w.Write(&pcap.Packet{Data: b, Time: 1e18 + int64(i)*int64(apart)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestSend(t *testing.T) {
	a, b := quietPair(t)
	one, two := testFrame(60, 1), testFrame(100, 2)
	x := hex.EncodeToString
	ip := nested(t)["UDP"][14:]
	file := captureOf(t, link.Ethernet, time.Second, one, two, one)
	for _, c := range []struct {
		name  string
		stdin string
		args  []string
		want  [][]byte
		text  string
	}{
		{"hex", "", []string{x(one), x(two)}, [][]byte{one, two}, "2 packets sent, 160 bytes in "},
		{"spaces", "", []string{"0x" + x(one[:12]) + " 88:b5-01\n" + x(one[15:])}, [][]byte{one}, "1 packet sent, 60 bytes in "},
		{"count", "", []string{"-c", "3", x(one), x(two)}, [][]byte{one, two, one, two, one, two}, "6 packets sent, 480 bytes"},
		{"stdin", "# two packets\n" + x(one) + "\n\n" + x(two) + " # the second\n", []string{"-"}, [][]byte{one, two}, "2 packets sent"},
		{"file", "", []string{"-r", file, "--frames", "2-"}, [][]byte{two, one}, "2 packets sent"},
		{"rate", "", []string{"-r", file, "--frames", "1", "-c", "20", "--pps", "1k"}, slicesRepeat(one, 20), "packets/s"},
		{"past the queue", "", []string{"--topspeed", "--bypass-queue", "-c", "200", x(one)}, slicesRepeat(one, 200), "200 packets sent"},
		{"IP", "", []string{"--link-type", "RAW", "--dst-mac", labtest.MACB.String(), x(ip)}, [][]byte{append([]byte("\x02\x00\x00\x00\x09\x02\x02\x00\x00\x00\x09\x01\x08\x00"), ip...)}, "1 packet sent"},
	} {
		in := tap(t, b, "eth0")
		r := runIn(t, t.Context(), a, c.stdin, append([]string{"send", "-i", "eth0"}, c.args...)...)
		if r.code != 0 || !strings.HasPrefix(r.out, c.text) && !strings.Contains(r.out, c.text) || r.err != "" {
			t.Errorf("%s: exit status %d\n%s%s", c.name, r.code, r.out, r.err)
		}
		wantFrames(t, arrived(t, in), c.want...)
	}
	in := tap(t, b, "eth0")
	r := runIn(t, t.Context(), a, "", "send", "-i", "eth0", x(one), x(make([]byte, 4000)), x(two))
	if r.code != exitFound || !strings.Contains(r.out, "2 packets sent") || !strings.Contains(r.out, "1 packet not sent, the first: interface eth0: frame is longer") {
		t.Errorf("too long: exit status %d\n%s%s", r.code, r.out, r.err)
	}
	wantFrames(t, arrived(t, in), one, two)
	for _, args := range [][]string{
		{x(one)}, {"-i", "eth0"}, {"-i", "eth0", "xyz"}, {"-i", "eth0", "-r", file, x(one)}, {"-i", "eth0", "--interval", "1s", "--pps", "5", x(one)},
		{"-i", "eth0", "--pps", "-1", x(one)}, {"-i", "eth0", "--link-type", "no", x(one)}, {"-i", "eth0", "-c", "1.5", x(one)},
	} {
		if r := runIn(t, t.Context(), a, "", append([]string{"send"}, args...)...); r.code != exitUsage {
			t.Errorf("%q: exit status %d: %s", args, r.code, r.err)
		}
	}
	if r := runIn(t, t.Context(), a, "", "send", "-i", "eth7", x(one)); r.code != exitFound || !strings.Contains(r.err, "no such interface") {
		t.Errorf("unknown interface: %d %s", r.code, r.err)
	}
}

func slicesRepeat(b []byte, n int) (out [][]byte) {
	for range n {
		out = append(out, b)
	}
	return out
}

// TestReplayTimes: packets are never earlier than they were, nor at a rate.
func TestReplayTimes(t *testing.T) {
	a, b := quietPair(t)
	var frames [][]byte
	for i := range 5 {
		frames = append(frames, testFrame(100, byte(i)))
	}
	file := captureOf(t, link.Ethernet, 20*time.Millisecond, frames...)
	for _, c := range []struct {
		args  []string
		least time.Duration // from the first to the last
		want  [][]byte
	}{
		{nil, 80 * time.Millisecond, frames},
		{[]string{"--multiplier", "4"}, 20 * time.Millisecond, frames},
		{[]string{"--multiplier", "0.5"}, 160 * time.Millisecond, frames},
		{[]string{"--pps", "100"}, 40 * time.Millisecond, frames},
		{[]string{"--bps", "80k"}, 40 * time.Millisecond, frames},
		{[]string{"--topspeed", "--loop", "3"}, 0, append(append(frames[:5:5], frames...), frames...)},
		{[]string{"--loop", "2"}, 160 * time.Millisecond, append(frames[:5:5], frames...)},
		{[]string{"--loop", "100", "--limit", "7", "--pps", "10k"}, 0, append(frames[:5:5], frames[:2]...)},
		{[]string{"--topspeed", "ether[14] > 2"}, 0, frames[3:]},
	} {
		// Times count from the start, so that the span is shorter if the first packet was late: then once more.
		took := time.Duration(0)
		for tries := 0; tries < 5 && (tries == 0 || took < c.least-c.least/8); tries++ {
			in := tap(t, b, "eth0")
			r := runIn(t, t.Context(), a, "", append([]string{"replay", "-i", "eth0", "-r", file}, c.args...)...)
			if want := count(uint64(len(c.want)), "sent"); r.code != 0 || !strings.HasPrefix(r.out, want) || r.err != "" {
				t.Errorf("%q: exit status %d\n%s%s", c.args, r.code, r.out, r.err)
			}
			got := arrived(t, in)
			wantFrames(t, got, c.want...)
			took = got[len(got)-1].Time.Sub(got[0].Time)
		}
		if took < c.least-c.least/8 {
			t.Errorf("%q: in %v, want %v", c.args, took, c.least)
		}
	}
	r := runIn(t, t.Context(), a, "", "replay", "-i", "eth0", "-r", file, "--topspeed", "ether[14] > 2")
	if !strings.Contains(r.out, "3 packets not matched by the filter") {
		t.Error(r.out)
	}
	r = runIn(t, t.Context(), a, "", "replay", "-i", "eth0", "-r", file, "--topspeed", "--loop", "4", "--fix-checksums", "ether[14] > 2")
	if !strings.Contains(r.out, "8 packets sent") || !strings.Contains(r.out, "12 packets not matched by the filter") {
		t.Error(r.out)
	}
}

func TestReplayRewrite(t *testing.T) {
	a, b := quietPair(t)
	udp := nested(t)["VXLAN"]
	file := captureOf(t, link.Ethernet, 0, udp)
	in := tap(t, b, "eth0")
	flags := []string{"--topspeed", "--src-mac", "02:00:00:00:00:aa", "--dst-mac", "02:00:00:00:00:bb", "--map-ip", "10.0.0.0/8=172.0.0.0/8", "--vlan", "9", "--ttl", "7"}
	if r := runIn(t, t.Context(), a, "", append([]string{"replay", "-i", "eth0", "-r", file}, flags...)...); r.code != 0 {
		t.Fatal(r.err)
	}
	got := arrived(t, in)
	if len(got) != 1 {
		t.Fatalf("%d frames arrived", len(got))
	}
	f := got[0].Data
	var w wire.Frame
	if err := w.Parse(f); err != nil {
		t.Fatal(err)
	}
	if f[5] != 0xbb || f[11] != 0xaa || w.Count(wire.KindVLAN) != 1 || w.IPv4().TTL() != 7 || w.IPv4().Src() != netip.MustParseAddr("172.1.2.3") ||
		w.Src() != netip.MustParseAddr("172.9.8.7") {
		t.Errorf("% x", f)
	}
	for i, s := range states(f) {
		if s == wire.ChecksumBad {
			t.Errorf("checksum of header %d is wrong: % x", i, f)
		}
	}
}

func TestReplayCut(t *testing.T) {
	a, b := quietPair(t)
	whole := testFrame(200, 1)
	name := filepath.Join(t.TempDir(), "cut.pcap")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w, err := pcap.NewWriter(f, pcap.Options{LinkType: link.Ethernet})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []pcap.Packet{{Data: whole}, {Data: whole[:80], Len: 200}, {Data: whole}, {Data: whole[:80], Len: 1 << 30}} {
		if err := w.Write(&p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	for _, c := range []struct {
		how  string
		want [][]byte
		text string
	}{
		{"skip", [][]byte{whole, whole}, "2 packets left out"},
		{"send", [][]byte{whole, whole[:80], whole, whole[:80]}, "4 packets sent"},
		{"pad", [][]byte{whole, whole, whole}, "1 packet left out"},
	} {
		in := tap(t, b, "eth0")
		r := runIn(t, t.Context(), a, "", "replay", "-i", "eth0", "-r", name, "--topspeed", "--cut", c.how)
		if r.code != 0 || !strings.Contains(r.out, c.text) {
			t.Errorf("%s: %d %s%s", c.how, r.code, r.out, r.err)
		}
		wantFrames(t, arrived(t, in), c.want...)
	}
}

// TestReplayTwo: one interface for each side.
func TestReplayTwo(t *testing.T) {
	a, b := quietPair(t)
	if err := netlab.Veth(a, netlab.LinkConfig{Name: "eth1", NoOffload: true}, b, netlab.LinkConfig{Name: "eth1", NoOffload: true}); err != nil {
		t.Fatal(err)
	}
	client, server := testFrame(60, 1), testFrame(60, 2)
	file := captureOf(t, link.Ethernet, time.Millisecond, client, server, client, client, server)
	in, in1 := tap(t, b, "eth0"), tap(t, b, "eth1")
	r := runIn(t, t.Context(), a, "", "replay", "-i", "eth0", "-r", file, "--other-interface", "eth1", "--other", "ether[14] = 2")
	if r.code != 0 || !strings.Contains(r.out, "eth1: 2 packets sent") {
		t.Errorf("%d %s%s", r.code, r.out, r.err)
	}
	wantFrames(t, arrived(t, in), client, client, client)
	wantFrames(t, arrived(t, in1), server, server)
}

// TestReplayEnds: an interrupt and --duration end a replay with its summary, and the
// interface's end is an error.
func TestReplayEnds(t *testing.T) {
	a, b := quietPair(t)
	file := captureOf(t, link.Ethernet, 5*time.Second, testFrame(60, 1), testFrame(60, 2))
	in := tap(t, b, "eth0")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	r := runIn(t, ctx, a, "", "replay", "-i", "eth0", "-r", file)
	if r.code != 0 || !strings.HasPrefix(r.out, "1 packet sent") || time.Since(began) > 4*time.Second {
		t.Errorf("interrupted after %v: %d %s%s", time.Since(began), r.code, r.out, r.err)
	}
	if r := runIn(t, t.Context(), a, "", "replay", "-i", "eth0", "-r", file, "--duration", "50ms"); r.code != 0 || !strings.HasPrefix(r.out, "1 packet sent") {
		t.Errorf("duration: %d %s%s", r.code, r.out, r.err)
	}
	wantFrames(t, arrived(t, in), testFrame(60, 1), testFrame(60, 1))
	if err := a.SetDown("eth0"); err != nil {
		t.Fatal(err)
	}
	if r := runIn(t, t.Context(), a, "", "replay", "-i", "eth0", "-r", file, "--topspeed"); r.code != exitFound || !strings.Contains(r.err, "interface is down") {
		t.Errorf("down: %d %s%s", r.code, r.out, r.err)
	}
	for _, args := range [][]string{
		{"-r", file}, {"-i", "eth0"}, {"-i", "eth0", "-r", file, "--topspeed", "--pps", "5"}, {"-i", "eth0", "-r", file, "--multiplier", "0"},
		{"-i", "eth0", "-r", file, "--loop", "0"}, {"-i", "eth0", "-r", file, "--cut", "x"}, {"-i", "eth0", "-r", file, "--other", "tcp"},
		{"-i", "eth0", "-r", file, "tcp port"}, {"-i", "eth0", "-r", file, "--map-ip", "x"}, {"-i", "eth0", "-r", "-", "--loop", "2"}, {"-i", "eth0", "-r", "none.pcap"},
	} {
		if r := runIn(t, t.Context(), a, "", append([]string{"replay"}, args...)...); r.code == 0 || r.err == "" {
			t.Errorf("%q: exit status %d: %s", args, r.code, r.err)
		}
	}
}

// bridgeIn starts gocap bridge on eth0 and eth1 of a host between two others.
func bridgeIn(t testing.TB, args ...string) (left, right *netlab.Host, r *running) {
	t.Helper()
	return bridgeBetween(t, false, args...)
}

// bridgeBetween is bridgeIn, and with offloads the kernels leave work to the interfaces.
func bridgeBetween(t testing.TB, offloads bool, args ...string) (left, right *netlab.Host, r *running) {
	t.Helper()
	plain := !offloads
	left, middle, right := labtest.Host(t, "left"), labtest.Host(t, "middle"), labtest.Host(t, "right")
	addr := func(a netip.Addr) []netip.Prefix { return []netip.Prefix{netip.PrefixFrom(a, 24)} }
	if err := netlab.Veth(left, netlab.LinkConfig{Name: "eth0", MAC: labtest.MACA, Addrs: addr(labtest.AddrA), NoOffload: plain}, middle, netlab.LinkConfig{Name: "eth0", NoOffload: plain}); err != nil {
		t.Fatal(err)
	}
	if err := netlab.Veth(right, netlab.LinkConfig{Name: "eth0", MAC: labtest.MACB, Addrs: addr(labtest.AddrB), NoOffload: plain}, middle, netlab.LinkConfig{Name: "eth1", NoOffload: plain}); err != nil {
		t.Fatal(err)
	}
	r = &running{t: t, done: make(chan int, 1)}
	var ctx context.Context
	ctx, r.stop = context.WithCancel(t.Context())
	t.Cleanup(r.stop)
	go func() {
		code := -1
		if err := middle.Do(func() error {
			code = execute(ctx, append([]string{"bridge", "eth0", "eth1"}, args...), strings.NewReader(""), &r.out, &r.errs)
			return nil
		}); err != nil {
			t.Error(err)
		}
		r.done <- code
	}()
	r.errs.waitFor(t, "bridging eth0 and eth1")
	return left, right, r
}

// TestBridge: two kernels talk through the bridge, but for what it drops.
func TestBridge(t *testing.T) {
	file := filepath.Join(t.TempDir(), "both.pcapng")
	left, right, r := bridgeIn(t, "--drop", "udp port 9999", "--print", "udp", "-n", "-w", file)
	var server, client net.PacketConn
	if err := right.Do(func() (err error) { server, err = net.ListenPacket("udp4", "10.9.0.2:5000"); return err }); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if err := left.Do(func() (err error) { client, err = net.ListenPacket("udp4", "10.9.0.1:6000"); return err }); err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	to := func(port int) *net.UDPAddr { return &net.UDPAddr{IP: net.IP{10, 9, 0, 2}, Port: port} }
	deadline := time.Now().Add(10 * time.Second)
	server.SetDeadline(deadline)
	client.SetDeadline(deadline)
	buf := make([]byte, 2000)
	const n = 50
	for i := range n {
		if i == 10 { // one that is dropped: nobody complains of the closed port
			if _, err := client.WriteTo([]byte("dropped"), to(9999)); err != nil {
				t.Fatal(err)
			}
		}
		want := fmt.Sprintf("datagram %d", i)
		if _, err := client.WriteTo([]byte(want), to(5000)); err != nil {
			t.Fatal(err)
		}
		k, from, err := server.ReadFrom(buf)
		if err != nil || string(buf[:k]) != want {
			t.Fatalf("%q, %v", buf[:k], err)
		}
		if _, err := server.WriteTo(buf[:k], from); err != nil {
			t.Fatal(err)
		}
		if k, _, err = client.ReadFrom(buf); err != nil || string(buf[:k]) != want {
			t.Fatalf("back: %q, %v", buf[:k], err)
		}
	}
	r.stop()
	if code := r.end(); code != 0 {
		t.Errorf("exit status %d: %s", code, &r.errs)
	}
	out := r.out.String()
	if !strings.Contains(out, "1 dropped by the filter") || strings.Contains(out, "not sent") || strings.Count(out, "10.9.0.1.6000 > 10.9.0.2.5000: UDP") != n ||
		strings.Contains(out, "9999") || !strings.Contains(out, "eth1 to eth0: ") {
		t.Errorf("%s", out)
	}
	in, err := pcap.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	ways := map[string]int{}
	for p, err := range in.Packets() {
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Data) > 24 && p.Data[12] == 8 && p.Data[13] == 0 && p.Data[23] == 17 {
			ways[p.Interface.Name]++
		}
	}
	if ways["eth0"] != n || ways["eth1"] != n {
		t.Errorf("in the file: %v", ways)
	}
}

// TestBridgeOffloads: TCP at full speed through the bridge, between kernels that leave
// checksums and segments of up to 64 KiB to their interfaces.
func TestBridgeOffloads(t *testing.T) {
	left, right, r := bridgeBetween(t, true)
	var l net.Listener
	if err := right.Do(func() (err error) { l, err = net.Listen("tcp4", "10.9.0.2:5000"); return err }); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	const size = 64 << 20
	block := make([]byte, 1<<20)
	for i := range block {
		block[i] = byte(i * 7 >> 3)
	}
	sums := make(chan uint32, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			t.Error(err)
			sums <- 0
			return
		}
		defer c.Close()
		sum := crc32.NewIEEE()
		if n, err := io.Copy(sum, c); err != nil || n != size {
			t.Errorf("%d bytes arrived: %v", n, err)
		}
		sums <- sum.Sum32()
	}()
	var c net.Conn
	if err := left.Do(func() (err error) { c, err = net.DialTimeout("tcp4", "10.9.0.2:5000", 5*time.Second); return err }); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(30 * time.Second))
	want, began := crc32.NewIEEE(), time.Now()
	for range size / len(block) {
		want.Write(block)
		if _, err := c.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	c.Close()
	if got := <-sums; got != want.Sum32() {
		t.Error("what arrived is not what was sent")
	}
	t.Logf("%.0f MB/s", size/1e6/time.Since(began).Seconds())
	r.stop()
	if code := r.end(); code != 0 {
		t.Errorf("exit status %d: %s", code, &r.errs)
	}
	out := r.out.String()
	var packets, bytes int
	if _, err := fmt.Sscanf(out, "eth0 to eth1: %d packets forwarded, %d bytes", &packets, &bytes); err != nil || bytes < size {
		t.Errorf("%v: %s", err, out)
	}
	if strings.Contains(out, "not sent") || packets > 0 && bytes/packets < 3000 {
		t.Errorf("%s", out) // packets that were joined went on so
	}
}

func TestBridgeRefuses(t *testing.T) {
	a := labtest.Host(t, "a")
	if err := netlab.Veth(a, netlab.LinkConfig{Name: "eth0"}, a, netlab.LinkConfig{Name: "eth1"}); err != nil {
		t.Fatal(err)
	}
	onTop := "on top of"
	if err := a.AddVLAN("eth0", "vlan5", 5, netlab.Dot1Q); errors.Is(err, errors.ErrUnsupported) {
		onTop = "vlan5" // there is no such interface then
	} else if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ args, want string }{
		{"eth0 eth1", "two ends of one cable"}, {"eth0 eth0", "with itself"}, {"eth0 vlan5", onTop}, {"eth1 lo", "loopback"},
		{"eth0 none", "none"}, {"eth0", "accepts 2 arg"},
	} {
		r := runIn(t, t.Context(), a, "", append([]string{"bridge"}, strings.Fields(c.args)...)...)
		if r.code == 0 || !strings.Contains(r.err, c.want) {
			t.Errorf("%s: %d %s", c.args, r.code, r.err)
		}
	}
}
