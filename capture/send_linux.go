package capture

import (
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/gocap-project/gocap/capture/afpacket"
)

// sendPatience is how long an interface's queue may stay full before that is an error.
const sendPatience = 10 * time.Second

func (h *handle) sendOne(ifindex int, frame []byte) error {
	h.oneMu.Lock()
	defer h.oneMu.Unlock()
	h.one[0] = frame
	_, err := h.send(ifindex, h.one[:])
	h.one[0] = nil
	return err
}

func (h *handle) send(ifindex int, frames [][]byte) (int, error) {
	s, index, err := h.route(ifindex)
	if err != nil {
		return 0, err
	}
	return h.sendOn(s, index, frames)
}

// sendOn sends frames on an interface and waits where it must.
func (h *handle) sendOn(s *source, index int, frames [][]byte) (int, error) {
	sent, pause, deadline := 0, 10*time.Microsecond, time.Now().Add(sendPatience)
	for {
		n, err := h.transmit(s, index, frames[sent:])
		if sent += n; err == nil {
			return sent, nil
		}
		if n > 0 {
			pause, deadline = 10*time.Microsecond, time.Now().Add(sendPatience)
		}
		if h.closing.Load() {
			return sent, ErrClosed
		}
		if !afpacket.Busy(err) || time.Now().After(deadline) {
			return sent, h.explainSend(s, err, frames[sent])
		}
		time.Sleep(pause) // poll does not tell when an interface's queue has room
		pause = min(2*pause, time.Millisecond)
	}
}

// route is the source of the interface to send on, and its index; -1 is the only one.
func (h *handle) route(ifindex int) (*source, int, error) {
	if h.closing.Load() {
		return nil, 0, ErrClosed
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range h.sources {
		switch {
		case ifindex == s.it.Index && ifindex > 0:
			return s, ifindex, nil
		case ifindex >= 0:
		case s.it.Index == 0:
			return nil, 0, &InterfaceError{Name: s.name, Err: unsupported("sending on all interfaces at once")}
		case len(h.sources) == 1:
			return s, s.it.Index, nil
		}
	}
	if ifindex < 0 {
		return nil, 0, errSeveral
	}
	return nil, 0, &InterfaceError{Name: fmt.Sprint("with index ", ifindex), Err: ErrNoInterface}
}

func (h *handle) explainSend(s *source, err error, frame []byte) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case errors.Is(err, syscall.EMSGSIZE):
		err = fmt.Errorf("%w: %d bytes; the MTU is %d bytes without link-layer header", ErrTooLong, len(frame), s.it.MTU)
	case errors.Is(err, syscall.EINVAL):
		err = fmt.Errorf("frame of %d bytes is too short for its link-layer header: %w", len(frame), err)
	default:
		return s.explain(err)
	}
	return &InterfaceError{Name: s.name, Err: err}
}
