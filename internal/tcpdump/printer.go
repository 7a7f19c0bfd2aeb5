// Package tcpdump prints packets in the form that tcpdump prints them, one line a
// packet, or more with higher verbosity.
//
// A [Printer] appends text to a slice. It works on bytes, because what tcpdump
// prints of a damaged packet is part of its form: text appears up to the first
// byte that was not captured, then a mark such as [|tcp]. So every read of a
// packet's bytes says whether it was inside what was captured, and the first that
// was not ends the packet's text.
//
// The form followed is that of tcpdump 4.99.3.
package tcpdump

import (
	"maps"
	"slices"
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
	DotAS      bool // -b: AS numbers of 4 bytes as two of 2 bytes, RFC 5396
	NoChecksum bool // -K: checksums are not verified
	NoNames    int  // -n, repeated: numbers for addresses, ports and protocols
	NoDomain   bool // -N: host names without their domain
	Nano       bool // --nano: nanoseconds
	Time       TimeFormat
	Location   *time.Location // for time of day and date; nil is local time
	Hex        HexFormat
	HexLink    bool // -xx, -XX, -AA: dump the link-layer header too

	// HostName resolves an address to a host name, or returns "". It is used
	// unless NoNames. It may be nil.
	HostName func(addr string) string

	// PortName returns the service name of a port, or "". It is used unless
	// NoNames. It may be nil.
	PortName func(proto string, port uint16) string

	// PacketType is -T: one of [PacketTypes], as which the payload of UDP, or of TCP, is
	// printed whatever its ports are; or empty.
	PacketType string

	// PortAs returns the port whose protocol a port is to be printed as: itself, or
	// another. It may be nil.
	PortAs func(tcp bool, port uint16) uint16

	// InterfaceName returns the name of an interface index in a Linux cooked v2
	// header, or "". It may be nil.
	InterfaceName func(index uint32) string
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
	b          []byte
	n          int    // packets printed
	proto      string // the protocol being printed, for truncation marks
	cutAt      int    // where in b the packet's text ends, or -1
	cutProto   string // the protocol that was cut
	soft       bool   // the cut leaves the length of the link-layer header known
	depth      int    // of nested headers
	base       int    // where in b this packet's text begins
	flows      map[flow]isn
	initiators []initiator
	quicIDs    quicIDs
	rxSeen     [rxRemembered]rxCall // calls that may be answered
	rxNext     int                  // how many were seen
	rxHint     int                  // where one was found last
	first      time.Time
	last       time.Time
}

// New returns a Printer.
func New(o Options) *Printer {
	if o.Location == nil {
		o.Location = time.Local
	}
	return &Printer{Options: o, flows: map[flow]isn{}}
}

const (
	maxDepth = 32      // how deep headers are followed
	maxText  = 1 << 20 // how much is printed of one packet before a dump of it
)

// Append appends the text of pkt, ending in a newline, to b.
func (p *Printer) Append(b []byte, pkt Packet) []byte {
	p.b, p.base, p.cutAt, p.depth, p.soft = b, len(b), -1, 0, false
	p.n++
	if p.Number {
		p.b = append(appendPadded(p.b, uint64(p.n), 5, ' '), "  "...)
	}
	if p.badRecord(pkt) {
		p.s("\n")
		b, p.b = p.b, nil
		return b
	}
	p.time(pkt.Time)
	p.via(pkt.Interface, pkt.Direction)
	hdr := p.link(pkt)
	if p.cutAt >= 0 {
		p.b = p.b[:p.cutAt]
		p.proto = p.cutProto
		p.trunc()
		if !p.soft {
			hdr = 0
		}
	}
	p.hex(pkt, hdr)
	p.s("\n")
	b, p.b = p.b, nil
	return b
}

// maxRecord is the longest packet that a capture file may have.
const maxRecord = 262144

// badRecord reports whether a packet's lengths make no sense, and prints why.
func (p *Printer) badRecord(pkt Packet) bool {
	caplen, n := len(pkt.Data), pkt.Len
	start := len(p.b)
	say := func(bad bool, text string, args ...uint32) {
		if !bad {
			return
		}
		if len(p.b) > start {
			p.s(",")
		} else {
			p.s("[Invalid header:")
		}
		p.f(text, args...)
	}
	say(caplen == 0, " caplen==0")
	say(n == 0, " len==0")
	say(n != 0 && n < caplen, " len(%u) < caplen(%u)", uint32(n), uint32(caplen))
	say(caplen > maxRecord, " caplen(%u) > %u", uint32(caplen), maxRecord)
	say(n > maxRecord, " len(%u) > %u", uint32(n), maxRecord)
	if len(p.b) == start {
		return false
	}
	p.s("]")
	return true
}

// via prints where a packet was captured.
func (p *Printer) via(iface, direction string) {
	if iface == "" {
		return
	}
	p.padded(iface, 5)
	p.s(" ")
	if direction != "" {
		p.padded(direction, 3)
		p.s(" ")
	}
}

// enter notes one more level of nesting, and reports whether that is too deep or
// the packet's text has already ended.
func (p *Printer) enter() (stop bool) {
	p.depth++
	if p.depth > maxDepth {
		p.cut()
	}
	return p.done()
}

func (p *Printer) leave() { p.depth-- }

// appendPadded appends x, padded on the left to width.
func appendPadded(b []byte, x uint64, width int, pad byte) []byte {
	var buf [20]byte
	s := strconv.AppendUint(buf[:0], x, 10)
	for i := len(s); i < width; i++ {
		b = append(b, pad)
	}
	return append(b, s...)
}

// packetTypes are the ports of the protocols that a packet type stands for.
var packetTypes = map[string]struct{ udp, tcp uint32 }{
	"domain": {53, 53}, "ptp": {319, 0}, "quic": {443, 0}, "radius": {1812, 0}, "resp": {0, 6379}, "rtcp": {typeRTCP, 0},
	"lmp": {701, 0}, "rtp": {typeRTP, 0}, "snmp": {161, 0}, "tftp": {69, 0},
	"vxlan": {4789, 0},
}

// Types of packets that no port stands for.
const (
	typeRTP = 1<<16 + iota
	typeRTCP
)

// PacketTypes returns the values that Options.PacketType may have.
func PacketTypes() []string { return slices.Sorted(maps.Keys(packetTypes)) }

// portAs returns the port whose protocol port is printed as.
func (p *Printer) portAs(tcp bool, port uint32) uint32 {
	if p.PacketType != "" {
		if t := packetTypes[p.PacketType]; tcp && t.tcp != 0 {
			return t.tcp
		} else if !tcp && t.udp != 0 {
			return t.udp
		}
	}
	if p.PortAs == nil {
		return port
	}
	return uint32(p.PortAs(tcp, uint16(port)))
}
