package sequence_test

import (
	"encoding/binary"
	"fmt"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// ip returns an IPv4 packet of 192.0.2.1 to 192.0.2.2.
func ip(proto wire.IPProto, payload []byte) []byte {
	v := wire.IPv4(append(make([]byte, wire.IPv4Len), payload...))
	v[0], v[9] = 0x45, byte(proto)
	copy(v[12:], []byte{192, 0, 2, 1, 192, 0, 2, 2})
	v.SetLength(uint16(len(v)))
	v.SetID(7)
	v.SetChecksum(v.Sum())
	return v
}

// From fragments of IPv4 over TCP and TLS to handshake messages: bindings say what is read how.
func ExampleStack() {
	dns := sequence.ReadFrames(&sequence.Framing16, nil)
	s := sequence.NewStack(nil, sequence.StackConfig{
		Bindings: []sequence.Binding{
			{Port: 53, As: &dns},
			{As: &sequence.ReadTLS}, // on whatever port
		},
		Out: func(f *sequence.StackFlow, e *sequence.Event) {
			if e.Kind == sequence.Message && e.Layer == sequence.LayerTLS {
				fmt.Println(f.Src, "to", f.Dst, "packet", e.From.Frame, wire.TLSHandshakeType(e.Bytes[0]), e.Len)
			}
		},
	})
	hello := make([]byte, 100)
	copy(hello, []byte{1, 0, 0, 96, 3, 3})
	record := append([]byte{22, 3, 1, 0, 100}, hello...)
	datagram := ip(wire.IPProtoTCP, segment(100, wire.ACK, string(record)))
	n := uint64(0)
	for fragment := range wire.IPv4(datagram).Fragments(68) {
		n++
		s.Put(228, fragment, sequence.Source{Frame: n}) // LINKTYPE_IPV4
	}
	s.Flush(sequence.Flushed)
	st := s.Stats()
	fmt.Println(st.Frames, "frames,", st.Fragments.Datagrams, "datagram,", st.TLS.Messages, "message")
	// Output:
	// 192.0.2.1:1024 to 192.0.2.2:80 packet 3 client hello 100
	// 3 frames, 1 datagram, 1 message
}

// DNS over TCP over IPv4 in an IPv6 tunnel.
func ExampleStack_tunnel() {
	dns := sequence.ReadFrames(&sequence.Framing16, nil)
	s := sequence.NewStack(nil, sequence.StackConfig{
		Bindings: []sequence.Binding{{Port: 80, As: &dns}},
		Out: func(f *sequence.StackFlow, e *sequence.Event) {
			fmt.Println(e.Layer, e.Kind, e.Offset, len(e.Bytes))
		},
	})
	message := append([]byte{0, 12}, "abcdefghijkl"...)
	inner := ip(wire.IPProtoTCP, segment(100, wire.ACK, string(message)))
	outer := make([]byte, wire.IPv6Len)
	outer[0], outer[6], outer[7] = 0x60, byte(wire.IPProtoIPv4), 64
	binary.BigEndian.PutUint16(outer[4:], uint16(len(inner)))
	s.Put(229, append(outer, inner...), sequence.Source{Frame: 1}) // LINKTYPE_IPV6
	s.Flush(sequence.Flushed)
	// Output:
	// messages message 0 14
	// messages end 14 0
	// messages end 0 0
}
