package sequence

import "github.com/gocap-project/gocap/wire"

// ssl2Content takes bytes of an SSL 2.0 hello.
func (t *TLS) ssl2Content(b []byte, from Source) {
	switch {
	case t.pass > 0:
		t.c.piece(SSL2Hello, t.c.next, b, from)
		t.pass -= len(b)
	case !t.c.wait(0, b, from):
		t.spill(ErrMessageMemory, &t.c.stats.NoMemory, 0, from)
		t.ssl2Content(b, from)
	case t.c.hold.n == t.need:
		n := t.need
		t.need = 0
		t.c.held(SSL2Hello, n, from)
	}
}

// looked takes the first bytes of a handshake record that should be encrypted. It is not if a hello follows a
// HelloRetryRequest, to which ChangeCipherSpec was added for the sake of middleboxes: RFC 8446 appendix D.4.
func (t *TLS) looked(b []byte, from Source) []byte {
	n := copy(t.look[t.inLook:], b)
	t.inLook += n
	if t.inLook < helloLook {
		t.lookBy = from
		t.left -= n
		t.c.next += uint64(n)
		return nil
	}
	was := t.inLook - n // bytes that came before
	if l := t.look; (l[0] == 1 || l[0] == 2) && l[1] == 0 && l[4] == 3 && l[5] <= 4 {
		t.mode = tlsHandshake
	} else {
		t.mode = tlsOpaque
	}
	t.inLook = 0
	if was > 0 {
		t.left += was
		t.c.next -= uint64(was)
		t.content(t.look[:was], t.lookBy)
	}
	return b
}

// alerts takes bytes of alerts, which are of two bytes each.
func (t *TLS) alerts(b []byte, from Source) int {
	switch {
	case t.halfAlert:
		t.halfAlert = false
		t.alert[1] = b[0]
		t.c.stats.Messages++
		t.c.stats.Whole += 2
		t.c.list[0], t.c.list[1] = Part{Len: 1, From: t.alertBy}, Part{Offset: 1, Len: 1, From: from}
		t.c.say(Event{Kind: Message, Proto: uint32(wire.TLSAlertRecord), Offset: t.alertAt, Len: 2, Bytes: t.alert[:], Parts: t.c.list[:2], From: from})
		return 1
	case len(b) == 1:
		t.halfAlert, t.alert[0], t.alertBy, t.alertAt = true, b[0], from, t.c.next
		t.c.stats.Waited++
		return 1
	}
	t.c.message(uint32(wire.TLSAlertRecord), t.c.next, b[:2:2], from)
	return 2
}

// dropAlert puts out the first half of an alert whose second will not come.
func (t *TLS) dropAlert(from Source) {
	if t.halfAlert {
		t.halfAlert = false
		e := MessageError{Offset: t.alertAt, Len: 2, Err: ErrMessagePart}
		t.c.tell(Notice, uint32(wire.TLSAlertRecord), &t.c.stats.Partial, e, from)
		t.c.piece(uint32(wire.TLSAlertRecord), t.alertAt, t.alert[:1], t.alertBy)
	}
}

// handshake takes bytes of handshake messages, and returns how many it took.
func (t *TLS) handshake(b []byte, from Source) int {
	switch {
	case t.pass > 0:
		n := min(t.pass, len(b))
		t.c.piece(uint32(wire.TLSHandshake), t.c.next, b[:n:n], from)
		t.pass -= n
		return n
	case t.c.hold.n > 0:
		return t.fill(b, from)
	case len(b) < handshakeLen:
		t.need = 0
		t.c.wait(t.c.next, b, from)
		return len(b)
	}
	n := handshakeLen + int(wire.Uint32(b, 0)&0xffffff)
	switch {
	case !t.sane(b[0], n):
		t.noHandshake(t.c.next, from)
		return 0
	case n > t.c.limit:
		t.need = n
		t.spill(ErrMessageSize, &t.c.stats.Oversized, uint64(t.c.limit), from)
		return 0
	case n <= len(b):
		t.learn(b[:n])
		t.c.message(uint32(wire.TLSHandshake), t.c.next, b[:n:n], from)
		return n
	}
	t.need = n
	if !t.c.wait(t.c.next, b, from) {
		t.spill(ErrMessageMemory, &t.c.stats.NoMemory, 0, from)
		return 0
	}
	return len(b)
}

// handshakeLen is the length of a handshake message's header.
const handshakeLen = 4

// fill takes bytes of the message that waits.
func (t *TLS) fill(b []byte, from Source) int {
	if t.need == 0 {
		n := min(handshakeLen-t.c.hold.n, len(b))
		t.c.wait(0, b[:n], from)
		if t.c.hold.n == handshakeLen {
			t.begin(n, from)
		}
		return n
	}
	n := min(t.need-t.c.hold.n, len(b))
	if !t.c.wait(0, b[:n], from) {
		t.spill(ErrMessageMemory, &t.c.stats.NoMemory, 0, from)
		return 0
	}
	if t.c.hold.n == t.need {
		t.emit(from)
	}
	return n
}

// begin looks at the header of the message that waits, of which the last n bytes have come now.
func (t *TLS) begin(n int, from Source) {
	h := t.c.hold.bytes()
	t.need = handshakeLen + int(wire.Uint32(h, 0)&0xffffff)
	switch {
	case !t.sane(h[0], t.need-handshakeLen+n):
		t.noHandshake(t.c.hold.start, from)
		t.c.unhold(uint32(wire.TLSHandshake))
	case t.need > t.c.limit:
		t.spill(ErrMessageSize, &t.c.stats.Oversized, uint64(t.c.limit), from)
	case t.need == handshakeLen:
		t.emit(from)
	}
}

// emit puts out the message that waits.
func (t *TLS) emit(from Source) {
	t.learn(t.c.hold.bytes())
	n := t.need
	t.need = 0
	t.c.held(uint32(wire.TLSHandshake), n, from)
}

// sane reports whether a handshake message may begin with this type that takes n bytes more of the record. Where bytes
// were lost, what looks like one may be encrypted, or the middle of one; there it has to be within the record.
func (t *TLS) sane(typ byte, n int) bool {
	return wire.TLSHandshakeType(typ).Known() && (!t.doubt || n <= t.left)
}

// noHandshake takes what is left of the record for opaque.
func (t *TLS) noHandshake(at uint64, from Source) {
	t.mode, t.need = tlsOpaque, 0
	t.c.tell(Notice, uint32(t.typ), &t.odd, MessageError{Offset: at, Err: ErrTLSHandshake}, from)
}

// spill puts out in pieces the message at hand, of t.need bytes.
func (t *TLS) spill(why error, counter *uint64, limit uint64, from Source) {
	at, have := t.c.next, t.c.hold.n
	if have > 0 {
		at = t.c.hold.start
	} else if t.pass > 0 {
		at = t.passAt
	}
	t.passAt = at
	proto := uint32(t.typ)
	if t.mode != tlsSSL2 {
		proto = uint32(wire.TLSHandshake)
	}
	t.c.spill(proto, counter, MessageError{Offset: at, Len: uint64(t.need), Limit: limit, Err: why}, from)
	t.pass, t.need = max(t.need-have, 0), 0
}

// dropMessage gives up the message at hand.
func (t *TLS) dropMessage(why error, counter *uint64, from Source) {
	if t.c.hold.n > 0 || t.pass > 0 {
		t.spill(why, counter, 0, from)
	}
	t.pass, t.need = 0, 0
}

// learn looks which version a ServerHello chooses: RFC 8446 §4.1.3 and §4.2.1.
func (t *TLS) learn(m []byte) {
	if m[0] != byte(wire.TLSServerHello) || len(m) < handshakeLen+35 {
		return
	}
	b := m[handshakeLen:]
	t.version = wire.TLSVersion(wire.Uint16(b, 0))
	b = b[34:]
	if n := 1 + int(b[0]) + 3; len(b) >= n+2 { // session, cipher suite, compression
		b = b[n+2:]
	} else {
		return
	}
	for len(b) >= 4 {
		n := int(wire.Uint16(b, 2))
		if wire.Uint16(b, 0) == 43 && n == 2 && len(b) >= 6 { // supported_versions
			t.version = wire.TLSVersion(wire.Uint16(b, 4))
			return
		}
		b = b[min(4+n, len(b)):]
	}
}
