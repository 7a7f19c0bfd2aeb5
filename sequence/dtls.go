package sequence

import (
	"errors"

	"github.com/gocap-project/gocap/wire"
)

// A DTLSConfig says how DTLS is read. The zero value has safe limits.
type DTLSConfig struct {
	// Out takes the messages.
	Out Sink

	// Limit is the longest handshake message that is put together from fragments, in bytes without its header; 0 means
	// [DefaultHandshakeLimit].
	Limit int

	// Memory is how many bytes fragments that wait may take; 0 means three times Limit, and 64 KiB at least. It is not looked at where the
	// caller supplies memory.
	Memory int
}

// ErrDTLSFragment says that a handshake fragment does not fit its message, or the message others of its number.
var ErrDTLSFragment = errors.New("sequence: DTLS handshake fragment that does not fit its message")

// DTLSStats counts what a [DTLS] did.
type DTLSStats struct {
	Datagrams uint64
	Records   uint64
	Messages  uint64
	Fragments uint64 // of handshake messages that were not whole
	Again     uint64 // fragments that brought nothing new
	Conflicts uint64
	Opaque    uint64 // bytes that came out as Data
	Headers   uint64 // ErrMessageHeader
	Cut       uint64 // ErrMessagePart: records that were longer than their datagram
	Misfits   uint64 // ErrDTLSFragment
	Oversized uint64 // ErrMessageSize
	NoMemory  uint64 // ErrMessageMemory
	Skipped   uint64 // messages that did not come
}

// A DTLS reads one direction of a DTLS association, datagram by datagram: RFC 6347 §4, RFC 9147 §4 and §5. Its events have
// the content type in Proto:
//
//   - a Message for each handshake message, in the order of their numbers, whatever fragments it came in, once: with its
//     header of twelve bytes, which says that it is one fragment. Offset is its number. Messages that are missing when
//     eight others wait, or at the end, are a Gap.
//   - a Message for each alert and ChangeCipherSpec that is not encrypted; and Data for the content of other records. Their
//     Offset is the record's epoch and sequence number, as far as it is not encrypted.
//
// A message that came in one fragment is handed on from where it is. Where fragments overlap, the first counts, and
// another content is a Conflict. A DTLS is a Sink for Messages, which are datagrams.
//
// A DTLS must not be used by several goroutines at once, nor by the Sink that it calls.
type DTLS struct {
	out     Sink
	arena   *arena
	limit   int
	next    uint16 // number of the message that is to come out next
	high    uint64 // what it lacks for 64 bits
	begun   bool
	waiting [dtlsWindow]dtlsMessage // by number
	buf     []byte
	fixed   bool // buf must not grow
	parts   [maxMarks]Part
	stats   DTLSStats
	last    Source
	stream  uint32
	flow    *Key
	event   Event
	err     MessageError
}

// dtlsWindow is how many messages may wait for an earlier one.
const dtlsWindow = 8

// dtlsHeader is the length of a handshake fragment's header: RFC 6347 §4.2.2.
const dtlsHeader = 12

// A dtlsMessage is one of which not all has come, or that waits for an earlier one.
type dtlsMessage struct {
	pieces queue
	length uint32
	from   Source // who brought the first fragment to come
	typ    uint8
	busy   bool
}

func (m *dtlsMessage) whole() bool { return m.busy && m.pieces.bytes == uint64(m.length) }

// NewDTLS returns a DTLS that takes memory from the heap as needed, if mem is nil; or else only mem, which it keeps.
// [DTLSSize] says how much there must be.
func NewDTLS(mem []byte, cfg DTLSConfig) *DTLS {
	if cfg.Limit <= 0 {
		cfg.Limit = DefaultHandshakeLimit
	}
	if cfg.Memory <= 0 {
		cfg.Memory = max(3*cfg.Limit, 1<<16)
	}
	d := &DTLS{out: cfg.Out, limit: cfg.Limit}
	if mem == nil {
		d.arena = newArena(cfg.Memory)
		return d
	}
	n := min(dtlsHeader+cfg.Limit, len(mem)/4)
	d.buf, d.fixed = mem[:0:n], true
	d.arena = arenaOver(mem[n:])
	return d
}

// DTLSSize returns how many bytes of memory [NewDTLS] needs to do what it would do with memory from the heap.
func DTLSSize(cfg DTLSConfig) int {
	if cfg.Limit <= 0 {
		cfg.Limit = DefaultHandshakeLimit
	}
	if cfg.Memory <= 0 {
		cfg.Memory = max(3*cfg.Limit, 1<<16)
	}
	return dtlsHeader + cfg.Limit + cfg.Memory
}

// Take takes an event: a Message is a datagram, others are passed on.
func (d *DTLS) Take(e *Event) {
	d.stream, d.flow = e.Stream, e.Flow
	switch e.Kind {
	case Message:
		d.Put(e.Bytes, e.From)
	case End:
		d.last = e.From
		d.Flush(e.Reason)
	default:
		d.say(*e)
	}
}

// Put takes a datagram.
func (d *DTLS) Put(b []byte, from Source) {
	d.stats.Datagrams++
	d.last = from
	for len(b) > 0 {
		v := wire.DTLSRecord(b)
		switch {
		case b[0]>>5 == 1: // RFC 9147 §4: encrypted, and how long may be known to who has the connection identifier
			d.stats.Records++
			d.opaque(uint32(wire.TLSApplicationData), 0, b, from)
			return
		case len(b) >= wire.DTLSRecordLen && b[0] == byte(wire.DTLSWithCID): // likewise: RFC 9146 §4
			d.stats.Records++
			d.opaque(uint32(b[0]), wire.Uint64(b, 3), b, from)
			return
		case len(b) < wire.DTLSRecordLen || !v.Plausible():
			d.tell(&d.stats.Headers, 0, 0, len(b), 0, ErrMessageHeader)
			return
		case int(v.Length()) > len(b)-wire.DTLSRecordLen:
			d.tell(&d.stats.Cut, uint32(v.Type()), wire.Uint64(b, 3), int(v.Length()), 0, ErrMessagePart)
			return
		}
		d.stats.Records++
		d.record(v, v.Fragment(), from)
		b = v.Rest()
	}
}

// record takes a record.
func (d *DTLS) record(v wire.DTLSRecord, b []byte, from Source) {
	at, typ := wire.Uint64(v, 3), v.Type()
	switch {
	case v.Epoch() != 0:
		d.opaque(uint32(typ), at, b, from)
	case typ == wire.TLSHandshake:
		for len(b) > 0 {
			n := d.fragment(b, from)
			if n == 0 {
				d.tell(&d.stats.Misfits, uint32(typ), at, len(b), 0, ErrDTLSFragment)
				return
			}
			b = b[n:]
		}
	case typ == wire.TLSAlertRecord && len(b) == 2, typ == wire.TLSChangeCipherSpec && len(b) == 1:
		d.message(uint32(typ), at, b, from)
	default:
		d.opaque(uint32(typ), at, b, from)
	}
}

// fragment takes a fragment of a handshake message that b begins with, and returns its length, or 0 if it is none.
func (d *DTLS) fragment(b []byte, from Source) int {
	if len(b) < dtlsHeader {
		return 0
	}
	length, offset, n := wire.Uint32(b, 0)&0xffffff, wire.Uint32(b, 5)&0xffffff, wire.Uint32(b, 8)&0xffffff
	if int(n) > len(b)-dtlsHeader || offset+n > length || !wire.TLSHandshakeType(b[0]).Known() {
		return 0
	}
	number := wire.Uint16(b, 4)
	b = b[: dtlsHeader+n : dtlsHeader+n]
	if !d.begun {
		d.begun, d.next = true, number
	}
	if number == 0 && d.next > 2 && b[0] == byte(wire.TLSClientHello) && offset == 0 {
		d.restart() // another association between the same ends
	}
	switch ahead := int16(number - d.next); {
	case ahead < 0:
		d.stats.Again++
		return len(b)
	case ahead >= dtlsWindow:
		for int16(number-d.next) >= dtlsWindow {
			d.skip()
		}
	}
	m := &d.waiting[number%dtlsWindow]
	switch {
	case number == d.next && n == length && !m.busy:
		d.message(uint32(wire.TLSHandshake), d.high+uint64(number), b, from)
		d.advance()
	case int(length) > d.limit:
		d.tell(&d.stats.Oversized, uint32(wire.TLSHandshake), d.high+uint64(d.next)+uint64(number-d.next), int(length), d.limit, ErrMessageSize)
	case m.busy && (m.length != length || m.typ != b[0]):
		return 0
	default:
		d.keep(m, b, number, length, offset, from)
	}
	d.deliver()
	return len(b)
}

// keep takes what a fragment brings that has not come yet.
func (d *DTLS) keep(m *dtlsMessage, b []byte, number uint16, length, offset uint32, from Source) {
	if !m.busy {
		m.busy, m.length, m.typ, m.from = true, length, b[0], from
	}
	d.stats.Fragments++
	data := b[dtlsHeader:]
	at, end, added := uint64(offset), uint64(offset)+uint64(len(data)), false
	for at < end {
		stop := end
		if k := m.pieces.floor(d.arena, at); k != 0 {
			if p := d.arena.piece(k); p.end() > at {
				stop = min(end, p.end())
				d.compare(number, at, d.arena.data(k)[at-p.Start:stop-p.Start], data[at-uint64(offset):stop-uint64(offset)], from)
				at = stop
				continue
			}
		}
		if k := m.pieces.ceiling(d.arena, at); k != 0 {
			stop = min(end, d.arena.start(k))
		}
		stop = min(stop, at+uint64(d.arena.maxPiece()))
		if !m.pieces.insert(d.arena, piece{Start: at, From: from}, data[at-uint64(offset):stop-uint64(offset)]) {
			d.tell(&d.stats.NoMemory, uint32(wire.TLSHandshake), d.high+uint64(number), int(length), 0, ErrMessageMemory)
			return
		}
		at, added = stop, true
	}
	if !added && len(data) > 0 {
		d.stats.Again++
	}
}

// compare tells where a fragment has other bytes than those that came first.
func (d *DTLS) compare(number uint16, at uint64, old, now []byte, from Source) {
	if string(old) != string(now) {
		d.stats.Conflicts++
		d.say(Event{Kind: Conflict, Proto: uint32(wire.TLSHandshake), Stream: uint32(number), Offset: at, Len: uint64(len(now)), Old: old, Bytes: now, From: from})
	}
}

// Flush puts out what is whole of what waits, with the gaps before it, and an End.
func (d *DTLS) Flush(reason EndReason) {
	d.giveUp()
	d.say(Event{Kind: End, Reason: reason, Offset: d.high + uint64(d.next), From: d.last})
}

// Reset makes d as new, for another association. What waited is lost; Stats go on.
func (d *DTLS) Reset() {
	for i := range d.waiting {
		d.clear(&d.waiting[i])
	}
	d.next, d.high, d.begun = 0, 0, false
}

// Stats returns what was counted since the DTLS was made.
func (d *DTLS) Stats() DTLSStats { return d.stats }

// message puts out a message from where it is.
func (d *DTLS) message(proto uint32, at uint64, b []byte, from Source) {
	d.stats.Messages++
	d.parts[0] = Part{Len: uint32(len(b)), From: from}
	d.say(Event{Kind: Message, Proto: proto, Offset: at, Len: uint64(len(b)), Bytes: b, Parts: d.parts[:1], From: from})
}

// opaque puts out what cannot be read.
func (d *DTLS) opaque(proto uint32, at uint64, b []byte, from Source) {
	if len(b) > 0 {
		d.stats.Opaque += uint64(len(b))
		d.say(Event{Kind: Data, Proto: proto, Offset: at, Bytes: b, From: from})
	}
}

// tell puts out a Fault, and counts it.
func (d *DTLS) tell(counter *uint64, proto uint32, at uint64, n, limit int, why error) {
	*counter++
	d.err = MessageError{Offset: at, Len: uint64(n), Limit: uint64(limit), Err: why}
	d.say(Event{Kind: Fault, Proto: proto, Offset: at, Len: uint64(n), From: d.last, Err: &d.err})
}

func (d *DTLS) say(e Event) {
	if d.out == nil {
		return
	}
	if e.Kind != Conflict {
		e.Stream = d.stream
	}
	e.Flow = d.flow
	d.event = e
	d.out.Take(&d.event)
	d.event = Event{} // holds on to nothing
}
