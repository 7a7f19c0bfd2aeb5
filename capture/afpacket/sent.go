package afpacket

import "time"

// SentTime is when a frame was handed to the wire.
type SentTime struct {
	ID    uint32 // which: frames sent since StampSent are counted from 0
	Time  time.Time
	Clock Clock // the kernel's, when the driver got the frame, or the adapter's, when it sent it
}

// StampSent has the time of every frame that is sent from now on recorded, to be
// taken by NextSent; frames of a ring's too. Who asks for the times must take them:
// until then Wait returns at once. An adapter without a clock gives no time for
// Hardware.
func (c *Conn) StampSent(clock Clock) error { return c.stampSent(clock) }

// NextSent sets s to the next time of a sent frame and reports whether there was
// one; it does not wait.
func (c *Conn) NextSent(s *SentTime) (bool, error) { return c.nextSent(s) }
