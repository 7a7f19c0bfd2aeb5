package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gocap-project/gocap/layers"
	_ "github.com/gocap-project/gocap/layers/all"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
)

// A row is what tshark says of one frame. Lists are joined by commas, outermost
// header first.
type row struct {
	File      string `json:"f"` // first digits of the file's hash, which its name begins with
	Number    int    `json:"n"` // from 1
	Protocols string `json:"p"` // joined by colons
	Src4      string `json:"s"`
	Dst4      string `json:"d"`
	Src6      string `json:"s6"`
	Dst6      string `json:"d6"`
	Proto     string `json:"ip"` // of IPv4 headers
	SrcPort   string `json:"sp"`
	DstPort   string `json:"dp"`
	Sums      string `json:"ck"` // as "i1 t0", see verdicts
	Malformed string `json:"m"`  // M malformed, S cut short
}

// readRows reads the rows, by file and number, in dir's oracle.
func readRows(dir string) (map[string][]row, error) {
	f, err := os.Open(filepath.Join(dir, "oracle", "public.frames.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		return nil, err
	}
	rows := map[string][]row{}
	for d := json.NewDecoder(z); d.More(); {
		var r row
		if err := d.Decode(&r); err != nil {
			return nil, err
		}
		rows[r.File] = append(rows[r.File], r)
	}
	return rows, nil
}

// run compares the files of dir for whose index take returns true.
func (t *tally) run(dir string, rows map[string][]row, take func(int) bool) error {
	names, err := filepath.Glob(filepath.Join(dir, "pcap", "*"))
	if err != nil {
		return err
	}
	for i, name := range names {
		id, _, _ := strings.Cut(filepath.Base(name), "-")
		if of := rows[id]; of != nil && take(i) {
			t.file(name, of)
		}
	}
	return nil
}

// file compares the frames of one capture.
func (t *tally) file(name string, of []row) {
	byNumber := map[int64]*row{}
	for i := range of {
		byNumber[int64(of[i].Number)] = &of[i]
	}
	noSums := !slices.ContainsFunc(of, func(r row) bool { return r.Sums != "" })
	t.files++
	r, err := pcap.Open(name)
	if err != nil {
		t.unread += len(of)
		return
	}
	defer r.Close()
	parser := packet.Parser{Reuse: true}
	n := 0
	for p, err := range r.Packets() {
		if err != nil {
			break
		}
		if row := byNumber[p.Number]; row != nil {
			n++
			first := layers.LinkTypes.Proto(p.LinkType())
			q, err := parser.Parse(p.Data, first)
			f := &frame{row: row, file: filepath.Base(name), data: p.Data, p: q, err: err, noSums: noSums}
			f.empty = promised(first, q, parser.Spans(), p.Data)
			t.frame(f)
		}
	}
	t.unread += len(of) - n
}

// promised returns the protocol that the last header says is next when there is not one
// byte of it, or nil.
func promised(first *packet.Proto, p packet.Packet, at []packet.Span, data []byte) *packet.Proto {
	if len(p) == 0 {
		return first
	}
	l, s := p[len(p)-1], at[len(p)-1]
	if l.Proto() == packet.RawProto || s.Payload < s.End {
		return nil
	}
	x, err := l.Proto().New().Parse(data[s.Off:s.End])
	if err != nil {
		return nil
	}
	return x.Next.Proto()
}
