package wire

import (
	"iter"
	"net/netip"
)

// Ports of RIP and RIPng. RFC 2453 §3.1, RFC 2080 §2.
const (
	PortRIP   = 520
	PortRIPng = 521
)

// RIPCommand says what a RIP message is. RFC 2453 §3.6, RFC 2091 §3, RFC 1582 §3.
type RIPCommand uint8

// The commands.
const (
	RIPRequest                  RIPCommand = 1
	RIPResponse                 RIPCommand = 2
	RIPTraceOn                  RIPCommand = 3 // obsolete
	RIPTraceOff                 RIPCommand = 4 // obsolete
	RIPPoll                     RIPCommand = 5 // of routed and gated
	RIPPollEntry                RIPCommand = 6
	RIPUpdateRequest            RIPCommand = 9 // triggered extensions, RFC 2091
	RIPUpdateResponse           RIPCommand = 10
	RIPUpdateAcknowledge        RIPCommand = 11
	ripEntryLen                            = 20
	ripAuthFamily                          = 0xffff
	ripAuthSimple                          = 2
	ripAuthCryptographic                   = 3
	ripAuthCryptographicTrailer            = 1
)

func (c RIPCommand) String() string {
	return listed([]string{1: "request", "response", "trace on", "trace off", "poll", "poll entry", 9: "update request", "update response",
		"update acknowledge"}, int(c))
}

// A RIPEntry is an entry of a RIP message: a route, or authentication. RFC 2453 §4.
type RIPEntry struct {
	Family  uint16 // 2 is IPv4, 0 asks for everything, 0xffff is authentication
	Tag     uint16 // route tag, or kind of authentication; unused in version 1
	Addr    netip.Addr
	Mask    [4]byte // unused in version 1
	NextHop netip.Addr
	Metric  uint32 // 1 to 15; 16 is unreachable
}

// Route returns the route's prefix, if Mask is one, and whether it is a route.
func (e RIPEntry) Route() (p netip.Prefix, ok bool) {
	if e.Family != 2 {
		return p, false
	}
	ones, whole := maskBits(Uint32(e.Mask[:], 0))
	return netip.PrefixFrom(e.Addr, ones), whole
}

// maskBits returns the length of a mask, and whether its ones are all before its zeros.
func maskBits(m uint32) (n int, ok bool) {
	for x := m; x>>31 != 0; x <<= 1 {
		n++
	}
	return n, n == 32 || m<<n == 0
}

// Auth returns the data of the entry if it is authentication of type Tag: 2 is a
// password, 3 describes a trailer, 1 is that trailer. RFC 2453 §4.1, RFC 4822 §2.
func (e RIPEntry) Auth() (data [16]byte, ok bool) {
	x := e.append(nil)
	copy(data[:], x[4:])
	return data, e.Family == ripAuthFamily
}

func (e RIPEntry) append(b []byte) []byte {
	n := len(b)
	b = append(b, make([]byte, ripEntryLen)...)
	x := b[n:]
	PutUint16(x, 0, e.Family)
	PutUint16(x, 2, e.Tag)
	PutAddr4(x[4:], e.Addr)
	copy(x[8:], e.Mask[:])
	PutAddr4(x[12:], e.NextHop)
	PutUint32(x, 16, e.Metric)
	return b
}

// RIPEntries is the entries of a RIP message in wire form, of 20 bytes each.
type RIPEntries []byte

// All yields the entries. That a trailer with a digest follows, only its first entry
// says.
func (r RIPEntries) All() iter.Seq[RIPEntry] {
	return func(yield func(RIPEntry) bool) {
		for b := r; len(b) >= ripEntryLen; b = b[ripEntryLen:] {
			e := RIPEntry{Uint16(b, 0), Uint16(b, 2), netip.AddrFrom4([4]byte(b[4:])), [4]byte(b[8:]),
				netip.AddrFrom4([4]byte(b[12:])), Uint32(b, 16)}
			if !yield(e) {
				return
			}
		}
	}
}

// Add returns r and more entries.
func (r RIPEntries) Add(entries ...RIPEntry) RIPEntries {
	r = r[:len(r):len(r)]
	for _, e := range entries {
		r = e.append(r)
	}
	return r
}

// AddPassword returns r and an entry of simple authentication. It comes first.
func (r RIPEntries) AddPassword(password string) RIPEntries {
	e := make([]byte, ripEntryLen)
	e[0], e[1], e[3] = 0xff, 0xff, ripAuthSimple
	copy(e[4:], password)
	return append(r[:len(r):len(r)], e...)
}

// String returns all entries, as in "192.0.2.0/24 metric 1, 0.0.0.0/0 metric 2 via 192.0.2.1".
func (r RIPEntries) String() string {
	var b []byte
	for e := range r.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = e.text(b)
	}
	return string(b)
}

func (e RIPEntry) text(b []byte) []byte {
	if data, ok := e.Auth(); ok {
		switch e.Tag {
		case ripAuthSimple:
			return append(append(append(b, `password "`...), cutZeros(data[:])...), '"')
		case ripAuthCryptographic:
			b = appendInt(append(b, "digest at "...), int(Uint16(data[:], 0)))
			b = appendInt(append(b, " key "...), int(data[2]))
			return appendUint(append(b, " seq "...), Uint32(data[:], 4))
		}
		b = appendInt(append(b, "authentication "...), int(e.Tag))
		return appendHex(append(b, ' '), data[:], 0)
	}
	b = e.Addr.AppendTo(b)
	if n, ok := maskBits(Uint32(e.Mask[:], 0)); ok {
		b = appendInt(append(b, '/'), n)
	} else {
		b = netip.AddrFrom4(e.Mask).AppendTo(append(b, '/'))
	}
	b = appendUint(append(b, " metric "...), e.Metric)
	if !e.NextHop.IsUnspecified() {
		b = e.NextHop.AppendTo(append(b, " via "...))
	}
	if e.Tag != 0 {
		b = appendInt(append(b, " tag "...), int(e.Tag))
	}
	if e.Family != 2 {
		b = appendInt(append(b, " family "...), int(e.Family))
	}
	return b
}

// Entries returns the entries, as far as they are there.
func (v RIP) Entries() RIPEntries {
	return RIPEntries(v[RIPLen : RIPLen+(len(v)-RIPLen)/ripEntryLen*ripEntryLen])
}

// A RIPngEntry is a route table entry of a RIPng message. RFC 2080 §2.1.
type RIPngEntry struct {
	Prefix netip.Addr // or, with a metric of 255, the next hop of what follows
	Tag    uint16
	Bits   uint8 // length of the prefix
	Metric uint8 // 1 to 15; 16 is unreachable; 255 says that this is a next hop
}

// RIPngEntries is the entries of a RIPng message in wire form, of 20 bytes each.
type RIPngEntries []byte

// All yields the entries.
func (r RIPngEntries) All() iter.Seq[RIPngEntry] {
	return func(yield func(RIPngEntry) bool) {
		for b := r; len(b) >= ripEntryLen; b = b[ripEntryLen:] {
			if !yield(RIPngEntry{netip.AddrFrom16([16]byte(b)), Uint16(b, 16), b[18], b[19]}) {
				return
			}
		}
	}
}

// Add returns r and more entries.
func (r RIPngEntries) Add(entries ...RIPngEntry) RIPngEntries {
	r = r[:len(r):len(r)]
	for _, e := range entries {
		n := len(r)
		r = append(r, make([]byte, ripEntryLen)...)
		PutAddr16(r[n:], e.Prefix)
		PutUint16(r[n:], 16, e.Tag)
		r[n+18], r[n+19] = e.Bits, e.Metric
	}
	return r
}

// String returns all entries, as in "2001:db8::/32 metric 1, next hop fe80::1".
func (r RIPngEntries) String() string {
	var b []byte
	for e := range r.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		if e.Metric == 255 {
			b = e.Prefix.AppendTo(append(b, "next hop "...))
			continue
		}
		b = appendInt(append(e.Prefix.AppendTo(b), '/'), int(e.Bits))
		b = appendInt(append(b, " metric "...), int(e.Metric))
		if e.Tag != 0 {
			b = appendInt(append(b, " tag "...), int(e.Tag))
		}
	}
	return string(b)
}

// Entries returns the entries, as far as they are there.
func (v RIPng) Entries() RIPngEntries {
	return RIPngEntries(v[RIPngLen : RIPngLen+(len(v)-RIPngLen)/ripEntryLen*ripEntryLen])
}
