package main

import (
	"slices"

	"github.com/gocap-project/gocap/layers"
	_ "github.com/gocap-project/gocap/layers/all"
	"github.com/gocap-project/gocap/layers/bgp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
)

// A packetScope is the innermost protocol of a packet, and whether all of it is of
// protocols that gocap prints.
type packetScope struct {
	name string
	in   bool
}

// scope sorts the first n packets of a capture file, for comparison with the installed
// tcpdump or with what the newest one's tests expect.
func scope(file string, n int, installed bool) (out []packetScope) {
	r, err := pcap.Open(file)
	if err != nil {
		return nil
	}
	defer r.Close()
	for p, err := range r.Packets() {
		if err != nil || len(out) == n {
			break
		}
		q, _ := layers.Parse(p.LinkType(), p.Data)
		sc := scopeOf(q)
		if installed && later(q) {
			sc = packetScope{"later than the installed tcpdump", false}
		}
		out = append(out, sc)
	}
	return out
}

func scopeOf(p packet.Packet) packetScope {
	if len(p) == 0 {
		return packetScope{"empty", true}
	}
	last := p[len(p)-1]
	if last.Proto() != packet.RawProto {
		return packetScope{last.Proto().Name, !slices.Contains(unprinted, last.Proto().Name)}
	}
	if len(p) == 1 {
		return packetScope{"unknown link type", false}
	}
	above := p[len(p)-2]
	switch l := above.(type) {
	case *layers.TCP:
		if known(tcpPorts, l.SrcPort, l.DstPort) {
			return packetScope{"application over TCP", false}
		}
		return packetScope{"TCP", true}
	case *layers.UDP:
		if known(udpPorts, l.SrcPort, l.DstPort) {
			return packetScope{"application over UDP", false}
		}
		return packetScope{"UDP", true}
	case *layers.IPv4:
		if l.FragOff != 0 {
			return packetScope{"IPv4 fragment", true}
		}
	}
	name := above.Proto().Name
	switch name {
	case "ICMPv4", "ICMPv6", "ESP", "IPv6Fragment", "ARP":
		return packetScope{name, true}
	}
	return packetScope{"unknown in " + name, false}
}

// later reports whether a packet is of a protocol that tcpdump prints since its version 5,
// or prints otherwise since then: QUIC, PTP, BGP.
func later(p packet.Packet) bool {
	u := packet.Last[layers.UDP](p)
	return packet.Get[layers.PTP](p) != nil || packet.Get[bgp.Message](p) != nil || u != nil && known([]uint16{319, 320, 443}, u.SrcPort, u.DstPort)
}

func known(ports []uint16, a, b uint16) bool {
	return slices.Contains(ports, a) || slices.Contains(ports, b)
}

// unprinted are protocols of gocap's that tcpdump decodes further than gocap.
var unprinted = []string{}

// Ports whose payload tcpdump decodes as protocols that gocap does not have yet.
// They were found by giving tcpdump a datagram or segment for each port.
var (
	tcpPorts = []uint16{
		323,
		639,
		2049,
		10288,
	}
	udpPorts = []uint16{
		496,
		525,
		654,
		698,
		921,
		1589,
		2049,
		2103,
		2104,
		3456,
		4567,
		8231,
		12222,
		12223,
		17754,
		30490,
	}
)
