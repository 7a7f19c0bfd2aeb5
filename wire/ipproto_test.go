package wire

import "testing"

func TestIPProtoNames(t *testing.T) {
	for n, want := range map[IPProto]string{0: "hop-by-hop", 3: "GGP", 6: "TCP", 17: "UDP", 41: "IPv6", 61: "61", 89: "OSPF", 108: "IPComp",
		132: "SCTP", 138: "manet", 139: "HIP", 142: "ROHC", 147: "BIT-EMU", 148: "148", 255: "255"} {
		if got := n.String(); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
