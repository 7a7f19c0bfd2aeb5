// Package afpacket is Linux's AF_PACKET socket: raw access to network interfaces,
// with frames received through a memory-mapped ring (TPACKET_V3, V2 or V1) or by
// recvmmsg, and sent by sendmmsg. See packet(7) and Documentation/networking/packet_mmap.rst.
//
// It gives what the kernel gives, without the comforts of package capture. On
// other systems Open returns an error that wraps errors.ErrUnsupported; Block and
// Frame work everywhere.
//
// A Conn is opened receiving nothing, is given a filter, and receives from Bind to
// Unbind:
//
//	c, err := afpacket.Open(afpacket.Config{})
//	err = c.SetFilter(prog)
//	err = c.Bind(ifindex)
//	for {
//		for {
//			ok, err := c.Next(&frame)
//			...
//		}
//		err = waker.Wait(-1, conns)
//	}
package afpacket

import (
	"errors"
	"time"

	"github.com/gocap-project/gocap/bpf"
)

// Errors that Conn's methods wrap.
var (
	// ErrDown: the interface is down. Frames come again when it is up.
	ErrDown = errors.New("interface is down")
	// ErrGone: the interface was removed.
	ErrGone = errors.New("interface was removed")
	// ErrClosed: the Conn or Waker is closed.
	ErrClosed = errors.New("closed")
)

// Error says which operation the kernel refused. Err is its errno or one of this
// package's errors.
type Error struct {
	Op  string // such as "bind"
	Err error
}

func (e *Error) Error() string { return e.Op + ": " + e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// Clock says whose time frames bear.
type Clock uint8

// The clocks.
const (
	Software Clock = iota // the kernel's, when it got the frame
	Hardware              // the adapter's own, as it is; where there is none, the kernel's
)

// Stats are the counts of a Conn since Open.
type Stats struct {
	Received uint64 // frames that the filter accepted and that were queued
	Dropped  uint64 // frames that the filter accepted and for which there was no room
	Freezes  uint64 // times that the ring was full

	Discarded uint64 // frames of Received that Discard skipped
}

// Interface is what the kernel says of an interface.
type Interface struct {
	Name     string
	Index    int
	Hardware uint16 // ARPHRD_ type
	MTU      int    // bytes, without link-layer header
	Up       bool
	Loopback bool
}

// Conn is a packet socket. One goroutine may receive while others send, ask for
// statistics or Wake its Waker; the other methods need the receiver to stand still.
type Conn struct{ conn }

// Open makes a socket in the network namespace of the calling thread, to which it
// belongs from then on. It receives nothing until Bind. CAP_NET_RAW is needed.
func Open(cfg Config) (*Conn, error) {
	c := new(Conn)
	if err := c.open(cfg); err != nil {
		return nil, err
	}
	return c, nil
}

// Interface looks an interface up by name. An unknown one is an ENODEV error.
func (c *Conn) Interface(name string) (Interface, error) { return c.interfaceByName(name) }

// SetFilter sets the program that decides which frames are received from now on,
// and how many bytes of each. It sees each frame as the kernel has it: without the
// outermost VLAN tag, and if Cooked without link-layer header. The nil program
// accepts all. Frames that another filter let through are still delivered, unless
// Discard is called.
func (c *Conn) SetFilter(p bpf.Program) error { return c.setFilter(p) }

// Swap is SetFilter and Discard for a Conn that is bound, without a gap: each frame
// is judged by the one filter or the other, and after Swap only frames that p let
// through are delivered; what is queued until then is discarded. If it fails the filter may be either.
func (c *Conn) Swap(p bpf.Program) error { return c.swap(p) }

// SetFilterFD sets an eBPF program of type socket filter as the filter, by its
// descriptor, in the same way. The descriptor must stay open while the Conn is in a
// fanout group or bound again.
func (c *Conn) SetFilterFD(fd int) error { return c.setFilterFD(fd) }

// LockFilter keeps the filter as it is for good, whoever is given the socket.
// Unbind then takes the socket off its interface without rejecting frames first.
func (c *Conn) LockFilter() error { return c.lockFilter() }

// Bind starts receiving from an interface by index; 0 means all. The ring is made
// here. Set the filter first: what comes in between is not filtered. A member of a
// fanout group stays bound, and gets no frames while it is unbound; its share is lost.
func (c *Conn) Bind(ifindex int) error { return c.bindTo(ifindex) }

// Unbind stops receiving. Frames queued so far stay and can be received; when
// Unbind has returned no other comes.
func (c *Conn) Unbind() error { return c.unbind() }

// Discard makes Next skip all frames that are queued now. Call it after Unbind.
func (c *Conn) Discard() error { return c.discard() }

// Drained reports whether all frames that were queued have been taken. Its answer
// is exact after Unbind.
func (c *Conn) Drained() (bool, error) { return c.drained() }

// Promiscuous asks the interface for frames to all addresses, or no longer.
func (c *Conn) Promiscuous(ifindex int, on bool) error { return c.promiscuous(ifindex, on) }

// AllMulticast asks the interface for frames to all groups, or no longer.
func (c *Conn) AllMulticast(ifindex int, on bool) error { return c.allMulticast(ifindex, on) }

// Join asks the interface for frames to an address of the link layer, at most 8
// bytes: a group, or a further address of its own. Leave, or Close, ends that.
func (c *Conn) Join(ifindex int, addr []byte) error { return c.address(ifindex, addr, true) }

// Leave undoes Join.
func (c *Conn) Leave(ifindex int, addr []byte) error { return c.address(ifindex, addr, false) }

// HardwareTime switches the adapter's time stamps on for all frames it receives
// (SIOCSHWTSTAMP). It needs CAP_NET_ADMIN; an adapter that cannot gives an error
// that wraps errors.ErrUnsupported.
func (c *Conn) HardwareTime(name string) error { return c.hardwareTime(name) }

// Next sets f to the next frame and reports whether there was one; it does not
// wait. f.Data is memory shared with the kernel, valid until the next call. ErrDown
// and ErrGone are reported when all frames from before have been taken.
func (c *Conn) Next(f *Frame) (bool, error) { return c.next(f) }

// Buffered is Next for the frames that need no look at the ring: the rest of the
// V3 block that Next has begun. It reports false when Next has to be asked. Unlike
// Next it may be called while other goroutines use any method; Discard takes effect
// at once, and after Close(true) it goes on to the end of the block.
func (c *Conn) Buffered(f *Frame) bool { return c.buffered(f) }

// Lent is the V3 block whose frames Next lends, for a reader to take the rest of it
// with Peek and Take, as Buffered would but without looking at Discard. It is empty
// when Next has to be asked, and always with Guard or Offloads and without a V3 ring.
// The result is the same for as long as the Conn lives.
func (c *Conn) Lent() *Block { return c.lent() }

// Pending reports, when Next has none, whether frames are in the block that the
// kernel is filling, and when it began that block, in nanoseconds since 1970: none of
// them is earlier. It is a guess if frames come meanwhile.
func (c *Conn) Pending() (since int64, ok bool) { return c.pending() }

// Stats returns the counts since Open.
func (c *Conn) Stats() (Stats, error) { return c.statistics() }

// LastStats returns the counts as they were when the kernel was last asked: by
// Stats, or by Next when frames have been lost.
func (c *Conn) LastStats() Stats { return c.lastStatistics() }

// Ring reports whether frames come through a ring, and its size in bytes. It is
// known after the first Bind.
func (c *Conn) Ring() (bytes int, ok bool) {
	n := c.memory().Bytes
	return n, n > 0
}

// Memory describes what the kernel gave for receiving. It is known after the first
// Bind.
func (c *Conn) Memory() Memory { return c.memory() }

// Send sends a frame, link-layer header included, on the interface. It does not
// wait: a full queue is an error for which Busy is true.
func (c *Conn) Send(ifindex int, frame []byte) error {
	return c.sendOne(ifindex, frame)
}

// SendBatch sends frames in one system call where it can and returns how many
// were sent; err says why the next one was not.
func (c *Conn) SendBatch(ifindex int, frames [][]byte) (n int, err error) {
	return c.send(ifindex, frames)
}

// HasClock reports whether the interface's adapter can take the time of all frames
// it receives. It needs no privilege. An unknown interface is an ENODEV error.
func HasClock(name string) (bool, error) { return hasClock(name) }

// Busy reports whether err means that the interface's queue is full for now.
func Busy(err error) bool { return busy(err) }

// Close closes the socket. If keep is true the frame that Next gave last stays
// readable until Release. Close does not wait until the kernel has freed the socket
// and its ring, which takes it some tens of milliseconds and is done in the
// background, for 32 sockets at a time; until then the descriptor is open, and
// receives nothing. Opening another Conn waits for that where it needs to: for the
// memory, the descriptor or the place in a fanout group.
func (c *Conn) Close(keep bool) error { return c.close(keep) }

// Freed is closed when the kernel has freed everything, after Close.
func (c *Conn) Freed() <-chan struct{} { return c.freed }

// Release frees the memory that Close kept.
func (c *Conn) Release() error { return c.release() }

// Waker waits for frames on several Conns and can be woken from any goroutine.
type Waker struct{ waker }

// NewWaker returns a Waker.
func NewWaker() (*Waker, error) {
	w := new(Waker)
	if err := w.open(); err != nil {
		return nil, err
	}
	return w, nil
}

// Wait returns when one of conns may have a frame or an error, after Wake, or
// after the timeout; a negative one is none. A Wake before Wait is not lost. One
// goroutine at a time may wait.
func (w *Waker) Wait(timeout time.Duration, conns []*Conn) error { return w.wait(timeout, conns) }

// Also makes Wait return too when one of further descriptors is readable: those of
// other sockets that a program reads. They must stay open while anybody waits.
func (w *Waker) Also(fds ...int) { w.also(fds) }

// Wake makes the present or the next Wait return at once.
func (w *Waker) Wake() { w.wake() }

// Close frees the Waker. Nobody may be waiting.
func (w *Waker) Close() error { return w.close() }
