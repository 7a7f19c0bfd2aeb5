package wifi

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
)

// TestItems reads block acks and the subframes of an A-MSDU.
func TestItems(t *testing.T) {
	sub := a1 + a2 + "0009 aaaa03 000000 1234 61"
	for _, c := range []struct {
		p     *packet.Proto
		hex   string
		field int
		want  string
	}{
		{BlockAckReqProto, "0410 8012", 5, "[{TID:1 Start:296 Fragment:0}]"},
		{BlockAckReqProto, "0610 0020 8012 0030 9112", 5, "[{TID:2 Start:296 Fragment:0} {TID:3 Start:297 Fragment:1}]"},
		{BlockAckProto, "0510 8012 ff02000000000080", 5, "[{AID:0 TID:1 Start:296 Acked:296-303 305 359}]"},
		{BlockAckProto, "0510 e0ff 0700000000000000", 5, "[{AID:0 TID:1 Start:4094 Acked:4094-0}]"},
		{BlockAckProto, "0110 8012 0100 0000 0080", 5, "[{AID:0 TID:1 Start:296 Acked:296 298}]"},
		{BlockAckProto, "0510 8012 0000", 5, "[{AID:0 TID:1 Start:296 Acked:}]"},
		{BlockAckProto, "1600 0118 0220 8012 0300000000000000", 5, "[{AID:1 TID:1 Start:0 Acked:all} {AID:2 TID:2 Start:296 Acked:296-297}]"},
		{BlockAckProto, "0510", 5, "[]"},
		{MSDUProto, sub, 4, "[]"},
		{MSDUProto, sub + "00" + sub + "00" + a1, 4,
			"[{Dst:02:00:00:00:00:01 Src:02:00:00:00:00:02 Data:[170 170 3 0 0 0 18 52 97]} malformed: 020000000001]"},
	} {
		b := unhex(t, c.hex)
		packettest.Trial(t, c.p, b)
		l := packettest.RoundTrip(t, c.p, b)[0].(packet.Itemizer)
		if got := fmt.Sprintf("%+v", l.Items(c.field)); got != c.want {
			t.Errorf("%s: %s, want %s", c.hex, got, c.want)
		}
	}
	if r := (BlockAckRecord{Bitmap: []byte{3, 0x80}}); r.Count() != 3 {
		t.Error(r.Count())
	}
}

// TestHEText reads HE and EHT elements.
func TestHEText(t *testing.T) {
	for _, c := range []struct {
		hex, want string
	}{
		{heElem, "HE capabilities MAC 0d01081a4000 (HTC, TWT responder, BSR, OM control, A-MSDU not under BA), PHY 044c09c00f438981fd1700 (40 and 80 MHz, 1x LTF"},
		{"ff1b 23 000000000000 0c00000000000000000000 faff fdff aafe ffff 7b", "PHY 0c00000000000000000000 (40 and 80 MHz, 160 MHz), to 80 MHz rx MCS 11 11, tx MCS 9, to 160 MHz rx MCS 11 11 11 11 11, tx MCS none, PPE thresholds 7b"},
		{"ff0f 24 0b4002 c5 fcff 010203 24 03 2a 22 06", "color 5, PE duration 3, RTS threshold 0, TWT required, partial color, color disabled, basic MCS 7, VHT width 1 centers 2 3, 6 GHz channel 36 width 160 centers 42 34, at least 6 Mbit/s"},
		{"ff0c 6c 0200 620000000000000000 4444", "MAC 0200 (OM control), PHY 620000000000000000 (320 MHz in 6 GHz, SU beamformer, SU beamformee)"},
		{"ff0b 6a 03 44444444 04 1f 2f 0300", "parameters 03, basic MCS and NSS 44444444, width 320 MHz centers 31 47, disabled subchannels 0003"},
	} {
		if got := Elements(unhex(t, c.hex)).String(); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %s", c.hex, got, c.want)
		}
	}
}
