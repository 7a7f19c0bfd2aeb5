package sequence_test

import (
	"fmt"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// Handshake messages come out whole, however they are spread over records and packets.
func ExampleTLS() {
	t := sequence.NewTLS(nil, sequence.TLSConfig{Out: sequence.SinkFunc(func(e *sequence.Event) {
		switch e.Kind {
		case sequence.Message:
			fmt.Println(e.Offset, wire.TLSContentType(e.Proto), e.Len, "bytes of", len(e.Parts), "packets")
			if wire.TLSContentType(e.Proto) == wire.TLSHandshake {
				fmt.Println("  ", wire.TLSHandshakeType(e.Bytes[0]))
			}
		case sequence.Data:
			fmt.Println(e.Offset, wire.TLSContentType(e.Proto), "with", len(e.Bytes), "bytes")
		}
	})})
	t.Put([]byte("\x16\x03\x03\x00\x06\x0e\x00\x00\x00\x14\x00"), sequence.Source{Frame: 1})             // and a piece of the next
	t.Put([]byte("\x16\x03\x03\x00\x04\x00\x02\xab\xcd\x14\x03\x03\x00\x01"), sequence.Source{Frame: 2}) // in another record
	t.Put([]byte("\x01\x17\x03\x03\x00\x04data"), sequence.Source{Frame: 3})
	// Output:
	// 5 handshake 4 bytes of 1 packets
	//    server hello done
	// 9 handshake 6 bytes of 2 packets
	//    finished
	// 25 change cipher spec 1 bytes of 1 packets
	// 31 application data with 4 bytes
}

// DNS over TCP: two bytes of length before each message.
func ExampleFramed() {
	f := sequence.NewFramed(nil, sequence.FramedConfig{
		Framing: &sequence.Framing16,
		Out: sequence.SinkFunc(func(e *sequence.Event) {
			fmt.Println(e.Kind, e.Offset, len(e.Bytes))
		}),
	})
	f.Put([]byte("\x00\x0cabcdefghijkl\x00"), sequence.Source{Frame: 1})
	f.Put([]byte("\x03xyz"), sequence.Source{Frame: 2})
	f.Flush(sequence.Finished)
	// Output:
	// message 0 14
	// message 14 5
	// end 19 0
}

// A framing of one's own: a type, a version and 32 bits of length.
func ExampleLengthPrefix() {
	framing := sequence.LengthPrefix("mine", 6, 2, 4, 6)
	f := sequence.NewFramed(nil, sequence.FramedConfig{Framing: &framing, Out: sequence.SinkFunc(func(e *sequence.Event) {
		fmt.Printf("%v %q\n", e.Kind, e.Bytes)
	})})
	f.Put([]byte("\x01\x00\x00\x00\x00\x02hi\x02\x00"), sequence.Source{})
	f.Put([]byte("\x00\x00\x00\x00"), sequence.Source{})
	// Output:
	// message "\x01\x00\x00\x00\x00\x02hi"
	// message "\x02\x00\x00\x00\x00\x00"
}

// Lines of a text protocol.
func ExampleLines() {
	l := sequence.NewLines(nil, sequence.LinesConfig{Out: sequence.SinkFunc(func(e *sequence.Event) {
		fmt.Printf("%v %d %q\n", e.Kind, e.Offset, e.Bytes)
	})})
	l.Put([]byte("EHLO exam"), sequence.Source{})
	l.Put([]byte("ple.org\r\nQUIT\r\n"), sequence.Source{})
	// Output:
	// message 0 "EHLO example.org"
	// message 18 "QUIT"
}

// Fragments of DTLS handshake messages come in any order, and again.
func ExampleDTLS() {
	d := sequence.NewDTLS(nil, sequence.DTLSConfig{Out: sequence.SinkFunc(func(e *sequence.Event) {
		fmt.Printf("%v %d %q, %d packets\n", e.Kind, e.Offset, e.Bytes[12:], len(e.Parts))
	})})
	record := "\x16\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x01\x00\x0f" // 15 bytes of handshake
	for i, fragment := range []string{
		"\x10\x00\x00\x06\x00\x02\x00\x00\x00\x00\x00\x03abc", // type, length 6, number 2, from 0, 3 bytes
		"\x0f\x00\x00\x03\x00\x03\x00\x00\x00\x00\x00\x03xyz", // message 3 overtakes
		"\x10\x00\x00\x06\x00\x02\x00\x00\x03\x00\x00\x03def",
	} {
		d.Put([]byte(record+fragment), sequence.Source{Frame: uint64(i + 1)})
	}
	// Output:
	// message 2 "abcdef", 2 packets
	// message 3 "xyz", 1 packets
}
