package capture

// state of a handle.
type state uint8

const (
	idle     state = iota // nothing comes, nothing is queued
	running               // capturing
	stopping              // nothing comes, something may be queued
	closed
)
