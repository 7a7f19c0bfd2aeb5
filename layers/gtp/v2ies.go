package gtp

import (
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// The values of elements of version 2 that have fields.

// Cause says what became of a request. 3GPP TS 29.274 §8.4.
type Cause struct {
	Cause wire.GTPv2Cause
	Flags uint8 // 4: a PDN connection's element is wrong, 2: a bearer context's is, 1: the peer's peer says so

	Offending wire.GTPv2IEType // the element that is wrong, or 0
	Length    uint16           // of it
	Instance  uint8            // of it
}

// Fields says what the fields are.
func (x *Cause) Fields(c *coder.Coder) {
	c.U8("", (*uint8)(&x.Cause))
	c.Word(x.Cause.String())
	c.U8("", &x.Flags)
	c.Flags(uint64(x.Flags), "CS", "BCE", "PCE")
	if c.Rest(x.Offending != 0) {
		c.U8("", (*uint8)(&x.Offending))
		c.Word(x.Offending.String())
		c.U16("", &x.Length)
		c.U8("instance", &x.Instance)
	}
}

// Indication is the bits about a request, of which there may be few or many bytes. 3GPP
// TS 29.274 §8.12.
type Indication struct{ Flags []byte }

// indications are the names of the bits, the lowest of each byte first.
var indications = [][8]string{
	{"SGWCI", "ISRAI", "ISRSI", "OI", "DFI", "HI", "DTF", "DAF"},
	{"MSV", "SI", "PT", "P", "CRSI", "CFSI", "UIMSI", "SQCI"},
	{"CCRSI", "ISRAU", "MBMDT", "S4AF", "S6AF", "SRNI", "PBIC", "RetLoc"},
	{"CPSR", "CLII", "CSFBI", "PPSI", "PPON/PPEI", "PPOF", "ARRL", "CPRAI"},
	{"AOPI", "AOSI", "PCRI", "PSCI", "BDWI", "DTCI", "UASI", "NSI"},
	{"WPMSI", "UNACCSI", "PNSI", "S11TF", "PMTSMI", "CPOPCI", "EPCOSI", "ROAAI"},
	{"TSPCMI", "ENBCRSI", "LTEMPI", "LTEMUI", "EEVRSI", "5GSIWKI", "REPREFI", "5GSNN26"},
	{"ETHPDN", "5SRHOI", "5GCNRI", "5GCNRS", "N5GNMI", "MTEDTA", "MTEDTN", "CSRMFI"},
	{"EMCI", "IDFUPF", "NSENBI", "SISSME", "PGWCHI", "RPPCSI", "PGWRNSI", "NSPUSI"},
	{"UPIPSI", "SRTPI", "LTEMSAI", "LAPCOS"},
}

// Fields says what the fields are.
func (x *Indication) Fields(c *coder.Coder) {
	if !c.Printing() {
		c.Hex("", &x.Flags)
		return
	}
	for i, f := range x.Flags {
		if f == 0 {
			continue
		}
		if i < len(indications) {
			c.Flags(uint64(f), indications[i][:]...)
		} else {
			c.Word("more")
		}
	}
}

// PAA is a user's address in a packet data network. 3GPP TS 29.274 §8.14.
type PAA struct {
	Kind   uint8 // 1 IPv4, 2 IPv6, 3 both, 4 no IP, 5 Ethernet
	Prefix uint8 // bits of the IPv6 prefix
	IPv6   netip.Addr
	IPv4   netip.Addr
}

// Fields says what the fields are.
func (x *PAA) Fields(c *coder.Coder) {
	c.U8("", &x.Kind)
	c.Word(listed(pdnTypes, uint64(x.Kind&7)))
	if k := x.Kind & 7; k == 2 || k == 3 {
		c.U8("prefix", &x.Prefix)
		c.Addr(&x.IPv6, true)
	}
	if k := x.Kind & 7; k == 1 || k == 3 {
		c.Addr(&x.IPv4, false)
	}
}

// ARP is which bearers go when there is too little room. 3GPP TS 29.274 §8.86.
type ARP struct {
	Flags uint8 // 0x40 not: may take others' room; level 1 to 15, the highest is 1, above; 1 not: others may take its room
}

// Level returns the priority level, 1 to 15.
func (x *ARP) Level() uint8 { return x.Flags >> 2 & 15 }

// Fields says what the fields are.
func (x *ARP) Fields(c *coder.Coder) {
	c.U8("", &x.Flags)
	c.Number("level", uint64(x.Level()), 0)
	if x.Flags&0x40 == 0 && c.Printing() {
		c.Word("may pre-empt")
	}
	if x.Flags&1 == 0 && c.Printing() {
		c.Word("may be pre-empted")
	}
}

// BearerQoS is the quality of service of a bearer. 3GPP TS 29.274 §8.15.
type BearerQoS struct {
	ARP                        ARP
	QCI                        uint8  // quality class
	MaxUplink, MaxDownlink     uint64 // 40 bits, in kbit/s
	GuaranteedUplink, Downlink uint64 // guaranteed bit rates, 40 bits, in kbit/s
	More                       []byte
}

// Fields says what the fields are.
func (x *BearerQoS) Fields(c *coder.Coder) {
	x.ARP.Fields(c)
	c.U8("QCI", &x.QCI)
	rates(c, &x.MaxUplink, &x.MaxDownlink, &x.GuaranteedUplink, &x.Downlink)
	c.Hex("", &x.More)
}

// rates handles four rates of 40 bits.
func rates(c *coder.Coder, maxUp, maxDown, up, down *uint64) {
	*maxUp = c.Number("max uplink", *maxUp, 5)
	*maxDown = c.Number("max downlink", *maxDown, 5)
	*up = c.Number("guaranteed uplink", *up, 5)
	*down = c.Number("guaranteed downlink", *down, 5)
}

// FlowQoS is the quality of service of a flow. 3GPP TS 29.274 §8.16.
type FlowQoS struct {
	QCI                        uint8  // quality class
	MaxUplink, MaxDownlink     uint64 // 40 bits, in kbit/s
	GuaranteedUplink, Downlink uint64 // guaranteed bit rates, 40 bits, in kbit/s
}

// Fields says what the fields are.
func (x *FlowQoS) Fields(c *coder.Coder) {
	c.U8("QCI", &x.QCI)
	rates(c, &x.MaxUplink, &x.MaxDownlink, &x.GuaranteedUplink, &x.Downlink)
}

// ULI is where a user is, as several identities, of which Has says which there are. 3GPP
// TS 29.274 §8.21.
type ULI struct {
	Has   uint8 // 1 CGI, 2 SAI, 4 RAI, 8 TAI, 0x10 ECGI, 0x20 LAI, 0x40 Macro, 0x80 ExtendedMacro
	CGI   Area  // cell
	SAI   Area  // service area
	RAI   Area  // routing area
	TAI   Tracking
	ECGI  Cell
	LAI   Tracking // whose TAC is a location area code
	Macro Station
	Ext   Station // an extended one
	More  []byte
}

// An Area is a part of a location area.
type Area struct {
	PLMN PLMN
	LAC  uint16
	Code uint16 // of the cell, service area or routing area
}

// Tracking is a tracking area, or a location area.
type Tracking struct {
	PLMN PLMN
	TAC  uint16
}

// Cell is a cell of E-UTRAN.
type Cell struct {
	PLMN PLMN
	ID   uint32 // 28 bits
}

// Station is a base station.
type Station struct {
	PLMN PLMN
	ID   uint32 // 20 or 21 bits
}

// Fields says what the fields are.
func (x *ULI) Fields(c *coder.Coder) {
	c.U8("", &x.Has)
	for i, a := range [...]*Area{&x.CGI, &x.SAI, &x.RAI} {
		if x.Has&(1<<i) != 0 {
			c.Word([...]string{"CGI", "SAI", "RAI"}[i])
			plmn(c, &a.PLMN)
			c.U16("LAC", &a.LAC)
			c.U16("code", &a.Code)
		}
	}
	if x.Has&8 != 0 {
		c.Word("TAI")
		plmn(c, &x.TAI.PLMN)
		c.U16("TAC", &x.TAI.TAC)
	}
	if x.Has&0x10 != 0 {
		c.Word("ECGI")
		plmn(c, &x.ECGI.PLMN)
		c.U32("cell", &x.ECGI.ID)
	}
	if x.Has&0x20 != 0 {
		c.Word("LAI")
		plmn(c, &x.LAI.PLMN)
		c.U16("LAC", &x.LAI.TAC)
	}
	for i, s := range [...]*Station{&x.Macro, &x.Ext} {
		if x.Has&(0x40<<i) != 0 {
			c.Word([...]string{"macro", "extended macro"}[i])
			plmn(c, &s.PLMN)
			s.ID = uint32(c.Number("eNodeB", uint64(s.ID), 3))
		}
	}
	c.Hex("", &x.More)
}

// FTEID is an endpoint of a tunnel: an identifier and one or two addresses. 3GPP TS
// 29.274 §8.22.
type FTEID struct {
	Interface  wire.GTPInterface // 6 bits
	TEID       uint32            // or GRE key
	IPv4, IPv6 netip.Addr        // the zero address if there is none
	More       []byte
}

// Fields says what the fields are.
func (x *FTEID) Fields(c *coder.Coder) {
	flags := uint8(x.Interface & 0x3f)
	if x.IPv4.IsValid() {
		flags |= 0x80
	}
	if x.IPv6.IsValid() {
		flags |= 0x40
	}
	c.U8("", &flags)
	x.Interface = wire.GTPInterface(flags & 0x3f)
	c.Word(x.Interface.String())
	c.U32("TEID", &x.TEID)
	if flags&0x80 != 0 {
		c.Addr(&x.IPv4, false)
	}
	if flags&0x40 != 0 {
		c.Addr(&x.IPv6, true)
	}
	c.Hex("", &x.More)
}

// GlobalCNID is a node of a core network. 3GPP TS 29.274 §8.25.
type GlobalCNID struct {
	PLMN PLMN
	ID   []byte
}

// Fields says what the fields are.
func (x *GlobalCNID) Fields(c *coder.Coder) {
	plmn(c, &x.PLMN)
	c.Hex("", &x.ID)
}

// BearerFlags are bits about a bearer. 3GPP TS 29.274 §8.32.
type BearerFlags struct {
	Flags uint8
	More  []byte
}

// Fields says what the fields are.
func (x *BearerFlags) Fields(c *coder.Coder) {
	c.U8("", &x.Flags)
	c.Flags(uint64(x.Flags), "PPC", "VB", "Vind", "ASI")
	c.Hex("", &x.More)
}

// TraceReference names a trace. 3GPP TS 29.274 §8.45.
type TraceReference struct {
	PLMN PLMN
	ID   uint32 // 24 bits
}

// Fields says what the fields are.
func (x *TraceReference) Fields(c *coder.Coder) {
	plmn(c, &x.PLMN)
	x.ID = uint32(c.Number("trace", uint64(x.ID), 3))
}

// GUTI is a temporary identity of a user. 3GPP TS 29.274 §8.48.
type GUTI struct {
	PLMN  PLMN
	Group uint16 // of MMEs
	Code  uint8  // of the MME
	MTMSI uint32
}

// Fields says what the fields are.
func (x *GUTI) Fields(c *coder.Coder) {
	plmn(c, &x.PLMN)
	c.U16("MME group", &x.Group)
	c.U8("code", &x.Code)
	c.U32("M-TMSI", &x.MTMSI)
}

// FContainer is what another protocol wants forwarded. 3GPP TS 29.274 §8.49.
type FContainer struct {
	Kind uint8 // 1 UTRAN, 2 BSS, 3 E-UTRAN, 4 NBIFOM, 5 EN-DC
	Data []byte
}

// Fields says what the fields are.
func (x *FContainer) Fields(c *coder.Coder) {
	c.U8("type", &x.Kind)
	c.Body("", &x.Data)
}

// FCause is another protocol's cause. 3GPP TS 29.274 §8.50, §8.103.
type FCause struct {
	Kind uint8 // which protocol and kind of cause
	Data []byte
}

// Fields says what the fields are.
func (x *FCause) Fields(c *coder.Coder) {
	c.U8("type", &x.Kind)
	c.Hex("", &x.Data)
}

// FQCSID names sets of connections of a node. 3GPP TS 29.274 §8.62.
type FQCSID struct {
	Kind  uint8  // 0 Node is an IPv4 address, 1 an IPv6 address, 2 network codes and a number
	Node  []byte // the node's identity, 4 or 16 bytes
	CSIDs []uint16
	More  []byte
}

// Fields says what the fields are.
func (x *FQCSID) Fields(c *coder.Coder) {
	head := x.Kind<<4 | uint8(len(x.CSIDs)&15)
	c.U8("", &head)
	x.Kind = head >> 4
	n := 4
	if x.Kind == 1 {
		n = 16
	}
	c.Bytes("node", &x.Node, n)
	if c.Reading() {
		x.CSIDs = make([]uint16, head&15)
	}
	for i := range x.CSIDs {
		c.U16("set", &x.CSIDs[i])
	}
	c.Hex("", &x.More)
}

// UCI is the closed group of subscribers that a user's cell is for. 3GPP TS 29.274 §8.75.
type UCI struct {
	PLMN   PLMN
	CSG    uint32 // 27 bits
	Access uint8  // mode in the upper two bits; the lowest is whether the user is a member
}

// Fields says what the fields are.
func (x *UCI) Fields(c *coder.Coder) {
	plmn(c, &x.PLMN)
	c.U32("CSG", &x.CSG)
	c.U8("access", &x.Access)
}

// Timer is a time, of throttling with a share of what is to be let go. 3GPP TS 29.274
// §8.85, §8.87.
type Timer struct {
	Throttling bool
	Timer      uint8 // unit in the upper three bits: 2 s, 1 min, 10 min, 1 h, 10 h, …, 7 infinite
	Factor     uint8 // of throttling: percent
}

// Fields says what the fields are.
func (x *Timer) Fields(c *coder.Coder) {
	c.U8("", &x.Timer)
	if c.Printing() {
		unit := [...]string{"x 2 s", "x 1 min", "x 10 min", "x 1 h", "x 10 h", "x 1 min", "x 1 min", "infinite"}[x.Timer>>5]
		c.Number("time", uint64(x.Timer&31), 1)
		c.Word(unit)
	}
	if x.Throttling {
		c.U8("factor", &x.Factor)
	}
}

// IPv4Configuration is what a user needs besides the address. 3GPP TS 29.274 §8.96.
type IPv4Configuration struct {
	Prefix uint8 // bits of the subnet's prefix
	Router netip.Addr
}

// Fields says what the fields are.
func (x *IPv4Configuration) Fields(c *coder.Coder) {
	c.U8("prefix", &x.Prefix)
	c.Addr(&x.Router, false)
}

// NodeIdentifier is a Diameter node. 3GPP TS 29.274 §8.107.
type NodeIdentifier struct{ Name, Realm []byte }

// Fields says what the fields are.
func (x *NodeIdentifier) Fields(c *coder.Coder) {
	for _, s := range [...]*[]byte{&x.Name, &x.Realm} {
		n := uint8(len(*s))
		c.U8("", &n)
		if c.Printing() {
			c.Quote(*s)
		} else {
			c.Bytes("", s, int(n))
		}
	}
}

// APNCapacity is how much of a node an access point has. 3GPP TS 29.274 §8.115.
type APNCapacity struct {
	Capacity uint8 // percent
	APN      Name
	More     []byte
}

// Fields says what the fields are.
func (x *APNCapacity) Fields(c *coder.Coder) {
	c.U8("capacity", &x.Capacity)
	b := coder.AppendLabels(nil, string(x.APN))
	n := uint8(len(b))
	c.U8("", &n)
	if c.Printing() {
		c.Quote([]byte(x.APN))
	} else if c.Bytes("", &b, int(n)); c.Reading() {
		s, ok := coder.Labels(b)
		if x.APN = Name(s); !ok {
			c.Fail()
		}
	}
	c.Hex("", &x.More)
}

// RateControl is how many packets a user may send or be sent in 6 minutes. 3GPP TS
// 29.274 §8.131.
type RateControl struct{ Uplink, Downlink uint16 }

// Fields says what the fields are.
func (x *RateControl) Fields(c *coder.Coder) {
	c.U16("uplink", &x.Uplink)
	c.U16("downlink", &x.Downlink)
}

// Counter is how often something was done since when. 3GPP TS 29.274 §8.132.
type Counter struct {
	Since uint32 // seconds since 1900
	Value uint8
}

// Fields says what the fields are.
func (x *Counter) Fields(c *coder.Coder) {
	c.U32("", &x.Since)
	c.Word(Time(x.Since).String())
	c.U8("", &x.Value)
	c.Number("count", uint64(x.Value), 0)
}

// TMGI is a group of users of a broadcast. 3GPP TS 29.274 §8.89.
type TMGI struct {
	Service uint32 // 24 bits
	PLMN    PLMN
}

// Fields says what the fields are.
func (x *TMGI) Fields(c *coder.Coder) {
	x.Service = uint32(c.Number("service", uint64(x.Service), 3))
	plmn(c, &x.PLMN)
}

// EPCO are options of protocols between user and gateway, with lengths of two bytes for
// some. 3GPP TS 24.301 §9.9.4.26.
type EPCO struct {
	Configuration uint8 // 0x80: PPP for use with IP
	Options       []PCOOption
}

// wide reports whether option id has a length of two bytes. 3GPP TS 24.008 §10.5.6.3.
func wide(id uint16) bool { return id == 0x23 || id == 0x24 || id == 0x30 || id == 0x31 || id == 0x32 }

// Fields says what the fields are.
func (x *EPCO) Fields(c *coder.Coder) {
	c.U8("", &x.Configuration)
	coder.List(c, &x.Options, func(o *PCOOption) {
		c.U16("", &o.ID)
		size := 1
		if wide(o.ID) {
			size = 2
		}
		n := c.Number("", uint64(len(o.Data)), size)
		c.Word(o.name())
		c.Bytes("", &o.Data, int(n))
	})
}
