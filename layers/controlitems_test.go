package layers_test

import (
	"fmt"
	"strings"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
)

// TestControlItems reads what multipoint control and Ethernet OAM say.
func TestControlItems(t *testing.T) {
	for _, c := range []struct {
		p     *packet.Proto
		hex   string
		field int
		want  string
	}{
		{MACControlProto, "0002 00000007 22 00000010 0020 00000040 0050" + strings.Repeat("00", 20), 5,
			"[{Discovery:false Grants:[{Start:16 Length:32 ForceReport:false} {Start:64 Length:80 ForceReport:true}] SyncTime:0 Info:0}]"},
		{MACControlProto, "0002 00000007 09 00000010 0020 0005 0033 0000", 5,
			"[{Discovery:true Grants:[{Start:16 Length:32 ForceReport:false}] SyncTime:5 Info:51}]"},
		{MACControlProto, "0002 00000007 01 0000", 5, "[{Discovery:false Grants:[] SyncTime:0 Info:0}]"},
		{MACControlProto, "0003 00000007 02 81 0001 0002 01 0009 00", 5, "[{Queues:129 Report:[1 2]} {Queues:1 Report:[9]}]"},
		{MACControlProto, "0003 00000007 ff 81 0001", 5, "[{Queues:129 Report:[1]}]"},
		{MACControlProto, "0004 00000007 01 04 0033 20 21 00", 5, "[{Flags:1 PendingGrants:4 Info:51 LaserOn:32 LaserOff:33}]"},
		{MACControlProto, "0005 00000007 0102 03 0010 04 20 21", 5, "[{Port:258 Flags:3 SyncTime:16 PendingGrants:4 LaserOn:32 LaserOff:33}]"},
		{MACControlProto, "0006 00000007 01 0102 0010 00", 5, "[{Flags:1 Port:258 SyncTime:16}]"},
		{MACControlProto, "0006 00000007 01", 5, "[]"},
		{MACControlProto, "0006 00000007 01 0102 0010 09", 5, "[{Flags:1 Port:258 SyncTime:16} malformed: 09]"},
		{OAMProto, "03 0010 00 01 10 01 0002 06 1d 05ee 000102 00000009 00", 4,
			"[{Type:local Version:1 Revision:2 Parser:discard Discard:true Active:true OneWay:false Loopback:true Events:true Variable:true MaxPDU:1518 OUI:258 Vendor:9}]"},
		{OAMProto, "03 0010 00 fe 06 000102 07 09 03 08 00 05", 4,
			"[{Type:organization OUI:258 Data:[7]} {Type:9 OUI:0 Data:[8]} malformed: 0005]"},
		{OAMProto, "03 0000 01 0005 01 28 000a" + u64s(1, 2, 3, 4) + "00000005 00", 4,
			"[{Kind:errored symbol period Timestamp:10 Window:1 Threshold:2 Errors:3 ErrorTotal:4 EventTotal:5}]"},
		{OAMProto, "03 0000 01 0005 02 1a 000a 0001 00000002 00000003" + u64s(4) + "00000005 00", 4,
			"[{Kind:errored frames Timestamp:10 Window:1 Threshold:2 Errors:3 ErrorTotal:4 EventTotal:5}]"},
		{OAMProto, "03 0000 01 0005 03 1c 000a 00000001 00000002 00000003" + u64s(4) + "00000005", 4,
			"[{Kind:errored frame period Timestamp:10 Window:1 Threshold:2 Errors:3 ErrorTotal:4 EventTotal:5}]"},
		{OAMProto, "03 0000 01 0005 04 12 000a 0001 0002 0003 00000004 00000005", 4,
			"[{Kind:errored frame seconds Timestamp:10 Window:1 Threshold:2 Errors:3 ErrorTotal:4 EventTotal:5}]"},
		{OAMProto, "03 0000 01 0005 01 04 0203 01 30", 4, "[{Type:local OUI:0 Data:[2 3]} malformed: 0130]"},
		{OAMProto, "03 0000 02 07 0002 07 0012 00 0000", 5, "[{Branch:7 Leaf:2 Error:0 Value:[]} {Branch:7 Leaf:18 Error:0 Value:[]}]"},
		{OAMProto, "03 0000 03 07 0002 02 abcd 07 0012 a1 07 0003 09 01", 5,
			"[{Branch:7 Leaf:2 Error:0 Value:[171 205]} {Branch:7 Leaf:18 Error:161 Value:[]} malformed: 0700030901]"},
		{OAMProto, "03 0000 04 01", 5, "[enable remote loopback]"},
		{OAMProto, "03 0000 04 02 07", 5, "[disable remote loopback malformed: 07]"},
		{OAMProto, "03 0000 fe 000102 aa", 5, "[{Type:organization OUI:258 Data:[170]}]"},
		{OAMProto, "03 0000 80 aa", 5, "[]"},
	} {
		b := unspaced(t, c.hex)
		packettest.Trial(t, c.p, b)
		l := packettest.RoundTrip(t, c.p, b)[0].(packet.Itemizer)
		if got := fmt.Sprintf("%+v", l.Items(c.field)); got != c.want {
			t.Errorf("%s: %s, want %s", c.hex, got, c.want)
		}
		for n := range b {
			if p, _ := packet.Parse(b[:n], c.p); len(p) > 0 { // total, wherever the frame is cut
				packet.Items(p[0], min(c.field, len(p[0].Proto().Fields)-1))
			}
		}
	}
}

// u64s returns numbers of 8 bytes in hexadecimal.
func u64s(x ...uint64) (s string) {
	for _, x := range x {
		s += fmt.Sprintf("%016x", x)
	}
	return s
}
