package main

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	gl "github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/reassembly"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// segments is what a stream group reassembles: segments of so many bytes, of so many connections in turn.
type segments struct {
	flows, size int
	mixed       bool // of a hundred segments two are out of order and one comes twice
}

func (t segments) String() string {
	how := "in order"
	if t.mixed {
		how = "2 % out of order, 1 % twice"
	}
	return fmt.Sprintf("%d of %d bytes, %s", t.flows, t.size, how)
}

// order returns the segments that a connection sends in a turn, by number, and how many of them are new.
func (t segments) order() (order []uint32, step uint32) {
	if !t.mixed {
		return []uint32{0}, 1
	}
	for i := range uint32(99) {
		order = append(order, i)
	}
	order[30], order[31] = order[31], order[30]
	return append(order[:60:60], append([]uint32{59}, order[60:]...)...), 99
}

// streamGroups compare reassembly of TCP, from Ethernet frames to the bytes of streams. Each side finds the headers with
// the fastest means it has; neither verifies checksums. gocap compares what is sent again with the last bytes of a
// stream, which it copies for that: 2 KiB, and less from 128 directions on; gopacket keeps nothing. The consumer counts the bytes.
func streamGroups() (groups []group) {
	for _, t := range []segments{
		{1, 1460, false}, {1, 1460, true}, {1, 100, false}, {10, 1460, false}, {1000, 1460, false}, {1000, 1460, true},
		{1000, 100, false}, {100_000, 1460, false}, {100_000, 100, false},
	} {
		promise := 2.5
		switch {
		case t.flows == 100_000:
			promise = 1.5
		case t.flows > 10:
			promise = 2
		}
		groups = append(groups, group{"TCP streams from frames: " + t.String(), []entry{
			{"gocap sequence.Streams", 0, sequenceFrames(t, 0)},
			{"gocap sequence.Streams, no history", 0, sequenceFrames(t, -1)},
			{"gopacket reassembly", promise, gopacketFrames(t)},
		}})
	}
	for _, t := range []segments{{1, 1460, false}, {1, 1460, true}} {
		groups = append(groups, group{"TCP streams from segments parsed before: " + t.String(), []entry{
			{"gocap sequence.Streams", 0, sequenceParsed(t)},
			{"gopacket reassembly", 2.5, gopacketParsed(t)},
		}})
	}
	return groups
}

// client returns the address and port of a connection's client.
func client(flow int) (netip.Addr, uint16) {
	return netip.AddrFrom4([4]byte{10, byte(flow >> 14), byte(flow >> 6), byte(flow)}), uint16(49152 + flow%16384)
}

// run calls put with the connection and the sequence number of each segment. The SYN of each and one segment of data, which
// bring memory into use, come before what is measured.
func (t segments) run(b *testing.B, put func(flow int, seq uint32, syn bool)) {
	for flow := range t.flows {
		put(flow, 0, true)
		put(flow, 1, false)
	}
	order, step := t.order()
	base, k, flow := 1+uint32(t.size), 0, 0
	b.ReportAllocs()
	begin(b)
	for range b.N {
		put(flow, base+order[k]*uint32(t.size), false)
		if flow++; flow < t.flows {
			continue
		}
		flow = 0
		if k++; k == len(order) {
			k = 0
			base += step * uint32(t.size)
		}
	}
}

// A streamFrame is a frame that becomes that of any segment.
type streamFrame struct {
	frame []byte
	ip    wire.IPv4
	tcp   wire.TCP
}

func newStreamFrame(data int) (f streamFrame) {
	f.frame = must(packet.Packet{&layers.Ethernet{Dst: macB, Src: macA}, &layers.IPv4{Src: src, Dst: dst},
		&layers.TCP{SrcPort: 40000, DstPort: 80, Flags: wire.ACK}, packet.Payload(make([]byte, data))})
	f.ip = wire.IPv4(f.frame[wire.EthernetLen:])
	f.tcp = wire.TCP(f.frame[wire.EthernetLen+wire.IPv4Len:])
	return f
}

func (f streamFrame) set(flow int, seq uint32, flags wire.TCPFlags) {
	addr, port := client(flow)
	a := addr.As4()
	copy(f.ip[12:], a[:])
	f.tcp.SetSrcPort(port)
	f.tcp.SetSeq(seq)
	f.tcp.SetFlags(flags)
}

// frames runs the segments as frames.
func (t segments) frames(b *testing.B, put func(frame []byte)) {
	data, syn := newStreamFrame(t.size), newStreamFrame(0)
	t.run(b, func(flow int, seq uint32, isSYN bool) {
		if isSYN {
			syn.set(flow, seq, wire.SYN)
			put(syn.frame)
			return
		}
		data.set(flow, seq, wire.ACK)
		put(data.frame)
	})
}

func newStreams(history int) *sequence.Streams {
	out := sequence.SinkFunc(func(e *sequence.Event) { sink += uint64(len(e.Bytes)) })
	return sequence.NewStreams(nil, sequence.StreamsConfig{
		TCP:    sequence.TCPConfig{History: history},
		Accept: func(*sequence.Connection) (a, b sequence.Sink) { return out, out },
	})
}

func sequenceFrames(t segments, history int) func(b *testing.B) {
	return func(b *testing.B) {
		s := newStreams(history)
		var f wire.Frame
		t.frames(b, func(frame []byte) {
			if err := f.Parse(frame); err != nil || !s.PutFrame(&f, 0, sequence.Source{Time: 1}) {
				b.Fatal(err)
			}
		})
		if st := s.Stats(); b.N > 200*t.flows && st.Bytes < uint64(b.N)*uint64(t.size)*9/10 {
			b.Fatalf("%+v", st)
		}
	}
}

func sequenceParsed(t segments) func(b *testing.B) {
	return func(b *testing.B) {
		s := newStreams(0)
		f := newStreamFrame(t.size)
		t.run(b, func(_ int, seq uint32, isSYN bool) {
			seg := f.tcp
			f.tcp.SetFlags(wire.ACK)
			if isSYN {
				seg = seg[:wire.TCPLen]
				seg.SetFlags(wire.SYN)
			}
			seg.SetSeq(seq)
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

func gopacketFrames(t segments) func(b *testing.B) {
	return func(b *testing.B) {
		a := reassembly.NewAssembler(reassembly.NewStreamPool(peerStream{}))
		context := &peerContext{Timestamp: time.Unix(1, 0)}
		var eth gl.Ethernet
		var ip gl.IPv4
		var tcp gl.TCP
		var pay gopacket.Payload
		p := gopacket.NewDecodingLayerParser(gl.LayerTypeEthernet)
		p.SetDecodingLayerContainer(gopacket.DecodingLayerSparse(nil))
		for _, l := range []gopacket.DecodingLayer{&eth, &ip, &tcp, &pay} {
			p.AddDecodingLayer(l)
		}
		var found []gopacket.LayerType
		before := sink
		t.frames(b, func(frame []byte) {
			if err := p.DecodeLayers(frame, &found); err != nil {
				b.Fatal(err)
			}
			a.AssembleWithContext(ip.NetworkFlow(), &tcp, context)
		})
		if b.N > 200*t.flows && sink-before < uint64(b.N)*uint64(t.size)*9/10 {
			b.Fatalf("%d bytes came out of %d segments", sink-before, b.N)
		}
	}
}

func gopacketParsed(t segments) func(b *testing.B) {
	return func(b *testing.B) {
		a := reassembly.NewAssembler(reassembly.NewStreamPool(peerStream{}))
		s4, d4 := src.As4(), dst.As4()
		net := gopacket.NewFlow(gl.EndpointIPv4, s4[:], d4[:])
		context := &peerContext{Timestamp: time.Unix(1, 0)}
		f := newStreamFrame(t.size)
		tcp := new(gl.TCP)
		if err := tcp.DecodeFromBytes(f.tcp, gopacket.NilDecodeFeedback); err != nil {
			b.Fatal(err)
		}
		data := tcp.Payload
		t.run(b, func(_ int, seq uint32, isSYN bool) {
			tcp.Seq, tcp.SYN, tcp.ACK, tcp.Payload = seq, isSYN, !isSYN, data
			if isSYN {
				tcp.Payload = nil
			}
			a.AssembleWithContext(net, tcp, context)
		})
	}
}
