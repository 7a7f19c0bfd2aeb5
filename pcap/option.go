package pcap

import (
	"encoding/binary"
	"iter"
)

// order is a byte order as a value that the compiler can see through.
type order bool

const (
	little order = false
	big    order = true
)

func orderOf(o binary.ByteOrder) order { return order(o == binary.BigEndian) }

// ByteOrder returns the order as encoding/binary has it.
func (o order) byteOrder() binary.ByteOrder {
	if o {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

func (o order) u16(b []byte) uint16 {
	if o {
		return binary.BigEndian.Uint16(b)
	}
	return binary.LittleEndian.Uint16(b)
}

func (o order) u32(b []byte) uint32 {
	if o {
		return binary.BigEndian.Uint32(b)
	}
	return binary.LittleEndian.Uint32(b)
}

func (o order) u64(b []byte) uint64 {
	if o {
		return binary.BigEndian.Uint64(b)
	}
	return binary.LittleEndian.Uint64(b)
}

func (o order) put16(b []byte, v uint16) []byte {
	if o {
		return binary.BigEndian.AppendUint16(b, v)
	}
	return binary.LittleEndian.AppendUint16(b, v)
}

func (o order) put32(b []byte, v uint32) []byte {
	if o {
		return binary.BigEndian.AppendUint32(b, v)
	}
	return binary.LittleEndian.AppendUint32(b, v)
}

func (o order) put64(b []byte, v uint64) []byte {
	if o {
		return binary.BigEndian.AppendUint64(b, v)
	}
	return binary.LittleEndian.AppendUint64(b, v)
}

// Option codes (pcapng, sections 3.5 and 4). Codes from 2 on depend on the block.
const (
	OptEnd     = 0
	OptComment = 1

	OptCustomString       = 2988  // private enterprise number, UTF-8; copied by all
	OptCustomBytes        = 2989  // private enterprise number, bytes; copied by all
	OptCustomStringNoCopy = 19372 // the same, not to be copied by those who do not know it
	OptCustomBytesNoCopy  = 19373

	OptSectionHardware    = 2
	OptSectionOS          = 3
	OptSectionApplication = 4

	OptInterfaceName        = 2
	OptInterfaceDescription = 3
	OptInterfaceIPv4        = 4
	OptInterfaceIPv6        = 5
	OptInterfaceMAC         = 6
	OptInterfaceEUI         = 7
	OptInterfaceSpeed       = 8
	OptInterfaceResolution  = 9
	OptInterfaceTimeZone    = 10
	OptInterfaceFilter      = 11
	OptInterfaceOS          = 12
	OptInterfaceFCSLen      = 13
	OptInterfaceTimeOffset  = 14
	OptInterfaceHardware    = 15
	OptInterfaceTxSpeed     = 16
	OptInterfaceRxSpeed     = 17
	OptInterfaceIANATZName  = 18

	OptPacketFlags         = 2
	OptPacketHash          = 3
	OptPacketDropCount     = 4
	OptPacketID            = 5
	OptPacketQueue         = 6
	OptPacketVerdict       = 7
	OptPacketProcessThread = 8

	OptNameServer     = 2
	OptNameServerIPv4 = 3
	OptNameServerIPv6 = 4

	OptStatsStart     = 2
	OptStatsEnd       = 3
	OptStatsReceived  = 4
	OptStatsDropped   = 5
	OptStatsAccepted  = 6
	OptStatsOSDropped = 7
	OptStatsDelivered = 8
)

// An OptionList is a list of pcapng options in wire form, with the byte order they
// are in. What is not understood is kept. The zero OptionList is empty, and
// little-endian when appended to.
type OptionList struct {
	wire  []byte // options, each padded to 4 bytes; ends anywhere, or with opt_endofopt
	order order
}

// NewOptionList returns an empty list in the given byte order (nil: little-endian).
func NewOptionList(o binary.ByteOrder) OptionList { return OptionList{order: orderOf(o)} }

// Bytes returns the list in wire form, as it stands in the file.
func (l OptionList) Bytes() []byte { return l.wire }

// ByteOrder returns the byte order that the options are in.
func (l OptionList) ByteOrder() binary.ByteOrder { return l.order.byteOrder() }

// Clone returns a copy that shares no memory with l.
func (l OptionList) Clone() OptionList {
	l.wire = append([]byte(nil), l.wire...)
	return l
}

// next splits the first option off b; ok is false at the end of the list or
// where it is broken.
func (l OptionList) next(b []byte) (code uint16, value, rest []byte, ok bool) {
	if len(b) < 4 {
		return 0, nil, nil, false
	}
	code = l.order.u16(b)
	n := int(l.order.u16(b[2:]))
	if code == OptEnd || n > len(b)-4 {
		return 0, nil, nil, false
	}
	value = b[4 : 4+n : 4+n]
	return code, value, b[min(4+pad4(n), len(b)):], true
}

func pad4(n int) int { return (n + 3) &^ 3 }

// All iterates over the options up to the end marker or the first broken one; see
// [OptionList.Check]. Values alias the list and are in its byte order.
func (l OptionList) All() iter.Seq2[uint16, []byte] {
	return func(yield func(uint16, []byte) bool) {
		for b := l.wire; ; {
			code, v, rest, ok := l.next(b)
			if !ok || !yield(code, v) {
				return
			}
			b = rest
		}
	}
}

// values iterates over the values of one code.
func (l OptionList) values(want uint16) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		i := 0
		for code, v := range l.All() {
			if code == want {
				if !yield(i, v) {
					return
				}
				i++
			}
		}
	}
}

// Check returns an error that wraps [ErrCorrupt] if the list is not well formed.
func (l OptionList) Check() error {
	b := l.wire
	for {
		_, _, rest, ok := l.next(b)
		if !ok {
			break
		}
		b = rest
	}
	if len(b) == 0 || len(b) >= 4 && l.order.u16(b) == OptEnd {
		return nil
	}
	return corruptf("option at byte %d of the option list does not fit in it", len(l.wire)-len(b))
}

// Value returns the value of the first option with the given code.
func (l OptionList) Value(code uint16) ([]byte, bool) {
	for b := l.wire; ; {
		c, v, rest, ok := l.next(b)
		if !ok {
			return nil, false
		}
		if c == code {
			return v, true
		}
		b = rest
	}
}

// String returns the first option with the given code as text, "" if there is none.
func (l OptionList) String(code uint16) string {
	v, _ := l.Value(code)
	return text(v)
}

// text is an option's string; some writers end it with NULs, which are not part of it.
func text(v []byte) string {
	for len(v) > 0 && v[len(v)-1] == 0 {
		v = v[:len(v)-1]
	}
	return string(v)
}

// Strings returns all options with the given code as text.
func (l OptionList) Strings(code uint16) []string {
	var ss []string
	for _, v := range l.values(code) {
		ss = append(ss, text(v))
	}
	return ss
}

// Uint8 returns the first option with the given code if it has one byte.
func (l OptionList) Uint8(code uint16) (uint8, bool) {
	if v, ok := l.Value(code); ok && len(v) == 1 {
		return v[0], true
	}
	return 0, false
}

// Uint32 returns the first option with the given code if it has four bytes.
func (l OptionList) Uint32(code uint16) (uint32, bool) {
	if v, ok := l.Value(code); ok && len(v) == 4 {
		return l.order.u32(v), true
	}
	return 0, false
}

// Uint64 returns the first option with the given code if it has eight bytes.
func (l OptionList) Uint64(code uint16) (uint64, bool) {
	if v, ok := l.Value(code); ok && len(v) == 8 {
		return l.order.u64(v), true
	}
	return 0, false
}

// Add appends an option. It panics if value is longer than 65,535 bytes, which no
// option can be; cut text before. A multi-byte number in value must be in the
// list's byte order.
func (l *OptionList) Add(code uint16, value []byte) {
	if len(value) > 0xffff {
		panic("pcap: option value longer than 65535 bytes")
	}
	l.trimEnd()
	l.add(code, value)
}

// add is Add to a list that has no end marker.
func (l *OptionList) add(code uint16, value []byte) {
	l.wire = l.order.put16(l.wire, code)
	l.wire = l.order.put16(l.wire, uint16(len(value)))
	l.wire = append(l.wire, value...)
	l.wire = append(l.wire, zeros[:pad4(len(value))-len(value)]...)
}

var zeros [4]byte

// trimEnd cuts the end marker off, and whatever follows it.
func (l *OptionList) trimEnd() {
	b := l.wire
	for {
		_, _, rest, ok := l.next(b)
		if !ok {
			break
		}
		b = rest
	}
	n := len(l.wire) - len(b)
	l.wire = l.wire[:n:n]
}

// AddString appends a text option, cut to 65,535 bytes.
func (l *OptionList) AddString(code uint16, s string) { l.Add(code, []byte(s[:min(len(s), 0xffff)])) }

// AddComment appends a comment, cut to 65,535 bytes.
func (l *OptionList) AddComment(s string) { l.AddString(OptComment, s) }

// AddUint8 appends an option of one byte.
func (l *OptionList) AddUint8(code uint16, v uint8) { l.Add(code, []byte{v}) }

// AddUint32 appends an option of four bytes.
func (l *OptionList) AddUint32(code uint16, v uint32) { l.Add(code, l.order.put32(nil, v)) }

// AddUint64 appends an option of eight bytes.
func (l *OptionList) AddUint64(code uint16, v uint64) { l.Add(code, l.order.put64(nil, v)) }

// AddFlags appends epb_flags to a packet's options.
func (l *OptionList) AddFlags(f Flags) { l.AddUint32(OptPacketFlags, uint32(f)) }

// AddHash appends epb_hash.
func (l *OptionList) AddHash(h Hash) {
	l.Add(OptPacketHash, append([]byte{byte(h.Algorithm)}, h.Sum...))
}

// AddVerdict appends epb_verdict.
func (l *OptionList) AddVerdict(v Verdict) {
	l.Add(OptPacketVerdict, append([]byte{byte(v.Kind)}, v.Data...))
}

// AddProcessThread appends epb_processid_threadid.
func (l *OptionList) AddProcessThread(pid, tid uint32) {
	l.Add(OptPacketProcessThread, l.order.put32(l.order.put32(nil, pid), tid))
}

// AddCustom appends a custom option: code is one of the OptCustom codes, pen the
// IANA private enterprise number that says whose it is.
func (l *OptionList) AddCustom(code uint16, pen uint32, data []byte) {
	l.Add(code, append(l.order.put32(nil, pen), data...))
}

// A CustomOption is an option of an organisation's own.
type CustomOption struct {
	Code uint16 // one of the OptCustom codes
	PEN  uint32 // IANA private enterprise number
	Data []byte // aliases the list
}

// Custom returns the custom options.
func (l OptionList) Custom() []CustomOption {
	var cs []CustomOption
	for code, v := range l.All() {
		switch code {
		case OptCustomString, OptCustomBytes, OptCustomStringNoCopy, OptCustomBytesNoCopy:
			if len(v) >= 4 {
				cs = append(cs, CustomOption{code, l.order.u32(v), v[4:]})
			}
		}
	}
	return cs
}
