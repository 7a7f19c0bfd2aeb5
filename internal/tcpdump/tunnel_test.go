package tcpdump

import "testing"

// tunnelSamples are of tunnels' headers and their control messages.
func tunnelSamples(t testing.TB) []sample {
	x := func(s string) []byte { return unhex(t, s) }
	v := func(n int) Options { return Options{Verbose: n} }
	over := func(port uint16, s string) []byte { return ip4(17, udp(1000, port, x(s))) }
	head := "IP 10.0.0.1.1000 > 10.0.0.2."
	ip := "45000018000000004063 0000 c0000201 c0000202 00000000"
	inner := "IP 192.0.2.1 > 192.0.2.2:  ip-proto-99 4"
	frame := "020000000001 020000000002 0800" + ip
	return []sample{
		{"GENEVE", Options{}, 101, over(6081, "0280 6558 00000b 00 0102 80 01 00000001"+frame), 0, head + "6081: Geneve, Flags [O], vni 0xb, options [8 bytes]: " + inner},
		{"GENEVE verbose", v(2), 101, over(6081, "0240 0800 00000b 07 0104 80 01 00000001"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 44)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.6081: [no cksum] Geneve, Flags [C], vni 0xb, rsvd 0x7, options [class VMware (0x104) type 0x80(C) len 8 data 00000001]\n\t [|ip]"},
		{"GENEVE version", Options{}, 101, over(6081, "4000 6558 00000b 00"), 0, head + "6081: Geneve ERROR: unknown-version 1"},
		{"GENEVE cut", Options{}, 101, over(6081, "3f00 6558 00000b 00"), 0, head + "6081: Geneve, Flags [none], vni 0xb truncated-geneve - 252 bytes missing"},
		{"VXLAN-GPE, NSH", Options{}, 101, over(4790, "0c000004 00000900 2fc2 0201 000005 ff"+ip), 0,
			head + "4790: VXLAN-GPE, flags [IP], vni 9: NSH, flags [O], service-path-id 0x000005, service-index 0xff: " + inner},
		{"NSH metadata", v(3), 101, over(4790, "0c000004 00000900 0fc4 0202 000005 ff 0001 02 01 ff000000"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 52)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.4790: [no cksum] VXLAN-GPE, flags [IP], vni 9\n" +
				"    NSH, ver 0, flags [none], TTL 63, length 4, md type 2, next-protocol IPv6, service-path-id 0x000005, service-index 0xff\n" +
				"        TLV Class 1, Type 2, Len 1\n            Value: 0xff\n     [|ip6]"},
		{"NSH too short", Options{}, 101, over(4790, "0c000004 00000900 0fc1 0201 000005 ff"), 0,
			head + "4790: VXLAN-GPE, flags [IP], vni 9: NSH, flags [none], service-path-id 0x000005, service-index 0xff (less than two headers) (invalid)"},
		{"L2TP control", Options{}, 101, over(1701, "c802 001c 0001 0000 0002 0003 8008 0000 0000 0001 8008 0000 0002 0100"), 0,
			head + "1701:  l2tp:[TLS](1/0)Ns=2,Nr=3 *MSGTYPE(SCCRQ) *PROTO_VER(1.0)"},
		{"L2TP values", Options{}, 101, over(1701, "c802 003d 0001 0000 0002 0003 000c 0000 0001 0002 0006 6f6b 000a 0000 0003 00000003 0009 0000 0007 6c6e73 0008 0007 0005 0102 000a 0000 00ff 00000000"), 0,
			head + "1701:  l2tp:[TLS](1/0)Ns=2,Nr=3 RESULT_CODE(2/6 ok) FRAMING_CAP(AS) HOST_NAME(lns) VENDOR0007:ATTR0005(0102) AVP-#255()"},
		{"L2TP empty", Options{}, 101, over(1701, "c802 000c 0001 0000 0002 0003"), 0, head + "1701:  l2tp:[TLS](1/0)Ns=2,Nr=3 ZLB"},
		{"LISP register", Options{}, 101, over(4342, "32000101 0000000000000000 0001 0004 01020304 000005a0 01 20 1000 0000 0001 0a1e0164 01640164 0004 0001 141408fd"+
			"00000000000000000000000000000001 0000000000000007"), 0,
			head + "4342: LISP-Map-Register, 1 record(s),\n EID 10.30.1.100/32, 1 locator(s) LOC 20.20.8.253\n    xTR-ID: 0x0000:  0000 0000 0000 0000 0000 0000 0000 0001\n    SITE-ID: 7"},
	}
}

// newerTunnelSamples are of what tcpdump prints from version 5 on.
func newerTunnelSamples(t testing.TB) []sample {
	gre := func(s string) []byte { return ip4(47, unhex(t, s)) }
	ip := "45000018000000004063 0000 c0000201 c0000202 00000000"
	inner := "IP 192.0.2.1 > 192.0.2.2:  ip-proto-99 4"
	frame := "020000000001 020000000002 0800" + ip
	return []sample{
		{"ERSPAN I", Options{}, 101, gre("0000 88be" + frame), 0, "IP 10.0.0.1 > 10.0.0.2: GREv0, length 42: erspan type1: " + inner},
		{"ERSPAN II", Options{}, 101, gre("1000 88be 00000001 1064 1005 00000007" + frame), 0,
			"IP 10.0.0.1 > 10.0.0.2: GREv0, seq 1, length 54: erspan type2 session 5 vlan 100 cos 0 index 7: " + inner},
		{"ERSPAN III", Options{}, 101, gre("1000 22eb 00000001 2064 1805 00000000 0000 0801 0000000000000000" + ip), 0,
			"IP 10.0.0.1 > 10.0.0.2: GREv0, seq 1, length 52: erspan type3 session 5 bso Bad cos 0 ft IP: " + inner},
		{"WCCP", Options{}, 101, gre("0000 883e 80010203" + ip), 0, "IP 10.0.0.1 > 10.0.0.2: GREv0, length 32: wccp T:1 A:0 U:0 SId:1 Alt:2 Pri:3: " + inner},
		{"keep-alive", Options{}, 101, gre("0000 0000"), 0, "IP 10.0.0.1 > 10.0.0.2: GREv0, length 4: keep-alive"},
		{"BIG TCP", Options{Verbose: 1, NoChecksum: true}, 101, zeroLength(ip4(99, make([]byte, 66000))), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto unknown (99), length 66020 [was 0, presumed BIG TCP])\n    10.0.0.1 > 10.0.0.2:  ip-proto-99 66000"},
	}
}

// zeroLength takes away the total length of an IPv4 packet.
func zeroLength(b []byte) []byte {
	b[2], b[3] = 0, 0
	return b
}
