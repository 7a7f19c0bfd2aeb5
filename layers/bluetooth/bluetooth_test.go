package bluetooth

import (
	"encoding/hex"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/pcap"
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

const adv = "d6be898e 4009 060504030201 020106"

func withCRC(b []byte) []byte {
	c := crc24(0xaaaaaa, b[4:])
	return append(b, byte(c), byte(c>>8), byte(c>>16))
}

func TestLink(t *testing.T) {
	seeds := [][]byte{
		withCRC(unhex(t, adv)), withCRC(unhex(t, "d6be898e 830c 060504030201 0c0b0a090807")),
		unhex(t, "785634120a07 03000400 0a0300 010203"), unhex(t, "785634120100 010203"),
		unhex(t, "785634120a1b 40000400 0a0300"+strings.Repeat("61", 20)+"010203"), // the message goes on
		unhex(t, "785634120a07 10000400 0a0300 010203"),                            // encrypted
	}
	packettest.Trial(t, LinkProto, seeds...)
	var taps [][]byte
	for _, s := range seeds {
		taps = append(taps, append(unhex(t, "27d8a600 d6be898e 3300"), s...))
	}
	packettest.Trial(t, RadioProto, append(taps, unhex(t, "27d8a600 d6be898e 3380 010203"))...)
	p, err := layers.Parse(link.BluetoothLELLWithPhdr, taps[0])
	a := packet.Get[Advertising](p)
	if err != nil || a.Sender != (wire.MAC{1, 2, 3, 4, 5, 6}) || a.Type.String() != "ADV_IND" || packet.Get[Link](p).ChecksumState() != packet.ChecksumGood {
		t.Errorf("%v %+v", err, a)
	}
	taps[0][20] ^= 1
	if _, worst := packet.Validate(taps[0], RadioProto); worst != packet.BadChecksum {
		t.Error(worst)
	}
}

func TestParts(t *testing.T) {
	packettest.Trial(t, AdvertisingProto, unhex(t, "4009 060504030201 020106"), unhex(t, "0000"),
		unhex(t, "4316 060504030201 0c0b0a090807"+strings.Repeat("00", 10)), unhex(t, "0705 0400010203"), unhex(t, "040a 060504030201 03 09 6162"),
		unhex(t, "4522 060504030201 0c0b0a090807"+strings.Repeat("5a", 22)))
	packettest.Trial(t, DataProto, unhex(t, "0a07 03000400 0a0300"), unhex(t, "0100"))
	packettest.Trial(t, L2CAPProto, unhex(t, "03000400 0a0300"), unhex(t, "10000400 0a0300"))
}

func TestHCI(t *testing.T) {
	packettest.Trial(t, DirectionProto, unhex(t, "00000000 01 030c00"), unhex(t, "00000001 04 0e04 01030c00"),
		unhex(t, "00000001 02 4020 0700 03000400 0a0300"), unhex(t, "00000001 02 4010 0300 0a0300"), unhex(t, "00000000 05 0102"))
	packettest.Trial(t, HCIProto, unhex(t, "01 030c00"))
	packettest.Trial(t, CommandProto, unhex(t, "030c00"), unhex(t, "0120 02 0102"))
	packettest.Trial(t, EventProto, unhex(t, "0e04 01030c00"), unhex(t, "0f04 00010122"), unhex(t, "0504 00400013"), unhex(t, "3e02 0a00"), unhex(t, "ff01 00"))
	packettest.Trial(t, CommandCompleteProto, unhex(t, "01 030c 00"))
	packettest.Trial(t, CommandStatusProto, unhex(t, "00 01 0122"))
	packettest.Trial(t, DisconnectionCompleteProto, unhex(t, "00 4000 13"))
	packettest.Trial(t, LEMetaProto, unhex(t, "0a 00"))
	packettest.Trial(t, ACLProto, unhex(t, "4020 0700 03000400 0a0300"))
	p, err := layers.Parse(link.BluetoothHCIH4WithPhdr, unhex(t, "00000000 01 030c00"))
	if err != nil || packet.Get[Command](p).Group() != 3 {
		t.Error(p, err)
	}
}

// Advertising packets of real captures have good CRCs.
func TestCaptures(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/corpora/pcap/*")
	if len(files) == 0 {
		t.Skip("no captures in ../shared/corpora")
	}
	good, bad := 0, 0
	for _, name := range files {
		r, err := pcap.Open(name)
		if err != nil {
			continue
		}
		for k, err := range r.Packets() {
			if err != nil || k.LinkType() != link.BluetoothLELLWithPhdr {
				break
			}
			p := packettest.RoundTrip(t, RadioProto, k.Data)
			if l := packet.Get[Link](p); l != nil && l.ChecksumState() == packet.ChecksumGood {
				good++
			} else if l != nil && l.ChecksumState() == packet.ChecksumBad {
				bad++
			}
		}
		r.Close()
	}
	if good < 10*bad || good+bad == 0 {
		t.Errorf("%d good, %d bad", good, bad)
	}
	t.Logf("%d good, %d bad", good, bad)
}

func TestAllocs(t *testing.T) {
	c := packet.Parser{Reuse: true}
	b := append(unhex(t, "27d8a600 d6be898e 3300"), withCRC(unhex(t, adv))...)
	c.Parse(b, RadioProto)
	if n := testing.AllocsPerRun(100, func() { c.Parse(b, RadioProto) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzRadio(f *testing.F) {
	f.Add(append(unhex(f, "27d8a600 d6be898e 3300"), withCRC(unhex(f, adv))...))
	f.Fuzz(func(t *testing.T, b []byte) {
		packettest.RoundTrip(t, RadioProto, b)
		packettest.RoundTrip(t, DirectionProto, b)
		packet.Validate(b, RadioProto)
	})
}

func TestATT(t *testing.T) {
	var seeds [][]byte
	for _, s := range []string{"01 0a 0300 0a", "02 1700", "03 0002", "04 0100 ffff", "05 01 0100 0028", "06 0100 ffff 0028 0f18", "07 0100 0300",
		"08 0100 ffff 0328", "09 07 0200 020300002a", "0a 0300", "0b 61", "0c 0300 1600", "0d 62", "0e 0300 0500", "0f 6162", "10 0100 ffff 0028",
		"11 06 0100 0500 0018", "12 0300 01", "13", "16 0300 0000 61", "17 0300 0000 61", "18 01", "19", "1b 0300 64", "1d 0300 64", "1e",
		"20 0300 0500", "21 0100 61", "23 0300 0100 61", "52 0300 01", "d2 0300 01 000000000000000000000000", "3f 00"} {
		seeds = append(seeds, unhex(t, s))
	}
	packettest.Trial(t, ATTProto, seeds...)
	p := packet.Packet{&HCI{}, &ACL{Handle: NewHandle(1, 0, 0)}, &L2CAP{}, &ATT{Opcode: wire.ATTRead, Handle: 3}}
	if b, err := p.Bytes(); err != nil || hex.EncodeToString(b) != "0201000700030004000a0300" {
		t.Errorf("%x %v", b, err)
	}
	q, err := packet.Parse(unhex(t, "0201000700030004000a0300"), HCIProto)
	if a := packet.Get[ATT](q); err != nil || a == nil || a.Handle != 3 || a.Opcode.String() != "read" || !a.Has(2) || a.Has(3) {
		t.Error(q, err)
	}
}

func TestAdvertisingData(t *testing.T) {
	d := wire.BLEAdvertisingData(nil).Add(wire.BLEDataFlags, 6).Add(wire.BLEDataName, []byte("door")...).Add(wire.BLEDataTxPower, 0xfc).
		Add(wire.BLEDataAll16, 0x0f, 0x18).Add(wire.BLEDataManufacturer, 0x4c, 0, 2)
	if s := d.String(); s != `flags general|no BR/EDR, name "door", TX power -4 dBm, 16-bit services 0x180f, manufacturer 0x004c 02` {
		t.Error(s)
	}
	if n, ok := d.Name(); n != "door" || !ok {
		t.Error(n, ok)
	}
	if c, x, ok := d.Manufacturer(); c != 0x4c || len(x) != 1 || !ok {
		t.Error(c, x, ok)
	}
	if d.Malformed() || !append(d, 9, 1).Malformed() || append(d, 0, 0).Malformed() {
		t.Error("malformed")
	}
}
