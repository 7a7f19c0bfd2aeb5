package capture

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/netif"
	"golang.org/x/sys/unix"
)

// cookedTest accepts the tests' frames under an SLL2 header.
var cookedTest = bpf.Program{
	{Op: bpf.LdAbsH, K: 0}, {Op: bpf.JeqK, Jf: 1, K: testType}, {Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK},
}

func TestLiveAny(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		tx, rx := openIn(t, b, "eth0"), openIn(t, a, Any, opts...)
		activate(t, rx, cookedTest)
		index, err := a.Index("eth0")
		if err != nil {
			t.Fatal(err)
		}
		sendAll(t, tx, frame(60, 5, 1), tagged(frame(60, 6, 2), 0x8100, 9))
		header := func(proto uint16) []byte {
			h := binary.BigEndian.AppendUint16(nil, proto)
			h = binary.BigEndian.AppendUint32(append(h, 0, 0), uint32(index))
			return append(append(h, 0, 1, 0, 6), append(slices.Clone(labtest.MACB), 0, 0)...)
		}
		want := append(header(testType), frame(60, 5, 1)[14:]...)
		if p := read(t, rx); string(p.Data) != string(want) || p.Len != len(want) || p.Interface != index ||
			p.Link != link.LinuxSLL2 || p.Direction != In || p.Type != ToHost {
			t.Errorf("%+v\nwant % x", p, want)
		}
		// A tag's EtherType becomes the header's, and the rest of the tag the payload's beginning.
		want = append(append(header(0x8100), 0, 9), frame(60, 6, 2)[12:]...)
		if p := read(t, rx); string(p.Data) != string(want) || p.Len != len(want) || p.VLAN != (VLAN{0x8100, 9}) {
			t.Errorf("%+v\nwant % x", p, want)
		}
		if err := rx.Send(frame(60, 1, 1)); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("Send on any: %v", err)
		}
	})
}

func TestLiveCookedV1(t *testing.T) {
	a, b := labtest.Pair(t)
	tx, rx := openIn(t, b, "eth0"), openIn(t, a, "eth0", Cooked(), CookedV1(), Snaplen(40))
	f := slices.Clone(cookedTest)
	f[0].K = 14
	activate(t, rx, f)
	sendAll(t, tx, frame(60, 5, 1))
	want := append([]byte{0, 0, 0, 1, 0, 6}, labtest.MACB...)
	want = append(append(want, 0, 0), frame(60, 5, 1)[12:]...)
	if p := read(t, rx); string(p.Data) != string(want[:40]) || p.Len != len(want) || p.Link != link.LinuxSLL {
		t.Errorf("%+v\nwant % x", p, want[:40])
	}
	sendAll(t, rx, frame(60, 7, 2)) // sent as it is, with its own header
	if p := read(t, rx); p.Type != FromHost || p.Data[16] != 7 {
		t.Errorf("sent frame: %+v", p)
	}
}

// TestLiveCookedFilter runs filters that the kernel can be given and filters that
// it cannot, which have to be run here, on the same packets.
func TestLiveCookedFilter(t *testing.T) {
	ret := []bpf.Instruction{{Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK}}
	match := func(op uint16, at, value uint32) bpf.Program {
		return append(bpf.Program{{Op: op, K: at}, {Op: bpf.JeqK, Jf: 1, K: value}}, ret...)
	}
	a, b := labtest.Pair(t)
	index, err := a.Index("eth0")
	if err != nil {
		t.Fatal(err)
	}
	tx := openIn(t, b, "eth0")
	tests := []struct {
		name     string
		filter   bpf.Program
		userland bool
	}{
		{"protocol", match(bpf.LdAbsH, 0, testType), false},
		{"interface", match(bpf.LdAbsW, 4, uint32(index)), false},
		{"hardware", match(bpf.LdAbsH, 8, 1), false},
		{"packet type", match(bpf.LdAbsB, 10, 0), false},
		{"payload", match(bpf.LdAbsB, 20, 3), false},
		{"ancillary", match(bpf.LdAbsW, bpf.AncillaryOffset+bpf.AncProtocol, testType), false},
		{"indexed", append(bpf.Program{{Op: bpf.LdxImm, K: 1}, {Op: bpf.LdIndW, K: 20}, {Op: bpf.JeqK, Jf: 1, K: 77}}, ret...), false},
		{"address", match(bpf.LdAbsW, 12, 0x02000000), true},
		{"indexed into the header", append(bpf.Program{{Op: bpf.LdxImm, K: 17}, {Op: bpf.LdIndB, K: 3}, {Op: bpf.JeqK, Jf: 1, K: 3}}, ret...), true},
		{"length", match(bpf.LdLen, 0, 66), true},
		{"half a field", match(bpf.LdAbsB, 1, testType&0xff), true},
		{"network header", match(bpf.LdAbsB, bpf.NetworkOffset, 3), true},
	}
	for _, tt := range tests {
		rx := openIn(t, a, "eth0", Cooked())
		activate(t, rx, tt.filter)
		if rx.sources[0].userland != tt.userland {
			t.Errorf("%s: userland %v", tt.name, rx.sources[0].userland)
		}
		no := frame(61, 4, 78) // another kind, number, length, address, type and packet type
		copy(no, "\x01\x00\x5e\x00\x00\x01")
		no[6], no[13] = 0x06, 0xb6
		sendAll(t, tx, no, frame(60, 3, 77))
		if p := read(t, rx); p.Data[20] != 3 && tt.name != "interface" && tt.name != "hardware" {
			t.Errorf("%s: % x", tt.name, p.Data)
		}
		_ = rx.Close()
	}
}

func TestLiveSeveral(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Host(t, "a"), labtest.Host(t, "b")
		names := []string{"x0", "x1", "x2"}
		var tx []*Handle
		for _, n := range names {
			if err := netlab.Veth(a, netlab.LinkConfig{Name: n}, b, netlab.LinkConfig{Name: n}); err != nil {
				t.Fatal(err)
			}
			tx = append(tx, openIn(t, b, n))
		}
		rx := openIn(t, a, "x0,x1,x2", opts...)
		activate(t, rx, testFilter)
		const total = 300
		go func() {
			for i := range uint32(total) {
				if err := tx[i*7%3].Send(frame(60, byte(i*7%3), i)); err != nil {
					t.Error(err)
				}
				if i%50 == 0 {
					time.Sleep(3 * time.Millisecond)
				}
			}
		}()
		list := rx.Interfaces()
		for i := range uint32(total) {
			p := read(t, rx)
			if number(p.Data) != i || p.Interface != list[p.Data[14]].Index {
				t.Fatalf("packet %d (interface %d) where %d was due", number(p.Data), p.Interface, i)
			}
		}
		if err := rx.Send(frame(60, 1, 1)); err == nil {
			t.Error("Send does not ask on which interface")
		}
		if err := rx.SendTo(list[1].Index, frame(60, 9, 5)); err != nil {
			t.Error(err)
		}
		if p := read(t, rx); p.Interface != list[1].Index || p.Direction != Out {
			t.Errorf("%+v", p)
		}
		if err := rx.SendTo(9999, frame(60, 9, 5)); !errors.Is(err, ErrNoInterface) {
			t.Errorf("SendTo an unknown interface: %v", err)
		}

		// One goes away; the others go on.
		sendAll(t, tx[0], frame(60, 0, 1))
		sendAll(t, tx[2], frame(60, 2, 2))
		if err := a.Delete("x1"); err != nil {
			t.Fatal(err)
		}
		sendAll(t, tx[0], frame(60, 0, 3))
		var got []uint32
		gone := 0
		for len(got) < 3 || gone == 0 {
			p, err := rx.Read(soon(t))
			var ie *InterfaceError
			switch {
			case err == nil:
				got = append(got, number(p.Data))
			case errors.Is(err, ErrInterfaceGone) && errors.As(err, &ie) && ie.Name == "x1":
				gone++
			default:
				t.Fatal(err)
			}
		}
		if !slices.Equal(got, []uint32{1, 2, 3}) || gone != 1 {
			t.Errorf("%v, gone reported %d times", got, gone)
		}
		if all := rest(t, rx); len(all) != 0 {
			t.Errorf("%d more", len(all))
		}
		if err := rx.Activate(nil); err != nil {
			t.Errorf("the remaining two: %v", err)
		}
	})
}

func TestLiveInterfaceGone(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		tx, rx := openIn(t, b, "eth0"), openIn(t, a, "eth0", append(opts, Latency(20*time.Millisecond), Promiscuous())...)
		activate(t, rx, testFilter)
		sendAll(t, tx, frame(60, 1, 1), frame(60, 1, 2))
		if err := a.Delete("eth0"); err != nil {
			t.Fatal(err)
		}
		for want := uint32(1); want <= 2; want++ {
			if p := read(t, rx); number(p.Data) != want {
				t.Errorf("packet %d, want %d", number(p.Data), want)
			}
		}
		for range 2 {
			_, err := rx.Read(soon(t))
			var ie *InterfaceError
			if !errors.Is(err, ErrInterfaceGone) || !errors.As(err, &ie) || ie.Name != "eth0" {
				t.Fatalf("%v; want ErrInterfaceGone", err)
			}
		}
		for what, err := range map[string]error{
			"Send": rx.Send(frame(60, 1, 1)), "SetFilter": rx.SetFilter(nil), "Activate": func() error { _ = rx.Deactivate(); return rx.Activate(nil) }(),
		} {
			if !errors.Is(err, ErrInterfaceGone) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if s, err := rx.Stats(); err != nil || s.Received != 2 {
			t.Errorf("%+v, %v", s, err)
		}
	})
}

func TestLiveInterfaceDown(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		tx, rx := openIn(t, b, "eth0"), openIn(t, a, "eth0", opts...)
		activate(t, rx, testFilter)
		sendAll(t, tx, frame(60, 1, 1))
		if err := a.SetDown("eth0"); err != nil {
			t.Fatal(err)
		}
		if p := read(t, rx); number(p.Data) != 1 {
			t.Errorf("%+v", p)
		}
		if _, err := rx.Read(soon(t)); !errors.Is(err, ErrDown) {
			t.Fatalf("%v; want ErrDown", err)
		}
		if err := rx.Send(frame(60, 1, 1)); !errors.Is(err, ErrDown) {
			t.Errorf("Send: %v", err)
		}
		stopped := openIn(t, a, "lo", opts...)
		activate(t, stopped, nil)
		if err := a.SetDown("lo"); err != nil {
			t.Fatal(err)
		}
		if err := stopped.SetFilter(testFilter); !errors.Is(err, ErrDown) || stopped.Active() {
			t.Errorf("SetFilter: %v", err)
		}
		if _, err := stopped.Read(soon(t)); err != ErrInactive {
			t.Errorf("after SetFilter failed: %v", err)
		}
		other := openIn(t, a, "eth0", opts...)
		if err := other.Activate(nil); !errors.Is(err, ErrDown) || other.Active() {
			t.Errorf("Activate: %v", err)
		}
		if err := a.SetUp("eth0"); err != nil {
			t.Fatal(err)
		}
		if err := a.WaitUp("eth0"); err != nil {
			t.Fatal(err)
		}
		sendAll(t, tx, frame(60, 1, 2))
		n := 0
		for p, err := range rx.Packets(soon(t)) { // the capture goes on
			if err == nil && number(p.Data) == 2 {
				break
			}
			if n++; err != nil && !errors.Is(err, ErrDown) || n > 10 {
				t.Fatal(err)
			}
		}
		activate(t, other, testFilter)
		sendAll(t, tx, frame(60, 1, 3))
		if p := read(t, other); number(p.Data) != 3 {
			t.Errorf("%+v", p)
		}
	})
}

func TestLiveSendLimits(t *testing.T) {
	a, b := labtest.Pair(t)
	rx, tx := openIn(t, a, "eth0"), openIn(t, b, "eth0")
	activate(t, rx, testFilter)
	sendAll(t, tx, frame(1514, 1, 1))
	if p := read(t, rx); p.CapLen() != 1514 {
		t.Errorf("longest frame: %d bytes", p.CapLen())
	}
	if err := tx.Send(frame(1515, 1, 2)); !errors.Is(err, ErrTooLong) || !strings.Contains(err.Error(), "1500") {
		t.Errorf("too long: %v", err)
	}
	if err := tx.Send(frame(13, 1, 3)); !errors.Is(err, unix.EINVAL) {
		t.Errorf("too short: %v", err)
	}
	n, err := tx.SendBatch([][]byte{frame(60, 1, 4), frame(60, 1, 5), frame(1600, 1, 6), frame(60, 1, 7)})
	if n != 2 || !errors.Is(err, ErrTooLong) {
		t.Errorf("batch with a long one: %d, %v", n, err)
	}
	if n, err := tx.SendBatch(nil); n != 0 || err != nil {
		t.Errorf("empty batch: %d, %v", n, err)
	}
	many := make([][]byte, 300)
	for i := range many {
		many[i] = frame(60, 1, uint32(8+i))
	}
	sendAll(t, tx, many...)
	want := []uint32{4, 5}
	for i := range many {
		want = append(want, uint32(8+i))
	}
	batch := make([]Packet, 64)
	var got []uint32
	for len(got) < len(want) {
		n, err := rx.ReadBatch(soon(t), batch)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range batch[:n] {
			got = append(got, number(p.Data))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if err := a.SetMTU("eth0", 9000); err == nil {
		if err := b.SetMTU("eth0", 9000); err != nil {
			t.Fatal(err)
		}
		sendAll(t, tx, frame(9014, 1, 9))
		if p := read(t, rx); p.CapLen() != 9014 {
			t.Errorf("jumbo frame: %d bytes", p.CapLen())
		}
	}
}

// TestLiveOffload transfers through veth with its offloads, which make frames of
// up to 64 KiB: they are captured whole.
func TestLiveOffload(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Host(t, "a"), labtest.Host(t, "b")
		if err := netlab.Veth(a, netlab.LinkConfig{Name: "eth0", Addrs: []netip.Prefix{netip.MustParsePrefix("10.8.0.1/24")}},
			b, netlab.LinkConfig{Name: "eth0", Addrs: []netip.Prefix{netip.MustParsePrefix("10.8.0.2/24")}}); err != nil {
			t.Fatal(err)
		}
		rx := openIn(t, a, "eth0", append(opts, From(In))...)
		activate(t, rx, nil)
		const size = 4 << 20
		transfer(t, a, b, size)
		longest, payload := 0, 0
		for _, p := range rest(t, rx) {
			if p.CapLen() != p.Len {
				t.Errorf("%d of %d bytes", p.CapLen(), p.Len)
			}
			longest = max(longest, p.Len)
			if p.Len > 54 && p.Data[12] == 8 && p.Data[23] == 6 {
				payload += p.Len - 14 - 20 - int(p.Data[46]>>4)*4
			}
		}
		if s, _ := rx.Stats(); s.Dropped != 0 {
			t.Skipf("the machine was too slow: %+v", s)
		}
		if longest < 20000 || payload < size {
			t.Errorf("longest frame %d, %d bytes of payload", longest, payload)
		}
	})
}

// transfer sends bytes from b to a over TCP.
func transfer(t *testing.T, a, b *netlab.Host, size int) {
	var ln net.Listener
	if err := a.Do(func() (err error) { ln, err = net.Listen("tcp4", "10.8.0.1:0"); return err }); err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	got := make(chan int64, 1)
	go func() {
		c, err := ln.Accept()
		if err != nil {
			got <- -1
			return
		}
		defer c.Close()
		n, _ := io.Copy(io.Discard, c)
		got <- n
	}()
	var c net.Conn
	if err := b.Do(func() (err error) { c, err = net.DialTimeout("tcp4", ln.Addr().String(), 5*time.Second); return err }); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write(make([]byte, size)); err != nil {
		t.Error(err)
	}
	c.Close()
	if n := <-got; n != int64(size) {
		t.Errorf("%d bytes arrived", n)
	}
}

func TestLiveRawLink(t *testing.T) {
	a := labtest.Host(t, "a")
	tun, err := a.AddTun(netlab.LinkConfig{Name: "tun0", Addrs: []netip.Prefix{netip.MustParsePrefix("10.7.0.1/24")}}, false)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) {
		t.Skip("the tun device is not this user's to open: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer tun.Close()
	rx := openIn(t, a, "tun0")
	activate(t, rx, nil)
	ip := []byte("\x45\x00\x00\x1c\x00\x01\x00\x00\x40\xfd\x66\xdf\x0a\x07\x00\x02\x0a\x07\x00\x01abcdefgh")
	if _, err := tun.Write(ip); err != nil {
		t.Fatal(err)
	}
	for {
		if p := read(t, rx); p.Link != link.Raw {
			t.Fatalf("%+v", p)
		} else if string(p.Data) == string(ip) {
			return
		}
	}
}

func TestLivePromiscuous(t *testing.T) {
	a, _ := labtest.Pair(t)
	is := func() (on bool) {
		if err := a.Do(func() error {
			i, err := netif.ByName("eth0")
			on = i.Flags.Has(netif.Promiscuous)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return on
	}
	rx := openIn(t, a, "eth0", Promiscuous())
	if is() {
		t.Error("promiscuous before Activate")
	}
	activate(t, rx, nil)
	if !is() {
		t.Error("not promiscuous when active")
	}
	if err := rx.Deactivate(); err != nil {
		t.Fatal(err)
	}
	if is() {
		t.Error("promiscuous after Deactivate")
	}
	activate(t, rx, nil)
	if err := rx.Close(); err != nil {
		t.Fatal(err)
	}
	if is() {
		t.Error("promiscuous after Close")
	}
}

func TestLiveAllocs(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		rx, tx := openIn(t, a, "eth0", opts...), openIn(t, b, "eth0")
		activate(t, rx, testFilter)
		f := frame(60, 1, 1)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		if n := testing.AllocsPerRun(200, func() {
			if err := tx.Send(f); err != nil {
				t.Fatal(err)
			}
			if _, err := rx.Next(ctx); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("sending and reading allocate %v times", n)
		}
		batch := make([]Packet, 4)
		if n := testing.AllocsPerRun(200, func() {
			if err := tx.Send(f); err != nil {
				t.Fatal(err)
			}
			if _, err := rx.ReadBatch(ctx, batch); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("ReadBatch allocates %v times", n)
		}
	})
}

func TestLiveUnknownInterface(t *testing.T) {
	a, _ := labtest.Pair(t)
	for _, name := range []string{"eth7", "", "a-name-that-is-longer-than-any-can-be"} {
		err := a.Do(func() error { _, err := Open(name); return err })
		var ie *InterfaceError
		if !errors.Is(err, ErrNoInterface) || !errors.As(err, &ie) || !slices.Equal(ie.Known, []string{"lo", "eth0", "any"}) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if err := a.Do(func() error { _, err := OpenAll(nil); return err }); !errors.Is(err, ErrNoInterface) {
		t.Errorf("none: %v", err)
	}
	if err := a.AddAltName("eth0", "the-first-ethernet-interface"); err == nil {
		openIn(t, a, "the-first-ethernet-interface")
	}
}

func TestLivePermission(t *testing.T) {
	labtest.Need(t)
	got := make(chan error)
	go func() {
		runtime.LockOSThread() // for good: the thread has lost its capabilities
		hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
		var none [2]unix.CapUserData
		if err := unix.Capset(&hdr, &none[0]); err != nil {
			got <- err
			return
		}
		_, err := Open("lo")
		got <- err
	}()
	err := <-got
	var pe *PermissionError
	if !errors.Is(err, ErrPermission) || !errors.Is(err, fs.ErrPermission) || !errors.As(err, &pe) {
		t.Fatalf("%v; want a PermissionError", err)
	}
	exe, _ := os.Executable()
	if pe.Capability != "CAP_NET_RAW" || !strings.HasPrefix(pe.Command, "sudo setcap cap_net_raw") || !strings.Contains(pe.Command, exe) {
		t.Errorf("%+v", pe)
	}
	for _, word := range []string{"CAP_NET_RAW", pe.Command, "gocap demo"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q lacks %q", err, word)
		}
	}
}

func TestLiveHardwareTime(t *testing.T) {
	a, _ := labtest.Pair(t)
	err := a.Do(func() error { _, err := Open("eth0", Timestamps(AdapterTime)); return err })
	var ie *InterfaceError
	if !errors.Is(err, errors.ErrUnsupported) || !errors.As(err, &ie) || ie.Name != "eth0" {
		t.Errorf("veth has no clock: %v", err)
	}
}

func TestLiveTimestampTypes(t *testing.T) {
	a, _ := labtest.Pair(t)
	for _, name := range []string{"eth0", "lo", Any} {
		var types []Timestamp
		if err := a.Do(func() (err error) { types, err = TimestampTypes(name); return err }); err != nil || !slices.Equal(types, []Timestamp{HostTime}) {
			t.Errorf("%s: %v, %v", name, types, err)
		}
	}
	for _, name := range []string{"eth7", "a-name-that-is-longer-than-any-can-be"} {
		if err := a.Do(func() error { _, err := TimestampTypes(name); return err }); !errors.Is(err, ErrNoInterface) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLiveCancelledBefore(t *testing.T) {
	a, b := labtest.Pair(t)
	rx, tx := openIn(t, a, "eth0"), openIn(t, b, "eth0")
	activate(t, rx, testFilter)
	sendAll(t, tx, frame(60, 1, 1))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := rx.Next(ctx); err != context.Canceled {
		t.Errorf("%v", err)
	}
	short, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	read(t, rx) // the packet is not lost
	if _, err := rx.Next(short); err != context.DeadlineExceeded {
		t.Errorf("%v", err)
	}
}
