package main

import (
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	_ "github.com/gocap-project/gocap/layers/all"
)

// commands are the subcommands. To add one, write its function in a file of its own
// and list it here.
var commands = []func() *cobra.Command{
	showCmd,
	streamsCmd, lintCmd, sessionsCmd,
	checkCmd,
	protoCmd,
	dumpCmd,
	filterCmd,
	interfacesCmd,
	sendCmd,
	replayCmd,
	defragCmd,
	fragmentCmd,
	bridgeCmd,
	benchCmd,
	demoCmd,
	versionCmd,
}

// parsing is what package strconv says before what matters.
var parsing = regexp.MustCompile(`strconv\.\w+: parsing ".*": `)

func rootCmd() *cobra.Command {
	root := &cobra.Command{
		Use:   "gocap",
		Short: "Capture, read, check and explain network packets",
		Long: `Gocap captures, reads, checks and explains network packets.

Capture files are pcap or pcapng, plain or compressed with gzip, bzip2 or zstd, by
content and not by name; "-" is standard input.

The exit status is 0 if all went well, 1 if something was wrong or could not be done,
and 2 if the command line was wrong or a file could not be opened. Colour is used only
on a terminal, and not if NO_COLOR is set.`,
		Example: `  gocap demo                                  live traffic, without root
  gocap dump -ni eth0                         print packets as they come
  gocap filter 'tcp port 80 or vlan'          what does this match, and how?
  gocap show -r trace.pcapng -n 3             three packets, field by field
  gocap show -r trace.pcap --json | jq .      the same for programs
  gocap check traces/                         can every packet be rebuilt exactly?
  gocap replay -r trace.pcap -i eth0 --pps 1k send the packets of a capture
  gocap bridge eth0 eth1 --drop 'udp port 53' forward between interfaces
  gocap proto TCP                             what a TCP header has in it`,
		Args: known,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
		PersistentPreRunE: func(c *cobra.Command, _ []string) error {
			if err := c.ValidateFlagGroups(); err != nil {
				return usage("%s; see %s --help", parsing.ReplaceAllString(err.Error(), ""), c.CommandPath())
			}
			return nil
		},
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usage("%s; see %s --help", parsing.ReplaceAllString(err.Error(), ""), c.CommandPath())
	})
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveDefault)
	for _, c := range commands {
		root.AddCommand(c())
	}
	return root
}

// known refuses arguments of the root command, which are commands that do not exist.
func known(c *cobra.Command, a []string) error {
	if len(a) == 0 {
		return nil
	}
	hint := ""
	c.SuggestionsMinimumDistance = 2
	if like := c.SuggestionsFor(a[0]); len(like) > 0 {
		hint = "; is it " + strings.Join(like, " or ") + "?"
	}
	return usage("unknown command %q%s (gocap --help lists them)", a[0], hint)
}

// args is an argument check whose errors are usage errors.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, a []string) error {
		if err := check(c, a); err != nil {
			return usage("%w; see %s --help", err, c.CommandPath())
		}
		return nil
	}
}
