package layers_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/dhcpv6"
	"github.com/gocap-project/gocap/layers/gtp"
	"github.com/gocap-project/gocap/layers/wifi"
	"github.com/gocap-project/gocap/layers/wpan"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
)

// firsts are protocols that vectors may begin with, by names of scapy's that are in no other table.
var firsts = map[string]*packet.Proto{
	"RadioTap": wifi.RadioTapProto, "Dot11FCS": wifi.FrameProto, "Dot15d4FCS": LinkTypes.Proto(link.IEEE802154), "Dot15d4": wpan.FrameProto,
	"DHCP6": dhcpv6.MessageProto, "STP": BPDUProto, "GTPHeader": gtp.V1Proto, "CookedLinuxV2": SLL2Proto, "HTTPRequest": HTTPProto, "HTTPResponse": HTTPProto,
}

// TestVectorsOtherwise is for vectors with a class that is not in the tables. What is known of their fields
// is known of the layers before it, up to which all must agree as in TestVectors; of what was built,
// every length, checksum, count and type that gocap fills in must be what scapy filled in.
func TestVectorsOtherwise(t *testing.T) {
	n := 0
	for _, v := range readVectors(t) {
		if v.Hex == "" || v.inScope() {
			continue
		}
		n++
		if err := v.otherwise(); err != nil {
			t.Errorf("%s: %v\n\t%s\n\t%s", v.ID, err, v.Expr, v.Hex)
		}
	}
	t.Logf("%d vectors have classes that are not in the tables", n)
}

// The check of vectors without tables holds for those with tables, too.
func TestVectorsOtherwiseHolds(t *testing.T) {
	for _, v := range readVectors(t) {
		if v.Hex == "" || !v.inScope() || exceptions[v.ID] != nil {
			continue
		}
		if err := v.otherwise(); err != nil {
			t.Errorf("%s: %v\n\t%s\n\t%s", v.ID, err, v.Expr, v.Hex)
		}
	}
}

// protocol returns what v's bytes begin with.
func (v *vector) protocol() *packet.Proto {
	if len(v.Layers) > 0 {
		if pr := v.first(); pr != nil {
			return pr
		}
	}
	if pr := classes[v.First].proto; pr != nil {
		return pr
	}
	return firsts[v.First]
}

func (v *vector) otherwise() error {
	b, err := hex.DecodeString(v.Hex)
	if err != nil {
		return err
	}
	pr := v.protocol()
	if pr == nil {
		return fmt.Errorf("no protocol for %s", v.First)
	}
	p, _ := packet.Parse(b, pr)
	if again, err := p.Bytes(); err != nil || !bytes.Equal(again, b) {
		return fmt.Errorf("parsed and built: %x, %v", again, err)
	}
	known := *v
	for k, l := range v.Layers {
		if _, ok := classes[l.Cls]; !ok {
			known.Layers = v.Layers[:k]
			break
		}
	}
	want, _, err := known.wanted()
	if err != nil {
		return err
	}
	v.optionLengths(want, p)
	if len(known.Layers) < len(v.Layers) && len(want) > 0 {
		want = want[:len(want)-1] // of which merged classes may be unknown
	}
	for _, s := range compare(p, b, want, nil) {
		if !strings.HasPrefix(s, "unexpected payload") && !strings.HasPrefix(s, "payload") {
			return fmt.Errorf("%s", s)
		}
	}
	if v.Kind != "build" {
		return nil
	}
	for _, l := range p {
		for i, f := range l.Proto().Fields {
			a, ok := l.Proto().At(l, i).(packet.AnyAuto)
			if ok && !a.Held() && !a.Fixed() && f.Kind != packet.Default {
				a.Release()
			}
		}
	}
	if again, err := p.Bytes(); err != nil || !bytes.Equal(again, b) {
		return fmt.Errorf("released and built: %x, %v", again, err)
	}
	return nil
}

// Classes of the kinds of packets that the tables have, for vectors that may come.
func init() {
	for _, name := range []string{"Advertise", "Rebind", "Decline", "InfoRequest", "Reconf"} {
		classes["DHCP6_"+name] = classes["DHCP6_Reply"]
	}
	classes["ICMPv6MRD_Termination"] = classes["ICMPv6MRD_Solicitation"]
	classes["PPP_LCP"], classes["PPP_LCP_Terminate"] = lcp(nil), lcp(nil)
	for name, conv := range map[string]func(f values) []byte{
		"ICMPv6NDOptMTU":         func(f values) []byte { return be(be(nil, 2, f["res"]), 4, f["mtu"]) },
		"ICMPv6NDOptAdvInterval": func(f values) []byte { return be(be(nil, 2, f["res"]), 4, f["advint"]) },
		"ICMPv6NDOptUnknown":     func(f values) []byte { return octets(f["data"]) },
		"ICMPv6NDOptIPAddr": func(f values) []byte {
			return append(be(be(be(nil, 1, f["optcode"]), 1, f["plen"]), 4, f["res"]), addrOf(f["addr"])...)
		},
	} {
		ndOptions[name] = conv
		classes[name] = class{merge: mergeNDOption}
	}
}
