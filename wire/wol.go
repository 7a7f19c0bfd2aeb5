package wire

// PortWakeOnLAN is a UDP port that magic packets are sent to: discard's, where nobody
// answers. Any other will do.
const PortWakeOnLAN = 9

// WakeOnLANFullLen is the length in bytes of a magic packet without a password.
const WakeOnLANFullLen = 6 + 16*6

// IsWakeOnLAN reports whether b begins with a magic packet: six bytes of ones and 16
// times the same address.
func IsWakeOnLAN(b []byte) bool {
	if len(b) < WakeOnLANFullLen || MAC(b[:6]) != Broadcast {
		return false
	}
	for i := 12; i < WakeOnLANFullLen; i++ {
		if b[i] != b[i-6] {
			return false
		}
	}
	return true
}
