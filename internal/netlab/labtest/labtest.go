// Package labtest runs tests in the private networks of package netlab. A package with live tests has
//
//	func TestMain(m *testing.M) { labtest.Main(m) }
//
// and begins each live test with [Need], [Host] or [Pair]. Everything of go test works as ever: flags, coverage,
// time-outs, fuzzing, lists.
package labtest

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"testing"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/pid1"
)

// RequireLive is the environment variable that, set to 1, makes a live test that cannot run a failure, for CI.
const RequireLive = "GOCAP_REQUIRE_LIVE"

// Main is for TestMain: it runs the tests of the package in a fresh user and network namespace, by running the test
// binary again inside it, and exits. Where that is impossible the tests run where they are, and [Need] skips.
func Main(m *testing.M) { run(m, netlab.Reexec) }

// MainPrivileged is [Main] for a package some of whose tests need privileges over the system ([NeedPrivileged]): as
// root the tests run in a network namespace without a user namespace of its own.
func MainPrivileged(m *testing.M) { run(m, netlab.ReexecPrivileged) }

func run(m *testing.M, reexec func(...string) (int, bool, error)) {
	if pid1.Alone() {
		pid1.Main(m)
	}
	code, reexeced, err := reexec()
	if err == nil && reexeced {
		os.Exit(code)
	}
	if err != nil && netlab.Available() == nil {
		fmt.Fprintln(os.Stderr, err) // not a system that refuses, but one that fails
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// Need skips the test unless it runs in a private namespace; with [RequireLive] it fails instead.
func Need(t testing.TB) {
	t.Helper()
	if netlab.Inside() {
		return
	}
	if pid1.Alone() {
		t.Skip("live test: this system has no private networks")
	}
	why := netlab.Available()
	if why == nil {
		why = fmt.Errorf("the package's TestMain does not call labtest.Main")
	}
	if os.Getenv(RequireLive) == "1" {
		t.Fatalf("live test cannot run: %v", why)
	}
	t.Skipf("live test: %v", why)
}

// NeedPrivileged skips the test unless it runs in a private namespace with root's privileges over the system.
func NeedPrivileged(t testing.TB) {
	t.Helper()
	if Need(t); !netlab.Privileged() {
		t.Skip("live test: needs root, such as for loading BPF programs; run go test as root")
	}
}

// Host is a new host that is closed when the test ends.
func Host(t testing.TB, name string) *netlab.Host {
	t.Helper()
	Need(t)
	h, err := netlab.NewHost(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// The pair that [Pair] makes.
var (
	AddrA  = netip.MustParseAddr("10.9.0.1")
	AddrB  = netip.MustParseAddr("10.9.0.2")
	AddrA6 = netip.MustParseAddr("fd09::1")
	AddrB6 = netip.MustParseAddr("fd09::2")
	MACA   = net.HardwareAddr{2, 0, 0, 0, 9, 1}
	MACB   = net.HardwareAddr{2, 0, 0, 0, 9, 2}
)

// Pair is two new hosts whose interfaces, both named eth0, are joined: 10.9.0.1/24, fd09::1/64, 02:00:00:00:09:01 and
// 10.9.0.2/24, fd09::2/64, 02:00:00:00:09:02, without offloads.
func Pair(t testing.TB) (a, b *netlab.Host) {
	t.Helper()
	a, b = Host(t, "a"), Host(t, "b")
	end := func(mac net.HardwareAddr, four, six netip.Addr) netlab.LinkConfig {
		return netlab.LinkConfig{
			Name: "eth0", MAC: mac, NoOffload: true,
			Addrs: []netip.Prefix{netip.PrefixFrom(four, 24), netip.PrefixFrom(six, 64)},
		}
	}
	if err := netlab.Veth(a, end(MACA, AddrA, AddrA6), b, end(MACB, AddrB, AddrB6)); err != nil {
		t.Fatal(err)
	}
	return a, b
}
