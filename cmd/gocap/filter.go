package main

import (
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
)

// A filterer is a gocap filter being run.
type filterer struct {
	read     []string
	why      int64
	batch    bool
	linkType string
	snaplen  uint32
	netmask  string
	target   string
	noOpt    bool
	lenient  bool
	files    nameFiles
	language languageFlags
	file     string // with the expression

	cmd     *cobra.Command
	out     io.Writer
	link    link.Type
	options filter.Options
}

func filterCmd() *cobra.Command {
	f := &filterer{}
	c := &cobra.Command{
		Use:   "filter [flags] EXPRESSION | filter [flags] -F FILE | filter --batch [-r FILE...]",
		Short: "Explain filter expressions, try them on files, compile them for scripts",
		Long: `Filter shows what a filter expression, in the language of pcap-filter(7), means:
how it is understood, with every qualifier written out; what may not be what was
intended; and its program. With -r it counts the packets of files that match. With
--why it says why one packet does or does not.

--dialect and --semantics choose a language that says more and means what one expects:
docs/filters.md has both.

With --batch it reads a JSON object a line from standard input, of which only expr is
required:
  {"expr":"tcp","dlt":"EN10MB","snaplen":262144,"netmask":null,"optimize":true,"target":"file"}
further "dialect", "semantics" and "tunnel_ports":{"vxlan":[8472]} as the flags have them
(files of lists are opened only if --dialect extended is given);
and answers each with one, in order; a program is "code jt jf k" for each instruction:
  {"ok":true,"insns":4,"program":"40 0 0 12;21 0 1 2048;6 0 0 262144;6 0 0 0"}
  {"ok":false,"error":"unexpected 'porrt'","kind":"syntax error","column":5}
With -r, which may be followed by more files, also "packets", "matches" and "fnv": of the
packets of that link type, in the order given, how many there are, how many match, and
the 64-bit FNV-1a hash of a byte 0 or 1 for each. What cannot be read of a file is told
on standard error, and what is good before it counts. DNS is not asked.`,
		Example: `  gocap filter 'tcp port 80 and not host 192.0.2.1'
  gocap filter -y LINUX_SLL2 --target linux 'vlan 42 and inbound'
  gocap filter -r trace.pcap 'tcp[tcpflags] & tcp-syn != 0'
  gocap filter -r trace.pcap --why 17 'udp port 53'
  gocap filter --dialect extended -r trace.pcap 'decap (host 10.0.0.1 and port {80, 443})'
  gocap filter --semantics scoped 'vlan 42 and tcp port 80 or host 192.0.2.1'
  gocap filter --batch -r a.pcap b.pcap < expressions.jsonl`,
		RunE: func(c *cobra.Command, args []string) error {
			f.cmd, f.out = c, c.OutOrStdout()
			if f.batch {
				return f.runBatch(args)
			}
			return f.run(args)
		},
	}
	s := c.Flags()
	s.SortFlags = false
	s.StringArrayVarP(&f.read, "read-file", "r", nil, "try the filter on the packets of the `file`; repeat for several")
	s.StringVarP(&f.file, "filter-file", "F", "", "read the filter expression from the `file`")
	s.Int64Var(&f.why, "why", 0, "say why packet `n` of the file does or does not match")
	s.BoolVar(&f.batch, "batch", false, "read requests as JSON from standard input")
	s.StringVarP(&f.linkType, "linktype", "y", "", "compile for the link `type`, EN10MB if there is no file")
	s.StringVar(&f.target, "target", "file", "compile for a `file` or for a linux socket, which has VLAN tags beside the packet")
	s.Uint32VarP(&f.snaplen, "snapshot-length", "s", capture.DefaultSnaplen, "`bytes` that the program keeps of a packet")
	s.StringVar(&f.netmask, "netmask", "", "network `mask` for ip broadcast, such as 255.255.255.0 or /24")
	s.BoolVarP(&f.noOpt, "no-optimize", "O", false, "do not optimize")
	s.BoolVar(&f.lenient, "lenient", false, "go on after damage in a file")
	s.StringVar(&f.files.hosts, "hosts", "", "take the names of hosts from the `file`, not from /etc/hosts and DNS")
	s.StringVar(&f.files.ethers, "ethers", "", "take the names of MAC addresses from the `file`, not from /etc/ethers")
	s.StringVar(&f.files.networks, "networks", "", "take the names of networks from the `file`, not from /etc/networks")
	f.language.define(s)
	f.language.complete(c)
	c.MarkFlagsMutuallyExclusive("batch", "why")
	c.MarkFlagsMutuallyExclusive("batch", "filter-file")
	return c
}

// prepare understands the flags.
func (f *filterer) prepare() error {
	names, err := unless(f.cmd.Context(), func() (*filterNames, error) { return f.files.read(!f.batch) })
	if err != nil {
		return err
	}
	f.options = filter.Options{Snaplen: f.snaplen, NoOptimize: f.noOpt, Resolver: names, Timeout: filterTime}
	if err := f.language.apply(&f.options); err != nil {
		return err
	}
	var ok bool
	if f.options.Netmask, ok = parseMask(f.netmask); !ok {
		return usage("--netmask %s: should be like 255.255.255.0 or /24", f.netmask)
	}
	if f.options.Target, ok = filterTargets[f.target]; !ok {
		return usage("--target %s: it is file or linux", f.target)
	}
	f.link = link.Ethernet
	if f.linkType != "" {
		if f.link, ok = link.ByName(f.linkType); !ok {
			return usage("invalid data link type %s: one is named as in EN10MB, RAW or LINUX_SLL2", f.linkType)
		}
		if len(f.read) > 0 && !f.batch {
			return usage("-y does not go with -r: a file says itself what link type its packets have")
		}
	} else if len(f.read) > 0 && !f.batch {
		if t, ok := firstLink(f.read[0]); ok {
			f.link = t
		}
	}
	return nil
}

var filterTargets = map[string]filter.Target{"file": filter.File, "linux": filter.Linux}

// parseMask reads a mask: an address or a number; none is an unknown one.
func parseMask(s string) (m filter.Mask, ok bool) {
	if s == "" {
		return m, true
	}
	if a, err := netip.ParseAddr(s); err == nil && a.Is4() {
		b := a.As4()
		return filter.KnownMask(uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])), true
	}
	if bits, ok := strings.CutPrefix(s, "/"); ok {
		n, err := strconv.ParseUint(bits, 10, 8)
		return filter.KnownMask(^uint32(0) << (32 - min(n, 32))), err == nil && n <= 32
	}
	n, err := strconv.ParseUint(s, 0, 32)
	return filter.KnownMask(uint32(n)), err == nil
}

func (f *filterer) run(args []string) error {
	if err := f.prepare(); err != nil {
		return err
	}
	expr := strings.TrimSpace(strings.Join(args, " "))
	switch {
	case f.file != "" && len(args) > 0:
		return usage("the expression is in the file of -F or on the command line, not in both")
	case f.file != "":
		var err error
		if expr, err = expressionIn(f.cmd.Context(), f.file); err != nil {
			return err
		}
	case len(args) == 0 && len(f.read) == 0:
		return usage("there is no expression; see gocap filter --help")
	}
	switch {
	case f.why < 0 || f.cmd.Flags().Changed("why") && f.why == 0:
		return usage("--why is the number of a packet, from 1")
	case f.why > 0 && len(f.read) != 1:
		return usage("--why needs one file: -r FILE")
	case f.why > 0:
		return f.explainPacket(expr)
	case len(f.read) > 0:
		return f.countAll(expr)
	}
	return f.explain(expr)
}

// explain shows what the expression means.
func (f *filterer) explain(expr string) error {
	p, err := filter.CompileContext(f.cmd.Context(), expr, f.link, f.options)
	if err != nil {
		return pointed(err)
	}
	means := "every packet"
	if p.AST != nil {
		means = p.AST.String()
	}
	raw := f.options
	raw.NoOptimize = true
	size := fmt.Sprintf("%d instructions", len(p.Insns))
	if q, err := filter.CompileContext(f.cmd.Context(), expr, f.link, raw); err == nil && !f.noOpt {
		size += fmt.Sprintf(", %d unoptimized", len(q.Insns))
	}
	_, err = fmt.Fprintf(f.out, "matches   %s\nlink      %v\ntarget    %s\nprogram   %s\n\n%s",
		means, strings.TrimPrefix(describeLink(f.link), "link-type "), f.target, size, p.Explain())
	return outputError(err)
}

// countAll counts the packets of all files that match.
func (f *filterer) countAll(expr string) error {
	x := &dumpFilter{expr, f.options, map[link.Type]*bpf.Engine{}}
	var packets, matches int64
	var failed error
	for _, name := range f.read {
		n, m, err := f.count(x, name)
		if packets, matches = packets+n, matches+m; err == nil || n > 0 {
			fmt.Fprintf(f.out, "%s: %d of %d packets match\n", name, m, n)
		}
		if err != nil {
			if _, ok := errors.AsType[*expressionError](err); ok || len(f.read) == 1 {
				return err
			}
			complain(f.cmd.ErrOrStderr(), err)
			failed = quiet(exitFound)
		}
		if err := f.cmd.Context().Err(); err != nil {
			return quiet(exitFound)
		}
	}
	if len(f.read) > 1 {
		fmt.Fprintf(f.out, "total: %d of %d packets match\n", matches, packets)
	}
	return failed
}

// count counts the packets of a file, and those that match.
func (f *filterer) count(x *dumpFilter, name string) (packets, matches int64, err error) {
	r, err := openCapture(name, f.cmd.InOrStdin(), f.readOptions(name))
	if err != nil {
		return 0, 0, err
	}
	defer r.Close()
	for p, err := range r.Packets() {
		if err != nil {
			return packets, matches, nameError(name, err)
		}
		if packets++; packets&0xfff == 0 && f.cmd.Context().Err() != nil {
			break
		}
		ok, err := x.match(f.cmd.Context(), r, p)
		if err != nil {
			return packets, matches, err
		}
		if ok {
			matches++
		}
	}
	return packets, matches, nil
}

func (f *filterer) readOptions(name string) pcap.ReadOptions {
	return pcap.ReadOptions{Lenient: f.lenient, OnSkip: func(k pcap.Skipped) {
		fmt.Fprintf(f.cmd.ErrOrStderr(), "gocap: %s: passed over %d bytes: %v\n", name, k.Bytes, k.Reason)
	}}
}
