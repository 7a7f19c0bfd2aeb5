package wire_test

import (
	"encoding/hex"
	"fmt"

	"github.com/gocap-project/gocap/wire"
)

// A TCP segment to port 80, in GRE with a key.
var tunnelled, _ = hex.DecodeString("020000000002020000000001" + "0800" +
	"4500004400000000402f0000" + "0a0000010a000002" +
	"20000800" + "00000007" +
	"450000280001400040060000" + "c0000201c6336402" +
	"9c4000500000000100000000" + "5002ffff00000000")

// Find the innermost segment's ports and the outermost addresses.
func ExampleFrame() {
	var f wire.Frame
	if err := f.Parse(tunnelled); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("tunnel", f.IPv4().Src(), "key", f.GRE().Key())
	if tcp := f.TCP(); tcp != nil {
		fmt.Println("inside", f.Src(), "to", f.Dst(), "port", tcp.DstPort(), tcp.Flags())
	}
	for i := range f.Len() {
		k, _ := f.Header(i)
		off, payload, _ := f.Span(i)
		fmt.Println(k, "at", off, "of", payload-off, "bytes, checksum", f.Checksum(i))
	}
	// Output:
	// tunnel 10.0.0.1 key 7
	// inside 192.0.2.1 to 198.51.100.2 port 80 SYN
	// Ethernet at 0 of 14 bytes, checksum none
	// IPv4 at 14 of 20 bytes, checksum bad
	// GRE at 34 of 8 bytes, checksum none
	// IPv4 at 42 of 20 bytes, checksum bad
	// TCP at 62 of 20 bytes, checksum bad
}

// On error, what was found until then stays.
func ExampleFrame_Bad() {
	var f wire.Frame
	err := f.Parse(tunnelled[:70])
	k, off := f.Bad()
	fmt.Println(err)
	fmt.Println("after", f.Len(), "headers:", k, "at", off)
	// Output:
	// TCP: truncated header
	// after 4 headers: TCP at 62
}
