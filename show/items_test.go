package show_test

import (
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers/dhcpv6"
	"github.com/gocap-project/gocap/layers/ike"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/show"
	"github.com/gocap-project/gocap/wire"
)

// Lists in wire form are shown by their parts, one a line or an element of an array each,
// and so is what is malformed at their end.
func TestItems(t *testing.T) {
	m := &dhcpv6.Message{Type: wire.DHCPv6Solicit, Options: dhcpv6.Options{}.Add(wire.DHCPv6OptRapidCommit, dhcpv6.Bytes(nil)).Add(9999, dhcpv6.Bytes("ab"))}
	m.Options = append(m.Options, 0)
	k := &ike.Message{InitiatorSPI: 0x1234, Exchange: wire.IKESAInit}
	k.Add(&ike.Notify{Kind: 16388, Data: []byte{1}})
	for _, tt := range []struct {
		l    packet.Layer
		text []string
		json string
	}{
		{m, []string{"Options  3\n", "[0]  Rapid Commit\n", "[1]  option 9999: 6162\n", "[2]  malformed: 00\n"},
			`"Options":[{"type":"Option","fields":{"Code":"Rapid Commit","Value":""}},{"type":"Option","fields":{"Code":"option 9999","Value":"6162"}},"malformed: 00"]`},
		{k, []string{"InitiatorSPI  0000000000001234", "Payloads      1\n", "[0]  notify NAT-DETECTION-SOURCE-IP 01\n"},
			`"Payloads":[{"type":"Notify","fields":{"V1":false,"DOI":0,"Protocol":0,"Kind":16388,"SPI":"","Data":"01"}}]`},
	} {
		b, err := packet.Packet{tt.l}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		var c packet.Parser
		p, err := c.Parse(b, tt.l.Proto())
		f := &show.Frame{Data: b, Packet: p, Spans: c.Spans(), Err: err}
		text := string(f.AppendText(nil, 0))
		for _, want := range tt.text {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", tt.l.Proto().Name, want, text)
			}
		}
		if got := string(f.AppendJSON(nil, 0)); !strings.Contains(got, tt.json) {
			t.Errorf("%s: no %s in\n%s", tt.l.Proto().Name, tt.json, got)
		}
	}
}
