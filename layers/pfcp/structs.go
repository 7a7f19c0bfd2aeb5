package pfcp

import (
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// newIE returns an empty value for elements of type t that have fields, or nil.
func newIE(t wire.PFCPIEType) coded {
	switch t {
	case wire.PFCPIEFTEID:
		return new(FTEID)
	case wire.PFCPIEFSEID:
		return new(FSEID)
	case wire.PFCPIENodeID:
		return new(NodeID)
	case wire.PFCPIEUEIPAddress:
		return new(UEIPAddress)
	case wire.PFCPIESDFFilter:
		return new(SDFFilter)
	case wire.PFCPIEMBR, wire.PFCPIEGBR:
		return new(BitRates)
	case wire.PFCPIEVolumeThreshold, wire.PFCPIESubsequentVolumeThreshold, wire.PFCPIEVolumeQuota, wire.PFCPIESubsequentVolumeQuota:
		return new(Volume)
	case wire.PFCPIEVolumeMeasurement:
		return &Volume{Measured: true}
	case wire.PFCPIEOuterHeaderCreation:
		return new(OuterHeader)
	case wire.PFCPIERedirectInformation:
		return new(Redirect)
	case wire.PFCPIEDroppedDLTrafficThreshold:
		return new(DropThreshold)
	case wire.PFCPIERemoteGTPUPeer:
		return new(Peer)
	case wire.PFCPIEFailedRuleID:
		return new(FailedRule)
	case wire.PFCPIEPacketRate:
		return new(PacketRate)
	case wire.PFCPIEForwardingPolicy:
		return new(ForwardingPolicy)
	case wire.PFCPIEFlowInformation:
		return new(Flow)
	case wire.PFCPIEHeaderEnrichment:
		return new(HeaderEnrichment)
	case wire.PFCPIEMACAddress:
		return new(MACs)
	case wire.PFCPIEUserID:
		return new(UserID)
	case wire.PFCPIEMultiplier:
		return new(Multiplier)
	case wire.PFCPIEAlternativeSMFIPAddress, wire.PFCPIECPPFCPEntityIPAddress:
		return new(Entity)
	case wire.PFCPIESNSSAI:
		return new(Slice)
	}
	return nil
}

// FTEID is an endpoint of a tunnel, or asks the user plane to choose one. 3GPP TS 29.244
// §8.2.3.
type FTEID struct {
	Flags      uint8 // 1 IPv4, 2 IPv6, 4 choose, 8 the endpoint of Choose
	TEID       uint32
	IPv4, IPv6 netip.Addr
	Choose     uint8 // elements with the same number share an endpoint
	More       []byte
}

// Fields says what the fields are.
func (x *FTEID) Fields(c *coder.Coder) {
	c.U8("", &x.Flags)
	if x.Flags&4 != 0 {
		c.Word("choose")
		if x.Flags&8 != 0 {
			c.U8("", &x.Choose)
			c.Number("ID", uint64(x.Choose), 0)
		}
	} else {
		c.U32("TEID", &x.TEID)
		addrs(c, x.Flags&1 != 0, x.Flags&2 != 0, &x.IPv4, &x.IPv6)
	}
	c.Hex("", &x.More)
}

// FSEID is an endpoint of a session. 3GPP TS 29.244 §8.2.37.
type FSEID struct {
	SEID       uint64
	IPv4, IPv6 netip.Addr // the zero address if there is none
	More       []byte
}

// Fields says what the fields are.
func (x *FSEID) Fields(c *coder.Coder) {
	f := uint8(0)
	if x.IPv6.IsValid() {
		f |= 1
	}
	if x.IPv4.IsValid() {
		f |= 2
	}
	c.U8("", &f)
	c.U64("SEID", &x.SEID)
	addrs(c, f&2 != 0, f&1 != 0, &x.IPv4, &x.IPv6)
	c.Hex("", &x.More)
}

// NodeID names a node. 3GPP TS 29.244 §8.2.38.
type NodeID struct {
	Kind uint8 // 0 IPv4, 1 IPv6, 2 name
	Addr netip.Addr
	Name []byte // in labels
}

// Fields says what the fields are.
func (x *NodeID) Fields(c *coder.Coder) {
	c.U8("", &x.Kind)
	switch {
	case x.Kind < 2:
		c.Addr(&x.Addr, x.Kind == 1)
	case c.Printing():
		s, _ := coder.Labels(x.Name)
		c.Quote([]byte(s))
	default:
		c.Hex("", &x.Name)
	}
}

// UEIPAddress is a user's address. 3GPP TS 29.244 §8.2.62.
type UEIPAddress struct {
	Flags      uint8 // 1 IPv6, 2 IPv4, 4 destination, 8 delegated prefix, 0x10 choose IPv4, 0x20 choose IPv6, 0x40 prefix length
	IPv4, IPv6 netip.Addr
	Delegated  uint8 // bits of the delegated prefix beyond 64
	Prefix     uint8 // bits of the prefix
	More       []byte
}

// Fields says what the fields are.
func (x *UEIPAddress) Fields(c *coder.Coder) {
	c.U8("", &x.Flags)
	c.Flags(uint64(x.Flags), "V6", "V4", "S/D", "IPv6D", "CHV4", "CHV6", "IP6PL")
	addrs(c, x.Flags&2 != 0, x.Flags&1 != 0, &x.IPv4, &x.IPv6)
	if x.Flags&8 != 0 {
		c.U8("delegated", &x.Delegated)
	}
	if x.Flags&0x40 != 0 {
		c.U8("prefix", &x.Prefix)
	}
	c.Hex("", &x.More)
}

// SDFFilter says which packets are of a service's flow. 3GPP TS 29.244 §8.2.5.
type SDFFilter struct {
	Flags       uint8 // 1 Description, 2 TrafficClass, 4 SPI, 8 FlowLabel, 0x10 ID
	Spare       uint8
	Description []byte // a rule as of IPFilterRule
	Class       uint16 // traffic class and its mask
	SPI         uint32 // of IPsec
	FlowLabel   uint32 // 24 bits
	ID          uint32 // of the filter
	More        []byte
}

// Fields says what the fields are.
func (x *SDFFilter) Fields(c *coder.Coder) {
	c.U8("", &x.Flags)
	c.U8("", &x.Spare)
	if x.Flags&1 != 0 {
		n := uint16(len(x.Description))
		c.U16("", &n)
		if c.Printing() {
			c.Quote(x.Description)
		} else {
			c.Bytes("", &x.Description, int(n))
		}
	}
	if x.Flags&2 != 0 {
		c.U16("class", &x.Class)
	}
	if x.Flags&4 != 0 {
		c.U32("SPI", &x.SPI)
	}
	if x.Flags&8 != 0 {
		x.FlowLabel = uint32(c.Number("label", uint64(x.FlowLabel), 3))
	}
	if x.Flags&16 != 0 {
		c.U32("ID", &x.ID)
	}
	c.Hex("", &x.More)
}

// BitRates are the most or least that a flow gets. 3GPP TS 29.244 §8.2.8, §8.2.9.
type BitRates struct {
	Uplink, Downlink uint64 // 40 bits, in kbit/s
	More             []byte
}

// Fields says what the fields are.
func (x *BitRates) Fields(c *coder.Coder) {
	x.Uplink = c.Number("uplink", x.Uplink, 5)
	x.Downlink = c.Number("downlink", x.Downlink, 5)
	c.Hex("", &x.More)
}

// Volume is how much was or may be carried. 3GPP TS 29.244 §8.2.13, §8.2.44, §8.2.50.
type Volume struct {
	Measured                bool  // the element has numbers of packets too
	Flags                   uint8 // 1 Total, 2 Uplink, 4 Downlink; and measured: 8, 0x10, 0x20 of packets
	Total, Uplink, Downlink uint64
	Packets                 [3]uint64 // in total, up and down
	More                    []byte
}

// Fields says what the fields are.
func (x *Volume) Fields(c *coder.Coder) {
	c.U8("", &x.Flags)
	for i, p := range [...]*uint64{&x.Total, &x.Uplink, &x.Downlink} {
		if x.Flags&(1<<i) != 0 {
			c.U64([...]string{"total", "uplink", "downlink"}[i], p)
		}
	}
	for i := range x.Packets {
		if x.Measured && x.Flags&(8<<i) != 0 {
			c.U64([...]string{"packets", "uplink packets", "downlink packets"}[i], &x.Packets[i])
		}
	}
	c.Hex("", &x.More)
}

// OuterHeader is the header that packets get. 3GPP TS 29.244 §8.2.56.
type OuterHeader struct {
	Description uint16 // 0x100 GTP-U/UDP/IPv4, 0x200 GTP-U/UDP/IPv6, 0x400 UDP/IPv4, 0x800 UDP/IPv6, 0x1000 IPv4, 0x2000 IPv6, 0x4000 C-TAG, 0x8000 S-TAG
	TEID        uint32
	IPv4, IPv6  netip.Addr
	Port        uint16
	CTag, STag  uint32 // 24 bits
	More        []byte
}

// Fields says what the fields are.
func (x *OuterHeader) Fields(c *coder.Coder) {
	c.U16("", &x.Description)
	d := x.Description
	c.Flags(uint64(d>>8), "GTP-U/UDP/IPv4", "GTP-U/UDP/IPv6", "UDP/IPv4", "UDP/IPv6", "IPv4", "IPv6", "C-TAG", "S-TAG")
	if d&0x300 != 0 {
		c.U32("TEID", &x.TEID)
	}
	addrs(c, d&0x1500 != 0, d&0x2a00 != 0, &x.IPv4, &x.IPv6)
	if d&0xc00 != 0 {
		c.U16("port", &x.Port)
	}
	if d&0x4000 != 0 {
		x.CTag = uint32(c.Number("C-TAG", uint64(x.CTag), 3))
	}
	if d&0x8000 != 0 {
		x.STag = uint32(c.Number("S-TAG", uint64(x.STag), 3))
	}
	c.Hex("", &x.More)
}

// Redirect is where packets are sent instead. 3GPP TS 29.244 §8.2.20.
type Redirect struct {
	Kind   uint8  // 0 IPv4, 1 IPv6, 2 URL, 3 SIP URI, 4 IPv4 and IPv6
	Server []byte // the address
	More   []byte
}

// Fields says what the fields are.
func (x *Redirect) Fields(c *coder.Coder) {
	c.U8("type", &x.Kind)
	n := uint16(len(x.Server))
	c.U16("", &n)
	if c.Printing() {
		c.Quote(x.Server)
	} else {
		c.Bytes("", &x.Server, int(n))
	}
	c.Hex("", &x.More)
}

// DropThreshold is how much may be dropped before it is reported. 3GPP TS 29.244 §8.2.49.
type DropThreshold struct {
	Flags   uint8 // 1 Packets, 2 Octets
	Packets uint64
	Octets  uint64
	More    []byte
}

// Fields says what the fields are.
func (x *DropThreshold) Fields(c *coder.Coder) {
	c.U8("", &x.Flags)
	if x.Flags&1 != 0 {
		c.U64("packets", &x.Packets)
	}
	if x.Flags&2 != 0 {
		c.U64("octets", &x.Octets)
	}
	c.Hex("", &x.More)
}

// Peer is another node of the user plane. 3GPP TS 29.244 §8.2.70.
type Peer struct {
	Flags      uint8 // 1 IPv6, 2 IPv4, 4 and 8: More has an interface and a network instance
	IPv4, IPv6 netip.Addr
	More       []byte
}

// Fields says what the fields are.
func (x *Peer) Fields(c *coder.Coder) {
	c.U8("", &x.Flags)
	addrs(c, x.Flags&2 != 0, x.Flags&1 != 0, &x.IPv4, &x.IPv6)
	c.Hex("", &x.More)
}

// FailedRule is the rule that could not be made. 3GPP TS 29.244 §8.2.80.
type FailedRule struct {
	Kind uint8  // 0 PDR, 1 FAR, 2 QER, 3 URR, 4 BAR, 5 MAR, 6 SRR
	ID   []byte // of the rule: 2 bytes of a PDR, 1 of a BAR, else 4
}

// Fields says what the fields are.
func (x *FailedRule) Fields(c *coder.Coder) {
	c.U8("", &x.Kind)
	c.Word([...]string{"PDR", "FAR", "QER", "URR", "BAR", "MAR", "SRR", "rule"}[min(x.Kind&31, 7)])
	c.Hex("", &x.ID)
}

// PacketRate is how many packets may be sent in a time. 3GPP TS 29.244 §8.2.63.
type PacketRate struct {
	Flags                    uint8 // 1 Uplink, 2 Downlink, 4 more
	UplinkUnit, DownlinkUnit uint8 // 0 minute, 1 six minutes, 2 hour, 3 day, 4 week
	Uplink, Downlink         uint16
	More                     []byte
}

// Fields says what the fields are.
func (x *PacketRate) Fields(c *coder.Coder) {
	c.U8("", &x.Flags)
	if x.Flags&1 != 0 {
		c.U8("uplink unit", &x.UplinkUnit)
		c.U16("most", &x.Uplink)
	}
	if x.Flags&2 != 0 {
		c.U8("downlink unit", &x.DownlinkUnit)
		c.U16("most", &x.Downlink)
	}
	c.Hex("", &x.More)
}

// ForwardingPolicy names a policy of the user plane. 3GPP TS 29.244 §8.2.23.
type ForwardingPolicy struct{ ID, More []byte }

// Fields says what the fields are.
func (x *ForwardingPolicy) Fields(c *coder.Coder) {
	n := uint8(len(x.ID))
	c.U8("", &n)
	if c.Printing() {
		c.Quote(x.ID)
	} else {
		c.Bytes("", &x.ID, int(n))
	}
	c.Hex("", &x.More)
}

// Flow describes a flow. 3GPP TS 29.244 §8.2.61.
type Flow struct {
	Direction   uint8  // 0 unspecified, 1 down, 2 up, 3 both
	Description []byte // a rule as of IPFilterRule
	More        []byte
}

// Fields says what the fields are.
func (x *Flow) Fields(c *coder.Coder) {
	c.U8("direction", &x.Direction)
	n := uint16(len(x.Description))
	c.U16("", &n)
	if c.Printing() {
		c.Quote(x.Description)
	} else {
		c.Bytes("", &x.Description, int(n))
	}
	c.Hex("", &x.More)
}

// HeaderEnrichment is a header that packets of HTTP get. 3GPP TS 29.244 §8.2.67.
type HeaderEnrichment struct {
	Kind              uint8 // 0 HTTP
	Name, Value, More []byte
}

// Fields says what the fields are.
func (x *HeaderEnrichment) Fields(c *coder.Coder) {
	c.U8("type", &x.Kind)
	for _, s := range [...]*[]byte{&x.Name, &x.Value} {
		n := uint8(len(*s))
		c.U8("", &n)
		if c.Printing() {
			c.Quote(*s)
		} else {
			c.Bytes("", s, int(n))
		}
	}
	c.Hex("", &x.More)
}

// MACs are hardware addresses, or ranges of them. 3GPP TS 29.244 §8.2.93.
type MACs struct {
	Flags uint8 // 1 Addrs[0] source, 2 [1] destination, 4 [2] upper end of source, 8 [3] of destination
	Addrs [4]MAC
	More  []byte
}

// Fields says what the fields are.
func (x *MACs) Fields(c *coder.Coder) {
	c.U8("", &x.Flags)
	for i := range x.Addrs {
		if x.Flags&(1<<i) == 0 {
			continue
		}
		a := &x.Addrs[i]
		switch {
		case c.Reading():
			copy(a[:], c.Take(6))
		case c.Writing():
			c.Write(a[:]...)
		default:
			c.Word([...]string{"source", "destination", "upper source", "upper destination"}[i] + " " + a.String())
		}
	}
	c.Hex("", &x.More)
}

// UserID is who a user is. 3GPP TS 29.244 §8.2.101.
type UserID struct {
	Flags              uint8  // 1 IMSI, 2 IMEI, 4 MSISDN, 8 NAI
	IMSI, IMEI, MSISDN []byte // digits, two in a byte
	NAI                []byte
	More               []byte
}

// Fields says what the fields are.
func (x *UserID) Fields(c *coder.Coder) {
	c.U8("", &x.Flags)
	for i, s := range [...]*[]byte{&x.IMSI, &x.IMEI, &x.MSISDN, &x.NAI} {
		if x.Flags&(1<<i) == 0 {
			continue
		}
		n := uint8(len(*s))
		c.U8("", &n)
		if c.Printing() {
			c.Word([...]string{"IMSI", "IMEI", "MSISDN", "NAI"}[i])
			if i < 3 {
				c.Word(coder.Digits(*s))
			} else {
				c.Quote(*s)
			}
		} else {
			c.Bytes("", s, int(n))
		}
	}
	c.Hex("", &x.More)
}

// Multiplier is a number: Digits times ten to the power of Exponent. 3GPP TS 29.244
// §8.2.84.
type Multiplier struct {
	Digits   uint64 // signed
	Exponent uint32 // signed
}

// Fields says what the fields are.
func (x *Multiplier) Fields(c *coder.Coder) {
	c.U64("digits", &x.Digits)
	c.U32("exponent", &x.Exponent)
}

// Entity is addresses of a node of the control plane. 3GPP TS 29.244 §8.2.133, §8.2.134.
type Entity struct {
	Flags      uint8 // 1 IPv6, 2 IPv4
	IPv4, IPv6 netip.Addr
	More       []byte
}

// Fields says what the fields are.
func (x *Entity) Fields(c *coder.Coder) {
	c.U8("", &x.Flags)
	addrs(c, x.Flags&2 != 0, x.Flags&1 != 0, &x.IPv4, &x.IPv6)
	c.Hex("", &x.More)
}

// Slice is a slice of a network. 3GPP TS 29.244 §8.2.176.
type Slice struct {
	SST uint8  // 1 broadband, 2 low latency, 3 things
	SD  uint32 // 24 bits; 0xffffff is none
}

// Fields says what the fields are.
func (x *Slice) Fields(c *coder.Coder) {
	c.U8("SST", &x.SST)
	x.SD = uint32(c.Number("SD", uint64(x.SD), 3))
}
