package afpacket

import (
	"encoding/binary"
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

const (
	defaultSendBuffer = 512 << 10
	smallestSendRing  = 64 << 10
	linkHeaders       = 14 + 2*4 // of Ethernet, with two VLAN tags

	etherLen   = 14
	alwaysFits = 68 + etherLen // no Ethernet interface has a smaller MTU (RFC 791)

	// copied is the longest frame that the kernel is told to copy out of the ring.
	// Lending it the pages costs more: counting references, and for interfaces without
	// scatter and gather a copy all the same.
	copied = 2048
)

// States of a slot (TP_STATUS_ of linux/if_packet.h).
const (
	slotFree    = unix.TP_STATUS_AVAILABLE
	slotRequest = unix.TP_STATUS_SEND_REQUEST
	slotSending = unix.TP_STATUS_SENDING
	slotWrong   = unix.TP_STATUS_WRONG_FORMAT
	slotStates  = slotRequest | slotSending | slotWrong // above are time stamps' bits
)

// txForm is the layout of a slot: struct tpacket2_hdr or tpacket3_hdr, and the
// frame behind it, where the sockaddr_ll is when receiving.
type txForm struct{ status, length, mac, net, data int }

var txForms = [...]txForm{
	V2: {status: 0, length: 4, mac: 12, net: 14, data: 32},
	V3: {status: 20, length: 16, mac: 24, net: 26, data: 48},
}

// txRing is a ring for sending, and where the program is in it. The slots before
// head are filled; before those is what the kernel has taken.
type txRing struct {
	txForm
	mem      []byte
	slotSize int // slots fill blocks
	count    int // of slots
	extra    int // bytes before each frame: struct virtio_net_hdr, or none
	head     int
	filled   int
	bytes    int    // in the filled slots, without extra
	longest  int    // of the filled frames, but for those that will be split
	proto    uint16 // EtherType of the filled frames, as it is in them; 0 is several
}

// slotAt is a slot by its number.
func (r *txRing) slotAt(i int) []byte {
	at := i * r.slotSize
	return r.mem[at : at+r.slotSize : at+r.slotSize]
}

// state is the state of a slot.
func (r *txRing) state(i int) uint32 { return slotStatus(r.slotAt(i), r.status) & slotStates }

// oldest is the first slot that is filled, or head.
func (r *txRing) oldest() int { return (r.head - r.filled + r.count) % r.count }

// next is the slot to fill, or nil if there is none.
func (r *txRing) next() []byte {
	s := r.slotAt(r.head)
	if r.filled == r.count || slotStatus(s, r.status)&slotStates != slotFree {
		return nil
	}
	return s
}

// header writes what stands before a frame of n bytes. HeaderLen is how much of it
// the kernel copies.
func (r *txRing) header(b []byte, n int, o *Offload) {
	if r.extra == 0 {
		return
	}
	h := *o
	if h.GSO == GSONone {
		r.longest = max(r.longest, n)
		if h.HeaderLen == 0 && n <= copied {
			h.HeaderLen = uint16(n)
		}
	}
	h.put((*[offloadLen]byte)(b))
}

// request has the kernel send the frame of n bytes in the slot s, which is the one at
// head; what stands before it is at at.
func (r *txRing) request(s []byte, at, n int) {
	binary.NativeEndian.PutUint32(s[r.length:], uint32(r.extra+n))
	binary.NativeEndian.PutUint16(s[r.mac:], uint16(at))
	binary.NativeEndian.PutUint16(s[r.net:], uint16(at))
	setSlotStatus(s, r.status, slotRequest)
	if r.head++; r.head == r.count {
		r.head = 0
	}
	r.filled++
	r.bytes += n
}

// frameAt is the frame in a filled slot, and whether it will be split.
func (r *txRing) frameAt(i int) (frame []byte, split bool) {
	s := r.slotAt(i)
	b := s[r.data : r.data+int(binary.NativeEndian.Uint32(s[r.length:]))]
	return b[r.extra:], r.extra > 0 && b[1] != GSONone
}

// lengthAt is the length of the frame in a filled slot.
func (r *txRing) lengthAt(i int) int {
	return int(binary.NativeEndian.Uint32(r.slotAt(i)[r.length:])) - r.extra
}

// taken takes note of how many filled slots the kernel has taken.
func (r *txRing) taken() (n, bytes int) {
	for i := r.oldest(); r.filled > 0; n++ {
		if st := r.state(i); st == slotRequest || st == slotWrong {
			break
		}
		bytes += r.lengthAt(i)
		if i++; i == r.count {
			i = 0
		}
		r.filled--
	}
	return n, bytes
}

// withdraw gives up what the kernel has not taken, and returns the length of the
// first such frame. The kernel goes on at that slot.
func (r *txRing) withdraw() (length int) {
	if r.filled > 0 {
		length = r.lengthAt(r.oldest())
	}
	r.cut(0)
	return length
}

// cut gives up all but the first n of the filled slots.
func (r *txRing) cut(n int) {
	first := r.oldest()
	for i := n; i < r.filled; i++ {
		at := (first + i) % r.count
		r.bytes -= r.lengthAt(at)
		setSlotStatus(r.slotAt(at), r.status, slotFree)
	}
	r.head, r.filled = (first+n)%r.count, n
}

// makeSendRing makes a ring on a socket that has none.
func (c *conn) makeSendRing(cfg *SendConfig) error {
	if cfg.Ring != V2 && cfg.Ring != V3 {
		return &Error{"choose " + cfg.Ring.String() + " for sending", errors.ErrUnsupported}
	}
	it, err := c.k.byIndex(c.fd, cfg.Interface)
	if cfg.Longest <= 0 {
		if err != nil {
			return &Error{"look up interface", err}
		}
		cfg.Longest = it.MTU + linkHeaders
	}
	if err := c.k.setInt(c.fd, unix.SOL_PACKET, unix.PACKET_VERSION, tpacket[cfg.Ring]); err != nil {
		return &Error{"choose " + cfg.Ring.String(), err}
	}
	if err := c.sendRingOptions(cfg); err != nil {
		return err
	}
	c.sendHeaders(cfg, err == nil && (it.Hardware == unix.ARPHRD_ETHER || it.Hardware == unix.ARPHRD_LOOPBACK))
	for bytes := cfg.Buffer; ; bytes /= 2 {
		req := cfg.request(bytes)
		m, err := c.k.ring(c.fd, cfg.Ring, nil, req)
		if err == nil {
			c.mem = m
			c.sendLaidOut(cfg.Ring, req, m.tx)
			return nil
		}
		c.txMem.Why = err
		if bytes/2 < smallestSendRing || !noMemory(err) {
			return &Error{"make ring", err}
		}
	}
}

// sendHeaders decides whether there are headers before the frames in the ring: where
// work is left to the interface, and else for what they save, if this program can do
// what the kernel leaves out then, see tooLong.
func (c *conn) sendHeaders(cfg *SendConfig, ether bool) {
	if !cfg.Offload && (!ether || cfg.Cooked || cfg.SkipBad || cfg.Headroom > 0 ||
		c.k.setInt(c.fd, unix.SOL_PACKET, unix.PACKET_VNET_HDR, 1) != nil) {
		return
	}
	c.txExtra, c.txChecks = offloadLen, ether && !cfg.SkipBad
}

// sendRingOptions sets what must be set before the ring is made.
func (c *conn) sendRingOptions(cfg *SendConfig) error {
	if cfg.Buffer <= 0 {
		cfg.Buffer = defaultSendBuffer
	}
	for _, o := range []struct {
		on   bool
		what string
		name int
	}{
		{cfg.SkipBad, "pass over bad frames", unix.PACKET_LOSS},
		{cfg.Headroom > 0, "leave headroom", unix.PACKET_TX_HAS_OFF},
	} {
		if !o.on {
			continue
		}
		if err := c.k.setInt(c.fd, unix.SOL_PACKET, o.name, 1); err != nil {
			return &Error{o.what, err}
		}
	}
	c.txSkips, c.txHeadroom = cfg.SkipBad, cfg.Headroom
	return nil
}

// request describes a ring of about so many bytes, in blocks that 16 slots fill. A
// slot is an odd number of sixteenths of a page, so that the beginnings of slots, which
// is all that short frames touch, do not share a few lines of the processor's cache.
func (cfg *SendConfig) request(bytes int) *unix.TpacketReq3 {
	unit := os.Getpagesize() / 16
	slot := unit
	if n := txForms[cfg.Ring].data + max(cfg.Headroom, 0) + offloadLen + cfg.Longest; n > unit {
		slot = (min(n, 1<<28) + unit - 1) / unit * unit
	}
	if slot/unit%2 == 0 {
		slot += unit
	}
	block := 16 * slot // whole pages
	r := &unix.TpacketReq3{Block_size: uint32(block), Block_nr: uint32(max(bytes/block, 1)), Frame_size: uint32(slot)}
	r.Frame_nr = r.Block_size / r.Frame_size * r.Block_nr
	return r
}

// sendLaidOut takes note of the ring that was made.
func (c *conn) sendLaidOut(v Version, r *unix.TpacketReq3, mem []byte) {
	c.tx = txRing{
		txForm: txForms[v], mem: mem, slotSize: int(r.Frame_size), count: int(r.Frame_nr), extra: c.txExtra,
	}
	c.txMem = Memory{Version: v, Bytes: len(mem), BlockSize: int(r.Block_size), SlotSize: int(r.Frame_size), Wanted: c.txMem.Wanted, Why: c.txMem.Why}
}

// sendRing describes the part of the memory for sending that lies behind the ring
// for receiving, in one mapping (packet_mmap.rst); nil is none. The form is that of
// the version.
func (c *conn) sendRing(v Version) *unix.TpacketReq3 {
	if c.cfg.Transmit.Ring == AnyVersion || v == V1 {
		return nil
	}
	cfg := c.cfg.Transmit
	cfg.Ring = v
	return cfg.request(cfg.Buffer)
}

// beforeSendRing sets the options of a ring for sending beside one for receiving.
func (c *conn) beforeSendRing(v Version) error {
	cfg := &c.cfg.Transmit
	if cfg.Ring == AnyVersion || v == V1 {
		return nil
	}
	if cfg.Longest <= 0 {
		return &Error{"make ring for sending", unix.EINVAL}
	}
	if c.cfg.Offloads {
		c.txExtra = offloadLen
	}
	return c.sendRingOptions(cfg)
}

// ringBatch copies frames into the ring and gives them to the kernel.
func (s *sender) ringBatch(frames [][]byte) (sent int, err error) {
	r := &s.c.tx
	for i := 0; i < len(frames); {
		for ; i < len(frames); i++ {
			slot := r.next()
			if slot == nil {
				break
			}
			if err = s.fits(len(frames[i])); err != nil {
				break
			}
			s.fill(slot, frames[i], &Offload{})
		}
		filled := i - sent
		n, e := s.flush()
		if sent += n; e != nil {
			return sent, e
		}
		if err != nil {
			return sent, err
		}
		if filled == 0 {
			s.stats.Busy++
			return sent, &Error{"send", unix.EAGAIN}
		}
	}
	return sent, nil
}

// ringFrames is ringBatch for frames with more to them.
func (s *sender) ringFrames(frames []TxFrame) (sent int, err error) {
	for i := range frames {
		f := &frames[i]
		slot := s.c.tx.next()
		if slot == nil || f.Time != 0 {
			err = &Error{"send", unix.EAGAIN}
			if f.Time != 0 {
				err = &Error{"send", ErrPacing}
			}
			break
		}
		if err = s.fits(len(f.Data)); err != nil {
			break
		}
		s.fill(slot, f.Data, &f.Offload)
	}
	sent, e := s.flush()
	if e != nil {
		return sent, e
	}
	return sent, err
}

// fill makes a slot of a frame.
func (s *sender) fill(slot, frame []byte, o *Offload) {
	r := &s.c.tx
	r.header(slot[r.data:], len(frame), o)
	copy(slot[s.room():], frame)
	var proto uint16
	if len(frame) >= etherLen {
		proto = binary.NativeEndian.Uint16(frame[etherLen-2:])
	}
	if r.filled == 0 {
		r.proto = proto
	} else if r.proto != proto {
		r.proto = 0
	}
	r.request(slot, r.data, len(frame))
}

// room is where in a slot a frame begins.
func (s *sender) room() int { return s.c.tx.data + s.c.tx.extra }

// fits refuses a frame for which a slot has no room.
func (s *sender) fits(n int) error {
	if n > s.c.tx.slotSize-s.room() {
		s.stats.Wrong++
		return &Error{"send", &FormatError{n, unix.EMSGSIZE}}
	}
	return nil
}

func (s *sender) slot() []byte {
	s.c.sendMu.Lock()
	defer s.c.sendMu.Unlock()
	if s.closed() || s.cfg.Ring == AnyVersion {
		return nil
	}
	slot := s.c.tx.next()
	if slot == nil {
		return nil
	}
	return slot[s.room():]
}

func (s *sender) commit(off, n int) error {
	s.c.sendMu.Lock()
	defer s.c.sendMu.Unlock()
	const op = "commit frame"
	switch {
	case s.closed():
		return &Error{op, ErrClosed}
	case s.cfg.Ring == AnyVersion:
		return &Error{op, errors.ErrUnsupported}
	case n < 0 || off < 0 || off > s.c.txHeadroom || off > 0 && s.c.tx.extra > 0:
		return &Error{op, unix.EINVAL}
	}
	if err := s.fits(off + n); err != nil {
		return err
	}
	slot := s.c.tx.next()
	if slot == nil {
		return &Error{op, unix.EAGAIN}
	}
	at := s.c.tx.data + off
	s.c.tx.header(slot[at:], n, &Offload{})
	s.c.tx.request(slot, at, n)
	s.c.tx.proto = 0
	return nil
}

func (s *sender) flushNow() (int, error) {
	s.c.sendMu.Lock()
	defer s.c.sendMu.Unlock()
	if s.closed() {
		return 0, &Error{"send", ErrClosed}
	}
	if s.cfg.Ring == AnyVersion {
		return 0, nil
	}
	return s.flush()
}

// flush gives the kernel what is filled, and withdraws what it does not take.
func (s *sender) flush() (n int, err error) {
	r, long := &s.c.tx, s.tooLong()
	if s.c.txChecks { // Ethernet: the kernel need not look in each frame
		s.to.Protocol = r.proto
	}
	for r.filled > 0 {
		left, filled := r.bytes, r.filled
		took, e := s.c.k.kick(s.c.fd, &s.to, filled)
		switch {
		case errors.Is(e, unix.EINTR):
			continue
		case e == nil && took >= left:
			n, r.filled, r.bytes = n+filled, 0, 0
			s.stats.Bytes += uint64(left)
		default:
			k, bytes := r.taken()
			n, r.bytes, s.stats.Bytes = n+k, r.bytes-bytes, s.stats.Bytes+uint64(bytes)
			if e == nil && k == 0 {
				e = unix.EIO // the kernel looks elsewhere
			}
		}
		if e != nil {
			err = s.refused(e)
			break
		}
	}
	s.stats.Frames += uint64(n)
	if err == nil {
		err = long
	}
	return n, err
}

// tooLong gives up the first filled frame that is longer than the interface's MTU
// allows, and those after it. With headers before the frames the kernel does not look
// (tpacket_snd), and drivers drop what they cannot send without a word.
func (s *sender) tooLong() error {
	r := &s.c.tx
	longest := r.longest
	if r.longest = 0; !s.c.txChecks || longest <= alwaysFits {
		return nil
	}
	mtu, err := s.c.k.mtu(s.c.fd, s.cfg.Interface)
	if err != nil || longest <= mtu+etherLen { // what is wrong the kernel will say
		return nil
	}
	first := r.oldest()
	for i := range r.filled {
		f, split := r.frameAt((first + i) % r.count)
		if !split && len(f) > mtu+etherLen && !(len(f) <= mtu+etherLen+4 && f[12] == 0x81 && f[13] == 0) { // a VLAN tag
			r.cut(i)
			s.stats.Wrong++
			return &Error{"send", &FormatError{len(f), unix.EMSGSIZE}}
		}
	}
	return nil
}

// refused withdraws what the kernel did not take, and says why it did not.
func (s *sender) refused(e error) error {
	r := &s.c.tx
	wrong := r.filled > 0 && r.state(r.oldest()) == slotWrong
	length := r.withdraw()
	switch {
	case wrong:
		s.stats.Wrong++
		return &Error{"send", &FormatError{length, e}}
	case busy(e):
		s.stats.Busy++
	}
	return &Error{"send", s.c.explain(e, s.cfg.Interface)}
}

func (s *sender) slots() (n Slots) {
	s.c.sendMu.Lock()
	defer s.c.sendMu.Unlock()
	r := &s.c.tx
	if s.closed() || s.cfg.Ring == AnyVersion {
		return n
	}
	for i := range r.count {
		switch st := r.state(i); {
		case st == slotFree:
			n.Free++
		case st == slotRequest:
			n.Filled++
		case st&slotWrong != 0:
			n.Wrong++
		default:
			n.Sending++
		}
	}
	return n
}

func (s *sender) memory() Memory {
	s.c.sendMu.Lock()
	defer s.c.sendMu.Unlock()
	return s.c.txMem
}
