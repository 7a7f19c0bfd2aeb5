package postgres

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/layers/postgres"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// The errors of [Login].
var (
	// ErrRefused is that the server ended the start-up with an error.
	ErrRefused = errors.New("postgres: refused by the server")
	// ErrMethod is that the server asks for authentication by a method that Login has not.
	ErrMethod = errors.New("postgres: method of authentication is not supported")
	// ErrServer is that the server's part of SCRAM is malformed, asks for too much work or proves that it does not know
	// the password.
	ErrServer = errors.New("postgres: the server's part of SCRAM is wrong")
)

// A Login is a client's part of the start-up: it knows trust, passwords in clear text, MD5 and SCRAM-SHA-256 (RFC 7677).
// Passwords must be of ASCII, which RFC 4013 leaves as it is.
type Login struct {
	User, Password string
	Database       string // the user's, if it is empty
	Application    string // its name, if it is not empty

	scram scram
}

// Begin appends the start-up message to b, of version 3.0.
func (l *Login) Begin(s *Session, b []byte, at int64) ([]byte, error) {
	m := &postgres.Startup{Version: wire.PGVersion3, Parameters: []postgres.Parameter{{Name: "user", Value: l.User}}}
	if l.Database != "" {
		m.Parameters = append(m.Parameters, postgres.Parameter{Name: "database", Value: l.Database})
	}
	if l.Application != "" {
		m.Parameters = append(m.Parameters, postgres.Parameter{Name: "application_name", Value: l.Application})
	}
	return s.Build(session.Client, b, m, at)
}

// Answer checks a message of the server and appends to b what the client owes to it, which may be nothing. The start-up is
// done when the Session's state is "idle".
func (l *Login) Answer(s *Session, b []byte, m []byte, at int64) ([]byte, error) {
	r := s.Read(session.Server, m)
	if v := s.Check(session.Server, m, at); v.Outcome == session.Invalid {
		return b, fmt.Errorf("postgres: %v", v)
	}
	switch r := r.(type) {
	case *postgres.Response:
		if !r.Notice {
			return b, fmt.Errorf("%w: %s", ErrRefused, r.Item('M'))
		}
	case *postgres.Authentication:
		data, err := l.answer(r)
		if err != nil || data == nil {
			return b, err
		}
		return s.Build(session.Client, b, &postgres.Password{Data: data}, at)
	}
	return b, nil
}

// answer returns the answer to a step of authentication, or nil if none is owed.
func (l *Login) answer(r *postgres.Authentication) ([]byte, error) {
	switch r.Kind {
	case authOK:
		return nil, nil
	case authPassword:
		return append([]byte(l.Password), 0), nil
	case authMD5:
		return md5Answer(l.User, l.Password, r.Data), nil
	case authSASL:
		if slices.Contains(strings.Split(string(r.Data), "\x00"), "SCRAM-SHA-256") {
			return l.scram.first(), nil
		}
	case authSASLMore:
		return l.scram.proof(l.Password, string(r.Data))
	case authSASLFinal:
		return nil, l.scram.verify(string(r.Data))
	}
	return nil, fmt.Errorf("%w: %d", ErrMethod, r.Kind)
}

// md5Answer returns the sum of a password, a user and a salt.
func md5Answer(user, password string, salt []byte) []byte {
	inner := md5.Sum([]byte(password + user))
	outer := md5.Sum(append([]byte(hex.EncodeToString(inner[:])), salt...))
	return append(append([]byte("md5"), hex.EncodeToString(outer[:])...), 0)
}

// scram is a client of SCRAM-SHA-256 without channel binding: RFC 5802, RFC 7677.
type scram struct {
	nonce string
	bare  string // the client's first message, without its header
	final string // what the server must prove, in base64
}

// mostIterations is how many rounds of hashing a server may ask for.
const mostIterations = 1 << 20

func (c *scram) first() []byte {
	c.nonce = rand.Text()
	c.bare = "n=,r=" + c.nonce
	m := "n,," + c.bare
	b := append([]byte("SCRAM-SHA-256\x00"), 0, 0, 0, byte(len(m)))
	return append(b, m...)
}

// proof answers the server's first message.
func (c *scram) proof(password, first string) ([]byte, error) {
	part := attributes(first)
	salt, err := base64.StdEncoding.DecodeString(part['s'])
	rounds, err2 := strconv.Atoi(part['i'])
	if err != nil || err2 != nil || rounds < 1 || rounds > mostIterations || c.nonce == "" || len(salt) == 0 ||
		!strings.HasPrefix(part['r'], c.nonce) || len(part['r']) == len(c.nonce) {
		return nil, fmt.Errorf("%w: %q", ErrServer, first)
	}
	salted, err := pbkdf2.Key(sha256.New, password, salt, rounds, sha256.Size)
	if err != nil {
		return nil, err
	}
	last := "c=biws,r=" + part['r']
	all := c.bare + "," + first + "," + last
	key := sum(salted, "Client Key")
	stored := sha256.Sum256(key)
	for i, x := range sum(stored[:], all) {
		key[i] ^= x
	}
	c.final = base64.StdEncoding.EncodeToString(sum(sum(salted, "Server Key"), all))
	return []byte(last + ",p=" + base64.StdEncoding.EncodeToString(key)), nil
}

func (c *scram) verify(final string) error {
	if c.final == "" || !hmac.Equal([]byte(attributes(final)['v']), []byte(c.final)) {
		return fmt.Errorf("%w: %q", ErrServer, final)
	}
	return nil
}

// attributes returns the attributes of a message of SCRAM by their letters.
func attributes(m string) map[byte]string {
	out := map[byte]string{}
	for _, p := range strings.Split(m, ",") {
		if len(p) >= 2 && p[1] == '=' {
			out[p[0]] = p[2:]
		}
	}
	return out
}

func sum(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
