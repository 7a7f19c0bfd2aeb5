package netif

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/gocap-project/gocap/link"
)

func TestOrder(t *testing.T) {
	list := []Interface{
		{Name: "down"},
		{Name: "no-cable", Flags: Up, State: StateDown},
		{Name: "lo", Flags: Up | Running | Loopback | Carrier},
		{Name: "wlan0", Flags: Up | Wireless, State: StateDown},
		{Name: "eth1", Flags: Up | Running | Carrier, State: StateUp},
		{Name: "eth0", Flags: Up | Running | Carrier, State: StateUp},
	}
	Order(list)
	got := ""
	for _, i := range list {
		got += i.Name + " "
	}
	// Not by name: equals stay as they were. Running counts most.
	if want := "eth1 eth0 lo wlan0 no-cable down "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestStrings(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{(Up | Running | Promiscuous).String(), "up,running,promiscuous"},
		{Flags(0).String(), ""},
		{(Tentative | Temporary).String(), "temporary,tentative"},
		{AddrFlags(0).String(), ""},
		{StateLowerLayerDown.String(), "lowerLayerDown"},
		{State(99).String(), "99"},
		{FullDuplex.String(), "full"},
		{ScopeLink.String(), "link"},
		{Scope(7).String(), "7"},
		{RouteBlackhole.String(), "blackhole"},
		{ByDHCP.String(), "dhcp"},
		{RouteProtocol(11).String(), "11"},
		{Stale.String(), "stale"},
		{NeighbourState(3).String(), "0x3"},
		{LinkRemoved.String(), "link removed"},
		{(&Interface{Alias: "uplink", Kind: "veth"}).Description(), "uplink"},
		{(&Interface{Kind: "vlan", VLAN: VLAN{ID: 7}, ParentName: "eth0"}).Description(), "VLAN 7 of eth0"},
		{(&Interface{Kind: "veth", Parent: 3, ParentElsewhere: true}).Description(), "virtual Ethernet, other end interface 3 of another namespace"},
		{(&Interface{Flags: Loopback}).Description(), "loopback"},
		{(&Interface{Flags: Wireless, Driver: "iwlwifi"}).Description(), "wireless, driver iwlwifi"},
		{(&Interface{Driver: "e1000e"}).Description(), "driver e1000e"},
		{(&Interface{}).Description(), ""},
		{(&UnknownInterfaceError{Name: "x"}).Error(), `netif: no interface "x"; there is none at all`},
		{(&UnsupportedError{"routes", "plan9", errors.ErrUnsupported}).Error(), "netif: routes on plan9: unsupported operation"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
	if !errors.Is(&UnknownInterfaceError{}, fs.ErrNotExist) {
		t.Error("an unknown interface exists")
	}
}

func TestHardware(t *testing.T) {
	for arphrd, want := range map[uint16]struct {
		typ        link.Type
		ok, cooked bool
	}{
		1: {link.Ethernet, true, false}, 18: {link.IPOverFC, true, false}, 23: {link.Ethernet, true, false}, 768: {link.Raw, true, false},
		787: {link.FC2, true, false}, 783: {link.LinuxIrDA, true, true}, 824: {link.Netlink, true, true}, 8445: {link.LinuxLAPD, true, true},
		512: {0, false, true}, 19: {0, false, true}, 778: {0, false, true}, 32: {0, false, true}, 65000: {0, false, true},
	} {
		typ, ok := TypeOfHardware(arphrd)
		if cooked := CookedHardware(arphrd); typ != want.typ || ok != want.ok || cooked != want.cooked {
			t.Errorf("%d: %v, %v, cooked %v; want %v", arphrd, typ, ok, cooked, want)
		}
	}
}
