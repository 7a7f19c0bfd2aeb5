package session_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/internal/netlink"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
	"golang.org/x/sys/unix"
)

// A firewall is a host with the kernel's connection tracking between two others, which are this program: what it writes to
// one end the kernel forwards to the other, unless it is invalid.
type firewall struct {
	ends  [2]*wireEnd // of the client's side, of the server's
	host  *netlab.Host
	addrs [2]netip.Addr
}

func newFirewall(t *testing.T) *firewall {
	h := labtest.Host(t, "firewall")
	w := &firewall{host: h, addrs: [2]netip.Addr{netip.MustParseAddr("10.1.0.1"), netip.MustParseAddr("10.2.0.1")}}
	for i, name := range []string{"left", "right"} {
		w.ends[i] = newWireEnd(t, h, name, w.addrs[i].Next(), w.addrs[i])
	}
	if err := h.Forward(); err != nil {
		t.Skip("without write access to /proc/sys: ", err)
	}
	if err := h.Do(dropInvalid); err != nil {
		if errors.Is(err, syscall.EPROTONOSUPPORT) || errors.Is(err, syscall.EOPNOTSUPP) || errors.Is(err, syscall.ENOENT) {
			t.Skip("this kernel has no connection tracking in nf_tables: ", err)
		}
		t.Fatal(err)
	}
	return w
}

// dropInvalid has the kernel drop, in the namespace of the calling thread, what it forwards and tracks as invalid:
//
//	table ip t { chain c { type filter hook forward priority 0; ct state invalid drop } }
func dropInvalid() error {
	const (
		newTable, newChain, newRule = 10 << 8, 10<<8 | 3, 10<<8 | 6
		batchBegin, batchEnd        = 16, 17
	)
	be := func(v uint32) []byte { return binary.BigEndian.AppendUint32(nil, v) }
	expr := func(r *netlink.Request, name string, f func(*netlink.Request)) {
		r.Nest(1, func(r *netlink.Request) { r.String(1, name).Nest(2, f) })
	}
	value := func(b []byte) func(*netlink.Request) { return func(r *netlink.Request) { r.Bytes(1, b) } }
	begin := netlink.NewRequest(batchBegin, 0).Raw(0, 0, 0, 10)
	table := netlink.NewRequest(newTable, netlink.FlagCreate|netlink.FlagAck).Raw(unix.AF_INET, 0, 0, 0).String(1, "t")
	chain := netlink.NewRequest(newChain, netlink.FlagCreate|netlink.FlagAck).Raw(unix.AF_INET, 0, 0, 0).String(1, "t").String(3, "c").
		Nest(4, func(r *netlink.Request) { r.Bytes(1, be(2)).Bytes(2, be(0)) }).String(7, "filter")
	rule := netlink.NewRequest(newRule, netlink.FlagCreate|netlink.FlagAck|unix.NLM_F_APPEND).Raw(unix.AF_INET, 0, 0, 0).String(1, "t").String(2, "c").
		Nest(4, func(r *netlink.Request) {
			expr(r, "ct", func(r *netlink.Request) { r.Bytes(1, be(1)).Bytes(2, be(0)) })
			expr(r, "bitwise", func(r *netlink.Request) {
				r.Bytes(1, be(1)).Bytes(2, be(1)).Bytes(3, be(4)).
					Nest(4, value(binary.NativeEndian.AppendUint32(nil, 1))).Nest(5, value(make([]byte, 4)))
			})
			expr(r, "cmp", func(r *netlink.Request) { r.Bytes(1, be(1)).Bytes(2, be(1)).Nest(3, value(make([]byte, 4))) })
			expr(r, "immediate", func(r *netlink.Request) {
				r.Bytes(1, be(0)).Nest(2, func(r *netlink.Request) {
					r.Nest(2, func(r *netlink.Request) { r.Bytes(1, be(0)) })
				})
			})
		})
	end := netlink.NewRequest(batchEnd, 0).Raw(0, 0, 0, 10)
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_NETFILTER)
	if err != nil {
		return os.NewSyscallError("socket(NETLINK_NETFILTER)", err)
	}
	defer unix.Close(fd)
	var b []byte
	for i, r := range []*netlink.Request{begin, table, chain, rule, end} {
		b = append(b, r.Finish(uint32(i+1), 0)...)
	}
	if err := unix.Sendto(fd, b, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return os.NewSyscallError("sendto(NETLINK_NETFILTER)", err)
	}
	_ = unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 2})
	for acks := 0; acks < 3; {
		buf := make([]byte, 8192)
		n, _, err := unix.Recvfrom(fd, buf, 0)
		if err != nil {
			return os.NewSyscallError("recvfrom(NETLINK_NETFILTER)", err)
		}
		if err := netlink.Each(buf[:n], func(m netlink.Message) error {
			acks++
			return m.Ack()
		}); err != nil {
			return err
		}
	}
	return nil
}

// pass sends a segment and reports whether it comes out at the other end, before a datagram that is sent behind it: what
// a thread sends that stays on its processor keeps its order.
func (w *firewall) pass(t *testing.T, side session.Side, ports [2]uint16, id uint16, v wire.TCP) bool {
	v.SetSrcPort(ports[side])
	v.SetDstPort(ports[side.Peer()])
	v.SetChecksum(0)
	v.SetChecksum(v.Sum(tcpPseudo(w.addrs[0], w.addrs[1], len(v))))
	var u [wire.UDPLen]byte
	wire.UDP(u[:]).SetSrcPort(9)
	wire.UDP(u[:]).SetDstPort(9)
	wire.UDP(u[:]).SetLength(wire.UDPLen)
	w.send(t, side, id, wire.IPProtoTCP, v)
	w.send(t, side, id, wire.IPProtoUDP, u[:])
	end, passed := w.ends[side.Peer()], false
	_ = end.SetReadDeadline(time.Now().Add(10 * time.Second))
	for b := make([]byte, 2048); ; {
		ip, err := end.read(b)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case ip.ID() != id:
		case ip.Protocol() == wire.IPProtoUDP:
			return passed
		case bytes.Equal(ip[wire.IPv4Len:], v):
			passed = true
		}
	}
}

func (w *firewall) send(t *testing.T, side session.Side, id uint16, proto wire.IPProto, payload []byte) {
	b := make([]byte, wire.IPv4Len, wire.IPv4Len+len(payload))
	ip := wire.IPv4(b)
	ip.SetVersion(4)
	ip.SetIHL(5)
	ip.SetTTL(64)
	ip.SetID(id)
	ip.SetProtocol(proto)
	ip.SetLength(uint16(wire.IPv4Len + len(payload)))
	ip.SetSrc(w.addrs[side])
	ip.SetDst(w.addrs[side.Peer()])
	ip.SetChecksum(ip.Sum())
	if err := w.ends[side].write(append(b, payload...)); err != nil {
		t.Fatal(err)
	}
}

// stay keeps the goroutine on the processor it is on.
func stay(t *testing.T) {
	runtime.LockOSThread() // for good: the thread ends with the test
	var all, one unix.CPUSet
	if err := unix.SchedGetaffinity(0, &all); err != nil {
		t.Fatal(err)
	}
	for i := range 1024 {
		if all.IsSet(i) {
			one.Set(i)
			break
		}
	}
	if err := unix.SchedSetaffinity(0, &one); err != nil {
		t.Fatal(err)
	}
}

// A walk makes segments that are near what the two sides of a connection would send.
type walk struct {
	*rand.Rand
	next [2]uint32 // what the side sends next
	win  [2]uint32
	tame int // how often segments are as they should be: tame-1 of tame
}

func newWalk(seed uint64) *walk {
	r := rand.New(rand.NewPCG(seed, 7))
	w := &walk{Rand: r, tame: [...]int{3, 3, 8, 20}[r.IntN(4)]}
	for i := range w.next {
		w.next[i], w.win[i] = r.Uint32(), 1000
		if r.IntN(4) == 0 {
			w.next[i] = 0xffffff00 + r.Uint32N(512)
		}
	}
	return w
}

// near returns a number that is right most of the time, or near it or one of the edges of a window.
func (w *walk) near(x, win uint32) uint32 {
	switch w.IntN(5 * w.tame) {
	case 0:
		return x + w.Uint32N(7) - 3
	case 1:
		return x + win + w.Uint32N(5) - 2
	case 2:
		return x - win + w.Uint32N(5) - 2
	case 3:
		return x - 66000 + w.Uint32N(5) - 2
	case 4:
		return [...]uint32{0, w.Uint32(), x + 1<<31, x - 1}[w.IntN(4)]
	}
	return x
}

var walkFlags = []wire.TCPFlags{
	wire.SYN, wire.SYN | wire.ACK, wire.ACK, wire.ACK | wire.PSH, wire.ACK, wire.FIN | wire.ACK, wire.RST, wire.RST | wire.ACK,
	wire.FIN, wire.SYN | wire.FIN, 0, wire.ACK | wire.URG, wire.SYN | wire.URG, wire.RST | wire.FIN,
}

// step returns the next segment, the i-th of the sequence.
func (w *walk) step(i int) (session.Side, wire.TCP) {
	side := session.Side(w.IntN(2))
	flags := walkFlags[w.IntN(len(walkFlags))]
	if w.IntN(w.tame) > 0 { // as it should be
		switch {
		case i == 0:
			side, flags = session.Client, wire.SYN
		case i == 1:
			side, flags = session.Server, wire.SYN|wire.ACK
		case i == 2:
			side, flags = session.Client, wire.ACK
		default:
			flags = [...]wire.TCPFlags{wire.ACK, wire.ACK | wire.PSH, wire.ACK, wire.FIN | wire.ACK, wire.ACK, wire.RST, wire.SYN, wire.SYN | wire.ACK}[w.IntN(5+w.IntN(4))]
		}
	}
	peer := side.Peer()
	v := make(wire.TCP, wire.TCPLen)
	v.SetFlags(flags)
	v.SetSeq(w.near(w.next[side], w.win[peer]))
	if flags&wire.ACK != 0 || w.IntN(9) == 0 {
		v.SetAck(w.near(w.next[peer], w.win[side]))
	}
	v.SetWindow(uint16([...]uint32{0, 1, 500, 1000, 8000, 65535, w.Uint32N(65536)}[w.IntN(7)]))
	w.win[side] = max(w.win[side], uint32(v.Window()))
	v = append(v, w.options(flags, side)...)
	v.SetDataOffset(uint8(len(v) / 4))
	if flags&(wire.SYN|wire.RST) == 0 && w.IntN(2) == 0 || w.IntN(20) == 0 {
		v = append(v, make([]byte, w.IntN(1200))...)
	}
	end := v.Seq() + uint32(len(v.Payload()))
	if flags&(wire.SYN|wire.FIN) != 0 {
		end++
	}
	if int32(end-w.next[side]) < 1<<17 && flags&wire.RST == 0 && w.IntN(8) > 0 {
		w.next[side] = end
	}
	return side, v
}

func (w *walk) options(flags wire.TCPFlags, side session.Side) (o wire.TCPOptions) {
	if flags&wire.SYN != 0 {
		if w.IntN(2) == 0 {
			o = o.AddWindowScale([...]uint8{0, 1, 7, 14, 15}[w.IntN(5)])
		}
		if w.IntN(2) == 0 {
			o = o.Add(wire.SACKPermitted)
		}
	} else if w.IntN(5) == 0 {
		x := w.near(w.next[side.Peer()], w.win[side])
		o = o.AddSACK(wire.SACKBlock{Left: x - 5, Right: x}, wire.SACKBlock{Left: x - 15, Right: x - 10})
	}
	if w.IntN(20) == 0 {
		o = o.Add(wire.EOL)
	}
	for len(o)%4 != 0 {
		o = o.Add(wire.NOP)
	}
	return o
}

// settings sets the tracker's in the namespace.
func (w *firewall) settings(cfg session.ConntrackConfig) error {
	return w.host.Do(func() error {
		var errs []error
		for name, on := range map[string]bool{"loose": !cfg.Strict, "be_liberal": cfg.Liberal, "ignore_invalid_rst": cfg.IgnoreInvalidRST} {
			v := "0"
			if on {
				v = "1"
			}
			errs = append(errs, os.WriteFile("/proc/sys/net/netfilter/nf_conntrack_tcp_"+name, []byte(v), 0))
		}
		return errors.Join(errs...)
	})
}

// states returns the kernel's states of connections by the client's port.
func (w *firewall) states(t *testing.T) map[string]string {
	states := map[string]string{}
	err := w.host.Do(func() error {
		b, err := os.ReadFile("/proc/thread-self/net/nf_conntrack")
		for _, l := range strings.Split(string(b), "\n") {
			if f := strings.Fields(l); len(f) > 9 && f[2] == "tcp" {
				for i := 6; i < 10; i++ {
					if p, ok := strings.CutPrefix(f[i], "sport="); ok && strings.HasPrefix(f[6], "src=10.1.") {
						states[p] = f[5]
					} else if p, ok := strings.CutPrefix(f[i], "dport="); ok && strings.HasPrefix(f[6], "src=10.2.") {
						states[p] = f[5]
					}
				}
			}
		}
		return err
	})
	if err != nil {
		t.Log("states are not compared: ", err)
		return nil
	}
	return states
}

// TestConntrackKernel has the kernel and Conntrack judge the same segments, and compares the states they come to.
func TestConntrackKernel(t *testing.T) {
	stay(t)
	w := newFirewall(t)
	sequences := 12000
	if testing.Short() {
		sequences = 1000
	}
	outcomes := map[string]int{}
	different, segments, compared := 0, 0, 0
	want := map[string]*session.Conntrack{}
	logs := map[string]string{}
	for n := range sequences {
		cfg := session.ConntrackConfig{Strict: n%1000 >= 800, Liberal: n%1000 >= 700 && n%1000 < 850, IgnoreInvalidRST: n%1000 >= 600}
		if n%50 == 0 {
			if err := w.settings(cfg); err != nil {
				t.Skip("without write access to /proc/sys/net/netfilter: ", err)
			}
		}
		ports := [2]uint16{uint16(1024 + n%60000), 80}
		c := session.NewConntrack(cfg)
		k := newWalk(uint64(n))
		var log strings.Builder
		for i := range 12 + n%3*6 {
			side, v := k.step(i)
			passed := w.pass(t, side, ports, uint16(segments), v)
			r := c.Check(side, v, 0)
			segments++
			outcomes[ruleName(r)]++
			fmt.Fprintf(&log, "\n%v %v seq %d+%d ack %d win %d opts %x: passed %v; %v, then %v", side, v.Flags(), v.Seq(), len(v.Payload()), v.Ack(), v.Window(), []byte(v.Options()), passed, r, r.After)
			if passed != (r.Outcome != session.Invalid) {
				if different++; different <= 5 {
					t.Errorf("sequence %d, step %d:%s", n, i, log.String())
				}
				break
			}
		}
		port := strconv.Itoa(int(ports[0]))
		want[port], logs[port] = c, log.String()
		if n%200 != 199 {
			continue
		}
		got := w.states(t)
		for port, c := range want {
			if got == nil {
				break
			}
			state := got[port]
			if state == "" {
				state = "NONE"
			}
			if compared++; state != c.State(session.Client) {
				if different++; different <= 5 {
					t.Errorf("port %s is %s, want %s:%s", port, state, c.State(session.Client), logs[port])
				}
			}
		}
		clear(want)
		clear(logs)
	}
	var lines []string
	for r, n := range outcomes {
		lines = append(lines, fmt.Sprintf("%7d %s", n, r))
	}
	sort.Strings(lines)
	t.Logf("%d sequences, %d segments, %d states compared; %d differ\n%s", sequences, segments, compared, different, strings.Join(lines, "\n"))
}

func ruleName(v session.Verdict) string {
	if v.Rule == nil {
		return "valid"
	}
	return v.Outcome.String() + " " + v.Rule.Name
}
