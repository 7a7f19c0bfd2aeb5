package session_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// vec returns b behind its length in size bytes.
func vec(size int, b ...byte) []byte {
	var n [4]byte
	wire.PutUint32(n[:], 0, uint32(len(b)))
	return append(bytes.Clone(n[4-size:]), b...)
}

func two(x ...int) (b []byte) {
	for _, v := range x {
		b = append(b, byte(v>>8), byte(v))
	}
	return b
}

func ext(t wire.TLSExtension, data ...byte) []byte { return append(two(int(t)), vec(2, data...)...) }

func tlsRecord(t wire.TLSContentType, version int, b ...byte) []byte {
	return append([]byte{byte(t), byte(version >> 8), byte(version), byte(len(b) >> 8), byte(len(b))}, b...)
}

// hs returns a record with a handshake message.
func hs(t wire.TLSHandshakeType, body ...byte) []byte {
	return tlsRecord(wire.TLSHandshake, 0x303, append([]byte{byte(t)}, vec(3, body...)...)...)
}

// hello is a hello of either side; changes of a good one plant faults.
type hello struct {
	version              int
	random, sid, suites  []byte
	compressions, cookie []byte
	exts                 [][]byte
	dtls                 bool
}

func (h hello) body(client bool) []byte {
	b := append(append(two(h.version), h.random...), vec(1, h.sid...)...)
	if client {
		if h.dtls {
			b = append(b, vec(1, h.cookie...)...)
		}
		b = append(append(b, vec(2, h.suites...)...), vec(1, h.compressions...)...)
	} else {
		b = append(append(b, h.suites...), h.compressions...)
	}
	if h.exts != nil {
		b = append(b, vec(2, bytes.Join(h.exts, nil)...)...)
	}
	return b
}

func (h hello) client() []byte { return hs(wire.TLSClientHello, h.body(true)...) }
func (h hello) server() []byte { return hs(wire.TLSServerHello, h.body(false)...) }

// with returns h with other or more extensions.
func (h hello) with(exts ...[]byte) hello {
	old := h.exts
	h.exts = [][]byte{}
	for _, o := range old {
		keep := true
		for _, e := range exts {
			keep = keep && !bytes.Equal(o[:2], e[:2])
		}
		if keep {
			h.exts = append(h.exts, o)
		}
	}
	h.exts = append(h.exts, exts...)
	return h
}

func (h hello) without(t wire.TLSExtension) hello {
	h = h.with(ext(t))
	h.exts = h.exts[:len(h.exts)-1]
	return h
}

func (h hello) but(change func(*hello)) hello { change(&h); return h }

var (
	random32  = bytes.Repeat([]byte{7}, 32)
	retryRand = sha256.Sum256([]byte("HelloRetryRequest"))

	client12 = hello{0x303, random32, nil, two(0xc02f, 0x002f, 0x00ff), []byte{0}, nil,
		[][]byte{ext(wire.TLSExtStatusRequest, 1, 0, 0, 0, 0), ext(wire.TLSExtSessionTicket), ext(wire.TLSExtALPN, vec(2, vec(1, 'h', '2')...)...), ext(wire.TLSExtMaxFragmentLength, 1)}, false}
	server12 = hello{0x303, random32, nil, two(0xc02f), []byte{0}, nil, nil, false}

	share    = func(group int) []byte { return append(two(group), vec(2, 1, 2, 3)...) }
	client13 = hello{0x303, random32, []byte{1, 2, 3}, two(0x1301, 0xc02f), []byte{0}, nil, [][]byte{
		ext(wire.TLSExtSupportedVersions, vec(1, two(0x304, 0x303)...)...), ext(wire.TLSExtSupportedGroups, vec(2, two(29, 23)...)...),
		ext(wire.TLSExtSignatureAlgorithms, vec(2, two(0x403)...)...), ext(wire.TLSExtKeyShare, vec(2, share(29)...)...)}, false}
	server13 = hello{0x303, random32, []byte{1, 2, 3}, two(0x1301), []byte{0}, nil, [][]byte{
		ext(wire.TLSExtSupportedVersions, two(0x304)...), ext(wire.TLSExtKeyShare, share(29)...)}, false}
	retry13 = hello{0x303, retryRand[:], []byte{1, 2, 3}, two(0x1301), []byte{0}, nil, [][]byte{
		ext(wire.TLSExtSupportedVersions, two(0x304)...), ext(wire.TLSExtKeyShare, two(23)...), ext(wire.TLSExtCookie, vec(2, 9, 9)...)}, false}
	second13 = client13.with(ext(wire.TLSExtKeyShare, vec(2, share(23)...)...), ext(wire.TLSExtCookie, vec(2, 9, 9)...))

	ccs   = tlsRecord(wire.TLSChangeCipherSpec, 0x303, 1)
	fin   = tlsRecord(wire.TLSHandshake, 0x303, make([]byte, 40)...)
	appd  = tlsRecord(wire.TLSApplicationData, 0x303, make([]byte, 40)...)
	cert  = hs(wire.TLSCertificate, 0, 0, 4, 0, 0, 1, 0)
	nocrt = hs(wire.TLSCertificate, 0, 0, 0)
	skx   = hs(wire.TLSServerKeyExchange, 1)
	creq  = hs(wire.TLSCertificateRequest, 1)
	done  = hs(wire.TLSServerHelloDone)
	ckx   = hs(wire.TLSClientKeyExchange, 1)
	cvfy  = hs(wire.TLSCertificateVerify, 1)
)

type tlsStep struct {
	side session.Side
	b    []byte
	rule *session.Rule // nil is Valid
}

// play lets both sides talk in turn: "c" and "s" before a record say who.
func cl(b []byte) tlsStep                     { return tlsStep{session.Client, b, nil} }
func sv(b []byte) tlsStep                     { return tlsStep{session.Server, b, nil} }
func (s tlsStep) not(r *session.Rule) tlsStep { s.rule = r; return s }
func (s tlsStep) after(before ...tlsStep) []tlsStep {
	return append(before[:len(before):len(before)], s)
}

func TestTLSFaults(t *testing.T) {
	hello12 := []tlsStep{cl(client12.client()), sv(server12.server())}
	flight := append(hello12[:2:2], sv(cert), sv(skx), sv(done))
	asked := append(hello12[:2:2], sv(cert), sv(skx), sv(creq), sv(done))
	open := append(flight[:5:5], cl(ckx), cl(ccs), cl(fin), sv(ccs), sv(fin))
	open13 := []tlsStep{cl(client13.client()), sv(server13.server())}
	retried := []tlsStep{cl(client13.client()), sv(retry13.server())}
	rsa := []tlsStep{cl(client12.client()), sv(server12.but(func(h *hello) { h.suites = two(0x2f) }).server())}
	c12 := func(f func(*hello)) tlsStep { return cl(client12.but(f).client()) }
	c13 := func(f func(*hello)) tlsStep { return cl(client13.but(f).client()) }
	s12 := func(f func(*hello)) tlsStep { return sv(server12.but(f).server()) }
	s13 := func(f func(*hello)) tlsStep { return sv(server13.but(f).server()) }
	reply12 := func(exts ...[]byte) tlsStep { return sv(server12.with(exts...).server()) }
	psk := ext(wire.TLSExtPreSharedKey, append(vec(2, append(vec(2, 1), 0, 0, 0, 0)...), vec(2, vec(1, make([]byte, 32)...)...)...)...)
	modes := ext(wire.TLSExtPSKKeyExchangeModes, 1, 1)
	withPSK := client13.with(modes, psk)
	early := client13.with(ext(wire.TLSExtEarlyData), modes, psk)
	for _, tt := range []struct {
		name  string
		steps []tlsStep
	}{
		{"1.2", open},
		{"1.2, data", append(open, cl(appd), sv(appd))},
		{"1.2, client certificate", append(asked, cl(cert), cl(ckx), cl(cvfy), cl(ccs), cl(fin), sv(ccs), sv(fin))},
		{"1.2, empty client certificate", append(asked, cl(nocrt), cl(ckx), cl(ccs), cl(fin), sv(ccs))},
		{"1.2, ticket", []tlsStep{cl(client12.client()), reply12(ext(wire.TLSExtSessionTicket)), sv(cert), sv(skx), sv(done), cl(ckx), cl(ccs), cl(fin), sv(hs(wire.TLSNewSessionTicket, 1)), sv(ccs), sv(fin)}},
		{"1.2, resumed", []tlsStep{c12(func(h *hello) { h.sid = []byte{5} }), s12(func(h *hello) { h.sid = []byte{5} }), sv(ccs), sv(fin), cl(ccs), cl(fin), cl(appd)}},
		{"1.2, false start", append(flight, cl(ckx), cl(ccs), cl(fin), cl(appd), sv(ccs), sv(fin))},
		{"1.2, status", []tlsStep{cl(client12.client()), reply12(ext(wire.TLSExtStatusRequest)), sv(cert), sv(hs(wire.TLSCertificateStatus, 1)), sv(skx), sv(done)}},
		{"1.2, again", append(open, cl(fin), sv(fin), cl(fin), cl(ccs), cl(fin), sv(ccs), sv(fin), cl(appd))},
		{"1.2, renegotiation info for a signal", []tlsStep{cl(client12.client()), reply12(ext(wire.TLSExtRenegotiationInfo, 0))}},
		{"1.3", append(open13, cl(ccs), sv(ccs), sv(appd), cl(appd))},
		{"1.3, retry", append(retried, sv(ccs), cl(ccs), cl(second13.client()), sv(server13.with(ext(wire.TLSExtKeyShare, share(23)...)).server()), sv(appd), cl(appd))},
		{"1.3, early data", []tlsStep{cl(early.client()), cl(ccs), cl(appd), sv(server13.server()), cl(appd), sv(appd)}},
		{"1.3, pre-shared key", []tlsStep{cl(withPSK.client()), sv(server13.with(ext(wire.TLSExtPreSharedKey, 0, 0)).server())}},
		{"1.3 offered, 1.2 chosen", []tlsStep{cl(client13.client()), sv(server12.server()), sv(cert), sv(skx), sv(done)}},
		{"hello requested", []tlsStep{sv(hs(wire.TLSHelloRequest)), cl(client12.client())}},
		{"refused", []tlsStep{cl(client12.client()), sv(tlsRecord(wire.TLSAlertRecord, 0x301, 2, 40))}},
		{"warned", []tlsStep{cl(client12.client()), sv(tlsRecord(wire.TLSAlertRecord, 0x303, 1, 112)), sv(server12.server())}},

		{"type", cl(tlsRecord(99, 0x303, 1)).not(session.RuleTLSType).after(open...)},
		{"major", cl(tlsRecord(22, 0x203, 1)).not(session.RuleTLSMajor).after()},
		{"record's version", sv(tlsRecord(22, 0x302, cert[5:]...)).not(session.RuleTLSRecordVersion).after(hello12...)},
		{"record's version, 1.3", sv(tlsRecord(23, 0x304, 1)).not(session.RuleTLS13RecordVersion).after(open13...)},
		{"long", cl(append([]byte{22, 3, 3, 0x40, 1}, make([]byte, 0x4001)...)).not(session.RuleTLSLength).after()},
		{"long, encrypted", cl(append([]byte{23, 3, 3, 0x48, 1}, make([]byte, 0x4801)...)).not(session.RuleTLSCipherLength).after(open...)},
		{"long, 1.3", cl(append([]byte{23, 3, 3, 0x41, 1}, make([]byte, 0x4101)...)).not(session.RuleTLS13Length).after(open13...)},
		{"empty", sv(tlsRecord(22, 0x303)).not(session.RuleTLSEmpty).after(hello12...)},
		{"interrupted", append(hello12, sv(cert[:5+6]).cut(), sv(ccs).not(session.RuleTLSInterleaved), sv(tlsRecord(22, 0x303, cert[5+6:]...)), sv(skx))},
		{"change cipher spec of two", cl(tlsRecord(20, 0x303, 2)).not(session.RuleTLSCCS).after(append(flight, cl(ckx))...)},
		{"change cipher spec of two, 1.3", cl(tlsRecord(20, 0x303, 1, 1)).not(session.RuleTLSCCS).after(open13...)},
		{"alert of one byte", sv(tlsRecord(21, 0x303, 1)).not(session.RuleTLSAlert).after(hello12...)},
		{"alert of level 3", sv(tlsRecord(21, 0x303, 3, 0)).not(session.RuleTLSAlert).after(hello12...)},
		{"after an error", append(hello12, sv(tlsRecord(21, 0x303, 2, 40)), sv(cert).not(session.RuleTLSAfterFatal))},
		{"after the end", append(hello12, cl(tlsRecord(21, 0x303, 1, 0)), cl(ckx).not(session.RuleTLSAfterClose))},
		{"heartbeat", append(hello12, cl(tlsRecord(24, 0x303, 1, 0, 1, 1)).not(session.RuleTLSHeartbeat))},
		{"Heartbleed", []tlsStep{cl(client12.with(ext(wire.TLSExtHeartbeat, 1)).client()), reply12(ext(wire.TLSExtHeartbeat, 1)), cl(tlsRecord(24, 0x303, 1, 0x40, 0)).not(session.RuleTLSHeartbeatLength)}},

		{"server first", sv(server12.server()).not(session.RuleTLSOrder).after()},
		{"two hellos", append(hello12[:1:1], cl(client12.client()).not(session.RuleTLSOrder))},
		{"change cipher spec early", append(flight, cl(ccs).not(session.RuleTLSOrder), cl(ckx))},
		{"change cipher spec before the server's hello", append(hello12[:1:1], cl(ccs).not(session.RuleTLSOrder))},
		{"change cipher spec twice", append(open, cl(ccs).not(session.RuleTLSOrder))},
		{"done twice", append(flight, sv(done).not(session.RuleTLSOrder))},
		{"cookie request", append(hello12[:1:1], sv(hs(wire.DTLSHelloVerifyRequest, 3, 3, 0)).not(session.RuleTLSOrder))},
		{"clear in 1.3", append(open13, sv(cert).not(session.RuleTLSUnprotected), sv(appd))},
		{"data first", cl(appd).not(session.RuleTLSDataEarly).after()},
		{"data before keys", append(flight, cl(appd).not(session.RuleTLSDataEarly))},
		{"data before Finished", append(flight, cl(ckx), cl(ccs), cl(appd).not(session.RuleTLSFinished), cl(fin), cl(appd))},
		{"early data", []tlsStep{cl(client13.client()), cl(appd).not(session.RuleTLSEarlyData)}},
		{"resumed from nothing", append(hello12, sv(ccs).not(session.RuleTLSResume), sv(cert))},
		{"done with content", append(hello12, sv(cert), sv(skx), sv(hs(wire.TLSServerHelloDone, 1)).not(session.RuleTLSEmptyMessage), sv(done))},
		{"no certificate", append(hello12, sv(skx).not(session.RuleTLSServerCertificate))},
		{"no key exchange", append(hello12, sv(cert), sv(done).not(session.RuleTLSKeyExchange))},
		{"key exchange with RSA", append(rsa, sv(cert), sv(skx).not(session.RuleTLSKeyExchange), sv(done))},
		{"certificate unasked", append(flight, cl(cert).not(session.RuleTLSClientCertificate), cl(ckx))},
		{"certificate kept", append(asked, cl(ckx).not(session.RuleTLSClientCertificate), cl(nocrt))},
		{"proof of nothing", append(asked, cl(nocrt), cl(ckx), cl(cvfy).not(session.RuleTLSVerify))},
		{"no proof", append(asked, cl(cert), cl(ckx), cl(ccs).not(session.RuleTLSVerify), cl(cvfy), cl(ccs))},
		{"status unannounced", append(hello12, sv(cert), sv(hs(wire.TLSCertificateStatus, 1)).not(session.RuleTLSStatus))},
		{"ticket unannounced", append(flight, cl(ckx), cl(ccs), cl(fin), sv(hs(wire.TLSNewSessionTicket, 1)).not(session.RuleTLSTicket))},
		{"ticket forgotten", []tlsStep{cl(client12.client()), reply12(ext(wire.TLSExtSessionTicket)), sv(cert), sv(skx), sv(done), cl(ckx), cl(ccs), cl(fin), sv(ccs).not(session.RuleTLSTicket)}},

		{"short hello", cl(hs(wire.TLSClientHello, 3, 3)).not(session.RuleTLSClientHello).after()},
		{"no suites", c12(func(h *hello) { h.suites = nil }).not(session.RuleTLSClientHello).after()},
		{"extension twice", cl(client12.but(func(h *hello) { h.exts = append(h.exts, h.exts[0]) }).client()).not(session.RuleTLSExtensionTwice).after()},
		{"no null compression", c12(func(h *hello) { h.compressions = []byte{1} }).not(session.RuleTLSNoNullCompression).after()},
		{"compression in 1.3", c13(func(h *hello) { h.compressions = []byte{1, 0} }).not(session.RuleTLS13Compression).after()},
		{"no groups", cl(client13.without(wire.TLSExtSupportedGroups).client()).not(session.RuleTLS13Missing).after()},
		{"no signatures", cl(client13.without(wire.TLSExtSignatureAlgorithms).client()).not(session.RuleTLS13Missing).after()},
		{"share not offered", cl(client13.with(ext(wire.TLSExtKeyShare, vec(2, share(24)...)...)).client()).not(session.RuleTLSKeyShares).after()},
		{"share twice", cl(client13.with(ext(wire.TLSExtKeyShare, vec(2, append(share(29), share(29)...)...)...)).client()).not(session.RuleTLSKeyShares).after()},
		{"pre-shared key first", cl(client13.with(psk, modes).client()).not(session.RuleTLSPSKLast).after()},
		{"pre-shared key without modes", cl(client13.with(psk).client()).not(session.RuleTLSPSKModes).after()},
		{"renegotiation at first", cl(client12.with(ext(wire.TLSExtRenegotiationInfo, 1, 1)).client()).not(session.RuleTLSRenegotiation).after()},
		{"second hello other", append(retried, cl(second13.but(func(h *hello) { h.sid = []byte{9} }).client()).not(session.RuleTLSRetryHello))},
		{"second hello with early data", append(retried, cl(second13.with(ext(wire.TLSExtEarlyData)).client()).not(session.RuleTLSRetryHello))},
		{"second hello's share", append(retried, cl(second13.with(ext(wire.TLSExtKeyShare, vec(2, share(29)...)...)).client()).not(session.RuleTLSRetryShare))},
		{"no cookie", append(retried, cl(second13.without(wire.TLSExtCookie).client()).not(session.RuleTLSCookie))},
		{"cookie at first", cl(client13.with(ext(wire.TLSExtCookie, vec(2, 9)...)).client()).not(session.RuleTLSCookie).after()},

		{"short answer", append(hello12[:1:1], sv(hs(wire.TLSServerHello, 3, 3)).not(session.RuleTLSServerHello))},
		{"version not offered", append(hello12[:1:1], s13(func(*hello) {}).not(session.RuleTLSChosenVersion))},
		{"version above", append(hello12[:1:1], s12(func(h *hello) { h.version = 0x305 }).not(session.RuleTLSChosenVersion))},
		{"suite not offered", append(hello12[:1:1], s12(func(h *hello) { h.suites = two(0xc030) }).not(session.RuleTLSChosenSuite))},
		{"signal as suite", append(hello12[:1:1], s12(func(h *hello) { h.suites = two(0x00ff) }).not(session.RuleTLSChosenSuite))},
		{"suite of 1.2 in 1.3", []tlsStep{cl(client13.client()), s13(func(h *hello) { h.suites = two(0xc02f) }).not(session.RuleTLSSuiteVersion)}},
		{"suite of 1.3 in 1.2", []tlsStep{cl(client13.client()), s12(func(h *hello) { h.suites = two(0x1301) }).not(session.RuleTLSSuiteVersion)}},
		{"compression not offered", append(hello12[:1:1], s12(func(h *hello) { h.compressions = []byte{1} }).not(session.RuleTLSChosenCompression))},
		{"extension unasked", append(hello12[:1:1], reply12(ext(wire.TLSExtHeartbeat, 1)).not(session.RuleTLSExtensionUnasked))},
		{"extension out of place", []tlsStep{cl(client13.with(ext(wire.TLSExtALPN, vec(2, vec(1, 'x')...)...)).client()), sv(server13.with(ext(wire.TLSExtALPN, vec(2, vec(1, 'x')...)...)).server()).not(session.RuleTLSExtensionPlace)}},
		{"1.2 by the new way", []tlsStep{cl(client13.client()), sv(server12.with(ext(wire.TLSExtSupportedVersions, 3, 3)).server()).not(session.RuleTLSExtensionPlace)}},
		{"session ID", []tlsStep{cl(client13.client()), s13(func(h *hello) { h.sid = nil }).not(session.RuleTLSSessionID)}},
		{"downgrade", []tlsStep{cl(client13.client()), s12(func(h *hello) { h.random = append(random32[:24:24], "DOWNGRD\x01"...) }).not(session.RuleTLSDowngrade)}},
		{"not a downgrade", []tlsStep{cl(client12.client()), s12(func(h *hello) { h.random = append(random32[:24:24], "DOWNGRD\x01"...) })}},
		{"group without a share", []tlsStep{cl(client13.client()), sv(server13.with(ext(wire.TLSExtKeyShare, share(23)...)).server()).not(session.RuleTLSChosenGroup)}},
		{"retry for what is there", []tlsStep{cl(client13.client()), sv(retry13.with(ext(wire.TLSExtKeyShare, two(29)...)).server()).not(session.RuleTLSChosenGroup)}},
		{"pre-shared key 1 of 1", []tlsStep{cl(withPSK.client()), sv(server13.with(ext(wire.TLSExtPreSharedKey, 0, 1)).server()).not(session.RuleTLSChosenPSK)}},
		{"reserved suite", []tlsStep{c12(func(h *hello) { h.suites = two(0x0a0a, 0xc02f) }), s12(func(h *hello) { h.suites = two(0x0a0a) }).not(session.RuleTLSGREASE)}},
		{"reserved extension", []tlsStep{cl(client12.with(ext(0x1a1a)).client()), reply12(ext(0x1a1a)).not(session.RuleTLSGREASE)}},
		{"retry twice", append(retried, cl(second13.client()), sv(retry13.server()).not(session.RuleTLSRetryTwice))},
		{"retry, then another suite", []tlsStep{c13(func(h *hello) { h.suites = two(0x1301, 0x1302) }), sv(retry13.server()),
			cl(second13.but(func(h *hello) { h.suites = two(0x1301, 0x1302) }).client()),
			sv(server13.with(ext(wire.TLSExtKeyShare, share(23)...)).but(func(h *hello) { h.suites = two(0x1302) }).server()).not(session.RuleTLSRetrySuite)}},
		{"other protocol", append(hello12[:1:1], reply12(ext(wire.TLSExtALPN, vec(2, vec(1, 'h', '3')...)...)).not(session.RuleTLSALPN))},
		{"two protocols", append(hello12[:1:1], reply12(ext(wire.TLSExtALPN, vec(2, append(vec(1, 'h', '2'), vec(1, 'h', '2')...)...)...)).not(session.RuleTLSALPN))},
		{"other limit", append(hello12[:1:1], reply12(ext(wire.TLSExtMaxFragmentLength, 2)).not(session.RuleTLSMaxFragment))},
	} {
		s := session.NewTLS(false)
		for i, k := range tt.steps {
			before, _ := s.AppendBinary(nil)
			v := s.Check(k.side, k.b, int64(i))
			if v.Rule != k.rule {
				t.Errorf("%s, step %d: %v", tt.name, i, v)
			}
			after, _ := s.AppendBinary(nil)
			if v.Outcome == session.Invalid && !bytes.Equal(before, after) {
				t.Errorf("%s, step %d: %v changed the state", tt.name, i, v)
			}
			var c session.TLS
			if err := c.UnmarshalBinary(after); err != nil {
				t.Errorf("%s, step %d: %v", tt.name, i, err)
			}
		}
	}
}

// cut corrects the length of a record that was cut short.
func (s tlsStep) cut() tlsStep {
	s.b = bytes.Clone(s.b)
	wire.TLSRecord(s.b).SetLength(uint16(len(s.b) - 5))
	return s
}

func TestTLSLong(t *testing.T) {
	s := session.NewTLS(false)
	long := client12.with(ext(wire.TLSExtPadding, make([]byte, 5000)...)).client()
	other := server12.but(func(h *hello) { h.suites = two(0xc030) }).server()
	for i, b := range [][]byte{long, other} {
		if v := s.Check(session.Side(i), b, 0); !v.OK() {
			t.Error(v) // nothing is known of so long a hello
		}
	}
	// One that comes in two records is passed over.
	s = session.NewTLS(false)
	first, second := append([]byte(nil), long[:3000]...), append([]byte{22, 3, 3, 0, 0}, long[3000:]...)
	wire.TLSRecord(first).SetLength(2995)
	wire.TLSRecord(second).SetLength(uint16(len(long) - 3000))
	for _, k := range []tlsStep{cl(first), cl(second), sv(other), sv(cert)} {
		if v := s.Check(k.side, k.b, 0); !v.OK() {
			t.Error(v)
		}
	}
}

func TestTLSNext(t *testing.T) {
	s := session.NewTLS(false)
	moves := func(side session.Side) string {
		var n []string
		for _, m := range s.Next(side, nil) {
			n = append(n, m.Name)
		}
		return strings.Join(n, ", ")
	}
	if got := moves(session.Client); got != "client hello, alert" {
		t.Error(got)
	}
	for _, k := range []tlsStep{cl(client12.client()), sv(server12.server()), sv(cert), sv(skx), sv(done), cl(ckx)} {
		s.Check(k.side, k.b, 0)
	}
	if got := moves(session.Client); got != "certificate verify, change cipher spec, alert" || s.State(session.Client) != "client key exchange" {
		t.Error(got)
	}
}

func FuzzTLS(f *testing.F) {
	for _, steps := range [][][]byte{{client12.client(), server12.server(), cert, skx, done, ckx, ccs, fin}, {client13.client(), retry13.server(), second13.client(), server13.server()}} {
		var b []byte
		var sides uint64
		for i, r := range steps {
			b = append(b, r...)
			if r[0] == 22 && len(r) > 5 && (r[5] == 2 || r[5] >= 11 && r[5] <= 14) {
				sides |= 1 << (i + 1)
			}
		}
		f.Add(b, sides)
	}
	f.Fuzz(func(t *testing.T, b []byte, sides uint64) {
		s := session.NewTLS(sides&1 != 0)
		for i := 1; ; i++ {
			r, err := wire.ParseTLSRecord(b)
			if err != nil {
				return
			}
			b = r.Rest()
			before, _ := s.AppendBinary(nil)
			v := s.Check(session.Side(sides>>(i%64)&1), r[:len(r)-len(b)], 0)
			after, _ := s.AppendBinary(nil)
			if v.Outcome == session.Invalid && !bytes.Equal(before, after) || v.OK() != (v.Rule == nil) {
				t.Fatalf("%+v: %x, then %x", v, before, after)
			}
			var c session.TLS
			if err := c.UnmarshalBinary(after); err != nil {
				t.Fatal(err)
			}
			*s = c
		}
	})
}

func TestTLSNoAllocs(t *testing.T) {
	s := session.NewTLS(false)
	records := []tlsStep{cl(client13.client()), sv(retry13.server()), cl(second13.client()), sv(server13.with(ext(wire.TLSExtKeyShare, share(23)...)).server()), sv(appd)}
	if n := testing.AllocsPerRun(100, func() {
		s.Reset()
		for _, k := range records {
			if v := s.Check(k.side, k.b, 0); !v.OK() {
				t.Fatal(v)
			}
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleTLS() {
	// A server that answers with a suite that the client did not offer.
	s := session.NewTLS(false)
	fmt.Println(s.Check(session.Client, client12.client(), 0), s.State(session.Client))
	answer := server12
	answer.suites = []byte{0xc0, 0x30}
	fmt.Println(s.Check(session.Server, answer.server(), 0))
	// Output:
	// valid WAIT_SH
	// invalid: RFC 5246 §7.4.1.3: cipher suite was not offered (CipherSuite, WAIT_SH)
}
