package tcpdump

import (
	"time"

	"github.com/gocap-project/gocap/wire"
)

const radiusLen = 20

// radius prints a RADIUS packet that was sent in n bytes.
func (p *Printer) radius(b []byte, n int) {
	p.proto = "radius"
	if !p.want(b, radiusLen) {
		return
	}
	length := int(p.u16(b, 2))
	if length < radiusLen {
		p.s("RADIUS")
		p.invalid()
		return
	}
	if length > n {
		p.f("RADIUS [length %u > %u]", uint32(length), uint32(n))
		p.invalid()
		return
	}
	if p.Verbose == 0 {
		p.s("RADIUS, ")
		p.name(radiusCodes, uint32(b[0]), "Unknown Command")
		p.f(" (%u), id: 0x%02x length: %u", uint32(b[0]), uint32(b[1]), uint32(length))
		return
	}
	p.f("RADIUS, length: %u\n\t", uint32(length))
	p.name(radiusCodes, uint32(b[0]), "Unknown Command")
	p.f(" (%u), id: 0x%02x, Authenticator: ", uint32(b[0]), uint32(b[1]))
	p.hexBytes(b[4:20], "")
	p.radiusAttrs(b[radiusLen:], length-radiusLen)
}

// radiusAttrs prints attributes that are n bytes long.
func (p *Printer) radiusAttrs(b []byte, n int) {
	for n > 0 && !p.done() {
		if n < 2 {
			p.trunc()
			return
		}
		code, size := p.u8(b, 0), int(p.u8(b, 1))
		if p.done() {
			return
		}
		name, ok := radiusNames[code]
		if !ok {
			name = "-Unknown"
		}
		p.s("\n\t  ")
		p.s(name[1:])
		p.f(" Attribute (%u), length: %u", code, uint32(size))
		if size < 2 {
			p.s(" (bogus, must be >= 2)")
			return
		}
		if size > n {
			p.s(" (bogus, goes past end of packet)")
			return
		}
		p.s(", Value: ")
		if size > 2 {
			p.radiusValue(name[0], code, skip(b, 2), size-2)
		}
		b, n = skip(b, size), n-size
	}
}

// radiusSizes are how long a value of a kind has to be.
var radiusSizes = [256]int{
	'a': 4, 'f': 4, 'n': 4, 't': 4, 'T': 4, 'e': 4, 'E': 4, 'G': 4, 'L': 4, 'r': 16, 'R': 14, 'h': 8, '6': 16, 'C': 4,
	'F': 8, 'H': 17,
}

// radiusValue prints the value of an attribute, n bytes long. kind says how, see
// radiusNames.
func (p *Printer) radiusValue(kind byte, code uint32, b []byte, n int) {
	if want := radiusSizes[kind]; want > 0 && n != want {
		p.f(" [length %u != %u]", uint32(n), uint32(want))
		p.invalid()
		return
	}
	switch kind {
	case 's':
		p.dots(b, n)
	case 'a':
		p.ip4Addr(b, 0)
	case 'f':
		p.radiusHost(code, b)
	case '6':
		p.ip6Addr(b, 0)
	case 'n':
		p.radiusNumber(code, p.u32(b, 0))
	case 'e':
		p.name(radiusValues[code], p.u32(b, 0), "#%u")
	case 't':
		p.radiusTime(p.u32(b, 0))
	case 'T':
		secs := p.u32(b, 0)
		if !p.done() {
			p.b = time.Unix(int64(secs), 0).In(p.Location).AppendFormat(p.b, "Mon Jan _2 15:04:05 2006")
		}
	case 'E', 'G', 'g', 'P':
		p.radiusTagged(kind, code, b, n)
	case 'L', 'l':
		p.radiusVLAN(kind, b, n)
	case 'p':
		p.radiusPrefix(b, n)
	case 'V':
		p.radiusVendor(b, n)
	case 'M':
		p.radiusEAP(b, n)
	default:
		p.radiusOther(kind, b, n)
	}
}

// dots prints n bytes, up to a zero one, with dots for what is not printable.
func (p *Printer) dots(b []byte, n int) {
	for i := range n {
		c := byte(p.u8(b, i))
		if c == 0 || p.done() {
			return
		}
		if c < ' ' || c > '~' {
			c = '.'
		}
		p.c(c)
	}
}

const (
	radiusNetmask   = 9
	radiusIPX       = 23
	radiusAppleLink = 37
	radiusAppleNet  = 38
)

func (p *Printer) radiusHost(code uint32, b []byte) {
	switch x := p.u32(b, 0); {
	case p.done():
	case x == 0xffffffff && code != radiusNetmask:
		p.s("User Selected")
	case x == 0xfffffffe && code != radiusNetmask:
		p.s("NAS Select")
	default:
		p.ip4Addr(b, 0)
	}
}

func (p *Printer) radiusNumber(code, x uint32) {
	switch {
	case p.done():
	case code == radiusIPX && x == 0xfffffffe:
		p.s("NAS Select")
	case code == radiusAppleLink && x == 0:
		p.s("Unnumbered")
	case code == radiusAppleNet && x == 0:
		p.s("NAS assigned")
	default:
		p.u(x)
	}
}

func (p *Printer) radiusTime(secs uint32) {
	h, m, s := secs/3600, secs/60%60, secs%60
	switch {
	case p.done():
	case secs < 60:
		p.f("%02u secs", s)
	case secs < 3600:
		p.f("%02u:%02u min", m, s)
	default:
		p.f("%02u:%02u:%02u hours", h, m, s)
	}
}

// radiusTagged prints a value with a tag of tunnels before it. RFC 2868 §3.
func (p *Printer) radiusTagged(kind byte, code uint32, b []byte, n int) {
	tag := p.u8(b, 0)
	if kind == 'P' && n < 3 {
		p.trunc()
		return
	}
	switch {
	case p.done():
		return
	case tag == 0:
		p.s("Tag[Unused] ")
	case tag <= 0x1f || kind == 'E' || kind == 'G':
		p.f("Tag[%u] ", tag)
	case kind == 'g' && tag > 0x20:
		p.dots(b, n)
		return
	}
	switch kind {
	case 'E':
		p.name(radiusValues[code], p.u24(b, 1), "#%u")
	case 'G':
		p.u(p.u24(b, 1))
	case 'P':
		p.f("Salt %u ", p.u16(b, 1))
		p.dots(skip(b, 3), n-3)
	default:
		p.dots(skip(b, 1), n-1)
	}
}

// radiusVLAN prints a VLAN, by number or by name. RFC 4675 §2.
func (p *Printer) radiusVLAN(kind byte, b []byte, n int) {
	tag := p.u8(b, 0)
	if p.done() {
		return
	}
	p.name(names{0x31: "Tagged", 0x32: "Untagged"}, tag, "Unknown tag")
	p.f(" (0x%02x) ", tag)
	if kind == 'L' {
		p.u(p.u24(b, 1) & 0xfff)
		return
	}
	p.dots(skip(b, 1), n-1)
}

// radiusPrefix prints a prefix whose address is cut. RFC 3162 §2.3.
func (p *Printer) radiusPrefix(b []byte, n int) {
	if p.shorter(n, 2) {
		return
	}
	if n > 18 {
		p.f(" [length %u > 18]", uint32(n))
		p.invalid()
		return
	}
	bits := p.u8(b, 1)
	if bits > 128 {
		p.f(" [prefix length %u > 128]", bits)
		p.invalid()
		return
	}
	a := p.bytes(b, 2, n-2)
	if p.done() {
		return
	}
	var full [16]byte
	copy(full[:], a)
	p.ip6Addr(full[:], 0)
	p.f("/%u", bits)
	if int(bits) > 8*(n-2) {
		p.s(" (inconsistent prefix length)")
	}
}

// radiusVendor prints a vendor's attributes. RFC 2865 §5.26.
func (p *Printer) radiusVendor(b []byte, n int) {
	if n < 4 {
		p.trunc()
		return
	}
	id := p.u32(b, 0)
	if p.done() {
		return
	}
	p.s("Vendor: ")
	p.name(radiusVendors, id, "Unknown")
	p.f(" (%u)", id)
	b, n = b[4:], n-4
	for n >= 2 && !p.done() {
		code, size := p.u8(b, 0), int(p.u8(b, 1))
		p.f("\n\t    Vendor Attribute: %u, Length: ", code)
		if size < 2 {
			p.f("%u (bogus, must be >= 2)", uint32(size))
			return
		}
		if size > n {
			p.f("%u (bogus, goes past end of vendor-specific attribute)", uint32(size))
			return
		}
		p.f("%u, Value: ", uint32(size-2))
		for i := range size - 2 {
			c := byte(p.u8(b, 2+i))
			if p.done() {
				return
			}
			if c < ' ' || c > '~' {
				c = '.'
			}
			p.c(c)
		}
		b, n = skip(b, size), n-size
	}
}

// radiusOther prints values of kinds that only one attribute has.
func (p *Printer) radiusOther(kind byte, b []byte, n int) {
	if size := radiusSizes[kind]; size > 0 && !p.need(b, size) {
		return
	}
	switch kind {
	case 'C':
		p.f("Error cause %u: ", wire.Uint32(b, 0))
		p.name(radiusCauses, wire.Uint32(b, 0), "Error-Cause %u not known")
	case 'h':
		p.hexBytes(b[:8], "")
	case 'r':
		p.s("User_challenge (")
		p.hexBytes(b[:8], "")
		p.s(") User_resp(")
		p.hexBytes(b[8:16], "")
		p.s(")")
	case 'R':
		p.radiusFeatures(b)
	case 'F':
		p.radiusFlags64(radiusMobility, wire.Uint64(b, 0))
	case 'H':
		p.ip6Addr(b, 1)
		p.f("/%u", uint32(b[0]))
	case 'O':
		p.s("[")
		p.name(names{0x30: "TADIG", 0x31: "REALM", 0x32: "E212", 0x33: "ICC"}, p.u8(b, 0), "unknown namespace %u")
		p.s("] ")
		if !p.text(b, 1, n-1) {
			p.cut()
		}
	case 'I':
		p.radiusLocation(b, n)
	case 'D':
		p.radiusLocationData(b, n)
	case 'B':
		p.radiusPolicy(b, n)
	}
}

// radiusFeatures prints what a server says of passwords. RFC 2869 §5.5.
func (p *Printer) radiusFeatures(b []byte) {
	p.s("User can")
	if b[0]&3 == 0 {
		p.s("not")
	}
	p.f(" change password, Min password length: %u, created at: ", uint32(b[1]))
	for i, title := range [...]string{"", ", expires in: ", ", Current Time: "} {
		p.s(title)
		p.hexBytes(b[2+4*i:6+4*i], "")
	}
}

func (p *Printer) radiusFlags64(t []string64, x uint64) {
	p.s("[")
	sep := ""
	for _, f := range t {
		if x&f.mask != 0 {
			p.s(sep)
			p.s(f.name)
			sep = ", "
		}
	}
	p.s("]")
}

// A string64 is a flag of 64 and its name.
type string64 struct {
	mask uint64
	name string
}

// shorter says that a value is too short, and reports whether it is.
func (p *Printer) shorter(n, least int) bool {
	if n >= least {
		return false
	}
	p.f(" [length %u < %u]", uint32(n), uint32(least))
	p.invalid()
	return true
}

// radiusLocation prints a Location-Information attribute. RFC 5580 §4.2.
func (p *Printer) radiusLocation(b []byte, n int) {
	if p.shorter(n, 21) {
		return
	}
	index, code, entity := p.u16(b, 0), p.u8(b, 2), p.u8(b, 3)
	if p.done() {
		return
	}
	p.f("index %u, code ", index)
	p.name(names{0: "Civic", 1: "Geospatial"}, code, "Unknown (%u)")
	p.s(", entity ")
	p.name(names{0: "User", 1: "RADIUS"}, entity, "Unknown (%u)")
	p.s(", sighting time ")
	p.ntpStamp(b, 4)
	p.s(", time to live ")
	p.ntpStamp(b, 12)
	p.s(", method \"")
	if !p.text(b, 20, n-20) {
		p.cut()
	}
	p.s("\"")
}

// radiusLocationData prints a Location-Data attribute. RFC 5580 §4.3.
func (p *Printer) radiusLocationData(b []byte, n int) {
	if p.shorter(n, 3) {
		return
	}
	p.f("index %u, location", p.u16(b, 0))
	if data := p.bytes(b, 2, n-2); data != nil {
		p.hexASCII("\n\t    ", data)
	}
}

// radiusPolicy prints a Basic-Location-Policy-Rules attribute. RFC 5580 §4.4.
func (p *Printer) radiusPolicy(b []byte, n int) {
	if p.shorter(n, 10) {
		return
	}
	flags := p.u16(b, 0)
	p.s("flags [")
	p.bits(radiusPolicyFlags, flags, "none", ", ")
	p.s("], retention expires ")
	p.ntpStamp(b, 2)
	p.s(", note well \"")
	if !p.text(b, 10, n-10) {
		p.cut()
	}
	p.s("\"")
}

// radiusEAP prints the EAP packet in an attribute, if all of it is there. RFC 3579 §3.1.
func (p *Printer) radiusEAP(b []byte, n int) {
	if n < 4 {
		p.trunc()
		return
	}
	b = p.bytes(b, 0, n)
	if b == nil {
		return
	}
	p.eap(b, n)
	p.proto = "radius"
}
