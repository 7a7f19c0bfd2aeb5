package wire

import (
	"iter"
	"net/netip"
)

// LLDPType is a type of element of LLDP, of 7 bits.
type LLDPType uint8

// Types of elements. IEEE 802.1AB §8.4.
const (
	LLDPEnd                LLDPType = 0
	LLDPChassisID          LLDPType = 1
	LLDPPortID             LLDPType = 2
	LLDPTTL                LLDPType = 3
	LLDPPortDescription    LLDPType = 4
	LLDPSystemName         LLDPType = 5
	LLDPSystemDescription  LLDPType = 6
	LLDPSystemCapabilities LLDPType = 7
	LLDPManagementAddress  LLDPType = 8
	LLDPOrganization       LLDPType = 127
)

func (x LLDPType) String() string {
	switch x {
	case LLDPEnd:
		return "end"
	case LLDPChassisID:
		return "chassis"
	case LLDPPortID:
		return "port"
	case LLDPTTL:
		return "TTL"
	case LLDPPortDescription:
		return "port description"
	case LLDPSystemName:
		return "system name"
	case LLDPSystemDescription:
		return "system description"
	case LLDPSystemCapabilities:
		return "capabilities"
	case LLDPManagementAddress:
		return "management address"
	case LLDPOrganization:
		return "organization"
	}
	return itoa(int(x))
}

// LLDPTLVs is the elements of an LLDP frame as they are on the wire: 7 bits of type, 9 of
// length, and a value. An element of type 0 ends them. IEEE 802.1AB §8.4.
type LLDPTLVs []byte

var lldpShape = tlvShape{seven: true, end: int(LLDPEnd)}

// All yields the elements up to the end or a malformed one.
func (o LLDPTLVs) All() iter.Seq[TLV[LLDPType]] { return tlvs[LLDPType](o, &lldpShape) }

// Get returns the value of the first element of type t.
func (o LLDPTLVs) Get(t LLDPType) (value []byte, ok bool) { return findTLV(o, &lldpShape, t) }

// Len returns how many bytes of o are elements with the end, and whether that is all or
// the end is there.
func (o LLDPTLVs) Len() (n int, ok bool) { return lldpShape.wellFormed(o) }

// Add returns o with one more element, whose value is 511 bytes at most.
func (o LLDPTLVs) Add(t LLDPType, value ...byte) LLDPTLVs {
	return lldpShape.append(o, uint16(t), value)
}

// AddText is Add for a text.
func (o LLDPTLVs) AddText(t LLDPType, s string) LLDPTLVs { return o.Add(t, []byte(s)...) }

// AddChassisID returns o with the identifier of a chassis.
func (o LLDPTLVs) AddChassisID(s LLDPChassisSubtype, id ...byte) LLDPTLVs {
	return o.Add(LLDPChassisID, append([]byte{byte(s)}, id...)...)
}

// AddPortID returns o with the identifier of a port.
func (o LLDPTLVs) AddPortID(s LLDPPortSubtype, id ...byte) LLDPTLVs {
	return o.Add(LLDPPortID, append([]byte{byte(s)}, id...)...)
}

// AddTTL returns o with how long the frame is good for, in seconds.
func (o LLDPTLVs) AddTTL(seconds uint16) LLDPTLVs {
	return o.Add(LLDPTTL, byte(seconds>>8), byte(seconds))
}

// AddCapabilities returns o with what the system can do and what of it is enabled.
func (o LLDPTLVs) AddCapabilities(has, enabled LLDPCapabilities) LLDPTLVs {
	return o.Add(LLDPSystemCapabilities, byte(has>>8), byte(has), byte(enabled>>8), byte(enabled))
}

// AddManagementAddress returns o with an address for management and the number of its
// interface.
func (o LLDPTLVs) AddManagementAddress(a netip.Addr, ifIndex uint32) LLDPTLVs {
	family, addr := byte(1), a.AsSlice()
	if a.Is6() {
		family = 2
	}
	v := append([]byte{byte(len(addr) + 1), family}, addr...)
	return o.Add(LLDPManagementAddress, append(appendBE32(append(v, 2), ifIndex), 0)...)
}

// AddOrganization returns o with an element that an organization defines.
func (o LLDPTLVs) AddOrganization(oui uint32, subtype uint8, info ...byte) LLDPTLVs {
	return o.Add(LLDPOrganization, append([]byte{byte(oui >> 16), byte(oui >> 8), byte(oui), subtype}, info...)...)
}

// AddEnd returns o with the element that ends it.
func (o LLDPTLVs) AddEnd() LLDPTLVs { return o.Add(LLDPEnd) }

// TTL returns how long the frame is good for, in seconds.
func (o LLDPTLVs) TTL() (seconds uint16, ok bool) {
	v, ok := o.Get(LLDPTTL)
	if !ok || len(v) < 2 {
		return 0, false
	}
	return Uint16(v, 0), true
}

// ChassisID returns the kind and the identifier of the chassis.
func (o LLDPTLVs) ChassisID() (s LLDPChassisSubtype, id []byte, ok bool) {
	v, ok := o.Get(LLDPChassisID)
	if !ok || len(v) == 0 {
		return 0, nil, false
	}
	return LLDPChassisSubtype(v[0]), v[1:], true
}

// PortID returns the kind and the identifier of the port.
func (o LLDPTLVs) PortID() (s LLDPPortSubtype, id []byte, ok bool) {
	v, ok := o.Get(LLDPPortID)
	if !ok || len(v) == 0 {
		return 0, nil, false
	}
	return LLDPPortSubtype(v[0]), v[1:], true
}

// Capabilities returns what the system can do and what of it is enabled.
func (o LLDPTLVs) Capabilities() (has, enabled LLDPCapabilities, ok bool) {
	v, ok := o.Get(LLDPSystemCapabilities)
	if !ok || len(v) < 4 {
		return 0, 0, false
	}
	return LLDPCapabilities(Uint16(v, 0)), LLDPCapabilities(Uint16(v, 2)), true
}

// Organization returns what follows the OUI and subtype of the first such element.
func (o LLDPTLVs) Organization(oui uint32, subtype uint8) (info []byte, ok bool) {
	for e := range o.All() {
		if e.Type == LLDPOrganization && len(e.Value) >= 4 && Uint32(e.Value, 0) == oui<<8|uint32(subtype) {
			return e.Value[4:], true
		}
	}
	return nil, false
}

// String returns the elements as "chassis MAC 02:00:5e:10:00:01; TTL 120; …".
func (o LLDPTLVs) String() string { return tlvString(o, &lldpShape, lldpText) }

// LLDPChassisSubtype is a kind of identifier of a chassis.
type LLDPChassisSubtype uint8

// Kinds. IEEE 802.1AB §8.5.2.2.
const (
	LLDPChassisComponent      LLDPChassisSubtype = 1
	LLDPChassisInterfaceAlias LLDPChassisSubtype = 2
	LLDPChassisPortComponent  LLDPChassisSubtype = 3
	LLDPChassisMAC            LLDPChassisSubtype = 4
	LLDPChassisAddress        LLDPChassisSubtype = 5
	LLDPChassisInterfaceName  LLDPChassisSubtype = 6
	LLDPChassisLocal          LLDPChassisSubtype = 7
)

func (x LLDPChassisSubtype) String() string {
	switch x {
	case LLDPChassisComponent:
		return "component"
	case LLDPChassisInterfaceAlias:
		return "alias"
	case LLDPChassisPortComponent:
		return "port component"
	case LLDPChassisMAC:
		return "MAC"
	case LLDPChassisAddress:
		return "address"
	case LLDPChassisInterfaceName:
		return "interface"
	case LLDPChassisLocal:
		return "local"
	}
	return itoa(int(x))
}

// LLDPPortSubtype is a kind of identifier of a port.
type LLDPPortSubtype uint8

// Kinds. IEEE 802.1AB §8.5.3.2.
const (
	LLDPPortInterfaceAlias LLDPPortSubtype = 1
	LLDPPortComponent      LLDPPortSubtype = 2
	LLDPPortMAC            LLDPPortSubtype = 3
	LLDPPortAddress        LLDPPortSubtype = 4
	LLDPPortInterfaceName  LLDPPortSubtype = 5
	LLDPPortCircuitID      LLDPPortSubtype = 6
	LLDPPortLocal          LLDPPortSubtype = 7
)

func (x LLDPPortSubtype) String() string {
	switch x {
	case LLDPPortInterfaceAlias:
		return "alias"
	case LLDPPortComponent:
		return "component"
	case LLDPPortMAC:
		return "MAC"
	case LLDPPortAddress:
		return "address"
	case LLDPPortInterfaceName:
		return "interface"
	case LLDPPortCircuitID:
		return "circuit"
	case LLDPPortLocal:
		return "local"
	}
	return itoa(int(x))
}

// LLDPCapabilities are what a system can do. IEEE 802.1AB §8.5.8.1.
type LLDPCapabilities uint16

// The capabilities.
const (
	LLDPOther LLDPCapabilities = 1 << iota
	LLDPRepeater
	LLDPBridge
	LLDPAccessPoint
	LLDPRouter
	LLDPTelephone
	LLDPDOCSIS
	LLDPStation
	LLDPCVLAN
	LLDPSVLAN
	LLDPTPMR // two-port MAC relay
)

func (c LLDPCapabilities) String() string {
	return flagNames(uint(c), "other", "repeater", "bridge", "access point", "router", "telephone", "DOCSIS", "station", "C-VLAN", "S-VLAN", "TPMR")
}

// Organizations that define elements of LLDP.
const (
	OUI8021     = 0x0080c2 // IEEE 802.1
	OUI8023     = 0x00120f // IEEE 802.3
	OUIMED      = 0x0012bb // media endpoint discovery, ANSI/TIA-1057
	OUIDCBX     = 0x001b21 // data center bridging exchange before IEEE's
	OUIProfinet = 0x000ecf
)

// Subtypes of IEEE 802.1's elements. IEEE 802.1Q annex D.
const (
	LLDPPortVLAN         = 1
	LLDPProtocolVLAN     = 2
	LLDPVLANName         = 3
	LLDPProtocolIdentity = 4
	LLDPVIDUsageDigest   = 5
	LLDPManagementVID    = 6
	LLDPLinkAggregation  = 7
	LLDPCongestion       = 8
	LLDPETSConfiguration = 9
	LLDPETSRecommended   = 10
	LLDPPFC              = 11
	LLDPAppPriority      = 12
	LLDPEVB              = 13
	LLDPCDCP             = 14
)

// Subtypes of IEEE 802.3's elements. IEEE 802.3 §79.3.
const (
	LLDPMACPHY          = 1
	LLDPPower           = 2
	LLDP8023Aggregation = 3
	LLDPMaxFrame        = 4
	LLDPEEE             = 5 // energy-efficient Ethernet
)

// Subtypes of media endpoint discovery's elements. ANSI/TIA-1057 §10.2.
const (
	LLDPMEDCapabilities = 1
	LLDPMEDPolicy       = 2
	LLDPMEDLocation     = 3
	LLDPMEDPower        = 4
	LLDPMEDHardware     = 5
	LLDPMEDFirmware     = 6
	LLDPMEDSoftware     = 7
	LLDPMEDSerial       = 8
	LLDPMEDManufacturer = 9
	LLDPMEDModel        = 10
	LLDPMEDAsset        = 11
)

// lldpText appends the value of an element.
func lldpText(b []byte, t LLDPType, v []byte) []byte {
	switch t {
	case LLDPChassisID, LLDPPortID:
		return lldpID(b, t, v)
	case LLDPTTL:
		return textNumber(b, v)
	case LLDPPortDescription, LLDPSystemName, LLDPSystemDescription:
		return appendQuoted(b, v)
	case LLDPSystemCapabilities:
		if len(v) == 4 {
			b = append(b, LLDPCapabilities(Uint16(v, 0)).String()...)
			return append(append(b, ", enabled "...), LLDPCapabilities(Uint16(v, 2)).String()...)
		}
	case LLDPManagementAddress:
		if n := int(v[0]); n > 1 && n < len(v) {
			return lldpAddr(b, v[1:1+n])
		}
	case LLDPOrganization:
		if len(v) >= 4 {
			return lldpOrganization(b, Uint32(v, 0)>>8, v[3], v[4:])
		}
	}
	return textHex(b, v)
}

// lldpID appends an identifier. What is text or an address is told by the kind.
func lldpID(b []byte, t LLDPType, v []byte) []byte {
	name, mac, addr := LLDPChassisSubtype(v[0]).String(), byte(LLDPChassisMAC), byte(LLDPChassisAddress)
	if t == LLDPPortID {
		name, mac, addr = LLDPPortSubtype(v[0]).String(), byte(LLDPPortMAC), byte(LLDPPortAddress)
	}
	b = append(append(b, name...), ' ')
	switch v[0] {
	case mac:
		return textAddr(b, v[1:])
	case addr:
		return lldpAddr(b, v[1:])
	}
	return textOrHex(b, v[1:])
}

// lldpAddr appends an address that follows the number of its family.
func lldpAddr(b, v []byte) []byte {
	if len(v) == 5 && v[0] == 1 || len(v) == 17 && v[0] == 2 || len(v) == 7 && v[0] == 6 {
		return textAddr(b, v[1:])
	}
	return textHex(b, v)
}

// lldpOrganization appends an element that an organization defines.
func lldpOrganization(b []byte, oui uint32, subtype byte, v []byte) []byte {
	start := len(b)
	var ok bool
	switch oui {
	case OUI8021:
		b, ok = lldp8021(append(b, "802.1 "...), subtype, v)
	case OUI8023:
		b, ok = lldp8023(append(b, "802.3 "...), subtype, v)
	case OUIMED:
		b, ok = lldpMED(append(b, "MED "...), subtype, v)
	}
	if ok {
		return b
	}
	b = appendHex(b[:start], []byte{byte(oui >> 16), byte(oui >> 8), byte(oui)}, ':')
	b = appendInt(append(b, " subtype "...), int(subtype))
	if len(v) > 0 {
		b = textHex(append(b, ' '), v)
	}
	return b
}

func lldp8021(b []byte, subtype byte, v []byte) ([]byte, bool) {
	switch {
	case subtype == LLDPPortVLAN && len(v) == 2:
		return textNumber(append(b, "port VLAN "...), v), true
	case subtype == LLDPProtocolVLAN && len(v) == 3:
		return textNumber(append(b, "protocol VLAN "...), v[1:]), true
	case subtype == LLDPVLANName && len(v) >= 3 && len(v) == 3+int(v[2]):
		b = textNumber(append(b, "VLAN "...), v[:2])
		return appendQuoted(append(b, ' '), v[3:]), true
	case subtype == LLDPProtocolIdentity && len(v) >= 1:
		return textHex(append(b, "protocol "...), v[1:]), true
	case subtype == LLDPManagementVID && len(v) == 2:
		return textNumber(append(b, "management VLAN "...), v), true
	case subtype == LLDPLinkAggregation && len(v) == 5:
		return lldpAggregation(b, v), true
	}
	return lldpBridging(b, subtype, v)
}

// lldpBridging appends an element of data center bridging. IEEE 802.1Q annex D.2.
func lldpBridging(b []byte, subtype byte, v []byte) ([]byte, bool) {
	switch {
	case subtype == LLDPCongestion && len(v) == 2:
		b = lldpPriorities(append(b, "congestion priorities "...), v[0])
		return lldpPriorities(append(b, ", ready "...), v[1]), true
	case subtype == LLDPETSConfiguration && len(v) == 21:
		b = append(append(b, "ETS configuration "...), flagNames(uint(v[0]>>6), "credit-based shaper", "willing")...)
		b = appendInt(append(b, ", classes "...), int(v[0]&7))
		return lldpETS(b, v[1:]), true
	case subtype == LLDPETSRecommended && len(v) == 21:
		return lldpETS(append(b, "ETS recommendation"...), v[1:]), true
	case subtype == LLDPPFC && len(v) == 2:
		b = lldpPriorities(append(b, "PFC "...), v[1])
		b = appendInt(append(b, ", at most "...), int(v[0]&15))
		if v[0]&0x80 != 0 {
			b = append(b, ", willing"...)
		}
		return b, true
	case subtype == LLDPAppPriority && len(v)%3 == 1:
		b = append(b, "application priority"...)
		for v = v[1:]; len(v) > 0; v = v[3:] {
			b = appendInt(append(b, ' '), int(v[0]>>5))
			b = appendInt(append(b, " for selector "...), int(v[0]&7))
			b = append(append(b, " protocol "...), hex16(Uint16(v, 1))...)
		}
		return b, true
	}
	return b, false
}

// lldpPriorities appends the numbers of the bits in x as "{1,5}".
func lldpPriorities(b []byte, x byte) []byte {
	b = append(b, '{')
	start := len(b)
	for i := range 8 {
		if x>>i&1 != 0 {
			b = appendInt(comma(b, start), i)
		}
	}
	return append(b, '}')
}

// lldpETS appends the classes of the priorities, 4 bits each, and the shares and algorithms
// of the classes, a byte each.
func lldpETS(b, v []byte) []byte {
	b = append(b, ", class of each priority "...)
	for i := range 8 {
		b = appendInt(b, int(v[i/2]>>(4*(1-i%2))&15))
	}
	for i, title := range [...]string{", percent ", ", algorithms "} {
		b = append(b, title...)
		for j, x := range v[4+8*i : 12+8*i] {
			if j > 0 {
				b = append(b, ' ')
			}
			b = appendInt(b, int(x))
		}
	}
	return b
}

func lldpAggregation(b, v []byte) []byte {
	b = append(append(b, "aggregation "...), flagNames(uint(v[0]&3), "capable", "enabled")...)
	return textNumber(append(b, ", port "...), v[1:])
}

func lldp8023(b []byte, subtype byte, v []byte) ([]byte, bool) {
	switch {
	case subtype == LLDPMACPHY && len(v) == 5:
		b = append(append(b, "autonegotiation "...), flagNames(uint(v[0]&3), "supported", "enabled")...)
		b = textHex(append(b, ", advertised "...), v[1:3])
		return textNumber(append(b, ", MAU type "...), v[3:]), true
	case subtype == LLDPPower && len(v) >= 3:
		b = append(append(b, "power "...), flagNames(uint(v[0]&15), "PSE", "supported", "enabled", "pair control")...)
		b = appendInt(append(b, ", pair "...), int(v[1]))
		return appendInt(append(b, ", class "...), int(v[2])), true
	case subtype == LLDP8023Aggregation && len(v) == 5:
		return lldpAggregation(b, v), true
	case subtype == LLDPMaxFrame && len(v) == 2:
		return textNumber(append(b, "max frame "...), v), true
	}
	return b, false
}

func lldpMED(b []byte, subtype byte, v []byte) ([]byte, bool) {
	names := [...]string{"hardware", "firmware", "software", "serial", "manufacturer", "model", "asset"}
	switch {
	case subtype == LLDPMEDCapabilities && len(v) == 3:
		b = append(append(b, "capabilities "...), flagNames(uint(Uint16(v, 0)), "capabilities", "policy", "location", "PSE", "PD", "inventory")...)
		return appendInt(append(b, ", class "...), int(v[2])), true
	case subtype == LLDPMEDPolicy && len(v) == 4:
		x := Uint32(v, 0)
		b = appendInt(append(b, "policy for application "...), int(v[0]))
		b = appendInt(append(b, ", VLAN "...), int(x>>9&0xfff))
		b = appendInt(append(b, ", priority "...), int(x>>6&7))
		return appendInt(append(b, ", DSCP "...), int(x&0x3f)), true
	case subtype == LLDPMEDPower && len(v) == 3:
		b = appendInt(append(b, "power "...), int(Uint16(v, 1))*100)
		return append(b, " mW"...), true
	case subtype >= LLDPMEDHardware && subtype <= LLDPMEDAsset:
		b = append(append(b, names[subtype-LLDPMEDHardware]...), ' ')
		return appendQuoted(b, v), true
	}
	return b, false
}
