// Package afxdp is Linux's AF_XDP socket: frames go from an interface's queue into
// memory of the program, and back, through rings that both share, without the
// network stack. See Documentation/networking/af_xdp.rst.
//
// A program in the kernel that runs for each frame decides which are taken. It is
// made here, of a classic filter. What it takes the rest of the system does not see:
// a frame is taken or passed on, never both. So this is for a program that handles
// some of an interface's traffic by itself; to watch traffic use package afpacket,
// which costs less there, see docs/afxdp.md.
//
// It gives what the kernel gives, without the comforts of package capture. On other
// systems Open returns an error that wraps errors.ErrUnsupported.
//
//	c, err := afxdp.Open(ifindex, afxdp.Config{})
//	err = c.Start(filter)
//	for {
//		for {
//			ok, err := c.Next(&frame)
//			...
//		}
//		err = c.Wait(-1)
//	}
//
// Sending takes CAP_NET_RAW. Receiving takes CAP_BPF and CAP_NET_ADMIN too, outside
// user namespaces.
package afxdp

import (
	"errors"
	"strconv"
	"time"

	"github.com/gocap-project/gocap/bpf"
)

// Errors that Conn's methods wrap.
var (
	// ErrClosed: the Conn is closed.
	ErrClosed = errors.New("closed")
	// ErrGone: the interface was removed.
	ErrGone = errors.New("interface was removed")
	// ErrDown: the interface is down, so that nothing can be sent.
	ErrDown = errors.New("interface is down")
	// ErrActive: the Conn receives already.
	ErrActive = errors.New("receiving already")
	// ErrInactive: the Conn does not receive.
	ErrInactive = errors.New("not receiving")
	// ErrBusy: there is no room for a frame to be sent until the interface has sent
	// some. Try again in a moment.
	ErrBusy = errors.New("no room to send")
	// ErrTooLong: the frame is longer than the interface can send.
	ErrTooLong = errors.New("frame is too long")
	// ErrTooShort: the frame has no whole Ethernet header.
	ErrTooShort = errors.New("frame is shorter than 14 bytes")
	// ErrTaken: another program is attached to the interface, or another socket to
	// the queue.
	ErrTaken = errors.New("interface or queue is in use by another program")
	// ErrConfig: a value of Config makes no sense.
	ErrConfig = errors.New("value out of range")
)

// Error says which operation was refused. Err is the kernel's errno, an error of
// loading a program, or one of this package's errors. If it is fs.ErrPermission,
// Capability is the missing privilege.
type Error struct {
	Op         string // such as "bind"
	Queue      int    // of the interface; -1: not one queue's
	Capability string // such as "CAP_NET_RAW"; mostly empty
	Err        error
}

func (e *Error) Error() string {
	s := e.Op
	if e.Queue >= 0 {
		s += " queue " + strconv.Itoa(e.Queue)
	}
	s += ": " + e.Err.Error()
	if e.Capability != "" {
		s += " (" + e.Capability + " is needed)"
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// Mode says where the program runs.
type Mode uint8

// The modes.
const (
	AnyMode Mode = iota // in the driver if it can, otherwise generic
	Generic             // in the network stack: any interface can
	Driver              // in the driver, before the stack has made anything of the frame
)

func (m Mode) String() string {
	switch m {
	case AnyMode:
		return "any"
	case Generic:
		return "generic"
	case Driver:
		return "driver"
	}
	return strconv.Itoa(int(m))
}

// Copying says how frames get into the program's memory.
type Copying uint8

// The ways.
const (
	AnyCopying Copying = iota // by the adapter if it can, otherwise the kernel copies
	Copy                      // the kernel copies
	ZeroCopy                  // the adapter; where it cannot Open fails with an errors.ErrUnsupported
)

// Config says how to open a Conn. The zero value is for receiving and sending on
// all queues.
type Config struct {
	// Queues of the interface; nil means all. A frame that arrives in another
	// queue is passed on to the network stack.
	Queues  []int
	Mode    Mode
	Copying Copying

	// Receive and Send are how many frames the rings of each queue hold, rounded up
	// to powers of two. Zero means 4096 and 2048, a negative number no ring: without one to
	// receive, no privilege over programs is needed. Where the kernel refuses so
	// much locked memory, ever less is tried; Info tells.
	Receive, Send int

	// FrameSize is the size of the pieces of memory that frames lie in: 2048 or
	// 4096, also the page size where that is more. Zero means 2048, or 4096 for an
	// interface whose frames do not fit. Headroom is kept free before each frame
	// received, in bytes, besides the kernel's own 256.
	FrameSize, Headroom int

	// NoFragments refuses frames that do not fit into one piece; they count as
	// dropped. Kernels before Linux 6.6 and some drivers can do no other.
	NoFragments bool

	// Take makes the interface the program's alone: frames that the filter rejects
	// are dropped, not passed on to the network stack.
	Take bool

	// NoStamp leaves out the time that the kernel otherwise writes before each
	// frame. Times are then those of reading, and the filter is run once more.
	NoStamp bool

	// Interval is how Wait waits. Zero: until the kernel wakes it, for every frame
	// if they come one by one. More than zero: it looks at the rings so often, which
	// costs much less at high rates. Negative: it never sleeps.
	Interval time.Duration

	// BusyPoll, if more than zero, has the kernel look at the adapter's queue for
	// that long when it is asked, in microseconds, instead of by interrupts
	// (SO_PREFER_BUSY_POLL). It is for adapters, and wants their
	// gro_flush_timeout and napi_defer_hard_irqs set.
	BusyPoll time.Duration
}

// Info says what was obtained.
type Info struct {
	Queues          []int
	Mode            Mode // after Start
	ZeroCopy        bool
	Fragments       bool // frames may be longer than a piece
	FrameSize       int  // of the pieces, in bytes
	Receive, Send   int  // frames in the rings of each queue
	Memory          int  // locked memory in bytes
	MTU             int  // of the interface, in bytes without the Ethernet header
	ProgramLen      int  // instructions of the program in the kernel, after Start
	NeedsNoWakeup   bool // sending takes no system calls at present
	ReceivesOnQueue bool // there are rings to receive
}

// Stats are the counts of a Conn since Open.
type Stats struct {
	Received uint64 // frames that were read
	Sent     uint64 // frames that were given to the interface
	// Dropped are frames that the filter accepted and that had no room, or were
	// longer than a piece of memory.
	Dropped uint64
	// SendDropped are frames that the interface refused after taking them.
	SendDropped uint64
	// Invalid are descriptors that one side found wrong. They should be 0.
	Invalid uint64
}

// Frame is a received frame.
type Frame struct {
	// Data are the bytes, from the Ethernet header on, cut to the filter's verdict.
	Data []byte
	// Len is how long the frame was.
	Len int
	// Time is when the program in the kernel saw it, in nanoseconds of the Unix
	// epoch; or when it was read, if Stamped is false.
	Time    int64
	Stamped bool
	Queue   int
}

// Conn is an AF_XDP socket on each of some queues of an interface. One goroutine
// may receive, another send, and others use the rest.
type Conn struct{ conn }

// Open makes the sockets, in the network namespace of the calling thread. Nothing
// is received until Start; sending works at once.
func Open(ifindex int, cfg Config) (*Conn, error) {
	c := new(Conn)
	if err := c.open(ifindex, cfg); err != nil {
		return nil, err
	}
	return c, nil
}

// Start attaches a program to the interface that takes the frames that the filter
// accepts; nil is all. The program stays for as long as the process lives, or until
// Stop or Close, and goes with it whatever its end is. The error is a
// *bpf.ProgramError if the filter is invalid and ErrTaken if the interface has
// another program.
func (c *Conn) Start(filter bpf.Program) error { return c.start(filter) }

// SetFilter puts another filter in the place of the present one, between two
// frames. None that only the former accepted is delivered from then on.
func (c *Conn) SetFilter(filter bpf.Program) error { return c.setFilter(filter) }

// Stop detaches the program. Frames received before can still be read.
func (c *Conn) Stop() error { return c.stop() }

// Discard makes Next and Read skip the frames that have been received so far.
func (c *Conn) Discard() { c.discard() }

// Next sets f to the next frame and reports whether there was one; it does not
// wait. f.Data is the ring's memory, valid until the next call of Next or Read. A
// frame in several pieces is put together in memory that the Conn keeps for it.
// Close by another goroutine leaves f.Data alone. After all frames, ErrGone is
// reported if the interface was removed.
func (c *Conn) Next(f *Frame) (bool, error) { return c.next(f) }

// Read sets as many frames as there are and returns how many; it does not wait.
// All their Data are valid until the next call of Next or Read. Frames in several
// pieces end a batch.
func (c *Conn) Read(frames []Frame) (int, error) { return c.read(frames) }

// Wait returns when there may be a frame or an error, after Wake, or after the
// timeout; a negative one is none. A Wake before Wait is not lost.
func (c *Conn) Wait(timeout time.Duration) error { return c.wait(timeout) }

// FDs are descriptors that poll as readable when there may be a frame, for a program
// that waits for several things: after Next has found none, and instead of Wait.
// They stay the Conn's.
func (c *Conn) FDs() []int { return c.descriptors() }

// Check asks the kernel for an error of receiving, as Wait does now and then: poll
// tells of none. It is ErrGone if the interface was removed.
func (c *Conn) Check() error { return c.check() }

// Wake makes the present or the next Wait return at once.
func (c *Conn) Wake() { c.wake() }

// Send sends a frame, Ethernet header included, through the first queue. It does not
// wait for room: ErrBusy says that there is none.
func (c *Conn) Send(frame []byte) error { return c.sendOne(frame) }

// SendBatch sends frames through the first queue and returns how many; err says why
// the next one was not sent. The frames are copied.
func (c *Conn) SendBatch(frames [][]byte) (n int, err error) { return c.sendBatch(0, frames) }

// SendOn is SendBatch through the queue that is number i of Info's Queues. Different
// queues can be used by different goroutines at once.
func (c *Conn) SendOn(i int, frames [][]byte) (n int, err error) { return c.sendBatch(i, frames) }

// Flush waits until the kernel has sent all frames and given their memory back, at
// most for the timeout; ErrBusy says that it has not. There is need of it before
// Close only.
func (c *Conn) Flush(timeout time.Duration) error { return c.flush(timeout) }

// Stats returns the counts since Open.
func (c *Conn) Stats() (Stats, error) { return c.statistics() }

// Info says what was obtained.
func (c *Conn) Info() Info { return c.info() }

// Close detaches the program, closes the sockets and wakes a goroutine that waits,
// which gets ErrClosed. The program is gone when Close returns; the kernel frees the
// sockets in the background, where it waits for a grace period of RCU, and until then
// their descriptors are open. Opening another Conn waits for that where it has to.
func (c *Conn) Close() error { return c.close() }

// Freed is closed when the kernel has freed everything, after Close.
func (c *Conn) Freed() <-chan struct{} { return c.gone() }
