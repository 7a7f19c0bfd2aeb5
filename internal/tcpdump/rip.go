package tcpdump

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

var (
	ripCommands = names{
		1: "Request", 2: "Response", 3: "Trace on", 4: "Trace off", 5: "Reserved", 6: "Triggered Request", 7: "Triggered Response",
		8: "Triggered ACK", 9: "Update Request", 10: "Update Response", 11: "Update ACK",
	}
	ripFamilies = names{2: "IPv4", 6: "NS", 7: "ISO", 16: "AppleTalk", 23: "IPX", 24: "IPv6", 28: "IPv6", 30: "IPv6"}
)

const ripEntry = 20

// rip prints a message of the Routing Information Protocol, RFC 2453.
func (p *Printer) rip(b []byte, n int) {
	p.proto = "rip"
	if min(n, len(b)) < 4 {
		p.trunc()
		return
	}
	p.verbose("\n\t")
	command, version := uint32(b[0]), uint32(b[1])
	p.f("RIPv%u, ", version)
	p.name(ripCommands, command, "unknown command (%u)")
	p.f(", length: %u", uint32(n))
	if p.Verbose == 0 {
		return
	}
	switch {
	case command != 1 && command != 2:
		if p.Verbose < 2 {
			p.unknown(b, n, "\n\t")
		}
	case version == 1:
		p.f(", routes: %u", uint32(n-4)/ripEntry)
		if !p.ripEntries(b[4:], n-4, p.ripEntry1) {
			return
		}
	case version == 2:
		p.f(", routes: %u or less", uint32(n-4)/ripEntry)
		if !p.ripEntries(b[4:], n-4, p.ripEntry2) {
			return
		}
	default:
		p.s(", unknown version")
	}
	if p.Verbose > 1 && !p.done() {
		p.unknown(b, n, "\n\t")
	}
}

// ripEntries prints entries with print, which returns their length or 0, and reports
// whether all is well.
func (p *Printer) ripEntries(b []byte, n int, print func(b []byte, left int) int) bool {
	for n > 0 && !p.done() {
		size := print(b, n)
		if size == 0 {
			return false
		}
		if n < size {
			p.f(" [remaining entries length %u < %u]", uint32(n), ripEntry)
			p.invalid()
			return false
		}
		b, n = skip(b, size), n-size
	}
	return true
}

func (p *Printer) ripEntry1(b []byte, _ int) int {
	family := p.u16(b, 0)
	if !p.need(b, ripEntry) {
		return 0
	}
	if !zero(b[2:4]) || !zero(b[8:16]) {
		p.unknown(b, ripEntry, "\n\t  ")
		return ripEntry
	}
	if family == 0 {
		p.s("\n\t  AFI 0, ")
	} else if family != 2 {
		p.s("\n\t  AFI ")
		p.name(ripFamilies, family, "Unknown (%u)")
		p.unknown(b[2:], ripEntry-2, "\n\t  ")
		return ripEntry
	} else {
		p.s("\n\t  ")
	}
	p.ip4Addr(b, 4)
	p.f(", metric: %u", p.u32(b, 16))
	return ripEntry
}

func (p *Printer) ripEntry2(b []byte, left int) int {
	family := p.u16(b, 0)
	if family == 0xffff {
		return p.ripAuth(b, left)
	}
	if family != 2 && family != 0 {
		p.s("\n\t  AFI ")
		p.name(ripFamilies, family, "Unknown (%u)")
		p.unknown(skip(b, 4), ripEntry-4, "\n\t  ")
		return ripEntry
	}
	if !p.need(b, ripEntry) {
		return 0
	}
	p.s("\n\t  AFI ")
	p.name(ripFamilies, family, "%u")
	p.s(", ")
	start := len(p.b)
	p.ip4Addr(b, 4)
	addr := string(p.b[start:])
	p.b = p.b[:start]
	for i := len(addr); i < 15; i++ {
		p.c(' ')
	}
	p.s(addr)
	p.s("/")
	start = len(p.b)
	p.d(maskLen(wire.Uint32(b, 8)))
	for len(p.b) < start+2 {
		p.c(' ')
	}
	p.f(", tag 0x%04x, metric: %u, next-hop: ", p.u16(b, 2), p.u32(b, 16))
	if zero(b[12:16]) {
		p.s("self")
	} else {
		p.ip4Addr(b, 12)
	}
	return ripEntry
}

// maskLen returns the length of a mask, or -1 if it is none.
func maskLen(m uint32) int {
	n := 0
	for ; m>>31 != 0; m <<= 1 {
		n++
	}
	if m != 0 {
		return -1
	}
	return n
}

// ripAuth prints an entry of authentication, and returns its length or 0.
func (p *Printer) ripAuth(b []byte, left int) int {
	switch kind := p.u16(b, 2); kind {
	case 2:
		p.s("\n\t  Simple Text Authentication data: ")
		for _, c := range p.bytes(b, 4, 16) {
			if c == 0 {
				break
			}
			if c < ' ' || c > '~' {
				c = '.'
			}
			p.c(c)
		}
	case 3:
		p.need(b, 20)
		p.f("\n\t  Auth header: Packet Len %u, Key-ID %u, Auth Data Len %u, SeqNo %u, MBZ %u, MBZ %u",
			p.u16(b, 4), p.u8(b, 6), p.u8(b, 7), p.u32(b, 8), p.u32(b, 12), p.u32(b, 16))
	case 1:
		p.s("\n\t  Auth trailer:")
		p.unknown(skip(b, 4), left, "\n\t  ")
		return left
	default:
		p.f("\n\t  Unknown (%u) Authentication data:", kind)
		p.unknown(skip(b, 4), left, "\n\t  ")
		if len(b) < 4+left {
			return 0
		}
	}
	return ripEntry
}

// ripng prints a message of RIP for IPv6, RFC 2080.
func (p *Printer) ripng(b []byte, n int) {
	p.proto = "ripng"
	if n < 4 {
		p.trunc()
		return
	}
	command, version := p.u8(b, 0), p.u8(b, 1)
	if version != 1 {
		p.f("ripng [version %u, must be 1]", version)
		p.invalid()
		return
	}
	entries, left := skip(b, 4), n-4
	count := uint32(left / ripEntry)
	switch command {
	case 1:
		if count == 1 && len(entries) >= ripEntry && zero(entries[:16]) && entries[19] == 16 {
			p.s(" ripng-req dump")
			return
		}
		p.f(" ripng-req %u:", count)
	case 2:
		p.f(" ripng-resp %u:", count)
	default:
		p.f(" ripng-%u ?? %u", command, uint32(left))
		return
	}
	last := uint32(0)
	for left >= ripEntry && !p.done() {
		if !p.need(entries, ripEntry) {
			return
		}
		if p.Verbose > 1 {
			p.s("\n\t")
		} else {
			p.s(" ")
		}
		metric := uint32(entries[19])
		p.addr(netip.AddrFrom16([16]byte(entries)))
		p.f("/%u", uint32(entries[18]))
		if tag := p.u16(entries, 16); tag != 0 {
			p.f(" [%u]", tag)
		}
		if command == 2 && metric != last || command == 1 && metric != 0 {
			p.f(" (%u)", metric)
		}
		if command == 2 && metric != 0xff {
			last = metric
		}
		entries, left = entries[ripEntry:], left-ripEntry
	}
}
