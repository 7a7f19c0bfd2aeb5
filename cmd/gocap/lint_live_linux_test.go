package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// need finds a program, or skips the test.
func need(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if _, err = os.Stat("/usr/sbin/" + name); err == nil {
			return "/usr/sbin/" + name
		}
		if os.Getenv("GOCAP_REQUIRE_SERVERS") != "" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("%s is not installed: real servers are not judged", name)
	}
	return path
}

// TestLiveLintServers has a real server of DNS and DHCP talk to real clients: lint finds nothing Invalid in it.
func TestLiveLintServers(t *testing.T) {
	server, client := need(t, "dnsmasq"), need(t, "udhcpc")
	labtest.Need(t)
	a, b := labtest.Pair(t)
	file := filepath.Join(t.TempDir(), "talk.pcap")
	dump := dumpIn(t, a, "-i", "eth0", "-w", file, "-U")
	dns := start(t, a, server, "--no-daemon", "--user=root", "--no-resolv", "--no-hosts", "--interface=eth0", "--bind-interfaces",
		"--dhcp-range=10.9.0.50,10.9.0.90,2m", "--dhcp-leasefile="+filepath.Join(t.TempDir(), "leases"), "--pid-file=",
		"--address=/a.test/10.1.1.1", "--address=/b.test/fd00::1", "--txt-record=big.test,"+strings.Repeat(strings.Repeat("x", 200)+",", 20)+"x")
	resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (c net.Conn, err error) {
		err = b.Do(func() error {
			c, err = (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort(labtest.AddrA.String(), "53"))
			return err
		})
		return c, err
	}}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var addrs []string
	for range 50 { // until the server listens
		if addrs, _ = resolver.LookupHost(ctx, "a.test"); len(addrs) > 0 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if fmt.Sprint(addrs) != "[10.1.1.1]" {
		t.Fatalf("a.test is %v\n%s", addrs, dns)
	}
	for _, name := range []string{"b.test", "nosuch.example", "a.test"} {
		_, _ = resolver.LookupHost(ctx, name)
	}
	if texts, err := resolver.LookupTXT(ctx, "big.test"); err != nil || len(strings.Join(texts, "")) != 4001 { // over TCP
		t.Errorf("%d texts, %v", len(texts), err)
	}
	for range 2 {
		lease := start(t, b, client, "-i", "eth0", "-n", "-q", "-f", "-t", "5", "-s", "/bin/true")
		if err := lease.cmd.Wait(); err != nil {
			t.Errorf("%v\n%s", err, lease)
		}
	}
	time.Sleep(200 * time.Millisecond)
	dump.stop()
	dump.end()
	r := gocap(t, "", "lint", "-r", file)
	if r.code != exitOK || !strings.Contains(r.out, " 0 invalid") {
		t.Errorf("exit status %d\n%s%s", r.code, r.out, r.err)
	}
	r = gocap(t, "", "sessions", "-r", file)
	for _, want := range []string{"dns ", "dhcp ", "tcp ", "BOUND"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("no %q among the sessions:\n%s", want, r.out)
		}
	}
}

// A daemon is a program that runs, with what it has said.
type daemon struct {
	cmd *exec.Cmd
	out strings.Builder
}

func (p *daemon) String() string { return p.out.String() }

// start starts a program on a host, which ends with the test.
func start(t testing.TB, h *netlab.Host, path string, args ...string) *daemon {
	t.Helper()
	p := &daemon{cmd: exec.Command(path, args...)}
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	if err := h.Do(p.cmd.Start); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.cmd.ProcessState == nil {
			_ = p.cmd.Process.Kill()
			_ = p.cmd.Wait()
		}
	})
	return p
}
