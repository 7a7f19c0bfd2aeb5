package layers_test

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

// segment returns the bytes of a segment without a network layer.
func segment(t testing.TB, l *TCP, data string) []byte {
	return must(t, packet.Packet{l, packet.Payload([]byte(data))})
}

func TestTCP(t *testing.T) {
	var o wire.TCPOptions
	mac := make([]byte, 20)
	packettest.Trial(t, TCPProto,
		segment(t, &TCP{SrcPort: 1, DstPort: 2}, ""),
		segment(t, &TCP{SrcPort: 40001, DstPort: 2, Seq: 7, Ack: 8, Flags: 0x1ff, Reserved: 5, Urgent: 3}, "data"),
		segment(t, &TCP{Options: o.AddMSS(1460).Add(wire.NOP).AddWindowScale(7).Add(wire.SACKPermitted).AddTimestamps(1, 2)}, "x"),
		segment(t, &TCP{Options: o.AddMD5([16]byte{1}).AddUserTimeout(3, true).AddFastOpen(make([]byte, 8))}, "x"),
		segment(t, &TCP{Options: o.AddSACK(wire.SACKBlock{Left: 1, Right: 2}, wire.SACKBlock{Left: 3, Right: 4}).AddAuth(wire.TCPAuth{MAC: mac[:12]})}, ""),
		segment(t, &TCP{Options: o.AddMPTCP(wire.MPCapable{Version: 1, Keys: 2, HasLength: true}).AddAccECN(wire.TCPAccECN{Count: 3})}, "x"),
		segment(t, &TCP{Options: o.AddMPTCP(wire.MPJoin{Form: wire.MPJoinACK, MAC: mac})}, "x"),
		segment(t, &TCP{Options: o.AddMPTCP(wire.MPDSS{Flags: 0x1f, HasChecksum: true})}, "x"),
		segment(t, &TCP{Options: o.AddMPTCP(wire.MPAddAddr{Version: 1, Addr: a6, HasPort: true, MAC: mac[:8]})}, "x"),
		segment(t, &TCP{Options: o.AddMPTCP(wire.MPReset{Reason: 1}).Add(wire.EOL, 0)}, ""),
	)
}

// Padding after the last option stays, whatever it is.
func TestTCPPadding(t *testing.T) {
	b := segment(t, &TCP{Options: wire.TCPOptions{3, 3, 7, 0, 0xde, 0xad, 0xbe, 0xef}}, "x")
	p, err := packet.Parse(b, TCPProto)
	if err != nil {
		t.Fatal(err)
	}
	o := packet.Get[TCP](p).Options
	if got := hex.EncodeToString(o); got != "03030700deadbeef" {
		t.Errorf("options %s", got)
	}
	if got := o.String(); got != "wscale 7,eol [padding deadbeef]" {
		t.Errorf("%s", got)
	}
}

// defects returns what Validate says of a packet, without the layer's place.
func defects(t testing.TB, b []byte, first *packet.Proto) (out []string) {
	t.Helper()
	ds, _ := packet.Validate(b, first)
	for _, d := range ds {
		out = append(out, d.Layer+"."+d.Field+": "+d.Reason+" ["+d.Class.String()+"]")
	}
	return out
}

func TestTCPValidate(t *testing.T) {
	var o wire.TCPOptions
	for _, tt := range []struct {
		tcp  TCP
		want string
	}{
		{TCP{Flags: wire.SYN, Options: o.AddMSS(1460).AddWindowScale(7).Add(wire.SACKPermitted)}, ""},
		{TCP{Flags: wire.ACK, Ack: 5, Options: o.Add(wire.NOP).Add(wire.NOP).AddTimestamps(1, 2)}, ""},
		{TCP{Flags: wire.RST}, ""},
		{TCP{}, "Flags: none of SYN, FIN, RST and ACK [unusual]"},
		{TCP{Flags: wire.SYN | wire.FIN}, "Flags: SYN with FIN [unusual]"},
		{TCP{Flags: wire.SYN | wire.RST}, "Flags: SYN with RST [unusual]"},
		{TCP{Flags: wire.FIN | wire.RST}, "Flags: FIN with RST [unusual]"},
		{TCP{Flags: wire.FIN | wire.PSH}, "Flags: FIN without ACK [unusual]"},
		{TCP{Flags: wire.SYN, Reserved: 1}, "Reserved: reserved bits are set [unusual]"},
		{TCP{Flags: wire.SYN, Urgent: 1}, "Urgent: urgent pointer without URG [unusual]"},
		{TCP{Flags: wire.SYN, Ack: 1}, "Ack: acknowledgement number without ACK [unusual]"},
		{TCP{Flags: wire.ACK, Options: o.AddMSS(1460)}, "Options: option mss without SYN [value]"},
		{TCP{Flags: wire.ACK, Options: wire.TCPOptions{5, 3, 1}}, "Options: option sack has a wrong length [value]"},
		{TCP{Flags: wire.ACK, Options: wire.TCPOptions{8, 9, 1, 1}}, "Options: option TS does not fit [value]"},
		{TCP{Flags: wire.ACK, Options: wire.TCPOptions{8, 1, 1, 1}}, "Options: option TS does not fit [value]"},
		{TCP{Flags: wire.ACK, Options: wire.TCPOptions{1, 0, 0, 1}}, "Options: padding is not zero [value]"},
		{TCP{Flags: wire.SYN, Options: o.AddWindowScale(15)}, "Options: window scale above 14 [unusual]"},
		{TCP{Flags: wire.SYN, Options: o.AddMSS(1).AddMSS(2)}, "Options: option mss twice [unusual]"},
	} {
		tt.tcp.SrcPort, tt.tcp.DstPort = 1, 2
		got := strings.ReplaceAll(strings.Join(defects(t, must(t, packet.Packet{&IPv4{Src: a4, Dst: b4}, &tt.tcp}), IPv4Proto), "; "), "TCP.", "")
		if got != tt.want {
			t.Errorf("%v %v: %q, want %q", tt.tcp.Flags, tt.tcp.Options, got, tt.want)
		}
	}
	got := defects(t, must(t, packet.Packet{&IPv4{Src: a4, Dst: b4}, &TCP{Flags: wire.SYN}}), IPv4Proto)
	if want := []string{"TCP.SrcPort: port 0 is reserved [unusual]", "TCP.DstPort: port 0 is reserved [unusual]"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// The states a TCP checksum can have.
func TestTCPChecksumState(t *testing.T) {
	whole := must(t, packet.Packet{&IPv4{Src: a4, Dst: b4}, &TCP{Flags: wire.SYN}, packet.Payload([]byte("hello"))})
	edit := func(f func(wire.IPv4, wire.TCP)) []byte {
		b := slices.Clone(whole)
		v := wire.IPv4(b)
		f(v, wire.TCP(b[20:]))
		v.SetChecksum(v.Sum())
		return b
	}
	for _, tt := range []struct {
		name string
		b    []byte
		want packet.ChecksumState
	}{
		{"good", whole, packet.ChecksumGood},
		{"bad", edit(func(_ wire.IPv4, v wire.TCP) { v.SetSeq(9) }), packet.ChecksumBad},
		{"offloaded", edit(func(ip wire.IPv4, v wire.TCP) { v.SetChecksum(ip.PseudoSum(wire.IPProtoTCP, len(v))) }), packet.ChecksumOffloaded},
		{"fragment", edit(func(ip wire.IPv4, _ wire.TCP) { ip.SetFlags(wire.MoreFragments) }), packet.ChecksumUnverified},
		{"cut", whole[:len(whole)-1], packet.ChecksumUnverified},
	} {
		p, err := packet.Parse(tt.b, IPv4Proto)
		if err != nil {
			t.Fatal(err)
		}
		if got := packet.Get[TCP](p).ChecksumState(); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	p, _ := packet.Parse(whole[20:], TCPProto)
	if tcp := packet.Get[TCP](p); tcp.ChecksumState() != packet.ChecksumUnverified || !tcp.Checksum.Held() {
		t.Errorf("without a network layer: %v", tcp.ChecksumState())
	}
}

func FuzzTCP(f *testing.F) {
	f.Add(segment(f, &TCP{Flags: wire.SYN, Options: wire.TCPOptions{}.AddMSS(1460)}, "x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		packettest.RoundTrip(t, TCPProto, b)
		packet.Validate(b, TCPProto)
	})
}

func ExampleTCP() {
	p := packet.Packet{
		&IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("198.51.100.2")},
		&TCP{SrcPort: 40000, DstPort: 443, Flags: wire.SYN,
			Options: wire.TCPOptions{}.AddMSS(1460).Add(wire.SACKPermitted).AddMPTCP(wire.MPCapable{Version: 1, Flags: wire.MPHMACSHA256})},
	}
	b, err := p.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}
	q, _ := packet.Parse(b, IPv4Proto)
	tcp := packet.Get[TCP](q)
	fmt.Println(tcp.Flags, tcp.Options, tcp.ChecksumState())
	// Output: SYN mss 1460,sackOK,mptcp capable v1,eol good
}
