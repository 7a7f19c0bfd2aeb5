package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// ERSPAN is the header of a mirrored frame, type II, as Cisco's switches send it in GRE.
// draft-foschiano-erspan-03 §4.2.
//
// Type I has no header of its own: the frame follows a GRE header without a
// sequence number.
//
//wire:header bind=EtherTypes:wire.EtherTypeERSPAN
type ERSPAN struct {
	Version   Auto[uint8] `bits:"4" auto:"1"`
	VLAN      uint16      `bits:"12"` // of the frame, or 0
	CoS       uint8       `bits:"3"`  // class of service
	Trunk     uint8       `bits:"2"`  // how the frame was tagged: 0 not, 1 ISL, 2 802.1Q, 3 as it is
	Truncated bool        `bits:"1"`  // the frame was cut
	SessionID uint16      `bits:"10"`
	Reserved  uint16      `bits:"12"`
	Index     uint32      `bits:"20"` // of the port and direction
}

func (l *ERSPAN) extent(v wire.ERSPAN) packet.Extent {
	return packet.Extent{Header: wire.ERSPANLen, End: len(v), Next: packet.Is(EthernetProto)}
}

// Validate implements [packet.Validator].
func (l *ERSPAN) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Version.Get() != 1 {
		report("Version", packet.BadValue, "is not 1, that of type II")
	}
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
}

// ERSPAN3 is the header of a mirrored frame, type III. draft-foschiano-erspan-03 §4.3.
//
//wire:header bind=EtherTypes:wire.EtherTypeERSPAN3
type ERSPAN3 struct {
	Version     Auto[uint8] `bits:"4" auto:"2"`
	VLAN        uint16      `bits:"12"` // of the frame, or 0
	CoS         uint8       `bits:"3"`  // class of service
	BadFrame    uint8       `bits:"2"`  // 0 good or unknown, 1 short, 2 oversized, 3 bad checksum or alignment
	Truncated   bool        `bits:"1"`  // the frame was cut
	SessionID   uint16      `bits:"10"`
	Timestamp   uint32      // in units of Granularity
	GroupTag    uint16      // security group tag
	HasFrame    bool        `bits:"1"` // a whole Ethernet frame follows
	FrameType   uint8       `bits:"5"` // 0 Ethernet, 2 IP
	HardwareID  uint8       `bits:"6"` // of the ERSPAN engine
	Egress      bool        `bits:"1"` // direction
	Granularity uint8       `bits:"2"` // of Timestamp: 0 100 µs, 1 100 ns, 2 IEEE 1588, 3 another
	HasPlatform Auto[bool]  `bits:"1" auto:"len(l.Platform) > 0"`

	Platform []byte // platform specific subheader: 8 bytes, the first 6 bits saying of which
}

// platformLen is the length of the platform specific subheader.
const platformLen = 8

func (l *ERSPAN3) parseBody(v wire.ERSPAN3) (packet.Extent, error) {
	n := wire.ERSPAN3Len
	l.Platform = nil
	if v.HasPlatform() {
		if n += platformLen; len(v) < n {
			return packet.Extent{}, packet.Need(wire.ErrShort, n)
		}
		l.Platform = v[wire.ERSPAN3Len:n:n]
	}
	x := packet.Extent{Header: n, End: len(v)}
	switch v.FrameType() {
	case 0:
		x.Next = packet.Is(EthernetProto)
	case 2:
		x.Next = packet.Is(IPProto46)
	}
	return x, nil
}

func (l *ERSPAN3) appendBody(b []byte, _ int) ([]byte, error) {
	if n := len(l.Platform); n != 0 && n != platformLen {
		return b, packet.FieldError("ERSPAN3.Platform: neither 0 nor 8 bytes")
	}
	return append(b, l.Platform...), nil
}

// Validate implements [packet.Validator].
func (l *ERSPAN3) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Version.Get() != 2 {
		report("Version", packet.BadValue, "is not 2, that of type III")
	}
	if l.FrameType != 0 && l.FrameType != 2 {
		report("FrameType", packet.BadValue, "is neither 0 nor 2")
	}
}
