package sequence

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// An AssociationsConfig says how [Associations] puts associations together. The zero value has safe limits.
type AssociationsConfig struct {
	// SCTP says how messages are put together. Its Memory is that of all associations, what is known of each of them
	// included; 0 means [DefaultAssociationsMemory]. Its Out is not looked at.
	SCTP SCTPConfig

	// Accept returns what takes the events of an association's directions; nil lets a direction's pass. It is called for
	// each association, before its first event. The Association is valid until both directions have ended.
	Accept func(a *Association) (fromClient, fromServer Sink)

	// Flows is how many associations there may be at once. 0 means as many as a quarter of Memory is enough for.
	Flows int

	// PerDirection is how much memory a direction may have, in bytes. 0 means a sixteenth of all.
	PerDirection int

	// Timeout is how long an association may be silent, in nanoseconds by the packets' time. 0 means
	// [DefaultAssociationTimeout]; less than 0 for ever.
	Timeout int64

	// Closing is how long an association that has ended, or of which only one side was seen, may be silent. 0 means 4
	// minutes; less than 0 for ever.
	Closing int64
}

// What an [AssociationsConfig] means by 0.
const (
	DefaultAssociationsMemory = 64 << 20
	DefaultAssociationTimeout = 30 * 60 * 1e9 // hosts send HEARTBEAT every 30 seconds: RFC 9260 §16
)

const (
	// associationSize is what an association counts for in memory beside the arena: its entry, its names and their places
	// in the index. A test holds it against the truth.
	associationSize = 1920
	namesEach       = 4 // names that there is room for, on average
	namesMost       = 16
)

// AssociationsStats counts what [Associations] did.
type AssociationsStats struct {
	SCTPStats
	Associations uint64 // seen
	Current      uint64 // there now
	TimedOut     uint64 // forgotten when silent for too long
	Evicted      uint64 // forgotten to make room
	Superseded   uint64 // by another between the same ends
	Stray        uint64 // packets of no association: ABORT and the like
	BadChecksums uint64 // packets that were left out
	BadHeaders   uint64 // packets with a header that is not one
	Memory       uint64 // bytes that are in use, all in all
}

// Associations puts all SCTP associations of a capture or an interface back together. Packets are known by their
// verification tag and ports, so that those of an association with several addresses come together on whatever path they
// are sent, and before tags are known by addresses and ports. Memory is bounded: the oldest association of the source that
// has most of it makes room. Time is that of the packets.
//
// Associations must not be used by several goroutines at once, nor by the Sinks that it calls.
type Associations struct {
	cfg    AssociationsConfig
	env    *sctpEnv
	table  *flows[Association]
	names  *flows[sctpName]
	busy   uint32 // number+1 of the association that is being worked on, which is not evicted
	now    int64
	opened uint64
	stats  AssociationsStats
	gone   func(a *Association) // told of those that are forgotten
}

// A sctpName is a key by which an association is found.
type sctpName struct {
	of   uint32 // the association's number in the table
	next uint32 // of its names: number+1
	side uint8  // whose packets have the tag; of a pair of addresses, the side with the lower
}

// NewAssociations returns Associations that take memory from the heap as needed, if mem is nil; or else what is known of
// associations from the heap at once and the rest from mem, and nothing after that.
func NewAssociations(mem []byte, cfg AssociationsConfig) *Associations {
	cfg = cfg.filled(len(mem))
	s := &Associations{cfg: cfg}
	sctp := cfg.SCTP
	sctp.Memory -= min(cfg.Flows*associationSize, sctp.Memory/2)
	sctp.Checksums = false // looked at before
	s.env = newSCTPEnv(mem, sctp)
	s.env.limit = min(cfg.PerDirection, s.env.limit)
	s.env.makeRoom = s.evict
	if mem == nil {
		s.table, s.names = newFlows[Association](cfg.Flows), newFlows[sctpName](cfg.Flows*namesEach)
	} else {
		s.table, s.names = fixedFlows[Association](cfg.Flows), fixedFlows[sctpName](cfg.Flows*namesEach)
	}
	return s
}

// filled returns the configuration with numbers for each 0.
func (cfg AssociationsConfig) filled(given int) AssociationsConfig {
	if given > 0 {
		cfg.SCTP.Memory = given
	} else if cfg.SCTP.Memory == 0 {
		cfg.SCTP.Memory = DefaultAssociationsMemory
	}
	if cfg.Flows == 0 {
		cfg.Flows = max(cfg.SCTP.Memory/4/associationSize, 16)
	}
	if cfg.PerDirection == 0 {
		cfg.PerDirection = max(cfg.SCTP.Memory/16, 1<<maxSlab)
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = DefaultAssociationTimeout
	}
	if cfg.Closing == 0 {
		cfg.Closing = DefaultClosing
	}
	return cfg
}

// AssociationsSize returns how many bytes of memory [NewAssociations] needs to have as much for what waits as it would
// take from the heap.
func AssociationsSize(cfg AssociationsConfig) int {
	cfg = cfg.filled(0)
	return cfg.SCTP.Memory - min(cfg.Flows*associationSize, cfg.SCTP.Memory/2) + cfg.SCTP.filled().Message
}

// Put takes a packet. context tells networks apart whose addresses may be the same; length is that of the packet as the
// IP header has it, which is more than p has if it was cut when captured, and less if the frame is padded; less than 0
// means that p has it all.
func (s *Associations) Put(src, dst netip.Addr, context uint64, p wire.SCTP, length int, from Source) {
	s.now = max(s.now, from.Time)
	s.expire()
	if length >= 0 && length < len(p) {
		p = p[:length]
	}
	if !s.sound(p, length) {
		return
	}
	d := sctpPacket{src: src, dst: dst, context: context, p: p, x: firstChunk(p), from: from}
	number, side, found := s.find(&d)
	var offers [2]sctpOffer
	if found {
		if a := &s.table.at(number).value; a.succeeds(side, p, d.x) || s.stale(number, side, p, d.x) {
			if d.x.Type() != wire.SCTPTypeInit && a.succeeds(side, p, d.x) {
				offers[0], offers[1] = a.others[side], a.others[1-side] // the sender of this packet is to be the client
			}
			s.stats.Superseded++
			s.forget(number, Reset)
			found = false
		}
	}
	if !found {
		if len(d.x) == 0 || lonely(d.x) {
			s.stats.Stray++
			return
		}
		number, side = s.open(&d)
		s.table.at(number).value.begin(offers)
	}
	a := &s.table.at(number).value
	s.busy = number + 1
	a.Put(side, p, from)
	s.busy = 0
	s.bind(number, side, &d)
	s.table.move(number, a.queue(), s.now)
	s.table.weigh(number, associationSize+uint64(a.memory()))
}

// lonely reports whether a chunk begins no association that is worth to be known: the last words of one, or those of a
// host that knows none.
func lonely(x wire.SCTPChunk) bool {
	switch x.Type() {
	case wire.SCTPTypeAbort, wire.SCTPTypeShutdownComplete, wire.SCTPTypeShutdownAck, wire.SCTPTypeError:
		return true
	}
	return false
}

// PutFrame takes the SCTP packet that is a frame's last header, and reports whether there is one. A frame with an IP
// fragment has none: see [FragmentIn].
func (s *Associations) PutFrame(f *wire.Frame, context uint64, from Source) bool {
	n := f.Len() - 1
	if n < 1 {
		return false
	}
	k, b := f.Header(n)
	if k != wire.KindSCTP {
		return false
	}
	if _, ok := FragmentIn(f); ok {
		return false
	}
	s.Put(f.Src(), f.Dst(), context, wire.SCTP(b), packetLength(f, n), from)
	return true
}

// packetLength returns the length of header n and all that follows it, as the IP header before it has it. It is -1 if
// that does not say: it is 0 in jumbograms.
func packetLength(f *wire.Frame, n int) int {
	off, _, _ := f.Span(n)
	for i := n - 1; i >= 0; i-- {
		at, _, _ := f.Span(i)
		switch k, b := f.Header(i); k {
		case wire.KindIPv4:
			return max(at+int(wire.IPv4(b).Length())-off, -1)
		case wire.KindIPv6:
			return max(at+wire.IPv6Len+int(wire.IPv6(b).Length())-off, -1)
		}
	}
	return -1
}

// sound reports whether a packet has a header and, if that is asked for, whether its checksum is right.
func (s *Associations) sound(p wire.SCTP, length int) bool {
	if len(p) < wire.SCTPLen {
		s.stats.BadHeaders++
		return false
	}
	if s.cfg.SCTP.Checksums && length <= len(p) && p.Sum() != p.Checksum() { // cut packets cannot be verified
		s.stats.BadChecksums++
		return false
	}
	return true
}

// A sctpPacket is a packet with where it was seen.
type sctpPacket struct {
	src, dst netip.Addr
	context  uint64
	p        wire.SCTP
	x        wire.SCTPChunk // the first
	from     Source
}

// The kinds of keys.
const (
	keyTag  = 1
	keyPath = 2
)

// tagKey sets the key of packets with a tag from one port to another.
func (d *sctpPacket) tagKey(k *Key, src, dst uint16, tag uint32) {
	*k = Key{Context: d.context, Number: uint32(src)<<16 | uint32(dst), Proto: uint8(wire.IPProtoSCTP), Kind: keyTag}
	put32(k.A[:], tag)
}

// pathKey sets the key of a packet's addresses and ports, which is the same for both directions. It reports whether the
// sender is the upper end.
func (d *sctpPacket) pathKey(k *Key) (upper bool) {
	upper = streamKey(k, netip.AddrPortFrom(d.src, d.p.SrcPort()), netip.AddrPortFrom(d.dst, d.p.DstPort()), d.context)
	k.Proto, k.Kind = uint8(wire.IPProtoSCTP), keyPath
	return upper
}

// find returns the association that a packet is of, and which side sent it.
func (s *Associations) find(d *sctpPacket) (number uint32, side int, ok bool) {
	var k Key
	if tag := d.p.VTag(); tag != 0 && len(d.x) != 0 && !s.cfg.SCTP.AnyTag {
		flip := reflects(d.x)
		if d.tagKey(&k, d.p.SrcPort(), d.p.DstPort(), tag); flip {
			d.tagKey(&k, d.p.DstPort(), d.p.SrcPort(), tag)
		}
		if n, _, found := s.names.find(&k); found {
			v := &s.names.at(n).value
			if side = int(v.side); flip {
				side = 1 - side
			}
			if s.onPath(v.of, side, d) {
				return v.of, side, true
			}
		}
	}
	upper := d.pathKey(&k)
	n, _, found := s.names.find(&k)
	if !found {
		return 0, 0, false
	}
	v := &s.names.at(n).value
	if side = int(v.side); upper {
		side = 1 - side
	}
	return v.of, side, true
}

// onPath reports whether a packet's addresses can be those of an association. All are known if both sides told theirs.
func (s *Associations) onPath(number uint32, side int, d *sctpPacket) bool {
	a := &s.table.at(number).value
	if !a.offers[0].seen || !a.offers[1].seen {
		return true
	}
	return a.paths[side].has(d.src) && a.paths[1-side].has(d.dst)
}

// stale reports whether an association was silent for long, and a packet has another tag: one whose INIT was not seen
// took its place.
func (s *Associations) stale(number uint32, side int, p wire.SCTP, x wire.SCTPChunk) bool {
	f := s.table.at(number)
	a := &f.value
	if len(x) == 0 || lonely(x) || !a.known[side] || a.tags[side] == p.VTag() || x.Type() == wire.SCTPTypeInitAck {
		return false
	}
	return a.over() || s.cfg.Closing >= 0 && s.now-f.time >= s.cfg.Closing
}

// open makes an association, whose first packet is given.
func (s *Associations) open(d *sctpPacket) (number uint32, side int) {
	if s.table.full() {
		s.evict()
	}
	var k Key
	upper := d.pathKey(&k)
	k.Context ^= s.opened << 1 // names have the keys; this one is only to differ
	_, hash, _ := s.table.find(&k)
	number = s.table.add(&k, hash, s.table.groupOf(groupPrefix(d.src)), associationSize, s.now)
	a := &s.table.at(number).value
	a.env, a.first, a.number = s.env, d.from, s.opened
	s.opened++
	if d.x.Type() == wire.SCTPTypeInitAck { // the answer to INIT
		side = FromServer
	}
	a.ends[side] = netip.AddrPortFrom(d.src, d.p.SrcPort())
	a.ends[1-side] = netip.AddrPortFrom(d.dst, d.p.DstPort())
	lower := side
	if upper {
		lower = 1 - side
	}
	d.pathKey(&k)
	s.name(number, &k, lower)
	if s.cfg.Accept != nil {
		a.halves[FromClient].out, a.halves[FromServer].out = s.cfg.Accept(a)
	}
	return number, side
}

// name lets an association be found by a key.
func (s *Associations) name(number uint32, k *Key, side int) {
	n, hash, found := s.names.find(k)
	if found {
		of := s.names.at(n).value.of
		if of == number || k.Kind == keyTag && !s.table.at(of).value.over() {
			return // nobody takes away a tag that is in use
		}
		s.unname(n)
	}
	a := &s.table.at(number).value
	count := 0
	for at := a.names; at != 0; at = s.names.at(at - 1).value.next {
		count++
	}
	if s.names.full() || count >= namesMost {
		return
	}
	n = s.names.add(k, hash, 0, 0, s.now)
	s.names.at(n).value = sctpName{of: number, next: a.names, side: uint8(side)}
	a.names = n + 1
}

// unname takes a name away.
func (s *Associations) unname(n uint32) {
	v := s.names.at(n).value
	for at := &s.table.at(v.of).value.names; *at != 0; at = &s.names.at(*at - 1).value.next {
		if *at == n+1 {
			*at = v.next
			break
		}
	}
	s.names.remove(n)
}

// bind notes by what an association is to be found after a packet of it.
func (s *Associations) bind(number uint32, side int, d *sctpPacket) {
	a := &s.table.at(number).value
	var k Key
	for i := range a.tags {
		if a.known[i] && !a.bound[i] {
			d.tagKey(&k, a.ends[i].Port(), a.ends[1-i].Port(), a.tags[i])
			s.name(number, &k, i)
			a.bound[i] = true
		}
	}
	if len(d.x) == 0 || s.cfg.SCTP.AnyTag || !reflects(d.x) && d.x.Type() != wire.SCTPTypeInit && d.p.VTag() != a.tags[side] {
		return
	}
	if !a.paths[side].has(d.src) || !a.paths[1-side].has(d.dst) || a.paths[side].more || a.paths[1-side].more {
		a.paths[side].add(d.src)
		a.paths[1-side].add(d.dst)
		lower := side
		if d.pathKey(&k) {
			lower = 1 - side
		}
		s.name(number, &k, lower)
	}
	if init, ok := initOf(d.x); ok {
		a.paths[side].learn(init.Params())
	} else if d.x.Type() == wire.SCTPTypeASCONF && len(d.x) > 8 {
		a.paths[side].learn(wire.SCTPParams(d.x[8:]))
	}
}

// evict forgets the association that makes room best. It reports false if there is none but the one that is being
// worked on.
func (s *Associations) evict() bool {
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

// forget ends an association and takes it out of the table.
func (s *Associations) forget(number uint32, reason EndReason) {
	a := &s.table.at(number).value
	a.Flush(reason)
	if s.gone != nil {
		s.gone(a)
	}
	for i := range a.halves {
		a.halves[i].release(s.env)
	}
	for a.names != 0 {
		s.unname(a.names - 1)
	}
	s.table.remove(number)
}

// expire forgets associations that were silent for too long: at most two at a time, so that no packet waits for many.
func (s *Associations) expire() {
	for range 2 {
		number, ok := s.table.silent(queueClosing, s.now, s.cfg.Closing)
		if !ok {
			number, ok = s.table.silent(queueOpen, s.now, s.cfg.Timeout)
		}
		if !ok {
			return
		}
		s.stats.TimedOut++
		s.forget(number, TimedOut)
	}
}

// queue returns in which queue an association should be.
func (a *Association) queue() uint8 {
	if a.over() || !a.known[0] || !a.known[1] {
		return queueClosing
	}
	return queueOpen
}

// Flush puts out what waits in all associations and forgets them, oldest first.
func (s *Associations) Flush(reason EndReason) {
	for number, ok := s.table.oldest(); ok; number, ok = s.table.oldest() {
		s.forget(number, reason)
	}
}

// Stats returns what was counted so far.
func (s *Associations) Stats() AssociationsStats {
	st := s.stats
	st.SCTPStats = s.env.stats
	st.Associations = s.opened
	st.Current = uint64(s.table.n)
	st.Memory = uint64(s.env.arena.taken() + cap(s.env.buf) + int(s.table.made)*associationSize)
	return st
}
