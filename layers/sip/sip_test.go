package sip_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/sip"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func lines(s ...string) string { return strings.Join(s, "\r\n") + "\r\n" }

var (
	body = lines("v=0", "o=alice 2890844526 2890844526 IN IP4 host.example.com", "s=-", "c=IN IP4 192.0.2.1", "t=0 0",
		"m=audio 49170 RTP/AVP 0 8", "a=rtpmap:0 PCMU/8000", "a=sendrecv", "m=video 51372/2 RTP/AVP 31", "c=IN IP6 2001:db8::1")
	invite = lines("INVITE sip:bob@example.com SIP/2.0", "v: SIP/2.0/UDP pc33.example.com;branch=z9hG4bK776", "Max-Forwards: 70",
		"To: Bob <sip:bob@example.com>", "f: Alice <sip:alice@example.com>;tag=1928301774", "i: a84b4c76e66710", "CSeq: 314159 INVITE",
		"c: application/sdp;charset=utf-8", fmt.Sprint("l: ", len(body)), "") + body
	ok = lines("SIP/2.0 200 OK", "Via: SIP/2.0/UDP pc33.example.com", "From: <sip:a@example.com>;tag=1", "To: <sip:b@example.com>;tag=2;x=y",
		"Call-ID: 1", "CSeq: 1 BYE", "Content-Length: 0", "")
)

func TestTrial(t *testing.T) {
	packettest.Trial(t, sip.MessageProto, []byte(invite), []byte(ok), []byte(ok+ok), []byte("BYE sip:x SIP/2.0\nfrom:a\n\n"),
		[]byte("OPTIONS sip:x SIP/2.0\r\nTo: bob\r\n"))
	packettest.Trial(t, sip.DescriptionProto, []byte(body), []byte("v=0\nnonsense\n"))
}

func parse(t *testing.T, port uint16, s string) packet.Packet {
	b, err := packet.Packet{&layers.UDP{SrcPort: 5000, DstPort: port}, packet.Payload([]byte(s))}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	p, err := packet.Parse(b, layers.UDPProto)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestInvite(t *testing.T) {
	for _, port := range []uint16{5060, 9999} {
		p := parse(t, port, invite)
		m, d := packet.Get[sip.Message](p), packet.Get[sip.Description](p)
		if m == nil || d == nil {
			t.Fatal(p)
		}
		n, method, _ := m.CSeq()
		if m.Method.String() != "INVITE" || m.CallID() != "a84b4c76e66710" || m.Tag("From") != "1928301774" || n != 314159 || method != "INVITE" || m.Tag("To") != "" {
			t.Errorf("%+v", m)
		}
		want := []sip.Media{
			{"audio", 49170, 1, "RTP/AVP", []string{"0", "8"}, "192.0.2.1", map[string]string{"rtpmap": "0 PCMU/8000", "sendrecv": ""}},
			{"video", 51372, 2, "RTP/AVP", []string{"31"}, "2001:db8::1", map[string]string{}},
		}
		if got := d.Media(); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v", got)
		}
		var names []string
		for n := range m.Fields() {
			names = append(names, n)
		}
		if s := strings.Join(names, " "); s != "Via Max-Forwards To From Call-ID CSeq Content-Type Content-Length" {
			t.Error(s)
		}
	}
}

// Messages one after another are found, as TCP carries them.
func TestMore(t *testing.T) {
	m := packet.Get[sip.Message](parse(t, 5060, ok+invite+ok))
	var got []string
	for p := range m.More() {
		x := packet.Get[sip.Message](p)
		got = append(got, fmt.Sprint(x.Method, x.Status, len(p)))
	}
	if s := strings.Join(got, ", "); s != "INVITE0 2, 200 1" && s != "INVITE 0 2,  200 1" {
		t.Errorf("%q", s)
	}
	if m.Tag("To") != "2" {
		t.Error(m.Tag("To"))
	}
}

func TestOther(t *testing.T) {
	for _, s := range []string{"\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "\x00\x01", "INVITE sip:bob"} {
		if p := parse(t, 5060, s); len(p) != 2 || packet.Get[sip.Message](p) != nil {
			t.Errorf("%q is %v", s, p[1].Proto().Name)
		}
	}
}

func TestValidate(t *testing.T) {
	for s, want := range map[string]string{
		strings.Replace(ok, "200", "999", 1): "is not 100 to 699", strings.Replace(ok, "CSeq", "X", 1): "has no CSeq",
		strings.Replace(ok, "Length: 0", "Length: 9", 1):        "has a content length that is not the body's",
		strings.Replace(invite, " INVITE\r\nc", " ACK\r\nc", 1): "has another method in CSeq",
	} {
		defects, _ := packet.Validate([]byte(s), sip.MessageProto)
		if len(defects) != 1 || defects[0].Reason != want {
			t.Errorf("%v, want %s", defects, want)
		}
	}
	for _, s := range []string{ok, invite} {
		if defects, worst := packet.Validate([]byte(s), sip.MessageProto); worst != packet.Fine {
			t.Error(defects)
		}
	}
}

func FuzzMedia(f *testing.F) {
	f.Add([]byte(body))
	f.Fuzz(func(t *testing.T, b []byte) {
		d := &sip.Description{Lines: b}
		d.Media()
	})
}

func Example() {
	m := &sip.Message{Method: wire.Text("OPTIONS"), Target: wire.Text("sip:bob@example.com"), Version: wire.Text("SIP/2.0"),
		Header: wire.HTTPHeader{}.Add("Call-ID", "1").Add("CSeq", "1 OPTIONS")}
	b, err := packet.Packet{m}.Bytes()
	fmt.Printf("%q %v\n", b, err)
	// Output: "OPTIONS sip:bob@example.com SIP/2.0\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n" <nil>
}
