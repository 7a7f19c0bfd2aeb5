package wire

// IPNetFamily is the address family of a packet of Solaris' IP tap.
type IPNetFamily uint8

// Families.
const (
	IPNetIPv4 IPNetFamily = 2
	IPNetIPv6 IPNetFamily = 26
)

func (f IPNetFamily) String() string {
	switch f {
	case IPNetIPv4:
		return "IPv4"
	case IPNetIPv6:
		return "IPv6"
	}
	return itoa(int(f))
}
