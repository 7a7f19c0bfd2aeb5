package session_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

var conntrackTests = []struct {
	name  string
	cfg   session.ConntrackConfig
	steps []tcpStep
	end   string
}{
	{"whole", session.ConntrackConfig{}, closed(), "TIME_WAIT"},
	{"simultaneous open", session.ConntrackConfig{}, []tcpStep{syn(cl), syn(sv), synack(cl), synack(sv).says(session.Tolerated, session.RuleConntrackIgnored), ack(sv, 1, 1)}, "ESTABLISHED"},
	{"refused", session.ConntrackConfig{}, []tcpStep{syn(cl), {side: sv, flags: wire.RST | wire.ACK, ack: 1}}, "NONE"},
	{"picked up", session.ConntrackConfig{}, []tcpStep{data(sv, 5000, 900, 10), ack(cl, 900, 5010), data(sv, 1<<28, 900, 10)}, "ESTABLISHED"},
	{"not picked up", session.ConntrackConfig{Strict: true}, []tcpStep{data(sv, 5000, 900, 10).says(session.Invalid, session.RuleConntrackNew)}, "NONE"},
	{"reopened", session.ConntrackConfig{}, closed(tcpStep{side: sv, flags: wire.SYN, seq: 900}), "SYN_SENT"},
	{"out of step, then in again", session.ConntrackConfig{}, opened(tcpStep{side: cl, flags: wire.SYN, seq: 1 << 29}.says(session.Tolerated, session.RuleConntrackIgnored),
		tcpStep{side: sv, flags: wire.SYN | wire.ACK, seq: 1 << 28, ack: 1<<29 + 1}, ack(cl, 1<<29+1, 1<<28+1)), "ESTABLISHED"},
	{"reset", session.ConntrackConfig{}, opened(rst(sv, 1)), "CLOSE"},
	{"reset that is not exact", session.ConntrackConfig{}, opened(rst(sv, 500)), "ESTABLISHED"},
	{"reset after data", session.ConntrackConfig{}, opened(data(sv, 1, 1, 100), rst(sv, 101)), "CLOSE"},
	{"challenge is no last acknowledgement", session.ConntrackConfig{}, opened(fin(sv, 1, 1), ack(cl, 1, 2), fin(cl, 1, 2),
		tcpStep{side: cl, flags: wire.SYN, seq: 900}.says(session.Tolerated, session.RuleConntrackIgnored), ack(sv, 2, 2).says(session.Tolerated, session.RuleConntrackChallenge), ack(sv, 2, 2)), "TIME_WAIT"},
	{"scaled", session.ConntrackConfig{}, openedWith(o.AddWindowScale(3), ack(cl, 1, 1), data(sv, 1, 1, 65000), data(sv, 65001, 1, 65000), data(sv, 520000, 1, 65000)), "ESTABLISHED"},
	{"scaled by one side only", session.ConntrackConfig{}, append([]tcpStep{syn(cl).with(o.AddWindowScale(3)), synack(sv), ack(cl, 1, 1)}, data(sv, 300000, 1, 9).says(session.Invalid, session.RuleConntrackSeqHigh)), "ESTABLISHED"},

	// Each rule, at its edge.
	{"flags", session.ConntrackConfig{}, opened(tcpStep{side: cl, flags: wire.FIN, seq: 1}.says(session.Invalid, session.RuleConntrackFlags)), "ESTABLISHED"},
	{"new", session.ConntrackConfig{}, []tcpStep{synack(sv).says(session.Invalid, session.RuleConntrackNew), fin(sv, 1, 1).says(session.Invalid, session.RuleConntrackNew), rst(sv, 1).says(session.Invalid, session.RuleConntrackNew)}, "NONE"},
	{"state", session.ConntrackConfig{}, []tcpStep{syn(cl), ack(cl, 1, 1).says(session.Invalid, session.RuleConntrackState)}, "SYN_SENT"},
	{"old reset", session.ConntrackConfig{}, opened(rst(sv, 0).says(session.Invalid, session.RuleConntrackReset)), "ESTABLISHED"},
	{"old reset ignored", session.ConntrackConfig{IgnoreInvalidRST: true}, opened(rst(sv, 0)), "ESTABLISHED"},
	{"seq at the edge", session.ConntrackConfig{}, opened(data(cl, 65536, 1, 0)), "ESTABLISHED"},
	{"seq over the edge", session.ConntrackConfig{}, opened(data(cl, 65537, 1, 10).says(session.Tolerated, session.RuleConntrackSeqOver)), "ESTABLISHED"},
	{"seq far over the edge", session.ConntrackConfig{}, opened(data(cl, 65536+65536, 1, 0).says(session.Invalid, session.RuleConntrackSeqHigh)), "ESTABLISHED"},
	{"seq over the edge, liberal", session.ConntrackConfig{Liberal: true}, opened(data(cl, 65536+65536, 1, 0)), "ESTABLISHED"},
	{"seq at the lower edge", session.ConntrackConfig{}, opened(data(cl, 1-65535, 1, 0)), "ESTABLISHED"},
	{"seq under it", session.ConntrackConfig{}, opened(data(cl, 0-65535, 1, 0).says(session.Tolerated, session.RuleConntrackSeqLow)), "ESTABLISHED"},
	{"ack of the unseen", session.ConntrackConfig{}, opened(ack(cl, 1, 2).says(session.Invalid, session.RuleConntrackAckHigh)), "ESTABLISHED"},
	{"ack at the lower edge", session.ConntrackConfig{}, opened(ack(cl, 1, 1-66000)), "ESTABLISHED"},
	{"ack under it", session.ConntrackConfig{}, opened(ack(cl, 1, 0-66000).says(session.Tolerated, session.RuleConntrackAckLow)), "ESTABLISHED"},
	{"SACK of the unseen", session.ConntrackConfig{}, openedWith(o.Add(wire.SACKPermitted), ack(cl, 1, 1), ack(sv, 1, 1).with(o.AddSACK(block(cl, 5, 9))).says(session.Invalid, session.RuleConntrackAckHigh)), "ESTABLISHED"},
}

func TestConntrack(t *testing.T) {
	planted := map[*session.Rule]bool{session.RuleConntrackHeader: true}
	for _, tt := range conntrackTests {
		c := session.NewConntrack(tt.cfg)
		for i, k := range tt.steps {
			v := c.Check(k.side, k.segment(), 0)
			if v.Outcome != k.outcome || v.Rule != k.rule {
				t.Errorf("%s, step %d: %v", tt.name, i, v)
			}
			planted[v.Rule] = true
		}
		if got := c.State(cl); got != tt.end {
			t.Errorf("%s: ends %s", tt.name, got)
		}
	}
	for r := range session.Rules() {
		if strings.HasPrefix(r.Name, "conntrack-") && !planted[r] {
			t.Errorf("nothing breaks %s", r.Name)
		}
	}
	c := session.NewConntrack(session.ConntrackConfig{})
	if v := c.Check(cl, make(wire.TCP, wire.TCPLen), 0); v.Rule != session.RuleConntrackHeader {
		t.Error(v)
	}
}

func TestConntrackNext(t *testing.T) {
	c := session.NewConntrack(session.ConntrackConfig{})
	for i, want := range []string{"[SYN ACK]", "[SYN SYN-ACK RST]", "[SYN-ACK FIN ACK RST]"} {
		var names []string
		side := session.Side(i & 1)
		for _, m := range c.Next(side, nil) {
			names = append(names, m.Name)
		}
		if got := fmt.Sprint(names); got != want {
			t.Errorf("%v in %s: %s, want %s", side, c.State(side), got, want)
		}
		k := opened()[i]
		c.Check(k.side, k.segment(), 0)
	}
}

func FuzzConntrack(f *testing.F) {
	f.Add([]byte("\x00\x02\x00\x00\x01\x12\x00\x01\x00\x10\x01\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c := session.NewConntrack(session.ConntrackConfig{})
		for len(b) >= 4 {
			k := tcpStep{side: session.Side(b[0] & 1), flags: wire.TCPFlags(b[1] & 0x3f), seq: int(int8(b[2])) << (b[0] >> 4), ack: int(int8(b[3])) << (b[0] >> 4 & 12), data: int(b[0]>>1) % 9}
			b = b[4:]
			if n := int(b0(b) % 20); k.flags&wire.PSH != 0 && n <= len(b) {
				k.opts, b = wire.TCPOptions(b[:n]), b[n:]
			}
			v := c.Check(k.side, k.segment(), 0)
			after, _ := c.AppendBinary(nil)
			var d session.Conntrack
			if err := d.UnmarshalBinary(after); err != nil {
				t.Fatal(err)
			}
			if again, _ := d.AppendBinary(nil); !bytes.Equal(after, again) || v.OK() != (v.Rule == nil) {
				t.Fatalf("%+v: %x, restored %x", v, after, again)
			}
		}
	})
}

func TestConntrackNoAllocs(t *testing.T) {
	c := session.NewConntrack(session.ConntrackConfig{})
	for _, k := range opened() {
		c.Check(k.side, k.segment(), 0)
	}
	d := data(cl, 1, 1, 1000).with(ts(2, 1)).segment()
	if n := testing.AllocsPerRun(100, func() { c.Check(cl, d, 0) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleConntrack() {
	// What a firewall calls invalid, and what the hosts make of it.
	hosts, firewall := session.NewTCP(session.TCPConfig{}), session.NewConntrack(session.ConntrackConfig{})
	for _, k := range opened(data(cl, 1, 1, 100), rst(sv, 0), ack(sv, 1, 101)) {
		fmt.Printf("%v %v\n  %v\n  %v\n", k.side, k.flags, hosts.Check(k.side, k.segment(), 0), firewall.Check(k.side, k.segment(), 0))
	}
	fmt.Println(hosts.State(cl), firewall.State(cl))
	// Output:
	// client SYN
	//   valid
	//   valid
	// server SYN|ACK
	//   valid
	//   valid
	// client ACK
	//   valid
	//   valid
	// client PSH|ACK
	//   valid
	//   valid
	// server RST
	//   tolerated: RFC 5961 §3.2: reset outside of the window (Seq, ESTABLISHED)
	//   invalid: Linux 6.18 nf_conntrack_tcp_packet: reset before what the other side acknowledged (Seq, ESTABLISHED)
	// server ACK
	//   valid
	//   valid
	// ESTABLISHED ESTABLISHED
}
