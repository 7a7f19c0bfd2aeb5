package wire

// EtherTypeGeoNet is the type of GeoNetworking.
const EtherTypeGeoNet EtherType = 0x8947

// GeoNetType is the kind, in the upper four bits, and subtype of a packet of
// GeoNetworking. ETSI TS 102 636-4-1 §8.5.4.
type GeoNetType uint8

// Types.
const (
	GeoNetBeacon          GeoNetType = 0x10
	GeoNetUnicast         GeoNetType = 0x20
	GeoNetAnycastCircle   GeoNetType = 0x30
	GeoNetAnycastRect     GeoNetType = 0x31
	GeoNetAnycastEllipse  GeoNetType = 0x32
	GeoNetBcastCircle     GeoNetType = 0x40
	GeoNetBcastRect       GeoNetType = 0x41
	GeoNetBcastEllipse    GeoNetType = 0x42
	GeoNetSingleHop       GeoNetType = 0x50
	GeoNetMultiHop        GeoNetType = 0x51
	GeoNetLocationRequest GeoNetType = 0x60
	GeoNetLocationReply   GeoNetType = 0x61
)

func (t GeoNetType) String() string {
	switch t {
	case 0:
		return "any"
	case GeoNetBeacon:
		return "beacon"
	case GeoNetUnicast:
		return "unicast"
	case GeoNetAnycastCircle:
		return "anycast in a circle"
	case GeoNetAnycastRect:
		return "anycast in a rectangle"
	case GeoNetAnycastEllipse:
		return "anycast in an ellipse"
	case GeoNetBcastCircle:
		return "broadcast in a circle"
	case GeoNetBcastRect:
		return "broadcast in a rectangle"
	case GeoNetBcastEllipse:
		return "broadcast in an ellipse"
	case GeoNetSingleHop:
		return "broadcast, single hop"
	case GeoNetMultiHop:
		return "broadcast, several hops"
	case GeoNetLocationRequest:
		return "location request"
	case GeoNetLocationReply:
		return "location reply"
	}
	return itoa(int(t))
}

// GeoAngle is a latitude or longitude in tenths of a microdegree, in two's complement. ETSI
// TS 102 636-4-1 §8.4.
type GeoAngle uint32

// Degrees returns the whole degrees and what is beyond, in units of 10⁻⁷, both of which are
// negative in the south and west.
func (a GeoAngle) Degrees() (whole, beyond int) {
	x := int(int32(a))
	return x / 1e7, x % 1e7
}

func (a GeoAngle) String() string {
	whole, beyond := a.Degrees()
	var b []byte
	if int32(a) < 0 {
		b, whole, beyond = append(b, '-'), -whole, -beyond
	}
	b = append(appendInt(b, whole), '.')
	digits := itoa(beyond + 1e7)
	return string(append(b, digits[1:]...)) + "°"
}
