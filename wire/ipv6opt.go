package wire

import (
	"iter"
	"net/netip"
)

// IPv6Options is the option area of a hop-by-hop or destination options header:
// type-length-value triples, of which Pad1 is a lone zero. The area begins two
// bytes into the header, which is what alignment counts from. RFC 8200 §4.2.
type IPv6Options []byte

// An IPv6Option is one option of an IPv6 extension header.
type IPv6Option struct {
	Type IPv6OptionType
	Data []byte // without type and length; nil for Pad1
}

// All yields the options in order, padding too, and stops before the first
// malformed one.
func (o IPv6Options) All() iter.Seq[IPv6Option] {
	return func(yield func(IPv6Option) bool) {
		for b := o; len(b) > 0; {
			opt, n := b.first()
			if n == 0 || !yield(opt) {
				return
			}
			b = b[n:]
		}
	}
}

// first returns the first option and its length, or 0 if it is malformed.
func (o IPv6Options) first() (IPv6Option, int) {
	if o[0] == 0 {
		return IPv6Option{}, 1
	}
	if len(o) < 2 || len(o) < 2+int(o[1]) {
		return IPv6Option{}, 0
	}
	n := 2 + int(o[1])
	return IPv6Option{IPv6OptionType(o[0]), o[2:n]}, n
}

// Malformed returns the offset of the first option that runs out of the area, or -1.
func (o IPv6Options) Malformed() int {
	for off := 0; off < len(o); {
		_, n := o[off:].first()
		if n == 0 {
			return off
		}
		off += n
	}
	return -1
}

// Find returns the data of the first option of type t.
func (o IPv6Options) Find(t IPv6OptionType) (data []byte, ok bool) {
	for b := o; len(b) > 0; {
		opt, n := b.first()
		if n == 0 {
			break
		}
		if opt.Type == t {
			return opt.Data, true
		}
		b = b[n:]
	}
	return nil, false
}

// Add appends an option without regard to alignment.
func (o IPv6Options) Add(t IPv6OptionType, data ...byte) IPv6Options {
	if t == IPv6OptPad1 {
		return append(o, 0)
	}
	return append(append(o, byte(t), byte(len(data))), data...)
}

// AddAligned appends an option at an offset of the header that is y more than a
// multiple of n, which RFCs write as "nn+y", with padding before it as needed.
func (o IPv6Options) AddAligned(n, y int, t IPv6OptionType, data ...byte) IPv6Options {
	if n > 1 && n <= 8 {
		at := len(o) + 2
		o = o.AddPad(((y-at)%n + n) % n)
	}
	return o.Add(t, data...)
}

// AddPad appends n bytes of padding: nothing, Pad1, or PadN, of which one is
// at most 257 bytes long.
func (o IPv6Options) AddPad(n int) IPv6Options {
	for n > 0 {
		k := min(n, 257)
		if n -= k; k == 1 {
			o = append(o, 0)
			continue
		}
		o = append(append(o, byte(IPv6OptPadN), byte(k-2)), make([]byte, k-2)...)
	}
	return o
}

// Pad appends the padding that makes the header a multiple of 8 bytes. Building a
// layer does so by itself.
func (o IPv6Options) Pad() IPv6Options { return o.AddPad(-(len(o) + 2) & 7) }

// Values of a router alert. RFC 2711 §2.1 and its registry.
const (
	RouterAlertMLD  = 0
	RouterAlertRSVP = 1
	RouterAlertAN   = 2 // active networks
)

// RouterAlert returns the value of the router alert option. RFC 2711 §2.1.
func (o IPv6Options) RouterAlert() (value uint16, ok bool) {
	if d, _ := o.Find(IPv6OptRouterAlert); len(d) == 2 {
		return Uint16(d, 0), true
	}
	return 0, false
}

// AddRouterAlert appends a router alert.
func (o IPv6Options) AddRouterAlert(value uint16) IPv6Options {
	return o.AddAligned(2, 0, IPv6OptRouterAlert, byte(value>>8), byte(value))
}

// Jumbo returns the length in bytes of a jumbogram, from the end of the IPv6
// header. RFC 2675 §2.
func (o IPv6Options) Jumbo() (n uint32, ok bool) {
	if d, _ := o.Find(IPv6OptJumbo); len(d) == 4 {
		return Uint32(d, 0), true
	}
	return 0, false
}

// AddJumbo appends the length of a jumbogram.
func (o IPv6Options) AddJumbo(n uint32) IPv6Options {
	return o.AddAligned(4, 2, IPv6OptJumbo, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
}

// TunnelLimit returns how many more encapsulations are permitted. RFC 2473 §4.1.1.
func (o IPv6Options) TunnelLimit() (n uint8, ok bool) {
	if d, _ := o.Find(IPv6OptTunnelLimit); len(d) == 1 {
		return d[0], true
	}
	return 0, false
}

// AddTunnelLimit appends a tunnel encapsulation limit.
func (o IPv6Options) AddTunnelLimit(n uint8) IPv6Options { return o.Add(IPv6OptTunnelLimit, n) }

// HomeAddress returns the home address of a mobile node, which upper layers see
// as the packet's source. RFC 6275 §6.3.
func (o IPv6Options) HomeAddress() (a netip.Addr, ok bool) {
	if d, _ := o.Find(IPv6OptHomeAddress); len(d) == 16 {
		return netip.AddrFrom16([16]byte(d)), true
	}
	return netip.Addr{}, false
}

// AddHomeAddress appends a home address.
func (o IPv6Options) AddHomeAddress(a netip.Addr) IPv6Options {
	var d [16]byte
	PutAddr16(d[:], a)
	return o.AddAligned(8, 6, IPv6OptHomeAddress, d[:]...)
}

// QuickStart returns the quick-start option. RFC 4782 §3.2.
func (o IPv6Options) QuickStart() (q QuickStart, ok bool) {
	d, _ := o.Find(IPv6OptQuickStart)
	return quickStart(d)
}

// AddQuickStart appends a quick-start option.
func (o IPv6Options) AddQuickStart(q QuickStart) IPv6Options {
	d := q.data()
	return o.AddAligned(4, 0, IPv6OptQuickStart, d[:]...)
}

// An IPv6RPL is the data of an RPL option. RFC 6553 §3.
type IPv6RPL struct {
	Flags      uint8 // 0x80 down, 0x40 rank error, 0x20 forwarding error
	Instance   uint8 // of RPL
	SenderRank uint16
	SubTLVs    []byte
}

// RPL returns the RPL option, of the old or the new type.
func (o IPv6Options) RPL() (r IPv6RPL, ok bool) {
	d, _ := o.Find(IPv6OptRPL)
	if d == nil {
		d, _ = o.Find(IPv6OptRPLOld)
	}
	if len(d) < 4 {
		return r, false
	}
	return IPv6RPL{d[0], d[1], Uint16(d, 2), d[4:]}, true
}

// AddRPL appends an RPL option of type 0x23, RFC 9008.
func (o IPv6Options) AddRPL(r IPv6RPL) IPv6Options {
	o = o.AddAligned(2, 0, IPv6OptRPL, r.Flags, r.Instance, byte(r.SenderRank>>8), byte(r.SenderRank))
	o[len(o)-5] += byte(len(r.SubTLVs))
	return append(o, r.SubTLVs...)
}

// A CALIPSO is the data of a CALIPSO option. RFC 5570 §5.1.
type CALIPSO struct {
	DOI         uint32 // domain of interpretation
	Level       uint8  // sensitivity
	CRC         uint16 // CRC-16 of the option
	Compartment []byte // bitmap, a multiple of 4 bytes
}

// CALIPSO returns the CALIPSO option.
func (o IPv6Options) CALIPSO() (c CALIPSO, ok bool) {
	d, _ := o.Find(IPv6OptCALIPSO)
	if len(d) < 8 || len(d) != 8+4*int(d[4]) {
		return c, false
	}
	return CALIPSO{Uint32(d, 0), d[5], Uint16(d, 6), d[8:]}, true
}

// AddCALIPSO appends a CALIPSO option. CRC is c's; the compartment bitmap is cut to
// a multiple of 4 bytes.
func (o IPv6Options) AddCALIPSO(c CALIPSO) IPv6Options {
	words := min(len(c.Compartment)/4, 61)
	o = o.AddAligned(4, 2, IPv6OptCALIPSO, byte(c.DOI>>24), byte(c.DOI>>16), byte(c.DOI>>8), byte(c.DOI),
		byte(words), c.Level, byte(c.CRC>>8), byte(c.CRC))
	o[len(o)-9] += byte(4 * words)
	return append(o, c.Compartment[:4*words]...)
}

// PathMTU returns the smallest MTU that the packet met so far, and the one that
// its receiver reports back. RFC 9268 §5.
func (o IPv6Options) PathMTU() (least, reported uint16, ok bool) {
	if d, _ := o.Find(IPv6OptPathMTU); len(d) == 4 {
		return Uint16(d, 0), Uint16(d, 2), true
	}
	return 0, 0, false
}

// AddPathMTU appends a minimum path MTU option.
func (o IPv6Options) AddPathMTU(least, reported uint16) IPv6Options {
	return o.AddAligned(2, 0, IPv6OptPathMTU, byte(least>>8), byte(least), byte(reported>>8), byte(reported))
}

// String returns all options, as in "router alert 0, PadN 0000".
func (o IPv6Options) String() string {
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
func (p IPv6Option) String() string { return string(p.append(nil)) }

func (p IPv6Option) append(b []byte) []byte {
	b = append(b, p.Type.String()...)
	d := p.Data
	if len(d) == 0 {
		return b
	}
	b = append(b, ' ')
	switch {
	case p.Type == IPv6OptRouterAlert && len(d) == 2:
		return appendInt(b, int(Uint16(d, 0)))
	case p.Type == IPv6OptJumbo && len(d) == 4:
		return appendUint(b, Uint32(d, 0))
	case p.Type == IPv6OptTunnelLimit && len(d) == 1:
		return appendInt(b, int(d[0]))
	case p.Type == IPv6OptHomeAddress && len(d) == 16:
		return netip.AddrFrom16([16]byte(d)).AppendTo(b)
	case p.Type == IPv6OptQuickStart && len(d) == 6:
		q, _ := quickStart(d)
		return q.append(b)
	}
	return appendHex(b, d, 0)
}

// IPv6Addrs is a row of IPv6 addresses.
type IPv6Addrs []byte

// All yields the addresses.
func (a IPv6Addrs) All() iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for b := a; len(b) >= 16 && yield(netip.AddrFrom16([16]byte(b))); {
			b = b[16:]
		}
	}
}

// Add appends addresses; those that are not IPv6 become "::".
func (a IPv6Addrs) Add(addrs ...netip.Addr) IPv6Addrs {
	for _, x := range addrs {
		n := len(a)
		a = append(a, make([]byte, 16)...)
		PutAddr16(a[n:], x)
	}
	return a
}

func (a IPv6Addrs) append(b []byte) []byte {
	for i := 0; i+16 <= len(a); i += 16 {
		if i > 0 {
			b = append(b, ' ')
		}
		b = netip.AddrFrom16([16]byte(a[i:])).AppendTo(b)
	}
	return b
}
