package main

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/gocap-project/gocap/wire"
)

// rewriteFlags say what to change in packets before they are sent.
type rewriteFlags struct {
	srcMAC, dstMAC string
	maps           []string
	vlan           string
	ttl            int
	fix            bool
}

func (f *rewriteFlags) define(s *pflag.FlagSet) {
	s.StringVar(&f.srcMAC, "src-mac", "", "source `address` of the Ethernet header")
	s.StringVar(&f.dstMAC, "dst-mac", "", "destination `address` of the Ethernet header")
	s.StringArrayVar(&f.maps, "map-ip", nil, "move addresses from one network to another: `OLD/BITS=NEW/BITS`, or an address each; repeat for several, of which the first that fits counts")
	s.StringVar(&f.vlan, "vlan", "", "VLAN `id` of the outermost tag, which is put in where there is none; none takes all tags out")
	s.IntVar(&f.ttl, "ttl", 0, "time to live or hop limit `n` of the outermost IP header")
	s.BoolVar(&f.fix, "fix-checksums", false, "compute all checksums anew; without it they stay as right or wrong as they were")
}

// A mapping moves the addresses of a network to another.
type mapping struct{ from, to netip.Prefix }

// A rewriter changes packets.
type rewriter struct {
	src, dst net.HardwareAddr
	maps     []mapping
	tag      int // VLAN identifier, or one of these
	ttl      uint8
	fix      bool

	frame, inner wire.Frame
	sums         sums
	fixed, left  int64 // checksums that were wrong, and that cannot be computed
	deep         int64 // packets with more checksums than are looked at
}

const (
	keepTags = -1
	noTags   = -2
)

// rewriter returns what the flags ask for.
func (f *rewriteFlags) rewriter() (r *rewriter, err error) {
	r = &rewriter{tag: keepTags, fix: f.fix}
	for _, m := range []struct {
		flag, text string
		to         *net.HardwareAddr
	}{{"--src-mac", f.srcMAC, &r.src}, {"--dst-mac", f.dstMAC, &r.dst}} {
		if m.text == "" {
			continue
		}
		if *m.to, err = net.ParseMAC(m.text); err != nil || len(*m.to) != 6 {
			return nil, usage("%s %s: it is not an Ethernet address such as 02:00:00:00:00:01", m.flag, m.text)
		}
	}
	for _, text := range f.maps {
		m, err := parseMapping(text)
		if err != nil {
			return nil, usage("--map-ip %s: %w", text, err)
		}
		r.maps = append(r.maps, m)
	}
	if f.vlan == "none" {
		r.tag = noTags
	} else if f.vlan != "" {
		if r.tag, err = strconv.Atoi(f.vlan); err != nil || r.tag < 0 || r.tag > 4095 {
			return nil, usage("--vlan %s: it is a number up to 4095, or none", f.vlan)
		}
	}
	if f.ttl < 0 || f.ttl > 255 {
		return nil, usage("--ttl %d: it is a number from 1 to 255", f.ttl)
	}
	r.ttl = uint8(f.ttl)
	return r, nil
}

// parseMapping reads OLD/BITS=NEW/BITS.
func parseMapping(text string) (m mapping, err error) {
	old, to, ok := strings.Cut(text, "=")
	if !ok {
		return m, fmt.Errorf("it should be like 10.0.0.0/8=192.0.0.0/8")
	}
	if m.from, err = parseNetwork(old); err != nil {
		return m, err
	}
	if m.to, err = parseNetwork(to); err != nil {
		return m, err
	}
	if m.from.Bits() != m.to.Bits() || m.from.Addr().Is4() != m.to.Addr().Is4() {
		return m, fmt.Errorf("%v and %v are not of the same size", m.from, m.to)
	}
	return m, nil
}

// parseNetwork reads an address, or an address and bits.
func parseNetwork(s string) (netip.Prefix, error) {
	if strings.Contains(s, "/") {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return p, fmt.Errorf("%q is not a network such as 10.0.0.0/8", s)
		}
		return p.Masked(), nil
	}
	a, err := netip.ParseAddr(s)
	if err != nil || a.Zone() != "" {
		return netip.Prefix{}, fmt.Errorf("%q is not an address", s)
	}
	return netip.PrefixFrom(a, a.BitLen()), nil
}

// idle reports whether nothing is changed.
func (r *rewriter) idle() bool {
	return r.src == nil && r.dst == nil && len(r.maps) == 0 && r.tag == keepTags && r.ttl == 0 && !r.fix
}

// apply changes an Ethernet frame, or if ether is false an IP packet, and returns it.
// It needs room behind b for a tag.
func (r *rewriter) apply(b []byte, ether bool) []byte {
	if r.idle() {
		return b
	}
	kind := wire.KindNone
	if ether && len(b) >= wire.EthernetLen {
		kind = wire.KindEthernet
		copy(b, r.dst)
		copy(b[6:], r.src)
		b = r.retag(b)
	} else if !ether && len(b) > 0 {
		kind = ipKind(b[0])
	}
	if len(r.maps) == 0 && r.ttl == 0 && !r.fix {
		return b
	}
	r.sums.reset(b)
	_ = r.frame.ParseAs(kind, b) // what is good before a fault is changed
	r.collect(&r.frame, 0, false)
	r.outermost()
	r.addresses(&r.frame, 0)
	r.quoted()
	r.sums.settle()
	if r.fix {
		fixed, left := r.sums.fix()
		r.fixed, r.left = r.fixed+int64(fixed), r.left+int64(left)
	}
	if r.sums.deep {
		r.deep++
	}
	return b
}

// ipKind is the kind of an IP header, by its first byte.
func ipKind(first byte) wire.Kind {
	switch first >> 4 {
	case 4:
		return wire.KindIPv4
	case 6:
		return wire.KindIPv6
	}
	return wire.KindNone
}

// retag changes the tags of an Ethernet frame.
func (r *rewriter) retag(b []byte) []byte {
	const at = 12
	tagged := func() bool {
		t := wire.EtherType(wire.Uint16(b, at))
		return len(b) >= at+6 && (t == wire.EtherTypeVLAN || t == wire.EtherTypeQinQ)
	}
	switch {
	case r.tag == keepTags:
	case r.tag == noTags:
		for tagged() {
			b = append(b[:at], b[at+wire.VLANLen:]...)
		}
	case tagged():
		wire.PutUint16(b, at+2, wire.Uint16(b, at+2)&0xf000|uint16(r.tag))
	default:
		b = append(b, 0, 0, 0, 0)
		copy(b[at+wire.VLANLen:], b[at:])
		wire.PutUint16(b, at, uint16(wire.EtherTypeVLAN))
		wire.PutUint16(b, at+2, uint16(r.tag))
	}
	return b
}

// outermost sets what is set in the outermost IP header only.
func (r *rewriter) outermost() {
	if r.ttl == 0 {
		return
	}
	for i := range r.frame.Len() {
		k, _ := r.frame.Header(i)
		at, _, _ := r.frame.Span(i)
		switch k {
		case wire.KindIPv4: // TTL and protocol are one word
			r.sums.put(at+8, uint16(r.ttl)<<8|uint16(r.sums.b[at+9]))
			return
		case wire.KindIPv6:
			r.sums.put(at+6, uint16(r.sums.b[at+6])<<8|uint16(r.ttl))
			return
		}
	}
}

// quoted changes the packet that an ICMP error quotes: it may be cut anywhere.
func (r *rewriter) quoted() {
	n := r.frame.Len()
	if n == 0 || len(r.maps) == 0 {
		return
	}
	k, p := r.frame.Header(n - 1)
	at, _, _ := r.frame.Span(n - 1)
	const header = 8
	if len(p) <= header || !isError(k, p[0]) {
		return
	}
	_ = r.inner.ParseAs(ipKind(p[header]), p[header:])
	r.collect(&r.inner, at+header, true)
	r.addresses(&r.inner, at+header)
}

// isError reports whether an ICMP message quotes a packet.
func isError(k wire.Kind, typ byte) bool {
	switch k {
	case wire.KindICMPv4:
		return typ == 3 || typ == 4 || typ == 5 || typ == 11 || typ == 12
	case wire.KindICMPv6:
		return typ >= 1 && typ <= 4
	}
	return false
}
