//go:build !unix

package main

import (
	"errors"
	"time"
)

// cpuTime is the processor time that this process has used.
func cpuTime() (time.Duration, error) { return 0, errors.ErrUnsupported }
