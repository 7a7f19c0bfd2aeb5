package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/sctp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A frame is one frame as both see it.
type frame struct {
	*row
	file string
	data []byte
	p    packet.Packet
	err  error // of parsing

	noSums bool // tshark recorded no checksums of the file
	goesOn bool // p is only the beginning

	empty *packet.Proto // what should follow where there are no bytes
}

// The categories that are compared.
const (
	chain = iota
	addresses
	ports
	checksums
	streams   // what is above TCP, where tshark looks at the stream and gocap at the segment
	fragments // what is above the IP header of a fragment, where tshark looks at the datagram
	categories
)

var categoryNames = [categories]string{"chain", "addresses", "ports", "checksums", "streams", "fragments"}

// apart reports whether a category is counted for itself: what one frame does not tell.
func apart(category int) bool { return category == streams || category == fragments }

// A scope says how much of tshark's chain is made of protocols that gocap has.
type scope uint8

const (
	outside scope = iota // not the first
	partial              // the first ones
	whole                // all
)

// A disagreement is one category in which a frame differs.
type disagreement struct {
	frame
	category   int
	want, got  string
	class      string
	their, our []string // chains
	their2     string   // what tshark's chain goes on with
}

func (d *disagreement) String() string {
	return fmt.Sprintf("%s %s frame %d: %s: tshark %s (%s), gocap %s [%s] %v", d.class, d.file, d.Number,
		categoryNames[d.category], d.want, d.Protocols, d.got, names(d.p), d.err)
}

func names(p packet.Packet) string {
	var s []string
	for _, l := range p {
		s = append(s, l.Proto().Name)
	}
	return strings.Join(s, "/")
}

// compare returns in what f differs. It is in scope if tshark's chain begins with
// a protocol that gocap has.
func compare(f *frame) ([]disagreement, scope) {
	out, s := compareAll(f)
	if len(out) == 0 {
		return nil, s
	}
	i := fragmentAt(f.p)
	if i < 0 {
		return out, s
	}
	upTo := *f
	upTo.p, upTo.err, upTo.goesOn = f.p[:i+1], nil, true
	if below, _ := compareAll(&upTo); len(below) > 0 {
		return out, s
	}
	d := out[0]
	d.category = fragments
	d.class = classify(&d)
	return []disagreement{d}, s
}

// fragmentAt returns where in p the header is that says that a datagram is in
// fragments, or -1.
func fragmentAt(p packet.Packet) int {
	for i, l := range p {
		switch l := l.(type) {
		case *layers.IPv4:
			if l.FragOff != 0 || l.Flags&wire.MoreFragments != 0 {
				return i
			}
		case *layers.IPv6Fragment:
			if l.More || l.Offset != 0 {
				return i
			}
		}
	}
	return -1
}

// compareAll is compare without regard to fragments. If f.goesOn, only what f.p has is
// compared with the beginning of what tshark has.
func compareAll(f *frame) (out []disagreement, s scope) {
	t, trest := theirs(f.Protocols)
	o, orest := ours(f.p, f.err)
	if f.goesOn && len(t) >= len(o) {
		t, trest = t[:len(o)], "more"
	}
	if len(t) == 0 {
		return nil, outside
	}
	if s = partial; trest == "" || trest == "data" {
		s = whole
	}
	if e := f.empty; e != nil && f.err == nil && (len(o) == 0 || o[len(o)-1] != "tcp") && len(t) == len(o)+1 && tokens[e.Name] == t[len(o)] {
		o = extend(o, t[len(o)])
	}
	add := func(category int, want, got string) {
		d := disagreement{frame: *f, category: category, want: want, got: got, their: t, our: o, their2: trest}
		d.class = classify(&d)
		out = append(out, d)
	}
	if n := common(t, o); n > 0 && t[n-1] == "tcp" && (len(t) == n) != (len(o) == n) && streamProtocol(append(t[n:], o[n:]...)[0]) {
		add(streams, strings.Join(t, ":")+more(trest), strings.Join(o, ":")+more(orest))
	} else if !slices.Equal(t, o) {
		add(chain, strings.Join(t, ":")+more(trest), strings.Join(o, ":")+more(orest))
		return out, s // the rest follows from it
	}
	a := facts(f.p)
	for _, x := range [...][2]string{{f.Src4, a.src4}, {f.Dst4, a.dst4}, {f.Src6, a.src6}, {f.Dst6, a.dst6}, {f.Proto, a.proto}} {
		if !agree(x[0], x[1], trest) {
			add(addresses, x[0], x[1])
			break
		}
	}
	if want := f.SrcPort + ">" + f.DstPort; f.SrcPort != "" || a.tcp != "" || a.udp != "" {
		if !agreePorts(f.SrcPort, f.DstPort, &a, trest) {
			add(ports, want, a.tcp+" "+a.udp)
		}
	}
	if !f.noSums && !agreeSums(f.Sums, a.sums, trest) {
		add(checksums, f.Sums, a.sums)
	}
	return out, s
}

// common returns how many names two chains begin with that are the same.
func common(a, b []string) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// streamProtocol reports whether tshark shows messages of the protocol in the segment that
// completes them.
func streamProtocol(name string) bool {
	return slices.Contains([]string{
		"tls", "dns", "stun", "sip", "mbtcp", "mqtt", "http", "rtsp", "nbss", "ssh", "resp", "memcache", "ftp", "smtp", "pop", "imap", "nntp",
		"irc", "whois", "finger", "bgp", "openflow", "ldp", "diameter", "mysql", "pgsql",
	}, name)
}

func more(rest string) string {
	if rest == "" {
		return ""
	}
	return "+" + rest
}

// agree reports whether the two lists are equal or, if tshark goes on above our
// top layer, ours is the beginning.
func agree(want, got, rest string) bool {
	return want == got || rest != "" && (got == "" || strings.HasPrefix(want, got+","))
}

// observed is what the parsed packet has, as lists in the oracle's form.
type observed struct {
	src4, dst4, src6, dst6, proto string
	tcp, udp                      string // "source>destination" lists
	other                         string // of DCCP and SCTP; tshark does not list DCCP's
	sums                          string
}

func facts(p packet.Packet) (a observed) {
	list := func(s *string, x any) {
		if *s != "" {
			*s += ","
		}
		*s += fmt.Sprint(x)
	}
	sums := map[byte]string{}
	for _, l := range p {
		switch l := l.(type) {
		case *layers.IPv4:
			list(&a.src4, l.Src)
			list(&a.dst4, l.Dst)
			list(&a.proto, uint8(l.Protocol.Get()))
		case *layers.IPv6:
			list(&a.src6, l.Src)
			list(&a.dst6, l.Dst)
		case *layers.TCP:
			list(&a.tcp, fmt.Sprint(l.SrcPort, ">", l.DstPort))
		case *layers.UDP:
			list(&a.udp, fmt.Sprint(l.SrcPort, ">", l.DstPort))
		case *layers.UDPLite:
			list(&a.udp, fmt.Sprint(l.SrcPort, ">", l.DstPort))
		case *layers.DCCP:
			list(&a.other, fmt.Sprint(l.SrcPort, ">", l.DstPort))
		case *sctp.Packet:
			list(&a.other, fmt.Sprint(l.SrcPort, ">", l.DstPort))
		}
		if c, ok := l.(packet.Checksummer); ok {
			if k := sumLetter(l.Proto().Name); k != 0 {
				sums[k] += verdict(c, p)
			}
		}
	}
	var s []string
	for _, k := range []byte("cgistuv") {
		if sums[k] != "" {
			s = append(s, string(k)+sums[k])
		}
	}
	slices.Sort(s)
	a.sums = strings.Join(s, " ")
	return a
}

// sumLetter returns the oracle's letter for a protocol with a checksum, or 0.
func sumLetter(name string) byte {
	switch tokens[name] {
	case "ip":
		return 'i'
	case "tcp":
		return 't'
	case "udp":
		return 'u'
	case "icmp":
		return 'c'
	case "icmpv6":
		return 'v'
	case "igmp":
		return 'g'
	case "sctp":
		return 's'
	}
	return 0
}

// verdict returns the oracle's digit for a checksum's state.
func verdict(l packet.Checksummer, p packet.Packet) string {
	switch l.ChecksumState() {
	case packet.ChecksumGood:
		return "1"
	case packet.ChecksumUnverified:
		return "2"
	case packet.ChecksumAbsent:
		if _, ok := l.(*sctp.Packet); ok {
			return "0" // tshark does not know that hosts may agree on that
		}
		return "3"
	}
	return "0" // tshark does not tell an offloaded one from a bad one
}

// agreePorts reports whether the lists of ports are those of our TCP or UDP
// headers; the oracle's list has those of one protocol.
func agreePorts(src, dst string, a *observed, rest string) bool {
	s, d := strings.Split(src, ","), strings.Split(dst, ",")
	var want []string
	for i := range min(len(s), len(d)) {
		if s[i] != "" {
			want = append(want, s[i]+">"+d[i])
		}
	}
	w := strings.Join(want, ",")
	if a.tcp == "" && a.udp == "" {
		return w == "" || rest != "" || w == a.other
	}
	if a.udp == "" && slices.Contains(strings.Split(rest, ":"), "udp") {
		return true // the list is that of a tunnel within TCP
	}
	return a.tcp != "" && agree(w, a.tcp, rest) || a.udp != "" && agree(w, a.udp, rest)
}

// agreeSums reports whether the verdicts are the same as far as gocap goes.
func agreeSums(want, got, rest string) bool {
	w, g := verdicts(want), verdicts(got)
	for k, x := range g {
		if k == 'g' && w[k] == "" { // tshark does not say it of all kinds of IGMP
			continue
		}
		if !strings.HasPrefix(w[k], x) {
			return false
		}
	}
	if rest != "" {
		return true
	}
	for k, x := range w {
		if strings.IndexByte("itucvsg", k) >= 0 && g[k] != x {
			return false
		}
	}
	return true
}

// verdicts takes "i1 t0" apart.
func verdicts(s string) map[byte]string {
	m := map[byte]string{}
	for _, f := range strings.Fields(s) {
		m[f[0]] = f[1:]
	}
	return m
}
