package session

import "github.com/gocap-project/gocap/wire"

// A PFCPPart is what [PFCP.Build] is to send. What it does not say follows from the conversation.
type PFCPPart struct {
	Type wire.PFCPMessage
	SEID uint64 // of the receiver's session, in a request of a session that there is; a response has it from the request
	IEs  wire.PFCPIEs
}

// Build appends the message that a side sends next to b: a request with the next sequence number, or the response to the
// newest open request of its kind. The Session follows it as if it had been checked. The error is [ErrNoMove] if the
// message would not be Valid, or no request is open; nothing has changed then.
func (s *PFCP) Build(side Side, b []byte, p PFCPPart, at int64) ([]byte, error) {
	n := len(b)
	request := pfcpRequest(p.Type)
	seq, ok := s.exchanges.next(side, request, uint8(p.Type))
	if !ok {
		return b, ErrNoMove
	}
	if !request {
		p.SEID = s.first.of(pfcpAsk(side.Peer(), seq))
	}
	b = append(b, 1<<5, byte(p.Type), 0, 0)
	if p.Type.HasSEID() {
		b[n] |= 1
		b = append(b, make([]byte, 8)...)
		wire.PutUint64(b[n:], 4, p.SEID)
	}
	b = append(append(b, byte(seq>>16), byte(seq>>8), byte(seq), 0), p.IEs...)
	if len(b)-n-4 > 0xffff {
		return b[:n], ErrNoMove
	}
	wire.PFCP(b[n:]).SetLength(uint16(len(b) - n - 4))
	if v := s.Check(side, b[n:], at); !v.OK() {
		return b[:n], ErrNoMove
	}
	return b, nil
}

// A GTPPart is what [GTP.Build] is to send, in version 2. What it does not say follows from the conversation.
type GTPPart struct {
	Type wire.GTPv2Message
	TEID uint32 // of the receiver's tunnel, in a request of a tunnel that there is; a response has it from the request
	IEs  wire.GTPv2IEs
}

// Build appends the message of version 2 that a side sends next to b: a request with the next sequence number, or the
// response to the newest open request of its kind. The Session follows it as if it had been checked. The error is
// [ErrNoMove] if the message would not be Valid, or no request is open; nothing has changed then.
func (s *GTP) Build(side Side, b []byte, p GTPPart, at int64) ([]byte, error) {
	n := len(b)
	kind := uint8(p.Type)
	request := within(&gtpAsks, kind)
	if !request && !within(&gtpAsks, kind-1) {
		return b, ErrNoMove
	}
	seq, ok := s.exchanges.next(side, request, kind)
	if !ok {
		return b, ErrNoMove
	}
	if !request {
		p.TEID = uint32(s.given.of(pfcpAsk(side.Peer(), seq)))
	}
	b = append(b, 2<<5, kind, 0, 0)
	if p.Type.HasTEID() {
		b[n] |= 8
		b = append(b, byte(p.TEID>>24), byte(p.TEID>>16), byte(p.TEID>>8), byte(p.TEID))
	}
	b = append(append(b, byte(seq>>16), byte(seq>>8), byte(seq), 0), p.IEs...)
	if len(b)-n-4 > 0xffff {
		return b[:n], ErrNoMove
	}
	wire.GTPv2(b[n:]).SetLength(uint16(len(b) - n - 4))
	if v := s.Check(side, b[n:], at); !v.OK() {
		return b[:n], ErrNoMove
	}
	return b, nil
}

// next returns the sequence number of the next request of a side, or of the newest open request that a response of a
// kind answers.
func (e *exchanges) next(side Side, request bool, kind uint8) (seq uint32, ok bool) {
	if request {
		a := &e.asked[side&1]
		if !a.any() {
			return 1, true
		}
		seq = (uint32(a.slots[a.last].id) + 1) & 0x7fffff // the highest bit is of commands: 3GPP TS 29.274 §7.6
		return max(seq, 1), true
	}
	a := &e.asked[side.Peer()&1]
	for i := range a.slots {
		if q := &a.slots[(a.last-i+len(a.slots))%len(a.slots)]; q.used && q.seen == 0 && uint8(q.tag)+1 == kind {
			return uint32(q.id), true
		}
	}
	return 0, false
}
