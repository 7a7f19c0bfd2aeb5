package gocap_test

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

var (
	src = netip.MustParseAddr("192.0.2.1")
	dst = netip.MustParseAddr("198.51.100.2")
)

// The README's tour, compiled and run.
func Example() {
	syn := packet.Packet{
		&layers.Ethernet{Dst: wire.Broadcast},
		&layers.IPv4{Src: src, Dst: dst, Checksum: packet.U16(0xbad)},
		&layers.TCP{SrcPort: 40000, DstPort: 80, Flags: wire.SYN, Options: wire.TCPOptions{}.AddMSS(1460)},
	}
	packet.Get[layers.IPv4](syn).Checksum.Release()
	frame, err := syn.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}
	tour(frame)
	// Output:
	// 40000 80 SYN mss 1460
	// 192.0.2.1 80
	// Ethernet VLAN IPv4 TCP, TTL 3, checksums none none good good
}

func tour(frame []byte) {
	p, err := layers.Parse(link.Ethernet, frame)
	if tcp := packet.Get[layers.TCP](p); tcp != nil {
		fmt.Println(tcp.SrcPort, tcp.DstPort, tcp.Flags, tcp.Options)
	}
	if err != nil {
		fmt.Println(err)
	}

	var f wire.Frame
	if err := f.Parse(frame); err == nil && f.TCP() != nil {
		fmt.Println(f.Src(), f.TCP().DstPort())
	}

	together(frame, 0)
	judge(f.TCP(), 0)
	edit(p)
}

func edit(p packet.Packet) {
	p = p.Insert(1, &layers.VLAN{ID: 42}) // the EtherTypes follow
	packet.Get[layers.IPv4](p).TTL.Fix(3) // the checksum follows
	b, err := p.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}
	q, err := layers.Parse(link.Ethernet, b)
	if err != nil {
		fmt.Println(err)
		return
	}
	var names, sums []string
	for i, s := range packet.Checksums(q) {
		names = append(names, q[i].Proto().Name)
		sums = append(sums, s.String())
	}
	fmt.Printf("%s, TTL %d, checksums %s\n", strings.Join(names, " "), packet.Get[layers.IPv4](q).TTL.Get(), strings.Join(sums, " "))
}

// read is the README's reader of files.
func read() error {
	r, err := pcap.Open("trace.pcapng.gz")
	if err != nil {
		return err
	}
	defer r.Close()
	for p, err := range r.Packets() {
		if err != nil {
			return err // what, at which byte, after how many packets
		}
		fmt.Println(p.Timestamp(), p.LinkType(), len(p.Data))
	}
	return nil
}

// live is the README's live capture.
func live(ctx context.Context) error {
	h, err := capture.Open("eth0", capture.Promiscuous())
	if err != nil {
		return err // a missing privilege is named, with the command that grants it
	}
	defer h.Close()
	if err := h.Activate(nil); err != nil {
		return err
	}
	for p, err := range h.Packets(ctx) {
		if err != nil {
			return err
		}
		fmt.Println(p.Time, p.Direction, p.Len)
	}
	return nil
}

// filtered is the README's live capture with a filter.
func filtered(h *capture.Handle) error {
	p, err := filter.Compile("tcp port 80 and host 192.0.2.1", h.LinkType(), filter.Options{Target: filter.Linux})
	if err != nil {
		return err
	}
	err = h.Activate(p.Insns)
	return err
}

var _, _, _ = read, live, filtered

// together is the README's stack.
func together(frame []byte, at int64) {
	s := sequence.NewStack(nil, sequence.StackConfig{Out: func(f *sequence.StackFlow, e *sequence.Event) {
		if e.Kind == sequence.Data {
			fmt.Println(f.Src, f.Dst, e.Offset, len(e.Bytes))
		}
	}})
	s.Put(uint16(link.Ethernet), frame, sequence.Source{Frame: 1, Time: at})
}

// judge is the README's judgement.
func judge(segment wire.TCP, at int64) {
	t := session.NewTCP(session.TCPConfig{Midway: true})
	if v := t.Check(session.Client, segment, at); !v.OK() {
		fmt.Println(v) // tolerated: RFC 5961 §3.2: reset in the window, but not at the next byte (Seq, ESTABLISHED)
	}
}

// TestREADME checks that the Go code of the README is in this file, which compiles.
func TestREADME(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	have := unindented(string(source))
	blocks := strings.Split(string(readme), "```go\n")[1:]
	if len(blocks) < 6 {
		t.Errorf("the README has only %d pieces of Go", len(blocks))
	}
	for _, b := range blocks {
		b, _, _ = strings.Cut(b, "```")
		if !strings.Contains(have, unindented(b)) {
			t.Errorf("this part of the README is not compiled:\n%s", b)
		}
	}
}

func unindented(s string) string {
	var out []string
	for line := range strings.Lines(s) {
		out = append(out, strings.TrimSpace(line))
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
