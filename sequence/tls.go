package sequence

import (
	"errors"

	"github.com/gocap-project/gocap/wire"
)

// DefaultHandshakeLimit is how long a handshake message may be, in bytes, that a [TLS] puts together unless told
// otherwise. Chains of certificates are the longest there are.
const DefaultHandshakeLimit = 1 << 17

// SSL2Hello is what an event of [TLS] has for a Proto if the message is a ClientHello in the form of SSL 2.0, with its
// header of two bytes: RFC 5246 appendix E.2. No content type has that number.
const SSL2Hello = 0x80

// The causes of faults and notices of TLS beside those that all have who cut messages.
var (
	ErrTLSInterleaved = errors.New("sequence: TLS record of another type within a handshake message") // RFC 8446 §5.1
	ErrTLSEmpty       = errors.New("sequence: TLS record without content")                            // RFC 8446 §5.1
	ErrTLSHandshake   = errors.New("sequence: no TLS handshake message begins here")
	ErrTLSContent     = errors.New("sequence: TLS record of a length that its type does not have")
)

// A TLSConfig says how TLS is read.
type TLSConfig struct {
	// Out takes the messages.
	Out Sink

	// Limit is the longest handshake message that is put together, in bytes; 0 means [DefaultHandshakeLimit]. Longer
	// ones come out in parts, as Data, after a Notice.
	Limit int
}

// TLSStats counts what a [TLS] did.
type TLSStats struct {
	MessageStats
	Records     uint64
	Odd         uint64 // ErrTLSEmpty, ErrTLSHandshake, ErrTLSContent
	Interleaved uint64
}

// A TLS reads one direction of a TLS connection, versions 1.0 to 1.3 and SSL 3.0: RFC 8446 §5, RFC 5246 §6. Its events have
// the content type in Proto:
//
//   - a Message for each handshake message, however many records it is in, with its header of four bytes; for each alert;
//     and for each ChangeCipherSpec. Offset is where it begins in the stream.
//   - Data for the content of records that are encrypted, or of no use without keys: application data, heartbeats,
//     handshake and alerts after ChangeCipherSpec. A record may come out in several pieces.
//
// Record headers, of five bytes, do not come out. A message that is in one record and one packet is handed on from where
// it is; others are copied, and Parts say from which packets. A TLS is a Sink for the events of a TCP direction; End and
// what it does not understand it passes on.
//
// Records that are longer than their version allows come out after a Notice with ErrMessageLength; where no record can
// begin, a Fault says so, and what is passed over until the next plausible one is a Gap. If bytes are missing within a
// record, the next is found by its length, and within a handshake message likewise.
//
// A TLS must not be used by several goroutines at once, nor by the Sink that it calls.
type TLS struct {
	c       cutter
	records uint64
	odd     uint64
	mixed   uint64

	left int // bytes of the record at hand that have not come
	typ  wire.TLSContentType
	mode tlsMode

	head   [wire.TLSRecordLen]byte // the beginning of a record's header
	inHead int
	headBy Source

	look   [helloLook]byte // the beginning of a record that may be a hello
	inLook int
	lookBy Source

	need      int    // length of the handshake message at hand, with its header; 0 if it is not known
	pass      int    // bytes of it that come out as Data
	passAt    uint64 // and where it began
	alert     [2]byte
	halfAlert bool // the first byte of an alert came
	alertBy   Source
	alertAt   uint64

	begun     bool // something of the stream came
	encrypted bool
	doubt     bool // bytes were lost: ChangeCipherSpec may have been among them
	version   wire.TLSVersion
}

// A tlsMode says what becomes of a record's content.
type tlsMode uint8

const (
	tlsOpaque tlsMode = iota
	tlsHandshake
	tlsLook // it is a handshake's if it begins as a hello
	tlsAlerts
	tlsCCS
	tlsSSL2
)

// helloLook is how many bytes it takes to see that a record is no encrypted one but has a hello: type, length, version.
const helloLook = 6

// NewTLS returns a TLS that takes memory from the heap as needed, if mem is nil; or else only mem, which it keeps.
// [TLSSize] says how much there must be.
func NewTLS(mem []byte, cfg TLSConfig) *TLS {
	return &TLS{c: newCutter(mem, cfg.Out, cfg.Limit, DefaultHandshakeLimit)}
}

// TLSSize returns how many bytes of memory [NewTLS] needs for handshake messages as long as cfg.Limit.
func TLSSize(cfg TLSConfig) int { return sizeFor(cfg.Limit, DefaultHandshakeLimit) }

// Put takes the next bytes of the stream.
func (t *TLS) Put(b []byte, from Source) { t.c.last = from; t.put(b, from) }

// Miss says that the next n bytes of the stream will not come.
func (t *TLS) Miss(n uint64, from Source) { t.c.last = from; t.miss(n, from) }

// Take takes an event of a stream.
func (t *TLS) Take(e *Event) { t.c.take(t, e) }

// Flush puts out what waits, as Data, and an End.
func (t *TLS) Flush(reason EndReason) {
	t.c.take(t, &Event{Kind: End, Reason: reason, From: t.c.last, Stream: t.c.stream, Flow: t.c.flow})
}

// Reset makes t as new, for another stream. What waited is lost; Stats go on.
func (t *TLS) Reset() {
	t.c.reset()
	*t = TLS{c: t.c, records: t.records, odd: t.odd, mixed: t.mixed}
}

// Stats returns what was counted since the TLS was made.
func (t *TLS) Stats() TLSStats {
	return TLSStats{MessageStats: t.c.stats, Records: t.records, Odd: t.odd, Interleaved: t.mixed}
}

// Version returns the version that a ServerHello of this direction chose, or 0.
func (t *TLS) Version() wire.TLSVersion { return t.version }

// Encrypted reports whether the direction's messages are encrypted by now.
func (t *TLS) Encrypted() bool { return t.encrypted }

func (t *TLS) put(b []byte, from Source) {
	t.c.stats.Bytes += uint64(len(b))
	for len(b) > 0 {
		switch {
		case t.c.lost:
			b = t.search(b, from)
		case t.left > 0:
			n := min(t.left, len(b))
			t.content(b[:n:n], from)
			b = b[n:]
		default:
			b = t.header(b, from)
		}
	}
}

// header takes a record's header, or what there is of it.
func (t *TLS) header(b []byte, from Source) []byte {
	if t.inHead == 0 {
		if len(b) >= wire.TLSRecordLen {
			t.c.next += wire.TLSRecordLen
			t.record(b[:wire.TLSRecordLen], from)
			return b[wire.TLSRecordLen:]
		}
		t.headBy = from
	}
	n := copy(t.head[t.inHead:], b)
	t.inHead += n
	t.c.next += uint64(n)
	if t.inHead == wire.TLSRecordLen {
		t.inHead = 0
		t.record(t.head[:], from)
	}
	return b[n:]
}

// record begins the record with header h, which ends at the next byte.
func (t *TLS) record(h wire.TLSRecord, from Source) {
	first := !t.begun
	t.begun = true
	at := t.c.next - wire.TLSRecordLen
	if first && ssl2(h) {
		t.records++
		t.mode, t.typ = tlsSSL2, SSL2Hello
		t.need = 2 + int(wire.Uint16(h, 0)&0x7fff)
		t.left = t.need - wire.TLSRecordLen
		t.c.wait(at, h, from)
		if t.need > t.c.limit {
			t.spill(ErrMessageSize, &t.c.stats.Oversized, uint64(t.c.limit), from)
		}
		return
	}
	if !h.Plausible() {
		t.bad(h, at, from)
		return
	}
	t.records++
	t.c.stats.Framing += wire.TLSRecordLen
	t.typ, t.left = h.Type(), int(h.Length())
	t.mode = t.modeOf()
	t.check(at, from)
	if t.mode != tlsAlerts {
		t.dropAlert(from)
		if t.mode != tlsHandshake {
			t.dropMessage(ErrTLSInterleaved, &t.mixed, from)
		}
	}
	if t.typ == wire.TLSChangeCipherSpec || t.typ == wire.TLSApplicationData {
		t.encrypted = true
	}
}

// ssl2 reports whether a stream that begins with h begins with a ClientHello in the form of SSL 2.0. RFC 5246 appendix
// E.2.
func ssl2(h []byte) bool {
	n := int(wire.Uint16(h, 0) & 0x7fff)
	return h[0]&0x80 != 0 && n >= 9+3 && h[2] == 1 && (h[3] == 3 && h[4] <= 4 || h[3] == 0 && h[4] == 2)
}

// modeOf says what the content of the record at hand is to be taken for.
func (t *TLS) modeOf() tlsMode {
	switch {
	case t.typ == wire.TLSChangeCipherSpec && t.left == 1:
		return tlsCCS
	case t.typ == wire.TLSAlertRecord && (!t.encrypted || t.left == 2):
		return tlsAlerts
	case t.typ == wire.TLSHandshake && !t.encrypted:
		return tlsHandshake
	case t.typ == wire.TLSHandshake && t.left >= 4+34:
		t.inLook = 0
		return tlsLook
	}
	return tlsOpaque
}

// check tells of a record with a length that it must not have: RFC 8446 §5.1 and §5.2, RFC 5246 §6.2.
func (t *TLS) check(at uint64, from Source) {
	limit := wire.TLSMaxFragment
	switch {
	case t.mode == tlsHandshake || t.mode == tlsAlerts:
		limit = 1 << 14
	case t.version == wire.TLS13:
		limit = 1<<14 + 256
	}
	e := MessageError{Offset: at, Len: uint64(t.left)}
	switch {
	case t.left > limit:
		e.Limit, e.Err = uint64(limit), ErrMessageLength
		t.c.tell(Notice, uint32(t.typ), &t.c.stats.Overlong, e, from)
	case t.left == 0 && t.typ != wire.TLSApplicationData:
		e.Err = ErrTLSEmpty
		t.c.tell(Notice, uint32(t.typ), &t.odd, e, from)
	case t.typ == wire.TLSChangeCipherSpec && t.left != 1:
		e.Err = ErrTLSContent
		t.c.tell(Notice, uint32(t.typ), &t.odd, e, from)
	}
}

// bad tells that h, which was read as a header, is none, and begins to look for one behind its first byte.
func (t *TLS) bad(h wire.TLSRecord, at uint64, from Source) {
	e := MessageError{Offset: at, Err: ErrMessageHeader}
	counter := &t.c.stats.Headers
	if n := int(h.Length()); n > wire.TLSMaxFragment && h[0] >= 20 && h[0] <= 24 && h[1] == 3 && h[2] <= 4 {
		e.Len, e.Limit, e.Err = uint64(n), wire.TLSMaxFragment, ErrMessageLength
		counter = &t.c.stats.Overlong
	}
	t.c.tell(Fault, 0, counter, e, from)
	t.dropAlert(from)
	t.dropMessage(ErrMessagePart, &t.c.stats.Partial, from)
	t.c.lose(at)
	t.doubt = true
	t.c.next = at + 1
	var rest [wire.TLSRecordLen - 1]byte
	copy(rest[:], h[1:])
	t.search(rest[:], from)
}

// search looks for a record's header.
func (t *TLS) search(b []byte, from Source) []byte {
	b = t.c.search(b, wire.TLSRecordLen, mayBeRecord, from)
	if !t.c.lost && t.c.inWindow > 0 {
		t.inHead = copy(t.head[:], t.c.window[:t.c.inWindow])
		t.headBy, t.c.inWindow = t.c.windowBy, 0
	}
	return b
}

// mayBeRecord reports whether a record may begin with h, where others were lost: it must have content, of a length that
// its type has.
func mayBeRecord(h []byte) bool {
	v := wire.TLSRecord(h)
	if !v.Plausible() || v[1] != 3 {
		return false
	}
	switch n := v.Length(); v.Type() {
	case wire.TLSChangeCipherSpec:
		return n == 1
	case wire.TLSAlertRecord:
		return n == 2 || n >= 18 && n <= 256
	case wire.TLSHandshake:
		return n >= 4
	case wire.TLSApplicationData:
		return n > 0
	}
	return false
}

// content takes bytes of the record at hand.
func (t *TLS) content(b []byte, from Source) {
	if t.mode == tlsLook {
		b = t.looked(b, from)
	}
	for len(b) > 0 {
		n := len(b)
		switch t.mode {
		case tlsHandshake:
			n = t.handshake(b, from)
		case tlsAlerts:
			n = t.alerts(b, from)
		case tlsCCS:
			t.c.message(uint32(t.typ), t.c.next, b, from)
		case tlsSSL2:
			t.ssl2Content(b, from)
		default:
			t.c.piece(uint32(t.typ), t.c.next, b, from)
		}
		t.left -= n
		t.c.next += uint64(n)
		b = b[n:]
	}
}
