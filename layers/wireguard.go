package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// WireGuard says itself nothing about what it is but a type of one byte and three
// zeros. So only messages of a type's size are taken for its.
func init() {
	UDPPorts.Bind(wire.PortWireGuard, WireGuardDataProto)
	for _, p := range [...]*packet.Proto{WireGuardInitiationProto, WireGuardResponseProto, WireGuardCookieProto} {
		packet.Register(p)
	}
	UDPPorts.Guess(WireGuardDataProto, judgeWireGuard)
	WireGuardDataProto.Pick = func(b []byte) *packet.Proto {
		if len(b) < 4 || b[1]|b[2]|b[3] != 0 {
			return nil
		}
		switch t := wire.WireGuardType(b[0]); {
		case t == wire.WireGuardTypeInitiation && len(b) == wire.WireGuardInitiationLen:
			return WireGuardInitiationProto
		case t == wire.WireGuardTypeResponse && len(b) == wire.WireGuardResponseLen:
			return WireGuardResponseProto
		case t == wire.WireGuardTypeCookie && len(b) == wire.WireGuardCookieLen:
			return WireGuardCookieProto
		case t == wire.WireGuardTypeData && len(b) >= wire.WireGuardDataLen+16:
			return WireGuardDataProto
		}
		return nil
	}
}

// judgeWireGuard finds messages on any port: handshakes by their size, data by its
// being a multiple of 16 bytes long with a counter below 2⁴⁰.
func judgeWireGuard(b []byte) packet.Confidence {
	switch WireGuardDataProto.Pick(b) {
	case nil:
		return packet.Impossible
	case WireGuardDataProto:
		if len(b)%16 != 0 || b[13]|b[14]|b[15] != 0 {
			return packet.Possible
		}
	}
	return packet.Likely
}

// WireGuardInitiation is a WireGuard message that begins a handshake. WireGuard
// protocol §5.4.2.
//
//wire:header
type WireGuardInitiation struct {
	Type      Auto[wire.WireGuardType] `const:"wire.WireGuardTypeInitiation"`
	Reserved  uint32                   `bits:"24"`
	Sender    uint32                   `order:"le"` // the initiator's number of the session
	Ephemeral [32]byte                 // public key for this handshake
	Static    [48]byte                 // the initiator's public key, encrypted
	Timestamp [28]byte                 // TAI64N, encrypted
	MAC1      [16]byte                 // by the responder's public key
	MAC2      [16]byte                 // by a cookie, or zero
}

// WireGuardResponse is a WireGuard message that answers an initiation. WireGuard
// protocol §5.4.3.
//
//wire:header
type WireGuardResponse struct {
	Type      Auto[wire.WireGuardType] `const:"wire.WireGuardTypeResponse"`
	Reserved  uint32                   `bits:"24"`
	Sender    uint32                   `order:"le"` // the responder's number of the session
	Receiver  uint32                   `order:"le"` // the initiator's
	Ephemeral [32]byte                 // public key for this handshake
	Empty     [16]byte                 // nothing, encrypted
	MAC1      [16]byte                 // by the initiator's public key
	MAC2      [16]byte                 // by a cookie, or zero
}

// WireGuardCookie is a WireGuard message with which a host under load answers.
// WireGuard protocol §5.4.7.
//
//wire:header
type WireGuardCookie struct {
	Type     Auto[wire.WireGuardType] `const:"wire.WireGuardTypeCookie"`
	Reserved uint32                   `bits:"24"`
	Receiver uint32                   `order:"le"` // the receiver's number of the session
	Nonce    [24]byte
	Cookie   [32]byte // encrypted
}

// WireGuardData is a WireGuard message with an encrypted packet, or with nothing
// encrypted to keep the session alive. WireGuard protocol §5.4.6.
//
//wire:header
type WireGuardData struct {
	Type     Auto[wire.WireGuardType] `const:"wire.WireGuardTypeData"`
	Reserved uint32                   `bits:"24"`
	Receiver uint32                   `order:"le"` // the receiver's number of the session
	Counter  uint64                   `order:"le"` // nonce, rises by one with each message
}

// Validate implements [packet.Validator].
func (l *WireGuardData) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if n := len(c.Data) - wire.WireGuardDataLen; n < 16 || n%16 != 0 {
		report("", packet.BadSize, "the encrypted packet is not a multiple of 16 bytes long")
	}
}
