package session

// A Side is one of the two ends of a conversation.
type Side uint8

// The sides. Who is the client is for each protocol to say; where both ends are equals, it is the one that spoke first.
const (
	Client Side = iota
	Server
)

// Peer returns the other side.
func (s Side) Peer() Side { return s ^ 1 }

// String returns "client" or "server".
func (s Side) String() string {
	if s == Client {
		return "client"
	}
	return "server"
}

// An Outcome is what becomes of a message at a receiver that keeps to the standards.
type Outcome uint8

// The outcomes, from good to bad.
const (
	// Valid: the receiver processes it, and that is what the sender was free to send.
	Valid Outcome = iota
	// Tolerated: the receiver ignores it, answers with a challenge or takes it out of kindness. Old duplicates are
	// such, and what a middlebox has to forward although it is of no use.
	Tolerated
	// Invalid: no sender that keeps to the standards sends it in any state that the conversation may be in.
	Invalid
)

// String returns "valid", "tolerated" or "invalid".
func (o Outcome) String() string {
	if names := [...]string{"valid", "tolerated", "invalid"}; int(o) < len(names) {
		return names[o]
	}
	return "unknown"
}

// A Rule is one clause that messages can break. Rules are variables of this package and are compared by address.
type Rule struct {
	Name   string // in lower case with hyphens, unique: "tcp-rst-outside-window"
	Clause string // of which standard: "RFC 5961 §3.2"
	Reason string // what is wrong, in words
}

// A Verdict is what a Session says of a message. The zero Verdict is Valid.
type Verdict struct {
	Outcome Outcome
	Rule    *Rule  // that is broken; nil if Valid
	Field   string // that breaks it, by its name in package layers: "Seq"; empty if it is the message as a whole
	Before  string // state before the message; for protocols where each side has its own, that of the receiver
	After   string // state after the message; Before, if the message is not followed
}

// OK reports whether the message was Valid.
func (v Verdict) OK() bool { return v.Outcome == Valid }

// String returns the verdict in words, such as
//
//	invalid: RFC 5961 §3.2: reset outside of the window (Seq, ESTABLISHED)
func (v Verdict) String() string {
	s := v.Outcome.String()
	if v.Rule == nil {
		return s
	}
	s += ": " + v.Rule.Clause + ": " + v.Rule.Reason
	switch {
	case v.Field != "" && v.Before != "":
		s += " (" + v.Field + ", " + v.Before + ")"
	case v.Field+v.Before != "":
		s += " (" + v.Field + v.Before + ")"
	}
	return s
}

// A Move is something that a side may send.
type Move struct {
	Name string // of the message: "SYN", "ACK", "Data", "COOKIE-ECHO"
	Why  *Rule  // that calls for it, if it must be sent
	Must bool   // that the side owes it
}

// A Session of a protocol whose messages are of type M. Every type of this package with a Check method is one.
type Session[M any] interface {
	// Check judges the message m that side sent, captured at the time at, and follows the conversation unless it is Invalid
	// or ignored.
	Check(side Side, m M, at int64) Verdict
	// Next appends the moves that side may make now to moves.
	Next(side Side, moves []Move) []Move
	// State returns the name of a side's state in the terms of the protocol's standard.
	State(side Side) string
	// Reset makes the Session new, so that its memory can serve the next conversation.
	Reset()
	// AppendBinary appends a snapshot, from which UnmarshalBinary restores the Session. It never fails.
	AppendBinary(b []byte) ([]byte, error)
	// UnmarshalBinary restores a snapshot that AppendBinary of this version made. It leaves the Session as it was if
	// the snapshot is damaged.
	UnmarshalBinary(b []byte) error
}
