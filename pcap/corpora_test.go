package pcap

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const shared = "../../shared"

// rows reads a tab-separated file, or skips the test where it is not there.
func rows(t *testing.T, path string) [][]string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("no shared test data: %v", err)
	}
	var rs [][]string
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && line[0] != '#' {
			rs = append(rs, strings.Split(line, "\t"))
		}
	}
	return rs
}

// countPackets reads all of a capture.
func countPackets(o ReadOptions, path string) (int, error) {
	r, err := o.Open(path)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	for _, err := range r.Packets() {
		if err != nil {
			return int(r.PacketsRead()), err
		}
	}
	return int(r.PacketsRead()), nil
}

// exceptions are captures that the manifest calls whole, or counts otherwise, and
// that are rightly refused.
var exceptions = map[string]error{
	"080040364679": ErrUnsupportedVersion, // fuzzed: version 2.8224, which libpcap refuses too
	"92f9656b429e": ErrUnsupportedVersion, // the same
	"985ffd30005a": ErrUnsupportedVersion, // libpcap's test of pcapng 1.1
	"9f4ebde73ad5": ErrUnsupportedVersion, // libpcap's test of pcapng 0.1
	"849c11f613e9": ErrCorrupt,            // libpcap's test of reserved bits in the link type
	"452641d789b8": ErrCorrupt,            // captured length of 65536 in a block that has no room for it
	"562cd182597c": ErrTruncated,          // one byte after the last block
	"989b2731035d": ErrCorrupt,            // fuzzed: reserved bits in the link type, refused by libpcap's head
	"deb9c2551883": ErrCorrupt,            // the same
}

func TestCorpora(t *testing.T) {
	root := filepath.Join(shared, "corpora")
	absent, good := 0, 0
	for _, row := range rows(t, filepath.Join(root, "manifest.tsv")) {
		file, state := filepath.Base(row[0]), row[9]
		path := filepath.Join(root, "pcap", file)
		if _, err := os.Stat(path); err != nil {
			absent++ // the manifest lists captures that were too large to be kept
			continue
		}
		want, _ := strconv.Atoi(row[4])
		n, err := countPackets(ReadOptions{}, path)
		lenient, lenientErr := countPackets(ReadOptions{Lenient: true}, path)
		if expect, ok := exceptions[file[:12]]; ok {
			if !errors.Is(err, expect) {
				t.Errorf("%s: %v, want %v", file, err, expect)
			}
			continue
		}
		if n != want || (err == nil) != (state == "ok") {
			t.Errorf("%s (%s): %d packets, %v; want %d", file, state, n, err, want)
		}
		if lenientErr != nil || lenient < n || err == nil && lenient != n {
			t.Errorf("%s (%s): lenient: %d packets, %v; strict %d", file, state, lenient, lenientErr, n)
		}
		var fe *FormatError
		if err != nil && (!errors.As(err, &fe) || fe.Packets != int64(n) || fe.Kind != ErrTruncated && fe.Kind != ErrCorrupt) {
			t.Errorf("%s: error does not say enough: %v", file, err)
		}
		good++
	}
	t.Logf("%d captures, %d of the manifest absent", good, absent)
}

func TestTcpdumpCaptures(t *testing.T) {
	root := filepath.Join(shared, "filters")
	for _, row := range rows(t, filepath.Join(root, "tcpdump_pcaps.tsv")) {
		want, _ := strconv.Atoi(row[4])
		path := filepath.Join(root, "pcaps", "tcpdump", row[0])
		if n, err := countPackets(ReadOptions{}, path); n != want || err != nil {
			t.Errorf("%s: %d packets, %v; want %d and %s", row[0], n, err, want, row[5])
		}
	}
}

// A pcapng file copied block by block is the same file.
func TestCopyIsIdentical(t *testing.T) {
	n := 0
	for _, row := range rows(t, filepath.Join(shared, "corpora", "manifest.tsv")) {
		path := filepath.Join(shared, "corpora", "pcap", filepath.Base(row[0]))
		in, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		r, err := NewReader(plain(in))
		if err != nil || r.Format() != Pcapng {
			continue
		}
		n++
		whole := row[9] == "ok" && exceptions[filepath.Base(row[0])[:12]] == nil
		var out bytes.Buffer
		if _, err := Copy(&out, r); err != nil && whole {
			t.Errorf("%s: %v", row[0], err)
		}
		if !bytes.HasPrefix(in, out.Bytes()) || whole && out.Len() != len(in) {
			t.Errorf("%s: copy of %d bytes differs from original of %d", row[0], out.Len(), len(in))
		}
	}
	if n == 0 {
		t.Error("no pcapng file in the corpora")
	}
	t.Log(n, "pcapng files")
}

func TestSavefileReject(t *testing.T) {
	for _, row := range rows(t, filepath.Join(shared, "filters", "savefile_reject.tsv")) {
		_, err := countPackets(ReadOptions{}, filepath.Join(shared, "filters", "pcaps", row[1]))
		var fe *FormatError
		if !errors.As(err, &fe) {
			t.Errorf("%s: %v, want a FormatError like %q", row[1], err, row[2])
			continue
		}
		t.Log(row[1], err)
	}
}
