package tls_test

import (
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers/tls"
	"github.com/gocap-project/gocap/wire"
)

// A browser's hello, put together from the numbers that the publication of JA4 has for
// an example, with two of GREASE.
func browser() *tls.ClientHello {
	m := &tls.ClientHello{Version: wire.TLS12, Compression: []byte{0}}
	for _, s := range []uint16{0x0a0a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x9c, 0x9d, 0x2f, 0x35} {
		m.CipherSuites = append(m.CipherSuites, wire.TLSCipherSuite(s))
	}
	x := tls.Extensions{}.Add(0x2a2a, tls.Nothing{})
	for _, t := range []uint16{0x1b, 0, 0x33, 0x10, 0x4469, 0x17, 0x2d, 0xd, 5, 0x23, 0x12, 0x2b, 0xff01, 0xb, 0xa, 0x15} {
		switch t {
		case 0:
			x = x.Add(wire.TLSExtServerName, tls.ServerNames{{0, "example.com"}})
		case 0x10:
			x = x.Add(wire.TLSExtALPN, tls.Protocols{"h2", "http/1.1"})
		case 0xd:
			x = x.Add(wire.TLSExtSignatureAlgorithms, tls.Schemes{0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601})
		case 0xa:
			x = x.Add(wire.TLSExtSupportedGroups, tls.Groups{0x1a1a, 29, 23, 24})
		case 0xb:
			x = x.Add(wire.TLSExtECPointFormats, tls.Numbers{0})
		case 0x2b:
			x = x.Add(wire.TLSExtSupportedVersions, tls.Versions{0x3a3a, wire.TLS13, wire.TLS12})
		default:
			x = x.Add(wire.TLSExtension(t), tls.Bytes{})
		}
	}
	m.Extensions = x
	return m
}

func TestJA4(t *testing.T) {
	m := browser()
	if got := m.JA4(tls.TCP); got != "t13d1516h2_8daaf6152771_e5627efa2ab1" {
		t.Error(got)
	}
	const raw = "t13d1516h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_" +
		"0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01_0403,0804,0401,0503,0805,0501,0806,0601"
	if got := m.JA4Raw(tls.TCP); got != raw {
		t.Error(got)
	}
	empty := &tls.ClientHello{Version: wire.DTLS12}
	if got := empty.JA4(tls.DTLS); got != "dd2i000000_000000000000_000000000000" {
		t.Error(got)
	}
	empty.Extensions = tls.Extensions{}.Add(wire.TLSExtALPN, tls.Protocols{"\xabx"})
	if got := empty.JA4(tls.QUIC); !strings.HasPrefix(got, "qd2i0001a8_") {
		t.Error(got)
	}
}

func TestJA3(t *testing.T) {
	m := browser()
	const want = "771,4865-4866-4867-49195-49199-49196-49200-52393-52392-49171-49172-156-157-47-53," +
		"27-0-51-16-17513-23-45-13-5-35-18-43-65281-11-10-21,29-23-24,0"
	if got := m.JA3String(); got != want {
		t.Error(got)
	}
	if got := (&tls.ClientHello{Version: wire.TLS10}).JA3String(); got != "769,,,," {
		t.Error(got)
	}
	s := &tls.ServerHello{Version: wire.TLS12, CipherSuite: 0xc02f, Extensions: tls.Extensions{}.Add(wire.TLSExtRenegotiationInfo, tls.Vector8{}).Add(wire.TLSExtSCT, tls.Bytes{})}
	if got := s.JA3SString(); got != "771,49199,65281-18" {
		t.Error(got)
	}
}
