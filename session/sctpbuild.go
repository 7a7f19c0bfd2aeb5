package session

import "github.com/gocap-project/gocap/wire"

// Next appends the chunks that a side may send, by their names: "INIT", "COOKIE ECHO", "DATA" or "I-DATA", "SACK" and so
// on. What it owes to the other side has Must.
func (t *SCTP) Next(side Side, moves []Move) []Move {
	h, to := &t.halves[side&1], &t.halves[side.Peer()&1]
	if to.is(sctpWaits) && to.init.tag != 0 && h.state != sctpShutdownAckSent {
		moves = append(moves, sctpMove(wire.SCTPTypeInitAck, true))
	}
	switch h.state {
	case sctpUnknown:
		return moves
	case sctpClosed:
		return append(moves, sctpMove(wire.SCTPTypeInit, false))
	case sctpCookieWait:
		if to.state == sctpShutdownAckSent {
			return moves
		}
		moves = append(moves, sctpMove(wire.SCTPTypeInit, false))
		if h.is(sctpWaits) && (to.acks[0].tag != 0 && to.acks[0].answers == h.init.tag) {
			moves = append(moves, sctpMove(wire.SCTPTypeCookieEcho, true))
		}
		return moves
	case sctpCookieEchoed:
		if !to.is(sctpTagged) {
			return moves
		}
		return append(moves, sctpMove(wire.SCTPTypeCookieEcho, false), sctpMove(wire.SCTPTypeAbort, false))
	}
	if !to.is(sctpTagged) {
		return moves // for want of a tag
	}
	if to.is(sctpEchoed) {
		moves = append(moves, sctpMove(wire.SCTPTypeCookieAck, true))
	}
	moves = append(moves, sctpMove(wire.SCTPTypeSACK, to.is(sctpBegun) && after(to.got, to.una)))
	return append(t.nextEnd(h, to, moves), sctpMove(wire.SCTPTypeHeartbeat, false), sctpMove(wire.SCTPTypeAbort, false))
}

// nextEnd appends data and what ends an association.
func (t *SCTP) nextEnd(h, to *sctpHalf, moves []Move) []Move {
	done := !h.outstanding()
	switch h.state {
	case sctpEstablished, sctpShutdownReceived:
		if t.both()&sctpDoesIData != 0 {
			moves = append(moves, sctpMove(wire.SCTPTypeIData, false))
		} else {
			moves = append(moves, sctpMove(wire.SCTPTypeData, false))
		}
		if done && h.state == sctpEstablished {
			moves = append(moves, sctpMove(wire.SCTPTypeShutdown, false))
		}
	case sctpShutdownSent:
		moves = append(moves, sctpMove(wire.SCTPTypeShutdown, false))
	}
	if to.is(sctpShut) && done {
		moves = append(moves, sctpMove(wire.SCTPTypeShutdownAck, h.state != sctpShutdownAckSent))
	}
	if to.state == sctpShutdownAckSent {
		moves = append(moves, sctpMove(wire.SCTPTypeShutdownComplete, true))
	}
	return moves
}

func sctpMove(t wire.SCTPChunkType, must bool) Move { return Move{Name: t.String(), Must: must} }

// Tag returns the verification tag that packets to a side have, and whether it is known.
func (t *SCTP) Tag(side Side) (tag uint32, ok bool) {
	h := &t.halves[side&1]
	return h.tag, h.is(sctpTagged)
}

// Streams returns in how many streams a side may send, or 0 if that is not known.
func (t *SCTP) Streams(side Side) int { return int(t.halves[side&1].streams) }

// Received returns up to which TSN, exclusive, a side has sent without a gap: the next that the other side expects.
func (t *SCTP) Received(side Side) uint32 { return t.halves[side&1].got }

// Unacknowledged returns how many TSNs a side has sent that the other has not acknowledged without a gap.
func (t *SCTP) Unacknowledged(side Side) int {
	h := &t.halves[side&1]
	return int(h.nxt - h.una)
}

// An SCTPPart is a chunk that [SCTP.Build] is to send. What it does not say follows from the association.
type SCTPPart struct {
	Chunk wire.SCTPChunkType
	Flags uint8 // of DATA and I-DATA; if it has neither SCTPBegin nor SCTPEnd and Middle is false, both are set

	// Data is the user data, the cookie of INIT ACK and COOKIE ECHO, the parameters of HEARTBEAT, HEARTBEAT ACK and RE-CONFIG,
	// the causes of ABORT and ERROR; of other chunks, all behind the chunk's header that does not follow from the association.
	Data []byte

	// For DATA and I-DATA.
	Stream  uint16
	Message uint32 // number in the stream
	PPID    wire.SCTPPayload
	FSN     uint32 // of I-DATA that does not begin a message, in place of PPID
	Middle  bool   // a fragment that neither begins nor ends a message
	TSN     uint32 // with Again: of what is sent again. With INIT and INIT ACK: the first that the side will send
	Again   bool   // the chunk was sent before

	// For INIT and INIT ACK. If both sides opened, the tag and TSN of INIT ACK are those of the side's own INIT.
	Tag        uint32          // the verification tag that packets to the side shall have, which must be hard to guess
	Window     uint32          // also for SACK: in bytes; 0 means 65,535
	OutStreams uint16          // 0 means 1
	InStreams  uint16          // 0 means 1
	Params     wire.SCTPParams // others than the cookie
}

// Build appends a packet of chunks that side may send to b, and follows it as if it had been checked. The ports, the checksum
// and all below are the program's: first the ports, then SetChecksum(Sum()). TSNs and acknowledgements follow from the
// association: SACK has all that the other side sent, with gap blocks for the next 64 TSNs.
//
// The error is [ErrNoMove] if the packet would not be Valid: data before the association is established, a second SHUTDOWN
// ACK after its end. Nothing has changed then.
func (t *SCTP) Build(side Side, b []byte, at int64, parts ...SCTPPart) ([]byte, error) {
	side &= 1
	n := len(b)
	var head [wire.SCTPLen]byte
	b = append(b, head[:]...)
	if len(parts) > 0 {
		wire.SCTP(b[n:]).SetVTag(t.tagFor(side, parts[0].Chunk))
	}
	next := t.halves[side].nxt
	for i := range parts {
		p := &parts[i]
		isData := p.Chunk == wire.SCTPTypeData || p.Chunk == wire.SCTPTypeIData
		tsn := next
		if isData && p.Again {
			tsn = p.TSN
		} else if isData {
			next++
		}
		at := len(b)
		b = append(b, byte(p.Chunk), p.Flags, 0, 0)
		b = t.buildChunk(side, b, p, tsn)
		size := len(b) - at
		if size > 0xffff {
			return b[:n], ErrNoMove
		}
		wire.PutUint16(b, at+2, uint16(size))
		for (len(b)-at)%4 != 0 {
			b = append(b, 0)
		}
		if p.Chunk == wire.SCTPTypeCookieEcho {
			next = t.firstTSN(side, wire.SCTP(b[n:]).VTag())
		}
	}
	was := *t
	if r := t.judge(side, wire.SCTP(b[n:]), at); !r.OK() {
		*t = was
		return b[:n], ErrNoMove
	}
	return b, nil
}

// firstTSN returns the TSN with which a side begins after its cookie.
func (t *SCTP) firstTSN(side Side, tag uint32) uint32 {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	if to.is(sctpTagged) && to.tag == tag && h.state >= sctpEstablished {
		return h.nxt
	}
	return h.init.tsn
}

// tagFor returns the tag of a packet that begins with a chunk.
func (t *SCTP) tagFor(side Side, c wire.SCTPChunkType) uint32 {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	switch {
	case c == wire.SCTPTypeInit:
		return 0
	case c == wire.SCTPTypeInitAck:
		return to.init.tag
	case c == wire.SCTPTypeCookieEcho && to.acks[0].tag != 0 && to.acks[0].answers == h.init.tag:
		return to.acks[0].tag
	case to.is(sctpTagged):
		return to.tag
	}
	return to.init.tag
}

// buildChunk appends what is behind a chunk's header.
func (t *SCTP) buildChunk(side Side, b []byte, p *SCTPPart, tsn uint32) []byte {
	to := &t.halves[side.Peer()]
	switch p.Chunk {
	case wire.SCTPTypeInit, wire.SCTPTypeInitAck:
		i := *p
		if h := &t.halves[side]; p.Chunk == wire.SCTPTypeInitAck && (h.state == sctpCookieWait || h.state == sctpCookieEchoed) && h.init.tag != 0 {
			i.Tag, i.TSN = h.init.tag, h.init.tsn // RFC 9260 §5.2.1
		}
		return i.buildInit(b)
	case wire.SCTPTypeData, wire.SCTPTypeIData:
		return p.buildData(b, tsn)
	case wire.SCTPTypeSACK:
		b = appendUint32(b, to.got-1)
		b = appendUint32(b, p.window())
		return to.buildGaps(b)
	case wire.SCTPTypeShutdown:
		return appendUint32(b, to.got-1)
	}
	return append(b, p.Data...)
}

func (p *SCTPPart) window() uint32 {
	if p.Window == 0 {
		return 0xffff
	}
	return p.Window
}

func (p *SCTPPart) buildInit(b []byte) []byte {
	out, in := max(p.OutStreams, 1), max(p.InStreams, 1)
	b = appendUint32(b, p.Tag)
	b = appendUint32(b, p.window())
	b = append(b, byte(out>>8), byte(out), byte(in>>8), byte(in))
	b = appendUint32(b, p.TSN)
	if p.Chunk == wire.SCTPTypeInitAck {
		n := 4 + len(p.Data)
		b = append(b, 0, byte(wire.SCTPParamStateCookie), byte(n>>8), byte(n))
		b = append(b, p.Data...)
		for ; n%4 != 0; n++ {
			b = append(b, 0)
		}
	}
	return append(b, p.Params...)
}

func (p *SCTPPart) buildData(b []byte, tsn uint32) []byte {
	if !p.Middle && p.Flags&(wire.SCTPBegin|wire.SCTPEnd) == 0 {
		b[len(b)-3] |= wire.SCTPBegin | wire.SCTPEnd
	}
	begins := b[len(b)-3]&wire.SCTPBegin != 0
	b = appendUint32(b, tsn)
	b = append(b, byte(p.Stream>>8), byte(p.Stream))
	if p.Chunk == wire.SCTPTypeData {
		b = append(b, byte(p.Message>>8), byte(p.Message))
	} else {
		b = appendUint32(append(b, 0, 0), p.Message)
	}
	if p.Chunk == wire.SCTPTypeData || begins {
		b = appendUint32(b, uint32(p.PPID))
	} else {
		b = appendUint32(b, p.FSN)
	}
	return append(b, p.Data...)
}

// buildGaps appends the counts and the gap blocks of a SACK for what a side sent.
func (h *sctpHalf) buildGaps(b []byte) []byte {
	at := len(b)
	b = append(b, 0, 0, 0, 0)
	gaps := 0
	for i := 0; i < 64; i++ {
		if h.seen>>i&1 == 0 {
			continue
		}
		start := i
		for i < 63 && h.seen>>(i+1)&1 != 0 {
			i++
		}
		gaps++
		b = append(b, 0, byte(start+1), 0, byte(i+1)) // got is the one behind the cumulative TSN: 1
	}
	b[at+1] = byte(gaps)
	return b
}

func appendUint32(b []byte, v uint32) []byte {
	return append(b, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
}
