package afpacket

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// A request for a socket is one byte; so is the answer, with the descriptor as
// SCM_RIGHTS (unix(7)), or it is an errno of four bytes.
const (
	askRaw     = 'R'
	askDgram   = 'D'
	answerHere = 'S'
)

func serveSockets(c *net.UnixConn) error {
	var ask [1]byte
	for {
		if _, err := c.Read(ask[:]); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		fd, err := -1, error(unix.EINVAL)
		switch ask[0] {
		case askRaw:
			fd, err = system{}.socket(unix.SOCK_RAW)
		case askDgram:
			fd, err = system{}.socket(unix.SOCK_DGRAM)
		}
		if err = answer(c, fd, err); err != nil {
			return err
		}
	}
}

func answer(c *net.UnixConn, fd int, err error) error {
	if err == nil {
		_, _, err = c.WriteMsgUnix([]byte{answerHere}, unix.UnixRights(fd), nil)
		return errors.Join(err, unix.Close(fd))
	}
	errno := unix.EIO
	errors.As(err, &errno)
	_, err = c.Write(binary.NativeEndian.AppendUint32(nil, uint32(errno)))
	return err
}

func socketsFrom(c *net.UnixConn) func(int) (int, error) {
	var mu sync.Mutex
	return func(typ int) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		ask := byte(askRaw)
		if typ&0xf == unix.SOCK_DGRAM {
			ask = askDgram
		}
		if _, err := c.Write([]byte{ask}); err != nil {
			return -1, err
		}
		var b [4]byte
		control := make([]byte, unix.CmsgSpace(4))
		n, nc, _, _, err := c.ReadMsgUnix(b[:], control)
		if err != nil {
			return -1, err
		}
		if n == 4 && nc == 0 {
			return -1, unix.Errno(binary.NativeEndian.Uint32(b[:]))
		}
		return received(b[:n], control[:nc])
	}
}

// received takes the descriptor out of an answer.
func received(b, control []byte) (int, error) {
	messages, err := unix.ParseSocketControlMessage(control)
	if err != nil || len(messages) != 1 || len(b) != 1 || b[0] != answerHere {
		return -1, errors.Join(unix.EPROTO, err)
	}
	fds, err := unix.ParseUnixRights(&messages[0])
	if err != nil || len(fds) != 1 {
		return -1, errors.Join(unix.EPROTO, err)
	}
	unix.CloseOnExec(fds[0])
	return fds[0], unix.SetNonblock(fds[0], true)
}

// namedNamespaces is where ip-netns(8) keeps them.
const namedNamespaces = "/run/netns/"

func inNamespace(nameOrPath string, f func() error) error {
	if !strings.Contains(nameOrPath, "/") {
		nameOrPath = namedNamespaces + nameOrPath
	}
	ns, err := os.Open(nameOrPath)
	if err != nil {
		return &Error{"open network namespace", err}
	}
	defer ns.Close()
	return inNamespaceFD(int(ns.Fd()), f)
}

func inNamespaceFD(fd int, f func() error) (err error) {
	done := make(chan struct{})
	go func() {
		// The thread ends with the goroutine, so that nothing else runs there. The
		// first thread cannot end.
		runtime.LockOSThread()
		if unix.Gettid() == unix.Getpid() {
			go func() {
				defer close(done)
				err = inNamespaceFD(fd, f)
			}()
			<-done
			runtime.UnlockOSThread()
			return
		}
		defer close(done)
		if err = unix.Setns(fd, unix.CLONE_NEWNET); err != nil {
			err = &Error{"enter network namespace", err}
			return
		}
		err = f()
	}()
	<-done
	return err
}

func onCores(ctx context.Context, n int, work func(context.Context, int) error) error {
	var cores unix.CPUSet
	if err := unix.SchedGetaffinity(0, &cores); err != nil {
		return &Error{"ask for cores", err}
	}
	if n <= 0 {
		n = cores.Count()
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			// The thread is not given back, so that nothing else inherits its core.
			runtime.LockOSThread()
			var only unix.CPUSet
			only.Set(nth(&cores, i%cores.Count()))
			_ = unix.SchedSetaffinity(0, &only)
			if errs[i] = work(ctx, i); errs[i] != nil {
				cancel()
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// nth is the number of the i-th core of a set.
func nth(s *unix.CPUSet, i int) int {
	for core := range len(s) * 64 {
		if s.IsSet(core) {
			if i == 0 {
				return core
			}
			i--
		}
	}
	return 0
}

func cores() int {
	var set unix.CPUSet
	if unix.SchedGetaffinity(0, &set) != nil {
		return runtime.NumCPU()
	}
	return set.Count()
}
