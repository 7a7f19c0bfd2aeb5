package afxdp

import (
	"errors"
	"time"
)

func (c *conn) sendOne(frame []byte) error {
	q := c.queues[0]
	q.sendMu.Lock()
	defer q.sendMu.Unlock()
	c.one[0] = frame
	_, err := c.sendLocked(q, c.one[:])
	c.one[0] = nil
	return err
}

func (c *conn) sendBatch(i int, frames [][]byte) (int, error) {
	if i < 0 || i >= len(c.queues) {
		return 0, &Error{"send", i, "", ErrConfig}
	}
	q := c.queues[i]
	q.sendMu.Lock()
	defer q.sendMu.Unlock()
	return c.sendLocked(q, frames)
}

func (c *conn) sendLocked(q *queue, frames [][]byte) (int, error) {
	switch {
	case q.fd < 0:
		return 0, &Error{"send on", q.id, "", ErrClosed}
	case !q.sends:
		return 0, &Error{"send on", q.id, "", ErrConfig}
	}
	n, err := q.sendBatch(frames)
	if errors.Is(err, ErrDown) && q.failure() != nil {
		err = &Error{"send on", q.id, "", ErrGone}
	}
	return n, err
}

func (c *conn) flush(timeout time.Duration) error {
	until := time.Now().Add(timeout)
	for _, q := range c.queues {
		if err := c.flushQueue(q, until); err != nil {
			return err
		}
	}
	return nil
}

func (c *conn) flushQueue(q *queue, until time.Time) error {
	q.sendMu.Lock()
	defer q.sendMu.Unlock()
	if q.fd < 0 || !q.sends {
		return nil
	}
	return q.flush(until)
}
