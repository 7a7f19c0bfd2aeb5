package wire

import "testing"

func init() {
	notInlined("DTLSRecord.Sequence", "DTLSRecord.SetSequence", "DTLSRecord.Plausible",
		"DTLSConnectionID.Sequence", "DTLSConnectionID.SetSequence")
}

// Tables that are searched must be sorted.
func TestCoded(t *testing.T) {
	for name, table := range map[string][]coded{
		"content types": tlsContentTypes, "versions": tlsVersions, "handshake types": tlsHandshakeTypes, "alerts": tlsAlerts,
		"extensions": tlsExtensions, "groups": tlsGroups, "signature schemes": tlsSignatureSchemes,
	} {
		for i := range table[1:] {
			if table[i].n >= table[i+1].n {
				t.Errorf("%s: %d is before %d", name, table[i].n, table[i+1].n)
			}
		}
	}
	for i := range tlsCipherSuites[1:] {
		if tlsCipherSuites[i].code >= tlsCipherSuites[i+1].code {
			t.Errorf("cipher suite %#04x is out of order", tlsCipherSuites[i].code)
		}
	}
}

func TestTLSNames(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{TLSCipherSuite(0x1301).String(), "TLS_AES_128_GCM_SHA256"}, {TLSCipherSuite(0xcca8).String(), "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},
		{TLSCipherSuite(0x4a4a).String(), "GREASE 0x4a4a"}, {TLSCipherSuite(0xeeee).String(), "0xeeee"},
		{TLSVersion(0x7f1c).String(), "TLS 1.3 draft 28"}, {TLS12.String(), "TLS 1.2"}, {TLSVersion(0x1234).String(), "0x1234"},
		{TLSExtension(51).String(), "key_share"}, {TLSExtension(999).String(), "999"}, {TLSGroup(4588).String(), "X25519MLKEM768"},
		{TLSSignatureScheme(0x0804).String(), "rsa_pss_rsae_sha256"}, {TLSAlert(40).String(), "handshake failure"},
		{TLSHandshakeType(2).String(), "server hello"}, {TLSContentType(23).String(), "application data"}, {TLSFatal.String(), "fatal"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}
