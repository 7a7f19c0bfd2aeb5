//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// heedClosedPipes makes writing to a closed pipe an error that is reported, where
// it would end the program without a word.
func heedClosedPipes() { signal.Ignore(syscall.SIGPIPE) }
