package sequence

func (t *TLS) miss(n uint64, from Source) {
	if left := uint64(t.left); left > 0 && left < n {
		t.miss(left, from)
		n -= left
	}
	if n == 0 {
		return
	}
	t.dropLook()
	t.dropAlert(from)
	t.c.stats.Bytes += n
	at := t.c.next
	t.c.next += n
	t.doubt, t.begun = true, true
	if t.c.lost {
		t.c.inWindow = 0
		return
	}
	if t.left == 0 {
		t.dropMessage(ErrMessagePart, &t.c.stats.Partial, from)
		at -= uint64(t.inHead)
		t.inHead = 0
		t.c.lose(at)
		t.c.tell(Fault, 0, &t.c.stats.Unframed, MessageError{Offset: at, Err: ErrUnframed}, from)
		return
	}
	if t.c.hold.n > 0 {
		t.spill(ErrMessagePart, &t.c.stats.Partial, 0, from)
	}
	if t.mode == tlsHandshake && uint64(t.pass) >= n {
		t.pass -= int(n)
	} else {
		t.mode, t.pass = tlsOpaque, 0
	}
	t.c.gap(at, n, from)
	t.left -= int(n)
}

// dropLook puts out what may have been the beginning of a hello.
func (t *TLS) dropLook() {
	if t.mode == tlsLook {
		t.mode = tlsOpaque
		t.c.piece(uint32(t.typ), t.c.next-uint64(t.inLook), t.look[:t.inLook], t.lookBy)
	}
}

func (t *TLS) yield() bool {
	if t.need == 0 {
		return false
	}
	t.spill(ErrMessageMemory, &t.c.stats.NoMemory, 0, t.c.last)
	return true
}

// finish puts out what waits at the end of the stream.
func (t *TLS) finish(from Source) {
	t.dropLook()
	t.dropAlert(from)
	t.dropMessage(ErrMessagePart, &t.c.stats.Partial, from)
	if n := uint64(t.inHead); n > 0 || t.left > 0 {
		at := t.c.next - n
		t.c.tell(Notice, uint32(t.typ), &t.c.stats.Partial, MessageError{Offset: at, Len: uint64(t.left), Err: ErrMessagePart}, from)
		t.c.gap(at, n, from)
	}
	t.c.giveUp(from)
	t.inHead, t.left = 0, 0
}
