package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
)

// libpcapCompile runs pcap_compile on an expression b.N times. It is nil unless the
// program is built with cgo and the tag libpcap.
var libpcapCompile func(expr string) func(*testing.B)

// compileGroups compare compilers of expressions. libpcap takes minutes for a list of
// a thousand hosts, so there it is left out.
func compileGroups() []group {
	return []group{
		compileGroup("tcp port 80 and host 10.0.0.1", "tcp port 80 and host 10.0.0.1", 1),
		compileGroup("100 hosts", hostList(100), 20),
		compileGroup("1000 hosts", hostList(1000), 0),
		compileGroup("10000 hosts", hostList(10000), 0),
		compileGroup("1000 ports", portList(1000), 0),
	}
}

// compileGroup measures an expression; promise is that to libpcap, or 0 to leave it out.
func compileGroup(name, expr string, promise float64) group {
	g := group{"compile " + name, []entry{{"gocap filter.Compile", 0, func(b *testing.B) {
		for b.Loop() {
			if _, err := filter.Compile(expr, link.Ethernet, filter.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}}}}
	if libpcapCompile != nil && promise > 0 {
		g.entries = append(g.entries, entry{"libpcap pcap_compile", promise, libpcapCompile(expr)})
	}
	return g
}

// hostList is n hosts that look random; the same each time.
func hostList(n int) string {
	terms, x := make([]string, n), uint32(1)
	for i := range terms {
		x = x*1664525 + 1013904223
		terms[i] = fmt.Sprintf("host %d.%d.%d.%d", x>>24, x>>16&255, x>>8&255, x&255)
	}
	return strings.Join(terms, " or ")
}

// portList is n ports likewise.
func portList(n int) string {
	terms, x := make([]string, n), uint32(1)
	for i := range terms {
		x = x*1664525 + 1013904223
		terms[i] = fmt.Sprintf("port %d", x>>16)
	}
	return strings.Join(terms, " or ")
}
