package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// longDatagrams returns frames with long datagrams of both versions, with and without tags, between short ones.
func longDatagrams(t *testing.T) (out [][]byte) {
	data := packet.Payload(bytes.Repeat([]byte("0123456789abcdef"), 200))
	for _, p := range []packet.Packet{
		{&layers.Ethernet{}, &layers.IPv4{Src: a4, Dst: b4, ID: 7}, &layers.UDP{SrcPort: 1, DstPort: 2}, data},
		{&layers.Ethernet{}, &layers.ARP{}},
		{&layers.Ethernet{}, &layers.VLAN{ID: 5}, &layers.IPv6{Src: a6, Dst: a6}, &layers.UDP{SrcPort: 3, DstPort: 4}, data},
		{&layers.Ethernet{}, &layers.IPv4{Src: a4, Dst: b4, Flags: wire.DontFragment}, &layers.UDP{SrcPort: 1, DstPort: 2}, data},
		{&layers.Ethernet{}, &layers.PPPoE{}, &layers.PPP{}, &layers.IPv4{Src: a4, Dst: b4, ID: 8}, &layers.UDP{SrcPort: 1, DstPort: 2}, data},
	} {
		b, err := p.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

func readFrames(t *testing.T, path string) (out [][]byte) {
	r, err := pcap.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for p, err := range r.Packets() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, bytes.Clone(p.Data))
	}
	return out
}

// What fragment cuts, defrag puts together.
func TestFragmentAndDefrag(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "in.pcap")
	want := longDatagrams(t)
	w, err := pcap.Create(in, pcap.Options{LinkType: link.Ethernet})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range want {
		if err := w.Write(&pcap.Packet{Data: b}); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	for _, ext := range []string{".pcap", ".pcapng"} {
		cut, whole := filepath.Join(dir, "cut"+ext), filepath.Join(dir, "whole"+ext)
		r := gocap(t, "", "fragment", "-r", in, "-w", cut, "--size", "576")
		if r.code != exitOK || !strings.Contains(r.err, "5 packets; 3 datagrams made 19 fragments") || !strings.Contains(r.err, "1 datagrams are longer and must not") {
			t.Fatalf("%d %s", r.code, r.err)
		}
		if got := readFrames(t, cut); len(got) != 19+2 {
			t.Errorf("%d packets", len(got))
		}
		r = gocap(t, "", "defrag", "-r", cut, "-w", whole)
		if r.code != exitOK || !strings.Contains(r.err, "21 packets, of which 2 are no fragments; 19 fragments made 3 datagrams") {
			t.Errorf("%d %s", r.code, r.err)
		}
		got := readFrames(t, whole)
		if len(got) != len(want) {
			t.Fatalf("%d packets, want %d", len(got), len(want))
		}
		for i := range want {
			if !bytes.Equal(got[i], want[i]) {
				t.Errorf("packet %d:\n%.120x\n%.120x", i, got[i], want[i])
			}
		}
	}
	r := gocap(t, "", "fragment", "-r", in, "-w", "-", "--size", "576", "--force")
	if n := strings.Count(r.err, "4 datagrams"); n != 1 {
		t.Errorf("%s", r.err)
	}
	if r = gocap(t, r.out, "defrag", "-r", "-", "-w", filepath.Join(dir, "x.pcap")); !strings.Contains(r.err, "made 4 datagrams") {
		t.Errorf("%s", r.err)
	}
}

func TestDefragReports(t *testing.T) {
	const novak = "../../../shared/overlap/novak_ip4.pcap"
	if _, err := os.Stat(novak); err != nil {
		t.Skip("no captures: ", err)
	}
	out := filepath.Join(t.TempDir(), "out.pcap")
	r := gocap(t, "", "defrag", "-r", novak, "-w", out, "--policy", "bsd", "-v")
	if r.code != exitOK || !strings.Contains(r.err, "differ from an earlier fragment's") || !strings.Contains(r.err, "stretches with different bytes") {
		t.Errorf("%d %s", r.code, r.err)
	}
	if got := readFrames(t, out); len(got) != 1 || !bytes.Contains(got[0], []byte("AAAAAAAAJJJJJJJJJ")) {
		t.Errorf("%q", got)
	}
	r = gocap(t, "", "defrag", "-r", novak, "-w", out)
	if got := readFrames(t, out); len(got) != 0 || !strings.Contains(r.err, "discarded") {
		t.Errorf("%q %s", got, r.err)
	}
	for _, args := range [][]string{{"-w", out}, {"-r", novak}, {"-r", novak, "-w", novak}, {"-r", novak, "-w", out, "--policy", "x"},
		{"-r", novak, "-w", out, "--memory", "1"}, {"-r", novak, "-w", out, "--timeout", "0s"}, {"-r", "nosuch", "-w", out}} {
		if r := gocap(t, "", append([]string{"defrag"}, args...)...); r.code != exitUsage {
			t.Errorf("%v: %d %s", args, r.code, r.err)
		}
	}
	if r := gocap(t, "", "fragment", "-r", novak, "-w", out, "--size", "20"); r.code != exitUsage {
		t.Errorf("%d %s", r.code, r.err)
	}
}
