package tcpdump

import (
	"encoding/hex"
	"strings"
	"testing"
)

// signalSamples are frames of protocols of routing, signaling and others, and what is
// printed of them.
var signalSamples = []struct {
	name    string
	verbose int
	frame   string // Ethernet
	want    string
}{
	{"RSVP path", 1, "00000000000000000000000008004500008c00010000402e66410a0000010a0000021001123440000078001001070a000001000000090a000002000c03010a0000020000000000080501000075300014140101080a000003200081080a00000420000008130100000800000ccf07070704046162636400240c0200000007010000067f000005447a0000447a00007f80000000000028000005dc",
		"IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto RSVP (46), length 140)\n    10.0.0.1 > 10.0.0.2: \n\tRSVPv1 Path Message (1), Flags: [none], length: 120, ttl: 64, checksum: 0x1234\n\t  Session Object (1) Flags: [reject if unknown], Class-Type: Tunnel IPv4 (7), length: 16\n\t    IPv4 Tunnel EndPoint: 10.0.0.1, Tunnel ID: 0x0009, Extended Tunnel ID: 10.0.0.2\n\t  RSVP Hop Object (3) Flags: [reject if unknown], Class-Type: IPv4 (1), length: 12\n\t    Previous/Next Interface: 10.0.0.2, Logical Interface Handle: 0x00000000\n\t  Time Values Object (5) Flags: [reject if unknown], Class-Type: 1 (1), length: 8\n\t    Refresh Period: 30000ms\n\t  ERO Object (20) Flags: [reject if unknown], Class-Type: IPv4 (1), length: 20\n\t    Subobject Type: IPv4 prefix, length 8, Strict, 10.0.0.3/32, Flags: [none]\n\t    Subobject Type: IPv4 prefix, length 8, Loose, 10.0.0.4/32, Flags: [none]\n\t  Label Request Object (19) Flags: [reject if unknown], Class-Type: without label range (1), length: 8\n\t    L3 Protocol ID: IPv4\n\t  Session Attribute Object (207) Flags: [ignore and forward if unknown], Class-Type: Tunnel IPv4 (7), length: 12\n\t    Session Name: abcd\n\t    Setup Priority: 7, Holding Priority: 7, Flags: [SE Style] (0x4)\n\t  Sender TSpec Object (12) Flags: [reject if unknown], Class-Type: IntServ (2), length: 36\n\t    Msg-Version: 0, length: 28\n\t    Service Type: Default/Global Information (1), break bit not set, Service length: 24\n\t      Parameter ID: Token Bucket TSpec (127), length: 20, Flags: [0x00]\n\t\tToken Bucket Rate: 0.00800000038 Mbps\n\t\tToken Bucket Size: 1000 bytes\n\t\tPeak Data Rate: inf Mbps\n\t\tMinimum Policed Unit: 40 bytes\n\t\tMaximum Packet Size: 1500 bytes"},
	{"RSVP resv", 2, "00000000000000000000000008004500006400010000402e66690a0000010a00000211021234400000500008080100000012000c0a070a0000020000000300081001000186b00014150101080a000003200303080101000000100018cd0107000501447a0000000000010000000200000003",
		"IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto RSVP (46), length 100)\n    10.0.0.1 > 10.0.0.2: \n\tRSVPv1 Resv Message (2), Flags: [Refresh reduction capable], length: 80, ttl: 64, checksum: 0x1234\n\t  Style Object (8) Flags: [reject if unknown], Class-Type: 1 (1), length: 8\n\t    Reservation Style: Shared Explicit, Flags: [0x00]\n\t    0x0000:  0000 0012\n\t  FilterSpec Object (10) Flags: [reject if unknown], Class-Type: Tunnel IPv4 (7), length: 12\n\t    Source Address: 10.0.0.2, LSP-ID: 0x0003\n\t    0x0000:  0a00 0002 0000 0003\n\t  Label Object (16) Flags: [reject if unknown], Class-Type: Label (1), length: 8\n\t    Label: 100016\n\t    0x0000:  0001 86b0\n\t  RRO Object (21) Flags: [reject if unknown], Class-Type: IPv4 (1), length: 20\n\t    Subobject Type: IPv4 prefix, length 8, Strict, 10.0.0.3/32, Flags: [Local protection available, Local protection in use]\n\t    Subobject Type: Label, length 8, Flags: [Global] (0x1), Class-Type: IPv4 (1), 16\n\t    0x0000:  0108 0a00 0003 2003 0308 0101 0000 0010\n\t  Fast Re-Route Object (205) Flags: [ignore and forward if unknown], Class-Type: 1 (1), length: 24\n\t    Setup Priority: 7, Holding Priority: 0, Hop-limit: 5, Bandwidth: 0.00800000038 Mbps\n\t    Include-any: 0x00000001, Exclude-any: 0x00000002, Include-all: 0x00000003\n\t    0x0000:  0700 0501 447a 0000 0000 0001 0000 0002\n\t    0x0010:  0000 0003"},
	{"RSVP bundle", 1, "00000000000000000000000008004500004000010000402e668d0a0000010a000002100c12344000002c100211114000001000080501000075301003111140000014000c06010a00000101180005",
		"IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto RSVP (46), length 64)\n    10.0.0.1 > 10.0.0.2: \n\tRSVPv1 Bundle Message (12), Flags: [none], length: 44, ttl: 64, checksum: 0x1234\n\t  RSVPv1 Resv Message (2), Flags: [none], length: 16, ttl: 64, checksum: 0x1111\n\t    Time Values Object (5) Flags: [reject if unknown], Class-Type: 1 (1), length: 8\n\t      Refresh Period: 30000ms\n\t  RSVPv1 PathErr Message (3), Flags: [none], length: 20, ttl: 64, checksum: 0x1111\n\t    Error Spec Object (6) Flags: [reject if unknown], Class-Type: IPv4 (1), length: 12\n\t      Error Node Address: 10.0.0.1, Flags: [0x01]\n\t      Error Code: Routing Problem (24), Error Value: No route available toward destination (5)"},
	{"RSVP quiet", 0, "00000000000000000000000008004500002400010000402e66a90a0000010a00000210141234400000100008050100007530",
		"IP 10.0.0.1 > 10.0.0.2: RSVPv1 Hello Message, length: 16"},
	{"LMP data link", 1, "000000000000000000000000080045000050000100004011669a0a0000010a00000202bd02bd003c00001000000e003400000105000800000003810c0024010000000a0000010a000002010c960844bb800044bb80000208000000000006",
		"IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 80)\n    10.0.0.1.701 > 10.0.0.2.701: \n\tLMPv1, msg-type: Link Summary, Flags: [none], length: 52\n\t  Message ID Object (5), Class-Type: 1 (1) Flags: [non-negotiable], length: 8\n\t    Message ID: 3 (0x00000003)\n\t  Data Link Object (12), Class-Type: IPv4 (1) Flags: [negotiable], length: 36\n\t    Flags: [Data Link Port]\n\t    Local Interface ID: 10.0.0.1 (0x0a000001)\n\t    Remote Interface ID: 10.0.0.2 (0x0a000002)\n\t    Subobject, Type: Interface Switching Type (1), Length: 12\n\t      Switching Type: Lambda-Switch Capable (150)\n\t      Encoding Type: Lambda (photonic) (8)\n\t      Min Reservable Bandwidth: 0.012 Mbps\n\t      Max Reservable Bandwidth: 0.012 Mbps\n\t    Subobject, Type: Wavelength (2), Length: 8\n\t      Wavelength: 6"},
	{"LMP verify", 1, "000000000000000000000000080045000050000100004011669a0a0000010a00000202bd02bd003c00001000000500340000010800180003000a0000001e0800004049742400000000ff010d000c0a000001c00000030214000800000003",
		"IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 80)\n    10.0.0.1.701 > 10.0.0.2.701: \n\tLMPv1, msg-type: Begin Verify, Flags: [none], length: 52\n\t  Verify Begin Object (8), Class-Type: 1 (1) Flags: [non-negotiable], length: 24\n\t    Flags: Verify all links, Data link type\n\t    Verify Interval: 10\n\t    Data links: 30\n\t    Encoding type: Lambda (photonic)\n\t    Verify Transport Mechanism: 64 (0x40) (Payload test messages capable)\n\t    Transmission Rate: 8.000 Mbps\n\t    Wavelength: 255\n\t  Channel Status Object (13), Class-Type: IPv4 (1) Flags: [non-negotiable], length: 12\n\t    Interface ID: 10.0.0.1 (0x0a000001)\n\t\t    Active: Allocated (1)\n\t\t    Direction: Transmit (1)\n\t\t    Channel Status: Signal Fail (3)\n\t  Error Code Object (20), Class-Type: 2 (2) Flags: [non-negotiable], length: 8\n\t    Error Code: Unacceptable non-negotiable LINK-SUMMARY parameters, Renegotiate LINK-SUMMARY parameters"},
	{"Rx fetch-data", 0, "000000000000000000000000080045000050000100004011669a0a0000010a0000021b591b58003c000000000011000001000000000100000001000000050101000000000001000000820000000100000002000000030000000000001000",
		"IP 10.0.0.1.7001 > 10.0.0.2.7000:  rx data fs call fetch-data fid 1/2/3 offset 0 length 4096 (52)"},
	{"Rx makedir", 1, "00000000000000000000000008004500006c000100004011667e0a0000010a0000021b591b5800580000000000110000010000000001000000010000000501010000000000010000008d00000001000000020000000300000005746d70646900000000000008000000000000000000000000000001ed00000000",
		"IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 108)\n    10.0.0.1.7001 > 10.0.0.2.7000:  rx data seq 1 ser 5 fs call makedir fid 1/2/3 \"tmpdi\" StoreStatus mode 755 (80)"},
	{"Rx ack", 0, "00000000000000000000000008004500005100010000401166990a0000010a0000021b591b58003d00000000001100000100000000010000000100000005020100000000000100000000000000050000000400000009010701000101000001",
		"IP 10.0.0.1.7001 > 10.0.0.2.7000:  rx ack first 5 serial 9 reason ack requested acked 5,7-8,11 nacked 6,9-10 (53)"},
	{"Rx id-to-name", 2, "00000000000000000000000008004500004800010000401166a20a0000010a0000021b591b5a0034000000000011000001000000000100000001000000050101000000000001000001f90000000200000003fffffff0",
		"IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 72)\n    10.0.0.1.7001 > 10.0.0.2.7002: [no cksum]  rx data cid 00000100 call# 1 seq 1 ser 5 <client-init> pt call id-to-name ids: 3 -16 (44)"},
	{"Rx volume", 0, "00000000000000000000000008004500004400010000401166a60a0000010a0000021b591b5b0030000000000011000001000000000100000001000000050101000000000001000001f60000004d00000002",
		"IP 10.0.0.1.7001 > 10.0.0.2.7003:  rx data vldb call delete-entry volid 77 type backup (40)"},
	{"Rx cut", 0, "00000000000000000000000008004500004400010000401166a60a0000010a0000021b591b5b0030000000000011000001000000000100000001000000050101000000000001000001f80000004d00000002",
		"IP 10.0.0.1.7001 > 10.0.0.2.7003:  rx data vldb call get-entry-by-name [|vldb] (40)"},
	{"AHCP", 2, "00000000000000000000000008004500006c000100004011667e0a0000010a00000214ef14ef005800002b010203112233440001020304050607ffffffffffffffff010000340103040000020009040a6400010c2020010db800000000000000000000000120010db800000000000000000000000205030a0000",
		"IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto UDP (17), length 108)\n    10.0.0.1.5359 > 10.0.0.2.5359: [no cksum] AHCP Version 1\n\tHopcount 2, Original Hopcount 3, Nonce 0x11223344, Source Id 00:01:02:03:04:05:06:07, Destination Id ff:ff:ff:ff:ff:ff:ff:ff\n\tOffer, Length 52\n\t Mandatory\n\t Expires: 512s\n\t IPv4 Address: 10.100.0.1\n\t Name Server: 2001:db8::1, 2001:db8::2\n\t My-IPv4-Address (invalid)"},
}

func TestSignalSamples(t *testing.T) {
	for _, tt := range signalSamples {
		b, err := hex.DecodeString(tt.frame)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		p := New(Options{Time: TimeNone, NoNames: 1, Verbose: tt.verbose})
		got := strings.TrimSuffix(string(p.Append(nil, Packet{Link: linkEther, Len: len(b), Data: b})), "\n")
		if got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
		for n := range b { // nothing panics or runs on, wherever the packet is cut
			p.Append(nil, Packet{Link: linkEther, Len: len(b), Data: b[:n]})
		}
	}
}

// A reply is printed as what was called: it does not say so itself.
func TestRxReply(t *testing.T) {
	p := New(Options{Time: TimeNone, NoNames: 1})
	var got string
	for _, f := range []struct{ src, dst, sport, dport, rx string }{
		{"0a000001", "0a000002", "1b59", "1b58", "00000011" + "00000100" + "00000007" + "00000001" + "00000005" + "01010000" + "00000001" + "0000008d" + "000000010000000200000003" + "0000000161000000" + strings.Repeat("00", 24)},
		{"0a000002", "0a000001", "1b58", "1b59", "00000011" + "00000100" + "00000007" + "00000001" + "00000006" + "01000000" + "00000001" + "000000040000000500000006"},
	} {
		udp := f.sport + f.dport + hexLen(8+len(f.rx)/2) + "0000" + f.rx
		b, err := hex.DecodeString("0000000000000000000000000800" + "4500" + hexLen(20+len(udp)/2) + "0000000040110000" + f.src + f.dst + udp)
		if err != nil {
			t.Fatal(err)
		}
		got += string(p.Append(nil, Packet{Link: linkEther, Len: len(b), Data: b}))
	}
	const want = "IP 10.0.0.1.7001 > 10.0.0.2.7000:  rx data fs call makedir fid 1/2/3 \"a\" StoreStatus (76)\n" +
		"IP 10.0.0.2.7000 > 10.0.0.1.7001:  rx data fs reply makedir new fid 4/5/6 (40)\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func hexLen(n int) string { return hex.EncodeToString([]byte{byte(n >> 8), byte(n)}) }
