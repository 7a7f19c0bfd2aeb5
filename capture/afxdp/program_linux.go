package afxdp

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/unix"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/ebpf"
)

// attached is a program in the kernel.
type attached struct {
	loaded *ebpf.Loaded
	link   *ebpf.Link
	length int
}

func (c *conn) start(filter bpf.Program) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return &Error{"start", -1, "", ErrClosed}
	case c.now.link != nil:
		return &Error{"start", -1, "", ErrActive}
	case !c.queues[0].receives:
		return &Error{"start", -1, "", ErrConfig}
	}
	if err := bpf.Validate(filter); err != nil {
		return err
	}
	if err := c.fillMap(); err != nil {
		return err
	}
	l, n, stamp, err := c.load(filter)
	if err != nil {
		return err
	}
	link, err := c.attach(l)
	if err != nil {
		_ = l.Close()
		return refused("attach program", -1, err, "CAP_NET_ADMIN")
	}
	c.now = attached{l, link, n}
	c.use(filter, stamp)
	return nil
}

// fillMap puts the sockets where the program finds them.
func (c *conn) fillMap() error {
	if c.xsks != nil {
		return nil
	}
	highest := 0
	for _, q := range c.queues {
		highest = max(highest, q.id)
	}
	m, err := ebpf.NewMap(ebpf.MapXSK, 4, highest+1)
	if err != nil {
		return refused("make map of sockets", -1, err, "CAP_BPF")
	}
	for _, q := range c.queues {
		if err := m.Put(uint32(q.id), native32(uint32(q.fd))); err != nil {
			_ = m.Close()
			return refused("put into map of sockets", q.id, err, "CAP_BPF")
		}
	}
	c.xsks = m
	return nil
}

// load makes and loads a program with a stamp of its own. A kernel that does not know
// of frames in several pieces gets one that does not either.
func (c *conn) load(filter bpf.Program) (l *ebpf.Loaded, length int, stamp uint32, err error) {
	x := ebpf.XDP{Map: c.xsks.FD(), Fragments: c.queues[0].plan.flags&unix.XDP_USE_SG != 0}
	if c.cfg.Take {
		x.Rejected = ebpf.Drop
	}
	if c.stamps++; !c.cfg.NoStamp {
		x.Stamp = c.stamps
	}
	for {
		p, err := x.Program(filter)
		if err != nil {
			return nil, 0, 0, err
		}
		l, err := ebpf.Load(p, ebpf.LoadOptions{Kind: ebpf.KindXDP, Name: "gocap_xsk", Fragments: x.Fragments})
		switch {
		case err == nil:
			return l, len(p), c.stamps, nil
		case !x.Fragments || errors.Is(err, fs.ErrPermission):
			return nil, 0, 0, refused("load program", -1, err, "CAP_BPF")
		}
		x.Fragments = false
	}
}

// attach attaches in the mode that is asked for, or in the driver if that can.
func (c *conn) attach(l *ebpf.Loaded) (k *ebpf.Link, err error) {
	modes := []ebpf.Mode{ebpf.Driver, ebpf.Generic}
	switch c.cfg.Mode {
	case Generic:
		modes = modes[1:]
	case Driver:
		modes = modes[:1]
	}
	for _, m := range modes {
		err = inNamespace(c.ns, func() (err error) { k, err = ebpf.Attach(l, c.ifindex, m); return err })
		if err == nil {
			if c.mode = Driver; m == ebpf.Generic {
				c.mode = Generic
			}
			return k, nil
		}
		if errors.Is(err, unix.EBUSY) || errors.Is(err, unix.EEXIST) || errors.Is(err, fs.ErrPermission) {
			break
		}
	}
	return nil, err
}

// use has frames judged by the program that is attached now.
func (c *conn) use(filter bpf.Program, stamp uint32) {
	for _, q := range c.queues {
		q.receiver.filter, q.receiver.stamp = filter, stamp
	}
}

func (c *conn) setFilter(filter bpf.Program) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return &Error{"set filter", -1, "", ErrClosed}
	case c.now.link == nil:
		return &Error{"set filter", -1, "", ErrInactive}
	}
	if err := bpf.Validate(filter); err != nil {
		return err
	}
	l, n, stamp, err := c.load(filter)
	if err != nil {
		return err
	}
	if err := c.now.link.Update(l); err != nil {
		_ = l.Close()
		return refused("replace program", -1, err, "CAP_NET_ADMIN")
	}
	_ = c.now.loaded.Close()
	c.now.loaded, c.now.length = l, n
	c.use(filter, stamp)
	return nil
}

func (c *conn) stop() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return &Error{"stop", -1, "", ErrClosed}
	}
	return c.detach()
}

// detach is called with mu held.
func (c *conn) detach() error {
	a := c.now
	if c.now = (attached{}); a.link == nil {
		return nil
	}
	return errors.Join(a.link.Close(), a.loaded.Close())
}
