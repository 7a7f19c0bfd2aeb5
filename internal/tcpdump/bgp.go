package tcpdump

import (
	"bytes"

	"github.com/gocap-project/gocap/wire"
)

// In what follows b goes on to the end of what was captured, as tcpdump reads it, and n
// says how much of it belongs to what is printed.

const bgpHead = 19

var bgpMarker = bytes.Repeat([]byte{0xff}, 16)

// bgp prints the messages of a segment, RFC 4271. What is before a message, and no
// message itself, is one that began earlier.
func (p *Printer) bgp(b []byte, n int) {
	p.proto = "bgp"
	p.s(": BGP")
	if p.Verbose < 1 {
		return
	}
	b = snap(b, n)
	for !p.done() {
		i := bytes.Index(b, bgpMarker)
		if i < 0 {
			return
		}
		if b = b[i:]; len(b) < bgpHead {
			p.trunc()
			return
		}
		if i > 0 {
			p.trunc()
		}
		size, kind := int(wire.Uint16(b, 16)), uint32(b[18])
		if size < bgpHead {
			p.f("\nmessage length %u < %u", uint32(size), bgpHead)
			p.invalid()
			return
		}
		if size > len(b) {
			p.s("\n[|BGP ")
			p.name(bgpMessages, kind, "Unknown Message Type")
			p.s("]")
			return
		}
		p.bgpMessage(b, size, kind)
		b = b[size:]
	}
}

// bgpMessage prints a message of n bytes, all of which were captured.
func (p *Printer) bgpMessage(b []byte, n int, kind uint32) {
	p.s("\n\t")
	p.name(bgpMessages, kind, "Unknown")
	p.f(" Message (%u), length: %u", kind, uint32(n))
	whole := true
	switch kind {
	case 1:
		whole = p.bgpOpen(b, n)
	case 2:
		whole = p.bgpUpdate(b[bgpHead:], n-bgpHead)
	case 3:
		whole = p.bgpNotification(b[bgpHead:], n-bgpHead)
	case 4:
	case 5:
		whole = p.bgpRefresh(b, n)
	default:
		p.f("\n\t  no Message %u decoder", kind)
		p.unknown(b, n, "\n\t  ")
	}
	if !whole {
		p.trunc()
	}
}

func (p *Printer) bgpFamily(afi, safi uint32) {
	p.s("AFI ")
	p.name(bgpAFIs, afi, "Unknown")
	p.f(" (%u), SAFI ", afi)
	p.name(bgpSAFIs, safi, "Unknown")
	p.f(" (%u)", safi)
}

// asn prints an AS number.
func (p *Printer) asn(x uint32) {
	if p.DotAS && x > 0xffff {
		p.f("%u.%u", x>>16, x&0xffff)
		return
	}
	p.u(x)
}

// bgpOpen prints an open message. It reports whether it was there whole.
func (p *Printer) bgpOpen(b []byte, n int) bool {
	if len(b) < 29 {
		return false
	}
	p.f("\n\t  Version %u, my AS ", uint32(b[19]))
	p.asn(p.u16(b, 20))
	p.f(", Holdtime %us, ID ", p.u16(b, 22))
	p.ip4Addr(b, 24)
	size, head, at, long := int(b[28]), 2, 29, ""
	if size == 255 && n > 29 && p.u8(b, 29) == 255 {
		size, head, at, long = int(p.u16(b, 30)), 3, 32, " (Extended)"
	}
	p.s("\n\t  Optional parameters" + long)
	p.f(", length: %u", uint32(size))
	if n < size+at {
		return true
	}
	for i := 0; i < size && !p.done(); {
		o := b[at+i:]
		if len(o) < head {
			return false
		}
		kind, k := uint32(o[0]), int(o[1])
		if head == 3 {
			k = int(wire.Uint16(o, 1))
		}
		if head+i+k > size {
			p.f("\n\t     Option %u, length: %u, goes past the end of the options", kind, uint32(k))
			break
		}
		p.s("\n\t    Option ")
		p.name(bgpParams, kind, "Unknown")
		p.f(" (%u), length: %u", kind, uint32(k))
		if kind == 2 {
			p.bgpCapabilities(o[head:], k)
		} else {
			p.f("\n\t      no decoder for option %u", kind)
		}
		i += head + k
	}
	return true
}

func (p *Printer) bgpCapabilities(b []byte, n int) {
	for i := 0; i < n && !p.done(); {
		kind, k := p.u8(b, i), int(p.u8(b, i+1))
		if p.done() {
			return
		}
		p.s("\n\t      ")
		p.name(bgpCapability, kind, "Unknown")
		p.f(" (%u), length: %u", kind, uint32(k))
		if !p.need(b, i+2+k) {
			return
		}
		if !p.bgpCapability(kind, b[i+2:], k) {
			return
		}
		if p.Verbose > 1 && k > 0 {
			p.unknown(b[i+2:], k, "\n\t\t")
		}
		i += 2 + k
	}
}

// bgpShortest has the lengths of the shortest values.
var bgpShortest = map[uint32]int{1: 4, 7: 3, 9: 1, 64: 2, 65: 4}

// bgpCapability prints the value of a capability. It reports whether it was long enough.
func (p *Printer) bgpCapability(kind uint32, b []byte, n int) bool {
	if least := bgpShortest[kind]; n < least {
		p.f(" (too short, < %u)", uint32(least))
		return false
	}
	switch kind {
	case 1:
		p.s("\n\t\t")
		p.bgpFamily(p.u16(b, 0), p.u8(b, 3))
	case 2, 6, 67, 68, 70, 71, 128:
	case 7:
		x := p.u8(b, 0)
		p.f("\n\t\tVersion %u, Direction ", x>>4)
		p.name(names{0: "Receive", 1: "Send"}, x>>3&1, "")
		p.f(" (%u), AFI ", x>>3&1)
		p.name(bgpAFIs, p.u16(b, 1), "Unknown")
		p.f(" (%u)", p.u16(b, 1))
	case 8:
		for ; n >= 4; b, n = b[4:], n-4 {
			p.s("\n\t\t")
			p.bgpFamily(p.u16(b, 0), p.u8(b, 2))
			p.f(", Count: %u", p.u8(b, 3))
		}
	case 9:
		p.s("\n\t\tRole name ")
		p.name(bgpRoles, p.u8(b, 0), "Unassigned")
		p.f(" (%u)", p.u8(b, 0))
	case 64:
		x := p.u16(b, 0)
		p.s("\n\t\tRestart Flags: [")
		p.bits([]bit{{0x8, "R"}, {0x4, "N"}}, x>>12, "none", ", ")
		p.f("], Restart Time %us", x&0xfff)
		for b, n = b[2:], n-2; n >= 4; b, n = b[4:], n-4 {
			p.s("\n\t\t  ")
			p.bgpFamily(p.u16(b, 0), p.u8(b, 2))
			p.s(", Forwarding state preserved: ")
			if p.u8(b, 3)&0x80 != 0 {
				p.s("yes")
			} else {
				p.s("no")
			}
		}
	case 65:
		p.s("\n\t\t 4 Byte AS ")
		p.asn(p.u32(b, 0))
	case 69:
		p.bgpAddPath(b, n)
	default:
		p.f("\n\t\tno decoder for Capability %u", kind)
		if p.Verbose <= 1 {
			p.unknown(b, n, "\n\t\t")
		}
	}
	return true
}

func (p *Printer) bgpAddPath(b []byte, n int) {
	if n == 0 {
		p.s(" (invalid)")
		return
	}
	for ; n > 0; b, n = b[4:], n-4 {
		if n < 4 {
			p.s(" (invalid)")
			return
		}
		p.s("\n\t\t")
		p.bgpFamily(p.u16(b, 0), p.u8(b, 2))
		p.s(", Send/Receive: ")
		p.name(names{1: "Receive", 2: "Send", 3: "Both"}, p.u8(b, 3), "Bogus (0x%02x)")
	}
}

// bgpUpdate prints an update message. It reports whether it was there whole.
func (p *Printer) bgpUpdate(b []byte, n int) bool {
	if n < 2 {
		return false
	}
	k := int(wire.Uint16(b, 0))
	b, n = b[2:], n-2
	if k > 1 {
		if n < k || len(b) < k {
			return false
		}
		p.s("\n\t  Withdrawn routes:")
		used, ok := p.bgpPrefixes(b, k)
		if !ok {
			return false
		}
		b, n = b[used:], n-used
	} else {
		b, n = skip(b, k), n-k
	}
	if n < 2 || len(b) < 2 {
		return false
	}
	k = int(wire.Uint16(b, 0))
	b, n = b[2:], n-2
	if k == 0 && n == 0 {
		p.s("\n\t  End-of-Rib Marker (empty NLRI)")
		return true
	}
	if k > 0 {
		if n < k || !p.bgpAttributes(b, k) {
			return false
		}
		b, n = b[k:], n-k
	}
	if n > 0 {
		p.s("\n\t  Updated routes:")
		_, ok := p.bgpPrefixes(b, n)
		return ok
	}
	return true
}

// bgpPrefixes prints IPv4 prefixes of n bytes. It returns how many it printed, and whether
// they were there whole.
func (p *Printer) bgpPrefixes(b []byte, n int) (used int, ok bool) {
	paths := p.bgpPaths(b, n, 32)
	for used < n && !p.done() {
		id := uint32(0)
		if paths {
			if n-used < 4 {
				return n, true
			}
			id = p.u32(b, used)
			used += 4
		}
		start := len(p.b)
		p.s("\n\t    ")
		k := p.bgpPrefix4(skip(b, used), n-used)
		if k < 0 {
			if p.b = p.b[:start]; k != bgpIllegal {
				return used, false
			}
			p.s("\n\t    (illegal prefix length)")
			return used, true
		}
		if paths {
			p.f("   Path Id: %u", id)
		}
		used += k
	}
	return used, true
}

// bgpPaths guesses whether prefixes have path identifiers.
func (p *Printer) bgpPaths(b []byte, n, most int) bool {
	walk := func(head int) (i int, ok bool) {
		for i < n {
			if i+head >= n || i+head >= len(b) {
				return i, false
			}
			bits := int(b[i+head])
			if bits > most || head == 0 && bits < 1 {
				return i, false
			}
			i += head + 1 + (bits+7)/8
		}
		return i, i <= n
	}
	if _, ok := walk(4); !ok {
		return false
	}
	_, plain := walk(0)
	return !plain
}

// bgpNotification prints a notification. It reports whether it was there whole.
func (p *Printer) bgpNotification(b []byte, n int) bool {
	if n < 2 || len(b) < 2 {
		return false
	}
	major, minor := uint32(b[0]), uint32(b[1])
	p.s(", ")
	p.name(bgpErrors, major, "Unknown Error")
	p.f(" (%u)", major)
	subcodes := bgpSubcodes[major]
	if subcodes == nil {
		return true
	}
	if major == 5 || major == 7 {
		p.s(" subcode ")
	} else {
		p.s(", subcode ")
	}
	p.name(subcodes, minor, "Unknown")
	p.f(" (%u)", minor)
	if major != 6 {
		return true
	}
	b, n = b[2:], n-2
	switch {
	case minor == 1 && n >= 7:
		p.s(", ")
		p.bgpFamily(p.u16(b, 0), p.u8(b, 2))
		p.f(", Max Prefixes: %u", p.u32(b, 3))
	case minor == 9 && n >= 2:
		return p.bgpNotification(b, n)
	case (minor == 2 || minor == 4) && n >= 1:
		p.bgpShutdown(b, n)
	}
	return true
}

func (p *Printer) bgpShutdown(b []byte, n int) {
	k, used := int(b[0]), 0
	switch {
	case k == 0:
		p.s(", empty Shutdown Communication")
		used = 1
	case n >= k+1:
		p.f(", Shutdown Communication (length: %u): \"", uint32(k))
		p.text(b, 1, k)
		p.s("\"")
		used = k + 1
	default:
		p.s(", invalid Shutdown Communication length")
	}
	if n > used {
		p.f(", Data: (length: %u)", uint32(n-used))
		p.unknown(b[used:], n-used, "\n\t\t")
	}
}

// bgpRefresh prints a route refresh. It reports whether it was there whole.
func (p *Printer) bgpRefresh(b []byte, n int) bool {
	if n < 23 {
		return false
	}
	p.s("\n\t  ")
	p.bgpFamily(p.u16(b, 19), p.u8(b, 22))
	p.s(", Subtype ")
	p.name(bgpRefreshes, p.u8(b, 21), "Unknown")
	p.f(" (%u)", p.u8(b, 21))
	if n > 23 {
		if n < 27 {
			return false
		}
		p.s("\n\t  ORF refresh ")
		p.name(names{1: "Immediate", 2: "Defer"}, p.u8(b, 23), "Unknown")
		p.f(" (%u), ORF type ", p.u8(b, 23))
		p.name(bgpORFs, p.u8(b, 24), "Unknown")
		p.f(" (%u), ORF length %u", p.u8(b, 24), p.u16(b, 25))
	}
	if p.Verbose > 1 {
		p.unknown(b, n, "\n\t  ")
	}
	return true
}
