package layers

import (
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// PPPoE is a header of the session stage of PPP over Ethernet. RFC 2516 §6.
//
//wire:header bind=EtherTypes:wire.EtherTypePPPoE
type PPPoE struct {
	Version   Auto[uint8]    `bits:"4" const:"1"`
	Type      Auto[uint8]    `bits:"4" const:"1"`
	Code      wire.PPPoECode // 0
	SessionID uint16         // as the access concentrator gave it
	Length    Auto[uint16]   // of the payload, in bytes

	Trailer []byte // padding of the frame
}

func (l *PPPoE) extent(v wire.PPPoE) packet.Extent {
	end := min(wire.PPPoELen+int(v.Length()), len(v))
	l.Trailer = v[end:]
	x := packet.Extent{Header: wire.PPPoELen, End: end}
	if v.Code() == wire.PPPoESessionData {
		x.Next = packet.Is(PPPFrameProto)
	}
	return x
}

func (l *PPPoE) finish(v wire.PPPoE, c *packet.Context) {
	l.settleLength(v, uint16(len(v)-c.Header))
}

// AppendTrailer implements [packet.Trailer].
func (l *PPPoE) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *PPPoE) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Code != wire.PPPoESessionData {
		report("Code", packet.BadValue, "is not 0")
	}
	if l.SessionID == 0xffff {
		report("SessionID", packet.BadValue, "is reserved")
	}
}

// PPPoEDiscovery is a packet of the discovery stage of PPP over Ethernet. RFC 2516 §5.
//
//	&layers.PPPoEDiscovery{Code: wire.PPPoEPADI, Tags: wire.PPPoETags{}.Add(wire.PPPoETagServiceName)}
//
//wire:header bind=EtherTypes:wire.EtherTypePPPoEDiscovery
type PPPoEDiscovery struct {
	Version   Auto[uint8] `bits:"4" const:"1"`
	Type      Auto[uint8] `bits:"4" const:"1"`
	Code      wire.PPPoECode
	SessionID uint16       // 0 before there is a session
	Length    Auto[uint16] // of Tags, in bytes

	Tags    wire.PPPoETags
	Trailer []byte // padding of the frame
}

func (l *PPPoEDiscovery) extent(v wire.PPPoEDiscovery) packet.Extent {
	l.Tags = v.Tags()
	n := wire.PPPoEDiscoveryLen + len(l.Tags)
	l.Trailer = v[n:]
	return packet.Extent{Header: n, End: n}
}

func (l *PPPoEDiscovery) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Tags...), nil
}

func (l *PPPoEDiscovery) finish(v wire.PPPoEDiscovery, _ *packet.Context) {
	l.settleLength(v, uint16(len(v)-wire.PPPoEDiscoveryLen))
}

// AppendTrailer implements [packet.Trailer].
func (l *PPPoEDiscovery) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *PPPoEDiscovery) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if !l.Tags.WellFormed() {
		report("Tags", packet.BadSize, "are malformed")
	}
	session := l.Code == wire.PPPoEPADT || l.Code == wire.PPPoEPADS
	if l.SessionID != 0 && !session && l.Code < wire.PPPoEPADM && l.Code > wire.PPPoEPADQ {
		report("SessionID", packet.BadValue, "is not 0 before there is a session")
	}
	switch l.Code {
	case wire.PPPoEPADI, wire.PPPoEPADR, wire.PPPoEPADO:
		if _, ok := l.Tags.Get(wire.PPPoETagServiceName); !ok {
			report("Tags", packet.BadValue, "have no service name")
		}
	}
}

func init() {
	// Link type PPP_ETHER begins with a header of either stage; codes other than 0 are discovery.
	pppoe := &packet.Proto{
		Name: "PPPoE frame", Title: "PPP over Ethernet of either stage", Ref: "RFC 2516 §4",
		New: packet.RawProto.New, At: packet.RawProto.At, Fields: packet.RawProto.Fields,
		Pick: func(b []byte) *packet.Proto {
			if len(b) > 1 && b[1] != 0 {
				return PPPoEDiscoveryProto
			}
			return PPPoEProto
		},
	}
	LinkTypes.Bind(link.PPPEther, pppoe)
}
