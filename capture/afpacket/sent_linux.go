package afpacket

import (
	"encoding/binary"
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

func (c *conn) stampSent(clock Clock) error {
	flags := unix.SOF_TIMESTAMPING_TX_SOFTWARE | unix.SOF_TIMESTAMPING_SOFTWARE | unix.SOF_TIMESTAMPING_OPT_ID | unix.SOF_TIMESTAMPING_OPT_TSONLY
	if clock == Hardware {
		flags = unix.SOF_TIMESTAMPING_TX_HARDWARE | unix.SOF_TIMESTAMPING_RAW_HARDWARE | unix.SOF_TIMESTAMPING_OPT_ID | unix.SOF_TIMESTAMPING_OPT_TSONLY
	}
	if err := c.k.setInt(c.fd, unix.SOL_SOCKET, unix.SO_TIMESTAMPING, flags|c.stamping); err != nil {
		return &Error{"ask for the times of sent frames", err}
	}
	c.stamping |= flags
	return nil
}

func (c *conn) nextSent(s *SentTime) (bool, error) {
	var control [controlLen]byte
	n, err := c.k.errorQueue(c.fd, control[:])
	switch {
	case errors.Is(err, unix.EAGAIN):
		return false, nil
	case err != nil:
		return false, &Error{"take the time of a sent frame", err}
	}
	return parseSent(control[:n], wordSize, s), nil
}

// parseSent reads the control messages of the error queue: a struct
// scm_timestamping and a struct sock_extended_err.
func parseSent(b []byte, word int, s *SentTime) (ok bool) {
	*s = SentTime{}
	var f Frame
	eachControl(b, word, func(level, typ uint32, b []byte) {
		switch {
		case level == solSocket && typ == soTimestamping:
			f.message(level, typ, b, word)
		case level == solPacket && typ == unix.PACKET_TX_TIMESTAMP && len(b) >= 16:
			s.ID = binary.NativeEndian.Uint32(b[12:]) // ee_data
			ok = binary.NativeEndian.Uint32(b) == uint32(unix.ENOMSG)
		}
	})
	if s.Time = time.Unix(int64(f.Sec), int64(f.Nsec)); f.Status&StatusHardwareTime != 0 {
		s.Clock = Hardware
	}
	return ok && f.Status&(StatusHardwareTime|StatusSoftwareTime) != 0
}
