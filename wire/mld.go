package wire

import (
	"iter"
	"net/netip"
)

// Options returns the options, which take the rest of the message.
func (v NDRouterSolicitation) Options() NDOptions { return NDOptions(v[NDRouterSolicitationLen:]) }

// Options returns the options, which take the rest of the message.
func (v NDRouterAdvertisement) Options() NDOptions { return NDOptions(v[NDRouterAdvertisementLen:]) }

// Options returns the options, which take the rest of the message.
func (v NDNeighborSolicitation) Options() NDOptions { return NDOptions(v[NDNeighborSolicitationLen:]) }

// Options returns the options, which take the rest of the message.
func (v NDNeighborAdvertisement) Options() NDOptions {
	return NDOptions(v[NDNeighborAdvertisementLen:])
}

// Options returns the options, which take the rest of the message.
func (v NDRedirect) Options() NDOptions { return NDOptions(v[NDRedirectLen:]) }

// Options returns the options, which take the rest of the message.
func (v NDInverse) Options() NDOptions { return NDOptions(v[NDInverseLen:]) }

// Options returns the options, which take the rest of the message.
func (v CertPathSolicitation) Options() NDOptions { return NDOptions(v[CertPathSolicitationLen:]) }

// Options returns the options, which take the rest of the message.
func (v CertPathAdvertisement) Options() NDOptions { return NDOptions(v[CertPathAdvertisementLen:]) }

// Options returns the options, which take the rest of the message.
func (v MobilePrefixAdvertisement) Options() NDOptions {
	return NDOptions(v[MobilePrefixAdvertisementLen:])
}

// NodeInfoType says what a node information query asks for. RFC 4620 §6.
type NodeInfoType uint16

// The types.
const (
	NodeInfoNOOP NodeInfoType = 0
	NodeInfoName NodeInfoType = 2
	NodeInfoIPv6 NodeInfoType = 3
	NodeInfoIPv4 NodeInfoType = 4
)

func (t NodeInfoType) String() string {
	switch t {
	case NodeInfoNOOP:
		return "NOOP"
	case NodeInfoName:
		return "node name"
	case NodeInfoIPv6:
		return "IPv6 addresses"
	case NodeInfoIPv4:
		return "IPv4 addresses"
	}
	return itoa(int(t))
}

// MaxRespDelay returns the longest delay of an answer in milliseconds. RFC 3810 §5.1.3.
func (v MLDv2Query) MaxRespDelay() uint32 {
	c := uint32(v.MaxRespCode())
	if c < 0x8000 {
		return c
	}
	return (c&0xfff | 0x1000) << (c>>12&7 + 3)
}

// QueryInterval returns the querier's query interval in seconds. RFC 3810 §5.1.9.
func (v MLDv2Query) QueryInterval() uint32 {
	c := uint32(v.QQIC())
	if c < 0x80 {
		return c
	}
	return (c&15 | 0x10) << (c>>4&7 + 3)
}

// Sources returns the sources: NumSources of them, or as many as are there.
func (v MLDv2Query) Sources() IPv6Addrs {
	n := min(int(v.NumSources()), (len(v)-MLDv2QueryLen)/16)
	return IPv6Addrs(v[MLDv2QueryLen : MLDv2QueryLen+16*n])
}

// MLDRecordType says what a record of a multicast listener report means.
type MLDRecordType uint8

// The types. RFC 3810 §5.2.12.
const (
	MLDModeIsInclude   MLDRecordType = 1
	MLDModeIsExclude   MLDRecordType = 2
	MLDChangeToInclude MLDRecordType = 3
	MLDChangeToExclude MLDRecordType = 4
	MLDAllowNew        MLDRecordType = 5
	MLDBlockOld        MLDRecordType = 6
)

func (t MLDRecordType) String() string {
	switch t {
	case MLDModeIsInclude:
		return "mode is include"
	case MLDModeIsExclude:
		return "mode is exclude"
	case MLDChangeToInclude:
		return "change to include"
	case MLDChangeToExclude:
		return "change to exclude"
	case MLDAllowNew:
		return "allow new sources"
	case MLDBlockOld:
		return "block old sources"
	}
	return itoa(int(t))
}

// An MLDRecord is a record of a multicast listener report. RFC 3810 §5.2.
type MLDRecord struct {
	Type    MLDRecordType
	Group   netip.Addr
	Sources IPv6Addrs
	Aux     []byte // auxiliary data, or as much as there is of it
	AuxLen  uint8  // how long the record says that it is, in words
}

// Len returns the record's length in bytes.
func (r MLDRecord) Len() int { return 20 + len(r.Sources) + len(r.Aux) }

// Records yields the records: NumRecords of them, or as many as are there.
func (v MLDv2Report) Records() iter.Seq[MLDRecord] {
	return func(yield func(MLDRecord) bool) {
		b := v[MLDv2ReportLen:]
		for range v.NumRecords() {
			if len(b) < 20 {
				return
			}
			s := 20 + 16*int(Uint16(b, 2))
			if s > len(b) {
				return
			}
			n := min(s+4*int(b[1]), len(b))
			if !yield(MLDRecord{MLDRecordType(b[0]), netip.AddrFrom16([16]byte(b[4:])), IPv6Addrs(b[20:s]), b[s:n:n], b[1]}) {
				return
			}
			b = b[n:]
		}
	}
}
