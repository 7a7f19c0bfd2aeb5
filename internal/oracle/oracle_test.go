package main

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
)

func TestChains(t *testing.T) {
	for _, tt := range []struct {
		protocols string
		chain     string
		rest      string
	}{
		{"eth:ethertype:ip:tcp", "eth ip tcp", ""},
		{"eth:ethertype:ip:tcp:http:data", "eth ip tcp http", "data"},
		{"eth:ethertype:ip:tcp:ldap:data", "eth ip tcp", "ldap:data"},
		{"raw:ipv6:ipv6.fraghdr:data", "ipv6 ipv6.fraghdr", "data"},
		{"eth:ethertype:ip:udp:mdns", "eth ip udp dns", ""},
		{"eth:ethertype:ip:tcp:dns:dns", "eth ip tcp dns", ""},
		{"fddi:llc:ip", "", "fddi:llc:ip"},
	} {
		c, rest := theirs(tt.protocols)
		if got := strings.Join(c, " "); got != tt.chain || rest != tt.rest {
			t.Errorf("%s: %q, %q", tt.protocols, got, rest)
		}
	}
}

// A frame that agrees, and one difference of each category.
func TestCompare(t *testing.T) {
	data, err := packet.Packet{
		&layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("198.51.100.2")},
		&layers.UDP{SrcPort: 1, DstPort: 2, Checksum: packet.U16(0)},
		packet.Payload([]byte("x")),
	}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	good := row{Protocols: "ip:udp:data", Src4: "192.0.2.1", Dst4: "198.51.100.2", Proto: "17", SrcPort: "1", DstPort: "2", Sums: "i1 u3"}
	for _, tt := range []struct {
		edit func(*row)
		want []int
	}{
		{func(*row) {}, nil},
		{func(r *row) { r.Protocols = "ip:tcp" }, []int{chain}},
		{func(r *row) { r.Dst4 = "198.51.100.3" }, []int{addresses}},
		{func(r *row) { r.DstPort = "3" }, []int{ports}},
		{func(r *row) { r.Sums = "i1 u1" }, []int{checksums}},
		{func(r *row) { r.SrcPort, r.Sums = "3", "i0 u3" }, []int{ports, checksums}},
	} {
		r := good
		tt.edit(&r)
		p, err := layers.Parse(link.IPv4, data)
		ds, in := compare(&frame{row: &r, data: data, p: p, err: err})
		var got []int
		for _, d := range ds {
			got = append(got, d.category)
		}
		if in != whole || !slices.Equal(got, tt.want) {
			t.Errorf("%+v: %v, want %v (scope %v)", r, got, tt.want, in)
		}
	}
}
