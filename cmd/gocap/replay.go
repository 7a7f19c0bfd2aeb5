package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// replayFlags are the flags of gocap replay.
type replayFlags struct {
	read       string
	iface      string
	other      string // --other-interface
	otherWords string // --other
	multiplier float64
	speed      speedFlags
	loops      int64
	limit      int64
	duration   time.Duration
	cut        string
	lenient    bool
	language   languageFlags
	rewrite    rewriteFlags
	expr       string
}

// What to do with packets of which the capture has only the beginning.
const (
	cutSkip = "skip"
	cutSend = "send"
	cutPad  = "pad"
)

func replayCmd() *cobra.Command {
	var f replayFlags
	c := &cobra.Command{
		Use:   "replay -r FILE -i INTERFACE [flags] [filter expression]",
		Short: "Send the packets of a capture file",
		Long: `Replay sends the packets of a capture file on an interface: as far apart as they were
captured, some times faster or slower (--multiplier), at a rate (--pps, --bps), or as
fast as the interface takes them (--topspeed). A filter expression in the language of
pcap-filter(7) says which packets.

On the way packets can be rewritten. --map-ip moves addresses in IP and ARP headers,
IPv6 routing headers and home addresses, neighbour discovery, through tunnels, and in
what ICMP errors quote; checksums, also of
the tunnels around, stay as right or wrong as they were, even of fragments and packets
that are cut. --fix-checksums computes them anew, as is needed for packets that the
capturing host left to its adapter. Packets without an Ethernet header (raw IP, Linux
cooked, loopback) get one, with --dst-mac; IP packets of any link type can be sent on
interfaces without.

Packets that were cut when they were captured are left out and counted, or sent as they
are (--cut send), or with zeros for what is missing (--cut pad).

At the end it says how many packets were sent and how fast, how many not and why, and how
late the latest was; the exit status is 1 if the interface refused any. An interrupt ends
it with that summary.`,
		Example: `  gocap replay -r trace.pcapng -i eth0                     as it was
  gocap replay -r trace.pcap -i eth0 --multiplier 10       ten times faster
  gocap replay -r trace.pcap -i eth0 --bps 1G --loop 100   a gigabit a second
  gocap replay -r trace.pcap -i eth0 --pps 100k --limit 1M 'udp port 53'
  gocap replay -r trace.pcap -i veth0 --dst-mac 02:00:00:00:00:02 --map-ip 10.0.0.0/8=172.0.0.0/8 --fix-checksums
  gocap replay -r trace.pcap -i eth0 --other-interface eth1 --other 'src port 80'`,
		RunE: func(c *cobra.Command, args []string) error {
			f.expr = strings.TrimSpace(strings.Join(args, " "))
			if err := f.check(c.Flags()); err != nil {
				return err
			}
			r, err := newReplay(c, f)
			if err != nil {
				return err
			}
			return r.run()
		},
	}
	f.define(c.Flags())
	f.language.complete(c)
	c.RegisterFlagCompletionFunc("cut", cobra.FixedCompletions([]string{cutSkip, cutSend, cutPad}, cobra.ShellCompDirectiveNoFileComp))
	return c
}

func (f *replayFlags) define(s *pflag.FlagSet) {
	s.SortFlags = false
	s.StringVarP(&f.read, "read-file", "r", "", "send the packets of the `file`, - for standard input")
	s.StringVarP(&f.iface, "interface", "i", "", "send on the `interface`, by name or number of gocap dump -D")
	s.StringVar(&f.other, "other-interface", "", "send the packets of --other on this `interface`")
	s.StringVar(&f.otherWords, "other", "", "filter `expression` for the packets of --other-interface, such as those of the server's side")
	s.Float64Var(&f.multiplier, "multiplier", 1, "send `times` faster than the packets were captured; 0.5 is half as fast")
	f.speed.define(s)
	s.Int64Var(&f.loops, "loop", 1, "send the file `n` times")
	s.Var((*wholeNumber)(&f.limit), "limit", "end after `n` packets, such as 1000 or 10M")
	s.DurationVar(&f.duration, "duration", 0, "end after a `time`, such as 10s")
	s.StringVar(&f.cut, "cut", cutSkip, "packets that were cut when they were captured: `skip`, send or pad")
	s.BoolVar(&f.lenient, "lenient", false, "go on after damage in the file, and say what was passed over")
	f.rewrite.define(s)
	f.language.define(s)
}

// A wholeNumber is a number that is an integer.
type wholeNumber int64

func (n *wholeNumber) String() string {
	if *n == 0 {
		return ""
	}
	return fmt.Sprint(int64(*n))
}
func (n *wholeNumber) Type() string { return "number" }
func (n *wholeNumber) Set(s string) error {
	var x quantity
	if err := x.Set(s); err != nil {
		return err
	}
	if float64(x) != math.Trunc(float64(x)) {
		return fmt.Errorf("%q is not a whole number", s)
	}
	*n = wholeNumber(x)
	return nil
}

// check refuses what makes no sense.
func (f *replayFlags) check(s *pflag.FlagSet) error {
	speeds := 0
	for _, name := range []string{"multiplier", "topspeed"} {
		if s.Changed(name) {
			speeds++
		}
	}
	if s.Changed("pps") || s.Changed("bps") {
		speeds++
	}
	for _, c := range [...]struct {
		bad  bool
		text string
	}{
		{f.read == "", "-r says what to send"},
		{f.iface == "", "-i says where to send it; gocap dump -D lists the interfaces"},
		{speeds > 1, "--multiplier, --topspeed and a rate (--pps, --bps) exclude each other"},
		{!(f.multiplier > 0) || f.multiplier > 1e9, "--multiplier is a positive number"},
		{f.loops < 1, "--loop is 1 or more"},
		{f.loops > 1 && f.read == "-", "standard input can be sent once only"},
		{f.duration < 0, "--duration is a positive time"},
		{f.cut != cutSkip && f.cut != cutSend && f.cut != cutPad, "--cut is skip, send or pad"},
		{(f.other == "") != (f.otherWords == ""), "--other-interface and --other go together"},
	} {
		if c.bad {
			return usage("%s; see gocap replay --help", c.text)
		}
	}
	return nil
}
