package wire

import (
	"iter"
	"net/netip"
)

// IPv4Options is the option area of an IPv4 header: what is on the wire, no more
// and no less. The zero value has no options; the Add methods append to it.
// RFC 791 §3.1.
type IPv4Options []byte

// An IPv4Option is one option of an IPv4 header.
type IPv4Option struct {
	Kind IPv4OptionKind
	Data []byte // without kind and length; nil for end of list and no operation
}

// All yields the options up to the end of the list, of the area, or the first
// malformed one. The end-of-list option itself is not yielded.
func (o IPv4Options) All() iter.Seq[IPv4Option] {
	return func(yield func(IPv4Option) bool) {
		for b := o; len(b) > 0; {
			opt, n := b.first()
			if n == 0 || opt.Kind == IPv4OptEnd || !yield(opt) {
				return
			}
			b = b[n:]
		}
	}
}

// first returns the first option and its length, or 0 if it is malformed.
func (o IPv4Options) first() (IPv4Option, int) {
	switch k := IPv4OptionKind(o[0]); k {
	case IPv4OptEnd, IPv4OptNOP:
		return IPv4Option{Kind: k}, 1
	default:
		if len(o) < 2 || o[1] < 2 || int(o[1]) > len(o) {
			return IPv4Option{}, 0
		}
		return IPv4Option{k, o[2:o[1]]}, int(o[1])
	}
}

// Malformed returns the offset of the first option whose length is impossible,
// or -1.
func (o IPv4Options) Malformed() int {
	for off := 0; off < len(o); {
		opt, n := o[off:].first()
		if n == 0 {
			return off
		}
		if opt.Kind == IPv4OptEnd {
			break
		}
		off += n
	}
	return -1
}

// Padding returns what follows the end-of-list option, which should be zero.
func (o IPv4Options) Padding() []byte {
	for off := 0; off < len(o); {
		opt, n := o[off:].first()
		if n == 0 {
			break
		}
		off += n
		if opt.Kind == IPv4OptEnd {
			return o[off:]
		}
	}
	return nil
}

// Find returns the first option of kind k.
func (o IPv4Options) Find(k IPv4OptionKind) (IPv4Option, bool) {
	for opt := range o.All() {
		if opt.Kind == k {
			return opt, true
		}
	}
	return IPv4Option{}, false
}

// Route returns the first option that is a loose or strict source route, or
// records the route.
func (o IPv4Options) Route() (IPv4Route, bool) {
	for opt := range o.All() {
		if r, ok := opt.Route(); ok {
			return r, true
		}
	}
	return IPv4Route{}, false
}

// FinalDst returns where a datagram goes that has the destination dst in its
// header: the last address of a source route that is not used up, or dst. It is
// what transport checksums cover, RFC 791 §3.1: a source-routed datagram's Dst
// is only its next stop.
func (o IPv4Options) FinalDst(dst [4]byte) [4]byte {
	for opt := range o.All() {
		r, ok := opt.Route()
		if !ok || opt.Kind == IPv4OptRecordRoute {
			continue
		}
		if n := len(r.Addrs); n >= 4 && int(r.Pointer) <= n {
			return [4]byte(r.Addrs[n/4*4-4:])
		}
	}
	return dst
}

// Add appends an option. It does not check that its data suits its kind.
func (o IPv4Options) Add(k IPv4OptionKind, data ...byte) IPv4Options {
	if k == IPv4OptEnd || k == IPv4OptNOP {
		return append(o, byte(k))
	}
	return append(append(o, byte(k), byte(2+len(data))), data...)
}

// An IPv4Route is the data of a record route, loose or strict source route
// option. RFC 791 §3.1.
type IPv4Route struct {
	Pointer uint8     // of the next slot, counted from 4; beyond the last if all are used
	Addrs   IPv4Addrs // the slots
}

// Route returns the option's data if it is a loose or strict source route, or
// records the route.
func (p IPv4Option) Route() (r IPv4Route, ok bool) {
	switch p.Kind {
	case IPv4OptRecordRoute, IPv4OptLooseRoute, IPv4OptStrictRoute:
		if len(p.Data) > 0 {
			return IPv4Route{p.Data[0], p.Data[1:]}, true
		}
	}
	return IPv4Route{}, false
}

// IPv4Addrs is a row of IPv4 addresses.
type IPv4Addrs []byte

// All yields the addresses.
func (a IPv4Addrs) All() iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for b := a; len(b) >= 4 && yield(netip.AddrFrom4([4]byte(b))); {
			b = b[4:]
		}
	}
}

// Add appends addresses; those that are not IPv4 become 0.0.0.0.
func (a IPv4Addrs) Add(addrs ...netip.Addr) IPv4Addrs {
	for _, x := range addrs {
		n := len(a)
		a = append(a, 0, 0, 0, 0)
		PutAddr4(a[n:], x)
	}
	return a
}

func (o IPv4Options) addRoute(k IPv4OptionKind, addrs IPv4Addrs) IPv4Options {
	return append(append(o, byte(k), byte(3+len(addrs)), ipv4OptPointerFirst), addrs...)
}

// AddRecordRoute appends an option with room for n addresses, at most 9.
func (o IPv4Options) AddRecordRoute(n int) IPv4Options {
	return o.addRoute(IPv4OptRecordRoute, make(IPv4Addrs, 4*clamp(n, 0, 9)))
}

// AddLooseRoute appends a loose source route to follow after the header's Dst:
// the last address is the final destination.
func (o IPv4Options) AddLooseRoute(addrs ...netip.Addr) IPv4Options {
	return o.addRoute(IPv4OptLooseRoute, IPv4Addrs{}.Add(addrs...))
}

// AddStrictRoute appends a strict source route; see AddLooseRoute.
func (o IPv4Options) AddStrictRoute(addrs ...netip.Addr) IPv4Options {
	return o.addRoute(IPv4OptStrictRoute, IPv4Addrs{}.Add(addrs...))
}

// IPv4TimestampFlag says what is in an IPv4 timestamp option.
type IPv4TimestampFlag uint8

// The forms of a timestamp option. RFC 791 §3.1.
const (
	TimestampsOnly         IPv4TimestampFlag = 0
	TimestampsWithAddrs    IPv4TimestampFlag = 1 // every router adds its address too
	TimestampsPrespecified IPv4TimestampFlag = 3 // only the routers whose addresses are given
)

func (f IPv4TimestampFlag) String() string {
	switch f {
	case TimestampsOnly:
		return "timestamps"
	case TimestampsWithAddrs:
		return "timestamps with addresses"
	case TimestampsPrespecified:
		return "timestamps at given addresses"
	}
	return itoa(int(f))
}

// IPv4Timestamps is the data of a timestamp option. RFC 791 §3.1.
type IPv4Timestamps struct {
	Pointer  uint8 // of the next slot, counted from 5
	Overflow uint8 // routers that found no slot, at most 15
	Flag     IPv4TimestampFlag
	Slots    []byte
}

// An IPv4Timestamp is one slot of a timestamp option.
type IPv4Timestamp struct {
	Addr netip.Addr // zero if the option has timestamps only
	Time uint32     // milliseconds since midnight UT, or something else if the highest bit is set
}

// Timestamps returns the option's data if it is a timestamp option.
func (p IPv4Option) Timestamps() (t IPv4Timestamps, ok bool) {
	if p.Kind != IPv4OptTimestamp || len(p.Data) < 2 {
		return t, false
	}
	return IPv4Timestamps{p.Data[0], p.Data[1] >> 4, IPv4TimestampFlag(p.Data[1] & 15), p.Data[2:]}, true
}

// All yields the slots, filled or not.
func (t IPv4Timestamps) All() iter.Seq[IPv4Timestamp] {
	return func(yield func(IPv4Timestamp) bool) {
		for b := t.Slots; len(b) >= 4; {
			var s IPv4Timestamp
			if t.Flag == TimestampsWithAddrs || t.Flag == TimestampsPrespecified {
				if len(b) < 8 {
					return
				}
				s.Addr = netip.AddrFrom4([4]byte(b))
				b = b[4:]
			}
			s.Time = Uint32(b, 0)
			if b = b[4:]; !yield(s) {
				return
			}
		}
	}
}

// AddTimestamps appends a timestamp option with room for n timestamps, with
// addresses or without.
func (o IPv4Options) AddTimestamps(flag IPv4TimestampFlag, n int) IPv4Options {
	size := 4
	if flag != TimestampsOnly {
		size = 8
	}
	n = size * clamp(n, 0, 36/size)
	return append(append(o, byte(IPv4OptTimestamp), byte(4+n), ipv4OptTimestampPointerFirst, byte(flag)), make([]byte, n)...)
}

// AddTimestampsAt appends a timestamp option that is for the given routers.
func (o IPv4Options) AddTimestampsAt(addrs ...netip.Addr) IPv4Options {
	o = append(o, byte(IPv4OptTimestamp), byte(4+8*len(addrs)), ipv4OptTimestampPointerFirst, byte(TimestampsPrespecified))
	for _, a := range addrs {
		o = append(IPv4Options(IPv4Addrs(o).Add(a)), 0, 0, 0, 0)
	}
	return o
}

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
