package session_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// tapped notes what both ends of a connection write, in order.
type tapped struct {
	mu   sync.Mutex
	said []piece
}

type piece struct {
	side session.Side
	b    []byte
}

// tappedConn has room for what is written, as a network has.
type tappedConn struct {
	net.Conn
	t    *tapped
	side session.Side
	q    chan []byte
	once *sync.Once
	shut *bool
}

func (t *tapped) conn(c net.Conn, side session.Side) net.Conn {
	x := tappedConn{c, t, side, make(chan []byte, 4096), new(sync.Once), new(bool)}
	go func() {
		for b := range x.q {
			c.Write(b)
		}
		c.Close()
	}()
	return x
}

func (c tappedConn) Close() error {
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	*c.shut = true
	c.once.Do(func() { close(c.q) })
	return nil
}

func (c tappedConn) Write(b []byte) (int, error) {
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	if *c.shut {
		return 0, net.ErrClosed
	}
	c.t.said = append(c.t.said, piece{c.side, bytes.Clone(b)})
	c.q <- bytes.Clone(b)
	return len(b), nil
}

// pipe returns the two ends of a connection that is tapped.
func (t *tapped) pipe() (client, server net.Conn) {
	c, s := net.Pipe()
	return t.conn(c, session.Client), t.conn(s, session.Server)
}

// records returns the records that were written, as they were completed.
func (t *tapped) records() (out []piece) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var b [2][]byte
	for _, p := range t.said {
		b[p.side] = append(b[p.side], p.b...)
		for {
			r, err := wire.ParseTLSRecord(b[p.side])
			if err != nil || len(r) < wire.TLSRecordLen+int(r.Length()) {
				break
			}
			n := wire.TLSRecordLen + int(r.Length())
			out = append(out, piece{p.side, b[p.side][:n:n]})
			b[p.side] = b[p.side][n:]
		}
	}
	return out
}

var tlsCertificates = sync.OnceValue(func() (c [2]tls.Certificate) {
	ec, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	rs, _ := rsa.GenerateKey(rand.Reader, 2048)
	template := x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "x"}, DNSNames: []string{"x.example"}, NotAfter: time.Now().Add(time.Hour)}
	a, _ := x509.CreateCertificate(rand.Reader, &template, &template, &ec.PublicKey, ec)
	b, _ := x509.CreateCertificate(rand.Reader, &template, &template, &rs.PublicKey, rs)
	return [2]tls.Certificate{{Certificate: [][]byte{a}, PrivateKey: ec}, {Certificate: [][]byte{b}, PrivateKey: rs}}
})

// talkTLS has a client and a server of crypto/tls shake hands, exchange data and close.
func talkTLS(client, server *tls.Config) *tapped {
	var t tapped
	a, b := t.pipe()
	deadline := time.Now().Add(10 * time.Second)
	a.SetDeadline(deadline)
	b.SetDeadline(deadline)
	done := make(chan bool)
	go func() {
		defer close(done)
		s := tls.Server(b, server)
		if s.Handshake() != nil {
			b.Close()
			return
		}
		x := make([]byte, 10)
		n, _ := s.Read(x)
		s.Write(bytes.Repeat(x[:n], 4000))
		s.Close()
	}()
	c := tls.Client(a, client)
	if c.Handshake() == nil {
		c.Write([]byte("hello"))
		io.Copy(io.Discard, c)
	}
	a.Close()
	<-done
	return &t
}

type tlsWay struct {
	name           string
	client, server *tls.Config
}

func tlsWays() (ways []tlsWay) {
	ec, rs := tlsCertificates()[0], tlsCertificates()[1]
	clientFor := func(v uint16) *tls.Config {
		return &tls.Config{InsecureSkipVerify: true, ServerName: "x.example", MinVersion: v, MaxVersion: v, ClientSessionCache: tls.NewLRUClientSessionCache(4)}
	}
	serverFor := func(c tls.Certificate) *tls.Config {
		return &tls.Config{Certificates: []tls.Certificate{c}, MinVersion: tls.VersionTLS10}
	}
	for v := uint16(tls.VersionTLS10); v <= tls.VersionTLS13; v++ {
		c, s := clientFor(v), serverFor(ec)
		ways = append(ways, tlsWay{fmt.Sprintf("%x", v), c, s}, tlsWay{fmt.Sprintf("%x resumed", v), c, s})
		c, s = clientFor(v), serverFor(ec)
		s.ClientAuth = tls.RequireAnyClientCert
		c.Certificates = []tls.Certificate{ec}
		ways = append(ways, tlsWay{fmt.Sprintf("%x client certificate", v), c, s}, tlsWay{fmt.Sprintf("%x client certificate, resumed", v), c, s})
		c, s = clientFor(v), serverFor(ec)
		s.ClientAuth = tls.RequestClientCert
		ways = append(ways, tlsWay{fmt.Sprintf("%x no client certificate", v), c, s})
		s = serverFor(ec)
		s.ClientAuth = tls.RequireAnyClientCert
		ways = append(ways, tlsWay{fmt.Sprintf("%x client certificate missing", v), c, s})
		c, s = clientFor(v), serverFor(ec)
		c.NextProtos, s.NextProtos = []string{"h2", "http/1.1"}, []string{"http/1.1"}
		ways = append(ways, tlsWay{fmt.Sprintf("%x application protocol", v), c, s})
		c = clientFor(v)
		c.NextProtos = []string{"h2"}
		ways = append(ways, tlsWay{fmt.Sprintf("%x no common protocol", v), c, s})
		c = clientFor(v)
		c.InsecureSkipVerify = false
		ways = append(ways, tlsWay{fmt.Sprintf("%x distrust", v), c, s})
		s = serverFor(ec)
		s.SessionTicketsDisabled = true
		ways = append(ways, tlsWay{fmt.Sprintf("%x no tickets", v), clientFor(v), s})
	}
	for _, suite := range []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_RC4_128_SHA} {
		c, s := clientFor(tls.VersionTLS12), serverFor(rs)
		c.CipherSuites, s.CipherSuites = []uint16{suite}, []uint16{suite}
		ways = append(ways, tlsWay{tls.CipherSuiteName(suite), c, s})
	}
	c, s := clientFor(tls.VersionTLS13), serverFor(ec)
	s.CurvePreferences = []tls.CurveID{tls.CurveP384}
	ways = append(ways, tlsWay{"retry", c, s}, tlsWay{"retry, resumed", c, s})
	c = &tls.Config{InsecureSkipVerify: true}
	s = serverFor(ec)
	s.MaxVersion = tls.VersionTLS11
	ways = append(ways, tlsWay{"nothing in common", c, s})
	s = serverFor(ec)
	s.MaxVersion = tls.VersionTLS12
	return append(ways, tlsWay{"lower", c, s})
}

// TestTLSLive has nothing that crypto/tls sends be anything but Valid.
func TestTLSLive(t *testing.T) {
	for _, w := range tlsWays() {
		s := session.NewTLS(false)
		records := talkTLS(w.client, w.server).records()
		if len(records) < 2 {
			t.Errorf("%s: %d records", w.name, len(records))
		}
		for i, r := range records {
			v := s.Check(r.side, r.b, 0)
			if !v.OK() {
				t.Errorf("%s, record %d of %v, %v: %v", w.name, i, r.side, wire.TLSRecord(r.b).Type(), v)
			}
		}
		// Records in pieces of a few bytes, which any sender may make of handshake messages, make no difference.
		s = session.NewTLS(false)
		for i, r := range split(records) {
			if v := s.Check(r.side, r.b, 0); !v.OK() {
				t.Errorf("%s, piece %d of %v, %v: %v", w.name, i, r.side, wire.TLSRecord(r.b).Type(), v)
				break
			}
		}
		// Nor does beginning anywhere.
		for from := range records {
			s = session.NewTLS(true)
			for i, r := range records[from:] {
				if v := s.Check(r.side, r.b, 0); !v.OK() {
					t.Errorf("%s, from record %d, %d of %v, %v: %v", w.name, from, i, r.side, wire.TLSRecord(r.b).Type(), v)
				}
			}
		}
		// Nor does missing any.
		for gone := range records {
			s = session.NewTLS(false)
			for i, r := range records {
				if i == gone {
					s.Lost(r.side)
					continue
				}
				if v := s.Check(r.side, r.b, 0); v.Outcome == session.Invalid {
					t.Errorf("%s without record %d, %d of %v, %v: %v", w.name, gone, i, r.side, wire.TLSRecord(r.b).Type(), v)
				}
			}
		}
	}
}

// split makes small records of handshake messages in clear.
func split(records []piece) (out []piece) {
	var secret [2]bool
	for _, r := range records {
		m := wire.TLSRecord(r.b)
		secret[r.side] = secret[r.side] || m.Type() == wire.TLSChangeCipherSpec
		if m.Type() != wire.TLSHandshake || secret[r.side] {
			out = append(out, r)
			continue
		}
		for b := m.Fragment(); len(b) > 0; {
			n := min(7, len(b))
			p := append([]byte{22, m[1], m[2], 0, byte(n)}, b[:n]...)
			out = append(out, piece{r.side, p})
			b = b[n:]
		}
	}
	return out
}
