package bpfsim

import (
	"os"
	"slices"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/bpfdev"
)

// device is an open /dev/bpf: struct bpf_d.
type device struct {
	k     *Kernel
	path  string
	wait  bpfdev.WaitMode
	iface *iface

	gone, locked, immediate, complete, promisc, fine, batch, feedback, closed bool

	buflen              int
	store, hold, free   []byte // with room for buflen bytes; nil is none
	slen, hlen          int
	way                 uint32 // BIOCSDIRECTION; a mask of those not wanted with OpenBSD
	dlt                 int
	filter, writeFilter bpf.Program
	seen, dropped, took uint64

	readTimeout, waitTimeout time.Duration
	timer                    *time.Timer
	timing, timedOut         bool

	zeroMode bool
	assigned bool      // the store buffer is the program's already
	zero     [2][]byte // whole buffers; store, hold and free are what comes after their headers

	woken, edge bool
}

// ready is bpf_ready: whether poll says so.
func (d *device) ready() bool {
	return d.hold != nil && !d.canFree() || (d.immediate || d.timedOut) && d.slen > 0 || d.gone
}

func (d *device) wakeup() {
	d.edge = true
	d.k.cond.Broadcast()
}

// rotate hands the store buffer over.
func (d *device) rotate() {
	d.hold, d.hlen, d.store, d.slen, d.free = d.store, d.slen, d.free, 0, nil
	if d.zeroMode && !d.assigned {
		d.assign(d.hold, d.hlen)
	}
	d.assigned = false
}

// assign makes a zero-copy buffer the program's.
func (d *device) assign(data []byte, n int) {
	h := d.header32(data)
	atomic.StoreUint32(&h[1], uint32(n))
	atomic.AddUint32(&h[0], 1)
}

// header32 is the header of a zero-copy buffer, before the data: kernel_gen,
// kernel_len, user_gen.
func (d *device) header32(data []byte) *[3]uint32 {
	for _, z := range d.zero {
		if &z[32] == &data[0] {
			return (*[3]uint32)(unsafe.Pointer(&z[0]))
		}
	}
	panic("bpfsim: no such buffer")
}

// canFree reports whether the program has given the hold buffer back.
func (d *device) canFree() bool {
	if !d.zeroMode || d.hold == nil {
		return false
	}
	h := d.header32(d.hold)
	return atomic.LoadUint32(&h[0]) == atomic.LoadUint32(&h[2])
}

// tap is bpf_tap: a packet that came in or goes out.
func (d *device) tap(frame []byte, now time.Time, out bool) {
	if !d.wants(out) {
		return
	}
	d.seen++
	n := len(frame)
	if d.filter != nil {
		n = int(min(uint64(d.filter.Run(frame, len(frame))), uint64(n)))
	}
	if d.k.Stray != nil && d.k.Stray(frame) {
		n = len(frame)
	}
	if n == 0 {
		return
	}
	d.took++
	d.catch(frame, n, now, out)
}

func (d *device) wants(out bool) bool {
	if d.k.mask {
		return out && d.way&2 == 0 || !out && d.way&1 == 0
	}
	return d.way == 1 || d.way == 0 && !out || d.way == 2 && out
}

// catch is catchpacket: it stores a packet.
func (d *device) catch(frame []byte, n int, now time.Time, out bool) {
	hdr := d.hdrlen()
	total := min(hdr+n, len(d.store))
	at := align(d.slen, d.k.p.align)
	if d.free == nil && d.canFree() {
		d.free, d.hold, d.hlen = d.hold, nil, 0
	}
	wake := d.immediate || d.timedOut
	if at+total > len(d.store) || d.assigned {
		if d.free == nil {
			if d.zeroMode && !d.assigned { // bpf_buffull: the program can have it already
				d.assigned = true
				d.assign(d.store, d.slen)
			}
			d.dropped++
			return
		}
		d.rotate()
		at, wake = 0, true
	}
	clear(d.store[at : at+hdr])
	d.header(d.store[at:], hdr, total-hdr, len(frame), now, out)
	copy(d.store[at+hdr:at+total], frame)
	d.slen = at + total
	if d.waitTimeout > 0 && !wake {
		d.startTimer(d.waitTimeout)
	}
	if wake {
		d.wakeup()
	}
}

// startTimer starts the timer that makes a store buffer that is not full readable.
func (d *device) startTimer(t time.Duration) {
	if d.timing || d.timedOut {
		return
	}
	d.timing = true
	d.timer = time.AfterFunc(t, func() {
		d.k.do(func() {
			if d.timing {
				d.timing, d.timedOut = false, true
				if d.slen > 0 {
					d.wakeup()
				}
			}
		})
	})
}

func (d *device) stopTimer() {
	d.timing, d.timedOut = false, false
	if d.timer != nil {
		d.timer.Stop()
	}
}

// reset is reset_d: it throws away what is queued and the counts.
func (d *device) reset() {
	if d.hold != nil && (!d.zeroMode || d.canFree()) {
		d.free, d.hold, d.hlen = d.hold, nil, 0
	}
	if !d.assigned {
		d.slen = 0
	}
	d.seen, d.dropped, d.took = 0, 0, 0
}

func (d *device) Read(p []byte) (int, error) {
	d.k.mu.Lock()
	defer d.k.mu.Unlock()
	if err := d.k.Fail["read"]; err != nil {
		return 0, err
	}
	switch {
	case d.closed:
		return 0, os.ErrClosed
	case d.iface == nil && !d.gone:
		return 0, d.k.p.unbound
	case d.zeroMode, len(p) != d.buflen:
		return 0, syscall.EINVAL
	}
	d.stopTimer()
	if d.hold == nil {
		if d.slen == 0 {
			return 0, d.nothing()
		}
		d.rotate()
	}
	n := copy(p, d.hold[:d.hlen])
	d.free, d.hold, d.hlen = d.hold, nil, 0
	return n, nil
}

// nothing is what a read gives that finds nothing.
func (d *device) nothing() error {
	switch {
	case d.gone:
		return d.k.p.gone
	case d.k.p.noData:
		return nil
	}
	return syscall.EAGAIN
}

func (d *device) Write(p []byte) (int, error) {
	d.k.mu.Lock()
	defer d.k.mu.Unlock()
	if err := d.k.Fail["write"]; err != nil {
		return 0, err
	}
	if d.closed {
		return 0, os.ErrClosed
	}
	if d.batch {
		return d.writeBatch(p)
	}
	return len(p), d.writeOne(p)
}

// writeBatch writes frames that have headers.
func (d *device) writeBatch(p []byte) (int, error) {
	for at := 0; at < len(p); {
		if len(p)-at < 18 {
			return at, syscall.EINVAL
		}
		o := d.k.order()
		n, hdr := int(o.Uint32(p[at+8:])), int(o.Uint16(p[at+16:]))
		if n > len(p)-at-hdr || hdr < 18 {
			return at, syscall.EINVAL
		}
		if err := d.writeOne(p[at+hdr : at+hdr+n]); err != nil {
			return at, err
		}
		at += align(hdr+n, 4)
	}
	return len(p), nil
}

func (d *device) writeOne(p []byte) error {
	i := d.iface
	switch {
	case i == nil:
		return syscall.ENXIO
	case !i.Up:
		return syscall.ENETDOWN
	case len(p) < i.header:
		return d.k.p.tooShort
	case len(p) > i.header+i.MTU:
		return syscall.EMSGSIZE
	case d.writeFilter != nil && d.writeFilter.Run(p, len(p)) == 0:
		return d.k.p.refused
	case d.k.full:
		return syscall.ENOBUFS
	}
	if !d.complete && i.header == 14 {
		p = slices.Concat(p[:6], i.Addr, p[12:])
	}
	if d.feedback {
		i.received = append(i.received, slices.Clone(p))
	}
	d.k.transmit(i, p)
	return nil
}

// Wait waits as the ways to do so do: the poller tells of each change once.
func (d *device) Wait(timeout time.Duration, ready func() bool) error {
	d.k.mu.Lock()
	defer d.k.mu.Unlock()
	end := time.Now().Add(timeout)
	if timeout >= 0 {
		defer time.AfterFunc(timeout, func() { d.k.do(func() {}) }).Stop()
	}
	d.edge = false
	d.k.mu.Unlock()
	is := ready()
	d.k.mu.Lock()
	for {
		switch {
		case d.closed:
			return os.ErrClosed
		case d.woken:
			d.woken = false
			return nil
		case is, d.wait == bpfdev.WaitPoller && d.edge, d.wait != bpfdev.WaitPoller && d.ready():
			return nil
		case timeout >= 0 && !time.Now().Before(end):
			return bpfdev.ErrTimeout
		}
		if d.readTimeout > 0 && d.k.p.pollTimer {
			d.startTimer(d.readTimeout)
		}
		d.k.cond.Wait()
	}
}

func (d *device) Wake() { d.k.do(func() { d.woken = true }) }

func (d *device) Mode() bpfdev.WaitMode { return d.wait }

func (d *device) Close() error {
	d.k.mu.Lock()
	defer d.k.mu.Unlock()
	if d.closed {
		return os.ErrClosed
	}
	d.closed = true
	d.stopTimer()
	d.detach()
	delete(d.k.open, d.path)
	d.k.cond.Broadcast()
	return nil
}

func (d *device) detach() {
	if d.iface == nil {
		return
	}
	d.iface.devices = slices.DeleteFunc(d.iface.devices, func(o *device) bool { return o == d })
	if d.promisc {
		d.iface.promisc--
		d.promisc = false
	}
	d.iface = nil
}
