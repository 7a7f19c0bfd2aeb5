// Numbersgen packs the tables of package numbers, whose directory is the working
// directory: services.txt into zservices.bin, oui.txt into zoui.bin. The text files
// are kept by hand: services.txt from IANA's registry, oui.txt from the IEEE's.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

func main() {
	for _, t := range tables {
		b, err := t.pack(t.from)
		if err == nil {
			err = os.WriteFile(t.to, b, 0o644)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "numbersgen:", err)
			os.Exit(1)
		}
	}
}

var tables = []struct {
	from, to string
	pack     func(file string) ([]byte, error)
}{
	{"services.txt", "zservices.bin", services},
	{"oui.txt", "zoui.bin", owners},
}

// lines calls f with the fields of each line, at most n of them.
func lines(file string, n int, f func(fields []string) error) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	s := bufio.NewScanner(bytes.NewReader(b))
	for at := 1; s.Scan(); at++ {
		if strings.HasPrefix(s.Text(), "#") {
			continue
		}
		if err := f(strings.SplitN(s.Text(), " ", n)); err != nil {
			return fmt.Errorf("%s:%d: %w", file, at, err)
		}
	}
	return s.Err()
}

// put appends the low n bytes of x, the highest first.
func put(b []byte, x, n int) []byte {
	for i := n - 1; i >= 0; i-- {
		b = append(b, byte(x>>(8*i)))
	}
	return b
}

type service struct {
	port       int
	name       string
	transports int
	first      bool
}

func services(file string) ([]byte, error) {
	var all []service
	err := lines(file, 4, func(f []string) error {
		if len(f) < 3 {
			return fmt.Errorf("want port, name and transports")
		}
		port, err := strconv.ParseUint(f[0], 10, 16)
		s := service{port: int(port), name: f[1], first: len(f) == 4}
		for t := range strings.SplitSeq(f[2], ",") {
			i := slices.Index([]string{"tcp", "udp", "sctp", "dccp"}, t)
			if i < 0 {
				return fmt.Errorf("%s is no transport", t)
			}
			s.transports |= 1 << i
		}
		all = append(all, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b service) int {
		return cmp.Or(cmp.Compare(a.port, b.port), strings.Compare(a.name, b.name))
	})
	var names []byte
	b := put(nil, len(all), 2)
	order := make([]int, len(all))
	for i, s := range all {
		names = append(names, s.name...)
		b = put(put(put(b, s.port, 2), s.transports, 1), len(names), 3)
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		a, b := all[x], all[y]
		if a.name == b.name && a.first != b.first {
			if a.first {
				return -1
			}
			return 1
		}
		return cmp.Or(strings.Compare(a.name, b.name), cmp.Compare(a.port, b.port))
	})
	for _, i := range order {
		b = put(b, i, 2)
	}
	return append(b, names...), nil
}

func owners(file string) ([]byte, error) {
	type row struct{ prefix, name int }
	rows := map[int][]row{}
	numbers := map[string]int{}
	var ends, names []byte
	err := lines(file, 2, func(f []string) error {
		if len(f) != 2 || f[1] == "" {
			return fmt.Errorf("want prefix and name")
		}
		prefix, err := strconv.ParseUint(f[0], 16, 40)
		if err != nil {
			return err
		}
		n, ok := numbers[f[1]]
		if !ok {
			n = len(numbers)
			numbers[f[1]] = n
			names = append(names, f[1]...)
			ends = put(ends, len(names), 3)
		}
		rows[len(f[0])] = append(rows[len(f[0])], row{int(prefix), n})
		return nil
	})
	if err != nil {
		return nil, err
	}
	var counts, b []byte
	for _, digits := range []int{6, 7, 9} {
		r := rows[digits]
		slices.SortFunc(r, func(a, b row) int { return cmp.Compare(a.prefix, b.prefix) })
		counts = put(counts, len(r), 3)
		for _, x := range r {
			b = put(put(b, x.prefix, (digits+1)/2), x.name, 2)
		}
		delete(rows, digits)
	}
	if len(rows) != 0 || len(numbers) > 0xffff {
		return nil, fmt.Errorf("%s: a prefix is not 6, 7 or 9 digits, or there are over 65535 names", file)
	}
	b = put(append(counts, b...), len(numbers), 2)
	return append(append(b, ends...), names...), nil
}
