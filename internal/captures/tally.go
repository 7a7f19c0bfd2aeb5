package captures

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
)

// A Tally counts the verdicts over many captures and keeps those that are not Valid.
type Tally struct {
	Outcomes [3]int // messages by [session.Outcome]
	Rules    map[*session.Rule]int
	Lines    []string // one for each verdict that is not Valid: file, frame, conversation, verdict
}

// Add counts a verdict about a message of a conversation that came in a packet of a file.
func (t *Tally) Add(file, conversation string, from sequence.Source, v session.Verdict) {
	t.Outcomes[v.Outcome]++
	if v.OK() {
		return
	}
	if t.Rules == nil {
		t.Rules = map[*session.Rule]int{}
	}
	t.Rules[v.Rule]++
	t.Lines = append(t.Lines, fmt.Sprintf("%s frame %d %s: %v", ID(file), from.Frame, conversation, v))
}

// Messages returns how many were counted.
func (t *Tally) Messages() int { return t.Outcomes[0] + t.Outcomes[1] + t.Outcomes[2] }

// Log logs the counts and, if the test is verbose, the lines.
func (t *Tally) Log(tb testing.TB) {
	tb.Helper()
	tb.Logf("%d messages: %d valid, %d tolerated, %d invalid", t.Messages(), t.Outcomes[0], t.Outcomes[1], t.Outcomes[2])
	for _, r := range slices.SortedFunc(maps.Keys(t.Rules), func(a, b *session.Rule) int { return strings.Compare(a.Name, b.Name) }) {
		tb.Logf("%6d %s", t.Rules[r], r.Name)
	}
	if testing.Verbose() {
		for _, l := range t.Lines {
			tb.Log(l)
		}
	}
}

// Quiet fails the test for every line that says invalid and is of none of the known files, which are named by their ID with
// the reason why they are not healthy.
func (t *Tally) Quiet(tb testing.TB, known map[string]string) {
	tb.Helper()
	for _, l := range t.Lines {
		if known[l[:12]] == "" && strings.Contains(l, ": invalid") {
			tb.Error(l)
		}
	}
}
