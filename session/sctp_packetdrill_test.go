package session_test

import (
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// sctpNode is what the scripts of ../shared/packetdrill have in text: NAME[key=value, NAME[...], ...].
type sctpNode struct {
	name string
	args []sctpArg
}

type sctpArg struct {
	key, value string
	node       *sctpNode
}

// sctpSplit splits at a separator that is not in brackets.
func sctpSplit(s string, sep byte) (parts []string) {
	depth, from := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '[':
			depth++
		case ']':
			depth--
		case sep:
			if depth == 0 {
				parts = append(parts, strings.TrimSpace(s[from:i]))
				from = i + 1
			}
		}
	}
	if last := strings.TrimSpace(s[from:]); last != "" {
		parts = append(parts, last)
	}
	return parts
}

func sctpNodeOf(s string) *sctpNode {
	name, rest, _ := strings.Cut(s, "[")
	n := &sctpNode{name: name}
	for _, a := range sctpSplit(strings.TrimSuffix(rest, "]"), ',') {
		key, value, pair := strings.Cut(a, "=")
		if pair && !strings.Contains(key, "[") {
			n.args = append(n.args, sctpArg{key: key, value: value})
		} else {
			n.args = append(n.args, sctpArg{node: sctpNodeOf(a)})
		}
	}
	return n
}

func (n *sctpNode) get(key string) string {
	for _, a := range n.args {
		if a.key == key {
			return a.value
		}
	}
	return ""
}

// num returns a number, or what stands for "...".
func (n *sctpNode) num(key string, dots uint32) uint32 {
	s := n.get(key)
	if s == "" || s == "..." {
		return dots
	}
	v, err := strconv.ParseUint(s, 0, 32)
	if err != nil {
		panic(s)
	}
	return uint32(v)
}

func (n *sctpNode) bytes(key string) (b []byte) {
	s := strings.Trim(n.get(key), "[]")
	if s == "..." || s == "" {
		length := int(n.num("len", 12))
		return make([]byte, max(length-4, 0))
	}
	for _, x := range strings.Split(s, ",") {
		v, err := strconv.ParseUint(strings.TrimSpace(x), 0, 8)
		if err != nil {
			panic(s)
		}
		b = append(b, byte(v))
	}
	return b
}

// param appends a parameter or an error cause.
func (n *sctpNode) param(b []byte) []byte {
	var t uint32
	var v []byte
	switch n.name {
	case "...":
		return b
	case "STATE_COOKIE":
		t, v = uint32(wire.SCTPParamStateCookie), n.bytes("val")
	case "HEARTBEAT_INFORMATION":
		t, v = uint32(wire.SCTPParamHeartbeatInfo), n.bytes("val")
	case "SUPPORTED_ADDRESS_TYPES":
		t = uint32(wire.SCTPParamAddressTypes)
		for _, x := range sctpSplit(strings.Trim(n.get("types"), "[]"), ',') {
			v = append(v, 0, map[string]byte{"IPv4": 5, "IPv6": 6}[x])
		}
	case "IPV4_ADDRESS", "IPV6_ADDRESS":
		a := netip.MustParseAddr(n.get("addr"))
		if t, v = 5, a.AsSlice(); a.Is6() {
			t = 6
		}
	case "COOKIE_PRESERVATIVE":
		t, v = 9, []byte{0, 0, 0x30, 0x39}
	case "HOSTNAME_ADDRESS":
		t, v = 11, append([]byte(strings.Trim(n.get("addr"), `"`)), 0)
	case "PARAMETER":
		t, v = n.num("type", 0), n.bytes("val")
		if n.get("val") == "[]" {
			v = nil
		}
	case "UNRECOGNIZED_PARAMETER":
		t, v = 8, sctpNodeOf(strings.Trim(n.get("params"), "[]")+"]").param(nil)
	case "STALE_COOKIE_ERROR":
		t, v = 3, []byte{0, 15, 0x42, 0x40}
	case "INVALID_STREAM_IDENTIFIER":
		t, v = 1, []byte{0, 1, 0, 0}
	case "NO_USER_DATA":
		t, v = 9, []byte{0, 0, 0, 1}
	case "INVALID_MANDATORY_PARAMETER":
		t = 7
	case "PROTOCOL_VIOLATION":
		t = 13
	case "UNRESOLVABLE_ADDRESS":
		t = 5
	case "UNRECOGNIZED_CHUNK_TYPE":
		t, v = 6, []byte{0x6f, 0, 0, 5, 1, 0, 0, 0}
	case "UNRECOGNIZED_PARAMETERS":
		t, v = 8, []byte{0xc0, 0, 0, 4}
	default:
		panic(n.name)
	}
	return wire.SCTPParams(b).Add(wire.SCTPParamType(t), v...)
}

var sctpDrillTypes = map[string]wire.SCTPChunkType{
	"DATA": 0, "INIT": 1, "INIT_ACK": 2, "SACK": 3, "HEARTBEAT": 4, "ABORT": 6, "SHUTDOWN": 7, "SHUTDOWN_ACK": 8, "ERROR": 9,
	"COOKIE_ECHO": 10, "COOKIE_ACK": 11, "SHUTDOWN_COMPLETE": 14,
}

// chunk appends a chunk, and reports its T bit.
func (n *sctpNode) chunk(b []byte) []byte {
	typ, flags := sctpDrillTypes[n.name], byte(0)
	switch f := n.get("flgs"); {
	case f == "T":
		flags = 1
	case strings.ContainsAny(f, "BE"):
		if strings.Contains(f, "B") {
			flags |= wire.SCTPBegin
		}
		if strings.Contains(f, "E") {
			flags |= wire.SCTPEnd
		}
	}
	u32 := func(v []byte, x uint32) []byte { return append(v, byte(x>>24), byte(x>>16), byte(x>>8), byte(x)) }
	var v []byte
	switch n.name {
	case "CHUNK":
		typ = sctpDrillTypes[n.get("type")]
		if typ == 0 {
			typ = wire.SCTPChunkType(n.num("type", 0))
		}
		v = n.bytes("val")
	case "INIT", "INIT_ACK":
		v = u32(u32(nil, n.num("tag", 0)), n.num("a_rwnd", 65536))
		v = u32(u32(v, n.num("os", 10)<<16|n.num("is", 2048)), n.num("tsn", 0))
		cookie := n.name == "INIT_ACK"
		for _, a := range n.args {
			if a.node != nil {
				cookie = cookie && a.node.name != "STATE_COOKIE"
				v = a.node.param(v)
			}
		}
		if cookie && strings.Contains(n.args[len(n.args)-1].name(), "...") {
			v = wire.SCTPParams(v).Add(wire.SCTPParamStateCookie, make([]byte, 8)...)
		}
	case "SACK":
		v = u32(u32(nil, n.num("cum_tsn", 0)), n.num("a_rwnd", 65536))
		gaps := sctpSplit(strings.Trim(n.get("gaps"), "[]"), ',')
		v = append(v, 0, byte(len(gaps)), 0, 0)
		for _, g := range gaps {
			from, to, _ := strings.Cut(g, ":")
			x, _ := strconv.Atoi(from)
			y, _ := strconv.Atoi(to)
			v = append(v, byte(x>>8), byte(x), byte(y>>8), byte(y))
		}
	case "DATA":
		v = u32(nil, n.num("tsn", 0))
		v = u32(u32(v, n.num("sid", 0)<<16|n.num("ssn", 0)), n.num("ppid", 0))
		v = append(v, make([]byte, n.num("len", 16)-16)...)
	case "SHUTDOWN":
		v = u32(nil, n.num("cum_tsn", 0))
	case "COOKIE_ECHO":
		v = n.bytes("val")
	case "HEARTBEAT", "ABORT", "ERROR":
		for _, a := range n.args {
			if a.node != nil {
				v = a.node.param(v)
			}
		}
	}
	size := 4 + len(v)
	b = append(append(b, byte(typ), flags, byte(size>>8), byte(size)), v...)
	for ; size%4 != 0; size++ {
		b = append(b, 0)
	}
	return b
}

func (a sctpArg) name() string {
	if a.node != nil {
		return a.node.name
	}
	return a.value
}

// sctpDrill makes packets of events. The scripts leave verification tags out: a packet has the one that its receiver chose for
// the association or, for what answers an INIT at once, in that.
type sctpDrill struct {
	tags    [2]uint32 // of the association
	init    [2]uint32 // in the latest INIT or INIT ACK
	last    [2]uint32 // tag of each side's last packet
	opening bool      // the last packet was INIT
}

func (d *sctpDrill) packet(e *drillEvent) (session.Side, wire.SCTP, []*sctpNode) {
	side := session.Client
	if e.D == "<" {
		side = session.Server
	}
	head, body, _ := strings.Cut(e.SCTP, ": ")
	v := make(wire.SCTP, wire.SCTPLen)
	v.SetSrcPort(1)
	v.SetDstPort(1)
	var nodes []*sctpNode
	if strings.HasPrefix(body, "[") {
		v = append(v, (&sctpNode{args: []sctpArg{{key: "val", value: body}}}).bytes("val")...)
		nodes = append(nodes, &sctpNode{})
	} else {
		for _, c := range sctpSplit(body, ';') {
			n := sctpNodeOf(c)
			nodes = append(nodes, n)
			v = n.chunk(v)
		}
	}
	first := nodes[0]
	other := side.Peer()
	tag := d.tags[other]
	switch opening := d.opening; {
	case first.name == "INIT":
		tag, d.init[side] = 0, first.num("tag", 0)
	case first.name == "INIT_ACK":
		tag, d.init[side] = d.init[other], first.num("tag", 0)
	case first.name == "COOKIE_ECHO":
		d.tags = d.init
		tag = d.tags[other]
	case first.get("flgs") == "T":
		tag = d.last[other]
	case tag == 0 || opening && first.name == "ABORT":
		tag = d.init[other]
	}
	d.opening = first.name == "INIT"
	if i := strings.Index(head, "tag="); i >= 0 {
		x, _ := strconv.Atoi(strings.TrimSuffix(head[i+4:], ")"))
		tag = uint32(x)
	}
	if tag == 0 && first.name != "INIT" {
		tag = 2 // of what the script does not have
	}
	v.SetVTag(tag)
	v.SetChecksum(v.Sum())
	if strings.Contains(head, "bad_crc32c") {
		v.SetChecksum(^v.Sum())
	}
	d.last[side] = tag
	return side, v, nodes
}

// sctpVariant returns the events of a script that are for a system: "#ifdef" and "#endif" are behind the event before.
func sctpVariant(all []drillEvent, system string) (events []drillEvent) {
	on := true
	for _, e := range all {
		text, marks, _ := strings.Cut(e.SCTP, " #")
		e.SCTP = text
		if on {
			events = append(events, e)
		}
		for _, m := range strings.Split(marks, "#") {
			switch f := strings.Fields(m); {
			case len(f) == 0:
			case f[0] == "endif":
				on = true
			case f[0] == "ifdef":
				on = f[1] == system
			}
		}
	}
	return events
}

// sctpInjected has, for the scripts that send something wrong on purpose, the event by its number in the script and the rule
// that says why it has the outcome that the script documents. No rule: the stack takes it.
var sctpInjected = map[string]map[int]*session.Rule{
	"as-i-1-13-2": {0: nil},
	"as-i-1-14-1": {0: session.RuleSCTPInitTag, 1: nil},
	"as-i-1-7-2":  {0: session.RuleSCTPInitStreams},
	"as-i-1-7-4":  {1: session.RuleSCTPInitStreams},
	"as-i-1-8-4":  {0: nil},
	"as-v-1-12-1": {0: session.RuleSCTPHostName},
	"as-v-1-6-1":  {0: nil},
	"as-v-1-6-2":  {1: nil},
	"as-v-1-7-1":  {0: nil},
	"as-v-1-7-3":  {1: nil},
	"as-o-1-9-2":  {4: nil}, // refused by ABORT for its address, but as an INIT it is right
	"at-i-2-5":    {11: session.RuleSCTPEnded},
	"at-i-2-8":    {5: nil, 8: nil},
	"at-i-2-9":    {6: session.RuleSCTPDataShutdown},
	"at-v-2-2":    {4: nil, 5: session.RuleSCTPEnded},
	"bdc-i-7-2":   {1: session.RuleSCTPAlone},
	"bdc-v-7-7":   {4: nil},
	"d-i-8-11":    {4: session.RuleSCTPNoUserData},
	"dm-o-4-1":    {1: nil},
	"dm-o-4-10":   {6: session.RuleSCTPDataShutdown},
	"dm-o-4-2-2":  {6: session.RuleSCTPInitShutdown},
	"dm-o-4-3":    {3: session.RuleSCTPInitAckLate},
	"dm-o-4-5":    {5: nil},
	"dm-o-4-6-1":  {1: session.RuleSCTPNoAssociation},
	"dm-o-4-6-3":  {5: nil},
	"dm-o-4-9":    {1: session.RuleSCTPShutdownComplete},
	"e-i-6-3":     {4: session.RuleSCTPStream},
	"e-i-6-6":     {2: nil},
	"e-o-6-2":     {4: session.RuleSCTPStaleCookie, 5: nil},
	"fh-i-5-1-2":  {21: session.RuleSCTPEnded},
	"fh-o-5-3-4":  {0: session.RuleSCTPNoAssociation, 1: session.RuleSCTPNoAssociation},
	"imh-i-3-2":   {1: session.RuleSCTPLength},
	"imh-i-3-3":   {2: session.RuleSCTPTag, 3: nil},
	"imh-i-3-4":   {0: session.RuleSCTPChecksum, 1: nil},
	"imh-i-3-5":   {2: session.RuleSCTPCookie, 3: nil},
	"imh-i-3-6":   {0: session.RuleSCTPNoAssociation},
	"imh-i-3-7":   {4: session.RuleSCTPTag},
	"imh-i-3-8":   {2: session.RuleSCTPLength, 3: session.RuleSCTPNoAssociation},
	"imh-i-3-9":   {5: session.RuleSCTPTag, 7: nil},
	"m-i-10-3":    {4: session.RuleSCTPUnknownChunk},
}

// TestSCTPPacketdrill has what a conforming stack sends Valid, and what is sent to it judged as the scripts say.
func TestSCTPPacketdrill(t *testing.T) {
	sent, injected, wrong, right := 0, 0, 0, 0
	for _, script := range drills(t, "etsi-sctp") {
		name := strings.TrimSuffix(script.Script[strings.LastIndexByte(script.Script, '/')+1:], ".pkt")
		want := sctpInjected[strings.TrimPrefix(name, "sctp-")]
		for _, system := range []string{"FreeBSD", "Linux"} {
			events := sctpVariant(script.Ev, system)
			if system == "Linux" && len(events) == len(script.Ev) {
				continue // the same
			}
			s := session.NewSCTP(session.SCTPConfig{Checksums: true})
			var d sctpDrill
			var at int64
			for i := range events {
				e := &events[i]
				at = e.at(at)
				side, v, _ := d.packet(e)
				before, _ := s.AppendBinary(nil)
				r := s.Check(side, v, at)
				after, _ := s.AppendBinary(nil)
				if r.Outcome == session.Invalid && string(before) != string(after) {
					t.Errorf("%s, event %d: %v changed the state", name, i, r)
				}
				if side == session.Client {
					sent++
					if !r.OK() {
						t.Errorf("%s (%s), event %d: %s: %v", name, system, i, e.SCTP, r)
					}
					continue
				}
				injected++
				if !r.OK() {
					wrong++
				}
				if r.Rule == want[i] {
					right++
				} else {
					t.Errorf("%s (%s), event %d: %s: %v, documented is %+v", name, system, i, e.SCTP, r, want[i])
				}
			}
		}
	}
	t.Logf("%d packets sent; %d injected, of them %d as documented, %d wrong ones", sent, injected, right, wrong)
}
