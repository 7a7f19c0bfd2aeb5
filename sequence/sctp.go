package sequence

import (
	"errors"

	"github.com/gocap-project/gocap/wire"
)

// An SCTPConfig says how the messages of SCTP streams are put together. The zero value has safe limits.
type SCTPConfig struct {
	// Out takes what a direction has to say. [Associations] asks Accept instead.
	Out Sink

	// Memory is how many bytes may be taken in all for what waits; 0 means [DefaultSCTPMemory]. It is not looked at where
	// the caller supplies memory.
	Memory int

	// Message is the length of the longest message that is put together from several chunks, in bytes; 0 means
	// [DefaultSCTPMessage].
	Message int

	// Window is how many transmission sequence numbers beyond the next that is missing are remembered: a power of two
	// from 64 to 65536. What is further ahead lets the missing ones be given up. 0 means 4096, as Linux has it.
	Window int

	// Settle is how many chunks of a direction that is met midway may wait for earlier ones, which may have overtaken;
	// no longer than [SettleTime], nor than until the other side acknowledged them. 0 means 32; less than 0 none.
	Settle int

	// OnlyWhole leaves out associations whose INIT was not seen.
	OnlyWhole bool

	// AnyTag takes packets whatever their verification tag is, for those that were made by hand. Addresses and ports alone
	// then say what belongs together.
	AnyTag bool

	// Checksums leaves out packets whose CRC32c is wrong (RFC 9260 §6.8). Do not ask for it where packets are captured
	// before the network interface fills it in.
	Checksums bool
}

// What an [SCTPConfig] means by 0.
const (
	DefaultSCTPMemory  = 8 << 20 // of one association, in bytes
	DefaultSCTPMessage = 1 << 20
)

// The causes of SCTP's faults and notices. Others are those of TCP.
var (
	ErrTag         = errors.New("sequence: verification tag of another association")           // RFC 9260 §8.5
	ErrNoData      = errors.New("sequence: data chunk without data")                           // RFC 9260 §6.2
	ErrStream      = errors.New("sequence: stream that the association does not have")         // RFC 9260 §6.5
	ErrMixed       = errors.New("sequence: DATA and I-DATA in one direction")                  // RFC 8260 §2.2.1
	ErrOldMessage  = errors.New("sequence: message whose turn is over")                        // its number came, or was given up
	ErrSameMessage = errors.New("sequence: two messages with one number")                      // RFC 9260 §6.5
	ErrFragment    = errors.New("sequence: fragment of a message that has ended")              // RFC 8260 §2.1
	ErrNoBegin     = errors.New("sequence: fragment of a message whose beginning is missing")  // RFC 9260 §6.9
	ErrNoEnd       = errors.New("sequence: fragment of a message whose end is missing")        // RFC 9260 §6.9
	ErrAbandoned   = errors.New("sequence: fragment of a message that the sender gave up")     // RFC 3758 §3.6
	ErrLong        = errors.New("sequence: message longer than the limit")                     // or of more fragments
	ErrChunk       = errors.New("sequence: chunk that is not all there")                       // cut when captured, or malformed
	ErrInit        = errors.New("sequence: INIT of another association")                       // RFC 9260 §5.2
	ErrStreamReset = errors.New("sequence: stream reset: numbers of messages begin at 0 anew") // RFC 6525 §5.2.2
)

// SCTPStats counts what SCTP directions took in and what became of it. Lengths are in bytes.
type SCTPStats struct {
	Packets   uint64
	Chunks    uint64 // with user data
	Messages  uint64 // put out
	Bytes     uint64 // in them
	Waited    uint64 // bytes that were copied, as they had to wait
	Again     uint64 // chunks that were sent again
	Unchecked uint64 // of these, those that nothing was left to compare with
	Conflicts uint64 // of these, those with other content
	Gaps      uint64 // events
	Missing   uint64 // chunks that were given up: they never came
	Skipped   uint64 // messages that were given up
	Faults    uint64 // events
	Dropped   uint64 // bytes that a Fault told of
	Forced    uint64 // times that something was given up because memory was short
	Resets    uint64 // of streams: RFC 6525
	BadTags   uint64 // packets with a verification tag that is not the association's
}

// sctpEnv is what directions share.
type sctpEnv struct {
	cfg    SCTPConfig
	arena  *arena
	limit  int    // bytes of the arena that one direction may have
	window uint64 // TSNs
	buf    []byte // a message
	parts  []Part
	fixed  bool // buf and parts do not grow
	stats  SCTPStats
	event  Event

	// makeRoom frees memory of others', or reports false.
	makeRoom func() bool
}

// fixedParts is how many parts a message can have where nothing is allocated: the last then has the rest.
const fixedParts = 1024

func newSCTPEnv(mem []byte, cfg SCTPConfig) *sctpEnv {
	cfg = cfg.filled()
	e := &sctpEnv{cfg: cfg, window: 64, parts: make([]Part, 0, 16)}
	if mem == nil {
		e.arena = newArena(cfg.Memory)
	} else {
		n := min(cfg.Message, len(mem)/2)
		e.buf, e.fixed, e.parts = mem[:0:n], true, make([]Part, 0, fixedParts)
		e.arena = arenaOver(mem[n:])
	}
	for e.window < uint64(min(cfg.Window, 1<<16, 8*e.arena.largest())) {
		e.window *= 2
	}
	e.limit = e.arena.cap()
	return e
}

// filled returns the configuration with numbers for each 0.
func (cfg SCTPConfig) filled() SCTPConfig {
	if cfg.Memory == 0 {
		cfg.Memory = DefaultSCTPMemory
	}
	if cfg.Message == 0 {
		cfg.Message = DefaultSCTPMessage
	}
	if cfg.Window == 0 {
		cfg.Window = 4096
	}
	if cfg.Settle == 0 {
		cfg.Settle = 32
	}
	cfg.Settle = min(cfg.Settle, 64)
	return cfg
}

// An SCTP puts the chunks of one direction of an association back into the messages of its streams: RFC 9260 §6, with
// I-DATA (RFC 8260), partial reliability (RFC 3758) and streams that are reset (RFC 6525). A message in one chunk that
// is next in its stream is handed on from where it is; what must wait is copied.
//
// A Message event has the stream in Stream, the payload protocol identifier in Proto, and in Offset the message's number
// in its stream. That does not wrap; its low 16 bits are the stream sequence number or, with I-DATA, its low 32 the
// message identifier. Unordered messages in DATA chunks have no number. Chunks that never came are told of by a Gap with
// the flag [Chunks], messages that are skipped by one with their numbers.
//
// An SCTP must not be used by several goroutines at once, nor by the Sink that it calls.
type SCTP struct {
	env *sctpEnv
	h   sctpHalf
}

// NewSCTP returns an SCTP that takes memory from the heap as needed, if mem is nil; or else only mem, which it keeps.
// [SCTPSize] says how much there must be.
func NewSCTP(mem []byte, cfg SCTPConfig) *SCTP {
	s := &SCTP{env: newSCTPEnv(mem, cfg)}
	s.h.out = cfg.Out
	return s
}

// SCTPSize returns how many bytes of memory [NewSCTP] needs to do what it would do with memory from the heap.
func SCTPSize(cfg SCTPConfig) int {
	cfg = cfg.filled()
	return cfg.Memory + cfg.Message
}

// Put takes the next packet of the direction, without what pads the frame behind it. Verification tags are for
// [Association] to judge.
func (s *SCTP) Put(p wire.SCTP, from Source) {
	if len(p) < wire.SCTPLen || s.env.cfg.Checksums && p.Sum() != p.Checksum() {
		s.h.fault(s.env, &sctpChunk{data: p}, ErrChunk, from)
		return
	}
	s.h.put(s.env, p, from)
}

// Acknowledge takes a packet of the other direction, for what it says of this one: what was received, whether streams
// are reset, whether the association ended.
func (s *SCTP) Acknowledge(p wire.SCTP, from Source) {
	if len(p) >= wire.SCTPLen {
		s.h.answer(s.env, p, from)
	}
}

// Flush puts out what waits, with the gaps before it, and ends the direction for a reason. After that it is closed.
func (s *SCTP) Flush(reason EndReason) { s.h.finish(s.env, reason, s.h.last) }

// Reset makes s as new, for another association. What waited is lost.
func (s *SCTP) Reset() {
	s.h.release(s.env)
	s.h = sctpHalf{out: s.h.out}
}

// Waiting returns how many bytes of memory what waits takes.
func (s *SCTP) Waiting() int { return s.h.mem }

// Closed returns why the direction ended, or [Open].
func (s *SCTP) Closed() EndReason { return s.h.closed }

// Stats returns what was counted since the SCTP was made.
func (s *SCTP) Stats() SCTPStats { return s.env.stats }
