package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
)

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
	// The same for pcapng, copied or not, before and after its first interface.
	ng := ngEverything(t, nil)
	for _, end := range []int{80, 100, 200, len(ng) - 3} {
		file := testFile(t, "a.pcapng", ng[:end])
		for _, args := range [][]string{{"-n"}, {"-w", filepath.Join(t.TempDir(), "out.pcapng")}} {
			r := gocap(t, "", append([]string{"dump", "-r", file}, args...)...)
			if r.code != exitFound || !strings.Contains(r.err, "gocap: "+file+": ") || !strings.Contains(r.err, "cut short") || !strings.Contains(r.err, "at byte ") {
				t.Errorf("pcapng cut at %d: %+v", end, r)
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
	// No link type at all.
	empty := testFile(t, "empty.pcapng", ngEverything(t, nil)[:76])
	if r := gocap(t, "", "dump", "-r", empty); r.code != 0 || r.out != "" || r.err != "reading from file "+empty+", which describes no interface\n" {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "", "dump", "-r", empty, "-w", out, "--pcapng"); r.code != 0 || len(readAll(t, out)) != 0 {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "", "dump", "-r", empty, "-w", out+".pcap"); r.code != exitFound || !strings.Contains(r.err, "no link type") {
		t.Errorf("%+v", r)
	}
	// A link type without a printer.
	var b bytes.Buffer
	w, _ := pcap.NewWriter(&b, pcap.Options{LinkType: 250})
	w.Write(&pcap.Packet{Data: []byte{1, 2, 3, 4}})
	w.Close()
	if r := gocap(t, b.String(), "dump", "-r", "-"); r.code != 0 || !strings.Contains(r.out, " UNSUPPORTED\n\t0x0000:  0102 0304 ") {
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

// FuzzDump checks that whatever file it is given, dump ends, says what is wrong
// exactly if it ends with an error, and copies to pcapng every packet that it counts.
func FuzzDump(f *testing.F) {
	f.Add(testCapture(f))
	f.Add(ngEverything(f, binary.LittleEndian))
	f.Add(ngEverything(f, binary.BigEndian))
	f.Add([]byte("not a capture"))
	f.Fuzz(func(t *testing.T, data []byte) {
		run := func(args ...string) result {
			r := gocap(t, string(data), append([]string{"dump", "-n", "-r", "-"}, args...)...)
			if (r.code != 0) != strings.Contains(r.err, "gocap: ") {
				t.Fatalf("%v: exit %d: %q", args, r.code, r.err)
			}
			return r
		}
		run("-e", "-v")
		var n int
		counted := run("--count")
		fmt.Sscanf(counted.out, "%d packet", &n)
		for _, args := range [][]string{{"-w", "-", "--pcapng"}, {"-w", "-", "--pcapng", "-s", "20"}} {
			copied := run(args...)
			back := gocap(t, copied.out, "dump", "--count", "-r", "-")
			var m int
			fmt.Sscanf(back.out, "%d packet", &m)
			// pcapng cannot hold everything that pcap can; that is said.
			if m > n || m != n && (copied.code == 0 || !strings.Contains(copied.err, "write output")) && copied.out != "" {
				t.Fatalf("%v: %d packets of %d: %s%s", args, m, n, copied.err, back.err)
			}
		}
	})
}
