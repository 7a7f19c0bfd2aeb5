package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/gocap-project/gocap/internal/tcpdump"
)

// expected compares gocap with the outputs that tcpdump's own tests expect. dir has
// tcpdump_tests.tsv (a test a line: its name, capture, output and flags), the
// captures in pcaps/tcpdump and the outputs in tcpdump-out.
func expected(bin, dir string) (low bool, err error) {
	list, err := os.ReadFile(filepath.Join(dir, "tcpdump_tests.tsv"))
	if err != nil {
		return false, err
	}
	byProtocol, byTest := newTable(), newTable()
	for line := range strings.Lines(string(list)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(f) < 5 || !matches(*tests, f[0]) {
			continue
		}
		if err := oneExpected(bin, dir, f, byProtocol, byTest); err != nil {
			return false, err
		}
	}
	if *perTest {
		byTest.print("of each test")
	}
	return byProtocol.print("of the tests"), nil
}

// unmeant are the flags by which a test asks for what depends on how tcpdump was
// built, or on keys.
var unmeant = regexp.MustCompile(`-E |^-E$`)

func oneExpected(bin, dir string, f []string, byProtocol, byTest *table) error {
	name, file, flags := f[0], filepath.Join(dir, "pcaps", "tcpdump", f[1]), f[3]
	if unmeant.MatchString(flags) {
		return nil
	}
	out, err := os.ReadFile(filepath.Join(dir, "tcpdump-out", f[2]))
	if err != nil {
		return err
	}
	args, special := testArgs(flags)
	if special {
		args = append([]string{"-#", "-n"}, args...)
	} else {
		args = append([]string{"-#", "-n", "-tttt"}, args...)
	}
	var got []byte
	if bin == "" {
		got = directText(file, args)
	} else {
		got = run1(bin, append(append([]string{"dump"}, args...), "-r", file)...)
	}
	want := numbered(out)
	have := numbered(got)
	scopes := scope(file, 1<<16, false)
	for i, w := range want {
		n := number(w, i)
		sc := packetScope{name: "unread"}
		if n < len(scopes) {
			sc = scopes[n]
		}
		var g []string
		if i < len(have) {
			g = have[i]
		}
		byProtocol.add(sc, name, n+1, w, g)
		byTest.count(packetScope{name, true}, w, g)
	}
	return nil
}

// number returns the index of a packet by the number that its first line begins
// with, or else.
func number(lines []string, otherwise int) int {
	n := 0
	if _, err := fmt.Sscan(lines[0], &n); err != nil || n < 1 {
		return otherwise
	}
	return n - 1
}

// testArgs splits the flags of a test.
func testArgs(s string) (args []string, special bool) {
	for _, a := range strings.Fields(s) {
		switch {
		case a == "-":
		case a == "SPECIAL_t":
			special = true
		default:
			args = append(args, strings.Trim(a, `'"`))
		}
	}
	return args, special
}

var numberedStart = regexp.MustCompile(`^ *\d+  ?\S`)

// numbered splits what -# prints into packets.
func numbered(out []byte) (packets [][]string) {
	s := bufio.NewScanner(bytes.NewReader(out))
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		if line := s.Text(); numberedStart.MatchString(line) || len(packets) == 0 {
			packets = append(packets, []string{line})
		} else {
			packets[len(packets)-1] = append(packets[len(packets)-1], line)
		}
	}
	return packets
}

func directText(file string, args []string) (out []byte) {
	o := options(args)
	for _, a := range args {
		switch {
		case a == "--nano":
			o.Nano = true
		case strings.HasPrefix(a, "-tt") || a == "-t":
			o.Time = tcpdump.TimeFormat(len(a) - 1)
		}
	}
	return appendFile(nil, file, o, 1<<20, expression(args))
}

// expression returns the filter expression among arguments.
func expression(args []string) string {
	if i := slices.Index(args, "--"); i >= 0 {
		return strings.Join(args[i+1:], " ")
	}
	return ""
}

func matches(pattern, s string) bool {
	ok, err := regexp.MatchString(pattern, s)
	return ok && err == nil
}
