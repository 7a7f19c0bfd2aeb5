package afpacket

import (
	"errors"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/sockfilter"
	"golang.org/x/sys/unix"
)

// kernel is what a Conn asks of the operating system. The tests have a second one.
type kernel interface {
	socket(typ int) (fd int, err error)
	closeFD(fd int) error
	bind(fd, ifindex int, proto uint16) error
	attach(fd int, p bpf.Program) error
	setInt(fd, level, opt, v int) error
	getInt(fd, level, opt int) (int, error)
	getBytes(fd, level, opt, n int) ([]byte, error)
	setProgram(fd, level, opt int, p bpf.Program) error
	fanout(fd int, arg []byte) error
	settle() error
	errorQueue(fd int, control []byte) (int, error)
	socketError(fd int) error // takes the pending error, nil if there is none
	member(fd, ifindex, typ int, addr []byte, add bool) error
	ring(fd int, v Version, rx, tx *unix.TpacketReq3) (mapping, error)
	unmap(ring, keep []byte) error
	stats(fd int) (unix.TpacketStatsV3, error)
	receive(fd int, m *messages) (int, error)
	transmitter
	byName(fd int, name string) (Interface, error)
	exists(fd, ifindex int) bool
	hardwareTime(fd int, name string) error

	event() (fd int, err error)
	signal(fd int)
	clear(fd int)
	poll(fds []unix.PollFd, timeout time.Duration) error
	doze(d time.Duration)
}

// system is the running kernel. The calls that need unsafe are in memory_linux.go.
type system struct{}

func (system) socket(typ int) (int, error) {
	return unix.Socket(unix.AF_PACKET, typ|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
}

func (system) closeFD(fd int) error { return unix.Close(fd) }

func (system) bind(fd, ifindex int, proto uint16) error {
	return unix.Bind(fd, &unix.SockaddrLinklayer{Ifindex: ifindex, Protocol: proto>>8 | proto<<8&0xff00})
}

func (system) attach(fd int, p bpf.Program) error { return sockfilter.Attach(sockfilter.FD(fd), p) }

func (system) setInt(fd, level, opt, v int) error { return unix.SetsockoptInt(fd, level, opt, v) }

func (system) socketError(fd int) error {
	n, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err == nil && n != 0 {
		err = unix.Errno(n)
	}
	return err
}

func (system) getInt(fd, level, opt int) (int, error) { return unix.GetsockoptInt(fd, level, opt) }

func (system) setProgram(fd, level, opt int, p bpf.Program) error {
	if err := bpf.Validate(p); err != nil || len(p) == 0 {
		return errors.Join(err, unix.EINVAL)
	}
	raw := make([]unix.SockFilter, len(p))
	for i, in := range p {
		raw[i] = unix.SockFilter{Code: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}
	}
	return unix.SetsockoptSockFprog(fd, level, opt, &unix.SockFprog{Len: uint16(len(raw)), Filter: &raw[0]})
}

func (system) fanout(fd int, arg []byte) error {
	return unix.SetsockoptString(fd, unix.SOL_PACKET, unix.PACKET_FANOUT, string(arg))
}

// settle waits until frames that the former filter let pass have been queued: the
// membarrier command "global" waits for a grace period of RCU (membarrier(2)).
func (system) settle() error {
	const global = 1 // MEMBARRIER_CMD_GLOBAL
	if _, _, errno := unix.Syscall(unix.SYS_MEMBARRIER, global, 0, 0); errno != 0 {
		return errno
	}
	return nil
}

// errorQueue takes a message off the error queue and returns the length of its
// control messages.
func (system) errorQueue(fd int, control []byte) (int, error) {
	_, n, _, _, err := unix.Recvmsg(fd, nil, control, unix.MSG_ERRQUEUE|unix.MSG_DONTWAIT)
	return n, err
}

func (system) member(fd, ifindex, typ int, addr []byte, add bool) error {
	opt := unix.PACKET_DROP_MEMBERSHIP
	if add {
		opt = unix.PACKET_ADD_MEMBERSHIP
	}
	m := unix.PacketMreq{Ifindex: int32(ifindex), Type: uint16(typ), Alen: uint16(len(addr))}
	copy(m.Address[:], addr)
	return unix.SetsockoptPacketMreq(fd, unix.SOL_PACKET, opt, &m)
}

// ring makes the rings and maps them; nil for one is none.
func (system) ring(fd int, v Version, rx, tx *unix.TpacketReq3) (m mapping, err error) {
	var rxLen, txLen int
	if rx != nil {
		if err = setRing(fd, v, unix.PACKET_RX_RING, rx); err != nil {
			return m, err
		}
		rxLen = int(rx.Block_size) * int(rx.Block_nr)
	}
	if tx != nil {
		if err = setRing(fd, v, unix.PACKET_TX_RING, tx); err == nil {
			txLen = int(tx.Block_size) * int(tx.Block_nr)
		}
	}
	if err == nil {
		m.all, err = mapRing(fd, rxLen+txLen)
	}
	if err != nil {
		// Give the kernel's memory back, so that another size can be tried.
		_ = setRing(fd, v, unix.PACKET_RX_RING, &unix.TpacketReq3{})
		_ = setRing(fd, v, unix.PACKET_TX_RING, &unix.TpacketReq3{})
		return mapping{}, err
	}
	m.rx, m.tx = m.all[:rxLen:rxLen], m.all[rxLen:]
	return m, nil
}

func setRing(fd int, v Version, opt int, r *unix.TpacketReq3) error {
	if v == V3 {
		return unix.SetsockoptTpacketReq3(fd, unix.SOL_PACKET, opt, r)
	}
	return unix.SetsockoptTpacketReq(fd, unix.SOL_PACKET, opt, &unix.TpacketReq{
		Block_size: r.Block_size, Block_nr: r.Block_nr, Frame_size: r.Frame_size, Frame_nr: r.Frame_nr,
	})
}

func (system) stats(fd int) (unix.TpacketStatsV3, error) {
	s, err := unix.GetsockoptTpacketStatsV3(fd, unix.SOL_PACKET, unix.PACKET_STATISTICS)
	if err != nil {
		return unix.TpacketStatsV3{}, err
	}
	return *s, nil
}

func (system) byName(fd int, name string) (Interface, error) {
	it := Interface{Name: name}
	req, err := unix.NewIfreq(name)
	if err != nil {
		return it, unix.ENODEV // no interface has such a name
	}
	for _, q := range []struct {
		request uint
		take    func()
	}{
		{unix.SIOCGIFINDEX, func() { it.Index = int(req.Uint32()) }},
		{unix.SIOCGIFHWADDR, func() { it.Hardware = req.Uint16() }},
		{unix.SIOCGIFMTU, func() { it.MTU = int(req.Uint32()) }},
		{unix.SIOCGIFFLAGS, func() {
			it.Up, it.Loopback = req.Uint16()&unix.IFF_UP != 0, req.Uint16()&unix.IFF_LOOPBACK != 0
		}},
	} {
		if err := unix.IoctlIfreq(fd, q.request, req); err != nil {
			return it, err
		}
		q.take()
	}
	return it, nil
}

func (system) exists(fd, ifindex int) bool {
	req, err := unix.NewIfreq("")
	if err != nil {
		return true
	}
	req.SetUint32(uint32(ifindex))
	return unix.IoctlIfreq(fd, unix.SIOCGIFNAME, req) == nil
}

func (system) hardwareTime(fd int, name string) error {
	return unix.IoctlSetHwTstamp(fd, name, &unix.HwTstampConfig{Rx_filter: unix.HWTSTAMP_FILTER_ALL, Tx_type: unix.HWTSTAMP_TX_ON})
}

func (system) event() (int, error) { return unix.Eventfd(0, unix.EFD_NONBLOCK|unix.EFD_CLOEXEC) }

// signal makes an eventfd readable until clear. A full counter is as good.
func (system) signal(fd int) { _, _ = unix.Write(fd, one[:]) }

func (system) clear(fd int) {
	var b [8]byte
	_, _ = unix.Read(fd, b[:])
}

// one is the number 1 in either byte order for all that an eventfd minds: not 0
// and not all ones.
var one = [8]byte{1}

func (system) poll(fds []unix.PollFd, timeout time.Duration) error {
	var ts *unix.Timespec
	if timeout >= 0 {
		t := unix.NsecToTimespec(int64(timeout))
		ts = &t
	}
	_, err := unix.Ppoll(fds, ts, nil)
	return err
}
