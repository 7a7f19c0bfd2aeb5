package session

import "github.com/gocap-project/gocap/wire"

// The rules of Linux connection tracking, by the name of the kernel's function. What breaks them is in the state that filters
// call invalid, or passes without being followed.
var (
	// RuleConntrackHeader has headers be whole.
	RuleConntrackHeader = &Rule{"conntrack-header", "Linux 6.18 tcp_error", "header is cut or its data offset impossible"}
	// RuleConntrackFlags has flags be one of nine combinations.
	RuleConntrackFlags = &Rule{"conntrack-flags", "Linux 6.18 tcp_error", "combination of flags that no host sends"}
	// RuleConntrackNew has connections begin with SYN, or with ACK if they are picked up.
	RuleConntrackNew = &Rule{"conntrack-new", "Linux 6.18 tcp_new", "no connection, and none begins so"}
	// RuleConntrackState has segments be expected in the state.
	RuleConntrackState = &Rule{"conntrack-state", "Linux 6.18 nf_conntrack_tcp_packet", "not expected in this state"}
	// RuleConntrackIgnored has segments pass that may show that the tracker is wrong.
	RuleConntrackIgnored = &Rule{"conntrack-ignored", "Linux 6.18 nf_conntrack_tcp_packet", "ignored in this state: the hosts may know better"}
	// RuleConntrackChallenge has an acknowledgement that answers a SYN not be taken for that of a FIN.
	RuleConntrackChallenge = &Rule{"conntrack-challenge", "Linux 6.18 nf_conntrack_tcp_packet", "challenge of a SYN that was ignored"}
	// RuleConntrackReset has resets not be older than what was acknowledged.
	RuleConntrackReset = &Rule{"conntrack-reset", "Linux 6.18 nf_conntrack_tcp_packet", "reset before what the other side acknowledged"}
	// RuleConntrackSeqHigh has segments begin in the window.
	RuleConntrackSeqHigh = &Rule{"conntrack-seq-high", "Linux 6.18 tcp_in_window", "begins beyond the receiver's window"}
	// RuleConntrackSeqOver has segments pass that begin a little beyond the window.
	RuleConntrackSeqOver = &Rule{"conntrack-seq-over", "Linux 6.18 tcp_in_window", "begins beyond the receiver's window, by less than one"}
	// RuleConntrackSeqLow has segments pass that are older than a window.
	RuleConntrackSeqLow = &Rule{"conntrack-seq-low", "Linux 6.18 tcp_in_window", "ends before the receiver's window"}
	// RuleConntrackAckHigh has acknowledgements be for what was seen.
	RuleConntrackAckHigh = &Rule{"conntrack-ack-high", "Linux 6.18 tcp_in_window", "acknowledges what was not seen"}
	// RuleConntrackAckLow has acknowledgements pass that are older than a window.
	RuleConntrackAckLow = &Rule{"conntrack-ack-low", "Linux 6.18 tcp_in_window", "acknowledgement is older than a window"}
)

var _ = list(RuleConntrackHeader, RuleConntrackFlags, RuleConntrackNew, RuleConntrackState, RuleConntrackIgnored, RuleConntrackChallenge,
	RuleConntrackReset, RuleConntrackSeqHigh, RuleConntrackSeqOver, RuleConntrackSeqLow, RuleConntrackAckHigh, RuleConntrackAckLow)

// ConntrackConfig are the settings of the tracker, net.netfilter.nf_conntrack_tcp_*. The zero value is Linux's default.
type ConntrackConfig struct {
	Strict           bool // loose = 0: connections are not picked up midway
	Liberal          bool // be_liberal = 1: windows are not looked at
	IgnoreInvalidRST bool // ignore_invalid_rst = 1
}

// A Conntrack is a TCP connection as the connection tracking of Linux sees it, from the middle: Invalid is what its filters
// call invalid, Tolerated what passes and is not followed. [TCP] says what the ends make of the same segments.
//
// Who sends the first segment, Client or Server, is "original" to the tracker. Checksums are not looked at, nor is it known how long a
// connection may be silent before the tracker forgets it: Reset does that. Unlike other Sessions it notes of some segments
// that are not Valid that they were there, as the kernel does: which kind was the last, from which side.
type Conntrack struct {
	halves [2]ctHalf
	cfg    ConntrackConfig

	lastSeq, lastAck, lastEnd uint32
	lastWin                   uint16
	lastScale                 uint8
	lastFlags                 uint8
	lastKind                  ctKind
	lastSide                  uint8 // Client is who is so to the entry
	from                      uint8 // who that is
	state                     ctState
	known                     bool // there is an entry
	replied                   bool // the other side sent something
	assured                   bool
}

var _ Session[wire.TCP] = (*Conntrack)(nil)

// ctHalf is what is known of a side.
type ctHalf struct {
	end    uint32 // of what it sent
	maxEnd uint32 // of what it may send
	maxWin uint32 // the largest window it offered; 0: nothing was seen
	maxAck uint32 // the furthest that it acknowledged
	scale  uint8
	flags  uint8
}

const (
	ctScaled = 1 << iota
	ctSACK
	ctClosing // closed first
	ctLiberal
	ctAcked // maxAck is known
	ctChallenged
	ctSimultaneous
)

type ctState uint8

const (
	ctNone ctState = iota
	ctSynSent
	ctSynRecv
	ctEstablished
	ctFinWait
	ctCloseWait
	ctLastAck
	ctTimeWait
	ctClose
	ctSynSent2
	ctStates
	ctInvalid
	ctIgnore
)

var ctNames = [ctStates]string{
	"NONE", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE", "SYN_SENT2",
}

// ctKind is what a segment is by its flags, the first of these that fits: RST, SYN, FIN, ACK.
type ctKind uint8

const (
	ctSYN ctKind = iota
	ctSYNACK
	ctFIN
	ctACK
	ctRST
	ctOther
)

func ctKindOf(f wire.TCPFlags) ctKind {
	switch {
	case f&wire.RST != 0:
		return ctRST
	case f&(wire.SYN|wire.ACK) == wire.SYN|wire.ACK:
		return ctSYNACK
	case f&wire.SYN != 0:
		return ctSYN
	case f&wire.FIN != 0:
		return ctFIN
	case f&wire.ACK != 0:
		return ctACK
	}
	return ctOther
}

// ctNext returns the state that follows a segment of a kind, if it is in the window.
func ctNext(side Side, kind ctKind, s ctState) ctState {
	switch kind {
	case ctSYN:
		return ctNextSYN(side, s)
	case ctSYNACK:
		return ctNextSYNACK(side, s)
	case ctFIN:
		return ctNextFIN(s)
	case ctACK:
		return ctNextACK(side, s)
	case ctRST:
		if s != ctNone {
			return ctClose
		}
	}
	return ctInvalid
}

func ctNextSYN(side Side, s ctState) ctState {
	switch {
	case s == ctTimeWait:
		return ctSynSent
	case s == ctSynSent2:
		return ctSynSent2
	case side == Server && s == ctSynSent:
		return ctSynSent2 // both open
	case side == Server:
		return ctInvalid
	case s == ctNone, s == ctSynSent, s == ctClose:
		return ctSynSent
	}
	return ctIgnore
}

func ctNextSYNACK(side Side, s ctState) ctState {
	switch {
	case s == ctSynSent2, side == Client && s == ctSynRecv, side == Server && s == ctSynSent:
		return ctSynRecv
	case side == Client, s == ctNone:
		return ctInvalid
	}
	return ctIgnore
}

func ctNextFIN(s ctState) ctState {
	switch s {
	case ctSynRecv, ctEstablished:
		return ctFinWait
	case ctFinWait, ctCloseWait, ctLastAck:
		return ctLastAck
	case ctTimeWait, ctClose:
		return s
	}
	return ctInvalid
}

func ctNextACK(side Side, s ctState) ctState {
	switch s {
	case ctNone:
		if side == Client {
			return ctEstablished // assumed
		}
		return ctInvalid
	case ctSynSent, ctSynSent2:
		if side == Server {
			return ctIgnore // of a half-open connection
		}
		return ctInvalid
	case ctSynRecv:
		if side == Server {
			return ctSynRecv
		}
		return ctEstablished
	case ctFinWait:
		return ctCloseWait
	case ctLastAck:
		return ctTimeWait
	}
	return s
}

// NewConntrack returns a tracker's entry for a connection of which nothing was seen.
func NewConntrack(cfg ConntrackConfig) *Conntrack {
	c := &Conntrack{cfg: cfg}
	c.Reset()
	return c
}

// Reset forgets the connection, as the kernel does when it was silent for too long.
func (c *Conntrack) Reset() { *c = Conntrack{cfg: c.cfg, lastKind: ctOther} }

// Lost does nothing: the tracker knows no losses. What it does not see it takes for not sent.
func (c *Conntrack) Lost(Side) {}

// State returns the state of the connection in the tracker's terms, such as "SYN_RECV"; both sides have the same.
func (c *Conntrack) State(Side) string { return ctNames[c.state] }

// Next appends what a side may send for the connection to go on as the table of states has it.
func (c *Conntrack) Next(side Side, moves []Move) []Move {
	for kind, name := range [...]string{"SYN", "SYN-ACK", "FIN", "ACK", "RST"} {
		if ctNext(side&1^Side(c.from), ctKind(kind), c.state) < ctStates {
			moves = append(moves, Move{Name: name})
		}
	}
	return moves
}

// Check judges a segment that was not cut.
func (c *Conntrack) Check(side Side, v wire.TCP, at int64) Verdict {
	return c.CheckLen(side, v, -1, at)
}

// CheckLen judges a segment with a number of bytes of data by the IP header; less than 0 means that the view has it all.
func (c *Conntrack) CheckLen(side Side, v wire.TCP, length int, _ int64) Verdict {
	side &= 1
	r := Verdict{Before: ctNames[c.state]}
	if len(v) < wire.TCPLen || v.HeaderLen() < wire.TCPLen || v.HeaderLen() > len(v) {
		r.Outcome, r.Rule, r.Field, r.After = Invalid, RuleConntrackHeader, "DataOffset", r.Before
		return r
	}
	if length < 0 {
		length = len(v) - v.HeaderLen()
	}
	g, sack := segmentOf(v, length)
	r.Outcome, r.Rule, r.Field = c.packet(side, &g, sack)
	r.After = ctNames[c.state]
	return r
}

// flagsOK reports whether flags are such as hosts send. PSH, ECE, CWR and AE may be there in any case.
func ctFlagsOK(f wire.TCPFlags) bool {
	switch f & (wire.SYN | wire.FIN | wire.RST | wire.ACK | wire.URG) {
	case wire.SYN, wire.SYN | wire.URG, wire.SYN | wire.ACK, wire.RST, wire.RST | wire.ACK,
		wire.FIN | wire.ACK, wire.FIN | wire.ACK | wire.URG, wire.ACK, wire.ACK | wire.URG:
		return true
	}
	return false
}

const ctMark = 'C'

// AppendBinary appends a snapshot.
func (c *Conntrack) AppendBinary(b []byte) ([]byte, error) { return saved(b, ctMark, c.visit), nil }

// UnmarshalBinary restores a snapshot, with the settings.
func (c *Conntrack) UnmarshalBinary(b []byte) error {
	var d Conntrack
	if err := restored(b, ctMark, d.visit); err != nil {
		return err
	}
	*c = d
	return nil
}

func (c *Conntrack) visit(s *snapshot) {
	for i := range c.halves {
		h := &c.halves[i]
		for _, p := range [...]*uint32{&h.end, &h.maxEnd, &h.maxWin, &h.maxAck} {
			s.u32(p)
		}
		s.below(&h.scale, 15)
		s.u8(&h.flags)
	}
	for _, p := range [...]*uint32{&c.lastSeq, &c.lastAck, &c.lastEnd} {
		s.u32(p)
	}
	s.u16(&c.lastWin)
	s.below(&c.lastScale, 15)
	s.u8(&c.lastFlags)
	s.below((*uint8)(&c.lastKind), int(ctOther)+1)
	s.below(&c.lastSide, 2)
	s.below(&c.from, 2)
	s.below((*uint8)(&c.state), int(ctStates))
	for _, p := range [...]*bool{&c.cfg.Strict, &c.cfg.Liberal, &c.cfg.IgnoreInvalidRST, &c.known, &c.replied, &c.assured} {
		s.bool(p)
	}
}
