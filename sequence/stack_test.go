package sequence

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/gocap-project/gocap/wire"
)

// ipv4Packet returns one of 10.0.net.from to 10.0.net.to.
func ipv4Packet(net, from, to byte, proto wire.IPProto, id uint16, payload []byte) []byte {
	v := wire.IPv4(append(make([]byte, wire.IPv4Len, wire.IPv4Len+len(payload)), payload...))
	v[0], v[9] = 0x45, byte(proto)
	copy(v[12:], []byte{10, 0, net, from, 10, 0, net, to})
	v.SetLength(uint16(len(v)))
	v.SetID(id)
	v.SetTTL(64)
	v.SetChecksum(v.Sum())
	return v
}

// ipv6Packet returns one of fd00::from to fd00::to.
func ipv6Packet(from, to byte, proto wire.IPProto, payload []byte) []byte {
	v := wire.IPv6(append(make([]byte, wire.IPv6Len, wire.IPv6Len+len(payload)), payload...))
	v[0], v[6], v[7] = 0x60, byte(proto), 64
	v[8], v[23], v[24], v[39] = 0xfd, from, 0xfd, to
	v.SetLength(uint16(len(v) - wire.IPv6Len))
	return v
}

func udpDatagram(src, dst uint16, payload []byte) []byte {
	v := wire.UDP(append(make([]byte, wire.UDPLen), payload...))
	v.SetSrcPort(src)
	v.SetDstPort(dst)
	v.SetLength(uint16(len(v)))
	return v
}

func portedSegment(src, dst uint16, seq uint32, flags wire.TCPFlags, payload []byte) []byte {
	v := segment(seq, 1, flags, string(payload))
	v.SetSrcPort(src)
	v.SetDstPort(dst)
	return v
}

// ethernet returns a frame.
func ethernet(t wire.EtherType, vlan uint16, payload []byte) []byte {
	b := make([]byte, wire.EthernetLen)
	if vlan != 0 {
		wire.Ethernet(b).SetType(wire.EtherTypeVLAN)
		b = append(b, byte(vlan>>8), byte(vlan), byte(t>>8), byte(t))
	} else {
		wire.Ethernet(b).SetType(t)
	}
	return append(b, payload...)
}

// fragmentsOf returns an IP packet in fragments of at most mtu bytes, or as it is.
func fragmentsOf(b []byte, mtu int, id uint32) (list [][]byte) {
	pieces := wire.IPv4(b).Fragments(mtu)
	if b[0]>>4 == 6 {
		pieces = wire.IPv6(b).Fragments(mtu, id)
	}
	for f, err := range pieces {
		if err != nil {
			return [][]byte{b}
		}
		list = append(list, bytes.Clone(f))
	}
	return list
}

// tunnels are ways to carry an IPv4 packet, and what the result begins with.
var tunnels = []struct {
	name string
	wrap func(b []byte, id uint32) []byte
}{
	{"none", func(b []byte, _ uint32) []byte { return b }},
	{"IPv4 in IPv6", func(b []byte, _ uint32) []byte { return ipv6Packet(8, 9, wire.IPProtoIPv4, b) }},
	{"IPv4 in IPv4", func(b []byte, id uint32) []byte { return ipv4Packet(7, 8, 9, wire.IPProtoIPv4, uint16(id), b) }},
	{"GRE", func(b []byte, id uint32) []byte {
		return ipv4Packet(7, 8, 9, wire.IPProtoGRE, uint16(id), append([]byte{0, 0, 8, 0}, b...))
	}},
	{"VXLAN", func(b []byte, _ uint32) []byte {
		v := append([]byte{8, 0, 0, 0, 0, 0, 77, 0}, ethernet(wire.EtherTypeIPv4, 0, b)...)
		return ipv6Packet(8, 9, wire.IPProtoUDP, udpDatagram(50000, 4789, v))
	}},
	{"GTP-U", func(b []byte, id uint32) []byte {
		v := append([]byte{0x30, 255, byte(len(b) >> 8), byte(len(b)), 0, 0, 0, 5}, b...)
		return ipv4Packet(7, 8, 9, wire.IPProtoUDP, uint16(id), udpDatagram(2152, 2152, v))
	}},
}

// stackFrames returns the frames that carry a stream from port 4000 of 10.0.0.1 to a port of 10.0.0.2: cut into segments,
// fragmented, carried in a tunnel, fragmented again, and in any order.
func stackFrames(r *rand.Rand, stream []byte, port uint16, tunnel int, vlan uint16) (frames [][]byte) {
	id := r.Uint32()
	isn := r.Uint32()
	add := func(seg []byte) (list [][]byte) {
		id++
		inner := [][]byte{ipv4Packet(0, 1, 2, wire.IPProtoTCP, uint16(id), seg)}
		if r.IntN(4) == 0 {
			inner = fragmentsOf(inner[0], 28+8*(1+r.IntN(60)), id)
		}
		for _, p := range inner {
			id++
			outer := [][]byte{tunnels[tunnel].wrap(p, id)}
			if tunnel != 0 && r.IntN(4) == 0 {
				outer = fragmentsOf(outer[0], 56+8*(1+r.IntN(100)), id)
			}
			for _, q := range outer {
				list = append(list, ethernet(etherTypeOf(q), vlan, q))
			}
		}
		return list
	}
	frames = add(portedSegment(4000, port, isn, wire.SYN, nil))
	fixed := len(frames)
	for at := 0; at < len(stream); {
		n := min(1+r.IntN(1400), len(stream)-at)
		seg := portedSegment(4000, port, isn+1+uint32(at), wire.ACK, stream[at:at+n])
		frames = append(frames, add(seg)...)
		if r.IntN(10) == 0 {
			frames = append(frames, add(seg)...) // again, with another identification
		}
		at += n
	}
	frames = append(frames, add(portedSegment(4000, port, isn+1+uint32(len(stream)), wire.FIN|wire.ACK, nil))...)
	tail := frames[fixed:]
	r.Shuffle(len(tail), func(i, j int) { tail[i], tail[j] = tail[j], tail[i] })
	return frames
}

// heardStack collects what a Stack says by flow and layer, in a form that does not depend on packets.
type heardStack struct {
	by    map[string]*listener
	t     testing.TB
	other []string
}

func (h *heardStack) take(f *StackFlow, e *Event) {
	if e.Layer == LayerFragments && e.Kind == Notice {
		return // of tiny fragments
	}
	if f == nil || e.Kind == Fault && e.Layer < LayerTLS {
		h.other = append(h.other, fmt.Sprint(e.Layer, e.Kind, e.Err))
		return
	}
	if e.Layer == LayerTCP && (e.Kind != Data && e.Kind != Gap) {
		return
	}
	key := fmt.Sprint(f.Src, f.Dst, e.Layer)
	l := h.by[key]
	if l == nil {
		l = &listener{t: h.t}
		h.by[key] = l
	}
	if e.Layer == LayerUDP {
		l.said = append(l.said, toldItem{Kind: e.Kind, Bytes: string(e.Bytes)})
		return
	}
	l.Take(e)
}

func stackBindings() []Binding {
	frames, bgp := ReadFrames(&Framing16, nil), ReadFrames(&FramingBGP, nil)
	return []Binding{{Port: 53, As: &frames}, {Port: 179, As: &bgp}, {Port: 25, As: &ReadLines}, {As: &ReadTLS}, {Proto: wire.IPProtoUDP, Port: 53, As: &frames}}
}

// TestStackInvariance sends streams of messages through a Stack, cut up and tunnelled at random: what comes out are the
// messages.
func TestStackInvariance(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	mem := make([]byte, 8<<20)
	for i := range rounds(t, 600) {
		var stream []byte
		port := []uint16{53, 179, 25, 443, 8443}[r.IntN(5)]
		var reader cutterUnderTest
		want := &listener{t: t}
		switch port {
		case 53, 179:
			x := framingStreams[0]
			if port == 179 {
				x = framingStreams[5]
			}
			for range r.IntN(12) {
				stream = append(stream, x.message(r, r.IntN(2000))...)
			}
			reader = NewFramed(nil, FramedConfig{Out: want, Framing: x.framing})
		case 25:
			for range r.IntN(100) {
				stream = append(stream, strings.Repeat("x", r.IntN(70))...)
				stream = append(stream, "\r\n"...)
			}
			reader = NewLines(nil, LinesConfig{Out: want})
		default:
			stream = tlsRecord(wire.TLSHandshake, handshakeMessage(wire.TLSClientHello, 200)...)
			rest, _ := randomTLS(r)
			stream = append(stream, rest...)
			reader = NewTLS(nil, TLSConfig{Out: want})
		}
		reader.Put(stream, Source{})
		reader.Flush(Finished)
		tunnel := r.IntN(len(tunnels))
		frames := stackFrames(r, stream, port, tunnel, uint16(r.IntN(3)))
		h := &heardStack{by: map[string]*listener{}, t: t}
		cfg := StackConfig{Out: h.take, Bindings: stackBindings()}
		cfg.Streams.Flows = 100
		s := NewStack(nil, cfg)
		if i%16 == 0 {
			s = NewStack(mem, cfg)
		}
		for k, f := range frames {
			s.Put(1, f, Source{Frame: uint64(k + 1)})
		}
		s.Flush(Flushed)
		if len(h.by) != 2 && len(h.by) != 1 || len(h.other) != 0 {
			t.Fatalf("round %d, %s: %v, %d flows, %+v", i, tunnels[tunnel].name, h.other, len(h.by), s.Stats())
		}
		layer := map[uint16]Layer{53: LayerMessages, 179: LayerMessages, 25: LayerLines}[port]
		if layer == LayerNone {
			layer = LayerTLS
		}
		got := h.by[fmt.Sprintf("10.0.0.1:4000 10.0.0.2:%d %v", port, layer)]
		if len(stream) > 0 && (got == nil || !slices.Equal(got.said, want.said)) {
			t.Fatalf("round %d, %s, port %d: %d frames, %d bytes\ngot  %.1500s\nwant %.1500s\n%+v", i, tunnels[tunnel].name, port, len(frames), len(stream),
				fmt.Sprintf("%+q", fmt.Sprint(h.by)), fmt.Sprintf("%+q", fmt.Sprint(want.said)), s.Stats())
		}
	}
}

// TestStackSCTP sends Diameter messages over SCTP over IPv6, in chunks, fragments and any order, through a tunnel or not.
func TestStackSCTP(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	diameter := ReadFrames(&FramingDiameter, nil)
	mem := make([]byte, 8<<20)
	for i := range rounds(t, 200) {
		var want, got []string
		cfg := StackConfig{Bindings: []Binding{{Proto: wire.IPProtoSCTP, Port: 2048, As: &diameter}}, Out: func(f *StackFlow, e *Event) {
			switch {
			case f == nil || e.Kind == Fault || e.Layer == LayerSCTP && e.Kind == Gap:
				t.Errorf("round %d: %v %v %v %v", i, f, e.Layer, e.Kind, e.Err)
			case e.Kind == Message && (f.Reading() != &diameter || e.Proto != 46 || f.Dst.Port() != 2048 || f.Side != FromClient):
				t.Errorf("round %d: %+v of %+v", i, e, f)
			case e.Kind == Message:
				got = append(got, string(e.Bytes))
			}
		}}
		cfg.Associations.Flows, cfg.Streams.Flows = 20, 20
		s := NewStack(nil, cfg)
		if i%8 == 0 {
			s = NewStack(mem, cfg)
		}
		tunnel := []int{0, 4}[r.IntN(2)]
		n := uint64(0)
		var frames [][]byte
		add := func(p wire.SCTP) {
			n++
			b := ipv6Packet(1, 2, wire.IPProtoSCTP, p)
			for _, f := range fragmentsOf(b, 56+8*(1+r.IntN(200)), uint32(n)) {
				if tunnel != 0 {
					v := append([]byte{8, 0, 0, 0, 0, 0, 77, 0}, ethernet(wire.EtherTypeIPv6, 0, f)...)
					f = ipv4Packet(7, 8, 9, wire.IPProtoUDP, uint16(n), udpDatagram(50000, 4789, v))
				}
				frames = append(frames, ethernet(etherTypeOf(f), 0, f))
			}
		}
		tsn := r.Uint32()
		add(sctpBytes(0, sctpInitBytes(wire.SCTPTypeInit, 7, tsn)))
		fixed := len(frames)
		for m := range 1 + r.IntN(6) {
			b := framingStreams[1].message(r, r.IntN(3000))
			want = append(want, string(b))
			for at := 0; at < len(b); {
				k := min(1+r.IntN(1200), len(b)-at)
				flags := uint8(0)
				if at == 0 {
					flags |= fB
				}
				if at+k == len(b) {
					flags |= fE
				}
				add(sctpBytes(9, sctpDataBytes(tsn, 0, uint16(m), flags, string(b[at:at+k]))))
				tsn++
				at += k
			}
		}
		tail := frames[fixed:]
		r.Shuffle(len(tail), func(i, j int) { tail[i], tail[j] = tail[j], tail[i] })
		for k, f := range frames {
			s.Put(1, f, Source{Frame: uint64(k + 1)})
		}
		s.Flush(Flushed)
		if !slices.Equal(got, want) {
			t.Fatalf("round %d: %d messages, want %d: %+v", i, len(got), len(want), s.Stats().SCTP)
		}
		if len(s.sides.free) != len(s.sides.all) {
			t.Fatalf("%d of %d sides came back", len(s.sides.free), len(s.sides.all))
		}
	}
}

func etherTypeOf(b []byte) wire.EtherType {
	if b[0]>>4 == 6 {
		return wire.EtherTypeIPv6
	}
	return wire.EtherTypeIPv4
}

// TestStackSizes holds what a direction counts for against the truth.
func TestStackSizes(t *testing.T) {
	got := unsafe.Sizeof(stackSide{}) + max(unsafe.Sizeof(TLS{}), unsafe.Sizeof(Framed{}), unsafe.Sizeof(Lines{})) + 4*8
	if got > sideSize || got < sideSize-128 {
		t.Errorf("a direction takes %d bytes, not %d", got, sideSize)
	}
}

// TestStackFlood begins messages in very many connections that never end, and honest ones among them, in two segments:
// memory stays within its limit, and the honest ones come out.
func TestStackFlood(t *testing.T) {
	const honest = 200
	got := 0
	cfg := StackConfig{Memory: 1 << 20, Bindings: stackBindings(), Out: func(f *StackFlow, e *Event) {
		if e.Kind == Message && f.Dst.Addr().As4()[2] == 9 {
			got++
		}
	}}
	cfg.Streams.TCP.Memory = 64 << 20
	s := NewStack(nil, cfg)
	hello := tlsRecord(wire.TLSHandshake, handshakeMessage(wire.TLSClientHello, 900)...)
	put := func(net byte, port uint16, seq uint32, flags wire.TCPFlags, b []byte) {
		s.Put(228, ipv4Packet(net, 1, 2, wire.IPProtoTCP, 1, portedSegment(port, 443, seq, flags, b)), Source{})
	}
	for i := range uint16(honest) {
		put(9, i, 0, wire.SYN, nil)
		put(9, i, 1, wire.ACK, hello[:500])
		for k := range uint16(100) {
			put(8, i*100+k, 0, wire.SYN, nil)
			put(8, i*100+k, 1, wire.ACK, hello[:10+10*int(k)%800])
		}
		put(9, i, 501, wire.ACK, hello[500:])
		if s.room.taken > 1<<20 {
			t.Fatalf("%d bytes taken", s.room.taken)
		}
	}
	st := s.Stats()
	if got != honest || st.TLS.NoMemory == 0 {
		t.Errorf("%d of %d honest messages, %+v", got, honest, st.TLS)
	}
	t.Logf("%d connections, %d of %d honest messages, %d gave way, %d bytes", st.Streams.Connections, got, honest, st.TLS.NoMemory, st.Memory)
	s.Flush(Flushed)
	accounted(t, s.Stats().TLS.MessageStats, int(s.Stats().TLS.Bytes))
	if s.room.oldest != nil || s.room.newest != nil {
		t.Error("somebody still waits")
	}
}

// TestStackNoAllocs: in memory of the caller's, nothing is allocated, whatever comes.
func TestStackNoAllocs(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	stream := tlsRecord(wire.TLSHandshake, handshakeMessage(wire.TLSClientHello, 5000)...)
	frames := stackFrames(r, stream, 443, 1, 0)
	frames = append(frames, stackFrames(r, framingStreams[0].message(r, 3000), 53, 4, 5)...)
	frames = append(frames, ethernet(wire.EtherTypeIPv4, 0, ipv4Packet(0, 1, 2, wire.IPProtoUDP, 1, udpDatagram(999, 53, stream[:200]))))
	n := 0
	cfg := StackConfig{Out: func(*StackFlow, *Event) { n++ }, Bindings: stackBindings()}
	cfg.Streams.Flows = 100
	for _, mem := range [][]byte{make([]byte, 8<<20), nil} {
		s := NewStack(mem, cfg)
		round := func() {
			for k, f := range frames {
				s.Put(1, f, Source{Frame: uint64(k)})
			}
			s.Flush(Flushed)
		}
		if mem == nil {
			round() // what it takes from the heap, it keeps
		}
		if got := testing.AllocsPerRun(10, round); got != 0 {
			t.Errorf("%v allocations; memory of the caller's: %v", got, mem != nil)
		}
		if st := s.Stats(); st.TLS.Messages == 0 || st.Messages.Messages == 0 {
			t.Errorf("%+v", st)
		}
	}
	if n == 0 {
		t.Error("nothing came out")
	}
}

// FuzzStack takes frames of any link type, and what comes of fragments and tunnels in them.
func FuzzStack(f *testing.F) {
	r := rand.New(rand.NewPCG(17, 18))
	for i := range tunnels {
		var all []byte
		for _, b := range stackFrames(r, framingStreams[0].message(r, 300), 53, i, 0) {
			all = append(append(all, byte(len(b)>>8), byte(len(b))), b...)
		}
		f.Add(uint16(1), all)
	}
	f.Add(uint16(101), []byte{0, 20, 0x45, 0, 0, 20, 0, 0, 0x20, 0, 1, 6, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8})
	f.Fuzz(func(t *testing.T, link uint16, b []byte) {
		n := uint64(0)
		s := NewStack(nil, StackConfig{Bindings: stackBindings(), Out: func(f *StackFlow, e *Event) {
			n++
			if e.Kind == Fault && e.Err == nil || e.Layer == LayerNone {
				t.Fatalf("%+v", e)
			}
		}})
		frames := uint64(0)
		for len(b) >= 2 {
			k := min(int(b[0])<<8|int(b[1]), len(b)-2)
			s.Put(link, b[2:2+k], Source{Frame: frames})
			frames++
			b = b[2+k:]
		}
		s.Flush(Flushed)
		st := s.Stats()
		for _, m := range []MessageStats{st.TLS.MessageStats, st.Messages, st.Lines} {
			accounted(t, m, int(m.Bytes))
		}
		if st.Frames != frames || len(s.sides.free) != len(s.sides.all) || st.Streams.Current != 0 {
			t.Fatalf("%+v, %d of %d sides", st, len(s.sides.free), len(s.sides.all))
		}
	})
}

func BenchmarkStack(b *testing.B) {
	r := rand.New(rand.NewPCG(19, 20))
	stream := tlsRecord(wire.TLSHandshake, handshakeMessage(wire.TLSClientHello, 400)...)
	for range 60 {
		stream = append(stream, tlsRecord(wire.TLSApplicationData, make([]byte, 1400)...)...)
	}
	for _, x := range []struct {
		name string
		port uint16
	}{{"tls", 443}, {"lines", 25}} {
		b.Run(x.name, func(b *testing.B) {
			var frames [][]byte
			for at := 0; at < len(stream); at += 1400 {
				seg := portedSegment(4000, x.port, uint32(at), wire.ACK, stream[at:min(at+1400, len(stream))])
				frames = append(frames, ethernet(wire.EtherTypeIPv4, 0, ipv4Packet(0, 1, 2, wire.IPProtoTCP, uint16(r.Uint32()), seg)))
			}
			s := NewStack(nil, StackConfig{Out: func(*StackFlow, *Event) {}, Bindings: stackBindings()})
			b.SetBytes(int64(len(stream)))
			b.ReportAllocs()
			for b.Loop() {
				for _, f := range frames {
					s.Put(1, f, Source{})
				}
				s.Flush(Flushed)
			}
		})
	}
}
