package afpacket

import (
	"encoding/binary"

	"github.com/gocap-project/gocap/internal/netlink"
	"golang.org/x/sys/unix"
)

// transmitter is what sending asks of the operating system.
type transmitter interface {
	transmit(fd int, o *outgoing, from int) (int, error) // by sendmmsg
	kick(fd int, to *unix.RawSockaddrLinklayer, frames int) (int, error)
	setString(fd, level, opt int, v string) error
	byIndex(fd, ifindex int) (Interface, error)
	mtu(fd, ifindex int) (int, error)
	disciplines(ifindex int) ([]string, error) // of queueing, by kind
}

func (system) setString(fd, level, opt int, v string) error {
	return unix.SetsockoptString(fd, level, opt, v)
}

func (k system) byIndex(fd, ifindex int) (Interface, error) {
	req, err := unix.NewIfreq("")
	if err != nil {
		return Interface{}, err
	}
	req.SetUint32(uint32(ifindex))
	if err := unix.IoctlIfreq(fd, unix.SIOCGIFNAME, req); err != nil {
		return Interface{}, err
	}
	return k.byName(fd, req.Name())
}

func (system) mtu(fd, ifindex int) (int, error) {
	var req unix.Ifreq
	req.SetUint32(uint32(ifindex))
	if err := unix.IoctlIfreq(fd, unix.SIOCGIFNAME, &req); err != nil {
		return 0, err
	}
	err := unix.IoctlIfreq(fd, unix.SIOCGIFMTU, &req)
	return int(req.Uint32()), err
}

// disciplines asks rtnetlink (RTM_GETQDISC, struct tcmsg) in the namespace of the
// calling thread.
func (system) disciplines(ifindex int) (kinds []string, err error) {
	c, err := netlink.Dial()
	if err != nil {
		return nil, err
	}
	defer c.Close()
	const tcmsgLen, kind = 20, 1
	req := netlink.NewRequest(unix.RTM_GETQDISC, netlink.FlagDump).Raw(make([]byte, tcmsgLen)...)
	err = c.Dump(req, func() { kinds = nil }, func(m netlink.Message) error {
		if len(m.Body) < tcmsgLen || int(binary.NativeEndian.Uint32(m.Body[4:])) != ifindex {
			return nil
		}
		return netlink.Attrs(m.Body[tcmsgLen:], func(a netlink.Attr) {
			if a.Type == kind {
				kinds = append(kinds, a.String())
			}
		})
	})
	return kinds, err
}
