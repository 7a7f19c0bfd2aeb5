package session

import (
	"strings"
	"testing"
)

// conntrackTable is the kernel's table of states: a column for each state that a segment finds, in it the state that
// follows. -- is invalid, ?? passes without being followed.
const conntrackTable = `
          NO SS SR ES FW CW LA TW CL S2
original
SYN       SS SS ?? ?? ?? ?? ?? SS SS S2
SYN-ACK   -- -- SR -- -- -- -- -- -- SR
FIN       -- -- FW FW LA LA LA TW CL --
ACK       ES -- ES ES CW CW TW TW CL --
RST       -- CL CL CL CL CL CL CL CL CL
none      -- -- -- -- -- -- -- -- -- --
reply
SYN       -- S2 -- -- -- -- -- SS -- S2
SYN-ACK   -- SR ?? ?? ?? ?? ?? ?? ?? SR
FIN       -- -- FW FW LA LA LA TW CL --
ACK       -- ?? SR ES CW CW TW TW CL ??
RST       -- CL CL CL CL CL CL CL CL CL
none      -- -- -- -- -- -- -- -- -- --
`

func TestConntrackTable(t *testing.T) {
	names := map[ctState]string{ctNone: "NO", ctSynSent: "SS", ctSynRecv: "SR", ctEstablished: "ES", ctFinWait: "FW", ctCloseWait: "CW",
		ctLastAck: "LA", ctTimeWait: "TW", ctClose: "CL", ctSynSent2: "S2", ctInvalid: "--", ctIgnore: "??"}
	kinds := map[string]ctKind{"SYN": ctSYN, "SYN-ACK": ctSYNACK, "FIN": ctFIN, "ACK": ctACK, "RST": ctRST, "none": ctOther}
	side, cells := Client, 0
	for _, line := range strings.Split(conntrackTable, "\n") {
		f := strings.Fields(line)
		if len(f) == 1 && f[0] == "reply" {
			side = Server
		}
		if len(f) != 1+int(ctStates) {
			continue
		}
		for s, want := range f[1:] {
			cells++
			if got := names[ctNext(side, kinds[f[0]], ctState(s))]; got != want {
				t.Errorf("%v %s in %s: %s, want %s", side, f[0], ctNames[s], got, want)
			}
		}
	}
	if cells != 2*6*int(ctStates) {
		t.Errorf("%d cells", cells)
	}
}

// TestConntrackStates drives a connection into every state by segments.
func TestConntrackStates(t *testing.T) {
	reached := map[string]bool{}
	for _, path := range [][]tcpSegment{
		{{flags: 2, seq: 1, end: 2, win: 9}, {flags: 0x12, seq: 5, end: 6, ack: 2, win: 9}, {flags: 0x10, seq: 2, end: 2, ack: 6, win: 9},
			{flags: 0x11, seq: 2, end: 3, ack: 6, win: 9}, {flags: 0x10, seq: 6, end: 6, ack: 3, win: 9}, {flags: 0x11, seq: 6, end: 7, ack: 3, win: 9}, {flags: 0x10, seq: 3, end: 3, ack: 7, win: 9}},
		{{flags: 2, seq: 1, end: 2, win: 9}, {flags: 2, seq: 5, end: 6, win: 9}},
		{{flags: 2, seq: 1, end: 2, win: 9}, {flags: 0x14, ack: 2}},
		{{flags: 2, seq: 1, end: 2, win: 9}, {flags: 0x12, seq: 5, end: 6, ack: 2, win: 9}, {flags: 4, seq: 2, end: 2}},
	} {
		c := NewConntrack(ConntrackConfig{})
		reached[c.State(Client)] = true
		for i, g := range path {
			side := Side(i & 1)
			if len(path) > 4 && i > 2 {
				side = [...]Side{Client, Server, Server, Client}[i-3]
			} else if i == 2 {
				side = Client
			}
			if o, r, _ := c.packet(side, &g, nil); o != Valid {
				t.Errorf("%+v: %v %v", g, o, r)
			}
			reached[c.State(Client)] = true
		}
	}
	for _, n := range ctNames {
		if !reached[n] {
			t.Errorf("%s is not reached", n)
		}
	}
}
