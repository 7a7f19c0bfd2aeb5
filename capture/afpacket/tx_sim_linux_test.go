package afpacket

import (
	"encoding/binary"
	"errors"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func (k *sim) kick(int, *unix.RawSockaddrLinklayer, int) (int, error) { return 0, unix.EINVAL }

func (k *sim) setString(_, _, _ int, _ string) error {
	return k.locked("setString", func() error { return nil })
}

func (k *sim) byIndex(_, ifindex int) (it Interface, err error) {
	err = k.locked("byIndex", func() error {
		if k.ifs[ifindex] == nil {
			return unix.ENODEV
		}
		it = *k.ifs[ifindex]
		return nil
	})
	return it, err
}

func (k *sim) mtu(_, ifindex int) (int, error) {
	it, err := k.byIndex(0, ifindex)
	return it.MTU, err
}

func (k *sim) disciplines(int) ([]string, error) { return nil, nil }

// txSim is a kernel with one ring for sending, which it takes frames from as
// tpacket_snd does: it stops at a frame of the wrong format and when there is no
// room, and gives slots back when it is told to.
type txSim struct {
	*sim
	form    txForm
	req     unix.TpacketReq3
	mem     []byte
	head    int
	sending []int
	room    int // frames until there is none
	longest int
	short   int // return after so many frames, with no error
	kinds   []string
	extra   int  // bytes before each frame
	bare    bool // a kernel that has no such
}

func (k *txSim) setInt(fd, level, opt, v int) error {
	if level == unix.SOL_PACKET && opt == unix.PACKET_VNET_HDR {
		if k.bare {
			return unix.ENOPROTOOPT
		}
		k.extra = offloadLen
	}
	return k.sim.setInt(fd, level, opt, v)
}

func newTxSim(t *testing.T) *txSim { return &txSim{sim: newSim(t), room: 1 << 30, longest: 1514} }

func (k *txSim) ring(_ int, v Version, rx, tx *unix.TpacketReq3) (m mapping, err error) {
	n := int(tx.Block_size * tx.Block_nr)
	if n > k.ringLimit {
		return m, unix.ENOMEM
	}
	if rx != nil || tx.Frame_nr != tx.Block_size/tx.Frame_size*tx.Block_nr || tx.Retire_blk_tov != 0 {
		return m, unix.EINVAL
	}
	k.form, k.req, k.mem = txForms[v], *tx, make([]byte, n)
	return mapping{all: k.mem, tx: k.mem}, nil
}

func (k *txSim) slotAt(i int) []byte {
	per := int(k.req.Block_size / k.req.Frame_size)
	return k.mem[i/per*int(k.req.Block_size)+i%per*int(k.req.Frame_size):]
}

func (k *txSim) kick(int, *unix.RawSockaddrLinklayer, int) (total int, err error) {
	if err := k.fail["kick"]; err != nil {
		return 0, err
	}
	for n := 0; ; n++ {
		s := k.slotAt(k.head)
		status := slotStatus(s, k.form.status)
		if status != slotRequest || k.short > 0 && n == k.short {
			return total, nil
		}
		length := int(binary.NativeEndian.Uint32(s[k.form.length:])) - k.extra
		if k.extra > 0 && int(parseOffload(s[k.form.data:]).HeaderLen) > length {
			k.t.Fatal("headers are longer than the frame")
		}
		switch {
		case k.extra == 0 && length > k.longest || length < 14:
			setSlotStatus(s, k.form.status, slotWrong)
			return 0, unix.EMSGSIZE
		case k.room == 0 && total > 0:
			return total, nil
		case k.room == 0:
			return 0, unix.EAGAIN
		}
		k.room--
		k.sent = append(k.sent, append([]byte(nil), s[k.form.data+k.extra:k.form.data+k.extra+length]...))
		setSlotStatus(s, k.form.status, slotSending)
		k.sending = append(k.sending, k.head)
		total += length
		k.head = (k.head + 1) % int(k.req.Frame_nr)
	}
}

// complete frees the first n slots that are being sent.
func (k *txSim) complete(n int) {
	for _, i := range k.sending[:n] {
		setSlotStatus(k.slotAt(i), k.form.status, slotFree)
	}
	k.sending = k.sending[n:]
}

func (k *txSim) disciplines(int) ([]string, error) { return k.kinds, nil }

func (k *txSim) openSender(cfg SendConfig) *Sender {
	k.t.Helper()
	s := new(Sender)
	cfg.Interface = 2
	if err := s.openAt(k, cfg); err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(func() { _ = s.Close() })
	return s
}

// numberedFrames are n frames with their numbers.
func numberedFrames(n int) (out [][]byte) {
	for i := range n {
		out = append(out, numberedFrame(60, uint32(i)))
	}
	return out
}

// checkSent checks that exactly the frames of these numbers have been sent.
func (k *txSim) checkSent(numbers ...uint32) {
	k.t.Helper()
	if len(k.sent) != len(numbers) {
		k.t.Fatalf("%d frames sent, want %d", len(k.sent), len(numbers))
	}
	for i, f := range k.sent {
		if got := binary.BigEndian.Uint32(f[14:]); got != numbers[i] || string(f) != string(numberedFrame(len(f), got)) {
			k.t.Fatalf("frame %d has number %d, want %d", i, got, numbers[i])
		}
	}
	k.sent = nil
}

func upTo(n uint32) (out []uint32) {
	for i := range n {
		out = append(out, i)
	}
	return out
}

// TestSendRingStates walks slots through their states, several times round the ring.
func TestSendRingStates(t *testing.T) {
	for _, v := range []Version{V2, V3} {
		k := newTxSim(t)
		s := k.openSender(SendConfig{Ring: v, Longest: 1500, Buffer: 32 << 10})
		total := s.Slots().Free
		if total != 16 || s.Ring().Version != v || s.Ring().SlotSize != 1792 {
			t.Fatalf("%d slots, %+v", total, s.Ring())
		}
		for range 5 {
			for i := range 10 {
				if err := s.Commit(copy(s.Slot(), numberedFrame(60, uint32(i)))); err != nil {
					t.Fatal(err)
				}
			}
			if got := s.Slots(); got != (Slots{Free: total - 10, Filled: 10}) {
				t.Fatalf("committed: %+v", got)
			}
			if n, err := s.Flush(); n != 10 || err != nil {
				t.Fatalf("flushed %d, %v", n, err)
			}
			if got := s.Slots(); got != (Slots{Free: total - 10, Sending: 10}) {
				t.Fatalf("flushed: %+v", got)
			}
			k.checkSent(upTo(10)...)
			// A batch fits only as far as slots are free.
			if n, err := s.SendBatch(numberedFrames(10)); n != total-10 || !Busy(err) {
				t.Fatalf("sent %d, %v", n, err)
			}
			k.checkSent(upTo(uint32(total - 10))...)
			if s.Slot() != nil {
				t.Fatal("a slot that is being sent was given out")
			}
			k.complete(total)
		}
		if st := s.Stats(); st.Frames != uint64(5*total) || st.Bytes != uint64(5*total*60) || st.Busy != 5 {
			t.Errorf("%+v", st)
		}
	}
}

// TestSendRingRefused: what the kernel does not take is withdrawn, the rest is sent,
// and the next frames are sent from where the kernel goes on.
func TestSendRingRefused(t *testing.T) {
	for i, v := range []Version{V2, V3, V2, V3} {
		k := newTxSim(t)
		k.bare = i < 2
		s := k.openSender(SendConfig{Ring: v, Longest: 1900, Buffer: 32 << 10})
		frames := numberedFrames(8)
		frames[5] = make([]byte, 1600)
		n, err := s.SendBatch(frames)
		var bad *FormatError
		if n != 5 || !errors.As(err, &bad) || bad.Len != 1600 || !errors.Is(err, unix.EMSGSIZE) {
			t.Fatalf("sent %d, %v", n, err)
		}
		k.checkSent(upTo(5)...)
		if got := s.Slots(); got.Wrong != 0 || got.Filled != 0 || got.Sending != 5 {
			t.Errorf("%+v", got)
		}
		k.complete(5)
		if n, err := s.SendBatch(frames[:5]); n != 5 || err != nil {
			t.Fatalf("afterwards: sent %d, %v", n, err)
		}
		k.checkSent(upTo(5)...)
		k.complete(5)
		k.room = 3
		if n, err := s.SendBatch(frames[:5]); n != 3 || !Busy(err) {
			t.Fatalf("room for 3: sent %d, %v", n, err)
		}
		k.checkSent(0, 1, 2)
		k.complete(3)
		k.room = 100
		k.short = 2
		if n, err := s.SendBatch(frames[:5]); n != 5 || err != nil {
			t.Fatalf("in pieces: sent %d, %v", n, err)
		}
		k.checkSent(upTo(5)...)
		k.fail["kick"] = unix.ENETDOWN
		if n, err := s.SendBatch(frames[:1]); n != 0 || !errors.Is(err, ErrDown) {
			t.Errorf("down: sent %d, %v", n, err)
		}
		// Too long for a slot is found out before.
		delete(k.fail, "kick")
		k.complete(5)
		if n, err := s.SendBatch([][]byte{frames[0], make([]byte, 3000), frames[1]}); n != 1 || !errors.As(err, &bad) || bad.Len != 3000 {
			t.Errorf("too long for a slot: sent %d, %v", n, err)
		}
		if st := s.Stats(); st.Wrong != 2 || st.Busy != 1 || st.Frames != 19 || st.Bytes != 19*60 {
			t.Errorf("%+v", st)
		}
	}
}

func TestSendRingMemory(t *testing.T) {
	k := newTxSim(t)
	k.ringLimit = 200 << 10
	s := k.openSender(SendConfig{Ring: V3})
	if m := s.Ring(); m.Bytes > k.ringLimit || m.Bytes < 64<<10 || !errors.Is(m.Why, unix.ENOMEM) {
		t.Errorf("%+v", m)
	}
	k.ringLimit = 0
	err := new(Sender).openAt(k, SendConfig{Interface: 2, Ring: V2})
	if !errors.Is(err, unix.ENOMEM) {
		t.Errorf("no memory at all: %v", err)
	}
	if err := new(Sender).openAt(k, SendConfig{Interface: 2, Ring: V1}); err == nil {
		t.Error("a ring of the first version")
	}
	if err := new(Sender).openAt(k, SendConfig{Interface: 9, Ring: V2}); !errors.Is(err, unix.ENODEV) {
		t.Errorf("unknown interface: %v", err)
	}
}

// TestSendLaunch: the time of a frame is in its control message.
func TestSendLaunch(t *testing.T) {
	k := newTxSim(t)
	if err := new(Sender).openAt(k, SendConfig{Interface: 2, Launch: TAIClock}); !errors.Is(err, ErrPacing) || !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("without a discipline: %v", err)
	}
	k.kinds = []string{"etf"}
	if err := new(Sender).openAt(k, SendConfig{Interface: 2, Launch: MonotonicClock}); !errors.Is(err, ErrPacing) {
		t.Errorf("with the other discipline: %v", err)
	}
	s := k.openSender(SendConfig{Launch: TAIClock})
	if n, err := s.SendFrames([]TxFrame{{Data: numberedFrame(60, 0), Time: 5 * time.Second}, {Data: numberedFrame(60, 1)}}); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	k.checkSent(0, 1)
	o := &s.c.out
	if o.hdrs[0].hdr.Controllen == 0 || o.hdrs[1].hdr.Controllen != 0 || binary.NativeEndian.Uint64(o.control[0][8+wordSize:]) != uint64(5*time.Second) {
		t.Errorf("% x", o.control[0])
	}
}

func TestSendClosed(t *testing.T) {
	k := newTxSim(t)
	s := k.openSender(SendConfig{Ring: V3})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, e1 := s.SendBatch(numberedFrames(1))
	_, e2 := s.Flush()
	for _, err := range []error{s.Close(), s.Send(numberedFrame(60, 0)), s.Commit(1), e1, e2} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%v", err)
		}
	}
	if s.Slot() != nil || s.Slots() != (Slots{}) {
		t.Error("a closed ring has slots")
	}
}
