package netflow_test

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/netflow"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

var v5 = &netflow.V5{Uptime: 1000, Seconds: 1600000000, Sequence: 7, Sampling: 0x4064, Records: []netflow.V5Record{{
	Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2"), NextHop: netip.MustParseAddr("192.0.2.254"), Input: 1, Output: 2,
	Packets: 3, Octets: 400, First: 500, Last: 900, SrcPort: 40000, DstPort: 443, Flags: wire.SYN | wire.ACK, Protocol: 6, SrcAS: 64500, DstAS: 64501,
	SrcMask: 24, DstMask: 16, Pad2: 9,
}, {Src: netip.MustParseAddr("192.0.2.3"), Dst: netip.MustParseAddr("192.0.2.4"), NextHop: netip.MustParseAddr("0.0.0.0")}}}

var template = netflow.Template{ID: 256, Fields: []netflow.TemplateField{{8, 4, 0}, {12, 4, 0}, {82, 0xffff, 0}, {1, 2, 0}, {5, 1, 9}}}

func sets(ipfix bool) netflow.Sets {
	t := template
	data := unhex("c0000201 c0000202 03 657468 0100 07" + "c0000203 c0000204 ff0002 6c6f 0200 08")
	if !ipfix { // there are neither lengths before values nor enterprises
		t.Fields = []netflow.TemplateField{{8, 4, 0}, {12, 4, 0}, {1, 2, 0}}
		data = unhex("c0000201 c0000202 0100 c0000203 c0000204 0200")
	}
	return netflow.Sets{}.AddTemplate(t, ipfix).Add(256, data)
}

// options9 is a template of options of version 9, and its data.
const options9 = "0001 0014 0101 0004 0008 0001 0004 0022 0004 0023 0001 0000" + "0101 0010 00000001 00000064 02 000000"

// options10 is the same of IPFIX.
const options10 = "0003 0016 0101 0003 0001 0095 0004 0022 0004 0023 0001" + "0101 000d 00000001 00000064 02"

func build(t *testing.T, l packet.Layer) []byte {
	b, err := packet.Packet{l}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTrial(t *testing.T) {
	five := build(t, v5)
	packettest.Trial(t, netflow.V5Proto, five, append(five, 1, 2, 3))
	packettest.Trial(t, netflow.V9Proto, build(t, &netflow.V9{Count: 3, SourceID: 1, Sets: sets(false)}), build(t, &netflow.V9{Sets: unhex(options9)}))
	ten := build(t, &netflow.IPFIX{DomainID: 1, Sets: sets(true)})
	packettest.Trial(t, netflow.IPFIXProto, ten, build(t, &netflow.IPFIX{Sets: unhex(options10)}), append(ten, 0, 0))
}

func TestV5(t *testing.T) {
	b, err := packet.Packet{&layers.UDP{SrcPort: 1000, DstPort: 2055}, v5}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	p, err := packet.Parse(b, layers.UDPProto)
	got := packet.Get[netflow.V5](p)
	if err != nil || got == nil || !reflect.DeepEqual(got.Records, v5.Records) || got.Count.Get() != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

func texts(s netflow.Sets, t netflow.Templates) (out []string) {
	for r := range s.Records(t, 1) {
		out = append(out, r.String())
	}
	return out
}

func TestRecords(t *testing.T) {
	want := []string{
		`sourceIPv4Address=192.0.2.1, destinationIPv4Address=192.0.2.2, interfaceName="eth", octetDeltaCount=256, ipClassOfService=7`,
		`sourceIPv4Address=192.0.2.3, destinationIPv4Address=192.0.2.4, interfaceName="lo", octetDeltaCount=512, ipClassOfService=8`,
	}
	if got := texts(sets(true), nil); !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	for x := range sets(true).Templates() {
		if !reflect.DeepEqual(x, template) {
			t.Errorf("%+v", x)
		}
	}
	for _, s := range []string{options9, options10} {
		for r := range netflow.Sets(unhex(s)).Records(nil, 0) {
			if r.Scopes != 1 || len(r.Values) != 3 || r.Values[1].String() != "100" {
				t.Errorf("%+v", r)
			}
		}
	}
}

// Records whose template came in an earlier packet are read with it, until it is
// withdrawn.
func TestTemplates(t *testing.T) {
	known := netflow.Templates{}
	data := netflow.Sets{}.Add(256, unhex("c0000201 c0000202 0100"))
	if got := texts(data, known); got != nil {
		t.Error(got)
	}
	known.Learn(sets(false), 1)
	if got := texts(data, known); len(got) != 1 {
		t.Error(got)
	}
	known.Learn(netflow.Sets{}.AddTemplate(netflow.Template{ID: 256}, true), 1)
	if got := texts(data, known); got != nil {
		t.Error(got)
	}
	if s := data.String(); s != "data of template 256, 12 bytes" {
		t.Error(s)
	}
}

func FuzzSets(f *testing.F) {
	f.Add([]byte(sets(true)))
	f.Add(unhex(options9))
	f.Add(unhex(options10))
	f.Fuzz(func(t *testing.T, b []byte) {
		n := 0
		for r := range netflow.Sets(b).Records(nil, 0) {
			n += len(r.Values)
		}
		_ = n
		_ = netflow.Sets(b).String()
	})
}

func Example() {
	t := netflow.Templates{} // one for each exporter
	m := &netflow.IPFIX{DomainID: 1, Sets: sets(true)}
	for r := range m.Sets.Records(t, m.DomainID) {
		fmt.Println(r)
	}
	// Output:
	// sourceIPv4Address=192.0.2.1, destinationIPv4Address=192.0.2.2, interfaceName="eth", octetDeltaCount=256, ipClassOfService=7
	// sourceIPv4Address=192.0.2.3, destinationIPv4Address=192.0.2.4, interfaceName="lo", octetDeltaCount=512, ipClassOfService=8
}
