package session_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unsafe"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// tcpISN are the initial sequence numbers of the sides in tests; both wrap soon.
var tcpISN = [2]uint32{0xffffff00, 0xfffffe00}

// A tcpStep is a segment of a test, with numbers relative to the sides' initial ones, and what is to be said of it.
type tcpStep struct {
	side     session.Side
	flags    wire.TCPFlags
	seq, ack int
	data     int
	opts     wire.TCPOptions
	win      int // 0 means 65535, less than 0 means 0
	at       float64
	rule     *session.Rule
	outcome  session.Outcome
}

func (k tcpStep) segment() wire.TCP {
	v := make(wire.TCP, wire.TCPLen)
	v.SetFlags(k.flags)
	v.SetSeq(tcpISN[k.side] + uint32(k.seq))
	if k.flags&wire.ACK != 0 {
		v.SetAck(tcpISN[k.side.Peer()] + uint32(k.ack))
	}
	v.SetWindow(0xffff)
	if k.win != 0 {
		v.SetWindow(uint16(max(k.win, 0)))
	}
	o := k.opts
	for len(o)%4 != 0 {
		o = append(o[:len(o):len(o)], byte(wire.EOL))
	}
	v = append(v, o...)
	v.SetDataOffset(uint8(len(v) / 4))
	return append(v, make([]byte, k.data)...)
}

const (
	cl = session.Client
	sv = session.Server
)

var o wire.TCPOptions

// says returns the step with what is to be said of it.
func (k tcpStep) says(outcome session.Outcome, r *session.Rule) tcpStep {
	k.outcome, k.rule = outcome, r
	return k
}

func (k tcpStep) with(o wire.TCPOptions) tcpStep { k.opts = o; return k }
func (k tcpStep) window(n int) tcpStep           { k.win = n; return k }
func (k tcpStep) later(s float64) tcpStep        { k.at = s; return k }

func syn(side session.Side) tcpStep { return tcpStep{side: side, flags: wire.SYN} }
func synack(side session.Side) tcpStep {
	return tcpStep{side: side, flags: wire.SYN | wire.ACK, ack: 1}
}
func ack(side session.Side, seq, ack int) tcpStep {
	return tcpStep{side: side, flags: wire.ACK, seq: seq, ack: ack}
}
func data(side session.Side, seq, ack, n int) tcpStep {
	return tcpStep{side: side, flags: wire.ACK | wire.PSH, seq: seq, ack: ack, data: n}
}
func fin(side session.Side, seq, ack int) tcpStep {
	return tcpStep{side: side, flags: wire.ACK | wire.FIN, seq: seq, ack: ack}
}
func rst(side session.Side, seq int) tcpStep { return tcpStep{side: side, flags: wire.RST, seq: seq} }

func opened(more ...tcpStep) []tcpStep {
	return append([]tcpStep{syn(cl), synack(sv), ack(cl, 1, 1)}, more...)
}

// openedWith has options in both SYNs.
func openedWith(o wire.TCPOptions, a tcpStep, more ...tcpStep) []tcpStep {
	return append([]tcpStep{syn(cl).with(o), synack(sv).with(o), a}, more...)
}

// closed has the client close first.
func closed(more ...tcpStep) []tcpStep {
	return opened(append([]tcpStep{fin(cl, 1, 1), ack(sv, 1, 2), fin(sv, 1, 2), ack(cl, 2, 2)}, more...)...)
}

func ts(val, ecr uint32) wire.TCPOptions {
	return wire.TCPOptions{}.Add(wire.NOP).Add(wire.NOP).AddTimestamps(val, ecr)
}

func block(side session.Side, l, r int) wire.SACKBlock {
	return wire.SACKBlock{Left: tcpISN[side] + uint32(l), Right: tcpISN[side] + uint32(r)}
}

var tcpTests = []struct {
	name  string
	cfg   session.TCPConfig
	steps []tcpStep
	end   string // states of client and server
}{
	{"whole", session.TCPConfig{}, opened(data(cl, 1, 1, 100), ack(sv, 1, 101), data(sv, 1, 101, 1460), data(sv, 1461, 101, 1460), ack(cl, 101, 2921),
		fin(cl, 101, 2921), ack(sv, 2921, 102), fin(sv, 2921, 102), ack(cl, 102, 2922)), "TIME-WAIT CLOSED"},
	{"half-close", session.TCPConfig{}, opened(fin(cl, 1, 1), ack(sv, 1, 2), data(sv, 1, 2, 1000), ack(cl, 2, 1001), data(sv, 1001, 2, 9)), "FIN-WAIT-2 CLOSE-WAIT"},
	{"simultaneous close", session.TCPConfig{}, opened(fin(cl, 1, 1), fin(sv, 1, 1), ack(cl, 2, 2), ack(sv, 2, 2)), "TIME-WAIT TIME-WAIT"},
	{"FIN after its acknowledgement", session.TCPConfig{}, opened(ack(cl, 2, 1), fin(cl, 1, 1), ack(sv, 1, 2)), "FIN-WAIT-2 CLOSE-WAIT"},
	{"simultaneous open", session.TCPConfig{}, []tcpStep{syn(cl), syn(sv), synack(cl), synack(sv), ack(cl, 1, 1), data(sv, 1, 1, 5)}, "ESTABLISHED ESTABLISHED"},
	{"refused", session.TCPConfig{}, []tcpStep{syn(cl), {side: sv, flags: wire.RST | wire.ACK, ack: 1}}, "CLOSED CLOSED"},
	{"SYN and its answer twice", session.TCPConfig{}, []tcpStep{syn(cl), syn(cl), synack(sv), synack(sv), ack(cl, 1, 1), synack(sv), ack(cl, 1, 1)}, "ESTABLISHED ESTABLISHED"},
	{"fast open", session.TCPConfig{}, []tcpStep{{side: cl, flags: wire.SYN, data: 100, opts: o.AddFastOpen([]byte("cookie00"))}, {side: sv, flags: wire.SYN | wire.ACK, ack: 101},
		data(sv, 1, 101, 50), ack(cl, 101, 51)}, "ESTABLISHED ESTABLISHED"},
	{"fast open refused", session.TCPConfig{}, []tcpStep{{side: cl, flags: wire.SYN, data: 100}, synack(sv), data(cl, 1, 1, 100), fin(cl, 101, 1)}, "FIN-WAIT-1 CLOSE-WAIT"},
	{"loss and retransmission", session.TCPConfig{}, opened(data(cl, 101, 1, 100), ack(sv, 1, 1), data(cl, 1, 1, 100), ack(sv, 1, 201), data(cl, 1, 1, 100).says(session.Tolerated, session.RuleTCPOld)), ""},
	{"keep-alive", session.TCPConfig{}, opened(data(cl, 1, 1, 9), ack(sv, 1, 10), ack(cl, 9, 1), ack(sv, 1, 10), data(cl, 9, 1, 1), ack(sv, 1, 10)), ""},
	{"window probe", session.TCPConfig{}, opened(ack(sv, 1, 1).window(100), data(cl, 1, 1, 100), ack(sv, 1, 101).window(-1), data(cl, 101, 1, 1), ack(sv, 1, 101).window(-1)), ""},
	{"window shrinks", session.TCPConfig{}, opened(ack(sv, 1, 1).window(2000), ack(sv, 1, 1).window(1000), data(cl, 1, 1, 2000)), ""},
	{"window scale", session.TCPConfig{}, openedWith(o.AddWindowScale(2), ack(cl, 1, 1), data(cl, 1, 1, 60000), ack(sv, 1, 60001).window(0x7fff), data(cl, 60001, 1, 65500), data(cl, 125501, 1, 65500)), ""},
	{"scale of one side", session.TCPConfig{}, append([]tcpStep{syn(cl).with(o.AddWindowScale(2)), synack(sv), ack(cl, 1, 1)}, data(sv, 1, 1, 65000), data(sv, 65001, 1, 1000).says(session.Invalid, session.RuleTCPBeyondWindow)), ""},
	{"syn challenged, then the connection goes on", session.TCPConfig{}, opened(tcpStep{side: cl, flags: wire.SYN, seq: 9000}.says(session.Tolerated, session.RuleTCPSYNChallenge), ack(sv, 1, 1), data(cl, 1, 1, 5)), ""},
	{"syn challenged, but the server has forgotten", session.TCPConfig{}, opened(tcpStep{side: cl, flags: wire.SYN, seq: 9000}.says(session.Tolerated, session.RuleTCPSYNChallenge),
		tcpStep{side: sv, flags: wire.SYN | wire.ACK, seq: 70000, ack: 9001}, ack(cl, 9001, 70001), data(cl, 9001, 70001, 10), ack(sv, 70001, 9011)), "ESTABLISHED ESTABLISHED"},
	{"half-open connection is found", session.TCPConfig{}, []tcpStep{syn(cl), ack(sv, 300, 900).says(session.Tolerated, session.RuleTCPHalfOpen), rst(cl, 900), syn(cl), synack(sv), ack(cl, 1, 1)}, "ESTABLISHED ESTABLISHED"},
	{"reset is only of the exact number", session.TCPConfig{}, opened(data(cl, 1, 1, 100), rst(cl, 101)), "CLOSED CLOSED"},
	{"reset again", session.TCPConfig{}, opened(rst(cl, 1), rst(cl, 1)), "CLOSED CLOSED"},
	{"reset by somebody else", session.TCPConfig{}, opened(rst(cl, 1), data(cl, 1, 1, 10), ack(sv, 1, 11)), "ESTABLISHED ESTABLISHED"},
	{"new connection after a reset", session.TCPConfig{}, opened(rst(cl, 1), tcpStep{side: cl, flags: wire.SYN, seq: 70000}, tcpStep{side: sv, flags: wire.SYN | wire.ACK, seq: 90000, ack: 70001}, ack(cl, 70001, 90001)), "ESTABLISHED ESTABLISHED"},
	{"TIME-WAIT reused", session.TCPConfig{}, closed(tcpStep{side: sv, flags: wire.SYN, seq: 100}, ack(cl, 2, 2), tcpStep{side: cl, flags: wire.SYN | wire.ACK, seq: 66000, ack: 101}, ack(sv, 101, 66001)), "ESTABLISHED ESTABLISHED"},
	{"TIME-WAIT reused for its time stamp", session.TCPConfig{}, openedWith(ts(5, 0), ack(cl, 1, 1).with(ts(6, 5)), fin(cl, 1, 1).with(ts(7, 5)), fin(sv, 1, 2).with(ts(8, 7)), ack(cl, 2, 2).with(ts(9, 8)),
		tcpStep{side: sv, flags: wire.SYN, seq: -900, opts: ts(10, 0)}, tcpStep{side: cl, flags: wire.SYN | wire.ACK, seq: 66000, ack: -899, opts: ts(10, 10)}), "SYN-RECEIVED ESTABLISHED"},
	{"TIME-WAIT is over", session.TCPConfig{}, closed(tcpStep{side: sv, flags: wire.SYN, seq: -900, at: 61}, tcpStep{side: cl, flags: wire.SYN | wire.ACK, seq: 66000, ack: -899}), "SYN-RECEIVED ESTABLISHED"},
	{"last FIN again", session.TCPConfig{}, closed(fin(sv, 1, 2), ack(cl, 2, 2)), "TIME-WAIT CLOSED"},
	{"midway", session.TCPConfig{Midway: true}, []tcpStep{data(sv, 5000, 900, 1000), ack(cl, 900, 6000), data(sv, 6000, 900, 1000), data(cl, 900, 6000, 5), ack(sv, 7000, 905)}, "ESTABLISHED ESTABLISHED"},
	{"one side only", session.TCPConfig{Midway: true}, []tcpStep{syn(cl), ack(cl, 1, 1), data(cl, 1, 1, 500), ack(cl, 501, 9000), fin(cl, 501, 9001)}, ""},
	{"time stamps and SACK", session.TCPConfig{}, openedWith(o.Add(wire.SACKPermitted).Add(wire.NOP).Add(wire.NOP).AddTimestamps(1, 0), ack(cl, 1, 1).with(ts(2, 1)),
		data(cl, 1, 1, 100).with(ts(3, 1)), data(cl, 201, 1, 100).with(ts(4, 1)), ack(sv, 1, 101).with(ts(5, 3).AddSACK(block(cl, 201, 301))),
		ack(sv, 1, 101).with(ts(6, 3).AddSACK(block(cl, 1, 101), block(cl, 201, 301)))), ""},
	{"more than a window is missing", session.TCPConfig{}, opened(ack(sv, 1, 200000).says(session.Invalid, session.RuleTCPAckUnsent), data(cl, 200000, 1, 100), ack(sv, 1, 200100)), ""},

	// Each rule broken.
	{"flags", session.TCPConfig{}, []tcpStep{tcpStep{side: cl, flags: wire.SYN | wire.RST}.says(session.Invalid, session.RuleTCPFlags)}, "CLOSED CLOSED"},
	{"SYN and FIN", session.TCPConfig{}, []tcpStep{tcpStep{side: cl, flags: wire.SYN | wire.FIN}.says(session.Tolerated, session.RuleTCPSYNFIN)}, "CLOSED CLOSED"},
	{"SYN and FIN that is taken", session.TCPConfig{}, []tcpStep{tcpStep{side: cl, flags: wire.SYN | wire.FIN}.says(session.Tolerated, session.RuleTCPSYNFIN), synack(sv)}, ""},
	{"no acknowledgement", session.TCPConfig{}, opened(tcpStep{side: cl, flags: wire.FIN, seq: 1}.says(session.Invalid, session.RuleTCPNoACK)), ""},
	{"null", session.TCPConfig{}, opened(tcpStep{side: cl, seq: 1}.says(session.Invalid, session.RuleTCPNoACK)), ""},
	{"nothing there", session.TCPConfig{}, []tcpStep{data(cl, 1, 1, 5).says(session.Invalid, session.RuleTCPNoConnection), rst(sv, 1)}, "CLOSED CLOSED"},
	{"SYN-ACK to nothing", session.TCPConfig{}, []tcpStep{synack(cl).says(session.Invalid, session.RuleTCPNoConnection)}, ""},
	{"handshake of one side", session.TCPConfig{}, []tcpStep{syn(cl), ack(cl, 1, 1).says(session.Tolerated, session.RuleTCPNoConnection)}, ""},
	{"acknowledgement before what it acknowledges", session.TCPConfig{}, []tcpStep{syn(cl), ack(cl, 1, 1).says(session.Tolerated, session.RuleTCPNoConnection), synack(sv), data(cl, 1, 1, 9)}, "ESTABLISHED ESTABLISHED"},
	{"reset of nothing", session.TCPConfig{}, []tcpStep{rst(cl, 1).says(session.Tolerated, session.RuleTCPResetNoConnection)}, ""},
	{"no SYN", session.TCPConfig{}, []tcpStep{syn(cl), data(sv, 1, 1, 9).says(session.Tolerated, session.RuleTCPNoSYN)}, ""},
	{"wrong answer", session.TCPConfig{}, []tcpStep{syn(cl), tcpStep{side: sv, flags: wire.SYN | wire.ACK, ack: 2}.says(session.Tolerated, session.RuleTCPSYNACK), rst(cl, 2), synack(sv)}, ""},
	{"split handshake", session.TCPConfig{}, []tcpStep{syn(cl), ack(sv, 0, 1).says(session.Tolerated, session.RuleTCPNoSYN), syn(sv).says(session.Tolerated, session.RuleTCPSplitHandshake)}, ""},
	{"SYN within", session.TCPConfig{}, opened(tcpStep{side: sv, flags: wire.SYN, seq: 1}.says(session.Tolerated, session.RuleTCPSYNChallenge)), ""},
	{"SYN within, RFC 793", session.TCPConfig{RFC793: true}, opened(tcpStep{side: sv, flags: wire.SYN, seq: 1}), "CLOSED CLOSED"},
	{"TIME-WAIT not reused", session.TCPConfig{}, closed(tcpStep{side: sv, flags: wire.SYN, seq: -5}.says(session.Tolerated, session.RuleTCPTimeWaitSYN)), "TIME-WAIT CLOSED"},
	{"TIME-WAIT", session.TCPConfig{}, closed(data(sv, 2, 2, 9).says(session.Tolerated, session.RuleTCPTimeWait)), "TIME-WAIT CLOSED"},
	{"TIME-WAIT reset", session.TCPConfig{}, closed(rst(sv, 2).says(session.Tolerated, session.RuleTCPTimeWaitReset)), "TIME-WAIT CLOSED"},
	{"refused by a guess", session.TCPConfig{}, []tcpStep{syn(cl), rst(sv, 0).says(session.Tolerated, session.RuleTCPResetAck)}, "SYN-SENT CLOSED"},
	{"reset challenged", session.TCPConfig{}, opened(rst(sv, 500).says(session.Tolerated, session.RuleTCPResetChallenge), ack(cl, 1, 1)), "ESTABLISHED ESTABLISHED"},
	{"reset in the window, RFC 793", session.TCPConfig{RFC793: true}, opened(rst(sv, 500)), "CLOSED CLOSED"},
	{"reset outside", session.TCPConfig{}, opened(rst(sv, -5).says(session.Tolerated, session.RuleTCPResetOutside), rst(sv, 70000).says(session.Tolerated, session.RuleTCPResetOutside)), ""},
	{"after a reset", session.TCPConfig{}, opened(rst(cl, 1), data(sv, 1, 1, 10).says(session.Tolerated, session.RuleTCPAfterReset)), "CLOSED CLOSED"},
	{"unsent", session.TCPConfig{}, opened(ack(sv, 1, 2).says(session.Tolerated, session.RuleTCPAckUnsent), ack(sv, 1, 70000).says(session.Invalid, session.RuleTCPAckUnsent)), ""},
	{"old acknowledgement", session.TCPConfig{}, opened(ack(sv, 1, 0).says(session.Tolerated, session.RuleTCPAckOld)), ""},
	{"old", session.TCPConfig{}, opened(data(cl, 1, 1, 100), ack(sv, 1, 101), ack(cl, 1, 1).says(session.Tolerated, session.RuleTCPOld)), ""},
	{"beyond", session.TCPConfig{}, opened(data(cl, 65537, 1, 10).says(session.Invalid, session.RuleTCPBeyondWindow)), ""},
	{"data after FIN", session.TCPConfig{}, opened(fin(cl, 1, 1), data(cl, 2, 1, 10).says(session.Invalid, session.RuleTCPAfterFIN)), "FIN-WAIT-1 CLOSE-WAIT"},
	{"FIN moved", session.TCPConfig{}, opened(fin(cl, 1, 1), fin(cl, 11, 1).says(session.Invalid, session.RuleTCPFIN)), ""},
	{"FIN before data", session.TCPConfig{}, opened(data(cl, 1, 1, 100), fin(cl, 51, 1).says(session.Invalid, session.RuleTCPFIN)), ""},
	{"urgent nothing", session.TCPConfig{}, opened(tcpStep{side: cl, flags: wire.ACK | wire.URG, seq: 1, ack: 1}.says(session.Tolerated, session.RuleTCPUrgent)), ""},
	{"too long", session.TCPConfig{OnWire: true}, openedWith(o.AddMSS(536), ack(cl, 1, 1), data(cl, 1, 1, 536), data(cl, 537, 1, 537).says(session.Tolerated, session.RuleTCPMSS)), ""},
	{"bad option", session.TCPConfig{}, opened(data(cl, 1, 1, 5).with(wire.TCPOptions{8, 1, 0, 0}).says(session.Invalid, session.RuleTCPOptions)), ""},
	{"bad SACK", session.TCPConfig{}, opened(ack(cl, 1, 1).with(wire.TCPOptions{5, 4, 0, 0}).says(session.Invalid, session.RuleTCPOptions)), ""},
	{"bad option in SYN", session.TCPConfig{}, []tcpStep{syn(cl).with(wire.TCPOptions{2, 3, 0, 0}).says(session.Invalid, session.RuleTCPOptions)}, ""},
	{"MSS later", session.TCPConfig{}, opened(ack(cl, 1, 1).with(o.AddMSS(100)).says(session.Tolerated, session.RuleTCPOptionSYN)), ""},
	{"scale 15", session.TCPConfig{}, []tcpStep{syn(cl).with(o.AddWindowScale(15)).says(session.Tolerated, session.RuleTCPScale), synack(sv), ack(cl, 1, 1)}, "ESTABLISHED ESTABLISHED"},
	{"scale unasked", session.TCPConfig{}, []tcpStep{syn(cl), synack(sv).with(o.AddWindowScale(1)).says(session.Tolerated, session.RuleTCPScaleUnasked), ack(cl, 1, 1)}, "ESTABLISHED ESTABLISHED"},
	{"PAWS", session.TCPConfig{}, openedWith(ts(5, 0), ack(cl, 1, 1).with(ts(6, 5)), data(cl, 1, 1, 9).with(ts(4, 5)).says(session.Tolerated, session.RuleTCPPAWS)), ""},
	{"PAWS after weeks", session.TCPConfig{}, openedWith(ts(5, 0), ack(cl, 1, 1).with(ts(6, 5)), data(cl, 1, 1, 9).with(ts(4, 5)).later(25*86400)), ""},
	{"no time stamp", session.TCPConfig{}, openedWith(ts(5, 0), ack(cl, 1, 1).says(session.Tolerated, session.RuleTCPTimestampMissing)), ""},
	{"time stamp", session.TCPConfig{}, opened(ack(cl, 1, 1).with(ts(4, 5)).says(session.Tolerated, session.RuleTCPTimestampUnasked)), ""},
	{"echo", session.TCPConfig{}, openedWith(ts(5, 0), ack(cl, 1, 1).with(ts(6, 9)).says(session.Tolerated, session.RuleTCPEcho)), ""},
	{"echo in the answer", session.TCPConfig{}, []tcpStep{syn(cl).with(ts(5000000, 0)), synack(sv).with(ts(1, 4000000)).says(session.Tolerated, session.RuleTCPEcho), synack(sv).with(ts(1, 4999000))}, ""},
	{"echo in the refusal", session.TCPConfig{}, []tcpStep{syn(cl).with(ts(5000000, 0)), tcpStep{side: sv, flags: wire.RST | wire.ACK, ack: 1, opts: ts(100, 100)}.says(session.Tolerated, session.RuleTCPEcho), synack(sv).with(ts(1, 0))}, ""},
	{"SACK unasked", session.TCPConfig{}, opened(data(cl, 1, 1, 9), ack(sv, 1, 1).with(o.AddSACK(block(cl, 5, 9))).says(session.Tolerated, session.RuleTCPSACKUnasked)), ""},
	{"SACK block", session.TCPConfig{}, openedWith(o.Add(wire.SACKPermitted), ack(cl, 1, 1), data(cl, 1, 1, 9), ack(sv, 1, 1).with(o.AddSACK(block(cl, 9, 5))).says(session.Invalid, session.RuleTCPSACKBlock)), ""},
	{"SACK unsent", session.TCPConfig{}, openedWith(o.Add(wire.SACKPermitted), ack(cl, 1, 1), data(cl, 1, 1, 9), ack(sv, 1, 1).with(o.AddSACK(block(cl, 5, 90))).says(session.Tolerated, session.RuleTCPSACKUnsent),
		ack(sv, 1, 1).with(o.AddSACK(block(cl, 5, 90000))).says(session.Invalid, session.RuleTCPSACKUnsent)), ""},
	{"cookie", session.TCPConfig{}, []tcpStep{syn(cl).with(o.AddFastOpen([]byte("odd"))).says(session.Tolerated, session.RuleTCPFastOpen)}, ""},
	{"cookie later", session.TCPConfig{}, opened(data(cl, 1, 1, 5).with(o.AddFastOpen([]byte("cookie00"))).says(session.Tolerated, session.RuleTCPFastOpen)), ""},
}

func TestTCP(t *testing.T) {
	planted := map[*session.Rule]bool{session.RuleTCPHeader: true} // TestTCPHeader
	for _, tt := range tcpTests {
		s := session.NewTCP(tt.cfg)
		for i, k := range tt.steps {
			before, _ := s.AppendBinary(nil)
			v := s.Check(k.side, k.segment(), int64((float64(i)*0.01+k.at)*1e9))
			if v.Outcome != k.outcome || v.Rule != k.rule {
				t.Errorf("%s, step %d: %v", tt.name, i, v)
			}
			planted[v.Rule] = true
			if after, _ := s.AppendBinary(nil); !v.OK() && !bytes.Equal(before, after) {
				t.Errorf("%s, step %d: %v changed the state", tt.name, i, v)
			}
		}
		if got := s.State(cl) + " " + s.State(sv); tt.end != "" && got != tt.end {
			t.Errorf("%s: ends %s", tt.name, got)
		}
	}
	for r := range session.Rules() {
		if strings.HasPrefix(r.Name, "tcp-") && !planted[r] {
			t.Errorf("nothing breaks %s", r.Name)
		}
	}
}

func TestTCPHeader(t *testing.T) {
	s := session.NewTCP(session.TCPConfig{})
	short := syn(cl).segment()
	short.SetDataOffset(6)
	for _, v := range []wire.TCP{nil, syn(cl).segment()[:19], short} {
		if r := s.Check(cl, v, 0); r.Outcome != session.Invalid || r.Rule != session.RuleTCPHeader {
			t.Errorf("%x: %v", v, r)
		}
	}
}

// TestTCPLost tells the Session of losses that it would otherwise take for faults.
func TestTCPLost(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lost  session.Side
		steps []tcpStep // all but the first three come after the loss
	}{
		{"data", cl, opened(ack(sv, 1, 5001), data(cl, 5001, 1, 9), ack(sv, 1, 5010))},
		{"acknowledgements", sv, opened(data(cl, 1, 1, 60000), data(cl, 60001, 1, 60000), data(cl, 120001, 1, 9))},
		{"reset", cl, opened(rst(cl, 123456))},
	} {
		s := session.NewTCP(session.TCPConfig{})
		for i, k := range tt.steps {
			if i == 3 {
				s.Lost(tt.lost)
			}
			if v := s.Check(k.side, k.segment(), 0); !v.OK() {
				t.Errorf("%s, step %d: %v", tt.name, i, v)
			}
		}
	}
	s := session.NewTCP(session.TCPConfig{})
	s.Lost(cl)
	if v := s.Check(sv, data(sv, 5, 5, 5).segment(), 0); !v.OK() {
		t.Error(v)
	}
}

// TestTCPNext builds each move that is there after each step of a connection.
func TestTCPNext(t *testing.T) {
	for i, tt := range []struct{ client, server string }{
		{"SYN", "SYN"},
		{"SYN", "SYN-ACK! RST"},
		{"ACK! Data FIN RST", "SYN-ACK RST"},
		{"ACK Data FIN RST", "ACK Data FIN RST"},
		{"ACK Data FIN RST", "ACK! Data FIN RST"},
		{"ACK Data FIN RST", "ACK Data FIN RST"},
		{"ACK FIN! RST", "ACK! Data FIN RST"},
		{"ACK RST", "ACK Data FIN RST"},
		{"ACK! RST", "ACK FIN! RST"},
		{"ACK RST", "SYN"},
	} {
		for side, want := range []string{tt.client, tt.server} {
			s := session.NewTCP(session.TCPConfig{})
			for _, k := range opened(data(cl, 1, 1, 10), ack(sv, 1, 11), fin(cl, 11, 1), ack(sv, 1, 12), fin(sv, 1, 12), ack(cl, 12, 2))[:i] {
				if v := s.Check(k.side, k.segment(), 0); !v.OK() {
					t.Fatal(v)
				}
			}
			side := session.Side(side)
			var names []string
			for _, m := range s.Next(side, nil) {
				name := m.Name
				if m.Must {
					name += "!"
				}
				names = append(names, name)
				part := map[string]session.TCPPart{"SYN": {Flags: wire.SYN, ISN: tcpISN[side] + 9}, "SYN-ACK": {Flags: wire.SYN, ISN: tcpISN[side]},
					"Data": {Payload: []byte("x")}, "FIN": {Flags: wire.FIN, Again: strings.HasSuffix(name, "!")}, "RST": {Flags: wire.RST}}[m.Name]
				b, _ := s.AppendBinary(nil)
				var c session.TCP
				if err := c.UnmarshalBinary(b); err != nil {
					t.Fatal(err)
				}
				if _, err := c.Build(side, nil, part, 0); err != nil {
					t.Errorf("after %d segments, %v in %s: %s: %v", i, side, s.State(side), m.Name, err)
				}
			}
			if got := strings.Join(names, " "); got != want {
				t.Errorf("after %d segments, %v in %s: %s, want %s", i, side, s.State(side), got, want)
			}
		}
	}
}

func TestTCPBuildRefuses(t *testing.T) {
	s := session.NewTCP(session.TCPConfig{})
	refuse := func(side session.Side, p session.TCPPart) {
		t.Helper()
		before, _ := s.AppendBinary(nil)
		b, err := s.Build(side, []byte("x"), p, 0)
		after, _ := s.AppendBinary(nil)
		if !errors.Is(err, session.ErrNoMove) || string(b) != "x" || !bytes.Equal(before, after) {
			t.Errorf("%+v: %x, %v", p, b, err)
		}
	}
	refuse(cl, session.TCPPart{Payload: []byte("too early")})
	refuse(cl, session.TCPPart{Flags: wire.RST})
	for _, k := range opened() {
		s.Check(k.side, k.segment(), 0)
	}
	refuse(cl, session.TCPPart{Payload: make([]byte, 65537)})
	refuse(sv, session.TCPPart{Flags: wire.SYN | wire.RST})
	for _, k := range []tcpStep{fin(cl, 1, 1)} {
		s.Check(k.side, k.segment(), 0)
	}
	refuse(cl, session.TCPPart{Payload: []byte("too late")})
}

// TestTCPEarlier keeps what was good: after any segment, however wrong, a connection goes on.
func TestTCPEarlier(t *testing.T) {
	wrong := []tcpStep{}
	for _, tt := range tcpTests {
		for _, k := range tt.steps {
			if k.outcome != session.Valid && k.flags&wire.RST == 0 {
				wrong = append(wrong, k)
			}
		}
	}
	if len(wrong) < 30 {
		t.Fatal(len(wrong))
	}
	for i, bad := range wrong {
		s := session.NewTCP(session.TCPConfig{})
		for j, k := range closed() {
			if v := s.Check(bad.side, bad.segment(), 0); v.OK() {
				break // not wrong here
			}
			if v := s.Check(k.side, k.segment(), 0); !v.OK() {
				t.Errorf("wrong segment %d (%+v) before segment %d: %v", i, bad, j, v)
				break
			}
		}
	}
}

func TestTCPStats(t *testing.T) {
	s := session.NewTCP(session.TCPConfig{})
	for i, k := range opened(data(cl, 1, 1, 100), ack(sv, 1, 101), data(cl, 101, 1, 100), data(cl, 101, 1, 100), ack(sv, 1, 201)) {
		s.Check(k.side, k.segment(), int64(i)*1e6)
	}
	if c := s.Stats(cl); c != (session.TCPStats{Segments: 5, Retransmitted: 1, RTT: 1e6, MinRTT: 1e6}) {
		t.Errorf("%+v", c)
	}
	if c := s.Stats(sv); c.Segments != 3 || c.RTT != 1e6 || c.Retransmitted != 0 {
		t.Errorf("%+v", c)
	}
}

// TestTCPSnapshot has damaged snapshots refused, or at least do no harm.
func TestTCPSnapshot(t *testing.T) {
	s := session.NewTCP(session.TCPConfig{})
	for _, k := range opened(rst(cl, 1), tcpStep{side: cl, flags: wire.SYN, seq: 70000}) {
		s.Check(k.side, k.segment(), 0)
	}
	b, _ := s.AppendBinary(nil)
	for i := range b {
		for _, x := range []byte{0, 1, 0x7f, 0xff} {
			c := bytes.Clone(b)
			c[i] = x
			var d session.TCP
			if err := d.UnmarshalBinary(c); err != nil {
				if !errors.Is(err, session.ErrSnapshot) {
					t.Fatal(err)
				}
				continue
			}
			for _, k := range closed() {
				d.Check(k.side, k.segment(), 0)
				d.Next(k.side, nil)
			}
		}
		if err := new(session.TCP).UnmarshalBinary(b[:i]); !errors.Is(err, session.ErrSnapshot) {
			t.Errorf("%d bytes: %v", i, err)
		}
	}
}

func TestTCPSize(t *testing.T) {
	if n := unsafe.Sizeof(session.TCP{}); n > 280 {
		t.Errorf("%d bytes", n)
	} else {
		t.Logf("%d bytes", n)
	}
}

func TestTCPNoAllocs(t *testing.T) {
	s := session.NewTCP(session.TCPConfig{})
	for _, k := range openedWith(ts(1, 0), ack(cl, 1, 1).with(ts(1, 1))) {
		s.Check(k.side, k.segment(), 0)
	}
	d, a := data(cl, 1, 1, 1000).with(ts(2, 1)).segment(), ack(sv, 1, 1001).with(ts(2, 2)).segment()
	bad := data(cl, 1<<30, 1, 1000).segment()
	if n := testing.AllocsPerRun(100, func() {
		if v := s.Check(cl, d, 0); !v.OK() {
			t.Fatal(v)
		}
		if v := s.Check(sv, a, 1); !v.OK() {
			t.Fatal(v)
		}
		s.Check(cl, bad, 2)
		d.SetSeq(d.Seq() + 1000)
		a.SetAck(a.Ack() + 1000)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzTCP has conversations of segments whose numbers are near the right ones: each byte of the input moves something.
func FuzzTCP(f *testing.F) {
	f.Add([]byte("\x00\x02\x00\x00\x01\x12\x00\x01\x00\x10\x01\x01\x00\x18\x01\x01\x01\x10\x01\x02"), uint8(0))
	f.Add([]byte("\x00\x18\x01\x01\x01\x10\x01\x02\x00\x04\x01\x02\x00\x02\x09\x00"), uint8(1))
	f.Fuzz(func(t *testing.T, b []byte, cfg uint8) {
		s := session.NewTCP(session.TCPConfig{Midway: cfg&1 != 0, OnWire: cfg&2 != 0, RFC793: cfg&4 != 0})
		for at := int64(0); len(b) >= 4; at += 1e6 {
			k := tcpStep{side: session.Side(b[0] & 1), flags: wire.TCPFlags(b[1] & 0x3f), seq: int(int8(b[2])), ack: int(int8(b[3])), data: int(b[0]>>1) % 9, win: int(b[0] >> 4)}
			if b[0]&0x80 != 0 {
				k.seq, k.ack = k.seq<<20, k.ack<<20
			}
			b = b[4:]
			if n := int(b0(b) % 20); k.flags&wire.PSH != 0 && n <= len(b) {
				k.opts, b = wire.TCPOptions(b[:n]), b[n:]
			}
			if b0(b)&7 == 7 {
				s.Lost(k.side)
			}
			before, _ := s.AppendBinary(nil)
			v := s.Check(k.side, k.segment(), at)
			after, _ := s.AppendBinary(nil)
			if !v.OK() && !bytes.Equal(before, after) || v.OK() != (v.Rule == nil) {
				t.Fatalf("%+v: %x, then %x", v, before, after)
			}
			var c session.TCP
			if err := c.UnmarshalBinary(after); err != nil {
				t.Fatal(err)
			}
			if again, _ := c.AppendBinary(nil); !bytes.Equal(after, again) {
				t.Fatalf("%x, restored %x", after, again)
			}
			var out []byte
			for _, m := range s.Next(k.side, nil) {
				part := map[string]session.TCPPart{"SYN": {Flags: wire.SYN}, "SYN-ACK": {Flags: wire.SYN}, "Data": {Payload: []byte("x")}, "FIN": {Flags: wire.FIN}, "RST": {Flags: wire.RST}}[m.Name]
				_ = c.UnmarshalBinary(after)
				if out, _ = c.Build(k.side, out[:0], part, at); len(out) > 0 {
					var d session.TCP
					_ = d.UnmarshalBinary(after)
					if v := d.Check(k.side, wire.TCP(out), at); !v.OK() {
						t.Fatalf("%s: %v", m.Name, v)
					}
				}
			}
		}
	})
}

func b0(b []byte) byte {
	if len(b) == 0 {
		return 0
	}
	return b[0]
}

func BenchmarkTCP(b *testing.B) {
	s := session.NewTCP(session.TCPConfig{})
	for _, k := range openedWith(ts(1, 0), ack(cl, 1, 1).with(ts(1, 1))) {
		s.Check(k.side, k.segment(), 0)
	}
	d, a := data(cl, 1, 1, 1000).with(ts(2, 1)).segment(), ack(sv, 1, 1001).with(ts(2, 2)).segment()
	b.ReportAllocs()
	for i := range b.N {
		if i&1 == 0 {
			s.Check(cl, d, int64(i))
			binary.BigEndian.PutUint32(d[4:], d.Seq()+1000)
		} else {
			s.Check(sv, a, int64(i))
			a.SetAck(a.Ack() + 1000)
		}
	}
}
