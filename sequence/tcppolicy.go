package sequence

// A TCPPolicy says which bytes count where a segment overlaps one that waits: what came first, or what came last. Bytes
// that were put out already stay. Hosts differ, and who knows how can show one thing to a host and another to a
// monitor; so the policy should be that of the receiving host. The zero value is what Linux does today.
//
// What counts is where the segments lay when they came, not what was left of them when others were cut out.
//
// The table has a column for each way in which a new segment can lie on an old one: N where the new bytes win, O where
// the old ones stay.
//
//	new starts      before            with             after
//	new ends     before with after  before with after  before with after
//	TCPLinux       N    N    N       O     O    N       O     O    O
//	TCPFirst       O    O    O       O     O    O       O     O    O
//	TCPLast        N    N    N       N     N    N       N     N    N
//	TCPBSD         N    N    N       O     O    O       O     O    O
//	TCPOldLinux    N    N    N       O     N    N       O     O    O
//	TCPSolaris     O    N    N       O     N    N       O     O    N
//
// TCPBSD is also that of macOS, Windows up to 2003, IRIX and HP-UX 10; TCPFirst that of Windows since Vista; TCPSolaris
// that of HP-UX 11.
type TCPPolicy uint8

// The policies.
const (
	TCPLinux    TCPPolicy = iota // Linux, since 2.6.24
	TCPFirst                     // what came first stays
	TCPLast                      // what came last counts
	TCPBSD                       // what starts earlier, and of two that start together what came first
	TCPOldLinux                  // as Linux, but of two that are as long what came last
	TCPSolaris                   // what reaches further to the right, more or less
)

var tcpPolicies = [...]struct {
	name string
	wins string // by relation, in the order of the table above
}{
	TCPLinux:    {"linux", "NNNOONOOO"},
	TCPFirst:    {"first", "OOOOOOOOO"},
	TCPLast:     {"last", "NNNNNNNNN"},
	TCPBSD:      {"bsd", "NNNOOOOOO"},
	TCPOldLinux: {"old-linux", "NNNONNOOO"},
	TCPSolaris:  {"solaris", "ONNONNOON"},
}

// String returns the policy's name, as in "old-linux".
func (p TCPPolicy) String() string {
	if int(p) < len(tcpPolicies) {
		return tcpPolicies[p].name
	}
	return "unknown"
}

// TCPPolicyNamed returns the policy of a name that [TCPPolicy.String] returns.
func TCPPolicyNamed(name string) (TCPPolicy, bool) {
	for p := range tcpPolicies {
		if tcpPolicies[p].name == name {
			return TCPPolicy(p), true
		}
	}
	return 0, false
}

// newWins reports whether a new segment's bytes replace those of an old one that it overlaps.
func (p TCPPolicy) newWins(fresh, old span) bool {
	if int(p) >= len(tcpPolicies) {
		p = TCPLinux
	}
	return tcpPolicies[p].wins[3*order(fresh.start, old.start)+order(fresh.end, old.end)] == 'N'
}

// order returns 0, 1 or 2 if a is below, at or above b.
func order(a, b uint64) int {
	switch {
	case a < b:
		return 0
	case a == b:
		return 1
	}
	return 2
}
