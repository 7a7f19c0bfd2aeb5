package afxdp

import (
	"encoding/binary"
	"time"

	"github.com/gocap-project/gocap/bpf"
)

// receiver is the receiving half of a queue: pieces of memory go to the kernel
// through one ring and come back with frames through another.
type receiver struct {
	rx    consumer
	fill  producer
	mem   []byte // of the program; both halves are in it
	piece uint64 // size of the pieces, a power of two
	queue int

	held   []uint64 // pieces that are lent to the caller
	joined []byte   // a frame put together
	begun  bool     // a frame's first pieces are in joined
	first  stamp    // of its first piece

	stamp   uint32      // of frames from the present program; 0: it writes none
	filter  bpf.Program // to be run on frames without a stamp
	count   uint64
	invalid uint64

	skipping bool   // entries before skipTo
	skipTo   uint32 // which wraps

	clock clock
}

// publishEvery is how many pieces are given back at once while there are frames.
const publishEvery = 32

// prime gives the kernel all pieces that lie before end.
func (r *receiver) prime(end uint64) {
	for at := uint64(0); at+r.piece <= end && r.fill.room(1); at += r.piece {
		r.fill.setAddress(r.fill.next, at)
		r.fill.next++
	}
	r.fill.publish()
}

// giveBack ends the loan of frames.
func (r *receiver) giveBack() {
	for _, at := range r.held {
		r.drop(at)
	}
	r.held = r.held[:0]
	if r.rx.next%publishEvery == 0 {
		r.settle()
	}
}

// settle tells the kernel what has been given back so far.
func (r *receiver) settle() {
	r.fill.publish()
	r.rx.release()
}

// next sets f to the next frame and reports whether there was one. It is lent until
// giveBack.
func (r *receiver) next(f *Frame) (bool, error) {
	for {
		if r.rx.next == r.rx.end {
			r.settle()
			if r.rx.look() == 0 {
				return false, nil
			}
			r.clock.looked()
		}
		if ok, err := r.take(f); ok || err != nil {
			return ok, err
		}
	}
}

// discard makes next skip what has been received so far.
func (r *receiver) discard() {
	r.rx.look()
	r.skipping, r.skipTo = true, r.rx.end
}

// take takes an entry off the ring and reports whether it ends a frame that is to be
// delivered.
func (r *receiver) take(f *Frame) (bool, error) {
	d := r.rx.descriptor(r.rx.next)
	r.rx.next++
	at := d.addr &^ (r.piece - 1)
	if d.addr > uint64(len(r.mem)) || uint64(d.len) > uint64(len(r.mem))-d.addr || d.addr+uint64(d.len) > at+r.piece {
		r.invalid++
		r.begun = false
		return false, &DescriptorError{d.addr, d.len}
	}
	data := r.mem[d.addr : d.addr+uint64(d.len) : d.addr+uint64(d.len)]
	if d.options&continued == 0 && !r.begun {
		var s stamp
		r.readStamp(&s, d.addr-at, at)
		*f = Frame{Data: data, Len: len(data), Time: s.time, Stamped: s.verdict >= 0, Queue: r.queue}
		if !r.judge(f, s.verdict) {
			r.drop(at)
			return false, nil
		}
		r.held = append(r.held, at)
		return true, nil
	}
	return r.join(f, d, data, at), nil
}

// drop gives a piece back at once.
func (r *receiver) drop(at uint64) {
	if r.fill.room(1) {
		r.fill.setAddress(r.fill.next, at)
		r.fill.next++
	}
}

// join adds a piece to a frame in several.
func (r *receiver) join(f *Frame, d descriptor, data []byte, at uint64) bool {
	if !r.begun {
		r.begun, r.joined = true, r.joined[:0]
		r.readStamp(&r.first, d.addr-at, at)
	}
	r.joined = append(r.joined, data...)
	r.drop(at)
	if d.options&continued != 0 {
		return false
	}
	r.begun = false
	*f = Frame{Data: r.joined, Len: len(r.joined), Time: r.first.time, Stamped: r.first.verdict >= 0, Queue: r.queue}
	return r.judge(f, r.first.verdict)
}

// stamp is what the program in the kernel says of a frame.
type stamp struct {
	time    int64 // Unix
	verdict int   // or unstamped, or foreign
}

// unstamped and foreign stand in place of a verdict: there is no stamp, or that of
// a program that has been replaced.
const (
	unstamped = -1
	foreign   = -2
)

// What the program writes before a frame; see ebpf.XDP.
const (
	stampLen     = 16
	stampVerdict = 4
	stampTime    = 8
)

// longestVerdict keeps verdicts within an int.
const longestVerdict = 1 << 30

// readStamp reads the stamp of the frame that begins headroom bytes behind the
// beginning of its piece, and takes it away so that it is not found again when the
// piece is used without.
func (r *receiver) readStamp(s *stamp, headroom, at uint64) {
	s.verdict = unstamped
	if headroom < stampLen {
		return
	}
	b := r.mem[at+headroom-stampLen : at+headroom]
	_ = b[stampLen-1]
	name := binary.NativeEndian.Uint32(b)
	if name == 0 {
		return
	}
	binary.NativeEndian.PutUint32(b, 0)
	if s.verdict = foreign; name == r.stamp {
		s.verdict = int(min(binary.NativeEndian.Uint32(b[stampVerdict:]), longestVerdict))
		s.time = r.clock.unix(int64(binary.NativeEndian.Uint64(b[stampTime:])))
	}
}

// judge cuts a frame to the verdict and reports whether it is to be delivered.
func (r *receiver) judge(f *Frame, verdict int) bool {
	if r.skipping {
		if int32(r.skipTo-r.rx.next) >= 0 {
			return false
		}
		r.skipping = false
	}
	switch verdict {
	case foreign:
		return false
	case unstamped:
		if verdict = int(min(r.filter.RunLinux(f.Data, f.Len, metadata(f.Data)), longestVerdict)); verdict == 0 {
			return false
		}
		f.Time = r.clock.now()
	}
	f.Data = f.Data[:min(len(f.Data), verdict)]
	r.count++
	return true
}

// metadata is what the program in the kernel takes a frame for.
func metadata(b []byte) *bpf.Metadata {
	m := &bpf.Metadata{Hardware: 1, NetworkAt: ethernetHeader}
	if len(b) < ethernetHeader {
		return m
	}
	if m.Protocol = binary.BigEndian.Uint16(b[12:]); m.Protocol < 0x600 {
		if m.Protocol = 4; len(b) >= 16 && b[14] == 0xff && b[15] == 0xff {
			m.Protocol = 1
		}
	}
	if b[0]&1 != 0 {
		if m.PacketType = 2; string(b[:6]) == "\xff\xff\xff\xff\xff\xff" {
			m.PacketType = 1
		}
	}
	return m
}

// clock makes Unix time of the kernel's monotonic time.
type clock struct {
	read    func() (unix, monotonic int64)
	offset  int64 // of the one to the other
	until   int64 // monotonic, for as long as which offset will do
	present int64 // Unix time when the ring was looked at; 0: not asked for
}

// drift is for how long an offset is good: NTP steers by less than 500 ppm, so that
// it is off by 5 µs at most.
const drift = int64(10 * time.Millisecond)

func (c *clock) looked() { c.present = 0 }

// now is the time when the ring was looked at.
func (c *clock) now() int64 {
	if c.present == 0 {
		c.present, _ = c.read()
	}
	return c.present
}

func (c *clock) unix(monotonic int64) int64 {
	if monotonic > c.until {
		unix, now := c.read()
		c.offset, c.until = unix-now, now+drift
	}
	return monotonic + c.offset
}
