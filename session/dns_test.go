package session_test

import (
	"bytes"
	"fmt"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// dnsText builds messages for tests.
type dnsText struct {
	id       uint16
	flags    uint16 // bytes 2 and 3
	counts   [4]uint16
	rest     []byte
	src, dst string
	stream   bool
}

const (
	dnsQR = 0x8000
	dnsAA = 0x0400
	dnsTC = 0x0200
	dnsRD = 0x0100
	dnsRA = 0x0080
	dnsZ  = 0x0040
)

func (d dnsText) message() session.DNSMessage {
	b := make([]byte, wire.DNSLen, 600)
	wire.PutUint16(b, 0, d.id)
	wire.PutUint16(b, 2, d.flags)
	for i, c := range d.counts {
		wire.PutUint16(b, 4+2*i, c)
	}
	m := session.DNSMessage{DNS: append(b, d.rest...), Stream: d.stream}
	if d.src != "" {
		m.Src, m.Dst = netip.MustParseAddrPort(d.src), netip.MustParseAddrPort(d.dst)
	}
	return m
}

// asks returns d with a question about a name.
func (d dnsText) asks(name string, t wire.DNSType) dnsText {
	d.counts[0]++
	d.rest, _ = wire.AppendDNSName(bytes.Clone(d.rest), name)
	d.rest = append(d.rest, byte(t>>8), byte(t), 0, 1)
	return d
}

// record returns d with a record of the root, or of what name is in wire form.
func (d dnsText) record(section wire.DNSSection, name string, t wire.DNSType, class uint16, ttl uint32, data ...byte) dnsText {
	d.counts[section]++
	d.rest = append(bytes.Clone(d.rest), name...)
	d.rest = append(d.rest, byte(t>>8), byte(t), byte(class>>8), byte(class), byte(ttl>>24), byte(ttl>>16), byte(ttl>>8), byte(ttl),
		byte(len(data)>>8), byte(len(data)))
	d.rest = append(d.rest, data...)
	return d
}

func (d dnsText) opt(size uint16, ttl uint32) dnsText {
	return d.record(wire.DNSAdditional, "\x00", wire.DNSTypeOPT, size, ttl)
}

func (d dnsText) over(src, dst string) dnsText { d.src, d.dst = src, dst; return d }
func (d dnsText) tcp() dnsText                 { d.stream = true; return d }

type dnsStep struct {
	side session.Side
	m    dnsText
	want session.Outcome
	rule *session.Rule
}

func dnsQ(id uint16) dnsText { return dnsText{id: id, flags: dnsRD} }
func dnsA(id uint16) dnsText { return dnsText{id: id, flags: dnsQR | dnsRD | dnsRA} }

func TestDNS(t *testing.T) {
	const a, aaaa = wire.DNSTypeA, wire.DNSTypeAAAA
	ask := func(m dnsText) dnsStep { return dnsStep{session.Client, m, session.Valid, nil} }
	ok := func(m dnsText) dnsStep { return dnsStep{session.Server, m, session.Valid, nil} }
	bad := func(m dnsText, r *session.Rule) dnsStep { return dnsStep{session.Server, m, session.Invalid, r} }
	odd := func(m dnsText, r *session.Rule) dnsStep { return dnsStep{session.Server, m, session.Tolerated, r} }
	q, r := dnsQ(1).asks("a.example.", a), dnsA(1).asks("a.example.", a)
	addr := func(m dnsText) dnsText { return m.record(wire.DNSAnswer, "\xc0\x0c", a, 1, 60, 192, 0, 2, 1) }
	long := addr(r)
	for range 40 {
		long = addr(long)
	}
	longOPT := long.opt(4096, 0)
	many := []dnsStep{}
	for i := range uint16(40) {
		many = append(many, ask(dnsQ(100+i).asks("a.example.", a)))
	}
	update := dnsText{id: 9, flags: 5 << 11}.asks("example.", wire.DNSTypeSOA)
	for _, tt := range []struct {
		name  string
		kind  session.DNSKind
		from  int // 0 from the start, 1 midway
		steps []dnsStep
	}{
		{"plain", 0, 0, []dnsStep{ask(q), ok(addr(r)), ask(q), ok(addr(r))}},
		{"unasked", 0, 0, []dnsStep{bad(r, session.RuleDNSUnasked)}},
		{"midway", 0, 1, []dnsStep{ok(r), ask(q), ok(r)}},
		{"spoofed", 0, 0, []dnsStep{ask(q), bad(dnsA(2).asks("a.example.", a), session.RuleDNSID), ok(r)}},
		{"other question", 0, 0, []dnsStep{ask(q), bad(dnsA(1).asks("b.example.", a), session.RuleDNSQuestion), ok(r)}},
		{"other type", 0, 0, []dnsStep{ask(q), bad(dnsA(1).asks("a.example.", aaaa), session.RuleDNSQuestion)}},
		{"two with one number", 0, 0, []dnsStep{ask(q), ask(dnsQ(1).asks("b.example.", a)), ok(r), ok(dnsA(1).asks("b.example.", a))}},
		{"no question", 0, 0, []dnsStep{ask(q), odd(dnsA(1), session.RuleDNSNoQuestion), ok(dnsText{id: 1, flags: dnsQR | dnsRD | 2})}},
		{"same letters", 0, 0, []dnsStep{ask(dnsQ(1).asks("A.exAmple.", a)), odd(r, session.RuleDNSCase), ok(dnsA(1).asks("A.exAmple.", a))}},
		{"no secret letters", 0, 0, []dnsStep{ask(q), ok(dnsA(1).asks("A.EXAMPLE.", a))}},
		{"twice", 0, 0, []dnsStep{ask(q), ok(r), odd(r, session.RuleDNSDuplicate)}},
		{"asked twice", 0, 0, []dnsStep{ask(q), ask(q), ok(r), ok(r), odd(r, session.RuleDNSDuplicate)}},
		{"tuple", 0, 0, []dnsStep{ask(q.over("192.0.2.1:1000", "192.0.2.53:53")),
			bad(r.over("192.0.2.54:53", "192.0.2.1:1000"), session.RuleDNSTuple), bad(r.over("192.0.2.53:53", "192.0.2.1:1001"), session.RuleDNSTuple),
			ok(r.over("192.0.2.53:53", "192.0.2.1:1000"))}},
		{"opcode", 0, 0, []dnsStep{ask(q), bad(dnsText{id: 1, flags: dnsQR | 4<<11}.asks("a.example.", a), session.RuleDNSOpcode)}},
		{"recursion", 0, 0, []dnsStep{ask(q), odd(dnsText{id: 1, flags: dnsQR}.asks("a.example.", a), session.RuleDNSRD)}},
		{"reserved", 0, 0, []dnsStep{ask(q), odd(dnsText{id: 1, flags: dnsQR | dnsRD | dnsZ}.asks("a.example.", a), session.RuleDNSZ)}},
		{"reserved, query", 0, 0, []dnsStep{{session.Client, dnsText{id: 1, flags: dnsZ}.asks("a.", a), session.Tolerated, session.RuleDNSZ}, ok(dnsText{id: 1, flags: dnsQR}.asks("a.", a))}},
		{"flags of answers", 0, 0, []dnsStep{
			{session.Client, dnsText{flags: dnsRA}, session.Tolerated, session.RuleDNSQueryFlags},
			{session.Client, dnsText{flags: dnsAA}, session.Tolerated, session.RuleDNSQueryFlags},
			{session.Client, dnsText{flags: 3}, session.Tolerated, session.RuleDNSQueryFlags}}},
		{"notify", 0, 0, []dnsStep{ask(dnsText{id: 1, flags: 4<<11 | dnsAA}.asks("example.", wire.DNSTypeSOA)), ok(dnsText{id: 1, flags: dnsQR | 4<<11 | dnsAA}.asks("example.", wire.DNSTypeSOA))}},
		{"update", 0, 0, []dnsStep{ask(update.record(wire.DNSAuthority, "\x00", wire.DNSTypeANY, 255, 0)), ok(dnsText{id: 9, flags: dnsQR | 5<<11})}},
		{"too long", 0, 0, []dnsStep{ask(q), bad(long, session.RuleDNSSize), ok(r)}},
		{"too long for what was said", 0, 0, []dnsStep{ask(q.opt(600, 0)), bad(longOPT, session.RuleDNSEDNSSize)}},
		{"long enough", 0, 0, []dnsStep{ask(q.opt(1232, 0)), ok(longOPT)}},
		{"size below 512", 0, 0, []dnsStep{ask(q.opt(100, 0)), ok(addr(addr(addr(addr(addr(r))))))}},
		{"truncated", 0, 0, []dnsStep{ask(q), ok(dnsText{id: 1, flags: dnsQR | dnsRD | dnsTC}.asks("a.example.", a)), ask(q.tcp()), ok(long.tcp())}},
		{"truncated anywhere", 0, 0, []dnsStep{ask(q), ok(dnsText{id: 1, flags: dnsQR | dnsRD | dnsTC, counts: [4]uint16{0, 3}}.asks("a.example.", a))}},
		{"truncated over TCP", 0, 0, []dnsStep{ask(q.tcp()), odd(dnsText{id: 1, flags: dnsQR | dnsRD | dnsTC}.asks("a.example.", a).tcp(), session.RuleDNSTruncated)}},
		{"transfer", 0, 0, []dnsStep{ask(dnsQ(1).asks("example.", wire.DNSTypeAXFR).tcp()), ok(dnsA(1).asks("example.", wire.DNSTypeAXFR).tcp()), ok(dnsA(1).tcp()), ok(dnsA(1).tcp())}},
		{"EDNS unasked", 0, 0, []dnsStep{ask(q), bad(r.opt(1232, 0), session.RuleDNSOPTUnasked), ok(r)}},
		{"EDNS version", 0, 0, []dnsStep{ask(q.opt(1232, 0)), bad(r.opt(1232, 1<<24), session.RuleDNSVersion)}},
		{"EDNS version refused", 0, 0, []dnsStep{ask(q.opt(1232, 1<<16)), ok(r.opt(1232, 1<<24))}},
		{"two OPT", 0, 0, []dnsStep{ask(q.opt(1232, 0)), bad(r.opt(1232, 0).opt(1232, 0), session.RuleDNSOPT)}},
		{"OPT with a name", 0, 0, []dnsStep{ask(q.opt(1232, 0)), bad(r.record(wire.DNSAdditional, "\x01a\x00", wire.DNSTypeOPT, 512, 0), session.RuleDNSOPT)}},
		{"OPT as an answer", 0, 0, []dnsStep{ask(q.opt(1232, 0)), bad(r.record(wire.DNSAnswer, "\x00", wire.DNSTypeOPT, 512, 0), session.RuleDNSOPT)}},
		{"bad option", 0, 0, []dnsStep{ask(q.opt(1232, 0)), bad(r.record(wire.DNSAdditional, "\x00", wire.DNSTypeOPT, 512, 0, 0, 3, 0, 9, 1), session.RuleDNSOPTOptions)}},
		{"after the signature", 0, 0, []dnsStep{ask(q), bad(r.record(wire.DNSAdditional, "\x00", wire.DNSTypeTSIG, 255, 0, 1).record(wire.DNSAdditional, "\x00", a, 1, 0, 1, 2, 3, 4), session.RuleDNSTSIG)}},
		{"two questions", 0, 0, []dnsStep{{session.Client, q.asks("b.", a), session.Invalid, session.RuleDNSQuestions}}},
		{"short", 0, 0, []dnsStep{ask(q), bad(dnsText{id: 1, flags: dnsQR | dnsRD, counts: [4]uint16{0, 1}}.asks("a.example.", a), session.RuleDNSName), bad(dnsText{id: 1, flags: dnsQR, counts: [4]uint16{0, 1}, rest: []byte{0, 0, 1}}, session.RuleDNSFormat)}},
		{"pointer forward", 0, 0, []dnsStep{ask(q), bad(r.record(wire.DNSAnswer, "\xc0\x40", a, 1, 0, 1, 2, 3, 4), session.RuleDNSPointer)}},
		{"pointer to itself", 0, 0, []dnsStep{{session.Client, dnsText{counts: [4]uint16{1}, rest: []byte("\xc0\x0c\x00\x01\x00\x01")}, session.Invalid, session.RuleDNSPointer}}},
		{"pointer in data", 0, 0, []dnsStep{ask(q), bad(r.record(wire.DNSAnswer, "\xc0\x0c", wire.DNSTypeCNAME, 1, 0, 0xc0, 0xff), session.RuleDNSPointer)}},
		{"bad label", 0, 0, []dnsStep{{session.Client, dnsText{counts: [4]uint16{1}, rest: []byte("\x80\x0c\x00\x01\x00\x01")}, session.Invalid, session.RuleDNSName}}},
		{"bad address", 0, 0, []dnsStep{ask(q), bad(r.record(wire.DNSAnswer, "\xc0\x0c", a, 1, 60, 1, 2, 3), session.RuleDNSData), bad(r.record(wire.DNSAnswer, "\xc0\x0c", aaaa, 1, 60, 1, 2, 3), session.RuleDNSData)}},
		{"bad data", 0, 0, []dnsStep{ask(q),
			bad(r.record(wire.DNSAnswer, "\xc0\x0c", wire.DNSTypeMX, 1, 60, 0, 1, 0, 7), session.RuleDNSData),
			ok(r.record(wire.DNSAnswer, "\xc0\x0c", wire.DNSTypeMX, 1, 60, 0, 1, 0)),
			bad(r.record(wire.DNSAuthority, "\xc0\x0c", wire.DNSTypeSOA, 1, 60, 0, 0, 1, 2, 3), session.RuleDNSData)}},
		{"type of questions", 0, 0, []dnsStep{ask(q), bad(r.record(wire.DNSAnswer, "\xc0\x0c", wire.DNSTypeANY, 1, 60), session.RuleDNSQueryType)}},
		{"refused as malformed", 0, 0, []dnsStep{ok(dnsText{id: 77, flags: dnsQR | 1})}},
		{"forgotten", 0, 0, append(many, ok(dnsA(100).asks("a.example.", a)))},
		{"between servers", 0, 0, []dnsStep{{session.Server, q, session.Valid, nil}, {session.Client, r, session.Valid, nil}, bad(r, session.RuleDNSUnasked)}},
		{"multicast", session.DNSMulticast, 0, []dnsStep{ok(dnsText{flags: dnsQR | dnsAA}), ask(dnsText{}.asks("a.local.", a).asks("a.local.", aaaa)),
			bad(dnsText{flags: dnsQR | 2<<11}, session.RuleMDNSOpcode), bad(dnsText{flags: dnsQR | 3}, session.RuleMDNSRCode),
			bad(dnsText{flags: dnsQR}.over("192.0.2.1:5354", "224.0.0.251:5353"), session.RuleMDNSPort),
			odd(dnsText{flags: dnsQR}.asks("a.local.", a).over("192.0.2.1:5353", "224.0.0.251:5353"), session.RuleMDNSQuestion),
			ok(dnsText{flags: dnsQR}.asks("a.local.", a).over("192.0.2.1:5353", "192.0.2.7:999"))}},
		{"LLMNR", session.DNSLLMNR, 0, []dnsStep{ask(q), ok(r), bad(dnsText{flags: dnsQR | 2<<11}, session.RuleLLMNROpcode),
			bad(dnsText{flags: dnsQR}, session.RuleLLMNRQuestions), {session.Client, addr(q), session.Invalid, session.RuleLLMNRQuery}}},
		{"NetBIOS", session.DNSNetBIOS, 0, []dnsStep{ask(dnsText{flags: 5 << 11}), bad(dnsText{flags: dnsQR | 3<<11}, session.RuleNBNSOpcode)}},
	} {
		s := session.NewDNS(tt.kind, tt.from == 1)
		for i, k := range tt.steps {
			before, _ := s.AppendBinary(nil)
			v := s.Check(k.side, k.m.message(), int64(i)*1e9)
			if v.Outcome != k.want || v.Rule != k.rule {
				t.Errorf("%s, step %d: %v", tt.name, i, v)
			}
			if after, _ := s.AppendBinary(nil); v.Outcome == session.Invalid && !bytes.Equal(before, after) {
				t.Errorf("%s, step %d: %v changed the state", tt.name, i, v)
			}
		}
	}
}

// TestDNSLost has a Session hold nothing against answers after a gap, for two minutes.
func TestDNSLost(t *testing.T) {
	s := session.NewDNS(session.DNSUnicast, false)
	r := dnsA(1).asks("a.example.", wire.DNSTypeA).message()
	if v := s.Check(session.Server, r, 0); v.Rule != session.RuleDNSUnasked {
		t.Error(v)
	}
	s.Lost(session.Client)
	if v := s.Check(session.Server, r, 0); !v.OK() {
		t.Error(v)
	}
	if v := s.Check(session.Server, r, 119e9); !v.OK() {
		t.Error(v)
	}
	if v := s.Check(session.Server, r, 121e9); v.Rule != session.RuleDNSUnasked {
		t.Error(v)
	}
}

func TestDNSNext(t *testing.T) {
	s := session.NewDNS(session.DNSUnicast, false)
	names := func(side session.Side) (n []string) {
		for _, m := range s.Next(side, nil) {
			n = append(n, m.Name)
		}
		return n
	}
	if _, err := s.BuildAnswer(nil, 0, 0); err != session.ErrNoMove {
		t.Error(err)
	}
	if _, err := s.BuildQuery(nil, 1, "a..b.", wire.DNSTypeA, 0); err == nil {
		t.Error("a query about no name")
	}
	if got := fmt.Sprint(names(session.Client), names(session.Server)); got != "[query] []" {
		t.Error(got)
	}
	q, err := s.BuildQuery([]byte("x"), 7, "www.example.", wire.DNSTypeTXT, 0)
	if err != nil || q[0] != 'x' || !wire.DNS(q[1:]).RD() {
		t.Errorf("%x, %v", q, err)
	}
	if got := fmt.Sprint(names(session.Client), names(session.Server), " ", s.State(session.Client)); got != "[query] [answer] asked" {
		t.Error(got)
	}
	tc := session.DNSMessage{DNS: bytes.Clone(q[1:])}
	tc.SetQR(true)
	tc.SetTC(true)
	if v := s.Check(session.Server, tc, 1); !v.OK() {
		t.Error(v)
	}
	if got := fmt.Sprint(names(session.Client), " ", s.State(session.Client)); got != "[query over TCP query] truncated" {
		t.Error(got)
	}
}

func FuzzDNS(f *testing.F) {
	q, r := dnsQ(1).asks("a.example.", wire.DNSTypeA), dnsA(1).asks("a.example.", wire.DNSTypeA).opt(512, 0)
	for _, m := range []dnsText{q, r} {
		b := m.message().DNS
		f.Add(append([]byte{byte(len(b)), 0}, b...), uint8(0))
	}
	f.Fuzz(func(t *testing.T, b []byte, kind uint8) {
		s := session.NewDNS(session.DNSKind(kind%4), kind&4 != 0)
		for at := int64(0); len(b) >= 2; at++ {
			n := min(int(b[0]), len(b)-2)
			how := b[1]
			m, err := wire.ParseDNS(b[2 : 2+n])
			if b = b[2+n:]; err != nil {
				continue
			}
			before, _ := s.AppendBinary(nil)
			v := s.Check(session.Side(how&1), session.DNSMessage{DNS: m, Stream: how&2 != 0}, at<<(how>>2))
			after, _ := s.AppendBinary(nil)
			if v.Outcome == session.Invalid && !bytes.Equal(before, after) || v.OK() != (v.Rule == nil) {
				t.Fatalf("%+v: %x, then %x", v, before, after)
			}
			var c session.DNS
			if err := c.UnmarshalBinary(after); err != nil {
				t.Fatal(err)
			}
			if again, _ := c.AppendBinary(nil); !bytes.Equal(again, after) {
				t.Fatalf("%x restored as %x", after, again)
			}
		}
	})
}

func TestDNSNoAllocs(t *testing.T) {
	s := session.NewDNS(session.DNSUnicast, false)
	q := dnsQ(1).asks("a.example.", wire.DNSTypeA).opt(1232, 0).message()
	r := dnsA(1).asks("a.example.", wire.DNSTypeA).record(wire.DNSAnswer, "\xc0\x0c", wire.DNSTypeCNAME, 1, 0, 0xc0, 0x0c).opt(1232, 0).message()
	if n := testing.AllocsPerRun(100, func() { s.Check(session.Client, q, 0); s.Check(session.Server, r, 1) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleDNS() {
	// A resolver asks, and somebody who can neither see the query nor wait answers first.
	s := session.NewDNS(session.DNSUnicast, false)
	query, _ := s.BuildQuery(nil, 4711, "www.example.", wire.DNSTypeAAAA, 0)
	forged := bytes.Clone(query)
	wire.DNS(forged).SetID(4712)
	wire.DNS(forged).SetQR(true)
	fmt.Println(s.Check(session.Server, session.DNSMessage{DNS: forged}, 1e6))
	answer, _ := s.BuildAnswer(nil, wire.DNSRCodeNXDomain, 2e6)
	fmt.Println(wire.DNS(answer).ID(), s.State(session.Client))
	// Output:
	// invalid: RFC 5452 §9.1: ID is that of no query (ID, asked)
	// 4711 idle
}
