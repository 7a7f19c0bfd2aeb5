package sequence_test

import (
	"fmt"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// dataChunk returns an SCTP packet with one DATA chunk.
func dataChunk(tsn byte, stream, number byte, flags byte, data string) wire.SCTP {
	p := append(make(wire.SCTP, wire.SCTPLen), byte(wire.SCTPTypeData), flags, 0, byte(16+len(data)),
		0, 0, 0, tsn, 0, stream, 0, number, 0, 0, 0, 46)
	return append(p, data...)
}

// initChunk returns an SCTP packet with INIT: the first TSN is 1.
func initChunk() wire.SCTP {
	return append(make(wire.SCTP, wire.SCTPLen), byte(wire.SCTPTypeInit), 0, 0, 20, 0, 0, 0, 7, 0, 1, 0, 0, 0, 10, 0, 10, 0, 0, 0, 1)
}

// One direction of an association: a message in two chunks, which come in the wrong order, and one of another stream,
// which waits for nobody.
func ExampleSCTP() {
	s := sequence.NewSCTP(nil, sequence.SCTPConfig{Out: sequence.SinkFunc(func(e *sequence.Event) {
		switch {
		case e.Kind == sequence.Message:
			fmt.Printf("stream %d, message %d: %q, protocol %d, of %d packets\n", e.Stream, e.Offset, e.Bytes, e.Proto, len(e.Parts))
		case e.Kind == sequence.Gap && e.Flags&sequence.Chunks != 0:
			fmt.Println(e.Len, "chunk lost")
		case e.Kind == sequence.Gap:
			fmt.Printf("stream %d: %d message lost\n", e.Stream, e.Len)
		}
	})})
	for i, p := range []wire.SCTP{
		initChunk(),
		dataChunk(1, 1, 0, wire.SCTPBegin|wire.SCTPEnd, "one"),
		dataChunk(3, 1, 1, wire.SCTPEnd, "three"),
		dataChunk(4, 2, 0, wire.SCTPBegin|wire.SCTPEnd, "other"),
		dataChunk(2, 1, 1, wire.SCTPBegin, "two, "),
		dataChunk(6, 1, 3, wire.SCTPBegin|wire.SCTPEnd, "six"),
	} {
		s.Put(p, sequence.Source{Frame: uint64(i)})
	}
	s.Flush(sequence.Flushed)
	// Output:
	// stream 1, message 0: "one", protocol 46, of 1 packets
	// stream 2, message 0: "other", protocol 46, of 1 packets
	// stream 1, message 1: "two, three", protocol 46, of 2 packets
	// 1 chunk lost
	// stream 1: 1 message lost
	// stream 1, message 3: "six", protocol 46, of 1 packets
}
