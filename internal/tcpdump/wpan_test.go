package tcpdump

import "testing"

// wpanSamples are 802.15.4 frames.
func wpanSamples(t testing.TB) []sample {
	x := func(s string) []byte { return unhex(t, s) }
	return []sample{
		{"802.15.4 data", Options{}, 195, x("4188 0e 5933 ffff 0000 616263 811a"), 0,
			"IEEE 802.15.4 Data packet v0 3359:ffff < -:0000 \n\t0x0000:  6162 63                                  abc"},
		{"802.15.4 data -vvv", Options{Verbose: 3}, 195, x("6188 0e 5933 ffff 0000 616263 0000"), 0,
			"IEEE 802.15.4 Data packet v0 AR, PAN ID Compression, seq 0e 3359:ffff < -:0000 wrong FCS 0 vs 3131 (assume no FCS stored) \n\t0x0000:  6162 6300 00                             abc.."},
		{"802.15.4 ack", Options{Verbose: 1}, 195, x("0200 07 0000"), 0,
			"IEEE 802.15.4 ACK packet v0 seq 07 -:none < -:none \n\t0x0000:  0000                                     .."},
		{"802.15.4 secured", Options{Verbose: 3}, 195, x("6998 05 5933 ffff 0000 1d 01000000 0807060504030201 09 616263 a1a2a3a4"), 0,
			"IEEE 802.15.4 Data packet v1 Security Enabled, AR, PAN ID Compression, seq 05 3359:ffff < -:0000 \n\tSecurity Level 5, Key Id Mode 3, Frame Counter 0x00000001 KeySource 01:02:03:04:05:06:07:08, KeyIndex 0x04, \n\tMIC a1a2a3a4 wrong FCS a4a3 vs c989 (assume no FCS stored) \n\t0x0000:  0302 0109 6162 63                        ....abc"},
		{"802.15.4 beacon", Options{Verbose: 2}, 195, x("0080 01 5933 0000 ff4f 82 03 000201 020304 11 0203 0807060504030201 6162"), 0,
			"IEEE 802.15.4 Beacon packet v0 seq 01 -:none < 3359:0000 \n\tBeacon order = 15, Superframe order = 15, Final CAP Slot = 15, PAN CoordinatorGTS Descriptor Count = 2, GTS Directions Mask = 03, [ [ 0200, Start slot = 2, Length = 0 ] [ 0302, Start slot = 3, Length = 0 ] ]\n\tPending address list, # short addresses = 1, # extended addresses = 1, Short address list = [ 0302 ], Extended address list = [ 01:02:03:04:05:06:07:08 ]\n\t0x0000:  6162                                     ab"},
		{"802.15.4 association", Options{}, 230, x("63c8 05 5933 0000 0807060504030201 01 8e"), 0,
			"IEEE 802.15.4 Command packet v0 3359:0000 < -:01:02:03:04:05:06:07:08 Command ID = Association Request command FFD, AC powered, Receiver on when idle, Allocate address, "},
		{"802.15.4 cut", Options{}, 195, x("4188 0e 59"), 0,
			"IEEE 802.15.4 Data packet v0 [ERROR: Truncated before dst_pan]"},
		{"802.15.4 command", Options{Verbose: 1}, 195, x("6388 05 5933 0000 0100 13 aabb"), 0,
			"IEEE 802.15.4 Command packet v0 seq 05 3359:0000 < -:0001 Command ID = DSME Association Request command Command Data = aa bb \n\t0x0000:  aabb                                     .."},
		{"802.15.4 elements", Options{}, 195, x("01a2 05 5933 0000 0101 aabb 803f 6162"), 0,
			"IEEE 802.15.4 Data packet v2 -:none < 3359:0000 \n\tReserved 0x02 [ length = 1, IE Data = aa ] [ERROR: Header IE with type 1] \n\tReserved 0x01 [ length = 59, [ERROR: Truncated IE data]"},
		{"802.15.4 TAP", Options{}, 283, x("00000c00 0000010000000000 6388 05 5933 0000 0100 08 0102 0304 05 0607"), 0,
			"IEEE 802.15.4 Command packet v0 3359:0000 < -:0001 Command ID = Coordinator realignment command Pan ID = 0x0201, Coordinator short address = 0403, Channel Number = 5, Short address = 0706"},
		{"802.15.4 fragment", Options{}, 195, x("0600 01"), 0,
			"IEEE 802.15.4 Fragment packet "},
	}
}
