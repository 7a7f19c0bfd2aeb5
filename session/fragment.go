package session

// The rules of fragments, which hosts keep that send them. What puts fragments together finds the faults: see package
// session/watch.
var (
	// RuleFragmentSize has all fragments but the last end where the next can begin.
	RuleFragmentSize = &Rule{"fragment-size", "RFC 8200 §4.5", "length is not a multiple of 8 though more fragments follow"}
	// RuleFragmentEmpty has fragments bring something.
	RuleFragmentEmpty = &Rule{"fragment-empty", "RFC 791 §3.2", "fragment without data"}
	// RuleFragmentLong has a packet be as long as its length field can say.
	RuleFragmentLong = &Rule{"fragment-too-long", "RFC 8200 §4.5", "packet would be longer than 65535 bytes"}
	// RuleFragmentEnd has a packet end once.
	RuleFragmentEnd = &Rule{"fragment-end", "RFC 791 §3.2", "fragments disagree where the packet ends"}
	// RuleFragmentOverlap has fragments be cut from one packet once.
	RuleFragmentOverlap = &Rule{"fragment-overlap", "RFC 5722 §4", "fragments overlap"}
	// RuleFragmentConflict has every byte of a packet be one.
	RuleFragmentConflict = &Rule{"fragment-conflict", "RFC 1858 §4", "fragments overlap and have different data"}
	// RuleFragmentTiny has the first fragment show where the packet goes.
	RuleFragmentTiny = &Rule{"fragment-tiny", "RFC 1858 §3", "first fragment ends within the transport header"}
	// RuleFragmentChain has the first fragment have all headers.
	RuleFragmentChain = &Rule{"fragment-header-chain", "RFC 7112 §5", "first fragment has not all headers"}
	// RuleFragmentCongestion has the fragments of a packet agree about congestion.
	RuleFragmentCongestion = &Rule{"fragment-congestion", "RFC 3168 §5.3", "fragments disagree about congestion notification"}

	// RuleStreamConflict has every byte of a stream be one, however often it is sent.
	RuleStreamConflict = &Rule{"stream-conflict", "RFC 9293 §3.4", "data was sent before with other content"}
)

var _ = list(RuleFragmentSize, RuleFragmentEmpty, RuleFragmentLong, RuleFragmentEnd, RuleFragmentOverlap, RuleFragmentConflict,
	RuleFragmentTiny, RuleFragmentChain, RuleFragmentCongestion, RuleStreamConflict)
