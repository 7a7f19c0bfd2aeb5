package wire

import "slices"

// A coded is a number and what it is called.
type coded struct {
	n    uint32
	name string
}

// codedName returns what n is called in t, which is sorted by number, or n itself.
func codedName(t []coded, n uint32) string {
	if i, ok := slices.BinarySearchFunc(t, n, func(a coded, n uint32) int { return int(int64(a.n) - int64(n)) }); ok {
		return t[i].name
	}
	return itoa(int(n))
}

// hasCode reports whether t has a name for n.
func hasCode(t []coded, n uint32) bool {
	_, ok := slices.BinarySearchFunc(t, n, func(a coded, n uint32) int { return int(int64(a.n) - int64(n)) })
	return ok
}
