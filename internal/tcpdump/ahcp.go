package tcpdump

import "time"

var (
	ahcpMessages = names{0: "Discover", 1: "Offer", 2: "Request", 3: "Ack", 4: "Nack", 5: "Release"}
	ahcpOptions  = [...]string{
		"Pad", "Mandatory", "Origin Time", "Expires", "My-IPv6-Address", "My-IPv4-Address", "IPv6 Prefix", "IPv4 Prefix",
		"IPv6 Address", "IPv4 Address", "IPv6 Prefix Delegation", "IPv4 Prefix Delegation", "Name Server", "NTP Server",
	}
)

// ahcp prints a message of the Ad Hoc Configuration Protocol, version 1.
func (p *Printer) ahcp(b []byte, n int) {
	p.proto = "ahcp"
	p.s("AHCP")
	if n < 2 || p.u8(b, 0) != 43 {
		p.broken(b, n)
		return
	}
	version := p.u8(b, 1)
	p.f(" Version %u", version)
	if version != 1 {
		p.s(" (unknown)")
		return
	}
	if p.Verbose < 1 {
		p.need(b, n)
		return
	}
	if n < 24 {
		p.broken(b, n)
		return
	}
	p.f("\n\tHopcount %u, Original Hopcount %u, Nonce 0x%08x", p.u8(b, 2), p.u8(b, 3), p.u32(b, 4))
	for i, title := range [...]string{", Source Id ", ", Destination Id "} {
		if id := p.bytes(b, 8+8*i, 8); id != nil {
			p.s(title)
			p.hexBytes(id, ":")
		}
	}
	if b, n = skip(b, 24), n-24; n < 4 {
		p.broken(b, n)
		return
	}
	p.s("\n\t")
	p.name(ahcpMessages, p.u8(b, 0), "Unknown-%u")
	size := int(p.u16(b, 2))
	p.f(", Length %u", uint32(size))
	if b, n = skip(b, 4), n-4; size > n {
		p.broken(b, n)
		return
	}
	if p.Verbose > 1 {
		p.ahcpOptions(b, size)
	}
}

// ahcpOptions prints n bytes of options.
func (p *Printer) ahcpOptions(b []byte, n int) {
	for n > 0 && !p.done() {
		kind := p.u8(b, 0)
		if p.done() {
			return
		}
		p.s("\n\t ")
		known := int(kind) < len(ahcpOptions)
		if known {
			p.s(ahcpOptions[kind])
		} else {
			p.f("Unknown-%u", kind)
		}
		if b, n = b[1:], n-1; kind < 2 {
			continue
		}
		if n < 1 {
			p.broken(b, n)
			return
		}
		size := int(p.u8(b, 0))
		if b, n = skip(b, 1), n-1; size > n {
			p.broken(b, n)
			return
		}
		v := p.bytes(b, 0, size)
		if p.done() {
			return
		}
		if !known || kind == 7 {
			p.f(" (Length %u)", uint32(size))
		} else if !p.ahcpOption(kind, v) {
			p.invalid()
		}
		b, n = skip(b, size), n-size
	}
}

// ahcpOption prints the value of an option, and reports whether it is well formed.
func (p *Printer) ahcpOption(kind uint32, v []byte) bool {
	switch kind {
	case 2, 3:
		if len(v) != 4 {
			return false
		}
		if kind == 3 {
			p.f(": %us", p.u32(v, 0))
			return true
		}
		p.b = time.Unix(int64(p.u32(v, 0)), 0).UTC().AppendFormat(append(p.b, ": "...), "2006-01-02 15:04:05 UTC")
	case 5, 9:
		return p.ahcpAddrs(v, 4, false)
	case 11:
		return p.ahcpAddrs(v, 4, true)
	case 6, 10:
		return p.ahcpAddrs(v, 16, true)
	default:
		return p.ahcpAddrs(v, 16, false)
	}
	return true
}

// ahcpAddrs prints addresses of n bytes, with the lengths of prefixes behind them.
func (p *Printer) ahcpAddrs(v []byte, n int, prefix bool) bool {
	size := n
	if prefix {
		size++
	}
	for i := 0; len(v) >= size; i, v = i+1, v[size:] {
		p.s([...]string{": ", ", "}[min(i, 1)])
		if n == 4 {
			p.ip4Addr(v, 0)
		} else {
			p.ip6Addr(v, 0)
		}
		if prefix {
			p.f("/%u", uint32(v[n]))
		}
	}
	return len(v) == 0
}
