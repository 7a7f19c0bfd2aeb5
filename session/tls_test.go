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
func tlsVec(size int, b ...byte) []byte {
	var n [4]byte
	wire.PutUint32(n[:], 0, uint32(len(b)))
	return append(bytes.Clone(n[4-size:]), b...)
}

func u16s(x ...int) (b []byte) {
	for _, v := range x {
		b = append(b, byte(v>>8), byte(v))
	}
	return b
}

func tlsExt(t wire.TLSExtension, data ...byte) []byte {
	return append(u16s(int(t)), tlsVec(2, data...)...)
}

func tlsRecord(t wire.TLSContentType, version int, b ...byte) []byte {
	return append([]byte{byte(t), byte(version >> 8), byte(version), byte(len(b) >> 8), byte(len(b))}, b...)
}

// hs returns a record with a handshake message.
func hsRec(t wire.TLSHandshakeType, body ...byte) []byte {
	return tlsRecord(wire.TLSHandshake, 0x303, append([]byte{byte(t)}, tlsVec(3, body...)...)...)
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
	b := append(append(u16s(h.version), h.random...), tlsVec(1, h.sid...)...)
	if client {
		if h.dtls {
			b = append(b, tlsVec(1, h.cookie...)...)
		}
		b = append(append(b, tlsVec(2, h.suites...)...), tlsVec(1, h.compressions...)...)
	} else {
		b = append(append(b, h.suites...), h.compressions...)
	}
	if h.exts != nil {
		b = append(b, tlsVec(2, bytes.Join(h.exts, nil)...)...)
	}
	return b
}

func (h hello) client() []byte { return hsRec(wire.TLSClientHello, h.body(true)...) }
func (h hello) server() []byte { return hsRec(wire.TLSServerHello, h.body(false)...) }

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
	h = h.with(tlsExt(t))
	h.exts = h.exts[:len(h.exts)-1]
	return h
}

func (h hello) but(change func(*hello)) hello { change(&h); return h }

var (
	random32  = bytes.Repeat([]byte{7}, 32)
	retryRand = sha256.Sum256([]byte("HelloRetryRequest"))

	client12 = hello{0x303, random32, nil, u16s(0xc02f, 0x002f, 0x00ff), []byte{0}, nil,
		[][]byte{tlsExt(wire.TLSExtStatusRequest, 1, 0, 0, 0, 0), tlsExt(wire.TLSExtSessionTicket), tlsExt(wire.TLSExtALPN, tlsVec(2, tlsVec(1, 'h', '2')...)...), tlsExt(wire.TLSExtMaxFragmentLength, 1)}, false}
	server12 = hello{0x303, random32, nil, u16s(0xc02f), []byte{0}, nil, nil, false}

	keyShare = func(group int) []byte { return append(u16s(group), tlsVec(2, 1, 2, 3)...) }
	client13 = hello{0x303, random32, []byte{1, 2, 3}, u16s(0x1301, 0xc02f), []byte{0}, nil, [][]byte{
		tlsExt(wire.TLSExtSupportedVersions, tlsVec(1, u16s(0x304, 0x303)...)...), tlsExt(wire.TLSExtSupportedGroups, tlsVec(2, u16s(29, 23)...)...),
		tlsExt(wire.TLSExtSignatureAlgorithms, tlsVec(2, u16s(0x403)...)...), tlsExt(wire.TLSExtKeyShare, tlsVec(2, keyShare(29)...)...)}, false}
	server13 = hello{0x303, random32, []byte{1, 2, 3}, u16s(0x1301), []byte{0}, nil, [][]byte{
		tlsExt(wire.TLSExtSupportedVersions, u16s(0x304)...), tlsExt(wire.TLSExtKeyShare, keyShare(29)...)}, false}
	retry13 = hello{0x303, retryRand[:], []byte{1, 2, 3}, u16s(0x1301), []byte{0}, nil, [][]byte{
		tlsExt(wire.TLSExtSupportedVersions, u16s(0x304)...), tlsExt(wire.TLSExtKeyShare, u16s(23)...), tlsExt(wire.TLSExtCookie, tlsVec(2, 9, 9)...)}, false}
	second13 = client13.with(tlsExt(wire.TLSExtKeyShare, tlsVec(2, keyShare(23)...)...), tlsExt(wire.TLSExtCookie, tlsVec(2, 9, 9)...))

	ccsRec    = tlsRecord(wire.TLSChangeCipherSpec, 0x303, 1)
	finRec    = tlsRecord(wire.TLSHandshake, 0x303, make([]byte, 40)...)
	dataRec   = tlsRecord(wire.TLSApplicationData, 0x303, make([]byte, 40)...)
	certRec   = hsRec(wire.TLSCertificate, 0, 0, 4, 0, 0, 1, 0)
	noCertRec = hsRec(wire.TLSCertificate, 0, 0, 0)
	skxRec    = hsRec(wire.TLSServerKeyExchange, 1)
	creqRec   = hsRec(wire.TLSCertificateRequest, 1)
	doneRec   = hsRec(wire.TLSServerHelloDone)
	ckxRec    = hsRec(wire.TLSClientKeyExchange, 1)
	cvfyRec   = hsRec(wire.TLSCertificateVerify, 1)
)

type tlsStep struct {
	side session.Side
	b    []byte
	rule *session.Rule // nil is Valid
}

// play lets both sides talk in turn: "c" and "s" before a record say who.
func fromC(b []byte) tlsStep                  { return tlsStep{session.Client, b, nil} }
func fromS(b []byte) tlsStep                  { return tlsStep{session.Server, b, nil} }
func (s tlsStep) not(r *session.Rule) tlsStep { s.rule = r; return s }
func (s tlsStep) after(before ...tlsStep) []tlsStep {
	return append(before[:len(before):len(before)], s)
}

func TestTLSFaults(t *testing.T) {
	hello12 := []tlsStep{fromC(client12.client()), fromS(server12.server())}
	flight := append(hello12[:2:2], fromS(certRec), fromS(skxRec), fromS(doneRec))
	asked := append(hello12[:2:2], fromS(certRec), fromS(skxRec), fromS(creqRec), fromS(doneRec))
	open := append(flight[:5:5], fromC(ckxRec), fromC(ccsRec), fromC(finRec), fromS(ccsRec), fromS(finRec))
	open13 := []tlsStep{fromC(client13.client()), fromS(server13.server())}
	retried := []tlsStep{fromC(client13.client()), fromS(retry13.server())}
	rsa := []tlsStep{fromC(client12.client()), fromS(server12.but(func(h *hello) { h.suites = u16s(0x2f) }).server())}
	c12 := func(f func(*hello)) tlsStep { return fromC(client12.but(f).client()) }
	c13 := func(f func(*hello)) tlsStep { return fromC(client13.but(f).client()) }
	s12 := func(f func(*hello)) tlsStep { return fromS(server12.but(f).server()) }
	s13 := func(f func(*hello)) tlsStep { return fromS(server13.but(f).server()) }
	reply12 := func(exts ...[]byte) tlsStep { return fromS(server12.with(exts...).server()) }
	psk := tlsExt(wire.TLSExtPreSharedKey, append(tlsVec(2, append(tlsVec(2, 1), 0, 0, 0, 0)...), tlsVec(2, tlsVec(1, make([]byte, 32)...)...)...)...)
	modes := tlsExt(wire.TLSExtPSKKeyExchangeModes, 1, 1)
	withPSK := client13.with(modes, psk)
	early := client13.with(tlsExt(wire.TLSExtEarlyData), modes, psk)
	for _, tt := range []struct {
		name  string
		steps []tlsStep
	}{
		{"1.2", open},
		{"1.2, data", append(open, fromC(dataRec), fromS(dataRec))},
		{"1.2, client certificate", append(asked, fromC(certRec), fromC(ckxRec), fromC(cvfyRec), fromC(ccsRec), fromC(finRec), fromS(ccsRec), fromS(finRec))},
		{"1.2, empty client certificate", append(asked, fromC(noCertRec), fromC(ckxRec), fromC(ccsRec), fromC(finRec), fromS(ccsRec))},
		{"1.2, ticket", []tlsStep{fromC(client12.client()), reply12(tlsExt(wire.TLSExtSessionTicket)), fromS(certRec), fromS(skxRec), fromS(doneRec), fromC(ckxRec), fromC(ccsRec), fromC(finRec), fromS(hsRec(wire.TLSNewSessionTicket, 1)), fromS(ccsRec), fromS(finRec)}},
		{"1.2, resumed", []tlsStep{c12(func(h *hello) { h.sid = []byte{5} }), s12(func(h *hello) { h.sid = []byte{5} }), fromS(ccsRec), fromS(finRec), fromC(ccsRec), fromC(finRec), fromC(dataRec)}},
		{"1.2, false start", append(flight, fromC(ckxRec), fromC(ccsRec), fromC(finRec), fromC(dataRec), fromS(ccsRec), fromS(finRec))},
		{"1.2, status", []tlsStep{fromC(client12.client()), reply12(tlsExt(wire.TLSExtStatusRequest)), fromS(certRec), fromS(hsRec(wire.TLSCertificateStatus, 1)), fromS(skxRec), fromS(doneRec)}},
		{"1.2, again", append(open, fromC(finRec), fromS(finRec), fromC(finRec), fromC(ccsRec), fromC(finRec), fromS(ccsRec), fromS(finRec), fromC(dataRec))},
		{"1.2, renegotiation info for a signal", []tlsStep{fromC(client12.client()), reply12(tlsExt(wire.TLSExtRenegotiationInfo, 0))}},
		{"1.3", append(open13, fromC(ccsRec), fromS(ccsRec), fromS(dataRec), fromC(dataRec))},
		{"1.3, retry", append(retried, fromS(ccsRec), fromC(ccsRec), fromC(second13.client()), fromS(server13.with(tlsExt(wire.TLSExtKeyShare, keyShare(23)...)).server()), fromS(dataRec), fromC(dataRec))},
		{"1.3, early data", []tlsStep{fromC(early.client()), fromC(ccsRec), fromC(dataRec), fromS(server13.server()), fromC(dataRec), fromS(dataRec)}},
		{"1.3, pre-shared key", []tlsStep{fromC(withPSK.client()), fromS(server13.with(tlsExt(wire.TLSExtPreSharedKey, 0, 0)).server())}},
		{"1.3 offered, 1.2 chosen", []tlsStep{fromC(client13.client()), fromS(server12.server()), fromS(certRec), fromS(skxRec), fromS(doneRec)}},
		{"hello requested", []tlsStep{fromS(hsRec(wire.TLSHelloRequest)), fromC(client12.client())}},
		{"refused", []tlsStep{fromC(client12.client()), fromS(tlsRecord(wire.TLSAlertRecord, 0x301, 2, 40))}},
		{"warned", []tlsStep{fromC(client12.client()), fromS(tlsRecord(wire.TLSAlertRecord, 0x303, 1, 112)), fromS(server12.server())}},

		{"type", fromC(tlsRecord(99, 0x303, 1)).not(session.RuleTLSType).after(open...)},
		{"major", fromC(tlsRecord(22, 0x203, 1)).not(session.RuleTLSMajor).after()},
		{"record's version", fromS(tlsRecord(22, 0x302, certRec[5:]...)).not(session.RuleTLSRecordVersion).after(hello12...)},
		{"record's version, 1.3", fromS(tlsRecord(23, 0x304, 1)).not(session.RuleTLS13RecordVersion).after(open13...)},
		{"long", fromC(append([]byte{22, 3, 3, 0x40, 1}, make([]byte, 0x4001)...)).not(session.RuleTLSLength).after()},
		{"long, encrypted", fromC(append([]byte{23, 3, 3, 0x48, 1}, make([]byte, 0x4801)...)).not(session.RuleTLSCipherLength).after(open...)},
		{"long, 1.3", fromC(append([]byte{23, 3, 3, 0x41, 1}, make([]byte, 0x4101)...)).not(session.RuleTLS13Length).after(open13...)},
		{"empty", fromS(tlsRecord(22, 0x303)).not(session.RuleTLSEmpty).after(hello12...)},
		{"interrupted", append(hello12, fromS(certRec[:5+6]).cut(), fromS(ccsRec).not(session.RuleTLSInterleaved), fromS(tlsRecord(22, 0x303, certRec[5+6:]...)), fromS(skxRec))},
		{"change cipher spec of two", fromC(tlsRecord(20, 0x303, 2)).not(session.RuleTLSCCS).after(append(flight, fromC(ckxRec))...)},
		{"change cipher spec of two, 1.3", fromC(tlsRecord(20, 0x303, 1, 1)).not(session.RuleTLSCCS).after(open13...)},
		{"alert of one byte", fromS(tlsRecord(21, 0x303, 1)).not(session.RuleTLSAlert).after(hello12...)},
		{"alert of level 3", fromS(tlsRecord(21, 0x303, 3, 0)).not(session.RuleTLSAlert).after(hello12...)},
		{"after an error", append(hello12, fromS(tlsRecord(21, 0x303, 2, 40)), fromS(certRec).not(session.RuleTLSAfterFatal))},
		{"after the end", append(hello12, fromC(tlsRecord(21, 0x303, 1, 0)), fromC(ckxRec).not(session.RuleTLSAfterClose))},
		{"heartbeat", append(hello12, fromC(tlsRecord(24, 0x303, 1, 0, 1, 1)).not(session.RuleTLSHeartbeat))},
		{"Heartbleed", []tlsStep{fromC(client12.with(tlsExt(wire.TLSExtHeartbeat, 1)).client()), reply12(tlsExt(wire.TLSExtHeartbeat, 1)), fromC(tlsRecord(24, 0x303, 1, 0x40, 0)).not(session.RuleTLSHeartbeatLength)}},

		{"server first", fromS(server12.server()).not(session.RuleTLSOrder).after()},
		{"two hellos", append(hello12[:1:1], fromC(client12.client()).not(session.RuleTLSOrder))},
		{"change cipher spec early", append(flight, fromC(ccsRec).not(session.RuleTLSOrder), fromC(ckxRec))},
		{"change cipher spec before the server's hello", append(hello12[:1:1], fromC(ccsRec).not(session.RuleTLSOrder))},
		{"change cipher spec twice", append(open, fromC(ccsRec).not(session.RuleTLSOrder))},
		{"doneRec twice", append(flight, fromS(doneRec).not(session.RuleTLSOrder))},
		{"cookie request", append(hello12[:1:1], fromS(hsRec(wire.DTLSHelloVerifyRequest, 3, 3, 0)).not(session.RuleTLSOrder))},
		{"clear in 1.3", append(open13, fromS(certRec).not(session.RuleTLSUnprotected), fromS(dataRec))},
		{"data first", fromC(dataRec).not(session.RuleTLSDataEarly).after()},
		{"data before keys", append(flight, fromC(dataRec).not(session.RuleTLSDataEarly))},
		{"data before Finished", append(flight, fromC(ckxRec), fromC(ccsRec), fromC(dataRec).not(session.RuleTLSFinished), fromC(finRec), fromC(dataRec))},
		{"early data", []tlsStep{fromC(client13.client()), fromC(dataRec).not(session.RuleTLSEarlyData)}},
		{"resumed from nothing", append(hello12, fromS(ccsRec).not(session.RuleTLSResume), fromS(certRec))},
		{"doneRec with content", append(hello12, fromS(certRec), fromS(skxRec), fromS(hsRec(wire.TLSServerHelloDone, 1)).not(session.RuleTLSEmptyMessage), fromS(doneRec))},
		{"no certificate", append(hello12, fromS(skxRec).not(session.RuleTLSServerCertificate))},
		{"no key exchange", append(hello12, fromS(certRec), fromS(doneRec).not(session.RuleTLSKeyExchange))},
		{"key exchange with RSA", append(rsa, fromS(certRec), fromS(skxRec).not(session.RuleTLSKeyExchange), fromS(doneRec))},
		{"certificate unasked", append(flight, fromC(certRec).not(session.RuleTLSClientCertificate), fromC(ckxRec))},
		{"certificate kept", append(asked, fromC(ckxRec).not(session.RuleTLSClientCertificate), fromC(noCertRec))},
		{"proof of nothing", append(asked, fromC(noCertRec), fromC(ckxRec), fromC(cvfyRec).not(session.RuleTLSVerify))},
		{"no proof", append(asked, fromC(certRec), fromC(ckxRec), fromC(ccsRec).not(session.RuleTLSVerify), fromC(cvfyRec), fromC(ccsRec))},
		{"status unannounced", append(hello12, fromS(certRec), fromS(hsRec(wire.TLSCertificateStatus, 1)).not(session.RuleTLSStatus))},
		{"ticket unannounced", append(flight, fromC(ckxRec), fromC(ccsRec), fromC(finRec), fromS(hsRec(wire.TLSNewSessionTicket, 1)).not(session.RuleTLSTicket))},
		{"ticket forgotten", []tlsStep{fromC(client12.client()), reply12(tlsExt(wire.TLSExtSessionTicket)), fromS(certRec), fromS(skxRec), fromS(doneRec), fromC(ckxRec), fromC(ccsRec), fromC(finRec), fromS(ccsRec).not(session.RuleTLSTicket)}},

		{"short hello", fromC(hsRec(wire.TLSClientHello, 3, 3)).not(session.RuleTLSClientHello).after()},
		{"no suites", c12(func(h *hello) { h.suites = nil }).not(session.RuleTLSClientHello).after()},
		{"extension twice", fromC(client12.but(func(h *hello) { h.exts = append(h.exts, h.exts[0]) }).client()).not(session.RuleTLSExtensionTwice).after()},
		{"no null compression", c12(func(h *hello) { h.compressions = []byte{1} }).not(session.RuleTLSNoNullCompression).after()},
		{"compression in 1.3", c13(func(h *hello) { h.compressions = []byte{1, 0} }).not(session.RuleTLS13Compression).after()},
		{"no groups", fromC(client13.without(wire.TLSExtSupportedGroups).client()).not(session.RuleTLS13Missing).after()},
		{"no signatures", fromC(client13.without(wire.TLSExtSignatureAlgorithms).client()).not(session.RuleTLS13Missing).after()},
		{"keyShare not offered", fromC(client13.with(tlsExt(wire.TLSExtKeyShare, tlsVec(2, keyShare(24)...)...)).client()).not(session.RuleTLSKeyShares).after()},
		{"keyShare twice", fromC(client13.with(tlsExt(wire.TLSExtKeyShare, tlsVec(2, append(keyShare(29), keyShare(29)...)...)...)).client()).not(session.RuleTLSKeyShares).after()},
		{"pre-shared key first", fromC(client13.with(psk, modes).client()).not(session.RuleTLSPSKLast).after()},
		{"pre-shared key without modes", fromC(client13.with(psk).client()).not(session.RuleTLSPSKModes).after()},
		{"renegotiation at first", fromC(client12.with(tlsExt(wire.TLSExtRenegotiationInfo, 1, 1)).client()).not(session.RuleTLSRenegotiation).after()},
		{"second hello other", append(retried, fromC(second13.but(func(h *hello) { h.sid = []byte{9} }).client()).not(session.RuleTLSRetryHello))},
		{"second hello with early data", append(retried, fromC(second13.with(tlsExt(wire.TLSExtEarlyData)).client()).not(session.RuleTLSRetryHello))},
		{"second hello's keyShare", append(retried, fromC(second13.with(tlsExt(wire.TLSExtKeyShare, tlsVec(2, keyShare(29)...)...)).client()).not(session.RuleTLSRetryShare))},
		{"no cookie", append(retried, fromC(second13.without(wire.TLSExtCookie).client()).not(session.RuleTLSCookie))},
		{"cookie at first", fromC(client13.with(tlsExt(wire.TLSExtCookie, tlsVec(2, 9)...)).client()).not(session.RuleTLSCookie).after()},

		{"short answer", append(hello12[:1:1], fromS(hsRec(wire.TLSServerHello, 3, 3)).not(session.RuleTLSServerHello))},
		{"version not offered", append(hello12[:1:1], s13(func(*hello) {}).not(session.RuleTLSChosenVersion))},
		{"version above", append(hello12[:1:1], s12(func(h *hello) { h.version = 0x305 }).not(session.RuleTLSChosenVersion))},
		{"suite not offered", append(hello12[:1:1], s12(func(h *hello) { h.suites = u16s(0xc030) }).not(session.RuleTLSChosenSuite))},
		{"signal as suite", append(hello12[:1:1], s12(func(h *hello) { h.suites = u16s(0x00ff) }).not(session.RuleTLSChosenSuite))},
		{"suite of 1.2 in 1.3", []tlsStep{fromC(client13.client()), s13(func(h *hello) { h.suites = u16s(0xc02f) }).not(session.RuleTLSSuiteVersion)}},
		{"suite of 1.3 in 1.2", []tlsStep{fromC(client13.client()), s12(func(h *hello) { h.suites = u16s(0x1301) }).not(session.RuleTLSSuiteVersion)}},
		{"compression not offered", append(hello12[:1:1], s12(func(h *hello) { h.compressions = []byte{1} }).not(session.RuleTLSChosenCompression))},
		{"extension unasked", append(hello12[:1:1], reply12(tlsExt(wire.TLSExtHeartbeat, 1)).not(session.RuleTLSExtensionUnasked))},
		{"extension out of place", []tlsStep{fromC(client13.with(tlsExt(wire.TLSExtALPN, tlsVec(2, tlsVec(1, 'x')...)...)).client()), fromS(server13.with(tlsExt(wire.TLSExtALPN, tlsVec(2, tlsVec(1, 'x')...)...)).server()).not(session.RuleTLSExtensionPlace)}},
		{"1.2 by the new way", []tlsStep{fromC(client13.client()), fromS(server12.with(tlsExt(wire.TLSExtSupportedVersions, 3, 3)).server()).not(session.RuleTLSExtensionPlace)}},
		{"session ID", []tlsStep{fromC(client13.client()), s13(func(h *hello) { h.sid = nil }).not(session.RuleTLSSessionID)}},
		{"downgrade", []tlsStep{fromC(client13.client()), s12(func(h *hello) { h.random = append(random32[:24:24], "DOWNGRD\x01"...) }).not(session.RuleTLSDowngrade)}},
		{"not a downgrade", []tlsStep{fromC(client12.client()), s12(func(h *hello) { h.random = append(random32[:24:24], "DOWNGRD\x01"...) })}},
		{"group without a keyShare", []tlsStep{fromC(client13.client()), fromS(server13.with(tlsExt(wire.TLSExtKeyShare, keyShare(23)...)).server()).not(session.RuleTLSChosenGroup)}},
		{"retry for what is there", []tlsStep{fromC(client13.client()), fromS(retry13.with(tlsExt(wire.TLSExtKeyShare, u16s(29)...)).server()).not(session.RuleTLSChosenGroup)}},
		{"pre-shared key 1 of 1", []tlsStep{fromC(withPSK.client()), fromS(server13.with(tlsExt(wire.TLSExtPreSharedKey, 0, 1)).server()).not(session.RuleTLSChosenPSK)}},
		{"reserved suite", []tlsStep{c12(func(h *hello) { h.suites = u16s(0x0a0a, 0xc02f) }), s12(func(h *hello) { h.suites = u16s(0x0a0a) }).not(session.RuleTLSGREASE)}},
		{"reserved extension", []tlsStep{fromC(client12.with(tlsExt(0x1a1a)).client()), reply12(tlsExt(0x1a1a)).not(session.RuleTLSGREASE)}},
		{"retry twice", append(retried, fromC(second13.client()), fromS(retry13.server()).not(session.RuleTLSRetryTwice))},
		{"retry, then another suite", []tlsStep{c13(func(h *hello) { h.suites = u16s(0x1301, 0x1302) }), fromS(retry13.server()),
			fromC(second13.but(func(h *hello) { h.suites = u16s(0x1301, 0x1302) }).client()),
			fromS(server13.with(tlsExt(wire.TLSExtKeyShare, keyShare(23)...)).but(func(h *hello) { h.suites = u16s(0x1302) }).server()).not(session.RuleTLSRetrySuite)}},
		{"other protocol", append(hello12[:1:1], reply12(tlsExt(wire.TLSExtALPN, tlsVec(2, tlsVec(1, 'h', '3')...)...)).not(session.RuleTLSALPN))},
		{"two protocols", append(hello12[:1:1], reply12(tlsExt(wire.TLSExtALPN, tlsVec(2, append(tlsVec(1, 'h', '2'), tlsVec(1, 'h', '2')...)...)...)).not(session.RuleTLSALPN))},
		{"other limit", append(hello12[:1:1], reply12(tlsExt(wire.TLSExtMaxFragmentLength, 2)).not(session.RuleTLSMaxFragment))},
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
	long := client12.with(tlsExt(wire.TLSExtPadding, make([]byte, 5000)...)).client()
	other := server12.but(func(h *hello) { h.suites = u16s(0xc030) }).server()
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
	for _, k := range []tlsStep{fromC(first), fromC(second), fromS(other), fromS(certRec)} {
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
	for _, k := range []tlsStep{fromC(client12.client()), fromS(server12.server()), fromS(certRec), fromS(skxRec), fromS(doneRec), fromC(ckxRec)} {
		s.Check(k.side, k.b, 0)
	}
	if got := moves(session.Client); got != "certificate verify, change cipher spec, alert" || s.State(session.Client) != "client key exchange" {
		t.Error(got)
	}
}

func FuzzTLS(f *testing.F) {
	for _, steps := range [][][]byte{{client12.client(), server12.server(), certRec, skxRec, doneRec, ckxRec, ccsRec, finRec}, {client13.client(), retry13.server(), second13.client(), server13.server()}} {
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
	records := []tlsStep{fromC(client13.client()), fromS(retry13.server()), fromC(second13.client()), fromS(server13.with(tlsExt(wire.TLSExtKeyShare, keyShare(23)...)).server()), fromS(dataRec)}
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
