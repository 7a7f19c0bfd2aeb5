package sockfilter_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/sockfilter"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/link"
)

// pair is two joined sockets.
func pair(t *testing.T, typ int) (a, b sockfilter.FD) {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, typ|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fds[0]); unix.Close(fds[1]) })
	return sockfilter.FD(fds[0]), sockfilter.FD(fds[1])
}

// send sends text, and reports whether it got past the other end's filter.
func send(t *testing.T, fd sockfilter.FD, text string) bool {
	t.Helper()
	_, err := unix.Write(int(fd), []byte(text))
	if err != nil && !errors.Is(err, unix.EPERM) { // AF_UNIX tells the sender that the filter said no
		t.Fatal(err)
	}
	return err == nil
}

// queued receives all that there is.
func queued(fd sockfilter.FD) (texts []string) {
	buf := make([]byte, 1<<16)
	for {
		n, err := unix.Read(int(fd), buf)
		if err != nil {
			return texts
		}
		texts = append(texts, string(buf[:n]))
	}
}

// only accepts packets that begin with the byte.
func only(c byte) bpf.Program {
	return bpf.Program{{Op: bpf.LdAbsB}, {Op: bpf.JeqK, K: uint32(c), Jf: 1}, {Op: bpf.RetK, K: 1 << 16}, {Op: bpf.RetK}}
}

func TestAttach(t *testing.T) {
	a, b := pair(t, unix.SOCK_DGRAM)
	attach := func(p bpf.Program) func() error { return func() error { return sockfilter.Attach(b, p) } }
	for i, step := range []struct {
		do   func() error
		want []string
	}{
		{attach(nil), []string{"ann", "bob"}}, // there is none to take away
		{attach(only('a')), []string{"ann"}},
		{attach(only('b')), []string{"bob"}}, // in place of the other
		{attach(bpf.Snap(2)), []string{"an", "bo"}},
		{attach(bpf.Reject()), nil},
		{attach(nil), []string{"ann", "bob"}},
		{attach(only('a')), []string{"ann"}},
		{func() error { return sockfilter.Detach(b) }, []string{"ann", "bob"}},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		send(t, a, "ann")
		send(t, a, "bob")
		if got := queued(b); !slices.Equal(got, step.want) {
			t.Errorf("step %d: %q, want %q", i, got, step.want)
		}
	}
	if err := sockfilter.Detach(b); !errors.Is(err, sockfilter.ErrNone) || !errors.Is(err, unix.ENOENT) {
		t.Errorf("detach without a filter: %v", err)
	}
}

// TestRefused wants a typed error, and the filter to stay as it was.
func TestRefused(t *testing.T) {
	a, b := pair(t, unix.SOCK_DGRAM)
	if err := sockfilter.Attach(b, only('a')); err != nil {
		t.Fatal(err)
	}
	long := make(bpf.Program, bpf.MaxInstructions+1)
	long[len(long)-1].Op = bpf.RetK
	var e *bpf.ProgramError
	if err := sockfilter.Attach(b, long); !errors.Is(err, bpf.ErrTooLong) || !errors.As(err, &e) || e.Index != 4097 {
		t.Errorf("4097 instructions: %v", err)
	}
	if err := sockfilter.Attach(b, bpf.Program{}); !errors.Is(err, bpf.ErrEmpty) {
		t.Errorf("empty program: %v", err)
	}
	if _, err := sockfilter.Replace(b, bpf.Program{{Op: 0xffff}}); !errors.Is(err, bpf.ErrOpcode) {
		t.Errorf("bad instruction: %v", err)
	}
	send(t, a, "ann")
	send(t, a, "bob")
	if got := queued(b); !slices.Equal(got, []string{"ann"}) {
		t.Errorf("the filter changed: %q", got)
	}
	if err := sockfilter.Attach(b, long[1:]); err != nil && !errors.Is(err, sockfilter.ErrOptMem) {
		t.Errorf("4096 instructions: %v", err)
	}

	file, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := sockfilter.Attach(sockfilter.FD(file.Fd()), bpf.Reject()); !errors.Is(err, sockfilter.ErrNoSocket) || !errors.Is(err, unix.ENOTSOCK) {
		t.Errorf("a file: %v", err)
	}
	if _, err := sockfilter.Conn(5); !errors.Is(err, sockfilter.ErrNoSocket) {
		t.Errorf("a number: %v", err)
	}
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := sockfilter.Conn(conn)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	if err := sockfilter.Attach(raw, bpf.Reject()); !errors.Is(err, net.ErrClosed) || !strings.HasPrefix(err.Error(), "attach filter of 1 instructions: ") {
		t.Errorf("a closed socket: %v", err)
	}
}

func TestLock(t *testing.T) {
	a, b := pair(t, unix.SOCK_DGRAM)
	if yes, err := sockfilter.Locked(b); yes || err != nil {
		t.Errorf("new socket locked: %v, %v", yes, err)
	}
	if err := sockfilter.Attach(b, only('a')); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := sockfilter.Lock(b); err != nil {
			t.Fatal(err)
		}
	}
	if yes, err := sockfilter.Locked(b); !yes || err != nil {
		t.Errorf("locked: %v, %v", yes, err)
	}
	_, replace := sockfilter.Replace(b, only('b'))
	for what, err := range map[string]error{
		"attach": sockfilter.Attach(b, only('b')), "attach nothing": sockfilter.Attach(b, nil),
		"detach": sockfilter.Detach(b), "replace": replace,
	} {
		var e *sockfilter.Error
		if !errors.Is(err, sockfilter.ErrLocked) || !errors.Is(err, unix.EPERM) || !errors.Is(err, fs.ErrPermission) || !errors.As(err, &e) {
			t.Errorf("%s: %v", what, err)
		}
	}
	send(t, a, "ann")
	send(t, a, "bob")
	if got := queued(b); !slices.Equal(got, []string{"ann"}) {
		t.Errorf("after the refusals: %q", got)
	}
}

func TestReplace(t *testing.T) {
	a, b := pair(t, unix.SOCK_DGRAM)
	for _, s := range []string{"ann", "bob", "bea"} {
		send(t, a, s)
	}
	n, err := sockfilter.Replace(b, only('b'))
	if err != nil || n != 3 {
		t.Fatalf("%d dropped: %v", n, err)
	}
	send(t, a, "amy")
	send(t, a, "ben")
	if got := queued(b); !slices.Equal(got, []string{"ben"}) {
		t.Errorf("%q", got)
	}
	if n, err := sockfilter.Replace(b, nil); err != nil || n != 0 {
		t.Errorf("%d dropped: %v", n, err)
	}
	if send(t, a, "amy"); len(queued(b)) != 1 {
		t.Error("the nil program is a filter")
	}

	c, d := pair(t, unix.SOCK_STREAM)
	send(t, c, "text")
	if _, err := sockfilter.Replace(d, bpf.Reject()); !errors.Is(err, sockfilter.ErrStream) {
		t.Errorf("a stream: %v", err)
	}
	if got := queued(d); len(got) != 1 {
		t.Errorf("the stream lost text: %q", got)
	}
}

// TestReplaceError has a queue with a pending error before the packets.
func TestReplaceError(t *testing.T) {
	labtest.Need(t)
	conn, err := net.DialUDP("udp", nil, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.Write([]byte("nobody is there")) // ICMP makes it ECONNREFUSED
	raw, err := sockfilter.Conn(conn)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := sockfilter.Replace(raw, bpf.Reject()); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

// TestBeforeBind floods a port while sockets with a filter are bound to it: none
// may receive a datagram from outside the filter, at any time.
func TestBeforeBind(t *testing.T) {
	labtest.Need(t)
	stop, sent := flood(t, "127.0.0.1:4000", "flood")
	defer stop()
	want, err := net.Dial("udp", "127.0.0.1:4000")
	if err != nil {
		t.Fatal(err)
	}
	defer want.Close()
	lc := net.ListenConfig{Control: sockfilter.ListenControl(payload('g'))}
	for i := range 50 {
		conn, err := lc.ListenPacket(context.Background(), "udp", "127.0.0.1:4000")
		if err != nil {
			t.Fatal(err)
		}
		before := sent.Load()
		receiveGood(t, conn, want, i)
		for sent.Load() == before { // the flood goes on
			time.Sleep(time.Millisecond)
		}
		conn.Close()
	}
}

// TestReplaceUnderFlood replaces filters of a socket that is being flooded.
func TestReplaceUnderFlood(t *testing.T) {
	labtest.Need(t)
	conn, err := net.ListenPacket("udp", "127.0.0.1:4001")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	raw, err := sockfilter.Conn(conn)
	if err != nil {
		t.Fatal(err)
	}
	stop, sent := flood(t, "127.0.0.1:4001", "flood")
	defer stop()
	want, err := net.Dial("udp", "127.0.0.1:4001")
	if err != nil {
		t.Fatal(err)
	}
	defer want.Close()
	dropped := 0
	for i := range 50 {
		if err := sockfilter.Attach(raw, nil); err != nil {
			t.Fatal(err)
		}
		for before := sent.Load(); sent.Load() < before+3; {
			time.Sleep(100 * time.Microsecond)
		}
		n, err := sockfilter.Replace(raw, payload('g'))
		if err != nil {
			t.Fatal(err)
		}
		dropped += n
		receiveGood(t, conn, want, i)
	}
	if dropped == 0 {
		t.Error("the flood left nothing to drop")
	}
}

// payload accepts datagrams whose text begins with a byte: a UDP socket's program
// sees the 8 bytes of UDP's header first.
func payload(c byte) bpf.Program {
	p := only(c)
	p[0].K = 8
	return p
}

// flood sends a text to a UDP port until stopped, for ten seconds at most.
func flood(t *testing.T, addr, text string) (stop func(), sent *atomic.Int64) {
	t.Helper()
	conn, err := net.Dial("udp", addr)
	if err != nil {
		t.Fatal(err)
	}
	sent = new(atomic.Int64)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
			select {
			case <-done:
				return
			default:
				conn.Write([]byte(text)) // refused while nobody listens
				sent.Add(1)
			}
		}
	}()
	return func() { close(done); <-ended; conn.Close() }, sent
}

// receiveGood sends a datagram that the filter wants, and wants to receive it and
// nothing before.
func receiveGood(t *testing.T, conn net.PacketConn, via net.Conn, i int) {
	t.Helper()
	text := fmt.Sprint("good ", i)
	via.Write([]byte("refused")) // takes a pending error
	via.Write([]byte(text))
	via.Write([]byte(text))
	buf := make([]byte, 100)
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	for range 2 {
		n, _, err := conn.ReadFrom(buf)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(buf[:n]); got != text {
			t.Fatalf("round %d: received %q", i, got)
		}
	}
}

// TestThousandHosts attaches a program of a thousand hosts to a raw IPv4 socket on
// the loopback interface, where every 127 address answers.
func TestThousandHosts(t *testing.T) {
	labtest.Need(t)
	var expr strings.Builder
	member := func(i int) netip.Addr {
		return netip.AddrFrom4([4]byte{127, byte(1 + i%100), byte(i), byte(1 + i%200)})
	}
	for i := range 1000 {
		fmt.Fprintf(&expr, "or dst host %s ", member(i))
	}
	p, err := filter.Compile(expr.String()[3:], link.Raw, filter.Options{Target: filter.Linux})
	if err != nil {
		t.Fatal(err)
	}
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_RAW|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, unix.IPPROTO_ICMP)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	if err := sockfilter.Attach(sockfilter.FD(fd), p.Insns); err != nil {
		t.Fatalf("%d instructions: %v", len(p.Insns), err)
	}
	t.Logf("%d instructions", len(p.Insns))
	request := []byte{8, 0, 0xf7, 0xfd, 0, 1, 0, 1} // its answers go to 127.0.0.1, which is no member
	for _, c := range []struct {
		to   netip.Addr
		want int
	}{{member(0), 1}, {member(999), 1}, {member(500), 1}, {netip.MustParseAddr("127.0.0.1"), 0}, {netip.MustParseAddr("127.255.255.254"), 0}} {
		if err := unix.Sendto(fd, request, 0, &unix.SockaddrInet4{Addr: c.to.As4()}); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, b := range queued(sockfilter.FD(fd)) {
			if n++; !bytes.Equal([]byte(b[16:20]), c.to.AsSlice()) {
				t.Errorf("%s: received a packet to % x", c.to, b[16:20])
			}
		}
		if n != c.want {
			t.Errorf("%s: %d packets, want %d", c.to, n, c.want)
		}
	}
}

func TestFD(t *testing.T) {
	var got uintptr
	fd := sockfilter.FD(7)
	if err := fd.Control(func(fd uintptr) { got = fd }); err != nil || got != 7 {
		t.Errorf("%d, %v", got, err)
	}
	if err := fd.Read(func(uintptr) bool { return true }); err != nil {
		t.Error(err)
	}
	if err := fd.Write(func(uintptr) bool { return false }); !errors.Is(err, syscall.EAGAIN) {
		t.Error(err)
	}
}
