package tcpdump

import "testing"

// moreSamples are of what samples does not have.
func moreSamples(t testing.TB) []sample {
	x := func(s string) []byte { return unhex(t, s) }
	v := func(n int) Options { return Options{Verbose: n} }
	e := Options{Link: true}
	icmp := func(s string) []byte { return sum(ip4(1, x(s)), 2) }
	icmp6 := func(s string) []byte { return sum(ip6(58, x(s)), 2) }
	dns := func(s string) []byte { return ip4(17, udp(53, 1000, x(s))) }
	options := func(s string) []byte {
		b := ip4(59, nil)
		o := x(s)
		b[0] += byte(len(o) / 4)
		b[3] += byte(len(o))
		return append(b, o...)
	}
	segment := func(s string) []byte { return ip4(6, tcp(16, 1, 1, x(s), nil)) }
	a6 := "20010db8 00000000 00000000 00000001"
	quoted := "4500001c 00010000 40110000 0a000001 0a000002 03e807d0 00080000" + zeros(100)
	dhcp := func(options string) []byte {
		head := "02010600 00000001 00000000 00000000 0a000005 00000000 00000000 020000000007" + zeros(10) + "73657276" + zeros(60) +
			zeros(128) + "63825363"
		return ip4(17, udp(67, 68, x(head+options+"ff")))
	}
	return append(wifiSamples(t), []sample{
		{"redirect", Options{}, 101, icmp("0501 0000 0a0000fe" + quoted), 0, "IP 10.0.0.1 > 10.0.0.2: ICMP redirect 10.0.0.2 to host 10.0.0.254, length 136"},
		{"time exceeded with labels", v(1), 101, icmp("0b00 0000 00000000" + quoted + "2000 deff 0008 0101 0001 1140"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto ICMP (1), length 168)\n" +
				"    10.0.0.1 > 10.0.0.2: ICMP time exceeded in-transit, length 148\n" +
				"\tIP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 28, bad cksum 0 (->66ce)!)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 0"},
		{"parameter problem", Options{}, 101, icmp("0c00 0000 14000000" + quoted), 0, "IP 10.0.0.1 > 10.0.0.2: ICMP parameter problem - octet 20, length 136"},
		{"timestamps", Options{}, 101, icmp("0e00 0000 00010002 000003e8 02932e00 05265bff"), 0,
			"IP 10.0.0.1 > 10.0.0.2: ICMP time stamp reply id 1 seq 2: org 00:00:01.000, recv 12:00:00.000, xmit 23:59:59.999, length 20"},
		{"router discovery", Options{}, 101, icmp("0900 0000 0102 0708 0a000001 00000005"), 0, "IP 10.0.0.1 > 10.0.0.2: ICMP router advertisement lifetime 30:00 1: {10.0.0.1 5}, length 16"},
		{"unknown ICMP", v(1), 101, ip4(1, x("2901 1234 00000000")), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto ICMP (1), length 28)\n" +
				"    10.0.0.1 > 10.0.0.2: ICMP type-#41, length 8 (wrong icmp cksum 1234 (->d6fe)!)"},
		{"router advertisement", v(1), 101, icmp6("8600 0000 40c0 0708 00000000 00000000 0101 020000000001 0501 0000 000005dc 0304 40c0 00278d00 ffffffff 00000000" + a6 + "1903 0000 00000e10" + a6 + "1f02 0000 0000000a 03 6c616e 00 000000 1803 4018 00000e10" + a6), 0,
			"IP6 (hlim 64, next-header ICMPv6 (58), payload length 128) 2001:db8::1 > 2001:db8::2: [icmp6 sum ok] ICMP6, router advertisement, length 128\n" +
				"\thop limit 64, Flags [managed, other stateful], pref medium, router lifetime 1800s, reachable time 0ms, retrans timer 0ms\n" +
				"\t  source link-address option (1), length 8 (1): 02:00:00:00:00:01\n" +
				"\t  mtu option (5), length 8 (1):  1500\n" +
				"\t  prefix info option (3), length 32 (4): 2001:db8::1/64, Flags [onlink, auto], valid time 2592000s, pref. time infinity\n" +
				"\t  rdnss option (25), length 24 (3):  lifetime 3600s, addr: 2001:db8::1\n" +
				"\t  dnssl option (31), length 16 (2):  lifetime 10s, domain(s): lan.\n" +
				"\t  route info option (24), length 24 (3):  2001:db8::1/64, pref=low, lifetime=3600s"},
		{"neighbor advertisement -vv", v(2), 101, icmp6("8800 0000 e0000000" + a6 + "0201 020000000001"), 0,
			"IP6 (hlim 64, next-header ICMPv6 (58), payload length 32) 2001:db8::1 > 2001:db8::2: [icmp6 sum ok] ICMP6, neighbor advertisement, length 32, tgt is 2001:db8::1, Flags [router, solicited, override]\n" +
				"\t  destination link-address option (2), length 8 (1): 02:00:00:00:00:01\n" +
				"\t    0x0000:  0200 0000 0001"},
		{"redirect 6", Options{}, 101, icmp6("8900 0000 00000000" + a6 + a6), 0, "IP6 2001:db8::1 > 2001:db8::2: ICMP6, redirect, 2001:db8::1 to 2001:db8::1, length 40"},
		{"unreachable 6", Options{}, 101, icmp6("0104 0000 00000000 60000000 0008 11 40" + a6 + a6 + "03e8 07d0 0008 0000"), 0,
			"IP6 2001:db8::1 > 2001:db8::2: ICMP6, destination unreachable, unreachable port, 2001:db8::1 udp port 2000, length 56"},
		{"too big", Options{}, 101, icmp6("0200 0000 000004d0 00"), 0, "IP6 2001:db8::1 > 2001:db8::2: ICMP6, packet too big, mtu 1232, length 9"},
		{"MLD query", v(2), 101, icmp6("8200 0000 9000 0000" + a6 + "0a 7d 0001" + a6), 0,
			"IP6 (hlim 64, next-header ICMPv6 (58), payload length 44) 2001:db8::1 > 2001:db8::2: [icmp6 sum ok] ICMP6, multicast listener query v2 [max resp delay=65536] [gaddr 2001:db8::1 sflag robustness=2 qqi=125 { 2001:db8::1 }]"},
		{"MLD report", v(2), 101, icmp6("8f00 0000 0000 0001 04 00 0001" + a6 + a6), 0,
			"IP6 (hlim 64, next-header ICMPv6 (58), payload length 44) 2001:db8::1 > 2001:db8::2: [icmp6 sum ok] ICMP6, multicast listener report v2, 1 group record(s) [gaddr 2001:db8::1 to_ex { 2001:db8::1 }]"},
		{"RPL", v(2), 101, icmp6("9b01 0000 01 02 0100 88 05 0000" + a6 + "0100 0401 00"), 0,
			"IP6 (hlim 64, next-header ICMPv6 (58), payload length 33) 2001:db8::1 > 2001:db8::2: [icmp6 sum ok] ICMP6, RPL, (CLR)DODAG Information Object [dagid:2001:db8::1,seq:5,instance:1,rank:256,grounded,mop:storing,prf:0] opt:padN len:2  opt:config len:3 "},
		{"node information query", Options{}, 101, icmp6("8b00 0000 0003 003e 0102030405060708" + a6), 0,
			"IP6 2001:db8::1 > 2001:db8::2: ICMP6, who-are-you request node information query (node addresses [GSLCA], subject=2001:db8::1), length 32"},
		{"node information reply", v(1), 101, icmp6("8c00 0000 0002 0001 0102030405060708 00000e10 04 686f7374 00 00"), 0,
			"IP6 (hlim 64, next-header ICMPv6 (58), payload length 27) 2001:db8::1 > 2001:db8::2: [icmp6 sum ok] ICMP6, who-are-you reply node information reply (success, DNS name, \"host\" [TTL=3600])"},
		{"renumbering", v(1), 101, icmp6("8a00 0000 00000007 01 80 0010 00000000 01 07 00 40 30 80 0000" + a6 + "4010 0000 ffffffff 00000e10 80000000" + a6), 0,
			"IP6 (hlim 64, next-header ICMPv6 (58), payload length 72) 2001:db8::1 > 2001:db8::2: [icmp6 sum ok] ICMP6, router renumbering, command, seq=7[T,seg=1,maxdelay=16] match(add,ord=0,min=48,max=128,2001:db8::1/64) use(V,mask=0x0,raflags=0x0,vltime=infty,pltime=3600,2001:db8::1/64/16)"},
		{"segment routing", v(1), 101, ip6(43, x("3b02 0400 0000 0000"+a6)), 0,
			"IP6 (hlim 64, next-header Routing (43), payload length 24) 2001:db8::1 > 2001:db8::2: RT6 (len=2, type=4, segleft=0, last-entry=0, flags=0x0, tag=0, [0]2001:db8::1) no next header"},
		{"routing 0", Options{}, 101, ip6(43, x("3b02 0001 00000000"+a6)), 0,
			"IP6 2001:db8::1 > 2001:db8::2: RT6 (len=2, type=0 [Deprecated], segleft=1, [0]2001:db8::1) no next header"},
		{"destination options", v(1), 101, ip6(60, x("3b00 01 02 0000 c0 00")), 0,
			"IP6 (hlim 64, next-header DSTOPT (60), payload length 8) 2001:db8::1 > 2001:db8::2: DSTOPT (padn)(unknown opt-type 0xc0 len=0) no next header"},
		{"IPv6 version", Options{}, 229, append([]byte{0x50}, ip6(59, nil)[1:]...), 0, "unknown ip 5"},
		{"authentication", v(1), 101, ip4(51, x("3b04 0000 00000100 00000007 0102030405060708090a0b0c")), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto AH (51), length 44)\n" +
				"    10.0.0.1 > 10.0.0.2: AH(length=4(24-bytes),spi=0x00000100,seq=0x7,icv=0x0102030405060708090a0b0c): no next header"},
		{"encrypted", Options{}, 101, ip4(50, x("00000100 00000007 0102")), 0, "IP 10.0.0.1 > 10.0.0.2: ESP(spi=0x00000100,seq=0x7), length 10"},
		{"record route", v(1), 101, options("07 0b 08 0a000009 00000000 01"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto unknown (59), length 32, options (RR 10.0.0.9, 0.0.0.0,NOP), bad cksum 1479 (->f956)!)\n" +
				"    10.0.0.1 > 10.0.0.2: no next header"},
		{"timestamp option", v(1), 101, options("44 0c 0d 01 0a000009 00000064 9404 0000"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto unknown (59), length 36, options (timestamp TS{TS+ADDR 100@10.0.0.9 ^ },RA), bad cksum 1479 (->20ea)!)\n" +
				"    10.0.0.1 > 10.0.0.2: no next header"},
		{"source route", v(1), 101, options("83 07 04 0a000009 00"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto unknown (59), length 28, options (LSRR 10.0.0.9,EOL), bad cksum 1479 (->825f)!)\n" +
				"    10.0.0.1 > 10.0.0.2: no next header"},
		{"IGMP report", v(2), 101, sum(ip4(2, x("2200 0000 0000 0001 04000001 e0000105 0a000009")), 2), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto IGMP (2), length 40)\n" +
				"    10.0.0.1 > 10.0.0.2: igmp v3 report, 1 group record(s) [gaddr 224.0.1.5 to_ex { 10.0.0.9 }]"},
		{"IGMP query", Options{}, 101, ip4(2, x("1164 0000 e0000105 027d0000")), 0, "IP 10.0.0.1 > 10.0.0.2: igmp query v3 [gaddr 224.0.1.5]"},
		{"IGMP leave", Options{}, 101, ip4(2, x("1700 0000 e0000105")), 0, "IP 10.0.0.1 > 10.0.0.2: igmp leave 224.0.1.5"},
		{"GRE route", Options{}, 101, ip4(47, x("c0000800 00000000 0800 0408 0a000001 0a000002 0000 0000")), 0, "IP 10.0.0.1 > 10.0.0.2: GREv0, off 0x0, (rtaf=ip 10.0.0.1 *10.0.0.2), length 24:  [|ip]"},
		{"PPTP", Options{}, 101, ip4(47, x("3081880b 0006 0007 00000001 00000002 c021 0905 0006 1234")), 0,
			"IP 10.0.0.1 > 10.0.0.2: GREv1, call 7, seq 1, ack 2, length 24: LCP, Echo-Request (0x09), id 5, length 8"},
		{"IP in IP", Options{}, 101, ip4(41, ip6(59, nil)), 0, "IP 10.0.0.1 > 10.0.0.2: IP6 2001:db8::1 > 2001:db8::2: no next header"},
		{"unknown protocol", Options{}, 101, ip4(200, x("0102")), 0, "IP 10.0.0.1 > 10.0.0.2:  ip-proto-200 2"},
		{"SACK cut short", Options{}, 101, segment("0101 0506 00000001"), 0,
			"IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 1, win 256, options [nop,nop,sack invalid sack], length 0"},
		{"fast open", Options{}, 101, segment("220a 0102030405060708 0101"), 0,
			"IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 1, win 256, options [tfo  cookie 0102030405060708,nop,nop], length 0"},
		{"TCP-AO", Options{}, 101, segment("1d08 0102 a1b2c3d4"), 0,
			"IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 1, win 256, options [tcp-ao keyid 1 rnextkeyid 2 mac 0xa1b2c3d4], length 0"},
		{"MD5", Options{}, 101, segment("1312 00112233445566778899aabbccddeeff 0101"), 0,
			"IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 1, win 256, options [md5 shared secret not supplied with -M, can't check - 00112233445566778899aabbccddeeff,nop,nop], length 0"},
		{"user timeout", Options{}, 101, segment("1c04 0005 fe04 0348"), 0,
			"IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 1, win 256, options [uto 0x5 120,exp-0348], length 0"},
		{"DSS", Options{}, 101, segment("1e14 2005 00000001 00000002 00000003 0004 0005 0101"), 0,
			"IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], seq 1:3, ack 1, win 256, options [mptcp 20 dss ack 1 seq 2 subseq 3 len 4 csum 0x5], length 2"},
		{"add address", Options{}, 101, segment("1e08 3007 0a000009"), 0,
			"IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [.], ack 1, win 256, options [mptcp 8 add-addr v1 id 7 10.0.0.9], length 0"},
		{"EDNS", v(2), 101, dns("0001 8180 0000 0000 0000 0001 00 0029 1000 00008000 0024 0008 0007 0001 18 00 c00002 000a 0008 0102030405060708 000c 0002 0000 000b 0002 0064 00 00"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 88)\n" +
				"    10.0.0.1.53 > 10.0.0.2.1000: [no cksum] 1 [0q] 0/0/1 ar: . OPT UDPsize=4096 DO [ECS 192.0.2.0/24/0,COOKIE 0102030405060708,PADDING (2),KEEPALIVE 10.0 sec,Opt0 [|domain]"},
		{"SRV and SOA", v(2), 101, dns("0001 8400 0000 0002 0000 0000 00 0021 0001 00000001 0009 0001 0002 0035 01 61 00 00 0006 0001 00000001 0016 00 00 00000001 00000002 00000003 00000004 00000005"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 93)\n" +
				"    10.0.0.1.53 > 10.0.0.2.1000: [no cksum] 1*- [0q] 2/0/0 . SRV a.:53 1 2, . SOA . . 1 2 3 4 5 (65)"},
		{"AAAA -vvv", v(3), 101, dns("0001 8580 0001 0001 0000 0000 01 61 00 001c 0001 c00c 001c 0001 0001518f 0010" + a6), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 75)\n" +
				"    10.0.0.1.53 > 10.0.0.2.1000: [no cksum] 1* q: AAAA? a. 1/0/0 a. [1d15s] AAAA 2001:db8::1 (47)"},
		{"mDNS", Options{}, 101, ip4(17, udp(5353, 5353, x("0000 8400 0000 0001 0000 0000 01 61 00 0001 8001 00000078 0004 0a000009"))), 0, "IP 10.0.0.1.5353 > 10.0.0.2.5353: 0*- [0q] 1/0/0 (Cache flush) A 10.0.0.9 (29)"},
		{"bad pointer", v(1), 101, dns("0001 8180 0000 0001 0000 0000 c0ff 0001 0001 00000000 0000"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 52)\n" +
				"    10.0.0.1.53 > 10.0.0.2.1000: 1 [0q] 1/0/0 <BAD PTR> [|domain]"},
		{"DHCP reply", v(2), 101, dhcp("350102 36040a000001 0108ffffff00ffffff00 3304 00000e10 790b 18c00002 0a000001 00 0a000001 5204 0102 6574 5106 05 0000 616263 2b03 010203 1301 01 e0 02 0102 3402 0301"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 339)\n" +
				"    10.0.0.1.67 > 10.0.0.2.68: [no cksum] BOOTP/DHCP, Reply, length 311, xid 0x1, Flags [none] (0x0000)\n" +
				"\t  Your-IP 10.0.0.5\n" +
				"\t  Client-Ethernet-Address 02:00:00:00:00:07\n" +
				"\t  sname \"serv\"\n" +
				"\t  Vendor-rfc1048 Extensions\n" +
				"\t    Magic Cookie 0x63825363\n" +
				"\t    DHCP-Message (53), length 1: Offer\n" +
				"\t    Server-ID (54), length 4: 10.0.0.1\n" +
				"\t    Subnet-Mask (1), length 8: 255.255.255.0,255.255.255.0\n" +
				"\t    Lease-Time (51), length 4: 3600\n" +
				"\t    Classless-Static-Route (121), length 11: (192.0.2.0/24:10.0.0.1),[ERROR: Remaining length (2) < 4 bytes]\n" +
				"\t    Subnet-Mask (1), length 82:  [|bootp]"},
		{"RARP", Options{}, 1, x(macs + "8035 0001 0800 06 04 0003 020000000002 00000000 020000000002 00000000"), 0, "ARP, Reverse Request who-is 02:00:00:00:00:02 tell 02:00:00:00:00:02, length 28"},
		{"ARP of another kind", Options{}, 1, x(macs + "0806 0006 86dd 02 02 0001 0102 0304 0506 0708"), 0, "ARP, TokenRing (len 2), IPv6 (len 2), length 16"},
		{"STP", v(1), 1, x(macs + "0026 4242 03 0000 00 00 01 8000 020000000001 00000004 8000 020000000002 8001 0100 1400 0200 0f00 0000000000000000"), 0,
			"STP 802.1d, Config, Flags [Topology change], bridge-id 8000.02:00:00:00:00:02.8001, length 35\n" +
				"\tmessage-age 1.00s, max-age 20.00s, hello-time 2.00s, forwarding-delay 15.00s\n" +
				"\troot-id 8000.02:00:00:00:00:01, root-pathcost 4"},
		{"rapid STP", e, 1, x(macs + "0027 4242 03 0000 02 02 3c 8000 020000000001 00000004 8000 020000000002 8001 0000 1400 0200 0f00 00 00000000000000"), 0,
			"02:00:00:00:00:02 > 02:00:00:00:00:01, 802.3, length 39: LLC, dsap STP (0x42) Individual, ssap STP (0x42) Command, ctrl 0x03: STP 802.1w, Rapid STP, Flags [Learn, Forward], bridge-id 8000.02:00:00:00:00:02.8001, length 36"},
		{"LLC test", e, 1, x(macs + "0003 1213 f3"), 0,
			"02:00:00:00:00:02 > 02:00:00:00:00:01, 802.3, length 3: LLC, dsap Unknown (0x12) Individual, ssap Unknown (0x12) Response, ctrl 0xf3: Unnumbered, test, Flags [Final], length 3\n" +
				"\t0x0000:  1213 f3                                  ..."},
		{"SNAP", e, 1, x(macs + "000a aaaa 03 00000c 1234 0102"), 0,
			"02:00:00:00:00:02 > 02:00:00:00:00:01, 802.3, length 10: LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui Cisco (0x00000c), pid Unknown (0x1234), length 2: \n" +
				"\t0x0000:  aaaa 0300 000c 1234 0102                 .......4.."},
		{"PPPoE discovery", Options{}, 1, x(macs + "8863 1109 0000 0010 0101 0000 0103 0004 00010203 0102 0000"), 0, "PPPoE PADI [Service-Name] [Host-Uniq 0x00010203] [AC-Name]"},
		{"PPPoE session", Options{}, 1, append(x(macs+"8864 1100 0011 0016 0021"), ip4(59, nil)...), 0, "PPPoE  [ses 0x11] IP 10.0.0.1 > 10.0.0.2: no next header"},
		{"EAPOL", Options{}, 1, x(macs + "888e 0203 0005 0102030405"), 0, "EAPOL key (3) v2, len 5"},
		{"LLDP", Options{}, 1, x(macs + "88cc 0207 04 020000000001 0a 03 616263 0000"), 0, "LLDP, length 16: abc"},
		{"loopback test", Options{}, 1, x(macs + "9000 0000 0100 0700 0102"), 0, "Loopback, skipCount 0, Reply, receipt number 7, data (2 octets)"},
		{"VRRP", v(1), 101, sum(ip4(112, x("2101 64 01 00 01 0000 0a000009 0000000000000000")), 6), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto VRRP (112), length 40)\n" +
				"    10.0.0.1 > 10.0.0.2: VRRPv2, Advertisement, (ttl 64), vrid 1, prio 100, authtype none, intvl 1s, length 20, (bad vrrp cksum 5c6c), addrs: 10.0.0.9"},
		{"OSPF", Options{}, 101, ip4(89, x("0201 0018 0a000001 00000000 0000 0000 0000000000000000")), 0, "IP 10.0.0.1 > 10.0.0.2: OSPFv2, Hello, length 24"},
		{"PIM", Options{}, 101, ip4(103, x("2003 0000")), 0, "IP 10.0.0.1 > 10.0.0.2: PIMv2, Hello, length 4"},
		{"SCTP", Options{}, 101, ip4(132, x("03e8 07d0 00000001 00000000 0100 0014 00000001 00010000 000a 000a 00000005 0003 0011 00000006 0001 0002 00000003 61 000000")), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.2000: sctp (1) [INIT] [init tag: 1] [rwnd: 65536] [OS: 10] [MIS: 10] [init TSN: 5] , (2) [DATA] (B)(E) [TSN: 6] [SID: 1] [SSEQ 2] [PPID M3UA] "},
		{"NTP", Options{}, 101, ip4(17, udp(123, 123, x("23"+zeros(47)))), 0, "IP 10.0.0.1.123 > 10.0.0.2.123: NTPv4, Client, length 48"},
		{"RIP", Options{}, 101, ip4(17, udp(520, 520, x("02020000"+zeros(20)))), 0, "IP 10.0.0.1.520 > 10.0.0.2.520: RIPv2, Response, length: 24"},
		{"DHCPv6", Options{}, 101, ip6(17, udp(546, 547, x("01 000102"))), 0, "IP6 2001:db8::1.546 > 2001:db8::2.547: dhcp6 solicit"},
		{"RADIUS", Options{}, 101, ip4(17, udp(1000, 1812, x("0107 0014"+zeros(16)))), 0, "IP 10.0.0.1.1000 > 10.0.0.2.1812: RADIUS, Access-Request (1), id: 0x07 length: 20"},
		{"cooked v2", e, 276, append(x("0800 0000 00001fff 0001 00 06 0200000000010000"), ip4(59, nil)...), 0,
			"?     In  ifindex 8191 02:00:00:00:00:01 ethertype IPv4 (0x0800), length 40: 10.0.0.1 > 10.0.0.2: no next header"},
		{"loopback of an unknown family", Options{}, 0, x("63000000 0102"), 0, "AF Unknown (99), length 6: \n\t0x0000:  0102                                     .."},
		{"binding update", v(1), 101, ip6(135, x("3b03 0500 0000 0007 c000 0e10 0100"+"0310"+a6)), 0,
			"IP6 (hlim 64, next-header Mobility (135), payload length 32) 2001:db8::1 > 2001:db8::2: mobility: BU seq#=7 AH lifetime=14400(padn) [|mobility]"},
		{"home test", v(1), 101, ip6(135, x("3b02 0300 0000 0001 0000000000000002 0000000000000003")), 0,
			"IP6 (hlim 64, next-header Mobility (135), payload length 24) 2001:db8::1 > 2001:db8::2: mobility: HoT nonce id=0x1 Home Init Cookie=00000000:00000002 Home Keygen Token=00000000:00000003"},
		{"binding error", Options{}, 101, ip6(135, x("3b02 0700 0000 0100"+a6)), 0, "IP6 2001:db8::1 > 2001:db8::2: mobility: BE status=1 homeaddr 2001:db8::1"},
		{"hex only", Options{Hex: HexOnly}, 101, ip4(59, x("01")), 0,
			"IP 10.0.0.1 > 10.0.0.2: no next header\n" +
				"\t0x0000:  4500 0015 1234 4000 403b 1478 0a00 0001\n" +
				"\t0x0010:  0a00 0002 01"},
		{"ASCII", Options{Hex: ASCII}, 101, ip4(59, []byte("a\r\nb\x00\xff\t")), 0, "IP 10.0.0.1 > 10.0.0.2: no next header\nE....4@.@;.r\n...\n...a\nb..\t"},
	}...)
}

func zeros(n int) string {
	b := make([]byte, 2*n)
	for i := range b {
		b[i] = '0'
	}
	return string(b)
}

// A packet type is printed whatever the ports are.
func TestPacketType(t *testing.T) {
	udp := ip4(17, udp(1000, 2000, unhex(t, "0004 0007")))
	tcp := ip4(6, tcp(24, 1, 1, nil, []byte("+OK\r\n")))
	for _, c := range []struct {
		kind string
		pkt  []byte
		want string
	}{
		{"tftp", udp, "IP 10.0.0.1.1000 > 10.0.0.2.2000: TFTP, length 4, ACK block 7"},
		{"resp", udp, "IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 4"},
		{"resp", tcp, "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [P.], seq 1:6, ack 1, win 256, length 5: RESP \"OK\""},
		{"", tcp, "IP 10.0.0.1.40000 > 10.0.0.2.7777: Flags [P.], seq 1:6, ack 1, win 256, length 5"},
	} {
		if got := text(Options{PacketType: c.kind}, 101, c.pkt, len(c.pkt)); got != c.want {
			t.Errorf("-T %s: got %q, want %q", c.kind, got, c.want)
		}
	}
}
