package wire

import (
	"iter"
	"net/netip"
)

// RouterAlert returns the option's value if it is a router alert: 0 means that
// routers shall examine the packet. RFC 2113 §2.1.
func (p IPv4Option) RouterAlert() (value uint16, ok bool) { return p.number(IPv4OptRouterAlert) }

// StreamID returns the option's value if it is a SATNET stream identifier.
func (p IPv4Option) StreamID() (id uint16, ok bool) { return p.number(IPv4OptStreamID) }

// MTU returns the option's value in bytes if it is an MTU probe or reply. RFC 1063 §3.
func (p IPv4Option) MTU() (n uint16, ok bool) {
	if p.Kind == IPv4OptMTUReply {
		return p.number(IPv4OptMTUReply)
	}
	return p.number(IPv4OptMTUProbe)
}

func (p IPv4Option) number(k IPv4OptionKind) (x uint16, ok bool) {
	if p.Kind != k || len(p.Data) != 2 {
		return 0, false
	}
	return Uint16(p.Data, 0), true
}

// AddRouterAlert appends a router alert, of which only the value 0 is in use.
func (o IPv4Options) AddRouterAlert(value uint16) IPv4Options {
	return o.add16(IPv4OptRouterAlert, value)
}

// AddStreamID appends a stream identifier.
func (o IPv4Options) AddStreamID(id uint16) IPv4Options { return o.add16(IPv4OptStreamID, id) }

// AddMTUProbe appends an MTU probe of n bytes.
func (o IPv4Options) AddMTUProbe(n uint16) IPv4Options { return o.add16(IPv4OptMTUProbe, n) }

// AddMTUReply appends an MTU reply of n bytes.
func (o IPv4Options) AddMTUReply(n uint16) IPv4Options { return o.add16(IPv4OptMTUReply, n) }

func (o IPv4Options) add16(k IPv4OptionKind, x uint16) IPv4Options {
	return append(o, byte(k), 4, byte(x>>8), byte(x))
}

// An IPv4Security is the data of a basic security option. RFC 1108 §2.
type IPv4Security struct {
	Level       uint8  // classification: 0x3d top secret, 0x5a secret, 0x96 confidential, 0xab unclassified
	Authorities []byte // flags of protection authorities; the lowest bit of a byte says that one more follows
}

// Security returns the option's data if it is a security option.
func (p IPv4Option) Security() (s IPv4Security, ok bool) {
	if p.Kind != IPv4OptSecurity || len(p.Data) == 0 {
		return s, false
	}
	return IPv4Security{p.Data[0], p.Data[1:]}, true
}

// AddSecurity appends a basic security option.
func (o IPv4Options) AddSecurity(s IPv4Security) IPv4Options {
	return append(append(o, byte(IPv4OptSecurity), byte(3+len(s.Authorities)), s.Level), s.Authorities...)
}

// An IPv4Traceroute is the data of a traceroute option. RFC 1393 §2.2.
type IPv4Traceroute struct {
	ID           uint16
	OutboundHops uint16
	ReturnHops   uint16 // 0xffff in an outbound packet
	Originator   netip.Addr
}

// Traceroute returns the option's data if it is a traceroute option.
func (p IPv4Option) Traceroute() (t IPv4Traceroute, ok bool) {
	if d := p.Data; p.Kind == IPv4OptTraceroute && len(d) == 10 {
		return IPv4Traceroute{Uint16(d, 0), Uint16(d, 2), Uint16(d, 4), netip.AddrFrom4([4]byte(d[6:]))}, true
	}
	return t, false
}

// AddTraceroute appends a traceroute option.
func (o IPv4Options) AddTraceroute(t IPv4Traceroute) IPv4Options {
	o = append(o, byte(IPv4OptTraceroute), 12, byte(t.ID>>8), byte(t.ID),
		byte(t.OutboundHops>>8), byte(t.OutboundHops), byte(t.ReturnHops>>8), byte(t.ReturnHops))
	return IPv4Options(IPv4Addrs(o).Add(t.Originator))
}

// A CIPSO is the data of a commercial security option. FIPS 188.
type CIPSO struct {
	DOI  uint32 // domain of interpretation
	Tags []byte // each a type, a length that includes both, and data
}

// All yields the tags' types and data, up to the first malformed one.
func (c CIPSO) All() iter.Seq2[uint8, []byte] {
	return func(yield func(uint8, []byte) bool) {
		for b := c.Tags; len(b) >= 2 && b[1] >= 2 && int(b[1]) <= len(b); b = b[b[1]:] {
			if !yield(b[0], b[2:b[1]]) {
				return
			}
		}
	}
}

// CIPSO returns the option's data if it is a CIPSO option.
func (p IPv4Option) CIPSO() (c CIPSO, ok bool) {
	if p.Kind != IPv4OptCIPSO || len(p.Data) < 4 {
		return c, false
	}
	return CIPSO{Uint32(p.Data, 0), p.Data[4:]}, true
}

// AddCIPSO appends a CIPSO option with tags in wire form.
func (o IPv4Options) AddCIPSO(c CIPSO) IPv4Options {
	return append(append(o, byte(IPv4OptCIPSO), byte(6+len(c.Tags)),
		byte(c.DOI>>24), byte(c.DOI>>16), byte(c.DOI>>8), byte(c.DOI)), c.Tags...)
}

// DirectedBroadcast returns the option's addresses if it is a selective directed
// broadcast.
func (p IPv4Option) DirectedBroadcast() (a IPv4Addrs, ok bool) {
	if p.Kind != IPv4OptDirectedBroadcast {
		return nil, false
	}
	return p.Data, true
}

// AddDirectedBroadcast appends a selective directed broadcast.
func (o IPv4Options) AddDirectedBroadcast(addrs ...netip.Addr) IPv4Options {
	return o.Add(IPv4OptDirectedBroadcast, IPv4Addrs{}.Add(addrs...)...)
}

// A QuickStart is the data of a quick-start option, of IPv4 or IPv6. RFC 4782 §3.1.
type QuickStart struct {
	Function uint8  // 4 bits: 0 is a request, 8 a report of the approved rate
	Rate     uint8  // 4 bits: 0, or 40 000 bit/s times 2 to the power of Rate
	TTL      uint8  // of the request
	Nonce    uint32 // 30 bits
}

func quickStart(d []byte) (q QuickStart, ok bool) {
	if len(d) != 6 {
		return q, false
	}
	return QuickStart{d[0] >> 4, d[0] & 15, d[1], Uint32(d, 2) >> 2}, true
}

func (q QuickStart) data() [6]byte {
	n := q.Nonce << 2
	return [6]byte{q.Function<<4 | q.Rate&15, q.TTL, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
}

// QuickStart returns the option's data if it is a quick-start option.
func (p IPv4Option) QuickStart() (q QuickStart, ok bool) {
	if p.Kind != IPv4OptQuickStart {
		return q, false
	}
	return quickStart(p.Data)
}

// AddQuickStart appends a quick-start option.
func (o IPv4Options) AddQuickStart(q QuickStart) IPv4Options {
	d := q.data()
	return o.Add(IPv4OptQuickStart, d[:]...)
}
