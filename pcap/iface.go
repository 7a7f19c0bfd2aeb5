package pcap

import (
	"math"
	"math/bits"

	"github.com/gocap-project/gocap/link"
)

// A Resolution is the unit of an interface's time stamps. The zero Resolution is
// a microsecond, pcapng's default.
type Resolution uint8 // the byte of if_tsresol, with 6 flipped so that zero is 10^-6

// Common resolutions.
const (
	Micro  Resolution = 6 ^ resolutionFlip
	Nano   Resolution = 9 ^ resolutionFlip
	Milli  Resolution = 3 ^ resolutionFlip
	Second Resolution = 0 ^ resolutionFlip

	resolutionFlip = 6
)

// Decimal returns the resolution of 10^-n seconds; n is at most 127.
func Decimal(n uint8) Resolution { return Resolution(n&0x7f) ^ resolutionFlip }

// Binary returns the resolution of 2^-n seconds; n is at most 127.
func Binary(n uint8) Resolution { return Resolution(n|0x80) ^ resolutionFlip }

// Wire returns the byte that if_tsresol holds.
func (r Resolution) Wire() uint8 { return uint8(r ^ resolutionFlip) }

func resolutionOf(wire uint8) Resolution { return Resolution(wire) ^ resolutionFlip }

// Exponent returns n of 10^-n or, if binary, 2^-n seconds.
func (r Resolution) Exponent() (n int, binary bool) {
	w := r.Wire()
	return int(w & 0x7f), w&0x80 != 0
}

// An Interface is what a capture says of one place that packets came from: a
// pcapng Interface Description Block, or the file header of pcap. It does not
// change once a reader has returned it, and stays valid.
type Interface struct {
	// LinkType is the type of the packets' link-layer headers.
	LinkType link.Type

	// Snaplen is how many bytes of a packet were captured at most; 0 is no limit.
	Snaplen uint32

	// Name and Description of the interface, the capture filter in use, the
	// operating system and hardware of the interface.
	Name, Description, Filter, OS, Hardware string

	// Resolution is the unit of time stamps in the file.
	Resolution Resolution

	// TimeOffset is added to time stamps, in seconds.
	TimeOffset int64

	// FCSLen is the length of the frame check sequence that ends each packet, in
	// bytes; 0 is none or not stated.
	FCSLen uint8

	// Options are all options of the interface. A writer takes from them those
	// that have no field here (comments, addresses, speed, custom and unknown ones).
	Options OptionList

	// Index is the interface's number within its section, Section the section's,
	// both from 0. Readers and writers set them.
	Index, Section int

	// SectionInfo is the section that the interface belongs to, nil for pcap.
	SectionInfo *Section

	fileType  uint16 // link type as the file has it
	maxPacket int    // largest packet that a reader takes
	scale     scale
}

// fieldOptions are the options that Interface has fields for.
func interfaceField(code uint16) bool {
	switch code {
	case OptInterfaceName, OptInterfaceDescription, OptInterfaceFilter, OptInterfaceOS,
		OptInterfaceHardware, OptInterfaceResolution, OptInterfaceTimeOffset, OptInterfaceFCSLen:
		return true
	}
	return false
}

// fill sets the fields from i.Options.
func (i *Interface) fill() {
	o := i.Options
	i.Name = o.String(OptInterfaceName)
	i.Description = o.String(OptInterfaceDescription)
	i.OS = o.String(OptInterfaceOS)
	i.Hardware = o.String(OptInterfaceHardware)
	if v, ok := o.Value(OptInterfaceFilter); ok && len(v) > 0 && v[0] == 0 {
		i.Filter = text(v[1:]) // 0: a libpcap filter string; 1: BPF bytecode, left in Options
	}
	if v, ok := o.Uint8(OptInterfaceResolution); ok {
		i.Resolution = resolutionOf(v)
	}
	if v, ok := o.Uint64(OptInterfaceTimeOffset); ok {
		i.TimeOffset = int64(v)
	}
	i.FCSLen, _ = o.Uint8(OptInterfaceFCSLen)
	i.scale = scaleOf(i.Resolution, i.TimeOffset)
}

// A Section is what a pcapng Section Header Block says of the blocks after it.
type Section struct {
	// Hardware, OS and Application that made the capture.
	Hardware, OS, Application string

	// Options are all options of the header. A writer takes from them those that
	// have no field here.
	Options OptionList

	// Major and Minor are the version of the format: 1.0, or 1.2, which is the same.
	// Writers take 0.0 for 1.0.
	Major, Minor uint16

	// Length is the number of bytes of the blocks that follow in the section, -1 if
	// not stated.
	Length int64

	// Index is the section's number in the file, from 0.
	Index int

	interfaces []*Interface
	order      order
}

// Interfaces returns the interfaces of the section described so far.
func (s *Section) Interfaces() []*Interface { return s.interfaces }

// BigEndian reports whether the section is in big-endian byte order.
func (s *Section) BigEndian() bool { return bool(s.order) }

func sectionField(code uint16) bool {
	return code == OptSectionHardware || code == OptSectionOS || code == OptSectionApplication
}

// scale turns time stamps into nanoseconds.
type scale struct {
	mul    uint64 // nanoseconds a tick, if a whole number
	limit  uint64 // below it, ticks*mul + offset is in range
	offset int64  // nanoseconds, if in range
	exp    uint8
	binary bool
	secs   int64
}

func scaleOf(r Resolution, offset int64) scale {
	n, bin := r.Exponent()
	s := scale{exp: uint8(n), binary: bin, secs: offset}
	if bin || n > 9 || offset > 1<<33 || offset < -1<<33 {
		return s
	}
	s.mul = pow10(9 - n)
	s.offset = offset * second
	s.limit = (math.MaxInt64 - uint64(max(s.offset, 0))) / s.mul
	return s
}

const second = 1_000_000_000 // nanoseconds

func pow10(n int) uint64 {
	p := uint64(1)
	for range n {
		p *= 10
	}
	return p
}

// nanos converts a time stamp, clipping it to the range of int64.
func (s *scale) nanos(ticks uint64) int64 {
	if ticks < s.limit {
		return int64(ticks*s.mul) + s.offset
	}
	return s.slow(ticks)
}

// slow handles binary units, units below a nanosecond and values out of range.
func (s *scale) slow(ticks uint64) int64 {
	sec, ns := s.split(ticks)
	if s.secs > 0 && sec > math.MaxInt64-s.secs {
		return math.MaxInt64
	}
	sec += s.secs
	switch {
	case sec >= math.MaxInt64/second:
		return math.MaxInt64
	case sec <= math.MinInt64/second:
		return math.MinInt64
	}
	return sec*second + ns
}

// split gives whole seconds and nanoseconds of a time stamp, without the offset.
func (s *scale) split(ticks uint64) (sec, ns int64) {
	switch {
	case s.binary && s.exp >= 64:
		hi, _ := bits.Mul64(ticks, second)
		return 0, int64(hi >> (s.exp - 64))
	case s.binary:
		hi, lo := bits.Mul64(ticks&(1<<s.exp-1), second)
		return clip(ticks >> s.exp), int64(hi<<(64-s.exp) | lo>>s.exp)
	case s.exp <= 9:
		unit := pow10(int(s.exp))
		return clip(ticks / unit), int64(ticks % unit * pow10(9-int(s.exp)))
	case s.exp <= 19:
		unit := pow10(int(s.exp))
		return clip(ticks / unit), int64(ticks % unit / pow10(int(s.exp)-9))
	case s.exp <= 28:
		return 0, int64(ticks / pow10(int(s.exp)-9))
	}
	return 0, 0
}

func clip(v uint64) int64 { return int64(min(v, math.MaxInt64)) }

// ticks is the inverse of nanos for a writer: the time stamp that stands for ns.
// ok is false if none does.
func (s *scale) ticks(ns int64) (v uint64, ok bool) {
	sec, frac := ns/second, ns%second
	if frac < 0 {
		sec, frac = sec-1, frac+second
	}
	if s.secs < 0 && sec > math.MaxInt64+s.secs || s.secs > 0 && sec < math.MinInt64+s.secs {
		return 0, false
	}
	if sec -= s.secs; sec < 0 {
		return 0, false
	}
	if s.binary {
		return s.binaryTicks(uint64(sec), uint64(frac))
	}
	if s.exp > 19 {
		return 0, false
	}
	unit := pow10(int(s.exp))
	hi, lo := bits.Mul64(uint64(sec), unit)
	if s.exp <= 9 {
		frac /= int64(pow10(9 - int(s.exp)))
	} else {
		frac *= int64(pow10(int(s.exp) - 9)) // below 10^9 * 10^10: wraps only for exp 19
	}
	var carry uint64
	v, carry = bits.Add64(lo, uint64(frac), 0)
	return v, hi == 0 && carry == 0
}

// binaryTicks rounds up, so that reading the time stamp gives frac again wherever
// the unit is finer than a nanosecond.
func (s *scale) binaryTicks(sec, frac uint64) (uint64, bool) {
	if s.exp >= 64 || sec>>(64-s.exp) != 0 && s.exp != 0 {
		return 0, false
	}
	hi, lo := frac>>(64-s.exp), frac<<s.exp
	q, rem := bits.Div64(hi, lo, second)
	if rem != 0 && s.exp >= 30 {
		q++
	}
	return sec<<s.exp + q, true
}
