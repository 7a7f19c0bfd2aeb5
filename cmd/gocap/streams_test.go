package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// tcpPacket returns an IPv4 packet with a TCP segment, between two hosts.
func tcpPacket(up bool, seq, ack uint32, flags wire.TCPFlags, data string) wire.IPv4 {
	b := make(wire.IPv4, 40+len(data))
	b.SetVersion(4)
	b.SetIHL(5)
	b.SetLength(uint16(len(b)))
	b.SetTTL(64)
	b.SetProtocol(wire.IPProtoTCP)
	t := wire.TCP(b[20:])
	if src, dst := [4]byte{192, 0, 2, 1}, [4]byte{192, 0, 2, 2}; up {
		copy(b[12:], src[:])
		copy(b[16:], dst[:])
		t.SetSrcPort(1024)
		t.SetDstPort(80)
	} else {
		copy(b[12:], dst[:])
		copy(b[16:], src[:])
		t.SetSrcPort(80)
		t.SetDstPort(1024)
	}
	t.SetSeq(seq)
	t.SetAck(ack)
	t.SetFlags(flags)
	t.SetDataOffset(5)
	copy(b[40:], data)
	return b
}

// streamsFile writes a capture of a connection, one segment of which is in fragments, out of order.
func streamsFile(t *testing.T) string {
	t.Helper()
	var buf bytes.Buffer
	w, err := pcap.NewWriter(&buf, pcap.Options{LinkType: link.Raw})
	if err != nil {
		t.Fatal(err)
	}
	n := int64(0)
	write := func(b []byte) {
		n++
		p := pcap.Packet{Time: 1e18 + n*1e6, Data: b}
		if err := w.Write(&p); err != nil {
			t.Fatal(err)
		}
	}
	write(tcpPacket(true, 99, 0, wire.SYN, ""))
	write(tcpPacket(false, 499, 100, wire.SYN|wire.ACK, ""))
	write(tcpPacket(true, 104, 500, wire.ACK, "two\r\n"))
	var pieces [][]byte
	for f, err := range tcpPacket(true, 100, 500, wire.ACK, "one\n").Fragments(28) {
		if err != nil {
			t.Fatal(err)
		}
		pieces = append(pieces, f)
	}
	for i := len(pieces) - 1; i >= 0; i-- {
		write(pieces[i])
	}
	write(tcpPacket(false, 500, 109, wire.ACK, "\x1b[2Jevil"))
	write(tcpPacket(false, 512, 109, wire.ACK, "late"))
	write(tcpPacket(true, 109, 508, wire.FIN|wire.ACK, ""))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "t.pcap")
	if err := os.WriteFile(name, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestStreams(t *testing.T) {
	name := streamsFile(t)
	r := gocap(t, "", "streams", "-r", name, "--json")
	var lines []streamLine
	for d := json.NewDecoder(strings.NewReader(r.out)); d.More(); {
		var l streamLine
		if err := d.Decode(&l); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, l)
	}
	if r.code != 0 || len(lines) != 2 {
		t.Fatalf("exit %d, %s%s", r.code, r.out, r.err)
	}
	up, down := lines[0], lines[1]
	if up.Src != "192.0.2.1:1024" || up.Dst != "192.0.2.2:80" || up.Bytes != 9 || up.Closed != "fin" || len(up.Gaps) != 0 ||
		up.SHA256 != fmt.Sprintf("%x", sha256.Sum256([]byte("one\ntwo\r\n"))) {
		t.Errorf("%+v", up)
	}
	if down.Bytes != 12 || down.Closed != "eof" || len(down.Gaps) != 1 || down.Gaps[0] != [2]uint64{8, 4} {
		t.Errorf("%+v", down)
	}

	dir := filepath.Join(t.TempDir(), "out")
	if r := gocap(t, "", "streams", "-r", name, "-o", dir); r.code != 0 || !strings.Contains(r.out, "9 bytes, fin") {
		t.Errorf("%+v", r)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "000000-tcp-192.0.2.1.1024-192.0.2.2.80")); err != nil || string(b) != "one\ntwo\r\n" {
		t.Errorf("%q, %v", b, err)
	}

	r = gocap(t, "", "streams", "-r", name, "--follow", "0")
	if r.code != 0 || strings.Contains(r.out, "\x1b") || !strings.Contains(r.out, "one\n") || !strings.Contains(r.out, "?[2Jevil") {
		t.Errorf("%q", r.out)
	}
	if r = gocap(t, "", "streams", "-r", name, "--follow", "0", "--as", "raw"); r.out != "one\ntwo\r\n\x1b[2Jevillate" {
		t.Errorf("%q", r.out)
	}
	if r = gocap(t, "", "streams", "-r", name, "--follow", "0", "--as", "hex"); !strings.Contains(r.out, "< 0000000c  6c 61 74 65") {
		t.Errorf("%q", r.out)
	}
	for _, bad := range [][]string{{}, {"-r", name, "--as", "x"}, {"-r", name, "--policy", "x"}, {"-r", name, "--follow", "0", "--json"}} {
		if r := gocap(t, "", append([]string{"streams"}, bad...)...); r.code != exitUsage {
			t.Errorf("%v: exit %d", bad, r.code)
		}
	}
}

// What is held does not grow with the capture: lines are printed when there are many, and so are those with many gaps.
func TestStreamBookLimits(t *testing.T) {
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	b := newStreamBook(w, &streaming{follow: -1, json: true})
	const streams, gaps = 1500, 1200
	var open []sequence.Sink
	for i := range uint64(streams) {
		sink := b.open(i, 0, "tcp", "a", "b")
		for g := range uint64(gaps) {
			sink.Take(&sequence.Event{Kind: sequence.Gap, Offset: g, Len: 1})
		}
		open = append(open, sink)
	}
	if b.gaps != maxAllGaps {
		t.Errorf("%d gaps are listed, at most %d are", b.gaps, maxAllGaps)
	}
	for _, sink := range open {
		sink.Take(&sequence.Event{Kind: sequence.End, Reason: sequence.Finished})
	}
	for i := range uint64(maxDone) {
		b.open(streams+i, 0, "tcp", "a", "b").Take(&sequence.Event{Kind: sequence.End, Reason: sequence.Reset})
		if len(b.done) >= maxDone {
			t.Fatalf("%d lines are held", len(b.done))
		}
	}
	if err := b.close(); err != nil || b.gaps != 0 || len(b.done) != 0 {
		t.Errorf("%d gaps and %d lines are left: %v", b.gaps, len(b.done), err)
	}
	w.Flush()
	seen, listed := map[uint64]bool{}, 0
	for d := json.NewDecoder(&out); d.More(); {
		var l streamLine
		if err := d.Decode(&l); err != nil {
			t.Fatal(err)
		}
		if seen[l.Stream] || len(l.Gaps) > maxGaps || l.Stream < streams && uint64(len(l.Gaps))+l.MoreGaps != gaps {
			t.Fatalf("stream %d: %d gaps and %d more", l.Stream, len(l.Gaps), l.MoreGaps)
		}
		seen[l.Stream] = true
		listed += len(l.Gaps)
	}
	if len(seen) != streams+maxDone || listed != maxAllGaps {
		t.Errorf("%d lines with %d gaps", len(seen), listed)
	}
}
