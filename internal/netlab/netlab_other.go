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

func available() error                   { return unavailable() }
func inside() bool                       { return false }
func reexec([]string) (int, bool, error) { return 0, false, unavailable() }
func newHost(string) (*Host, error)      { return nil, unavailable() }
func here() *Host                        { return &Host{name: "here"} }

func veth(*Host, LinkConfig, *Host, LinkConfig) error { return unavailable() }

func (h *Host) do(func() error) error                               { return unavailable() }
func (h *Host) close() error                                        { return nil }
func (h *Host) addVLAN(string, string, uint16, uint16) error        { return unavailable() }
func (h *Host) addDummy(LinkConfig) error                           { return unavailable() }
func (h *Host) addMACVLAN(string, LinkConfig) error                 { return unavailable() }
func (h *Host) addBridge(LinkConfig, []string) error                { return unavailable() }
func (h *Host) addTun(LinkConfig, bool) (*os.File, error)           { return nil, unavailable() }
func (h *Host) addAddr(string, netip.Prefix) error                  { return unavailable() }
func (h *Host) addPeer(string, netip.Addr, netip.Prefix) error      { return unavailable() }
func (h *Host) deleteAddr(string, netip.Prefix) error               { return unavailable() }
func (h *Host) addRoute(Route) error                                { return unavailable() }
func (h *Host) addNeigh(string, netip.Addr, net.HardwareAddr) error { return unavailable() }
func (h *Host) setUp(string, bool) error                            { return unavailable() }
func (h *Host) setMTU(string, int) error                            { return unavailable() }
func (h *Host) setMAC(string, net.HardwareAddr) error               { return unavailable() }
func (h *Host) setAlias(string, string) error                       { return unavailable() }
func (h *Host) addAltName(string, string) error                     { return unavailable() }
func (h *Host) rename(string, string) error                         { return unavailable() }
func (h *Host) deleteLink(string) error                             { return unavailable() }
func (h *Host) index(string) (int, error)                           { return 0, unavailable() }
func (h *Host) noOffload(string) error                              { return unavailable() }
func (h *Host) waitUp(string) error                                 { return unavailable() }
func (h *Host) forward() error                                      { return unavailable() }
