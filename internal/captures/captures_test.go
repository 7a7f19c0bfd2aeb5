package captures

import (
	"bytes"
	"net/netip"
	"path/filepath"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

func built(t *testing.T, p packet.Packet) []byte {
	t.Helper()
	b, err := p.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestRead has a datagram in fragments, one in one piece, and a stream come out as they went in.
func TestRead(t *testing.T) {
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	long := bytes.Repeat([]byte("0123456789"), 300)
	udp := func(data []byte) []byte {
		return built(t, packet.Packet{&layers.IPv4{Src: a, Dst: b, ID: 7}, &layers.UDP{SrcPort: 1000, DstPort: 2000}, packet.Payload([]byte(data))})
	}
	tcp := func(seq uint32, flags wire.TCPFlags, data string) []byte {
		return built(t, packet.Packet{&layers.IPv4{Src: a, Dst: b}, &layers.TCP{SrcPort: 1000, DstPort: 80, Seq: seq, Flags: flags}, packet.Payload([]byte(data))})
	}
	name := filepath.Join(t.TempDir(), "0123456789ab-x.pcap")
	w, err := pcap.Create(name, pcap.Options{LinkType: link.Raw})
	if err != nil {
		t.Fatal(err)
	}
	packets := [][]byte{udp([]byte("short")), tcp(99, wire.SYN, ""), tcp(103, wire.ACK, "def"), tcp(100, wire.ACK, "abc")}
	for f, err := range wire.IPv4(udp(long)).Fragments(1500) {
		if err != nil {
			t.Fatal(err)
		}
		packets = append(packets, bytes.Clone(f))
	}
	for _, p := range packets {
		if err := w.Write(&pcap.Packet{Data: p}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var datagrams [][]byte
	var stream []byte
	frames := 0
	err = Read(name, Uses{
		Frame: func(*wire.Frame, uint64, sequence.Source) { frames++ },
		Datagram: func(d *Datagram) {
			if d.Src != netip.AddrPortFrom(a, 1000) || d.Dst != netip.AddrPortFrom(b, 2000) || !d.Whole || d.Context != 0 {
				t.Errorf("%+v", d)
			}
			datagrams = append(datagrams, bytes.Clone(d.Payload))
		},
		Accept: func(*sequence.Connection) (c, s sequence.Sink) {
			return sequence.SinkFunc(func(e *sequence.Event) { stream = append(stream, e.Bytes...) }), nil
		},
	})
	if err != nil || frames != 5 || len(datagrams) != 2 || string(datagrams[0]) != "short" || !bytes.Equal(datagrams[1], long) || string(stream) != "abcdef" {
		t.Errorf("%v, %d frames, datagrams %q, stream %q", err, frames, datagrams, stream)
	}
	if ID(name) != "0123456789ab" {
		t.Error(ID(name))
	}
	if err := Read(filepath.Join(t.TempDir(), "none"), Uses{}); err == nil {
		t.Error("no error without a file")
	}
}

type said struct {
	testing.TB
	errors int
}

func (s *said) Helper()      {}
func (s *said) Error(...any) { s.errors++ }

func TestTally(t *testing.T) {
	var y Tally
	bad := session.Verdict{Outcome: session.Invalid, Rule: session.RuleNTPOrigin}
	y.Add("/x/0123456789ab-a.pcap", "ntp", sequence.Source{Frame: 3}, bad)
	y.Add("/x/0123456789ac-b.pcap", "ntp", sequence.Source{Frame: 4}, bad)
	y.Add("/x/0123456789ac-b.pcap", "ntp", sequence.Source{Frame: 5}, session.Verdict{Outcome: session.Tolerated, Rule: session.RuleNTPOld})
	y.Add("/x/0123456789ac-b.pcap", "ntp", sequence.Source{Frame: 6}, session.Verdict{})
	s := said{TB: t}
	y.Quiet(&s, map[string]string{"0123456789ab": "planted"})
	if y.Messages() != 4 || y.Outcomes != [3]int{1, 1, 2} || y.Rules[session.RuleNTPOrigin] != 2 || s.errors != 1 {
		t.Errorf("%+v, %d errors", y, s.errors)
	}
	if want := "0123456789ab frame 3 ntp: " + bad.String(); y.Lines[0] != want {
		t.Errorf("%q, not %q", y.Lines[0], want)
	}
}
