package session

import "iter"

// listed are the rules of all files of the package; those of other packages are their own.
var listed []*Rule

// list has Rules yield the rules of a file. A file calls it once: var _ = list(RuleA, RuleB).
func list(rules ...*Rule) bool {
	listed = append(listed, rules...)
	return true
}

// Rules yields all rules of the package.
func Rules() iter.Seq[*Rule] {
	return func(yield func(*Rule) bool) {
		for _, r := range listed {
			if !yield(r) {
				return
			}
		}
	}
}
