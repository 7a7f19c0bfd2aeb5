package main

import (
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
	"github.com/gocap-project/gocap/wire"
)

// sctpIP returns an IPv4 packet with an SCTP packet, between two hosts.
func sctpIP(up bool, tag uint32, chunks ...[]byte) []byte {
	b := make(wire.IPv4, 32)
	b.SetVersion(4)
	b.SetIHL(5)
	b.SetTTL(64)
	b.SetProtocol(wire.IPProtoSCTP)
	src, dst := []byte{192, 0, 2, 1}, []byte{192, 0, 2, 2}
	s := wire.SCTP(b[20:])
	s.SetSrcPort(1024)
	s.SetDstPort(3868)
	if !up {
		src, dst = dst, src
		s.SetSrcPort(3868)
		s.SetDstPort(1024)
	}
	copy(b[12:], src)
	copy(b[16:], dst)
	s.SetVTag(tag)
	for _, c := range chunks {
		b = append(b, c...)
	}
	b.SetLength(uint16(len(b)))
	return b
}

// sctpChunk returns a chunk, padded.
func sctpChunk(t wire.SCTPChunkType, flags uint8, value string) []byte {
	b := append([]byte{byte(t), flags, 0, byte(4 + len(value))}, value...)
	return append(b, make([]byte, -len(b)&3)...)
}

// sctpData returns a DATA chunk.
func sctpData(tsn, stream, number uint8, flags uint8, data string) []byte {
	return sctpChunk(wire.SCTPTypeData, flags, string([]byte{0, 0, 0, tsn, 0, stream, 0, number, 0, 0, 0, 46})+data)
}

func TestStreamsSCTP(t *testing.T) {
	var buf bytes.Buffer
	w, err := pcap.NewWriter(&buf, pcap.Options{LinkType: link.Raw})
	if err != nil {
		t.Fatal(err)
	}
	const whole = wire.SCTPBegin | wire.SCTPEnd
	init := "\x00\x01\x00\x00\x00\x0a\x00\x0a\x00\x00\x00"
	for i, b := range [][]byte{
		sctpIP(true, 0, sctpChunk(wire.SCTPTypeInit, 0, "\x00\x00\x00\x21"+init+"\x01")),
		sctpIP(false, 0x21, sctpChunk(wire.SCTPTypeInitAck, 0, "\x00\x00\x00\x42"+init+"\x05")),
		sctpIP(true, 0x42, sctpData(3, 1, 0, whole, "three"), sctpData(2, 0, 0, wire.SCTPEnd, "two")),
		sctpIP(true, 0x42, sctpData(1, 0, 0, wire.SCTPBegin, "one")),
		sctpIP(true, 0x43, sctpData(4, 0, 1, whole, "evil")), // another tag
		sctpIP(false, 0x21, sctpData(6, 0, 1, whole, "\x1b[2J")),
		sctpIP(true, 0x42, sctpChunk(wire.SCTPTypeShutdownComplete, 0, "")),
	} {
		if err := w.Write(&pcap.Packet{Time: 1e18 + int64(i)*1e6, Data: b}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "t.pcap")
	if err := os.WriteFile(name, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}

	r := gocap(t, "", "streams", "-r", name, "--json")
	var got []string
	for d := json.NewDecoder(strings.NewReader(r.out)); d.More(); {
		var l streamLine
		if err := d.Decode(&l); err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%d %s %s>%s %d: %d, %d bytes %.8s %v %d %s", l.Stream, l.Proto, l.Src, l.Dst, *l.ID, l.Messages,
			l.Bytes, l.SHA256, l.Gaps, l.Lost, l.Closed))
	}
	sum := func(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s)))[:8] }
	want := []string{
		"0 sctp 192.0.2.1:1024>192.0.2.2:3868 0: 1, 6 bytes " + sum("onetwo") + " [] 0 fin",
		"0 sctp 192.0.2.1:1024>192.0.2.2:3868 1: 1, 5 bytes " + sum("three") + " [] 0 fin",
		"0 sctp 192.0.2.2:3868>192.0.2.1:1024 0: 1, 4 bytes " + sum("\x1b[2J") + " [[0 1]] 1 fin",
	}
	if r.code != 0 || strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("exit %d, %s\n%s", r.code, strings.Join(got, "\n"), r.err)
	}
	r = gocap(t, "", "streams", "-r", name, "--follow", "0")
	if r.code != 0 || strings.Contains(r.out, "\x1b") || !strings.Contains(r.out, "stream 0, message 0\nonetwo\n") {
		t.Errorf("%q", r.out)
	}
	if r = gocap(t, "", "streams", "-r", name, "--follow", "0", "--as", "hex"); !strings.Contains(r.out, "< stream 0, message 1, protocol 46\n< 00000000  1b 5b") {
		t.Errorf("%q", r.out)
	}
	if r = gocap(t, "", "streams", "-r", name, "--any-tag"); !strings.Contains(r.out, "2 messages, 10 bytes") {
		t.Errorf("%q", r.out)
	}
	dir := t.TempDir()
	gocap(t, "", "streams", "-r", name, "-o", dir)
	if b, err := os.ReadFile(filepath.Join(dir, "000000-sctp-192.0.2.1.1024-192.0.2.2.3868-1")); err != nil || string(b) != "three" {
		t.Errorf("%q, %v", b, err)
	}
}
