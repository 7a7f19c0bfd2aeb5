package afpacket

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"golang.org/x/sys/unix"
)

// slow is a kernel that takes its time to close a socket, whose memory others wait for.
type slow struct {
	*sim
	let    chan struct{}
	wanted chan struct{} // somebody was refused
	freed  bool
}

func (k *slow) closeFD(fd int) error {
	<-k.let
	k.mu.Lock()
	k.freed = true
	k.mu.Unlock()
	return k.sim.closeFD(fd)
}

func (k *slow) refuse(err error) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.freed {
		return nil
	}
	select {
	case k.wanted <- struct{}{}:
	default:
	}
	return err
}

func (k *slow) ring(fd int, v Version, rx, tx *unix.TpacketReq3) (mapping, error) {
	if err := k.refuse(unix.ENOMEM); err != nil {
		return mapping{}, err
	}
	return k.sim.ring(fd, v, rx, tx)
}

func (k *slow) socket(typ int) (int, error) {
	if k.last > 100 { // not the first
		if err := k.refuse(unix.EMFILE); err != nil {
			return -1, err
		}
	}
	return k.sim.socket(typ)
}

// TestCloseDoesNotWait: Close returns while the kernel is still at it, and what is
// closed receives nothing any more.
func TestCloseDoesNotWait(t *testing.T) {
	k := &slow{sim: newSim(t), let: make(chan struct{}), freed: true}
	c := new(Conn)
	if err := errors.Join(c.openOn(k, Config{}), c.SetFilter(nil), c.Bind(2)); err != nil {
		t.Fatal(err)
	}
	fd := c.fd
	if err := c.Close(false); err != nil {
		t.Fatal(err)
	}
	select {
	case <-c.Freed():
		t.Error("freed, and the kernel has not closed it")
	default:
	}
	if p := k.fds[fd].filter; len(p) != len(bpf.Reject()) || p[0] != bpf.Reject()[0] {
		t.Errorf("the filter is %v", p)
	}
	close(k.let)
	if <-c.Freed(); len(k.fds) != 0 {
		t.Errorf("%d left open", len(k.fds))
	}
}

// TestRoomOfTheClosed: what a closed socket still has is waited for, and not done
// without.
func TestRoomOfTheClosed(t *testing.T) {
	for _, what := range []string{"memory", "descriptor"} {
		k := &slow{sim: newSim(t), let: make(chan struct{}), wanted: make(chan struct{}, 1)}
		first := new(Conn)
		if err := errors.Join(first.openOn(k, Config{}), first.Close(false)); err != nil {
			t.Fatal(err)
		}
		go func() { <-k.wanted; close(k.let) }()
		c := new(Conn)
		if what == "memory" {
			k.freed = true
			err := c.openOn(k, Config{})
			if k.freed = false; err != nil {
				t.Fatal(err)
			}
		} else if err := c.openOn(k, Config{}); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(c.SetFilter(nil), c.Bind(2)); err != nil {
			t.Fatal(err)
		}
		if n, _ := c.Ring(); n != 32<<20 || c.Memory().Why != nil {
			t.Errorf("%s: ring of %d bytes: %v", what, n, c.Memory().Why)
		}
		_ = c.Close(false)
		<-c.Freed()
	}
}

// TestLiveCloseGroup: the number of a fanout group whose members were closed can be
// used at once for a group of another kind, which the kernel refuses while it has the
// former.
func TestLiveCloseGroup(t *testing.T) {
	a, _ := labtest.Pair(t)
	for i, mode := range []FanoutMode{FanoutHash, FanoutBalance, FanoutRandom, FanoutHash, FanoutCPU} {
		c, it := openIn(t, a, Config{Buffer: 1 << 20, Fanout: &Fanout{Group: 7, Mode: mode, MaxMembers: 1}})
		if err := errors.Join(c.SetFilter(nil), c.Bind(it.Index)); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
		if err := c.Close(false); err != nil {
			t.Fatal(err)
		}
	}
}

// TestLiveCloseStops: a closed socket, whose descriptor another holds, has no frame
// that came after Close.
func TestLiveCloseStops(t *testing.T) {
	a, b := labtest.Pair(t)
	c, it := openIn(t, a, Config{Plain: true})
	tx, to := openIn(t, b, Config{Plain: true})
	if err := errors.Join(c.SetFilter(nil), c.Bind(it.Index)); err != nil {
		t.Fatal(err)
	}
	fd, err := unix.Dup(c.fd) // keeps the socket from being freed
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	if err := c.Close(false); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if err := tx.Send(to.Index, fmt.Appendf(nil, "\xff\xff\xff\xff\xff\xff123456\x88\xb5 frame %040d", i)); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-c.Freed():
	case <-time.After(10 * time.Second):
		t.Fatal("it is not freed")
	}
	for buf := make([]byte, 2000); ; {
		n, _, err := unix.Recvfrom(fd, buf, unix.MSG_DONTWAIT)
		if err != nil {
			break
		}
		if n > 20 && string(buf[12:14]) == "\x88\xb5" {
			t.Fatalf("a frame came after Close: % x", buf[:n])
		}
	}
}
