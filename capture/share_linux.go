package capture

import (
	"context"
	"errors"
	"io/fs"
	"net"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/afpacket"
)

// fanout is the group of Workers' handles.
type fanout struct{ afpacket.Fanout }

// socket is what makes the sockets, nil for the kernel.
func (c *config) socket() func(int) (int, error) {
	if c.sockets == nil {
		return nil
	}
	if c.asker == nil {
		c.asker = afpacket.SocketsFrom(c.sockets)
	}
	return c.asker
}

func serveSockets(c *net.UnixConn) error { return afpacket.ServeSockets(c) }

// inNamespace explains an error of entering one.
func inNamespace(err error) error {
	var e *afpacket.Error
	if errors.As(err, &e) && e.Op == "enter network namespace" && errors.Is(err, fs.ErrPermission) {
		return &PermissionError{"CAP_SYS_ADMIN", "", err}
	}
	return err
}

func workers(ctx context.Context, iface string, n int, filter bpf.Program, work func(context.Context, int, *Handle) error, opts []Option) (err error) {
	if n <= 0 {
		n = afpacket.Cores()
	}
	handles := make([]*Handle, 0, n)
	defer func() {
		for _, h := range handles {
			if e := h.Close(); e != nil && e != ErrClosed {
				err = errors.Join(err, e)
			}
		}
	}()
	group := &fanout{afpacket.Fanout{Unique: true}}
	opts = append(opts[:len(opts):len(opts)], func(c *config) { c.fanout = group })
	for len(handles) < n {
		h, err := OpenAll([]string{iface}, opts...)
		if err != nil {
			return err
		}
		handles = append(handles, h)
		if err := h.Activate(filter); err != nil {
			return err
		}
		if group.Unique {
			id, err := h.sources[0].conn.FanoutGroup()
			if err != nil {
				return err
			}
			group = &fanout{afpacket.Fanout{Group: id}}
		}
	}
	return afpacket.OnCores(ctx, n, func(ctx context.Context, i int) error { return work(ctx, i, handles[i]) })
}
