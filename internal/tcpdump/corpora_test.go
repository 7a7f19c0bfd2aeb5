package tcpdump

import (
	"bytes"
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"github.com/gocap-project/gocap/pcap"
)

// TestCorpora prints real and hostile packets in every variant: the text of each is
// bounded and ends in a newline.
func TestCorpora(t *testing.T) {
	files, err := filepath.Glob("../../../shared/corpora/pcap/*")
	if err != nil || len(files) == 0 {
		t.Skip("../shared/corpora is not there")
	}
	if testing.Short() {
		files = files[:100]
	}
	more := filepath.WalkDir("../../../shared/filters/pcaps", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if more != nil {
		t.Log(more)
	}
	for _, f := range files {
		printFile(t, f)
	}
}

// printFile prints the first packets of a file.
func printFile(t *testing.T, file string) {
	r, err := pcap.Open(file)
	if err != nil {
		return // damage of files is for package pcap
	}
	defer r.Close()
	printers := make([]*Printer, len(variants))
	for i, o := range variants {
		o.Location = time.UTC
		printers[i] = New(o)
	}
	var b []byte
	for pkt, err := range r.Packets() {
		if err != nil || pkt.Number > 20 {
			return
		}
		for _, p := range printers {
			b = p.Append(b[:0], Packet{Time: pkt.Timestamp(), Link: uint16(pkt.LinkType()), Len: pkt.Len, Data: pkt.Data})
			if limit := 2*maxText + 8*len(pkt.Data); len(b) > limit || !bytes.HasSuffix(b, []byte("\n")) {
				t.Errorf("%s packet %d: %d bytes of text", file, pkt.Number, len(b))
			}
		}
	}
}
