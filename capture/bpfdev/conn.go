package bpfdev

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

const (
	defaultBuffer = 512 << 10
	minBuffer     = 4096
	maxNodes      = 256 // of numbered devices that are tried
	drainMax      = 4   // reads that empty the kernel's two buffers, and what comes meanwhile
	// stray is how long after a change of the filter a packet may bear a time from
	// before: kernels that run the filter without a lock store such packets late.
	stray = time.Millisecond
)

type conn struct {
	k    Kernel
	sys  *System
	cfg  Config
	dev  Device
	info Info
	name string

	layout  Layout
	zero    [2][]byte
	lent    [2]atomic.Bool
	next    int // of zero, to be handed over
	peeked  int // bytes of the buffer that is being filled that were read already
	started bool
	promisc bool
	locked  bool
	judge   judge
	packing []byte // a batch that is written
	packMu  sync.Mutex
	closed  atomic.Bool

	mu    sync.Mutex // of the counts
	total Stats
	last  counts
}

func (c *conn) open(name string, cfg Config) (err error) {
	if c.k, c.sys = cfg.Kernel, cfg.System; c.k == nil {
		if c.k, c.sys, err = native(); err != nil {
			return err
		}
	}
	c.cfg, c.name = cfg, name
	c.info.Wait = c.sys.Wait
	if cfg.ZeroCopy {
		c.info.Wait = WaitPoll // kqueue does not tell of a buffer that is already there
	}
	if cfg.WaitBy != nil {
		c.info.Wait = *cfg.WaitBy
	}
	if err := c.node(); err != nil {
		return err
	}
	if err := c.setUp(); err != nil {
		_ = c.dev.Close()
		c.unmap()
		return err
	}
	return nil
}

// node opens the first device that nobody else has.
func (c *conn) node() error {
	err := error(syscall.ENOENT)
	for _, pattern := range c.sys.Nodes {
		numbered := strings.Contains(pattern, "%d")
		for i := range maxNodes {
			path := pattern
			if numbered {
				path = fmt.Sprintf(pattern, i)
			}
			var e error
			if c.dev, e = c.k.Open(path, c.info.Wait); e == nil {
				c.info.Device, c.info.Wait = path, c.dev.Mode()
				return nil
			}
			if err = worse(err, e); !numbered || !errors.Is(e, syscall.EBUSY) {
				break
			}
		}
	}
	if errors.Is(err, syscall.ENOENT) || errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.ENXIO) {
		err = fmt.Errorf("%w (%w)", ErrNoDevice, err)
	}
	return &Error{"open bpf device", err}
}

// worse is the error that says more about why there is no device.
func worse(old, now error) error {
	if errors.Is(now, syscall.ENOENT) || errors.Is(now, syscall.ENXIO) {
		return old
	}
	return now
}

// ask makes a request and names what went wrong.
func (c *conn) ask(op string, request uint32, arg []byte, refs ...Ref) error {
	if request == 0 {
		return &Error{op, errors.ErrUnsupported}
	}
	if err := c.dev.Ioctl(request, arg, refs...); err != nil {
		return &Error{op, c.explain(err)}
	}
	return nil
}

// setNumber is ask with a u_int.
func (c *conn) setNumber(op string, request, value uint32) error {
	return c.ask(op, request, c.sys.number(value))
}

func (c *conn) number(op string, request uint32) (uint32, error) {
	arg := make([]byte, 4)
	err := c.ask(op, request, arg)
	return c.sys.order().Uint32(arg), err
}

// explain names what an errno says about the interface.
func (c *conn) explain(err error) error {
	switch {
	case errors.Is(err, os.ErrClosed):
		return ErrClosed
	case errors.Is(err, syscall.ENETDOWN):
		return ErrDown
	case errors.Is(err, syscall.ENXIO), errors.Is(err, syscall.EIO), errors.Is(err, syscall.ENODEV):
		if it, e := c.k.Interface(c.name); c.info.Interface.Index != 0 && (e != nil || it.Index != c.info.Interface.Index) {
			return ErrGone
		}
	}
	return err
}

// setUp prepares the device. The filter is there before the interface, so that
// nothing is received that it does not accept; it accepts nothing as yet.
func (c *conn) setUp() error {
	version := make([]byte, 4)
	if err := c.ask("ask for the filter language", c.sys.Requests.Version, version); err != nil {
		return err
	}
	if err := c.sys.version(version); err != nil {
		return err
	}
	if err := c.setRead(bpf.Reject(), c.sys.Requests.SetFilter); err != nil {
		return err
	}
	if err := c.bind(); err != nil {
		return err
	}
	steps := []func() error{c.linkType, c.times, c.timers, c.choose, c.sending}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// bind obtains buffers and binds to the interface. The kernel has them made when it is
// bound, and may then find that they are too large.
func (c *conn) bind() error {
	it, err := c.k.Interface(c.name)
	if err != nil {
		return c.unknown(err)
	}
	c.info.Interface = it
	request, arg, ok := c.sys.nameRequest(c.name)
	if !ok {
		return &Error{"bind", ErrNoInterface}
	}
	size := c.cfg.Buffer
	if size <= 0 {
		size = defaultBuffer
	}
	c.info.Wanted = size
	for {
		if c.cfg.ZeroCopy {
			err = c.mapBuffers(size)
		} else {
			err = c.setNumber("set the buffer's length", c.sys.Requests.SetBufLen, uint32(size))
		}
		if err != nil {
			return err
		}
		if err = c.dev.Ioctl(request, arg); err == nil {
			break
		}
		if size /= 2; c.cfg.ZeroCopy || size < minBuffer || !errors.Is(err, syscall.ENOBUFS) && !errors.Is(err, syscall.ENOMEM) {
			return c.unknown(err)
		}
	}
	if c.cfg.ZeroCopy {
		return nil
	}
	n, err := c.number("ask for the buffer's length", c.sys.Requests.GetBufLen)
	if err == nil && (n < 32 || n > 1<<30) {
		err = &Error{"ask for the buffer's length", fmt.Errorf("it is %d bytes", n)}
	}
	c.info.Buffer = int(n)
	return err
}

// unknown says that an interface was not to be had.
func (c *conn) unknown(err error) error {
	switch {
	case errors.Is(err, syscall.ENETDOWN):
		err = ErrDown
	case errors.Is(err, syscall.ENXIO), errors.Is(err, syscall.ENODEV), errors.Is(err, syscall.ENOENT):
		err = ErrNoInterface
	}
	return &Error{"bind", err}
}

// mapBuffers gives the kernel buffers to write into.
func (c *conn) mapBuffers(size int) error {
	r := &c.sys.Requests
	if err := c.setNumber("ask for zero-copy buffers", r.SetBufMode, zeroCopyMode); err != nil {
		if missing(err) {
			err = &Error{"ask for zero-copy buffers", fmt.Errorf("%w: is sysctl net.bpf.zerocopy_enable 1?", errors.ErrUnsupported)}
		}
		return err
	}
	limit := make([]byte, c.sys.Word)
	if err := c.ask("ask for the largest buffer", r.GetZeroMax, limit); err != nil {
		return err
	}
	size = int(min(uint64(size), c.sys.word(limit), 1<<30))
	for i := range c.zero {
		var err error
		if c.zero[i], err = c.k.Map(size); err != nil {
			return &Error{"map buffers", err}
		}
	}
	arg, refs := c.sys.zeroBufs(c.zero[0], c.zero[1])
	c.info.Buffer, c.info.ZeroCopy = len(c.zero[0]), true
	return c.ask("hand over buffers", r.SetZeroBufs, arg, refs...)
}

func (c *conn) unmap() {
	for i, b := range c.zero {
		if b != nil {
			_ = c.k.Unmap(b)
			c.zero[i] = nil
		}
	}
}

func (c *conn) linkType() error {
	n, err := c.number("ask for the link type", c.sys.Requests.GetLink)
	c.info.DLT = int(int32(n))
	c.info.Link, c.info.LinkKnown = link.FromDLT(c.info.DLT, c.sys.Platform)
	return err
}

// times chooses the form of times: BPF_T_NANOTIME.
func (c *conn) times() error {
	c.layout = c.sys.Header
	c.info.Fine = c.layout.Unit == time.Nanosecond
	if c.cfg.Nanoseconds && c.sys.Fine.Align != 0 && c.setNumber("", c.sys.Requests.SetTime, 1) == nil {
		if n, err := c.number("", c.sys.Requests.GetTime); err == nil && n == 1 {
			c.layout, c.info.Fine = c.sys.Fine, true
		}
	}
	return nil
}

// timers has packets handed over at once, or after a while. The kernel's own timer
// runs from the first packet on (OpenBSD), or from when somebody calls poll or select;
// Go's poller does so only once.
func (c *conn) timers() error {
	r := &c.sys.Requests
	if c.cfg.Latency > 0 {
		switch {
		case c.sys.Timer && c.info.Wait != WaitPoller:
			if err := c.ask("set the timer", r.SetReadTimeout, c.sys.time(c.cfg.Latency)); err != nil {
				return err
			}
			c.info.Timed = true
		case r.SetWaitTimeout != 0 && c.info.Wait != WaitPoller && c.ask("", r.SetWaitTimeout, c.sys.time(c.cfg.Latency)) == nil:
			c.info.Timed = true
		}
	}
	if c.info.Timed {
		return nil
	}
	return c.setNumber("have packets handed over at once", r.Immediate, 1)
}

// choose sets the direction.
func (c *conn) choose() error {
	const op = "choose the direction"
	r := &c.sys.Requests
	d := c.cfg.Direction
	if d == Both {
		return nil
	}
	switch c.sys.way {
	case inInOutOut:
		return c.setNumber(op, r.SetDirection, uint32(d-In)*2)
	case dropMask:
		return c.setNumber(op, r.SetDirection, uint32(3-d))
	case maybeInOut:
		// A kernel that has only a switch takes any number.
		if d == Out && c.setNumber(op, r.SetDirection, 3) == nil {
			return &Error{op, errors.ErrUnsupported}
		}
		return c.setNumber(op, r.SetDirection, uint32(d-In)*2)
	case noneInOut:
		if d == Out {
			if err := c.setNumber(op, r.SetDirection, 2); !missing(err) {
				return err
			}
		}
	}
	if d == Out {
		return &Error{op, errors.ErrUnsupported}
	}
	return c.setNumber(op, r.SetSeeSent, 0)
}

// sending prepares for frames to be sent as they are.
func (c *conn) sending() error {
	r := &c.sys.Requests
	if !c.cfg.OwnSource && r.SetHeaderComplete != 0 {
		if err := c.setNumber("have frames sent as they are", r.SetHeaderComplete, 1); err != nil {
			return err
		}
	}
	if c.cfg.Feedback {
		if err := c.setNumber("have the host receive what is sent", r.Feedback, 1); err != nil {
			return err
		}
	}
	if c.cfg.BatchWrite {
		return c.setNumber("send frames in batches", r.BatchWrite, 1)
	}
	return nil
}

func (c *conn) linkTypes() ([]int, error) {
	const room = 256
	arg, ref := c.sys.linkList(room)
	if err := c.ask("list link types", c.sys.Requests.LinkList, arg, ref); err != nil {
		return nil, err
	}
	n := min(c.sys.order().Uint32(arg), room)
	all := make([]int, n)
	for i := range all {
		all[i] = int(int32(c.sys.order().Uint32(ref.Mem[4*i:])))
	}
	return all, nil
}

func (c *conn) setLink(dlt int) error {
	if err := c.setNumber("choose the link type", c.sys.Requests.SetLink, uint32(dlt)); err != nil {
		return err
	}
	return c.linkType()
}

func (c *conn) queued() int {
	n, err := c.number("", c.sys.Requests.Readable)
	if err != nil {
		return 0
	}
	return int(n)
}

func (c *conn) wait(timeout time.Duration) error {
	if c.closed.Load() {
		return &Error{"wait", ErrClosed}
	}
	err := c.dev.Wait(timeout, func() bool { return c.info.Wait == WaitPoller && c.queued() > 0 })
	switch {
	case c.closed.Load():
		err = ErrClosed
	case err == nil:
		return nil
	}
	return &Error{"wait", err}
}

func (c *conn) wake() { c.dev.Wake() }

func (c *conn) check() (Interface, error) {
	it, err := c.k.Interface(c.name)
	switch {
	case err != nil, it.Index != c.info.Interface.Index:
		return it, &Error{"look for the interface", ErrGone}
	case !it.Up:
		return it, &Error{"look for the interface", ErrDown}
	}
	return it, nil
}

func (c *conn) close() error {
	if c.closed.Swap(true) {
		return &Error{"close", ErrClosed}
	}
	_ = c.count() // the kernel forgets
	c.dev.Wake()
	err := c.dev.Close()
	if c.lent[0].Load() || c.lent[1].Load() {
		k := c.k
		runtime.AddCleanup(c, func(z [2][]byte) { _ = errors.Join(k.Unmap(z[0]), k.Unmap(z[1])) }, c.zero)
	} else {
		c.unmap()
	}
	if err != nil {
		return &Error{"close", err}
	}
	return nil
}
