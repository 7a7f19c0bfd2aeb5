package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() { UDPPorts.Bind(wire.PortLISP, LISPProto) }

// LISP is the header of a datagram in a tunnel of the locator/ID separation protocol.
// RFC 9300 §5.3.
//
//wire:header
type LISP struct {
	NoncePresent    bool   `bits:"1"` // N: Nonce is a nonce
	LocatorStatus   bool   `bits:"1"` // L: Locators has locator status bits
	EchoNonce       bool   `bits:"1"` // E: asks for the nonce to be echoed; with NoncePresent only
	MapVersion      bool   `bits:"1"` // V: Nonce is the source's and destination's map version, 12 bits each
	InstancePresent bool   `bits:"1"` // I: the upper 24 bits of Locators are the instance ID
	Reserved        bool   `bits:"1"`
	KeyID           uint8  `bits:"2"` // of an encrypted packet, RFC 8061
	Nonce           uint32 `bits:"24"`
	Locators        uint32 // instance ID, locator status bits
}

func (l *LISP) extent(v wire.LISP) packet.Extent {
	x := packet.Extent{Header: wire.LISPLen, End: len(v)}
	if v.KeyID() == 0 {
		x.Next = packet.Is(IPProto46)
	}
	return x
}

// Instance returns the instance ID. ok is false if there is none.
func (l *LISP) Instance() (id uint32, ok bool) {
	if !l.InstancePresent {
		return 0, false
	}
	return l.Locators >> 8, true
}

// Validate implements [packet.Validator].
func (l *LISP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.NoncePresent && l.MapVersion {
		report("MapVersion", packet.BadValue, "excludes a nonce")
	}
	if l.EchoNonce && !l.NoncePresent {
		report("EchoNonce", packet.Unusual, "has no meaning without a nonce")
	}
	if l.Reserved {
		report("Reserved", packet.Unusual, "is set")
	}
}
