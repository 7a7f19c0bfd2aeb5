package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Multicast listener discovery messages are layers that follow [ICMPv6].

// MLDv2Query is a multicast listener query of version 2, after its ICMPv6 header.
// RFC 3810 §5.1.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6MulticastQuery
type MLDv2Query struct {
	MaxRespCode uint16 // in milliseconds; from 0x8000 a floating-point number, see wire.MLDv2Query.MaxRespDelay
	Reserved    uint16
	Group       netip.Addr   `bits:"128"` // or :: to ask for all
	Reserved2   uint8        `bits:"4"`
	Suppress    bool         `bits:"1"` // S: routers leave their timers alone
	QRV         uint8        `bits:"3"` // querier's robustness variable
	QQIC        uint8        // querier's query interval in seconds; from 128 a floating-point number
	NumSources  Auto[uint16] // number of Sources
	Sources     []netip.Addr // or none to ask for the group
}

func (l *MLDv2Query) parseBody(v wire.MLDv2Query) (packet.Extent, error) {
	a := v.Sources()
	l.Sources = appendAddrs(l.Sources[:0], a)
	return packet.Extent{Header: wire.MLDv2QueryLen + len(a), End: len(v)}, nil
}

func (l *MLDv2Query) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Sources) > 0xffff {
		return b, packet.FieldError("MLDv2Query.Sources: too many")
	}
	return addAddrs(b, l.Sources, "MLDv2Query.Sources: not an IPv6 address")
}

func (l *MLDv2Query) finish(v wire.MLDv2Query, _ *packet.Context) {
	l.settleNumSources(v, uint16(len(l.Sources)))
}

// Validate implements [packet.Validator].
func (l *MLDv2Query) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if len(l.Sources) > 0 && l.Group.IsUnspecified() {
		report("Group", packet.BadValue, "sources without a group")
	}
	validateMLD(c, l.Group, report)
}

// MLDv1 is a multicast listener query, report or done message of version 1, after
// its ICMPv6 header. RFC 2710 §3.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6MulticastQuery bind=ICMPv6Types:wire.ICMPv6MulticastReport bind=ICMPv6Types:wire.ICMPv6MulticastDone
type MLDv1 struct {
	MaxRespDelay uint16 // of a query, in milliseconds
	Reserved     uint16
	Group        netip.Addr `bits:"128"` // or :: to ask for all
}

// Validate implements [packet.Validator].
func (l *MLDv1) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateMLD(c, l.Group, report)
}

func validateMLD(c *packet.Context, group netip.Addr, report func(field string, class packet.Class, reason string)) {
	if !group.IsUnspecified() && !group.IsMulticast() {
		report("Group", packet.BadValue, "not a multicast address")
	}
	if ip := packet.Last[IPv6](c.Outer()); ip != nil && ip.HopLimit.Get() != 1 {
		report("", packet.BadValue, "multicast listener discovery with a hop limit other than 1") // RFC 3810 §5
	}
}

// MLDv2Report is a multicast listener report of version 2, after its ICMPv6 header.
// RFC 3810 §5.2.
//
//wire:header bind=ICMPv6Types:wire.ICMPv6MulticastReportV2
type MLDv2Report struct {
	Reserved   uint16
	NumRecords Auto[uint16] // number of Records
	Records    []MLDRecord
}

// An MLDRecord says what a host wants to hear of one group. RFC 3810 §5.2.
type MLDRecord struct {
	Type    wire.MLDRecordType
	Group   netip.Addr
	Sources []netip.Addr
	Aux     []byte // auxiliary data; none is in use
	AuxLen  uint8  // the length of Aux in words that the record is to have, if not the right one
}

// auxLen returns the length of Aux in words.
func (r *MLDRecord) auxLen() int {
	if r.AuxLen != 0 {
		return int(r.AuxLen)
	}
	return (len(r.Aux) + 3) / 4
}

func (l *MLDv2Report) parseBody(v wire.MLDv2Report) (packet.Extent, error) {
	l.Records = l.Records[:0]
	n := wire.MLDv2ReportLen
	for r := range v.Records() {
		x := MLDRecord{Type: r.Type, Group: r.Group, Sources: appendAddrs(nil, r.Sources), Aux: r.Aux}
		if x.auxLen() != int(r.AuxLen) || len(r.Aux)%4 != 0 {
			x.AuxLen = r.AuxLen // more than there is
		}
		l.Records = append(l.Records, x)
		n += r.Len()
	}
	return packet.Extent{Header: n, End: len(v)}, nil
}

func (l *MLDv2Report) appendBody(b []byte, _ int) (_ []byte, err error) {
	if len(l.Records) > 0xffff {
		return b, packet.FieldError("MLDv2Report.Records: too many")
	}
	for _, r := range l.Records {
		switch {
		case r.AuxLen == 0 && (len(r.Aux)%4 != 0 || len(r.Aux) > 4*255):
			return b, packet.FieldError("MLDv2Report.Records: auxiliary data is not 0 to 255 words")
		case len(r.Sources) > 0xffff:
			return b, packet.FieldError("MLDv2Report.Records: too many sources")
		case r.Group.IsValid() && !r.Group.Is6():
			return b, packet.FieldError("MLDv2Report.Records: not an IPv6 address")
		}
		n := len(r.Sources)
		b = append(b, byte(r.Type), byte(r.auxLen()), byte(n>>8), byte(n))
		b = wire.IPv6Addrs(b).Add(r.Group)
		if b, err = addAddrs(b, r.Sources, "MLDv2Report.Records: not an IPv6 address"); err != nil {
			return b, err
		}
		b = append(b, r.Aux...)
	}
	return b, nil
}

func (l *MLDv2Report) finish(v wire.MLDv2Report, _ *packet.Context) {
	l.settleNumRecords(v, uint16(len(l.Records)))
}

// Validate implements [packet.Validator].
func (l *MLDv2Report) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	for _, r := range l.Records {
		if r.Type < 1 || r.Type > 6 {
			report("Records", packet.BadValue, "a record of unknown type")
		}
		if !r.Group.IsMulticast() {
			report("Records", packet.BadValue, "a group that is not a multicast address")
		}
		if r.AuxLen != 0 {
			report("Records", packet.BadSize, "auxiliary data that is not as long as its record says")
		}
	}
	if ip := packet.Last[IPv6](c.Outer()); ip != nil && ip.HopLimit.Get() != 1 {
		report("", packet.BadValue, "multicast listener discovery with a hop limit other than 1") // RFC 3810 §5
	}
}
