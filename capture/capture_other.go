//go:build !linux

package capture

import (
	"context"
	"net"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/bpfdev"
)

type handle struct{ portable }

func none() error { return unsupported("live capture") }

func (h *handle) open(names []string, cfg config) error { return h.openWith(names, cfg, bpfdev.Open) }

func timestampTypes(name string) ([]Timestamp, error) {
	c, err := bpfdev.Open(name, bpfdev.Config{})
	if err != nil {
		return nil, new(portable).explain(name, err)
	}
	return []Timestamp{HostTime}, c.Close()
}

// fanout is a group of handles; there is none here.
type fanout struct{}

func workers(context.Context, string, int, bpf.Program, func(context.Context, int, *Handle) error, []Option) error {
	return unsupported("dividing packets among workers")
}

func serveSockets(*net.UnixConn) error { return unsupported("handing over sockets") }
