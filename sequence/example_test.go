package sequence_test

import (
	"fmt"

	"github.com/gocap-project/gocap/sequence"
)

// A Sink takes what a Sequence has to say.
func ExampleSink() {
	var out sequence.Sink = sequence.SinkFunc(func(e *sequence.Event) {
		switch e.Kind {
		case sequence.Data:
			fmt.Printf("%d: %s\n", e.Offset, e.Bytes)
		case sequence.Gap:
			fmt.Printf("%d: %d bytes are missing\n", e.Offset, e.Len)
		case sequence.End:
			fmt.Println(e.Reason)
		}
	})
	out.Take(&sequence.Event{Kind: sequence.Data, Bytes: []byte("GET /")})
	out.Take(&sequence.Event{Kind: sequence.Gap, Offset: 5, Len: 10})
	out.Take(&sequence.Event{Kind: sequence.End, Offset: 15, Reason: sequence.Finished})
	// Output:
	// 0: GET /
	// 5: 10 bytes are missing
	// fin
}
