package session_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
	"golang.org/x/sys/unix"
)

// A wireEnd is a cable that leads from a host to this program, which is everybody else to the host.
type wireEnd struct {
	*os.File // a packet socket at the program's end
	host     *netlab.Host
	link     string // the host's end
	addr     netip.Addr
	head     []byte // Ethernet header of what comes to the host
}

var (
	hostMAC    = net.HardwareAddr{2, 0, 0, 0, 7, 1}
	programMAC = net.HardwareAddr{2, 0, 0, 0, 7, 2}
)

// newWireEnd gives a host an interface. neighbours are addresses that the program has.
func newWireEnd(t *testing.T, h *netlab.Host, link string, addr netip.Addr, neighbours ...netip.Addr) *wireEnd {
	t.Helper()
	program := labtest.Host(t, "program")
	err := netlab.Veth(h, netlab.LinkConfig{Name: link, MAC: hostMAC, NoOffload: true, Addrs: []netip.Prefix{netip.PrefixFrom(addr, 24)}},
		program, netlab.LinkConfig{Name: "wire", MAC: programMAC, NoOffload: true})
	for _, n := range neighbours {
		err = errors.Join(err, h.AddNeigh(link, n, programMAC))
	}
	if err != nil {
		t.Fatal(err)
	}
	e := &wireEnd{host: h, link: link, addr: addr, head: append(append(append([]byte(nil), hostMAC...), programMAC...), 8, 0)}
	if err := program.Do(func() error {
		index, err := net.InterfaceByName("wire")
		if err != nil {
			return err
		}
		fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			return os.NewSyscallError("socket(AF_PACKET)", err)
		}
		_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, 8<<20)
		e.File = os.NewFile(uintptr(fd), "wire")
		return unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: unix.ETH_P_IP>>8 | unix.ETH_P_IP&0xff<<8, Ifindex: index.Index})
	}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	if err := errors.Join(h.WaitUp(link), program.WaitUp("wire")); err != nil {
		t.Fatal(err)
	}
	return e
}

// read returns the next IPv4 packet that the host sends.
func (e *wireEnd) read(b []byte) (wire.IPv4, error) {
	for {
		n, err := e.Read(b)
		if err != nil {
			return nil, err
		}
		if n < 14 {
			continue
		}
		if ip, err := wire.ParseIPv4(b[14:n]); err == nil && int(ip.Length()) <= n-14 {
			return ip[:ip.Length()], nil
		}
	}
}

// write sends an IPv4 packet to the host.
func (e *wireEnd) write(ip []byte) error {
	_, err := e.Write(append(e.head[:14:14], ip...))
	return err
}

// sysctl sets what the kernel has; without write access to /proc/sys there is the default.
func (e *wireEnd) sysctl(name, value string) {
	_ = e.host.Do(func() error { return os.WriteFile("/proc/sys/net/ipv4/"+name, []byte(value), 0) })
}

// packetsOf calls f with each packet with TCP that the host sends, until the end is closed.
func (e *wireEnd) packetsOf(f func(ip wire.IPv4, v wire.TCP)) {
	for {
		ip, err := e.read(make([]byte, 2048))
		if err != nil {
			return
		}
		if ip.Protocol() != wire.IPProtoTCP {
			continue
		}
		if v, err := wire.ParseTCP(ip[ip.HeaderLen():]); err == nil {
			f(ip, v)
		}
	}
}

// A bridge carries packets between two hosts, badly, and judges the segments that pass its middle.
type bridge struct {
	ends [2]*wireEnd
	bad  func(*rand.Rand) fate // what happens to a packet, before the middle and once more behind it
	hold func(v wire.TCP) bool // keeps segments back until it says no

	mu       sync.Mutex
	rand     *rand.Rand
	late     [2][]bridged // reordered: before the middle, behind it
	held     []bridged
	sessions map[[2]uint16]*session.TCP
	outcomes map[string]int
	invalid  []string
	done     sync.WaitGroup
}

type bridged struct {
	side session.Side
	ip   wire.IPv4
	v    wire.TCP
}

type fate uint8

const (
	arrives fate = iota
	lost
	twice
	delayed
)

var (
	addrA = netip.MustParseAddr("10.1.0.1")
	addrB = netip.MustParseAddr("10.1.0.2")
)

func newBridge(t *testing.T, bad func(*rand.Rand) fate) *bridge {
	b := &bridge{bad: bad, rand: rand.New(rand.NewPCG(1, 2)), sessions: map[[2]uint16]*session.TCP{}, outcomes: map[string]int{}}
	for i, a := range []netip.Addr{addrA, addrB} {
		b.ends[i] = newWireEnd(t, labtest.Host(t, string(rune('a'+i))), "eth0", a, addrA, addrB)
	}
	for i := range b.ends {
		b.done.Add(1)
		go func() {
			defer b.done.Done()
			b.ends[i].packetsOf(func(ip wire.IPv4, v wire.TCP) { b.take(bridged{session.Side(i), ip, v}) })
		}()
	}
	t.Cleanup(func() {
		b.ends[0].Close()
		b.ends[1].Close()
		b.done.Wait()
	})
	return b
}

func (b *bridge) take(p bridged) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.hold != nil && b.hold(p.v) {
		b.held = append(b.held, p)
		return
	}
	for _, p := range append(b.held, p) {
		b.suffer(p, 0, b.judge)
	}
	b.held = nil
}

// suffer has a packet's fate happen to it. What is delayed comes after the next packet or two.
func (b *bridge) suffer(p bridged, place int, next func(bridged)) {
	switch b.bad(b.rand) {
	case lost:
		return
	case twice:
		next(p)
	case delayed:
		b.late[place] = append(b.late[place], p)
		time.AfterFunc(20*time.Millisecond, func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.release(place, next)
		})
		return
	}
	next(p)
	if b.rand.IntN(2) == 0 {
		b.release(place, next)
	}
}

func (b *bridge) release(place int, next func(bridged)) {
	late := b.late[place]
	b.late[place] = nil
	for _, p := range late {
		next(p)
	}
}

// judge is the middle.
func (b *bridge) judge(p bridged) {
	ports := [2]uint16{p.v.SrcPort(), p.v.DstPort()}
	if p.side == session.Server {
		ports[0], ports[1] = ports[1], ports[0]
	}
	s := b.sessions[ports]
	if s == nil {
		s = session.NewTCP(session.TCPConfig{OnWire: true})
		b.sessions[ports] = s
	}
	r := s.Check(p.side, p.v, time.Now().UnixNano())
	b.outcomes[ruleName(r)]++
	if r.Outcome == session.Invalid {
		b.invalid = append(b.invalid, fmt.Sprintf("%v %v %v seq %d+%d ack %d win %d opts %x: %v", ports, p.side, p.v.Flags(), p.v.Seq(), len(p.v.Payload()), p.v.Ack(), p.v.Window(), []byte(p.v.Options()), r))
	}
	b.suffer(p, 1, func(p bridged) { _ = b.ends[p.side.Peer()].write(p.ip) })
}

// quiet fails the test if there was an Invalid segment, or fewer segments than there must have been.
func (b *bridge) quiet(t *testing.T, least int) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	n := 0
	for _, c := range b.outcomes {
		n += c
	}
	for i, s := range b.invalid {
		if i < 10 {
			t.Error(s)
		}
	}
	if n < least {
		t.Errorf("only %d segments", n)
	}
	t.Logf("%d segments: %v", n, b.outcomes)
}

func (e *wireEnd) listen(t *testing.T, port uint16) net.Listener {
	t.Helper()
	var l net.Listener
	if err := e.host.Do(func() (err error) {
		l, err = net.Listen("tcp4", netip.AddrPortFrom(e.addr, port).String())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// dial connects from an end; control, if not nil, prepares the socket.
func (e *wireEnd) dial(from, to netip.AddrPort, control func(fd int) error) (c *net.TCPConn, err error) {
	err = e.host.Do(func() error {
		d := net.Dialer{Timeout: 10 * time.Second, KeepAlive: -1, LocalAddr: net.TCPAddrFromAddrPort(from)}
		d.Control = func(_, _ string, raw syscall.RawConn) (err error) {
			if control != nil {
				_ = raw.Control(func(fd uintptr) { err = control(int(fd)) })
			}
			return err
		}
		nc, err := d.DialContext(context.Background(), "tcp4", to.String())
		if err == nil {
			c = nc.(*net.TCPConn)
		}
		return err
	})
	return c, err
}

// echo answers each connection with what it sends, then closes.
func echo(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			_, _ = io.Copy(c, c)
		}()
	}
}

// exchange sends n bytes to an echo and compares what comes back.
func exchange(c *net.TCPConn, n int, pause time.Duration) error {
	_ = c.SetDeadline(time.Now().Add(30 * time.Second))
	want := bytes.Repeat([]byte("0123456789abcdef"), n/16)
	sent := make(chan error, 1)
	go func() {
		_, err := c.Write(want)
		sent <- errors.Join(err, c.CloseWrite())
	}()
	time.Sleep(pause) // the windows fill up
	got, err := io.ReadAll(c)
	if err = errors.Join(err, <-sent, c.Close()); err == nil && !bytes.Equal(got, want) {
		err = fmt.Errorf("%d bytes came back, not %d", len(got), len(want))
	}
	return err
}

func perfect(*rand.Rand) fate { return arrives }

// percent returns a fate of which so many of a hundred packets are lost, come twice or late.
func percent(l, d, r int) func(*rand.Rand) fate {
	return func(x *rand.Rand) fate {
		switch n := x.IntN(100); {
		case n < l:
			return lost
		case n < l+d:
			return twice
		case n < l+d+r:
			return delayed
		}
		return arrives
	}
}

// TestTCPLive judges what two kernels say to each other over bad lines. Nothing of it is Invalid.
func TestTCPLive(t *testing.T) {
	for _, tt := range []struct {
		name     string
		bad      func(*rand.Rand) fate
		bytes, n int
		buffer   int
		pause    time.Duration
		sysctls  map[string]string
	}{
		{"plain", perfect, 1 << 20, 3, 0, 0, nil},
		{"loss", percent(2, 0, 0), 1 << 18, 6, 0, 0, nil},
		{"much loss", percent(8, 0, 0), 1 << 14, 6, 0, 0, nil},
		{"reordered", percent(0, 2, 5), 1 << 19, 6, 0, 0, nil},
		{"all at once", percent(2, 2, 4), 1 << 17, 8, 0, 0, nil},
		{"closed windows", percent(0, 0, 0), 1 << 20, 2, 4096, 700 * time.Millisecond, nil},
		{"windows that shrink", percent(1, 0, 1), 1 << 19, 3, 0, 300 * time.Millisecond, map[string]string{"tcp_shrink_window": "1", "tcp_rmem": "4096 65536 131072"}},
		{"without options", percent(1, 1, 2), 1 << 17, 4, 0, 0, map[string]string{"tcp_sack": "0", "tcp_timestamps": "0", "tcp_window_scaling": "0"}},
		{"without SACK", percent(1, 1, 2), 1 << 17, 4, 0, 0, map[string]string{"tcp_sack": "0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBridge(t, tt.bad)
			for name, v := range tt.sysctls {
				b.ends[0].sysctl(name, v)
				b.ends[1].sysctl(name, v)
			}
			go echo(b.ends[1].listen(t, 7))
			var all sync.WaitGroup
			for range tt.n {
				all.Add(1)
				go func() {
					defer all.Done()
					c, err := b.ends[0].dial(netip.AddrPortFrom(addrA, 0), netip.AddrPortFrom(addrB, 7), func(fd int) error {
						if tt.buffer == 0 {
							return nil
						}
						return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, tt.buffer)
					})
					if err == nil {
						err = exchange(c, tt.bytes, tt.pause)
					}
					if err != nil && tt.name == "plain" {
						t.Error(err)
					} else if err != nil {
						t.Log(err) // the line may be too bad for TCP; what passed is judged
					}
				}()
			}
			all.Wait()
			time.Sleep(50 * time.Millisecond)
			b.quiet(t, 5*tt.n)
		})
	}
}

// TestTCPLiveResets has connections refused and aborted with data under way.
func TestTCPLiveResets(t *testing.T) {
	t.Parallel()
	b := newBridge(t, percent(1, 2, 4))
	l := b.ends[1].listen(t, 7)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { // what it has not read is thrown away: the kernel resets
				_, _ = c.Read(make([]byte, 1000))
				_, _ = c.Write(make([]byte, 50000))
				_ = c.(*net.TCPConn).SetLinger(0)
				_ = c.Close()
			}()
		}
	}()
	for i := range 12 {
		port := uint16(7 + i%3/2) // some to nobody
		c, err := b.ends[0].dial(netip.AddrPortFrom(addrA, 0), netip.AddrPortFrom(addrB, port), nil)
		if err != nil {
			continue
		}
		_ = c.SetDeadline(time.Now().Add(2 * time.Second))
		_, _ = c.Write(make([]byte, 100000))
		_, _ = io.Copy(io.Discard, c)
		_ = c.Close()
	}
	time.Sleep(50 * time.Millisecond)
	b.quiet(t, 50)
}

// TestTCPLiveBothOpen has both hosts connect to each other: each SYN is kept back until the other is there.
func TestTCPLiveBothOpen(t *testing.T) {
	t.Parallel()
	b := newBridge(t, perfect)
	syns := map[uint16]bool{}
	b.mu.Lock()
	b.hold = func(v wire.TCP) bool {
		syns[v.SrcPort()] = true
		return len(syns) < 2
	}
	b.mu.Unlock()
	conns := make(chan *net.TCPConn, 2)
	for i, e := range b.ends {
		go func() {
			c, err := e.dial(netip.AddrPortFrom(e.addr, uint16(5000+i)), netip.AddrPortFrom(b.ends[1-i].addr, uint16(5001-i)), nil)
			if err != nil {
				t.Error(err)
			}
			conns <- c
		}()
	}
	x, y := <-conns, <-conns
	if x == nil || y == nil {
		return
	}
	go func() {
		_, _ = io.Copy(y, y)
		_ = y.Close()
	}()
	if err := exchange(x, 1<<16, 0); err != nil {
		t.Error(err)
	}
	time.Sleep(20 * time.Millisecond)
	b.quiet(t, 30)
}

// TestTCPLiveAgain opens connections between the same ports one after another, and keeps one alive.
func TestTCPLiveAgain(t *testing.T) {
	t.Parallel()
	b := newBridge(t, perfect)
	b.ends[0].sysctl("tcp_tw_reuse", "1")
	go echo(b.ends[1].listen(t, 7))
	for range 3 {
		c, err := b.ends[0].dial(netip.AddrPortFrom(addrA, 4000), netip.AddrPortFrom(addrB, 7), func(fd int) error {
			return errors.Join(unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1),
				unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1),
				unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 1), unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_KEEPINTVL, 1))
		})
		if err != nil {
			t.Log(err)
			time.Sleep(300 * time.Millisecond)
			continue
		}
		time.Sleep(1200 * time.Millisecond) // a keep-alive
		if err := exchange(c, 1600, 0); err != nil {
			t.Error(err)
		}
	}
	b.quiet(t, 20)
}
