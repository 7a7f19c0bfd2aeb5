package gtp

import (
	"iter"
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// forms1 has the forms of the values of elements of versions 0 and 1 and of GTP'. To add
// an element: its line here, and in new1 if it has fields.
var forms1 = [256]form{
	wire.GTPIECause: num, wire.GTPIEIMSI: digits, wire.GTPIERAI: fields, wire.GTPIETLLI: num, wire.GTPIEPTMSI: num,
	wire.GTPIEReorderingRequired: num, wire.GTPIEMAPCause: num, wire.GTPIEPTMSISignature: num, wire.GTPIEMSValidated: num,
	wire.GTPIERecovery: num, wire.GTPIESelectionMode: num, wire.GTPIETEIDData: num, wire.GTPIETEIDControl: num,
	wire.GTPIETEIDDataII: fields, wire.GTPIETeardownInd: num, wire.GTPIENSAPI: num, wire.GTPIERANAPCause: num,
	wire.GTPIERABContext: fields, wire.GTPIERadioPrioritySMS: num, wire.GTPIERadioPriority: num, wire.GTPIEPacketFlowId: num,
	wire.GTPIEChargingCharacteristics: num, wire.GTPIETraceReference: num, wire.GTPIETraceType: num,
	wire.GTPIEMSNotReachableReason: num, wire.GTPIEPacketTransferCommand: num, wire.GTPIEChargingID: num,
	wire.GTPIEEndUserAddress: fields, wire.GTPIEAPN: name, wire.GTPIEPCO: fields, wire.GTPIEGSNAddress: addr,
	wire.GTPIEMSISDN: fields, wire.GTPIERATType: num, wire.GTPIEULI: fields, wire.GTPIEMSTimeZone: fields, wire.GTPIEIMEI: digits,
	wire.GTPIECommonFlags: fields, wire.GTPIEAPNRestriction: num, wire.GTPIESGSNNumber: fields, wire.GTPIEHopCounter: num,
	wire.GTPIERadioPriorityLCS: num, wire.GTPIEFQDN: name, wire.GTPIECSGID: num, wire.GTPIEAMBR: fields,
	wire.GTPIEBearerControlMode: num, wire.GTPIEMSInfoChangeReportingAction: num, wire.GTPIEDirectTunnelFlags: num,
	wire.GTPIECorrelationID: num, wire.GTPIERFSPIndex: num, wire.GTPIEEvolvedARPI: num, wire.GTPIESelectedPLMNID: network,
	wire.GTPIEULITimestamp: when, wire.GTPIEUEUsageType: num, wire.GTPIEMappedUEUsageType: num,
	wire.GTPIESequenceNumbersOfReleasedPackets: list16, wire.GTPIESequenceNumbersOfCancelledPackets: list16,
	wire.GTPIERequestsResponded: list16, wire.GTPIEChargingGatewayAddress: addr, wire.GTPIEAddressOfRecommendedNode: addr,
	wire.GTPIEDataRecordPacket: fields, wire.GTPIEPrivate: fields, wire.GTPIESignallingPriorityIndication: num,
	wire.GTPIECMI: num, wire.GTPIECNOperatorSelectionEntity: num, wire.GTPIEUEAMBR: fields, wire.GTPIEMaxMBRAPNAMBR: fields,
	wire.GTPIEExtendedCommonFlags: num, wire.GTPIEBSSGPCause: num, wire.GTPIEExtendedRANAPCause: num,
}

func new1(t wire.GTPIEType) coded {
	switch t {
	case wire.GTPIERAI:
		return new(RAI)
	case wire.GTPIETEIDDataII:
		return new(TEIDDataII)
	case wire.GTPIERABContext:
		return new(RABContext)
	case wire.GTPIEEndUserAddress:
		return new(EndUserAddress)
	case wire.GTPIEPCO:
		return new(PCO)
	case wire.GTPIEMSISDN, wire.GTPIESGSNNumber:
		return new(MSISDN)
	case wire.GTPIEULI:
		return new(Location)
	case wire.GTPIEMSTimeZone:
		return new(TimeZone)
	case wire.GTPIECommonFlags:
		return new(CommonFlags)
	case wire.GTPIEAMBR, wire.GTPIEUEAMBR, wire.GTPIEMaxMBRAPNAMBR:
		return new(AMBR)
	case wire.GTPIEDataRecordPacket:
		return new(DataRecords)
	case wire.GTPIEPrivate:
		return new(Private)
	}
	return nil
}

// meaning1 returns what number x stands for in elements of type t.
func meaning1(t wire.GTPIEType, x uint64) string {
	if x > 0xff {
		return ""
	}
	switch t {
	case wire.GTPIECause:
		return wire.GTPCause(x).String()
	case wire.GTPIERATType:
		return listed(ratTypes, x)
	case wire.GTPIESelectionMode:
		return listed(selectionModes, x&3)
	case wire.GTPIEPacketTransferCommand:
		return listed([]string{1: "send data record packet", 2: "send possibly duplicated data record packet",
			3: "cancel data record packet", 4: "release data record packet"}, x)
	case wire.GTPIETeardownInd, wire.GTPIEReorderingRequired, wire.GTPIEMSValidated:
		return listed([]string{"no", "yes"}, x&1)
	case wire.GTPIEBearerControlMode:
		return listed([]string{"MS only", "MS/network"}, x)
	}
	return ""
}

func listed(names []string, x uint64) string {
	if x < uint64(len(names)) {
		return names[x]
	}
	return ""
}

var (
	ratTypes = []string{
		1: "UTRAN", 2: "GERAN", 3: "WLAN", 4: "GAN", 5: "HSPA Evolution", 6: "EUTRAN", 7: "Virtual", 8: "EUTRAN-NB-IoT",
		9: "LTE-M", 10: "NR", 11: "WB-E-UTRAN(LEO)", 12: "WB-E-UTRAN(MEO)", 13: "WB-E-UTRAN(GEO)", 14: "WB-E-UTRAN(OTHERSAT)",
		15: "EUTRAN-NB-IoT(LEO)", 16: "EUTRAN-NB-IoT(MEO)", 17: "EUTRAN-NB-IoT(GEO)", 18: "EUTRAN-NB-IoT(OTHERSAT)",
		19: "LTE-M(LEO)", 20: "LTE-M(MEO)", 21: "LTE-M(GEO)", 22: "LTE-M(OTHERSAT)",
	}
	selectionModes = []string{
		"MS or network provided APN, subscription verified", "MS provided APN, subscription not verified",
		"network provided APN, subscription not verified", "network provided APN, subscription not verified",
	}
)

// ValueOf returns the value of an element of versions 0 or 1 or of GTP', of type t with
// data d: of the type that is the element's, or [Bytes] if it is malformed or its form
// is not known. Its bytes are d.
func ValueOf(t wire.GTPIEType, d []byte) Value {
	f := forms1[t]
	if f == fields {
		return exact(structure(new1(t), d), d)
	}
	v := plain(f, d)
	if n, ok := v.(Number); ok {
		n.Name = meaning1(t, n.Value)
		v = n
	}
	return exact(v, d)
}

// IEs are information elements of versions 0 and 1 and of GTP' in wire form. The zero
// value has none. 3GPP TS 29.060 §7.7.
type IEs []byte

// All yields the elements' types and data, up to the first malformed one.
func (o IEs) All() iter.Seq2[wire.GTPIEType, []byte] { return wire.GTPIEs(o).All() }

// Get returns the data of the first element of type t.
func (o IEs) Get(t wire.GTPIEType) (data []byte, ok bool) { return wire.GTPIEs(o).Get(t) }

// Value returns the value of the first element of type t, of the type that [ValueOf] has
// for it.
func (o IEs) Value(t wire.GTPIEType) (v Value, ok bool) {
	d, ok := o.Get(t)
	if !ok {
		return nil, false
	}
	return ValueOf(t, d), true
}

// Values yields the values of all elements, up to the first malformed one.
func (o IEs) Values() iter.Seq2[wire.GTPIEType, Value] {
	return func(yield func(wire.GTPIEType, Value) bool) {
		for t, d := range o.All() {
			if !yield(t, ValueOf(t, d)) {
				return
			}
		}
	}
}

// Add returns o and one more element. A value of a type with a fixed length is cut or
// filled to it: with ones if it is digits, else with zeros.
func (o IEs) Add(t wire.GTPIEType, v Value) IEs {
	d := v.AppendWire(nil)
	if n, ok := t.FixedLen(); ok {
		fill := byte(0)
		if _, is := v.(Digits); is {
			fill = 0xff
		}
		for len(d) < n {
			d = append(d, fill)
		}
		d = d[:n]
	}
	return IEs(wire.GTPIEs(o).Add(t, d[:min(len(d), 0xffff)]...))
}

// rest returns what is malformed at the end.
func (o IEs) rest() []byte {
	if i := wire.GTPIEs(o).Malformed(); i >= 0 {
		return o[i:]
	}
	return nil
}

// String returns the elements as "IMSI 001010000000001, Recovery 5".
func (o IEs) String() string {
	var b []byte
	for t, v := range o.Values() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(append(append(b, t.String()...), ' '), v.String()...)
	}
	return string(coder.AppendRest(b, o.rest()))
}

func (o IEs) validate(cut bool, report func(string, packet.Class, string)) {
	if cut {
		report("Length", packet.BadSize, "is more than there is")
	} else if len(o.rest()) > 0 {
		report("IEs", packet.BadSize, "has an element that cannot be read")
	}
	for t, v := range o.Values() {
		if _, is := v.(Bytes); is && forms1[t] != opaque {
			report("IEs", packet.BadValue, t.String()+": malformed value")
		}
	}
}

// RAI is a routing area. 3GPP TS 29.060 §7.7.3.
type RAI struct {
	PLMN PLMN
	LAC  uint16 // location area code
	RAC  uint8  // routing area code
}

// Fields says what the fields are.
func (x *RAI) Fields(c *coder.Coder) {
	plmn(c, &x.PLMN)
	c.U16("LAC", &x.LAC)
	c.U8("RAC", &x.RAC)
}

// TEIDDataII is the tunnel endpoint identifier of a bearer. 3GPP TS 29.060 §7.7.15.
type TEIDDataII struct {
	NSAPI uint8
	TEID  uint32
}

// Fields says what the fields are.
func (x *TEIDDataII) Fields(c *coder.Coder) {
	c.U8("NSAPI", &x.NSAPI)
	c.U32("TEID", &x.TEID)
}

// RABContext is the numbers that a radio access bearer goes on with. 3GPP TS 29.060
// §7.7.19.
type RABContext struct {
	NSAPI                    uint8
	DownlinkSeq, UplinkSeq   uint16 // of GTP-U
	DownlinkPDCP, UplinkPDCP uint16
}

// Fields says what the fields are.
func (x *RABContext) Fields(c *coder.Coder) {
	c.U8("NSAPI", &x.NSAPI)
	c.U16("downlink GTP-U", &x.DownlinkSeq)
	c.U16("uplink GTP-U", &x.UplinkSeq)
	c.U16("downlink PDCP", &x.DownlinkPDCP)
	c.U16("uplink PDCP", &x.UplinkPDCP)
}

// EndUserAddress is what kind of address a user has, or which. 3GPP TS 29.060 §7.7.27.
type EndUserAddress struct {
	Organization uint8 // 0 ETSI, 1 IETF; the upper four bits are spare
	Kind         uint8 // of the IETF: 0x21 IPv4, 0x57 IPv6, 0x8d both; of ETSI: 1 PPP
	Addrs        []netip.Addr
}

// Fields says what the fields are.
func (x *EndUserAddress) Fields(c *coder.Coder) {
	c.U8("", &x.Organization)
	c.U8("", &x.Kind)
	if s := map[uint8]string{0x21: "IPv4", 0x57: "IPv6", 0x8d: "IPv4v6", 1: "PPP"}[x.Kind]; s != "" {
		c.Word(s)
	}
	coder.List(c, &x.Addrs, func(a *netip.Addr) {
		six := a.Is6()
		if c.Reading() {
			six = c.Left() == 16
		}
		c.Addr(a, six)
	})
}

// MSISDN is a telephone number. 3GPP TS 29.060 §7.7.33, TS 29.002.
type MSISDN struct {
	Kind   uint8  // 0x91: international, in the ISDN numbering plan
	Digits Digits // of the number
}

// Fields says what the fields are.
func (x *MSISDN) Fields(c *coder.Coder) {
	c.U8("", &x.Kind)
	if x.Kind>>4&7 == 1 && c.Printing() {
		c.Word("+" + string(x.Digits))
		return
	}
	digitsTo(c, &x.Digits)
}

// digitsTo handles digits that take the rest.
func digitsTo(c *coder.Coder, x *Digits) {
	switch {
	case c.Reading():
		*x = Digits(coder.Digits(c.Take(c.Left())))
	case c.Writing():
		c.Write(coder.AppendDigits(nil, string(*x))...)
	default:
		c.Word(string(*x))
	}
}

// Location is where a user is. 3GPP TS 29.060 §7.7.51.
type Location struct {
	Kind uint8 // 0 cell, 1 service area, 2 routing area
	PLMN PLMN
	LAC  uint16 // location area code
	Code uint16 // of the cell, service area or routing area
}

// Fields says what the fields are.
func (x *Location) Fields(c *coder.Coder) {
	c.U8("", &x.Kind)
	c.Word([...]string{"cell", "service area", "routing area", "type"}[min(x.Kind, 3)])
	plmn(c, &x.PLMN)
	c.U16("LAC", &x.LAC)
	c.U16("code", &x.Code)
}

// TimeZone is a user's time zone. 3GPP TS 29.060 §7.7.52, TS 29.274 §8.44.
type TimeZone struct {
	Zone   uint8 // quarters of an hour from universal time, as TS 24.008 §10.5.3.8 has them
	Saving uint8 // hours of daylight saving time in the lower two bits
}

// Minutes returns the difference from universal time in minutes.
func (x *TimeZone) Minutes() int {
	n := 15 * (10*int(x.Zone&7) + int(x.Zone>>4))
	if x.Zone&8 != 0 {
		n = -n
	}
	return n
}

// Fields says what the fields are.
func (x *TimeZone) Fields(c *coder.Coder) {
	c.U8("", &x.Zone)
	c.U8("", &x.Saving)
	if c.Printing() {
		c.Word(Text(offset(x.Minutes())).plain())
		c.Number("saving", uint64(x.Saving&3), 1)
	}
}

func (v Text) plain() string { return string(v) }

// offset returns minutes as "+01:30".
func offset(minutes int) string {
	sign := byte('+')
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	h, m := minutes/60, minutes%60
	return string([]byte{sign, byte('0' + h/10), byte('0' + h%10), ':', byte('0' + m/10), byte('0' + m%10)})
}

// CommonFlags are bits about a request. 3GPP TS 29.060 §7.7.48.
type CommonFlags struct {
	Flags uint8
	More  []byte // what a later standard adds
}

// Fields says what the fields are.
func (x *CommonFlags) Fields(c *coder.Coder) {
	c.U8("", &x.Flags)
	c.Flags(uint64(x.Flags), "prohibit payload compression", "MBMS service type", "RAN procedures ready", "MBMS counting information",
		"no QoS negotiation", "NRSN", "upgrade QoS supported", "dual address bearer")
	c.Hex("", &x.More)
}

// AMBR is the most that a user's or an access point's bearers may carry. 3GPP TS 29.060
// §7.7.98, TS 29.274 §8.7.
type AMBR struct{ Uplink, Downlink uint32 } // in kbit/s

// Fields says what the fields are.
func (x *AMBR) Fields(c *coder.Coder) {
	c.U32("uplink", &x.Uplink)
	c.U32("downlink", &x.Downlink)
}

// DataRecords are charging data records. 3GPP TS 32.295 §6.2.4.
type DataRecords struct {
	Format  uint8 // 1 BER, 2 PER unaligned, 3 PER aligned, 4 XER
	Version uint16
	Records [][]byte
}

// Fields says what the fields are.
func (x *DataRecords) Fields(c *coder.Coder) {
	n := uint8(len(x.Records))
	c.U8("", &n)
	c.U8("format", &x.Format)
	c.U16("version", &x.Version)
	coder.List(c, &x.Records, func(r *[]byte) {
		size := uint16(len(*r))
		c.U16("", &size)
		c.Bytes("record", r, int(size))
	})
	if c.Reading() && int(n) != len(x.Records) {
		c.Fail()
	}
}

// Private is an extension of someone's own. 3GPP TS 29.060 §7.7.46, TS 29.274 §8.67.
type Private struct {
	Enterprise uint16 // IANA's number of whose it is
	Data       []byte
}

// Fields says what the fields are.
func (x *Private) Fields(c *coder.Coder) {
	c.U16("enterprise", &x.Enterprise)
	c.Hex("", &x.Data)
}

// PCO are options of protocols between user and gateway. 3GPP TS 24.008 §10.5.6.3.
type PCO struct {
	Configuration uint8 // 0x80: PPP for use with IP
	Options       []PCOOption
}

// PCOOption is a packet of a protocol, or a container.
type PCOOption struct {
	ID   uint16 // PPP protocol number, or below 0x8000 kind of container
	Data []byte
}

// Fields says what the fields are.
func (x *PCO) Fields(c *coder.Coder) {
	c.U8("", &x.Configuration)
	coder.List(c, &x.Options, func(o *PCOOption) {
		c.U16("", &o.ID)
		n := uint8(len(o.Data))
		c.U8("", &n)
		c.Word(o.name())
		c.Bytes("", &o.Data, int(n))
	})
}

// name returns what the option is.
func (o *PCOOption) name() string {
	switch o.ID {
	case 0x8021:
		return "IPCP"
	case 0xc021:
		return "LCP"
	case 0xc023:
		return "PAP"
	case 0xc223:
		return "CHAP"
	case 0x8057:
		return "IPv6CP"
	case 1:
		return "P-CSCF IPv6"
	case 2:
		return "IM CN subsystem signalling"
	case 3:
		return "DNS server IPv6"
	case 5:
		return "bearer control mode"
	case 0x0a:
		return "IP address allocation via NAS"
	case 0x0b:
		return "IP address allocation via DHCPv4"
	case 0x0c:
		return "P-CSCF IPv4"
	case 0x0d:
		return "DNS server IPv4"
	case 0x0e:
		return "MSISDN"
	case 0x10:
		return "IPv4 link MTU"
	}
	return Number{Value: uint64(o.ID)}.String()
}
