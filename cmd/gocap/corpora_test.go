package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/show"
)

const corpora = "../../../shared/corpora/pcap"

// captures returns every n-th capture of the corpora.
func captures(t *testing.T, n int) (out []string) {
	t.Helper()
	if _, err := os.Stat(corpora); err != nil {
		t.Skip("no corpora: ", err)
	}
	i := 0
	filepath.WalkDir(corpora, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if i++; i%n == 0 {
				out = append(out, path)
			}
		}
		return nil
	})
	return out
}

// TestCorpora rebuilds every packet of the corpora, prefixes of some, and mutations.
func TestCorpora(t *testing.T) {
	captures(t, 1)
	n := "200000"
	if testing.Short() {
		n = "10000"
	}
	r := gocap(t, "", "check", "-v", "--mutate", n, corpora)
	var packets, different int64
	for _, x := range tallies(t, r) {
		packets, different = packets+x.Packets, different+x.Different
	}
	if r.code != exitOK || different != 0 || packets < 100000 {
		t.Errorf("exit %d: %d packets, %d differ\n%.4000s", r.code, packets, different, r.err)
	}
	some := append([]string{"check", "-v", "--prefixes", "--every", "7"}, captures(t, 23)...)
	if r := gocap(t, "", some...); r.code == exitFound {
		t.Errorf("prefixes: exit %d\n%.4000s", r.code, r.err)
	}
}

// TestShowCorpora shows packets of the corpora in every way.
func TestShowCorpora(t *testing.T) {
	cols, err := show.ParseColumns("frame.protocols,ip.src,tcp.options,dns.answers,dns.qry.name,raw.data,frame.error", packet.Protos())
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, name := range captures(t, 9) {
		r, err := pcap.Open(name)
		if err != nil {
			continue
		}
		c := packet.Parser{Reuse: true}
		var b []byte
		for p, err := range r.Packets() {
			if err != nil || p.Number > 40 {
				break
			}
			f := show.Frame{Number: int(p.Number), Time: p.Timestamp(), Len: p.Len, Link: p.LinkType().String(), Data: p.Data}
			f.Packet, f.Err = c.ParseNext(p.Data, layers.LinkTypes.Next(p.LinkType()))
			f.Spans = c.Spans()
			for _, o := range []show.Options{0, show.Numbers | show.Marks} {
				if b = f.AppendJSON(b[:0], o); !json.Valid(b) {
					t.Fatalf("%s packet %d: not JSON: %s", name, p.Number, b)
				}
			}
			b = f.AppendText(b[:0], show.Hex)
			if i := bytes.IndexFunc(b, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f }); i >= 0 {
				t.Fatalf("%s packet %d: %q in the text", name, p.Number, b[i])
			}
			if b = cols.AppendTSV(b[:0], &f); bytes.Count(b, []byte("\t")) != 6 || bytes.Count(b, []byte("\n")) != 1 {
				t.Fatalf("%s packet %d: %q", name, p.Number, b)
			}
			shown++
		}
		r.Close()
	}
	if shown < 2000 {
		t.Errorf("only %d packets were shown", shown)
	}
}
