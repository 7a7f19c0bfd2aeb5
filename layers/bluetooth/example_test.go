package bluetooth_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/bluetooth"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A beacon: access address and CRC follow.
func Example() {
	p := packet.Packet{
		&bluetooth.Radio{Channel: 39, Reference: bluetooth.AdvertisingAddress},
		&bluetooth.Link{},
		&bluetooth.Advertising{TxAdd: true, Type: wire.BLEAdvNonconnInd, Sender: wire.MAC{1, 2, 3, 4, 5, 6},
			Data: wire.BLEAdvertisingData(nil).Add(wire.BLEDataFlags, 6)},
	}
	b, err := p.Bytes()
	fmt.Printf("%x %v\n", b, err)
	q, err := layers.Parse(link.BluetoothLELLWithPhdr, b)
	adv := packet.Get[bluetooth.Advertising](q)
	fmt.Println(adv.Sender, adv.Data, packet.Get[bluetooth.Link](q).ChecksumState(), err)
	// Output:
	// 27000000d6be898e0000d6be898e4209060504030201020106fcb633 <nil>
	// 01:02:03:04:05:06 flags general|no BR/EDR good <nil>
}
