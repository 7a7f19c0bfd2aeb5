// Package tcpdump prints packets in the form that tcpdump prints them, one line a
// packet or more with higher verbosity.
//
// A [Printer] appends text to a slice. It reads packets through the views of
// package wire and by hand where a packet is too damaged for a view, because what
// tcpdump prints of a damaged packet is part of its form.
package tcpdump

import (
	"strconv"
	"time"
)

// A TimeFormat is how the time of a packet is printed.
type TimeFormat int

// The formats, as tcpdump's -t flag repeated 0 to 5 times.
const (
	TimeOfDay TimeFormat = iota // 12:26:12.631155
	TimeNone                    // nothing
	TimeUnix                    // 1600000000.631155
	TimeDelta                   // since the packet before
	TimeDate                    // 2020-09-13 12:26:40.631155
	TimeSince                   // since the first packet
)

// Options say what is printed. The zero value prints one line a packet.
type Options struct {
	Verbose    int  // -v, repeated
	Link       bool // -e: the link-layer header
	Quiet      bool // -q: less
	Number     bool // -#: a packet number first
	AbsSeq     bool // -S: absolute TCP sequence numbers
	NoChecksum bool // -K: checksums are not verified
	NoNames    int  // -n: no names for addresses; -nn: nor for ports and protocols
	NoDomain   bool // -N: host names without their domain
	Nano       bool // --nano
	Time       TimeFormat
	Location   *time.Location // for time of day and date; nil is local time
	Hex        HexFormat
	HexLink    bool // -xx, -XX, -AA: hexdump of the link-layer header too

	// Name resolves an address to a host name; it is used unless NoNames. It
	// may be nil.
	HostName func(addr string) string

	// PortName returns the service name of a port, or "". It is used unless
	// NoNames. It may be nil.
	PortName func(proto string, port uint16) string
}

// A Packet is what is printed.
type Packet struct {
	Time      time.Time
	Link      uint16 // LINKTYPE_ number
	Len       int    // length on the wire
	Data      []byte // what was captured of it
	Interface string // printed first if not empty, as tcpdump does for "any"
	Direction string // "In", "Out", …; printed after Interface
}

// A Printer prints packets. It remembers connections to print relative sequence
// numbers. It is not safe for concurrent use.
type Printer struct {
	Options
	b        []byte
	n        int // packets printed
	flows    map[flow]isn
	first    time.Time
	last     time.Time
	sackBase *uint32 // what SACK blocks are printed relative to, or nil
	depth    int     // of nested headers
}

// New returns a Printer.
func New(o Options) *Printer {
	if o.Location == nil {
		o.Location = time.Local
	}
	return &Printer{Options: o, flows: map[flow]isn{}}
}

// maxDepth bounds how deep headers are followed.
const maxDepth = 64

// Append appends the text of pkt, ending in a newline, to b.
func (p *Printer) Append(b []byte, pkt Packet) []byte {
	p.b = b
	p.n++
	p.depth = 0
	if p.Number {
		p.b = append(appendPadded(p.b, uint64(p.n), 5, ' '), "  "...)
	}
	p.time(pkt.Time)
	if pkt.Interface != "" {
		p.s(pkt.Interface)
		p.s(" ")
		if pkt.Direction != "" {
			p.b = append(p.b, pkt.Direction...)
			for i := len(pkt.Direction); i < 3; i++ {
				p.s(" ")
			}
			p.s(" ")
		}
	}
	hdr := p.link(pkt)
	p.hex(pkt, hdr)
	p.s("\n")
	b, p.b = p.b, nil
	return b
}

// The following append to the text.

func (p *Printer) s(s string)   { p.b = append(p.b, s...) }
func (p *Printer) d(x int)      { p.b = strconv.AppendInt(p.b, int64(x), 10) }
func (p *Printer) u(x uint32)   { p.b = strconv.AppendUint(p.b, uint64(x), 10) }
func (p *Printer) u64(x uint64) { p.b = strconv.AppendUint(p.b, x, 10) }

// x appends v in hexadecimal with at least width digits, after "0x".
func (p *Printer) x(v uint64, width int) {
	p.s("0x")
	p.hexDigits(v, width)
}

func (p *Printer) hexDigits(v uint64, width int) {
	for w := width - 1; w > 0 && w*4 < 64 && v>>(4*w) == 0; w-- {
		p.b = append(p.b, '0')
	}
	p.b = strconv.AppendUint(p.b, v, 16)
}

// truncated says that the packet ends before proto's header does.
func (p *Printer) truncated(proto string) {
	p.s(" [|")
	p.s(proto)
	p.s("]")
}

// invalid says that proto's header makes no sense.
func (p *Printer) invalid() { p.s(" (invalid)") }

// named appends the name that names gives to x, or fallback and the number.
func (p *Printer) named(names map[uint32]string, x uint32, fallback string) {
	if n, ok := names[x]; ok {
		p.s(n)
		return
	}
	p.s(fallback)
	p.u(x)
}

func appendPadded(b []byte, x uint64, width int, pad byte) []byte {
	var buf [20]byte
	s := strconv.AppendUint(buf[:0], x, 10)
	for i := len(s); i < width; i++ {
		b = append(b, pad)
	}
	return append(b, s...)
}

// mac appends a link-layer address of any length.
func (p *Printer) mac(a []byte) {
	const hex = "0123456789abcdef"
	for i, c := range a {
		if i > 0 {
			p.b = append(p.b, ':')
		}
		p.b = append(p.b, hex[c>>4], hex[c&15])
	}
}

// snap returns b cut to n bytes, or all of it.
func snap(b []byte, n int) []byte {
	if n >= 0 && n < len(b) {
		return b[:n]
	}
	return b
}
