// Package bpfdev is /dev/bpf, the packet filter device of FreeBSD, OpenBSD, NetBSD,
// DragonFly, macOS, illumos, Solaris and AIX: raw access to network interfaces, with
// packets received many at a time and sent one by one. See bpf(4).
//
// It gives what the kernel gives, without the comforts of package capture. On other
// systems Open returns an error that wraps errors.ErrUnsupported. What a kernel wrote
// is read by code that runs everywhere, with a table of facts for each system: Walker
// and System work on any machine with any system's buffers.
//
// A Conn is opened bound to an interface and receiving nothing, is started with a
// filter, and is read until it is closed:
//
//	c, err := bpfdev.Open("em0", bpfdev.Config{})
//	err = c.Start(prog)
//	b := c.NewBatch()
//	for {
//		for {
//			ok, err := c.Read(b)
//			...
//			for b.Next(&record) {
//				...
//			}
//			b.Release()
//		}
//		err = c.Wait(-1)
//	}
package bpfdev

import (
	"errors"
	"syscall"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

// Errors that Conn's methods wrap.
var (
	// ErrDown: the interface is down. Packets come again when it is up.
	ErrDown = errors.New("interface is down")
	// ErrGone: the interface was removed.
	ErrGone = errors.New("interface was removed")
	// ErrClosed: the Conn is closed.
	ErrClosed = errors.New("closed")
	// ErrNoInterface: there is no interface of the name.
	ErrNoInterface = errors.New("no such interface")
	// ErrNoDevice: the system has no /dev/bpf, or all of them are in use.
	ErrNoDevice = errors.New("no bpf device")
	// ErrLocked: the Conn's filter was locked.
	ErrLocked = errors.New("filter is locked")
)

// Error says which operation the kernel refused. Err is its errno or one of this
// package's errors, or errors.ErrUnsupported.
type Error struct {
	Op  string // such as "set filter"
	Err error
}

func (e *Error) Error() string { return e.Op + ": " + e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// Direction chooses packets.
type Direction uint8

// The directions.
const (
	Both Direction = iota
	In
	Out // not on all systems
)

// Config says how a Conn is to be. The zero Config is good for most.
type Config struct {
	// Buffer is how many bytes of packets the kernel may hand over at once, of which it
	// has two; 512 KiB if zero. What the kernel does not give is made smaller.
	Buffer int
	// Latency is how long a packet may wait for company in the kernel, where its own
	// timer can be used (Info.Timed). 0 is not at all.
	Latency     time.Duration
	Promiscuous bool // from Start on, and until Close
	Direction   Direction
	Nanoseconds bool // times have nanoseconds if the system can, otherwise microseconds
	// ZeroCopy has the kernel write packets into the program's memory (FreeBSD, with
	// sysctl net.bpf.zerocopy_enable=1).
	ZeroCopy bool
	// OwnSource has the kernel fill in the source address of frames that are sent.
	OwnSource bool
	// Feedback has the host receive what is sent (FreeBSD, NetBSD, DragonFly).
	Feedback bool
	// BatchWrite has SendBatch use one system call for many frames (macOS, private).
	BatchWrite bool
	// WaitBy is how to wait for packets; nil is as the system does it best.
	WaitBy *WaitMode

	Kernel Kernel  // nil is the system that the program runs on
	System *System // nil is the same; for another Kernel it says which
}

// Stats are the counts of a Conn since Open.
type Stats struct {
	Received  uint64 // packets that the filter accepted and that were read
	Dropped   uint64 // packets that the filter accepted and for which there was no room
	Seen      uint64 // packets that the filter was asked about
	Discarded uint64 // packets of Received that Swap threw away
}

// Info is what Open obtained.
type Info struct {
	Interface Interface
	Device    string    // such as /dev/bpf0
	DLT       int       // the kernel's number for the link type
	Link      link.Type // and what it means
	LinkKnown bool      // whether that is known
	Buffer    int       // bytes; the kernel has two
	Wanted    int
	Wait      WaitMode
	Timed     bool // packets wait for company in the kernel, up to Latency; otherwise they are handed over at once
	Fine      bool // times have nanoseconds
	ZeroCopy  bool
}

// Busy reports whether err means that the interface's queue is full for now.
func Busy(err error) bool {
	return errors.Is(err, syscall.ENOBUFS) || errors.Is(err, syscall.EAGAIN)
}

// Conn is a bpf device that is bound to an interface. One goroutine at a time may use
// Read, Start, Swap, Stop and SetLink; another may be in Wait; the other methods may be
// called by any.
type Conn struct{ conn }

// Open opens a device, which mostly takes root or read and write permission for
// /dev/bpf, and binds it to an interface.
func Open(name string, cfg Config) (*Conn, error) {
	c := new(Conn)
	if err := c.open(name, cfg); err != nil {
		return nil, err
	}
	return c, nil
}

// Info says what Open obtained.
func (c *Conn) Info() Info { return c.info }

// System is the kernel's facts.
func (c *Conn) System() *System { return c.sys }

// Start begins to receive the packets that the filter accepts, as many bytes of each
// as it says; nil is all. What came before is not received. A filter that is too long for the
// kernel is run by Batch.Next.
func (c *Conn) Start(p bpf.Program) error { return c.start(p) }

// Swap exchanges the filter of a Conn that was started. Packets that are queued are
// thrown away; where the system can exchange filters without losing its buffers
// (BIOCSETFNR) none is missed, and those thrown away are counted.
func (c *Conn) Swap(p bpf.Program) error { return c.swap(p) }

// Stop stops receiving. The packets that were queued are returned.
func (c *Conn) Stop() ([]*Batch, error) { return c.stop() }

// Lock keeps the filter, the interface and the link type as they are for good, whoever
// is given the device (BIOCLOCK). A system that cannot gives an error that wraps
// errors.ErrUnsupported.
func (c *Conn) Lock() error { return c.lock() }

// SetWriteFilter has the kernel refuse to send frames that the program rejects.
func (c *Conn) SetWriteFilter(p bpf.Program) error { return c.setWriteFilter(p) }

// LinkTypes are the kernel's numbers of the link types that the interface offers.
func (c *Conn) LinkTypes() ([]int, error) { return c.linkTypes() }

// SetLink chooses one of them. The Conn must not be started.
func (c *Conn) SetLink(dlt int) error { return c.setLink(dlt) }

// NewBatch is an empty Batch for Read.
func (c *Conn) NewBatch() *Batch { return c.newBatch() }

// Read fills b with the packets that are there and reports whether there are any. It
// does not wait.
func (c *Conn) Read(b *Batch) (bool, error) { return c.read(b) }

// Wait waits until Read may have something, or after Wake. A negative timeout is none;
// at the end of another the error wraps ErrTimeout.
func (c *Conn) Wait(timeout time.Duration) error { return c.wait(timeout) }

// Queued is how many bytes wait in the kernel.
func (c *Conn) Queued() int { return c.queued() }

// Wake makes the present or the next Wait return.
func (c *Conn) Wake() { c.wake() }

// Check looks whether the interface is still there and up.
func (c *Conn) Check() (Interface, error) { return c.check() }

// Send sends a frame, link-layer header included.
func (c *Conn) Send(frame []byte) error { return c.sendOne(frame) }

// SendBatch sends frames and returns how many were sent; err says why the next was not.
func (c *Conn) SendBatch(frames [][]byte) (n int, err error) { return c.send(frames) }

// Stats returns the counts since Open.
func (c *Conn) Stats() (Stats, error) { return c.statistics() }

// LastStats returns the counts as they were when the kernel was last asked: by Stats, or
// by Read when a buffer was full enough for packets to have been lost.
func (c *Conn) LastStats() Stats { return c.lastStatistics() }

// Close closes the device. Whoever is in Wait returns with ErrClosed. With ZeroCopy the
// packets of a Batch that was not released stay readable until the Conn is garbage.
func (c *Conn) Close() error { return c.close() }
