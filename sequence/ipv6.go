package sequence

import "github.com/gocap-project/gocap/wire"

// IPv6 puts one IPv6 packet together from its fragments. The program says which packets are fragments of it; a
// [Defragmenter] finds out by itself. Once the packet is complete or given up, the next may follow.
type IPv6 struct{ one }

// NewIPv6 returns an IPv6 Sequence. If mem is not nil, it waits in mem and allocates nothing afterwards, see [IPv6Size].
func NewIPv6(mem []byte, cfg FragmentConfig) *IPv6 { return &IPv6{newOne(mem, cfg)} }

// IPv6Size returns how many bytes of memory [NewIPv6] needs for packets of every size.
func IPv6Size(cfg FragmentConfig) int { return oneSize(cfg) }

// Put takes a packet, from its IPv6 header on, and reports whether it is a fragment. If it is not, it comes out as it is;
// if it is the only fragment of its packet (RFC 6946), without its fragment header. Bytes behind the packet's Length are
// passed over.
func (q *IPv6) Put(v wire.IPv6, src Source) (isFragment bool) {
	if !q.s.accept() {
		return false
	}
	var f fragment
	isFragment, good := q.s.route6(v, src, &f)
	if good {
		q.take(&f, src)
	}
	return isFragment
}

// route6 passes on a packet that is whole, and reports whether it is a fragment, and whether f is a good one.
func (s *assembler) route6(v wire.IPv6, src Source, f *fragment) (isFragment, good bool) {
	if len(v) < wire.IPv6Len || v.Version() != 6 {
		s.fault(&fragment{data: v}, src, ErrHeader, &s.stats.Header)
		return false, false
	}
	at, next, ok := fragmentHeader(v)
	if !ok {
		s.stats.Whole++
		s.message(whole6(v), nil, src)
		return false, false
	}
	h := wire.IPv6Fragment(v[at : at+wire.IPv6FragmentLen])
	*f = fragment{
		id: h.ID(), off: uint32(h.Offset()) * 8, more: h.More(), six: true,
		proto: h.NextHeader(), next: next, ecn: v.TrafficClass() & 3, header: v[:at:at],
	}
	atomic := f.off == 0 && !f.more
	s.stats.Fragments++
	start, end := at+wire.IPv6FragmentLen, wire.IPv6Len+int(v.Length())
	if end > len(v) || end < start {
		s.fault(f, src, ErrCut, &s.stats.Cut)
		return true, false
	}
	f.data = v[start:end:end]
	switch {
	case atomic:
		s.atomic(f, src)
	case f.more && len(f.data)%8 != 0:
		s.fault(f, src, ErrFragmentSize, &s.stats.Size)
	default:
		return true, s.bounded(f, src, at-wire.IPv6Len) && s.chained(f, src)
	}
	return true, false
}

// whole6 returns a packet without what follows it.
func whole6(v wire.IPv6) []byte {
	if n := wire.IPv6Len + int(v.Length()); n > wire.IPv6Len && n < len(v) {
		return v[:n:n]
	}
	return v
}

// fragmentHeader returns where a packet's fragment header is, and where it is said that it is one, if it has one.
func fragmentHeader(v wire.IPv6) (at, next int, ok bool) {
	at, next = wire.IPv6Len, 6
	for at+wire.IPv6FragmentLen <= len(v) {
		switch wire.IPProto(v[next]) {
		case wire.IPProtoFragment:
			return at, next, true
		case wire.IPProtoHopByHop, wire.IPProtoRouting, wire.IPProtoDestOpts:
			next, at = at, at+8+8*int(v[at+1])
		default:
			return 0, 0, false
		}
	}
	return 0, 0, false
}

// upper6 returns the protocol and the offset of what follows a packet's extension headers. ok is false if the packet
// ends before.
func upper6(v wire.IPv6) (proto wire.IPProto, at int, ok bool) {
	return upper(v.NextHeader(), v, wire.IPv6Len)
}

// upper returns the protocol and the offset of what follows the extension headers in b, of which the first is at and of
// kind proto.
func upper(proto wire.IPProto, b []byte, at int) (wire.IPProto, int, bool) {
	for {
		var units, unit int
		switch proto {
		case wire.IPProtoHopByHop, wire.IPProtoRouting, wire.IPProtoDestOpts:
			units, unit = 1, 8
		case wire.IPProtoAH:
			units, unit = 2, 4
		default:
			return proto, at, at <= len(b)
		}
		if at+2 > len(b) {
			return proto, at, false
		}
		proto, at = wire.IPProto(b[at]), at+(units+int(b[at+1]))*unit
	}
}

// chained reports whether a fragment at 0 has all headers, up to the transport's. RFC 7112 §5.
func (s *assembler) chained(f *fragment, src Source) bool {
	if f.off != 0 {
		return true
	}
	if proto, at, ok := upper(f.proto, f.data, 0); ok && at+transportLen(proto) <= len(f.data) {
		return true
	}
	s.stats.Tiny++
	s.fault(f, src, ErrHeaderChain, &s.stats.HeaderChain)
	return false
}

// atomic puts out the packet of a fragment that is alone, whatever else has its identification. RFC 6946 §4.
func (s *assembler) atomic(f *fragment, src Source) {
	n := len(f.header) + len(f.data)
	if s.depth == len(s.levels) {
		s.fault(f, src, ErrNested, &s.stats.Nested)
		return
	}
	l := &s.levels[s.depth]
	if !l.fit(n) {
		s.fault(f, src, ErrMemory, &s.stats.Memory)
		return
	}
	l.buf = append(append(l.buf[:0], f.header...), f.data...)
	l.buf[f.next] = byte(f.proto)
	wire.IPv6(l.buf).SetLength(uint16(n - wire.IPv6Len))
	l.parts = append(l.parts[:0], Part{Len: uint32(n), From: src})
	s.stats.Fragments--
	s.stats.Atomic++
	s.discovery(l, f, src)
	s.flow = nil
	s.deliver(l, src)
}

// discovery tells of neighbour discovery in fragments, which hosts pass over. RFC 6980 §5.
func (s *assembler) discovery(l *level, f *fragment, src Source) {
	proto, at, ok := upper6(l.buf)
	if !ok || proto != wire.IPProtoICMPv6 || at == len(l.buf) {
		return
	}
	switch t := wire.ICMPv6Type(l.buf[at]); {
	case t >= wire.ICMPv6RouterSolicitation && t <= wire.ICMPv6Redirect,
		t == wire.ICMPv6CertPathSolicitation, t == wire.ICMPv6CertPathAdvertisement:
		s.stats.Discovery++
		s.report(Notice, f, src, ErrDiscovery)
	}
}
