package wire

import "net/netip"

// An NDRegistration is the data of an address registration option. RFC 8505 §4.1.
type NDRegistration struct {
	Status        uint8
	Opaque        uint8
	Flags         uint8 // I in bits 5 and 4 from the lowest, then R (2) and T (1)
	TransactionID uint8
	Lifetime      uint16 // in minutes
	ROVR          []byte // registration ownership verifier, of 8, 16, 24 or 32 bytes; an EUI-64 in RFC 6775
}

// Registration returns the data of an address registration option, ARO or EARO.
func (p NDOption) Registration() (r NDRegistration, ok bool) {
	d := p.Data
	if p.Type != NDOptRegistration || len(d) < 14 {
		return r, false
	}
	return NDRegistration{d[0], d[1], d[2], d[3], Uint16(d, 4), d[6:]}, true
}

// AddRegistration appends an address registration option.
func (o NDOptions) AddRegistration(r NDRegistration) NDOptions {
	d := []byte{r.Status, r.Opaque, r.Flags, r.TransactionID, byte(r.Lifetime >> 8), byte(r.Lifetime)}
	return o.Add(NDOptRegistration, append(d, r.ROVR...)...)
}

// A SixLoWPANContext is the data of a 6LoWPAN context option. RFC 6775 §4.2.
type SixLoWPANContext struct {
	Prefix   netip.Prefix
	Compress bool  // C: may be used for compression
	ID       uint8 // 4 bits
	Lifetime uint16
}

// SixLoWPANContext returns the data of a 6LoWPAN context option. The lifetime is in
// minutes.
func (p NDOption) SixLoWPANContext() (c SixLoWPANContext, ok bool) {
	d := p.Data
	if p.Type != NDOpt6LoWPANContext || len(d) < 6 || len(d) > 22 || d[0] > 128 {
		return c, false
	}
	return SixLoWPANContext{prefix(d[6:], d[0]), d[1]&0x10 != 0, d[1] & 15, Uint16(d, 4)}, true
}

// Add6LoWPANContext appends a 6LoWPAN context option.
func (o NDOptions) Add6LoWPANContext(c SixLoWPANContext) NDOptions {
	n, a := max(0, c.Prefix.Bits()), [16]byte{}
	PutAddr16(a[:], c.Prefix.Addr())
	d := []byte{byte(n), Bit(c.Compress)<<4 | c.ID&15, 0, 0, byte(c.Lifetime >> 8), byte(c.Lifetime)}
	return o.Add(NDOpt6LoWPANContext, append(d, a[:(n+63)/64*8]...)...)
}

// Addrs returns the addresses of a source or target address list. RFC 3122 §3.1.
func (p NDOption) Addrs() (a IPv6Addrs, ok bool) {
	if p.Type != NDOptSourceAddrs && p.Type != NDOptTargetAddrs || len(p.Data) < 6 {
		return nil, false
	}
	return p.Data[6:], true
}

// AddSourceAddrs appends a source address list.
func (o NDOptions) AddSourceAddrs(addrs ...netip.Addr) NDOptions {
	return o.Add(NDOptSourceAddrs, make(IPv6Addrs, 6, 22).Add(addrs...)...)
}

// AddTargetAddrs appends a target address list.
func (o NDOptions) AddTargetAddrs(addrs ...netip.Addr) NDOptions {
	return o.Add(NDOptTargetAddrs, make(IPv6Addrs, 6, 22).Add(addrs...)...)
}

// AdvertInterval returns the longest time in milliseconds between unsolicited
// router advertisements. RFC 6275 §7.3.
func (p NDOption) AdvertInterval() (ms uint32, ok bool) {
	if p.Type != NDOptAdvertInterval || len(p.Data) != 6 {
		return 0, false
	}
	return Uint32(p.Data, 2), true
}

// AddAdvertInterval appends an advertisement interval in milliseconds.
func (o NDOptions) AddAdvertInterval(ms uint32) NDOptions {
	x := be32(ms)
	return o.Add(NDOptAdvertInterval, 0, 0, x[0], x[1], x[2], x[3])
}

// HomeAgent returns the preference and lifetime in seconds of a home agent.
// RFC 6275 §7.4.
func (p NDOption) HomeAgent() (preference, lifetime uint16, ok bool) {
	if p.Type != NDOptHomeAgent || len(p.Data) != 6 {
		return 0, 0, false
	}
	return Uint16(p.Data, 2), Uint16(p.Data, 4), true
}

// AddHomeAgent appends home agent information.
func (o NDOptions) AddHomeAgent(preference, lifetime uint16) NDOptions {
	return o.Add(NDOptHomeAgent, 0, 0, byte(preference>>8), byte(preference), byte(lifetime>>8), byte(lifetime))
}
