package tcpdump

import "testing"

// wifiSamples are 802.11 frames, with and without a header before them.
func wifiSamples(t testing.TB) []sample {
	x := func(s string) []byte { return unhex(t, s) }
	const (
		a123   = "020000000001 020000000002 020000000003 "
		beacon = "8000 0000 ffffffffffff 020000000002 020000000002 0010 0102030405060708 6400 1100 "
		net    = "0003 6e6574 0108 82848b960c121824 0301 06 "
		snap   = "aaaa03 000000 "
		arp    = "0806 0001 0800 06 04 0001 020000000002 0a000001 000000000000 0a000002"
	)
	e, v := Options{Link: true}, Options{Link: true, Verbose: 1}
	return append(append(wpanSamples(t), wrappedSamples(t)...), []sample{
		{"beacon", Options{}, 105, x(beacon + net), 0, "Beacon (net) [1.0* 2.0* 5.5* 11.0* 6.0 9.0 12.0 18.0 Mbit] ESS CH: 6, PRIVACY"},
		{"beacon -e", e, 105, x(beacon + net), 0,
			"BSSID:02:00:00:00:00:02 DA:ff:ff:ff:ff:ff:ff SA:02:00:00:00:00:02 Beacon (net) [1.0* 2.0* 5.5* 11.0* 6.0 9.0 12.0 18.0 Mbit] ESS CH: 6, PRIVACY"},
		{"beacon cut", Options{}, 105, x(beacon + "0003 6e"), 20, "Beacon ESS, PRIVACY [|802.11]"},
		{"probe request", Options{}, 105, x("4000 0000" + a123 + "0010 0000" + "0102 0296"), 0, "Probe Request () [1.0 11.0* Mbit]"},
		{"association", Options{}, 105, x("1000 0000" + a123 + "0010 1100 1100 01c0"), 0,
			"Assoc Response AID(1) : PRIVACY : Association denied because AP is unable to handle additional associated STAs"},
		{"reassociation", Options{}, 105, x("2000 0000" + a123 + "0010 1100 0a00 020000000005" + net), 0, "ReAssoc Request (net) AP : 02:00:00:00:00:05"},
		{"shared key", Options{}, 105, x("b000 0000" + a123 + "0010 0100 0300 0000 1002 6162"), 0, "Authentication (Shared Key)-3 [Challenge Text] Successful"},
		{"open", Options{}, 105, x("b000 0000" + a123 + "0010 0000 0200 0000"), 0, "Authentication (Open System)-2: "},
		{"deauth", Options{}, 105, x("c000 0000" + a123 + "0010 0700"), 0,
			"DeAuthentication (02:00:00:00:00:02): Class 3 frame received from nonassociated STA"},
		{"disassoc", Options{}, 105, x("a000 0000" + a123 + "0010 2800"), 0, "Disassociation: Reserved"},
		{"action", Options{}, 105, x("d000 0000" + a123 + "0010 0300"), 0, "Action (02:00:00:00:00:02): BA ADDBA Request"},
		{"vendor action", e, 105, x("d000 0000" + a123 + "0010 7f05"), 0,
			"BSSID:02:00:00:00:00:03 DA:02:00:00:00:00:01 SA:02:00:00:00:00:02 Action: Vendor Act#5"},
		{"WEP", v, 105, x("0841 2c00" + a123 + "0010 010203 40 0405"), 0,
			"Protected 44us BSSID:02:00:00:00:00:01 SA:02:00:00:00:00:02 DA:02:00:00:00:00:03 Data IV:30201 Pad 0 KeyID 1"},
		{"ARP", Options{}, 105, x("0801 0000" + a123 + "0010" + snap + arp), 0, "ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28"},
		{"four addresses", e, 105, x("8803 0000" + a123 + "0010 020000000004 0000" + snap + arp), 0,
			"CF +QoS RA:02:00:00:00:00:01 TA:02:00:00:00:00:02 DA:02:00:00:00:00:03 SA:02:00:00:00:00:04 LLC, dsap SNAP (0xaa) Individual, " +
				"ssap SNAP (0xaa) Command, ctrl 0x03: oui Ethernet (0x000000), ethertype ARP (0x0806), length 28: Request who-has 10.0.0.2 tell 10.0.0.1, length 28"},
		{"no LLC", Options{}, 105, x("0802 0000" + a123 + "0010 4242 0102"), 0,
			"02:00:00:00:00:03 > 02:00:00:00:00:01 STP Supervisory, Receiver Ready, rcv seq 1, Flags [Command], length 4"},
		{"block ack request", Options{}, 105, x("8400 0000 020000000001 020000000002 0500 1000"), 0,
			"BAR RA:02:00:00:00:00:01 TA:02:00:00:00:00:02 CTL(5) SEQ(16) "},
		{"poll", e, 105, x("a400 01c0 020000000001 020000000002"), 0, "BSSID:02:00:00:00:00:01 TA:02:00:00:00:00:02 Power Save-Poll AID(c001)"},
		{"RTS", Options{}, 105, x("b400 0000 020000000001 020000000002"), 0, "Request-To-Send TA:02:00:00:00:00:02 "},
		{"extension", Options{}, 105, x("0c00 0000 020000000001"), 0, "unknown 802.11 frame type (3)"},
		{"radiotap", Options{}, 127, x("00003000ef1c2808010203040506070810166c09a000d8a901001401203f270744000404123100000101020061626364d4000000020000000001d8d6bf8f"), 0,
			"578437695752307201us tsft 11.0 Mb/s 2412 MHz 11n -40dBm signal -87dBm noise 1 sq 20dBm tx power antenna 1 32dB signal 72.2 Mb/s MCS 7 20 MHz (U) short GI mixed BCC FEC RX-STBC1 User 0 MCS 1 LDPC FEC User 1 MCS 3 BCC FEC 80 MHz short GI [bit 27] Acknowledgment RA:02:00:00:00:00:01 "},
		{"PPI", e, 192, x("0000 0800 93000000 6162"), 0, "V.0 DLT UNKNOWN (147) len 8, length 10: \n\t0x0000:  6162                                     ab"},
		{"PPI of 802.11", e, 192, x("0000 0800 69000000 c400 0000 020000000001"), 0, "V.0 DLT IEEE802_11 (105) len 8, length 18: RA:02:00:00:00:00:01 Clear-To-Send"},
		{"AVS", Options{}, 163, x("80211001 00000008 c400 0000 020000000001"), 0, "Clear-To-Send RA:02:00:00:00:00:01 "},
		{"Prism", Options{}, 119, append(make([]byte, 144), x("c400 0000 020000000001")...), 0, "Clear-To-Send RA:02:00:00:00:00:01 "},
	}...)
}
