package afpacket

import (
	"encoding/binary"
	"sync"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"golang.org/x/sys/unix"
)

// sim is a kernel that behaves as Linux's packet sockets do, as far as a Conn can
// tell, and that can be told to fail.
type sim struct {
	t    *testing.T
	mu   sync.Mutex
	cond *sync.Cond

	fds       map[int]*simSocket
	last      int
	ifs       map[int]*Interface
	fail      map[string]error // by the kernel's method
	ringLimit int              // bytes; rings above it get ENOMEM
	queueMax  int              // frames that a socket without ring holds
	sent      [][]byte
	noVersion map[Version]bool
	sendMax   int // frames that one sendmmsg takes
}

type simSocket struct {
	event   bool // an eventfd, and signalled says whether it is readable
	signal  bool
	proto   uint16
	ifindex int
	filter  bpf.Program
	err     error
	mem     []byte // ring
	size    int    // of a block
	version Version
	slot    int // size of one
	slots   int
	cur     int
	open    []ringFrame // in the block that is being filled
	queue   []ringFrame
	stats   unix.TpacketStatsV3
	promisc int
	group   int
}

func newSim(t *testing.T) *sim {
	k := &sim{t: t, fds: map[int]*simSocket{}, last: 100, ringLimit: 1 << 30, queueMax: 100, sendMax: 64, fail: map[string]error{}, noVersion: map[Version]bool{},
		ifs: map[int]*Interface{1: {Name: "lo", Index: 1, Hardware: 772, MTU: 65536, Up: true}, 2: {Name: "eth0", Index: 2, Hardware: 1, MTU: 1500, Up: true}}}
	k.cond = sync.NewCond(&k.mu)
	return k
}

// open gives a Conn on this kernel.
func (k *sim) open(cfg Config) *Conn {
	k.t.Helper()
	c := new(Conn)
	if err := c.openOn(k, cfg); err != nil {
		k.t.Fatal(err)
	}
	return c
}

func (k *sim) waker() *Waker {
	w := new(Waker)
	if err := w.openOn(k); err != nil {
		k.t.Fatal(err)
	}
	return w
}

// locked runs f unless the method is to fail.
func (k *sim) locked(method string, f func() error) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	defer k.cond.Broadcast()
	if err := k.fail[method]; err != nil {
		return err
	}
	return f()
}

func (k *sim) add(s *simSocket) int { k.last++; k.fds[k.last] = s; return k.last }

func (k *sim) socket(int) (fd int, err error) {
	err = k.locked("socket", func() error { fd = k.add(&simSocket{}); return nil })
	return fd, err
}

func (k *sim) closeFD(fd int) error {
	return k.locked("close", func() error {
		if k.fds[fd] == nil {
			return unix.EBADF
		}
		delete(k.fds, fd)
		return nil
	})
}

func (k *sim) bind(fd, ifindex int, proto uint16) error {
	return k.locked("bind", func() error {
		s := k.fds[fd]
		if ifindex != 0 && k.ifs[ifindex] == nil {
			return unix.ENODEV
		}
		if proto == unix.ETH_P_ALL && s.filter == nil {
			k.t.Error("bound without a filter")
		}
		s.ifindex, s.proto = ifindex, proto
		if ifindex != 0 && !k.ifs[ifindex].Up {
			s.err = unix.ENETDOWN
		}
		return nil
	})
}

func (k *sim) attach(fd int, p bpf.Program) error {
	return k.locked("attach", func() error { k.fds[fd].filter = p; return bpf.Validate(p) })
}

func (k *sim) setInt(_, level, opt, _ int) error {
	return k.locked("setInt", func() error {
		if level == unix.SOL_SOCKET && opt == unix.SO_RCVBUFFORCE {
			return unix.EPERM
		}
		return nil
	})
}

func (k *sim) getInt(fd, _, _ int) (n int, err error) {
	err = k.locked("getInt", func() error { n = k.fds[fd].group; return nil })
	return n, err
}

func (k *sim) getBytes(_, _, _, n int) ([]byte, error) {
	return make([]byte, n), k.locked("getBytes", func() error { return nil })
}

func (k *sim) setProgram(_, _, _ int, p bpf.Program) error {
	return k.locked("setProgram", func() error { return bpf.Validate(p) })
}

func (k *sim) fanout(fd int, arg []byte) error {
	return k.locked("fanout", func() error {
		s := k.fds[fd]
		if s.proto != unix.ETH_P_ALL || len(s.filter) != 1 {
			k.t.Error("joined a group without rejecting frames first")
		}
		s.group = int(binary.NativeEndian.Uint32(arg))
		return nil
	})
}

func (k *sim) settle() error { return k.locked("settle", func() error { return nil }) }

func (k *sim) doze(d time.Duration) { time.Sleep(d) }

func (k *sim) errorQueue(int, []byte) (int, error) {
	return 0, k.locked("errorQueue", func() error { return unix.EAGAIN })
}

func (k *sim) socketError(fd int) error {
	return k.locked("socketError", func() error { err := k.fds[fd].err; k.fds[fd].err = nil; return err })
}

func (k *sim) member(fd, ifindex, _ int, _ []byte, add bool) error {
	return k.locked("member", func() error {
		if k.ifs[ifindex] == nil {
			return unix.ENODEV
		}
		k.fds[fd].promisc += map[bool]int{true: 1, false: -1}[add]
		return nil
	})
}

func (k *sim) ring(fd int, v Version, r, tx *unix.TpacketReq3) (m mapping, err error) {
	err = k.locked("ring", func() error {
		if k.noVersion[v] {
			return unix.EINVAL
		}
		n := int(r.Block_size * r.Block_nr)
		if n > k.ringLimit {
			return unix.ENOMEM
		}
		if r.Frame_nr != r.Block_size/r.Frame_size*r.Block_nr || r.Block_size%uint32(unix.Getpagesize()) != 0 || r.Frame_size%tpacketAlign != 0 {
			return unix.EINVAL
		}
		s := k.fds[fd]
		s.version, s.mem, s.size = v, make([]byte, n), int(r.Block_size)
		s.slot, s.slots = int(r.Frame_size), int(r.Frame_nr)
		m.all, m.rx = s.mem, s.mem
		return nil
	})
	return m, err
}

func (k *sim) unmap(_, _ []byte) error { return k.locked("unmap", func() error { return nil }) }

func (k *sim) stats(fd int) (st unix.TpacketStatsV3, err error) {
	err = k.locked("stats", func() error { st, k.fds[fd].stats = k.fds[fd].stats, unix.TpacketStatsV3{}; return nil })
	return st, err
}

func (k *sim) receive(fd int, m *messages) (n int, err error) {
	err = k.locked("receive", func() error {
		s := k.fds[fd]
		if err := s.err; err != nil {
			s.err = nil
			return err
		}
		for n < len(m.hdrs) && len(s.queue) > 0 {
			f := s.queue[0]
			s.queue = s.queue[1:]
			at := n*m.size + headroom
			copy(m.data[at:at+m.size-headroom], f.data)
			m.hdrs[n].n = uint32(len(f.data))
			m.hdrs[n].hdr.SetControllen(0)
			m.addrs[n] = [addrLen]byte{10: f.pktType}
			n++
		}
		if n == 0 {
			return unix.EAGAIN
		}
		return nil
	})
	return n, err
}

func (k *sim) transmit(_ int, o *outgoing, from int) (n int, err error) {
	err = k.locked("send", func() error {
		n = min(o.n-from, k.sendMax)
		for i := range n {
			k.sent = append(k.sent, o.frame(from+i))
		}
		return nil
	})
	return n, err
}

func (k *sim) byName(_ int, name string) (it Interface, err error) {
	err = k.locked("byName", func() error {
		for _, i := range k.ifs {
			if i.Name == name {
				it = *i
				return nil
			}
		}
		return unix.ENODEV
	})
	return it, err
}

func (k *sim) exists(_, ifindex int) bool { return k.ifs[ifindex] != nil }

func (k *sim) hardwareTime(int, string) error {
	return k.locked("hardwareTime", func() error { return unix.EOPNOTSUPP })
}

func (k *sim) event() (fd int, err error) {
	err = k.locked("event", func() error { fd = k.add(&simSocket{event: true}); return nil })
	return fd, err
}

func (k *sim) signal(fd int) {
	_ = k.locked("", func() error {
		if k.fds[fd] == nil {
			k.t.Error("signal to a closed eventfd")
			return nil
		}
		k.fds[fd].signal = true
		return nil
	})
}

func (k *sim) clear(fd int) { _ = k.locked("", func() error { k.fds[fd].signal = false; return nil }) }

func (k *sim) poll(fds []unix.PollFd, timeout time.Duration) error {
	deadline := time.Now().Add(timeout)
	if timeout >= 0 {
		time.AfterFunc(timeout, k.cond.Broadcast)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.fail["poll"]; err != nil {
		return err
	}
	for {
		found := false
		for i := range fds {
			s := k.fds[int(fds[i].Fd)]
			switch fds[i].Revents = 0; {
			case s == nil:
				fds[i].Revents = unix.POLLNVAL
			case s.err != nil:
				fds[i].Revents = unix.POLLERR
			case s.signal, len(s.queue) > 0, s.ready():
				fds[i].Revents = unix.POLLIN
			}
			found = found || fds[i].Revents != 0
		}
		if found || timeout >= 0 && !time.Now().Before(deadline) {
			return nil
		}
		k.cond.Wait()
	}
}

// ready reports whether a block is the program's: as packet_poll, which looks at
// the block before the one being filled.
func (s *simSocket) ready() bool {
	if len(s.mem) == 0 {
		return false
	}
	n := len(s.mem) / s.size
	if s.version != V3 {
		return owned(s.slotAt((s.cur + s.slots - 1) % s.slots))
	}
	return owned(s.block((s.cur + n - 1) % n)[blockStatus:])
}

func (s *simSocket) slotAt(i int) []byte {
	per := s.size / s.slot
	return s.block(i / per)[i%per*s.slot:][:s.slot]
}

// fill puts a frame into the next slot, and one that is too long for it into the
// queue besides, as tpacket_rcv does.
func (s *simSocket) fill(f ringFrame) {
	b := s.slotAt(s.cur)
	if owned(b) {
		s.stats.Drops++
		return
	}
	if s.stats.Drops > 0 {
		f.status |= StatusLosing
	}
	if f.length = len(f.data); f.length > s.slot-82 {
		s.queue = append(s.queue, f)
		f.data, f.status = f.data[:s.slot-82], f.status|StatusCopy
	}
	writeSlot(b, s.version, f)
	s.cur = (s.cur + 1) % s.slots
}

func (s *simSocket) block(i int) []byte { return s.mem[i*s.size : (i+1)*s.size] }

// arrive is a frame on an interface.
func (k *sim) arrive(ifindex int, f ringFrame) {
	_ = k.locked("", func() error {
		for _, s := range k.fds {
			if s.event || s.proto != unix.ETH_P_ALL || s.ifindex != 0 && s.ifindex != ifindex {
				continue
			}
			verdict := s.filter.RunLinux(f.data, len(f.data), &bpf.Metadata{PacketType: f.pktType})
			if verdict == 0 {
				continue
			}
			f := f
			f.ifindex, f.length = uint32(ifindex), len(f.data)
			f.data = f.data[:min(uint64(len(f.data)), uint64(verdict))]
			s.deliver(k, f)
		}
		return nil
	})
}

func (s *simSocket) deliver(k *sim, f ringFrame) {
	s.stats.Packets++
	if len(s.mem) == 0 {
		if len(s.queue) >= k.queueMax {
			s.stats.Drops++
			return
		}
		s.queue = append(s.queue, f)
		return
	}
	if s.version != V3 {
		s.fill(f)
		return
	}
	used := blockHeader
	for _, o := range s.open {
		used += (frameHeader + 14 + len(o.data) + tpacketAlign - 1) &^ (tpacketAlign - 1)
	}
	if used+frameHeader+14+len(f.data)+tpacketAlign > s.size {
		s.retire()
	}
	if owned(s.block(s.cur)[blockStatus:]) { // the program has not given it back
		s.stats.Drops++
		s.stats.Freeze_q_cnt = 1
		return
	}
	if s.stats.Drops > 0 {
		f.status |= StatusLosing
	}
	s.open = append(s.open, f)
}

// retire hands the block that is being filled to the program.
func (s *simSocket) retire() {
	if len(s.open) == 0 || s.version != V3 {
		return
	}
	writeBlock(s.block(s.cur), s.open)
	s.open = nil
	s.cur = (s.cur + 1) % (len(s.mem) / s.size)
}

// tick is the timer that retires blocks.
func (k *sim) tick() {
	_ = k.locked("", func() error {
		for _, s := range k.fds {
			s.retire()
		}
		return nil
	})
}

// down takes an interface down, or away.
func (k *sim) down(ifindex int, gone bool) {
	_ = k.locked("", func() error {
		for _, s := range k.fds {
			if s.ifindex == ifindex && s.proto == unix.ETH_P_ALL {
				s.err, s.proto = unix.ENETDOWN, map[bool]uint16{true: inert, false: unix.ETH_P_ALL}[gone]
			}
		}
		if k.ifs[ifindex].Up = false; gone {
			delete(k.ifs, ifindex)
		}
		return nil
	})
}
