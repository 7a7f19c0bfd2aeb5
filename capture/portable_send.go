package capture

import (
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/gocap-project/gocap/capture/bpfdev"
)

// queuePatience is how long an interface's queue may stay full before that is an error.
const queuePatience = 10 * time.Second

func (p *portable) sendOne(ifindex int, frame []byte) error {
	_, err := p.send(ifindex, [][]byte{frame})
	return err
}

func (p *portable) send(ifindex int, frames [][]byte) (int, error) {
	t, err := p.route(ifindex)
	if err != nil {
		return 0, err
	}
	sent, pause, deadline := 0, 10*time.Microsecond, time.Now().Add(queuePatience)
	for {
		n, err := t.conn.SendBatch(frames[sent:])
		if sent += n; err == nil {
			return sent, nil
		}
		if n > 0 {
			pause, deadline = 10*time.Microsecond, time.Now().Add(queuePatience)
		}
		switch {
		case p.closing.Load():
			return sent, ErrClosed
		case !bpfdev.Busy(err) || time.Now().After(deadline):
			return sent, t.explainSend(err, frames[sent])
		}
		time.Sleep(pause) // nothing tells when an interface's queue has room
		pause = min(2*pause, time.Millisecond)
	}
}

// route is the tap of the interface to send on; -1 is the only one.
func (p *portable) route(ifindex int) (*tap, error) {
	if p.closing.Load() {
		return nil, ErrClosed
	}
	for _, t := range p.taps {
		if ifindex == t.it.Index || ifindex < 0 && len(p.taps) == 1 {
			return t, nil
		}
	}
	if ifindex < 0 {
		return nil, errSeveral
	}
	return nil, &InterfaceError{Name: fmt.Sprint("with index ", ifindex), Err: ErrNoInterface}
}

func (t *tap) explainSend(err error, frame []byte) error {
	mtu := t.it.MTU
	switch {
	case errors.Is(err, syscall.EMSGSIZE) && len(frame) > mtu:
		err = fmt.Errorf("%w: %d bytes; the MTU is %d bytes without link-layer header", ErrTooLong, len(frame), mtu)
	case errors.Is(err, syscall.EMSGSIZE), errors.Is(err, syscall.EINVAL), len(frame) < 14:
		err = fmt.Errorf("frame of %d bytes is too short for its link-layer header: %w", len(frame), err)
	default:
		return t.p.explain(t.name, err)
	}
	return &InterfaceError{Name: t.name, Err: err}
}

// sendPackets sends the packets' bytes: what is left undone in them is unknown here.
func (p *portable) sendPackets(packets []Packet) (int, error) {
	frames := make([][]byte, len(packets))
	for i := range packets {
		frames[i] = packets[i].Data
	}
	return p.send(-1, frames)
}

func (p *portable) sending(int) (SendMethod, string) {
	return SendCalls, "a system call for each frame is what there is"
}
