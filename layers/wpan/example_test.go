package wpan_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/wpan"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A data request, as a sleeping station sends it to its parent.
func Example() {
	p := packet.Packet{
		&wpan.Frame{Type: wire.WPANCommandFrame, AckRequest: true, PANCompression: true, Seq: 5,
			DstMode: wire.WPANShort, DstPAN: 0x3359, Dst: 0, SrcMode: wire.WPANShort, Src: 0x9090, FCSLen: 2},
		&wpan.Command{ID: 4},
	}
	b, err := p.Bytes()
	fmt.Printf("%x %v\n", b, err)
	q, err := layers.Parse(link.IEEE802154, b)
	f := packet.Get[wpan.Frame](q)
	fmt.Printf("%v from %#x: %v, FCS %v, %v\n", f.Type, f.Src, packet.Get[wpan.Command](q).ID, f.ChecksumState(), err)
	// Output:
	// 63880559330000909004808b <nil>
	// command from 0x9090: data request, FCS good, <nil>
}
