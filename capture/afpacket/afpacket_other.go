//go:build !linux

package afpacket

import (
	"context"
	"errors"
	"net"
	"runtime"
	"time"

	"github.com/gocap-project/gocap/bpf"
)

type unsupported struct{}

func (unsupported) Error() string { return "packet sockets do not exist on " + runtime.GOOS }
func (unsupported) Unwrap() error { return errors.ErrUnsupported }

type conn struct{ freed chan struct{} }

func (*conn) open(Config) error                         { return unsupported{} }
func (*conn) interfaceByName(string) (Interface, error) { return Interface{}, unsupported{} }
func (*conn) setFilter(bpf.Program) error               { return unsupported{} }
func (*conn) bindTo(int) error                          { return unsupported{} }
func (*conn) unbind() error                             { return unsupported{} }
func (*conn) discard() error                            { return unsupported{} }
func (*conn) drained() (bool, error)                    { return true, unsupported{} }
func (*conn) promiscuous(int, bool) error               { return unsupported{} }
func (*conn) hardwareTime(string) error                 { return unsupported{} }
func (*conn) next(*Frame) (bool, error)                 { return false, unsupported{} }
func (*conn) buffered(*Frame) bool                      { return false }
func (*conn) pending() (int64, bool)                    { return 0, false }
func (*conn) lent() *Block                              { return new(Block) }
func (*conn) swap(bpf.Program) error                    { return unsupported{} }
func (*conn) statistics() (Stats, error)                { return Stats{}, unsupported{} }
func (*conn) lastStatistics() Stats                     { return Stats{} }
func (*conn) memory() Memory                            { return Memory{} }
func (*conn) send(int, [][]byte) (int, error)           { return 0, unsupported{} }
func (*conn) close(bool) error                          { return unsupported{} }
func (*conn) release() error                            { return unsupported{} }
func (*conn) sendOne(int, []byte) error                 { return unsupported{} }
func busy(error) bool                                   { return false }
func (*conn) setFilterFD(int) error                     { return unsupported{} }
func (*conn) lockFilter() error                         { return unsupported{} }
func (*conn) allMulticast(int, bool) error              { return unsupported{} }
func (*conn) address(int, []byte, bool) error           { return unsupported{} }
func (*conn) fanoutGroup() (uint16, error)              { return 0, unsupported{} }
func (*conn) rollOverStats() (RollOverStats, error)     { return RollOverStats{}, unsupported{} }
func (*conn) stampSent(Clock) error                     { return unsupported{} }
func (*conn) nextSent(*SentTime) (bool, error)          { return false, unsupported{} }

func workers(context.Context, int, int, Config, Fanout, func(*Conn) error, func(context.Context, int, *Conn) error) error {
	return unsupported{}
}

func hasClock(string) (bool, error) { return false, unsupported{} }

type waker struct{}

func (*waker) open() error                       { return unsupported{} }
func (*waker) wait(time.Duration, []*Conn) error { return unsupported{} }
func (*waker) also([]int)                        {}
func (*waker) wake()                             {}
func (*waker) close() error                      { return unsupported{} }

func serveSockets(*net.UnixConn) error { return unsupported{} }

func socketsFrom(*net.UnixConn) func(int) (int, error) {
	return func(int) (int, error) { return -1, unsupported{} }
}

func inNamespace(string, func() error) error                               { return unsupported{} }
func inNamespaceFD(int, func() error) error                                { return unsupported{} }
func onCores(context.Context, int, func(context.Context, int) error) error { return unsupported{} }
func cores() int                                                           { return runtime.NumCPU() }
