package session

import "github.com/gocap-project/gocap/wire"

// TCPConfig says what a [TCP] may take for granted. The zero value is for a capture that has all packets of both sides from
// the SYN on.
type TCPConfig struct {
	// Midway says that the capture may have begun after the connection, or may have one side only.
	Midway bool
	// OnWire says that segments are as they were on the wire. Elsewhere, such as at a host's own interface, segments that
	// the interface cuts or has put together are longer than the maximum segment size, which is then not looked at.
	OnWire bool
	// RFC793 says that the hosts do without RFC 5961: a reset anywhere in the window and a SYN in it end the connection.
	RFC793 bool
}

// A TCP is a TCP connection as its two ends see it (RFC 9293, 5961, 7323, 2018, 2883, 7413). The sides are equals: either
// may send the first SYN, or both. When a connection has ended, the same TCP takes the next one between the same ends.
//
// What packets do not say is not known: who has received what passed by, and the window that it has now. All rules
// are for what is possible, so that a segment that would be right for one of the possible states is Valid.
//
// The zero TCP is one with the zero configuration, so that tables can hold TCPs.
//
// A segment that is not Valid changes nothing. But if the other side then does what only makes sense if it took it, such as
// acknowledge it, then the TCP believes both: the host is more tolerant than the standards, or packets are missing that
// would explain it.
type TCP struct {
	halves  [2]tcpHalf
	refused [2]tcpSegment // each side's last segment that was not Valid, which is not part of the state, or its SYN that waits
	last    int64         // time of the last segment
	cfg     TCPConfig
	reset   bool  // the connection was reset
	killer  uint8 // by which side; 2: none
}

var _ Session[wire.TCP] = (*TCP)(nil)

// tcpHalf is one side: what it has sent, and what the other may have of it.
type tcpHalf struct {
	isn    uint32
	una    uint32 // what the other side has acknowledged, at least
	nxt    uint32 // the end of what was sent
	got    uint32 // the end of what was sent without a gap
	edge   uint32 // the right edge of the windows that the other side offered: the furthest
	fin    uint32 // the end of its FIN
	recent uint32 // the time stamp that the other side holds newer ones against: TS.Recent
	newest uint32 // the newest time stamp sent
	timed  uint32 // the end of the segment whose round trip is being measured
	count  uint32 // segments
	again  uint32 // segments whose data were sent before
	at     int64  // when the measured segment was sent
	rtt    int64  // smoothed
	least  int64
	win    uint16
	mss    uint16
	flags  uint32
	shift  uint8
	state  tcpState
	was    tcpState // before the reset
}

// What is known of a side.
const (
	tcpSYN    = 1 << iota // its SYN was seen: isn and the options
	tcpBegun              // nxt is known
	tcpOwn                // it was seen to send since the last loss
	tcpEdge               // edge is known
	tcpFIN                // it sent FIN
	tcpSpoke              // it sent something besides SYNs
	tcpScaled             // its SYN had a window scale
	tcpSACKs              // permitted SACK
	tcpStamps             // had time stamps
	tcpRecent             // recent is known
	tcpNewest             // newest is known
	tcpLoose              // it may have sent what was not seen
	tcpTiming             // a round trip is being measured
	tcpEarly              // data in the SYN
	tcpActive             // sent a SYN without acknowledgement
	tcpBare               // nxt is where a segment was without data: what is before may be FIN
	tcpHoles              // packets are missing for certain, and more may
	tcpWaits              // sent a SYN for another connection: refused has it
)

func (h *tcpHalf) is(f uint32) bool { return h.flags&f != 0 }

type tcpState uint8

// The states of RFC 9293 §3.3.2, and the one of who is not known.
const (
	tcpClosed tcpState = iota
	tcpUnknown
	tcpSynSent
	tcpSynReceived
	tcpEstablished
	tcpFinWait1
	tcpFinWait2
	tcpCloseWait
	tcpClosing
	tcpLastAck
	tcpTimeWait
	tcpStates
)

var tcpStateNames = [tcpStates]string{
	"CLOSED", "unknown", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED",
	"FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT",
}

// NewTCP returns a Session of a connection.
func NewTCP(cfg TCPConfig) *TCP {
	t := &TCP{cfg: cfg}
	t.Reset()
	return t
}

// Reset makes the Session new.
func (t *TCP) Reset() {
	*t = TCP{cfg: t.cfg}
	if t.cfg.Midway {
		t.begin()
	}
}

// begin makes nothing known of either side.
func (t *TCP) begin() {
	t.halves[0] = tcpHalf{state: tcpUnknown, flags: tcpLoose}
	t.halves[1], t.reset = t.halves[0], false
}

// Lost tells that segments of a side may be missing before the next.
func (t *TCP) Lost(side Side) {
	if t.halves[0].state == tcpClosed && t.halves[1].state == tcpClosed {
		t.begin() // what is missing may have been SYNs
		return
	}
	h := &t.halves[side&1]
	h.flags = h.flags&^tcpOwn | tcpLoose
}

// State returns the state that a side is in if it has received what passed by, such as "ESTABLISHED", or "unknown". LISTEN
// cannot be told from CLOSED.
func (t *TCP) State(side Side) string {
	h := &t.halves[side&1]
	if h.is(tcpWaits) {
		return tcpStateNames[tcpSynSent]
	}
	return tcpStateNames[h.state]
}

// A tcpCourse says what becomes of the connection by a segment that is Valid.
type tcpCourse uint8

const (
	tcpFollow tcpCourse = iota
	tcpKeep             // nothing: it answers one that was not Valid
	tcpKill             // it is reset
	tcpWait             // another will follow if the other side agrees
)

// Check judges a segment that was not cut.
func (t *TCP) Check(side Side, v wire.TCP, at int64) Verdict { return t.CheckLen(side, v, -1, at) }

// CheckLen judges a segment with a number of bytes of data by the IP header, which is more than the view has if the packet
// was cut when it was captured; less than 0 means that the view has it all.
func (t *TCP) CheckLen(side Side, v wire.TCP, length int, at int64) Verdict {
	side &= 1
	to := &t.halves[side.Peer()]
	r := Verdict{Before: tcpStateNames[to.state]}
	r.After = r.Before
	if len(v) < wire.TCPLen || v.HeaderLen() < wire.TCPLen || v.HeaderLen() > len(v) {
		r.Outcome, r.Rule, r.Field = Invalid, RuleTCPHeader, "DataOffset"
		return r
	}
	if length < 0 {
		length = len(v) - v.HeaderLen()
	}
	g, sack := segmentOf(v, length)
	how := tcpFollow
	r.Outcome, r.Rule, r.Field = t.judge(side, &g, sack, v, at, &how)
	if r.Rule != nil && t.reconsider(side, &g, sack, v, at, &how) {
		r.Outcome, r.Rule, r.Field = Valid, nil, ""
	}
	switch {
	case r.Rule != nil:
		if !t.halves[side].is(tcpWaits) {
			t.refused[side] = g
		}
		return r
	case how == tcpWait:
		t.refused[side] = g
		t.halves[side].flags |= tcpWaits
	case how == tcpKeep:
		if g.has(wire.RST) {
			t.halves[side.Peer()].flags &^= tcpWaits // refused
		}
	default:
		t.noticeHole(side, &g)
		t.follow(side, &g, how, at)
		r.After = tcpStateNames[to.state]
	}
	return r
}

// noticeHole sees when a side goes on after what was not seen, but acknowledged: then the capture lacks packets, and no
// claim is made any more that needs all of them.
func (t *TCP) noticeHole(side Side, g *tcpSegment) {
	h, was := &t.halves[side], &t.refused[side.Peer()]
	if was.flags&(wire.SYN|wire.RST|wire.ACK) == wire.ACK && after(was.ack, h.nxt) && !before(g.seq, was.ack) && !g.has(wire.SYN|wire.RST) {
		h.flags |= tcpHoles | tcpLoose
		t.halves[side.Peer()].flags |= tcpHoles | tcpLoose
	}
}

// reconsider judges a segment that is not right again, under what it may be evidence for. A side that goes on after a reset
// in its name did not send that. The other side's last segment that was not Valid, or a SYN that waits, may have been taken.
func (t *TCP) reconsider(side Side, g *tcpSegment, sack wire.SACKBlocks, v wire.TCP, at int64, how *tcpCourse) bool {
	try := *t
	if t.reset && t.killer == uint8(side) && !g.has(wire.SYN|wire.RST) {
		try.revive()
		if try.accepts(side, g, sack, v, at, how) {
			*t = try
			return true
		}
	}
	from := side.Peer()
	if t.halves[side].is(tcpWaits) && t.cfg.Midway {
		from = side // its answer need not have been seen
	}
	was := try.refused[from]
	if was.flags == 0 {
		return false
	}
	if from != side {
		try.noticeHole(side, g)
	}
	try.refused[from] = tcpSegment{}
	try.halves[from].flags &^= tcpWaits
	try.follow(from, &was, tcpFollow, at)
	if !try.accepts(side, g, sack, v, at, how) {
		return false
	}
	*t = try
	return true
}

// accepts judges a segment anew.
func (t *TCP) accepts(side Side, g *tcpSegment, sack wire.SACKBlocks, v wire.TCP, at int64, how *tcpCourse) bool {
	*how = tcpFollow
	_, r, _ := t.judge(side, g, sack, v, at, how)
	return r == nil
}

// TCPStats is what was counted and measured of a side.
type TCPStats struct {
	Segments      uint32
	Retransmitted uint32 // segments of them with data, SYN or FIN that had been sent before
	RTT           int64  // from the capture to the other side and back, smoothed as in RFC 6298, in nanoseconds; 0: unknown
	MinRTT        int64  // the shortest
}

// Stats returns what was counted and measured of a side's segments since the SYN.
func (t *TCP) Stats(side Side) TCPStats {
	h := &t.halves[side&1]
	return TCPStats{h.count, h.again, h.rtt, h.least}
}

const tcpMark = 'T'

// AppendBinary appends a snapshot.
func (t *TCP) AppendBinary(b []byte) ([]byte, error) { return saved(b, tcpMark, t.visit), nil }

// UnmarshalBinary restores a snapshot, with the configuration.
func (t *TCP) UnmarshalBinary(b []byte) error {
	var c TCP
	if err := restored(b, tcpMark, c.visit); err != nil {
		return err
	}
	*t = c
	return nil
}

func (t *TCP) visit(s *snapshot) {
	for i := range t.halves {
		t.halves[i].visit(s)
		if t.halves[i].is(tcpWaits) {
			t.refused[i].visit(s)
		}
	}
	s.i64(&t.last)
	for _, p := range [...]*bool{&t.cfg.Midway, &t.cfg.OnWire, &t.cfg.RFC793, &t.reset} {
		s.bool(p)
	}
	s.below(&t.killer, 3)
}

func (h *tcpHalf) visit(s *snapshot) {
	for _, p := range [...]*uint32{&h.isn, &h.una, &h.nxt, &h.got, &h.edge, &h.fin, &h.recent, &h.newest, &h.timed, &h.count, &h.again} {
		s.u32(p)
	}
	for _, p := range [...]*int64{&h.at, &h.rtt, &h.least} {
		s.i64(p)
	}
	s.u16(&h.win)
	s.u16(&h.mss)
	s.u32(&h.flags)
	s.below(&h.shift, 15)
	s.below((*uint8)(&h.state), int(tcpStates))
	s.below((*uint8)(&h.was), int(tcpStates))
}
