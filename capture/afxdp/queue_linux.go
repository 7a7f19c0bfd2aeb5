package afxdp

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"sync"
	"time"

	"github.com/gocap-project/gocap/internal/reap"
	"golang.org/x/sys/unix"
)

// queue is a socket on one queue of the interface.
type queue struct {
	id, fd int
	mem    *region
	maps   [][]byte // of the rings
	plan   plan
	receiver
	receives bool

	sendMu sync.Mutex
	transmitter
	sends           bool
	sent, sendDrops uint64
}

// plan is what is asked of the kernel for a queue.
type plan struct {
	piece, headroom int
	receive, send   int // entries of rings, which are powers of two; 0: none
	flags           uint16
}

// memory is how much the pieces take.
func (p *plan) memory() int { return (p.receive + p.send) * p.piece }

// fewest is the smallest ring that is tried.
const fewest = 64

// larger reports whether smaller rings make sense.
func (p *plan) larger() bool { return max(p.receive, p.send) > fewest }

// halve makes the rings smaller.
func (p *plan) halve() { p.receive, p.send = shrink(p.receive), shrink(p.send) }

func shrink(n int) int {
	if n <= fewest {
		return n
	}
	return n / 2
}

// roundUp is the power of two that is n or next to it.
func roundUp(n int) int {
	if n <= 1 {
		return 1
	}
	return 1 << bits.Len(uint(n-1))
}

// openQueue makes a socket for the queue and what it needs.
func openQueue(ifindex, id int, p plan) (q *queue, err error) {
	// The memory of sockets that were closed a moment ago is still counted.
	for waited := time.Duration(0); ; waited += takeover / 20 {
		q, err = tryQueue(ifindex, id, p)
		if noRoom(err) && reap.Wait() {
			continue
		}
		if !errors.Is(err, unix.ENOBUFS) || p.larger() || waited >= takeover {
			return q, err
		}
		time.Sleep(takeover / 20)
	}
}

// noRoom reports whether err may be due to a socket that is being closed.
func noRoom(err error) bool {
	for _, e := range []error{unix.ENOBUFS, unix.ENOMEM, unix.EBUSY, unix.EMFILE} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func tryQueue(ifindex, id int, p plan) (*queue, error) {
	fd, err := unix.Socket(unix.AF_XDP, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, refused("open socket", id, err, "CAP_NET_RAW")
	}
	q := &queue{id: id, fd: fd, plan: p}
	if err := q.setUp(ifindex); err != nil {
		rest, _ := q.close(false)
		rest()
		return nil, err
	}
	return q, nil
}

// setUp registers memory, makes rings and binds.
func (q *queue) setUp(ifindex int) error {
	p := &q.plan
	mem, err := unix.Mmap(-1, 0, p.memory(), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return refused("map memory", q.id, err, "")
	}
	q.mem = &region{b: mem}
	if err := q.register(); err != nil {
		return err
	}
	rings := []struct {
		opt, entries int
	}{
		// The kernel wants the first two even of a socket that uses but one.
		{unix.XDP_UMEM_FILL_RING, max(p.receive, 2)}, {unix.XDP_UMEM_COMPLETION_RING, max(p.send, 2)},
		{unix.XDP_RX_RING, p.receive}, {unix.XDP_TX_RING, p.send},
	}
	for _, r := range rings {
		if r.entries == 0 {
			continue
		}
		if err := unix.SetsockoptInt(q.fd, unix.SOL_XDP, r.opt, r.entries); err != nil {
			return refused("make ring", q.id, err, "")
		}
	}
	if err := q.mapRings(); err != nil {
		return err
	}
	if q.receives {
		q.receiver.prime(uint64(p.receive * p.piece))
	}
	return q.bind(ifindex)
}

// register tells the kernel of the memory (struct xdp_umem_reg).
func (q *queue) register() error {
	b := make([]byte, 0, 32)
	b = binary.NativeEndian.AppendUint64(b, address(q.mem.b))
	b = binary.NativeEndian.AppendUint64(b, uint64(len(q.mem.b)))
	b = binary.NativeEndian.AppendUint32(b, uint32(q.plan.piece))
	b = binary.NativeEndian.AppendUint32(b, uint32(q.plan.headroom))
	b = binary.NativeEndian.AppendUint64(b, 0)
	if err := unix.SetsockoptString(q.fd, unix.SOL_XDP, unix.XDP_UMEM_REG, string(b)); err != nil {
		return refused("register memory", q.id, err, "CAP_IPC_LOCK or a higher ulimit -l")
	}
	return nil
}

func (q *queue) bind(ifindex int) error {
	to := &unix.SockaddrXDP{Flags: q.plan.flags, Ifindex: uint32(ifindex), QueueID: uint32(q.id)}
	// A socket that was closed a moment ago gives its queue up a little later.
	err := unix.Bind(q.fd, to)
	if err == unix.EBUSY && reap.Wait() {
		err = unix.Bind(q.fd, to)
	}
	for waited := time.Duration(0); err == unix.EBUSY && waited < takeover; waited += firstPause * 100 {
		time.Sleep(firstPause * 100)
		err = unix.Bind(q.fd, to)
	}
	if err != nil {
		return refused("bind to", q.id, err, "CAP_NET_RAW")
	}
	// The rest is for speed: what does not work is done without.
	room := q.plan.send * (q.plan.piece + 1024)
	if unix.SetsockoptInt(q.fd, unix.SOL_SOCKET, unix.SO_SNDBUFFORCE, room) != nil {
		_ = unix.SetsockoptInt(q.fd, unix.SOL_SOCKET, unix.SO_SNDBUF, room)
	}
	if q.plan.send > 0 {
		_ = unix.SetsockoptInt(q.fd, unix.SOL_XDP, unix.XDP_MAX_TX_SKB_BUDGET, q.plan.send)
	}
	return nil
}

// Where struct xdp_mmap_offsets has the offsets of each ring, which are four numbers
// of 64 bits: producer, consumer, entries, flags.
const (
	offsetsRX         = 0
	offsetsTX         = 32
	offsetsFill       = 64
	offsetsCompletion = 96
	offsetsLen        = 128
)

func (q *queue) mapRings() error {
	var b [offsetsLen]byte
	if n, err := option(q.fd, unix.XDP_MMAP_OFFSETS, b[:]); err != nil || n != len(b) {
		if err == nil {
			err = errors.ErrUnsupported // before Linux 5.4: rings without flags
		}
		return refused("ask for rings", q.id, err, "")
	}
	p := &q.plan
	var err error
	ring := func(offsets int, page int64, entries, size int) ring {
		var r ring
		if err == nil {
			r, err = q.mapRing(b[offsets:offsets+32], page, entries, size)
		}
		return r
	}
	if p.receive > 0 {
		q.fill.ring = ring(offsetsFill, unix.XDP_UMEM_PGOFF_FILL_RING, p.receive, 8)
		q.rx.ring = ring(offsetsRX, unix.XDP_PGOFF_RX_RING, p.receive, 16)
	}
	if p.send > 0 {
		q.done.ring = ring(offsetsCompletion, unix.XDP_UMEM_PGOFF_COMPLETION_RING, p.send, 8)
		q.tx.ring = ring(offsetsTX, unix.XDP_PGOFF_TX_RING, p.send, 16)
	}
	if err != nil {
		return refused("map ring", q.id, err, "")
	}
	q.halves()
	return nil
}

// halves sets the two halves of the queue up.
func (q *queue) halves() {
	p := &q.plan
	q.receives, q.sends = p.receive > 0, p.send > 0
	q.receiver.mem, q.receiver.piece, q.receiver.queue = q.mem.b, uint64(p.piece), q.id
	q.receiver.held = make([]uint64, 0, p.receive)
	q.receiver.clock.read = clocks
	q.transmitter.mem, q.transmitter.piece = q.mem.b, p.piece
	q.transmitter.free = make([]uint64, 0, p.send)
	q.transmitter.prime(p.receive * p.piece)
}

func (q *queue) mapRing(offsets []byte, page int64, entries, size int) (ring, error) {
	at := func(i int) uint64 { return binary.NativeEndian.Uint64(offsets[8*i:]) }
	n := at(2) + uint64(entries*size)
	mem, err := unix.Mmap(q.fd, page, int(n), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_POPULATE)
	if err != nil {
		return ring{}, err
	}
	q.maps = append(q.maps, mem)
	return ring{word(mem, at(0)), word(mem, at(1)), word(mem, at(3)), mem[at(2):n], uint32(entries - 1)}, nil
}

// clocks reads both clocks.
func clocks() (realtime, monotonic int64) {
	var r, m unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_MONOTONIC, &m)
	_ = unix.ClockGettime(unix.CLOCK_REALTIME, &r)
	return r.Nano(), m.Nano()
}

// counts are what the kernel counts for a socket (struct xdp_statistics).
type counts struct{ dropped, invalid, sendInvalid, full uint64 }

func (q *queue) counts() (counts, error) {
	var b [48]byte
	if _, err := option(q.fd, unix.XDP_STATISTICS, b[:]); err != nil {
		return counts{}, refused("ask for statistics of", q.id, err, "")
	}
	at := func(i int) uint64 { return binary.NativeEndian.Uint64(b[8*i:]) }
	return counts{at(0), at(1), at(2), at(3)}, nil
}

// failure is the error that the kernel has for the socket.
func (q *queue) failure() error {
	n, err := unix.GetsockoptInt(q.fd, unix.SOL_SOCKET, unix.SO_ERROR)
	switch {
	case err != nil:
		return nil
	case n == int(unix.ENETDOWN): // only when the interface goes (xsk_notifier)
		return &Error{Op: "receive on", Queue: q.id, Err: ErrGone}
	case n != 0:
		return &Error{Op: "receive on", Queue: q.id, Err: unix.Errno(n)}
	}
	return nil
}

// Bounds of waiting: for a driver that has no room at the moment, and for a queue.
const (
	firstPause = 5 * time.Microsecond
	patience   = 50 * time.Millisecond
	takeover   = time.Second // for a queue that is in use
)

// push has the kernel send what has been queued. Where the driver has no room it
// waits for a moment; then what is left stays queued.
func (q *queue) push() error {
	q.tx.publish()
	pause, waited := firstPause, time.Duration(0)
	for before := q.tx.pending(); before > 0 && q.tx.wantsWakeup(); {
		err := knock(q.fd)
		now := q.tx.pending()
		switch err {
		case nil:
			return nil
		case unix.EAGAIN, unix.EINTR:
		case unix.EBUSY: // the driver has thrown a frame away
			q.sendDrops++
		case unix.ENOBUFS: // no room for what comes back
			q.reap()
		case unix.ENETDOWN, unix.ENXIO, unix.ENODEV, unix.EBADF:
			return &Error{Op: "send on", Queue: q.id, Err: ErrDown}
		default:
			return &Error{Op: "send on", Queue: q.id, Err: err}
		}
		if now == before && err != unix.EBUSY {
			if waited >= patience {
				return nil
			}
			time.Sleep(pause)
			waited += pause
			pause = min(2*pause, time.Millisecond)
			q.reap()
		}
		before = now
	}
	return nil
}

// sendBatch queues frames and has them sent.
func (q *queue) sendBatch(frames [][]byte) (int, error) {
	n := 0
	for n < len(frames) {
		before := n
		var err error
		for n < len(frames) {
			if err = q.put(frames[n]); err != nil {
				break
			}
			n++
		}
		if n > before || err == ErrBusy {
			q.sent += uint64(n - before)
			if e := q.push(); e != nil {
				return n, e
			}
		}
		got := q.reap()
		if err != nil && (err != ErrBusy || got == 0 && n == before) {
			return n, &Error{Op: "send on", Queue: q.id, Err: err}
		}
	}
	return n, nil
}

// flush waits until all pieces are back.
func (q *queue) flush(until time.Time) error {
	for pause := firstPause; ; pause = min(2*pause, time.Millisecond) {
		q.reap()
		if len(q.free) == cap(q.free) {
			return nil
		}
		if err := q.push(); err != nil {
			return err
		}
		if time.Now().After(until) {
			return &Error{Op: "flush", Queue: q.id, Err: ErrBusy}
		}
		time.Sleep(pause)
	}
}

// close frees everything; the memory of frames only if it is not lent. What it returns
// closes the socket, for which the kernel waits for a grace period of RCU.
func (q *queue) close(lent bool) (rest func(), err error) {
	for _, m := range q.maps {
		err = errors.Join(err, unix.Munmap(m))
	}
	fd := q.fd
	rest = func() { _ = unix.Close(fd) }
	q.maps, q.fd = nil, -1
	if !lent && q.mem != nil {
		err = errors.Join(err, q.mem.free())
	}
	return rest, err
}

// region is mapped memory for frames, which can be freed from several places.
type region struct {
	mu sync.Mutex
	b  []byte
}

func (r *region) free() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.b
	if r.b = nil; b == nil {
		return nil
	}
	return unix.Munmap(b)
}
