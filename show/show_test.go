package show_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"math"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/show"
	"github.com/gocap-project/gocap/wire"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

var when = time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)

func syn() packet.Packet {
	return packet.Packet{
		&layers.Ethernet{Dst: layers.MAC{2, 0, 0, 0, 0, 2}, Src: layers.MAC{2, 0, 0, 0, 0, 1}},
		&layers.VLAN{ID: 42},
		&layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("198.51.100.2"), Flags: wire.DontFragment},
		&layers.TCP{SrcPort: 40000, DstPort: 80, Flags: wire.SYN | wire.ACK},
		packet.Payload([]byte("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n")),
	}
}

// frame returns b as a frame, parsed.
func frame(b []byte, first *packet.Proto) *show.Frame {
	var c packet.Parser
	p, err := c.Parse(b, first)
	return &show.Frame{Number: 1, Time: when, Link: "EN10MB", Data: b, Packet: p, Spans: c.Spans(), Err: err}
}

func synFrame(t testing.TB) *show.Frame {
	b, err := syn().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return frame(b, layers.EthernetProto)
}

// damagedFrame is wrong in all ways that have a mark, padded, and cut.
func damagedFrame(t testing.TB) *show.Frame {
	b, err := packet.Packet{
		&layers.Ethernet{},
		&layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2"), Checksum: packet.U16(1), Length: packet.U16(30), TTL: packet.U8(3)},
		&layers.UDP{SrcPort: 1, DstPort: 2, Length: packet.U16(3)},
		packet.Payload([]byte("hello, world")),
	}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	f := frame(b, layers.EthernetProto)
	f.Len = 100
	return f
}

func cutFrame(t testing.TB) *show.Frame {
	b, _ := syn().Bytes()
	return frame(b[:45], layers.EthernetProto)
}

func TestText(t *testing.T) {
	for name, f := range map[string]*show.Frame{
		"syn": synFrame(t), "damaged": damagedFrame(t), "cut": cutFrame(t), "box": show.Of(packet.Packet{box()}),
	} {
		golden(t, name+".txt", f.AppendText(nil, show.Hex))
		golden(t, name+".json", append(f.AppendJSON(nil, 0), '\n'))
		golden(t, name+".numbers.json", append(f.AppendJSON(nil, show.Numbers|show.Marks), '\n'))
	}
	golden(t, "colour.txt", damagedFrame(t).AppendText(nil, show.Hex|show.Colour))
}

func TestTextAndJSONOfPacket(t *testing.T) {
	var b bytes.Buffer
	if err := show.Text(&b, syn(), 0); err != nil || !strings.Contains(b.String(), "DstPort") {
		t.Errorf("%v\n%s", err, &b)
	}
	b.Reset()
	bad := packet.Packet{&layers.IPv4{FragOff: 1 << 14}}
	if err := show.Text(&b, bad, show.Hex); err != nil || !strings.Contains(b.String(), "IPv4.FragOff: too large") {
		t.Errorf("%v\n%s", err, &b)
	}
	b.Reset()
	if err := show.JSON(&b, bad, 0); err != nil || !strings.Contains(b.String(), `"error":{"layer":"IPv4","offset":0,"reason":"IPv4.FragOff: too large"}`) {
		t.Errorf("%v\n%s", err, &b)
	}
	if err := show.Text(failing{}, syn(), 0); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("the writer's error is lost: %v", err)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// TestJSONForm reads the JSON back.
func TestJSONForm(t *testing.T) {
	var got struct {
		Frame, Caplen, Len int
		Time               time.Time
		Link               string
		Layers             []struct {
			Proto          string
			Offset, Length int
			Fields         map[string]any
		}
		Error *struct {
			Layer  string
			Offset int
			Reason string
		}
	}
	f := cutFrame(t)
	d := json.NewDecoder(bytes.NewReader(f.AppendJSON(nil, 0)))
	d.DisallowUnknownFields()
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.Frame != 1 || got.Caplen != 45 || got.Len != 45 || !got.Time.Equal(when) || got.Link != "EN10MB" {
		t.Errorf("%+v", got)
	}
	if len(got.Layers) != 4 || got.Layers[2].Proto != "IPv4" || got.Layers[2].Offset != 18 || got.Layers[2].Length != 20 ||
		got.Layers[2].Fields["Src"] != "192.0.2.1" || got.Layers[2].Fields["TTL"] != 64.0 {
		t.Errorf("%+v", got.Layers)
	}
	if got.Error == nil || got.Error.Layer != "TCP" || got.Error.Offset != 38 || got.Error.Reason == "" {
		t.Errorf("%+v", got.Error)
	}
}

func TestJSONStrings(t *testing.T) {
	for _, s := range []string{"", "plain", "\x00\x1f\x7f", "\"\\/", "\xff\xfe", "é\u2028\u2029\U0001f600", "\xed\xa0\x80", "a\nb\tc\rd"} {
		b := &Box{Name: s}
		var got struct {
			Layers []struct{ Fields struct{ Name string } }
		}
		j := show.Of(packet.Packet{b}).AppendJSON(nil, 0)
		if err := json.Unmarshal(j, &got); err != nil {
			t.Errorf("%q: %v: %s", s, err, j)
			continue
		}
		want := s
		if s == "\xff\xfe" {
			want = `\xff\xfe`
		} else if s == "\xed\xa0\x80" {
			want = `\xed\xa0\x80`
		}
		if g := got.Layers[0].Fields.Name; g != want {
			t.Errorf("%q: got %q", s, g)
		}
	}
	j := show.Of(packet.Packet{&Box{Real: math.NaN()}}).AppendJSON(nil, 0)
	if !json.Valid(j) {
		t.Errorf("NaN: %s", j)
	}
}

// TestTerminal checks that nothing in a packet reaches the terminal's controls.
func TestTerminal(t *testing.T) {
	raw := make([]byte, 256)
	for i := range raw {
		raw[i] = byte(i)
	}
	b := box()
	b.Name, b.Items[0].Name, b.Any = string(raw), string(raw), item{Name: string(raw)}
	f := show.Of(packet.Packet{b, packet.Payload(raw)})
	f.Link, f.Err = string(raw), errors.New(string(raw))
	for _, c := range f.AppendText(nil, show.Hex) {
		if c < ' ' && c != '\n' || c == 0x7f {
			t.Fatalf("byte %#x in the text", c)
		}
	}
}

func TestNoAllocs(t *testing.T) {
	f := synFrame(t)
	buf := make([]byte, 0, 8192)
	if n := testing.AllocsPerRun(100, func() { f.AppendJSON(buf, 0) }); n > 6 {
		t.Errorf("JSON makes %v allocations a packet", n)
	}
}

func TestHexdumpCoversAll(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		data := make([]byte, r.IntN(60))
		f := &show.Frame{Data: data, Packet: syn()}
		for range r.IntN(7) {
			f.Spans = append(f.Spans, packet.Span{Off: r.IntN(80) - 10, Payload: r.IntN(80) - 10, End: r.IntN(80) - 10})
		}
		n := 0
		for line := range strings.Lines(string(f.AppendHex(nil, 0))) {
			n += len(strings.Fields(line[6:55]))
		}
		if n != len(data) {
			t.Fatalf("%d bytes shown of %d: %+v\n%s", n, len(data), f.Spans, f.AppendHex(nil, 0))
		}
		f.AppendText(nil, show.Hex|show.Colour)
		if j := f.AppendJSON(nil, show.Marks); !json.Valid(j) {
			t.Fatalf("%s", j)
		}
	}
}

func TestProto(t *testing.T) {
	golden(t, "proto-box.txt", []byte(show.Proto(BoxProto)))
	golden(t, "proto-ipv6.txt", []byte(show.Diagram(layers.IPv6Proto)))
	if s := show.Proto(layers.UDPProto); !strings.Contains(s, "bound to IP protocol 17\n") {
		t.Error(s)
	}
	if s := show.Protos(packet.Protos()); !strings.Contains(s, "\nUDP ") {
		t.Error(s)
	}
	for _, p := range packet.Protos() {
		for line := range strings.Lines(show.Diagram(p)) {
			if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 65 {
				t.Errorf("%s: a line of %d columns: %s", p.Name, n, line)
			}
		}
	}
}

// TestDiagramIsTheViews compares with what the generator drew above the view.
func TestDiagramIsTheViews(t *testing.T) {
	for file, pr := range map[string]*packet.Proto{"zipv4.go": layers.IPv4Proto, "ztcp.go": layers.TCPProto, "zudp.go": layers.UDPProto} {
		src, err := os.ReadFile("../wire/" + file)
		if err != nil {
			t.Fatal(err)
		}
		want := show.Diagram(pr)
		if pr == layers.UDPProto {
			want = want[:strings.LastIndex(want, "+\n")+2]
		}
		var b strings.Builder
		for line := range strings.Lines(want) {
			b.WriteString("//\t" + line)
		}
		if !strings.Contains(string(src), b.String()) {
			t.Errorf("%s: not in wire/%s:\n%s", pr.Name, file, want)
		}
	}
}

func TestDiff(t *testing.T) {
	p, q := synFrame(t).Packet, synFrame(t).Packet
	if d := show.Diff(p, q); d != nil {
		t.Errorf("equal packets differ: %v", d)
	}
	packet.Get[layers.TCP](q).DstPort = 443
	q = q.Remove(1).Insert(2, &layers.UDP{})
	var b bytes.Buffer
	if err := show.WriteDiff(&b, p, q); err != nil {
		t.Fatal(err)
	}
	if want := "- VLAN\n+ UDP\n  TCP.DstPort: 80 -> 443\n"; b.String() != want {
		t.Errorf("got\n%swant\n%s", &b, want)
	}
	x, y := packet.Packet{&Box{Opts: opts{1}}}, packet.Packet{&Box{Opts: opts{2}}}
	if d := show.Diff(x, y); len(d) != 1 || d[0].From != "01" || d[0].To != "02" {
		t.Errorf("%v", d)
	}
	report := func(sources []netip.Addr, aux []byte) packet.Packet {
		return packet.Packet{&layers.MLDv2Report{Records: []layers.MLDRecord{{Type: 4, Group: netip.IPv6LinkLocalAllNodes(), Sources: sources, Aux: aux}}}}
	}
	if d := show.Diff(report(nil, nil), report([]netip.Addr{}, []byte{})); d != nil {
		t.Errorf("empty lists in a list differ from none: %v", d)
	}
	if d := show.Diff(report(nil, nil), report([]netip.Addr{netip.IPv6Loopback()}, nil)); len(d) != 1 {
		t.Errorf("lists in a list: %v", d)
	}
	deep := slices.Repeat(syn(), 300)
	if d := show.Diff(deep, deep[1:]); len(d) == 0 {
		t.Error("no difference")
	}
}

func FuzzShow(f *testing.F) {
	for _, fr := range []*show.Frame{synFrame(f), damagedFrame(f), cutFrame(f)} {
		f.Add(uint16(link.Ethernet), fr.Data)
	}
	cols, err := show.ParseColumns("ip.src,tcp.flags,frame.error,TCP.Options,raw.data", packet.Protos())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, typ uint16, b []byte) {
		fr := frame(b, layers.LinkTypes.Proto(link.Type(typ)))
		for _, o := range []show.Options{0, show.Numbers | show.Marks} {
			if j := fr.AppendJSON(nil, o); !json.Valid(j) {
				t.Fatalf("not JSON: %s", j)
			}
		}
		for _, c := range fr.AppendText(nil, show.Hex) {
			if c < ' ' && c != '\n' || c == 0x7f {
				t.Fatalf("byte %#x in the text", c)
			}
		}
		if row, err := csv.NewReader(bytes.NewReader(cols.AppendCSV(nil, fr))).Read(); err != nil || len(row) != 5 {
			t.Fatalf("%q: %v", row, err)
		}
		if d := show.Diff(fr.Packet, fr.Packet); d != nil {
			t.Fatalf("differs from itself: %v", d)
		}
	})
}

func BenchmarkJSON(b *testing.B) {
	f := synFrame(b)
	buf := make([]byte, 0, 8192)
	b.SetBytes(int64(len(f.AppendJSON(buf, 0))))
	b.ReportAllocs()
	for b.Loop() {
		f.AppendJSON(buf, 0)
	}
}

func BenchmarkText(b *testing.B) {
	f := synFrame(b)
	buf := make([]byte, 0, 8192)
	b.ReportAllocs()
	for b.Loop() {
		f.AppendText(buf, show.Hex)
	}
}

// TestSparse leaves out fields that a layer lacks.
func TestSparse(t *testing.T) {
	with, without := packet.Packet{&Choice{1, 5}}, packet.Packet{&Choice{0, 5}}
	cols, err := show.ParseColumns("choice.kind,choice.extra", packet.Protos())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		p         packet.Packet
		json, csv string
	}{
		{with, `"fields":{"Kind":1,"Extra":5}}`, "1,5\n"},
		{without, `"fields":{"Kind":0}}`, "0,\n"},
	} {
		f := show.Of(c.p)
		if got := string(f.AppendJSON(nil, 0)); !strings.Contains(got, c.json) {
			t.Errorf("%s is not in %s", c.json, got)
		}
		if got := string(cols.AppendCSV(nil, f)); got != c.csv {
			t.Errorf("got %q, want %q", got, c.csv)
		}
		if got := strings.Contains(string(f.AppendText(nil, 0)), "Extra"); got != strings.Contains(c.json, "Extra") {
			t.Errorf("the text has the field: %v", got)
		}
	}
	if d := show.Diff(without, packet.Packet{&Choice{0, 6}}); d != nil {
		t.Errorf("%v", d)
	}
	if d := show.Diff(with, packet.Packet{&Choice{}}); len(d) != 2 || d[0].Field != "Kind" || d[1].To != "nothing" {
		t.Errorf("%v", d)
	}
}
