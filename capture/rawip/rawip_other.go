//go:build !linux

package rawip

import (
	"errors"
	"net/netip"
	"runtime"
	"syscall"
	"time"

	"github.com/gocap-project/gocap/bpf"
)

type unsupported struct{}

func (unsupported) Error() string { return "raw IP sockets are not supported on " + runtime.GOOS }
func (unsupported) Unwrap() error { return errors.ErrUnsupported }

// conn is never made: open fails.
type conn struct{}

func (*conn) open(Config) error                              { return unsupported{} }
func (*conn) read(*Message) error                            { return unsupported{} }
func (*conn) readBatch([]Message) (int, error)               { return 0, unsupported{} }
func (*conn) write(*Message) error                           { return unsupported{} }
func (*conn) writeBatch([]Message) (int, error)              { return 0, unsupported{} }
func (*conn) setReadDeadline(time.Time) error                { return unsupported{} }
func (*conn) setWriteDeadline(time.Time) error               { return unsupported{} }
func (*conn) setFilter(bpf.Program) error                    { return unsupported{} }
func (*conn) replaceFilter(bpf.Program) (int, error)         { return 0, unsupported{} }
func (*conn) icmpFilter([8]uint32) error                     { return unsupported{} }
func (*conn) setChecksum(int) error                          { return unsupported{} }
func (*conn) setTTL(int) error                               { return unsupported{} }
func (*conn) setTOS(int) error                               { return unsupported{} }
func (*conn) setBroadcast(bool) error                        { return unsupported{} }
func (*conn) setMulticast(ifindex, ttl int, loop bool) error { return unsupported{} }
func (*conn) member(int, netip.Addr, bool) error             { return unsupported{} }
func (*conn) syscallConn() (syscall.RawConn, error)          { return nil, unsupported{} }
func (*conn) close() error                                   { return unsupported{} }
