package session_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/session"
)

// httpStep is bytes of a side, and what is to be said of them.
type httpStep struct {
	side session.Side
	b    string
	rule *session.Rule // nil is Valid
	want session.Outcome
}

func httpReq(b string) httpStep                     { return httpStep{session.Client, b, nil, session.Valid} }
func httpRes(b string) httpStep                     { return httpStep{session.Server, b, nil, session.Valid} }
func (s httpStep) bad(r *session.Rule) httpStep     { s.rule, s.want = r, session.Invalid; return s }
func (s httpStep) odd(r *session.Rule) httpStep     { s.rule, s.want = r, session.Tolerated; return s }
func (s httpStep) then(next ...httpStep) []httpStep { return append([]httpStep{s}, next...) }

func TestHTTP(t *testing.T) {
	const get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
	const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
	const post = "POST / HTTP/1.1\r\nHost: a\r\n"
	const chunked = "Transfer-Encoding: chunked\r\n\r\n"
	const res = "HTTP/1.1 200 OK\r\n"
	req, resp := httpReq(get), httpRes(ok)
	for _, tt := range []struct {
		name  string
		steps []httpStep
	}{
		{"plain", req.then(resp, req, resp)},
		{"pipelined", httpReq(get+get+get).then(httpRes(ok+ok), resp, req, resp)},
		{"body", httpReq(post+"Content-Length: 3\r\n\r\nabc"+get).then(resp, resp)},
		{"chunks", httpReq(post+chunked+"3;x=\"y\"\r\nabc\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n"+get).then(httpRes(res+chunked+"0\r\n\r\n"), resp)},
		{"until close", req.then(httpRes(res+"\r\nabc"), httpRes("def"))},
		{"coded until close", req.then(httpRes(res+"Transfer-Encoding: gzip\r\n\r\nabc"), httpRes("def"))},
		{"HEAD", httpReq("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get).then(httpRes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + ok))},
		{"304", req.then(httpRes("HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n"), req, resp)},
		{"204", req.then(httpRes("HTTP/1.1 204 No Content\r\n\r\n"), req, resp)},
		{"interim", httpReq(post+"Expect: 100-continue\r\nContent-Length: 1\r\n\r\n").then(httpRes("HTTP/1.1 100 Continue\r\n\r\n"), httpReq("x"), httpRes("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"+ok))},
		{"refused early", httpReq(post + "Content-Length: 1000\r\n\r\nx").then(httpRes("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))},
		{"refused within the head", httpReq("GET / HTTP/1.1\r\nX: ").then(httpRes("HTTP/1.1 431 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))},
		{"timed out", req.then(resp, httpRes("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))},
		{"tunnel", httpReq("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n").then(httpRes("HTTP/1.1 200 OK\r\n\r\n"), httpReq("\x16\x03\x01"), httpRes("\x00\x01\n"))},
		{"no tunnel", httpReq("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n").then(httpRes("HTTP/1.1 407 No\r\nContent-Length: 1\r\n\r\nx"), req, resp)},
		{"upgrade", httpReq("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n").then(httpRes("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n\x81\x01"), httpReq("\x81\x00"))},
		{"HTTP/2", httpReq("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").then(httpRes("\x00\x00\x00\x04"))},
		{"1.0", httpReq("GET / HTTP/1.0\r\n\r\n").then(httpRes("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi"))},
		{"1.0 kept", httpReq("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").then(httpRes("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi"), req, resp)},
		{"targets", httpReq("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\nGET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n").then()},

		{"request line", httpReq("GET  / HTTP/1.1\r\n").bad(session.RuleHTTPRequestLine).then()},
		{"no method", httpReq(" / HTTP/1.1\r\n").bad(session.RuleHTTPRequestLine).then()},
		{"target with a tab", httpReq("GET /\tb HTTP/1.1\r\n").bad(session.RuleHTTPRequestLine).then()},
		{"version in lower case", httpReq("GET / http/1.1\r\n").bad(session.RuleHTTPRequestLine).then()},
		{"0.9", httpReq("GET /\r\n").odd(session.RuleHTTPOld).then(httpRes("hello\n"))},
		{"target", httpReq("GET a HTTP/1.1\r\n").bad(session.RuleHTTPTarget).then()},
		{"target of CONNECT", httpReq("CONNECT /a HTTP/1.1\r\n").bad(session.RuleHTTPTarget).then()},
		{"target in Latin", httpReq("GET /\xe4 HTTP/1.1\r\nHost: a\r\n\r\n").odd(session.RuleHTTPTargetBytes).then(resp)},
		{"status line", req.then(httpRes("HTTP/1.1 2OO OK\r\n").bad(session.RuleHTTPStatusLine))},
		{"status line of HTTP/2", req.then(httpRes("HTTP/2.0 200 OK\r\n").bad(session.RuleHTTPStatusLine))},
		{"status of four digits", req.then(httpRes("HTTP/1.1 2000 OK\r\n").bad(session.RuleHTTPStatusLine))},
		{"reason", req.then(httpRes("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n").odd(session.RuleHTTPReason), req, resp)},
		{"status", req.then(httpRes("HTTP/1.1 600 OK\r\nContent-Length: 0\r\n\r\n").odd(session.RuleHTTPStatus))},
		{"empty line", req.then(resp, httpReq("\r\n"+get).odd(session.RuleHTTPEmptyLine), resp)},
		{"LF", httpReq("GET / HTTP/1.1\nHost: a\n\n").odd(session.RuleHTTPBareLF).then(resp)},
		{"CR", httpReq("GET / HTTP/1.1\r\nHost: a\rX: y\r\n").bad(session.RuleHTTPBareCR).then()},
		{"leading space", httpReq("GET / HTTP/1.1\r\n Host: a\r\n").bad(session.RuleHTTPLeadingSpace).then()},
		{"fold", httpReq("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n").odd(session.RuleHTTPFold).then(resp)},
		{"fold of a length", httpReq(post + "Content-Length: 1\r\n 2\r\n").bad(session.RuleHTTPFoldFraming).then()},
		{"space before colon", httpReq(post + "Content-Length : 1\r\n").bad(session.RuleHTTPSpaceColon).then()},
		{"no colon", httpReq(post + "Content-Length\r\n").bad(session.RuleHTTPField).then()},
		{"bad name", httpReq(post + "Content Length: 1\r\n").bad(session.RuleHTTPFieldName).then()},
		{"no name", httpReq(post + ": 1\r\n").bad(session.RuleHTTPFieldName).then()},
		{"NUL", httpReq(post + "X: \x00\r\n").bad(session.RuleHTTPFieldNUL).then()},
		{"control", httpReq(post + "X: \x01\r\nContent-Length: 0\r\n\r\n").odd(session.RuleHTTPFieldControl).then(resp)},
		{"no host", httpReq("GET / HTTP/1.1\r\n\r\n").bad(session.RuleHTTPHost).then()},
		{"two hosts", httpReq(post + "Host: b\r\n").bad(session.RuleHTTPHost).then()},
		{"length", httpReq(post + "Content-Length: +1\r\n").bad(session.RuleHTTPLength).then()},
		{"length too long", httpReq(post + "Content-Length: 18446744073709551616\r\n").bad(session.RuleHTTPLength).then()},
		{"lengths", httpReq(post + "Content-Length: 1\r\nContent-Length: 2\r\n").bad(session.RuleHTTPLengths).then()},
		{"lengths in one", httpReq(post + "Content-Length: 1, 2\r\n").bad(session.RuleHTTPLengths).then()},
		{"same length twice", httpReq(post + "Content-Length: 1, 1\r\n\r\nx").odd(session.RuleHTTPLengthTwice).then(resp)},
		{"length and coding", httpReq(post + "Content-Length: 1\r\n" + chunked).bad(session.RuleHTTPBoth).then()},
		{"length and coding in a response", req.then(httpRes(res + "Content-Length: 1\r\n" + chunked).bad(session.RuleHTTPBoth))},
		{"coding", httpReq(post + "Transfer-Encoding: gzip\r\n\r\n").bad(session.RuleHTTPCoding).then()},
		{"chunked and more", httpReq(post + "Transfer-Encoding: chunked, gzip\r\n\r\n").bad(session.RuleHTTPCoding).then()},
		{"bad coding", httpReq(post + "Transfer-Encoding: \x0bchunked\r\n\r\n").bad(session.RuleHTTPCoding).then()},
		{"unknown coding", req.then(httpRes(res + "Transfer-Encoding: identity\r\n\r\nabc").odd(session.RuleHTTPCodingUnknown))},
		{"chunked twice", httpReq(post + "Transfer-Encoding: chunked, chunked\r\n").bad(session.RuleHTTPChunkedTwice).then()},
		{"coding in 1.0", httpReq("POST / HTTP/1.0\r\n" + chunked).bad(session.RuleHTTPOldCoding).then()},
		{"coding without a body", req.then(httpRes("HTTP/1.1 204 No\r\n" + chunked).bad(session.RuleHTTPNoBody))},
		{"length without a body", req.then(httpRes("HTTP/1.1 204 No\r\nContent-Length: 0\r\n\r\n").odd(session.RuleHTTPNoBodyLength), req, resp)},
		{"chunk", httpReq(post + chunked + "x\r\n").bad(session.RuleHTTPChunk).then()},
		{"chunk 0x", httpReq(post + chunked + "0x1\r\n").bad(session.RuleHTTPChunk).then()},
		{"chunk with LF", httpReq(post + chunked + "1\nx\r\n").bad(session.RuleHTTPChunk).then()},
		{"space behind a size", httpReq(post + chunked + "1 \r\nx\r\n0\r\n\r\n").odd(session.RuleHTTPChunkSpace).then(resp)},
		{"huge chunk", httpReq(post + chunked + "10000000000000001\r\n").bad(session.RuleHTTPChunkSize).then()},
		{"chunk's end", httpReq(post + chunked + "1\r\nxy\r\n").bad(session.RuleHTTPChunkEnd).then()},
		{"trailer", httpReq(post + chunked + "0\r\nContent-Length: 1\r\n").bad(session.RuleHTTPTrailer).then()},
		{"unasked", req.then(resp, resp.bad(session.RuleHTTPUnasked))},
		{"after close", httpReq("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").then(req.bad(session.RuleHTTPAfterClose))},
		{"after the server's close", req.then(httpRes(res+"Connection: close\r\nContent-Length: 0\r\n\r\n"), resp.bad(session.RuleHTTPAfterClose))},
		{"switch", req.then(httpRes("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n").bad(session.RuleHTTPUpgrade))},
		{"interim to 1.0", httpReq("GET / HTTP/1.0\r\n\r\n").then(httpRes("HTTP/1.1 100 Continue\r\n\r\n").bad(session.RuleHTTPInterim))},
		{"given up", httpReq(post+"Content-Length: 1\r\n"+chunked).bad(session.RuleHTTPBoth).then(req, httpReq("\x00"), httpRes("HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n"))},
		{"too many", httpReq(strings.Repeat(get, 40)).then(httpRes(strings.Repeat(ok, 40)))},
	} {
		for _, size := range []int{1 << 20, 1, 3, 17} {
			s := session.NewHTTP(false)
			for i, k := range tt.steps {
				v, before := session.Verdict{}, s.State(k.side)
				for b := []byte(k.b); len(b) > 0; {
					n := min(size, len(b))
					if w := s.Check(k.side, b[:n], 0); w.Outcome > v.Outcome {
						v = w
					}
					b = b[n:]
				}
				if v.Rule != k.rule || v.Outcome != k.want {
					t.Errorf("%s, step %d in pieces of %d (%s): %v", tt.name, i, size, before, v)
				}
				snapshot, _ := s.AppendBinary(nil)
				var c session.HTTP
				if err := c.UnmarshalBinary(snapshot); err != nil {
					t.Errorf("%s, step %d: %v", tt.name, i, err)
				}
				*s = c
			}
		}
	}
}

func TestHTTPLost(t *testing.T) {
	const get, ok = "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"
	s := session.NewHTTP(false)
	check := func(side session.Side, b string) {
		t.Helper()
		if v := s.Check(side, []byte(b), 0); !v.OK() {
			t.Error(v)
		}
	}
	check(session.Client, get)
	check(session.Server, ok)
	s.Lost(session.Server)
	check(session.Server, "rest of something\r\n")
	check(session.Client, get)
	check(session.Server, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	if s.State(session.Server) != "start" || s.Waiting() != 0 {
		t.Error(s.State(session.Server), s.Waiting())
	}
	s = session.NewHTTP(true)
	check(session.Server, "anything\r\n\r\n")
	check(session.Client, " at all\r\n")
	check(session.Server, ok)
	check(session.Client, get)
}

func TestHTTPEnd(t *testing.T) {
	s := session.NewHTTP(false)
	s.Check(session.Client, []byte("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), 0)
	if v := s.End(session.Client); !v.OK() {
		t.Error(v)
	}
	s.Check(session.Server, []byte("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nx"), 0)
	if v := s.End(session.Server); v.Rule != session.RuleHTTPIncomplete || v.Outcome != session.Tolerated {
		t.Error(v)
	}
}

// TestHTTPLive has nothing that net/http sends be anything but Valid.
func TestHTTPLive(t *testing.T) {
	var tap tapped
	a, b := tap.pipe()
	a.SetDeadline(time.Now().Add(10 * time.Second))
	listener := pipes{make(chan net.Conn, 1), make(chan bool)}
	listener.c <- b
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/chunked":
			for range 3 {
				fmt.Fprintln(w, strings.Repeat("x", 100))
				w.(http.Flusher).Flush()
			}
			w.Header().Set(http.TrailerPrefix+"X-End", "1")
		case "/hints":
			w.WriteHeader(http.StatusEarlyHints)
		case "/none":
			w.WriteHeader(http.StatusNoContent)
		case "/same":
			w.WriteHeader(http.StatusNotModified)
		case "/switch":
			c, rw, _ := w.(http.Hijacker).Hijack()
			fmt.Fprint(c, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: lines\r\n\r\n\x00\r\r\n")
			line, _ := rw.ReadString('\n')
			fmt.Fprint(c, line)
			c.Close()
		default:
			body, _ := io.ReadAll(r.Body)
			w.Write(bytes.Repeat(body, 100))
		}
	})
	server := http.Server{Handler: handler}
	go server.Serve(listener)
	defer server.Close()
	client := http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return a, nil }, ExpectContinueTimeout: time.Second}}
	for _, r := range []struct {
		method, path string
		body         io.Reader
	}{
		{"GET", "/", nil}, {"HEAD", "/chunked", nil}, {"GET", "/chunked", nil}, {"POST", "/", strings.NewReader("known")},
		{"PUT", "/", io.MultiReader(strings.NewReader("unknown"))}, {"GET", "/none", nil}, {"GET", "/same", nil}, {"GET", "/hints", nil}, {"OPTIONS", "/x?y=%20z", nil}, {"POST", "/continue", strings.NewReader("x")},
	} {
		q, err := http.NewRequest(r.method, "http://x.example"+r.path, r.body)
		if err != nil {
			t.Fatal(err)
		}
		if r.path == "/continue" {
			q.Header.Set("Expect", "100-continue")
		}
		p, err := client.Do(q)
		if err != nil {
			t.Fatal(r.method, r.path, err)
		}
		io.Copy(io.Discard, p.Body)
		p.Body.Close()
	}
	quietHTTP(t, &tap)

	var other tapped
	a, b = other.pipe()
	listener.c <- b
	io.WriteString(a, "GET /switch HTTP/1.1\r\nHost: x\r\nUpgrade: lines\r\nConnection: Upgrade\r\n\r\n")
	r := bufio.NewReader(a)
	p, err := http.ReadResponse(r, nil)
	if err != nil || p.StatusCode != 101 {
		t.Fatal(err, p)
	}
	io.WriteString(a, "\x00 anything\n")
	io.Copy(io.Discard, r)
	quietHTTP(t, &other)
}

// quietHTTP has all that was written be Valid, and nothing Invalid from any piece on.
func quietHTTP(t *testing.T, tap *tapped) {
	t.Helper()
	tap.mu.Lock()
	defer tap.mu.Unlock()
	s := session.NewHTTP(false)
	for i, k := range tap.said {
		if v := s.Check(k.side, k.b, 0); !v.OK() {
			t.Errorf("piece %d of %v, %.40q: %v", i, k.side, k.b, v)
		}
	}
	for from := range tap.said {
		s := session.NewHTTP(true)
		for i, k := range tap.said[from:] {
			if v := s.Check(k.side, k.b, 0); v.Outcome == session.Invalid {
				t.Errorf("from %d, piece %d of %v, %.40q: %v", from, i, k.side, k.b, v)
			}
		}
	}
}

// pipes is a listener of connections that the test makes.
type pipes struct {
	c    chan net.Conn
	done chan bool
}

func (l pipes) Accept() (net.Conn, error) {
	select {
	case c := <-l.c:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}
func (l pipes) Close() error   { close(l.done); return nil }
func (l pipes) Addr() net.Addr { return &net.TCPAddr{} }

func FuzzHTTP(f *testing.F) {
	f.Add([]byte("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n\xffHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"), uint8(0))
	f.Fuzz(func(t *testing.T, b []byte, how uint8) {
		// Whatever is sent, in whatever pieces, both say the same.
		one, two := session.NewHTTP(how&1 != 0), session.NewHTTP(how&1 != 0)
		side := session.Client
		for part := range bytes.SplitSeq(b, []byte{0xff}) {
			v := one.Check(side, part, 0)
			var w session.Verdict
			for rest := part; len(rest) > 0; {
				n, x := two.Take(side, rest[:min(len(rest), 1+int(how>>1))])
				if n == 0 {
					t.Fatal("nothing taken")
				}
				if rest = rest[n:]; x.Outcome > w.Outcome {
					w = x
				}
				if x.OK() != (x.Rule == nil) {
					t.Fatalf("%+v", x)
				}
			}
			if len(part) < 1000 && how&1 == 0 && (v.Outcome != w.Outcome || v.Rule != w.Rule) {
				t.Fatalf("%q: %v and %v", part, v, w)
			}
			snapshot, _ := one.AppendBinary(nil)
			var c session.HTTP
			if err := c.UnmarshalBinary(snapshot); err != nil {
				t.Fatal(err)
			}
			*one = c
			side = side.Peer()
		}
	})
}

func TestHTTPNoAllocs(t *testing.T) {
	s := session.NewHTTP(false)
	req, res := []byte("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")
	if n := testing.AllocsPerRun(100, func() {
		for _, v := range []session.Verdict{s.Check(session.Client, req[:9], 0), s.Check(session.Client, req[9:], 0), s.Check(session.Server, res, 0)} {
			if !v.OK() {
				t.Fatal(v)
			}
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleHTTP() {
	// Of a request with a length and chunks, a proxy may go by one and the server behind it by the other.
	s := session.NewHTTP(false)
	fmt.Println(s.Check(session.Client, []byte("POST / HTTP/1.1\r\nHost: x.example\r\nContent-Length: 5\r\n"), 0))
	fmt.Println(s.Check(session.Client, []byte("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin"), 0))
	// Output:
	// valid
	// invalid: RFC 9112 §6.2: Content-Length and Transfer-Encoding (TransferEncoding, fields)
}
