package dns

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"net/netip"
	"strconv"
	"time"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Data is the data of a record: a pointer to one of the structs of this package
// that are named after record types, or to [Unknown].
type Data interface {
	// Type returns the record type, or 0 for Unknown.
	Type() wire.DNSType

	// String returns the data in presentation form.
	String() string

	code(*coder)
}

// A coder reads, writes or prints a record's data. Each type says once, in its
// method code, what its fields are and in which form, and the coder does to
// them what its mode says.
type coder struct {
	mode mode
	full bool  // writing: without compression
	bad  error // the first thing that went wrong

	msg      wire.DNS // reading: the message; writing: the message to be like, or nil
	off, end int      // reading: where in msg

	b     []byte // writing, printing: the result
	start int    // writing: of the message in b

	seen []seenName // names that were read or written in full, by place
	room [8]seenName
}

type mode uint8

const (
	reading mode = iota
	writing
	printing
)

type seenName struct {
	name string
	off  int
}

// Limits of what is remembered of names, for time linear in the message.
const (
	maxRead    = 16
	maxWritten = 128
)

// What can be wrong with names and data.
var (
	errData   error = &wire.Error{Layer: "record data", Err: wire.ErrFormat}
	errUnlike error = &wire.Error{Layer: "record", Err: wire.ErrFormat} // differs from msg
)

func (c *coder) startReading(v wire.DNS) {
	c.mode, c.bad, c.msg = reading, nil, v
	c.forget()
}

func (c *coder) startWriting(b []byte, start int, like wire.DNS) {
	c.mode, c.full, c.bad, c.msg, c.b, c.start = writing, false, nil, like, b, start
	c.forget()
}

// forget empties seen, keeping its room.
func (c *coder) forget() {
	if c.seen == nil {
		c.seen = c.room[:]
	}
	c.seen = c.seen[:0]
}

// stop lets go of the buffers.
func (c *coder) stop() { c.msg, c.b = nil, nil }

func (c *coder) fail(err error) {
	if c.bad == nil {
		c.bad = err
	}
}

// text returns d in presentation form.
func text(d Data) string {
	c := coder{mode: printing}
	d.code(&c)
	return string(c.b)
}

// read returns the data of r.
func (c *coder) read(r *wire.DNSRecord) Data {
	if len(r.Data) == 0 {
		return nil
	}
	if a, ok := r.Addr(); ok {
		if r.Type == wire.DNSTypeA {
			return &A{a}
		}
		return &AAAA{a}
	}
	if d := newData(r.Type); d != nil {
		c.off, c.end, c.bad = r.DataOff(), r.End(), nil
		if d.code(c); c.bad == nil && c.off == c.end {
			return d
		}
	}
	return &Unknown{r.Data}
}

// record writes r.
func (c *coder) record(r *Record) {
	c.name(&r.Name)
	t := r.Type
	if t == 0 && r.Data != nil {
		t = r.Data.Type()
	}
	c.putType(t)
	c.b = append(c.b, byte(r.Class>>8), byte(r.Class), byte(r.TTL>>24), byte(r.TTL>>16), byte(r.TTL>>8), byte(r.TTL), 0, 0)
	n := len(c.b)
	if r.Data != nil {
		r.Data.code(c)
	}
	if size := len(c.b) - n; size <= 0xffff {
		wire.PutUint16(c.b, n-2, uint16(size))
	} else {
		c.fail(packet.FieldError("Record.Data: longer than 65535 bytes"))
	}
}

func (c *coder) putType(t wire.DNSType) { c.b = append(c.b, byte(t>>8), byte(t)) }

// take reads n bytes, or fails and returns nil.
func (c *coder) take(n int) []byte {
	if n < 0 || n > c.end-c.off || c.bad != nil {
		c.fail(errData)
		return nil
	}
	c.off += n
	return c.msg[c.off-n : c.off : c.off]
}

// left is how many bytes of data are left to read.
func (c *coder) left() int { return c.end - c.off }

// more reports whether a list goes on: when reading, if there is more data; else
// if i is below n.
func (c *coder) more(i, n int) bool {
	if c.mode == reading {
		return c.bad == nil && c.off < c.end
	}
	return i < n
}

// gap separates what is printed.
func (c *coder) gap() {
	if len(c.b) > 0 {
		c.b = append(c.b, ' ')
	}
}

func (c *coder) print(s string) {
	c.gap()
	c.b = append(c.b, s...)
}

// number handles a big-endian number of n bytes, x, and returns its new value.
func (c *coder) number(x uint64, n int) uint64 {
	switch c.mode {
	case reading:
		x = 0
		for _, d := range c.take(n) {
			x = x<<8 | uint64(d)
		}
	case writing:
		for n--; n >= 0; n-- {
			c.b = append(c.b, byte(x>>(8*n)))
		}
	case printing:
		c.gap()
		c.b = strconv.AppendUint(c.b, x, 10)
	}
	return x
}

func (c *coder) u8(x *uint8)   { *x = uint8(c.number(uint64(*x), 1)) }
func (c *coder) u16(x *uint16) { *x = uint16(c.number(uint64(*x), 2)) }
func (c *coder) u32(x *uint32) { *x = uint32(c.number(uint64(*x), 4)) }

func (c *coder) alg(x *wire.DNSAlgorithm) { *x = wire.DNSAlgorithm(c.number(uint64(*x), 1)) }

// size handles a number that says how long something is, which is not printed.
func (c *coder) size(x, n int) int {
	if c.mode == printing {
		return x
	}
	if c.mode == writing && x>>(8*n) != 0 {
		c.fail(packet.FieldError("record data: a part is too long for its length field"))
	}
	return int(c.number(uint64(x), n))
}

// longSize is size for a byte that may say more than there is: then it is kept in said, and what is
// there is taken.
func (c *coder) longSize(x int, said *uint8) int {
	if c.mode == writing && *said != 0 {
		c.number(uint64(*said), 1)
		return x
	}
	n := c.size(x, 1)
	if c.mode == reading && n > c.left() {
		*said = uint8(n)
		n = c.left()
	}
	return n
}

// typ handles a record type, which is printed by name.
func (c *coder) typ(t *wire.DNSType) {
	if c.mode == printing {
		c.print(t.String())
		return
	}
	*t = wire.DNSType(c.number(uint64(*t), 2))
}

// seconds handles a time as seconds since 1970, printed as RFC 4034 §3.2 says.
func (c *coder) seconds(x *uint32) {
	if c.mode == printing {
		c.print(time.Unix(int64(*x), 0).UTC().Format("20060102150405"))
		return
	}
	c.u32(x)
}

// raw handles n bytes as they are; they are not printed.
func (c *coder) raw(x *[]byte, n int) {
	switch c.mode {
	case reading:
		*x = c.take(n)
	case writing:
		c.b = append(c.b, *x...)
	}
}

// hex, base64 and base32 handle n bytes, printed as such; "-" if there are none.
func (c *coder) hex(x *[]byte, n int) {
	c.raw(x, n)
	c.digits(hex.EncodeToString, *x)
}

func (c *coder) base64(x *[]byte, n int) {
	c.raw(x, n)
	c.digits(base64.StdEncoding.EncodeToString, *x)
}

func (c *coder) base32(x *[]byte, n int) {
	c.raw(x, n)
	c.digits(base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString, *x)
}

func (c *coder) digits(f func([]byte) string, x []byte) {
	switch {
	case c.mode != printing:
	case len(x) == 0:
		c.print("-")
	default:
		c.print(f(x))
	}
}

// fixed handles an array.
func (c *coder) fixed(x []byte) {
	switch c.mode {
	case reading:
		copy(x, c.take(len(x)))
	case writing:
		c.b = append(c.b, x...)
	}
}

// addr4 and addr6 handle an address. An address that is not set is zero.
func (c *coder) addr4(a *netip.Addr) {
	switch c.mode {
	case reading:
		if b := c.take(4); b != nil {
			*a = netip.AddrFrom4([4]byte(b))
		}
	case writing:
		if a.IsValid() && !a.Is4() {
			c.fail(packet.FieldError("record data: not an IPv4 address"))
		}
		n := len(c.b)
		c.b = append(c.b, 0, 0, 0, 0)
		wire.PutAddr4(c.b[n:], *a)
	case printing:
		c.print(a.String())
	}
}

func (c *coder) addr6(a *netip.Addr) {
	switch c.mode {
	case reading:
		if b := c.take(16); b != nil {
			*a = netip.AddrFrom16([16]byte(b))
		}
	case writing:
		if a.IsValid() && !a.Is6() {
			c.fail(packet.FieldError("record data: not an IPv6 address"))
		}
		n := len(c.b)
		c.b = append(c.b, make([]byte, 16)...)
		wire.PutAddr16(c.b[n:], *a)
	case printing:
		c.print(a.String())
	}
}

// str handles a character-string: a length byte and as many bytes.
func (c *coder) str(s *string) {
	n := c.size(len(*s), 1)
	switch c.mode {
	case reading:
		*s = string(c.take(n))
	case writing:
		c.b = append(c.b, *s...)
	case printing:
		c.quoted(*s)
	}
}

// strs handles character-strings to the end of the data, one at least.
func (c *coder) strs(x *[]string) {
	if c.mode == reading {
		*x = nil
	}
	for i := 0; c.more(i, len(*x)); i++ {
		if c.mode == reading {
			*x = append(*x, "")
		}
		c.str(&(*x)[i])
	}
}

// tail handles text to the end of the data.
func (c *coder) tail(s *string) {
	switch c.mode {
	case reading:
		*s = string(c.take(c.left()))
	case writing:
		c.b = append(c.b, *s...)
	case printing:
		c.quoted(*s)
	}
}

// quoted prints s as a quoted string. RFC 1035 §5.1.
func (c *coder) quoted(s string) {
	c.gap()
	c.b = append(c.b, '"')
	for i := range len(s) {
		switch ch := s[i]; {
		case ch == '"' || ch == '\\':
			c.b = append(c.b, '\\', ch)
		case ch < ' ' || ch > '~':
			c.b = append(c.b, '\\', '0'+ch/100, '0'+ch/10%10, '0'+ch%10)
		default:
			c.b = append(c.b, ch)
		}
	}
	c.b = append(c.b, '"')
}

// types handles a set of types to the end of the data.
func (c *coder) types(x *wire.DNSTypes) {
	c.raw((*[]byte)(x), c.left())
	if c.mode == printing && len(*x) > 0 {
		c.print(x.String())
	}
}
