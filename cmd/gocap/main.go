// Gocap captures, reads, checks, edits and explains network packets.
//
// Run gocap help for its commands; each is in the file of its name.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"
)

func main() {
	heedClosedPipes()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, func() {
		time.Sleep(sameSignal)
		stop() // a further interrupt kills, wherever the program hangs
	})
	code := execute(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Exit codes.
const (
	exitOK    = 0
	exitFound = 1 // what was looked for is wrong, or the work could not be done
	exitUsage = 2 // the command line is wrong, or a file cannot be opened
)

// An exitError is an error with an exit code other than 1. With a nil err the code
// says all there is to say.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit status %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usage returns an error in what the user asked for.
func usage(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// quiet returns an error that ends the program with the code and says no more.
func quiet(code int) error { return &exitError{code, nil} }

// execute runs the command line and returns the exit code. Errors are written to
// stderr as "gocap: …".
func execute(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := rootCmd()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	code := exitFound
	if e, ok := errors.AsType[*exitError](err); ok {
		if code = e.code; e.err == nil {
			return code
		}
	}
	complain(stderr, err)
	return code
}

// complain writes err to stderr, its lines indented after the first.
func complain(stderr io.Writer, err error) {
	fmt.Fprintf(stderr, "gocap: %s\n", strings.ReplaceAll(err.Error(), "\n", "\n  "))
}
