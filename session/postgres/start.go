package postgres

import (
	"github.com/gocap-project/gocap/wire"
)

// Kinds of authentication messages. PostgreSQL manual, "Message Formats".
const (
	authOK        = 0
	authKerberos  = 2
	authPassword  = 3
	authCrypt     = 4
	authMD5       = 5
	authSCM       = 6
	authGSS       = 7
	authGSSMore   = 8
	authSSPI      = 9
	authSASL      = 10
	authSASLMore  = 11
	authSASLFinal = 12
	authKinds     = 13
)

// auth is where the authentication is.
type auth struct {
	method  uint8 // kind that the server began with, or 0
	asks    uint8 // kind that the client owes an answer to, or 0
	final   bool  // SASL ended well
	scram   bool  // SASL's mechanism is SCRAM
	offered [mechanisms]uint64
	n       uint8 // mechanisms that were offered; above mechanisms, not all are known
}

// mechanisms is how many mechanisms are remembered.
const mechanisms = 8

// Kinds of encryption.
const (
	triedSSL = 1 << iota
	triedGSS
)

// longestStart is how long a message without type may be for servers.
const longestStart = 10000

// start takes the client's first message, which has no type.
func (s *Session) start(m []byte) finding {
	switch {
	case len(m) < 8 || m[0] != 0:
		return invalid(RulePhase, "Type")
	case len(m) > longestStart:
		return invalid(RuleLength, "Length")
	case int(wire.Uint32(m, 0)) != len(m):
		return invalid(RuleFormat, "Length")
	}
	switch code := wire.Uint32(m, 4); {
	case code == wire.PGSSLRequest:
		return s.encrypt(triedSSL, m)
	case code == wire.PGGSSRequest:
		return s.encrypt(triedGSS, m)
	case code == wire.PGCancel:
		if len(m) < 16 || len(m) > 12+256 {
			return invalid(RuleFormat, "Secret")
		}
		s.phase = atCancel
	case code>>16 == 2: // it ended with PostgreSQL 14
		s.phase = atOpaque
	case code>>16 == 3:
		return s.startUp(m[8:], uint16(code))
	default:
		return invalid(RuleVersion, "Version")
	}
	return finding{}
}

func (s *Session) encrypt(kind uint8, m []byte) finding {
	switch {
	case len(m) != 8:
		return invalid(RuleFormat, "Length")
	case s.tried&kind != 0:
		return invalid(RuleEncryptTwice, "")
	}
	s.tried |= kind
	s.asked, s.phase = kind, atByte
	return finding{}
}

// startUp takes the parameters of a start-up message.
func (s *Session) startUp(body []byte, minor uint16) finding {
	f := form{b: body}
	user := false
	for {
		name := f.text()
		if len(name) == 0 {
			break
		}
		value := f.text()
		user = user || string(name) == "user" && len(value) > 0
	}
	switch {
	case !f.done():
		return invalid(RuleFormat, "Parameters")
	case !user:
		return invalid(RuleUser, "Parameters")
	}
	s.phase, s.minor = atAuth, minor
	return finding{}
}

// answered takes what a server says to a request for encryption.
func (s *Session) answered(m []byte) finding {
	ssl := s.asked == triedSSL
	switch {
	case len(m) == 1 && m[0] == 'N':
		s.phase = atStart
	case len(m) == 1 && (m[0] == 'S' && ssl || m[0] == 'G' && !ssl):
		s.phase = atOpaque
	case len(m) > 1 && m[0] == 'E': // of servers that know no encryption
		t, body, ok := split(m)
		if !ok || !serverForm(t, body) {
			return invalid(RuleFormat, "Length")
		}
		s.phase = atDead
	default:
		return invalid(RuleEncryptAnswer, "")
	}
	return finding{}
}

// authClient takes a client's message while it must authenticate itself.
func (s *Session) authClient(t byte, body []byte) finding {
	f := form{b: body}
	switch {
	case t == 'X':
		s.ended = true
		return finding{}
	case t != 'p':
		return invalid(RulePhase, "Type")
	case s.auth.asks == 0:
		return invalid(RuleAuthAsked, "")
	case s.auth.asks == authPassword || s.auth.asks == authMD5:
		sum := f.text()
		if !f.done() {
			return invalid(RuleFormat, "Data")
		}
		if s.auth.asks == authMD5 && !isMD5(sum) {
			return invalid(RuleMD5, "Data")
		}
	case s.auth.asks == authSASL:
		mechanism := f.text()
		f.value()
		if !f.done() {
			return invalid(RuleFormat, "Data")
		}
		if !s.auth.offers(mechanism) {
			return invalid(RuleMechanism, "Data")
		}
		s.auth.scram = string(mechanism) == "SCRAM-SHA-256" || string(mechanism) == "SCRAM-SHA-256-PLUS"
	}
	s.auth.asks = 0
	return finding{}
}

// isMD5 reports whether b is "md5" and 32 hexadecimal digits.
func isMD5(b []byte) bool {
	if len(b) != 35 || string(b[:3]) != "md5" {
		return false
	}
	for _, c := range b[3:] {
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return true
}

// authServer takes a server's message until AuthenticationOk.
func (s *Session) authServer(t byte, body []byte) finding {
	switch t {
	case 'N':
		return finding{}
	case 'E':
		s.phase = atDead
		return finding{}
	case 'v':
		return s.negotiate(body)
	case 'R':
		return s.authentication(wire.Uint32(body, 0), body[4:])
	}
	return invalid(RulePhase, "Type")
}

func (s *Session) negotiate(body []byte) finding {
	version := uint16(wire.Uint32(body, 0))
	switch {
	case s.negotiated || s.auth.method != 0:
		return invalid(RulePhase, "Type")
	case version > s.minor:
		return invalid(RuleNegotiate, "Version")
	}
	s.negotiated, s.minor = true, version
	return finding{}
}

// authentication takes a server's step of authentication.
func (s *Session) authentication(kind uint32, data []byte) finding {
	a := &s.auth
	if kind >= authKinds || kind == 1 {
		return invalid(RuleAuthKind, "Kind")
	}
	ok := false
	switch kind {
	case authOK:
		ok = a.asks == 0
		if ok && a.method == authSASL && a.scram && !a.final {
			return invalid(RuleSCRAM, "Kind")
		}
	case authGSSMore:
		ok = a.asks == 0 && (a.method == authGSS || a.method == authSSPI)
	case authSASLMore, authSASLFinal:
		ok = a.asks == 0 && a.method == authSASL && !a.final
	default:
		ok = a.method == 0
	}
	if !ok {
		return invalid(RuleAuthOrder, "Kind")
	}
	s.authenticate(uint8(kind), data)
	return finding{}
}

func (s *Session) authenticate(kind uint8, data []byte) {
	a := &s.auth
	switch kind {
	case authOK:
		s.phase = atSettings
		return
	case authSASLFinal:
		a.final = true
		return
	case authSASL:
		a.offer(data)
	case authKerberos, authSCM, authCrypt: // they went long ago
		s.phase = atOpaque
		return
	}
	if a.method == 0 {
		a.method = kind
	}
	a.asks = kind
}

// offer notes the mechanisms that a server offers.
func (a *auth) offer(data []byte) {
	f := form{b: data}
	for {
		name := f.text()
		if len(name) == 0 {
			return
		}
		if a.n < mechanisms {
			a.offered[a.n] = number(name)
		}
		a.n = min(a.n+1, mechanisms+1)
	}
}

// number returns a hash of a name: FNV-1a.
func number(name []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range name {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

func (a *auth) offers(mechanism []byte) bool {
	for i := range min(a.n, mechanisms) {
		if a.offered[i] == number(mechanism) {
			return true
		}
	}
	return a.n > mechanisms
}

// settings takes a server's message between AuthenticationOk and ReadyForQuery.
func (s *Session) settings(t byte, body []byte) finding {
	switch {
	case t == 'S', t == 'N', t == 'A':
	case t == 'E':
		s.phase = atDead
	case t == 'K' && !s.keyed:
		if s.minor < 2 && len(body) != 8 {
			return invalid(RuleKey, "Secret")
		}
		s.keyed = true
	case t == 'Z':
		s.phase, s.status = atRequests, body[0]
	default:
		return invalid(RulePhase, "Type")
	}
	return finding{}
}
