package dns_test

import (
	"encoding/hex"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	. "github.com/gocap-project/gocap/layers/dns"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

// name returns a name in wire form.
func wname(s string) string {
	var b []byte
	for _, l := range strings.Split(strings.TrimSuffix(s, "."), ".") {
		if l != "" {
			b = append(append(b, byte(len(l))), l...)
		}
	}
	return hex.EncodeToString(append(b, 0))
}

// kinds has every record type: data, its wire form without compression, and its
// presentation form. Those marked RFC are that document's examples.
var kinds = []struct {
	data Data
	hex  string
	text string
}{
	{&A{addr("192.0.2.1")}, "c0000201", "192.0.2.1"},
	{&AAAA{addr("2001:db8::1")}, "20010db8000000000000000000000001", "2001:db8::1"},
	{&NS{"ns.a."}, wname("ns.a"), "ns.a."},
	{&MD{"m.a."}, wname("m.a"), "m.a."},
	{&MF{"m.a."}, wname("m.a"), "m.a."},
	{&CNAME{"c.a."}, wname("c.a"), "c.a."},
	{&SOA{"ns.a.", "h.a.", 2026010101, 7200, 3600, 1209600, 300}, wname("ns.a") + wname("h.a") + "78c275f5 00001c20 00000e10 00127500 0000012c", "ns.a. h.a. 2026010101 7200 3600 1209600 300"},
	{&MB{"m.a."}, wname("m.a"), "m.a."},
	{&MG{"m.a."}, wname("m.a"), "m.a."},
	{&MR{"m.a."}, wname("m.a"), "m.a."},
	{&NULL{[]byte{1, 2}}, "0102", `\# 2 0102`},
	{&WKS{addr("192.0.2.1"), wire.IPProtoTCP, []byte{0, 0, 0, 0x40}}, "c0000201 06 00000040", "192.0.2.1 6 25"},
	{&PTR{"p.a."}, wname("p.a"), "p.a."},
	{&HINFO{"x86", `a "b"`}, "03783836 0561202262" + "22", `"x86" "a \"b\""`},
	{&MINFO{"r.a.", "e.a."}, wname("r.a") + wname("e.a"), "r.a. e.a."},
	{&MX{10, "mx.a."}, "000a" + wname("mx.a"), "10 mx.a."},
	{&TXT{[]string{"v=spf1 -all", "", "\xff"}}, "0b" + hex.EncodeToString([]byte("v=spf1 -all")) + "00 01ff", `"v=spf1 -all" "" "\255"`},
	{&RP{"h.a.", "t.a."}, wname("h.a") + wname("t.a"), "h.a. t.a."},
	{&AFSDB{1, "s.a."}, "0001" + wname("s.a"), "1 s.a."},
	{&X25{"311061700956"}, "0c333131303631373030393536", `"311061700956"`}, // RFC 1183 §3.1
	{&ISDN{[]string{"150862028003217", "004"}}, "0f313530383632303238303033323137 03303034", `"150862028003217" "004"`},
	{&RT{2, "r.a."}, "0002" + wname("r.a"), "2 r.a."},
	{&NSAP{[]byte{0x47, 0, 5}}, "470005", "470005"},
	{&NSAPPTR{"p.a."}, wname("p.a"), "p.a."},
	{&SIG{wire.DNSTypeA, 5, 2, 300, 1700000000, 1690000000, 12345, "a.", []byte{1, 2, 3}}, "0001 05 02 0000012c 6553f100 64bb5a80 3039" + wname("a") + "010203", "A 5 2 300 20231114221320 20230722042640 12345 a. AQID"},
	{&KEY{DNSKEY{0x200, 3, 8, []byte{1}}}, "0200 03 08 01", "512 3 8 AQ=="},
	{&PX{10, "a.", "b."}, "000a" + wname("a") + wname("b"), "10 a. b."},
	{&GPOS{"-32.6882", "116.8652", "10.0"}, "082d33322e36383832 083131362e38363532 0431302e30", `"-32.6882" "116.8652" "10.0"`},                                         // RFC 1712 §4
	{&LOC{0, 0x33, 0x16, 0x13, 2299997648, 1891505648, 9997600}, "00331613 89172dd0 70be15f0 00988d20", "42 21 54.000 N 71 6 18.000 W -24.00m 30.00m 10000.00m 10.00m"}, // RFC 1876 appendix A
	{&NXT{"n.a.", []byte{0x40}}, wname("n.a") + "40", "n.a. 40"},
	{&SRV{1, 2, 5060, "s.a."}, "0001 0002 13c4" + wname("s.a"), "1 2 5060 s.a."},
	{&NAPTR{100, 50, "s", "http", `!^.*$!\1!`, "r.a."}, "0064 0032 0173 0468747470 09215e2e2a24215c3121" + wname("r.a"), `100 50 "s" "http" "!^.*$!\\1!" r.a.`},
	{&KX{1, "k.a."}, "0001" + wname("k.a"), "1 k.a."},
	{&CERT{1, 2, 8, []byte{0xff}}, "0001 0002 08 ff", "1 2 8 /w=="},
	{&DNAME{"d.a."}, wname("d.a"), "d.a."},
	{&OPT{wire.EDNSOptions{}.Add(wire.EDNSNSID, 'n')}, "0003 0001 6e", `NSID: 6e ("n")`},
	{&APL{[]APLItem{APLPrefix(netip.MustParsePrefix("192.168.32.0/21"), false), APLPrefix(netip.MustParsePrefix("192.168.38.0/28"), true), APLPrefix(netip.MustParsePrefix("ff00::/8"), false)}},
		"0001 15 03 c0a820 0001 1c 83 c0a826 0002 08 01 ff", "1:192.168.32.0/21 !1:192.168.38.0/28 2:ff00::/8"},
	{&DS{60485, 5, 1, unhex("2BB183AF5F22588179A53B0A98631FAD1A292118")}, "ec45 05 01 2bb183af5f22588179a53b0a98631fad1a292118", "60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118"}, // RFC 4034 §5.4
	{&SSHFP{4, 2, []byte{0xab}}, "0402ab", "4 2 ab"},
	{&IPSECKEY{10, 1, Gateway{Addr: addr("192.0.2.38")}, []byte{1, 3}}, "0a 01 01 c0000226 0103", "10 1 1 192.0.2.38 AQM="},
	{&IPSECKEY{10, 1, Gateway{Addr: addr("2001:db8::1")}, []byte{1}}, "0a 02 01 20010db8000000000000000000000001 01", "10 2 1 2001:db8::1 AQ=="},
	{&IPSECKEY{10, 1, Gateway{Name: "g.a."}, []byte{1}}, "0a 03 01" + wname("g.a") + "01", "10 3 1 g.a. AQ=="},
	{&IPSECKEY{10, 1, Gateway{}, []byte{1}}, "0a 00 01 01", "10 0 1 . AQ=="},
	{&RRSIG{SIG{wire.DNSTypeA, 5, 3, 86400, 1048354263, 1045762263, 2642, "example.com.", []byte{9}}}, "0001 05 03 00015180 3e7c9dd7 3e5510d7 0a52" + wname("example.com") + "09", "A 5 3 86400 20030322173103 20030220173103 2642 example.com. CQ=="},
	{&NSEC{"host.example.com.", wire.DNSTypesOf(wire.DNSTypeA, wire.DNSTypeMX, wire.DNSTypeRRSIG, wire.DNSTypeNSEC, 1234)},
		"04686f737407657861 6d706c6503636f6d00 0006400100000003 041b" + strings.Repeat("00", 26) + "20", "host.example.com. A MX RRSIG NSEC TYPE1234"}, // RFC 4034 §4.3
	{&DNSKEY{257, 3, 13, []byte{1, 2}}, "0101 03 0d 0102", "257 3 13 AQI="},
	{&DHCID{[]byte{0, 2, 1}}, "000201", "AAIB"},
	{&NSEC3{1, 1, 12, []byte{0xaa, 0xbb, 0xcc, 0xdd}, unhex("174eb2409fe28bcb4887a1836f957f0a8425e27b"), 0, wire.DNSTypesOf(2, 6, 15, 46, 48, 51)},
		"01 01 000c 04 aabbccdd 14 174eb2409fe28bcb4887a1836f957f0a8425e27b 0007 22010000000290", "1 1 12 aabbccdd 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR NS SOA MX RRSIG DNSKEY NSEC3PARAM"}, // RFC 5155 appendix A
	{&NSEC3PARAM{1, 0, 12, nil, nil}, "01 00 000c 00", "1 0 12 -"},
	{&TLSA{3, 1, 1, []byte{0xd2}}, "030101d2", "3 1 1 d2"},
	{&SMIMEA{TLSA{3, 1, 1, []byte{0xd2}}}, "030101d2", "3 1 1 d2"},
	{&HIP{2, []byte{0x20, 1}, []byte{3, 1}, []string{"r.a.", "s.a."}}, "02 02 0002 2001 0301" + wname("r.a") + wname("s.a"), "2 2001 AwE= r.a. s.a."},
	{&NINFO{TXT{[]string{"x"}}}, "0178", `"x"`},
	{&RKEY{DNSKEY{0, 3, 8, []byte{1}}}, "0000 03 08 01", "0 3 8 AQ=="},
	{&TALINK{"a.", "b."}, wname("a") + wname("b"), "a. b."},
	{&CDS{DS{0, 0, 0, []byte{0}}}, "0000 00 00 00", "0 0 0 00"},
	{&CDNSKEY{DNSKEY{0, 3, 0, []byte{0}}}, "0000 03 00 00", "0 3 0 AA=="},
	{&OPENPGPKEY{[]byte{0x99}}, "99", "mQ=="},
	{&CSYNC{66, 3, wire.DNSTypesOf(1, 2, 28)}, "00000042 0003 0004 60000008", "66 3 A NS AAAA"}, // RFC 7477 §2.2
	{&ZONEMD{2018031500, 1, 1, []byte{0xfe}}, "7848b78c 01 01 fe", "2018031500 1 1 fe"},
	{&SVCB{16, "foo.example.org.", wire.SvcParams{}.AddMandatory(wire.SvcALPN, wire.SvcIPv4Hint).AddALPN("h2", "h3-19").AddHints(addr("192.0.2.1"))},
		"0010 03666f6f076578616d706c65036f726700 0000 0004 00010004 0001 0009 026832 0568332d3139 0004 0004 c0000201",
		"16 foo.example.org. mandatory=alpn,ipv4hint alpn=h2,h3-19 ipv4hint=192.0.2.1"}, // RFC 9460 appendix D.2, figure 9
	{&HTTPS{SVCB{1, ".", wire.SvcParams{}.AddPort(8443).Add(wire.SvcECH, 1, 2, 3).AddHints(addr("2001:db8::1"), addr("2001:db8::53:1")).Add(667, 'h', ' ')}},
		"0001 00 0003 0002 20fb 0005 0003 010203 0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001 029b 0002 6820",
		`1 . port=8443 ech=AQID ipv6hint=2001:db8::1,2001:db8::53:1 key667="h "`},
	{&DSYNC{wire.DNSTypeCDS, 1, 5300, "n.a."}, "003b 01 14b4" + wname("n.a"), "CDS 1 5300 n.a."},
	{&HHIT{OPENPGPKEY{[]byte{1}}}, "01", "AQ=="},
	{&BRID{OPENPGPKEY{[]byte{1}}}, "01", "AQ=="},
	{&SPF{TXT{[]string{"v=spf1"}}}, "06763d73706631", `"v=spf1"`},
	{&NID{10, [8]byte{0, 0x14, 0x4f, 0xff, 0xff, 0x20, 0xee, 0x64}}, "000a 00144fffff20ee64", "10 0014:4fff:ff20:ee64"}, // RFC 6742 §2.1.2
	{&L32{10, addr("10.1.2.0")}, "000a 0a010200", "10 10.1.2.0"},
	{&L64{10, [8]byte{0x20, 1, 0x0d, 0xb8, 0x11, 0x40, 0x10, 0}}, "000a 20010db811401000", "10 2001:0db8:1140:1000"},
	{&LP{10, "l.a."}, "000a" + wname("l.a"), "10 l.a."},
	{&EUI48{[6]byte{0, 0, 0x5e, 0, 0x53, 0x2a}}, "00005e00532a", "00-00-5e-00-53-2a"}, // RFC 7043 §3.2
	{&EUI64{[8]byte{0, 0, 0x5e, 0xef, 0x10, 0, 0, 0x2a}}, "00005eef1000002a", "00-00-5e-ef-10-00-00-2a"},
	{&TKEY{"gss-tsig.", 1700000000, 1700003600, 3, 0, []byte{1}, nil}, wname("gss-tsig") + "6553f100 6553ff10 0003 0000 0001 01 0000", "gss-tsig. 20231114221320 20231114231320 3 NOERROR AQ== -"},
	{&TSIG{"hmac-sha256.", 1700000000, 300, []byte{0xaa}, 7, 18, nil}, wname("hmac-sha256") + "00006553f100 012c 0001 aa 0007 0012 0000", "hmac-sha256. 1700000000 300 qg== 7 BADTIME -"},
	{&URI{10, 1, "ftp://a/"}, "000a 0001 6674703a2f2f612f", `10 1 "ftp://a/"`},
	{&CAA{128, "issue", "ca.example.net"}, "80 056973737565 63612e6578616d706c652e6e6574", `128 issue "ca.example.net"`},
	{&AVC{TXT{[]string{"x"}}}, "0178", `"x"`},
	{&AMTRELAY{10, true, Gateway{Addr: addr("203.0.113.15")}}, "0a 81 cb00710f", "10 1 1 203.0.113.15"}, // RFC 8777 §4.3.1
	{&AMTRELAY{10, false, Gateway{Name: "r.a."}}, "0a 03" + wname("r.a"), "10 0 3 r.a."},
	{&RESINFO{TXT{[]string{"qnamemin"}}}, "08716e616d656d696e", `"qnamemin"`},
	{&WALLET{TXT{[]string{"x"}}}, "0178", `"x"`},
	{&CLA{TXT{[]string{"x"}}}, "0178", `"x"`},
	{&TA{DS{1, 8, 2, []byte{1}}}, "0001 08 02 01", "1 8 2 01"},
	{&DLV{DS{1, 8, 2, []byte{1}}}, "0001 08 02 01", "1 8 2 01"},
	{&Unknown{[]byte{0xde, 0xad}}, "dead", `\# 2 DEAD`},
}

func one(d Data) *Message {
	r := RR("x.a.", 60, d)
	if r.Type == 0 {
		r.Type = 65280
	}
	return &Message{QR: true, Answers: []Record{r}, Uncompressed: true}
}

// Every type is built to the bytes it should have, and read from them.
func TestKinds(t *testing.T) {
	var seeds [][]byte
	for _, k := range kinds {
		typ := k.data.Type()
		b, err := packet.Packet{one(k.data)}.Bytes()
		if err != nil {
			t.Errorf("%v: %v", typ, err)
			continue
		}
		seeds = append(seeds, b)
		want := unhex(k.hex)
		if got := b[12+5+10:]; string(got) != string(want) {
			t.Errorf("%v:\n got %x\nwant %x", typ, got, want)
		}
		if got := k.data.String(); got != k.text {
			t.Errorf("%v:\n got %s\nwant %s", typ, got, k.text)
		}
		p, err := packet.Parse(b, MessageProto)
		if err != nil {
			t.Errorf("%v: %v", typ, err)
			continue
		}
		m := packet.Get[Message](p)
		if len(m.Answers) != 1 || m.Err() != nil {
			t.Errorf("%v: %d answers, %v", typ, len(m.Answers), m.Err())
			continue
		}
		if got := m.Answers[0].Data; got.String() != k.text || reflect.TypeOf(got) != reflect.TypeOf(k.data) {
			t.Errorf("%v: read as %T %v", typ, got, got)
		}
		if ds, _ := packet.Validate(b, MessageProto); len(ds) > 0 && typ != wire.DNSTypeOPT && typ != wire.DNSTypeTSIG {
			t.Errorf("%v: %v", typ, ds)
		}
	}
	packettest.Trial(t, MessageProto, seeds...)
}

// Lengths within records of NSEC3 and NSEC3PARAM that are not what they should be are kept, and reported.
func TestNSEC3Lengths(t *testing.T) {
	for want, d := range map[string]Data{
		"1 0 12 aa 0102": &NSEC3PARAM{HashAlgorithm: 1, Iterations: 12, Salt: []byte{0xaa}, Rest: []byte{1, 2}},
		"1 0 12 - 04H0 ": &NSEC3{HashAlgorithm: 1, Iterations: 12, NextHash: []byte{1, 34}, HashLength: 170},
	} {
		m := &Message{QR: true, Answers: []Record{RR("a.example.", 0, d)}}
		b, err := packet.Packet{m}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		p, _ := packet.Parse(b, MessageProto)
		got := packet.Get[Message](p)
		again, err := packet.Packet{&Message{QR: true, Answers: got.Answers}}.Bytes()
		if err != nil || string(again) != string(b) || len(got.Answers) != 1 || reflect.TypeOf(got.Answers[0].Data) != reflect.TypeOf(d) {
			t.Errorf("%s: %+v, %v", want, got.Answers, err)
			continue
		}
		if s := got.Answers[0].Data.String(); strings.TrimSpace(s) != strings.TrimSpace(want) {
			t.Errorf("%q, want %q", s, want)
		}
		if _, worst := packet.Validate(b, MessageProto); worst != packet.BadValue {
			t.Errorf("%s: %v", want, worst)
		}
	}
}
