package tcpdump

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// A sample is a packet of ours and what tcpdump 4.99.3 prints of it.
type sample struct {
	name  string
	opts  Options
	link  uint16
	data  []byte
	extra int // bytes on the wire that were not captured
	want  string
}

func samples(t testing.TB) []sample {
	x := func(s string) []byte { return unhex(t, s) }
	v := func(n int) Options { return Options{Verbose: n} }
	query := x("1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 636f6d 00 0001 0001")
	answer := x("1234 8180 0001 0002 0000 0001 07 6578616d706c65 03 636f6d 00 000f 0001" +
		"c00c 000f 0001 00000e10 0009 000a 04 6d61696c c00c" + "c00c 0010 0001 0000003c 0006 05 612022 81 01" +
		"00 0029 04d0 00000000 0000")
	discover := append(x("01010600 0badcafe 00020000 00000000 00000000 00000000 00000000 020000000007"), make([]byte, 202)...)
	discover = append(discover, x("63825363 350101 3d0701020000000007 0c0467636170 3703010306 ff")...)
	syn := x("020405b4 0402080a 00000001 00000000 01 030307")
	quoted := ip4(17, udp(1000, 2000, x("00112233")))
	solicit := x("87 00 0000 00000000 20010db8000000000000000000000002 0101 020000000001")
	more := slices.Concat(
		moreSamples(t),
		appSamples(t),
		linkSamples(t),
		tunnelSamples(t),
		mediaSamples(t),
		inetSamples(t),
	)
	return append(more, []sample{
		{"UDP", Options{}, 1, ether(ip4(17, udp(1000, 2000, x("0102")))), 0, "IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 2"},
		{"UDP -e", Options{Link: true}, 1, ether(ip4(17, udp(1000, 2000, x("0102")))), 0,
			"02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 44: 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 2"},
		{"UDP -vv", v(2), 1, ether(sum(ip4(17, udp(1000, 2000, x("0102"))), 6)), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 30)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.2000: [udp sum ok] UDP, length 2"},
		{"UDP bad sum", v(2), 1, ether(ip6(17, x("03e8 07d0 000a beef 0102"))), 0,
			"IP6 (hlim 64, next-header UDP (17), payload length 10) 2001:db8::1.1000 > 2001:db8::2.2000: [bad udp cksum 0xbeef -> 0x97ab!] UDP, length 2"},
		{"UDP length", Options{}, 1, ether(ip4(17, x("03e8 07d0 0040 0000 0102"))), 0, "IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, bad length 56 > 2"},
		{"UDP cut", Options{}, 1, ether(ip4(17, udp(1000, 2000, x("0102"))))[:38], 6, "IP 10.0.0.1.1000 > 10.0.0.2.2000:  [|udp]"},
		{"SYN", Options{}, 1, ether(ip4(6, tcp(2, 100, 0, syn, nil))), 0,
			"IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 100, win 256, options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0"},
		{"SYN -v", v(1), 1, ether(sum(ip4(6, tcp(2, 100, 0, nil, nil)), 16)), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto TCP (6), length 40)\n" +
				"    10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], cksum 0xdfda (correct), seq 100, win 256, length 0"},
		{"TCP options cut", Options{}, 1, ether(ip4(6, tcp(2, 100, 0, syn, nil)))[:14+20+20+8], 12,
			"IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 100, win 256, options [mss 1460,sackOK,TS [|tcp]>"},
		{"TCP bad option", Options{}, 1, ether(ip4(6, tcp(2, 1, 0, x("02050001"), nil))), 0,
			"IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1, win 256, options [[bad opt]"},
		{"TCP -q", Options{Quiet: true}, 1, ether(ip4(6, tcp(16, 1, 1, nil, x("00")))), 0, "IP 10.0.0.1.40000 > 10.0.0.2.7777: tcp 1"},
		{"MPTCP", Options{}, 1, ether(ip4(6, tcp(2, 1, 0, x("1e0c0081 0102030405060708"), nil))), 0,
			"IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1, win 256, options [mptcp 12 capable v0 csum {0x102030405060708}], length 0"},
		{"reset", v(1), 1, ether(sum(ip4(6, tcp(4, 9, 0, nil, x("6279651f80"))), 16)), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto TCP (6), length 45)\n" +
				"    10.0.0.1.40000 > 10.0.0.2.7777: Flags [R], cksum 0x9895 (correct), seq 9:14, win 256, length 5 [RST bye^_M-^@]"},
		{"ping", Options{}, 1, ether(ip4(1, x("0800 0000 0001 0002"))), 0, "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 2, length 8"},
		{"unreachable", v(1), 1, ether(sum(ip4(1, append(x("0303 0000 00000000"), quoted...)), 2)), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto ICMP (1), length 60)\n" +
				"    10.0.0.1 > 10.0.0.2: ICMP 10.0.0.2 udp port 2000 unreachable, length 40\n" +
				"\tIP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 32)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 4"},
		{"truncated-ip", Options{}, 1, ether(ip4(1, x("0800 0000 0001 0002")))[:38], 0,
			"IP [total length 28 > length 24] (invalid) 10.0.0.1 > 10.0.0.2:  [|icmp]"},
		{"fragment", Options{}, 1, func() []byte { b := ether(ip4(17, x("0011"))); b[20], b[21] = 0x20, 3; return b }(), 0,
			"IP 10.0.0.1 > 10.0.0.2: ip-proto-17"},
		{"bad header length", Options{}, 101, x("44000014"), 16, "IP  [|ip]"},
		{"neighbor", v(1), 1, ether(sum(ip6(58, solicit), 2)), 0,
			"IP6 (hlim 64, next-header ICMPv6 (58), payload length 32) 2001:db8::1 > 2001:db8::2: [icmp6 sum ok] ICMP6, neighbor solicitation, length 32, who has 2001:db8::2\n" +
				"\t  source link-address option (1), length 8 (1): 02:00:00:00:00:01"},
		{"hop-by-hop", v(1), 101, ip6(0, x("3a00 05020000 0100 82000000 000003e8 00000000")), 0,
			"IP6 (hlim 64, next-header HBH (0), payload length 20) 2001:db8::1 > 2001:db8::2: HBH (rtalert: 0x0000) (padn) [bad icmp6 cksum 0x0000 -> 0x1e5c!] ICMP6, multicast listener query unknown-version (len 12) "},
		{"fragment 6", Options{}, 101, ip6(44, x("1100 0008 00000007 0102")), 0, "IP6 2001:db8::1 > 2001:db8::2: frag (8|2)"},
		{"DNS query", Options{}, 1, ether(ip4(17, udp(1000, 53, query))), 0, "IP 10.0.0.1.1000 > 10.0.0.2.53: 4660+ A? example.com. (29)"},
		{"DNS answer", Options{}, 1, ether(ip4(17, udp(53, 1000, answer))), 0,
			"IP 10.0.0.1.53 > 10.0.0.2.1000: 4660 2/0/1 MX mail.example.com. 10, TXT \"a \"M-^A^A\" (79)"},
		{"DNS cut", Options{}, 1, ether(ip4(17, udp(53, 1000, answer)))[:80], 60, "IP 10.0.0.1.53 > 10.0.0.2.1000: 4660 2/0/1 [|domain]"},
		{"DHCP", v(1), 101, sum(ip4(17, udp(68, 67, discover)), 6), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 292)\n" +
				"    10.0.0.1.68 > 10.0.0.2.67: BOOTP/DHCP, Request from 02:00:00:00:00:07, length 264, xid 0xbadcafe, secs 2, Flags [none]\n" +
				"\t  Client-Ethernet-Address 02:00:00:00:00:07\n\t  Vendor-rfc1048 Extensions\n\t    Magic Cookie 0x63825363\n" +
				"\t    DHCP-Message (53), length 1: Discover\n\t    Client-ID (61), length 7: ether 02:00:00:00:00:07\n" +
				"\t    Hostname (12), length 4: \"gcap\"\n\t    Parameter-Request (55), length 3: \n\t      Subnet-Mask (1), Default-Gateway (3), Domain-Name-Server (6)"},
		{"ARP", Options{}, 1, x(macs + "0806 0001 0800 06 04 0001 020000000002 0a000001 000000000000 0a000002"), 0,
			"ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28"},
		{"VLAN", Options{Link: true}, 1, append(x(macs+"8100 300a 0800"), ip4(17, udp(1, 2, nil))...), 0,
			"02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype 802.1Q (0x8100), length 46: vlan 10, p 1, DEI, ethertype IPv4 (0x0800), 10.0.0.1.1 > 10.0.0.2.2: UDP, length 0"},
		{"MPLS", Options{}, 1, append(x(macs+"8847 00010140"), ip4(17, udp(1, 2, nil))...), 0,
			"MPLS (label 16, tc 0, [S], ttl 64) IP 10.0.0.1.1 > 10.0.0.2.2: UDP, length 0"},
		{"unknown", Options{}, 1, x(macs + "1234 61626300"), 0,
			"02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype Unknown (0x1234), length 18: \n\t0x0000:  6162 6300                                abc."},
		{"GRE", v(1), 101, ip4(47, append(x("20000800 00000007"), ip4(17, udp(1, 2, nil))...)), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto GRE (47), length 56)\n" +
				"    10.0.0.1 > 10.0.0.2: GREv0, Flags [key present], key=0x7, length 36\n" +
				"\tIP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 28)\n    10.0.0.1.1 > 10.0.0.2.2: UDP, length 0"},
		{"VXLAN", Options{}, 101, ip4(17, udp(1000, 4789, append(x("08000000 00002a00"), ether(ip4(17, udp(1, 2, nil)))...))), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.4789: VXLAN, flags [I] (0x08), vni 42\nIP 10.0.0.1.1 > 10.0.0.2.2: UDP, length 0"},
		{"loopback", Options{Link: true}, 0, append(x("02000000"), ip4(59, nil)...), 0, "AF IPv4 (2), length 24: 10.0.0.1 > 10.0.0.2: no next header"},
		{"cooked", Options{Link: true}, 113, append(x("0004 0001 0006 0200000000010000 0800"), ip4(59, nil)...), 0,
			"Out 02:00:00:00:00:01 ethertype IPv4 (0x0800), length 36: 10.0.0.1 > 10.0.0.2: no next header"},
		{"hexdump", Options{Hex: HexASCII}, 101, ip4(59, nil), 0,
			"IP 10.0.0.1 > 10.0.0.2: no next header\n\t0x0000:  4500 0014 1234 4000 403b 1479 0a00 0001  E....4@.@;.y....\n\t0x0010:  0a00 0002                                ...."},
		{"empty", Options{}, 1, nil, 0, "[Invalid header: caplen==0, len==0]"},
		{"HTTP", Options{}, 101, ip4(6, func() []byte {
			b := tcp(24, 5, 5, nil, []byte("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"))
			b[2], b[3] = 0, 80
			return b
		}()), 0, "IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [P.], seq 5:42, ack 5, win 256, length 37: HTTP: GET / HTTP/1.1"},
	}...)
}

func TestGolden(t *testing.T) {
	for _, s := range append(samples(t), newerSamples(t)...) {
		t.Run(s.name, func(t *testing.T) {
			if got := text(s.opts, s.link, s.data, len(s.data)+s.extra); got != s.want {
				t.Errorf("got  %q\nwant %q", got, s.want)
			}
		})
	}
}

// variants are option sets that every packet is printed with.
var variants = []Options{
	{}, {Link: true, NoNames: 2}, {Verbose: 1}, {Verbose: 2, Link: true}, {Verbose: 3, Hex: HexASCII}, {Quiet: true, Hex: ASCII},
	{Hex: HexOnly, HexLink: true, AbsSeq: true, NoChecksum: true, Number: true},
}

// TestTruncated prints every sample cut at every byte, as it would be with a short
// snapshot length and as it would be if the packet were that short.
func TestTruncated(t *testing.T) {
	for _, s := range append(samples(t), newerSamples(t)...) {
		for n := range min(len(s.data), 2000) {
			for _, o := range variants {
				for _, wire := range [...]int{n, len(s.data)} {
					if got := text(o, s.link, s.data[:n:n], wire); got == "" {
						t.Errorf("%s: %d of %d bytes: no text", s.name, n, wire)
					}
				}
			}
		}
	}
}

func TestTimes(t *testing.T) {
	for _, c := range []struct {
		format TimeFormat
		nano   bool
		want   string
	}{
		{TimeOfDay, false, "23:59:58.123456 "}, {TimeOfDay, true, "23:59:58.123456789 "}, {TimeNone, false, ""},
		{TimeUnix, false, "1709251198.123456 "}, {TimeDelta, false, " 00:00:00.000000 "},
		{TimeDate, false, "2024-02-29 23:59:58.123456 "}, {TimeSince, false, " 00:00:00.000000 "},
	} {
		p := New(Options{Time: c.format, Nano: c.nano, Location: time.UTC})
		p.b, p.n = nil, 1
		p.time(at)
		if got := string(p.b); got != c.want {
			t.Errorf("format %d: got %q, want %q", c.format, got, c.want)
		}
	}
}

func TestSince(t *testing.T) {
	for format, want := range map[TimeFormat]string{TimeDelta: " 00:00:02.000000 ", TimeSince: " 01:00:02.000000 "} {
		p := New(Options{Time: format, Location: time.UTC})
		for i, d := range []time.Duration{0, time.Hour, time.Hour + 2*time.Second} {
			p.b, p.n = nil, i+1
			p.time(at.Add(d))
		}
		if got := string(p.b); got != want {
			t.Errorf("format %d: got %q, want %q", format, got, want)
		}
	}
}

// TestRelative follows one connection: numbers count from its SYN, in both
// directions, and in selective acknowledgements too.
func TestRelative(t *testing.T) {
	back := func(b []byte) []byte {
		b[0], b[1], b[2], b[3] = b[2], b[3], b[0], b[1]
		return b
	}
	reverse := func(pkt []byte) []byte {
		pkt[15], pkt[19] = 2, 1
		back(pkt[20:])
		return pkt
	}
	p := New(Options{Time: TimeNone, NoNames: 1})
	sack := unhex(t, "0101050a 00000202 00000206")
	for i, c := range []struct {
		pkt  []byte
		want string
	}{
		{ip4(6, tcp(2, 1000, 0, nil, nil)), "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [S], seq 1000, win 256, length 0\n"},
		{reverse(ip4(6, tcp(18, 500, 1001, nil, nil))), "IP 10.0.0.2.7777 > 10.0.0.1.40000: Flags [S.], seq 500, ack 1001, win 256, length 0\n"},
		{ip4(6, tcp(24, 1001, 501, nil, []byte("abc"))), "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [P.], seq 1:4, ack 1, win 256, length 3\n"},
		{ip4(6, tcp(16, 1004, 501, sack, nil)), "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 1, win 256, options [nop,nop,sack 1 {14:18}], length 0\n"},
	} {
		got := string(p.Append(nil, Packet{Link: 101, Len: len(c.pkt), Data: c.pkt}))
		if got != c.want {
			t.Errorf("segment %d: got  %q\nwant %q", i, got, c.want)
		}
	}
}

func TestNames(t *testing.T) {
	o := Options{Time: TimeNone, NoDomain: true,
		HostName: func(a string) string { return map[string]string{"10.0.0.1": "a.example"}[a] },
		PortName: func(proto string, port uint16) string {
			return map[string]string{"udp2000": "cisco-sccp"}[fmt.Sprint(proto, port)]
		}}
	pkt := ip4(17, udp(1000, 2000, nil))
	got := string(New(o).Append(nil, Packet{Link: 101, Len: len(pkt), Data: pkt}))
	if want := "IP a.1000 > 10.0.0.2.cisco-sccp: UDP, length 0\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDeep nests headers deeper than they are followed.
func TestDeep(t *testing.T) {
	b := ip4(59, nil)
	for range 200 {
		b = ip4(4, b)
	}
	if got := text(Options{}, 101, b, len(b)); len(got) > 2000 {
		t.Errorf("%d bytes of text", len(got))
	}
}

func hot(t testing.TB) []Packet {
	var out []Packet
	for _, b := range [][]byte{
		ether(ip4(17, udp(1000, 2000, make([]byte, 100)))), ether(ip6(17, udp(1000, 2000, make([]byte, 100)))),
		ether(ip4(6, tcp(24, 1, 1, unhex(t, "0101080a 00000001 00000002"), make([]byte, 100)))),
		ether(ip6(6, tcp(16, 1, 1, unhex(t, "0101080a 00000001 00000002"), nil))),
	} {
		out = append(out, Packet{Time: at, Link: 1, Len: len(b), Data: b})
	}
	return out
}

func TestAllocs(t *testing.T) {
	for _, o := range []Options{{NoNames: 1}, {NoNames: 1, Link: true, Verbose: 1}} {
		o.Location = time.UTC
		p, b := New(o), make([]byte, 0, 4096)
		for i, pkt := range hot(t) {
			p.Append(b[:0], pkt) // makes the connection known
			if n := testing.AllocsPerRun(100, func() { p.Append(b[:0], pkt) }); n != 0 {
				t.Errorf("packet %d, verbose %d: %v allocations", i, o.Verbose, n)
			}
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	p, out, pkts := New(Options{NoNames: 1, Location: time.UTC}), make([]byte, 0, 4096), hot(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p.Append(out[:0], pkts[i%len(pkts)])
	}
}

func FuzzAppend(f *testing.F) {
	for _, s := range samples(f) {
		f.Add(s.link, s.data, s.extra)
	}
	f.Fuzz(func(t *testing.T, link uint16, data []byte, extra int) {
		for _, o := range variants {
			o.Location = time.UTC
			got := New(o).Append([]byte("x"), Packet{Time: at, Link: link, Len: len(data) + extra, Data: data})
			if got[0] != 'x' || got[len(got)-1] != '\n' {
				t.Fatalf("%q", got)
			}
		}
	})
}
