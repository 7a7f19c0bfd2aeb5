package tls_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/tls"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

// hello returns a client hello with every extension that has a form of its own.
func hello() *tls.ClientHello {
	x := tls.Extensions{}.
		Add(0x0a0a, tls.Nothing{}).
		Add(wire.TLSExtServerName, tls.ServerNames{{0, "www.example.com"}}).
		Add(wire.TLSExtMaxFragmentLength, tls.Uint8(2)).
		Add(wire.TLSExtStatusRequest, tls.StatusRequest{Type: 1}).
		Add(wire.TLSExtSupportedGroups, tls.Groups{0x1a1a, wire.TLSGroupX25519MLKEM768, wire.TLSGroupX25519, wire.TLSGroupP256}).
		Add(wire.TLSExtECPointFormats, tls.Numbers{0}).
		Add(wire.TLSExtSignatureAlgorithms, tls.Schemes{0x0403, 0x0804, 0x0401}).
		Add(wire.TLSExtUseSRTP, tls.SRTP{Profiles: []uint16{1, 2}}).
		Add(wire.TLSExtHeartbeat, tls.Uint8(1)).
		Add(wire.TLSExtALPN, tls.Protocols{"h2", "http/1.1"}).
		Add(wire.TLSExtSCT, tls.Bytes{}).
		Add(wire.TLSExtClientCertType, tls.Numbers{0, 2}).
		Add(wire.TLSExtPadding, tls.Bytes(make([]byte, 7))).
		Add(wire.TLSExtEncryptThenMAC, tls.Nothing{}).
		Add(wire.TLSExtExtendedMasterSecret, tls.Nothing{}).
		Add(wire.TLSExtCompressCertificate, tls.Compressions{2, 1, 3}).
		Add(wire.TLSExtRecordSizeLimit, tls.Uint16(16385)).
		Add(wire.TLSExtDelegatedCredential, tls.Schemes{0x0403}).
		Add(wire.TLSExtSessionTicket, tls.Bytes{1, 2, 3}).
		Add(wire.TLSExtEarlyData, tls.Nothing{}).
		Add(wire.TLSExtSupportedVersions, tls.Versions{0x2a2a, wire.TLS13, wire.TLS12}).
		Add(wire.TLSExtCookie, tls.Vector16{9, 8, 7}).
		Add(wire.TLSExtPSKKeyExchangeModes, tls.Numbers{1}).
		Add(wire.TLSExtCertificateAuthorities, tls.Authorities{{0x30, 0}}).
		Add(wire.TLSExtPostHandshakeAuth, tls.Nothing{}).
		Add(wire.TLSExtKeyShare, tls.KeyShares{Shares: []tls.KeyShare{{0x1a1a, []byte{0}}, {wire.TLSGroupX25519, make([]byte, 32)}}}).
		Add(wire.TLSExtConnectionID, tls.Vector8{5}).
		Add(wire.TLSExtQUICParameters, tls.QUICParameters{{1, []byte{0x40, 0x64}}, {3, []byte{0x45, 0xc8}}, {0x4000001234, []byte("x")}}).
		Add(wire.TLSExtECH, tls.ECH{KDF: 1, AEAD: 1, Config: 7, Enc: make([]byte, 4), Payload: make([]byte, 5)}).
		Add(wire.TLSExtRenegotiationInfo, tls.Vector8{}).
		Add(wire.TLSExtPreSharedKey, tls.PSKs{Identities: []tls.PSK{{[]byte("id"), 42}}, Binders: [][]byte{make([]byte, 32)}})
	return &tls.ClientHello{
		Version: wire.TLS12, Random: [32]byte{1, 2, 3}, SessionID: bytes.Repeat([]byte{0xee}, 32),
		CipherSuites: []wire.TLSCipherSuite{0x3a3a, wire.TLSAES128GCMSHA256, 0xc02f, wire.TLSEmptyRenegotiationSCSV},
		Compression:  []byte{0}, Extensions: x,
	}
}

func serverHello() *tls.ServerHello {
	return &tls.ServerHello{
		Version: wire.TLS12, Random: [32]byte{4, 5}, SessionID: []byte{1}, CipherSuite: wire.TLSAES128GCMSHA256,
		Extensions: tls.Extensions{}.
			Add(wire.TLSExtSupportedVersions, tls.Chosen(wire.TLS13)).
			Add(wire.TLSExtKeyShare, tls.KeyShares{From: tls.FromServer, Shares: []tls.KeyShare{{wire.TLSGroupX25519, make([]byte, 32)}}}).
			Add(wire.TLSExtPreSharedKey, tls.Uint16(0)),
	}
}

// bodies are messages of every type, and what their text has in it.
var bodies = []struct {
	m    tls.Body
	text string
}{
	{&tls.Empty{wire.TLSHelloRequest}, ""},
	{hello(), `server_name ("www.example.com")`},
	{&tls.ClientHello{Version: wire.SSL3, CipherSuites: []wire.TLSCipherSuite{4}, Compression: []byte{1, 0}}, "RC4_128_MD5, compression 0100"},
	{&tls.ClientHello{Version: wire.DTLS12, Cookie: []byte{1, 2}, CipherSuites: []wire.TLSCipherSuite{0xc0a8}, Compression: []byte{0}, Extensions: tls.Extensions{}}, "cookie 0102"},
	{serverHello(), "key_share (x25519 32 bytes)"},
	{&tls.HelloVerifyRequest{Version: wire.DTLS10, Cookie: []byte{7}}, "DTLS 1.0, cookie 07"},
	{&tls.NewSessionTicket{Lifetime: 300, Ticket: []byte("ticket")}, "lifetime 300 s, ticket of 6 bytes"},
	{&tls.NewSessionTicket{Lifetime: 300, AgeAdd: 7, Nonce: []byte{1}, Ticket: []byte("ticket"), Extensions: tls.Extensions{}.Add(wire.TLSExtEarlyData, tls.Uint32(16384))}, "early_data (16384)"},
	{&tls.Empty{wire.TLSEndOfEarlyData}, ""},
	{&tls.EncryptedExtensions{tls.Extensions{}.Add(wire.TLSExtALPN, tls.Protocols{"h2"})}, `("h2")`},
	{&tls.Certificate{Chain: []tls.CertificateEntry{{Data: []byte("certificate")}, {Data: []byte("issuer")}}}, "11 bytes, 6 bytes"},
	{&tls.Certificate{TLS13: true, Context: []byte{1}, Chain: []tls.CertificateEntry{{Data: []byte("certificate"), Extensions: tls.Extensions{}.Add(wire.TLSExtSCT, tls.Bytes{1})}}}, "11 bytes with signed_certificate_timestamp (01)"},
	{&tls.ServerKeyExchange{append([]byte{3, 0, 29, 2, 0xaa, 0xbb, 4, 3, 0, 1}, 9)}, "x25519, public key aabb"},
	{&tls.CertificateRequest{Types: []byte{1, 64}, Schemes: []wire.TLSSignatureScheme{0x0403}, Authorities: [][]byte{{0x30, 0}}}, "ecdsa_secp256r1_sha256, 1 authorities"},
	{&tls.CertificateRequest{Types: []byte{1}, Authorities: [][]byte{{0x30, 0}}}, "types 01, 1 authorities"},
	{&tls.CertificateRequest{TLS13: true, Extensions: tls.Extensions{}.Add(wire.TLSExtSignatureAlgorithms, tls.Schemes{0x0807})}, "ed25519"},
	{&tls.Empty{wire.TLSServerHelloDone}, ""},
	{&tls.CertificateVerify{Signature: []byte("signature")}, "9 bytes"},
	{&tls.CertificateVerify{Scheme: 0x0804, HasScheme: true, Signature: []byte("signature")}, "rsa_pss_rsae_sha256, 9 bytes"},
	{&tls.ClientKeyExchange{[]byte{2, 1, 2}}, "3 bytes"},
	{&tls.Finished{[]byte{1, 2, 3}}, "010203"},
	{&tls.CertificateStatus{1, []byte("ocsp")}, "type 1, 4 bytes"},
	{&tls.KeyUpdate{1}, "requested"},
	{&tls.CompressedCertificate{2, 4000, []byte("brotli")}, "brotli, 6 of 4000 bytes"},
	{&tls.NextProtocol{"h2", []byte{0, 0}}, `"h2"`},
	{&tls.Opaque{wire.TLSSupplementalData, []byte{1}}, "1 bytes"},
}

// Messages of every type survive, alone and in a row, and say what is in them.
func TestBodies(t *testing.T) {
	var all tls.Messages
	for _, b := range bodies {
		one := tls.Messages{}.Add(b.m)
		for m := range one.All() {
			got := m.Body()
			if !bytes.Equal(got.Append(nil), b.m.Append(nil)) || got.Type() != b.m.Type() {
				t.Errorf("%v is read as %T\n got %x\nwant %x", b.m.Type(), got, got.Append(nil), b.m.Append(nil))
			}
			if s := m.String(); !strings.Contains(s, b.text) || !strings.HasPrefix(s, b.m.Type().String()) {
				t.Errorf("%v: %s: want %s", b.m.Type(), s, b.text)
			}
		}
		all = append(all, one...)
	}
	n := 0
	for m := range all.All() {
		if m.Type != bodies[n].m.Type() || !m.Whole() {
			t.Errorf("message %d: %v", n, m)
		}
		n++
	}
	if n != len(bodies) {
		t.Errorf("%d messages of %d", n, len(bodies))
	}
}

// Every value of an extension survives, in the message it is of.
func TestValues(t *testing.T) {
	for _, c := range []struct {
		x    tls.Extensions
		from tls.From
	}{{hello().Extensions, tls.FromClient}, {serverHello().Extensions, tls.FromServer},
		{tls.Extensions{}.Add(wire.TLSExtKeyShare, tls.KeyShares{From: tls.FromRetry, Shares: []tls.KeyShare{{Group: 29}}}), tls.FromRetry}} {
		for e := range c.x.All() {
			v := c.x.Value(e.Type, c.from)
			if _, raw := v.(tls.Bytes); raw && e.Type != wire.TLSExtSCT && e.Type != wire.TLSExtPadding && e.Type != wire.TLSExtSessionTicket && e.Type != 0x0a0a {
				t.Errorf("%v is malformed", e.Type)
			}
			if got := v.AppendWire(nil); !bytes.Equal(got, e.Data) {
				t.Errorf("%v: %x became %x", e.Type, e.Data, got)
			}
		}
	}
}

func record(typ wire.TLSContentType, content []byte) []byte {
	b, err := packet.Packet{&tls.Record{Type: typ, Version: wire.TLS10, Data: content}}.Bytes()
	if err != nil {
		panic(err)
	}
	return b
}

func seeds() (out [][]byte) {
	for _, b := range bodies {
		out = append(out, record(wire.TLSHandshake, tls.Messages{}.Add(b.m)))
	}
	several := append(record(wire.TLSHandshake, tls.Messages{}.Add(serverHello())), record(wire.TLSChangeCipherSpec, []byte{1})...)
	several = append(several, record(wire.TLSApplicationData, make([]byte, 40))...)
	return append(out, several, record(wire.TLSAlertRecord, []byte{2, 40}), record(wire.TLSHandshake, bytes.Repeat([]byte{0x99}, 40)),
		record(wire.TLSHeartbeat, []byte{1, 0, 1, 5}))
}

func TestRecord(t *testing.T) { packettest.Trial(t, tls.RecordProto, seeds()...) }

var sslHello = unhex("802e 01 0002 0015 0000 0010 010080 020080 030080 040080 00000a 00002f 0700c0" + strings.Repeat("5a", 16))

func TestSSL2(t *testing.T) {
	packettest.Trial(t, tls.SSL2HelloProto, sslHello)
	b, _ := packet.Packet{&layers.TCP{DstPort: 443}, packet.Payload(sslHello)}.Bytes()
	p, err := packet.Parse(b, layers.TCPProto)
	h := packet.Get[tls.SSL2Hello](p)
	if err != nil || h == nil || len(h.CipherSpecs.Suites()) != 2 || h.Version != wire.SSL2 {
		t.Errorf("%+v, %v", h, err)
	}
	if s := h.CipherSpecs.String(); s != "0x010080, 0x020080, 0x030080, 0x040080, TLS_RSA_WITH_3DES_EDE_CBC_SHA, TLS_RSA_WITH_AES_128_CBC_SHA, 0x0700c0" {
		t.Error(s)
	}
}

func dtls(r *tls.DTLSRecord) []byte {
	b, err := packet.Packet{r}.Bytes()
	if err != nil {
		panic(err)
	}
	return b
}

func TestDTLS(t *testing.T) {
	var seeds [][]byte
	for i, b := range bodies {
		seeds = append(seeds, dtls(&tls.DTLSRecord{Type: wire.TLSHandshake, Version: wire.DTLS12, Sequence: uint64(i), Messages: tls.Fragments{}.Add(uint16(i), b.m)}))
	}
	fragment := unhex("01 000100 0001 000010 000004 01020304")
	seeds = append(seeds, dtls(&tls.DTLSRecord{Type: wire.TLSHandshake, Version: wire.DTLS10, Messages: fragment}),
		append(dtls(&tls.DTLSRecord{Type: wire.TLSChangeCipherSpec, Version: wire.DTLS12, Data: []byte{1}}),
			dtls(&tls.DTLSRecord{Type: wire.TLSHandshake, Version: wire.DTLS12, Epoch: 1, Data: bytes.Repeat([]byte{0xab}, 48)})...))
	packettest.Trial(t, tls.DTLSRecordProto, seeds...)
	for f := range tls.Fragments(fragment).All() {
		if f.Whole() || f.Off != 16 || f.FragLen != 4 || f.Len != 256 || f.Seq != 1 || f.String() != "1 client hello (bytes 16 to 20 of 256)" {
			t.Errorf("%+v %s", f, f)
		}
	}
}

func TestDTLS13(t *testing.T) {
	data := bytes.Repeat([]byte{7}, 20)
	var seeds [][]byte
	for _, r := range []*tls.DTLSCipherText{
		{Data: data}, {LongSequence: true, Sequence: 0x1234, HasLength: true, EpochBits: 2, Data: data}, {Sequence: 9, HasLength: true, Data: data},
		{HasCID: true, Data: data},
	} {
		b, err := packet.Packet{r}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		seeds = append(seeds, b)
	}
	seeds = append(seeds, append(bytes.Clone(seeds[1]), seeds[2]...))
	packettest.Trial(t, tls.DTLSCipherTextProto, seeds...)
	p, err := packet.Parse(seeds[len(seeds)-1], tls.DTLSRecordProto)
	if err != nil || len(p) != 2 || packet.Get[tls.DTLSCipherText](p).Sequence != 0x1234 {
		t.Errorf("%v, %v", p, err)
	}
	packettest.Trial(t, tls.DTLSConnectionIDProto, unhex("19 fefd 0001 000000000005 aabb 0003 010203"))
}

// A handshake message that is split over records is joined.
func TestHandshake(t *testing.T) {
	m := tls.Messages{}.Add(hello())
	stream := append(record(wire.TLSHandshake, m[:100]), record(wire.TLSHandshake, m[100:])...)
	stream = append(stream, record(wire.TLSChangeCipherSpec, []byte{1})...)
	stream = append(stream, record(wire.TLSHandshake, make([]byte, 40))...)
	if got := tls.Handshake(stream); !bytes.Equal(got, m) {
		t.Errorf("got %x\nwant %x", got, m)
	}
	if got := tls.Handshake(stream[:50]); got != nil {
		t.Errorf("of half a record: %x", got)
	}
}

// Records are found on ports that nothing is bound to, and only there where they are.
func TestGuess(t *testing.T) {
	of := func(port uint16, data []byte) packet.Packet {
		b, err := packet.Packet{&layers.TCP{SrcPort: 50000, DstPort: port}, packet.Payload(data)}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		p, err := packet.Parse(b, layers.TCPProto)
		if err != nil {
			t.Error(err)
		}
		return p
	}
	for _, s := range seeds() {
		for _, port := range []uint16{443, 9001} {
			p := of(port, s)
			if r := packet.Get[tls.Record](p); r == nil && s[0] != 24 {
				t.Errorf("port %d: no record in %x", port, s)
			}
		}
	}
	for _, s := range []string{"160301ffff0000", "474554202f", "1503030004ffff0000"} {
		if p := of(9001, unhex(s)); len(p) != 2 || p.Payload() == nil {
			t.Errorf("%s: %v", s, p)
		}
	}
}

func TestHostileHello(t *testing.T) {
	p, err := packet.Packet{&tls.Record{Type: wire.TLSHandshake, Version: 0x0301, Length: packet.U16(9999), Messages: tls.Messages{}.Add(hello())}}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	q, _ := packet.Parse(p, tls.RecordProto)
	r := packet.Get[tls.Record](q)
	if r == nil || !r.Length.Held() || r.Hello() == nil {
		t.Errorf("%+v", r)
	}
}

func TestValidate(t *testing.T) {
	bad := record(wire.TLSHandshake, []byte{1, 0, 0, 2, 3, 3})
	defects, worst := packet.Validate(bad, tls.RecordProto)
	if worst != packet.BadValue || len(defects) != 1 || defects[0].Reason != "client hello is malformed" {
		t.Error(defects)
	}
	if defects, worst := packet.Validate(record(wire.TLSHandshake, tls.Messages{}.Add(hello())), tls.RecordProto); worst != packet.Fine {
		t.Error(defects)
	}
}

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

func FuzzBody(f *testing.F) {
	for _, b := range bodies {
		f.Add(uint8(b.m.Type()), b.m.Append(nil))
	}
	f.Fuzz(func(t *testing.T, typ uint8, data []byte) {
		m := tls.Message{Type: wire.TLSHandshakeType(typ), Len: len(data), Data: data}
		b := m.Body()
		if got := b.Append(nil); !bytes.Equal(got, data) {
			t.Fatalf("%T: %x became %x", b, data, got)
		}
		_ = m.String()
		switch h := b.(type) {
		case *tls.ClientHello:
			_, _, _, _ = h.JA3(), h.JA4(tls.TCP), h.ServerName(), h.Versions()
		case *tls.ServerHello:
			_, _ = h.JA3S(), h.Chosen()
		}
	})
}
