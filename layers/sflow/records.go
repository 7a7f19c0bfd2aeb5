package sflow

import (
	"net/netip"
	"strconv"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// names are what records of sFlow's own formats are called.
var (
	flowNames = map[Format]string{
		1: "raw packet", 2: "Ethernet frame", 3: "IPv4 data", 4: "IPv6 data", 1001: "switch", 1002: "router", 1003: "gateway",
		1004: "user", 1005: "URL", 1006: "MPLS", 1007: "NAT", 1008: "MPLS tunnel", 1009: "MPLS VC", 1010: "MPLS FEC",
		1011: "MPLS LVP FEC", 1012: "VLAN tunnel",
	}
	counterNames = map[Format]string{
		1: "interface counters", 2: "Ethernet counters", 3: "token ring counters", 4: "100BASE-VG counters", 5: "VLAN counters",
		1001: "processor counters", 2000: "host", 2001: "host adapters", 2003: "host CPU", 2004: "host memory", 2005: "host disk",
		2006: "host network",
	}
)

// String returns the record's kind, and what was sampled.
func (r Record) String() string {
	t := flowNames
	if r.Counter {
		t = counterNames
	}
	name, ok := t[r.Format]
	if !ok {
		name = r.Format.String()
	}
	if h, ok := r.Header(); ok {
		name += " of " + strconv.Itoa(int(h.Length)) + " bytes"
	}
	return name
}

// A Header is the beginning of a sampled packet.
type Header struct {
	Protocol uint32 // 1 Ethernet, 7 PPP, 11 IPv4, 12 IPv6, 13 MPLS, …
	Length   uint32 // of the frame, in bytes
	Stripped uint32 // bytes removed, such as a frame check sequence
	Data     []byte
}

// Header returns the beginning of the packet that a record of raw packets has.
func (r Record) Header() (h Header, ok bool) {
	if r.Counter || r.Format != 1 || len(r.Data) < 16 {
		return h, false
	}
	n := min(uint64(wire.Uint32(r.Data, 12)), uint64(len(r.Data)-16))
	return Header{wire.Uint32(r.Data, 0), wire.Uint32(r.Data, 4), wire.Uint32(r.Data, 8), r.Data[16 : 16+n]}, true
}

// Parse parses the sampled packet. As it was cut, an error is usual.
func (h Header) Parse() (packet.Packet, error) {
	switch h.Protocol {
	case 1:
		return packet.Parse(h.Data, layers.EthernetProto)
	case 7:
		return layers.Parse(link.PPP, h.Data)
	case 11:
		return packet.Parse(h.Data, layers.IPv4Proto)
	case 12:
		return packet.Parse(h.Data, layers.IPv6Proto)
	case 13:
		return packet.Parse(h.Data, layers.MPLSProto)
	}
	return packet.Parse(h.Data, nil)
}

// Switch returns the VLANs and priorities of a packet as it came and went.
func (r Record) Switch() (srcVLAN, srcPriority, dstVLAN, dstPriority uint32, ok bool) {
	if r.Counter || r.Format != 1001 || len(r.Data) < 16 {
		return 0, 0, 0, 0, false
	}
	return wire.Uint32(r.Data, 0), wire.Uint32(r.Data, 4), wire.Uint32(r.Data, 8), wire.Uint32(r.Data, 12), true
}

// Router returns the next hop of a packet and the lengths of the prefixes it was routed by.
func (r Record) Router() (next netip.Addr, srcMask, dstMask uint32, ok bool) {
	if r.Counter || r.Format != 1002 || len(r.Data) < 4 {
		return next, 0, 0, false
	}
	n := 4
	if wire.Uint32(r.Data, 0) == 2 {
		n = 16
	}
	if len(r.Data) < 4+n+8 {
		return next, 0, 0, false
	}
	next, _ = netip.AddrFromSlice(r.Data[4 : 4+n])
	return next, wire.Uint32(r.Data, 4+n), wire.Uint32(r.Data, 8+n), true
}

// Interface are the counters of an interface. RFC 2233 says what they mean.
type Interface struct {
	Index, Type                                                                 uint32
	Speed                                                                       uint64 // in bits per second
	Direction                                                                   uint32 // 0 unknown, 1 full duplex, 2 half duplex, 3 in, 4 out
	AdminUp, OperUp                                                             bool
	InOctets                                                                    uint64
	InUnicast, InMulticast, InBroadcast, InDiscards, InErrors, InUnknown        uint32
	OutOctets                                                                   uint64
	OutUnicast, OutMulticast, OutBroadcast, OutDiscards, OutErrors, Promiscuous uint32
}

// Interface returns the counters of an interface.
func (r Record) Interface() (c Interface, ok bool) {
	b := r.Data
	if !r.Counter || r.Format != 1 || len(b) < 88 {
		return c, false
	}
	u := func(i int) uint32 { return wire.Uint32(b, i) }
	return Interface{
		Index: u(0), Type: u(4), Speed: wire.Uint64(b, 8), Direction: u(16), AdminUp: u(20)&1 != 0, OperUp: u(20)&2 != 0,
		InOctets: wire.Uint64(b, 24), InUnicast: u(32), InMulticast: u(36), InBroadcast: u(40), InDiscards: u(44), InErrors: u(48),
		InUnknown: u(52), OutOctets: wire.Uint64(b, 56), OutUnicast: u(64), OutMulticast: u(68), OutBroadcast: u(72),
		OutDiscards: u(76), OutErrors: u(80), Promiscuous: u(84),
	}, true
}
