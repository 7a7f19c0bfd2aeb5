package packet_test

import (
	"errors"
	"fmt"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A packet is built from layers and taken apart into layers. What a layer does not fix
// is filled in.
func Example() {
	p := packet.Packet{&Tag{}, &Cell{}, packet.Payload([]byte("hi"))}
	b, err := p.Bytes()
	fmt.Printf("%x %v\n", b, err)

	q, err := packet.Parse(b, TagProto)
	cell := packet.Get[Cell](q)
	fmt.Println(len(q), "layers, checksum", cell.ChecksumState(), "length", cell.Len.Get(), err)
	// Output:
	// 01000800d109ce6869 <nil>
	// 3 layers, checksum good length 8 <nil>
}

// An error says where and why; the packet has what was understood, and the rest.
func ExampleParse_error() {
	p, err := packet.Parse([]byte{1, 0, 8}, TagProto)
	fmt.Println(err)
	fmt.Println(len(p), "layers; cut short:", errors.Is(err, wire.ErrShort))
	// Output:
	// layer 1 (Cell) at byte 1: truncated header: needs 6 bytes, 2 left
	// 2 layers; cut short: true
}

// Any length, checksum or type can be made wrong, one at a time.
func ExampleFix() {
	b, _ := packet.Packet{&Cell{Len: packet.U8(99)}, packet.Payload([]byte("hi"))}.Bytes()
	defects, worst := packet.Validate(b, CellProto)
	fmt.Println(defects[0], worst)
	// Output:
	// layer 0 (Cell) at byte 1: Len: is not the length of what it measures [size] size
}

// Bindings change for one parser what a number means.
func ExampleOverride() {
	var o packet.Bindings
	packet.Override(&o, &kinds, 77, TagProto)
	c := packet.Parser{Bindings: &o}
	p, _ := c.Parse([]byte{77, 77, 77, 0}, TagProto)
	fmt.Println(len(p), "layers")
	// Output:
	// 4 layers
}
