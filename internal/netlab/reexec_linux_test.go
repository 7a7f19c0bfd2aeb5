package netlab_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// play is what the test binary does if a test runs it as a program that uses Reexec.
func play(role string) int {
	if role == "available" {
		fmt.Println(netlab.Available())
		_, err := netlab.NewHost("h")
		fmt.Println(errors.Is(err, netlab.ErrNotPrivate), netlab.Here().SetUp("lo") != nil)
		return 0
	}
	reexec := netlab.Reexec
	if role == "keep" {
		reexec = netlab.ReexecPrivileged
	}
	code, reexeced, err := reexec("one", "two words")
	if err != nil {
		fmt.Println(err)
		return 99
	}
	if reexeced {
		return code
	}
	return inside(role)
}

// inside is the part of play that runs in the namespaces.
func inside(role string) int {
	switch role {
	case "report":
		links, err := net.Interfaces()
		fmt.Printf("%q %d %d %v %d %v\n", os.Args[1:], os.Getuid(), os.Getgid(), netlab.Inside(), len(links), err)
		_, err = net.Listen("tcp", "127.0.0.1:80") // privileged, and on a loopback that is up
		fmt.Println(err)
		return 7
	case "keep":
		user, err := os.Readlink("/proc/self/ns/user")
		fmt.Println(user, netlab.Inside(), netlab.Privileged(), err)
	case "copy":
		_, _ = io.Copy(os.Stdout, os.Stdin)
	case "wait":
		c := make(chan os.Signal, 1)
		signal.Notify(c, syscall.SIGTERM, syscall.SIGINT)
		fmt.Println(os.Getpid())
		select {
		case s := <-c:
			fmt.Println(s)
			return 3
		case <-time.After(30 * time.Second):
		}
	case "die":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		time.Sleep(time.Second)
	case "limit": // no further namespaces of the kinds in the standard input
		kinds, _ := io.ReadAll(os.Stdin)
		for _, kind := range strings.Fields(string(kinds)) {
			if err := os.WriteFile("/proc/sys/user/max_"+kind+"_namespaces", []byte("0"), 0); err != nil {
				fmt.Println("cannot limit:", err)
				return 77
			}
		}
		again := outside("available")
		again.Stdout = os.Stdout
		_ = again.Run()
		for _, v := range []string{"0", "1"} {
			again = outside("", "-test.run", "^TestTraffic$", "-test.v")
			again.Env = append(again.Env, labtest.RequireLive+"="+v)
			again.Stdout = os.Stdout
			_ = again.Run()
		}
	}
	return 0
}

// outside is this test binary as a program that does not know of the namespaces that the test is in.
func outside(role string, args ...string) *exec.Cmd {
	c := exec.Command("/proc/self/exe", args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "GOCAP_") && !strings.HasPrefix(v, "NETLAB_") {
			c.Env = append(c.Env, v)
		}
	}
	if role != "" {
		c.Env = append(c.Env, "NETLAB_TEST_ROLE="+role)
	}
	return c
}

func exitCode(err error) int {
	var e *exec.ExitError
	if errors.As(err, &e) {
		return e.ExitCode()
	}
	return 0
}

func TestReexec(t *testing.T) {
	labtest.Need(t)
	c := outside("report")
	out, err := c.CombinedOutput()
	if want := "[\"one\" \"two words\"] 0 0 true 1 <nil>\n<nil>\n"; string(out) != want || exitCode(err) != 7 {
		t.Errorf("%q, want %q; %v", out, want, err)
	}
	c = outside("copy")
	c.Stdin = strings.NewReader("through and through")
	if out, err := c.CombinedOutput(); string(out) != "through and through" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
	if err := outside("die").Run(); exitCode(err) != 128+9 {
		t.Errorf("killed inside: %v", err)
	}
}

// TestReexecPrivileged: root inside is root of the namespace that the program is in already. Here that is one of the
// test's own, so that it has no privileges over the system.
func TestReexecPrivileged(t *testing.T) {
	labtest.Need(t)
	user, err := os.Readlink("/proc/self/ns/user")
	must(t, err)
	out, err := outside("keep").CombinedOutput()
	if want := user + " true false <nil>\n"; string(out) != want || err != nil {
		t.Errorf("%q, want %q; %v", out, want, err)
	}
}

// start starts a program that waits, and returns the process number of its inner half.
func start(t *testing.T) (c *exec.Cmd, inner int, out *bufio.Reader) {
	t.Helper()
	c = outside("wait")
	pipe, err := c.StdoutPipe()
	must(t, err, c.Start())
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	out = bufio.NewReader(pipe)
	line, err := out.ReadString('\n')
	must(t, err)
	inner, err = strconv.Atoi(strings.TrimSpace(line))
	must(t, err)
	return c, inner, out
}

func TestReexecPassesSignals(t *testing.T) {
	labtest.Need(t)
	c, _, out := start(t)
	must(t, c.Process.Signal(syscall.SIGTERM))
	line, err := out.ReadString('\n')
	if line != "terminated\n" || err != nil {
		t.Errorf("%q, %v", line, err)
	}
	if err := c.Wait(); exitCode(err) != 3 {
		t.Error(err)
	}
}

// TestReexecDiesWithParent kills the outer process, which then can tell the inner one nothing.
func TestReexecDiesWithParent(t *testing.T) {
	labtest.Need(t)
	c, inner, out := start(t)
	must(t, c.Process.Kill())
	ended := make(chan error, 1)
	go func() {
		_, err := out.ReadString('\n') // the inner one has the pipe open as long as it lives
		ended <- err
	}()
	select {
	case err := <-ended:
		if err != io.EOF {
			t.Errorf("process %d: %v", inner, err)
		}
	case <-time.After(10 * time.Second):
		t.Errorf("process %d outlives the one that started it", inner)
	}
}

func TestOutside(t *testing.T) {
	labtest.Need(t)
	out, err := outside("available").CombinedOutput()
	if want := "<nil>\ntrue true\n"; string(out) != want || err != nil {
		t.Errorf("%q, want %q; %v", out, want, err)
	}
}

// TestLimits takes the right to make namespaces away, in a namespace where that hurts nobody.
func TestLimits(t *testing.T) {
	labtest.Need(t)
	for _, tt := range []struct{ kinds, want string }{
		{"user", "<nil>\n"}, // it has the privilege to do without: tests run
		{"user net", "netlab: no private networks here: the kernel allows no user namespaces (no space left on device); " +
			"as root: sysctl -w user.max_user_namespaces=10000\n"},
	} {
		c := outside("limit")
		c.Stdin = strings.NewReader(tt.kinds)
		out, err := c.CombinedOutput()
		if exitCode(err) == 77 {
			t.Skipf("%s", out)
		}
		if first, _, _ := bytes.Cut(out, []byte("\n")); string(first)+"\n" != tt.want || err != nil {
			t.Errorf("without %s: %s, %v", tt.kinds, out, err)
		}
		verdicts := []string{"--- PASS: TestTraffic", "--- PASS: TestTraffic"}
		if tt.kinds != "user" {
			verdicts = []string{"--- SKIP: TestTraffic", "--- FAIL: TestTraffic"}
		}
		if rest := string(out); !strings.Contains(rest, verdicts[0]) || !strings.Contains(rest, verdicts[1]) {
			t.Errorf("without %s, not %v: %s", tt.kinds, verdicts, out)
		}
	}
}

// TestHang is for TestFlags only.
func TestHang(t *testing.T) {
	if os.Getenv("TEST_HANG") == "1" {
		time.Sleep(30 * time.Second)
	}
}

// TestFlags has go test's flags go through.
func TestFlags(t *testing.T) {
	labtest.Need(t)
	out, err := outside("", "-test.list", "^TestTraffic$").CombinedOutput()
	if string(out) != "TestTraffic\n" || err != nil {
		t.Errorf("list: %q, %v", out, err)
	}
	out, err = outside("", "-test.run", "^TestTraffic$", "-test.v", "-test.count=2").CombinedOutput()
	if strings.Count(string(out), "--- PASS: TestTraffic") != 2 || err != nil {
		t.Errorf("run: %s, %v", out, err)
	}
	c := outside("", "-test.run", "^TestHang$", "-test.timeout=100ms")
	c.Env = append(c.Env, "TEST_HANG=1")
	out, err = c.CombinedOutput()
	if !strings.Contains(string(out), "panic: test timed out after 100ms") || exitCode(err) != 2 {
		t.Errorf("timeout: %s, %v", out, err)
	}
}
