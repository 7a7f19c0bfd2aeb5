package rawip

import (
	"encoding/binary"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/unix"
)

// This file is the package's only use of unsafe: the structures of recvmmsg and
// sendmmsg, which hold pointers.

// mmsghdr is struct mmsghdr.
type mmsghdr struct {
	hdr unix.Msghdr
	n   uint32
}

const (
	wordSize = int(unsafe.Sizeof(uintptr(0)))
	addrLen  = unix.SizeofSockaddrInet6
)

// messages is the memory of recvmmsg.
type messages struct {
	hdrs    []mmsghdr
	iov     []unix.Iovec
	addrs   [][addrLen]byte
	control [][controlLen]byte
	data    []byte
	size    int // of each packet's part of data
}

func newMessages(count, size int) *messages {
	m := &messages{
		hdrs: make([]mmsghdr, count), iov: make([]unix.Iovec, count), addrs: make([][addrLen]byte, count),
		control: make([][controlLen]byte, count), data: make([]byte, count*size), size: size,
	}
	for i := range m.hdrs {
		m.iov[i].Base = &m.data[i*size]
		m.iov[i].SetLen(size)
		h := &m.hdrs[i].hdr
		h.Iov = &m.iov[i]
		h.SetIovlen(1)
		h.Name = &m.addrs[i][0]
		h.Control = &m.control[i][0]
	}
	return m
}

// receive takes what packets there are.
func receive(fd int, m *messages) (int, error) {
	for i := range m.hdrs {
		h := &m.hdrs[i].hdr
		h.Namelen, h.Flags = addrLen, 0
		h.SetControllen(controlLen)
	}
	n, _, errno := unix.Syscall6(unix.SYS_RECVMMSG, uintptr(fd), uintptr(unsafe.Pointer(&m.hdrs[0])), uintptr(len(m.hdrs)),
		unix.MSG_DONTWAIT|unix.MSG_TRUNC, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// message sets p to packet i.
func (m *messages) message(i int, p *Message, four bool) {
	at, whole := i*m.size, int(m.hdrs[i].n) // MSG_TRUNC makes this the packet's length even where it was cut
	n := min(whole, m.size)
	*p = Message{Data: m.data[at : at+n : at+n], Len: whole, Src: source(m.addrs[i][:], four), four: four}
	p.control(m.control[i][:min(int(m.hdrs[i].hdr.Controllen), controlLen)], wordSize)
}

// source is the address in a struct sockaddr_in or sockaddr_in6.
func source(b []byte, four bool) netip.Addr {
	if four {
		return netip.AddrFrom4([4]byte(b[4:8]))
	}
	return netip.AddrFrom16([16]byte(b[8:24]))
}

// sendLimit is how many packets one sendmmsg is given.
const sendLimit = 64

// outgoing is the memory of sendmmsg: n messages.
type outgoing struct {
	n       int
	hdrs    [sendLimit]mmsghdr
	iov     [sendLimit]unix.Iovec
	addrs   [sendLimit][addrLen]byte
	control [sendLimit][controlLen]byte
}

// set makes m message i, to dst, or to the peer if that is invalid.
func (o *outgoing) set(i int, m *Message, dst netip.Addr, zone uint32, six bool) {
	o.iov[i] = unix.Iovec{Base: unsafe.SliceData(m.Data)}
	o.iov[i].SetLen(len(m.Data))
	h := &o.hdrs[i].hdr
	*h = unix.Msghdr{Iov: &o.iov[i]}
	h.SetIovlen(1)
	if dst.IsValid() {
		h.Name, h.Namelen = &o.addrs[i][0], o.address(i, dst, zone, six)
	}
	if c := m.appendControl(o.control[i][:0], six, wordSize); len(c) > 0 {
		h.Control = &o.control[i][0]
		h.SetControllen(len(c))
	}
}

// address writes a struct sockaddr_in or sockaddr_in6 and returns its length.
func (o *outgoing) address(i int, dst netip.Addr, zone uint32, six bool) uint32 {
	b := &o.addrs[i]
	*b = [addrLen]byte{}
	if !six {
		binary.NativeEndian.PutUint16(b[:], unix.AF_INET)
		a := dst.As4()
		copy(b[4:], a[:])
		return unix.SizeofSockaddrInet4
	}
	binary.NativeEndian.PutUint16(b[:], unix.AF_INET6)
	a := dst.As16()
	copy(b[8:], a[:])
	if dst.IsLinkLocalUnicast() || dst.IsLinkLocalMulticast() || dst.IsInterfaceLocalMulticast() {
		binary.NativeEndian.PutUint32(b[24:], zone)
	}
	return addrLen
}

// forget keeps no packet alive.
func (o *outgoing) forget() { clear(o.iov[:o.n]) }

// send sends the messages from one on.
func send(fd int, o *outgoing, from int) (int, error) {
	n, _, errno := unix.Syscall6(unix.SYS_SENDMMSG, uintptr(fd), uintptr(unsafe.Pointer(&o.hdrs[from])), uintptr(o.n-from),
		unix.MSG_DONTWAIT, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}
