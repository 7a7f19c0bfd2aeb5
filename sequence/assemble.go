package sequence

import "github.com/gocap-project/gocap/wire"

// finish puts together a datagram of which all has come. It returns the level that has it, or nil if it cannot be.
func (s *assembler) finish(d *datagram, f *fragment, src Source) *level {
	header := s.a.at(d.header)[:d.hlen]
	total := int(d.hlen) + int(d.end)
	limit := maxDatagram
	if d.six {
		limit += wire.IPv6Len
	}
	switch {
	case total > limit:
		return s.unfinished(d, f, src, ErrTooLong, &s.stats.TooLong)
	case s.depth == len(s.levels):
		return s.unfinished(d, f, src, ErrNested, &s.stats.Nested)
	case mixed(d.ecn):
		return s.unfinished(d, f, src, ErrCongestion, &s.stats.Congestion)
	}
	l := &s.levels[s.depth]
	if !l.fit(total) || !s.collect(d, l, header) {
		return s.unfinished(d, f, src, ErrMemory, &s.stats.Memory)
	}
	if d.six {
		wire.IPv6(l.buf).SetLength(uint16(total - wire.IPv6Len))
		s.discovery(l, f, src)
	} else {
		setWhole4(l.buf)
	}
	mergeECN(l.buf, d)
	s.stats.Datagrams++
	s.stats.Used += uint64(d.count)
	s.stats.Bytes += uint64(total)
	return l
}

// unfinished tells why a datagram cannot be put together, by the fragment that was the last to come.
func (s *assembler) unfinished(d *datagram, f *fragment, src Source, err error, counter *uint64) *level {
	d.count--
	s.fault(f, src, err, counter)
	return nil
}

// fit makes room for a datagram.
func (l *level) fit(n int) bool {
	if n > cap(l.buf) {
		if l.fixed {
			return false
		}
		l.buf = make([]byte, 0, min(max(2*n, 2048), largestDatagram))
	}
	return n <= cap(l.buf)
}

// collect writes a datagram to the level's buffer, and which packets its bytes are from.
func (s *assembler) collect(d *datagram, l *level, header []byte) bool {
	l.buf = append(l.buf[:0], header...)
	l.parts = l.parts[:0]
	for n := d.pieces.first(s.a); n != 0; {
		p := s.a.piece(n)
		if k := len(l.parts); k > 0 && l.parts[k-1].From == p.From {
			l.parts[k-1].Len += p.Len
		} else if k == s.cfg.Fragments {
			return false
		} else {
			l.parts = append(l.parts, Part{Offset: uint32(len(l.buf)), Len: p.Len, From: p.From})
		}
		l.buf = append(l.buf, s.a.data(n)...)
		n = d.pieces.ceiling(s.a, p.end())
	}
	l.parts[0].Offset = 0
	l.parts[0].Len += uint32(len(header))
	return true
}

// setWhole4 makes an IPv4 datagram say that it is no fragment.
func setWhole4(b []byte) {
	v := wire.IPv4(b)
	v.SetLength(uint16(len(b)))
	v.SetFlags(v.Flags() &^ wire.MoreFragments)
	v.SetFragOff(0)
}

// Values of the ECN field, RFC 3168 §5.
const (
	notECT = 0
	ce     = 3
)

// mixed reports whether a datagram cannot be put together because some fragments have met congestion and the sender of
// others knows nothing of it. RFC 3168 §5.3.
func mixed(ecn uint8) bool { return ecn&(1<<ce) != 0 && ecn&(1<<notECT) != 0 }

// mergeECN marks the datagram if a fragment was marked, and computes an IPv4 checksum. RFC 3168 §5.3.
func mergeECN(b []byte, d *datagram) {
	marked := d.ecn&(1<<ce) != 0
	if d.six {
		if v := wire.IPv6(b); marked {
			v.SetTrafficClass(v.TrafficClass() | ce)
		}
		return
	}
	v := wire.IPv4(b)
	if marked {
		v.SetECN(ce)
	}
	v.SetChecksum(v.Sum())
}

// deliver puts out what finish has made. The packets that Out puts in meanwhile have levels of their own.
func (s *assembler) deliver(l *level, src Source) {
	s.depth++
	s.message(l.buf, l.parts, src)
	s.depth--
}

// message puts out a datagram.
func (s *assembler) message(b []byte, parts []Part, src Source) {
	e := Event{Kind: Message, Len: uint64(len(b)), Bytes: b, Parts: parts, From: src}
	if len(parts) > 0 {
		e.Flow = s.flow
	}
	if b[0]>>4 == 6 {
		proto, _, _ := upper6(b)
		e.Proto = uint32(proto)
	} else {
		e.Proto = uint32(wire.IPv4(b).Protocol())
	}
	s.emit(e)
}
