package sequence

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// oracleStream is a line of ../shared/corpora/oracle/public.tcp.
type oracleStream struct {
	F    string
	St   int
	A, B string
	Dir  [2]struct {
		Len       uint64
		Anchored  bool
		Runs      [][]any // offset, length, hash if the first byte wins, hash if the last does where it differs
		BeyondFin uint64  `json:"beyond_fin"`
		BeforeISN uint64  `json:"before_isn"`
		Span      uint64
		NRuns     int
		Trunc     int
	}
}

// tcpDifferences are directions (capture, stream, direction) that are not as the model has them; docs/differences.md says
// why.
var tcpDifferences = map[string]string{
	"08c28ec0c481/0/1": "segment taken for cut",
	"350423d3c15e/0/1": "segment taken for cut",
	"62bd3a3ec96d/0/1": "segment taken for cut",
	"13f12f30b746/1/1": "split handshake",
	"19b978d0c20d/0/0": "byte beyond the FIN's place",
	"263d5ecb5abd/0/0": "encapsulation",
	"9a6f004e160d/0/0": "encapsulation",
	"9a6f004e160d/0/1": "encapsulation",
	"f51ba81a0bcb/0/0": "encapsulation",
	"f51ba81a0bcb/0/1": "encapsulation",
	"334aa37e5640/9/0": "segments not counted",
	"334aa37e5640/9/1": "segments not counted",
	"36f01c5d8d9e/4/0": "all flags",
	"36f01c5d8d9e/4/1": "all flags",
	"42667fe096c5/0/0": "not a frame's TCP",
	"4a7e60d4cd5f/0/0": "fragments",
	"a178a3a7fd19/1/0": "fragments",
	"be75ec821553/0/0": "fragments",
	"c79ae255bfcc/0/0": "fragments",
	"91d5a8dfe3b4/1/0": "after a RST",
	"c3a6ae15a3f6/0/1": "after a RST",
	"ef18bb9af83a/4/0": "after a RST",
	"9c10fe386ebd/0/0": "beyond a FIN",
	"9cea507de18c/1/0": "IP version",
	"a9a1afef80b6/0/0": "compressed",
	"a9a1afef80b6/0/1": "compressed",
	"b009d90bc0f3/0/0": "compressed",
	"b009d90bc0f3/0/1": "compressed",
}

// oracleFrame is what is of use in a line of public.frames.
type oracleFrame struct {
	F  string
	N  uint64
	St *int
}

func oracleLines[T any](t *testing.T, name string, each func(T)) {
	t.Helper()
	f, err := os.Open("../../shared/corpora/oracle/" + name + ".jsonl.gz")
	if err != nil {
		t.Skip("no ../shared/corpora")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for s := bufio.NewScanner(z); s.Scan(); {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			continue // rows of other shapes
		}
		each(v)
	}
}

// runs keeps the runs of bytes without a gap of a direction.
type runs struct {
	c    *Connection
	list []run
	said []string
}

type run struct {
	at uint64
	b  []byte
}

func (r *runs) Take(e *Event) {
	switch e.Kind {
	case Data:
		if n := len(r.list); n > 0 && r.list[n-1].at+uint64(len(r.list[n-1].b)) == e.Offset {
			r.list[n-1].b = append(r.list[n-1].b, e.Bytes...)
			return
		}
		r.list = append(r.list, run{e.Offset, append([]byte(nil), e.Bytes...)})
	case Urgent:
	default:
		r.said = append(r.said, fmt.Sprintf("%d:%v %d+%d %v %v", e.From.Frame, e.Kind, e.Offset, e.Len, e.Reason, e.Err))
	}
}

func hash128(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:16])
}

// TestTCPCorpora compares streams of real captures with those of a model without a policy. Streams whose bytes do not
// depend on one must be equal.
func TestTCPCorpora(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	streams := map[string][]oracleStream{}
	oracleLines(t, "public.tcp", func(s oracleStream) { streams[s.F] = append(streams[s.F], s) })
	frames := map[string]map[uint64]int{}
	oracleLines(t, "public.frames", func(f oracleFrame) {
		if f.St != nil {
			if frames[f.F] == nil {
				frames[f.F] = map[uint64]int{}
			}
			frames[f.F][f.N] = *f.St
		}
	})
	equal, different, ambiguous, absent := 0, 0, 0, 0
	for name, list := range streams {
		files, _ := filepath.Glob("../../shared/corpora/pcap/" + name + "*")
		if len(files) == 0 {
			absent += len(list)
			continue
		}
		got := map[int][]*[2]runs{}
		s := NewStreams(nil, StreamsConfig{Timeout: -1, Closing: -1, Accept: func(c *Connection) (Sink, Sink) {
			r := &[2]runs{{c: c}, {c: c}}
			if st, ok := frames[name][c.First().Frame]; ok {
				got[st] = append(got[st], r)
			}
			return &r[0], &r[1]
		}})
		feedStreams(s, files[0])
		s.Flush(Flushed)
		for _, want := range list {
			for d := range want.Dir {
				if len(want.Dir[d].Runs) == 0 {
					continue
				}
				plain := true
				for _, r := range want.Dir[d].Runs {
					plain = plain && len(r) == 3
				}
				if !plain {
					ambiguous++
					continue
				}
				key := fmt.Sprintf("%s/%d/%d", name, want.St, d)
				if why := differs(got[want.St], &want, d); why != "" {
					different++
					if tcpDifferences[key] != "" {
						continue
					}
					t.Errorf("%s st %d dir %d %s>%s: %s", name, want.St, d, want.A, want.B, why)
				} else {
					equal++
					if tcpDifferences[key] != "" {
						t.Errorf("%s is not different any more", key)
					}
				}
			}
		}
	}
	t.Logf("%d directions equal, %d different, %d ambiguous, %d streams whose file is not here", equal, different, ambiguous, absent)
}

func differs(got []*[2]runs, want *oracleStream, d int) string {
	w := &want.Dir[d]
	if len(got) == 0 {
		return "no such connection"
	}
	var last string
	for _, both := range got {
		for i := range both {
			side := (i + d + 1) & 1 // the likelier last
			r := &both[side]
			last = ""
			sent := r.list
			for i, o := range w.Runs {
				at, n, h := uint64(o[0].(float64)), uint64(o[1].(float64)), o[2].(string)
				if i >= len(sent) {
					last = fmt.Sprintf("%d runs, want %d", len(sent), len(w.Runs))
					break
				}
				if sent[i].at != at || uint64(len(sent[i].b)) != n || hash128(sent[i].b) != h {
					last = fmt.Sprintf("run %d: %d+%d, want %d+%d; %+.300s", i, sent[i].at, len(sent[i].b), at, n, fmt.Sprint(r.said))
					break
				}
			}
			if last == "" {
				return ""
			}
		}
	}
	return fmt.Sprintf("%s beyondfin %d beforeisn %d anch %v [%d conns]", last, w.BeyondFin, w.BeforeISN, w.Anchored, len(got))
}

func feedStreams(s *Streams, name string) {
	f, err := os.Open(name)
	if err != nil {
		return
	}
	defer f.Close()
	r, err := pcap.NewReader(f)
	if err != nil {
		return
	}
	var frame wire.Frame
	var defrag *Defragmenter
	var put func(f *wire.Frame, from Source)
	defrag = NewDefragmenter(nil, FragmentConfig{Out: SinkFunc(func(e *Event) {
		if e.Kind == Message {
			kind := wire.KindIPv4
			if e.Bytes[0]>>4 == 6 {
				kind = wire.KindIPv6
			}
			var f wire.Frame
			_ = f.ParseAs(kind, e.Bytes)
			put(&f, e.From)
		}
	})})
	put = func(f *wire.Frame, from Source) {
		if i, ok := FragmentIn(f); ok {
			_, b := f.Header(i)
			defrag.Put(b, 0, from)
			return
		}
		s.PutFrame(f, 0, from)
	}
	for p, err := range r.Packets() {
		if err != nil {
			return
		}
		_ = frame.ParseLink(uint16(p.LinkType()), p.Data)
		put(&frame, Source{Frame: uint64(p.Number), Time: p.Time})
	}
}
