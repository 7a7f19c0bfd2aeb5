package layers_test

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/gocap-project/gocap/layers/dhcp"
)

func init() {
	classes["BOOTP"] = class{proto: dhcp.MessageProto, fields: map[string]column{
		"op": as("Op"), "htype": as("HType"), "hlen": as("HLen"), "hops": as("Hops"), "xid": as("XID"), "secs": as("Secs"),
		"flags": as("Flags"), "ciaddr": as("CIAddr"), "yiaddr": as("YIAddr"), "siaddr": as("SIAddr"), "giaddr": as("GIAddr"),
		"chaddr": as("CHAddr"), "sname": as("SName"), "file": as("File"),
		"options": not, // the cookie
	}}
	classes["DHCP"] = class{merge: func(to *wanted, l vectorLayer) error {
		o, err := dhcpOptions(l.Fields["options"])
		to.values["Options"] = o
		return err
	}}
}

// dhcpCodes are the options by scapy's names, with the bytes of a number, or 0.
var dhcpCodes = map[string][2]int{
	"message-type": {53, 1}, "subnet_mask": {1, 0}, "domain": {15, 0}, "broadcast_address": {28, 0}, "NTP_server": {42, 0},
	"lease_time": {51, 4}, "server_id": {54, 0}, "client_id": {61, 0}, "default_ttl": {23, 1}, "boot-size": {13, 2},
	"classless_static_routes": {121, 0}, "boot-file-name": {67, 0}, "tcp_ttl": {37, 1}, "NetBIOS_server": {44, 0},
	"NetBIOS_node_type": {46, 1}, "captive-portal": {114, 0}, "rapid_commit": {80, 0},
}

// dhcpOptions makes DHCP options of scapy's list of tuples and names.
func dhcpOptions(v any) (o dhcp.Options, err error) {
	list, _ := v.([]any)
	for _, x := range list {
		switch x {
		case "end":
			o = append(o, 255)
			continue
		case "pad":
			o = append(o, 0)
			continue
		}
		t := tuple(x)
		if t == nil { // what scapy could not read
			o = append(o, octets(x)...)
			continue
		}
		code := [2]int{int(num(t[0])), 0}
		if name, ok := t[0].(string); ok {
			if code, ok = dhcpCodes[name]; !ok {
				return nil, fmt.Errorf("no DHCP option %q", name)
			}
		}
		data := octets(t[1])
		switch y := t[1].(type) {
		case string:
			data = addrOf(y)
		case []any:
			data = dhcpRoutes(y)
		default:
			data = be(data, code[1], y)
		}
		o = append(append(o, byte(code[0]), byte(len(data))), data...)
	}
	return o, nil
}

// dhcpRoutes makes classless routes of texts like "192.0.2.0/24:192.0.2.1".
// RFC 3442.
func dhcpRoutes(list []any) (b []byte) {
	for _, x := range list {
		dst, gateway, _ := strings.Cut(x.(string), ":")
		p := netip.MustParsePrefix(dst)
		b = append(append(b, byte(p.Bits())), p.Addr().AsSlice()[:(p.Bits()+7)/8]...)
		b = append(b, addrOf(gateway)...)
	}
	return b
}
