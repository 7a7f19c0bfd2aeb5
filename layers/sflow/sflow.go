// Package sflow has datagrams of sFlow version 5: samples of packets, and counters of
// interfaces. Importing it binds them to UDP port 6343.
//
//	for s := range d.Samples.All() {
//		for r := range s.Records() {
//			if h, ok := r.Header(); ok {
//				p, err := h.Parse() // the sampled packet, as far as it was sampled
//			}
//		}
//	}
package sflow

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"iter"
	"net/netip"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Datagram is an sFlow version 5 datagram. sFlow version 5 (sflow.org), section 5
//
//wire:header view=SFlow name=sFlow bind=layers.UDPPorts:6343
type Datagram struct {
	Version   packet.Auto[uint32] `const:"5"`
	AgentType packet.Auto[uint32] // 1 is an IPv4 address, 2 an IPv6 address

	Agent    netip.Addr          // who sampled
	SubAgent uint32              `bits:"0"`
	Sequence uint32              `bits:"0"` // of datagrams of the subagent
	Uptime   uint32              `bits:"0"` // of the agent, in ms
	Count    packet.Auto[uint32] `bits:"0"` // of samples
	Samples  Samples
}

func init() {
	layers.UDPPorts.Guess(DatagramProto, func(b []byte) packet.Confidence {
		if len(b) >= wire.SFlowLen && wire.Uint32(b, 0) == 5 && (wire.Uint32(b, 4) == 1 || wire.Uint32(b, 4) == 2) {
			return packet.Possible
		}
		return packet.Impossible
	})
}

var (
	errFormat = &wire.Error{Layer: "sFlow", Need: wire.SFlowLen, Err: wire.ErrFormat}
	errShort  = &wire.Error{Layer: "sFlow", Need: wire.SFlowLen, Err: wire.ErrShort}
)

func (l *Datagram) parseBody(v wire.SFlow) (packet.Extent, error) {
	size := 4
	switch {
	case v.Version() != 5, v.AgentType() != 1 && v.AgentType() != 2:
		return packet.Extent{}, errFormat
	case v.AgentType() == 2:
		size = 16
	}
	b := v[wire.SFlowLen:]
	if len(b) < size+16 {
		return packet.Extent{}, packet.Need(errShort, wire.SFlowLen+size+16)
	}
	l.Agent, _ = netip.AddrFromSlice(b[:size])
	b = b[size:]
	l.SubAgent, l.Sequence, l.Uptime = wire.Uint32(b, 0), wire.Uint32(b, 4), wire.Uint32(b, 8)
	l.Count.Parse(wire.Uint32(b, 12))
	l.Samples = Samples(b[16:])
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

// count returns the number of samples, one that is cut included.
func (l *Datagram) count() (n uint32) {
	b := l.Samples
	for ; len(b) >= 8; n++ {
		size := wire.Uint32(b, 4)
		if uint32(len(b)-8) < size {
			return n + 1
		}
		b = b[8+size:]
	}
	return n
}

func (l *Datagram) appendBody(b []byte, _ int) ([]byte, error) {
	switch {
	case l.Agent.Is4():
		x := l.Agent.As4()
		b = append(b, x[:]...)
	default: // IPv6, and the zero Addr by AgentType
		x := [16]byte{}
		if l.Agent.IsValid() {
			x = l.Agent.As16()
		}
		b = append(b, x[:]...)
	}
	n := l.count()
	if l.Count.Fixed() || l.Count.Held() {
		n = l.Count.Get()
	}
	return append(put32(b, l.SubAgent, l.Sequence, l.Uptime, n), l.Samples...), nil
}

func put32(b []byte, xs ...uint32) []byte {
	for _, x := range xs {
		b = append(b, byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
	}
	return b
}

func (l *Datagram) finish(v wire.SFlow, _ *packet.Context) {
	kind := uint32(2)
	if l.Agent.Is4() {
		kind = 1
	}
	l.settleAgentType(v, kind)
	l.Count.Settle(l.count()) // appendBody wrote it
}

// Validate implements [packet.Validator].
func (l *Datagram) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	n := 0
	for s := range l.Samples.All() {
		n += 8 + len(s.Data)
	}
	if n < len(l.Samples) {
		report("Samples", packet.BadSize, "do not fit")
	}
}

// Samples are the samples of a datagram as they are on the wire.
type Samples []byte

// A Format says what form a sample or record has: an enterprise, 0 being sFlow's own, and
// a number of its.
type Format uint32

// Enterprise returns whose format it is.
func (f Format) Enterprise() uint32 { return uint32(f) >> 12 }

// Number returns which of the enterprise's it is.
func (f Format) Number() uint32 { return uint32(f) & 0xfff }

// Formats of samples.
const (
	FlowSample            Format = 1
	CounterSample         Format = 2
	ExpandedFlowSample    Format = 3
	ExpandedCounterSample Format = 4
)

func (f Format) String() string {
	switch f {
	case FlowSample:
		return "flow sample"
	case CounterSample:
		return "counter sample"
	case ExpandedFlowSample:
		return "expanded flow sample"
	case ExpandedCounterSample:
		return "expanded counter sample"
	}
	return strconv.Itoa(int(f.Enterprise())) + "." + strconv.Itoa(int(f.Number()))
}

// A Sample is one sample.
type Sample struct {
	Format Format
	Data   []byte
}

// All yields the samples, up to one that does not fit.
func (s Samples) All() iter.Seq[Sample] {
	return func(yield func(Sample) bool) {
		for b := []byte(s); len(b) >= 8; {
			n := wire.Uint32(b, 4)
			if uint32(len(b)-8) < n || !yield(Sample{Format(wire.Uint32(b, 0)), b[8 : 8+n : 8+n]}) {
				return
			}
			b = b[8+n:]
		}
	}
}

// Add returns s with a sample after the others.
func (s Samples) Add(x Sample) Samples {
	return append(put32(s[:len(s):len(s)], uint32(x.Format), uint32(len(x.Data))), x.Data...)
}

// String returns the samples as text.
func (s Samples) String() string {
	var out []string
	for x := range s.All() {
		out = append(out, x.String())
	}
	return strings.Join(out, "; ")
}

// A Source is where packets were sampled, or what counters are of.
type Source struct {
	Type  uint32 // 0 an interface by its ifIndex, 1 a VLAN, 2 a physical entity
	Index uint32
}

// A Port is an interface that a packet came or went through.
type Port struct {
	Format uint32 // 0 one interface, 1 discarded for the reason Value, 2 several interfaces
	Value  uint32
}

// Flow is what a flow sample says besides its records.
type Flow struct {
	Sequence      uint32
	Source        Source
	Rate          uint32 // one packet in so many was sampled
	Pool          uint32 // packets that could have been sampled
	Drops         uint32 // samples that were lost
	Input, Output Port
}

// Flow returns the head of a flow sample.
func (s Sample) Flow() (f Flow, ok bool) {
	b := s.Data
	u := func(i int) uint32 { return wire.Uint32(b, i) }
	switch {
	case s.Format == FlowSample && len(b) >= 32:
		port := func(x uint32) Port { return Port{x >> 30, x & 0x3fffffff} }
		return Flow{u(0), Source{u(4) >> 24, u(4) & 0xffffff}, u(8), u(12), u(16), port(u(20)), port(u(24))}, true
	case s.Format == ExpandedFlowSample && len(b) >= 44:
		return Flow{u(0), Source{u(4), u(8)}, u(12), u(16), u(20), Port{u(24), u(28)}, Port{u(32), u(36)}}, true
	}
	return f, false
}

// Counter returns the head of a counter sample.
func (s Sample) Counter() (sequence uint32, of Source, ok bool) {
	b := s.Data
	switch {
	case s.Format == CounterSample && len(b) >= 12:
		return wire.Uint32(b, 0), Source{uint32(b[4]), wire.Uint32(b, 4) & 0xffffff}, true
	case s.Format == ExpandedCounterSample && len(b) >= 16:
		return wire.Uint32(b, 0), Source{wire.Uint32(b, 4), wire.Uint32(b, 8)}, true
	}
	return 0, of, false
}

// head returns the length of what stands before the records, or 0.
func (s Sample) head() int {
	switch s.Format {
	case FlowSample:
		return 32
	case CounterSample:
		return 12
	case ExpandedFlowSample:
		return 44
	case ExpandedCounterSample:
		return 16
	}
	return 0
}

// A Record is a record of a sample.
type Record struct {
	Counter bool // it is of a counter sample, whose formats are others
	Format  Format
	Data    []byte
}

// Records yields the records, up to one that does not fit.
func (s Sample) Records() iter.Seq[Record] {
	return func(yield func(Record) bool) {
		h := s.head()
		if h == 0 || h > len(s.Data) {
			return
		}
		counter := s.Format == CounterSample || s.Format == ExpandedCounterSample
		for x := range Samples(s.Data[h:]).All() {
			if !yield(Record{counter, x.Format, x.Data}) {
				return
			}
		}
	}
}

// String returns the sample as text.
func (s Sample) String() string {
	var b strings.Builder
	b.WriteString(s.Format.String())
	if f, ok := s.Flow(); ok {
		b.WriteString(" of interface " + strconv.Itoa(int(f.Source.Index)) + ", one in " + strconv.Itoa(int(f.Rate)))
	}
	if _, of, ok := s.Counter(); ok {
		b.WriteString(" of interface " + strconv.Itoa(int(of.Index)))
	}
	for r := range s.Records() {
		b.WriteString(", " + r.String())
	}
	return b.String()
}
