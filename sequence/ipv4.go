package sequence

import "github.com/gocap-project/gocap/wire"

// IPv4 puts one IPv4 datagram together from its fragments. The program says which packets are fragments of it; a
// [Defragmenter] finds out by itself. Once the datagram is complete or given up, the next may follow.
type IPv4 struct{ one }

// NewIPv4 returns an IPv4 Sequence. If mem is not nil, it waits in mem and allocates nothing afterwards, see [IPv4Size].
func NewIPv4(mem []byte, cfg FragmentConfig) *IPv4 { return &IPv4{newOne(mem, cfg)} }

// IPv4Size returns how many bytes of memory [NewIPv4] needs for datagrams of every size.
func IPv4Size(cfg FragmentConfig) int { return oneSize(cfg) }

// Put takes a packet, from its IPv4 header on, and reports whether it is a fragment. If it is not, it comes out as it is.
// Bytes behind the datagram's Length are passed over.
func (q *IPv4) Put(v wire.IPv4, src Source) (isFragment bool) {
	if !q.s.accept() {
		return false
	}
	var f fragment
	isFragment, good := q.s.route4(v, src, &f)
	if good {
		q.take(&f, src)
	}
	return isFragment
}

// route4 passes on a packet that is whole, and reports whether it is a fragment, and whether f is a good one.
func (s *assembler) route4(v wire.IPv4, src Source, f *fragment) (isFragment, good bool) {
	if len(v) < wire.IPv4Len || v.Version() != 4 || v.HeaderLen() < wire.IPv4Len {
		s.fault(&fragment{data: v}, src, ErrHeader, &s.stats.Header)
		return false, false
	}
	if v.Flags()&wire.MoreFragments == 0 && v.FragOff() == 0 {
		s.stats.Whole++
		s.message(whole4(v), nil, src)
		return false, false
	}
	s.stats.Fragments++
	*f = fragment{
		id: uint32(v.ID()), off: uint32(v.FragOff()) * 8, more: v.Flags()&wire.MoreFragments != 0,
		proto: v.Protocol(), ecn: v.ECN(),
	}
	hlen, length := v.HeaderLen(), int(v.Length())
	if length > len(v) || length < hlen {
		s.fault(f, src, ErrCut, &s.stats.Cut)
		return true, false
	}
	f.header, f.data = v[:hlen:hlen], v[hlen:length:length]
	if s.cfg.Checksums && v.Sum() != v.Checksum() {
		s.fault(f, src, ErrChecksum, &s.stats.Checksum)
		return true, false
	}
	if f.more && len(f.data)%8 != 0 { // as Linux does
		s.report(Notice, f, src, ErrFragmentSize)
		f.data = f.data[:len(f.data)&^7]
	}
	if !s.bounded(f, src, len(f.header)) {
		return true, false
	}
	s.tiny4(f, src)
	return true, true
}

// whole4 returns a datagram without what follows it.
func whole4(v wire.IPv4) []byte {
	if n := int(v.Length()); n >= v.HeaderLen() && n < len(v) {
		return v[:n:n]
	}
	return v
}

// bounded reports whether a fragment has data, and ends within the longest datagram. counted is how much of its headers
// counts for that.
func (s *assembler) bounded(f *fragment, src Source, counted int) bool {
	switch {
	case len(f.data) == 0:
		s.fault(f, src, ErrFragmentEmpty, &s.stats.Empty)
	case int(f.end())+counted > maxDatagram:
		s.fault(f, src, ErrTooLong, &s.stats.TooLong)
	default:
		return true
	}
	return false
}

// tiny4 tells of a first fragment that ends within the transport header, and of one that would replace TCP's flags.
// RFC 1858 §3 and §4, RFC 3128.
func (s *assembler) tiny4(f *fragment, src Source) {
	if f.off == 0 && len(f.data) < transportLen(f.proto) || f.off == 8 && f.proto == wire.IPProtoTCP {
		s.stats.Tiny++
		s.report(Notice, f, src, ErrTiny)
	}
}

// transportLen returns how many bytes the header of a protocol has at least.
func transportLen(proto wire.IPProto) int {
	switch proto {
	case wire.IPProtoTCP:
		return wire.TCPLen
	case wire.IPProtoUDP, wire.IPProtoICMP, wire.IPProtoICMPv6, wire.IPProtoUDPLite:
		return 8
	case wire.IPProtoSCTP, wire.IPProtoDCCP:
		return 12
	}
	return 0
}

// A one is a Sequence of one datagram.
type one struct {
	s assembler
	d datagram
}

func newOne(mem []byte, cfg FragmentConfig) one {
	cfg = cfg.withDefaults(defaultOneMemory)
	return one{s: newAssembler(mem, cfg, 0)}
}

func oneSize(cfg FragmentConfig) int {
	cfg = cfg.withDefaults(defaultOneMemory)
	return cfg.Nesting*largestDatagram + cfg.Memory
}

// accept counts a packet, unless it comes when it must not.
func (s *assembler) accept() bool {
	if s.busy {
		s.stats.Refused++
		return false
	}
	s.stats.Packets++
	return true
}

func (q *one) take(f *fragment, src Source) {
	if q.d.busy && q.s.older(q.d.first.Time, src.Time) {
		q.s.drop(&q.d, TimedOut)
	}
	v := q.s.put(&q.d, f, src)
	if _, out := q.s.settle(&q.d, f, src, v); out != nil {
		q.s.deliver(out, src)
	}
}

// Flush gives up the datagram, if there is one, and says that it is because of reason.
func (q *one) Flush(reason EndReason) { q.s.drop(&q.d, reason) }

// Reset forgets the datagram and what was counted.
func (q *one) Reset() {
	q.s.clear(&q.d)
	q.d = datagram{}
	q.s.stats = FragmentStats{}
}

// Stats returns what became of the packets.
func (q *one) Stats() FragmentStats { return q.s.stats }
