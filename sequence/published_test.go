package sequence

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// What others have published about fragments and segments that overlap, restated: the pattern of Shankar and Paxson
// (Active Mapping, 2003), that of Novak and Sturges (Target-Based Fragmentation Reassembly, 2005; Target-Based TCP Stream
// Reassembly, 2007), and the cases that Suricata tests beside these.

// In units of eight bytes for fragments, of one for segments.
var (
	shankarPaxson = []unitRun{{0, 3, '1'}, {4, 2, '2'}, {6, 3, '3'}, {1, 4, '4'}, {6, 3, '5'}, {9, 3, '6'}}
	novak         = []unitRun{
		{0, 3, 'A'}, {4, 2, 'B'}, {6, 3, 'C'}, {10, 1, 'D'}, {13, 2, 'E'}, {15, 3, 'F'}, {18, 2, 'G'}, {20, 2, 'H'}, {22, 1, 'I'},
		{1, 4, 'J'}, {6, 3, 'K'}, {9, 3, 'L'}, {12, 3, 'M'}, {16, 1, 'N'}, {19, 1, 'O'}, {20, 1, 'P'}, {22, 2, 'Q'},
	}
)

func TestPublishedFragments(t *testing.T) {
	for _, c := range []struct {
		policy         FragmentPolicy
		shankar, novak string
	}{
		{FragmentsFirst, "111422333666", "AAAJBBCCCLDLMEEFFFGGHHIQ"},
		{FragmentsLast, "144442555666", "AJJJJBKKKLLLMMMFNFGOPHQQ"},
		{FragmentsBSD, "111442333666", "AAAJJBCCCLLLMMMFFFGGHHIQ"},
		{FragmentsBSDRight, "144422555666", "AJJJBBKKKLDLMEEFNFGOPHQQ"},
		{FragmentsOldLinux, "111442555666", "AAAJJBKKKLLLMMMFFFGGPHQQ"},
		{FragmentsWindows, "111422333666", "AAAJBBCCCLLLMEEFFFGGHHIQ"},
		{FragmentsSolaris, "111422333666", "AAAJBBCCCLLLMMMFFFGGHHIQ"},
	} {
		for _, version := range []int{4, 6} {
			if got := overlappedFragments(t, version, c.policy, shankarPaxson); got != c.shankar {
				t.Errorf("IPv%d, %v, Shankar and Paxson: %s, want %s", version, c.policy, got, c.shankar)
			}
			if got := overlappedFragments(t, version, c.policy, novak); got != c.novak {
				t.Errorf("IPv%d, %v, Novak: %s, want %s", version, c.policy, got, c.novak)
			}
		}
	}
}

func TestPublishedSegments(t *testing.T) {
	for _, c := range []struct {
		policy         TCPPolicy
		shankar, novak string
	}{
		{TCPFirst, "111422333666", "AAAJBBCCCLDLMEEFFFGGHHIQ"},
		{TCPLast, "144442555666", "AJJJJBKKKLLLMMMFNFGOPHQQ"},
		{TCPBSD, "111442333666", "AAAJJBCCCLLLMMMFFFGGHHIQ"},
		{TCPLinux, "111442333666", "AAAJJBCCCLLLMMMFFFGGHHQQ"},
		{TCPOldLinux, "111442555666", "AAAJJBKKKLLLMMMFFFGGHHQQ"},
		{TCPSolaris, "144422555666", "AJJJBBKKKLLLMMMFFFGGHHQQ"},
	} {
		for _, isn := range wrapISNs() {
			for want, runs := range map[string][]unitRun{c.shankar: shankarPaxson, c.novak: novak} {
				var chunks []chunk
				for _, r := range runs {
					chunks = append(chunks, chunk{uint32(r.start), uint32(r.length), string(rune(r.letter))})
				}
				if got := overlapped(c.policy, isn, chunks); got != want {
					t.Errorf("%v from %d: %s, want %s", c.policy, isn, got, want)
				}
			}
		}
	}
}

// A cut is one fragment of a published case: so many bytes of a letter at a unit.
type cut struct {
	unit   int
	letter string
	bytes  int
	last   bool
}

func TestPublishedCases(t *testing.T) {
	for _, c := range []struct {
		name   string
		policy FragmentPolicy
		cuts   []cut
		want   string // with a letter for eight bytes, or what is left
		errs   []error
		ends   []EndReason
	}{
		{"Linux, one behind two (Jeremy)", FragmentsOldLinux,
			[]cut{{0, "A", 24, false}, {5, "B", 48, false}, {3, "C", 48, false}, {11, "D", 14, true}}, "AAACCCCCCBBDD", nil, nil},
		{"the same to Linux since 4.19", FragmentsLinux,
			[]cut{{0, "A", 24, false}, {5, "B", 48, false}, {3, "C", 48, false}, {11, "D", 14, true}}, "",
			[]error{ErrOverlap}, []EndReason{Discarded, Flushed}},
		{"BSD, a fragment of more after the last", FragmentsBSD,
			[]cut{{3, "A", 16, true}, {1, "B", 16, false}, {2, "C", 16, false}, {0, "D", 8, false}}, "DBBCA", nil, nil},
		{"BSD, a later one over the start of an earlier", FragmentsBSD,
			[]cut{{1, "E", 24, true}, {0, "M", 24, false}}, "MMME", nil, nil},
		{"BSD, a later one over the start of an earlier, in four", FragmentsBSD,
			[]cut{{2, "A", 16, false}, {1, "B", 16, false}, {0, "Z", 8, false}, {4, "D", 8, true}}, "ZBBAD", nil, nil},
		{"BSD, a fragment that is missing", FragmentsBSD,
			[]cut{{2, "A", 16, false}, {5, "B", 8, false}, {1, "C", 16, false}, {0, "Z", 8, false}, {6, "D", 8, true}}, "", nil, []EndReason{Flushed}},
		{"the missing fragment at last", FragmentsBSD,
			[]cut{{2, "A", 16, false}, {5, "B", 8, false}, {1, "C", 16, false}, {0, "Z", 8, false}, {6, "D", 8, true}, {4, "E", 8, false}}, "ZCCAEBD", nil, nil},
		// Suricata leaves out what is beyond an end that is told of later; hosts do not believe such an end.
		{"an end before what has come", FragmentsBSD,
			[]cut{{2, "C", 8, false}, {0, "A", 8, false}, {1, "B", 8, true}}, "", []error{ErrEnd}, []EndReason{Flushed}},
		{"an end without data", FragmentsBSD, []cut{{1, "A", 0, true}}, "", []error{ErrFragmentEmpty}, nil},
		{"an end beyond the longest datagram", FragmentsBSD, []cut{{8183, "A", 72, true}}, "", []error{ErrTooLong}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			both(t, func(t *testing.T, version int) {
				var out records
				d := NewDefragmenter(nil, FragmentConfig{Policy: c.policy, Out: &out})
				for _, f := range c.cuts {
					d.Put(fragmentOf(version, 7, 8*f.unit, !f.last, []byte(strings.Repeat(f.letter, f.bytes))), 0, Source{})
				}
				d.Flush(Flushed)
				var want []string
				if c.want != "" {
					want = []string{expand(c.want, c.cuts)}
				}
				checkRules(t, out, d.Stats(), want, c.errs, c.ends)
			})
		})
	}
}

// expand writes each letter eight times, and as much of the last as there is.
func expand(units string, cuts []cut) string {
	size := 0
	for _, c := range cuts {
		size = max(size, 8*c.unit+c.bytes)
	}
	var b strings.Builder
	for _, u := range units {
		b.WriteString(strings.Repeat(string(u), 8))
	}
	return b.String()[:size]
}

// Fragments are of one datagram only if protocol, identification and network are the same; the protocol does not count
// for IPv6 (RFC 791 §3.2, RFC 8200 §4.5).
func TestPublishedKeys(t *testing.T) {
	const icmp, udp = wire.IPProtoICMP, wire.IPProtoUDP
	part := func(version int, id uint32, proto wire.IPProto, unit int, last bool) []byte {
		b := fragmentOf(version, id, 8*unit, !last, []byte(strings.Repeat(string(rune('A'+unit)), 8)))
		if version == 4 {
			wire.IPv4(b).SetProtocol(proto)
		} else {
			b[wire.IPv6Len] = byte(proto)
		}
		return b
	}
	for _, c := range []struct {
		name     string
		protos   [3]wire.IPProto
		ids      [3]uint32
		networks [3]uint64
		v4, v6   int // datagrams
	}{
		{"the same", [3]wire.IPProto{icmp, icmp, icmp}, [3]uint32{1, 1, 1}, [3]uint64{}, 1, 1},
		{"another protocol", [3]wire.IPProto{icmp, udp, icmp}, [3]uint32{1, 1, 1}, [3]uint64{}, 0, 1},
		{"another identification", [3]wire.IPProto{icmp, icmp, icmp}, [3]uint32{1, 2, 1}, [3]uint64{}, 0, 0},
		{"another VLAN", [3]wire.IPProto{icmp, icmp, icmp}, [3]uint32{1, 1, 1}, [3]uint64{1, 2, 1}, 0, 0},
	} {
		both(t, func(t *testing.T, version int) {
			var out records
			d := NewDefragmenter(nil, FragmentConfig{Out: &out})
			for i := range 3 {
				d.Put(part(version, c.ids[i], c.protos[i], i, i == 2), c.networks[i], Source{})
			}
			want := c.v4
			if version == 6 {
				want = c.v6
			}
			if n := out.count(Message); n != want {
				t.Errorf("%s: %d datagrams, want %d", c.name, n, want)
			}
		})
	}
}

// When one comes much later, all that have waited for too long are given up, as many as one packet may see to.
func TestPublishedTimeout(t *testing.T) {
	both(t, func(t *testing.T, version int) {
		var out records
		d := NewDefragmenter(nil, FragmentConfig{Out: &out})
		for id := range uint32(16) {
			d.Put(fragmentOf(version, id, 0, true, []byte(data(16, "A"))), 0, Source{})
		}
		d.Advance(61e9)
		d.Put(fragmentOf(version, 99, 0, true, []byte(data(16, "Q"))), 0, Source{Time: 61e9})
		if n, _ := d.Waiting(); n != 1 || d.Stats().TimedOut != 16 {
			t.Errorf("%d wait, %+v", n, d.Stats())
		}
		if slices.ContainsFunc(out, func(e record) bool { return e.Kind == End && e.Reason != TimedOut || errors.Is(e.Err, ErrMemory) }) {
			t.Errorf("%+v", out)
		}
	})
}
