// Parity compares gocap dump with the installed tcpdump on capture files and
// reports the share of equal lines, for packets made of protocols that gocap
// prints and for all.
//
//	go run ./internal/parity [-args "-n"] [-show 20] FILE|DIR...
//
//	go run ./internal/parity -expected DIR [-tests REGEXP]
//
// The second form compares with the outputs that tcpdump's own tests expect.
//
// Lines are compared packet by packet. With -min the exit status is 1 if fewer
// lines in scope are equal, in percent.
package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

var (
	sets    = flag.String("args", "-n;-nn -e;-n -v;-n -X", "sets of `flags` for both programs, separated by semicolons")
	show    = flag.Int("show", 0, "print this many differences of each protocol")
	minimum = flag.Float64("min", 0, "least `percentage` of equal lines in scope")
	gocap   = flag.String("gocap", "", "compare this gocap `binary`; \"build\" builds it; empty calls the printer directly")
	cache   = flag.String("cache", "", "keep what tcpdump prints in this `directory`")
	every   = flag.Bool("all", false, "print the rows of protocols out of scope, too")
	most    = flag.Int("packets", 2000, "look at this many packets of a file")
	only    = flag.String("only", "", "show only differences of this `protocol`")
	tests   = flag.String("tests", "", "with -expected, only tests whose name matches this `regexp`")
	perTest = flag.Bool("pertest", false, "with -expected, print a row for each test, too")
	expect  = flag.String("expected", "", "compare with the outputs of tcpdump's own tests in this `directory`")
	dir     = flag.String("skip", "", "skip files whose name matches this `regexp`")
)

func main() {
	flag.Parse()
	if err := run(flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "parity:", err)
		os.Exit(1)
	}
}

func run(paths []string) error {
	bin := *gocap
	if bin == "build" {
		tmp, err := os.MkdirTemp("", "parity")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		bin = filepath.Join(tmp, "gocap")
		if out, err := exec.Command("go", "build", "-o", bin, "./cmd/gocap").CombinedOutput(); err != nil {
			return fmt.Errorf("building gocap: %v\n%s", err, out)
		}
	}
	if *expect != "" {
		low, err := expected(bin, *expect)
		if err == nil && low {
			err = fmt.Errorf("less than %.1f %% of the lines in scope are equal", *minimum)
		}
		return err
	}
	files, err := list(paths)
	if err != nil {
		return err
	}
	low := false
	for args := range strings.SplitSeq(*sets, ";") {
		t := newTable()
		for _, f := range files {
			t.file(bin, f, strings.Fields(args))
		}
		low = t.print(args) || low
	}
	if low {
		return fmt.Errorf("less than %.1f %% of the lines in scope are equal", *minimum)
	}
	return nil
}

func list(paths []string) (files []string, err error) {
	skip := regexp.MustCompile("^$")
	if *dir != "" {
		skip = regexp.MustCompile(*dir)
	}
	for _, p := range paths {
		err := filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !skip.MatchString(path) {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(files)
	return files, nil
}

// oracle returns what tcpdump prints with the given arguments.
func oracle(args []string) [][]string {
	if *cache == "" {
		return split(newer(run1("tcpdump", args...)))
	}
	name := filepath.Join(*cache, fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(args, "\x00")))))
	if b, err := os.ReadFile(name); err == nil {
		return split(newer(b))
	}
	b := run1("tcpdump", args...)
	_ = os.WriteFile(name, b, 0o644) // without it the next run is slower, no more
	return split(newer(b))
}

// Where IPv4 and IPv6 packets are shorter than they say, releases before 5 have the difference and later ones both
// lengths.
var (
	oldShort = regexp.MustCompile(`truncated-ip6? - \d+ bytes missing! ?`)
	newShort = regexp.MustCompile(`\[(total|header\+payload) length \d+ > length \d+\] \(invalid\) `)
)

// short returns what gocap prints in the form that newer gives to what tcpdump prints.
func short(b []byte) []byte { return newShort.ReplaceAll(b, []byte("[short] ")) }

var oldIPv6 = regexp.MustCompile(`\) payload length: (\d+)\)`)

// newer returns what releases before 5 print with the head of IPv6 packets as it is from
// then on: gocap follows the newest.
func newer(b []byte) []byte {
	b = oldShort.ReplaceAll(b, []byte("[short] "))
	b = oldIPv6.ReplaceAll(b, []byte("), payload length $1)"))
	b = bytes.ReplaceAll(b, []byte("next-header Options (0)"), []byte("next-header HBH (0)"))
	return bytes.ReplaceAll(b, []byte("next-header unknown (60)"), []byte("next-header DSTOPT (60)"))
}

// output runs a program on a file and returns its packets' lines.
func output(prog string, args ...string) [][]string { return split(short(run1(prog, args...))) }

func run1(prog string, args ...string) []byte {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, prog, args...)
	cmd.Env = append(os.Environ(), "TZ=UTC")
	out, _ := cmd.Output() // a file that ends early is not our concern here
	return out
}

var start = regexp.MustCompile(`^\d\d:\d\d:\d\d\.\d{6} `)

func split(out []byte) (packets [][]string) {
	s := bufio.NewScanner(bytes.NewReader(out))
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		line := s.Text()
		if start.MatchString(line) || len(packets) == 0 {
			packets = append(packets, nil)
		}
		packets[len(packets)-1] = append(packets[len(packets)-1], line)
	}
	return packets
}

func (t *table) file(bin, file string, args []string) {
	count := []string{"-r", file, "-c", fmt.Sprint(*most)}
	want := oracle(append(slices.Clone(args), count...))
	if len(want) == 0 {
		return
	}
	var got [][]string
	if bin == "" {
		got = direct(file, args)
	} else {
		got = output(bin, append(append([]string{"dump"}, args...), count...)...)
	}
	scopes := scope(file, len(want), true)
	for i, w := range want {
		var g []string
		if i < len(got) {
			g = got[i]
		}
		sc := packetScope{name: "unread"}
		if i < len(scopes) {
			sc = scopes[i]
		}
		t.add(sc, file, i+1, w, g)
	}
}
