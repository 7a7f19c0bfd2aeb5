package filter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
)

// System is a Resolver that asks the system: the DNS for hosts, and the files
// ethers, networks, services and protocols of /etc where there are such. What it
// read it keeps. The zero value is ready; it may be used by several goroutines.
type System struct {
	once  sync.Once
	dir   string // instead of /etc, in tests
	files Names
	err   error
}

// Err reads the files if that has not been done, and says what in them is not
// understood, or why one cannot be read; one that does not exist is no error. Lines
// without fault count all the same. It unwraps to a *NamesError for each file that
// has bad lines.
func (s *System) Err() error {
	s.read()
	return s.err
}

// read reads the files, once.
func (s *System) read() *Names {
	s.once.Do(func() {
		n := &s.files
		if s.dir == "" {
			s.dir = "/etc"
		}
		s.err = errors.Join(s.file("ethers", n.ReadEthers), s.file("networks", n.ReadNetworks),
			s.file("services", n.ReadServices), s.file("protocols", n.ReadProtocols))
	})
	return &s.files
}

func (s *System) file(name string, read func(io.Reader) error) error {
	f, err := os.Open(filepath.Join(s.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if err := read(f); err != nil {
		return fmt.Errorf("%s: %w", f.Name(), err)
	}
	return nil
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
