package wire

// PortWireGuard is the UDP port that WireGuard has by custom.
const PortWireGuard = 51820

// WireGuardType is the type of a WireGuard message.
type WireGuardType uint8

// The types. WireGuard protocol §5.4.
const (
	WireGuardTypeInitiation WireGuardType = 1
	WireGuardTypeResponse   WireGuardType = 2
	WireGuardTypeCookie     WireGuardType = 3
	WireGuardTypeData       WireGuardType = 4
)

func (t WireGuardType) String() string {
	return listed([]string{1: "handshake initiation", "handshake response", "cookie reply", "transport data"}, int(t))
}
