package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/link"
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

// TestDumpFilter checks that no packet comes through while filters are not there, and
// that nothing is written over.
func TestDumpFilter(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	keep := testFile(t, "keep.pcap", []byte("precious"))
	expr := testFile(t, "filter", []byte("udp\n"))
	for _, args := range [][]string{
		{"-r", file, "-w", keep, "tcp", "port", "80"},
		{"-r", file, "-w", keep, "tcp", "-n"},
		{"-r", file, "-w", keep, "-F", expr},
		{"-i", "lo", "-w", keep, "udp"},
	} {
		r := gocap(t, "", append([]string{"dump"}, args...)...)
		if r.code != exitUsage || r.out != "" || !strings.Contains(r.err, "not supported yet: \"") {
			t.Errorf("%v: %+v", args, r)
		}
	}
	if b, err := os.ReadFile(keep); err != nil || string(b) != "precious" {
		t.Errorf("the output was touched: %q, %v", b, err)
	}
	blank := testFile(t, "blank", []byte(" \n"))
	for _, args := range [][]string{{""}, {"  "}, {"-F", blank}} {
		if r := gocap(t, "", append([]string{"dump", "-n", "-r", file}, args...)...); r.code != 0 || len(lines(r.out)) != 3 {
			t.Errorf("%q: %+v", args, r)
		}
	}
	for flag, want := range map[string]string{"-d": "(000) ret      #262144\n", "-dd": "{ 0x6, 0, 0, 0x00040000 },\n", "-ddd": "1\n6 0 0 262144\n"} {
		if r := gocap(t, "", "dump", flag, "-r", file); r.out != want || r.code != 0 {
			t.Errorf("%s: %+v, want %q", flag, r, want)
		}
	}
}

// TestDumpCopies checks that what is read is what is written.
func TestDumpCopies(t *testing.T) {
	want := testCapture(t)
	file, out := testFile(t, "a.pcap", want), filepath.Join(t.TempDir(), "out.pcap")
	var z bytes.Buffer
	zw := gzip.NewWriter(&z)
	zw.Write(want)
	zw.Close()
	packed := testFile(t, "a.pcap.gz", z.Bytes())
	for _, name := range []string{file, packed} {
		if r := gocap(t, "", "dump", "-r", name, "-w", out); r.code != 0 || r.out != "" {
			t.Errorf("%+v", r)
		}
		if got, err := os.ReadFile(out); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v, %d bytes of %d", name, err, len(got), len(want))
		}
	}
	if r := gocap(t, string(want), "dump", "-r", "-", "-w", "-"); r.code != 0 || r.out != string(want) {
		t.Errorf("from stdin to stdout: exit %d, %d bytes, %s", r.code, len(r.out), r.err)
	}
	if r := gocap(t, z.String(), "dump", "-nr-", "--count"); r.out != "3 packets\n" {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "", "dump", "-r", file, "-w", "-", "--count"); r.out != string(want) || !strings.HasSuffix(r.err, "3 packets\n") {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "", "dump", "-n", "-r", file, "-w", out, "--print"); len(lines(r.out)) != 3 || r.code != 0 {
		t.Errorf("%+v", r)
	}
	// -s cuts what is written.
	if r := gocap(t, "", "dump", "-r", file, "-s", "20", "-w", out); r.code != 0 {
		t.Errorf("%+v", r)
	}
	for i, p := range readAll(t, out) {
		if len(p.Data) != 20 || p.Len < 40 && i < 2 || !bytes.Equal(p.Data, testFrames(t)[i][:20]) {
			t.Errorf("packet %d: %d of %d bytes", i, len(p.Data), p.Len)
		}
	}
}

func readAll(t testing.TB, file string) (out []*pcap.Packet) {
	t.Helper()
	r, err := pcap.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for p, err := range r.Packets() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p.Clone())
	}
	return out
}

func TestDumpSeveralFiles(t *testing.T) {
	a, b := testFile(t, "a.pcap", testCapture(t)), testFile(t, "b.pcap", testCapture(t))
	list := testFile(t, "list", []byte(a+"\r\n\n"+b+"\n-\n"))
	r := gocap(t, string(testCapture(t)), "dump", "-n", "-V", list)
	if r.code != 0 || len(lines(r.out)) != 9 || strings.Count(r.err, "reading from file") != 3 {
		t.Errorf("%+v", r)
	}
	if r = gocap(t, a+"\n", "dump", "-n", "-V", "-"); r.code != 0 || len(lines(r.out)) != 3 {
		t.Errorf("%+v", r)
	}
	if r = gocap(t, "", "dump", "-n", "-r", a, "-r", b, "-c", "5"); r.code != 0 || len(lines(r.out)) != 5 {
		t.Errorf("%+v", r)
	}
	if r = gocap(t, "", "dump", "-n", "-r", a, "-r", "/nonexistent/b"); r.code != exitUsage || len(lines(r.out)) != 3 || !strings.Contains(r.err, "/nonexistent/b") {
		t.Errorf("%+v", r)
	}
	if r = gocap(t, "", "dump", "-V", testFile(t, "empty", nil)); r.code != exitUsage || !strings.Contains(r.err, "lists no file") {
		t.Errorf("%+v", r)
	}
}

// TestDumpDamage checks what becomes of damaged files: the good packets, then an error
// that says what and where.
func TestDumpDamage(t *testing.T) {
	whole := testCapture(t)
	second := 24 + 16 + len(testFrames(t)[0]) // offset of the second record
	corrupt := slices.Clone(whole)
	binary.LittleEndian.PutUint32(corrupt[second+8:], 0x7fffffff)
	for _, c := range []struct {
		name string
		data []byte
		good int
		code int
		want []string
	}{
		{"cut", whole[:second+20], 1, exitFound, []string{"cut short", fmt.Sprint("at byte ", second), "1 packet"}},
		{"cut in a header", whole[:second+7], 1, exitFound, []string{"cut short", fmt.Sprint("at byte ", second)}},
		{"corrupt", corrupt, 1, exitFound, []string{"damaged", fmt.Sprint("at byte ", second)}},
		{"foreign", []byte("#!/bin/sh\necho this is no capture file at all\n"), 0, exitUsage, []string{"not a capture"}},
		{"empty", nil, 0, exitUsage, []string{"at byte 0"}},
		{"cut file header", whole[:10], 0, exitUsage, []string{"at byte 0"}},
	} {
		file, out := testFile(t, "a.pcap", c.data), filepath.Join(t.TempDir(), "out.pcap")
		for _, args := range [][]string{{"-n"}, {"-n", "--print", "-w", out}, {"-n", "--print", "--pcapng", "-w", out}} {
			r := gocap(t, "", append([]string{"dump", "-r", file}, args...)...)
			if r.code != c.code || strings.Count(r.out, "\n") != c.good {
				t.Errorf("%s: exit %d, %q", c.name, r.code, r.out)
			}
			for _, w := range append(c.want, "gocap: "+file+": ") {
				if !strings.Contains(r.err, w) {
					t.Errorf("%s: %q is not in %q", c.name, w, r.err)
				}
			}
			if strings.Count(r.err, file) > 2 {
				t.Errorf("%s: the name is said too often: %q", c.name, r.err)
			}
			if c.code == exitFound && len(args) > 1 {
				if got := readAll(t, out); len(got) != c.good || !bytes.Equal(got[0].Data, testFrames(t)[0]) {
					t.Errorf("%s: %d packets were written", c.name, len(got))
				}
			}
		}
	}
	r := gocap(t, "", "dump", "-n", "--lenient", "-r", testFile(t, "a.pcap", corrupt))
	if r.code != 0 || len(lines(r.out)) != 2 || !strings.Contains(r.err, "passed over") || !strings.Contains(r.err, fmt.Sprint("at byte ", second)) {
		t.Errorf("lenient: %+v", r)
	}
}

// ngEverything is a pcapng capture with two sections, two link types and blocks of
// all sorts.
func ngEverything(t testing.TB, order binary.ByteOrder) []byte {
	t.Helper()
	var b bytes.Buffer
	section := pcap.Section{Application: "a test", OS: "none"}
	section.Options.AddComment("the first section")
	w, err := pcap.NewNgWriter(&b, pcap.NgOptions{Section: section, Order: order})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	eth, err := w.AddInterface(pcap.Interface{LinkType: link.Ethernet, Name: "eth0", Resolution: pcap.Nano, Snaplen: 1000})
	must(err)
	raw, err := w.AddInterface(pcap.Interface{LinkType: link.Raw, Name: "tun0", Filter: "ip"})
	must(err)
	f := testFrames(t)
	p := &pcap.Packet{Data: f[0], Time: 1767323045_123456789, Interface: eth}
	p.Options.AddComment("look at this")
	p.Options.AddFlags(pcap.Flags(0).WithDirection(pcap.Inbound))
	must(w.Write(p))
	must(w.WriteCustom(pcap.Custom{PEN: 32473, Data: []byte("abcd")}))
	must(w.WriteNames(pcap.Names{Records: []pcap.NameRecord{{Kind: pcap.NameIPv4, Addr: []byte{192, 0, 2, 1}, Names: []string{"alice"}}}}))
	must(w.WriteSecrets(pcap.Secrets{Kind: pcap.SecretsTLSKeyLog, Data: []byte("CLIENT_RANDOM 00 00")}))
	must(w.Write(&pcap.Packet{Data: f[1][14:], Time: 1767323046_000000000, Interface: raw}))
	must(w.WriteStatistics(pcap.Statistics{Interface: 0, Time: 1767323047_000000000, Received: pcap.Some[uint64](1)}))
	must(w.WriteBody(0x0badf00d, []byte("what is this")))
	must(w.StartSection(pcap.Section{Hardware: "abacus"}, order))
	again, err := w.AddInterface(pcap.Interface{LinkType: link.Ethernet, Name: "eth1"})
	must(err)
	must(w.Write(&pcap.Packet{Data: f[0], Time: 1767323048_000000000, Interface: again}))
	must(w.Close())
	return b.Bytes()
}

type rawBlock struct {
	t   pcap.BlockType
	raw string
}

// blocks are those of a capture, as they stand in it.
func blocks(t testing.TB, b []byte) (out []rawBlock) {
	t.Helper()
	r, err := pcap.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	for {
		k, err := r.NextBlock()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, rawBlock{k.Type, string(k.Raw)})
	}
}

// TestDumpKeepsPcapng checks that from pcapng to pcapng nothing is lost or changed.
func TestDumpKeepsPcapng(t *testing.T) {
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		in := ngEverything(t, order)
		file, out := testFile(t, "a.pcapng", in), filepath.Join(t.TempDir(), "out.pcapng")
		for _, args := range [][]string{{"-r", file, "-w", out}, {"-r", "-", "-w", out}, {"-r", file, "-w", out, "--print", "-n"}} {
			r := gocap(t, string(in), append([]string{"dump"}, args...)...)
			got, err := os.ReadFile(out)
			if err != nil || r.code != 0 {
				t.Fatal(err, r)
			}
			want, have := blocks(t, in), blocks(t, got)
			if len(want) != len(have) {
				t.Fatalf("%d blocks of %d", len(have), len(want))
			}
			for i := range want {
				if have[i] != want[i] {
					t.Errorf("block %d, %v: %x, want %x", i, want[i].t, have[i].raw, want[i].raw)
				}
			}
		}
		// Some packets, cut, with what belongs to them.
		if r := gocap(t, "", "dump", "-r", file, "-w", out, "-s", "30", "-c", "2"); r.code != 0 {
			t.Errorf("%+v", r)
		}
		got := readAll(t, out)
		if len(got) != 2 || len(got[0].Data) != 30 || got[0].Comments()[0] != "look at this" || got[0].Interface.Name != "eth0" || got[1].LinkType() != link.Raw || got[0].Time != 1767323045_123456789 {
			t.Errorf("%d packets: %+v, %+v", len(got), got[0], got[1])
		}
		if got[0].Len != len(testFrames(t)[0]) || len(got[0].Interface.SectionInfo.Interfaces()) != 2 {
			t.Errorf("length %d, %d interfaces", got[0].Len, len(got[0].Interface.SectionInfo.Interfaces()))
		}
	}
}

// TestDumpSeveralLinks checks captures with several link types.
func TestDumpSeveralLinks(t *testing.T) {
	file := testFile(t, "a.pcapng", ngEverything(t, nil))
	r := gocap(t, "", "dump", "-nt", "-r", file)
	if got := lines(r.out); r.code != 0 || len(got) != 3 || !strings.HasPrefix(got[1], "IP 198.51.100.2.5000 > 192.0.2.1.6000: UDP") || got[0] != got[2] {
		t.Errorf("%+v", r)
	}
	if want := "reading from file " + file + ", link-type EN10MB (Ethernet), snapshot length 1000\n"; r.err != want {
		t.Errorf("%q, want %q", r.err, want)
	}
	out := filepath.Join(t.TempDir(), "out.pcap")
	r = gocap(t, "", "dump", "-r", file, "-w", out)
	if r.code != exitFound || !strings.Contains(r.err, "link type") || !strings.Contains(r.err, "--pcapng") || !strings.Contains(r.err, out) {
		t.Errorf("%+v", r)
	}
	if got := readAll(t, out); len(got) != 1 {
		t.Errorf("%d packets before the error", len(got))
	}
	// pcap after pcapng in one output.
	out = filepath.Join(t.TempDir(), "out.pcapng")
	if r := gocap(t, "", "dump", "-r", file, "-r", testFile(t, "b.pcap", testCapture(t)), "-r", file, "-w", out); r.code != 0 {
		t.Errorf("%+v", r)
	}
	if got := readAll(t, out); len(got) != 9 || got[4].Interface.Name != "" || got[6].Interface.Name != "eth0" {
		t.Errorf("%d packets", len(got))
	}
	// A link type that cannot be printed.
	var b bytes.Buffer
	w, _ := pcap.NewWriter(&b, pcap.Options{LinkType: 250})
	w.Write(&pcap.Packet{Data: []byte{1, 2, 3, 4}})
	w.Close()
	if r := gocap(t, b.String(), "dump", "-r", "-"); r.code != exitFound || !strings.Contains(r.err, "printing is not supported for link type") {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, b.String(), "dump", "-r", "-", "-w", "-"); r.code != 0 || r.out != b.String() {
		t.Errorf("%+v", r)
	}
}

// TestDumpSplits checks -C, -G, -W and -z.
func TestDumpSplits(t *testing.T) {
	var b bytes.Buffer
	w, _ := pcap.NewWriter(&b, pcap.Options{LinkType: link.Ethernet})
	const packets = 40
	for i := range packets {
		if err := w.Write(&pcap.Packet{Data: bytes.Repeat([]byte{byte(i)}, 200), Time: int64(i+1) * 1e9}); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	file := testFile(t, "a.pcap", b.Bytes())
	for _, c := range []struct {
		flags []string
		files []string
		all   bool
	}{
		{[]string{"-C", "1k"}, []string{"x", "x1", "x2", "x3", "x4", "x5", "x6", "x7"}, true},
		{[]string{"-C", "1k", "--pcapng"}, nil, true},
		{[]string{"-C", "1k", "-W", "3"}, []string{"x0", "x1", "x2"}, false},
		{[]string{"-C", "1k", "-W", "12"}, []string{"x00", "x01", "x02", "x03", "x04", "x05", "x06", "x07"}, true},
		{[]string{"-C", "1"}, []string{"x"}, true},
		{[]string{"-G", "3600"}, []string{"x"}, true},
		{[]string{"-W", "5"}, []string{"x"}, true},
	} {
		dir := t.TempDir()
		r := gocap(t, "", append([]string{"dump", "-r", file, "-w", filepath.Join(dir, "x")}, c.flags...)...)
		if r.code != 0 {
			t.Errorf("%v: %+v", c.flags, r)
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		seen := map[byte]bool{}
		for _, e := range entries {
			names = append(names, e.Name())
			for _, p := range readAll(t, filepath.Join(dir, e.Name())) {
				seen[p.Data[0]] = true
			}
		}
		if c.files != nil && !slices.Equal(names, c.files) {
			t.Errorf("%v: files %v, want %v", c.flags, names, c.files)
		}
		if c.all && len(seen) != packets || !seen[packets-1] {
			t.Errorf("%v: %d packets of %d", c.flags, len(seen), packets)
		}
	}
}

// TestDumpNotWritten checks that what cannot be written is an error.
func TestDumpNotWritten(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	for _, args := range [][]string{{"-n"}, {"-nl"}, {"--count"}, {"-w", "-"}, {"-w", "-", "--pcapng"}, {"-w", "-", "-U"}} {
		var errs bytes.Buffer
		code := execute(t.Context(), append([]string{"dump", "-r", file}, args...), nil, &failAfter{}, &errs)
		if code != exitFound || strings.Count(errs.String(), errFull.Error()) != 1 || !strings.Contains(errs.String(), "gocap: unable to write output: ") {
			t.Errorf("%v: exit %d, %q", args, code, &errs)
		}
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		for _, args := range [][]string{{}, {"--pcapng"}, {"-U"}, {"--pcapng", "-U"}} {
			r := gocap(t, "", append([]string{"dump", "-r", file, "-w", "/dev/full"}, args...)...)
			if r.code != exitFound || strings.Count(r.err, "no space left") != 1 || !strings.Contains(r.err, "gocap: /dev/full: ") {
				t.Errorf("%v: %+v", args, r)
			}
		}
	}
	if r := gocap(t, "", "dump", "-r", file, "-w", "/nonexistent/out"); r.code != exitFound || !strings.Contains(r.err, "/nonexistent/out") {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "", "dump", "-r", file, "-w", filepath.Join(t.TempDir(), "no", "x"), "-C", "1"); r.code != exitFound {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "", "dump", "-r", file, "-Z", "no-such-user-here"); r.code != exitFound || !strings.Contains(r.err, "no-such-user-here") || r.out != "" {
		t.Errorf("%+v", r)
	}
}

// A slowBuffer can be read while it is written.
type slowBuffer struct {
	mu     sync.Mutex
	b      bytes.Buffer
	writes int
}

func (s *slowBuffer) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	return s.b.Write(b)
}

func (s *slowBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// waitFor waits until what is written contains text.
func (s *slowBuffer) waitFor(t testing.TB, text string) bool {
	t.Helper()
	for range 500 {
		if strings.Contains(s.String(), text) {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%q does not come: %q", text, s)
	return false
}

// TestDumpInterrupted checks that a pipe that gives nothing more does not hold up the
// end, and that what came is printed and written before it.
func TestDumpInterrupted(t *testing.T) {
	for _, args := range [][]string{{"-n"}, {"-w", "-"}, {"-w", "-", "--pcapng"}} {
		in, feed := io.Pipe()
		defer feed.Close()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var out, errs slowBuffer
		done := make(chan int, 1)
		go func() { done <- execute(ctx, append([]string{"dump", "-r", "-"}, args...), in, &out, &errs) }()
		whole := testCapture(t)
		feed.Write(whole[:len(whole)-5]) // the last packet never ends
		text := "hello"
		if args[0] == "-n" {
			text = "UDP, length 5"
		}
		out.waitFor(t, text) // prompt, although more might come
		cancel()
		select {
		case code := <-done:
			if code != 0 {
				t.Errorf("%v: exit %d: %s", args, code, &errs)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%v: it goes on", args)
		}
	}
}

// A blockedWriter takes nothing until it is opened.
type blockedWriter struct{ open chan struct{} }

func (w blockedWriter) Write(b []byte) (int, error) { <-w.open; return len(b), nil }

func TestDumpBlocked(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w := blockedWriter{make(chan struct{})}
	defer close(w.open)
	time.AfterFunc(50*time.Millisecond, cancel)
	var errs slowBuffer
	code := execute(ctx, []string{"dump", "-nl", "-r", testFile(t, "a.pcap", testCapture(t))}, nil, w, &errs)
	if code != exitFound || !strings.Contains(errs.String(), errBlocked.Error()) {
		t.Errorf("exit %d, %s", code, &errs)
	}
}

func TestLineWriter(t *testing.T) {
	var b slowBuffer
	l := newLineWriter(&b, false, nil)
	for range 3 {
		io.WriteString(l, "a line\n")
	}
	b.waitFor(t, "a line\na line\na line\n")
	if b.writes != 1 {
		t.Errorf("%d writes", b.writes)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	b = slowBuffer{}
	l = newLineWriter(&b, true, nil)
	for i := range 3 {
		io.WriteString(l, "a line\n")
		if b.writes != i+1 {
			t.Errorf("%d writes after %d lines", b.writes, i+1)
		}
	}
	failed := make(chan struct{})
	l = newLineWriter(&failAfter{}, false, func() { close(failed) })
	io.WriteString(l, "a line\n")
	select {
	case <-failed: // without anything else being written
	case <-time.After(10 * time.Second):
		t.Error("the failure is not told")
	}
	if err := l.Close(); !errors.Is(err, errFull) {
		t.Error(err)
	}
}

// TestDumpAllocations checks that packets cost no allocations in the loop, whatever
// is done with them.
func TestDumpAllocations(t *testing.T) {
	many := func(n int) string {
		var b bytes.Buffer
		w, _ := pcap.NewWriter(&b, pcap.Options{LinkType: link.Ethernet})
		f := testFrames(t)
		for i := range n {
			w.Write(&pcap.Packet{Data: f[i%2], Time: int64(i+1) * 1e6})
		}
		w.Close()
		return testFile(t, "a.pcap", b.Bytes())
	}
	const more = 20000
	few, lots := many(100), many(100+more)
	for _, args := range [][]string{{"-w", os.DevNull}, {"-w", os.DevNull, "--pcapng"}, {"--count"}, {"-n"}, {"-n", "-w", os.DevNull, "--print", "-U"}} {
		mallocs := func(file string) int64 {
			var a, b runtime.MemStats
			runtime.ReadMemStats(&a)
			if code := execute(t.Context(), append([]string{"dump", "-r", file}, args...), nil, io.Discard, io.Discard); code != 0 {
				t.Fatal(code)
			}
			runtime.ReadMemStats(&b)
			return int64(b.Mallocs - a.Mallocs)
		}
		mallocs(few)
		if extra := mallocs(lots) - mallocs(few); extra > more/100 {
			t.Errorf("%v: %d packets make %d allocations", args, more, extra)
		}
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

func BenchmarkDump(b *testing.B) {
	var buf bytes.Buffer
	w, _ := pcap.NewWriter(&buf, pcap.Options{LinkType: link.Ethernet})
	f := testFrames(b)
	const packets = 20000
	for i := range packets {
		w.Write(&pcap.Packet{Data: f[i%2], Time: int64(i+1) * 1e6})
	}
	w.Close()
	file := testFile(b, "a.pcap", buf.Bytes())
	for _, args := range [][]string{{"-w", os.DevNull}, {"-n"}} {
		b.Run(strings.Join(args, " "), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				execute(b.Context(), append([]string{"dump", "-r", file}, args...), nil, io.Discard, io.Discard)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*packets), "ns/packet")
		})
	}
}
