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
	system := wire.ISISID{0, 0, 0, 0, 0, 1}
	node, lsp := append(system[:6:6], 2), append(system[:6:6], 0, 0)
	return map[string]packet.Packet{
		"LSP":       {&LLC{}, &ISIS{Type: wire.ISISL2LSP, Lifetime: 1199, LSPID: lsp, Sequence: 7, Flags: wire.ISISLevel2, TLVs: tlvs}},
		"hello":     {&LLC{}, &ISIS{Type: wire.ISISL1Hello, Circuit: 3, Source: system, HoldingTime: 30, Priority: 64, LANID: node, TLVs: tlvs, Trailer: []byte{0, 0}}},
		"P2P":       {&LLC{}, &ISIS{Type: wire.ISISP2PHello, Circuit: 2, Source: system, HoldingTime: 30, LocalCircuit: 5, TLVs: tlvs}},
		"CSNP":      {&LLC{}, &ISIS{Type: wire.ISISL2CSNP, Source: node, Start: make(wire.ISISID, 8), End: wire.ISISID("\xff\xff\xff\xff\xff\xff\xff\xff")}},
		"PSNP":      {&LLC{}, &ISIS{Type: wire.ISISL1PSNP, IDLength: 3, Source: wire.ISISID{1, 2, 3, 0}}},
		"ES hello":  {&LLC{}, &ESIS{Type: wire.ESISHello, HoldingTime: 30, Body: []byte{1, 3, 0x49, 0, 1}}},
		"CLNP data": {&LLC{}, &CLNP{Type: wire.CLNPData, Lifetime: 64, SegmentLength: 20, Body: []byte{2, 0x49, 1, 2, 0x49, 2}, Segmentation: true}, packet.Payload([]byte("data"))},
	}
}

func TestOSI(t *testing.T) {
	chains := map[string]string{"LSP": "LLC/ISIS", "hello": "LLC/ISIS", "P2P": "LLC/ISIS", "CSNP": "LLC/ISIS", "PSNP": "LLC/ISIS", "ES hello": "LLC/ESIS", "CLNP data": "LLC/CLNP/Raw"}
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
	must(t, p["LSP"])
	if l.LSPID.String() != "0000.0000.0001.00-00" || l.Checksum.Get() != 0xba09 || l.PDULength.Get() != 37 || l.Flags.String() != "L2" {
		t.Errorf("LSP %v %#x %v %v", l.LSPID, l.Checksum.Get(), l.PDULength, l.Flags)
	}
	if s := l.TLVs.String(); s != "1 03490001, 129 cc8e" {
		t.Errorf("TLVs %q", s)
	}
	must(t, p["hello"])
	if h := p["hello"][1].(*ISIS); h.LANID.String() != "0000.0000.0001.02" || h.PDULength.Get() != 27+10 || h.HeaderLength.Get() != 27 {
		t.Errorf("hello %v %v %v", h.LANID, h.PDULength, h.HeaderLength)
	}
	if _, err := (packet.Packet{&ISIS{Type: wire.ISISL1PSNP, Source: make(wire.ISISID, 9)}}).Bytes(); err == nil {
		t.Error("an identifier that is too long")
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

// What carries OSI's protocols besides LLC.
func TestOSICarriers(t *testing.T) {
	is := osiPackets(t)["LSP"][1]
	for name, c := range map[string]struct {
		first packet.Layer
		begin string
	}{
		"Ethernet":          {&Ethernet{}, "000000000000000000000000fefe83"},
		"PPP":               {&PPP{}, "002383"},
		"Cisco HDLC":        {&CiscoHDLC{}, "0f00fefe83"},
		"padded Cisco HDLC": {&CiscoHDLC{Padding: []byte{3}}, "0f00fefe0383"},
		"Frame Relay":       {&FrameRelay{Shared: true}, "00010383"},
	} {
		b := must(t, packet.Packet{c.first, is})
		if !bytes.HasPrefix(b, unhex(t, c.begin)) {
			t.Errorf("%s: %x", name, b)
		}
		q, err := packet.Parse(b, c.first.Proto())
		if err != nil || q[len(q)-1].Proto() != ISISProto && q[len(q)-2].Proto() != ISISProto {
			t.Errorf("%s: %s (%v)", name, chain(q), err)
		}
		if d := must(t, q); !bytes.Equal(b, d) {
			t.Errorf("%s:\n got %x\nwant %x", name, d, b)
		}
	}
}
