package session_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/internal/captures"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// sctpFlow is a pair of ends in one network.
type sctpFlow struct {
	a, b    netip.AddrPort
	context uint64
}

// sctpNotHealthy are captures with Invalid packets; docs/differences.md says what they are.
var sctpNotHealthy = map[string]string{
	"8c71b50eb9ea": "made by hand: verification tag 0, INIT ACK without cookie",
	"2d70158591b1": "made by hand: INIT with a tag, INIT ACK without cookie",
	"36bdda4a8f00": "made by hand: verification tag 0",
	"68b3ba39a58d": "made by hand: port 0",
	"f7b5733e7a9b": "random bytes",
}

// TestSCTPCorpora is quiet on healthy traffic.
func TestSCTPCorpora(t *testing.T) {
	var tally captures.Tally
	associations := 0
	for _, file := range captures.Files(t) {
		flows := map[sctpFlow]*session.SCTP{}
		_ = captures.Read(file, captures.Uses{Frame: func(f *wire.Frame, context uint64, from sequence.Source) {
			n := f.Len() - 1
			for n > 0 {
				if k, _ := f.Header(n); k == wire.KindSCTP {
					break
				}
				n--
			}
			if n < 1 {
				return
			}
			_, b := f.Header(n)
			v, whole := sctpWhole(f, n, b)
			if len(v) < wire.SCTPLen {
				return
			}
			k := sctpFlow{netip.AddrPortFrom(f.Src(), v.SrcPort()), netip.AddrPortFrom(f.Dst(), v.DstPort()), context}
			side := session.Client
			s := flows[sctpFlow{k.b, k.a, context}]
			if s != nil {
				side = session.Server
			} else if s = flows[k]; s == nil {
				s = session.NewSCTP(session.SCTPConfig{Midway: true})
				flows[k] = s
				associations++
			}
			if !whole {
				s.Lost(side)
				return
			}
			tally.Add(file, fmt.Sprintf("%v %v %v", k.a, k.b, side), from, s.Check(side, v, from.Time))
		}})
	}
	tally.Quiet(t, sctpNotHealthy)
	t.Logf("%d pairs of ends", associations)
	tally.Log(t)
}

// sctpWhole returns the packet up to the IP header's end, and whether that is all there.
func sctpWhole(f *wire.Frame, n int, b []byte) (wire.SCTP, bool) {
	off, _, _ := f.Span(n)
	for i := n - 1; i >= 0; i-- {
		at, _, _ := f.Span(i)
		end := 0
		switch kind, h := f.Header(i); kind {
		case wire.KindIPv4:
			end = at + int(wire.IPv4(h).Length()) - off
		case wire.KindIPv6:
			end = at + wire.IPv6Len + int(wire.IPv6(h).Length()) - off
		default:
			continue
		}
		if end < 0 || end > len(b) {
			return b, false
		}
		return b[:end], true
	}
	return b, true
}
