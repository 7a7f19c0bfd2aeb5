// Package capture captures packets from network interfaces and sends them, with
// one interface to all platforms. The platforms' own ways are in the packages
// below it: afpacket and afxdp on Linux, bpfdev on FreeBSD, OpenBSD, NetBSD, DragonFly, macOS,
// illumos, Solaris and AIX. Elsewhere Open returns an *UnsupportedError. docs/platforms.md says
// what each can do.
//
// A Handle is opened inactive. Activate starts the capture with a filter, and no
// packet that the filter does not accept is ever delivered, nor one from before.
// Deactivate stops it; what is queued can still be read, then reads give
// ErrInactive. Sending works in either state.
//
//	h, err := capture.Open("eth0", capture.Promiscuous())
//	if err != nil { ... }
//	defer h.Close()
//	if err := h.Activate(nil); err != nil { ... }
//	for pkt, err := range h.Packets(ctx) {
//		...
//	}
package capture

import (
	"context"
	"iter"
	"strings"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

// Any is the name of the device that captures from all interfaces at once, those
// that come later included. Its packets are cooked (see Cooked).
const Any = "any"

// Stats are the counts of a handle since it was opened.
type Stats struct {
	Received uint64 // packets that passed the filter and were queued for the program
	Dropped  uint64 // packets that passed the filter and were lost: the program was too slow
	Freezes  uint64 // times that the kernel's memory was full (V3)
	// Discarded are packets of Received that Activate and SetFilter threw away.
	Discarded uint64
	// IfDropped are packets that the interfaces had no room for, filter or not.
	// Linux counts them for the interface since it exists; here they count from
	// Open. The device any has none.
	IfDropped uint64
}

// Interface is an interface that a Handle captures from.
type Interface struct {
	Name  string
	Index int       // the system's number; 0 for the device any
	Link  link.Type // of its packets
	MTU   int       // longest packet without the link-layer header, in bytes; 0 if not known
}

// Handle captures from one or several interfaces. One goroutine reads; any
// others may at the same time use the other methods.
type Handle struct{ handle }

// Open returns an inactive Handle for an interface by name, or several with
// commas between them (OpenAll takes names that have commas). It belongs to the network namespace that Open is called
// in. An unknown name gives an *InterfaceError that lists the interfaces, a
// missing privilege a *PermissionError.
func Open(iface string, opts ...Option) (*Handle, error) {
	return OpenAll(strings.Split(iface, ","), opts...)
}

// OpenAll is Open for several interfaces. Their packets come as one stream in the
// order of their times, for which a packet waits up to the latency until none from
// another interface can precede it. Each packet says where it is from.
func OpenAll(ifaces []string, opts ...Option) (*Handle, error) {
	cfg, err := configure(opts)
	if err != nil {
		return nil, err
	}
	h := new(Handle)
	if err := h.open(ifaces, cfg); err != nil {
		return nil, err
	}
	return h, nil
}

// Activate starts the capture of packets that the filter accepts; nil accepts all.
// Packets still queued from before are thrown away. The filter sees a packet as
// the kernel does: a VLAN tag that the adapter took out is not in the packet but
// at bpf.AncillaryOffset. Cooked packets have their header for the filter. The
// filter's verdict and Snaplen both bound what is captured.
//
// The error is a *bpf.ProgramError if the filter is invalid, ErrActive if the
// capture is on, and wraps ErrDown or ErrInterfaceGone if an interface is so.
func (h *Handle) Activate(filter bpf.Program) error { return h.activate(filter) }

// SetFilter exchanges the filter of an active capture. No packet that only the
// former filter accepted is delivered after SetFilter returns; queued packets are
// thrown away. If it fails the former filter stays; if even that is impossible,
// because an interface is down or gone, the handle becomes inactive.
func (h *Handle) SetFilter(filter bpf.Program) error { return h.setFilter(filter) }

// Deactivate stops the capture. Packets that are queued stay to be read, after
// which reads give ErrInactive. On an inactive handle it does nothing.
func (h *Handle) Deactivate() error { return h.deactivate() }

// Active reports whether the capture is on.
func (h *Handle) Active() bool { return h.active() }

// Read waits for the next packet and returns it with Data of its own.
//
// Read, ReadBatch, Next and Packets give these errors: ErrInactive and ErrClosed;
// the context's, when it is done; an *InterfaceError with ErrDown, once, when an
// interface goes down (the capture goes on when it is up again); and one with
// ErrInterfaceGone, after all packets from before, when it is removed.
func (h *Handle) Read(ctx context.Context) (Packet, error) {
	p, err := h.Next(ctx)
	if err != nil {
		return Packet{}, err
	}
	return p.Clone(), nil
}

// ReadBatch waits for a packet and then fills as much of batch as there are
// packets at once. It returns how many, at least one unless there is an error. It
// copies into the Data of the elements and makes them longer when they are too
// short, so that with the same batch it soon allocates nothing.
func (h *Handle) ReadBatch(ctx context.Context, batch []Packet) (int, error) {
	return h.readBatch(ctx, batch)
}

// Next waits for the next packet. The Packet and its Data are lent: they are valid
// until the next call of a reading method, or Close by the reading goroutine. Close by
// another goroutine leaves them alone. Next allocates nothing.
func (h *Handle) Next(ctx context.Context) (*Packet, error) { return h.next(ctx) }

// Packets returns an iterator over the packets, each lent for one turn of the
// loop, as by Next. When the capture is deactivated and read to its end, or closed,
// the loop ends; so it does after an error, which is the last turn's, except
// ErrDown, after which it goes on. A context that ends gives its error.
func (h *Handle) Packets(ctx context.Context) iter.Seq2[*Packet, error] {
	return func(yield func(*Packet, error) bool) { h.packets(ctx, yield) }
}

// Send sends a frame, link-layer header included, on the only interface of the
// handle. It waits while the interface's queue is full. The handle itself captures
// the frames that it sends, as any other's. A frame that is too long gives
// ErrTooLong with the interface's MTU. On the device any it is not supported.
func (h *Handle) Send(frame []byte) error { return h.sendOne(-1, frame) }

// SendTo is Send on the interface with the index, one of h.Interfaces.
func (h *Handle) SendTo(ifindex int, frame []byte) error { return h.sendOne(ifindex, frame) }

// SendBatch sends frames with as few system calls as possible. It returns how many
// were sent; err says why the next one was not.
func (h *Handle) SendBatch(frames [][]byte) (n int, err error) { return h.send(-1, frames) }

// SendBatchTo is SendBatch on the interface with the index, one of h.Interfaces.
func (h *Handle) SendBatchTo(ifindex int, frames [][]byte) (n int, err error) {
	return h.send(ifindex, frames)
}

// SendPackets is SendBatch for packets that were received, by this handle or another
// one of the same link type. With the option SendOffloads, what Packet.Offload says is
// left to the interface: with Offloads on the receiving side packets that were joined,
// or are to be split, go on as they came, whatever their length. A packet whose parts
// are longer than the interface can send gives ErrTooLong.
func (h *Handle) SendPackets(packets []Packet) (n int, err error) { return h.sendPackets(packets) }

// Sending says how frames are sent on an interface of the handle, and why so.
func (h *Handle) Sending(ifindex int) (m SendMethod, why string) { return h.sending(ifindex) }

// Stats returns the counts so far. They are cumulative over Activate and
// Deactivate.
func (h *Handle) Stats() (Stats, error) { return h.stats() }

// Interfaces are the interfaces that the handle was opened for.
func (h *Handle) Interfaces() []Interface { return h.interfaces() }

// LinkType is the link type of the first interface's packets; see Interfaces for
// the others.
func (h *Handle) LinkType() link.Type { return h.interfaces()[0].Link }

// Snaplen is how many bytes of each packet are captured at most.
func (h *Handle) Snaplen() int { return h.snaplen() }

// Backend says how packets are received and why so. All of it is known after
// Activate.
func (h *Handle) Backend() Backend { return h.how() }

// Method is Backend in words, such as "TPACKET_V3 ring of 33554432 bytes"; it is
// empty before Activate.
func (h *Handle) Method() string {
	if b := h.how(); b.Name != "" {
		return b.String()
	}
	return ""
}

// Close ends receiving and sending at once and wakes a reader that waits, which gets
// ErrClosed. It does not wait for the kernel, which takes some tens of milliseconds to
// free sockets and rings: that goes on in the background, bounded, and their descriptors
// are open until then. Opening another Handle waits for it where it needs the room. A
// second Close gives ErrClosed.
func (h *Handle) Close() error { return h.close() }

// Freed waits, after Close, until nothing is left of the Handle in the system: no
// descriptor and no memory of the kernel. It returns the context's error if that is
// done first. A program that only ends need not call it.
func (h *Handle) Freed(ctx context.Context) error { return h.freed(ctx) }

// TimestampTypes are the kinds of packet time that an interface can give, HostTime
// first. It needs no privilege.
func TimestampTypes(iface string) ([]Timestamp, error) { return timestampTypes(iface) }
