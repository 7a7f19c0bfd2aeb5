package session_test

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"github.com/gocap-project/gocap/internal/captures"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// tcpFlow is a pair of ends in one network.
type tcpFlow struct {
	a, b    netip.AddrPort
	context uint64
}

// tcpSeen is all that was captured between two ends.
type tcpSeen struct {
	segments []tcpSeenSegment
	sides    [2]bool
	good     bool // every checksum is right, and nothing was cut
}

type tcpSeenSegment struct {
	side   session.Side
	v      wire.TCP
	length int // of the data, by the IP header; -1: what there is
	from   sequence.Source
}

// tcpFlows returns what a capture has of TCP.
func tcpFlows(file string) map[tcpFlow]*tcpSeen {
	flows := map[tcpFlow]*tcpSeen{}
	_ = captures.Read(file, captures.Uses{Frame: func(f *wire.Frame, context uint64, from sequence.Source) {
		n := f.Len() - 1
		if n < 1 {
			return
		}
		kind, b := f.Header(n)
		if kind != wire.KindTCP {
			return
		}
		v, err := wire.ParseTCP(b)
		if err != nil {
			return
		}
		k := tcpFlow{netip.AddrPortFrom(f.Src(), v.SrcPort()), netip.AddrPortFrom(f.Dst(), v.DstPort()), context}
		side := session.Client
		s := flows[tcpFlow{k.b, k.a, context}]
		if s != nil {
			side = session.Server
		} else if s = flows[k]; s == nil {
			s = &tcpSeen{good: true}
			flows[k] = s
		}
		data, length, whole := tcpData(f, n, v)
		s.good = s.good && whole && wire.TCP(data).Sum(tcpPseudo(k.a.Addr(), k.b.Addr(), len(data))) == v.Checksum()
		s.sides[side] = true
		s.segments = append(s.segments, tcpSeenSegment{side, append(wire.TCP(nil), data...), length, from})
	}})
	return flows
}

// tcpData returns the segment up to the IP header's end, how much data that has it have, and whether all is there.
func tcpData(f *wire.Frame, n int, v wire.TCP) (data wire.TCP, length int, whole bool) {
	off, _, _ := f.Span(n)
	for i := n - 1; i >= 0; i-- {
		at, _, _ := f.Span(i)
		end := 0
		switch kind, b := f.Header(i); kind {
		case wire.KindIPv4:
			end = at + int(wire.IPv4(b).Length()) - off
		case wire.KindIPv6:
			end = at + wire.IPv6Len + int(wire.IPv6(b).Length()) - off
		default:
			continue
		}
		if end < v.HeaderLen() {
			return v, -1, false
		}
		return v[:min(end, len(v))], end - v.HeaderLen(), end <= len(v)
	}
	return v, -1, false
}

func tcpPseudo(src, dst netip.Addr, n int) uint16 {
	b := append(src.AsSlice(), dst.AsSlice()...)
	b = append(b, byte(n>>24), byte(n>>16), byte(n>>8), byte(n), 0, 0, 0, byte(wire.IPProtoTCP))
	return wire.Sum(0, b)
}

// complete reports whether the capture has one connection from both SYNs on, with all that is acknowledged in it, and
// every checksum right.
func (s *tcpSeen) complete() bool {
	if f := s.segments[0].v.Flags(); f&(wire.SYN|wire.ACK) != wire.SYN || !s.sides[1] || !s.good {
		return false
	}
	var isn [2]uint32
	var seen [2]bool
	for _, g := range s.segments {
		if g.v.Flags()&wire.SYN != 0 {
			if seen[g.side] && isn[g.side] != g.v.Seq() {
				return false
			}
			isn[g.side], seen[g.side] = g.v.Seq(), true
		}
	}
	if !seen[0] || !seen[1] {
		return false
	}
	ends := [2]int64{s.contiguous(0, isn[0]), s.contiguous(1, isn[1])}
	for _, g := range s.segments {
		other := g.side.Peer()
		if n := int64(int32(g.v.Ack() - isn[other])); g.v.Flags()&wire.ACK != 0 && n > ends[other] {
			return false
		}
	}
	return true
}

// contiguous returns how far a side's segments go without a gap, in whatever order they are.
func (s *tcpSeen) contiguous(side session.Side, isn uint32) int64 {
	var spans [][2]int64
	for _, g := range s.segments {
		if g.side != side {
			continue
		}
		n := int64(len(g.v.Payload()))
		if g.v.Flags()&wire.SYN != 0 {
			n++
		}
		if g.v.Flags()&wire.FIN != 0 {
			n++
		}
		at := int64(int32(g.v.Seq() - isn))
		spans = append(spans, [2]int64{at, at + n})
	}
	slices.SortFunc(spans, func(a, b [2]int64) int { return cmp.Compare(a[0], b[0]) })
	end := int64(0)
	for _, p := range spans {
		if p[0] <= end {
			end = max(end, p[1])
		}
	}
	return end
}

// tcpNotHealthy are captures with Invalid segments in streams that are complete; docs/differences.md says what they are.
var tcpNotHealthy = map[string]string{
	"19b978d0c20d": "FIN in the middle of the data",
	"8499a5388668": "FIN without ACK, then one without data between",
	"eab6a3ccd9de": "FIN without ACK",
	"8f48ea275ea5": "data beyond the window",
	"ff8dffc7e0f9": "data beyond the window",
}

// TestTCPCorpora is quiet on healthy traffic.
func TestTCPCorpora(t *testing.T) {
	var complete, others captures.Tally
	for _, file := range captures.Files(t) {
		for k, seen := range tcpFlows(file) {
			f := seen.segments[0].v.Flags()
			s := session.NewTCP(session.TCPConfig{Midway: f&(wire.SYN|wire.ACK) != wire.SYN || !seen.sides[1]})
			tally := &others
			if seen.complete() {
				tally = &complete
			}
			for _, g := range seen.segments {
				tally.Add(file, fmt.Sprintf("%v %v %v", k.a, k.b, g.side), g.from, s.CheckLen(g.side, g.v, g.length, g.from.Time))
			}
		}
	}
	complete.Quiet(t, tcpNotHealthy)
	t.Log("complete streams:")
	complete.Log(t)
	t.Log("all others:")
	others.Log(t)
}

// TestTCPMidway judges the complete streams from every one of their segments on, and with segments left out of which the
// Session is told. What it does not know it does not hold against anybody.
func TestTCPMidway(t *testing.T) {
	var midway, lossy captures.Tally
	for _, file := range captures.Files(t) {
		if tcpNotHealthy[captures.ID(file)] != "" {
			continue
		}
		for k, seen := range tcpFlows(file) {
			if !seen.complete() {
				continue
			}
			name := fmt.Sprintf("%v %v", k.a, k.b)
			for from := 1; from < min(len(seen.segments), 40); from++ {
				s := session.NewTCP(session.TCPConfig{Midway: true})
				for _, g := range seen.segments[from:min(len(seen.segments), from+60)] {
					midway.Add(file, name, g.from, s.CheckLen(g.side, g.v, g.length, g.from.Time))
				}
			}
			for every := range 8 {
				s := session.NewTCP(session.TCPConfig{})
				for i, g := range seen.segments[:min(len(seen.segments), 300)] {
					if i%(every+3) == every {
						s.Lost(g.side)
						continue
					}
					lossy.Add(file, name, g.from, s.CheckLen(g.side, g.v, g.length, g.from.Time))
				}
			}
		}
	}
	midway.Quiet(t, nil)
	lossy.Quiet(t, nil)
	t.Logf("midway: %v; with losses: %v", midway.Outcomes, lossy.Outcomes)
}
