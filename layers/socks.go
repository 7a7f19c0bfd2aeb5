package layers

import (
	"bytes"
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	TCPPorts.Bind(wire.PortSOCKS, SOCKS5RequestProto)
	TCPPorts.Guess(SOCKS5RequestProto, judgeSOCKS)
	UDPPorts.Bind(wire.PortSOCKS, SOCKS5DatagramProto)
	SOCKS5RequestProto.Pick = pickSOCKS
}

// judgeSOCKS tells the messages before a proxied connection from what it carries.
func judgeSOCKS(b []byte) packet.Confidence {
	if pickSOCKS(b) == nil {
		return packet.Impossible
	}
	return packet.Possible
}

// pickSOCKS says which message b is. The version does not tell who sent it, but the
// length and the codes do.
func pickSOCKS(b []byte) *packet.Proto {
	if len(b) < 2 {
		return nil
	}
	switch code := b[1]; b[0] {
	case 0:
		if len(b) >= wire.SOCKS4ReplyLen && code >= 90 && code <= 93 {
			return SOCKS4ReplyProto
		}
	case 1:
		switch {
		case len(b) == 2:
			return SOCKS5LoginStatusProto
		case loginLen(b) == len(b):
			return SOCKS5LoginProto
		}
	case 4:
		if len(b) > wire.SOCKS4RequestLen && (code == 1 || code == 2) {
			return SOCKS4RequestProto
		}
	case 5:
		return pickSOCKS5(b)
	}
	return nil
}

func pickSOCKS5(b []byte) *packet.Proto {
	if len(b) == 2 {
		return SOCKS5MethodProto
	}
	if len(b) == 2+int(b[1]) {
		return SOCKS5GreetingProto
	}
	n := 0
	if len(b) >= 4 && b[2] == 0 && b[1] <= 8 {
		n = wire.SOCKSAddrLen(wire.SOCKSAddrType(b[3]), b[4:])
	}
	switch command := b[1]; {
	case n == 0 || len(b) < 4+n:
		return nil
	case command == 0 || command > 3:
		return SOCKS5ReplyProto
	case command < 3 && len(bytes.Trim(b[4:4+n], "\x00")) == 0: // which no client asks for
		return SOCKS5ReplyProto
	}
	return SOCKS5RequestProto
}

// SOCKS4Request is a request of a SOCKS 4 client. SOCKS, a protocol for TCP proxy across firewalls.
//
//wire:header
type SOCKS4Request struct {
	Version Auto[uint8] `const:"4"`
	Command wire.SOCKSCommand
	Port    uint16
	Addr    netip.Addr `bits:"32"` // 0.0.0.x, x not 0, if there is a Name
	User    []byte     // who the user says to be; a zero byte follows it on the wire
	Name    []byte     // SOCKS 4a: the host instead of Addr; a zero byte follows it
}

var errSOCKS = &wire.Error{Layer: "SOCKS", Err: wire.ErrFormat}

func (l *SOCKS4Request) parseBody(v wire.SOCKS4Request) (packet.Extent, error) {
	b := v[wire.SOCKS4RequestLen:]
	user, rest, ok := bytes.Cut(b, []byte{0})
	l.User, l.Name = user, nil
	if ok && socks4a(l.Addr) {
		l.Name, rest, ok = bytes.Cut(rest, []byte{0})
	}
	if !ok {
		return packet.Extent{}, errSOCKS
	}
	return packet.Extent{Header: len(v) - len(rest), End: len(v)}, nil
}

// socks4a reports whether a means that a name follows.
func socks4a(a netip.Addr) bool {
	if !a.Is4() {
		return false
	}
	x := a.As4()
	return x[0]|x[1]|x[2] == 0 && x[3] != 0
}

func (l *SOCKS4Request) appendBody(b []byte, _ int) ([]byte, error) {
	if bytes.IndexByte(l.User, 0) >= 0 || bytes.IndexByte(l.Name, 0) >= 0 {
		return b, packet.FieldError("SOCKS4Request.User, Name: contains a zero byte")
	}
	b = append(append(b, l.User...), 0)
	if !socks4a(l.Addr) {
		if len(l.Name) > 0 {
			return b, packet.FieldError("SOCKS4Request.Name: Addr does not say that there is one")
		}
		return b, nil
	}
	return append(append(b, l.Name...), 0), nil
}

func (l *SOCKS4Request) finish(wire.SOCKS4Request, *packet.Context) {}

// SOCKS4Reply is a reply of a SOCKS 4 server. SOCKS, a protocol for TCP proxy across firewalls.
//
//wire:header
type SOCKS4Reply struct {
	Version Auto[uint8] `const:"0"`
	Code    wire.SOCKS4Code
	Port    uint16
	Addr    netip.Addr `bits:"32"`
}

// SOCKS5Greeting is the first message of a SOCKS 5 client. RFC 1928 §3.
//
//wire:header
type SOCKS5Greeting struct {
	Version    Auto[uint8] `const:"5"`
	NumMethods Auto[uint8] // number of Methods
	Methods    []byte      // ways of authentication that the client knows, each a wire.SOCKSMethod
}

func (l *SOCKS5Greeting) extent(v wire.SOCKS5Greeting) packet.Extent {
	n := min(wire.SOCKS5GreetingLen+int(v.NumMethods()), len(v))
	l.Methods = v[wire.SOCKS5GreetingLen:n]
	return packet.Extent{Header: n, End: len(v)}
}

func (l *SOCKS5Greeting) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Methods) > 255 {
		return b, packet.FieldError("SOCKS5Greeting.Methods: too many")
	}
	return append(b, l.Methods...), nil
}

func (l *SOCKS5Greeting) finish(v wire.SOCKS5Greeting, _ *packet.Context) {
	l.settleNumMethods(v, uint8(len(l.Methods)))
}

// SOCKS5Method is the answer of a SOCKS 5 server to a greeting. RFC 1928 §3.
//
//wire:header
type SOCKS5Method struct {
	Version Auto[uint8] `const:"5"`
	Method  wire.SOCKSMethod
}

// SOCKS5Login is a user name and a password for a SOCKS 5 server. RFC 1929 §2.
//
//wire:header
type SOCKS5Login struct {
	Version  Auto[uint8] `const:"1"` // of this exchange
	User     []byte      // at most 255 bytes, after their number
	Password []byte      // at most 255 bytes, after their number
}

// loginLen returns how long the login message b says that it is, or 0 if that is not there.
func loginLen(b []byte) int {
	if len(b) < 2 || len(b) < 3+int(b[1]) {
		return 0
	}
	return 3 + int(b[1]) + int(b[2+int(b[1])])
}

func (l *SOCKS5Login) parseBody(v wire.SOCKS5Login) (packet.Extent, error) {
	n := loginLen(v)
	if n == 0 || n > len(v) {
		return packet.Extent{}, packet.Need(errSOCKS, max(n, len(v)+1))
	}
	user := 2 + int(v[1])
	l.User, l.Password = v[2:user:user], v[user+1:n:n]
	return packet.Extent{Header: n, End: len(v)}, nil
}

func (l *SOCKS5Login) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.User) > 255 || len(l.Password) > 255 {
		return b, packet.FieldError("SOCKS5Login.User, Password: too long")
	}
	b = append(append(b, byte(len(l.User))), l.User...)
	return append(append(b, byte(len(l.Password))), l.Password...), nil
}

func (l *SOCKS5Login) finish(wire.SOCKS5Login, *packet.Context) {}

// SOCKS5LoginStatus is the answer to a login. RFC 1929 §2.
//
//wire:header
type SOCKS5LoginStatus struct {
	Version Auto[uint8] `const:"1"` // of this exchange
	Status  uint8       // 0 is success
}

// SOCKS5Request is a request of a SOCKS 5 client. RFC 1928 §4.
//
// To a server's port it is bound for all messages of SOCKS 4 and 5, of which what is there is chosen.
//
//wire:header
type SOCKS5Request struct {
	Version  Auto[uint8] `const:"5"`
	Command  wire.SOCKSCommand
	Reserved uint8
	AddrType Auto[wire.SOCKSAddrType] `next:"-"` // form of the address

	Addr netip.Addr `bits:"0"` // if AddrType is one of its forms
	Name []byte     // of the host, at most 255 bytes, if AddrType is 3
	Port uint16     `bits:"0"`
}

// SOCKS5Reply is a reply of a SOCKS 5 server to a request. RFC 1928 §6.
//
//wire:header
type SOCKS5Reply struct {
	Version  Auto[uint8] `const:"5"`
	Code     wire.SOCKS5Code
	Reserved uint8
	AddrType Auto[wire.SOCKSAddrType] `next:"-"` // form of the address

	Addr netip.Addr `bits:"0"` // if AddrType is one of its forms
	Name []byte     // of the host, at most 255 bytes, if AddrType is 3
	Port uint16     `bits:"0"`
}

// SOCKS5Datagram is the header before the data of a UDP datagram that a SOCKS 5 server relays. RFC 1928 §7.
//
// The data is what its port says.
//
//wire:header
type SOCKS5Datagram struct {
	Reserved uint16
	Fragment uint8                    // 0, or the fragment's number and, the top bit, whether it is the last
	AddrType Auto[wire.SOCKSAddrType] `next:"-"` // form of the address

	Addr netip.Addr `bits:"0"` // if AddrType is one of its forms
	Name []byte     // of the host, at most 255 bytes, if AddrType is 3
	Port uint16     `bits:"0"`
}

// A socksAddr is where the parts of an address are.
type socksAddr struct {
	typ  *Auto[wire.SOCKSAddrType]
	addr *netip.Addr
	name *[]byte
	port *uint16
}

// parse sets the address of b, which begins after its type, and returns its length.
func (a socksAddr) parse(b []byte) (int, error) {
	n := wire.SOCKSAddrLen(a.typ.Get(), b)
	if n == 0 {
		return 0, errSOCKS
	}
	if n > len(b) {
		return 0, packet.Need(errSOCKS, n+4)
	}
	*a.addr, *a.name, *a.port = netip.Addr{}, nil, wire.Uint16(b, n-2)
	if a.typ.Get() == wire.SOCKSName {
		*a.name = b[1 : n-2 : n-2]
	} else {
		*a.addr, _ = netip.AddrFromSlice(b[:n-2])
	}
	return n, nil
}

// kind returns what the form should be.
func (a socksAddr) kind() wire.SOCKSAddrType {
	switch {
	case len(*a.name) > 0 || a.typ.Get() == wire.SOCKSName && !a.addr.IsValid():
		return wire.SOCKSName
	case a.addr.Is6():
		return wire.SOCKSIPv6
	}
	return wire.SOCKSIPv4
}

func (a socksAddr) append(b []byte) ([]byte, error) {
	switch a.kind() {
	case wire.SOCKSName:
		if len(*a.name) > 255 {
			return b, packet.FieldError("Name: too long for SOCKS")
		}
		b = append(append(b, byte(len(*a.name))), *a.name...)
	case wire.SOCKSIPv6:
		b = append(b, a.addr.AsSlice()...)
	default:
		n := len(b)
		b = append(b, 0, 0, 0, 0)
		if a.addr.IsValid() {
			x := a.addr.As4()
			copy(b[n:], x[:])
		}
	}
	return append(b, byte(*a.port>>8), byte(*a.port)), nil
}

func (l *SOCKS5Request) where() socksAddr { return socksAddr{&l.AddrType, &l.Addr, &l.Name, &l.Port} }

func (l *SOCKS5Request) parseBody(v wire.SOCKS5Request) (packet.Extent, error) {
	n, err := l.where().parse(v[wire.SOCKS5RequestLen:])
	return packet.Extent{Header: wire.SOCKS5RequestLen + n, End: len(v)}, err
}

func (l *SOCKS5Request) appendBody(b []byte, _ int) ([]byte, error) { return l.where().append(b) }

func (l *SOCKS5Request) finish(v wire.SOCKS5Request, _ *packet.Context) {
	l.settleAddrType(v, l.where().kind())
}

func (l *SOCKS5Reply) where() socksAddr { return socksAddr{&l.AddrType, &l.Addr, &l.Name, &l.Port} }

func (l *SOCKS5Reply) parseBody(v wire.SOCKS5Reply) (packet.Extent, error) {
	n, err := l.where().parse(v[wire.SOCKS5ReplyLen:])
	return packet.Extent{Header: wire.SOCKS5ReplyLen + n, End: len(v)}, err
}

func (l *SOCKS5Reply) appendBody(b []byte, _ int) ([]byte, error) { return l.where().append(b) }

func (l *SOCKS5Reply) finish(v wire.SOCKS5Reply, _ *packet.Context) {
	l.settleAddrType(v, l.where().kind())
}

func (l *SOCKS5Datagram) where() socksAddr { return socksAddr{&l.AddrType, &l.Addr, &l.Name, &l.Port} }

func (l *SOCKS5Datagram) parseBody(v wire.SOCKS5Datagram) (packet.Extent, error) {
	if l.Reserved != 0 {
		return packet.Extent{}, errSOCKS
	}
	n, err := l.where().parse(v[wire.SOCKS5DatagramLen:])
	return packet.Extent{Header: wire.SOCKS5DatagramLen + n, End: len(v), Next: UDPPorts.Next(l.Port)}, err
}

func (l *SOCKS5Datagram) appendBody(b []byte, _ int) ([]byte, error) { return l.where().append(b) }

func (l *SOCKS5Datagram) finish(v wire.SOCKS5Datagram, _ *packet.Context) {
	l.settleAddrType(v, l.where().kind())
}
