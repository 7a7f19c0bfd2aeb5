package layers_test

import (
	"net/netip"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
)

func TestSOCKS(t *testing.T) {
	for name, c := range map[string]struct {
		p     *packet.Proto
		seeds []string
	}{
		"SOCKS4 request": {SOCKS4RequestProto, []string{"04 01 0050 c0000201 6d6500", "04 02 0050 00000001 6d6500 612e6578616d706c6500"}},
		"SOCKS4 reply":   {SOCKS4ReplyProto, []string{"00 5a 0050 c0000201"}},
		"greeting":       {SOCKS5GreetingProto, []string{"05 02 00 02"}},
		"method":         {SOCKS5MethodProto, []string{"05 ff"}},
		"login":          {SOCKS5LoginProto, []string{"01 02 6d65 03 616263"}},
		"login status":   {SOCKS5LoginStatusProto, []string{"01 00"}},
		"request": {SOCKS5RequestProto, []string{"05 01 00 01 c0000209 0050", "05 03 00 01 00000000 0000", "05 01 00 03 03 612e62 01bb",
			"05 02 00 04 20010db8000000000000000000000001 0050"}},
		"reply":    {SOCKS5ReplyProto, []string{"05 00 00 01 c0000209 0050", "05 05 00 03 09 612e6578616d706c65 0000", "05 01 00 01 00000000 0000"}},
		"datagram": {SOCKS5DatagramProto, []string{"0000 00 01 c0000209 0000 616263", "0000 81 03 03 612e62 0000 00"}},
	} {
		t.Run(name, func(t *testing.T) {
			var seeds [][]byte
			for _, s := range c.seeds {
				b := unhex(t, s)
				if p := SOCKS5RequestProto.Pick(b); p != c.p && c.p != SOCKS5DatagramProto {
					t.Errorf("%s is taken for %v", s, p)
				}
				seeds = append(seeds, b)
			}
			packettest.Trial(t, c.p, seeds...)
		})
	}
	for _, s := range []string{"05", "05 09 00", "05 01 00 07 00000000 0000", "16 03 01 00 05", "47 45 54 20"} {
		if p := SOCKS5RequestProto.Pick(unhex(t, s)); p != nil {
			t.Errorf("%s is taken for %s", s, p.Name)
		}
	}
}

func TestSOCKSBuild(t *testing.T) {
	for want, l := range map[string]packet.Layer{
		"050100030561 2e622e63 01bb":                   &SOCKS5Request{Command: 1, Name: []byte("a.b.c"), Port: 443},
		"05000001c00002010050":                         &SOCKS5Reply{Addr: netip.MustParseAddr("192.0.2.1"), Port: 80},
		"0000000420010db80000000000000000000000010035": &SOCKS5Datagram{Addr: netip.MustParseAddr("2001:db8::1"), Port: 53},
		"050100":                       &SOCKS5Greeting{Methods: []byte{0}},
		"0401005000000001 6d6500 6100": &SOCKS4Request{Command: 1, Port: 80, Addr: netip.MustParseAddr("0.0.0.1"), User: []byte("me"), Name: []byte("a")},
	} {
		b, err := packet.Packet{l}.Bytes()
		if err != nil || string(b) != string(unhex(t, want)) {
			t.Errorf("%T: %x, %v, want %s", l, b, err, want)
		}
	}
	if _, err := (packet.Packet{&SOCKS5Request{Name: make([]byte, 256)}}).Bytes(); err == nil {
		t.Error("a long name")
	}
}
