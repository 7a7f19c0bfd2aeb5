package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/sequence"
)

// A streaming is a gocap streams being run.
type streaming struct {
	packetInput
	json       bool
	dir        string
	follow     int
	as, policy string
	oneNetwork bool
	anyTag     bool
}

func streamsCmd() *cobra.Command {
	s := &streaming{}
	c := &cobra.Command{
		Use:   "streams {-r FILE | -i INTERFACE} [flags]",
		Short: "Put TCP and SCTP streams back together",
		Long: `Streams puts the packets of each connection back into the bytes that were sent: in order,
without what was sent twice, IP fragments and tunnels included. It prints a line for each
direction: where from and to, how many bytes, their SHA-256, how many are missing, how
often the same place was sent with different bytes, and how the stream ended (fin, rst,
timeout, evicted, or eof if the capture ended first). Of an SCTP association there is a
line for each stream of a direction in which anything was sent.

With --json there is one object a line:

  stream      number of the connection or association, from 0 in the order of first packets
  proto       tcp or sctp
  src, dst    address and port; of an SCTP association the first address of each side
  sid         SCTP: the stream in the association
  messages    SCTP: how many came out
  bytes       put back, and sha256 of them
  gaps        [offset, length] of what is missing; of SCTP [first, how many] of messages
  lost        SCTP: chunks of the direction that never came, in the line of its first stream
  conflicts   how often bytes came again with other content
  first, last when its first and last event was
  closed      fin, rst, timeout, evicted or eof

With -o the bytes are written to files, one a direction. --follow N prints those of
connection N instead, as text, as a hex dump, or raw. What a hole is in the capture is left
out of the bytes. Limits keep memory within bounds whatever the packets are: at most 1000
gaps of a stream are listed (more_gaps says how many more there are), and lines are in order
of the streams among 100,000 that end one after the other.`,
		Example: `  gocap streams -r trace.pcap
  gocap streams -r trace.pcap --json | jq 'select(.gaps != [])'
  gocap streams -r trace.pcap --follow 0 --as text
  gocap streams -r trace.pcap -o streams/
  gocap streams -i eth0 --json`,
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return s.run(c) },
	}
	s.define(c)
	f := c.Flags()
	f.BoolVar(&s.json, "json", false, "print JSON, one object a direction")
	f.StringVarP(&s.dir, "out-dir", "o", "", "write what was sent to files in the `directory`")
	f.IntVar(&s.follow, "follow", -1, "print what was sent in connection `N`")
	f.StringVar(&s.as, "as", "text", "with --follow: text, hex or raw")
	f.StringVar(&s.policy, "policy", "linux", "where segments overlap, what counts for: linux, first, last, bsd, old-linux or solaris")
	f.BoolVar(&s.anyTag, "any-tag", false, "take SCTP packets whatever their verification tag is")
	f.BoolVar(&s.oneNetwork, "one-network", false, "do not tell equal addresses in different VLANs and tunnels apart")
	c.MarkFlagsMutuallyExclusive("follow", "json")
	c.MarkFlagsMutuallyExclusive("follow", "out-dir")
	return c
}

func (s *streaming) run(c *cobra.Command) error {
	policy, ok := sequence.TCPPolicyNamed(s.policy)
	if !ok {
		return usage("--policy %q: is linux, first, last, bsd, old-linux or solaris", s.policy)
	}
	if s.as != "text" && s.as != "hex" && s.as != "raw" {
		return usage("--as %q: is text, hex or raw", s.as)
	}
	if s.count < 0 {
		return usage("--count is not negative")
	}
	if s.dir != "" {
		if err := os.MkdirAll(s.dir, 0o777); err != nil {
			return &exitError{exitUsage, err}
		}
	}
	out := bufio.NewWriter(c.OutOrStdout())
	book := newStreamBook(out, s)
	w := newStreamWalk(book, sequence.TCPConfig{Policy: policy}, sequence.SCTPConfig{AnyTag: s.anyTag})
	err := s.packets(c.Context(), c.InOrStdin(), w)
	w.flush()
	return errors.Join(err, book.close(), outputError(out.Flush()))
}

// packets feeds all packets, from an interface until the user interrupts.
func (s *streaming) packets(ctx context.Context, stdin io.Reader, w *streamWalk) error {
	return s.each(ctx, stdin, func(p inputPacket) error {
		w.put(p.link, p.data, p.from)
		if w.book.err != nil {
			return errLastPacket // the book tells of it
		}
		if s.iface != "" {
			return outputError(w.book.out.Flush())
		}
		return nil
	})
}

// A streamLine is what is said of a direction.
type streamLine struct {
	Stream    uint64      `json:"stream"`
	Proto     string      `json:"proto"`
	Src       string      `json:"src"`
	Dst       string      `json:"dst"`
	ID        *uint32     `json:"sid,omitempty"`
	Messages  uint64      `json:"messages,omitempty"`
	Bytes     uint64      `json:"bytes"`
	SHA256    string      `json:"sha256"`
	Gaps      [][2]uint64 `json:"gaps"`
	MoreGaps  uint64      `json:"more_gaps,omitempty"` // that are not listed
	Lost      uint64      `json:"lost,omitempty"`
	Conflicts uint64      `json:"conflicts"`
	First     string      `json:"first"`
	Last      string      `json:"last"`
	Closed    string      `json:"closed"`

	missing uint64
	side    int
}

// sid returns the number of an SCTP stream, or 0.
func (l *streamLine) sid() uint32 {
	if l.ID == nil {
		return 0
	}
	return *l.ID
}

func (l *streamLine) print(out io.Writer, asJSON bool) {
	if asJSON {
		b, _ := json.Marshal(l)
		out.Write(append(b, '\n'))
		return
	}
	fmt.Fprintf(out, "%d %s %s > %s: ", l.Stream, l.Proto, l.Src, l.Dst)
	if l.ID != nil {
		fmt.Fprintf(out, "stream %d, %d messages, ", *l.ID, l.Messages)
	}
	fmt.Fprintf(out, "%d bytes, %s", l.Bytes, l.Closed)
	if l.missing > 0 {
		fmt.Fprintf(out, ", %d missing in %d gaps", l.missing, uint64(len(l.Gaps))+l.MoreGaps)
	}
	if l.Lost > 0 {
		fmt.Fprintf(out, ", %d chunks lost", l.Lost)
	}
	if l.Conflicts > 0 {
		fmt.Fprintf(out, ", %d conflicts", l.Conflicts)
	}
	fmt.Fprintf(out, ", %s\n", l.SHA256)
}

// streamTime writes a packet's time, or nothing if there is none.
func streamTime(ns int64) string {
	if ns == 0 {
		return ""
	}
	return time.Unix(0, ns).UTC().Format(time.RFC3339Nano)
}
