package netlab_test

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

func dial(t *testing.T, h *netlab.Host, network string, to netip.AddrPort) net.Conn {
	t.Helper()
	var c net.Conn
	err := h.Do(func() (err error) {
		c, err = net.DialTimeout(network, to.String(), 5*time.Second)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(5 * time.Second))
	return c
}

// echo answers on TCP and UDP port 7 of addr in h.
func echo(t *testing.T, h *netlab.Host, addr netip.Addr) {
	t.Helper()
	var l net.Listener
	var p net.PacketConn
	at := netip.AddrPortFrom(addr, 7).String()
	err := h.Do(func() (err error) {
		if l, err = net.Listen("tcp", at); err == nil {
			p, err = net.ListenPacket("udp", at)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close(); p.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { io.Copy(c, c); c.Close() }()
		}
	}()
	go func() {
		b := make([]byte, 9000)
		for {
			n, from, err := p.ReadFrom(b)
			if err != nil {
				return
			}
			p.WriteTo(b[:n], from)
		}
	}()
}

func ask(t *testing.T, h *netlab.Host, network string, addr netip.Addr) {
	t.Helper()
	c := dial(t, h, network, netip.AddrPortFrom(addr, 7))
	if _, err := c.Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 16)
	n, err := c.Read(b)
	if err != nil || string(b[:n]) != "hello" {
		t.Fatalf("%s to %v: %q, %v", network, addr, b[:n], err)
	}
}

func TestTraffic(t *testing.T) {
	a, b := labtest.Pair(t)
	for _, to := range []netip.Addr{labtest.AddrB, labtest.AddrB6} {
		echo(t, b, to)
		ask(t, a, "udp", to)
		ask(t, a, "tcp", to)
	}
}

func TestHere(t *testing.T) {
	labtest.Need(t)
	b := labtest.Host(t, "b")
	err := netlab.Veth(netlab.Here(), netlab.LinkConfig{Name: "toB", Addrs: []netip.Prefix{netip.MustParsePrefix("10.8.0.1/30")}},
		b, netlab.LinkConfig{Name: "toHere", Addrs: []netip.Prefix{netip.MustParsePrefix("10.8.0.2/30")}})
	if err != nil {
		t.Fatal(err)
	}
	defer netlab.Here().Delete("toB")
	echo(t, b, netip.MustParseAddr("10.8.0.2"))
	c, err := net.DialTimeout("tcp", "10.8.0.2:7", 5*time.Second) // without Do: the process is there
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	// A program must not see its machine: only what it made, and loopback.
	list, err := net.Interfaces()
	if err != nil || len(list) != 2 || list[0].Name != "lo" || list[1].Name != "toB" {
		t.Fatalf("interfaces inside: %v, %v", list, err)
	}
}

func TestLinkLocalAtOnce(t *testing.T) {
	a, b := labtest.Pair(t)
	echo(t, b, netip.MustParseAddr("fe80::ff:fe00:902").WithZone("eth0"))
	ask(t, a, "udp", netip.MustParseAddr("fe80::ff:fe00:902").WithZone("eth0"))
}

func TestErrors(t *testing.T) {
	labtest.Need(t)
	h := labtest.Host(t, "h")
	if err := h.SetUp("nothing"); err == nil {
		t.Error("an interface that is not there was brought up")
	}
	sentinel := errors.New("sentinel")
	if err := h.Do(func() error { return sentinel }); err != sentinel {
		t.Errorf("Do returned %v", err)
	}
}
