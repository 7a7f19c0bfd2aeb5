package link

import (
	"errors"
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	for _, c := range []struct {
		t    Type
		want string
	}{
		{Null, "NULL"}, {Ethernet, "EN10MB"}, {Raw, "RAW"}, {LinuxSLL, "LINUX_SLL"}, {LinuxSLL2, "LINUX_SLL2"},
		{IEEE80211Radiotap, "IEEE802_11_RADIO"}, {IPv4, "IPV4"}, {PPPHDLC, "PPP_SERIAL"}, {Type(300), "MDB"},
		{Type(13), "13"}, {Type(65535), "65535"},
	} {
		if got := c.t.String(); got != c.want {
			t.Errorf("Type(%d) = %s, want %s", uint16(c.t), got, c.want)
		}
	}
}

func TestByNameIsInverseOfString(t *testing.T) {
	n := 0
	for typ := range All {
		n++
		for _, s := range []string{typ.String(), strings.ToLower(typ.String()), "DLT_" + typ.String()} {
			if got, ok := ByName(s); !ok || got != typ {
				t.Errorf("ByName(%q) = %v, %v; want %v", s, got, ok, typ)
			}
		}
		if typ.Description() == "" {
			t.Errorf("%v has no description", typ)
		}
	}
	if n < 215 {
		t.Errorf("only %d link types", n)
	}
	if got, ok := ByName("linktype_ethernet"); !ok || got != Ethernet {
		t.Errorf("alias: %v, %v", got, ok)
	}
	for _, s := range []string{"", "DLT_", "nonsense", "LINKTYPE_DLT_NULL"} {
		if got, ok := ByName(s); ok {
			t.Errorf("ByName(%q) = %v, want none", s, got)
		}
	}
}

func TestParse(t *testing.T) {
	if got, err := Parse("8224"); err != nil || got != 8224 {
		t.Errorf("Parse(8224) = %v, %v", got, err)
	}
	for _, s := range []string{"70000", "-1", "x"} {
		if _, err := Parse(s); !errors.Is(err, ErrUnknown) {
			t.Errorf("Parse(%q): %v", s, err)
		}
	}
}

func TestDLT(t *testing.T) {
	for _, c := range []struct {
		p   Platform
		t   Type
		dlt int
	}{
		{Common, Raw, 12}, {"linux", Raw, 12}, {OpenBSD, Raw, 14}, {OpenBSD, Loop, 12}, {Common, Loop, 108},
		{OpenBSD, Enc, 13}, {Common, Enc, 109}, {Common, ATMRFC1483, 11}, {NetBSD, SLIPBSDOS, 13}, {FreeBSD, PPPBSDOS, 14},
		{Common, PPPBSDOS, 16}, {NetBSD, HIPPI, 15}, {NetBSD, NetBSDHDLC, 16}, {Common, PFSync, 246}, {FreeBSD, PFSync, 121},
		{Darwin, PFSync, 18}, {Darwin, PKTAP, 149}, {Common, PKTAP, 258}, {Common, ATMClassicalIP, 19}, {Common, Ethernet, 1},
	} {
		if got := c.t.DLT(c.p); got != c.dlt {
			t.Errorf("%v.DLT(%q) = %d, want %d", c.t, c.p, got, c.dlt)
		}
		if got, ok := FromDLT(c.dlt, c.p); !ok || got != c.t {
			t.Errorf("FromDLT(%d, %q) = %v, %v; want %v", c.dlt, c.p, got, ok, c.t)
		}
	}
	for _, n := range []int{-1, 65536} {
		if got, ok := FromDLT(n, Common); ok {
			t.Errorf("FromDLT(%d) = %v", n, got)
		}
	}
}

// Every type must come back from the number that its platform gives it, unless
// the platform took the number for something else.
func TestDLTRoundTrip(t *testing.T) {
	taken := map[Platform]Type{FreeBSD: HHDLC, Darwin: User2, IOS: User2}
	for _, p := range []Platform{Common, OpenBSD, NetBSD, FreeBSD, Dragonfly, Darwin, IOS} {
		for typ := range All {
			if got, ok := FromDLT(typ.DLT(p), p); (!ok || got != typ) && taken[p] != typ {
				t.Errorf("%s: %v -> %d -> %v", p, typ, typ.DLT(p), got)
			}
		}
	}
}

func TestFromFile(t *testing.T) {
	for n, want := range map[uint16]Type{12: Raw, 14: Raw, 11: ATMRFC1483, 1: Ethernet, 101: Raw, 8224: 8224} {
		if got := FromFile(n); got != want {
			t.Errorf("FromFile(%d) = %v, want %v", n, got, want)
		}
	}
}

func TestNoAllocs(t *testing.T) {
	if n := testing.AllocsPerRun(10, func() {
		_ = LinuxSLL2.String()
		_, _ = ByName("LINUX_SLL2")
		_, _ = FromDLT(12, OpenBSD)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
