package afpacket

import "encoding/binary"

// Control messages of a packet socket: level and type.
const (
	solSocket      = 1
	solPacket      = 263
	packetAuxdata  = 8
	soTimestampNS  = 35 // SO_TIMESTAMPNS_OLD
	soTimestamping = 37 // SO_TIMESTAMPING_OLD
	auxdataLen     = 20
)

// control reads the control messages that came with a frame: its lengths and VLAN
// tag (struct tpacket_auxdata) and its time. word is the size of a long on this
// machine in bytes, 4 or 8. What is cut short or unknown is left out.
func (f *Frame) control(b []byte, word int) {
	eachControl(b, word, func(level, typ uint32, b []byte) { f.message(level, typ, b, word) })
}

// eachControl calls f with each control message.
func eachControl(b []byte, word int, f func(level, typ uint32, b []byte)) {
	header := word + 8
	for len(b) >= header {
		n := uint64(binary.NativeEndian.Uint32(b))
		if word == 8 {
			n = binary.NativeEndian.Uint64(b)
		}
		if n < uint64(header) || n > uint64(len(b)) {
			return
		}
		level, typ := binary.NativeEndian.Uint32(b[word:]), binary.NativeEndian.Uint32(b[word+4:])
		f(level, typ, b[header:n])
		b = b[min((int(n)+word-1)&^(word-1), len(b)):]
	}
}

func (f *Frame) message(level, typ uint32, b []byte, word int) {
	switch {
	case level == solPacket && typ == packetAuxdata && len(b) >= auxdataLen:
		f.Status |= binary.NativeEndian.Uint32(b)
		f.Len = int(binary.NativeEndian.Uint32(b[4:]))
		f.TCI, f.TPID = binary.NativeEndian.Uint16(b[16:]), binary.NativeEndian.Uint16(b[18:])
	case level == solSocket && typ == soTimestampNS:
		f.stamp(b, word, StatusSoftwareTime)
	case level == solSocket && typ == soTimestamping && len(b) >= 6*word:
		if !f.stamp(b[4*word:], word, StatusHardwareTime) {
			f.stamp(b, word, StatusSoftwareTime)
		}
	}
}

// stamp takes a struct timespec for the frame's time. All zero is no time. The
// adapter's time is not overwritten by the kernel's.
func (f *Frame) stamp(b []byte, word int, source uint32) bool {
	if len(b) < 2*word || f.Status&StatusHardwareTime != 0 {
		return false
	}
	sec, nsec := binary.NativeEndian.Uint32(b), binary.NativeEndian.Uint32(b[word:])
	if word == 8 {
		sec, nsec = uint32(binary.NativeEndian.Uint64(b)), uint32(binary.NativeEndian.Uint64(b[8:]))
	}
	if sec == 0 && nsec == 0 {
		return false
	}
	f.Sec, f.Nsec = sec, nsec
	f.Status = f.Status&^(StatusSoftwareTime|StatusHardwareTime) | source
	return true
}
