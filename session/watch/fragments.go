package watch

import (
	"errors"
	"net/netip"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// fragmentRules has the rule that each fault of fragments breaks.
var fragmentRules = []struct {
	err     error
	rule    *session.Rule
	field   string
	outcome session.Outcome
}{
	{sequence.ErrFragmentSize, session.RuleFragmentSize, "Length", session.Invalid},
	{sequence.ErrFragmentEmpty, session.RuleFragmentEmpty, "Length", session.Tolerated},
	{sequence.ErrTooLong, session.RuleFragmentLong, "FragOff", session.Invalid},
	{sequence.ErrEnd, session.RuleFragmentEnd, "FragOff", session.Invalid},
	{sequence.ErrTiny, session.RuleFragmentTiny, "Length", session.Invalid},
	{sequence.ErrHeaderChain, session.RuleFragmentChain, "", session.Invalid},
	{sequence.ErrDiscovery, session.RuleNDFragment, "", session.Invalid},
	{sequence.ErrCongestion, session.RuleFragmentCongestion, "ECN", session.Tolerated},
}

// fragments reports what is wrong with fragments.
func (w *Watcher) fragments(e *sequence.Event) {
	v := session.Verdict{}
	switch {
	case e.Kind == sequence.Conflict:
		v = session.Verdict{Outcome: session.Invalid, Rule: session.RuleFragmentConflict, Field: "Payload"}
	case e.Kind != sequence.Fault && e.Kind != sequence.Notice:
		return
	case errors.Is(e.Err, sequence.ErrOverlap):
		v = session.Verdict{Outcome: session.Invalid, Rule: session.RuleFragmentOverlap, Field: "FragOff"}
		if w.fragment[0]>>4 == 4 {
			v.Outcome = session.Tolerated // a packet that is sent again with its identification may be cut elsewhere
		}
	default:
		for _, r := range fragmentRules {
			if errors.Is(e.Err, r.err) {
				v = session.Verdict{Outcome: r.outcome, Rule: r.rule, Field: r.field}
			}
		}
	}
	var src, dst netip.Addr
	if f := w.fragment; len(f) >= wire.IPv6Len && f[0]>>4 == 6 {
		src, dst = wire.IPv6(f).Src(), wire.IPv6(f).Dst()
	} else if len(f) >= wire.IPv4Len {
		src, dst = wire.IPv4(f).Src(), wire.IPv4(f).Dst()
	}
	at := w.from
	w.from = e.From
	w.judged("fragments", netip.AddrPortFrom(src, 0), netip.AddrPortFrom(dst, 0), v)
	w.from = at
}
