package sequence

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// The directions of a [Connection].
const (
	FromClient = 0 // from the side that opened the connection
	FromServer = 1
)

// A Connection is both directions of a TCP connection. Each takes from the other what it acknowledges, and whether it
// was reset.
type Connection struct {
	env    *tcpEnv
	seen   int64  // time of the newest packet, as Streams counts it
	active uint16 // Streams.epoch of the newest packet
	queued uint16 // and when this one entered its queues
	upper  bool   // the client is the upper end: see streamKey
	known  bool   // a SYN said which side is the client
	syn    pendingSYN
	number uint64
	halves [2]half
	ends   [2]netip.AddrPort
	first  Source
}

// A pendingSYN is a SYN of another connection between the same ends, which counts if the other side answers it. RFC 5961
// §4.2 has hosts ask the sender to prove that it means it; who only listens sees from what they do next what it was.
type pendingSYN struct {
	seq      uint32
	side     uint8
	seen     bool
	answered bool // the other side sent something since
	upper    bool // the sender is the upper end
}

// NewConnection returns a Connection whose directions hand their events to the two Sinks. cfg.Out is not looked at.
// Memory is as with [NewTCP]; both directions share it.
func NewConnection(mem []byte, cfg TCPConfig, fromClient, fromServer Sink) *Connection {
	c := &Connection{env: newTCPEnv(mem, cfg)}
	c.halves[FromClient].clear(fromClient, FromClient)
	c.halves[FromServer].clear(fromServer, FromServer)
	return c
}

// Put takes the next segment. side is [FromClient] or [FromServer]; length is as with [TCP.Put].
func (c *Connection) Put(side int, seg wire.TCP, length int, from Source) {
	if side &= 1; !c.predicted(side, seg, length, from) {
		c.put(side, seg, length, from)
	}
}

// put takes any segment.
func (c *Connection) put(side int, seg wire.TCP, length int, from Source) {
	h, other := &c.halves[side], &c.halves[1-side]
	h.settleLate(c.env, from)
	other.settleLate(c.env, from)
	flags := seg.Flags()
	switch {
	case flags&(wire.SYN|wire.RST) == wire.SYN:
		if !c.greets(side, seg) {
			c.env.stats.BadSYN++
			h.last = from
			h.drop(c.env, ErrSYN, h.position(seg.Seq()+1), len(seg.Payload()), from)
			return
		}
		c.handshake(side, seg)
	case c.syn.seen:
		c.doubt(side, seg)
	}
	if other.rivals && flags&(wire.SYN|wire.RST|wire.ACK) == wire.ACK {
		other.choose(seg.Ack())
	}
	if flags&wire.ACK != 0 {
		other.acknowledge(c.env, seg.Ack(), from)
	}
	if flags&wire.RST != 0 && !c.answers(side, seg) {
		c.env.stats.BadResets++
		h.drop(c.env, ErrReset, 0, 0, from)
	} else if h.put(c.env, seg, length, from) {
		other.finish(c.env, Reset, from)
	}
	h.skipLost(c.env, from)
	other.skipLost(c.env, from)
}

// predicted takes a segment of the most common kind, with or without data: the next in a connection in which nothing waits.
// What it does, put would do as well. It reports false, having done nothing, if the segment is of another kind.
func (c *Connection) predicted(side int, seg wire.TCP, length int, from Source) bool {
	h, other := &c.halves[side], &c.halves[side^1]
	if seg.Flags()&(wire.SYN|wire.FIN|wire.RST|wire.URG|wire.ACK) != wire.ACK || seg.Seq() != uint32(h.next) ||
		!h.flows() || other.waits() || c.syn.seen || other.rivals || c.env.cfg.OnAcknowledgement || h.unsigned(seg) {
		return false
	}
	if ack := seg.Ack(); ack != uint32(other.acked) || !other.seenACK {
		other.acknowledge(c.env, ack, from)
	}
	c.env.stats.Segments++
	h.last = from
	b := seg.Payload()
	if length >= 0 && length < len(b) {
		b = b[:length] // not what pads the frame
	}
	if len(b) > 0 {
		h.emit(c.env, b, from)
	}
	return true
}

// greets reports whether the receiver of a SYN would take it: one that is an answer must acknowledge the other SYN, and no
// more than was sent with it (RFC 9293 §3.10.7.3).
func (c *Connection) greets(side int, seg wire.TCP) bool {
	other := &c.halves[side^1]
	if seg.Flags()&wire.ACK == 0 || !other.anchored {
		return true
	}
	at := other.position(seg.Ack())
	return at >= other.origin && at <= max(other.next, other.lastEnd(c.env))
}

// doubt notes what a segment says of a SYN of another connection.
func (c *Connection) doubt(side int, seg wire.TCP) {
	switch {
	case int(c.syn.side) != side:
		c.syn.answered = true
	case c.syn.answered && seg.Flags()&wire.RST == 0 && seg.Seq() == uint32(c.halves[side].next):
		c.syn = pendingSYN{} // this connection goes on
	}
}

// choose decides, by what the other side acknowledges, which of two SYNs that answered its own it took.
func (h *half) choose(ack uint32) {
	if ack == h.rival+1 && h.next == h.origin && !h.waits() {
		h.begin(ack)
	}
	h.rivals = h.rivals && h.next == h.origin && ack != uint32(h.origin)
}

// handshake notes what a SYN says of the other direction, and a SYN that is not of this connection.
func (c *Connection) handshake(side int, seg wire.TCP) {
	h, other := &c.halves[side], &c.halves[1-side]
	if seg.Flags()&wire.ACK != 0 {
		if !other.begun {
			other.begin(seg.Ack()) // what it acknowledges is the other SYN
			other.anchored = true
		}
		if h.anchored && h.next == h.origin && seg.Seq()+1 != uint32(h.origin) {
			h.rival, h.rivals = seg.Seq(), true
		}
	} else if h.begun && seg.Seq()+1 != uint32(h.origin) {
		c.syn = pendingSYN{seq: seg.Seq(), side: uint8(side), seen: true}
	}
	c.known = true
}

// answers reports whether a RST of a side that sent nothing before acknowledges the other's SYN, if there was one:
// RFC 9293 §3.5.3. A RST of another side is judged by its sequence number.
func (c *Connection) answers(side int, seg wire.TCP) bool {
	h, other := &c.halves[side], &c.halves[1-side]
	if h.begun || !other.anchored || other.next != other.origin {
		return true
	}
	return seg.Flags()&wire.ACK != 0 &&
		(seg.Ack() == uint32(other.origin) || c.syn.seen && seg.Ack() == c.syn.seq+1)
}

// succeeds reports whether a segment is the first that shows that another connection between the same ends took this
// one's place.
func (c *Connection) succeeds(side int, seg wire.TCP) bool {
	h := &c.halves[side]
	switch flags := seg.Flags(); {
	case flags&wire.RST != 0:
		return false
	case !h.begun && !c.halves[side^1].begun:
		return h.closed != Open // there was nothing but a RST of what was before
	case flags&(wire.SYN|wire.ACK) == wire.SYN:
		return c.over() && !(h.begun && seg.Seq()+1 == uint32(h.origin))
	case flags&wire.SYN != 0:
		return c.syn.seen && int(c.syn.side) != side && seg.Ack() == c.syn.seq+1 ||
			c.over() && h.begun && seg.Seq()+1 != uint32(h.origin)
	default:
		return c.syn.seen && int(c.syn.side) == side && !c.syn.answered && seg.Seq() == c.syn.seq+1 && flags&wire.ACK != 0
	}
}

// begin anchors a connection that took another's place by the SYN that the other saw, if that is what the segment
// answers or follows.
func (c *Connection) begin(upper bool, seg wire.TCP, syn pendingSYN) {
	if flags := seg.Flags(); !syn.seen || flags&(wire.SYN|wire.ACK) == wire.SYN {
		return
	}
	if seg.Flags()&wire.SYN == 0 && syn.upper != upper {
		return
	}
	h := &c.halves[c.side(syn.upper)]
	h.begin(syn.seq + 1)
	h.anchored, c.known = true, true
}

// side returns which side the upper or lower end is.
func (c *Connection) side(upper bool) int {
	if upper == c.upper {
		return FromClient
	}
	return FromServer
}

// over reports whether both directions ended, or the one that was seen.
func (c *Connection) over() bool {
	a, b := &c.halves[0], &c.halves[1]
	return (a.closed != Open || !a.begun) && (b.closed != Open || !b.begun) && (a.begun || b.begun)
}

// Flush puts out what waits in both directions and ends them for a reason.
func (c *Connection) Flush(reason EndReason) {
	for i := range c.halves {
		h := &c.halves[i]
		h.finish(c.env, reason, h.last)
	}
}

// Reset makes c as new, for another connection. What waited is lost.
func (c *Connection) Reset() {
	for i := range c.halves {
		h := &c.halves[i]
		h.release(c.env)
		h.clear(h.out, h.stream)
	}
	*c = Connection{env: c.env, halves: c.halves}
}

// memory returns how many bytes of the arena the connection has.
func (c *Connection) memory() int { return int(c.halves[0].mem) + int(c.halves[1].mem) }

// Number returns the connection's number, in the order in which [Streams] saw them, from 0.
func (c *Connection) Number() uint64 { return c.number }

// Client returns the address and port of the side that opened the connection: who sent the SYN or, if none was seen,
// the first packet.
func (c *Connection) Client() netip.AddrPort { return c.ends[FromClient] }

// Server returns the address and port of the other side.
func (c *Connection) Server() netip.AddrPort { return c.ends[FromServer] }

// First returns the connection's first packet.
func (c *Connection) First() Source { return c.first }

// Whole reports whether the connection was seen from its SYN on.
func (c *Connection) Whole() bool { return c.known }

// Closed returns why a direction ended, or [Open].
func (c *Connection) Closed(side int) EndReason { return c.halves[side&1].closed }

// Stats returns what was counted since the Connection was made, or of all connections of its [Streams].
func (c *Connection) Stats() TCPStats { return c.env.stats }
