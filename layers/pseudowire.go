package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// PWChannels says what follows an associated channel header.
var PWChannels = packet.Table[wire.PWChannel]{Name: "associated channel type"}

// MPLSPayloadProto is what follows a label that is not bound in [MPLSLabels], told by
// the first four bits: 4 and 6 are IP, 1 an associated channel, and 0 the control word
// of a pseudowire if an Ethernet frame seems to follow it. It has no header of its
// own. RFC 4385 §3, RFC 4928 §2.
var MPLSPayloadProto = &packet.Proto{
	Name: "MPLS payload", Title: "what follows an MPLS label stack", Ref: "RFC 4385 §3",
	New: packet.RawProto.New, At: packet.RawProto.At, Fields: packet.RawProto.Fields,
}

func init() {
	MPLSPayloadProto.Pick = func(b []byte) *packet.Proto {
		switch {
		case b[0]>>4 == 1 && len(b) >= wire.PWChannelHeaderLen:
			return PWChannelHeaderProto
		case b[0]>>4 == 0 && wire.HasControlWord(b):
			return PWControlWordProto
		case b[0]>>4 != 0:
			return IPProto46.Pick(b)
		}
		return nil
	}
	PWChannels.Bind(wire.PWChannelIPv4, IPv4Proto)
	PWChannels.Bind(wire.PWChannelIPv6, IPv6Proto)
}

// PWControlWord is the control word of a pseudowire, behind its label. Bind the label
// to it, in [MPLSLabels], where it is not found out; what follows is an Ethernet frame.
// RFC 4385 §3.
//
//wire:header
type PWControlWord struct {
	Nibble   Auto[uint8] `bits:"4" const:"0"`
	Flags    uint8       `bits:"4"`
	Fragment uint8       `bits:"2"` // RFC 4623: 0 whole, 1 first, 2 last, 3 between
	Length   uint8       `bits:"6"` // of this word and a payload below 64 bytes, or 0
	Seq      uint16      // 0 if it is not used
}

func (l *PWControlWord) extent(v wire.PWControlWord) packet.Extent {
	x := packet.Extent{Header: wire.PWControlWordLen, End: len(v)}
	if v.Fragment() == 0 {
		x.Next = packet.Is(EthernetProto)
	}
	return x
}

// PWChannelHeader is the header of a channel associated with a pseudowire or a label
// switched path, behind its label. RFC 4385 §5, RFC 5586 §2.1.
//
//wire:header
type PWChannelHeader struct {
	Nibble   Auto[uint8] `bits:"4" const:"1"`
	Version  uint8       `bits:"4"` // 0
	Reserved uint8
	Type     Auto[wire.PWChannel] `next:"PWChannels"`
}

func (l *PWChannelHeader) extent(v wire.PWChannelHeader) packet.Extent {
	return packet.Extent{Header: wire.PWChannelHeaderLen, End: len(v), Next: PWChannels.Next(v.Type())}
}
