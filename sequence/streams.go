package sequence

import (
	"math/bits"
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

	// PerDirection is how much memory a direction may have, in bytes: at most 2 GiB. 0 means a sixteenth of all.
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
const flowSize = 544

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
	due    int64 // when to look for silent connections again
	grain  int64 // how late they may be noticed
	shift  uint8 // see epoch
	opened uint64
	stats  StreamsStats
	gone   func(c *Connection) // told of those that are forgotten
	recent []recentFlow        // a power of two
}

// A recentFlow remembers a flow by a hash of its ends that is good enough to find it, and is not relied on: ends that
// have the same one, even on purpose, are told apart, and found by the table.
type recentFlow struct {
	tag    uint32
	number uint32
	flow   *flow[Connection] // nil if there is none
}

// recentFlows returns how many flows to remember, of so many that there may be.
func recentFlows(flows int) int { return 1 << (bits.Len(uint(min(max(flows, 64), 4096))) - 1) }

// NewStreams returns Streams that take memory from the heap as needed, if mem is nil; or else what is known of
// connections from the heap at once and the rest from mem, and nothing after that.
func NewStreams(mem []byte, cfg StreamsConfig) *Streams {
	cfg = cfg.filled(len(mem))
	s := &Streams{cfg: cfg, grain: cfg.grain(), shift: uint8(bits.Len(uint(cfg.Flows / 16))), recent: make([]recentFlow, recentFlows(cfg.Flows))}
	tcp := cfg.TCP
	tcp.Memory -= min(cfg.Flows*flowSize, tcp.Memory/2)
	s.env = newTCPEnv(mem, tcp)
	s.env.limit = min(cfg.PerDirection, maxPerDirection)
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
	if s.now = max(s.now, from.Time); s.now >= s.due {
		s.expire()
	}
	if len(seg) < wire.TCPLen || seg.HeaderLen() < wire.TCPLen || seg.HeaderLen() > len(seg) {
		s.stats.BadHeaders++
		return
	}
	if s.cfg.Checksums && !sound(src, dst, seg, length) {
		s.stats.BadChecksums++
		return
	}
	sport, dport := seg.SrcPort(), seg.DstPort()
	hint := hintOf(src, dst, sport, dport)
	i := hint & uint32(len(s.recent)-1)
	r := &s.recent[i]
	if r.tag != hint {
		r = &s.recent[i^1]
	}
	side, ok := 0, false
	if r.tag == hint && r.flow != nil && r.flow.key.Context == context && seg.Flags()&wire.SYN == 0 {
		side, ok = sender(r.flow, src, sport, dst, dport)
	}
	if !ok {
		r = &s.recent[i]
		s.recent[i^1] = *r // beside it, which is in the same line of the cache
		r.number, side = s.find(src, dst, context, seg, from)
		r.tag, r.flow = hint, s.table.at(r.number)
	}
	f, number := r.flow, r.number
	f.value.active, f.value.seen = s.epoch(), s.now
	if used := s.env.arena.used; !f.value.predicted(side, seg, length, from) {
		s.busy = number + 1
		f.value.put(side, seg, length, from)
		s.busy = 0
		if queue := f.value.queue(); queue != f.queue {
			s.table.move(number, queue, s.now)
		}
	} else if used == s.env.arena.used && s.now-f.time < s.grain {
		return
	}
	s.table.weigh(number, flowSize+uint64(f.value.memory()))
	if s.now-f.time >= s.grain {
		s.table.touch(number, s.now)
	}
}

// epoch returns a number that grows by one whenever so many connections were opened as are about a sixteenth of those that
// there may be.
func (s *Streams) epoch() uint16 { return uint16(s.opened >> s.shift) }

// queue returns in which queue a connection should be.
func (c *Connection) queue() uint8 {
	if c.over() || !c.halves[0].begun || !c.halves[1].begun {
		return queueClosing
	}
	return queueOpen
}

// hintOf returns the hash of a [recentFlow], which is the same for both directions.
func hintOf(src, dst netip.Addr, sport, dport uint16) uint32 {
	h := uint64(sport) + uint64(dport)
	if src.Is4() && dst.Is4() {
		a, b := src.As4(), dst.As4()
		h += uint64(get32(a[:])) + uint64(get32(b[:]))
	} else {
		a, b := src.As16(), dst.As16()
		h += get64(a[8:]) + get64(b[8:])
	}
	return uint32(h * 0x9e3779b97f4a7c15 >> 32)
}

// sender returns the side of a flow that a segment without SYN is from. It reports false if the segment is of another
// flow, or may be of a connection that takes this one's place.
func sender(f *flow[Connection], src netip.Addr, sport uint16, dst netip.Addr, dport uint16) (side int, ok bool) {
	c := &f.value
	if c.env == nil || c.syn.seen || !c.halves[FromClient].begun && !c.halves[FromServer].begun {
		return 0, false
	}
	client, server := &c.ends[FromClient], &c.ends[FromServer]
	switch {
	case sport == client.Port() && dport == server.Port() && src == client.Addr() && dst == server.Addr():
		return FromClient, src != dst || sport != dport
	case sport == server.Port() && dport == client.Port() && src == server.Addr() && dst == client.Addr():
		return FromServer, true
	}
	return 0, false
}

// find returns the flow of a segment, which it makes if there is none, and the side that sent the segment.
func (s *Streams) find(src, dst netip.Addr, context uint64, seg wire.TCP, from Source) (number uint32, side int) {
	sender, receiver := netip.AddrPortFrom(src, seg.SrcPort()), netip.AddrPortFrom(dst, seg.DstPort())
	var key Key
	upper := streamKey(&key, sender, receiver, context)
	number, hash, found := s.table.find(&key)
	var syn pendingSYN
	if found {
		c := &s.table.at(number).value
		if side = c.side(upper); !c.succeeds(side, seg) {
			return number, side
		}
		s.stats.Superseded++
		syn = c.syn
		syn.upper = (syn.side == FromServer) != c.upper
		s.forget(number, Reset)
	}
	number = s.open(&key, hash, sender, receiver, seg, from)
	c := &s.table.at(number).value
	c.begin(upper, seg, syn)
	return number, c.side(upper)
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
	c.env, c.first, c.number, c.queued = s.env, from, s.opened, s.epoch()
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
