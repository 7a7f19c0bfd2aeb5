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

// unassigned is a protocol number without a header that could be cut.
const unassigned = 253

// fragment4 returns an IPv4 fragment of 10.0.0.1 to 10.0.0.2.
func fragment4(id uint16, off int, more bool, data []byte) wire.IPv4 {
	v := wire.IPv4(append(make([]byte, wire.IPv4Len), data...))
	v[0], v[9] = 0x45, unassigned
	copy(v[12:], []byte{10, 0, 0, 1, 10, 0, 0, 2})
	v.SetLength(uint16(len(v)))
	v.SetID(id)
	v.SetTTL(64)
	v.SetFragOff(uint16(off / 8))
	if more {
		v.SetFlags(wire.MoreFragments)
	}
	v.SetChecksum(v.Sum())
	return v
}

// fragment6 returns an IPv6 fragment.
func fragment6(id uint32, off int, more bool, data []byte) wire.IPv6 {
	v := wire.IPv6(append(make([]byte, wire.IPv6Len+wire.IPv6FragmentLen), data...))
	v[0], v[6], v[7] = 0x60, byte(wire.IPProtoFragment), 64
	v[8], v[23], v[24], v[39] = 0xfd, 1, 0xfd, 2
	v.SetLength(uint16(len(v) - wire.IPv6Len))
	f := wire.IPv6Fragment(v[wire.IPv6Len:])
	f.SetNextHeader(unassigned)
	f.SetID(id)
	f.SetOffset(uint16(off / 8))
	f.SetMore(more)
	return v
}

func fragmentOf(version int, id uint32, off int, more bool, data []byte) []byte {
	if version == 4 {
		return fragment4(uint16(id), off, more, data)
	}
	return fragment6(id, off, more, data)
}

// A record is an event, kept.
type record struct {
	Event
	key Key
}

// records keeps all events.
type records []record

func (r *records) Take(e *Event) {
	k := record{Event: *e}
	k.Bytes, k.Old, k.Parts = bytes.Clone(e.Bytes), bytes.Clone(e.Old), append([]Part(nil), e.Parts...)
	if x, ok := e.Err.(*FragmentError); ok {
		c := *x
		k.Err = &c
	}
	if e.Flow != nil {
		k.key = *e.Flow
	}
	*r = append(*r, k)
}

// payloads returns what the datagrams carry.
func (r records) payloads() (out []string) {
	for _, e := range r {
		if e.Kind == Message {
			out = append(out, string(payload(e.Bytes)))
		}
	}
	return out
}

func (r records) count(kind EventKind) (n int) {
	for _, e := range r {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

func payload(b []byte) []byte {
	if b[0]>>4 == 4 {
		return wire.IPv4(b).Payload()
	}
	return wire.IPv6(b).Payload()
}

// fragmentVectors is the file of overlap vectors.
type fragmentVectors struct {
	Relations []string
	IP        map[string]string `json:"ip_policy"`
	Shankar   [][3]any
	Novak     [][3]any
	Expected  map[string]map[string]string
	Pairs     []struct {
		Old, New [2]int
		IP       map[string]string
	}
	Triples struct {
		Policies []string
		Rows     [][]any
	}
}

func readFragmentVectors(t *testing.T) (v fragmentVectors) {
	b, err := os.ReadFile("../../shared/overlap/overlap_vectors.json")
	if err != nil {
		t.Skip("no overlap vectors: ", err)
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// fragmentPolicyOf returns the policy of a name in the vectors, where Linux is the old one.
func fragmentPolicyOf(t *testing.T, name string) FragmentPolicy {
	if name == "linux" {
		name = "old-linux"
	}
	p, ok := ParseFragmentPolicy(name)
	if !ok {
		t.Fatalf("no policy %s", name)
	}
	return p
}

// A unitRun is so many units of one letter.
type unitRun struct {
	start, length int
	letter        byte
}

// overlappedFragments puts chunks together, after that what is missing, and the end. It returns a letter a unit.
func overlappedFragments(t *testing.T, version int, p FragmentPolicy, chunks []unitRun) string {
	t.Helper()
	var out records
	d := NewDefragmenter(nil, FragmentConfig{Policy: p, Out: &out})
	have := map[int]bool{}
	end := 0
	put := func(c unitRun, more bool) {
		d.Put(fragmentOf(version, 7, 8*c.start, more, bytes.Repeat([]byte{c.letter}, 8*c.length)), 0, Source{})
		for u := range c.length {
			have[c.start+u] = true
		}
		end = max(end, c.start+c.length)
	}
	for _, c := range chunks {
		put(c, true)
	}
	for u := range end {
		if !have[u] {
			put(unitRun{u, 1, '.'}, true)
		}
	}
	total := end
	put(unitRun{total, 1, '!'}, false)
	got := out.payloads()
	if len(got) != 1 || len(got[0]) != 8*(total+1) {
		t.Errorf("IPv%d %v %v: %q", version, p, chunks, got)
		return ""
	}
	var units []byte
	for u := range total {
		unit := got[0][8*u : 8*u+8]
		if unit != string(bytes.Repeat([]byte{unit[0]}, 8)) {
			t.Errorf("IPv%d %v %v: mixed unit %q", version, p, chunks, unit)
		}
		units = append(units, unit[0])
	}
	return string(units)
}

func TestFragmentOverlapVectors(t *testing.T) {
	v := readFragmentVectors(t)
	check := func(p FragmentPolicy, chunks []unitRun, want string) {
		t.Helper()
		for _, version := range []int{4, 6} {
			if got := overlappedFragments(t, version, p, chunks); got != want {
				t.Errorf("IPv%d %v %v: %q, want %q", version, p, chunks, got, want)
			}
		}
	}
	n := 0
	for name, table := range v.IP {
		p := fragmentPolicyOf(t, name)
		for i := range v.Relations {
			if got := replaces[p]>>i&1 != 0; got != (table[i] == 'N') {
				t.Errorf("%s, relation %s: new wins %v", name, v.Relations[i], got)
			}
			n++
		}
	}
	for _, pair := range v.Pairs {
		for name, want := range pair.IP {
			check(fragmentPolicyOf(t, name), []unitRun{{pair.Old[0], pair.Old[1], 'x'}, {pair.New[0], pair.New[1], 'y'}}, want)
			n++
		}
	}
	for set, chunks := range map[string][][3]any{"shankar_ip": v.Shankar, "novak_ip": v.Novak} {
		for name, want := range v.Expected[set] {
			var cs []unitRun
			for _, c := range chunks {
				cs = append(cs, unitRun{int(c[0].(float64)), int(c[1].(float64)), c[2].(string)[0]})
			}
			check(fragmentPolicyOf(t, name), cs, want)
			n++
		}
	}
	for _, row := range v.Triples.Rows {
		var cs []unitRun
		for i, c := range row[:3] {
			at := c.([]any)
			cs = append(cs, unitRun{int(at[0].(float64)), int(at[1].(float64)), byte('a' + i)})
		}
		for i, name := range v.Triples.Policies {
			check(fragmentPolicyOf(t, name), cs, row[3+i].(string))
			n++
		}
	}
	if n < 7000 {
		t.Errorf("%d vectors", n)
	}
}

// eachPacket calls f for the packets of a capture, with its frame.
func eachPacket(t *testing.T, path string, f func(fr *wire.Frame, src Source)) {
	t.Helper()
	r, err := pcap.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var fr wire.Frame
	for {
		p, err := r.Next()
		if p == nil || err != nil {
			return
		}
		_ = fr.ParseLink(uint16(p.LinkType()), p.Data) // what is good before a fault counts
		f(&fr, Source{Frame: uint64(p.Number), Time: p.Time})
	}
}

func TestFragmentOverlapCaptures(t *testing.T) {
	v := readFragmentVectors(t)
	for _, name := range []string{"shankar", "novak"} {
		for _, version := range []string{"4", "6"} {
			for policy, want := range v.Expected[name+"_ip"] {
				var out records
				d := NewDefragmenter(nil, FragmentConfig{Policy: fragmentPolicyOf(t, policy), Out: &out})
				eachPacket(t, "../../shared/overlap/"+name+"_ip"+version+".pcap", func(f *wire.Frame, src Source) {
					if ip := f.IPv4(); ip != nil {
						d.PutIPv4(ip, 0, src)
					} else {
						d.PutIPv6(f.IPv6(), 0, src)
					}
				})
				got := ""
				for _, p := range out.payloads() {
					for i := 8; i < len(p); i += 8 {
						got += p[i : i+1]
					}
				}
				if got != want || d.Stats().Conflicts == 0 {
					t.Errorf("%s, IPv%s, %s: %q, want %q", name, version, policy, got, want)
				}
			}
			for _, p := range []FragmentPolicy{FragmentsLinux, FragmentsRFC5722} {
				var out records
				d := NewDefragmenter(nil, FragmentConfig{Policy: p, Out: &out})
				eachPacket(t, "../../shared/overlap/"+name+"_ip"+version+".pcap", func(f *wire.Frame, src Source) {
					ip := []byte(f.IPv4())
					if ip == nil {
						ip = f.IPv6()
					}
					d.Put(ip, 0, src)
				})
				if s := d.Stats(); s.Datagrams != 0 || s.Discarded == 0 || out.count(Conflict) == 0 {
					t.Errorf("%s, IPv%s, %v: %+v", name, version, p, s)
				}
			}
		}
	}
}

// both runs a test for both versions of IP.
func both(t *testing.T, f func(t *testing.T, version int)) {
	for _, version := range []int{4, 6} {
		t.Run(fmt.Sprint("IPv", version), func(t *testing.T) { f(t, version) })
	}
}
