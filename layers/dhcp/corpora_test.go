package dhcp_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/gocap-project/gocap/layers"
	. "github.com/gocap-project/gocap/layers/dhcp"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// Every option of the shared captures is written as it was read, unless it had
// compressed names.
func TestCorpora(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/corpora/pcap/*")
	if len(files) == 0 {
		t.Skip("no captures in ../shared/corpora")
	}
	if testing.Short() {
		t.Skip("reads all captures")
	}
	messages, options, raw := 0, 0, map[wire.DHCPOptionCode]int{}
	for _, name := range files {
		r, err := pcap.Open(name)
		if err != nil {
			continue // a test of package pcap
		}
		for p, err := range r.Packets() {
			if err != nil {
				break
			}
			q, _ := layers.Parse(p.LinkType(), p.Data)
			for _, l := range q {
				m, ok := l.(*Message)
				if !ok {
					continue
				}
				messages++
				for o := range m.All() {
					options++
					v := ValueOf(o.Code, o.Data)
					if _, ok := v.(Bytes); ok {
						raw[o.Code]++
					}
					if _, ok := v.(Domains); !ok && !bytes.Equal(v.AppendWire(nil), o.Data) {
						t.Errorf("%s: %v: %x written as %x", filepath.Base(name), o.Code, o.Data, v.AppendWire(nil))
					}
				}
			}
		}
		r.Close()
	}
	t.Logf("%d messages, %d options; bytes: %v", messages, options, raw)
	if messages < 200 {
		t.Errorf("only %d messages", messages)
	}
}
