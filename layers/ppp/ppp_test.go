package ppp_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	. "github.com/gocap-project/gocap/layers/ppp"
	"github.com/gocap-project/gocap/link"
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

// packets has each kind of packet: what it is built from, its bytes, and the text of its
// options.
var packets = []struct {
	l    packet.Layer
	hex  string
	text string
}{
	{&LCP{Code: wire.PPPConfigureRequest, ID: 1, Options: wire.LCPOptions{}.
		Add(wire.LCPMRU, 0x05, 0xd4).Add(wire.LCPAuthentication, 0xc2, 0x23, 5).Add(wire.LCPMagicNumber, 1, 2, 3, 4).
		Add(wire.LCPProtocolCompression).Add(wire.LCPEndpoint, 3, 2, 0, 0x5e, 0x10, 0, 1)},
		"01 01 001e 010405d4 0305c22305 050601020304 0702 13090302005e100001",
		"MRU 1492; authentication CHAP, MD5; magic number 0x01020304; protocol compression; endpoint MAC 02:00:5e:10:00:01"},
	{&LCP{Code: wire.PPPConfigureNak, ID: 2, Options: wire.LCPOptions{}.Add(wire.LCPAuthentication, 0xc0, 0x23)},
		"03 02 0008 0304c023", "authentication PAP"},
	{&LCP{Code: wire.PPPEchoRequest, ID: 9, Magic: 0x01020304, Data: []byte("ab")}, "09 09 000a 01020304 6162", ""},
	{&LCP{Code: wire.PPPProtocolReject, ID: 3, Rejected: wire.PPPProtoIPV6CP, Data: []byte{1, 1, 0, 4}}, "08 03 000a 8057 01010004", ""},
	{&LCP{Code: wire.PPPCodeReject, ID: 3, Data: []byte{0x55, 1, 0, 4}}, "07 03 0008 55010004", ""},
	{&LCP{Code: wire.PPPTerminateRequest, ID: 4, Data: []byte("bye"), Trailer: []byte{0, 0}}, "05 04 0007 627965 0000", ""},
	{&LCP{Code: wire.PPPIdentification, ID: 5, Magic: 7, Data: []byte("v")}, "0c 05 0009 00000007 76", ""},
	{&IPCP{Code: wire.PPPConfigureRequest, ID: 1, Options: wire.IPCPOptions{}.
		Add(wire.IPCPCompression, 0, 0x2d, 15, 1).Add(wire.IPCPAddress, 192, 0, 2, 1).Add(wire.IPCPDNS1, 0, 0, 0, 0)},
		"01 01 0016 0206002d0f01 0306c0000201 810600000000", "compression Van Jacobson 0x0f01; address 192.0.2.1; DNS 0.0.0.0"},
	{&IPCP{Code: wire.PPPTerminateAck, ID: 1}, "06 01 0004", ""},
	{&IPV6CP{Code: wire.PPPConfigureAck, ID: 1, Options: wire.IPV6CPOptions{}.Add(wire.IPV6CPInterfaceID, 2, 0, 0x5e, 0xff, 0xfe, 0x10, 0, 1)},
		"02 01 000e 010a 02005efffe100001", "interface identifier 0200:5eff:fe10:0001"},
	{&CCP{Code: wire.PPPConfigureRequest, ID: 7, Options: wire.CCPOptions{}.Add(wire.CCPMPPC, 1, 0, 0, 0x60).Add(wire.CCPDeflate, 0x78, 0)},
		"01 07 000e 1206 01000060 1a047800", "MPPC 40 bits|128 bits|stateless; deflate 0x7800"},
	{&CCP{Code: wire.PPPResetRequest, ID: 8}, "0e 08 0004", ""},
	{&ECP{Code: wire.PPPConfigureRequest, ID: 1, Options: wire.ECPOptions{}.Add(wire.ECPDESEbis, 1, 2, 3, 4, 5, 6, 7, 8)},
		"01 01 000e 030a 0102030405060708", "DESE-bis 0x0102030405060708"},
	{&NCP{Code: wire.PPPConfigureRequest, ID: 1, Options: wire.NCPOptions{}.Add(1, 0, 0, 0, 1)}, "01 01 000a 0106 00000001", "1 0x00000001"},
	{&PAP{Code: wire.PAPRequest, ID: 1, PeerID: []byte("user"), Password: []byte("pass")}, "01 01 000e 0475736572 0470617373", ""},
	{&PAP{Code: wire.PAPAck, ID: 1, Message: []byte("ok")}, "02 01 0007 026f6b", ""},
	{&PAP{Code: wire.PAPNak, ID: 1}, "03 01 0005 00", ""},
	{&CHAP{Code: wire.CHAPChallenge, ID: 1, Value: []byte{1, 2, 3, 4}, Name: []byte("ac")}, "01 01 000b 0401020304 6163", ""},
	{&CHAP{Code: wire.CHAPSuccess, ID: 1, Message: []byte("hi")}, "03 01 0006 6869", ""},
	{&LQR{Magic: 1, PeerOutOctets: 12}, "00000001" + strings.Repeat("00000000", 10) + "0000000c", ""},
}

func TestPackets(t *testing.T) {
	seeds := map[*packet.Proto][][]byte{}
	for _, tt := range packets {
		pr, want := tt.l.Proto(), unhex(tt.hex)
		got, err := packet.Packet{tt.l}.Bytes()
		if err != nil || string(got) != string(want) {
			t.Errorf("%s: built %x, want %x (%v)", pr.Name, got, want, err)
		}
		p, err := packet.Parse(want, pr)
		if err != nil || len(p) != 1 {
			t.Errorf("%x: %v, %v", want, p, err)
			continue
		}
		if i := pr.Field("Options"); i >= 0 {
			if s := fmt.Sprint(pr.Value(p[0], i)); s != tt.text {
				t.Errorf("%s: options %q, want %q", pr.Name, s, tt.text)
			}
		}
		if d, class := packet.Validate(want, pr); class != packet.Fine {
			t.Errorf("%s: %v", pr.Name, d)
		}
		seeds[pr] = append(seeds[pr], want)
	}
	for pr, s := range seeds {
		t.Run(pr.Name, func(t *testing.T) { packettest.Trial(t, pr, s...) })
	}
}

func TestDefects(t *testing.T) {
	for _, tt := range []struct {
		pr    *packet.Proto
		hex   string
		class packet.Class
	}{
		{LCPProto, "01 01 0006 0100", packet.BadSize},           // an option shorter than its header
		{LCPProto, "01 01 0003", packet.BadSize},                // a length below its own
		{LCPProto, "09 01 0006 0102", packet.BadSize},           // an echo without magic number
		{LCPProto, "63 01 0004", packet.BadValue},               // no such code
		{LCPProto, "01 01 000a 0506 00000000", packet.BadValue}, // a magic number of zero
		{IPCPProto, "01 01 0014 0306 c0000201", packet.BadSize}, // cut
		{PAPProto, "01 01 0006 0561", packet.BadSize},           // a name that is cut
		{CHAPProto, "01 01 0006 0961", packet.BadSize},          // a value that is cut
		{CHAPProto, "07 01 0004", packet.BadValue},              // no such code
	} {
		if d, class := packet.Validate(unhex(tt.hex), tt.pr); class != tt.class {
			t.Errorf("%s %s: %v, want %v: %v", tt.pr.Name, tt.hex, class, tt.class, d)
		}
	}
}

// Control packets within frames of every kind.
func TestFrames(t *testing.T) {
	lcp := func() packet.Layer { return &LCP{Code: wire.PPPEchoReply, Magic: 5} }
	for _, tt := range []struct {
		p    packet.Packet
		link link.Type
		hex  string
	}{
		{packet.Packet{&layers.HDLC{}, &layers.PPP{}, lcp()}, link.PPP, "ff03 c021 0a00 0008 00000005"},
		{packet.Packet{&layers.PPP{}, lcp()}, link.PPPHDLC, "c021 0a00 0008 00000005"},
		{packet.Packet{&layers.PPPoE{SessionID: 7}, &layers.PPP{}, lcp()}, link.PPPEther, "11 00 0007 000a c021 0a00 0008 00000005"},
		{packet.Packet{&layers.Ethernet{}, &layers.PPPoE{SessionID: 7}, &layers.PPP{}, lcp()}, link.Ethernet,
			"000000000000 000000000000 8864 11 00 0007 000a c021 0a00 0008 00000005"},
		{packet.Packet{&layers.PPP{}, &layers.PPPMultilink{Beginning: true, Ending: true, Seq: 1}, &layers.PPP{}, lcp()}, link.PPP,
			"003d c0000001 c021 0a00 0008 00000005"},
		{packet.Packet{&layers.PPP{Compressed: true}, &layers.PPPMultilink{Seq: 2}, packet.Payload([]byte{1})}, link.PPP, "3d 00000002 01"},
	} {
		b, err := tt.p.Bytes()
		if err != nil || string(b) != string(unhex(tt.hex)) {
			t.Errorf("built %x, want %s (%v)", b, tt.hex, err)
		}
		q, err := layers.Parse(tt.link, b)
		if err != nil || len(q) != len(tt.p) {
			t.Errorf("%x: %d layers, want %d (%v)", b, len(q), len(tt.p), err)
			continue
		}
		for i := range q {
			if q[i].Proto() != tt.p[i].Proto() {
				t.Errorf("%x: layer %d is %s, want %s", b, i, q[i].Proto().Name, tt.p[i].Proto().Name)
			}
		}
	}
}

func TestNoAllocs(t *testing.T) {
	b := unhex("c021" + packets[0].hex)
	c := packet.Parser{Reuse: true}
	if n := testing.AllocsPerRun(100, func() {
		if p, err := c.Parse(b, layers.PPPProto); err != nil || len(p) != 2 {
			t.Fatal(p, err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzPPP(f *testing.F) {
	for _, tt := range packets {
		for _, b := range layers.PPPProtos.All() {
			if b.Proto == tt.l.Proto() {
				f.Add(append([]byte{byte(b.Key >> 8), byte(b.Key)}, unhex(tt.hex)...))
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, _ := packet.Parse(b, layers.PPPFrameProto)
		if got, err := p.Bytes(); err != nil || string(got) != string(b) {
			t.Fatalf("%x: built %x (%v)", b, got, err)
		}
		packet.Validate(b, layers.PPPFrameProto)
	})
}

func Example() {
	p := packet.Packet{
		&layers.PPPoE{SessionID: 1}, &layers.PPP{},
		&LCP{Code: wire.PPPConfigureRequest, ID: 1, Options: wire.LCPOptions{}.Add(wire.LCPMRU, 5, 0xd4)},
	}
	b, err := p.Bytes()
	fmt.Printf("%x %v\n", b, err)
	q, err := packet.Parse(b, layers.PPPoEProto)
	fmt.Println(packet.Get[LCP](q).Options, err)
	// Output:
	// 11000001000ac02101010008010405d4 <nil>
	// MRU 1492 <nil>
}
