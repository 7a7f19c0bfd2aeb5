package eap_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	. "github.com/gocap-project/gocap/layers/eap"
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

var icv = []byte("0123456789abcdef")

// packets has each kind of packet: what it is built from, and its bytes.
var packets = []struct {
	p   packet.Packet
	hex string
}{
	{packet.Packet{&EAPOL{Version: packet.U8(1), Type: packet.Fix(wire.EAPOLStart)}}, "01 01 0000"},
	{packet.Packet{&EAPOL{Type: packet.Fix(wire.EAPOLLogoff), Trailer: make([]byte, 3)}}, "02 02 0000 000000"},
	{packet.Packet{&EAPOL{}, &EAP{Code: wire.EAPSuccess, ID: 9}}, "02 00 0004 03 09 0004"},
	{packet.Packet{&EAPOL{}, &EAP{Code: wire.EAPRequest, ID: 1, Type: wire.EAPTypeIdentity}}, "02 00 0005 01 01 0005 01"},
	{packet.Packet{&EAPOL{}, &EAP{Code: wire.EAPResponse, ID: 1, Type: wire.EAPTypeIdentity, Data: []byte("user")}},
		"02 00 0009 02 01 0009 01 75736572"},
	{packet.Packet{&EAP{Code: wire.EAPResponse, ID: 2, Type: wire.EAPTypeNak, Data: []byte{25, 13}}}, "02 02 0007 03 190d"},
	{packet.Packet{&EAP{Code: wire.EAPRequest, ID: 2, Type: wire.EAPTypeMD5, Data: []byte{2, 7, 8, 'n'}}}, "01 02 0009 04 02 0708 6e"},
	{packet.Packet{&EAP{Code: wire.EAPRequest, ID: 3, Type: wire.EAPTypeTLS, Data: []byte{0x20}}}, "01 03 0006 0d 20"},
	{packet.Packet{&EAP{Code: wire.EAPResponse, ID: 3, Type: wire.EAPTypePEAP, Data: []byte{0xc1, 0, 0, 1, 0, 22, 3}}},
		"02 03 000c 19 c1 00000100 1603"},
	{packet.Packet{&EAP{Code: wire.EAPRequest, ID: 4, Type: wire.EAPTypeExpanded, Vendor: 0x372a, VendorType: 1, Data: []byte{1}}},
		"01 04 000d fe 00372a 00000001 01"},
	{packet.Packet{&EAP{Code: wire.EAPRequest, ID: 5, Type: wire.EAPTypeSIM, Data: unhex("0a 0000 0f02 0002 0001 0000")}},
		"01 05 0010 12 0a 0000 0f02 0002 0001 0000"},
	{packet.Packet{&EAPOL{Version: packet.U8(1)}, &Key{Info: wire.EAPOLKeyPairwise | wire.EAPOLKeyAck | 2, KeyLength: 16, ReplayCounter: 1,
		Nonce: [32]byte{1}, Data: []byte{0x30, 0}}},
		"01 03 0061 02 008a 0010 0000000000000001 01" + strings.Repeat("00", 31+16+8+8+16) + "0002 3000"},
	{packet.Packet{&EAPOL{Version: packet.U8(1)}, &RC4Key{ReplayCounter: 5, Unicast: true, Index: 3, Key: []byte("abcde")}},
		"01 03 0031 01 0005 0000000000000005" + strings.Repeat("00", 16) + "83" + strings.Repeat("00", 16) + "6162636465"},
	{packet.Packet{&EAPOL{Version: packet.U8(3)}, &MKA{KeyServerPriority: 16, KeyServer: true, MACsecDesired: true, MACsecCapability: 2,
		System: wire.MAC{2, 0, 0x5e, 0x10, 0, 1}, SCIPort: 1, Member: [12]byte{1}, MessageNumber: 7, CKN: []byte("ckn"), Padding: []byte{0},
		Sets: wire.MKASets{}.Add(wire.MKASet{Type: wire.MKALivePeers, Body: make([]byte, 16)}), ICV: icv}},
		"03 05 0048 01 10 e01f 02005e100001 0001 010000000000000000000000 00000007 0080c201 636b6e 00" +
			"01000010" + strings.Repeat("00", 16) + hex.EncodeToString(icv)},
}

func TestPackets(t *testing.T) {
	seeds := map[*packet.Proto][][]byte{}
	for _, tt := range packets {
		pr, want := tt.p[0].Proto(), unhex(tt.hex)
		got, err := tt.p.Bytes()
		if err != nil || string(got) != string(want) {
			t.Errorf("built %x\n want %x (%v)", got, want, err)
		}
		p, err := packet.Parse(want, pr)
		if err != nil || len(p) != len(tt.p) || p[len(p)-1].Proto() != tt.p[len(p)-1].Proto() {
			t.Errorf("%x: %v, %v", want, p, err)
			continue
		}
		if d, class := packet.Validate(want, pr); class != packet.Fine {
			t.Errorf("%x: %v", want, d)
		}
		seeds[pr] = append(seeds[pr], want)
		if len(p) == 2 {
			in := p[1].Proto()
			seeds[in] = append(seeds[in], want[wire.EAPOLLen:])
		}
	}
	for pr, s := range seeds {
		t.Run(pr.Name, func(t *testing.T) { packettest.Trial(t, pr, s...) })
	}
}

func parse(t *testing.T, i int) *EAP {
	t.Helper()
	p, err := packet.Parse(unhex(packets[i].hex), packets[i].p[0].Proto())
	if err != nil {
		t.Fatal(err)
	}
	return packet.Get[EAP](p)
}

func TestMethods(t *testing.T) {
	if id, ok := parse(t, 4).Identity(); string(id) != "user" || !ok {
		t.Errorf("%q, %v", id, ok)
	}
	if m := parse(t, 5).Proposed(); fmt.Sprint(m) != "[PEAP TLS]" {
		t.Error(m)
	}
	if v, name, ok := parse(t, 6).MD5(); string(v) != "\x07\x08" || string(name) != "n" || !ok {
		t.Error(v, name, ok)
	}
	if x, ok := parse(t, 8).TLS(); x.Flags.String() != "more|length, version 1" || x.Length != 256 || len(x.Data) != 2 || !ok {
		t.Error(x, ok)
	}
	s := ""
	for a := range wire.EAPAttributes(parse(t, 10).Data) {
		s += fmt.Sprintf("%v %x;", a.Type, a.Value)
	}
	if s != "VERSION_LIST 000200010000;" {
		t.Error(s)
	}
	if s := (wire.EAPOLKeyPairwise | wire.EAPOLKeyAck | 2).String(); s != "version 2|pairwise|ack" {
		t.Error(s)
	}
}

func TestDefects(t *testing.T) {
	for _, tt := range []struct {
		pr    *packet.Proto
		hex   string
		class packet.Class
	}{
		{EAPProto, "01 01 0003", packet.BadSize},
		{EAPProto, "01 01 0004", packet.BadSize},
		{EAPProto, "01 01 0008 fe 000000", packet.BadSize},
		{EAPProto, "03 01 0005 00", packet.BadSize},
		{EAPProto, "09 01 0004", packet.BadValue},
		{EAPProto, "01 01 0005 0d", packet.BadSize},
		{EAPOLProto, "09 01 0000", packet.BadValue},
		{EAPOLProto, "02 00 0009 0301 0004", packet.BadSize},
		{MKAProto, "01 00 0001" + strings.Repeat("00", 40), packet.BadSize},
	} {
		if d, class := packet.Validate(unhex(tt.hex), tt.pr); class != tt.class {
			t.Errorf("%s %s: %v, want %v: %v", tt.pr.Name, tt.hex, class, tt.class, d)
		}
	}
}

func TestNoAllocs(t *testing.T) {
	b, c := unhex(packets[11].hex), packet.Parser{Reuse: true}
	if n := testing.AllocsPerRun(100, func() {
		if p, err := c.Parse(b, EAPOLProto); err != nil || len(p) != 2 {
			t.Fatal(p, err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzEAPOL(f *testing.F) {
	for _, tt := range packets {
		f.Add(unhex(tt.hex))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, _ := packet.Parse(b, EAPOLProto)
		if got, err := p.Bytes(); err != nil || string(got) != string(b) {
			t.Fatalf("%x: built %x (%v)", b, got, err)
		}
		if m := packet.Get[MKA](p); m != nil {
			_ = m.Sets.String()
		}
		if e := packet.Get[EAP](p); e != nil {
			for range wire.EAPAttributes(e.Data) {
			}
		}
		packet.Validate(b, EAPOLProto)
	})
}

func Example() {
	p := packet.Packet{
		&layers.Ethernet{Dst: wire.MAC{1, 0x80, 0xc2, 0, 0, 3}}, &EAPOL{},
		&EAP{Code: wire.EAPResponse, ID: 1, Type: wire.EAPTypeIdentity, Data: []byte("user")},
	}
	b, err := p.Bytes()
	fmt.Printf("%x %v\n", b, err)
	q, err := packet.Parse(b, layers.EthernetProto)
	id, _ := packet.Get[EAP](q).Identity()
	fmt.Printf("%s %v\n", id, err)
	// Output:
	// 0180c2000003000000000000888e02000009020100090175736572 <nil>
	// user <nil>
}
