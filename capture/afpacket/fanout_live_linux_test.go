package afpacket

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"golang.org/x/sys/unix"
)

// datagram is a UDP datagram over IPv4 and Ethernet, from a port, with a number as
// its payload. Checksums are left out: nobody here looks at them.
func datagram(port uint16, number uint32, payload int) []byte {
	f := numberedFrame(14+20+8+max(payload, 4), 0)
	binary.BigEndian.PutUint16(f[12:], 0x0800)
	ip := f[14:]
	clear(ip[:28])
	ip[0], ip[8], ip[9] = 0x45, 64, 17
	binary.BigEndian.PutUint16(ip[2:], uint16(len(ip)))
	copy(ip[12:], []byte{10, 9, 0, 1, 10, 9, 0, 2})
	binary.BigEndian.PutUint16(ip[20:], port)
	binary.BigEndian.PutUint16(ip[22:], 9)
	binary.BigEndian.PutUint16(ip[24:], uint16(len(ip)-20))
	binary.BigEndian.PutUint32(ip[28:], number)
	return f
}

// onlyUDP accepts UDP over IPv4.
var onlyUDP = bpf.Program{
	{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, Jf: 3, K: 0x0800}, {Op: bpf.LdAbsB, K: 23}, {Op: bpf.JeqK, Jf: 1, K: 17},
	{Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK},
}

// group joins n Conns to one fanout group on eth0 of the host.
func group(t *testing.T, h *netlab.Host, n int, cfg Config, f Fanout) []*Conn {
	t.Helper()
	f.Unique = true
	var out []*Conn
	for range n {
		one := f
		cfg.Fanout = &one
		c, it := openIn(t, h, cfg)
		if err := errors.Join(c.SetFilter(onlyUDP), c.Bind(it.Index)); err != nil {
			t.Fatal(err)
		}
		id, err := c.FanoutGroup()
		if err != nil {
			t.Fatal(err)
		}
		f.Group, f.Unique = id, false
		out = append(out, c)
	}
	return out
}

// shares sends datagrams with ports and returns the ports that each member got.
func shares(t *testing.T, a *netlab.Host, members []*Conn, ports []uint16) [][]uint16 {
	t.Helper()
	tx, it := openIn(t, a, Config{Plain: true})
	for i, p := range ports {
		if err := tx.Send(it.Index, datagram(p, uint32(i), 4)); err != nil {
			t.Fatal(err)
		}
	}
	out := make([][]uint16, len(members))
	deadline := time.Now().Add(3 * time.Second)
	for total := 0; total < len(ports) && time.Now().Before(deadline); {
		for i, c := range members {
			var f Frame
			for ok := true; ok; {
				var err error
				if ok, err = c.Next(&f); err != nil {
					t.Fatal(err)
				}
				if ok {
					total++
					out[i] = append(out[i], binary.BigEndian.Uint16(f.Data[34:]))
				}
			}
		}
		time.Sleep(time.Millisecond)
	}
	return out
}

// flows are ports of n flows, each with m packets.
func flows(n, m int) (ports []uint16) {
	for i := range n * m {
		ports = append(ports, uint16(1000+i%n))
	}
	return ports
}

func lens(s [][]uint16) (out []int) {
	for _, x := range s {
		out = append(out, len(x))
	}
	return out
}

func sum(n []int) (s int) {
	for _, x := range n {
		s += x
	}
	return s
}

func TestLiveFanout(t *testing.T) {
	small := Config{Version: V2, Longest: 100, BlockSize: 4096, Buffer: 8192} // some 40 frames
	byNumber := bpf.Program{{Op: bpf.LdAbsB, K: 28 + 3}, {Op: bpf.RetA}}      // the program sees the packet from the IP header on
	for _, tt := range []struct {
		mode  FanoutMode
		cfg   Config
		fan   Fanout
		ports []uint16
		judge func(got [][]uint16, n []int) error
	}{
		{FanoutHash, Config{}, Fanout{}, flows(64, 3), func(got [][]uint16, n []int) error {
			home := map[uint16]int{}
			for i, ports := range got {
				for _, p := range ports {
					if was, ok := home[p]; ok && was != i {
						return fmt.Errorf("flow of port %d at members %d and %d", p, was, i)
					}
					home[p] = i
				}
			}
			return eachHas(n, 1)
		}},
		{FanoutBalance, Config{}, Fanout{}, flows(1, 90), func(_ [][]uint16, n []int) error { return eachHas(n, 30) }},
		{FanoutRandom, Config{}, Fanout{}, flows(1, 300), func(_ [][]uint16, n []int) error { return eachHas(n, 50) }},
		{FanoutRollover, small, Fanout{}, flows(1, 50), func(_ [][]uint16, n []int) error {
			if n[0] <= n[1] || n[1] == 0 || n[2] != 0 {
				return errors.New("not the first until it is full, then the second")
			}
			return nil
		}},
		{FanoutHash, small, Fanout{RollOver: true}, flows(1, 60), func(_ [][]uint16, n []int) error {
			if max(n[0], n[1], n[2]) == 60 {
				return errors.New("one member took all")
			}
			return nil
		}},
		{FanoutBPF, Config{}, Fanout{Program: byNumber}, flows(1, 90), func(_ [][]uint16, n []int) error { return eachHas(n, 30) }},
		{FanoutQueue, Config{}, Fanout{}, flows(64, 1), func(_ [][]uint16, n []int) error {
			if n[0] != 64 { // one queue, and it is queue 0
				return errors.New("not by the queue")
			}
			return nil
		}},
	} {
		t.Run(fmt.Sprint(tt.mode, tt.fan.RollOver), func(t *testing.T) {
			a, b := labtest.Pair(t)
			tt.fan.Mode = tt.mode
			members := group(t, b, 3, tt.cfg, tt.fan)
			got := shares(t, a, members, tt.ports)
			n := lens(got)
			if sum(n) != len(tt.ports) {
				t.Fatalf("%d frames of %d: %v", sum(n), len(tt.ports), n)
			}
			if err := tt.judge(got, n); err != nil {
				t.Errorf("%v: %v", n, err)
			}
			if tt.fan.RollOver || tt.mode == FanoutRollover {
				var all uint64
				for _, c := range members {
					s, err := c.RollOverStats()
					if err != nil {
						t.Fatal(err)
					}
					all += s.All
				}
				if all == 0 {
					t.Error("no rolling over counted")
				}
			}
		})
	}
}

// eachHas reports members that have fewer frames than least.
func eachHas(n []int, least int) error {
	for _, x := range n {
		if x < least {
			return fmt.Errorf("a member has %d", x)
		}
	}
	return nil
}

// TestLiveFanoutQueues: with two queues the members get what is on theirs.
func TestLiveFanoutQueues(t *testing.T) {
	a, b := labtest.Host(t, "a"), labtest.Host(t, "b")
	if err := netlab.Veth(a, netlab.LinkConfig{Name: "eth0", Queues: 2, NoOffload: true}, b, netlab.LinkConfig{Name: "eth0", Queues: 2, NoOffload: true}); err != nil {
		t.Fatal(err)
	}
	n := lens(shares(t, a, group(t, b, 2, Config{}, Fanout{Mode: FanoutQueue}), flows(64, 1)))
	if sum(n) != 64 || n[0] == 0 || n[1] == 0 {
		t.Errorf("%v", n)
	}
}

// TestLiveFanoutCPU: the frame goes to the member of the core that it came in on.
func TestLiveFanoutCPU(t *testing.T) {
	var cores unix.CPUSet
	if err := unix.SchedGetaffinity(0, &cores); err != nil {
		t.Fatal(err)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer unix.SchedSetaffinity(0, &cores)
	for core := range len(cores) * 64 {
		if !cores.IsSet(core) {
			continue
		}
		a, b := labtest.Pair(t)
		members := group(t, b, 2, Config{}, Fanout{Mode: FanoutCPU})
		var one unix.CPUSet
		one.Set(core)
		if err := unix.SchedSetaffinity(0, &one); err != nil { // veth receives on the sender's core
			t.Fatal(err)
		}
		if n := lens(shares(t, a, members, flows(16, 1))); n[core%2] != 16 {
			t.Errorf("core %d: %v", core, n)
		}
		_ = unix.SchedSetaffinity(0, &cores)
	}
}

// TestLiveFanoutDefragment: a group that puts fragments together sees the datagram whole.
func TestLiveFanoutDefragment(t *testing.T) {
	for _, whole := range []bool{false, true} {
		a, b := labtest.Pair(t)
		c := group(t, b, 1, Config{}, Fanout{Defragment: whole})[0]
		tx, it := openIn(t, a, Config{Plain: true})
		d := datagram(1000, 7, 400)
		first, second := append([]byte(nil), d[:14+20+200]...), append(append([]byte(nil), d[:34]...), d[234:]...)
		for i, f := range [][]byte{first, second} {
			binary.BigEndian.PutUint16(f[16:], uint16(len(f)-14))
			binary.BigEndian.PutUint16(f[18:], 77)
			binary.BigEndian.PutUint16(f[20:], []uint16{0x2000, 200 / 8}[i])
			if err := tx.Send(it.Index, f); err != nil {
				t.Fatal(err)
			}
		}
		want := map[bool]int{false: 2, true: 1}[whole]
		got := collect(t, c, want)
		if len(got) != want || whole && (got[0].Len != len(d) || string(got[0].Data[34:]) != string(d[34:])) {
			t.Errorf("whole=%v: %d frames, the first of %d bytes", whole, len(got), got[0].Len)
		}
	}
}

// TestLiveFanoutGroups: groups by number, unique ones, full ones, and members that
// leave out what the host sends.
func TestLiveFanoutGroups(t *testing.T) {
	a, b := labtest.Pair(t)
	one, two := group(t, b, 1, Config{}, Fanout{})[0], group(t, b, 1, Config{}, Fanout{})[0]
	id1, _ := one.FanoutGroup()
	id2, _ := two.FanoutGroup()
	if id1 == id2 {
		t.Errorf("both are group %d", id1)
	}
	full, it := openIn(t, b, Config{Fanout: &Fanout{Group: 4000, MaxMembers: 1}})
	if err := errors.Join(full.SetFilter(nil), full.Bind(it.Index)); err != nil {
		t.Fatal(err)
	}
	if id, err := full.FanoutGroup(); id != 4000 || err != nil {
		t.Errorf("group %d, %v", id, err)
	}
	late, _ := openIn(t, b, Config{Fanout: &Fanout{Group: 4000}})
	if err := errors.Join(late.SetFilter(nil), late.Bind(it.Index)); !errors.Is(err, unix.ENOSPC) {
		t.Errorf("a second member: %v", err)
	}
	for _, ignore := range []bool{false, true} {
		c := group(t, b, 1, Config{}, Fanout{IgnoreOutgoing: ignore})[0]
		out, _ := openIn(t, b, Config{Plain: true})
		if err := out.Send(it.Index, datagram(1, 1, 4)); err != nil {
			t.Fatal(err)
		}
		in, itA := openIn(t, a, Config{Plain: true})
		if err := in.Send(itA.Index, datagram(2, 2, 4)); err != nil {
			t.Fatal(err)
		}
		want := map[bool]int{false: 2, true: 1}[ignore]
		if got := collect(t, c, want); len(got) != want || got[len(got)-1].PacketType != PacketHost {
			t.Errorf("ignore=%v: %d frames", ignore, len(got))
		}
		if s, err := c.Stats(); err != nil || s.Received != uint64(want) {
			t.Errorf("%+v, %v", s, err)
		}
		// A member that is unbound gets nothing, and can be bound again.
		if err := errors.Join(c.Unbind(), in.Send(itA.Index, datagram(2, 3, 4)), c.SetFilter(onlyUDP), c.Bind(it.Index),
			in.Send(itA.Index, datagram(2, 4, 4))); err != nil {
			t.Fatal(err)
		}
		if got := collect(t, c, 1); len(got) != 1 || binary.BigEndian.Uint32(got[0].Data[42:]) != 4 {
			t.Errorf("bound again: %+v", got)
		}
	}
}

func TestLiveWorkers(t *testing.T) {
	a, b := labtest.Pair(t)
	tx, itA := openIn(t, a, Config{Plain: true})
	const sent = 600
	var got, working atomic.Int64
	var used [64]atomic.Bool
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	ready := make(chan struct{}, 2)
	go func() {
		<-ready
		<-ready
		for i := range uint32(sent) {
			_ = tx.Send(itA.Index, datagram(uint16(1000+i%64), i, 4))
		}
	}()
	_, it := openIn(t, b, Config{Plain: true})
	err := b.Do(func() error {
		return Workers(ctx, 2, it.Index, Config{Buffer: 1 << 20}, Fanout{}, func(c *Conn) error { return c.SetFilter(onlyUDP) },
			func(ctx context.Context, worker int, c *Conn) error {
				working.Add(1)
				ready <- struct{}{}
				w, err := NewWaker()
				if err != nil {
					return err
				}
				defer w.Close()
				var set unix.CPUSet
				if err := unix.SchedGetaffinity(0, &set); err != nil || set.Count() != 1 {
					return fmt.Errorf("worker on %d cores, %v", set.Count(), err)
				}
				var f Frame
				for ctx.Err() == nil && got.Load() < sent {
					ok, err := c.Next(&f)
					if err != nil {
						return err
					}
					if ok {
						used[worker].Store(true)
						got.Add(1)
						continue
					}
					if err := w.Wait(10*time.Millisecond, []*Conn{c}); err != nil {
						return err
					}
				}
				return ctx.Err()
			})
	})
	if err != nil || got.Load() != sent || working.Load() != 2 || !used[0].Load() || !used[1].Load() {
		t.Errorf("%d frames of %d by %d workers: %v", got.Load(), sent, working.Load(), err)
	}
}
