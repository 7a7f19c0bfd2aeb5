package netlab

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"

	"github.com/gocap-project/gocap/internal/netlink"
	"golang.org/x/sys/unix"
)

// host is a namespace, held open by a file, and a netlink connection that was dialled in it.
type host struct {
	mu   sync.RWMutex // held for reading while ns is in use
	ns   *os.File     // nil: closed
	nl   *netlink.Conn
	home bool // the namespace of the process
}

var errGoexit = errors.New("netlab: the function ended its goroutine (runtime.Goexit, t.FailNow)")

var home = sync.OnceValues(func() (*Host, error) {
	h := &Host{name: "here", host: host{home: true}}
	// A new goroutine is never on a thread of another Host.
	return h, onNewThread(false, func() error { return h.open() })
})

func here() *Host {
	h, err := home()
	if err != nil {
		return &Host{name: "here"} // as good as closed: every method says so
	}
	return h
}

func newHost(name string) (*Host, error) {
	if !inside() {
		return nil, ErrNotPrivate
	}
	h := &Host{name: name}
	err := onNewThread(true, func() error {
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("netlab: new namespace for %s: %w", name, os.NewSyscallError("unshare", err))
		}
		return h.open()
	})
	if err == nil {
		err = h.ready()
	}
	if err != nil {
		_ = h.close()
		return nil, err
	}
	return h, nil
}

// open takes hold of the calling thread's namespace.
func (h *host) open() (err error) {
	if h.nl, err = netlink.Dial(); err != nil {
		return err
	}
	if h.ns, err = os.Open("/proc/thread-self/ns/net"); err != nil {
		_ = h.nl.Close()
	}
	return err
}

// onNewThread runs f on another goroutine and waits for it. With spoil, f may change the thread, which is not used
// again: a goroutine that ends without unlocking its thread ends the thread too. The process's first thread cannot end
// and is what /proc/self shows, so it is left alone.
func onNewThread(spoil bool, f func() error) error {
	err := errGoexit
	done := make(chan struct{})
	var body func()
	body = func() {
		if spoil {
			runtime.LockOSThread()
			if unix.Gettid() == os.Getpid() {
				go body() // cannot run on this thread while it is locked here
				<-done
				runtime.UnlockOSThread()
				return
			}
		}
		defer close(done)
		err = f()
	}
	go body()
	<-done
	return err
}

func (h *Host) do(f func() error) error {
	if !inside() {
		return ErrNotPrivate
	}
	if h.home {
		return onNewThread(false, f)
	}
	return onNewThread(true, func() error {
		if err := h.enter(); err != nil {
			return err
		}
		return f()
	})
}

// enter moves the calling thread into the namespace.
func (h *Host) enter() error {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.ns == nil {
		return fmt.Errorf("%w: %s", ErrClosed, h.name)
	}
	if err := unix.Setns(int(h.ns.Fd()), unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("netlab: entering %s: %w", h.name, os.NewSyscallError("setns", err))
	}
	return nil
}

// close leaves Here open: it is the process's.
func (h *host) close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ns == nil || h.home {
		return nil
	}
	err := errors.Join(h.nl.Close(), h.ns.Close())
	h.ns, h.nl = nil, nil
	return err
}

// ask sends a request to the kernel in the namespace.
func (h *Host) ask(what string, r *netlink.Request, f func(netlink.Message) error) error {
	if !inside() {
		return ErrNotPrivate
	}
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.nl == nil {
		return fmt.Errorf("%w: %s", ErrClosed, h.name)
	}
	if err := h.nl.Do(r, f); err != nil {
		return fmt.Errorf("netlab: %s: %s: %w", h.name, what, err)
	}
	return nil
}

// ready brings loopback up and keeps IPv6 from sending what nobody asked for.
func (h *Host) ready() error {
	for _, knob := range []string{"accept_ra", "accept_dad", "router_solicitations"} {
		for _, conf := range []string{"all", "default"} {
			// Without write access to /proc/sys only some silence is lost.
			_ = h.sysctl("net/ipv6/conf/"+conf+"/"+knob, "0")
		}
	}
	return h.setUp("lo", true)
}

func (h *Host) sysctl(name, value string) error {
	return h.do(func() error { return os.WriteFile("/proc/sys/"+name, []byte(value), 0) })
}

func (h *Host) forward() error {
	return errors.Join(h.sysctl("net/ipv4/ip_forward", "1"), h.sysctl("net/ipv6/conf/all/forwarding", "1"))
}
