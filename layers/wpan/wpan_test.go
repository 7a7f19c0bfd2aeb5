package wpan

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
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

// frames are frames of all kinds, without an FCS.
func frames(t testing.TB) (out [][]byte) {
	for _, s := range []string{
		"0200 07", // acknowledgement
		"6188 0e 5933 ffff 0000 616263",
		"0188 0e 5933 ffff 5933 0000 616263",
		"41c8 0e 5933 ffff 0807060504030201 616263",
		"0080 01 5933 0000 ff4f 00 00 6162",
		"0080 01 5933 0000 ff4f 81 01 000201 11 0203 0807060504030201 6162",
		"2388 05 5933 ffff 5933 0000 07",
		"63c8 05 5933 0000 0807060504030201 04",
		"23c8 05 5933 0000 ffff 0807060504030201 01 8e",
		"6998 0e 5933 ffff 0000 0d 01000000 05 616263 a1a2a3a4", // key index, MIC
		"6998 0e 5933 ffff 0000 2d 05 616263 a1a2a3a4",          // no frame counter
		"09b8 0e 5933 ffff 5933 0000 08 01000000 05 616263",
		"41a8 0e 5933 ffff 0000 616263",
		"41ec 0807060504030201 0102030405060708 6162", // both long, compressed
		"01ec 5933 0807060504030201 0102030405060708 6162",
		"0122 0e 003f 0288 6162 00f8 6162", // IEs
		"0222 0e 0102 aa 803f 6162",
		"0503",
	} {
		out = append(out, unhex(t, s))
	}
	return out
}

func withFCS(b []byte) []byte { return appendLE(b[:len(b):len(b)], uint64(wire.CRC16(b)), 2) }

func TestFrame(t *testing.T) { packettest.Trial(t, FrameProto, frames(t)...) }

func TestFrameFCS(t *testing.T) {
	var seeds [][]byte
	for _, b := range frames(t) {
		seeds = append(seeds, withFCS(b))
	}
	packettest.Trial(t, FrameWith(2), seeds...)
	p, err := layers.Parse(link.IEEE802154, seeds[1])
	f := packet.Get[Frame](p)
	if err != nil || f.ChecksumState() != packet.ChecksumGood || f.DstPAN != 0x3359 || f.Dst != 0xffff || string(p.Payload()) != "abc" {
		t.Errorf("%+v %v", f, err)
	}
	seeds[1][8] ^= 1
	if _, worst := packet.Validate(seeds[1], FrameWith(2)); worst != packet.BadChecksum {
		t.Error(worst)
	}
}

func TestOthers(t *testing.T) {
	f := frames(t)[1]
	packettest.Trial(t, TAPProto,
		append(unhex(t, "00 00 0c00 0000 0100 00 000000"), f...),
		append(unhex(t, "00 00 1400 0300 0300 0b00 00 00 0000 0100 01 000000"), withFCS(f)...),
		append(unhex(t, "00 00 0400"), f...))
	packettest.Trial(t, NonASKProto, append(append(unhex(t, "00000000 a7"), byte(len(f)+2)), withFCS(f)...))
	packettest.Trial(t, BeaconProto, unhex(t, "ff4f 81 01 000201 11 0203 0807060504030201 6162"), unhex(t, "ff4f 00 00"))
	packettest.Trial(t, CommandProto, unhex(t, "04"), unhex(t, "01 8e"))
}

// A frame of version 2 has PAN identifiers as IEEE 802.15.4-2020 table 7-2 says.
func TestPANs(t *testing.T) {
	for _, tt := range []struct {
		dst, src                 wire.WPANMode
		compressed, hasD, hasSrc bool
	}{
		{0, 0, false, false, false}, {0, 0, true, true, false}, {2, 0, false, true, false}, {3, 0, true, false, false},
		{0, 2, false, false, true}, {0, 3, true, false, false}, {3, 3, false, true, false}, {3, 3, true, false, false},
		{2, 2, false, true, true}, {2, 3, true, true, false}, {3, 2, false, true, true},
	} {
		f := Frame{Version: 2, Type: wire.WPANData, DstMode: tt.dst, SrcMode: tt.src, PANCompression: tt.compressed}
		x, ok := wire.WPANLayoutOf(f.control())
		if !ok || x.HasDstPAN != tt.hasD || x.HasSrcPAN != tt.hasSrc {
			t.Errorf("%+v: %+v", tt, x)
		}
	}
}

// ITU-T's CRC of "123456789" is in every catalogue.
func TestCRC(t *testing.T) {
	if got := wire.CRC16([]byte("123456789")); got != 0x2189 {
		t.Errorf("%#x", got)
	}
}

func TestAllocs(t *testing.T) {
	c := packet.Parser{Reuse: true}
	for _, b := range frames(t) {
		c.Parse(b, FrameProto)
		if n := testing.AllocsPerRun(100, func() { c.Parse(b, FrameProto) }); n != 0 {
			t.Errorf("%x: %v allocations", b, n)
		}
	}
}

func FuzzFrame(f *testing.F) {
	for _, b := range frames(f) {
		f.Add(b, byte(0))
		f.Add(withFCS(b), byte(2))
	}
	f.Fuzz(func(t *testing.T, b []byte, fcs byte) {
		packettest.RoundTrip(t, FrameWith(int(fcs)), b)
		packettest.RoundTrip(t, TAPProto, b)
		packettest.RoundTrip(t, NonASKProto, b)
		packet.Validate(b, FrameWith(int(fcs)))
	})
}
