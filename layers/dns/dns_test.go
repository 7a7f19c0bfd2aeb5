package dns_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/gocap-project/gocap/layers"
	. "github.com/gocap-project/gocap/layers/dns"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

// answer is a response with one question and two answers, as servers compress it.
func answer() []byte {
	return unhex("1234 8180 0001 0002 0000 0000" +
		"03777777 076578616d706c65 03636f6d 00 0001 0001" +
		"c00c 0005 0001 0000012c 0006 03776562 c010" +
		"c02d 0001 0001 0000012c 0004 c0000221")
}

func parse(t testing.TB, b []byte) *Message {
	t.Helper()
	p, err := packet.Parse(b, MessageProto)
	if err != nil {
		t.Fatal(err)
	}
	return packet.Get[Message](p)
}

func build(t testing.TB, m *Message) []byte {
	t.Helper()
	b, err := packet.Packet{m}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func seeds() [][]byte {
	return [][]byte{
		answer(),
		mustBuild(Query("example.com.", wire.DNSTypeAXFR)),
		unhex("0000 0000 0000 0000 0000 0000"),
		unhex("0001 0000 0001 0000 0000 0000 00 0002 0001"), // root
		unhex("0000 8400 0000 0001 0000 0001 05 6c6f63616c00 000c 8001 00000078 0004 0161 c00c" +
			"c01f 002f 8001 00000078 0009 c01f 0005 0000800040"), // mDNS, NSEC with a compressed name
		unhex("0001 2800 0001 0001 0002 0000 0161 00 0006 0001" +
			"c00c 00ff 00ff 00000000 0000 c00c 0001 00fe 00000000 0004 c0000201 c00c 000f 00ff 00000000 0000"), // update
		unhex("1234 0100 0001 0000 0000 0001 0161 00 0001 0001 00 0029 04d0 00008000 000c 000a 0008 0102030405060708"),
	}
}

func TestTrial(t *testing.T) {
	packettest.Trial(t, MessageProto, seeds()...)
	stream := append([]byte{0, byte(len(answer()))}, answer()...)
	packettest.Trial(t, StreamProto, stream, append(bytes.Clone(stream), stream...), append(bytes.Clone(stream), 0, 40, 1), []byte{0, 50})
}

func TestParse(t *testing.T) {
	m := parse(t, answer())
	if m.ID != 0x1234 || !m.QR || !m.RD || !m.RA || m.AA || m.Err() != nil {
		t.Errorf("%+v", m)
	}
	if got := m.Questions[0].String(); got != "www.example.com. IN A" {
		t.Error(got)
	}
	for i, want := range []string{"www.example.com. 300 IN CNAME web.example.com.", "web.example.com. 300 IN A 192.0.2.33"} {
		if got := m.Answers[i].String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// Editing the header keeps the compression; editing a section makes a new one.
func TestEdit(t *testing.T) {
	m := parse(t, answer())
	m.ID = 7
	want := answer()
	want[0], want[1] = 0, 7
	if got := build(t, m); !bytes.Equal(got, want) {
		t.Errorf("header edited:\n%x\n%x", got, want)
	}
	m.Answers[1].Data.(*A).Addr = addr("192.0.2.99")
	m.Answers = append(m.Answers, RR("web.example.com.", 1, &MX{5, "mail.example.com."}))
	b := build(t, m)
	got := parse(t, b)
	if len(got.Answers) != 3 || got.Answers[1].Data.String() != "192.0.2.99" || got.Answers[2].Data.String() != "5 mail.example.com." || got.ANCount.Get() != 3 {
		t.Errorf("%v", got.Answers)
	}
	if ds, _ := packet.Validate(b, MessageProto); ds != nil {
		t.Error(ds)
	}
	if len(b) != len(answer())+2+10+2+7 { // two pointers
		t.Errorf("%d bytes: not compressed", len(b))
	}
}

// What names are compressed is what RFC 3597 §4 allows.
func TestCompression(t *testing.T) {
	m := &Message{Questions: []Question{{"a.example.", wire.DNSTypeANY, wire.DNSClassIN}}}
	for _, d := range []Data{&NS{"n.a.example."}, &SRV{0, 0, 1, "n.a.example."}, &DNAME{"a.example."}, &RP{"a.example.", "."}} {
		m.Additional = append(m.Additional, RR("a.example.", 0, d))
	}
	b := build(t, m)
	plain := unhex("016107 6578616d706c65 00")
	if n := bytes.Count(b, plain); n != 4 { // question, SRV, DNAME, RP
		t.Errorf("%d names in full: %x", n, b)
	}
	m.Uncompressed = true
	if b := build(t, m); bytes.Count(b, plain) != 9 {
		t.Errorf("compressed: %x", b)
	}
}

// What was good before a bad record is kept, the rest is the trailer.
func TestMalformed(t *testing.T) {
	head := "1234 8180 0001 0002 0000 0000 0161 00 0001 0001" + "c00c 0001 0001 00000000 0004 c0000201"
	for _, tt := range []struct {
		name, rest string
		off        int
		err        error
	}{
		{"absent", "", 35, wire.ErrShort},
		{"cut header", "c00c 0001 0001 0000", 35, wire.ErrShort},
		{"cut data", "c00c 0001 0001 00000000 0004 c000", 35, wire.ErrShort},
		{"cut name", "0361", 35, wire.ErrShort},
		{"pointer to itself", "c023 0001 0001 00000000 0004 c0000201", 35, wire.ErrFormat},
		{"pointer forward", "c024 0001 0001 00000000 0004 c0000201", 35, wire.ErrFormat},
		{"loop", "0161 c023 0001 0001 00000000 0004 c0000201", 35, wire.ErrFormat},
		{"label type", "4161 00 0001 0001 00000000 0004 c0000201", 35, wire.ErrFormat},
		{"long name", strings.Repeat("3f"+strings.Repeat("61", 63), 4) + "00 0001 0001 00000000 0000", 35, wire.ErrLength},
	} {
		b := unhex(head + tt.rest)
		packettest.RoundTrip(t, MessageProto, b)
		m := parse(t, b)
		var e *RecordError
		if err := m.Err(); !errors.As(err, &e) || !errors.Is(err, tt.err) || e.Off != tt.off || e.Section != wire.DNSAnswer || e.Index != 1 {
			t.Errorf("%s: %v", tt.name, err)
		}
		if len(m.Answers) != 1 || !m.ANCount.Wrong() || len(m.Trailer) != len(b)-35 {
			t.Errorf("%s: %d answers, %d bytes left", tt.name, len(m.Answers), len(m.Trailer))
		}
		if _, worst := packet.Validate(b, MessageProto); worst != packet.BadSize {
			t.Errorf("%s: %v", tt.name, worst)
		}
	}
}

// A name may run past the last record that could be read.
func TestRunOn(t *testing.T) {
	b := unhex("0021 0007 0003 006e 33b3 c671 c001 0000 0000 0178 0161 00 0000 0700 0312 adadad00 0100 0000 0080 0000 00e8 7301 6100")
	packettest.RoundTrip(t, MessageProto, b)
}

// Many pointers to a long name do not make much of little, and what is not read is
// kept.
func TestBounded(t *testing.T) {
	long := strings.Repeat("3f"+strings.Repeat("61", 63), 3) + "00"
	b := unhex("1234 8180 0001 0001 0000 0000" + long + "0001 0001 c00c 0037 0001 00000000 2714 00020000" + strings.Repeat("c00c", 5000) + strings.Repeat("00", 8))
	packettest.RoundTrip(t, MessageProto, b)
	if m := parse(t, b); len(m.Answers) != 1 {
		t.Error(m.Err())
	} else if _, ok := m.Answers[0].Data.(*Unknown); !ok {
		t.Errorf("%T", m.Answers[0].Data)
	}
	// A row of pointers, each to the one before, is followed only so far.
	b = unhex("1234 8180 0000 0200 0000 0000 00 0001 0001 00000000 0000")
	for to, at := 12, len(b); at < 6000; to, at = at, len(b) {
		b = append(append(b, 0xc0|byte(to>>8), byte(to)), unhex("0001 0001 00000000 0000")...)
	}
	packettest.RoundTrip(t, MessageProto, b)
	if m := parse(t, b); len(m.Answers) != 128 || !errors.Is(m.Err(), wire.ErrFormat) {
		t.Errorf("%d answers, %v", len(m.Answers), m.Err())
	}
}

// A copy of a message is a message of its own.
func TestCopy(t *testing.T) {
	m := parse(t, answer())
	n := *m
	n.Parse(seeds()[4])
	if got := m.Answers[0].String(); got != "www.example.com. 300 IN CNAME web.example.com." || m.Questions[0].Name != "www.example.com." {
		t.Error(got, m.Questions)
	}
	if got := build(t, m); !bytes.Equal(got, answer()) {
		t.Errorf("%x", got)
	}
}

// Data that is not as its type says is kept as it is.
func TestMalformedData(t *testing.T) {
	for _, hex := range []string{
		"000f 0001 00000000 0001 00",             // MX cut
		"000f 0001 00000000 0004 0001 0000",      // MX and more
		"0010 0001 00000000 0002 0261",           // TXT cut
		"0001 0001 00000000 0003 c00002",         // A of three bytes
		"002e 0001 00000000 0003 000105",         // RRSIG cut
		"0037 0001 00000000 0004 ff020001",       // HIP: HIT longer than the record
		"002d 0001 00000000 0004 0a040101",       // IPSECKEY with gateway type 4
		"0005 0001 00000000 0002 c01f",           // CNAME: a pointer to itself
		"0006 0001 00000000 0006 c00c c00c 0000", // SOA cut
	} {
		b := unhex("1234 8180 0001 0001 0000 0000 0161 00 0001 0001 c00c" + hex)
		packettest.RoundTrip(t, MessageProto, b)
		m := parse(t, b)
		if _, ok := m.Answers[0].Data.(*Unknown); !ok || m.Err() != nil {
			t.Errorf("%s: %T %v", hex, m.Answers[0].Data, m.Err())
		}
		if _, worst := packet.Validate(b, MessageProto); worst != packet.BadValue {
			t.Errorf("%s: %v", hex, worst)
		}
	}
}

func TestValidate(t *testing.T) {
	rr := func(name string, ttl uint32, d Data) Record { return RR(name, ttl, d) }
	opt := EDNS{UDPSize: 512}.Record()
	for _, tt := range []struct {
		name  string
		m     *Message
		class packet.Class
		in    string
	}{
		{"good", Query("a.", 1), packet.Fine, ""},
		{"Z", &Message{Z: true}, packet.Unusual, "reserved"},
		{"opcode", &Message{Opcode: 3}, packet.BadValue, "not assigned"},
		{"rcode", &Message{RCode: 12}, packet.BadValue, "not assigned"},
		{"two questions", &Message{Questions: make([]Question, 2)}, packet.Unusual, "more than one"},
		{"update", &Message{Opcode: wire.DNSOpUpdate}, packet.BadValue, "zone"},
		{"count", &Message{QDCount: packet.U16(3)}, packet.BadSize, "question 0 at byte 12"},
		{"excess", &Message{Trailer: []byte{1}}, packet.Excess, "1 bytes after"},
		{"TTL", &Message{Answers: []Record{rr("a.", 1<<31, &NS{"b."})}}, packet.BadValue, "TTL"},
		{"no data", &Message{Answers: []Record{{Name: "a.", Type: 1, Class: 1}}}, packet.BadSize, "no data"},
		{"type", &Message{Answers: []Record{{Name: "a.", Type: 255, Class: 1}}}, packet.BadValue, "questions only"},
		{"two OPT", &Message{Additional: []Record{opt, opt}}, packet.BadValue, "twice"},
		{"OPT place", &Message{Answers: []Record{opt}}, packet.BadValue, "additional"},
		{"OPT options", &Message{Additional: []Record{EDNS{Options: wire.EDNSOptions{0}}.Record()}}, packet.BadSize, "malformed options"},
		{"OPT version", &Message{Additional: []Record{EDNS{Version: 1}.Record()}}, packet.Unusual, "version"},
		{"TSIG", &Message{Additional: []Record{rr("k.", 0, &TSIG{}), opt}}, packet.BadValue, "last"},
		{"bit maps", &Message{Answers: []Record{rr("a.", 0, &NSEC{"b.", wire.DNSTypes{0, 0}})}}, packet.BadValue, "bit maps"},
		{"params", &Message{Answers: []Record{rr("a.", 0, &SVCB{1, ".", wire.SvcParams{}.AddPort(1).AddALPN("h2")})}}, packet.BadValue, "malformed parameters"},
		{"mandatory", &Message{Answers: []Record{rr("a.", 0, &SVCB{1, ".", wire.SvcParams{}.AddMandatory(wire.SvcPort)})}}, packet.BadValue, "mandatory"},
	} {
		ds, worst := packet.Validate(build(t, tt.m), MessageProto)
		if worst != tt.class || !strings.Contains(fmt.Sprint(ds), tt.in) {
			t.Errorf("%s: %v %v", tt.name, worst, ds)
		}
	}
}

func TestNames(t *testing.T) {
	l63 := strings.Repeat("x", 63)
	for _, tt := range []struct {
		in, out string // out is empty if in is refused
	}{
		{"", "."}, {".", "."}, {"a", "a."}, {"a.b.", "a.b."},
		{`a\.b.c.`, `a\.b.c.`}, {`\065.`, "A."}, {`\000\255.`, `\000\255.`}, {`\\.`, `\\.`}, {"a b.", `a\032b.`}, {`\".`, `\".`},
		{"..", ""}, {"a..b", ""}, {".a", ""}, {`\256.`, ""}, {`\1.`, ""}, {`\`, ""}, {`a\01`, ""},
		{l63 + ".", l63 + "."}, {l63 + "x.", ""},
		{strings.Repeat(l63+".", 3) + l63[:61] + ".", strings.Repeat(l63+".", 3) + l63[:61] + "."},
		{strings.Repeat(l63+".", 3) + l63[:62] + ".", ""},
	} {
		b, err := packet.Packet{Query(tt.in, 1)}.Bytes()
		if err != nil {
			if tt.out != "" {
				t.Errorf("%q: %v", tt.in, err)
			}
			var f packet.FieldError
			if !errors.As(err, &f) {
				t.Errorf("%q: %T", tt.in, err)
			}
			continue
		}
		if got := parse(t, b).Questions[0].Name; got != tt.out {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.out)
		}
	}
}

func TestBuildErrors(t *testing.T) {
	for _, d := range []Data{
		&A{addr("::1")}, &AAAA{addr("1.2.3.4")}, &TXT{[]string{strings.Repeat("x", 256)}},
		&NULL{make([]byte, 65536)}, &NSEC3{Salt: make([]byte, 256)}, &TSIG{Time: 1 << 48}, &MX{1, "a..b"},
		&APL{[]APLItem{{Addr: make([]byte, 128)}}}, &HIP{HIT: make([]byte, 256)},
	} {
		_, err := packet.Packet{one(d)}.Bytes()
		var f packet.FieldError
		if !errors.As(err, &f) {
			t.Errorf("%T: %v", d, err)
		}
	}
	if _, err := (packet.Packet{&Message{Answers: make([]Record, 65536)}}).Bytes(); err == nil {
		t.Error("65536 records")
	}
}

func TestStream(t *testing.T) {
	a := answer()
	seg := append([]byte{0, byte(len(a))}, a...)
	seg = append(append(seg, seg...), 0, 99, 1, 2)
	p, err := packet.Parse(seg, StreamProto)
	if err != nil || len(p) != 2 {
		t.Fatal(p, err)
	}
	s := p[0].(*Stream)
	if s.Length.Get() != uint16(len(a)) || s.Length.Fixed() || len(s.Trailer) != len(a)+6 {
		t.Errorf("%+v", s)
	}
	n := 0
	for m := range s.More() {
		if n++; len(m.Answers) != 2 || m.ANCount.Wrong() {
			t.Errorf("%+v", m)
		}
	}
	if n != 1 {
		t.Errorf("%d messages in the trailer", n)
	}
	for _, part := range [][]byte{seg[:40], seg[:2], seg[1:30], []byte("\x00\x20GET / HTTP/1.1 and a little more of it")} {
		p, err := packet.Parse(part, StreamProto)
		if err != nil || packet.Get[Message](p) != nil || packettest.Wrong(p) != nil {
			t.Errorf("%x: %v %v", part, p, err)
		}
	}
	b, err := packet.Packet{&Stream{}, Query("a.", 1)}.Bytes()
	if err != nil || !bytes.Equal(b[:2], []byte{0, 19}) || len(b) != 21 {
		t.Errorf("%x %v", b, err)
	}
}

func TestBound(t *testing.T) {
	for _, port := range []uint16{53, 5353, 5355} {
		if layers.UDPPorts.Proto(port) != MessageProto || layers.TCPPorts.Proto(port) != StreamProto {
			t.Errorf("port %d", port)
		}
	}
}

func TestEDNS(t *testing.T) {
	e := EDNS{UDPSize: 1232, ExtRCode: 1, DO: true, Z: 5, Options: wire.EDNSOptions{}.Add(wire.EDNSCookie, 1, 2, 3, 4, 5, 6, 7, 8)}
	m := Query("a.", 1)
	m.RCode = 7
	m.Additional = append(m.Additional, e.Record())
	got := parse(t, build(t, m))
	f, ok := got.EDNS()
	if !ok || f.UDPSize != 1232 || f.ExtRCode != 1 || f.Version != 0 || !f.DO || f.Z != 5 || !bytes.Equal(f.Options, e.Options) {
		t.Errorf("%+v", f)
	}
	if got.ResponseCode() != wire.DNSRCodeBadCookie {
		t.Error(got.ResponseCode())
	}
	const want = "; EDNS: version 0, flags do, z 0x5, extended rcode 1, udp 1232; COOKIE: 0102030405060708"
	if s := got.Additional[0].String(); s != want {
		t.Error(s)
	}
}

// The key tag is that of RFC 4034 §5.4.
func TestKeyTag(t *testing.T) {
	d := &DNSKEY{256, 3, 5, []byte("\x01\x03\xd0\x22")}
	sum := uint32(0x0100) + 0x0305 + 0x0103 + 0xd022
	if got := d.KeyTag(); got != uint16(sum+sum>>16) {
		t.Error(got)
	}
}

func TestAllocs(t *testing.T) {
	b := answer()
	if n := testing.AllocsPerRun(100, func() { new(Message).Parse(b) }); n > 9 {
		t.Errorf("parsing makes %v allocations", n)
	}
	m := parse(t, b)
	buf := make([]byte, 0, 512)
	p := packet.Packet{m}
	if n := testing.AllocsPerRun(100, func() { p.Append(buf) }); n != 0 {
		t.Errorf("writing an unedited message makes %v allocations", n)
	}
	p = packet.Packet{&Message{Questions: m.Questions, Answers: m.Answers}}
	if n := testing.AllocsPerRun(100, func() { p.Append(buf) }); n != 0 {
		t.Errorf("building a message makes %v allocations", n)
	}
}

func FuzzMessage(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	for _, k := range kinds {
		f.Add(build(f, one(k.data)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, l := range packettest.RoundTrip(t, MessageProto, b) {
			if m, ok := l.(*Message); ok {
				rebuild(t, m)
			}
		}
		packettest.RoundTrip(t, StreamProto, b)
		packet.Validate(b, MessageProto)
	})
}

// rebuild builds a message from m's sections alone, which must read as m does.
func rebuild(t *testing.T, m *Message) {
	n := &Message{Questions: m.Questions, Answers: m.Answers, Authority: m.Authority, Additional: m.Additional}
	b, err := packet.Packet{n}.Bytes()
	if err != nil {
		t.Fatalf("%v: %+v", err, m)
	}
	got := parse(t, b)
	if !slices.Equal(m.Questions, got.Questions) {
		t.Fatalf("got %v, want %v", got.Questions, m.Questions)
	}
	same(t, m.Answers, got.Answers)
	same(t, m.Authority, got.Authority)
	same(t, m.Additional, got.Additional)
}

// same compares records. Unknown data may hold pointers, which mean something else
// in another message.
func same(t *testing.T, want, got []Record) {
	if len(want) != len(got) {
		t.Fatalf("%d records, want %d", len(got), len(want))
	}
	for i := range want {
		if _, ok := want[i].Data.(*Unknown); !ok && want[i].String() != got[i].String() {
			t.Fatalf("got %s, want %s", got[i], want[i])
		}
	}
}

func BenchmarkParse(b *testing.B) {
	buf := answer()
	b.ReportAllocs()
	for b.Loop() {
		new(Message).Parse(buf)
	}
}

func BenchmarkParseReuse(b *testing.B) {
	buf := answer()
	var m Message
	b.ReportAllocs()
	for b.Loop() {
		m.Parse(buf)
	}
}

func BenchmarkParsePacket(b *testing.B) {
	buf := answer()
	b.ReportAllocs()
	for b.Loop() {
		packet.Parse(buf, MessageProto)
	}
}

// The peer: golang.org/x/net/dns/dnsmessage.
func BenchmarkParsePeer(b *testing.B) {
	buf := answer()
	b.ReportAllocs()
	for b.Loop() {
		var m dnsmessage.Message
		if err := m.Unpack(buf); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	m := parse(b, answer())
	buf := make([]byte, 0, 512)
	b.Run("unedited", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.Append(buf)
		}
	})
	n := &Message{Questions: m.Questions, Answers: m.Answers}
	b.Run("built", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n.Append(buf)
		}
	})
	var peer dnsmessage.Message
	if err := peer.Unpack(answer()); err != nil {
		b.Fatal(err)
	}
	b.Run("peer", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			peer.AppendPack(buf)
		}
	})
}

func mustBuild(m *Message) []byte {
	b, err := packet.Packet{m}.Bytes()
	if err != nil {
		panic(err)
	}
	return b
}
