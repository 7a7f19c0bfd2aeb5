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

// LE32 is a number of 32 bits in wire form, its low byte first.
type LE32 [4]byte

// MakeLE32 returns x in wire form.
func MakeLE32(x uint32) LE32 { return LE32{byte(x), byte(x >> 8), byte(x >> 16), byte(x >> 24)} }

// Uint32 returns the number.
func (x LE32) Uint32() uint32 {
	return uint32(x[0]) | uint32(x[1])<<8 | uint32(x[2])<<16 | uint32(x[3])<<24
}

// String returns the number in decimal digits.
func (x LE32) String() string { return string(appendUint(nil, x.Uint32())) }

// LE64 is a number of 64 bits in wire form, its low byte first.
type LE64 [8]byte

// MakeLE64 returns x in wire form.
func MakeLE64(x uint64) (v LE64) {
	for i := range v {
		v[i] = byte(x >> (8 * i))
	}
	return v
}

// Uint64 returns the number.
func (x LE64) Uint64() uint64 { return Uint64LE(x[:], 0) }

// String returns the number in decimal digits.
func (x LE64) String() string { return string(appendUint64(nil, x.Uint64())) }
