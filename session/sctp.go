package session

import "github.com/gocap-project/gocap/wire"

// SCTPConfig says what an [SCTP] may take for granted. The zero value is for a capture that has all packets of both sides from
// the INIT on.
type SCTPConfig struct {
	// Midway says that the capture may have begun after the association, or may have one side only.
	Midway bool
	// Checksums has the CRC32c judged. Do not ask for it where packets are captured before the interface fills it in.
	Checksums bool
}

// An SCTP is an SCTP association as its two ends see it (RFC 9260, 3758, 4895, 5061, 6525, 8260). The sides are equals: either
// may send the first INIT, or both. When an association has ended or is restarted, the same SCTP takes the next one
// between the same ends.
//
// A message is a packet, without what pads the frame behind it. Its verdict is that of its worst chunk. If that is
// Invalid, nothing of the packet counts; a chunk that is Tolerated because the receiver ignores it counts as if it were not
// there. Which association a packet belongs to is told by its verification tag. What a side must not send by all that the other
// may have told it, is Invalid; what may have been overtaken or sent again is Tolerated.
type SCTP struct {
	halves  [2]sctpHalf
	refused [2]sctpRefused // each side's last packet that was not Valid, which is not part of the state
	cfg     SCTPConfig
	ended   bool // there was an association, which the tags are of
}

var _ Session[wire.SCTP] = (*SCTP)(nil)

// sctpHalf is one side: what it has sent, and what the other may have of it.
type sctpHalf struct {
	offer   sctpOffer    // of the association
	init    sctpOffer    // its latest INIT
	acks    [2]sctpOffer // its latest INIT ACKs
	beats   [4]uint64    // hashes of its latest heartbeats
	seen    uint64       // TSNs that it has sent behind got
	got     uint32       // the end of what was sent without a gap
	una     uint32       // the end of what the other side has acknowledged
	nxt     uint32       // the end of what was sent
	edge    uint32       // how far it may send at most, by the windows that the other side offered
	serial  uint32       // of the next ASCONF
	request uint32       // number of the next RE-CONFIG request
	timed   uint32       // TSN whose round trip is being measured
	chunks  uint32       // with data
	again   uint32       // of them, those that were sent before
	packets uint32
	tag     uint32 // that packets to it have
	old     uint32 // that packets to it had in the association before
	at      int64  // when the measured chunk was sent
	rtt     int64  // smoothed
	least   int64
	streams uint32 // that it may send in; 0: not known
	stream  uint16 // of its last new chunk
	number  uint16 // stream sequence number of that
	part    uint8  // flags of that
	beat    uint8  // which of beats is the latest
	state   sctpState
	flags   uint16
}

// What is known of a side.
const (
	sctpTagged   = 1 << iota // tag is known
	sctpBegun                // nxt is known
	sctpLoose                // it may have sent what was not seen
	sctpEdge                 // edge is known
	sctpWaits                // it sent an INIT that counts, and the answer was not echoed
	sctpEchoed               // it sent a COOKIE ECHO that is not acknowledged
	sctpShut                 // it sent SHUTDOWN
	sctpTiming               // a round trip is being measured
	sctpPart                 // part is known, of TSN nxt-1
	sctpSerial               // serial is known
	sctpChanging             // ASCONF serial-1 has no answer
	sctpRequest              // request is known
	sctpForgot               // cookies
	sctpOld                  // old is known
	sctpRetried              // it sent INITs with several tags
)

func (h *sctpHalf) is(f uint16) bool { return h.flags&f != 0 }

// sctpOffer is what a side said of itself in INIT or INIT ACK.
type sctpOffer struct {
	tag, tsn uint32 // tag 0: nothing was said
	answers  uint32 // of INIT ACK: the tag in the INIT
	window   uint32
	cookie   uint64 // hash
	out, in  uint16
	does     uint16
	auth     uint32 // chunks that it wants authenticated, by sctpBit
}

// What a side can do.
const (
	sctpDoesForward  = 1 << iota
	sctpDoesIData    // RFC 8260
	sctpDoesASCONF   // RFC 5061
	sctpDoesReConfig // RFC 6525
	sctpDoesAuth     // RFC 4895
	sctpDoesSHA1
	sctpDoesSHA256
	sctpDoesZero  // no checksums: RFC 9653
	sctpDoesPaths // several addresses
)

// sctpRefused is what an answer to a packet that was not Valid may be to.
type sctpRefused struct {
	tag  uint32 // of the packet
	init uint32 // the initiate tag in it
	end  uint32 // the end of its data
	is   bool
	data bool
}

type sctpState uint8

// The states of RFC 9260 §4, but SHUTDOWN-PENDING, which cannot be seen, and the one of who is not known.
const (
	sctpClosed sctpState = iota
	sctpUnknown
	sctpCookieWait
	sctpCookieEchoed
	sctpEstablished
	sctpShutdownSent
	sctpShutdownReceived
	sctpShutdownAckSent
	sctpStates
)

var sctpStateNames = [sctpStates]string{
	"CLOSED", "unknown", "COOKIE-WAIT", "COOKIE-ECHOED", "ESTABLISHED", "SHUTDOWN-SENT", "SHUTDOWN-RECEIVED", "SHUTDOWN-ACK-SENT",
}

// NewSCTP returns a Session of an association.
func NewSCTP(cfg SCTPConfig) *SCTP {
	t := &SCTP{cfg: cfg}
	t.Reset()
	return t
}

// Reset makes the Session new.
func (t *SCTP) Reset() {
	*t = SCTP{cfg: t.cfg}
	if t.cfg.Midway {
		t.begin()
	}
}

// begin makes nothing known of either side but what was counted.
func (t *SCTP) begin() {
	for i := range t.halves {
		h := &t.halves[i]
		*h = sctpHalf{state: sctpUnknown, flags: sctpLoose, packets: h.packets, chunks: h.chunks, again: h.again, rtt: h.rtt, least: h.least}
	}
	t.ended = false
}

// Lost says that the capture may have missed packets of a side. What follows from them is learnt again.
func (t *SCTP) Lost(Side) {
	t.begin() // what they said of the other side is not known either
	t.refused = [2]sctpRefused{}
}

// State returns the state that a side is in if it has received what passed by, such as "ESTABLISHED", or "unknown".
// SHUTDOWN-PENDING cannot be told from ESTABLISHED.
func (t *SCTP) State(side Side) string { return sctpStateNames[t.halves[side&1].state] }

// SCTPStats is what was counted and measured of a side.
type SCTPStats struct {
	Packets       uint32
	Chunks        uint32 // with user data
	Retransmitted uint32 // of them, those that were sent before
	RTT           int64  // from the capture to the other side and back, smoothed as in RFC 9260 §6.3.1, in nanoseconds; 0: unknown
	MinRTT        int64  // the shortest
}

// Stats returns what was counted and measured of a side's packets that were followed.
func (t *SCTP) Stats(side Side) SCTPStats {
	h := &t.halves[side&1]
	return SCTPStats{h.packets, h.chunks, h.again, h.rtt, h.least}
}

const sctpMark = 'S'

// AppendBinary appends a snapshot.
func (t *SCTP) AppendBinary(b []byte) ([]byte, error) { return saved(b, sctpMark, t.visit), nil }

// UnmarshalBinary restores a snapshot, with the configuration.
func (t *SCTP) UnmarshalBinary(b []byte) error {
	var c SCTP
	if err := restored(b, sctpMark, c.visit); err != nil {
		return err
	}
	*t = c
	return nil
}

func (t *SCTP) visit(s *snapshot) {
	for i := range t.halves {
		t.halves[i].visit(s)
	}
	s.bool(&t.cfg.Midway)
	s.bool(&t.cfg.Checksums)
	s.bool(&t.ended)
}

func (h *sctpHalf) visit(s *snapshot) {
	for _, o := range [...]*sctpOffer{&h.offer, &h.init, &h.acks[0], &h.acks[1]} {
		o.visit(s)
	}
	for i := range h.beats {
		s.u64(&h.beats[i])
	}
	s.u64(&h.seen)
	for _, p := range [...]*uint32{&h.got, &h.una, &h.nxt, &h.edge, &h.serial, &h.request, &h.timed, &h.chunks, &h.again, &h.packets, &h.tag, &h.old, &h.streams} {
		s.u32(p)
	}
	for _, p := range [...]*int64{&h.at, &h.rtt, &h.least} {
		s.i64(p)
	}
	for _, p := range [...]*uint16{&h.stream, &h.number, &h.flags} {
		s.u16(p)
	}
	s.u8(&h.part)
	s.below(&h.beat, len(h.beats))
	s.below((*uint8)(&h.state), int(sctpStates))
}

func (o *sctpOffer) visit(s *snapshot) {
	for _, p := range [...]*uint32{&o.tag, &o.tsn, &o.answers, &o.window, &o.auth} {
		s.u32(p)
	}
	s.u64(&o.cookie)
	for _, p := range [...]*uint16{&o.out, &o.in, &o.does} {
		s.u16(p)
	}
}
