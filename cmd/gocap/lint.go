package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/watch"
)

// A linting is a gocap lint being run.
type linting struct {
	packetInput
	json       bool
	invalid    bool
	formats    bool
	oneNetwork bool
	flows      int
	ports      spokenPorts

	out     *bufio.Writer
	parser  packet.Parser
	packets uint64
	counts  map[lintRule]uint64
	failure error
}

// A lintRule is what the summary counts by.
type lintRule struct{ Session, Verdict, Rule, Reason string }

// A lintLine is something that is not valid.
type lintLine struct {
	Frame   uint64 `json:"frame"`
	Time    string `json:"time"`
	Session string `json:"session"`
	Flow    string `json:"flow"`
	Verdict string `json:"verdict"`
	Rule    string `json:"rule"`
	Field   string `json:"field"`
	State   string `json:"state"`
	Reason  string `json:"reason"`
}

func lintCmd() *cobra.Command {
	l := &linting{counts: map[lintRule]uint64{}, parser: packet.Parser{Reuse: true}}
	c := &cobra.Command{
		Use:   "lint {-r FILE | -i INTERFACE} [flags]",
		Short: "Say which packets should not have been sent",
		Long: `Lint judges each packet by its format and by the state of the conversation that it is part of,
and prints a line for each that is not valid: which rule of which standard it breaks, in which
field, and in which state of the conversation.

A packet is invalid if no sender that keeps to the standards sends it, and tolerated if a
receiver ignores or challenges it and nothing breaks: duplicates, late answers, what a
middlebox has to let pass. Of healthy traffic nothing is said. Packets that are missing in the
capture make lint say less, not more.

With --json there is one object for each finding, and a summary as the last:

  frame     the packet's number in the file
  time      when it was captured
  session   the protocol whose Session judged it, or the layer whose format is wrong
  flow      from where to where
  verdict   invalid or tolerated
  rule      standard and section
  field     of the layer; empty if it is about the message as a whole
  state     of the receiver, before the packet
  reason    in words

The exit status is 1 if a packet is invalid.`,
		Example: `  gocap lint -r trace.pcap
  gocap lint -r trace.pcap --json | jq 'select(.session == "tcp")'
  gocap lint -i eth0 --invalid`,
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return l.run(c) },
	}
	l.define(c)
	f := c.Flags()
	f.BoolVar(&l.json, "json", false, "print JSON, one object a finding")
	f.BoolVar(&l.invalid, "invalid", false, "leave out what is tolerated")
	f.BoolVar(&l.formats, "formats", true, "judge the formats of all layers, too")
	f.BoolVar(&l.oneNetwork, "one-network", false, "do not tell equal addresses in different VLANs and tunnels apart")
	f.IntVar(&l.flows, "flows", 0, "how many conversations are followed at once; 0 is 65536")
	f.Var(&l.ports, "port", "`PORT=PROTOCOL`: what is spoken on a port, such as 1053=dns; several are allowed")
	return c
}

func (l *linting) run(c *cobra.Command) error {
	l.out = bufio.NewWriter(c.OutOrStdout())
	w := watch.New(watch.Config{Report: l.found, OneNetwork: l.oneNetwork, Flows: l.flows, Ports: l.ports.of})
	err := l.each(c.Context(), c.InOrStdin(), func(p inputPacket) error {
		l.packets++
		if l.formats {
			l.format(p)
		}
		w.Put(p.link, p.data, p.length, p.from)
		if l.iface != "" {
			l.failure = cmp.Or(l.failure, l.out.Flush())
		}
		return outputError(l.failure)
	})
	w.Flush()
	l.summary()
	if e := cmp.Or(err, outputError(l.out.Flush())); e != nil {
		return e
	}
	for r := range l.counts {
		if r.Verdict == session.Invalid.String() {
			return &exitError{exitFound, nil}
		}
	}
	return nil
}

// format reports what is wrong with a packet by itself.
func (l *linting) format(p inputPacket) {
	q, err := l.parser.ParseNext(p.data, layers.LinkTypes.Next(p.link))
	defects, _ := l.parser.Validate(p.data, q, err)
	flow := ""
	for _, d := range defects {
		if d.Class < packet.Excess || d.Class == packet.BadSize && p.length > len(p.data) {
			continue
		}
		if flow == "" {
			flow = packetFlow(q)
		}
		verdict := session.Invalid
		if d.Class == packet.Excess {
			verdict = session.Tolerated // hosts ignore it
		}
		l.line(lintLine{p.from.Frame, streamTime(p.from.Time), d.Layer, flow, verdict.String(), "format: " + d.Class.String(), d.Field, "", d.Reason})
	}
}

// packetFlow says from where to where a packet is by its innermost addresses.
func packetFlow(p packet.Packet) string {
	var src, dst netip.Addr
	if ip := packet.Last[layers.IPv4](p); ip != nil {
		src, dst = ip.Src, ip.Dst
	} else if ip := packet.Last[layers.IPv6](p); ip != nil {
		src, dst = ip.Src, ip.Dst
	} else if e := packet.Last[layers.Ethernet](p); e != nil {
		return e.Src.String() + " > " + e.Dst.String()
	}
	if t := packet.Last[layers.TCP](p); t != nil {
		return flowText(netip.AddrPortFrom(src, t.SrcPort), netip.AddrPortFrom(dst, t.DstPort))
	}
	if u := packet.Last[layers.UDP](p); u != nil {
		return flowText(netip.AddrPortFrom(src, u.SrcPort), netip.AddrPortFrom(dst, u.DstPort))
	}
	return flowText(netip.AddrPortFrom(src, 0), netip.AddrPortFrom(dst, 0))
}

// flowText writes from where to where; ports that are both 0 are not there.
func flowText(src, dst netip.AddrPort) string {
	switch {
	case !src.Addr().IsValid() && !dst.Addr().IsValid():
		return ""
	case src.Port() == 0 && dst.Port() == 0:
		return src.Addr().String() + " > " + dst.Addr().String()
	}
	return src.String() + " > " + dst.String()
}

// found reports what a Session says.
func (l *linting) found(f *watch.Finding) {
	l.line(lintLine{f.From.Frame, streamTime(f.From.Time), f.Session, flowText(f.Src, f.Dst), f.Outcome.String(), f.Rule.Clause, f.Field, f.Before, f.Rule.Reason})
}

// line prints and counts a finding.
func (l *linting) line(x lintLine) {
	if l.invalid && x.Verdict != session.Invalid.String() {
		return
	}
	l.counts[lintRule{x.Session, x.Verdict, x.Rule, x.Reason}]++
	if l.json {
		l.object(x)
		return
	}
	where := x.Field
	if x.State != "" {
		where = strings.TrimPrefix(where+", "+x.State, ", ")
	}
	if where != "" {
		where = " (" + where + ")"
	}
	fmt.Fprintf(l.out, "%d %s %s %s: %s: %s: %s%s\n", x.Frame, x.Time, x.Session, x.Flow, x.Verdict, x.Rule, x.Reason, where)
}

func (l *linting) object(x any) {
	b, err := json.Marshal(x)
	l.failure = cmp.Or(l.failure, err)
	l.out.Write(append(b, '\n'))
}

// A lintCount is a line of the summary.
type lintCount struct {
	Count   uint64 `json:"count"`
	Session string `json:"session"`
	Verdict string `json:"verdict"`
	Rule    string `json:"rule"`
	Reason  string `json:"reason"`
}

// summary counts the findings by rule, the most frequent first.
func (l *linting) summary() {
	var all []lintCount
	invalid, tolerated := uint64(0), uint64(0)
	for r, n := range maps.All(l.counts) {
		all = append(all, lintCount{n, r.Session, r.Verdict, r.Rule, r.Reason})
		if r.Verdict == session.Invalid.String() {
			invalid += n
		} else {
			tolerated += n
		}
	}
	slices.SortFunc(all, func(a, b lintCount) int {
		return cmp.Or(cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Session, b.Session),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Reason, b.Reason))
	})
	if l.json {
		l.object(struct {
			Summary   []lintCount `json:"summary"`
			Packets   uint64      `json:"packets"`
			Invalid   uint64      `json:"invalid"`
			Tolerated uint64      `json:"tolerated"`
		}{slices.Concat([]lintCount{}, all), l.packets, invalid, tolerated})
		return
	}
	if len(all) > 0 {
		fmt.Fprintf(l.out, "\n%8s  %-9s  %-10s  %-28s %s\n", "count", "verdict", "session", "rule", "reason")
	}
	for _, r := range all {
		fmt.Fprintf(l.out, "%8d  %-9s  %-10s  %-28s %s\n", r.Count, r.Verdict, r.Session, r.Rule, r.Reason)
	}
	fmt.Fprintf(l.out, "%d packets: %d invalid, %d tolerated\n", l.packets, invalid, tolerated)
}
