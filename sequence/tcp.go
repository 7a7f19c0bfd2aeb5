package sequence

import (
	"errors"

	"github.com/gocap-project/gocap/wire"
)

// A TCPConfig says how TCP streams are put together. The zero value is what today's Linux does, within limits that
// suit a monitor.
type TCPConfig struct {
	// Out takes what a stream has to say. [Streams] asks Accept instead.
	Out Sink

	// Policy says which bytes count where segments that wait overlap.
	Policy TCPPolicy

	// Memory is how many bytes may be taken in all, for what waits and for history; 0 means [DefaultTCPMemory]. It is
	// not looked at where the caller supplies memory.
	Memory int

	// History is how much memory each direction has for its last bytes, which are kept to compare with what is sent
	// again: at most 16384. It has those of the last segment, and of as many before it as there is room for. 0 means
	// [DefaultTCPHistory], or less where there are many directions: from 128 on a half, from 256 on a quarter, and from
	// 512 on 256 bytes, so that writing them does not take longer than all else. Less than 0 means none. None is kept where memory is short.
	History int

	// Window is how far beyond the next byte a segment may be, in bytes. 0 means 1 GiB, the largest window that there
	// can be (RFC 7323 §2.3).
	Window uint64

	// Settle is how many bytes of a stream that is met midway may wait for earlier ones, which may have overtaken.
	// They also wait no longer than [SettleTime], nor than until the other side acknowledged them. 0 means
	// [DefaultSettle]; less than 0 that nothing waits.
	Settle int

	// OnlyWhole leaves out streams whose SYN was not seen.
	OnlyWhole bool

	// OnAcknowledgement holds bytes until the other side acknowledged them. They are delivered as they come otherwise.
	OnAcknowledgement bool

	// OutOfBand takes urgent bytes out of the stream: Urgent events have them, and Data leaves them out, as a program
	// without SO_OOBINLINE sees it. Otherwise, as RFC 6093 §5 wants it, they are in the stream, and an Urgent event
	// without bytes says where.
	OutOfBand bool
}

// What a [TCPConfig] means by 0.
const (
	DefaultTCPMemory  = 8 << 20 // of one stream, in bytes
	DefaultTCPHistory = 2048
	DefaultSettle     = 16384
	SettleTime        = 1e9 // nanoseconds
)

// ackGrace is how long after the other side acknowledged bytes they may still come, in nanoseconds: what is captured
// by two interfaces is not always in order.
const ackGrace = 1e9

// maxPerDirection is how many bytes of memory a direction may have at most.
const maxPerDirection = 1<<31 - 1

// maxTCPWindow is the largest window: RFC 7323 §2.3.
const maxTCPWindow = 1 << 30

// The causes of TCP's faults.
var (
	ErrBeforeStart = errors.New("sequence: bytes before the start of the stream")
	ErrAfterEnd    = errors.New("sequence: bytes after the end of the stream")
	ErrWindow      = errors.New("sequence: bytes beyond any window")
	ErrNoMemory    = errors.New("sequence: no memory for bytes that must wait")
	ErrReset       = errors.New("sequence: RST that is not at the next byte") // RFC 5961 §3.2
	ErrSYN         = errors.New("sequence: SYN of another connection")        // RFC 5961 §4.2
	ErrFIN         = errors.New("sequence: FIN where there were bytes already")
	ErrNotWhole    = errors.New("sequence: stream whose SYN was not seen")
	ErrSigned      = errors.New("sequence: signed segment of a connection that does not sign") // RFC 2385 §2
	ErrResetData   = errors.New("sequence: bytes in a RST")                                    // RFC 9293 §3.5.3: for people, not for the stream
)

// TCPStats counts what TCP streams took in and what became of it. Lengths are in bytes.
type TCPStats struct {
	Segments   uint64
	Bytes      uint64 // put out
	Waited     uint64 // bytes that were copied, as they had to wait
	Again      uint64 // bytes that were sent again
	Unchecked  uint64 // of these, those that nothing was left to compare with
	Overruled  uint64 // bytes that the policy decided against
	Conflicts  uint64 // events
	Gaps       uint64 // events
	GapBytes   uint64
	KeepAlives uint64 // segments of a byte, or none, before the next
	Resets     uint64 // RST that counted
	BadResets  uint64 // and that did not
	BadSYN     uint64
	Dropped    uint64 // bytes that a Fault told of
	Forced     uint64 // times that bytes were put out because memory was short
}

// tcpEnv is what the directions of streams share.
type tcpEnv struct {
	cfg       TCPConfig
	arena     *arena
	limit     int // bytes of the arena that one direction may have
	history   int // length of a history, a power of two, or 0
	histories int // that there are
	stats     TCPStats
	event     Event
	data      Event // of the kind Data

	// makeRoom frees memory of others', or reports false.
	makeRoom func() bool
}

func newTCPEnv(mem []byte, cfg TCPConfig) *tcpEnv {
	if cfg.Memory == 0 {
		cfg.Memory = DefaultTCPMemory
	}
	if cfg.Window == 0 || cfg.Window > maxTCPWindow {
		cfg.Window = maxTCPWindow
	}
	if cfg.Settle == 0 {
		cfg.Settle = DefaultSettle
	}
	e := &tcpEnv{cfg: cfg}
	if mem == nil {
		e.arena = newArena(cfg.Memory)
	} else {
		e.arena = arenaOver(mem)
	}
	e.limit = min(e.arena.cap(), maxPerDirection)
	e.history = historySize(cfg.History, e.arena.largest())
	return e
}

// historySize returns the power of two that is at least n, within limits.
func historySize(n, largest int) int {
	if n < 0 {
		return 0
	}
	if n == 0 {
		n = DefaultTCPHistory
	}
	size := sizes[0]
	for size < n && 2*size <= largest {
		size *= 2
	}
	return size
}

// A TCP puts the segments of one direction of a connection back into a stream: RFC 9293 §3.4 and §3.10.7.4. In-order
// bytes are handed on from where they are; what must wait is copied. Offsets count from the byte after the SYN or, in a
// stream that was met midway, from the first byte seen; they do not wrap.
//
// A TCP must not be used by several goroutines at once, nor by the Sink that it calls.
type TCP struct {
	env *tcpEnv
	h   half
}

// NewTCP returns a TCP that takes memory from the heap as needed, if mem is nil; or else only mem, which it keeps.
// [TCPSize] says how much there must be.
func NewTCP(mem []byte, cfg TCPConfig) *TCP {
	t := &TCP{env: newTCPEnv(mem, cfg)}
	t.h.clear(cfg.Out, 0)
	return t
}

// TCPSize returns how many bytes of memory [NewTCP] needs to do what it would do with memory from the heap.
func TCPSize(cfg TCPConfig) int {
	if cfg.Memory == 0 {
		return DefaultTCPMemory
	}
	return cfg.Memory
}

// Put takes the next segment of the direction. length is that of its data as the IP header has it, which is more than
// the view has if the packet was cut when it was captured; less than 0 means that the view has it all.
func (t *TCP) Put(seg wire.TCP, length int, from Source) {
	t.h.settleLate(t.env, from)
	t.h.put(t.env, seg, length, from)
	t.h.skipLost(t.env, from)
}

// Acknowledge says that the other side sent a segment with this acknowledgement number.
func (t *TCP) Acknowledge(ack uint32, from Source) {
	t.h.acknowledge(t.env, ack, from)
	t.h.skipLost(t.env, from)
}

// Flush puts out what waits, with the gaps before it, and ends the stream for a reason. After that it is closed.
func (t *TCP) Flush(reason EndReason) { t.h.finish(t.env, reason, t.h.last) }

// Reset makes t as new, for another stream. What waited is lost.
func (t *TCP) Reset() {
	t.h.release(t.env)
	t.h.clear(t.h.out, 0)
}

// Offset returns the offset of the next byte.
func (t *TCP) Offset() uint64 { return t.h.next - t.h.origin }

// Waiting returns how many bytes wait for others.
func (t *TCP) Waiting() uint64 { return t.h.queue.bytes }

// Closed returns why the stream ended, or [Open].
func (t *TCP) Closed() EndReason { return t.h.closed }

// Stats returns what was counted since the TCP was made.
func (t *TCP) Stats() TCPStats { return t.env.stats }
