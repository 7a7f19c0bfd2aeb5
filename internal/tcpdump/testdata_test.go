package tcpdump

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/wire"
)

// unhex returns the bytes that a text in hexadecimal has; spaces do not matter.
func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const macs = "020000000001 020000000002 "

// ip4 returns an IPv4 datagram from 10.0.0.1 to 10.0.0.2.
func ip4(proto byte, payload []byte) []byte {
	b := []byte{0x45, 0, 0, 0, 0x12, 0x34, 0x40, 0, 64, proto, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2}
	binary.BigEndian.PutUint16(b[2:], uint16(20+len(payload)))
	binary.BigEndian.PutUint16(b[10:], ^wire.Sum(0, b))
	return append(b, payload...)
}

// ip6 returns an IPv6 packet from 2001:db8::1 to 2001:db8::2.
func ip6(next byte, payload []byte) []byte {
	b := make([]byte, 40)
	b[0], b[6], b[7] = 0x60, next, 64
	binary.BigEndian.PutUint16(b[4:], uint16(len(payload)))
	copy(b[8:], []byte{0x20, 1, 0xd, 0xb8})
	copy(b[24:], b[8:24])
	b[23], b[39] = 1, 2
	return append(b, payload...)
}

// sum puts the checksum of an IP packet's payload at payload[off].
func sum(pkt []byte, off int) []byte {
	h := 20
	pseudo := func(a, d []byte, proto byte) uint16 {
		s := wire.Sum16(uint16(proto), uint16(len(pkt)-h))
		return wire.Sum(wire.Sum(s, a), d)
	}
	var s uint16
	switch {
	case pkt[0]>>4 == 6:
		h = 40
		s = pseudo(pkt[8:24], pkt[24:40], pkt[6])
	case pkt[9] != 1 && pkt[9] != 2:
		s = pseudo(pkt[12:16], pkt[16:20], pkt[9])
	}
	binary.BigEndian.PutUint16(pkt[h+off:], 0)
	binary.BigEndian.PutUint16(pkt[h+off:], ^wire.Sum(s, pkt[h:]))
	return pkt
}

func udp(sport, dport uint16, payload []byte) []byte {
	b := make([]byte, 8)
	binary.BigEndian.PutUint16(b, sport)
	binary.BigEndian.PutUint16(b[2:], dport)
	binary.BigEndian.PutUint16(b[4:], uint16(8+len(payload)))
	return append(b, payload...)
}

func tcp(flags byte, seq, ack uint32, options, payload []byte) []byte {
	b := make([]byte, 20)
	binary.BigEndian.PutUint16(b, 40000)
	binary.BigEndian.PutUint16(b[2:], 7777)
	binary.BigEndian.PutUint32(b[4:], seq)
	binary.BigEndian.PutUint32(b[8:], ack)
	b[12], b[13], b[14] = byte(5+len(options)/4)<<4, flags, 1
	return append(append(b, options...), payload...)
}

// ether puts a frame around an IP packet.
func ether(pkt []byte) []byte {
	b := []byte{2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0}
	if pkt[0]>>4 == 6 {
		b[12], b[13] = 0x86, 0xdd
	}
	return append(b, pkt...)
}

var at = time.Date(2024, 2, 29, 23, 59, 58, 123456789, time.UTC)

// text prints one packet without its time.
func text(o Options, link uint16, data []byte, n int) string {
	o.Time, o.Location = TimeNone, time.UTC
	if o.NoNames == 0 {
		o.NoNames = 1
	}
	return strings.TrimSuffix(string(New(o).Append(nil, Packet{Time: at, Link: link, Len: n, Data: data})), "\n")
}
