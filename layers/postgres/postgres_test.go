package postgres

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

// messages has one of each type, who sends it, and its text.
var messages = []struct {
	from Side
	m    Message
	text string
}{
	{FromClient, &Startup{wire.PGVersion3, []Parameter{{"user", "a"}, {"database", "b"}}}, `Startup user "a" database "b"`},
	{FromClient, &EncryptionRequest{}, "SSLRequest"},
	{FromClient, &EncryptionRequest{GSS: true}, "GSSENCRequest"},
	{FromClient, &Cancel{7, []byte{0, 0, 0, 9}}, "CancelRequest process 7 secret 00000009"},
	{FromClient, &Bind{"p", "s", []uint16{1}, [][]byte{[]byte("x"), nil, {}}, []uint16{0}}, `Bind portal "p" statement "s" "x" NULL ""`},
	{FromClient, &Close{'S', "s"}, `Close S "s"`},
	{FromClient, &Describe{'P', ""}, `Describe P ""`},
	{FromClient, &Execute{"", 10}, `Execute portal "" rows 10`},
	{FromClient, &Execute{"", 0}, `Execute portal "" rows 0`},
	{FromClient, &FunctionCall{5, []uint16{0}, [][]byte{nil}, 1}, "FunctionCall function 5 NULL"},
	{FromClient, &Parse{"s", "select $1", []uint32{23}}, `Parse statement "s" "select $1" type 23`},
	{FromClient, &Query{"select 1"}, `Query "select 1"`},
	{FromClient, &CopyFail{"no"}, `CopyFail "no"`},
	{FromClient, &Password{[]byte("md5\x00")}, "authentication data 4 bytes"},
	{FromClient, &Plain{Letter: 'S'}, "Sync"},
	{FromClient, &Plain{Letter: 'H'}, "Flush"},
	{FromClient, &Plain{Letter: 'X'}, "Terminate"},
	{FromServer, &Plain{Letter: 'c'}, "CopyDone"},
	{FromServer, &Plain{Letter: '1'}, "ParseComplete"},
	{FromServer, &Plain{Letter: 's'}, "PortalSuspended"},
	{FromServer, &CopyData{[]byte("1\n")}, "CopyData 2 bytes"},
	{FromServer, &Authentication{Kind: 0}, "Authentication ok"},
	{FromServer, &Authentication{5, []byte{1, 2, 3, 4}}, "Authentication MD5 01020304"},
	{FromServer, &BackendKey{7, []byte{0, 0, 0, 9}}, "BackendKeyData process 7 secret 00000009"},
	{FromServer, &CommandComplete{"SELECT 1"}, `CommandComplete "SELECT 1"`},
	{FromServer, &DataRow{[][]byte{[]byte("1"), nil}}, `DataRow "1" NULL`},
	{FromServer, &Response{false, []Item{{'S', "ERROR"}, {'C', "42601"}}}, `ErrorResponse S "ERROR" C "42601"`},
	{FromServer, &Response{true, nil}, "NoticeResponse"},
	{FromServer, &CopyResponse{'G', 0, []uint16{0, 0}}, "CopyInResponse format 0"},
	{FromServer, &CopyResponse{'H', 1, nil}, "CopyOutResponse format 1"},
	{FromServer, &FunctionResult{[]byte("x")}, `FunctionCallResponse "x"`},
	{FromServer, &NegotiateVersion{2, []string{"_pq_.x"}}, `NegotiateProtocolVersion version 2 "_pq_.x"`},
	{FromServer, &Notification{7, "c", "p"}, `NotificationResponse process 7 "c" "p"`},
	{FromServer, &ParameterTypes{[]uint32{23}}, "ParameterDescription type 23"},
	{FromServer, &ParameterStatus{"TimeZone", "UTC"}, `ParameterStatus "TimeZone" "UTC"`},
	{FromServer, &Ready{'I'}, "ReadyForQuery I"},
	{FromServer, &RowDescription{[]Column{{"a", 1, 2, 23, 4, 0xffffffff, 0}}}, `RowDescription "a" type 23`},
	{FromServer, &Opaque{'R', []byte{1}}, "message R 01"},
}

func TestMessages(t *testing.T) {
	for _, tt := range messages {
		o := Messages{}.Add(tt.m)
		for _, from := range []Side{tt.from, Unknown} {
			for m := range o.Values(from) {
				if m.String() != tt.text || !bytes.Equal(Messages{}.Add(m), o) || reflect.TypeOf(m) != reflect.TypeOf(tt.m) {
					t.Errorf("%d: %T %v of %x, want %T %s", from, m, m, o, tt.m, tt.text)
				}
			}
		}
		if o.String() != tt.text || len(o.Rest()) > 0 {
			t.Errorf("%q, want %q", o, tt.text)
		}
	}
	p := &Password{append([]byte("SCRAM-SHA-256\x00"), 0, 0, 0, 1, 'n')}
	if name, data, ok := p.SASL(); !ok || name != "SCRAM-SHA-256" || string(data) != "n" {
		t.Error(name, data, ok)
	}
	if (&Response{Items: []Item{{'C', "1"}}}).Item('C') != "1" {
		t.Error("Item")
	}
}

// The bytes of a message are those that it was made from, whatever they are.
func TestMessageBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100000 {
		m := wire.PGMessage{Type: types[r.IntN(len(types))], Body: make([]byte, r.IntN(24))}
		for i := range m.Body {
			m.Body[i] = byte(r.Uint32()) >> (r.IntN(9))
		}
		v := Read(Side(r.IntN(3)), m)
		if v.String() == "\x00" || v.Type() != m.Type || !bytes.Equal(v.AppendWire(nil), m.Body) {
			t.Fatalf("%c %x became %x (%T)", m.Type, m.Body, v.AppendWire(nil), v)
		}
	}
}

func seeds() (out [][]byte) {
	var client, server Messages
	for _, x := range messages {
		switch {
		case x.m.Type() == 0:
			out = append(out, Messages{}.Add(x.m))
		case x.from == FromClient:
			client = client.Add(x.m)
		default:
			server = server.Add(x.m)
		}
	}
	return append(out, client, server, server[:len(server)-1], []byte("N"))
}

func TestTrial(t *testing.T) { packettest.Trial(t, Proto, seeds()...) }

// Messages are found by their port, and the first one by its form.
func TestGuess(t *testing.T) {
	for port, payload := range map[uint16][]byte{5432: seeds()[5], 6543: seeds()[0]} {
		b, _ := packet.Packet{&layers.TCP{SrcPort: 50000, DstPort: port}, packet.Payload(payload)}.Bytes()
		if p, err := packet.Parse(b, layers.TCPProto); packet.Get[Segment](p) == nil || err != nil {
			t.Errorf("port %d: %v, %v", port, p, err)
		}
	}
	for _, other := range []string{"middle of one", "\x16\x03\x01\x00\x04\x01\x00\x00\x00", "\x00\x00"} {
		b, _ := packet.Packet{&layers.TCP{SrcPort: 50000, DstPort: 5432}, packet.Payload([]byte(other))}.Bytes()
		if p, _ := packet.Parse(b, layers.TCPProto); packet.Get[Segment](p) != nil {
			t.Errorf("%q is a message", other)
		}
	}
	for s, want := range map[string]string{"S": "encryption accepted", "N": "encryption refused", "G": "GSSAPI encryption accepted", "Q\x00": "part of a message, 2 bytes"} {
		if got := Messages(s).String(); got != want {
			t.Errorf("%q: %q", s, got)
		}
	}
}

func FuzzSegment(f *testing.F) {
	for _, b := range seeds() {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		packettest.RoundTrip(t, Proto, b)
		o := Messages(b)
		_ = o.String()
		for m := range o.All() {
			for from := range FromServer + 1 {
				if v := Read(from, m); !bytes.Equal(v.AppendWire(nil), m.Body) {
					t.Fatalf("%x became %x", m.Body, v.AppendWire(nil))
				}
			}
		}
	})
}
