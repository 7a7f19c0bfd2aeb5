package netif

import (
	"errors"
	"net"
	"net/netip"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/link"
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// on runs f in the host's namespace and returns what it gives.
func on[T any](t *testing.T, h *netlab.Host, f func() (T, error)) T {
	t.Helper()
	var v T
	must(t, h.Do(func() (err error) {
		v, err = f()
		return err
	}))
	return v
}

func byName(t *testing.T, list []Interface, name string) *Interface {
	t.Helper()
	for i := range list {
		if list[i].Is(name) {
			return &list[i]
		}
	}
	t.Fatalf("no %s in %+v", name, list)
	return nil
}

func prefixes(i *Interface) (s []string) {
	for _, a := range i.Addrs {
		s = append(s, a.Prefix.String())
	}
	return s
}

func TestInterfaces(t *testing.T) {
	a, b := labtest.Pair(t)
	long := "the-uplink-to-the-test-network"
	must(t,
		a.SetAlias("eth0", "to host b"), a.AddAltName("eth0", long),
		a.AddDummy(netlab.LinkConfig{Name: "d0", MTU: 9000, TxQueueLen: 77, Down: true}),
		a.AddBridge(netlab.LinkConfig{Name: "br0"}, "d0"),
		a.AddPeer("eth0", netip.MustParseAddr("192.0.2.1"), netip.MustParsePrefix("192.0.2.9/32")),
	)
	list := on(t, a, Interfaces)
	if len(list) != 4 {
		t.Fatalf("%d interfaces, want lo, eth0, d0, br0: %+v", len(list), list)
	}

	lo := byName(t, list, "lo")
	if lo.Index != 1 || !lo.Flags.Has(Up|Running|Loopback) || lo.MTU != 65536 || lo.MAC != nil || lo.Type != link.Ethernet ||
		!slices.Equal(prefixes(lo), []string{"127.0.0.1/8", "::1/128"}) || lo.Addrs[0].Scope != ScopeHost {
		t.Errorf("lo: %+v", lo)
	}

	eth0 := byName(t, list, "eth0")
	if !eth0.Flags.Has(Up|Running|Carrier|Broadcast|Multicast) || eth0.Flags&(Loopback|PointToPoint|Wireless|Promiscuous) != 0 {
		t.Errorf("eth0's flags are %v", eth0.Flags)
	}
	want := []string{"192.0.2.1/32", "10.9.0.1/24", "fd09::1/64", "fe80::ff:fe00:901/64"}
	got := prefixes(eth0)
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("eth0's addresses are %v", got)
	}
	if eth0.MAC.String() != labtest.MACA.String() || eth0.BroadcastMAC.String() != "ff:ff:ff:ff:ff:ff" || eth0.MTU != 1500 ||
		eth0.Kind != "veth" || eth0.Driver != "veth" || eth0.State != StateUp || eth0.Hardware != 1 ||
		eth0.Type != link.Ethernet || !eth0.TypeKnown || eth0.Alias != "to host b" || !slices.Equal(eth0.AltNames, []string{long}) ||
		eth0.TxQueues < 1 || eth0.RxQueues < 1 || !eth0.ParentElsewhere || eth0.Speed != 10e9 || eth0.Duplex != FullDuplex {
		t.Errorf("eth0: %+v", eth0)
	}
	for _, ad := range eth0.Addrs {
		switch ad.Prefix.Addr().String() {
		case "10.9.0.1":
			if ad.Broadcast.String() != "10.9.0.255" || ad.Label != "eth0" || ad.Scope != ScopeGlobal || ad.Valid != Forever || !ad.Flags.Has(Permanent) || ad.Peer.IsValid() {
				t.Errorf("%+v", ad)
			}
		case "fe80::ff:fe00:901":
			if ad.Scope != ScopeLink || ad.Flags.Has(Tentative) || !ad.Flags.Has(Permanent|NoDAD) {
				t.Errorf("%+v", ad)
			}
		case "192.0.2.1":
			if ad.Peer.String() != "192.0.2.9/32" {
				t.Errorf("%+v", ad)
			}
		}
	}

	d0, br0 := byName(t, list, "d0"), byName(t, list, "br0")
	if d0.MTU != 9000 || d0.TxQueueLen != 77 || d0.Master != br0.Index || d0.PortKind != "bridge" || d0.Flags.Has(Up) || br0.Kind != "bridge" {
		t.Errorf("d0: %+v\nbr0: %+v", d0, br0)
	}

	if end := byName(t, on(t, b, Interfaces), "eth0"); end.Parent != eth0.Index || eth0.Parent != end.Index {
		t.Errorf("the ends of the pair are %d->%d and %d->%d", eth0.Index, eth0.Parent, end.Index, end.Parent)
	}
}

// TestMACVLAN has a parent, which is promiscuous for its sake.
func TestMACVLAN(t *testing.T) {
	a, _ := labtest.Pair(t)
	err := a.AddMACVLAN("eth0", netlab.LinkConfig{Name: "mac0"})
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("this kernel has no MACVLAN interfaces: ", err)
	}
	must(t, err)
	list := on(t, a, Interfaces)
	eth0 := byName(t, list, "eth0")
	if !eth0.Flags.Has(Promiscuous) {
		t.Errorf("eth0's flags are %v", eth0.Flags)
	}
	sub := byName(t, list, "mac0")
	if sub.Kind != "macvlan" || sub.Parent != eth0.Index || sub.ParentName != "eth0" || sub.ParentElsewhere ||
		sub.Description() != "virtual, macvlan" || len(sub.MAC) != 6 || sub.MAC.String() == eth0.MAC.String() {
		t.Errorf("mac0: %+v", sub)
	}
}

func TestVLAN(t *testing.T) {
	a, _ := labtest.Pair(t)
	err := a.AddVLAN("eth0", "eth0.42", 42, netlab.Dot1Q)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("this kernel has no VLAN interfaces: ", err)
	}
	must(t, err, a.AddVLAN("eth0", "outer", 4094, netlab.Dot1AD))
	list := on(t, a, Interfaces)
	eth0, vlan := byName(t, list, "eth0"), byName(t, list, "eth0.42")
	if vlan.Kind != "vlan" || vlan.VLAN != (VLAN{42, 0x8100}) || vlan.Parent != eth0.Index || vlan.ParentName != "eth0" ||
		vlan.ParentElsewhere || vlan.Description() != "VLAN 42 of eth0" || vlan.MAC.String() != eth0.MAC.String() {
		t.Errorf("eth0.42: %+v", vlan)
	}
	if o := byName(t, list, "outer"); o.VLAN != (VLAN{4094, 0x88a8}) {
		t.Errorf("outer: %+v", o.VLAN)
	}
}

func TestByName(t *testing.T) {
	a, _ := labtest.Pair(t)
	must(t, a.AddAltName("eth0", "a-name-longer-than-fifteen-bytes"))
	for _, name := range []string{"eth0", "a-name-longer-than-fifteen-bytes"} {
		if i := on(t, a, func() (Interface, error) { return ByName(name) }); i.Name != "eth0" || i.Driver != "veth" {
			t.Errorf("%s: %+v", name, i)
		}
	}
	err := a.Do(func() error { _, err := ByName("eth1"); return err })
	var unknown *UnknownInterfaceError
	if !errors.As(err, &unknown) || err.Error() != `netif: no interface "eth1"; there are eth0, lo` {
		t.Errorf("ByName(eth1): %v", err)
	}
	i := on(t, a, func() (Interface, error) { return ByIndex(1) })
	if i.Name != "lo" {
		t.Errorf("ByIndex(1) is %s", i.Name)
	}
}

func TestDefault(t *testing.T) {
	h := labtest.Host(t, "h")
	if i := on(t, h, Default); i.Name != "lo" {
		t.Errorf("with loopback alone: %s", i.Name)
	}
	must(t,
		h.AddDummy(netlab.LinkConfig{Name: "down", Down: true}),
		h.AddDummy(netlab.LinkConfig{Name: "second"}), h.AddDummy(netlab.LinkConfig{Name: "third"}))
	if i := on(t, h, Default); i.Name != "second" {
		t.Errorf("the default is %s", i.Name)
	}
	list := on(t, h, Interfaces)
	Order(list)
	var order []string
	for i := range list {
		order = append(order, list[i].Name)
	}
	if !slices.Equal(order, []string{"second", "third", "lo", "down"}) {
		t.Errorf("order %v", order)
	}
	must(t, h.SetDown("lo"), h.Delete("second"), h.Delete("third"))
	if err := h.Do(func() error { _, err := Default(); return err }); err == nil {
		t.Error("an interface that is down is the default")
	}
}

func TestTun(t *testing.T) {
	h := labtest.Host(t, "h")
	f, err := h.AddTun(netlab.LinkConfig{Name: "tun0", Addrs: []netip.Prefix{netip.MustParsePrefix("10.7.0.1/24")}}, false)
	if err != nil {
		t.Skip(err) // no /dev/net/tun in some containers
	}
	defer f.Close()
	i := on(t, h, func() (Interface, error) { return ByName("tun0") })
	if i.Type != link.Raw || !i.TypeKnown || !i.Flags.Has(PointToPoint|NoARP) || i.Kind != "tun" || i.MAC != nil {
		t.Errorf("tun0: %+v", i)
	}
}

func TestStats(t *testing.T) {
	a, b := labtest.Pair(t)
	before := on(t, b, func() (Interface, error) { return ByName("eth0") }).Stats
	c := on(t, a, func() (net.Conn, error) { return net.Dial("udp", "10.9.0.2:9") })
	defer c.Close()
	for sent, try := 0, 0; sent < 10 && try < 100; try++ {
		if _, err := c.Write(make([]byte, 958)); err == nil { // 1000 bytes with UDP, IP and Ethernet
			sent++ // otherwise the answer to an earlier one, that nobody listens, stood in its way
		}
	}
	var after Stats
	for range 1000 { // the first waits for ARP, and the other end counts in its own time
		after = on(t, b, func() (Interface, error) { return ByName("eth0") }).Stats
		if after.RxBytes-before.RxBytes >= 10_000 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if after.RxBytes-before.RxBytes < 10_000 || after.RxPackets-before.RxPackets < 10 {
		t.Errorf("ten packets of 1000 bytes: before %+v, after %+v", before, after)
	}
}

// TestManyAddresses has more than one datagram of answers, and compares them with package net's.
func TestManyAddresses(t *testing.T) {
	h := labtest.Host(t, "h")
	must(t, h.AddDummy(netlab.LinkConfig{Name: "d0"}))
	want := map[netip.Prefix]bool{}
	for i := range 500 {
		four := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 1, byte(i >> 8), byte(i)}), 32)
		six := netip.PrefixFrom(netip.AddrFrom16([16]byte{0xfd, 14: byte(i >> 8), 15: byte(i)}), 128)
		want[four], want[six] = true, true
		must(t, h.AddAddr("d0", four), h.AddAddr("d0", six))
	}
	i := on(t, h, func() (Interface, error) { return ByName("d0") })
	theirs := on(t, h, func() ([]net.Addr, error) {
		d, err := net.InterfaceByName("d0")
		if err != nil {
			return nil, err
		}
		return d.Addrs()
	})
	if len(i.Addrs) != 1000 || len(theirs) != 1000 {
		t.Fatalf("%d addresses, package net has %d", len(i.Addrs), len(theirs))
	}
	for n, a := range i.Addrs {
		if !want[a.Prefix] || a.Prefix.String() != theirs[n].String() {
			t.Fatalf("address %d is %v, package net says %v", n, a.Prefix, theirs[n])
		}
		delete(want, a.Prefix)
	}
}

// TestAgainstNet compares what package net knows too.
func TestAgainstNet(t *testing.T) {
	a, _ := labtest.Pair(t)
	ours := on(t, a, Interfaces)
	theirs := on(t, a, net.Interfaces)
	if len(ours) != len(theirs) {
		t.Fatalf("%d interfaces, package net has %d", len(ours), len(theirs))
	}
	flags := map[net.Flags]Flags{
		net.FlagUp: Up, net.FlagRunning: Running, net.FlagLoopback: Loopback, net.FlagPointToPoint: PointToPoint,
		net.FlagBroadcast: Broadcast, net.FlagMulticast: Multicast,
	}
	for i, o := range ours {
		n := theirs[i]
		if o.Index != n.Index || o.Name != n.Name || o.MTU != n.MTU || o.MAC.String() != n.HardwareAddr.String() {
			t.Errorf("%+v, package net says %+v", o, n)
		}
		for their, our := range flags {
			if (n.Flags&their != 0) != o.Flags.Has(our) {
				t.Errorf("%s: flags %v, package net says %v", o.Name, o.Flags, n.Flags)
			}
		}
	}
}

// TestUnderChange lists while interfaces come and go: never an error, never an interface without a name.
func TestUnderChange(t *testing.T) {
	h := labtest.Host(t, "h")
	stop, done := make(chan struct{}), sync.WaitGroup{}
	done.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			c := netlab.LinkConfig{Name: "fleeting", Addrs: []netip.Prefix{netip.MustParsePrefix("10.6.0.1/24")}}
			if err := errors.Join(h.AddDummy(c), h.Delete("fleeting")); err != nil {
				t.Error(err)
				return
			}
		}
	})
	end := time.Now().Add(300 * time.Millisecond)
	for n := 0; n < 300 && time.Now().Before(end); n++ {
		list := on(t, h, Interfaces)
		if len(list) < 1 || list[0].Name != "lo" || slices.ContainsFunc(list, func(i Interface) bool { return i.Name == "" }) {
			t.Fatalf("%+v", list)
		}
	}
	close(stop)
	done.Wait()
}

// TestOrderAsTcpdump compares with tcpdump -D, where there is one.
func TestOrderAsTcpdump(t *testing.T) {
	labtest.Need(t)
	tcpdump, err := exec.LookPath("tcpdump")
	if err != nil {
		t.Skip("no tcpdump to compare with")
	}
	h := labtest.Host(t, "h")
	must(t,
		netlab.Veth(h, netlab.LinkConfig{Name: "v0", Down: true}, h, netlab.LinkConfig{Name: "v1", Down: true}),
		h.SetUp("v0"), // without a carrier, as the other end is down
		h.AddDummy(netlab.LinkConfig{Name: "z0"}), h.AddDummy(netlab.LinkConfig{Name: "a9"}))
	out := on(t, h, func() ([]byte, error) { return exec.Command(tcpdump, "-D").Output() })
	list := on(t, h, Interfaces)
	Order(list)
	var ours, theirs []string
	for i := range list {
		ours = append(ours, list[i].Name)
	}
	for line := range strings.Lines(string(out)) { // such as "4.lo [Up, Running, Loopback]"
		_, rest, _ := strings.Cut(line, ".")
		name, _, _ := strings.Cut(rest, " ")
		if slices.Contains(ours, name) { // the others are no interfaces
			theirs = append(theirs, name)
		}
	}
	if !slices.Equal(ours, theirs) {
		t.Errorf("%v, tcpdump -D has %v", ours, theirs)
	}
}
