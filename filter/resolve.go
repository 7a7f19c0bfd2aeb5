package filter

import (
	"context"
	"errors"
	"net/netip"
	"strings"

	"github.com/gocap-project/gocap/numbers"
)

// ErrNotFound is what a Resolver returns for a name that it does not know.
var ErrNotFound = errors.New("name not found")

// Resolver looks up the names in an expression. A method returns ErrNotFound,
// perhaps wrapped, for a name that does not exist; any other error stops Compile.
// It is called from one goroutine at a time per Compile.
type Resolver interface {
	// Hosts returns the addresses of a host.
	Hosts(ctx context.Context, name string) ([]netip.Addr, error)
	// Ether returns the MAC-48 address of a host.
	Ether(ctx context.Context, name string) ([6]byte, error)
	// Network returns an IPv4 network.
	Network(ctx context.Context, name string) (netip.Prefix, error)
	// Service returns the port of a service over "tcp", "udp" or "sctp".
	Service(ctx context.Context, name, transport string) (uint16, error)
	// Protocol returns the number of an IP protocol.
	Protocol(ctx context.Context, name string) (uint8, error)
}

// Names is a Resolver over tables in memory, which may be filled from files by its
// Read methods. Where a table has no entry for a service or protocol, the well-known
// ones are used. Names are compared without regard to case, except those of services.
// The keys of tables are in lower case, again except those of services. The zero value
// knows no hosts.
type Names struct {
	HostTable     map[string][]netip.Addr
	EtherTable    map[string][6]byte
	NetworkTable  map[string]netip.Prefix
	ServiceTable  map[string]uint16 // key is "name/tcp" or the like
	ProtocolTable map[string]uint8
}

// Hosts implements Resolver.
func (n *Names) Hosts(_ context.Context, name string) ([]netip.Addr, error) {
	if a := n.HostTable[strings.ToLower(name)]; len(a) > 0 {
		return a, nil
	}
	return nil, ErrNotFound
}

// Ether implements Resolver.
func (n *Names) Ether(_ context.Context, name string) ([6]byte, error) {
	if m, ok := n.EtherTable[strings.ToLower(name)]; ok {
		return m, nil
	}
	return [6]byte{}, ErrNotFound
}

// Network implements Resolver.
func (n *Names) Network(_ context.Context, name string) (netip.Prefix, error) {
	if p, ok := n.NetworkTable[strings.ToLower(name)]; ok {
		return p, nil
	}
	return netip.Prefix{}, ErrNotFound
}

// transports are those of package numbers by their names.
var transports = map[string]numbers.Transport{"tcp": numbers.TCP, "udp": numbers.UDP, "sctp": numbers.SCTP}

// Service implements Resolver.
func (n *Names) Service(_ context.Context, name, transport string) (uint16, error) {
	if p, ok := n.ServiceTable[name+"/"+transport]; ok {
		return p, nil
	}
	if s, ok := services[name]; ok && strings.Contains(s.over, transport[:1]) {
		return s.port, nil
	}
	if p, _, ok := numbers.Port(name, transports[transport]); ok {
		return p, nil
	}
	return 0, ErrNotFound
}

// Protocol implements Resolver.
func (n *Names) Protocol(_ context.Context, name string) (uint8, error) {
	if p, ok := n.ProtocolTable[strings.ToLower(name)]; ok {
		return p, nil
	}
	if p, ok := ipProtocols[strings.ToLower(name)]; ok {
		return p, nil
	}
	return 0, ErrNotFound
}
