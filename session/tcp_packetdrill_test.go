package session_test

import (
	"bufio"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// drill is a script of ../shared/packetdrill.
type drill struct {
	Script  string
	Doc     string
	Verdict string
	Inj     int
	InjCand int
	Ev      []drillEvent
}

type drillEvent struct {
	T, D, Fl, Opt, Raw, SCTP, C string
	Seq, End, Ack               int64
	Len                         int
	Win                         *uint16
	UDP                         any
}

// at returns when an event is, given when the last was.
func (e *drillEvent) at(last int64) int64 {
	s := strings.TrimPrefix(e.T, "+")
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return last
	}
	if s == e.T {
		return int64(f * 1e9)
	}
	return last + int64(f*1e9)
}

// The initial sequence numbers of the side under test, which is the client, and of the other.
var drillISN = [2]uint32{0xfffff000, 0x7fffffd0}

// segment builds what an event describes.
func (e *drillEvent) segment(t *testing.T) (session.Side, wire.TCP) {
	side := session.Client
	if e.D == "<" {
		side = session.Server
	}
	v := make(wire.TCP, wire.TCPLen)
	for _, c := range e.Fl {
		v.SetFlags(v.Flags() | map[rune]wire.TCPFlags{
			'S': wire.SYN, 'F': wire.FIN, 'R': wire.RST, 'P': wire.PSH, '.': wire.ACK, 'E': wire.ECE, 'W': wire.CWR}[c])
	}
	v.SetSeq(uint32(e.Seq) + drillISN[side])
	if v.Flags()&wire.ACK != 0 {
		v.SetAck(uint32(e.Ack) + drillISN[side.Peer()])
	}
	if v.Flags() == wire.RST|wire.ACK && e.Seq == 0 { // an answer to what has no acknowledgement: zero itself
		v.SetSeq(0)
	}
	v.SetWindow(0xffff)
	if e.Win != nil {
		v.SetWindow(*e.Win)
	}
	o := drillOptions(t, e.Opt, drillISN[side.Peer()])
	for len(o)%4 != 0 {
		o = o.Add(wire.EOL)
	}
	v = append(v, o...)
	v.SetDataOffset(uint8(len(v) / 4))
	return side, append(v, make([]byte, e.Len)...)
}

func drillOptions(t *testing.T, s string, isn uint32) (o wire.TCPOptions) {
	for _, f := range strings.Split(s, ",") {
		w := strings.Fields(f)
		if len(w) == 0 {
			continue
		}
		num := func(i int) uint32 { n, _ := strconv.ParseUint(w[i], 10, 32); return uint32(n) }
		switch w[0] {
		case "mss":
			o = o.AddMSS(uint16(num(1)))
		case "nop":
			o = o.Add(wire.NOP)
		case "eol":
			o = o.Add(wire.EOL)
		case "wscale":
			o = o.AddWindowScale(uint8(num(1)))
		case "sackOK":
			o = o.Add(wire.SACKPermitted)
		case "TS":
			o = o.AddTimestamps(num(2), num(4))
		case "md5":
			o = o.AddMD5([16]byte{})
		case "FO":
			cookie := []byte{}
			if len(w) > 1 {
				cookie, _ = hex.DecodeString(w[1])
			}
			o = o.AddFastOpen(cookie)
		case "sack":
			var blocks []wire.SACKBlock
			for _, b := range w[1:] {
				var l, r uint32
				fmt.Sscanf(b, "%d:%d", &l, &r)
				blocks = append(blocks, wire.SACKBlock{Left: l + isn, Right: r + isn})
			}
			o = o.AddSACK(blocks...)
		case "...":
		default:
			t.Fatalf("option %q", f)
		}
	}
	return o
}

func drills(t *testing.T, name string) (all []drill) {
	f, err := os.Open("../../shared/packetdrill/" + name + ".jsonl.gz")
	if err != nil {
		t.Skip("no ../shared/packetdrill")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	s := bufio.NewScanner(z)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		d := drill{Inj: -1}
		if err := json.Unmarshal(s.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

// documented reports whether a verdict is what a script says of the stack: whether it takes the segment.
func documented(what string, v session.Verdict) bool {
	switch what {
	case "closes":
		return v.OK() && v.After == "CLOSED"
	case "moves", "acked":
		return v.Outcome != session.Invalid
	}
	return !v.OK() // ignored, challenge, rst
}

// refused reports whether a segment is a SYN that is Valid as such, and gets a reset: only that shows that nobody listens.
func refused(s *session.TCP, r session.Verdict, rest []drillEvent, t *testing.T) bool {
	if !r.OK() || len(rest) == 0 || rest[0].D != ">" || !strings.Contains(rest[0].Fl, "R") {
		return false
	}
	var c session.TCP
	b, _ := s.AppendBinary(nil)
	if err := c.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	side, v := rest[0].segment(t)
	return c.Check(side, v, 0).OK() && c.State(side.Peer()) == "CLOSED"
}

// TestTCPPacketdrill has what a conforming stack sends Valid, and what is sent to it judged as the scripts say. Scripts with
// a stack that is told to do without RFC 5961 have "insecure" in their names.
func TestTCPPacketdrill(t *testing.T) {
	sent, labelled, right := 0, 0, 0
	outcomes := map[string]int{}
	for _, d := range drills(t, "freebsd-tcp") {
		cfg := session.TCPConfig{RFC793: strings.Contains(d.Script, "insecure")}
		s := session.NewTCP(cfg)
		var at int64
		opened := false
		for i, e := range d.Ev {
			at = e.at(at)
			if e.Raw != "" {
				continue
			}
			side, v := e.segment(t)
			if v.Flags()&(wire.SYN|wire.ACK) == wire.SYN && e.Seq == 0 && i != d.Inj && opened &&
				s.State(side) != "SYN-SENT" && s.State(side) != "SYN-RECEIVED" && s.State(side.Peer()) != "SYN-SENT" {
				s = session.NewTCP(cfg) // the script's next socket
			}
			opened = opened || v.Flags()&wire.SYN != 0
			before, _ := s.AppendBinary(nil)
			r := s.Check(side, v, at)
			if side == session.Client {
				sent++
				if !r.OK() {
					t.Errorf("%s, event %d: %+v: %v", d.Script, i, e, r)
				}
			}
			if after, _ := s.AppendBinary(nil); !r.OK() && string(before) != string(after) {
				t.Errorf("%s, event %d: %v changed the state", d.Script, i, r)
			}
			if i == d.Inj && d.InjCand == 1 {
				labelled++
				outcomes[d.Verdict+": "+r.Outcome.String()]++
				if documented(d.Verdict, r) || refused(s, r, d.Ev[i+1:], t) {
					right++
				} else {
					t.Logf("%s, event %d: documented is %s: %+v: %v, %s", d.Script, i, d.Verdict, e, r, r.After)
				}
			}
		}
	}
	t.Logf("%d segments sent; of %d labelled segments %d as documented: %v", sent, labelled, right, outcomes)
	if right*100 < labelled*99 {
		t.Errorf("%d of %d", right, labelled)
	}
}
