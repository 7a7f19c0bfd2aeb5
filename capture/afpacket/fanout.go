package afpacket

import (
	"context"
	"strconv"

	"github.com/gocap-project/gocap/bpf"
)

// FanoutMode says which member of a group gets a frame (PACKET_FANOUT of packet(7)).
type FanoutMode uint8

// The modes, with the kernel's numbers.
const (
	FanoutHash     FanoutMode = 0 // the same for both directions of a flow
	FanoutBalance  FanoutMode = 1 // each in turn
	FanoutCPU      FanoutMode = 2 // by the core that the frame came in on
	FanoutRollover FanoutMode = 3 // the first until it is full, then the next
	FanoutRandom   FanoutMode = 4
	FanoutQueue    FanoutMode = 5 // by the adapter's receive queue
	FanoutBPF      FanoutMode = 6 // Fanout.Program's verdict, modulo the number of members
	FanoutEBPF     FanoutMode = 7 // likewise of Fanout.Descriptor
)

func (m FanoutMode) String() string {
	if int(m) < len(fanoutNames) {
		return fanoutNames[m]
	}
	return strconv.Itoa(int(m))
}

var fanoutNames = [...]string{"hash", "lb", "cpu", "rollover", "rnd", "qm", "cbpf", "ebpf"}

// Fanout is a group of sockets among which the kernel divides the frames of an
// interface: each goes to one of them. All that join a group must say the same,
// be bound to the same interface and in the same network namespace. The zero value
// is group 0, by hash.
type Fanout struct {
	Group  uint16 // chosen by the program, unless Unique
	Mode   FanoutMode
	Unique bool // make a new group with a number that nobody has; see Conn.FanoutGroup

	Defragment     bool // put IPv4 fragments together first, so that they go where the flow goes
	RollOver       bool // if the chosen member is full, another gets the frame
	IgnoreOutgoing bool // no frames that this host sends (Linux 5.20)
	MaxMembers     int  // at most; zero is the kernel's 256 (Linux 5.12)

	Program    bpf.Program // of FanoutBPF
	Descriptor int         // of FanoutEBPF: a loaded program of type socket filter

	joining bool // a group that has its program
}

// RollOverStats counts what rolling over did for a member (Linux 4.2).
type RollOverStats struct {
	All    uint64 // frames that this member's fullness sent elsewhere
	Huge   uint64 // of those, of flows that were most of the traffic
	Failed uint64 // frames that no member had room for
}

// FanoutGroup is the number of the group that the Conn is in: the one that the
// kernel chose if Fanout.Unique.
func (c *Conn) FanoutGroup() (uint16, error) { return c.fanoutGroup() }

// RollOverStats returns the counts of rolling over since the group was joined.
func (c *Conn) RollOverStats() (RollOverStats, error) { return c.rollOverStats() }

// Workers receives from an interface with several workers, each on a core of its
// own: it opens n Conns in one new fanout group, n = 0 being one for each core that
// the program may use, and calls work with each, on a thread that stays on its
// core. prepare, which may be nil, is called with each Conn before it is bound, to
// set a filter or join groups. Workers returns when all have returned, with their
// errors joined; when one fails or ctx is done, the ctx of the others is done. It
// closes the Conns.
//
// fan.Group is ignored: the group is a new one.
func Workers(ctx context.Context, n, ifindex int, cfg Config, fan Fanout, prepare func(*Conn) error,
	work func(ctx context.Context, worker int, c *Conn) error) error {
	return workers(ctx, n, ifindex, cfg, fan, prepare, work)
}
