package sequence

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// oracleSCTP is a line of ../shared/corpora/oracle/public.sctp: a list in each field has one entry a chunk.
type oracleSCTP struct {
	F                                string
	N                                uint64
	TSN, SID, SSN, PPID, B, E, U, Ch string
}

// chunks returns what is said of each DATA chunk.
func (o *oracleSCTP) chunks() (list []string) {
	if o.TSN == "" {
		return nil
	}
	sid, ssn, ppid := strings.Split(o.SID, ","), strings.Split(o.SSN, ","), strings.Split(o.PPID, ",")
	b, e, u := strings.Split(o.B, ","), strings.Split(o.E, ","), strings.Split(o.U, ",")
	for i, tsn := range strings.Split(o.TSN, ",") {
		s, _ := strconv.ParseUint(sid[i], 0, 16)
		list = append(list, fmt.Sprintf("tsn %s stream %d number %s ppid %s %s%s%s", tsn, s, ssn[i], ppid[i], b[i], e[i], u[i]))
	}
	return list
}

// sctpDifferences are the frames whose chunks are not in a message; docs/differences.md says why.
var sctpDifferences = map[string]string{
	"2d70158591b1 787": "never complete", "2d70158591b1 788": "never complete",
	"8c71b50eb9ea 67": "number again", "8c71b50eb9ea 68": "number again",
	"8c71b50eb9ea 74": "number again", "8c71b50eb9ea 75": "number again",
}

// TestSCTPCorpora compares the messages of real captures with the chunks that another tool found in them: each chunk
// must come out once, in a message with its stream, number and protocol, in the place that its flags say, with the bytes
// that it has in its frame.
func TestSCTPCorpora(t *testing.T) {
	files := map[string]map[uint64][]string{}
	oracleLines(t, "public.sctp", func(o oracleSCTP) {
		if files[o.F] == nil {
			files[o.F] = map[uint64][]string{}
		}
		files[o.F][o.N] = o.chunks()
	})
	equal, again, different, absent := 0, 0, 0, 0
	for name, frames := range files {
		paths, _ := filepath.Glob("../../shared/corpora/pcap/" + name + "*")
		if len(paths) == 0 {
			absent++
			continue
		}
		got, odd := sctpMessages(t, paths[0])
		for n, list := range frames {
			for _, c := range list {
				switch {
				case got[n][c] > 0:
					got[n][c]--
					equal++
				case sctpDifferences[fmt.Sprint(name, " ", n)] != "":
					different++
				case got[0][c] > 0: // another frame had it
					again++
				default:
					t.Errorf("%s: frame %d: %s: did not come out; %v; %q", name, n, c, got[n], odd)
				}
			}
			for c, k := range got[n] {
				if k > 0 {
					t.Errorf("%s: frame %d: %s came out", name, n, c)
				}
			}
		}
	}
	t.Logf("%d chunks equal, %d sent again, %d different, %d captures not here", equal, again, different, absent)
}

// sctpMessages returns how often the chunks of a capture came out, by frame and, as frame 0, in all; and what else was
// said.
func sctpMessages(t *testing.T, name string) (got map[uint64]map[string]int, odd []string) {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := pcap.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	got = map[uint64]map[string]int{0: {}}
	raw := map[uint64]map[string]string{} // frame, what the chunk says: its data
	next := func(e *Event, at int) int {
		for _, p := range e.Parts {
			n := p.From.Frame
			for c, data := range raw[n] {
				var tsn, stream, number, ppid uint64
				var flags string
				fmt.Sscanf(c, "tsn %d stream %d number %d ppid %d %s", &tsn, &stream, &number, &ppid, &flags)
				if uint64(e.Stream) != stream || uint64(e.Proto) != ppid || (flags[2] == '1') != (e.Flags&Unordered != 0) ||
					flags[2] == '0' && e.Offset&0xffff != number || !strings.HasPrefix(string(e.Bytes[at:]), data) ||
					(flags[0] == '1') != (at == 0) || (flags[1] == '1') != (at+len(data) == len(e.Bytes)) {
					continue
				}
				if got[n] == nil {
					got[n] = map[string]int{}
				}
				got[n][c]++
				got[0][c]++
				delete(raw[n], c)
				return len(data)
			}
		}
		t.Fatalf("%s: message of stream %d, number %d came out; at %d no chunk has its bytes", name, e.Stream, e.Offset, at)
		return 0
	}
	take := SinkFunc(func(e *Event) {
		if e.Kind != Message {
			l := sctpLog{}
			l.Take(e)
			odd = append(odd, fmt.Sprint(e.From.Frame, ":", l.lines))
			return
		}
		for at := 0; at < len(e.Bytes); {
			at += next(e, at)
		}
	})
	cfg := SCTPConfig{AnyTag: strings.Contains(name, "m3ua_synthetic")} // all its tags are 0
	s := NewAssociations(nil, AssociationsConfig{SCTP: cfg, Accept: func(*Association) (Sink, Sink) { return take, take }})
	var frame wire.Frame
	for p, err := range r.Packets() {
		if err != nil {
			break
		}
		_ = frame.ParseLink(uint16(p.LinkType()), p.Data)
		n := uint64(p.Number)
		if v := wire.SCTP(frame.Last(wire.KindSCTP)); len(v) > 0 {
			raw[n] = map[string]string{}
			for x := range v.Chunks().All() {
				if d, ok := x.Data(); ok {
					b := func(f uint8) uint8 { return min(d.Flags()&f, 1) }
					raw[n][fmt.Sprintf("tsn %d stream %d number %d ppid %d %d%d%d", d.TSN(), d.Stream(), d.StreamSeq(), uint32(d.PPID()),
						b(fB), b(fE), b(fU))] = string(d.Payload())
				}
			}
		}
		s.PutFrame(&frame, 0, Source{Frame: n, Time: p.Time})
	}
	s.Flush(Flushed)
	return got, odd
}
