package sequence

// A Source is a packet that bytes came from.
type Source struct {
	Frame uint64 // the packet's number, as the program counts
	Time  int64  // when it was captured, in nanoseconds since 1970
}

// A Sink takes what a Sequence puts out. The event and all that it refers to are valid during the call only, and not to be
// changed. A Sequence that reads another's output is a Sink, which is how they are stacked.
type Sink interface{ Take(e *Event) }

// SinkFunc is a function that is a Sink.
type SinkFunc func(e *Event)

// Take calls f.
func (f SinkFunc) Take(e *Event) { f(e) }

// An EventKind says what an Event tells.
type EventKind uint8

// The kinds of events.
const (
	// Data are the next bytes of a stream: Bytes at Offset, from the packet From.
	Data EventKind = iota
	// Message is a whole datagram or message: Bytes, which the packets in Parts brought.
	Message
	// Gap tells that Len bytes of the stream at Offset will not come, or were not waited for; what follows is right. Of
	// SCTP, it is Len messages from number Offset on or, with the flag Chunks, Len chunks of the direction.
	Gap
	// Conflict tells that two packets had different bytes for the same place: Old came first, Bytes came in packet
	// From. Which of them the output has, depends on the policy.
	Conflict
	// Urgent tells that the byte at Offset is urgent data (RFC 9293 §3.8.5).
	Urgent
	// Fault tells that something was left out of the packet From, and why: Err. Nothing else is lost.
	Fault
	// End tells that nothing more will come, and why: Reason.
	End
	// Notice tells that the packet From is odd, and why: Err. Nothing was left out.
	Notice
)

// An Event is one thing that a Sequence has to say.
type Event struct {
	Kind   EventKind
	Reason EndReason // of End
	Flags  EventFlags
	Layer  Layer  // of a [Stack]: who says so
	Stream uint32 // SCTP stream, or what else a Sequence says it is
	Proto  uint32 // payload protocol: an IP protocol, an SCTP payload protocol identifier, a TLS content type
	Offset uint64 // of the first byte in the stream, from 0; unwrapped. Of SCTP, the message's number in its stream
	Len    uint64 // of a Gap, a Conflict or a Message, in bytes
	Bytes  []byte
	Old    []byte // of a Conflict
	Parts  []Part // of a Message, by offset
	From   Source // the packet that brought Bytes, or that made the rest known
	Err    error  // of a Fault or a Notice
	Flow   *Key   // of a demultiplexer: which flow it is of; nil if it is of none
}

// A Part says which packet brought which bytes of a Message.
type Part struct {
	Offset, Len uint32
	From        Source
}

// EventFlags say more of an Event.
type EventFlags uint8

// The flags.
const (
	// Unordered is of a Message or Gap of SCTP: it is delivered without regard to the other messages of its stream.
	Unordered EventFlags = 1 << iota
	// Chunks is of a Gap of SCTP: Offset and Len count chunks by their transmission sequence numbers, whatever streams
	// they are of.
	Chunks
)

// An EndReason says why nothing more will come.
type EndReason uint8

// The reasons.
const (
	Open      EndReason = iota // not ended
	Finished                   // the sender said so
	Reset                      // one side gave up
	TimedOut                   // nothing came for too long
	Evicted                    // others needed the memory
	Flushed                    // the program asked for what there was
	Discarded                  // the rules forbid to go on
)

// String returns the word that records of gocap use: "fin", "rst", "timeout" and so on.
func (r EndReason) String() string {
	if names := [...]string{"open", "fin", "rst", "timeout", "evicted", "eof", "discarded"}; int(r) < len(names) {
		return names[r]
	}
	return "unknown"
}

// String returns the kind's name.
func (k EventKind) String() string {
	if names := [...]string{"data", "message", "gap", "conflict", "urgent", "fault", "end", "notice"}; int(k) < len(names) {
		return names[k]
	}
	return "unknown"
}
