package ospf

import (
	"encoding/json"
	"net/netip"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// Opaque LSAs in words: what each kind of element says, and what is not known or of another length.
func TestOpaqueText(t *testing.T) {
	link := wire.OSPFTLVs{}.Add(1, 2).Add(2, 192, 0, 2, 1).Add(5, 0, 0, 0, 7).Add(6, 0x4c, 0x94, 0x50, 0xc0).Add(9, 0, 0, 0, 1).
		Add(11, 0, 0, 0, 1, 0, 0, 0, 2).Add(14, 4, 0, 0, 0).Add(16, 0, 0, 0, 5, 0, 0, 0, 6).Add(7, 1).Add(99, 1)
	for _, tt := range []struct {
		t    OpaqueType
		tlvs wire.OSPFTLVs
		want string
	}{
		{OpaqueTE, wire.OSPFTLVs{}.Add(1, 192, 0, 2, 9), "router 192.0.2.9"},
		{OpaqueTE, wire.OSPFTLVs{}.Add(2, link...), "link {type multi-access, ID 192.0.2.1, metric 7, bandwidth 622.08 Mbit/s, groups 0x00000001, " +
			"local ID 1 remote ID 2, protection 0x04, SRLG 5 6, 7: 01, 99: 01}"},
		{OpaqueGrace, wire.OSPFTLVs{}.Add(1, 0, 0, 0, 40).Add(2, 1).Add(3, 192, 0, 2, 1), "grace period 40 s, reason software restart, interface 192.0.2.1"},
		{OpaqueRI, wire.OSPFTLVs{}.Add(1, 0x60, 0, 0, 0).Add(7, 'a').Add(8, 0, 1).Add(9, append([]byte{0, 0, 5, 0}, wire.OSPFTLVs{}.Add(1, 0, 0x27, 0x10)...)...).Add(12, 1, 10).Add(15, 3),
			`capabilities graceful restart helper, stub router, 0x60000000, hostname "a", SR algorithms 0 1, SID range size 5 {label 10000}, node MSDs 1=10, SRMS preference 3`},
		{OpaqueExtPrefix, wire.OSPFTLVs{}.Add(1, append([]byte{1, 32, 0, 0x40, 192, 0, 2, 1}, wire.OSPFTLVs{}.Add(2, 0, 0, 0, 0, 0, 0, 0, 9)...)...),
			"prefix 192.0.2.1/32 route type 1 flags 0x40 {prefix SID flags 0x00 topology 0 algorithm 0 index 9}"},
		{OpaqueExtLink, wire.OSPFTLVs{}.Add(1, append([]byte{1, 0, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2}, wire.OSPFTLVs{}.Add(2, 0x60, 0, 0, 0, 0, 0x27, 0x10)...)...),
			"link type 1 ID 192.0.2.1 data 192.0.2.2 {adjacency SID flags 0x60 topology 0 weight 0 label 10000}"},
		{200, wire.OSPFTLVs{}.Add(1, 2), "1: 02"},
	} {
		if got := (&OpaqueLSA{tt.tlvs}).text(tt.t); got != tt.want {
			t.Errorf("%d:\n got %s\nwant %s", tt.t, got, tt.want)
		}
		l := LSA{Type: wire.OSPFOpaqueArea, ID: netip.AddrFrom4([4]byte{byte(tt.t)})}.With(&OpaqueLSA{tt.tlvs})
		if !strings.HasSuffix(l.String(), " opaque "+tt.want) || l.Items()[0] != tt.want {
			t.Errorf("%v", l)
		}
	}
	l3 := LSA3{Type: wire.OSPFv3GraceLSA}.With(&OpaqueLSA{wire.OSPFTLVs{}.Add(1, 0, 0, 0, 9)})
	if !strings.HasSuffix(l3.String(), "opaque grace period 9 s") || l3.Items()[0] != "grace period 9 s" {
		t.Errorf("%v", l3)
	}
}

// Whatever the elements are, they are written.
func FuzzOpaqueText(f *testing.F) {
	f.Add(uint8(1), []byte(wire.OSPFTLVs{}.Add(2, wire.OSPFTLVs{}.Add(8, make([]byte, 32)...)...)))
	f.Add(uint8(8), []byte{0, 1, 0, 13, 1, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 0})
	f.Fuzz(func(t *testing.T, typ uint8, b []byte) {
		if s := (&OpaqueLSA{b}).text(OpaqueType(typ)); len(s) > 64*len(b)+64 {
			t.Errorf("%d bytes in %d", len(s), len(b))
		} else if _, err := json.Marshal(s); err != nil {
			t.Error(err)
		}
	})
}
