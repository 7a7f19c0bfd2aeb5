package session_test

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// dnsServer is the other end of a resolver's connection: it answers with what BuildAnswer makes and an address.
type dnsServer struct {
	net.Conn // over which the resolver speaks as over TCP
	t        *testing.T
	s        *session.DNS
}

func (d dnsServer) serve() {
	var b []byte
	in := make([]byte, 4096)
	for {
		n, err := d.Read(in)
		b = append(b, in[:n]...)
		if err != nil {
			return
		}
		for len(b) > 2 && wire.DNSStream(b).Complete() {
			d.answer(wire.DNSStream(b).Message())
			b = wire.DNSStream(b).Rest()
		}
	}
}

func (d dnsServer) answer(query []byte) {
	m, err := wire.ParseDNS(query)
	if err != nil {
		d.t.Error(err)
		return
	}
	if v := d.s.Check(session.Client, session.DNSMessage{DNS: m, Stream: true}, 0); !v.OK() {
		d.t.Error(v)
	}
	out, err := d.s.BuildAnswer([]byte{0, 0}, 0, 1)
	if err != nil {
		d.t.Error(err)
		return
	}
	for r := range m.Records() {
		if r.Type == wire.DNSTypeA {
			out = append(out, 0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7)
			wire.DNS(out[2:]).SetANCount(1)
		}
	}
	a := wire.DNS(out[2:])
	a.SetRA(true)
	if a.ANCount() == 0 {
		a.SetRCode(wire.DNSRCodeNXDomain)
	}
	wire.DNSStream(out).SetLength(uint16(len(out) - 2))
	if _, err := d.Write(out); err != nil {
		d.t.Error(err)
	}
}

// TestDNSLive has Go's resolver ask and believe what a Session answers.
func TestDNSLive(t *testing.T) {
	var servers sync.WaitGroup
	r := net.Resolver{PreferGo: true, StrictErrors: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		var tap tapped
		a, b := tap.pipe()
		servers.Go(dnsServer{b, t, session.NewDNS(session.DNSUnicast, false)}.serve)
		return a, nil
	}}
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	for _, name := range []string{"www.example.", "WWW.Example."} {
		addrs, err := r.LookupNetIP(ctx, "ip4", name)
		if err != nil || len(addrs) != 1 || addrs[0].Unmap().String() != "192.0.2.7" {
			t.Errorf("%s: %v, %v", name, addrs, err)
		}
	}
	if _, err := r.LookupTXT(ctx, "www.example."); err == nil {
		t.Error("there is a text")
	}
	servers.Wait()
}
