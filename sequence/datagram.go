package sequence

import "github.com/gocap-project/gocap/wire"

// A datagram is what is known of one that is not complete yet.
type datagram struct {
	pieces queue
	header ref    // a chunk with the headers before the data, from the fragment at 0; 0 until it has come
	hlen   uint16 // their length
	end    uint32 // length of the payload, or noEnd
	top    uint32 // where what has come ends
	count  uint32 // fragments that are in use
	mem    uint32 // bytes of the arena
	first  Source // the first fragment to come
	ecn    uint8  // a bit for each value of the ECN field that has come
	six    bool   // IPv6
	busy   bool   // there is one
	dead   bool   // given up; what still comes of it is left out
}

const noEnd = ^uint32(0)

// A fragment is what both versions of IP have in common.
type fragment struct {
	header []byte // up to the data, for IPv6 without the fragment header
	data   []byte
	id     uint32
	off    uint32
	more   bool
	six    bool
	proto  wire.IPProto // what the data of the fragment at 0 begins with
	next   int          // IPv6: where in header it is said what follows
	ecn    uint8
}

func (f *fragment) end() uint32 { return f.off + uint32(len(f.data)) }

// mark returns the fragment's place for its pieces, which may be parts of it only.
func (f *fragment) mark() uint32 { return f.off/8<<16 | uint32(len(f.data)) }

// extent returns the place of the fragment that a piece is of.
func (p *piece) extent() (start, end uint64) {
	start = uint64(p.Mark>>16) * 8
	return start, start + uint64(p.Mark&0xffff)
}

// verdict is what is to become of a datagram.
type verdict uint8

const (
	waits    verdict = iota
	whole            // all has come
	discards         // it is given up
	starves          // there is no memory for it
)

// An assembler puts datagrams together: it is what a Sequence's datagrams share.
type assembler struct {
	cfg    FragmentConfig
	a      *arena
	room   func() bool // gives up another datagram for its memory; nil if there is none
	flow   *Key        // of the datagram at hand
	levels []level
	depth  int  // levels that are in use
	busy   bool // within put
	stats  FragmentStats
	event  Event
	err    FragmentError
}

// A level is the output of one level of nesting.
type level struct {
	buf   []byte
	parts []Part
	fixed bool // must not grow
	flow  Key
}

// newAssembler takes what it needs for output from mem, if there is any, and uses the rest for what waits.
func newAssembler(mem []byte, cfg FragmentConfig, tables int) assembler {
	s := assembler{cfg: cfg, levels: make([]level, cfg.Nesting)}
	if mem == nil {
		most := cfg.Nesting * (largestDatagram + partLen*cfg.Fragments)
		s.a = newArena(max(cfg.Memory-tables-most, cfg.Memory/4))
	} else {
		size := min(largestDatagram, len(mem)/2/cfg.Nesting)
		for i := range s.levels {
			s.levels[i] = level{buf: mem[:0:size], parts: make([]Part, 0, cfg.Fragments), fixed: true}
			mem = mem[size:]
		}
		s.a = arenaOver(mem)
	}
	return s
}

// partLen is the size of a Part.
const partLen = 24

// tell puts out an event that is no Message.
func (s *assembler) tell(e Event) {
	e.Flow = s.flow
	s.busy = true
	s.emit(e)
	s.busy = false
}

// emit puts out an event. While Out has a Message, there may be further ones.
func (s *assembler) emit(e Event) {
	if s.cfg.Out == nil {
		return
	}
	around := s.event
	s.event = e
	s.cfg.Out.Take(&s.event)
	s.event = around
}

// report tells of a fragment that is left out or odd.
func (s *assembler) report(kind EventKind, f *fragment, src Source, err error) {
	s.err = FragmentError{ID: f.id, Offset: f.off, Len: uint32(len(f.data)), Err: err}
	s.tell(Event{Kind: kind, Offset: uint64(f.off), Len: uint64(len(f.data)), Bytes: f.data, From: src, Err: &s.err})
}

// fault tells of a fragment that is left out, and counts it.
func (s *assembler) fault(f *fragment, src Source, err error, counter *uint64) {
	s.stats.Faults++
	*counter++
	s.report(Fault, f, src, err)
}

// put takes a fragment into its datagram.
func (s *assembler) put(d *datagram, f *fragment, src Source) verdict {
	if !d.busy {
		*d = datagram{busy: true, end: noEnd, first: src, six: f.six}
	}
	if d.dead {
		s.fault(f, src, ErrGivenUp, &s.stats.GivenUp)
		return waits
	}
	if !s.endFits(d, f) {
		s.fault(f, src, ErrEnd, &s.stats.Ends)
		if s.cfg.Policy == FragmentsLinux {
			return discards
		}
		return waits
	}
	if f.off == 0 && d.header == 0 && !s.keepHeader(d, f) {
		s.fault(f, src, ErrMemory, &s.stats.Memory)
		return starves
	}
	d.ecn |= 1 << f.ecn
	d.top = max(d.top, f.end())
	if !f.more {
		d.end = f.end()
	}
	v := s.place(d, f, src)
	if v == waits && d.header != 0 && d.pieces.bytes == uint64(d.end) {
		return whole
	}
	return v
}

// endFits reports whether a fragment fits what is known of where the datagram ends.
func (s *assembler) endFits(d *datagram, f *fragment) bool {
	if f.more {
		return f.end() <= d.end
	}
	return f.end() >= d.top && (d.end == noEnd || d.end == f.end())
}

// keepHeader keeps the headers of the fragment at 0, of which one says for IPv6 what follows without the fragment
// header.
func (s *assembler) keepHeader(d *datagram, f *fragment) bool {
	for d.header = s.a.alloc(len(f.header)); d.header == 0; d.header = s.a.alloc(len(f.header)) {
		if s.room == nil || len(f.header) > s.a.largest() || !s.room() {
			return false
		}
	}
	b := s.a.at(d.header)[:len(f.header)]
	copy(b, f.header)
	d.hlen = uint16(len(b))
	d.mem += uint32(s.a.size(d.header))
	if f.six {
		b[f.next] = byte(f.proto)
	}
	return true
}

// place puts a fragment's data among the others'.
func (s *assembler) place(d *datagram, f *fragment, src Source) verdict {
	n := d.pieces.over(s.a, uint64(f.off))
	if n == 0 || s.a.start(n) >= uint64(f.end()) {
		d.count++
		return s.keep(d, f, f.off, f.end(), src)
	}
	copied := s.compare(d, f, n, src)
	switch s.cfg.Policy {
	case FragmentsLinux, FragmentsRFC5722:
		if copied {
			s.stats.Duplicates++
			return waits
		}
		s.stats.Overlaps++
		s.fault(f, src, ErrOverlap, &s.stats.Overlapping)
		return discards
	}
	if copied {
		s.stats.Duplicates++
		return waits
	}
	s.stats.Overlaps++
	s.report(Notice, f, src, ErrOverlap)
	d.count++
	return s.merge(d, f, src)
}

// compare tells where f has other bytes than the pieces from n on, and reports whether f is a copy of what is there, in
// the policy's sense: it is all there, without a hole, and for all but Linux in fragments of its place and with its bytes.
func (s *assembler) compare(d *datagram, f *fragment, n ref, src Source) bool {
	at, copied := uint64(f.off), true
	exactly := s.cfg.Policy != FragmentsLinux
	for at < uint64(f.end()) {
		if n == 0 {
			return false
		}
		p := s.a.piece(n)
		if p.Start >= uint64(f.end()) {
			return false
		}
		copied = copied && p.Start <= at && !(exactly && p.Mark != f.mark())
		from, to := max(at, p.Start), min(uint64(f.end()), p.end())
		old, now := s.a.data(n)[from-p.Start:to-p.Start], f.data[from-uint64(f.off):to-uint64(f.off)]
		if string(old) != string(now) {
			copied = copied && !exactly
			s.stats.Conflicts++
			s.tell(Event{Kind: Conflict, Offset: from, Len: to - from, Bytes: now, Old: old, From: src})
		}
		at = p.end()
		n = d.pieces.ceiling(s.a, at)
	}
	return copied
}

// merge puts a fragment's data between and over others' as the policy's table says.
func (s *assembler) merge(d *datagram, f *fragment, src Source) verdict {
	from, at, end := f.off, f.off, f.end() // from to at is not taken in yet
	for at < end {
		n := d.pieces.over(s.a, uint64(at))
		if n == 0 || s.a.start(n) >= uint64(end) {
			break
		}
		p := s.a.piece(n)
		at = max(at, uint32(p.Start))
		stop := min(end, uint32(p.end()))
		os, oe := p.extent()
		if s.cfg.Policy.newWins(uint64(f.off), uint64(end), os, oe) {
			if !s.cut(d, n, &p, uint64(at), uint64(stop)) {
				return s.starve(d, f, src)
			}
		} else {
			if v := s.keep(d, f, from, at, src); v != waits {
				return v
			}
			from = stop
		}
		at = stop
	}
	return s.keep(d, f, from, end, src)
}

// cut takes [from, to) out of piece p, which is node n and has it all.
func (s *assembler) cut(d *datagram, n ref, p *piece, from, to uint64) bool {
	front, back := from-p.Start, p.end()-to
	switch {
	case front == 0 && back == 0:
		before := s.a.used
		d.pieces.remove(s.a, p.Start)
		d.mem += uint32(s.a.used - before)
	case front == 0:
		d.pieces.cutFront(s.a, n, uint32(to-from))
	default:
		tail := s.a.data(n)[to-p.Start:]
		d.pieces.cutBack(s.a, n, uint32(p.end()-from))
		if back > 0 {
			rest := *p
			rest.Start = to
			return s.insert(d, rest, tail)
		}
	}
	return true
}

// keep copies a fragment's bytes from offset from to offset to.
func (s *assembler) keep(d *datagram, f *fragment, from, to uint32, src Source) verdict {
	for longest := uint32(s.a.maxPiece() &^ 7); from < to; {
		n := min(to-from, longest)
		p := piece{Start: uint64(from), Mark: f.mark(), From: src}
		if !s.insert(d, p, f.data[from-f.off:from-f.off+n]) {
			return s.starve(d, f, src)
		}
		from += n
	}
	return waits
}

// starve tells that there is no memory for a fragment.
func (s *assembler) starve(d *datagram, f *fragment, src Source) verdict {
	d.count--
	s.fault(f, src, ErrMemory, &s.stats.Memory)
	return starves
}

// insert adds a piece, if need be at the cost of other datagrams.
func (s *assembler) insert(d *datagram, p piece, b []byte) bool {
	for {
		if int(d.mem)+d.pieces.most(s.a, len(b)) > s.cfg.Datagram || d.pieces.count >= 2*s.cfg.Fragments {
			return false
		}
		before := s.a.used
		done := d.pieces.insert(s.a, p, b)
		if d.mem += uint32(s.a.used - before); done {
			return true
		}
		if s.room == nil || !s.room() {
			return false
		}
	}
}

// settle does with a datagram what put found. It reports whether there is still something to remember; out, if it is not
// nil, is to be delivered after that.
func (s *assembler) settle(d *datagram, f *fragment, src Source, v verdict) (stays bool, out *level) {
	switch v {
	case waits:
		return true, nil
	case whole:
		if out = s.finish(d, f, src); out != nil {
			s.clear(d)
			*d = datagram{}
			return false, out
		}
		s.drop(d, Discarded)
	case discards:
		s.drop(d, Discarded)
		if s.cfg.Policy == FragmentsRFC5722 {
			*d = datagram{busy: true, dead: true, first: src}
			return true, nil
		}
	case starves:
		s.drop(d, Evicted)
	}
	return false, nil
}

// drop gives up a datagram, and says why.
func (s *assembler) drop(d *datagram, why EndReason) {
	if d.busy && !d.dead {
		s.countDrop(d, why)
		e := Event{Kind: End, Reason: why, Len: d.pieces.bytes, From: d.first}
		if d.header != 0 {
			e.Bytes = s.a.at(d.header)[:d.hlen:d.hlen]
		}
		s.tell(e)
	}
	s.clear(d)
	*d = datagram{}
}

func (s *assembler) countDrop(d *datagram, why EndReason) {
	s.stats.Lost += uint64(d.count)
	switch why {
	case TimedOut:
		s.stats.TimedOut++
	case Evicted:
		s.stats.Evicted++
	case Discarded:
		s.stats.Discarded++
	default:
		s.stats.Flushed++
	}
}

// clear frees a datagram's memory.
func (s *assembler) clear(d *datagram) {
	d.pieces.clear(s.a)
	if d.header != 0 {
		s.a.free(d.header)
	}
	d.header, d.mem, d.count = 0, 0, 0
}

// older reports whether the two times are further apart than the timeout. A time that goes back is another recording.
func (s *assembler) older(since, now int64) bool {
	if now < since {
		since, now = now, since
	}
	return uint64(now)-uint64(since) >= uint64(s.cfg.Timeout)
}
