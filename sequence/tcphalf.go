package sequence

import "github.com/gocap-project/gocap/wire"

// half is one direction of a connection.
//
// A position is a sequence number that was unwrapped: its low 32 bits are the number on the wire. An offset is a
// position less that of the first byte.
//
// What each segment needs comes first, and then what each that brings data does, so that it takes few lines of the cache:
// that is what counts where there are many connections.
type half struct {
	next  uint64 // position of the next byte to put out
	acked uint64 // position up to which the other side acknowledged, if seenACK; before begun, the number only

	anchored bool // SYN seen: origin is right
	begun    bool // origin and next mean something
	settling bool // met midway: bytes wait for those that may have overtaken
	seenFIN  bool
	seenACK  bool
	seenURG  bool
	synSeen  bool // and signs says whether it had an MD5 signature
	signs    bool
	rivals   bool // another SYN and ACK came, with the number rival
	closed   EndReason
	keeps    uint8  // log2 of the history's length
	before   uint16 // length of the history's lap before this one

	queue   queue
	history ref
	mem     uint32 // bytes of the arena

	origin uint64 // position of the first byte
	lap    uint64 // position of the first byte of the history's lap
	last   Source // the last packet
	out    Sink
	stream uint32 // for events
	rival  uint32 // see rivals

	fin     uint64 // position of the FIN, if seenFIN
	urgent  uint64 // of the urgent byte, if seenURG
	ackTime int64  // when acked first was beyond next
	born    int64  // when the first byte came
}

// firstEpoch keeps positions before the first from being negative.
const firstEpoch = 1 << 33

func (h *half) clear(out Sink, stream uint32) { *h = half{out: out, stream: stream} }

// release frees what the direction has in the arena.
func (h *half) release(e *tcpEnv) {
	h.queue.clear(e.arena)
	h.closeHistory(e)
	h.mem = 0
}

// flows reports whether all that came so far was put out, and nothing that came earlier bears on what comes next.
func (h *half) flows() bool {
	return h.begun && h.closed == Open && !h.settling && !h.seenFIN && !h.seenURG && h.queue.root == 0
}

// waits reports whether something waits for earlier bytes.
func (h *half) waits() bool { return h.settling || h.queue.root != 0 }

// position unwraps a sequence number, to the position nearest the next byte.
func (h *half) position(seq uint32) uint64 { return h.next + uint64(int64(int32(seq-uint32(h.next)))) }

// begin anchors the stream: its first byte has the number seq.
func (h *half) begin(seq uint32) {
	h.begun, h.seenACK = true, false
	h.next = firstEpoch | uint64(seq)
	h.origin = h.next
}

// put takes a segment: RFC 9293 §3.10.7.4, as far as one who only listens can. It reports whether it is a RST that
// counts.
func (h *half) put(e *tcpEnv, seg wire.TCP, length int, from Source) (reset bool) {
	e.stats.Segments++
	h.last = from
	flags, seq, b := seg.Flags(), seg.Seq(), seg.Payload()
	if length < 0 {
		length = len(b)
	}
	b = b[:min(len(b), length)]                // not what pads the frame
	if flags&(wire.SYN|wire.RST) == wire.SYN { // a RST is one, whatever else it says: RFC 9293 §3.10.7.4
		if !h.syn(e, seq, from) {
			h.drop(e, ErrSYN, h.position(seq+1), len(b), from)
			return false
		}
		h.synSeen, h.signs = true, h.signs || signed(seg)
		seq++ // the SYN itself takes a number: RFC 9293 §3.4
	}
	if h.unsigned(seg) {
		h.drop(e, ErrSigned, h.position(seq), len(b), from)
		return false
	}
	if flags&wire.RST != 0 {
		if len(b) > 0 {
			h.drop(e, ErrResetData, h.position(seq), len(b), from)
		}
		return h.reset(e, seq, from)
	}
	if length == 0 && flags&(wire.FIN|wire.URG) == 0 {
		h.keepAlive(e, seq)
		return false
	}
	if !h.begun {
		if e.cfg.OnlyWhole {
			h.drop(e, ErrNotWhole, 0, len(b), from)
			return false
		}
		h.begin(seq)
		h.settling = e.cfg.Settle > 0
		h.born = from.Time
	}
	at := h.position(seq)
	if flags&wire.URG != 0 {
		h.point(at, seg.Urgent())
	}
	if flags&wire.FIN != 0 {
		h.sawFIN(e, at+uint64(length), from)
	}
	if len(b) > 0 {
		h.data(e, at, b, from)
	}
	h.end(e, from)
	return false
}

// reset ends the stream at a RST, if it is where the receiver would heed it.
func (h *half) reset(e *tcpEnv, seq uint32, from Source) bool {
	if !h.expects(e, seq) {
		e.stats.BadResets++
		h.drop(e, ErrReset, h.position(seq), 0, from)
		return false
	}
	e.stats.Resets++
	h.finish(e, Reset, from)
	return true
}

// expects reports whether a RST has the number of the receiver's next byte exactly (RFC 5961 §3.2), as far as is known from
// what was seen and what was acknowledged.
func (h *half) expects(e *tcpEnv, seq uint32) bool {
	switch {
	case h.seenACK && seq == uint32(h.acked), h.seenFIN && seq == uint32(h.fin+1):
		return true
	case !h.begun:
		return !h.seenACK
	case h.settling:
		return seq == uint32(h.lastEnd(e))
	}
	return seq == uint32(h.next)
}

// lastEnd returns the position behind the last byte that waits.
func (h *half) lastEnd(e *tcpEnv) uint64 {
	n := h.queue.floor(e.arena, ^uint64(0))
	if n == 0 {
		return h.next
	}
	p := e.arena.piece(n)
	return p.end()
}

// syn anchors the stream. It reports false if the SYN belongs to another connection.
func (h *half) syn(e *tcpEnv, seq uint32, from Source) bool {
	switch start := h.position(seq + 1); {
	case !h.begun:
		h.begin(seq + 1)
		h.anchored = true
		return true
	case h.anchored:
		if start == h.origin {
			return true // sent again
		}
	case h.settling && start+e.cfg.Window >= h.next && start <= h.next+uint64(e.cfg.Settle):
		h.next, h.origin, h.anchored = start, start, true // data overtook it
		h.settling = false
		h.dropBefore(e, from)
		h.drain(e, from)
		return true
	case start == h.origin:
		h.anchored = true
		return true
	}
	e.stats.BadSYN++
	return false
}

// unsigned reports whether a segment has a signature although the SYN had none: a host without the key drops it, as Linux
// does (RFC 2385 §2).
func (h *half) unsigned(seg wire.TCP) bool { return h.synSeen && !h.signs && signed(seg) }

// signed reports whether a segment has an MD5 signature.
func signed(seg wire.TCP) bool {
	if seg.HeaderLen() < wire.TCPLen+18 { // the length of that option
		return false
	}
	_, ok := seg.Options().MD5()
	return ok
}

// dropBefore drops what waits before the next byte.
func (h *half) dropBefore(e *tcpEnv, from Source) {
	for n := h.queue.first(e.arena); n != 0; n = h.queue.first(e.arena) {
		p := e.arena.piece(n)
		if p.Start >= h.next {
			return
		}
		if p.end() > h.next {
			h.drop(e, ErrBeforeStart, p.Start, int(h.next-p.Start), p.From)
			h.queue.cutFront(e.arena, n, uint32(h.next-p.Start))
			e.arena.setMark(n, p.span().mark(h.next, p.end()))
			return
		}
		h.drop(e, ErrBeforeStart, p.Start, int(p.Len), p.From)
		h.remove(e, p.Start)
	}
}

// keepAlive counts a segment without data before the next byte: RFC 9293 §3.8.4.
func (h *half) keepAlive(e *tcpEnv, seq uint32) {
	if h.begun && !h.settling && h.next != h.origin && seq == uint32(h.next-1) {
		e.stats.KeepAlives++
	}
}

// point sets the position of the urgent byte: the one before the pointer, as RFC 6093 §3.1 says that hosts have it.
func (h *half) point(at uint64, pointer uint16) {
	if pointer == 0 {
		return
	}
	if p := at + uint64(pointer) - 1; p >= h.next && (!h.seenURG || p > h.urgent) {
		h.urgent, h.seenURG = p, true
	}
}

// sawFIN notes where the sender says that the stream ends. Of two such places the first in the stream counts, as it is
// reached first; one before bytes that were put out does not.
func (h *half) sawFIN(e *tcpEnv, at uint64, from Source) {
	switch {
	case h.closed != Open:
	case at < h.next && !h.settling, at-h.next > e.cfg.Window && at > h.next:
		h.drop(e, ErrFIN, at, 0, from)
	case h.covered(e, at):
		h.drop(e, ErrFIN, at, 0, from)
	case !h.seenFIN || at < h.fin:
		h.fin, h.seenFIN = at, true
	}
}

// covered reports whether a byte waits at a position.
func (h *half) covered(e *tcpEnv, at uint64) bool {
	n := h.queue.over(e.arena, at)
	return n != 0 && e.arena.start(n) <= at
}

// end ends the stream if the FIN is reached.
func (h *half) end(e *tcpEnv, from Source) {
	if h.seenFIN && h.closed == Open && !h.settling && h.next >= h.fin {
		h.finish(e, Finished, from)
	}
}

// data takes the bytes of a segment.
func (h *half) data(e *tcpEnv, at uint64, b []byte, from Source) {
	seg := span{at, at + uint64(len(b))}
	if b = h.trim(e, &at, b, from); len(b) == 0 {
		return
	}
	if at == h.next && h.queue.root == 0 && !h.settling && !e.cfg.OnAcknowledgement {
		h.emit(e, b, from)
		return
	}
	h.place(e, seg, at, b, from)
	if h.settling && (h.queue.bytes > uint64(e.cfg.Settle) || h.seenACK && h.acked > h.first(e)) {
		h.settle(e, from)
	}
}

// first returns the position of the first byte that waits.
func (h *half) first(e *tcpEnv) uint64 {
	if n := h.queue.first(e.arena); n != 0 {
		return e.arena.start(n)
	}
	return h.next
}

// trim takes off what is not new or not of the stream.
func (h *half) trim(e *tcpEnv, at *uint64, b []byte, from Source) []byte {
	if h.settling {
		if distance := int64(*at - h.next); distance < -int64(e.cfg.Window) || distance > int64(e.cfg.Window) {
			h.drop(e, ErrWindow, *at, len(b), from)
			return nil
		}
	} else if *at < h.next {
		n := int(min(h.next-*at, uint64(len(b))))
		h.again(e, *at, b[:n], from)
		*at += uint64(n)
		b = b[n:]
	}
	if len(b) == 0 {
		return b
	}
	if h.closed != Open {
		h.drop(e, ErrAfterEnd, *at, len(b), from)
		return nil
	}
	if h.seenFIN && *at+uint64(len(b)) > h.fin {
		n := int(max(h.fin, *at) - *at)
		h.drop(e, ErrAfterEnd, *at+uint64(n), len(b)-n, from)
		b = b[:n]
	}
	if !h.settling && *at-h.next > e.cfg.Window {
		h.drop(e, ErrWindow, *at, len(b), from)
		return nil
	}
	return b
}

// again looks at bytes that come before the next.
func (h *half) again(e *tcpEnv, at uint64, b []byte, from Source) {
	if at < h.origin {
		n := int(min(h.origin-at, uint64(len(b))))
		if at+1 == h.next && len(b) == 1 {
			e.stats.KeepAlives++
			return
		}
		h.drop(e, ErrBeforeStart, at, n, from)
		if at, b = at+uint64(n), b[n:]; len(b) == 0 {
			return
		}
	}
	e.stats.Again += uint64(len(b))
	if at+1 == h.next && len(b) == 1 {
		e.stats.KeepAlives++ // its byte is garbage: RFC 9293 §3.8.4
		return
	}
	h.compare(e, at, b, from)
}
