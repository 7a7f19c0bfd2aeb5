package sctp_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers/sctp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// An INIT, built and taken apart.
func Example() {
	p := &sctp.Packet{SrcPort: 5000, DstPort: 36412}
	p.Chunks = sctp.Chunks{}.Add(&sctp.Init{
		InitiateTag: 0x1234, ARwnd: 65536, OutStreams: 10, InStreams: 10, InitialTSN: 1,
		Params: sctp.Params{}.Add(
			&sctp.ChunkTypes{Of: wire.SCTPParamSupportedExtensions, Types: []wire.SCTPChunkType{wire.SCTPTypeForwardTSN}},
			&sctp.Capability{Of: wire.SCTPParamForwardTSN}),
	})
	b, err := packet.Packet{p}.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}
	q, _ := packet.Parse(b, sctp.PacketProto)
	got := packet.Get[sctp.Packet](q)
	fmt.Println(got.Chunks)
	init := got.Chunks.Get(wire.SCTPTypeInit).(*sctp.Init)
	fmt.Println(init.Params.Get(wire.SCTPParamForwardTSN) != nil)
	// Output:
	// INIT tag 4660 rwnd 65536 out 10 in 10 TSN 1 [supported extensions FORWARD-TSN, forward TSN supported]
	// true
}
