package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
)

func TestFilterExplains(t *testing.T) {
	r := gocap(t, "", "filter", "tcp", "port", "80", "or", "arp")
	for _, w := range []string{"matches   tcp port 80 or arp\n", "link      EN10MB (Ethernet)\n", "target    file\n", "program   ", "\n(000) ldh      [12] ", " ret      #262144 "} {
		if r.code != 0 || !strings.Contains(r.out, w) {
			t.Errorf("%+v, want %q", r, w)
		}
	}
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"tcp porr 80", exitFound, "\n  tcp porr 80\n      ^~~~"},
		{"--target moon tcp", exitUsage, "file or linux"},
		{"--dialect klingon tcp", exitUsage, "libpcap or extended"},
		{"--semantics x tcp", exitUsage, "libpcap or scoped"},
		{"--tunnel-port vxlan tcp", exitUsage, "vxlan, geneve, gtpu"},
		{"--tunnel-port vxlan=0 tcp", exitUsage, "vxlan=0"},
		{"--tunnel-port gre=1 tcp", exitUsage, "gre=1"},
		{"decap tcp", exitFound, "decap"},
		{"-y NOTHING tcp", exitUsage, "invalid data link type"},
		{"--netmask x ip broadcast", exitUsage, "--netmask x"},
		{"ip broadcast", exitFound, "netmask not known"},
		{"--netmask /33 ip broadcast", exitUsage, "or /24"},
		{"-s x tcp", exitUsage, `"-s, --snapshot-length" flag: invalid syntax`},
		{"", exitUsage, "there is no expression"},
		{"-r x -y RAW tcp", exitUsage, "-y does not go with -r"},
		{"--batch tcp", exitUsage, "standard input"},
		{"-F /nonexistent/filter", exitUsage, "/nonexistent/filter"},
		{"-F /nonexistent/filter tcp", exitUsage, "not in both"},
		{"--why 1 tcp", exitUsage, "needs one file"},
		{"--why 0 -r x tcp", exitUsage, "from 1"},
		{"--hosts /nonexistent/hosts tcp", exitUsage, "/nonexistent/hosts"},
		{"-r /nonexistent/file tcp", exitUsage, "/nonexistent/file"},
	} {
		if r := gocap(t, "", append([]string{"filter"}, strings.Fields(c.args)...)...); r.code != c.code || r.out != "" || !strings.Contains(r.err, c.want) {
			t.Errorf("%s: %+v, want %q", c.args, r, c.want)
		}
	}
	if r := gocap(t, "", "filter", "--netmask", "/24", "ip", "broadcast"); r.code != 0 || !strings.Contains(r.out, "#0xff") {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "", "filter", "--target", "linux", "vlan"); r.code != 0 || !strings.Contains(r.out, "vlan_tag_present") && !strings.Contains(r.out, "vlanp") {
		t.Errorf("%+v", r)
	}
}

// TestFilterLanguage chooses dialect and semantics, on the command line and in requests.
func TestFilterLanguage(t *testing.T) {
	list := testFile(t, "ports", []byte("80 # web\n443\n"))
	for _, c := range []struct{ args, want string }{
		{"--dialect extended port {80,443}", "matches   port 80 or port 443\n"},
		{"--dialect extended port @" + list, "matches   port 80 or port 443\n"},
		{"--dialect extended --tunnel-port vxlan=8472 vxlan", "#0x2118"},
		{"--semantics scoped vlan or ip6", "program   7 instructions"},
		{"vlan or ip6", "warning: "},
	} {
		if r := gocap(t, "", append([]string{"filter"}, strings.Fields(c.args)...)...); r.code != 0 || !strings.Contains(r.out, c.want) {
			t.Errorf("%s: %+v, want %q", c.args, r, c.want)
		}
	}
	if r := gocap(t, "", "dump", "-d", "--dialect", "extended", "decap tcp"); r.code != 0 || len(lines(r.out)) < 500 {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "", "dump", "-d", "--semantics", "x", "tcp"); r.code != exitUsage {
		t.Errorf("%+v", r)
	}
	in := `{"expr":"vlan {1,2}","dialect":"extended"}
{"expr":"vlan or ip","semantics":"scoped"}
{"expr":"vxlan","tunnel_ports":{"vxlan":[8472]}}
{"expr":"vlan {1,2}"}
{"expr":"ip","dialect":"x"}
{"expr":"ip","semantics":"x"}
{"expr":"ip","tunnel_ports":{"x":[1]}}
{"expr":"host @` + list + `","dialect":"extended"}
`
	got := lines(gocap(t, in, "filter", "--batch").out)
	for i, want := range []string{`"ok":true`, `"ok":true`, ` 8472;`, `'{'`, `dialect`, `semantics`, `tunnel`, `not enabled`} {
		if i >= len(got) || !strings.Contains(got[i], want) {
			t.Errorf("%d: want %q in %v", i, want, got)
		}
	}
	if len(got) > 1 && strings.Contains(got[1], "warnings") {
		t.Errorf("warned: %s", got[1])
	}
}

func TestFilterFile(t *testing.T) {
	a := testFile(t, "a.pcap", testCapture(t))
	for text, want := range map[string]string{
		"udp": "2 of 3", "\ufeffudp # and no more\r\nor\r\n tcp": "3 of 3", "# all": "3 of 3", "": "3 of 3",
	} {
		if r := gocap(t, "", "filter", "-r", a, "-F", testFile(t, "f", []byte(text))); r.code != 0 || !strings.Contains(r.out, want) {
			t.Errorf("%q: %+v, want %s", text, r, want)
		}
	}
}

// TestUnless gives up what waits for ever.
func TestUnless(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	if n, err := unless(ctx, func() (int, error) { return 5, nil }); n != 5 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	time.AfterFunc(10*time.Millisecond, cancel)
	wait := make(chan int)
	defer close(wait)
	if n, err := unless(ctx, func() (int, error) { return 1 + <-wait, nil }); n != 0 || err == nil {
		t.Errorf("%d, %v", n, err)
	}
}

func TestFilterCounts(t *testing.T) {
	a, b := testFile(t, "a.pcap", testCapture(t)), testFile(t, "b.pcap", testCapture(t)[:200])
	if r := gocap(t, "", "filter", "-r", a, "udp"); r.code != 0 || r.out != a+": 2 of 3 packets match\n" {
		t.Errorf("%+v", r)
	}
	r := gocap(t, "", "filter", "-r", b, "-r", a, "udp")
	if got := lines(r.out); r.code != exitFound || len(got) != 3 || !strings.HasPrefix(got[2], "total: ") || !strings.Contains(r.err, b) {
		t.Errorf("%+v", r)
	}
}

func TestFilterWhy(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	for _, c := range []struct {
		frame, expr string
		want        []string
	}{
		{"1", "tcp port 80", []string{"EN10MB: matches\n", "layers: Ethernet, IPv4, TCP", "yes  tcp port 80\n", "Ethernet Type (bytes 12-13) = IPv4 (0x0800)\n", "TCP DstPort (bytes 36-37) = 80\n"}},
		{"2", "tcp", []string{"does not match", "no   tcp\n", "IPv4 Protocol (byte 23) = UDP (17), not TCP (6)\n"}},
		{"2", "ip and tcp and port 80", []string{"no   all of:\n", "  yes  ip\n", "  no   tcp\n", "-    1 more, not tried"}},
		{"2", "tcp or udp or arp", []string{"yes  one of:\n", "  no   tcp\n", "  yes  udp\n", "1 more, not tried"}},
		{"2", "not (arp or not ip)", []string{"yes  not:\n", "  no   one of:\n", "    no   arp\n", "    no   not:\n", "      yes  ip\n"}},
		{"2", "ip[400] = 1", []string{"no   ", "byte 414 is beyond the end of the packet, which has "}},
		{"2", "not ip[400] = 1", []string{"no   not:\n", "  no   ip[400] = 1\n"}},
		{"2", "ip[400] = 1 or udp", []string{"  no   ip[400] = 1\n", "  -    udp (not tried)\n"}},
		{"1", "tcp[tcpflags] & (tcp-rst|tcp-urg) != 0", []string{"TCP Flags (byte 47) & RST|URG (0x024) = 0\n"}},
		{"1", "tcp[0] > 300", []string{"TCP SrcPort (byte 34)", "which is <= "}},
		{"1", "ip[8] / 2 + 1 = len", []string{"((IPv4 TTL (byte 22) / 2) + 1) = ", ", not "}},
		{"1", "src net 10.0.0.0/8", []string{"IPv4 Src (bytes 26-29) & 255.0.0.0 = 192.0.0.0, not 10.0.0.0\n"}},
		{"1", "ether src 9:9:9:9:9:9", []string{"Ethernet Src (bytes 8-11) = ", ", not 09:09:09:09\n"}},
		{"1", "len > 1000 or len >= 900", []string{"packet length = ", ", which is <= 1000\n", ", which is < 900\n"}},
		{"2", "not ip", []string{"no   not:\n", "  yes  ip\n"}},
	} {
		r := gocap(t, "", "filter", "-r", file, "--why", c.frame, c.expr)
		for _, w := range c.want {
			if r.code != 0 || !strings.Contains(r.out, w) {
				t.Errorf("%s: %+v, want %q", c.expr, r, w)
			}
		}
	}
	if r := gocap(t, "", "filter", "-r", file, "--why", "4", "tcp"); r.code != exitFound || !strings.Contains(r.err, "no packet 4: the last is 3") {
		t.Errorf("%+v", r)
	}
}

// TestWhyAgrees has damaged packets of many link types explained: the words must say
// what the filter does.
func TestWhyAgrees(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	exprs := []string{"tcp port 80", "not udp", "ip[ip[0] & 15] = 1 or arp host 1.2.3.4", "vlan and (tcp or mpls)", "ip protochain 6 or not len > 50",
		"ip6 host ::1 or (icmp and not ip[40] = 3)", "not (ether[60] = 1 and tcp) or udp"}
	for _, lt := range []link.Type{link.Ethernet, link.Raw, link.LinuxSLL, link.IPv4} {
		for _, expr := range exprs {
			p, err := filter.Compile(expr, lt, filter.Options{NoOptimize: true})
			if err != nil {
				continue // not for that link type
			}
			for range 100 {
				b := slices.Clone(testFrames(t)[rnd.IntN(3)])
				for range rnd.IntN(4) {
					b[rnd.IntN(len(b))] = byte(rnd.Uint32())
				}
				b = b[:rnd.IntN(len(b)+1)]
				f := &filterer{cmd: filterCmd()}
				f.cmd.SetContext(t.Context())
				w := &reasons{f: f, pkt: b, wire: 100, link: lt}
				if err := w.explain(expr, &pcap.Packet{Number: 7}); err != nil {
					t.Fatalf("%s: %v", expr, err)
				}
				yes := p.Insns.Run(b, 100) != 0
				head, rest, _ := strings.Cut(w.text.String(), "\n")
				said := strings.HasSuffix(head, ": matches")
				i := slices.IndexFunc(lines(rest), func(s string) bool { return strings.HasPrefix(s, "yes ") || strings.HasPrefix(s, "no ") })
				if said != yes || i < 0 || strings.HasPrefix(lines(rest)[i], "yes ") != yes {
					t.Fatalf("%s, %v, %x: should be %v\n%s", expr, lt, b, yes, w.text.String())
				}
			}
		}
	}
}

// TestTrace checks that what --why follows is what the machine does.
func TestTrace(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, expr := range []string{
		"tcp port 80", "udp[4:2] - 8 > len / 3 * 2", "ip[0] & 15 << 2 != 20 or ip6 proto 6", "vlan and (tcp or mpls)", "ip protochain 6",
		"ip[ip[0] & 15] >> (ip[1] & 63) = 1", "1 / ip[1] = 1", "ip[2] % ip[3] = 0 or -ip[4] < 7 ^ 3", "icmp6 or ip multicast or portrange 5-9",
	} {
		for _, raw := range []bool{true, false} {
			p, err := filter.Compile(expr, link.Ethernet, filter.Options{NoOptimize: raw})
			if err != nil {
				t.Errorf("%s: %v", expr, err)
				continue
			}
			for range 500 {
				b := slices.Clone(testFrames(t)[rnd.IntN(3)])
				for range rnd.IntN(4) {
					b[rnd.IntN(len(b))] = byte(rnd.Uint32())
				}
				b = b[:rnd.IntN(len(b)+1)]
				if got, tests := trace(p.Insns, b, 100, nil); got != p.Insns.Run(b, 100) {
					t.Fatalf("%s: %x: %d after %v", expr, b, got, tests)
				}
			}
		}
	}
	if v, _ := trace(bpf.Program{{Op: bpf.Ja, K: 0xffffffff}}, nil, 0, nil); v != 0 {
		t.Error("an endless loop matches")
	}
}

func TestFilterNames(t *testing.T) {
	hosts := testFile(t, "hosts", []byte("192.0.2.1 alice\n198.51.100.2 bob\n"))
	ethers := testFile(t, "ethers", []byte("00:00:00:00:00:01 alice\n"))
	networks := testFile(t, "networks", []byte("lab 198.51.100\n"))
	file := testFile(t, "a.pcap", testCapture(t))
	for expr, want := range map[string]string{"src host alice": "2 of 3", "src net lab": "1 of 3", "ether src alice": "0 of 3", "tcp port http": "1 of 3", "ip proto udp": "2 of 3"} {
		if expr == "ip proto udp" {
			expr = `ip proto \udp`
		}
		r := gocap(t, "", "filter", "--hosts", hosts, "--ethers", ethers, "--networks", networks, "-r", file, expr)
		if r.code != 0 || !strings.Contains(r.out, want) {
			t.Errorf("%s: %+v, want %s", expr, r, want)
		}
	}
	if r := gocap(t, "", "filter", "--hosts", hosts, "host carol"); r.code != exitFound || !strings.Contains(r.err, "carol") {
		t.Errorf("%+v", r)
	}
}

// requests runs gocap filter --batch.
func requests(t *testing.T, in string, args ...string) []filterAnswer {
	t.Helper()
	r := gocap(t, in, append([]string{"filter", "--batch"}, args...)...)
	if r.code != 0 {
		t.Fatalf("exit %d: %s", r.code, r.err)
	}
	var out []filterAnswer
	for _, l := range lines(r.out) {
		var a filterAnswer
		if err := json.Unmarshal([]byte(l), &a); err != nil {
			t.Fatalf("%v: %s", err, l)
		}
		out = append(out, a)
	}
	return out
}

func TestFilterBatch(t *testing.T) {
	in := `{"expr":"arp"}
{"expr":"tcp porr 80"}
nonsense

{}
{"expr":"arp","dlt":"NOTHING"}
{"expr":"arp","target":"moon"}
{"expr":"ip broadcast"}
{"expr":"ip broadcast","netmask":"255.255.255.0"}
{"expr":"ip broadcast","netmask":4294967040}
{"expr":"arp","dlt":"LINUX_SLL","snaplen":64,"optimize":false,"target":"linux","netmask":null}
{"expr":"` + strings.Repeat("x", maxRequest) + `"}
{"expr":"ip"}`
	got := requests(t, in)
	if len(got) != 13 {
		t.Fatalf("%d answers: %+v", len(got), got)
	}
	for i, want := range []filterAnswer{
		{OK: true, Insns: 4, Program: "40 0 0 12;21 0 1 2054;6 0 0 262144;6 0 0 0"},
		{Kind: "syntax error", Column: 5}, {Kind: "bad request"}, {Kind: "bad request"}, {Kind: "bad request"},
		{Kind: "bad request"}, {Kind: "bad request"}, {Kind: "netmask not known", Column: 1}, {OK: true}, {OK: true},
		{OK: true}, {Kind: "bad request"}, {OK: true},
	} {
		g := got[i]
		if g.OK != want.OK || g.Kind != want.Kind || g.Column != want.Column || want.Insns > 0 && (g.Insns != want.Insns || g.Program != want.Program) || !g.OK && g.Error == "" {
			t.Errorf("%d: %+v, want %+v", i, g, want)
		}
	}
	if got[8].Program != got[9].Program {
		t.Errorf("%q, %q", got[8].Program, got[9].Program)
	}
	if !strings.HasSuffix(got[10].Program, ";6 0 0 64;6 0 0 0") {
		t.Errorf("%q", got[10].Program)
	}
}

// TestFilterBatchFiles checks the verdicts, and that they are the same from memory and
// when the files are read for each group.
func TestFilterBatchFiles(t *testing.T) {
	a := testFile(t, "a.pcap", testCapture(t))
	got := requests(t, `{"expr":"tcp"}`+"\n"+`{"expr":"tcp","dlt":"RAW","optimize":false}`, "-r", a, a)
	if v := got[0].FilterTally; v == nil || v.Packets != 6 || v.Matches != 2 || v.FNV != fnvOf("100100") {
		t.Errorf("%+v", v)
	}
	if v := got[1].FilterTally; v == nil || v.Packets != 0 || v.FNV != "cbf29ce484222325" {
		t.Errorf("%+v", v)
	}
	if r := gocap(t, "", "filter", "--batch", "-r", "/nonexistent/file"); r.code != exitUsage {
		t.Errorf("%+v", r)
	}
	old := maxPool
	maxPool = 100
	defer func() { maxPool = old }()
	again := requests(t, `{"expr":"tcp"}`+"\n"+`{"expr":"udp"}`+"\nx", "-r", a, a)
	if v := again[0].FilterTally; v == nil || *v != *got[0].FilterTally {
		t.Errorf("%+v", v)
	}
	if v := again[1].FilterTally; v == nil || v.Matches != 4 || v.FNV != fnvOf("011011") || again[2].OK {
		t.Errorf("%+v", again)
	}
}

func fnvOf(bits string) string {
	h := uint64(fnvBasis)
	for _, b := range bits {
		h = (h ^ uint64(b-'0')) * fnvPrime
	}
	return fmt.Sprintf("%016x", h)
}

// TestFilterBatchGolden compares the verdicts on shared captures with libpcap's.
func TestFilterBatchGolden(t *testing.T) {
	const dir = "../../../shared/filters"
	f, err := os.Open(filepath.Join(dir, "filters_golden_matches.tsv"))
	if err != nil {
		t.Skipf("no shared test data: %v", err)
	}
	defer f.Close()
	var rows [][]string
	s := bufio.NewScanner(f)
	for n := 0; s.Scan(); n++ {
		if r := strings.Split(s.Text(), "\t"); len(r) == 13 && n%9 == 0 && !strings.HasPrefix(s.Text(), "#") {
			rows = append(rows, r)
		}
	}
	var in strings.Builder
	for i, r := range rows {
		expr, optimize := strings.NewReplacer(`\\`, `\`, `\t`, "\t", `\n`, "\n").Replace(r[12]), i%2 == 0
		q := filterRequest{Expr: &expr, DLT: &r[1], Optimize: &optimize}
		if r[3] != "-" {
			q.Netmask = json.RawMessage(strconv.Quote(r[3]))
		}
		b, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(b, '\n'))
	}
	var files []string
	for _, d := range []string{"filter", "tcpdump"} {
		names, _ := filepath.Glob(filepath.Join(dir, "pcaps", d, "*"))
		slices.Sort(names)
		files = append(files, names...)
	}
	etc := filepath.Join(dir, "etc")
	args := []string{"--hosts", filepath.Join(etc, "hosts"), "--ethers", filepath.Join(etc, "ethers"), "--networks", filepath.Join(etc, "networks"), "-r"}
	for i, a := range requests(t, in.String(), append(args, files...)...) {
		r := rows[i]
		if !a.OK && a.Kind == filter.RejectsAll.String() && r[5] == "0" {
			continue
		}
		if !a.OK || strconv.FormatInt(a.Packets, 10) != r[4] || strconv.FormatInt(a.Matches, 10) != r[5] || a.FNV != r[8] {
			t.Errorf("%s %q: %+v, want %s of %s, %s", r[1], r[12], a, r[5], r[4], r[8])
		}
	}
	t.Logf("%d expressions on %d files", len(rows), len(files))
}

// FuzzFilterRequest checks that every line gets one answer, and one that can be read.
func FuzzFilterRequest(f *testing.F) {
	for _, s := range []string{`{"expr":"tcp port 80"}`, `{"expr":"ip broadcast","netmask":"255.0.0.0","dlt":"RAW","snaplen":0,"optimize":false,"target":"linux"}`, `{}`, `[`, `{"expr":1}`, `{"netmask":"\""}`, "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if strings.Contains(line, "\n") || line == "" {
			t.Skip("not one line")
		}
		if got := requests(t, line); len(got) != 1 || got[0].OK == (got[0].Error != "") || got[0].OK != (got[0].Insns > 0) {
			t.Errorf("%q: %+v", line, got)
		}
	})
}
