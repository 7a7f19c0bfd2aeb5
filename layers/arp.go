package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// ARP is an address resolution packet, also of RARP and InARP. RFC 826.
//
// For addresses of 6 and 4 bytes, such as Ethernet's and IPv4's, there are four
// fields. Others are in Addresses, as on the wire.
//
//wire:header bind=EtherTypes:wire.EtherTypeARP bind=EtherTypes:wire.EtherTypeRARP
type ARP struct {
	HardwareType Auto[wire.Hardware] `auto:"wire.HardwareEthernet"`
	ProtocolType Auto[EtherType]     `auto:"wire.EtherTypeIPv4"`
	HardwareLen  Auto[uint8]         // of a hardware address
	ProtocolLen  Auto[uint8]         // of a protocol address
	Op           wire.ARPOp

	SenderMAC MAC        `bits:"0"`
	SenderIP  netip.Addr `bits:"0"`
	TargetMAC MAC        `bits:"0"`
	TargetIP  netip.Addr `bits:"0"`

	Addresses []byte // instead of the four, if not nil: sender hardware and protocol, target hardware and protocol
	Trailer   []byte // Ethernet padding
}

func (l *ARP) parseBody(v wire.ARP) (packet.Extent, error) {
	n := v.HeaderLen()
	if n > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrLength, n)
	}
	l.SenderMAC, l.SenderIP, l.TargetMAC, l.TargetIP, l.Addresses = MAC{}, netip.Addr{}, MAC{}, netip.Addr{}, nil
	if v.Is64() {
		l.SenderMAC, l.SenderIP, l.TargetMAC, l.TargetIP = v.SenderMAC(), v.SenderIP(), v.TargetMAC(), v.TargetIP()
	} else {
		l.Addresses = v[wire.ARPLen:n:n]
	}
	l.Trailer = v[n:]
	return packet.Extent{Header: n, End: n}, nil
}

func (l *ARP) appendBody(b []byte, _ int) ([]byte, error) {
	if l.Addresses != nil {
		return append(b, l.Addresses...), nil
	}
	for _, a := range [...]netip.Addr{l.SenderIP, l.TargetIP} {
		if a.IsValid() && !a.Is4() {
			return b, packet.FieldError("ARP: SenderIP and TargetIP: not IPv4 addresses")
		}
	}
	s, t := as4(l.SenderIP), as4(l.TargetIP)
	b = append(append(b, l.SenderMAC[:]...), s[:]...)
	return append(append(b, l.TargetMAC[:]...), t[:]...), nil
}

func (l *ARP) finish(v wire.ARP, c *packet.Context) {
	h, p := uint8(6), uint8(4)
	if l.Addresses != nil {
		// Only their sum is known.
		if h, p = l.HardwareLen.Get(), l.ProtocolLen.Get(); 2*(int(h)+int(p)) != len(l.Addresses) && v.HardwareType() != wire.HardwareATM {
			h = uint8(max(0, len(l.Addresses)/2-int(p)))
		}
	}
	l.settleHardwareLen(v, h)
	l.settleProtocolLen(v, p)
}

// AppendTrailer implements [packet.Trailer].
func (l *ARP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *ARP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Op == 0 {
		report("Op", packet.BadValue, "is reserved")
	}
	if l.HardwareType.Get() == wire.HardwareEthernet && l.HardwareLen.Get() != 6 {
		report("HardwareLen", packet.BadValue, "is not that of Ethernet")
	}
	if l.ProtocolType.Get() == wire.EtherTypeIPv4 && l.ProtocolLen.Get() != 4 {
		report("ProtocolLen", packet.BadValue, "is not that of IPv4")
	}
	if l.Addresses == nil && l.SenderMAC.IsGroup() {
		report("SenderMAC", packet.BadValue, "is a group address")
	}
}
