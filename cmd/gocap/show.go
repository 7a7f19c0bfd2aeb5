package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/show"
)

// A shower is a gocap show being run.
type shower struct {
	files    []string
	most     int64
	frames   string
	json     bool
	hex      bool
	fields   string
	csv, tsv bool
	noHeader bool
	sep      string
	count    bool
	numbers  bool
	names    bool
	marks    bool
	color    string
	lenient  bool
	decode   []string
	noGuess  bool

	out      *bufio.Writer
	live     bool // write each packet at once
	parser   packet.Parser
	opts     show.Options
	cols     *show.Columns
	chosen   ranges
	shown    int64
	buf      []byte
	linkType link.Type
	linkName string
}

func showCmd() *cobra.Command {
	s := &shower{}
	c := &cobra.Command{
		Use:   "show -r FILE [flags] [FILE...]",
		Short: "Print packets field by field, as text, JSON or columns",
		Long: `Show prints the packets of capture files with everything that is in them.

Without other flags it prints a tree of layers and fields and a hexdump. Places are bytes
from the start of the packet, or byte.bit. After values that a packet decides for itself,
such as lengths and checksums, stands "automatic" if the value is right, "wrong" if not,
"fixed" if it is a choice, and "unverified" if there is no telling.

With --json it prints one object a line and packet:
  {"frame":1,"time":"…","caplen":60,"len":60,"link":"EN10MB","layers":[{"proto":"Ethernet",
   "offset":0,"length":14,"fields":{"Dst":"02:00:5e:10:00:01",…}},…],"error":{…}}

With --fields it prints the named fields as columns. Names are gocap's (IPv4.Src, see gocap
proto), or Wireshark's for the core protocols (ip.src), in any case; also frame.number,
frame.time, frame.time_epoch, frame.len, frame.cap_len, frame.link, frame.protocols and
frame.error. Several values are separated by commas; NAME#2 is the second one alone, as
of a tunnel's inner header.

What can be read of a damaged file is shown before the error.`,
		Example: `  gocap show -r trace.pcap -n 3
  gocap show -r trace.pcap --frames 10-12,40- --hex=false
  gocap show -r trace.pcap.gz --json | jq 'select(.error)'
  gocap show -r trace.pcap --fields frame.time,ip.src,ip.dst,tcp.dstport --tsv
  gocap show -r trace.pcap -d udp.port==5000,dns
  tcpdump -w - | gocap show -r -`,
		RunE: func(c *cobra.Command, args []string) error {
			s.files = append(s.files, args...)
			return s.run(c)
		},
	}
	f := c.Flags()
	f.StringArrayVarP(&s.files, "read", "r", nil, "read `FILE`; - is standard input (may be repeated)")
	f.Int64VarP(&s.most, "number", "n", 0, "stop after `N` packets")
	f.StringVar(&s.frames, "frames", "", "only the packets with these numbers, such as `1-3,7,20-`")
	f.BoolVar(&s.json, "json", false, "print one JSON object a packet")
	f.StringVar(&s.fields, "fields", "", "print these fields, `a,b,…`, as columns")
	f.BoolVar(&s.csv, "csv", false, "columns are separated by commas (the default)")
	f.BoolVar(&s.tsv, "tsv", false, "columns are separated by tabs")
	f.BoolVar(&s.noHeader, "no-header", false, "no line with the columns' names")
	f.StringVar(&s.sep, "separator", ",", "`text` between several values in a column")
	f.BoolVarP(&s.hex, "hex", "x", true, "add a hexdump to the text")
	f.BoolVar(&s.count, "count", false, "print only how many packets there are")
	f.BoolVar(&s.numbers, "numbers", false, "numbers without their names (the default in columns)")
	f.BoolVar(&s.names, "names", false, "names of numbers (the default but in columns)")
	f.BoolVar(&s.marks, "marks", false, "in JSON, add what is known of checksums and wrong fields")
	f.StringVar(&s.color, "color", "auto", "use colour: auto, always or never (`WHEN`)")
	f.BoolVar(&s.lenient, "lenient", false, "pass over damage in the file and go on after it")
	f.StringArrayVarP(&s.decode, "decode-as", "d", nil, "take a number for a protocol: `udp:5000=DNS`, tcp, ip, ether or link; also udp.port==5000,dns")
	f.BoolVar(&s.noGuess, "no-guess", false, "go by numbers alone, not by what unknown payloads look like")
	c.RegisterFlagCompletionFunc("fields", completeFields)
	c.MarkFlagsMutuallyExclusive("json", "fields", "count")
	c.MarkFlagsMutuallyExclusive("csv", "tsv")
	c.MarkFlagsMutuallyExclusive("numbers", "names")
	return c
}

// completeFields completes the last name of a list of fields.
func completeFields(_ *cobra.Command, _ []string, list string) (out []string, _ cobra.ShellCompDirective) {
	i := strings.LastIndexByte(list, ',') + 1
	for _, n := range show.ColumnNames(packet.Protos()) {
		if last := list[i:]; len(n) >= len(last) && strings.EqualFold(n[:len(last)], last) {
			out = append(out, list[:i]+n)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// run shows all files.
func (s *shower) run(c *cobra.Command) error {
	if err := s.prepare(c.OutOrStdout()); err != nil {
		return err
	}
	failed := 0
	var last error
	for _, name := range s.files {
		err := s.file(c, name)
		if werr := s.out.Flush(); werr != nil {
			return fmt.Errorf("writing: %w", werr)
		}
		if c.Context().Err() != nil {
			return quiet(exitFound)
		}
		if err == nil {
			continue
		}
		if failed++; failed > 1 {
			complain(c.ErrOrStderr(), last)
		}
		last = err
	}
	if s.count {
		fmt.Fprintln(s.out, s.shown)
	}
	if err := s.out.Flush(); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return last
}

// prepare understands the flags.
func (s *shower) prepare(w io.Writer) (err error) {
	if len(s.files) == 0 {
		return usage("nothing to show: name a file with -r")
	}
	if s.most < 0 {
		return usage("-n is a number of packets, not %d", s.most)
	}
	s.out, s.live = bufio.NewWriterSize(w, 1<<16), isTerminal(w)
	if s.parser.Bindings, err = decodeAs(s.decode); err != nil {
		return err
	}
	s.parser.Bindings.NoGuess = s.noGuess
	s.parser.Reuse = true
	if s.frames != "" {
		if s.chosen, err = parseRanges(s.frames); err != nil {
			return err
		}
	}
	if s.hex {
		s.opts |= show.Hex
	}
	if s.numbers || s.fields != "" && !s.names {
		s.opts |= show.Numbers
	}
	if s.marks {
		s.opts |= show.Marks
	}
	if on, err := colour(s.color, w); err != nil {
		return err
	} else if on {
		s.opts |= show.Colour
	}
	return s.columns()
}

func (s *shower) columns() (err error) {
	if s.fields == "" {
		if s.tsv || s.csv || s.noHeader {
			return usage("--csv, --tsv and --no-header go with --fields")
		}
		return nil
	}
	if s.cols, err = show.ParseColumns(s.fields, packet.Protos()); err != nil {
		return usage("%w", err)
	}
	s.cols.Sep, s.cols.Options = s.sep, s.opts
	if !s.noHeader {
		s.out.Write(s.cols.AppendHeader(nil, s.tsv))
	}
	return nil
}

// file shows one file. Writing errors are sticky in s.out.
func (s *shower) file(c *cobra.Command, name string) error {
	r, err := openCapture(name, c.InOrStdin(), pcap.ReadOptions{Lenient: s.lenient, OnSkip: func(x pcap.Skipped) {
		fmt.Fprintf(c.ErrOrStderr(), "gocap: %s: passed over %d bytes: %v\n", name, x.Bytes, x.Reason)
	}})
	if err != nil {
		return err
	}
	defer r.Close()
	s.live = s.live || name == "-"
	for p, err := range r.Packets() {
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if s.most > 0 && s.shown == s.most || s.chosen.done(p.Number) || c.Context().Err() != nil {
			return nil
		}
		if !s.chosen.has(p.Number) {
			continue
		}
		if s.shown++; !s.count {
			if err := s.packet(r, p); err != nil {
				return nil // reported by Flush
			}
		}
		if s.most > 0 && s.shown == s.most {
			return nil
		}
	}
	return nil
}

// packet writes one packet. The error is that of writing.
func (s *shower) packet(r *pcap.Reader, p *pcap.Packet) error {
	first := p.LinkType()
	if first != s.linkType || s.linkName == "" {
		s.linkType, s.linkName = first, first.String()
	}
	f := show.Frame{Number: int(p.Number), Time: timeOf(r, p), Len: p.Len, Link: s.linkName, Data: p.Data}
	f.Packet, f.Err = s.parser.ParseNext(p.Data, layers.LinkTypes.Next(first))
	f.Spans = s.parser.Spans()
	b := s.buf[:0]
	switch {
	case s.json:
		b = append(f.AppendJSON(b, s.opts), '\n')
	case s.cols != nil && s.tsv:
		b = s.cols.AppendTSV(b, &f)
	case s.cols != nil:
		b = s.cols.AppendCSV(b, &f)
	default:
		b = append(f.AppendText(b, s.opts), '\n')
	}
	s.buf = b
	if _, err := s.out.Write(b); err != nil || !s.live {
		return err
	}
	return s.out.Flush()
}
