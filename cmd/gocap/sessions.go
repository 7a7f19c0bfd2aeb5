package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/session/watch"
)

// A sessionList is a gocap sessions being run.
type sessionList struct {
	packetInput
	json       bool
	oneNetwork bool
	flows      int
	ports      spokenPorts

	out     *bufio.Writer
	done    []watch.Record // of a file
	more    uint64         // that had no room in done
	failure error
}

// maxSessions is how many sessions of a file are kept to be sorted; what is beyond is counted.
const maxSessions = 1 << 20

func sessionsCmd() *cobra.Command {
	s := &sessionList{}
	c := &cobra.Command{
		Use:   "sessions {-r FILE | -i INTERFACE} [flags]",
		Short: "List conversations: state, packets, round-trip time, how they ended",
		Long: `Sessions lists the conversations in a capture in the order of their first packets: which protocol,
between whom, in which state it was left, for how long it went on, packets and bytes from either
side, the least round-trip time, what was sent again, and how it ended. From an interface, a
conversation is listed when it is over.

With --json there is one object for each conversation.`,
		Example: `  gocap sessions -r trace.pcap
  gocap sessions -r trace.pcap --json | jq 'select(.invalid > 0)'`,
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return s.run(c) },
	}
	s.define(c)
	f := c.Flags()
	f.BoolVar(&s.json, "json", false, "print JSON, one object a conversation")
	f.BoolVar(&s.oneNetwork, "one-network", false, "do not tell equal addresses in different VLANs and tunnels apart")
	f.IntVar(&s.flows, "flows", 0, "how many conversations are followed at once; 0 is 65536")
	f.Var(&s.ports, "port", "`PORT=PROTOCOL`: what is spoken on a port, such as 1053=dns; several are allowed")
	return c
}

// spokenPorts is a flag that says which protocol a port speaks.
type spokenPorts struct{ of map[uint16]string }

// Set implements pflag.Value.
func (p *spokenPorts) Set(s string) error {
	number, name, ok := strings.Cut(s, "=")
	port, err := strconv.ParseUint(number, 10, 16)
	if !ok || err != nil {
		return errors.New("is PORT=PROTOCOL, such as 1053=dns")
	}
	if !slices.Contains(watch.Protocols(), name) {
		return fmt.Errorf("there is no session of %q; there is %s", name, strings.Join(watch.Protocols(), ", "))
	}
	if p.of == nil {
		p.of = map[uint16]string{}
	}
	p.of[uint16(port)] = name
	return nil
}

// Type implements pflag.Value.
func (p *spokenPorts) Type() string { return "PORT=PROTOCOL" }

// String implements pflag.Value.
func (p *spokenPorts) String() string { return "" }

func (s *sessionList) run(c *cobra.Command) error {
	s.out = bufio.NewWriter(c.OutOrStdout())
	if !s.json {
		fmt.Fprintf(s.out, "%6s  %-8s %-22s %-22s %-14s %12s %8s %8s %12s %12s %9s %9s  %s\n",
			"number", "session", "client", "server", "state", "duration", "packets", "back", "bytes", "back", "rtt", "resent", "ended")
	}
	w := watch.New(watch.Config{Ended: s.ended, OneNetwork: s.oneNetwork, Flows: s.flows, Ports: s.ports.of})
	err := s.each(c.Context(), c.InOrStdin(), func(p inputPacket) error {
		w.Put(p.link, p.data, p.length, p.from)
		if s.iface != "" {
			s.failure = cmp.Or(s.failure, s.out.Flush())
		}
		return outputError(s.failure)
	})
	w.Flush()
	slices.SortFunc(s.done, func(a, b watch.Record) int { return cmp.Compare(a.Number, b.Number) })
	for i := range s.done {
		s.print(&s.done[i])
	}
	if s.more > 0 {
		fmt.Fprintf(c.ErrOrStderr(), "gocap: %d more sessions are not listed\n", s.more)
	}
	return cmp.Or(err, outputError(s.out.Flush()))
}

func (s *sessionList) ended(r *watch.Record) {
	switch {
	case s.iface != "":
		s.print(r)
	case len(s.done) < maxSessions:
		s.done = append(s.done, *r)
	default:
		s.more++
	}
}

// A sessionLine is a conversation in JSON.
type sessionLine struct {
	Number    uint64    `json:"number"`
	Session   string    `json:"session"`
	Client    string    `json:"client"`
	Server    string    `json:"server"`
	State     string    `json:"state"`
	PeerState string    `json:"peer_state"`
	First     string    `json:"first"`
	Last      string    `json:"last"`
	Duration  float64   `json:"duration"` // in seconds
	Packets   [2]uint64 `json:"packets"`
	Bytes     [2]uint64 `json:"bytes"`
	RoundTrip float64   `json:"rtt"` // in seconds; 0 if it is not known
	Resent    [2]uint64 `json:"resent"`
	Tolerated uint64    `json:"tolerated"`
	Invalid   uint64    `json:"invalid"`
	Ended     string    `json:"ended"`
}

func (s *sessionList) print(r *watch.Record) {
	if s.json {
		b, err := json.Marshal(sessionLine{r.Number, r.Session, r.Ends[0].String(), r.Ends[1].String(), r.State, r.PeerState, streamTime(r.First),
			streamTime(r.Last), float64(r.Last-r.First) / 1e9, r.Packets, r.Bytes, float64(r.RoundTrip) / 1e9, r.Resent, r.Tolerated, r.Invalid, r.Why.String()})
		s.failure = cmp.Or(s.failure, err)
		s.out.Write(append(b, '\n'))
		return
	}
	state := r.State
	if r.PeerState != "" && r.PeerState != r.State {
		state += "/" + r.PeerState
	}
	rtt := "-"
	if r.RoundTrip > 0 {
		rtt = time.Duration(r.RoundTrip).Round(time.Microsecond).String()
	}
	fmt.Fprintf(s.out, "%6d  %-8s %-22s %-22s %-14s %12s %8d %8d %12d %12d %9s %9d  %s\n", r.Number, r.Session, r.Ends[0], r.Ends[1], cmp.Or(state, "-"),
		time.Duration(r.Last-r.First).Round(time.Microsecond), r.Packets[0], r.Packets[1], r.Bytes[0], r.Bytes[1], rtt, r.Resent[0]+r.Resent[1], r.Why)
}
