package session

import "github.com/gocap-project/gocap/wire"

// The phases of a handshake: what the last message was.
const (
	tlsUnknown    uint8 = iota // begun midway, or bytes are missing: nothing is claimed of the order
	tlsStart                   // nothing
	tlsOffer                   // client hello
	tlsVerify                  // hello verify request, of DTLS
	tlsRetry                   // hello retry request
	tlsOffer2                  // the client hello that it asked for
	tls13                      // server hello of TLS 1.3: all behind it is encrypted
	tlsAnswer                  // server hello of earlier versions
	tlsSupplement              // and so on, in their order
	tlsCertificate
	tlsStatus
	tlsKeyExchange
	tlsRequest
	tlsDone
	tlsClientSupplement
	tlsClientCertificate
	tlsClientKey
	tlsClientVerify
	tlsClientCCS // the client's keys are new
	tlsTicket
	tlsShortTicket // of a session that is resumed
	tlsShortCCS    // the server's keys are new, in a session that is resumed
	tlsOpen        // both keys are new
	tlsPhases
)

var tlsNames = [tlsPhases]string{
	"midway", "START", "WAIT_SH", "cookie", "retry", "WAIT_SH", "encrypted", "server hello", "supplemental data", "certificate", "certificate status",
	"server key exchange", "certificate request", "server hello done", "client supplemental data", "client certificate", "client key exchange",
	"certificate verify", "client change cipher spec", "ticket", "ticket", "server change cipher spec", "CONNECTED",
}

// tlsCCS stands for change cipher spec among the handshake messages, which it is not.
const tlsCCS wire.TLSHandshakeType = 255

// tlsEdge says that a side may send a message in a phase.
type tlsEdge struct {
	from uint8
	side Side
	kind wire.TLSHandshakeType
	to   uint8
}

// tlsEdges are the handshakes of versions before 1.3: RFC 5246 §7.3, RFC 4680 §2, RFC 5077 §3.3, RFC 6066 §8. Of TLS 1.3, the part that is in clear
// is here too. Where a server hello leads is not said here.
var tlsEdges = [...]tlsEdge{
	{tlsStart, Client, wire.TLSClientHello, tlsOffer},
	{tlsOffer, Server, wire.DTLSHelloVerifyRequest, tlsVerify},
	{tlsVerify, Client, wire.TLSClientHello, tlsOffer},
	{tlsOffer, Server, wire.TLSServerHello, tlsAnswer},
	{tlsRetry, Client, wire.TLSClientHello, tlsOffer2},
	{tlsOffer2, Server, wire.TLSServerHello, tlsAnswer},

	{tlsAnswer, Server, wire.TLSSupplementalData, tlsSupplement},
	{tlsAnswer, Server, wire.TLSCertificate, tlsCertificate},
	{tlsAnswer, Server, wire.TLSServerKeyExchange, tlsKeyExchange},
	{tlsAnswer, Server, wire.TLSServerHelloDone, tlsDone},
	{tlsAnswer, Server, wire.TLSNewSessionTicket, tlsShortTicket},
	{tlsAnswer, Server, tlsCCS, tlsShortCCS},
	{tlsSupplement, Server, wire.TLSCertificate, tlsCertificate},
	{tlsSupplement, Server, wire.TLSServerKeyExchange, tlsKeyExchange},
	{tlsSupplement, Server, wire.TLSServerHelloDone, tlsDone},
	{tlsCertificate, Server, wire.TLSCertificateStatus, tlsStatus},
	{tlsCertificate, Server, wire.TLSServerKeyExchange, tlsKeyExchange},
	{tlsCertificate, Server, wire.TLSCertificateRequest, tlsRequest},
	{tlsCertificate, Server, wire.TLSServerHelloDone, tlsDone},
	{tlsStatus, Server, wire.TLSServerKeyExchange, tlsKeyExchange},
	{tlsStatus, Server, wire.TLSCertificateRequest, tlsRequest},
	{tlsStatus, Server, wire.TLSServerHelloDone, tlsDone},
	{tlsKeyExchange, Server, wire.TLSCertificateRequest, tlsRequest},
	{tlsKeyExchange, Server, wire.TLSServerHelloDone, tlsDone},
	{tlsRequest, Server, wire.TLSServerHelloDone, tlsDone},

	{tlsDone, Client, wire.TLSSupplementalData, tlsClientSupplement},
	{tlsDone, Client, wire.TLSCertificate, tlsClientCertificate},
	{tlsDone, Client, wire.TLSClientKeyExchange, tlsClientKey},
	{tlsClientSupplement, Client, wire.TLSCertificate, tlsClientCertificate},
	{tlsClientSupplement, Client, wire.TLSClientKeyExchange, tlsClientKey},
	{tlsClientCertificate, Client, wire.TLSClientKeyExchange, tlsClientKey},
	{tlsClientKey, Client, wire.TLSCertificateVerify, tlsClientVerify},
	{tlsClientKey, Client, tlsCCS, tlsClientCCS},
	{tlsClientVerify, Client, tlsCCS, tlsClientCCS},
	{tlsClientCCS, Server, wire.TLSNewSessionTicket, tlsTicket},
	{tlsClientCCS, Server, tlsCCS, tlsOpen},
	{tlsTicket, Server, tlsCCS, tlsOpen},

	{tlsShortTicket, Server, tlsCCS, tlsShortCCS},
	{tlsShortCCS, Client, tlsCCS, tlsOpen},
}

// tlsTalk is what TLS and DTLS have in common: the handshake and what was agreed on in it.
type tlsTalk struct {
	phase   uint8
	dtls    bool
	version wire.TLSVersion // that was agreed on; 0 before
	suite   uint16

	retrySuite uint16
	retryGroup uint16
	cookie     uint64 // hash of the server's cookie; 0 is none
	retried    bool

	early      bool // that the client announced early data
	resumable  bool // that the server may resume
	heartbeat  bool
	status     bool // that a certificate status is announced
	ticket     bool // that a ticket is announced, and has not come
	serverCert bool
	serverKeys bool
	asked      bool // for the client's certificate
	clientCert bool
	clientSign bool // that the client's certificate is not empty

	offer  [tlsKept]byte // the client's hello
	offerN uint16        // 0 is unknown
}

// tlsKept is how much of a hello is kept, in bytes. Of longer ones nothing is known.
const tlsKept = 4096

// offered returns the client's hello, if it is known.
func (t *tlsTalk) offered() (h tlsHello, ok bool) {
	if t.offerN == 0 {
		return h, false
	}
	return parseTLSClientHello(t.offer[:t.offerN], t.dtls)
}

// message judges a handshake message and follows it. body is nil if it was too long to be kept.
func (t *tlsTalk) message(side Side, kind wire.TLSHandshakeType, body []byte, whole bool) (Outcome, *Rule, string) {
	if t.phase == tlsUnknown {
		if kind != wire.TLSClientHello || side != Client || !whole {
			return Valid, nil, ""
		}
		if _, ok := parseTLSClientHello(body, t.dtls); !ok { // or else it is encrypted
			return Valid, nil, ""
		}
		t.phase = tlsStart
	}
	if kind == wire.TLSHelloRequest && side == Server { // at any time; clients that are at it ignore it: RFC 5246 §7.4.1.1
		return tlsEmpty(len(body))
	}
	to, ok := t.next(side, kind)
	if !ok {
		return Invalid, RuleTLSOrder, "Type"
	}
	was := t.phase
	t.phase = to
	switch kind {
	case wire.TLSClientHello:
		return t.clientHello(was, body, whole)
	case wire.TLSServerHello:
		return t.serverHello(body, whole)
	case wire.TLSServerHelloDone:
		if o, r, f := tlsEmpty(len(body)); r != nil {
			return o, r, f
		}
	case wire.DTLSHelloVerifyRequest:
		return t.verifyRequest(body)
	}
	rule := t.needs(side, kind, body)
	if rule != nil {
		return Invalid, rule, "Type"
	}
	return Valid, nil, ""
}

func tlsEmpty(n int) (Outcome, *Rule, string) {
	if n > 0 {
		return Invalid, RuleTLSEmptyMessage, "Length"
	}
	return Valid, nil, ""
}

// next returns where a message leads.
func (t *tlsTalk) next(side Side, kind wire.TLSHandshakeType) (to uint8, ok bool) {
	for i := range tlsEdges {
		if e := &tlsEdges[i]; e.from == t.phase && e.side == side && e.kind == kind {
			return e.to, t.dtls || e.kind != wire.DTLSHelloVerifyRequest
		}
	}
	return t.phase, false
}

// needs follows messages before TLS 1.3 whose place depends on more than the last one, and returns the rule that is broken.
func (t *tlsTalk) needs(side Side, kind wire.TLSHandshakeType, body []byte) *Rule {
	if side == Client {
		return t.clientNeeds(kind, body)
	}
	keys := keysOf(t.suite)
	switch kind {
	case wire.TLSCertificate:
		t.serverCert = true
	case wire.TLSCertificateStatus:
		if !t.status {
			return RuleTLSStatus
		}
	case wire.TLSServerKeyExchange:
		t.serverKeys = true
		if keys == tlsEncrypted {
			return RuleTLSKeyExchange
		}
	case wire.TLSCertificateRequest:
		t.asked = true
	case wire.TLSServerHelloDone:
		if keys == tlsSigned && !t.serverKeys {
			return RuleTLSKeyExchange
		}
	case wire.TLSNewSessionTicket:
		if !t.ticket {
			return RuleTLSTicket
		}
		t.ticket = false
	case tlsCCS:
		if t.phase == tlsShortCCS && !t.resumable {
			return RuleTLSResume
		}
		if t.ticket {
			return RuleTLSTicket
		}
	}
	if keys != tlsAnyKeys && !t.serverCert && (kind == wire.TLSServerKeyExchange || kind == wire.TLSServerHelloDone) {
		return RuleTLSServerCertificate
	}
	return nil
}

func (t *tlsTalk) clientNeeds(kind wire.TLSHandshakeType, body []byte) *Rule {
	switch kind {
	case wire.TLSCertificate:
		if !t.asked {
			return RuleTLSClientCertificate
		}
		t.clientCert, t.clientSign = true, len(body) != 3
	case wire.TLSClientKeyExchange:
		if t.asked && !t.clientCert && t.version != wire.SSL3 { // which has an alert for it
			return RuleTLSClientCertificate
		}
	case wire.TLSCertificateVerify:
		if !t.clientSign {
			return RuleTLSVerify
		}
		t.clientSign = false
	case tlsCCS:
		if t.clientSign && keysOf(t.suite) != tlsAnyKeys {
			return RuleTLSVerify
		}
	}
	return nil
}

// clientHello judges a client's hello that came in a phase.
func (t *tlsTalk) clientHello(was uint8, body []byte, whole bool) (Outcome, *Rule, string) {
	if !whole {
		t.offerN, t.resumable, t.early = 0, true, true
		return Valid, nil, ""
	}
	h, ok := parseTLSClientHello(body, t.dtls)
	if !ok {
		return Invalid, RuleTLSClientHello, "Length"
	}
	if rule, field := h.breaks(); rule != nil {
		return Invalid, rule, field
	}
	if rule, field := t.again(was, &h); rule != nil {
		return Invalid, rule, field
	}
	tickets, _ := h.ext(wire.TLSExtSessionTicket)
	t.resumable = len(h.session) > 0 || len(tickets) > 0
	t.early = h.has(wire.TLSExtEarlyData)
	t.offerN = 0
	if len(body) <= tlsKept {
		t.offerN = uint16(copy(t.offer[:], body))
	}
	return Valid, nil, ""
}

// again returns what is wrong with a second hello, or with a first one that looks like a second.
func (t *tlsTalk) again(was uint8, h *tlsHello) (*Rule, string) {
	cookie := h.cookie
	if c, ok := h.ext(wire.TLSExtCookie); ok {
		cookie = c
	}
	first, known := t.offered()
	switch {
	case was == tlsStart && len(cookie) > 0 && !t.dtls, (was == tlsRetry || was == tlsVerify) && tlsHash(cookie) != t.cookie:
		return RuleTLSCookie, "Cookie"
	case was == tlsStart || !known:
	case h.version != first.version || string(h.random) != string(first.random) || string(h.session) != string(first.session) ||
		string(h.suites) != string(first.suites) || string(h.compressions) != string(first.compressions):
		return RuleTLSRetryHello, "ClientHello"
	case was == tlsVerify:
	case h.has(wire.TLSExtEarlyData):
		return RuleTLSRetryHello, "Extensions"
	case t.retryGroup != 0:
		if has, n := h.shares(t.retryGroup); !has || n != 1 {
			return RuleTLSRetryShare, "KeyShare"
		}
	}
	return nil, ""
}

// tlsHash returns a number for a cookie, which is 0 for none.
func tlsHash(b []byte) uint64 {
	if len(b) == 0 {
		return 0
	}
	h := uint64(hashStart)
	for _, c := range b {
		h = hashed(h, c)
	}
	return h | 1
}

// verifyRequest follows a hello verify request of DTLS: RFC 6347 §4.2.1.
func (t *tlsTalk) verifyRequest(body []byte) (Outcome, *Rule, string) {
	c := tlsCursor{b: body}
	c.take(2)
	cookie := c.vector(1)
	if c.bad || len(c.b) > 0 {
		return Invalid, RuleTLSServerHello, "Length"
	}
	t.cookie = tlsHash(cookie)
	return Valid, nil, ""
}
