package beat_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/examples/beat"
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/mutate"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/show"
)

// frame is an Ethernet frame with a heartbeat that carries a load report.
func frame(t testing.TB) []byte {
	b, err := packet.Packet{
		&layers.Ethernet{},
		&layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.UDP{SrcPort: 40000, DstPort: 9999},
		&beat.Message{Seq: 7, Name: []byte("alpha")},
		&beat.Load{CPU: 42, Free: 1024, Uptime: 3600},
	}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestProtocol(t *testing.T) {
	packettest.Trial(t, beat.MessageProto, frame(t)[42:], unhex(t, "1100 0000 eefc 00000003"))
	packettest.Trial(t, beat.LoadProto, unhex(t, "2a 000400 00000e10"))
}

func unhex(t testing.TB, s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBytes(t *testing.T) {
	b, err := packet.Packet{&beat.Message{Seq: 3, Flags: beat.Last}}.Bytes()
	if want := unhex(t, "1100 0000 eefc 00000003"); err != nil || !bytes.Equal(b, want) {
		t.Errorf("%v: got %x, want %x", err, b, want)
	}
}

func TestParse(t *testing.T) {
	p, err := packet.Parse(frame(t), layers.EthernetProto)
	if err != nil {
		t.Fatal(err)
	}
	m, load := packet.Get[beat.Message](p), packet.Get[beat.Load](p)
	if m == nil || load == nil || m.Seq != 7 || string(m.Name) != "alpha" || m.Kind.Get() != beat.KindLoad ||
		m.ChecksumState() != packet.ChecksumGood || load.Free != 1024 {
		t.Errorf("%+v %+v", m, load)
	}
	v, err := beat.ParseMessageView(frame(t)[42:])
	if err != nil || v.Seq() != 7 || string(v.Name()) != "alpha" || v.Sum() != v.Checksum() {
		t.Errorf("%x, %v", v, err)
	}
	v.SetNameLen(255)
	if len(v.Name()) != len(v)-beat.MessageViewLen {
		t.Errorf("a name beyond the end: %q", v.Name())
	}
}

func TestDefects(t *testing.T) {
	b := frame(t)
	b[42] = 0x2f // version and flags
	d, worst := packet.Validate(b, layers.EthernetProto)
	var fields []string
	for _, x := range d {
		fields = append(fields, x.Layer+"."+x.Field)
	}
	if got := strings.Join(fields, " "); got != "UDP.Checksum Beat.Version Beat.Checksum Beat.Flags" || worst != packet.BadValue {
		t.Errorf("%s, %v", got, worst)
	}
	_, err := packet.Parse(b[:48], layers.EthernetProto)
	if err == nil || !strings.Contains(err.Error(), "layer 3 (Beat) at byte 42: truncated header: needs 10 bytes, 6 left") {
		t.Error(err)
	}
}

// TestTools shows and damages a message with tools that know nothing of it.
func TestTools(t *testing.T) {
	var c packet.Parser
	b := frame(t)
	p, err := c.Parse(b, layers.EthernetProto)
	f := &show.Frame{Data: b, Packet: p, Spans: c.Spans(), Err: err}
	for _, want := range []string{"Beat (Package beat §1)  bytes 42-56  checksum good\n", "Kind      load (0x0001)  automatic\n", "CPU     42\n"} {
		if got := string(f.AppendText(nil, 0)); !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if got := string(f.AppendJSON(nil, 0)); !strings.Contains(got, `{"proto":"Load","offset":57,"length":8,"fields":{"CPU":42,"Free":1024,"Uptime":3600}}`) {
		t.Error(got)
	}
	cols, err := show.ParseColumns("beat.seq,load.cpu,ip.src", packet.Protos())
	if err != nil {
		t.Fatal(err)
	}
	if got := string(cols.AppendCSV(nil, f)); got != "7,42,192.0.2.1\n" {
		t.Error(got)
	}
	hit, n := map[string]bool{}, 0
	for m, changes := range mutate.All(1, b, layers.EthernetProto, nil) {
		for _, c := range changes {
			hit[c.Proto] = true
		}
		packettest.RoundTrip(t, layers.EthernetProto, m)
		if n++; n == 2000 {
			break
		}
	}
	if !hit["Beat"] || !hit["Load"] {
		t.Errorf("only these were changed: %v", hit)
	}
}

func FuzzMessage(f *testing.F) {
	f.Add(frame(f)[42:])
	f.Fuzz(func(t *testing.T, b []byte) { packettest.RoundTrip(t, beat.MessageProto, b) })
}

func Example() {
	p := packet.Packet{&beat.Message{Seq: 1, Name: []byte("alpha")}, &beat.Load{CPU: 3}}
	b, err := p.Bytes()
	fmt.Printf("%x %v\n", b, err)
	show.Text(os.Stdout, p[1:], 0)
	// Output:
	// 10050001bd2000000001616c7068610300000000000000 <nil>
	// frame  8 bytes
	// Load (Package beat §3)  bytes 0-7
	//   0           CPU     3
	//   1-3         Free    0
	//   4-7         Uptime  0
}
