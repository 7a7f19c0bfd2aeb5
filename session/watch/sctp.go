package watch

import (
	"net/netip"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// An association is what two ends have of SCTP, with what is recorded of it. Where the sides of one have several addresses,
// each pair of them is one: what passes by between the others is then missing, which the Session allows for.
type association struct {
	Record
	sctp  *session.SCTP
	upper bool // the client is the upper end of the key
	ended bool // an INIT begins the next association
	reset bool // by ABORT
	holes int  // how often something was acknowledged that did not pass by
}

// sctp judges a packet.
func (w *Watcher) sctp(d session.Datagram, context uint64) {
	p, err := wire.ParseSCTP(d.Payload)
	if err != nil {
		return
	}
	src, dst := netip.AddrPortFrom(d.Src, p.SrcPort()), netip.AddrPortFrom(d.Dst, p.DstPort())
	var k sequence.Key
	upper := sequence.PairKey(&k, src, dst, wire.IPProtoSCTP, context)
	a, fresh := w.associations.Get(&k, d.Src, w.from.Time)
	has := chunksIn(p)
	if !fresh && has.init && a.ended {
		w.parted(&k, a, sequence.Finished)
		fresh = true
	}
	if fresh {
		w.meet(a, src, dst, upper, &has)
	}
	side := session.Client
	if upper != a.upper {
		side = session.Server
	}
	a.Last = w.from.Time
	a.Packets[side]++
	a.Bytes[side] += has.data
	if d.Cut {
		a.sctp.Lost(side)
		return
	}
	v := a.sctp.Check(side, p, w.from.Time)
	if v.Rule == session.RuleSCTPAckUnsent {
		if a.holes++; a.holes > maxHoles {
			a.sctp.Lost(side.Peer())
			v = a.sctp.Check(side, p, w.from.Time)
		}
	}
	over := a.sctp.State(session.Client) == "CLOSED" && a.sctp.State(session.Server) == "CLOSED"
	a.reset = over && (a.reset || !a.ended && v.OK() && has.abort)
	a.ended = over
	a.count(v)
	w.judged("sctp", src, dst, v)
}

// chunks is what there is in a packet.
type chunks struct {
	init, answer, abort bool
	data                uint64 // bytes of user data
}

func chunksIn(p wire.SCTP) (has chunks) {
	for c := range p.Chunks().All() {
		switch c.Type() {
		case wire.SCTPTypeInit:
			has.init = true
		case wire.SCTPTypeInitAck:
			has.answer = true
		case wire.SCTPTypeAbort:
			has.abort = true
		}
		if d, ok := c.Data(); ok {
			has.data += uint64(len(d.Payload()))
		} else if d, ok := c.IData(); ok {
			has.data += uint64(len(d.Payload()))
		}
	}
	return has
}

// meet begins an association with its first packet, or with one that opens the next between the same ends.
func (w *Watcher) meet(a *association, src, dst netip.AddrPort, upper bool, has *chunks) {
	s := a.sctp
	if s == nil {
		s = session.NewSCTP(session.SCTPConfig{Midway: true})
	}
	*a = association{Record: Record{Session: "sctp", Number: w.opened, First: w.from.Time, Ends: [2]netip.AddrPort{src, dst}}, sctp: s, upper: upper}
	w.opened++
	if has.answer || !has.init && src.Port() < dst.Port() { // servers have the lower ports
		a.Ends[0], a.Ends[1], a.upper = dst, src, !upper
	}
}

// parted tells of an association that is over.
func (w *Watcher) parted(_ *sequence.Key, a *association, why sequence.EndReason) {
	if w.cfg.Ended == nil {
		return
	}
	a.State, a.PeerState, a.Why = a.sctp.State(session.Client), a.sctp.State(session.Server), why
	if a.reset {
		a.Why = sequence.Reset
	} else if a.ended {
		a.Why = sequence.Finished
	}
	for side := range a.Resent {
		st := a.sctp.Stats(session.Side(side))
		a.Resent[side] = uint64(st.Retransmitted)
		a.RoundTrip += st.MinRTT // from here to either side and back
	}
	w.cfg.Ended(&a.Record)
}
