package sequence

// DefaultMessageLimit is how long a message may be, in bytes, that [Framed] puts together unless told otherwise.
const DefaultMessageLimit = 1 << 20

// A Framing says how a protocol's messages follow each other in a stream. It has no state and can serve many.
type Framing struct {
	// Name is the protocol's.
	Name string

	// Header is how many bytes it takes, at most 32, to know how long a message is. Messages may be shorter.
	Header int

	// Length returns how long the message is in bytes, headers included, that b begins with. b has at least Header
	// bytes or, at the end of a stream, what there is. number is how many messages of the stream came before. more
	// tells that the message goes on in the next one. n is 0 if no message begins so.
	Length func(b []byte, number uint64) (n int, more bool)

	// Short says that whole messages may be shorter than Header, and that Length knows them: it is then asked with fewer
	// bytes, too, and returns 0 as long as it cannot tell.
	Short bool

	// Longest is the longest message that the protocol allows, in bytes; 0 if its length field is the limit.
	Longest int

	// Begins reports whether b, of Header bytes, can only be a message's beginning. It finds messages again after bytes
	// were lost. If it is nil, nothing is found any more in a stream after a loss that was not within a message.
	Begins func(b []byte) bool
}

// A FramedConfig says how messages are cut from a stream.
type FramedConfig struct {
	// Out takes the messages.
	Out Sink

	// Framing says what they look like. It is [Framing16], DNS's, if it is nil.
	Framing *Framing

	// Limit is the longest message that is put together, in bytes; 0 means [DefaultMessageLimit]. Longer ones come out
	// in parts, as Data, after a Notice.
	Limit int

	// Join puts messages together of which the framing says that they go on in the next one, each with its header.
	Join bool
}

// A Framed cuts a stream into messages, which say how long they are: a Message for each, with its header, at its Offset
// in the stream. A message that is all in one packet is handed on from where it is; others are copied, as they come,
// and Parts say from which packets. A Framed is a Sink for the events of a TCP direction; End and what it does not
// understand it passes on.
//
// Where a message cannot be put together, a Notice says why and its bytes come out as Data. If bytes are missing within
// a message, the next is found by its length. After other losses, and where no message can begin, a Fault says so and
// what is passed over until a message begins is a Gap.
//
// A Framed must not be used by several goroutines at once, nor by the Sink that it calls.
type Framed struct {
	c       cutter
	framing *Framing
	join    bool
	joining bool   // the message at hand goes on in the next one, but comes out in pieces
	need    int    // length of the message that waits; 0 if it is not known
	pass    uint64 // bytes that come out in pieces
	number  uint64
}

// NewFramed returns a Framed that takes memory from the heap as needed, if mem is nil; or else only mem, which it keeps.
// [FramedSize] says how much there must be.
func NewFramed(mem []byte, cfg FramedConfig) *Framed {
	f := &Framed{c: newCutter(mem, cfg.Out, cfg.Limit, DefaultMessageLimit)}
	f.setFraming(cfg.Framing, cfg.Join)
	return f
}

func (f *Framed) setFraming(framing *Framing, join bool) {
	if f.framing, f.join = framing, join; framing == nil {
		f.framing = &Framing16
	}
}

// FramedSize returns how many bytes of memory [NewFramed] needs for messages as long as cfg.Limit.
func FramedSize(cfg FramedConfig) int { return sizeFor(cfg.Limit, DefaultMessageLimit) }

func sizeFor(limit, def int) int {
	if limit <= 0 {
		limit = def
	}
	return limit + (maxMarks+1)*markLen
}

// Put takes the next bytes of the stream.
func (f *Framed) Put(b []byte, from Source) { f.c.last = from; f.put(b, from) }

// Miss says that the next n bytes of the stream will not come.
func (f *Framed) Miss(n uint64, from Source) { f.c.last = from; f.miss(n, from) }

// Take takes an event of a stream.
func (f *Framed) Take(e *Event) { f.c.take(f, e) }

// Flush puts out what waits, as Data, and an End.
func (f *Framed) Flush(reason EndReason) {
	f.c.take(f, &Event{Kind: End, Reason: reason, From: f.c.last, Stream: f.c.stream, Flow: f.c.flow})
}

// Reset makes f as new, for another stream. What waited is lost; Stats go on.
func (f *Framed) Reset() {
	f.c.reset()
	f.joining, f.need, f.pass, f.number = false, 0, 0, 0
}

// Stats returns what was counted since the Framed was made.
func (f *Framed) Stats() MessageStats { return f.c.stats }

func (f *Framed) put(b []byte, from Source) {
	f.c.stats.Bytes += uint64(len(b))
	for len(b) > 0 {
		switch {
		case f.c.lost:
			b = f.search(b, from)
		case f.pass > 0:
			b = f.piece(b, from)
		case f.c.hold.n > 0:
			b = f.fill(b, from)
		default:
			b = f.cut(b, from)
		}
	}
}

// advance moves on in the stream.
func (f *Framed) advance(b []byte, n int) []byte {
	f.c.next += uint64(n)
	return b[n:]
}

// piece puts out bytes of a message that is not put together.
func (f *Framed) piece(b []byte, from Source) []byte {
	n := int(min(f.pass, uint64(len(b))))
	f.c.piece(0, f.c.next, b[:n], from)
	f.pass -= uint64(n)
	return f.advance(b, n)
}

// measure returns how long the message is that b begins with. If that is not known, it returns less than 0: how many
// bytes it takes to know more; or 0 if no message begins at bad.
func (f *Framed) measure(b []byte) (n, bad int, more bool) {
	for at := 0; ; {
		short := len(b)-at < f.framing.Header
		if short && (!f.framing.Short || len(b) == at) {
			return -(at + f.framing.Header), 0, false
		}
		k, more := f.framing.Length(b[at:], f.number)
		if short && (k <= 0 || k > len(b)-at) {
			return -(at + f.framing.Header), 0, false
		}
		if k <= 0 || f.framing.Longest != 0 && k > f.framing.Longest {
			return 0, at, false
		}
		if at += k; !more || !f.join || f.joining {
			return at, 0, more
		}
		if at > len(b) {
			return -(at + f.framing.Header), 0, true
		}
	}
}

// cut takes a message that b begins with.
func (f *Framed) cut(b []byte, from Source) []byte {
	n, bad, more := f.measure(b)
	if n == 0 || f.joining || n > f.c.limit || -n > f.c.limit {
		return f.reject(b, n, bad, more, from)
	}
	if n > 0 && n <= len(b) {
		f.number++
		f.c.message(0, f.c.next, b[:n:n], from)
		return f.advance(b, n)
	}
	f.need = max(n, 0)
	if !f.c.wait(f.c.next, b, from) {
		f.spill(n, ErrMessageMemory, &f.c.stats.NoMemory, 0, from)
		return b
	}
	return f.advance(b, len(b))
}

// reject takes what b begins with if it does not come out as a message.
func (f *Framed) reject(b []byte, n, bad int, more bool, from Source) []byte {
	switch {
	case n == 0 && bad > 0: // a message that should go on does not
		f.spill(bad, ErrMessagePart, &f.c.stats.Partial, 0, from)
	case n == 0:
		f.fault(f.c.next, b[:min(len(b), f.framing.Header)], from)
		return f.advance(b, 1)
	case f.joining && n > 0:
		f.joining, f.pass = more, uint64(n)
		f.number++
	case f.joining:
		f.c.wait(f.c.next, b, from)
		return f.advance(b, len(b))
	default:
		f.spill(n, ErrMessageSize, &f.c.stats.Oversized, uint64(f.c.limit), from)
	}
	return b
}

// fill takes bytes of the message that waits.
func (f *Framed) fill(b []byte, from Source) []byte {
	want := f.need
	if want == 0 {
		n, _, _ := f.measure(f.c.hold.bytes())
		want = -n
	}
	k := min(want-f.c.hold.n, len(b))
	if !f.c.wait(0, b[:k], from) {
		f.spill(want, ErrMessageMemory, &f.c.stats.NoMemory, 0, from)
		return b
	}
	b = f.advance(b, k)
	if f.need != 0 && f.c.hold.n == f.need {
		f.emit(f.need, from)
	}
	for f.c.hold.n > 0 && f.need == 0 {
		n, bad, more := f.measure(f.c.hold.bytes())
		if n < 0 && -n <= f.c.limit {
			break
		}
		f.learn(n, bad, more, from)
	}
	return b
}

// learn does what the header says that waits.
func (f *Framed) learn(n, bad int, more bool, from Source) {
	have := f.c.hold.n
	switch {
	case n == 0 && bad > 0:
		tail := f.tail(bad)
		f.spill(bad, ErrMessagePart, &f.c.stats.Partial, 0, from)
		f.c.wait(f.c.next-uint64(tail.n), tail.b[:tail.n], from)
	case n == 0:
		f.search(f.badHeld(from), from)
	case f.joining && n >= have:
		f.joining = more
		f.number++
		f.c.unhold(0)
		f.pass = uint64(n - have)
	case n > f.c.limit || n < 0:
		f.spill(n, ErrMessageSize, &f.c.stats.Oversized, uint64(f.c.limit), from)
	case n < have:
		f.split(n, from)
	case n == have:
		f.emit(n, from)
	default:
		f.need = n
	}
}

// emit puts out the n bytes that wait.
func (f *Framed) emit(n int, from Source) {
	f.need = 0
	f.number++
	f.c.held(0, n, from)
}

// A tail is the end of what waits, if it belongs to the next message.
type tail struct {
	b [windowLen]byte
	n int
}

// tail takes what is beyond the first n bytes from those that wait.
func (f *Framed) tail(n int) (t tail) {
	t.n = copy(t.b[:], f.c.hold.bytes()[n:])
	f.c.hold.n = n
	return t
}

// split puts out the first n of the bytes that wait, and has the others wait on.
func (f *Framed) split(n int, from Source) {
	t := f.tail(n)
	f.emit(n, from)
	f.c.wait(f.c.next-uint64(t.n), t.b[:t.n], from)
	f.c.stats.Waited -= uint64(t.n)
}

// spill puts out in pieces the message at hand. If its length is not known, n is less than 0: how many bytes it would
// take to know.
func (f *Framed) spill(n int, why error, counter *uint64, limit uint64, from Source) {
	have, at := f.c.hold.n, f.c.next
	if have > 0 {
		at = f.c.hold.start
	}
	length := n
	if n < 0 {
		length = -n - f.framing.Header
		f.joining = true
	} else {
		f.number++
	}
	f.c.spill(0, counter, MessageError{Offset: at, Len: uint64(length), Limit: limit, Err: why}, from)
	f.need, f.pass = 0, uint64(max(length-have, 0))
}

// fault tells that no message begins at an offset, with the bytes b, and begins to look for one behind its first byte.
func (f *Framed) fault(at uint64, b []byte, from Source) {
	e := MessageError{Offset: at, Err: ErrMessageHeader}
	counter := &f.c.stats.Headers
	if n, _ := f.framing.Length(b, f.number); f.framing.Longest != 0 && n > f.framing.Longest {
		e.Len, e.Limit, e.Err = uint64(n), uint64(f.framing.Longest), ErrMessageLength
		counter = &f.c.stats.Overlong
	}
	f.c.tell(Fault, 0, counter, e, from)
	f.c.lose(at)
	f.need, f.joining = 0, false
}

// badHeld is fault for the bytes that wait. It returns those behind the first.
func (f *Framed) badHeld(from Source) []byte {
	t := f.tail(0)
	at := f.c.hold.start
	h := f.c.let()
	h.drop(f.c.room)
	f.fault(at, t.b[:t.n], from)
	f.c.next = at + 1
	return t.b[1:t.n]
}

// search looks for a message's beginning.
func (f *Framed) search(b []byte, from Source) []byte {
	if f.framing.Begins == nil {
		return f.advance(b, len(b))
	}
	b = f.c.search(b, f.framing.Header, f.begins, from)
	if !f.c.lost && f.c.inWindow > 0 {
		n := f.c.inWindow
		f.c.inWindow = 0
		f.c.wait(f.c.next-uint64(n), f.c.window[:n], f.c.windowBy)
	}
	return b
}

// begins reports whether a message that is not too long may begin with b.
func (f *Framed) begins(b []byte) bool {
	if !f.framing.Begins(b) {
		return false
	}
	n, _ := f.framing.Length(b, f.number)
	return n > 0 && (f.framing.Longest == 0 || n <= f.framing.Longest)
}
