package netlab

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"time"

	"github.com/gocap-project/gocap/internal/netlink"
	"golang.org/x/sys/unix"
)

const (
	genModeNone = 1 // IN6_ADDR_GEN_MODE_NONE: no link-local address of the kernel's own making

	vethInfoPeer  = 1
	macvlanBridge = 4
	create        = netlink.FlagCreate | netlink.FlagExcl
)

// patience is how long [Host.WaitUp] and [Veth] wait for a carrier. veth takes milliseconds.
const patience = 5 * time.Second

// ifinfomsg is the header of link messages: family, type, index, flags, mask of flags to change.
func ifinfomsg(index int, flags, change uint32) []byte {
	b := make([]byte, 4, unix.SizeofIfInfomsg)
	b = binary.NativeEndian.AppendUint32(b, uint32(index))
	b = binary.NativeEndian.AppendUint32(b, flags)
	return binary.NativeEndian.AppendUint32(b, change)
}

// checkName refuses what the kernel would, in words: its answer to a long name is "numerical result out of range".
func checkName(name string) error {
	if name == "" || len(name) >= unix.IFNAMSIZ {
		return fmt.Errorf("netlab: interface name %q is not 1 to %d bytes long", name, unix.IFNAMSIZ-1)
	}
	return nil
}

// attributes adds what can be said when a link is made.
func (c *LinkConfig) attributes(r *netlink.Request) {
	r.String(unix.IFLA_IFNAME, c.Name)
	if c.MAC != nil {
		r.Bytes(unix.IFLA_ADDRESS, c.MAC)
	}
	if c.MTU != 0 {
		r.Uint32(unix.IFLA_MTU, uint32(c.MTU))
	}
	if c.TxQueueLen != 0 {
		r.Uint32(unix.IFLA_TXQLEN, uint32(c.TxQueueLen))
	}
	if c.Queues != 0 {
		r.Uint32(unix.IFLA_NUM_TX_QUEUES, uint32(c.Queues))
		r.Uint32(unix.IFLA_NUM_RX_QUEUES, uint32(c.Queues))
	}
}

// addLink makes a link of a kind; info adds the kind's own attributes.
func (h *Host) addLink(kind string, c *LinkConfig, parent int, info func(*netlink.Request)) error {
	if err := checkName(c.Name); err != nil {
		return err
	}
	r := netlink.NewRequest(unix.RTM_NEWLINK, create).Raw(ifinfomsg(0, 0, 0)...)
	c.attributes(r)
	if parent != 0 {
		r.Uint32(unix.IFLA_LINK, uint32(parent))
	}
	r.Nest(unix.IFLA_LINKINFO, func(r *netlink.Request) {
		r.String(unix.IFLA_INFO_KIND, kind)
		if info != nil {
			r.Nest(unix.IFLA_INFO_DATA, info)
		}
	})
	return h.ask("adding "+kind+" "+c.Name, r, nil)
}

func veth(a *Host, ac LinkConfig, b *Host, bc LinkConfig) error {
	if !inside() {
		return ErrNotPrivate
	}
	if err := checkName(bc.Name); err != nil {
		return err
	}
	if err := vethPair(a, &ac, b, &bc); err != nil {
		return err
	}
	err := errors.Join(a.configure(&ac), b.configure(&bc))
	if err == nil && !ac.Down && !bc.Down {
		err = errors.Join(a.waitUp(ac.Name), b.waitUp(bc.Name))
	}
	if err != nil {
		_ = a.deleteLink(ac.Name)
	}
	return err
}

// vethPair makes both ends where they belong, with their names, so that no name is taken for a moment elsewhere.
func vethPair(a *Host, ac *LinkConfig, b *Host, bc *LinkConfig) error {
	if a != b {
		b.mu.RLock()
		defer b.mu.RUnlock()
	}
	if b.ns == nil {
		return fmt.Errorf("%w: %s", ErrClosed, b.name)
	}
	return a.addLink("veth", ac, 0, func(r *netlink.Request) {
		r.Nest(vethInfoPeer, func(r *netlink.Request) {
			r.Raw(ifinfomsg(0, 0, 0)...)
			bc.attributes(r)
			r.Uint32(unix.IFLA_NET_NS_FD, uint32(b.ns.Fd()))
		})
	})
}

// configure does what must wait until the link is there: offloads, addresses, up.
func (h *Host) configure(c *LinkConfig) error {
	if c.NoOffload {
		if err := h.noOffload(c.Name); err != nil {
			return err
		}
	}
	index, err := h.index(c.Name)
	if err != nil {
		return err
	}
	if err := h.quiet(index); err != nil {
		return err
	}
	if !c.Down {
		if err := h.setUp(c.Name, true); err != nil {
			return err
		}
	}
	linkLocal := c.LinkLocal
	for _, p := range c.Addrs {
		linkLocal = linkLocal || p.Addr().Is6()
		if err := h.addAddr(c.Name, p); err != nil {
			return err
		}
	}
	if linkLocal {
		return h.addLinkLocal(c.Name)
	}
	return nil
}

// quiet keeps the kernel from making a link-local address, which would be tentative for a second or two.
func (h *Host) quiet(index int) error {
	r := netlink.NewRequest(unix.RTM_NEWLINK, 0).Raw(ifinfomsg(index, 0, 0)...)
	r.Nest(unix.IFLA_AF_SPEC, func(r *netlink.Request) {
		r.Nest(unix.AF_INET6, func(r *netlink.Request) { r.Uint8(unix.IFLA_INET6_ADDR_GEN_MODE, genModeNone) })
	})
	err := h.ask("silencing IPv6", r, nil)
	if errors.Is(err, unix.EAFNOSUPPORT) || errors.Is(err, unix.EOPNOTSUPP) {
		return nil // a kernel without IPv6 is quiet
	}
	return err
}

// addLinkLocal adds the address that RFC 4291 appendix A makes of the MAC.
func (h *Host) addLinkLocal(link string) error {
	l, err := h.link(link)
	if err != nil {
		return err
	}
	if len(l.mac) != 6 {
		return nil
	}
	m := l.mac
	a := netip.AddrFrom16([16]byte{0xfe, 0x80, 8: m[0] ^ 2, 9: m[1], 10: m[2], 11: 0xff, 12: 0xfe, 13: m[3], 14: m[4], 15: m[5]})
	err = h.addAddr(link, netip.PrefixFrom(a, 64))
	if errors.Is(err, unix.EEXIST) {
		return nil
	}
	return err
}

func (h *Host) addVLAN(parent, name string, id, proto uint16) error {
	index, err := h.index(parent)
	if err != nil {
		return err
	}
	c := LinkConfig{Name: name}
	err = h.addLink("vlan", &c, index, func(r *netlink.Request) {
		r.Uint16(unix.IFLA_VLAN_ID, id)
		r.Uint16BE(unix.IFLA_VLAN_PROTOCOL, proto)
	})
	if err != nil {
		return err
	}
	return h.configure(&c)
}

func (h *Host) addDummy(c LinkConfig) error {
	err := h.addLink("dummy", &c, 0, nil)
	if errors.Is(err, unix.EOPNOTSUPP) {
		err = h.addLink("ifb", &c, 0, nil)
	}
	if err != nil {
		return err
	}
	return h.configure(&c)
}

func (h *Host) addMACVLAN(parent string, c LinkConfig) error {
	index, err := h.index(parent)
	if err != nil {
		return err
	}
	err = h.addLink("macvlan", &c, index, func(r *netlink.Request) { r.Uint32(unix.IFLA_MACVLAN_MODE, macvlanBridge) })
	if err != nil {
		return err
	}
	return h.configure(&c)
}

func (h *Host) addBridge(c LinkConfig, ports []string) error {
	if err := h.addLink("bridge", &c, 0, nil); err != nil {
		return err
	}
	bridge, err := h.index(c.Name)
	if err != nil {
		return err
	}
	for _, p := range ports {
		err := h.change(p, "making a port of "+c.Name, func(r *netlink.Request) { r.Uint32(unix.IFLA_MASTER, uint32(bridge)) })
		if err != nil {
			return err
		}
	}
	return h.configure(&c)
}

func (h *Host) addTun(c LinkConfig, tap bool) (*os.File, error) {
	if err := checkName(c.Name); err != nil {
		return nil, err
	}
	var f *os.File
	err := h.do(func() (err error) {
		f, err = openTun(c.Name, tap)
		return err
	})
	if err != nil {
		return nil, err
	}
	if c.MTU != 0 {
		err = h.setMTU(c.Name, c.MTU)
	}
	if c.MAC != nil && tap {
		err = errors.Join(err, h.setMAC(c.Name, c.MAC))
	}
	if err = errors.Join(err, h.configure(&c)); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func openTun(name string, tap bool) (*os.File, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: "/dev/net/tun", Err: err}
	}
	q, err := unix.NewIfreq(name)
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	flags := uint16(unix.IFF_NO_PI | unix.IFF_TUN)
	if tap {
		flags = unix.IFF_NO_PI | unix.IFF_TAP
	}
	q.SetUint16(flags)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, q); err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("netlab: making %s: %w", name, os.NewSyscallError("TUNSETIFF", err))
	}
	return os.NewFile(uintptr(fd), "/dev/net/tun"), nil
}

// change sends RTM_NEWLINK about a link that is there.
func (h *Host) change(link, what string, f func(*netlink.Request)) error {
	index, err := h.index(link)
	if err != nil {
		return err
	}
	r := netlink.NewRequest(unix.RTM_NEWLINK, 0).Raw(ifinfomsg(index, 0, 0)...)
	f(r)
	return h.ask(link+": "+what, r, nil)
}

func (h *Host) setUp(link string, up bool) error {
	index, err := h.index(link)
	if err != nil {
		return err
	}
	flags := uint32(0)
	if up {
		flags = unix.IFF_UP
	}
	return h.ask(link+": up or down", netlink.NewRequest(unix.RTM_NEWLINK, 0).Raw(ifinfomsg(index, flags, unix.IFF_UP)...), nil)
}

func (h *Host) setMTU(link string, mtu int) error {
	return h.change(link, "setting the MTU", func(r *netlink.Request) { r.Uint32(unix.IFLA_MTU, uint32(mtu)) })
}

func (h *Host) setMAC(link string, mac net.HardwareAddr) error {
	return h.change(link, "setting the address", func(r *netlink.Request) { r.Bytes(unix.IFLA_ADDRESS, mac) })
}

func (h *Host) setAlias(link, alias string) error {
	return h.change(link, "setting the alias", func(r *netlink.Request) { r.Bytes(unix.IFLA_IFALIAS, []byte(alias)) })
}

func (h *Host) rename(link, name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	return h.change(link, "renaming", func(r *netlink.Request) { r.String(unix.IFLA_IFNAME, name) })
}

func (h *Host) addAltName(link, name string) error {
	index, err := h.index(link)
	if err != nil {
		return err
	}
	r := netlink.NewRequest(unix.RTM_NEWLINKPROP, netlink.FlagCreate|netlink.FlagExcl|netlink.FlagAppend)
	r.Raw(ifinfomsg(index, 0, 0)...)
	r.Nest(unix.IFLA_PROP_LIST, func(r *netlink.Request) { r.String(unix.IFLA_ALT_IFNAME, name) })
	return h.ask(link+": adding a name", r, nil)
}

func (h *Host) deleteLink(link string) error {
	index, err := h.index(link)
	if err != nil {
		return err
	}
	return h.ask("deleting "+link, netlink.NewRequest(unix.RTM_DELLINK, 0).Raw(ifinfomsg(index, 0, 0)...), nil)
}

// facts are what netlab itself must know of a link.
type facts struct {
	index   int
	mac     []byte
	running bool
}

func (h *Host) link(name string) (l facts, err error) {
	if err := checkName(name); err != nil {
		return l, err
	}
	r := netlink.NewRequest(unix.RTM_GETLINK, 0).Raw(ifinfomsg(0, 0, 0)...).String(unix.IFLA_IFNAME, name)
	err = h.ask("interface "+name, r, func(m netlink.Message) error {
		if len(m.Body) < unix.SizeofIfInfomsg {
			return &netlink.SyntaxError{What: "link", Need: unix.SizeofIfInfomsg, Have: len(m.Body)}
		}
		l.index = int(binary.NativeEndian.Uint32(m.Body[4:]))
		flags := binary.NativeEndian.Uint32(m.Body[8:])
		l.running = flags&unix.IFF_UP != 0 && flags&unix.IFF_RUNNING != 0
		return netlink.Attrs(m.Body[unix.SizeofIfInfomsg:], func(a netlink.Attr) {
			if a.Type == unix.IFLA_ADDRESS {
				l.mac = append([]byte(nil), a.Data...)
			}
		})
	})
	return l, err
}

func (h *Host) index(name string) (int, error) {
	l, err := h.link(name)
	return l.index, err
}

func (h *Host) waitUp(link string) error {
	for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		l, err := h.link(link)
		if err != nil || l.running {
			return err
		}
		if time.Now().After(end) {
			return fmt.Errorf("netlab: %s: %s has no carrier after %v", h.name, link, patience)
		}
	}
}
