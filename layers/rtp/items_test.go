package rtp

import (
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// What displays show of control packets.
func TestControlItems(t *testing.T) {
	hexed := func(s string) []byte {
		b, err := hex.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, tt := range []struct {
		l    Control
		want []string
	}{
		{Control{Type: wire.RTCPSenderReport, Count: 1, Body: hexed("00000001" + "e100000080000000000000020000000300000004" + "0000000501ffffff00000006000000070000000800000009")},
			[]string{"from 0x00000001 NTP 3774873600.500000 RTP 2 packets 3 octets 4", "of 0x00000005 lost -1, lately 1/256, highest 6 jitter 7 last SR 8 delay 9/65536 s"}},
		{Control{Type: wire.RTCPReceiverReport, Body: hexed("00000001")}, []string{"from 0x00000001"}},
		{Control{Type: wire.RTCPSourceDescription, Count: 1, Body: hexed("000000010103612e62000000")}, []string{`0x00000001 CNAME "a.b"`}},
		{Control{Type: wire.RTCPGoodbye, Count: 2, Body: hexed("000000010000000203627965")}, []string{`0x00000001 0x00000002 "bye"`}},
		{Control{Type: wire.RTCPApplication, Body: hexed("000000016162636401020304")}, []string{`from 0x00000001 "abcd" 01020304`}},
		{Control{Type: wire.RTCPTransportFeedback, Count: 1, Body: hexed("000000010000000200070005")}, []string{"NACK from 0x00000001 about 0x00000002 7,8,10"}},
		{Control{Type: wire.RTCPTransportFeedback, Count: 3, Body: hexed("0000000100000000000000030807d028")},
			[]string{"TMMBR from 0x00000001 0x00000003 4000 bit/s overhead 40"}},
		{Control{Type: wire.RTCPTransportFeedback, Count: 15, Body: hexed("000000010000000200010002000003042002")},
			[]string{"transport-wide from 0x00000001 about 0x00000002 base 1 packets 2 reference 3 count 4 2002"}},
		{Control{Type: wire.RTCPPayloadFeedback, Count: 1, Body: hexed("0000000100000002")}, []string{"PLI from 0x00000001 about 0x00000002"}},
		{Control{Type: wire.RTCPPayloadFeedback, Count: 2, Body: hexed("000000010000000200080083")}, []string{"SLI from 0x00000001 about 0x00000002 first 1 number 2 picture 3"}},
		{Control{Type: wire.RTCPPayloadFeedback, Count: 4, Body: hexed("00000001000000000000000905000000")}, []string{"FIR from 0x00000001 0x00000009 sequence 5"}},
		{Control{Type: wire.RTCPPayloadFeedback, Count: 15, Body: hexed("000000010000000052454d42010407d000000003")},
			[]string{"application from 0x00000001 REMB 4000 bit/s 0x00000003"}},
		{Control{Type: wire.RTCPExtendedReport, Body: hexed("00000001" + "040000020000000180000000" + "0500000300000002000000030000000406")},
			[]string{"from 0x00000001", "reference time NTP 1.500000", "DLRR 0x00000002 last RR 3 delay 4/65536 s"}},
		{Control{Type: wire.RTCPSenderReport, Body: hexed("0001")}, nil},
	} {
		items, _ := packet.Items(&tt.l, controlBody)
		var got []string
		for _, x := range items {
			got = append(got, fmt.Sprint(x))
		}
		if fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%v %d: %q, want %q", tt.l.Type, tt.l.Count, got, tt.want)
		}
	}
}

// Whatever the bytes are, displays have something to show.
func FuzzControlItems(f *testing.F) {
	f.Add(uint8(205), uint8(1), []byte("12345678abcd"))
	f.Add(uint8(207), uint8(0), []byte("1234\x07\x00\x00\x0812345678901234567890123456789012"))
	f.Fuzz(func(_ *testing.T, typ, count uint8, body []byte) {
		for _, x := range (&Control{Type: wire.RTCPType(typ), Count: count, Body: body}).Items(controlBody) {
			_ = fmt.Sprint(x)
		}
	})
}
