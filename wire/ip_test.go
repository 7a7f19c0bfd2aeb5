package wire

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func init() {
	notInlined("IPv6.Jumbo", "SRH.TLVs", "NDNeighborAdvertisement.SetReserved")
}

func bytesOf(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

var (
	ip4a = netip.MustParseAddr("192.0.2.1")
	ip4b = netip.MustParseAddr("198.51.100.2")
	ip6a = netip.MustParseAddr("2001:db8::1")
	ip6b = netip.MustParseAddr("2001:db8::2")
)

func TestIPv4Options(t *testing.T) {
	for _, tt := range []struct {
		o       IPv4Options
		hex, in string
	}{
		{nil, "", ""},
		{IPv4Options{}.Add(IPv4OptNOP).Add(IPv4OptEnd), "01 00", "NOP, EOL"},
		{IPv4Options{}.AddRecordRoute(2), "07 0b 04 00000000 00000000", "record route ^0.0.0.0 0.0.0.0"},
		{IPv4Options{}.AddLooseRoute(ip4a, ip4b), "83 0b 04 c0000201 c6336402", "loose source route ^192.0.2.1 198.51.100.2"},
		{IPv4Options{}.AddStrictRoute(ip4a), "89 07 04 c0000201", "strict source route ^192.0.2.1"},
		{IPv4Options{}.AddTimestamps(TimestampsOnly, 1), "44 08 05 00 00000000", "timestamp (timestamps, pointer 5, overflow 0) 0"},
		{IPv4Options{}.AddTimestampsAt(ip4a), "44 0c 05 03 c0000201 00000000", "timestamp (timestamps at given addresses, pointer 5, overflow 0) 192.0.2.1@0"},
		{IPv4Options{}.AddRouterAlert(0), "94 04 0000", "router alert 0"},
		{IPv4Options{}.AddStreamID(7), "88 04 0007", "stream ID 7"},
		{IPv4Options{}.AddMTUProbe(1500).AddMTUReply(576), "0b 04 05dc 0c 04 0240", "MTU probe 1500, MTU reply 576"},
		{IPv4Options{}.AddSecurity(IPv4Security{0x5a, []byte{0x80}}), "82 04 5a 80", "security 5a80"},
		{IPv4Options{}.AddTraceroute(IPv4Traceroute{1, 2, 0xffff, ip4a}), "52 0c 0001 0002 ffff c0000201", "traceroute ID 1 outbound 2 return 65535 from 192.0.2.1"},
		{IPv4Options{}.AddCIPSO(CIPSO{3, []byte{1, 4, 0, 9}}), "86 0a 00000003 01 04 00 09", "CIPSO DOI 3 tag 1=0009"},
		{IPv4Options{}.AddDirectedBroadcast(ip4a), "95 06 c0000201", "selective directed broadcast 192.0.2.1"},
		{IPv4Options{}.AddQuickStart(QuickStart{0, 9, 64, 1}), "19 08 09 40 00000004", "quick-start function 0 rate 9 TTL 64 nonce 1"},
		{IPv4Options{}.Add(99, 1, 2), "63 04 01 02", "99 0102"},
		{IPv4Options{7, 60, 4}, "07 3c 04", "malformed 073c04"},
		{IPv4Options{1, 7}, "01 07", "NOP, malformed 07"},
	} {
		if !bytes.Equal(tt.o, bytesOf(tt.hex)) {
			t.Errorf("%s: %x, want %s", tt.in, tt.o, tt.hex)
		}
		if s := tt.o.String(); s != tt.in {
			t.Errorf("%x: %q, want %q", []byte(tt.o), s, tt.in)
		}
		if bad := tt.o.Malformed() >= 0; bad != strings.Contains(tt.in, "malformed") {
			t.Errorf("%s: malformed: %v", tt.in, bad)
		}
	}
}

func TestFinalDst(t *testing.T) {
	dst, last := [4]byte{1, 2, 3, 4}, ip4b.As4()
	for _, tt := range []struct {
		o    IPv4Options
		want [4]byte
	}{
		{nil, dst},
		{IPv4Options{}.AddRecordRoute(3), dst},
		{IPv4Options{}.AddLooseRoute(ip4a, ip4b), last},
		{IPv4Options{}.Add(IPv4OptNOP).AddStrictRoute(ip4b), last},
		{IPv4Options(bytesOf("83 0b 08 c0000201 c6336402")), last},
		{IPv4Options(bytesOf("83 0b 0c c0000201 c6336402")), dst},
		{IPv4Options(bytesOf("83 03 04")), dst},
	} {
		if got := tt.o.FinalDst(dst); got != tt.want {
			t.Errorf("%v: %v, want %v", tt.o, got, tt.want)
		}
	}
}

func TestIPv6Options(t *testing.T) {
	q := QuickStart{0, 9, 64, 1}
	for _, tt := range []struct {
		o       IPv6Options
		hex, in string
	}{
		{IPv6Options{}.AddPad(1), "00", "Pad1"},
		{IPv6Options{}.AddPad(4), "01 02 0000", "PadN 0000"},
		{IPv6Options{}.AddPad(258), "01 ff " + strings.Repeat("00", 256), "PadN " + strings.Repeat("00", 255) + ", Pad1"},
		{IPv6Options{}.AddRouterAlert(0).Pad(), "05 02 0000 01 00", "router alert 0, PadN"},
		{IPv6Options{}.AddJumbo(70000), "c2 04 00011170", "jumbo payload 70000"},
		{IPv6Options{}.AddTunnelLimit(4), "04 01 04", "tunnel encapsulation limit 4"},
		{IPv6Options{}.AddHomeAddress(ip6a), "01 02 0000 c9 10 20010db8000000000000000000000001", "PadN 0000, home address 2001:db8::1"},
		{IPv6Options{}.AddQuickStart(q), "01 00 26 06 09 40 00000004", "PadN, quick-start function 0 rate 9 TTL 64 nonce 1"},
		{IPv6Options{}.AddRPL(IPv6RPL{0x80, 1, 256, []byte{9}}), "23 05 80 01 0100 09", "RPL 8001010009"},
		{IPv6Options{}.AddCALIPSO(CALIPSO{1, 2, 3, []byte{4, 5, 6, 7}}), "07 0c 00000001 01 02 0003 04050607", "CALIPSO 000000010102000304050607"},
		{IPv6Options{}.AddPathMTU(1500, 1400), "30 04 05dc 0578", "minimum path MTU 05dc0578"},
		{IPv6Options{5, 9, 0}, "05 09 00", "malformed 050900"},
	} {
		if !bytes.Equal(tt.o, bytesOf(tt.hex)) {
			t.Errorf("%s: %x, want %s", tt.in, []byte(tt.o), tt.hex)
		}
		if s := tt.o.String(); s != tt.in {
			t.Errorf("%x: %q, want %q", []byte(tt.o), s, tt.in)
		}
	}
	o := IPv6Options{}.AddTunnelLimit(4).AddRouterAlert(2).AddJumbo(70000).AddHomeAddress(ip6a).AddQuickStart(q).
		AddRPL(IPv6RPL{0x80, 1, 256, []byte{9}}).AddCALIPSO(CALIPSO{1, 2, 3, []byte{4, 5, 6, 7}}).AddPathMTU(1500, 1400)
	limit, _ := o.TunnelLimit()
	alert, _ := o.RouterAlert()
	jumbo, _ := o.Jumbo()
	home, _ := o.HomeAddress()
	quick, _ := o.QuickStart()
	rpl, _ := o.RPL()
	cal, _ := o.CALIPSO()
	mtu, back, ok := o.PathMTU()
	if limit != 4 || alert != 2 || jumbo != 70000 || home != ip6a || quick != q || rpl.SenderRank != 256 || string(rpl.SubTLVs) != "\x09" ||
		cal.DOI != 1 || len(cal.Compartment) != 4 || mtu != 1500 || back != 1400 || !ok || o.Malformed() >= 0 {
		t.Errorf("%v", o)
	}
}

func TestNDOptions(t *testing.T) {
	m := MAC{2, 0, 0, 0, 0, 1}
	p64 := netip.MustParsePrefix("2001:db8:1::/64")
	nat := netip.MustParsePrefix("64:ff9b::/96")
	for _, tt := range []struct {
		o       NDOptions
		hex, in string
	}{
		{NDOptions{}.AddSourceLinkAddr(m), "01 01 020000000001", "source link-layer address 02:00:00:00:00:01"},
		{NDOptions{}.AddTargetLinkAddr(m), "02 01 020000000001", "target link-layer address 02:00:00:00:00:01"},
		{NDOptions{}.AddPrefix(NDPrefix{Prefix: p64, Flags: PrefixOnLink | PrefixAutonomous, Valid: Infinite, Preferred: 600}),
			"03 04 40 c0 ffffffff 00000258 00000000 20010db8000100000000000000000000", "prefix 2001:db8:1::/64 A|L valid forever preferred 600s"},
		{NDOptions{}.AddRedirected([]byte("0123456789")), "04 03 000000000000 30313233343536373839 000000000000", "redirected header 00000000000030313233343536373839000000000000"},
		{NDOptions{}.AddMTU(1500), "05 01 0000 000005dc", "MTU 1500"},
		{NDOptions{}.AddNonce(1, 2, 3, 4, 5, 6), "0e 01 010203040506", "nonce 010203040506"},
		{NDOptions{}.AddRoute(NDRoute{p64, PreferenceLow, 600}), "18 02 40 18 00000258 20010db800010000", "route 2001:db8:1::/64 low 600s"},
		{NDOptions{}.AddRoute(NDRoute{netip.MustParsePrefix("::/0"), 0, 600}), "18 01 00 00 00000258", "route ::/0 medium 600s"},
		{NDOptions{}.AddRDNSS(600, ip6a), "19 03 0000 00000258 20010db8000000000000000000000001", "RDNSS 600s 2001:db8::1"},
		{NDOptions{}.AddDNSSL(600, "a.bc.", "d"), "1f 03 0000 00000258 01610262630001640000000000000000", "DNSSL 600s a.bc d"},
		{NDOptions{}.AddFlags([6]byte{1}), "1a 01 010000000000", "flags 010000000000"},
		{NDOptions{}.AddCaptivePortal("https://a"), "25 02 68747470733a2f2f61 0000000000", "captive portal https://a"},
		{NDOptions{}.AddPREF64(nat, 607), "26 02 0258 0064ff9b0000000000000000", "PREF64 64:ff9b::/96 600s"},
		{NDOptions{}.Add6LoWPANContext(SixLoWPANContext{p64, true, 3, 9}), "22 02 40 13 0000 0009 20010db800010000", "6LoWPAN context ID 3 2001:db8:1::/64"},
		{NDOptions{}.AddSourceAddrs(ip6a), "09 03 000000000000 20010db8000000000000000000000001", "source addresses 2001:db8::1"},
		{NDOptions{}.AddTimestamp(1, 0x8000), "0d 02 000000000000 0000000000018000", "timestamp 0000000000000000000000018000"},
		{NDOptions{}.AddCGA([]byte("12345")), "0b 02 07 00 3132333435 00000000000000", "CGA 0700313233343500000000000000"},
		{NDOptions{}.Add(200, 1), "c8 01 010000000000", "200 010000000000"},
		{NDOptions{5, 0, 1}, "05 00 01", "malformed 050001"},
	} {
		if !bytes.Equal(tt.o, bytesOf(tt.hex)) {
			t.Errorf("%s: %x, want %s", tt.in, []byte(tt.o), tt.hex)
		}
		if s := tt.o.String(); s != tt.in {
			t.Errorf("%x: %q, want %q", []byte(tt.o), s, tt.in)
		}
	}
	first := func(o NDOptions) NDOption {
		for p := range o.All() {
			return p
		}
		return NDOption{}
	}
	if x, ok := first(NDOptions{}.AddPrefix(NDPrefix{Prefix: p64, Valid: 1, Reserved: 2})).Prefix(); !ok || x != (NDPrefix{Prefix: p64, Valid: 1, Reserved: 2}) {
		t.Errorf("%+v", x)
	}
	if p, life, ok := first(NDOptions{}.AddPREF64(netip.MustParsePrefix("2001:db8::/32"), 80)).PREF64(); !ok || p.Bits() != 32 || life != 80 {
		t.Errorf("%v %v", p, life)
	}
	if b, ok := first(NDOptions{}.AddCGA([]byte("12345"))).CGA(); !ok || string(b) != "12345" {
		t.Errorf("%q", b)
	}
	if h, sig, ok := first(NDOptions{}.AddRSASignature([16]byte{1}, []byte("123456789012"))).RSASignature(); !ok || h[0] != 1 || string(sig) != "123456789012" {
		t.Errorf("%x %q", h, sig)
	}
	if r, ok := first(NDOptions{}.AddRegistration(NDRegistration{Status: 1, TransactionID: 2, Lifetime: 3, ROVR: make([]byte, 16)})).Registration(); !ok || r.Lifetime != 3 || len(r.ROVR) != 16 {
		t.Errorf("%+v", r)
	}
	if s, f, ok := first(NDOptions{}.AddTimestamp(1e9, 7)).Timestamp(); !ok || s != 1e9 || f != 7 {
		t.Errorf("%v %v", s, f)
	}
}

func TestICMPExtensions(t *testing.T) {
	i := ICMPInterface{Role: ICMPOutgoing, HasIndex: true, Index: 7, Addr: ip6a, Name: "eth0", MTU: 1500}
	for _, tt := range []struct {
		x       ICMPExtensions
		hex, in string
	}{
		{ICMPExtensions{}.AddLabels(LabelStackEntry{16004, 5, true, 1}), "0008 0101 03e84b01", "MPLS label stack 16004 TC 5 TTL 1 bottom"},
		{ICMPExtensions{}.AddInterface(i), "0028 028f 00000007 00020000 20010db8000000000000000000000001 08 65746830000000 000005dc",
			"interface information outgoing index 7 2001:db8::1 eth0 MTU 1500"},
		{ICMPExtensions{}.AddIdentifyName("eth0"), "0008 0301 65746830", "interface identification eth0"},
		{ICMPExtensions{}.AddIdentifyIndex(7), "0008 0302 00000007", "interface identification index 7"},
		{ICMPExtensions{}.AddIdentifyAddr(ip4a), "000c 0303 0001 04 00 c0000201", "interface identification 192.0.2.1"},
		{ICMPExtensions{}.Add(9, 1, 1, 2), "0006 0901 0102", "9 C-type 1 0102"},
		{ICMPExtensions{0, 3, 1, 1}, "00030101", "malformed 00030101"},
	} {
		if !bytes.Equal(tt.x, bytesOf(tt.hex)) {
			t.Errorf("%s: %x, want %s", tt.in, []byte(tt.x), tt.hex)
		}
		if s := tt.x.String(); s != tt.in {
			t.Errorf("%x: %q, want %q", []byte(tt.x), s, tt.in)
		}
	}
	o, _ := ICMPExtensions{}.AddInterface(i).Find(ICMPClassInterface)
	if got, ok := o.Interface(); !ok || got != i {
		t.Errorf("%+v", got)
	}
	o, _ = ICMPExtensions{}.AddLabels(LabelStackEntry{1, 2, false, 3}, LabelStackEntry{4, 5, true, 6}).Find(ICMPClassMPLS)
	if got := slices.Collect(o.Labels()); !slices.Equal(got, []LabelStackEntry{{1, 2, false, 3}, {4, 5, true, 6}}) {
		t.Errorf("%+v", got)
	}
}

func TestSRHTLVs(t *testing.T) {
	o := SRHTLVs{}.AddHMAC(true, 7, []byte("12345678")).Add(124, 1).AddPad(3)
	noDst, id, mac, ok := o.HMAC()
	if !noDst || id != 7 || string(mac) != "12345678" || !ok || o.Malformed() >= 0 {
		t.Errorf("%v %v %q", noDst, id, mac)
	}
	if s := o.String(); s != "HMAC 8000000000073132333435363738, 124 01, PadN 00" {
		t.Error(s)
	}
}

func TestMLDCodes(t *testing.T) {
	q := make(MLDv2Query, MLDv2QueryLen)
	for _, tt := range []struct {
		code, want uint32
	}{{1000, 1000}, {0x7fff, 32767}, {0x8000, 32768}, {0xffff, 0x1fff << 10}} {
		if q.SetMaxRespCode(uint16(tt.code)); q.MaxRespDelay() != tt.want {
			t.Errorf("%#x: %d, want %d", tt.code, q.MaxRespDelay(), tt.want)
		}
	}
	for _, tt := range []struct {
		code uint8
		want uint32
	}{{125, 125}, {0x80, 128}, {0xff, 31 << 10}} {
		if q.SetQQIC(tt.code); q.QueryInterval() != tt.want {
			t.Errorf("%#x: %d, want %d", tt.code, q.QueryInterval(), tt.want)
		}
	}
}

// walkAll calls every method without parameters of v and of what they return.
func walkAll(v reflect.Value, depth int) {
	walk(v)
	if depth == 0 || !v.IsValid() || v.Type().PkgPath() != reflect.TypeFor[IPv4]().PkgPath() {
		return
	}
	for i := range v.NumMethod() {
		if m := v.Method(i); m.Type().NumIn() == 0 {
			for _, out := range m.Call(nil) {
				if out.Kind() == reflect.Func && out.Type().CanSeq() {
					n := 0
					for x := range out.Seq() {
						if n++; n <= 64 {
							walkAll(x, depth-1)
						}
					}
					continue
				}
				walkAll(out, depth-1)
			}
		}
	}
}

func optionAreas(b []byte) []any {
	return []any{IPv4Options(b), IPv6Options(b), NDOptions(b), ICMPExtensions(b), SRHTLVs(b), DNSSearchList(b), IPv6Addrs(b), IPv4Addrs(b)}
}

// No accessor of any option panics, whatever the bytes are.
func TestOptionsTotal(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	seeds := [][]byte{
		IPv4Options{}.AddLooseRoute(ip4a).AddTimestampsAt(ip4a).AddCIPSO(CIPSO{1, []byte{1, 3, 0}}).AddQuickStart(QuickStart{}),
		IPv6Options{}.AddHomeAddress(ip6a).AddCALIPSO(CALIPSO{Compartment: []byte{1, 2, 3, 4}}).AddRPL(IPv6RPL{}),
		NDOptions{}.AddRDNSS(1, ip6a).AddDNSSL(1, "a.b").AddPREF64(netip.PrefixFrom(ip6a, 96), 8).AddCGA([]byte("1")).Add6LoWPANContext(SixLoWPANContext{}),
		ICMPExtensions{}.AddInterface(ICMPInterface{HasIndex: true, Addr: ip6a, Name: "eth0", MTU: 1}).AddLabels(LabelStackEntry{}).AddIdentifyAddr(ip6a),
	}
	for range 2000 {
		b := bytes.Clone(seeds[r.IntN(len(seeds))])
		for range r.IntN(4) {
			b[r.IntN(len(b))] = byte(r.Uint32()) >> r.IntN(8)
		}
		for _, o := range optionAreas(b[:r.IntN(len(b)+1)]) {
			walkAll(reflect.ValueOf(o), 3)
		}
	}
}

func FuzzOptions(f *testing.F) {
	f.Add([]byte(IPv4Options{}.AddLooseRoute(ip4a).AddTimestamps(TimestampsWithAddrs, 1)))
	f.Add([]byte(IPv6Options{}.AddHomeAddress(ip6b)))
	f.Add([]byte(NDOptions{}.AddDNSSL(1, "a.b")))
	f.Add([]byte(ICMPExtensions{}.AddInterface(ICMPInterface{Addr: ip6a, Name: "eth0"})))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, o := range optionAreas(b) {
			walkAll(reflect.ValueOf(o), 3)
		}
	})
}

func TestOptionsNoAllocs(t *testing.T) {
	o4 := IPv4Options{}.Add(IPv4OptNOP).AddLooseRoute(ip4a, ip4b)
	o6 := IPv6Options{}.AddRouterAlert(0).AddHomeAddress(ip6a)
	nd := NDOptions{}.AddSourceLinkAddr(MAC{}).AddMTU(1500)
	n := testing.AllocsPerRun(100, func() {
		o4.FinalDst([4]byte{})
		o6.HomeAddress()
		for p := range nd.All() {
			p.MTU()
		}
	})
	if n != 0 {
		t.Errorf("walking options makes %v allocations", n)
	}
}
