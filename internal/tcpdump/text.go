package tcpdump

import (
	"net/netip"
	"strconv"
)

const hexDigits = "0123456789abcdef"

// names are what numbers are called.
type names map[uint32]string

// A bit is a flag and its name.
type bit struct {
	mask uint32
	name string
}

func (p *Printer) s(s string)     { p.b = append(p.b, s...) }
func (p *Printer) c(c byte)       { p.b = append(p.b, c) }
func (p *Printer) u(x uint32)     { p.b = strconv.AppendUint(p.b, uint64(x), 10) }
func (p *Printer) d(x int)        { p.b = strconv.AppendInt(p.b, int64(x), 10) }
func (p *Printer) dec64(x uint64) { p.b = strconv.AppendUint(p.b, x, 10) }
func (p *Printer) x64(x uint64)   { p.b = strconv.AppendUint(append(p.b, "0x"...), x, 16) }

// f appends a text in which %u, %x, %02x and the like stand for numbers.
func (p *Printer) f(format string, args ...uint32) {
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			p.b = append(p.b, format[i])
			continue
		}
		width, pad := 0, byte(' ')
		for i++; format[i] >= '0' && format[i] <= '9'; i++ {
			if format[i] == '0' && width == 0 {
				pad = '0'
			}
			width = width*10 + int(format[i]-'0')
		}
		p.verb(format[i], args[0], width, pad)
		args = args[1:]
	}
}

func (p *Printer) verb(verb byte, x uint32, width int, pad byte) {
	var buf [12]byte
	s := buf[:0]
	switch verb {
	case 'u':
		s = strconv.AppendUint(s, uint64(x), 10)
	case 'd':
		s = strconv.AppendInt(s, int64(int32(x)), 10)
	default:
		s = strconv.AppendUint(s, uint64(x), 16)
	}
	for n := len(s); n < width; n++ {
		p.b = append(p.b, pad)
	}
	p.b = append(p.b, s...)
}

func (p *Printer) padded(s string, width int) {
	p.s(s)
	for n := len(s); n < width; n++ {
		p.c(' ')
	}
}

// trunc says that the protocol being printed was not captured whole.
func (p *Printer) trunc() {
	p.s(" [|")
	p.s(p.proto)
	p.s("]")
}

// invalid says that what was printed last makes no sense.
func (p *Printer) invalid() { p.s(" (invalid)") }

// broken says that what was printed last makes no sense, in a packet of n bytes that begins
// with b: the text ends as if cut if that was not captured whole.
func (p *Printer) broken(b []byte, n int) {
	p.invalid()
	p.need(b, n)
}

// name appends what x is called, or x in the form of fallback.
func (p *Printer) name(t names, x uint32, fallback string) {
	if n, ok := t[x]; ok {
		p.s(n)
		return
	}
	for i := range len(fallback) {
		if fallback[i] == '%' {
			p.f(fallback, x)
			return
		}
	}
	p.s(fallback)
}

// bits appends the names of the flags that x has, or none.
func (p *Printer) bits(t []bit, x uint32, none, sep string) {
	found := false
	for _, f := range t {
		if x&f.mask != f.mask {
			continue
		}
		if found {
			p.s(sep)
		}
		found = true
		p.s(f.name)
	}
	if !found {
		p.s(none)
	}
}

// hexBytes appends b in hexadecimal, with sep between the bytes.
func (p *Printer) hexBytes(b []byte, sep string) {
	for i, c := range b {
		if i > 0 {
			p.s(sep)
		}
		p.b = append(p.b, hexDigits[c>>4], hexDigits[c&15])
	}
}

// mac appends the link-layer address at b[i:i+6].
func (p *Printer) mac(b []byte, i int) { p.hexBytes(p.bytes(b, i, 6), ":") }

// ip4Addr appends the IPv4 address at b[i], or its name.
func (p *Printer) ip4Addr(b []byte, i int) {
	if a := p.bytes(b, i, 4); a != nil {
		p.addr(netip.AddrFrom4([4]byte(a)))
	}
}

// ip6Addr appends the IPv6 address at b[i], or its name.
func (p *Printer) ip6Addr(b []byte, i int) {
	if a := p.bytes(b, i, 16); a != nil {
		p.addr(netip.AddrFrom16([16]byte(a)))
	}
}

// addr appends an address, or its name.
func (p *Printer) addr(a netip.Addr) {
	if p.NoNames == 0 && p.HostName != nil {
		if n := p.HostName(a.String()); n != "" {
			p.s(p.domainless(n))
			return
		}
	}
	p.number(a)
}

// number appends an address as inet_ntop writes it.
func (p *Printer) number(a netip.Addr) {
	if a.Is4In6() {
		p.s("::ffff:")
		a = a.Unmap()
	} else if a.Is6() {
		if b := a.As16(); zero(b[:12]) && !zero(b[12:14]) {
			p.s("::")
			a = netip.AddrFrom4([4]byte(b[12:]))
		}
	}
	p.b = a.AppendTo(p.b)
}

func (p *Printer) domainless(n string) string {
	if p.NoDomain {
		for i := range len(n) {
			if n[i] == '.' {
				return n[:i]
			}
		}
	}
	return n
}

// port appends a port, or the name of its service.
func (p *Printer) port(proto string, x uint32) {
	if p.NoNames == 0 && p.PortName != nil {
		if n := p.PortName(proto, uint16(x)); n != "" {
			p.s(n)
			return
		}
	}
	p.u(x)
}

// char appends a byte in the way of cat -v.
func (p *Printer) char(c byte) {
	if c >= 0x80 {
		c &= 0x7f
		p.s("M-")
	}
	if c < ' ' || c == 0x7f {
		c ^= 0x40
		p.c('^')
	}
	p.c(c)
}

// text appends n bytes of b[i:], and reports whether there were so many.
func (p *Printer) text(b []byte, i, n int) bool {
	b = skip(b, i)
	whole := len(b) >= n
	for _, c := range snap(b, n) {
		p.char(c)
	}
	return whole
}

// textz appends b[i:i+n] up to a zero byte, and reports whether it ended in what
// was captured.
func (p *Printer) textz(b []byte, i, n int) bool {
	b = snap(skip(b, i), n)
	for _, c := range b {
		if c == 0 {
			return true
		}
		p.char(c)
	}
	return len(b) == n
}

// duration appends seconds as years of 365 days, weeks, days, hours, minutes and seconds.
func (p *Printer) duration(secs uint32) {
	if secs == 0 {
		p.s("0s")
		return
	}
	for _, u := range [...]struct {
		secs uint32
		name string
	}{{31536000, "y"}, {604800, "w"}, {86400, "d"}, {3600, "h"}, {60, "m"}, {1, "s"}} {
		if n := secs / u.secs; n > 0 {
			p.u(n)
			p.s(u.name)
			secs %= u.secs
		}
	}
}

// tenths appends x/10 with one decimal.
func (p *Printer) tenths(x uint32) { p.f("%u.%u", x/10, x%10) }
