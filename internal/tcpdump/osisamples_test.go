package tcpdump

import (
	"encoding/hex"
	"strings"
	"testing"
)

// osiSamples are frames of small protocols and what is printed of them.
var osiSamples = []struct {
	name    string
	link    uint16
	verbose int
	frame   string // without spaces; of link type 1, what follows the addresses
	want    string
}{
	{"L2 hello", linkEther, 0, "001efefe03 831b0100 10010000 02 000000000001 001e 001b 40 00000000000102",
		"IS-IS, L2 Lan IIH, src-id 0000.0000.0001, lan-id 0000.0000.0001.02, prio 64, length 27"},
	{"LSP", linkEther, 1, "0028fefe03 831b0100 14010000 0025 04af 0000000000010000 00000007 4a2c 03 0104 03490001 8102 cc8e",
		"IS-IS, length 37\n\tL2 LSP, hlen: 27, v: 1, pdu-v: 1, sys-id-len: 6 (0), max-area: 3 (0)\n\t  lsp-id: 0000.0000.0001.00-00, seq: 0x00000007, lifetime:  1199s\n\t" +
			"  chksum: 0x4a2c (incorrect should be 0xba09), PDU length: 37, Flags: [ L2 IS ]\n\t    Area address(es) TLV #1, length: 4\n\t      Area address (length: 3): 49.0001\n\t" +
			"    Protocols supported TLV #129, length: 2\n\t      NLPID(s): IPv4 (0xcc), IPv6 (0x8e)"},
	{"ES-IS", linkEther, 1, "0013fefe03 820e0100 02001e 0000 01 03490001",
		"ES-IS, length 14\n\tESH (2), v: 1, checksum: 0x0000 (unverified), holding time: 30s, length indicator: 14\n\t  Number of Source Addresses: 1\n\t  NET (length: 3): 49.0001"},
	{"CLNP", linkEther, 0, "0014fefe03 810f0140 1c0011 0000 024901 024902 6869", "CLNP, 49.02 > 49.01, DT, length 17"},
	{"TIPC", linkEther, 0, "88ca 40c00018 00000000 00000000 01001002 00000005 00000006",
		"TIPC v2.0 1.1.2:5 > 6, headerlength 24 bytes, MessageSize 24 bytes, Low Importance Data payload, messageType CONN_MSG"},
	{"NLB", linkEther, 0, "886f bf01dec006020000 02000000 0a000001 0a000002", "MS NLB heartbeat, host priority: 2, cluster IP: 10.0.0.1, host IP: 10.0.0.2"},
	{"DECnet", linkEther, 0, "6003 0e00 02 0104 0204 00 48 0420 0320 2a00 0000 00", "1.2 > 1.1 14 disconn-confirm 8195>8196 disconnect complete "},
	{"unsupported", 250, 0, "01020304", "UNSUPPORTED\n\t0x0000:  0102 0304                                ...."},
	{"vsock", linkVSock, 0, "0300000000000000 0200000000000000 00040000 d2040000 0100 0200 2c00 0000", "VIRTIO 3.1024 > 2.1234 CONNECT, length 32"},
}

func TestOSISamples(t *testing.T) {
	for _, tt := range osiSamples {
		h := strings.ReplaceAll(tt.frame, " ", "")
		if tt.link == linkEther {
			h = "ffffffffffff020000000001" + h
		}
		b, err := hex.DecodeString(h)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		p := New(Options{Time: TimeNone, NoNames: 1, Verbose: tt.verbose})
		got := strings.TrimSuffix(string(p.Append(nil, Packet{Link: tt.link, Len: len(b), Data: b})), "\n")
		if got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
		for n := range b { // nothing panics or runs on, wherever the packet is cut
			p.Append(nil, Packet{Link: tt.link, Len: len(b), Data: b[:n]})
		}
	}
}
