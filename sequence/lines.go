package sequence

// DefaultLineLimit is how long a line may be, in bytes, that [Lines] puts together unless told otherwise.
const DefaultLineLimit = 8192

// A LinesConfig says how lines are cut from a stream.
type LinesConfig struct {
	// Out takes the lines.
	Out Sink

	// Limit is the longest line, in bytes without its end; 0 means [DefaultLineLimit]. Longer ones come out in parts,
	// as Data, after a Notice.
	Limit int
}

// A Lines cuts a stream into lines, which end with LF or CR LF: a Message for each, without its end, at its Offset in
// the stream. A line that is all in one packet is handed on from where it is; others are copied, as they come, and Parts
// say from which packets. What the stream ends with is a line without an end. A Lines is a Sink for the events of a TCP
// direction; End and what it does not understand it passes on.
//
// A line that is too long, or of which bytes are missing, comes out as Data after a Notice that says why, and the next
// one begins after its end.
//
// A Lines must not be used by several goroutines at once, nor by the Sink that it calls.
type Lines struct {
	c    cutter
	pass bool // the line at hand comes out in pieces
	cr   bool // a CR that may be of its end did not come out
	crBy Source
}

// NewLines returns a Lines that takes memory from the heap as needed, if mem is nil; or else only mem, which it keeps.
// [LinesSize] says how much there must be.
func NewLines(mem []byte, cfg LinesConfig) *Lines {
	return &Lines{c: newCutter(mem, cfg.Out, cfg.Limit, DefaultLineLimit)}
}

// LinesSize returns how many bytes of memory [NewLines] needs for lines as long as cfg.Limit.
func LinesSize(cfg LinesConfig) int { return sizeFor(cfg.Limit, DefaultLineLimit) + 1 }

// Put takes the next bytes of the stream.
func (l *Lines) Put(b []byte, from Source) { l.c.last = from; l.put(b, from) }

// Miss says that the next n bytes of the stream will not come.
func (l *Lines) Miss(n uint64, from Source) { l.c.last = from; l.miss(n, from) }

// Take takes an event of a stream.
func (l *Lines) Take(e *Event) { l.c.take(l, e) }

// Flush puts out what waits, and an End.
func (l *Lines) Flush(reason EndReason) {
	l.c.take(l, &Event{Kind: End, Reason: reason, From: l.c.last, Stream: l.c.stream, Flow: l.c.flow})
}

// Reset makes l as new, for another stream. What waited is lost; Stats go on.
func (l *Lines) Reset() {
	l.c.reset()
	l.pass, l.cr = false, false
}

// Stats returns what was counted since the Lines was made.
func (l *Lines) Stats() MessageStats { return l.c.stats }

func (l *Lines) put(b []byte, from Source) {
	l.c.stats.Bytes += uint64(len(b))
	for len(b) > 0 {
		n := indexByte(b, '\n')
		if n < 0 {
			l.begin(b, from)
			return
		}
		l.end(b[:n:n], from)
		b = b[n+1:]
	}
}

// indexByte returns where x is in b first, or -1.
func indexByte(b []byte, x byte) int {
	for i := range b {
		if b[i] == x {
			return i
		}
	}
	return -1
}

// begin takes bytes of a line that does not end yet.
func (l *Lines) begin(b []byte, from Source) {
	switch {
	case l.pass:
		l.piece(b, from)
		return
	case l.c.hold.n+len(b) > l.c.limit+1 || l.c.hold.n+len(b) == l.c.limit+1 && b[len(b)-1] != '\r':
		l.spill(l.c.next, ErrMessageSize, &l.c.stats.Oversized, uint64(l.c.limit), from)
		l.piece(b, from)
		return
	case !l.c.wait(l.c.next, b, from):
		l.spill(l.c.next, ErrMessageMemory, &l.c.stats.NoMemory, 0, from)
		l.piece(b, from)
		return
	}
	l.c.next += uint64(len(b))
}

// piece puts out bytes of a line that is not put together, but for a CR that may be of its end.
func (l *Lines) piece(b []byte, from Source) {
	if len(b) == 0 {
		return
	}
	l.looseCR()
	at := l.c.next
	l.c.next += uint64(len(b))
	if b[len(b)-1] == '\r' {
		b = b[:len(b)-1]
		l.cr, l.crBy = true, from
	}
	l.c.piece(0, at, b, from)
}

// looseCR puts out a CR that was not of the line's end.
func (l *Lines) looseCR() {
	if l.cr {
		l.cr = false
		l.c.inner[0] = '\r'
		l.c.piece(0, l.c.next-1, l.c.inner[:1], l.crBy)
	}
}

// spill begins to put out the line at hand in pieces.
func (l *Lines) spill(at uint64, why error, counter *uint64, limit uint64, from Source) {
	if l.c.hold.n > 0 {
		at = l.c.hold.start
		if t := l.c.hold.bytes(); t[len(t)-1] == '\r' {
			l.cr, l.crBy = true, l.c.last
			l.c.hold.n--
		}
	}
	l.pass = true
	l.c.spill(0, counter, MessageError{Offset: at, Limit: limit, Err: why}, from)
}

// end takes the last bytes of a line, without the LF that follows.
func (l *Lines) end(b []byte, from Source) {
	have := l.c.hold.n
	cr := 0
	if len(b) > 0 && b[len(b)-1] == '\r' || len(b) == 0 && have > 0 && l.c.hold.block[have-1] == '\r' {
		cr = 1
	}
	n := have + len(b) - cr
	switch {
	case l.pass:
	case n > l.c.limit:
		l.spill(l.c.next, ErrMessageSize, &l.c.stats.Oversized, uint64(l.c.limit), from)
	case have == 0:
		l.c.message(0, l.c.next, b[:n:n], from)
	case len(b) == 0 || l.c.wait(0, b, from):
		l.c.held(0, n, from)
	default:
		l.spill(l.c.next, ErrMessageMemory, &l.c.stats.NoMemory, 0, from)
	}
	if l.pass {
		l.piece(b, from)
		cr = 0
		if l.cr {
			l.cr, cr = false, 1
		}
	} else {
		l.c.next += uint64(len(b))
	}
	l.pass = false
	l.c.next++
	l.c.stats.Framing += uint64(cr) + 1
}

func (l *Lines) miss(n uint64, from Source) {
	if n == 0 {
		return
	}
	l.c.stats.Bytes += n
	if !l.pass {
		l.spill(l.c.next, ErrMessagePart, &l.c.stats.Partial, 0, from)
	}
	l.looseCR()
	l.c.gap(l.c.next, n, from)
	l.c.next += n
}

func (l *Lines) yield() bool {
	l.spill(l.c.next, ErrMessageMemory, &l.c.stats.NoMemory, 0, l.c.last)
	return true
}

// finish puts out what waits at the end of the stream.
func (l *Lines) finish(from Source) {
	if n := l.c.hold.n; n > 0 {
		l.c.held(0, n, from)
	}
	l.looseCR()
	l.pass = false
}
