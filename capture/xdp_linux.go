package capture

import (
	"errors"
	"io/fs"
	"net"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/afpacket"
	"github.com/gocap-project/gocap/capture/afxdp"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/netif"
)

// xdpSource is a source whose frames come through AF_XDP. Its packet socket is there
// too, and receives nothing.
type xdpSource struct {
	conn  *afxdp.Conn
	mac   net.HardwareAddr
	frame afxdp.Frame
	next  time.Time // for asking what Next does not tell
	drops uint64
}

// xdpAsk is how often it is asked.
const xdpAsk = 50 * time.Millisecond

// openXDP makes the sockets of a source, if it is to have such.
func (h *handle) openXDP(s *source) error {
	if h.cfg.backend != BackendXDP {
		return nil
	}
	for feature, wanted := range map[string]bool{
		"any device":                      s.it.Index == 0,
		"cooked capture":                  s.hw.cooked,
		"another link type than Ethernet": s.hw.typ != link.Ethernet,
		"capture of outgoing packets":     h.cfg.direction == Out,
		"following an interface":          h.cfg.follow,
		"an adapter's time":               h.cfg.stamp != HostTime,
	} {
		if wanted {
			return &BackendError{BackendXDP, unsupported(feature)}
		}
	}
	c, err := afxdp.Open(s.it.Index, h.xdpConfig())
	if err != nil {
		return s.explainXDP(err)
	}
	s.xdp = &xdpSource{conn: c}
	if it, err := netif.ByName(s.it.Name); err == nil {
		s.xdp.mac = it.MAC
	}
	h.waker.Also(c.FDs()...)
	return nil
}

// xdpConfig is the Conn's. Frames are sent by packet socket, as the handle sees them
// go then.
func (h *handle) xdpConfig() afxdp.Config {
	c := h.cfg.xdp
	c.Send = -1
	if c.Receive == 0 && h.cfg.buffer > 0 {
		c.Receive = min(h.cfg.buffer/max(c.FrameSize, 2048), 1<<20)
	}
	return c
}

// explainXDP turns afxdp's words into ours.
func (s *source) explainXDP(err error) error {
	var e *afxdp.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, afxdp.ErrGone):
		return &InterfaceError{Name: s.name, Err: ErrInterfaceGone}
	case errors.Is(err, afxdp.ErrClosed):
		return ErrClosed
	case errors.Is(err, fs.ErrPermission) && errors.As(err, &e):
		return &PermissionError{e.Capability, setcapXDP(), err}
	case errors.Is(err, errors.ErrUnsupported), errors.Is(err, afxdp.ErrConfig):
		return &BackendError{BackendXDP, err}
	}
	return &InterfaceError{Name: s.name, Err: err}
}

func setcapXDP() string {
	cmd := setcap()
	const usual = "cap_net_raw,cap_net_admin"
	for i := 0; i+len(usual) <= len(cmd); i++ {
		if cmd[i:i+len(usual)] == usual {
			return cmd[:i+len(usual)] + ",cap_bpf" + cmd[i+len(usual):]
		}
	}
	return cmd
}

// startXDP starts with a filter, or exchanges the one there is. Frames from before are
// not delivered.
func (h *handle) startXDP(s *source, filter bpf.Program) error {
	s.full = false
	filter = cut(filter, uint32(h.cfg.snaplen))
	if h.cfg.promiscuous {
		if err := s.conn.Promiscuous(s.it.Index, true); err != nil {
			return s.explain(err)
		}
	}
	err := s.xdp.conn.SetFilter(filter)
	if errors.Is(err, afxdp.ErrInactive) {
		s.xdp.conn.Discard()
		err = s.xdp.conn.Start(filter)
	}
	var pe *bpf.ProgramError
	if errors.As(err, &pe) {
		return err
	}
	if err := s.explainXDP(err); err != nil {
		return err
	}
	i := s.xdp.conn.Info()
	s.backend = Backend{Name: BackendXDP, Why: "asked for; the program runs in " + i.Mode.String() + " mode", Bytes: i.Memory, Wanted: i.Memory}
	return nil
}

// nextFrame sets s.frame to the next frame.
func (s *source) nextFrame(h *handle) (bool, error) {
	if s.xdp == nil {
		return s.conn.Next(&s.frame)
	}
	x := s.xdp
	ok, err := x.conn.Next(&x.frame)
	if err != nil {
		return false, err
	}
	if now := time.Now(); now.After(x.next) {
		x.next = now.Add(xdpAsk)
		if n, err := x.conn.Stats(); err == nil && n.Dropped != x.drops {
			x.drops = n.Dropped
			h.countDrops()
		}
		if !ok {
			return false, x.conn.Check()
		}
	}
	if !ok {
		return false, nil
	}
	f := &x.frame
	s.frame = afpacket.Frame{Data: f.Data, Len: f.Len, Sec: uint32(f.Time / 1e9), Nsec: uint32(f.Time % 1e9),
		Interface: int32(s.it.Index), Hardware: s.it.Hardware, PacketType: x.packetType(f.Data)}
	return true, nil
}

// packetType says to whom a frame is.
func (x *xdpSource) packetType(b []byte) uint8 {
	switch {
	case len(b) < 6:
		return uint8(UnknownType)
	case string(b[:6]) == "\xff\xff\xff\xff\xff\xff":
		return uint8(ToAll)
	case b[0]&1 != 0:
		return uint8(ToGroup)
	case x.mac != nil && string(b[:6]) != string(x.mac):
		return uint8(ToOther)
	}
	return uint8(ToHost)
}

// addXDP adds what AF_XDP has counted.
func (s *source) addXDP(t *Stats) error {
	if s.xdp == nil {
		return nil
	}
	n, err := s.xdp.conn.Stats()
	if err != nil {
		return s.explainXDP(err)
	}
	s.xdp.drops = n.Dropped
	t.Received += n.Received
	t.Dropped += n.Dropped
	return nil
}

// stopXDP stops receiving; frames from before stay.
func (s *source) stopXDP() error {
	if s.xdp == nil {
		return nil
	}
	return s.explainXDP(s.xdp.conn.Stop())
}

// closeXDP closes the sockets. What is lent stays readable for a reader that comes
// back, by releaseXDP.
func (s *source) closeXDP() error {
	if s.xdp == nil {
		return nil
	}
	return s.xdp.conn.Close()
}

func (s *source) freedXDP(wait func(<-chan struct{}) error) error {
	if s.xdp == nil {
		return nil
	}
	return wait(s.xdp.conn.Freed())
}

func (s *source) releaseXDP() {
	if s.xdp != nil {
		_, _ = s.xdp.conn.Next(&s.xdp.frame) // says that it is closed, and frees
	}
}
