package sequence_test

import (
	"fmt"
	"net/netip"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// segment returns a TCP segment.
func segment(seq uint32, flags wire.TCPFlags, data string) wire.TCP {
	v := make(wire.TCP, wire.TCPLen)
	v.SetDataOffset(5)
	v.SetSrcPort(1024)
	v.SetDstPort(80)
	v.SetSeq(seq)
	v.SetFlags(flags)
	return append(v, data...)
}

// One direction of a connection: segments come in any order, and again.
func ExampleTCP() {
	s := sequence.NewTCP(nil, sequence.TCPConfig{Out: sequence.SinkFunc(func(e *sequence.Event) {
		switch e.Kind {
		case sequence.Data:
			fmt.Printf("%d: %q from packet %d\n", e.Offset, e.Bytes, e.From.Frame)
		case sequence.Conflict:
			fmt.Printf("%d: was %q, now %q\n", e.Offset, e.Old, e.Bytes)
		case sequence.End:
			fmt.Println("end:", e.Reason)
		}
	})})
	for i, v := range []wire.TCP{
		segment(0xffffffff, wire.SYN, ""),
		segment(6, wire.ACK, "world"),
		segment(0, wire.ACK, "hello "),
		segment(0, wire.ACK, "HELLO "),
		segment(11, wire.FIN|wire.ACK, ""),
	} {
		s.Put(v, -1, sequence.Source{Frame: uint64(i + 1)})
	}
	// Output:
	// 0: "hello " from packet 3
	// 6: "world" from packet 2
	// 0: was "hello ", now "HELLO "
	// end: fin
}

// All connections, within limits.
func ExampleStreams() {
	s := sequence.NewStreams(nil, sequence.StreamsConfig{
		Accept: func(c *sequence.Connection) (fromClient, fromServer sequence.Sink) {
			fmt.Println(c.Client(), "to", c.Server())
			return sequence.SinkFunc(func(e *sequence.Event) {
				if e.Kind == sequence.Data {
					fmt.Printf("%s\n", e.Bytes)
				}
			}), nil
		},
	})
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	s.Put(a, b, 0, segment(99, wire.SYN, ""), -1, sequence.Source{})
	s.Put(a, b, 0, segment(100, wire.ACK, "hello"), -1, sequence.Source{})
	s.Flush(sequence.Flushed)
	fmt.Println(s.Stats().Bytes, "bytes")
	// Output:
	// 192.0.2.1:1024 to 192.0.2.2:80
	// hello
	// 5 bytes
}
