package tcpdump

import (
	"encoding/binary"
	"testing"
)

// appSamples are messages of applications.
func appSamples(t testing.TB) []sample {
	v := func(n int) Options { return Options{Verbose: n} }
	dgram := func(port uint16, s string) []byte { return ip4(17, udp(1000, port, unhex(t, s))) }
	seg := func(port uint16, s string) []byte {
		b := ip4(6, tcp(24, 1, 1, nil, unhex(t, s)))
		binary.BigEndian.PutUint16(b[22:], port)
		return b
	}
	return []sample{
		{"DHCPv6 identities", v(1), 101, dgram(547, "010001020001000c000100010000000501020304000200080003000102030405000300320000000100000002000000030005002220010db80000000000000000000000010000000500000006000d0006000266756c6c00190029000000010000000200000003001a001900000007000000084020010db80000000000000000000000010004000400000009"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 167)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.547: dhcp6 solicit (xid=102 (client-ID hwaddr/time type 1 time 5 01020304) (server-ID hwaddr type 1 02030405) (IA_NA IAID:1 T1:2 T2:3 (IA_ADDR 2001:db8::1 pltime:5 vltime:6 (status-code NoAddrsAvail))) (IA_PD IAID:1 T1:2 T2:3 (IA_PD-prefix 2001:db8::1/64 pltime:7 vltime:8)) (IA_TA IAID:9))"},
		{"DHCPv6 values", v(1), 101, dgram(547, "070001020006000800010017009900000007000105000800020007000b001d0301000000000000000001010000000000000000000000000000000102000b002402010000000000000000017265616c6d0000000500000000000000000000000000000000000c001020010db8000000000000000000000001000e000000130001050014000000150010036162630264650003616263026465000016001020010db80000000000000000000000010017002020010db800000000000000000000000120010db80000000000000000000000010018000803616263026465000020000400000e10"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 257)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.547: dhcp6 reply (xid=102 (option-request client-ID DNS-server opt_153 opt_0) (preference 5) (elapsed-time 7) (authentication proto: reconfigure, alg: HMAC-MD5, RDM: mono, RD: 0000 0000 0000 0001 ??) (authentication proto: delayed, alg: HMAC-MD5, RDM: mono, RD: 0000 0000 0000 0001, realm: 7265616c6d, key ID: 00000005, HMAC-MD5: 00000000 00000000 00000000 00000000) (server-unicast) (rapid-commit) (reconfigure-message for renew) (reconfigure-accept) (SIP-servers-domain abc.de. abc.de.) (SIP-servers-address 2001:db8::1) (DNS-server 2001:db8::1 2001:db8::1) (DNS-search-list abc.de.) (lifetime 3600))"},
		{"DHCPv6 queries", v(1), 101, dgram(547, "0e000102002c00170120010db8000000000000000000000001000600020001002d0008002e000400000005003800200001001020010db800000000000000000000000100030008036162630264650000400008036162630264650000700008687474703a2f2f7800290007455354354544540007000000c8000178000d0002ffff00"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 158)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.547: dhcp6 leasequery (xid=102 (Lease-query by-address 2001:db8::1 (option-request client-ID)) (LQ-client-data (Clt-time 5)) (NTP-server subopt:1 2001:db8::1 subopt:3 abc.de.) (AFTR-Name abc.de) (MUD-URL http://x) (POSIX-timezone EST5EDT) (preference ?) (opt_200) (status-code INVALID code) [|dhcp6])"},
		{"DHCPv6 relay", v(1), 101, dgram(547, "0c0120010db800000000000000000000000120010db800000000000000000000000100090009010000050007000103"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 75)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.547: dhcp6 relay-fwd (linkaddr=2001:db8::1 peeraddr=2001:db8::1 (relay-message (dhcp6 solicit (xid=5 (preference 3))))"},
		{"TFTP request", Options{}, 101, dgram(69, "000161006f63746574007473697a65003000"), 0, "IP 10.0.0.1.1000 > 10.0.0.2.69: TFTP, length 18, RRQ \"a\" octet tsize 0"},
		{"TFTP request", v(1), 101, dgram(69, "000161006f63746574007473697a65003000"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 46)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.69: TFTP, length 18, RRQ \"a\" octet tsize 0"},
		{"TFTP error", v(1), 101, dgram(69, "00050001676f6e6500"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 37)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.69: TFTP, length 9, ERROR ENOTFOUND \"gone\""},
		{"TFTP data", v(1), 101, dgram(69, "00030007616263"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 35)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.69: TFTP, length 7, DATA block 7"},
		{"TFTP acknowledgement cut", v(1), 101, dgram(69, "000400"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 31)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.69: TFTP, length 3, ACK [|tftp]"},
		{"syslog", Options{}, 101, dgram(514, "3c3136353e31202d202d202d202d202d20780a"), 0, "IP 10.0.0.1.1000 > 10.0.0.2.514: SYSLOG local4.notice, length: 19"},
		{"syslog", v(1), 101, dgram(514, "3c3136353e31202d202d202d202d202d20780a"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 47)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.514: SYSLOG, length: 19\n" +
			"\tFacility local4 (20), Severity notice (5)\n" +
			"\tMsg: 1 - - - - - x^J"},
		{"syslog hex", v(2), 101, dgram(514, "3c373e78"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 32)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.514: [no cksum] SYSLOG, length: 4\n" +
			"\tFacility kernel (0), Severity debug (7)\n" +
			"\tMsg: x\n" +
			"\t0x0000:  3c37 3e78"},
		{"NTP control", v(1), 101, dgram(123, "d6c20001001000020003000441424344"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 44)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.123: NTPv2, Control Message, length 16\n" +
			"\tLeap indicator: clock unsynchronized (192), Response, Error, Last, OpCode=2\n" +
			"\tSequence=1, Status=0x10, Assoc.=2, Offset=3, Count=4\n" +
			"\tTO-BE-DONE: data not interpreted"},
		{"NTP private", v(1), 101, dgram(123, "970003040000000000000000"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 40)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.123: NTPv2, Reserved, length 12\n" +
			"\tLeap indicator: -1s (128)"},
		{"NTP short", v(1), 101, dgram(123, "230100"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 31)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.123: NTPv4, Client, length 3\n" +
			"\tLeap indicator:  (0) (invalid)"},
		{"RADIUS", v(1), 101, dgram(1812, "01070154000000000000000000000000000000000105626f6202120000000000000000000000000000000004060a0000010506000000070606000000020806ffffffff1b0600000e111c060000003d400601000003420602656e6445080102036162631a0b0000000901056162633d060000000f4f0b0201000901757365724f08020100060d20610c004020010db8000000016506000000c97c0a00000100000000017d134020010db80000000000000000000000017e0431787f1900010001e2b2161789abcdefe2b2161789abcdef47505380070001616263810d8000e2b2161789abcdef783806310000053a04327646120000000000000000000000000000000047100000000000000000000000000000530601000005540a0000000000000000600a0000000000000000c803782506000000002606000000001706fffffffe5f1220010db8000000000000000000000001"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 368)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.1812: RADIUS, length: 340\n" +
			"\tAccess-Request (1), id: 0x07, Authenticator: 00000000000000000000000000000000\n" +
			"\t  User-Name Attribute (1), length: 5, Value: bob\n" +
			"\t  User-Password Attribute (2), length: 18, Value: \n" +
			"\t  NAS-IP-Address Attribute (4), length: 6, Value: 10.0.0.1\n" +
			"\t  NAS-Port Attribute (5), length: 6, Value: 7\n" +
			"\t  Service-Type Attribute (6), length: 6, Value: Framed\n" +
			"\t  Framed-IP-Address Attribute (8), length: 6, Value: User Selected\n" +
			"\t  Session-Timeout Attribute (27), length: 6, Value: 01:00:01 hours\n" +
			"\t  Idle-Timeout Attribute (28), length: 6, Value: 01:01 min\n" +
			"\t  Tunnel-Type Attribute (64), length: 6, Value: Tag[1] L2TP\n" +
			"\t  Tunnel-Client-Endpoint Attribute (66), length: 6, Value: Tag[2] end\n" +
			"\t  Tunnel-Password Attribute (69), length: 8, Value: Tag[1] Salt 515 abc\n" +
			"\t  Vendor-Specific Attribute (26), length: 11, Value: Vendor: Cisco (9)\n" +
			"\t    Vendor Attribute: 1, Length: 3, Value: abc\n" +
			"\t  NAS-Port-Type Attribute (61), length: 6, Value: Ethernet\n" +
			"\t  EAP-Message Attribute (79), length: 11, Value: Response (2), id 1, len 9\n" +
			"\t\t Type Identity (1), Identity: user\n" +
			"\t  EAP-Message Attribute (79), length: 8, Value: Response (2), id 1, len 6\n" +
			"\t\t Type TLS (13) flags [Start bit] 0x20\n" +
			"\t  Framed-IPv6-Prefix Attribute (97), length: 12, Value: 2001:db8:0:1::/64\n" +
			"\t  Error-Cause Attribute (101), length: 6, Value: Error cause 201: Residual Session Context Removed\n" +
			"\t  MIP6-Feature-Vector Attribute (124), length: 10, Value: [MIP6_INTEGRATED, PMIP6_SUPPORTED]\n" +
			"\t  MIP6-Home-Link-Prefix Attribute (125), length: 19, Value: 2001:db8::1/64\n" +
			"\t  Operator-Name Attribute (126), length: 4, Value: [REALM] x\n" +
			"\t  Location-Information Attribute (127), length: 25, Value: index 1, code Civic, entity RADIUS, sighting time 3803321879.537777777 (2020-07-09T22:17:59Z), time to live 3803321879.537777777 (2020-07-09T22:17:59Z), method \"GPS\"\n" +
			"\t  Location-Data Attribute (128), length: 7, Value: index 1, location\n" +
			"\t    0x0000:  6162 63                                  abc\n" +
			"\t  Basic-Location-Policy-Rules Attribute (129), length: 13, Value: flags [Retransmission Allowed], retention expires 3803321879.537777777 (2020-07-09T22:17:59Z), note well \"x\"\n" +
			"\t  Egress-VLANID Attribute (56), length: 6, Value: Tagged (0x31) 5\n" +
			"\t  Egress-VLAN-Name Attribute (58), length: 4, Value: Untagged (0x32) v\n" +
			"\t  ARAP-Password Attribute (70), length: 18, Value: User_challenge (0000000000000000) User_resp(0000000000000000)\n" +
			"\t  ARAP-Features Attribute (71), length: 16, Value: User cannot change password, Min password length: 0, created at: 00000000, expires in: 00000000, Current Time: 00000000\n" +
			"\t  Tunnel-Preference Attribute (83), length: 6, Value: Tag[1] 5\n" +
			"\t  ARAP-Challenge-Response Attribute (84), length: 10, Value: 0000000000000000\n" +
			"\t  Framed-Interface-ID Attribute (96), length: 10, Value: \n" +
			"\t  Unknown Attribute (200), length: 3, Value: \n" +
			"\t  Framed-AppleTalk-Link Attribute (37), length: 6, Value: Unnumbered\n" +
			"\t  Framed-AppleTalk-Network Attribute (38), length: 6, Value: NAS assigned\n" +
			"\t  Framed-IPX-Network Attribute (23), length: 6, Value: NAS Select\n" +
			"\t  NAS-IPv6-Address Attribute (95), length: 18, Value: 2001:db8::1"},
		{"RADIUS bogus", v(1), 101, dgram(1812, "020700180000000000000000000000000000000001096162"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 52)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.1812: RADIUS, length: 24\n" +
			"\tAccess-Accept (2), id: 0x07, Authenticator: 00000000000000000000000000000000\n" +
			"\t  User-Name Attribute (1), length: 9 (bogus, goes past end of packet)"},
		{"SNMP values", v(1), 101, dgram(161, "3082016b02010104067075626c6963a282015c020204d20201000201003082014e300c06082b060102010101000500300d06082b06010201010100020105300d06082b060102010101000201fb301006082b0601020101010002047fffffff301106082b060102010101000205ff80000000300f06082b060102010101000403616263301006082b060102010101000404610062ff300f06082b0601020101010004030d0a78300c06082b060102010101000400301206082b0601020101010006062b0601040109301006082b0601020101010040040a000001300d06082b06010201010100410105301106082b06010201010100410500ffffffff300d06082b06010201010100420107300f06082b060102010101004303010203300f06082b0601020101010044039f7804301406082b0601020101010046080102030405060708300d06082b06010201010100460107300d06082b06010201010100470107300c06082b060102010101008000"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 395)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.161:  { SNMPv2c { GetResponse(348) R=1234  .1.3.6.1.2.1.1.1.0= .1.3.6.1.2.1.1.1.0=5 .1.3.6.1.2.1.1.1.0=-5 .1.3.6.1.2.1.1.1.0=2147483647 .1.3.6.1.2.1.1.1.0=-2147483648 .1.3.6.1.2.1.1.1.0=\"abc\" .1.3.6.1.2.1.1.1.0=61_00_62_ff .1.3.6.1.2.1.1.1.0=0d_0a_78 .1.3.6.1.2.1.1.1.0=\"\" .1.3.6.1.2.1.1.1.0=.1.3.6.1.4.1.9 .1.3.6.1.2.1.1.1.0=10.0.0.1 .1.3.6.1.2.1.1.1.0=5 .1.3.6.1.2.1.1.1.0=4294967295 .1.3.6.1.2.1.1.1.0=7 .1.3.6.1.2.1.1.1.0=66051 .1.3.6.1.2.1.1.1.0=[P/A/Opaque]_9f_78_04 .1.3.6.1.2.1.1.1.0=72623859790382856 .1.3.6.1.2.1.1.1.0=7 .1.3.6.1.2.1.1.1.0=[id?P/x/7] } } "},
		{"SNMP request", Options{}, 101, dgram(161, "302702010004067075626c6963a01a020204d2020100020100300e300c06082b060102010101000500"), 0, "IP 10.0.0.1.1000 > 10.0.0.2.161:  GetRequest(26)  .1.3.6.1.2.1.1.1.0"},
		{"SNMP bulk", v(1), 101, dgram(161, "3022020101040178a51a020204d2020101020109300e300c06082b060102010101000500"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 64)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.161:  { SNMPv2c C=\"x\" { GetBulk(26) R=1234  N=1 M=9 .1.3.6.1.2.1.1.1.0 } } "},
		{"SNMP error", v(1), 101, dgram(161, "302702010004067075626c6963a21a020204d2020102020101300e300c06082b060102010101000500"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 69)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.161:  { SNMPv1 { GetResponse(26) R=1234  noSuchName@1 .1.3.6.1.2.1.1.1.0= } } "},
		{"SNMP trap", v(1), 101, dgram(162, "303602010004067075626c6963a42906062b060104010940040102030402010602010543020064300f300d06082b06010201010100040178"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 84)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.162:  { SNMPv1 { Trap(41)  .1.3.6.1.4.1.9 1.2.3.4 enterpriseSpecific s=5 100 .1.3.6.1.2.1.1.1.0=\"x\" } } "},
		{"SNMP trap of its own", v(1), 101, dgram(162, "302702010004067075626c6963a41a06062b0601040109400401020304020102020103430200643000"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 69)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.162:  { SNMPv1 { Trap(26)  .1.3.6.1.4.1.9 1.2.3.4 linkDown[specific-trap(3)!=0] 100 } } "},
		{"SNMPv3", v(1), 101, dgram(161, "3051020103300e020107020300ffe304010502010304173015040380000102010302016404047573657204000400302304038000010400a01a020204d2020100020100300e300c06082b060102010101000500"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 111)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.161:  { SNMPv3 { F=ar } { USM B=3 T=100 U=\"user\" } { ScopedPDU E=_80_00_01 C=\"\" { GetRequest(26) R=1234  .1.3.6.1.2.1.1.1.0 } } } "},
		{"SNMPv3 encrypted", v(1), 101, dgram(161, "3031020103300e020107020300ffe3040107020103041730150403800001020103020164040475736572040004000403010203"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 79)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.161:  { SNMPv3 { F=apr } { USM B=3 T=100 U=\"user\" } { ScopedPDU [!scoped PDU]01_02_03} } "},
		{"SNMP no sequence", v(1), 101, dgram(161, "020105"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 31)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.161:  [!init SEQ]5"},
		{"SNMP long", v(1), 101, dgram(161, "302702010004067075626c6963a01a020204d202"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 48)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.161:  [len18<asnlen39]"},
		{"SNMP version", v(1), 101, dgram(161, "301902010704067075626c6963a00c020204d20201000201003000"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 55)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.161:  SNMP [version = 7]"},
		{"RESP", Options{}, 101, seg(6379, "2a330d0a24330d0a5345540d0a24310d0a610d0a242d310d0a2b4f4b0d0a3a350d0a2d45525220780d0a50494e470d0a24300d0a0d0a2a300d0a2a2d310d0a242d370d0a24780d0a"), 0, "IP 10.0.0.1.40000 > 10.0.0.2.6379: Flags [P.], seq 1:73, ack 1, win 256, length 72: RESP \"SET\" \"a\" null \"OK\" \"5\" \"ERR x\" \"PING\" empty empty null length negative and not -1 invalid [|resp]"},
		{"RESP cut", Options{}, 101, seg(6379, "24350d0a6162"), 0, "IP 10.0.0.1.40000 > 10.0.0.2.6379: Flags [P.], seq 1:7, ack 1, win 256, length 6: RESP [|resp]"},
		{"RESP large", Options{}, 101, seg(6379, "2a39393939393939393939390d0a"), 0, "IP 10.0.0.1.40000 > 10.0.0.2.6379: Flags [P.], seq 1:15, ack 1, win 256, length 14: RESP length too large"},
		{"Telnet", Options{}, 101, seg(23, "fffb01fffd18fffa1801fff0fffa250102fff0fffa260301fff0fff1fff9"), 0, "IP 10.0.0.1.40000 > 10.0.0.2.23: Flags [P.], seq 1:31, ack 1, win 256, length 30 [telnet WILL ECHO, DO TERMINAL TYPE, SB TERMINAL TYPE SEND SE, SB AUTHENTICATION SEND KERBEROS_V5 SE, SB ENCRYPT START DES_CFB64 SE, NOP, GA]"},
		{"Telnet text", Options{}, 101, seg(23, "6c6f67696e3a20"), 0, "IP 10.0.0.1.40000 > 10.0.0.2.23: Flags [P.], seq 1:8, ack 1, win 256, length 7"},
		{"SSH", Options{}, 101, seg(22, "5353482d322e302d780d0a"), 0, "IP 10.0.0.1.40000 > 10.0.0.2.22: Flags [P.], seq 1:12, ack 1, win 256, length 11: SSH: SSH-2.0-x"},
		{"SSH binary", Options{}, 101, seg(22, "0000010c0a140000000000000000"), 0, "IP 10.0.0.1.40000 > 10.0.0.2.22: Flags [P.], seq 1:15, ack 1, win 256, length 14"},
		{"SMTP", Options{}, 101, seg(25, "45484c4f20610d0a"), 0, "IP 10.0.0.1.40000 > 10.0.0.2.25: Flags [P.], seq 1:9, ack 1, win 256, length 8: SMTP: EHLO a"},
		{"FTP", Options{}, 101, seg(21, "3232302068690d0a"), 0, "IP 10.0.0.1.40000 > 10.0.0.2.21: Flags [P.], seq 1:9, ack 1, win 256, length 8: FTP: 220 hi"},
		{"HTTP", v(1), 101, seg(80, "474554202f20485454502f312e310d0a486f73743a20610d0a0d0a"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto TCP (6), length 67)\n" +
			"    10.0.0.1.40000 > 10.0.0.2.80: Flags [P.], cksum 0x0000 (incorrect -> 0xc167), seq 1:28, ack 1, win 256, length 27: HTTP, length: 27\n" +
			"\tGET / HTTP/1.1\n" +
			"\tHost: a\n" +
			"\t"},
		{"HTTP body", Options{}, 101, seg(80, "010203"), 0, "IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [P.], seq 1:4, ack 1, win 256, length 3: HTTP"},
		{"RTSP", Options{}, 101, seg(554, "4f5054494f4e53202a20525453502f312e300d0a435365713a20310d0a0d0a"), 0, "IP 10.0.0.1.40000 > 10.0.0.2.554: Flags [P.], seq 1:32, ack 1, win 256, length 31: RTSP: OPTIONS * RTSP/1.0"},
		{"WHOIS", Options{}, 101, seg(43, "6578616d706c652e636f6d0d0a"), 0, "IP 10.0.0.1.40000 > 10.0.0.2.43: Flags [P.], seq 1:14, ack 1, win 256, length 13: WHOIS: example.com"},
		{"DHCPv6 relay cut", v(1), 101, dgram(547, "0c0120010db8000000000000000000000001"), 0, "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length 46)\n" +
			"    10.0.0.1.1000 > 10.0.0.2.547: dhcp6 relay-fwd (linkaddr=2001:db8::1 [|dhcp6]"},
	}
}
