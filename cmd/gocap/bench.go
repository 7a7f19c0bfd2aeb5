package main

import "github.com/spf13/cobra"

// benchCommands are the subcommands of gocap bench. To add one, write its function in
// a file of its own and list it here.
var benchCommands = []func() *cobra.Command{
	benchCaptureCmd,
	benchSendCmd,
}

func benchCmd() *cobra.Command {
	c := &cobra.Command{
		Use:   "bench",
		Short: "Measure this machine",
		Long: `Bench measures how much processor time packets cost on this machine, in a private network
(user and network namespaces: no root, and nothing of this machine's network is touched).
The figures move with what else the machine does: compare those of one run.`,
		Example: "  gocap bench capture\n  gocap bench send",
		Args:    known,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	for _, sub := range benchCommands {
		c.AddCommand(sub())
	}
	return c
}
