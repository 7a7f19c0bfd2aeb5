package main

import (
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
)

// capture writes packets to a file and returns its name.
func capture(packets ...packet.Packet) string {
	dir, err := os.MkdirTemp("", "conversations")
	if err != nil {
		panic(err)
	}
	name := filepath.Join(dir, "a.pcap")
	w, err := pcap.Create(name, pcap.Options{LinkType: link.Ethernet})
	if err != nil {
		panic(err)
	}
	for _, p := range packets {
		b, err := p.Bytes()
		if err != nil {
			panic(err)
		}
		if err := w.Write(&pcap.Packet{Data: b}); err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return name
}

func Example() {
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("198.51.100.2")
	name := capture(
		packet.Packet{&layers.Ethernet{}, &layers.IPv4{Src: a, Dst: b}, &layers.TCP{SrcPort: 40000, DstPort: 80}},
		packet.Packet{&layers.Ethernet{}, &layers.IPv4{Src: b, Dst: a}, &layers.TCP{SrcPort: 80, DstPort: 40000}, packet.Payload(make([]byte, 100))},
		packet.Packet{&layers.Ethernet{}, &layers.VLAN{ID: 7}, &layers.IPv4{Src: a, Dst: b}, &layers.UDP{SrcPort: 53, DstPort: 53}},
	)
	defer os.RemoveAll(filepath.Dir(name))
	if err := run(os.Stdout, []string{name}); err != nil {
		panic(err)
	}
	// Output:
	// TCP    192.0.2.1:40000          198.51.100.2:80           -> 1 packets, 54 bytes  <- 1 packets, 154 bytes
	// UDP    192.0.2.1:53             198.51.100.2:53           -> 1 packets, 46 bytes  <- 0 packets, 0 bytes
}

func TestMissing(t *testing.T) {
	if err := run(os.Stdout, []string{"testdata/none"}); err == nil {
		t.Error("a file that is not there is no error")
	}
}
