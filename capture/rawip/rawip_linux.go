package rawip

import (
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/sockfilter"
	"golang.org/x/sys/unix"
)

// solRaw is the level of ICMP_FILTER (linux/socket.h).
const (
	solRaw     = 255
	icmpFilter = 1
	protoICMP  = 1
	protoICMP6 = 58
)

type conn struct {
	six    bool
	header bool // Write takes headers
	proto  uint8
	peer   bool
	file   *os.File
	raw    syscall.RawConn
	closed atomic.Bool

	readMu  sync.Mutex
	in      *messages
	got     int // of the last batch, of which next come
	next    int
	readErr error
	receive func(fd uintptr) bool // kept, so that reading does not allocate

	writeMu  sync.Mutex
	out      outgoing
	sent     int
	writeErr error
	transmit func(fd uintptr) bool
	one      [1]Message
}

func (c *conn) open(cfg Config) error {
	family := unix.AF_INET
	if c.six = cfg.Version == 6; c.six {
		family = unix.AF_INET6
	}
	fd, err := unix.Socket(family, unix.SOCK_RAW|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, int(cfg.Protocol))
	if errors.Is(err, fs.ErrPermission) {
		return &PermissionError{"CAP_NET_RAW", err}
	}
	if err != nil {
		return &Error{"open raw socket", err}
	}
	if err := c.prepare(fd, cfg); err != nil {
		_ = unix.Close(fd)
		return err
	}
	c.header, c.proto, c.peer = cfg.HeaderIncluded, cfg.Protocol, cfg.Peer.IsValid()
	c.in = newMessages(cfg.Batch, cfg.Snaplen)
	c.receive, c.transmit = c.tryReceive, c.trySend
	c.file = os.NewFile(uintptr(fd), "raw socket")
	c.raw, err = c.file.SyscallConn()
	return err
}

// prepare sets everything up. A raw socket receives from the moment it exists, so
// that at first everything is rejected; what came before goes at the end.
func (c *conn) prepare(fd int, cfg Config) error {
	sock := sockfilter.FD(fd)
	if err := sockfilter.Attach(sock, bpf.Reject()); err != nil {
		return err
	}
	if cfg.Interface != "" {
		if err := unix.BindToDevice(fd, cfg.Interface); err != nil {
			return &Error{"bind to interface " + cfg.Interface, err}
		}
	}
	for _, o := range c.options(cfg) {
		if err := unix.SetsockoptInt(fd, o.level, o.name, o.value); err != nil {
			return &Error{o.what, err}
		}
	}
	if cfg.Local.IsValid() {
		a, err := c.sockaddr(fd, cfg.Local)
		if err == nil {
			err = unix.Bind(fd, a)
		}
		if err != nil {
			return &Error{"bind to " + cfg.Local.String(), err}
		}
	}
	if cfg.Peer.IsValid() {
		a, err := c.sockaddr(fd, cfg.Peer)
		if err == nil {
			err = unix.Connect(fd, a)
		}
		if err != nil {
			return &Error{"connect to " + cfg.Peer.String(), err}
		}
	}
	_, err := sockfilter.Replace(sock, cfg.Filter)
	return err
}

type option struct {
	what               string
	level, name, value int
}

func (c *conn) options(cfg Config) []option {
	all := []option{
		{"ask for time stamps", unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1},
		{"ask for drops", unix.SOL_SOCKET, unix.SO_RXQ_OVFL, 1},
	}
	if c.six {
		all = append(all,
			option{"ask for interfaces", unix.IPPROTO_IPV6, unix.IPV6_RECVPKTINFO, 1},
			option{"ask for hop limits", unix.IPPROTO_IPV6, unix.IPV6_RECVHOPLIMIT, 1},
			option{"ask for traffic classes", unix.IPPROTO_IPV6, unix.IPV6_RECVTCLASS, 1})
	} else {
		all = append(all,
			option{"ask for interfaces", unix.IPPROTO_IP, unix.IP_PKTINFO, 1},
			option{"ask for times to live", unix.IPPROTO_IP, unix.IP_RECVTTL, 1},
			option{"ask for types of service", unix.IPPROTO_IP, unix.IP_RECVTOS, 1})
	}
	switch {
	case cfg.HeaderIncluded && c.six:
		all = append(all, option{"include headers", unix.IPPROTO_IPV6, unix.IPV6_HDRINCL, 1})
	case cfg.HeaderIncluded:
		all = append(all, option{"include headers", unix.IPPROTO_IP, unix.IP_HDRINCL, 1})
	}
	if cfg.Buffer > 0 {
		all = append(all, option{"set receive buffer", unix.SOL_SOCKET, unix.SO_RCVBUF, cfg.Buffer})
	}
	return all
}

// sockaddr is an address for bind and connect, with its zone.
func (c *conn) sockaddr(fd int, a netip.Addr) (unix.Sockaddr, error) {
	if !c.six {
		return &unix.SockaddrInet4{Addr: a.As4()}, nil
	}
	zone, err := zoneIndex(fd, a.Zone())
	return &unix.SockaddrInet6{Addr: a.As16(), ZoneId: zone}, err
}

// zoneIndex is the interface that a zone names, by name or number.
func zoneIndex(fd int, zone string) (uint32, error) {
	if zone == "" {
		return 0, nil
	}
	if n, err := strconv.ParseUint(zone, 10, 32); err == nil {
		return uint32(n), nil
	}
	req, err := unix.NewIfreq(zone)
	if err != nil {
		return 0, unix.ENODEV
	}
	err = unix.IoctlIfreq(fd, unix.SIOCGIFINDEX, req)
	return req.Uint32(), err
}

func (c *conn) read(m *Message) error {
	c.readMu.Lock()
	defer c.readMu.Unlock()
	if c.next >= c.got {
		if err := c.fill(); err != nil {
			return err
		}
	}
	c.in.message(c.next, m, !c.six)
	c.next++
	return nil
}

func (c *conn) readBatch(ms []Message) (int, error) {
	if len(ms) == 0 {
		return 0, nil
	}
	c.readMu.Lock()
	defer c.readMu.Unlock()
	if c.next >= c.got {
		if err := c.fill(); err != nil {
			return 0, err
		}
	}
	n := min(len(ms), c.got-c.next)
	for i := range ms[:n] {
		c.in.message(c.next+i, &ms[i], !c.six)
	}
	c.next += n
	return n, nil
}

// fill waits for packets and takes those that there are.
func (c *conn) fill() error {
	c.got, c.next = 0, 0
	err := c.raw.Read(c.receive)
	if err == nil {
		err = c.readErr
	}
	return c.explain("receive", err)
}

// tryReceive reports whether there is something to tell.
func (c *conn) tryReceive(fd uintptr) bool {
	for {
		c.got, c.readErr = receive(int(fd), c.in)
		if !errors.Is(c.readErr, unix.EINTR) {
			return !errors.Is(c.readErr, unix.EAGAIN)
		}
	}
}

func (c *conn) write(m *Message) error {
	c.writeMu.Lock()
	defer c.writeMu.Unlock()
	c.one[0] = *m
	_, err := c.writeAll(c.one[:])
	c.one[0] = Message{}
	return err
}

func (c *conn) writeBatch(ms []Message) (int, error) {
	c.writeMu.Lock()
	defer c.writeMu.Unlock()
	return c.writeAll(ms)
}

func (c *conn) writeAll(ms []Message) (int, error) {
	sent := 0
	for sent < len(ms) {
		n, err := c.load(ms[sent:])
		if n == 0 {
			return sent, &Error{"send", err}
		}
		c.sent = 0
		err = c.raw.Write(c.transmit)
		if err == nil {
			err = c.writeErr
		}
		c.out.forget()
		if sent += c.sent; err != nil {
			return sent, c.explain("send", err)
		}
	}
	return sent, nil
}

// load prepares as many messages as fit and are sound.
func (c *conn) load(ms []Message) (n int, err error) {
	for n < min(len(ms), sendLimit) {
		if err = c.loadOne(n, &ms[n]); err != nil {
			break
		}
		n++
	}
	c.out.n = n
	return n, err
}

func (c *conn) loadOne(i int, m *Message) error {
	dst := m.Dst.Unmap()
	if !dst.IsValid() && c.header && !c.peer {
		dst = c.headerDst(m.Data)
	}
	src := m.Src.Unmap()
	switch {
	case dst.IsValid() && dst.Is4() == c.six, src.IsValid() && src.Is4() == c.six:
		return ErrVersion
	case !dst.IsValid() && !c.peer:
		return unix.EDESTADDRREQ
	case m.TTL < 0 || m.TTL > 255 || m.TOS < 0 || m.TOS > 255 || m.Interface < 0:
		return unix.EINVAL
	}
	zone := uint32(m.Interface)
	if dst.Zone() != "" {
		var err error
		if zone, err = c.zone(dst.Zone()); err != nil {
			return err
		}
	}
	c.out.set(i, m, dst, zone, c.six)
	return nil
}

// zone looks a zone up by the socket.
func (c *conn) zone(name string) (index uint32, err error) {
	if e := c.raw.Control(func(fd uintptr) { index, err = zoneIndex(int(fd), name) }); e != nil {
		return 0, e
	}
	return index, err
}

// headerDst is the destination in an IP header, if it is there.
func (c *conn) headerDst(b []byte) netip.Addr {
	switch {
	case !c.six && len(b) >= 20:
		return netip.AddrFrom4([4]byte(b[16:20]))
	case c.six && len(b) >= 40:
		return netip.AddrFrom16([16]byte(b[24:40]))
	}
	return netip.Addr{}
}

// trySend reports whether it is of no use to wait until the socket can take more.
func (c *conn) trySend(fd uintptr) bool {
	for c.sent < c.out.n {
		n, err := send(int(fd), &c.out, c.sent)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.EAGAIN):
			return false
		case err != nil:
			c.writeErr = err
			return true
		}
		c.sent += n
	}
	c.writeErr = nil
	return true
}

// explain turns the system's words into ours. RawConn has no error of its own for a
// file that is closed.
func (c *conn) explain(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case c.closed.Load(), errors.Is(err, os.ErrClosed):
		return ErrClosed
	case errors.Is(err, os.ErrDeadlineExceeded):
		return err
	case errors.Is(err, unix.EMSGSIZE):
		err = ErrTooLong
	}
	return &Error{op, err}
}

func (c *conn) setReadDeadline(t time.Time) error {
	return c.explain("set deadline", c.file.SetReadDeadline(t))
}
func (c *conn) setWriteDeadline(t time.Time) error {
	return c.explain("set deadline", c.file.SetWriteDeadline(t))
}

func (c *conn) setFilter(p bpf.Program) error {
	if c.closed.Load() {
		return ErrClosed
	}
	return sockfilter.Attach(c.raw, p)
}

func (c *conn) replaceFilter(p bpf.Program) (int, error) {
	c.readMu.Lock()
	defer c.readMu.Unlock()
	if c.closed.Load() {
		return 0, ErrClosed
	}
	n := c.got - c.next
	c.got, c.next = 0, 0
	more, err := sockfilter.Replace(c.raw, p)
	return n + more, err
}

// control calls f with the descriptor.
func (c *conn) control(op string, f func(fd int) error) (err error) {
	if e := c.raw.Control(func(fd uintptr) { err = f(int(fd)) }); e != nil {
		err = e
	}
	return c.explain(op, err)
}

// set sets an option of either version.
func (c *conn) set(op string, v4, v6, value int) error {
	level, name := unix.IPPROTO_IP, v4
	if c.six {
		level, name = unix.IPPROTO_IPV6, v6
	}
	return c.control(op, func(fd int) error { return unix.SetsockoptInt(fd, level, name, value) })
}

func (c *conn) icmpFilter(blocked [8]uint32) error {
	const op = "set ICMP filter"
	switch {
	case c.six && c.proto == protoICMP6:
		return c.control(op, func(fd int) error {
			return unix.SetsockoptICMPv6Filter(fd, unix.IPPROTO_ICMPV6, unix.ICMPV6_FILTER, &unix.ICMPv6Filter{Data: blocked})
		})
	case !c.six && c.proto == protoICMP:
		return c.control(op, func(fd int) error {
			return unix.SetsockoptInt(fd, solRaw, icmpFilter, int(blocked[0]))
		})
	}
	return &Error{op, ErrConfig}
}

func (c *conn) setChecksum(offset int) error {
	const op = "set checksum offset"
	if !c.six {
		return &Error{op, ErrVersion}
	}
	return c.set(op, 0, unix.IPV6_CHECKSUM, max(offset, -1))
}

func (c *conn) setTTL(n int) error {
	if n < 1 || n > 255 {
		return &Error{"set TTL", unix.EINVAL}
	}
	return c.set("set TTL", unix.IP_TTL, unix.IPV6_UNICAST_HOPS, n)
}

func (c *conn) setTOS(n int) error {
	if n < 0 || n > 255 {
		return &Error{"set TOS", unix.EINVAL}
	}
	return c.set("set TOS", unix.IP_TOS, unix.IPV6_TCLASS, n)
}

func (c *conn) setBroadcast(on bool) error {
	return c.control("set broadcast", func(fd int) error {
		return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_BROADCAST, number01(on))
	})
}

func number01(on bool) int {
	if on {
		return 1
	}
	return 0
}

func (c *conn) setMulticast(ifindex, ttl int, loop bool) error {
	if ttl < 1 || ttl > 255 {
		return &Error{"set multicast TTL", unix.EINVAL}
	}
	if err := c.set("set multicast TTL", unix.IP_MULTICAST_TTL, unix.IPV6_MULTICAST_HOPS, ttl); err != nil {
		return err
	}
	if err := c.set("set multicast loop", unix.IP_MULTICAST_LOOP, unix.IPV6_MULTICAST_LOOP, number01(loop)); err != nil {
		return err
	}
	return c.control("set multicast interface", func(fd int) error {
		if c.six {
			return unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF, ifindex)
		}
		return unix.SetsockoptIPMreqn(fd, unix.IPPROTO_IP, unix.IP_MULTICAST_IF, &unix.IPMreqn{Ifindex: int32(ifindex)})
	})
}

func (c *conn) member(ifindex int, group netip.Addr, join bool) error {
	op := "leave group"
	if join {
		op = "join group"
	}
	group = group.Unmap()
	if !group.IsValid() || group.Is4() == c.six {
		return &Error{op, ErrVersion}
	}
	return c.control(op, func(fd int) error {
		if c.six {
			name := unix.IPV6_LEAVE_GROUP
			if join {
				name = unix.IPV6_JOIN_GROUP
			}
			return unix.SetsockoptIPv6Mreq(fd, unix.IPPROTO_IPV6, name,
				&unix.IPv6Mreq{Multiaddr: group.As16(), Interface: uint32(ifindex)})
		}
		name := unix.IP_DROP_MEMBERSHIP
		if join {
			name = unix.IP_ADD_MEMBERSHIP
		}
		return unix.SetsockoptIPMreqn(fd, unix.IPPROTO_IP, name, &unix.IPMreqn{Multiaddr: group.As4(), Ifindex: int32(ifindex)})
	})
}

func (c *conn) syscallConn() (syscall.RawConn, error) { return c.raw, nil }

func (c *conn) close() error {
	if c.closed.Swap(true) {
		return ErrClosed
	}
	return c.file.Close()
}
