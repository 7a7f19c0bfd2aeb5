// Package tap gives tests of Sessions what real clients and servers say to each other: a proxy on a Unix socket that has
// every message judged on its way.
package tap

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
)

// A Judge judges the messages of one connection, in the order in which they passed.
type Judge interface {
	Check(side session.Side, m []byte, at int64) session.Verdict
	Lost(side session.Side)
}

// A Proxy passes on what clients and a server say.
type Proxy struct {
	Path    string                                                        // of the socket that clients connect to
	Server  string                                                        // path of the server's socket
	Framing [2]*sequence.Framing                                          // of client and server
	Begin   func() Judge                                                  // makes the judge of a connection
	Judged  func(j Judge, side session.Side, m []byte, v session.Verdict) // is called for every message, one at a time

	mu   sync.Mutex
	open sync.WaitGroup
	l    net.Listener
}

// Start begins to listen, until the test ends.
func (p *Proxy) Start(t testing.TB) {
	t.Helper()
	l, err := net.Listen("unix", p.Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(p.Path, 0o777); err != nil {
		t.Fatal(err)
	}
	p.l = l
	go p.serve()
	t.Cleanup(p.Stop)
}

// Stop ends listening, and waits until what is connected is not any more.
func (p *Proxy) Stop() {
	p.l.Close()
	p.open.Wait()
}

// Wait waits until no client is connected.
func (p *Proxy) Wait() { p.open.Wait() }

func (p *Proxy) serve() {
	for {
		client, err := p.l.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", p.Server)
		if err != nil {
			client.Close()
			continue
		}
		p.open.Add(1)
		go p.connect(client, server)
	}
}

// connect serves a connection.
func (p *Proxy) connect(client, server net.Conn) {
	defer p.open.Done()
	j := p.Begin()
	var both sync.WaitGroup
	for side, way := range [2][2]net.Conn{{client, server}, {server, client}} {
		cut := p.framed(j, session.Side(side))
		both.Go(func() {
			b := make([]byte, 1<<16)
			for {
				n, err := way[0].Read(b)
				p.mu.Lock() // the other end has not seen these bytes yet: its answer is judged later
				cut.Put(b[:n], sequence.Source{})
				p.mu.Unlock()
				way[1].Write(b[:n])
				if err != nil {
					way[1].(*net.UnixConn).CloseWrite()
					return
				}
			}
		})
	}
	both.Wait()
	client.Close()
	server.Close()
}

// framed returns what cuts a direction into messages and has them judged.
func (p *Proxy) framed(j Judge, side session.Side) *sequence.Framed {
	return sequence.NewFramed(nil, sequence.FramedConfig{Framing: p.Framing[side], Limit: 1<<24 + 4, Out: sequence.SinkFunc(func(e *sequence.Event) {
		switch e.Kind {
		case sequence.Message:
			p.Judged(j, side, e.Bytes, j.Check(side, e.Bytes, 0))
		case sequence.Data, sequence.Gap, sequence.Fault:
			j.Lost(side)
		}
	})})
}

// Find returns the path of a program, which may also be in one of the places, which are patterns. Where it is absent, it
// skips the test or, if GOCAP_REQUIRE_SERVERS is set, fails it.
func Find(t testing.TB, name string, places ...string) string {
	t.Helper()
	for _, place := range places {
		if found, _ := filepath.Glob(filepath.Join(place, name)); len(found) > 0 {
			return found[len(found)-1]
		}
	}
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("GOCAP_REQUIRE_SERVERS") != "" {
		t.Fatal(err)
	}
	t.Skip(err)
	return ""
}
