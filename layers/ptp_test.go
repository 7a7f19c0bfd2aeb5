package layers_test

import (
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

// ptpMessages are one of each type.
func ptpMessages() (out []*layers.PTP) {
	head := layers.PTP{
		Domain: 3, Flags: wire.PTPTwoStep, Correction: 1 << 16, ClockIdentity: wire.PTPClock{1, 2, 3, 0xff, 0xfe, 4, 5, 6}, PortNumber: 1, Sequence: 9, Interval: 0xff,
	}
	at := wire.PTPTimeOf(1516736649, 248292005)
	for _, t := range []wire.PTPType{wire.PTPSync, wire.PTPDelayReq, wire.PTPPdelayReq, wire.PTPPdelayResp, wire.PTPFollowUp, wire.PTPDelayResp,
		wire.PTPPdelayRespFollowUp, wire.PTPAnnounce, wire.PTPSignaling, wire.PTPManagement, 5} {
		m := head
		m.Type = t
		if t != wire.PTPSignaling && t != wire.PTPManagement && t != 5 {
			m.Timestamp = at
		}
		switch t {
		case wire.PTPPdelayResp, wire.PTPDelayResp, wire.PTPPdelayRespFollowUp, wire.PTPSignaling, wire.PTPManagement:
			m.OtherClock, m.OtherPort = wire.PTPClock{9, 8, 7}, 2
		case wire.PTPAnnounce:
			m.UTCOffset, m.Priority1, m.ClockClass, m.ClockAccuracy, m.ClockVariance, m.Priority2 = 37, 128, 248, 0xfe, 0xffff, 127
			m.Grandmaster, m.StepsRemoved, m.TimeSource = wire.PTPClock{6}, 1, 0xa0
		}
		if t == wire.PTPManagement {
			m.StartingHops, m.Hops, m.Action = 3, 2, 1
			m.TLVs = m.TLVs.Add(1, []byte{0, 0})
		}
		out = append(out, &m)
	}
	return out
}

func TestPTP(t *testing.T) {
	var seeds [][]byte
	for _, m := range ptpMessages() {
		b, err := packet.Packet{m}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		seeds = append(seeds, b)
	}
	seeds = append(seeds, append(seeds[0], 0, 0, 0)) // padded, as in a short frame
	packettest.Trial(t, layers.PTPProto, seeds...)
	lengths := []int{44, 44, 54, 54, 44, 54, 54, 64, 44, 54, 34}
	for i, n := range lengths {
		if got := int(wire.PTP(seeds[i]).Length()); got != n {
			t.Errorf("%v: %d bytes, want %d", ptpMessages()[i].Type, got, n)
		}
	}
	frame, err := packet.Packet{&layers.Ethernet{}, ptpMessages()[7]}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	p, err := packet.Parse(frame, layers.EthernetProto)
	m := packet.Get[layers.PTP](p)
	if err != nil || m == nil || m.UTCOffset != 37 || m.Timestamp.String() != "1516736649.248292005" || m.Grandmaster[0] != 6 {
		t.Errorf("%+v, %v", m, err)
	}
	// a message has the fields of its type
	for i, want := range map[string]bool{"Timestamp": true, "Grandmaster": true, "OtherClock": false, "Action": false, "TLVs": true, "Sequence": true} {
		if m.Has(layers.PTPProto.Field(i)) != want {
			t.Errorf("announce: has %s is %v", i, !want)
		}
	}
}

func TestPTPShort(t *testing.T) {
	b, err := packet.Packet{ptpMessages()[0]}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := packet.Parse(b[:40], layers.PTPProto); err == nil {
		t.Error("a message without its timestamp")
	}
	b[3] = 40
	if _, err := packet.Parse(b, layers.PTPProto); err == nil {
		t.Error("a length that is too short for the type")
	}
}
