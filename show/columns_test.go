package show_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/show"
)

func TestColumns(t *testing.T) {
	inner := &show.Frame{}
	*inner = *synFrame(t)
	for _, c := range []struct {
		spec, want string
		o          show.Options
	}{
		{"ip.src,tcp.dstport,eth.dst,frame.number,frame.len,ip.proto", "192.0.2.1,80,02:00:00:00:00:02,1,95,6", show.Numbers},
		{"ip.proto", "TCP", 0},
		{"IPv4.Src,ipv4.src,IP.SRC", "192.0.2.1,192.0.2.1,192.0.2.1", 0},
		{"frame.time,frame.time_epoch", "2026-01-02T03:04:05.000000006Z,1767323045.000000006", 0},
		{"frame.cap_len,frame.link,frame.protocols,frame.error", "95,EN10MB,Ethernet:VLAN:IPv4:TCP:HTTP,", 0},
		{"ip.addr", `"192.0.2.1,198.51.100.2"`, 0},
		{"tcp.port#2,tcp.port#3", "80,", 0},
		{"tcp.flags,tcp.flags.syn,tcp.flags.fin,tcp.hdr_len,tcp.len", "0x0012,1,0,20,37", show.Numbers},
		{"TCP.Flags", "SYN|ACK", 0},
		{"eth.type,vlan.id,ip.flags.df", "0x8100,42,1", show.Numbers},
		{"udp.port,udp", ",", 0},
		{"tcp,ipv6.src", "TCP,", 0},
		{" ip.ttl , ip.hdr_len ", "64,20", 0},
	} {
		cols, err := show.ParseColumns(c.spec, packet.Protos())
		if err != nil {
			t.Errorf("%s: %v", c.spec, err)
			continue
		}
		cols.Options = c.o
		if got := string(cols.AppendCSV(nil, inner)); got != c.want+"\n" {
			t.Errorf("%s: got %s want %s", c.spec, got, c.want)
		}
	}
}

func TestColumnsNested(t *testing.T) {
	f := show.Of(packet.Packet{box(), box()})
	cols, err := show.ParseColumns("Box.Items.Name,crate.items.value,box.items.more.name,box.any.name,box.list,box.opts,Box.Len#2,box.name#1,box.point.name", packet.Protos())
	if err != nil {
		t.Fatal(err)
	}
	cols.Sep = "|"
	if got, want := string(cols.AppendTSV(nil, f)), "one|two|one|two\t1|0|1|0\tdeep|deep\theld|held\t1|2|3|1|2|3\t3 options|3 options\t4\ta\x1b[31m\"\xff\\\\<\u2028é\t\n"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := string(cols.AppendHeader(nil, false)); !strings.HasPrefix(got, "Box.Items.Name,crate.items.value,") {
		t.Error(got)
	}
}

func TestColumnsUnknown(t *testing.T) {
	for spec, want := range map[string]string{
		"ip.scr":           "ip.src",
		"tcp.dstprot":      "TCP.DstPort",
		"IPv4.Sorc":        "IPv4.Src",
		"frame.nubmer":     "frame.number",
		"box.items.nope":   "",
		"box.name.x":       "",
		"":                 "empty",
		"ip.src#0":         "#",
		"ip.src#x":         "#",
		"zzzzzzzzzzzzzzzz": "unknown field",
		"ip.":              "",
		".":                "",
		"ip.src.x":         "",
	} {
		_, err := show.ParseColumns(spec, packet.Protos())
		if !errors.Is(err, show.ErrColumn) || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(want)) {
			t.Errorf("%q: %v, want %q", spec, err, want)
		}
	}
}

// TestAliases checks that every alias means something, unless its protocol is not
// in this program.
func TestAliases(t *testing.T) {
	have := map[string]bool{}
	for _, p := range packet.Protos() {
		have[p.Name] = true
	}
	for alias, spec := range show.FieldAliases {
		proto, _, _ := strings.Cut(spec, ".")
		if _, err := show.ParseColumns(alias, packet.Protos()); err != nil && have[proto] {
			t.Errorf("%s = %s: %v", alias, spec, err)
		}
	}
}

func TestCSVRoundTrip(t *testing.T) {
	cols, err := show.ParseColumns("box.name,box.kind", packet.Protos())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"", "a,b", `"`, "a\nb", `""`, " x ", "\r\n,"} {
		row := cols.AppendCSV(nil, show.Of(packet.Packet{&Box{Name: s}}))
		got, err := csv.NewReader(bytes.NewReader(row)).Read()
		if want := strings.ReplaceAll(s, "\r\n", "\n"); err != nil || !slices.Equal(got, []string{want, "0"}) {
			t.Errorf("%q: %q, %v", s, got, err)
		}
		row = cols.AppendTSV(nil, show.Of(packet.Packet{&Box{Name: s + "\t\\"}}))
		if bytes.Count(row, []byte("\n")) != 1 || bytes.Count(row, []byte("\t")) != 1 {
			t.Errorf("%q: %q", s, row)
		}
	}
}
