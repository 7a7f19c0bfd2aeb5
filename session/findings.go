package session

// findings gathers what is wrong with one message: the first that makes it Invalid counts, or else the first that is
// tolerated.
type findings struct {
	outcome Outcome
	rule    *Rule
	field   string
}

// tolerate notes something that receivers ignore.
func (f *findings) tolerate(r *Rule, field string) {
	if f.outcome == Valid {
		*f = findings{Tolerated, r, field}
	}
}

// refuse notes something that no sender does.
func (f *findings) refuse(r *Rule, field string) {
	if f.outcome != Invalid {
		*f = findings{Invalid, r, field}
	}
}

// verdict returns what was found, but for the states.
func (f *findings) verdict() (Outcome, *Rule, string) { return f.outcome, f.rule, f.field }

// hashOf returns a hash of bytes.
func hashOf(b []byte) uint64 {
	h := uint64(hashStart)
	for _, c := range b {
		h = hashed(h, c)
	}
	return h
}
