package sequence_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

func tableKey(src, dst string) (k sequence.Key) {
	sequence.PairKey(&k, netip.MustParseAddrPort(src), netip.MustParseAddrPort(dst), wire.IPProtoUDP, 0)
	return k
}

func TestTable(t *testing.T) {
	var gone []string
	tab := sequence.NewTable(sequence.TableConfig[int]{Flows: 3, Timeout: 100,
		Gone: func(k *sequence.Key, v *int, why sequence.EndReason) { gone = append(gone, fmt.Sprint(*v, why)) }})
	greedy, honest := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	put := func(port int, source netip.Addr, now int64) bool {
		k := tableKey(fmt.Sprintf("192.0.2.9:%d", port), "192.0.2.8:53")
		v, fresh := tab.Get(&k, source, now)
		if fresh {
			*v = port
		} else if *v != port {
			t.Errorf("flow %d has the value %d", port, *v)
		}
		return fresh
	}
	put(1, honest, 0)
	for port := 2; port < 9; port++ {
		put(port, greedy, int64(port))
	}
	if put(1, honest, 9) || !put(20, honest, 105) {
		t.Error("the greedy source pushed the honest one out")
	}
	put(20, honest, 300)
	want := "[2 evicted 3 evicted 4 evicted 5 evicted 6 evicted 7 evicted 8 timeout 1 timeout]"
	if fmt.Sprint(gone) != want {
		t.Errorf("%v, not %s", gone, want)
	}
	if s := tab.Stats(); s != (sequence.TableStats{Flows: 9, Current: 1, TimedOut: 2, Evicted: 6}) {
		t.Errorf("%+v", s)
	}
	k := tableKey("192.0.2.8:53", "192.0.2.9:20") // the other direction
	if v := tab.Find(&k); v == nil || *v != 20 {
		t.Error("not found from the other side")
	}
	tab.Remove(&k, sequence.Reset)
	tab.Flush()
	if tab.Find(&k) != nil || tab.Stats().Current != 0 {
		t.Error("still there")
	}
}

func TestTableNoAllocs(t *testing.T) {
	tab := sequence.NewTable(sequence.TableConfig[int]{})
	k := tableKey("[2001:db8::1]:5", "[2001:db8::2]:6")
	a := netip.MustParseAddr("2001:db8::1")
	tab.Get(&k, a, 0)
	if n := testing.AllocsPerRun(100, func() { tab.Get(&k, a, 1) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleTable() {
	// Count the packets of each conversation.
	var k sequence.Key
	tab := sequence.NewTable(sequence.TableConfig[int]{
		Gone: func(_ *sequence.Key, packets *int, why sequence.EndReason) { fmt.Println(*packets, "packets,", why) }})
	a, b := netip.MustParseAddrPort("192.0.2.1:5000"), netip.MustParseAddrPort("192.0.2.2:53")
	for range 2 {
		sequence.PairKey(&k, a, b, wire.IPProtoUDP, 0)
		n, _ := tab.Get(&k, a.Addr(), 1_000_000_000)
		*n++
		a, b = b, a
	}
	tab.Flush()
	// Output: 2 packets, eof
}
