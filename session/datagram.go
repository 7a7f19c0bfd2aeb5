package session

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// A Datagram is an IP packet, put together if it came in fragments, as far as Sessions of a network look at it.
type Datagram struct {
	Src, Dst   netip.Addr
	Proto      wire.IPProto // of Payload
	Hops       uint8        // TTL or hop limit
	Fragmented bool         // that it came in fragments
	Cut        bool         // that the capture has only its beginning
	Payload    []byte       // behind the IP header and its extensions
	Length     int          // of the payload by the IP header, more than there is if it is cut; less than 0 if that is not known
}

// addrNumber returns a number for an address: an IPv4 address itself, of IPv6 a mixture of all its bits.
func addrNumber(a netip.Addr) uint64 {
	b := a.As16()
	hi, lo := wire.Uint64(b[:], 0), wire.Uint64(b[:], 8)
	if a.Is4() || a.Is4In6() {
		return lo & 0xffffffff
	}
	return hi*0x9e3779b97f4a7c15 ^ lo
}

// numberMixed makes each bit of the result depend on all of n: SplitMix64's last step.
func numberMixed(n uint64) uint64 {
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

// linkLocalBroadcast is the address that all hosts of an IPv4 link have.
var linkLocalBroadcast = netip.AddrFrom4([4]byte{255, 255, 255, 255})

// oneHost reports whether an address can be that of a single host, and so of a sender.
func oneHost(a netip.Addr) bool {
	return a.IsValid() && !a.IsUnspecified() && !a.IsMulticast() && a != linkLocalBroadcast
}

// owners remembers which hardware address each of the latest addresses had. An address that has no room forgets another.
type owners struct {
	slots [ownerSlots]owner
}

type owner struct {
	addr uint64 // by addrNumber; 0 is empty
	mac  [6]byte
	time int64
}

const (
	ownerSlots = 256
	ownerWays  = 4 // slots that an address may be in
)

// at returns the slot of an address: its own, or else the one in its set that is longest unused.
func (o *owners) at(addr uint64) *owner {
	set := int(numberMixed(addr) % (ownerSlots / ownerWays) * ownerWays)
	best := &o.slots[set]
	for i := range ownerWays {
		s := &o.slots[set+i]
		if s.addr == addr {
			return s
		}
		if s.time < best.time {
			best = s
		}
	}
	return best
}

// contested reports whether an address had another hardware address at or after the time since.
func (o *owners) contested(a netip.Addr, mac wire.MAC, since int64) bool {
	n := addrNumber(a)
	s := o.at(n)
	return s.addr == n && s.mac != mac && s.time >= since
}

// claim notes that an address has a hardware address.
func (o *owners) claim(a netip.Addr, mac wire.MAC, at int64) {
	n := addrNumber(a)
	*o.at(n) = owner{n, mac, at}
}

func (o *owners) visit(s *snapshot) {
	for i := range o.slots {
		k := &o.slots[i]
		s.u64(&k.addr)
		s.fixed(k.mac[:])
		s.i64(&k.time)
	}
}
