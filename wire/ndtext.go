package wire

// String returns all options, as in "source link-layer address 02:00:00:00:00:01, MTU 1500".
func (o NDOptions) String() string {
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
		off += n
	}
	return string(b)
}

// String returns the option in words.
func (p NDOption) String() string { return string(p.append(nil)) }

func (p NDOption) append(b []byte) []byte {
	b = append(append(b, p.Type.String()...), ' ')
	if m, ok := p.LinkAddr(); ok {
		return m.AppendTo(b)
	}
	if x, ok := p.Prefix(); ok {
		b = append(append(x.Prefix.AppendTo(b), ' '), x.Flags.String()...)
		b = appendLifetime(append(b, " valid "...), x.Valid)
		return appendLifetime(append(b, " preferred "...), x.Preferred)
	}
	if n, ok := p.MTU(); ok {
		return appendUint(b, n)
	}
	if r, ok := p.Route(); ok {
		b = append(append(r.Prefix.AppendTo(b), ' '), r.Preference.String()...)
		return appendLifetime(append(b, ' '), r.Lifetime)
	}
	if t, a, ok := p.RDNSS(); ok {
		return a.append(append(appendLifetime(b, t), ' '))
	}
	if t, names, ok := p.DNSSL(); ok {
		b = appendLifetime(b, t)
		for s := range names.All() {
			b = append(append(b, ' '), s...)
		}
		return b
	}
	if uri, ok := p.CaptivePortal(); ok {
		return append(b, uri...)
	}
	if nat, t, ok := p.PREF64(); ok {
		return appendLifetime(append(nat.AppendTo(b), ' '), uint32(t))
	}
	if c, ok := p.SixLoWPANContext(); ok {
		b = appendInt(append(b, "ID "...), int(c.ID))
		return c.Prefix.AppendTo(append(b, ' '))
	}
	if a, ok := p.Addrs(); ok {
		return a.append(b)
	}
	return appendHex(b, p.Data, 0)
}

func appendLifetime(b []byte, seconds uint32) []byte {
	if seconds == Infinite {
		return append(b, "forever"...)
	}
	return append(appendUint(b, seconds), 's')
}
