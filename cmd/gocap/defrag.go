package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// A defragmenter puts the fragments of a capture together.
type defragmenter struct {
	packetPipe
	policy  string
	timeout time.Duration
	memory  int64
	verbose bool

	d       *sequence.Defragmenter
	frame   wire.Frame
	index   int          // of the IP header in frame
	current *pcap.Packet // which is being put in
	buf     []byte
	failure error // of writing
	packets int64
	passed  int64
}

func defragCmd() *cobra.Command {
	var f defragmenter
	c := &cobra.Command{
		Use:   "defrag -r IN -w OUT",
		Short: "Put fragments of IP datagrams together",
		Long: `Defrag writes a capture in which the fragments of IPv4 and IPv6 datagrams are put
together. A datagram takes the place of the fragment that completed it, with the
link-layer header of that one. All other packets are written as they are, and so are
fragments in tunnels; fragments of datagrams that are not complete are left out.

What to do with fragments that overlap, --policy says. linux and rfc5722 discard the
datagram; the others mix, as hosts did or do: first, last, bsd, bsd-right, old-linux,
windows, solaris. Fragments are waited for as long as --timeout says by the times of the
capture, RFC 8200 §4.5.

At the end it says what became of the fragments, and with -v during the work what was odd
or wrong, by packet. gocap fragment does the opposite.`,
		Example: `  gocap defrag -r trace.pcap -w whole.pcap
  gocap defrag -r trace.pcap -w - --policy windows | gocap dump -r -`,
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			f.out.stdout, f.err = c.OutOrStdout(), c.ErrOrStderr()
			if err := f.begin(); err != nil {
				return err
			}
			err := f.run(c.InOrStdin(), f.packet)
			f.d.Flush(sequence.Flushed)
			f.summary()
			return err
		},
	}
	s := c.Flags()
	s.SortFlags = false
	f.packetPipe.define(c)
	s.StringVar(&f.policy, "policy", sequence.FragmentsLinux.String(), "what to do with overlaps: `name`")
	s.DurationVar(&f.timeout, "timeout", time.Minute, "`time` from the first fragment of a datagram to the last")
	f.memory = 16 << 20
	s.Var((*wholeNumber)(&f.memory), "memory", "how many `bytes` waiting fragments may take, such as 256k or 1G")
	s.BoolVarP(&f.verbose, "verbose", "v", false, "say what is odd or wrong, and which packets conflict")
	c.RegisterFlagCompletionFunc("policy", cobra.FixedCompletions(policyNames(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

func policyNames() (names []string) {
	for p := sequence.FragmentsLinux; p.String() != "unknown"; p++ {
		names = append(names, p.String())
	}
	return names
}

// begin makes what the flags ask for.
func (f *defragmenter) begin() error {
	policy, ok := sequence.ParseFragmentPolicy(f.policy)
	if !ok {
		return usage("--policy %s: it is one of %s", f.policy, strings.Join(policyNames(), ", "))
	}
	if f.memory < 64<<10 || f.memory > 1<<40 {
		return usage("--memory %d: it is a number of bytes of at least 64k", f.memory)
	}
	if f.timeout <= 0 {
		return usage("--timeout %v: it is a time such as 60s", f.timeout)
	}
	f.d = sequence.NewDefragmenter(nil, sequence.FragmentConfig{
		Out: sequence.SinkFunc(f.take), Policy: policy, Timeout: int64(f.timeout), Memory: int(f.memory),
	})
	return nil
}

// packet writes a packet that is no fragment, and puts in the others.
func (f *defragmenter) packet(p *pcap.Packet) error {
	f.packets++
	_ = f.frame.ParseLink(uint16(p.LinkType()), p.Data) // what is good before a fault counts
	f.index, f.current = outermostIP(&f.frame), p
	if f.index < 0 || !f.fragment() {
		f.passed++
		return f.out.write(*p)
	}
	return f.failure
}

// fragment puts the packet in if it is a fragment, and reports whether it is one.
func (f *defragmenter) fragment() bool {
	if f.frame.Index(wire.KindLLC) >= 0 && f.frame.Index(wire.KindLLC) < f.index {
		return false // there is no room for a longer length
	}
	at, _, end := f.frame.Span(f.index)
	ip := f.current.Data[at:end]
	if !sequence.IsFragment(ip) {
		return false
	}
	src := sequence.Source{Frame: uint64(f.current.Number), Time: f.current.Time}
	return f.d.Put(ip, sequence.Context(&f.frame, f.index), src)
}

// take writes a datagram, and says what else there is to say.
func (f *defragmenter) take(e *sequence.Event) {
	switch {
	case e.Kind == sequence.Message:
		at, _, _ := f.frame.Span(f.index)
		f.buf = append(append(f.buf[:0], f.current.Data[:at]...), e.Bytes...)
		fitLink(&f.frame, f.index, f.buf)
		q := *f.current
		q.Data, q.Len, q.Options = f.buf, len(f.buf), pcap.OptionList{} // such as hashes
		f.failure = f.out.write(q)
	case !f.verbose:
	case e.Kind == sequence.Conflict:
		fmt.Fprintf(f.err, "packet %d: %d bytes at %d differ from an earlier fragment's\n", e.From.Frame, e.Len, e.Offset)
	case e.Kind == sequence.Fault || e.Kind == sequence.Notice:
		fmt.Fprintf(f.err, "packet %d: %v\n", e.From.Frame, e.Err)
	case e.Kind == sequence.End:
		fmt.Fprintf(f.err, "packet %d: the datagram that begins here is not complete (%v): there are %d bytes\n", e.From.Frame, e.Reason, e.Len)
	}
}

// summary says what was done.
func (f *defragmenter) summary() {
	s := f.d.Stats()
	fmt.Fprintf(f.err, "gocap: %d packets, of which %d are no fragments; %d fragments made %d datagrams\n",
		f.packets, f.passed, s.Used+s.Atomic, s.Datagrams+s.Atomic)
	counts(f.err, "fragments left out", []amount{
		{s.Duplicates, "duplicates"}, {s.Lost, "of datagrams that are not complete"}, {s.Cut, "cut by the capture"},
		{s.Overlapping, "overlap others"}, {s.Ends, "disagree where the datagram ends"}, {s.TooLong, "reach beyond 65535 bytes"},
		{s.Empty, "empty"}, {s.Size, "not of a multiple of 8 bytes"}, {s.HeaderChain, "first ones without all headers"},
		{s.GivenUp, "of datagrams given up before"}, {s.Memory, "without memory for them"}, {s.Congestion, "disagree about congestion"},
	})
	counts(f.err, "datagrams not complete", []amount{
		{s.Flushed, "at the end"}, {s.TimedOut, "in time"}, {s.Discarded, "discarded"}, {s.Evicted, "made room"},
	})
	counts(f.err, "odd", []amount{
		{s.Overlaps, "fragments overlap"}, {s.Conflicts, "stretches with different bytes"}, {s.Tiny, "tiny first fragments"},
		{s.Discovery, "neighbour discovery in fragments"},
	})
}

// An amount is so many of something.
type amount struct {
	n    uint64
	what string
}

// counts says in one line how many of each there are, if there are any.
func counts(w io.Writer, title string, all []amount) {
	all = slices.DeleteFunc(all, func(c amount) bool { return c.n == 0 })
	if len(all) == 0 {
		return
	}
	var parts []string
	for _, c := range all {
		parts = append(parts, fmt.Sprintf("%d %s", c.n, c.what))
	}
	fmt.Fprintf(w, "gocap: %s: %s\n", title, strings.Join(parts, ", "))
}
