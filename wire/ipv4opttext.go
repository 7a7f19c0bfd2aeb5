package wire

import "net/netip"

// String returns all options, as in "NOP, router alert 0".
func (o IPv4Options) String() string {
	var b []byte
	for off := 0; off < len(o); {
		if off > 0 {
			b = append(b, ", "...)
		}
		opt, n := o[off:].first()
		if n == 0 {
			return string(appendHex(append(b, "malformed "...), o[off:], 0))
		}
		b = opt.append(b)
		if off += n; opt.Kind == IPv4OptEnd {
			break
		}
	}
	return string(b)
}

// String returns the option in words.
func (p IPv4Option) String() string { return string(p.append(nil)) }

func (p IPv4Option) append(b []byte) []byte {
	b = append(b, p.Kind.String()...)
	if len(p.Data) == 0 {
		return b
	}
	b = append(b, ' ')
	if r, ok := p.Route(); ok {
		return r.append(b)
	}
	if t, ok := p.Timestamps(); ok {
		return t.append(b)
	}
	if t, ok := p.Traceroute(); ok {
		return t.append(b)
	}
	if c, ok := p.CIPSO(); ok {
		b = appendUint(append(b, "DOI "...), c.DOI)
		for t, data := range c.All() {
			b = appendHex(append(appendInt(append(b, " tag "...), int(t)), '='), data, 0)
		}
		return b
	}
	if q, ok := p.QuickStart(); ok {
		return q.append(b)
	}
	if a, ok := p.DirectedBroadcast(); ok && len(a)%4 == 0 {
		return a.append(b)
	}
	if x, ok := p.number(p.Kind); ok {
		switch p.Kind {
		case IPv4OptRouterAlert, IPv4OptStreamID, IPv4OptMTUProbe, IPv4OptMTUReply:
			return appendInt(b, int(x))
		}
	}
	return appendHex(b, p.Data, 0)
}

func (a IPv4Addrs) append(b []byte) []byte {
	for i := 0; i+4 <= len(a); i += 4 {
		if i > 0 {
			b = append(b, ' ')
		}
		b = netip.AddrFrom4([4]byte(a[i:])).AppendTo(b)
	}
	return b
}

// append marks the slot that the pointer points to with "^".
func (r IPv4Route) append(b []byte) []byte {
	for i := 0; i+4 <= len(r.Addrs); i += 4 {
		if i > 0 {
			b = append(b, ' ')
		}
		if i+ipv4OptPointerFirst == int(r.Pointer) {
			b = append(b, '^')
		}
		b = netip.AddrFrom4([4]byte(r.Addrs[i:])).AppendTo(b)
	}
	return b
}

func (t IPv4Timestamps) append(b []byte) []byte {
	b = append(append(b, '('), t.Flag.String()...)
	b = appendInt(append(b, ", pointer "...), int(t.Pointer))
	b = append(appendInt(append(b, ", overflow "...), int(t.Overflow)), ')')
	for s := range t.All() {
		b = append(b, ' ')
		if s.Addr.IsValid() {
			b = append(s.Addr.AppendTo(b), '@')
		}
		b = appendUint(b, s.Time)
	}
	return b
}

func (t IPv4Traceroute) append(b []byte) []byte {
	b = appendInt(append(b, "ID "...), int(t.ID))
	b = appendInt(append(b, " outbound "...), int(t.OutboundHops))
	b = appendInt(append(b, " return "...), int(t.ReturnHops))
	return t.Originator.AppendTo(append(b, " from "...))
}

func (q QuickStart) append(b []byte) []byte {
	b = appendInt(append(b, "function "...), int(q.Function))
	b = appendInt(append(b, " rate "...), int(q.Rate))
	b = appendInt(append(b, " TTL "...), int(q.TTL))
	return appendUint(append(b, " nonce "...), q.Nonce)
}
