package wire

// QUICVersion is a version of QUIC. https://www.iana.org/assignments/quic
type QUICVersion uint32

// The versions.
const (
	QUICNegotiation QUICVersion = 0          // not a version: the packet lists some
	QUICv1          QUICVersion = 1          // RFC 9000
	QUICv2          QUICVersion = 0x6b3343cf // RFC 9369
)

func (x QUICVersion) String() string {
	switch {
	case x == QUICNegotiation:
		return "negotiation"
	case x == QUICv1:
		return "1"
	case x == QUICv2:
		return "2"
	case x.Draft() > 0 && x>>8 == 0xff0000:
		return "draft " + itoa(x.Draft())
	case x&0x0f0f0f0f == 0x0a0a0a0a:
		return "reserved " + x.hex()
	case x>>24 == 'Q' || x>>24 == 'T':
		return string([]byte{byte(x >> 24), byte(x >> 16), byte(x >> 8), byte(x)})
	}
	return x.hex()
}

func (x QUICVersion) hex() string {
	return string(appendHex([]byte("0x"), []byte{byte(x >> 24), byte(x >> 16), byte(x >> 8), byte(x)}, 0))
}

// Draft returns which of RFC 9000's drafts the version is like, or 0.
func (x QUICVersion) Draft() int {
	switch {
	case x>>8 == 0xff0000 && x&0xff >= 17 && x&0xff <= 34:
		return int(x & 0xff)
	case x == 0xfaceb002 || x == 0xfaceb00e: // mvfst
		return 27
	}
	return 0
}

// Known reports whether packets of the version have the form of RFC 9000's: versions 1
// and 2, its drafts, and versions that are reserved for forcing negotiation.
func (x QUICVersion) Known() bool {
	return x == QUICv1 || x == QUICv2 || x.Draft() > 0 || x&0x0f0f0f0f == 0x0a0a0a0a
}

// QUICType is a kind of packets with a long header, whatever number its version has for
// it. RFC 9000 §17.2.
type QUICType uint8

// The types, by their numbers in version 1.
const (
	QUICTypeInitial QUICType = iota
	QUICTypeZeroRTT
	QUICTypeHandshake
	QUICTypeRetry
)

func (x QUICType) String() string {
	return [...]string{"initial", "0-RTT", "handshake", "retry"}[x&3]
}

// Type returns what the number n in a long header means. RFC 9369 §3.2.
func (x QUICVersion) Type(n uint8) QUICType {
	if x == QUICv2 {
		return QUICType(n+3) & 3
	}
	return QUICType(n & 3)
}

// Number returns the number that a long header has for t.
func (x QUICVersion) Number(t QUICType) uint8 {
	if x == QUICv2 {
		return uint8(t+1) & 3
	}
	return uint8(t) & 3
}

// QUICID is a connection ID. RFC 9000 §5.1.
type QUICID []byte

// String returns the ID in hexadecimal.
func (x QUICID) String() string { return Hex(x) }

// QUICFrameType names a frame. RFC 9000 §12.4.
type QUICFrameType uint64

// The frames.
const (
	QUICPadding         QUICFrameType = 0x00
	QUICPing            QUICFrameType = 0x01
	QUICAck             QUICFrameType = 0x02
	QUICAckECN          QUICFrameType = 0x03
	QUICResetStream     QUICFrameType = 0x04
	QUICStopSending     QUICFrameType = 0x05
	QUICCrypto          QUICFrameType = 0x06
	QUICNewToken        QUICFrameType = 0x07
	QUICStream          QUICFrameType = 0x08 // to 0x0f
	QUICMaxData         QUICFrameType = 0x10
	QUICMaxStreamData   QUICFrameType = 0x11
	QUICMaxStreams      QUICFrameType = 0x12
	QUICMaxStreamsUni   QUICFrameType = 0x13
	QUICDataBlocked     QUICFrameType = 0x14
	QUICStreamBlocked   QUICFrameType = 0x15
	QUICStreamsBlocked  QUICFrameType = 0x16
	QUICUniBlocked      QUICFrameType = 0x17
	QUICNewConnectionID QUICFrameType = 0x18
	QUICRetireID        QUICFrameType = 0x19
	QUICPathChallenge   QUICFrameType = 0x1a
	QUICPathResponse    QUICFrameType = 0x1b
	QUICClose           QUICFrameType = 0x1c
	QUICCloseApp        QUICFrameType = 0x1d
	QUICHandshakeDone   QUICFrameType = 0x1e
	QUICDatagram        QUICFrameType = 0x30 // RFC 9221
	QUICDatagramLen     QUICFrameType = 0x31
)

var quicFrames = [...]string{
	"PADDING", "PING", "ACK", "ACK", "RESET_STREAM", "STOP_SENDING", "CRYPTO", "NEW_TOKEN", "STREAM", "STREAM", "STREAM", "STREAM",
	"STREAM", "STREAM", "STREAM", "STREAM", "MAX_DATA", "MAX_STREAM_DATA", "MAX_STREAMS", "MAX_STREAMS", "DATA_BLOCKED",
	"STREAM_DATA_BLOCKED", "STREAMS_BLOCKED", "STREAMS_BLOCKED", "NEW_CONNECTION_ID", "RETIRE_CONNECTION_ID", "PATH_CHALLENGE",
	"PATH_RESPONSE", "CONNECTION_CLOSE", "CONNECTION_CLOSE", "HANDSHAKE_DONE",
}

func (x QUICFrameType) String() string {
	switch {
	case x < QUICFrameType(len(quicFrames)):
		return quicFrames[x]
	case x|1 == QUICDatagramLen:
		return "DATAGRAM"
	}
	return itoa(int(x))
}

// QUICInt returns the number of variable length that b begins with, and its length in
// bytes, or 0 if it is not all there. RFC 9000 §16.
func QUICInt(b []byte) (x uint64, n int) {
	if len(b) == 0 || 1<<(b[0]>>6) > len(b) {
		return 0, 0
	}
	switch b[0] >> 6 {
	case 0:
		return uint64(b[0]), 1
	case 1:
		return uint64(Uint16(b, 0)) & 0x3fff, 2
	case 2:
		return uint64(Uint32(b, 0)) & 0x3fffffff, 4
	}
	return Uint64(b, 0) & (1<<62 - 1), 8
}

// QUICIntLen returns the length in bytes of the shortest form of x.
func QUICIntLen(x uint64) int {
	switch {
	case x < 1<<6:
		return 1
	case x < 1<<14:
		return 2
	case x < 1<<30:
		return 4
	}
	return 8
}

// AppendQUICInt appends x, below 1<<62, in n bytes: 1, 2, 4 or 8; or in more if it does
// not fit.
func AppendQUICInt(b []byte, x uint64, n int) []byte {
	switch n = max(n, QUICIntLen(x)); n {
	case 1:
		return append(b, byte(x))
	case 2:
		return append(b, byte(x>>8)|0x40, byte(x))
	case 4:
		return append(b, byte(x>>24)|0x80, byte(x>>16), byte(x>>8), byte(x))
	}
	return append(b, byte(x>>56)|0xc0, byte(x>>48), byte(x>>40), byte(x>>32), byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
}
