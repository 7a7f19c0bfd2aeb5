package quic_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/quic"
	"github.com/gocap-project/gocap/layers/tls"
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

// id is the connection ID of the examples in RFC 9001 §A and RFC 9369 §A.
var id = wire.QUICID(unhex("8394c8f03e515708"))

// The keys of RFC 9001 §A.1 and RFC 9369 §A.1.
func TestInitialKeys(t *testing.T) {
	for _, c := range []struct {
		v                                  wire.QUICVersion
		key, iv, hp, server, serverIV, shp string
	}{
		{wire.QUICv1, "1f369613dd76d5467730efcbe3b1a22d", "fa044b2f42a3fd3b46fb255c", "9f50449e04a0e810283a1e9933adedd2",
			"cf3a5331653c364c88f0f379b6067e37", "0ac1493ca1905853b0bba03e", "c206b8d9b9f0f37644430b490eeaa314"},
		{wire.QUICv2, "8b1a0bc121284290a29e0971b5cd045d", "91f73e2351d8fa91660e909f", "45b95e15235d6f45a6b19cbcb0294ba9",
			"82db637861d55e1d011f19ea71d5d2a7", "dd13c276499c0249d3310652", "edf6d05c83121201b436e16877593c3a"},
	} {
		client, server, err := quic.InitialKeys(c.v, id)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%x %x %x %x %x %x", client.Key, client.IV, client.HP, server.Key, server.IV, server.HP)
		if want := strings.Join([]string{c.key, c.iv, c.hp, c.server, c.serverIV, c.shp}, " "); got != want {
			t.Errorf("%v:\n got %s\nwant %s", c.v, got, want)
		}
	}
	if _, _, err := quic.InitialKeys(0x0a0a0a0a, id); !errors.Is(err, quic.ErrKeys) {
		t.Error(err)
	}
}

// The server's initial packet of RFC 9001 §A.3.
const serverInitial = "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee"

func TestDecryptServer(t *testing.T) {
	p, err := packet.Parse(unhex(serverInitial), quic.Proto)
	l := packet.Get[quic.Long](p)
	if err != nil || l == nil || l.PacketType() != wire.QUICTypeInitial || l.SrcID.String() != "f067a5502a4262b5" {
		t.Fatalf("%+v, %v", l, err)
	}
	_, server, err := quic.InitialKeys(wire.QUICv1, id)
	if err != nil {
		t.Fatal(err)
	}
	x, err := l.DecryptWith(server)
	if err != nil || x.Number != 1 || x.NumberLen != 2 {
		t.Fatalf("%+v, %v", x, err)
	}
	if s := x.Frames.String(); s != "ACK 0-0, CRYPTO offset 0 length 90" {
		t.Error(s)
	}
	for m := range tls.Messages(x.Frames.Crypto()).All() {
		if h, ok := m.Body().(*tls.ServerHello); !ok || h.CipherSuite != wire.TLSAES128GCMSHA256 || h.Chosen() != wire.TLS13 {
			t.Error(m)
		}
	}
	if _, err := l.Decrypt(); !errors.Is(err, quic.ErrDecrypt) {
		t.Errorf("with the wrong keys: %v", err)
	}
}

// The retry packets of RFC 9001 §A.4 and RFC 9369 §A.4.
var retries = []string{
	"ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba",
	"cf6b3343cf0008f067a5502a4262b5746f6b656ec8646ce8bfe33952d955543665dcc7b6",
}

func TestRetry(t *testing.T) {
	for _, s := range retries {
		p, err := packet.Parse(unhex(s), quic.Proto)
		l := packet.Get[quic.Retry](p)
		if err != nil || l == nil || string(l.Token) != "token" {
			t.Fatalf("%+v, %v", l, err)
		}
		if ok, err := l.Authentic(id); !ok || err != nil {
			t.Errorf("%v: not authentic, %v", l.Version, err)
		}
		if ok, _ := l.Authentic(id[1:]); ok {
			t.Error("authentic for another ID")
		}
		tag := l.Tag
		if l.Tag = nil; l.Sign(id) != nil || !bytes.Equal(l.Tag, tag) {
			t.Errorf("signed with %x, want %x", l.Tag, tag)
		}
	}
}

// initial returns a client's packet with a hello, encrypted.
func initial(v wire.QUICVersion, token []byte) []byte {
	hello := tls.Messages{}.Add(&tls.ClientHello{
		Version: wire.TLS12, CipherSuites: []wire.TLSCipherSuite{wire.TLSAES128GCMSHA256}, Compression: []byte{0},
		Extensions: tls.Extensions{}.Add(wire.TLSExtServerName, tls.ServerNames{{Name: "example.com"}}),
	})
	l := &quic.Long{Type: v.Number(wire.QUICTypeInitial), Version: v, DstID: id, SrcID: wire.QUICID{1, 2, 3}, Token: token}
	client, _, err := quic.InitialKeys(v, id)
	if err != nil {
		panic(err)
	}
	frames := quic.Frames{byte(wire.QUICPing)}.AddCrypto(20, hello[20:]).AddCrypto(0, hello[:20])
	if err := l.Encrypt(client, &quic.Initial{Number: 2, NumberLen: 4, Frames: append(frames, make([]byte, 100)...)}); err != nil {
		panic(err)
	}
	b, err := packet.Packet{l}.Bytes()
	if err != nil {
		panic(err)
	}
	return b
}

func seeds() [][]byte {
	v1, v2 := initial(wire.QUICv1, nil), initial(wire.QUICv2, []byte("token"))
	handshake := unhex("e000000001 08 0102030405060708 00 4019" + strings.Repeat("ab", 25))
	short := append([]byte{0x5a}, bytes.Repeat([]byte{0xcd}, 30)...)
	return [][]byte{v1, v2, initial(0xff00001d, []byte{}), handshake, unhex(serverInitial), append(append(bytes.Clone(v1), handshake...), short...),
		append(bytes.Clone(handshake), 0, 0, 0), unhex("d00a1a2a3a 00 00 05 0102030405")}
}

func TestTrial(t *testing.T) {
	packettest.Trial(t, quic.LongProto, seeds()...)
	packettest.Trial(t, quic.ShortProto, unhex("40"+strings.Repeat("77", 25)), unhex("65"+strings.Repeat("77", 25)))
	packettest.Trial(t, quic.RetryProto, unhex(retries[0]), unhex(retries[1]))
	packettest.Trial(t, quic.VersionNegotiationProto, unhex("ea 00000000 02 aabb 03 010203 00000001 6b3343cf 0a0a0a0a"))
}

func TestDecrypt(t *testing.T) {
	for _, b := range seeds()[:3] {
		p, err := packet.Parse(b, quic.Proto)
		l := packet.Get[quic.Long](p)
		if err != nil || l == nil {
			t.Fatal(p, err)
		}
		x, err := l.Decrypt()
		if err != nil || x.Number != 2 || x.Reserved != 0 || x.Frames.Malformed() {
			t.Fatalf("%v: %+v, %v", l.Version, x, err)
		}
		for m := range tls.Messages(x.Frames.Crypto()).All() {
			if h, ok := m.Body().(*tls.ClientHello); !ok || h.ServerName() != "example.com" {
				t.Error(m)
			}
		}
		if got, err := p.Bytes(); err != nil || !bytes.Equal(got, b) {
			t.Error("decrypting changed the packet", err)
		}
	}
}

// Packets are found on other ports, and other protocols on QUIC's.
func TestPorts(t *testing.T) {
	for _, c := range []struct {
		port uint16
		data []byte
		want *packet.Proto
	}{
		{443, seeds()[0], quic.LongProto}, {9999, seeds()[0], quic.LongProto}, {9999, unhex(retries[0]), quic.RetryProto},
		{443, bytes.Repeat([]byte{0x41}, 40), quic.ShortProto}, {9999, bytes.Repeat([]byte{0x41}, 40), packet.RawProto},
		{443, unhex("80000000"), packet.RawProto},
		{443, unhex("16feff0000000000000000000c 0e000000 0001 000000 000000"), tls.DTLSRecordProto},
	} {
		b, err := packet.Packet{&layers.UDP{SrcPort: 50000, DstPort: c.port}, packet.Payload(c.data)}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		p, err := packet.Parse(b, layers.UDPProto)
		if err != nil || p[1].Proto() != c.want {
			t.Errorf("port %d: %x is %v, want %s (%v)", c.port, c.data[:4], p[1].Proto().Name, c.want.Name, err)
		}
	}
}

// Every frame of RFC 9000 §19.
func TestFrames(t *testing.T) {
	for _, c := range []struct{ hex, text string }{
		{"000000", "PADDING 3"}, {"01", "PING"}, {"020a400501020001", "ACK 8-10 5-6"}, {"030a05000a010203", "ACK 0-10"},
		{"04050607", "RESET_STREAM 5 6"}, {"050102", "STOP_SENDING 1 2"}, {"060003414243", "CRYPTO offset 0 length 3"},
		{"070241ff", "NEW_TOKEN 41ff"}, {"080161", "STREAM 1 offset 0 length 1"}, {"0f01050161", "STREAM 1 offset 5 length 1"},
		{"104400", "MAX_DATA 1024"}, {"110102", "MAX_STREAM_DATA 1 2"}, {"1203", "MAX_STREAMS 3"}, {"1403", "DATA_BLOCKED 3"},
		{"150103", "STREAM_DATA_BLOCKED 1 3"}, {"1603", "STREAMS_BLOCKED 3"}, {"18010002aabb" + strings.Repeat("00", 16), "NEW_CONNECTION_ID aabb"},
		{"1901", "RETIRE_CONNECTION_ID 1"}, {"1a0102030405060708", "PATH_CHALLENGE 0102030405060708"}, {"1c0106026869", `CONNECTION_CLOSE code 1 "hi"`},
		{"1d01026869", `CONNECTION_CLOSE code 1 "hi"`}, {"1e", "HANDSHAKE_DONE"}, {"3161", "…"}, {"310161", "DATAGRAM 61"}, {"3f", "…"}, {"0600", "…"},
	} {
		if got := quic.Frames(unhex(c.hex)).String(); got != c.text {
			t.Errorf("%s: %s, want %s", c.hex, got, c.text)
		}
	}
}

func FuzzFrames(f *testing.F) {
	f.Add(unhex("020a400501020001060003414243"))
	f.Add(unhex("060003414243060302444500"))
	f.Fuzz(func(t *testing.T, b []byte) {
		fr := quic.Frames(b)
		_ = fr.String()
		if len(fr.Crypto()) > len(b) {
			t.Error("more out than in")
		}
	})
}

func ExampleLong_Decrypt() {
	p, err := packet.Parse(initial(wire.QUICv1, nil), quic.Proto)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range packet.All[quic.Long](p) {
		x, err := l.Decrypt()
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(x.Frames)
		for m := range tls.Messages(x.Frames.Crypto()).All() {
			if h, ok := m.Body().(*tls.ClientHello); ok {
				fmt.Println(h.ServerName(), h.JA4(tls.QUIC))
			}
		}
	}
	// Output:
	// PING, CRYPTO offset 20 length 47, CRYPTO offset 0 length 20, PADDING 100
	// example.com q12d010100_0f2cb44170f4_000000000000
}
