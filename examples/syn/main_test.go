package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

func TestRun(t *testing.T) {
	name := filepath.Join(t.TempDir(), "syn.pcap")
	var out bytes.Buffer
	if err := run(&out, []string{name}); err != nil || !strings.Contains(out.String(), "Flags       SYN (0x002)") {
		t.Fatalf("%v\n%s", err, &out)
	}
	r, err := pcap.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	p, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	q, err := layers.Parse(p.LinkType(), p.Data)
	if tcp := packet.Get[layers.TCP](q); err != nil || tcp == nil || tcp.Flags != wire.SYN || packettest.Wrong(q) != nil {
		t.Errorf("%v: %+v", err, tcp)
	}
}
