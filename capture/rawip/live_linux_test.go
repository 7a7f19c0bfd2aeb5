package rawip

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/wire"
	"golang.org/x/sys/unix"
)

// proto is a protocol number that no kernel has: RFC 3692 experiments.
const proto = 253

// openIn opens a socket in a host's network.
func openIn(t testing.TB, host *netlab.Host, cfg Config) *Conn {
	t.Helper()
	var c *Conn
	if err := host.Do(func() (err error) { c, err = Open(cfg); return err }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil && err != ErrClosed {
			t.Error(err)
		}
	})
	if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return c
}

func write(t testing.TB, c *Conn, m Message) {
	t.Helper()
	if err := c.Write(&m); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, c *Conn) Message {
	t.Helper()
	var m Message
	if err := c.Read(&m); err != nil {
		t.Fatal(err)
	}
	m.Data = bytes.Clone(m.Data)
	return m
}

// nothing checks that no packet comes: the next one is the marker.
func nothing(t testing.TB, from *Conn, to *Conn, dst netip.Addr, marker []byte) {
	t.Helper()
	write(t, from, Message{Data: marker, Dst: dst})
	if m := read(t, to); !bytes.Equal(m.Payload(), marker) {
		t.Errorf("received % x, want only % x", m.Payload(), marker)
	}
}

// versions runs a test over IPv4 and over IPv6.
func versions(t *testing.T, f func(t *testing.T, v int, a, b *netlab.Host, addrA, addrB netip.Addr)) {
	for _, v := range []int{4, 6} {
		t.Run(map[int]string{4: "IPv4", 6: "IPv6"}[v], func(t *testing.T) {
			a, b := labtest.Pair(t)
			if v == 4 {
				f(t, v, a, b, labtest.AddrA, labtest.AddrB)
			} else {
				f(t, v, a, b, labtest.AddrA6, labtest.AddrB6)
			}
		})
	}
}

func TestLiveBothWays(t *testing.T) {
	versions(t, func(t *testing.T, v int, a, b *netlab.Host, addrA, addrB netip.Addr) {
		ca, cb := openIn(t, a, Config{Version: v, Protocol: proto}), openIn(t, b, Config{Version: v, Protocol: proto})
		index, err := b.Index("eth0")
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range [][]byte{[]byte("hello"), {}, bytes.Repeat([]byte{7}, 8000)} { // the last in fragments
			before := time.Now()
			write(t, ca, Message{Data: want, Dst: addrB})
			m := read(t, cb)
			if !bytes.Equal(m.Payload(), want) || m.Src != addrA || m.Dst != addrB || m.Interface != index || m.TTL != 64 || m.TOS != 0 {
				t.Errorf("%d: % .20x %+v", i, m.Payload(), m)
			}
			if m.Len != len(m.Data) || m.Time.Before(before.Add(-time.Second)) || m.Time.After(time.Now()) {
				t.Errorf("%d: length %d of %d, time %v", i, m.Len, len(m.Data), m.Time)
			}
			if v == 4 && (m.Data[0] != 0x45 || m.Data[9] != proto) {
				t.Errorf("no header in % x", m.Data[:20])
			}
			write(t, cb, Message{Data: want, Dst: m.Src})
			if m := read(t, ca); !bytes.Equal(m.Payload(), want) || m.Src != addrB {
				t.Errorf("%d, back: % .20x from %v", i, m.Payload(), m.Src)
			}
		}
	})
}

// TestLiveControl: what a Message asks for is in the packet's header.
func TestLiveControl(t *testing.T) {
	versions(t, func(t *testing.T, v int, a, b *netlab.Host, addrA, addrB netip.Addr) {
		second := netip.MustParseAddr("10.9.0.77")
		if v == 6 {
			second = netip.MustParseAddr("fd09::77")
		}
		bits := 24 * v / 4
		if v == 6 {
			bits = 64
		}
		if err := a.AddAddr("eth0", netip.PrefixFrom(second, bits)); err != nil {
			t.Fatal(err)
		}
		ca, cb := openIn(t, a, Config{Version: v, Protocol: proto}), openIn(t, b, Config{Version: v, Protocol: proto})
		index, err := a.Index("eth0")
		if err != nil {
			t.Fatal(err)
		}
		write(t, ca, Message{Data: []byte("x"), Dst: addrB, Src: second, Interface: index, TTL: 3, TOS: 0xb8})
		if m := read(t, cb); m.Src != second || m.TTL != 3 || m.TOS != 0xb8 {
			t.Errorf("%+v", m)
		}
		if err := errors.Join(ca.SetTTL(17), ca.SetTOS(0x20)); err != nil {
			t.Fatal(err)
		}
		write(t, ca, Message{Data: []byte("x"), Dst: addrB, Src: addrA})
		if m := read(t, cb); m.Src != addrA || m.TTL != 17 || m.TOS != 0x20 {
			t.Errorf("with options: %+v", m)
		}
		write(t, ca, Message{Data: []byte("x"), Dst: addrB, TTL: 5})
		if m := read(t, cb); m.TTL != 5 || m.TOS != 0x20 {
			t.Errorf("with options and control: %+v", m)
		}
		if err := ca.Write(&Message{Dst: addrB, Interface: 999}); err == nil {
			t.Error("an interface that does not exist was accepted")
		}
	})
}

// header is an IP header with a source, TTL and TOS that no option would give.
func header(v int, src, dst netip.Addr, payload []byte) []byte {
	if v == 4 {
		h := wire.IPv4(append(make([]byte, 20), payload...))
		h.SetVersion(4)
		h.SetIHL(5)
		h.SetTTL(77)
		h.SetDSCP(46)
		h.SetID(0xbeef)
		h.SetProtocol(proto)
		h.SetSrc(src)
		h.SetDst(dst)
		return h
	}
	h := wire.IPv6(append(make([]byte, 40), payload...))
	h.SetVersion(6)
	h.SetTrafficClass(0xb8)
	h.SetFlowLabel(0x12345)
	h.SetLength(uint16(len(payload)))
	h.SetNextHeader(proto)
	h.SetHopLimit(77)
	h.SetSrc(src)
	h.SetDst(dst)
	return h
}

func TestLiveHeaderIncluded(t *testing.T) {
	versions(t, func(t *testing.T, v int, a, b *netlab.Host, addrA, addrB netip.Addr) {
		foreign := netip.MustParseAddr("10.9.0.99")
		if v == 6 {
			foreign = netip.MustParseAddr("fd09::99")
		}
		cb := openIn(t, b, Config{Version: v, Protocol: proto})
		for _, cfg := range []Config{{Version: v, Protocol: Raw}, {Version: v, Protocol: proto, HeaderIncluded: true}} {
			ca := openIn(t, a, cfg)
			write(t, ca, Message{Data: header(v, foreign, addrB, []byte("own header"))}) // Dst is the header's
			m := read(t, cb)
			if string(m.Payload()) != "own header" || m.Src != foreign || m.Dst != addrB || m.TTL != 77 || m.TOS != 0xb8 {
				t.Errorf("%+v", m)
			}
			if v == 4 {
				if h := wire.IPv4(m.Data[:20]); h.ID() != 0xbeef || h.Length() != 30 || h.Checksum() != h.Sum() {
					t.Errorf("header % x", m.Data[:20])
				}
			}
			if err := ca.Write(&Message{Data: header(v, foreign, addrB, make([]byte, 2000))}); !errors.Is(err, ErrTooLong) {
				t.Errorf("more than the MTU: %v", err)
			}
			if err := ca.Write(&Message{Data: []byte{0x45, 0}}); err == nil {
				t.Error("a piece of a header was accepted")
			}
		}
	})
}

func TestLiveICMPFilter(t *testing.T) {
	versions(t, func(t *testing.T, v int, a, b *netlab.Host, addrA, addrB netip.Addr) {
		icmp, request, reply := uint8(1), uint8(8), uint8(0)
		if v == 6 {
			icmp, request, reply = 58, 128, 129
		}
		cb := openIn(t, b, Config{Version: v, Protocol: icmp})
		if err := cb.PassICMP(reply); err != nil {
			t.Fatal(err)
		}
		// Replies that nobody asked for are left alone by kernels.
		message := func(typ uint8, n byte) []byte {
			m := []byte{typ, 0, 0, 0, 0, 1, 0, n}
			if v == 4 {
				binary.BigEndian.PutUint16(m[2:], wire.Fold(wire.Sum(0, m)))
			}
			return m
		}
		ca := openIn(t, a, Config{Version: v, Protocol: icmp})
		if err := ca.BlockICMP(request, 133, 134, 135, 136); err != nil {
			t.Fatal(err)
		}
		write(t, ca, Message{Data: message(request, 1), Dst: addrB})
		if m := read(t, ca); m.Payload()[0] != reply || m.Payload()[7] != 1 { // b's kernel answers
			t.Errorf("answer % x", m.Payload())
		}
		write(t, ca, Message{Data: message(reply, 2), Dst: addrB})
		if m := read(t, cb); m.Payload()[0] != reply || m.Payload()[7] != 2 {
			t.Errorf("filtered: % x", m.Payload())
		}
		if err := cb.PassICMP(); err != nil {
			t.Fatal(err)
		}
		write(t, ca, Message{Data: message(request, 3), Dst: addrB})
		for {
			m := read(t, cb)
			if v == 6 && m.Payload()[0] >= 133 { // neighbour discovery
				continue
			}
			if m.Payload()[0] != request {
				t.Errorf("all pass: % x", m.Payload())
			}
			break
		}
		other := openIn(t, b, Config{Version: v, Protocol: proto})
		if err := other.PassICMP(1); !errors.Is(err, ErrConfig) {
			t.Errorf("ICMP filter of another protocol: %v", err)
		}
	})
}

// TestLiveChecksum: the kernel fills checksums in, and throws packets away in which
// they are wrong.
func TestLiveChecksum(t *testing.T) {
	a, b := labtest.Pair(t)
	cfg := Config{Version: 6, Protocol: proto}
	ca, cb := openIn(t, a, cfg), openIn(t, b, cfg)
	if err := errors.Join(ca.SetChecksum(2), cb.SetChecksum(2)); err != nil {
		t.Fatal(err)
	}
	data := []byte{1, 2, 0, 0, 5, 6}
	write(t, ca, Message{Data: data, Dst: labtest.AddrB6})
	m := read(t, cb)
	sum := binary.BigEndian.Uint16(m.Data[2:])
	h := wire.IPv6(header(6, labtest.AddrA6, labtest.AddrB6, nil))
	if got := wire.Sum(h.PseudoSum(proto, len(m.Data)), m.Data); sum == 0 || got != 0xffff {
		t.Errorf("% x: sum %#x", m.Data, got)
	}
	plain := openIn(t, a, cfg)
	write(t, plain, Message{Data: []byte{1, 2, 0xde, 0xad, 5, 6}, Dst: labtest.AddrB6})
	nothing(t, ca, cb, labtest.AddrB6, m.Data)
	if err := cb.SetChecksum(-1); err != nil {
		t.Fatal(err)
	}
	write(t, plain, Message{Data: []byte{1, 2, 0xde, 0xad, 5, 6}, Dst: labtest.AddrB6})
	if m := read(t, cb); m.Data[2] != 0xde {
		t.Errorf("without checksum: % x", m.Data)
	}
	if err := openIn(t, a, Config{Version: 4, Protocol: proto}).SetChecksum(2); !errors.Is(err, ErrVersion) {
		t.Errorf("over IPv4: %v", err)
	}
}

// first accepts packets whose payload begins with b.
func first(v int, b byte) bpf.Program {
	at := uint32(0)
	if v == 4 {
		at = 20
	}
	return bpf.Program{{Op: bpf.LdAbsB, K: at}, {Op: bpf.JeqK, Jf: 1, K: uint32(b)}, {Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK}}
}

func TestLiveFilter(t *testing.T) {
	versions(t, func(t *testing.T, v int, a, b *netlab.Host, addrA, addrB netip.Addr) {
		ca := openIn(t, a, Config{Version: v, Protocol: proto})
		cb := openIn(t, b, Config{Version: v, Protocol: proto, Filter: first(v, 'y')})
		write(t, ca, Message{Data: []byte("no"), Dst: addrB})
		nothing(t, ca, cb, addrB, []byte("yes"))
		write(t, ca, Message{Data: []byte("yet"), Dst: addrB})
		for range 100 { // until it is queued
			if n, err := queued(cb); err != nil {
				t.Fatal(err)
			} else if n > 0 {
				break
			}
			time.Sleep(time.Millisecond)
		}
		if n, err := cb.ReplaceFilter(first(v, 'z')); n != 1 || err != nil {
			t.Errorf("threw %d away, %v", n, err)
		}
		write(t, ca, Message{Data: []byte("yes"), Dst: addrB})
		nothing(t, ca, cb, addrB, []byte("zebra"))
		if err := cb.SetFilter(nil); err != nil {
			t.Fatal(err)
		}
		nothing(t, ca, cb, addrB, []byte("anything"))
		var bad *bpf.ProgramError
		if err := cb.SetFilter(bpf.Program{{Op: 0xffff}}); !errors.As(err, &bad) {
			t.Errorf("bad program: %v", err)
		}
	})
}

// queued is how many bytes wait in the socket.
func queued(c *Conn) (n int, err error) {
	raw, err := c.SyscallConn()
	if err != nil {
		return 0, err
	}
	e := raw.Control(func(fd uintptr) { n, err = unix.IoctlGetInt(int(fd), unix.SIOCINQ) })
	return n, errors.Join(e, err)
}

func TestLiveSnaplen(t *testing.T) {
	versions(t, func(t *testing.T, v int, a, b *netlab.Host, addrA, addrB netip.Addr) {
		ca := openIn(t, a, Config{Version: v, Protocol: proto})
		cb := openIn(t, b, Config{Version: v, Protocol: proto, Snaplen: 30})
		write(t, ca, Message{Data: make([]byte, 1000), Dst: addrB})
		want := 1000
		if v == 4 {
			want += 20
		}
		if m := read(t, cb); len(m.Data) != 30 || m.Len != want {
			t.Errorf("%d bytes of %d", len(m.Data), m.Len)
		}
	})
}

func TestLiveBatch(t *testing.T) {
	versions(t, func(t *testing.T, v int, a, b *netlab.Host, addrA, addrB netip.Addr) {
		const n = 150 // more than one system call's
		ca := openIn(t, a, Config{Version: v, Protocol: proto})
		cb := openIn(t, b, Config{Version: v, Protocol: proto, Batch: 32, Buffer: 1 << 20})
		ms := make([]Message, n)
		for i := range ms {
			ms[i] = Message{Data: []byte{byte(i), byte(i >> 8)}, Dst: addrB, TTL: i%200 + 1}
		}
		if sent, err := ca.WriteBatch(ms); sent != n || err != nil {
			t.Fatalf("sent %d, %v", sent, err)
		}
		in, most := make([]Message, 20), 0
		for i := 0; i < n; {
			got, err := cb.ReadBatch(in)
			if err != nil {
				t.Fatal(err)
			}
			most = max(most, got)
			for _, m := range in[:got] {
				if p := m.Payload(); int(p[0])|int(p[1])<<8 != i || m.TTL != i%200+1 {
					t.Errorf("packet %d is % x with TTL %d", i, p, m.TTL)
				}
				i++
			}
		}
		if most != len(in) {
			t.Errorf("at most %d packets at once", most)
		}
		ms[3].Dst = netip.Addr{}
		if sent, err := ca.WriteBatch(ms[:6]); sent != 3 || err == nil {
			t.Errorf("with a bad one: sent %d, %v", sent, err)
		}
	})
}

// TestLiveSelect: Local, Peer and Interface each keep foreign packets out.
func TestLiveSelect(t *testing.T) {
	versions(t, func(t *testing.T, v int, a, b *netlab.Host, addrA, addrB netip.Addr) {
		second, own, bits := netip.MustParseAddr("10.9.0.78"), netip.MustParseAddr("10.9.0.79"), 24
		if v == 6 {
			second, own, bits = netip.MustParseAddr("fd09::78"), netip.MustParseAddr("fd09::79"), 64
		}
		if err := errors.Join(b.AddAddr("eth0", netip.PrefixFrom(second, bits)), a.AddAddr("eth0", netip.PrefixFrom(own, bits))); err != nil {
			t.Fatal(err)
		}
		ca := openIn(t, a, Config{Version: v, Protocol: proto})
		local := openIn(t, b, Config{Version: v, Protocol: proto, Local: second})
		peer := openIn(t, b, Config{Version: v, Protocol: proto, Peer: own, Local: addrB})
		iface := openIn(t, b, Config{Version: v, Protocol: proto, Interface: "lo"})
		write(t, ca, Message{Data: []byte("1"), Dst: addrB, Src: addrA})
		write(t, ca, Message{Data: []byte("2"), Dst: second, Src: own})
		write(t, ca, Message{Data: []byte("3"), Dst: addrB, Src: addrA})
		write(t, ca, Message{Data: []byte("4"), Dst: addrB, Src: own})
		if m := read(t, local); string(m.Payload()) != "2" {
			t.Errorf("local: %s", m.Payload())
		}
		if m := read(t, peer); string(m.Payload()) != "4" {
			t.Errorf("peer: %s", m.Payload())
		}
		write(t, peer, Message{Data: []byte("to the peer")})
		if m := read(t, ca); string(m.Payload()) != "to the peer" || m.Dst != own {
			t.Errorf("%+v", m)
		}
		write(t, local, Message{Data: []byte("from there"), Dst: addrA})
		if m := read(t, ca); m.Src != second {
			t.Errorf("%+v", m)
		}
		self := openIn(t, b, Config{Version: v, Protocol: proto})
		write(t, self, Message{Data: []byte("eth0"), Dst: second}) // an address of eth0's, for the kernel
		loopback := netip.MustParseAddr("127.0.0.1")
		if v == 6 {
			loopback = netip.IPv6Loopback()
		}
		write(t, self, Message{Data: []byte("lo"), Dst: loopback})
		if m := read(t, iface); string(m.Payload()) != "lo" {
			t.Errorf("lo: %s", m.Payload())
		}
	})
}

func TestLiveMulticast(t *testing.T) {
	versions(t, func(t *testing.T, v int, a, b *netlab.Host, addrA, addrB netip.Addr) {
		group, other := netip.MustParseAddr("239.1.2.3"), netip.MustParseAddr("239.1.2.4")
		if v == 6 {
			group, other = netip.MustParseAddr("ff15::123"), netip.MustParseAddr("ff15::124")
		}
		ia, err := a.Index("eth0")
		if err != nil {
			t.Fatal(err)
		}
		ib, err := b.Index("eth0")
		if err != nil {
			t.Fatal(err)
		}
		ca, cb := openIn(t, a, Config{Version: v, Protocol: proto}), openIn(t, b, Config{Version: v, Protocol: proto})
		if err := errors.Join(ca.SetMulticast(ia, 9, false), cb.Join(ib, group)); err != nil {
			t.Fatal(err)
		}
		write(t, ca, Message{Data: []byte("not joined"), Dst: other})
		write(t, ca, Message{Data: []byte("joined"), Dst: group})
		if m := read(t, cb); string(m.Payload()) != "joined" || m.Dst != group || m.TTL != 9 {
			t.Errorf("%+v", m)
		}
		if err := cb.Leave(ib, group); err != nil {
			t.Fatal(err)
		}
		write(t, ca, Message{Data: []byte("left"), Dst: group})
		nothing(t, ca, cb, addrB, []byte("end"))
		if err := cb.Join(ib, netip.Addr{}); !errors.Is(err, ErrVersion) {
			t.Errorf("no group: %v", err)
		}
		if v == 4 {
			all := netip.MustParseAddr("10.9.0.255")
			if err := ca.Write(&Message{Data: []byte("b"), Dst: all}); !errors.Is(err, fs.ErrPermission) {
				t.Errorf("broadcast without leave: %v", err)
			}
			if err := ca.SetBroadcast(true); err != nil {
				t.Fatal(err)
			}
			write(t, ca, Message{Data: []byte("b"), Dst: all})
			if m := read(t, cb); m.Dst != all {
				t.Errorf("broadcast: %+v", m)
			}
		}
	})
}

func TestLiveLinkLocal(t *testing.T) {
	a, b := labtest.Pair(t)
	ib, err := b.Index("eth0")
	if err != nil {
		t.Fatal(err)
	}
	far := netip.MustParseAddr("fe80::ff:fe00:901") // EUI-64 of MACA
	cb := openIn(t, b, Config{Version: 6, Protocol: proto})
	ca := openIn(t, a, Config{Version: 6, Protocol: proto, Local: far.WithZone("eth0")})
	for _, m := range []Message{{Dst: far, Interface: ib}, {Dst: far.WithZone("eth0")}} {
		m.Data = []byte("link-local")
		write(t, cb, m)
		if got := read(t, ca); string(got.Payload()) != "link-local" {
			t.Errorf("%+v", got)
		}
	}
	if err := cb.Write(&Message{Dst: far.WithZone("none")}); !errors.Is(err, unix.ENODEV) {
		t.Errorf("unknown zone: %v", err)
	}
}

func TestLiveDeadline(t *testing.T) {
	a := labtest.Host(t, "a")
	c := openIn(t, a, Config{Version: 4, Protocol: proto})
	if err := c.SetReadDeadline(time.Now().Add(20 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	var m Message
	if err := c.Read(&m); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if err := c.SetDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	write(t, c, Message{Data: []byte("later"), Dst: netip.MustParseAddr("127.0.0.1")})
	if m := read(t, c); string(m.Payload()) != "later" {
		t.Errorf("%+v", m)
	}
}

// TestLiveClose: Close wakes a reader, many times, and leaves nothing behind.
func TestLiveClose(t *testing.T) {
	a := labtest.Host(t, "a")
	files := func() int {
		d, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(d)
	}
	open := func() *Conn {
		var c *Conn
		if err := a.Do(func() (err error) { c, err = Open(Config{Version: 6, Protocol: proto}); return err }); err != nil {
			t.Fatal(err)
		}
		return c
	}
	if err := open().Close(); err != nil {
		t.Fatal(err)
	}
	before, routines := files(), runtime.NumGoroutine()
	for range 50 {
		c := open()
		done := make(chan error, 1)
		go func() { done <- c.Read(new(Message)) }()
		time.Sleep(time.Millisecond)
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-done:
			if !errors.Is(err, ErrClosed) {
				t.Fatal(err)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("the reader was not woken")
		}
		if c.Close() != ErrClosed || c.Write(&Message{Dst: netip.IPv6Loopback()}) != ErrClosed || c.SetTTL(1) != ErrClosed ||
			c.SetFilter(nil) != ErrClosed {
			t.Fatal("use after Close")
		}
	}
	if after := files(); after > before || runtime.NumGoroutine() > routines {
		t.Errorf("%d descriptors, %d before; %d goroutines, %d before", after, before, runtime.NumGoroutine(), routines)
	}
}

// TestLivePermission gives up CAP_NET_RAW on a thread of its own.
func TestLivePermission(t *testing.T) {
	labtest.Need(t)
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		var none [2]unix.CapUserData
		hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
		if err := unix.Capset(&hdr, &none[0]); err != nil {
			done <- err
			return
		}
		_, err := Open(Config{Version: 4, Protocol: proto})
		done <- err
	}()
	err := <-done
	var p *PermissionError
	if !errors.As(err, &p) || p.Capability != "CAP_NET_RAW" || !errors.Is(err, ErrPermission) || !errors.Is(err, fs.ErrPermission) {
		t.Fatalf("%v", err)
	}
	if !strings.Contains(err.Error(), "CAP_NET_RAW") {
		t.Errorf("%q does not say what is missing", err)
	}
}

func TestLiveDrops(t *testing.T) {
	a, b := labtest.Pair(t)
	ca := openIn(t, a, Config{Version: 4, Protocol: proto})
	cb := openIn(t, b, Config{Version: 4, Protocol: proto, Buffer: 1, Batch: 64}) // the kernel's least
	const n = 200
	ms := make([]Message, n)
	for i := range ms {
		ms[i] = Message{Data: make([]byte, 200), Dst: labtest.AddrB}
	}
	if _, err := ca.WriteBatch(ms); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond) // until all that are going to be lost are
	got, last := 0, uint32(0)
	var m Message
	for cb.SetReadDeadline(time.Now().Add(50*time.Millisecond)) == nil && cb.Read(&m) == nil {
		got++
	}
	write(t, ca, Message{Data: []byte("end"), Dst: labtest.AddrB})
	if err := cb.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	last = read(t, cb).Drops
	if got == n || got+int(last) != n {
		t.Errorf("%d received and %d dropped of %d", got, last, n)
	}
}

func TestLiveNoAllocs(t *testing.T) {
	versions(t, func(t *testing.T, v int, a, b *netlab.Host, addrA, addrB netip.Addr) {
		ca, cb := openIn(t, a, Config{Version: v, Protocol: proto}), openIn(t, b, Config{Version: v, Protocol: proto})
		out, in := Message{Data: []byte("data"), Dst: addrB, TTL: 9}, Message{}
		if n := testing.AllocsPerRun(200, func() {
			if ca.Write(&out) != nil || cb.Read(&in) != nil {
				t.Fatal("no packet")
			}
		}); n != 0 {
			t.Errorf("%v allocations a packet", n)
		}
	})
}

// TestLiveErrors: what the kernel refuses is an *Error.
func TestLiveErrors(t *testing.T) {
	a := labtest.Host(t, "a")
	for _, cfg := range []Config{
		{Version: 4, Protocol: proto, Interface: "no such"},
		{Version: 4, Protocol: proto, Local: netip.MustParseAddr("192.0.2.1")},
		{Version: 6, Protocol: proto, Local: netip.MustParseAddr("fe80::1%none")},
	} {
		err := a.Do(func() error { _, err := Open(cfg); return err })
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%+v: %v", cfg, err)
		}
	}
	c := openIn(t, a, Config{Version: 4, Protocol: proto})
	for _, m := range []Message{
		{}, {Dst: labtest.AddrB6}, {Dst: labtest.AddrB, Src: labtest.AddrA6}, {Dst: labtest.AddrB, TTL: 256},
		{Dst: netip.MustParseAddr("203.0.113.1")}, // no route
		{Dst: netip.MustParseAddr("127.0.0.1"), Data: make([]byte, 70000)},
	} {
		var e *Error
		if err := c.Write(&m); !errors.As(err, &e) {
			t.Errorf("%v: %v", m.Dst, err)
		}
	}
}
