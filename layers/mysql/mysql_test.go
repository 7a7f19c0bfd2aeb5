package mysql

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

const caps = wire.MySQLProtocol41 | wire.MySQLSecureConnection | wire.MySQLPluginAuth | wire.MySQLConnectWithDB | wire.MySQLTransactions

var (
	greeting = &Greeting{Version: []byte("8.0.36"), Connection: 7, Scramble: []byte("12345678"), Capabilities: caps, Charset: 45, Status: 2,
		ScrambleLen: 21, Scramble2: []byte("123456789012\x00"), Plugin: []byte("mysql_native_password")}
	login = &Login{SSLRequest: SSLRequest{Capabilities: caps, MaxPacket: 1 << 24, Charset: 45}, User: []byte("bob"), Auth: []byte("12345678901234567890"),
		Database: []byte("db"), Plugin: []byte("mysql_native_password")}
	ok     = &OK{agreed: caps, Status: 2}
	eof    = &EOF{agreed: caps, Status: 2}
	column = &Column{Catalog: []byte("def"), Table: []byte("t"), Name: []byte("a"), Charset: 63, Length: 11, Type: 3}
)

// A conversation is messages, who sends them, and their texts.
var conversation = []struct {
	from Side
	m    Message
	text string
}{
	{FromServer, greeting, `greeting version "8.0.36" connection 7 charset 45 status 2 plugin "mysql_native_password"`},
	{FromClient, &SSLRequest{Capabilities: caps | wire.MySQLSSL, Charset: 45}, "SSL request charset 45"},
	{FromClient, login, `login user "bob" database "db" plugin "mysql_native_password"`},
	{FromServer, &AuthSwitch{[]byte("caching_sha2_password"), []byte{1}}, `authentication switch plugin "caching_sha2_password" 01`},
	{FromClient, &Opaque{[]byte{1, 2}}, "0102"},
	{FromServer, &AuthMore{[]byte{3}}, "authentication data 03"},
	{FromServer, ok, "OK affected 0 insert ID 0 status 2 warnings 0"},
	{FromClient, &Command{Command: wire.MySQLQuery, Text: []byte("select a")}, `Query "select a"`},
	{FromServer, &Columns{1}, "columns 1"},
	{FromServer, column, `column "t" "a" charset 63 length 11 type 3 flags 0`},
	{FromServer, eof, "end warnings 0 status 2"},
	{FromServer, &Row{[][]byte{[]byte("5")}}, `row "5"`},
	{FromServer, &Row{[][]byte{nil, {}}}, `row NULL ""`},
	{FromServer, &EOF{agreed: caps, Status: 8}, "end warnings 0 status 8"},
	{FromServer, &OK{agreed: caps, Affected: 300, Info: []byte("x")}, `OK affected 300 insert ID 0 status 0 warnings 0 "x"`},
	{FromClient, &Command{Command: wire.MySQLPrepare, Text: []byte("select ?")}, `Prepare Statement "select ?"`},
	{FromServer, &Prepared{Statement: 1, Columns: 1, Parameters: 1}, "prepared statement 1 columns 1 parameters 1 warnings 0"},
	{FromServer, column, `column "t" "a" charset 63 length 11 type 3 flags 0`},
	{FromServer, eof, "end warnings 0 status 2"},
	{FromServer, column, `column "t" "a" charset 63 length 11 type 3 flags 0`},
	{FromServer, eof, "end warnings 0 status 2"},
	{FromClient, &Command{Command: wire.MySQLExecute, Statement: 1, Count: 1, Text: []byte{0, 1}}, "Execute Statement statement 1 flags 0 0001"},
	{FromServer, &Columns{1}, "columns 1"},
	{FromServer, column, `column "t" "a" charset 63 length 11 type 3 flags 0`},
	{FromServer, eof, "end warnings 0 status 2"},
	{FromServer, &BinaryRow{[]byte{0, 5, 0, 0, 0}}, "binary row 0005000000"},
	{FromServer, eof, "end warnings 0 status 2"},
	{FromClient, &Command{Command: wire.MySQLCloseStatement, Statement: 1}, "Close Statement statement 1"},
	{FromClient, &Command{Command: wire.MySQLFieldList, Text: []byte("t\x00")}, `Field List "t\x00"`},
	{FromServer, column, `column "t" "a" charset 63 length 11 type 3 flags 0`},
	{FromServer, eof, "end warnings 0 status 2"},
	{FromClient, &Command{Command: wire.MySQLQuery, Text: []byte("load data local")}, `Query "load data local"`},
	{FromServer, &LocalFile{[]byte("f")}, `local file "f"`},
	{FromClient, &Opaque{[]byte("data")}, "64617461"},
	{FromClient, &Opaque{}, ""},
	{FromServer, ok, "OK affected 0 insert ID 0 status 2 warnings 0"},
	{FromClient, &Command{Command: wire.MySQLStatistics}, "Statistics"},
	{FromServer, &Opaque{[]byte("Uptime")}, "557074696d65"},
	{FromClient, &Command{Command: wire.MySQLQuery, Text: []byte("x")}, `Query "x"`},
	{FromServer, &Err{agreed: caps, Code: 1064, State: []byte("42000"), Text: []byte("no")}, `error code 1064 state "42000" "no"`},
	{FromClient, &Command{Command: wire.MySQLQuit}, "Quit"},
}

func TestConversation(t *testing.T) {
	var s State
	for i, x := range conversation {
		p := wire.MySQLPacket{Seq: uint8(i), Payload: x.m.AppendWire(nil)}
		m := s.Read(x.from, p)
		if m.String() != x.text || !bytes.Equal(m.AppendWire(nil), p.Payload) || fmt.Sprintf("%T", m) != fmt.Sprintf("%T", x.m) {
			t.Errorf("%d: %T %q, want %T %q (%v)", i, m, m, x.m, x.text, s.Phase)
		}
	}
	if s.Phase != Ready || s.Agreed != caps || s.Command != wire.MySQLQuit {
		t.Errorf("%+v", s)
	}
}

// Without ends of columns, and with queries that have attributes.
func TestNewer(t *testing.T) {
	agreed := caps | wire.MySQLDeprecateEOF | wire.MySQLQueryAttributes | wire.MySQLSessionTrack
	s := State{Phase: Ready, Agreed: agreed}
	for _, x := range []struct {
		from Side
		m    Message
	}{
		{FromClient, &AttributedQuery{0, 1, []byte("select 1")}},
		{FromServer, &Columns{1}},
		{FromServer, column},
		{FromServer, &Row{[][]byte{[]byte(strings.Repeat("x", 300))}}},
		{FromServer, &OK{agreed: agreed, End: true, Status: 0x4000, Info: []byte("i"), Changes: []byte("c")}},
		{FromClient, &AttributedQuery{0, 1, []byte("do 1")}},
		{FromServer, &OK{agreed: agreed}},
	} {
		b := x.m.AppendWire(nil)
		if m := s.Read(x.from, wire.MySQLPacket{Payload: b}); fmt.Sprintf("%T", m) != fmt.Sprintf("%T", x.m) || !bytes.Equal(m.AppendWire(nil), b) {
			t.Errorf("%T %v of %x, want %T", m, m, b, x.m)
		}
	}
	if s.Phase != Ready {
		t.Error(s.Phase)
	}
	old := &OldLogin{MaxPacket: 5, User: []byte("a"), Auth: []byte("b")}
	if m := ReadLogin(old.AppendWire(nil)); m.String() != `login user "a" auth 62` {
		t.Error(m)
	}
}

func TestBinaryRow(t *testing.T) {
	r := &BinaryRow{[]byte{0b1000, 5, 1, 0, 2, 'a', 'b', 1, 9}} // the second is NULL
	v, ok := r.Split([]uint8{1, 3, 2, 253, 10})
	if !ok || len(v) != 5 || v[0][0] != 5 || v[1] != nil || string(v[2]) != "\x01\x00" || string(v[3]) != "ab" || v[4][0] != 9 {
		t.Errorf("%q, %v", v, ok)
	}
	for n := range r.Data {
		if _, ok := (&BinaryRow{r.Data[:n]}).Split([]uint8{1, 3, 2, 253, 10}); ok {
			t.Errorf("%d bytes are enough", n)
		}
	}
}

func seeds() (out [][]byte) {
	out = append(out, Packets{}.Add(0, greeting), Packets{}.Add(1, login), Packets{}.Add(0, &Command{Command: wire.MySQLQuery, Text: []byte("select 1")}))
	var o Packets
	for i, x := range conversation[8:14] {
		o = o.Add(uint8(i+1), x.m)
	}
	return append(out, o, o[:len(o)-2])
}

func TestTrial(t *testing.T) { packettest.Trial(t, Proto, seeds()...) }

func TestText(t *testing.T) {
	for i, want := range []string{
		`0 greeting version "8.0.36" connection 7 charset 45 status 2 plugin "mysql_native_password"`,
		`1 login user "bob" database "db" plugin "mysql_native_password"`, `0 Query "select 1"`,
	} {
		if got := Packets(seeds()[i]).String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if s := Packets(seeds()[3]).String(); !strings.HasPrefix(s, `1 columns 1; 2 column "t" "a" charset 63 length 11 type 3 flags 0; 3 end warnings 0 status 2; `) {
		t.Error(s)
	}
	if s := Packets(seeds()[4]).String(); !strings.HasSuffix(s, "part of a packet, 7 bytes") {
		t.Error(s)
	}
	big := Packets{}.Add(0, &Opaque{make([]byte, 0xffffff)})
	if len(big) != 0xffffff+8 {
		t.Error(len(big))
	}
}

// Packets are found by their port, and a greeting by its form.
func TestGuess(t *testing.T) {
	for port, payload := range map[uint16][]byte{3306: seeds()[2], 3307: seeds()[0]} {
		b, _ := packet.Packet{&layers.TCP{SrcPort: port, DstPort: 50000}, packet.Payload(payload)}.Bytes()
		if p, err := packet.Parse(b, layers.TCPProto); packet.Get[Segment](p) == nil || err != nil {
			t.Errorf("port %d: %v, %v", port, p, err)
		}
	}
	for _, other := range []string{"middle of one", "\x16\x03\x01\x00\x04\x01\x00\x00\x00", "\x00\x00"} {
		b, _ := packet.Packet{&layers.TCP{SrcPort: 50000, DstPort: 3306}, packet.Payload([]byte(other))}.Bytes()
		if p, _ := packet.Parse(b, layers.TCPProto); packet.Get[Segment](p) != nil {
			t.Errorf("%q is a packet", other)
		}
	}
}

// Whatever comes, the state and the messages stand it, and bytes stay.
func TestHostile(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		var s State
		for _, x := range conversation {
			b := x.m.AppendWire(nil)
			for i := range b {
				if r.IntN(20) == 0 {
					b[i] = byte(r.Uint32())
				}
			}
			b = b[:r.IntN(len(b)+1)]
			if m := s.Read(Side(r.IntN(2)), wire.MySQLPacket{Payload: b}); m.String() == "\x00" || !bytes.Equal(m.AppendWire(nil), b) {
				t.Fatalf("%x became %x (%T)", b, m.AppendWire(nil), m)
			}
		}
	}
}

func FuzzSegment(f *testing.F) {
	for _, b := range seeds() {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		packettest.RoundTrip(t, Proto, b)
		o := Packets(b)
		_ = o.String()
		var s State
		for p := range o.All() {
			if m := s.Read(Side(p.Seq&1), p); !bytes.Equal(m.AppendWire(nil), p.Payload) {
				t.Fatalf("%x became %x", p.Payload, m.AppendWire(nil))
			}
		}
	})
}
