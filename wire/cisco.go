package wire

import (
	"iter"
	"net/netip"
)

// ciscoShape is that of the elements of Cisco's protocols.
var ciscoShape = tlvShape{tlvForm: tlvForm{typ: 2, size: 2, whole: true}, end: -1}

// CDPType is a type of element of the Cisco Discovery Protocol.
type CDPType uint16

// Types of elements, of Cisco's "CDP frame format".
const (
	CDPDeviceID            CDPType = 1
	CDPAddresses           CDPType = 2
	CDPPortID              CDPType = 3
	CDPCapabilitiesTLV     CDPType = 4
	CDPSoftwareVersion     CDPType = 5
	CDPPlatform            CDPType = 6
	CDPPrefixes            CDPType = 7
	CDPProtocolHello       CDPType = 8
	CDPVTPDomain           CDPType = 9
	CDPNativeVLAN          CDPType = 10
	CDPDuplex              CDPType = 11
	CDPVoIPReply           CDPType = 14
	CDPVoIPQuery           CDPType = 15
	CDPPower               CDPType = 16
	CDPMTU                 CDPType = 17
	CDPTrust               CDPType = 18
	CDPUntrustedCoS        CDPType = 19
	CDPSystemName          CDPType = 20
	CDPSystemOID           CDPType = 21
	CDPManagementAddresses CDPType = 22
	CDPLocation            CDPType = 23
	CDPExternalPort        CDPType = 24
	CDPPowerRequested      CDPType = 25
	CDPPowerAvailable      CDPType = 26
	CDPUnidirectional      CDPType = 27
	CDPEnergyWise          CDPType = 29
	CDPSparePoE            CDPType = 31
)

func (x CDPType) String() string {
	switch x {
	case CDPDeviceID:
		return "device"
	case CDPAddresses:
		return "addresses"
	case CDPPortID:
		return "port"
	case CDPCapabilitiesTLV:
		return "capabilities"
	case CDPSoftwareVersion:
		return "version"
	case CDPPlatform:
		return "platform"
	case CDPPrefixes:
		return "prefixes"
	case CDPProtocolHello:
		return "protocol hello"
	case CDPVTPDomain:
		return "VTP domain"
	case CDPNativeVLAN:
		return "native VLAN"
	case CDPDuplex:
		return "duplex"
	case CDPVoIPReply:
		return "VoIP VLAN reply"
	case CDPVoIPQuery:
		return "VoIP VLAN query"
	case CDPPower:
		return "power"
	case CDPMTU:
		return "MTU"
	case CDPTrust:
		return "trust"
	case CDPUntrustedCoS:
		return "untrusted CoS"
	case CDPSystemName:
		return "system name"
	case CDPSystemOID:
		return "system OID"
	case CDPManagementAddresses:
		return "management addresses"
	case CDPLocation:
		return "location"
	case CDPExternalPort:
		return "external port"
	case CDPPowerRequested:
		return "power requested"
	case CDPPowerAvailable:
		return "power available"
	case CDPUnidirectional:
		return "unidirectional"
	case CDPEnergyWise:
		return "EnergyWise"
	case CDPSparePoE:
		return "spare pair PoE"
	}
	return itoa(int(x))
}

// CDPTLVs is the elements of the Cisco Discovery Protocol as they are on the wire: a type and a length that counts both, two bytes each, and a value.
type CDPTLVs []byte

// All yields the elements up to a malformed one.
func (o CDPTLVs) All() iter.Seq[TLV[CDPType]] { return tlvs[CDPType](o, &ciscoShape) }

// Get returns the value of the first element of type t.
func (o CDPTLVs) Get(t CDPType) (value []byte, ok bool) { return findTLV(o, &ciscoShape, t) }

// Add returns o with one more element.
func (o CDPTLVs) Add(t CDPType, value ...byte) CDPTLVs {
	return ciscoShape.append(o, uint16(t), value)
}

// AddText is Add for a text.
func (o CDPTLVs) AddText(t CDPType, s string) CDPTLVs { return o.Add(t, []byte(s)...) }

// WellFormed reports whether all of o is elements.
func (o CDPTLVs) WellFormed() bool { return ciscoShape.whollyFormed(o) }

// String returns the elements as "type value; type value".
func (o CDPTLVs) String() string { return tlvString(o, &ciscoShape, cdpText) }

// CDPCapabilities are what a device can do.
type CDPCapabilities uint32

// The capabilities.
const (
	CDPRouter CDPCapabilities = 1 << iota
	CDPTransparentBridge
	CDPSourceRouteBridge
	CDPSwitch
	CDPHost
	CDPIGMP // conditional filtering
	CDPRepeater
	CDPPhone
	CDPRemote // remotely managed
)

func (c CDPCapabilities) String() string {
	return flagNames(uint(c), "router", "transparent bridge", "source-route bridge", "switch", "host", "IGMP", "repeater", "phone", "remotely managed")
}

// Addresses yields the IP addresses in an element of type [CDPAddresses] or
// [CDPManagementAddresses].
func (o CDPTLVs) Addresses(t CDPType) iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		v, _ := o.Get(t)
		cdpAddrs(v, yield)
	}
}

// cdpAddrs yields the IP addresses of a list: their number, and for each the kind, length
// and value of a protocol, and the length and value of an address.
func cdpAddrs(v []byte, yield func(netip.Addr) bool) {
	if len(v) < 4 {
		return
	}
	for v = v[4:]; len(v) >= 2; {
		n := 2 + int(v[1])
		if len(v) < n+2 {
			return
		}
		end := n + 2 + int(Uint16(v, n))
		if len(v) < end {
			return
		}
		if a, ok := netip.AddrFromSlice(v[n+2 : end]); ok && !yield(a) {
			return
		}
		v = v[end:]
	}
}

func cdpText(b []byte, t CDPType, v []byte) []byte {
	switch t {
	case CDPDeviceID, CDPPortID, CDPPlatform, CDPVTPDomain, CDPSystemName:
		return textOrHex(b, v)
	case CDPSoftwareVersion:
		return appendQuoted(b, v)
	case CDPAddresses, CDPManagementAddresses:
		start := len(b)
		cdpAddrs(v, func(a netip.Addr) bool {
			b = a.AppendTo(comma(b, start))
			return true
		})
		if len(b) > start {
			return b
		}
	case CDPPrefixes:
		return cdpPrefixes(b, v)
	case CDPCapabilitiesTLV:
		if len(v) == 4 {
			return append(b, CDPCapabilities(Uint32(v, 0)).String()...)
		}
	case CDPNativeVLAN, CDPMTU, CDPTrust, CDPUntrustedCoS:
		return textNumber(b, v)
	case CDPPower:
		if len(v) == 2 {
			return append(textNumber(b, v), " mW"...)
		}
	case CDPDuplex:
		if len(v) == 1 && v[0] < 2 {
			return append(b, [...]string{"half", "full"}[v[0]]...)
		}
	}
	return textHex(b, v)
}

// cdpPrefixes appends prefixes of five bytes each.
func cdpPrefixes(b, v []byte) []byte {
	if len(v)%5 != 0 {
		return textHex(b, v)
	}
	for start := len(b); len(v) > 0; v = v[5:] {
		b = textAddr(comma(b, start), v[:4])
		b = appendInt(append(b, '/'), int(v[4]))
	}
	return b
}

// Sum returns the checksum that a frame of the Cisco Discovery Protocol must have. It is
// that of IP, but for an odd last byte, which is taken as the low byte of a word, with its
// sign, and one less if it is negative.
func (v CDP) Sum() uint16 {
	n := len(v) &^ 1
	s := SumAround(0, v[:n], 2)
	if n < len(v) {
		if last := uint16(v[n]); last >= 0x80 {
			s = Sum16(s, 0xff00|last-1)
		} else {
			s = Sum16(s, last)
		}
	}
	return Fold(s)
}

// UDLDOpcode is what a frame of unidirectional link detection is.
type UDLDOpcode uint8

// Opcodes. RFC 5171 §4.2.
const (
	UDLDProbe UDLDOpcode = 1
	UDLDEcho  UDLDOpcode = 2
	UDLDFlush UDLDOpcode = 3
)

func (x UDLDOpcode) String() string {
	switch x {
	case UDLDProbe:
		return "probe"
	case UDLDEcho:
		return "echo"
	case UDLDFlush:
		return "flush"
	}
	return itoa(int(x))
}

// UDLDFlags are the flags of unidirectional link detection. RFC 5171 §4.2.
type UDLDFlags uint8

// The flags.
const (
	UDLDRecommendedTimeout UDLDFlags = 1 << iota
	UDLDResynchronize
)

func (f UDLDFlags) String() string { return flagNames(uint(f), "recommended timeout", "resynchronize") }

// UDLDType is a type of element of unidirectional link detection.
type UDLDType uint16

// Types of elements. RFC 5171 §4.2.
const (
	UDLDDeviceID        UDLDType = 1
	UDLDPortID          UDLDType = 2
	UDLDEchoIDs         UDLDType = 3
	UDLDMessageInterval UDLDType = 4
	UDLDTimeoutInterval UDLDType = 5
	UDLDDeviceName      UDLDType = 6
	UDLDSequence        UDLDType = 7
)

func (x UDLDType) String() string {
	switch x {
	case UDLDDeviceID:
		return "device"
	case UDLDPortID:
		return "port"
	case UDLDEchoIDs:
		return "echo"
	case UDLDMessageInterval:
		return "message interval"
	case UDLDTimeoutInterval:
		return "timeout interval"
	case UDLDDeviceName:
		return "device name"
	case UDLDSequence:
		return "sequence"
	}
	return itoa(int(x))
}

// UDLDTLVs is the elements of unidirectional link detection as they are on the wire: a type and a length that counts both, two bytes each, and a value.
type UDLDTLVs []byte

// All yields the elements up to a malformed one.
func (o UDLDTLVs) All() iter.Seq[TLV[UDLDType]] { return tlvs[UDLDType](o, &ciscoShape) }

// Get returns the value of the first element of type t.
func (o UDLDTLVs) Get(t UDLDType) (value []byte, ok bool) { return findTLV(o, &ciscoShape, t) }

// Add returns o with one more element.
func (o UDLDTLVs) Add(t UDLDType, value ...byte) UDLDTLVs {
	return ciscoShape.append(o, uint16(t), value)
}

// AddText is Add for a text.
func (o UDLDTLVs) AddText(t UDLDType, s string) UDLDTLVs { return o.Add(t, []byte(s)...) }

// WellFormed reports whether all of o is elements.
func (o UDLDTLVs) WellFormed() bool { return ciscoShape.whollyFormed(o) }

// String returns the elements as "type value; type value".
func (o UDLDTLVs) String() string { return tlvString(o, &ciscoShape, udldText) }

func udldText(b []byte, t UDLDType, v []byte) []byte {
	switch t {
	case UDLDMessageInterval, UDLDTimeoutInterval, UDLDSequence:
		return textNumber(b, v)
	}
	return textOrHex(b, v)
}

// DTPType is a type of element of the Dynamic Trunking Protocol.
type DTPType uint16

// Types of elements.
const (
	DTPDomain   DTPType = 1
	DTPStatus   DTPType = 2
	DTPPortType DTPType = 3
	DTPNeighbor DTPType = 4
)

func (x DTPType) String() string {
	switch x {
	case DTPDomain:
		return "domain"
	case DTPStatus:
		return "status"
	case DTPPortType:
		return "type"
	case DTPNeighbor:
		return "neighbor"
	}
	return itoa(int(x))
}

// DTPTLVs is the elements of the Dynamic Trunking Protocol as they are on the wire: a type and a length that counts both, two bytes each, and a value.
type DTPTLVs []byte

// All yields the elements up to a malformed one.
func (o DTPTLVs) All() iter.Seq[TLV[DTPType]] { return tlvs[DTPType](o, &ciscoShape) }

// Get returns the value of the first element of type t.
func (o DTPTLVs) Get(t DTPType) (value []byte, ok bool) { return findTLV(o, &ciscoShape, t) }

// Add returns o with one more element.
func (o DTPTLVs) Add(t DTPType, value ...byte) DTPTLVs {
	return ciscoShape.append(o, uint16(t), value)
}

// AddText is Add for a text.
func (o DTPTLVs) AddText(t DTPType, s string) DTPTLVs { return o.Add(t, []byte(s)...) }

// WellFormed reports whether all of o is elements.
func (o DTPTLVs) WellFormed() bool { return ciscoShape.whollyFormed(o) }

// String returns the elements as "type value; type value".
func (o DTPTLVs) String() string { return tlvString(o, &ciscoShape, dtpText) }

func dtpText(b []byte, t DTPType, v []byte) []byte {
	switch t {
	case DTPDomain:
		return appendQuoted(b, trimZeros(v))
	case DTPNeighbor:
		return textAddr(b, v)
	}
	return textHex(b, v)
}

// VTPCode is what a frame of the VLAN Trunking Protocol is.
type VTPCode uint8

// Codes.
const (
	VTPSummary VTPCode = 1
	VTPSubset  VTPCode = 2
	VTPRequest VTPCode = 3
	VTPJoin    VTPCode = 4
)

func (x VTPCode) String() string {
	switch x {
	case VTPSummary:
		return "summary"
	case VTPSubset:
		return "subset"
	case VTPRequest:
		return "request"
	case VTPJoin:
		return "join"
	}
	return itoa(int(x))
}

// VTPDomain is the name of a management domain, filled up with zeros.
type VTPDomain [32]byte

// VTPDomainOf returns s as a name, cut to 32 bytes.
func VTPDomainOf(s string) (d VTPDomain) {
	copy(d[:], s)
	return d
}

func (d VTPDomain) String() string { return untilZero(d[:]) }

// A VTPVLAN is what a subset of the VLAN Trunking Protocol says of one VLAN.
type VTPVLAN struct {
	Suspended bool
	Type      uint8 // 1 Ethernet, 2 FDDI, 3 token ring, 4 FDDI-NET, 5 token ring NET
	ID        uint16
	MTU       uint16
	SAID      uint32 // of IEEE 802.10
	Name      string
	TLVs      []byte // what follows the name
}

// VTPVLANs is what a subset of the VLAN Trunking Protocol says of VLANs, as it is on the wire.
type VTPVLANs []byte

// All yields the VLANs up to a malformed one.
func (o VTPVLANs) All() iter.Seq[VTPVLAN] {
	return func(yield func(VTPVLAN) bool) {
		for b := []byte(o); len(b) >= 12; {
			n, name := int(b[0]), int(b[3])
			if n < 12 || n > len(b) || 12+name > n {
				return
			}
			v := VTPVLAN{b[1]&1 != 0, b[2], Uint16(b, 4), Uint16(b, 6), Uint32(b, 8), string(b[12 : 12+name]), nil}
			v.TLVs = b[min(12+(name+3)&^3, n):n:n]
			if !yield(v) {
				return
			}
			b = b[n:]
		}
	}
}

// Add returns o with one more VLAN, whose name and elements are 243 bytes at most.
func (o VTPVLANs) Add(v VTPVLAN) VTPVLANs {
	name := v.Name[:min(len(v.Name), 200)]
	size := 12 + (len(name)+3)&^3 + min(len(v.TLVs), 40)
	o = append(o[:len(o):len(o)], byte(size), Bit(v.Suspended), v.Type, byte(len(name)))
	o = appendBE32(appendBE16(appendBE16(o, v.ID), v.MTU), v.SAID)
	o = append(o, name...)
	for i := len(name); i%4 != 0; i++ {
		o = append(o, 0)
	}
	return append(o, v.TLVs[:min(len(v.TLVs), 40)]...)
}

// String returns the VLANs as `1 "default"; 42 "lab"`.
func (o VTPVLANs) String() string {
	var b []byte
	for v := range o.All() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = appendQuoted(append(appendInt(b, int(v.ID)), ' '), []byte(v.Name))
	}
	return string(b)
}
