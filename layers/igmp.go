package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// The messages of version 3, of DVMRP, PIM version 1 and multicast traces have
// layers of their own in place of [IGMP]; the type, and for queries the length, say
// which.
func init() {
	IGMPProto.Pick = func(b []byte) *packet.Proto {
		if len(b) == 0 {
			return nil
		}
		switch wire.IGMPType(b[0]) {
		case wire.IGMPMembershipQuery:
			if len(b) >= wire.IGMPv3QueryLen { // RFC 3376 §7.1
				return IGMPv3QueryProto
			}
		case wire.IGMPTypeV3Report:
			return IGMPv3ReportProto
		case wire.IGMPTypeDVMRP:
			return DVMRPProto
		case wire.IGMPTypePIMv1:
			return PIMv1Proto
		case wire.IGMPMtraceQuery, wire.IGMPMtraceResponse:
			return MtraceProto
		}
		return IGMPProto
	}
}

// finishMessage settles checksum a, at offset 2 of v, of a message of protocol p
// that has no pseudo-header.
func finishMessage(s *packet.Summed, a *Auto[uint16], v []byte, c *packet.Context, p IPProto) {
	_, whole, ok := pseudoSum(c, p)
	sum := wire.Fold(wire.SumAround(0, v, 2))
	if s.Judge(a, sum, whole || !ok) {
		wire.PutUint16(v, 2, sum)
	}
}

// IGMPv3Query is an Internet Group Management Protocol version 3 membership query.
// RFC 3376 §4.1.
//
//wire:header bind=IPProtos:wire.IPProtoIGMP
type IGMPv3Query struct {
	Type        Auto[wire.IGMPType] `const:"wire.IGMPMembershipQuery"`
	MaxRespCode uint8               // longest time to answer, in tenths of a second; from 128 a floating-point number
	Checksum    Auto[uint16]        // of the message
	Group       netip.Addr          `bits:"32"` // or 0.0.0.0 to ask for all
	Reserved    uint8               `bits:"4"`
	Suppress    bool                `bits:"1"` // S: routers leave their timers alone
	QRV         uint8               `bits:"3"` // querier's robustness variable
	QQIC        uint8               // querier's query interval in seconds; from 128 a floating-point number
	NumSources  Auto[uint16]        // number of Sources
	Sources     []netip.Addr        // or none to ask for the group

	packet.Summed
}

func (l *IGMPv3Query) parseBody(v wire.IGMPv3Query) (packet.Extent, error) {
	a := v.Sources()
	l.Sources = appendAddrs4(l.Sources[:0], a)
	return packet.Extent{Header: wire.IGMPv3QueryLen + len(a), End: len(v)}, nil
}

func (l *IGMPv3Query) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Sources) > 0xffff {
		return b, packet.FieldError("IGMPv3Query.Sources: too many")
	}
	return addAddrs4(b, l.Sources, "IGMPv3Query.Sources: not an IPv4 address")
}

func (l *IGMPv3Query) finish(v wire.IGMPv3Query, c *packet.Context) {
	l.settleNumSources(v, uint16(len(l.Sources)))
	finishMessage(&l.Summed, &l.Checksum, v, c, wire.IPProtoIGMP)
}

// Validate implements [packet.Validator].
func (l *IGMPv3Query) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if len(l.Sources) > 0 && l.Group.IsUnspecified() {
		report("Group", packet.BadValue, "sources without a group")
	}
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "not zero")
	}
	validateIGMP(c, l.Group, report)
}

func validateIGMP(c *packet.Context, group netip.Addr, report func(field string, class packet.Class, reason string)) {
	if group.IsValid() && !group.IsUnspecified() && !group.IsMulticast() {
		report("Group", packet.BadValue, "not a multicast address")
	}
	if ip := packet.Last[IPv4](c.Outer()); ip != nil && ip.TTL.Get() != 1 {
		report("", packet.Unusual, "a time to live other than 1") // RFC 2236 §2
	}
}

// IGMPv3Report is an Internet Group Management Protocol version 3 membership
// report. RFC 3376 §4.2.
//
//wire:header bind=IPProtos:wire.IPProtoIGMP
type IGMPv3Report struct {
	Type       Auto[wire.IGMPType] `const:"wire.IGMPTypeV3Report"`
	Reserved   uint8
	Checksum   Auto[uint16] // of the message
	Reserved2  uint16
	NumRecords Auto[uint16] // number of Records
	Records    []IGMPRecord

	packet.Summed
}

// An IGMPRecord says what a host wants to hear of one group. RFC 3376 §4.2.4.
type IGMPRecord struct {
	Type    wire.IGMPRecordType
	Group   netip.Addr
	Sources []netip.Addr
	Aux     []byte // auxiliary data, a multiple of 4 bytes; none is in use
}

func (l *IGMPv3Report) parseBody(v wire.IGMPv3Report) (packet.Extent, error) {
	l.Records = l.Records[:0]
	n := wire.IGMPv3ReportLen
	for r := range v.Records() {
		l.Records = append(l.Records, IGMPRecord{r.Type, r.Group, appendAddrs4(nil, r.Sources), r.Aux})
		n += r.Len()
	}
	return packet.Extent{Header: n, End: len(v)}, nil
}

func (l *IGMPv3Report) appendBody(b []byte, _ int) (_ []byte, err error) {
	if len(l.Records) > 0xffff {
		return b, packet.FieldError("IGMPv3Report.Records: too many")
	}
	for _, r := range l.Records {
		switch {
		case len(r.Aux)%4 != 0 || len(r.Aux) > 4*255:
			return b, packet.FieldError("IGMPv3Report.Records: auxiliary data is not 0 to 255 words")
		case len(r.Sources) > 0xffff:
			return b, packet.FieldError("IGMPv3Report.Records: too many sources")
		}
		b = append16(append(b, byte(r.Type), byte(len(r.Aux)/4)), uint16(len(r.Sources)))
		if b, err = addAddr4(b, r.Group, "IGMPv3Report.Records: not an IPv4 address"); err != nil {
			return b, err
		}
		if b, err = addAddrs4(b, r.Sources, "IGMPv3Report.Records: not an IPv4 address"); err != nil {
			return b, err
		}
		b = append(b, r.Aux...)
	}
	return b, nil
}

func (l *IGMPv3Report) finish(v wire.IGMPv3Report, c *packet.Context) {
	l.settleNumRecords(v, uint16(len(l.Records)))
	finishMessage(&l.Summed, &l.Checksum, v, c, wire.IPProtoIGMP)
}

// Validate implements [packet.Validator].
func (l *IGMPv3Report) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	for _, r := range l.Records {
		if r.Type < 1 || r.Type > 6 {
			report("Records", packet.BadValue, "a record of unknown type")
		}
		if !r.Group.IsMulticast() {
			report("Records", packet.BadValue, "a group that is not a multicast address")
		}
	}
	validateIGMP(c, netip.Addr{}, report)
}

// DVMRP is a Distance Vector Multicast Routing Protocol header. RFC 1075, and
// draft-ietf-idmr-dvmrp-v3 §3.1.
//
//wire:header bind=IPProtos:wire.IPProtoIGMP
type DVMRP struct {
	Type         Auto[wire.IGMPType] `const:"wire.IGMPTypeDVMRP"`
	Code         wire.DVMRPCode      // which message it is
	Checksum     Auto[uint16]        // of the message
	Reserved     uint8
	Capabilities uint8 // of probes
	MinorVersion uint8
	MajorVersion Auto[uint8] `auto:"3"`

	packet.Summed
}

func (l *DVMRP) finish(v wire.DVMRP, c *packet.Context) {
	finishMessage(&l.Summed, &l.Checksum, v, c, wire.IPProtoIGMP)
}

// PIMv1 is a Protocol Independent Multicast version 1 header.
// draft-ietf-idmr-pim-spec-01 §4.
//
//wire:header bind=IPProtos:wire.IPProtoIGMP
type PIMv1 struct {
	Type     Auto[wire.IGMPType] `const:"wire.IGMPTypePIMv1"`
	Code     wire.PIMv1Code      // which message it is
	Checksum Auto[uint16]        // of the message
	Version  Auto[uint8]         `bits:"4" auto:"1"`
	Reserved uint16              `bits:"12"`
	Rest     uint16              // reserved too

	packet.Summed
}

func (l *PIMv1) finish(v wire.PIMv1, c *packet.Context) {
	finishMessage(&l.Summed, &l.Checksum, v, c, wire.IPProtoIGMP)
}

// Mtrace is a multicast trace query, request or response.
// draft-ietf-idmr-traceroute-ipm §5.
//
//wire:header bind=IPProtos:wire.IPProtoIGMP
type Mtrace struct {
	Type     Auto[wire.IGMPType] `auto:"wire.IGMPMtraceQuery"`
	Hops     uint8               // most hops to trace
	Checksum Auto[uint16]        // of the message
	Group    netip.Addr          `bits:"32"`
	Src      netip.Addr          `bits:"32"` // the trace ends there
	Dst      netip.Addr          `bits:"32"` // a receiver: the trace begins there
	RespAddr netip.Addr          `bits:"32"` // where the response is sent
	RespTTL  uint8               // with which time to live
	QueryID  uint32              `bits:"24"`
	Blocks   []wire.MtraceBlock  // what the routers on the way say

	packet.Summed
}

func (l *Mtrace) parseBody(v wire.Mtrace) (packet.Extent, error) {
	l.Blocks = l.Blocks[:0]
	for b := range v.Blocks() {
		l.Blocks = append(l.Blocks, b)
	}
	return packet.Extent{Header: wire.MtraceLen + wire.MtraceBlockLen*len(l.Blocks), End: len(v)}, nil
}

func (l *Mtrace) appendBody(b []byte, _ int) ([]byte, error) {
	for _, x := range l.Blocks {
		b = x.Append(b)
	}
	return b, nil
}

func (l *Mtrace) finish(v wire.Mtrace, c *packet.Context) {
	finishMessage(&l.Summed, &l.Checksum, v, c, wire.IPProtoIGMP)
}

// IGMP is an Internet Group Management Protocol message of version 1 or 2, or of
// multicast router discovery. RFC 2236 §2.
//
//wire:header bind=IPProtos:wire.IPProtoIGMP
type IGMP struct {
	Type        wire.IGMPType
	MaxRespCode uint8        // of a query, in tenths of a second; 0 in version 1
	Checksum    Auto[uint16] // of the message
	Group       netip.Addr   `bits:"32"` // or 0.0.0.0 to ask for all

	packet.Summed
}

func (l *IGMP) finish(v wire.IGMP, c *packet.Context) {
	finishMessage(&l.Summed, &l.Checksum, v, c, wire.IPProtoIGMP)
}

// Validate implements [packet.Validator].
func (l *IGMP) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	switch l.Type {
	case wire.IGMPMembershipQuery, wire.IGMPv1Report, wire.IGMPv2Report, wire.IGMPLeave:
		validateIGMP(c, l.Group, report)
		if l.Group.IsUnspecified() && l.Type != wire.IGMPMembershipQuery {
			report("Group", packet.BadValue, "a report without a group")
		}
	case wire.IGMPAdvertisement, wire.IGMPSolicitation, wire.IGMPTermination, wire.IGMPCiscoTrace:
	default:
		report("Type", packet.Unusual, "not assigned")
	}
}

// appendAddrs4 appends the addresses of a.
func appendAddrs4(out []netip.Addr, a wire.IPv4Addrs) []netip.Addr {
	for ; len(a) >= 4; a = a[4:] {
		out = append(out, netip.AddrFrom4([4]byte(a)))
	}
	return out
}

// addAddr4 appends a, or zeros if it is not set, in wire form.
func addAddr4(b []byte, a netip.Addr, wrong packet.FieldError) ([]byte, error) {
	if a.IsValid() && !a.Is4() && !a.Is4In6() {
		return b, wrong
	}
	n := len(b)
	b = append32(b, 0)
	wire.PutAddr4(b[n:], a)
	return b, nil
}

// addAddrs4 appends the addresses a in wire form.
func addAddrs4(b []byte, a []netip.Addr, wrong packet.FieldError) (_ []byte, err error) {
	for _, x := range a {
		if b, err = addAddr4(b, x, wrong); err != nil {
			return b, err
		}
	}
	return b, nil
}
