package main

import (
	"slices"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
)

// A packetScope is the innermost protocol of a packet, and whether all of it is of
// protocols that gocap prints.
type packetScope struct {
	name string
	in   bool
}

// scope sorts the first n packets of a capture file.
func scope(file string, n int) (out []packetScope) {
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
		out = append(out, scopeOf(q))
	}
	return out
}

func scopeOf(p packet.Packet) packetScope {
	if len(p) == 0 {
		return packetScope{"empty", true}
	}
	last := p[len(p)-1]
	if last.Proto() != packet.RawProto {
		return packetScope{last.Proto().Name, true}
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

func known(ports []uint16, a, b uint16) bool {
	return slices.Contains(ports, a) || slices.Contains(ports, b)
}

// Ports that tcpdump decodes as protocols that gocap does not have yet.
var (
	tcpPorts = []uint16{21, 23, 25, 43, 80, 88, 110, 111, 119, 139, 143, 179, 443, 445, 464, 513, 514, 515, 543, 544, 554,
		587, 636, 639, 646, 749, 873, 1512, 1701, 1723, 2055, 2049, 3128, 4321, 5060, 5061, 6379, 6633, 6653, 8080, 8554, 9418, 10288, 16666, 282, 2000, 502}
	udpPorts = []uint16{69, 88, 111, 123, 137, 138, 139, 161, 162, 319, 320, 384, 387, 434, 464, 496, 500, 514, 520, 521, 546, 547, 623, 646,
		698, 750, 1029, 1645, 1646, 1701, 1812, 1813, 1985, 2048, 2049, 2055, 3200, 3503, 3544, 3784, 3785, 4342, 4341, 4500, 4567,
		4784, 4785, 4790, 5060, 5678, 6081, 6343, 6635, 6696, 6784, 7000, 7001, 7002, 7003, 7004, 7005, 7784, 8503, 9995, 9996,
		12223, 12224, 1900, 2123, 2152, 2427, 2727, 3478, 5246, 5247, 9875, 11112, 17185, 19540, 12000, 9166, 5004, 5006}
)
