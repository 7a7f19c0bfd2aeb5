package layers_test

import (
	"bytes"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func osiPackets(t *testing.T) map[string]packet.Packet {
	tlvs := wire.ISISTLVs{}.Add(1, 3, 0x49, 0, 1).Add(129, 0xcc, 0x8e)
	fixed := append([]byte{0, 38, 4, 0xaf}, unhex(t, "0000000000010000 00000007 0000 03")...)
	fixed[1] = byte(wire.ISISLen + len(fixed) + len(tlvs))
	hello := unhex(t, "03 000000000002 001e 0000 40 00000000000201")
	hello[10] = byte(wire.ISISLen + len(hello))
	return map[string]packet.Packet{
		"LSP":       {&LLC{}, &ISIS{Type: wire.ISISL2LSP, Fixed: fixed, TLVs: tlvs}},
		"hello":     {&LLC{}, &ISIS{Type: wire.ISISL1Hello, Fixed: hello, Trailer: []byte{0, 0}}},
		"ES hello":  {&LLC{}, &ESIS{Type: wire.ESISHello, HoldingTime: 30, Body: []byte{1, 3, 0x49, 0, 1}}},
		"CLNP data": {&LLC{}, &CLNP{Type: wire.CLNPData, Lifetime: 64, SegmentLength: 20, Body: []byte{2, 0x49, 1, 2, 0x49, 2}, Segmentation: true}, packet.Payload([]byte("data"))},
	}
}

func TestOSI(t *testing.T) {
	chains := map[string]string{"LSP": "LLC/ISIS", "hello": "LLC/ISIS", "ES hello": "LLC/ESIS", "CLNP data": "LLC/CLNP/Raw"}
	for name, p := range osiPackets(t) {
		b := must(t, p)
		if !bytes.HasPrefix(b, []byte{0xfe, 0xfe, 3}) {
			t.Errorf("%s: %x", name, b)
		}
		q, err := packet.Parse(b, LLCProto)
		if err != nil || chain(q) != chains[name] {
			t.Errorf("%s: %s, want %s (%v)", name, chain(q), chains[name], err)
		}
		if w := packettest.Wrong(q); w != nil {
			t.Errorf("%s: wrong: %v", name, w)
		}
		if c := must(t, q); !bytes.Equal(b, c) {
			t.Errorf("%s:\n got %x\nwant %x", name, c, b)
		}
	}
}

func TestISIS(t *testing.T) {
	p := osiPackets(t)
	l := p["LSP"][1].(*ISIS)
	if id, seq, life := l.LSP(); !bytes.Equal(id, []byte{0, 0, 0, 0, 0, 1, 0, 0}) || seq != 7 || life != 1199 {
		t.Errorf("LSP %x %d %d", id, seq, life)
	}
	if n := l.PDULength(); n != 37 {
		t.Errorf("PDU length %d", n)
	}
	if s := l.TLVs.String(); s != "1 03490001, 129 cc8e" {
		t.Errorf("TLVs %q", s)
	}
	h := p["hello"][1].(*ISIS)
	if !bytes.Equal(h.Source(), []byte{0, 0, 0, 0, 0, 2}) || l.Source() != nil {
		t.Errorf("source %x", h.Source())
	}
	if s := (wire.ISISTLVs{8, 4, 1}).String(); s != "malformed 080401" {
		t.Errorf("%q", s)
	}
	dst, src := p["CLNP data"][1].(*CLNP).Addresses()
	if dst.String() != "49.01" || src.String() != "49.02" {
		t.Errorf("addresses %v %v", dst, src)
	}
}

// The sum of what FletcherSum completes is right: both halves come out as zero.
func TestFletcherSum(t *testing.T) {
	for n := 4; n < 40; n++ {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(i*7 + n)
		}
		at := n / 2
		sum := wire.FletcherSum(b, at)
		b[at], b[at+1] = byte(sum>>8), byte(sum)
		c0, c1 := 0, 0
		for _, c := range b {
			c0 = (c0 + int(c)) % 255
			c1 = (c1 + c0) % 255
		}
		if c0 != 0 || c1 != 0 {
			t.Errorf("%d bytes: %#04x leaves %d %d", n, sum, c0, c1)
		}
	}
}

func TestOSITrial(t *testing.T) {
	seeds := map[*packet.Proto][][]byte{}
	for _, p := range osiPackets(t) {
		pr := p[1].Proto()
		seeds[pr] = append(seeds[pr], must(t, p)[wire.LLCLen:])
	}
	for pr, s := range seeds {
		t.Run(pr.Name, func(t *testing.T) { packettest.Trial(t, pr, s...) })
	}
}
