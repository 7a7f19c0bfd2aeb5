package sctp_test

import (
	"bytes"
	"encoding/hex"
	"hash/crc32"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	. "github.com/gocap-project/gocap/layers/sctp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

// params has every parameter, its bytes and its text.
var params = []struct {
	v    Param
	hex  string
	text string
}{
	{&OtherParam{wire.SCTPParamHeartbeatInfo, []byte{1, 2, 3}}, "0001 0007 010203 00", "heartbeat info 010203"},
	{&Address{Addr: addr("192.0.2.1")}, "0005 0008 c0000201", "192.0.2.1"},
	{&Address{Addr: addr("2001:db8::1")}, "0006 0014 20010db8000000000000000000000001", "2001:db8::1"},
	{&OtherParam{wire.SCTPParamStateCookie, []byte{0xab}}, "0007 0005 ab 000000", "state cookie ab"},
	{&Unrecognized{Params{}.Add(&Capability{Of: wire.SCTPParamECN})}, "0008 0008 80000004", "unrecognized parameter [ECN capable]"},
	{&CookiePreservative{1000}, "0009 0008 000003e8", "cookie preservative ms 1000"},
	{&AddressTypes{[]wire.SCTPParamType{5, 6}}, "000c 0008 0005 0006", "supported address types IPv4 address IPv6 address"},
	{&OutgoingReset{1, 2, 3, []uint16{4, 5}}, "000d 0014 00000001 00000002 00000003 0004 0005", "outgoing SSN reset request request 1 response 2 TSN 3 stream 4 stream 5"},
	{&IncomingReset{1, []uint16{7}}, "000e 000a 00000001 0007 0000", "incoming SSN reset request request 1 stream 7"},
	{&TSNReset{9}, "000f 0008 00000009", "SSN/TSN reset request request 9"},
	{&ReConfigResponse{1, 1, []uint32{5, 6}}, "0010 0014 00000001 00000001 00000005 00000006", "re-configuration response response 1 result 1 TSN 5 TSN 6"},
	{&ReConfigResponse{1, 2, nil}, "0010 000c 00000001 00000002", "re-configuration response response 1 result 2"},
	{&AddStreams{false, 1, 10}, "0011 000c 00000001 000a 0000", "add outgoing streams request request 1 streams 10"},
	{&AddStreams{true, 1, 10}, "0012 000c 00000001 000a 0000", "add incoming streams request request 1 streams 10"},
	{&Capability{wire.SCTPParamECN}, "8000 0004", "ECN capable"},
	{&ZeroChecksum{1}, "8001 0008 00000001", "zero checksum acceptable method 1"},
	{&OtherParam{wire.SCTPParamRandom, make([]byte, 33)}, "8002 0025" + strings.Repeat("00", 36), "random 33 bytes"},
	{&ChunkTypes{wire.SCTPParamChunkList, []wire.SCTPChunkType{0xc1, 0x80}}, "8003 0006 c180 0000", "chunk list ASCONF ASCONF-ACK"},
	{&HMACs{[]uint16{3, 1}}, "8004 0008 0003 0001", "requested HMAC algorithms SHA-256 SHA-1"},
	{&OtherParam{wire.SCTPParamPadding, []byte{0, 0, 0, 0}}, "8005 0008 00000000", "padding 00000000"},
	{&ChunkTypes{wire.SCTPParamSupportedExtensions, []wire.SCTPChunkType{0xc0, 0x40, 0x82, 0x0f}}, "8008 0008 c040820f", "supported extensions FORWARD-TSN I-DATA RE-CONFIG AUTH"},
	{&Capability{wire.SCTPParamForwardTSN}, "c000 0004", "forward TSN supported"},
	{&AddressChange{wire.SCTPParamAddAddress, 7, addr("192.0.2.1")}, "c001 0010 00000007 0005 0008 c0000201", "add IP address ID 7 192.0.2.1"},
	{&AddressChange{wire.SCTPParamDeleteAddress, 8, addr("fe80::1")}, "c002 001c 00000008 0006 0014 fe800000000000000000000000000001", "delete IP address ID 8 fe80::1"},
	{&ErrorIndication{7, Causes{}.Add(&OtherCause{Of: wire.SCTPCauseDeleteLast})}, "c003 000c 00000007 00a0 0004", "error cause indication ID 7 [request to delete last IP address]"},
	{&AddressChange{wire.SCTPParamSetPrimary, 9, addr("192.0.2.1")}, "c004 0010 00000009 0005 0008 c0000201", "set primary IP address ID 9 192.0.2.1"},
	{&Success{7}, "c005 0008 00000007", "success indication ID 7"},
	{&Adaptation{1}, "c006 0008 00000001", "adaptation layer indication code 1"},
}

func allParams() (p Params) {
	for _, k := range params {
		p = p.Add(k.v)
	}
	return p
}

func TestParams(t *testing.T) {
	for _, k := range params {
		p := Params{}.Add(k.v)
		if want := unhex(k.hex); !bytes.Equal(p, want) {
			t.Errorf("%s: %x, want %x", k.text, []byte(p), want)
		}
		v := p.Values()
		if len(v) != 1 || v[0].String() != k.text || !bytes.Equal(Params{}.Add(v[0]), p) || reflect.TypeOf(v[0]) != reflect.TypeOf(k.v) {
			t.Errorf("%v, want %s", v, k.text)
		}
		if got := p.Get(k.v.Type()); got == nil || got.String() != k.text {
			t.Errorf("%v", got)
		}
	}
	if n := len(allParams().Values()); n != len(params) {
		t.Errorf("%d parameters", n)
	}
	// What is malformed stays as it is.
	for _, bad := range []string{"0005 0007 c00002", "0009 0006 0000", "0008 0008 80000003", "c001 0008 00000007", "0011 000c 00000001 000a 0001"} {
		if _, ok := Params(unhex(bad)).Values()[0].(*OtherParam); !ok && bad[:4] != "0008" {
			t.Errorf("%s: %v", bad, Params(unhex(bad)).Values()[0])
		}
	}
	if got := Params(unhex("0005 0009 c0000201")).String(); got != "malformed 00050009c0000201" {
		t.Error(got)
	}
}

// causes has every error cause, its bytes and its text.
var causes = []struct {
	v    Cause
	hex  string
	text string
}{
	{&InvalidStream{3}, "0001 0008 0003 0000", "invalid stream identifier stream 3"},
	{&MissingParams{[]wire.SCTPParamType{7}}, "0002 000a 00000001 0007 0000", "missing mandatory parameter state cookie"},
	{&StaleCookie{500}, "0003 0008 000001f4", "stale cookie µs 500"},
	{&OtherCause{Of: wire.SCTPCauseOutOfResource}, "0004 0004", "out of resource"},
	{&ParamCause{wire.SCTPCauseUnresolvable, Params{}.Add(&Address{Addr: addr("192.0.2.1")})}, "0005 000c 0005 0008 c0000201", "unresolvable address [192.0.2.1]"},
	{&UnrecognizedChunk{unhex("3f000004")}, "0006 0008 3f000004", "unrecognized chunk type 3f000004"},
	{&OtherCause{Of: wire.SCTPCauseInvalidParam}, "0007 0004", "invalid mandatory parameter"},
	{&ParamCause{wire.SCTPCauseUnrecognizedParam, Params{}.Add(&OtherParam{Of: 0x9000})}, "0008 0008 9000 0004", "unrecognized parameters [36864]"},
	{&NoUserData{7}, "0009 0008 00000007", "no user data TSN 7"},
	{&OtherCause{Of: wire.SCTPCauseCookieInShutdown}, "000a 0004", "cookie received while shutting down"},
	{&ParamCause{wire.SCTPCauseNewAddresses, Params{}.Add(&Address{Addr: addr("192.0.2.1")})}, "000b 000c 0005 0008 c0000201", "restart with new addresses [192.0.2.1]"},
	{&OtherCause{wire.SCTPCauseUserAbort, []byte("bye")}, "000c 0007 627965 00", "user-initiated abort 627965"},
	{&OtherCause{wire.SCTPCauseProtocolViolation, nil}, "000d 0004", "protocol violation"},
	{&OtherCause{wire.SCTPCauseNoAuthorization, nil}, "00a4 0004", "request refused, no authorization"},
	{&UnsupportedHMAC{3}, "0105 0006 0003 0000", "unsupported HMAC identifier HMAC 3"},
}

func TestCauses(t *testing.T) {
	for _, k := range causes {
		c := Causes{}.Add(k.v)
		if want := unhex(k.hex); !bytes.Equal(c, want) {
			t.Errorf("%s: %x, want %x", k.text, []byte(c), want)
		}
		if v := c.Values(); len(v) != 1 || v[0].String() != k.text || v[0].Code() != k.v.Code() || reflect.TypeOf(v[0]) != reflect.TypeOf(k.v) {
			t.Errorf("%v, want %s", v, k.text)
		}
	}
}

func allCauses() (c Causes) {
	for _, k := range causes {
		c = c.Add(k.v)
	}
	return c
}

// chunks has every chunk, its bytes and its text.
var chunks = []struct {
	v    Chunk
	hex  string
	text string
}{
	{&Data{Flags: wire.SCTPBegin | wire.SCTPEnd | wire.SCTPImmediate, TSN: 1, Stream: 2, StreamSeq: 3, PPID: 46, Payload: []byte("hello")},
		"000b0015 00000001 0002 0003 0000002e 68656c6c6f 000000", "DATA IBE TSN 1 stream 2 seq 3 Diameter data 5 bytes"},
	{&Init{InitiateTag: 1, ARwnd: 2, OutStreams: 3, InStreams: 4, InitialTSN: 5, Params: Params{}.Add(&Capability{wire.SCTPParamECN})},
		"01000018 00000001 00000002 0003 0004 00000005 80000004", "INIT tag 1 rwnd 2 out 3 in 4 TSN 5 [ECN capable]"},
	{&Init{Ack: true, InitiateTag: 1, OutStreams: 1, InStreams: 1}, "02000014 00000001 00000000 0001 0001 00000000", "INIT ACK tag 1 rwnd 0 out 1 in 1 TSN 0"},
	{&SACK{CumTSN: 10, ARwnd: 20, Gaps: []Gap{{2, 3}}, Dups: []uint32{9}}, "03000018 0000000a 00000014 0001 0001 0002 0003 00000009", "SACK TSN 10 rwnd 20 gap 2 to 3 duplicate 9"},
	{&Heartbeat{Params: Params{}.Add(&OtherParam{wire.SCTPParamHeartbeatInfo, []byte{1}})}, "0400000c 0001 0005 01 000000", "HEARTBEAT [heartbeat info 01]"},
	{&Heartbeat{Ack: true}, "05000004", "HEARTBEAT ACK"},
	{&Abort{Flags: 1, Causes: Causes{}.Add(&NoUserData{1})}, "0601000c 0009 0008 00000001", "ABORT [no user data TSN 1]"},
	{&Shutdown{CumTSN: 7}, "07000008 00000007", "SHUTDOWN TSN 7"},
	{&ShutdownAck{}, "08000004", "SHUTDOWN ACK"},
	{&Error{Causes: Causes{}.Add(&InvalidStream{1})}, "0900000c 0001 0008 0001 0000", "ERROR [invalid stream identifier stream 1]"},
	{&CookieEcho{Cookie: []byte{1, 2}}, "0a000006 0102 0000", "COOKIE ECHO cookie 2 bytes"},
	{&CookieAck{}, "0b000004", "COOKIE ACK"},
	{&ECNE{TSN: 1}, "0c000008 00000001", "ECNE TSN 1"},
	{&CWR{TSN: 1}, "0d000008 00000001", "CWR TSN 1"},
	{&ShutdownComplete{Flags: 1}, "0e010004", "SHUTDOWN COMPLETE"},
	{&Auth{KeyID: 1, HMAC: 3, Sum: []byte{0xaa, 0xbb}}, "0f00000a 0001 0003 aabb 0000", "AUTH key 1 HMAC 3 aabb"},
	{&NRSACK{CumTSN: 1, ARwnd: 2, Gaps: []Gap{{1, 2}}, NRGaps: []Gap{{3, 4}}, Dups: []uint32{5}}, "10000020 00000001 00000002 0001 0001 0001 0000 00010002 00030004 00000005", "NR-SACK TSN 1 rwnd 2 gap 1 to 2 non-renegable 3 to 4 duplicate 5"},
	{&IData{Flags: wire.SCTPBegin, TSN: 1, Stream: 2, MID: 3, PPID: 51, Payload: []byte{1}}, "40020015 00000001 0002 0000 00000003 00000033 01 000000", "I-DATA B TSN 1 stream 2 MID 3 WebRTC string data 1 bytes"},
	{&IData{Flags: wire.SCTPEnd | wire.SCTPUnordered, TSN: 2, Stream: 2, MID: 3, FSN: 1, Payload: []byte{1, 2, 3, 4}}, "40050018 00000002 0002 0000 00000003 00000001 01020304", "I-DATA UE TSN 2 stream 2 MID 3 FSN 1 data 4 bytes"},
	{&ASCONF{Serial: 1, Params: Params{}.Add(&Address{Addr: addr("192.0.2.1")})}, "c1000010 00000001 0005 0008 c0000201", "ASCONF serial 1 [192.0.2.1]"},
	{&ASCONFAck{Serial: 1}, "80000008 00000001", "ASCONF-ACK serial 1"},
	{&ReConfig{Params: Params{}.Add(&TSNReset{1})}, "8200000c 000f 0008 00000001", "RE-CONFIG [SSN/TSN reset request request 1]"},
	{&Pad{Padding: []byte{0, 0}}, "84000006 0000 0000", "PAD padding 2 bytes"},
	{&ForwardTSN{CumTSN: 1, Streams: []Skipped{{2, 3}}}, "c000000c 00000001 0002 0003", "FORWARD-TSN TSN 1 stream 2 seq 3"},
	{&IForwardTSN{CumTSN: 1, Streams: []ISkipped{{2, 1, 3}}}, "c2000010 00000001 0002 0001 00000003", "I-FORWARD-TSN TSN 1 stream 2 flags 1 MID 3"},
	{&Unknown{Type: 0x3f, Flags: 5, Value: []byte{9}}, "3f050005 09 000000", "chunk 63 09"},
}

func TestChunks(t *testing.T) {
	for _, k := range chunks {
		c := Chunks{}.Add(k.v)
		if want := unhex(k.hex); !bytes.Equal(c, want) {
			t.Errorf("%s: %x, want %x", k.text, []byte(c), want)
		}
		v := c.Values()
		if len(v) != 1 || v[0].String() != k.text || !bytes.Equal(Chunks{}.Add(v[0]), c) || reflect.TypeOf(v[0]) != reflect.TypeOf(k.v) {
			t.Errorf("%v, want %s", v, k.text)
		}
		if v := c.Get(k.v.ChunkType()); v == nil || v.ChunkType() != k.v.ChunkType() {
			t.Errorf("%v", v)
		}
	}
}

func build(t testing.TB, p *Packet) []byte {
	t.Helper()
	b, err := packet.Packet{p}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func seeds(t testing.TB) (out [][]byte) {
	var all Chunks
	for _, k := range chunks {
		out = append(out, build(t, &Packet{SrcPort: 1, DstPort: 2, VTag: 3, Chunks: Chunks{}.Add(k.v)}))
		all = all.Add(k.v)
	}
	long := Chunks{}.Add(&Init{InitiateTag: 1, InStreams: 1, OutStreams: 1, Params: allParams()}, &Abort{Causes: allCauses()})
	return append(out, build(t, &Packet{SrcPort: 1, DstPort: 2, Chunks: all}), build(t, &Packet{SrcPort: 1, DstPort: 2, Chunks: long}),
		build(t, &Packet{SrcPort: 1, DstPort: 2}))
}

func TestTrial(t *testing.T) { packettest.Trial(t, PacketProto, seeds(t)...) }

// The value of every chunk, damaged or not, gives its bytes again; and no text or
// view panics.
func TestValuesKeepBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, s := range seeds(t) {
		for range 300 {
			b := bytes.Clone(s[12:])
			for range r.IntN(4) {
				if len(b) > 0 {
					b[r.IntN(len(b))] = byte(r.Uint32() >> r.IntN(8))
				}
			}
			checkChunks(t, b)
		}
	}
}

func checkChunks(t *testing.T, b []byte) {
	t.Helper()
	_ = Chunks(b).String()
	for c := range Chunks(b).All() {
		if got := AppendChunk(nil, ValueOf(c)); !bytes.Equal(got, c) {
			t.Fatalf("%x became %x", []byte(c), got)
		}
		if s, ok := c.SACK(); ok {
			for range s.Gaps() {
			}
			for range s.Dups() {
			}
		}
		if f, ok := c.ForwardTSN(); ok {
			for range f.Streams() {
			}
		}
	}
}

func FuzzChunks(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s[12:])
	}
	f.Fuzz(checkChunks)
}

func TestCRC32C(t *testing.T) {
	if got := wire.CRC32C(0, []byte("123456789")); got != 0xe3069283 { // the check value of the catalogue of CRCs
		t.Errorf("%#x", got)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		b := make([]byte, r.IntN(100))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		k := r.IntN(len(b) + 1)
		if got, want := wire.CRC32C(wire.CRC32C(0, b[:k]), b[k:]), crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)); got != want {
			t.Fatalf("%x at %d: %#x, want %#x", b, k, got, want)
		}
	}
}

func TestChecksum(t *testing.T) {
	p := packet.Packet{&layers.IPv4{Src: addr("192.0.2.1"), Dst: addr("192.0.2.2")}, &Packet{SrcPort: 1, DstPort: 2, VTag: 3, Chunks: Chunks{}.Add(&CookieAck{})}}
	b, err := p.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	v, _ := wire.ParseSCTP(b[20:])
	if v.Sum() != v.Checksum() || v.Checksum() == 0 || b[9] != 132 {
		t.Errorf("%x", b)
	}
	for _, tt := range []struct {
		change func(b []byte)
		want   packet.ChecksumState
	}{
		{func(b []byte) {}, packet.ChecksumGood},
		{func(b []byte) { wire.SCTP(b[20:]).SetChecksum(0) }, packet.ChecksumAbsent},
		{func(b []byte) { b[25] ^= 1 }, packet.ChecksumBad},
		{func(b []byte) { b[6] = 0x20; v := wire.IPv4(b); v.SetChecksum(v.Sum()) }, packet.ChecksumUnverified},
	} {
		c := bytes.Clone(b)
		tt.change(c)
		q := packettest.RoundTrip(t, layers.IPv4Proto, c)
		if s := packet.Get[Packet](q); s != nil && s.ChecksumState() != tt.want {
			t.Errorf("%v, want %v", s.ChecksumState(), tt.want)
		}
	}
}

func TestViews(t *testing.T) {
	var all Chunks
	for _, k := range chunks {
		all = all.Add(k.v)
	}
	v, err := wire.ParseSCTP(build(t, &Packet{Chunks: all}))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for c := range v.Chunks().All() {
		if n++; c.Type() != chunks[n-1].v.ChunkType() {
			t.Errorf("chunk %d is %v", n, c.Type())
		}
		if d, ok := c.Data(); ok && (d.TSN() != 1 || d.Stream() != 2 || d.StreamSeq() != 3 || d.PPID() != 46 || string(d.Payload()) != "hello" || !d.Begin() || !d.End() || d.Unordered() || !d.Immediate()) {
			t.Error(d)
		}
		if d, ok := c.IData(); ok {
			_, first := d.PPID()
			if d.MID() != 3 || first != d.Begin() || d.Begin() == d.End() || d.FSN() > 1 {
				t.Error(d)
			}
		}
		if s, ok := c.SACK(); ok {
			for a, b := range s.Gaps() {
				if a != 2 || b != 3 {
					t.Error(a, b)
				}
			}
			for d := range s.Dups() {
				if d != 9 {
					t.Error(d)
				}
			}
		}
		if f, ok := c.ForwardTSN(); ok {
			for s := range f.Streams() {
				if s.Stream != 2 || s.Message != 3 || s.Unordered != f.Interleaving() {
					t.Error(s)
				}
			}
		}
		if i, ok := c.Init(); ok && (i.InitiateTag() != 1 || len(i.Params()) > 4) {
			t.Error(i)
		}
	}
	if n != len(chunks) {
		t.Errorf("%d chunks", n)
	}
	if allocs := testing.AllocsPerRun(100, func() {
		for c := range v.Chunks().All() {
			if d, ok := c.Data(); ok {
				_ = d.TSN()
			}
		}
	}); allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func TestValidate(t *testing.T) {
	data := &Data{Payload: []byte{1}}
	for _, tt := range []struct {
		p    *Packet
		want packet.Class
	}{
		{&Packet{SrcPort: 1, DstPort: 2, VTag: 3, Chunks: Chunks{}.Add(data)}, packet.Fine},
		{&Packet{SrcPort: 1, VTag: 3, Chunks: Chunks{}.Add(data)}, packet.BadValue},
		{&Packet{SrcPort: 1, DstPort: 2}, packet.Unusual},
		{&Packet{SrcPort: 1, DstPort: 2, Chunks: Chunks{}.Add(&Data{})}, packet.BadValue},
		{&Packet{SrcPort: 1, DstPort: 2, Chunks: Chunks{0, 0, 0, 5}}, packet.BadSize},
		{&Packet{SrcPort: 1, DstPort: 2, Chunks: Chunks{}.Add(&ShutdownComplete{}, data)}, packet.BadValue},
		{&Packet{SrcPort: 1, DstPort: 2, VTag: 1, Chunks: Chunks{}.Add(&Init{InitiateTag: 1, InStreams: 1, OutStreams: 1})}, packet.BadValue},
		{&Packet{SrcPort: 1, DstPort: 2, Chunks: Chunks{}.Add(&Init{})}, packet.BadValue},
		{&Packet{SrcPort: 1, DstPort: 2, Chunks: Chunks{}.Add(&Unknown{Type: 0x3f})}, packet.Unusual},
		{&Packet{SrcPort: 1, DstPort: 2, Chunks: Chunks{}.Add(&Unknown{Type: wire.SCTPTypeSACK})}, packet.BadValue},
	} {
		if ds, worst := packet.Validate(build(t, tt.p), PacketProto); worst != tt.want {
			t.Errorf("%v: %v %v", tt.p.Chunks, worst, ds)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	data := build(b, &Packet{SrcPort: 1, DstPort: 2, Chunks: Chunks{}.Add(&Data{Payload: make([]byte, 1400)})})
	c := packet.Parser{Reuse: true}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Parse(data, PacketProto); err != nil {
			b.Fatal(err)
		}
	}
}
