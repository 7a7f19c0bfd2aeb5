package mysql

import (
	"bytes"

	"github.com/gocap-project/gocap/wire"
)

// A form walks through the fields of a packet. It allocates nothing, unlike what reads the message for people.
type form struct {
	b   []byte
	bad bool
}

func (f *form) take(n uint64) []byte {
	if f.bad || n > uint64(len(f.b)) {
		f.bad = true
		return nil
	}
	x := f.b[:n:n]
	f.b = f.b[n:]
	return x
}

// num takes a little-endian number of n bytes.
func (f *form) num(n uint64) (x uint64) {
	b := f.take(n)
	for i := len(b) - 1; i >= 0; i-- {
		x = x<<8 | uint64(b[i])
	}
	return x
}

// length takes a number of 1, 3, 4 or 9 bytes. null is that it is the mark of NULL.
func (f *form) length() (n uint64, null bool) {
	switch n = f.num(1); n {
	case 0xfb:
		return 0, true
	case 0xfc:
		n = f.num(2)
	case 0xfd:
		n = f.num(3)
	case 0xfe:
		n = f.num(8)
	case 0xff:
		f.bad = true
	}
	return n, false
}

// text takes bytes with their length before them.
func (f *form) text() { n, _ := f.length(); f.take(n) }

// ended takes bytes up to a zero.
func (f *form) ended() {
	i := bytes.IndexByte(f.b, 0)
	if f.bad || i < 0 {
		f.bad = true
		return
	}
	f.b = f.b[i+1:]
}

func (f *form) done() bool { return !f.bad && len(f.b) == 0 }

// Bits of a status. MySQL internals, "Status Flags".
const (
	moreResults = 8
	cursor      = 0x40
	changes     = 0x4000
)

// okStatus reads an OK, and returns its status.
func okStatus(b []byte, agreed wire.MySQLCapabilities) (status uint16, ok bool) {
	f := form{b: b[1:]}
	f.length()
	f.length()
	if agreed&(wire.MySQLProtocol41|wire.MySQLTransactions) != 0 {
		status = uint16(f.num(2))
	}
	if agreed&wire.MySQLProtocol41 != 0 {
		f.num(2)
	}
	if agreed&wire.MySQLSessionTrack != 0 && status&changes != 0 {
		f.text()
		f.text()
	}
	return status, !f.bad
}

// eofStatus reads an EOF, and returns its status.
func eofStatus(b []byte, agreed wire.MySQLCapabilities) (status uint16, ok bool) {
	f := form{b: b[1:]}
	if agreed&wire.MySQLProtocol41 != 0 {
		f.num(2)
		status = uint16(f.num(2))
	}
	return status, f.done()
}

// columnForm reports whether b describes a column; of a list of fields there may be a default value, too.
func columnForm(b []byte, extended, defaults bool) bool {
	f := form{b: b}
	for range 6 {
		f.text()
	}
	if extended {
		f.text()
	}
	return f.num(1) == 12 && len(f.take(12)) == 12 && (defaults || f.done())
}

// rowForm reports whether b is a row of n texts.
func rowForm(b []byte, n int) bool {
	f := form{b: b}
	for i := 0; i < n && !f.bad; i++ {
		f.text()
	}
	return f.done()
}

// commandForm reports whether a command is of the form of its kind, as far as that is fixed.
func commandForm(b []byte) bool {
	n := len(b)
	switch wire.MySQLCommand(b[0]) {
	case wire.MySQLQuit, wire.MySQLStatistics, wire.MySQLDebug, wire.MySQLPing, wire.MySQLResetConnection, processInfo:
		return n == 1
	case wire.MySQLCloseStatement, wire.MySQLResetStatement, wire.MySQLProcessKill:
		return n == 5
	case wire.MySQLFetch:
		return n == 9
	case wire.MySQLSetOption:
		return n == 3
	case wire.MySQLRefresh:
		return n == 2
	case wire.MySQLExecute:
		return n >= 10
	case wire.MySQLSendLongData:
		return n >= 7
	case wire.MySQLBinlogDump:
		return n >= 11
	case wire.MySQLChangeUser:
		return bytes.IndexByte(b, 0) > 0
	}
	return true
}

// loginForm reports whether a login is of the form that its capabilities say, up to the proof of the password: servers do
// not mind what is missing behind that.
func loginForm(b []byte, c wire.MySQLCapabilities) bool {
	if c&wire.MySQLProtocol41 == 0 {
		f := form{b: b}
		f.take(5)
		f.ended()
		return !f.bad
	}
	f := form{b: b}
	f.take(32)
	f.ended()
	switch {
	case c&wire.MySQLLongAuth != 0:
		f.text()
	case c&wire.MySQLSecureConnection != 0:
		f.take(f.num(1))
	default:
		f.ended()
	}
	return !f.bad
}

// greeting reads a greeting: what the server can do, of MySQL and of MariaDB.
func greeting(b []byte) (c wire.MySQLCapabilities, extended uint32, ok bool) {
	f := form{b: b}
	if f.num(1) != 10 {
		return 0, 0, false
	}
	f.ended()
	f.take(4 + 8 + 1)
	c = wire.MySQLCapabilities(f.num(2))
	if f.bad {
		return 0, 0, false
	}
	if len(f.b) == 0 { // before 4.1
		return c, 0, true
	}
	f.take(3)
	c |= wire.MySQLCapabilities(f.num(2) << 16)
	f.take(1 + 6)
	extended = uint32(f.num(4))
	if c&longPassword != 0 { // MariaDB leaves it out, if the reserved bytes say something
		extended = 0
	}
	return c, extended, !f.bad
}
