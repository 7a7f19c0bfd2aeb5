package snmp

import (
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func oid(s string) wire.OID {
	o, ok := wire.OIDOf(s)
	if !ok {
		panic(s)
	}
	return o
}

var descr = oid("1.3.6.1.2.1.1.1.0")

// values has a variable of each type.
var values = Variables{
	Null(descr), Integer(descr, -5), Octets(descr, "abc"), Octets(descr, "\x00\xff"), Object(descr, oid("1.3.6.1.4.1.9")),
	IPAddress(descr, netip.MustParseAddr("10.0.0.1")), Unsigned(descr, wire.SNMPCounter32, 1<<32-1), Unsigned(descr, wire.SNMPTimeTicks, 100),
	Unsigned(descr, wire.SNMPCounter64, 1<<64-1), {descr, wire.SNMPNoSuchObject, nil}, {descr, wire.SNMPOpaque, []byte{0x9f, 0x78}},
	{descr, wire.SNMPEndOfMIBView, nil}, {descr, wire.SNMPNoSuchInstance, nil},
}

func messages() (out []packet.Layer) {
	public := wire.Text("public")
	for pdu := wire.SNMPGet; pdu <= wire.SNMPReport; pdu++ {
		m := &Message{Version: wire.SNMPv2c, Community: public, PDU: pdu, RequestID: 1234, Variables: values}
		switch pdu {
		case wire.SNMPTrapV1:
			m = &Message{Community: public, PDU: pdu, Enterprise: oid("1.3.6.1.4.1.9"), AgentAddr: netip.MustParseAddr("192.0.2.1"), GenericTrap: 6,
				SpecificTrap: 1, Timestamp: 1<<32 - 1, Variables: values}
		case wire.SNMPGetBulk:
			m.ErrorIndex = 30
		}
		out = append(out, m)
	}
	usm := USM{EngineID: []byte{0x80, 0, 1}, Boots: 3, Time: 100, User: wire.Text("user"), Auth: make([]byte, 12), Priv: make([]byte, 8)}
	return append(out,
		&Message{Community: public, PDU: wire.SNMPResponse, ErrorStatus: 2, ErrorIndex: 1, Variables: Variables{Null(descr)}},
		&Message{Version: wire.SNMPv3, MsgID: 7, MaxSize: 65507, Flags: wire.SNMPReportable, SecurityModel: 3, Security: usm.Append(nil),
			ContextEngineID: usm.EngineID, ContextName: wire.Text("c"), PDU: wire.SNMPGet, Variables: values},
		&Message{Version: wire.SNMPv3, Flags: wire.SNMPAuth | wire.SNMPPriv, SecurityModel: 3, Security: usm.Append(nil), Encrypted: make([]byte, 40)})
}

func seeds(t testing.TB) (out [][]byte) {
	for _, l := range messages() {
		b, err := packet.Packet{l}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

func TestMessages(t *testing.T) {
	all := seeds(t)
	for _, b := range all {
		if ds, worst := packet.Validate(b, MessageProto); worst > packet.Unusual {
			t.Error(ds)
		}
	}
	// Lengths and numbers that are longer than they need be, and what nobody reads.
	for _, s := range []string{
		"30 81 1a 02 02 0000 04 01 61 a0 82 000f 02 01 01 02 01 00 02 01 00 30 84 00000002 3000 0000",
		"30 1a 02 01 00 04 01 61 a0 0f 02 01 01 02 01 00 02 01 00 30 02 0500 05 00 05 00",
		"30 12 02 01 01 04 00 a1 0b 02 01 01 02 01 00 02 01 00 30 00 010203",
	} {
		b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		packettest.RoundTrip(t, MessageProto, b)
	}
	packettest.Trial(t, MessageProto, all...)
	p, _ := packet.Parse(all[len(all)-1], MessageProto)
	if u, ok := packet.Get[Message](p).USM(); !ok || u.Boots != 3 || u.Time != 100 || u.User.String() != "user" || len(u.Priv) != 8 {
		t.Errorf("%+v %v", u, ok)
	}
}

func TestText(t *testing.T) {
	want := `1.3.6.1.2.1.1.1.0=null, 1.3.6.1.2.1.1.1.0=-5, 1.3.6.1.2.1.1.1.0="abc", 1.3.6.1.2.1.1.1.0=0x00ff, ` +
		`1.3.6.1.2.1.1.1.0=1.3.6.1.4.1.9, 1.3.6.1.2.1.1.1.0=10.0.0.1, 1.3.6.1.2.1.1.1.0=4294967295, 1.3.6.1.2.1.1.1.0=100, ` +
		`1.3.6.1.2.1.1.1.0=18446744073709551615, 1.3.6.1.2.1.1.1.0=noSuchObject, 1.3.6.1.2.1.1.1.0=[68] 0x9f78, ` +
		`1.3.6.1.2.1.1.1.0=endOfMibView, 1.3.6.1.2.1.1.1.0=noSuchInstance`
	if got := values.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if v, ok := values.Get(descr); !ok || v.Tag != wire.BERNull {
		t.Error(v)
	}
}

// The bytes are those that the standard's encoding gives.
func TestBuild(t *testing.T) {
	b, err := packet.Packet{&layers.UDP{SrcPort: 1024, DstPort: 161}, &Message{Version: wire.SNMPv2c, Community: wire.Text("public"), RequestID: 1,
		Variables: Variables{Null(descr)}}}.Bytes()
	want := "302602010104067075626c6963a019020101020100020100300e300c06082b060102010101000500"
	if got := hex.EncodeToString(b[8:]); err != nil || got != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	p, _ := packet.Parse(b, layers.UDPProto)
	m := packet.Get[Message](p)
	m.Community = wire.Text(strings.Repeat("x", 200))
	b, _ = p.Bytes()
	p, err = packet.Parse(b, layers.UDPProto)
	if m := packet.Get[Message](p); err != nil || len(m.Community) != 200 || len(m.Variables) != 1 {
		t.Error(err, p)
	}
}

func TestRefused(t *testing.T) {
	for _, s := range []string{
		"", "3000", "02 01 01", "30 03 02 01 02", "30 06 02 01 00 04 01 61", "30 0a 02 01 00 04 01 61 a9 02 0500", "3080 02 01 00 0000",
		"30 0d 02 06 010203040506 04 01 61 a0 00",
	} {
		b, _ := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
		if p, err := packet.Parse(b, MessageProto); len(b) > 0 && err == nil {
			t.Errorf("%s: %v", s, p)
		}
	}
	for _, m := range []*Message{
		{PDU: wire.SNMPGetBulk}, {Version: wire.SNMPv2c, PDU: wire.SNMPTrapV1}, {PDU: wire.SNMPResponse, ErrorStatus: 99, ErrorIndex: -1},
		{Version: wire.SNMPv3, Flags: wire.SNMPPriv},
	} {
		b, _ := packet.Packet{m}.Bytes()
		if _, worst := packet.Validate(b, MessageProto); worst != packet.BadValue {
			t.Errorf("%+v is valid", m)
		}
	}
}

func FuzzMessage(f *testing.F) {
	for _, b := range seeds(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p := packettest.RoundTrip(t, MessageProto, b)
		if m := packet.Get[Message](p); m != nil {
			_ = m.Variables.String()
			m.USM()
		}
	})
}
