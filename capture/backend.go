package capture

import (
	"context"
	"log/slog"
	"net"
	"slices"
	"strconv"
	"time"

	"github.com/gocap-project/gocap/bpf"
)

// Backend says how a handle receives packets, and why so.
type Backend struct {
	Name   string        // one of the Backend constants
	Why    string        // why this one
	Bytes  int           // of the kernel's memory for packets, for each interface; 0 if not known
	Wanted int           // how many bytes were asked for
	Delay  time.Duration // how long a packet may wait for company, 0 if it does not
}

// String is such as "TPACKET_V3 ring of 33554432 bytes".
func (b Backend) String() string {
	if b.Bytes == 0 {
		return b.Name
	}
	if b.Name == BackendBPF {
		return b.Name + " buffers of " + strconv.Itoa(b.Bytes) + " bytes"
	}
	return b.Name + " ring of " + strconv.Itoa(b.Bytes) + " bytes"
}

// The ways to receive. Which of them there are depends on the platform and the
// kernel.
const (
	BackendV3    = "TPACKET_V3" // a ring of blocks: least time for each packet
	BackendV2    = "TPACKET_V2" // a ring of slots: each packet at once
	BackendV1    = "TPACKET_V1" // the same for old kernels, without VLAN tags
	BackendPlain = "recvmmsg"   // system calls

	BackendBPF     = "bpf"           // /dev/bpf of BSD, macOS, illumos and Solaris: many packets a system call
	BackendBPFZero = "bpf zero-copy" // FreeBSD's, with memory that is shared with the kernel
)

// Use forces the backend. Without this option Open chooses: V3, or V2 if packets
// are to be delivered at once, and what is next best where the kernel lacks that or
// has no memory for it. An unknown name gives ErrOption.
func Use(backend string) Option { return func(c *config) { c.backend = backend } }

// Log has choices told to a logger, at level debug.
func Log(l *slog.Logger) Option { return func(c *config) { c.log = l } }

// BusyPoll has a reader look for packets for so long before it sleeps, which saves
// the microseconds of waking and takes the time of a core.
func BusyPoll(d time.Duration) Option { return func(c *config) { c.busyPoll = d } }

// Offloads fills in Packet.Offload with all that the kernel knows. Without it the
// lengths of segments are missing.
func Offloads() Option { return func(c *config) { c.offloads = true } }

// Guarded is for tests of programs: a packet that Next lent becomes inaccessible
// when the next is asked for, so that who uses it too long gets a fault
// (debug.SetPanicOnFault makes it a panic) instead of another packet's bytes.
func Guarded() Option { return func(c *config) { c.guarded = true } }

// Namespace captures in another network namespace: one by its name (as ip-netns(8)
// makes them), or a path such as /proc/1234/ns/net. It needs CAP_SYS_ADMIN.
func Namespace(nameOrPath string) Option { return func(c *config) { c.namespace = nameOrPath } }

// NamespaceFD captures in the network namespace of a descriptor, which must stay
// open until Open has returned.
func NamespaceFD(fd int) Option {
	return func(c *config) { c.namespaceFD, c.hasNamespaceFD = fd, true }
}

// Watch has f called with what happens to the interfaces while the handle is open.
// The goroutine that reads calls it, between packets; f may use the handle. An
// interface that is renamed is captured from as before, under its new name.
func Watch(f func(Event)) Option { return func(c *config) { c.watch = f } }

// Follow makes an interface that is removed no error: the capture goes on when there
// is one of its name again. See Watch for how to know.
func Follow() Option { return func(c *config) { c.follow = true } }

// Event is something that happened to an interface.
type Event struct {
	Kind EventKind
	Name string // the interface's, before the event
	Now  string // and after it, if it was renamed
	MTU  int    // after the event, in bytes
	Err  error  // why an interface that came back is not captured from, or nil
}

// EventKind is a kind of Event.
type EventKind uint8

// The kinds of Event.
const (
	WentDown EventKind = iota + 1 // no packets until CameUp
	CameUp
	Renamed
	ChangedMTU
	Removed  // for good, unless the handle follows
	CameBack // with Follow: one of the name is there again
)

func (k EventKind) String() string {
	return name(k, "", "down", "up", "renamed", "MTU changed", "removed", "back")
}

// Offload is what an adapter or the kernel left undone, or did, to a packet: such a
// packet is not as it is on the wire. The zero value means that nothing is known.
type Offload struct {
	ChecksumMissing bool // the transport checksum in Data is not valid yet
	ChecksumValid   bool // it has been verified
	// SegmentSize is the payload of each of the packets that were joined to this
	// one, or that it will be split into, in bytes; 0 if it is one packet, or with the option
	// Offloads missing.
	SegmentSize int

	// The rest is for sending the packet on (SendPackets), and known with the option
	// Offloads: how it is to be split, as Linux's virtio_net_hdr says it, and where in
	// Data the checksum belongs, in bytes.
	Split          uint8
	ChecksumStart  int // from here on it is computed
	ChecksumOffset int // from ChecksumStart, where it is
}

// Backends are the names that Use takes. One that the platform has not is an error of Open.
func Backends() []string {
	return []string{BackendV3, BackendV2, BackendV1, BackendPlain, BackendXDP, BackendBPF, BackendBPFZero}
}

// known reports whether there is a backend of the name; the empty one is any.
func known(backend string) bool { return backend == "" || slices.Contains(Backends(), backend) }

// Sockets has a helper with more privileges open the sockets: the process at the
// other end of c, which runs ServeSockets. CAP_NET_RAW is then not needed.
func Sockets(c *net.UnixConn) Option { return func(c2 *config) { c2.sockets = c } }

// ServeSockets is the helper's side of Sockets: it gives the process at the other
// end of c sockets to capture and send with, for as long as it asks, and returns nil
// when it closes. Who gets them can capture everything in the helper's network
// namespace.
func ServeSockets(c *net.UnixConn) error { return serveSockets(c) }

// Workers divides an interface's packets by flow among n handles, each read by a
// worker on a core of its own; n = 0 is one for each core that the program may use.
// The handles are active with the filter, and belong to the worker until it returns;
// Workers closes them. When one worker fails the ctx of the others is done; Workers
// returns when all have returned, with their errors joined.
func Workers(ctx context.Context, iface string, n int, filter bpf.Program, work func(ctx context.Context, worker int, h *Handle) error,
	opts ...Option) error {
	return workers(ctx, iface, n, filter, work, opts)
}
