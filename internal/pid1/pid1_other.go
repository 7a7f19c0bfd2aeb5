//go:build !(dragonfly || freebsd || netbsd || openbsd)

package pid1

import "errors"

const supported = false

func console() error       { return errors.ErrUnsupported }
func powerOff() error      { return errors.ErrUnsupported }
func up(string) error      { return errors.ErrUnsupported }
func address(string) error { return errors.ErrUnsupported }
