package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/internal/tcpdump"
)

// dumpFlags are the flags of gocap dump, named as in tcpdump's manual.
type dumpFlags struct {
	interfaces []string // -i
	read       []string // -r
	readList   string   // -V
	write      string   // -w
	count      int64    // -c
	skip       int64    // --skip
	onlyCount  bool     // --count
	filterFile string   // -F
	expr       string   // of the arguments or the file
	linkType   string   // -y
	snaplen    int      // -s
	bufferKiB  int      // -B
	direction  string   // -Q
	noPromisc  bool     // -p
	immediate  bool     // --immediate-mode
	latency    time.Duration
	busyPoll   time.Duration
	backend    string
	namespace  string
	follow     bool
	stampType  string // -j
	nano       bool   // --nano
	micro      bool   // --micro
	precision  string // --time-stamp-precision
	listIfs    bool   // -D
	listLinks  bool   // -L
	listStamps bool   // -J

	verbose, names, hex, hexASCII, stamps int // -v, -n, -x, -X, -t
	ascii                                 int // -A
	link, quiet, number, absSeq, dotAS    bool
	packetType                            string
	noDomain, noChecksum                  bool
	lineBuffered, packetBuffered, print   bool

	fileSize string // -C
	seconds  int    // -G
	files    int    // -W
	command  string // -z
	user     string // -Z
	pcapng   bool
	lenient  bool
	noOpt    bool // -O
	language languageFlags
	dumpCode int // -d
	decode   []string
	portsAs  func(tcp bool, port uint16) uint16 // of decode
	version  bool

	flags *pflag.FlagSet
}

// set reports whether the flag was given.
func (f *dumpFlags) set(name string) bool { return f.flags != nil && f.flags.Changed(name) }

func dumpCmd() *cobra.Command {
	var f dumpFlags
	c := &cobra.Command{
		Use:   "dump [flags] [filter expression]",
		Short: "Capture packets, or read them from a file, and print or write them",
		Long: `Dump does tcpdump's job with tcpdump's flags: it captures packets from interfaces
(-i) or reads them from files (-r), and prints a line for each, or writes them to
a file (-w). Short flags cluster: -nnvvXi eth0.

Capture files are read whatever their format and compression; they are written as
pcapng if the name ends in .pcapng or with --pcapng, else as pcap. From pcapng to
pcapng everything is kept: interfaces, options, comments, names, secrets.

An interrupt ends a capture with a summary, a second one at once. SIGUSR1 prints the
summary so far. What cannot be written is an error; so is a file that is damaged, after
the good packets before the damage (--lenient goes on behind it).

A filter expression in the language of pcap-filter(7) says which packets are wanted:
words after the flags, or the contents of a file (-F). The kernel runs it in a live
capture, so that nothing else is ever copied; "gocap filter EXPR" explains one. Names are
looked up in /etc/hosts, ethers, networks, services and protocols, and in DNS.
"broadcast" takes the netmask of the interface, and 0.0.0.0 where there is none. A live
filter without "vlan" sees packets without the tag that the kernel takes out of them.`,
		Example: `  gocap dump -ni eth0                            print packets of an interface
  gocap dump -i eth0 -i eth1 -w both.pcapng      capture from two into one file
  gocap dump -nnvvXSs 0 -c 10 -r trace.pcap.gz   the first ten packets of a file, in full
  gocap dump -ni eth0 'tcp port 80 and host 192.0.2.1'
  gocap dump -ni eth0 --dialect extended 'decap (host 10.0.0.1 and port {80, 443})'
  gocap dump -i any -w ring.pcap -C 100 -W 10    keep the last gigabyte
  ssh host gocap dump -i eth0 -w - | gocap dump -r -`,
		RunE: func(c *cobra.Command, args []string) error {
			if f.version {
				return writeVersion(c.OutOrStdout())
			}
			if err := f.check(c.Context(), args); err != nil {
				return err
			}
			return newDump(c, f).run()
		},
	}
	f.define(c.Flags())
	f.language.complete(c)
	return c
}

func (f *dumpFlags) define(s *pflag.FlagSet) {
	f.flags, s.SortFlags = s, false
	s.StringArrayVarP(&f.interfaces, "interface", "i", nil, "capture from the `interface`, by name or number of -D, or any; repeat for several")
	s.BoolVarP(&f.listIfs, "list-interfaces", "D", false, "list the interfaces to capture from, and end")
	s.BoolVarP(&f.listLinks, "list-data-link-types", "L", false, "list the link types of the interface, and end")
	s.BoolVarP(&f.listStamps, "list-time-stamp-types", "J", false, "list the kinds of time stamps of the interface, and end")
	s.StringArrayVarP(&f.read, "read-file", "r", nil, "read packets from the `file`, - for standard input; repeat for several")
	s.StringVarP(&f.readList, "file-list", "V", "", "read packets from the files that the `file` lists, a name a line")
	s.BoolVar(&f.lenient, "lenient", false, "go on after damage in a file, and say what was passed over")
	s.StringVarP(&f.write, "write-file", "w", "", "write packets to the `file`, - for standard output, instead of printing them")
	s.BoolVar(&f.print, "print", false, "print packets even if they are written")
	s.Int64VarP(&f.count, "packets", "c", 0, "end after `n` packets")
	s.Int64Var(&f.skip, "skip", 0, "pass over the first `n` packets")
	s.BoolVar(&f.onlyCount, "count", false, "print only how many packets there are")
	repeatedVar(s, &f.names, "no-names", "n", "do not turn addresses and ports into names")
	s.BoolVarP(&f.noDomain, "no-domain", "N", false, "do not print the domain of host names")
	s.BoolVarP(&f.link, "link-header", "e", false, "print the link-layer header")
	s.BoolVarP(&f.quiet, "quiet", "q", false, "print less")
	repeatedVar(s, &f.verbose, "verbose", "v", "print more; up to three times")
	repeatedVar(s, &f.hex, "hex", "x", "print the bytes in hexadecimal; twice: with the link-layer header")
	repeatedVar(s, &f.hexASCII, "hex-ascii", "X", "print the bytes in hexadecimal and as text; twice: with the link-layer header")
	repeatedVar(s, &f.ascii, "ascii", "A", "print the bytes as text")
	repeatedVar(s, &f.stamps, "time", "t", "time stamps: -t none, -tt Unix time, -ttt since the last packet, -tttt with date, -ttttt since the first")
	s.StringVarP(&f.packetType, "packet-type", "T", "", "print the payload of UDP, or of TCP, as `type`: "+strings.Join(tcpdump.PacketTypes(), ", "))
	s.BoolVarP(&f.absSeq, "absolute-tcp-sequence-numbers", "S", false, "print TCP sequence numbers as they are, not relative")
	s.BoolVarP(&f.dotAS, "dotted-as", "b", false, "print AS numbers of 4 bytes as two numbers with a dot")
	s.BoolVarP(&f.number, "number", "#", false, "print a packet number")
	s.BoolVarP(&f.noChecksum, "dont-verify-checksums", "K", false, "do not verify checksums")
	s.IntVarP(&f.snaplen, "snapshot-length", "s", 0, "capture (or with -r write) the first `bytes` of each packet, 262144 if 0")
	s.BoolVarP(&f.noPromisc, "no-promiscuous-mode", "p", false, "do not ask for packets to other hosts")
	s.StringVarP(&f.direction, "direction", "Q", "", "`direction` of the packets to capture: in, out or inout")
	s.IntVarP(&f.bufferKiB, "buffer-size", "B", 0, "size of the kernel's buffer in `KiB`")
	s.BoolVarP(&f.lineBuffered, "line-buffered", "l", false, "write each line at once")
	s.BoolVarP(&f.packetBuffered, "packet-buffered", "U", false, "write each packet to the file at once")
	s.BoolVar(&f.immediate, "immediate-mode", false, "deliver each packet at once, at the cost of speed")
	s.DurationVar(&f.latency, "latency", time.Millisecond, "how `long` a packet may wait for company; below 1ms: not at all")
	s.DurationVar(&f.busyPoll, "busy-poll", 0, "look for packets for so `long` before sleeping, which takes a core")
	s.StringVar(&f.backend, "backend", "", "`way` to receive packets: "+strings.Join(capture.Backends(), ", "))
	s.StringVar(&f.namespace, "netns", "", "capture in the network `namespace`, by its name or path")
	s.BoolVar(&f.follow, "follow", false, "go on when an interface that was removed comes back")
	s.StringVarP(&f.fileSize, "file-size", "C", "", "begin a new file after `size` million bytes (or with k, m, g: KiB, MiB, GiB)")
	s.IntVarP(&f.seconds, "rotate-seconds", "G", 0, "begin a new file every `seconds`; the name may have strftime conversions")
	s.IntVarP(&f.files, "file-count", "W", 0, "with -C, write over the oldest of `n` files; with -G, end after n files")
	s.StringVarP(&f.command, "postrotate-command", "z", "", "run `command` with the name of each complete file")
	s.StringVarP(&f.user, "relinquish-privileges", "Z", "", "if root, become `user` once interfaces or input files are open")
	s.BoolVar(&f.pcapng, "pcapng", false, "write pcapng whatever the file's name")
	s.StringVarP(&f.linkType, "linktype", "y", "", "link `type` to capture with, of those that -L lists; with -d, of the program")
	s.StringVarP(&f.stampType, "time-stamp-type", "j", "", "`kind` of time stamps: host, adapter or adapter_unsynced")
	s.BoolVar(&f.nano, "nano", false, "time stamps in nanoseconds")
	s.BoolVar(&f.micro, "micro", false, "time stamps in microseconds")
	s.StringVar(&f.precision, "time-stamp-precision", "", "`unit` of time stamps: micro or nano")
	s.StringVarP(&f.filterFile, "filter-file", "F", "", "read the filter expression from the `file`")
	s.BoolVarP(&f.noOpt, "no-optimize", "O", false, "do not optimize the filter")
	f.language.define(s)
	repeatedVar(s, &f.dumpCode, "dump-code", "d", "print the filter's program and end; twice: as C, three times: as numbers")
	s.StringArrayVar(&f.decode, "decode-as", nil, "print a port as a protocol: `udp:5000=DNS`; also udp.port==5000,dns")
	s.BoolVar(&f.version, "version", false, "print the version and end")
}

// A repeated is a flag that counts how often it is given.
type repeated int

func (t *repeated) String() string { return strconv.Itoa(int(*t)) }
func (t *repeated) Type() string   { return "bool" } // for the help: it takes no value
func (t *repeated) Set(s string) error {
	if s == "true" { // given once more, without a value
		*t++
		return nil
	}
	n, err := strconv.ParseUint(s, 10, 8)
	*t = repeated(n)
	return err
}

func repeatedVar(s *pflag.FlagSet, n *int, name, short, usage string) {
	s.VarPF((*repeated)(n), name, short, usage).NoOptDefVal = "true"
}

// check refuses combinations that make no sense, and reads the expression.
func (f *dumpFlags) check(ctx context.Context, args []string) (err error) {
	if f.expr, err = f.expression(ctx, args); err != nil {
		return err
	}
	for _, c := range [...]struct {
		bad  bool
		text string
	}{
		{len(f.interfaces) > 0 && f.fromFiles(), "-i and -r or -V exclude each other: a capture is live or from a file"},
		{(f.listLinks || f.listStamps) && f.fromFiles(), "-L and -J are about interfaces, not files"},
		{f.namespace != "" && len(f.interfaces) == 0, "--netns needs -i: there is no telling which interface is the best elsewhere"},
		{f.set("immediate-mode") && f.set("latency"), "--immediate-mode and --latency exclude each other"},
		{f.nano && f.micro, "--nano and --micro exclude each other"},
		{f.set("packets") && f.count <= 0, fmt.Sprintf("invalid packet count %d", f.count)},
		{f.skip < 0, fmt.Sprintf("invalid packet skip count %d", f.skip)},
		{f.snaplen < 0 || f.snaplen > capture.DefaultSnaplen, fmt.Sprintf("invalid snaplen %d (must be >= 0 and <= %d)", f.snaplen, capture.DefaultSnaplen)},
		{f.set("buffer-size") && (f.bufferKiB <= 0 || f.bufferKiB > 1<<21-1), fmt.Sprintf("invalid packet buffer size %d", f.bufferKiB)},
		{f.set("rotate-seconds") && f.seconds <= 0, fmt.Sprintf("invalid number of seconds %d", f.seconds)},
		{f.set("file-count") && f.files <= 0, fmt.Sprintf("invalid number of output files %d", f.files)},
		{(f.fileSize != "" || f.seconds != 0 || f.files != 0 || f.command != "") && f.write == "", "-C, -G, -W and -z need -w"},
		{(f.fileSize != "" || f.seconds != 0) && f.write == "-", "-C and -G need a file: standard output cannot be split"},
		{f.print && f.write == "-", "--print and -w - exclude each other: both write to standard output"},
		{f.stamps > int(tcpdump.TimeSince), "only -t, -tt, -ttt, -tttt, and -ttttt are supported"},
		{f.packetType != "" && !slices.Contains(tcpdump.PacketTypes(), f.packetType), fmt.Sprintf("unknown packet type %q: it is one of %s", f.packetType, strings.Join(tcpdump.PacketTypes(), ", "))},
		{f.direction != "" && !slices.Contains([]string{"in", "out", "inout"}, f.direction), fmt.Sprintf("unknown capture direction %q: it is in, out or inout", f.direction)},
		{!slices.Contains([]string{"", "micro", "nano"}, f.precision), fmt.Sprintf("unknown time stamp precision %q: it is micro or nano", f.precision)},
	} {
		if c.bad {
			return usage("%s", c.text)
		}
	}
	if f.portsAs, err = portsAs(f.decode); err != nil {
		return err
	}
	f.nano = f.nano || f.precision == "nano"
	f.micro = f.micro || f.precision == "micro"
	return nil
}

// fromFiles reports whether packets are read from files.
func (f *dumpFlags) fromFiles() bool { return len(f.read) > 0 || f.readList != "" }

// printer returns what prints packets, or nil if they are only written or counted.
func (f *dumpFlags) printer() *tcpdump.Printer {
	if f.onlyCount || f.write != "" && !f.print {
		return nil
	}
	o := tcpdump.Options{
		Verbose: f.verbose, Link: f.link, Quiet: f.quiet, Number: f.number, AbsSeq: f.absSeq, DotAS: f.dotAS,
		NoChecksum: f.noChecksum, NoNames: f.names, NoDomain: f.noDomain, Nano: f.nano,
		Time: tcpdump.TimeFormat(f.stamps), Location: time.Local, PortAs: f.portsAs, PacketType: f.packetType,
	}
	switch {
	case f.hexASCII > 0:
		o.Hex, o.HexLink = tcpdump.HexASCII, f.hexASCII > 1
	case f.hex > 0:
		o.Hex, o.HexLink = tcpdump.HexOnly, f.hex > 1
	case f.ascii > 0:
		o.Hex, o.HexLink = tcpdump.ASCII, f.ascii > 1
	}
	if f.names == 0 {
		n := newNames()
		o.HostName, o.PortName = n.host, n.port
	}
	return tcpdump.New(o)
}
