package main

import (
	"bufio"
	"context"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/gocap-project/gocap/numbers"
)

// names turns addresses and ports into names, and remembers them.
type names struct {
	hosts    map[string]string
	services map[string]string // "tcp/80" -> "http"
	slow     int               // look-ups in a row that took too long
}

const (
	lookupTime = 2 * time.Second
	maxSlow    = 3       // after that no more look-ups: the resolver does not answer
	maxNames   = 1 << 16 // remembered
)

func newNames() *names {
	return &names{hosts: map[string]string{}, services: services("/etc/services")}
}

// host returns the name of an address, or "".
func (n *names) host(addr string) string {
	name, ok := n.hosts[addr]
	if ok || n.slow >= maxSlow {
		return name
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookupTime)
	defer cancel()
	found, err := net.DefaultResolver.LookupAddr(ctx, addr)
	if err == nil && len(found) > 0 {
		name = strings.TrimSuffix(found[0], ".")
	}
	if n.slow++; ctx.Err() == nil {
		n.slow = 0
	}
	if len(n.hosts) >= maxNames {
		clear(n.hosts)
	}
	n.hosts[addr] = name
	return name
}

// port returns the name of a service, or "".
func (n *names) port(proto string, port uint16) string {
	if n.services == nil {
		return numbers.Service(port, transports[proto])
	}
	return n.services[proto+"/"+strconv.Itoa(int(port))]
}

var transports = map[string]numbers.Transport{"tcp": numbers.TCP, "udp": numbers.UDP, "sctp": numbers.SCTP, "dccp": numbers.DCCP}

// services reads a file in the form of /etc/services. It returns nil without one.
func services(file string) map[string]string {
	f, err := os.Open(file)
	if err != nil {
		return nil
	}
	m := map[string]string{}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		line, _, _ := strings.Cut(s.Text(), "#")
		w := strings.Fields(line)
		if len(w) < 2 {
			continue
		}
		port, proto, ok := strings.Cut(w[1], "/")
		if key := proto + "/" + port; ok && m[key] == "" {
			m[key] = w[0]
		}
	}
	return m
}
