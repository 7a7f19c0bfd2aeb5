package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/gocap-project/gocap/layers"
)

func TestShowText(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	r := gocap(t, "", "show", "-r", file)
	for _, want := range []string{
		"frame 1  2026-01-02T03:04:05.000006000Z  54 bytes  EN10MB",
		"  36-37       DstPort     80\n",
		"Checksum  0x0001  wrong, should be 0x",
		"error  layer 2 (UDP) at byte 34: truncated header: needs 8 bytes, 2 left",
		"╶ Ethernet",
	} {
		if !strings.Contains(r.out, want) {
			t.Errorf("%q is not in\n%s", want, r.out)
		}
	}
	if r.code != 0 || r.err != "" || strings.Contains(r.out, "\x1b") {
		t.Errorf("exit %d, stderr %q", r.code, r.err)
	}
	if r := gocap(t, "", "show", file, "--hex=false", "-n1"); strings.Contains(r.out, "╶") || strings.Contains(r.out, "frame 2") {
		t.Errorf("--hex=false -n1: %s", r.out)
	}
	if r := gocap(t, "", "show", "-r", file, "--color", "always"); !strings.Contains(r.out, "\x1b[") {
		t.Error("no colour")
	}
}

func TestShowJSON(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	r := gocap(t, "", "show", "-r", file, "--json")
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	if len(lines) != 3 || r.code != 0 {
		t.Fatalf("%+v", r)
	}
	for i, l := range lines {
		var x struct {
			Frame  int
			Len    int
			Layers []struct{ Proto string }
			Error  *struct{ Layer, Reason string }
		}
		if err := json.Unmarshal([]byte(l), &x); err != nil || x.Frame != i+1 || len(x.Layers) < 3 || (x.Error != nil) != (i == 2) {
			t.Errorf("%v: %s", err, l)
		}
	}
	if r := gocap(t, "", "show", "-r", file, "--json", "--marks", "--numbers", "--frames", "2"); !strings.Contains(r.out, `"checksum":"bad","wrong":["Checksum"]`) || !strings.Contains(r.out, `"Protocol":17`) {
		t.Error(r.out)
	}
}

func TestShowFields(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	const fields = "frame.number,ip.src,tcp.dstport,ip.proto"
	for _, c := range []struct{ args, want string }{
		{"--fields " + fields, fields + "\n1,192.0.2.1,80,6\n2,198.51.100.2,,17\n3,192.0.2.1,,17\n"},
		{"--no-header --tsv --names --fields " + fields, "1\t192.0.2.1\t80\tTCP\n2\t198.51.100.2\t\tUDP\n3\t192.0.2.1\t\tUDP\n"},
		{"--no-header --frames 2- --fields ip.addr --separator ;", "198.51.100.2;192.0.2.1\n192.0.2.1;198.51.100.2\n"},
		{"--no-header -n 1 --fields ip.addr", "\"192.0.2.1,198.51.100.2\"\n"},
		{"--count", "3\n"},
		{"--count --frames 1-2", "2\n"},
		{"--count -n 1", "1\n"},
	} {
		if r := gocap(t, "", append([]string{"show", "-r", file}, strings.Fields(c.args)...)...); r.out != c.want || r.code != 0 {
			t.Errorf("%s: got %+v, want %q", c.args, r, c.want)
		}
	}
}

// TestShowSources reads standard input, compressed files and several files.
func TestShowSources(t *testing.T) {
	plain := testCapture(t)
	var gz, zs bytes.Buffer
	g := gzip.NewWriter(&gz)
	g.Write(plain)
	g.Close()
	z, _ := zstd.NewWriter(&zs)
	z.Write(plain)
	z.Close()
	for _, b := range [][]byte{plain, gz.Bytes(), zs.Bytes()} {
		if r := gocap(t, string(b), "show", "-r", "-", "--count"); r.out != "3\n" || r.code != 0 {
			t.Errorf("%+v", r)
		}
	}
	a, b := testFile(t, "a", zs.Bytes()), testFile(t, "b", gz.Bytes())
	if r := gocap(t, "", "show", "-r", a, b, "--count"); r.out != "6\n" {
		t.Errorf("%+v", r)
	}
}

// TestShowDamage reads what there is of damaged files, and says what is wrong.
func TestShowDamage(t *testing.T) {
	whole := testCapture(t)
	cut := testFile(t, "cut", whole[:len(whole)-5])
	r := gocap(t, "", "show", "--count", "-r", cut)
	if r.out != "2\n" || r.code != exitFound || !strings.Contains(r.err, cut) || !strings.Contains(r.err, "cut short") {
		t.Errorf("%+v", r)
	}
	text := testFile(t, "text", []byte("this is no capture file, but text"))
	r = gocap(t, "", "show", "--count", "-r", text, "-r", cut, "-r", testFile(t, "good", whole))
	if r.out != "5\n" || !strings.Contains(r.err, "not a capture") || !strings.Contains(r.err, "cut short") {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "", "show", "--lenient", "--count", "-r", cut); r.out != "2\n" || r.code != 0 || !strings.Contains(r.err, "passed over") {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "rubbish", "show", "-r", "-"); r.code == 0 || !strings.Contains(r.err, "standard input") {
		t.Errorf("%+v", r)
	}
}

func TestDecodeAs(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	protocols := func(args ...string) string {
		r := gocap(t, "", append([]string{"show", "-r", file, "--no-header", "--fields", "frame.protocols", "--frames", "2"}, args...)...)
		return strings.TrimSpace(r.out) + r.err
	}
	if got := protocols(); got != "Ethernet:IPv4:UDP:Raw" {
		t.Error(got)
	}
	if got := protocols("--decode-as", "udp:6000=vlan"); got != "Ethernet:IPv4:UDP:VLAN:Raw" {
		t.Error(got)
	}
	if got := protocols("-d", "udp.port==6000,vlan"); got != "Ethernet:IPv4:UDP:VLAN:Raw" {
		t.Error(got)
	}
	if got := protocols("--decode-as", "ip:17=none"); got != "Ethernet:IPv4:Raw" {
		t.Error(got)
	}
	if got := protocols("--decode-as", "link:1=Raw"); got != "Raw" {
		t.Error(got)
	}
	if got := protocols("--decode-as", "ether:0x800=IPv6"); got != "Ethernet:IPv6:Raw" && got != "Ethernet:Raw" {
		t.Error(got)
	}
	if got := layers.UDPPorts.Proto(6000); got != nil {
		t.Errorf("the table was changed: %v", got.Name)
	}
}

func TestRanges(t *testing.T) {
	r, err := parseRanges("1-3,7,20-")
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for n := int64(1); n < 23; n++ {
		if r.has(n) {
			got = append(got, n)
		}
		if r.done(n) {
			t.Errorf("done at %d", n)
		}
	}
	if len(got) != 7 || got[3] != 7 || got[4] != 20 {
		t.Error(got)
	}
	if r, _ := parseRanges("-2"); !r.has(1) || r.has(3) || !r.done(3) {
		t.Errorf("%v", r)
	}
	if r := ranges(nil); !r.has(9) || r.done(9) {
		t.Error("an empty selection does not select all")
	}
}

func BenchmarkShowJSON(b *testing.B) {
	capture := string(testCapture(b))
	b.ReportAllocs()
	for b.Loop() {
		gocap(b, capture, "show", "-r", "-", "--json")
	}
}
