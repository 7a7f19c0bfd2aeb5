package quic_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/quic"
	"github.com/gocap-project/gocap/layers/tls"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// Another engine's tests say which fingerprints hellos in the shared captures have, over
// TLS and over QUIC.
func TestFingerprints(t *testing.T) {
	f, err := os.Open("../../../shared/corpora/oracle/suricata_verify.jsonl.gz")
	if err != nil {
		t.Skip("no expected events: ", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for d := json.NewDecoder(z); d.More(); {
		var test struct {
			Pcaps  []struct{ F string }
			Checks []struct {
				Count int
				Match map[string]any
			}
		}
		if err := d.Decode(&test); err != nil {
			t.Fatal(err)
		}
		for _, c := range test.Checks {
			for key, want := range c.Match {
				s, ok := want.(string)
				if !ok || c.Count == 0 || !strings.Contains(key, ".ja") || len(test.Pcaps) != 1 || strings.Contains(key, "dhash") {
					continue
				}
				names, _ := filepath.Glob("../../../shared/corpora/pcap/" + test.Pcaps[0].F + "-*")
				if len(names) != 1 {
					continue
				}
				n++
				if got := fingerprints(t, names[0]); !got[s] {
					t.Errorf("%s: no %s %s among %v", filepath.Base(names[0]), key, s, got)
				}
			}
		}
	}
	t.Logf("%d fingerprints", n)
}

// fingerprints returns all fingerprints of the hellos in a capture.
func fingerprints(t *testing.T, name string) map[string]bool {
	out := map[string]bool{}
	r, err := pcap.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	hellos := func(m tls.Messages, via tls.Transport) {
		for x := range m.All() {
			switch h := x.Body().(type) {
			case *tls.ClientHello:
				out[h.JA3()], out[h.JA3String()], out[h.JA4(via)] = true, true, true
			case *tls.ServerHello:
				out[h.JA3S()], out[h.JA3SString()] = true, true
			}
		}
	}
	keys := map[quic.Keys][]quic.Frames{}
	for p, err := range r.Packets() {
		if err != nil {
			break
		}
		q, _ := layers.Parse(p.LinkType(), p.Data)
		for _, l := range q {
			switch l := l.(type) {
			case *tls.Record:
				hellos(l.Messages, tls.TCP)
			case *quic.Long:
				if l.PacketType() != wire.QUICTypeInitial {
					continue
				}
				if client, server, err := quic.InitialKeys(l.Version, l.DstID); err == nil {
					keys[client], keys[server] = append(keys[client], nil), append(keys[server], nil)
				}
				for k := range keys {
					if x, err := l.DecryptWith(k); err == nil {
						keys[k] = append(keys[k], x.Frames)
						hellos(tls.Messages(quic.Crypto(keys[k]...)), tls.QUIC)
					}
				}
			}
		}
	}
	return out
}
