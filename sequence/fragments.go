package sequence

import "errors"

// A FragmentPolicy says which bytes a datagram gets where fragments overlap. Systems differ, and who knows how, can show
// one datagram to a monitor and another to the host behind it. The policies are defined by this table and not by what a
// system of their name does today: a new fragment N against an old one O that it overlaps, in the place that both have.
//
//	               N begins before O    N begins with O      N begins after O
//	N's end:       before with  after   before with  after   before with  after O's
//	First          O      O     O       O      O     O       O      O     O
//	Last           N      N     N       N      N     N       N      N     N
//	BSD            N      N     N       O      O     O       O      O     O
//	BSDRight       O      O     O       N      N     N       N      N     N
//	OldLinux       N      N     N       N      N     N       O      O     O
//	Windows        O      O     N       O      O     O       O      O     O
//	Solaris        O      N     N       O      O     O       O      O     O
//
// An old fragment counts as it was sent, however much of it others have replaced. Linux (since 4.19) and RFC5722 mix
// nothing: they discard the datagram.
type FragmentPolicy uint8

// The policies. For both versions of IP, the default is Linux.
const (
	// FragmentsLinux passes over a fragment that lies within what has come without a hole, and on any other overlap
	// forgets the datagram.
	FragmentsLinux    FragmentPolicy = iota
	FragmentsFirst                   // what came first
	FragmentsLast                    // what came last
	FragmentsBSD                     // what begins further left, else what came first
	FragmentsBSDRight                // what begins further right, else what came last
	FragmentsOldLinux                // what begins further left, else what came last
	FragmentsWindows                 // what came first, unless the new one covers it and more at both ends
	FragmentsSolaris                 // what came first, unless the new one covers it and more in front
	// FragmentsRFC5722 passes over exact copies of a fragment and discards the datagram on any other overlap, with
	// what will still come of it (RFC 5722 §4, RFC 8200 §4.5).
	FragmentsRFC5722
)

// replaces has a bit for each column of the table, the first the lowest: whether the new fragment wins.
var replaces = [...]uint16{
	FragmentsFirst:    0,
	FragmentsLast:     0b111_111_111,
	FragmentsBSD:      0b000_000_111,
	FragmentsBSDRight: 0b111_111_000,
	FragmentsOldLinux: 0b000_111_111,
	FragmentsWindows:  0b000_000_100,
	FragmentsSolaris:  0b000_000_110,
	FragmentsRFC5722:  0,
}

var policyNames = [...]string{"linux", "first", "last", "bsd", "bsd-right", "old-linux", "windows", "solaris", "rfc5722"}

// String returns the policy's name, such as "bsd-right".
func (p FragmentPolicy) String() string {
	if int(p) < len(policyNames) {
		return policyNames[p]
	}
	return "unknown"
}

// ParseFragmentPolicy returns the policy of a name, as String returns it, or false.
func ParseFragmentPolicy(name string) (FragmentPolicy, bool) {
	for i, s := range policyNames {
		if s == name {
			return FragmentPolicy(i), true
		}
	}
	return 0, false
}

// newWins reports whether the fragment at [ns, ne) replaces the one at [os, oe).
func (p FragmentPolicy) newWins(ns, ne, os, oe uint64) bool {
	return replaces[p]>>(3*order(ns, os)+order(ne, oe))&1 != 0
}

// A FragmentConfig says how fragments are put together. The zero value has the rules of today's Linux and limits that
// are safe.
type FragmentConfig struct {
	// Out takes what comes out; nil discards it. While it takes a Message it may put packets into the same Sequence,
	// so that tunnels can be followed; during other events it must not.
	Out Sink

	// Policy says what to do with overlaps.
	Policy FragmentPolicy

	// Timeout is how long a datagram is waited for from its first fragment to come, in nanoseconds of capture time.
	// 0 is 60 s (RFC 8200 §4.5, RFC 1122 §3.3.2).
	Timeout int64

	// Memory is how many bytes all datagrams together may take from the heap, tables included, if no memory is
	// supplied. 0 is 16 MiB for a Defragmenter, 1 MiB for a single datagram.
	Memory int

	// Datagrams is how many datagrams a Defragmenter waits for at once; 0 is one for each 512 bytes of Memory.
	Datagrams int

	// Datagram is how many bytes of memory one datagram may take; 0 is 1 MiB, which is more than any needs that does
	// not overlap.
	Datagram int

	// Fragments is how many pieces a datagram may consist of; 0 is 8192, the most there can be.
	Fragments int

	// Nesting is how many datagrams can be in the hands of Out at once, one within the other; 0 is 4. Each level takes
	// up to 65,600 bytes and 24 for each of Fragments; in memory that is supplied, from the start.
	Nesting int

	// Checksums makes IPv4 fragments with a wrong header checksum faults. Hosts drop them; captures of what a host
	// sends may have no checksums yet.
	Checksums bool
}

const (
	defaultTimeout    = 60e9
	defaultMemory     = 16 << 20
	defaultOneMemory  = 1 << 20
	defaultPer        = 1 << 20
	maxFragments      = 1 << 13
	defaultNesting    = 4
	maxDatagram       = 65535
	largestDatagram   = 40 + maxDatagram // an IPv6 header is not counted
	memoryPerDatagram = 512
)

// withDefaults returns c with every limit set.
func (c FragmentConfig) withDefaults(memory int) FragmentConfig {
	set := func(p *int, def int) {
		if *p <= 0 {
			*p = def
		}
	}
	set(&c.Memory, memory)
	set(&c.Datagrams, max(c.Memory/memoryPerDatagram, 1))
	set(&c.Datagram, defaultPer)
	set(&c.Fragments, maxFragments)
	set(&c.Nesting, defaultNesting)
	if c.Timeout <= 0 {
		c.Timeout = defaultTimeout
	}
	if int(c.Policy) >= len(policyNames) {
		c.Policy = FragmentsLinux
	}
	return c
}

// What can be wrong with a fragment, or odd. They come in a [FragmentError].
var (
	ErrCut           = errors.New("cut when it was captured")                                     // less is there than its header says
	ErrFragmentSize  = errors.New("length is not a multiple of 8 though more fragments follow")   // RFC 791 §3.2, RFC 8200 §4.5
	ErrFragmentEmpty = errors.New("fragment without data")                                        //
	ErrTooLong       = errors.New("datagram would be longer than 65535 bytes")                    // RFC 791 §3.1, RFC 8200 §4.5
	ErrEnd           = errors.New("fragments disagree where the datagram ends")                   //
	ErrOverlap       = errors.New("fragments overlap")                                            // RFC 5722 §4
	ErrTiny          = errors.New("first fragment ends within the transport header")              // RFC 1858 §3
	ErrHeaderChain   = errors.New("first fragment has not all headers")                           // RFC 7112 §5
	ErrDiscovery     = errors.New("neighbour discovery in fragments")                             // RFC 6980 §5
	ErrCongestion    = errors.New("fragments disagree about congestion notification")             // RFC 3168 §5.3
	ErrChecksum      = errors.New("header checksum is wrong")                                     // RFC 1122 §3.2.1.2
	ErrHeader        = errors.New("not an IP header")                                             //
	ErrMemory        = errors.New("no memory left for it")                                        //
	ErrGivenUp       = errors.New("its datagram was given up")                                    // RFC 5722 §4
	ErrNested        = errors.New("too many datagrams within each other; FragmentConfig.Nesting") //
)

// A FragmentError is the Err of Faults and Notices about fragments. It is valid during the call only.
type FragmentError struct {
	ID     uint32 // identification of the datagram
	Offset uint32 // of the fragment in the datagram's payload, in bytes
	Len    uint32 // of its data, in bytes
	Err    error  // which of the errors
}

func (e *FragmentError) Error() string {
	return "fragment " + decimal(e.ID) + ":" + decimal(e.Offset) + "+" + decimal(e.Len) + ": " + e.Err.Error()
}

func (e *FragmentError) Unwrap() error { return e.Err }

// decimal returns a number in decimal.
func decimal(n uint32) string {
	var b [10]byte
	i := len(b)
	for {
		i--
		b[i] = '0' + byte(n%10)
		if n /= 10; n == 0 {
			return string(b[i:])
		}
	}
}

// FragmentStats count what became of packets since a Sequence was made. Packets
// are Whole, Atomic, Fragments or Header. Each of Fragments still waits or is one of Used, Duplicates, Lost or the Faults other
// than Header.
type FragmentStats struct {
	Packets   uint64 // put in
	Whole     uint64 // that were no fragments
	Atomic    uint64 // that were the only fragment of their datagram, and came out (RFC 6946)
	Fragments uint64 // the rest

	Datagrams uint64 // put together from fragments
	Used      uint64 // fragments of them
	Bytes     uint64 // of them, headers included

	Duplicates uint64 // fragments of which all had come before
	Overlaps   uint64 // fragments that overlapped others otherwise
	Conflicts  uint64 // stretches in which fragments had different bytes
	Tiny       uint64 // first fragments without all of the transport header
	Discovery  uint64 // neighbour discovery in fragments

	Faults uint64 // packets that were left out, of which
	Cut, Size, Empty, TooLong, Ends, Overlapping, HeaderChain, Checksum,
	Header, Memory, GivenUp, Nested, Congestion uint64

	Discarded uint64 // datagrams that overlaps, ends, congestion notification or their length forbade
	TimedOut  uint64 // datagrams that were not complete in time
	Evicted   uint64 // datagrams that made room for others
	Flushed   uint64 // datagrams that were not complete at the end
	Lost      uint64 // fragments of these four

	Refused uint64 // packets put in while Out took an event that is no Message; they are not among Packets
}
