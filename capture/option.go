package capture

import (
	"log/slog"
	"net"
	"strconv"
	"time"

	"github.com/gocap-project/gocap/capture/afxdp"
)

// DefaultSnaplen is how many bytes of each packet are captured if Snaplen does
// not say otherwise: more than any frame has.
const DefaultSnaplen = 262144

// Option is an argument of Open.
type Option func(*config)

type config struct {
	snaplen     int
	promiscuous bool
	latency     time.Duration
	buffer      int
	direction   Direction
	stamp       Timestamp
	precision   time.Duration
	cooked      bool
	sll1        bool
	plain       bool
	backend     string
	log         *slog.Logger
	busyPoll    time.Duration
	offloads    bool
	namespace   string
	namespaceFD int
	watch       func(Event)
	follow      bool
	immediate   bool
	guarded     bool
	sockets     *net.UnixConn
	asker       func(typ int) (int, error) // of sockets
	fanout      *fanout

	hasNamespaceFD bool
	bypass         bool
	sendBy         SendMethod
	sendOffloads   bool
	xdp            afxdp.Config
}

// Snaplen captures the first n bytes of each packet, 1 to 2³¹-1; 0 means
// DefaultSnaplen.
func Snaplen(n int) Option { return func(c *config) { c.snaplen = n } }

// Promiscuous asks the interface for packets to other hosts too. On the device
// any it has no effect.
func Promiscuous() Option { return func(c *config) { c.promiscuous = true } }

// Latency is how long a packet may wait in the kernel for company, so that the
// reader is not woken for each one; it is rounded up to milliseconds and is 1 ms
// without this option. More saves time: waking costs many times what a packet does.
// A dense stream may wait for three times as long. Less than 1 ms is Immediate.
func Latency(d time.Duration) Option {
	return func(c *config) { c.latency, c.immediate = d, d < time.Millisecond }
}

// Immediate delivers each packet at once, in microseconds, and wakes the reader for
// each if it is idle.
func Immediate() Option { return Latency(0) }

// Buffer is the memory in the kernel for packets that have not been read, in
// bytes, for each interface; 32 MiB without this option.
func Buffer(bytes int) Option { return func(c *config) { c.buffer = bytes } }

// From captures incoming or outgoing packets only.
func From(d Direction) Option { return func(c *config) { c.direction = d } }

// Timestamp is a kind of packet time.
type Timestamp uint8

// The kinds of packet time, named as libpcap names them.
const (
	HostTime            Timestamp = iota // "host": the kernel's clock
	AdapterTime                          // "adapter": the adapter's clock, which something keeps in step with the host's
	AdapterUnsyncedTime                  // "adapter_unsynced": the adapter's clock as it is
)

func (t Timestamp) String() string { return name(t, "host", "adapter", "adapter_unsynced") }

// Timestamps chooses the kind of packet time. An adapter without a clock gives an
// error that wraps errors.ErrUnsupported. The kernel does not tell whether an
// adapter's clock is kept in step: Linux gives the same time for both kinds.
func Timestamps(t Timestamp) Option { return func(c *config) { c.stamp = t } }

// Precision cuts packet times to multiples of d: time.Microsecond, or
// time.Nanosecond, which is what there is without this option.
func Precision(d time.Duration) Option { return func(c *config) { c.precision = d } }

// Cooked has the kernel strip the link-layer header and puts a LINKTYPE_LINUX_SLL2
// header in its place. The device any, and interfaces whose own headers are not
// reliable, are always captured so.
func Cooked() Option { return func(c *config) { c.cooked = true } }

// CookedV1 makes the header of cooked packets a LINKTYPE_LINUX_SLL one, for
// programs that do not know the newer. It does not switch Cooked on.
func CookedV1() Option { return func(c *config) { c.sll1 = true } }

// PlainSocket captures with system calls instead of a memory-mapped ring. It is
// what Open falls back to when there is no memory for a ring.
func PlainSocket() Option { return func(c *config) { c.plain = true } }

// BypassQueue sends frames past the interface's queueing discipline, straight to its
// driver: faster, and past the host's traffic shaping; frames that the driver has no
// room for may be lost. It is Linux's.
func BypassQueue() Option { return func(c *config) { c.bypass = true } }

// SendMethod is a way to give frames to the kernel.
type SendMethod uint8

// The ways to send.
const (
	SendCalls SendMethod = iota // system calls, each of many frames
	SendRing                    // a ring of slots shared with the kernel: a fifth less time for each frame, on Ethernet
	SendBest                    // the ring where there can be one and it pays, else system calls
)

func (m SendMethod) String() string { return name(m, "sendmmsg", "TX ring", "best") }

// SendBy chooses the way to send. It is SendCalls without this option, as a program
// that mostly receives has no use for a ring, half a MiB for each interface. With
// SendRing Open gives a *BackendError where there can be none. Handle.Sending says
// which it is.
func SendBy(m SendMethod) Option { return func(c *config) { c.sendBy = m } }

// SendOffloads has SendPackets leave to the interface what Packet.Offload says is not
// done yet: the checksum, and to split the packet.
func SendOffloads() Option { return func(c *config) { c.sendOffloads = true } }

// OptionError is an option's value that makes no sense.
type OptionError struct {
	Option string
	Value  int64
}

func (e *OptionError) Error() string {
	return "option " + e.Option + ": " + strconv.FormatInt(e.Value, 10) + " is out of range"
}

// Unwrap returns ErrOption.
func (e *OptionError) Unwrap() error { return ErrOption }

func configure(opts []Option) (config, error) {
	c := config{latency: time.Millisecond, precision: time.Nanosecond}
	for _, o := range opts {
		o(&c)
	}
	if c.snaplen == 0 {
		c.snaplen = DefaultSnaplen
	}
	for _, v := range []struct {
		name          string
		value, lo, hi int64
	}{
		{"Snaplen", int64(c.snaplen), 1, 1<<31 - 1},
		{"Buffer", int64(c.buffer), 0, 1<<31 - 1},
		{"BusyPoll", int64(c.busyPoll), 0, int64(time.Second)},
		{"Latency", int64(c.latency), 0, int64(time.Minute)},
		{"Precision", int64(c.precision), 1, int64(time.Second)},
		{"SendBy", int64(c.sendBy), 0, int64(SendBest)},
		{"From", int64(c.direction), 0, int64(Out)},
		{"Timestamps", int64(c.stamp), 0, int64(AdapterUnsyncedTime)},
	} {
		if v.value < v.lo || v.value > v.hi {
			return c, &OptionError{v.name, v.value}
		}
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if !known(c.backend) {
		return c, &BackendError{Name: c.backend, Err: ErrOption}
	}
	return c, nil
}
