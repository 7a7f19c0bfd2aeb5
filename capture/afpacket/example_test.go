package afpacket_test

import (
	"fmt"

	"github.com/gocap-project/gocap/capture/afpacket"
)

// A frame whose VLAN tag the adapter took out gets it back.
func ExampleFrame_InsertTag() {
	f := afpacket.Frame{
		Data:   []byte("\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00\x45"),
		Len:    15,
		Status: afpacket.StatusVLAN,
		TCI:    5,
	}
	f.InsertTag()
	fmt.Printf("% x\n", f.Data[12:])
	fmt.Println(f.Len)
	// Output:
	// 81 00 00 05 08 00 45
	// 19
}
