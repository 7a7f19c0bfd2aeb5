package afpacket

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"golang.org/x/sys/unix"
)

// numberOf is the number in a numberedFrame.
func numberOf(f Frame) uint32 { return binary.BigEndian.Uint32(f.Data[14:]) }

func send(t *testing.T, c *Conn, ifindex int, frames ...[]byte) {
	t.Helper()
	for _, f := range frames {
		if err := c.Send(ifindex, f); err != nil {
			t.Fatal(err)
		}
	}
}

// index is an interface's number in a host.
func index(t *testing.T, h *netlab.Host, name string) int {
	t.Helper()
	n, err := h.Index(name)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestLiveOutgoing: frames that the host itself sends, wanted and not.
func TestLiveOutgoing(t *testing.T) {
	for _, cfg := range []Config{{}, {IgnoreOutgoing: true}, {Protocol: testType}} {
		a, b := labtest.Pair(t)
		rx := listenIn(t, b, cfg)
		tx, it := openIn(t, b, Config{Plain: true})
		peer, itA := openIn(t, a, Config{Plain: true})
		send(t, tx, it.Index, numberedFrame(60, 1))
		send(t, peer, itA.Index, numberedFrame(60, 2))
		want := 1
		if !cfg.IgnoreOutgoing && cfg.Protocol == 0 {
			want = 2
		}
		got := collect(t, rx, want)
		if len(got) != want || got[want-1].PacketType != PacketHost || want == 2 && got[0].PacketType != PacketOutgoing {
			t.Errorf("%+v: %d frames", cfg, len(got))
		}
		if s, err := rx.Stats(); err != nil || s.Received != uint64(want) {
			t.Errorf("%+v: %+v, %v", cfg, s, err)
		}
	}
}

// TestLiveProtocol: a socket of one EtherType gets no other frames, filter or not.
func TestLiveProtocol(t *testing.T) {
	a, b := labtest.Pair(t)
	rx, it := openIn(t, b, Config{Cooked: true, Protocol: testType})
	if err := errors.Join(rx.SetFilter(nil), rx.Bind(it.Index)); err != nil {
		t.Fatal(err)
	}
	tx, itA := openIn(t, a, Config{Plain: true})
	send(t, tx, itA.Index, datagram(1, 1, 4), numberedFrame(60, 2), datagram(1, 3, 4))
	if got := collect(t, rx, 1); len(got) != 1 || got[0].Protocol != testType {
		t.Errorf("%+v", got)
	}
	if s, err := rx.Stats(); err != nil || s.Received != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestLiveOriginDevice: a frame on a macvlan's interface came in on the one below.
func TestLiveOriginDevice(t *testing.T) {
	a, b := labtest.Pair(t)
	mac := net.HardwareAddr{2, 0, 0, 0, 9, 7}
	if err := b.AddMACVLAN("eth0", netlab.LinkConfig{Name: "mac0", MAC: mac}); err != nil {
		t.Fatal(err)
	}
	above, below := index(t, b, "mac0"), index(t, b, "eth0")
	tx, it := openIn(t, a, Config{Plain: true})
	f := numberedFrame(60, 1)
	copy(f, mac)
	for _, origin := range []bool{false, true} {
		rx, _ := openIn(t, b, Config{OriginDevice: origin})
		if err := errors.Join(rx.SetFilter(onlyTest), rx.Bind(above)); err != nil {
			t.Fatal(err)
		}
		send(t, tx, it.Index, f)
		want := map[bool]int{false: above, true: below}[origin]
		if got := collect(t, rx, 1); len(got) != 1 || int(got[0].Interface) != want {
			t.Errorf("origin=%v: %+v, want interface %d", origin, got, want)
		}
	}
}

// TestLiveOffloads: what segmentation and checksum offloads left undone is told.
func TestLiveOffloads(t *testing.T) {
	for _, cfg := range []Config{{}, {Version: V2}, {Version: V2, SlotSize: 512}, {Plain: true}} {
		a, b := labtest.Host(t, "a"), labtest.Host(t, "b")
		link := func(addr string) netlab.LinkConfig {
			return netlab.LinkConfig{Name: "eth0", Addrs: []netip.Prefix{netip.MustParsePrefix(addr)}}
		}
		if err := netlab.Veth(a, link("10.8.0.1/24"), b, link("10.8.0.2/24")); err != nil {
			t.Fatal(err)
		}
		cfg.Offloads = true
		rx, it := openIn(t, a, cfg)
		onlyTCP := append(bpf.Program(nil), onlyUDP...)
		onlyTCP[3].K = 6
		if err := errors.Join(rx.SetFilter(onlyTCP), rx.Bind(it.Index)); err != nil {
			t.Fatal(err)
		}
		var ln net.Listener
		if err := a.Do(func() (err error) { ln, err = net.Listen("tcp4", "10.8.0.1:0"); return err }); err != nil {
			t.Fatal(err)
		}
		go func() {
			if c, err := ln.Accept(); err == nil {
				_, _ = io.Copy(io.Discard, c)
				c.Close()
			}
		}()
		var c net.Conn
		if err := b.Do(func() (err error) { c, err = net.DialTimeout("tcp4", ln.Addr().String(), 5*time.Second); return err }); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Write(make([]byte, 60000)); err != nil {
			t.Fatal(err)
		}
		joined := 0
		for _, f := range collect(t, rx, 10) {
			o := f.Offload
			if len(f.Data) != f.Len || f.Data[12] != 8 || f.Data[14] != 0x45 {
				t.Fatalf("%+v: %d of %d bytes: % x", cfg, len(f.Data), f.Len, f.Data[:34])
			}
			if f.PacketType == PacketHost && o.Flags&OffloadNeedsChecksum != 0 && (o.ChecksumStart != 34 || o.ChecksumOffset != 16) {
				t.Errorf("checksum of TCP from %d, at %d", o.ChecksumStart, o.ChecksumOffset)
			}
			if f.Len > 1514 {
				joined++
				if o.GSO&^GSOECN != GSOTCP4 || o.SegmentSize == 0 || o.SegmentSize > 1460 || o.Flags == 0 || int(o.HeaderLen) < 54 {
					t.Errorf("frame of %d bytes: %+v", f.Len, o)
				}
			} else if o.GSO != GSONone {
				t.Errorf("frame of %d bytes: %+v", f.Len, o)
			}
		}
		if joined == 0 {
			t.Errorf("%+v: no long frame", cfg)
		}
		c.Close()
		ln.Close()
	}
}

func TestLiveOffloadsRefused(t *testing.T) {
	_, b := labtest.Pair(t)
	err := b.Do(func() error { _, err := Open(Config{Offloads: true, Cooked: true}); return err })
	if !errors.Is(err, unix.EINVAL) {
		t.Errorf("%v", err)
	}
}

// TestLiveStampSent: the driver's times of sent frames, each with its number.
func TestLiveStampSent(t *testing.T) {
	a, _ := labtest.Pair(t)
	tx, it := openIn(t, a, Config{Plain: true})
	before := time.Now()
	if err := tx.StampSent(Software); err != nil {
		t.Fatal(err)
	}
	for i := range uint32(5) {
		send(t, tx, it.Index, numberedFrame(60, i))
	}
	w, err := NewWaker()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var s SentTime
	for i := range uint32(5) {
		var ok bool
		for range 100 {
			if ok, err = tx.NextSent(&s); ok || err != nil {
				break
			}
			if err := w.Wait(100*time.Millisecond, []*Conn{tx}); err != nil {
				t.Fatal(err)
			}
		}
		if !ok || err != nil || s.ID != i || s.Clock != Software || s.Time.Before(before) || s.Time.After(time.Now()) {
			t.Fatalf("frame %d: %+v, %v, %v", i, s, ok, err)
		}
	}
	if ok, err := tx.NextSent(&s); ok || err != nil {
		t.Errorf("after the last: %v, %v", ok, err)
	}
}

func TestParseSent(t *testing.T) {
	message := func(level, typ uint32, body []byte) []byte {
		b := binary.NativeEndian.AppendUint64(nil, uint64(16+len(body)))
		b = binary.NativeEndian.AppendUint32(b, level)
		return append(binary.NativeEndian.AppendUint32(b, typ), body...)
	}
	stamps := make([]byte, 48)
	binary.NativeEndian.PutUint64(stamps[32:], 1000)
	binary.NativeEndian.PutUint64(stamps[40:], 5)
	extended := make([]byte, 16)
	binary.NativeEndian.PutUint32(extended, uint32(unix.ENOMSG))
	binary.NativeEndian.PutUint32(extended[12:], 7)
	b := append(message(solSocket, soTimestamping, stamps), message(solPacket, unix.PACKET_TX_TIMESTAMP, extended)...)
	var s SentTime
	if !parseSent(b, 8, &s) || s.ID != 7 || s.Clock != Hardware || !s.Time.Equal(time.Unix(1000, 5)) {
		t.Errorf("%+v", s)
	}
	for n := range b {
		if parseSent(b[:n], 8, &s) {
			t.Errorf("accepted %d bytes", n)
		}
	}
}

// countingKernel counts the sleeps.
type countingKernel struct {
	system
	slept int
}

func (k *countingKernel) poll(fds []unix.PollFd, timeout time.Duration) error {
	if timeout != 0 {
		k.slept++
	}
	return k.system.poll(fds, timeout)
}

// TestLiveBusyPoll: a frame that comes while a Waker looks is found without a sleep.
func TestLiveBusyPoll(t *testing.T) {
	a, b := labtest.Pair(t)
	tx, it := openIn(t, a, Config{Plain: true})
	for _, tt := range []struct {
		look time.Duration
		want int
	}{{0, 1}, {5 * time.Second, 0}} {
		rx := listenIn(t, b, Config{Version: V2, Longest: 1514, BusyPoll: tt.look})
		k, w := new(countingKernel), new(Waker)
		if err := w.openOn(k); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(5*time.Millisecond, func() { _ = tx.Send(it.Index, numberedFrame(60, 1)) })
		if err := w.Wait(3*time.Second, []*Conn{rx}); err != nil {
			t.Fatal(err)
		}
		if got := collect(t, rx, 1); len(got) != 1 || k.slept != tt.want {
			t.Errorf("look %v: %d frames, %d sleeps", tt.look, len(got), k.slept)
		}
		time.AfterFunc(5*time.Millisecond, w.Wake)
		start := time.Now()
		if err := w.Wait(3*time.Second, []*Conn{rx}); err != nil || time.Since(start) > time.Second {
			t.Errorf("Wake after %v, %v", time.Since(start), err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestLiveGroups: a macvlan interface filters multicast as an adapter does.
func TestLiveGroups(t *testing.T) {
	a, b := labtest.Pair(t)
	if err := b.AddMACVLAN("eth0", netlab.LinkConfig{Name: "mac0", MAC: net.HardwareAddr{2, 0, 0, 0, 9, 7}}); err != nil {
		t.Fatal(err)
	}
	mac0 := index(t, b, "mac0")
	tx, it := openIn(t, a, Config{Plain: true})
	to := func(addr []byte, n uint32) []byte { f := numberedFrame(60, n); copy(f, addr); return f }
	// It filters by a hash of 8 bits: look for two groups that do not collide.
	candidate := func(n uint32) []byte { return []byte{0x01, 0x00, 0x5e, 0x7a, 0x5a, byte(n)} }
	clean := func(joined []byte) []byte {
		rx, _ := openIn(t, b, Config{})
		if err := errors.Join(rx.SetFilter(onlyTest), rx.Bind(mac0)); err != nil {
			t.Fatal(err)
		}
		if joined != nil {
			if err := rx.Join(mac0, joined); err != nil {
				t.Fatal(err)
			}
		}
		passed := map[uint32]bool{}
		for n := range uint32(20) {
			send(t, tx, it.Index, to(candidate(n), n))
		}
		time.Sleep(100 * time.Millisecond)
		var f Frame
		for ok, _ := rx.Next(&f); ok; ok, _ = rx.Next(&f) {
			passed[numberOf(f)] = true
		}
		if err := rx.Close(false); err != nil {
			t.Error(err)
		}
		for n := range uint32(20) {
			if !passed[n] && string(candidate(n)) != string(joined) {
				return candidate(n)
			}
		}
		t.Fatal("everything passes")
		return nil
	}
	group := clean(nil)
	other := clean(group)
	round := func(what string, set func(*Conn) error, want ...uint32) {
		rx, _ := openIn(t, b, Config{})
		if err := errors.Join(rx.SetFilter(onlyTest), rx.Bind(mac0), set(rx)); err != nil {
			t.Fatal(err)
		}
		send(t, tx, it.Index, to(group, 1), to(other, 2), to([]byte{2, 0, 0, 0, 9, 7}, 3))
		got := collect(t, rx, len(want))
		// macvlan hands multicast on later than unicast.
		slices.SortFunc(got, func(a, b Frame) int { return int(numberOf(a)) - int(numberOf(b)) })
		for i, f := range got {
			if numberOf(f) != want[i] {
				t.Errorf("%s: frame %d is %d, want %v", what, i, numberOf(f), want)
			}
		}
		time.Sleep(20 * time.Millisecond)
		if s, err := rx.Stats(); err != nil || s.Received != uint64(len(want)) || len(got) != len(want) {
			t.Errorf("%s: %+v, %v, want %v", what, s, err, want)
		}
		if err := rx.Close(false); err != nil {
			t.Error(err)
		}
	}
	// macvlan looks at its groups before the last one is gone: give it another look.
	look := func(c *Conn) error { return errors.Join(c.AllMulticast(mac0, true), c.AllMulticast(mac0, false)) }
	round("none", look, 3)
	round("one group", func(c *Conn) error { return c.Join(mac0, group) }, 1, 3)
	round("left", func(c *Conn) error { return errors.Join(c.Join(mac0, group), c.Leave(mac0, group), look(c)) }, 3)
	round("all groups", func(c *Conn) error { return c.AllMulticast(mac0, true) }, 1, 2, 3)
	round("no longer all", func(c *Conn) error { return errors.Join(c.AllMulticast(mac0, true), c.AllMulticast(mac0, false)) }, 3)
	c, _ := openIn(t, b, Config{})
	if err := c.Join(mac0, make([]byte, 9)); !errors.Is(err, unix.EINVAL) {
		t.Errorf("an address of 9 bytes: %v", err)
	}
	if err := c.Join(mac0, []byte{2, 0, 0, 0, 9, 8}); err != nil {
		t.Errorf("a further address: %v", err)
	}
}

// TestLiveFilterLocked: a filter is exchanged under load without a gap, and then kept.
func TestLiveFilterLocked(t *testing.T) {
	a, b := labtest.Pair(t)
	rx := listenIn(t, b, Config{})
	tx, it := openIn(t, a, Config{Plain: true})
	const n = 2000
	for i := range uint32(n) {
		send(t, tx, it.Index, numberedFrame(60, i))
		if i%100 == 0 {
			if err := rx.SetFilter(onlyTest); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := collect(t, rx, n); len(got) != n || numberOf(got[n-1]) != n-1 {
		t.Errorf("%d frames", len(got))
	}
	if err := rx.LockFilter(); err != nil {
		t.Fatal(err)
	}
	if err := rx.SetFilter(nil); !errors.Is(err, unix.EPERM) {
		t.Errorf("a locked filter: %v", err)
	}
	send(t, tx, it.Index, datagram(1, 1, 4), numberedFrame(60, 7))
	if err := rx.Unbind(); err != nil {
		t.Fatal(err)
	}
	send(t, tx, it.Index, numberedFrame(60, 8))
	if got := collect(t, rx, 1); len(got) != 1 || numberOf(got[0]) != 7 {
		t.Errorf("%+v", got)
	}
	if s, err := rx.Stats(); err != nil || s.Received != n+1 {
		t.Errorf("%+v, %v", s, err)
	}
}
