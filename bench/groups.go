package main

import (
	"bytes"
	"io"
	"net/netip"
	"os"
	"testing"

	"github.com/gopacket/gopacket"
	gl "github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
	"gvisor.dev/gvisor/pkg/tcpip/checksum"
	"gvisor.dev/gvisor/pkg/tcpip/header"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

var (
	src  = netip.MustParseAddr("192.0.2.1")
	dst  = netip.MustParseAddr("198.51.100.2")
	macA = wire.MAC{2, 0, 0, 0, 0, 1}
	macB = wire.MAC{2, 0, 0, 0, 0, 2}
)

func segment(n int) packet.Packet {
	p := packet.Packet{&layers.Ethernet{Dst: macB, Src: macA}, &layers.IPv4{Src: src, Dst: dst},
		&layers.TCP{SrcPort: 40000, DstPort: 8000, Flags: wire.ACK, Options: wire.TCPOptions{}.Add(wire.NOP).Add(wire.NOP).Add(wire.Timestamps, 0, 0, 0, 1, 0, 0, 0, 2)}}
	if n > 0 {
		p = append(p, packet.Payload(make([]byte, n)))
	}
	return p
}

// deep is a frame of nine headers, through two tunnels.
func deep() packet.Packet {
	return packet.Packet{&layers.Ethernet{Dst: macB, Src: macA}, &layers.VLAN{ID: 7}, &layers.IPv4{Src: src, Dst: dst},
		&layers.GRE{}, &layers.IPv4{Src: src, Dst: dst}, &layers.UDP{SrcPort: 50000, DstPort: 4789}, &layers.VXLAN{VNI: 9},
		&layers.Ethernet{Dst: macB, Src: macA}, &layers.IPv4{Src: src, Dst: dst}, &layers.TCP{SrcPort: 40000, DstPort: 8000, Flags: wire.SYN}}
}

func must(p packet.Packet) []byte {
	b, err := p.Bytes()
	if err != nil {
		panic(err)
	}
	return b
}

var sink uint64

func groups() []group {
	frame, medium, big, tunnel := must(segment(0)), must(segment(574)), must(segment(1400)), must(deep())
	return []group{
		{"find all headers: Ethernet/IPv4/TCP, 66 bytes", []entry{
			{"gocap wire.Frame", 0, frameParse(frame)},
			{"gopacket DecodingLayerParser, sparse", 3, dlp(frame)},
			{"gopacket lazy, no copy", 3, newPacket(frame, gopacket.DecodeOptions{Lazy: true, NoCopy: true})},
			{"gopacket NewPacket", 3, newPacket(frame, gopacket.Default)},
			{"gvisor header views", 0, gvisorViews(frame)},
		}},
		{"find all headers: Ethernet/VLAN/IPv4/GRE/IPv4/UDP/VXLAN/Ethernet/IPv4/TCP", []entry{
			{"gocap wire.Frame", 0, frameParse(tunnel)},
			{"gopacket DecodingLayerParser, sparse", 3, dlpDeep(tunnel)},
			{"gopacket NewPacket", 3, newPacket(tunnel, gopacket.Default)},
		}},
		{"owned packet, 66 bytes", []entry{
			{"gocap packet.Parse", 0, ownedParse(frame)},
			{"gocap packet.Parser, reusing", 0, reusingParse(frame)},
			{"gopacket NewPacket", 3, newPacket(frame, gopacket.Default)},
		}},
		{"owned packet, 1466 bytes, checksum verified by gocap", []entry{
			{"gocap packet.Parse", 0, ownedParse(big)},
			{"gocap packet.Parser, reusing", 0, reusingParse(big)},
			{"gopacket NewPacket", 0, newPacket(big, gopacket.Default)},
		}},
		{"build a TCP segment without data into a reused buffer", []entry{
			{"gocap wire views", 0, buildViews},
			{"gocap Packet.Append", 0, build(segment(0))},
			{"gopacket SerializeLayers", 2.5, serialize(0)},
		}},
		{"build a TCP segment with 1400 bytes into a reused buffer", []entry{
			{"gocap Packet.Append", 0, build(segment(1400))},
			{"gopacket SerializeLayers", 2.5, serialize(1400)},
		}},
		{"checksum of 1400 bytes", []entry{
			{"gocap wire.Sum", 0, sum(1400)},
			{"gopacket ComputeChecksum", 6, gopacketSum(1400)},
			{"gvisor checksum", 0, gvisorSum(1400)},
		}},
		dnsGroup(),
		defragGroup("put a datagram of 3000 bytes together", 3000, false),
		defragGroup("put a datagram of 3000 bytes together, last fragment first", 3000, true),
		defragGroup("put a datagram of 60000 bytes together", 60000, false),
		filterGroup("tcp port 80", tcp80),
		filterGroup("host 198.51.100.2 and (port 53 or port 443)", hostPorts),
		filterGroup("100 hosts", hosts100),
		readGroup("read pcap, 90-byte packets, in memory", 3, 2, capture(frame, false), inMemory),
		readGroup("read pcapng, 90-byte packets, in memory", 3, 2.5, capture(frame, true), inMemory),
		readGroup("read pcap, 640-byte packets, from a file", 3, 2, capture(medium, false), fromFile),
		readGroup("read pcapng, 640-byte packets, from a file", 3, 2.5, capture(medium, true), fromFile),
		readGroup("read pcap, 1490-byte packets, from a file", 3, 2, capture(big, false), fromFile),
		readGroup("read pcapng, 1490-byte packets, from a file", 3, 2.5, capture(big, true), fromFile),
	}
}

func frameParse(frame []byte) func(*testing.B) {
	return func(b *testing.B) {
		var f wire.Frame
		for b.Loop() {
			if err := f.Parse(frame); err != nil {
				b.Fatal(err)
			}
		}
		sink += uint64(len(f.TCP()))
	}
}

func dlp(frame []byte) func(*testing.B) {
	return func(b *testing.B) {
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
		for b.Loop() {
			if err := p.DecodeLayers(frame, &found); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func dlpDeep(frame []byte) func(*testing.B) {
	return func(b *testing.B) {
		var eth gl.Ethernet
		var vlan gl.Dot1Q
		var ip gl.IPv4
		var gre gl.GRE
		var udp gl.UDP
		var vx gl.VXLAN
		var tcp gl.TCP
		var pay gopacket.Payload
		p := gopacket.NewDecodingLayerParser(gl.LayerTypeEthernet)
		p.SetDecodingLayerContainer(gopacket.DecodingLayerSparse(nil))
		for _, l := range []gopacket.DecodingLayer{&eth, &vlan, &ip, &gre, &udp, &vx, &tcp, &pay} {
			p.AddDecodingLayer(l)
		}
		var found []gopacket.LayerType
		for b.Loop() {
			if err := p.DecodeLayers(frame, &found); err != nil {
				b.Fatal(err)
			}
		}
		if len(found) < 10 {
			b.Fatalf("gopacket found only %v", found)
		}
	}
}

func newPacket(frame []byte, o gopacket.DecodeOptions) func(*testing.B) {
	return func(b *testing.B) {
		for b.Loop() {
			p := gopacket.NewPacket(frame, gl.LayerTypeEthernet, o)
			if p.TransportLayer() == nil {
				b.Fatal("no TCP")
			}
		}
	}
}

func gvisorViews(frame []byte) func(*testing.B) {
	return func(b *testing.B) {
		for b.Loop() {
			eth := header.Ethernet(frame)
			if eth.Type() != header.IPv4ProtocolNumber {
				b.Fatal("not IPv4")
			}
			ip := header.IPv4(frame[header.EthernetMinimumSize:])
			if !ip.IsValid(len(ip)) {
				b.Fatal("bad IPv4")
			}
			tcp := header.TCP(ip.Payload())
			sink += uint64(tcp.SourcePort()) + uint64(len(tcp.Payload()))
		}
	}
}

func ownedParse(frame []byte) func(*testing.B) {
	return func(b *testing.B) {
		for b.Loop() {
			p, err := packet.Parse(frame, layers.EthernetProto)
			if err != nil || packet.Get[layers.TCP](p) == nil {
				b.Fatal(err)
			}
		}
	}
}

func reusingParse(frame []byte) func(*testing.B) {
	return func(b *testing.B) {
		c := packet.Parser{Reuse: true}
		for b.Loop() {
			p, err := c.Parse(frame, layers.EthernetProto)
			if err != nil || packet.Get[layers.TCP](p) == nil {
				b.Fatal(err)
			}
		}
	}
}

func build(p packet.Packet) func(*testing.B) {
	return func(b *testing.B) {
		buf := make([]byte, 0, 2000)
		for b.Loop() {
			if _, err := p.Append(buf); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// buildViews writes every field of the segment through views, and computes both
// checksums.
func buildViews(b *testing.B) {
	buf := make([]byte, 66)
	opts := wire.TCPOptions{}.Add(wire.NOP).Add(wire.NOP).Add(wire.Timestamps, 0, 0, 0, 1, 0, 0, 0, 2)
	for b.Loop() {
		eth := wire.Ethernet(buf)
		eth.SetDst(macB)
		eth.SetSrc(macA)
		eth.SetType(wire.EtherTypeIPv4)
		ip := wire.IPv4(buf[wire.EthernetLen:])
		ip.SetVersion(4)
		ip.SetIHL(5)
		ip.SetDSCP(0)
		ip.SetLength(uint16(len(ip)))
		ip.SetID(0)
		ip.SetFlags(0)
		ip.SetFragOff(0)
		ip.SetTTL(64)
		ip.SetProtocol(wire.IPProtoTCP)
		ip.SetSrc(src)
		ip.SetDst(dst)
		ip.SetChecksum(ip.Sum())
		tcp := wire.TCP(ip[wire.IPv4Len:])
		tcp.SetSrcPort(40000)
		tcp.SetDstPort(8000)
		tcp.SetSeq(0)
		tcp.SetAck(0)
		tcp.SetDataOffset(8)
		tcp.SetFlags(wire.ACK)
		tcp.SetWindow(65535)
		tcp.SetUrgent(0)
		copy(tcp[wire.TCPLen:], opts)
		tcp.SetChecksum(tcp.Sum(ip.PseudoSum(wire.IPProtoTCP, len(tcp))))
	}
	if !bytes.Equal(buf, must(segment(0))) {
		b.Fatal("not the same segment")
	}
}

func serialize(n int) func(*testing.B) {
	return func(b *testing.B) {
		eth := &gl.Ethernet{SrcMAC: macA[:], DstMAC: macB[:], EthernetType: gl.EthernetTypeIPv4}
		ip := &gl.IPv4{Version: 4, TTL: 64, Protocol: gl.IPProtocolTCP, SrcIP: src.AsSlice(), DstIP: dst.AsSlice()}
		tcp := &gl.TCP{SrcPort: 40000, DstPort: 8000, ACK: true, Window: 65535, Options: []gl.TCPOption{
			{OptionType: gl.TCPOptionKindNop}, {OptionType: gl.TCPOptionKindNop},
			{OptionType: gl.TCPOptionKindTimestamps, OptionLength: 10, OptionData: []byte{0, 0, 0, 1, 0, 0, 0, 2}},
		}}
		if err := tcp.SetNetworkLayerForChecksum(ip); err != nil {
			b.Fatal(err)
		}
		pay := gopacket.Payload(make([]byte, n))
		buf := gopacket.NewSerializeBuffer()
		o := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
		for b.Loop() {
			if err := gopacket.SerializeLayers(buf, o, eth, ip, tcp, pay); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func sum(n int) func(*testing.B) {
	return func(b *testing.B) {
		buf := bytes.Repeat([]byte{0xa5, 1, 2}, n/3+1)[:n]
		for b.Loop() {
			sink += uint64(wire.Sum(0, buf))
		}
	}
}

func gopacketSum(n int) func(*testing.B) {
	return func(b *testing.B) {
		buf := bytes.Repeat([]byte{0xa5, 1, 2}, n/3+1)[:n]
		for b.Loop() {
			sink += uint64(gopacket.FoldChecksum(gopacket.ComputeChecksum(buf, 0)))
		}
	}
}

func gvisorSum(n int) func(*testing.B) {
	return func(b *testing.B) {
		buf := bytes.Repeat([]byte{0xa5, 1, 2}, n/3+1)[:n]
		for b.Loop() {
			sink += uint64(checksum.Checksum(buf, 0))
		}
	}
}

// capture returns a capture file of some megabytes, of copies of frame.
func capture(frame []byte, ng bool) []byte {
	var out bytes.Buffer
	n := min(20000, 8<<20/len(frame))
	ci := gopacket.CaptureInfo{CaptureLength: len(frame), Length: len(frame)}
	if !ng {
		w := pcapgo.NewWriter(&out)
		if err := w.WriteFileHeader(262144, gl.LinkTypeEthernet); err != nil {
			panic(err)
		}
		for range n {
			if err := w.WritePacket(ci, frame); err != nil {
				panic(err)
			}
		}
		return out.Bytes()
	}
	w, err := pcapgo.NewNgWriter(&out, gl.LinkTypeEthernet)
	if err != nil {
		panic(err)
	}
	for range n {
		if err := w.WritePacket(ci, frame); err != nil {
			panic(err)
		}
	}
	if err := w.Flush(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// readGroup compares readers, a whole file an operation.
func readGroup(name string, copying, zero float64, file []byte, open func([]byte) func() io.ReadCloser) group {
	src := open(file)
	ng := file[0] == 0x0a
	return group{name + ", a file an operation", []entry{
		{"gocap pcap.Reader", 0, func(b *testing.B) {
			for b.Loop() {
				f := src()
				r, err := pcap.NewReader(f)
				if err != nil {
					b.Fatal(err)
				}
				for {
					p, err := r.Next()
					if err == io.EOF {
						break
					}
					if err != nil {
						b.Fatal(err)
					}
					sink += uint64(len(p.Data))
				}
				r.Close()
				f.Close()
			}
		}},
		{"pcapgo zero-copy", zero, func(b *testing.B) { pcapgoRead(b, src, ng, true) }},
		{"pcapgo copying", copying, func(b *testing.B) { pcapgoRead(b, src, ng, false) }},
	}}
}

type pcapgoReader interface {
	ReadPacketData() ([]byte, gopacket.CaptureInfo, error)
	ZeroCopyReadPacketData() ([]byte, gopacket.CaptureInfo, error)
}

func pcapgoRead(b *testing.B, src func() io.ReadCloser, ng, zero bool) {
	for b.Loop() {
		f := src()
		var r pcapgoReader
		var err error
		if ng {
			r, err = pcapgo.NewNgReader(f, pcapgo.DefaultNgReaderOptions)
		} else {
			r, err = pcapgo.NewReader(f)
		}
		if err != nil {
			b.Fatal(err)
		}
		read := r.ReadPacketData
		if zero {
			read = r.ZeroCopyReadPacketData
		}
		for {
			data, _, err := read()
			if err == io.EOF {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			sink += uint64(len(data))
		}
		f.Close()
	}
}

// inMemory reads a capture from memory as from a stream: gocap reads a bytes.Reader
// in place, which would be no comparison.
func inMemory(file []byte) func() io.ReadCloser {
	return func() io.ReadCloser { return io.NopCloser(struct{ io.Reader }{bytes.NewReader(file)}) }
}

// fromFile reads a capture from a file, which is in the page cache.
func fromFile(file []byte) func() io.ReadCloser {
	f, err := os.CreateTemp("", "bench")
	if err == nil {
		_, err = f.Write(file)
	}
	if err != nil {
		panic(err)
	}
	name := f.Name()
	f.Close()
	temporary = append(temporary, name)
	return func() io.ReadCloser {
		f, err := os.Open(name)
		if err != nil {
			panic(err)
		}
		return f
	}
}

// temporary names files to remove at the end.
var temporary []string
