package tcpdump

import (
	"strconv"
	"time"

	"github.com/gocap-project/gocap/wire"
)

var (
	ntpModes = names{
		0: "unspecified", 1: "symmetric active", 2: "symmetric passive", 3: "Client", 4: "Server", 5: "Broadcast",
		6: "Control Message", 7: "Reserved",
	}
	ntpLeaps      = names{0: "", 0x40: "+1s", 0x80: "-1s", 0xc0: "clock unsynchronized"}
	ntpExtensions = names{
		0x0104: "Unique Identifier", 0x0204: "NTS Cookie", 0x0304: "NTS Cookie Placeholder",
		0x0404: "NTS Authenticator and Encrypted Extension Fields",
	}
)

const (
	ntpLen     = 48
	ntpMaxMAC  = 24 // key identifier and longest digest
	ntpControl = 6
	ntpPrivate = 7
)

// ntp prints an NTP message of n bytes.
func (p *Printer) ntp(b []byte, n int) {
	p.proto = "ntp"
	x := p.u8(b, 0)
	if p.done() {
		return
	}
	p.f("NTPv%u, ", x>>3&7)
	p.name(ntpModes, x&7, "Unknown mode")
	p.f(", length %u", uint32(n))
	if p.Verbose == 0 {
		return
	}
	p.s("\n\tLeap indicator: ")
	p.name(ntpLeaps, x&0xc0, "")
	p.f(" (%u)", x&0xc0)
	switch x & 7 {
	case ntpControl:
		p.ntpControl(b, n)
	case ntpPrivate:
	default:
		p.ntpTime(b, n)
	}
}

// ntpTime prints the rest of a message of modes 0 to 5.
func (p *Printer) ntpTime(b []byte, n int) {
	if n < ntpLen {
		p.invalid()
		return
	}
	stratum := p.u8(b, 1)
	if p.done() {
		return
	}
	p.f(", Stratum %u (", stratum)
	switch {
	case stratum == 0:
		p.s("unspecified")
	case stratum == 1:
		p.s("primary reference")
	case stratum < 16:
		p.s("secondary reference")
	default:
		p.s("reserved")
	}
	p.s(")")
	p.ntpPoll(int8(p.u8(b, 2)))
	precision := int8(p.u8(b, 3))
	p.s(", precision ")
	p.d(int(precision))
	p.ntpFixed("\n\tRoot Delay: ", b, 4)
	p.ntpFixed(", Root dispersion: ", b, 8)
	ref := p.u32(b, 12)
	p.s(", Reference-ID: ")
	switch {
	case stratum == 0 && ref == 0:
		p.s("(unspec)")
	case stratum <= 1:
		p.text(b, 12, 4)
	default:
		p.f("0x%08x", ref)
	}
	p.ntpStamps(b)
	p.ntpRest(skip(b, ntpLen), n-ntpLen)
}

// ntpPoll prints a binary logarithm of seconds.
func (p *Printer) ntpPoll(x int8) {
	if p.done() {
		return
	}
	p.s(", poll ")
	p.d(int(x))
	switch {
	case x >= 0 && x < 32:
		p.f(" (%us)", 1<<x)
	case x < 0 && x > -32:
		p.f(" (1/%us)", 1<<-x)
	}
}

// ntpFixed prints seconds with 16 bits of fraction.
func (p *Printer) ntpFixed(title string, b []byte, i int) {
	x := p.u32(b, i)
	if p.done() {
		return
	}
	p.s(title)
	p.f("%u.%06u", x>>16, uint32(float64(x&0xffff)/65536*1000000))
}

func (p *Printer) ntpStamps(b []byte) {
	for i, title := range [...]string{
		"Reference Timestamp:  ", "Origin Timestamp:     ", "Receive Timestamp:    ", "Transmit Timestamp:   ",
	} {
		if !p.need(b, 24+8*i) {
			return
		}
		p.s("\n\t  ")
		p.s(title)
		p.ntpStamp(b, 16+8*i)
	}
	p.s("\n\t    Originator - Receive Timestamp:  ")
	p.ntpDelta(b, 24, 32)
	p.s("\n\t    Originator - Transmit Timestamp: ")
	p.ntpDelta(b, 24, 40)
}

// ntpEpoch is the Unix time at which NTP's era 0 begins; era 1 is taken for numbers
// without the top bit, RFC 4330 §3.
const ntpEpoch = -2208988800

// ntpStamp prints the time stamp at b[i].
func (p *Printer) ntpStamp(b []byte, i int) {
	secs, frac := p.u32(b, i), p.u32(b, i+4)
	if p.done() {
		return
	}
	p.f("%u.%09u", secs, ntpNanos(frac))
	if secs == 0 {
		return
	}
	unix := int64(secs) + ntpEpoch
	if secs < 1<<31 {
		unix += 1 << 32
	}
	p.b = time.Unix(unix, 0).UTC().AppendFormat(p.b, " (2006-01-02T15:04:05Z)")
}

func ntpNanos(frac uint32) uint32 { return uint32(float64(frac) / (1 << 32) * 1e9) }

// ntpDelta prints the time from the stamp at b[i] to that at b[k].
func (p *Printer) ntpDelta(b []byte, i, k int) {
	if !p.need(b, k+8) {
		return
	}
	from, to := wire.Uint64(b, i), wire.Uint64(b, k)
	if from == 0 {
		p.ntpStamp(b, k)
		return
	}
	d, sign := to-from, "+"
	if int32(uint32(to>>32)-uint32(from>>32)) < 0 || to>>32 == from>>32 && to <= from {
		d, sign = from-to, "-"
	}
	p.s(sign)
	p.b = strconv.AppendInt(p.b, int64(int32(d>>32)), 10)
	p.f(".%09u", ntpNanos(uint32(d)))
}

// ntpRest prints extension fields and a message authentication code. RFC 7822.
func (p *Printer) ntpRest(b []byte, n int) {
	if n > ntpMaxMAC {
		p.s("\n\tExtension fields:")
		for n > ntpMaxMAC {
			kind, size := p.u16(b, 0), int(p.u16(b, 2))
			if p.done() {
				return
			}
			p.s("\n\t  ")
			p.name(ntpExtensions, kind, "Unknown type")
			p.f(" (0x%04x), length %u", kind, uint32(size))
			if size < 16 || size > n || size%4 != 0 {
				p.invalid()
				return
			}
			if p.Verbose > 2 {
				p.unknown(skip(b, 4), size-4, "\n\t    ")
			}
			if !p.need(b, size) {
				return
			}
			b, n = b[size:], n-size
		}
	}
	switch n {
	case 0:
	case 4, 20, 24:
		p.s("\n\tKey id: ")
		p.u(p.u32(b, 0))
		if n > 4 && p.need(b, n) {
			p.s("\n\tAuthentication: ")
			p.hexBytes(b[4:n], "")
		}
	default:
		p.f("\n\t(%u more bytes after the header)", uint32(n))
	}
}

// ntpControl prints the rest of a control message. RFC 9327 §2.
func (p *Printer) ntpControl(b []byte, n int) {
	if n < 12 {
		p.invalid()
		return
	}
	op := p.u8(b, 1)
	if p.done() {
		return
	}
	for _, f := range [...]struct {
		bit     uint32
		on, off string
	}{{0x80, "Response", "Request"}, {0x40, "Error", "OK"}, {0x20, "More", "Last"}} {
		p.s(", ")
		if op&f.bit != 0 {
			p.s(f.on)
		} else {
			p.s(f.off)
		}
	}
	p.f(", OpCode=%u", op&0x1f)
	seq, status := p.u16(b, 2), p.u16(b, 4)
	p.f("\n\tSequence=%u, Status=", seq)
	if status != 0 {
		p.s("0x")
	}
	p.f("%x", status)
	assoc, offset, count := p.u16(b, 6), p.u16(b, 8), p.u16(b, 10)
	p.f(", Assoc.=%u, Offset=%u, Count=%u", assoc, offset, count)
	switch {
	case p.done():
	case 12+int(count) > n:
		p.invalid()
	case count > 0:
		p.s("\n\tTO-BE-DONE: data not interpreted")
	}
}
