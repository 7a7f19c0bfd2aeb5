// Package radius judges packets of RADIUS by what was asked, and makes requests and answers: RFC 2865, 2866, 3579, 5080,
// 5176 and 5997. It is apart from package session as it needs MD5. With the secret that client and server share,
// authenticators are verified and made.
package radius

import (
	"crypto/hmac"
	"crypto/md5" // the protocol's digest
	"errors"
	"hash"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/internal/snapshot"
	"github.com/gocap-project/gocap/wire"
)

// Session is two sockets that speak RADIUS: identifiers are of their addresses and ports. The client is who asks first; both
// may ask, as proxies do. A packet that is Tolerated for what receivers ignore is followed; one that they discard is not.
type Session struct {
	asked  [2][256]ask
	open   [2]int  // requests without an answer
	lost   [2]bool // that requests of a side may be missing
	secret []byte
	md5    hash.Hash
	hmac   hash.Hash
	sum    [md5.Size]byte
}

// ask is the latest request with an identifier.
type ask struct {
	code           wire.RADIUSCode // 0 if there was none
	sent, answered uint8           // how often, up to 255
	authenticator  [16]byte
	proxies        uint64 // hash of Proxy-State
	content        uint64 // hash of all
}

var _ session.Session[wire.RADIUS] = (*Session)(nil)

// New returns a Session. Without a secret, authenticators are not verified. midway says that packets may have been sent
// before.
func New(secret []byte, midway bool) *Session {
	s := &Session{secret: append([]byte(nil), secret...), md5: md5.New(), lost: [2]bool{midway, midway}}
	s.hmac = hmac.New(md5.New, s.secret)
	s.hmac.Reset() // has it keep its state, so that it allocates no more
	return s
}

// Reset makes the Session new, as one that begins midway. The secret stays.
func (s *Session) Reset() {
	clear(s.asked[0][:])
	clear(s.asked[1][:])
	s.open = [2]int{}
	s.lost = [2]bool{true, true}
}

// Lost tells that packets of a side may be missing before the next.
func (s *Session) Lost(side session.Side) {
	clear(s.asked[side&1][:]) // identifiers may have been used again
	s.open[side&1], s.lost[side&1] = 0, true
}

// State returns "asked" if the other side has an open request, or else "idle".
func (s *Session) State(side session.Side) string {
	if s.open[side&1^1] > 0 {
		return "asked"
	}
	return "idle"
}

// isRequest reports whether packets of a code are answered.
func isRequest(c wire.RADIUSCode) bool {
	switch c {
	case wire.RADIUSAccessRequest, wire.RADIUSAccountingRequest, wire.RADIUSStatusServer, wire.RADIUSDisconnectRequest, wire.RADIUSCoARequest:
		return true
	}
	return false
}

// isAnswer reports whether packets of a code answer.
func isAnswer(c wire.RADIUSCode) bool {
	switch c {
	case wire.RADIUSAccessAccept, wire.RADIUSAccessReject, wire.RADIUSAccessChallenge, wire.RADIUSAccountingResponse,
		wire.RADIUSDisconnectACK, wire.RADIUSDisconnectNAK, wire.RADIUSCoAACK, wire.RADIUSCoANAK, wire.RADIUSProtocolError:
		return true
	}
	return false
}

// answers reports whether an answer of a code is one to a request.
func answers(c, request wire.RADIUSCode) bool {
	switch request {
	case wire.RADIUSAccessRequest:
		return c == wire.RADIUSAccessAccept || c == wire.RADIUSAccessReject || c == wire.RADIUSAccessChallenge || c == wire.RADIUSProtocolError
	case wire.RADIUSAccountingRequest:
		return c == wire.RADIUSAccountingResponse || c == wire.RADIUSProtocolError
	case wire.RADIUSStatusServer:
		return c == wire.RADIUSAccessAccept || c == wire.RADIUSAccessReject || c == wire.RADIUSAccountingResponse || c == wire.RADIUSProtocolError
	}
	return c == request+1 || c == request+2 || c == wire.RADIUSProtocolError
}

// Check judges a packet, the data of a datagram, which must have gone through [wire.ParseRADIUS]. Bytes behind the packet
// are padding.
func (s *Session) Check(side session.Side, m wire.RADIUS, _ int64) session.Verdict {
	side &= 1
	v := session.Verdict{Before: s.State(side)}
	var out found
	s.judge(side, m, &out)
	v.Outcome, v.Rule, v.Field = out.outcome, out.rule, out.field
	v.After = s.State(side)
	return v
}

func (s *Session) judge(side session.Side, m wire.RADIUS, out *found) {
	n := int(m.Length())
	if n < wire.RADIUSLen || n > 4096 || n > len(m) {
		out.refuse(RuleLength, "Length")
		return
	}
	m = m[:n]
	if c := m.Code(); !isRequest(c) && !isAnswer(c) {
		if !c.Known() {
			out.tolerate(RuleCode, "Code")
		}
		return
	}
	f := fieldsOf(m)
	f.judge(m, out)
	if isRequest(m.Code()) {
		s.request(side, m, &f, out)
	} else {
		s.answer(side, m, &f, out)
	}
}

// request judges a request and notes it.
func (s *Session) request(side session.Side, m wire.RADIUS, f *fields, out *found) {
	q, content := &s.asked[side][m.Identifier()], hashed(0, m)
	again := q.code == m.Code() && q.authenticator == m.Authenticator()
	if again && q.content != content {
		out.tolerate(RuleReuse, "Authenticator")
	}
	s.verify(m, [16]byte{}, f, out)
	switch {
	case out.outcome == session.Invalid:
	case again && q.content == content:
		q.sent = max(q.sent, q.sent+1)
	default:
		if q.code == 0 || q.answered > 0 {
			s.open[side]++
		}
		*q = ask{code: m.Code(), sent: 1, authenticator: m.Authenticator(), proxies: f.proxies, content: content}
	}
}

// answer judges an answer and notes it.
func (s *Session) answer(side session.Side, m wire.RADIUS, f *fields, out *found) {
	q := &s.asked[side^1][m.Identifier()]
	switch {
	case q.code == 0:
		if !s.lost[side^1] {
			out.refuse(RuleUnasked, "Identifier")
		}
		return
	case !answers(m.Code(), q.code):
		out.refuse(RuleAnswer, "Code")
	case f.proxies != q.proxies && !f.rest:
		out.refuse(RuleProxyState, "Proxy-State")
	}
	s.verify(m, q.authenticator, f, out)
	if out.outcome == session.Invalid {
		return
	}
	if q.answered >= q.sent {
		out.tolerate(RuleTwice, "Identifier")
		return
	}
	if q.answered == 0 {
		s.open[side^1]--
	}
	q.answered++
}

// verify judges the authenticators of a packet; request is that of the request which it answers.
func (s *Session) verify(m wire.RADIUS, request [16]byte, f *fields, out *found) {
	if len(s.secret) == 0 || f.rest {
		return
	}
	c := m.Code()
	random := c == wire.RADIUSAccessRequest || c == wire.RADIUSStatusServer
	if !random && s.digest(m, request) != m.Authenticator() {
		rule := RuleResponse
		if isRequest(c) {
			rule = RuleRequest
		}
		out.refuse(rule, "Authenticator")
	}
	if random {
		request = m.Authenticator()
	}
	if f.signature != 0 && s.sign(m, request, f.signature) != [16]byte(m[f.signature:]) {
		out.refuse(RuleMessage, "Message-Authenticator")
	}
}

// digest returns what the authenticator of a packet must be: RFC 2865 §3, RFC 2866 §3.
func (s *Session) digest(m wire.RADIUS, request [16]byte) [16]byte {
	s.md5.Reset()
	s.md5.Write(m[:4])
	s.sum = request
	s.md5.Write(s.sum[:])
	s.md5.Write(m[wire.RADIUSLen:])
	s.md5.Write(s.secret)
	return [16]byte(s.md5.Sum(s.sum[:0]))
}

// zeros stand in place of what is computed.
var zeros [16]byte

// sign returns what the Message-Authenticator at an offset of a packet must be: RFC 3579 §3.2.
func (s *Session) sign(m wire.RADIUS, request [16]byte, at int) [16]byte {
	s.hmac.Reset()
	s.hmac.Write(m[:4])
	s.sum = request
	s.hmac.Write(s.sum[:])
	s.hmac.Write(m[wire.RADIUSLen:at])
	s.hmac.Write(zeros[:])
	s.hmac.Write(m[at+16:])
	return [16]byte(s.hmac.Sum(s.sum[:0]))
}

// Next appends what a side may send.
func (s *Session) Next(side session.Side, moves []session.Move) []session.Move {
	if s.State(side) == "asked" {
		moves = append(moves, session.Move{Name: "answer"})
	}
	return append(moves, session.Move{Name: "request"})
}

// A Part is what Build makes a packet of.
type Part struct {
	Code       wire.RADIUSCode
	Attributes wire.RADIUSAttributes
	// Request is the request that the packet answers, of which it has the identifier and Proxy-State.
	Request wire.RADIUS
	// Authenticator must be random for requests for access and the status; others are computed.
	Authenticator [16]byte
	// Sign adds a Message-Authenticator as the first attribute. What must have one has it always.
	Sign bool
}

// ErrLong is the error of a packet that would have more than 4096 bytes.
var ErrLong = errors.New("radius: packet of more than 4096 bytes")

// Build appends the packet that a side sends to b. A request has an identifier that has no open request. The Session
// follows it as if it had been checked. The error is [session.ErrNoMove] if there is no identifier left, or no such
// request; [ErrLong]; or that of a packet that would be Invalid, which is session.ErrNoMove too.
func (s *Session) Build(side session.Side, b []byte, p Part) ([]byte, error) {
	side &= 1
	n, id, ok := len(b), uint8(0), true
	if isRequest(p.Code) {
		id, ok = s.free(side)
	} else if ok = len(p.Request) >= wire.RADIUSLen; ok {
		id = p.Request.Identifier()
	}
	if !ok {
		return b, session.ErrNoMove
	}
	b = append(b, make([]byte, wire.RADIUSLen)...)
	f := fieldsOf(append(make(wire.RADIUS, wire.RADIUSLen), p.Attributes...))
	sign := p.Sign || p.Code == wire.RADIUSStatusServer || f.of(wire.RADIUSEAPMessage)
	if sign && !f.of(wire.RADIUSMessageAuthenticator) {
		b = append(append(b, byte(wire.RADIUSMessageAuthenticator), 18), zeros[:]...)
	}
	b = append(b, p.Attributes...)
	if !isRequest(p.Code) {
		b = append(b, proxyStates(p.Request)...)
	}
	m := wire.RADIUS(b[n:])
	if len(m) > 4096 {
		return b[:n], ErrLong
	}
	m.SetCode(p.Code)
	m.SetIdentifier(id)
	m.SetLength(uint16(len(m)))
	s.seal(m, p)
	if v := s.Check(side, m, 0); v.Outcome == session.Invalid {
		return b[:n], session.ErrNoMove
	}
	return b, nil
}

// seal sets the authenticators of a packet.
func (s *Session) seal(m wire.RADIUS, p Part) {
	f, request := fieldsOf(m), [16]byte{}
	switch {
	case p.Code == wire.RADIUSAccessRequest || p.Code == wire.RADIUSStatusServer:
		m.SetAuthenticator(p.Authenticator)
		request = p.Authenticator
	case !isRequest(p.Code):
		request = p.Request.Authenticator()
	}
	if f.signature != 0 {
		sum := s.sign(m, request, f.signature)
		copy(m[f.signature:], sum[:])
	}
	if p.Code != wire.RADIUSAccessRequest && p.Code != wire.RADIUSStatusServer {
		m.SetAuthenticator(s.digest(m, request))
	}
}

// free returns an identifier without an open request.
func (s *Session) free(side session.Side) (id uint8, ok bool) {
	for i := range s.asked[side] {
		if q := &s.asked[side][i]; q.code == 0 {
			return uint8(i), true
		}
	}
	for i := range s.asked[side] {
		if q := &s.asked[side][i]; q.answered > 0 {
			return uint8(i), true
		}
	}
	return 0, false
}

// proxyStates returns the Proxy-State attributes of a packet.
func proxyStates(m wire.RADIUS) (out wire.RADIUSAttributes) {
	end := min(max(int(m.Length()), wire.RADIUSLen), len(m))
	for t, v := range wire.RADIUSAttributes(m[wire.RADIUSLen:end]).All() {
		if t == wire.RADIUSProxyState {
			out = out.Add(t, v...)
		}
	}
	return out
}

const mark = 'r'

// AppendBinary appends a snapshot, without the secret.
func (s *Session) AppendBinary(b []byte) ([]byte, error) { return snapshot.Save(b, mark, s.visit), nil }

// UnmarshalBinary restores a snapshot. The secret stays.
func (s *Session) UnmarshalBinary(b []byte) error {
	c := Session{secret: s.secret, md5: s.md5, hmac: s.hmac}
	if err := snapshot.Restore(b, mark, c.visit); err != nil {
		return err
	}
	*s = c
	return nil
}

func (s *Session) visit(v *snapshot.Visitor) {
	for side := range s.asked {
		s.open[side] = 0
		v.Bool(&s.lost[side])
		for i := range s.asked[side] {
			q := &s.asked[side][i]
			if v.U8((*uint8)(&q.code)); q.code == 0 {
				continue
			}
			v.U8(&q.sent)
			v.U8(&q.answered)
			for j := range q.authenticator {
				v.U8(&q.authenticator[j])
			}
			v.U64(&q.proxies)
			v.U64(&q.content)
			if q.answered == 0 {
				s.open[side]++
			}
		}
	}
}
