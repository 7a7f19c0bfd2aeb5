package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"time"

	"github.com/gocap-project/gocap/filter"
)

// filterTime is how long the names of one expression may take to look up.
const filterTime = 10 * time.Second

// filterNames are the names that filters know: from the system's files or others, and
// from DNS.
type filterNames struct {
	filter.Names
	dns bool // asked for hosts that no file has
}

// Hosts implements filter.Resolver.
func (n *filterNames) Hosts(ctx context.Context, name string) ([]netip.Addr, error) {
	addrs, err := n.Names.Hosts(ctx, name)
	if err == nil || !n.dns {
		return addrs, err
	}
	addrs, err = net.DefaultResolver.LookupNetIP(ctx, "ip", name)
	if e, ok := errors.AsType[*net.DNSError](err); ok && e.IsNotFound {
		return nil, fmt.Errorf("%w: %w", filter.ErrNotFound, err)
	}
	for i, a := range addrs {
		addrs[i] = a.Unmap()
	}
	return addrs, err
}

// nameFiles are files in place of the system's; empty means the system's.
type nameFiles struct{ hosts, ethers, networks string }

// read returns the names of the files. Of the system's files each line that can be
// understood counts; another must be there and be right.
func (f nameFiles) read(dns bool) (*filterNames, error) {
	n := &filterNames{dns: dns && f.hosts == ""}
	for _, x := range [...]struct {
		given, system string
		read          func(io.Reader) error
	}{
		{f.hosts, "/etc/hosts", n.ReadHosts},
		{f.ethers, "/etc/ethers", n.ReadEthers},
		{f.networks, "/etc/networks", n.ReadNetworks},
		{"", "/etc/services", n.ReadServices},
		{"", "/etc/protocols", n.ReadProtocols},
	} {
		name := x.given
		if name == "" {
			name = x.system
		}
		if err := readNames(name, x.read); err != nil && x.given != "" {
			return nil, &exitError{exitUsage, err}
		}
	}
	return n, nil
}

func readNames(name string, read func(io.Reader) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	err = read(f)
	if _, ok := errors.AsType[*fs.PathError](err); err != nil && !ok {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return err
}
