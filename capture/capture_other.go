//go:build !linux

package capture

import (
	"context"

	"github.com/gocap-project/gocap/bpf"
)

// handle is never made: open fails.
type handle struct{}

func none() error { return unsupported("live capture") }

func (*handle) open([]string, config) error                        { return none() }
func (*handle) activate(bpf.Program) error                         { return none() }
func (*handle) setFilter(bpf.Program) error                        { return none() }
func (*handle) deactivate() error                                  { return none() }
func (*handle) active() bool                                       { return false }
func (*handle) next(context.Context) (*Packet, error)              { return nil, none() }
func (*handle) readBatch(context.Context, []Packet) (int, error)   { return 0, none() }
func (*handle) packets(context.Context, func(*Packet, error) bool) {}
func (*handle) send(int, [][]byte) (int, error)                    { return 0, none() }
func (*handle) sendOne(int, []byte) error                          { return none() }
func (*handle) stats() (Stats, error)                              { return Stats{}, none() }
func (*handle) interfaces() []Interface                            { return make([]Interface, 1) }
func (*handle) snaplen() int                                       { return 0 }
func (*handle) method() string                                     { return "" }
func (*handle) close() error                                       { return none() }

func timestampTypes(string) ([]Timestamp, error) { return nil, none() }
