package layers_test

import (
	"bytes"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func TestUDPLite(t *testing.T) {
	trials(t, &UDPLite{SrcPort: 1, DstPort: 2})
	for _, coverage := range []uint16{0, 8, 10, 12} {
		b := must(t, over4(&UDPLite{SrcPort: 1, DstPort: 2, Coverage: coverage}, packet.Payload([]byte("data"))))
		if p := packettest.RoundTrip(t, IPv4Proto, b); packettest.Wrong(p) != nil || packet.Get[UDPLite](p).ChecksumState() != packet.ChecksumGood {
			t.Errorf("coverage %d: %v", coverage, packettest.Wrong(p))
		}
		b[len(b)-1] ^= 1 // not covered but by all and 12
		p, _ := packet.Parse(b, IPv4Proto)
		if bad := packettest.Wrong(p) != nil; bad != (coverage == 0 || coverage == 12) {
			t.Errorf("coverage %d: damage of the last byte seen: %v", coverage, bad)
		}
	}
	for _, coverage := range []uint16{1, 7, 13} {
		b := must(t, over4(&UDPLite{SrcPort: 1, DstPort: 2, Coverage: coverage, Checksum: packet.U16(1)}, packet.Payload([]byte("data"))))
		if _, worst := packet.Validate(b, IPv4Proto); worst < packet.BadValue {
			t.Errorf("coverage %d: %v", coverage, worst)
		}
	}
}

func dccpPackets() (out []packet.Layer) {
	options := wire.DCCPOptions{}.Add(wire.DCCPChangeL, 1, 3, 2).Add(wire.DCCPMandatory).Add(wire.DCCPTimestamp, 0, 0, 0, 5).Pad()
	for typ := range wire.DCCPListen + 1 {
		l := &DCCP{SrcPort: 5001, DstPort: 5002, CCVal: 1, Type: typ, Seq: 0x123456789abc}
		if typ.HasAck() {
			l.Ack = 0xabcdef
		}
		if typ.HasService() {
			l.Service, l.Options = 42, options
		}
		if typ == wire.DCCPReset {
			l.ResetCode, l.ResetData = 4, [3]byte{1, 2, 3}
		}
		out = append(out, l)
	}
	for _, typ := range []wire.DCCPType{wire.DCCPData, wire.DCCPAck, wire.DCCPDataAck} {
		l := &DCCP{SrcPort: 1, DstPort: 2, Type: typ, Extended: packet.Fix(false), Seq: 0x123456}
		if typ.HasAck() {
			l.Ack, l.AckReserved = 0x654321, 9
		}
		out = append(out, l)
	}
	return out
}

func TestDCCP(t *testing.T) {
	trials(t, dccpPackets()...)
	for _, l := range dccpPackets() {
		d := l.(*DCCP)
		b := must(t, over6(d, packet.Payload([]byte("some data"))))
		p := packettest.RoundTrip(t, IPv6Proto, b)
		q := packet.Get[DCCP](p)
		if q == nil || packettest.Wrong(p) != nil || q.Type != d.Type || q.Seq != d.Seq || q.Ack != d.Ack || q.Service != d.Service ||
			q.ResetCode != d.ResetCode || !bytes.Equal(q.Options, d.Options) || string(p.Payload()) != "some data" {
			t.Errorf("%v: %+v, wrong %v", d.Type, q, packettest.Wrong(p))
		}
		v, err := wire.ParseDCCP(b[40:])
		if err != nil || v.Seq() != d.Seq || v.Ack() != d.Ack || v.Service() != d.Service || string(v.Payload()) != "some data" {
			t.Errorf("%v: view: %v", d.Type, err)
		}
	}
	if got := dccpPackets()[0].(*DCCP).Options.String(); got != "change L CCID 3 2, mandatory, timestamp 5" {
		t.Error(got)
	}
}

// Partial coverage leaves the end of the data to chance. RFC 4340 §9.2.
func TestDCCPCoverage(t *testing.T) {
	b := must(t, over4(&DCCP{Type: wire.DCCPData, CsCov: 2}, packet.Payload([]byte("12345678"))))
	for i, bad := range map[int]bool{len(b) - 1: false, len(b) - 5: true} {
		c := bytes.Clone(b)
		c[i] ^= 1
		p, _ := packet.Parse(c, IPv4Proto)
		if got := packettest.Wrong(p) != nil; got != bad {
			t.Errorf("byte %d: wrong is %v", i, got)
		}
	}
}

func TestNATT(t *testing.T) {
	packettest.Trial(t, NonESPMarkerProto, unhex(t, "00000000"))
	packettest.Trial(t, NATKeepaliveProto, []byte{0xff})
	for _, tt := range []struct {
		hex  string
		want *packet.Proto
	}{
		{"ff", NATKeepaliveProto}, {"00000000", NonESPMarkerProto}, {"00000001 00000002 0102", ESPProto},
		{"00", packet.RawProto}, {"ffff", packet.RawProto}, {"00000001 000000", packet.RawProto},
	} {
		b := must(t, packet.Packet{&UDP{SrcPort: 4500, DstPort: 4500}, packet.Payload(unhex(t, tt.hex))})
		if p, err := packet.Parse(b, UDPProto); err != nil || p[1].Proto() != tt.want {
			t.Errorf("%s: %s (%v)", tt.hex, names(p), err)
		}
	}
}

func TestWireGuard(t *testing.T) {
	ls := []packet.Layer{
		&WireGuardInitiation{Sender: 0x01020304, Ephemeral: [32]byte{1}, MAC2: [16]byte{15: 9}},
		&WireGuardResponse{Sender: 1, Receiver: 2},
		&WireGuardCookie{Receiver: 1, Cookie: [32]byte{31: 1}},
	}
	trials(t, ls...)
	data := packet.Packet{&WireGuardData{Receiver: 7, Counter: 1 << 40}, packet.Payload(make([]byte, 32))}
	packettest.Trial(t, WireGuardDataProto, must(t, data))
	if b := must(t, data); b[0] != 4 || b[4] != 7 || b[13] != 1 {
		t.Errorf("%x", b)
	}
	for _, l := range ls {
		b := must(t, packet.Packet{&UDP{DstPort: 51820}, l})
		if p, _ := packet.Parse(b, UDPProto); p[1].Proto() != l.Proto() {
			t.Errorf("%s is %s", l.Proto().Name, names(p))
		}
		b = must(t, packet.Packet{&UDP{DstPort: 51820}, l, packet.Payload([]byte{0})})
		if p, _ := packet.Parse(b, UDPProto); p[1].Proto() != packet.RawProto {
			t.Errorf("%s with another byte is %s", l.Proto().Name, names(p))
		}
	}
}
