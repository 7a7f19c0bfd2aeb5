//go:build !linux

package afxdp

import (
	"errors"
	"runtime"
	"time"

	"github.com/gocap-project/gocap/bpf"
)

type unsupported struct{}

func (unsupported) Error() string { return "AF_XDP does not exist on " + runtime.GOOS }
func (unsupported) Unwrap() error { return errors.ErrUnsupported }

// conn is never made: open fails.
type conn struct{}

func (*conn) open(int, Config) error               { return unsupported{} }
func (*conn) start(bpf.Program) error              { return unsupported{} }
func (*conn) setFilter(bpf.Program) error          { return unsupported{} }
func (*conn) stop() error                          { return unsupported{} }
func (*conn) discard()                             {}
func (*conn) next(*Frame) (bool, error)            { return false, unsupported{} }
func (*conn) read([]Frame) (int, error)            { return 0, unsupported{} }
func (*conn) wait(time.Duration) error             { return unsupported{} }
func (*conn) descriptors() []int                   { return nil }
func (*conn) check() error                         { return unsupported{} }
func (*conn) wake()                                {}
func (*conn) sendOne([]byte) error                 { return unsupported{} }
func (*conn) sendBatch(int, [][]byte) (int, error) { return 0, unsupported{} }
func (*conn) flush(time.Duration) error            { return unsupported{} }
func (*conn) statistics() (Stats, error)           { return Stats{}, unsupported{} }
func (*conn) info() Info                           { return Info{} }
func (*conn) close() error                         { return unsupported{} }
func (*conn) gone() <-chan struct{}                { return nil }
