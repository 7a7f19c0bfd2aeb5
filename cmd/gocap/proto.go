package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/show"
)

func protoCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "proto [NAME...]",
		Short: "List protocols, or describe some",
		Long: `Proto lists the protocols that gocap knows, with the documents that define them. With
names it describes these: the numbers that lead to them, a diagram of the header, and
every field with its place in bits, its width, its type and its meaning. Kinds other
than plain are decided by the packet unless you fix them.`,
		Example: `  gocap proto
  gocap proto TCP
  gocap proto ipv4 ipv6`,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return protoNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, names []string) error { return writeProtos(c.OutOrStdout(), names) },
	}
}

func writeProtos(w io.Writer, names []string) error {
	if len(names) == 0 {
		_, err := io.WriteString(w, show.Protos(packet.Protos()))
		return err
	}
	for i, n := range names {
		pr, err := protoByName(n)
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(w)
		}
		if _, err := io.WriteString(w, show.Proto(pr)); err != nil {
			return err
		}
	}
	return nil
}

func protoNames() (names []string) {
	for _, pr := range packet.Protos() {
		names = append(names, pr.Name)
	}
	return names
}

// protoByName returns the protocol with a name in any case. The error has the nearest
// name.
func protoByName(name string) (*packet.Proto, error) {
	pr, nearest := show.Find(name, packet.Protos())
	switch {
	case pr != nil:
		return pr, nil
	case nearest != "":
		return nil, usage("no protocol is called %q; is it %s? (gocap proto lists them)", name, nearest)
	}
	return nil, usage("no protocol is called %q; gocap proto lists them", name)
}
