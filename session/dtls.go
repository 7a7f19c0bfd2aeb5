package session

import "github.com/gocap-project/gocap/wire"

// The rules of DTLS, beside those of TLS.
var (
	// RuleDTLSType has datagrams consist of records.
	RuleDTLSType = &Rule{"dtls-content-type", "RFC 9147 §4.1", "not a record of DTLS"}
	// RuleDTLSVersion has records say what was agreed on.
	RuleDTLSVersion = &Rule{"dtls-record-version", "RFC 6347 §4.1", "record's version is not the one agreed on"}
	// RuleDTLSLength has records fit their datagram.
	RuleDTLSLength = &Rule{"dtls-record-length", "RFC 6347 §4.1.1", "record runs past the end of the datagram"}
	// RuleDTLSReplay has receivers pass over records that they had.
	RuleDTLSReplay = &Rule{"dtls-replay", "RFC 6347 §4.1.2.6", "sequence number has come before"}
	// RuleDTLSOld has receivers pass over records that are older than they remember.
	RuleDTLSOld = &Rule{"dtls-old", "RFC 6347 §4.1.2.6", "sequence number is older than the window"}
	// RuleDTLSEpoch has epochs come one after another; receivers pass over others.
	RuleDTLSEpoch = &Rule{"dtls-epoch", "RFC 6347 §4.1", "epoch is beyond the next"}
	// RuleDTLSFragment has fragments lie within their message and their record.
	RuleDTLSFragment = &Rule{"dtls-fragment", "RFC 6347 §4.2.3", "fragment runs past the end of its message or its record"}
	// RuleDTLSMessage has all fragments of a message, and all that are sent again, be of one message.
	RuleDTLSMessage = &Rule{"dtls-message", "RFC 6347 §4.2.3", "fragments of one message differ in type or length"}
	// RuleDTLSFirst has the first message of a side have number 0, or 1 behind a cookie.
	RuleDTLSFirst = &Rule{"dtls-first-message", "RFC 6347 §4.2.2", "number of a side's first message is neither 0 nor 1"}
	// RuleDTLSCookie has clients return the cookie.
	RuleDTLSCookie = &Rule{"dtls-cookie", "RFC 6347 §4.2.1", "cookie is not the one that the server sent"}
)

var _ = list(RuleDTLSType, RuleDTLSVersion, RuleDTLSLength, RuleDTLSReplay, RuleDTLSOld, RuleDTLSEpoch, RuleDTLSFragment,
	RuleDTLSMessage, RuleDTLSFirst, RuleDTLSCookie)

// DTLS is an association of DTLS 1.0, 1.2 or 1.3 (RFC 4347, 6347, 9147). Its messages are datagrams, which hold one or more
// records. Datagrams get lost, come twice and overtake each other: what can be explained by that is Valid. The handshake
// in clear and what is chosen in it are judged as those of [TLS]; what is encrypted, by epochs and sequence numbers.
type DTLS struct {
	talk  tlsTalk
	sides [2]dtlsSide

	split      [tlsKept]byte // the hello that is put together
	splitOwner uint8         // 0 nobody's, or 1 more than the side
}

var _ Session[[]byte] = (*DTLS)(nil)

// dtlsSide is what is known of the records of a side.
type dtlsSide struct {
	known  bool // that there was a record
	epoch  uint16
	top    uint64 // the highest sequence number of the epoch
	window uint64 // of the 64 up to it, which have come, RFC 4303 §3.4.3
	fatal  bool

	next  uint16 // number of the next message
	kind  uint8  // of it, if a part has come
	size  uint32
	have  uint32 // bytes of it that have come
	begun bool
	spoke bool // that there was a message
}

// NewDTLS returns a Session of an association. midway says that datagrams may have been sent before.
func NewDTLS(midway bool) *DTLS {
	s := new(DTLS)
	s.begin(midway)
	return s
}

func (s *DTLS) begin(midway bool) {
	*s = DTLS{talk: tlsTalk{phase: tlsStart, dtls: true}}
	if midway {
		s.talk.phase = tlsUnknown
	}
}

// Reset makes the Session new, as one that begins midway.
func (s *DTLS) Reset() { s.begin(true) }

// Lost tells that datagrams of a side may be missing before the next: more than a network loses, as it takes the handshake for unknown.
func (s *DTLS) Lost(side Side) {
	s.sides[side].known, s.sides[side].begun = false, false
	if s.talk.phase != tlsOpen && s.talk.phase != tls13 {
		s.talk.phase = tlsUnknown
	}
}

// State returns the handshake's state, as that of [TLS].
func (s *DTLS) State(Side) string { return tlsNames[s.talk.phase] }

// Check judges a datagram. Of several records it says the worst that comes first.
func (s *DTLS) Check(side Side, m []byte, at int64) Verdict {
	v := Verdict{Before: s.State(side)}
	was := *s
	for len(m) > 0 {
		n, o, rule, field := s.record(side, m)
		if o > v.Outcome {
			v.Outcome, v.Rule, v.Field = o, rule, field
		}
		m = m[n:]
	}
	if v.Outcome == Invalid {
		*s = was
	}
	v.After = s.State(side)
	return v
}

// record judges the first record of b and returns how many bytes it has.
func (s *DTLS) record(side Side, b []byte) (n int, o Outcome, rule *Rule, field string) {
	if b[0]>>5 == 1 || b[0] == byte(wire.DTLSWithCID) { // of DTLS 1.3, or with connection identifiers: how long is not known here
		if b[0]>>5 == 1 && s.talk.phase != tlsUnknown && s.talk.phase != tls13 && !s.talk.modern() {
			return len(b), Invalid, RuleDTLSType, "Type"
		}
		return len(b), Valid, nil, ""
	}
	m, err := wire.ParseDTLSRecord(b)
	if err != nil || !m.Plausible() {
		if err == nil && m.Type() >= wire.TLSChangeCipherSpec && m.Type() <= 27 && m.Version().DTLS() {
			return len(b), Invalid, RuleTLSCipherLength, "Length"
		}
		return len(b), Invalid, RuleDTLSType, "Type"
	}
	n = wire.DTLSRecordLen + int(m.Length())
	if n > len(b) {
		return len(b), Invalid, RuleDTLSLength, "Length"
	}
	k, t := &s.sides[side], &s.talk
	if k.fatal {
		return n, Invalid, RuleTLSAfterFatal, "Type"
	}
	if m.Version()>>8 != 0xfe { // of before the standard, with rules of its own
		t.phase = tlsUnknown
		return n, Valid, nil, ""
	}
	if t.version != 0 && t.phase != tls13 && t.phase != tlsUnknown && m.Version() != t.version && m.Epoch() > 0 {
		return n, Invalid, RuleDTLSVersion, "Version"
	}
	if rule := k.sequence(m.Epoch(), m.Sequence()); rule != nil {
		return n, Tolerated, rule, "Sequence"
	}
	if m.Epoch() > 0 || t.phase == tlsUnknown && m.Type() != wire.TLSHandshake {
		return n, Valid, nil, ""
	}
	o, rule, field = s.clear(side, m[:n:n])
	return n, o, rule, field
}

// sequence notes a record's numbers: the window of RFC 6347 §4.1.2.6.
func (k *dtlsSide) sequence(epoch uint16, n uint64) *Rule {
	switch {
	case !k.known || epoch == k.epoch+1:
		k.known, k.epoch, k.top, k.window = true, epoch, n, 1
		return nil
	case epoch > k.epoch:
		return RuleDTLSEpoch
	case epoch < k.epoch: // overtaken, or sent again
		return nil
	case n > k.top:
		k.window = k.window<<min(n-k.top, 63)<<(min(n-k.top, 64)/64) | 1
		k.top = n
		return nil
	case k.top-n >= 64:
		return RuleDTLSOld
	case k.window>>(k.top-n)&1 != 0:
		return RuleDTLSReplay
	}
	k.window |= 1 << (k.top - n)
	return nil
}

// clear judges a record in clear.
func (s *DTLS) clear(side Side, m wire.DTLSRecord) (Outcome, *Rule, string) {
	k, b := &s.sides[side], m.Fragment()
	if len(b) == 0 {
		return Invalid, RuleTLSEmpty, "Length"
	}
	if len(b) > 1<<14 {
		return Invalid, RuleTLSLength, "Length"
	}
	switch m.Type() {
	case wire.TLSChangeCipherSpec:
		return s.changeCipherSpec(side, b)
	case wire.TLSAlertRecord:
		if len(b) != 2 || b[0] < byte(wire.TLSWarning) || b[0] > byte(wire.TLSFatal) {
			return Invalid, RuleTLSAlert, "Alert"
		}
		k.fatal = wire.TLSAlertLevel(b[0]) == wire.TLSFatal && b[1] != 0
	case wire.TLSApplicationData:
		return Invalid, RuleTLSDataEarly, "Type"
	case wire.TLSHandshake:
		for len(b) > 0 {
			n, o, rule, field := s.fragment(side, b)
			if rule != nil {
				return o, rule, field
			}
			b = b[n:]
		}
	}
	return Valid, nil, ""
}

func (s *DTLS) changeCipherSpec(side Side, b []byte) (Outcome, *Rule, string) {
	t := &s.talk
	switch to, ok := t.next(side, tlsCCS); {
	case len(b) != 1 && len(b) != 3 || b[0] != 1: // 3 bytes in OpenSSL's version before the standard
		return Invalid, RuleTLSCCS, "Fragment"
	case t.phase == tlsStart:
		return Invalid, RuleTLSOrder, "Type"
	case !ok: // sent again, or what came before is lost
		if t.phase != tlsOpen && t.phase != tls13 && t.phase != tlsClientCCS && t.phase != tlsShortCCS {
			t.phase = tlsUnknown
		}
	default:
		was := t.phase
		t.phase = to
		if rule := t.needs(side, tlsCCS, nil); rule != nil {
			t.phase = was
			return Invalid, rule, "Type"
		}
	}
	return Valid, nil, ""
}

const dtlsHead = 12 // of a handshake message: type, length, number, offset and length of the fragment

// fragment judges the first fragment in b, and its message when that is complete.
func (s *DTLS) fragment(side Side, b []byte) (n int, o Outcome, rule *Rule, field string) {
	if len(b) < dtlsHead {
		return len(b), Invalid, RuleDTLSFragment, "Length"
	}
	c := tlsCursor{b: b}
	kind, size, seq, off, length := uint8(c.number(1)), uint32(c.number(3)), uint16(c.number(2)), uint32(c.number(3)), c.number(3)
	data := c.take(length)
	n = dtlsHead + length
	k, t := &s.sides[side], &s.talk
	switch {
	case c.bad || off+uint32(length) > size:
		return len(b), Invalid, RuleDTLSFragment, "FragmentLength"
	case t.phase == tlsUnknown && !(side == Client && kind == uint8(wire.TLSClientHello)):
		return n, Valid, nil, ""
	case kind == uint8(wire.TLSClientHello) && seq == 0 && off == 0 && k.next > 0 && len(data) == int(size):
		return n, Valid, nil, "" // sent again, or a new association, which begins in its own Session
	case !k.spoke && seq > 1 && t.phase != tlsUnknown:
		return n, Invalid, RuleDTLSFirst, "MessageSeq"
	case !k.spoke || t.phase == tlsUnknown, side == Server && t.phase == tlsOffer && kind == uint8(wire.TLSServerHello) && seq == 0: // some do not count the request for a cookie
		if seq == 1 && kind != uint8(wire.TLSClientHello) && kind != uint8(wire.TLSServerHello) { // its hello is lost
			t.phase = tlsUnknown
		}
		k.next, k.spoke, k.begun = seq, true, false
	}
	switch {
	case seq < k.next:
		return n, Valid, nil, "" // sent again
	case seq > k.next: // one before is lost, or comes later
		k.next, k.begun = seq, false
		t.phase = tlsUnknown
		return n, Valid, nil, ""
	case !k.begun:
		k.begun, k.kind, k.size, k.have = true, kind, size, 0
		s.hold(side, wire.TLSHandshakeType(kind), len(data) < int(size))
	case kind != k.kind || size != k.size:
		return n, Invalid, RuleDTLSMessage, "Length"
	}
	o, rule, field = s.more(side, off, data)
	return n, o, rule, field
}

// hold has a hello that comes in fragments be put together, if there is room.
func (s *DTLS) hold(side Side, kind wire.TLSHandshakeType, parts bool) {
	if s.splitOwner == uint8(side)+1 {
		s.splitOwner = 0
	}
	looked := kind == wire.TLSClientHello || kind == wire.TLSServerHello
	if looked && parts && s.sides[side].size <= tlsKept && s.splitOwner == 0 {
		s.splitOwner = uint8(side) + 1
	}
}

// more takes a fragment of the message that is being read.
func (s *DTLS) more(side Side, off uint32, data []byte) (Outcome, *Rule, string) {
	k := &s.sides[side]
	if off > k.have || off+uint32(len(data)) < k.have {
		return Valid, nil, "" // one is missing, or it came before
	}
	if s.splitOwner == uint8(side)+1 {
		copy(s.split[off:], data)
	}
	k.have = off + uint32(len(data))
	if k.have < k.size {
		return Valid, nil, ""
	}
	body, whole := data, len(data) == int(k.size)
	if s.splitOwner == uint8(side)+1 {
		body, whole = s.split[:k.size], true
		s.splitOwner = 0
	}
	k.begun = false
	k.next++
	return s.message(side, wire.TLSHandshakeType(k.kind), body, whole)
}

// message judges a message, of which the order says less than it does over TCP: the other side's may be lost.
func (s *DTLS) message(side Side, kind wire.TLSHandshakeType, body []byte, whole bool) (Outcome, *Rule, string) {
	t := &s.talk
	switch {
	case t.phase == tls13:
		if kind == wire.TLSClientHello || kind == wire.TLSServerHello {
			return Valid, nil, ""
		}
		return Invalid, RuleTLSUnprotected, "Type"
	case kind == wire.TLSHelloRequest || t.phase == tlsUnknown:
	case t.phase == tlsVerify && kind == wire.DTLSHelloVerifyRequest: // to a hello that was sent again
		return t.verifyRequest(body)
	default:
		if _, ok := t.next(side, kind); !ok && t.afterPeer(side, kind) {
			t.phase = tlsUnknown
		}
	}
	o, rule, field := t.message(side, kind, body, whole)
	if rule == RuleTLSCookie {
		rule = RuleDTLSCookie
	}
	return o, rule, field
}

// afterPeer reports whether a side could send a message after some messages of the other side.
func (t *tlsTalk) afterPeer(side Side, kind wire.TLSHandshakeType) bool {
	reached := uint32(1) << t.phase
	for range tlsPhases {
		for i := range tlsEdges {
			if e := &tlsEdges[i]; e.side == side.Peer() && reached&(1<<e.from) != 0 {
				reached |= 1 << e.to
			}
		}
	}
	for i := range tlsEdges {
		if e := &tlsEdges[i]; e.side == side && e.kind == kind && reached&(1<<e.from) != 0 {
			return true
		}
	}
	return false
}

// Next appends the handshake messages that may be sent in clear.
func (s *DTLS) Next(side Side, moves []Move) []Move {
	moves = s.talk.moves(side, moves)
	if !s.sides[side].fatal {
		moves = append(moves, Move{Name: wire.TLSAlertRecord.String()})
	}
	return moves
}

const dtlsMark = 'T'

// AppendBinary appends a snapshot.
func (s *DTLS) AppendBinary(b []byte) ([]byte, error) { return saved(b, dtlsMark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *DTLS) UnmarshalBinary(b []byte) error {
	c := new(DTLS)
	if err := restored(b, dtlsMark, c.visit); err != nil {
		return err
	}
	*s = *c
	return nil
}

func (s *DTLS) visit(p *snapshot) {
	s.talk.visit(p)
	for i := range s.sides {
		k := &s.sides[i]
		p.u16(&k.epoch)
		p.u16(&k.next)
		p.u64(&k.top)
		p.u64(&k.window)
		p.u8(&k.kind)
		p.u32(&k.size)
		p.u32(&k.have)
		for _, f := range []*bool{&k.known, &k.fatal, &k.begun, &k.spoke} {
			p.bool(f)
		}
	}
	p.below(&s.splitOwner, 3)
	if s.splitOwner > 0 {
		k := &s.sides[s.splitOwner-1]
		if k.size > tlsKept || k.have > k.size {
			p.bad, k.size, k.have = true, 0, 0
		}
		p.fixed(s.split[:k.have])
	}
}
