package sequence

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// segment returns a TCP segment without options.
func segment(seq, ack uint32, flags wire.TCPFlags, data string) wire.TCP {
	v := make(wire.TCP, wire.TCPLen, wire.TCPLen+len(data))
	v.SetDataOffset(5)
	v.SetSeq(seq)
	v.SetAck(ack)
	v.SetFlags(flags)
	return append(v, data...)
}

// transcript writes down what a Sequence says.
type transcript struct {
	data   []byte // what came out, with the urgent bytes
	stream []byte // by offset, gaps as '?'
	said   []string
	end    EndReason
	next   uint64
	broken string
}

func (r *transcript) Take(e *Event) {
	switch e.Kind {
	case Data, Urgent:
		if e.Offset != r.next {
			r.broken = fmt.Sprintf("offset %d, want %d", e.Offset, r.next)
		}
		r.next += uint64(len(e.Bytes))
		r.data = append(r.data, e.Bytes...)
		r.stream = append(r.stream, e.Bytes...)
		if e.Kind == Urgent {
			r.said = append(r.said, fmt.Sprintf("urgent %d %q", e.Offset, e.Bytes))
		}
	case Gap:
		if e.Offset != r.next || e.Len == 0 {
			r.broken = fmt.Sprintf("gap at %d, want %d", e.Offset, r.next)
		}
		r.next += e.Len
		r.stream = append(r.stream, bytes.Repeat([]byte{'?'}, int(min(e.Len, 1<<20)))...)
		r.said = append(r.said, fmt.Sprintf("gap %d+%d", e.Offset, e.Len))
	case Conflict:
		r.said = append(r.said, fmt.Sprintf("conflict %d %q %q", e.Offset, e.Old, e.Bytes))
	case Fault:
		r.said = append(r.said, fmt.Sprintf("fault %d+%d %v", e.Offset, e.Len, e.Err))
	case End:
		if r.end != Open {
			r.broken = "two ends"
		}
		r.end = e.Reason
		r.said = append(r.said, fmt.Sprintf("end %d %v", e.Offset, e.Reason))
	}
}

type overlapVectors struct {
	TCPPolicy map[string]string `json:"tcp_policy"`
	Relations []string
	Shankar   [][3]any
	Novak     [][3]any
	Expected  map[string]map[string]string
	Pairs     []struct {
		Rel      string
		Old, New [2]uint32
		TCP      map[string]string
	}
	Triples struct {
		Policies []string
		Rows     [][]any
	}
}

func loadOverlaps(t *testing.T) (v overlapVectors) {
	t.Helper()
	b, err := os.ReadFile("../../shared/overlap/overlap_vectors.json")
	if err != nil {
		t.Skip("no ../shared/overlap")
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// policyOf returns our policy for one of the vectors'.
func policyOf(t *testing.T, v overlapVectors, name string) TCPPolicy {
	t.Helper()
	for p := range tcpPolicies {
		if tcpPolicies[p].wins == v.TCPPolicy[name] {
			return TCPPolicy(p)
		}
	}
	t.Fatalf("no policy %s", name)
	return 0
}

type chunk struct {
	start, length uint32
	letter        string
}

// overlapped sends chunks that wait for the byte before them, and returns what follows it.
func overlapped(policy TCPPolicy, isn uint32, chunks []chunk) string {
	var r transcript
	s := NewTCP(nil, TCPConfig{Out: &r, Policy: policy})
	s.Put(segment(isn, 0, wire.SYN, ""), -1, Source{})
	for i, c := range chunks {
		s.Put(segment(isn+2+c.start, 0, wire.ACK, string(bytes.Repeat([]byte(c.letter), int(c.length)))), -1, Source{Frame: uint64(i)})
	}
	s.Put(segment(isn+1, 0, wire.ACK, "-"), -1, Source{})
	s.Flush(Flushed)
	if r.broken != "" {
		return r.broken
	}
	return string(r.stream[1:])
}

func toChunks(raw [][3]any) (out []chunk) {
	for _, c := range raw {
		out = append(out, chunk{uint32(c[0].(float64)), uint32(c[1].(float64)), c[2].(string)})
	}
	return out
}

// wrapISNs puts the wrap of sequence numbers at every place of a short stream.
func wrapISNs() (out []uint32) {
	out = []uint32{0, 1000, 1 << 31}
	for i := range uint32(32) {
		out = append(out, -i)
	}
	return out
}

func TestTCPOverlapVectors(t *testing.T) {
	v := loadOverlaps(t)
	check := func(name string, isn uint32, chunks []chunk, want string) {
		t.Helper()
		if got := overlapped(policyOf(t, v, name), isn, chunks); got != want {
			t.Errorf("%s, %v: %q, want %q", name, chunks, got, want)
		}
	}
	n := 0
	for _, isn := range wrapISNs() {
		for name, want := range v.Expected["shankar_tcp"] {
			check(name, isn, toChunks(v.Shankar), want)
		}
		for name, want := range v.Expected["novak_tcp"] {
			check(name, isn, toChunks(v.Novak), want)
		}
		for _, p := range v.Pairs {
			for name, want := range p.TCP {
				check(name, isn, []chunk{{p.Old[0], p.Old[1], "x"}, {p.New[0], p.New[1], "y"}}, want)
				n++
			}
		}
	}
	if n == 0 {
		t.Error("no pairs")
	}
}

// Policies that IP and TCP share by table are tried with the triples too.
func TestTCPOverlapTriples(t *testing.T) {
	v := loadOverlaps(t)
	n := 0
	for i, name := range v.Triples.Policies {
		if name != "first" && name != "last" && name != "bsd" {
			continue
		}
		for _, row := range v.Triples.Rows {
			var chunks []chunk
			for j, letter := range []string{"a", "b", "c"} {
				p := row[j].([]any)
				chunks = append(chunks, chunk{uint32(p[0].(float64)), uint32(p[1].(float64)), letter})
			}
			want := row[3+i].(string)
			got := overlapped(policyOf(t, v, name), 77, chunks)
			for len(got) < len(want) {
				got += "?"
			}
			if !equalButGaps(got, want) {
				t.Fatalf("%s %v: %q, want %q", name, chunks, got, want)
			}
			n++
		}
	}
	t.Log(n, "triples")
}

func equalButGaps(got, want string) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		if got[i] != want[i] && got[i] != '?' {
			return false
		}
	}
	return true
}

func TestTCPOverlapCaptures(t *testing.T) {
	v := loadOverlaps(t)
	for _, file := range []string{"novak_tcp", "novak_tcp_wrap", "shankar_tcp", "shankar_tcp_wrap"} {
		pattern := file[:5]
		if pattern == "shank" {
			pattern = "shankar"
		}
		for name, want := range v.Expected[pattern+"_tcp"] {
			var client, server transcript
			s := NewStreams(nil, StreamsConfig{
				TCP:    TCPConfig{Policy: policyOf(t, v, name)},
				Accept: func(*Connection) (Sink, Sink) { return &client, &server },
			})
			readInto(t, "../../shared/overlap/"+file+".pcap", s)
			s.Flush(Flushed)
			if string(client.data) != "0"+want || client.end != Finished || server.end != Finished {
				t.Errorf("%s %s: %q, want 0%s; %v %v", file, name, client.data, want, client.said, server.said)
			}
		}
	}
}

// readInto feeds a capture to Streams.
func readInto(t *testing.T, name string, s *Streams) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := pcap.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var frame wire.Frame
	for p, err := range r.Packets() {
		if err != nil {
			t.Fatal(err)
		}
		_ = frame.ParseLink(uint16(p.LinkType()), p.Data)
		s.PutFrame(&frame, 0, Source{Frame: uint64(p.Number), Time: p.Time})
	}
}
