package layers_test

import (
	"bytes"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

// messagePackets has messages whose bodies are kept as they are.
var messagePackets = []struct {
	name  string
	p     packet.Packet
	first *packet.Proto
	chain string
	head  string
}{
	{"Rx", overUDP(7000, &Rx{Epoch: 1, ConnectionID: 4, CallNumber: 1, Seq: 1, Serial: 1, Type: wire.RxData, Flags: wire.RxClientInitiated, ServiceID: 1, Data: []byte{0, 0, 0, 130}}),
		IPv4Proto, "IPv4/UDP/Rx", "45"},
	{"Rx ack", packet.Packet{&Rx{Type: wire.RxAck}}, RxProto, "Rx", "00000000 00000000 00000000 00000000 00000000 03 00 00 00 0000 0000"},
	{"OpenFlow", packet.Packet{&IPv4{Src: a4, Dst: b4}, &TCP{SrcPort: 6653, DstPort: 40000}, &OpenFlow{Version: wire.OpenFlow13, Type: 0, XID: 5}, &OpenFlow{Version: wire.OpenFlow13, Type: 2, Body: []byte("ping")}},
		IPv4Proto, "IPv4/TCP/OpenFlow/OpenFlow", "45"},
	{"OpenFlow error", packet.Packet{&OpenFlow{Version: wire.OpenFlow10, Type: 1, XID: 5, Body: []byte{0, 0, 0, 1}}}, OpenFlowProto, "OpenFlow", "01 01 000c 00000005 00000001"},
	{"Babel", overUDP(6696, &Babel{TLVs: wire.BabelTLVs{}.Add(4, 0, 0, 0, 1, 1, 144).Add(0).Add(1, 0), Trailer: wire.BabelTLVs{}.Add(16, 1, 2)}), IPv4Proto, "IPv4/UDP/Babel", "45"},
	{"Babel empty", packet.Packet{&Babel{}}, BabelProto, "Babel", "2a 02 0000"},
	{"DECnet", packet.Packet{&Ethernet{}, &DECnet{Message: wire.DECnetMessage{0x81, 0x26, 0, 0, 0xaa, 0, 4, 0, 1, 4, 0, 0, 0xaa, 0, 4, 0, 2, 8, 0, 0, 0, 0, 1}}},
		EthernetProto, "Ethernet/DECnet", "000000000000 000000000000 6003 1700 8126"},
	{"DECnet short", packet.Packet{&DECnet{Message: wire.DECnetMessage{2, 1, 4, 2, 8, 0}}}, DECnetProto, "DECnet", "0600 02 0104 0208 00"},
}

func TestMessages(t *testing.T) {
	seeds := map[*packet.Proto][][]byte{}
	for _, tt := range messagePackets {
		b := must(t, tt.p)
		if head := unhex(t, tt.head); !bytes.HasPrefix(b, head) {
			t.Errorf("%s:\n got %x\nwant %x …", tt.name, b, head)
		}
		q, err := packet.Parse(b, tt.first)
		if err != nil || chain(q) != tt.chain {
			t.Errorf("%s: %s, want %s (%v)", tt.name, chain(q), tt.chain, err)
			continue
		}
		if w := packettest.Wrong(q); w != nil {
			t.Errorf("%s: wrong: %v", tt.name, w)
		}
		var c packet.Parser
		c.Parse(b, tt.first)
		for i, s := range c.Spans() {
			seeds[q[i].Proto()] = append(seeds[q[i].Proto()], b[s.Off:])
		}
	}
	for _, pr := range []*packet.Proto{RxProto, OpenFlowProto, BabelProto, DECnetProto} {
		packettest.Trial(t, pr, seeds[pr]...)
	}
}

// TestMessageFaults has what must not be taken for a message.
func TestMessageFaults(t *testing.T) {
	for _, c := range []struct {
		hex string
		pr  *packet.Proto
	}{
		{"0700000800000000", OpenFlowProto}, {"0100000700000000", OpenFlowProto}, {"0163000800000000", OpenFlowProto},
		{"2b020000", BabelProto},
	} {
		if q, err := packet.Parse(unhex(t, c.hex), c.pr); err == nil {
			t.Errorf("%s: %s", c.hex, chain(q))
		}
	}
	text := append(make([]byte, 20), "this is not Rx at all"...)
	p := overUDP(7000, packet.Payload(text))
	if q, err := packet.Parse(must(t, p), IPv4Proto); err != nil || chain(q) != "IPv4/UDP/Raw" {
		t.Errorf("Rx port with text: %s, %v", chain(q), err)
	}
	tlvs := wire.BabelTLVs{}.Add(4, 1, 2).Add(0).Add(99)
	if got := append(tlvs, 8, 9).String(); got != "hello 0102, Pad1, 99, malformed 0809" {
		t.Error(got)
	}
	if got := (&OpenFlow{Version: wire.OpenFlow10, Type: 18}).Name() + ", " + (&OpenFlow{Version: wire.OpenFlow13, Type: 18}).Name(); got != "barrier request, multipart request" {
		t.Error(got)
	}
}

func TestDECnetMessage(t *testing.T) {
	for _, c := range []struct{ hex, want string }{
		{"020104020800", "short data 2.2 > 1.1: 020104020800"},
		{"812600 00aa00040001040000aa00040002080000000001", "long data 2.2 > 1.1: 81260000aa00040001040000aa00040002080000000001"},
		{"0b0200", "router hello 0b0200"}, {"0d02", "end node hello 0d02"}, {"", "empty "}, {"ff", "empty ff"}, {"02", "short data 02"},
	} {
		if got := wire.DECnetMessage(unhex(t, c.hex)).String(); got != c.want {
			t.Errorf("%s: %q, want %q", c.hex, got, c.want)
		}
	}
}
