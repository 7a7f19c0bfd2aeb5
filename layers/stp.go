package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// BPDUProto is the protocol to begin with where a bridge protocol data unit may be of any
// version: [STP], [TCN], [RSTP] or [MSTP], by its version, type and length. It has no header
// of its own. IEEE 802.1Q §14.4.
var BPDUProto = &packet.Proto{
	Name: "BPDU", Title: "bridge protocol data unit of any version", Ref: "IEEE 802.1Q §14.4",
	New: packet.RawProto.New, At: packet.RawProto.At, Fields: packet.RawProto.Fields,
	Aliases: []string{"stp"},
}

func init() {
	BPDUProto.Pick = func(b []byte) *packet.Proto {
		if len(b) < 4 {
			return STPProto // which says what is missing
		}
		if wire.Uint16(b, 0) != 0 {
			return nil
		}
		switch t := wire.BPDUType(b[3]); {
		case t == wire.BPDUTCN:
			return TCNProto
		case t == wire.BPDUConfig:
			return STPProto
		case t == wire.BPDURapid && b[2] >= 3 && len(b) >= wire.MSTPLen:
			return MSTPProto
		case t == wire.BPDURapid:
			return RSTPProto
		}
		return nil
	}
	for _, p := range [...]*packet.Proto{STPProto, TCNProto, RSTPProto, MSTPProto, BPDUProto} {
		SAPs.Bind(wire.SAPSTP, p)
		CiscoPIDs.Bind(wire.CiscoPVST, p)
	}
}

// STP is a configuration unit of the original Spanning Tree Protocol. IEEE 802.1D §9.3.1.
//
// Units of Cisco's per-VLAN trees have a VLAN in Rest, see [STP.VLAN].
//
//wire:header
type STP struct {
	ProtocolID   Auto[uint16]        `const:"0"`
	Version      Auto[uint8]         `const:"0"`
	Type         Auto[wire.BPDUType] `const:"wire.BPDUConfig"`
	Flags        wire.BPDUFlags
	Root         wire.BridgeID
	RootPathCost uint32
	Bridge       wire.BridgeID       // the sender
	Port         uint16              // of the sender; priority in the high 4 bits
	MessageAge   wire.BPDUTime       // since the root sent what this is based on
	MaxAge       Auto[wire.BPDUTime] `auto:"20 * wire.BPDUSecond"`
	HelloTime    Auto[wire.BPDUTime] `auto:"2 * wire.BPDUSecond"`
	ForwardDelay Auto[wire.BPDUTime] `auto:"15 * wire.BPDUSecond"`

	Rest []byte // what follows
}

func (l *STP) extent(v wire.STP) packet.Extent {
	l.Rest = v[wire.STPLen:]
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *STP) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Rest...), nil }

// Validate implements [packet.Validator].
func (l *STP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Flags&^(wire.BPDUTopologyChange|wire.BPDUTopologyChangeAck) != 0 {
		report("Flags", packet.Unusual, "has flags of the rapid protocol")
	}
	if l.MessageAge >= l.MaxAge.Get() {
		report("MessageAge", packet.BadValue, "is not less than MaxAge")
	}
}

// VLAN returns the VLAN of a unit of Cisco's per-VLAN trees.
func (l *STP) VLAN() (vlan uint16, ok bool) { return wire.PVSTVLAN(l.Rest) }

// TCN is a topology change notification of the Spanning Tree Protocol. IEEE 802.1D §9.3.2.
//
//wire:header
type TCN struct {
	ProtocolID Auto[uint16]        `const:"0"`
	Version    Auto[uint8]         `const:"0"`
	Type       Auto[wire.BPDUType] `const:"wire.BPDUTCN"`

	Rest []byte // what follows
}

func (l *TCN) extent(v wire.TCN) packet.Extent {
	l.Rest = v[wire.TCNLen:]
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *TCN) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Rest...), nil }

// RSTP is a unit of the Rapid Spanning Tree Protocol. IEEE 802.1Q §14.4.
//
//wire:header
type RSTP struct {
	ProtocolID     Auto[uint16]        `const:"0"`
	Version        Auto[uint8]         `auto:"2"`
	Type           Auto[wire.BPDUType] `const:"wire.BPDURapid"`
	Flags          wire.BPDUFlags      // with the role of the port
	Root           wire.BridgeID
	RootPathCost   uint32
	Bridge         wire.BridgeID       // the sender
	Port           uint16              // of the sender; priority in the high 4 bits
	MessageAge     wire.BPDUTime       // since the root sent what this is based on
	MaxAge         Auto[wire.BPDUTime] `auto:"20 * wire.BPDUSecond"`
	HelloTime      Auto[wire.BPDUTime] `auto:"2 * wire.BPDUSecond"`
	ForwardDelay   Auto[wire.BPDUTime] `auto:"15 * wire.BPDUSecond"`
	Version1Length Auto[uint8]         `const:"0"`

	Rest []byte // what follows
}

func (l *RSTP) extent(v wire.RSTP) packet.Extent {
	l.Rest = v[wire.RSTPLen:]
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *RSTP) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Rest...), nil }

// Validate implements [packet.Validator].
func (l *RSTP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.MessageAge >= l.MaxAge.Get() {
		report("MessageAge", packet.BadValue, "is not less than MaxAge")
	}
}

// VLAN returns the VLAN of a unit of Cisco's per-VLAN trees.
func (l *RSTP) VLAN() (vlan uint16, ok bool) { return wire.PVSTVLAN(l.Rest) }

// MSTP is a unit of the Multiple Spanning Tree Protocol, or of shortest path bridging, whose
// fields are in Rest. IEEE 802.1Q §14.4.
//
//wire:header
type MSTP struct {
	ProtocolID       Auto[uint16]        `const:"0"`
	Version          Auto[uint8]         `auto:"3"` // 4 of shortest path bridging
	Type             Auto[wire.BPDUType] `const:"wire.BPDURapid"`
	Flags            wire.BPDUFlags      // of the common and internal spanning tree
	Root             wire.BridgeID       // of the common and internal spanning tree
	ExternalPathCost uint32
	RegionalRoot     wire.BridgeID
	Port             uint16              // of the sender; priority in the high 4 bits
	MessageAge       wire.BPDUTime       // since the root sent what this is based on
	MaxAge           Auto[wire.BPDUTime] `auto:"20 * wire.BPDUSecond"`
	HelloTime        Auto[wire.BPDUTime] `auto:"2 * wire.BPDUSecond"`
	ForwardDelay     Auto[wire.BPDUTime] `auto:"15 * wire.BPDUSecond"`
	Version1Length   Auto[uint8]         `const:"0"`
	Version3Length   Auto[uint16]        // of what follows it, up to the instances, in bytes
	FormatSelector   uint8               // 0
	Name             wire.MSTName        // of the region
	Revision         uint16
	Digest           [16]byte // of the assignment of VLANs to instances
	InternalPathCost uint32
	Bridge           wire.BridgeID // the sender
	RemainingHops    uint8

	MSTIs wire.MSTIs // the instances
	Rest  []byte     // what follows
}

func (l *MSTP) extent(v wire.MSTP) packet.Extent {
	l.MSTIs = v.MSTIs()
	l.Rest = v[wire.MSTPLen+len(l.MSTIs):]
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *MSTP) appendBody(b []byte, _ int) ([]byte, error) {
	return append(append(b, l.MSTIs...), l.Rest...), nil
}

func (l *MSTP) finish(v wire.MSTP, _ *packet.Context) {
	l.settleVersion3Length(v, uint16(wire.MSTPBase+len(l.MSTIs)))
}

// Validate implements [packet.Validator].
func (l *MSTP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if len(l.MSTIs)%16 != 0 {
		report("MSTIs", packet.BadSize, "are not of 16 bytes each")
	}
	if l.FormatSelector != 0 {
		report("FormatSelector", packet.BadValue, "is not 0")
	}
}
