package sequence_test

import (
	"fmt"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// A datagram is cut to fragments, which arrive in any order, and put together again.
func ExampleDefragmenter() {
	d := sequence.NewDefragmenter(nil, sequence.FragmentConfig{
		Out: sequence.SinkFunc(func(e *sequence.Event) {
			switch e.Kind {
			case sequence.Message:
				fmt.Println(e.Len, "bytes:")
				for _, p := range e.Parts {
					fmt.Println(" ", p.Len, "from packet", p.From.Frame)
				}
			case sequence.Fault, sequence.Notice:
				fmt.Println(e.Err)
			}
		}),
	})

	datagram := wire.IPv4(make([]byte, 620))
	datagram.SetVersion(4)
	datagram.SetIHL(5)
	datagram.SetLength(620)
	datagram.SetProtocol(wire.IPProtoUDP)
	var fragments [][]byte
	for f := range datagram.Fragments(320) {
		fragments = append(fragments, f)
	}

	d.Put(fragments[2], 0, sequence.Source{Frame: 1})
	d.Put(fragments[0], 0, sequence.Source{Frame: 2})
	d.Put(fragments[1][:100], 0, sequence.Source{Frame: 3}) // of which not all was captured
	d.Put(fragments[1], 0, sequence.Source{Frame: 4})
	// Output:
	// fragment 0:296+0: cut when it was captured
	// 620 bytes:
	//   316 from packet 2
	//   296 from packet 4
	//   8 from packet 1
}
