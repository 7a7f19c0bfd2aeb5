package capture

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/afpacket"
	"github.com/gocap-project/gocap/internal/netlink"
)

type handle struct {
	cfg     config
	sources []*source
	conns   []*afpacket.Conn // of the sources that are alive
	sender  *afpacket.Conn
	waker   *afpacket.Waker
	netlink *netlink.Conn // asks for the interfaces' own counts

	notices   *netlink.Subscription // of changes to interfaces, if anybody wants to know
	listening sync.WaitGroup
	news      news
	untold    []Event // that the reader has found out itself

	// state and all below it are the reader's, who holds mu except while it waits
	// in poll; then it holds waiting. Whoever changes something takes mu, and
	// wakes the reader.
	mu      sync.Mutex
	waiting sync.Mutex
	freeing sync.Mutex // of sockets, by Close
	closing atomic.Bool
	state   state
	filter  bpf.Program // as given
	later   error       // found after a batch's last packet, for the next read

	// What the reader needs for the packets of a block that it has taken already,
	// for which it does not take mu. Whoever changes what they depend on adds to
	// turn, with mu.
	turn    atomic.Uint32
	seen    uint32  // turn when mu was last taken
	quick   *source // the only source, if it may be asked without mu
	lending atomic.Bool
	drops   atomic.Uint64
	pkt     Packet

	// The frame of Send: a variable of its own would be allocated.
	oneMu sync.Mutex
	one   [1][]byte

	// The frames of SendPackets.
	manyMu sync.Mutex
	many   *manyFrames

	// The context that wakes the waker when it is done.
	done <-chan struct{}
	stop func() bool
}

func (h *handle) open(names []string, cfg config) error {
	h.cfg = cfg
	switch {
	case cfg.backend == BackendBPF, cfg.backend == BackendBPFZero:
		return &BackendError{cfg.backend, unsupported("/dev/bpf")}
	case cfg.hasNamespaceFD:
		return inNamespace(afpacket.InNamespaceFD(cfg.namespaceFD, func() error { return h.openHere(names) }))
	case cfg.namespace != "":
		return inNamespace(afpacket.InNamespace(cfg.namespace, func() error { return h.openHere(names) }))
	}
	return h.openHere(names)
}

// openHere opens in the namespace of the calling thread.
func (h *handle) openHere(names []string) (err error) {
	if len(names) == 0 {
		return unknown("", syscall.ENODEV)
	}
	if h.waker, err = afpacket.NewWaker(); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = h.free(false)
		}
	}()
	// Frames are sent on a socket of its own, which receives nothing: a socket
	// does not capture what it sends itself.
	if h.sender, err = afpacket.Open(afpacket.Config{Plain: true, Socket: h.cfg.socket()}); err != nil {
		return permission(err)
	}
	if h.cfg.bypass {
		if err := h.sender.BypassQdisc(); err != nil {
			return err
		}
	}
	if h.netlink, err = netlink.Dial(); err != nil {
		return err
	}
	for _, name := range names {
		s, err := h.source(name)
		if err != nil {
			return err
		}
		h.sources, h.conns = append(h.sources, s), append(h.conns, s.conn)
	}
	if h.cfg.watch != nil || h.cfg.follow {
		return h.monitor()
	}
	return nil
}

func (h *handle) activate(filter bpf.Program) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch h.state {
	case closed:
		return ErrClosed
	case running:
		return ErrActive
	}
	return h.start(filter)
}

func (h *handle) setFilter(filter bpf.Program) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch h.state {
	case closed:
		return ErrClosed
	case running:
	default:
		return ErrInactive
	}
	if h.swap(filter) {
		return nil
	}
	return h.start(filter)
}

// swap exchanges the filter while packets come, and reports whether it could. If not
// the sources have to be stopped and started.
func (h *handle) swap(filter bpf.Program) bool {
	if bpf.Validate(filter) != nil {
		return false
	}
	h.turn.Add(1)
	for _, s := range h.sources {
		if s.full { // it was taken already, and the count knows only whole queues
			return false
		}
		if it, err := h.sender.Interface(s.it.Name); s.it.Index != 0 && (err != nil || !it.Up || it.Index != s.it.Index) {
			return false // there is something to tell
		}
	}
	for _, s := range h.sources {
		if !s.dead && h.swapSource(s, filter) != nil {
			return false
		}
	}
	h.filter, h.later = filter, nil
	h.waker.Wake()
	return true
}

// start begins to capture with the filter, from all sources or none. Each socket
// is taken off its interface, has what is queued discarded, is given the filter
// and put back.
func (h *handle) start(filter bpf.Program) error {
	if err := bpf.Validate(filter); err != nil {
		return err
	}
	h.turn.Add(1)
	old, was := h.filter, h.state
	h.later = nil
	for i, s := range h.sources {
		if s.dead && len(h.sources) > 1 {
			continue
		}
		if err := h.startSource(s, filter); err != nil {
			if was != running || !h.goBack(h.sources[:i+1], old) {
				h.stopAll()
			}
			return err
		}
	}
	h.filter, h.state = filter, running
	h.waker.Wake()
	return nil
}

// goBack gives sources their former filter again and reports whether it could.
func (h *handle) goBack(sources []*source, filter bpf.Program) bool {
	for _, s := range sources {
		if !s.dead && h.startSource(s, filter) != nil {
			return false
		}
	}
	return true
}

// stopAll makes the handle inactive, with nothing queued.
func (h *handle) stopAll() {
	for _, s := range h.sources {
		_ = h.stopSource(s) // what cannot be stopped has gone
		_ = s.conn.Discard()
		if s.xdp != nil {
			s.xdp.conn.Discard()
		}
		s.full = false
	}
	h.state = idle
	h.waker.Wake()
}

func (h *handle) deactivate() (err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch h.state {
	case closed:
		return ErrClosed
	case running:
	default:
		return nil
	}
	h.turn.Add(1)
	for _, s := range h.sources {
		if e := h.stopSource(s); e != nil && err == nil {
			err = e
		}
	}
	h.state = stopping
	h.waker.Wake()
	return err
}

func (h *handle) active() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.state == running
}

func (h *handle) stats() (Stats, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var t Stats
	if h.state == closed {
		return t, ErrClosed
	}
	for _, s := range h.sources {
		n, err := s.conn.Stats()
		if err != nil {
			return t, s.explain(err)
		}
		t.Received += n.Received
		t.Dropped += n.Dropped
		t.Freezes += n.Freezes
		t.Discarded += n.Discarded
		if err := s.addXDP(&t); err != nil {
			return t, err
		}
		if s.it.Index != 0 && !s.dead {
			// An interface that is gone keeps the count it had when last asked for.
			if n, err := interfaceDrops(h.netlink, s.it.Index); err == nil && n >= s.ifBefore {
				s.ifDrops = n - s.ifBefore
			}
		}
		t.IfDropped += s.ifDrops
	}
	h.drops.Store(t.Dropped)
	return t, nil
}

func (h *handle) interfaces() []Interface {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([]Interface, len(h.sources))
	for i, s := range h.sources {
		out[i] = Interface{s.name, s.it.Index, s.hw.typ, s.it.MTU}
	}
	return out
}

func (h *handle) snaplen() int { return h.cfg.snaplen }

func (h *handle) how() Backend {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.sources[0].backend
}

// close first makes the reader return; only then does it free sockets and rings.
func (h *handle) close() error {
	if h.closing.Swap(true) {
		return ErrClosed
	}
	h.waker.Wake()
	h.waiting.Lock()
	//lint:ignore SA2001 once it was free no reader is in poll, and as closing is set none will be
	h.waiting.Unlock()
	h.mu.Lock()
	h.state = closed
	h.turn.Add(1)
	if h.stop != nil {
		h.stop()
	}
	h.mu.Unlock()
	return h.free(h.lending.Load())
}

// free closes everything. With keep, the packets that the reader has taken stay
// readable until it comes back, or the handle is garbage.
func (h *handle) free(keep bool) error {
	h.freeing.Lock()
	defer h.freeing.Unlock()
	var errs []error
	for _, s := range h.sources {
		if h.cfg.promiscuous && s.it.Index != 0 {
			_ = s.conn.Promiscuous(s.it.Index, false) // now, not when the socket is freed; it may be gone
		}
		errs = append(errs, s.conn.Close(keep), s.closeXDP(), s.out.close())
		if keep {
			runtime.AddCleanup(h, func(c *afpacket.Conn) { _ = c.Release() }, s.conn)
		}
	}
	if h.sender != nil {
		errs = append(errs, h.sender.Close(false))
	}
	if h.notices != nil {
		_ = h.notices.Close()
		h.listening.Wait()
	}
	if h.netlink != nil {
		errs = append(errs, h.netlink.Close())
	}
	return errors.Join(append(errs, h.waker.Close())...)
}

// freed waits for what close has left to the background.
func (h *handle) freed(ctx context.Context) error {
	wait := func(freed <-chan struct{}) error {
		select {
		case <-freed:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	err := wait(h.sender.Freed())
	for _, s := range h.sources {
		err = errors.Join(err, wait(s.conn.Freed()), s.out.freed(wait), s.freedXDP(wait))
	}
	return err
}

// unlend frees the packets that close left readable. If that is still closing
// sockets it is left to the next call, or to the garbage collector.
func (h *handle) unlend() {
	if !h.freeing.TryLock() {
		return
	}
	defer h.freeing.Unlock()
	for _, s := range h.sources {
		_ = s.conn.Release()
		s.releaseXDP()
	}
}
