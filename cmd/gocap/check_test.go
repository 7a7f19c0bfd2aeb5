package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func tallies(t *testing.T, r result) (out []tally) {
	t.Helper()
	for line := range strings.Lines(r.out) {
		var x tally
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&x); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		out = append(out, x)
	}
	return out
}

func TestCheck(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	r := gocap(t, "", "check", file)
	want := `{"file":"` + file + `","packets":3,"bytes":137,"identical":3,"different":0,"parse_errors":1,"invalid":2}` + "\n"
	if r.out != want || r.code != 0 || r.err != "" {
		t.Errorf("got  %+v\nwant %s", r, want)
	}
	if r := gocap(t, string(testCapture(t)), "check", "-"); r.code != 0 || !strings.Contains(r.out, `"packets":3`) {
		t.Errorf("%+v", r)
	}
}

// TestCheckTree checks a directory with good files, a damaged one and others.
func TestCheckTree(t *testing.T) {
	dir := t.TempDir()
	os.MkdirAll(filepath.Join(dir, "deep", "er"), 0o777)
	whole := testCapture(t)
	for name, b := range map[string][]byte{
		"a.pcap": whole, "deep/b": whole, "deep/er/c": whole[:len(whole)-5], "deep/readme": []byte("no capture at all"), "empty": nil,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	r := gocap(t, "", "check", "-j", "3", dir)
	got := tallies(t, r)
	if r.code != 0 || len(got) != 5 {
		t.Fatalf("%+v", r)
	}
	for i, want := range []struct {
		name    string
		packets int64
		err     string
	}{{"a.pcap", 3, ""}, {"deep/b", 3, ""}, {"deep/er/c", 2, "cut short"}, {"deep/readme", 0, "not a capture"}, {"empty", 0, "byte 0"}} {
		g := got[i]
		if g.File != filepath.Join(dir, want.name) || g.Packets != want.packets || !strings.Contains(g.Error, want.err) || (g.Error != "") != (want.err != "") {
			t.Errorf("%+v, want %+v", g, want)
		}
	}
	r = gocap(t, "", "check", filepath.Join(dir, "none"), filepath.Join(dir, "a.pcap"))
	if got := tallies(t, r); r.code != exitUsage || len(got) != 2 || got[0].Error == "" || got[1].Packets != 3 {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "", "check", filepath.Join(dir, "deep", "readme")); r.code != exitUsage {
		t.Errorf("%+v", r)
	}
}

func TestCheckPrefixes(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	if got := tallies(t, gocap(t, "", "check", "--prefixes", file)); got[0].Prefixes != 137 || got[0].Packets != 3 || got[0].Different != 0 {
		t.Errorf("%+v", got)
	}
	if got := tallies(t, gocap(t, "", "check", "--prefixes", "--every", "2", file)); got[0].Prefixes != 54+36 {
		t.Errorf("%+v", got)
	}
}

func TestCheckMutate(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	run := func(args ...string) tally {
		r := gocap(t, "", append([]string{"check", "-v", "--mutate", "5000", file}, args...)...)
		got := tallies(t, r)
		if r.code != 0 || len(got) != 2 {
			t.Fatalf("%+v", r)
		}
		return got[1]
	}
	a := run()
	if !a.Mutated || a.Packets != 5000 || a.Identical != 5000 || a.ParseErrors == 0 || a.Invalid == 0 || a.Seed != 1 {
		t.Errorf("%+v", a)
	}
	if b := run("-j", "5"); a != b {
		t.Errorf("the same seed gave %+v and %+v", a, b)
	}
	if b := run("--seed", "2"); a.Bytes == b.Bytes {
		t.Error("another seed gave the same")
	}
	empty := testFile(t, "empty.pcap", testCapture(t)[:24])
	if got := tallies(t, gocap(t, "", "check", "--mutate", "10", empty)); got[1].Packets != 0 || got[1].Error == "" {
		t.Errorf("%+v", got)
	}
}

// forgetful is a protocol with every defect, chosen by its first byte.
type forgetful struct{ kind byte }

var forgetfulProto = &packet.Proto{
	Name: "Forgetful",
	New:  func() packet.Layer { return new(forgetful) },
	At:   func(packet.Layer, int) any { return nil },
}

func (*forgetful) Proto() *packet.Proto { return forgetfulProto }
func (l *forgetful) Parse(b []byte) (packet.Extent, error) {
	switch l.kind = b[0]; l.kind {
	case 1:
		panic("parsing fails badly")
	case 2:
		b[0] = 9
	}
	return packet.Extent{Header: 1, End: len(b)}, nil
}
func (l *forgetful) Append(b []byte) ([]byte, error) {
	if l.kind == 3 {
		return b, errors.New("refused")
	}
	return append(b, 0), nil
}
func (*forgetful) Finish(*packet.Context) {}

func TestCheckFinds(t *testing.T) {
	const user0 = link.Type(147)
	layers.LinkTypes.Bind(user0, forgetfulProto)
	defer layers.LinkTypes.Bind(user0, nil)
	ch := newChecker()
	for kind, want := range map[byte]string{0: "", 1: "parsing fails badly", 2: "changed the packet", 3: "cannot be built: ", 4: "differs from byte 0"} {
		in := []byte{kind, 7}
		if v := ch.check(sample{user0, in}); v.different() != (want != "") || !strings.Contains(v.reason, want) {
			t.Errorf("%d: %+v", kind, v)
		}
		if in[0] != kind {
			t.Errorf("%d: the sample is not restored", kind)
		}
	}
	b := testCapture(t)
	b[20] = byte(user0)
	file := testFile(t, "a.pcap", b)
	r := gocap(t, "", "check", "-v", file)
	if got := tallies(t, r); r.code != exitOK || got[0].Different != 0 { // frames that begin with 0 are all right
		t.Errorf("%+v", r)
	}
	copy(b[24+16:], []byte{4})
	r = gocap(t, "", "check", "-v", testFile(t, "b.pcap", b))
	if got := tallies(t, r); r.code != exitFound || got[0].Different != 1 || got[0].Identical != 2 || !strings.Contains(r.err, "packet 1 (USER0): Forgetful/Raw: differs from byte 0") {
		t.Errorf("%+v", r)
	}
}

func TestPicker(t *testing.T) {
	p := newPicker(1, "x")
	for i := range 10000 {
		p.offer(sample{data: make([]byte, i%5000)})
	}
	size := 0
	for _, s := range p.kept {
		size += len(s.data)
	}
	if len(p.kept) == 0 || len(p.kept) > keptPackets || size > keptBytes {
		t.Errorf("%d packets, %d bytes", len(p.kept), size)
	}
}

func TestProgress(t *testing.T) {
	now := time.Unix(0, 0)
	var b bytes.Buffer
	p := &progress{w: &b, now: func() time.Time { return now }, next: now.Add(patience)}
	line := func() string { return "line\x1b" }
	p.Show(line)
	p.Clear()
	if b.Len() != 0 {
		t.Errorf("shown at once: %q", &b)
	}
	now = now.Add(patience)
	p.Show(line)
	p.Show(line)
	p.Clear()
	p.Clear()
	if b.String() != "\r\x1b[Kline?\r\x1b[K" {
		t.Errorf("%q", &b)
	}
	var none *progress
	none.Show(line)
	none.Clear()
	if newProgress(&b) != nil {
		t.Error("a buffer is taken for a terminal")
	}
}

func TestColour(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer null.Close()
	if on, err := colour("auto", null); on || err != nil {
		t.Error("colour on the null device")
	}
	if on, _ := colour("always", null); !on {
		t.Error("no colour")
	}
}

// TestMutatedFrames makes sure that building mutated packets never fails badly.
func TestMutatedFrames(t *testing.T) {
	p := packet.Packet{
		&layers.Ethernet{}, &layers.VLAN{ID: 1}, &layers.IPv6{Src: a6, Dst: a6},
		&layers.IPv6HopByHop{}, &layers.TCP{Options: wire.TCPOptions{}.AddMSS(1)}, packet.Payload([]byte("x")),
	}
	b, err := p.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	ch := newChecker()
	for range 20000 {
		m, changes, reason := mutated(r, sample{link.Ethernet, b})
		if reason != "" {
			t.Fatalf("%v: %s", changes, reason)
		}
		if v := ch.check(m); v.different() {
			t.Fatalf("%v: %s", changes, v.reason)
		}
	}
}
