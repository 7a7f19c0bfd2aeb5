package radius_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/gocap-project/gocap/internal/captures"
	layer "github.com/gocap-project/gocap/layers/radius"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/radius"
	"github.com/gocap-project/gocap/wire"
)

var secret = []byte("xyzzy5461")

// pack returns a packet with an authenticator of one byte again and again.
func pack(c wire.RADIUSCode, id, auth byte, attributes wire.RADIUSAttributes) wire.RADIUS {
	m := wire.RADIUS(append(make([]byte, wire.RADIUSLen), attributes...))
	m.SetCode(c)
	m.SetIdentifier(id)
	m.SetLength(uint16(len(m)))
	m.SetAuthenticator([16]byte(bytes.Repeat([]byte{auth}, 16)))
	return m
}

// sealed returns a packet with the authenticator that answers have, or requests that have no random one.
func sealed(m wire.RADIUS, request wire.RADIUS) wire.RADIUS {
	var a [16]byte
	if request != nil {
		a = request.Authenticator()
	}
	m.SetAuthenticator(layer.Authenticator(m, a, secret))
	return m
}

// attrs returns attributes: each a type and a value.
func attrs(pairs ...any) (out wire.RADIUSAttributes) {
	for i := 0; i < len(pairs); i += 2 {
		out = out.Add(wire.RADIUSAttributeType(pairs[i].(int)), []byte(pairs[i+1].(string))...)
	}
	return out
}

const password = "0123456789abcdef"

// Attributes of a request for access and of one for accounting.
var (
	user = attrs(1, "nemo", 2, password, 4, "\xc0\x00\x02\x01")
	acct = attrs(40, "\x00\x00\x00\x01", 44, "1", 4, "\xc0\x00\x02\x01")
)

// checked checks a packet: what is Invalid, or not answered, changes nothing.
func checked(t *testing.T, s *radius.Session, side session.Side, m wire.RADIUS, want session.Outcome, rule *session.Rule) {
	t.Helper()
	before, _ := s.AppendBinary(nil)
	v := s.Check(side, m, 0)
	after, _ := s.AppendBinary(nil)
	if v.Outcome != want || v.Rule != rule {
		t.Errorf("%v, not %v %v", v, want, rule)
	}
	if v.Outcome == session.Invalid && !bytes.Equal(before, after) {
		t.Errorf("%v changed the state", v)
	}
}

func TestSession(t *testing.T) {
	type step struct {
		side session.Side
		m    wire.RADIUS
		want session.Outcome
		rule *session.Rule
	}
	const c, u = session.Client, session.Server
	ok := func(side session.Side, m wire.RADIUS) step { return step{side, m, session.Valid, nil} }
	bad := func(side session.Side, r *session.Rule, m wire.RADIUS) step { return step{side, m, session.Invalid, r} }
	mild := func(side session.Side, r *session.Rule, m wire.RADIUS) step {
		return step{side, m, session.Tolerated, r}
	}
	ask := pack(wire.RADIUSAccessRequest, 7, 1, user)
	accept := pack(wire.RADIUSAccessAccept, 7, 2, nil)
	one := func(r *session.Rule, c wire.RADIUSCode, a wire.RADIUSAttributes) []step {
		return []step{bad(session.Client, r, pack(c, 7, 1, a))}
	}
	lenient := func(r *session.Rule, c wire.RADIUSCode, a wire.RADIUSAttributes) []step {
		return []step{mild(session.Client, r, pack(c, 7, 1, a))}
	}
	short := pack(wire.RADIUSAccessRequest, 7, 1, user)
	short.SetLength(19)
	long := pack(wire.RADIUSAccessRequest, 7, 1, user)
	long.SetLength(200)
	eap := attrs(1, "nemo", 4, "\xc0\x00\x02\x01", 79, "\x02\x00\x00\x05\x01", 80, password)
	proxied := attrs(33, "a", 33, "b")
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"access", []step{ok(c, ask), ok(u, accept)}},
		{"challenge", []step{ok(c, ask), ok(u, pack(wire.RADIUSAccessChallenge, 7, 2, attrs(24, "s"))), ok(c, pack(wire.RADIUSAccessRequest, 8, 3, append(user[:len(user):len(user)], attrs(24, "s")...))), ok(u, pack(wire.RADIUSAccessReject, 8, 2, nil))}},
		{"accounting", []step{ok(c, pack(wire.RADIUSAccountingRequest, 7, 1, acct)), ok(u, pack(wire.RADIUSAccountingResponse, 7, 2, nil))}},
		{"change", []step{ok(c, pack(wire.RADIUSCoARequest, 7, 1, nil)), ok(u, pack(wire.RADIUSCoANAK, 7, 2, attrs(101, "\x00\x00\x01\xf7")))}},
		{"disconnect", []step{ok(c, pack(wire.RADIUSDisconnectRequest, 7, 1, nil)), ok(u, pack(wire.RADIUSDisconnectACK, 7, 2, nil))}},
		{"status", []step{ok(c, pack(wire.RADIUSStatusServer, 7, 1, attrs(80, password))), ok(u, accept)}},
		{"EAP", []step{ok(c, pack(wire.RADIUSAccessRequest, 7, 1, eap))}},
		{"sent again", []step{ok(c, ask), ok(c, ask), ok(u, accept), ok(u, accept), ok(c, ask), ok(u, accept)}},
		{"identifier again", []step{ok(c, ask), ok(u, accept), ok(c, pack(wire.RADIUSAccessRequest, 7, 9, user)), ok(u, accept)}},
		{"both ask", []step{ok(c, ask), ok(u, pack(wire.RADIUSAccessRequest, 7, 4, user)), ok(c, accept), ok(u, accept)}},
		{"padding", []step{ok(c, append(ask[:len(ask):len(ask)], 0, 0))}},
		{"proxies", []step{ok(c, pack(wire.RADIUSAccessRequest, 7, 1, append(user[:len(user):len(user)], proxied...))), ok(u, pack(wire.RADIUSAccessAccept, 7, 2, proxied))}},
		{"other codes", []step{ok(c, pack(wire.RADIUSStatusClient, 1, 1, nil))}},

		{"code", lenient(radius.RuleCode, 99, nil)},
		{"length", []step{bad(c, radius.RuleLength, short), bad(c, radius.RuleLength, long)}},
		{"attributes", []step{bad(c, radius.RuleAttributes, pack(wire.RADIUSAccessRequest, 7, 1, wire.RADIUSAttributes{1, 9, 0})), bad(c, radius.RuleAttributes, pack(wire.RADIUSAccessRequest, 7, 1, wire.RADIUSAttributes{1, 1}))}},
		{"length of an address", one(radius.RuleAttributeLength, wire.RADIUSAccessRequest, attrs(1, "nemo", 2, password, 4, "\xc0\x00\x02"))},
		{"length of a password", one(radius.RuleAttributeLength, wire.RADIUSAccessRequest, attrs(1, "nemo", 2, "short", 4, "\xc0\x00\x02\x01"))},
		{"empty", lenient(radius.RuleEmpty, wire.RADIUSAccessRequest, attrs(1, "", 2, password, 4, "\xc0\x00\x02\x01"))},
		{"repeated", one(radius.RuleRepeated, wire.RADIUSAccessRequest, append(user[:len(user):len(user)], user...))},
		{"password in an answer", []step{ok(c, ask), bad(u, radius.RulePlace, pack(wire.RADIUSAccessAccept, 7, 2, attrs(2, password)))}},
		{"password in accounting", one(radius.RulePlace, wire.RADIUSAccountingRequest, append(acct[:len(acct):len(acct)], attrs(2, password)...))},
		{"state in accounting", lenient(radius.RulePlace, wire.RADIUSAccountingRequest, append(acct[:len(acct):len(acct)], attrs(24, "s")...))},
		{"passwords", one(radius.RulePasswords, wire.RADIUSAccessRequest, append(user[:len(user):len(user)], attrs(3, password+"x")...))},
		{"no password", lenient(radius.RuleProof, wire.RADIUSAccessRequest, attrs(1, "nemo", 4, "\xc0\x00\x02\x01"))},
		{"call check", []step{ok(c, pack(wire.RADIUSAccessRequest, 7, 1, attrs(6, "\x00\x00\x00\x0a", 4, "\xc0\x00\x02\x01")))}},
		{"no client", lenient(radius.RuleNAS, wire.RADIUSAccessRequest, attrs(1, "nemo", 2, password))},
		{"nothing to account", one(radius.RuleAccounting, wire.RADIUSAccountingRequest, attrs(44, "1", 4, "\xc0\x00\x02\x01"))},
		{"accounting of nothing", lenient(radius.RuleAccounting, wire.RADIUSAccountingRequest, attrs(40, "\x00\x00\x00\x01", 4, "\xc0\x00\x02\x01"))},
		{"EAP unsigned", one(radius.RuleUnsigned, wire.RADIUSAccessRequest, eap[:len(eap)-18])},
		{"status unsigned", one(radius.RuleUnsigned, wire.RADIUSStatusServer, nil)},
		{"unasked", []step{bad(u, radius.RuleUnasked, accept), ok(c, ask), bad(u, radius.RuleUnasked, pack(wire.RADIUSAccessAccept, 8, 2, nil))}},
		{"other answer", []step{ok(c, ask), bad(u, radius.RuleAnswer, pack(wire.RADIUSAccountingResponse, 7, 2, nil))}},
		{"twice", []step{ok(c, ask), ok(u, accept), mild(u, radius.RuleTwice, accept)}},
		{"authenticator again", []step{ok(c, ask), mild(c, radius.RuleReuse, pack(wire.RADIUSAccessRequest, 7, 1, append(user[:len(user):len(user)], attrs(30, "x")...)))}},
		{"proxies forgotten", []step{ok(c, pack(wire.RADIUSAccessRequest, 7, 1, append(user[:len(user):len(user)], proxied...))), bad(u, radius.RuleProxyState, accept),
			bad(u, radius.RuleProxyState, pack(wire.RADIUSAccessAccept, 7, 2, attrs(33, "b", 33, "a")))}},
	} {
		s := radius.New(nil, false)
		for _, k := range tt.steps {
			t.Run(tt.name, func(t *testing.T) { checked(t, s, k.side, k.m, k.want, k.rule) })
		}
	}
	s := radius.New(nil, true)
	checked(t, s, u, accept, session.Valid, nil)
	checked(t, s, c, ask, session.Valid, nil)
	s.Lost(c)
	checked(t, s, u, accept, session.Valid, nil)
}

// TestSecret has authenticators verified.
func TestSecret(t *testing.T) {
	s := radius.New(secret, false)
	ask := pack(wire.RADIUSAccessRequest, 7, 1, user)
	checked(t, s, session.Client, ask, session.Valid, nil)
	checked(t, s, session.Server, pack(wire.RADIUSAccessAccept, 7, 2, nil), session.Invalid, radius.RuleResponse)
	checked(t, s, session.Server, sealed(pack(wire.RADIUSAccessAccept, 7, 2, nil), ask), session.Valid, nil)
	account := pack(wire.RADIUSAccountingRequest, 8, 0, acct)
	checked(t, s, session.Client, account, session.Invalid, radius.RuleRequest)
	account = sealed(account, nil)
	checked(t, s, session.Client, account, session.Valid, nil)
	checked(t, s, session.Server, sealed(pack(wire.RADIUSAccountingResponse, 8, 2, nil), account), session.Valid, nil)
	signed := pack(wire.RADIUSAccessRequest, 9, 3, append(user[:len(user):len(user)], attrs(80, string(make([]byte, 16)))...))
	checked(t, s, session.Client, signed, session.Invalid, radius.RuleMessage)
	sum, _ := layer.MessageAuthenticator(signed, signed.Authenticator(), secret)
	copy(signed[len(signed)-16:], sum[:])
	checked(t, s, session.Client, signed, session.Valid, nil)
}

// TestBuild has a client and a server that know only what they sent and received.
func TestBuild(t *testing.T) {
	c, u := radius.New(secret, false), radius.New(secret, false)
	for i, tt := range []struct {
		ask, answer wire.RADIUSCode
		attributes  wire.RADIUSAttributes
		sign        bool
	}{
		{wire.RADIUSAccessRequest, wire.RADIUSAccessAccept, user, true},
		{wire.RADIUSAccessRequest, wire.RADIUSAccessChallenge, append(user[:len(user):len(user)], attrs(33, "p")...), false},
		{wire.RADIUSAccountingRequest, wire.RADIUSAccountingResponse, acct, false},
		{wire.RADIUSCoARequest, wire.RADIUSCoAACK, nil, true},
		{wire.RADIUSStatusServer, wire.RADIUSAccessAccept, nil, false},
	} {
		ask, err := c.Build(session.Client, []byte("x"), radius.Part{Code: tt.ask, Attributes: tt.attributes, Authenticator: [16]byte{byte(i), 1}, Sign: tt.sign})
		if err != nil {
			t.Fatal(err)
		}
		if v := u.Check(session.Client, ask[1:], 0); !v.OK() {
			t.Fatal(tt.ask, v)
		}
		answer, err := u.Build(session.Server, nil, radius.Part{Code: tt.answer, Request: ask[1:], Sign: tt.sign})
		if err != nil {
			t.Fatal(err)
		}
		if v := c.Check(session.Server, answer, 0); !v.OK() {
			t.Fatal(tt.answer, v)
		}
		if wire.RADIUS(ask[1:]).Identifier() != uint8(i) {
			t.Error("identifier of an answered request")
		}
	}
	if _, err := u.Build(session.Server, nil, radius.Part{Code: wire.RADIUSAccessAccept}); err != session.ErrNoMove {
		t.Error(err)
	}
	if _, err := u.Build(session.Server, nil, radius.Part{Code: wire.RADIUSAccessAccept, Request: pack(wire.RADIUSAccessRequest, 200, 1, nil)}); err != session.ErrNoMove {
		t.Error(err)
	}
	if _, err := c.Build(session.Client, nil, radius.Part{Code: wire.RADIUSCoARequest, Attributes: make(wire.RADIUSAttributes, 5000)}); err != radius.ErrLong {
		t.Error(err)
	}
	for i := 0; ; i++ {
		_, err := c.Build(session.Client, nil, radius.Part{Code: wire.RADIUSAccessRequest, Attributes: user, Authenticator: [16]byte{byte(i), 2}})
		if i == 256 {
			if err != session.ErrNoMove {
				t.Error("more requests open than identifiers:", err)
			}
			break
		}
		if err != nil {
			t.Fatal(i, err)
		}
	}
}

func TestRules(t *testing.T) {
	n := 0
	for r := range radius.Rules() {
		if n++; r.Name == "" || r.Clause == "" || r.Reason == "" {
			t.Errorf("%+v", r)
		}
	}
	for range radius.Rules() {
		break
	}
	if n != 20 {
		t.Error(n)
	}
}

// TestCaptures has the packets of captures judged: what is not Valid must be known.
func TestCaptures(t *testing.T) {
	var tally captures.Tally
	ports := map[uint16]bool{1812: true, 1813: true, 3799: true, 1645: true, 1646: true}
	for _, file := range captures.Files(t) {
		all := map[[2]string]*radius.Session{}
		_ = captures.Read(file, captures.Uses{Datagram: func(d *captures.Datagram) {
			m, err := wire.ParseRADIUS(d.Payload)
			if err != nil || !d.Whole || !ports[d.Src.Port()] && !ports[d.Dst.Port()] {
				return
			}
			ends, side := [2]string{d.Src.String(), d.Dst.String()}, session.Client
			if ends[0] > ends[1] {
				ends[0], ends[1], side = ends[1], ends[0], session.Server
			}
			if all[ends] == nil {
				all[ends] = radius.New(nil, true)
			}
			tally.Add(file, fmt.Sprint(ends), d.From, all[ends].Check(side, m, d.From.Time))
		}})
	}
	tally.Log(t)
	tally.Quiet(t, notHealthy)
}

// notHealthy are captures in which something is wrong indeed.
var notHealthy = map[string]string{
	"2d70158591b1": "made by a program: attributes that do not fit, or have not the length of their type",
	"51f163a5250f": "made for a test: the packet is longer than the datagram",
	"e7d24c197425": "made for a test: the packet is longer than the datagram",
}

func FuzzSession(f *testing.F) {
	f.Add([]byte(append(pack(wire.RADIUSAccessRequest, 7, 1, user), pack(wire.RADIUSAccessAccept, 7, 2, nil)...)), uint32(2))
	f.Add([]byte(append(pack(wire.RADIUSAccountingRequest, 7, 1, acct), pack(wire.RADIUSAccountingResponse, 7, 2, attrs(80, password))...)), uint32(1<<31|2))
	f.Fuzz(func(t *testing.T, b []byte, sides uint32) {
		s := radius.New(nil, sides&1<<31 != 0)
		if sides&1<<30 != 0 {
			s = radius.New(secret, false)
		}
		for i := 0; len(b) >= wire.RADIUSLen; i++ {
			n := max(wire.RADIUSLen, min(int(wire.Uint16(b, 2)), len(b)))
			before, _ := s.AppendBinary(nil)
			v := s.Check(session.Side(sides>>(i%30)&1), b[:n], 0)
			after, _ := s.AppendBinary(nil)
			if v.Outcome == session.Invalid && !bytes.Equal(before, after) || v.OK() != (v.Rule == nil) {
				t.Fatalf("%+v", v)
			}
			other := radius.New(nil, false)
			if err := other.UnmarshalBinary(after); err != nil {
				t.Fatal(err)
			}
			if other.State(0) != s.State(0) || other.State(1) != s.State(1) {
				t.Fatal("another state restored")
			}
			b = b[n:]
		}
		_ = s.UnmarshalBinary(b)
	})
}

func TestNoAllocs(t *testing.T) {
	s := radius.New(secret, false)
	ask := pack(wire.RADIUSAccessRequest, 7, 1, append(user[:len(user):len(user)], attrs(80, string(make([]byte, 16)))...))
	sum, _ := layer.MessageAuthenticator(ask, ask.Authenticator(), secret)
	copy(ask[len(ask)-16:], sum[:])
	accept := sealed(pack(wire.RADIUSAccessAccept, 7, 2, nil), ask)
	var moves [4]session.Move
	if n := testing.AllocsPerRun(100, func() {
		if v := s.Check(session.Client, ask, 0); !v.OK() {
			t.Fatal(v)
		}
		s.Check(session.Server, accept, 0)
		s.Next(session.Server, moves[:0])
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func Example() {
	// A server that does not have the secret is found out.
	client, server := radius.New(secret, false), radius.New([]byte("guessed"), false)
	user := wire.RADIUSAttributes(nil).Add(wire.RADIUSUserName, []byte("nemo")...).Add(wire.RADIUSNASIdentifier, []byte("door")...)
	user = user.Add(wire.RADIUSCHAPPassword, make([]byte, 17)...)
	ask, _ := client.Build(session.Client, nil, radius.Part{Code: wire.RADIUSAccessRequest, Attributes: user, Authenticator: [16]byte{1, 2, 3}})
	server.Check(session.Client, ask, 0)
	answer, _ := server.Build(session.Server, nil, radius.Part{Code: wire.RADIUSAccessAccept, Request: ask})
	fmt.Println(client.Check(session.Server, answer, 0))
	// Output: invalid: RFC 2865 §3: authenticator of an answer is not made with the secret (Authenticator, asked)
}
