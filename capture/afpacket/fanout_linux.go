package afpacket

import (
	"context"
	"encoding/binary"
	"errors"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/reap"
	"golang.org/x/sys/unix"
)

// joinGroup binds so that no frame comes before the socket is in its group: a
// member receives its share, a socket that is bound all.
func (c *conn) joinGroup(ifindex int) error {
	if c.grouped {
		if ifindex != c.ifindex {
			return &Error{"bind a member of a fanout group to another interface", unix.EINVAL}
		}
		return c.attachFilter()
	}
	if err := c.k.attach(c.fd, bpf.Reject()); err != nil {
		return &Error{"reject frames", err}
	}
	if err := c.k.bind(c.fd, ifindex, c.protocol()); err != nil {
		return &Error{"bind", c.explain(err, ifindex)}
	}
	f := c.cfg.Fanout
	err := c.k.fanout(c.fd, f.argument())
	if err != nil && reap.Wait() { // a member that was closed may have held its place, or the group's number
		err = c.k.fanout(c.fd, f.argument())
	}
	if err != nil {
		_ = c.k.bind(c.fd, 0, inert)
		return &Error{"join fanout group", err}
	}
	c.grouped = true
	switch {
	case f.joining:
	case f.Mode == FanoutBPF:
		err = c.k.setProgram(c.fd, unix.SOL_PACKET, unix.PACKET_FANOUT_DATA, f.Program)
	case f.Mode == FanoutEBPF:
		err = c.k.setInt(c.fd, unix.SOL_PACKET, unix.PACKET_FANOUT_DATA, f.Descriptor)
	}
	if err != nil {
		return &Error{"set the fanout group's program", err}
	}
	return c.attachFilter()
}

// argument is the kernel's struct fanout_args.
func (f *Fanout) argument() []byte {
	mode := uint32(f.Mode)
	for _, flag := range []struct {
		on  bool
		bit uint32
	}{
		{f.Defragment, unix.PACKET_FANOUT_FLAG_DEFRAG}, {f.RollOver, unix.PACKET_FANOUT_FLAG_ROLLOVER},
		{f.Unique, unix.PACKET_FANOUT_FLAG_UNIQUEID}, {f.IgnoreOutgoing, unix.PACKET_FANOUT_FLAG_IGNORE_OUTGOING},
	} {
		if flag.on {
			mode |= flag.bit
		}
	}
	group := uint32(f.Group)
	if f.Unique {
		group = 0 // the kernel wants it so
	}
	b := binary.NativeEndian.AppendUint32(nil, mode<<16|group)
	if f.MaxMembers > 0 { // older kernels know only the first word
		b = binary.NativeEndian.AppendUint32(b, uint32(f.MaxMembers))
	}
	return b
}

func (c *conn) fanoutGroup() (uint16, error) {
	if !c.grouped {
		return 0, &Error{"ask for fanout group", unix.EINVAL}
	}
	v, err := c.k.getInt(c.fd, unix.SOL_PACKET, unix.PACKET_FANOUT)
	if err != nil {
		return 0, &Error{"ask for fanout group", err}
	}
	return uint16(v), nil
}

func (c *conn) rollOverStats() (RollOverStats, error) {
	b, err := c.k.getBytes(c.fd, unix.SOL_PACKET, unix.PACKET_ROLLOVER_STATS, 24)
	if err != nil {
		return RollOverStats{}, &Error{"ask for rollover statistics", err}
	}
	ne := binary.NativeEndian
	return RollOverStats{ne.Uint64(b), ne.Uint64(b[8:]), ne.Uint64(b[16:])}, nil
}

func workers(ctx context.Context, n, ifindex int, cfg Config, fan Fanout, prepare func(*Conn) error,
	work func(context.Context, int, *Conn) error) (err error) {
	if n <= 0 {
		n = cores()
	}
	conns := make([]*Conn, 0, n)
	defer func() {
		for _, c := range conns {
			err = errors.Join(err, c.Close(false))
		}
	}()
	fan.Unique = true
	for len(conns) < n {
		cfg.Fanout = &fan
		c, err := Open(cfg)
		if err != nil {
			return err
		}
		conns = append(conns, c)
		if prepare != nil {
			err = prepare(c)
		} else {
			err = c.SetFilter(nil)
		}
		if err == nil {
			err = c.Bind(ifindex)
		}
		if err != nil {
			return err
		}
		if fan.Unique {
			if fan.Group, err = c.FanoutGroup(); err != nil {
				return err
			}
			fan.Unique = false
			fan.joining = true // the program is the group's, and set
		}
	}
	return onCores(ctx, n, func(ctx context.Context, i int) error { return work(ctx, i, conns[i]) })
}
