package main

import (
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/pcap"
)

func TestRun(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pcap"), filepath.Join(dir, "out.pcap")
	b, err := packet.Packet{
		&layers.Ethernet{},
		&layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2"), TTL: packet.U8(3)},
		&layers.TCP{SrcPort: 1024, DstPort: 80},
		packet.Payload([]byte("hello")),
	}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	broken := append([]byte(nil), b...)
	broken[36] ^= 1 // so that the checksum is wrong
	w, err := pcap.Create(in, pcap.Options{LinkType: link.Ethernet})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range [][]byte{b, broken, b[:20]} {
		if err := w.Write(&pcap.Packet{Data: x, Time: 1e9, Len: len(b)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := run(os.Stdout, in, out); err != nil {
		t.Fatal(err)
	}
	r, err := pcap.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for i, wrong := range []bool{false, true, false} {
		p, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		q, _ := layers.Parse(p.LinkType(), p.Data)
		if p.Time != 1e9 || p.Len != len(b)+4 || packet.Get[layers.VLAN](q) == nil {
			t.Errorf("packet %d: %+v", i+1, p)
		}
		if i == 2 {
			continue
		}
		ip, tcp := packet.Get[layers.IPv4](q), packet.Get[layers.TCP](q)
		if ip.TTL.Get() != 64 || i == 0 && tcp.DstPort != 8080 || (packettest.Wrong(q) != nil) != wrong {
			t.Errorf("packet %d: TTL %d, port %d, wrong %v", i+1, ip.TTL.Get(), tcp.DstPort, packettest.Wrong(q))
		}
	}
	if err := run(os.Stdout, in+"x", out); err == nil {
		t.Error("a file that is not there is no error")
	}
}
