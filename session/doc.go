// Package session judges packets by the state of the conversation that they are part of: a format says whether a packet
// can be read, a Session says whether it may come now, and if not, which clause of which standard it breaks.
//
// There is one type for each protocol: [TCP], and so on. Each is one conversation between two sides. Check takes the next
// message of a side and returns a [Verdict]: Valid, Tolerated (a host ignores it or challenges it, and nothing breaks) or
// Invalid. What is Invalid leaves the state as it was, and so does what is Tolerated because it is ignored; what is taken out of
// kindness is followed. Next lists what a side may send now, and where a type has Build,
// that makes such a message, so that a program can be one of the sides.
//
// A Session may begin midway. It then claims only what it can know: a message that would be right in some state that the
// conversation may be in is Valid.
//
// Times are nanoseconds since 1970 and come from the packets: no Session looks at a clock. Nothing is allocated after
// construction, and memory is bounded whatever the packets are. A Session is for one goroutine at a time.
package session
