package show_test

import (
	"fmt"
	"os"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/show"
)

func ExampleText() {
	p := packet.Packet{
		&layers.UDP{SrcPort: 1024, DstPort: 53, Length: packet.U16(9)},
		packet.Payload([]byte("hi")),
	}
	show.Text(os.Stdout, p, show.Hex)
	// Output:
	// frame  10 bytes
	// UDP (RFC 768)  bytes 0-7  checksum unverified
	//   0-1         SrcPort   1024
	//   2-3         DstPort   53
	//   4-5         Length    9  fixed
	//   6-7         Checksum  0x0000  automatic
	// Raw  bytes 8-9
	//   8-9         Data  6869
	// 0      04 00 00 35 00 09 00 00                           ...5....          ╶ UDP
	// 8      68 69                                             hi                ╶ Raw
}

func ExampleFrame_AppendJSON() {
	f := show.Of(packet.Packet{&layers.VLAN{ID: 42, PCP: 3}})
	fmt.Println(string(f.AppendJSON(nil, 0)))
	// Output:
	// {"frame":0,"time":null,"caplen":4,"len":4,"link":"","layers":[{"proto":"VLAN","offset":0,"length":4,"fields":{"PCP":3,"DEI":false,"ID":42,"Type":"0x0000"}}]}
}

func ExampleParseColumns() {
	cols, err := show.ParseColumns("udp.srcport,udp.dstport,frame.len", packet.Protos())
	if err != nil {
		fmt.Println(err)
		return
	}
	f := show.Of(packet.Packet{&layers.UDP{SrcPort: 1024, DstPort: 53}})
	fmt.Print(string(cols.AppendCSV(cols.AppendHeader(nil, false), f)))
	_, err = show.ParseColumns("udp.dstprt", packet.Protos())
	fmt.Println(err)
	// Output:
	// udp.srcport,udp.dstport,frame.len
	// 1024,53,8
	// unknown field "udp.dstprt"; is it UDP.DstPort?
}

func ExampleWriteDiff() {
	p := packet.Packet{&layers.VLAN{ID: 1}, &layers.UDP{DstPort: 53}}
	q := packet.Packet{&layers.UDP{DstPort: 5353}}
	show.WriteDiff(os.Stdout, p, q)
	// Output:
	// - VLAN
	//   UDP.DstPort: 53 -> 5353
}

func ExampleDiagram() {
	fmt.Print(show.Diagram(layers.VLANProto))
	// Output:
	//  0                   1                   2                   3
	//  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
	// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
	// | PCP |D|          ID           |             Type              |
	// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
}
