package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Neighbour discovery messages are layers that follow [ICMPv6].

// NDRouterSolicitation is a router solicitation, after its ICMPv6 header.
// RFC 4861 §4.1.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6RouterSolicitation
type NDRouterSolicitation struct {
	Reserved uint32
	Options  wire.NDOptions
}

func (l *NDRouterSolicitation) parseBody(v wire.NDRouterSolicitation) (packet.Extent, error) {
	l.Options = v.Options()
	return whole(v), nil
}

func (l *NDRouterSolicitation) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Options...), nil
}

// Validate implements [packet.Validator].
func (l *NDRouterSolicitation) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateND(l.Options, report)
	if ip := packet.Last[IPv6](c.Outer()); ip != nil && ip.Src.IsUnspecified() {
		if _, ok := l.Options.Find(wire.NDOptSourceLinkAddr); ok {
			report("Options", packet.BadValue, "a source link-layer address without a source") // RFC 4861 §6.1.1
		}
	}
}

// NDRouterAdvertisement is a router advertisement, after its ICMPv6 header.
// RFC 4861 §4.2.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6RouterAdvertisement
type NDRouterAdvertisement struct {
	HopLimit       uint8           // for the hosts to use; 0 says nothing
	Managed        bool            `bits:"1"` // M: addresses are available by DHCPv6
	Other          bool            `bits:"1"` // O: other configuration is available by DHCPv6
	HomeAgent      bool            `bits:"1"` // H, RFC 6275 §7.1
	Preference     wire.Preference `bits:"2"` // of the router as default, RFC 4191 §2.2
	Proxy          bool            `bits:"1"` // P, RFC 4389 §4.1.3.3
	SNAC           bool            `bits:"1"` // the router serves a stub network
	Reserved       bool            `bits:"1"`
	RouterLifetime uint16          // in seconds; 0 is not a default router
	ReachableTime  uint32          // in milliseconds; 0 says nothing
	RetransTimer   uint32          // in milliseconds; 0 says nothing
	Options        wire.NDOptions
}

func (l *NDRouterAdvertisement) parseBody(v wire.NDRouterAdvertisement) (packet.Extent, error) {
	l.Options = v.Options()
	return whole(v), nil
}

func (l *NDRouterAdvertisement) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Options...), nil
}

// Validate implements [packet.Validator].
func (l *NDRouterAdvertisement) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Reserved {
		report("Reserved", packet.Unusual, "not zero")
	}
	if l.Preference == wire.PreferenceReserved {
		report("Preference", packet.BadValue, "the reserved value")
	}
	if ip := packet.Last[IPv6](c.Outer()); ip != nil && !ip.Src.IsLinkLocalUnicast() {
		report("", packet.BadValue, "not from a link-local address") // RFC 4861 §6.1.2
	}
	validateND(l.Options, report)
}

// NDNeighborSolicitation is a neighbor solicitation, after its ICMPv6 header.
// RFC 4861 §4.3.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6NeighborSolicitation
type NDNeighborSolicitation struct {
	Reserved uint32
	Target   netip.Addr `bits:"128"` // whose link-layer address is asked for
	Options  wire.NDOptions
}

func (l *NDNeighborSolicitation) parseBody(v wire.NDNeighborSolicitation) (packet.Extent, error) {
	l.Options = v.Options()
	return whole(v), nil
}

func (l *NDNeighborSolicitation) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Options...), nil
}

// Validate implements [packet.Validator].
func (l *NDNeighborSolicitation) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Target.IsMulticast() {
		report("Target", packet.BadValue, "a multicast address") // RFC 4861 §7.1.1
	}
	validateND(l.Options, report)
}

// NDNeighborAdvertisement is a neighbor advertisement, after its ICMPv6 header.
// RFC 4861 §4.4.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6NeighborAdvertisement
type NDNeighborAdvertisement struct {
	Router    bool       `bits:"1"` // R: the sender is a router
	Solicited bool       `bits:"1"` // S: an answer to a solicitation
	Override  bool       `bits:"1"` // O: replaces what is cached
	Reserved  uint32     `bits:"29"`
	Target    netip.Addr `bits:"128"` // whose link-layer address this is about
	Options   wire.NDOptions
}

func (l *NDNeighborAdvertisement) parseBody(v wire.NDNeighborAdvertisement) (packet.Extent, error) {
	l.Options = v.Options()
	return whole(v), nil
}

func (l *NDNeighborAdvertisement) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Options...), nil
}

// Validate implements [packet.Validator].
func (l *NDNeighborAdvertisement) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Target.IsMulticast() {
		report("Target", packet.BadValue, "a multicast address") // RFC 4861 §7.1.2
	}
	if ip := packet.Last[IPv6](c.Outer()); ip != nil && ip.Dst.IsMulticast() && l.Solicited {
		report("Solicited", packet.BadValue, "set in a message to a multicast address")
	}
	validateND(l.Options, report)
}

// NDRedirect is a redirect message, after its ICMPv6 header. RFC 4861 §4.5.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6Redirect
type NDRedirect struct {
	Reserved uint32
	Target   netip.Addr `bits:"128"` // the better first hop, or Dst if that is on the link
	Dst      netip.Addr `bits:"128"` // destination that is redirected
	Options  wire.NDOptions
}

func (l *NDRedirect) parseBody(v wire.NDRedirect) (packet.Extent, error) {
	l.Options = v.Options()
	return whole(v), nil
}

func (l *NDRedirect) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Options...), nil
}

// Redirected returns the packet in the redirected header option, taken apart as
// far as it goes, or nil.
func (l *NDRedirect) Redirected() packet.Packet {
	o, _ := l.Options.Find(wire.NDOptRedirected)
	b, ok := o.Redirected()
	if !ok {
		return nil
	}
	p, _ := packet.Parse(b, IPv6Proto) // cut short is usual
	return p
}

// Validate implements [packet.Validator].
func (l *NDRedirect) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Dst.IsMulticast() {
		report("Dst", packet.BadValue, "a multicast address") // RFC 4861 §8.1
	}
	validateND(l.Options, report)
}

// NDInverse is an inverse neighbor discovery solicitation or advertisement, after its
// ICMPv6 header. RFC 3122 §2.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6InverseSolicitation bind=ICMPv6Types:wire.ICMPv6InverseAdvertisement
type NDInverse struct {
	Reserved uint32
	Options  wire.NDOptions
}

func (l *NDInverse) parseBody(v wire.NDInverse) (packet.Extent, error) {
	l.Options = v.Options()
	return whole(v), nil
}

func (l *NDInverse) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Options...), nil
}

// Validate implements [packet.Validator].
func (l *NDInverse) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateND(l.Options, report)
}

// CertPathSolicitation is a certification path solicitation of secure neighbor
// discovery, after its ICMPv6 header. RFC 3971 §6.4.1.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6CertPathSolicitation
type CertPathSolicitation struct {
	ID        uint16
	Component uint16 // of the path; 0xffff for all
	Options   wire.NDOptions
}

func (l *CertPathSolicitation) parseBody(v wire.CertPathSolicitation) (packet.Extent, error) {
	l.Options = v.Options()
	return whole(v), nil
}

func (l *CertPathSolicitation) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Options...), nil
}

// CertPathAdvertisement is a certification path advertisement of secure neighbor
// discovery, after its ICMPv6 header. RFC 3971 §6.4.2.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6CertPathAdvertisement
type CertPathAdvertisement struct {
	ID            uint16
	AllComponents uint16 // how many the path has
	Component     uint16 // of the path
	Reserved      uint16
	Options       wire.NDOptions
}

func (l *CertPathAdvertisement) parseBody(v wire.CertPathAdvertisement) (packet.Extent, error) {
	l.Options = v.Options()
	return whole(v), nil
}

func (l *CertPathAdvertisement) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Options...), nil
}

// MobilePrefixAdvertisement is a mobile prefix advertisement, after its ICMPv6
// header. RFC 6275 §6.8.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6MobilePrefixAdvertisement
type MobilePrefixAdvertisement struct {
	ID       uint16
	Managed  bool   `bits:"1"` // M: addresses are available by DHCPv6
	Other    bool   `bits:"1"` // O: other configuration is available by DHCPv6
	Reserved uint16 `bits:"14"`
	Options  wire.NDOptions
}

func (l *MobilePrefixAdvertisement) parseBody(v wire.MobilePrefixAdvertisement) (packet.Extent, error) {
	l.Options = v.Options()
	return whole(v), nil
}

func (l *MobilePrefixAdvertisement) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Options...), nil
}

// HomeAgentRequest is a home agent address discovery request or a mobile prefix
// solicitation, after its ICMPv6 header. RFC 6275 §6.5.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6HomeAgentRequest bind=ICMPv6Types:wire.ICMPv6MobilePrefixSolicitation
type HomeAgentRequest struct {
	ID       uint16
	Reserved uint16
}

// HomeAgentReply is a home agent address discovery reply, after its ICMPv6 header.
// RFC 6275 §6.6.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6HomeAgentReply
type HomeAgentReply struct {
	ID       uint16
	Reserved uint16
	Addrs    []netip.Addr // of home agents, the best first
}

func (l *HomeAgentReply) parseBody(v wire.HomeAgentReply) (packet.Extent, error) {
	b := v[wire.HomeAgentReplyLen:]
	l.Addrs = appendAddrs(l.Addrs[:0], wire.IPv6Addrs(b))
	return packet.Extent{Header: wire.HomeAgentReplyLen + len(b)/16*16, End: len(v)}, nil
}

func (l *HomeAgentReply) appendBody(b []byte, _ int) ([]byte, error) {
	return addAddrs(b, l.Addrs, "HomeAgentReply.Addrs: not an IPv6 address")
}

// NodeInfo is a node information query or reply, after its ICMPv6 header.
// RFC 4620 §4.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6NodeInfoQuery bind=ICMPv6Types:wire.ICMPv6NodeInfoReply
type NodeInfo struct {
	Qtype wire.NodeInfoType
	Flags uint16 // as Qtype says
	Nonce uint64
	Data  []byte // of a query, its subject: an address, or a name in DNS's form
}

func (l *NodeInfo) parseBody(v wire.NodeInfo) (packet.Extent, error) {
	l.Data = v[wire.NodeInfoLen:]
	return whole(v), nil
}

func (l *NodeInfo) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Data...), nil }

// RouterRenumbering is the header of a router renumbering message, after its ICMPv6
// header. The operations or results follow. RFC 2894 §3.1.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6RouterRenumbering
type RouterRenumbering struct {
	Seq      uint32
	Segment  uint8  // tells messages with the same Seq apart
	Flags    uint8  // T test, R result, A all interfaces, S site specific, P processed before; from the highest bit
	MaxDelay uint16 // in milliseconds
	Reserved uint32
}

// MulticastRouterAdvertisement is a multicast router advertisement, after its
// ICMPv6 header, whose Code is the interval of advertisements in seconds.
// RFC 4286 §3.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6MulticastRouterAdvertisement
type MulticastRouterAdvertisement struct {
	QueryInterval uint16 // of multicast listener discovery, in seconds
	Robustness    uint16 // of multicast listener discovery
}

// whole returns the extent of a layer that is all of b.
func whole(b []byte) packet.Extent { return packet.Extent{Header: len(b), End: len(b)} }

// validateND reports what is wrong with options. A message with an option of length 0
// is to be discarded, RFC 4861 §4.6.
func validateND(o wire.NDOptions, report func(field string, class packet.Class, reason string)) {
	if o.Malformed() >= 0 {
		report("Options", packet.BadSize, "an option's length is impossible")
	}
	for p := range o.All() {
		if badNDOption(p) {
			report("Options", packet.BadValue, "the option "+p.Type.String()+" is malformed")
		}
	}
}

// badNDOption reports whether the data of p is not of the form of its type.
func badNDOption(p wire.NDOption) bool {
	ok := true
	switch p.Type {
	case wire.NDOptPrefix:
		_, ok = p.Prefix()
	case wire.NDOptMTU:
		_, ok = p.MTU()
	case wire.NDOptRedirected:
		_, ok = p.Redirected()
	case wire.NDOptRoute:
		_, ok = p.Route()
	case wire.NDOptRDNSS:
		var a wire.IPv6Addrs
		_, a, ok = p.RDNSS()
		ok = ok && len(a) > 0 && len(a)%16 == 0
	case wire.NDOptDNSSL:
		_, _, ok = p.DNSSL()
	case wire.NDOptFlags:
		_, ok = p.Flags()
	case wire.NDOptTimestamp:
		_, _, ok = p.Timestamp()
	case wire.NDOptCGA:
		_, ok = p.CGA()
	case wire.NDOptRSASignature:
		_, _, ok = p.RSASignature()
	case wire.NDOptPREF64:
		_, _, ok = p.PREF64()
	case wire.NDOptRegistration:
		_, ok = p.Registration()
	case wire.NDOpt6LoWPANContext:
		_, ok = p.SixLoWPANContext()
	case wire.NDOptSourceAddrs, wire.NDOptTargetAddrs:
		_, ok = p.Addrs()
	case wire.NDOptAdvertInterval:
		_, ok = p.AdvertInterval()
	case wire.NDOptHomeAgent:
		_, _, ok = p.HomeAgent()
	}
	return !ok
}
