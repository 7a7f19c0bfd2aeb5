package layers_test

import (
	"fmt"
	"net/netip"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

// rsvpPath is a path message for a tunnel to 10.0.0.1.
func rsvpPath() *RSVP {
	return &RSVP{Type: wire.RSVPPath, TTL: 64, Objects: wire.RSVPObjects{}.
		Add(wire.RSVPObject{Class: wire.RSVPSession, CType: 7, Data: []byte{10, 0, 0, 1, 0, 0, 0, 9, 10, 0, 0, 2}}).
		Add(wire.RSVPObject{Class: wire.RSVPHop, CType: 1, Data: []byte{10, 0, 0, 2, 0, 0, 0, 0}}).
		Add(wire.RSVPObject{Class: wire.RSVPTimeValues, CType: 1, Data: []byte{0, 0, 0x75, 0x30}}).
		Add(wire.RSVPObject{Class: wire.RSVPLabelRequest, CType: 1, Data: []byte{0, 0, 8, 0}}).
		Add(wire.RSVPObject{Class: wire.RSVPSessionAttribute, CType: 7, Data: []byte("\x07\x07\x00\x03abc")})}
}

func TestRSVP(t *testing.T) {
	b, err := packet.Packet{rsvpPath()}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	const want = "1001" + "5dc9" + "40000040" + "00100107" + "0a000001000000090a000002" + "000c0301" + "0a00000200000000" + "00080501" + "00007530" +
		"00081301" + "00000800" + "000ccf07" + "0707000361626300"
	if got := fmt.Sprintf("%x", b); got != want {
		t.Errorf("got %s", got)
	}
	if wire.Sum(0, b) != 0xffff {
		t.Errorf("sum %#x", wire.Sum(0, b))
	}
	packettest.Trial(t, RSVPProto, b)
	if _, worst := packet.Validate(b, RSVPProto); worst != packet.Fine {
		t.Error(worst)
	}
	for _, c := range []struct {
		at   int
		x    byte
		want packet.Class
	}{{20, 1, packet.BadChecksum}, {7, 0x10, packet.BadSize}, {7, 4, packet.BadChecksum}, {9, 1, packet.BadSize}, {5, 1, packet.BadChecksum}} {
		bad := append([]byte(nil), b...)
		bad[c.at] ^= c.x
		if _, worst := packet.Validate(bad, RSVPProto); worst < c.want {
			t.Errorf("byte %d: %v, want %v", c.at, worst, c.want)
		}
	}
}

func ExampleRSVP() {
	p := packet.Packet{&IPv4{Src: netip.MustParseAddr("10.0.0.2"), Dst: netip.MustParseAddr("10.0.0.1")}, rsvpPath()}
	b, _ := p.Bytes()
	q, _ := packet.Parse(b, IPv4Proto)
	m := packet.Get[RSVP](q)
	session, _ := m.Objects.Get(wire.RSVPSession)
	to, _ := session.Addr()
	fmt.Println(m.Type, to, m.ChecksumState() == packet.ChecksumGood)
	// Output: Path 10.0.0.1 true
}
