package wifi_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/wifi"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A beacon of a network with WPA2, as a monitor would see it.
func Example() {
	ap := wire.MAC{2, 0, 0, 0, 0, 1}
	p := packet.Packet{
		&wifi.RadioTap{Fields: wifi.RadioFields{}.
			With(wifi.RadioFlags(wire.RadioTapFCS)).
			With(wifi.RadioChannel{Freq: 2437, Flags: uint16(wire.RadioTap2GHz)}).
			With(wifi.DBMSignal(-40))},
		&wifi.Frame{Type: wire.Dot11Management, Subtype: wire.Dot11KindBeacon.Subtype(),
			Addr1: wire.Broadcast, Addr2: ap, Addr3: ap, HasFCS: true},
		&wifi.Beacon{Interval: 100, Capability: wire.Dot11ESS | wire.Dot11Privacy, Elements: wifi.Elements{}.
			Add(wifi.SSID("example")).
			Add(wifi.Rates{0x82, 0x84, 0x8b, 0x96}).
			Add(wifi.Channel(6)).
			Add(wifi.RSN{
				Group:    wire.Dot11CipherCCMP,
				Pairwise: []wire.Dot11Cipher{wire.Dot11CipherCCMP},
				AKMs:     []wire.Dot11AKM{wire.Dot11AKMPSK},
			})},
	}
	b, err := p.Bytes()
	fmt.Println(len(b), err)

	q, err := layers.Parse(link.IEEE80211Radiotap, b)
	tap, frame, beacon := packet.Get[wifi.RadioTap](q), packet.Get[wifi.Frame](q), packet.Get[wifi.Beacon](q)
	fmt.Println(err, frame.Kind(), frame.BSSID(), frame.ChecksumState())
	fmt.Println(tap.Fields)
	fmt.Println(beacon.Elements)
	if rsn, ok := wifi.ValueOf[wifi.RSN](beacon.Elements); ok {
		fmt.Println(rsn.AKMs[0], rsn.Group)
	}
	// Output:
	// 95 <nil>
	// <nil> beacon 02:00:00:00:00:01 good
	// flags FCS; channel 2437 MHz 2GHz; dBm signal -40 dBm
	// SSID "example"; supported rates 1* 2* 5.5* 11*; DSSS parameter set channel 6; RSN version 1 group CCMP-128 pairwise [CCMP-128] AKM [PSK]
	// PSK CCMP-128
}

// The subframes of an A-MSDU are parsed one by one.
func ExampleMSDU() {
	sub := &wifi.MSDU{Dst: wire.MAC{2, 0, 0, 0, 0, 1}, Src: wire.MAC{2, 0, 0, 0, 0, 2}}
	b, _ := packet.Packet{sub, packet.Payload([]byte{0xaa, 0xaa, 3, 0, 0, 0, 0x12, 0x34, 'a'})}.Bytes()
	p, err := packet.Parse(append(append(b, 0), b...), wifi.MSDUProto)
	for err == nil {
		m := p[0].(*wifi.MSDU)
		fmt.Println(m.Src, m.Length.Get(), p.Payload())
		if len(m.Rest) == 0 {
			break
		}
		p, err = packet.Parse(m.Rest, wifi.MSDUProto)
	}
	// Output:
	// 02:00:00:00:00:02 9 [97]
	// 02:00:00:00:00:02 9 [97]
}
