package sequence

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// A StreamsConfig says how [Streams] puts connections together. The zero value has safe limits.
type StreamsConfig struct {
	// TCP says how streams are put together. Its Memory is that of all connections, what is known of each of them
	// included; 0 means [DefaultStreamsMemory]. Its Out is not looked at.
	TCP TCPConfig

	// Accept returns what takes the events of a connection's directions; nil lets a direction's pass. It is called for
	// each connection, before its first event. One Sink can serve many: an event's Stream is twice the connection's
	// number, and one more from the server. The Connection is valid until both directions have ended.
	Accept func(c *Connection) (fromClient, fromServer Sink)

	// Flows is how many connections there may be at once. 0 means as many as a quarter of Memory is enough for.
	Flows int

	// PerDirection is how much memory a direction may have, in bytes. 0 means a sixteenth of all.
	PerDirection int

	// Timeout is how long a connection may be silent, in nanoseconds by the packets' time. 0 means 2 hours and 4
	// minutes (RFC 5382, REQ-5); less than 0 for ever.
	Timeout int64

	// Closing is how long a connection that has ended, or of which only one side was seen, may be silent. 0 means 4
	// minutes (RFC 5382, REQ-5); less than 0 for ever.
	Closing int64

	// Checksums leaves out segments whose TCP checksum is wrong. Do not ask for it where packets are captured before
	// the network interface fills checksums in.
	Checksums bool
}

// What a [StreamsConfig] means by 0.
const (
	DefaultStreamsMemory = 256 << 20
	DefaultTimeout       = (2*3600 + 4*60) * 1e9
	DefaultClosing       = 4 * 60 * 1e9
)

// flowSize is what a flow counts for in memory beside the arena: its entry and its places in the index. A test holds
// it against the truth.
const flowSize = 768

// StreamsStats counts what [Streams] did with connections.
type StreamsStats struct {
	TCPStats
	Connections  uint64 // seen
	Current      uint64 // there now
	TimedOut     uint64 // forgotten when silent for too long
	Evicted      uint64 // forgotten to make room
	Superseded   uint64 // by another connection between the same ends
	BadChecksums uint64 // segments that were left out
	BadHeaders   uint64 // segments with a header that is not one
	Memory       uint64 // bytes that are in use, all in all
}

// Streams puts all TCP connections of a capture or an interface back together. What is known of connections, and the
// bytes that wait, never take more than a fixed amount of memory: the oldest connection of the source that has most of
// it makes room. Time is that of the packets.
//
// Streams must not be used by several goroutines at once, nor by the Sinks that it calls.
type Streams struct {
	cfg    StreamsConfig
	env    *tcpEnv
	table  *flows[Connection]
	busy   uint32 // number+1 of the flow that is being worked on, which is not evicted
	now    int64
	opened uint64
	stats  StreamsStats
	gone   func(c *Connection) // told of those that are forgotten
}

// NewStreams returns Streams that take memory from the heap as needed, if mem is nil; or else what is known of
// connections from the heap at once and the rest from mem, and nothing after that.
func NewStreams(mem []byte, cfg StreamsConfig) *Streams {
	cfg = cfg.filled(len(mem))
	s := &Streams{cfg: cfg}
	tcp := cfg.TCP
	tcp.Memory -= min(cfg.Flows*flowSize, tcp.Memory/2)
	s.env = newTCPEnv(mem, tcp)
	s.env.limit = cfg.PerDirection
	s.env.makeRoom = s.evict
	if mem == nil {
		s.table = newFlows[Connection](cfg.Flows)
	} else {
		s.table = fixedFlows[Connection](cfg.Flows)
	}
	return s
}

// filled returns the configuration with numbers for each 0.
func (cfg StreamsConfig) filled(given int) StreamsConfig {
	if given > 0 {
		cfg.TCP.Memory = given
	} else if cfg.TCP.Memory == 0 {
		cfg.TCP.Memory = DefaultStreamsMemory
	}
	if cfg.Flows == 0 {
		cfg.Flows = max(cfg.TCP.Memory/4/flowSize, 16)
	}
	if cfg.PerDirection == 0 {
		cfg.PerDirection = max(cfg.TCP.Memory/16, 1<<maxSlab)
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = DefaultTimeout
	}
	if cfg.Closing == 0 {
		cfg.Closing = DefaultClosing
	}
	return cfg
}

// StreamsSize returns how many bytes of memory [NewStreams] needs to have as much for what waits as it would take from
// the heap.
func StreamsSize(cfg StreamsConfig) int {
	cfg = cfg.filled(0)
	return cfg.TCP.Memory - min(cfg.Flows*flowSize, cfg.TCP.Memory/2)
}

// Put takes a segment. context tells networks apart whose addresses may be the same; length is as with [TCP.Put].
func (s *Streams) Put(src, dst netip.Addr, context uint64, seg wire.TCP, length int, from Source) {
	s.now = max(s.now, from.Time)
	s.expire()
	if !s.sound(src, dst, seg, length) {
		return
	}
	sender, receiver := netip.AddrPortFrom(src, seg.SrcPort()), netip.AddrPortFrom(dst, seg.DstPort())
	var key Key
	upper := streamKey(&key, sender, receiver, context)
	number, hash, found := s.table.find(&key)
	var syn pendingSYN
	if found {
		if c := &s.table.at(number).value; c.succeeds(c.side(upper), seg) {
			s.stats.Superseded++
			syn = c.syn
			syn.upper = (syn.side == FromServer) != c.upper
			s.forget(number, Reset)
			found = false
		}
	}
	if !found {
		number = s.open(&key, hash, sender, receiver, seg, from)
		s.table.at(number).value.begin(upper, seg, syn)
	}
	f := s.table.at(number)
	s.busy = number + 1
	f.value.Put(f.value.side(upper), seg, length, from)
	s.busy = 0
	s.table.touch(number, s.now)
	s.table.weigh(number, flowSize+uint64(f.value.memory()))
}

// PutFrame takes the TCP segment that is a frame's last header, and reports whether there is one. A frame with an IP
// fragment has none: see [FragmentIn].
func (s *Streams) PutFrame(f *wire.Frame, context uint64, from Source) bool {
	if _, ok := FragmentIn(f); ok {
		return false
	}
	seg, length := frameTCP(f)
	if seg == nil {
		return false
	}
	s.Put(f.Src(), f.Dst(), context, seg, length, from)
	return true
}

// FragmentIn returns the index of the outermost IP header of a frame that is a fragment's. What the frame has behind it
// should be put together first, by a [Defragmenter] that is given this header and what follows it.
func FragmentIn(f *wire.Frame) (i int, ok bool) {
	ip := -1
	for i := range f.Len() {
		switch k, b := f.Header(i); k {
		case wire.KindIPv4:
			ip = i
			if v := wire.IPv4(b); v.FragOff() != 0 || v.Flags()&wire.MoreFragments != 0 {
				return i, true
			}
		case wire.KindIPv6:
			ip = i
		case wire.KindIPv6Fragment:
			return ip, ip >= 0
		}
	}
	return 0, false
}

// frameTCP returns the segment that is a frame's last header, and the length of its data by the IP header.
func frameTCP(f *wire.Frame) (seg wire.TCP, length int) {
	n := f.Len() - 1
	if n < 1 {
		return nil, 0
	}
	k, b := f.Header(n)
	if k != wire.KindTCP {
		return nil, 0
	}
	seg = wire.TCP(b)
	off, _, _ := f.Span(n)
	for i := n - 1; i >= 0; i-- {
		switch k, b := f.Header(i); k {
		case wire.KindIPv4:
			at, _, _ := f.Span(i)
			return seg, dataLength(at+int(wire.IPv4(b).Length()), off+seg.HeaderLen())
		case wire.KindIPv6:
			at, _, _ := f.Span(i)
			return seg, dataLength(at+wire.IPv6Len+int(wire.IPv6(b).Length()), off+seg.HeaderLen())
		}
	}
	return seg, -1
}

// dataLength returns what is between two offsets, or -1 if the header that gave the end does not say: it is 0 where
// the interface cuts segments (TSO), and in jumbograms.
func dataLength(end, start int) int { return max(end-start, -1) }

// sound reports whether a segment's header is one and, if that is asked for, whether its checksum is right.
func (s *Streams) sound(src, dst netip.Addr, seg wire.TCP, length int) bool {
	if len(seg) < wire.TCPLen || seg.HeaderLen() < wire.TCPLen || seg.HeaderLen() > len(seg) {
		s.stats.BadHeaders++
		return false
	}
	if length < 0 {
		length = len(seg) - seg.HeaderLen()
	}
	end := seg.HeaderLen() + length
	if !s.cfg.Checksums || end > len(seg) { // cut segments cannot be verified
		return true
	}
	if seg[:end].Sum(pseudoTCP(src, dst, end)) != seg.Checksum() {
		s.stats.BadChecksums++
		return false
	}
	return true
}

// pseudoTCP returns the partial sum of the pseudo-header: RFC 9293 §3.1.
func pseudoTCP(src, dst netip.Addr, length int) uint16 {
	var b [40]byte
	a, d := src.As16(), dst.As16()
	put32(b[32:], 0)
	n := copy(b[:], a[:])
	copy(b[n:], d[:])
	if src.Is4() || src.Is4In6() {
		clear(b[:12]) // only the addresses count; zeros add nothing
		clear(b[16:28])
	}
	b[34], b[35] = byte(length>>8), byte(length)
	b[33] = byte(length >> 16)
	b[39] = byte(wire.IPProtoTCP)
	return wire.Sum(0, b[:])
}

// streamKey sets the key of a connection, which is the same for both directions: the lower end comes first. It reports
// whether the sender is the upper.
func streamKey(k *Key, sender, receiver netip.AddrPort, context uint64) (upper bool) {
	upper = sender.Compare(receiver) > 0
	if upper {
		sender, receiver = receiver, sender
	}
	k.A, k.B = keyAddr(sender.Addr()), keyAddr(receiver.Addr())
	k.Context = context
	k.Number = uint32(sender.Port())<<16 | uint32(receiver.Port())
	k.Proto = uint8(wire.IPProtoTCP)
	k.Version = 6
	if sender.Addr().Is4() {
		k.Version = 4
	}
	return upper
}

// keyAddr returns an address as a [Key] has it.
func keyAddr(a netip.Addr) (b [16]byte) {
	if a.Is4() {
		v4 := a.As4()
		copy(b[:], v4[:])
		return b
	}
	return a.As16()
}

// open makes a connection, whose first segment is given.
func (s *Streams) open(k *Key, hash uint32, sender, receiver netip.AddrPort, seg wire.TCP, from Source) (number uint32) {
	if s.table.full() {
		s.evict()
	}
	number = s.table.add(k, hash, s.table.groupOf(groupPrefix(sender.Addr())), flowSize, s.now)
	c := &s.table.at(number).value
	c.env, c.first, c.number = s.env, from, s.opened
	c.ends = [2]netip.AddrPort{sender, receiver}
	c.upper = sender.Compare(receiver) > 0
	if seg.Flags()&(wire.SYN|wire.ACK) == wire.SYN|wire.ACK { // the answer to a SYN
		c.ends = [2]netip.AddrPort{receiver, sender}
		c.upper = !c.upper
	}
	s.opened++
	stream := uint32(c.number) << 1
	var out [2]Sink
	if s.cfg.Accept != nil {
		out[0], out[1] = s.cfg.Accept(c)
	}
	c.halves[FromClient].clear(out[0], stream)
	c.halves[FromServer].clear(out[1], stream|1)
	return number
}

// groupPrefix returns what sources that make room for each other have in common: an IPv4 address, or the first 64 bits
// of an IPv6 address, which one host can have.
func groupPrefix(a netip.Addr) uint64 {
	b := keyAddr(a)
	return get64(b[:8])
}

// evict forgets the connection that makes room best. It reports false if there is none but the one that is being
// worked on.
func (s *Streams) evict() bool {
	number, ok := s.table.victim()
	if ok && number+1 == s.busy {
		number, ok = s.table.oldest()
	}
	if !ok || number+1 == s.busy {
		return false
	}
	s.stats.Evicted++
	s.forget(number, Evicted)
	return true
}

// forget ends a connection and takes it out of the table.
func (s *Streams) forget(number uint32, reason EndReason) {
	c := &s.table.at(number).value
	c.Flush(reason)
	if s.gone != nil {
		s.gone(c)
	}
	for i := range c.halves {
		c.halves[i].release(s.env)
	}
	s.table.remove(number)
}

// expire forgets connections that were silent for too long: at most two at a time, so that no packet waits for many.
func (s *Streams) expire() {
	for range 2 {
		number, ok := s.table.oldest()
		if !ok {
			return
		}
		f := s.table.at(number)
		limit := s.cfg.Timeout
		if f.value.over() || !f.value.halves[0].begun || !f.value.halves[1].begun {
			limit = s.cfg.Closing
		}
		if limit < 0 || s.now-f.time < limit {
			return
		}
		s.stats.TimedOut++
		s.forget(number, TimedOut)
	}
}

// Flush puts out what waits in all connections and forgets them, oldest first.
func (s *Streams) Flush(reason EndReason) {
	for number, ok := s.table.oldest(); ok; number, ok = s.table.oldest() {
		s.forget(number, reason)
	}
}

// Stats returns what was counted so far.
func (s *Streams) Stats() StreamsStats {
	st := s.stats
	st.TCPStats = s.env.stats
	st.Connections = s.opened
	st.Current = uint64(s.table.n)
	st.Memory = uint64(s.env.arena.taken() + len(s.table.index)*8 + int(s.table.made)*(flowSize-16))
	return st
}
