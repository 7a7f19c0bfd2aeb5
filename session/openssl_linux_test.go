package session_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// opensslDir returns a directory with a certificate and its key, or skips the test.
func opensslDir(t *testing.T) string {
	t.Helper()
	labtest.Need(t)
	if _, err := exec.LookPath("openssl"); err != nil {
		if allServers() {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	dir := t.TempDir()
	c := exec.Command("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=x.example", "-days", "2")
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

// allServers reports whether tests shall take their time with other programs, which must be there.
func allServers() bool { return os.Getenv("GOCAP_REQUIRE_SERVERS") != "" }

// openssl starts openssl in a directory and has it end with the test. What is written to the result is its input.
func openssl(t *testing.T, dir string, args ...string) io.WriteCloser {
	t.Helper()
	c := exec.Command("openssl", args...)
	c.Dir = dir
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill(); c.Wait() })
	return in
}

// TestOpenSSL has nothing that OpenSSL sends over TCP be anything but Valid.
func TestOpenSSL(t *testing.T) {
	dir := opensslDir(t)
	weak := "-cipher ALL:@SECLEVEL=0"
	for i, tt := range []struct{ name, server, client, input string }{
		{"1.3", "", "", "hello\n"},
		{"1.3, new keys", "", "", "K\nhello\nk\n"},
		{"1.3, client certificate", "-Verify 1", "-cert cert.pem -key key.pem", "hello\n"},
		{"1.3, retry", "-groups P-521", "-groups X25519:P-521", "hello\n"},
		{"1.3, early data", "-early_data", "-sess_out s.pem", "hello\n"},
		{"1.3, early data, again", "-early_data", "-sess_in s.pem -early_data cert.pem", "hello\n"},
		{"1.3, without disguise", "-no_middlebox", "-no_middlebox", "hello\n"},
		{"1.2", "-tls1_2", "", "hello\n"},
		{"1.2, client certificate", "-tls1_2 -Verify 1", "-cert cert.pem -key key.pem", "hello\n"},
		{"1.2, RSA", "-tls1_2 -cipher AES128-SHA", "-cipher AES128-SHA", "hello\n"},
		{"1.2, DHE", "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256", "", "hello\n"},
		{"1.2, resumed", "-tls1_2", "-reconnect", ""},
		{"1.2, resumed by number", "-tls1_2 -no_ticket", "-reconnect", ""},
		{"1.2, renegotiated", "-tls1_2 -client_renegotiation", "", "R\nhello\n"},
		{"1.2, anonymous", "-tls1_2 " + weak, "-cipher aNULL:@SECLEVEL=0", "hello\n"},
		{"1.2, status", "-tls1_2", "-status", "hello\n"},
		{"1.1", "-tls1_1 " + weak, "-tls1_1 " + weak, "hello\n"},
		{"1.0", "-tls1 " + weak, "-tls1 " + weak, "hello\n"},
		{"nothing in common", "-tls1_3", "-tls1_2", ""},
		{"small records", "-split_send_frag 512", "-max_send_frag 512", strings.Repeat("hello ", 1000) + "\n"},
	} {
		if !allServers() && i%7 != 0 {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(tt.name, "early data") { // of which the second needs the first
				t.Parallel()
			}
			port := 20000 + 2*i
			openssl(t, dir, strings.Fields(fmt.Sprintf("s_server -accept 127.0.0.1:%d -cert cert.pem -key key.pem %s", port, tt.server))...)
			l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port+1))
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			taps := make(chan *tapped, 10)
			go relay(l, fmt.Sprintf("127.0.0.1:%d", port), taps)
			in := openssl(t, dir, strings.Fields(fmt.Sprintf("s_client -connect 127.0.0.1:%d %s", port+1, tt.client))...)
			for _, line := range strings.SplitAfter(tt.input, "\n") {
				time.Sleep(150 * time.Millisecond)
				io.WriteString(in, line)
			}
			time.Sleep(150 * time.Millisecond)
			in.Close()
			for wait := 10 * time.Second; ; wait = 300 * time.Millisecond {
				select {
				case tap := <-taps:
					quietTLS(t, tap)
					continue
				case <-time.After(wait):
				}
				if wait > time.Second {
					t.Error("no connection ended")
				}
				return
			}
		})
	}
}

// relay carries connections on, and hands them out when they have ended.
func relay(l net.Listener, to string, taps chan<- *tapped) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		var s net.Conn
		for range 50 { // the server may not listen yet
			if s, err = net.Dial("tcp", to); err == nil {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		if err != nil {
			c.Close()
			return
		}
		go func() {
			var t tapped
			var both sync.WaitGroup
			for side, ends := range [2][2]net.Conn{{c, s}, {s, c}} {
				both.Go(func() {
					b := make([]byte, 32768)
					for {
						n, err := ends[0].Read(b)
						t.mu.Lock()
						t.said = append(t.said, piece{session.Side(side), bytes.Clone(b[:n])})
						t.mu.Unlock()
						ends[1].Write(b[:n])
						if err != nil {
							ends[1].(*net.TCPConn).CloseWrite()
							return
						}
					}
				})
			}
			c.SetDeadline(time.Now().Add(3 * time.Second))
			s.SetDeadline(time.Now().Add(3 * time.Second))
			both.Wait()
			taps <- &t
		}()
	}
}

// quietTLS has all records be Valid.
func quietTLS(t *testing.T, tap *tapped) {
	t.Helper()
	s := session.NewTLS(false)
	records := tap.records()
	for i, r := range records {
		if v := s.Check(r.side, r.b, 0); !v.OK() {
			t.Errorf("record %d of %v, %v: %v", i, r.side, wire.TLSRecord(r.b).Type(), v)
		}
	}
	t.Logf("%d records, %s", len(records), s.State(session.Client))
}

// TestOpenSSLDatagrams has nothing that OpenSSL sends over UDP be anything but Valid.
func TestOpenSSLDatagrams(t *testing.T) {
	dir := opensslDir(t)
	for i, tt := range []struct{ name, server, client string }{
		{"1.2", "-dtls1_2", "-dtls1_2"},
		{"cookies", "-dtls1_2 -listen", "-dtls1_2"},
		{"small fragments", "-dtls1_2 -mtu 256", "-dtls1_2 -mtu 256"},
		{"client certificate", "-dtls1_2 -Verify 1", "-dtls1_2 -cert cert.pem -key key.pem"},
		{"1.0", "-dtls1 -cipher ALL:@SECLEVEL=0", "-dtls1 -cipher ALL:@SECLEVEL=0"},
	} {
		if !allServers() && i > 0 {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			port := 21000 + 2*i
			to := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}
			l, err := net.ListenUDP("udp4", &net.UDPAddr{IP: to.IP, Port: port + 1})
			if err != nil {
				t.Fatal(err)
			}
			openssl(t, dir, strings.Fields(fmt.Sprintf("s_server -accept 127.0.0.1:%d -cert cert.pem -key key.pem -quiet %s", port, tt.server))...)
			time.Sleep(200 * time.Millisecond)
			in := openssl(t, dir, strings.Fields(fmt.Sprintf("s_client -connect 127.0.0.1:%d -quiet %s", port+1, tt.client))...)
			time.AfterFunc(300*time.Millisecond, func() { io.WriteString(in, "hello\n") })
			time.AfterFunc(600*time.Millisecond, func() { in.Close() })
			defer l.Close()
			s, b, n := session.NewDTLS(false), make([]byte, 65536), 0
			var client *net.UDPAddr
			for ; ; n++ {
				patience := 10 * time.Second
				if n >= 7 { // the handshake is through, or nearly
					patience = time.Second
				}
				l.SetReadDeadline(time.Now().Add(patience))
				k, from, err := l.ReadFromUDP(b)
				if err != nil {
					break
				}
				side, next := session.Server, client
				if from.Port != port {
					side, client, next = session.Client, from, to
				}
				if v := s.Check(side, b[:k], 0); !v.OK() {
					t.Errorf("datagram %d of %v: %v", n, side, v)
				}
				l.WriteToUDP(b[:k], next)
			}
			if n < 7 {
				t.Errorf("%d datagrams", n)
			}
			t.Logf("%d datagrams, %s", n, s.State(session.Client))
		})
	}
}
