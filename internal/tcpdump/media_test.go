package tcpdump

import "testing"

// What tcpdump 4.99.3 prints with -T.
func TestTyped(t *testing.T) {
	for _, c := range []struct {
		kind, hex string
		verbose   int
		want      string
	}{
		{"rtp", "80e00001000000a01122334400", 0, "udp/rtp 1 c96 * 1 160"},
		{"rtp", "90e00001000000a011223344bede00010001020304050607", 0, "udp/rtp 12 c96 +* 1 160"},
		{"rtp", "c0600001000000a011223344aabbccdd", 0, "udp/rtp 4 c96  1 160"},
		{"rtp", "0060000100000001", 0, "udp/rtp, length 8 < 12"},
		{"rtp", "00600001", 0, "udp/rtp, length 4 < 8"},
		{"rtp", "40880001000000a0aabbccdd00112233", 0, "udp/rtpv1 8 c8 + 1 160"},
		{"rtcp", "81c90007000000010000000240000005000100020000000300000004000000" + "05", 0, " rr 5l 65538s 3j @0.00+0.00"},
		{"rtcp", "80c8000600000001e000000080000000000003e80000000a00000640", 0, " sr @3758096384.50 1000 10p 1600b"},
		{"rtcp", "82cb00040000000100000002036e6400a0000004", 0, " bye 20"},
		{"rtcp", "85cc0003000000016e616d6501020304", 0, " type-0xcc 16"},
		{"rtcp", "81c900010000000181cb000100000001", 0, " rr [8] [|rtcp]"},
		{"rtcp", "80c90001000000", 0, " [|rtcp]"},
	} {
		o := Options{PacketType: c.kind, Verbose: c.verbose}
		data := ip4(17, udp(1000, 2000, unhex(t, c.hex)))
		if got := text(o, 101, data, len(data)); got != "IP 10.0.0.1.1000 > 10.0.0.2.2000: "+c.want {
			t.Errorf("%s %s: %q, want %q", c.kind, c.hex, got, c.want)
		}
		for n := range data { // cut, with all that can be printed
			for _, v := range []int{0, 2} {
				text(Options{PacketType: c.kind, Verbose: v}, 101, data[:n:n], len(data))
			}
		}
	}
}
