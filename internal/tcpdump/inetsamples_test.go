package tcpdump

import "testing"

// inetSamples are messages of internet and transport protocols.
func inetSamples(t testing.TB) []sample {
	v := func(n int) Options { return Options{Verbose: n} }
	over := func(proto byte, s string) []byte { return ip4(proto, unhex(t, s)) }
	dgram := func(port uint16, s string) []byte { return ip4(17, udp(1000, port, unhex(t, s))) }
	return []sample{
		{"BFD", Options{}, 101, dgram(3784, "20c4031800000001000000020000c350000186a000000000"), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.3784: BFDv1, Control, State Up, Flags: [Authentication Present], length: 24"},
		{"BFD -v", v(1), 101, dgram(3784, "20c4031800000001000000020000c350000186a000000000"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 52)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.3784: BFDv1, length: 24\n" +
				"\tControl, State Up, Flags: [Authentication Present], Diagnostic: No Diagnostic (0x00)\n" +
				"\tDetection Timer Multiplier: 3 (150 ms Detection time), BFD Length: 24\n" +
				"\tMy Discriminator: 0x00000001, Your Discriminator: 0x00000002\n" +
				"\t  Desired min Tx Interval:      50 ms\n" +
				"\t  Required min Rx Interval:    100 ms\n" +
				"\t  Required min Echo Interval:    0 ms [|bfd]"},
		{"BFD password -v", v(1), 101, dgram(3784, "20c4032100000001000000020000c350000186a000000000010902736563726574"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 61)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.3784: BFDv1, length: 33\n" +
				"\tControl, State Up, Flags: [Authentication Present], Diagnostic: No Diagnostic (0x00)\n" +
				"\tDetection Timer Multiplier: 3 (150 ms Detection time), BFD Length: 33\n" +
				"\tMy Discriminator: 0x00000001, Your Discriminator: 0x00000002\n" +
				"\t  Desired min Tx Interval:      50 ms\n" +
				"\t  Required min Rx Interval:    100 ms\n" +
				"\t  Required min Echo Interval:    0 ms\n" +
				"\tAuthentication: Simple Password (1), length: 9\n" +
				"\t  Auth Key ID: 2, Password: secret"},
		{"BFD digest -v", v(1), 101, dgram(4784, "20c4033000000001000000020000c350000186a00000000002180200000000050102030405060708090a0b0c0d0e0f10"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 76)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.4784: BFDv1, length: 48\n" +
				"\tMultihop, State Up, Flags: [Authentication Present], Diagnostic: No Diagnostic (0x00)\n" +
				"\tDetection Timer Multiplier: 3 (150 ms Detection time), BFD Length: 48\n" +
				"\tMy Discriminator: 0x00000001, Your Discriminator: 0x00000002\n" +
				"\t  Desired min Tx Interval:      50 ms\n" +
				"\t  Required min Rx Interval:    100 ms\n" +
				"\t  Required min Echo Interval:    0 ms\n" +
				"\tAuthentication: Keyed MD5 (2), length: 24\n" +
				"\t  Auth Key ID: 2, Sequence Number: 0x00000005\n" +
				"\t  Digest: 0102030405060708090a0b0c0d0e0f10"},
		{"BFD bad digest -v", v(1), 101, dgram(3784, "20c4031a00000001000000020000c350000186a0000000000410020000000005"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 60)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.3784: BFDv1, length: 32\n" +
				"\tControl, State Up, Flags: [Authentication Present], Diagnostic: No Diagnostic (0x00)\n" +
				"\tDetection Timer Multiplier: 3 (150 ms Detection time), BFD Length: 26\n" +
				"\tMy Discriminator: 0x00000001, Your Discriminator: 0x00000002\n" +
				"\t  Desired min Tx Interval:      50 ms\n" +
				"\t  Required min Rx Interval:    100 ms\n" +
				"\t  Required min Echo Interval:    0 ms\n" +
				"\tAuthentication: Keyed SHA1 (4), length: 16\n" +
				"\t  Auth Key ID: 2[invalid length 16]"},
		{"HSRP -v", v(1), 101, dgram(1985, "000010030a640100636973636f000000c0000201"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 48)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.1985: HSRPv0-hello 20: state=active group=1 addr=192.0.2.1 hellotime=3s holdtime=10s priority=100 auth=\"cisco\""},
		{"HSRP coup", Options{}, 101, dgram(1985, "000104030a640105636973636f000000c0000201"), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.1985: HSRPv0-coup 20: state=speak group=1 [reserved=5!] addr=192.0.2.1"},
		{"HSRP short", Options{}, 101, dgram(1985, "000202030a64"), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.1985: HSRPv0-resign 6: state=listen  [|hsrp]"},
		{"RIPv1 -v", v(1), 101, dgram(520, "0201000000020000c0000200000000000000000000000001"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 52)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.520: \n" +
				"\tRIPv1, Response, length: 24, routes: 1\n" +
				"\t  192.0.2.0, metric: 1"},
		{"RIPv1", Options{}, 101, dgram(520, "0201000000020000c0000200000000000000000000000001"), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.520: RIPv1, Response, length: 24"},
		{"RIPv2 -v", v(1), 101, dgram(520, "0202000000020007c0000200ffffff00c0000201000000010002000000000000000000000000000000000010"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 72)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.520: \n" +
				"\tRIPv2, Response, length: 44, routes: 2 or less\n" +
				"\t  AFI IPv4,       192.0.2.0/24, tag 0x0007, metric: 1, next-hop: 192.0.2.1\n" +
				"\t  AFI IPv4,         0.0.0.0/0 , tag 0x0000, metric: 16, next-hop: self"},
		{"RIPv2 password -v", v(1), 101, dgram(520, "02020000ffff0002736563726574000000000000000000000000000000000000000000000000000000000010"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 72)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.520: \n" +
				"\tRIPv2, Response, length: 44, routes: 2 or less\n" +
				"\t  Simple Text Authentication data: secret\n" +
				"\t  AFI 0,         0.0.0.0/0 , tag 0x0000, metric: 16, next-hop: self"},
		{"RIPv2 digest -v", v(1), 101, dgram(520, "02020000ffff000300180110000000050000000000000000"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 52)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.520: \n" +
				"\tRIPv2, Response, length: 24, routes: 1 or less\n" +
				"\t  Auth header: Packet Len 24, Key-ID 1, Auth Data Len 16, SeqNo 5, MBZ 0, MBZ 0"},
		{"RIPng", Options{}, 101, dgram(521, "0201000020010db800000000000000000000000000072001fe80000000000000000000000000000100008002"), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.521:  ripng-resp 2: 2001:db8::/32 [7] (1) fe80::1/128 (2)"},
		{"RIPng request", Options{}, 101, dgram(521, "010100000000000000000000000000000000000000000010"), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.521:  ripng-req dump"},
		{"RIPng -vv -vv", v(2), 101, dgram(521, "0201000020010db800000000000000000000000000002001"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 52)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.521: [no cksum]  ripng-resp 1:\n" +
				"\t2001:db8::/32 (1)"},
		{"PIM hello -v", v(1), 101, over(103, "2000e9c90001000200690002000481f409c400130004000000010014000412345678001500040100000000160000"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto PIM (103), length 66)\n" +
				"    10.0.0.1 > 10.0.0.2: PIMv2, length 46\n" +
				"\tHello, cksum 0xe9c9 (correct)\n" +
				"\t  Hold Time Option (1), length 2, Value: 1m45s\n" +
				"\t  LAN Prune Delay Option (2), length 4, Value: \n" +
				"\t    T-bit=1, LAN delay 500ms, Override interval 2500ms\n" +
				"\t  DR Priority Option (19), length 4, Value: 1\n" +
				"\t  Generation ID Option (20), length 4, Value: 0x12345678\n" +
				"\t  State Refresh Capability Option (21), length 4, Value: v1\n" +
				"\t  Bi-Directional Capability Option (22), length 0, Value: "},
		{"PIM hello -vv", v(2), 101, over(103, "2000727800010002ffff001800060100c000020100630001aa"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto PIM (103), length 45)\n" +
				"    10.0.0.1 > 10.0.0.2: PIMv2, length 25\n" +
				"\tHello, cksum 0x7278 (correct)\n" +
				"\t  Hold Time Option (1), length 2, Value: 18h12m15s\n" +
				"\t    0x0000:  ffff\n" +
				"\t  Address List Option (24), length 6, Value: \n" +
				"\t    192.0.2.1\n" +
				"\t    0x0000:  0100 c000 0201\n" +
				"\t  Unknown Option (99), length 1, Value: \n" +
				"\t    0x0000:  aa"},
		{"PIM join -v", v(1), 101, over(103, "230099c30100c0000209000100d201000020ef0101010001000101000720c000020101000118c0000200"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto PIM (103), length 62)\n" +
				"    10.0.0.1 > 10.0.0.2: PIMv2, length 42\n" +
				"\tJoin / Prune, cksum 0x99c3 (correct), upstream-neighbor: 192.0.2.9\n" +
				"\t  1 group(s), holdtime: 3m30s\n" +
				"\t    group #1: 239.1.1.1, joined sources: 1, pruned sources: 1\n" +
				"\t      joined source #1: 192.0.2.1(SWR)\n" +
				"\t      pruned source #1: 192.0.2.0/24(R)"},
		{"PIM graft -v", v(1), 101, over(103, "270015f60100c000020900000000"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto PIM (103), length 34)\n" +
				"    10.0.0.1 > 10.0.0.2: PIMv2, length 14\n" +
				"\tGraft Acknowledgement, cksum 0x15f6 (correct)\n" +
				"\t  0 group(s)"},
		{"PIM bootstrap -v", v(1), 101, over(103, "2400941000071e400100c000020501000004e0000000020100000100c00002050096c000"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto PIM (103), length 56)\n" +
				"    10.0.0.1 > 10.0.0.2: PIMv2, length 36\n" +
				"\tBootstrap, cksum 0x9410 (correct) tag=7 hashmlen=30 BSRprio=64 BSR=192.0.2.5 (group0: 224.0.0.0/4 RPcnt=2 FRPcnt=1 RP0=192.0.2.5,holdtime=2m30s,prio=192)"},
		{"PIM assert -v", v(1), 101, over(103, "2500a65801000020ef0101010100c00002018000006e00000014"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto PIM (103), length 46)\n" +
				"    10.0.0.1 > 10.0.0.2: PIMv2, length 26\n" +
				"\tAssert, cksum 0xa658 (correct) group=239.1.1.1 src=192.0.2.1 RPT pref=110 metric=20"},
		{"PIM candidate -v", v(1), 101, over(103, "2800319f01c000960100c000020501000004e0000000"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto PIM (103), length 42)\n" +
				"    10.0.0.1 > 10.0.0.2: PIMv2, length 22\n" +
				"\tCandidate RP Advertisement, cksum 0x319f (correct) prefix-cnt=1 prio=192 holdtime=2m30s RP=192.0.2.5 Group0=224.0.0.0/4"},
		{"PIM register stop -v", v(1), 101, over(103, "220029db01000020ef0101010100c0000201"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto PIM (103), length 38)\n" +
				"    10.0.0.1 > 10.0.0.2: PIMv2, length 18\n" +
				"\tRegister Stop, cksum 0x29db (correct) group=239.1.1.1 source=192.0.2.1"},
		{"PIM register -v", v(1), 101, over(103, "2100deff000000004500001e12344000401114990a0000010a00000200010002000a00006162"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto PIM (103), length 58)\n" +
				"    10.0.0.1 > 10.0.0.2: PIMv2, length 38\n" +
				"\tRegister, cksum 0xdeff (correct), Flags [ none ]\n" +
				"\tIP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 30)\n" +
				"    10.0.0.1.1 > 10.0.0.2.2: UDP, length 2"},
		{"PIM refresh -v", v(1), 101, over(103, "29005f9c0100c000020101000020ef0101010100c0000202003c"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto PIM (103), length 46)\n" +
				"    10.0.0.1 > 10.0.0.2: PIMv2, length 26\n" +
				"\tPrune Refresh, cksum 0x5f9c (correct) src=192.0.2.1 grp=239.1.1.1 forwarder=192.0.2.2 TUNR 1m"},
		{"PIM bad option -v", v(1), 101, over(103, "200076fd0001000169"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto PIM (103), length 29)\n" +
				"    10.0.0.1 > 10.0.0.2: PIMv2, length 9\n" +
				"\tHello, cksum 0x76fd (correct)\n" +
				"\t  Hold Time Option (1), length 1, Value: [option length 1 != 2] (invalid)"},
		{"PIM", Options{}, 101, over(103, "2f000000"), 0,
			"IP 10.0.0.1 > 10.0.0.2: PIMv2, Unknown Type, length 4"},
		{"EIGRP", Options{}, 101, over(88, "02050000000000010000000000000005000000640001000c010001000000000f000400080c040102"), 0,
			"IP 10.0.0.1 > 10.0.0.2: EIGRP Hello, length: 40"},
		{"EIGRP -v", v(1), 101, over(88, "02050000000000010000000000000005000000640001000c010001000000000f000400080c040102"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto EIGRP (88), length 60)\n" +
				"    10.0.0.1 > 10.0.0.2: \n" +
				"\tEIGRP v2, opcode: Hello (5), chksum: 0x0000, Flags: [Init]\n" +
				"\tseq: 0x00000000, ack: 0x00000005, VRID: 0, AS: 100, length: 20\n" +
				"\t  General Parameters TLV (0x0001), length: 12\n" +
				"\t    holdtime: 15s, k1 1, k2 0, k3 1, k4 0, k5 0\n" +
				"\t  Software Version TLV (0x0004), length: 8\n" +
				"\t    IOS version: 12.4, EIGRP version 1.2"},
		{"EIGRP routes -v", v(1), 101, over(88, "02010000000000090000000100000000000000640102001c0000000000000200000001000005dc00ff01000018c0000201030030c0000209c000020100000064000000070000000100000b0200000200000001000005dc02ff01000018c00002"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto EIGRP (88), length 116)\n" +
				"    10.0.0.1 > 10.0.0.2: \n" +
				"\tEIGRP v2, opcode: Update (1), chksum: 0x0000, Flags: [Init, End-of-Table]\n" +
				"\tseq: 0x00000001, ack: 0x00000000, VRID: 0, AS: 100, length: 76\n" +
				"\t  IP Internal routes TLV (0x0102), length: 28\n" +
				"\t    IPv4 prefix:       192.0.2.0/24, nexthop: self\n" +
				"\t      delay 5 ms, bandwidth 256 Kbps, mtu 1500, hop 0, reliability 255, load 1\n" +
				"\t  IP External routes TLV (0x0103), length: 48\n" +
				"\t    IPv4 prefix:       192.0.2.0/24, nexthop: 192.0.2.9\n" +
				"\t      origin-router 192.0.2.1, origin-as 100, origin-proto Connected, flags [0x02], tag 0x00000007, metric 1\n" +
				"\t      delay 5 ms, bandwidth 256 Kbps, mtu 1500, hop 2, reliability 255, load 1"},
		{"IGMP DVMRP -v", v(1), 101, over(2, "13010000000eff0300000001c0000201"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto IGMP (2), length 36)\n" +
				"    10.0.0.1 > 10.0.0.2: igmp dvmrp Probe genid 1 bad igmp cksum 0!"},
		{"IGMP DVMRP -vv", v(2), 101, over(2, "13010000000eff0300000001c0000201"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto IGMP (2), length 36)\n" +
				"    10.0.0.1 > 10.0.0.2: igmp dvmrp Probe\n" +
				"\tgenid 1\n" +
				"\tneighbor 192.0.2.1 bad igmp cksum 0!"},
		{"IGMP PIMv1 reach -v", v(1), 101, over(2, "1404000020000000ef010101ffffffffc00002010000010e"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto IGMP (2), length 44)\n" +
				"    10.0.0.1 > 10.0.0.2: igmp pimv1 RP-reachable group 239.1.1.1 RP 192.0.2.1 hold 4m30s [v2] bad igmp cksum 0!"},
		{"PIM join -v", v(1), 101, over(103, "230019f60100c00002090000ffff"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto PIM (103), length 34)\n" +
				"    10.0.0.1 > 10.0.0.2: PIMv2, length 14\n" +
				"\tJoin / Prune, cksum 0x19f6 (correct), upstream-neighbor: 192.0.2.9\n" +
				"\t  0 group(s), holdtime: infinite"},
		{"IGMP DVMRP report -vv", v(2), 101, over(2, "1302000000000000ffff00c0000281"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto IGMP (2), length 35)\n" +
				"    10.0.0.1 > 10.0.0.2: igmp dvmrp Report\n" +
				"\tMask 255.255.255.0\n" +
				"\t  192.0.2.0 metric 1 bad igmp cksum 0!"},
		{"IGMP DVMRP neighbors", Options{}, 101, over(2, "1306000000000c04c000020101004001c0000202"), 0,
			"IP 10.0.0.1 > 10.0.0.2: igmp dvmrp Neighbors2 (v 4.12): [192.0.2.1 -> 192.0.2.2 (1/0/querier)]"},
		{"IGMP DVMRP prune", Options{}, 101, over(2, "1307000000000000c0000201ef0101010000003c"), 0,
			"IP 10.0.0.1 > 10.0.0.2: igmp dvmrp Prune src 192.0.2.1 grp 239.1.1.1 timer 1m"},
		{"IGMP PIMv1 query -v", v(1), 101, over(2, "14000000100000002000005a"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto IGMP (2), length 32)\n" +
				"    10.0.0.1 > 10.0.0.2: igmp pimv1 Query Sparse-Dense-mode (Hold-time 1m30s) bad igmp cksum 0!"},
		{"IGMP PIMv1 assert", Options{}, 101, over(2, "1405000010000000ef010101ffffff00c00002018000006e00000014"), 0,
			"IP 10.0.0.1 > 10.0.0.2: igmp pimv1 Assert for 192.0.2.1 > 239.1.1.1/255.255.255.0 RP-tree pref 110 metric 20"},
		{"IGMP PIMv1 stop", Options{}, 101, over(2, "1402000010000000ef010101c0000201"), 0,
			"IP 10.0.0.1 > 10.0.0.2: igmp pimv1 Register-Stop for 239.1.1.1 > 192.0.2.1"},
		{"IGMP PIMv1 reach", Options{}, 101, over(2, "1404000020000000ef010101ffffffffc00002010000010e"), 0,
			"IP 10.0.0.1 > 10.0.0.2: igmp pimv1 RP-reachable [v2]"},
		{"DCCP request -vv", v(2), 101, over(33, "1389138a0800000001000000000000010000002a200501030201000000000000"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto DCCP (33), length 52)\n" +
				"    10.0.0.1.5001 > 10.0.0.2.5002: DCCP (CCVal 0, CsCov 0, cksum 0x0000 (incorrect -> 0x9874)) DCCP-Request (service=42) seq 1 <change_l ccid 3 2, mandatory, nop, nop, nop, nop, nop, nop>"},
		{"DCCP request", Options{}, 101, over(33, "1389138a0500000001000000000000010000002a"), 0,
			"IP 10.0.0.1.5001 > 10.0.0.2.5002: DCCP DCCP-Request (service=42) "},
		{"DCCP ack", Options{}, 101, over(33, "1389138a0600000007000000000000010000000000000009"), 0,
			"IP 10.0.0.1.5001 > 10.0.0.2.5002: DCCP DCCP-Ack (ack=9) "},
		{"DCCP reset", Options{}, 101, over(33, "1389138a070000000f00000000000001000000000000000904010203"), 0,
			"IP 10.0.0.1.5001 > 10.0.0.2.5002: DCCP DCCP-Reset (code=packet_error) (ack=9) "},
		{"DCCP data -vv", v(2), 101, over(33, "1389138a030200000400000961626364"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto DCCP (33), length 36)\n" +
				"    10.0.0.1.5001 > 10.0.0.2.5002: DCCP (CCVal 0, CsCov 2, cksum 0x0000 (incorrect -> 0xf8e6)) DCCP-Data seq 9"},
		{"ISAKMP main mode -v", v(1), 101, dgram(500, "010203040506070800000000000000000110020000000000000000640d00003400000001000000010000002801010001000000200101000080010007800e0080800200028003000180040002800b00010000001476767676767676767676767676767676"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 128)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.500: isakmp 1.0 msgid 00000000: phase 1 I ident:\n" +
				"    (sa: doi=ipsec situation=identity\n" +
				"        (p: #1 protoid=isakmp transform=1\n" +
				"            (t: #1 id=ike (type=enc value=aes)(type=keylen value=0080)(type=hash value=sha1)(type=auth value=preshared)(type=group desc value=modp1024)(type=lifetype value=sec))))\n" +
				"    (vid: len=16)"},
		{"ISAKMP main mode", Options{}, 101, dgram(500, "010203040506070800000000000000000110020000000000000000640d00003400000001000000010000002801010001000000200101000080010007800e0080800200028003000180040002800b00010000001476767676767676767676767676767676"), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.500: isakmp: phase 1 I ident"},
		{"ISAKMP main mode -vvv", v(3), 101, dgram(500, "010203040506070800000000000000000110020000000000000000640d00003400000001000000010000002801010001000000200101000080010007800e0080800200028003000180040002800b00010000001476767676767676767676767676767676"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 128)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.500: [no cksum] isakmp 1.0 msgid 00000000 cookie 0102030405060708->0000000000000000: phase 1 I ident:\n" +
				"    (sa: doi=ipsec situation=identity\n" +
				"        (p: #1 protoid=isakmp transform=1\n" +
				"            (t: #1 id=ike (type=enc value=aes)(type=keylen value=0080)(type=hash value=sha1)(type=auth value=preshared)(type=group desc value=modp1024)(type=lifetype value=sec))))\n" +
				"    (vid: len=16 76767676767676767676767676767676)"},
		{"ISAKMP quick mode -v", v(1), 101, dgram(500, "0102030405060708111213141516171808102001000000050000002c00000000000000000000000000000000"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 72)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.500: isakmp 1.0 msgid 00000005: phase 2/others ? oakley-quick[E]: [encrypted hash]"},
		{"ISAKMP informational -v", v(1), 101, dgram(500, "010203040506070811121314151617180b10050000000005000000400c000010000000010304000e010203040000001400000001030400020102030405060708"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 92)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.500: isakmp 1.0 msgid 00000005: phase 2/others ? inf:\n" +
				"    (n: doi=ipsec proto=ipsec-esp type=NO-PROPOSAL-CHOSEN spi=01020304 data=(00000014000000010304...00020102030405060708))\n" +
				"    (d: doi=ipsec proto=ipsec-esp spilen=4 nspi=2 spi=01020304,05060708)"},
		{"ISAKMP identities -v", v(1), 101, dgram(500, "010203040506070811121314151617180510040000000000000000450500000c011101f4c00002010500001004000000c0000200ffffff000000000d02000000686f737431"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 97)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.500: isakmp 1.0 msgid 00000000: phase 1 ? agg:\n" +
				"    (id: idtype=IPv4 protoid=17 port=500 len=4 192.0.2.1)\n" +
				"    (id: idtype=IPv4net protoid=0 port=0 len=8 192.0.2.0/255.255.255.0)\n" +
				"    (id: idtype=FQDN protoid=0 port=0 len=5 host1)"},
		{"IKEv2 init -v", v(1), 101, dgram(500, "010203040506070811121314151617182120220800000000000000602200002800000024010100030300000c0100000c800e00800300000802000005000000080400000e2800000c000e00000102030429000008050607080000000800004004"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 124)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.500: isakmp 2.0 msgid 00000000: parent_sa ikev2_init[I]:\n" +
				"    (sa: len=36\n" +
				"        (p: #1 protoid=isakmp transform=3 len=36\n" +
				"            (t: #1 type=encr id=aes (type=keylen value=0080))\n" +
				"            (t: #2 type=prf id=#5 )\n" +
				"            (t: #3 type=dh id=modp2048 )))\n" +
				"    (v2ke: len=4 group=modp2048)\n" +
				"    (nonce: len=4 data=(05060708000000080000...4004))\n" +
				"    (n: prot_id=#0 type=16388(nat_detection_source_ip))"},
		{"IKEv2 init -vvv", v(3), 101, dgram(500, "010203040506070811121314151617182120220800000000000000602200002800000024010100030300000c0100000c800e00800300000802000005000000080400000e2800000c000e00000102030429000008050607080000000800004004"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 124)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.500: [no cksum] isakmp 2.0 msgid 00000000 cookie 0102030405060708->1112131415161718: parent_sa ikev2_init[I]:\n" +
				"    (sa: len=36\n" +
				"        (p: #1 protoid=isakmp transform=3 len=36\n" +
				"            (t: #1 type=encr id=aes (type=keylen value=0080))\n" +
				"            (t: #2 type=prf id=#5 )\n" +
				"            (t: #3 type=dh id=modp2048 )))\n" +
				"    (v2ke: len=4 group=modp2048 01020304)\n" +
				"    (nonce: len=4 nonce=(05060708) )\n" +
				"    (n: prot_id=#0 type=16388(nat_detection_source_ip))"},
		{"IKEv2 auth -v", v(1), 101, dgram(500, "010203040506070811121314151617182e202308000000010000003023000014aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 76)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.500: isakmp 2.0 msgid 00000001: child_sa  ikev2_auth[I]:\n" +
				"    (v2e: len=16)"},
		{"IKEv2 payloads -vvv", v(3), 101, dgram(500, "010203040506070811121314151617182320232800000001000000582700000c01000000c00002012c00000c02000000010203042a00001801000000070000100000ffffc0000200c00002ff0000000c0304000101020304"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 116)\n" +
				"    10.0.0.1.1000 > 10.0.0.2.500: [no cksum] isakmp 2.0 msgid 00000001 cookie 0102030405060708->1112131415161718: child_sa  ikev2_auth[IR]:\n" +
				"    (v2IDi: len=8 01000000c0000201 ipv4:c0000201)\n" +
				"    (v2auth: len=8 method=shared-secret authdata=(01020304) )\n" +
				"    (v2TSi: len=20 01000000070000100000ffffc0000200c00002ff)\n" +
				"    (v2d: len=8 0304000101020304)"},
		{"NAT keepalive", Options{}, 101, dgram(4500, "ff"), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.4500: isakmp-nat-keep-alive"},
		{"IKE behind NAT", Options{}, 101, dgram(4500, "00000000010203040506070811121314151617182e202308000000010000003023000014aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.4500: NONESP-encap: isakmp: child_sa  ikev2_auth[I]"},
		{"ESP behind NAT", Options{}, 101, dgram(4500, "0000000100000002aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.4500: UDP-encap: ESP(spi=0x00000001,seq=0x2), length 24"},
		{"VRRPv3 cut -v", v(1), 101, over(112, "3105640200640506c00002fe"), 0,
			"IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto VRRP (112), length 32)\n" +
				"    10.0.0.1 > 10.0.0.2: VRRPv3, Advertisement, (ttl 64), vrid 5, prio 100, intvl 100cs, length 12, (bad vrrp cksum 506), addrs(2): 192.0.2.254 [|vrrp]"},
	}
}
