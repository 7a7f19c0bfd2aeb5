//go:build !linux

package sockfilter

import (
	"errors"
	"runtime"

	"github.com/gocap-project/gocap/bpf"
)

type unsupported struct{}

func (unsupported) Error() string { return "filters of sockets do not exist on " + runtime.GOOS }
func (unsupported) Unwrap() error { return errors.ErrUnsupported }

func attach(int, bpf.Program) error { return unsupported{} }
func detach(int) error              { return unsupported{} }
func lock(int) error                { return unsupported{} }
func locked(int) (bool, error)      { return false, unsupported{} }
func explain(error) error           { return nil }
func datagrams(int) error           { return unsupported{} }
func settle()                       {}
func drain(int) (int, error)        { return 0, unsupported{} }
