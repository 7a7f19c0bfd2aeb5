package session

import "github.com/gocap-project/gocap/wire"

// TLS is a connection of SSL 3.0 or TLS 1.0 to 1.3 (RFC 6101, 2246, 4346, 5246, 8446). Its messages are records, whole and
// in the order of each direction's stream; handshake messages that are spread over records are put together as far as they
// are looked at. What is encrypted is opaque: only the types, lengths and places of its records are judged.
//
// Hellos longer than 4096 bytes are not compared. A hello in the form of SSL 2.0 is not a record: such a connection begins
// midway.
type TLS struct {
	talk  tlsTalk
	sides [2]tlsSide

	split      [tlsKept]byte // the hello that is put together
	splitN     uint16
	splitOwner uint8 // 0 nobody's, or 1 more than the side
}

var _ Session[wire.TLSRecord] = (*TLS)(nil)

// tlsSide is what is known of the records of a side.
type tlsSide struct {
	head     [4]byte // of the handshake message that is being read
	headN    uint8   // bytes of it; 0 is that none is
	left     uint32  // bytes of its body that are missing
	secret   bool    // that records are encrypted
	finished bool    // that Finished came after the last change of keys
	again    bool    // that encrypted handshake messages came after that
	fatal    bool
	closed   bool
}

// NewTLS returns a Session of a connection. midway says that records may have been sent before.
func NewTLS(midway bool) *TLS {
	s := new(TLS)
	s.begin(midway)
	return s
}

func (s *TLS) begin(midway bool) {
	*s = TLS{talk: tlsTalk{phase: tlsStart}}
	if midway {
		s.talk.phase = tlsUnknown
	}
}

// Reset makes the Session new, as one that begins midway.
func (s *TLS) Reset() { s.begin(true) }

// Lost tells that records of a side may be missing before the next.
func (s *TLS) Lost(side Side) {
	s.drop(side)
	s.sides[side].finished = true
	s.sides[side].again = true
	if s.talk.phase != tlsOpen && s.talk.phase != tls13 {
		s.talk.phase = tlsUnknown
	}
}

// drop gives up the handshake message that is being read.
func (s *TLS) drop(side Side) {
	s.sides[side].headN, s.sides[side].left = 0, 0
	if s.splitOwner == uint8(side)+1 {
		s.splitOwner, s.splitN = 0, 0
	}
}

// State returns the handshake's state, which both sides share: in TLS 1.3 with the names of RFC 8446 appendix A.1 as far as it can be
// seen, and otherwise the last message. It is "midway" if it is not known.
func (s *TLS) State(Side) string { return tlsNames[s.talk.phase] }

// Check judges a record, which must have gone through [wire.ParseTLSRecord].
func (s *TLS) Check(side Side, m wire.TLSRecord, at int64) Verdict {
	v := Verdict{Before: s.State(side)}
	v.Outcome, v.Rule, v.Field = s.check(side, m)
	v.After = s.State(side)
	return v
}

func (s *TLS) check(side Side, m wire.TLSRecord) (Outcome, *Rule, string) {
	k := &s.sides[side]
	switch {
	case k.fatal:
		return Invalid, RuleTLSAfterFatal, "Type"
	case k.closed:
		return Tolerated, RuleTLSAfterClose, "Type"
	}
	if rule, field := s.form(side, m); rule != nil {
		return Invalid, rule, field
	}
	old := s.talk.version
	var o Outcome
	var rule *Rule
	var field string
	switch m.Type() {
	case wire.TLSChangeCipherSpec:
		o, rule, field = s.changeCipherSpec(side, m.Fragment())
	case wire.TLSAlertRecord:
		o, rule, field = s.alert(k, m.Fragment())
	case wire.TLSHandshake:
		o, rule, field = s.handshake(side, m)
	case wire.TLSApplicationData:
		o, rule, field = s.data(side)
	case wire.TLSHeartbeat:
		o, rule, field = s.heartbeat(k, m.Fragment())
	}
	if rule == nil && old == wire.TLS13 && m.Version() != wire.TLS12 {
		return Tolerated, RuleTLS13RecordVersion, "Version"
	}
	return o, rule, field
}

// form returns what is wrong with a record by itself.
func (s *TLS) form(side Side, m wire.TLSRecord) (*Rule, string) {
	k, t := &s.sides[side], &s.talk
	n := int(m.Length())
	secret := k.secret || t.phase == tlsUnknown || m.Type() == wire.TLSApplicationData
	switch {
	case m.Type() < wire.TLSChangeCipherSpec || m.Type() > wire.TLSHeartbeat:
		return RuleTLSType, "Type"
	case m.Version()>>8 != 3 && m.Version() != wire.TLCP:
		return RuleTLSMajor, "Version"
	case t.version != 0 && t.version < wire.TLS13 && m.Version() != t.version && m.Type() != wire.TLSAlertRecord && t.phase != tlsUnknown:
		return RuleTLSRecordVersion, "Version"
	case secret && t.version == wire.TLS13 && n > 1<<14+256:
		return RuleTLS13Length, "Length"
	case secret && n > wire.TLSMaxFragment:
		return RuleTLSCipherLength, "Length"
	case !secret && n > 1<<14:
		return RuleTLSLength, "Length"
	case n == 0 && m.Type() != wire.TLSApplicationData:
		return RuleTLSEmpty, "Length"
	case k.headN > 0 && m.Type() != wire.TLSHandshake && m.Type() != wire.TLSAlertRecord:
		return RuleTLSInterleaved, "Type"
	}
	return nil, ""
}

// modern reports whether it is TLS 1.3, or may become it.
func (t *tlsTalk) modern() bool {
	switch t.phase {
	case tls13, tlsRetry, tlsOffer2:
		return true
	case tlsOffer:
		h, ok := t.offered()
		return !ok || h.offers13() || h.draft()
	}
	return false
}

func (s *TLS) changeCipherSpec(side Side, b []byte) (Outcome, *Rule, string) {
	k, t := &s.sides[side], &s.talk
	if t.phase == tlsUnknown {
		return Valid, nil, ""
	}
	if (!k.secret || t.phase == tls13) && (len(b) != 1 || b[0] != 1) {
		return Invalid, RuleTLSCCS, "Fragment"
	}
	if t.modern() && (side == Client || t.phase != tlsOffer) { // RFC 8446 appendix D.4
		return Valid, nil, ""
	}
	if k.secret { // the keys change again
		if !k.again {
			return Invalid, RuleTLSOrder, "Type"
		}
		k.finished, k.again = false, false
		return Valid, nil, ""
	}
	to, ok := t.next(side, tlsCCS)
	if !ok {
		return Invalid, RuleTLSOrder, "Type"
	}
	was := t.phase
	t.phase = to
	if rule := t.needs(side, tlsCCS, nil); rule != nil {
		t.phase = was
		return Invalid, rule, "Type"
	}
	k.secret, k.finished = true, false
	return Valid, nil, ""
}

func (s *TLS) alert(k *tlsSide, b []byte) (Outcome, *Rule, string) {
	if k.secret || s.talk.phase == tlsUnknown || s.talk.phase == tls13 && len(b) != 2 {
		return Valid, nil, ""
	}
	if len(b) != 2 || b[0] < byte(wire.TLSWarning) || b[0] > byte(wire.TLSFatal) {
		return Invalid, RuleTLSAlert, "Alert"
	}
	k.fatal = wire.TLSAlertLevel(b[0]) == wire.TLSFatal
	k.closed = b[1] == 0
	return Valid, nil, ""
}

func (s *TLS) data(side Side) (Outcome, *Rule, string) {
	k, t := &s.sides[side], &s.talk
	switch {
	case t.phase == tlsUnknown || t.phase == tls13 || k.secret && k.finished:
		return Valid, nil, ""
	case k.secret:
		return Invalid, RuleTLSFinished, "Type"
	case side == Client && (t.phase == tlsOffer || t.phase == tlsRetry) && t.modern():
		if t.early {
			return Valid, nil, ""
		}
		return Invalid, RuleTLSEarlyData, "Type"
	}
	return Invalid, RuleTLSDataEarly, "Type"
}

func (s *TLS) heartbeat(k *tlsSide, b []byte) (Outcome, *Rule, string) {
	switch {
	case s.talk.phase == tlsUnknown:
	case !s.talk.heartbeat:
		return Invalid, RuleTLSHeartbeat, "Type"
	case !k.secret && (len(b) < 3 || 3+int(wire.Uint16(b, 1))+16 > len(b)):
		return Invalid, RuleTLSHeartbeatLength, "PayloadLength"
	}
	return Valid, nil, ""
}

// handshake judges the handshake messages of a record.
func (s *TLS) handshake(side Side, m wire.TLSRecord) (Outcome, *Rule, string) {
	k := &s.sides[side]
	switch {
	case len(m.Fragment()) < int(m.Length()): // cut in the capture
		s.Lost(side)
		return Valid, nil, ""
	case s.talk.phase == tls13:
		return Invalid, RuleTLSUnprotected, "Type"
	case k.secret:
		k.again = k.again || k.finished
		k.finished = true
		return Valid, nil, ""
	case s.talk.phase == tlsUnknown && !s.mayBeHello(side, m.Fragment()):
		return Valid, nil, ""
	}
	was := *s
	o, rule, field := s.messages(side, m.Fragment())
	if o == Invalid {
		*s = was
	}
	return o, rule, field
}

// mayBeHello reports whether bytes are the beginning of a client's hello, in a connection of which nothing is known.
func (s *TLS) mayBeHello(side Side, b []byte) bool {
	k := &s.sides[side]
	if k.headN > 0 {
		return true
	}
	if side != Client || len(b) < 6 || b[0] != byte(wire.TLSClientHello) {
		return false
	}
	n := wire.Uint32(b, 0) & 0xffffff
	return n >= 38 && n < 1<<16 && b[4] == 3 && b[5] <= 3
}

// messages reads the handshake messages in the next bytes of a side.
func (s *TLS) messages(side Side, b []byte) (Outcome, *Rule, string) {
	k := &s.sides[side]
	for len(b) > 0 {
		if k.headN < 4 {
			n := copy(k.head[k.headN:], b)
			k.headN += uint8(n)
			if b = b[n:]; k.headN < 4 {
				break
			}
			k.left = wire.Uint32(k.head[:], 0) & 0xffffff
			if int(k.left) > len(b) {
				s.hold(side)
			}
		}
		n := min(int(k.left), len(b))
		if s.splitOwner == uint8(side)+1 {
			s.splitN += uint16(copy(s.split[s.splitN:], b[:n]))
		}
		k.left -= uint32(n)
		whole := b[:n]
		if b = b[n:]; k.left > 0 {
			break
		}
		if o, rule, field := s.message(side, whole); rule != nil {
			return o, rule, field
		}
	}
	return Valid, nil, ""
}

// hold has the message that begins be put together, if it is looked at and there is room.
func (s *TLS) hold(side Side) {
	k := &s.sides[side]
	kind := wire.TLSHandshakeType(k.head[0])
	looked := kind == wire.TLSClientHello || kind == wire.TLSServerHello
	if looked && k.left <= tlsKept && s.splitOwner == 0 {
		s.splitOwner, s.splitN = uint8(side)+1, 0
	}
}

// message takes a message whose last bytes are end.
func (s *TLS) message(side Side, end []byte) (Outcome, *Rule, string) {
	k := &s.sides[side]
	kind, n := wire.TLSHandshakeType(k.head[0]), wire.Uint32(k.head[:], 0)&0xffffff
	body, whole := end, len(end) == int(n)
	if s.splitOwner == uint8(side)+1 {
		body, whole = s.split[:s.splitN], true
	}
	o, rule, field := s.talk.message(side, kind, body, whole)
	s.drop(side)
	return o, rule, field
}

// Next appends what may be sent in clear, and data where that may be sent.
func (s *TLS) Next(side Side, moves []Move) []Move {
	moves = s.talk.moves(side, moves)
	if _, rule, _ := s.data(side); rule == nil && s.talk.phase != tlsUnknown {
		moves = append(moves, Move{Name: wire.TLSApplicationData.String()})
	}
	if k := &s.sides[side]; !k.fatal && !k.closed {
		moves = append(moves, Move{Name: wire.TLSAlertRecord.String()})
	}
	return moves
}

// moves appends the handshake messages that a side may send.
func (t *tlsTalk) moves(side Side, moves []Move) []Move {
	for _, e := range tlsEdges {
		if e.from != t.phase || e.side != side || e.kind == wire.DTLSHelloVerifyRequest && !t.dtls {
			continue
		}
		if e.kind == tlsCCS {
			moves = append(moves, Move{Name: wire.TLSChangeCipherSpec.String(), Why: RuleTLSOrder})
			continue
		}
		moves = append(moves, Move{Name: e.kind.String(), Why: RuleTLSOrder})
	}
	return moves
}

const tlsMark = 't'

// AppendBinary appends a snapshot.
func (s *TLS) AppendBinary(b []byte) ([]byte, error) { return saved(b, tlsMark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *TLS) UnmarshalBinary(b []byte) error {
	c := new(TLS)
	if err := restored(b, tlsMark, c.visit); err != nil {
		return err
	}
	*s = *c
	return nil
}

func (s *TLS) visit(p *snapshot) {
	s.talk.visit(p)
	for i := range s.sides {
		k := &s.sides[i]
		p.fixed(k.head[:])
		p.below(&k.headN, 5)
		p.u32(&k.left)
		for _, f := range []*bool{&k.secret, &k.finished, &k.again, &k.fatal, &k.closed} {
			p.bool(f)
		}
	}
	p.below(&s.splitOwner, 3)
	p.counted(s.split[:], &s.splitN)
}

func (t *tlsTalk) visit(p *snapshot) {
	p.below(&t.phase, int(tlsPhases))
	p.u16((*uint16)(&t.version))
	for _, n := range []*uint16{&t.suite, &t.retrySuite, &t.retryGroup} {
		p.u16(n)
	}
	p.u64(&t.cookie)
	for _, f := range []*bool{&t.dtls, &t.retried, &t.early, &t.resumable, &t.heartbeat, &t.status, &t.ticket, &t.serverCert, &t.serverKeys,
		&t.asked, &t.clientCert, &t.clientSign} {
		p.bool(f)
	}
	p.counted(t.offer[:], &t.offerN)
}

// counted visits the first n of bytes.
func (s *snapshot) counted(b []byte, n *uint16) {
	s.u16(n)
	if int(*n) > len(b) {
		s.bad, *n = true, 0
	}
	s.fixed(b[:*n])
}
