package afpacket

import (
	"encoding/binary"
	"errors"

	"golang.org/x/sys/unix"
)

const (
	defaultSendBuffer = 1 << 20
	smallestSendRing  = 64 << 10
	linkHeaders       = 14 + 2*4 // of Ethernet, with two VLAN tags
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
	slotSize int // a power of two, as blocks are: slots fill them
	count    int // of slots
	head     int
	filled   int
	bytes    int // in the filled slots
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

// request has the kernel send n bytes of the slot s, which is the one at head, from
// at on; of those extra are not the frame's.
func (r *txRing) request(s []byte, at, n, extra int) {
	binary.NativeEndian.PutUint32(s[r.length:], uint32(n))
	binary.NativeEndian.PutUint16(s[r.mac:], uint16(at))
	binary.NativeEndian.PutUint16(s[r.net:], uint16(at))
	setSlotStatus(s, r.status, slotRequest)
	if r.head++; r.head == r.count {
		r.head = 0
	}
	r.filled++
	r.bytes += n - extra
}

// taken takes note of how many filled slots the kernel has taken.
func (r *txRing) taken() (n, bytes int) {
	for i := r.oldest(); r.filled > 0; n++ {
		if st := r.state(i); st == slotRequest || st == slotWrong {
			break
		}
		bytes += int(binary.NativeEndian.Uint32(r.slotAt(i)[r.length:]))
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
	first := r.oldest()
	if r.filled > 0 {
		length = int(binary.NativeEndian.Uint32(r.slotAt(first)[r.length:]))
	}
	for i := range r.filled {
		setSlotStatus(r.slotAt((first+i)%r.count), r.status, slotFree)
	}
	r.head, r.filled, r.bytes = first, 0, 0
	return length
}

// makeSendRing makes a ring on a socket that has none.
func (c *conn) makeSendRing(cfg *SendConfig) error {
	if cfg.Ring != V2 && cfg.Ring != V3 {
		return &Error{"choose " + cfg.Ring.String() + " for sending", errors.ErrUnsupported}
	}
	if cfg.Longest <= 0 {
		it, err := c.k.byIndex(c.fd, cfg.Interface)
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

// request describes a ring of about so many bytes: at least two slots, in blocks of
// whole pages.
func (cfg *SendConfig) request(bytes int) *unix.TpacketReq3 {
	slot := 128
	for slot < txForms[cfg.Ring].data+max(cfg.Headroom, 0)+offloadLen+cfg.Longest && slot < 1<<28 {
		slot <<= 1
	}
	block := pages(max(slot, min(64<<10, bytes)))
	r := &unix.TpacketReq3{Block_size: uint32(block), Block_nr: uint32(max(bytes/block, 1)), Frame_size: uint32(slot)}
	if block == slot {
		r.Block_nr = max(r.Block_nr, 2)
	}
	r.Frame_nr = r.Block_size / r.Frame_size * r.Block_nr
	return r
}

// sendLaidOut takes note of the ring that was made.
func (c *conn) sendLaidOut(v Version, r *unix.TpacketReq3, mem []byte) {
	c.tx = txRing{
		txForm: txForms[v], mem: mem, slotSize: int(r.Frame_size), count: int(r.Frame_nr),
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
	r, at := &s.c.tx, s.c.tx.data
	if !s.cfg.Offload {
		copy(slot[at:], frame)
		r.request(slot, at, len(frame), 0)
		return
	}
	o.put((*[offloadLen]byte)(slot[at:]))
	copy(slot[at+offloadLen:], frame)
	r.request(slot, at, offloadLen+len(frame), offloadLen)
}

// room is where in a slot a frame begins.
func (s *sender) room() int {
	if s.cfg.Offload {
		return s.c.tx.data + offloadLen
	}
	return s.c.tx.data
}

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
	case n < 0 || off < 0 || off > s.c.txHeadroom || off > 0 && s.cfg.Offload:
		return &Error{op, unix.EINVAL}
	}
	if err := s.fits(off + n); err != nil {
		return err
	}
	slot := s.c.tx.next()
	if slot == nil {
		return &Error{op, unix.EAGAIN}
	}
	if s.cfg.Offload {
		(&Offload{}).put((*[offloadLen]byte)(slot[s.c.tx.data:]))
		s.c.tx.request(slot, s.c.tx.data, offloadLen+n, offloadLen)
	} else {
		s.c.tx.request(slot, s.c.tx.data+off, n, 0)
	}
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
	r := &s.c.tx
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
			if s.cfg.Offload {
				bytes -= k * offloadLen
			}
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
	return n, err
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
