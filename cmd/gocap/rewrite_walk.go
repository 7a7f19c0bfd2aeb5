package main

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// collect notes the checksums of a frame that begins at base.
func (r *rewriter) collect(f *wire.Frame, base int, quoted bool) {
	ip := -1 // the nearest IP header
	for i := range f.Len() {
		k, p := f.Header(i)
		at, payload, end := f.Span(i)
		at, payload, end = at+base, payload+base, end+base
		s := sum{from: at, to: end, whole: ip >= 0 && whole(f, ip, i)}
		switch k {
		case wire.KindIPv4:
			ip = i
			n := int(p[0]&0xf) * 4
			s = sum{at: at + 10, from: at, to: at + n, whole: n >= wire.IPv4Len && at+n <= len(r.sums.b)}
		case wire.KindIPv6:
			ip = i
			continue
		case wire.KindTCP:
			s.at, s.proto = at+16, wire.IPProtoTCP
		case wire.KindUDP:
			s.at, s.proto, s.udp = at+6, wire.IPProtoUDP, true
			s.whole = s.whole && int(wire.UDP(p).Length()) == len(p)
		case wire.KindICMPv4:
			s.at = at + 2
		case wire.KindICMPv6:
			s.at, s.proto = at+2, wire.IPProtoICMPv6
		case wire.KindGRE:
			if !wire.GRE(p).ChecksumPresent() || payload-at < 8 {
				continue
			}
			s.at = at + 4
		default:
			continue
		}
		if s.proto != 0 && ip >= 0 {
			s.pseudoOf(f, ip, i, base)
		}
		s.quoted = quoted
		r.sums.add(s)
	}
}

// pseudoOf says where the addresses of the pseudo-header are.
func (s *sum) pseudoOf(f *wire.Frame, ip, upTo, base int) {
	k, _ := f.Header(ip)
	at, _, _ := f.Span(ip)
	at += base
	if k == wire.KindIPv4 {
		s.src, s.dst = span{at + 12, at + 16}, span{at + 16, at + 20}
		return
	}
	s.src, s.dst = span{at + 8, at + 24}, span{at + 24, at + 40}
	for i := ip + 1; i < upTo; i++ {
		k, p := f.Header(i)
		at, _, _ := f.Span(i)
		at += base
		switch {
		case k == wire.KindIPv6Routing && p[3] != 0: // the IPv6 header has not the final destination
			s.dst = span{}
			if n, ok := finalAddress(wire.IPv6Routing(p)); ok {
				s.dst = span{at + n, at + n + addr6}
			} else {
				s.whole = false
			}
		case k == wire.KindIPv6DestOpts:
			if n, ok := homeAddress(wire.IPv6DestOpts(p)); ok { // nor this the source
				s.src = span{at + n, at + n + addr6}
			}
		}
	}
}

// whole reports whether the payload of an IP header is all there and not a fragment.
func whole(f *wire.Frame, ip, upTo int) bool {
	k, p := f.Header(ip)
	if k == wire.KindIPv4 {
		return int(wire.IPv4(p).Length()) <= len(p) && wire.Uint16(p, 6)&0x3fff == 0
	}
	if n := int(wire.IPv6(p).Length()); n == 0 || n > len(p)-wire.IPv6Len {
		return false
	}
	for i := ip + 1; i < upTo; i++ {
		if k, p := f.Header(i); k == wire.KindIPv6Fragment && wire.Uint16(p, 2)&^6 != 0 {
			return false
		}
	}
	return true
}

// addresses moves every address in the headers of a frame that begins at base.
func (r *rewriter) addresses(f *wire.Frame, base int) {
	if len(r.maps) == 0 {
		return
	}
	for i := range f.Len() {
		k, p := f.Header(i)
		at, _, _ := f.Span(i)
		at += base
		switch k {
		case wire.KindIPv4:
			r.move(at+12, 4)
			r.move(at+16, 4)
		case wire.KindIPv6:
			r.move(at+8, 16)
			r.move(at+24, 16)
		case wire.KindIPv6Routing:
			routed(wire.IPv6Routing(p), func(n int) { r.move(at+n, addr6) })
		case wire.KindIPv6DestOpts:
			if n, ok := homeAddress(wire.IPv6DestOpts(p)); ok {
				r.move(at+n, addr6)
			}
		case wire.KindARP:
			if len(p) >= 28 && wire.Uint16(p, 2) == uint16(wire.EtherTypeIPv4) && p[4] == 6 && p[5] == 4 {
				r.move(at+14, 4)
				r.move(at+24, 4)
			}
		case wire.KindICMPv6: // neighbour solicitation, advertisement and redirect, RFC 4861 section 4
			if len(p) >= 24 && p[0] >= 135 && p[0] <= 137 {
				r.move(at+8, 16)
			}
			if len(p) >= 40 && p[0] == 137 {
				r.move(at+24, 16)
			}
		}
	}
}

// move moves the address of n bytes at a place.
func (r *rewriter) move(at, n int) {
	a, _ := netip.AddrFromSlice(r.sums.b[at : at+n])
	for _, m := range r.maps {
		if m.from.Contains(a) {
			var to [16]byte
			moved(to[:n], m.to, r.sums.b[at:at+n])
			r.sums.write(at, to[:n])
			return
		}
	}
}

// moved writes to out the address that has the bits of a network and, behind them,
// those of old.
func moved(out []byte, network netip.Prefix, old []byte) {
	if a := network.Addr(); a.Is4() {
		b := a.As4()
		copy(out, b[:])
	} else {
		b := a.As16()
		copy(out, b[:])
	}
	for i := range out {
		keep := max(0, min(8, network.Bits()-8*i)) // bits of the network in this byte
		mask := byte(0xff) >> keep
		out[i] = out[i]&^mask | old[i]&mask
	}
}
