package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// TeredoProto is what begins a datagram to or from the Teredo port: [TeredoAuth],
// [TeredoOrigin] or [IPv6]. It has no header of its own. RFC 4380 §5.1.1.
var TeredoProto = &packet.Proto{
	Name: "Teredo", Title: "IPv6 over UDP through NATs", Ref: "RFC 4380 §5.1.1",
	New: packet.RawProto.New, At: packet.RawProto.At, Fields: packet.RawProto.Fields,
}

func init() {
	TeredoProto.Pick = func(b []byte) *packet.Proto {
		switch {
		case len(b) >= wire.TeredoAuthLen && b[0] == 0 && b[1] == 1:
			return TeredoAuthProto
		case len(b) >= wire.TeredoOriginLen && b[0] == 0 && b[1] == 0:
			return TeredoOriginProto
		case wire.IPVersion(b) == 6:
			return IPv6Proto
		}
		return nil
	}
	UDPPorts.Bind(wire.PortTeredo, TeredoProto)
}

// TeredoAuth authenticates a packet between a Teredo client and its server.
// RFC 4380 §5.1.1.
//
//wire:header
type TeredoAuth struct {
	Indicator Auto[uint16] `const:"1"`
	IDLen     Auto[uint8]  // of ClientID, in bytes
	AuthLen   Auto[uint8]  // of Auth, in bytes

	ClientID     []byte
	Auth         []byte // authentication value
	Nonce        uint64 `bits:"0"`
	Confirmation uint8  `bits:"0"` // not 0: the client needs a new key
}

func (l *TeredoAuth) parseBody(v wire.TeredoAuth) (packet.Extent, error) {
	id := wire.TeredoAuthLen + int(v.IDLen())
	auth := id + int(v.AuthLen())
	n := auth + 9
	if n > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	}
	l.ClientID, l.Auth = v[wire.TeredoAuthLen:id:id], v[id:auth:auth]
	l.Nonce, l.Confirmation = wire.Uint64(v, auth), v[auth+8]
	return packet.Extent{Header: n, End: len(v), Next: packet.Is(TeredoProto)}, nil
}

func (l *TeredoAuth) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.ClientID) > 255 {
		return b, packet.FieldError("TeredoAuth.ClientID: more than 255 bytes")
	}
	if len(l.Auth) > 255 {
		return b, packet.FieldError("TeredoAuth.Auth: more than 255 bytes")
	}
	b = append(append(b, l.ClientID...), l.Auth...)
	b = append32(append32(b, uint32(l.Nonce>>32)), uint32(l.Nonce))
	return append(b, l.Confirmation), nil
}

func (l *TeredoAuth) finish(v wire.TeredoAuth, _ *packet.Context) {
	l.settleIDLen(v, uint8(len(l.ClientID)))
	l.settleAuthLen(v, uint8(len(l.Auth)))
}

// TeredoOrigin tells a Teredo client from which mapped address and port the packet
// came. RFC 4380 §5.1.1.
//
//wire:header
type TeredoOrigin struct {
	Indicator Auto[uint16] `const:"0"`
	Port      uint16       // all bits inverted
	Addr      [4]byte      // all bits inverted
}

func (l *TeredoOrigin) extent(v wire.TeredoOrigin) packet.Extent {
	return packet.Extent{Header: wire.TeredoOriginLen, End: len(v), Next: packet.Is(IPv6Proto)}
}

// Origin returns the address and port that the fields stand for.
func (l *TeredoOrigin) Origin() netip.AddrPort {
	a := l.Addr
	for i := range a {
		a[i] = ^a[i]
	}
	return netip.AddrPortFrom(netip.AddrFrom4(a), ^l.Port)
}

// OriginOf returns the header that tells of an IPv4 address and port.
func OriginOf(a netip.AddrPort) *TeredoOrigin {
	l := &TeredoOrigin{Port: ^a.Port()}
	if ip := a.Addr().Unmap(); ip.Is4() {
		l.Addr = ip.As4()
	}
	for i := range l.Addr {
		l.Addr[i] = ^l.Addr[i]
	}
	return l
}
