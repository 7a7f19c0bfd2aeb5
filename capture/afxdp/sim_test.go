package afxdp

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/gocap-project/gocap/bpf"
)

// sim is the kernel's side of a queue in ordinary memory, as xsk_queue.h has it: it
// takes pieces from the fill ring, puts frames into the receive ring, takes frames
// from the send ring and gives their pieces back.
type sim struct {
	receiver
	transmitter
	filled, received, sent, returned uint32 // the kernel's own counts
	dropped                          int
	stamp                            uint32 // 0: the program writes none
	time                             int64
}

const (
	simPiece    = 2048
	simHeadroom = 256
)

func memoryRing(entries, size int) ring {
	return ring{new(uint32), new(uint32), new(uint32), make([]byte, entries*size), uint32(entries - 1)}
}

// newSim makes a queue with rings of the sizes, whose counts begin anywhere.
func newSim(receive, send int, begin uint32) *sim {
	k := &sim{filled: begin, received: begin, sent: begin, returned: begin}
	mem := make([]byte, (receive+send)*simPiece)
	k.fill.ring, k.rx.ring = memoryRing(receive, 8), memoryRing(receive, 16)
	k.done.ring, k.tx.ring = memoryRing(send, 8), memoryRing(send, 16)
	for _, r := range []ring{k.fill.ring, k.rx.ring, k.done.ring, k.tx.ring} {
		*r.prod, *r.cons = begin, begin
	}
	k.fill.next, k.fill.limit, k.rx.next, k.rx.end = begin, begin, begin, begin
	k.tx.next, k.tx.limit, k.done.next, k.done.end = begin, begin, begin, begin
	k.receiver.mem, k.receiver.piece = mem, simPiece
	k.receiver.held = make([]uint64, 0, receive)
	k.receiver.clock.read = func() (int64, int64) { return k.time + 1e18, k.time }
	k.receiver.prime(uint64(receive * simPiece))
	k.transmitter.mem, k.transmitter.piece, k.transmitter.longest, k.transmitter.most = mem, simPiece, 9022, 17
	k.free = make([]uint64, 0, send)
	k.transmitter.prime(receive * simPiece)
	return k
}

// arrive is a frame from the wire. It reports whether there was room.
func (k *sim) arrive(frame []byte) bool {
	room := simPiece - simHeadroom
	n := uint32((len(frame) + room - 1) / room)
	if atomic.LoadUint32(k.fill.prod)-k.filled < n || k.received-atomic.LoadUint32(k.rx.cons)+n > k.rx.size() {
		k.dropped++
		return false
	}
	for first := true; len(frame) > 0; first = false {
		at := k.fill.address(k.filled) &^ (simPiece - 1)
		k.filled++
		mem := k.receiver.mem
		if first && k.stamp != 0 {
			s := mem[at+simHeadroom-stampLen:]
			binary.NativeEndian.PutUint32(s, k.stamp)
			binary.NativeEndian.PutUint32(s[stampVerdict:], 1500)
			binary.NativeEndian.PutUint64(s[stampTime:], uint64(k.time))
		}
		d := descriptor{addr: at + simHeadroom, len: uint32(copy(mem[at+simHeadroom:at+simPiece], frame))}
		if frame = frame[d.len:]; len(frame) > 0 {
			d.options = continued
		}
		k.rx.setDescriptor(k.received, d)
		k.received++
	}
	atomic.StoreUint32(k.fill.cons, k.filled)
	atomic.StoreUint32(k.rx.prod, k.received)
	return true
}

// transmit sends at most n descriptors and returns the frames.
func (k *sim) transmit(n int) (frames [][]byte) {
	var frame []byte
	for ; n > 0 && k.sent != atomic.LoadUint32(k.tx.prod); n-- {
		d := k.tx.descriptor(k.sent)
		k.sent++
		frame = append(frame, k.transmitter.mem[d.addr:d.addr+uint64(d.len)]...)
		if d.options&continued == 0 {
			frames = append(frames, frame)
			frame = nil
		} else {
			n++ // a frame is not cut
		}
		k.done.setAddress(k.returned, d.addr)
		k.returned++
	}
	atomic.StoreUint32(k.tx.cons, k.sent)
	atomic.StoreUint32(k.done.prod, k.returned)
	return frames
}

// content is frame i of the tests.
func content(r *rand.Rand, i int) []byte {
	n := 60 + r.IntN(1400)
	if r.IntN(5) == 0 {
		n = 1700 + r.IntN(6000)
	}
	b := make([]byte, n)
	for j := range b {
		b[j] = byte(i + j)
	}
	return b
}

// begins are counts at which rings are tried: they wrap.
var begins = []uint32{0, 1<<32 - 5, 1<<31 - 3}

// TestReceiving: frames of all sizes come in order, cut to the verdict, with times;
// what has no room is lost by the kernel alone, and no piece of memory gets lost.
func TestReceiving(t *testing.T) {
	for _, begin := range begins {
		for _, stamp := range []uint32{0, 7} {
			r := rand.New(rand.NewPCG(uint64(begin), uint64(stamp)))
			k := newSim(64, 64, begin)
			k.stamp, k.receiver.stamp = stamp, stamp
			k.receiver.filter = bpf.Snap(1500)
			var want [][]byte
			arrived := 0
			for i := range 3000 {
				k.time += 1000
				if f := content(r, i); k.arrive(f) {
					want = append(want, f)
					arrived++
				}
				for range r.IntN(4) * (i / 100 % 2) {
					var f Frame
					k.giveBack()
					ok, err := k.receiver.next(&f)
					if err != nil || ok != (len(want) > 0) {
						t.Fatal(ok, err, len(want))
					}
					if !ok {
						continue
					}
					if f.Len != len(want[0]) || string(f.Data) != string(want[0][:min(1500, f.Len)]) || f.Stamped != (stamp != 0) || f.Time < 1e18 || f.Time > 1e18+k.time {
						t.Fatalf("%d bytes of %d, want %d; time %d, %v", len(f.Data), f.Len, len(want[0]), f.Time, f.Stamped)
					}
					want = want[1:]
				}
			}
			if k.dropped == 0 || arrived < 1000 || k.count != uint64(arrived-len(want)) {
				t.Errorf("%d dropped, %d arrived, %d counted, %d left", k.dropped, arrived, k.count, len(want))
			}
			for range want {
				k.giveBack()
				if ok, err := k.receiver.next(new(Frame)); !ok || err != nil {
					t.Fatal(ok, err)
				}
			}
			k.giveBack()
			if ok, _ := k.receiver.next(new(Frame)); ok || *k.fill.prod-k.filled != 64 {
				t.Errorf("%d of 64 pieces are with the kernel", *k.fill.prod-k.filled)
			}
		}
	}
}

// TestStamps: frames from a program that was replaced are not delivered, nor those
// from before Discard, and a stamp is not found twice.
func TestStamps(t *testing.T) {
	k := newSim(16, 16, 0)
	k.receiver.stamp = 2
	take := func() (n int) {
		var f Frame
		for {
			k.giveBack()
			ok, err := k.receiver.next(&f)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				return n
			}
			n++
		}
	}
	for _, tt := range []struct {
		stamp  uint32
		filter bpf.Program
		want   int
	}{{1, nil, 0}, {2, bpf.Reject(), 5}, {0, nil, 5}, {0, bpf.Reject(), 0}, {3, nil, 0}, {2, nil, 5}} {
		k.stamp, k.receiver.filter = tt.stamp, tt.filter
		for range 5 {
			k.arrive(make([]byte, 60))
		}
		if n := take(); n != tt.want {
			t.Errorf("stamp %d: %d frames, want %d", tt.stamp, n, tt.want)
		}
	}
	k.arrive(make([]byte, 60))
	k.arrive(make([]byte, 60))
	k.receiver.discard()
	k.arrive(make([]byte, 61))
	if n := take(); n != 1 {
		t.Errorf("%d frames after Discard", n)
	}
}

func TestSending(t *testing.T) {
	for _, begin := range begins {
		r := rand.New(rand.NewPCG(uint64(begin), 1))
		k := newSim(64, 64, begin)
		var want [][]byte
		sent, refused := 0, 0
		check := func(frames [][]byte) {
			for _, f := range frames {
				if string(f) != string(want[0]) {
					t.Fatalf("%d bytes, want %d", len(f), len(want[0]))
				}
				want = want[1:]
				sent++
			}
		}
		for i := range 3000 {
			f := content(r, i)
			switch err := k.put(f); err {
			case nil:
				want = append(want, f)
			case ErrBusy:
				refused++
				k.reap()
			default:
				t.Fatal(err)
			}
			if r.IntN(3) == 0 {
				k.tx.publish()
				check(k.transmit(r.IntN(9)))
			}
		}
		k.tx.publish()
		check(k.transmit(1 << 20))
		k.reap()
		if len(want) > 0 || refused == 0 || sent < 1000 || len(k.free) != 64 {
			t.Errorf("%d left, %d refused, %d sent, %d pieces free", len(want), refused, sent, len(k.free))
		}
	}
	k := newSim(64, 64, 0)
	for _, tt := range []struct {
		n, most int
		want    error
	}{{13, 17, ErrTooShort}, {14, 17, nil}, {9022, 17, nil}, {9023, 17, ErrTooLong}, {2048, 1, nil}, {2049, 1, ErrTooLong}} {
		if k.most = tt.most; !errors.Is(k.put(make([]byte, tt.n)), tt.want) {
			t.Errorf("%d bytes", tt.n)
		}
	}
}

// TestAtOnce runs both sides at the same time: under the race detector it shows
// whether the rings order what they should.
func TestAtOnce(t *testing.T) {
	k := newSim(32, 32, 1<<32-100)
	k.stamp, k.receiver.stamp = 1, 1
	const count = 5000
	go func() {
		b := make([]byte, 60)
		for i := uint32(0); i < count; {
			binary.BigEndian.PutUint32(b, i)
			if k.arrive(b) {
				i++
			}
		}
	}()
	var f Frame
	for i := uint32(0); i < count; {
		k.giveBack()
		ok, err := k.receiver.next(&f)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			if got := binary.BigEndian.Uint32(f.Data); got != i {
				t.Fatalf("%d, want %d", got, i)
			}
			i++
		}
	}
}

// FuzzRings has the kernel's side hold anything: every frame lies in the memory, and
// there is an end.
func FuzzRings(f *testing.F) {
	f.Add([]byte{4, 0, 0, 0, 0, 1, 60, 0, 0, 9, 1, 2, 0, 7, 1, 255, 255, 255}, uint32(3), uint32(2))
	f.Fuzz(func(t *testing.T, b []byte, prod, done uint32) {
		k := newSim(8, 8, 0)
		for i := range uint32(8) {
			if len(b) < 6 {
				break
			}
			k.rx.setDescriptor(i, descriptor{uint64(b[0])<<8 | uint64(b[1])<<56 | uint64(b[2]), uint32(b[3])<<8 | uint32(b[4])<<28, uint32(b[5])})
			k.done.setAddress(i, uint64(b[0])<<9|uint64(b[1]))
			b = b[6:]
		}
		copy(k.receiver.mem, b)
		*k.rx.prod, *k.done.prod = prod, done
		var frame Frame
		for range 20 {
			k.giveBack()
			ok, err := k.receiver.next(&frame)
			if ok && (len(frame.Data) > len(k.receiver.mem) || len(frame.Data) > frame.Len) {
				t.Fatal(len(frame.Data))
			}
			if e := (*DescriptorError)(nil); err != nil && (!errors.As(err, &e) || !errors.Is(err, ErrDescriptor)) {
				t.Fatal(err)
			}
		}
		k.reap()
		slices.Sort(k.free)
		if len(k.free) > 8 {
			t.Fatal(len(k.free))
		}
	})
}
