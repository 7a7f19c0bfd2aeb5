package netlab

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// variable tells the process inside that it is inside: its value is the namespaces that the process outside was in.
// A value that leaked elsewhere does no harm, because it must also be true.
const variable = "GOCAP_NETLAB_OUTSIDE"

// namespaces are the calling thread's; empty if /proc is not there.
func namespaces() string {
	n, err := os.Readlink("/proc/thread-self/ns/net")
	if err != nil {
		return ""
	}
	u, _ := os.Readlink("/proc/thread-self/ns/user")
	return n + " " + u
}

var inside = sync.OnceValue(func() bool {
	outside, set := os.LookupEnv(variable)
	if !set || !strings.HasPrefix(outside, "net:[") {
		return false
	}
	// The first thread: no Host's thread is ever that one.
	now, err := os.Readlink("/proc/self/ns/net")
	return err == nil && now != strings.Fields(outside)[0]
})

// attributes ask for the namespaces. With real, no user namespace is used, which takes a privileged process.
func attributes(real bool) *syscall.SysProcAttr {
	if real {
		return &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	}
	return &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
}

// probe makes the namespaces for a process that does not exist: it gets as far as "no such file" only where namespaces
// can be made. Changing the root directory, to what it is already, asks for a capability inside the namespace, which is
// what some systems withhold.
func probe(real bool) error {
	a := attributes(real)
	a.Chroot = "/"
	pid, err := syscall.ForkExec("/proc/self/no-such-program", []string{"probe"}, &syscall.ProcAttr{Sys: a})
	if err == nil { // impossible, but then there is a child
		_, _ = syscall.Wait4(pid, nil, 0, nil)
		return nil
	}
	if errors.Is(err, syscall.ENOENT) || errors.Is(err, syscall.ENOTDIR) {
		return nil
	}
	return err
}

// kind is how namespaces can be made here: with a user namespace (real is false) or, for the privileged, without.
var kind = sync.OnceValues(func() (real bool, err error) {
	if namespaces() == "" {
		return false, &UnavailableError{Reason: "/proc is not mounted", Advice: "mount it", Err: syscall.ENOENT}
	}
	err = probe(false)
	if err == nil {
		return false, nil
	}
	if probe(true) == nil {
		return true, nil
	}
	return false, explain(err, readSysctl)
})

func available() error {
	_, err := kind()
	return err
}

func readSysctl(name string) string {
	b, _ := os.ReadFile("/proc/sys/" + name)
	return strings.TrimSpace(string(b))
}

// explain says what refused, from the error and the settings that distributions have for this.
func explain(err error, sysctl func(string) string) error {
	e := &UnavailableError{Err: err}
	switch {
	case sysctl("user/max_user_namespaces") == "0":
		e.Reason = "the kernel allows no user namespaces"
		e.Advice = "as root: sysctl -w user.max_user_namespaces=10000"
	case sysctl("user/max_net_namespaces") == "0":
		e.Reason = "the kernel allows no network namespaces"
		e.Advice = "as root: sysctl -w user.max_net_namespaces=10000"
	case sysctl("kernel/unprivileged_userns_clone") == "0":
		e.Reason = "the kernel allows user namespaces to root only"
		e.Advice = "as root: sysctl -w kernel.unprivileged_userns_clone=1"
	case sysctl("kernel/apparmor_restrict_unprivileged_userns") == "1":
		e.Reason = "AppArmor keeps unprivileged programs from using user namespaces"
		e.Advice = "as root: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or run as root"
	case errors.Is(err, syscall.ENOSPC):
		e.Reason = "the limit of namespaces is reached"
		e.Advice = "as root: raise user.max_user_namespaces and user.max_net_namespaces"
	case errors.Is(err, syscall.EINVAL):
		e.Reason = "the kernel was built without user or network namespaces"
	default:
		e.Reason = "the system forbids user namespaces"
		e.Advice = "in a container, its seccomp profile does: with Docker or Podman add --security-opt seccomp=unconfined"
	}
	return e
}

// initial is what the link of the first user namespace reads (PROC_USER_INIT_INO).
const initial = "user:[4026531837]"

// privileged looks at the user namespace, which no Host's thread changes, and at two of the capabilities.
var privileged = sync.OnceValue(func() bool {
	now, err := os.Readlink("/proc/self/ns/user")
	if err != nil || !inside() || now != initial {
		return false
	}
	var caps [2]unix.CapUserData
	if unix.Capget(&unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}, &caps[0]) != nil {
		return false
	}
	return caps[0].Effective>>unix.CAP_NET_ADMIN&1 != 0 && caps[1].Effective>>(unix.CAP_BPF-32)&1 != 0
})

func reexec(args []string, keep bool) (code int, reexeced bool, err error) {
	if inside() {
		return 0, false, settle()
	}
	real, err := kind()
	if err != nil {
		return 0, false, err
	}
	real = real || keep && probe(true) == nil
	cmd := exec.Command("/proc/self/exe", args...) // the same program even if its file was replaced
	cmd.Args[0] = os.Args[0]
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), variable+"="+namespaces())
	cmd.SysProcAttr = attributes(real)
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
	code, err = run(cmd)
	return code, err == nil, err
}

// run starts cmd, passes signals on and waits.
func run(cmd *exec.Cmd) (code int, err error) {
	// The death signal is sent when the thread that started the process ends, so that thread must stay.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("netlab: starting inside: %w", err)
	}
	done := make(chan struct{})
	go forward(cmd.Process, signals, done)
	err = cmd.Wait()
	close(done)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 0, fmt.Errorf("netlab: waiting: %w", err)
	}
	status := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		return 128 + int(status.Signal()), nil
	}
	return status.ExitStatus(), nil
}

// forward passes signals on, except those that a keyboard sends to both processes.
func forward(p *os.Process, signals <-chan os.Signal, done <-chan struct{}) {
	for {
		select {
		case s := <-signals:
			if (s == syscall.SIGINT || s == syscall.SIGQUIT) && foreground() {
				continue
			}
			_ = p.Signal(s)
		case <-done:
			return
		}
	}
}

// foreground reports whether the process is in the foreground group of a terminal, and gets that terminal's interrupts.
func foreground() bool {
	tty, err := os.Open("/dev/tty")
	if err != nil {
		return false
	}
	defer tty.Close()
	group, err := unix.IoctlGetInt(int(tty.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

// settle makes the namespace that the process is in ready for use, once.
var settle = sync.OnceValue(func() error { return Here().ready() })
