package capture

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"

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
	block    *afpacket.Block // what conn lends of it, or an empty one
	xdp      *xdpSource      // instead of conn, or nil
	out      outlets
	frame    afpacket.Frame
	full     bool // frame is the next to be delivered
	dead     bool // it is not asked any more: the interface is gone
	left     bool // the monitor has heard that the interface is gone
	program  bpf.Program
	userland bool // program runs here, not in the kernel
	special  bool // see isSpecial; it never changes
	meta     bpf.Metadata
	backend  Backend

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
	s.special = h.isSpecial(s)
	c, err := afpacket.Open(h.config(s))
	if err != nil {
		return nil, permission(err)
	}
	if s.conn, s.block = c, new(afpacket.Block); !s.special && h.cfg.precision <= 1 {
		s.block = c.Lent()
	}
	if h.cfg.stamp != HostTime {
		if err := hardwareTime(c, name); err != nil {
			_ = c.Close(false)
			return nil, err
		}
	}
	if err := h.openXDP(s); err != nil {
		_ = c.Close(false)
		return nil, err
	}
	if err := h.openOutlets(s); err != nil {
		_ = errors.Join(c.Close(false), s.closeXDP(), s.out.close())
		return nil, err
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

// config is the socket's.
func (h *handle) config(s *source) afpacket.Config {
	c := afpacket.Config{
		Cooked: s.hw.cooked, Plain: h.cfg.plain, Longest: h.longest(s),
		Buffer: h.cfg.buffer, BlockTimeout: h.cfg.latency, BusyPoll: h.cfg.busyPoll,
		Offloads: h.cfg.offloads && !s.hw.cooked, Socket: h.cfg.socket(), Guard: h.cfg.guarded,
	}
	why := "it costs least for each packet"
	switch h.cfg.backend {
	case BackendV3:
		c.Version = afpacket.V3
	case BackendV2:
		c.Version = afpacket.V2
	case BackendV1:
		c.Version = afpacket.V1
	case BackendPlain:
		c.Plain = true
	default:
		if h.cfg.immediate {
			c.Version, why = afpacket.V2, "it delivers each packet at once"
		}
		if c.Plain {
			why = "a ring is not wanted"
		}
	}
	if h.cfg.backend != "" {
		why = "it was asked for"
	}
	s.backend.Why = why
	if h.cfg.stamp != HostTime {
		c.Clock = afpacket.Hardware
	}
	if h.cfg.fanout != nil {
		c.Fanout = &h.cfg.fanout.Fanout
	}
	return c
}

// longest is the longest frame of an interface that is to be captured whole, in
// bytes. With offloads frames are longer than the MTU allows.
func (h *handle) longest(s *source) int {
	const headers = 64 // of the link layer and tags
	n := max(s.it.MTU, 65536) + headers
	if facts, err := linkFacts(h.netlink, s.it.Index, s.name); err == nil && s.it.Index != 0 {
		n = max(s.it.MTU, facts.joined) + headers
	}
	return min(n, max(h.cfg.snaplen, 64))
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
	case s.xdp != nil && !errors.Is(err, afpacket.ErrGone):
		return s.explainXDP(err)
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
	if s.xdp != nil {
		return h.startXDP(s, filter)
	}
	if err := s.conn.SetFilter(h.inKernel(s, filter)); err != nil {
		return s.explain(err)
	}
	if h.cfg.promiscuous && s.it.Index != 0 {
		if err := s.conn.Promiscuous(s.it.Index, true); err != nil {
			return s.explain(err)
		}
	}
	if err := s.explain(s.conn.Bind(s.it.Index)); err != nil {
		return err
	}
	h.describe(s)
	return nil
}

// swapSource exchanges the filter of a source that is running, so that no packet is
// missed meanwhile.
func (h *handle) swapSource(s *source, filter bpf.Program) error {
	return s.explain(s.conn.Swap(h.inKernel(s, filter)))
}

// inKernel is what of a filter the kernel is to run; the source takes note of what
// it has to do itself.
func (h *handle) inKernel(s *source, filter bpf.Program) bpf.Program {
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
	return only(d, kernel)
}

// describe says what the source's frames come through.
func (h *handle) describe(s *source) {
	m, b := s.conn.Memory(), &s.backend
	if b.Name != "" {
		return
	}
	b.Bytes, b.Wanted, b.Delay = m.Bytes, m.Wanted, h.cfg.latency
	switch m.Version {
	case afpacket.V3:
		b.Name, b.Delay = BackendV3, max(h.cfg.latency, time.Millisecond).Round(time.Millisecond)
	case afpacket.V2:
		b.Name, b.Delay = BackendV2, 0
	case afpacket.V1:
		b.Name, b.Delay = BackendV1, 0
	default:
		b.Name, b.Delay = BackendPlain, 0
	}
	if m.Why != nil {
		b.Why = "the kernel gives no more: " + m.Why.Error()
	}
	h.cfg.log.Debug("capture backend", "interface", s.name, "backend", b.Name, "why", b.Why, "bytes", b.Bytes, "wanted", b.Wanted,
		"block", m.BlockSize, "slot", m.SlotSize, "delay", b.Delay, "link", s.hw.typ)
}

// v2 reports whether cooked packets have the newer header.
func (s *source) v2() bool { return s.hw.typ == link.LinuxSLL2 }

func (h *handle) stopSource(s *source) error {
	if h.cfg.promiscuous && s.it.Index != 0 {
		_ = s.conn.Promiscuous(s.it.Index, false) // it may be gone
	}
	return errors.Join(s.explain(s.conn.Unbind()), s.stopXDP())
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
