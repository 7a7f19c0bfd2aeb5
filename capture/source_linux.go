package capture

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/afpacket"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/netif"
)

// source is one interface's socket.
type source struct {
	name     string
	it       afpacket.Interface
	hw       hardware
	conn     *afpacket.Conn
	frame    afpacket.Frame
	full     bool // frame is the next to be delivered
	dead     bool // the interface is gone
	program  bpf.Program
	userland bool // program runs here, not in the kernel
	meta     bpf.Metadata

	ifBefore, ifDrops uint64 // the interface's own count: at Open, and since
}

// source opens a socket for an interface.
func (h *handle) source(name string) (*source, error) {
	s := &source{name: name}
	if name == Any {
		s.it, s.hw = afpacket.Interface{Name: name}, hardwareFor(0, true, h.cfg.sll1)
		s.hw.cooked = true
	} else {
		it, err := h.lookUp(name)
		if err != nil {
			return nil, unknown(name, err)
		}
		s.it, s.hw = it, hardwareFor(it.Hardware, h.cfg.cooked, h.cfg.sll1)
		s.ifBefore, _ = interfaceDrops(h.netlink, it.Index)
	}
	c, err := afpacket.Open(h.config(s))
	if err != nil {
		return nil, permission(err)
	}
	if s.conn = c; h.cfg.stamp != HostTime {
		if err := hardwareTime(c, name); err != nil {
			_ = c.Close(false)
			return nil, err
		}
	}
	return s, nil
}

// lookUp finds an interface by its name, or by an alternative one, which may be
// longer than ioctl's 15 bytes.
func (h *handle) lookUp(name string) (afpacket.Interface, error) {
	it, err := h.sender.Interface(name)
	if errors.Is(err, syscall.ENODEV) {
		if alt, e := netif.ByName(name); e == nil {
			return h.sender.Interface(alt.Name)
		}
	}
	return it, err
}

// config is the socket's: its blocks hold the longest frame that the interface
// can have, or that is asked for. Offloads make frames of 64 KiB whatever the MTU.
func (h *handle) config(s *source) afpacket.Config {
	longest := max(s.it.MTU, 65536) + 1024
	if h.cfg.snaplen != DefaultSnaplen {
		longest = max(longest, min(h.cfg.snaplen, 1<<20)+1024)
	}
	c := afpacket.Config{
		Cooked: s.hw.cooked, Plain: h.cfg.plain, Longest: longest,
		Buffer: h.cfg.buffer, BlockTimeout: h.cfg.latency,
	}
	if h.cfg.stamp != HostTime {
		c.Clock = afpacket.Hardware
	}
	return c
}

func hardwareTime(c *afpacket.Conn, name string) error {
	err := c.HardwareTime(name)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrPermission):
		return &PermissionError{"CAP_NET_ADMIN", setcap(), err}
	case errors.Is(err, errors.ErrUnsupported), errors.Is(err, syscall.ENODEV):
		return &InterfaceError{Name: name, Err: unsupported("time stamping by this adapter")}
	}
	return &InterfaceError{Name: name, Err: err}
}

// permission makes a PermissionError of the kernel's refusal.
func permission(err error) error {
	if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return &PermissionError{"CAP_NET_RAW", setcap(), err}
}

// setcap is the command that lets this program capture.
func setcap() string {
	exe, err := os.Executable()
	if err != nil {
		return ""
	}
	if strings.ContainsAny(exe, " \t'\"\\$`&;()<>|*?#~!") {
		exe = "'" + strings.ReplaceAll(exe, "'", `'\''`) + "'"
	}
	return "sudo setcap cap_net_raw,cap_net_admin+ep " + exe
}

// unknown lists the interfaces that there are.
func unknown(name string, err error) error {
	if !errors.Is(err, syscall.ENODEV) && !errors.Is(err, syscall.EINVAL) { // the latter: too long for a name
		return &InterfaceError{Name: name, Err: err}
	}
	all, _ := netif.Interfaces()
	known := make([]string, 0, len(all)+1)
	for _, it := range all {
		known = append(known, it.Name)
	}
	return &InterfaceError{Name: name, Known: append(known, Any), Err: ErrNoInterface}
}

// explain turns afpacket's words into ours.
func (s *source) explain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, afpacket.ErrDown):
		err = ErrDown
	case errors.Is(err, afpacket.ErrGone), errors.Is(err, syscall.ENODEV), errors.Is(err, syscall.ENXIO):
		err = ErrInterfaceGone
	case errors.Is(err, fs.ErrPermission):
		return permission(err)
	}
	return &InterfaceError{Name: s.name, Err: err}
}

func (h *handle) startSource(s *source, filter bpf.Program) error {
	if err := s.conn.Unbind(); err != nil {
		return s.explain(err)
	}
	if err := s.conn.Discard(); err != nil {
		return s.explain(err)
	}
	s.full, s.program, s.userland = false, nil, false
	kernel := cut(filter, uint32(h.cfg.snaplen))
	if s.hw.cooked {
		if p, ok := withoutHeader(kernel, s.v2()); ok {
			kernel = p
		} else {
			kernel, s.program, s.userland = bpf.Snap(uint32(h.cfg.snaplen)), filter, true
		}
	}
	d := h.cfg.direction
	if s.it.Loopback && d == AnyDirection {
		d = In // each packet is seen twice there
	}
	if err := s.conn.SetFilter(only(d, kernel)); err != nil {
		return s.explain(err)
	}
	if h.cfg.promiscuous && s.it.Index != 0 {
		if err := s.conn.Promiscuous(s.it.Index, true); err != nil {
			return s.explain(err)
		}
	}
	return s.explain(s.conn.Bind(s.it.Index))
}

// v2 reports whether cooked packets have the newer header.
func (s *source) v2() bool { return s.hw.typ == link.LinuxSLL2 }

func (h *handle) stopSource(s *source) error {
	if h.cfg.promiscuous && s.it.Index != 0 {
		_ = s.conn.Promiscuous(s.it.Index, false) // it may be gone
	}
	return s.explain(s.conn.Unbind())
}

func timestampTypes(name string) ([]Timestamp, error) {
	types := []Timestamp{HostTime}
	if name == Any {
		return types, nil
	}
	clock, err := afpacket.HasClock(name)
	if err != nil {
		return nil, unknown(name, err)
	}
	if clock {
		types = append(types, AdapterTime, AdapterUnsyncedTime)
	}
	return types, nil
}
