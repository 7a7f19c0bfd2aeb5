package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/packet"
)

func versionCmd() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Say which gocap this is",
		Example: "  gocap version",
		Args:    args(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return writeVersion(c.OutOrStdout()) },
	}
}

// version returns the version that was built, "(devel)" if it has no number.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// writeVersion writes what the build knows of itself.
func writeVersion(w io.Writer) error {
	revision, modified := "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				revision = ", revision " + s.Value
			case s.Key == "vcs.modified" && s.Value == "true":
				modified = ", modified"
			}
		}
	}
	_, err := fmt.Fprintf(w, "gocap %s%s%s\n%s, %s/%s, %d protocols\n", version(), revision, modified,
		runtime.Version(), runtime.GOOS, runtime.GOARCH, len(packet.Protos()))
	return err
}
