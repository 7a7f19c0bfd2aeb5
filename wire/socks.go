package wire

// PortSOCKS is the port of SOCKS. RFC 1928 §3.
const PortSOCKS = 1080

// SOCKSCommand says what a client asks a SOCKS server for. RFC 1928 §4.
type SOCKSCommand uint8

// The commands.
const (
	SOCKSConnect      SOCKSCommand = 1
	SOCKSBind         SOCKSCommand = 2
	SOCKSUDPAssociate SOCKSCommand = 3 // not in version 4
)

func (c SOCKSCommand) String() string {
	return listed([]string{1: "connect", "bind", "UDP associate"}, int(c))
}

// SOCKS4Code says whether a server of SOCKS 4 grants a request.
type SOCKS4Code uint8

func (c SOCKS4Code) String() string {
	if c < 90 {
		return itoa(int(c))
	}
	return listed([]string{"granted", "rejected", "no identd", "identd disagrees"}, int(c)-90)
}

// SOCKS5Code says whether a server of SOCKS 5 grants a request. RFC 1928 §6.
type SOCKS5Code uint8

func (c SOCKS5Code) String() string {
	return listed([]string{"succeeded", "general failure", "not allowed", "network unreachable", "host unreachable", "connection refused",
		"TTL expired", "command not supported", "address type not supported"}, int(c))
}

// SOCKSMethod is a way of authentication. RFC 1928 §3.
type SOCKSMethod uint8

// The methods that have messages of their own, or none.
const (
	SOCKSNoAuth       SOCKSMethod = 0
	SOCKSGSSAPI       SOCKSMethod = 1
	SOCKSPassword     SOCKSMethod = 2 // RFC 1929
	SOCKSNoAcceptable SOCKSMethod = 255
)

func (m SOCKSMethod) String() string {
	if m == SOCKSNoAcceptable {
		return "no acceptable methods"
	}
	return listed([]string{"none", "GSSAPI", "password", "CHAP", "", "challenge-response", "SSL", "NDS", "multi-authentication", "JSON"}, int(m))
}

// SOCKSAddrType is the form of an address. RFC 1928 §5.
type SOCKSAddrType uint8

// The forms.
const (
	SOCKSIPv4 SOCKSAddrType = 1
	SOCKSName SOCKSAddrType = 3 // of a host, after a byte with its length
	SOCKSIPv6 SOCKSAddrType = 4
)

func (t SOCKSAddrType) String() string {
	return listed([]string{1: "IPv4", 3: "name", 4: "IPv6"}, int(t))
}

// SOCKSAddrLen returns how many bytes the address and the port behind an address type
// t take, which b begins with, or 0 if t is unknown. It may be more than there is.
func SOCKSAddrLen(t SOCKSAddrType, b []byte) int {
	switch t {
	case SOCKSIPv4:
		return 4 + 2
	case SOCKSIPv6:
		return 16 + 2
	case SOCKSName:
		if len(b) == 0 {
			return 1
		}
		return 1 + int(b[0]) + 2
	}
	return 0
}
