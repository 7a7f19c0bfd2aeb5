// Package pid1 lets a test binary be all that there is above a kernel: the first
// process of a virtual machine, with no files, no shell and nobody to start it. Real
// kernels are tried that way.
package pid1

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// RequireLive is the environment variable that makes skipping a live test an error. In
// the first process it is set.
const RequireLive = "GOCAP_REQUIRE_LIVE"

// Main is for TestMain. In the first process it opens the console for the standard
// streams, runs all tests verbosely, prints EXIT and the exit code on a line, and
// switches the machine off. In any other it runs the tests and exits.
func Main(m interface{ Run() int }) {
	if os.Getpid() != 1 || !First() {
		os.Exit(m.Run())
	}
	if err := console(); err != nil {
		os.Exit(125) // there is nobody to tell
	}
	os.Args = arguments(os.Args)
	code := 2
	func() {
		defer func() {
			if r := recover(); r != nil {
				fmt.Println("panic:", r)
			}
		}()
		if err := errors.Join(os.Setenv(RequireLive, "1"), os.Setenv("TMPDIR", "/tmp")); err != nil {
			fmt.Println(err)
		}
		code = m.Run()
	}()
	fmt.Printf("\nEXIT %d\n", code)
	if err := powerOff(); err != nil {
		fmt.Println("switching off:", err)
	}
	os.Exit(code)
}

// First reports whether this system is one whose first process a test binary can be.
func First() bool { return supported }

// arguments are those of the tests: a kernel's own for its first process are none of ours.
func arguments(args []string) []string {
	out := []string{args[0], "-test.v", "-test.timeout=20m"}
	return append(out, slices.DeleteFunc(slices.Clone(args[1:]), func(a string) bool { return !strings.HasPrefix(a, "-test.") })...)
}

// Skip skips a live test, unless it must not be.
func Skip(t testing.TB, why ...any) {
	t.Helper()
	if os.Getenv(RequireLive) == "1" {
		t.Fatal(append([]any{"live test cannot run: "}, why...)...)
	}
	t.Skip(append([]any{"live test: "}, why...)...)
}

// Alone reports whether the machine is ours: this is the first process.
func Alone() bool { return os.Getpid() == 1 && First() }

// Up enables a network interface.
func Up(name string) error { return up(name) }

// Address gives an interface the IPv4 address 127.0.0.1 with a mask of 8 bits.
func Address(name string) error { return address(name) }
