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
