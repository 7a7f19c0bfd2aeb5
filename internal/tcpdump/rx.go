package tcpdump

import (
	"net/netip"
	"time"

	"github.com/gocap-project/gocap/wire"
)

var (
	rxTypes = names{
		1: "data", 2: "ack", 3: "busy", 4: "abort", 5: "ackall", 6: "challenge", 7: "response", 8: "debug", 9: "params", 13: "version",
	}
	rxReasons = names{
		1: "ack requested", 2: "duplicate packet", 3: "out of sequence", 4: "exceeds window", 5: "no buffer space", 6: "ping",
		7: "ping response", 8: "delay", 9: "idle",
	}
	rxFlags    = [...]string{"client-init", "req-ack", "last-pckt", "more-pckts", "free-pckt"}
	rxServices = names{7000: "fs", 7001: "cb", 7002: "pt", 7003: "vldb", 7004: "kauth", 7005: "vol", 7007: "bos"}
	rxVolumes  = [...]string{"read-write", "read-only", "backup"}
)

const (
	rxLen         = 28
	rxData        = 1
	rxAck         = 2
	rxAbort       = 4
	rxClientInit  = 1
	rxJumbo       = 0x20
	rxRemembered  = 64
	rxUbikVotes   = 10000
	rxUbikDisk    = 20000
	rxServerCount = 8  // servers of a volume
	rxServersNew  = 13 // in the newer form
)

// An rxCall is a call that may be answered.
type rxCall struct {
	client, server netip.Addr
	call           uint32
	port, service  uint16
	op             uint32
}

// rx prints a packet of AFS's remote procedure calls.
func (p *Printer) rx(h *ipHeader, sport, dport uint32, b []byte, n int) {
	p.proto = "rx"
	if len(b) < rxLen || n < rxLen {
		p.f(" [|rx] (%u)", uint32(n))
		return
	}
	kind, flags := uint32(b[20]), uint32(b[21])
	p.s(" rx ")
	p.name(rxTypes, kind, "type %u")
	if p.Verbose > 0 {
		p.rxHeader(b, flags)
	}
	r := rxReader{p: p, b: snap(b, n)[rxLen:]}
	first := wire.Uint32(b, 12) == 1
	switch {
	case kind == rxData && first && flags&rxClientInit != 0:
		p.rxCall(h, dport, b, &r)
	case (kind == rxData && first || kind == rxAbort) && flags&rxClientInit == 0:
		p.rxReply(h, sport, kind, b, &r)
	case kind == rxAck:
		p.rxAck(&r)
	}
	p.f(" (%u)", uint32(n))
}

func (p *Printer) rxHeader(b []byte, flags uint32) {
	if p.Verbose > 1 {
		p.f(" cid %08x call# %u", wire.Uint32(b, 4), wire.Uint32(b, 8))
	}
	p.f(" seq %u ser %u", wire.Uint32(b, 12), wire.Uint32(b, 16))
	if p.Verbose > 2 {
		p.f(" secindex %u serviceid %u", uint32(b[23]), uint32(wire.Uint16(b, 26)))
	}
	if p.Verbose < 2 {
		return
	}
	sep := " <"
	one := func(s string) {
		p.s(sep + s + ">")
		sep = ",<"
	}
	for i, s := range rxFlags {
		if flags>>i&1 != 0 {
			one(s)
		}
	}
	if flags&rxJumbo != 0 && b[20] == rxData {
		one("jumbogram")
	}
}

// rxCall prints what is called, and remembers it.
func (p *Printer) rxCall(h *ipHeader, port uint32, b []byte, r *rxReader) {
	name, ok := rxServices[port]
	if !ok {
		return
	}
	r.name = name
	if len(r.b) < 4 {
		return
	}
	op := r.u32()
	if h.v == 4 {
		p.rxSeen[p.rxNext%rxRemembered] = rxCall{h.src, h.dst, wire.Uint32(b, 8), uint16(port), wire.Uint16(b, 26), op}
		p.rxNext++
	}
	p.s(" " + name)
	if format, ok := rxUbik[op]; ok && port != 7000 && port != 7001 && port != 7005 && port != 7007 {
		p.s(" ubik call ")
		r.args(format)
		return
	}
	p.s(" call ")
	format, ok := rxCalls[port][op]
	if !ok {
		p.f("op#%u", op)
		return
	}
	r.args(format)
}

// rxUbik are the operations of the servers of a database among themselves.
var rxUbik = map[uint32]string{
	rxUbikVotes: "vote-beacon%Y", rxUbikVotes + 1: "vote-debug-old", rxUbikVotes + 2: "vote-sdebug-old", rxUbikVotes + 3: "vote-getsyncsite site %u",
	rxUbikVotes + 4: "vote-debug", rxUbikVotes + 5: "vote-sdebug", rxUbikVotes + 6: "vote-xdebug", rxUbikVotes + 7: "vote-xsdebug",
	rxUbikDisk: "disk-begin tid %u.%u", rxUbikDisk + 1: "disk-commit tid %u.%u", rxUbikDisk + 2: "disk-lock tid %u.%u file %d pos %d length %d",
	rxUbikDisk + 3: "disk-write tid %u.%u file %d pos %d", rxUbikDisk + 4: "disk-getversion", rxUbikDisk + 5: "disk-getfile file %d",
	rxUbikDisk + 6: "disk-sendfile file %d length %d dbversion %u.%u", rxUbikDisk + 7: "disk-abort tid %u.%u",
	rxUbikDisk + 8: "disk-releaselocks tid %u.%u", rxUbikDisk + 9: "disk-truncate tid %u.%u file %d length %d",
}

// rxReply prints an answer to a call that was seen.
func (p *Printer) rxReply(h *ipHeader, port, kind uint32, b []byte, r *rxReader) {
	name, ok := rxServices[port]
	if !ok || h.v != 4 {
		return
	}
	want := rxCall{h.dst, h.src, wire.Uint32(b, 8), uint16(port), wire.Uint16(b, 26), 0}
	for i := range p.rxSeen {
		at := (p.rxHint + i) % rxRemembered // from that which was found last: as calls are numbered, old ones may match
		c := p.rxSeen[at]
		want.op = c.op
		if c != want || !c.client.IsValid() {
			continue
		}
		p.rxHint = at
		if len(r.b) == 0 {
			return
		}
		r.name = name
		p.s(" " + name)
		format, ok := rxCalls[port][c.op]
		if ubik, is := rxUbik[c.op]; is && port != 7000 && port != 7001 && port != 7005 && port != 7007 {
			p.s(" ubik")
			format, ok = ubik, true
		}
		p.s(" reply ")
		if !ok {
			p.f("op#%u", c.op)
			return
		}
		p.s(firstWord(format))
		if kind == rxData {
			r.args(rxReplies[port][c.op])
		}
		return
	}
}

// firstWord returns s up to the first space or verb.
func firstWord(s string) string {
	for i := range len(s) {
		if s[i] == ' ' || s[i] == '%' {
			return s[:i]
		}
	}
	return s
}

// rxReplies are what is printed of results, as rxCalls.
var rxReplies = map[uint32]map[uint32]string{
	7000: {137: " new fid %F", 141: " new fid %F"},
	7002: {504: " ids:%I", 505: "%N"},
	7003: {503: "%E", 504: "%E", 510: "%*%E", 518: "%e", 519: "%e", 521: "%*%e", 505: " newvol %u"},
	7005: {121: "%* name %w volid %u type"},
}

// rxAck prints what was received.
func (p *Printer) rxAck(r *rxReader) {
	r.name = "ack"
	if len(r.b) < 18 {
		return
	}
	head := r.take(18)
	if p.Verbose > 2 {
		p.f(" bufspace %u maxskew %u", uint32(wire.Uint16(head, 0)), uint32(wire.Uint16(head, 2)))
	}
	first, count := wire.Uint32(head, 4), int(head[17])
	p.f(" first %u serial %u reason ", first, wire.Uint32(head, 12))
	p.name(rxReasons, uint32(head[16]), "#%u")
	if count > len(r.b) {
		p.s(" [|ack]")
		return
	}
	acks := r.take(count)
	p.rxAcks(" acked", acks, first, func(x byte) bool { return x == 1 })
	p.rxAcks(" nacked", acks, first, func(x byte) bool { return x == 0 })
	if p.Verbose > 1 && len(r.b) > 3 {
		r.take(3)
		for _, title := range [...]string{" ifmtu", " maxmtu", " rwind", " maxpackets"} {
			if len(r.b) < 4 {
				return
			}
			p.s(title)
			p.f(" %u", r.u32())
		}
	}
}

// rxAcks prints the ranges of packets of which is says yes.
func (p *Printer) rxAcks(title string, acks []byte, first uint32, is func(byte) bool) {
	sep := title + " "
	for i := 0; i < len(acks); i++ {
		if !is(acks[i]) {
			continue
		}
		last := i
		for last+1 < len(acks) && is(acks[last+1]) {
			last++
		}
		p.s(sep)
		p.f("%u", first+uint32(i))
		if last > i {
			p.f("-%u", first+uint32(last))
		}
		i, sep = last, ","
	}
}

// An rxReader takes arguments off what was captured of a call. Reading more than there is
// prints a mark, once, and ends the arguments.
type rxReader struct {
	p    *Printer
	b    []byte
	name string
	bad  bool
}

func (r *rxReader) take(n int) []byte {
	if r.bad || n < 0 || n > len(r.b) {
		if !r.bad {
			r.bad = true
			r.p.s(" [|" + r.name + "]")
		}
		return nil
	}
	x := r.b[:n]
	r.b = r.b[n:]
	return x
}

// u32 takes a number. If that was not captured, the packet's text ends.
func (r *rxReader) u32() uint32 {
	x := r.p.u32(r.b, 0)
	r.b, r.bad = skip(r.b, 4), r.bad || r.p.done()
	return x
}

// number prints lead and a number, as format says.
func (r *rxReader) number(lead, format string) {
	r.lead(lead)
	if x := r.u32(); !r.bad {
		if lead != "" && lead[len(lead)-1] == ' ' {
			r.p.s(" ")
		}
		r.p.f(format, x)
	}
}

// lead prints the text before a verb, but for a space at its end.
func (r *rxReader) lead(s string) {
	if n := len(s) - 1; n >= 0 && s[n] == ' ' {
		s = s[:n]
	}
	r.p.s(s)
}

// args prints arguments: a text with verbs.
func (r *rxReader) args(format string) {
	start := 0
	for i := 0; i < len(format) && !r.bad; i++ {
		if format[i] != '%' {
			continue
		}
		lead := format[start:i]
		i++
		start = i + 1
		r.arg(format[i], lead)
	}
	if !r.bad {
		r.p.s(format[start:])
	}
}

func (r *rxReader) arg(verb byte, lead string) {
	p := r.p
	switch verb {
	case 'u':
		r.number(lead, "%u")
	case 'd':
		r.number(lead, "%d")
	case 'q':
		if x := r.take(8); x != nil {
			p.s(lead)
			p.dec64(uint64(wire.Uint32(x, 0))<<32 | uint64(wire.Uint32(x, 4)))
		}
	case 'F':
		if x := p.bytes(r.b, 0, 12); x != nil {
			r.b = r.b[12:]
			p.s(lead)
			p.f("%u/%u/%u", wire.Uint32(x, 0), wire.Uint32(x, 4), wire.Uint32(x, 8))
		} else {
			r.bad = true
		}
	case 's':
		r.text(lead)
	case 'v':
		r.vector(lead, 65)
	case 'w':
		r.vector(lead, 32)
	case 't':
		if x := r.take(4); x != nil {
			p.s(lead)
			p.rxTime(wire.Uint32(x, 0))
		}
	case 'x':
		p.s(lead)
		r.take(int(min(r.u32(), 1<<20)))
	case '*':
		p.s(lead)
		r.take(4)
	default:
		p.s(lead)
		r.list(verb)
	}
}

// list prints what is more than one number.
func (r *rxReader) list(verb byte) {
	p := r.p
	switch verb {
	case 'S':
		r.storeStatus()
	case 'T':
		if x := r.u32(); !r.bad && x < uint32(len(rxVolumes)) {
			p.s(" type " + rxVolumes[x])
		}
	case 'I':
		n := r.u32()
		if n == 0 && !r.bad {
			p.s(" <none!>")
		}
		for ; n > 0 && !r.bad; n-- {
			r.number(" ", "%d")
		}
	case 'N':
		n := r.u32()
		if n == 0 && !r.bad {
			p.s(" <none!>")
		}
		for ; n > 0 && !r.bad; n-- {
			r.vector(" ", 64)
		}
	case 'B', 'C':
		sep := " fid "
		for n := r.u32(); n > 0 && !r.bad; n-- {
			r.arg('F', sep)
			sep = ", fid "
		}
		if verb == 'C' {
			r.callbacks()
		}
	case 'E', 'e':
		r.volume(verb == 'e')
	case 'Y':
		if yes := r.u32(); !r.bad {
			p.s(" syncsite " + [...]string{"no", "yes"}[min(yes, 1)])
		}
		r.args(" votestart %t dbversion %u.%u tid %u.%u")
	}
}

func (r *rxReader) callbacks() {
	sep := ";"
	for n := r.u32(); n > 0 && !r.bad; n-- {
		r.p.s(sep)
		sep = ""
		r.args(" ver %u expires %t")
		if x := r.u32(); !r.bad && x < 3 {
			r.p.s([...]string{" exclusive", " shared", " dropped"}[x])
		}
	}
}

// text prints a string after its length.
func (r *rxReader) text(lead string) {
	r.lead(lead)
	n := int(min(r.u32(), 1<<20))
	if r.bad {
		return
	}
	if n > len(r.b) {
		r.take(n)
		return
	}
	r.p.s(` "`)
	r.p.text(r.b, 0, n)
	r.p.s(`"`)
	r.take(min((n+3)&^3, len(r.b)))
}

// vector prints a string of which each character is a number, in a field of n of them.
func (r *rxReader) vector(lead string, n int) {
	r.lead(lead)
	x := r.take(4 * n)
	if x == nil {
		return
	}
	r.p.s(` "`)
	for i := 0; i < len(x) && x[i+3] != 0; i += 4 {
		r.p.char(x[i+3])
	}
	r.p.s(`"`)
}

// storeStatus prints attributes of a file that are set.
func (r *rxReader) storeStatus() {
	x := r.take(24)
	if x == nil {
		return
	}
	p, mask := r.p, wire.Uint32(x, 0)
	p.s(" StoreStatus")
	if mask&1 != 0 {
		p.s(" date ")
		p.rxTime(wire.Uint32(x, 4))
	}
	if mask&2 != 0 {
		p.f(" owner %u", wire.Uint32(x, 8))
	}
	if mask&4 != 0 {
		p.f(" group %u", wire.Uint32(x, 12))
	}
	if mask&8 != 0 {
		p.s(" mode ")
		p.octal(wire.Uint32(x, 16) & 0o7777)
	}
	if mask&16 != 0 {
		p.f(" segsize %u", wire.Uint32(x, 20))
	}
	if mask&1024 != 0 {
		p.s(" fsync")
	}
}

// octal appends x in octal.
func (p *Printer) octal(x uint32) {
	var b [11]byte
	i := len(b)
	for first := true; first || x > 0; first = false {
		i--
		b[i] = '0' + byte(x&7)
		x >>= 3
	}
	p.b = append(p.b, b[i:]...)
}

func (p *Printer) rxTime(seconds uint32) {
	p.b = time.Unix(int64(seconds), 0).In(p.Location).AppendFormat(p.b, "2006-01-02 15:04:05")
}

// volume prints where a volume is, in the older or the newer form.
func (r *rxReader) volume(newer bool) {
	p, count := r.p, rxServerCount
	r.vector(" ", 65)
	if newer {
		count = rxServersNew
	} else {
		r.take(4)
	}
	n := r.u32()
	if r.bad {
		return
	}
	p.f(" numservers %u servers", n)
	x := r.take(12 * count)
	if x == nil {
		return
	}
	for i := 0; i < count && uint32(i) < n; i++ {
		p.s(" ")
		p.ip4Addr(x, 4*i)
	}
	p.s(" partitions")
	for i := 0; i < count && uint32(i) < n; i++ {
		if part := wire.Uint32(x, 4*count+4*i); part < 26 {
			p.s(" ")
			p.c('a' + byte(part))
		}
	}
	r.args(" rwvol %u rovol %u backup %u")
}
