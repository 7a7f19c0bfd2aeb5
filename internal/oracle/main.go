// Oracle compares what gocap sees in captures with what another tool, tshark,
// recorded of them: which protocols, addresses, ports and checksums each frame
// has. It prints how many frames agree, and the others by named class.
//
//	go run ./internal/oracle [-v] corpora-directory
//	go run ./internal/oracle -tails captures-directory
//
// The captures and records are not part of the repository. tshark is not the
// truth; docs/differences.md says for each class who is right, and by which
// standard.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("oracle: ")
	verbose := flag.Bool("v", false, "print every disagreement")
	match := flag.String("class", "", "with -v, print only this class")
	tails := flag.Bool("tails", false, "count instead how the packets of a directory of captures end: in an error, in bytes, in a layer")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: oracle [flags] corpora-directory")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if *tails {
		t, err := countTails(flag.Arg(0))
		if err != nil {
			log.Fatal(err)
		}
		t.print(os.Stdout)
		return
	}
	rows, err := readRows(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	var t tally
	if *verbose {
		t.each = func(d *disagreement) {
			if *match == "" || *match == d.class {
				fmt.Println(d)
			}
		}
	}
	if err := t.run(flag.Arg(0), rows, func(int) bool { return true }); err != nil {
		log.Fatal(err)
	}
	t.print(os.Stdout)
}
