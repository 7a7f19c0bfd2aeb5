package session

import "github.com/gocap-project/gocap/wire"

// Next appends what a side may send: "SYN", "SYN-ACK", "ACK", "Data", "FIN" and "RST". What it owes to the other side has
// Must. Data may be sent as far as [TCP.Room] says.
func (t *TCP) Next(side Side, moves []Move) []Move {
	h, to := &t.halves[side&1], &t.halves[side.Peer()&1]
	owes := to.is(tcpBegun) && after(to.got, to.una)
	switch h.state {
	case tcpUnknown:
		return moves
	case tcpClosed, tcpSynSent:
		if to.state != tcpSynSent && (to.state != tcpSynReceived || h.state == tcpClosed) {
			return append(moves, Move{Name: "SYN"})
		}
		return append(moves, Move{Name: "SYN-ACK", Must: true}, Move{Name: "RST"})
	case tcpSynReceived:
		return append(moves, Move{Name: "SYN-ACK", Must: !h.is(tcpSYN) || h.is(tcpActive)}, Move{Name: "RST"})
	}
	moves = append(moves, Move{Name: "ACK", Must: owes})
	if h.state == tcpEstablished || h.state == tcpCloseWait {
		moves = append(moves, Move{Name: "Data"}, Move{Name: "FIN"})
	} else if after(h.nxt, h.una) {
		moves = append(moves, Move{Name: "FIN", Must: true}) // again
	}
	return append(moves, Move{Name: "RST"})
}

// Unacknowledged returns how many sequence numbers a side has sent that the other has not acknowledged.
func (t *TCP) Unacknowledged(side Side) int {
	h := &t.halves[side&1]
	return int(h.nxt - h.una)
}

// Received returns how much a side has sent without a gap, as an absolute sequence number: the next that the other
// side expects.
func (t *TCP) Received(side Side) uint32 { return t.halves[side&1].got }

// Room returns how many bytes a side may send now.
func (t *TCP) Room(side Side) int {
	h := &t.halves[side&1]
	if h.state != tcpEstablished && h.state != tcpCloseWait || !h.is(tcpEdge) {
		return 0
	}
	return max(int(int32(h.edge-h.nxt)), 0)
}

// A TCPPart is what [TCP.Build] is to send. What it does not say follows from the connection.
type TCPPart struct {
	Flags   wire.TCPFlags // SYN, FIN, RST, PSH, URG; ACK is there whenever it must
	Payload []byte
	Window  uint16 // 0 means 65,535
	ISN     uint32 // with SYN: the initial sequence number, which must be hard to guess (RFC 6528)
	MSS     uint16 // with SYN: the maximum segment size; 0 means 1460, which is right for Ethernet and IPv4
	Again   bool   // the payload and FIN were sent before: they begin with the first number that is not acknowledged
}

// Build appends a segment that side may send to b, and follows it as if it had been checked. The ports, the checksum and
// all below are the program's. It acknowledges all data of the other side that came without a gap. Of options it has the
// maximum segment size and, if that was agreed on, time stamps, in milliseconds by at.
//
// The error is [ErrNoMove] if the segment would not be Valid: data before the handshake, after FIN or beyond the window.
func (t *TCP) Build(side Side, b []byte, p TCPPart, at int64) ([]byte, error) {
	side &= 1
	h, to := &t.halves[side], &t.halves[side.Peer()]
	n := len(b)
	var head [wire.TCPLen]byte
	v := wire.TCP(head[:])
	v.SetWindow(p.Window)
	if p.Window == 0 {
		v.SetWindow(0xffff)
	}
	v.SetFlags(p.Flags &^ wire.ACK)
	switch {
	case p.Flags&wire.SYN != 0:
		v.SetSeq(p.ISN)
		if h.is(tcpSYN) && !h.is(tcpSpoke) && !t.reset && h.state != tcpClosed {
			v.SetSeq(h.isn) // again
		}
	case !h.is(tcpBegun) && (p.Flags&wire.RST == 0 || to.state != tcpSynSent):
		return b, ErrNoMove // but a SYN can be refused, with the number 0
	case p.Again:
		v.SetSeq(h.una)
	default:
		v.SetSeq(h.nxt)
	}
	if to.is(tcpBegun) && (p.Flags&wire.SYN == 0 || to.state == tcpSynSent || h.state == tcpSynReceived) {
		v.SetFlags(v.Flags() | wire.ACK)
		v.SetAck(to.got)
	} else if p.Flags&(wire.SYN|wire.RST) == 0 {
		return b, ErrNoMove
	}
	b = append(b, head[:]...)
	b = t.buildOptions(side, b, &p, at)
	wire.TCP(b[n:]).SetDataOffset(uint8((len(b) - n) / 4))
	b = append(b, p.Payload...)
	if r := t.Check(side, wire.TCP(b[n:]), at); !r.OK() {
		t.refused[side] = tcpSegment{}
		return b[:n], ErrNoMove
	}
	return b, nil
}

func (t *TCP) buildOptions(side Side, b []byte, p *TCPPart, at int64) []byte {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	if p.Flags&wire.SYN != 0 {
		mss := p.MSS
		if mss == 0 {
			mss = 1460
		}
		return wire.TCPOptions(b).AddMSS(mss)
	}
	if h.is(tcpStamps) && to.is(tcpStamps) && p.Flags&wire.RST == 0 {
		now := uint32(at / 1e6)
		if h.is(tcpNewest) && before(now, h.newest) {
			now = h.newest
		}
		return wire.TCPOptions(b).Add(wire.NOP).Add(wire.NOP).AddTimestamps(now, to.recent)
	}
	return b
}
