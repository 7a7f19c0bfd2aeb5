package wifi

import (
	"encoding/hex"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const (
	a1 = "020000000001 "
	a2 = "020000000002 "
	a3 = "020000000003 "
	a4 = "020000000004 "

	llc = "aaaa03 000000 0800 4500001c000100004011 66ce 0a000001 0a000002 03e807d000080000"

	ssid      = "0003 6e6574 "
	rateElems = "0108 82848b960c121824 3204 30486cff "
	dsss      = "0301 06 "
	tim4      = "0504 00030102 "
	country_  = "0706 444520 010d14 "
	rsnElem   = "3014 0100 000fac04 0100 000fac04 0100 000fac02 8000 "
	wpaElem   = "dd16 0050f201 0100 0050f202 0100 0050f202 0100 0050f202 "
	wmmElem   = "dd18 0050f202 0101 80 00 03a40000 27a40000 42435e00 62322f00 "
	wpsElem   = "dd0f 0050f204 104a000110 1011 0002 6170 "
	htElem    = "2d1a ef01 17 ffff0000000000000000000000000000 0000 00000000 00 3d16 06 0000000000 00000000000000000000000000000000 "
	vhtElem   = "bf0c b2018003 faff0000faff0000 c005 01 2a00 fcff "
	heElem    = "ff16 23 0d01081a4000 044c09c00f438981fd1700 faff faff ff07 24 f43f0019 fcff "
	ehtElem   = "ff0c 6c 0000 000000000000000000 ff06 6a 00 00000000 ff0a 6b 0001 07 020000000009 "
	elements  = ssid + rateElems + dsss + tim4 + country_ + rsnElem + wpaElem + wmmElem + wpsElem + htElem + vhtElem + heElem + ehtElem
)

// frames are bodies of all kinds with a header before them.
func frames(t testing.TB) [][]byte {
	var out [][]byte
	mgmt := func(control, body string) {
		out = append(out, unhex(t, control+"3a01 ffffffffffff"+a2+a3+"90fc"+body))
	}
	mgmt("8000", "0102030405060708 6400 3104"+elements)
	mgmt("5008", "0102030405060708 6400 1104"+elements)
	mgmt("4000", ssid+rateElems)
	mgmt("0000", "3104 0a00"+ssid+rateElems)
	mgmt("1000", "3104 0000 01c0"+rateElems)
	mgmt("2000", "3104 0a00"+a3+ssid)
	mgmt("3000", "3104 1100 01c0"+rateElems)
	mgmt("6000", "0102030405060708 3104"+country_)
	mgmt("9000", "")
	mgmt("a000", "0800")
	mgmt("c000", "0700"+"dd04 02000001")
	mgmt("b000", "0000 0100 0000")
	mgmt("b000", "0100 0200 0000 1004 01020304")
	mgmt("b000", "0300 0100 7e00 1300"+strings.Repeat("ab", 96)+"ff03 5c 1400")
	mgmt("b000", "0300 0200 0000 0000"+strings.Repeat("cd", 32))
	mgmt("d000", "03 00 05 0210 0000 3012")
	mgmt("d000", "03 01 05 0000 0210 0000")
	mgmt("d000", "03 02 0008 2500")
	mgmt("d000", "05 05 01 340d 020000000009 00000000 51 06 07")
	mgmt("e000", "00 04 2503 010602")
	mgmt("d000", "7f 506f9a 09 01")
	mgmt("d080", "00000000"+"15 02 01") // with HT control
	mgmt("c040", "010203 20 04050607 0102030405060708 a1a2a3a4a5a6a7a8")
	ctl := func(s string) { out = append(out, unhex(t, s)) }
	ctl("8400 0000" + a1 + a2 + "0410 8012")
	ctl("8400 0000" + a1 + a2 + "0610 0020 8012 0030 9012")
	ctl("9400 0000" + a1 + a2 + "0510 8012 ff00000000000001")
	ctl("9400 0000" + a1 + a2 + "0610 0020 8012 0102030405060708 0030 9012 0102030405060708")
	ctl("9400 0000" + a1 + a2 + "1600 0108 0220 8012 0102030405060708 fd07 02000000000900000000")
	ctl("a400 01c0" + a1 + a2)
	ctl("b400 2c01" + a1 + a2)
	ctl("c400 2c01" + a1)
	ctl("d400 0000" + a1)
	ctl("e400 0000" + a1 + a2)
	ctl("f400 0000" + a1 + a2)
	ctl("7400 0000" + a1 + "b400 01020304" + a2)
	ctl("5400 0000" + a1 + a2 + "05 0102 0304")
	ctl("2400 0000" + a1 + a2 + "3401020304050607 0102030405")
	ctl("0c00 0000" + a1 + "0102")
	ctl("0801 2c00" + a1 + a2 + a3 + "1000" + llc)
	ctl("0802 2c00" + a1 + a2 + a3 + "1000" + llc)
	ctl("0803 2c00" + a1 + a2 + a3 + "1000" + a4 + llc)
	ctl("8801 2c00" + a1 + a2 + a3 + "1000 0500" + llc)
	ctl("8881 2c00" + a1 + a2 + a3 + "1000 0500 00000080" + llc)
	ctl("8803 2c00" + a1 + a2 + a3 + "1000" + a4 + "0501 00 1f 01000000" + llc)
	ctl("c801 2c00" + a1 + a2 + a3 + "1000 0500")
	ctl("4811 2c00" + a1 + a2 + a3 + "1000")
	ctl("8801 2c00" + a1 + a2 + a3 + "1000 8500" + a4 + a2 + "000b aaaa03 000000 1234 616263 000000" + a4 + a2 + "000a aaaa03 000000 1234 6162")
	ctl("0841 2c00" + a1 + a2 + a3 + "1000 010203 40 0102030405 a1a2a3a4")
	ctl("0841 2c00" + a1 + a2 + a3 + "1000 01 21 02 20 03000000 0102030405060708090a0b0c a1a2a3a4")
	ctl("0841 2c00" + a1 + a2 + a3 + "1000 01 02 00 20 03000000 010203 0405060708a1a2a3")
	ctl("0805 2c00" + a1 + a2 + a3 + "1100 616263")
	return out
}

// withFCS returns b with its frame check sequence behind it.
func withFCS(b []byte) []byte { return append32(b[:len(b):len(b)], crc32.ChecksumIEEE(b)) }

func TestFrame(t *testing.T) { packettest.Trial(t, FrameProto, frames(t)...) }

func TestFrameFCS(t *testing.T) {
	var seeds [][]byte
	for _, b := range frames(t) {
		seeds = append(seeds, withFCS(b))
	}
	packettest.Trial(t, FrameWith(true, false), seeds...)
}

func TestFramePadded(t *testing.T) {
	plain := unhex(t, "8801 2c00"+a1+a2+a3+"1000 0500 0000"+llc)
	packettest.Trial(t, FrameWith(false, true), plain)
	packettest.Trial(t, FrameWith(true, true), withFCS(plain))
	p, err := packet.Parse(plain, FrameWith(false, true))
	if err != nil || packet.Get[layers.UDP](p) == nil {
		t.Errorf("%v %v", p, err)
	}
}

func TestBodies(t *testing.T) {
	tests := map[*packet.Proto]string{
		BeaconProto: "0102030405060708 6400 3104" + elements, ProbeReqProto: elements, AssocReqProto: "3104 0a00" + ssid,
		AssocRespProto: "3104 0000 01c0" + rateElems, ReassocReqProto: "3104 0a00" + a3 + ssid, DeauthProto: "0700",
		TimingAdvProto: "0102030405060708 3104" + country_, AuthProto: "0000 0100 0000", ActionProto: "03 02 0008 2500",
		BlockAckReqProto: "0510 8012", BlockAckProto: "0510 8012 ff00000000000001", TriggerProto: "3401020304050607 0102030405",
		ControlWrapperProto: "b400 01020304" + a2, NDPAnnouncementProto: "05 0102 0304",
		MSDUProto: a4 + a2 + "000b aaaa03 000000 1234 616263 000000" + a4 + a2 + "000a aaaa03 000000 1234 6162",
		MeshProto: "01 1f 01000000" + a4 + llc, WEPProto: "010203 40 0102030405 a1a2a3a4",
		TKIPProto: "01 21 02 20 03000000 0102030405060708090a0b0c a1a2a3a4", CCMPProto: "01 02 00 20 03000000 010203 0405060708a1a2a3",
	}
	for pr, s := range tests {
		t.Run(pr.Name, func(t *testing.T) { packettest.Trial(t, pr, unhex(t, s)) })
	}
}

// taps are radiotap headers with all fields.
var taps = []string{
	"0000 0800 00000000",
	"0000 0900 02000000 00",
	"0000 1900 6f080000 0102030405060708 00 02 6c09 a000 d8 a9 01",
	"0000 1400 00001800 070407 00 01000000 0200 00 00",
	"0000 1400 00002000 4400 04 04 93000000 00 3f 0001",
	"0000 1400 00004000 0102030405060708 0100 11 02",
	"0000 1400 00008000 0102 0304 0506 0708 090a 0b0c",
	"0000 1400 00000001 0102 0304 01020304 05060708",
	"0000 1400 0000000e 0102 0304 05 06 ff 00 0102 0304",
	"0000 1000 00000400 80040000 6c09 06 28",
	"0000 1d00 220000a0 220000c0 01000000 10d0 02d1 0050f207 0300 616263",
}

func tapped(t testing.TB) [][]byte {
	var out [][]byte
	for _, s := range taps {
		b := unhex(t, s)
		for _, f := range frames(t)[:4] {
			if wire.RadioTapFields(b[4:]).Flags()&wire.RadioTapFCS != 0 {
				f = withFCS(f)
			}
			out = append(out, append(b[:len(b):len(b)], f...))
		}
	}
	return out
}

func TestRadioTap(t *testing.T) { packettest.Trial(t, RadioTapProto, tapped(t)...) }

func TestPPI(t *testing.T) {
	common := "0200 1400 0102030405060708 0100 0200 6c09 a000 00 00 d8 a9"
	head := func(s string) []byte { return unhex(t, s) }
	f := frames(t)[4]
	packettest.Trial(t, PPIProto,
		append(head("00 00 0800 69000000"), f...),
		append(head("00 00 2000 69000000"+common), withFCS(f)...),
		append(head("00 00 0c00 93000000 3675 0000"), 1, 2, 3),
		append(head("00 00 0800 01000000"), unhex(t, a1+a2+"1234 616263")...),
	)
}

func TestPrism(t *testing.T) {
	prism := append(unhex(t, "44000000 90000000 776c616e30"), make([]byte, 11+120)...)
	prism[24+12*PrismRate+8] = 22
	avs := append(unhex(t, "80211001 00000040"), make([]byte, 56)...)
	avs2 := append(unhex(t, "80211002 00000050"), make([]byte, 72)...)
	f := frames(t)[2]
	packettest.Trial(t, PrismProto, append(prism, f...), append(avs, f...))
	packettest.Trial(t, AVSProto, append(avs, f...), append(avs2, f...))
	p, err := layers.Parse(link.PrismHeader, append(prism, f...))
	if err != nil || len(p) != 3 {
		t.Fatal(p, err)
	}
	if r, ok := p[0].(*Prism).Item(PrismRate); r != 22 || !ok {
		t.Errorf("rate %d, %v", r, ok)
	}
}

// What is in a frame is found.
func TestChains(t *testing.T) {
	want := []string{
		"Beacon", "Beacon", "ProbeReq", "AssocReq", "AssocResp", "ReassocReq", "AssocResp", "TimingAdv", "", "Deauth", "Deauth",
		"Auth", "Auth", "Auth", "Auth", "Action", "Action", "Action", "Action", "Action", "Action", "Action", "CCMP Raw",
		"BlockAckReq", "BlockAckReq", "BlockAck", "BlockAck", "BlockAck", "", "", "", "", "", "", "ControlWrapper", "NDPA", "Trigger", "Raw",
		"LLC SNAP IPv4 UDP", "LLC SNAP IPv4 UDP", "LLC SNAP IPv4 UDP", "LLC SNAP IPv4 UDP", "LLC SNAP IPv4 UDP", "Mesh LLC SNAP IPv4 UDP",
		"", "", "MSDU LLC SNAP Raw", "WEP Raw", "TKIP Raw", "CCMP Raw", "Raw",
	}
	for i, b := range frames(t) {
		p, err := layers.Parse(link.IEEE80211, b)
		var got []string
		for _, l := range p[1:] {
			got = append(got, strings.TrimPrefix(l.Proto().Name, "Dot11"))
		}
		if err != nil || strings.Join(got, " ") != want[i] {
			t.Errorf("frame %d, %v: %v, want %q; %v", i, p[0].(*Frame).Kind(), got, want[i], err)
		}
	}
}

func TestFCSState(t *testing.T) {
	tap := unhex(t, "0000 0900 02000000 10")
	b := append(tap, withFCS(frames(t)[0])...)
	p, err := layers.Parse(link.IEEE80211Radiotap, b)
	f := packet.Get[Frame](p)
	if err != nil || f.ChecksumState() != packet.ChecksumGood || !f.FCS.Automatic() {
		t.Fatal(f, err)
	}
	f.Seq++
	if b, err = p.Bytes(); err != nil {
		t.Fatal(err)
	}
	if q, _ := layers.Parse(link.IEEE80211Radiotap, b); packet.Get[Frame](q).ChecksumState() != packet.ChecksumGood {
		t.Error("an edited frame's FCS is not good")
	}
	b[len(b)-1] ^= 1
	if d, worst := packet.Validate(b, RadioTapProto); worst != packet.BadChecksum {
		t.Errorf("%v", d)
	}
}

// Validate has no objections to the valid frames, and some to others.
func TestValidate(t *testing.T) {
	for i, b := range frames(t) {
		if d, worst := packet.Validate(b, FrameProto); worst > packet.Unusual {
			t.Errorf("frame %d: %v", i, d)
		}
	}
	for s, want := range map[string]string{
		"8001 0000 ffffffffffff" + a2 + a3 + "0000 0000000000000000 6400 0100 0003 6e": "Elements",
		"8001 0000 ffffffffffff" + a2 + a3 + "0000 0000000000000000 6400 0100":         "ToDS",
		"0801 0000" + a1 + "030000000002" + a3 + "0000":                                "Addr2",
		"b000 0000" + a1 + a2 + a3 + "0000 0000 0000 0000":                             "Seq",
		"4801 0000" + a1 + a2 + a3 + "0000 00":                                         "Subtype",
		"0841 0000" + a1 + a2 + a3 + "0000 01 02 07 20 03000000":                       "Reserved",
	} {
		d, _ := packet.Validate(unhex(t, s), FrameProto)
		found := false
		for _, x := range d {
			found = found || x.Field == want
		}
		if !found {
			t.Errorf("%s: %v, want %s", s, d, want)
		}
	}
}

// Parsing allocates nothing in the steady state.
func TestAllocs(t *testing.T) {
	c := packet.Parser{Reuse: true}
	for _, b := range tapped(t) {
		c.Parse(b, RadioTapProto)
		if n := testing.AllocsPerRun(100, func() { c.Parse(b, RadioTapProto) }); n != 0 {
			t.Errorf("%x: %v allocations", b[:16], n)
		}
	}
}

func FuzzFrame(f *testing.F) {
	for _, b := range frames(f) {
		f.Add(b, false, false)
	}
	for _, b := range tapped(f) {
		f.Add(b, true, false)
	}
	f.Fuzz(func(t *testing.T, b []byte, fcs, padded bool) {
		packettest.RoundTrip(t, FrameWith(fcs, padded), b)
		for _, p := range []packet.Packet{packettest.RoundTrip(t, RadioTapProto, b), packettest.RoundTrip(t, PPIProto, b)} {
			for _, l := range p {
				for i := range l.Proto().Fields {
					if s, ok := l.Proto().Value(l, i).(interface{ String() string }); ok {
						_ = s.String()
					}
				}
			}
		}
		_ = Elements(b).String()
		packet.Validate(b, FrameWith(fcs, padded))
	})
}
