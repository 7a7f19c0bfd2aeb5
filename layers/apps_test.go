package layers_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func unspaced(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestNTP(t *testing.T) {
	key := wire.NTPMAC(append([]byte{0, 0, 0, 8}, make([]byte, 16)...))
	nts := wire.NTPExtensions{}.Add(wire.NTPUniqueIdentifier, make([]byte, 32)...).Add(wire.NTPNTSCookie, make([]byte, 100)...).
		Add(wire.NTPNTSAuthenticator, append([]byte{0, 16, 0, 16}, make([]byte, 32)...)...)
	at := wire.NTPTimeOf(1497881530, 230949000)
	trials(t,
		&NTP{Mode: wire.NTPClient, TransmitTime: at},
		&NTP{Mode: wire.NTPServer, Leap: wire.NTPLeapUnsynced, Stratum: 2, Poll: 6, Precision: wire.NTPLogOf(-23), RootDelay: 0x123, MAC: key},
		&NTP{Mode: wire.NTPClient, Extensions: nts},
		&NTP{Mode: wire.NTPBroadcast, Stratum: 1, ReferenceID: wire.NTPReferenceOf("GPS"), Extensions: nts, MAC: key[:4]},
		&NTPControl{Op: wire.NTPReadVariables, Sequence: 1},
		&NTPControl{Response: true, More: true, Op: wire.NTPReadVariables, Data: []byte("stratum=2,"), Trailer: make([]byte, 22)},
		&NTPPrivate{Implementation: 3, Request: 42, Data: make([]byte, 40)},
		&NTPPrivate{Response: true, Sequence: 5, NumItems: 2, ItemSize: 4, Data: make([]byte, 8)})
	p, err := packet.Parse(must(t, packet.Packet{&NTP{Mode: wire.NTPClient, Extensions: nts, MAC: key}}), NTPProto)
	l := packet.Get[NTP](p)
	if err != nil || len(l.Extensions) != 36+104+40 || l.MAC.KeyID() != 8 || len(l.MAC.Digest()) != 16 {
		t.Error(err, len(l.Extensions), l.MAC)
	}
	if nonce, c, ok := l.Extensions.NTS(); !ok || len(nonce) != 16 || len(c) != 16 {
		t.Error(nonce, c, ok)
	}
	if at.String() != "2017-06-19T14:12:10.230948999Z" || wire.NTPTime(0).String() != "0" || wire.NTPShort(0x18000).String() != "1.500000 s" {
		t.Error(at, wire.NTPShort(0x18000))
	}
	// RFC 4330 §3: times without the top bit are after 2036-02-07T06:28:16Z.
	if s := wire.NTPTime(0).String() + wire.NTPTime(1<<32).String(); s != "02036-02-07T06:28:17.000000000Z" {
		t.Error(s)
	}
	if wire.NTPReferenceOf("GPS").String() != "GPS" || wire.NTPReferenceID(0x0a000001).String() != "10.0.0.1" {
		t.Error("reference")
	}
}

func TestTFTP(t *testing.T) {
	trials(t,
		&TFTP{Op: wire.TFTPRead, Strings: wire.TFTPStringsOf("boot.img", "octet", "tsize", "0", "blksize", "1428")},
		&TFTP{Op: wire.TFTPWrite, Strings: wire.TFTPStringsOf("x", "netascii")},
		&TFTP{Op: wire.TFTPAck, Block: 7}, &TFTP{Op: wire.TFTPData, Block: 1},
		&TFTP{Op: wire.TFTPError, Code: wire.TFTPNotFound, Strings: wire.TFTPStringsOf("gone")},
		&TFTP{Op: wire.TFTPOAck, Strings: wire.TFTPStringsOf("tsize", "100")})
	p, err := packet.Parse(unspaced(t, "0001 6100 6f6374657400 426c6b53697a6500 353132 00"), TFTPProto)
	l := packet.Get[TFTP](p)
	if v, ok := l.Option("blksize"); err != nil || !ok || v.String() != "512" || l.File().String() != "a" || !l.Mode().Is("OCTET") {
		t.Error(err, l.Strings)
	}
	p, _ = packet.Parse(unspaced(t, "0003 0002 64617461"), TFTPProto)
	if string(p.Payload()) != "data" || packet.Get[TFTP](p).Block != 2 {
		t.Error(p)
	}
	if _, err := packet.Parse(unspaced(t, "0009 0002"), TFTPProto); err == nil {
		t.Error("an operation that does not exist")
	}
}

func TestSyslog(t *testing.T) {
	text := func(s string) wire.Text { return wire.Text(s) }
	trials(t,
		&Syslog{Facility: 4, Severity: wire.SyslogCritical, Version: 1, Timestamp: text("2003-10-11T22:14:15.003Z"), Hostname: text("host"),
			AppName: text("su"), MsgID: text("ID47"), Data: wire.SyslogData(`[a@1 x="1" y="\"]"][b@2]`), Message: text("failed")},
		&Syslog{Facility: 0, Severity: 0, Version: 1},
		&Syslog{Facility: 23, Severity: 7, Timestamp: text("Oct 11 22:14:15"), Hostname: text("host"), Message: text("su: failed")},
		&Syslog{Facility: 1, Severity: 5, Message: text("no time")})
	p, err := packet.Parse([]byte(`<34>1 - - - - - [a@1 x="1" y="\"]"][b@2] m`), SyslogProto)
	l := packet.Get[Syslog](p)
	var got []string
	for x := range l.Data.All() {
		got = append(got, x.ID.String()+" "+x.Name.String()+"="+x.Value.String())
	}
	if want := []string{"a@1 x=1", `a@1 y=\"]`, "b@2 ="}; err != nil || !slices.Equal(got, want) || l.Message.String() != "m" {
		t.Errorf("%v %q", err, got)
	}
	for _, s := range []string{"", "x", "<>", "<1", "<192>x", "<1000>x", "<a>x", "13>x"} {
		if _, err := packet.Parse([]byte(s), SyslogProto); s != "" && err == nil {
			t.Errorf("%q is no message", s)
		}
	}
}

func TestLines(t *testing.T) {
	lines := wire.TextLines{}.Add("220-hello").Add("220 ready").Add("QUIT now")
	for _, pr := range []*packet.Proto{FTPProto, SMTPProto, POP3Proto, IMAPProto, NNTPProto, IRCProto, WHOISProto, FingerProto, MemcachedTextProto} {
		packettest.Trial(t, pr, lines, []byte("a"), []byte("a\n\nb\r"))
		if _, err := packet.Parse([]byte("\x16\x03\x01"), pr); err == nil {
			t.Errorf("%s: binary data", pr.Name)
		}
	}
	var got []string
	for l := range lines.All() {
		code, text, more, ok := l.Reply()
		verb, args := l.Command()
		got = append(got, text.String(), verb.String(), args.String())
		if ok != (code == 220) || more != (string(l) == "220-hello") {
			t.Error(code, more, ok)
		}
	}
	if want := []string{"hello", "220-hello", "", "ready", "220", "ready", "", "QUIT", "now"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestHTTP(t *testing.T) {
	head := wire.HTTPHeader{}.Add("Host", "example.com").Add("X", "")
	get := &HTTP{Method: wire.Text("GET"), Target: wire.Text("/a?b"), Version: wire.Text("HTTP/1.1"), Header: head}
	trials(t, get, &HTTP{Version: wire.Text("HTTP/1.0"), Status: 404, Reason: wire.Text("Not Found"), Header: head},
		&HTTP{Method: wire.Text("POST"), Target: wire.Text("*"), Version: wire.Text("HTTP/1.1"), Open: true, Header: head},
		&HTTP{Method: wire.Text("GET"), Target: wire.Text("/")},
		&RTSP{Method: wire.Text("SETUP"), Target: wire.Text("rtsp://a/b c"), Version: wire.Text("RTSP/1.0")},
		&RTSP{Version: wire.Text("RTSP/2.0"), Status: 200, Reason: wire.Text("OK")})
	odd := []byte("HTTP/1.1 200\nserver:  x \r\n more\nContent-Length: 5\nTransfer-Encoding: chunked\n\nbody")
	packettest.Trial(t, HTTPProto, odd, []byte("GET / HTTP/1.1\r\nHost: a\r"))
	p, err := packet.Parse(odd, HTTPProto)
	l := packet.Get[HTTP](p)
	if v, ok := l.Header.Get("SERVER"); err != nil || l.Status != 200 || !ok || v.String() != "x" || string(p.Payload()) != "body" {
		t.Errorf("%v %+v", err, l)
	}
	if ds, worst := packet.Validate(odd, HTTPProto); worst != packet.BadValue || len(ds) != 2 {
		t.Error(ds)
	}
	for _, s := range []string{"\x16\x03", "hello\r\n", "GET /", "get / HTTP/1.1\r\n", "HTTP/1.1 2x0 OK\r\n", "\r\n"} {
		if _, err := packet.Parse([]byte(s), HTTPProto); err == nil {
			t.Errorf("%q is no head", s)
		}
	}
	// On another port it is recognized by its first line, and the body of one is not.
	for s, want := range map[string]bool{"GET / HTTP/1.1\r\n\r\n": true, "abcdef": false, "GET it\r\n": false} {
		p, _ := packet.Parse(must(t, over4(&TCP{SrcPort: 4000, DstPort: 4001}, packet.Payload([]byte(s)))), IPv4Proto)
		if got := packet.Get[HTTP](p) != nil; got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func kexInit() wire.SSHKexInit {
	return wire.SSHKexInitOf([16]byte{1, 2}, [10]string{"curve25519-sha256,ext-info-c", "ssh-ed25519", "aes128-ctr", "aes256-ctr", "m1", "m2", "none", "zlib"}, true)
}

func TestSSH(t *testing.T) {
	trials(t, &SSH{Message: wire.SSHKexInitMsg, KexInit: kexInit()}, &SSH{Message: wire.SSHNewKeys}, &SSH{Message: 30, Data: make([]byte, 36)})
	ident := []byte("notice\r\nSSH-2.0-Test_1 a comment\r\n")
	packettest.Trial(t, SSHIdentificationProto, ident, []byte("SSH-1.99-x\n"))
	b := must(t, packet.Packet{
		&SSHIdentification{Lines: wire.TextLines(ident)}, &SSH{Message: wire.SSHKexInitMsg, KexInit: kexInit()}, &SSH{Message: wire.SSHNewKeys},
		packet.Payload([]byte("encrypted now")),
	})
	p := packettest.RoundTrip(t, SSHIdentificationProto, b)
	id := packet.Get[SSHIdentification](p)
	proto, software, comments := id.Version()
	if len(p) != 4 || proto.String() != "2.0" || software.String() != "Test_1" || comments.String() != "a comment" {
		t.Errorf("%v: %q %q %q", names(p), proto, software, comments)
	}
	k := packet.Get[SSH](p).KexInit
	if !k.FirstFollows() || k.List(wire.SSHCompressionToClient).String() != "zlib" || k.Cookie()[1] != 2 {
		t.Error(k)
	}
	if s := string(k.HASSH(false)); s != "curve25519-sha256,ext-info-c;aes128-ctr;m1;none" {
		t.Error(s)
	}
	if s := string(k.HASSH(true)); s != "curve25519-sha256,ext-info-c;aes256-ctr;m2;zlib" {
		t.Error(s)
	}
	if p, err := packet.Parse([]byte("\x00\x00\x01\x2c\x0a\x99random bytes"), SSHIdentificationProto); err == nil {
		t.Error(names(p))
	}
}

func TestRESP(t *testing.T) {
	all := wire.RESPValues{}.Command("SET", "key", "a\r\nb").Line('+', "OK").Line('-', "ERR x").Line(':', "-5").Array(0).
		Line('_', "").Line('#', "t").Line(',', "1.5").Line('(', "123")
	all = append(all, "*2\r\n*1\r\n:1\r\n%1\r\n+k\r\n+v\r\n$-1\r\nPING\r\n|1\r\n+ttl\r\n:9\r\n$3\r\nab"...)
	packettest.Trial(t, RESPProto, all, []byte("$5\r\nab"), []byte("PING\r\n"))
	want := `["SET" "key" "a\013\010b"] "OK" "ERR x" -5 [] null t 1.5 123 [[1] ["k" "v"]] null "PING" ["ttl" 9] cut "$3\013\010ab"`
	if got := all.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, s := range []string{"\x01\x02\r\n", "$x\r\n", "abc"} {
		if _, err := packet.Parse([]byte(s), RESPProto); err == nil {
			t.Errorf("%q is no value", s)
		}
	}
	deep := wire.RESPValues(strings.Repeat("*1\r\n", 1000))
	n := 0
	for range deep.All() {
		n++
	}
	if n > 40 {
		t.Errorf("%d values", n)
	}
}

func TestMemcached(t *testing.T) {
	trials(t, &Memcached{Magic: wire.MemcachedRequest, Op: 1, Key: wire.Text("key"), Extras: make([]byte, 8), Value: []byte("v")},
		&Memcached{Magic: wire.MemcachedResponse, Status: 1}, &MemcachedFrame{RequestID: 7})
	b := must(t, packet.Packet{&Memcached{Magic: wire.MemcachedRequest, Op: 0, Key: wire.Text("a")}, &Memcached{Magic: wire.MemcachedRequest, Op: 10}})
	if p := packettest.RoundTrip(t, MemcachedTextProto, b); len(p) != 2 || packet.Get[Memcached](p).Key.String() != "a" {
		t.Error(names(p))
	}
	p, _ := packet.Parse(append([]byte{0, 7, 0, 0, 0, 1, 0, 0}, "stats\r\n"...), MemcachedFrameProto)
	if len(p) != 2 || packet.Get[MemcachedText](p) == nil {
		t.Error(names(p))
	}
}

func TestModbus(t *testing.T) {
	read := &Modbus{Transaction: 1, Unit: 1, Function: wire.ModbusReadHoldingRegisters, Data: wire.ModbusData{0, 7, 0, 3}}
	trials(t, read, &Modbus{Function: wire.ModbusReadCoils | 0x80, Data: wire.ModbusData{2}})
	b := must(t, packet.Packet{read, &Modbus{Function: wire.ModbusReadHoldingRegisters, Data: wire.ModbusData{4, 0, 1, 0, 2}}})
	p := packettest.RoundTrip(t, ModbusProto, b)
	if len(p) != 2 {
		t.Fatal(names(p))
	}
	addr, n, ok := packet.Get[Modbus](p).Data.Range()
	values, ok2 := packet.Last[Modbus](p).Data.Values(0)
	if addr != 7 || n != 3 || !ok || !ok2 || string(values) != "\x00\x01\x00\x02" {
		t.Error(addr, n, values)
	}
	p, err := packet.Parse(b[:10], ModbusProto) // cut: no field is wrong
	if err != nil || packettest.Wrong(p) != nil {
		t.Error(err, packettest.Wrong(p))
	}
	if _, err := packet.Parse(unspaced(t, "0001 0005 0006 01 03 0000 0001"), ModbusProto); err == nil {
		t.Error("another protocol")
	}
}

func TestCoAP(t *testing.T) {
	options := wire.CoAPOptions{}.AddText(wire.CoAPURIPath, "b").AddText(wire.CoAPURIHost, "a").AddText(wire.CoAPURIPath, "c").
		Add(wire.CoAPNoResponse, 26).Add(wire.CoAPMaxAge, 1, 0).AddText(wire.CoAPProxyURI, strings.Repeat("x", 300))
	trials(t, &CoAP{Code: wire.CoAPGet, MessageID: 1, Options: options, Token: []byte{1, 2}},
		&CoAP{Type: wire.CoAPAcknowledgement, Code: wire.CoAPContent, Payload: []byte("21 C")},
		&CoAP{Type: wire.CoAPReset, MessageID: 9})
	var order []string
	for n := range options.All() {
		order = append(order, n.String())
	}
	if want := []string{"Uri-Host", "Uri-Path", "Uri-Path", "Max-Age", "Proxy-Uri", "No-Response"}; !slices.Equal(order, want) {
		t.Error(order)
	}
	if options.Path().String() != "/b/c" || options.Uint(wire.CoAPMaxAge) != 256 {
		t.Error(options)
	}
	if _, worst := packet.Validate(unspaced(t, "40010001 ff"), CoAPProto); worst != packet.BadSize {
		t.Error("a marker without payload")
	}
	if _, worst := packet.Validate(unspaced(t, "40010001 f1"), CoAPProto); worst != packet.BadSize {
		t.Error("a malformed option")
	}
	if wire.CoAPContent.String() != "2.05" || wire.CoAPGet.String() != "GET" {
		t.Error("codes")
	}
}

// TestMQTTForms reads packets of both versions: what Level, Reason and the lists are.
func TestMQTTForms(t *testing.T) {
	for _, c := range []struct {
		hex   string
		field int
		level uint8
		want  string
	}{
		{"20 02 01 00", 9, 0, "session present"},
		{"20 02 00 05", 10, 0, "not authorized"},
		{"20 03 00 87 00", 11, 5, "not authorized"},
		{"20 08 00 00 05 11 0000000a", 14, 5, "session expiry 10"},
		{"40 02 0001", 8, 0, "1"},
		{"40 03 0001 10", 11, 5, "no matching subscribers"},
		{"40 0b 0001 80 07 1f 0004 66756c6c", 14, 5, `reason string "full"`},
		{"50 04 0001 00 00", 11, 5, "success"},
		{"82 08 0001 0003 612f62 01", 21, 0, `"a/b" QoS 1`},
		{"82 09 0001 00 0003 612f62 2c", 21, 5, `"a/b" QoS 0, no local, retain as published, retain handling 2`},
		{"82 0b 0001 02 0b05 0003 612f62 00", 14, 5, "subscription identifier 5"},
		{"82 06 0001 0009 6162", 21, 0, "malformed 00096162"},
		{"90 04 0001 01 80", 23, 0, "granted QoS 1, unspecified error"},
		{"90 05 0001 00 02 87", 23, 5, "granted QoS 2, not authorized"},
		{"a2 07 0001 0003 612f62", 22, 0, `"a/b"`},
		{"a2 08 0001 00 0003 612f62", 22, 5, `"a/b"`},
		{"b0 05 0001 00 00 11", 23, 5, "success, no subscription existed"},
		{"e0 00", 0, 0, "DISCONNECT"},
		{"e0 01 04", 11, 5, "disconnect with will"},
		{"f0 07 18 05 15 0002 6d31", 14, 5, `authentication method "m1"`},
		{"30 05 0001 61 6869", 24, 0, "[104 105]"},
		{"30 0a 0001 61 04 23 0007 01 01 ff", 24, 0, "[4 35 0 7 1 1 255]"}, // cut within the properties
		{"30 0b 0001 61 05 23 0007 01 01 ff", 24, 5, "[255]"},
		{"30 0d 0001 61 09 26 0001 6b 0003 762261", 14, 5, `user property "k"="v\"a"`},
	} {
		l := packettest.RoundTrip(t, MQTTProto, unspaced(t, c.hex))[0].(*MQTT)
		if got := fmt.Sprint(reflect.ValueOf(MQTTProto.At(l, c.field)).Elem()); got != c.want || l.Level != c.level {
			t.Errorf("%s: %s of level %d, want %s of %d", c.hex, got, l.Level, c.want, c.level)
		}
	}
}

// TestMQTTReread tells a packet that fits both versions which it is of.
func TestMQTTReread(t *testing.T) {
	in := unspaced(t, "30 06 0001 61 00 6869")
	l := packettest.RoundTrip(t, MQTTProto, in)[0].(*MQTT)
	if !l.Reread(5) || string(l.Payload) != "hi" || l.Level != 5 || !bytes.Equal(must(t, packet.Packet{l}), in) {
		t.Errorf("%+v", l)
	}
	if !l.Reread(4) || string(l.Payload) != "\x00hi" || !bytes.Equal(must(t, packet.Packet{l}), in) {
		t.Errorf("%+v", l)
	}
	l = packettest.RoundTrip(t, MQTTProto, unspaced(t, "90 04 0001 00 02"))[0].(*MQTT)
	if !l.Reread(5) || l.Codes.String() != "granted QoS 2" || l.Reread(3) != true || len(l.Codes) != 2 {
		t.Errorf("%+v", l)
	}
	if l = (&MQTT{Type: wire.MQTTPublish, Payload: []byte{9}}); l.Reread(5) || len(l.Payload) != 1 {
		t.Errorf("%+v", l)
	}
	l = &MQTT{Type: wire.MQTTSubscribe, Filters: wire.MQTTFilters{}.Add("a", 1)}
	if x := l.Items(21); len(x) != 1 || fmt.Sprint(x[0]) != `"a" QoS 1` {
		t.Error(x)
	}
}

func TestMQTT(t *testing.T) {
	will := wire.MQTTClean | wire.MQTTWill | wire.MQTTUserName | wire.MQTTPassword
	trials(t,
		&MQTT{Type: wire.MQTTConnect, Protocol: wire.Text("MQTT"), Level: 4, Flags: wire.MQTTClean, KeepAlive: 60, ClientID: wire.Text("cid")},
		&MQTT{Type: wire.MQTTConnect, Protocol: wire.Text("MQTT"), Level: 5, Flags: will, Properties: wire.MQTTProperties{}.Add(33, 0, 9),
			WillTopic: wire.Text("t"), WillMessage: wire.Text("bye"), UserName: wire.Text("u"), Password: wire.Text("p")},
		&MQTT{Type: wire.MQTTPublish, Topic: wire.Text("a/b"), Payload: make([]byte, 200)},
		&MQTT{Type: wire.MQTTPublish, QoS: 1, Dup: true, Retain: true, Topic: wire.Text("a"), PacketID: 10},
		&MQTT{Type: wire.MQTTPublish, Level: 5, Topic: wire.Text("x"), Properties: wire.MQTTProperties{}.Add(35, 0, 7), Payload: []byte("data")},
		&MQTT{Type: wire.MQTTSubscribe, QoS: 1, PacketID: 1, Filters: wire.MQTTFilters{}.Add("a/#", 1).Add("b", 0)},
		&MQTT{Type: wire.MQTTSubscribe, Level: 5, QoS: 1, PacketID: 1, Properties: wire.MQTTProperties{}.Add(11, 0x80, 1), Filters: wire.MQTTFilters{}.Add("a/#", 0x2d)},
		&MQTT{Type: wire.MQTTSubAck, PacketID: 1, Codes: wire.MQTTReasons{0, 1, 2, 0x80}},
		&MQTT{Type: wire.MQTTSubAck, Level: 5, PacketID: 1, Codes: wire.MQTTReasons{0, 0x87}},
		&MQTT{Type: wire.MQTTUnsubscribe, QoS: 1, PacketID: 1, Topics: wire.MQTTTopics{}.Add("a/#").Add("b")},
		&MQTT{Type: wire.MQTTUnsubscribe, Level: 5, QoS: 1, PacketID: 1, Topics: wire.MQTTTopics{}.Add("a/#")},
		&MQTT{Type: wire.MQTTUnsubAck, PacketID: 1}, &MQTT{Type: wire.MQTTUnsubAck, Level: 5, PacketID: 1, Codes: wire.MQTTReasons{0, 17}},
		&MQTT{Type: wire.MQTTPubRec, Level: 5, PacketID: 1, Reason: 0x97},
		&MQTT{Type: wire.MQTTPubRel, QoS: 1, Level: 5, PacketID: 1, Reason: 0x92, Properties: wire.MQTTProperties{}.Add(31, 0, 2, 'n', 'o')},
		&MQTT{Type: wire.MQTTDisconnect}, &MQTT{Type: wire.MQTTDisconnect, Level: 5, Reason: 0x8b},
		&MQTT{Type: wire.MQTTAuth, Level: 5, Reason: 24, Properties: wire.MQTTProperties{}.Add(21, 0, 1, 'm').Add(22, 0, 2, 1, 2)},
		&MQTT{Type: wire.MQTTPingReq}, &MQTT{Type: wire.MQTTConnAck, Return: 5},
		&MQTT{Type: wire.MQTTConnAck, Level: 5, AckFlags: 1, Properties: wire.MQTTProperties{}.Add(36, 1).Add(17, 0, 0, 0, 9)})
	b := must(t, packet.Packet{&MQTT{Type: wire.MQTTPubAck, PacketID: 10}, &MQTT{Type: wire.MQTTPingResp}, &MQTT{Type: wire.MQTTPublish, Topic: wire.Text("x"), Payload: []byte("yz")}})
	p := packettest.RoundTrip(t, MQTTProto, b)
	if len(p) != 3 || packet.Last[MQTT](p).Topic.String() != "x" {
		t.Error(names(p))
	}
	for _, s := range []string{
		"30 86 00 0001 61 626364", // a length that is longer than it need be
		"10 05 0004 4d5154",       // CONNECT that is cut within
		"10 0f 0004 4d515454 04 02 003c 0009 636964",
		"30 20 0001 61", // goes on in the next segment
	} {
		in := unspaced(t, s)
		packettest.Trial(t, MQTTProto, in)
	}
	for _, s := range []string{"00 00", "36 00", "1f 00", "60 00", "30 ffffffff7f"} {
		if _, err := packet.Parse(unspaced(t, s), MQTTProto); err == nil {
			t.Errorf("%s is no packet", s)
		}
	}
}

func TestNetBIOS(t *testing.T) {
	name := wire.NetBIOSNameOf("workgroup", 0x1d)
	group := wire.NBNSSections{}.AddQuestion(name, 0x20)
	smb := &SMB{Command: 0x25, Words: make([]byte, 4), Data: []byte("\\MAILSLOT")}
	enc := wire.NetBIOSEncoded(name.AppendEncoded(nil))
	trials(t, &NBNS{ID: 1, RD: true, Broadcast: true, QDCount: 1, Sections: group},
		&NBNS{ID: 1, Response: true, ANCount: 1, Sections: wire.NBNSSections{}.AddRecord(name, 0x20, 300, []byte{0, 0, 10, 0, 0, 1})},
		&NBDS{Type: wire.NBDSQuery, SourceIP: a4, Destination: enc}, &NBDS{Type: wire.NBDSError, SourceIP: a4, Code: 0x82},
		&NBSS{Type: wire.NBSSKeepAlive}, &NBSS{Type: wire.NBSSRequest, Data: append(enc, enc...)}, smb)
	p := packettest.RoundTrip(t, NBDSProto, must(t, packet.Packet{&NBDS{Type: wire.NBDSDirectGroup, SourceIP: a4, Source: enc, Destination: enc}, smb}))
	if l := packet.Get[NBDS](p); len(p) != 2 || l.Source.String() != "WORKGROUP<1d>" || packet.Get[SMB](p) == nil || packettest.Wrong(p) != nil {
		t.Error(names(p), packettest.Wrong(p))
	}
	// An additional record whose name is a pointer to the question's.
	s := append(group, 0xc0, 12, 0, 0x20, 0, 1, 0, 0, 0, 9, 0, 1, 7)
	if got := s.String(); got != "WORKGROUP<1d> NB, WORKGROUP<1d> NB 07" {
		t.Error(got)
	}
}

func TestSMB(t *testing.T) {
	echo := &SMB2{Command: wire.SMB2Echo, MessageID: 5, Data: []byte{4, 0, 0, 0, 0, 0, 0, 0}}
	trials(t, echo, &SMB2Encrypted{SessionID: 1}, &SMB2Compressed{Algorithm: 1}, &SMB{Command: 0x72, Status: 5, Data: []byte{2}})
	packettest.Trial(t, SMBProto, must(t, packet.Packet{&SMB{Command: 0x73, Words: make([]byte, 26), Data: make([]byte, 9), Trailer: []byte{1, 2, 3}}}))
	b := must(t, packet.Packet{&NBSS{}, echo, &SMB2{Command: wire.SMB2Close, Data: make([]byte, 24)}})
	p := packettest.RoundTrip(t, NBSSProto, b)
	if len(p) != 3 || packet.Get[SMB2](p).NextCommand.Get() != 72 || packettest.Wrong(p) != nil {
		t.Error(names(p), packettest.Wrong(p))
	}
	two := append(slices.Clone(b), b...)
	packettest.Trial(t, NBSSProto, b, two)
	p, _ = packet.Parse(two, NBSSProto)
	n := 0
	for q := range packet.Get[NBSS](p).More() {
		if n++; packet.Get[SMB2](q) == nil {
			t.Error(names(q))
		}
	}
	if n != 1 {
		t.Errorf("%d more packets", n)
	}
	if p, err := packet.Parse([]byte("\x00\x00\x00\x05hello"), NBSSProto); err == nil {
		t.Error(names(p))
	}
	if p, err := packet.Parse(b[:30], NBSSProto); err == nil || packettest.Wrong(p) != nil { // SMB2's header is cut
		t.Error(err, names(p), packettest.Wrong(p))
	}
}

// What the ports of these protocols carry may be anything: it is never lost.
func TestOddPayloads(t *testing.T) {
	odd := []byte{0xff, 0, 1, 0x80, 0xfe, 'S', 'M', 'B', '\n', 0}
	for _, port := range []uint16{21, 22, 25, 43, 79, 80, 110, 119, 137, 138, 139, 143, 445, 502, 554, 1883, 6379, 6667, 8080, 11211} {
		packettest.RoundTrip(t, IPv4Proto, must(t, over4(&TCP{DstPort: port}, packet.Payload(odd))))
		packettest.RoundTrip(t, IPv4Proto, must(t, over4(&UDP{DstPort: port}, packet.Payload(odd))))
	}
}

// Parsing the plain ones allocates nothing.
func TestAppsNoAllocs(t *testing.T) {
	for _, l := range []packet.Layer{
		&NTP{Mode: wire.NTPClient}, &TFTP{Op: wire.TFTPAck}, &CoAP{Code: wire.CoAPGet, Token: []byte{1}}, &Modbus{Function: 3, Data: make([]byte, 4)},
		&MQTT{Type: wire.MQTTPublish, Topic: wire.Text("a")}, &SMB2{Data: make([]byte, 4)}, &NBNS{},
		&HTTP{Method: wire.Text("GET"), Target: wire.Text("/"), Version: wire.Text("HTTP/1.1")},
		&Syslog{Version: 1}, &FTP{Lines: wire.TextLines("QUIT\r\n")}, &RESP{Values: wire.RESPValues("+OK\r\n")},
	} {
		b := must(t, packet.Packet{l})
		c := packet.Parser{Reuse: true}
		c.Parse(b, l.Proto())
		if n := testing.AllocsPerRun(100, func() { c.Parse(b, l.Proto()) }); n != 0 {
			t.Errorf("%s: %v allocations", l.Proto().Name, n)
		}
	}
}
