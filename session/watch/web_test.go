package watch_test

import (
	"slices"
	"testing"

	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/watch"
	"github.com/gocap-project/gocap/wire"
)

// said is what a side says in a connection.
type said struct {
	side session.Side
	b    string
}

// over returns what a Watcher finds in a connection to a port in which that is said.
func over(t *testing.T, cfg func(*watch.Config), port string, talk ...said) []string {
	t.Helper()
	var s seen
	c := s.config()
	if cfg != nil {
		cfg(&c)
	}
	w := watch.New(c)
	n := uint64(0)
	tcpTalk := session.NewTCP(session.TCPConfig{})
	send := func(side session.Side, p session.TCPPart) {
		seg, err := tcpTalk.Build(side, nil, p, 0)
		if err != nil {
			t.Fatal(err)
		}
		src, dst := "192.0.2.1:40000", "192.0.2.2:"+port
		if side == session.Server {
			src, dst = dst, src
		}
		b := tcp(src, dst, seg)
		n++
		w.Put(link.Raw, b, len(b), sequence.Source{Frame: n, Time: int64(n) * 1e9})
	}
	send(session.Client, session.TCPPart{Flags: wire.SYN, ISN: 1000})
	send(session.Server, session.TCPPart{Flags: wire.SYN, ISN: 5000})
	for _, k := range talk {
		send(k.side, session.TCPPart{Payload: []byte(k.b)})
	}
	w.Flush()
	return s.findings
}

func TestWeb(t *testing.T) {
	const request, response = "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
	const shake, data = "\x16\x03\x03\x00\x04\x0e\x00\x00\x00", "\x17\x03\x03\x00\x01x"
	for _, tt := range []struct {
		name, port string
		talk       []said
		want       []string
	}{
		{"HTTP", "80", []said{{0, request}, {1, response}, {0, request}, {1, response}}, nil},
		{"two findings", "8080", []said{{0, "GET / HTTP/1.1\nHost: x\r\nX : y\r\n\r\n"}}, []string{"3 http 192.0.2.1:40000 http-bare-lf", "3 http 192.0.2.1:40000 http-space-before-colon"}},
		{"unasked", "80", []said{{0, request}, {1, response + response}}, []string{"4 http 192.0.2.2:80 http-unasked"}},
		{"another protocol", "80", []said{{0, "\x00\x01\n\n\n"}, {1, "hello\n"}}, nil},
		{"TLS", "443", []said{{1, shake}, {0, data}, {1, data}}, []string{"3 tls 192.0.2.2:443 tls-order"}},
		{"not TLS", "443", []said{{0, "SSH-2.0-x\r\n"}, {1, "SSH-2.0-y\r\n"}}, nil},
	} {
		if got := over(t, nil, tt.port, tt.talk...); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, not %q", tt.name, got, tt.want)
		}
	}
}

// TestPorts has a port speak what the program says, whatever it looks like.
func TestPorts(t *testing.T) {
	ports := func(c *watch.Config) { c.Ports = map[uint16]string{99: "http", 98: "tls"} }
	if got := over(t, ports, "99", said{0, "\x00 / HTTP/1.1\r\n"}); !slices.Equal(got, []string{"3 http 192.0.2.1:40000 http-request-line"}) {
		t.Error(got)
	}
	if got := over(t, ports, "98", said{0, "\x99\x03\x03\x00\x01x"}); !slices.Equal(got, []string{"3 tls 192.0.2.1:40000 tls-content-type"}) {
		t.Error(got)
	}
}
