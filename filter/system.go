package filter

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"sync"
)

// System is a Resolver that asks the system: the DNS for hosts, and the files
// ethers, networks, services and protocols of /etc where there are such. What it
// read it keeps. The zero value is ready; it may be used by several goroutines.
type System struct {
	once  sync.Once
	files Names
}

// read reads the files, once. One that does not exist or is damaged is as if it
// ended there.
func (s *System) read() *Names {
	s.once.Do(func() {
		n := &s.files
		each := func(name string, f func(io.Reader) error) {
			if file, err := os.Open("/etc/" + name); err == nil {
				_ = f(io.LimitReader(file, 16<<20))
				file.Close()
			}
		}
		each("ethers", n.ReadEthers)
		each("networks", n.ReadNetworks)
		each("services", n.ReadServices)
		each("protocols", n.ReadProtocols)
	})
	return &s.files
}

// Hosts implements Resolver.
func (s *System) Hosts(ctx context.Context, name string) ([]netip.Addr, error) {
	addrs, err := net.DefaultResolver.LookupNetIP(ctx, "ip", name)
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		return nil, ErrNotFound
	}
	for i := range addrs {
		addrs[i] = addrs[i].Unmap()
	}
	return addrs, err
}

// Ether implements Resolver.
func (s *System) Ether(ctx context.Context, name string) ([6]byte, error) {
	return s.read().Ether(ctx, name)
}

// Network implements Resolver.
func (s *System) Network(ctx context.Context, name string) (netip.Prefix, error) {
	return s.read().Network(ctx, name)
}

// Service implements Resolver.
func (s *System) Service(ctx context.Context, name, transport string) (uint16, error) {
	return s.read().Service(ctx, name, transport)
}

// Protocol implements Resolver.
func (s *System) Protocol(ctx context.Context, name string) (uint8, error) {
	return s.read().Protocol(ctx, name)
}

// ReadServices adds the entries of a file in the format of /etc/services: a name,
// a port and a transport as in "80/tcp", and other names.
func (n *Names) ReadServices(r io.Reader) error {
	if n.ServiceTable == nil {
		n.ServiceTable = map[string]uint16{}
	}
	return lines(r, func(f []string) bool {
		number, transport, ok := strings.Cut(f[1], "/")
		port, err := strconv.ParseUint(number, 10, 16)
		if !ok || err != nil {
			return false
		}
		for _, name := range append(f[:1:1], f[2:]...) {
			n.ServiceTable[name+"/"+transport] = uint16(port)
		}
		return true
	})
}

// ReadProtocols adds the entries of a file in the format of /etc/protocols: a name,
// a number and other names.
func (n *Names) ReadProtocols(r io.Reader) error {
	if n.ProtocolTable == nil {
		n.ProtocolTable = map[string]uint8{}
	}
	return lines(r, func(f []string) bool {
		number, err := strconv.ParseUint(f[1], 10, 8)
		if err != nil {
			return false
		}
		for _, name := range append(f[:1:1], f[2:]...) {
			n.ProtocolTable[strings.ToLower(name)] = uint8(number)
		}
		return true
	})
}
