package watch

import (
	"net/netip"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// A connection is a TCP connection with what is recorded of it.
type connection struct {
	Record
	tcp   *session.TCP
	upper bool // the client is the upper end of the key
	ended bool // both sides are done: a SYN begins the next connection
	reset bool // and one of them gave up
	holes int  // how often something was acknowledged that did not pass by
}

// maxHoles is how often an acknowledgement of what did not pass by is held against its sender. More than once is more
// likely the capture, which has not all packets.
const maxHoles = 1

// tcp judges a segment.
func (w *Watcher) tcp(d session.Datagram, context uint64) {
	seg, err := wire.ParseTCP(d.Payload)
	if err != nil || seg.HeaderLen() < wire.TCPLen || seg.HeaderLen() > len(seg) {
		return
	}
	src, dst := netip.AddrPortFrom(d.Src, seg.SrcPort()), netip.AddrPortFrom(d.Dst, seg.DstPort())
	var k sequence.Key
	upper := sequence.PairKey(&k, src, dst, wire.IPProtoTCP, context)
	c, fresh := w.connections.Get(&k, d.Src, w.from.Time)
	opens := seg.Flags()&(wire.SYN|wire.ACK|wire.RST) == wire.SYN
	if !fresh && opens && c.ended {
		w.closed(&k, c, sequence.Finished)
		fresh = true
	}
	if fresh {
		w.begin(c, src, dst, upper, seg, opens)
	}
	side := session.Client
	if upper != c.upper {
		side = session.Server
	}
	length := d.Length - seg.HeaderLen()
	v := c.tcp.CheckLen(side, seg, length, w.from.Time)
	if v.Rule == session.RuleTCPAckUnsent {
		if c.holes++; c.holes > maxHoles {
			c.tcp.Lost(side.Peer())
			v = c.tcp.CheckLen(side, seg, length, w.from.Time)
		}
	}
	c.Last = w.from.Time
	c.Packets[side]++
	c.Bytes[side] += uint64(max(length, 0))
	c.ended = done(c.tcp.State(session.Client)) && done(c.tcp.State(session.Server))
	c.reset = c.ended && (c.reset || v.OK() && seg.Flags()&wire.RST != 0)
	c.count(v)
	w.judged("tcp", src, dst, v)
	w.streams.Put(d.Src, d.Dst, context, seg, length, w.from)
}

// done reports whether a side in this state is through with the connection.
func done(state string) bool { return state == "CLOSED" || state == "TIME-WAIT" }

// begin begins a connection with its first segment, or with one that opens the next between the same ends.
func (w *Watcher) begin(c *connection, src, dst netip.AddrPort, upper bool, seg wire.TCP, opens bool) {
	tcp := c.tcp
	if tcp == nil {
		tcp = session.NewTCP(session.TCPConfig{Midway: true})
	}
	*c = connection{Record: Record{Session: "tcp", Number: w.opened, First: w.from.Time, Ends: [2]netip.AddrPort{src, dst}}, tcp: tcp, upper: upper}
	w.opened++
	answer := seg.Flags()&(wire.SYN|wire.ACK) == wire.SYN|wire.ACK
	if answer || !opens && src.Port() < dst.Port() { // servers have the lower ports
		c.Ends[0], c.Ends[1], c.upper = dst, src, !upper
	}
}

// closed tells of a connection that is over.
func (w *Watcher) closed(_ *sequence.Key, c *connection, why sequence.EndReason) {
	if w.cfg.Ended == nil {
		return
	}
	c.State, c.PeerState, c.Why = c.tcp.State(session.Client), c.tcp.State(session.Server), why
	if c.reset {
		c.Why = sequence.Reset
	} else if c.ended {
		c.Why = sequence.Finished
	}
	for side := range c.Resent {
		st := c.tcp.Stats(session.Side(side))
		c.Resent[side] = uint64(st.Retransmitted)
		c.RoundTrip += st.MinRTT // from here to either side and back
	}
	w.cfg.Ended(&c.Record)
}
