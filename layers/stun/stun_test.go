package stun_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers/stun"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

// Test vectors of RFC 5769 §2.1 to §2.3.
const (
	request = "00010058 2112a442 b7e7a701bc34d686fa87dfae 80220010 5354554e207465737420636c69656e74 00240004 6e0001ff 80290008 932ff9b151263b36" +
		"00060009 6576746a3a68367659202020 00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2 80280004 e57a3bcf"
	response4 = "0101003c 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220 00200008 0001a147e112a643" +
		"00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004 c07d4c96"
	response6 = "01010048 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220 00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9" +
		"00080014 a382954e4be67bf11784c97c8292c275bfe3ed41 80280004 c8fb0b4c"
	classic = "00010008 000102030405060708090a0b0c0d0e0f 00030004 00000006"
	failure = "01110014 2112a442 000000000000000000000001 00090010 00000401556e617574686f72697a6564"
)

func TestTrial(t *testing.T) {
	packettest.Trial(t, stun.MessageProto, unhex(request), unhex(response4), unhex(response6), unhex(classic), unhex(failure), append(unhex(failure), 1, 2, 3))
	packettest.Trial(t, stun.ChannelDataProto, unhex("4000 0005 0102030405 000000"), unhex("4fff 0000"))
}

func parse(t *testing.T, b []byte) *stun.Message {
	p, err := packet.Parse(b, stun.MessageProto)
	if err != nil {
		t.Fatal(err)
	}
	return packet.Get[stun.Message](p)
}

func TestVectors(t *testing.T) {
	key := []byte("VOkJxbRl1RmTxUk/WvJxBt")
	for s, want := range map[string]string{request: "", response4: "192.0.2.1:32853", response6: "[2001:db8:1234:5678:11:2233:4455:6677]:32853"} {
		m := parse(t, unhex(s))
		if m.ChecksumState() != packet.ChecksumGood {
			t.Errorf("fingerprint is %v", m.ChecksumState())
		}
		if has, right := m.Integrity(wire.STUNMessageIntegrity, key); !has || !right {
			t.Error("integrity:", has, right)
		}
		if _, right := m.Integrity(wire.STUNMessageIntegrity, key[1:]); right {
			t.Error("right under another key")
		}
		if a, ok := m.Addr(wire.STUNXorMappedAddress); want != "" && (!ok || a.String() != want) {
			t.Errorf("%v, want %s", a, want)
		}
	}
	if s := parse(t, unhex(request)).Attributes.String(); s != `SOFTWARE "STUN test client", PRIORITY 6e0001ff, ICE-CONTROLLED 932ff9b151263b36, USERNAME "evtj:h6vY", MESSAGE-INTEGRITY 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2, FINGERPRINT e57a3bcf` {
		t.Error(s)
	}
	if s := parse(t, unhex(failure)).Attributes.String(); s != `ERROR-CODE 401 "Unauthorized"` {
		t.Error(s)
	}
}

// A message that is built has the integrity and fingerprint of the vector.
func TestBuild(t *testing.T) {
	m := &stun.Message{Type: wire.STUNTypeOf(wire.STUNBinding, wire.STUNSuccess), Transaction: parse(t, unhex(response4)).Transaction}
	m.Attributes = unhex("8022000b 7465737420766563746f7220") // padded with a space, as the vector has it
	m.AddAddr(wire.STUNXorMappedAddress, netip.MustParseAddrPort("192.0.2.1:32853"))
	m.AddIntegrity(wire.STUNMessageIntegrity, []byte("VOkJxbRl1RmTxUk/WvJxBt"))
	m.AddFingerprint()
	b, err := packet.Packet{m}.Bytes()
	if err != nil || !bytes.Equal(b, unhex(response4)) {
		t.Errorf("%x, %v", b, err)
	}
	if has, right := m.Integrity(wire.STUNMessageIntegrity256, nil); has || right {
		t.Error("has SHA-256")
	}
}

// A wrong fingerprint stays wrong; that of an edited message is made right.
func TestFingerprint(t *testing.T) {
	b := unhex(response4)
	b[len(b)-1] ^= 1
	m := parse(t, b)
	if got, _ := (packet.Packet{m}).Bytes(); m.ChecksumState() != packet.ChecksumBad || !bytes.Equal(got, b) {
		t.Error("a wrong fingerprint does not stay")
	}
	m = parse(t, unhex(response4))
	m.Transaction[0]++
	got, err := packet.Packet{m}.Bytes()
	if err != nil || parse(t, got).ChecksumState() != packet.ChecksumGood {
		t.Error("the fingerprint does not follow", err)
	}
}

func TestChannelData(t *testing.T) {
	p, err := packet.Parse(unhex("4001 0003 616263 00"), stun.MessageProto)
	c := packet.Get[stun.ChannelData](p)
	if err != nil || c == nil || c.Channel != 0x4001 || string(p.Payload()) != "abc" || len(c.Trailer) != 1 {
		t.Errorf("%+v %v", c, err)
	}
}

func Example() {
	m := &stun.Message{Type: wire.STUNTypeOf(wire.STUNBinding, wire.STUNRequest), Transaction: wire.STUNTransaction{1, 2, 3}}
	m.Attributes = m.Attributes.Add(wire.STUNSoftware, []byte("gocap"))
	m.AddFingerprint()
	b, err := packet.Packet{m}.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := packet.Parse(b, stun.MessageProto)
	fmt.Println(packet.Get[stun.Message](p).Type, packet.Get[stun.Message](p).Attributes, err)
	// Output: Binding request SOFTWARE "gocap", FINGERPRINT ba00864c <nil>
}
