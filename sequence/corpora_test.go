package sequence

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

const corpora = "../../shared/corpora/"

// oracleRow is a datagram as another tool put it together.
type oracleRow struct {
	File     string `json:"f"`
	Frame    uint64 `json:"n"`
	Version  int    `json:"v"`
	Count    string
	Len      string
	Overlaps int `json:"ov"`
	SHA      string
}

// readOracle calls f with each line of an oracle's file.
func readOracle(t *testing.T, name string, f func(line []byte)) {
	t.Helper()
	file, err := os.Open(corpora + "oracle/" + name)
	if err != nil {
		t.Skip("no corpora: ", err)
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		f(lines.Bytes())
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// feed puts all IP packets of a frame in, from the outermost on, until one is a fragment.
func feed(d *Defragmenter, f *wire.Frame, src Source) {
	for i := range f.Len() {
		k, b := f.Header(i)
		if (k == wire.KindIPv4 || k == wire.KindIPv6) && IsFragment(b) {
			d.Put(b, 0, src)
			return
		}
	}
}

// differences are the datagrams of the oracle that are different here, each explained in docs/differences.md.
var differences = map[string]string{
	"a47363170223 52": tooLong,
	"4ac605392491 26": tooLate,
	"be75ec821553 16": tooLate,
	"c79ae255bfcc 26": tooLate,
	"a04f7d5aa842 16": tooLate,
}

const (
	tooLong = "longer than 65535 bytes"
	tooLate = "fragments more than 60 s apart"
)

func TestFragmentsOfCorpora(t *testing.T) {
	want := map[string][]oracleRow{}
	readOracle(t, "public.ipfrag.jsonl.gz", func(line []byte) {
		var r oracleRow
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		want[r.File] = append(want[r.File], r)
	})
	compared := 0
	for file, rows := range want {
		paths, _ := filepath.Glob(corpora + "pcap/" + file + "-*")
		if len(paths) == 0 {
			continue // rows may be of files that are not here
		}
		got, stats := datagramsOf(t, paths[0], 0)
		patient, _ := datagramsOf(t, paths[0], 3600e9)
		for _, r := range rows {
			if r.Overlaps != 0 {
				continue
			}
			id := r.File + " " + strconv.FormatUint(r.Frame, 10)
			same := got[id+" "+r.SHA]
			switch why := differences[id]; {
			case why == "" && same, why == tooLong && stats.TooLong == 1, why == tooLate && !same && patient[id+" "+r.SHA]:
			default:
				t.Errorf("%s, frame %d, IPv%d, %s fragments, %s bytes: equal: %v; %+v", paths[0], r.Frame, r.Version, r.Count, r.Len, same, stats)
			}
			compared++
		}
	}
	if compared < 100 {
		t.Errorf("%d datagrams", compared)
	}
	t.Log(compared, "datagrams")
}

// datagramsOf returns file, frame and hash of the payloads of datagrams that were put together, tunnels included.
func datagramsOf(t *testing.T, path string, timeout int64) (map[string]bool, FragmentStats) {
	got := map[string]bool{}
	file := filepath.Base(path)[:12]
	var d *Defragmenter
	var take SinkFunc = func(e *Event) {
		if e.Kind != Message || len(e.Parts) == 0 {
			return
		}
		b := e.Bytes[wire.IPv6Len:]
		kind := wire.KindIPv6
		if e.Bytes[0]>>4 == 4 {
			kind, b = wire.KindIPv4, wire.IPv4(e.Bytes).Payload()
		}
		sum := sha256.Sum256(b)
		got[file+" "+strconv.FormatUint(e.From.Frame, 10)+" "+hex.EncodeToString(sum[:16])] = true
		var inner wire.Frame
		_ = inner.ParseAs(kind, e.Bytes)
		feed(d, &inner, e.From)
	}
	d = NewDefragmenter(nil, FragmentConfig{Out: take, Timeout: timeout})
	eachPacket(t, path, func(f *wire.Frame, src Source) { feed(d, f, src) })
	d.Flush(Flushed)
	return got, d.Stats()
}
