package rawip

import (
	"encoding/binary"
	"net/netip"
	"time"
)

// Control messages of raw sockets: level and type (linux/in.h, linux/in6.h,
// asm-generic/socket.h).
const (
	levelSocket = 1
	levelIP     = 0
	levelIPv6   = 41

	socketStamp = 35 // SO_TIMESTAMPNS_OLD
	socketDrops = 40 // SO_RXQ_OVFL
	ipTOS       = 1
	ipTTL       = 2
	ipPktinfo   = 8
	v6Pktinfo   = 50
	v6HopLimit  = 52
	v6TClass    = 67
)

// controlLen has room for all control messages that are asked for, of either
// version, at either word size.
const controlLen = 192

// control takes what control messages say of a received packet. word is the size of
// a long on this machine in bytes, 4 or 8. What is cut short or unknown is left out.
func (m *Message) control(b []byte, word int) {
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
		m.take(level<<16|typ&0xffff, b[header:n], word)
		b = b[min((int(n)+word-1)&^(word-1), len(b)):]
	}
}

// take takes one control message.
func (m *Message) take(kind uint32, b []byte, word int) {
	switch kind {
	case levelIP<<16 | ipPktinfo: // struct in_pktinfo: interface, local address, destination
		if len(b) >= 12 {
			m.Interface, m.Dst = int(int32(binary.NativeEndian.Uint32(b))), netip.AddrFrom4([4]byte(b[8:]))
		}
	case levelIPv6<<16 | v6Pktinfo: // struct in6_pktinfo
		if len(b) >= 20 {
			m.Interface, m.Dst = int(int32(binary.NativeEndian.Uint32(b[16:]))), netip.AddrFrom16([16]byte(b))
		}
	case levelIP<<16 | ipTTL, levelIPv6<<16 | v6HopLimit:
		number(b, &m.TTL)
	case levelIP<<16 | ipTOS, levelIPv6<<16 | v6TClass:
		number(b, &m.TOS)
	case levelSocket<<16 | socketDrops:
		if len(b) >= 4 {
			m.Drops = binary.NativeEndian.Uint32(b)
		}
	case levelSocket<<16 | socketStamp:
		m.stamp(b, word)
	}
}

// number takes an int, or the byte that IP_TOS is.
func number(b []byte, to *int) {
	switch {
	case len(b) >= 4:
		*to = int(binary.NativeEndian.Uint32(b) & 0xff)
	case len(b) > 0:
		*to = int(b[0])
	}
}

// stamp takes a struct timespec.
func (m *Message) stamp(b []byte, word int) {
	if len(b) < 2*word {
		return
	}
	sec, nsec := int64(int32(binary.NativeEndian.Uint32(b))), int64(binary.NativeEndian.Uint32(b[word:]))
	if word == 8 {
		sec, nsec = int64(binary.NativeEndian.Uint64(b)), int64(binary.NativeEndian.Uint64(b[8:]))
	}
	m.Time = time.Unix(sec, nsec)
}

// appendControl appends the control messages that tell the kernel how to send m.
func (m *Message) appendControl(b []byte, six bool, word int) []byte {
	if m.Interface != 0 || m.Src.IsValid() {
		b = m.appendPktinfo(b, six, word)
	}
	if m.TTL != 0 {
		level, typ := levelIP, ipTTL
		if six {
			level, typ = levelIPv6, v6HopLimit
		}
		b = appendInt(b, level, typ, m.TTL, word)
	}
	if m.TOS != 0 {
		level, typ := levelIP, ipTOS
		if six {
			level, typ = levelIPv6, v6TClass
		}
		b = appendInt(b, level, typ, m.TOS, word)
	}
	return b
}

func (m *Message) appendPktinfo(b []byte, six bool, word int) []byte {
	index := uint32(m.Interface)
	if !six {
		b = appendHeader(b, levelIP, ipPktinfo, 12, word)
		b = binary.NativeEndian.AppendUint32(b, index)
		src := [4]byte{}
		if m.Src.IsValid() {
			src = m.Src.As4()
		}
		b = append(b, src[:]...)
		return pad(append(b, 0, 0, 0, 0), word)
	}
	b = appendHeader(b, levelIPv6, v6Pktinfo, 20, word)
	src := [16]byte{}
	if m.Src.IsValid() {
		src = m.Src.As16()
	}
	b = append(b, src[:]...)
	return pad(binary.NativeEndian.AppendUint32(b, index), word)
}

func appendInt(b []byte, level, typ, v, word int) []byte {
	b = appendHeader(b, level, typ, 4, word)
	return pad(binary.NativeEndian.AppendUint32(b, uint32(v)), word)
}

// appendHeader appends a struct cmsghdr for n bytes of data.
func appendHeader(b []byte, level, typ, n, word int) []byte {
	if word == 8 {
		b = binary.NativeEndian.AppendUint64(b, uint64(word+8+n))
	} else {
		b = binary.NativeEndian.AppendUint32(b, uint32(word+8+n))
	}
	b = binary.NativeEndian.AppendUint32(b, uint32(level))
	return binary.NativeEndian.AppendUint32(b, uint32(typ))
}

func pad(b []byte, word int) []byte {
	for len(b)%word != 0 {
		b = append(b, 0)
	}
	return b
}
