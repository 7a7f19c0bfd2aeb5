package filter

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/netip"
	"strconv"
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

// Names is a Resolver over tables in memory. Where a table has no entry for
// a service or protocol, the well-known ones are used. Host and network
// names are compared without regard to case. The zero value knows no hosts.
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
	if p, ok := n.ProtocolTable[name]; ok {
		return p, nil
	}
	if p, ok := ipProtocols[name]; ok {
		return p, nil
	}
	return 0, ErrNotFound
}

// maxNameLine bounds a line of the files that the Read methods take.
const maxNameLine = 64 << 10

// lines calls f with the fields of each line, without comments.
func lines(r io.Reader, f func(fields []string) bool) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxNameLine)
	for n := 1; s.Scan(); n++ {
		text, _, _ := strings.Cut(s.Text(), "#")
		fields := strings.Fields(text)
		if len(fields) > 0 && (len(fields) < 2 || !f(fields)) {
			return errors.New("line " + strconv.Itoa(n) + ": want an address and a name")
		}
	}
	return s.Err()
}

// ReadHosts adds the entries of a file in the format of /etc/hosts.
func (n *Names) ReadHosts(r io.Reader) error {
	if n.HostTable == nil {
		n.HostTable = map[string][]netip.Addr{}
	}
	return lines(r, func(f []string) bool {
		a, err := netip.ParseAddr(f[0])
		for _, name := range f[1:] {
			name = strings.ToLower(name)
			n.HostTable[name] = append(n.HostTable[name], a)
		}
		return err == nil
	})
}

// ReadEthers adds the entries of a file in the format of /etc/ethers.
func (n *Names) ReadEthers(r io.Reader) error {
	if n.EtherTable == nil {
		n.EtherTable = map[string][6]byte{}
	}
	return lines(r, func(f []string) bool {
		m, ok := ParseMAC(f[0])
		n.EtherTable[strings.ToLower(f[1])] = m
		return ok
	})
}

// ReadNetworks adds the entries of a file in the format of /etc/networks: a name
// and an address, of whose bits as many count as are written: "10.1" is 10.1.0.0/16
// and "10.1.0.0" is one address, as it is for libpcap.
func (n *Names) ReadNetworks(r io.Reader) error {
	if n.NetworkTable == nil {
		n.NetworkTable = map[string]netip.Prefix{}
	}
	return lines(r, func(f []string) bool {
		addr, bits, ok := parseDotted(f[1])
		b := [4]byte{byte(addr >> 24), byte(addr >> 16), byte(addr >> 8), byte(addr)}
		p := netip.PrefixFrom(netip.AddrFrom4(b), bits)
		for _, name := range append(f[:1:1], f[2:]...) {
			n.NetworkTable[strings.ToLower(name)] = p
		}
		return ok
	})
}
