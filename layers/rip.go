package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// RIP is a Routing Information Protocol message of version 1 or 2. RFC 2453 §4.
//
//	&layers.RIP{Command: wire.RIPResponse, Entries: wire.RIPEntries{}.Add(
//		wire.RIPEntry{Family: 2, Addr: net, Mask: [4]byte{255, 255, 255, 0}, Metric: 1})}
//
//wire:header bind=UDPPorts:wire.PortRIP
type RIP struct {
	Command wire.RIPCommand
	Version Auto[uint8]     `auto:"2"` // 1: Mask, NextHop and Tag of the entries are not used
	Domain  uint16          // of routed; unused
	Entries wire.RIPEntries // 1 to 25
}

func (l *RIP) extent(v wire.RIP) packet.Extent {
	l.Entries = v.Entries()
	return packet.Extent{Header: wire.RIPLen + len(l.Entries), End: len(v)}
}

func (l *RIP) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Entries...), nil }

// Validate implements [packet.Validator]. RFC 2453 §3.9.2.
func (l *RIP) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Version.Get() == 0 || l.Version.Get() > 2 {
		report("Version", packet.BadValue, "is neither 1 nor 2")
	}
	if l.Command == 0 || l.Command > wire.RIPUpdateAcknowledge {
		report("Command", packet.BadValue, "not assigned")
	}
	n := 0
	for e := range l.Entries.All() {
		n++
		if e.Family == 2 && (e.Metric == 0 || e.Metric > 16) {
			report("Entries", packet.BadValue, "a metric that is not 1 to 16")
		}
		if l.Version.Get() == 1 && (e.Mask != [4]byte{} || e.Tag != 0 || !e.NextHop.IsUnspecified()) {
			report("Entries", packet.Unusual, "fields of version 2 in a message of version 1")
		}
	}
	if n > 25 {
		report("Entries", packet.BadValue, "more than 25")
	}
}

// RIPng is a Routing Information Protocol message for IPv6. RFC 2080 §2.
//
//wire:header bind=UDPPorts:wire.PortRIPng
type RIPng struct {
	Command  wire.RIPCommand // request or response
	Version  Auto[uint8]     `auto:"1"`
	Reserved uint16
	Entries  wire.RIPngEntries
}

func (l *RIPng) extent(v wire.RIPng) packet.Extent {
	l.Entries = v.Entries()
	return packet.Extent{Header: wire.RIPngLen + len(l.Entries), End: len(v)}
}

func (l *RIPng) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Entries...), nil }

// Validate implements [packet.Validator].
func (l *RIPng) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Version.Get() != 1 {
		report("Version", packet.BadValue, "is not 1")
	}
	if l.Command == 0 || l.Command > wire.RIPResponse {
		report("Command", packet.BadValue, "not assigned")
	}
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "not zero")
	}
	for e := range l.Entries.All() {
		if e.Bits > 128 {
			report("Entries", packet.BadValue, "a prefix longer than 128 bits")
		}
		if (e.Metric == 0 || e.Metric > 16) && e.Metric != 255 {
			report("Entries", packet.BadValue, "a metric that is not 1 to 16")
		}
	}
}
