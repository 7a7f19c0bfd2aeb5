package tcpdump

import (
	"strings"
	"testing"
)

// sflowDatagram returns a datagram of samples, each a format and its data in hexadecimal.
func sflowDatagram(t testing.TB, samples ...string) []byte {
	b := unhex(t, "00000005 00000001 c0000201 00000001 00000002 00000bb8 000000")
	b = append(b, byte(len(samples)/2))
	for i := 0; i < len(samples); i += 2 {
		data := unhex(t, samples[i+1])
		b = append(append(b, unhex(t, samples[i])...), 0, 0, byte(len(data)>>8), byte(len(data)))
		b = append(b, data...)
	}
	return ip4(17, udp(1000, 6343, b))
}

const sflowHead = "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [DF], proto UDP (17), length "

// mediaSamples are flow records.
func mediaSamples(t testing.TB) []sample {
	v := func(n int) Options { return Options{Verbose: n} }
	counters := func(n int) string { return strings.Repeat("00000007", n) }
	flow := "00000007 0000000d 00000064 00000400 00000001 0000000d 00000002"
	generic := "00000001 00000058 00000003 00000006 000000003b9aca00 00000001 00000001" + counters(16)
	return []sample{
		{"sFlow", Options{}, 101, sflowDatagram(t), 0, "IP 10.0.0.1.1000 > 10.0.0.2.6343: sFlowv5, IPv4 agent 192.0.2.1, agent-id 1, length 28"},
		{"sFlow IPv6", Options{}, 101, ip4(17, udp(1000, 6343, unhex(t, "00000005 00000002 20010db8000000000000000000000001 00000001 00000002 00000bb8 00000000"))), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.6343: sFlowv5, IPv6 agent 2001:db8::1, agent-id 1, length 40"},
		{"sFlow version 4", Options{}, 101, ip4(17, udp(1000, 6343, unhex(t, "00000004 00000001"))), 0, "IP 10.0.0.1.1000 > 10.0.0.2.6343: sFlowv4 [length 8 < 28] (invalid)"},
		{"sFlow counters", v(1), 101, sflowDatagram(t, "00000002", "00000009 00000003 00000001"+generic, "00000004",
			"00000009 00000000 00000003 00000003 00000002 00000034"+counters(13)+"00000005 0000001c"+counters(7)+"00000006 00000004 01020304"), 0,
			sflowHead + "304)\n    10.0.0.1.1000 > 10.0.0.2.6343: sFlowv5, IPv4 agent 192.0.2.1, agent-id 1, seqnum 2, uptime 3000, samples 2, length 276\n" +
				"\tcounter sample (2), length 108, seqnum 9, type 0, idx 3, records 1\n\t    enterprise 0, Generic counter (1) length 88\n" +
				"\t      ifindex 3, iftype 6, ifspeed 1000000000, ifdirection 1 (full-duplex)\n\t      ifstatus 1, adminstatus: up, operstatus: down\n" +
				"\t      In octets 30064771079, unicast pkts 7, multicast pkts 7, broadcast pkts 7, discards 7\n\t      In errors 7, unknown protos 7\n" +
				"\t      Out octets 30064771079, unicast pkts 7, multicast pkts 7, broadcast pkts 7, discards 7\n\t      Out errors 7, promisc mode 7\n" +
				"\texpanded counter sample (4), length 124, seqnum 9, type 0, idx 3, records 3\n\t    enterprise 0, Ethernet counter (2) length 52\n" +
				"\t      align errors 7, fcs errors 7, single collision 7, multiple collision 7, test error 7\n" +
				"\t      deferred 7, late collision 7, excessive collision 7, mac trans error 7\n" +
				"\t      carrier error 7, frames too long 7, mac receive errors 7, symbol errors 7\n" +
				"\t    enterprise 0, Vlan counter (5) length 28\n\t      vlan_id 7, octets 30064771079, unicast_pkt 7, multicast_pkt 7, broadcast_pkt 7, discards 7\n" +
				"\t    enterprise 0, Unknown (6) length 4\n\t\t0x0000:  0102 0304"},
		{"sFlow other counters", v(2), 101, sflowDatagram(t, "00000002",
			"00000009 00000003 00000003 00000004 00000050"+counters(20)+"000003e9 0000001c"+counters(7)+"00101001 00000004 01020304"), 0,
			sflowHead + "212)\n    10.0.0.1.1000 > 10.0.0.2.6343: [no cksum] sFlowv5, IPv4 agent 192.0.2.1, agent-id 1, seqnum 2, uptime 3000, samples 1, length 184\n" +
				"\tcounter sample (2), length 148, seqnum 9, type 0, idx 3, records 3\n\t    enterprise 0, 100 BaseVG counter (4) length 80\n" +
				"\t      in high prio frames 7, in high prio octets 30064771079\n\t      in norm prio frames 7, in norm prio octets 30064771079\n" +
				"\t      in ipm errors 7, oversized 7, in data errors 7, null addressed frames 7\n" +
				"\t      out high prio frames 7, out high prio octets 30064771079, trans into frames 7\n" +
				"\t      in hc high prio octets 30064771079, in hc norm prio octets 30064771079, out hc high prio octets 30064771079\n" +
				"\t    enterprise 0, Processor counter (1001) length 28\n\t      5sec 7, 1min 7, 5min 7, total_mem 30064771079, total_mem 30064771079\n" +
				"\t    enterprise 1, Unknown (1) length 4"},
		{"sFlow flow", v(1), 101, sflowDatagram(t, "00000001", flow+"00000003 00000001 00000014 00000001 00000040 00000004 00000004 01020304"+
			"000003e9 00000010 00000001 00000002 00000003 00000004"+"00000002 00000018 00000040 020000000001 0000 020000000002 0000 00000800"), 0,
			sflowHead + "180)\n    10.0.0.1.1000 > 10.0.0.2.6343: sFlowv5, IPv4 agent 192.0.2.1, agent-id 1, seqnum 2, uptime 3000, samples 1, length 152\n" +
				"\tflow sample (1), length 116, seqnum 7, type 0, idx 13, rate 100, pool 1024, drops 1, input 13 output 2 records 3\n" +
				"\t    enterprise 0 Raw packet (1) length 20\n\t      protocol Ethernet (1), length 64, stripped bytes 4, header_size 4\n" +
				"\t    enterprise 0 Extended Switch data (1001) length 16\n\t      src vlan 1, src pri 2, dst vlan 3, dst pri 4\n" +
				"\t    enterprise 0 Ethernet frame (2) length 24\n\t      frame len 64, type 2048"},
	}
}

// laterSamples are of protocols that the release which is compared with does not print,
// or prints otherwise than its successors, which are followed.
func laterSamples(t testing.TB) []sample {
	dgram := func(port uint16, s string) []byte { return ip4(17, udp(1000, port, unhex(t, s))) }
	ptp := func(kind, body string) []byte {
		return dgram(320, "0"+kind+"12 0036 00 00 0200 0000000000010000 00000000 0203040506070809 0001 0007 05 7f"+body)
	}
	const head = "IP 10.0.0.1.1000 > 10.0.0.2.320: PTPv2.1, majorSdoId: 0x0, msg type: "
	const rest = ", length: 54, domain: 0, reserved1: 0, Flags [two step], NS correction: 1, sub NS correction: 0, reserved2: 0, " +
		"clock identity: 0x203040506070809, port id: 1, seq id: 7, control: 5 (Other), log message interval: 127"
	at := "00005a678ee9 0ecc9f65"
	port := "0000000000000005 0002"
	id := "08 8394c8f03e515708"
	return []sample{
		{"PTP sync", Options{}, 101, ptp("0", at), 0, head + "sync msg" + rest + ", originTimeStamp: 1516736233.248291173 seconds"},
		{"PTP delay response", Options{}, 101, ptp("9", at+port), 0,
			head + "delay resp msg" + rest + ", receiveTimeStamp: 1516736233.248291173 seconds, port identity: 0x5, port id: 2"},
		{"PTP management", Options{}, 101, ptp("d", port+"03020100"), 0,
			head + "management msg" + rest + ", port identity: 0x5, port id: 2, start boundary hops: 3, boundary hops: 2, flags: 0x1, reserved: 0x0"},
		{"PTP announce cut", Options{}, 101, ptp("b", at)[:72], 20, head + "announce msg" + rest + ", originTimeStamp: 1516736233.248291173 seconds [|ptp]"},
		{"PTP version 1", Options{}, 101, dgram(319, "0001"+strings.Repeat("00", 40)), 0, "IP 10.0.0.1.1000 > 10.0.0.2.319: PTPv1 (not implemented)"},
		{"PTP short", Options{}, 101, dgram(319, "0002"), 0, "IP 10.0.0.1.1000 > 10.0.0.2.319:  [|ptp]"},
		{"QUIC", Options{}, 101, dgram(443, "c0 00000001"+id+"00 02 aabb 03 010203"+"e0 6b3343cf 00"+id+"02 0102"+"40"+id[3:]+"0102"), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.443: quic, initial, dcid 8394c8f03e515708, token aabb, length 3, handshake, v6b3343cf, scid 8394c8f03e515708, length 2, protected, dcid 8394c8f03e515708"},
		{"QUIC retry", Options{}, 101, dgram(443, "f0 00000001 00"+id+"746f6b656e"+strings.Repeat("ab", 16)), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.443: quic, retry, scid 8394c8f03e515708, token 746f6b656e"},
		{"QUIC negotiation", Options{}, 101, dgram(443, "80 00000000 00"+id+"00000001 0a0a0a0a"), 0,
			"IP 10.0.0.1.1000 > 10.0.0.2.443: quic, version negotiation, scid 8394c8f03e515708, version 0x1, version 0xa0a0a0a"},
	}
}

func TestLater(t *testing.T) {
	for _, s := range laterSamples(t) {
		if got := text(s.opts, s.link, s.data, len(s.data)+s.extra); got != s.want {
			t.Errorf("%s:\ngot  %q\nwant %q", s.name, got, s.want)
		}
		for n := range s.data {
			for _, wire := range [...]int{n, len(s.data)} {
				if text(Options{Verbose: 1}, s.link, s.data[:n:n], wire) == "" {
					t.Errorf("%s: %d of %d bytes: no text", s.name, n, wire)
				}
			}
		}
	}
}
