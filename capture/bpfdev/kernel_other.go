//go:build !(aix || darwin || dragonfly || freebsd || netbsd || openbsd || solaris)

package bpfdev

import (
	"errors"
	"fmt"
)

// native is the system that the program runs on.
func native() (Kernel, *System, error) {
	return nil, nil, &Error{"open bpf device", fmt.Errorf("%w: %w", ErrNoDevice, errors.ErrUnsupported)}
}
