//go:build dragonfly || freebsd || netbsd || openbsd

package pid1

import (
	"errors"

	"golang.org/x/sys/unix"
)

const supported = true

// console makes /dev/console the standard streams.
func console() error {
	fd, err := unix.Open("/dev/console", unix.O_RDWR, 0)
	if err != nil {
		return err
	}
	for std := range 3 {
		err = errors.Join(err, unix.Dup2(fd, std))
	}
	return err
}

// request makes a request of a socket that only takes bytes. IoctlSetString passes
// them on, and a 0 after them.
func request(number uint, arg []byte) error {
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer unix.Close(s)
	return unix.IoctlSetString(s, number, string(arg))
}

// up sets IFF_UP, in the ifr_flags of a struct ifreq, which is in all of them a short
// after the name. These systems are little-endian wherever this is used.
func up(name string) error {
	ifreq := make([]byte, 144) // as long as NetBSD's
	copy(ifreq[:15], name)
	ifreq[16] = unix.IFF_UP
	return request(unix.SIOCSIFFLAGS, ifreq)
}

// address adds one, by a struct ifaliasreq: the name and three struct sockaddr_in.
func address(name string) error {
	alias := make([]byte, 64)
	copy(alias[:15], name)
	for i, ip := range [][4]byte{{127, 0, 0, 1}, {}, {255}} {
		sa := alias[16+16*i:]
		if i == 1 {
			continue // no broadcast address
		}
		sa[0], sa[1] = 16, unix.AF_INET
		copy(sa[4:], ip[:])
	}
	return request(unix.SIOCAIFADDR, alias)
}
