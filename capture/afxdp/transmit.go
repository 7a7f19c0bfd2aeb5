package afxdp

// transmitter is the sending half of a queue: frames are copied into pieces of
// memory, which go to the kernel through one ring and come back through another.
type transmitter struct {
	tx    producer
	done  consumer
	mem   []byte
	piece int

	free    []uint64 // pieces that are ours
	longest int      // frame in bytes
	most    int      // pieces of a frame
}

// prime makes the pieces from at on, up to the end of the memory, ours.
func (t *transmitter) prime(at int) {
	for ; at+t.piece <= len(t.mem); at += t.piece {
		t.free = append(t.free, uint64(at))
	}
}

// reap takes back the pieces of frames that have been sent. It returns how many.
func (t *transmitter) reap() int {
	n := t.done.look()
	for range n {
		// What is not a piece of ours would be sent again, or be somebody's: leave it.
		if at := t.done.address(t.done.next); at%uint64(t.piece) == 0 && at < uint64(len(t.mem)) && len(t.free) < cap(t.free) {
			t.free = append(t.free, at)
		}
		t.done.next++
	}
	if n > 0 {
		t.done.release()
	}
	return int(n)
}

// put queues a frame. It is ErrBusy if there is no room.
func (t *transmitter) put(frame []byte) error {
	switch {
	case len(frame) < ethernetHeader:
		return ErrTooShort
	case len(frame) > t.longest:
		return ErrTooLong
	}
	n := (len(frame) + t.piece - 1) / t.piece
	if n > t.most {
		return ErrTooLong
	}
	if len(t.free) < n || !t.tx.room(uint32(n)) {
		return ErrBusy
	}
	for len(frame) > 0 {
		at := t.free[len(t.free)-1]
		t.free = t.free[:len(t.free)-1]
		d := descriptor{addr: at, len: uint32(copy(t.mem[at:at+uint64(t.piece)], frame))}
		if frame = frame[d.len:]; len(frame) > 0 {
			d.options = continued
		}
		t.tx.setDescriptor(t.tx.next, d)
		t.tx.next++
	}
	return nil
}

const ethernetHeader = 14
