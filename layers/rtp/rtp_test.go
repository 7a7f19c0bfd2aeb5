package rtp_test

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/rtp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

const (
	plain    = "80 00 0001 000000a0 11223344 ffff"
	extended = "b2 e0 1234 00000001 00000002 0000000a 0000000b bede 0002 10aa 21bbcc 00 0000 6162 000003"
	sr       = "81 c8 000c 00000001 e0000000 80000000 000003e8 0000000a 00000640 00000002 40 fffffe 00010002 00000003 00000004 00000005"
	rr       = "81 c9 0007 00000001 00000002 40 000005 00010002 00000003 00000004 00000005"
	sdes     = "81 ca 0004 00000001 01 07 75736572406e 06 00 00 00"
	bye      = "82 cb 0004 00000001 00000002 03 656e64 a0000004"
	app      = "85 cc 0003 00000001 6e616d65 01020304"
	nack     = "81 cd 0003 00000001 00000002 00070001"
	xr       = "80 cf 0004 00000001 04 00 0002 0102030405060708"
)

func TestRTP(t *testing.T) {
	packettest.Trial(t, rtp.PacketProto, unhex(plain), unhex(extended), unhex("90 60 0001 00000001 00000001 1005 0001 01 02 abcd"))
	p, err := packet.Parse(unhex(extended), rtp.PacketProto)
	l := packet.Get[rtp.Packet](p)
	if err != nil || !reflect.DeepEqual(l.CSRC, []uint32{10, 11}) || string(p.Payload()) != "ab" || len(l.Trailer) != 3 {
		t.Fatalf("%+v, %v", l, err)
	}
	var got []string
	for x := range l.Extensions.In(l.Profile) {
		got = append(got, fmt.Sprintf("%d %x", x.ID, x.Data))
	}
	if s := strings.Join(got, ", "); s != "1 aa, 2 bbcc" {
		t.Error(s)
	}
	if x := (wire.RTPExtensions{}).AddTwoByte(1, []byte{0xab, 0xcd}).AddTwoByte(2, nil); x.String() != "0102abcd0200" {
		t.Error(x)
	}
	if x := (wire.RTPExtensions{}).AddOneByte(1, []byte{0xaa}); x.String() != "10aa" {
		t.Error(x)
	}
}

func TestRTCP(t *testing.T) {
	compound := append(unhex(sr), unhex(sdes)...)
	packettest.Trial(t, rtp.ControlProto, unhex(sr), unhex(rr), unhex(sdes), unhex(app), unhex(nack), unhex(xr), compound,
		append(unhex(rr), unhex("a1 cb 0002 00000001 00000004")...))
	p, err := packet.Parse(compound, rtp.ControlProto)
	if err != nil || len(p) != 2 {
		t.Fatal(p, err)
	}
	ssrc, sender, blocks, ok := p[0].(*rtp.Control).Report()
	want := rtp.ReportBlock{2, 64, -2, 0x10002, 3, 4, 5}
	if !ok || ssrc != 1 || *sender != (rtp.SenderInfo{0xe000000080000000, 1000, 10, 1600}) || len(blocks) != 1 || blocks[0] != want {
		t.Error(ssrc, sender, blocks, ok)
	}
	chunks := p[1].(*rtp.Control).Chunks()
	if len(chunks) != 1 || chunks[0].SSRC != 1 || !reflect.DeepEqual(chunks[0].Items, []rtp.Item{{1, "user@n\x06"}}) {
		t.Errorf("%+v", chunks)
	}
	// and back
	var r, s rtp.Control
	r.SetReport(ssrc, sender, blocks...)
	s.SetChunks(chunks...)
	b, err := packet.Packet{&r, &s}.Bytes()
	if err != nil || hex.EncodeToString(b) != hex.EncodeToString(compound) {
		t.Errorf("%x, %v\nwant %x", b, err, compound)
	}
}

func control(t *testing.T, s string) *rtp.Control {
	p, err := packet.Parse(unhex(s), rtp.ControlProto)
	if err != nil {
		t.Fatal(err)
	}
	return p[0].(*rtp.Control)
}

func TestContents(t *testing.T) {
	if s, reason, ok := control(t, bye).Goodbye(); !ok || len(s) != 2 || reason != "end" {
		t.Error(s, reason, ok)
	}
	if ssrc, name, data, ok := control(t, app).Application(); !ok || ssrc != 1 || name != "name" || len(data) != 4 {
		t.Error(ssrc, name, data, ok)
	}
	if a, b, info, ok := control(t, nack).Feedback(); !ok || a != 1 || b != 2 || len(info) != 4 {
		t.Error(a, b, info, ok)
	}
	if ssrc, blocks, ok := control(t, xr).Extended(); !ok || ssrc != 1 || len(blocks) != 1 || blocks[0].Type != 4 || len(blocks[0].Data) != 8 {
		t.Error(ssrc, blocks, ok)
	}
	for _, s := range []string{"82 c9 0001 00000001", "81 ca 0000", "82 cb 0001 00000001", "a0 c9 0001 00000003"} {
		if _, worst := packet.Validate(unhex(s), rtp.ControlProto); worst != packet.BadSize {
			t.Errorf("%s: %v", s, worst)
		}
	}
}

// RTP and RTCP are told apart from each other and from others by their form.
func TestGuess(t *testing.T) {
	audio := append(unhex("80 08 0001 000000a0 11223344"), make([]byte, 160)...)
	for _, c := range []struct {
		data []byte
		want *packet.Proto
	}{
		{audio, rtp.PacketProto}, {audio[:171], packet.RawProto}, {unhex(sr + sdes), rtp.ControlProto}, {unhex(sr + "00"), packet.RawProto},
		{append(unhex("80 60 0001 000000a0 11223344"), make([]byte, 160)...), packet.RawProto},
	} {
		b, err := packet.Packet{&layers.UDP{SrcPort: 30000, DstPort: 30002}, packet.Payload(c.data)}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if p, err := packet.Parse(b, layers.UDPProto); err != nil || p[1].Proto() != c.want {
			t.Errorf("%x: %v, want %s", c.data, p[1].Proto().Name, c.want.Name)
		}
	}
}

func Example() {
	p, err := packet.Parse(unhex(sr), rtp.ControlProto)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range packet.All[rtp.Control](p) {
		ssrc, sender, blocks, _ := c.Report()
		fmt.Println(c.Type, ssrc, sender.Packets, blocks[0].Lost)
	}
	// Output: SR 1 10 -2
}
