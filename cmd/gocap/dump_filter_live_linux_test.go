package main

import (
	"bytes"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// A liveFilterCase is a filter and what must match it.
type liveFilterCase struct {
	expr string
	dir  pcap.Direction // with the same of file, or any
	file string         // the filter for the bytes alone; empty matches all
	tag  bool           // file looks at VLAN tags
}

// same are filters of which nothing is beside the packet.
func same(exprs ...string) (out []liveFilterCase) {
	for _, e := range exprs {
		out = append(out, liveFilterCase{expr: e, file: e, tag: strings.Contains(e, "vlan")})
	}
	return out
}

var liveFilters = append(same(
	"tcp", "udp", "arp", "ip", "ip6", "icmp", "not ip", "udp port 53", "port 53 or port 80", "src port 53", "dst port 80",
	"portrange 50-60", "host 10.9.0.1", "src host 10.9.0.1", "dst net 10.9.0.0/24", "net 192.0.2.0/24", "ip6 host fd09::1",
	"udp[8] = 0x78", "tcp[tcpflags] & tcp-syn != 0", "ip[8] < 64", "ip proto 17", "icmp[icmptype] = icmp-echo", "less 60", "greater 200",
	"ip multicast", "ip broadcast", "ip[6:2] & 0x1fff != 0", "host 10.9.0.2 and not udp", "udp and (port 53 or port 99) and not host 192.0.2.7",
	"vlan", "vlan 42", "vlan 43", "vlan 4095", "vlan and tcp", "vlan 42 and udp port 53", "not vlan", "vlan 42 and arp", "vlan and vlan 7", "vlan 5 or vlan 42",
), []liveFilterCase{
	{"inbound", pcap.Inbound, "", false},
	{"outbound", pcap.Outbound, "", false},
	{"outbound and udp", pcap.Outbound, "udp", false},
	{"inbound and tcp", pcap.Inbound, "tcp", false},
	{"inbound and vlan 42", pcap.Inbound, "vlan 42", true},
	{"outbound and vlan 42", pcap.Outbound, "vlan 42", true},
}...)

// trafficFrames are frames of many kinds, with tags and without.
func trafficFrames(t testing.TB, src, dst [6]byte) (out [][]byte) {
	t.Helper()
	x, y := labtest.AddrA, labtest.AddrB
	eth := func() *layers.Ethernet { return &layers.Ethernet{Src: src, Dst: dst} }
	udp := func(from, to uint16) *layers.UDP { return &layers.UDP{SrcPort: from, DstPort: to} }
	payload := packet.Payload(bytes.Repeat([]byte("x"), 20))
	bodies := [][]packet.Layer{
		{&layers.IPv4{Src: x, Dst: y, TTL: packet.U8(64)}, udp(1000, 53), payload},
		{&layers.IPv4{Src: y, Dst: x, TTL: packet.U8(9)}, udp(53, 1000), payload},
		{&layers.IPv4{Src: x, Dst: y, TTL: packet.U8(64)}, &layers.TCP{SrcPort: 1000, DstPort: 80, Flags: wire.SYN}},
		{&layers.IPv4{Src: x, Dst: y, TTL: packet.U8(64)}, &layers.TCP{SrcPort: 1000, DstPort: 443, Flags: wire.ACK}, payload},
		{&layers.IPv4{Src: netip.MustParseAddr("192.0.2.7"), Dst: y, TTL: packet.U8(64)}, udp(99, 99), packet.Payload(make([]byte, 300))},
		{&layers.IPv4{Src: x, Dst: netip.MustParseAddr("224.0.0.1"), TTL: packet.U8(1)}, udp(5, 5), payload},
		{&layers.IPv4{Src: x, Dst: netip.MustParseAddr("10.9.0.255"), TTL: packet.U8(1)}, udp(5, 6), payload},
		{&layers.IPv6{Src: labtest.AddrA6, Dst: labtest.AddrB6, HopLimit: packet.U8(64)}, udp(1000, 53), payload},
		{&layers.IPv6{Src: labtest.AddrA6, Dst: labtest.AddrB6, HopLimit: packet.U8(64)}, &layers.TCP{SrcPort: 80, DstPort: 1000, Flags: wire.SYN | wire.ACK}},
	}
	for _, tags := range [][]packet.Layer{nil, {&layers.VLAN{ID: 42}}, {&layers.VLAN{ID: 5, PCP: 3}}, {&layers.VLAN{ID: 42}, &layers.VLAN{ID: 7}}} {
		for _, body := range bodies {
			p := append(append(packet.Packet{eth()}, tags...), body...)
			b, err := p.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, b)
		}
	}
	arp := []byte{0, 1, 8, 0, 6, 4, 0, 2, 2, 0, 0, 0, 9, 1, 10, 9, 0, 1, 2, 0, 0, 0, 9, 2, 10, 9, 0, 2}
	head := append(dst[:], src[:]...)
	return append(out,
		append(append(head[:12:12], 8, 6), arp...),
		append(append(head[:12:12], 0x81, 0, 0, 42, 8, 6), arp...))
}

// sendFrames sends frames on an interface of a host, as they are.
func sendFrames(t testing.TB, h *netlab.Host, iface string, frames [][]byte) {
	t.Helper()
	if err := h.Do(func() error {
		c, err := capture.Open(iface)
		if err != nil {
			return err
		}
		defer c.Close()
		_, err = c.SendBatch(frames)
		return err
	}); err != nil {
		t.Error(err)
	}
}

// untagged returns what the kernel shows filters of a frame: it takes the first tag out of frames that it receives.
func untagged(p *pcap.Packet) []byte {
	at := 12
	if p.LinkType() == link.LinuxSLL2 {
		at = 0
	}
	if p.Direction() == pcap.Outbound || len(p.Data) < 24 || p.Data[at] != 0x81 {
		return p.Data
	}
	return withoutTag(nil, &capture.Packet{Data: p.Data, Link: p.LinkType()})
}

// wantLive are those of all packets that must match.
func wantLive(t testing.TB, c liveFilterCase, all []*pcap.Packet) (out [][]byte) {
	t.Helper()
	for _, p := range all {
		mask := filter.KnownMask(0xffffff00)
		if p.LinkType() == link.LinuxSLL2 {
			mask = filter.KnownMask(0) // the device any has none
		}
		f, err := filter.Compile(c.file, p.LinkType(), filter.Options{Netmask: mask})
		if err != nil {
			t.Fatalf("%s: %v", c.file, err)
		}
		data, n := p.Data, p.Len
		if !c.tag {
			data = untagged(p)
			n -= len(p.Data) - len(data)
		}
		if f.Match(data, n) && (c.dir == 0 || p.Direction() == c.dir) {
			out = append(out, p.Data)
		}
	}
	return out
}

// compareLive captures with filters, and without, while send sends n packets.
func compareLive(t *testing.T, h *netlab.Host, iface string, cases []liveFilterCase, n int, send func()) {
	t.Helper()
	dir := t.TempDir()
	name := func(i int) string { return filepath.Join(dir, fmt.Sprint(i, ".pcapng")) }
	start := func(i int, expr string) *running {
		// Blocks that wait long for company: many readers share few cores, and some of
		// them are held up for hundreds of milliseconds.
		return dumpIn(t, h, "-nl", "-B", "2048", "--latency", "50ms", "-i", iface, "--print", "-w", name(i), expr)
	}
	full := start(-1, "")
	var runs []*running
	for i, c := range cases {
		runs = append(runs, start(i, c.expr))
	}
	send()
	lines := func(r *running) int { return strings.Count(r.out.String(), "\n") }
	await := func(r *running, n int) {
		for end := time.Now().Add(15 * time.Second); lines(r) < n && time.Now().Before(end); {
			time.Sleep(10 * time.Millisecond)
		}
	}
	await(full, n)
	for had := -1; had != lines(full); time.Sleep(300 * time.Millisecond) { // answers too
		had = lines(full)
	}
	full.stop()
	full.end()
	all := readAll(t, name(-1))
	if len(all) < n {
		t.Fatalf("%d packets of %d: %s", len(all), n, &full.errs)
	}
	empty := 0
	for i, c := range cases {
		want := wantLive(t, c, all)
		await(runs[i], len(want))
		runs[i].stop()
		if code := runs[i].end(); code != 0 {
			t.Errorf("%s: exit %d: %s", c.expr, code, &runs[i].errs)
		}
		var got [][]byte
		for _, p := range readAll(t, name(i)) {
			got = append(got, p.Data)
			if p.Interface.Filter != c.expr {
				t.Errorf("%s: the file says %q", c.expr, p.Interface.Filter)
			}
		}
		if len(want) == 0 {
			empty++
		}
		if !sameFrames(got, want) {
			t.Errorf("%s on %s: %d packets match, want %d of %d", c.expr, iface, len(got), len(want), len(all))
		}
	}
	if empty*2 > len(cases) {
		t.Errorf("%d of %d filters match nothing", empty, len(cases))
	}
	t.Logf("%s: %d filters, %d packets", iface, len(cases), len(all))
}

// sameFrames compares in any order: two sockets may see packets of several interfaces,
// or of several processors, each in its own.
func sameFrames(a, b [][]byte) bool {
	slices.SortFunc(a, bytes.Compare)
	slices.SortFunc(b, bytes.Compare)
	return slices.EqualFunc(a, b, bytes.Equal)
}

// TestLiveFilter compares what filters let through with the same filters over all
// packets, on Ethernet.
func TestLiveFilter(t *testing.T) {
	a, b := quietPair(t)
	index, err := b.Index("eth0")
	if err != nil {
		t.Fatal(err)
	}
	in := trafficFrames(t, [6]byte(labtest.MACA), [6]byte{2, 0, 0, 0, 9, 9})
	out := trafficFrames(t, [6]byte(labtest.MACB), [6]byte{2, 0, 0, 0, 9, 9})[:9]
	cases := append([]liveFilterCase{
		{expr: fmt.Sprintf("ifindex %d", index)},
		{expr: fmt.Sprintf("ifindex %d and tcp", index), file: "tcp"},
		{expr: fmt.Sprintf("ifindex %d", index+1), file: "len = 1"},
		{expr: "ether host 02:00:00:00:09:01", file: "ether host 02:00:00:00:09:01"},
	}, liveFilters...)
	compareLive(t, b, "eth0", cases, len(in)+len(out), func() {
		sendFrames(t, a, "eth0", in)
		sendFrames(t, b, "eth0", out)
	})
}

// TestLiveFilterAny does so on the device any, where headers are cooked.
func TestLiveFilterAny(t *testing.T) {
	a, b := quietPair(t)
	in := trafficFrames(t, [6]byte(labtest.MACA), [6]byte{2, 0, 0, 0, 9, 9})
	out := trafficFrames(t, [6]byte(labtest.MACB), [6]byte{2, 0, 0, 0, 9, 9})[:9]
	index, err := b.Index("eth0")
	if err != nil {
		t.Fatal(err)
	}
	cases := same("ifindex 1", fmt.Sprintf("ifindex %d", index), "ifindex 1 and udp", "ifindex 77 or arp")
	for _, c := range liveFilters {
		if !c.tag {
			cases = append(cases, c)
		}
	}
	// A file of cooked packets has the tag behind the header, of which the type says so.
	const tagged, id42, ip = "link[0:2] = 0x8100", " and link[20:2] & 0xfff = 42", " and link[22:2] = 0x800"
	cases = append(cases, []liveFilterCase{
		{"vlan", 0, tagged, true},
		{"vlan 42", 0, tagged + id42, true},
		{"vlan 43", 0, tagged + " and link[20:2] & 0xfff = 43", true},
		{"vlan 42 and tcp", 0, tagged + id42 + " and ((link[22:2] = 0x800 and link[33] = 6) or (link[22:2] = 0x86dd and link[30] = 6))", true},
		{"vlan and udp port 53 and ip", 0, tagged + ip + " and link[33] = 17 and (link[44:2] = 53 or link[46:2] = 53)", true},
		{"vlan 42 and arp", 0, tagged + id42 + " and link[22:2] = 0x806", true},
		{"inbound and vlan 42", pcap.Inbound, tagged + id42, true},
		{"not vlan", 0, "not " + tagged, true},
	}...)
	in = slices.DeleteFunc(in, func(f []byte) bool { return f[12] == 0x81 && f[16] == 0x81 })
	compareLive(t, b, "any", cases, len(in)+len(out)+2, func() {
		sendFrames(t, a, "eth0", in)
		sendFrames(t, b, "eth0", out)
		datagrams(t, b, netip.MustParseAddr("127.0.0.1"), "one", "two")
	})
}

func TestLiveFilterLoopback(t *testing.T) {
	_, b := quietPair(t)
	cases := append(same("udp", "tcp", "udp port 9", "host 127.0.0.1", "icmp", "not icmp", "vlan", "udp[8] = 0x6f"), liveFilterCase{expr: "inbound"},
		liveFilterCase{expr: "ifindex 1"}, liveFilterCase{expr: "ifindex 1 and udp", file: "udp"}, liveFilterCase{expr: "outbound", file: "len = 1"})
	compareLive(t, b, "lo", cases, 2, func() { datagrams(t, b, netip.MustParseAddr("127.0.0.1"), "one", "two") })
}

// TestLiveFilterFlood checks that while others come without end, none that the filter
// rejects is printed, not even from before it was there.
func TestLiveFilterFlood(t *testing.T) {
	a, b := quietPair(t)
	var frames [][]byte
	for i := range 64 {
		p := packet.Packet{&layers.Ethernet{Src: layers.MAC(labtest.MACA), Dst: layers.MAC(labtest.MACB)},
			&layers.IPv4{Src: labtest.AddrA, Dst: labtest.AddrB, TTL: packet.U8(64)}, &layers.UDP{SrcPort: 1, DstPort: uint16(10 + i%2)}}
		f, err := p.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, f)
	}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end); {
			select {
			case <-stop:
				return
			default:
				sendFrames(t, a, "eth0", frames)
			}
		}
	}()
	for i, iface := range []string{"eth0", "any", "eth0,lo", "eth0", "any", "eth0"} {
		args := []string{"-n", "-c", "300"}
		for _, n := range strings.Split(iface, ",") {
			args = append(args, "-i", n)
		}
		r := dumpIn(t, b, append(args, "inbound and udp dst port 11")...)
		if code := r.end(); code != 0 {
			t.Errorf("exit %d", code)
		}
		if got := strings.Count(r.out.String(), " > 10.9.0.2.11: UDP"); got != 300 || len(lines(r.out.String())) != 300 {
			t.Errorf("%d, %s: %d of %d lines", i, iface, got, len(lines(r.out.String())))
		}
		// What the filter received is not all that came.
		if s := r.errs.String(); !strings.Contains(s, " received by filter\n") {
			t.Errorf("%q", s)
		}
	}
	close(stop)
	<-done
}

// TestLiveFilterReceived checks that only what passes the filter is counted.
func TestLiveFilterReceived(t *testing.T) {
	a, b := quietPair(t)
	r := dumpIn(t, b, "-nl", "-i", "eth0", "udp and dst port 53 and not vlan")
	sendFrames(t, a, "eth0", trafficFrames(t, [6]byte(labtest.MACA), [6]byte{2, 0, 0, 0, 9, 9}))
	r.out.waitFor(t, "fd09::2.53")
	r.stop()
	r.end()
	if s := r.errs.String(); !strings.Contains(s, "\n2 packets captured\n2 packets received by filter\n0 packets dropped by kernel\n") {
		t.Errorf("%q, %q", s, &r.out)
	}
}

// TestLiveFilterSeveral checks a filter on interfaces of different link types, in the
// kernel and, where that cannot be, here.
func TestLiveFilterSeveral(t *testing.T) {
	a, b := quietPair(t)
	tun, err := b.AddTun(netlab.LinkConfig{Name: "tun0", Addrs: []netip.Prefix{netip.MustParsePrefix("10.7.0.1/24")}}, false)
	if err != nil {
		t.Skipf("no tun interface: %v", err)
	}
	defer tun.Close()
	frames := trafficFrames(t, [6]byte(labtest.MACA), [6]byte{2, 0, 0, 0, 9, 9})
	bare := func(to uint16) []byte {
		p := packet.Packet{&layers.IPv4{Src: netip.MustParseAddr("10.7.0.2"), Dst: netip.MustParseAddr("10.7.0.1"), TTL: packet.U8(64)}, &layers.UDP{SrcPort: 53, DstPort: to}}
		f, err := p.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	for _, c := range []struct {
		args []string
		want []string // parts of lines, in any order
	}{
		{[]string{"-i", "eth0", "-i", "tun0", "udp and dst port 53"}, []string{"eth0", "eth0", "tun0"}},
		{[]string{"-i", "tun0", "-i", "eth0", "udp and dst port 53 and inbound"}, []string{"eth0", "eth0", "tun0"}},
		{[]string{"-i", "eth0", "-i", "tun0", "udp and dst port 53 and ip"}, []string{"eth0", "tun0"}},
		{[]string{"-i", "eth0", "-i", "any", "udp and dst port 53 and ip"}, []string{"eth0", "eth0", "tun0"}},
	} {
		r := dumpIn(t, b, append([]string{"-nl"}, c.args...)...)
		sendFrames(t, a, "eth0", frames[:9])
		for _, to := range []uint16{53, 54} {
			if _, err := tun.Write(bare(to)); err != nil {
				t.Fatal(err)
			}
		}
		for range 200 {
			if strings.Count(r.out.String(), "\n") >= len(c.want) {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(50 * time.Millisecond)
		r.stop()
		if code := r.end(); code != 0 {
			t.Errorf("%v: exit %d", c.args, code)
		}
		got := lines(r.out.String())
		n := 0
		for _, l := range got {
			for _, w := range c.want {
				if strings.Contains(l, " "+w+" ") {
					n++
					break
				}
			}
		}
		if len(got) != len(c.want) || n != len(got) {
			t.Errorf("%v: %q, want %v", c.args, got, c.want)
		}
	}
}

// TestLiveFilterHere checks a filter that no kernel takes.
func TestLiveFilterHere(t *testing.T) {
	a, b := quietPair(t)
	var list strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&list, "len = %d or\n", 100000+i*3)
	}
	for iface, last := range map[string]string{"eth0": "(vlan 42 and udp dst port 53 and inbound)", "any": "(udp dst port 53 and inbound)"} {
		name := testFile(t, "filter", []byte(list.String()+last))
		r := dumpIn(t, b, "-nl", "-i", iface, "-O", "-F", name)
		frames := trafficFrames(t, [6]byte(labtest.MACA), [6]byte{2, 0, 0, 0, 9, 9})
		if iface == "any" {
			frames = frames[:9]
		}
		sendFrames(t, a, "eth0", frames)
		r.out.waitFor(t, "fd09::2.53")
		r.stop()
		if code := r.end(); code != 0 || len(lines(r.out.String())) != 2 {
			t.Errorf("%s: exit %d, %q", iface, code, &r.out)
		}
	}
}

// TestLiveFilterCode checks that -d for an interface is for its link type, target and
// netmask.
func TestLiveFilterCode(t *testing.T) {
	_, b := quietPair(t)
	for _, c := range []struct{ args, want string }{
		{"-d -i eth0 vlan", "vlan_tag_present"},
		{"-d -i eth0 ip broadcast", "#0xff"},
		{"-d -i any tcp", "[29]"},
		{"-d -i eth0 -y LINUX_SLL2 tcp", "[0]"},
	} {
		r := in(t, b, append([]string{"dump"}, strings.Fields(c.args)...)...)
		if r.code != 0 || !strings.Contains(r.out, c.want) && !(strings.Contains(c.want, "vlan") && strings.Contains(r.out, "vlanp")) {
			t.Errorf("%s: %+v, want %q", c.args, r, c.want)
		}
	}
	keep := testFile(t, "keep.pcap", []byte("precious"))
	if r := in(t, b, "dump", "-i", "eth0", "-w", keep, "tcp and udp and arp"); r.code != exitFound || !strings.Contains(r.err, "rejects all") {
		t.Errorf("%+v", r)
	}
	if r, err := os.ReadFile(keep); err != nil || string(r) != "precious" {
		t.Errorf("the output was touched: %q, %v", r, err)
	}
}
