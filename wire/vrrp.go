package wire

// VRRPAuth says how a VRRP version 2 advertisement is authenticated. RFC 2338 §5.3.6;
// RFC 3768 took all but the first away.
type VRRPAuth uint8

// The kinds of authentication.
const (
	VRRPAuthNone   VRRPAuth = 0
	VRRPAuthSimple VRRPAuth = 1 // a password in clear
	VRRPAuthHeader VRRPAuth = 2 // an IP authentication header
)

func (a VRRPAuth) String() string {
	return listed([]string{"none", "simple password", "IP authentication header"}, int(a))
}

// Addrs returns the virtual router's addresses, as far as they are there.
func (v VRRPv2) Addrs() IPv4Addrs {
	return IPv4Addrs(v[VRRPv2Len : VRRPv2Len+4*min(int(v.NumAddrs()), (len(v)-VRRPv2Len)/4)])
}
