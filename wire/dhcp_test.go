package wire

import "testing"

// It looks through the options.
func init() { notInlined("DHCP.MessageType") }

func dhcpDiscover() DHCP {
	v := DHCP(make([]byte, DHCPLen, 300))
	v.SetOp(DHCPOpRequest)
	v.SetHLen(6)
	copy(v[28:], []byte{2, 0, 0x5e, 0x10, 0, 1})
	return append(v, 0x63, 0x82, 0x53, 0x63, 0, 53, 1, 1, 12, 1, 'h', 255, 12, 1, 'x')
}

func TestDHCPView(t *testing.T) {
	v, err := ParseDHCP(dhcpDiscover())
	if err != nil {
		t.Fatal(err)
	}
	if v.MessageType() != DHCPDiscover || v.MAC().String() != "02:00:5e:10:00:01" || v.CHAddr().MAC() != v.MAC() {
		t.Error(v.MessageType(), v.MAC())
	}
	if d, ok := v.Options().Get(DHCPOptHostName); !ok || string(d) != "h" {
		t.Errorf("%q", d)
	}
	n := 0
	for o := range v.Options().All() {
		n += len(o.Data)
	}
	if n != 2 {
		t.Errorf("%d bytes of data", n)
	}
	if n, ended, whole := v.Options().Len(); n != 8 || !ended || !whole {
		t.Error(n, ended, whole)
	}
	if n, ended, whole := (DHCPOptions{12, 5, 1}).Len(); n != 0 || ended || whole {
		t.Error(n, ended, whole)
	}
	v[DHCPLen] = 0
	if v.HasCookie() || v.Options() != nil || v.MessageType() != 0 {
		t.Error("options without a cookie")
	}
	if DHCPServerNameOf("a").String() != "a" || DHCPFileOf("b").String() != "b" || HardwareOf(MAC{1}).String() != "01:00:00:00:00:00" {
		t.Error("texts")
	}
	s := DHCPSubOptions{}.Add(1, 'a').Add(2)
	if d, ok := s.Get(2); !ok || len(d) != 0 || !s.Whole() || s[:4].Whole() {
		t.Error(s)
	}
}

func TestDHCPNumbers(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{DHCPOptRouter.String(), "Router"}, {DHCPOptionCode(224).String(), "option 224"}, {DHCPOpReply.String(), "reply"}, {DHCPOp(9).String(), "9"},
		{DHCPLeaseQuery.String(), "LEASEQUERY"}, {DHCPTLS.String(), "TLS"}, {DHCPMessageType(99).String(), "99"},
		{DHCPBroadcast.String(), "broadcast"}, {DHCPFlags(1).String(), "0x0001"}, {DHCPFlags(0).String(), "0"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
	if DHCPTLS != 18 {
		t.Error(uint8(DHCPTLS))
	}
}

func TestDHCPNoAllocs(t *testing.T) {
	v := dhcpDiscover()
	f := func() {
		v, _ := ParseDHCP(v)
		if _, ok := v.Options().Get(DHCPOptHostName); !ok || v.MessageType() != DHCPDiscover {
			t.Error("not found")
		}
	}
	if n := testing.AllocsPerRun(100, f); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkDHCPOptions(b *testing.B) {
	v := dhcpDiscover()
	b.ReportAllocs()
	for b.Loop() {
		v.Options().Get(DHCPOptHostName)
	}
}
