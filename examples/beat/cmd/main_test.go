package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
)

func TestRun(t *testing.T) {
	var out bytes.Buffer
	if err := run(&out, nil); err != nil || !strings.Contains(out.String(), "Beat") {
		t.Errorf("%v\n%s", err, &out)
	}
	name := filepath.Join(t.TempDir(), "beat.pcap")
	w, err := pcap.Create(name, pcap.Options{LinkType: link.Raw})
	if err != nil {
		t.Fatal(err)
	}
	b, err := heartbeat().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(&pcap.Packet{Data: b}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if err := run(&out, []string{name}); err != nil || !strings.Contains(out.String(), "Uptime  86400") {
		t.Errorf("%v\n%s", err, &out)
	}
	if err := run(&out, []string{name + "x"}); err == nil {
		t.Error("a file that is not there")
	}
}
