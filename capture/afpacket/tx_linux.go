package afpacket

import (
	"encoding/binary"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// sending is the part of a conn that sends.
type sending struct {
	sendMu     sync.Mutex
	out        outgoing
	one        [1][]byte
	tx         txRing
	txMem      Memory
	txSkips    bool
	txHeadroom int
	txExtra    int     // bytes before each frame in the ring
	txChecks   bool    // frames are measured here, not by the kernel
	self       *sender // for Conn's own methods, if there is a ring
}

type sender struct {
	c     *conn
	owned bool // c is the Sender's own
	gone  bool // closed
	cfg   SendConfig
	stats SendStats
	to    unix.RawSockaddrLinklayer
	more  [1]TxFrame
}

func (s *sender) open(cfg SendConfig) error { return s.openAt(system{}, cfg) }

func (s *sender) openAt(k kernel, cfg SendConfig) (err error) {
	c := new(conn)
	if err := c.openOn(k, Config{Plain: true, Cooked: cfg.Cooked, Socket: cfg.Socket}); err != nil {
		return err
	}
	s.owned = true
	defer func() {
		if err != nil {
			_ = c.close(false)
		}
	}()
	if c.cfg.Offloads = cfg.Offload; cfg.Offload {
		if err := k.setInt(c.fd, unix.SOL_PACKET, unix.PACKET_VNET_HDR, 1); err != nil {
			return &Error{"leave work to the interface", err}
		}
	}
	if cfg.Ring != AnyVersion {
		if err := c.makeSendRing(&cfg); err != nil {
			return err
		}
	}
	return s.openOn(c, cfg)
}

// openOn makes s a Sender on a socket, whose ring for sending is there if it is to
// have one.
func (s *sender) openOn(c *conn, cfg SendConfig) error {
	c.sendMu.Lock()
	defer c.sendMu.Unlock()
	if c.fd < 0 {
		return &Error{"open sender", ErrClosed}
	}
	s.c, s.cfg = c, cfg
	s.cfg.Ring, s.cfg.Offload = c.txMem.Version, c.cfg.Offloads
	s.to = unix.RawSockaddrLinklayer{Family: unix.AF_PACKET, Ifindex: int32(cfg.Interface)}
	for _, o := range []struct {
		on          bool
		what        string
		level, name int
		value       int
	}{
		{cfg.BypassQdisc, "bypass the queueing discipline", unix.SOL_PACKET, unix.PACKET_QDISC_BYPASS, 1},
		{cfg.SocketBuffer > 0, "set send buffer", unix.SOL_SOCKET, unix.SO_SNDBUF, cfg.SocketBuffer},
	} {
		if o.on {
			if err := c.k.setInt(c.fd, o.level, o.name, o.value); err != nil {
				return &Error{o.what, err}
			}
		}
	}
	if cfg.SocketBuffer > 0 { // past the system's limit, with CAP_NET_ADMIN
		_ = c.k.setInt(c.fd, unix.SOL_SOCKET, unix.SO_SNDBUFFORCE, cfg.SocketBuffer)
	}
	return s.launch(cfg)
}

// launch turns sending at given times on.
func (s *sender) launch(cfg SendConfig) error {
	const op = "send at given times"
	if cfg.Launch == NoLaunch {
		return nil
	}
	clock, kind := int32(unix.CLOCK_MONOTONIC), "fq"
	if cfg.Launch == TAIClock {
		clock, kind = unix.CLOCK_TAI, "etf"
	}
	kinds, err := s.c.k.disciplines(cfg.Interface)
	if err != nil {
		return &Error{op, err}
	}
	if !slices.Contains(kinds, kind) || s.cfg.Ring != AnyVersion {
		return &Error{op, ErrPacing}
	}
	// struct sock_txtime: clock and flags.
	b := binary.NativeEndian.AppendUint32(nil, uint32(clock))
	b = binary.NativeEndian.AppendUint32(b, 0)
	if err := s.c.k.setString(s.c.fd, unix.SOL_SOCKET, unix.SO_TXTIME, string(b)); err != nil {
		return &Error{op, err}
	}
	return nil
}

func (s *sender) setTarget(t Target) error {
	if len(t.Addr) > len(s.to.Addr) {
		return &Error{"set target", unix.EINVAL}
	}
	s.c.sendMu.Lock()
	defer s.c.sendMu.Unlock()
	s.to.Protocol, s.to.Halen = t.Protocol>>8|t.Protocol<<8, uint8(len(t.Addr))
	if bigEndian {
		s.to.Protocol = t.Protocol
	}
	s.to.Addr = [8]uint8{}
	copy(s.to.Addr[:], t.Addr)
	return nil
}

// closed reports whether s or its socket is.
func (s *sender) closed() bool { return s.gone || s.c.fd < 0 }

func (s *sender) sendOne(frame []byte) error {
	s.c.sendMu.Lock()
	defer s.c.sendMu.Unlock()
	s.c.one[0] = frame
	_, err := s.sendLocked(s.c.one[:])
	s.c.one[0] = nil
	return err
}

func (s *sender) sendBatch(frames [][]byte) (int, error) {
	s.c.sendMu.Lock()
	defer s.c.sendMu.Unlock()
	return s.sendLocked(frames)
}

func (s *sender) sendLocked(frames [][]byte) (n int, err error) {
	switch {
	case s.closed():
		return 0, &Error{"send", ErrClosed}
	case s.cfg.Ring != AnyVersion:
		return s.ringBatch(frames)
	case s.cfg.Offload:
		for n < len(frames) && err == nil { // each with nothing left to the interface
			s.more[0] = TxFrame{Data: frames[n]}
			var one int
			one, err = s.framesLocked(s.more[:])
			n += one
		}
		s.more[0] = TxFrame{}
		return n, err
	}
	s.c.out.to = s.to
	n, err = s.c.transmitAll(s.cfg.Interface, frames)
	s.count(frames[:n], err)
	return n, err
}

// count keeps the statistics.
func (s *sender) count(sent [][]byte, err error) {
	s.stats.Frames += uint64(len(sent))
	for _, f := range sent {
		s.stats.Bytes += uint64(len(f))
	}
	if err != nil && busy(err) {
		s.stats.Busy++
	}
}

func (s *sender) sendFrames(frames []TxFrame) (int, error) {
	s.c.sendMu.Lock()
	defer s.c.sendMu.Unlock()
	if s.closed() {
		return 0, &Error{"send", ErrClosed}
	}
	if s.cfg.Ring != AnyVersion {
		return s.ringFrames(frames)
	}
	return s.framesLocked(frames)
}

func (s *sender) framesLocked(frames []TxFrame) (n int, err error) {
	for n < len(frames) && err == nil {
		if n, err = s.someFrames(frames, n); err != nil && busy(err) {
			s.stats.Busy++
		}
	}
	return n, err
}

// someFrames sends frames from n on, as many as one sendmmsg takes.
func (s *sender) someFrames(frames []TxFrame, n int) (int, error) {
	o := &s.c.out
	o.to = s.to
	o.loadFrames(frames[n:], s.cfg.Offload)
	defer o.forget()
	for i := 0; i < o.n; {
		sent, err := s.c.k.transmit(s.c.fd, o, i)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return n, &Error{"send", s.c.explain(err, s.cfg.Interface)}
		}
		for _, f := range frames[n : n+sent] {
			s.stats.Frames, s.stats.Bytes = s.stats.Frames+1, s.stats.Bytes+uint64(len(f.Data))
		}
		i, n = i+sent, n+sent
	}
	return n, nil
}

func (s *sender) wait(timeout time.Duration) error {
	fds := [1]unix.PollFd{{Fd: int32(s.c.fd), Events: unix.POLLOUT}}
	if err := s.c.k.poll(fds[:], timeout); err != nil && !errors.Is(err, unix.EINTR) {
		return &Error{"poll", err}
	}
	return nil
}

func (s *sender) statistics() SendStats {
	s.c.sendMu.Lock()
	defer s.c.sendMu.Unlock()
	return s.stats
}

func (s *sender) close() error {
	s.c.sendMu.Lock()
	gone := s.gone
	s.gone = true
	s.c.sendMu.Unlock()
	switch {
	case gone:
		return &Error{"close", ErrClosed}
	case s.owned:
		return s.c.close(false)
	}
	return nil
}

func (s *sender) freed() <-chan struct{} { return s.c.freed }

func (c *conn) bypassQdisc() error {
	if err := c.k.setInt(c.fd, unix.SOL_PACKET, unix.PACKET_QDISC_BYPASS, 1); err != nil {
		return &Error{"bypass the queueing discipline", err}
	}
	return nil
}

// sendOne and send are Conn's: without a Sender.
func (c *conn) sendOne(ifindex int, frame []byte) error {
	c.sendMu.Lock()
	defer c.sendMu.Unlock()
	c.one[0] = frame
	_, err := c.sendAll(ifindex, c.one[:])
	c.one[0] = nil
	return err
}

func (c *conn) send(ifindex int, frames [][]byte) (int, error) {
	c.sendMu.Lock()
	defer c.sendMu.Unlock()
	return c.sendAll(ifindex, frames)
}

func (c *conn) sendAll(ifindex int, frames [][]byte) (int, error) {
	switch {
	case c.fd < 0:
		return 0, &Error{"send", ErrClosed}
	case c.txMem.Bytes > 0, c.cfg.Offloads: // the kernel then wants more than the frames
		if c.self == nil {
			c.self = &sender{c: c}
		}
		c.self.cfg = SendConfig{Interface: ifindex, Ring: c.txMem.Version, Offload: c.cfg.Offloads}
		c.self.to = unix.RawSockaddrLinklayer{Family: unix.AF_PACKET, Ifindex: int32(ifindex)}
		return c.self.sendLocked(frames)
	}
	c.out.to = unix.RawSockaddrLinklayer{Family: unix.AF_PACKET, Ifindex: int32(ifindex)}
	return c.transmitAll(ifindex, frames)
}

// transmitAll sends frames to c.out.to.
func (c *conn) transmitAll(ifindex int, frames [][]byte) (sent int, err error) {
	o := &c.out
	for sent < len(frames) && err == nil {
		o.load(frames[sent:])
		for i := 0; i < o.n; {
			var n int
			n, err = c.k.transmit(c.fd, o, i)
			if errors.Is(err, unix.EINTR) {
				continue
			}
			if err != nil {
				err = &Error{"send", c.explain(err, ifindex)}
				break
			}
			i, sent = i+n, sent+n
		}
		o.forget()
	}
	return sent, err
}

func busy(err error) bool { return errors.Is(err, unix.ENOBUFS) || errors.Is(err, unix.EAGAIN) }
