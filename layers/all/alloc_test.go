package all_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/diameter"
	"github.com/gocap-project/gocap/layers/gtp"
	"github.com/gocap-project/gocap/layers/netflow"
	"github.com/gocap-project/gocap/layers/quic"
	"github.com/gocap-project/gocap/layers/rtp"
	"github.com/gocap-project/gocap/layers/sflow"
	"github.com/gocap-project/gocap/layers/sip"
	"github.com/gocap-project/gocap/layers/stun"
	"github.com/gocap-project/gocap/layers/tls"
	"github.com/gocap-project/gocap/packet"
)

// Parsing with layers that are used again allocates nothing: what has a structure of its
// own is taken apart when it is asked for.
func TestNoAllocs(t *testing.T) {
	for name, c := range map[string]struct {
		first *packet.Proto
		hex   string
	}{
		"TLS":      {tls.RecordProto, "160301000401000000" + "1403010001 01" + "1703030014" + strings.Repeat("ab", 20)},
		"DTLS":     {tls.DTLSRecordProto, "16feff0000000000000000000c 0e000000 0001 000000 000000"},
		"QUIC":     {quic.Proto, "c0 00000001 08 8394c8f03e515708 00 02 aabb 15" + strings.Repeat("ab", 21) + "40" + strings.Repeat("cd", 30)},
		"RTP":      {rtp.PacketProto, "81 00 0001 000000a0 11223344 00000001 ffff"},
		"RTCP":     {rtp.ControlProto, "80 c9 0001 00000001 81 cb 0001 00000001"},
		"STUN":     {stun.MessageProto, "0101000c 2112a442 b7e7a701bc34d686fa87dfae 002000080001a147e112a643"},
		"NetFlow":  {netflow.Proto, "0009 0001 00000001 00000002 00000003 00000004 0000000c 0100 0001 0008 0004"},
		"sFlow":    {sflow.DatagramProto, "00000005 00000001 c0000201 00000001 00000002 00000bb8 00000000"},
		"PTP":      {layers.PTPProto, "0012 002c 00 00 0200 0000000000010000 00000000 0203040506070809 0001 0007 05 7f 00005a678ee9 0ecc9f65"},
		"GTPv2":    {gtp.Proto, "48200012 00000001 00000100 0300010005 4700020001 61"},
		"GTPv1":    {gtp.Proto, "32100006 00000001 00010000 0e05"},
		"Diameter": {diameter.MessageProto, "01000024 80000118 00000000 00000001 00000002 00000108 40000009 61000000 00000000"},
		"SIP":      {sip.MessageProto, hex.EncodeToString([]byte("BYE sip:x SIP/2.0\r\nCall-ID: 1\r\nContent-Length: 0\r\n\r\n"))},
	} {
		b, err := hex.DecodeString(strings.ReplaceAll(c.hex, " ", ""))
		if err != nil {
			t.Fatal(name, err)
		}
		p := packet.Parser{Reuse: true}
		if q, err := p.Parse(b, c.first); err != nil || q[0].Proto() == packet.RawProto {
			t.Errorf("%s: %v, %v", name, q, err)
		}
		if n := testing.AllocsPerRun(100, func() { _, _ = p.Parse(b, c.first) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
