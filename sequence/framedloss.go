package sequence

func (f *Framed) miss(n uint64, from Source) {
	if f.c.hold.n > 0 && n > 0 {
		start, have, need := f.c.hold.start, f.c.hold.n, f.need
		if need == 0 {
			need = f.sure()
		}
		f.c.spill(0, &f.c.stats.Partial, MessageError{Offset: start, Len: uint64(need), Err: ErrMessagePart}, from)
		f.need, f.pass = 0, uint64(max(need-have, 0))
		f.number++
	}
	f.c.stats.Bytes += n
	if k := min(n, f.pass); k > 0 {
		f.c.gap(f.c.next, k, from)
		f.pass -= k
		f.c.next += k
		n -= k
	}
	if n > 0 && !f.c.lost {
		f.need, f.joining = 0, false
		f.c.lose(f.c.next)
		f.c.tell(Fault, 0, &f.c.stats.Unframed, MessageError{Offset: f.c.next, Err: ErrUnframed}, from)
	}
	if n > 0 {
		f.c.inWindow = 0
	}
	f.c.next += n
}

// sure returns how many of a message's bytes are sure to be of it, if its length is not known.
func (f *Framed) sure() int {
	if n, _, _ := f.measure(f.c.hold.bytes()); n < 0 {
		f.joining = n != -f.framing.Header
		return -n - f.framing.Header
	}
	return 0
}

func (f *Framed) yield() bool {
	if f.need == 0 {
		return false
	}
	f.spill(f.need, ErrMessageMemory, &f.c.stats.NoMemory, 0, f.c.last)
	return true
}

// finish puts out what waits at the end of the stream.
func (f *Framed) finish(from Source) {
	for f.c.hold.n > 0 {
		b := f.c.hold.bytes()
		n, more := 0, false
		if len(b) < f.framing.Header && !f.joining {
			n, more = f.framing.Length(b, f.number)
		}
		switch {
		case n > 0 && n == len(b) && !more:
			f.emit(n, from)
		case n > 0 && n < len(b) && !more:
			f.split(n, from)
		default:
			f.c.spill(0, &f.c.stats.Partial, MessageError{Offset: f.c.hold.start, Len: uint64(f.need), Err: ErrMessagePart}, from)
		}
	}
	if f.pass > 0 || f.joining {
		f.c.tell(Notice, 0, &f.c.stats.Partial, MessageError{Offset: f.c.next, Err: ErrMessagePart}, from)
	}
	f.c.giveUp(from)
	f.need, f.pass, f.joining = 0, 0, false
}
