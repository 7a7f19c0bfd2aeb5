package sequence

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// A step is one fragment of a test, or with total set the passing of time.
type step struct {
	off  int
	more bool
	data string
	at   int64 // seconds
	id   uint32
}

func data(n int, letter string) string { return strings.Repeat(letter, n) }

func TestFragmentRules(t *testing.T) {
	a, b, c := data(8, "a"), data(8, "b"), data(3, "c")
	for _, test := range []struct {
		name   string
		policy FragmentPolicy
		steps  []step
		want   []string
		errs   []error
		ends   []EndReason // with that of the flush at the end
	}{
		{name: "in order", steps: []step{{0, true, a, 0, 0}, {8, true, b, 0, 0}, {16, false, c, 0, 0}}, want: []string{a + b + c}},
		{name: "reverse", steps: []step{{16, false, c, 0, 0}, {8, true, b, 0, 0}, {0, true, a, 0, 0}}, want: []string{a + b + c}},
		{name: "duplicates", steps: []step{{0, true, a, 0, 0}, {0, true, a, 0, 0}, {8, false, c, 0, 0}}, want: []string{a + c}},
		{name: "just in time", steps: []step{{0, true, a, 0, 0}, {8, false, c, 59, 0}}, want: []string{a + c}},
		{name: "too late (RFC 8200 4.5)", steps: []step{{0, true, a, 0, 0}, {8, false, c, 60, 0}}, ends: []EndReason{TimedOut, Flushed}},
		{name: "counted from the first to come", steps: []step{{8, true, b, 0, 0}, {0, true, a, 40, 0}, {16, false, c, 61, 0}},
			ends: []EndReason{TimedOut, Flushed}},
		{name: "time goes back far: another recording", steps: []step{{0, true, a, 100, 0}, {8, false, c, 0, 0}}, ends: []EndReason{TimedOut, Flushed}},
		{name: "time goes back a little", steps: []step{{0, true, a, 100, 0}, {8, false, c, 99, 0}}, want: []string{a + c}},
		{name: "identification used again", steps: []step{{0, true, a, 0, 0}, {8, false, c, 0, 0}, {0, true, b, 1, 0}, {8, false, c, 1, 0}},
			want: []string{a + c, b + c}},
		{name: "fragment after completion", steps: []step{{0, true, a, 0, 0}, {8, false, c, 0, 0}, {8, false, c, 0, 0}},
			want: []string{a + c}, ends: []EndReason{Flushed}},
		{name: "identifications apart", steps: []step{{0, true, a, 0, 1}, {0, true, b, 0, 2}, {8, false, c, 0, 2}, {8, false, c, 0, 1}},
			want: []string{b + c, a + c}},
		{name: "beyond the end", steps: []step{{8, false, c, 0, 0}, {16, true, b, 0, 0}}, errs: []error{ErrEnd}, ends: []EndReason{Discarded}},
		{name: "beyond the end, others", policy: FragmentsFirst, steps: []step{{8, false, c, 0, 0}, {16, true, b, 0, 0}, {0, true, a, 0, 0}},
			want: []string{a + c}, errs: []error{ErrEnd}},
		{name: "two ends", policy: FragmentsBSD, steps: []step{{8, false, c, 0, 0}, {8, false, b, 0, 0}, {0, true, a, 0, 0}},
			want: []string{a + c}, errs: []error{ErrEnd}},
		{name: "end before what has come", policy: FragmentsLast, steps: []step{{16, true, b, 0, 0}, {8, false, a, 0, 0}}, errs: []error{ErrEnd},
			ends: []EndReason{Flushed}},
		{name: "empty", steps: []step{{8, true, "", 0, 0}}, errs: []error{ErrFragmentEmpty}},
		{name: "ping of death", steps: []step{{65528, false, a, 0, 0}}, errs: []error{ErrTooLong}},
		{name: "within a run: Linux passes over it", steps: []step{{0, true, a, 0, 0}, {8, true, b, 0, 0}, {0, true, b + a, 0, 0}, {16, false, c, 0, 0}},
			want: []string{a + b + c}},
		{name: "overlap: Linux starts again", steps: []step{{0, true, a, 0, 0}, {0, true, a + b, 0, 0}, {16, false, c, 0, 0}, {0, true, a + b, 0, 0}},
			want: []string{a + b + c}, errs: []error{ErrOverlap}, ends: []EndReason{Discarded}},
		{name: "overlap: RFC 5722 does not", policy: FragmentsRFC5722,
			steps: []step{{0, true, a, 0, 0}, {0, true, a + b, 0, 0}, {16, false, c, 0, 0}, {0, true, a + b, 0, 0}, {0, true, a, 60, 0}, {8, false, c, 60, 0}},
			want:  []string{a + c}, errs: []error{ErrOverlap, ErrGivenUp, ErrGivenUp}, ends: []EndReason{Discarded}},
		{name: "exact copies: RFC 8200 4.5", policy: FragmentsRFC5722, steps: []step{{0, true, a, 0, 0}, {0, true, a, 0, 0}, {8, false, c, 0, 0}},
			want: []string{a + c}},
		{name: "same place, other bytes", policy: FragmentsRFC5722, steps: []step{{0, true, a, 0, 0}, {0, true, b, 0, 0}}, errs: []error{ErrOverlap},
			ends: []EndReason{Discarded}},
		{name: "first fragment never comes", steps: []step{{8, true, b, 0, 0}, {16, false, c, 0, 0}}, ends: []EndReason{Flushed}},
	} {
		t.Run(test.name, func(t *testing.T) {
			both(t, func(t *testing.T, version int) {
				var out records
				d := NewDefragmenter(nil, FragmentConfig{Policy: test.policy, Out: &out})
				for i, s := range test.steps {
					if !d.Put(fragmentOf(version, s.id, s.off, s.more, []byte(s.data)), 0, Source{Frame: uint64(i), Time: s.at * 1e9}) {
						t.Error("not a fragment")
					}
				}
				d.Flush(Flushed)
				checkRules(t, out, d.Stats(), test.want, test.errs, test.ends)
			})
		})
	}
}

func checkRules(t *testing.T, out records, stats FragmentStats, want []string, errs []error, ends []EndReason) {
	t.Helper()
	if got := out.payloads(); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	var gotErrs []error
	var gotEnds []EndReason
	for _, e := range out {
		switch e.Kind {
		case Fault:
			gotErrs = append(gotErrs, errors.Unwrap(e.Err))
		case End:
			gotEnds = append(gotEnds, e.Reason)
		}
	}
	if !slices.Equal(gotErrs, errs) || !slices.Equal(gotEnds, ends) {
		t.Errorf("faults %v, want %v; ends %v, want %v", gotErrs, errs, gotEnds, ends)
	}
	checkStats(t, stats, 0)
}

// checkStats checks that every packet is accounted for.
func checkStats(t *testing.T, s FragmentStats, waiting uint64) {
	t.Helper()
	if s.Packets != s.Whole+s.Atomic+s.Fragments+s.Header ||
		s.Fragments != s.Used+s.Duplicates+s.Lost+(s.Faults-s.Header)+waiting {
		t.Errorf("packets are missing: %+v", s)
	}
	if sum := s.Cut + s.Size + s.Empty + s.TooLong + s.Ends + s.Overlapping + s.HeaderChain + s.Checksum + s.Header + s.Memory +
		s.GivenUp + s.Nested + s.Congestion; sum != s.Faults {
		t.Errorf("%d faults, sum is %d", s.Faults, sum)
	}
}

// A datagram has the headers of its first fragment, made right.
func TestDefragmentedHeader(t *testing.T) {
	both(t, func(t *testing.T, version int) {
		var out records
		d := NewDefragmenter(nil, FragmentConfig{Out: &out})
		d.Put(fragmentOf(version, 9, 8, false, []byte("world")), 5, Source{Frame: 1, Time: 10})
		d.Put(fragmentOf(version, 9, 0, true, []byte("hello, ¢")[:8]), 5, Source{Frame: 2, Time: 20})
		if len(out) != 1 {
			t.Fatalf("%+v", out)
		}
		e := out[0]
		head := len(e.Bytes) - 13
		parts := []Part{{0, uint32(head) + 8, Source{2, 20}}, {uint32(head) + 8, 5, Source{1, 10}}}
		if !slices.Equal(e.Parts, parts) || e.From != (Source{2, 20}) || e.Proto != unassigned || e.Len != uint64(len(e.Bytes)) {
			t.Errorf("%+v", e.Event)
		}
		if e.key.Version != uint8(version) || e.key.Number != 9 || e.key.Context != 5 {
			t.Errorf("%+v", e.key)
		}
		if version == 4 {
			v := wire.IPv4(e.Bytes)
			if v.Length() != 33 || v.Flags() != 0 || v.FragOff() != 0 || v.Checksum() != v.Sum() || v.ID() != 9 {
				t.Errorf("%x", e.Bytes)
			}
		} else if v := wire.IPv6(e.Bytes); len(v) != 53 || v.Length() != 13 || v.NextHeader() != unassigned {
			t.Errorf("%x", e.Bytes)
		}
	})
}

// What is put in comes out: fragments of package wire's, of datagrams with options and extension headers.
func TestFragmentsThere(t *testing.T) {
	v4 := wire.IPv4(append(make([]byte, 28), data(3000, "x")...))
	v4[0], v4[9], v4[20], v4[24] = 0x47, 17, 0x94, 7 // router alert, record route
	copy(v4[20:], "\x94\x04\x00\x00\x07\x03\x04\x00")
	v4.SetLength(uint16(len(v4)))
	v4.SetChecksum(v4.Sum())
	v6 := wire.IPv6(append(make([]byte, 48), data(3000, "y")...))
	v6[0], v6[6], v6[40], v6[42], v6[43] = 0x60, 0, 17, 1, 4 // hop-by-hop options: PadN
	v6.SetLength(uint16(len(v6) - 40))
	for _, want := range [][]byte{v4, v6} {
		var out records
		d := NewDefragmenter(nil, FragmentConfig{Out: &out})
		all := wire.IPv4(want).Fragments(576)
		if want[0]>>4 == 6 {
			all = wire.IPv6(want).Fragments(576, 77)
		}
		for b, err := range all {
			if err != nil {
				t.Fatal(err)
			}
			d.Put(b, 0, Source{})
		}
		if len(out) != 1 || string(out[0].Bytes) != string(want) || out[0].Proto != 17 {
			t.Errorf("%+v", out)
		}
	}
}

func TestFragmentsOfOne(t *testing.T) {
	var out records
	q4, q6 := NewIPv4(nil, FragmentConfig{Out: &out}), NewIPv6(make([]byte, IPv6Size(FragmentConfig{})), FragmentConfig{Out: &out})
	for range 3 {
		for _, off := range []int{8, 0} {
			q4.Put(fragment4(1, off, off == 0, []byte("12345678")), Source{})
			q6.Put(fragment6(1, off, off == 0, []byte("12345678")), Source{})
		}
	}
	if out.count(Message) != 6 || len(out) != 6 || q4.Stats().Used != 6 || q6.Stats().Datagrams != 3 {
		t.Errorf("%+v", out)
	}
	q4.Put(fragment4(1, 8, true, []byte("12345678")), Source{})
	q4.Flush(Reset)
	if e := out[len(out)-1]; e.Kind != End || e.Reason != Reset || e.Len != 8 {
		t.Errorf("%+v", e)
	}
	q4.Flush(Reset)
	if len(out) != 7 {
		t.Error("an end of nothing")
	}
}

func TestOddFragments(t *testing.T) {
	tcp := func(off int, more bool, n int) []byte {
		v := fragment4(1, off, more, make([]byte, n))
		v.SetProtocol(wire.IPProtoTCP)
		return v
	}
	six := func(proto wire.IPProto, off int, more bool, b string) []byte {
		v := fragment6(1, off, more, []byte(b))
		v[wire.IPv6Len] = byte(proto)
		return v
	}
	with := func(b []byte, change func(b []byte)) []byte { change(b); return b }
	ecn := func(off int, more bool, ecn uint8) []byte {
		return with(fragment4(1, off, more, make([]byte, 8)), func(b []byte) { wire.IPv4(b).SetECN(ecn) })
	}
	for _, test := range []struct {
		name     string
		cfg      FragmentConfig
		packets  [][]byte
		kind     EventKind
		err      error
		messages int
	}{
		{name: "tiny first (RFC 1858 3)", packets: [][]byte{tcp(0, true, 8), tcp(8, false, 12)}, kind: Notice, err: ErrTiny, messages: 1},
		{name: "offset 1 (RFC 1858 4)", packets: [][]byte{tcp(8, false, 12)}, kind: Notice, err: ErrTiny},
		{name: "no chain (RFC 7112)", packets: [][]byte{six(wire.IPProtoTCP, 0, true, data(16, "x")), six(wire.IPProtoTCP, 16, false, "x")},
			kind: Fault, err: ErrHeaderChain},
		{name: "chain goes on", packets: [][]byte{six(wire.IPProtoDestOpts, 0, true, "\x06\x00\x01\x04\x00\x00\x00\x00"+data(16, "x"))},
			kind: Fault, err: ErrHeaderChain},
		{name: "chain of routing headers without end", packets: [][]byte{six(wire.IPProtoRouting, 0, true, data(64, "\x2b"))}, kind: Fault, err: ErrHeaderChain},
		{name: "not of 8 bytes", packets: [][]byte{six(unassigned, 0, true, data(9, "x"))}, kind: Fault, err: ErrFragmentSize},
		{name: "not of 8 bytes, IPv4", packets: [][]byte{fragment4(1, 0, true, make([]byte, 15)), fragment4(1, 8, false, []byte("x"))}, kind: Notice,
			err: ErrFragmentSize, messages: 1},
		{name: "discovery (RFC 6980)", packets: [][]byte{six(wire.IPProtoICMPv6, 0, true, "\x87"+data(15, "\x00")), six(wire.IPProtoICMPv6, 16, false, "x")},
			kind: Notice, err: ErrDiscovery, messages: 1},
		{name: "atomic (RFC 6946)", packets: [][]byte{six(unassigned, 8, true, data(8, "x")), six(unassigned, 0, false, data(20, "y"))}, messages: 1},
		{name: "atomic discovery", packets: [][]byte{six(wire.IPProtoICMPv6, 0, false, "\x88")}, kind: Notice, err: ErrDiscovery, messages: 1},
		{name: "congestion met", packets: [][]byte{ecn(0, true, 2), ecn(8, false, 3)}, messages: 1},
		{name: "congestion not known of", packets: [][]byte{ecn(0, true, 0), ecn(8, false, 3)}, kind: Fault, err: ErrCongestion},
		{name: "cut", packets: [][]byte{fragment4(1, 0, true, make([]byte, 16))[:30]}, kind: Fault, err: ErrCut},
		{name: "cut, IPv6", packets: [][]byte{six(unassigned, 0, true, data(16, "x"))[:57]}, kind: Fault, err: ErrCut},
		{name: "IHL", packets: [][]byte{with(fragment4(1, 0, true, make([]byte, 8)), func(b []byte) { b[0] = 0x4f })}, kind: Fault, err: ErrCut},
		{name: "nothing", packets: [][]byte{{}}, kind: Fault, err: ErrHeader},
		{name: "half", packets: [][]byte{fragment6(1, 0, true, nil)[:39]}, kind: Fault, err: ErrHeader},
		{name: "no IP", packets: [][]byte{make([]byte, 100)}, kind: Fault, err: ErrHeader},
		{name: "checksum", cfg: FragmentConfig{Checksums: true}, packets: [][]byte{with(fragment4(1, 0, true, make([]byte, 8)), func(b []byte) { b[8]++ })},
			kind: Fault, err: ErrChecksum},
		{name: "whole", packets: [][]byte{fragment4(1, 0, false, []byte("x")), six(0, 0, false, "x")[:0:0]}, kind: Fault, err: ErrHeader, messages: 1},
		{name: "too large with its options", packets: [][]byte{fragment4(1, 65504, false, make([]byte, 11)),
			with(fragment4(1, 0, true, make([]byte, 8)), func(b []byte) {})}},
		{name: "too many pieces", cfg: FragmentConfig{Fragments: 2}, packets: [][]byte{fragment4(1, 0, true, make([]byte, 8)),
			fragment4(1, 8, true, make([]byte, 8)), fragment4(1, 16, false, make([]byte, 8))}, kind: Fault, err: ErrMemory},
		{name: "too large for a datagram", cfg: FragmentConfig{Datagram: 1000}, packets: [][]byte{fragment4(1, 0, true, make([]byte, 1024))}, kind: Fault, err: ErrMemory},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out records
			test.cfg.Out = &out
			d := NewDefragmenter(nil, test.cfg)
			for i, b := range test.packets {
				d.Put(b, 0, Source{Frame: uint64(i)})
			}
			found := test.err == nil
			for _, e := range out {
				var f *FragmentError
				found = found || e.Kind == test.kind && errors.Is(e.Err, test.err) && errors.As(e.Err, &f) && strings.Contains(e.Err.Error(), test.err.Error())
			}
			if n := out.count(Message); !found || n != test.messages {
				t.Errorf("%d messages, want %d, of %+v", n, test.messages, out)
			}
			d.Flush(Flushed)
			checkStats(t, d.Stats(), 0)
			if _, used := d.Waiting(); used != 0 {
				t.Errorf("%d bytes are still in use", used)
			}
		})
	}
}
