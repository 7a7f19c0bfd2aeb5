package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// A program is gocap in a process of its own.
type program struct {
	t         testing.TB
	cmd       *exec.Cmd
	out, errs slowBuffer
}

// prepare returns gocap as a program that is not started.
func prepare(t testing.TB, args ...string) *program {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{t: t, cmd: exec.CommandContext(t.Context(), exe, args...)}
	p.cmd.Env = append(os.Environ(), asProgram+"=1")
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.errs
	return p
}

// startIn starts the program in a host.
func (p *program) startIn(h *netlab.Host) {
	p.t.Helper()
	if err := h.Do(p.cmd.Start); err != nil {
		p.t.Fatal(err)
	}
}

// status waits for the end and returns the exit code, -1 after a signal.
func (p *program) status() int {
	p.t.Helper()
	watch := time.AfterFunc(20*time.Second, func() { _ = p.cmd.Process.Kill() })
	defer watch.Stop()
	_ = p.cmd.Wait()
	return p.cmd.ProcessState.ExitCode()
}

func TestLiveSignals(t *testing.T) {
	a, b := labtest.Pair(t)
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		p := prepare(t, "dump", "-n", "-i", "eth0")
		p.startIn(b)
		p.errs.waitFor(t, "listening on")
		datagrams(t, a, labtest.AddrB, "hello")
		p.out.waitFor(t, "UDP, length 5")
		if err := p.cmd.Process.Signal(syscall.SIGUSR1); err != nil {
			t.Fatal(err)
		}
		p.errs.waitFor(t, "packets dropped by kernel\n")
		if s := p.errs.String(); !strings.Contains(s, "\ngocap: ") || !strings.Contains(s, " captured, ") || !strings.Contains(s, " received by filter, 0 packets dropped by kernel\n") {
			t.Errorf("after SIGUSR1: %q", s)
		}
		for range 3 { // in quick succession they are one
			if err := p.cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
				t.Fatal(err)
			}
			time.Sleep(time.Millisecond)
		}
		if code := p.status(); code != 0 {
			t.Errorf("%v: exit %d", sig, code)
		}
		if s := p.errs.String(); !strings.Contains(s, " captured\n") || !strings.HasSuffix(s, " received by filter\n0 packets dropped by kernel\n") {
			t.Errorf("%v: %q", sig, s)
		}
	}
}

// TestLiveSecondSignal checks that a second signal kills while output is blocked, and
// that one alone ends the program too.
func TestLiveSecondSignal(t *testing.T) {
	a, b := labtest.Pair(t)
	for _, second := range []bool{true, false} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		p := prepare(t, "dump", "-nlXX", "-i", "eth0")
		p.cmd.Stdout = w
		p.startIn(b)
		w.Close()
		p.errs.waitFor(t, "listening on")
		for range 20 { // more than the pipe takes
			datagrams(t, a, labtest.AddrB, slices.Repeat([]string{strings.Repeat("x", 1000)}, 10)...)
		}
		time.Sleep(100 * time.Millisecond)
		start := time.Now()
		p.cmd.Process.Signal(syscall.SIGINT)
		if second {
			time.Sleep(sameSignal + 100*time.Millisecond)
			p.cmd.Process.Signal(syscall.SIGINT)
		}
		code, took := p.status(), time.Since(start)
		switch {
		case second && (code != -1 || took > grace):
			t.Errorf("after the second signal: exit %d in %v: %s", code, took, &p.errs)
		case !second && (code != exitFound || !strings.Contains(p.errs.String(), errBlocked.Error()) || !strings.Contains(p.errs.String(), "packets captured")):
			t.Errorf("after one signal: exit %d in %v: %s", code, took, &p.errs)
		}
	}
}

// TestLiveClosedPipe checks that a reader that goes away ends the capture with an error.
func TestLiveClosedPipe(t *testing.T) {
	a, b := labtest.Pair(t)
	for _, args := range [][]string{{"-n"}, {"-nl"}, {"-w", "-"}} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		p := prepare(t, append([]string{"dump", "-i", "eth0"}, args...)...)
		p.cmd.Stdout = w
		p.startIn(b)
		w.Close()
		p.errs.waitFor(t, "listening on")
		r.Close()
		datagrams(t, a, labtest.AddrB, "into the void")
		if code := p.status(); code != exitFound || strings.Count(p.errs.String(), "gocap: unable to write output: ") != 1 || !strings.Contains(p.errs.String(), "broken pipe") || !strings.Contains(p.errs.String(), " captured\n") {
			t.Errorf("%v: exit %d, %q", args, code, &p.errs)
		}
	}
}

// TestLiveFullDisk checks that a full disk ends a capture with an error.
func TestLiveFullDisk(t *testing.T) {
	a, b := labtest.Pair(t)
	for _, name := range []string{"x.pcap", "x.pcapng"} {
		full := filepath.Join(t.TempDir(), name)
		if err := os.Symlink("/dev/full", full); err != nil {
			t.Fatal(err)
		}
		r := dumpIn(t, b, "-i", "eth0", "-w", full)
		datagrams(t, a, labtest.AddrB, "no room")
		if code := r.end(); code != exitFound || strings.Count(r.errs.String(), "no space left") != 1 || !strings.Contains(r.errs.String(), "packets captured") {
			t.Errorf("%s: exit %d, %q", name, code, &r.errs)
		}
	}
	file := testFile(t, "a.pcap", testCapture(t))
	for _, args := range [][]string{{"-nr", file}, {"-nlr", file}, {"-r", file, "-w", "-"}} {
		f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		p := prepare(t, append([]string{"dump"}, args...)...)
		p.cmd.Stdout = f
		p.startIn(a)
		if code := p.status(); code != exitFound || strings.Count(p.errs.String(), "no space left") != 1 {
			t.Errorf("%v: exit %d, %q", args, code, &p.errs)
		}
	}
}

// as makes the program that of another user, without any privilege over the network.
func (p *program) as(uid int) {
	p.cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: uid, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: uid, HostID: os.Getgid(), Size: 1}},
	}
}

// TestLivePermission checks what one is told who may not capture.
func TestLivePermission(t *testing.T) {
	a, _ := labtest.Pair(t)
	for _, args := range [][]string{{"-i", "eth0"}, {"-i", "any"}, {}} {
		p := prepare(t, append([]string{"dump"}, args...)...)
		p.as(1000)
		p.startIn(a)
		if code := p.status(); code != exitFound || p.out.String() != "" || !strings.Contains(p.errs.String(), "CAP_NET_RAW") || !strings.Contains(p.errs.String(), "setcap cap_net_raw") || !strings.Contains(p.errs.String(), "gocap demo") {
			t.Errorf("%v: exit %d, %q", args, code, &p.errs)
		}
	}
}

// TestLiveDemoUnprivileged runs the demonstration as nobody, outside any private
// network: it has to make its own.
func TestLiveDemoUnprivileged(t *testing.T) {
	labtest.Need(t)
	dir := t.TempDir()
	p := prepare(t, "demo")
	p.cmd.Dir = dir
	p.cmd.Env = slices.DeleteFunc(p.cmd.Env, func(s string) bool { return strings.HasPrefix(s, "GOCAP_NETLAB_") })
	p.as(65534)
	start := time.Now()
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if code := p.status(); code != 0 || time.Since(start) > 10*time.Second {
		t.Fatalf("exit %d after %v: %s", code, time.Since(start), &p.errs)
	}
	checkDemoText(t, p.out.String(), "demo.pcapng")
	checkDemo(t, filepath.Join(dir, "demo.pcapng"))
}
