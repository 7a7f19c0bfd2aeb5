package wire

import "testing"

func init() {
	notInlined("GRE.HeaderLen", "GRE.Routing", "GRE.Key", "GRE.Seq", "EnhancedGRE.Ack")
	notInlined("ARP.SenderIP", "ARP.TargetIP", "Null.HostFamily", "MPLS.SetLabel")
}

func TestLinkNames(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{EtherTypeLLDP.String(), "LLDP"},
		{EtherType(0x1234).String(), "0x1234"},
		{HardwareEthernet.String(), "Ethernet"},
		{Hardware(1000).String(), "1000"},
		{SAPSTP.String(), "STP"},
		{SAP(0x43).String(), "0x43"},
		{LLCUI.String(), "UI"},
		{(LLCSABME | 0x10).String(), "SABME, P/F"},
		{LLCControl(0x05).String(), "RNR"},
		{LLCControl(0x06).String(), "I, number 3"},
		{LLCControl(0x0b).String(), "U 0x0b"},
		{InARPRequest.String(), "InARP request"},
		{PacketOutgoing.String(), "from us"},
		{FamilyIPv6Darwin.String(), "IPv6 (macOS)"},
		{(VXLANHasVNI | VXLANPolicy).String(), "VNI|policy"},
		{GRERouting{}.Add(2, 4, 192, 0, 2, 1).Add(0, 0).String(), "2@4:c0000201"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

// The offsets of GRE's optional fields, for every combination of bits.
func TestGREOffsets(t *testing.T) {
	for bits := range 16 {
		b := GRE{byte(bits << 4), 0, 8, 0}
		want := struct {
			sum      uint16
			key, seq uint32
		}{}
		if bits&0xc != 0 {
			b = append(b, 0xaa, 0xbb, 0, 0)
			want.sum = 0xaabb
		}
		if bits&2 != 0 {
			b = append(b, 1, 2, 3, 4)
			want.key = 0x01020304
		}
		if bits&1 != 0 {
			b = append(b, 5, 6, 7, 8)
			want.seq = 0x05060708
		}
		if bits&4 != 0 {
			b = append(b, GRERouting{}.Add(2, 0, 1, 2, 3, 4).Add(0, 0)...)
		}
		if b.HeaderLen() != len(b) || b.Checksum() != want.sum || b.Key() != want.key || b.Seq() != want.seq {
			t.Errorf("bits %04b: length %d of %d, checksum %#x, key %#x, sequence %#x", bits, b.HeaderLen(), len(b), b.Checksum(), b.Key(), b.Seq())
		}
		if r := b.Routing(); (r != nil) != (bits&4 != 0) || r != nil && len(r) != 12 {
			t.Errorf("bits %04b: routing %x", bits, r)
		}
		if len(b.Payload()) != 0 {
			t.Errorf("bits %04b: payload %x", bits, b.Payload())
		}
	}
}

func TestNullOrder(t *testing.T) {
	for _, tt := range []struct {
		b    Null
		want Family
		big  bool
	}{
		{Null{2, 0, 0, 0}, FamilyIPv4, false},
		{Null{0, 0, 0, 2}, FamilyIPv4, true},
		{Null{30, 0, 0, 0}, FamilyIPv6Darwin, false},
	} {
		f, big := tt.b.HostFamily()
		if f != tt.want || big != tt.big {
			t.Errorf("%x: %v, %v", []byte(tt.b), f, big)
		}
		v := make(Null, 4)
		if v.SetHostFamily(f, big); string(v) != string(tt.b) {
			t.Errorf("%x written as %x", []byte(tt.b), []byte(v))
		}
	}
}
