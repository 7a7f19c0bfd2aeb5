package capture

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/gocap-project/gocap/capture/afpacket"
	"github.com/gocap-project/gocap/link"
)

func (h *handle) next(ctx context.Context) (*Packet, error) {
	if done := ctx.Done(); done != nil {
		select {
		case <-done:
			return nil, ctx.Err()
		default:
		}
	}
	if p := h.nextQuick(); p != nil {
		return p, nil
	}
	h.mu.Lock()
	p, err := h.waitNext(ctx)
	h.mu.Unlock()
	if err != nil {
		h.tell() // an error about an interface comes after its event
	}
	return p, err
}

// nextQuick is the next packet of the block that the reader has, or nil. It takes no
// lock: lending is set before turn is looked at, and Close does it the other way
// round.
func (h *handle) nextQuick() *Packet {
	s := h.quick
	if s == nil {
		return nil
	}
	if !h.lending.Load() {
		h.lending.Store(true)
	}
	if h.turn.Load() != h.seen {
		return nil
	}
	k := s.block.Peek()
	if k == nil || k.Status()&afpacket.StatusVLAN != 0 {
		return h.nextFrame(s)
	}
	data := s.block.Take()
	if data == nil {
		return h.nextFrame(s) // which tells of the error
	}
	if len(data) > h.cfg.snaplen {
		data = data[:h.cfg.snaplen]
	}
	// All that there is to say of the packet is in its header. Frame and packet take
	// half as long again.
	status, p, at := k.Status(), &h.pkt, time.Unix(int64(k.Sec()), int64(k.Nsec()))
	p.Data, p.Time = data, at
	p.Len = k.Len()
	p.TimeSource = SoftwareTime + TimeSource(status/afpacket.StatusHardwareTime) // its highest bit
	p.Direction, p.Type = In, PacketType(k.PacketType())
	if p.Type >= afpacket.PacketOutgoing {
		p.Direction, p.Type = notIn(uint8(p.Type))
	}
	p.Link, p.Interface, p.Drops = s.hw.typ, k.Interface(), h.drops.Load()
	p.VLAN = VLAN{}
	p.Offload = Offload{} // as a whole: a copy of a literal that was just written stalls the processor
	p.Offload.ChecksumMissing = status&afpacket.StatusCsumNotReady != 0
	p.Offload.ChecksumValid = status&afpacket.StatusCsumValid != 0
	return p
}

// nextFrame is nextQuick where a look at the header is not enough.
func (h *handle) nextFrame(s *source) *Packet {
	for s.conn.Buffered(&s.frame) {
		if f := &s.frame; !s.special && f.Status&afpacket.StatusVLAN == 0 && len(f.Data) <= h.cfg.snaplen || h.asOnWire(s) {
			return h.packet(s)
		}
	}
	return nil
}

// waitNext is called with mu held, and lets go of it while it waits.
func (h *handle) waitNext(ctx context.Context) (*Packet, error) {
	done := ctx.Done()
	for {
		select {
		case <-done:
			h.lending.Store(false)
			return nil, ctx.Err()
		default:
		}
		if err := h.later; err != nil {
			h.later = nil
			return nil, err
		}
		p, timeout, err := h.take()
		if p != nil || err != nil {
			return p, err
		}
		if done != nil && done != h.done {
			h.watch(ctx, done)
		}
		if err := h.wait(timeout); err != nil {
			return nil, err
		}
	}
}

// watch has the waker woken when the context is done. What it set up stays for the
// next call with the same context.
func (h *handle) watch(ctx context.Context, done <-chan struct{}) {
	if h.stop != nil {
		h.stop()
	}
	h.done, h.stop = done, context.AfterFunc(ctx, func() {
		h.turn.Add(1)
		h.waker.Wake()
	})
}

// wait waits without mu. Close sets closing and then waits for waiting, so that
// nobody is in poll when the sockets go. The reader has nothing to wait for then: the
// kernel takes tens of milliseconds to free them.
func (h *handle) wait(timeout time.Duration) error {
	h.mu.Unlock()
	h.waiting.Lock()
	err := error(ErrClosed)
	if !h.closing.Load() {
		err = h.waker.Wait(timeout, h.conns)
	}
	h.waiting.Unlock()
	h.tell()
	h.mu.Lock()
	return err
}

// take returns the next packet if there is one, or how long to wait.
func (h *handle) take() (*Packet, time.Duration, error) {
	h.lending.Store(false)
	h.quick = nil
	switch h.state {
	case closed:
		h.unlend()
		return nil, 0, ErrClosed
	case idle:
		return nil, 0, ErrInactive
	}
	if len(h.sources) > 1 {
		return h.merge()
	}
	s := h.sources[0]
	ok, err := false, error(nil)
	if !s.dead {
		ok, err = h.fill(s)
	}
	if err != nil {
		return nil, 0, err
	}
	if !ok {
		return nil, h.idleTime(), h.ended()
	}
	if !s.userland && s.xdp == nil {
		h.quick, h.seen = s, h.turn.Load()
	}
	return h.deliver(s), 0, nil
}

// idleTime is how long to wait when nothing is queued: until woken, or while the
// capture is being stopped until the last block should have come.
func (h *handle) idleTime() time.Duration {
	if h.state == stopping {
		return max(h.cfg.latency, time.Millisecond)
	}
	for _, s := range h.sources {
		if s.xdp != nil {
			return xdpAsk
		}
	}
	return -1
}

// ended gives ErrInactive when a capture that is stopping has nothing more.
func (h *handle) ended() error {
	if h.state != stopping {
		return nil
	}
	for _, s := range h.sources {
		if done, _ := s.conn.Drained(); !done && !s.dead {
			return nil
		}
	}
	h.state = idle
	return ErrInactive
}

// merge delivers the earliest packet of several sources: at once if no other can
// have an earlier one, and otherwise when they have had time to hand it over.
func (h *handle) merge() (*Packet, time.Duration, error) {
	now := time.Now() // before the sources are asked: what they say is no older
	var first *source
	for _, s := range h.sources {
		if s.dead {
			continue
		}
		ok, err := h.fill(s)
		if err != nil {
			return nil, 0, err
		}
		if ok && (first == nil || s.frame.Nanoseconds() < first.frame.Nanoseconds()) {
			first = s
		}
	}
	if first == nil {
		if !h.cfg.follow && !slices.ContainsFunc(h.sources, func(s *source) bool { return !s.dead }) {
			return nil, 0, &InterfaceError{Name: h.sources[0].name, Err: ErrInterfaceGone}
		}
		return nil, h.idleTime(), h.ended()
	}
	if d := h.holdBack(first, now); d > 0 {
		return nil, d, nil
	}
	return h.deliver(first), 0, nil
}

// underWay is how long the kernel may take from a packet's time to its place in the
// ring.
const underWay = 2 * time.Millisecond

// holdBack is how much longer a packet has to wait for earlier ones of other
// sources. A source that has nothing queued, not even in the block that the kernel
// is filling, can have only what is under way. The adapter's clock cannot be
// compared with ours.
func (h *handle) holdBack(first *source, now time.Time) time.Duration {
	if h.cfg.stamp != HostTime {
		return 0
	}
	age := now.Sub(first.frame.Time())
	// The kernel's timer may be late by some milliseconds, but not for ever.
	limit := h.cfg.latency + 10*time.Millisecond
	wait := time.Duration(0)
	for _, s := range h.sources {
		if s == first || s.full || s.dead {
			continue
		}
		since, pending := s.conn.Pending()
		switch {
		case !pending:
			wait = max(wait, underWay-age)
		case first.frame.Nanoseconds() > since-int64(underWay):
			wait = max(wait, limit-age)
		}
	}
	return min(wait, limit)
}

// fill makes sure that s.frame is the source's next packet, if there is one.
func (h *handle) fill(s *source) (bool, error) {
	for !s.full {
		ok, err := s.nextFrame(h)
		if err != nil {
			err = s.explain(err)
			if errors.Is(err, ErrInterfaceGone) && !s.left && h.notices != nil {
				s.left = true
				h.untold = append(h.untold, Event{Kind: Removed, Name: s.name, Now: s.name, MTU: s.it.MTU})
			}
			if errors.Is(err, ErrInterfaceGone) && (len(h.sources) > 1 || h.cfg.follow) {
				h.bury(s)
			}
			if h.cfg.follow && (s.dead || errors.Is(err, ErrDown)) {
				return false, nil // there is an event, and may be another interface
			}
			return false, err
		}
		if !ok {
			return false, nil
		}
		s.full = h.admit(s)
	}
	return true, nil
}

// bury stops asking a source whose interface is gone, so that the others go on.
func (h *handle) bury(s *source) {
	s.dead = true
	alive := make([]*afpacket.Conn, 0, len(h.conns))
	for _, c := range h.conns {
		if c != s.conn {
			alive = append(alive, c)
		}
	}
	h.conns = alive
}

// admit makes of the kernel's frame what was on the wire and reports whether it is
// to be delivered.
func (h *handle) admit(s *source) bool {
	if !s.userland {
		return h.asOnWire(s)
	}
	verdict := s.verdict()
	if verdict == 0 || !h.asOnWire(s) {
		return false
	}
	if f := &s.frame; uint64(len(f.Data)) > uint64(verdict) {
		f.Data = f.Data[:verdict]
	}
	return true
}

// asOnWire is admit where the kernel has run the filter.
func (h *handle) asOnWire(s *source) bool {
	f := &s.frame
	if (s.special || f.Status&afpacket.StatusVLAN != 0) && !h.change(s) {
		return false
	}
	if len(f.Data) > h.cfg.snaplen {
		f.Data = f.Data[:h.cfg.snaplen]
	}
	return true
}

// isSpecial reports whether frames of the source need more than a look at their
// status: the headers or the direction of each.
func (h *handle) isSpecial(s *source) bool {
	return h.cfg.direction != AnyDirection || s.hw.cooked || s.hw.typ != link.Ethernet || s.it.Hardware == arphrdLoopback
}

// change is asOnWire for a frame that may have to be changed, or left out.
func (h *handle) change(s *source) bool {
	f := &s.frame
	if d := h.cfg.direction; d != AnyDirection {
		if (f.PacketType == afpacket.PacketOutgoing) != (d == Out) {
			return false
		}
	} else if f.PacketType == afpacket.PacketOutgoing && f.Hardware == arphrdLoopback {
		return false
	}
	switch {
	case s.hw.cooked:
		f.Cook(s.v2())
	case s.hw.typ == link.Ethernet:
		f.InsertTag()
	case s.hw.typ == link.SocketCAN:
		canOrder(f)
	}
	return true
}

// arphrdLoopback is ARPHRD_LOOPBACK: a packet there is seen going out and coming in.
const arphrdLoopback = 772

// verdict runs the filter here if the kernel could not: on the packet as it would
// be if the kernel made cooked headers, with any VLAN tag beside it.
func (s *source) verdict() uint32 {
	metadata(&s.frame, &s.meta)
	bare := s.frame
	bare.Status &^= afpacket.StatusVLAN
	bare.Cook(s.v2())
	s.meta.NetworkAt = bare.Len - s.frame.Len
	return s.program.RunLinux(bare.Data, bare.Len, &s.meta)
}

// deliver makes a Packet of the source's frame.
func (h *handle) deliver(s *source) *Packet {
	s.full = false
	h.lending.Store(true)
	if s.frame.Status&afpacket.StatusLosing != 0 {
		h.countDrops()
	}
	return h.packet(s)
}

// packet fills in the Packet of the reader: all of it, as readers may have changed it.
func (h *handle) packet(s *source) *Packet {
	f, p := &s.frame, &h.pkt
	p.Data, p.Len = f.Data, f.Len
	nsec := int64(f.Nsec)
	if h.cfg.precision > 1 {
		nsec -= nsec % int64(h.cfg.precision)
	}
	p.Time = time.Unix(int64(f.Sec), nsec)
	p.TimeSource = SoftwareTime + TimeSource(f.Status/afpacket.StatusHardwareTime) // its highest bit
	p.Direction, p.Type = In, PacketType(f.PacketType)
	if f.PacketType >= afpacket.PacketOutgoing {
		p.Direction, p.Type = notIn(f.PacketType)
	}
	p.Link, p.Interface, p.Drops = s.hw.typ, int(f.Interface), h.drops.Load()
	p.Offload = Offload{}
	p.Offload.ChecksumMissing = f.Status&afpacket.StatusCsumNotReady != 0
	p.Offload.ChecksumValid = f.Status&afpacket.StatusCsumValid != 0
	if h.cfg.offloads {
		p.Offload.ChecksumMissing = p.Offload.ChecksumMissing || f.Offload.Flags&afpacket.OffloadNeedsChecksum != 0
		p.Offload.ChecksumValid = p.Offload.ChecksumValid || f.Offload.Flags&afpacket.OffloadChecksumValid != 0
		p.Offload.SegmentSize, p.Offload.Split = int(f.Offload.SegmentSize), f.Offload.GSO
		p.Offload.ChecksumStart, p.Offload.ChecksumOffset = int(f.Offload.ChecksumStart), int(f.Offload.ChecksumOffset)
	}
	p.VLAN = VLAN{}
	if f.Status&afpacket.StatusVLAN != 0 {
		p.VLAN.TPID, p.VLAN.TCI, _ = f.Tag()
		if p.Offload.ChecksumStart > 0 {
			p.Offload.ChecksumStart += tagLen // it was taken before the tag was put back
		}
	}
	return p
}

// notIn is what the kernel's type of a packet says that is not received, or that is
// of a type of the kernel's own.
func notIn(t uint8) (Direction, PacketType) {
	if t == afpacket.PacketOutgoing {
		return Out, FromHost
	}
	return AnyDirection, UnknownType
}

// countDrops adds up how many packets have been lost, as far as the sockets know.
func (h *handle) countDrops() {
	var n uint64
	for _, s := range h.sources {
		n += s.conn.LastStats().Dropped
		if s.xdp != nil {
			n += s.xdp.drops
		}
	}
	h.drops.Store(n)
}

func (h *handle) readBatch(ctx context.Context, batch []Packet) (int, error) {
	if len(batch) == 0 {
		return 0, nil
	}
	p, err := h.next(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for p != nil {
		data := append(batch[n].Data[:0], p.Data...)
		batch[n] = *p
		batch[n].Data = data
		if n++; n == len(batch) {
			break
		}
		if p = h.nextQuick(); p != nil {
			continue
		}
		h.mu.Lock()
		if p, _, err = h.take(); err != nil && err != ErrInactive {
			h.later = err // this read has packets to report
		}
		h.mu.Unlock()
	}
	h.lending.Store(false)
	return n, nil
}

func (h *handle) packets(ctx context.Context, yield func(*Packet, error) bool) {
	defer h.giveBack()
	for first := true; ; first = false {
		p, err := h.next(ctx)
		switch {
		case err == nil:
			if !yield(p, nil) || !h.yieldQuick(ctx, yield) {
				return
			}
		case err == ErrInactive && !first, err == ErrClosed && !first:
			return
		case !yield(nil, err) || !errors.Is(err, ErrDown):
			return
		}
	}
}

// yieldQuick yields what can be had without asking for the context each time, which
// stops that by adding to turn.
func (h *handle) yieldQuick(ctx context.Context, yield func(*Packet, error) bool) bool {
	if done := ctx.Done(); done != nil && done != h.done {
		h.mu.Lock()
		h.watch(ctx, done)
		h.mu.Unlock()
		return true
	}
	for p := h.nextQuick(); p != nil; p = h.nextQuick() {
		if !yield(p, nil) {
			return false
		}
	}
	return true
}

// giveBack ends the loan of a packet.
func (h *handle) giveBack() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.lending.Store(false); h.state == closed {
		h.unlend()
	}
}
