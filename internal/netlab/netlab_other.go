//go:build !linux

package netlab

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"runtime"
)

// host is empty: there is nothing to keep.
type host struct{}

func unavailable() error {
	return &UnavailableError{Reason: runtime.GOOS + " has no network namespaces", Err: errors.ErrUnsupported}
}

func available() error                         { return unavailable() }
func inside() bool                             { return false }
func privileged() bool                         { return false }
func reexec([]string, bool) (int, bool, error) { return 0, false, unavailable() }
func newHost(string) (*Host, error)            { return nil, unavailable() }
func here() *Host                              { return &Host{name: "here"} }

func veth(*Host, LinkConfig, *Host, LinkConfig) error { return unavailable() }

func (*host) do(func() error) error                               { return unavailable() }
func (*host) close() error                                        { return nil }
func (*host) addVLAN(string, string, uint16, uint16) error        { return unavailable() }
func (*host) addDummy(LinkConfig) error                           { return unavailable() }
func (*host) addMACVLAN(string, LinkConfig) error                 { return unavailable() }
func (*host) addBridge(LinkConfig, []string) error                { return unavailable() }
func (*host) addTun(LinkConfig, bool) (*os.File, error)           { return nil, unavailable() }
func (*host) addAddr(string, netip.Prefix) error                  { return unavailable() }
func (*host) addPeer(string, netip.Addr, netip.Prefix) error      { return unavailable() }
func (*host) deleteAddr(string, netip.Prefix) error               { return unavailable() }
func (*host) addRoute(Route) error                                { return unavailable() }
func (*host) addNeigh(string, netip.Addr, net.HardwareAddr) error { return unavailable() }
func (*host) setUp(string, bool) error                            { return unavailable() }
func (*host) setMTU(string, int) error                            { return unavailable() }
func (*host) setMAC(string, net.HardwareAddr) error               { return unavailable() }
func (*host) setAlias(string, string) error                       { return unavailable() }
func (*host) addAltName(string, string) error                     { return unavailable() }
func (*host) rename(string, string) error                         { return unavailable() }
func (*host) deleteLink(string) error                             { return unavailable() }
func (*host) index(string) (int, error)                           { return 0, unavailable() }
func (*host) noOffload(string) error                              { return unavailable() }
func (*host) waitUp(string) error                                 { return unavailable() }
func (*host) forward() error                                      { return unavailable() }
