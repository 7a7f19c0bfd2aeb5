package tcpdump

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
)

// bgpSamples are messages and what is printed of them.
var bgpSamples = []struct {
	name    string
	kind    byte
	verbose int
	body    string
	want    string
}{
	{"open", 1, 1, "04 fbf4 00b4 c0000201 36 0234 0104 00010001 0200 0300 0501 00 0600 0703 080001 0804 00010403 0901 03 4006 c078 00010180 4104 00011170 4504 00010103 4901 00 8000",
		": BGP\n" +
			"\tOpen Message (1), length: 85\n" +
			"\t  Version 4, my AS 64500, Holdtime 180s, ID 192.0.2.1\n" +
			"\t  Optional parameters, length: 54\n" +
			"\t    Option Capabilities Advertisement (2), length: 52\n" +
			"\t      Multiprotocol Extensions (1), length: 4\n" +
			"\t\tAFI IPv4 (1), SAFI Unicast (1)\n" +
			"\t      Route Refresh (2), length: 0\n" +
			"\t      Cooperative Route Filtering (3), length: 0\n" +
			"\t\tno decoder for Capability 3\n" +
			"\t      Extended Next Hop Encoding (5), length: 1\n" +
			"\t\tno decoder for Capability 5\n" +
			"\t\t0x0000:  00\n" +
			"\t      BGP Extended Message (6), length: 0\n" +
			"\t      BGPsec (7), length: 3\n" +
			"\t\tVersion 0, Direction Send (1), AFI IPv4 (1)\n" +
			"\t      Multiple Labels (8), length: 4\n" +
			"\t\tAFI IPv4 (1), SAFI labeled Unicast (4), Count: 3\n" +
			"\t      Role Capability (9), length: 1\n" +
			"\t\tRole name Customer (3)\n" +
			"\t      Graceful Restart (64), length: 6\n" +
			"\t\tRestart Flags: [R, N], Restart Time 120s\n" +
			"\t\t  AFI IPv4 (1), SAFI Unicast (1), Forwarding state preserved: yes\n" +
			"\t      32-Bit AS Number (65), length: 4\n" +
			"\t\t 4 Byte AS 70000\n" +
			"\t      Multiple Paths (69), length: 4\n" +
			"\t\tAFI IPv4 (1), SAFI Unicast (1), Send/Receive: Both\n" +
			"\t      Unknown (73), length: 1\n" +
			"\t\tno decoder for Capability 73\n" +
			"\t\t0x0000:  00"},
	{"open extended", 1, 1, "04 fbf4 00b4 c0000201 ff ff 0009 02 0002 0200 03 0001 00",
		": BGP\n" +
			"\tOpen Message (1), length: 41\n" +
			"\t  Version 4, my AS 64500, Holdtime 180s, ID 192.0.2.1\n" +
			"\t  Optional parameters (Extended), length: 9\n" +
			"\t    Option Capabilities Advertisement (2), length: 2\n" +
			"\t      Route Refresh (2), length: 0\n" +
			"\t    Option Unknown (3), length: 1\n" +
			"\t      no decoder for option 3"},
	{"open past the end", 1, 1, "04 fbf4 00b4 c0000201 04 0205 0200",
		": BGP\n" +
			"\tOpen Message (1), length: 33\n" +
			"\t  Version 4, my AS 64500, Holdtime 180s, ID 192.0.2.1\n" +
			"\t  Optional parameters, length: 4\n" +
			"\t     Option 2, length: 5, goes past the end of the options"},
	{"withdrawn", 2, 1, "0008 18c00002 18c00003 0000",
		": BGP\n" +
			"\tUpdate Message (2), length: 31\n" +
			"\t  Withdrawn routes:\n" +
			"\t    192.0.2.0/24\n" +
			"\t    192.0.3.0/24\n" +
			"\t  End-of-Rib Marker (empty NLRI)"},
	{"path ids", 2, 1, "0000 0000 00000014 18c00002 00000015 18c00003",
		": BGP\n" +
			"\tUpdate Message (2), length: 39\n" +
			"\t  Updated routes:\n" +
			"\t    192.0.2.0/24   Path Id: 20\n" +
			"\t    192.0.3.0/24   Path Id: 21"},
	{"end", 2, 1, "0000 0000",
		": BGP\n" +
			"\tUpdate Message (2), length: 23\n" +
			"\t  End-of-Rib Marker (empty NLRI)"},
	{"illegal prefix", 2, 1, "0000 0000 18c00002 21c0",
		": BGP\n" +
			"\tUpdate Message (2), length: 29\n" +
			"\t  Updated routes:\n" +
			"\t    192.0.2.0/24\n" +
			"\t    (illegal prefix length)"},
	{"attributes", 2, 1, "0000 0088 400101 00 400210 0202 0000fbf4 00011170 0101 00000001 400304 c0000201 800404 00000005 400504 00000064 400600  c00708 0000fbf4 c0000201 c00808 fbf40001 ffffff01 800904 c0000201 800a08 c0000201 c0000202 c0200c 0000fbf4 00000001 00000002 c02304 0000fbf4 801a0b 01 000b 00000000000007d0 c00801 00 400206 0202 fbf4 fbf5 18c63364",
		": BGP\n" +
			"\tUpdate Message (2), length: 163\n" +
			"\t  Origin (1), length: 1, Flags [T]: IGP\n" +
			"\t  AS Path (2), length: 16, Flags [T]: 64500 70000 { 1 }\n" +
			"\t  Next Hop (3), length: 4, Flags [T]: 192.0.2.1\n" +
			"\t  Multi Exit Discriminator (4), length: 4, Flags [O]: 5\n" +
			"\t  Local Preference (5), length: 4, Flags [T]: 100\n" +
			"\t  Atomic Aggregate (6), length: 0, Flags [T]: \n" +
			"\t  Aggregator (7), length: 8, Flags [OT]:  AS #64500, origin 192.0.2.1\n" +
			"\t  Community (8), length: 8, Flags [OT]: 64500:1,  NO_EXPORT\n" +
			"\t  Originator ID (9), length: 4, Flags [O]: 192.0.2.1\n" +
			"\t  Cluster List (10), length: 8, Flags [O]: 192.0.2.1, 192.0.2.2\n" +
			"\t  Large Community (32), length: 12, Flags [OT]: \n" +
			"\t    64500:1:2\n" +
			"\t  Only to Customer (OTC) (35), length: 4, Flags [OT]: \n" +
			"\t    OTC 64500\n" +
			"\t  Accumulated IGP Metric (26), length: 11, Flags [O]: \n" +
			"\t    AIGP TLV (1), length 11, metric 2000\n" +
			"\t  Community (8), length: 1, Flags [OT]: invalid len\n" +
			"\t  AS Path (2), length: 6, Flags [T]: 64500 64501 \n" +
			"\t  Updated routes:\n" +
			"\t    198.51.100.0/24"},
	{"communities", 2, 1, "0000 0053 c01050 0002fbf400000001 0102c00002010001 0202000100000001 030c000000000008 0306000000000501 0107c0000201ffff 4004fbf449742400 4300000000000002 800a040205780000 ffff010203040506",
		": BGP\n" +
			"\tUpdate Message (2), length: 106\n" +
			"\t  Extended Community (16), length: 80, Flags [OT]: \n" +
			"\t    target (0x0002), Flags [none]: 64500:1 (= 0.0.0.1)\n" +
			"\t    target (0x0102), Flags [none]: 192.0.2.1:1\n" +
			"\t    target (0x0202), Flags [none]: 65536:1\n" +
			"\t    encapsulation (0x030c), Flags [none]: Tunnel type: VXLAN\n" +
			"\t    ospf-route-type (0x0306), Flags [none]: area:0.0.0.0, router-type:External, metric-type:E2E1\n" +
			"\t    ospf-router-id (0x0107), Flags [none]: 192.0.2.1\n" +
			"\t    link-BW (0x4004), Flags [non-transitive]: bandwidth: 8.000 Mbps\n" +
			"\t    origin-validation-state (0x4300), Flags [non-transitive]: ovs: invalid\n" +
			"\t    layer2-info (0x800a), Flags [vendor-specific]: Ethernet (VLAN) Tagged Mode Control Flags [0x02]:MTU 1400\n" +
			"\t    unknown extd community typecode (0xffff), Flags [vendor-specific, non-transitive]: 010203040506"},
	{"VPN", 2, 1, "0000 0047 800e2f 0001 80 0c 0000000000000000c0000201 00 70 000411 0000fbf400000001 c00002 70 000410 0001c00002010001 c00003 800f12 0001 80 70 800000 0002000100000001 c00002",
		": BGP\n" +
			"\tUpdate Message (2), length: 94\n" +
			"\t  Multi-Protocol Reach NLRI (14), length: 47, Flags [O]: \n" +
			"\t    AFI: IPv4 (1), SAFI: labeled VPN Unicast (128)\n" +
			"\t    nexthop: RD: 0:0 (= 0.0.0.0), 192.0.2.1, nh-length: 12, no SNPA\n" +
			"\t      RD: 64500:1 (= 0.0.0.1), 192.0.2.0/24, label:65 (bottom)\n" +
			"\t      RD: 192.0.2.1:1, 192.0.3.0/24, label:65 (BOGUS: Bottom of Stack NOT set!)\n" +
			"\t  Multi-Protocol Unreach NLRI (15), length: 18, Flags [O]: \n" +
			"\t    AFI: IPv4 (1), SAFI: labeled VPN Unicast (128)\n" +
			"\t      RD: 65536:1 (0.1.0.0:1), 192.0.2.0/24, label:524288 (BOGUS: Bottom of Stack NOT set!)"},
	{"labels", 2, 1, "0000 0026 800e1d 0002 04 10 20010db8000000000000000000000001 00 38 000411 20010db8 800f03 0001 04",
		": BGP\n" +
			"\tUpdate Message (2), length: 61\n" +
			"\t  Multi-Protocol Reach NLRI (14), length: 29, Flags [O]: \n" +
			"\t    AFI: IPv6 (2), SAFI: labeled Unicast (4)\n" +
			"\t    nexthop: 2001:db8::1, nh-length: 16, no SNPA\n" +
			"\t      2001:db8::/32, label:65 (bottom)\n" +
			"\t  Multi-Protocol Unreach NLRI (15), length: 3, Flags [O]: \n" +
			"\t    AFI: IPv4 (1), SAFI: labeled Unicast (4)\n" +
			"\t      End-of-Rib Marker (empty NLRI)"},
	{"multicast VPN", 2, 1, "0000 002e 800e2b 0001 05 04 c0000201 00 05 12 0000fbf400000001 20 c0000201 20 e8000001 02 0c 0000fbf400000001 0000fbf4",
		": BGP\n" +
			"\tUpdate Message (2), length: 69\n" +
			"\t  Multi-Protocol Reach NLRI (14), length: 43, Flags [O]: \n" +
			"\t    AFI: IPv4 (1), SAFI: Multicast VPN (5)\n" +
			"\t    nexthop: 192.0.2.1, nh-length: 4, no SNPA\n" +
			"\t      Route-Type: Source-Active (5), length: 18, RD: 64500:1 (= 0.0.0.1), Source 192.0.2.1, Group 232.0.0.1\n" +
			"\t      Route-Type: Inter-AS I-PMSI (2), length: 12, RD: 64500:1 (= 0.0.0.1), Source-AS 64500"},
	{"route target", 2, 1, "0000 0019 800e16 0001 84 04 c0000201 00 60 0000fbf4 0002fbf400000001",
		": BGP\n" +
			"\tUpdate Message (2), length: 48\n" +
			"\t  Multi-Protocol Reach NLRI (14), length: 22, Flags [O]: \n" +
			"\t    AFI: IPv4 (1), vendor specific SAFI: Route Target Routing Information (132)\n" +
			"\t    nexthop: 192.0.2.1, nh-length: 4, no SNPA\n" +
			"\t      origin AS: 64500, route-target: 64500:1/64 (0002 fbf4 0000 0001)"},
	{"VPLS", 2, 1, "0000 0037 800e20 0019 41 04 c0000201 00 0015 0000fbf400000001 0001 0002 0003 00 01 0010 0102 05 800f11 0019 41 000c 0000fbf400000001 c0000201",
		": BGP\n" +
			"\tUpdate Message (2), length: 78\n" +
			"\t  Multi-Protocol Reach NLRI (14), length: 32, Flags [O]: \n" +
			"\t    AFI: VPLS (25), SAFI: VPLS (65)\n" +
			"\t    nexthop: 192.0.2.1, nh-length: 4, no SNPA\n" +
			"\t      RD: 64500:1 (= 0.0.0.1), CE-ID: 1, Label-Block Offset: 2, Label Base 48\n" +
			"\t\tcircuit status vector (1) length: 16: 0x0102\n" +
			"\t\tran past the end\n" +
			"\t  Multi-Protocol Unreach NLRI (15), length: 17, Flags [O]: \n" +
			"\t    AFI: VPLS (25), SAFI: VPLS (65)\n" +
			"\t      RD: 64500:1 (= 0.0.0.1), BGPNH: 192.0.2.1"},
	{"unknown family", 2, 1, "0000 000d 800e0a 0019 46 04 c0000201 00 00",
		": BGP\n" +
			"\tUpdate Message (2), length: 36\n" +
			"\t  Multi-Protocol Reach NLRI (14), length: 10, Flags [O]: \n" +
			"\t    AFI: VPLS (25), SAFI: EVPN (70)\n" +
			"\t    no AFI 25 / SAFI 70 decoder\n" +
			"\t    0x0000:  0019 4604 c000 0201 0000"},
	{"PMSI", 2, 1, "0000 0010 c0160d 01 03 000411 c0000201 e8000001",
		": BGP\n" +
			"\tUpdate Message (2), length: 39\n" +
			"\t  PMSI Tunnel (22), length: 13, Flags [OT]: \n" +
			"\t    Tunnel-type PIM-SSM Tree (3), Flags [Leaf Information required], MPLS Label 65\n" +
			"\t      Root-Node 192.0.2.1, P-Group 232.0.0.1"},
	{"set", 2, 1, "0000 0012 c0800f 0000fbf4 400101 00 400504 000000 64",
		": BGP\n" +
			"\tUpdate Message (2), length: 41\n" +
			"\t  Attribute Set (128), length: 15, Flags [OT]: \n" +
			"\t    Origin AS: 64500\n" +
			"\t      Origin (1), length: 1, Flags [T]: IGP\n" +
			"\t      Local Preference (5), length: 4, Flags [T]: 100"},
	{"signed path", 2, 1, "0000 0024 802121 0008 01 80 0000fbf4 0019 01 00112233445566778899aabbccddeeff00112233 0000",
		": BGP\n" +
			"\tUpdate Message (2), length: 59\n" +
			"\t  BGPsec Path (33), length: 33, Flags [O]: \n" +
			"\t    Secure Path Length: 8\n" +
			"\t      Secure Path Segment: pCount: 1, Flags: [Confed] (0x80), AS: 64500\n" +
			"\t    Signature Block: Length: 25, Algo ID: 1\n" +
			"\t      Signature Segment:\n" +
			"\t        SKI: \n" +
			"\t          0x0000:  0011 2233 4455 6677 8899 aabb ccdd eeff\n" +
			"\t          0x0010:  0011 2233\n" +
			"\t        Length: 0\n" +
			"\t        Signature:"},
	{"too short", 2, 2, "0000 0008 400101 00 40050900",
		": BGP\n" +
			"\tUpdate Message (2), length: 31\n" +
			"\t  Origin (1), length: 1, Flags [T]: IGP\n" +
			"\t    0x0000:  00\n" +
			"\t  Local Preference (5), length: 9, Flags [T]:  [path attrs too short]"},
	{"shutdown", 3, 1, "06 02 03 627965 00",
		": BGP\n" +
			"\tNotification Message (3), length: 26, Cease (6), subcode Administrative Shutdown (2), Shutdown Communication (length: 3): \"bye\", Data: (length: 1)\n" +
			"\t\t0x0000:  00"},
	{"hard reset", 3, 1, "06 09 06 03",
		": BGP\n" +
			"\tNotification Message (3), length: 23, Cease (6), subcode Hard Reset (9), Cease (6), subcode Peer Unconfigured (3)"},
	{"prefixes", 3, 1, "06 01 0001 01 00000064",
		": BGP\n" +
			"\tNotification Message (3), length: 28, Cease (6), subcode Maximum Number of Prefixes Reached (1), AFI IPv4 (1), SAFI Unicast (1), Max Prefixes: 100"},
	{"refresh", 5, 1, "0001 00 01 01 40 0000",
		": BGP\n" +
			"\tRoute Refresh Message (5), length: 27\n" +
			"\t  AFI IPv4 (1), SAFI Unicast (1), Subtype Normal route refresh request (0)\n" +
			"\t  ORF refresh Immediate (1), ORF type Address Prefix ORF (64), ORF length 0"},
	{"refresh", 5, 2, "0001 01 01",
		": BGP\n" +
			"\tRoute Refresh Message (5), length: 23\n" +
			"\t  AFI IPv4 (1), SAFI Unicast (1), Subtype Demarcation of the beginning of a route refresh (1)\n" +
			"\t  0x0000:  ffff ffff ffff ffff ffff ffff ffff ffff\n" +
			"\t  0x0010:  0017 0500 0101 01"},
	{"keepalive", 4, 1, "",
		": BGP\n" +
			"\tKeepalive Message (4), length: 19"},
	{"unknown", 9, 1, "01",
		": BGP\n" +
			"\tUnknown Message (9), length: 20\n" +
			"\t  no Message 9 decoder\n" +
			"\t  0x0000:  ffff ffff ffff ffff ffff ffff ffff ffff\n" +
			"\t  0x0010:  0014 0901"},
}

// bgpSample returns a message.
func bgpSample(t testing.TB, kind byte, body string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(body, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	n := bgpHead + len(b)
	return append(append(bytes.Clone(bgpMarker), byte(n>>8), byte(n), kind), b...)
}

func TestBGPSamples(t *testing.T) {
	for _, tt := range bgpSamples {
		b := bgpSample(t, tt.kind, tt.body)
		p := New(Options{Verbose: tt.verbose, NoNames: 1})
		p.cutAt = -1
		if p.bgp(b, len(b)); string(p.b) != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, p.b, tt.want)
		}
	}
}

// A message that was cut is printed as far as it goes, at every place.
func TestBGPCut(t *testing.T) {
	for _, tt := range bgpSamples {
		b := bgpSample(t, tt.kind, tt.body)
		for n := range b {
			for _, size := range []int{len(b), n} { // said to be longer, or not
				c := bytes.Clone(b[:n])
				if n >= bgpHead {
					c[16], c[17] = byte(size>>8), byte(size)
				}
				p := New(Options{Verbose: 2, NoNames: 1})
				p.cutAt = -1
				p.bgp(c, len(b))
				if !strings.HasPrefix(string(p.b), ": BGP") {
					t.Fatalf("%s: %q", tt.name, p.b)
				}
			}
		}
	}
}

func TestBGPDotted(t *testing.T) {
	b := bgpSample(t, 2, "0000 0009 400206 0201 00011170")
	p := New(Options{Verbose: 1, NoNames: 1, DotAS: true})
	p.cutAt = -1
	if p.bgp(b, len(b)); !strings.Contains(string(p.b), ": 1.4464 ") {
		t.Errorf("%q", p.b)
	}
}

func FuzzBGP(f *testing.F) {
	for _, s := range bgpSamples {
		f.Add(bgpSample(f, s.kind, s.body), 0)
	}
	f.Fuzz(func(t *testing.T, b []byte, extra int) {
		p := New(Options{Verbose: 2, NoNames: 1})
		p.cutAt = -1
		p.bgp(b, len(b)+extra&0xff)
	})
}
