//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestClosedPipe runs the program with nobody reading what it writes: that is an
// error, and not the silent end that the signal would be.
func TestClosedPipe(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	for _, args := range [][]string{{"show", "-r", file}, {"show", "-r", file, "--json"}, {"check", file}, {"proto"}} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		var errs bytes.Buffer
		c := exec.CommandContext(t.Context(), os.Args[0], args...)
		c.Env = append(os.Environ(), asProgram+"=1")
		c.Stdout, c.Stderr = w, &errs
		err = c.Run()
		w.Close()
		if c.ProcessState.ExitCode() != exitFound || !strings.Contains(errs.String(), "broken pipe") {
			t.Errorf("gocap %v: %v, %q", args, err, &errs)
		}
	}
}
