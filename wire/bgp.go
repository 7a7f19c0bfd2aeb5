package wire

// PortBGP is the TCP port of BGP. RFC 4271 §8.2.1.
const PortBGP = 179

// BGPType is the type of a BGP message.
type BGPType uint8

// The types of messages. RFC 4271 §4.1, RFC 2918 §3.
const (
	BGPOpen         BGPType = 1
	BGPUpdate       BGPType = 2
	BGPNotification BGPType = 3
	BGPKeepalive    BGPType = 4
	BGPRouteRefresh BGPType = 5
)

func (x BGPType) String() string {
	switch x {
	case BGPOpen:
		return "open"
	case BGPUpdate:
		return "update"
	case BGPNotification:
		return "notification"
	case BGPKeepalive:
		return "keepalive"
	case BGPRouteRefresh:
		return "route refresh"
	}
	return itoa(int(x))
}

// Marked reports whether the marker is all ones, as it must be.
func (v BGP) Marked() bool {
	return Uint64(v, 0) == 1<<64-1 && Uint64(v, 8) == 1<<64-1
}
