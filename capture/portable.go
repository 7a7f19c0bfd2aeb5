package capture

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/bpfdev"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/netif"
)

// portable is the handle of platforms where packets come by system calls that give
// many at once. A goroutine for each interface reads them (see tap); the reader is
// woken by a channel, which is why it can be woken by anything.
type portable struct {
	cfg  config
	bind func(name string, cfg bpfdev.Config) (*bpfdev.Conn, error)
	taps []*tap

	// mu is the reader's except while it waits. Whoever changes something takes it.
	mu      sync.Mutex
	state   state
	filter  bpf.Program
	later   error // found after a batch's last packet, for the next read
	closing atomic.Bool
	done    chan struct{} // closed by close
	wake    chan struct{} // that there is something for the reader, for one to take
	pumps   sync.WaitGroup

	// For packets of a batch that the reader has taken it takes no lock. Whoever
	// changes what they depend on adds to turn, with mu.
	turn  atomic.Uint32
	seen  uint32
	quick *tap
	drops atomic.Uint64
	pkt   Packet

	untoldMu sync.Mutex
	untold   []Event
}

// bufferWanted is how many bytes a kernel's buffer is to have, of which it has two, if
// the program does not say. Most give less.
const bufferWanted = 2 << 20

func (p *portable) openWith(names []string, cfg config, bind func(string, bpfdev.Config) (*bpfdev.Conn, error)) error {
	p.cfg, p.bind = cfg, bind
	p.done, p.wake = make(chan struct{}), make(chan struct{}, 1)
	if err := p.refuse(); err != nil {
		return err
	}
	if len(names) == 0 {
		return p.unknown("")
	}
	for _, name := range names {
		t, err := p.tap(name)
		if err != nil {
			p.closing.Store(true)
			return errors.Join(err, p.free())
		}
		p.taps = append(p.taps, t)
	}
	for _, t := range p.taps {
		p.pumps.Go(t.pump)
	}
	return nil
}

// refuse says which options this way to capture cannot do.
func (p *portable) refuse() error {
	c := &p.cfg
	switch c.backend {
	case "", BackendBPF, BackendBPFZero:
	default:
		return &BackendError{c.backend, unsupported(c.backend)}
	}
	if c.sendBy == SendRing {
		return &BackendError{SendRing.String(), unsupported("a ring for sending")}
	}
	for _, f := range []struct {
		wanted  bool
		feature string
	}{
		{c.cooked, "cooked capture"},
		{c.stamp != HostTime, "an adapter's time"},
		{c.namespace != "" || c.hasNamespaceFD, "another network namespace"},
		{c.follow, "following an interface"},
		{c.guarded, "guarding what is lent"},
		{c.sockets != nil, "sockets from a helper"},
		{c.bypass, "sending past the queue"},
		{c.sendOffloads, "sending what is not done yet"},
	} {
		if f.wanted {
			return unsupported(f.feature)
		}
	}
	return nil
}

// unknown lists the interfaces that there are.
func (p *portable) unknown(name string) error {
	all, _ := netif.Interfaces()
	known := make([]string, 0, len(all))
	for _, it := range all {
		known = append(known, it.Name)
	}
	return &InterfaceError{Name: name, Known: known, Err: ErrNoInterface}
}

// tap opens an interface.
func (p *portable) tap(name string) (*tap, error) {
	if name == Any {
		return nil, &InterfaceError{Name: name, Err: unsupported("the device any")}
	}
	size := p.cfg.buffer / 2
	if size == 0 {
		size = bufferWanted
	}
	cfg := bpfdev.Config{
		Buffer: size, Promiscuous: p.cfg.promiscuous, Direction: bpfdev.Direction(p.cfg.direction),
		Nanoseconds: p.cfg.precision < time.Microsecond, ZeroCopy: p.cfg.backend == BackendBPFZero,
	}
	if !p.cfg.immediate {
		cfg.Latency = p.cfg.latency
	}
	c, err := p.bind(name, cfg)
	if err != nil {
		if cfg.ZeroCopy && errors.Is(err, errors.ErrUnsupported) {
			return nil, &BackendError{BackendBPFZero, err}
		}
		return nil, p.explain(name, err)
	}
	return newTap(p, name, c), nil
}

// explain turns bpfdev's words into ours.
func (p *portable) explain(name string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, bpfdev.ErrClosed), errors.Is(err, os.ErrClosed):
		return ErrClosed
	case errors.Is(err, bpfdev.ErrNoInterface):
		return p.unknown(name)
	case errors.Is(err, bpfdev.ErrDown):
		err = ErrDown
	case errors.Is(err, bpfdev.ErrGone):
		err = ErrInterfaceGone
	case errors.Is(err, fs.ErrPermission):
		return &PermissionError{"reading and writing /dev/bpf*", "sudo chown $USER /dev/bpf*", err}
	case errors.Is(err, bpfdev.ErrNoDevice) && errors.Is(err, errors.ErrUnsupported):
		return unsupported("live capture")
	}
	return &InterfaceError{Name: name, Err: err}
}

func (p *portable) activate(filter bpf.Program) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch p.state {
	case closed:
		return ErrClosed
	case running:
		return ErrActive
	}
	if err := bpf.Validate(filter); err != nil {
		return err
	}
	p.turn.Add(1)
	p.later = nil
	for _, t := range p.taps {
		if err := t.start(filter); err != nil {
			p.stopAll()
			return err
		}
	}
	p.filter, p.state = filter, running
	p.notify()
	return nil
}

// setFilter exchanges the filter of all interfaces or none.
func (p *portable) setFilter(filter bpf.Program) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch p.state {
	case closed:
		return ErrClosed
	case running:
	default:
		return ErrInactive
	}
	if err := bpf.Validate(filter); err != nil {
		return err
	}
	p.turn.Add(1)
	for i, t := range p.taps {
		err := t.swap(filter)
		if err == nil {
			continue
		}
		for _, t := range p.taps[:i+1] {
			if t.swap(p.filter) != nil {
				p.stopAll()
				break
			}
		}
		p.notify()
		return err
	}
	p.filter, p.later = filter, nil
	p.notify()
	return nil
}

// stopAll makes the handle inactive, with nothing queued.
func (p *portable) stopAll() {
	for _, t := range p.taps {
		_ = t.stop() // what cannot be stopped is gone
		t.discard()
	}
	p.state = idle
	p.notify()
}

func (p *portable) deactivate() (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch p.state {
	case closed:
		return ErrClosed
	case running:
	default:
		return nil
	}
	p.turn.Add(1)
	for _, t := range p.taps {
		if e := t.stop(); err == nil {
			err = e
		}
	}
	p.state = stopping
	p.notify()
	return err
}

func (p *portable) active() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state == running
}

func (p *portable) stats() (s Stats, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.state == closed {
		return s, ErrClosed
	}
	for _, t := range p.taps {
		n, err := t.conn.Stats()
		if err != nil && !errors.Is(err, bpfdev.ErrGone) {
			return s, p.explain(t.name, err)
		}
		s.Received += n.Received
		s.Dropped += n.Dropped
		s.Discarded += n.Discarded + t.discarded.Load()
	}
	p.drops.Store(s.Dropped)
	return s, nil
}

func (p *portable) interfaces() []Interface {
	out := make([]Interface, len(p.taps))
	for i, t := range p.taps {
		out[i] = Interface{t.name, t.it.Index, t.link, t.it.MTU}
	}
	return out
}

func (p *portable) snaplen() int { return p.cfg.snaplen }

func (p *portable) how() Backend {
	i := p.taps[0].conn.Info()
	b := Backend{Name: BackendBPF, Why: "it is what there is", Bytes: 2 * i.Buffer, Wanted: 2 * i.Wanted}
	if i.ZeroCopy {
		b.Name = BackendBPFZero
	}
	if p.cfg.backend != "" {
		b.Why = "it was asked for"
	}
	if !p.cfg.immediate {
		b.Delay = p.cfg.latency
	}
	b.Why += fmt.Sprintf("; %s, waited for by %v", i.Device, i.Wait)
	return b
}

func (p *portable) close() error {
	if p.closing.Swap(true) {
		return ErrClosed
	}
	p.mu.Lock()
	p.state = closed
	p.turn.Add(1)
	p.mu.Unlock()
	return p.free()
}

// freed has nothing to wait for: close does.
func (p *portable) freed(context.Context) error { return nil }

// free closes the devices, which wakes those who read them.
func (p *portable) free() error {
	close(p.done)
	var errs []error
	for _, t := range p.taps {
		errs = append(errs, t.conn.Close())
	}
	p.pumps.Wait()
	return errors.Join(errs...)
}

// notify wakes the reader.
func (p *portable) notify() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// linkOf is the link type of an interface's packets; one that is not known is a user's.
func linkOf(i bpfdev.Info) link.Type {
	if i.LinkKnown {
		return i.Link
	}
	return link.User0
}
