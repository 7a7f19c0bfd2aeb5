package layers_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func datagram(t testing.TB, l *UDP, data string) []byte {
	return must(t, packet.Packet{l, packet.Payload([]byte(data))})
}

func TestUDP(t *testing.T) {
	packettest.Trial(t, UDPProto,
		datagram(t, &UDP{SrcPort: 1, DstPort: 2}, ""),
		datagram(t, &UDP{SrcPort: 1, DstPort: 2}, "odd"),
		datagram(t, &UDP{SrcPort: 0xffff, DstPort: 0xfffe, Trailer: []byte{0, 0, 1}}, "data"),
	)
}

// What Length can be, and what it makes of the datagram.
func TestUDPLength(t *testing.T) {
	b := datagram(t, &UDP{SrcPort: 1, DstPort: 2}, "hello")
	for _, tt := range []struct {
		length  uint16
		payload string
		trailer string
		wrong   bool
		err     error
	}{
		{13, "hello", "", false, nil},
		{0, "hello", "", true, nil},
		{8, "", "hello", false, nil},
		{10, "he", "llo", false, nil},
		{14, "hello", "", true, nil},
		{7, "", "", false, wire.ErrLength},
		{1, "", "", false, wire.ErrLength},
	} {
		c := slices.Clone(b)
		wire.UDP(c).SetLength(tt.length)
		p, err := packet.Parse(c, UDPProto)
		if !errors.Is(err, tt.err) {
			t.Errorf("%d: %v", tt.length, err)
		}
		if got := must(t, p); !bytes.Equal(got, c) {
			t.Errorf("%d: %x became %x", tt.length, c, got)
		}
		if tt.err != nil {
			continue
		}
		u := packet.Get[UDP](p)
		if string(p.Payload()) != tt.payload || string(u.Trailer) != tt.trailer || u.Length.Wrong() != tt.wrong {
			t.Errorf("%d: payload %q, trailer %q, wrong %v", tt.length, p.Payload(), u.Trailer, u.Length.Wrong())
		}
	}
}

// The first fragment of a datagram is shorter than Length says, and not wrong.
func TestUDPFragment(t *testing.T) {
	b := must(t, packet.Packet{&IPv4{Src: a4, Dst: b4, Flags: wire.MoreFragments}, &UDP{SrcPort: 1, DstPort: 2, Length: packet.U16(3000)}, packet.Payload(make([]byte, 1472))})
	p, err := packet.Parse(b, IPv4Proto)
	if err != nil {
		t.Fatal(err)
	}
	if w := packettest.Wrong(p); w != nil {
		t.Errorf("wrong: %v", w)
	}
	if got := must(t, p); !bytes.Equal(got, b) {
		t.Errorf("%x\n%x", got, b)
	}
	packet.Get[IPv4](p).Flags = 0
	if must(t, p); packet.Get[UDP](p).Length.Get() != 1480 {
		t.Errorf("as a whole datagram it has length %d", packet.Get[UDP](p).Length.Get())
	}
}

// More data than Length can say is a jumbogram, which says 0. RFC 2675 §4.
func TestUDPJumbo(t *testing.T) {
	b := must(t, packet.Packet{&UDP{SrcPort: 1, DstPort: 2}, packet.Payload(make([]byte, 70000))})
	p, err := packet.Parse(b, UDPProto)
	if u := packet.Get[UDP](p); err != nil || u.Length.Get() != 0 || u.Length.Wrong() || len(p.Payload()) != 70000 {
		t.Errorf("%v: length %d (wrong %v), %d bytes", err, u.Length.Get(), u.Length.Wrong(), len(p.Payload()))
	}
}

func TestUDPValidate(t *testing.T) {
	none := packet.U16(0)
	v4, v6 := &IPv4{Src: a4, Dst: b4}, &IPv6{Src: a6, Dst: b6}
	for _, tt := range []struct {
		name string
		p    packet.Packet
		want []string
	}{
		{"fine", packet.Packet{v4, &UDP{SrcPort: 1, DstPort: 2}}, nil},
		{"no checksum", packet.Packet{v4, &UDP{DstPort: 2, Checksum: none}}, nil},
		{"no checksum over IPv6", packet.Packet{v6, &UDP{DstPort: 2, Checksum: none}}, []string{"UDP.Checksum: no checksum over IPv6 [checksum]"}},
		{"tunnel over IPv6", packet.Packet{v6, &UDP{DstPort: 4341, Checksum: none}}, nil},
		{"port 0", packet.Packet{v4, &UDP{SrcPort: 1}}, []string{"UDP.DstPort: port 0 is reserved [unusual]"}},
		{"surplus", packet.Packet{v4, &UDP{DstPort: 2, Trailer: []byte{1}}}, []string{"UDP.Trailer: surplus area after the datagram [unusual]"}},
		{"length", packet.Packet{v4, &UDP{DstPort: 2, Length: packet.U16(9)}}, []string{"UDP.Length: is not the length of what it measures [size]"}},
	} {
		if got := defects(t, must(t, tt.p), tt.p[0].Proto()); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestUDPChecksumState(t *testing.T) {
	whole := must(t, packet.Packet{&IPv4{Src: a4, Dst: b4}, &UDP{SrcPort: 1, DstPort: 2}, packet.Payload([]byte("hello"))})
	edit := func(f func(wire.IPv4, wire.UDP)) []byte {
		b := slices.Clone(whole)
		f(wire.IPv4(b), wire.UDP(b[20:]))
		return b
	}
	for _, tt := range []struct {
		name string
		b    []byte
		want packet.ChecksumState
	}{
		{"good", whole, packet.ChecksumGood},
		{"bad", edit(func(_ wire.IPv4, v wire.UDP) { v.SetSrcPort(9) }), packet.ChecksumBad},
		{"absent", edit(func(_ wire.IPv4, v wire.UDP) { v.SetChecksum(0) }), packet.ChecksumAbsent},
		{"offloaded", edit(func(ip wire.IPv4, v wire.UDP) { v.SetChecksum(ip.PseudoSum(wire.IPProtoUDP, len(v))) }), packet.ChecksumOffloaded},
		{"cut", whole[:len(whole)-1], packet.ChecksumUnverified},
		{"too long", edit(func(_ wire.IPv4, v wire.UDP) { v.SetLength(100) }), packet.ChecksumUnverified},
	} {
		p, err := packet.Parse(tt.b, IPv4Proto)
		if err != nil {
			t.Fatal(err)
		}
		if got := packet.Get[UDP](p).ChecksumState(); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// A sum of zero is sent as all ones. RFC 768.
func TestUDPZeroSum(t *testing.T) {
	p := packet.Packet{&IPv4{Src: a4, Dst: b4}, &UDP{SrcPort: 1, DstPort: 2}, packet.Payload([]byte{0, 0})}
	must(t, p)
	sum := packet.Get[UDP](p).Checksum.Get()
	p[2] = packet.Payload([]byte{byte(sum >> 8), byte(sum)})
	must(t, p)
	if u := packet.Get[UDP](p); u.Checksum.Get() != 0xffff || u.ChecksumState() != packet.ChecksumGood {
		t.Errorf("%#x %v", u.Checksum.Get(), u.ChecksumState())
	}
}

func FuzzUDP(f *testing.F) {
	f.Add(datagram(f, &UDP{SrcPort: 1, DstPort: 2, Trailer: []byte{1}}, "x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		packettest.RoundTrip(t, UDPProto, b)
		packet.Validate(b, UDPProto)
	})
}
