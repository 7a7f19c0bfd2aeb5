package filter

import (
	"fmt"
	"strings"

	"github.com/gocap-project/gocap/bpf"
)

// Explain says what the program does: in words, with warnings, and as a listing
// that names the fields it looks at.
func (p *Program) Explain() string {
	var b strings.Builder
	if p.AST == nil {
		b.WriteString("every packet\n")
	} else {
		writeWords(&b, p.AST, 0)
		for _, n := range notes(p.AST, p.Meaning) {
			fmt.Fprintf(&b, "note: %s\n", n)
		}
	}
	for _, w := range p.Warnings {
		fmt.Fprintf(&b, "warning: column %d: %s\n", w.Column, w.Msg)
	}
	b.WriteByte('\n')
	b.WriteString(p.Listing())
	return b.String()
}

// writeWords writes an expression as an indented list.
func writeWords(b *strings.Builder, e Expr, depth int) {
	indent := strings.Repeat("  ", min(depth, 40))
	several := func(what string, xs []Expr) {
		fmt.Fprintf(b, "%s%s:\n", indent, what)
		for _, x := range xs {
			writeWords(b, x, depth+1)
		}
	}
	switch e := e.(type) {
	case *And:
		several("all of", e.Xs)
	case *Or:
		several("any of", e.Xs)
	case *Not:
		several("not", []Expr{e.X})
	case *Decap:
		several("for the packet or one within it", []Expr{e.X})
	default:
		fmt.Fprintf(b, "%s%s\n", indent, words(e))
	}
}

// notes says what goes for all of an expression.
func notes(e Expr, s Semantics) (out []string) {
	ports := "ports are in whole packets and first fragments: other fragments never match one"
	decap := anywhere(e, func(x Expr) bool { _, ok := x.(*Decap); return ok })
	if anywhere(e, hasPorts) {
		switch {
		case s == Scoped:
			ports += fmt.Sprintf("; over IPv6, up to %d extension headers are looked past", maxExtensions)
		case !decap:
			ports += "; over IPv6, nothing is looked past: no extension header and no fragment header"
		}
		out = append(out, ports)
	}
	if decap {
		out = append(out, fmt.Sprintf("decap looks past up to %d tags, labels and tunnels, and up to %d extension headers of each IPv6 packet",
			MaxDecap, maxExtensionsDecap))
	}
	return out
}

// anywhere reports whether an expression or one in it is something.
func anywhere(e Expr, is func(Expr) bool) bool {
	if is(e) {
		return true
	}
	for _, x := range operands(e) {
		if anywhere(x, is) {
			return true
		}
	}
	return false
}

// operands are the expressions in an expression.
func operands(e Expr) []Expr {
	switch e := e.(type) {
	case *And:
		return e.Xs
	case *Or:
		return e.Xs
	case *Not:
		return []Expr{e.X}
	case *Decap:
		return []Expr{e.X}
	}
	return nil
}

// hasPorts reports whether ports are asked for.
func hasPorts(e Expr) bool {
	m, ok := e.(*Match)
	return ok && (m.Type == Port || m.Type == PortRange)
}

// words says what a primitive means.
func words(e Expr) string {
	switch e := e.(type) {
	case *Match:
		return matchWords(e)
	case *Has:
		return "the packet is " + string(e.Proto)
	case *Cast:
		kind := "a broadcast"
		if e.Multi {
			kind = "a multicast"
		}
		if e.Proto == IP || e.Proto == IP6 {
			return "its " + string(e.Proto) + " destination is " + kind + " address"
		}
		return "its link-layer destination is " + kind + " address"
	case *Relation:
		return "the value " + e.X.String() + " is " + relationWords[e.Op] + " " + e.Y.String()
	case *Field:
		return "the field " + e.String()
	case *Primitive:
		return primitiveWords(e)
	}
	return e.String()
}

var relationWords = map[string]string{
	"=": "equal to", "!=": "not equal to", "<": "less than", ">": "greater than", "<=": "at most", ">=": "at least",
}

func matchWords(e *Match) string {
	of := map[Dir]string{
		"": "source or destination", SrcOrDst: "source or destination", Src: "source", Dst: "destination",
		SrcAndDst: "source and destination", RA: "receiver", TA: "transmitter",
	}[e.Dir]
	if of == "" {
		of = string(e.Dir)
	}
	over := ""
	if e.Proto != "" {
		over = " in " + string(e.Proto)
	}
	switch e.Type {
	case Net:
		return "its " + of + " is in network " + e.ID.String() + over
	case Port:
		if over == "" {
			over = " of TCP, UDP or SCTP"
		}
		return "its " + of + " port is " + e.ID.String() + over
	case PortRange:
		if over == "" {
			over = " of TCP, UDP or SCTP"
		}
		return "its " + of + " port is in the range " + e.ID.String() + over
	case ProtoType:
		return "its protocol is " + e.ID.String() + over
	case ProtoChain:
		return "the header of protocol " + e.ID.String() + " is in its chain of headers" + over
	case Gateway:
		return e.ID.String() + " is the gateway: its link-layer address, but not its network address, is in the packet"
	}
	if over == "" {
		over = " in IP, ARP or RARP"
	}
	return "its " + of + " is host " + e.ID.String() + over
}

func primitiveWords(e *Primitive) string {
	arg := func(named, alone string) string {
		switch len(e.Args) {
		case 0:
			return alone
		case 1:
			return named + " " + e.Args[0].String()
		}
		return named + " that is one of " + set(e.Args)
	}
	over := ""
	if len(e.Ports) > 0 {
		over = " on UDP port " + set(e.Ports)
	}
	switch e.Word {
	case "less":
		return "it is at most " + e.Args[0].String() + " bytes long"
	case "greater":
		return "it is at least " + e.Args[0].String() + " bytes long"
	case "inbound", "outbound":
		return "it is " + e.Word
	case "ifindex":
		return "it was captured on interface number " + e.Args[0].String()
	case "vlan":
		return arg("it has the VLAN tag", "it has a VLAN tag") + "; what follows is behind that"
	case "mpls":
		return arg("it has the MPLS label", "it has an MPLS label") + "; what follows is behind that"
	case "pppoes":
		return arg("it is of the PPPoE session", "it is of a PPPoE session") + "; what follows is within that"
	case "geneve", "vxlan":
		return arg("it is "+e.Word+" of network", "it is "+e.Word) + over + "; what follows is within that"
	case "gtp":
		return "it is GTP, by its UDP port" + strings.TrimPrefix(over, " on UDP port")
	case "pppoed":
		return "it is PPPoE discovery"
	}
	return e.String()
}

// listed bounds the instructions of a listing.
const listed = 10000

// Listing returns the instructions, each with the field that it loads or the
// meaning of what it compares, as far as they are plain.
func (p *Program) Listing() string {
	var b strings.Builder
	text := strings.Split(strings.TrimSuffix(p.Insns.String(), "\n"), "\n")
	a := &annotator{p: p}
	for i, in := range p.Insns {
		if i == listed || i >= len(text) {
			fmt.Fprintf(&b, "... and %d more\n", len(p.Insns)-i)
			break
		}
		if note := a.note(in); note != "" {
			fmt.Fprintf(&b, "%-44s ; %s\n", strings.ReplaceAll(text[i], "\t", " "), note)
			continue
		}
		fmt.Fprintln(&b, strings.ReplaceAll(text[i], "\t", " "))
	}
	return b.String()
}

// annotator follows a listing and remembers which field was loaded last.
type annotator struct {
	p     *Program
	field string
}

// note says what an instruction does, or nothing.
func (a *annotator) note(in bpf.Instruction) string {
	switch in.Op & 7 {
	case bpf.ClassLd:
		a.field = a.load(in)
		return a.field
	case bpf.ClassLdx:
		if in.Op == bpf.LdxMsh {
			return "length of the IPv4 header"
		}
	case bpf.ClassJmp:
		if in.Op == bpf.JeqK {
			return constantWords(a.field, in.K)
		}
	case bpf.ClassRet:
		if in.K == 0 {
			return "reject"
		}
		return "accept"
	}
	return ""
}

// load names the field that is loaded.
func (a *annotator) load(in bpf.Instruction) string {
	if in.Op == bpf.LdLen {
		return "length of the packet"
	}
	l, ok := layouts[a.p.Link]
	if !ok || in.Op&0xe0 != bpf.ModeAbs && in.Op&0xe0 != bpf.ModeInd {
		return ""
	}
	if in.K >= bpf.AncillaryOffset {
		return "what the kernel knows"
	}
	net := l.pl + l.nl
	if in.Op&0xe0 == bpf.ModeInd {
		switch {
		case l.pl == none:
		case in.Op == bpf.LdIndH && in.K == net:
			return "source port"
		case in.Op == bpf.LdIndH && in.K == net+2:
			return "destination port"
		case in.K >= net:
			return fmt.Sprintf("byte %d after the IPv4 header", in.K-net)
		}
		return ""
	}
	switch {
	case in.K == l.typ:
		return "type of what follows the link-layer header"
	case l.pl != none && in.K >= net:
		return networkField(in.K-net, in.Op)
	}
	return "link-layer header"
}

// networkField names a field of a network header of several protocols.
func networkField(n uint32, op uint16) string {
	switch {
	case n == 6 && op == bpf.LdAbsB:
		return "IPv6 next header"
	case n == 6 && op == bpf.LdAbsH:
		return "IPv4 fragment offset"
	case n == 9 && op == bpf.LdAbsB:
		return "IPv4 protocol"
	case n == 12:
		return "IPv4 source"
	case n == 16:
		return "IPv4 destination, or part of the IPv6 source"
	case n == 14 && op == bpf.LdAbsW:
		return "ARP sender"
	case n == 24 && op == bpf.LdAbsW:
		return "ARP target, or IPv6 destination"
	case n == 40 && op == bpf.LdAbsH:
		return "source port over IPv6"
	case n == 42 && op == bpf.LdAbsH:
		return "destination port over IPv6"
	}
	return fmt.Sprintf("byte %d of the network header", n)
}

// constantWords names a number by the field that it is compared with.
func constantWords(field string, k uint32) string {
	switch {
	case strings.HasPrefix(field, "type of"):
		for name, n := range etherTypes {
			if n == k {
				return name
			}
		}
	case field == "IPv4 protocol" || field == "IPv6 next header":
		for p, ip := range ipProtoOf {
			if ip.n == k && p != CARP {
				return string(p)
			}
		}
	case strings.HasPrefix(field, "IPv4 ") && !strings.Contains(field, "fragment") || strings.HasPrefix(field, "ARP"):
		return fmt.Sprintf("%d.%d.%d.%d", k>>24, k>>16&255, k>>8&255, k&255)
	}
	return ""
}
