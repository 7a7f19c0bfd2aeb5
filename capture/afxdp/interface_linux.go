package afxdp

import (
	"encoding/binary"
	"os"
	"runtime"

	"golang.org/x/sys/unix"

	"github.com/gocap-project/gocap/internal/netlink"
)

// facts are what is to be known of an interface.
type facts struct{ mtu, queues int }

// lookUp asks for an interface of the calling thread's network namespace.
func lookUp(ifindex int) (f facts, err error) {
	c, err := netlink.Dial()
	if err != nil {
		return f, err
	}
	defer c.Close()
	info := make([]byte, unix.SizeofIfInfomsg)
	binary.NativeEndian.PutUint32(info[4:], uint32(ifindex))
	err = c.Do(netlink.NewRequest(unix.RTM_GETLINK, 0).Raw(info...), func(m netlink.Message) error {
		if len(m.Body) < len(info) {
			return &netlink.SyntaxError{What: "link", Need: len(info), Have: len(m.Body)}
		}
		return netlink.Attrs(m.Body[len(info):], func(a netlink.Attr) {
			if len(a.Data) < 4 {
				return
			}
			switch n := int(binary.NativeEndian.Uint32(a.Data)); a.Type {
			case unix.IFLA_MTU:
				f.mtu = n
			case unix.IFLA_NUM_RX_QUEUES:
				f.queues = min(n, mostQueues)
			}
		})
	})
	return f, err
}

// mostQueues bounds what an interface says that it has.
const mostQueues = 256

func native32(v uint32) []byte { return binary.NativeEndian.AppendUint32(nil, v) }

// inNamespace runs f in a network namespace: on this thread if it is there, else on
// one that is thrown away.
func inNamespace(ns *os.File, f func() error) error {
	if there, err := sameFile(ns, "/proc/thread-self/ns/net"); err == nil && there {
		return f()
	}
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		err := os.NewSyscallError("setns", unix.Setns(int(ns.Fd()), unix.CLONE_NEWNET))
		if err == nil {
			err = f()
		}
		done <- err
	}()
	return <-done
}

func sameFile(a *os.File, b string) (bool, error) {
	x, err := a.Stat()
	if err != nil {
		return false, err
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y), err
}
