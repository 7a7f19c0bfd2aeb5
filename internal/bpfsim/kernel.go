// Package bpfsim is a kernel that behaves as the /dev/bpf of each system does, for
// tests: which requests it knows by which numbers, in which order they may come, how it
// fills and hands over its buffers, what it counts, and how it fails. It runs filters
// with package bpf and joins its interfaces as cables do.
package bpfsim

import (
	"bytes"
	"fmt"
	"net"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gocap-project/gocap/capture/bpfdev"
)

// Kernel is a bpfdev.Kernel. Its fields may be changed before it is used.
type Kernel struct {
	Sys   *bpfdev.System
	Nodes int  // numbered devices that there are
	Old   bool // a release before the newest requests: no BIOCSETFNR, BIOCSDIRECTION, BIOCSWTIMEOUT
	Zero  bool // sysctl net.bpf.zerocopy_enable
	Room  int  // the largest buffer that there is memory for
	Fail  map[string]error
	Clock func() time.Time
	Stray func(frame []byte) bool // frames that are stored whatever the filter says

	p     personality
	names map[uint32]string
	mask  bool // directions are a mask of those not wanted

	mu     sync.Mutex
	cond   *sync.Cond
	ifs    map[string]*iface
	open   map[string]*device // by path, numbered ones
	last   int
	issued map[string]int
	maps   map[*byte]bool
	full   bool // the interfaces' queues are
}

// iface is an interface.
type iface struct {
	bpfdev.Interface
	links    []int // its DLT_ numbers
	header   int   // bytes of the link layer's header
	peer     *iface
	promisc  int
	devices  []*device
	received [][]byte // by the host, with BIOCFEEDBACK
}

// New is a kernel of a system, with Ethernet interfaces em0 and em1 joined by a cable,
// lo0, em9 which is down, and tun0.
func New(sys *bpfdev.System) *Kernel {
	k := &Kernel{Sys: sys, Nodes: 8, Room: 1 << 30, Fail: map[string]error{}, Clock: time.Now, p: of(sys.Name), names: requests(sys),
		ifs: map[string]*iface{}, open: map[string]*device{}, issued: map[string]int{}, maps: map[*byte]bool{}}
	k.cond = sync.NewCond(&k.mu)
	k.mask = k.Knows("BIOCSDIRFILT")
	a := k.Add("em0", 1, net.HardwareAddr{2, 0, 0, 0, 0, 1})
	b := k.Add("em1", 1, net.HardwareAddr{2, 0, 0, 0, 0, 2})
	a.peer, b.peer = b, a
	k.Add("em9", 1, net.HardwareAddr{2, 0, 0, 0, 0, 9}).Up = false
	k.Add("lo0", 0, nil)
	k.Add("tun0", 0, nil)
	k.ifs["lo0"].Loopback = true
	return k
}

// Add adds an interface of a link type: 1 Ethernet, which can be 127 (802.11 with
// radiotap) too, or 0 (null).
func (k *Kernel) Add(name string, dlt int, mac net.HardwareAddr) *iface {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.last++
	i := &iface{Interface: bpfdev.Interface{Name: name, Index: k.last, MTU: 1500, Up: true, Addr: mac}, links: []int{dlt}, header: 4}
	if dlt == 1 {
		i.links, i.header = []int{1, 127}, 14
	}
	k.ifs[name] = i
	return i
}

// do changes the simulation while nothing else happens in it.
func (k *Kernel) do(f func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f()
	k.cond.Broadcast()
}

// Remove takes an interface away.
func (k *Kernel) Remove(name string) {
	k.do(func() {
		i := k.ifs[name]
		delete(k.ifs, name)
		for _, d := range i.devices {
			d.iface, d.gone = nil, true
			d.wakeup()
		}
	})
}

// SetUp enables or disables an interface.
func (k *Kernel) SetUp(name string, up bool) { k.do(func() { k.ifs[name].Up = up }) }

// SetFull has the interfaces' queues full or not.
func (k *Kernel) SetFull(full bool) { k.do(func() { k.full = full }) }

// Issued is how often each request was made, by name.
func (k *Kernel) Issued() map[string]int {
	out := map[string]int{}
	k.do(func() {
		for n, c := range k.issued {
			out[n] = c
		}
	})
	return out
}

// Knows reports whether the kernel has a request of the name.
func (k *Kernel) Knows(name string) bool {
	for _, n := range k.names {
		if n == name {
			return true
		}
	}
	return false
}

// OpenDevices is how many devices are open.
func (k *Kernel) OpenDevices() (n int) {
	k.do(func() { n = len(k.open) })
	return n
}

// Received is what the host of an interface received by BIOCFEEDBACK.
func (k *Kernel) Received(name string) (all [][]byte) {
	k.do(func() { all = k.ifs[name].received })
	return all
}

// Mapped is how many pieces of memory are mapped.
func (k *Kernel) Mapped() (n int) {
	k.do(func() { n = len(k.maps) })
	return n
}

// Interface implements bpfdev.Kernel.
func (k *Kernel) Interface(name string) (bpfdev.Interface, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if i := k.ifs[name]; i != nil {
		return i.Interface, nil
	}
	return bpfdev.Interface{Name: name}, syscall.ENXIO
}

// Map implements bpfdev.Kernel.
func (k *Kernel) Map(n int) ([]byte, error) {
	if err := k.Fail["map"]; err != nil {
		return nil, err
	}
	b := make([]byte, max(n/4096, 1)*4096)
	k.do(func() { k.maps[&b[0]] = true })
	return b, nil
}

// Unmap implements bpfdev.Kernel.
func (k *Kernel) Unmap(b []byte) error {
	err := error(syscall.EINVAL)
	k.do(func() {
		if len(b) > 0 && k.maps[&b[0]] {
			delete(k.maps, &b[0])
			err = nil
		}
	})
	return err
}

// Open implements bpfdev.Kernel.
func (k *Kernel) Open(path string, wait bpfdev.WaitMode) (bpfdev.Device, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.Fail["open"]; err != nil {
		return nil, err
	}
	number, err := 0, error(nil)
	if path == "/dev/bpf" {
		if !k.p.clones {
			return nil, syscall.ENOENT
		}
		for number = 1000; k.open[fmt.Sprint("/dev/bpf", number)] != nil; {
			number++
		}
		path = fmt.Sprint("/dev/bpf", number)
	} else if _, err = fmt.Sscanf(path, "/dev/bpf%d", &number); err != nil || number >= k.Nodes {
		return nil, syscall.ENOENT
	} else if k.open[path] != nil {
		return nil, syscall.EBUSY
	}
	d := &device{k: k, path: path, wait: wait, buflen: k.p.defBuf, dlt: -1, way: 1}
	if k.mask {
		d.way = 0
	}
	k.open[path] = d
	return d, nil
}

// transmit is what happens to a frame that is sent: those who watch the interface see
// it, and the other end of the cable receives it.
func (k *Kernel) transmit(i *iface, frame []byte) {
	frame = bytes.Clone(frame)
	now := k.Clock()
	if i.Loopback || i.peer == nil {
		k.tap(i, frame, now, false)
		return
	}
	k.tap(i, frame, now, true)
	if p := i.peer; p.Up && (p.promisc > 0 || len(frame) < 6 || frame[0]&1 != 0 || bytes.Equal(frame[:6], p.Addr)) {
		k.tap(p, frame, now, false)
	}
}

func (k *Kernel) tap(i *iface, frame []byte, now time.Time, out bool) {
	for _, d := range i.devices {
		d.tap(frame, now, out)
	}
	k.cond.Broadcast()
}

// ifname is the interface's name in a struct ifreq.
func ifname(arg []byte) string {
	s, _, _ := strings.Cut(string(arg), "\x00")
	return s
}

// Requests are the names of those that the kernel knows.
func (k *Kernel) Requests() (all []string) {
	for _, n := range k.names {
		all = append(all, n)
	}
	return all
}
