package layers_test

import (
	"errors"
	"fmt"
	"net/netip"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func ExampleFragment() {
	ip := &IPv4{ID: 7, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}
	p := packet.Packet{&Ethernet{}, ip, &UDP{SrcPort: 1, DstPort: 2}, packet.Payload(make([]byte, 3000))}
	fragments, err := Fragment(p, 1500, 0)
	for _, f := range fragments {
		b, _ := f.Bytes()
		ip := packet.Get[IPv4](f)
		fmt.Println(len(b), ip.FragOff, ip.Flags, f[len(f)-2].Proto().Name)
	}
	fmt.Println(err)
	// Output:
	// 1514 0 MF UDP
	// 1514 185 MF IPv4
	// 82 370 0 IPv4
	// <nil>
}

func TestFragment(t *testing.T) {
	a, b := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
	e := &Ethernet{}
	p := packet.Packet{e, &IPv6{Src: a, Dst: b}, &UDP{}, packet.Payload(make([]byte, 2000))}
	parts, err := Fragment(p, 1280, 9)
	if err != nil || len(parts) != 2 {
		t.Fatal(parts, err)
	}
	for i, f := range parts {
		h := packet.Get[IPv6Fragment](f)
		if h == nil || h.ID != 9 || h.More != (i == 0) || f[0] == packet.Layer(e) {
			t.Errorf("%d: %+v", i, h)
		}
		got, err := f.Bytes()
		q, err2 := packet.Parse(got, EthernetProto)
		if err != nil || err2 != nil || len(q) != len(f) {
			t.Errorf("%v %v %v", q, err, err2)
		}
	}
	if same, err := Fragment(p, 9000, 0); err != nil || len(same) != 1 || same[0][0] != packet.Layer(e) {
		t.Error(same, err)
	}
	if _, err := Fragment(packet.Packet{e}, 1500, 0); !errors.Is(err, ErrNoIP) {
		t.Error(err)
	}
	p[1] = &IPv4{Flags: wire.DontFragment}
	if _, err := Fragment(p, 576, 0); !errors.Is(err, wire.ErrDontFragment) {
		t.Error(err)
	}
	if _, err := Fragment(packet.Packet{nil}, 576, 0); !errors.Is(err, packet.ErrNil) {
		t.Error(err)
	}
}
