package layers_test

import (
	"encoding/hex"
	"strings"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
)

func fromHex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestNFLOG(t *testing.T) {
	const ip = "4500001d 00010000 4011 66cd 0a000001 0a000002 03e807d0 00090000 61"
	seed := fromHex(t, "02 00 0014 0800 0100 0800 0301 0500 0a00 00 000000 2100 0900"+ip+"000000")
	packettest.Trial(t, NFLOGProto, seed,
		fromHex(t, "0a 00 0000 0500 0a00 00 000000"), fromHex(t, "02 00 0014"),
		fromHex(t, "02 00 0014 2100 0900"+ip+"000000 0800 0500 00000001"))
	p, err := layers239(seed)
	if err != nil || len(p) != 4 {
		t.Fatal(p, err)
	}
	l := p[0].(*NFLOG)
	n := 0
	for range l.Attributes.All() {
		n++
	}
	if n != 2 || string(p.Payload()) != "a" || len(l.Trailer) != 3 {
		t.Errorf("%d attributes, %+v", n, l)
	}
}

func layers239(b []byte) (packet.Packet, error) { return Parse(link.NFLog, b) }

func TestPKTAP(t *testing.T) {
	ether := fromHex(t, "020000000001 020000000002 1234 616263")
	b, err := packet.Packet{&PKTAP{PID: 7, Flags: 1}, &Ethernet{}, packet.Payload([]byte("abc"))}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	long := fromHex(t, "70000000 01000000 01000000"+strings.Repeat("00", 100))
	packettest.Trial(t, PKTAPProto, b, append(long, ether...))
	if p, err := Parse(link.PKTAP, b); err != nil || packet.Get[Ethernet](p) == nil || packet.Get[PKTAP](p).DLT.Get() != 1 {
		t.Error(p, err)
	}
}
