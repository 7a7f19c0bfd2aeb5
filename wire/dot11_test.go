package wire

import (
	"slices"
	"testing"
)

func init() {
	notInlined("Dot11.Addr2", "Dot11.Addr3", "Dot11.Addr4", "Dot11.BSSID", "Dot11.Dst", "Dot11.Src", "Dot11.HTControl",
		"Dot11.HeaderLen", "Dot11.QoS", "Dot11.SeqControl", "RadioTap.Fields")
}

// The lengths of headers by frame control. IEEE 802.11-2020 §9.3.
func TestDot11Layout(t *testing.T) {
	for _, tt := range []struct {
		b0, b1 byte
		kind   string
		n      int
	}{
		{0x80, 0, "beacon", 24},
		{0xd0, 0x80, "action", 28},
		{0x08, 0x01, "data", 24},
		{0x08, 0x03, "data", 30},
		{0x08, 0x80, "data", 24}, // Order without QoS: strictly ordered
		{0x88, 0x00, "QoS data", 26},
		{0x88, 0x83, "QoS data", 36},
		{0xc8, 0x01, "QoS null", 26},
		{0x48, 0x01, "null", 24},
		{0x84, 0, "block ack request", 16},
		{0x94, 0, "block ack", 16},
		{0xa4, 0, "PS-poll", 16},
		{0xb4, 0, "RTS", 16},
		{0xc4, 0, "CTS", 10},
		{0xd4, 0, "ack", 10},
		{0xe4, 0, "CF-end", 16},
		{0x74, 0, "control wrapper", 10},
		{0x24, 0, "trigger", 16},
		{0x04, 0, "type 1 subtype 0", 10},
		{0x0c, 0, "DMG beacon", 10},
	} {
		x := Dot11LayoutOf(tt.b0, tt.b1)
		if x.Kind.String() != tt.kind || x.Len() != tt.n {
			t.Errorf("%02x %02x: %v, %d bytes; want %s, %d", tt.b0, tt.b1, x.Kind, x.Len(), tt.kind, tt.n)
		}
	}
}

// Which address is whose depends on the way to and from the distribution system.
// IEEE 802.11-2020 table 9-30.
func TestDot11Addresses(t *testing.T) {
	a := func(x byte) MAC { return MAC{2, 0, 0, 0, 0, x} }
	for _, tt := range []struct {
		ds              byte
		dst, src, bssid MAC
	}{
		{0, a(1), a(2), a(3)}, {1, a(3), a(2), a(1)}, {2, a(1), a(3), a(2)}, {3, a(3), a(4), MAC{}},
	} {
		b := []byte{0x08, tt.ds, 0, 0}
		for i := range byte(4) {
			m := a(i + 1)
			if b = append(b, m[:]...); i == 2 {
				b = append(b, 0x53, 0x12)
			}
		}
		v, err := ParseDot11(b)
		if err != nil || v.Dst() != tt.dst || v.Src() != tt.src || v.BSSID() != tt.bssid || v.SeqControl() != 0x1253 {
			t.Errorf("%d: %v %v %v %v", tt.ds, v.Dst(), v.Src(), v.BSSID(), err)
		}
	}
}

func TestDot11Elements(t *testing.T) {
	e := Dot11Elements("\x00\x03net\x03\x01\x06\xff\x02\x6b\x00\xdd\x05\x00\x50\xf2\x02\x01\x30\x09\x01")
	var ids []Dot11ElementID
	for x := range e.All() {
		ids = append(ids, x.ID)
	}
	if !slices.Equal(ids, []Dot11ElementID{Dot11ElemSSID, Dot11ElemDSSS, Dot11ElemMultiLink, Dot11ElemVendor}) {
		t.Errorf("%v", ids)
	}
	if n, ok := e.Channel(); n != 6 || !ok || e.Len() != 19 {
		t.Errorf("channel %d, %v; %d bytes", n, ok, e.Len())
	}
	if d, ok := e.Vendor(OUIMicrosoft, 2); !ok || string(d) != "\x01" {
		t.Errorf("vendor %x, %v", d, ok)
	}
}

// Fields are aligned from the start of the header, through several presence words and
// a vendor's namespace.
func TestRadioTapFields(t *testing.T) {
	f := RadioTapFields("\x22\x00\x00\xa0\x22\x00\x00\xc0\xff\xff\x00\xa0\x01\x00\x00\x00" + // words
		"\x10\xd0" + // flags, signal
		"\x02\xd1" + // flags, signal of the second antenna
		"\x00\x50\xf2\x07\x03\x00abc" + // the vendor's; the vendor's word of bits is skipped
		"\x00\x00\x00\x00\x00\x00\x00" + // to 8 bytes
		"\x01\x02\x03\x04\x05\x06\x07\x08") // TSFT
	var got []RadioTapField
	for x := range f.All() {
		got = append(got, x)
	}
	if len(got) != 6 || !f.Whole() || f.Flags() != RadioTapFCS {
		t.Fatalf("%d fields, whole %v, %v: %v", len(got), f.Whole(), f.Flags(), got)
	}
	if x := got[4]; x.Bit != RadioTapVendor || x.OUI != OUIMicrosoft || x.Vendor != 7 || string(x.Data[6:]) != "abc" {
		t.Errorf("vendor: %+v", x)
	}
	if x := got[5]; x.Bit != RadioTapTSFT || x.Word != 3 || Uint64LE(x.Data, 0) != 0x0807060504030201 {
		t.Errorf("TSFT: %+v", x)
	}
	for n := range f {
		if f[:n].Whole() {
			t.Errorf("%d bytes are whole", n)
		}
	}
}

func TestDot11MSDUs(t *testing.T) {
	one := "\x02\x00\x00\x00\x00\x01\x02\x00\x00\x00\x00\x02\x00\x03abc"
	n := 0
	for m := range Dot11MSDUs([]byte(one + "\x00\x00\x00" + one + one[:10])) {
		if n++; string(m.Data) != "abc" || m.Dst[5] != 1 || m.Src[5] != 2 {
			t.Errorf("%+v", m)
		}
	}
	if n != 2 {
		t.Errorf("%d subframes", n)
	}
}
