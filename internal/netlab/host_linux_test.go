package netlab_test

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// look is an interface of h as package net sees it.
func look(t *testing.T, h *netlab.Host, name string) (i *net.Interface) {
	t.Helper()
	must(t, h.Do(func() (err error) { i, err = net.InterfaceByName(name); return err }))
	return i
}

func TestMTU(t *testing.T) {
	a, b := labtest.Pair(t)
	echo(t, b, labtest.AddrB)
	must(t, a.SetMTU("eth0", 576), b.SetMTU("eth0", 576))
	if m := look(t, a, "eth0").MTU; m != 576 {
		t.Fatalf("MTU %d", m)
	}
	c := dial(t, a, "udp", netip.AddrPortFrom(labtest.AddrB, 7))
	raw, err := c.(*net.UDPConn).SyscallConn()
	must(t, err)
	must(t, raw.Control(func(fd uintptr) {
		// IP_MTU_DISCOVER, IP_PMTUDISC_DO: what does not fit is refused, not cut
		err = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IP, syscall.IP_MTU_DISCOVER, syscall.IP_PMTUDISC_DO)
	}), err)
	if _, err := c.Write(make([]byte, 576-28)); err != nil {
		t.Errorf("548 bytes in UDP: %v", err)
	}
	if _, err := c.Write(make([]byte, 576-27)); !errors.Is(err, syscall.EMSGSIZE) {
		t.Errorf("549 bytes in UDP: %v", err)
	}
}

func TestRenameAndDelete(t *testing.T) {
	a, b := labtest.Pair(t)
	must(t, a.SetDown("eth0"), a.Rename("eth0", "uplink"), a.SetUp("uplink"), a.WaitUp("uplink"))
	if i := look(t, a, "uplink"); i.HardwareAddr.String() != labtest.MACA.String() {
		t.Errorf("%+v", i)
	}
	if _, err := a.Index("eth0"); !errors.Is(err, syscall.ENODEV) {
		t.Errorf("the old name: %v", err)
	}
	must(t, a.Delete("uplink"))
	if _, err := b.Index("eth0"); !errors.Is(err, syscall.ENODEV) {
		t.Errorf("the other end: %v", err)
	}
}

func TestMAC(t *testing.T) {
	a, _ := labtest.Pair(t)
	mac := net.HardwareAddr{2, 1, 2, 3, 4, 5}
	must(t, a.SetMAC("eth0", mac))
	if i := look(t, a, "eth0"); i.HardwareAddr.String() != mac.String() {
		t.Errorf("%v", i.HardwareAddr)
	}
}

func TestVLANTraffic(t *testing.T) {
	a, b := labtest.Pair(t)
	err := errors.Join(a.AddVLAN("eth0", "v7", 7, netlab.Dot1Q), b.AddVLAN("eth0", "v7", 7, netlab.Dot1Q))
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("this kernel has no VLAN interfaces: ", err)
	}
	must(t, err, a.AddAddr("v7", netip.MustParsePrefix("10.7.0.1/24")), b.AddAddr("v7", netip.MustParsePrefix("10.7.0.2/24")))
	must(t, a.WaitUp("v7"), b.WaitUp("v7"))
	echo(t, b, netip.MustParseAddr("10.7.0.2"))
	ask(t, a, "udp", netip.MustParseAddr("10.7.0.2"))
	ask(t, a, "tcp", netip.MustParseAddr("10.7.0.2"))
}

// TestRouter has three hosts in a row, the middle one forwarding.
func TestRouter(t *testing.T) {
	a, r, b := labtest.Host(t, "a"), labtest.Host(t, "r"), labtest.Host(t, "b")
	end := func(name, addr string) netlab.LinkConfig {
		return netlab.LinkConfig{Name: name, Addrs: []netip.Prefix{netip.MustParsePrefix(addr)}, TxQueueLen: 50, Queues: 2}
	}
	must(t,
		netlab.Veth(a, end("eth0", "10.1.0.1/24"), r, end("left", "10.1.0.254/24")),
		netlab.Veth(r, end("right", "10.2.0.254/24"), b, end("eth0", "10.2.0.1/24")),
		a.AddRoute(netlab.Route{Dst: netip.MustParsePrefix("0.0.0.0/0"), Via: netip.MustParseAddr("10.1.0.254")}),
		b.AddRoute(netlab.Route{Dst: netip.MustParsePrefix("10.1.0.0/24"), Via: netip.MustParseAddr("10.2.0.254"), Link: "eth0"}))
	if err := r.Forward(); err != nil {
		t.Skip("without write access to /proc/sys: ", err)
	}
	echo(t, b, netip.MustParseAddr("10.2.0.1"))
	ask(t, a, "tcp", netip.MustParseAddr("10.2.0.1"))
}

// TestBridge joins two hosts through a third that is a switch.
func TestBridge(t *testing.T) {
	a, s, b := labtest.Host(t, "a"), labtest.Host(t, "switch"), labtest.Host(t, "b")
	end := func(name string, addrs ...netip.Prefix) netlab.LinkConfig {
		return netlab.LinkConfig{Name: name, Addrs: addrs}
	}
	must(t,
		netlab.Veth(a, end("eth0", netip.PrefixFrom(labtest.AddrA, 24)), s, end("p1")),
		netlab.Veth(b, end("eth0", netip.PrefixFrom(labtest.AddrB, 24)), s, end("p2")))
	err := s.AddBridge(end("br0"), "p1", "p2")
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("this kernel has no bridges: ", err)
	}
	must(t, err, s.WaitUp("br0"))
	echo(t, b, labtest.AddrB)
	ask(t, a, "udp", labtest.AddrB)
}

func TestTun(t *testing.T) {
	h := labtest.Host(t, "h")
	f, err := h.AddTun(netlab.LinkConfig{Name: "tun0", MTU: 1400, Addrs: []netip.Prefix{netip.MustParsePrefix("10.3.0.1/24")}}, false)
	if err != nil {
		t.Skip("no tun device: ", err)
	}
	defer f.Close()
	c := dial(t, h, "udp", netip.MustParseAddrPort("10.3.0.2:9"))
	if _, err := c.Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	must(t, f.SetReadDeadline(time.Now().Add(5*time.Second)))
	b := make([]byte, 1500)
	n, err := f.Read(b)
	if err != nil || n != 20+8+5 || b[0] != 0x45 || string(b[28:n]) != "hello" {
		t.Fatalf("% x, %v", b[:n], err)
	}
	must(t, f.SetReadDeadline(time.Now().Add(time.Millisecond)))
	if _, err := f.Read(b); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("a read with a deadline: %v", err)
	}
}

func TestNeighbourIsUsed(t *testing.T) {
	a, b := labtest.Pair(t)
	// The address is b's, though b would not answer ARP for it: it is only on loopback there.
	far := netip.MustParseAddr("10.9.0.50")
	must(t, b.AddAddr("lo", netip.PrefixFrom(far, 32)), a.AddNeigh("eth0", far, labtest.MACB))
	echo(t, b, far)
	ask(t, a, "udp", far)
}

func TestMisuse(t *testing.T) {
	a, b := labtest.Pair(t)
	long := "a-name-of-16-byte"
	for what, err := range map[string]error{
		"a long name":        netlab.Veth(a, netlab.LinkConfig{Name: long}, b, netlab.LinkConfig{Name: "x"}),
		"a long other name":  netlab.Veth(a, netlab.LinkConfig{Name: "x"}, b, netlab.LinkConfig{Name: long}),
		"no name":            a.AddDummy(netlab.LinkConfig{}),
		"a name taken":       netlab.Veth(a, netlab.LinkConfig{Name: "eth0"}, b, netlab.LinkConfig{Name: "eth9"}),
		"no address":         a.AddAddr("eth0", netip.Prefix{}),
		"mixed families":     a.AddPeer("eth0", labtest.AddrA, netip.PrefixFrom(labtest.AddrB6, 64)),
		"no destination":     a.AddRoute(netlab.Route{}),
		"no neighbour":       a.AddNeigh("eth0", netip.Addr{}, labtest.MACB),
		"an unknown gateway": a.AddRoute(netlab.Route{Dst: netip.MustParsePrefix("10.0.0.0/8"), Via: netip.MustParseAddr("172.16.0.1")}),
	} {
		if err == nil {
			t.Errorf("%s is no error", what)
		}
	}
	// A pair that could not be made leaves nothing behind.
	if _, err := b.Index("eth9"); !errors.Is(err, syscall.ENODEV) {
		t.Errorf("the end of a failed pair is there: %v", err)
	}
}

func TestClosed(t *testing.T) {
	labtest.Need(t)
	h, err := netlab.NewHost("h")
	must(t, err, h.Close(), h.Close())
	open := labtest.Host(t, "open")
	for _, err := range []error{
		h.SetUp("lo"), h.NoOffload("lo"), h.Do(func() error { t.Error("ran"); return nil }),
		netlab.Veth(h, netlab.LinkConfig{Name: "x"}, open, netlab.LinkConfig{Name: "y"}),
		netlab.Veth(open, netlab.LinkConfig{Name: "x"}, h, netlab.LinkConfig{Name: "y"}),
	} {
		if !errors.Is(err, netlab.ErrClosed) {
			t.Error(err)
		}
	}
	must(t, netlab.Here().Close(), netlab.Here().SetUp("lo")) // the process's own stays
}

func TestGoexit(t *testing.T) {
	h := labtest.Host(t, "h")
	if err := h.Do(func() error { runtime.Goexit(); return nil }); err == nil {
		t.Error("Goexit is no error")
	}
	must(t, h.Do(func() error { return nil }))
}

// TestManyAtOnce uses hosts from many goroutines, and looks each time where it is.
func TestManyAtOnce(t *testing.T) {
	labtest.Need(t)
	where := func() string { s, _ := os.Readlink("/proc/thread-self/ns/net"); return s }
	outside := where()
	var all sync.WaitGroup
	for n := range 4 {
		h := labtest.Host(t, fmt.Sprint(n))
		var mine string
		must(t, h.Do(func() error { mine = where(); return nil }))
		if mine == outside {
			t.Fatal("a host is where the process is")
		}
		for range 5 {
			all.Go(func() {
				for range 20 {
					var got string
					if err := h.Do(func() error { runtime.Gosched(); got = where(); return nil }); err != nil || got != mine {
						t.Errorf("%s, want %s; %v", got, mine, err)
					}
					if got := where(); got != outside {
						t.Errorf("outside Do: %s, want %s", got, outside)
					}
				}
			})
		}
	}
	all.Wait()
}

func count(t *testing.T, dir string) int {
	t.Helper()
	list, err := os.ReadDir(dir)
	must(t, err)
	return len(list)
}

// TestNoLeak makes and closes hosts, and counts threads and files: neither may be more than it was, give or take the
// threads that the runtime keeps for itself.
func TestNoLeak(t *testing.T) {
	labtest.Need(t)
	round := func() {
		a, err := netlab.NewHost("a")
		must(t, err)
		b, err := netlab.NewHost("b")
		must(t, err)
		must(t, netlab.Veth(a, netlab.LinkConfig{Name: "x"}, b, netlab.LinkConfig{Name: "y"}))
		for range 5 {
			must(t, a.Do(func() error { return nil }))
		}
		must(t, a.Close(), b.Close())
	}
	round()
	files, threads := count(t, "/proc/self/fd"), count(t, "/proc/self/task")
	for range 20 {
		round()
	}
	if n := count(t, "/proc/self/fd"); n > files {
		t.Errorf("%d files, were %d", n, files)
	}
	n := 0
	for range 200 { // threads end in their own time
		if n = count(t, "/proc/self/task"); n <= threads+4 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("%d threads, were %d", n, threads)
}
