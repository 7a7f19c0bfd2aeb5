package wire

import (
	"bytes"
	"encoding/hex"
	"errors"
	"net/netip"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// dnsAnswer is a response with one question and two answers.
var dnsAnswer = dnsHex("1234 8180 0001 0002 0000 0000" +
	"03777777 076578616d706c65 03636f6d 00 0001 0001" +
	"c00c 0005 0001 0000012c 0006 03776562 c010" +
	"c02d 0001 0001 0000012c 0004 c0000221")

func dnsHex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

func TestDNSRecords(t *testing.T) {
	v, err := ParseDNS(dnsAnswer)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		section  DNSSection
		index    uint16
		off, end int
		name     string
		typ      DNSType
		data     string
	}{
		{DNSQuestion, 0, 12, 33, "www.example.com.", DNSTypeA, ""},
		{DNSAnswer, 0, 33, 51, "www.example.com.", DNSTypeCNAME, "web.example.com."},
		{DNSAnswer, 1, 51, 67, "web.example.com.", DNSTypeA, "192.0.2.33"},
	}
	i := 0
	for r, err := range v.Records() {
		if err != nil {
			t.Fatal(err)
		}
		data := ""
		if a, ok := r.Addr(); ok {
			data = a.String()
		} else if r.Section != DNSQuestion {
			data = r.DataName(0).String()
		}
		w := want[i]
		if r.Section != w.section || r.Index != w.index || r.Off() != w.off || r.End() != w.end || r.Name.String() != w.name || r.Type != w.typ || r.Class != DNSClassIN || data != w.data {
			t.Errorf("%+v %s %s", r, r.Name, data)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d records", i)
	}
	if err := v.NameAt(33).Check(); err != nil || !v.NameAt(33).Compressed() || v.NameAt(12).Compressed() {
		t.Error(err)
	}
	var labels []string
	for l := range v.NameAt(41 + 4).Labels() {
		labels = append(labels, string(l))
	}
	if strings.Join(labels, " ") != "web example com" {
		t.Error(labels)
	}
}

func TestDNSRecordErrors(t *testing.T) {
	for _, n := range []int{13, 30, 34, 45, 50, 52, 66} {
		b := dnsAnswer[:n]
		v, _ := ParseDNS(b)
		got := error(nil)
		for r, err := range v.Records() {
			if got = err; err != nil && (r.Off() > n || r.Off() < 12) {
				t.Errorf("%d: error at %d", n, r.Off())
			}
		}
		if !errors.Is(got, ErrShort) {
			t.Errorf("%d bytes: %v", n, got)
		}
	}
}

// Names are as x/net's, or refused by both; forward pointers only we refuse.
func FuzzDNSName(f *testing.F) {
	f.Add(dnsAnswer, 33)
	f.Add([]byte("\x01a\xc0\x00"), 0)
	f.Fuzz(func(t *testing.T, b []byte, off int) {
		n := DNS(b).NameAt(off)
		if off > len(b) {
			return
		}
		s, err := n.AppendTo(nil)
		if (err == nil) != (n.Check() == nil) {
			t.Fatalf("%v, %v", err, n.Check())
		}
		if err != nil {
			return
		}
		if !n.Is(string(s)) || n.Is(string(s)+".") || n.Is("x"+string(s)) || n.Is(string(s[1:])) && len(s) > 1 {
			t.Fatalf("Is(%q)", s)
		}
		size := 1
		for l := range n.Labels() {
			size += 1 + len(l)
		}
		if size > MaxDNSName || n.Len() == 0 {
			t.Fatalf("%q: %d bytes", s, size)
		}
	})
}

func TestDNSOptions(t *testing.T) {
	o := EDNSOptions{}.
		Add(EDNSNSID, []byte("ns1")...).
		AddClientSubnet(netip.MustParsePrefix("192.0.2.77/24"), 16).
		AddClientSubnet(netip.MustParsePrefix("2001:db8::/33"), 0).
		Add(EDNSCookie, 1, 2, 3, 4, 5, 6, 7, 8, 9).
		Add(EDNSExpire, 0, 1, 0, 0).
		Add(EDNSKeepAlive, 0, 100).
		Add(EDNSKeepAlive).
		AddPadding(3).
		Add(EDNSChain, 1, 'a', 0).
		Add(EDNSKeyTag, 0x4a, 0x5c, 0x4f, 0x66).
		AddExtendedError(15, `by "policy"`).
		Add(EDNSDAU, 8, 13).
		Add(EDNSReportChannel, 1, 'r', 0).
		Add(EDNSLLQ, dnsHex("0001 0001 0000 0102030405060708 00000e10")...).
		Add(EDNSUpdateLease, 0, 0, 14, 16).
		Add(EDNSClientTag, 0, 5).
		Add(EDNSZoneVersion, 2, 0, 0, 0, 0, 9).
		Add(65001, 0xbe)
	const want = `NSID: 6e7331 ("ns1"); ECS: 192.0.2.0/24/16; ECS: 2001:db8::/33/0; COOKIE: 010203040506070809; EXPIRE: 65536; ` +
		`TCP-KEEPALIVE: 100; TCP-KEEPALIVE; PADDING: 3 bytes; CHAIN: a.; KEY-TAG: 19036 20326; EDE: 15 (Blocked): "by \"policy\""; DAU: 8 13; ` +
		`REPORT-CHANNEL: r.; LLQ: version 1 opcode 1 error 0 id 0102030405060708 lease 3600; UL: 3600; CLIENT-TAG: 5; ZONEVERSION: labels 2 SOA-SERIAL 9; OPT65001: be`
	if got := o.String(); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got := o[:len(o)-1].String(); !strings.HasSuffix(got, "; malformed: fde90001") {
		t.Error(got)
	}
	if !o.Whole() || o[:len(o)-1].Whole() {
		t.Error("Whole")
	}
	if p, scope, ok := o.ClientSubnet(); !ok || p.String() != "192.0.2.0/24" || scope != 16 {
		t.Error(p, scope, ok)
	}
	if c, s, ok := o.Cookie(); !ok || len(c) != 8 || len(s) != 1 {
		t.Error(c, s)
	}
	if x, ok := o.Expire(); !ok || x != 65536 {
		t.Error(x)
	}
	if x, ok := o.KeepAlive(); !ok || x != 100 {
		t.Error(x)
	}
	if n, ok := o.Padding(); !ok || n != 3 {
		t.Error(n)
	}
	if id, ok := o.NSID(); !ok || string(id) != "ns1" {
		t.Error(id)
	}
	if c, s, ok := o.ExtendedError(); !ok || c.String() != "Blocked" || string(s) != `by "policy"` {
		t.Error(c, s)
	}
	if _, _, ok := (EDNSOptions{}).Add(EDNSClientSubnet, 0, 1, 33, 0, 1, 2, 3, 4, 5).ClientSubnet(); ok {
		t.Error("a prefix of 33 bits")
	}
}

func TestSvcParams(t *testing.T) {
	p := SvcParams{}.AddMandatory(SvcALPN, SvcPort).AddALPN("h2", "h3").Add(SvcNoDefaultALPN).AddPort(53).
		AddHints(netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")).
		Add(SvcECH, 1, 2).AddHints(netip.MustParseAddr("2001:db8::1")).Add(SvcDoHPath, []byte("/q{?dns}")...)
	const want = `mandatory=alpn,port alpn=h2,h3 no-default-alpn port=53 ipv4hint=192.0.2.1,192.0.2.2 ech=AQI= ipv6hint=2001:db8::1 dohpath="/q{?dns}"`
	if got := p.String(); got != want || !p.Whole() {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	var names, hints []string
	for n := range p.ALPN() {
		names = append(names, string(n))
	}
	for a := range p.Hints() {
		hints = append(hints, a.String())
	}
	if strings.Join(names, " ") != "h2 h3" || strings.Join(hints, " ") != "192.0.2.1 192.0.2.2 2001:db8::1" {
		t.Error(names, hints)
	}
	if x, ok := p.Port(); !ok || x != 53 {
		t.Error(x)
	}
	if (SvcParams{}.AddPort(1).AddALPN("x")).Whole() {
		t.Error("keys that do not ascend")
	}
	if got := (SvcParam{SvcALPN, []byte{3, 'a', ',', 'b'}}).String(); got != `alpn="\003a,b"` {
		t.Error(got)
	}
}

func TestDNSTypes(t *testing.T) {
	s := DNSTypesOf(DNSTypeURI, DNSTypeA, DNSTypeNSEC, DNSTypeDLV, DNSTypeA)
	if got := s.String(); got != "A NSEC URI DLV" || !s.Whole() || !s.Has(DNSTypeNSEC) || s.Has(DNSTypeNS) {
		t.Error(got)
	}
	for _, b := range []DNSTypes{{0}, {0, 0}, {0, 1}, {0, 1, 0}, {0, 2, 1, 0}, {1, 1, 1, 0, 1, 1}, append(DNSTypes{0, 33}, bytes.Repeat([]byte{1}, 33)...)} {
		if b.Whole() {
			t.Errorf("%x is well formed", []byte(b))
		}
	}
}

func TestDNSNumbers(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{DNSTypeNSEC3PARAM.String(), "NSEC3PARAM"}, {DNSType(54).String(), "TYPE54"}, {DNSTypeCAA.String(), "CAA"}, {DNSType(65280).String(), "TYPE65280"},
		{DNSClassIN.String(), "IN"}, {(DNSClassIN | DNSClassTop).String(), "CLASS32769"}, {DNSOpUpdate.String(), "UPDATE"}, {DNSOpcode(3).String(), "OPCODE3"},
		{DNSRCodeNXDomain.String(), "NXDOMAIN"}, {DNSRCode(12).String(), "RCODE12"}, {EDNSErrorCode(6).String(), "DNSSEC Bogus"}, {EDNSErrorCode(99).String(), "99"},
		{DNSAlgED25519.String(), "ED25519"}, {SvcParamKey(99).String(), "key99"}, {DNSAdditional.String(), "additional"}, {EDNSOptionCode(4).String(), "OPT4"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

func walkDNS(v DNS) (n int) {
	for r, err := range v.Records() {
		if err != nil {
			return -1
		}
		if a, ok := r.Addr(); ok && a.Is4() {
			n++
		}
	}
	return n
}

func TestDNSNoAllocs(t *testing.T) {
	v, _ := ParseDNS(dnsAnswer)
	buf := make([]byte, 0, 256)
	opts := EDNSOptions{}.Add(EDNSCookie, 1, 2, 3, 4, 5, 6, 7, 8)
	for name, f := range map[string]func(){
		"Records": func() {
			if walkDNS(v) != 1 {
				t.Error("not one address")
			}
		},
		"AppendTo": func() { v.NameAt(33).AppendTo(buf) },
		"Is":       func() { v.NameAt(33).Is("www.example.com.") },
		"Options":  func() { opts.Cookie() },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkDNSRecords(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		v, _ := ParseDNS(dnsAnswer)
		walkDNS(v)
	}
}

// With the names, as the peer reads them.
func BenchmarkDNSRecordsNames(b *testing.B) {
	buf := make([]byte, 0, 256)
	b.ReportAllocs()
	for b.Loop() {
		v, _ := ParseDNS(dnsAnswer)
		for r := range v.Records() {
			r.Name.AppendTo(buf)
		}
	}
}

// The peer: x/net's Parser, which reads the names too.
func BenchmarkDNSRecordsPeer(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var p dnsmessage.Parser
		if _, err := p.Start(dnsAnswer); err != nil {
			b.Fatal(err)
		}
		p.SkipAllQuestions()
		for {
			h, err := p.AnswerHeader()
			if err != nil {
				break
			}
			if h.Type == dnsmessage.TypeA {
				p.AResource()
			} else {
				p.SkipAnswer()
			}
		}
	}
}
