package sequence

import (
	"errors"
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// A Layer says which part of a [Stack] an event is from.
type Layer uint8

// The layers, from the frame upwards.
const (
	LayerNone Layer = iota
	LayerFrame
	LayerFragments
	LayerTCP
	LayerSCTP
	LayerUDP
	LayerTLS
	LayerMessages // a Framed
	LayerLines
)

// String returns the layer's name.
func (l Layer) String() string {
	if names := [...]string{"none", "frame", "fragments", "tcp", "sctp", "udp", "tls", "messages", "lines"}; int(l) < len(names) {
		return names[l]
	}
	return "unknown"
}

// The causes of a Stack's own faults.
var (
	ErrNesting = errors.New("sequence: fragments in fragments, too deep")
	ErrCutUDP  = errors.New("sequence: datagram that was cut when it was captured")
)

// A StackFlow is one direction of what a [Stack] found: of a TCP connection or an SCTP association, or the datagrams
// between two ports.
type StackFlow struct {
	Src, Dst netip.AddrPort
	Context  uint64 // the network, by VLANs and tunnels: see [Context]
	Proto    wire.IPProto
	Side     int    // of TCP and SCTP: FromClient or FromServer
	Number   uint64 // of TCP and SCTP: the connection's number, or the association's, from 0
	reading  *Reading
}

// Reading returns how the flow's content is read, or nil if it comes out as it is.
func (f *StackFlow) Reading() *Reading { return f.reading }

// A StackConfig says what a [Stack] puts together. The zero value puts out all streams and datagrams as they are, within
// safe limits.
type StackConfig struct {
	// Out takes all that comes out, and the flow that it is of: nil if it is of none, as with a frame that cannot be
	// read. Both are valid during the call only. Out must not put frames into the same Stack.
	Out func(f *StackFlow, e *Event)

	// Bindings say what is read how; the first that fits a flow counts.
	Bindings []Binding

	// OnlyBound leaves out flows that no binding fits.
	OnlyBound bool

	// OneNetwork does not tell networks apart by VLANs and tunnels.
	OneNetwork bool

	// Fragments, Streams and Associations say how datagrams, streams and the messages of SCTP are put together. Their
	// Out and Accept are not looked at.
	Fragments    FragmentConfig
	Streams      StreamsConfig
	Associations AssociationsConfig

	// Memory is how many bytes messages that wait may take, in all; 0 means [DefaultStackMemory]. What datagrams and
	// streams may take is said by Fragments and Streams.
	Memory int
}

// DefaultStackMemory is how many bytes the messages of a [Stack] may take that wait.
const DefaultStackMemory = 32 << 20

// A Stack takes frames of any link type and puts together all that it knows how to: IP fragments to datagrams, segments
// to streams, chunks to messages, and streams to what the bindings say, such as TLS handshake messages. Tunnels that a [wire.Frame] enters are
// followed, whether fragments are inside or around them. What one packet has wrong loses nothing of the others'.
//
// A Stack must not be used by several goroutines at once, nor by the function that it calls.
type Stack struct {
	cfg     StackConfig
	defrag  *Defragmenter
	streams *Streams
	sctp    *Associations
	frames  [stackDepth]wire.Frame // one for each level of fragments in tunnels
	depth   int
	around  uint64 // the network in which the fragments were of the datagram at hand
	context uint64 // the network of the packet at hand
	room    *room
	list    *[maxMarks]Part
	sides   pool[stackSide]
	tls     pool[TLS]
	framed  pool[Framed]
	lines   pool[Lines]
	packet  StackFlow // of a datagram, or of fragments
	event   Event
	stats   StackStats
}

// stackDepth is how deep fragments may be in fragments.
const stackDepth = 4

// NewStack returns a Stack that takes memory from the heap as needed, if mem is nil; or else what is known of flows from
// the heap at once and the rest from mem, and nothing after that: three eighths for streams, one for SCTP, two for fragments
// and two for messages.
func NewStack(mem []byte, cfg StackConfig) *Stack {
	if cfg.Memory <= 0 {
		cfg.Memory = DefaultStackMemory
	}
	s := &Stack{cfg: cfg, list: new([maxMarks]Part)}
	var parts [3][]byte
	memory := [...]int{cfg.Streams.TCP.Memory, cfg.Associations.SCTP.Memory}
	if mem == nil {
		s.room = newRoom(cfg.Memory)
	} else {
		n := len(mem) / 8
		parts[0], parts[1], parts[2], mem = mem[:3*n:3*n], mem[3*n:4*n:4*n], mem[4*n:6*n:6*n], mem[6*n:]
		memory = [...]int{3 * n, n}
		s.room = roomOver(mem, min(s.block(), len(mem)/16))
	}
	streams, sctp, fragments := cfg.Streams, cfg.Associations, cfg.Fragments
	fragments.Out, streams.Accept, sctp.Accept = SinkFunc(s.datagram), s.accept, s.acceptSCTP
	flowsFor(&streams.Flows, memory[0], DefaultStreamsMemory, flowSize)
	flowsFor(&sctp.Flows, memory[1], DefaultAssociationsMemory, associationSize)
	if mem != nil {
		s.prepare(2*streams.Flows, 2*sctp.Flows)
	}
	s.streams, s.sctp, s.defrag = NewStreams(parts[0], streams), NewAssociations(parts[1], sctp), NewDefragmenter(parts[2], fragments)
	s.streams.gone = func(c *Connection) { s.gone(c.halves[0].out, c.halves[1].out) }
	s.sctp.gone = func(a *Association) { s.gone(a.halves[0].out, a.halves[1].out) }
	return s
}

// flowsFor sets how many flows there may be, so that what is known of them and of their content takes a quarter of the
// memory.
func flowsFor(flows *int, memory, defaultMemory, size int) {
	if memory == 0 {
		memory = defaultMemory
	}
	if *flows == 0 {
		*flows = max(memory/4/(size+2*sideSize), 16)
	}
}

// StackSize returns how many bytes of memory [NewStack] needs to have for what waits what it would take from the heap.
func StackSize(cfg StackConfig) int {
	if cfg.Memory <= 0 {
		cfg.Memory = DefaultStackMemory
	}
	return 8 * max((cfg.Memory+1)/2, (DefragmenterSize(cfg.Fragments)+1)/2, (StreamsSize(cfg.Streams)+2)/3, AssociationsSize(cfg.Associations))
}

// block returns how much memory the longest message takes of those that the bindings allow.
func (s *Stack) block() (n int) {
	limits := [numReadings]int{readTLS: DefaultHandshakeLimit, readFramed: DefaultMessageLimit, readLines: DefaultLineLimit}
	for i := range s.cfg.Bindings {
		r := s.cfg.Bindings[i].As
		limit := limits[r.kind]
		if r.limit > 0 {
			limit = r.limit
		}
		n = max(n, blockFor(limit))
	}
	return max(n, 1<<leastBlock)
}

// prepare makes all that n directions of connections, and others of associations, may need.
func (s *Stack) prepare(n, others int) {
	s.sides.fill(n + others)
	for i := range s.cfg.Bindings {
		switch s.cfg.Bindings[i].As.kind {
		case readTLS:
			s.tls.fill(n)
		case readFramed:
			s.framed.fill(n)
		case readLines:
			s.lines.fill(n)
		}
	}
}

// Put takes a frame. linkType is that of the capture file or interface, a LINKTYPE_ number.
func (s *Stack) Put(linkType uint16, frame []byte, from Source) {
	s.stats.Frames++
	s.stats.Bytes += uint64(len(frame))
	f := &s.frames[0]
	err := f.ParseLink(linkType, frame) // the headers before a bad one count
	s.frame(f, err, from)
}

// frame takes a frame on: to where fragments wait, if there is one in it, or to what its last header is.
func (s *Stack) frame(f *wire.Frame, err error, from Source) {
	if i, ok := FragmentIn(f); ok {
		_, b := f.Header(i)
		around := s.around
		s.around = s.networkOf(f, i)
		s.defrag.Put(b, s.around, from)
		s.around = around
		return
	}
	if err != nil {
		s.stats.BadFrames++
		s.tell(Event{Kind: Fault, Layer: LayerFrame, Len: uint64(len(f.Payload())), Bytes: f.Payload(), From: from, Err: err})
	}
	n := f.Len() - 1
	if n < 0 {
		s.stats.Others++
		return
	}
	switch k, b := f.Header(n); k {
	case wire.KindTCP:
		s.context = s.networkOf(f, lastNetwork(f))
		s.streams.PutFrame(f, s.context, from)
	case wire.KindSCTP:
		s.context = s.networkOf(f, lastNetwork(f))
		s.sctp.PutFrame(f, s.context, from)
	case wire.KindUDP:
		s.udp(f, n, b, from)
	default:
		s.stats.Others++
	}
}

// networkOf returns the network of a frame's header.
func (s *Stack) networkOf(f *wire.Frame, i int) uint64 {
	if s.cfg.OneNetwork {
		return 0
	}
	return ContextWithin(s.around, f, i)
}

// lastNetwork returns the index of a frame's innermost IP header, or 0.
func lastNetwork(f *wire.Frame) int {
	for i := f.Len() - 1; i > 0; i-- {
		if k, _ := f.Header(i); k == wire.KindIPv4 || k == wire.KindIPv6 {
			return i
		}
	}
	return 0
}

// datagram takes what the Defragmenter says: datagrams go on as frames do.
func (s *Stack) datagram(e *Event) {
	if e.Kind != Message {
		e.Layer = LayerFragments
		s.fragments(e)
		return
	}
	if s.depth+1 == stackDepth {
		s.stats.Nested++
		s.tell(Event{Kind: Fault, Layer: LayerFragments, Len: e.Len, Bytes: e.Bytes, From: e.From, Err: ErrNesting})
		return
	}
	kind := wire.KindIPv4
	if e.Bytes[0]>>4 == 6 {
		kind = wire.KindIPv6
	}
	s.depth++
	f := &s.frames[s.depth]
	err := f.ParseAs(kind, e.Bytes)
	s.frame(f, err, e.From)
	s.depth--
}

// fragments passes on what is said of fragments.
func (s *Stack) fragments(e *Event) {
	if s.cfg.Out == nil {
		return
	}
	if k := e.Flow; k != nil {
		s.packet = StackFlow{Context: k.Context, Proto: wire.IPProto(k.Proto), Side: FromClient}
		s.packet.Src = netip.AddrPortFrom(k.addr(k.A), 0)
		s.packet.Dst = netip.AddrPortFrom(k.addr(k.B), 0)
		s.cfg.Out(&s.packet, e)
		return
	}
	s.cfg.Out(nil, e)
}

// addr returns one of a key's addresses.
func (k *Key) addr(a [16]byte) netip.Addr {
	if k.Version == 4 {
		return netip.AddrFrom4([4]byte(a[:4]))
	}
	return netip.AddrFrom16(a)
}

// tell puts out an event of no flow.
func (s *Stack) tell(e Event) {
	if s.cfg.Out != nil {
		s.event = e
		s.cfg.Out(nil, &s.event)
	}
}

// udp takes a datagram.
func (s *Stack) udp(f *wire.Frame, n int, b []byte, from Source) {
	s.stats.Datagrams++
	src, dst := f.Src(), f.Dst()
	v := wire.UDP(b)
	s.packet = StackFlow{
		Src: netip.AddrPortFrom(src, v.SrcPort()), Dst: netip.AddrPortFrom(dst, v.DstPort()),
		Context: s.networkOf(f, lastNetwork(f)), Proto: wire.IPProtoUDP,
	}
	r := s.bound(wire.IPProtoUDP, v.DstPort(), v.SrcPort())
	s.packet.reading = r
	if r == nil {
		s.stats.Unbound++
		if s.cfg.OnlyBound {
			return
		}
	}
	if s.cfg.Out == nil && (r == nil || r.kind != readAttached) {
		return
	}
	out := s.cfg.Out
	length := int(v.Length()) - wire.UDPLen
	payload := f.Payload()
	if length > len(payload) {
		s.stats.Cut++
		if out != nil {
			s.event = Event{Kind: Notice, Layer: LayerUDP, Len: uint64(length - len(payload)), Offset: uint64(len(payload)), From: from, Err: ErrCutUDP}
			out(&s.packet, &s.event)
		}
	}
	s.event = Event{Kind: Message, Layer: LayerUDP, Proto: uint32(wire.IPProtoUDP), Len: uint64(max(length, len(payload))), Bytes: payload, From: from}
	if r != nil && r.kind == readAttached {
		if sink := r.attach(&s.packet); sink != nil {
			sink.Take(&s.event)
		}
		return
	}
	out(&s.packet, &s.event)
}

// bound returns how a flow between ports is read, or nil.
func (s *Stack) bound(proto wire.IPProto, server, client uint16) *Reading {
	for _, port := range [...]uint16{server, client} {
		for i := range s.cfg.Bindings {
			if b := &s.cfg.Bindings[i]; b.Port == port && port != 0 && (b.Proto == proto || b.Proto == 0 && proto == wire.IPProtoTCP) {
				return b.As
			}
		}
	}
	return nil
}

// Flush puts out what waits, and ends all streams for a reason.
func (s *Stack) Flush(reason EndReason) {
	s.defrag.Flush(reason)
	s.streams.Flush(reason)
	s.sctp.Flush(reason)
}
