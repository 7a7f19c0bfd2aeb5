//go:build !linux

package capture

import (
	"context"
	"net"

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
func (*handle) sendPackets([]Packet) (int, error)                  { return 0, none() }
func (*handle) sending(int) (SendMethod, string)                   { return SendCalls, "" }
func (*handle) stats() (Stats, error)                              { return Stats{}, none() }
func (*handle) interfaces() []Interface                            { return make([]Interface, 1) }
func (*handle) snaplen() int                                       { return 0 }
func (*handle) how() Backend                                       { return Backend{} }
func (*handle) close() error                                       { return none() }
func (*handle) freed(context.Context) error                        { return none() }

func timestampTypes(string) ([]Timestamp, error) { return nil, none() }

// fanout is a group of handles; there is none here.
type fanout struct{}

func workers(context.Context, string, int, bpf.Program, func(context.Context, int, *Handle) error, []Option) error {
	return none()
}

func serveSockets(*net.UnixConn) error { return none() }
