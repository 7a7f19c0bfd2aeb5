package wire

import "iter"

// BridgeID identifies a bridge: two bytes of priority, whose low 12 bits may be the number
// of a VLAN or spanning tree instance, and an address. IEEE 802.1Q §14.2.5.
type BridgeID [8]byte

// BridgeIDOf returns an identifier. The priority's low 12 bits are those of system.
func BridgeIDOf(priority, system uint16, m MAC) (id BridgeID) {
	PutUint16(id[:], 0, priority&0xf000|system&0xfff)
	copy(id[2:], m[:])
	return id
}

// Priority returns the priority, a multiple of 4096.
func (id BridgeID) Priority() uint16 { return Uint16(id[:], 0) & 0xf000 }

// System returns the system identifier extension: a VLAN or instance.
func (id BridgeID) System() uint16 { return Uint16(id[:], 0) & 0xfff }

// MAC returns the bridge's address.
func (id BridgeID) MAC() MAC { return MAC(id[2:]) }

// String returns the identifier as "8001.02:00:5e:10:00:01".
func (id BridgeID) String() string {
	return string(appendHex(append(appendHex(nil, id[:2], 0), '.'), id[2:], ':'))
}

// BPDUTime is a time in a bridge protocol data unit, in 1/256 seconds.
type BPDUTime uint16

// BPDUSecond is one second.
const BPDUSecond BPDUTime = 256

// String returns the time as "2s" or "1.50s".
func (t BPDUTime) String() string {
	b := appendInt(nil, int(t>>8))
	if f := (int(t&0xff)*100 + 128) / 256; f > 0 {
		f = min(f, 99)
		b = append(b, '.', byte('0'+f/10), byte('0'+f%10))
	}
	return string(append(b, 's'))
}

// BPDUFlags are the flags of a bridge protocol data unit. IEEE 802.1Q §14.2.7.
type BPDUFlags uint8

// The flags. Two bits, see [BPDUFlags.Role], are the port's role.
const (
	BPDUTopologyChange    BPDUFlags = 0x01
	BPDUProposal          BPDUFlags = 0x02
	BPDULearning          BPDUFlags = 0x10
	BPDUForwarding        BPDUFlags = 0x20
	BPDUAgreement         BPDUFlags = 0x40
	BPDUTopologyChangeAck BPDUFlags = 0x80 // of an instance of MSTP: master
)

// BPDURole is the role of a port.
type BPDURole uint8

// The roles.
const (
	RoleUnknown    BPDURole = 0 // master, in MSTP
	RoleAlternate  BPDURole = 1 // or backup
	RoleRoot       BPDURole = 2
	RoleDesignated BPDURole = 3
)

func (r BPDURole) String() string {
	return [...]string{"unknown", "alternate", "root", "designated"}[r&3]
}

// Role returns the port's role, which the flags of the original protocol do not have.
func (f BPDUFlags) Role() BPDURole { return BPDURole(f >> 2 & 3) }

// WithRole returns the flags with the given role.
func (f BPDUFlags) WithRole(r BPDURole) BPDUFlags { return f&^0xc | BPDUFlags(r&3)<<2 }

// String returns the flags as "proposal|forwarding, designated".
func (f BPDUFlags) String() string {
	s := flagNames(uint(f&^0xc), "topology change", "proposal", "", "", "learning", "forwarding", "agreement", "topology change ack")
	if f.Role() == RoleUnknown {
		return s
	}
	return s + ", " + f.Role().String()
}

// BPDUType is a type of bridge protocol data unit.
type BPDUType uint8

// The types.
const (
	BPDUConfig BPDUType = 0x00
	BPDURapid  BPDUType = 0x02 // rapid and multiple spanning tree
	BPDUTCN    BPDUType = 0x80 // topology change notification
)

func (t BPDUType) String() string {
	switch t {
	case BPDUConfig:
		return "configuration"
	case BPDURapid:
		return "rapid"
	case BPDUTCN:
		return "topology change"
	}
	return string(textHex(nil, []byte{byte(t)}))
}

// MSTName is the name of an MST region, filled up with zeros.
type MSTName [32]byte

// MSTNameOf returns s as a name, cut to 32 bytes.
func MSTNameOf(s string) (n MSTName) {
	copy(n[:], s)
	return n
}

func (n MSTName) String() string { return untilZero(n[:]) }

// MSTI is the configuration message of one spanning tree instance. IEEE 802.1Q §14.4.1.
type MSTI struct {
	Flags          BPDUFlags
	RegionalRoot   BridgeID
	PathCost       uint32
	BridgePriority uint8 // in the high 4 bits
	PortPriority   uint8 // in the high 4 bits
	RemainingHops  uint8
}

// mstiLen is the length in bytes of a message.
const mstiLen = 16

// MSTIs is configuration messages of spanning tree instances as they are on the wire, 16
// bytes each.
type MSTIs []byte

// All yields the messages.
func (o MSTIs) All() iter.Seq[MSTI] {
	return func(yield func(MSTI) bool) {
		for b := []byte(o); len(b) >= mstiLen; b = b[mstiLen:] {
			m := MSTI{BPDUFlags(b[0]), BridgeID(b[1:9]), Uint32(b, 9), b[13], b[14], b[15]}
			if !yield(m) {
				return
			}
		}
	}
}

// Add returns o with one more message.
func (o MSTIs) Add(m MSTI) MSTIs {
	o = append(append(o[:len(o):len(o)], byte(m.Flags)), m.RegionalRoot[:]...)
	return append(appendBE32(o, m.PathCost), m.BridgePriority, m.PortPriority, m.RemainingHops)
}

// String returns the messages as "instance 1: root 8001.…, cost 20000, forwarding, root; …".
func (o MSTIs) String() string {
	var b []byte
	for m := range o.All() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = appendInt(append(b, "instance "...), int(m.RegionalRoot.System()))
		b = append(append(b, ": root "...), m.RegionalRoot.String()...)
		b = appendUint64(append(b, ", cost "...), uint64(m.PathCost))
		b = appendInt(append(b, ", hops "...), int(m.RemainingHops))
		b = append(append(b, ", "...), m.Flags.String()...)
	}
	return string(b)
}

// MSTIs returns the messages of the instances.
func (v MSTP) MSTIs() MSTIs {
	return MSTIs(v[MSTPLen:v.mstiEnd()])
}

func (v MSTP) mstiEnd() int {
	n := int(v.Version3Length()) - MSTPBase
	return MSTPLen + clamp(n, 0, len(v)-MSTPLen)/mstiLen*mstiLen
}

// MSTPBase is what Version3Length is without instances.
const MSTPBase = 64

// PVSTVLAN returns the VLAN in what Cisco's bridges append to units of per-VLAN spanning
// trees: up to two bytes of padding, a type 0, a length 2, and the VLAN.
func PVSTVLAN(rest []byte) (vlan uint16, ok bool) {
	for i := 0; i <= 2 && i+6 <= len(rest); i++ {
		if Uint32(rest, i) == 2 {
			return Uint16(rest, i+4), true
		}
		if rest[i] != 0 {
			break
		}
	}
	return 0, false
}
