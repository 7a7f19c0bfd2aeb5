//go:build !linux

package afpacket

import "time"

func (*conn) bypassQdisc() error { return unsupported{} }

// sender is never made: open fails.
type sender struct{}

func (*sender) open(SendConfig) error             { return unsupported{} }
func (*sender) openOn(*conn, SendConfig) error    { return unsupported{} }
func (*sender) setTarget(Target) error            { return unsupported{} }
func (*sender) sendOne([]byte) error              { return unsupported{} }
func (*sender) sendBatch([][]byte) (int, error)   { return 0, unsupported{} }
func (*sender) sendFrames([]TxFrame) (int, error) { return 0, unsupported{} }
func (*sender) slot() []byte                      { return nil }
func (*sender) commit(int, int) error             { return unsupported{} }
func (*sender) flushNow() (int, error)            { return 0, unsupported{} }
func (*sender) wait(time.Duration) error          { return unsupported{} }
func (*sender) slots() Slots                      { return Slots{} }
func (*sender) memory() Memory                    { return Memory{} }
func (*sender) statistics() SendStats             { return SendStats{} }
func (*sender) close() error                      { return unsupported{} }
func (*sender) freed() <-chan struct{}            { return nil }
