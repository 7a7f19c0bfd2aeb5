package afpacket

import (
	"errors"
	"time"
)

// ErrPacing: no queueing discipline of the interface sends frames at their times.
// It wraps errors.ErrUnsupported.
var ErrPacing error = pacing{}

type pacing struct{}

func (pacing) Error() string {
	return "the interface's queueing discipline does not send at given times; set fq for MonotonicClock, etf for TAIClock (tc-etf(8))"
}
func (pacing) Unwrap() error { return errors.ErrUnsupported }

// FormatError is a frame in a ring for sending that the kernel refused. Err is its
// errno: EMSGSIZE for too long a frame, EINVAL for too short a one.
type FormatError struct {
	Len int // of the frame, in bytes
	Err error
}

func (e *FormatError) Error() string { return "frame has the wrong format: " + e.Err.Error() }
func (e *FormatError) Unwrap() error { return e.Err }

// LaunchClock is the clock of TxFrame.Time.
type LaunchClock uint8

// The clocks of TxFrame.Time.
const (
	NoLaunch       LaunchClock = iota // frames are sent at once
	MonotonicClock                    // CLOCK_MONOTONIC, which the discipline fq heeds
	TAIClock                          // CLOCK_TAI, which etf heeds
)

// SendConfig says how a Sender sends. With the Interface alone it sends frames as
// they are, by sendmmsg.
type SendConfig struct {
	Interface int // index

	// Ring is the form of ring to send through, V2 or V3; AnyVersion is none. Its
	// slots are for frames of Longest bytes, the interface's MTU and headers if
	// zero. Buffer is its size in bytes, 1 MiB if zero; if there is no memory for
	// it, smaller ones are tried.
	//
	// The kernel copies frames of up to 2 KiB out of the ring, which costs less than
	// lending it the memory; longer ones, and those of a ring with Headroom or SkipBad,
	// it sends without a copy if it can. A slot is not given out again before the kernel
	// says that it is done with it.
	Ring    Version
	Longest int
	Buffer  int

	// Headroom lets CommitAt begin a frame that many bytes into its slot
	// (PACKET_TX_HAS_OFF), for programs that take headers off in place.
	Headroom int

	// SkipBad has the kernel pass over frames of the wrong format in a ring
	// (PACKET_LOSS). Nobody learns which they were; without it they are errors.
	SkipBad bool

	// Cooked sends without link-layer header: the kernel makes one (SOCK_DGRAM), to
	// Target's address.
	Cooked bool

	// BypassQdisc gives frames to the driver, past the interface's queueing
	// discipline (PACKET_QDISC_BYPASS). Where the driver's queue is full, frames are
	// lost or Busy.
	BypassQdisc bool

	// Offload lets frames leave checksums and segmentation to the interface
	// (PACKET_VNET_HDR): see TxFrame.Offload.
	Offload bool

	// Launch is the clock by which the interface sends frames, if it can (SO_TXTIME).
	// ErrPacing if it cannot. Not with a ring.
	Launch LaunchClock

	// SocketBuffer bounds the bytes of frames on their way (SO_SNDBUF), each counted
	// with the kernel's overhead of about 750 bytes; zero is the system's default.
	SocketBuffer int

	// Socket makes the socket, as in Config; nil is socket(2).
	Socket func(typ int) (fd int, err error)
}

// Target is where frames without link-layer header go.
type Target struct {
	Protocol uint16 // EtherType, host byte order
	Addr     []byte // link-layer address, at most 8 bytes
}

// TxFrame is a frame to be sent, with what else the kernel may do for it.
type TxFrame struct {
	Data    []byte
	Offload Offload       // needs SendConfig.Offload
	Time    time.Duration // when, by SendConfig.Launch's clock; 0 is at once
}

// SendStats are a Sender's counts.
type SendStats struct {
	Frames uint64 // given to the kernel
	Bytes  uint64 // in these
	Busy   uint64 // times that there was no room
	Wrong  uint64 // frames of the wrong format
}

// Slots counts the slots of a ring for sending by their state.
type Slots struct {
	Free    int // to be filled
	Filled  int // not yet given to the kernel
	Sending int // the kernel's
	Wrong   int // refused
}

// Sender sends frames on one interface. Its methods may be called by several
// goroutines, but Slot, Commit and Flush belong to one.
type Sender struct{ sender }

// OpenSender makes a socket that only sends, in the network namespace of the
// calling thread. CAP_NET_RAW is needed.
func OpenSender(cfg SendConfig) (*Sender, error) {
	s := new(Sender)
	if err := s.open(cfg); err != nil {
		return nil, err
	}
	return s, nil
}

// Sender returns a Sender on the Conn's own socket, which receives none of what it
// sends. Its ring is the one that Config.Transmit asked for, known after the first
// Bind; the ring's fields of cfg are ignored, and Offload is Config.Offloads. The
// Sender ends with the Conn.
func (c *Conn) Sender(cfg SendConfig) (*Sender, error) {
	s := new(Sender)
	if err := s.openOn(&c.conn, cfg); err != nil {
		return nil, err
	}
	return s, nil
}

// BypassQdisc has Send and SendBatch give frames to the driver, past the interface's
// queueing discipline; see SendConfig.
func (c *Conn) BypassQdisc() error { return c.bypassQdisc() }

// SetTarget says where frames go from now on, if the Sender is Cooked.
func (s *Sender) SetTarget(t Target) error { return s.setTarget(t) }

// Send sends a frame. It does not wait: a full queue is an error for which Busy is
// true.
func (s *Sender) Send(frame []byte) error { return s.sendOne(frame) }

// SendBatch sends frames with as few system calls as possible and returns how many
// were sent; err says why the next one was not. The frames are the caller's again.
// SendBatch allocates nothing.
func (s *Sender) SendBatch(frames [][]byte) (n int, err error) { return s.sendBatch(frames) }

// SendFrames is SendBatch for frames with more to them than bytes.
func (s *Sender) SendFrames(frames []TxFrame) (n int, err error) { return s.sendFrames(frames) }

// Slot returns the memory of the next frame in the ring, or nil if all slots are
// filled or on their way (Flush and Wait). The same slot is returned until Commit.
func (s *Sender) Slot() []byte { return s.slot() }

// Commit has the first n bytes of Slot sent with the next Flush.
func (s *Sender) Commit(n int) error { return s.commit(0, n) }

// CommitAt is Commit for the n bytes from off on, at most SendConfig.Headroom.
func (s *Sender) CommitAt(off, n int) error { return s.commit(off, n) }

// Flush gives the kernel the frames that were committed, and returns how many it
// took. err says why it did not take the next one; that one and those after it are
// given up. A *FormatError is about that frame alone.
func (s *Sender) Flush() (n int, err error) { return s.flushNow() }

// Wait returns when there may be room for another frame, or after the timeout; a
// negative one is none. The queue of an interface, unlike a socket's buffer and a
// ring, does not tell when it has room.
func (s *Sender) Wait(timeout time.Duration) error { return s.wait(timeout) }

// Slots counts the ring's slots; all are 0 without a ring.
func (s *Sender) Slots() Slots { return s.slots() }

// Ring describes the ring.
func (s *Sender) Ring() Memory { return s.memory() }

// Stats returns the counts so far.
func (s *Sender) Stats() SendStats { return s.statistics() }

// Close ends the Sender. Frames that were committed and not flushed are not sent. A
// Conn's Sender leaves the Conn open. The kernel frees the socket in the background, as
// Conn.Close says.
func (s *Sender) Close() error { return s.close() }

// Freed is closed when the kernel has freed everything, after Close of the Sender, or of
// the Conn whose Sender it is.
func (s *Sender) Freed() <-chan struct{} { return s.freed() }
