package sequence

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// What is done to show a monitor something else than the host behind it sees: each with what comes out of it, and what is
// said. Nothing may be silent.

// words writes down what a Defragmenter says.
type words []string

func (w *words) Take(e *Event) {
	switch e.Kind {
	case Message:
		*w = append(*w, fmt.Sprintf("message %s", brief(string(payload(e.Bytes)))))
	case Fault, Notice:
		*w = append(*w, fmt.Sprintf("%v %s", e.Kind, strings.TrimPrefix(e.Err.Error(), "fragment ")))
	case Conflict:
		*w = append(*w, fmt.Sprintf("conflict %d %s %s", e.Offset, brief(string(e.Old)), brief(string(e.Bytes))))
	case End:
		*w = append(*w, fmt.Sprintf("end %v, %d bytes", e.Reason, e.Len))
	default:
		*w = append(*w, e.Kind.String())
	}
}

// brief writes "A*8" for "AAAAAAAA".
func brief(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		n := len(s) - len(strings.TrimLeft(s, s[:1]))
		fmt.Fprintf(&b, "%s*%d", s[:1], n)
		s = s[n:]
	}
	return b.String()
}

func TestEvasionsByFragments(t *testing.T) {
	const tcp = wire.IPProtoTCP
	type put struct {
		cut
		at    int64 // seconds
		proto wire.IPProto
		id    uint32
	}
	frag := func(unit int, letter string, n int, last bool) put {
		return put{cut: cut{unit, letter, n, last}, proto: unassigned, id: 1}
	}
	of := func(proto wire.IPProto, p put) put { p.proto = proto; return p }
	later := func(seconds int64, p put) put { p.at = seconds; return p }
	id := func(id uint32, p put) put { p.id = id; return p }
	for _, c := range []struct {
		name   string
		policy FragmentPolicy
		puts   []put
		said   string
	}{
		{"tiny first fragment: the flags are in the second", FragmentsLinux,
			[]put{of(tcp, frag(0, "A", 8, false)), of(tcp, frag(1, "B", 12, true))},
			"notice 1:0+8: first fragment ends within the transport header\n" +
				"notice 1:8+12: first fragment ends within the transport header\n" +
				"message A*8B*12"},
		{"offset 1 over the flags of a first fragment that passed a filter", FragmentsLinux,
			[]put{of(tcp, frag(0, "A", 24, false)), of(tcp, frag(1, "B", 16, false)), of(tcp, frag(3, "C", 8, true))},
			"notice 1:8+16: first fragment ends within the transport header\n" +
				"conflict 8 A*16 B*16\n" +
				"message A*24C*8"},
		{"the same to a host where the last counts", FragmentsLast,
			[]put{of(tcp, frag(0, "A", 24, false)), of(tcp, frag(1, "B", 16, false)), of(tcp, frag(3, "C", 8, true))},
			"notice 1:8+16: first fragment ends within the transport header\n" +
				"conflict 8 A*16 B*16\n" +
				"notice 1:8+16: fragments overlap\n" +
				"message A*8B*16C*8"},
		{"the same by RFC 5722", FragmentsRFC5722,
			[]put{of(tcp, frag(0, "A", 24, false)), of(tcp, frag(1, "B", 16, false)), of(tcp, frag(3, "C", 8, true))},
			"notice 1:8+16: first fragment ends within the transport header\n" +
				"conflict 8 A*16 B*16\n" +
				"fault 1:8+16: fragments overlap\nend discarded, 24 bytes\n" +
				"fault 1:24+8: its datagram was given up"},
		{"fragment after completion, with other bytes", FragmentsLinux,
			[]put{frag(0, "A", 8, false), frag(1, "B", 8, true), frag(1, "X", 8, true), frag(0, "A", 8, false)},
			"message A*8B*8\nmessage A*8X*8"},
		{"identification used again while the first waits", FragmentsLinux,
			[]put{frag(0, "A", 8, false), frag(0, "X", 8, false), frag(1, "Y", 8, true)},
			"conflict 0 A*8 X*8\nmessage A*8Y*8"},
		{"identification used again when the first is too old", FragmentsLinux,
			[]put{frag(0, "A", 8, false), later(60, frag(0, "X", 8, false)), later(60, frag(1, "Y", 8, true))},
			"end timeout, 8 bytes\nmessage X*8Y*8"},
		{"a fragment too late: hosts differ in how long they wait", FragmentsLinux,
			[]put{frag(0, "A", 8, false), later(61, frag(1, "B", 8, true))},
			"end timeout, 8 bytes\nend eof, 8 bytes"},
		{"two ends, the first the real one", FragmentsFirst,
			[]put{frag(1, "B", 8, true), frag(2, "C", 8, true), frag(0, "A", 8, false)},
			"fault 1:16+8: fragments disagree where the datagram ends\nmessage A*8B*8"},
		{"two ends: Linux gives up", FragmentsLinux,
			[]put{frag(1, "B", 8, true), frag(2, "C", 8, true), frag(0, "A", 8, false)},
			"fault 1:16+8: fragments disagree where the datagram ends\nend discarded, 8 bytes\nend eof, 8 bytes"},
		{"beyond the longest datagram", FragmentsLinux,
			[]put{frag(8191, "A", 16, true)}, "fault 1:65528+16: datagram would be longer than 65535 bytes"},
		{"nothing in it", FragmentsLinux,
			[]put{frag(1, "", 0, false), frag(0, "A", 8, false), frag(1, "B", 8, true)},
			"fault 1:8+0: fragment without data\nmessage A*8B*8"},
		{"interleaved with another", FragmentsLinux,
			[]put{frag(0, "A", 8, false), id(2, frag(0, "X", 8, false)), id(2, frag(1, "Y", 8, true)), frag(1, "B", 8, true)},
			"message X*8Y*8\nmessage A*8B*8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var w words
			d := NewDefragmenter(nil, FragmentConfig{Policy: c.policy, Out: &w})
			for i, p := range c.puts {
				v := fragment4(uint16(p.id), 8*p.unit, !p.last, []byte(strings.Repeat(p.letter, p.bytes)))
				v.SetProtocol(p.proto)
				d.PutIPv4(v, 0, Source{Frame: uint64(i), Time: p.at * 1e9})
			}
			d.Flush(Flushed)
			if got := strings.Join(w, "\n"); got != c.said {
				t.Errorf("said\n%s\nwant\n%s", got, c.said)
			}
			checkStats(t, d.Stats(), 0)
		})
	}
}

// A saidSegment is a segment of a conversation. What a client sends begins at 101, what a server sends at 501.
type saidSegment struct {
	fromServer bool
	seq, ack   uint32
	flags      wire.TCPFlags
	data       string
	urgent     uint16
	badSum     bool
}

func TestEvasionsBySegments(t *testing.T) {
	const S, A, F, R, U = wire.SYN, wire.ACK, wire.FIN, wire.RST, wire.URG
	up := func(seq uint32, flags wire.TCPFlags, data string) saidSegment {
		return saidSegment{seq: seq, ack: 501, flags: flags, data: data}
	}
	down := func(seq, ack uint32, flags wire.TCPFlags, data string) saidSegment {
		return saidSegment{fromServer: true, seq: seq, ack: ack, flags: flags, data: data}
	}
	urgent := func(pointer uint16, s saidSegment) saidSegment {
		s.flags |= U
		s.urgent = pointer
		return s
	}
	greet := []saidSegment{{seq: 100, flags: S}, down(500, 101, S|A, ""), up(101, A, "")}
	for _, c := range []struct {
		name     string
		cfg      StreamsConfig
		segments []saidSegment
		said     []string // for each connection, from the client and from the server
	}{
		{"data before the first sequence number", StreamsConfig{},
			[]saidSegment{up(91, A, "zzzzzzzzzzab"), up(103, A, "c")},
			[]string{"fault 0+10 sequence: bytes before the start of the stream\nabc, end 3 eof", ", end 0 eof"}},
		{"data after the FIN", StreamsConfig{},
			[]saidSegment{up(101, F|A, "ab"), up(103, A, "x"), up(104, A, "evil")},
			[]string{"ab, end 2 fin\nfault 2+1 sequence: bytes after the end of the stream\nfault 3+4 sequence: bytes after the end of the stream", ", end 0 eof"}},
		{"a FIN that is not there yet, and data beyond it", StreamsConfig{},
			[]saidSegment{up(103, F|A, "c"), up(104, A, "evil"), up(101, A, "ab")},
			[]string{"fault 3+4 sequence: bytes after the end of the stream\nabc, end 3 fin", ", end 0 eof"}},
		{"data after the RST", StreamsConfig{},
			[]saidSegment{up(101, A, "a"), up(102, R, ""), up(102, A, "evil")},
			[]string{"a, end 1 rst\nfault 1+4 sequence: bytes after the end of the stream", ", end 0 rst"}},
		{"data beyond the window", StreamsConfig{TCP: TCPConfig{Window: 1000}},
			[]saidSegment{up(1200, A, "evil"), up(101, A, "ab")},
			[]string{"fault 1099+4 sequence: bytes beyond any window\nab, end 2 eof", ", end 0 eof"}},
		{"an old RST", StreamsConfig{},
			[]saidSegment{up(101, A, "abc"), up(102, R, ""), up(104, A, "d")},
			[]string{"fault 1+0 sequence: RST that is not at the next byte\nabcd, end 4 eof", ", end 0 eof"}},
		{"a RST in the window, but not at the next byte", StreamsConfig{},
			[]saidSegment{up(101, A, "abc"), up(110, R, ""), up(104, A, "d")},
			[]string{"fault 9+0 sequence: RST that is not at the next byte\nabcd, end 4 eof", ", end 0 eof"}},
		{"a RST with a wrong checksum", StreamsConfig{Checksums: true},
			[]saidSegment{up(101, A, "abc"), {seq: 104, flags: R, badSum: true}, up(104, A, "d")},
			[]string{"abcd, end 4 eof", ", end 0 eof"}},
		{"data with a wrong checksum in place of the real", StreamsConfig{Checksums: true},
			[]saidSegment{{seq: 101, ack: 501, flags: A, data: "evil", badSum: true}, up(101, A, "good")},
			[]string{"good, end 4 eof", ", end 0 eof"}},
		{"data that does not reach the host (low TTL), then the real", StreamsConfig{},
			[]saidSegment{up(101, A, "evil"), up(101, A, "good"), up(105, A, "!")},
			[]string{"conflict 0 \"evil\" \"good\"\nevil!, end 5 eof", ", end 0 eof"}},
		{"the same, delivered on acknowledgement, to a host where the last counts", StreamsConfig{TCP: TCPConfig{OnAcknowledgement: true, Policy: TCPLast}},
			[]saidSegment{up(101, A, "evil"), up(101, A, "good"), down(501, 105, A, "")},
			[]string{"conflict 0 \"evil\" \"good\"\ngood, end 4 eof", ", end 0 eof"}},
		{"a RST that does not reach the host, and the conversation goes on", StreamsConfig{},
			[]saidSegment{up(101, A, "ab"), up(103, R, ""), up(103, A, "cd"), down(501, 105, A, "e")},
			[]string{"ab, end 2 rst\nfault 2+2 sequence: bytes after the end of the stream", ", end 0 rst\nfault 0+1 sequence: bytes after the end of the stream"}},
		{"overlaps that wait, and differ", StreamsConfig{},
			[]saidSegment{up(103, A, "cdef"), up(102, A, "BCDE"), up(101, A, "a")},
			[]string{"conflict 2 \"cde\" \"CDE\"\naBCDEf, end 6 eof", ", end 0 eof"}},
		{"urgent inline: the host reads it in the stream", StreamsConfig{},
			[]saidSegment{urgent(3, up(101, A, "abXc")), up(105, A, "d")},
			[]string{"urgent 2 \"\"\nabXcd, end 5 eof", ", end 0 eof"}},
		{"urgent out of band: the host reads it elsewhere", StreamsConfig{TCP: TCPConfig{OutOfBand: true}},
			[]saidSegment{urgent(3, up(101, A, "abXc")), up(105, A, "d")},
			[]string{"urgent 2 \"X\"\nab[X]cd, end 5 eof", ", end 0 eof"}},
		{"an urgent pointer of 0 is none", StreamsConfig{TCP: TCPConfig{OutOfBand: true}},
			[]saidSegment{urgent(0, up(101, A, "abc"))},
			[]string{"abc, end 3 eof", ", end 0 eof"}},
		{"an urgent pointer to what has come already", StreamsConfig{TCP: TCPConfig{OutOfBand: true}},
			[]saidSegment{up(101, A, "abc"), urgent(1, up(101, A, "abc")), up(104, A, "d")},
			[]string{"abcd, end 4 eof", ", end 0 eof"}},
		{"urgent bytes one after the other", StreamsConfig{TCP: TCPConfig{OutOfBand: true}},
			[]saidSegment{urgent(1, up(101, A, "X")), urgent(1, up(102, A, "Y")), up(103, A, "c")},
			[]string{"urgent 0 \"X\"\nurgent 1 \"Y\"\n[X][Y]c, end 3 eof", ", end 0 eof"}},
		{"an urgent pointer far beyond what is sent", StreamsConfig{TCP: TCPConfig{OutOfBand: true}},
			[]saidSegment{urgent(0xffff, up(101, A, "abc"))},
			[]string{"abc, end 3 eof", ", end 0 eof"}},
		{"a SYN in the middle", StreamsConfig{},
			[]saidSegment{up(101, A, "ab"), up(103, S, ""), up(103, A, "c")},
			[]string{"fault 3+0 sequence: SYN of another connection\nabc, end 3 eof", ", end 0 eof"}},
		{"a keep-alive with a byte of garbage", StreamsConfig{},
			[]saidSegment{up(101, A, "ab"), up(102, A, "X"), up(103, A, "c")},
			[]string{"abc, end 3 eof", ", end 0 eof"}},
		{"no flags at all", StreamsConfig{},
			[]saidSegment{up(101, 0, "ab"), up(103, A, "c")},
			[]string{"abc, end 3 eof", ", end 0 eof"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			checkEvasion(t, c.cfg, append(greet[:3:3], c.segments...), c.said)
		})
	}

	// Those in which the greeting is the trick.
	for _, c := range []struct {
		name     string
		segments []saidSegment
		said     []string
	}{
		{"split handshake: SYN, SYN, SYN and ACK", []saidSegment{{seq: 100, flags: S}, down(500, 0, S, ""), {seq: 100, ack: 501, flags: S | A},
			down(501, 101, A, "b"), {seq: 101, ack: 502, flags: A, data: "a"}},
			[]string{"a, end 1 eof", "b, end 1 eof"}},
		{"split handshake: ACK, then SYN", []saidSegment{{seq: 100, flags: S}, down(500, 101, A, ""), down(500, 0, S, ""), {seq: 100, ack: 501, flags: S | A},
			down(501, 101, A, "b"), {seq: 101, ack: 502, flags: A, data: "a"}},
			[]string{"a, end 1 eof", "b, end 1 eof"}},
		{"both open at once (RFC 9293 3.5)", []saidSegment{{seq: 100, flags: S}, down(500, 0, S, ""), {seq: 100, ack: 501, flags: S | A}, down(500, 101, S|A, ""),
			{seq: 101, ack: 501, flags: A, data: "a"}, down(501, 102, A, "b")},
			[]string{"a, end 1 eof", "b, end 1 eof"}},
		{"a SYN with another number before the real one is answered", []saidSegment{{seq: 9000, flags: S}, {seq: 100, flags: S}, down(500, 101, S|A, ""),
			up(101, A, "a")},
			[]string{"fault 0+0 sequence: SYN of another connection\n, end 0 rst", ", end 0 rst", "a, end 1 eof", ", end 0 eof"}},
		{"data in the SYN that the server does not take", []saidSegment{{seq: 100, flags: S, data: "evil"}, down(500, 101, S|A, ""), up(101, A, "good")},
			[]string{"conflict 0 \"evil\" \"good\"\nevil, end 4 eof", ", end 0 eof"}},
		{"port used again after both have closed", []saidSegment{{seq: 100, flags: S}, down(500, 101, S|A, ""), up(101, F|A, "a"), down(501, 103, F|A, "b"),
			{seq: 9000, flags: S}, down(7000, 9001, S|A, ""), {seq: 9001, ack: 7001, flags: A, data: "c"}},
			[]string{"a, end 1 fin", "b, end 1 fin", "c, end 1 eof", ", end 0 eof"}},
		{"a SYN to have a monitor forget, which the server challenges", []saidSegment{{seq: 100, flags: S}, down(500, 101, S|A, ""), up(101, A, "a"),
			{seq: 9000, flags: S}, down(501, 102, A, ""), up(102, A, "b")},
			[]string{"fault 8900+0 sequence: SYN of another connection\nab, end 2 eof", ", end 0 eof"}},
	} {
		t.Run(c.name, func(t *testing.T) { checkEvasion(t, StreamsConfig{}, c.segments, c.said) })
	}
}

// checkEvasion plays a conversation and compares what comes out, and what is said, with what should.
func checkEvasion(t *testing.T, cfg StreamsConfig, segments []saidSegment, want []string) {
	t.Helper()
	k := newTalk(cfg)
	for i, g := range segments {
		g.put(k.Streams, Source{Frame: uint64(i), Time: int64(i) * 1e6})
	}
	k.Flush(Flushed)
	var got []string
	for _, r := range k.both {
		for side := range r {
			got = append(got, outcome(&r[side]))
		}
	}
	if strings.Join(got, "\n--\n") != strings.Join(want, "\n--\n") {
		t.Errorf("said\n%s\nwant\n%s", strings.Join(got, "\n--\n"), strings.Join(want, "\n--\n"))
	}
	if k.env.arena.used != 0 {
		t.Errorf("%d bytes are still in use", k.env.arena.used)
	}
}

// put puts the segment in, with its checksum.
func (g *saidSegment) put(s *Streams, from Source) {
	v := segment(g.seq, g.ack, g.flags, g.data)
	v.SetUrgent(g.urgent)
	src, dst := addrA, addrB
	v.SetSrcPort(1024)
	v.SetDstPort(80)
	if g.fromServer {
		src, dst = dst, src
		v.SetSrcPort(80)
		v.SetDstPort(1024)
	}
	v.SetChecksum(v.Sum(pseudoTCP(src, dst, len(v))))
	if g.badSum {
		v.SetChecksum(^v.Checksum())
	}
	s.Put(src, dst, 0, v, -1, from)
}

// outcome writes what was said, with the stream before its end; bytes out of band are in brackets.
func outcome(r *transcript) string {
	stream := string(r.stream)
	shift := 0
	for _, s := range r.said {
		var at int
		var b string
		if n, _ := fmt.Sscanf(s, "urgent %d %q", &at, &b); n == 2 && b != "" {
			stream = stream[:at+shift] + "[" + b + "]" + stream[at+shift+1:]
			shift += 2
		}
	}
	out := ""
	for _, s := range r.said {
		if strings.HasPrefix(s, "end ") {
			s = stream + ", " + s
		}
		if out != "" {
			out += "\n"
		}
		out += s
	}
	return out + r.broken
}

// TestResetsAndAnswers: what a host would not heed does not blind the monitor.
func TestResetsAndAnswers(t *testing.T) {
	const S, A, R, F = wire.SYN, wire.ACK, wire.RST, wire.FIN
	up := func(seq, ack uint32, flags wire.TCPFlags, data string) saidSegment {
		return saidSegment{seq: seq, ack: ack, flags: flags, data: data}
	}
	down := func(seq, ack uint32, flags wire.TCPFlags, data string) saidSegment {
		return saidSegment{fromServer: true, seq: seq, ack: ack, flags: flags, data: data}
	}
	for _, c := range []struct {
		name     string
		segments []saidSegment
		said     []string
	}{
		{"RFC 9293 §3.10.7.3: an answer that acknowledges nothing that was sent", []saidSegment{up(100, 0, S, ""), down(7000, 77, S|A, ""),
			down(500, 101, S|A, ""), up(101, 501, A, "a"), down(501, 102, A, "b")},
			[]string{"a, end 1 eof", "fault 0+0 sequence: SYN of another connection\nb, end 1 eof"}},
		{"two answers, the client took the second", []saidSegment{up(100, 0, S, ""), down(7000, 101, S|A, ""),
			down(500, 101, S|A, ""), up(101, 501, A, "a"), down(501, 102, A, "b")},
			[]string{"a, end 1 eof", "fault 0+0 sequence: SYN of another connection\nb, end 1 eof"}},
		{"two answers, the client took the first", []saidSegment{up(100, 0, S, ""), down(500, 101, S|A, ""),
			down(7000, 101, S|A, ""), up(101, 501, A, "a"), down(501, 102, A, "b")},
			[]string{"a, end 1 eof", "fault 6500+0 sequence: SYN of another connection\nb, end 1 eof"}},
		{"RFC 7413 §3: the answer acknowledges the data in the SYN", []saidSegment{up(100, 0, S, "ask"), down(500, 104, S|A, "answer"), up(104, 507, A, "!")},
			[]string{"ask!, end 4 eof", "answer, end 6 eof"}},
		{"RFC 7413 §4.2.2: the answer does not, and they come again", []saidSegment{up(100, 0, S, "ask"), down(500, 101, S|A, ""), up(101, 501, A, "ask"), down(501, 104, A, "b")},
			[]string{"ask, end 3 eof", "b, end 1 eof"}},
		{"SYN and RST at once opens nothing", []saidSegment{up(900, 0, S|R, ""), up(100, 0, S, ""), down(500, 101, S|A, ""), up(101, 501, A, "a")},
			[]string{", end 0 rst", ", end 0 rst", "a, end 1 eof", ", end 0 eof"}},
		{"SYN and RST at once at the next byte is a RST", []saidSegment{up(100, 0, S, ""), down(500, 101, S|A, ""), up(101, 501, A, "a"), up(102, 0, S|R, "")},
			[]string{"a, end 1 rst", ", end 0 rst"}},
		{"SYN and RST at once elsewhere is nothing", []saidSegment{up(100, 0, S, ""), down(500, 101, S|A, ""), up(101, 501, A, "a"), up(5000, 0, S|R, ""), up(102, 501, A, "b")},
			[]string{"fault 4899+0 sequence: RST that is not at the next byte\nab, end 2 eof", ", end 0 eof"}},
		{"a RST of what was before, then a connection met midway", []saidSegment{down(77, 0, R, ""), up(101, 501, A, "a"), down(501, 102, A, "b")},
			[]string{", end 0 rst", ", end 0 rst", "a, end 1 eof", "b, end 1 eof"}},
		{"a blind RST of a side that was not seen", []saidSegment{up(101, 501, A, "a"), down(9999, 0, R, ""), up(102, 501, A, "b"), down(501, 103, A, "c")},
			[]string{"ab, end 2 eof", "fault 0+0 sequence: RST that is not at the next byte\nc, end 1 eof"}},
		{"a RST of a side that was not seen, as the other acknowledged", []saidSegment{up(101, 501, A, "a"), down(501, 0, R, "")},
			[]string{"a, end 1 rst", ", end 0 rst"}},
		{"a blind RST while bytes that were met midway wait", []saidSegment{up(101, 501, A, "a"), up(5000, 0, R, ""), up(102, 501, A, "b")},
			[]string{"fault 4899+0 sequence: RST that is not at the next byte\nab, end 2 eof", ", end 0 eof"}},
		{"a RST behind bytes that were met midway", []saidSegment{up(101, 501, A, "a"), up(102, 501, A, "b"), up(103, 0, R, "")},
			[]string{"ab, end 2 rst", ", end 0 rst"}},
		{"a RST where the other acknowledged, some bytes not seen", []saidSegment{up(100, 0, S, ""), down(500, 101, S|A, ""), up(101, 501, A, "a"), down(501, 105, A, ""), up(105, 0, R, "")},
			[]string{"gap 1+3\na???, end 4 rst", ", end 0 rst"}},
		{"a RST behind a FIN", []saidSegment{up(100, 0, S, ""), down(500, 101, S|A, ""), up(101, 501, F|A, "a"), up(103, 0, R, "")},
			[]string{"a, end 1 fin", ", end 0 rst"}},
		{"window probes of no window: the byte counts when it is acknowledged, and comes again", []saidSegment{up(100, 0, S, ""), down(500, 101, S|A, ""),
			up(101, 501, A, "a"), up(101, 501, A, "a"), down(501, 102, A, ""), up(102, 501, A, "bc")},
			[]string{"abc, end 3 eof", ", end 0 eof"}},
		{"RFC 9293 §3.8.4: keep-alives with nothing and with a byte, of both sides", []saidSegment{up(100, 0, S, ""), down(500, 101, S|A, ""), up(101, 501, A, "a"), down(501, 102, A, "b"),
			up(101, 502, A, ""), down(501, 102, A, "?"), up(102, 502, A, "c")},
			[]string{"ac, end 2 eof", "b, end 1 eof"}},
		{"a keep-alive before there was a byte", []saidSegment{up(100, 0, S, ""), down(500, 101, S|A, ""), up(100, 501, A, "?"), up(101, 501, A, "a")},
			[]string{"a, end 1 eof", ", end 0 eof"}},
	} {
		t.Run(c.name, func(t *testing.T) { checkEvasion(t, StreamsConfig{}, c.segments, c.said) })
	}
}

// TestForeignSYN: a connection goes on as fast as before after a SYN of another that came to nothing.
func TestForeignSYN(t *testing.T) {
	k := newTalk(StreamsConfig{})
	k.say(true, 100, 0, wire.SYN, "")
	k.say(false, 500, 101, wire.SYN|wire.ACK, "")
	k.say(true, 101, 501, wire.ACK, "a")
	k.say(true, 9000, 0, wire.SYN, "")
	k.say(false, 501, 102, wire.ACK, "")
	k.say(true, 102, 501, wire.ACK, "b")
	if c := k.conn[0]; c.syn.seen {
		t.Errorf("%+v is still there", c.syn)
	}
}
