package main

import (
	"bytes"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
)

// asProgram makes the test binary behave as gocap, for tests that need a process.
const asProgram = "GOCAP_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "1" {
		main()
		return
	}
	labtest.Main(m)
}

func lines(s string) []string { return strings.Split(strings.TrimSuffix(s, "\n"), "\n") }

// TestDumpText checks what the flags do to the text; the text itself is package
// tcpdump's.
func TestDumpText(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	for _, c := range []struct {
		flags string
		lines int
		want  []string
	}{
		{"-n", 3, []string{"IP 192.0.2.1.40000 > 198.51.100.2.80: Flags [S]", "UDP, length 5"}},
		{"-nn", 3, []string{"IP 192.0.2.1.40000 > 198.51.100.2.80: Flags [S]"}},
		{"-n -c 1", 1, []string{"Flags [S]"}},
		{"-nc1", 1, []string{"Flags [S]"}},
		{"-n --skip 1", 2, []string{"UDP, length 5"}},
		{"-n --skip 1 -c 1", 1, []string{"UDP, length 5"}},
		{"-n --skip 9", 0, nil},
		{"-nt -c 1", 1, []string{"IP 192.0.2.1"}},
		{"-ntt -c 2", 2, []string{"1767323045.000006 IP ", "1767323046.000006 IP "}},
		{"-nttt", 3, []string{" 00:00:00.000000 IP ", " 00:00:01.000000 IP "}},
		{"-ntttt -c 1", 1, []string{"2026-01-02 ", ".000006 IP "}},
		{"-nttttt --skip 1", 2, []string{" 00:00:00.000000 IP ", " 00:00:01.000000 IP "}},
		{"-ntt --nano -c 1", 1, []string{"1767323045.000006000 IP "}},
		{"-ntt --time-stamp-precision=nano -c 1", 1, []string{"1767323045.000006000 IP "}},
		{"-n# -c 2", 2, []string{"    1  ", "    2  "}},
		{"-ne -c 1", 1, []string{"00:00:00:00:00:00", "ethertype IPv4 (0x0800)"}},
		{"-nq -c 1", 1, []string{"tcp 0"}},
		{"-nv -c 1", 2, []string{"ttl 64"}},
		{"-nx -c 1", 4, []string{"\t0x0000:  4500 "}},
		{"-nxx -c 1", 5, []string{"\t0x0000:  0000 0000 0000 0000 0000 0000 0800 4500"}},
		{"-nX -c 1", 4, []string{"\t0x0000:  4500 ", "E..("}},
		{"-nXX -c 1", 5, []string{"\t0x0000:  0000 0000 0000 0000 0000 0000 0800 4500"}},
		{"-nxXA -c 1", 4, []string{"E..("}},
		{"-nA --skip 1 -c 1", 2, []string{"hello"}},
		{"-n --count", 1, []string{"3 packets"}},
		{"-n --count -c 1", 1, []string{"1 packet\n"}},
		{"-n --verbose=2 --time=2 -c 1", 2, []string{"1767323045.000006 IP (tos"}},
		{"-nS -c 1", 1, []string{"seq 0"}},
		{"-nnvvlU#K --micro -c 1", 2, []string{"    1  "}},
	} {
		r := gocap(t, "", append([]string{"dump", "-r", file}, strings.Fields(c.flags)...)...)
		got := lines(r.out)
		if r.out == "" {
			got = nil
		}
		if r.code != 0 || len(got) != c.lines {
			t.Errorf("%s: exit %d, %d lines of %d: %s%s", c.flags, r.code, len(got), c.lines, r.out, r.err)
		}
		for _, w := range c.want {
			if !strings.Contains(r.out, w) {
				t.Errorf("%s: %q is not in %q", c.flags, w, r.out)
			}
		}
		if want := "reading from file " + file + ", link-type EN10MB (Ethernet), snapshot length 262144\n"; r.err != want {
			t.Errorf("%s: stderr %q, want %q", c.flags, r.err, want)
		}
	}
}

// TestDumpRefuses checks the command lines that make no sense.
func TestDumpRefuses(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.pcap")
	for _, c := range []struct{ args, want string }{
		{"-r x -i y", "exclude each other"},
		{"-V x -i y", "exclude each other"},
		{"--nano --micro", "exclude each other"},
		{"-c 0", "invalid packet count 0"},
		{"-c -1", "invalid packet count -1"},
		{"-c x", `invalid argument "x"`},
		{"--skip -1", "invalid packet skip count"},
		{"-s -1", "invalid snaplen -1"},
		{"-s 262145", "invalid snaplen 262145"},
		{"-B 0", "invalid packet buffer size 0"},
		{"-G 0 -w x", "invalid number of seconds 0"},
		{"-W 0 -w x", "invalid number of output files 0"},
		{"-C 1", "need -w"},
		{"-z gzip", "need -w"},
		{"-C 1 -w -", "cannot be split"},
		{"--print -w -", "exclude each other"},
		{"-tttttt", "only -t"},
		{"--time=x", "invalid argument"},
		{"-Q up", `unknown capture direction "up"`},
		{"--time-stamp-precision pico", "unknown time stamp precision"},
		{"-j sundial -i lo", "invalid time stamp type sundial"},
		{"-y NOTHING -i lo", "invalid data link type NOTHING"},
		{"--frobnicate", "unknown flag"},
		{"-r /nonexistent/file", "/nonexistent/file"},
		{"-V /nonexistent/list", "/nonexistent/list"},
		{"-F /nonexistent/filter -i lo", "/nonexistent/filter"},
	} {
		r := gocap(t, "", append([]string{"dump"}, strings.Fields(c.args)...)...)
		if r.code != exitUsage || !strings.Contains(r.err, c.want) || !strings.HasPrefix(r.err, "gocap: ") || r.out != "" {
			t.Errorf("gocap dump %s: exit %d, %q, %q; want %q", c.args, r.code, r.out, r.err, c.want)
		}
	}
	for size, want := range map[string]bool{"1": true, "1k": true, "2M": true, "3G": true, "": true, "0": false, "-1": false, "x": false, "1kk": false, "99999999999999999999": false, "9999999999999g": false} {
		if _, err := parseSize(size); (err == nil) != want {
			t.Errorf("parseSize(%q): %v", size, err)
		}
	}
	file := testFile(t, "a.pcap", testCapture(t))
	if r := gocap(t, "", "dump", "-r", file, "-w", out, "-C", "0"); r.code != exitUsage || !strings.Contains(r.err, "invalid file size 0") {
		t.Errorf("%+v", r)
	}
}

// TestDumpFilter checks which packets of a file are printed and written.
func TestDumpFilter(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	expr := testFile(t, "filter", []byte("udp # and not tcp\nand port 6000\n"))
	for _, c := range []struct {
		args []string
		want int
	}{
		{[]string{"tcp"}, 1},
		{[]string{"tcp", "port", "80"}, 1},
		{[]string{"tcp port 81"}, 0},
		{[]string{"udp"}, 2},
		{[]string{"-O", "udp"}, 2},
		{[]string{"-F", expr}, 1},
		{[]string{"-F", expr, "tcp", "port", "80"}, 1}, // arguments do not count then
		{[]string{"-c", "1", "udp"}, 1},
		{[]string{"--skip", "1", "udp"}, 1},
		{[]string{"--skip", "2", "udp"}, 0},
		{[]string{"src host 192.0.2.1 and not tcp"}, 1},
		{[]string{"ip broadcast"}, 0},
		{[]string{"len <= 42"}, 1},
		{[]string{""}, 3},
		{[]string{"  "}, 3},
		{[]string{"-F", testFile(t, "blank", []byte(" \n# nothing"))}, 3},
	} {
		args := append([]string{"dump", "-n", "-r", file}, c.args...)
		if r := gocap(t, "", args...); r.code != 0 || strings.Count(r.out, "\n") != c.want {
			t.Errorf("%q: %+v, want %d lines", c.args, r, c.want)
		}
		out := filepath.Join(t.TempDir(), "out.pcap")
		r := gocap(t, "", append([]string{"dump", "-w", out, "-r", file}, c.args...)...)
		if n := gocap(t, "", "dump", "-r", out, "--count"); r.code != 0 || n.out != fmt.Sprintf("%d packet%s\n", c.want, plural(int64(c.want))) {
			t.Errorf("%q: %+v, written %+v", c.args, r, n)
		}
	}
}

// TestDumpFilterErrors checks what is said of a wrong expression, and that nothing is
// written over.
func TestDumpFilterErrors(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	keep := testFile(t, "keep.pcap", []byte("precious"))
	for _, c := range []struct{ expr, want string }{
		{"tcp porr 80", "\n  tcp porr 80\n      ^~~~\n"},
		{"port 70000", "\n  port 70000\n       ^~~~~\n"},
		{"tcp and", "column 8"},
		{"tcp and udp", "rejects all packets"},
		{"type mgt", "\n  type mgt\n"},
	} {
		for _, write := range []string{keep, keep + "ng"} {
			r := gocap(t, "", append([]string{"dump", "-r", file, "-w", write}, strings.Fields(c.expr)...)...)
			if r.code != exitFound || r.out != "" || !strings.HasPrefix(r.err, "gocap: filter: column ") || !strings.Contains(r.err, c.want) {
				t.Errorf("%s: %+v, want %q", c.expr, r, c.want)
			}
		}
	}
	if b, err := os.ReadFile(keep); err != nil || string(b) != "precious" {
		t.Errorf("the output was touched: %q, %v", b, err)
	}
}

// TestDumpFilterLinkTypes checks a file with packets of several link types.
func TestDumpFilterLinkTypes(t *testing.T) {
	var b bytes.Buffer
	w, err := pcap.NewNgWriter(&b, pcap.NgOptions{})
	if err != nil {
		t.Fatal(err)
	}
	frame := testFrames(t)[1]
	for _, x := range []struct {
		t    link.Type
		data []byte
	}{{link.Ethernet, frame}, {link.Raw, frame[14:]}} {
		i, err := w.AddInterface(pcap.Interface{LinkType: x.t})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := w.Write(&pcap.Packet{Data: x.data, Interface: i}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	file := testFile(t, "mixed.pcapng", b.Bytes())
	for _, c := range []struct {
		expr, out, err string
		code           int
	}{
		{"udp port 5000", "4 packets\n", "", 0},
		{"not udp", "0 packets\n", "", 0},
		{"arp or udp", "4 packets\n", "", 0},
		{"vlan or udp", "", "packets of link type RAW: filter: column 1: ", exitFound},
	} {
		if r := gocap(t, "", "dump", "--count", "-r", file, c.expr); r.code != c.code || c.code == 0 && r.out != c.out || !strings.Contains(r.err, c.err) {
			t.Errorf("%s: %+v, want %+v", c.expr, r, c)
		}
	}
}

// TestDumpCode checks the program's forms, and for which link type and target it is.
func TestDumpCode(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	const arp = "(000) ldh      [12]\n(001) jeq      #0x806           jt 2\tjf 3\n(002) ret      #262144\n(003) ret      #0\n"
	for args, want := range map[string]string{
		"-d -r " + file:            "(000) ret      #262144\n",
		"-dd -r " + file:           "{ 0x6, 0, 0, 0x00040000 },\n",
		"-ddd -r " + file:          "1\n6 0 0 262144\n",
		"-d":                       "(000) ret      #262144\n",
		"-d -s 64":                 "(000) ret      #64\n",
		"-d arp":                   arp,
		"-d -r " + file + " arp":   arp,
		"-d -y EN10MB arp":         arp,
		"-ddd arp":                 "4\n40 0 0 12\n21 0 1 2054\n6 0 0 262144\n6 0 0 0\n",
		"-dd arp":                  "{ 0x28, 0, 0, 0x0000000c },\n{ 0x15, 0, 1, 0x00000806 },\n{ 0x6, 0, 0, 0x00040000 },\n{ 0x6, 0, 0, 0x00000000 },\n",
		"-d -y RAW len > 60":       "(000) ld       #pktlen\n(001) jgt      #0x3c            jt 2\tjf 3\n(002) ret      #262144\n(003) ret      #0\n",
		"-d -y LINUX_SLL2 inbound": "",
	} {
		r := gocap(t, "", append([]string{"dump"}, strings.Fields(args)...)...)
		if r.code != 0 || want != "" && r.out != want || r.out == "" {
			t.Errorf("%s: %+v, want %q", args, r, want)
		}
	}
	if r := gocap(t, "", "dump", "-d", "-y", "NOTHING", "tcp"); r.code != exitUsage || !strings.Contains(r.err, "invalid data link type NOTHING") {
		t.Errorf("%+v", r)
	}
}

func TestNames(t *testing.T) {
	m := services(testFile(t, "services", []byte("# comment\nhttp\t80/tcp www # the web\nwww 80/tcp\ndomain 53/udp\nbroken\nodd 1\n")))
	if len(m) != 2 || m["tcp/80"] != "http" || m["udp/53"] != "domain" {
		t.Errorf("%v", m)
	}
	if m := services("/nonexistent"); len(m) != 0 {
		t.Errorf("%v", m)
	}
	n := &names{hosts: map[string]string{"192.0.2.1": "alice"}, services: m, slow: maxSlow}
	if n.host("192.0.2.1") != "alice" || n.host("192.0.2.2") != "" || n.port("tcp", 80) != "http" || n.port("tcp", 53) != "" {
		t.Error("wrong names")
	}
}

// TestDumpDecodeAs prints a DNS query to another port, and one to its own as data.
func TestDumpDecodeAs(t *testing.T) {
	query := []byte("\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x03com\x00\x00\x01\x00\x01")
	var frames [][]byte
	for _, port := range []uint16{9999, 53} {
		b, err := packet.Packet{
			&layers.Ethernet{}, &layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
			&layers.UDP{SrcPort: 1000, DstPort: port}, packet.Payload(query),
		}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, b)
	}
	var buf bytes.Buffer
	w, _ := pcap.NewWriter(&buf, pcap.Options{LinkType: link.Ethernet})
	for _, b := range frames {
		if err := w.Write(&pcap.Packet{Len: len(b), Data: b}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	file := testFile(t, "a.pcap", buf.Bytes())
	got := gocap(t, "", "dump", "-tnr", file, "--decode-as", "udp.port==9999,dns", "--decode-as", "udp:53=none")
	want := "IP 192.0.2.1.1000 > 192.0.2.2.9999: 4660+ A? example.com. (29)\nIP 192.0.2.1.1000 > 192.0.2.2.53: UDP, length 29\n"
	if got.out != want {
		t.Errorf("got %q, want %q (%s)", got.out, want, got.err)
	}
	for _, bad := range []string{"ip:6=dns", "udp:53=Ethernet", "udp:x=DNS", "udp.port==53", "udp:53=nothing like it"} {
		if got := gocap(t, "", "dump", "-nr", file, "--decode-as", bad); got.code != exitUsage {
			t.Errorf("%s: status %d, %s", bad, got.code, got.err)
		}
	}
}
