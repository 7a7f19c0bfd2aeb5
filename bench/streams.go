package main

import (
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	gl "github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/reassembly"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// streamGroups compare reassembly of TCP. Segments are parsed before; each takes 1,460 bytes to the next.
func streamGroups() []group {
	inOrder := []uint32{0}
	// Of a hundred segments two are out of order and one comes twice.
	var mixed []uint32
	for i := range uint32(99) {
		mixed = append(mixed, i)
	}
	mixed[30], mixed[31] = mixed[31], mixed[30]
	mixed = append(mixed[:60:60], append([]uint32{59}, mixed[60:]...)...)
	return []group{
		{"TCP streams, in order, a segment", []entry{
			{"gocap sequence.Streams", 0, sequenceStreams(inOrder, 1)},
			{"gopacket reassembly", 2.5, gopacketStreams(inOrder, 1)},
		}},
		{"TCP streams, 2 % out of order, 1 % twice, a segment", []entry{
			{"gocap sequence.Streams", 0, sequenceStreams(mixed, 99)},
			{"gopacket reassembly", 2.5, gopacketStreams(mixed, 99)},
		}},
	}
}

const streamSegment = 1460

// stream calls put with the sequence number of each segment; step is how many segments one turn of order brings.
func stream(b *testing.B, order []uint32, step uint32, put func(seq uint32, syn bool)) {
	put(0, true)
	base := uint32(1)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		k := i % len(order)
		put(base+order[k]*streamSegment, false)
		if k == len(order)-1 {
			base += step * streamSegment
		}
	}
}

func sequenceStreams(order []uint32, step uint32) func(b *testing.B) {
	return func(b *testing.B) {
		out := sequence.SinkFunc(func(e *sequence.Event) { sink += uint64(len(e.Bytes)) })
		s := sequence.NewStreams(nil, sequence.StreamsConfig{
			Accept: func(*sequence.Connection) (a, b sequence.Sink) { return out, out },
		})
		v := make(wire.TCP, wire.TCPLen+streamSegment)
		v.SetDataOffset(5)
		v.SetSrcPort(40000)
		v.SetDstPort(80)
		syn := v[:wire.TCPLen]
		stream(b, order, step, func(seq uint32, isSYN bool) {
			seg := v
			v.SetFlags(wire.ACK)
			if isSYN {
				seg = syn
				v.SetFlags(wire.SYN)
			}
			v.SetSeq(seq)
			s.Put(src, dst, 0, seg, -1, sequence.Source{Time: 1})
		})
	}
}

// peerStream is gopacket's form of a consumer.
type peerStream struct{}

func (peerStream) New(_, _ gopacket.Flow, _ *gl.TCP, _ reassembly.AssemblerContext) reassembly.Stream {
	return peerStream{}
}

func (peerStream) Accept(*gl.TCP, gopacket.CaptureInfo, reassembly.TCPFlowDirection, reassembly.Sequence, *bool, reassembly.AssemblerContext) bool {
	return true
}

func (peerStream) ReassembledSG(sg reassembly.ScatterGather, _ reassembly.AssemblerContext) {
	n, _ := sg.Lengths()
	sink += uint64(len(sg.Fetch(n)))
}

func (peerStream) ReassemblyComplete(reassembly.AssemblerContext) bool { return true }

type peerContext gopacket.CaptureInfo

func (c *peerContext) GetCaptureInfo() gopacket.CaptureInfo { return gopacket.CaptureInfo(*c) }

func gopacketStreams(order []uint32, step uint32) func(b *testing.B) {
	return func(b *testing.B) {
		a := reassembly.NewAssembler(reassembly.NewStreamPool(peerStream{}))
		s4, d4 := src.As4(), dst.As4()
		net := gopacket.NewFlow(gl.EndpointIPv4, s4[:], d4[:])
		context := &peerContext{Timestamp: time.Unix(1, 0)}
		data := make([]byte, streamSegment)
		header := make([]byte, 20)
		header[0], header[1], header[3], header[12] = 40000>>8, 40000&0xff, 80, 5<<4
		t := new(gl.TCP)
		if err := t.DecodeFromBytes(header, gopacket.NilDecodeFeedback); err != nil {
			b.Fatal(err)
		}
		stream(b, order, step, func(seq uint32, isSYN bool) {
			t.Seq, t.SYN, t.ACK, t.Payload = seq, isSYN, !isSYN, data
			if isSYN {
				t.Payload = nil
			}
			a.AssembleWithContext(net, t, context)
		})
	}
}
