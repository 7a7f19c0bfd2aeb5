// Testreport reads the output of go test -json and prints what matters of it: a
// line a package, the output of what failed, why what was skipped was skipped, and
// a closing line with counts. It exits with status 1 if anything failed.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64
}

func main() {
	out := map[string][]string{}
	var passed, failed, skipped int
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var e event
		if json.Unmarshal(in.Bytes(), &e) != nil {
			fmt.Println(in.Text()) // not of the tests: a build error
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			out[key] = append(out[key], e.Output)
			continue
		case "pass":
			if e.Test == "" {
				fmt.Printf("ok    %-60s %6.1fs\n", e.Package, e.Elapsed)
			} else {
				passed++
			}
		case "skip":
			if e.Test != "" {
				skipped++
				fmt.Printf("skip  %s: %s", key, reason(out[key]))
			}
		case "fail":
			if e.Test != "" {
				failed++
			} else {
				fmt.Printf("FAIL  %s\n", e.Package)
			}
			fmt.Print(strings.Join(out[key], ""))
		}
		delete(out, key)
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped)
	if failed > 0 {
		os.Exit(1)
	}
}

// reason returns the line in which a test says why it was skipped.
func reason(lines []string) string {
	for _, l := range lines {
		if t := strings.TrimSpace(l); t != "" && !strings.HasPrefix(t, "===") && !strings.HasPrefix(t, "---") {
			return t + "\n"
		}
	}
	return "no reason given\n"
}
