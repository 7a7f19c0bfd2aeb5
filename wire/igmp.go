package wire

import (
	"iter"
	"net/netip"
)

// IGMPType is the type of an IGMP message.
type IGMPType uint8

// The types in IANA's registry.
const (
	IGMPMembershipQuery IGMPType = 0x11 // RFC 1112, RFC 2236, RFC 3376
	IGMPv1Report        IGMPType = 0x12 // RFC 1112
	IGMPTypeDVMRP       IGMPType = 0x13 // RFC 1075
	IGMPTypePIMv1       IGMPType = 0x14
	IGMPCiscoTrace      IGMPType = 0x15
	IGMPv2Report        IGMPType = 0x16 // RFC 2236
	IGMPLeave           IGMPType = 0x17 // RFC 2236
	IGMPMtraceResponse  IGMPType = 0x1e
	IGMPMtraceQuery     IGMPType = 0x1f
	IGMPTypeV3Report    IGMPType = 0x22 // RFC 3376
	IGMPAdvertisement   IGMPType = 0x30 // multicast router discovery, RFC 4286
	IGMPSolicitation    IGMPType = 0x31
	IGMPTermination     IGMPType = 0x32
)

func (t IGMPType) String() string {
	switch t {
	case IGMPMembershipQuery:
		return "membership query"
	case IGMPv1Report:
		return "v1 report"
	case IGMPTypeDVMRP:
		return "DVMRP"
	case IGMPTypePIMv1:
		return "PIMv1"
	case IGMPCiscoTrace:
		return "Cisco trace"
	case IGMPv2Report:
		return "v2 report"
	case IGMPLeave:
		return "leave"
	case IGMPMtraceResponse:
		return "mtrace response"
	case IGMPMtraceQuery:
		return "mtrace query"
	case IGMPTypeV3Report:
		return "v3 report"
	case IGMPAdvertisement:
		return "router advertisement"
	case IGMPSolicitation:
		return "router solicitation"
	case IGMPTermination:
		return "router termination"
	}
	return itoa(int(t))
}

// expFloat returns the number that an 8-bit code of IGMPv3 stands for: itself below
// 128, from there a mantissa of four bits and an exponent of three. RFC 3376 §4.1.1.
func expFloat(code uint8) uint32 {
	if code < 128 {
		return uint32(code)
	}
	return uint32(code&15|16) << (code>>4&7 + 3)
}

// MaxRespTime returns the longest time to answer in tenths of a second. RFC 3376 §4.1.1.
func (v IGMPv3Query) MaxRespTime() uint32 { return expFloat(v.MaxRespCode()) }

// QueryInterval returns the querier's query interval in seconds. RFC 3376 §4.1.7.
func (v IGMPv3Query) QueryInterval() uint32 { return expFloat(v.QQIC()) }

// Sources returns the sources: NumSources of them, or as many as are there.
func (v IGMPv3Query) Sources() IPv4Addrs {
	n := min(int(v.NumSources()), (len(v)-IGMPv3QueryLen)/4)
	return IPv4Addrs(v[IGMPv3QueryLen : IGMPv3QueryLen+4*n])
}

// IGMPRecordType says what a group record of a report means. RFC 3376 §4.2.12. The
// numbers are those of multicast listener reports.
type IGMPRecordType = MLDRecordType

// An IGMPRecord is a group record of a report. RFC 3376 §4.2.4.
type IGMPRecord struct {
	Type    IGMPRecordType
	Group   netip.Addr
	Sources IPv4Addrs
	Aux     []byte // auxiliary data
}

// Len returns the record's length in bytes.
func (r IGMPRecord) Len() int { return 8 + len(r.Sources) + len(r.Aux) }

// Records yields the group records: NumRecords of them, or as many as are there.
func (v IGMPv3Report) Records() iter.Seq[IGMPRecord] {
	return func(yield func(IGMPRecord) bool) {
		b := v[IGMPv3ReportLen:]
		for range v.NumRecords() {
			if len(b) < 8 {
				return
			}
			s := 8 + 4*int(Uint16(b, 2))
			n := s + 4*int(b[1])
			if n > len(b) || !yield(IGMPRecord{IGMPRecordType(b[0]), netip.AddrFrom4([4]byte(b[4:])), IPv4Addrs(b[8:s]), b[s:n]}) {
				return
			}
			b = b[n:]
		}
	}
}

// DVMRPCode says what a DVMRP message is. draft-ietf-idmr-dvmrp-v3 §3.2.
type DVMRPCode uint8

// The codes.
const (
	DVMRPProbe         DVMRPCode = 1
	DVMRPReport        DVMRPCode = 2
	DVMRPAskNeighbors  DVMRPCode = 3
	DVMRPNeighbors     DVMRPCode = 4
	DVMRPAskNeighbors2 DVMRPCode = 5
	DVMRPNeighbors2    DVMRPCode = 6
	DVMRPPrune         DVMRPCode = 7
	DVMRPGraft         DVMRPCode = 8
	DVMRPGraftAck      DVMRPCode = 9
)

func (c DVMRPCode) String() string {
	return listed([]string{1: "probe", "report", "ask neighbors", "neighbors", "ask neighbors 2", "neighbors 2", "prune",
		"graft", "graft acknowledgement"}, int(c))
}

// An MtraceBlock is what one router says in a multicast trace.
// draft-ietf-idmr-traceroute-ipm §5.
type MtraceBlock struct {
	Arrival  uint32     // when the query arrived, the middle 32 bits of an NTP timestamp
	In       netip.Addr // interface towards the source
	Out      netip.Addr // interface towards the receiver
	PrevHop  netip.Addr // router from which the source's packets are expected
	InPkts   uint32     // multicast packets received at In
	OutPkts  uint32     // and sent from Out
	SrcPkts  uint32     // packets forwarded from the source to the group
	Protocol uint8      // routing protocol in use
	FwdTTL   uint8      // that a packet needs to be forwarded from Out
	SrcMask  uint8      // bits of the source's prefix; from 64 with the S bit: SrcPkts is of the network
	Code     uint8      // forwarding code
}

// MtraceBlockLen is the length of an [MtraceBlock] in bytes.
const MtraceBlockLen = 32

// Blocks yields the blocks of the routers that answered, the one nearest to the
// receiver first.
func (v Mtrace) Blocks() iter.Seq[MtraceBlock] {
	return func(yield func(MtraceBlock) bool) {
		for b := v[MtraceLen:]; len(b) >= MtraceBlockLen; b = b[MtraceBlockLen:] {
			a := func(i int) netip.Addr { return netip.AddrFrom4([4]byte(b[i:])) }
			x := MtraceBlock{Uint32(b, 0), a(4), a(8), a(12), Uint32(b, 16), Uint32(b, 20), Uint32(b, 24), b[28], b[29], b[30], b[31]}
			if !yield(x) {
				return
			}
		}
	}
}

// Append appends the block in wire form.
func (m MtraceBlock) Append(b []byte) []byte {
	n := len(b)
	b = append(b, make([]byte, MtraceBlockLen)...)
	x := b[n:]
	PutUint32(x, 0, m.Arrival)
	PutAddr4(x[4:], m.In)
	PutAddr4(x[8:], m.Out)
	PutAddr4(x[12:], m.PrevHop)
	PutUint32(x, 16, m.InPkts)
	PutUint32(x, 20, m.OutPkts)
	PutUint32(x, 24, m.SrcPkts)
	x[28], x[29], x[30], x[31] = m.Protocol, m.FwdTTL, m.SrcMask, m.Code
	return b
}
