package tcpdump

import "testing"

// linkSamples are frames of protocols that control links, made with the layers of this module.
func linkSamples(t testing.TB) []sample {
	x := func(s string) []byte { return unhex(t, s) }
	v := func(n int) Options { return Options{Verbose: n} }
	ev := func(n int) Options { return Options{Verbose: n, Link: true} }
	return []sample{
		{"PPPoE discovery", Options{}, 1, x("0180c200000202005e100001886311090000001001010000010200026163010300020102"), 0,
			"PPPoE PADI [Service-Name] [AC-Name \"ac\"] [Host-Uniq 0x0102]"},
		{"PPPoE discovery", v(1), 1, x("0180c200000202005e100001886311090000001001010000010200026163010300020102"), 0,
			"PPPoE PADI [Service-Name] [AC-Name \"ac\"] [Host-Uniq 0x0102]"},
		{"PPPoE discovery", ev(2), 1, x("0180c200000202005e100001886311090000001001010000010200026163010300020102"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE D (0x8863), length 36: PPPoE PADI [Service-Name] [AC-Name \"ac\"] [Host-Uniq 0x0102]"},
		{"LCP request", Options{}, 1, x("0180c200000202005e1000018864110000070040c0210101003e010405d40206000000000305c223050408c025000000010506010203040702110405d41704000113090302005e100001130702c00002010f0301"), 0,
			"PPPoE  [ses 0x7] LCP, Conf-Request (0x01), id 1, length 64"},
		{"LCP request", v(1), 1, x("0180c200000202005e1000018864110000070040c0210101003e010405d40206000000000305c223050408c025000000010506010203040702110405d41704000113090302005e100001130702c00002010f0301"), 0,
			"PPPoE  [ses 0x7] LCP, Conf-Request (0x01), id 1, length 64\n" +
				"\tencoded length 62 (=Option(s) length 58)\n" +
				"\t  MRU Option (0x01), length 4: 1492\n" +
				"\t  ACCM Option (0x02), length 6: 0x00000000\n" +
				"\t  Auth-Prot Option (0x03), length 5: CHAP, MD5\n" +
				"\t  Qual-Prot Option (0x04), length 8: LQR\n" +
				"\t  Magic-Num Option (0x05), length 6: 0x01020304\n" +
				"\t  PFC Option (0x07), length 2\n" +
				"\t  MRRU Option (0x11), length 4: 1492\n" +
				"\t  Link-Disc Option (0x17), length 4: 0x0001\n" +
				"\t  End-Disc Option (0x13), length 9: MAC 02:00:5e:10:00:01\n" +
				"\t  End-Disc Option (0x13), length 7: IPv4 192.0.2.1\n" +
				"\t  deprecated(15) Option (0x0f), length 3\n" +
				"\t    0x0000:  01"},
		{"LCP request", ev(2), 1, x("0180c200000202005e1000018864110000070040c0210101003e010405d40206000000000305c223050408c025000000010506010203040702110405d41704000113090302005e100001130702c00002010f0301"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 84: PPPoE  [ses 0x7] LCP (0xc021), length 64: LCP, Conf-Request (0x01), id 1, length 64\n" +
				"\tencoded length 62 (=Option(s) length 58)\n" +
				"\t0x0000:  c021 0101 003e\n" +
				"\t  MRU Option (0x01), length 4: 1492\n" +
				"\t    0x0000:  05d4\n" +
				"\t  ACCM Option (0x02), length 6: 0x00000000\n" +
				"\t    0x0000:  0000 0000\n" +
				"\t  Auth-Prot Option (0x03), length 5: CHAP, MD5\n" +
				"\t    0x0000:  c223 05\n" +
				"\t  Qual-Prot Option (0x04), length 8: LQR\n" +
				"\t    0x0000:  c025 0000 0001\n" +
				"\t  Magic-Num Option (0x05), length 6: 0x01020304\n" +
				"\t    0x0000:  0102 0304\n" +
				"\t  PFC Option (0x07), length 2\n" +
				"\t  MRRU Option (0x11), length 4: 1492\n" +
				"\t    0x0000:  05d4\n" +
				"\t  Link-Disc Option (0x17), length 4: 0x0001\n" +
				"\t    0x0000:  0001\n" +
				"\t  End-Disc Option (0x13), length 9: MAC 02:00:5e:10:00:01\n" +
				"\t    0x0000:  0302 005e 1000 01\n" +
				"\t  End-Disc Option (0x13), length 7: IPv4 192.0.2.1\n" +
				"\t    0x0000:  02c0 0002 01\n" +
				"\t  deprecated(15) Option (0x0f), length 3\n" +
				"\t    0x0000:  01"},
		{"LCP bogus lengths", Options{}, 1, x("0180c200000202005e100001886411000007000fc0210301000d010300030300050301"), 0,
			"PPPoE  [ses 0x7] LCP, Conf-Nack (0x03), id 1, length 15"},
		{"LCP bogus lengths", v(1), 1, x("0180c200000202005e100001886411000007000fc0210301000d010300030300050301"), 0,
			"PPPoE  [ses 0x7] LCP, Conf-Nack (0x03), id 1, length 15\n" +
				"\tencoded length 13 (=Option(s) length 9)\n" +
				"\t  MRU Option (0x01), length 3 (length bogus, should be = 4)\n" +
				"\t  Auth-Prot Option (0x03), length 3 (length bogus, should be >= 4)\n" +
				"\t  Magic-Num Option (0x05), length 3 (length bogus, should be = 6)"},
		{"LCP bogus lengths", ev(2), 1, x("0180c200000202005e100001886411000007000fc0210301000d010300030300050301"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 35: PPPoE  [ses 0x7] LCP (0xc021), length 15: LCP, Conf-Nack (0x03), id 1, length 15\n" +
				"\tencoded length 13 (=Option(s) length 9)\n" +
				"\t0x0000:  c021 0301 000d\n" +
				"\t  MRU Option (0x01), length 3 (length bogus, should be = 4)\n" +
				"\t  Auth-Prot Option (0x03), length 3 (length bogus, should be >= 4)\n" +
				"\t  Magic-Num Option (0x05), length 3 (length bogus, should be = 6)"},
		{"LCP echo", Options{}, 1, x("0180c200000202005e100001886411000007000ec0210902000c0000000561626364"), 0,
			"PPPoE  [ses 0x7] LCP, Echo-Request (0x09), id 2, length 14"},
		{"LCP echo", v(1), 1, x("0180c200000202005e100001886411000007000ec0210902000c0000000561626364"), 0,
			"PPPoE  [ses 0x7] LCP, Echo-Request (0x09), id 2, length 14\n" +
				"\tencoded length 12 (=Option(s) length 8)\n" +
				"\t  Magic-Num 0x00000005\n" +
				"\t  -----trailing data-----\n" +
				"\t  0x0000:  6162 6364"},
		{"LCP echo", ev(2), 1, x("0180c200000202005e100001886411000007000ec0210902000c0000000561626364"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 34: PPPoE  [ses 0x7] LCP (0xc021), length 14: LCP, Echo-Request (0x09), id 2, length 14\n" +
				"\tencoded length 12 (=Option(s) length 8)\n" +
				"\t0x0000:  c021 0902 000c\n" +
				"\t  Magic-Num 0x00000005\n" +
				"\t  -----trailing data-----\n" +
				"\t  0x0000:  6162 6364"},
		{"LCP protocol reject", Options{}, 1, x("0180c200000202005e100001886411000007000cc0210803000a805701010004"), 0,
			"PPPoE  [ses 0x7] LCP, Prot-Reject (0x08), id 3, length 12"},
		{"LCP protocol reject", v(1), 1, x("0180c200000202005e100001886411000007000cc0210803000a805701010004"), 0,
			"PPPoE  [ses 0x7] LCP, Prot-Reject (0x08), id 3, length 12\n" +
				"\tencoded length 10 (=Option(s) length 6)\n" +
				"\t  Rejected IP6CP Protocol (0x8057)\n" +
				"\t  Rejected Packet\n" +
				"\t    0x0000:  0101 0004"},
		{"LCP protocol reject", ev(2), 1, x("0180c200000202005e100001886411000007000cc0210803000a805701010004"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 32: PPPoE  [ses 0x7] LCP (0xc021), length 12: LCP, Prot-Reject (0x08), id 3, length 12\n" +
				"\tencoded length 10 (=Option(s) length 6)\n" +
				"\t0x0000:  c021 0803 000a\n" +
				"\t  Rejected IP6CP Protocol (0x8057)\n" +
				"\t  Rejected Packet\n" +
				"\t    0x0000:  0101 0004"},
		{"LCP identification", Options{}, 1, x("0180c200000202005e100001886411000007000ec0210c03000c0000000174657874"), 0,
			"PPPoE  [ses 0x7] LCP, Ident (0x0c), id 3, length 14"},
		{"LCP identification", v(1), 1, x("0180c200000202005e100001886411000007000ec0210c03000c0000000174657874"), 0,
			"PPPoE  [ses 0x7] LCP, Ident (0x0c), id 3, length 14\n" +
				"\tencoded length 12 (=Option(s) length 8)\n" +
				"\t  Magic-Num 0x00000001\n" +
				"\t  Message\n" +
				"\t    text[|LCP]"},
		{"LCP identification", ev(2), 1, x("0180c200000202005e100001886411000007000ec0210c03000c0000000174657874"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 34: PPPoE  [ses 0x7] LCP (0xc021), length 14: LCP, Ident (0x0c), id 3, length 14\n" +
				"\tencoded length 12 (=Option(s) length 8)\n" +
				"\t0x0000:  c021 0c03 000c\n" +
				"\t  Magic-Num 0x00000001\n" +
				"\t  Message\n" +
				"\t    text[|LCP]"},
		{"LCP time remaining", Options{}, 1, x("0180c200000202005e100001886411000007000ec0210d03000c0000000100000009"), 0,
			"PPPoE  [ses 0x7] LCP, Time-Rem (0x0d), id 3, length 14"},
		{"LCP time remaining", ev(2), 1, x("0180c200000202005e100001886411000007000ec0210d03000c0000000100000009"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 34: PPPoE  [ses 0x7] LCP (0xc021), length 14: LCP, Time-Rem (0x0d), id 3, length 14\n" +
				"\tencoded length 12 (=Option(s) length 8)\n" +
				"\t0x0000:  c021 0d03 000c\n" +
				"\t  Magic-Num 0x00000001, Seconds-Remaining 9s"},
		{"LCP terminate", Options{}, 1, x("0180c200000202005e1000018864110000070009c02105030007627965"), 0,
			"PPPoE  [ses 0x7] LCP, Term-Request (0x05), id 3, length 9"},
		{"LCP terminate", ev(2), 1, x("0180c200000202005e1000018864110000070009c02105030007627965"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 29: PPPoE  [ses 0x7] LCP (0xc021), length 9: LCP, Term-Request (0x05), id 3, length 9\n" +
				"\tencoded length 7 (=Option(s) length 3)\n" +
				"\t0x0000:  c021 0503 0007"},
		{"IPCP request", Options{}, 1, x("0180c200000202005e1000018864110000070034802101010032010ac0000201c00002020306c00002018106c00002350206002d0f0102120061001000100100000500a801020202"), 0,
			"PPPoE  [ses 0x7] IPCP, Conf-Request (0x01), id 1, length 52"},
		{"IPCP request", v(1), 1, x("0180c200000202005e1000018864110000070034802101010032010ac0000201c00002020306c00002018106c00002350206002d0f0102120061001000100100000500a801020202"), 0,
			"PPPoE  [ses 0x7] IPCP, Conf-Request (0x01), id 1, length 52\n" +
				"\tencoded length 50 (=Option(s) length 46)\n" +
				"\t  IP-Addrs Option (0x01), length 10: src 192.0.2.1, dst 192.0.2.2\n" +
				"\t  IP-Addr Option (0x03), length 6: 192.0.2.1\n" +
				"\t  Pri-DNS Option (0x81), length 6: 192.0.2.53\n" +
				"\t  IP-Comp Option (0x02), length 6: VJ-Comp (0x2d):\n" +
				"\t  IP-Comp Option (0x02), length 18: IP Header Compression (0x61):\n" +
				"\t    TCP Space 16, non-TCP Space 16, maxPeriod 256, maxTime 5, maxHdr 168\n" +
				"\t      Suboptions, length 4\n" +
				"\t\tRTP-Compression Suboption #1, length 2\n" +
				"\t\tEnhanced RTP-Compression Suboption #2, length 2"},
		{"IPV6CP request", Options{}, 1, x("0180c200000202005e100001886411000007001080570101000e010a02005efffe100001"), 0,
			"PPPoE  [ses 0x7] IP6CP, Conf-Request (0x01), id 1, length 16"},
		{"IPV6CP request", v(1), 1, x("0180c200000202005e100001886411000007001080570101000e010a02005efffe100001"), 0,
			"PPPoE  [ses 0x7] IP6CP, Conf-Request (0x01), id 1, length 16\n" +
				"\tencoded length 14 (=Option(s) length 10)\n" +
				"\t  Interface-ID Option (0x01), length 10: 0200:5eff:fe10:0001"},
		{"IPV6CP request", ev(2), 1, x("0180c200000202005e100001886411000007001080570101000e010a02005efffe100001"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 36: PPPoE  [ses 0x7] IP6CP (0x8057), length 16: IP6CP, Conf-Request (0x01), id 1, length 16\n" +
				"\tencoded length 14 (=Option(s) length 10)\n" +
				"\t0x0000:  8057 0101 000e\n" +
				"\t  Interface-ID Option (0x01), length 10: 0200:5eff:fe10:0001\n" +
				"\t    0x0000:  0200 5eff fe10 0001"},
		{"CCP request", Options{}, 1, x("0180c200000202005e100001886411000007001780fd010100151206010000601a04780015032f18044102"), 0,
			"PPPoE  [ses 0x7] CCP, Conf-Request (0x01), id 1, length 23"},
		{"CCP request", v(1), 1, x("0180c200000202005e100001886411000007001780fd010100151206010000601a04780015032f18044102"), 0,
			"PPPoE  [ses 0x7] CCP, Conf-Request (0x01), id 1, length 23\n" +
				"\tencoded length 21 (=Option(s) length 17)\n" +
				"\t  MPPC Option (0x12), length 6\n" +
				"\t    0x0000:  0100 0060\n" +
				"\t  Deflate Option (0x1a), length 4: Window: 7K, Method: zlib (0x8), MBZ: 0, CHK: 0\n" +
				"\t  BSD-Comp Option (0x15), length 3: Version: 1, Dictionary Bits: 15\n" +
				"\t  MVRCA Option (0x18), length 4: Features: 1, PxP: Disabled, History: 1, #CTX-ID: 2"},
		{"CCP request", ev(2), 1, x("0180c200000202005e100001886411000007001780fd010100151206010000601a04780015032f18044102"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 43: PPPoE  [ses 0x7] CCP (0x80fd), length 23: CCP, Conf-Request (0x01), id 1, length 23\n" +
				"\tencoded length 21 (=Option(s) length 17)\n" +
				"\t0x0000:  80fd 0101 0015\n" +
				"\t  MPPC Option (0x12), length 6\n" +
				"\t    0x0000:  0100 0060\n" +
				"\t  Deflate Option (0x1a), length 4: Window: 7K, Method: zlib (0x8), MBZ: 0, CHK: 0\n" +
				"\t    0x0000:  7800\n" +
				"\t  BSD-Comp Option (0x15), length 3: Version: 1, Dictionary Bits: 15\n" +
				"\t    0x0000:  2f\n" +
				"\t  MVRCA Option (0x18), length 4: Features: 1, PxP: Disabled, History: 1, #CTX-ID: 2\n" +
				"\t    0x0000:  4102"},
		{"BACP request", Options{}, 1, x("0180c200000202005e100001886411000007000c80230101000a010600000009"), 0,
			"PPPoE  [ses 0x7] OSICP, Conf-Request (0x01), id 1, length 12"},
		{"BACP request", v(1), 1, x("0180c200000202005e100001886411000007000c80230101000a010600000009"), 0,
			"PPPoE  [ses 0x7] OSICP, Conf-Request (0x01), id 1, length 12\n" +
				"\tencoded length 10 (=Option(s) length 6)"},
		{"BACP request", ev(2), 1, x("0180c200000202005e100001886411000007000c80230101000a010600000009"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 32: PPPoE  [ses 0x7] OSICP (0x8023), length 12: OSICP, Conf-Request (0x01), id 1, length 12\n" +
				"\tencoded length 10 (=Option(s) length 6)\n" +
				"\t0x0000:  8023 0101 000a"},
		{"PAP request", Options{}, 1, x("0180c200000202005e1000018864110000070010c0230101000e04757365720470617373"), 0,
			"PPPoE  [ses 0x7] PAP, Auth-Req (0x01), id 1, Peer user, Name pass"},
		{"PAP request", v(1), 1, x("0180c200000202005e1000018864110000070010c0230101000e04757365720470617373"), 0,
			"PPPoE  [ses 0x7] PAP, Auth-Req (0x01), id 1, Peer user, Name pass"},
		{"PAP request", ev(2), 1, x("0180c200000202005e1000018864110000070010c0230101000e04757365720470617373"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 36: PPPoE  [ses 0x7] PAP (0xc023), length 16: PAP, Auth-Req (0x01), id 1, Peer user, Name pass"},
		{"PAP ack", Options{}, 1, x("0180c200000202005e1000018864110000070009c02302010007026f6b"), 0,
			"PPPoE  [ses 0x7] PAP, Auth-ACK (0x02), id 1, Msg ok"},
		{"PAP ack", ev(2), 1, x("0180c200000202005e1000018864110000070009c02302010007026f6b"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 29: PPPoE  [ses 0x7] PAP (0xc023), length 9: PAP, Auth-ACK (0x02), id 1, Msg ok"},
		{"CHAP challenge", Options{}, 1, x("0180c200000202005e100001886411000007000dc2230101000b04010203046163"), 0,
			"PPPoE  [ses 0x7] CHAP, Challenge (0x01), id 1, Value 01020304, Name ac"},
		{"CHAP challenge", v(1), 1, x("0180c200000202005e100001886411000007000dc2230101000b04010203046163"), 0,
			"PPPoE  [ses 0x7] CHAP, Challenge (0x01), id 1, Value 01020304, Name ac"},
		{"CHAP challenge", ev(2), 1, x("0180c200000202005e100001886411000007000dc2230101000b04010203046163"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 33: PPPoE  [ses 0x7] CHAP (0xc223), length 13: CHAP, Challenge (0x01), id 1, Value 01020304, Name ac"},
		{"CHAP success", Options{}, 1, x("0180c200000202005e1000018864110000070008c223030100066869"), 0,
			"PPPoE  [ses 0x7] CHAP, Success (0x03), id 1, Msg hi"},
		{"CHAP success", v(1), 1, x("0180c200000202005e1000018864110000070008c223030100066869"), 0,
			"PPPoE  [ses 0x7] CHAP, Success (0x03), id 1, Msg hi"},
		{"CHAP success", ev(2), 1, x("0180c200000202005e1000018864110000070008c223030100066869"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 28: PPPoE  [ses 0x7] CHAP (0xc223), length 8: CHAP, Success (0x03), id 1, Msg hi"},
		{"PPP multilink", Options{}, 9, x("ff03003d80050021"), 0,
			"MLPPP, seq 0x005, Flags [begin], length 4"},
		{"PPP multilink", v(1), 9, x("ff03003d80050021"), 0,
			"MLPPP, seq 0x005, Flags [begin], length 4"},
		{"PPP multilink", ev(2), 9, x("ff03003d80050021"), 0,
			"MLPPP (0x003d), length 8: seq 0x005, Flags [begin], length 4"},
		{"PPP compressed", Options{}, 9, x("ff03fd010203"), 0,
			"compressed PPP data"},
		{"PPP compressed", v(1), 9, x("ff03fd010203"), 0,
			"compressed PPP data"},
		{"PPP compressed", ev(2), 9, x("ff03fd010203"), 0,
			"Compressed (0x00fd), length 6: compressed PPP data"},
		{"PPP unknown", Options{}, 9, x("4001010203"), 0,
			"unknown PPP protocol (0x4001) \n" +
				"\t0x0000:  0102 03"},
		{"PPP unknown", v(1), 9, x("4001010203"), 0,
			"unknown PPP protocol (0x4001) \n" +
				"\t0x0000:  0102 03"},
		{"PPP unknown", ev(2), 9, x("4001010203"), 0,
			"unknown (0x4001), length 5"},
		{"PPP HDLC", Options{}, 50, x("ff03c02106090004"), 0,
			"LCP: LCP, Term-Ack (0x06), id 9, length 6"},
		{"PPP HDLC", v(1), 50, x("ff03c02106090004"), 0,
			"LCP: LCP, Term-Ack (0x06), id 9, length 6\n" +
				"\tencoded length 4 (=Option(s) length 0)"},
		{"PPP HDLC", ev(2), 50, x("ff03c02106090004"), 0,
			"ff 03 8 LCP: LCP, Term-Ack (0x06), id 9, length 6\n" +
				"\tencoded length 4 (=Option(s) length 0)"},
		{"PPP HDLC other", Options{}, 50, x("11223344"), 0,
			"unknown addr 33; ctrl 44"},
		{"PPP HDLC other", v(1), 50, x("11223344"), 0,
			"unknown addr 33; ctrl 44"},
		{"PPP HDLC other", ev(2), 50, x("11223344"), 0,
			"11 22 4 unknown addr 33; ctrl 44"},
		{"SLARP keepalive", Options{}, 104, x("8f008035000000020000000300000002ffff00010000"), 0,
			"SLARP (length: 18), keepalive: mineseen=0x00000003, yourseen=0x00000002, reliability=0xffff, link uptime=0d0h1m5s"},
		{"SLARP keepalive", ev(2), 104, x("8f008035000000020000000300000002ffff00010000"), 0,
			"bcast, ethertype Reverse ARP (0x8035), length 22: SLARP (length: 18), keepalive: mineseen=0x00000003, yourseen=0x00000002, reliability=0xffff, link uptime=0d0h1m5s"},
		{"SLARP reply", Options{}, 104, x("0f00803500000001c0000201ffffff00ffff"), 0,
			"SLARP (length: 14), reply 192.0.2.1/255.255.255.0"},
		{"SLARP reply", ev(2), 104, x("0f00803500000001c0000201ffffff00ffff"), 0,
			"unicast, ethertype Reverse ARP (0x8035), length 18: SLARP (length: 14), reply 192.0.2.1/255.255.255.0\n" +
				"\t0x0000:  c000 0201 ffff ff00 ffff"},
		{"LLDP", Options{}, 1, x("0180c200000202005e10000188cc02070402005e1000010405056574683006020078080675706c696e6b0a037377310c0861207377697463680e0400140004100c0501c0000201020000000300fe060080c201002afe070080c20206002afe0a0080c203002a036c6162fe0900120f01036c01001efe0700120f02070104fe0900120f030300000007fe0600120f0405eefe06abcdef0901020000"), 0,
			"LLDP, length 141: sw1"},
		{"LLDP", v(1), 1, x("0180c200000202005e10000188cc02070402005e1000010405056574683006020078080675706c696e6b0a037377310c0861207377697463680e0400140004100c0501c0000201020000000300fe060080c201002afe070080c20206002afe0a0080c203002a036c6162fe0900120f01036c01001efe0700120f02070104fe0900120f030300000007fe0600120f0405eefe06abcdef0901020000"), 0,
			"LLDP, length 141\n" +
				"\tChassis ID TLV (1), length 7\n" +
				"\t  Subtype MAC address (4): 02:00:5e:10:00:01\n" +
				"\tPort ID TLV (2), length 5\n" +
				"\t  Subtype Interface Name (5): eth0\n" +
				"\tTime to Live TLV (3), length 2: TTL 120s\n" +
				"\tPort Description TLV (4), length 6: uplink\n" +
				"\tSystem Name TLV (5), length 3: sw1\n" +
				"\tSystem Description TLV (6), length 8\n" +
				"\t  a switch\n" +
				"\tSystem Capabilities TLV (7), length 4\n" +
				"\t  System  Capabilities [Bridge, Router] (0x0014)\n" +
				"\t  Enabled Capabilities [Bridge] (0x0004)\n" +
				"\tManagement Address TLV (8), length 12\n" +
				"\t  Management Address length 5, AFI IPv4 (1): 192.0.2.1\n" +
				"\t  Interface Index Interface Numbering (2): 3\n" +
				"\tOrganization specific TLV (127), length 6: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  Port VLAN Id Subtype (1)\n" +
				"\t    port vlan id (PVID): 42\n" +
				"\tOrganization specific TLV (127), length 7: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  Port and Protocol VLAN ID Subtype (2)\n" +
				"\t    port and protocol vlan id (PPVID): 42, flags [supported, enabled] (0x06)\n" +
				"\tOrganization specific TLV (127), length 10: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  VLAN name Subtype (3)\n" +
				"\t    vlan id (VID): 42\n" +
				"\t    vlan name: lab\n" +
				"\tOrganization specific TLV (127), length 9: OUI IEEE 802.3 Private (0x00120f)\n" +
				"\t  MAC/PHY configuration/status Subtype (1)\n" +
				"\t    autonegotiation [supported, enabled] (0x03)\n" +
				"\t    PMD autoneg capability [10BASE-T hdx, 10BASE-T fdx, 100BASE-TX hdx, 100BASE-TX fdx, 1000BASE-T fdx] (0x6c01)\n" +
				"\t    MAU type 1000BASET fdx (0x001e)\n" +
				"\tOrganization specific TLV (127), length 7: OUI IEEE 802.3 Private (0x00120f)\n" +
				"\t  Power via MDI Subtype (2)\n" +
				"\t    MDI power support [PSE, supported, enabled], power pair signal, power class class3\n" +
				"\tOrganization specific TLV (127), length 9: OUI IEEE 802.3 Private (0x00120f)\n" +
				"\t  Link aggregation Subtype (3)\n" +
				"\t    aggregation status [supported, enabled], aggregation port ID 7\n" +
				"\tOrganization specific TLV (127), length 6: OUI IEEE 802.3 Private (0x00120f)\n" +
				"\t  Max frame size Subtype (4)\n" +
				"\t    MTU size 1518\n" +
				"\tOrganization specific TLV (127), length 6: OUI Unknown (0xabcdef)\n" +
				"\t  0x0000:  abcd ef09 0102\n" +
				"\tEnd TLV (0), length 0"},
		{"LLDP", ev(2), 1, x("0180c200000202005e10000188cc02070402005e1000010405056574683006020078080675706c696e6b0a037377310c0861207377697463680e0400140004100c0501c0000201020000000300fe060080c201002afe070080c20206002afe0a0080c203002a036c6162fe0900120f01036c01001efe0700120f02070104fe0900120f030300000007fe0600120f0405eefe06abcdef0901020000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype LLDP (0x88cc), length 155: LLDP, length 141\n" +
				"\tChassis ID TLV (1), length 7\n" +
				"\t  Subtype MAC address (4): 02:00:5e:10:00:01\n" +
				"\t  0x0000:  0402 005e 1000 01\n" +
				"\tPort ID TLV (2), length 5\n" +
				"\t  Subtype Interface Name (5): eth0\n" +
				"\t  0x0000:  0565 7468 30\n" +
				"\tTime to Live TLV (3), length 2: TTL 120s\n" +
				"\t  0x0000:  0078\n" +
				"\tPort Description TLV (4), length 6: uplink\n" +
				"\t  0x0000:  7570 6c69 6e6b\n" +
				"\tSystem Name TLV (5), length 3: sw1\n" +
				"\t  0x0000:  7377 31\n" +
				"\tSystem Description TLV (6), length 8\n" +
				"\t  a switch\n" +
				"\t  0x0000:  6120 7377 6974 6368\n" +
				"\tSystem Capabilities TLV (7), length 4\n" +
				"\t  System  Capabilities [Bridge, Router] (0x0014)\n" +
				"\t  Enabled Capabilities [Bridge] (0x0004)\n" +
				"\t  0x0000:  0014 0004\n" +
				"\tManagement Address TLV (8), length 12\n" +
				"\t  Management Address length 5, AFI IPv4 (1): 192.0.2.1\n" +
				"\t  Interface Index Interface Numbering (2): 3\n" +
				"\t  0x0000:  0501 c000 0201 0200 0000 0300\n" +
				"\tOrganization specific TLV (127), length 6: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  Port VLAN Id Subtype (1)\n" +
				"\t    port vlan id (PVID): 42\n" +
				"\t  0x0000:  0080 c201 002a\n" +
				"\tOrganization specific TLV (127), length 7: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  Port and Protocol VLAN ID Subtype (2)\n" +
				"\t    port and protocol vlan id (PPVID): 42, flags [supported, enabled] (0x06)\n" +
				"\t  0x0000:  0080 c202 0600 2a\n" +
				"\tOrganization specific TLV (127), length 10: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  VLAN name Subtype (3)\n" +
				"\t    vlan id (VID): 42\n" +
				"\t    vlan name: lab\n" +
				"\t  0x0000:  0080 c203 002a 036c 6162\n" +
				"\tOrganization specific TLV (127), length 9: OUI IEEE 802.3 Private (0x00120f)\n" +
				"\t  MAC/PHY configuration/status Subtype (1)\n" +
				"\t    autonegotiation [supported, enabled] (0x03)\n" +
				"\t    PMD autoneg capability [10BASE-T hdx, 10BASE-T fdx, 100BASE-TX hdx, 100BASE-TX fdx, 1000BASE-T fdx] (0x6c01)\n" +
				"\t    MAU type 1000BASET fdx (0x001e)\n" +
				"\t  0x0000:  0012 0f01 036c 0100 1e\n" +
				"\tOrganization specific TLV (127), length 7: OUI IEEE 802.3 Private (0x00120f)\n" +
				"\t  Power via MDI Subtype (2)\n" +
				"\t    MDI power support [PSE, supported, enabled], power pair signal, power class class3\n" +
				"\t  0x0000:  0012 0f02 0701 04\n" +
				"\tOrganization specific TLV (127), length 9: OUI IEEE 802.3 Private (0x00120f)\n" +
				"\t  Link aggregation Subtype (3)\n" +
				"\t    aggregation status [supported, enabled], aggregation port ID 7\n" +
				"\t  0x0000:  0012 0f03 0300 0000 07\n" +
				"\tOrganization specific TLV (127), length 6: OUI IEEE 802.3 Private (0x00120f)\n" +
				"\t  Max frame size Subtype (4)\n" +
				"\t    MTU size 1518\n" +
				"\t  0x0000:  0012 0f04 05ee\n" +
				"\tOrganization specific TLV (127), length 6: OUI Unknown (0xabcdef)\n" +
				"\t  0x0000:  abcd ef09 0102\n" +
				"\tEnd TLV (0), length 0"},
		{"LLDP bridging", v(1), 1, x("0180c200000202005e10000188cc02060501c000020104070302005e10000106020001fe060080c2088142fe190080c209b5012345670a141e280000000002020202000000fffe060080c20bc809fe080080c20c00618906fe090080c20d0305216122fe0b0080c20e880000090010020000"), 0,
			"LLDP, length 100\n" +
				"\tChassis ID TLV (1), length 6\n" +
				"\t  Subtype Network address (5): AFI IPv4 (1): 192.0.2.1\n" +
				"\tPort ID TLV (2), length 7\n" +
				"\t  Subtype MAC address (3): 02:00:5e:10:00:01\n" +
				"\tTime to Live TLV (3), length 2: TTL 1s\n" +
				"\tOrganization specific TLV (127), length 6: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  Congestion Notification Subtype (8)\n" +
				"\t    Pre-Priority CNPV Indicator\n" +
				"\t     Priority : 0  1  2  3  4  5  6  7\n" +
				"\t     Value    : 1  0  0  0  0  0  0  1  \n" +
				"\t    Pre-Priority Ready Indicator\n" +
				"\t     Priority : 0  1  2  3  4  5  6  7\n" +
				"\t     Value    : 0  1  0  0  0  0  1  0  \n" +
				"\tOrganization specific TLV (127), length 25: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  ETS Configuration Subtype (9)\n" +
				"\t    Willing:1, CBS:2, RES:6, Max TCs:5\n" +
				"\t    Priority Assignment Table\n" +
				"\t     Priority : 0   1   2   3   4   5   6   7\n" +
				"\t     Value    : 0   1   2   3   4   5   6   7  \n" +
				"\t    TC Bandwidth Table\n" +
				"\t     TC%   : 0   1   2   3   4   5   6   7\n" +
				"\t     Value : 10  20  30  40  0   0   0   0  \n" +
				"\t    TSA Assignment Table\n" +
				"\t     Traffic Class: 0   1   2   3   4   5   6   7\n" +
				"\t     Value        : 2   2   2   2   0   0   0   255\n" +
				"\tOrganization specific TLV (127), length 6: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  Priority Flow Control Configuration Subtype (11)\n" +
				"\t    Willing: 1, MBC: 1, RES: 0, PFC cap:8 \n" +
				"\t    PFC Enable\n" +
				"\t     Priority : 0  1  2  3  4  5  6  7\n" +
				"\t     Value    : 1  0  0  1  0  0  0  0  \n" +
				"\tOrganization specific TLV (127), length 8: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  Application Priority Subtype (12)\n" +
				"\t    RES: 0\n" +
				"\t    Application Priority Table\n" +
				"\t      Priority: 3, RES: 0, Sel: 1, Protocol ID: 35078\n" +
				"\tOrganization specific TLV (127), length 9: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  EVB Subtype (13)\n" +
				"\t    EVB Bridge Status\n" +
				"\t      RES: 0, BGID: 0, RRCAP: 1, RRCTR: 1\n" +
				"\t    EVB Station Status\n" +
				"\t      RES: 0, SGID: 0, RRREQ: 1,RRSTAT: 1\n" +
				"\t    R: 1, RTE: 1, EVB Mode: EVB Bridge [1]\n" +
				"\t    ROL: 1, RWD: 1, RES: 0, ROL: 1, RKA: 2\n" +
				"\tOrganization specific TLV (127), length 11: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  CDCP Subtype (14)\n" +
				"\t    Role: 1, RES: 0, Scomp: 1 ChnCap: 9\n" +
				"\t    SCID: 1, SVID: 2\n" +
				"\tEnd TLV (0), length 0"},
		{"LLDP bridging", ev(2), 1, x("0180c200000202005e10000188cc02060501c000020104070302005e10000106020001fe060080c2088142fe190080c209b5012345670a141e280000000002020202000000fffe060080c20bc809fe080080c20c00618906fe090080c20d0305216122fe0b0080c20e880000090010020000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype LLDP (0x88cc), length 114: LLDP, length 100\n" +
				"\tChassis ID TLV (1), length 6\n" +
				"\t  Subtype Network address (5): AFI IPv4 (1): 192.0.2.1\n" +
				"\t  0x0000:  0501 c000 0201\n" +
				"\tPort ID TLV (2), length 7\n" +
				"\t  Subtype MAC address (3): 02:00:5e:10:00:01\n" +
				"\t  0x0000:  0302 005e 1000 01\n" +
				"\tTime to Live TLV (3), length 2: TTL 1s\n" +
				"\t  0x0000:  0001\n" +
				"\tOrganization specific TLV (127), length 6: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  Congestion Notification Subtype (8)\n" +
				"\t    Pre-Priority CNPV Indicator\n" +
				"\t     Priority : 0  1  2  3  4  5  6  7\n" +
				"\t     Value    : 1  0  0  0  0  0  0  1  \n" +
				"\t    Pre-Priority Ready Indicator\n" +
				"\t     Priority : 0  1  2  3  4  5  6  7\n" +
				"\t     Value    : 0  1  0  0  0  0  1  0  \n" +
				"\t  0x0000:  0080 c208 8142\n" +
				"\tOrganization specific TLV (127), length 25: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  ETS Configuration Subtype (9)\n" +
				"\t    Willing:1, CBS:2, RES:6, Max TCs:5\n" +
				"\t    Priority Assignment Table\n" +
				"\t     Priority : 0   1   2   3   4   5   6   7\n" +
				"\t     Value    : 0   1   2   3   4   5   6   7  \n" +
				"\t    TC Bandwidth Table\n" +
				"\t     TC%   : 0   1   2   3   4   5   6   7\n" +
				"\t     Value : 10  20  30  40  0   0   0   0  \n" +
				"\t    TSA Assignment Table\n" +
				"\t     Traffic Class: 0   1   2   3   4   5   6   7\n" +
				"\t     Value        : 2   2   2   2   0   0   0   255\n" +
				"\t  0x0000:  0080 c209 b501 2345 670a 141e 2800 0000\n" +
				"\t  0x0010:  0002 0202 0200 0000 ff\n" +
				"\tOrganization specific TLV (127), length 6: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  Priority Flow Control Configuration Subtype (11)\n" +
				"\t    Willing: 1, MBC: 1, RES: 0, PFC cap:8 \n" +
				"\t    PFC Enable\n" +
				"\t     Priority : 0  1  2  3  4  5  6  7\n" +
				"\t     Value    : 1  0  0  1  0  0  0  0  \n" +
				"\t  0x0000:  0080 c20b c809\n" +
				"\tOrganization specific TLV (127), length 8: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  Application Priority Subtype (12)\n" +
				"\t    RES: 0\n" +
				"\t    Application Priority Table\n" +
				"\t      Priority: 3, RES: 0, Sel: 1, Protocol ID: 35078\n" +
				"\t  0x0000:  0080 c20c 0061 8906\n" +
				"\tOrganization specific TLV (127), length 9: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  EVB Subtype (13)\n" +
				"\t    EVB Bridge Status\n" +
				"\t      RES: 0, BGID: 0, RRCAP: 1, RRCTR: 1\n" +
				"\t    EVB Station Status\n" +
				"\t      RES: 0, SGID: 0, RRREQ: 1,RRSTAT: 1\n" +
				"\t    R: 1, RTE: 1, EVB Mode: EVB Bridge [1]\n" +
				"\t    ROL: 1, RWD: 1, RES: 0, ROL: 1, RKA: 2\n" +
				"\t  0x0000:  0080 c20d 0305 2161 22\n" +
				"\tOrganization specific TLV (127), length 11: OUI Ethernet bridged (0x0080c2)\n" +
				"\t  CDCP Subtype (14)\n" +
				"\t    Role: 1, RES: 0, Scomp: 1 ChnCap: 9\n" +
				"\t    SCID: 1, SVID: 2\n" +
				"\t  0x0000:  0080 c20e 8800 0009 0010 02\n" +
				"\tEnd TLV (0), length 0"},
		{"LLDP MED", v(1), 1, x("0180c200000202005e10000188cc020207780402077906020001fe070012bb01003303fe080012bb020140556efe070012bb04510041fe060012bb0a5831fe080012bb0303313132fe100012bb03020a02444503054c696e6461fe140012bb03014901020304480506070811000009010000"), 0,
			"LLDP, length 100\n" +
				"\tChassis ID TLV (1), length 2\n" +
				"\t  Subtype Local (7): x\n" +
				"\tPort ID TLV (2), length 2\n" +
				"\t  Subtype Local (7): y\n" +
				"\tTime to Live TLV (3), length 2: TTL 1s\n" +
				"\tOrganization specific TLV (127), length 7: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  LLDP-MED Capabilities Subtype (1)\n" +
				"\t    Media capabilities [LLDP-MED capabilities, network policy, extended power via MDI-PD, Inventory] (0x0033)\n" +
				"\t    Device type [endpoint class 3] (0x03)\n" +
				"\tOrganization specific TLV (127), length 8: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  Network policy Subtype (2)\n" +
				"\t    Application type [voice] (0x01), Flags [Tagged]\n" +
				"\t    Vlan id 42, L2 priority 5, DSCP value 46\n" +
				"\tOrganization specific TLV (127), length 7: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  Extended power-via-MDI Subtype (4)\n" +
				"\t    Power type [PD device], Power source [PSE - primary power source]\n" +
				"\t    Power priority [critical] (0x01), Power 6.5 Watts\n" +
				"\tOrganization specific TLV (127), length 6: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  Inventory - model name Subtype (10)\n" +
				"\t  Model name X1\n" +
				"\tOrganization specific TLV (127), length 8: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  Location identification Subtype (3)\n" +
				"\t    Location data format ECS ELIN (0x03)\n" +
				"\t    ECS ELIN id 112\n" +
				"\tOrganization specific TLV (127), length 16: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  Location identification Subtype (3)\n" +
				"\t    Location data format civic address LCI (0x02)\n" +
				"\tOrganization specific TLV (127), length 20: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  Location identification Subtype (3)\n" +
				"\t    Location data format coordinate-based LCI (0x01)\n" +
				"\tEnd TLV (0), length 0"},
		{"LLDP MED", ev(2), 1, x("0180c200000202005e10000188cc020207780402077906020001fe070012bb01003303fe080012bb020140556efe070012bb04510041fe060012bb0a5831fe080012bb0303313132fe100012bb03020a02444503054c696e6461fe140012bb03014901020304480506070811000009010000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype LLDP (0x88cc), length 114: LLDP, length 100\n" +
				"\tChassis ID TLV (1), length 2\n" +
				"\t  Subtype Local (7): x\n" +
				"\t  0x0000:  0778\n" +
				"\tPort ID TLV (2), length 2\n" +
				"\t  Subtype Local (7): y\n" +
				"\t  0x0000:  0779\n" +
				"\tTime to Live TLV (3), length 2: TTL 1s\n" +
				"\t  0x0000:  0001\n" +
				"\tOrganization specific TLV (127), length 7: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  LLDP-MED Capabilities Subtype (1)\n" +
				"\t    Media capabilities [LLDP-MED capabilities, network policy, extended power via MDI-PD, Inventory] (0x0033)\n" +
				"\t    Device type [endpoint class 3] (0x03)\n" +
				"\t  0x0000:  0012 bb01 0033 03\n" +
				"\tOrganization specific TLV (127), length 8: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  Network policy Subtype (2)\n" +
				"\t    Application type [voice] (0x01), Flags [Tagged]\n" +
				"\t    Vlan id 42, L2 priority 5, DSCP value 46\n" +
				"\t  0x0000:  0012 bb02 0140 556e\n" +
				"\tOrganization specific TLV (127), length 7: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  Extended power-via-MDI Subtype (4)\n" +
				"\t    Power type [PD device], Power source [PSE - primary power source]\n" +
				"\t    Power priority [critical] (0x01), Power 6.5 Watts\n" +
				"\t  0x0000:  0012 bb04 5100 41\n" +
				"\tOrganization specific TLV (127), length 6: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  Inventory - model name Subtype (10)\n" +
				"\t  Model name X1\n" +
				"\t  0x0000:  0012 bb0a 5831\n" +
				"\tOrganization specific TLV (127), length 8: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  Location identification Subtype (3)\n" +
				"\t    Location data format ECS ELIN (0x03)\n" +
				"\t    ECS ELIN id 112\n" +
				"\t  0x0000:  0012 bb03 0331 3132\n" +
				"\tOrganization specific TLV (127), length 16: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  Location identification Subtype (3)\n" +
				"\t    Location data format civic address LCI (0x02)\n" +
				"\t  0x0000:  0012 bb03 020a 0244 4503 054c 696e 6461\n" +
				"\tOrganization specific TLV (127), length 20: OUI ANSI/TIA (0x0012bb)\n" +
				"\t  Location identification Subtype (3)\n" +
				"\t    Location data format coordinate-based LCI (0x01)\n" +
				"\t  0x0000:  0012 bb03 0149 0102 0304 4805 0607 0811\n" +
				"\t  0x0010:  0000 0901\n" +
				"\tEnd TLV (0), length 0"},
		{"LLDP DCBX", v(1), 1, x("0180c200000202005e10000188cc020207780402077906020001fe37001b2102020a00000000000100000002041100008000012345670a141e28000000000806060000c0000808080a0000a0008906001b21080000"), 0,
			"LLDP, length 71\n" +
				"\tChassis ID TLV (1), length 2\n" +
				"\t  Subtype Local (7): x\n" +
				"\tPort ID TLV (2), length 2\n" +
				"\t  Subtype Local (7): y\n" +
				"\tTime to Live TLV (3), length 2: TTL 1s\n" +
				"\tOrganization specific TLV (127), length 55: OUI DCBX (0x001b21)\n" +
				"\t  DCB Capability Exchange Protocol Rev 1.01 Subtype (2)\n" +
				"\t    Control - Protocol Control (type 0x1, length 10)\n" +
				"\t      Oper_Version: 0\n" +
				"\t      Max_Version: 0\n" +
				"\t      Sequence Number: 1\n" +
				"\t      Acknowledgement Number: 2\n" +
				"\t    Feature - Priority Group (type 0x2, length 17)\n" +
				"\t      Oper_Version: 0\n" +
				"\t      Max_Version: 0\n" +
				"\t      Info block(0x80): Enable bit: 1, Willing bit: 0, Error Bit: 0\n" +
				"\t      SubType: 0\n" +
				"\t      Priority Allocation\n" +
				"\t          PgId_0: 0\n" +
				"\t          PgId_1: 1\n" +
				"\t          PgId_2: 2\n" +
				"\t          PgId_3: 3\n" +
				"\t          PgId_4: 4\n" +
				"\t          PgId_5: 5\n" +
				"\t          PgId_6: 6\n" +
				"\t          PgId_7: 7\n" +
				"\t      Priority Group Allocation\n" +
				"\t          Pg percentage[0]: 10\n" +
				"\t          Pg percentage[1]: 20\n" +
				"\t          Pg percentage[2]: 30\n" +
				"\t          Pg percentage[3]: 40\n" +
				"\t          Pg percentage[4]: 0\n" +
				"\t          Pg percentage[5]: 0\n" +
				"\t          Pg percentage[6]: 0\n" +
				"\t          Pg percentage[7]: 0\n" +
				"\t      NumTCsSupported: 8\n" +
				"\t    Feature - Priority Flow Control (type 0x3, length 6)\n" +
				"\t      Oper_Version: 0\n" +
				"\t      Max_Version: 0\n" +
				"\t      Info block(0xC0): Enable bit: 1, Willing bit: 1, Error Bit: 0\n" +
				"\t      SubType: 0\n" +
				"\t      PFC Config (0x08)\n" +
				"\t          Priority Bit 0: Disabled\n" +
				"\t          Priority Bit 1: Disabled\n" +
				"\t          Priority Bit 2: Disabled\n" +
				"\t          Priority Bit 3: Enabled\n" +
				"\t          Priority Bit 4: Disabled\n" +
				"\t          Priority Bit 5: Disabled\n" +
				"\t          Priority Bit 6: Disabled\n" +
				"\t          Priority Bit 7: Disabled\n" +
				"\t      NumTCPFCSupported: 8\n" +
				"\t    Feature - Application (type 0x4, length 10)\n" +
				"\t      Oper_Version: 0\n" +
				"\t      Max_Version: 0\n" +
				"\t      Info block(0xA0): Enable bit: 1, Willing bit: 0, Error Bit: 1\n" +
				"\t      SubType: 0\n" +
				"\t      Application Value\n" +
				"\t          Application Protocol ID: 0x8906\n" +
				"\t          SF (0x0) Application Protocol ID is L2 EtherType\n" +
				"\t          OUI: 0x001b21\n" +
				"\t          User Priority Map: 0x08\n" +
				"\tEnd TLV (0), length 0"},
		{"LLDP DCBX", ev(2), 1, x("0180c200000202005e10000188cc020207780402077906020001fe37001b2102020a00000000000100000002041100008000012345670a141e28000000000806060000c0000808080a0000a0008906001b21080000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype LLDP (0x88cc), length 85: LLDP, length 71\n" +
				"\tChassis ID TLV (1), length 2\n" +
				"\t  Subtype Local (7): x\n" +
				"\t  0x0000:  0778\n" +
				"\tPort ID TLV (2), length 2\n" +
				"\t  Subtype Local (7): y\n" +
				"\t  0x0000:  0779\n" +
				"\tTime to Live TLV (3), length 2: TTL 1s\n" +
				"\t  0x0000:  0001\n" +
				"\tOrganization specific TLV (127), length 55: OUI DCBX (0x001b21)\n" +
				"\t  DCB Capability Exchange Protocol Rev 1.01 Subtype (2)\n" +
				"\t    Control - Protocol Control (type 0x1, length 10)\n" +
				"\t      Oper_Version: 0\n" +
				"\t      Max_Version: 0\n" +
				"\t      Sequence Number: 1\n" +
				"\t      Acknowledgement Number: 2\n" +
				"\t    0x0000:  0000 0000 0001 0000 0002\n" +
				"\t    Feature - Priority Group (type 0x2, length 17)\n" +
				"\t      Oper_Version: 0\n" +
				"\t      Max_Version: 0\n" +
				"\t      Info block(0x80): Enable bit: 1, Willing bit: 0, Error Bit: 0\n" +
				"\t      SubType: 0\n" +
				"\t      Priority Allocation\n" +
				"\t          PgId_0: 0\n" +
				"\t          PgId_1: 1\n" +
				"\t          PgId_2: 2\n" +
				"\t          PgId_3: 3\n" +
				"\t          PgId_4: 4\n" +
				"\t          PgId_5: 5\n" +
				"\t          PgId_6: 6\n" +
				"\t          PgId_7: 7\n" +
				"\t      Priority Group Allocation\n" +
				"\t          Pg percentage[0]: 10\n" +
				"\t          Pg percentage[1]: 20\n" +
				"\t          Pg percentage[2]: 30\n" +
				"\t          Pg percentage[3]: 40\n" +
				"\t          Pg percentage[4]: 0\n" +
				"\t          Pg percentage[5]: 0\n" +
				"\t          Pg percentage[6]: 0\n" +
				"\t          Pg percentage[7]: 0\n" +
				"\t      NumTCsSupported: 8\n" +
				"\t    0x0000:  0000 8000 0123 4567 0a14 1e28 0000 0000\n" +
				"\t    0x0010:  08\n" +
				"\t    Feature - Priority Flow Control (type 0x3, length 6)\n" +
				"\t      Oper_Version: 0\n" +
				"\t      Max_Version: 0\n" +
				"\t      Info block(0xC0): Enable bit: 1, Willing bit: 1, Error Bit: 0\n" +
				"\t      SubType: 0\n" +
				"\t      PFC Config (0x08)\n" +
				"\t          Priority Bit 0: Disabled\n" +
				"\t          Priority Bit 1: Disabled\n" +
				"\t          Priority Bit 2: Disabled\n" +
				"\t          Priority Bit 3: Enabled\n" +
				"\t          Priority Bit 4: Disabled\n" +
				"\t          Priority Bit 5: Disabled\n" +
				"\t          Priority Bit 6: Disabled\n" +
				"\t          Priority Bit 7: Disabled\n" +
				"\t      NumTCPFCSupported: 8\n" +
				"\t    0x0000:  0000 c000 0808\n" +
				"\t    Feature - Application (type 0x4, length 10)\n" +
				"\t      Oper_Version: 0\n" +
				"\t      Max_Version: 0\n" +
				"\t      Info block(0xA0): Enable bit: 1, Willing bit: 0, Error Bit: 1\n" +
				"\t      SubType: 0\n" +
				"\t      Application Value\n" +
				"\t          Application Protocol ID: 0x8906\n" +
				"\t          SF (0x0) Application Protocol ID is L2 EtherType\n" +
				"\t          OUI: 0x001b21\n" +
				"\t          User Priority Map: 0x08\n" +
				"\t    0x0000:  0000 a000 8906 001b 2108\n" +
				"\t  0x0000:  001b 2102 020a 0000 0000 0001 0000 0002\n" +
				"\t  0x0010:  0411 0000 8000 0123 4567 0a14 1e28 0000\n" +
				"\t  0x0020:  0000 0806 0600 00c0 0008 0808 0a00 00a0\n" +
				"\t  0x0030:  0089 0600 1b21 08\n" +
				"\tEnd TLV (0), length 0"},
		{"STP", Options{}, 1, x("0180c200000202005e10000100264242030000000001800102005e10000100000004800102005e10000180020100140002000f00"), 0,
			"STP 802.1d, Config, Flags [Topology change], bridge-id 8001.02:00:5e:10:00:01.8002, length 35"},
		{"STP", v(1), 1, x("0180c200000202005e10000100264242030000000001800102005e10000100000004800102005e10000180020100140002000f00"), 0,
			"STP 802.1d, Config, Flags [Topology change], bridge-id 8001.02:00:5e:10:00:01.8002, length 35\n" +
				"\tmessage-age 1.00s, max-age 20.00s, hello-time 2.00s, forwarding-delay 15.00s\n" +
				"\troot-id 8001.02:00:5e:10:00:01, root-pathcost 4"},
		{"STP", ev(2), 1, x("0180c200000202005e10000100264242030000000001800102005e10000100000004800102005e10000180020100140002000f00"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, 802.3, length 38: LLC, dsap STP (0x42) Individual, ssap STP (0x42) Command, ctrl 0x03: STP 802.1d, Config, Flags [Topology change], bridge-id 8001.02:00:5e:10:00:01.8002, length 35\n" +
				"\tmessage-age 1.00s, max-age 20.00s, hello-time 2.00s, forwarding-delay 15.00s\n" +
				"\troot-id 8001.02:00:5e:10:00:01, root-pathcost 4"},
		{"TCN", ev(2), 1, x("0180c200000202005e100001000742420300000080"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, 802.3, length 7: LLC, dsap STP (0x42) Individual, ssap STP (0x42) Command, ctrl 0x03: STP 802.1d, Topology Change"},
		{"RSTP", v(1), 1, x("0180c200000202005e10000100274242030000020228800102005e10000100000000800102005e10000100000000140002000f0000"), 0,
			"STP 802.1w, Rapid STP, Flags [Forward], bridge-id 8001.02:00:5e:10:00:01.0000, length 36\n" +
				"\tmessage-age 0.00s, max-age 20.00s, hello-time 2.00s, forwarding-delay 15.00s\n" +
				"\troot-id 8001.02:00:5e:10:00:01, root-pathcost 0, port-role Root"},
		{"RSTP", ev(2), 1, x("0180c200000202005e10000100274242030000020228800102005e10000100000000800102005e10000100000000140002000f0000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, 802.3, length 39: LLC, dsap STP (0x42) Individual, ssap STP (0x42) Command, ctrl 0x03: STP 802.1w, Rapid STP, Flags [Forward], bridge-id 8001.02:00:5e:10:00:01.0000, length 36\n" +
				"\tmessage-age 0.00s, max-age 20.00s, hello-time 2.00s, forwarding-delay 15.00s\n" +
				"\troot-id 8001.02:00:5e:10:00:01, root-pathcost 0, port-role Root"},
		{"MSTP", v(1), 1, x("0180c200000202005e10000100794242030000030228800102005e10000100000000800102005e10000100000000140002000f0000005000726567696f6e000000000000000000000000000000000000000000000000000000030102000000000000000000000000000000000000800102005e100001141c800102005e10000100000009808013"), 0,
			"STP 802.1s, Rapid STP, CIST Flags [Forward], length 118\n" +
				"\tport-role Root, CIST root-id 8001.02:00:5e:10:00:01, CIST ext-pathcost 0\n" +
				"\tCIST regional-root-id 8001.02:00:5e:10:00:01, CIST port-id 0000,\n" +
				"\tmessage-age 0.00s, max-age 20.00s, hello-time 2.00s, forwarding-delay 15.00s\n" +
				"\tv3len 80, MCID Name region, rev 3,\n" +
				"\t\tdigest 01020000000000000000000000000000, CIST int-root-pathcost 0,\n" +
				"\tCIST bridge-id 8001.02:00:5e:10:00:01, CIST remaining-hops 20\n" +
				"\tMSTI 1, Flags [Learn], port-role Designated\n" +
				"\t\tMSTI regional-root-id 8001.02:00:5e:10:00:01, pathcost 9\n" +
				"\t\tMSTI bridge-prio 8, port-prio 8, hops 19"},
		{"MSTP", ev(2), 1, x("0180c200000202005e10000100794242030000030228800102005e10000100000000800102005e10000100000000140002000f0000005000726567696f6e000000000000000000000000000000000000000000000000000000030102000000000000000000000000000000000000800102005e100001141c800102005e10000100000009808013"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, 802.3, length 121: LLC, dsap STP (0x42) Individual, ssap STP (0x42) Command, ctrl 0x03: STP 802.1s, Rapid STP, CIST Flags [Forward], length 118\n" +
				"\tport-role Root, CIST root-id 8001.02:00:5e:10:00:01, CIST ext-pathcost 0\n" +
				"\tCIST regional-root-id 8001.02:00:5e:10:00:01, CIST port-id 0000,\n" +
				"\tmessage-age 0.00s, max-age 20.00s, hello-time 2.00s, forwarding-delay 15.00s\n" +
				"\tv3len 80, MCID Name region, rev 3,\n" +
				"\t\tdigest 01020000000000000000000000000000, CIST int-root-pathcost 0,\n" +
				"\tCIST bridge-id 8001.02:00:5e:10:00:01, CIST remaining-hops 20\n" +
				"\tMSTI 1, Flags [Learn], port-role Designated\n" +
				"\t\tMSTI regional-root-id 8001.02:00:5e:10:00:01, pathcost 9\n" +
				"\t\tMSTI bridge-prio 8, port-prio 8, hops 19"},
		{"LACP", Options{}, 1, x("0180c200000202005e100001880901010114800002005e100001000d00000016050000000214000002005e100001000000000000000000000310000500000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"), 0,
			"LACPv1, length 110"},
		{"LACP", v(1), 1, x("0180c200000202005e100001880901010114800002005e100001000d00000016050000000214000002005e100001000000000000000000000310000500000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"), 0,
			"LACPv1, length 110\n" +
				"\tActor Information TLV (0x01), length 20\n" +
				"\t  System 02:00:5e:10:00:01, System Priority 32768, Key 13, Port 22, Port Priority 0\n" +
				"\t  State Flags [Activity, Aggregation]\n" +
				"\tPartner Information TLV (0x02), length 20\n" +
				"\t  System 02:00:5e:10:00:01, System Priority 0, Key 0, Port 0, Port Priority 0\n" +
				"\t  State Flags [none]\n" +
				"\tCollector Information TLV (0x03), length 16\n" +
				"\t  Max Delay 5\n" +
				"\tTerminator TLV (0x00), length 0"},
		{"LACP", ev(2), 1, x("0180c200000202005e100001880901010114800002005e100001000d00000016050000000214000002005e100001000000000000000000000310000500000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype Slow Protocols (0x8809), length 124: LACPv1, length 110\n" +
				"\tActor Information TLV (0x01), length 20\n" +
				"\t  System 02:00:5e:10:00:01, System Priority 32768, Key 13, Port 22, Port Priority 0\n" +
				"\t  State Flags [Activity, Aggregation]\n" +
				"\t  0x0000:  8000 0200 5e10 0001 000d 0000 0016 0500\n" +
				"\t  0x0010:  0000\n" +
				"\tPartner Information TLV (0x02), length 20\n" +
				"\t  System 02:00:5e:10:00:01, System Priority 0, Key 0, Port 0, Port Priority 0\n" +
				"\t  State Flags [none]\n" +
				"\t  0x0000:  0000 0200 5e10 0001 0000 0000 0000 0000\n" +
				"\t  0x0010:  0000\n" +
				"\tCollector Information TLV (0x03), length 16\n" +
				"\t  Max Delay 5\n" +
				"\t  0x0000:  0005 0000 0000 0000 0000 0000 0000\n" +
				"\tTerminator TLV (0x00), length 0"},
		{"marker", v(1), 1, x("0180c200000202005e100001880902010110000102005e1000010000000900000000"), 0,
			"MARKERv1, length 20\n" +
				"\tMarker Information TLV (0x01), length 16\n" +
				"\t  Request System 02:00:5e:10:00:01, Request Port 1, Request Transaction ID 0x00000009\n" +
				"\tTerminator TLV (0x00), length 0"},
		{"marker", ev(2), 1, x("0180c200000202005e100001880902010110000102005e1000010000000900000000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype Slow Protocols (0x8809), length 34: MARKERv1, length 20\n" +
				"\tMarker Information TLV (0x01), length 16\n" +
				"\t  Request System 02:00:5e:10:00:01, Request Port 1, Request Transaction ID 0x00000009\n" +
				"\t  0x0000:  0001 0200 5e10 0001 0000 0009 0000\n" +
				"\tTerminator TLV (0x00), length 0"},
		{"OAM", Options{}, 1, x("0180c200000202005e1000018809030010000110010002061105ee00000c00000009fe060001020300"), 0,
			"OAM, length 27"},
		{"OAM", v(1), 1, x("0180c200000202005e1000018809030010000110010002061105ee00000c00000009fe060001020300"), 0,
			"OAM, length 27\n" +
				"\tCode Information OAM PDU, Flags [Local Stable]\n" +
				"\t  Local Information Type (1), length 16\n" +
				"\t    OAM-Version 1, Revision 2\n" +
				"\t    State-Parser-Action discarding, State-MUX-Action discarding\n" +
				"\t    OAM-Config Flags [Active, Variable-Retrieval], OAM-PDU-Config max-PDU size 1518\n" +
				"\t    OUI Cisco (0x00000c), Vendor-Private 0x00000009\n" +
				"\t  Organization specific Information Type (254), length 6\n" +
				"\t  0x0000:  fe06 0001 0203\n" +
				"\t\t packet is too short"},
		{"OAM", ev(2), 1, x("0180c200000202005e1000018809030010000110010002061105ee00000c00000009fe060001020300"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype Slow Protocols (0x8809), length 41: OAM, length 27\n" +
				"\tCode Information OAM PDU, Flags [Local Stable]\n" +
				"\t  Local Information Type (1), length 16\n" +
				"\t    OAM-Version 1, Revision 2\n" +
				"\t    State-Parser-Action discarding, State-MUX-Action discarding\n" +
				"\t    OAM-Config Flags [Active, Variable-Retrieval], OAM-PDU-Config max-PDU size 1518\n" +
				"\t    OUI Cisco (0x00000c), Vendor-Private 0x00000009\n" +
				"\t  0x0000:  0110 0100 0206 1105 ee00 000c 0000 0009\n" +
				"\t  Organization specific Information Type (254), length 6\n" +
				"\t  0x0000:  fe06 0001 0203\n" +
				"\t\t packet is too short"},
		{"OAM event", v(1), 1, x("0180c200000202005e100001880903000001000502280001000000000000000200000000000000030000000000000004000000000000000500000006"), 0,
			"OAM, length 46\n" +
				"\tCode Event Notification OAM PDU, Flags [none]\n" +
				"\t  Sequence Number 5\n" +
				"\t  Errored Frame Event Link Event Type (2), length 40\n" +
				"\t    Timestamp 100 ms, Errored Window 2\n" +
				"\t    Errored Threshold 3\n" +
				"\t    Errors 4\n" +
				"\t    Error Running Total 5\n" +
				"\t    Event Running Total 6"},
		{"OAM event", ev(2), 1, x("0180c200000202005e100001880903000001000502280001000000000000000200000000000000030000000000000004000000000000000500000006"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype Slow Protocols (0x8809), length 60: OAM, length 46\n" +
				"\tCode Event Notification OAM PDU, Flags [none]\n" +
				"\t  Sequence Number 5\n" +
				"\t  Errored Frame Event Link Event Type (2), length 40\n" +
				"\t    Timestamp 100 ms, Errored Window 2\n" +
				"\t    Errored Threshold 3\n" +
				"\t    Errors 4\n" +
				"\t    Error Running Total 5\n" +
				"\t    Event Running Total 6\n" +
				"\t  0x0000:  0228 0001 0000 0000 0000 0002 0000 0000\n" +
				"\t  0x0010:  0000 0003 0000 0000 0000 0004 0000 0000\n" +
				"\t  0x0020:  0000 0005 0000 0006"},
		{"OAM loopback", v(1), 1, x("0180c200000202005e10000188090300000401"), 0,
			"OAM, length 5\n" +
				"\tCode Loopback Control OAM PDU, Flags [none]\n" +
				"\t  Command Enable OAM Remote Loopback (1)"},
		{"OAM loopback", ev(2), 1, x("0180c200000202005e10000188090300000401"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype Slow Protocols (0x8809), length 19: OAM, length 5\n" +
				"\tCode Loopback Control OAM PDU, Flags [none]\n" +
				"\t  Command Enable OAM Remote Loopback (1)"},
		{"OAM variables", v(1), 1, x("0180c200000202005e10000188090300000207000100"), 0,
			"OAM, length 8\n" +
				"\tCode Variable Request OAM PDU, Flags [none]\n" +
				"\t  0x0000:  0700 0100"},
		{"OAM variables", ev(2), 1, x("0180c200000202005e10000188090300000207000100"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype Slow Protocols (0x8809), length 22: OAM, length 8\n" +
				"\tCode Variable Request OAM PDU, Flags [none]"},
		{"pause", Options{}, 1, x("0180c200000202005e10000188080001ffff000000000000000000000000000000000000000000000000000000000000000000000000000000000000"), 0,
			"MPCP, Opcode Pause, length 46"},
		{"pause", ev(2), 1, x("0180c200000202005e10000188080001ffff000000000000000000000000000000000000000000000000000000000000000000000000000000000000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype MPCP (0x8808), length 60: MPCP, Opcode Pause, length 46"},
		{"gate", v(1), 1, x("0180c200000202005e10000188080002000000070a0000000100020000000300040005"), 0,
			"MPCP, Opcode Gate, Timestamp 7 ticks, length 21\n" +
				"\tGrant Numbers 2, Flags [ Discovery ]\n" +
				"\tGrant #1, Start-Time 1 ticks, duration 2 ticks\n" +
				"\tGrant #2, Start-Time 3 ticks, duration 4 ticks\n" +
				"\tSync-Time 5 ticks"},
		{"gate", ev(2), 1, x("0180c200000202005e10000188080002000000070a0000000100020000000300040005"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype MPCP (0x8808), length 35: MPCP, Opcode Gate, Timestamp 7 ticks, length 21\n" +
				"\tGrant Numbers 2, Flags [ Discovery ]\n" +
				"\tGrant #1, Start-Time 1 ticks, duration 2 ticks\n" +
				"\tGrant #2, Start-Time 3 ticks, duration 4 ticks\n" +
				"\tSync-Time 5 ticks"},
		{"report", v(1), 1, x("0180c200000202005e1000018808000300000007020300040005"), 0,
			"MPCP, Opcode Report, Timestamp 7 ticks, length 12\n" +
				"\tTotal Queue-Sets 2\n" +
				"\t  Queue-Set #2, Report-Bitmap [ Q0, Q1 ]\n" +
				"\t    Q1 Report, Duration 4 ticks\n" +
				"\t    Q2 Report, Duration 5 ticks"},
		{"report", ev(2), 1, x("0180c200000202005e1000018808000300000007020300040005"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype MPCP (0x8808), length 26: MPCP, Opcode Report, Timestamp 7 ticks, length 12\n" +
				"\tTotal Queue-Sets 2\n" +
				"\t  Queue-Set #2, Report-Bitmap [ Q0, Q1 ]\n" +
				"\t    Q1 Report, Duration 4 ticks\n" +
				"\t    Q2 Report, Duration 5 ticks"},
		{"register", v(1), 1, x("0180c200000202005e1000018808000500000007000103000405"), 0,
			"MPCP, Opcode Register, Timestamp 7 ticks, length 12\n" +
				"\tAssigned-Port 1, Flags [ Re-Register, De-Register, ACK ]\n" +
				"\tSync-Time 4 ticks, Echoed-Pending-Grants 5"},
		{"register", ev(2), 1, x("0180c200000202005e1000018808000500000007000103000405"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype MPCP (0x8808), length 26: MPCP, Opcode Register, Timestamp 7 ticks, length 12\n" +
				"\tAssigned-Port 1, Flags [ Re-Register, De-Register, ACK ]\n" +
				"\tSync-Time 4 ticks, Echoed-Pending-Grants 5"},
		{"EAP identity", Options{}, 1, x("0180c200000202005e100001888e02000009020100090175736572"), 0,
			"EAP packet (0) v2, len 9"},
		{"EAP identity", v(1), 1, x("0180c200000202005e100001888e02000009020100090175736572"), 0,
			"EAP packet (0) v2, len 9, Response (2), id 1, len 9\n" +
				"\t\t Type Identity (1), Identity: user"},
		{"EAP identity", ev(2), 1, x("0180c200000202005e100001888e02000009020100090175736572"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype EAPOL (0x888e), length 27: EAP packet (0) v2, len 9, Response (2), id 1, len 9\n" +
				"\t\t Type Identity (1), Identity: user"},
		{"EAP nak", v(1), 1, x("0180c200000202005e100001888e020000070201000703150d"), 0,
			"EAP packet (0) v2, len 7, Response (2), id 1, len 7\n" +
				"\t\t Type Nak (3) TTLS (21), TLS (13)"},
		{"EAP nak", ev(2), 1, x("0180c200000202005e100001888e020000070201000703150d"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype EAPOL (0x888e), length 25: EAP packet (0) v2, len 7, Response (2), id 1, len 7\n" +
				"\t\t Type Nak (3) TTLS (21), TLS (13)"},
		{"EAP TTLS", v(1), 1, x("0180c200000202005e100001888e0200000b0101000b15a10000010001"), 0,
			"EAP packet (0) v2, len 11, Request (1), id 1, len 11\n" +
				"\t\t Type TTLS (21) TTLSv1 flags [L bit, Start bit] 0xa1, len 256"},
		{"EAP TTLS", ev(2), 1, x("0180c200000202005e100001888e0200000b0101000b15a10000010001"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype EAPOL (0x888e), length 29: EAP packet (0) v2, len 11, Request (1), id 1, len 11\n" +
				"\t\t Type TTLS (21) TTLSv1 flags [L bit, Start bit] 0xa1, len 256"},
		{"EAP FAST", v(1), 1, x("0180c200000202005e100001888e02000006010100062b21"), 0,
			"EAP packet (0) v2, len 6, Request (1), id 1, len 6\n" +
				"\t\t Type FAST (43) FASTv1 flags [Start bit] 0x21"},
		{"EAP FAST", ev(2), 1, x("0180c200000202005e100001888e02000006010100062b21"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype EAPOL (0x888e), length 24: EAP packet (0) v2, len 6, Request (1), id 1, len 6\n" +
				"\t\t Type FAST (43) FASTv1 flags [Start bit] 0x21"},
		{"EAP SIM", v(1), 1, x("0180c200000202005e100001888e0200000801010008120a0000"), 0,
			"EAP packet (0) v2, len 8, Request (1), id 1, len 8\n" +
				"\t\t Type SIM (18) subtype [Start] 0x0a"},
		{"EAP SIM", ev(2), 1, x("0180c200000202005e100001888e0200000801010008120a0000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype EAPOL (0x888e), length 26: EAP packet (0) v2, len 8, Request (1), id 1, len 8\n" +
				"\t\t Type SIM (18) subtype [Start] 0x0a"},
		{"EAP success", ev(2), 1, x("0180c200000202005e100001888e0200000403010004"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype EAPOL (0x888e), length 22: EAP packet (0) v2, len 4, Success (3), id 1, len 4"},
		{"EAPOL start", ev(2), 1, x("0180c200000202005e100001888e02010000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype EAPOL (0x888e), length 18: EAPOL start (1) v2, len 0"},
		{"MACsec", Options{}, 1, x("0180c200000202005e10000188e5211e0000000702005e100001000108060001080006040001000000000000000000000000000000000000000000000000000000000000000000000000"), 0,
			"ARP, Request who-has 0.0.0.0 tell 0.0.0.0, length 28"},
		{"MACsec", v(1), 1, x("0180c200000202005e10000188e5211e0000000702005e100001000108060001080006040001000000000000000000000000000000000000000000000000000000000000000000000000"), 0,
			"ARP, Ethernet (len 6), IPv4 (len 4), Request who-has 0.0.0.0 tell 0.0.0.0, length 28"},
		{"MACsec", ev(2), 1, x("0180c200000202005e10000188e5211e0000000702005e100001000108060001080006040001000000000000000000000000000000000000000000000000000000000000000000000000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype 802.1AE MACsec (0x88e5), length 74: an 1, pn 7, flags I, sl 30, sci 02005e1000010001, ethertype ARP (0x0806), Ethernet (len 6), IPv4 (len 4), Request who-has 0.0.0.0 tell 0.0.0.0, length 28"},
		{"MACsec encrypted", Options{}, 1, x("0180c200000202005e10000188e52c050000000702005e1000010001010203040500000000000000000000000000000000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02 802.1AE MACsec, an 0, pn 7, flags ECI, sl 5, sci 02005e1000010001, \n" +
				"\t0x0000:  0102 0304 0500 0000 0000 0000 0000 0000  ................\n" +
				"\t0x0010:  0000 0000 00                             ....."},
		{"MACsec encrypted", v(1), 1, x("0180c200000202005e10000188e52c050000000702005e1000010001010203040500000000000000000000000000000000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02 802.1AE MACsec, an 0, pn 7, flags ECI, sl 5, sci 02005e1000010001, \n" +
				"\t0x0000:  0102 0304 0500 0000 0000 0000 0000 0000  ................\n" +
				"\t0x0010:  0000 0000 00                             ....."},
		{"MACsec encrypted", ev(2), 1, x("0180c200000202005e10000188e52c050000000702005e1000010001010203040500000000000000000000000000000000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype 802.1AE MACsec (0x88e5), length 49: an 0, pn 7, flags ECI, sl 5, sci 02005e1000010001, \n" +
				"\t0x0000:  0102 0304 0500 0000 0000 0000 0000 0000  ................\n" +
				"\t0x0010:  0000 0000 00                             ....."},
		{"AoE ATA", Options{}, 1, x("0180c200000202005e10000188a21000000102000000000340000124010000000000000000000000"), 0,
			"AoE length 26, Ver 1, Flags: [none]"},
		{"AoE ATA", v(1), 1, x("0180c200000202005e10000188a21000000102000000000340000124010000000000000000000000"), 0,
			"AoE length 26, Ver 1, Flags: [none]\n" +
				"\tMajor: 0x0001, Minor: 0x02, Command: Issue ATA Command, Tag: 0x00000003\n" +
				"\tAFlags: [Ext48], Err/Feature: 0, Sector Count: 1, Cmd/Status: 36\n" +
				"\tlba0: 1, lba1: 0, lba2: 0, lba3: 0, lba4: 0, lba5: 0\n" +
				"\tData: 4 bytes"},
		{"AoE ATA", ev(2), 1, x("0180c200000202005e10000188a21000000102000000000340000124010000000000000000000000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype AoE (0x88a2), length 40: AoE length 26, Ver 1, Flags: [none]\n" +
				"\tMajor: 0x0001, Minor: 0x02, Command: Issue ATA Command, Tag: 0x00000003\n" +
				"\tAFlags: [Ext48], Err/Feature: 0, Sector Count: 1, Cmd/Status: 36\n" +
				"\tlba0: 1, lba1: 0, lba2: 0, lba3: 0, lba4: 0, lba5: 0\n" +
				"\tData: 4 bytes"},
		{"AoE configuration", v(1), 1, x("0180c200000202005e10000188a21c040000000100000000000800000013000178"), 0,
			"AoE length 19, Ver 1, Flags: [Response, Error]\n" +
				"\tError: Config string present\n" +
				"\tMajor: 0x0000, Minor: 0x00, Command: Query Config Information, Tag: 0x00000000\n" +
				"\tBuffer Count: 8, Firmware Version: 0, Sector Count: 0, AoE: 1, CCmd: set config string\n" +
				"\tConfig String (length 1): x"},
		{"AoE configuration", ev(2), 1, x("0180c200000202005e10000188a21c040000000100000000000800000013000178"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype AoE (0x88a2), length 33: AoE length 19, Ver 1, Flags: [Response, Error]\n" +
				"\tError: Config string present\n" +
				"\tMajor: 0x0000, Minor: 0x00, Command: Query Config Information, Tag: 0x00000000\n" +
				"\tBuffer Count: 8, Firmware Version: 0, Sector Count: 0, AoE: 1, CCmd: set config string\n" +
				"\tConfig String (length 1): x"},
		{"AoE mask", v(1), 1, x("0180c200000202005e10000188a21000000000020000000000010001000102005e100001"), 0,
			"AoE length 22, Ver 1, Flags: [none]\n" +
				"\tMajor: 0x0000, Minor: 0x00, Command: MAC Mask List, Tag: 0x00000000\n" +
				"\tMCmd: Edit Mac Mask List, MError: Unknown (0x00), Dir Count: 1\n" +
				"\t DCmd: Add mac address to mask list, Ethernet Address: 02:00:5e:10:00:01"},
		{"AoE mask", ev(2), 1, x("0180c200000202005e10000188a21000000000020000000000010001000102005e100001"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype AoE (0x88a2), length 36: AoE length 22, Ver 1, Flags: [none]\n" +
				"\tMajor: 0x0000, Minor: 0x00, Command: MAC Mask List, Tag: 0x00000000\n" +
				"\tMCmd: Edit Mac Mask List, MError: Unknown (0x00), Dir Count: 1\n" +
				"\t DCmd: Add mac address to mask list, Ethernet Address: 02:00:5e:10:00:01"},
		{"AoE reserve", v(1), 1, x("0180c200000202005e10000188a210000000000300000000010102005e100001"), 0,
			"AoE length 18, Ver 1, Flags: [none]\n" +
				"\tMajor: 0x0000, Minor: 0x00, Command: Reserve/Release, Tag: 0x00000000\n" +
				"\tRCmd: Set reserve list, NMacs: 1\n" +
				"\tEthernet Address 0: 02:00:5e:10:00:01"},
		{"AoE reserve", ev(2), 1, x("0180c200000202005e10000188a210000000000300000000010102005e100001"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype AoE (0x88a2), length 32: AoE length 18, Ver 1, Flags: [none]\n" +
				"\tMajor: 0x0000, Minor: 0x00, Command: Reserve/Release, Tag: 0x00000000\n" +
				"\tRCmd: Set reserve list, NMacs: 1\n" +
				"\tEthernet Address 0: 02:00:5e:10:00:01"},
		{"UDLD", Options{}, 1, x("0180c200000202005e100001003baaaa0300000c011121035d75000100067377000200094769302f310003000800000000000400050700050005050006000653310007000800000001"), 0,
			"UDLDv1, Code Probe message (1), Flags [RT, RSY] (0x03), length 51"},
		{"UDLD", v(1), 1, x("0180c200000202005e100001003baaaa0300000c011121035d75000100067377000200094769302f310003000800000000000400050700050005050006000653310007000800000001"), 0,
			"UDLDv1, Code Probe message (1), Flags [RT, RSY] (0x03), length 51\n" +
				"\tChecksum 0x5d75 (unverified)\n" +
				"\tDevice-ID TLV (0x0001) TLV, length 6, sw\n" +
				"\tPort-ID TLV (0x0002) TLV, length 9, Gi0/1\n" +
				"\tEcho TLV (0x0003) TLV, length 8, ^@^@^@^@\n" +
				"\tMessage Interval TLV (0x0004) TLV, length 5, 7s\n" +
				"\tTimeout Interval TLV (0x0005) TLV, length 5, 5s\n" +
				"\tDevice Name TLV (0x0006) TLV, length 6, S1\n" +
				"\tSequence Number TLV (0x0007) TLV, length 8, 1"},
		{"UDLD", ev(2), 1, x("0180c200000202005e100001003baaaa0300000c011121035d75000100067377000200094769302f310003000800000000000400050700050005050006000653310007000800000001"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, 802.3, length 59: LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui Cisco (0x00000c), pid UDLD (0x0111), length 51: UDLDv1, Code Probe message (1), Flags [RT, RSY] (0x03), length 51\n" +
				"\tChecksum 0x5d75 (unverified)\n" +
				"\tDevice-ID TLV (0x0001) TLV, length 6, sw\n" +
				"\tPort-ID TLV (0x0002) TLV, length 9, Gi0/1\n" +
				"\tEcho TLV (0x0003) TLV, length 8, ^@^@^@^@\n" +
				"\tMessage Interval TLV (0x0004) TLV, length 5, 7s\n" +
				"\tTimeout Interval TLV (0x0005) TLV, length 5, 5s\n" +
				"\tDevice Name TLV (0x0006) TLV, length 6, S1\n" +
				"\tSequence Number TLV (0x0007) TLV, length 8, 1"},
		{"DTP", Options{}, 1, x("0180c200000202005e1000010024aaaa0300000c200401000100076c6162000200050400030005400004000a02005e100001"), 0,
			"DTPv1, length 28"},
		{"DTP", v(1), 1, x("0180c200000202005e1000010024aaaa0300000c200401000100076c6162000200050400030005400004000a02005e100001"), 0,
			"DTPv1, length 28\n" +
				"\tDomain (0x0001) TLV, length 7, lab\n" +
				"\tStatus (0x0002) TLV, length 5, 0x4\n" +
				"\tDTP type (0x0003) TLV, length 5, 0x40\n" +
				"\tNeighbor (0x0004) TLV, length 10, 02:00:5e:10:00:01"},
		{"DTP", ev(2), 1, x("0180c200000202005e1000010024aaaa0300000c200401000100076c6162000200050400030005400004000a02005e100001"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, 802.3, length 36: LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui Cisco (0x00000c), pid DTP (0x2004), length 28: DTPv1, length 28\n" +
				"\tDomain (0x0001) TLV, length 7, lab\n" +
				"\tStatus (0x0002) TLV, length 5, 0x4\n" +
				"\tDTP type (0x0003) TLV, length 5, 0x40\n" +
				"\tNeighbor (0x0004) TLV, length 10, 02:00:5e:10:00:01"},
		{"VTP summary", Options{}, 1, x("0180c200000202005e1000010050aaaa0300000c2003010101036c6162000000000000000000000000000000000000000000000000000000000000000007c000020100000000000000000000000001000000000000000000000000000000"), 0,
			"VTPv1, Message Summary advertisement (0x01), length 72"},
		{"VTP summary", v(1), 1, x("0180c200000202005e1000010050aaaa0300000c2003010101036c6162000000000000000000000000000000000000000000000000000000000000000007c000020100000000000000000000000001000000000000000000000000000000"), 0,
			"VTPv1, Message Summary advertisement (0x01), length 72\n" +
				"\tDomain name: lab, Followers: 1\n" +
				"\t  Config Rev 7, Updater 192.0.2.1, Timestamp 0x00000000 0x00000000 0x00000000, MD5 digest: 01000000000000000000000000000000"},
		{"VTP summary", ev(2), 1, x("0180c200000202005e1000010050aaaa0300000c2003010101036c6162000000000000000000000000000000000000000000000000000000000000000007c000020100000000000000000000000001000000000000000000000000000000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, 802.3, length 80: LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui Cisco (0x00000c), pid VTP (0x2003), length 72: VTPv1, Message Summary advertisement (0x01), length 72\n" +
				"\tDomain name: lab, Followers: 1\n" +
				"\t  Config Rev 7, Updater 192.0.2.1, Timestamp 0x00000000 0x00000000 0x00000000, MD5 digest: 01000000000000000000000000000000"},
		{"VTP subset", v(1), 1, x("0180c200000202005e1000010070aaaa0300000c2003010201036c616200000000000000000000000000000000000000000000000000000000000000000714000107000105dc000186a164656661756c74002c00050503ed05dc00018a8d74726e6574000000030100020601000107010002090100070a01000101010005"), 0,
			"VTPv1, Message Subset advertisement (0x02), length 104\n" +
				"\tDomain name: lab, Seq number: 1, Config Rev 7\n" +
				"\tVLAN info status Operational, type Ethernet, VLAN-id 1, MTU 1500, SAID 0x000186a1, Name default\n" +
				"\tVLAN info status Operational, type TrBRF, VLAN-id 1005, MTU 1500, SAID 0x00018a8d, Name trnet\n" +
				"\t\tSTP type TLV (0x0003) TLV, SRB (2)\n" +
				"\t\tPruning TLV (0x0006) TLV, Enabled (1)\n" +
				"\t\tBridge Type TLV (0x0007) TLV, SRT (2)\n" +
				"\t\tMax STE Hop Count TLV (0x0009) TLV, 7\n" +
				"\t\tBackup CRF Mode TLV (0x000a) TLV, Backup (1)\n" +
				"\t\tSource-Routing Ring Number TLV (0x0001) TLV\n" +
				"\t\t  0x0000:  0101 0005"},
		{"VTP subset", ev(2), 1, x("0180c200000202005e1000010070aaaa0300000c2003010201036c616200000000000000000000000000000000000000000000000000000000000000000714000107000105dc000186a164656661756c74002c00050503ed05dc00018a8d74726e6574000000030100020601000107010002090100070a01000101010005"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, 802.3, length 112: LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui Cisco (0x00000c), pid VTP (0x2003), length 104: VTPv1, Message Subset advertisement (0x02), length 104\n" +
				"\tDomain name: lab, Seq number: 1, Config Rev 7\n" +
				"\tVLAN info status Operational, type Ethernet, VLAN-id 1, MTU 1500, SAID 0x000186a1, Name default\n" +
				"\tVLAN info status Operational, type TrBRF, VLAN-id 1005, MTU 1500, SAID 0x00018a8d, Name trnet\n" +
				"\t\tSTP type TLV (0x0003) TLV, SRB (2)\n" +
				"\t\tPruning TLV (0x0006) TLV, Enabled (1)\n" +
				"\t\tBridge Type TLV (0x0007) TLV, SRT (2)\n" +
				"\t\tMax STE Hop Count TLV (0x0009) TLV, 7\n" +
				"\t\tBackup CRF Mode TLV (0x000a) TLV, Backup (1)\n" +
				"\t\tSource-Routing Ring Number TLV (0x0001) TLV\n" +
				"\t\t  0x0000:  0101 0005"},
		{"VTP request", v(1), 1, x("0180c200000202005e1000010030aaaa0300000c2003010300036c6162000000000000000000000000000000000000000000000000000000000000000000"), 0,
			"VTPv1, Message Advertisement request (0x03), length 40\n" +
				"\tDomain name: lab, Rsvd: 0\n" +
				"\tStart value: 0"},
		{"VTP request", ev(2), 1, x("0180c200000202005e1000010030aaaa0300000c2003010300036c6162000000000000000000000000000000000000000000000000000000000000000000"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, 802.3, length 48: LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui Cisco (0x00000c), pid VTP (0x2003), length 40: VTPv1, Message Advertisement request (0x03), length 40\n" +
				"\tDomain name: lab, Rsvd: 0\n" +
				"\tStart value: 0"},
		{"Loopback", v(1), 1, x("0180c200000202005e100001900000000100050001"), 0,
			"Loopback, skipCount 0, Reply, receipt number 5, data (1 octets)"},
		{"Loopback", ev(2), 1, x("0180c200000202005e100001900000000100050001"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype Loopback (0x9000), length 21: Loopback, skipCount 0, Reply, receipt number 5, data (1 octets)"},
		{"frame relay", Options{}, 107, x("184103cc4500001400010000400000000a0000010a000002"), 0,
			"IP 10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"frame relay", v(1), 107, x("184103cc4500001400010000400000000a0000010a000002"), 0,
			"IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"frame relay", ev(2), 107, x("184103cc4500001400010000400000000a0000010a000002"), 0,
			"Q.922, hdr-len 2, DLCI 100, Flags [none], NLPID IPv4 (0xcc), length 24: (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"frame relay unknown", Options{}, 107, x("184103aa0102"), 0,
			"Q.922, hdr-len 2, DLCI 100, Flags [none], NLPID unknown (0xaa), length 6: \n" +
				"\t0x0000:  0102                                     .."},
		{"frame relay unknown", v(1), 107, x("184103aa0102"), 0,
			"Q.922, hdr-len 2, DLCI 100, Flags [none], NLPID unknown (0xaa), length 6: \n" +
				"\t0x0000:  0102                                     .."},
		{"frame relay unknown", ev(2), 107, x("184103aa0102"), 0,
			"Q.922, hdr-len 2, DLCI 100, Flags [none], NLPID unknown (0xaa), length 6: \n" +
				"\t0x0000:  0102                                     .."},
		{"frame relay ethertype", Options{}, 107, x("184108004500001400010000400000000a0000010a000002"), 0,
			"IP 10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"frame relay ethertype", v(1), 107, x("184108004500001400010000400000000a0000010a000002"), 0,
			"IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"frame relay ethertype", ev(2), 107, x("184108004500001400010000400000000a0000010a000002"), 0,
			"Q.922, hdr-len 2, DLCI 100, Flags [none], cisco-ethertype IPv4 (0x0800), length 24: (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"Q.933", Options{}, 107, x("0001030800759501010003020102"), 0,
			"Q.933, ANSI, codeset 5, Status Enquiry, TX Seq:   1, RX Seq:   2, length 10"},
		{"Q.933", v(1), 107, x("0001030800759501010003020102"), 0,
			"Q.933, ANSI, codeset 5, Status Enquiry (0x75), length 10\n" +
				"\tANSI Report Type IE (0x01), length 1: Full Status (0)\n" +
				"\tANSI Link Verify IE (0x03), length 2: TX Seq:   1, RX Seq:   2"},
		{"Q.933", ev(2), 107, x("0001030800759501010003020102"), 0,
			"Q.922, hdr-len 2, DLCI 0, Flags [none], NLPID Q.933 (0x08), length 14: ANSI, codeset 5, Status Enquiry (0x75), length 10\n" +
				"\tANSI Report Type IE (0x01), length 1: Full Status (0)\n" +
				"\t  0x0000:  00\n" +
				"\tANSI Link Verify IE (0x03), length 2: TX Seq:   1, RX Seq:   2\n" +
				"\t  0x0000:  0102"},
		{"FRF.15", Options{}, 107, x("184103b1c1050102"), 0,
			"FRF.15, seq 0x005, Flags [Begin, End],Interface Fragmentation, length 4"},
		{"FRF.15", v(1), 107, x("184103b1c1050102"), 0,
			"FRF.15, seq 0x005, Flags [Begin, End],Interface Fragmentation, length 4"},
		{"FRF.15", ev(2), 107, x("184103b1c1050102"), 0,
			"Q.922, hdr-len 2, DLCI 100, Flags [none], NLPID FRF.15 (0xb1), length 8: FRF.15, seq 0x005, Flags [Begin, End],Interface Fragmentation, length 4"},
		{"FRF.16 fragment", Options{}, 182, x("c005184103cc4500001400010000400000000a0000010a000002"), 0,
			"FRF.16 Frag, seq 5, Flags [Begin, End], IP 10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"FRF.16 fragment", v(1), 182, x("c005184103cc4500001400010000400000000a0000010a000002"), 0,
			"FRF.16 Frag, seq 5, Flags [Begin, End], IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"FRF.16 fragment", ev(2), 182, x("c005184103cc4500001400010000400000000a0000010a000002"), 0,
			"FRF.16 Frag, seq 5, Flags [Begin, End], Q.922, hdr-len 2, DLCI 100, Flags [none], NLPID IPv4 (0xcc), length 24: (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"FRF.16 control", Options{}, 182, x("e00001010361030601020304"), 0,
			"FRF.16 Control, Flags [Begin, End, Control], Add Link, length 12"},
		{"FRF.16 control", v(1), 182, x("e00001010361030601020304"), 0,
			"FRF.16 Control, Flags [Begin, End, Control], Add Link, length 12\n" +
				"\tIE Bundle ID (1), length 3: a\n" +
				"\tIE Magic Number (3), length 6: 0x01020304"},
		{"FRF.16 control", ev(2), 182, x("e00001010361030601020304"), 0,
			"FRF.16 Control, Flags [Begin, End, Control], Add Link, length 12\n" +
				"\tIE Bundle ID (1), length 3: a\n" +
				"\t  0x0000:  61\n" +
				"\tIE Magic Number (3), length 6: 0x01020304\n" +
				"\t  0x0000:  0102 0304"},
		{"SLIP", Options{}, 8, x("01450000000000000000000000000000004500001400010000400000000a0000010a000002"), 0,
			"ip v0"},
		{"SLIP", v(1), 8, x("01450000000000000000000000000000004500001400010000400000000a0000010a000002"), 0,
			"ip v0"},
		{"SLIP", ev(2), 8, x("01450000000000000000000000000000004500001400010000400000000a0000010a000002"), 0,
			"O ip 37: ip v0"},
		{"PPP in Ethernet", Options{}, 1, x("00000000000002005e100001880bc0210901000800000005"), 0,
			": LCP, Echo-Request (0x09), id 1, length 10"},
		{"PPP in Ethernet", v(1), 1, x("00000000000002005e100001880bc0210901000800000005"), 0,
			": LCP, Echo-Request (0x09), id 1, length 10\n" +
				"\tencoded length 8 (=Option(s) length 4)\n" +
				"\t  Magic-Num 0x00000005"},
		{"PPP in Ethernet", ev(2), 1, x("00000000000002005e100001880bc0210901000800000005"), 0,
			"02:00:5e:10:00:01 > 00:00:00:00:00:00, ethertype PPP (0x880b), length 24: : LCP (0xc021), length 10: LCP, Echo-Request (0x09), id 1, length 10\n" +
				"\tencoded length 8 (=Option(s) length 4)\n" +
				"\t0x0000:  c021 0901 0008\n" +
				"\t  Magic-Num 0x00000005"},
		{"Arista", Options{}, 1, x("00000000000002005e100001d28b000100105ceeed57384f59c808004500001400010000400000000a0000010a000002"), 0,
			"ethertype Arista Vendor Specific Protocol (0xd28b), length 48: SubType Timestamp (0x0001), Timescale TAI (0), Format 64-bit (1), HwInfo R/R2 (0), Timestamp 2019-05-29 20:36:39.944724424: IP 10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"Arista", v(1), 1, x("00000000000002005e100001d28b000100105ceeed57384f59c808004500001400010000400000000a0000010a000002"), 0,
			"ethertype Arista Vendor Specific Protocol (0xd28b), length 48: SubType Timestamp (0x0001), Timescale TAI (0), Format 64-bit (1), HwInfo R/R2 (0), Timestamp 2019-05-29 20:36:39.944724424: IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"Arista", ev(2), 1, x("00000000000002005e100001d28b000100105ceeed57384f59c808004500001400010000400000000a0000010a000002"), 0,
			"02:00:5e:10:00:01 > 00:00:00:00:00:00, ethertype Arista Vendor Specific Protocol (0xd28b), length 48: SubType Timestamp (0x0001), Timescale TAI (0), Format 64-bit (1), HwInfo R/R2 (0), Timestamp 2019-05-29 20:36:39.944724424: ethertype IPv4 (0x0800), length 48: (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"DSA", Options{}, 284, x("020000000001020000000002c009053908004500001400010000400000000a0000010a000002"), 0,
			"DSA Forward port 0.1, VLAN 1337u, IP 10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"DSA", v(1), 284, x("020000000001020000000002c009053908004500001400010000400000000a0000010a000002"), 0,
			"DSA Forward port 0.1, VLAN 1337u, IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"DSA", ev(2), 284, x("020000000001020000000002c009053908004500001400010000400000000a0000010a000002"), 0,
			"02:00:00:00:00:02 > 02:00:00:00:00:01, Marvell DSA mode Forward, dev 0, port 1, untagged, CFI, VID 1337, FPri 0, ethertype IPv4 (0x0800), length 38: (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"DSA from CPU", Options{}, 284, x("0200000000010200000000026109a53908004500001400010000400000000a0000010a000002"), 0,
			"DSA CPU > port 1.1, VLAN 1337t, IP 10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"DSA from CPU", ev(2), 284, x("0200000000010200000000026109a53908004500001400010000400000000a0000010a000002"), 0,
			"02:00:00:00:00:02 > 02:00:00:00:00:01, Marvell DSA mode From CPU, target dev 1, port 1, tagged, CFI, VID 1337, FPri 5, ethertype IPv4 (0x0800), length 38: (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"EDSA to CPU", Options{}, 285, x("020000000001020000000002dada00000009053908004500001400010000400000000a0000010a000002"), 0,
			"EDSA 0xdada, port 0.1 > CPU, VLAN 1337u, IP 10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"EDSA to CPU", v(1), 285, x("020000000001020000000002dada00000009053908004500001400010000400000000a0000010a000002"), 0,
			"EDSA 0xdada, port 0.1 > CPU, VLAN 1337u, IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"EDSA to CPU", ev(2), 285, x("020000000001020000000002dada00000009053908004500001400010000400000000a0000010a000002"), 0,
			"02:00:00:00:00:02 > 02:00:00:00:00:01, Marvell EDSA ethertype 0xdada (Unknown), rsvd 0 0, mode To CPU, source dev 0, port 1, code BPDU (MGMT) Trap, untagged, CFI, VID 1337, FPri 0, ethertype IPv4 (0x0800), length 42: (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"BRCM prepended", Options{}, 282, x("0000200502000000000102000000000208004500001400010000400000000a0000010a000002"), 0,
			"IP 10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
	}
}

// newerSamples are what the release that is compared with prints otherwise than its
// successors, which are followed.
func newerSamples(t testing.TB) []sample {
	x := func(s string) []byte { return unhex(t, s) }
	v := func(n int) Options { return Options{Verbose: n} }
	ev := func(n int) Options { return Options{Verbose: n, Link: true} }
	return append(newerTunnelSamples(t), []sample{
		{"IPCP request", ev(2), 1, x("0180c200000202005e1000018864110000070034802101010032010ac0000201c00002020306c00002018106c00002350206002d0f0102120061001000100100000500a801020202"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, ethertype PPPoE S (0x8864), length 72: PPPoE  [ses 0x7] IPCP (0x8021), length 52: IPCP, Conf-Request (0x01), id 1, length 52\n" +
				"\tencoded length 50 (=Option(s) length 46)\n" +
				"\t0x0000:  8021 0101 0032\n" +
				"\t  IP-Addrs Option (0x01), length 10: src 192.0.2.1, dst 192.0.2.2\n" +
				"\t    0x0000:  c000 0201 c000 0202\n" +
				"\t  IP-Addr Option (0x03), length 6: 192.0.2.1\n" +
				"\t    0x0000:  c000 0201\n" +
				"\t  Pri-DNS Option (0x81), length 6: 192.0.2.53\n" +
				"\t    0x0000:  c000 0235\n" +
				"\t  IP-Comp Option (0x02), length 6: VJ-Comp (0x2d):\n" +
				"\t    0x0000:  002d 0f01\n" +
				"\t  IP-Comp Option (0x02), length 18: IP Header Compression (0x61):\n" +
				"\t    TCP Space 16, non-TCP Space 16, maxPeriod 256, maxTime 5, maxHdr 168\n" +
				"\t      Suboptions, length 4\n" +
				"\t\tRTP-Compression Suboption #1, length 2\n" +
				"\t\tEnhanced RTP-Compression Suboption #2, length 2\n" +
				"\t    0x0000:  0061 0010 0010 0100 0005 00a8 0102 0202"},
		{"CDP", Options{}, 1, x("0180c200000202005e1000010076aaaa0300000c200002b43fc80001000773773100020011000000010101cc0004c0000201000300094769302f31000400080000002800050007760a3100070009c000020018000a0006002a000b00050100100006189c000e000701000200110008000005dc0012000501001700060061007f00060102"), 0,
			"CDPv2, ttl: 180s, Device-ID 'sw1', length 110"},
		{"CDP", v(1), 1, x("0180c200000202005e1000010076aaaa0300000c200002b43fc80001000773773100020011000000010101cc0004c0000201000300094769302f31000400080000002800050007760a3100070009c000020018000a0006002a000b00050100100006189c000e000701000200110008000005dc0012000501001700060061007f00060102"), 0,
			"CDPv2, ttl: 180s, checksum: 0x3fc8 (unverified), length 110\n" +
				"\tDevice-ID (0x0001), value length: 3 bytes: 'sw1'\n" +
				"\tAddress (0x0002), value length: 13 bytes: IPv4 (1) 192.0.2.1\n" +
				"\tPort-ID (0x0003), value length: 5 bytes: 'Gi0/1'\n" +
				"\tCapability (0x0004), value length: 4 bytes: (0x00000028): L2 Switch, IGMP snooping\n" +
				"\tVersion String (0x0005), value length: 3 bytes: \n" +
				"\t  v\n" +
				"\t  1\n" +
				"\tPrefixes (0x0007), value length: 5 bytes:  IPv4 Prefixes (1): 192.0.2.0/24\n" +
				"\tNative VLAN ID (0x000a), value length: 2 bytes: 42\n" +
				"\tDuplex (0x000b), value length: 1 byte: full\n" +
				"\tpower consumption (0x0010), value length: 2 bytes: 6.30W\n" +
				"\tATA-186 VoIP VLAN assignment (0x000e), value length: 3 bytes: app 1, vlan 2\n" +
				"\tMTU (0x0011), value length: 4 bytes: 1500 bytes\n" +
				"\tAVVID trust bitmap (0x0012), value length: 1 byte: 0x01\n" +
				"\tPhysical Location (0x0017), value length: 2 bytes: 0x00/a\n" +
				"\tUnknown (0x007f), value length: 2 bytes: \n" +
				"\t  0x0000:  0102"},
		{"CDP", ev(2), 1, x("0180c200000202005e1000010076aaaa0300000c200002b43fc80001000773773100020011000000010101cc0004c0000201000300094769302f31000400080000002800050007760a3100070009c000020018000a0006002a000b00050100100006189c000e000701000200110008000005dc0012000501001700060061007f00060102"), 0,
			"02:00:5e:10:00:01 > 01:80:c2:00:00:02, 802.3, length 118: LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui Cisco (0x00000c), pid CDP (0x2000), length 110: CDPv2, ttl: 180s, checksum: 0x3fc8 (unverified), length 110\n" +
				"\tDevice-ID (0x0001), value length: 3 bytes: 'sw1'\n" +
				"\tAddress (0x0002), value length: 13 bytes: IPv4 (1) 192.0.2.1\n" +
				"\tPort-ID (0x0003), value length: 5 bytes: 'Gi0/1'\n" +
				"\tCapability (0x0004), value length: 4 bytes: (0x00000028): L2 Switch, IGMP snooping\n" +
				"\tVersion String (0x0005), value length: 3 bytes: \n" +
				"\t  v\n" +
				"\t  1\n" +
				"\tPrefixes (0x0007), value length: 5 bytes:  IPv4 Prefixes (1): 192.0.2.0/24\n" +
				"\tNative VLAN ID (0x000a), value length: 2 bytes: 42\n" +
				"\tDuplex (0x000b), value length: 1 byte: full\n" +
				"\tpower consumption (0x0010), value length: 2 bytes: 6.30W\n" +
				"\tATA-186 VoIP VLAN assignment (0x000e), value length: 3 bytes: app 1, vlan 2\n" +
				"\tMTU (0x0011), value length: 4 bytes: 1500 bytes\n" +
				"\tAVVID trust bitmap (0x0012), value length: 1 byte: 0x01\n" +
				"\tPhysical Location (0x0017), value length: 2 bytes: 0x00/a\n" +
				"\tUnknown (0x007f), value length: 2 bytes: \n" +
				"\t  0x0000:  0102"},
		{"BRCM", Options{}, 281, x("0200000000010200000000022c00002108004500001400010000400000000a0000010a000002"), 0,
			"BRCM tag OP: IG, TC: 3, TE: None, TS: 0, DST map: [port 0,port 5], IP 10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"BRCM", v(1), 281, x("0200000000010200000000022c00002108004500001400010000400000000a0000010a000002"), 0,
			"BRCM tag OP: IG, TC: 3, TE: None, TS: 0, DST map: [port 0,port 5], IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"BRCM", ev(2), 281, x("0200000000010200000000022c00002108004500001400010000400000000a0000010a000002"), 0,
			"02:00:00:00:00:02 > 02:00:00:00:00:01, BRCM tag OP: IG, TC: 3, TE: None, TS: 0, DST map: [port 0,port 5], ethertype IPv4 (0x0800), length 38: (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
		{"BRCM prepended", ev(2), 282, x("0000200502000000000102000000000208004500001400010000400000000a0000010a000002"), 0,
			"BRCM tag OP: EG, CID: 0, RC: [exception], TC: 0, port: 5, 02:00:00:00:00:02 > 02:00:00:00:00:01, ethertype IPv4 (0x0800), length 34: (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto Options (0), length 20, bad cksum 0 (->66e7)!)\n" +
				"    10.0.0.1 > 10.0.0.2:  ip-proto-0 0"},
	}...)
}

func TestNewer(t *testing.T) {
	for _, s := range newerSamples(t) {
		if got := text(s.opts, s.link, s.data, len(s.data)); got != s.want {
			t.Errorf("%s: got  %q\nwant %q", s.name, got, s.want)
		}
	}
}
