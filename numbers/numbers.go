// Package numbers has names of numbers that others assign: ports, and the owners
// of MAC addresses.
//
// The tables are packed at build time and searched where they lie: importing the
// package costs no time at start and no memory until a page is looked at.
package numbers

//go:generate go run ../internal/numbersgen

import "strings"

// A Transport is a set of transport protocols.
type Transport uint8

// Transport protocols with ports.
const (
	TCP Transport = 1 << iota
	UDP
	SCTP
	DCCP
)

// String returns "tcp", or several such names with commas between them.
func (t Transport) String() string {
	var names []string
	for i, n := range [...]string{"tcp", "udp", "sctp", "dccp"} {
		if t>>i&1 != 0 {
			names = append(names, n)
		}
	}
	return strings.Join(names, ",")
}

// number reads a big-endian number of n bytes.
func number(s string, n int) (x uint64) {
	for i := range n {
		x = x<<8 | uint64(s[i])
	}
	return x
}

// search returns the first of n rows that is not below x; row i's key is at
// s[i*size:], n bytes long.
func search(s string, rows, size, n int, x uint64) int {
	lo, hi := 0, rows
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); number(s[mid*size:], n) < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
