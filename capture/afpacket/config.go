package afpacket

import "time"

// Version is a form of the ring. A later one is not always better: V3 hands frames
// over in blocks, which costs least for each frame, V2 each frame at once.
type Version uint8

// The versions.
const (
	AnyVersion Version = iota // V3, or else V2, or else V1
	V1                        // Linux 2.4: microseconds, no VLAN tags
	V2                        // Linux 2.6.27: a slot for each frame
	V3                        // Linux 3.2: blocks of frames
)

func (v Version) String() string {
	return [...]string{"any ring", "TPACKET_V1", "TPACKET_V2", "TPACKET_V3"}[v&3]
}

// Config says how to open a Conn. The zero value is a ring of 32 MiB for frames
// with link-layer headers.
type Config struct {
	Cooked bool // deliver frames without link-layer header (SOCK_DGRAM)
	Plain  bool // use recvmmsg, not a ring
	Clock  Clock

	// Version is the form of ring to use. A kernel without it makes Bind fail,
	// unless it is AnyVersion.
	Version Version

	// Longest is the length in bytes of the longest frame that is to be received
	// whole; zero means what a block of BlockSize holds if that is given, otherwise
	// 64 KiB and headers. Buffer is the size of the ring in
	// bytes, 32 MiB if zero. If the kernel has no memory for that, ever smaller
	// rings are tried, and then no ring.
	Longest int
	Buffer  int

	// A V3 ring has blocks of at least BlockSize bytes. Zero means 256 KiB, or less if
	// Buffer is small: 64 blocks of no less than 16 KiB, because each may be handed over
	// with a single frame, and a reader that is held up then loses frames although the
	// ring is all but empty. A block is handed over when it is full or BlockTimeout after its first frame, 1 ms if
	// zero. BlockSize is rounded up to a power of two of whole pages in which a
	// frame of Longest bytes has room; BlockTimeout is rounded up to milliseconds.
	BlockSize    int
	BlockTimeout time.Duration

	// A V1 or V2 ring has slots of SlotSize bytes, one for each frame, of which
	// about 80 are the kernel's. Zero means as much as Longest needs, but for
	// frames above 16 KiB, which are rare wherever there are any, 2 KiB: a frame
	// that does not fit comes through the socket's queue, in its place.
	SlotSize int

	// Protocol is the EtherType of the frames to receive, zero for all. Frames that
	// this host sends are seen only with zero.
	Protocol uint16

	Offloads       bool // fill in Frame.Offload (PACKET_VNET_HDR; not if Cooked)
	OriginDevice   bool // Frame.Interface is where the frame came in, not the VLAN or bond above (PACKET_ORIGDEV)
	IgnoreOutgoing bool // no frames that this host sends (PACKET_IGNORE_OUTGOING, Linux 4.20)

	// BusyPoll is how long a Waker looks for frames before it sleeps, and asks the
	// driver for them (SO_BUSY_POLL, where the privilege is). It costs the time of a
	// core and saves that of waking, some microseconds.
	BusyPoll time.Duration

	// Socket makes the socket, of type SOCK_RAW or SOCK_DGRAM and protocol 0; nil is
	// socket(2). It may get it from a process with more privileges.
	Socket func(typ int) (fd int, err error)

	Fanout *Fanout // the group to be in, or nil; the Conn can be bound to one interface only

	// Transmit is a ring for sending behind the one for receiving, in one mapping, of
	// the same form: of its fields Ring (anything but AnyVersion), Longest, Buffer,
	// Headroom and SkipBad count. Longest must be given. It is used by the Conn's
	// Sender, and by Send and SendBatch. A V1 ring has none beside it.
	Transmit SendConfig

	// Guard is for tests of programs: each frame is lent in memory of its own, which
	// is taken away when the next is asked for, so that who uses it too long is
	// caught by a fault (debug.SetPanicOnFault makes it a panic) instead of reading
	// another frame's bytes.
	Guard bool

	// Without a ring: Batch frames are received at once, of at most Longest bytes
	// each, and Buffer is the socket's receive buffer. Zero means 32.
	Batch int
}

// Memory is where frames come from.
type Memory struct {
	Version   Version // of the ring; AnyVersion if there is none
	Bytes     int     // of the ring; 0 if there is none
	BlockSize int     // in bytes
	SlotSize  int     // in bytes; 0 in a V3 ring
	Wanted    int     // bytes that Config.Buffer asked for
	Why       error   // why it is not the ring that Config asked for, or nil
}
